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
    PQclear(PQexec(h, "SET client_min_messages=warning"));
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

static bool
pg_start(Ctx *c, Db *db, const char *sql, size_t n, const Val *v, Rows *r)
{
    const char *values[12] = { NULL };
    if (n > 12)
        die("too many values in: %s", sql);
    for (size_t i = 0; i < n; i++)
        switch (v[i].kind) {
        case VAL_NULL: break;
        case VAL_INT: values[i] = arena_fmt(c->mem, "%lld", (long long)v[i].i); break;
        case VAL_REAL: values[i] = arena_fmt(c->mem, "%.17g", v[i].r); break;
        case VAL_TEXT: values[i] = v[i].s; break;
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

const Backend backend_postgres = { pg_open, pg_close, pg_start, pg_next, pg_done,
                                   pg_null, pg_int, pg_real, pg_text, pg_script, NULL };
