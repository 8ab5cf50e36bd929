/* paper_html.h -- a paper as HTML with something beside each field: for the page that reads it next to its source.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_PAPER_HTML_H
#define EXCHANGE_PAPER_HTML_H

#include "exchange/paper.h"
#include "format/html.h"

typedef struct {
    /* Writes behind the block or row that shows `field`; NULL for nothing. */
    void (*beside)(Html *h, const char *field, void *arg);
    void       *arg;
    const char *chosen; /* the field that is marked and gets id="field"; may be NULL */
    int         top;    /* level of the paper's titles: <h1> or, inside a page, <h2> */
} PaperView;

void paper_html_into(Ctx *c, const Paper *p, const PaperView *view, Html *h);

#endif
