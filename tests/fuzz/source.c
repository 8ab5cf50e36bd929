/* source.c -- fuzz: files of many records of every kind, guessed, read and put together without being written (CSV tables,
 * JSON lines and lists, archives).
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/permission.h"
#include "exchange/import.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static Ctx  store; /* opened once: a dry run leaves nothing in it */
static char dir[] = "/tmp/kanmon-fuzz-XXXXXX";

static bool
open_store(void)
{
    store = (Ctx){ .mem = arena_new(0), .actor = "fuzz", .now = "2026-01-01T00:00:00Z", .lang = LANG_EN, .role = ROLE_OPERATOR };
    return mkdtemp(dir) && db_open(&store, arena_fmt(store.mem, "%s/kanmon.db", dir), false) && db_migrate(&store);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const kinds[] = { "rs-csv", "rs-details", "ror", "budget-lines", "review-sheets" };
    if (!store.mem && !open_store())
        abort();
    Ctx         c = store;
    c.mem = arena_new(0);
    const char *path = arena_fmt(c.mem, "%s/rs2025-2-1.csv", dir);
    FILE       *f = fopen(path, "wb");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        abort();
    const char *kind = import_guess(&c, path, NULL);
    json_t     *report = NULL;
    Import      i = { .c = &c, .path = path, .dry_run = true, .threads = 1 };
    /* What nobody recognises is read as the kind that its first byte picks. */
    (void)import_file(&i, kind ? kind : kinds[n ? p[0] % 5 : 0], &report); /* bad files fail, and say why */
    if (c.err.kind != ERR_NONE && !c.err.text)
        abort();
    arena_free(c.mem);
    return 0;
}
