/* launched.h -- as evaluated beside as launched: what a programme's ex-ante record says, and what its review sheets say.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is judged: both readings stay, each with its source and its day, and how they differ is said. Which programme
 * was launched is a confirmed link (domain/lineage.h). */
#ifndef DOMAIN_LAUNCHED_H
#define DOMAIN_LAUNCHED_H

#include "base/ctx.h"

#include <jansson.h>

/* {"programme":{id,key,name},"document":{id,name}|null,"evaluated_on","targets":[{project_id,ministry,name,waits,reasons,
 * link_id,programme:{id,key,name}|null,sheets:[sheet],rows:[row]}],"fund":[{fy,requested,initial,supplementary,executed,
 * request,parts}]}; fund only where a programme became several.
 * sheet: {id,source,fy,name,kind,number,url}. row: {part,item,item_en,evaluated,evaluated_yen,evaluated_source{line_from,
 * line_to},evaluated_on, launched,launched_yen,sheet_id,sheet,launched_on,launched_source{table,file,line},verdict,score,note,note_en};
 * part: name, owner, period, money, indicator, text; verdict: same, differs, only-evaluated, only-launched, none (nothing
 * to compare). Money rows are one a fiscal year and state. NULL with c->err; a programme without a record or without links has no targets. */
json_t *launched_show(Ctx *c, int64_t programme);
/* Its rows in one list, each with its target: {project_id,ministry, ...row}, as csv and xlsx print them. */
json_t *launched_rows(Ctx *c, const json_t *launched);
/* Whether a programme has anything to show there: links of kind launched-as. */
bool launched_any(Ctx *c, int64_t programme);

#endif
