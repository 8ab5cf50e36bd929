/* review_rows.h -- the review sheets of one programme as data, for what is written out.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_REVIEW_ROWS_H
#define DOMAIN_REVIEW_ROWS_H

#include "base/ctx.h"

#include <jansson.h>

/* The newest version of every sheet, the oldest year first: [{id,key,source,fy,number,project_id,group_id,kind,ministry,
 * office,chief,name,from_fy,to_fy,recorded_at, money:[{fy,account,initial,supplementary,carried_in,carried_out,reserve,
 * current,executed,request}], indicators:[{place,kind,stage,name,target,unit,goal_text,goal_fy,values:[{fy,actual,target}]}],
 * paths:[{from_no,from_kind,from_stage,from_text,to_no,to_kind,to_stage,to_text,why}]}]. [] when there is none. */
json_t *review_rows(Ctx *c, int64_t programme);
/* The body of a sheet as it came; NULL when it cannot be read. */
json_t *review_body(Ctx *c, int64_t sheet);
/* Confirmed links of a programme to others: [{kind,forward,id,key,name}]; forward: the link goes out from it. */
json_t *review_linked(Ctx *c, int64_t programme);

#endif
