/* source.h -- the lines of its document that a field of a record was read from.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_SOURCE_H
#define DOMAIN_SOURCE_H

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>

/* path as in a form: "overall.summary", "views.0.items.1", "budget". The field's own source, that of record.sources, all
 * of a list's rows, or those of what it is part of. False where the record does not say. */
bool record_source(Arena *mem, const json_t *record, const char *path, int *from, int *to);
/* The first and the last line the whole record was read from. */
bool record_span(const json_t *record, int *from, int *to);

#endif
