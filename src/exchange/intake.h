/* intake.h -- a file of any kind to text with lines, or a clear refusal.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_INTAKE_H
#define EXCHANGE_INTAKE_H

#include "base/ctx.h"

#include <jansson.h>

typedef struct {
    const char *kind;     /* "text", "docx", "pdf", "pack", "unknown" */
    const char *encoding; /* "UTF-8", "UTF-8-BOM", "CP932", "UTF-16LE", "UTF-16BE" */
    const char *text;     /* UTF-8, LF line ends, cells of table rows divided by TAB */
    size_t      n;
    json_t     *notes;    /* findings of level notice: encoding converted, ... */
} Intake;

/* bytes -> Intake. false with c->err (INVALID; field = "file:line") for binaries, empty,
 * truncated or over-long input. docx: zip + XML, tables to TAB rows; pdf: pdftotext in a child
 * with limits. */
bool intake_read(Ctx *c, const char *name, const void *bytes, size_t n, Intake *out);
/* "evaluation-sheet", "pack" or NULL when the text is not a form we know (*why says what was missing). */
const char *intake_guess(Ctx *c, const Intake *in, const char **why);

#endif
