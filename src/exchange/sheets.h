/* sheets.h -- review sheets through the store in batches: read here, made ready in threads, written in order.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A reader gives sheets as JSON texts one after the other; a maker turns one into a Sheet. Readers run in the thread of
 * the import, makers in others, and the writing again in the import's own, in the order of the file. Memory is bounded
 * by the batches on their way (about 8 MB of text each), whatever the file's size. */
#ifndef EXCHANGE_SHEETS_H
#define EXCHANGE_SHEETS_H

#include "domain/review.h"
#include "exchange/import.h"
#include "format/quick.h"

typedef struct {
    const char *text, *file; /* copied by the pipeline; file must live as long as the import */
    size_t      n;
    int64_t     line;
    const SheetPart *part; /* what it was made of; lives as long as the import */
    size_t      parts;
} RawSheet;

/* Where a maker says what is wrong; kept with the batch and reported in order. */
typedef struct SheetBatch SheetBatch;
void sheet_problem(SheetBatch *b, const char *field, const char *level, const char *ja, const char *en);
Arena *sheet_mem(SheetBatch *b);
/* What the reader's `state` was; makers run beside the reader and only look at it. */
const void *sheet_state(const SheetBatch *b);

/* The next sheet, false at the end of the file (or with i->in failed). */
typedef bool (*SheetReader)(Import *i, void *state, RawSheet *out);
/* Fills s from the document; false when it cannot be taken (a problem of level error was given). */
typedef bool (*SheetMaker)(SheetBatch *b, const Quick *doc, Sheet *s);
bool sheets_import(Import *i, SheetReader reader, void *state, SheetMaker maker);

/* For makers: a list of what `T` is, in the arena, of n. */
#define SHEET_LIST(b, T, n) ((size_t)(n) > 0 ? NEWN(sheet_mem(b), T, n) : NULL)
/* Yen of an amount in units of `unit` yen; false with a warning when it is no plausible amount (over 9,000 trillion). */
bool sheet_yen(SheetBatch *b, const char *field, double amount, double unit, int64_t *yen);
/* A fiscal year from 1868 to 2100; false with a warning for others. */
bool sheet_year(SheetBatch *b, const char *field, int64_t year, bool row); /* row: the whole row is left out, else the cell */

#endif
