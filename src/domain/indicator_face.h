/* indicator_face.h -- indicator_face and indicator_text: a narrow row for each indicator, of review sheets and of reports.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Of sheets by their id and the place in the sheet, so a sheet that moves to another programme takes its rows along; of
 * reports by the id of the indicator, below 0. Attainment is actual over target in the newest year that has both; where
 * less is better is known by words (engine/sheet_check.h), and only whether the target was reached follows from it. */
#ifndef DOMAIN_INDICATOR_FACE_H
#define DOMAIN_INDICATOR_FACE_H

#include "domain/sheet_face.h"

enum {
    MARK_TARGET = 1,     /* a target as a number: of some year, or as final goal */
    MARK_ACTUAL = 2,     /* an actual value of some year */
    MARK_JUDGED = 4,     /* both in one year */
    MARK_REACHED = 8,    /* in the newest such year */
    MARK_DOWNWARD = 16,  /* less is better */
    MARK_FINAL_ONLY = 32 /* a goal for its final year, and no target of a year before */
};
/* Actual over target in tenths of a percent; false where the target is 0 or the number would mean nothing. */
bool indicator_tenths(double actual, double target, int64_t *tenths);

/* Bands of attainment: [from, below) in tenths; band 0 has no ratio. */
enum { BANDS = 12 };
extern const int64_t indicator_band_from[BANDS];
int indicator_band(int64_t tenths);

/* Makes the rows of these sheets again, and drops those of versions that are no longer the newest of their programmes
 * (a value of db_ids); in the write transaction of the checks. */
bool indicator_face_put(Ctx *c, const SheetFacts *f, size_t n, Val sheets, Val programmes);
/* Makes the rows of a programme's reports again, in the transaction of the record. */
bool indicator_face_record(Ctx *c, int64_t programme);

#endif
