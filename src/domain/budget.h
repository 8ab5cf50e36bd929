/* budget.h -- 予算の事項: lines of the budget and settlement papers of the Ministry of Finance, in yen.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A line is not a programme, and papers of one year (当初予算, 補正予算, 決算) are never added: a supplementary budget
 * prints the whole amended amount. A line that comes again with other figures replaces what was there, shown as a
 * difference. */
#ifndef DOMAIN_BUDGET_H
#define DOMAIN_BUDGET_H

#include "domain/review.h"

typedef struct {
    const char *key, *account, *kind, *ministry, *organisation, *section, *name, *description, *sha256; /* key: fiscal year and id of the paper */
    int64_t     fy, amount, previous, spent, carried_out; /* INT64_MIN: none */
} BudgetLine;

typedef struct Budget Budget;
Budget *budget_begin(Ctx *c, Run *run);
/* A batch in one transaction with one act of the ledger. */
bool budget_store(Budget *b, const BudgetLine *line, size_t n, json_t *changes);
void budget_free(Budget *b);

/* Lines that fit a query (domain/query_plain.h: words in name and section, fy, money, executed, ministry, office, kind, name):
 * {"rows":[{id,fy,account,budget_kind,ministry,organisation,section,name,amount,previous,spent,carried_out,description,programmes}],
 * "total","problems"}. programmes: how many name the line's section in its year. section: only lines of that key, or NULL. sort:
 * "fy","ministry","name","money","spent","programmes", NULL: newest year first, as in the papers. */
typedef struct {
    const char *query, *section, *sort;
    bool        down;
    int64_t     from, limit; /* limit 0: 10,000 */
} BudgetAsk;
json_t *budget_found(Ctx *c, const BudgetAsk *ask);
/* One line with "section_lines", the lines of its section in all papers, and "programmes" [{programme_id,key,name,ministry,
 * sheet_id,sheet_fy,fy,budget_kind,items,yen,request}] whose newest sheet of a year names the section for the line's year. NOT_FOUND. */
json_t *budget_show(Ctx *c, int64_t id);
/* What a programme's sheets name: [{sheet_id,sheet_fy,fy,budget_kind,section_key,ministry,organisation,section,items,yen,request,
 * lines:[{id,budget_kind,name,amount,spent}]}], newest year first; lines: of that section in that year. */
json_t *budget_of_programme(Ctx *c, int64_t programme);

/* 一般会計, 特別会計, 政府関係機関 for general, special, agency. */
const char *budget_account_label(const Ctx *c, const char *account);
/* What lines and sheets both name, folded: ministry, organisation or special account, section. */
const char *budget_section_key(Arena *mem, const char *ministry, const char *organisation, const char *section);
/* Rows of sheet_section, in the transaction that writes the sheets; ended by db_bulk_end. */
Bulk *budget_sections_begin(Ctx *c);
void budget_sections_put(Bulk *b, int64_t sheet, const SheetSection *s, size_t n);
/* A store from before sections: they are read from the sheets and lines that are there. */
bool budget_catch_up(Ctx *c);

#endif
