/* schedule.h -- evaluations due by rule, side by side with those a paper plans.
 * SPDX-License-Identifier: Apache-2.0
 *
 * schedule_due is a pure function of the period, the total, the kind of object and the rules of a day
 * (rules.yaml, kind: schedule). schedule_of joins its answer with record.evaluations. Example:
 *   schedule_of(c, record) ->
 *   [{"type":"interim","state":"agrees",
 *     "planned":{"fy":2026,"text":"中間評価 令和8年度を予定","place":"overview","source":{..}},
 *     "readings":[{..the same for every sentence that speaks of it..}],
 *     "due":{"fy":2026,"from_fy":2025,"to_fy":2027,"force":"must","rule":{"id","title","title_en","source","source_en","url"}},
 *     "text":"…","text_en":"…"}]
 * state: agrees   a plan lies in the years the rule allows, and the paper says one year everywhere;
 *        conflict the paper gives two different years, or one that the rule does not allow;
 *        missing  the rule asks for it and the paper plans none;
 *        undecided it cannot be told yet (end open, total unknown) or nobody is bound (force practice).
 * planned or due is null where there is none. Rows come in the order of years. */
#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "engine/rules.h"

typedef struct {
    int         from_fy, to_fy; /* to_fy 0: no end is set */
    int64_t     total;          /* expected total in yen; -1 unknown */
    int64_t     at_least;       /* what the total reaches at least (the request); 0 unknown */
    const char *object;         /* "task" 課題 or "programme" 研究開発プログラム */
} ScheduleOf;

/* [{type, fy|null, from_fy|null, to_fy|null, certain, force, rule{..}}]; interim evaluations of an open period are
 * given for its first ten years. certain is false where the rule hangs on a total that is not known. */
json_t *schedule_due(Ctx *c, const Rules *r, const ScheduleOf *of);
/* The joined rows of a record, by the rules of its report date. NULL only with c->err. */
json_t *schedule_of(Ctx *c, const json_t *record);
/* The same with rules that are loaded already. */
json_t *schedule_join(Ctx *c, const Rules *r, const json_t *record);
/* 中間評価 / interim evaluation. */
const char *schedule_label(const Ctx *c, const char *type);

#endif
