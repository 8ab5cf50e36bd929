/* organisation.h -- who received money: organisations by corporate number, else by name, over all review sheets.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Amounts are as the sheets state them. Money that one payee passes on to another is stated for both, so sums of one
 * organisation are what went through its hands, and sums over organisations count such money more than once. Payees
 * without a corporate number are told apart by their printed name alone: one "個人A" may be many people. */
#ifndef DOMAIN_ORGANISATION_H
#define DOMAIN_ORGANISATION_H

#include "base/ctx.h"

#include <jansson.h>

/* The name by which addresses and the store know a payee: its corporate number when that is right, else "n:" and its
 * folded name; NULL for neither. */
const char *organisation_key(Arena *mem, const char *number, const char *name);
/* By corporate number, key or id; 0 and NOT_FOUND when there is none. */
int64_t organisation_find(Ctx *c, const char *which);

/* Rows of the list: [{id,org_key,number,name,ror,yen,lines,sheets,programmes,years,first_fy,last_fy}]. text: words that stand
 * in the name, or the beginning of a number; numbered: "with", "without" or NULL. sort: "yen" (default), "name", "lines",
 * "programmes", "years", "last". */
typedef struct {
    const char *text, *numbered, *sort;
    bool        down;
    int64_t     from, limit; /* limit 0: 10,000 */
} OrganisationAsk;
json_t *organisation_page(Ctx *c, const OrganisationAsk *ask, int64_t *total);

/* One organisation: the members of a row, and
 * years      [{fy,yen,lines,doubled,ministries:{NAME:yen}}] oldest first; fy null where a sheet does not say it
 * ministries [{ministry,yen,lines,programmes,years:{FY:yen}}] largest first
 * programmes [{programme_id,programme,ministry,yen,lines,years:{FY:{yen,lines,sheet_id}}}] largest first
 * receipts   [{fy,programme_id,programme,ministry,sheet_id,sheet_fy,number,block,yen,lines,doubled,unstated}] newest first
 * names      [{name,lines,sheet_id,sheet_fy}] as printed in the newest sheets, at most NAMES_SHEETS of them
 * doubled    lines that say the same as another in the same block of the same sheet
 * unstated   lines without an amount */
enum { ORGANISATION_NAME_SHEETS = 20 };
json_t *organisation_show(Ctx *c, int64_t id);

/* Whether sheets came in after the sums of the list were made. */
bool organisation_is_due(Ctx *c);
/* Says, in the transaction that writes sheets, that the sums are due; and makes them again when they are. */
bool organisation_due(Ctx *c);
bool organisation_catch_up(Ctx *c);
/* Sheets of these programmes moved to or from another: counts the programmes of those who were paid in them again, in the
 * transaction that moved them. Nothing is to do while all sums are due. */
bool organisation_moved(Ctx *c, const int64_t *programme, size_t n);

#endif
