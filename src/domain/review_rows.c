/* review_rows.c -- see review_rows.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/review_rows.h"

#include "domain/texts.h"
#include "format/json.h"
#include "store/db.h"

static json_t *
maybe_int(const Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_integer(row_int(r, col));
}

static json_t *
maybe_real(const Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_real(row_real(r, col));
}

static void
texts(json_t *row, const Rows *r, int first, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        json_object_set_new(row, names[i], json_maybe(row_text(r, first + i)));
}

static void
ints(json_t *row, const Rows *r, int first, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        json_object_set_new(row, names[i], maybe_int(r, first + i));
}

/* The row of the list whose member is that number; the lists are short and in order, so the search begins at the last hit. */
static json_t *
of(const json_t *rows, size_t *at, const char *member, int64_t id)
{
    size_t n = json_array_size(rows);
    for (size_t i = 0; i < n; i++, *at = (*at + 1) % n)
        if (json_int(json_array_get(rows, *at), member, 0) == id)
            return json_array_get(rows, *at);
    return NULL;
}

static void
money(Ctx *c, json_t *sheets, Val ids)
{
    static const char *const names[] = { "initial", "supplementary", "carried_in", "carried_out", "reserve", "current", "executed", "request" };
    size_t at = 0;
    Rows  *r = db_query(c, sql_join(c->mem, SQL("SELECT m.sheet_id, m.fy, m.account, m.initial, m.supplementary, m.carried_in, m.carried_out, m.reserve, m.current, m.executed, m.request"
                                                " FROM sheet_money m WHERE m.sheet_id "), sql_join(c->mem, sql_in_ids(c), SQL(" ORDER BY m.sheet_id, m.fy, m.account LIMIT 20000"))),
                        1, &ids);
    while (db_next(r)) {
        json_t *sheet = of(sheets, &at, "id", row_int(r, 0)), *row = json_pack("{sI ss}", "fy", (json_int_t)row_int(r, 1), "account", row_text(r, 2));
        ints(row, r, 3, names, 8);
        json_array_append_new(json_path(sheet, "money"), row);
    }
}

static void
indicators(Ctx *c, json_t *sheets, Val ids)
{
    static const char *const names[] = { "kind", "stage", "name", "target", "unit", "goal_text" };
    size_t at = 0, place = 0;
    Rows  *r = db_query(c, sql_join(c->mem, SQL("SELECT i.sheet_id, i.place, i.kind, i.stage, i.name, i.target, i.unit, i.goal_text, i.goal_fy FROM sheet_indicator i WHERE i.sheet_id "),
                                    sql_join(c->mem, sql_in_ids(c), SQL(" ORDER BY i.sheet_id, i.place LIMIT 20000"))), 1, &ids);
    while (db_next(r)) {
        json_t *sheet = of(sheets, &at, "id", row_int(r, 0)), *row = json_pack("{sI s[]}", "place", (json_int_t)row_int(r, 1), "values");
        texts(row, r, 2, names, 6);
        json_object_set_new(row, "goal_fy", maybe_int(r, 8));
        json_array_append_new(json_path(sheet, "indicators"), row);
    }
    at = 0;
    r = db_query(c, sql_join(c->mem, SQL("SELECT v.sheet_id, v.place, v.fy, v.actual, v.target FROM sheet_value v WHERE v.sheet_id "),
                             sql_join(c->mem, sql_in_ids(c), SQL(" ORDER BY v.sheet_id, v.place, v.fy LIMIT 100000"))), 1, &ids);
    while (db_next(r)) {
        json_t *sheet = of(sheets, &at, "id", row_int(r, 0));
        place = place < json_array_size(json_path(sheet, "indicators")) ? place : 0;
        json_t *row = of(json_path(sheet, "indicators"), &place, "place", row_int(r, 1));
        json_array_append_new(json_path(row, "values"), json_pack("{sI so so}", "fy", (json_int_t)row_int(r, 2), "actual", maybe_real(r, 3), "target", maybe_real(r, 4)));
    }
}

static void
paths(Ctx *c, json_t *sheets, Val ids)
{
    static const char *const names[] = { "from_no", "from_kind", "from_stage", "from_text", "to_no", "to_kind", "to_stage", "to_text", "why" };
    size_t at = 0;
    Rows  *r = db_query(c, sql_join(c->mem, SQL("SELECT p.sheet_id, p.from_no, p.from_kind, p.from_stage, p.from_text, p.to_no, p.to_kind, p.to_stage, p.to_text, p.why FROM sheet_path p"
                                                " WHERE p.sheet_id "), sql_join(c->mem, sql_in_ids(c), SQL(" ORDER BY p.sheet_id, p.place LIMIT 20000"))), 1, &ids);
    while (db_next(r)) {
        json_t *row = json_object();
        texts(row, r, 1, names, 9);
        json_array_append_new(json_path(of(sheets, &at, "id", row_int(r, 0)), "paths"), row);
    }
}

json_t *
review_rows(Ctx *c, int64_t programme)
{
    static const char *const words[] = { "source", "key", "number", "kind", "ministry", "office", "chief", "name", "recorded_at" };
    static const char *const numbers[] = { "project_id", "group_id", "from_fy", "to_fy" };
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT id, sheet_fy, source, sheet_key, number, kind, ministry, office, chief, name, recorded_at, project_id, group_id, from_fy, to_fy"
            " FROM review_sheet WHERE programme_id = $1 AND newest = 1 ORDER BY sheet_fy, id LIMIT 500"),
        V(programme));
    int64_t id[500];
    size_t  n = 0;
    while (db_next(r)) {
        json_t *row = json_pack("{sI sI s[] s[] s[]}", "id", (json_int_t)row_int(r, 0), "fy", (json_int_t)row_int(r, 1), "money", "indicators", "paths");
        texts(row, r, 2, words, 9);
        ints(row, r, 11, numbers, 4);
        json_array_append_new(out, row);
        id[n++] = row_int(r, 0);
    }
    if (n == 0 || !ok(c))
        return out;
    Val ids = db_ids(c, id, n);
    money(c, out, ids);
    indicators(c, out, ids);
    paths(c, out, ids);
    return out;
}

json_t *
review_body(Ctx *c, int64_t sheet)
{
    size_t      n = 0;
    json_error_t e;
    const char  *body = sheet_body(c, sheet, &n);
    return body ? json_keep(c->mem, json_loadb(body, n, 0, &e)) : NULL;
}

json_t *
review_linked(Ctx *c, int64_t programme)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT l.kind, CASE WHEN l.from_id = $1 THEN 1 ELSE 0 END, p.id, p.key, p.name FROM programme_link l"
            " JOIN programme p ON p.id = CASE WHEN l.from_id = $1 THEN l.to_id ELSE l.from_id END"
            " WHERE (l.from_id = $1 OR l.to_id = $1) AND l.state = 'confirmed' AND p.id <> $1 ORDER BY l.id LIMIT 200"),
        V(programme));
    while (db_next(r))
        json_array_append_new(out, json_pack("{ss sb sI ss ss}", "kind", row_text(r, 0), "forward", row_int(r, 1) != 0, "id", (json_int_t)row_int(r, 2), "key", row_text(r, 3), "name", row_text(r, 4)));
    return out;
}
