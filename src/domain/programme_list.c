/* programme_list.c -- pages of programmes and of indicators, narrowed by the query language, in SQL.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include "base/fold.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/permission.h"
#include "domain/query_in.h"

#include <string.h>

static const struct {
    const char *name;
    bool        text;
} fields[] = {
    { "id", false }, { "key", true }, { "name", true }, { "kind", true }, { "version", false }, { "fy", false }, { "request_yen", false },
    { "total_yen", false }, { "total_qualifier", true }, { "from_fy", false }, { "to_fy", false }, { "division", true }, { "committee", true },
    { "indicators", false }, { "evaluation_fy", false }, { "recorded_at", true }, { "errors", false }, { "warnings", false }, { "notices", false },
    { "ministry", true }, { "sheets", false }, { "reports", false }, { "money_yen", false }, { "executed_yen", false }, { "outcomes", false },
    { "outputs", false }, { "payees", false }, { "sheet_id", false }, { "sheet_fy", false },
};
enum { FINDINGS_FROM = 16, FINDINGS_TO = 19 }; /* errors, warnings, notices */

static json_t *
list_row(Ctx *c, Rows *r)
{
    json_t *row = json_object();
    for (int i = 0; i < (int)(sizeof fields / sizeof *fields); i++)
        json_object_set_new(row, fields[i].name, row_null(r, i) ? json_null() : fields[i].text ? json_string(row_text(r, i)) : json_integer(row_int(r, i)));
    if (!can(c, ACT_FINDING_READ))
        for (int i = FINDINGS_FROM; i < FINDINGS_TO; i++) /* also how many there are is for those who may read them */
            json_object_set_new(row, fields[i].name, json_null());
    return row;
}

/* $1: this fiscal year. */
#define NEXT_EVALUATION "(SELECT min(e.fy) FROM evaluation_plan e WHERE e.version_id = f.version_id AND e.fy >= $1)"
#define COUNT_OF(level) "(SELECT count(*) FROM finding x WHERE x.version_id = f.version_id AND x.level = '" level "')"
static const Sql columns = { "SELECT f.programme_id, p.key, f.name, f.kind, v.version, f.fy, v.request_yen, v.total_yen, v.total_qualifier,"
    " f.from_fy, f.to_fy, coalesce(v.division, s.office), v.committee, f.outcomes + f.outputs,"
    " " NEXT_EVALUATION ", coalesce(v.recorded_at, s.recorded_at),"
    " " COUNT_OF("error") ","
    " " COUNT_OF("warning") ","
    " " COUNT_OF("notice") ","
    " f.ministry, f.sheets, f.reports, f.money_yen, f.executed_yen, f.outcomes, f.outputs, f.payees, f.sheet_id, s.sheet_fy" };
static const Sql sorted_tables = { " FROM programme_face f LEFT JOIN programme_version v ON v.id = f.version_id LEFT JOIN review_sheet s ON s.id = f.sheet_id" };
static const Sql tables = { " FROM programme_face f JOIN programme p ON p.id = f.programme_id LEFT JOIN programme_version v ON v.id = f.version_id"
                            " LEFT JOIN review_sheet s ON s.id = f.sheet_id" };

/* Only what is sorted by is named, so that a database need not look at the rest (tables of outer joins of which nothing
 * is used are left out by both). */
