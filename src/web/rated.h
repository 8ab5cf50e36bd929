/* rated.h -- shared by the pages of evaluations under other frameworks.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_RATED_H
#define WEB_RATED_H

#include "web/part.h"

#include "domain/framework.h"
#include "domain/rated.h"

/* The framework of the address, else the one with the most evaluations; NULL where the store holds none, or with the error. */
json_t *rated_framework(Web *w);
/* What the address asks for: q, grade, apart, sort, dir, and the framework's facts by their keys. */
RatedAsk rated_asked(Web *w, const json_t *framework);
/* The framework of the address for a page; NULL with the error, or with the page that says that there is no evaluation yet. */
json_t *rated_page(Web *w);
/* Under the title: the framework's name, the pages of ratings with the one of here, the filters, what is wrong with them. */
void rated_head(Web *w, const json_t *framework, const RatedAsk *ask, const char *here, const char *action, const json_t *found);
/* A grade in words, and a sign of how good it is that can be read without colour. */
void rated_grade(Web *w, const json_t *framework, const char *criterion, const json_t *grade);
/* The word of a criterion, a kind. */
const char *rated_word(Web *w, const json_t *framework, const char *list, const char *key);

#endif
