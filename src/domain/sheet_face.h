/* sheet_face.h -- sheet_face: one narrow row a review sheet, for what counts over all of them and for the checks.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The row is made with the programme's (face.h) and holds the flags of the import; checks that look at a programme's years
 * together (engine/sheet_check.h) take the facts from here and put back what they found, some hundred programmes at a
 * time. `checked` says which rows still wait for them: those of programmes that got a sheet since. */
#ifndef DOMAIN_SHEET_FACE_H
#define DOMAIN_SHEET_FACE_H

#include "domain/review.h"

/* What the checks say of one indicator: bits of indicator_face.h, and its attainment in tenths of a percent. */
typedef struct {
    unsigned bits;
    bool     has_tenths;
    int64_t  tenths;
} SheetMark;
typedef struct {
    int64_t         id, programme, fy, from_fy, to_fy; /* 0: none */
    const char     *source, *ministry, *name;
    int64_t         budget_yen, spent_fy, spent_budget, executed_yen, outcomes, outputs, payees;
    unsigned        has;   /* of the four above: bits 1, 2, 4, 8 */
    unsigned        noted; /* flags of the import */
    SheetMoney     *money; /* totals, by year */
    size_t          moneys;
    SheetIndicator *indicator;
    size_t          indicators;
    /* said by the checks */
    unsigned        flags;
    SheetMark      *mark; /* one an indicator */
    int64_t         quantified, judged, attained;
} SheetFacts;

/* Makes the rows of these programmes (a value of db_ids) again, in a write transaction. */
bool sheet_face_refresh(Ctx *c, Val programmes);
/* The newest sheets of the next programmes after *after (moved on), by programme, year and sheet, in c->mem; n 0 at the
 * end. all: every programme, else those with rows that wait. only: one programme, or 0. */
SheetFacts *sheet_facts(Ctx *c, int64_t *after, bool all, int64_t only, size_t *n);
/* What the checks said, in the write transaction in which the facts were read. */
bool sheet_face_put(Ctx *c, const SheetFacts *f, size_t n);
/* sheet_total: dropped before a pass of the checks, made anew behind it. */
bool sheet_totals_drop(Ctx *c);
bool sheet_totals_make(Ctx *c);
/* Only the years and ministries of these sheets, where there are totals; behind sheet_face_put. */
bool sheet_totals_again(Ctx *c, const SheetFacts *f, size_t n);
bool sheet_totals_any(Ctx *c);
/* Whether sheet_total speaks for all of sheet_face. */
bool sheet_totals_hold(Ctx *c);
/* Adds "SELECT ministry, fy, flags, sheets, budget_yen, spent_budget, executed_yen, outcomes, quantified, judged, attained FROM ..."
 * over sheet_face s (totals: over sheet_total s), up to its WHERE 1 = 1. */
void sheet_sums(SqlBuild *b, bool totals);
/* Keeps imports away until the end of the transaction, so that facts and what is said of them agree. */
bool sheet_face_hold(Ctx *c);

#endif
