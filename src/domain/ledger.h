/* ledger.h -- every act: who, when, what, on what; chained by hash.
 * SPDX-License-Identifier: Apache-2.0
 *
 * row hash = SHA-256 of "seq|at|actor|act|subject|payload_sha256|prev_hash". Written in
 * the same transaction as the act (fails outside one). */
#ifndef DOMAIN_LEDGER_H
#define DOMAIN_LEDGER_H

#include "base/ctx.h"

#include <jansson.h>

/* act: "programme.put"; subject: "programme:3"; payload: canonical JSON or "". */
bool ledger_act(Ctx *c, const char *act, const char *subject, const char *payload);
/* [{seq,at,actor,act,subject,payload,payload_sha256,prev_hash,hash}] newest first; before_seq 0 = from the newest. */
json_t *ledger_list(Ctx *c, const char *subject, int64_t before_seq, int limit);
/* The same narrowed by subject ("programme:3", or "programme" for all of them), actor and act (NULL or "": any);
 * *total (may be NULL): how many fit in all. oldest: from before_seq upwards, oldest first. */
typedef struct {
    const char *subject, *actor, *act;
    int64_t     before_seq;
    bool        oldest;
    int         limit;
} LedgerAsk;
json_t *ledger_page(Ctx *c, const LedgerAsk *ask, int64_t *total);
/* The same rows for people: {seq,at,act,subject,hash,actor} with "named" (what the subject is called: a programme's, a
 * paper's, a person's name) and "who" (the name of the person who acted); each absent where nothing has such a name. */
json_t *ledger_told(Ctx *c, const LedgerAsk *ask, int64_t *total);
/* What an act or the kind of a subject is called: "programme.put" -> 事業を登録; the word itself when it has no name. */
const char *ledger_act_label(const Ctx *c, const char *act);
/* The acts there are: ["programme.put"]; at most 100. */
json_t *ledger_acts(Ctx *c);
/* Walks the chain, then holds the records against it (ledger_held.c); *rows checked; *broken = first bad seq, or 0 when
 * nothing is wrong or what is wrong is on no act; *why a sentence, NULL when nothing is wrong. */
bool ledger_verify(Ctx *c, int64_t *rows, int64_t *broken, const char **why);
/* Every version of a programme is what its act says, and each act has its version. */
bool ledger_records_held(Ctx *c, int64_t *broken, const char **why);
/* The same of the bytes of every document: reads them all. */
bool ledger_documents_held(Ctx *c, int64_t *broken, const char **why);

/* The newest act: its hash and instant, "" and "" for an empty ledger. What was read at one head holds until the
 * head moves. */
bool ledger_head(Ctx *c, const char **hash, const char **at);

#endif
