/* budget_lines.c -- 予算書・決算書の事項 as JSON: {"metadata":{...},"items":[...]}, figures of the Ministry of Finance in yen.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The fiscal year is that of the paper: the number of a document begins with it (202411001 is of FY2024). */
#include "domain/budget.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/records.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

bool
budget_guess(const char *name, const char *head, size_t n)
{
    (void)name;
    return memchr(head, '{', n < 8 ? n : 8) && memmem(head, n, "\"metadata\"", 10) && memmem(head, n, "\"budgetTypes\"", 13);
}

typedef struct {
    Budget     *budget;
    BudgetLine *line;
    size_t      n;
} Batch;

/* Yen in *out; something else than whole yen is reported. Absent and null are no value. */
static void
amount(Records *r, const json_t *record, const char *key, int64_t *out)
{
    const json_t *v = json_object_get(record, key);
    *out = INT64_MIN;
    if (!v || json_is_null(v))
        return;
    if (json_is_integer(v) && llabs(json_integer_value(v)) <= INT64_C(9000000000000000)) {
        *out = json_integer_value(v);
        return;
    }
    records_problem(r, key, "warning", arena_fmt(r->mem, "%s が金額（円の整数）ではない。この欄を除いて取り込んだ。", key),
                    arena_fmt(r->mem, "%s is no amount in whole yen; the line was taken without it.", key));
}

static const char *
first_text(Records *r, const json_t *record, const char *const *keys)
{
    Buf *b = buf_in(r->mem);
    for (; *keys; keys++) {
        const char *t = records_text(r, record, *keys);
        if (t)
            buf_fmt(b, b->n ? " %s" : "%s", t);
    }
    return b->n ? buf_text(b) : NULL;
}

static bool
take(Records *r, const json_t *record, const char *sha256, void *state)
{
    static const char *const needed[] = { "id", "documentId", "accountType", "budgetType", "name", NULL }, *const places[] = { "organization", "specialAccount", "subAccount", "agency", NULL };
    Batch      *b = state;
    BudgetLine  k = { .sha256 = sha256 };
    for (int i = 0; needed[i]; i++)
        if (!records_text(r, record, needed[i])) {
            records_problem(r, needed[i], "error", arena_fmt(r->mem, "%s がない。この件は取り込まない。", needed[i]), arena_fmt(r->mem, "%s is missing; the line was left out.", needed[i]));
            return false;
        }
    const char *document = records_text(r, record, "documentId"), *year = arena_strn(r->mem, document, strlen(document) < 4 ? strlen(document) : 4);
    k.fy = strspn(year, "0123456789") == 4 ? strtoll(year, NULL, 10) : 0;
    if (k.fy < 1947 || k.fy > 2100) {
        records_problem(r, "documentId", "error", arena_fmt(r->mem, "documentId の「%s」から年度が読めない。この件は取り込まない。", document),
                        arena_fmt(r->mem, "documentId '%s' does not begin with a fiscal year; the line was left out.", document));
        return false;
    }
    k.key = arena_fmt(r->mem, "%lld:%s", (long long)k.fy, records_text(r, record, "id"));
    k.account = records_text(r, record, "accountType");
    k.kind = records_text(r, record, "budgetType");
    k.ministry = records_text(r, record, "ministry"); /* the papers of government agencies name none */
    k.ministry = k.ministry ? k.ministry : "";
    k.organisation = first_text(r, record, places);
    k.section = records_text(r, record, "sectionName");
    k.name = records_text(r, record, "name");
    k.description = records_text(r, record, "description");
    amount(r, record, "amount", &k.amount);
    amount(r, record, "previousAmount", &k.previous);
    amount(r, record, "spent", &k.spent);
    amount(r, record, "carriedOver", &k.carried_out);
    records_once(r, k.key, "id");
    b->line[b->n++] = k;
    return true;
}

static bool
store(Records *r, void *state)
{
    Batch *b = state;
    bool   good = budget_store(b->budget, b->line, b->n, r->i->changes);
    b->n = 0;
    return good;
}

bool
budget_import(Import *i)
{
    Batch b = { .budget = budget_begin(i->c, i->run), .line = NEWN(i->c->mem, BudgetLine, RECORDS_BATCH + 1) };
    bool  good = b.budget && records_import(i, "items", take, store, &b);
    budget_free(b.budget);
    return good;
}
