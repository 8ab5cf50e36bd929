/* sheet_face.c -- see sheet_face.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/sheet_face.h"

#include "domain/indicator_face.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { PROGRAMMES = 1500 };

bool
sheet_face_refresh(Ctx *c, Val programmes)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("DELETE FROM sheet_face WHERE programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(programmes));
    db_run(c, sql_built(b), b->n, b->v);
    /* A sheet that moved to another programme leaves its row with the one it had: both are refreshed by who moves it. */
    b = sql_build(c->mem);
    sql_add(b, SQL("INSERT INTO sheet_face (sheet_id, programme_id, fy, ministry, budget_yen, spent_fy, spent_budget, executed_yen, outcomes, outputs, payees,"
        " quantified, judged, attained, flags, checked)"
        " SELECT s.id, s.programme_id, s.sheet_fy, s.ministry, s.budget_yen, m.fy, m.current, m.executed, s.outcomes, s.outputs, s.payees, 0, 0, 0, s.flags, 0"
        " FROM review_sheet s LEFT JOIN sheet_money m ON m.sheet_id = s.id AND m.account = '' AND m.fy ="
        " (SELECT max(x.fy) FROM sheet_money x WHERE x.sheet_id = s.id AND x.account = '' AND x.fy < s.sheet_fy AND x.executed IS NOT NULL)"
        " WHERE s.newest = 1 AND s.programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(programmes));
    return db_run(c, sql_built(b), b->n, b->v);
}

bool
sheet_face_hold(Ctx *c)
{
    if (db_is_postgres(c->db))
        db_run(c, SQL("SELECT pg_advisory_xact_lock(7302)"), NOV); /* the one that imports take */
    return ok(c);
}

static int64_t *
programmes_next(Ctx *c, int64_t *after, bool all, int64_t only, size_t *n)
{
    int64_t *id = NEWN(c->mem, int64_t, PROGRAMMES);
    *n = 0;
    if (only) {
        if (*after < only)
            id[(*n)++] = *after = only;
        return id;
    }
    Rows *r = db_query(c, all ? SQL("SELECT DISTINCT programme_id FROM sheet_face WHERE programme_id > $1 ORDER BY programme_id LIMIT $2")
                              : SQL("SELECT DISTINCT programme_id FROM sheet_face WHERE programme_id > $1 AND checked = 0 ORDER BY programme_id LIMIT $2"),
                       V(*after, (int64_t)PROGRAMMES));
    while (db_next(r))
        id[(*n)++] = *after = row_int(r, 0);
    return id;
}

static int64_t
take(Rows *r, int col, unsigned bit, unsigned *has)
{
    if (row_null(r, col))
        return 0;
    *has |= bit;
    return row_int(r, col);
}

typedef struct {
    int64_t     id;
    SheetFacts *at;
} ById;

static int
by_id(const void *a, const void *b)
{
    const ById *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static SheetFacts *
sheet_of(const ById *index, size_t n, int64_t id)
{
    ById  key = { .id = id };
    ById *found = bsearch(&key, index, n, sizeof *index, by_id);
    return found ? found->at : NULL;
}

/* Rows come sheet by sheet: a list grows by doubling, the last one at its end. */
static void *
grown(Arena *mem, void *list, size_t n, size_t one)
{
    if (n & (n - 1) && n)
        return list;
    void *more = arena_alloc(mem, (n ? n * 2 : 1) * one);
    if (n)
        memcpy(more, list, n * one);
    return more;
}

static void
take_money(Ctx *c, Val ids, const ById *index, size_t n)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT sheet_id, fy, initial, supplementary, carried_in, carried_out, reserve, current, executed, request FROM sheet_money WHERE account = '' AND sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    sql_add(b, SQL(" ORDER BY sheet_id, fy"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        SheetFacts *f = sheet_of(index, n, row_int(r, 0));
        SheetMoney  m = { .fy = row_int(r, 1), .account = "" };
        if (!f)
            continue;
        for (int i = 0; i < MONEY_COUNT; i++)
            m.yen[i] = take(r, 2 + i, 1u << i, &m.has);
        f->money = grown(c->mem, f->money, f->moneys, sizeof m);
        f->money[f->moneys++] = m;
    }
}

static void
take_indicators(Ctx *c, Val ids, const ById *index, size_t n)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT sheet_id, place, kind, name, coalesce(name_key, name), target, unit, goal_text, coalesce(goal_fy, 0) FROM sheet_indicator WHERE sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    sql_add(b, SQL(" ORDER BY sheet_id, place"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        SheetFacts *f = sheet_of(index, n, row_int(r, 0));
        /* Places are the order in the sheet, without a gap. */
        if (!f || row_int(r, 1) != (int64_t)f->indicators)
            continue;
        f->indicator = grown(c->mem, f->indicator, f->indicators, sizeof *f->indicator);
        f->indicator[f->indicators++] = (SheetIndicator){ .kind = row_text(r, 2), .name = row_text(r, 3), .name_key = row_text(r, 4), .target = row_text(r, 5),
                                                          .unit = row_text(r, 6), .goal_text = row_text(r, 7), .goal_fy = row_int(r, 8) };
    }
    b = sql_build(c->mem);
    sql_add(b, SQL("SELECT sheet_id, place, fy, actual, target FROM sheet_value WHERE sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    sql_add(b, SQL(" ORDER BY sheet_id, place, fy"), NOV);
    r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        SheetFacts *f = sheet_of(index, n, row_int(r, 0));
        size_t      place = (size_t)row_int(r, 1);
        if (!f || place >= f->indicators)
            continue;
        SheetIndicator *k = &f->indicator[place];
        k->value = grown(c->mem, k->value, k->values, sizeof *k->value);
        k->value[k->values++] = (SheetValue){ .fy = row_int(r, 2), .has_actual = !row_null(r, 3), .has_target = !row_null(r, 4),
                                              .actual = row_null(r, 3) ? 0 : row_real(r, 3), .target = row_null(r, 4) ? 0 : row_real(r, 4) };
    }
}

static SheetFacts *
sheets_of(Ctx *c, const int64_t *programme, size_t programmes, size_t *n)
{
    size_t      size = 0;
    SheetFacts *f = NULL;
    SqlBuild   *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT y.sheet_id, y.programme_id, y.fy, coalesce(s.from_fy, 0), coalesce(s.to_fy, 0), s.source, y.ministry, s.name, y.budget_yen, y.spent_fy,"
        " y.spent_budget, y.executed_yen, y.outcomes, y.outputs, y.payees, s.flags FROM sheet_face y JOIN review_sheet s ON s.id = y.sheet_id WHERE y.programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, programme, programmes)));
    sql_add(b, SQL(" ORDER BY y.programme_id, y.fy, y.sheet_id"), NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        f = grown(c->mem, f, size, sizeof *f);
        SheetFacts *x = &f[size++];
        *x = (SheetFacts){ .id = row_int(r, 0), .programme = row_int(r, 1), .fy = row_int(r, 2), .from_fy = row_int(r, 3), .to_fy = row_int(r, 4), .source = row_text(r, 5),
                           .ministry = row_text(r, 6), .name = row_text(r, 7), .outcomes = row_int(r, 12), .outputs = row_int(r, 13), .payees = row_int(r, 14), .noted = (unsigned)row_int(r, 15) };
        x->budget_yen = take(r, 8, 1, &x->has);
        x->spent_fy = take(r, 9, 2, &x->has);
        x->spent_budget = take(r, 10, 4, &x->has);
        x->executed_yen = take(r, 11, 8, &x->has);
    }
    *n = size;
    return f;
}

SheetFacts *
sheet_facts(Ctx *c, int64_t *after, bool all, int64_t only, size_t *n)
{
    size_t   programmes;
    int64_t *programme = programmes_next(c, after, all, only, &programmes);
    *n = 0;
    if (!ok(c) || programmes == 0)
        return NULL;
    SheetFacts *f = sheets_of(c, programme, programmes, n);
    ById       *index = NEWN(c->mem, ById, *n + 1);
    int64_t    *id = NEWN(c->mem, int64_t, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        index[i] = (ById){ f[i].id, &f[i] };
        id[i] = f[i].id;
    }
    qsort(index, *n, sizeof *index, by_id);
    Val ids = db_ids(c, id, *n);
    take_money(c, ids, index, *n);
    take_indicators(c, ids, index, *n);
    return f;
}

bool
sheet_face_put(Ctx *c, const SheetFacts *f, size_t n)
{
    int64_t *id = NEWN(c->mem, int64_t, n + 1), *programme = NEWN(c->mem, int64_t, n + 1);
    size_t   programmes = 0;
    for (size_t i = 0; i < n; i++) {
        id[i] = f[i].id;
        if (programmes == 0 || programme[programmes - 1] != f[i].programme)
            programme[programmes++] = f[i].programme;
    }
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("DELETE FROM sheet_face WHERE sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, id, n)));
    db_run(c, sql_built(b), b->n, b->v);
    Bulk *k = db_bulk_begin(c, SQL("sheet_face"), SQL("sheet_id, programme_id, fy, ministry, budget_yen, spent_fy, spent_budget, executed_yen, outcomes, outputs, payees,"
                                                      " quantified, judged, attained, flags, checked"), 16);
    for (size_t i = 0; i < n && ok(c); i++)
        db_bulk_row(k, (Val[]){ val_int(f[i].id), val_int(f[i].programme), val_int(f[i].fy), val_text(f[i].ministry), f[i].has & 1 ? val_int(f[i].budget_yen) : VAL_NONE,
                                f[i].has & 2 ? val_int(f[i].spent_fy) : VAL_NONE, f[i].has & 4 ? val_int(f[i].spent_budget) : VAL_NONE, f[i].has & 8 ? val_int(f[i].executed_yen) : VAL_NONE,
                                val_int(f[i].outcomes), val_int(f[i].outputs), val_int(f[i].payees), val_int(f[i].quantified), val_int(f[i].judged), val_int(f[i].attained),
                                val_int(f[i].flags), val_int(1) });
    db_bulk_end(k);
    indicator_face_put(c, f, n, db_ids(c, id, n), db_ids(c, programme, programmes));
    b = sql_build(c->mem);
    sql_add(b, SQL("UPDATE programme_face SET flags = (SELECT y.flags FROM sheet_face y WHERE y.sheet_id = programme_face.sheet_id) WHERE sheet_id IN (SELECT y.sheet_id FROM sheet_face y)"
                   " AND programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, programme, programmes)));
    return db_run(c, sql_built(b), b->n, b->v);
}

void
sheet_sums(SqlBuild *b, bool totals)
{
    sql_add(b, totals ? SQL("SELECT s.ministry, s.fy, s.flags, s.sheets, s.budget_yen, s.spent_budget, s.executed_yen, s.outcomes, s.quantified, s.judged, s.attained"
                            " FROM sheet_total s WHERE 1 = 1")
                      : SQL("SELECT s.ministry, s.fy, s.flags, 1 AS sheets, coalesce(s.budget_yen, 0) AS budget_yen,"
                            " CASE WHEN s.executed_yen IS NOT NULL AND s.spent_budget IS NOT NULL THEN s.spent_budget ELSE 0 END AS spent_budget,"
                            " CASE WHEN s.executed_yen IS NOT NULL AND s.spent_budget IS NOT NULL THEN s.executed_yen ELSE 0 END AS executed_yen,"
                            " CASE WHEN s.outcomes > 0 THEN 1 ELSE 0 END AS outcomes, CASE WHEN s.quantified > 0 THEN 1 ELSE 0 END AS quantified, s.judged, s.attained"
                            " FROM sheet_face s WHERE 1 = 1"), NOV);
}

bool
sheet_totals_drop(Ctx *c)
{
    return db_run(c, SQL("DELETE FROM sheet_total"), NOV);
}

static bool
totals_of(Ctx *c, Sql which, size_t n, const Val *v)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("INSERT INTO sheet_total (ministry, fy, flags, sheets, budget_yen, spent_budget, executed_yen, outcomes, quantified, judged, attained)"
                   " SELECT t.ministry, t.fy, t.flags, sum(t.sheets), sum(t.budget_yen), sum(t.spent_budget), sum(t.executed_yen), sum(t.outcomes), sum(t.quantified),"
                   " sum(t.judged), sum(t.attained) FROM ("), NOV);
    sheet_sums(b, false);
    sql_add(b, which, n, v);
    sql_add(b, SQL(") t GROUP BY t.ministry, t.fy, t.flags"), NOV);
    return db_run(c, sql_built(b), b->n, b->v);
}

bool
sheet_totals_make(Ctx *c)
{
    return sheet_totals_drop(c) && totals_of(c, SQL(""), NOV);
}

bool
sheet_totals_again(Ctx *c, const SheetFacts *f, size_t n)
{
    for (size_t i = 0; i < n && ok(c); i++) {
        bool met = false;
        for (size_t k = 0; k < i && !met; k++)
            met = f[k].fy == f[i].fy && strcmp(f[k].ministry, f[i].ministry) == 0;
        if (met)
            continue;
        db_run(c, SQL("DELETE FROM sheet_total WHERE fy = $1 AND ministry = $2"), V(f[i].fy, f[i].ministry));
        totals_of(c, SQL(" AND s.fy = $1 AND s.ministry = $2"), V(f[i].fy, f[i].ministry));
    }
    return ok(c);
}

bool
sheet_totals_any(Ctx *c)
{
    return db_int(c, SQL("SELECT count(*) FROM (SELECT 1 FROM sheet_total LIMIT 1) t"), NOV) > 0;
}

bool
sheet_totals_hold(Ctx *c)
{
    return sheet_totals_any(c) && db_int(c, SQL("SELECT count(*) FROM (SELECT 1 FROM sheet_face WHERE checked = 0 LIMIT 1) t"), NOV) == 0;
}
