/* store.h -- a store for a face that may not see the database floor itself.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_STORE_H
#define DOMAIN_STORE_H

/* Opens an existing store for one thread; NULL when it cannot be opened. Goes into Ctx.db. */
void *domain_open_store(const char *url);
void domain_close_store(void *db);
/* Behind every request: nothing of it stays open. */
void domain_rest_store(void *db);

#endif
