/* filter.h -- searches that people keep: a name for the conditions of a list, kept with the account, opened again by anybody it is
 * shared with.
 * SPDX-License-Identifier: Apache-2.0
 *
 * They belong to the account that acts (c->actor is its login). A shared one is seen by all who sign in and may see its list; only its
 * owner changes it, and who manages people may drop it. The operator of the machine sees all. Every change is on the ledger. */
#ifndef DOMAIN_FILTER_H
#define DOMAIN_FILTER_H

#include "base/ctx.h"

#include <jansson.h>

enum { FILTER_MOST = 50, FILTER_SHARED = 200, FILTER_NAME = 60, FILTER_QUERY = 1000, FILTER_VALUE = 200 };
/* place: of places.def, NULL for programmes. query: ?q=. sort: "money desc", or "". params: {NAME: text} of the other parameters of the
 * place's address that are given, or NULL. */
typedef struct {
    const char   *name, *place, *query, *sort;
    const json_t *params;
    bool          shared;
} FilterNew;
/* Keeps one; the same name again replaces it. INVALID for a name that is empty, too long, or holds signs that are not printed or turn
 * the direction of writing; for a place or parameter that is none, for what is too long; CONFLICT for more than FILTER_MOST of one
 * person, or FILTER_SHARED shared ones. Needs FILTER_WRITE, and FILTER_SHARE to share it. *id may be NULL. */
bool filter_save(Ctx *c, const FilterNew *f, int64_t *id);
/* NOT_FOUND when it is not one of the actor's; filter_drop also of a shared one for who may manage people. CONFLICT for a name that
 * another of the actor's has. */
bool filter_rename(Ctx *c, int64_t id, const char *name);
bool filter_share(Ctx *c, int64_t id, bool shared);
/* Both in one: what is NULL stays; where one is refused nothing is changed. */
bool filter_change(Ctx *c, int64_t id, const char *name, const bool *shared);
bool filter_drop(Ctx *c, int64_t id);

/* The actor's and those shared, by name, the own first: [{id,name,place,query,sort,params,shared,mine,owner,owner_name,saved_at,href,
 * new}]; empty for one who has no account. place NULL: of all places that the actor may see. owner: login. new: null, see
 * filter_news. */
json_t *filter_list(Ctx *c, const char *place);
/* Fills `new` of at most `most` of the actor's own rows: how many programmes that fit are new, or have a new sheet or report, since the
 * actor opened it last (filter_seen); null where that is not counted. How many there are in all. */
int64_t filter_news(Ctx *c, json_t *rows, size_t most);
/* One row; NOT_FOUND when it is neither the actor's nor shared, or of a list that the actor may not see. */
json_t *filter_one(Ctx *c, int64_t id);
/* By name: the actor's, else the shared one; of several shared ones the oldest. The operator may say LOGIN/NAME. */
json_t *filter_named(Ctx *c, const char *name);
/* The actor looks at it now. Never fails. */
void filter_seen(Ctx *c, int64_t id);
/* The places: [{name,path,params:[..],ja,en}], those that the actor may see. */
json_t *filter_places(Ctx *c);

#endif
