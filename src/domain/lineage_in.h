/* lineage_in.h -- shared by the files of lineage.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_LINEAGE_IN_H
#define DOMAIN_LINEAGE_IN_H

#include "domain/lineage.h"

#include "format/json.h"
#include "store/db.h"

bool link_is_kind(const char *kind);
/* Writes a link unless the pair has one of that kind; its id, 0 when it was there. In a transaction. */
int64_t link_write(Ctx *c, int64_t from, int64_t to, const char *to_key, const char *kind, const char *state, double score, const char *reasons, const char *basis);
/* The programme that has the sheets of this one. */
int64_t lineage_canonical(Ctx *c, int64_t programme);
/* Brings the sheets of all programmes that are (or were) one with this one to where confirmed links say. In a transaction. */
bool lineage_gather(Ctx *c, int64_t programme);
/* The same for both sides of a link, with the sums of the organisations that were paid in what moved. */
bool lineage_gather_both(Ctx *c, int64_t a, int64_t b);
/* A side of a link, or null. */
json_t *lineage_side(Ctx *c, int64_t programme);
/* 事業の目的 and 事業の概要 of a sheet's body, of either publisher; "" where there is none. */
const char *lineage_purpose(Ctx *c, int64_t sheet, size_t most);

#endif
