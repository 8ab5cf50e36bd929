/* framework.h -- frameworks by which others rate: scales, criteria and kinds of evaluation as data.
 * SPDX-License-Identifier: Apache-2.0
 *
 * catalog/frameworks/KEY.yaml of format kanmon-ratings-1 says everything: C knows that there are criteria, that a criterion has a scale,
 * and that a scale has grades from the lowest to the highest. What its files look like stands in catalog/sources (kind ratings). To
 * hold the evaluations of another body: one file in each. */
#ifndef DOMAIN_FRAMEWORK_H
#define DOMAIN_FRAMEWORK_H

#include "base/ctx.h"

#include <jansson.h>

/* All of them, by key; INVALID in c->err where a file is not as it must be. */
json_t *frameworks(Ctx *c);
/* NULL without a failure when there is none of that name. */
json_t *framework_named(Ctx *c, const char *key);
/* Source descriptions of ratings: the files of catalog/sources with kind ratings, each with its "file". */
json_t *framework_sources(Ctx *c);

/* Rows of criteria, kinds, facts by key; NULL when there is none. `list`: "criteria", "kinds", "facts". */
const json_t *framework_row(const json_t *framework, const char *list, const char *key);
/* The grades of a criterion, lowest first; and the step of the first that counts as reached, from 1. */
const json_t *framework_grades(const json_t *framework, const char *criterion);
int64_t framework_good(const json_t *framework, const char *criterion);
/* The grade that is printed so: its key and step; NULL: none of the scale. *rated false: the paper says that it is not rated. */
const char *framework_grade(const json_t *framework, const char *criterion, const char *printed, int64_t *step, bool *rated);
/* A word of the catalogue ({ja, en}) in the language of the Ctx. */
const char *framework_word(const Ctx *c, const json_t *row);

#endif
