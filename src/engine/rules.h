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
    const json_t *regulations, *rules, *checks, *sheets, *reading; /* every version, as in the files */
    const json_t *words, *keys;                           /* words.yaml, and the same with every word as text_key */
    const char   *on;                                     /* YYYY-MM-DD the view is for */
} Rules;

/* Reads catalog/rules; false with c->err naming file and line where a file does not fit its shape (shape.yaml), a rule
 * names a regulation that is not there, a check names no rule, or two versions of a rule hold on one day. on: see rules_at. */
bool rules_load(Ctx *c, const char *on, Rules *out);
/* The same from another folder: a test, or an office's own rules. */
bool rules_read(Ctx *c, const char *folder, const char *on, Rules *out);
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
/* Word lists, by dotted name ("outputs.ends"), every word as text_key gives it. `key` is a text_key too. */
bool rules_word_in(const Rules *r, const char *list, const char *key);  /* some word stands in it */
bool rules_word_ends(const Rules *r, const char *list, const char *key); /* it ends with some word */
bool rules_word_begins(const Rules *r, const char *list, const char *key);
bool rules_word_is(const Rules *r, const char *list, const char *key);

#endif
