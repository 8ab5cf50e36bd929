/* explore.h -- all indicators, of review sheets and of reports, filtered by the query language, sorted and counted.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A query asks for the indicator itself where it can: words (in its name or target), indicator:, type:, unit:, attainment:,
 * goal:, has:target, has:actual, has:ratio, has:reached, has:missed, has:final-only, and what is put together of these alone.
 * Everything else asks for its programme, or beside fy: for its sheet. Without fy: the newest sheet of each programme is
 * looked at; with it the sheets (and reports) of those years. Reports come first, where nothing else is asked. */
#ifndef DOMAIN_EXPLORE_H
#define DOMAIN_EXPLORE_H

#include "domain/programme.h"

typedef struct {
    const char *query, *sort; /* "attainment","name","ministry","fy"; else as they stand in the sheets */
    bool        down;
    int64_t     from, limit;  /* limit 0: 10,000 */
} ExploreAsk;

/* {"rows":[{id,programme_id,programme_key,programme,name,type,unit,latest,target,sheet_id,place,goal_text,goal_fy,
 *           fy (of the sheet or report),ministry,year,actual,planned,ratio,reached,less_is_better,final_only,values:[{fy,actual,target}]}],
 *  "total","exact","limit","offset","query","problems", bands:[{from,below,reached,missed}], "reached","missed","without"}
 * ratio in percent of planned, in the newest year that has both; reached null where there is none. bands: how many of
 * all that fit stand in each band of attainment (percent; below null at the end); the first has from and below null: no ratio
 * ("without"). */
json_t *explore(Ctx *c, const ExploreAsk *ask);
/* The first rows as they stand in the sheets (sort and from are not looked at), without counting; *more: there are others. */
json_t *explore_rows(Ctx *c, const ExploreAsk *ask, bool *more);

#endif
