/* rated_find.c -- evaluations under other frameworks found, shown and counted.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/rated_in.h"

#include "base/text.h"
#include "domain/framework.h"
#include "domain/programme.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

static const PlainField fields[] = {
    { "fy", { "e.fy" }, PLAIN_NUMBER }, { "from", { "e.from_fy" }, PLAIN_NUMBER }, { "to", { "e.to_fy" }, PLAIN_NUMBER },
    { "name", { "e.name_key" }, PLAIN_TEXT }, { "kind", { "e.kind" }, PLAIN_TEXT }, { "number", { "e.number" }, PLAIN_TEXT },
    { "ministry", { "coalesce((SELECT y.value FROM rated_fact y WHERE y.rated_id = e.id AND y.fact = 'ministry'), '')" }, PLAIN_MINISTRY },
};

/* "self.outcome:MS": rater, criterion, grade; "" for not rated. */
static void
where_grade(Ctx *c, SqlBuild *b, const char *asked)
{
    bool        self = text_starts(asked, "self.");
    const char *s = self ? asked + 5 : asked, *colon = strchr(s, ':'), *grade = colon ? colon + 1 : "";
    const char *criterion = colon ? arena_strn(c->mem, s, (size_t)(colon - s)) : s, *rater = self ? "self" : "independent";
    if (*grade)
        sql_add(b, SQL(" AND e.id IN (SELECT y.rated_id FROM rating y WHERE y.criterion = $1 AND y.rater = $2 AND y.grade = $3)"), V(criterion, rater, grade));
    else
        sql_add(b, SQL(" AND NOT EXISTS (SELECT 1 FROM rating y WHERE y.rated_id = e.id AND y.criterion = $1 AND y.rater = $2 AND y.grade IS NOT NULL)"), V(criterion, rater));
}

void
rated_where(Ctx *c, const RatedAsk *ask, const Query *q, SqlBuild *b)
{
    sql_add(b, SQL(" FROM rated e WHERE e.newest = 1"), NOV);
    if (ask->framework && *ask->framework)
        sql_add(b, SQL(" AND e.framework = $1"), V(ask->framework));
    if (ask->programme)
        sql_add(b, SQL(" AND e.programme_id IN (SELECT p.id FROM programme p WHERE p.id = $1 OR p.same_as = $1)"), V(ask->programme));
    for (size_t i = 0; i < ask->facts; i++) {
        if (*ask->value[i])
            sql_add(b, SQL(" AND e.id IN (SELECT y.rated_id FROM rated_fact y WHERE y.fact = $1 AND y.value = $2)"), V(ask->fact[i], ask->value[i]));
        else
            sql_add(b, SQL(" AND NOT EXISTS (SELECT 1 FROM rated_fact y WHERE y.rated_id = e.id AND y.fact = $1)"), V(ask->fact[i]));
    }
    if (ask->grade && *ask->grade)
        where_grade(c, b, ask->grade);
    const char *apart = ask->apart ? ask->apart : "";
    if (*apart)
        sql_add(b, strcmp(apart, "over") == 0 ? SQL(" AND e.apart > 0") : strcmp(apart, "under") == 0 ? SQL(" AND e.apart < 0") : strcmp(apart, "same") == 0 ? SQL(" AND e.apart = 0") : SQL(" AND e.apart IS NOT NULL"), NOV);
    query_plain(c, q, b, SQL("e.name_key"), fields, sizeof fields / sizeof *fields);
}

static const struct {
    const char *sort;
    Sql         up, down;
} orders[] = {
    { "fy", { " ORDER BY e.fy NULLS LAST, e.id" }, { " ORDER BY e.fy DESC NULLS LAST, e.id" } },
    { "name", { " ORDER BY e.name, e.id" }, { " ORDER BY e.name DESC, e.id" } },
    { "number", { " ORDER BY e.number, e.id" }, { " ORDER BY e.number DESC, e.id" } },
    { "from", { " ORDER BY e.from_fy NULLS LAST, e.id" }, { " ORDER BY e.from_fy DESC NULLS LAST, e.id" } },
    { "kind", { " ORDER BY e.kind, e.id" }, { " ORDER BY e.kind DESC, e.id" } },
    { "apart", { " ORDER BY e.apart NULLS LAST, e.id" }, { " ORDER BY e.apart DESC NULLS LAST, e.id" } },
};

