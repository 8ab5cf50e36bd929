/* query_indicator.c -- the query language over single indicators (indicator_face i).
 * SPDX-License-Identifier: Apache-2.0
 *
 * In a list of programmes, conditions on indicators beside each other ask for one indicator that fits all of them, as
 * conditions beside fy: ask for one sheet: "type:outcome attainment<50" are the programmes that have an outcome below half
 * of its target. In a list of indicators they ask for the indicator itself, and words for its name and target. */
#include "domain/query_in.h"

#include "base/fold.h"
#include "domain/indicator_face.h"

#include <string.h>

static const struct {
    const char *what, *ja;
    int64_t     all, not; /* bits that must be set, that must not */
} has[] = {
    { "target", "目標値", MARK_TARGET, 0 },           { "actual", "実績", MARK_ACTUAL, 0 },   { "ratio", "比", MARK_JUDGED, 0 },
    { "reached", "達成", MARK_JUDGED | MARK_REACHED, 0 }, { "missed", "未達", MARK_JUDGED, MARK_REACHED }, { "final-only", "最終目標のみ", MARK_FINAL_ONLY, 0 },
};
enum { HAS = sizeof has / sizeof *has };

static int
has_named(const char *what)
{
    for (int i = 0; i < HAS; i++)
        if (strcmp(has[i].what, what) == 0 || strcmp(has[i].ja, what) == 0)
            return i;
    return -1;
}

static bool
field_of_indicator(const Term *t, bool list)
{
    switch (query_fields[t->field].kind) {
    case FIELD_TYPE: case FIELD_UNIT: case FIELD_ATTAINMENT: case FIELD_GOAL: return true;
    case FIELD_INDICATOR: return list;
    case FIELD_HAS: return has_named(t->text) >= (list ? 0 : 1); /* has:target has a meaning of its own for a programme */
    default: return false;
    }
}

bool
query_of_indicator(const Term *t, bool list)
{
    switch (t->kind) {
    case TERM_WORD: return list;
    case TERM_FIELD: return field_of_indicator(t, list);
    case TERM_NOT: return list && t->first && query_of_indicator(t->first, list); /* of a programme: it has none such */
    case TERM_AND: case TERM_OR: break;
    }
    for (const Term *k = t->first; k; k = k->next)
        if (!query_of_indicator(k, list))
            return false;
    return t->first != NULL;
}

/* The word stands in the folded name or target. */
static void
words(Ctx *c, SqlBuild *b, const Term *t)
{
    if (t->n == 0)
        sql_add(b, SQL("1 = 1"), NOV);
    else
        /* Both are folded already: lower() would only cost. */
        sql_add(b, SQL("EXISTS (SELECT 1 FROM indicator_text t WHERE t.ref = i.ref AND t.place = i.place AND t.text LIKE $1 ESCAPE '!')"), V(query_like(c, t->text)));
}

static void
type_is(SqlBuild *b, const char *text)
{
    static const struct { const char *en, *ja, *other; } types[] = { { "outcome", "成果指標", "アウトカム" }, { "output", "活動指標", "アウトプット" }, { "activity", "活動", "アクティビティ" } };
    int64_t kind = -1; /* finds nothing */
    for (int i = 0; i < 3; i++)
        if (strcmp(text, types[i].en) == 0 || strcmp(text, types[i].ja) == 0 || strcmp(text, types[i].other) == 0)
            kind = i;
    sql_add(b, SQL("i.kind = $1"), V(kind));
}

static void
one_field(Ctx *c, SqlBuild *b, const Term *t)
{
    int h;
    switch (query_fields[t->field].kind) {
    case FIELD_TYPE: type_is(b, t->text); break;
    case FIELD_UNIT: sql_add(b, SQL("i.unit = $1"), V(fold_key(c->mem, t->text))); break;
    case FIELD_ATTAINMENT: query_compared(b, SQL("i.tenths"), t); break;
    case FIELD_GOAL: query_compared(b, SQL("i.goal_fy"), t); break;
    case FIELD_HAS:
        h = has_named(t->text);
        if (strcmp(has[h].what, "ratio") == 0) { /* a target of 0 can be reached, and has none */
            sql_add(b, SQL("i.tenths IS NOT NULL"), NOV);
            break;
        }
        sql_add(b, SQL("(i.bits & $1 = $1 AND i.bits & $2 = 0)"), V(has[h].all, has[h].not));
        break;
    default: words(c, b, t); break;
    }
}

void
query_indicator_term(Ctx *c, SqlBuild *b, const Term *t)
{
    switch (t->kind) {
    case TERM_WORD: words(c, b, t); return;
    case TERM_FIELD: one_field(c, b, t); return;
    case TERM_NOT:
        sql_add(b, SQL("NOT coalesce(("), NOV);
        query_indicator_term(c, b, t->first);
        sql_add(b, SQL("), 1 = 0)"), NOV);
        return;
    case TERM_AND: case TERM_OR: break;
    }
    for (const Term *k = t->first; k; k = k->next) {
        sql_add(b, k == t->first ? SQL("(") : t->kind == TERM_OR ? SQL(" OR (") : SQL(" AND ("), NOV);
        query_indicator_term(c, b, k);
        sql_add(b, SQL(")"), NOV);
    }
}

bool
query_asks_indicator(const Query *q)
{
    for (const Term *t = q->root->first; t; t = t->next)
        if (query_of_indicator(t, false))
            return true;
    return false;
}

/* " AND (...)" for each of them. */
static void
all_of(Ctx *c, const Query *q, const Term *only, SqlBuild *b)
{
    for (const Term *t = only ? only : q->root->first; t && ok(c); t = only ? NULL : t->next) {
        if (!query_of_indicator(t, false))
            continue;
        sql_add(b, SQL(" AND ("), NOV);
        query_indicator_term(c, b, t);
        sql_add(b, SQL(")"), NOV);
    }
}

static void
of_programme(Ctx *c, const Query *q, const Term *only, SqlBuild *b)
{
    sql_add(b, SQL("(f.sheet_id IN (SELECT i.ref FROM indicator_face i WHERE i.ref > 0"), NOV);
    all_of(c, q, only, b);
    sql_add(b, SQL(") OR f.programme_id IN (SELECT x.programme_id FROM indicator x JOIN indicator_face i ON i.ref = -x.id WHERE i.ref < 0"), NOV);
    all_of(c, q, only, b);
    sql_add(b, SQL("))"), NOV);
}

void
query_programme_indicator(Ctx *c, SqlBuild *b, const Term *t)
{
    of_programme(c, NULL, t, b);
}

void
query_one_indicator(Ctx *c, const Query *q, SqlBuild *b, bool sheets)
{
    if (!query_asks_indicator(q) || !ok(c))
        return;
    sql_add(b, SQL(" AND "), NOV);
    if (!sheets) {
        of_programme(c, q, NULL, b);
        return;
    }
    sql_add(b, SQL("s.sheet_id IN (SELECT i.ref FROM indicator_face i WHERE i.ref > 0"), NOV);
    all_of(c, q, NULL, b);
    sql_add(b, SQL(")"), NOV);
}
