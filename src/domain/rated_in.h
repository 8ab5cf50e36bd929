/* rated_in.h -- shared by the files of rated.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_RATED_IN_H
#define DOMAIN_RATED_IN_H

#include "domain/rated.h"

#include "domain/query_plain.h"

/* [{path,old,new}] of two rows as printed. */
json_t *rated_difference(Ctx *c, const char *was, const char *is);
/* Adds " FROM rated e WHERE e.newest = 1 AND ..." for what is asked. */
void rated_where(Ctx *c, const RatedAsk *ask, const Query *q, SqlBuild *b);

#endif
