/* db.h -- one small face over SQLite and PostgreSQL.
 * SPDX-License-Identifier: Apache-2.0
 *
 * SQL is written as SQL("literal") with $1..$n; the same text runs on both.
 * Not used in SQL texts: database date functions, JSON operators, LIKE without
 * lower(), ILIKE, loose GROUP BY. Values go in with V(...): int, int64_t, double,
 * const char * (NULL = NULL), bool. After a failure in the Ctx every call here
 * does nothing, so straight-line code is safe; tx_end commits only when nothing
 * failed. A Db belongs to one thread. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/buf.h"
#include "base/ctx.h"

typedef struct Db   Db;
typedef struct Rows Rows;
typedef struct {
    const char *text;
} Sql;
#define SQL(lit) ((Sql){ "" lit "" })

typedef struct {
    enum { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BLOB } kind;
    int64_t     i; /* VAL_BLOB: bytes */
    double      r;
    const char *s;
} Val;
Val val_int(int64_t v);
Val val_real(double v);
Val val_text(const char *v);
Val val_blob(const void *p, size_t n); /* NULL = NULL */
extern const Val VAL_NONE;
#define VAL(x)                                                                                                         \
    _Generic((x), Val: val_same, char *: val_text, const char *: val_text, double: val_real, float: val_real, default: val_int)(x)
Val val_same(Val v);
#define V_1(a) VAL(a)
#define V_2(a, ...) VAL(a), V_1(__VA_ARGS__)
#define V_3(a, ...) VAL(a), V_2(__VA_ARGS__)
#define V_4(a, ...) VAL(a), V_3(__VA_ARGS__)
#define V_5(a, ...) VAL(a), V_4(__VA_ARGS__)
#define V_6(a, ...) VAL(a), V_5(__VA_ARGS__)
#define V_7(a, ...) VAL(a), V_6(__VA_ARGS__)
#define V_8(a, ...) VAL(a), V_7(__VA_ARGS__)
#define V_9(a, ...) VAL(a), V_8(__VA_ARGS__)
#define V_10(a, ...) VAL(a), V_9(__VA_ARGS__)
#define V_11(a, ...) VAL(a), V_10(__VA_ARGS__)
#define V_12(a, ...) VAL(a), V_11(__VA_ARGS__)
#define V_PICK(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, NAME, ...) NAME
#define V_COUNT(...) (sizeof((Val[]){ V_ALL(__VA_ARGS__) }) / sizeof(Val))
#define V_ALL(...)                                                                                                     \
    V_PICK(__VA_ARGS__, V_12, V_11, V_10, V_9, V_8, V_7, V_6, V_5, V_4, V_3, V_2, V_1, )(__VA_ARGS__)
/* The values of a statement: db_run(c, SQL("... $1 $2"), V(name, 3)). At most 12; NOV for none. */
#define V(...) V_COUNT(__VA_ARGS__), (const Val[]){ V_ALL(__VA_ARGS__) }
#define NOV 0, NULL

/* Opens "file.db" or "postgresql://..."; puts it into c->db. The Db is closed by
 * db_close, not by the arena. read_only opens without creating. */
bool db_open(Ctx *c, const char *url, bool read_only);
void db_close(Db *db);
/* Between two requests nothing may be open: a statement left open holds SQLite to what the store was then, so that the
 * thread would never again see a write, nor a right withdrawn. Ends what is, names it on standard error ("left open",
 * which tests look for); how many there were. */
int db_rest(Db *db);
bool db_is_postgres(const Db *db);
const char *db_url(const Db *db);

/* Runs a statement that gives no rows. */
bool db_run(Ctx *c, Sql sql, size_t n, const Val *v);
/* Runs INSERT ... RETURNING id (or any one-integer query); 0 when no row came. */
int64_t db_int(Ctx *c, Sql sql, size_t n, const Val *v);
/* One text in c->mem, or NULL. */
const char *db_text(Ctx *c, Sql sql, size_t n, const Val *v);
/* Rows in order; while (db_next(r)) row_text(r, 0). Rows end with the last
 * db_next, or with db_done for a loop left early. Texts are copied to c->mem. */
