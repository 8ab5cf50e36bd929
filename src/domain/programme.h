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
/* Field-by-field difference of two records: [{"path","old","new"}]; what only says how they were read or kept is left out.
 * Rows of lists are held against each other by name; the place in a path is that of the new list, for a row that
 * went that of the old. A list in another order: its own path, with the names in both orders. */
json_t *record_diff(Ctx *c, const json_t *old, const json_t *now);
/* The record without what only says how it was read or is kept: what a pack has. */
json_t *record_plain(const json_t *record);
/* The programme's id by number, key, or name; 0 and NOT_FOUND when there is none. */
int64_t programme_find(Ctx *c, const char *id_or_key);
/* By its key, or one it had before a pack gave it another; 0: none. */
int64_t programme_by_key(Ctx *c, const char *key);
/* The key of a programme in c->mem, or NULL. */
const char *programme_key_of(Ctx *c, int64_t id);
/* Whether kanmon made the key, since no pack or person gave one: of year and name (p2024-..., s2023-...) or of the
 * publisher's number (rs7615, j123). */
bool programme_key_made(const char *key);
/* The whole record plus "id", "version_id" (first part of number addresses, domain/number.h), "version", "recorded_at", "document" {id,name,sha256} and
 * "findings" from the last check. as_of: what was recorded by the end of that day in Japan, "YYYY-MM-DD", or NULL for now. */
json_t *programme_show(Ctx *c, int64_t id, const char *as_of);
/* The same of one evaluation: "ex-ante", "interim:2026", or a type alone for its newest; NOT_FOUND when there is none.
 * Both add "version_id", "evaluation" and "evaluations_held" [{evaluation,type,fy,version,version_id,as_of,recorded_at,document_id}]. */
json_t *programme_show_evaluation(Ctx *c, int64_t id, const char *evaluation, const char *as_of);
/* The newest record of the programme that was read from a document; NOT_FOUND when none was. */
json_t *programme_show_read(Ctx *c, int64_t id, int64_t document);
/* Which evaluation a record is of: its form type, and the fiscal year for all but ex-ante: "interim:2026". */
const char *record_evaluation(Ctx *c, const json_t *record);
/* The parts of a query (domain/query.h) that a form of fields can show; everything else of it stays, as it was typed, among
 * the words. A value with spaces stands in "quotes". */
enum { QUERY_WORDS = 24 };
typedef struct {
    int64_t     fy, runs, evaluation;                           /* 0: not asked */
    int64_t     money_more, money_less, total_more, total_less; /* yen; -1: not asked */
    const char *committee, *division, *kind, *finding, *indicator, *ministry, *has;
    const char *words[QUERY_WORDS];
    size_t      n;
} ProgrammeQuery;
ProgrammeQuery programme_query_read(Ctx *c, const char *text);
/* Rows from..from+limit of what fits: [{id,key,name,kind,version,fy,request_yen,total_yen,total_qualifier,from_fy,to_fy,
 * division,committee,indicators,evaluation_fy (next planned),recorded_at,errors,warnings,notices, ministry,sheets,reports,money_yen,
 * executed_yen,outcomes,outputs,payees,sheet_id,sheet_fy}]. A programme known only from review sheets has version and request_yen
 * null. sort: "name","fy","money","executed","total","period","division","committee","ministry","indicators","evaluation",
 * "findings","recorded", else as they came. *total (may be NULL): how many fit in all. */
typedef struct {
    const char *query, *sort;
    bool        down;
    int64_t     from, limit; /* limit 0: 10,000 */
} ProgrammeAsk;
json_t *programme_page(Ctx *c, const ProgrammeAsk *ask, int64_t *total);
/* The same with what is to be said of it: {"rows","total","exact","limit","offset","query","problems":[{text,text_en}]}; exact
 * false: total is at most this, since a long word was looked up by its pairs (store/search.h). */
json_t *programme_found(Ctx *c, const ProgrammeAsk *ask);
/* How many programmes that fit have a sheet or report behind document `since` of the index. */
int64_t programme_newer(Ctx *c, const char *query, int64_t since);
/* The first 10,000 of them. order: a sort; "money" and "fy" from the largest. */
json_t *programme_list(Ctx *c, const char *query, const char *order);
/* The row of one programme, as in programme_page; NOT_FOUND when there is none. */
json_t *programme_row(Ctx *c, int64_t id);
/* What a filter can offer: the fiscal years ("fy", newest first), ministries ("ministry") or committees ("committee") there are, at most 60. */
json_t *programme_words(Ctx *c, const char *column);
/* The evaluations that programmes plan in fiscal years from..to, by year: [{programme_id,key,name,type,fy,text}]; *total as above. */
json_t *evaluation_plans(Ctx *c, int64_t from_fy, int64_t to_fy, int limit, int64_t *total);
/* The fiscal year that one planned evaluation of a record means (its fy, or its rule over the period); 0 when it cannot be told. */
int64_t evaluation_fy(const json_t *record, const json_t *planned);
/* One indicator: what the record says of it, and {id,place,version_id,key,programme{id,key,name},document,findings[],versions[]}: how each
 * version of the record gave it, oldest first, [{version_id,version,evaluation,recorded_at,actor,document_id,place,main,
 * indicator{unit,scope,values}}]. */
json_t *indicator_show(Ctx *c, int64_t id);
/* Its versions, newest first, at most 500: [{version_id,version,evaluation,recorded_at,actor,document,document_id,sha256,
 * before (version_id of the version it follows, or null)}]; and what changed in one of them: [diff]. */
json_t *programme_versions(Ctx *c, int64_t id);
json_t *programme_changes(Ctx *c, const json_t *version);
/* The newest 100 with their "changes". */
json_t *programme_history(Ctx *c, int64_t id);

#endif