static void
order(SqlBuild *b, const RatedAsk *ask)
{
    const char *sort = ask->sort && *ask->sort ? ask->sort : NULL;
    for (size_t i = 0; sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, sort) == 0) {
            sql_add(b, ask->down ? orders[i].down : orders[i].up, NOV);
            return;
        }
    if (sort) {
        sql_add(b, SQL(" ORDER BY (SELECT y.step FROM rating y WHERE y.rated_id = e.id AND y.criterion = $1 AND y.rater = 'independent')"), V(sort));
        sql_add(b, ask->down ? SQL(" DESC NULLS LAST, e.id") : SQL(" NULLS LAST, e.id"), NOV);
        return;
    }
    sql_add(b, orders[0].down, NOV);
}

static json_t *
int_or_null(Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_integer(row_int(r, col));
}

static const Sql columns = { "SELECT e.id, e.framework, e.number, e.name, e.kind, e.fy, e.from_fy, e.to_fy, e.programme_id, (SELECT p.key FROM programme p WHERE p.id = e.programme_id), e.apart, e.as_of, e.version" };

static json_t *
row_of(Rows *r)
{
    return json_pack("{sI ss ss ss ss so so so so so so so sI s{} s{}}", "id", (json_int_t)row_int(r, 0), "framework", row_text(r, 1), "number", row_text(r, 2), "name", row_text(r, 3), "kind", row_text(r, 4), "fy", int_or_null(r, 5),
                     "from_fy", int_or_null(r, 6), "to_fy", int_or_null(r, 7), "programme_id", int_or_null(r, 8), "programme_key", json_maybe(row_text(r, 9)), "apart", int_or_null(r, 10), "as_of", json_maybe(row_text(r, 11)),
                     "version", (json_int_t)row_int(r, 12), "facts", "ratings");
}

typedef struct {
    int64_t id;
    json_t *row;
} ById;

static int
by_id(const void *a, const void *b)
{
    int64_t x = ((const ById *)a)->id, y = ((const ById *)b)->id;
    return x < y ? -1 : x > y;
}

static json_t *
row_with(const ById *index, size_t n, int64_t id)
{
    ById key = { .id = id }, *found = bsearch(&key, index, n, sizeof key, by_id);
    return found ? found->row : NULL;
}

/* Grades and facts of the rows, two queries for all of them. */
static void
fill(Ctx *c, const json_t *rows)
{
    size_t   n = json_array_size(rows), i;
    ById    *index = NEWN(c->mem, ById, n + 1);
    int64_t *id = NEWN(c->mem, int64_t, n + 1);
    json_t  *row;
    json_array_foreach(rows, i, row) index[i] = (ById){ id[i] = json_int(row, "id", 0), row };
    qsort(index, n, sizeof *index, by_id);
    for (int k = 0; k < 2; k++) {
        SqlBuild *b = sql_build(c->mem);
        sql_add(b, k ? SQL("SELECT rated_id, fact, value FROM rated_fact WHERE rated_id") : SQL("SELECT rated_id, criterion, rater, grade, step, printed FROM rating WHERE rated_id"), NOV);
        sql_add(b, sql_in_ids(c), V(db_ids(c, id, n)));
        Rows *r = db_query(c, sql_built(b), b->n, b->v);
        while (db_next(r)) {
            json_t *at = row_with(index, n, row_int(r, 0)), *one;
            if (k) {
                json_object_set_new(json_path(at, "facts"), row_text(r, 1), json_string(row_text(r, 2)));
                continue;
            }
            one = json_object_get(json_path(at, "ratings"), row_text(r, 1));
            if (!one && at)
                json_object_set_new(json_path(at, "ratings"), row_text(r, 1), one = json_object());
            json_object_set_new(one, row_text(r, 2), json_pack("{so so ss}", "grade", json_maybe(row_text(r, 3)), "step", int_or_null(r, 4), "printed", row_text(r, 5)));
        }
    }
}

