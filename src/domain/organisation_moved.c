/* organisation_moved.c -- what a decided link changes in the sums of organisations: how many programmes paid them.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Amounts, lines, sheets and years are of the sheets, and no sheet changes when it stands with another programme. Who was paid
 * in a sheet is read from its body: sheet_payee is kept by organisation and has no way from a sheet to its lines. */
#include "domain/organisation.h"

#include "base/map.h"
#include "domain/sheet_body.h"
#include "store/db.h"

#include <string.h>

/* Puts the organisations paid in one sheet into `met`, by key; 0 for one that the store does not know. */
static void
paid_in(Ctx *c, int64_t sheet, Map *met)
{
    BodyPayees p = sheet_body_payees(c, sheet);
    if (!p.kind || strcmp(p.kind, "payee") != 0)
        return;
    for (size_t i = 0; i < p.n && ok(c); i++) {
        const char *key = organisation_key(c->mem, p.v[i].number, p.v[i].name);
        if (key && !map_get(met, key))
            map_put(met, key, db_int(c, SQL("SELECT id FROM organisation WHERE org_key = $1"), V(key)));
    }
}

/* The newest sheets of a programme, behind those that are there. */
static int64_t *
sheets_with(Ctx *c, int64_t programme, int64_t *sheet, size_t *n)
{
    size_t   more = (size_t)db_int(c, SQL("SELECT count(*) FROM review_sheet WHERE programme_id = $1 AND newest = 1"), V(programme));
    int64_t *all = NEWN(c->mem, int64_t, *n + more + 1);
    if (*n)
        memcpy(all, sheet, *n * sizeof *all);
    Rows *r = db_query(c, SQL("SELECT id FROM review_sheet WHERE programme_id = $1 AND newest = 1 ORDER BY id LIMIT $2"), V(programme, (int64_t)more));
    while (db_next(r))
        all[(*n)++] = row_int(r, 0);
    return all;
}

bool
organisation_moved(Ctx *c, const int64_t *programme, size_t n)
{
    size_t   sheets = 0, found = 0;
    int64_t *sheet = NULL;
    if (!ok(c) || organisation_is_due(c))
        return ok(c);
    for (size_t i = 0; i < n; i++)
        sheet = sheets_with(c, programme[i], sheet, &sheets);
    Map met = { .mem = arena_new(0) };
    Ctx own = *c; /* a body at a time, however many sheets there are */
    own.mem = arena_new(0);
    for (size_t i = 0; i < sheets && ok(&own); i++) {
        arena_reset(own.mem);
        paid_in(&own, sheet[i], &met);
    }
    ctx_join(c, &own);
    arena_free(own.mem);
    int64_t *id = NEWN(c->mem, int64_t, met.n + 1);
    for (size_t i = 0; i < met.size; i++)
        if (met.row[i].key && met.row[i].value)
            id[found++] = met.row[i].value;
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("UPDATE organisation_sum SET programmes = (SELECT count(DISTINCT s.programme_id) FROM sheet_payee y JOIN review_sheet s ON s.id = y.sheet_id"
                   " WHERE y.organisation_id = organisation_sum.organisation_id AND y.kind = 'payee' AND s.newest = 1) WHERE organisation_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, id, found)));
    db_run(c, sql_built(b), b->n, b->v);
    arena_free(met.mem);
    map_free(&met);
    return ok(c);
}
