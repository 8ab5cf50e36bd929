/* compare.h -- up to six programmes side by side, known from reports or from review sheets.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is judged: what each programme says of the same thing stands in one row, and rows say whether all say the same.
 * A programme with both a report and sheets has its money, indicators and payees from the sheets, and the request of the
 * report where no sheet states one. What a sheet states and how older sheets differ is as in domain/sheet_years.h. */
#ifndef DOMAIN_COMPARE_H
#define DOMAIN_COMPARE_H

#include "base/ctx.h"

#include <jansson.h>

enum { COMPARE_MOST = 6 };

/* The programmes of these keys, ids or names. What cannot be compared (unknown, given twice, beyond the sixth) is a problem
 * beside those that can.
 * {"programmes":[{id,key,name,kind,ministry,division,from_fy,to_fy,number,sheets,reports,sheet_id,sheet_fy,
 *    purpose, outline: {text,sheet_fy} or null,
 *    money:{years:[{fy,STATE:yen or null..,rate}], budget_fy,budget_yen,executed_fy,executed_yen,rate, sum_budget_yen,sum_executed_yen,sum_rate},
 *    indicators:{outcomes,outputs,quantified,judged,reached},
 *    outcomes:[{name,target,unit,goal_text,goal_fy,fy,actual,planned,ratio,reached,less_is_better,latest,values:[{fy,actual,target}],id,sheet_id,place}],
 *    payees:{sheet_id,sheet_fy,lines,yen,top:[{name,org_key,yen,share}]} or null,
 *    remarks:[{kind,sheet_id,sheet_fy,category,text,answer}],
 *    findings:{flags:[{code,ja,en}],errors,warnings,notices} or null for those who may not read them}],
 *  "years":[fy..],"problems":[{text,text_en}]}
 * rate and ratio in percent; ratio: actual over planned in the newest year that has both; reached: null where it
 * cannot be said (domain/indicator_face.h); the sums run over the years
 * that state both. outcomes: those that the newest sheet that has any still holds. */
json_t *compare_show(Ctx *c, const char *const *keys, size_t n);

/* The same as one table: [{table,part,part_en,item,item_en,fy,unit ("yen","percent","count","year","text"),values:[one a programme, null
 * where it says nothing],same}]. table: "facts" for one fact a programme, else the member
 * of a programme that the row is of ("money.years", "outcomes", "payees.top", "remarks"). */
json_t *compare_rows(Ctx *c, const json_t *compared);

#endif
