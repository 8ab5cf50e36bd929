/* db.c -- the face: sticky errors, transactions, values.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/backend.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const Val VAL_NONE = { .kind = VAL_NULL };

Val
val_int(int64_t v)
{
    return (Val){ .kind = VAL_INT, .i = v };
}

Val
val_real(double v)
{
    return (Val){ .kind = VAL_REAL, .r = v };
}

Val
val_text(const char *v)
{
    return (Val){ .kind = v ? VAL_TEXT : VAL_NULL, .s = v };
}

Val
val_blob(const void *p, size_t n)
{
    return (Val){ .kind = p ? VAL_BLOB : VAL_NULL, .s = p, .i = (int64_t)n };
}

Val
val_same(Val v)
{
    return v;
}

bool
db_open(Ctx *c, const char *url, bool read_only)
{
    bool pg = text_starts(url, "postgresql://") || text_starts(url, "postgres://");
    Db  *db = calloc(1, sizeof *db);
    if (!db)
        die("no memory for a database");
    db->backend = pg ? &backend_postgres : &backend_sqlite;
    db->url = strdup(url);
    db->handle = db->backend->open(c, url, read_only);
    if (!db->handle) {
        free(db->url);
        free(db);
        return false;
    }
    c->db = db;
    return true;
}

void
db_close(Db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < sizeof db->slot / sizeof *db->slot; i++)
        if (db->slot[i].kept)
            db->slot[i].drop(db->slot[i].kept);
    db->backend->unlock(db);
    db->backend->close(db);
    free(db->url);
    free(db);
}

int
db_rest(Db *db)
{
    db_seen(db);
    int n = db->backend->rest ? db->backend->rest(db) : 0;
    if (db->depth > 0) {
        Arena *mem = arena_new(0);
        Ctx    c = { .mem = mem, .db = db };
        tx_drop(&c);
        arena_free(mem);
        fprintf(stderr, "kanmon: left open: a transaction\n");
        n++;
    }
    return n;
}

void
db_see(Ctx *c)
{
    Db *db = c->db;
    if (ok(c) && !db_is_postgres(db) && db->depth == 0 && !db->seeing)
        db->seeing = db->backend->script(c, db, "BEGIN");
}

void
db_seen(Db *db)
{
    if (!db->seeing)
        return;
    Arena *mem = arena_new(0);
    Ctx    c = { .mem = mem, .db = db };
    db->seeing = false;
    (void)db->backend->script(&c, db, "COMMIT"); /* nothing was written: there is nothing to lose */
    arena_free(mem);
}

bool
db_is_postgres(const Db *db)
{
    return db->backend == &backend_postgres;
}

const char *
db_url(const Db *db)
{
    return db->url;
}

Rows *
db_query(Ctx *c, Sql sql, size_t n, const Val *v)
{
    Rows *r = NEW(c->mem, Rows);
    r->c = c;
    r->db = c->db;
    r->done = true;
    if (ok(c) && c->db->backend->start(c, c->db, sql.text, n, v, r))
        r->done = false;
    return r;
}

bool
db_next(Rows *r)
{
    if (r->done)
        return false;
    if (ok(r->c) && r->db->backend->next(r))
        return true;
    db_done(r);
    return false;
}

void
db_done(Rows *r)
{
    if (!r->done)
        r->db->backend->done(r);
    r->done = true;
}

bool
db_run(Ctx *c, Sql sql, size_t n, const Val *v)
{
    Rows *r = db_query(c, sql, n, v);
    while (db_next(r))
        ;
    return ok(c);
}

bool
db_try(Ctx *c, Sql sql, size_t n, const Val *v)
{
    Ctx quiet = { .mem = c->mem, .db = c->db, .now = c->now };
    if (!ok(c))
        return false;
    db_seen(c->db);
    if (c->db->backend->wait)
        c->db->backend->wait(c->db, 0);
    bool done = db_run(&quiet, sql, n, v);
    if (c->db->backend->wait)
        c->db->backend->wait(c->db, DB_WAIT_MS);
    return done;
}

int64_t
db_int(Ctx *c, Sql sql, size_t n, const Val *v)
{
    Rows   *r = db_query(c, sql, n, v);
    int64_t out = 0;
    bool    first = true;
    while (db_next(r)) {
        if (first)
            out = row_int(r, 0);
        first = false;
    }
    return ok(c) ? out : 0;
}

const char *
db_text(Ctx *c, Sql sql, size_t n, const Val *v)
{
    Rows       *r = db_query(c, sql, n, v);
    const char *out = NULL;
    if (db_next(r))
        out = row_text(r, 0);
    while (db_next(r))
        ;
    return out;
}

bool
row_null(const Rows *r, int col)
{
    return r->db->backend->null(r, col);
}

int64_t
row_int(const Rows *r, int col)
{
    return r->db->backend->integer(r, col);
}

double
row_real(const Rows *r, int col)
{
    return r->db->backend->real(r, col);
}

const char *
row_text(const Rows *r, int col)
{
    return row_null(r, col) ? NULL : arena_str(r->c->mem, r->db->backend->text(r, col));
}

const void *
row_blob(const Rows *r, int col, size_t *n)
{
    *n = 0;
    return row_null(r, col) ? NULL : r->db->backend->blob(r, col, n);
}

int64_t
db_changed(const Db *db)
{
    return db->changed;
}

bool
tx_begin(Ctx *c)
{
    if (!ok(c))
        return false;
    db_seen(c->db);
    if (c->db->depth == 0 && !c->db->backend->script(c, c->db, db_is_postgres(c->db) ? "BEGIN" : "BEGIN IMMEDIATE"))
        return false;
    c->db->depth++;
    return true;
}

bool
tx_end(Ctx *c)
{
    Db *db = c->db;
    if (db->depth == 0)
        return ok(c);
    if (--db->depth > 0)
        return ok(c);
    if (ok(c) && db->backend->script(c, db, "COMMIT"))
        return true;
    db->depth = 1;
    tx_drop(c);
    return false;
}

void
tx_drop(Ctx *c)
{
    if (c->db->depth == 0)
        return;
    c->db->depth = 0;
    Ctx quiet = { .mem = c->mem, .db = c->db };
    (void)c->db->backend->script(&quiet, c->db, "ROLLBACK"); /* already failing: the first error is the one to tell */
}

Sql
sql_join(Arena *mem, Sql a, Sql b)
{
    return (Sql){ arena_fmt(mem, "%s%s", a.text, b.text) };
}
