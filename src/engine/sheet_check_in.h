/* sheet_check_in.h -- shared by the files of sheet_check.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGINE_SHEET_CHECK_IN_H
#define ENGINE_SHEET_CHECK_IN_H

#include "engine/rules.h"
#include "engine/sheet_check.h"

#include "domain/flags.h"
#include "domain/sheet_face.h"

typedef struct {
    Ctx              *c;
    const Rules      *rules;
    const json_t     *lacking;        /* sheet_lacking */
    const SheetFacts *sheet, *before; /* before: the programme's one sheet of the year before; NULL without one */
    const json_t     *row;            /* of checks.yaml, of the check that is running */
    json_t           *out;            /* NULL: only whether */
} Look;

/* The running check found something; readings a and b (b may be NULL). What it says is kept where someone listens. */
void look_say(Look *k, const char *a, const char *b);
/* The source is known to hold none of this kind ("outcome", "output") for the year of the sheet. */
bool look_lacking(const Look *k, const SheetFacts *s, const char *kind);
bool look_is_outcome(const SheetIndicator *k);
bool look_has_goal(const Look *k, const SheetIndicator *x);
/* Smaller is better, by the words of name and target. */
bool look_downward(const Look *k, const SheetIndicator *x, double target);

/* Each says whether it found something. */
#define LOOK(flag, fn) bool fn(Look *k);
#include "engine/sheet_checks.def"
#undef LOOK

#endif
