/* docs.c -- documents made from data: kanmon docs checks prints docs/checks.md.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/docs.h"

#include "base/number.h"
#include "engine/check.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>

static void
checks_table(const json_t *rows)
{
    size_t  i;
    json_t *row;
    printf("| code | level | what |\n|---|---|---|\n");
    json_array_foreach(rows, i, row)
        printf("| %s | %s | %s (%s) |\n", json_text(row, "code"), json_text(row, "level"), json_text(row, "title"), json_text(row, "title_en"));
}

static void
one_check(const json_t *row)
{
    size_t  i;
    json_t *f;
    printf("\n### %s\n\n%s — %s (%s)\n\n", json_text(row, "code"), json_text(row, "level"), json_text(row, "title"), json_text(row, "title_en"));
    printf("- %s  \n  %s\n", json_text(row, "why"), json_text(row, "why_en"));
    printf("- 規則 rule: %s — %s  \n  %s — [%s](%s)\n", json_text(row, "rule"), json_text(row, "source"), json_text(row, "rule_en"), json_text(row, "source_en"), json_text(row, "url"));
    printf("- すること what to do: %s (%s)\n", json_text(row, "advice"), json_text(row, "advice_en"));
    if (json_has(row, "for")) {
        printf("- 見る評価 forms:");
        json_array_foreach(json_path(row, "for"), i, f)
            printf(" %s", json_string_value(f));
        putchar('\n');
    }
}

static const char *
day(const json_t *entry, const char *path)
{
    return json_str(entry, path) ? json_text(entry, path) : "";
}

/* What a rule asks for in figures. */
static const char *
figures(Arena *mem, const json_t *r)
{
    if (json_has(r, "yen"))
        return arena_fmt(mem, "%s yen", number_commas(mem, json_int(r, "yen", 0)));
    if (json_has(r, "every"))
        return arena_fmt(mem, "%s, every %lld years, first in year %lld", json_text(r, "evaluation"), (long long)json_int(r, "every", 0), (long long)json_int(r, "first", 0));
    if (json_has(r, "at"))
        return arena_fmt(mem, "%s at %s%s", json_text(r, "evaluation"), json_text(r, "at"), strcmp(json_text(r, "force"), "practice") == 0 ? " (practice)" : "");
    if (json_has(r, "value"))
        return arena_fmt(mem, "%lld %s", (long long)json_int(r, "value", 0), json_text(r, "unit"));
    return "";
}

int
docs_checks(Cli *k)
{
    Rules   r;
    size_t  i;
    json_t *row, *all = check_catalogue(&k->c);
    if (!check_rules(&k->c, &r))
        return cli_error(k);
    printf("# Checks\n\nMade by `kanmon docs checks` from `catalog/rules/`; `kanmon check --explain CODE` prints one. A finding names the rule that held on\n"
           "the day of the report. Findings that begin with IMP- come from reading a paper.\n\n");
    checks_table(all);
    printf("\n## How each one decides\n");
    json_array_foreach(all, i, row)
        if (json_has(row, "why"))
            one_check(row);
    printf("\n## Rules\n\n| id | rule | figures | valid | regulation |\n|---|---|---|---|---|\n");
    json_array_foreach(r.rules, i, row)
        printf("| %s | %s (%s) | %s | %s–%s | %s, %s |\n", json_text(row, "id"), json_text(row, "title"), json_text(row, "title_en"), figures(k->c.mem, row),
               day(row, "valid.from"), day(row, "valid.to"), json_text(row, "regulation"), json_text(row, "place"));
    printf("\n## Regulations\n\n| id | text | issuer | decided | revised | in place of | in force |\n|---|---|---|---|---|---|---|\n");
    json_array_foreach(r.regulations, i, row)
        printf("| %s | [%s](%s) (%s) | %s (%s) | %s | %s | %s | %s–%s |\n", json_text(row, "id"), json_text(row, "title"), json_text(row, "source"), json_text(row, "title_en"),
               json_text(row, "issuer"), json_text(row, "issuer_en"), day(row, "decided"), day(row, "revised"), day(row, "supersedes"), day(row, "valid.from"), day(row, "valid.to"));
    return 0;
}
