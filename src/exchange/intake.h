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
 * truncated or over-long input. docx: zip + XML, tables to TAB rows, a break inside a cell or paragraph as VT (\v); pdf:
 * pdftotext in a child with limits. */
bool intake_read(Ctx *c, const char *name, const void *bytes, size_t n, Intake *out);
/* The part of the reading that runs another program: a PDF to the text of its pages (with form feeds); the
 * bytes of all other kinds come back as they are. For whoever hands the bytes to a confined process, which may run
 * nothing: intake_read takes that text under the name of the PDF, "x.pdf", for what it is. Findings about the conversion are
 * added to `notes`. */
bool intake_convert(Ctx *c, const char *name, const void *bytes, size_t n, const void **out, size_t *out_n, json_t *notes);
/* "evaluation-sheet", "pack" or NULL when the text is not a form we know (*why says what was missing). */
const char *intake_guess(Ctx *c, const Intake *in, const char **why);

#endif
