/* similar.h -- programmes like this one, each with its reasons.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Likeness is of words (rare ones count more), payees, policies, office, kind of implementation, size and years; what counts how
 * much is data (catalog/similar.yaml). It is worked out when it is asked for, in bounded work: the pairs of characters of the
 * programme's own texts are looked up in the index, who shares the rarest of them is read and held against it word by word.
 *
 * The years of one programme are one: what is linked as the same or as launched is left out, and so is every programme of the same
 * ministry and name, which is most likely another year of it that nobody has linked yet; these are counted and named apart. */
#ifndef DOMAIN_SIMILAR_H
#define DOMAIN_SIMILAR_H

#include "base/ctx.h"

#include <jansson.h>

/* {"programme_id","key","name",
 *  "similar":[{"id","key","name","ministry","fy","from_fy","to_fy","money_yen","score","years":[other programmes of that name and
 *              ministry, their ids],"reasons":[{"kind","ja","en","values":[..],"points"}]}],
 *  "same_name":[{"id","key","name","fy"}], "read": how many were read}; the most like first.
 * kind: words, payees, policies, office, ministry, method, money, years. limit 0: as many as the catalogue shows. */
json_t *similar_programmes(Ctx *c, int64_t programme, int64_t limit);
/* The first of them, for the page of the programme itself; NULL without an error where the catalogue wants none there, and in a
 * large store as long as nobody has asked for the programme's list. */
json_t *similar_at_once(Ctx *c, int64_t programme);
/* How many stand on the page of the programme itself (catalog/similar.yaml); 0 with c->err. */
int64_t similar_beside(Ctx *c);

#endif