static const struct {
    const char *sort;
    Sql         up, down;
} orders[] = {
    { "name", { " ORDER BY f.name, f.programme_id" }, { " ORDER BY f.name DESC, f.programme_id DESC" } },
    { "fy", { " ORDER BY f.fy NULLS LAST, f.programme_id" }, { " ORDER BY f.fy DESC NULLS LAST, f.programme_id" } },
    { "money", { " ORDER BY f.money_yen NULLS LAST, f.programme_id" }, { " ORDER BY f.money_yen DESC NULLS LAST, f.programme_id" } },
    { "executed", { " ORDER BY f.executed_yen NULLS LAST, f.programme_id" }, { " ORDER BY f.executed_yen DESC NULLS LAST, f.programme_id" } },
    { "total", { " ORDER BY v.total_yen NULLS LAST, f.programme_id" }, { " ORDER BY v.total_yen DESC NULLS LAST, f.programme_id" } },
    { "period", { " ORDER BY f.from_fy NULLS LAST, f.to_fy NULLS LAST, f.programme_id" }, { " ORDER BY f.from_fy DESC NULLS LAST, f.to_fy DESC NULLS FIRST, f.programme_id" } },
    { "division", { " ORDER BY coalesce(v.division, s.office) NULLS LAST, f.programme_id" }, { " ORDER BY coalesce(v.division, s.office) DESC NULLS LAST, f.programme_id" } },
    { "committee", { " ORDER BY v.committee NULLS LAST, f.programme_id" }, { " ORDER BY v.committee DESC NULLS LAST, f.programme_id" } },
    { "ministry", { " ORDER BY f.ministry NULLS LAST, f.programme_id" }, { " ORDER BY f.ministry DESC NULLS LAST, f.programme_id" } },
    { "indicators", { " ORDER BY f.outcomes + f.outputs, f.programme_id" }, { " ORDER BY f.outcomes + f.outputs DESC, f.programme_id" } },
    { "evaluation", { " ORDER BY " NEXT_EVALUATION " NULLS LAST, f.programme_id" }, { " ORDER BY " NEXT_EVALUATION " DESC NULLS LAST, f.programme_id" } },
    { "findings", { " ORDER BY " COUNT_OF("error") ", " COUNT_OF("warning") ", " COUNT_OF("notice") ", f.programme_id" },
                  { " ORDER BY " COUNT_OF("error") " DESC, " COUNT_OF("warning") " DESC, " COUNT_OF("notice") " DESC, f.programme_id" } },
    { "recorded", { " ORDER BY coalesce(v.recorded_at, s.recorded_at), f.programme_id" }, { " ORDER BY coalesce(v.recorded_at, s.recorded_at) DESC, f.programme_id DESC" } },
};

static Sql
order_of(Ctx *c, const char *sort, bool down)
{
    if (sort && strcmp(sort, "findings") == 0 && !can(c, ACT_FINDING_READ))
        sort = NULL;
    for (size_t i = 0; sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, sort) == 0)
            return down ? orders[i].down : orders[i].up;
    return SQL(" ORDER BY f.programme_id");
}

json_t *
programme_rows(Ctx *c, const int64_t *id, size_t n)
{
    json_t   *out = json_keep(c->mem, json_array());
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, columns, V(fiscal_year_of(c->now)));
    sql_add(b, tables, NOV);
    sql_add(b, SQL(" JOIN"), NOV);
    sql_add(b, sql_from_ids(c), V(db_ids(c, id, n)));
    sql_add(b, SQL(" ON ids.id = f.programme_id ORDER BY ids.place"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r))
        json_array_append_new(out, list_row(c, r));
    return out;
}

json_t *
programme_row(Ctx *c, int64_t id)
{
    json_t *row = json_array_get(programme_rows(c, &id, 1), 0);
    if (!row)
        fail(c, ERR_NOT_FOUND, "programme", L(c, "事業 %lld はありません。", "there is no programme %lld"), (long long)id);
    return row;
}

static json_t *
page_of(Ctx *c, const Query *q, json_t *rows, int64_t total, bool exact, int64_t limit, int64_t offset)
{
    return json_keep(c->mem, json_pack("{sO sI sb sI sI ss sO}", "rows", rows, "total", (json_int_t)total, "exact", exact, "limit", (json_int_t)limit,
                                       "offset", (json_int_t)offset, "query", q->text, "problems", q->problems));
}

static void
add_order(Ctx *c, const ProgrammeAsk *ask, SqlBuild *b)
{
    Sql order = order_of(c, ask->sort, ask->down);
    if (strchr(order.text, '$'))
        sql_add(b, order, V(fiscal_year_of(c->now)));
    else
        sql_add(b, order, NOV);
}

enum { COMMON = 2000 }; /* programmes that make a word common */

/* The programmes of a common word: all are gone through in order until the page is full. With every tenth one fitting that
 * is soon, while thousands of numbers to be looked up one by one and sorted are not. */
