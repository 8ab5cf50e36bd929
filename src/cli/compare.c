/* compare.c -- the command that lays programmes side by side.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/compare.h"
#include "format/json.h"

#include <string.h>

/* A value as it is printed: money with its separators, a line for each line of a text. */
static const char *
shown(Cli *k, const json_t *row, const json_t *v)
{
    const char *unit = json_text(row, "unit");
    if (json_is_string(v))
        return text_squeeze(k->c.mem, json_string_value(v));
    if (!json_is_number(v))
        return "-";
    if (strcmp(unit, "yen") == 0)
        return table_yen(k, v, "-");
    if (strcmp(unit, "percent") == 0)
        return arena_fmt(k->c.mem, "%.1f%%", json_number_value(v));
    return json_is_integer(v) ? arena_fmt(k->c.mem, "%lld", (long long)json_integer_value(v)) : arena_fmt(k->c.mem, "%.10g", json_number_value(v));
}

/* Item by item, a line for each programme: names and purposes are long, and six columns fit no terminal. */
static void
print(Cli *k, const json_t *programmes, const json_t *rows)
{
    size_t      i, j;
    json_t     *row, *p;
    const char *part = "";
    json_array_foreach(programmes, i, p)
        cli_say("%c  %s  %s\n", 'A' + (int)i, json_text(p, "key"), json_text(p, "name"));
    json_array_foreach(rows, i, row)
    {
        const char *now = L(&k->c, json_text(row, "part"), json_text(row, "part_en")), *item = L(&k->c, json_text(row, "item"), json_text(row, "item_en"));
        if (strcmp(now, part) != 0)
            table_head(part = now);
        cli_say("%s%s%s\n", item, json_has(row, "fy") ? arena_fmt(k->c.mem, " %lld", (long long)json_int(row, "fy", 0)) : "", json_flag(row, "same") ? L(&k->c, "（同じ）", " (same)") : "");
        json_array_foreach(programmes, j, p)
        {
            const json_t *v = json_array_get(json_path(row, "values"), j);
            if (j == 0 || !json_flag(row, "same"))
                table_text(arena_fmt(k->c.mem, "%s  %s", json_flag(row, "same") ? "=" : arena_fmt(k->c.mem, "%c", 'A' + (int)j), shown(k, row, v)), 2);
        }
    }
}

int
cmd_compare(Cli *k)
{
    size_t i;
    if (k->n == 0)
        return cli_usage("compare");
    if (!cli_open(k, false))
        return cli_error(k);
    json_t *compared = compare_show(&k->c, k->args, (size_t)k->n), *rows = compared ? compare_rows(&k->c, compared) : NULL, *p;
    if (!ok(&k->c))
        return cli_error(k);
    bool short_of = json_array_size(json_path(compared, "problems")) > 0;
    json_array_foreach(json_path(compared, "problems"), i, p) cli_tell("kanmon: %s\n", L(&k->c, json_text(p, "text"), json_text(p, "text_en")));
    if (k->json) {
        json_object_set(compared, "rows", rows);
        int code = cli_json(k, compared);
        return code ? code : short_of;
    }
    print(k, json_path(compared, "programmes"), rows);
    return short_of;
}
