/* ratings.c -- evaluations under other frameworks on the command line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/text.h"
#include "domain/framework.h"
#include "domain/rated.h"
#include "format/json.h"

#include <string.h>

/* --type FRAMEWORK, else the one that the store holds evaluations of. */
static json_t *
framework_of(Cli *k)
{
    const char *key = k->type ? k->type : json_text(rated_held(&k->c), "0.framework");
    json_t     *f = framework_named(&k->c, key);
    if (!f && ok(&k->c))
        fail(&k->c, ERR_NOT_FOUND, "framework", L(&k->c, "枠組み「%s」の評価はありません。", "there are no evaluations of the framework \"%s\""), key);
    return f;
}

/* kanmon ratings by region [QUERY]: counts of the main criterion, or of --order CRITERION. */
static int
counts(Cli *k, const json_t *f)
{
    Ctx        *c = &k->c;
    const char *criterion = k->order ? k->order : json_text(f, "main");
    json_t     *found = rated_counts(c, &(RatedAsk){ .framework = json_text(f, "key"), .query = cli_words(k, 2) }, criterion, "independent", k->args[1]), *row, *g;
    const json_t *grades = framework_grades(f, criterion);
    Column      cols[20] = { { "shown", "区分", "group", false, true }, { "rated", "評定あり", "rated", true, false } };
    size_t      n = 2, i, j;
    if (k->json || !found)
        return cli_json(k, found);
    json_array_foreach(grades, j, g) cols[n++] = (Column){ arena_fmt(c->mem, "grades.%s", json_text(g, "key")), json_text(g, "ja"), json_text(g, "en"), true, false };
    cols[n++] = (Column){ "unrated", "評定なし", "not rated", true, false };
    cols[n++] = (Column){ "percent", "達成の割合", "share reached", true, false };
    json_t *rows = json_path(found, "rows");
    json_array_append(rows, json_path(found, "all"));
    json_array_foreach(rows, i, row)
    {
        const json_t *v = json_path(row, "value");
        json_object_set_new(row, "shown", i + 1 == json_array_size(rows) ? json_string(L(c, "計", "all")) : json_is_string(v) ? json_share(v) : json_is_integer(v) ? json_string(arena_fmt(c->mem, "%lld", (long long)json_integer_value(v))) : json_string("—"));
        json_object_set_new(row, "percent", json_has(row, "share") ? json_string(arena_fmt(c->mem, "%.1f%%", 100 * json_number_value(json_path(row, "share")))) : json_string("—"));
    }
    table_print(k, rows, cols, n, NULL);
    return 0;
}

int
cmd_ratings(Cli *k)
{
    Column  cols[] = { { "id", "番号", "id", false, true }, { "number", "対象", "subject", false, false }, { "fy", "評価年度", "year", true, false }, { "kind", "種類", "kind", false, false }, { "grade", "評定", "grade", false, false }, { "own", "自己", "self", false, false }, { "name", "名称", "name", false, false } };
    Ctx    *c = &k->c;
    size_t  i;
    json_t *row;
    if (!cli_open(k, false))
        return cli_error(k);
    json_t *f = framework_of(k);
    if (!f)
        return cli_error(k);
    if (k->n >= 2 && strcmp(k->args[0], "by") == 0)
        return counts(k, f);
    json_t     *found = rated_found(c, &(RatedAsk){ .framework = json_text(f, "key"), .query = cli_words(k, 0), .sort = k->order, .from = cli_offset(k), .limit = cli_limit(k, k->json ? 10000 : 50) });
    const char *main = json_text(f, "main");
    json_t     *rows = json_path(found, "rows");
    if (found)
        cli_problems(k, found);
    if (k->json || !ok(c))
        return cli_json(k, rows);
    json_array_foreach(rows, i, row)
    {
        json_object_set_new(row, "grade", json_string(json_text(row, arena_fmt(c->mem, "ratings.%s.independent.printed", main))));
        json_object_set_new(row, "own", json_string(json_text(row, arena_fmt(c->mem, "ratings.%s.self.printed", main))));
    }
    table_print(k, rows, cols, sizeof cols / sizeof *cols, arena_fmt(c->mem, L(c, "%s：%lld 件のうち %zu 件", "%s: of %lld evaluations %zu"), framework_word(c, json_path(f, "name")), (long long)json_int(found, "total", 0), json_array_size(rows)));
    return 0;
}
