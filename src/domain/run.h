/* run.h -- a file of many records on its way in: the store's import lock, what became of its rows, what was wrong.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A run that did not come to its end (kill -9, a full disk) has ended_at NULL; what it had committed stands, and the same
 * file given again goes on from there, since rows that are there already count as the same. */
#ifndef DOMAIN_RUN_H
#define DOMAIN_RUN_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

typedef struct Run Run;
typedef struct {
    int64_t read, made, changed, same, broken, warnings;
} RunCount;

/* Takes the lock and notes the run; NULL with c->err (CONFLICT while another import is at work). dry: nothing is written.
 * c must outlive the run. */
Run *run_begin(Ctx *c, const char *kind, const char *name, int64_t bytes, bool dry);
/* Notes a row that could not be taken (level "error", counted as broken) or was taken with a doubt ("warning"). Stored by
 * the next run_save; at most 10,000 of a run, the others are counted. */
void run_problem(Run *r, const char *file, int64_t line, const char *field, const char *level, const char *ja, const char *en);
RunCount *run_count(Run *r);
int64_t run_id(const Run *r);
bool run_dry(const Run *r);
const char *run_kind(const Run *r);
const char *run_name(const Run *r);
/* Writes counts and problems so far; inside a transaction of the batch. */
bool run_save(Run *r, Ctx *c);
/* One act of the ledger for a batch: its payload is the file, `numbers` (an object, taken over) and one hash over the
 * batch's rows (`rows`: their own hashes one after the other). */
bool run_act(Run *r, Ctx *c, const char *act, json_t *numbers, const Buf *rows);
/* Ends the run (well: it came to its end) and gives the lock back; also after a failure. {"run","kind","file","read","new",
 * "changed","same","broken","warnings","finished","problems":[{file,line,field,level,text,text_en}] (the first 200)}. */
json_t *run_end(Run *r, bool well);
/* Runs, newest first: [{id,kind,name,bytes,started_at,ended_at,actor,read,new,changed,same,broken}]. */
json_t *run_list(Ctx *c, int limit);
/* Problems of a run: [{file,line,field,level,text,text_en}]. */
json_t *run_problems(Ctx *c, int64_t run, int64_t limit, int64_t offset);

#endif
