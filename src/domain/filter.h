/* filter.h -- filters of lists that a person keeps: a name for a query and an order.
 * SPDX-License-Identifier: Apache-2.0
 *
 * They belong to the account that acts (c->actor is its login); nobody sees another's. Every change is on the ledger. */
#ifndef DOMAIN_FILTER_H
#define DOMAIN_FILTER_H

#include "base/ctx.h"

#include <jansson.h>

enum { FILTER_MOST = 50, FILTER_NAME = 60, FILTER_QUERY = 1000 };
/* Keeps a filter; the same name again replaces it. INVALID for an empty or too long name or query, CONFLICT for more
 * than FILTER_MOST. sort: "money desc", or "". Needs FILTER_WRITE. */
bool filter_save(Ctx *c, const char *name, const char *query, const char *sort);
/* NOT_FOUND when it is not one of the actor's. */
bool filter_drop(Ctx *c, int64_t id);
/* The actor's, by name: [{id,name,query,sort,saved_at}]; empty for one who has no account. */
json_t *filter_list(Ctx *c);

#endif
