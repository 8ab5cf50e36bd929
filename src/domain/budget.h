/* budget.h -- 予算の事項: lines of the budget and settlement papers of the Ministry of Finance, in yen.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A line is not a programme, and papers of one year (当初予算, 補正予算, 決算) are never added: a supplementary budget
 * prints the whole amended amount. A line that comes again with other figures replaces what was there, shown as a
 * difference. */
#ifndef DOMAIN_BUDGET_H
#define DOMAIN_BUDGET_H

#include "domain/run.h"

typedef struct {
    const char *key, *account, *kind, *ministry, *organisation, *section, *name, *description, *sha256; /* key: fiscal year and id of the paper */
    int64_t     fy, amount, previous, spent, carried_out; /* INT64_MIN: none */
} BudgetLine;

typedef struct Budget Budget;
Budget *budget_begin(Ctx *c, Run *run);
/* A batch in one transaction with one act of the ledger. */
bool budget_store(Budget *b, const BudgetLine *line, size_t n, json_t *changes);
void budget_free(Budget *b);

/* Lines whose name or section holds every word of the query (folded; NULL or "": all), newest year first:
 * [{fy,account,budget_kind,ministry,organisation,section,name,amount,previous,spent,carried_out,description}]. *total may
 * be NULL. fy 0: all years. */
json_t *budget_find(Ctx *c, const char *query, int64_t fy, int64_t limit, int64_t offset, int64_t *total);

#endif
