/* indicator_face.c -- see indicator_face.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/indicator_face.h"

#include "base/fold.h"
#include "base/text.h"
#include "store/db.h"

#include <math.h>
#include <string.h>

enum { HEAD = 12 }; /* signs to sort by */

/* The first has no ratio; the one that begins at 1000 holds 100% alone, since that is where many sheets stand. */
const int64_t indicator_band_from[BANDS] = { INT64_MIN, INT64_MIN, 250, 500, 750, 900, 1000, 1001, 1100, 1250, 1500, 2000 };

int
indicator_band(int64_t tenths)
{
    int band = BANDS - 1;
    while (band > 1 && tenths < indicator_band_from[band])
        band--;
    return band;
}

bool
indicator_tenths(double actual, double target, int64_t *tenths)
{
    if (target == 0)
        return false;
    double ratio = round(actual / target * 1000);
    if (!isfinite(ratio) || fabs(ratio) > 1e12)
        return false;
    *tenths = (int64_t)ratio;
    return true;
}

static int64_t
kind_of(const char *kind)
{
    return strcmp(kind, "outcome") == 0 ? 0 : strcmp(kind, "output") == 0 ? 1 : 2;
}

/* The first signs of a folded name. */
static const char *
head_of(Arena *mem, const char *key)
{
    const char *p = key;
    for (int i = 0; i < HEAD && *p; i++)
        (void)text_next(&p);
    return arena_strn(mem, key, (size_t)(p - key));
}

typedef struct {
    Bulk *face, *text;
} Out;

static Out
out_begin(Ctx *c)
{
    return (Out){ db_bulk_begin(c, SQL("indicator_face"), SQL("ref, place, kind, fy, ministry, head, unit, goal_fy, tenths, band, bits"), 11),
                  db_bulk_begin(c, SQL("indicator_text"), SQL("ref, place, text"), 3) };
}

typedef struct {
    int64_t     ref, place, kind, fy, goal_fy;
    const char *ministry, *name_key, *target, *unit;
    SheetMark   mark;
} Row;

static void
put(Ctx *c, const Out *o, const Row *r)
{
    Arena      *mem = c->mem;
    int64_t     band = r->mark.has_tenths ? indicator_band(r->mark.tenths) : 0;
    const char *unit = r->unit ? fold_key(mem, r->unit) : "";
    db_bulk_row(o->face, (Val[]){ val_int(r->ref), val_int(r->place), val_int(r->kind), r->fy ? val_int(r->fy) : VAL_NONE, val_text(r->ministry), val_text(head_of(mem, r->name_key)), val_text(*unit ? unit : NULL),
                                  r->goal_fy ? val_int(r->goal_fy) : VAL_NONE, r->mark.has_tenths ? val_int(r->mark.tenths) : VAL_NONE, val_int(band * 2 + ((r->mark.bits & MARK_REACHED) != 0)), val_int(r->mark.bits) });
    const char *text = r->target && *r->target ? arena_fmt(mem, "%s\n%s", r->name_key, fold_key(mem, r->target)) : r->name_key;
    db_bulk_row(o->text, (Val[]){ val_int(r->ref), val_int(r->place), val_text(text) });
}

static void
drop(Ctx *c, Sql table, Val sheets, Val programmes)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("DELETE FROM "), NOV);
    sql_add(b, table, NOV);
    sql_add(b, SQL(" WHERE ref"), NOV);
    sql_add(b, sql_in_ids(c), V(sheets));
    sql_add(b, SQL(" OR ref IN (SELECT s.id FROM review_sheet s WHERE s.newest = 0 AND s.programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(programmes));
    sql_add(b, SQL(")"), NOV);
    db_run(c, sql_built(b), b->n, b->v);
}

bool
indicator_face_put(Ctx *c, const SheetFacts *f, size_t n, Val sheets, Val programmes)
{
    drop(c, SQL("indicator_face"), sheets, programmes);
    drop(c, SQL("indicator_text"), sheets, programmes);
    Out o = out_begin(c);
    for (size_t i = 0; i < n && ok(c); i++)
        for (size_t k = 0; k < f[i].indicators; k++) {
            const SheetIndicator *x = &f[i].indicator[k];
            put(c, &o, &(Row){ .ref = f[i].id, .place = (int64_t)k, .kind = kind_of(x->kind), .fy = f[i].fy, .goal_fy = x->goal_fy, .ministry = f[i].ministry, .name_key = x->name_key, .target = x->target,
                               .unit = x->unit, .mark = f[i].mark[k] });
        }
    db_bulk_end(o.face);
    return db_bulk_end(o.text);
}

bool
indicator_face_record(Ctx *c, int64_t programme)
{
    db_run(c, SQL("DELETE FROM indicator_face WHERE ref IN (SELECT -i.id FROM indicator i WHERE i.programme_id = $1)"), V(programme));
    db_run(c, SQL("DELETE FROM indicator_text WHERE ref IN (SELECT -i.id FROM indicator i WHERE i.programme_id = $1)"), V(programme));
    Rows *r = db_query(c,
        SQL("SELECT i.id, i.type, i.name, p.request_fy, p.ministry, (SELECT v.unit FROM indicator_version v WHERE v.indicator_id = i.id ORDER BY v.id DESC LIMIT 1),"
            " (SELECT count(*) FROM indicator_version v JOIN observation o ON o.indicator_version_id = v.id WHERE v.indicator_id = i.id AND o.value IS NOT NULL)"
            " FROM indicator i JOIN programme m ON m.id = i.programme_id LEFT JOIN programme_version p ON p.id = m.main_version WHERE i.programme_id = $1 ORDER BY i.id"),
        V(programme));
    Row    row[256]; /* read first: a bulk may not run beside rows of one connection */
    size_t n = 0;
    while (db_next(r) && n < sizeof row / sizeof *row)
        row[n++] = (Row){ .ref = -row_int(r, 0), .kind = kind_of(row_text(r, 1)), .name_key = fold_key(c->mem, row_text(r, 2)), .fy = row_int(r, 3), .ministry = row_text(r, 4), .unit = row_text(r, 5),
                          .mark = { .bits = row_int(r, 6) > 0 ? MARK_ACTUAL : 0 } };
    db_done(r);
    Out o = out_begin(c);
    for (size_t i = 0; i < n; i++)
        put(c, &o, &row[i]);
    db_bulk_end(o.face);
    return db_bulk_end(o.text);
}
