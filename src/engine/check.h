/* check.h -- the officer's second pair of eyes: rules (catalog/rules) over a record.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A check reads a record (docs/record.md) and touches no database. What it means stands in catalog/rules/checks.yaml,
 * what it does in the function that checks.def binds to its code. Rules are those of the day of the report. Findings
 * are domain/finding.h plus rule {id,title,title_en,source,source_en,url}; findings of the reading (IMP-...) that
 * stand in the record come first. */
#ifndef ENGINE_CHECK_H
#define ENGINE_CHECK_H

#include "engine/rules.h"

/* Papers among which one is looked at: what only shows side by side. Made once for all of them. */
typedef struct CheckBeside CheckBeside;
/* The lines of a document. */
typedef struct {
    char **line;
    size_t n;
} CheckText;

typedef struct {
    const json_t      *record;
    const CheckBeside *beside; /* those of it that are of the same body and month and have another name count; may be NULL */
    CheckText          text;   /* of the decoded document that sources point into, for exact lines; may be empty */
} CheckPaper;

/* Rules with every check of checks.yaml bound to its function; false with c->err naming file and line, or the code
 * that stands in one of checks.yaml and checks.def alone. */
bool check_rules(Ctx *c, Rules *out);
/* The second half of it, for rules that were read elsewhere. */
bool check_bound(Ctx *c, const Rules *rules);
/* The findings of a paper, kept by c->mem. */
json_t *check_paper(Ctx *c, const Rules *rules, const CheckPaper *paper);
/* The same for a record alone, rules read anew; NULL only with c->err. */
json_t *check_record(Ctx *c, const json_t *record);
/* All records of one document, each seen beside the others and beside `store` (papers of the same year that are there
 * already; may be NULL): an array of findings for each, in the same order. NULL only with c->err. */
json_t *check_records(Ctx *c, const json_t *records, const json_t *store, const char *text);
/* For CheckPaper; both belong to c->mem, and `records` must live as long. text may be NULL. */
CheckBeside *check_beside(Ctx *c, const json_t *records);
CheckText check_text(Ctx *c, const char *text);
/* Every check: [{code,level,title,title_en,rule,source,source_en,advice,advice_en,why,why_en}], by the rules of today, for
 * docs/checks.md, --explain and the settings page; codes of reading behind them (without rule and why). */
json_t *check_catalogue(Ctx *c);

#endif
