/* postgres.c -- PostgreSQL behind db.h: text protocol, whole results.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/backend.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *
pg_open(Ctx *c, const char *url, bool read_only)
{
    (void)read_only;
    PGconn *h = PQconnectdb(url);
    if (PQstatus(h) != CONNECTION_OK || PQsetClientEncoding(h, "UTF8") != 0) {
        fail(c, ERR_BROKEN, "store", "the PostgreSQL store cannot be reached: %s", PQerrorMessage(h));
        PQfinish(h);
        return NULL;
    }
    /* Statements here are short: compiling their expressions took ten times as long as running them. */
    PQclear(PQexec(h, "SET client_min_messages=warning; SET jit=off"));
    return h;
}

static void
pg_close(Db *db)
{
    PQfinish(db->handle);
}

static bool
broken(Ctx *c, const PGresult *res, const char *sql)
{
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    if (state && strncmp(state, "23", 2) == 0)
        return fail(c, ERR_CONFLICT, NULL, "the store refuses this: %s", PQresultErrorMessage(res));
    return fail(c, ERR_BROKEN, "store", "the store failed: %s (%s)", PQresultErrorMessage(res), sql);
}

static const char *
hex(Arena *mem, const char *p, size_t n)
{
    char *out = arena_alloc(mem, n * 2 + 3);
    out[0] = '\\', out[1] = 'x';
    for (size_t i = 0; i < n; i++) {
        out[2 + i * 2] = "0123456789abcdef"[(unsigned char)p[i] >> 4];
        out[3 + i * 2] = "0123456789abcdef"[(unsigned char)p[i] & 15];
    }
    return out;
}

static bool
pg_start(Ctx *c, Db *db, const char *sql, size_t n, const Val *v, Rows *r)
{
    const char *values[SQL_VALUES] = { NULL };
    if (n > SQL_VALUES)
        die("too many values in: %s", sql);
    for (size_t i = 0; i < n; i++)
        switch (v[i].kind) {
        case VAL_NULL: break;
        case VAL_INT: values[i] = arena_fmt(c->mem, "%lld", (long long)v[i].i); break;
        case VAL_REAL: values[i] = arena_fmt(c->mem, "%.17g", v[i].r); break;
        case VAL_TEXT: values[i] = v[i].s; break;
        case VAL_BLOB: values[i] = hex(c->mem, v[i].s, (size_t)v[i].i); break;
        }
    PGresult      *res = PQexecParams(db->handle, sql, (int)n, NULL, values, NULL, NULL, 0);
    ExecStatusType s = PQresultStatus(res);
    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK) {
        broken(c, res, sql);
        PQclear(res);
        return false;
    }
    db->changed = strtoll(PQcmdTuples(res), NULL, 10);
    r->stmt = res;
    r->at = -1;
    return true;
}

static bool
pg_next(Rows *r)
{
    return ++r->at < PQntuples(r->stmt);
}

static void
pg_done(Rows *r)
{
    PQclear(r->stmt);
}

static bool
pg_null(const Rows *r, int col)
{
    return PQgetisnull(r->stmt, r->at, col) != 0;
}

static int64_t
pg_int(const Rows *r, int col)
{
    const char *s = PQgetvalue(r->stmt, r->at, col);
    return *s == 't' ? 1 : strtoll(s, NULL, 10);
}

static double
pg_real(const Rows *r, int col)
{
    return strtod(PQgetvalue(r->stmt, r->at, col), NULL);
}

static const char *
pg_text(const Rows *r, int col)
{
    return PQgetvalue(r->stmt, r->at, col);
}

static bool
pg_script(Ctx *c, Db *db, const char *sql)
{
    PGresult *res = PQexec(db->handle, sql);
    bool      good = PQresultStatus(res) == PGRES_COMMAND_OK || PQresultStatus(res) == PGRES_TUPLES_OK;
    if (!good)
        broken(c, res, "script");
    PQclear(res);
    return good;
}

static int
digit(char ch)
{
    return ch >= 'a' ? ch - 'a' + 10 : ch - '0';
}

static const void *
pg_blob(const Rows *r, int col, size_t *n)
{
    const char *s = PQgetvalue(r->stmt, r->at, col);
    size_t      len = (size_t)PQgetlength(r->stmt, r->at, col);
    *n = len > 2 ? (len - 2) / 2 : 0;
    char *out = arena_alloc(r->c->mem, *n + 1);
    for (size_t i = 0; i < *n; i++)
        out[i] = (char)(digit(s[2 + i * 2]) << 4 | digit(s[3 + i * 2]));
    return out;
}

