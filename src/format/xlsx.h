/* xlsx.h -- an Excel file made in memory; libxlsxwriter writes only to a path.
 * SPDX-License-Identifier: Apache-2.0
 *
 *     Xlsx x;
 *     if (!xlsx_begin(c, title, author, false, &x))
 *         return false;
 *     lxw_worksheet *w = workbook_add_worksheet(x.book, xlsx_sheet_name(c->mem, &x, title));
 *     ...
 *     return xlsx_end(c, &x, out); */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "base/buf.h"
#include "base/ctx.h"

#include <xlsxwriter.h>

typedef struct {
    lxw_workbook *book;
    int           fd;        /* the file in memory */
    const char   *names[64]; /* sheet names given out */
    int           n;
} Xlsx;

/* The book's creation time is c->now, so the same content gives the same bytes. constant_memory: rows must then be
 * written from the top, and each row at once. */
bool xlsx_begin(Ctx *c, const char *title, const char *author, bool constant_memory, Xlsx *out);
/* Closes the book and adds its bytes; also after a failure, when it only closes. */
bool xlsx_end(Ctx *c, Xlsx *x, Buf *out);
/* A name Excel accepts (31 characters, none of []:*?/\), not used before in this book. */
const char *xlsx_sheet_name(Arena *mem, Xlsx *x, const char *wish);
/* Text as a cell takes it: at most 32,767 characters of UTF-16, no control characters. */
const char *xlsx_text(Arena *mem, const char *s);
/* Columns of half-width characters that a text takes: 2 for each full-width one; the longest of its lines. */
double xlsx_columns(const char *s);
/* Lines that a text takes in a column so wide. */
int xlsx_lines(const char *s, double columns);

#endif
