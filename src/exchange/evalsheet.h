/* evalsheet.h -- reads the ministry's evaluation report: text -> records.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reads the form, not one file: ex-ante, interim and ex-post, any number of programmes.
 * Returns an array of records (docs/record.md) kept by c->mem; NULL with c->err when no
 * programme can be found or the text is cut off (field = "line N"). */
#ifndef EXCHANGE_EVALSHEET_H
#define EXCHANGE_EVALSHEET_H

#include "base/ctx.h"

#include <jansson.h>

json_t *evalsheet_read(Ctx *c, const char *text, size_t n);

#endif
