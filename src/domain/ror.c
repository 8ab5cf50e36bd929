/* ror.c -- see ror.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ror.h"

#include "base/fold.h"
#include "base/map.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <string.h>

enum { CHANGES = 200 };
struct Ror {
    Ctx *c;
    Run *run;
    Map  known; /* identifier -> id */
    Map  same;  /* identifier and hash -> 1 */
};

static const char *
with_hash(Arena *mem, const char *ror, const char *sha256)
{
    return arena_fmt(mem, "%s %s", ror, sha256);
}

Ror *
ror_begin(Ctx *c, Run *run)
{
    Ror *r = NEW(c->mem, Ror);
    *r = (Ror){ .c = c, .run = run, .known.mem = c->mem, .same.mem = c->mem };
    Rows *q = db_query(c, SQL("SELECT ror, id, sha256 FROM ror ORDER BY id"), NOV);
    while (db_next(q)) {
        map_put(&r->known, row_text(q, 0), row_int(q, 1));
        map_put(&r->same, with_hash(c->mem, row_text(q, 0), row_text(q, 2)), 1);
    }
    return ok(c) ? r : NULL;
}

void
ror_free(Ror *r)
{
    if (!r)
        return;
    map_free(&r->known);
    map_free(&r->same);
}

static void
note(json_t *list, const char *path, const char *was, const char *now)
{
    if (strcmp(was ? was : "", now ? now : "") != 0)
        json_array_append_new(list, json_pack("{ss so so}", "path", path, "old", json_maybe(was), "new", json_maybe(now)));
}

static void
note_change(Ctx *c, int64_t id, const RorRecord *k, json_t *changes)
{
    json_t *list = json_keep(c->mem, json_array());
    Rows   *q = db_query(c, SQL("SELECT name, country, status, kinds, (SELECT count(*) FROM ror_name n WHERE n.ror_id = ror.id) FROM ror WHERE id = $1"), V(id));
    if (json_array_size(changes) < CHANGES && db_next(q)) {
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

static bool
act(Ror *r, Ctx *c, const RorRecord *k, const bool *in, size_t n, int64_t news, int64_t changed)
{
    crypto_hash_sha256_state h;
    unsigned char            sum[32];
    char                     hex[65];
    crypto_hash_sha256_init(&h);
    for (size_t i = 0; i < n; i++)
        if (in[i])
            crypto_hash_sha256_update(&h, (const unsigned char *)k[i].sha256, strlen(k[i].sha256));
    crypto_hash_sha256_final(&h, sum);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    json_t *p = json_keep(c->mem, json_pack("{ss sI sI ss}", "file", run_name(r->run), "new", (json_int_t)news, "changed", (json_int_t)changed, "sha256", hex));
    return ledger_act(c, "ror.import", arena_fmt(c->mem, "import:%lld", (long long)run_id(r->run)), json_canonical(c->mem, p));
}

static void
write_batch(Ror *r, Ctx *c, const RorRecord *k, const bool *in, size_t n, json_t *changes)
{
    int64_t *ids = NEWN(c->mem, int64_t, n), news = 0, changed = 0;
    db_reserve(c, SQL("ror"), n, ids);
    Bulk *b = db_bulk_begin(c, SQL("ror"), SQL("id, ror, name, country, status, kinds, sha256, run_id"), 8);
    for (size_t i = 0; i < n && ok(c); i++) {
        int64_t *known = in[i] ? map_get(&r->known, k[i].ror) : NULL;
        if (!in[i] || known)
            continue;
        db_bulk_row(b, (Val[]){ val_int(ids[i]), val_text(k[i].ror), val_text(k[i].name), val_text(k[i].country), val_text(k[i].status), val_text(k[i].kinds), val_text(k[i].sha256), val_int(run_id(r->run)) });
        news++;
    }
    db_bulk_end(b);
    for (size_t i = 0; i < n && ok(c); i++) {
        int64_t *known = in[i] ? map_get(&r->known, k[i].ror) : NULL;
        if (!known)
            continue;
        ids[i] = *known;
        note_change(c, *known, &k[i], changes);
        db_run(c, SQL("UPDATE ror SET name = $1, country = $2, status = $3, kinds = $4, sha256 = $5, run_id = $6 WHERE id = $7"),
               V(k[i].name, k[i].country, k[i].status, k[i].kinds, k[i].sha256, run_id(r->run), *known));
        db_run(c, SQL("DELETE FROM ror_name WHERE ror_id = $1"), V(*known));
        changed++;
    }
    b = db_bulk_begin(c, SQL("ror_name"), SQL("ror_id, place, lang, name, name_key"), 5);
    for (size_t i = 0; i < n && ok(c); i++)
        if (in[i])
            put_names(b, ids[i], &k[i]);
    db_bulk_end(b);
    act(r, c, k, in, n, news, changed);
    for (size_t i = 0; i < n && ok(c); i++)
        if (in[i]) {
            map_put(&r->known, k[i].ror, ids[i]);
            map_put(&r->same, with_hash(c->mem, k[i].ror, k[i].sha256), 1);
        }
    run_count(r->run)->made += news;
    run_count(r->run)->changed += changed;
}

bool
ror_store(Ror *r, const RorRecord *k, size_t n, json_t *changes)
{
    Ctx   c = *r->c;
    bool *in = NULL, any = false;
    Map   last = { 0 };
    c.mem = last.mem = arena_new(0);
    in = NEWN(c.mem, bool, n + 1);
    for (size_t i = 0; i < n; i++)
        map_put(&last, k[i].ror, (int64_t)i);
    for (size_t i = 0; i < n; i++) {
        bool held = *map_get(&last, k[i].ror) == (int64_t)i, same = map_get(&r->same, with_hash(c.mem, k[i].ror, k[i].sha256)) != NULL;
        in[i] = held && !same;
        any = any || in[i];
        run_count(r->run)->same += !in[i];
        if (in[i] && run_dry(r->run))
            *(map_get(&r->known, k[i].ror) ? &run_count(r->run)->changed : &run_count(r->run)->made) += 1;
    }
    map_free(&last);
    if (!run_dry(r->run)) {
        tx_begin(&c);
        if (any)
            write_batch(r, &c, k, in, n, changes);
        run_save(r->run, &c);
        tx_end(&c);
    }
    if (!ok(&c))
        fail(r->c, c.err.kind, c.err.field ? arena_str(r->c->mem, c.err.field) : NULL, "%s", arena_str(r->c->mem, c.err.text));
    arena_free(c.mem);
    return ok(r->c);
}
