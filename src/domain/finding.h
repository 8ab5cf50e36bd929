/* finding.h -- what checks noticed, kept for each programme version.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A finding: {"code","level":"error|warning|notice","field","line","text","text_en","readings":[..],
 * "rule":{"title","source"},"advice","advice_en"}. */
#ifndef DOMAIN_FINDING_H
#define DOMAIN_FINDING_H

#include "base/ctx.h"

#include <jansson.h>

/* Replaces the findings of the present version of an evaluation (record_evaluation) by these, in a transaction. */
bool finding_put(Ctx *c, int64_t programme, const char *evaluation, const json_t *findings);
/* Findings of the present version of every evaluation. [{...finding, programme_id, programme_key, programme}] ; programme 0 = all; level/code may be NULL. */
json_t *finding_list(Ctx *c, int64_t programme, const char *level, const char *code);
/* The same in pages of rows, errors first, with "document_id" and "evaluation"; *total (may be NULL): how many in all. */
typedef struct {
    int64_t     programme;    /* 0: all */
    const char *level, *code; /* NULL or "": all */
    int64_t     from, limit;
} FindingAsk;
json_t *finding_page(Ctx *c, const FindingAsk *ask, int64_t *total);
/* How many there are of each kind: [{code,level,count,programmes}], errors first, then the most; level and code as above. */
json_t *finding_counts(Ctx *c, int64_t programme, const char *level);

#endif
