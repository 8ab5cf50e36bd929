/* lines.h -- decoded text to the lines that were meant: table rows with TABs, paragraphs whole.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Three steps, each of which leaves a paper alone that does not need it:
 *   pages    page numbers and form feeds go
 *   columns  no TAB in the whole paper: runs of spaces become TABs where lines stand under each other (columns.c)
 *   unwrap   lines broken at one right margin become paragraphs again
 * Every line keeps the first and last line of the paper it came from. All of it takes time and memory
 * proportional to the text. */
#ifndef EXCHANGE_LINES_H
#define EXCHANGE_LINES_H

#include "base/ctx.h"

typedef struct {
    char *s;           /* UTF-8, cells divided by TAB */
    int   first, last; /* 1-based lines of the paper */
} RawLine;

typedef struct {
    RawLine *v;
    size_t   n;
    int      wrap;     /* the right margin where lines were broken, in columns; 0 when they were not */
    bool     columns;  /* TABs were made of spaces */
} RawText;

enum { LINES_MAX = 2000000, LINE_CELLS_MAX = 1000, TEXT_BYTES_MAX = 32 << 20 };

/* false with c->err (INVALID, "line N") when the paper is longer than we read. */
bool lines_read(Ctx *c, const char *text, RawText *out);

/* The steps, for their tests. */
void lines_columns(Arena *mem, RawText *t);
void lines_unwrap(Arena *mem, RawText *t);

/* Columns that a text takes on paper: wide signs take two. */
int text_columns(const char *s);
/* Whether a paragraph of its own begins here: a list mark, a heading number, a bracketed label, an indent. */
bool line_begins(const char *s);
/* Whether a sentence or a closed phrase ends here. */
bool line_closes(const char *s);

#endif
