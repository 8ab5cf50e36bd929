/* paper_in.h -- how the files of paper.h add blocks, rows and marked numbers.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A Block pointer holds until the next block_add, a CellRow pointer until the next row_add. */
#ifndef EXCHANGE_PAPER_IN_H
#define EXCHANGE_PAPER_IN_H

#include "exchange/paper.h"
#include "format/json.h"

typedef struct {
    const char *ref, *text, *label;
} Address;

typedef struct {
    Ctx          *c;
    const json_t *rec, *form;
    Paper        *out;
    size_t        room;
    int64_t       version;    /* id of the programme version; 0: its numbers have no address (not stored, or not wished) */
    size_t        criterion_row, criterion_at; /* the row and the first of the two cells of the last criterion */
    Address      *addresses;  /* in order of appearance */
    size_t        address_count, address_room;
} Build;

/* Marks of one text while it is made. */
typedef struct {
    Mark  *v;
    size_t n;
} Marks;

/* The value of `key` in the language of the paper: a text, or {ja, en}; "" when absent. */
const char *form_text(const Build *b, const json_t *node, const char *key);
Block *block_add(Build *b, BlockKind kind, const char *text, const char *field);
void block_marks(Block *block, const Marks *m);
Block *table_add(Build *b, const char *field, const double *widths, int columns, int head_rows);
CellRow *row_add(Build *b, Block *table, const char *field);
/* A row holds at most column_count cells. */
Cell *cell_add(Block *table, CellRow *row, const char *text);
Cell *head_add(Block *table, CellRow *row, const char *text);
void cell_marks(Cell *cell, const Marks *m);
/* Marks the first `number` in `text` at or behind `from`; field is the reference behind the version ("i7.2019"),
 * label what the number is. Nothing where the text does not hold it. */
void mark_number(Build *b, Marks *m, const char *text, const char *from, const char *number, const char *field, const char *label);
/* Years of planned evaluations of one place ("overview", "summary") in `text`. */
void mark_evaluations(Build *b, Marks *m, const char *text, const char *place);

void put_cover_head(Build *b, const json_t *node);
void put_budget(Build *b, const json_t *node);
void put_plan(Build *b, const json_t *node);
void put_indicators(Build *b, const json_t *node);
void put_views(Build *b, const json_t *node);
void put_judgements(Build *b, const json_t *node);
void put_pairs(Build *b, const json_t *node);
void put_rosters(Build *b, const json_t *node);
void put_addresses(Build *b, const json_t *node);

/* A record of another type, made ready for this form: carried over what stays, emptied what the officer writes. */
const json_t *paper_prefill(Ctx *c, const json_t *record, const json_t *form);

#endif
