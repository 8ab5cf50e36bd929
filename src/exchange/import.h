/* import.h -- files of many records into the store: streamed, in batches, restartable.
 * SPDX-License-Identifier: Apache-2.0
 *
 * imports.def is the table of kinds. A kind is guessed from the first member's first bytes, or forced. What a file's
 * damage or a broken row costs is only itself: batches before it stand, the problem is reported with its place. */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H

#include "domain/run.h"
#include "format/source.h"

typedef struct Import Import;
struct Import {
    Ctx        *c;       /* of the store */
    Ctx         in;      /* of the file: its failure ends the reading and is reported, the run ends well with what there was */
    const char *path, *name;
    const char *const *paths; /* kinds that gather: all files of one run, path the first of them */
    size_t      path_n;
    Source     *source;
    Run        *run;
    bool        dry_run;
    unsigned    threads; /* 0: as many as there are processors, at most 4 */
    json_t     *changes; /* differences of changed records */
    /* Called now and then with bytes read of bytes there are; may be NULL. */
    void      (*progress)(void *arg, int64_t done, int64_t size, int64_t rows);
    void       *arg;
    json_t     *tables;  /* of kinds that gather: rows by table, NULL for others */
    bool        unfinished; /* a file of several was damaged: the run did not come to its end */
    int64_t     done, size; /* of readers that know better than the source; size 0: the source's */
};

/* The kind of a file ("review-sheets", ...), by its content, or NULL when it is none of these (no failure: it may be a
 * paper). as: a kind forced; INVALID when there is no such kind. */
const char *import_guess(Ctx *c, const char *path, const char *as);
/* Takes the file in. *report: run_end's, with "changes". False when the store failed or the file cannot be opened; broken
 * rows are not a failure. */
bool import_file(Import *i, const char *kind, json_t **report);
/* Whether files of the kind given together are read as one (the tables of one sheet). */
bool import_gathers(const char *kind);
/* Calls progress. */
void import_said(Import *i, int64_t rows);
/* [{kind, text, text_en}] */
json_t *import_kinds(Ctx *c);

#define IMPORT(kind, guess, read, gathers, ja, en)                                                                              \
    bool guess(const char *name, const char *head, size_t n);                                                          \
    bool read(Import *i);
#include "exchange/imports.def"
#undef IMPORT

#endif
