/* store.c -- see store.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/store.h"

#include "store/db.h"

void *
domain_open_store(const char *url)
{
    Arena *mem = arena_new(0);
    Ctx    c = { .mem = mem };
    void  *db = db_open(&c, url, true) ? c.db : NULL;
    arena_free(mem);
    return db;
}

void
domain_rest_store(void *db)
{
    (void)db_rest(db); /* it has said what it found */
}

void
domain_close_store(void *db)
{
    db_close(db);
}

void
domain_see_store(Ctx *c)
{
    db_see(c);
}
