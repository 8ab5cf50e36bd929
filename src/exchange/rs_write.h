/* rs_write.h -- programmes as the tables of the review-sheet system: the official columns, a mark of UTF-8, CR LF.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Columns and their order are those that the reader knows (rs_layout.h). A sheet that came from the system is written as it
 * came, so that it is read again as the same; a JUDGIT! sheet, and a programme known only by its evaluation report, is laid
 * out by catalog/exchange/rs.yaml. */
#ifndef EXCHANGE_RS_WRITE_H
#define EXCHANGE_RS_WRITE_H

#include "exchange/rs_layout.h"

/* Takes rows of one file: "2-1_RS_2024_予算・執行_サマリ.csv"; `head` is what it begins with. */
typedef bool (*RsTake)(void *arg, const char *file, const char *head, size_t head_n, const char *rows, size_t n);

typedef struct RsWrite RsWrite;
/* tables: "1-2,2-1,3-1,3-2", NULL for these four, "all"; fy: only sheets of this year, 0: all. NULL with c->err. */
RsWrite *rs_write_begin(Ctx *c, const char *tables, int64_t fy, RsTake take, void *arg);
/* All its sheets; *sheets counts up. */
bool rs_write_programme(RsWrite *w, int64_t programme, int64_t *sheets);

/* rs_lay_out.c: a sheet of another source (a row of review_rows and its body), or a record where sheet is NULL, as a document
 * like those the reader makes: columns of the head, and tables as lists of rows. In c->mem. */
json_t *rs_lay_out(Ctx *c, const RsLayout *l, const json_t *map, const json_t *sheet, const json_t *body, const json_t *record);

#endif