Rows *db_query(Ctx *c, Sql sql, size_t n, const Val *v);
bool db_next(Rows *r);
void db_done(Rows *r);
bool row_null(const Rows *r, int col);
int64_t row_int(const Rows *r, int col);
double row_real(const Rows *r, int col);
/* NULL for NULL. */
const char *row_text(const Rows *r, int col);
/* The bytes in c->mem, *n of them; NULL for NULL. */
const void *row_blob(const Rows *r, int col, size_t *n);
/* Rows changed by the last db_run. */
int64_t db_changed(const Db *db);

/* A write that may as well not happen (the time of the last visit): gives up at once where another writer holds the
 * store, and never fails. Outside a transaction. */
bool db_try(Ctx *c, Sql sql, size_t n, const Val *v);

/* Write transaction (BEGIN IMMEDIATE); nested begin counts. tx_end commits, or rolls
 * back when c->err is set; true when it was committed. */
bool tx_begin(Ctx *c);
bool tx_end(Ctx *c);
/* Rolls back whatever is open. */
void tx_drop(Ctx *c);

/* All reads until db_seen (or until a write begins) see one state of the store. SQLite then takes its lock once and not
 * for every statement; on PostgreSQL, where it would cost two more round trips, nothing is done. */
void db_see(Ctx *c);
void db_seen(Db *db);

/* Joins a fixed head, a fixed tail. For lists with a choice of order. */
Sql sql_join(Arena *mem, Sql a, Sql b);

/* A statement built of fixed pieces, each with its own $1..$n: they are numbered on, the values follow along.
 * At most SQL_VALUES values. db_query(c, sql_built(b), b->n, b->v). */
enum { SQL_VALUES = 256 };
typedef struct {
    Buf   *text;
    Arena *mem;
    Val    v[SQL_VALUES];
    size_t n;
} SqlBuild;
SqlBuild *sql_build(Arena *mem);
void sql_add(SqlBuild *b, Sql piece, size_t n, const Val *v);
Sql sql_built(const SqlBuild *b);
/* "IN (...)" over one value made by db_ids: any number of ids in one statement. */
Sql sql_in_ids(Ctx *c);
/* The same ids as rows (id, place), for FROM: places count from 0 or 1, but in order. */
Sql sql_from_ids(Ctx *c);
Val db_ids(Ctx *c, const int64_t *id, size_t n);

/* Many rows at once, fast: a prepared statement on SQLite, COPY on PostgreSQL. Inside a write transaction; several
 * may be filled at the same time. The rows are in the store after db_bulk_end, not before. `columns` is a literal:
 * "sheet_id, fy, yen". Values are copied. */
typedef struct Bulk Bulk;
Bulk *db_bulk_begin(Ctx *c, Sql table, Sql columns, int n);
void db_bulk_row(Bulk *b, const Val *v);
bool db_bulk_end(Bulk *b);
/* `n` new ids of a table with an id, in rising order, inside a write transaction. */
bool db_reserve(Ctx *c, Sql table, size_t n, int64_t *ids);
/* Holds a lock of the store by name until db_unlock, db_close or the end of the process, however it ends;
 * CONFLICT when another process has it. One at a time. */
bool db_lock(Ctx *c, const char *name);
void db_unlock(Ctx *c);
/* What the handle keeps between statements for its one thread, one slot for each drop function; dropped with it. */
void **db_keep(Db *db, void (*drop)(void *));

/* Runs the numbered migrations that are missing (store/migrate.c). */
bool db_migrate(Ctx *c);
/* The file is whole and holds nothing that this program did not make (triggers, views): before a backup is trusted.
 * *why says what is wrong. Of PostgreSQL nothing is asked. */
bool db_sound(Ctx *c, const char **why);
/* Online copy into a new file while others write; SQLite only (PostgreSQL: pg_dump
 * is run by the command). */
bool db_backup(Ctx *c, const char *path);

#endif
