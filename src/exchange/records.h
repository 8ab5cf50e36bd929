/* records.h -- registers of other people, record by record: read, held in batches, stored.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_RECORDS_H
#define EXCHANGE_RECORDS_H

#include "base/map.h"
#include "exchange/import.h"

/* A record that is read: takes it over into its own batch; texts of the JSON live in `mem` until the batch is stored.
 * False when it cannot be taken (the problem was reported with records_problem). */
typedef struct Records Records;
typedef bool (*RecordTake)(Records *r, const json_t *record, const char *sha256, void *state);
/* Stores the batch in a transaction of its own. */
typedef bool (*RecordStore)(Records *r, void *state);
struct Records {
    Import     *i;
    Arena      *mem;     /* of the batch */
    const char *file;
    int64_t     line;
    size_t      n;       /* records in the batch */
    RecordTake  take;
    RecordStore store;
    void       *state;
    Map         seen;    /* keys of records of this file */
};
enum { RECORDS_BATCH = 2000 };
void records_problem(Records *r, const char *field, const char *level, const char *ja, const char *en);
/* All members of the source: lists, lines, or the list under the key. */
bool records_import(Import *i, const char *under, RecordTake take, RecordStore store, void *state);
/* Warns when a record of the file had this key before: the later one holds. */
void records_once(Records *r, const char *key, const char *field);
/* A text of a record that is not blank, trimmed; else NULL. */
const char *records_text(Records *r, const json_t *record, const char *path);

#endif
