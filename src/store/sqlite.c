/* sqlite.c -- SQLite behind db.h: WAL, foreign keys, one prepared statement a text.
 * SPDX-License-Identifier: Apache-2.0
 *
 * synchronous=FULL: an act that was acknowledged survives a power cut. Values are
 * bound by the name $n, since SQLite numbers $n by first appearance. */
#include "store/backend.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { CACHE = 128 };
typedef struct {
    char         *sql[CACHE];
    sqlite3_stmt *stmt[CACHE];
    bool          busy[CACHE];
    int           hand; /* the next to give way: lists with many filters make many texts */
} Cache;

/* A new store is for its owner only; SQLite gives its other files the same mode. */
static void
make_private(const char *path)
{
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

static void *
lite_open(Ctx *c, const char *url, bool read_only)
{
    sqlite3 *h = NULL;
    if (read_only && access(url, R_OK) != 0) {
        fail(c, ERR_NOT_FOUND, url, "there is no store at %s; make one with: kanmon init --store %s", url, url);
        return NULL;
    }
    if (!read_only)
        make_private(url);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(url, &h, flags, NULL) != SQLITE_OK ||
        sqlite3_busy_timeout(h, DB_WAIT_MS) != SQLITE_OK ||
        sqlite3_exec(h, "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA mmap_size=1073741824; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-8000",
                     NULL, NULL, NULL) != SQLITE_OK ||
        /* or a statement with LIKE is prepared anew for every value */
        sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL) != SQLITE_OK) {
        fail(c, ERR_BROKEN, url, "the store %s cannot be opened: %s", url, sqlite3_errmsg(h));
        sqlite3_close(h);
        return NULL;
    }
    return h;
}

static void
lite_close(Db *db)
{
    Cache *k = db->cache;
    for (int i = 0; k && i < CACHE; i++) {
        sqlite3_finalize(k->stmt[i]);
        free(k->sql[i]);
    }
    free(k);
    sqlite3_close(db->handle);
}

static bool
broken(Ctx *c, Db *db, const char *sql)
{
    const char *why = sqlite3_errmsg(db->handle);
    int         code = sqlite3_extended_errcode(db->handle);
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        return fail(c, ERR_CONFLICT, NULL, "the store refuses this: %s", why);
    return fail(c, ERR_BROKEN, db->url, "the store failed: %s (%s)", why, sql);
}

static sqlite3_stmt *
prepared(Ctx *c, Db *db, const char *sql)
{
    if (!db->cache && !(db->cache = calloc(1, sizeof(Cache))))
        die("no memory");
    Cache *k = db->cache;
    int    at = -1;
    for (int i = 0; i < CACHE; i++) {
        if (k->sql[i] && !k->busy[i] && strcmp(k->sql[i], sql) == 0) {
            k->busy[i] = true;
            return k->stmt[i];
        }
        if (at < 0 && !k->sql[i])
            at = i;
    }
    for (int i = 0; at < 0 && i < CACHE; i++) {
        int old = k->hand;
        k->hand = (k->hand + 1) % CACHE;
        if (k->busy[old])
            continue;
        sqlite3_finalize(k->stmt[old]);
        free(k->sql[old]);
        k->sql[old] = NULL;
        k->stmt[old] = NULL;
        at = old;
    }
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v3(db->handle, sql, -1, at >= 0 ? SQLITE_PREPARE_PERSISTENT : 0, &s, NULL) != SQLITE_OK) {
        broken(c, db, sql);
        return NULL;
    }
    if (at >= 0) {
        k->sql[at] = strdup(sql);
        k->stmt[at] = s;
        k->busy[at] = true;
    }
    return s;
}

static void
give_back(Db *db, sqlite3_stmt *s)
{
    Cache *k = db->cache;
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    for (int i = 0; i < CACHE; i++)
        if (k->stmt[i] == s) {
            k->busy[i] = false;
            return;
        }
    sqlite3_finalize(s);
}

