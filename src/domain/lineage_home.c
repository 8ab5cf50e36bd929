/* lineage_home.c -- where sheets stand: with the one programme that confirmed links make of several.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A sheet's home is the programme it came in for. Programmes joined by confirmed "same" links are one group; its chosen
 * one holds all their sheets, and each sheet that stands elsewhere than at home has a row in sheet_home. Gathering works
 * from the homes and the links as they are now, so that it does the same whatever was decided before, in any order. */
#include "domain/lineage_in.h"

#include "domain/face.h"
#include "domain/organisation.h"
#include "domain/sheet_face.h"
#include "store/search.h"

#include <string.h>

enum { GROUP = 200 };

int64_t
lineage_canonical(Ctx *c, int64_t programme)
{
    int64_t other = db_int(c, SQL("SELECT coalesce(same_as, 0) FROM programme WHERE id = $1"), V(programme));
    return other ? other : programme;
}

static bool
holds(const int64_t *id, size_t n, int64_t one)
{
    for (size_t i = 0; i < n; i++)
        if (id[i] == one)
            return true;
    return false;
}

/* The programmes that confirmed links make one with the first of `id`. */
static size_t
group_of(Ctx *c, int64_t *id)
{
    size_t n = 1;
    for (size_t i = 0; i < n && ok(c); i++) {
        Rows *r = db_query(c, SQL("SELECT from_id, to_id FROM programme_link WHERE kind = 'same' AND state = 'confirmed' AND to_id IS NOT NULL AND (from_id = $1 OR to_id = $1)"), V(id[i]));
        while (db_next(r))
            for (int k = 0; k < 2; k++)
                if (!holds(id, n, row_int(r, k)) && n < GROUP)
                    id[n++] = row_int(r, k);
    }
    return n;
}

/* The one with evaluation records, else the one whose sheets begin first, else the one that was there first. */
static int64_t
chosen(Ctx *c, const int64_t *id, size_t n)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT p.id FROM programme p WHERE p.id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, id, n)));
    sql_add(b, SQL(" ORDER BY CASE WHEN EXISTS (SELECT 1 FROM programme_version v WHERE v.programme_id = p.id) THEN 0 ELSE 1 END,"
                   " coalesce((SELECT min(s.sheet_fy) FROM sheet_home h JOIN review_sheet s ON s.id = h.sheet_id WHERE h.programme_id = p.id),"
                   " (SELECT min(s.sheet_fy) FROM review_sheet s WHERE s.programme_id = p.id AND NOT EXISTS (SELECT 1 FROM sheet_home h WHERE h.sheet_id = s.id)), 9999), p.id LIMIT 1"), NOV);
    return db_int(c, sql_built(b), b->n, b->v);
}

/* A sheet that came in while its programme's sheets stood elsewhere (a new version of one, or one with the same number)
 * has the same home as those. */
static void
newcomers(Ctx *c, int64_t at, int64_t home)
{
    db_run(c,
        SQL("INSERT INTO sheet_home (sheet_id, programme_id) SELECT s.id, $2 FROM review_sheet s WHERE s.programme_id = $1"
            " AND NOT EXISTS (SELECT 1 FROM sheet_home h WHERE h.sheet_id = s.id) AND EXISTS (SELECT 1 FROM sheet_home h JOIN review_sheet o ON o.id = h.sheet_id"
            " WHERE h.programme_id = $2 AND o.source = s.source AND (o.sheet_key = s.sheet_key OR o.project_id = s.project_id OR o.group_id = s.group_id))"),
        V(at, home));
}

/* Brings the sheets at home with `home` to `at`. */
static void
bring(Ctx *c, int64_t home, int64_t at)
{
    if (at != home)
        db_run(c, SQL("INSERT INTO sheet_home (sheet_id, programme_id) SELECT s.id, $1 FROM review_sheet s WHERE s.programme_id = $1"
                      " AND NOT EXISTS (SELECT 1 FROM sheet_home h WHERE h.sheet_id = s.id)"), V(home));
    db_run(c, SQL("UPDATE review_sheet SET programme_id = $1 WHERE id IN (SELECT sheet_id FROM sheet_home WHERE programme_id = $2) AND programme_id <> $1"), V(at, home));
    db_run(c, SQL("UPDATE search_doc SET programme_id = $1 WHERE kind = 0 AND ref IN (SELECT sheet_id FROM sheet_home WHERE programme_id = $2) AND programme_id <> $1"), V(at, home));
    if (at == home)
        db_run(c, SQL("DELETE FROM sheet_home WHERE programme_id = $1"), V(home));
    db_run(c, SQL("UPDATE programme SET same_as = $1 WHERE id = $2"), V(at == home ? VAL_NONE : val_int(at), home));
}

bool
lineage_gather(Ctx *c, int64_t programme)
{
    int64_t *id = NEWN(c->mem, int64_t, GROUP + 1), before = lineage_canonical(c, programme);
    id[0] = programme;
    size_t n = group_of(c, id);
    /* Newcomers are told apart where they stand, before anything moves. */
    Rows    *r = db_query(c, SQL("SELECT id FROM programme WHERE same_as = $1 OR id = $1 ORDER BY id"), V(before));
    int64_t *was = NEWN(c->mem, int64_t, GROUP + 1);
    size_t   k = 0;
    while (db_next(r))
        if (k < GROUP)
            was[k++] = row_int(r, 0);
    for (size_t i = 0; i < k; i++)
        if (was[i] != before)
            newcomers(c, before, was[i]);
    int64_t at = chosen(c, id, n);
    for (size_t i = 0; i < n && ok(c); i++)
        bring(c, id[i], at);
    if (!holds(id, n, before))
        id[n++] = before;
    face_refresh(c, id, n);
    return search_changed(c);
}

bool
lineage_gather_both(Ctx *c, int64_t a, int64_t b)
{
    sheet_face_hold(c); /* an import that counts all sums at this moment would not see what moves */
    lineage_gather(c, a);
    lineage_gather(c, b);
    int64_t at[2] = { lineage_canonical(c, a), lineage_canonical(c, b) };
    return organisation_moved(c, at, at[0] == at[1] ? 1 : 2);
}
