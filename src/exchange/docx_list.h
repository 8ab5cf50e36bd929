/* docx_list.h -- automatic numbers and bullets of Word paragraphs.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_DOCX_LIST_H
#define EXCHANGE_DOCX_LIST_H

#include "base/buf.h"
#include "base/ctx.h"

#include <libxml/tree.h>

typedef struct DocxLists DocxLists;

/* From the roots of word/numbering.xml and word/styles.xml; each may be NULL. */
DocxLists *docx_lists(Ctx *c, const xmlNode *numbering, const xmlNode *styles);
/* Counts the paragraph and adds its mark with the space behind it ("1. ", "（1）", "① ", "・"); nothing for a plain one. */
void docx_list_mark(DocxLists *l, const xmlNode *paragraph, Buf *out);
/* The name of the paragraph's style ("heading 1", "toc 2"), or "". */
const char *docx_style_name(const DocxLists *l, const xmlNode *paragraph);
/* The w:pPr of its style; NULL for none. */
const xmlNode *docx_style_ppr(const DocxLists *l, const xmlNode *paragraph);
/* A number in one of Word's formats: decimalEnclosedCircle 3 -> ③. */
void docx_number(Buf *out, const char *format, int n);

#endif
