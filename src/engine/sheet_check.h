/* sheet_check.h -- the checks at scale: every review sheet of every programme, seen beside the year before.
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a check means stands in catalog/rules/checks.yaml (sheets), what it does in sheet_look.c. A pass reads some hundred
 * programmes at a time, whatever the size of the store, and keeps of each sheet only bits (domain/flags.def) and three counts
 * in sheet_face: what a list, a count or finding:CODE asks for. The readings behind a bit are worked out by the same
 * functions when someone opens the programme, so tens of thousands of findings cost no rows and cannot grow old. */
#ifndef ENGINE_SHEET_CHECK_H
#define ENGINE_SHEET_CHECK_H

#include "base/ctx.h"

#include <jansson.h>

/* Checks the programmes that got a sheet since the last pass (all: every one), with an act of the ledger when any was.
 * {"sheets","programmes","codes":[{code,level,title,title_en,sheets}]}; NULL with c->err. The codes
 * count what was looked at in this pass. */
json_t *sheet_check_run(Ctx *c, bool all);
/* The findings in the sheets of one programme, newest sheet first: [{code,level,fy,sheet_id,text,text_en,readings,
 * rule{..},advice,advice_en}]; empty for those who may not read findings. */
json_t *sheet_check_programme(Ctx *c, int64_t programme);
/* Checks one programme whose sheets were moved, in the transaction that is open; no act of its own (engine/linking.h). */
bool sheet_check_again(Ctx *c, int64_t programme);

#endif
