/* pdf_struct.h -- the structure of a tagged PDF to lines: tables with their cells, paragraphs whole.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Word, LibreOffice and we ourselves write PDFs that say what is a table, a row, a cell and a paragraph (ISO 32000-1,
 * 14.8). pdfinfo -struct-text prints it; this makes the lines of it that docx_in.h describes. No state, no files. */
#ifndef EXCHANGE_PDF_STRUCT_H
#define EXCHANGE_PDF_STRUCT_H

#include "base/buf.h"
#include "base/ctx.h"

/* Lines of the document; false when the print holds no structure (nothing is added to `out`). */
bool pdf_struct_lines(Ctx *c, const char *print, Buf *out);

/* What the pages show and the structure does not have. */
typedef struct {
    size_t      letters, missing; /* of the pages; of them not in the structure */
    const char *words[5];         /* the first that are missing */
    size_t      n;
} StructGap;
/* `pages`: their text without what repeats on each. Any word of a page must stand somewhere in the structure. */
void pdf_struct_compare(Ctx *c, const char *pages, const char *lines, StructGap *out);

#endif
