/* accept.h -- a file to programmes: read, checked, compared, stored in one transaction.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_ACCEPT_H
#define EXCHANGE_ACCEPT_H

#include "base/ctx.h"

#include <jansson.h>

typedef struct {
    const char *name, *kind; /* file name; "evaluation-sheet" or "pack" */
    const void *bytes;
    size_t      n;
    const char *text;        /* decoded, what sources point into */
    json_t     *records;     /* docs/record.md */
    json_t     *findings;    /* one array of findings a record, in the same order */
} Accept;

/* Reads and checks; stores nothing. false with c->err when the file cannot be taken. */
bool accept_read(Ctx *c, const char *name, const void *bytes, size_t n, Accept *out);
/* Stores what was read. *report: [{id,key,name,result:"new"|"changed"|"same",changes:[diff]}]. With
 * dry_run nothing is stored and the report says what would happen. */
bool accept_store(Ctx *c, const Accept *a, bool dry_run, json_t **report);

#endif
