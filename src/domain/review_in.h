/* review_in.h -- shared by the files of review.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_REVIEW_IN_H
#define DOMAIN_REVIEW_IN_H

#include "domain/review.h"

#include "base/map.h"

typedef struct {
    int64_t       id, version, programme;
    unsigned char sha[32];
} KnownSheet;

/* What the newest sheet of a programme said of itself: its name, and the amounts of years that a sheet of the next year states again. */
enum { SAID = 8 }; /* years: fy - 5 to fy + 2 */
typedef struct {
    const char *name;
    int64_t     fy, initial[SAID], executed[SAID]; /* INT64_MIN: not stated */
} Said;

/* What is known of a programme that has sheets; by its id. */
typedef struct {
    Said    *said;   /* NULL: not looked up yet */
    uint64_t years;  /* bit y - 1990: it has a sheet of that year */
    uint64_t name;   /* hash of the folded name of its newest sheet */
    int64_t  newest; /* year of that sheet */
} KnownProgramme;

struct Review {
    Ctx            *c;
    Run            *run;
    Map             sheets, groups, organisations; /* sheet key -> place in known; "g:746" "p:7615" -> programme, "g:746:NAME" where a second one has that number; key -> id */
    KnownSheet     *known;
    size_t          knowns, known_size;
    KnownProgramme *programme;
    size_t          programmes;
    const void     *new_dictionary; /* not written yet */
    size_t          new_dictionary_n;
    int64_t         new_dictionary_id;
};

/* A sheet of the batch on its way in. */
typedef struct {
    Sheet  *sheet;
    int64_t id, doc, programme, version, old; /* old: the id that it follows, 0 for none */
    bool    founds;                           /* a programme */
    const char *link_kind;                    /* lineage to these programmes */
    int64_t link_to[8];
    size_t  links;
    int64_t contradicts;                      /* that many amounts of the programme its number names, and agrees with none; 0: no */
} Coming;

bool review_corporate(const char *s);
/* Finds the programme of a sheet; founds when it has none yet and `fresh` is to be its number. */
void review_programme(Review *r, Coming *m, int64_t fresh);
/* Whether the programme that the publisher's number names goes by the very name of the sheet: such sheets come first. */
bool review_same_name(Review *r, const Sheet *s);
void review_knows(Review *r, const Coming *m);
/* Links that sheets name themselves, and their parts; after programmes and sheets are written. */
void review_links(Review *r, Ctx *c, const Coming *m, size_t n);
void review_parts(Ctx *c, const Coming *m, size_t n);
uint64_t review_hash(const char *s);

#endif
