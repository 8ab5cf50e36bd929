/* intake.h -- papers on their way in: uploaded, read apart, looked at, accepted or dropped.
 * SPDX-License-Identifier: Apache-2.0
 *
 * States: received -> reading -> read | refused; read -> accepted | dropped. A row found "reading" when a
 * worker starts goes back to "received" (the worker before it ended). Every step but progress is on the ledger. */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "base/ctx.h"

#include <jansson.h>

/* A received file; the same bytes still waiting come back as the same row. Needs IMPORT_WRITE. */
int64_t intake_add(Ctx *c, const char *name, const void *bytes, size_t n);
/* Takes the oldest received row for reading (one taker only); 0 when there is none. */
int64_t intake_take(Ctx *c);
/* 0..100 and what is being done. */
bool intake_progress(Ctx *c, int64_t id, int percent, const char *step);
/* The reading: {"kind","text","records":[..],"findings":[[..]..],"report":[..]} (report = what accepting would do). */
bool intake_read_done(Ctx *c, int64_t id, const json_t *reading);
bool intake_refused(Ctx *c, int64_t id, const char *where, const char *why);
bool intake_dropped(Ctx *c, int64_t id);
bool intake_accepted(Ctx *c, int64_t id, const json_t *report);
/* {id,name,sha256,bytes,state,percent,step,where,why,actor,received_at,decided_at,decided_by,reading|null} */
json_t *intake_show(Ctx *c, int64_t id);
json_t *intake_list(Ctx *c);
/* The bytes in the arena. */
const void *intake_bytes(Ctx *c, int64_t id, size_t *n);

#endif
