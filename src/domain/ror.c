/* ror.c -- see ror.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ror.h"

#include "base/fold.h"
#include "domain/keyed.h"
#include "format/json.h"

#include <string.h>

struct Ror {
    Keyed k;
};

static void
note(json_t *list, const char *path, const char *was, const char *now)
{
    if (strcmp(was ? was : "", now ? now : "") != 0)
        json_array_append_new(list, json_pack("{ss so so}", "path", path, "old", json_maybe(was), "new", json_maybe(now)));
}

static void
note_change(Ctx *c, int64_t id, const void *batch, size_t i, json_t *changes)
{
    const RorRecord *k = (const RorRecord *)batch + i;
    json_t *list = json_keep(c->mem, json_array());
    Rows   *q = db_query(c, SQL("SELECT name, country, status, kinds, (SELECT count(*) FROM ror_name n WHERE n.ror_id = ror.id) FROM ror WHERE id = $1"), V(id));
    if (db_next(q)) {
        note(list, "name", row_text(q, 0), k->name);
        note(list, "country", row_text(q, 1), k->country);
        note(list, "status", row_text(q, 2), k->status);
        note(list, "kinds", row_text(q, 3), k->kinds);
        note(list, "names", arena_fmt(c->mem, "%lld", (long long)row_int(q, 4)), arena_fmt(c->mem, "%zu", k->n));
        json_array_append_new(changes, json_pack("{ss ss sO}", "key", k->ror, "name", k->name, "changes", list));
    }
    db_done(q);
}

static void
put_names(Bulk *b, int64_t id, const RorRecord *k)
{
    Arena *mem = arena_new(0);
    for (size_t i = 0; i < k->n; i++)
        db_bulk_row(b, (Val[]){ val_int(id), val_int((int64_t)i), val_text(k->names[i].lang), val_text(k->names[i].name), val_text(fold_key(mem, k->names[i].name)) });
    arena_free(mem);
}

static void
write_records(Keyed *keyed, Ctx *c, const KeyedRow *row, size_t n, const void *batch)
{
    const RorRecord *k = batch;
    int64_t          run = run_id(keyed->run);
    Bulk            *b = db_bulk_begin(c, SQL("ror"), SQL("id, ror, name, country, status, kinds, sha256, run_id"), 8);
    for (size_t i = 0; i < n && ok(c); i++)
        if (row[i].in && !row[i].old)
            db_bulk_row(b, (Val[]){ val_int(row[i].id), val_text(k[i].ror), val_text(k[i].name), val_text(k[i].country), val_text(k[i].status), val_text(k[i].kinds), val_text(k[i].sha256), val_int(run) });
    db_bulk_end(b);
    for (size_t i = 0; i < n && ok(c); i++) {
        if (!row[i].in || !row[i].old)
            continue;
        db_run(c, SQL("UPDATE ror SET name = $1, country = $2, status = $3, kinds = $4, sha256 = $5, run_id = $6 WHERE id = $7"),
               V(k[i].name, k[i].country, k[i].status, k[i].kinds, k[i].sha256, run, row[i].id));
        db_run(c, SQL("DELETE FROM ror_name WHERE ror_id = $1"), V(row[i].id));
    }
    b = db_bulk_begin(c, SQL("ror_name"), SQL("ror_id, place, lang, name, name_key"), 5);
    for (size_t i = 0; i < n && ok(c); i++)
        if (row[i].in)
            put_names(b, row[i].id, &k[i]);
    db_bulk_end(b);
}

Ror *
ror_begin(Ctx *c, Run *run)
{
    Ror *r = NEW(c->mem, Ror);
    r->k = (Keyed){ .c = c, .run = run, .act = "ror.import", .table = SQL("ror"), .size = sizeof(RorRecord), .key = offsetof(RorRecord, ror), .sha256 = offsetof(RorRecord, sha256), .note = note_change, .write = write_records };
    return keyed_begin(&r->k, SQL("SELECT ror, id, sha256 FROM ror ORDER BY id"), NOV) ? r : NULL;
}

void
ror_free(Ror *r)
{
    if (r)
        keyed_free(&r->k);
}

bool
ror_store(Ror *r, const RorRecord *k, size_t n, json_t *changes)
{
    return keyed_store(&r->k, k, n, changes);
}