static bool
lite_start(Ctx *c, Db *db, const char *sql, size_t n, const Val *v, Rows *r)
{
    sqlite3_stmt *s = prepared(c, db, sql);
    if (!s)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *name = arena_fmt(c->mem, "$%zu", i + 1);
        int         at = sqlite3_bind_parameter_index(s, name);
        if (at == 0)
            die("value %s is not used in: %s", name, sql);
        switch (v[i].kind) {
        case VAL_NULL: sqlite3_bind_null(s, at); break;
        case VAL_INT: sqlite3_bind_int64(s, at, v[i].i); break;
        case VAL_REAL: sqlite3_bind_double(s, at, v[i].r); break;
        case VAL_TEXT: sqlite3_bind_text(s, at, v[i].s, -1, SQLITE_TRANSIENT); break;
        case VAL_BLOB: sqlite3_bind_blob64(s, at, v[i].s, (sqlite3_uint64)v[i].i, SQLITE_TRANSIENT); break;
        }
    }
    r->stmt = s;
    return true;
}

static bool
lite_next(Rows *r)
{
    int k = sqlite3_step(r->stmt);
    if (k == SQLITE_ROW)
        return true;
    if (k != SQLITE_DONE)
        broken(r->c, r->db, sqlite3_sql(r->stmt));
    r->db->changed = sqlite3_changes64(r->db->handle);
    return false;
}

static void
lite_done(Rows *r)
{
    give_back(r->db, r->stmt);
}

static bool
lite_null(const Rows *r, int col)
{
    return sqlite3_column_type(r->stmt, col) == SQLITE_NULL;
}

static int64_t
lite_int(const Rows *r, int col)
{
    return sqlite3_column_int64(r->stmt, col);
}

static double
lite_real(const Rows *r, int col)
{
    return sqlite3_column_double(r->stmt, col);
}

static const char *
lite_text(const Rows *r, int col)
{
    return (const char *)sqlite3_column_text(r->stmt, col);
}

static bool
lite_script(Ctx *c, Db *db, const char *sql)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return broken(c, db, sql);
}

static const void *
lite_blob(const Rows *r, int col, size_t *n)
{
    *n = (size_t)sqlite3_column_bytes(r->stmt, col);
    return arena_strn(r->c->mem, *n ? sqlite3_column_blob(r->stmt, col) : "", *n);
}

/* The values need to live only for this call: STATIC saves a copy of each. */
static bool
lite_bulk_row(Ctx *c, Db *db, Bulk *b, const Val *v)
{
    if (!b->stmt && !(b->stmt = prepared(c, db, b->sql)))
        return false;
    sqlite3_stmt *s = b->stmt;
    for (int i = 0; i < b->n; i++)
        switch (v[i].kind) {
        case VAL_NULL: sqlite3_bind_null(s, i + 1); break;
        case VAL_INT: sqlite3_bind_int64(s, i + 1, v[i].i); break;
        case VAL_REAL: sqlite3_bind_double(s, i + 1, v[i].r); break;
        case VAL_TEXT: sqlite3_bind_text(s, i + 1, v[i].s, -1, SQLITE_STATIC); break;
        case VAL_BLOB: sqlite3_bind_blob64(s, i + 1, v[i].s, (sqlite3_uint64)v[i].i, SQLITE_STATIC); break;
        }
    bool good = sqlite3_step(s) == SQLITE_DONE || broken(c, db, b->sql);
    sqlite3_reset(s);
    return good;
}

static bool
lite_bulk_end(Ctx *c, Db *db, Bulk *b)
{
    if (b->stmt)
        give_back(db, b->stmt);
    b->stmt = NULL;
    return ok(c);
}

