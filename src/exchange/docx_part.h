/* docx_part.h -- shared by the parts of the reader of Word files.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_DOCX_PART_H
#define EXCHANGE_DOCX_PART_H

#include "exchange/docx_list.h"

/* Something a reader of the lines does not see: told once, with its number and first line. */
typedef struct {
    const char *ja, *en, *code;
    int         n, line;
} Loss;

typedef struct {
    Ctx           *c;
    const char    *name;
    DocxLists     *lists;
    const xmlNode *footnotes, *endnotes;
    Buf           *out;   /* the lines of the body */
    Buf           *line;  /* the paragraph being made */
    Buf           *boxes; /* text boxes met in it */
    Buf           *foot;  /* notes waiting for the end of their section */
    int            foot_no, depth, line_no;
    bool           in_note;
    Loss           ins, del, comment, picture;
} Docx;

/* The body of word/document.xml to d->out. */
bool docx_body(Docx *d, const xmlNode *root);

#endif
