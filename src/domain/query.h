/* query.h -- the query language: one parser for lists, search, exports, API and command line.
 * SPDX-License-Identifier: Apache-2.0
 *
 *   量子 計算            both words, anywhere in one sheet or report      "量子 計算機"   as they stand together
 *   ministry:文部科学省  field (domain/query.def lists them, with their Japanese names: 府省:文部科学省)
 *   money>10億  fy:2020..2023  fy>=2024    amounts and years compared
 *   has:indicator  (or has-indicator)      has:outcome has:report has:sheet has:payee
 *   A OR B   A | B   -A   ( ... )          either, not, together; a space means and
 *
 * What cannot be understood is not dropped: it becomes a problem that the face shows. */
#ifndef DOMAIN_QUERY_H
#define DOMAIN_QUERY_H

#include "store/search.h"

#include <jansson.h>

typedef enum { TERM_AND, TERM_OR, TERM_NOT, TERM_WORD, TERM_FIELD } TermKind;

typedef struct Term Term;
struct Term {
    TermKind    kind;
    Term       *first, *next;   /* parts of AND, OR, NOT */
    Zone        zone;           /* TERM_WORD, and fields that look into a zone */
    const char *text;           /* as typed, without quotes */
    uint32_t   *cp;             /* folded */
    size_t      n;
    int         field, op;      /* TERM_FIELD: row of query.def; '=' '<' '>' 'l' (<=) 'g' (>=) 'r' (a..b) */
    int64_t     low, high;      /* years and yen */
};

typedef struct {
    const char *text;           /* as typed */
    Term       *root;           /* an AND */
    json_t     *problems;       /* [{text, text_en}] */
    bool        filtered;       /* has parts that are not plain words */
} Query;

/* Never fails for what is typed; "" and NULL ask for everything. */
Query *query_read(Ctx *c, const char *text);
/* The documents that hold all plain words of the query in one text, the years asked for kept; NULL when it has no
 * plain word. *exact turns false where long words were looked up by their pairs only. */
Docs *query_docs(Ctx *c, const Query *q, bool *exact);
/* Adds " AND ..." over programme_face f for everything else; with `words` also for the plain words. */
void query_where(Ctx *c, const Query *q, SqlBuild *b, const Docs *words, bool *exact);
/* Adds " AND ..." over sheet_face s for all of the query, words too: the sheets themselves that fit. */
void query_sheets(Ctx *c, const Query *q, SqlBuild *b, bool *exact);
/* The programmes of live documents, each once, in the order of the documents. */
int64_t *query_programmes(Ctx *c, const Docs *d, size_t *n);
/* Adds " AND ...": the programme is one of those that the documents belong to. */
void query_in_docs(Ctx *c, SqlBuild *b, const Docs *d);
/* The folded text as a pattern for LIKE ... ESCAPE '!'. */
const char *query_like(Ctx *c, const char *text);
/* Whether the folded text holds the folded word; the first place in *at. */
bool query_holds(const uint32_t *text, size_t n, const Term *word, size_t from, size_t *at);

#endif
