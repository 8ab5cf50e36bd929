/* paper.h -- a printed paper as blocks; every output format draws the same blocks.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A form file (catalog/forms) with a record makes a Paper; paper_html, paper_md, paper_pdf,
 * paper_docx and paper_xlsx draw it. All texts are UTF-8 in the arena. */
#ifndef EXCHANGE_PAPER_H
#define EXCHANGE_PAPER_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

typedef enum { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;

typedef struct {
    const char *text;       /* line feeds are breaks */
    int         colspan;    /* 0 and 1 mean one */
    int         rowspan;    /* 0 and 1 mean one; covered cells are left out of their rows */
    bool        head;       /* heading cell: shaded */
    Align       align;
    const char *ref;        /* permanent short address of a number, "" or NULL when none: "i12.2019" */
} Cell;
typedef struct {
    Cell  *cells;
    size_t n;
} CellRow;

typedef struct {
    enum { BLOCK_TITLE, BLOCK_HEADING, BLOCK_TEXT, BLOCK_LIST, BLOCK_TABLE, BLOCK_NOTE, BLOCK_PAGE_BREAK, BLOCK_RIGHT, BLOCK_CENTER } kind;
    int          level;     /* headings 1..4 */
    const char  *text;      /* TITLE HEADING TEXT NOTE RIGHT CENTER */
    const char **items;     /* LIST */
    size_t       item_count;
    CellRow     *rows;      /* TABLE */
    size_t       row_count;
    int          head_rows; /* repeated when the table breaks over pages */
    const double *widths;   /* share of each column, sum 1; column_count of them */
    int          column_count;
    const char  *field;     /* record path it shows, for the page that reads it beside its source; may be NULL */
} Block;

typedef struct {
    const char *title, *lang, *author, *footer; /* footer: programme name and permanent address */
    Block      *blocks;
    size_t      n;
} Paper;

/* parts: "all" or a comma list of cover,rosters,overview,form. base_url may be "" (addresses
 * are then printed without host). type "ex-ante", "interim", "ex-post". */
bool paper_build(Ctx *c, const json_t *record, const char *type, const char *parts, const char *base_url, Paper *out);
bool paper_html(Ctx *c, const Paper *p, bool whole_page, Buf *out);
bool paper_md(Ctx *c, const Paper *p, Buf *out);
bool paper_pdf(Ctx *c, const Paper *p, Buf *out);
bool paper_docx(Ctx *c, const Paper *p, Buf *out);
bool paper_xlsx(Ctx *c, const Paper *p, Buf *out);

#endif
