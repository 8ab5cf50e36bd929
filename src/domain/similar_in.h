/* similar_in.h -- shared by the files of similar.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_SIMILAR_IN_H
#define DOMAIN_SIMILAR_IN_H

#include "base/map.h"
#include "domain/similar.h"
#include "domain/sheet_body.h"
#include "store/search.h"

/* catalog/similar.yaml; NULL with c->err. Kept beside the Db. */
typedef struct {
    const json_t *tree;
    int64_t       lookups, characters, rare, candidates, payees, payee_programmes, words, shown, beside, stale;
    double        common;
    Arena        *mem;               /* of what follows: made once from the tree */
    uint8_t      *script;            /* of the first 65,536 characters; SCRIPT_GENERIC: a phrase that says nothing may begin here */
    struct {
        uint32_t cp[32];
        size_t   n;
    } *generic;
    size_t        generics;
    Map           label;             /* of texts, policies, methods, and what says nothing: LABEL_* */
} Likeness;
enum { SIMILAR_WORDS = 40 };
enum { SCRIPT_GENERIC = 0x80, LABEL_TEXT = 1, LABEL_POLICY, LABEL_METHOD, LABEL_NOTHING = 0x10 };
const Likeness *likeness(Ctx *c);
double          weight(const Likeness *k, const char *name);
/* Of a word that stands there. */
double zone_weight(const Likeness *k, Zone z);
/* LABEL_* of a text of a sheet or report, by what it is called; LABEL_NOTHING is added where it says nothing as a value; 0: not read. */
int64_t likeness_label(const Likeness *k, const char *text);

/* What of a programme is compared: its texts folded one behind the other, each character with the script it is of. */
typedef enum { SCRIPT_NONE, SCRIPT_KANJI, SCRIPT_KATAKANA, SCRIPT_LATIN } Script;
enum { GIST_TEXTS = 64, GIST_LISTED = 12 };
typedef struct {
    const char *text;
    size_t      bytes;
    Zone        zone;
} GistText;
typedef struct {
    uint32_t   *cp, *at;      /* at: byte in the text */
    uint8_t    *script, *of;  /* of: which text */
    size_t      n;
    GistText    text[GIST_TEXTS];
    size_t      texts;
    const char *policy[GIST_LISTED], *method[GIST_LISTED];
    size_t      policies, methods;
    BodyPayees  payees;       /* only of the programme that is asked of */
} Gist;
/* Of the newest report and the newest sheet of a programme (0: none). whole: with payees. */
bool gist_read(Ctx *c, const Likeness *k, int64_t version, int64_t sheet, bool whole, Gist *out);

/* What is looked up in the index of the programme asked of: two characters side by side of which one is a kanji, three of
 * katakana, a whole run of letters; and the documents that hold it. */
typedef struct {
    size_t   at, n;   /* first place in the gist; characters */
    double   weight;  /* of its rareness; 0: common */
    int64_t *doc;
    size_t   docs;
} GistUnit;
typedef struct {
    GistUnit *v;
    size_t    n;
    int32_t  *first, *next; /* places of pairs; first: by hash; next: the next place with that hash; -1: none */
} GistUnits;
bool gist_units(Ctx *c, const Likeness *k, const Gist *g, GistUnits *out);

/* A word that both have. */
typedef struct {
    const char *text;       /* as the programme asked of prints it */
    size_t      at, n;      /* in its gist */
    double      weight;     /* rareness and places together */
} GistWord;
/* Those in both, the weightiest first, none inside another. */
size_t gist_words(Ctx *c, const Likeness *k, const Gist *g, const GistUnits *u, const Gist *other, GistWord *out, size_t room);

/* What of a programme's row is compared. */
typedef struct {
    int64_t     id, version, sheet, fy, from_fy, to_fy, yen; /* 0 where absent; yen -1 */
    const char *key, *name, *ministry, *office; /* office: folded */
    const char *same;           /* the name without what is of a year, folded: two that are alike in it and in ministry are one */
    double      found;          /* by the index and payees: only to choose who is read */
    uint32_t    payees;         /* bits of SimilarPayee */
    int64_t    *years;          /* others of that name */
    size_t      other_years;
} Candidate;
typedef struct {
    const char *name;
    double      weight;
} SimilarPayee;
typedef struct {
    Ctx            *c;
    const Likeness *k;
    Candidate       own;
    const char     *office;  /* as its own paper prints it, or NULL */
    Gist            gist;
    GistUnits       units;
    SimilarPayee    payee[32];
    size_t          payees;
} Similar;
/* s->c and s->k are set: the programme's row, NOT_FOUND when there is none; then its texts and units. */
bool similar_own(Similar *s, int64_t id);
bool similar_texts(Similar *s);
/* The rows of these ids; key NULL where there is none. */
void similar_rows(Similar *s, Candidate *v, size_t n);
/* What a person or a paper says is the same, or what the programme was launched as: {ID: true}. */
json_t *similar_linked(Similar *s);
/* The candidates in the order in which they are to be read, without those that are the programme itself; ids of others of its
 * ministry and name go to `same`. */
Candidate *similar_candidates(Similar *s, size_t *n, json_t *same);
/* One candidate read and held against the programme: {"i": id,"s": score,"y":[other years],"r":[{"k": kind,"v": what both have,
 * "p": points}]}; NULL when it is not like it. */
json_t *similar_score(Similar *s, const Candidate *o);

#endif
