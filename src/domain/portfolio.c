/* portfolio.c -- see portfolio.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/portfolio.h"

#include "base/data.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/permission.h"
#include "domain/query_in.h"
#include "domain/sheet_face.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

static const char *const sums[] = { "sheets", "budget_yen", "spent_budget_yen", "executed_yen", "outcomes", "quantified", "without", "judged", "attained" };
enum { SUMS = sizeof sums / sizeof *sums };
static const char *const codes[] = {
#define FLAG(name, code, ja, en) code,
#include "domain/flags.def"
#undef FLAG
};

static json_t *
share(const json_t *row, const char *part, const char *whole)
{
    int64_t n = json_int(row, whole, 0);
    return n > 0 ? json_real((double)json_int(row, part, 0) / (double)n) : json_null();
}

static json_t *
with_shares(json_t *row)
{
    json_object_set_new(row, "execution", share(row, "executed_yen", "spent_budget_yen"));
    json_object_set_new(row, "attainment", share(row, "attained", "judged"));
    return row;
}

json_t *
portfolio(Ctx *c, const char *query, int64_t fy)
{
    Query    *q = query_read(c, query);
    bool      exact = true, findings = can(c, ACT_FINDING_READ);
    json_t   *rows = json_keep(c->mem, json_array());
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT t.ministry, t.fy, sum(t.sheets), sum(t.budget_yen), sum(t.spent_budget), sum(t.executed_yen), sum(t.outcomes), sum(t.quantified),"
        " sum(t.sheets) - sum(t.quantified), sum(t.judged), sum(t.attained)"), NOV);
#define FLAG(name, code, ja, en) sql_add(b, SQL(", sum(CASE WHEN t.flags & $1 <> 0 THEN t.sheets ELSE 0 END)"), V((int64_t)FLAG_##name));
#include "domain/flags.def"
#undef FLAG
    sql_add(b, SQL(" FROM ("), NOV);
    sheet_sums(b, query_of_totals(q) && sheet_totals_hold(c));
    sql_add(b, SQL(" AND (s.fy = $1 OR $1 = 0)"), V(fy));
    query_sheets(c, q, b, &exact);
    sql_add(b, SQL(") t GROUP BY t.fy, t.ministry ORDER BY t.fy, t.ministry"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        json_t *row = json_pack("{ss sI}", "ministry", row_text(r, 0), "fy", (json_int_t)row_int(r, 1)), *flags = json_object();
        for (int i = 0; i < SUMS; i++)
            json_object_set_new(row, sums[i], json_integer(row_int(r, 2 + i)));
        for (int i = 0; i < FLAG_COUNT; i++)
            json_object_set_new(flags, codes[i], json_integer(row_int(r, 2 + SUMS + i)));
        json_object_set_new(row, "flags", findings ? flags : json_null());
        if (!findings)
            json_decref(flags);
        json_array_append_new(rows, with_shares(row));
    }
    return json_keep(c->mem, json_pack("{sO sO sb}", "rows", rows, "problems", q->problems, "exact", exact));
}

static void
add(json_t *to, const json_t *row)
{
    const char *code;
    json_t     *n;
    for (int i = 0; i < SUMS; i++)
        json_object_set_new(to, sums[i], json_integer(json_int(to, sums[i], 0) + json_int(row, sums[i], 0)));
    if (!json_is_object(json_path(row, "flags"))) {
        json_object_set_new(to, "flags", json_null());
        return;
    }
    if (!json_is_object(json_path(to, "flags")))
        json_object_set_new(to, "flags", json_object());
    json_object_foreach(json_path(row, "flags"), code, n)
        json_object_set_new(json_path(to, "flags"), code, json_integer(json_int(json_path(to, "flags"), code, 0) + json_integer_value(n)));
}

json_t *
portfolio_by(Ctx *c, const json_t *rows, const char *key)
{
    json_t *out = json_keep(c->mem, json_array()), *row, *to;
    size_t  i, k;
    json_array_foreach(rows, i, row)
    {
        json_t *found = NULL;
        json_array_foreach(out, k, to)
            if (!key || json_equal(json_path(to, key), json_path(row, key)))
                found = to;
        if (!found) {
            found = json_object();
            if (key)
                json_object_set(found, key, json_path(row, key));
            json_array_append_new(out, found);
        }
        add(found, row);
    }
    json_array_foreach(out, k, to)
        with_shares(to);
    return out;
}

json_t *
portfolio_state(Ctx *c)
{
    int64_t waits = db_int(c, SQL("SELECT count(*) FROM sheet_face WHERE checked = 0"), NOV);
    int64_t sheets = db_int(c, SQL("SELECT count(*) FROM sheet_face"), NOV);
    return json_keep(c->mem, json_pack("{sI sI}", "sheets", (json_int_t)sheets, "checked", (json_int_t)(sheets - waits)));
}

json_t *
sheet_lacking(Ctx *c)
{
    size_t      n, lines, parts;
    json_t     *out = json_keep(c->mem, json_array());
    const char *text = data_read(c->mem, data_path(c->mem, "catalog/codes/lacking.tsv"), &n);
    char      **line = text_split(c->mem, text ? text : "", "\n", &lines);
    for (size_t i = 0; i < lines; i++) {
        char **part = text_split(c->mem, line[i], "\t", &parts);
        if (parts == 4 && *line[i] != '#')
            json_array_append_new(out, json_pack("{ss sI ss ss}", "source", part[0], "fy", (json_int_t)strtoll(part[1], NULL, 10), "kind", part[2], "why", part[3]));
    }
    return out;
}