json_t *
rated_found(Ctx *c, const RatedAsk *ask)
{
    json_t   *rows = json_keep(c->mem, json_array());
    Query    *q = query_read(c, ask->query);
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, columns, NOV);
    rated_where(c, ask, q, b);
    order(b, ask);
    sql_add(b, SQL(" LIMIT $1 OFFSET $2"), V(ask->limit > 0 ? ask->limit : (int64_t)10000, ask->from));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r))
        json_array_append_new(rows, row_of(r));
    fill(c, rows);
    json_t *problems = json_keep(c->mem, json_deep_copy(q->problems)); /* the second walk says them again */
    b = sql_build(c->mem);
    sql_add(b, SQL("SELECT count(*)"), NOV);
    rated_where(c, ask, q, b);
    int64_t total = db_int(c, sql_built(b), b->n, b->v);
    return ok(c) ? json_keep(c->mem, json_pack("{sO sI sO}", "rows", rows, "total", (json_int_t)total, "problems", problems)) : NULL;
}

static void
versions(Ctx *c, json_t *out, const char *key)
{
    json_t     *list = json_array();
    const char *later = NULL;
    size_t      n = 0;
    Rows       *r = db_query(c, SQL("SELECT id, version, recorded_at, actor, body FROM rated WHERE rated_key = $1 ORDER BY version DESC LIMIT 50"), V(key));
    while (db_next(r)) {
        /* What the version after this one changed stands with that one. */
        if (later)
            json_object_set(json_array_get(list, n - 1), "changes", rated_difference(c, row_text(r, 4), later));
        later = row_text(r, 4);
        json_array_append_new(list, json_pack("{sI sI ss ss s[]}", "id", (json_int_t)row_int(r, 0), "version", (json_int_t)row_int(r, 1), "recorded_at", row_text(r, 2), "actor", row_text(r, 3), "changes"));
        n++;
    }
    json_object_set_new(out, "versions", list);
}

static json_t *
others(Ctx *c, const json_t *one)
{
    json_t *rows = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, sql_join(c->mem, columns, SQL(" FROM rated e WHERE e.framework = $1 AND e.number = $2 AND e.newest = 1 AND e.id <> $3 ORDER BY e.fy DESC NULLS LAST, e.id LIMIT 100")),
                         V(json_text(one, "framework"), json_text(one, "number"), json_int(one, "id", 0)));
    while (db_next(r))
        json_array_append_new(rows, row_of(r));
    fill(c, rows);
    return rows;
}

json_t *
rated_show(Ctx *c, int64_t id)
{
    json_t *rows = json_keep(c->mem, json_array()), *out = NULL;
    const char *key = "";
    Rows   *r = db_query(c, sql_join(c->mem, columns, SQL(", e.rated_key, e.body, e.line, (SELECT i.name FROM import_run i WHERE i.id = e.run_id), e.recorded_at, e.newest FROM rated e WHERE e.id = $1")), V(id));
    if (db_next(r)) {
        json_array_append_new(rows, out = row_of(r));
        key = row_text(r, 13);
        json_object_set_new(out, "key", json_string(key));
        json_object_set_new(out, "body", json_loads(row_text(r, 14), 0, NULL));
        json_object_set_new(out, "source", json_pack("{so sI}", "file", json_maybe(row_text(r, 16)), "line", (json_int_t)row_int(r, 15)));
        json_object_set_new(out, "recorded_at", json_string(row_text(r, 17)));
        json_object_set_new(out, "newest", json_boolean(row_int(r, 18) != 0));
    }
    db_done(r);
    if (!out) {
        fail(c, ERR_NOT_FOUND, "rating", L(c, "評価 %lld はありません。/ratings か kanmon ratings で探してください。", "there is no evaluation %lld; look in /ratings or kanmon ratings"), (long long)id);
        return NULL;
    }
    fill(c, rows);
    versions(c, out, key);
    json_object_set(out, "others", others(c, out));
    return ok(c) ? out : NULL;
}

json_t *
rated_held(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT framework, count(*) FROM rated WHERE newest = 1 GROUP BY framework ORDER BY framework"), NOV);
    while (db_next(r))
        json_array_append_new(out, json_pack("{ss sI}", "framework", row_text(r, 0), "evaluations", (json_int_t)row_int(r, 1)));
    return out;
}

json_t *
rated_values(Ctx *c, const char *framework, const char *fact)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT DISTINCT y.value FROM rated_fact y JOIN rated e ON e.id = y.rated_id WHERE y.fact = $1 AND e.framework = $2 AND e.newest = 1 ORDER BY y.value LIMIT 400"), V(fact, framework));
    while (db_next(r))
        json_array_append_new(out, json_string(row_text(r, 0)));
    return out;
}
