/* store.h -- a store for a face that may not see the database floor itself.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_STORE_H
#define DOMAIN_STORE_H

#include "base/ctx.h"

/* Opens an existing store for one thread; NULL when it cannot be opened. Goes into Ctx.db. */
void *domain_open_store(const char *url);
void domain_close_store(void *db);
/* What the request reads from here on is one state of the store, until it writes or ends (store/db.h: db_see). */
void domain_see_store(Ctx *c);
/* Behind every request: nothing of it stays open. */
void domain_rest_store(void *db);

#endif
