/* csv.h -- CSV as offices publish it (RFC 4180), read as a stream.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A byte order mark, CR LF or LF, line feeds and doubled quotes inside quoted cells. A quote that is never closed, or one
 * with text behind it, costs only the line it stands on: reading goes on with the next one. Bytes are not decoded; in
 * CP932 no second byte is a quote, a comma or a line feed, so such files are cut into cells the same way. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "format/source.h"

typedef struct {
    const char *s; /* NUL-ended; a cell may hold a NUL itself, which n tells */
    size_t      n;
} CsvCell;
typedef struct {
    Ctx     *c;        /* of the source: once it failed, half a record is none */
    Source  *s;
    char    *buf, *text;
    size_t   n, at, size, text_n, text_size;
    CsvCell *cell;
    size_t   cells, room;
    size_t   from, to; /* bytes of the record last given, in buf */
    int64_t  line;     /* on which it begins, from 1 */
    int64_t  next;
    bool     end, begun;
    bool     torn;     /* the record last given, or refused, ends with the file and without a line end */
} Csv;
enum { CSV_RECORD_BYTES = 8 << 20, CSV_CELLS = 4096 };
typedef enum { CSV_END, CSV_ROW, CSV_OPEN_QUOTE, CSV_JUNK, CSV_LARGE } CsvStep;

void csv_begin(Csv *v, Ctx *c, Source *s);
/* The next record in cell[0..cells), valid until the next call; blank lines are stepped over. A step above CSV_ROW names
 * what is wrong with the line `line`; the next call goes on with the line after it. */
CsvStep csv_next(Csv *v);
/* For a record that the caller finds wrong though it could be cut: where it took more than one line, goes on with the
 * line after its first, since a stray quote may have swallowed the others. */
void csv_again(Csv *v);
/* The first bytes, `n` or fewer, without taking them. */
const char *csv_peek(Csv *v, size_t *n);
void csv_end(Csv *v);

#endif
