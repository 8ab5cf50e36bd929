/* query_plain.c -- see query_plain.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/query_plain.h"

#include "domain/ministry.h"
#include "domain/query_in.h"

#include <string.h>

typedef struct {
    Ctx              *c;
    const Query      *q;
    SqlBuild         *b;
    Sql               words;
    const PlainField *field;
    size_t            n;
} Plain;

static void
unknown(Plain *p, const char *name)
{
    sql_add(p->b, SQL("1 = 0"), NOV);
    json_array_append_new(p->q->problems, json_pack("{ss ss}", "text", arena_fmt(p->c->mem, "この一覧では %s: で絞り込めません。", name), "text_en",
                                                    arena_fmt(p->c->mem, "This list cannot be narrowed by %s:.", name)));
}

static void
field(Plain *p, Term *t)
{
    const char *name = query_fields[t->field].name;
    for (size_t i = 0; i < p->n; i++) {
        const PlainField *f = &p->field[i];
        if (strcmp(f->field, name) != 0)
            continue;
        const char *ministry = f->kind == PLAIN_MINISTRY ? ministry_named(p->c->mem, t->text) : NULL;
        if (f->kind == PLAIN_NUMBER)
            query_compared(p->b, f->column, t);
        else
            query_text_in(p->c, p->b, f->column, ministry ? ministry : t->text);
        return;
    }
    unknown(p, name);
}

static void
term(Plain *p, Term *t)
{
    switch (t->kind) {
    case TERM_WORD:
        if (t->n == 0)
            sql_add(p->b, SQL("1 = 1"), NOV);
        else
            query_text_in(p->c, p->b, p->words, t->text);
        return;
    case TERM_FIELD: field(p, t); return;
    case TERM_NOT:
        sql_add(p->b, SQL("NOT coalesce(("), NOV);
        term(p, t->first);
        sql_add(p->b, SQL("), 1 = 0)"), NOV);
        return;
    case TERM_AND: case TERM_OR: break;
    }
    if (!t->first)
        sql_add(p->b, SQL("1 = 1"), NOV);
    for (Term *k = t->first; k; k = k->next) {
        sql_add(p->b, k == t->first ? SQL("(") : t->kind == TERM_OR ? SQL(" OR (") : SQL(" AND ("), NOV);
        term(p, k);
        sql_add(p->b, SQL(")"), NOV);
    }
}

void
query_plain(Ctx *c, const Query *q, SqlBuild *b, Sql words, const PlainField *field, size_t n)
{
    Plain p = { c, q, b, words, field, n };
    for (Term *t = q->root->first; t && ok(c); t = t->next) {
        sql_add(b, SQL(" AND ("), NOV);
        term(&p, t);
        sql_add(b, SQL(")"), NOV);
    }
}
