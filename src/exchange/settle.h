/* settle.h -- a paper that came in, from its reading to the store.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The confined reader's answer is only JSON until settle_reading has looked at it. What a person accepts is
 * what that person saw: when a programme changed in between, nothing is stored and the new difference stands. */
#ifndef EXCHANGE_SETTLE_H
#define EXCHANGE_SETTLE_H

#include "base/ctx.h"

#include <jansson.h>

/* Checks shape and rules of a reading {"kind","encoding","text","records","notes"}, compares it with the store
 * and hangs it on row `id` of the worker. INVALID when the reading is not one. */
bool settle_reading(Ctx *c, int64_t id, const char *worker, const json_t *reading);
/* The row (intake_show) with a report that is true now. *renewed: it had changed since it was kept. */
json_t *settle_show(Ctx *c, int64_t id, bool *renewed);
/* Which versions a report compared with: "12,0,31" (0: nothing to compare). */
const char *settle_seen(Ctx *c, const json_t *report);
/* Accepts the chosen records (array of places in the paper; NULL: all but doubles) in one transaction. seen: the
 * versions that were looked at (settle_seen; NULL: those of the kept report). CONFLICT when they are no longer the
 * newest: then the row holds the new report. *report: what was done, rows not chosen with result "left". */
bool settle_accept(Ctx *c, int64_t id, const json_t *chosen, const char *seen, json_t **report);

#endif
