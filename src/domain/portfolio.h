/* portfolio.h -- review sheets counted and added up by ministry and year.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Over sheet_face, so nothing is opened and nothing can be out of date: a query of the query language says which sheets.
 * {"rows":[{"ministry","fy","sheets","budget_yen","spent_budget_yen","executed_yen","execution" (of the budget, 0..),
 * "outcomes" (sheets with one),"quantified","without","judged","attained","attainment","flags":{code:n}}],"problems",
 * "exact"}. budget_yen is of the sheets' own year; spent_budget_yen and executed_yen are of the newest finished year that
 * the same sheets report, and of those alone that report both: only so is the rate one of like and like. flags: null for
 * who may not read findings. */
#ifndef DOMAIN_PORTFOLIO_H
#define DOMAIN_PORTFOLIO_H

#include "base/ctx.h"

#include <jansson.h>

/* fy 0: every year. Ministries in their official order, years rising. */
json_t *portfolio(Ctx *c, const char *query, int64_t fy);
/* Rows of the same shape added up by one key ("fy" or "ministry"), the other one left out; NULL: one row of all. */
json_t *portfolio_by(Ctx *c, const json_t *rows, const char *key);
/* {"sheets","checked"}: how many there are, and how many the checks have seen. */
json_t *portfolio_state(Ctx *c);
/* What a source is known to hold none of, whatever was printed: [{source,fy,kind ("outcome","output"),why}]
 * (catalog/codes/lacking.tsv). */
json_t *sheet_lacking(Ctx *c);

#endif
