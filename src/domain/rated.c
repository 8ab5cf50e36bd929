/* rated.c -- evaluations under other frameworks on their way into the store.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/rated_in.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <string.h>

enum { CHANGES = 200 };
struct Rated {
    Ctx        *c;
    Run        *run;
    const char *framework;
    Map         known, same; /* key -> id of the newest version; key and hash -> 1 */
};

Rated *
rated_begin(Ctx *c, Run *run, const char *framework)
{
    Rated *r = NEW(c->mem, Rated);
    *r = (Rated){ .c = c, .run = run, .framework = framework, .known.mem = c->mem, .same.mem = c->mem };
    Rows *q = db_query(c, SQL("SELECT rated_key, id, sha256 FROM rated WHERE framework = $1 AND newest = 1 ORDER BY id"), V(framework));
    while (db_next(q)) {
        map_put(&r->known, row_text(q, 0), row_int(q, 1));
        map_put(&r->same, arena_fmt(c->mem, "%s %s", row_text(q, 0), row_text(q, 2)), 1);
    }
    return ok(c) ? r : NULL;
}

void
rated_free(Rated *r)
{
    if (!r)
        return;
    map_free(&r->known);
    map_free(&r->same);
}

json_t *
rated_difference(Ctx *c, const char *was, const char *is)
{
    json_t     *old = json_keep(c->mem, json_loads(was, 0, NULL)), *now = json_keep(c->mem, json_loads(is, 0, NULL)), *v, *list = json_keep(c->mem, json_array());
    const char *key;
    json_object_foreach(now, key, v)
        if (!json_equal(v, json_object_get(old, key)))
            json_array_append_new(list, json_pack("{ss sO? sO}", "path", key, "old", json_object_get(old, key), "new", v));
    json_object_foreach(old, key, v)
        if (!json_object_get(now, key))
            json_array_append_new(list, json_pack("{ss sO sn}", "path", key, "old", v, "new"));
    return list;
}

static void
note_change(Ctx *c, int64_t old, const RatedRow *k, json_t *changes)
{
    if (json_array_size(changes) >= CHANGES)
        return;
    const char *was = db_text(c, SQL("SELECT body FROM rated WHERE id = $1"), V(old));
    if (was)
        json_array_append_new(changes, json_pack("{ss ss sI sO}", "key", k->key, "name", k->name, "fy", (json_int_t)k->fy, "changes", rated_difference(c, was, k->body)));
}

static Val
fy_val(int64_t fy)
{
    return fy ? val_int(fy) : VAL_NONE;
}

static Val
programme_val(Ctx *c, const char *key)
{
    int64_t id = key ? db_int(c, SQL("SELECT coalesce(same_as, id) FROM programme WHERE key = $1"), V(key)) : 0;
    return id ? val_int(id) : VAL_NONE;
}

/* What a word is looked for in: name, number, facts. */
static const char *
key_of(Ctx *c, const RatedRow *k)
{
    Buf *b = buf_in(c->mem);
    buf_fmt(b, "%s %s", k->name, k->number);
    for (size_t i = 0; i < k->facts; i++)
        buf_fmt(b, " %s", k->fact[i].value);
    return fold_key(c->mem, buf_text(b));
}

