/* search_in.h -- the bytes of a segment, shared by the files of search.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * gram = zone (3 bits) | first character (21) | second character (21; 0 = the run ends here).
 * A row: varint gram (the first as distance from the row's own), varint bytes*2 + (1 when a bitmap), then either
 * varint distances of document numbers, or varint first/8 and the bits. */
#ifndef STORE_SEARCH_IN_H
#define STORE_SEARCH_IN_H

#include "store/search.h"

#define GRAM(zone, a, b) ((uint64_t)(zone) << 42 | (uint64_t)(a) << 21 | (uint64_t)(b))
enum { ROW_BYTES = 12 << 10 };

/* Walks the entries of a row. */
typedef struct {
    const unsigned char *p, *end;
    uint64_t             gram;
    const unsigned char *docs; /* payload of the entry */
    size_t               n;
    bool                 bitmap;
} RowReader;
RowReader row_reader(int64_t first, const void *data, size_t n);
bool row_next(RowReader *r);
/* Documents of the present entry, rising; into room that grows. Broken bytes give fewer, never an overrun. */
typedef struct {
    int64_t *v;
    size_t   n, size;
} DocList;
void row_docs(const RowReader *r, DocList *out);

/* Writes entries in rising order of gram into rows of a segment. */
typedef struct {
    Ctx     *c;
    Bulk    *rows;
    int64_t  segment, *ids;
    Buf      row, one;
    uint64_t first, last;
    int64_t  bytes, written, postings;
} RowWriter;
void writer_begin(RowWriter *w, Ctx *c, int64_t segment);
void writer_add(RowWriter *w, uint64_t gram, const int64_t *doc, size_t n);
bool writer_end(RowWriter *w);

#endif
