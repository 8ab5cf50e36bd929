/* docx_in.h -- a Word file to lines, as intake gives them.
 * SPDX-License-Identifier: Apache-2.0
 *
 * One line a paragraph, "----------" for a rule drawn by an empty one; one line a table row, its cells divided by TAB,
 * with an empty cell for every further column a merged cell covers (to the right and below). A break inside a
 * paragraph or a cell is VT (\v). Tables of one column are frames: their content comes as lines. Automatic numbers and
 * bullets are printed as Word prints them. Footnotes follow, behind a rule, where their section of the document
 * ends; the reference, like any raised text, stands as <sup>1</sup>. Text boxes follow their paragraph. Tracked changes are read as accepted.
 * Left out: headers, footers, comments, tables of contents, hidden text, pictures; tracked changes, comments and
 * pictures are told in a notice each, added to `notes`.
 */
#ifndef EXCHANGE_DOCX_IN_H
#define EXCHANGE_DOCX_IN_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

/* No state, no files: made for fuzzing and for a confined process. false with INVALID for what is damaged, over the
 * caps, protected, or another kind of file in a zip (Excel, PowerPoint, OpenDocument), saying what to do. */
bool docx_read(Ctx *c, const char *name, const void *bytes, size_t n, Buf *text, json_t *notes);
/* Old binary Office files and protected ones begin with the same eight bytes; says which, and what to do.
 * Always false, with INVALID. */
bool ole_refuse(Ctx *c, const char *name, const void *bytes, size_t n);

#endif
