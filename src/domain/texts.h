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
/* The bodies (JSON) of documents of the index, in any order: two statements for all of them. `in` has an arena that is
 * emptied after each call of fn; true when all were read. */
typedef bool TextsBody(void *arg, Ctx *in, int64_t doc, char *body, size_t n);
bool texts_bodies(Ctx *c, const SearchMap *map, const Docs *docs, TextsBody *fn, void *arg);
/* A body read; NULL with c->err when it is damaged. */
const Quick *texts_read(Ctx *c, int64_t doc, char *body, size_t n);
/* Whether the body surely holds the word, letter by letter, in one of the texts that are walked. false: not known, and
 * the folded texts tell. Most documents that the index names do, and need not be read. */
bool texts_plain(const char *body, size_t n, const char *word);
/* A sheet's body as it came (JSON); NULL with c->err. */
char *sheet_body(Ctx *c, int64_t sheet, size_t *n);

#endif
