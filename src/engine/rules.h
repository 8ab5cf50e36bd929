/* rules.h -- regulations, rules, checks and words as data with validity (catalog/rules).
 * SPDX-License-Identifier: Apache-2.0
 *
 * The files are read and checked against their shape once; rules_at gives the view of one day: an evaluation of
 * August 2023 is judged by what held then. All JSON belongs to the arena of the Ctx the rules were loaded with. */
#ifndef ENGINE_RULES_H
#define ENGINE_RULES_H

#include "base/ctx.h"

#include <jansson.h>

typedef struct {
    Arena        *mem;
    const json_t *regulations, *rules, *checks, *words; /* every version, as in the files */
    const char   *on;                                   /* YYYY-MM-DD the view is for */
} Rules;

/* Reads catalog/rules; false with c->err naming file and line. on: see rules_at. */
bool rules_load(Ctx *c, const char *on, Rules *out);
/* The same files seen on another day: "2023-08" means its last day, NULL or "" the day of c->now. */
Rules rules_at(Ctx *c, const Rules *all, const char *on);
/* The version of a rule or regulation that holds on the day; NULL when none does. */
const json_t *rule_find(const Rules *r, const char *id);
const json_t *regulation_find(const Rules *r, const char *id);
/* A number of a rule ("yen", "value"); `otherwise` when the rule does not hold or has none. */
int64_t rule_int(const Rules *r, const char *id, const char *member, int64_t otherwise);
/* {"id","title","title_en","source","source_en","place","url"}: what a finding or a due evaluation prints of a rule. */
json_t *rule_cite(const Rules *r, const json_t *rule);
/* Whether an entry with valid {from,to} holds on the day of the view. */
bool rule_holds(const Rules *r, const json_t *entry);
/* A word list: the array words.<name>; empty when there is none. */
const json_t *rule_words(const Rules *r, const char *name);

#endif
