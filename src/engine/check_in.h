/* check_in.h -- shared by the files of checks: the paper under the eyes, and how a finding is said.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGINE_CHECK_IN_H
#define ENGINE_CHECK_IN_H

#include "engine/check.h"
#include "format/json.h"

#include "base/map.h"
#include "base/text.h"

#include <string.h>

/* text_key of texts that stay where they are, by address: a paper's names and lines are compared many times over. */
typedef struct {
    struct {
        const char *from, *key;
    }     *v;
    size_t n, size;
} Keys;

/* A place where a name stands: a member of a roster, or a policy (then roster is NULL). */
typedef enum { MEMBER = 'm', POLICY = 'p' } SeenKind;
typedef struct {
    const json_t *roster, *at;
    size_t        paper;               /* the same number: of the same name */
    size_t        r, m;                /* rosters[r].members[m], policies[m] */
    const char   *body, *affiliation;  /* keys, of a member */
    bool          absent;
    size_t        next, last;          /* of check_beside.c */
} Seen;

typedef struct {
    Ctx          *c;
    Keys         *kept;
    const json_t *rec;
    const CheckBeside *beside; /* of other papers; may be NULL */
    const CheckBeside *own;    /* of this one */
    char        **lines;    /* of the document, NULL without one */
    size_t        line_n;
    int64_t       from, to; /* lines of the record in it */
    Rules         rules;    /* of the day of the report */
    json_t       *schedule; /* engine/schedule.h, joined */
    const json_t *row;      /* the check that is running */
    const json_t *rule;     /* cited instead of row.rule when set */
    json_t       *out;
} Check;

/* Adds a finding of the running check at `at.source`; readings a and b (b may be NULL). The exact line is looked for
 * in the document: the one within the source that holds the beginning of `a`, or of `mark` when given. */
void say(Check *k, const char *field, const json_t *at, const char *a, const char *b);
void say_marked(Check *k, const char *field, const json_t *at, const char *mark, const char *a, const char *b);
/* The same with a sentence more in each language; a format may not stand in them. */
void say_more(Check *k, const char *field, const json_t *at, const char *a, const char *b, const char *ja, const char *en);
/* The line of `at.source` (of the whole record where `at` has none) that holds the beginning of `phrase`; the first line of
 * the source otherwise; 0 without one. */
int64_t place_of(const Check *k, const json_t *at, const char *phrase);

/* The members or policies of a name, in the order of the papers: EACH_SEEN(k, k->own, MEMBER, name, s). In k->beside those of the papers that
 * are seen beside this one, in k->own those of the paper itself. */
typedef struct {
    const Seen        *place; /* NULL at the end */
    const CheckBeside *b;
    size_t             own;
} Along;
Along seen_first(const Check *k, const CheckBeside *b, SeenKind kind, const char *name);
void seen_next(Along *a);
#define EACH_SEEN(k, b, kind, name, s) for (Along s##_at = seen_first(k, b, kind, name); s##_at.place; seen_next(&s##_at)) for (const Seen *s = s##_at.place; s; s = NULL)
CheckBeside *check_alone(Ctx *c, const json_t *record);

/* Texts as they are compared. */
const char *key_of(const Check *k, const char *s);
/* A name without what stands in round brackets and without a closing 等, as a key. */
const char *bare_key(const Check *k, const char *s);
/* The same with words for the count made alike: 導出件数 = 導出数. */
const char *measure_key(const Check *k, const char *s);
/* Whether a name ends with a word of quantity; how many measures are joined in it. */
bool is_measure(const Check *k, const char *name);
int measures_in(const Check *k, const char *name);
/* "a、b、c" of the names in an array of strings. */
const char *listed(const Check *k, const json_t *names);
/* Runs fn over every text a reader of the paper sees, with its path and the nearest object with a source. */
typedef void EachText(Check *k, const char *path, const json_t *at, const char *text, void *arg);
void each_text(Check *k, EachText *fn, void *arg);
/* Edit distance of two texts in code points, cut at `most` + 1. */
int distance(const Check *k, const char *a, const char *b, int most);

#define CHECK(code, fn) void fn(Check *k);
#include "engine/checks.def"
#undef CHECK

#define FIELD(k, ...) arena_fmt((k)->c->mem, __VA_ARGS__)
#define EACH(list, i, x) json_array_foreach(list, i, x)

#endif
