/* intake.h -- papers on their way in: uploaded, read apart, looked at, accepted or dropped.
 * SPDX-License-Identifier: Apache-2.0
 *
 * States: received -> reading -> read | refused; read -> accepted; received, read, refused -> dropped.
 * A row in "reading" belongs to the worker that took it as long as that worker gives signs of life; what a
 * dead worker left goes back to "received". Every step but progress is on the ledger. All that a person does
 * or sees here needs IMPORT_WRITE (the worker acts as the operator of the machine). */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "base/ctx.h"

#include <jansson.h>

/* A paper that was begun this often and never ended is refused: reading it ends the worker. */
enum { INTAKE_TRIES = 3 };

/* A received file; the same bytes still waiting come back as the same row. Folders and control characters are
 * taken out of the name, which is cut at 200 characters. 0 on failure. */
int64_t intake_add(Ctx *c, const char *name, const void *bytes, size_t n);

/* The worker: "host pid start" names it. Takes the oldest received row for reading (one taker only); 0 when
 * there is none. */
int64_t intake_take(Ctx *c, const char *worker);
/* Gives back rows whose worker has ended: those named `dead` (NULL: none), and those without a sign of life
 * since the instant `before`. A row begun INTAKE_TRIES times is refused instead. */
bool intake_recover(Ctx *c, const char *dead, const char *before);
/* The workers that hold rows: ["host pid start"]. */
json_t *intake_workers(Ctx *c);
/* 0..100 and the step: "waiting", "text", "records", "checks", "compare", "done". It is the sign of life, too.
 * CONFLICT when the row is no longer this worker's (dropped, or given back). */
bool intake_progress(Ctx *c, int64_t id, const char *worker, int percent, const char *step);
/* The reading {"kind","encoding","text","records":[..],"findings":[[..]..],"notes"} and the report of what
 * accepting would do (exchange/accept.h). CONFLICT as above. */
bool intake_read_done(Ctx *c, int64_t id, const char *worker, const json_t *reading, const json_t *report);
bool intake_refused(Ctx *c, int64_t id, const char *worker, const char *place, const char *why, const char *why_en);
/* Gives the row back to be read again: the worker stops. */
bool intake_give_back(Ctx *c, int64_t id, const char *worker);

/* Another report for a row that is read or accepted. */
bool intake_report(Ctx *c, int64_t id, const json_t *report);
/* CONFLICT in a state that does not allow it. accepted must run in the transaction that stores the records, and first:
 * it holds the row and the ledger against other writers. */
bool intake_accepted(Ctx *c, int64_t id);
bool intake_dropped(Ctx *c, int64_t id);

/* {id,name,sha256,bytes,state,percent,step,place,why,why_en,actor,received_at,decided_at,decided_by,
 *  kind,reading|null,report|null}; NOT_FOUND when there is none. */
json_t *intake_show(Ctx *c, int64_t id);
/* The same without reading, with "programmes" (how many were found), newest first; state NULL: every state. */
json_t *intake_list(Ctx *c, const char *state, int limit);
/* The bytes in the arena. */
const void *intake_bytes(Ctx *c, int64_t id, size_t *n);

#endif