/* A file beside the store, locked by the kernel: the lock goes with the process, however it ends. */
static bool
lite_lock(Ctx *c, Db *db, const char *name)
{
    const char *path = arena_fmt(c->mem, "%s-%s.lock", db->url, name);
    int         fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(c, ERR_BROKEN, path, L(c, "%s を作れません。", "%s cannot be made."), path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return fail(c, ERR_CONFLICT, db->url, L(c, "別の取り込みがこのデータベースで動いています。終わるのを待って、もう一度実行してください。",
                                                "another import is at work on this store; wait until it has ended and try again."));
    }
    db->lock = fd;
    /* Large commits follow: pages stay in memory, and the log is copied into the file now and then instead of at each. */
    return lite_script(c, db, "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4096");
}

static void
lite_unlock(Db *db)
{
    if (db->lock > 0) {
        (void)sqlite3_exec(db->handle, "PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=1000; PRAGMA wal_checkpoint(PASSIVE)", NULL, NULL, NULL); /* readers may hold it back: then later */
        close(db->lock);
    }
    db->lock = 0;
}

bool
db_sound(Ctx *c, const char **why)
{
    *why = NULL;
    if (db_is_postgres(c->db))
        return ok(c);
    int64_t more = db_int(c, SQL("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"), NOV);
    if (ok(c) && more)
        *why = L(c, "このプログラムが作らないもの（トリガーかビュー）が入っています", "it holds what this program does not make (a trigger or a view)");
    const char *damage = ok(c) && !more ? db_text(c, SQL("SELECT integrity_check FROM pragma_integrity_check(1)"), NOV) : "ok";
    if (ok(c) && strcmp(damage ? damage : "?", "ok") != 0)
        *why = arena_fmt(c->mem, L(c, "データベースの構造が壊れています（%s）", "the database is damaged (%s)"), damage);
    if (ok(c) && !*why && db_int(c, SQL("SELECT count(*) FROM pragma_foreign_key_check"), NOV) > 0)
        *why = L(c, "あるはずの行がありません（参照先の欠落）", "rows are missing that others refer to");
    return ok(c) && !*why;
}

bool
db_backup(Ctx *c, const char *path)
{
    if (!ok(c))
        return false;
    if (db_is_postgres(c->db))
        return fail(c, ERR_INVALID, NULL, "a PostgreSQL store is backed up with pg_dump");
    const char *part = arena_fmt(c->mem, "%s.part-%ld", path, (long)getpid());
    sqlite3    *to = NULL;
    /* A file that is there already, or a link, is somebody's: what is in the store is not written into it. */
    int         fd = open(part, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(c, ERR_BROKEN, part, L(c, "%s を作れません：%s", "%s cannot be made: %s"), part, strerror(errno));
    close(fd);
    int         k = sqlite3_open(part, &to);
    if (k == SQLITE_OK) {
        sqlite3_backup *b = sqlite3_backup_init(to, "main", c->db->handle, "main");
        k = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
        if (b && sqlite3_backup_finish(b) == SQLITE_OK && k == SQLITE_DONE)
            k = SQLITE_OK;
    }
    sqlite3_close(to);
    if (k == SQLITE_OK && rename(part, path) == 0)
        return true;
    unlink(part);
    return fail(c, ERR_BROKEN, path, "the backup to %s failed: %s", path, sqlite3_errstr(k));
}

static void
lite_wait(Db *db, int ms)
{
    sqlite3_busy_timeout(db->handle, ms);
}

static int
lite_rest(Db *db)
{
    Cache *k = db->cache;
    int    n = 0;
    for (sqlite3_stmt *s = sqlite3_next_stmt(db->handle, NULL); s; s = sqlite3_next_stmt(db->handle, s))
        if (sqlite3_stmt_busy(s)) {
            fprintf(stderr, "kanmon: left open: %s\n", sqlite3_sql(s));
            sqlite3_reset(s);
            sqlite3_clear_bindings(s);
            n++;
        }
    for (int i = 0; k && i < CACHE; i++)
        k->busy[i] = false;
    return n;
}

const Backend backend_sqlite = { lite_open, lite_close, lite_start, lite_next, lite_done,
                                 lite_null, lite_int, lite_real, lite_text, lite_script, lite_wait,
                                 lite_blob, lite_bulk_row, lite_bulk_end, lite_lock, lite_unlock, lite_rest };
