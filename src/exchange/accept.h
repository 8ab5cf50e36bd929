/* accept.h -- a file to programmes: read, checked, compared, stored in one transaction.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_ACCEPT_H
#define EXCHANGE_ACCEPT_H

#include "base/ctx.h"

#include <jansson.h>

typedef struct {
    const char *name, *kind; /* file name; "evaluation-sheet" or "pack" */
    const char *encoding;    /* of a text: "UTF-8", "CP932" ... */
    const void *bytes;
    size_t      n;
    const char *text;        /* decoded, what sources point into */
    json_t     *records;     /* docs/record.md */
    json_t     *findings;    /* one array of findings a record, in the same order */
    json_t     *notes;       /* findings of level notice about the file itself */
} Accept;

/* Takes the bytes apart: text, records of the right shape (record_check.h), notes. Touches no store and, once the catalog
 * is loaded (base/data.h), opens no file. */
bool accept_parse(Ctx *c, const char *name, const void *bytes, size_t n, Accept *out);
/* INVALID when the text of a paper is longer than a request can carry from there to a page. */
bool accept_text_fits(Ctx *c, const char *name, size_t n);
/* Fills findings by the rules. */
bool accept_check(Ctx *c, Accept *a);
/* Reads and checks; stores nothing. false with c->err when the file cannot be taken. */
bool accept_read(Ctx *c, const char *name, const void *bytes, size_t n, Accept *out);
/* Stores what was read. *report: [{id,key,name,result:"new"|"changed"|"same",changes:[diff]}]. With
 * dry_run nothing is stored and the report says what would happen. */
bool accept_store(Ctx *c, const Accept *a, bool dry_run, json_t **report);
/* The report without trying, for a page: [{id|null,key|null,name,evaluation,base,result,changes,findings}]; base is the
 * version compared with (0: none); result is also "double" for a programme that stands in the paper twice. */
bool accept_compare(Ctx *c, const Accept *a, json_t **report);

#endif