static void
write_rows(Rated *r, Ctx *c, const RatedRow *k, const bool *in, size_t n, const int64_t *ids)
{
    int64_t *version = NEWN(c->mem, int64_t, n + 1);
    Val     *programme = NEWN(c->mem, Val, n + 1);
    for (size_t i = 0; i < n && ok(c); i++) {
        int64_t *old = in[i] ? map_get(&r->known, k[i].key) : NULL;
        version[i] = 1;
        programme[i] = in[i] ? programme_val(c, k[i].programme) : VAL_NONE;
        if (!old)
            continue;
        version[i] = 1 + db_int(c, SQL("SELECT version FROM rated WHERE id = $1"), V(*old));
        db_run(c, SQL("UPDATE rated SET newest = 0 WHERE id = $1"), V(*old));
    }
    Bulk *rows = db_bulk_begin(c, SQL("rated"), SQL("id, framework, rated_key, version, newest, number, programme_id, name, name_key, kind, fy, from_fy, to_fy, as_of, apart, body, sha256, run_id, line, recorded_at, actor"), 21);
    Bulk *grades = db_bulk_begin(c, SQL("rating"), SQL("rated_id, criterion, rater, grade, step, printed"), 6), *facts = db_bulk_begin(c, SQL("rated_fact"), SQL("rated_id, fact, value"), 3);
    for (size_t i = 0; i < n && ok(c); i++) {
        if (!in[i])
            continue;
        Val id = val_int(ids[i]);
        db_bulk_row(rows, (Val[]){ id, val_text(k[i].framework), val_text(k[i].key), val_int(version[i]), val_int(1), val_text(k[i].number), programme[i], val_text(k[i].name), val_text(key_of(c, &k[i])), val_text(k[i].kind),
                                   fy_val(k[i].fy), fy_val(k[i].from_fy), fy_val(k[i].to_fy), val_text(k[i].as_of), k[i].apart == INT64_MIN ? VAL_NONE : val_int(k[i].apart), val_text(k[i].body), val_text(k[i].sha256),
                                   val_int(run_id(r->run)), val_int(k[i].line), val_text(c->now), val_text(c->actor) });
        for (size_t g = 0; g < k[i].grades; g++)
            db_bulk_row(grades, (Val[]){ id, val_text(k[i].grade[g].criterion), val_text(k[i].grade[g].rater), val_text(k[i].grade[g].grade), k[i].grade[g].grade ? val_int(k[i].grade[g].step) : VAL_NONE, val_text(k[i].grade[g].printed) });
        for (size_t f = 0; f < k[i].facts; f++)
            db_bulk_row(facts, (Val[]){ id, val_text(k[i].fact[f].fact), val_text(k[i].fact[f].value) });
    }
    db_bulk_end(rows);
    db_bulk_end(grades);
    db_bulk_end(facts);
}

static void
act(Rated *r, Ctx *c, const RatedRow *k, const bool *in, size_t n, int64_t news, int64_t changed)
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
    ledger_act(c, "ratings.import", arena_fmt(c->mem, "import:%lld", (long long)run_id(r->run)),
               json_canonical(c->mem, json_keep(c->mem, json_pack("{ss ss sI sI ss}", "file", run_name(r->run), "framework", r->framework, "new", (json_int_t)news, "changed", (json_int_t)changed, "sha256", hex))));
}

bool
rated_store(Rated *r, const RatedRow *k, size_t n, json_t *changes)
{
    Ctx     c = *r->c;
    int64_t news = 0, changed = 0;
    if (!ok(r->c))
        return false;
    c.mem = arena_new(0);
    bool    *in = NEWN(c.mem, bool, n + 1);
    int64_t *ids = NEWN(c.mem, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        in[i] = !map_get(&r->same, arena_fmt(c.mem, "%s %s", k[i].key, k[i].sha256));
        int64_t *old = map_get(&r->known, k[i].key);
        run_count(r->run)->same += !in[i];
        news += in[i] && !old;
        changed += in[i] && old;
        if (in[i] && old)
            note_change(&c, *old, &k[i], changes);
    }
    if (!run_dry(r->run)) {
        tx_begin(&c);
        if (news + changed > 0) {
            db_reserve(&c, SQL("rated"), n, ids);
            write_rows(r, &c, k, in, n, ids);
            act(r, &c, k, in, n, news, changed);
        }
        for (size_t i = 0; i < n && ok(&c); i++)
            if (in[i]) {
                map_put(&r->known, k[i].key, ids[i]);
                map_put(&r->same, arena_fmt(c.mem, "%s %s", k[i].key, k[i].sha256), 1);
            }
    }
    run_count(r->run)->made += news;
    run_count(r->run)->changed += changed;
    if (!run_dry(r->run)) {
        run_save(r->run, &c);
        tx_end(&c);
    }
    if (!ok(&c))
        fail(r->c, c.err.kind, c.err.field ? arena_str(r->c->mem, c.err.field) : NULL, "%s", arena_str(r->c->mem, c.err.text));
    arena_free(c.mem);
    return ok(r->c);
}
