/* rated_counts.c -- a portfolio of ratings: how many of each grade, by year, kind or a fact; own ratings against independent ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/rated_in.h"

#include "domain/framework.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

static json_t *
new_row(json_t *value)
{
    return json_pack("{so si si si s{}}", "value", value, "rated", 0, "unrated", 0, "good", 0, "grades");
}

static void
add(json_t *row, const char *grade, bool good, int64_t n)
{
    json_t *grades = json_path(row, "grades");
    json_object_set_new(row, grade ? "rated" : "unrated", json_integer(json_int(row, grade ? "rated" : "unrated", 0) + n));
    if (grade)
        json_object_set_new(grades, grade, json_integer(json_integer_value(json_object_get(grades, grade)) + n));
    if (good)
        json_object_set_new(row, "good", json_integer(json_int(row, "good", 0) + n));
}

static void
share(json_t *row)
{
    int64_t rated = json_int(row, "rated", 0);
    json_object_set_new(row, "share", rated ? json_real((double)json_int(row, "good", 0) / (double)rated) : json_null());
}

/* The value to group by: a year as a number, a kind, the text of a fact; null where there is none. */
static void
group_by(SqlBuild *b, const char *by)
{
    if (strcmp(by, "fy") == 0)
        sql_add(b, SQL("SELECT CAST(e.fy AS TEXT) AS value"), NOV);
    else if (strcmp(by, "kind") == 0)
        sql_add(b, SQL("SELECT e.kind AS value"), NOV);
    else
        sql_add(b, SQL("SELECT (SELECT y.value FROM rated_fact y WHERE y.rated_id = e.id AND y.fact = $1) AS value"), V(by));
}

static json_t *
rows_of(Ctx *c, const RatedAsk *ask, const Query *q, const char *criterion, const char *rater, const char *by, int64_t good, json_t *all)
{
    json_t     *out = json_keep(c->mem, json_array()), *row = NULL;
    const char *last = "\n";
    SqlBuild   *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT t.value, t.grade, t.step, count(*) FROM ("), NOV);
    group_by(b, by);
    sql_add(b, SQL(", (SELECT g.grade FROM rating g WHERE g.rated_id = e.id AND g.criterion = $1 AND g.rater = $2) AS grade"), V(criterion, rater));
    sql_add(b, SQL(", (SELECT g.step FROM rating g WHERE g.rated_id = e.id AND g.criterion = $1 AND g.rater = $2) AS step"), V(criterion, rater));
    rated_where(c, ask, q, b);
    sql_add(b, SQL(") t GROUP BY t.value, t.grade, t.step ORDER BY t.value NULLS LAST, t.step"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        const char *value = row_text(r, 0), *grade = row_text(r, 1);
        bool        reached = grade && row_int(r, 2) >= good;
        if (!row || strcmp(last, value ? value : "") != 0)
            json_array_append_new(out, row = new_row(json_maybe(value)));
        last = value ? value : "";
        add(row, grade, reached, row_int(r, 3));
        add(all, grade, reached, row_int(r, 3));
    }
    return out;
}

/* Own grades against independent ones, of those who have both. */
static json_t *
matrix_of(Ctx *c, const RatedAsk *ask, const Query *q, const char *criterion, json_t *apart)
{
    json_t   *out = json_object();
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT t.own, t.other, t.steps, count(*) FROM (SELECT s.grade AS own, i.grade AS other, s.step - i.step AS steps FROM rating s JOIN rating i ON i.rated_id = s.rated_id AND i.criterion = s.criterion AND i.rater = 'independent'"
                   " WHERE s.criterion = $1 AND s.rater = 'self' AND s.grade IS NOT NULL AND i.grade IS NOT NULL AND s.rated_id IN (SELECT e.id"), V(criterion));
    rated_where(c, ask, q, b);
    sql_add(b, SQL(")) t GROUP BY t.own, t.other, t.steps ORDER BY t.own, t.other"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        const char *word = row_int(r, 2) > 0 ? "over" : row_int(r, 2) < 0 ? "under" : "same";
        json_t     *line = json_object_get(out, row_text(r, 0));
        if (!line)
            json_object_set_new(out, row_text(r, 0), line = json_object());
        json_object_set_new(line, row_text(r, 1), json_integer(row_int(r, 3)));
        json_object_set_new(apart, word, json_integer(json_int(apart, word, 0) + row_int(r, 3)));
    }
    return out;
}

json_t *
rated_counts(Ctx *c, const RatedAsk *ask, const char *criterion, const char *rater, const char *by)
{
    json_t *f = framework_named(c, ask->framework), *row;
    size_t  i;
    if (!f) {
        if (ok(c))
            fail(c, ERR_NOT_FOUND, "framework", L(c, "枠組み「%s」はありません。", "there is no framework %s"), ask->framework ? ask->framework : "");
        return NULL;
    }
    if (!framework_row(f, "criteria", criterion)) {
        fail(c, ERR_INVALID, "criterion", L(c, "この枠組みに評価項目「%s」はありません。", "the framework has no criterion %s"), criterion);
        return NULL;
    }
    if (strcmp(by, "fy") != 0 && strcmp(by, "kind") != 0 && !framework_row(f, "facts", by)) {
        fail(c, ERR_INVALID, "by", L(c, "「%s」では分けられません。fy、kind、または枠組みの項目です。", "it cannot be counted by %s: fy, kind, or a fact of the framework"), by);
        return NULL;
    }
    Query  *q = query_read(c, ask->query);
    json_t *all = new_row(json_null()), *apart = json_pack("{si si si}", "over", 0, "under", 0, "same", 0);
    json_t *rows = rows_of(c, ask, q, criterion, rater, by, framework_good(f, criterion), all);
    json_t *problems = json_deep_copy(q->problems);
    json_t *matrix = matrix_of(c, ask, q, criterion, apart);
    json_array_foreach(rows, i, row)
    {
        share(row);
        if (strcmp(by, "fy") == 0 && json_has(row, "value"))
            json_object_set_new(row, "value", json_integer(strtoll(json_text(row, "value"), NULL, 10)));
    }
    share(all);
    json_t *out = json_keep(c->mem, json_pack("{sO so so so so}", "rows", rows, "all", all, "apart", apart, "matrix", matrix, "problems", problems));
    return ok(c) ? out : NULL;
}
