/* run.c -- see run.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/run.h"

#include "domain/document.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>

enum { KEPT = 10000, SHOWN = 200 };
struct Run {
    Ctx        *c;
    const char *kind, *name;
    int64_t     id, stored;
    bool        dry;
    RunCount    n;
    json_t     *waiting, *shown;
};

Run *
run_begin(Ctx *c, const char *kind, const char *name, int64_t bytes, bool dry)
{
    Run *r = NEW(c->mem, Run);
    *r = (Run){ .c = c, .kind = kind, .name = name, .dry = dry };
    r->waiting = json_keep(c->mem, json_array());
    r->shown = json_keep(c->mem, json_array());
    if (!db_lock(c, "import"))
        return NULL;
    if (!dry)
        r->id = db_int(c,
            SQL("INSERT INTO import_run (kind, name, bytes, started_at, actor, read_rows, new_rows, changed_rows, same_rows, broken_rows)"
                " VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0) RETURNING id"),
            V(kind, name, bytes, c->now, c->actor));
    if (ok(c))
        return r;
    db_unlock(c);
    return NULL;
}

void
run_problem(Run *r, const char *file, int64_t line, const char *field, const char *level, const char *ja, const char *en)
{
    bool error = level[0] == 'e';
    r->n.broken += error;
    r->n.warnings += !error;
    bool keep = json_array_size(r->shown) < SHOWN, wait = r->stored + (int64_t)json_array_size(r->waiting) < KEPT;
    if (!keep && !wait)
        return;
    json_t *p = json_pack("{ss sI so ss ss ss}", "file", file, "line", (json_int_t)line, "field", json_maybe(field), "level", level, "text", ja, "text_en", en);
    if (keep)
        json_array_append(r->shown, p);
    if (wait)
        json_array_append(r->waiting, p);
    json_decref(p);
}

RunCount *
run_count(Run *r)
{
    return &r->n;
}

int64_t
run_id(const Run *r)
{
    return r->id;
}

bool
run_dry(const Run *r)
{
    return r->dry;
}

const char *
run_kind(const Run *r)
{
    return r->kind;
}

const char *
run_name(const Run *r)
{
    return r->name;
}

bool
run_save(Run *r, Ctx *c)
{
    size_t  i;
    json_t *p;
    if (r->dry || !ok(c))
        return ok(c);
    json_array_foreach(r->waiting, i, p)
        db_run(c, SQL("INSERT INTO import_problem (run_id, file, line, field, level, text, text_en) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
               V(r->id, json_text(p, "file"), json_int(p, "line", 0), json_str(p, "field"), json_text(p, "level"), json_text(p, "text"), json_text(p, "text_en")));
    r->stored += (int64_t)json_array_size(r->waiting);
    json_array_clear(r->waiting);
    return db_run(c, SQL("UPDATE import_run SET read_rows = $1, new_rows = $2, changed_rows = $3, same_rows = $4, broken_rows = $5 WHERE id = $6"),
                  V(r->n.read, r->n.made, r->n.changed, r->n.same, r->n.broken, r->id));
}

bool
run_act(Run *r, Ctx *c, const char *act, json_t *numbers, const Buf *rows)
{
    json_t *p = json_keep(c->mem, numbers);
    json_object_set_new(p, "file", json_string(r->name));
    json_object_set_new(p, "sha256", json_string(sha256_hex(c->mem, rows->p, rows->n)));
    return ledger_act(c, act, arena_fmt(c->mem, "import:%lld", (long long)r->id), json_canonical(c->mem, p));
}

json_t *
run_end(Run *r, bool well)
{
    Ctx *c = r->c;
    if (!r->dry && ok(c)) {
        tx_begin(c);
        run_save(r, c);
        if (well)
            db_run(c, SQL("UPDATE import_run SET ended_at = $1 WHERE id = $2"), V(now_text(c->mem), r->id));
        tx_end(c);
    }
    db_unlock(c);
    return json_keep(c->mem, json_pack("{sI ss ss sI sI sI sI sI sI sb sO}", "run", (json_int_t)r->id, "kind", r->kind, "file", r->name, "read", (json_int_t)r->n.read,
        "new", (json_int_t)r->n.made, "changed", (json_int_t)r->n.changed, "same", (json_int_t)r->n.same, "broken", (json_int_t)r->n.broken, "warnings",
        (json_int_t)r->n.warnings, "finished", well && ok(c), "problems", r->shown));
}

json_t *
run_list(Ctx *c, int limit)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT id, kind, name, bytes, started_at, ended_at, actor, read_rows, new_rows, changed_rows, same_rows, broken_rows"
                                " FROM import_run ORDER BY id DESC LIMIT $1"), V(limit));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss sI ss so ss sI sI sI sI sI}", "id", (json_int_t)row_int(r, 0), "kind", row_text(r, 1), "name", row_text(r, 2),
            "bytes", (json_int_t)row_int(r, 3), "started_at", row_text(r, 4), "ended_at", json_maybe(row_text(r, 5)), "actor", row_text(r, 6), "read",
            (json_int_t)row_int(r, 7), "new", (json_int_t)row_int(r, 8), "changed", (json_int_t)row_int(r, 9), "same", (json_int_t)row_int(r, 10), "broken", (json_int_t)row_int(r, 11)));
    return out;
}

json_t *
run_problems(Ctx *c, int64_t run, int64_t limit, int64_t offset)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT file, line, field, level, text, text_en FROM import_problem WHERE run_id = $1 ORDER BY id LIMIT $2 OFFSET $3"), V(run, limit, offset));
    while (db_next(r))
        json_array_append_new(out, json_pack("{ss sI so ss ss ss}", "file", row_text(r, 0), "line", (json_int_t)row_int(r, 1), "field", json_maybe(row_text(r, 2)),
                                             "level", row_text(r, 3), "text", row_text(r, 4), "text_en", row_text(r, 5)));
    return out;
}
