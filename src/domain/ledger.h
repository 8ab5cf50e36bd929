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
/* Walks the chain; *rows checked; *broken = first bad seq or 0; *why a sentence. */
bool ledger_verify(Ctx *c, int64_t *rows, int64_t *broken, const char **why);

/* The newest act: its hash and instant, "" and "" for an empty ledger. What was read at one head holds until the
 * head moves. */
bool ledger_head(Ctx *c, const char **hash, const char **at);

#endif
