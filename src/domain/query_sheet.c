/* query_sheet.c -- the query language over single review sheets (sheet_face s): for counts by year and ministry, and so that
 * conditions beside fy: are held against the sheet of that year.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Without fy: a condition asks for the newest that is known of a programme (programme_face). With it, ministry, money,
 * executed, has: and the flags ask for one sheet that fits all of them, as words do for one text: "fy:2021
 * finding:over-budget" are the programmes whose sheet of 2021 has the flag. */
#include "domain/query_in.h"

#include "domain/flags.h"
#include "domain/ministry.h"

#include <string.h>

static const struct {
    const char *what, *ja;
    Sql         sql;
} has[] = {
    { "indicator", "指標", { "s.outcomes + s.outputs > 0" } }, { "outcome", "アウトカム", { "s.outcomes > 0" } }, { "output", "アウトプット", { "s.outputs > 0" } },
    { "sheet", "シート", { "1 = 1" } }, { "payee", "支出先", { "s.payees > 0" } }, { "money", "金額", { "s.budget_yen IS NOT NULL" } }, { "target", "目標値", { "s.quantified > 0" } },
};

static const Sql *
has_sql(const char *what)
{
    for (size_t i = 0; i < sizeof has / sizeof *has; i++)
        if (strcmp(has[i].what, what) == 0 || strcmp(has[i].ja, what) == 0)
            return &has[i].sql;
    return NULL;
}

static FieldKind
kind_of(const Term *t)
{
    return query_fields[t->field].kind;
}

static bool
is_year(const Term *t)
{
    return t->kind == TERM_FIELD && kind_of(t) == FIELD_YEAR;
}

static bool
asks_for_sheets(const Term *t)
{
    if (t->kind != TERM_FIELD)
        return false;
    return (kind_of(t) == FIELD_KIND && (strcmp(t->text, "sheet") == 0 || strcmp(t->text, "レビューシート") == 0)) ||
           (kind_of(t) == FIELD_HAS && has_sql(t->text) == has_sql("sheet"));
}

bool
query_of_sheet(const Term *t)
{
    if (t->kind == TERM_NOT && t->first && t->first->kind == TERM_FIELD && !is_year(t->first))
        return query_of_sheet(t->first);
    if (t->kind != TERM_FIELD)
        return false;
    switch (kind_of(t)) {
    case FIELD_YEAR: case FIELD_MINISTRY: case FIELD_MONEY: case FIELD_EXECUTED: return true;
    case FIELD_FINDING: return flag_named(t->text) != 0;
    case FIELD_HAS: return has_sql(t->text) != NULL;
    case FIELD_KIND: return asks_for_sheets(t);
    default: return false;
    }
}

bool
query_of_totals(const Query *q)
{
    for (const Term *t = q->root->first; t; t = t->next) {
        const Term *x = t->kind == TERM_NOT && t->first ? t->first : t;
        if (!query_of_sheet(t) || !(is_year(x) || kind_of(x) == FIELD_MINISTRY || kind_of(x) == FIELD_FINDING || kind_of(x) == FIELD_KIND))
            return false;
    }
    return true;
}

bool
query_binds_year(const Query *q)
{
    bool   year = false;
    size_t others = 0;
    for (const Term *t = q->root->first; t; t = t->next) {
        year = year || is_year(t);
        others += (query_of_sheet(t) && !is_year(t)) || query_of_indicator(t, false);
    }
    return year && others > 0;
}

