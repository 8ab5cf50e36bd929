/* texts.h -- the texts of a stored document one by one, for the index, for snippets and for verification.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Index and search walk the same way (texts.def), so what was indexed is what is looked at again. */
#ifndef DOMAIN_TEXTS_H
#define DOMAIN_TEXTS_H

#include "format/quick.h"
#include "store/search.h"

typedef struct {
    const char *text;
    size_t      n;
    Zone        zone;
    const char *ja, *en; /* what it is; the document's own key where texts.def has no row */
} DocText;
/* Every text in order; ends early when fn says false. */
void texts_walk(const Quick *doc, bool (*fn)(void *arg, const DocText *t), void *arg);
/* Adds all of them to the grams of document no. `no` of a batch. */
void texts_grams(const Quick *doc, Grams *g, size_t no);
/* The document behind a number of the index, read: NULL with c->err when its body is damaged. */
const Quick *texts_doc(Ctx *c, const SearchMap *map, int64_t doc);
/* A sheet's body as it came (JSON); NULL with c->err. */
char *sheet_body(Ctx *c, int64_t sheet, size_t *n);

#endif
