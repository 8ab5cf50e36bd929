/* programme_in.h -- shared by the files of programme.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_PROGRAMME_IN_H
#define DOMAIN_PROGRAMME_IN_H

#include "domain/programme.h"
#include "format/json.h"
#include "store/db.h"

/* Newest version id of an evaluation ("ex-ante", "interim:2026", or a type alone: its newest) of a programme recorded
 * up to the end of day as_of (NULL = now); 0 when none. evaluation NULL: the ex-ante one, without it the newest of all. */
int64_t programme_version_at(Ctx *c, int64_t id, const char *evaluation, const char *as_of);
/* Rows of the list for these programmes, in this order. */
json_t *programme_rows(Ctx *c, const int64_t *id, size_t n);
/* The stored record of a version. */
json_t *programme_body(Ctx *c, int64_t version);

#endif
