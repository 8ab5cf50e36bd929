/* search.h -- the index of text: which documents hold which two characters that stand side by side.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Japanese has no spaces between words, so every pair of neighbouring characters of the folded text (base/fold.h)
 * is a key (a *gram*), and a word is looked for as all of its pairs. The answer for one or two characters is exact;
 * for longer words it is a superset that the caller holds against the text itself. Zones keep names, indicators and
 * payees apart from the whole text. The same tables and the same C serve both databases (docs/decisions/0010-search.md
 * says what was measured against FTS5 and tsvector).
 *
 * A batch of documents is written as one *segment* (rows of about 12 kB, sorted by gram) in the transaction of the
 * documents, so a document is found as soon as it is stored; search_tidy melts segments together. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/db.h"

typedef enum { ZONE_ALL, ZONE_NAME, ZONE_INDICATOR, ZONE_PAYEE, ZONE_COUNT } Zone;

/* Grams of a batch of documents, gathered without a store: any thread may do it. */
typedef struct {
    uint64_t *v, *spare; /* spare: for sorting */
    size_t    n, size, spare_size;
    uint32_t *cp;        /* one text folded */
    size_t    room;
    uint64_t  lately[4096]; /* what was added a moment ago is not added again */
} Grams;
enum { GRAMS_DOCS = 1 << 19 };
void grams_free(Grams *g);
/* Empties it and keeps its room for the next batch. */
void grams_reset(Grams *g);
/* Adds one run of text of document no. `doc` of the batch; pairs do not reach over the end of a run. Documents come in
 * rising order. */
void grams_add(Grams *g, size_t doc, Zone zone, const char *text, size_t n);
/* Sorts, and drops what is there twice; before search_add. */
void grams_sort(Grams *g);

/* Adds the sorted grams of other batches, whose documents are numbered on from `first[i]`; the result is sorted. */
void grams_join(Grams *to, const Grams *const *from, const size_t *first, size_t n);

/* Writes a segment, in a write transaction. doc[i] is the number of document i, rising with i; 0 leaves it out. */
bool search_add(Ctx *c, const Grams *g, const int64_t *doc, size_t n);
/* Melts segments together when there are many (or when `all`), dropping documents that are no longer live.
 * Opens its own transaction. */
bool search_tidy(Ctx *c, bool all);

/* A set of document numbers. */
typedef struct {
    uint64_t *bits;
    size_t    words; /* of 64 */
} Docs;
#define DOCS_HAS(d, i) ((size_t)(i) / 64 < (d)->words && ((d)->bits[(size_t)(i) / 64] >> ((size_t)(i) % 64) & 1))
/* Documents that hold every pair of the folded word; all = true where the word folds to nothing. */
Docs *search_word(Ctx *c, Zone zone, const uint32_t *cp, size_t n);
void docs_and(Docs *a, const Docs *b);
size_t docs_count(const Docs *d);

/* Which documents hold a pair: of many pairs at once, each in its own zone; b 0: the run ends behind a. doc is rising; a pair
 * that more than `most` documents hold is only said to be common, with about how many. Dead documents may be among them. */
typedef struct {
    Zone     zone;
    uint32_t a, b;
    int64_t *doc;
    size_t   n;
    bool     common;
} PairDocs;
bool search_pairs(Ctx *c, PairDocs *pair, size_t n, size_t most);

/* What is known of each document, by number; kept beside the Db and read again when the store has changed. */
typedef struct {
    int64_t  generation, max; /* greatest number */
    int64_t  programmes;      /* greatest programme of a live one */
    int64_t *programme, *ref;
    int16_t *fy;
    uint8_t *kind;            /* SEARCH_* */
    uint8_t *live;
} SearchMap;
enum { SEARCH_SHEET = 0, SEARCH_REPORT = 1 };
const SearchMap *search_map(Ctx *c);
/* Makes a document number known, in a write transaction that ends with search_changed. */
bool search_doc(Ctx *c, int64_t doc, int64_t programme, int kind, int64_t ref, int64_t fy);
bool search_changed(Ctx *c);

#endif
