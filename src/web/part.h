/* part.h -- the parts pages are made of: tables, facts, badges, pages of rows, years, days, money.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A table:  static const Column cols[] = { { .key = "name", .ja = "事業名", .en = "Name", .sort = "name" }, ... };
 *           table_begin(w, T(w, "事業の表", "Programmes"), cols, COUNT(cols), true);
 *           for each row: row_begin(w); cell(w, &cols[0]); html(h, "%s", ...); cell(w, &cols[1]); ... row_end(w);
 *           table_end(w);
 * On a phone a table made with cards = true shows each row as a card whose cells say their heading. */
#ifndef WEB_PART_H
#define WEB_PART_H

#include "web/web.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct {
    const char *key;               /* of the row, for csv and xlsx */
    const char *ja, *en;           /* heading */
    const char *unit_ja, *unit_en; /* under the heading; NULL when it has none */
    const char *sort;              /* value of ?sort=; NULL when the table cannot be sorted by it */
    bool        number;            /* set to the right */
    bool        head;              /* the cell names its row */
} Column;

/* label: for people who hear the page. Heads link to ?sort=&dir= where the column can be sorted. */
void table_begin(Web *w, const char *label, const Column *cols, size_t n, bool cards);
void row_begin(Web *w, const char *id); /* id of the row for addresses, or NULL */
void cell(Web *w, const Column *col);
void row_end(Web *w);
void table_end(Web *w);

/* The address of this page with parameters replaced, pairs ended by NULL; a NULL value takes one away:
 * web_here(w, "sort", "money", "from", NULL, NULL). */
const char *web_here(Web *w, ...) __attribute__((sentinel));
/* A whole number of the address; `otherwise` when it is absent or no number in [low, high]. */
int64_t web_number(Web *w, const char *name, int64_t low, int64_t high, int64_t otherwise);
/* "1–50 of 1,234", previous and next by ?from=; nothing when all of it is shown. */
void web_pages(Web *w, int64_t from, int64_t step, int64_t total);
/* Where there is nothing: what it means and what to do. */
void web_empty(Web *w, const char *says, const char *do_this, const char *href, const char *link);
/* The file of a table when the address has ?format=csv or xlsx (true: it was written): the cells of `rows` by the keys
 * of the columns, their headings in the language of the page. web_downloads: the links to both. */
typedef struct {
    const char *key, *ja, *en;
} FileColumn;
bool web_file(Web *w, const char *name, const char *title, const json_t *rows, const FileColumn *cols, size_t n);
void web_downloads(Web *w);
/* Ticks in a list of programmes that lead to /compare: the form, above or below the list (with what the address has ticked
 * already, ?p=), and one tick beside a name. */
void web_ticks(Web *w);
void web_tick(Web *w, const char *key, const char *name);
/* Whether the address asks for a file: such a list is not cut into pages. */
bool web_wants_file(Web *w);

/* 2024 -> 令和6年度（2024） / FY2024; short: 令和6 / FY2024. "" for 0. */
const char *web_fy(Web *w, int64_t fy);
const char *web_fy_short(Web *w, int64_t fy);
/* 令和6–10年度（2024–2028） / FY2024–2028; open: 令和6年度から（終了時期未定） / from FY2024, no end set. */
const char *web_period(Web *w, int64_t from_fy, int64_t to_fy, bool open);
const char *web_period_short(Web *w, int64_t from_fy, int64_t to_fy, bool open); /* 令和6–10年度 / FY2024–2028; 令和6年度から */
/* new, extended -> 新規, 拡充. */
const char *web_kind(Web *w, const char *kind);
/* "interim:2026" -> 中間評価（令和8年度）. */
const char *web_evaluation(Web *w, const char *evaluation);
/* "2021-03-26" -> 令和3年3月26日（金） / 26 March 2021 (Fri); "2023-08" -> 令和5年8月 / August 2023. */
const char *web_day(Web *w, const char *day);
/* UTC "2026-11-24T01:02:03Z" -> in Japan: 令和8年11月24日（火）10:02 / 24 Nov 2026 (Tue) 10:02. Writes <time>. */
void web_time(Web *w, const char *utc);
/* The day in Japan of an instant, "2026-11-24". */
const char *web_today(Web *w);
/* Millions of yen for a column whose head says 百万円, the exact yen on hover; `otherwise` (escaped) without a figure. */
void web_million(Web *w, const json_t *yen, const char *otherwise);
/* What a qualifier says: 約, 以上, 調整中, 未定, 値なし; "" for exact. */
const char *web_qualifier(Web *w, const char *qualifier);

/* One row of a list of facts (dl.facts): label, value with line breaks, - when blank. fact_begin .. fact_end for markup. */
void fact(Web *w, const char *label, const char *value);
void fact_begin(Web *w, const char *label);
void fact_end(Web *w);
/* A quiet link to the lines a thing was read from; nothing where it was not read from a document. */
void web_source(Web *w, const json_t *record, const json_t *at);
/* Whether any of a record was read from a document that is here: a pack has no lines. Asked once a record. */
bool web_sourced(Web *w, const json_t *record);
/* A table whose last column is the source has none where nothing has a source: how many columns are left, and its cell. */
size_t web_columns(Web *w, const json_t *record, size_t n);
void web_source_cell(Web *w, const Column *col, const json_t *record, const json_t *at);
/* The same for a text field, by its path in record.sources: "purpose", "overall.policy". */
void web_source_of(Web *w, const json_t *record, const char *path);

/* A term that a paper prints in Japanese (必要性, 主査, プラン名): on a page in English its English word before it, where the
 * catalogue has one. web_term_en: that word alone, or NULL. */
void web_term(Web *w, const char *ja);
const char *web_term_en(Web *w, const char *ja);
/* A path in a record in words: "indicators[0].values.2020" -> 指標 1 › 値 › 2020; where the record is at hand, what it is
 * in by its name: 化合物提供件数 › 値 › 2020. */
const char *web_field(Web *w, const json_t *record, const char *path);
/* Where a field stands on the programme's page: "#indicator-1", "/programmes/KEY/roster". */
const char *web_field_url(Web *w, const char *key, const char *path);
/* Who acted, in words: "sato" -> 佐藤 花子, "cli:sato" -> コマンド操作（sato）. */
const char *web_actor(Web *w, const char *actor);
/* "programme:3" of the ledger in words: what it is called where `named` says it (ledger_told), a link where there is a page. */
void web_subject(Web *w, const char *subject, const char *named);
/* The searches that this person keeps or sees of a place (domain/places.def), above its list, and the form that keeps the conditions
 * of this address; all of them on the first page. */
void web_filters(Web *w, const char *place);
void web_filters_home(Web *w);
/* What of a query was not understood; how a query is written (domain/query.def). */
void web_problems(Web *w, const json_t *problems);
void web_query_help(Web *w);
/* Output, outcome, activity in words. */
const char *web_indicator_type(Web *w, const char *type);
/* A sentence of the catalogue as a heading: its first letter large, where it is written in letters. */
const char *web_capital(Web *w, const char *s);
/* error, warning, notice as a person says them. */
const char *web_level(Web *w, const char *level);
void web_badge(Web *w, const char *level);
/* Counts of findings by level, each a link when href is given (?level= is added to it); brief: a sign and the number,
 * the word for those who hear the page. */
void web_counts(Web *w, const json_t *row, const char *href, bool brief);
/* Tabs over the pages of one programme; here = "page", "sheet", "roster", "history". */
void web_programme_tabs(Web *w, const json_t *record, const char *here);

#endif
