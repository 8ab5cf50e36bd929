/* query_plain.h -- the query language over one table that is no list of programmes: lines of the budget, ratings.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The words, OR, -, brackets and comparisons are those of domain/query.h; a list says which fields it has. A field that it
 * has not is a problem that the face shows, and fits nothing. */
#ifndef DOMAIN_QUERY_PLAIN_H
#define DOMAIN_QUERY_PLAIN_H

#include "domain/query.h"

typedef struct {
    const char *field; /* name in domain/query.def */
    Sql         column;
    enum { PLAIN_NUMBER, PLAIN_TEXT, PLAIN_MINISTRY } kind;
} PlainField;

/* Adds " AND (...)" for each part of the query; words are looked for in the folded column `words`. */
void query_plain(Ctx *c, const Query *q, SqlBuild *b, Sql words, const PlainField *field, size_t n);

#endif
