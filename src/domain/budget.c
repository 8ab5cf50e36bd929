/* budget.c -- see budget.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/budget.h"

#include "base/fold.h"
#include "base/map.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <string.h>

enum { CHANGES = 200 };
struct Budget {
    Ctx *c;
    Run *run;
    Map  known, same; /* key -> id; key and hash -> 1 */
};

Budget *
budget_begin(Ctx *c, Run *run)
{
    Budget *b = NEW(c->mem, Budget);
    *b = (Budget){ .c = c, .run = run, .known.mem = c->mem, .same.mem = c->mem };
    Rows *r = db_query(c, SQL("SELECT item_key, id, sha256 FROM budget_item ORDER BY id"), NOV);
    while (db_next(r)) {
        map_put(&b->known, row_text(r, 0), row_int(r, 1));
        map_put(&b->same, arena_fmt(c->mem, "%s %s", row_text(r, 0), row_text(r, 2)), 1);
    }
    return ok(c) ? b : NULL;
}

void
budget_free(Budget *b)
{
    if (!b)
        return;
    map_free(&b->known);
    map_free(&b->same);
}

static Val
yen(int64_t v)
{
    return v == INT64_MIN ? VAL_NONE : val_int(v);
}

static void
note_yen(Ctx *c, json_t *list, const char *path, const Rows *r, int col, int64_t now)
{
    int64_t was = row_null(r, col) ? INT64_MIN : row_int(r, col);
    if (was != now)
        json_array_append_new(list, json_pack("{ss so so}", "path", path, "old", was == INT64_MIN ? json_null() : json_integer(was), "new", now == INT64_MIN ? json_null() : json_integer(now)));
    (void)c;
}

static void
note_change(Ctx *c, int64_t id, const BudgetLine *k, json_t *changes)
{
    json_t *list = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT amount, previous, spent, carried_out, name FROM budget_item WHERE id = $1"), V(id));
    if (json_array_size(changes) < CHANGES && db_next(r)) {
        note_yen(c, list, "amount", r, 0, k->amount);
        note_yen(c, list, "previous", r, 1, k->previous);
        note_yen(c, list, "spent", r, 2, k->spent);
        note_yen(c, list, "carried_out", r, 3, k->carried_out);
        if (strcmp(row_text(r, 4), k->name) != 0)
            json_array_append_new(list, json_pack("{ss ss ss}", "path", "name", "old", row_text(r, 4), "new", k->name));
        json_array_append_new(changes, json_pack("{ss ss sI sO}", "key", k->key, "name", k->name, "fy", (json_int_t)k->fy, "changes", list));
    }
    db_done(r);
}

static void
act(Budget *b, Ctx *c, const BudgetLine *k, const bool *in, size_t n, int64_t news, int64_t changed)
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
    ledger_act(c, "budget.import", arena_fmt(c->mem, "import:%lld", (long long)run_id(b->run)),
               json_canonical(c->mem, json_keep(c->mem, json_pack("{ss sI sI ss}", "file", run_name(b->run), "new", (json_int_t)news, "changed", (json_int_t)changed, "sha256", hex))));
}

static void
write_batch(Budget *b, Ctx *c, const BudgetLine *k, const bool *in, size_t n, json_t *changes)
{
    int64_t *ids = NEWN(c->mem, int64_t, n), news = 0, changed = 0;
    db_reserve(c, SQL("budget_item"), n, ids);
    Bulk *rows = db_bulk_begin(c, SQL("budget_item"), SQL("id, item_key, fy, account, budget_kind, ministry, organisation, section, name, name_key, amount, previous, spent, carried_out, description, sha256, run_id, section_key"), 18);
    for (size_t i = 0; i < n && ok(c); i++) {
        if (!in[i] || map_get(&b->known, k[i].key))
            continue;
        db_bulk_row(rows, (Val[]){ val_int(ids[i]), val_text(k[i].key), val_int(k[i].fy), val_text(k[i].account), val_text(k[i].kind), val_text(k[i].ministry), val_text(k[i].organisation),
            val_text(k[i].section), val_text(k[i].name), val_text(fold_key(c->mem, arena_fmt(c->mem, "%s %s", k[i].name, k[i].section ? k[i].section : ""))), yen(k[i].amount), yen(k[i].previous),
            yen(k[i].spent), yen(k[i].carried_out), val_text(k[i].description), val_text(k[i].sha256), val_int(run_id(b->run)), val_text(budget_section_key(c->mem, k[i].ministry, k[i].organisation, k[i].section)) });
        news++;
    }
    db_bulk_end(rows);
    for (size_t i = 0; i < n && ok(c); i++) {
        int64_t *known = in[i] ? map_get(&b->known, k[i].key) : NULL;
        if (!known)
            continue;
        ids[i] = *known;
        note_change(c, *known, &k[i], changes);
        db_run(c, SQL("UPDATE budget_item SET account = $1, budget_kind = $2, ministry = $3, organisation = $4, section = $5, name = $6, name_key = $7, description = $8 WHERE id = $9"),
               V(k[i].account, k[i].kind, k[i].ministry, k[i].organisation, k[i].section, k[i].name,
                 fold_key(c->mem, arena_fmt(c->mem, "%s %s", k[i].name, k[i].section ? k[i].section : "")), k[i].description, *known));
        db_run(c, SQL("UPDATE budget_item SET amount = $1, previous = $2, spent = $3, carried_out = $4, sha256 = $5, run_id = $6, section_key = $7 WHERE id = $8"),
               V(yen(k[i].amount), yen(k[i].previous), yen(k[i].spent), yen(k[i].carried_out), k[i].sha256, run_id(b->run), budget_section_key(c->mem, k[i].ministry, k[i].organisation, k[i].section), *known));
        changed++;
    }
    act(b, c, k, in, n, news, changed);
    for (size_t i = 0; i < n && ok(c); i++)
        if (in[i]) {
            map_put(&b->known, k[i].key, ids[i]);
            map_put(&b->same, arena_fmt(c->mem, "%s %s", k[i].key, k[i].sha256), 1);
        }
    run_count(b->run)->made += news;
    run_count(b->run)->changed += changed;
}

bool
budget_store(Budget *b, const BudgetLine *k, size_t n, json_t *changes)
{
    Ctx   c = *b->c;
    bool  any = false;
    Map   last = { 0 };
    c.mem = last.mem = arena_new(0);
    bool *in = NEWN(c.mem, bool, n + 1);
    for (size_t i = 0; i < n; i++)
        map_put(&last, k[i].key, (int64_t)i);
    for (size_t i = 0; i < n; i++) {
        in[i] = *map_get(&last, k[i].key) == (int64_t)i && !map_get(&b->same, arena_fmt(c.mem, "%s %s", k[i].key, k[i].sha256));
        any = any || in[i];
        run_count(b->run)->same += !in[i];
        if (in[i] && run_dry(b->run))
            *(map_get(&b->known, k[i].key) ? &run_count(b->run)->changed : &run_count(b->run)->made) += 1;
    }
    map_free(&last);
    if (!run_dry(b->run)) {
        tx_begin(&c);
        if (any)
            write_batch(b, &c, k, in, n, changes);
        run_save(b->run, &c);
        tx_end(&c);
    }
    if (!ok(&c))
        fail(b->c, c.err.kind, c.err.field ? arena_str(b->c->mem, c.err.field) : NULL, "%s", arena_str(b->c->mem, c.err.text));
    arena_free(c.mem);
    return ok(b->c);
}
