/* backend.h -- what a database behind db.h must do. Only store/ includes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/db.h"

/* How long a writer waits for another one. */
enum { DB_WAIT_MS = 10000 };

struct Rows {
    Ctx  *c;
    Db   *db;
    void *stmt;  /* sqlite3_stmt or PGresult */
    int   at;    /* PostgreSQL: row */
    bool  done;
};

typedef struct {
    void *(*open)(Ctx *c, const char *url, bool read_only);
    void (*close)(Db *db);
    bool (*start)(Ctx *c, Db *db, const char *sql, size_t n, const Val *v, Rows *r);
    bool (*next)(Rows *r);
    void (*done)(Rows *r);
    bool (*null)(const Rows *r, int col);
    int64_t (*integer)(const Rows *r, int col);
    double (*real)(const Rows *r, int col);
    const char *(*text)(const Rows *r, int col);
    bool (*script)(Ctx *c, Db *db, const char *sql); /* several statements, no values */
    void (*wait)(Db *db, int ms); /* for another writer; NULL: writers do not wait for each other */
    const void *(*blob)(const Rows *r, int col, size_t *n); /* in r->c->mem or the row's own */
    bool (*bulk_row)(Ctx *c, Db *db, Bulk *b, const Val *v);
    bool (*bulk_end)(Ctx *c, Db *db, Bulk *b); /* also after a failure: gives back what is held */
    bool (*lock)(Ctx *c, Db *db, const char *name);
    void (*unlock)(Db *db);
    int (*rest)(Db *db); /* ends statements left open; NULL: there are none */
} Backend;

struct Bulk {
    Ctx        *c;
    const char *table, *columns, *sql;
    int         n;
    Buf        *rows; /* PostgreSQL: what COPY will be given */
    void       *stmt; /* SQLite: held from the first row to the end */
};

struct Db {
    const Backend *backend;
    void          *handle;
    char          *url;
    int            depth;   /* of transactions */
    bool           seeing;  /* db_see */
    int64_t        changed;
    void          *cache;   /* prepared statements */
    int            lock;    /* SQLite: descriptor of the locked file, 0 = none */
    struct {
        void *kept;         /* see db_keep */
        void (*drop)(void *);
    } slot[4];
};

extern const Backend backend_sqlite, backend_postgres;

#endif
