/* keyed.h -- copies of a public register on their way in: rows that have a key of their own (an organisation of ROR, a line
 * of the budget) and replace what was there when they come again with other content.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_KEYED_H
#define DOMAIN_KEYED_H

#include "base/map.h"
#include "domain/run.h"
#include "store/db.h"

#include <stddef.h>

typedef struct {
    const char *key, *sha256; /* of the item of the batch */
    int64_t     id, old;      /* where it goes; what stands under its key, 0: nothing */
    bool        in;           /* it is to be written */
} KeyedRow;

typedef struct Keyed Keyed;
/* Says how row i differs from `old`. */
typedef void KeyedNote(Ctx *c, int64_t old, const void *batch, size_t i, json_t *changes);
/* Puts the rows that are `in` into the store, under row[i].id. */
typedef void KeyedWrite(Keyed *k, Ctx *c, const KeyedRow *row, size_t n, const void *batch);

struct Keyed {
    Ctx        *c;
    Run        *run;
    const char *act, *of; /* of deeds.def; what the rows are of, or NULL: told in the ledger */
    Sql         table;
    size_t      size, key, sha256; /* of an item of a batch: its size, and where its texts of these names stand (offsetof) */
    bool        versions; /* other content is a version of its own with an id of its own; else it is written over */
    KeyedNote  *note;
    KeyedWrite *write;
    Map         known, stands; /* key -> id, and -> the beginning of the hash of what stands there */
};

/* Takes what the store knows: "SELECT key, id, sha256 FROM table ORDER BY id" of these values. The rest of *k is given by
 * the caller. false with c->err. keyed_free when done, also after false. */
bool keyed_begin(Keyed *k, Sql query, size_t n, const Val *v);
void keyed_free(Keyed *k);
/* A batch in one transaction with one act of the ledger, whose payload names the rows by one hash over theirs. Of a key
 * given twice the later row holds; rows that stand as they are count as the same; the first CHANGES that are other are
 * told in `changes`; a dry run writes nothing. */
bool keyed_store(Keyed *k, const void *batch, size_t n, json_t *changes);

#endif