static void
one(Ctx *c, const Query *q, SqlBuild *b, const Term *t)
{
    if (t->kind == TERM_NOT) {
        sql_add(b, SQL("NOT coalesce(("), NOV);
        one(c, q, b, t->first);
        sql_add(b, SQL("), 1 = 0)"), NOV);
        return;
    }
    switch (kind_of(t)) {
    case FIELD_YEAR: query_compared(b, SQL("s.fy"), t); break;
    case FIELD_MONEY: query_compared(b, SQL("s.budget_yen"), t); break;
    case FIELD_EXECUTED: query_compared(b, SQL("s.executed_yen"), t); break;
    case FIELD_MINISTRY: {
        const char *name = ministry_named(c->mem, t->text);
        if (name)
            sql_add(b, SQL("s.ministry = $1"), V(name));
        else
            query_text_in(c, b, SQL("s.ministry"), t->text);
        break;
    }
    case FIELD_FINDING:
        if (!query_findings_hidden(c, q, b))
            sql_add(b, SQL("s.flags & $1 <> 0"), V((int64_t)flag_named(t->text)));
        break;
    case FIELD_HAS: sql_add(b, *has_sql(t->text), NOV); break;
    default: sql_add(b, SQL("1 = 1"), NOV); break;
    }
}

static void
of_one_sheet(Ctx *c, const Query *q, SqlBuild *b)
{
    for (const Term *t = q->root->first; t && ok(c); t = t->next) {
        if (!query_of_sheet(t))
            continue;
        sql_add(b, SQL(" AND ("), NOV);
        one(c, q, b, t);
        sql_add(b, SQL(")"), NOV);
    }
    query_one_indicator(c, q, b, true);
}

void
query_year_bound(Ctx *c, const Query *q, SqlBuild *b, bool *exact)
{
    bool only = false;
    sql_add(b, SQL(" AND (f.programme_id IN (SELECT s.programme_id FROM sheet_face s WHERE 1 = 1"), NOV);
    of_one_sheet(c, q, b);
    sql_add(b, SQL(")"), NOV);
    for (const Term *t = q->root->first; t; t = t->next)
        only = only || asks_for_sheets(t);
    if (!only) { /* or a report of that year, with what it says itself */
        sql_add(b, SQL(" OR (EXISTS (SELECT 1 FROM programme_version x WHERE x.id = f.version_id"), NOV);
        for (Term *t = q->root->first; t && ok(c); t = t->next)
            if (is_year(t)) {
                sql_add(b, SQL(" AND "), NOV);
                query_compared(b, SQL("x.request_fy"), t);
            }
        sql_add(b, SQL(")"), NOV);
        for (Term *t = q->root->first; t && ok(c); t = t->next)
            if (query_of_sheet(t) && !is_year(t)) {
                sql_add(b, SQL(" AND ("), NOV);
                query_term(c, q, b, t, exact);
                sql_add(b, SQL(")"), NOV);
            }
        query_one_indicator(c, q, b, false);
        sql_add(b, SQL(")"), NOV);
    }
    sql_add(b, SQL(")"), NOV);
}

/* The sheets among the documents that hold the words. */
static void
in_docs(Ctx *c, SqlBuild *b, const Docs *d)
{
    const SearchMap *map = search_map(c);
    int64_t         *id = NEWN(c->mem, int64_t, docs_count(d) + 1);
    size_t           n = 0;
    for (int64_t i = 1; map && i <= map->max; i++)
        if (DOCS_HAS(d, i) && map->live[i] && map->kind[i] == SEARCH_SHEET)
            id[n++] = map->ref[i];
    sql_add(b, SQL(" AND s.sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, id, n)));
}

void
query_sheets(Ctx *c, const Query *q, SqlBuild *b, bool *exact)
{
    const Docs *words = query_docs(c, q, exact);
    bool        others = false;
    of_one_sheet(c, q, b);
    for (Term *t = q->root->first; t && ok(c); t = t->next) {
        if (t->kind == TERM_WORD || query_of_sheet(t) || query_of_indicator(t, false))
            continue;
        sql_add(b, others ? SQL(" AND (") : SQL(" AND s.programme_id IN (SELECT f.programme_id FROM programme_face f WHERE ("), NOV);
        query_term(c, q, b, t, exact);
        sql_add(b, SQL(")"), NOV);
        others = true;
    }
    if (others)
        sql_add(b, SQL(")"), NOV);
    if (words && ok(c))
        in_docs(c, b, words);
}
