/* sheet_years.h -- a programme over the years as its review sheets tell it.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sheets of different years state the same year again, and not always the same: for each figure the newest statement
 * that has it counts, the older ones that differ stay beside it. Every figure names the sheet it is from. */
#ifndef DOMAIN_SHEET_YEARS_H
#define DOMAIN_SHEET_YEARS_H

#include "base/ctx.h"

#include <jansson.h>

/* States of money, in the order of the sheets: "initial","supplementary","carried_in","carried_out","reserve","current",
 * "executed","request". */
enum { MONEY_STATES = 8 };
extern const char *const sheet_money_states[MONEY_STATES];

/* Everything of one programme; empty lists where no sheet speaks. NOT_FOUND never: the programme is there.
 * sheets  [{id,sheet_key,source,fy,number,kind,name,ministry,office,chief,from_fy,to_fy,outcomes,outputs,payees,flags,recorded_at}]
 *         newest versions only, oldest year first
 * money   [{fy, STATE:{yen,sheet_id,sheet_fy,older:[{yen,sheet_id,sheet_fy}]} or null ..., rate}] oldest first; rate: executed
 *         in percent of the year's budget, null when either is missing or the budget is 0
 * series  see sheet_series.c: the indicators, each followed through the sheets
 * payees  [{kind,sheet_id,sheet_fy,fy,lines,blocks,yen,numberless,doubled,unstated}] oldest first
 * texts   [{key,ja,en,text,sheet_id,sheet_fy,versions:[{sheet_id,sheet_fy,text,parts:[{op,text}]}]}] versions where it changed,
 *         oldest first, the first without parts; op "same","gone","new" against the version before
 * remarks [{sheet_id,sheet_fy,kind,fy,category,text,answer}] newest sheet first */
json_t *sheet_years(Ctx *c, int64_t programme);
/* A programme that only review sheets know: its row of programme_found with "sheets_held", the sheets as above. NULL, without a
 * failure, for one that has an evaluation record, or no sheet. */
json_t *sheet_years_programme(Ctx *c, int64_t programme);
/* The parts of it alone, for lists. */
json_t *sheet_years_sheets(Ctx *c, int64_t programme);
json_t *sheet_years_money(Ctx *c, int64_t programme);
/* [{kind,stage,name,target,unit,goal_text,goal_fy,sheet_id,place,first_sheet_fy,last_sheet_fy, of the newest sheet that has it;
 * versions:[{sheet_id,place,from_sheet_fy,to_sheet_fy,name,stage,target,unit,goal_text,goal_fy,changed:["name","target","unit",
 * "goal","goal_fy"],bridge:{same_name,likeness,agreed,differed} or null}], oldest first; agreed and differed count the years that both
 * sheets state; values:[{fy,actual:{value,sheet_id,sheet_fy,version,older:[..]} or null,target: the same}]}]; outcomes first */
json_t *sheet_years_series(Ctx *c, int64_t programme);
json_t *sheet_years_remarks(Ctx *c, int64_t programme);

/* Who was paid by one sheet: {kind ("payee"; "expense": from what payees spent it on; null: none),sheet_id,sheet_fy,ministry,source,chain (whether the sheet says how blocks follow each other),
 * yen, blocks:[{block,name,lines,yen,unstated,from:[BLOCK or null for the ministry]}],
 * payees:[{fy,block,no,name,number,org_key,work,printed,yen,doubled}]}; NOT_FOUND when there is no such sheet. */
json_t *sheet_payees(Ctx *c, int64_t sheet);
/* A sheet whole: the members of a row of `sheets`, {version,newest,newest_id,programme_id,url,run_id,line,sha256,versions:[{id,version,recorded_at}]}
 * and "body", as it came. `which`: id or key. */
json_t *sheet_show(Ctx *c, const char *which);

#endif
