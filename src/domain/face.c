/* face.c -- see face.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/face.h"

#include "base/fold.h"
#include "domain/indicator_face.h"
#include "domain/ministry.h"
#include "domain/programme_in.h"
#include "domain/sheet_face.h"
#include "domain/texts.h"

#include <string.h>

/* A sheet that came as an outline alone (rs-details) says who and what of its year; money, indicators, payees and flags are
 * those of the newest sheet that states any. */
bool
face_refresh(Ctx *c, const int64_t *programme, size_t n)
{
    Val       ids = db_ids(c, programme, n);
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("DELETE FROM programme_face WHERE programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    db_run(c, sql_built(b), b->n, b->v);
    b = sql_build(c->mem); /* who was like it was so by what it said then */
    sql_add(b, SQL("DELETE FROM similar_kept WHERE programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    db_run(c, sql_built(b), b->n, b->v);
    b = sql_build(c->mem);
    sql_add(b, SQL("INSERT INTO programme_face (programme_id, version_id, sheet_id, name, name_key, kind, ministry, office_key, committee_key, fy,"
        " first_fy, from_fy, to_fy, money_yen, executed_yen, sheets, reports, outcomes, outputs, payees, flags)"
        " SELECT p.id, v.id, f.id, coalesce(v.name, s.name, p.name), p.name_key, coalesce(v.kind, s.kind), coalesce(s.ministry, v.ministry),"
        " coalesce(v.office_key, '') || ' ' || coalesce(s.office_key, ''), coalesce(v.committee_key, ''), coalesce(v.request_fy, s.sheet_fy),"
        " coalesce((SELECT min(y.sheet_fy) FROM review_sheet y WHERE y.programme_id = p.id), v.request_fy),"
        " coalesce(v.from_fy, s.from_fy), coalesce(v.to_fy, s.to_fy), coalesce(v.request_yen, f.budget_yen), f.executed_yen,"
        " (SELECT count(*) FROM review_sheet y WHERE y.programme_id = p.id AND y.newest = 1),"
        " (SELECT count(DISTINCT y.evaluation) FROM programme_version y WHERE y.programme_id = p.id),"
        " coalesce(f.outcomes, 0) + (SELECT count(*) FROM indicator i WHERE i.programme_id = p.id AND i.type = 'outcome'),"
        " coalesce(f.outputs, 0) + (SELECT count(*) FROM indicator i WHERE i.programme_id = p.id AND i.type <> 'outcome'),"
        " coalesce(f.payees, 0), coalesce(f.flags, 0)"
        " FROM programme p LEFT JOIN programme_version v ON v.id = p.main_version"
        " LEFT JOIN review_sheet s ON s.id = (SELECT y.id FROM review_sheet y WHERE y.programme_id = p.id AND y.newest = 1 ORDER BY y.sheet_fy DESC, y.id DESC LIMIT 1)"
        " LEFT JOIN review_sheet f ON f.id = (SELECT y.id FROM review_sheet y WHERE y.programme_id = p.id AND y.newest = 1"
        " ORDER BY CASE WHEN y.budget_yen IS NULL AND y.outcomes + y.outputs + y.payees = 0 THEN 1 ELSE 0 END, y.sheet_fy DESC, y.id DESC LIMIT 1)"
        " WHERE (v.id IS NOT NULL OR s.id IS NOT NULL) AND p.id"), NOV);
    sql_add(b, sql_in_ids(c), V(ids));
    return db_run(c, sql_built(b), b->n, b->v) && sheet_face_refresh(c, ids);
}

/* What lists look for, folded beside the record. */
static bool
keys_of(Ctx *c, int64_t version, const json_t *rec)
{
    const char *ministry = ministry_in(c->mem, json_text(rec, "report.title"));
    if (!ministry)
        ministry = ministry_in(c->mem, json_text(rec, "division"));
    const char *office = arena_fmt(c->mem, "%s %s", json_text(rec, "division"), json_text(rec, "related_divisions"));
    return db_run(c, SQL("UPDATE programme_version SET ministry = $1, office_key = $2, committee_key = $3 WHERE id = $4"),
                  V(ministry, fold_key(c->mem, office), fold_key(c->mem, arena_fmt(c->mem, "%s %s", json_text(rec, "committee"), json_text(rec, "council"))), version));
}

static bool
index_version(Ctx *c, int64_t programme, int64_t version, const char *body, int64_t fy)
{
    size_t       at, n = strlen(body);
    QuickWhy     why;
    Grams        g = { 0 };
    int64_t      doc = 0;
    const Quick *q = quick_read(c->mem, arena_strn(c->mem, body, n), n, &at, &why);
    if (!q)
        return fail(c, ERR_BROKEN, "store", L(c, "版 %lld の記録が読めません: %s", "the record of version %lld cannot be read: %s"), (long long)version, L(c, why.ja, why.en));
    texts_grams(q, &g, 0);
    grams_sort(&g);
    db_reserve(c, SQL("search_doc"), 1, &doc);
    search_add(c, &g, &doc, 1);
    grams_free(&g);
    db_run(c,
        SQL("UPDATE search_doc SET live = 0 WHERE kind = 1 AND live = 1 AND ref IN (SELECT o.id FROM programme_version o"
            " JOIN programme_version n ON n.programme_id = o.programme_id AND n.evaluation = o.evaluation WHERE n.id = $1 AND o.id <> n.id)"),
        V(version));
    search_doc(c, doc, programme, SEARCH_REPORT, version, fy);
    return search_changed(c);
}

bool
face_record(Ctx *c, int64_t programme, int64_t version)
{
    json_t     *rec = programme_body(c, version);
    const char *body = ok(c) ? db_text(c, SQL("SELECT body FROM programme_version WHERE id = $1"), V(version)) : NULL;
    if (!rec || !body)
        return false;
    keys_of(c, version, rec);
    index_version(c, programme, version, body, json_int(rec, "request.fiscal_year", 0));
    return face_refresh(c, &programme, 1) && indicator_face_record(c, programme);
}

static bool
names_of_indicators(Ctx *c)
{
    Rows *r = db_query(c, SQL("SELECT id, name FROM indicator WHERE search_key IS NULL LIMIT 10000"), NOV);
    json_t *all = json_keep(c->mem, json_array()), *one;
    size_t  i;
    while (db_next(r))
        json_array_append_new(all, json_pack("{sI ss}", "id", (json_int_t)row_int(r, 0), "name", row_text(r, 1)));
    json_array_foreach(all, i, one)
        db_run(c, SQL("UPDATE indicator SET search_key = $1 WHERE id = $2"), V(fold_key(c->mem, json_text(one, "name")), json_int(one, "id", 0)));
    return ok(c);
}

bool
face_catch_up(Ctx *c)
{
    int64_t *programme = NEWN(c->mem, int64_t, 1000), *version = NEWN(c->mem, int64_t, 1000);
    for (size_t n = 1000; n == 1000 && ok(c);) {
        n = 0;
        /* The newest version of each evaluation that the index does not know. */
        Rows *r = db_query(c,
            SQL("SELECT v.programme_id, v.id FROM programme_version v WHERE NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.kind = 1 AND d.ref = v.id)"
                " AND v.version = (SELECT max(w.version) FROM programme_version w WHERE w.programme_id = v.programme_id AND w.evaluation = v.evaluation)"
                " ORDER BY v.id LIMIT 1000"),
            NOV);
        for (; db_next(r); n++) {
            programme[n] = row_int(r, 0);
            version[n] = row_int(r, 1);
        }
        if (n == 0)
            return ok(c);
        tx_begin(c);
        for (size_t i = 0; i < n && ok(c); i++)
            face_record(c, programme[i], version[i]);
        names_of_indicators(c);
        tx_end(c);
    }
    return ok(c) && search_tidy(c, false);
}
