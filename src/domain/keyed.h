/* keyed.h -- copies of a public register on their way in: rows that have a key of their own (an organisation of ROR, a line
 * of the budget) and replace what was there when they come again with other content.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_KEYED_H
#define DOMAIN_KEYED_H

#include "base/map.h"
#include "domain/run.h"
#include "store/db.h"

typedef struct {
    const char *key, *sha256; /* given by the caller; the others are filled in */
    int64_t     id;
    bool        in, known;    /* in: it is to be written; known: its id stands already */
} KeyedRow;

typedef struct {
    Ctx        *c;
    Run        *run;
    const char *act; /* of deeds.def */
    Sql         table;
    Map         known, same; /* key -> id; key and hash -> 1 */
} Keyed;

/* query: "SELECT key, id, sha256 FROM table ORDER BY id". false with c->err. keyed_free when done, also after false. */
bool keyed_begin(Keyed *k, Ctx *c, Run *run, const char *act, Sql table, Sql query);
void keyed_free(Keyed *k);
/* Puts the rows that are `in` into the store: new ones (known false) under row[i].id, known ones over what is there. */
typedef void KeyedWrite(Keyed *k, Ctx *c, const KeyedRow *row, size_t n, const void *batch, json_t *changes);
/* A batch in one transaction with one act of the ledger, whose payload names the rows by one hash over theirs. Of a key
 * given twice the later row holds; rows that stand as they are count as the same; a dry run only counts. */
bool keyed_store(Keyed *k, KeyedRow *row, size_t n, KeyedWrite *write, const void *batch, json_t *changes);

#endif
