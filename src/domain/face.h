/* face.h -- programme_face: one row a programme for lists, and its texts in the index.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_FACE_H
#define DOMAIN_FACE_H

#include "base/ctx.h"

/* After a new version of an evaluation record: its texts go into the index (those of the version before leave it) and
 * the programme's row is made again. In the transaction of the record. */
bool face_record(Ctx *c, int64_t programme, int64_t version);
/* Makes the rows of these programmes again, in a write transaction. */
bool face_refresh(Ctx *c, const int64_t *programme, size_t n);
/* Does both for whatever a store still lacks: records from before the index. Opens its own transactions. */
bool face_catch_up(Ctx *c);

#endif