/* One field of COPY's text form: TAB, line feed, return and backslash are escaped. */
static void
copy_text(Buf *b, const char *s)
{
    for (;;) {
        size_t n = strcspn(s, "\\\t\n\r");
        buf_addn(b, s, n);
        s += n;
        if (!*s)
            return;
        buf_char(b, '\\');
        buf_char(b, *s == '\t' ? 't' : *s == '\n' ? 'n' : *s == '\r' ? 'r' : '\\');
        s++;
    }
}

static void
copy_int(Buf *b, int64_t v)
{
    char     s[24];
    size_t   at = sizeof s;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        s[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        s[--at] = '-';
    buf_addn(b, s + at, sizeof s - at);
}

static void
copy_blob(Buf *b, const char *p, size_t n)
{
    char s[512];
    buf_add(b, "\\\\x");
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        for (; k < sizeof s && i < n; k += 2, i++) {
            s[k] = "0123456789abcdef"[(unsigned char)p[i] >> 4];
            s[k + 1] = "0123456789abcdef"[(unsigned char)p[i] & 15];
        }
        buf_addn(b, s, k);
    }
}

static bool
pg_bulk_row(Ctx *c, Db *db, Bulk *b, const Val *v)
{
    (void)c;
    (void)db;
    for (int i = 0; i < b->n; i++) {
        if (i > 0)
            buf_char(b->rows, '\t');
        switch (v[i].kind) {
        case VAL_NULL: buf_add(b->rows, "\\N"); break;
        case VAL_INT: copy_int(b->rows, v[i].i); break;
        case VAL_REAL: buf_fmt(b->rows, "%.17g", v[i].r); break;
        case VAL_TEXT: copy_text(b->rows, v[i].s); break;
        case VAL_BLOB: copy_blob(b->rows, v[i].s, (size_t)v[i].i); break;
        }
    }
    buf_char(b->rows, '\n');
    return true;
}

static bool
pg_bulk_end(Ctx *c, Db *db, Bulk *b)
{
    if (!ok(c) || b->rows->n == 0)
        return ok(c);
    PGresult *res = PQexec(db->handle, arena_fmt(c->mem, "COPY %s (%s) FROM STDIN", b->table, b->columns));
    if (PQresultStatus(res) != PGRES_COPY_IN) {
        broken(c, res, "COPY");
        PQclear(res);
        return false;
    }
    PQclear(res);
    int good = 1;
    for (size_t at = 0; good == 1 && at < b->rows->n; at += 1 << 20) {
        size_t left = b->rows->n - at;
        good = PQputCopyData(db->handle, b->rows->p + at, left > 1 << 20 ? 1 << 20 : (int)left);
    }
    (void)PQputCopyEnd(db->handle, good == 1 ? NULL : "the client gave up"); /* the result below tells */
    while ((res = PQgetResult(db->handle))) {
        if (PQresultStatus(res) != PGRES_COMMAND_OK)
            broken(c, res, "COPY");
        PQclear(res);
    }
    buf_clear(b->rows);
    return ok(c);
}

static bool
pg_lock(Ctx *c, Db *db, const char *name)
{
    const char *got = db_text(c, SQL("SELECT CASE WHEN pg_try_advisory_lock(hashtext(current_schema() || $1)) THEN 'yes' ELSE 'no' END"), V(name));
    if (!got)
        return false;
    if (strcmp(got, "yes") != 0)
        return fail(c, ERR_CONFLICT, "store", L(c, "別の取り込みがこのデータベースで動いています。終わるのを待って、もう一度実行してください。",
                                                "another import is at work on this store; wait until it has ended and try again."));
    db->lock = 1;
    return true;
}

/* Large commits lie behind: what the planner knows of the tables is made new at once. Until autovacuum would come, lists took
 * eight times as long. One that fails leaves the planner as it was. */
static void
pg_unlock(Db *db)
{
    if (db->lock) {
        PQclear(PQexec(db->handle, "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                                   " LOOP EXECUTE format('ANALYZE %I', t); END LOOP; END $$"));
        PQclear(PQexec(db->handle, "SELECT pg_advisory_unlock_all()"));
    }
    db->lock = 0;
}

const Backend backend_postgres = { pg_open, pg_close, pg_start, pg_next, pg_done,
                                   pg_null, pg_int, pg_real, pg_text, pg_script, NULL,
                                   pg_blob, pg_bulk_row, pg_bulk_end, pg_lock, pg_unlock, NULL };
