/* programme.h -- programmes as dated records: put, load, list.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A record (docs/record.md) is stored whole as a version; its numbers are laid out in
 * indicator, observation, budget_line, evaluation, member and policy rows of that
 * version. Nothing is overwritten: a changed record is a new version, an equal one
 * changes nothing. All JSON returned belongs to the arena. */
#ifndef DOMAIN_PROGRAMME_H
#define DOMAIN_PROGRAMME_H

#include "base/ctx.h"

#include <jansson.h>

typedef enum { PUT_NEW, PUT_CHANGED, PUT_SAME } PutResult;

/* Takes a record in, in one transaction with its ledger act. document = id of the
 * document it was read from, or 0. Finds the programme by record.key, else by name and
 * first fiscal year. *id is the programme. */
bool programme_put(Ctx *c, json_t *record, int64_t document, int64_t *id, PutResult *result);
/* What programme_put would do with the record; stores nothing. *id 0: a programme we do not have; *base: the version it
 * would follow, 0 for none; *changes: the difference to that version. */
PutResult programme_compare(Ctx *c, const json_t *record, int64_t *id, int64_t *base, json_t **changes);
/* Field-by-field difference of two records: [{"path","old","new"}]; what only says how they were read or kept is left out. */
json_t *record_diff(Ctx *c, const json_t *old, const json_t *now);
/* The programme's id by number, key, or name; 0 and NOT_FOUND when there is none. */
int64_t programme_find(Ctx *c, const char *id_or_key);
/* The whole record plus "id", "version_id" (first part of number addresses, domain/number.h), "version", "recorded_at", "document" {id,name,sha256} and
 * "findings" from the last check. as_of: record time "YYYY-MM-DD" or NULL for now. */
json_t *programme_show(Ctx *c, int64_t id, const char *as_of);
/* The same of one evaluation: "ex-ante", "interim:2026", or a type alone for its newest; NOT_FOUND when there is none.
 * Both add "version_id", "evaluation" and "evaluations_held" [{evaluation,type,fy,version,version_id,as_of,recorded_at,document_id}]. */
json_t *programme_show_evaluation(Ctx *c, int64_t id, const char *evaluation, const char *as_of);
/* Which evaluation a record is of: its form type, and the fiscal year for all but ex-ante: "interim:2026". */
const char *record_evaluation(Ctx *c, const json_t *record);
/* [{id,key,name,kind,fy,request_yen,total_yen,total_qualifier,from_fy,to_fy,division,committee,
 *   indicators,errors,warnings,notices}] ; query narrows: words match name, division, committee;
 *   "fy:2024", "money>10億", "committee:情報", "finding:CODE". order: "name","money","fy". */
json_t *programme_list(Ctx *c, const char *query, const char *order);
/* One indicator: {id,programme{id,key,name},name,type,unit,scope,series…,versions[]}. */
json_t *indicator_show(Ctx *c, int64_t id);
/* [{id,programme_id,programme_key,programme,name,type,unit,latest}] */
json_t *indicator_list(Ctx *c, const char *query);
/* [{version,recorded_at,actor,document,changes:[diff]}] newest first. */
json_t *programme_history(Ctx *c, int64_t id);

#endif
