/* review.h -- review sheets: what a ministry published for one programme in one year, taken in by the thousand.
 * SPDX-License-Identifier: Apache-2.0
 *
 * An importer (exchange/) fills Sheets; this file gives each its programme, compares it with what is stored and writes
 * it, a batch in one transaction with one act of the ledger. Money is yen; texts are as printed. A sheet is the same
 * sheet when its key is; the same with another body is a new version of it, and the old one stays.
 *
 * Which programme a sheet belongs to, in this order: the sheet of the same key; the number its publisher gives the
 * programme (JUDGIT! 事業ID, RS 予算事業ID); the one past sheet that it names itself. Else it founds a programme.
 * Where a past sheet has two followers in one year, or a sheet names two past ones, that is lineage (split, merged),
 * kept as confirmed links since the sheet says so itself. Names are never enough here: see lineage.h. */
#ifndef DOMAIN_REVIEW_H
#define DOMAIN_REVIEW_H

#include "domain/run.h"
#include "store/search.h"

#include <jansson.h>

enum { MONEY_INITIAL, MONEY_SUPPLEMENTARY, MONEY_IN, MONEY_OUT, MONEY_RESERVE, MONEY_CURRENT, MONEY_EXECUTED, MONEY_REQUEST, MONEY_COUNT };
typedef struct {
    int64_t     fy;
    const char *account; /* "" for the sheet's total */
    int64_t     yen[MONEY_COUNT];
    unsigned    has;     /* bits 1 << MONEY_* */
} SheetMoney;

typedef struct {
    int64_t fy;
    double  actual, target;
    bool    has_actual, has_target;
} SheetValue;
typedef struct {
    const char *kind, *stage, *name, *target, *unit, *goal_text;
    const char *name_key; /* made by review_finish */
    int64_t     goal_fy; /* 0: none */
    SheetValue *value;
    size_t      values;
} SheetIndicator;

typedef struct {
    const char *kind, *block, *number, *name, *work; /* work: 業務概要, or all that tells rows of one payee apart; number: 法人番号 of 13 digits with a right check digit, else NULL */
    int64_t     fy, no, yen;
    bool        has_yen;
    const char *key, *name_key;               /* of the organisation; made by review_finish */
} SheetPayee;
typedef struct { const char *from, *to, *from_name, *to_name, *note; } SheetFlow;
typedef struct { const char *from_no, *from_kind, *from_stage, *from_text, *to_no, *to_kind, *to_stage, *to_text, *why; } SheetPath;
typedef struct { const char *kind, *category, *text, *answer; int64_t fy; } SheetRemark;
/* Another programme that a sheet names itself: the kind of link, and the word it uses (統合元, 親事業 ...). */
typedef struct { int64_t project; const char *kind, *word; } SheetRelated;
/* Budget items of one section (項), year and kind of budget: what the sheet is paid from (sheet_body.h). has: 1 yen, 2 request. */
typedef struct { const char *kind, *key, *ministry, *organisation, *section; int64_t fy, items, yen, request; unsigned has; } SheetSection;
/* A table that a sheet was put together from; file NULL: taken over from the version before. */
typedef struct { const char *part, *file; int64_t line, rows; } SheetPart;

typedef struct {
    const char     *source, *key, *number, *kind, *ministry, *office, *chief, *name;
    int64_t         fy, project_id, group_id, from_fy, to_fy; /* 0: none */
    SheetMoney     *money;
    SheetIndicator *indicator;
    SheetPayee     *payee;
    SheetFlow      *flow;
    SheetPath      *path;
    SheetRemark    *remark;
    SheetSection   *section;
    size_t          moneys, indicators, payees, flows, paths, remarks, sections;
    const char    **past;          /* keys of past sheets it names */
    size_t          pasts;
    bool            past_sure;     /* typed by its office, not read by machine: decides whatever the names */
    SheetRelated   *related;
    size_t          relateds;
    const SheetPart *part;
    size_t          parts;
    unsigned        silent;        /* flags that cannot be said of it: the tables for them have not come */
    const char     *raw;           /* as it came: JSON, raw_n bytes */
    size_t          raw_n;
    int64_t         line;
    const char     *file;
    /* made by review_finish */
    const char     *name_key, *office_key;
    int64_t         budget_yen, executed_yen; /* INT64_MIN: none */
    int64_t         outcomes, outputs, payee_count; /* payees: their lines; where that table has not come, bodies in the others */
    unsigned        flags;
    unsigned char   sha[32];
    const void     *body;
    size_t          body_n;
} Sheet;

/* What can be made without a store, in any thread: keys, headline money, flags, hash. */
void review_finish(Arena *mem, Sheet *s);

typedef struct Review Review;
/* What an import of sheets needs beside its run: known sheets, programmes and organisations. NULL with c->err. c must
 * outlive it. */
Review *review_begin(Ctx *c, Run *run);
/* The dictionary for bodies of a source and its number, the newest in the store; where there is none, one made of these
 * samples and written with the next batch. NULL and 0 when the samples are too few. */
const void *review_dictionary(Review *r, const char *const *raw, const size_t *raw_n, size_t n, size_t *size, int64_t *id);
/* Writes a batch with its grams (document i = sheet i) in one transaction; bodies were made against dictionary `id`. The
 * differences of changed sheets are appended to `changes`: [{key,name,fy,programme_id,changes:[{path,old,new}]}], at most
 * 200 of a run. */
bool review_store(Review *r, Sheet *const *sheet, size_t n, const Grams *g, int64_t dictionary, json_t *changes);
void review_free(Review *r);

#endif
