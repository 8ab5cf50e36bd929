/* harness.c -- runs the registered tests and counts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "domain/permission.h"
#include "exchange/import.h"
#include "store/db.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
    const char *name;
    void (*fn)(void);
} tests[512];
static int    count, failed_now, skipped_now;
static Arena *mems[64];
static struct Db *dbs[64];
static int    mem_count, db_count, dir_count;
static char   dirs[64][32];

void
test_add(const char *name, void (*fn)(void))
{
    if (count < 512) {
        tests[count].name = name;
        tests[count++].fn = fn;
    }
}

void
test_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "  %s:%d: %s\n", file, line, what);
    failed_now++;
}

void
test_skip(const char *why)
{
    printf("  skipped: %s\n", why);
    skipped_now = 1;
}

Ctx *
test_ctx(void)
{
    if (mem_count == 64)
        die("too many contexts in one test");
    Arena *mem = mems[mem_count++] = arena_new(0);
    Ctx   *c = NEW(mem, Ctx);
    *c = (Ctx){ .mem = mem, .actor = "test", .role = ROLE_OPERATOR, .now = "2026-01-01T00:00:00Z", .lang = LANG_JA };
    return c;
}

const char *
test_dir(Ctx *c)
{
    if (dir_count == 64)
        die("too many folders in one test");
    strcpy(dirs[dir_count], "/tmp/kanmon-test-XXXXXX");
    if (!mkdtemp(dirs[dir_count]))
        die("no folder for a test");
    return arena_str(c->mem, dirs[dir_count++]);
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

const char *
test_file(Ctx *c, const char *name, const void *p, size_t n)
{
    const char *path = arena_fmt(c->mem, "%s/%s", test_dir(c), name);
    if (file_write_whole(path, p, n) != 0)
        die("no file for a test");
    return path;
}

bool
test_import(Ctx *c, const char *kind, const char *name, const char *text)
{
    json_t *report = NULL;
    c->role = ROLE_OPERATOR;
    Import i = { .c = c, .path = test_file(c, name, text, strlen(text)), .threads = 1 };
    bool   good = import_file(&i, kind, &report);
    if (c->err.text)
        fprintf(stderr, "  %s\n", c->err.text);
    return good;
}

Ctx *
test_store(void)
{
    static int  n;
    Ctx        *c = test_ctx();
    const char *pg = getenv("KANMON_TEST_PG");
    const char *url;
    if (pg && *pg) {
        Ctx *admin = test_ctx();
        const char *schema = arena_fmt(c->mem, "t%ld_%d", (long)getpid(), ++n);
        if (!db_open(admin, pg, false) || !db_run(admin, (Sql){ arena_fmt(c->mem, "CREATE SCHEMA %s", schema) }, NOV))
            die("PostgreSQL for the tests: %s", admin->err.text);
        db_close(admin->db);
        url = arena_fmt(c->mem, "%s%coptions=-csearch_path%%3D%s", pg, strchr(pg, '?') ? '&' : '?', schema);
    } else
        url = arena_fmt(c->mem, "%s/t.db", test_dir(c));
    if (!db_open(c, url, false) || !db_migrate(c))
        die("a test store: %s", c->err.text);
    dbs[db_count++] = c->db;
    return c;
}

const char *
shared_path(Ctx *c, const char *path)
{
    const char *p = arena_fmt(c->mem, "../shared/%s", path);
    return access(p, R_OK) == 0 ? p : NULL;
}

int
main(int argc, char **argv)
{
    int passed = 0, failed = 0, skipped = 0;
    for (int i = 0; i < count; i++) {
        if (argc > 1 && !strstr(tests[i].name, argv[1]))
            continue;
        failed_now = skipped_now = 0;
        printf("%s\n", tests[i].name);
        fflush(stdout);
        tests[i].fn();
        while (db_count > 0)
            db_close(dbs[--db_count]);
        while (dir_count > 0)
            nftw(dirs[--dir_count], drop, 16, FTW_DEPTH | FTW_PHYS);
        while (mem_count > 0)
            arena_free(mems[--mem_count]);
        if (failed_now)
            printf("  FAILED %s\n", tests[i].name);
        failed += failed_now > 0;
        skipped += failed_now == 0 && skipped_now;
        passed += failed_now == 0 && !skipped_now;
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed > 0;
}
