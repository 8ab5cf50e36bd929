/* table.h -- what people read on a terminal: aligned columns, wrapped text, a little emphasis.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Widths are those of the terminal's columns (kanji take two). On a terminal the widest text column is cut to what
 * fits; into a pipe or a file everything is written whole. Programs read --json instead. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "cli/cli.h"

typedef struct {
    const char *key;    /* dotted path in the row */
    const char *ja, *en; /* head of the column */
    bool        number; /* to the right, with thousands separators */
    bool        plain;  /* a year or an id: no separators */
} Column;

/* The rows under their heads, then the sentence (may be NULL). */
void table_print(Cli *k, const json_t *rows, const Column *cols, size_t n, const char *sum);
/* Columns of the terminal on standard output; 0 into a pipe or a file. */
size_t table_room(void);
/* A paragraph with `indent` columns before each line, broken at the room there is (100 into a pipe). */
void table_text(const char *text, size_t indent);
/* "label  value" with the value wrapped under itself; nothing when the value is empty. */
void table_fact(const char *label, const char *value);
/* A head line; bold on a terminal. */
void table_head(const char *text);
/* 970000000 -> "970百万円" / "970 million yen"; the text where there is no figure. */
const char *table_yen(Cli *k, const json_t *yen, const char *otherwise);

#endif
