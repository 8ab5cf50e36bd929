/* scale.h -- what pages over all review sheets share: the form of their query, counts that open the list, shares.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_SCALE_H
#define WEB_SCALE_H

#include "web/part.h"

/* A GET form with the query and one more field kept hidden (NULL for none). */
void scale_form(Web *w, const char *action, const char *hint, const char *keep, const char *value);
/* Writes a count as a link to the programmes behind it: those of the page's query with `more` ("finding:no-target") and, when
 * given, ministry and year of the sheet; "—" for 0. */
void scale_count(Web *w, int64_t n, const char *ministry, int64_t fy, const char *more);
/* "12.3%" of a share 0..1 that may be null. */
const char *scale_share(Web *w, const json_t *share);
/* A column made at run time. */
Column scale_column(const char *ja, const char *en, bool number);
/* Years whose source is known to lack indicators, in words; nothing when there are none. */
void scale_lacking(Web *w);

#endif
