/* lineage_list.c -- links read: with both sides, for the queue, a programme's page and the API.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/lineage_in.h"

#include "base/text.h"
#include "domain/texts.h"

#include <stdlib.h>
#include <string.h>

/* Where a body has it: JUDGIT!, the tables of RS 2024, the outline of RS 2025. */
static const char *
body_text(const json_t *body, const char *const *paths)
{
    for (int i = 0; paths[i]; i++)
        if (json_str(body, paths[i]) && !text_blank(json_text(body, paths[i])))
            return json_text(body, paths[i]);
    return "";
}

const char *
lineage_purpose(Ctx *c, int64_t sheet, size_t most)
{
    static const char *const purpose[] = { "事業目的", "1-2.0.事業の目的", "1-2.事業の目的", "purpose", NULL }, *const outline[] = { "事業概要", "1-2.0.事業の概要", "1-2.事業の概要", "overview", NULL };
    size_t       n = 0;
    json_error_t e;
    char        *raw = sheet ? sheet_body(c, sheet, &n) : NULL;
    json_t      *body = raw ? json_keep(c->mem, json_loadb(raw, n, 0, &e)) : NULL;
    const char  *both = body ? arena_fmt(c->mem, "%s %s", body_text(body, purpose), body_text(body, outline)) : "";
    both = text_squeeze(c->mem, both);
    return most ? text_head(c->mem, both, most) : both;
}

static json_t *
maybe(Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_integer(row_int(r, col));
}

json_t *
lineage_side(Ctx *c, int64_t programme)
{
    int64_t at = lineage_canonical(c, programme), first = 0, last = 0, n = 0;
    json_t *side = NULL;
    Rows   *r = db_query(c,
        SQL("SELECT p.id, p.key, coalesce(v.name, p.name), v.ministry, v.division, v.from_fy, v.to_fy, (SELECT count(*) FROM programme_version w WHERE w.programme_id = p.id)"
            " FROM programme p LEFT JOIN programme_version v ON v.id = p.main_version WHERE p.id = $1"),
        V(programme));
    if (db_next(r)) {
        side = json_keep(c->mem, json_pack("{sI ss ss so so so so sI}", "id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2), "ministry", json_maybe(row_text(r, 3)),
                                           "office", json_maybe(row_text(r, 4)), "from_fy", maybe(r, 5), "to_fy", maybe(r, 6), "records", (json_int_t)row_int(r, 7)));
        static const char *const none[] = { "number", "budget_yen", "budget_fy", "sheet_id", "project_id", "first_fy", "last_fy" };
        for (size_t i = 0; i < sizeof none / sizeof *none; i++)
            json_object_set_new(side, none[i], json_null());
    }
    db_done(r);
    if (!side)
        return NULL;
    r = db_query(c,
        SQL("SELECT s.id, s.sheet_fy, s.ministry, s.office, s.number, s.from_fy, s.to_fy, s.budget_yen, s.project_id, s.name FROM review_sheet s LEFT JOIN sheet_home h ON h.sheet_id = s.id"
            " WHERE s.programme_id = $1 AND s.newest = 1 AND coalesce(h.programme_id, s.programme_id) = $2 ORDER BY s.sheet_fy DESC, s.id DESC"),
        V(at, programme));
    for (; db_next(r); n++) {
        first = row_int(r, 1);
        if (n > 0)
            continue;
        last = first;
        json_object_set_new(side, "sheet_id", json_integer(row_int(r, 0)));
        json_object_set_new(side, "ministry", json_string(row_text(r, 2)));
        json_object_set_new(side, "office", json_maybe(row_text(r, 3)));
        json_object_set_new(side, "number", json_maybe(row_text(r, 4)));
        json_object_set_new(side, "from_fy", maybe(r, 5));
        json_object_set_new(side, "to_fy", maybe(r, 6));
        json_object_set_new(side, "budget_yen", maybe(r, 7));
        json_object_set_new(side, "budget_fy", json_integer(last));
        json_object_set_new(side, "project_id", maybe(r, 8));
        json_object_set_new(side, "name", json_string(row_text(r, 9)));
    }
    if (n > 0) {
        json_object_set_new(side, "first_fy", json_integer(first));
        json_object_set_new(side, "last_fy", json_integer(last));
    }
    json_object_set_new(side, "sheets", json_integer(n));
    return side;
}

/* The rows of a query over programme_link l. */
static json_t *
rows_of(Ctx *c, Rows *r)
{
    json_t *out = json_keep(c->mem, json_array()), *row;
    size_t  i;
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss so so ss ss ss so so ss sI so}", "id", (json_int_t)row_int(r, 0), "kind", row_text(r, 1), "state", row_text(r, 2), "score",
            row_null(r, 3) ? json_null() : json_real(row_real(r, 3)), "reasons", json_loads(row_text(r, 4), 0, NULL), "basis", row_text(r, 5), "made_at", row_text(r, 6), "made_by", row_text(r, 7),
            "decided_at", json_maybe(row_text(r, 8)), "decided_by", json_maybe(row_text(r, 9)), "to_key", row_text(r, 10), "from_id", (json_int_t)row_int(r, 11), "to_id", maybe(r, 12)));
    json_array_foreach(out, i, row)
    {
        json_t *from = lineage_side(c, json_int(row, "from_id", 0)), *to = json_has(row, "to_id") ? lineage_side(c, json_int(row, "to_id", 0)) : NULL;
        json_object_set_new(row, "from", from ? json_incref(from) : json_null());
        json_object_set_new(row, "to", to ? json_incref(to) : json_null());
        json_object_set_new(row, "waits", json_boolean(!to));
        json_object_del(row, "from_id");
        json_object_del(row, "to_id");
    }
    return out;
}

