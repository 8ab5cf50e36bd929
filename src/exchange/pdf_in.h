/* pdf_in.h -- a PDF to lines: pdftotext as a program of its own, then its pages put together.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Columns of tables come as runs of spaces, as pdftotext -layout sets them; words cut by a page stay cut: both are the
 * reader's work. Two steps, because a confined process (base/child.h) may do only the second. */
#ifndef EXCHANGE_PDF_IN_H
#define EXCHANGE_PDF_IN_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

/* The bytes of a PDF to the text of its pages, each ended by a form feed, and behind them what pdfinfo says of its
 * structure. false with INVALID for a PDF that is cut off, damaged, encrypted or too large; BROKEN when pdftotext is not
 * installed. What poppler had to mend is noted. */
bool pdf_convert(Ctx *c, const char *name, const void *bytes, size_t n, const char **text, size_t *text_n, json_t *notes);
/* Pages to lines. Where the PDF has a structure that holds what its pages show, its lines are those of the structure, as
 * docx_in.h describes them; else of the pages: running heads, feet and page numbers away. Characters that only fonts of
 * PDFs have (ligatures, radicals) become the letters they stand for. INVALID when the pages hold no text (a scan) or unreadable text. No state, no files. */
bool pdf_pages(Ctx *c, const char *name, const char *text, size_t n, Buf *out, json_t *notes);

#endif
