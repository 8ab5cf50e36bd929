/* rated.h -- evaluations made under other frameworks: stored as versions, found, shown, counted.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A rating is a grade for a criterion by a rater: "independent", or "self" where the subject rates itself. Grades are compared only
 * on the scale of their criterion; what is not rated is no grade, and counted apart. Words of the framework come from
 * domain/framework.h, so a renamed grade or a new language changes no row. */
#ifndef DOMAIN_RATED_H
#define DOMAIN_RATED_H

#include "domain/run.h"

typedef struct { const char *criterion, *rater, *grade, *printed; int64_t step; } RatedGrade; /* grade NULL: none */
typedef struct { const char *fact, *value; } RatedFact;
typedef struct {
    const char *framework, *key, *number, *name, *kind, *as_of, *programme, *body, *sha256; /* programme: key in this store, or NULL */
    int64_t     fy, from_fy, to_fy, line, apart; /* 0: none; apart INT64_MIN: not both raters */
    RatedGrade *grade;
    RatedFact  *fact;
    size_t      grades, facts;
} RatedRow;

typedef struct Rated Rated;
Rated *rated_begin(Ctx *c, Run *run, const char *framework);
/* A batch in one transaction with one act of the ledger; differences of changed rows: [{key,name,fy,changes:[{path,old,new}]}]. */
bool rated_store(Rated *r, const RatedRow *row, size_t n, json_t *changes);
void rated_free(Rated *r);

/* What is asked for; NULL and 0 for all. query: words, name, fy, from, to, kind (domain/query_plain.h). grade: "outcome:MS", of the
 * independent rater, "outcome:" for not rated; of the subject itself with "self." in front. apart: "over", "under", "same", "both":
 * how the own rating of the main criterion stands to the independent one. fact, value: pairs. */
enum { RATED_FACTS = 8 };
typedef struct {
    const char *framework, *query, *grade, *apart, *sort;
    const char *fact[RATED_FACTS], *value[RATED_FACTS];
    size_t      facts;
    int64_t     programme;
    bool        down;
    int64_t     from, limit; /* limit 0: 10,000 */
} RatedAsk;
/* {"rows":[{id,framework,number,name,kind,fy,from_fy,to_fy,programme_id,programme_key,apart,as_of,version,facts:{KEY:TEXT},ratings:{CRITERION:
 * {RATER:{grade,step,printed}}}}],"total","problems"}. sort: "name","fy","from","number","kind","apart" or a criterion; NULL: newest first. */
json_t *rated_found(Ctx *c, const RatedAsk *ask);
/* One evaluation, with "body", the columns as printed, "versions" [{id,version,recorded_at,changes}] and "others" of the same
 * number. NOT_FOUND. */
json_t *rated_show(Ctx *c, int64_t id);
/* Of one criterion and rater, by "fy", "kind", or a fact of the framework: {"rows":[{value,rated,unrated,good,share,grades:{KEY:n}}],
 * "all":the same of all,"apart":{over,under,same},"matrix":{SELF:{INDEPENDENT:n}},"problems"}; share: good of rated. */
json_t *rated_counts(Ctx *c, const RatedAsk *ask, const char *criterion, const char *rater, const char *by);
/* The values of a fact, by the alphabet: ["East Asia and Pacific", ...]. */
json_t *rated_values(Ctx *c, const char *framework, const char *fact);
/* [{framework, evaluations}] of what the store holds. */
json_t *rated_held(Ctx *c);

#endif