static json_t *
common_in_order(Ctx *c, const ProgrammeAsk *ask, const int64_t *fits, size_t n, int64_t limit, int64_t from)
{
    int64_t max = 0, *id = NEWN(c->mem, int64_t, n + 1);
    size_t  k = 0;
    for (size_t i = 0; i < n; i++)
        max = fits[i] > max ? fits[i] : max;
    bool *fit = NEWN(c->mem, bool, max + 1);
    for (size_t i = 0; i < n; i++)
        fit[fits[i]] = true;
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT f.programme_id"), NOV);
    sql_add(b, sorted_tables, NOV);
    add_order(c, ask, b);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while ((int64_t)k < limit && db_next(r))
        if (row_int(r, 0) <= max && fit[row_int(r, 0)] && --from < 0)
            id[k++] = row_int(r, 0);
    db_done(r);
    return programme_rows(c, id, k);
}

/* First which programmes, by what they are sorted by alone; then the rows of these. */
static json_t *
rows_in_order(Ctx *c, const ProgrammeAsk *ask, const SqlBuild *where, int64_t limit, int64_t from)
{
    SqlBuild *b = sql_build(c->mem);
    int64_t  *id = NULL;
    size_t    n = 0, room = 0;
    sql_add(b, SQL("SELECT f.programme_id"), NOV);
    sql_add(b, sorted_tables, NOV);
    sql_add(b, sql_built(where), where->n, where->v);
    add_order(c, ask, b);
    sql_add(b, SQL(" LIMIT $1 OFFSET $2"), V(limit, from));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        if (n == room) {
            int64_t *more = NEWN(c->mem, int64_t, room = room * 2 + 64);
            if (n)
                memcpy(more, id, n * sizeof *id);
            id = more;
        }
        id[n++] = row_int(r, 0);
    }
    return programme_rows(c, id, n);
}

json_t *
programme_found(Ctx *c, const ProgrammeAsk *ask)
{
    Query    *q = query_read(c, ask->query);
    bool      exact = true;
    Docs     *words = query_docs(c, q, &exact);
    int64_t   limit = ask->limit > 0 ? ask->limit : 10000, from = ask->from > 0 ? ask->from : 0;
    SqlBuild *where = sql_build(c->mem), *b = sql_build(c->mem);
    if (words && !q->filtered && ok(c)) { /* what the index says is all there is to know */
        size_t   n;
        int64_t *id = query_programmes(c, words, &n);
        if (n >= COMMON && !db_is_postgres(c->db))
            return page_of(c, q, common_in_order(c, ask, id, n, limit, from), (int64_t)n, exact, limit, from);
        sql_add(where, SQL(" WHERE f.programme_id"), NOV);
        sql_add(where, sql_in_ids(c), V(db_ids(c, id, n)));
        return page_of(c, q, rows_in_order(c, ask, where, limit, from), (int64_t)n, exact, limit, from);
    }
    sql_add(where, SQL(" WHERE 1 = 1"), NOV);
    query_where(c, q, where, words, &exact);
    sql_add(b, SQL("SELECT count(*) FROM programme_face f"), NOV);
    sql_add(b, sql_built(where), where->n, where->v);
    int64_t total = db_int(c, sql_built(b), b->n, b->v);
    return page_of(c, q, rows_in_order(c, ask, where, limit, from), total, exact, limit, from);
}

int64_t
programme_newer(Ctx *c, const char *query, int64_t since)
{
    Query    *q = query_read(c, query);
    bool      exact = true;
    Docs     *words = query_docs(c, q, &exact);
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT count(*) FROM programme_face f WHERE f.programme_id IN (SELECT d.programme_id FROM search_doc d WHERE d.live = 1 AND d.id > $1)"), V(since));
    query_where(c, q, b, words, &exact);
    return db_int(c, sql_built(b), b->n, b->v);
}

json_t *
programme_page(Ctx *c, const ProgrammeAsk *ask, int64_t *total)
{
    json_t *page = programme_found(c, ask);
    if (total)
        *total = json_int(page, "total", 0);
    return json_path(page, "rows");
}

json_t *
programme_list(Ctx *c, const char *query, const char *order)
{
    bool down = order && (strcmp(order, "money") == 0 || strcmp(order, "fy") == 0);
    return programme_page(c, &(ProgrammeAsk){ .query = query, .sort = order, .down = down }, NULL);
}
