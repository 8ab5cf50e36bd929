/* lineage.h -- one programme over many years: links between programmes, who says so, and what a person decided.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A link goes from a programme to another one, or to one whose sheet is not here yet ("rs-project:7159" waits). It is
 * proposed (by an import from what a sheet says, or by link_propose from likeness), confirmed or rejected; every step is
 * an act of the ledger and can be undone. Nothing is linked without a person, or the paper's own word.
 *
 * A confirmed "same" brings the sheets of one programme to the other (the one that has evaluation records, else the one
 * that was there first), so that lists, search, statistics and pages know one programme; sheet_home remembers where each
 * came from, so the decision can be undone. Nothing of a sheet itself changes. Other kinds move nothing. */
#ifndef DOMAIN_LINEAGE_H
#define DOMAIN_LINEAGE_H

#include "base/ctx.h"

#include <jansson.h>

/* [{name, ja, en, back_ja, back_en}] of link_kinds.def; and the word for one, seen from its from-side or the other. */
json_t *link_kinds(Ctx *c);
const char *link_kind_label(const Ctx *c, const char *kind, bool from);
/* proposed, confirmed, rejected as a person says them; the basis likewise. */
const char *link_state_label(const Ctx *c, const char *state);
const char *link_basis_label(const Ctx *c, const char *basis);
/* A to_key in words: rs-project:7615, judgit:2017:文部科学省:0290, programme:12. */
const char *link_key_label(Ctx *c, const char *key);

/* Rows, the surest first: {id,kind,state,score,reasons[{ja,en}],basis,made_at,made_by,decided_at,decided_by,to_key,waits,
 * from, to}; a side is {id,key,name,ministry,office,number,from_fy,to_fy,first_fy,last_fy,sheets,records,budget_yen,budget_fy,purpose,
 * sheet_id,project_id} or null where it waits. NULL members ask for all; query: folded text in either name. *total may be NULL. */
typedef struct {
    const char *state, *kind, *ministry, *query;
    int64_t     programme, from, limit; /* limit 0: 10,000 */
    double      least;                  /* score at least; 0: any */
} LinkAsk;
json_t *link_page(Ctx *c, const LinkAsk *ask, int64_t *total);
/* One row; NOT_FOUND when there is none. */
json_t *link_show(Ctx *c, int64_t id);
/* How many there are: {proposed, confirmed, rejected}. */
json_t *link_counts(Ctx *c);
/* {"links":[rows of this programme and of those that are one with it],"same_as":{id,key,name}|null,"same":[{id,key,name}]}. */
json_t *lineage_of(Ctx *c, int64_t programme);

/* A person's own link, confirmed at once. to: key, number or name of a programme, or rs-project:N that may wait. */
bool link_add(Ctx *c, int64_t from, const char *to, const char *kind, int64_t *id);
/* proposed -> confirmed, as this kind (NULL: as proposed); proposed -> rejected; either -> proposed again. CONFLICT for others. */
bool link_confirm(Ctx *c, int64_t id, const char *kind);
bool link_reject(Ctx *c, int64_t id);
bool link_undo(Ctx *c, int64_t id);
/* Confirms those of these that are proposed, in one transaction; *done counts them. */
bool link_confirm_all(Ctx *c, const int64_t *id, size_t n, int64_t *done);

/* The programmes that hold the sheets of both sides of a "same" link, as it is decided now: how many of at[2]. */
size_t link_moved(Ctx *c, int64_t id, int64_t at[2]);

/* Looks for programmes that ended and others that began soon after, and proposes pairs: {"ended","began","compared",
 * "proposed","known"}. A pair that has any link, a rejected one too, is never proposed again. */
json_t *link_propose(Ctx *c);

/* What packs say of their programmes (programmes/<key>/links.yaml): links are made, and links that waited for a sheet get
 * it. Opens its own transaction; does nothing when nothing is new. */
bool lineage_settle(Ctx *c);

#endif