#define LINK_COLS "l.id, l.kind, l.state, l.score, l.reasons, l.basis, l.made_at, l.made_by, l.decided_at, l.decided_by, l.to_key, l.from_id, l.to_id"

static void
conditions(Ctx *c, SqlBuild *b, const LinkAsk *ask)
{
    sql_add(b, SQL(" FROM programme_link l WHERE 1 = 1"), NOV);
    if (ask->state && *ask->state)
        sql_add(b, SQL(" AND l.state = $1"), V(ask->state));
    if (ask->kind && *ask->kind)
        sql_add(b, SQL(" AND l.kind = $1"), V(ask->kind));
    if (ask->least > 0)
        sql_add(b, SQL(" AND l.score >= $1"), V(ask->least));
    if (ask->ministry && *ask->ministry)
        sql_add(b, SQL(" AND EXISTS (SELECT 1 FROM programme p JOIN review_sheet s ON s.programme_id = coalesce(p.same_as, p.id) WHERE p.id IN (l.from_id, l.to_id) AND s.ministry = $1)"), V(ask->ministry));
    if (ask->query && !text_blank(ask->query)) {
        const char *like = text_replace(c->mem, text_replace(c->mem, text_key(c->mem, ask->query), "%", ""), "_", "");
        sql_add(b, SQL(" AND EXISTS (SELECT 1 FROM programme p WHERE p.id IN (l.from_id, l.to_id) AND lower(p.name_key) LIKE '%' || $1 || '%')"), V(like));
    }
    if (ask->programme)
        sql_add(b, SQL(" AND (l.from_id IN (SELECT id FROM programme WHERE id = $1 OR same_as = $1) OR l.to_id IN (SELECT id FROM programme WHERE id = $1 OR same_as = $1))"), V(ask->programme));
}

json_t *
link_page(Ctx *c, const LinkAsk *ask, int64_t *total)
{
    SqlBuild *b = sql_build(c->mem);
    if (total) {
        sql_add(b, SQL("SELECT count(*)"), NOV);
        conditions(c, b, ask);
        *total = db_int(c, sql_built(b), b->n, b->v);
        b = sql_build(c->mem);
    }
    sql_add(b, SQL("SELECT " LINK_COLS), NOV);
    conditions(c, b, ask);
    sql_add(b, SQL(" ORDER BY coalesce(l.score, 2) DESC, l.id LIMIT $1 OFFSET $2"), V(ask->limit ? ask->limit : (int64_t)10000, ask->from));
    return rows_of(c, db_query(c, sql_built(b), b->n, b->v));
}

json_t *
link_show(Ctx *c, int64_t id)
{
    json_t *rows = rows_of(c, db_query(c, SQL("SELECT " LINK_COLS " FROM programme_link l WHERE l.id = $1"), V(id)));
    if (ok(c) && json_array_size(rows) == 0)
        fail(c, ERR_NOT_FOUND, "link", L(c, "関係 %lld はありません。", "there is no link %lld"), (long long)id);
    return ok(c) ? json_array_get(rows, 0) : NULL;
}

json_t *
link_counts(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_pack("{si si si}", "proposed", 0, "confirmed", 0, "rejected", 0));
    Rows   *r = db_query(c, SQL("SELECT state, count(*) FROM programme_link GROUP BY state"), NOV);
    while (db_next(r))
        json_object_set_new(out, row_text(r, 0), json_integer(row_int(r, 1)));
    return out;
}

static bool
same_pair(const json_t *a, const json_t *b)
{
    int64_t x = json_int(a, "from.id", -1), y = json_int(a, "to.id", -2), z = json_int(b, "from.id", -3), w = json_int(b, "to.id", -4);
    return (x == z && y == w) || (x == w && y == z);
}

/* Both sheets of a merger or a split say it: one names the other 統合元, which names the first 統合先. The link of the first word
 * tells both; the other sheet's is kept as "related" and would only say it again, less exactly. */
static json_t *
told_once(Ctx *c, const json_t *links)
{
    json_t *out = json_keep(c->mem, json_array()), *a, *b;
    size_t  i, k;
    json_array_foreach(links, i, a)
    {
        bool again = false;
        json_array_foreach(links, k, b)
            again = again || (i != k && strcmp(json_text(a, "kind"), "related") == 0 && strcmp(json_text(a, "basis"), "own-link") == 0 && strcmp(json_text(b, "kind"), "related") != 0 &&
                              strcmp(json_text(b, "basis"), "own-link") == 0 && strcmp(json_text(b, "state"), "confirmed") == 0 && same_pair(a, b));
        if (!again)
            json_array_append(out, a);
    }
    return out;
}

json_t *
lineage_of(Ctx *c, int64_t programme)
{
    int64_t at = lineage_canonical(c, programme);
    json_t *same = json_array(), *as = json_null();
    Rows   *r = db_query(c, SQL("SELECT id, key, name FROM programme WHERE same_as = $1 ORDER BY id"), V(at));
    while (db_next(r))
        json_array_append_new(same, json_pack("{sI ss ss}", "id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2)));
    if (at != programme) {
        r = db_query(c, SQL("SELECT id, key, name FROM programme WHERE id = $1"), V(at));
        while (db_next(r))
            as = json_pack("{sI ss ss}", "id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2));
    }
    json_t *out = json_keep(c->mem, json_pack("{so so}", "same", same, "same_as", as));
    json_object_set(out, "links", told_once(c, link_page(c, &(LinkAsk){ .programme = at, .limit = 200 }, NULL)));
    return out;
}
