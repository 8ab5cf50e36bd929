/* review.c -- what can be made of a sheet without a store: keys, headline money, flags, hash.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/review_in.h"

#include "base/fold.h"
#include "domain/flags.h"

#include <sodium.h>
#include <string.h>

/* The check digit of a corporate number (法人番号): 9 - (sum of digit n, from the right, times 1 or 2) mod 9; Order of the
 * Ministry of Finance on corporate numbers (法人番号の指定等に関する省令), article 2. */
bool
review_corporate(const char *s)
{
    int sum = 0;
    if (!s || strlen(s) != 13 || strspn(s, "0123456789") != 13)
        return false;
    for (int n = 1; n <= 12; n++)
        sum += (s[13 - n] - '0') * (n % 2 ? 1 : 2);
    return s[0] - '0' == 9 - sum % 9;
}

static void
payee_keys(Arena *mem, SheetPayee *p)
{
    if (!p->name)
        p->name = "";
    p->name_key = fold_key(mem, p->name);
    if (!review_corporate(p->number))
        p->number = NULL;
    if (p->number)
        p->key = p->number;
    else
        p->key = *p->name_key ? arena_fmt(mem, "n:%s", p->name_key) : NULL;
}

static int64_t
payee_count(const Sheet *s)
{
    int64_t lines = 0, bodies = 0;
    for (size_t i = 0; i < s->payees; i++) {
        bool seen = !s->payee[i].key;
        lines += strcmp(s->payee[i].kind, "payee") == 0;
        for (size_t k = 0; k < i && !seen && k < 1000; k++)
            seen = s->payee[k].key && strcmp(s->payee[k].key, s->payee[i].key) == 0;
        bodies += !seen;
    }
    return lines ? lines : bodies;
}

/* Two rows of one table that print the same payee, block, work and amount. Not those of the ministry itself, whose local offices all
 * stand under its name, and not amounts so small that rounding makes them alike. */
static bool
same_row(const Sheet *s, const SheetPayee *a, const SheetPayee *b)
{
    return a->has_yen && b->has_yen && a->yen == b->yen && a->yen >= 1000000 && a->key && b->key && strcmp(a->key, b->key) == 0 && strcmp(a->kind, b->kind) == 0 &&
           a->block && b->block && strcmp(a->block, b->block) == 0 && a->work && b->work && strlen(a->work) > 3 && strcmp(a->work, b->work) == 0 &&
           strcmp(a->name, s->ministry) != 0;
}

static bool
doubled(const Sheet *s)
{
    for (size_t i = 0; i < s->payees; i++)
        for (size_t k = i + 1; k < s->payees && k < i + 400; k++)
            if (same_row(s, &s->payee[i], &s->payee[k]))
                return true;
    return false;
}

/* What a payee can receive at most: ten times the largest amount of the budget (a contract of many years stands in one). */
static int64_t
largest(const Sheet *s)
{
    int64_t most = 0;
    for (size_t i = 0; i < s->moneys; i++)
        for (int k = 0; k < MONEY_COUNT; k++)
            if (s->money[i].has >> k & 1 && s->money[i].yen[k] > most)
                most = s->money[i].yen[k];
    return most > 0 && most < INT64_MAX / 10 ? most * 10 : INT64_MAX;
}

static unsigned
flags_of(const Sheet *s)
{
    unsigned flags = 0;
    int64_t  yearly = 0, goals = 0;
    for (size_t i = 0; i < s->indicators; i++) {
        const SheetIndicator *k = &s->indicator[i];
        bool                  year = false, goal = k->goal_text && *k->goal_text;
        if (strcmp(k->kind, "outcome") != 0)
            continue;
        for (size_t v = 0; v < k->values; v++)
            year = year || k->value[v].has_target;
        yearly += year;
        goals += goal;
        if (!year && !goal)
            flags |= FLAG_NO_TARGET;
    }
    if (s->outcomes == 0)
        flags |= FLAG_NO_OUTCOME;
    if (s->outputs == 0)
        flags |= FLAG_NO_OUTPUT;
    if (s->outcomes > 0 && goals == s->outcomes && yearly == 0)
        flags |= FLAG_LAST_YEAR;
    for (size_t i = 0; i < s->moneys; i++) {
        const SheetMoney *m = &s->money[i];
        unsigned          both = 1u << MONEY_EXECUTED | 1u << MONEY_CURRENT;
        if (!*m->account && (m->has & both) == both && m->yen[MONEY_EXECUTED] > m->yen[MONEY_CURRENT] && m->yen[MONEY_CURRENT] > 0)
            flags |= FLAG_OVER_BUDGET;
    }
    int64_t most = largest(s);
    for (size_t i = 0; i < s->payees; i++) {
        const SheetPayee *p = &s->payee[i];
        if (p->has_yen && p->yen < 0)
            flags |= FLAG_NEGATIVE;
        if (p->has_yen && p->yen > most)
            flags |= FLAG_ENORMOUS;
    }
    return doubled(s) ? flags | FLAG_DOUBLED_PAYEE : flags;
}

/* The budget of the sheet's own year, else of the newest that has one; execution of a year that is over. */
static void
headline(Sheet *s)
{
    int64_t budget_fy = 0, executed_fy = 0;
    s->budget_yen = s->executed_yen = INT64_MIN;
    for (size_t i = 0; i < s->moneys; i++) {
        const SheetMoney *m = &s->money[i];
        if (*m->account)
            continue;
        if (m->has & 1u << MONEY_CURRENT && m->fy <= s->fy && m->fy > budget_fy) {
            budget_fy = m->fy;
            s->budget_yen = m->yen[MONEY_CURRENT];
        }
        if (m->has & 1u << MONEY_EXECUTED && m->fy < s->fy && m->fy > executed_fy) {
            executed_fy = m->fy;
            s->executed_yen = m->yen[MONEY_EXECUTED];
        }
    }
}

void
review_finish(Arena *mem, Sheet *s)
{
    s->name_key = fold_key(mem, s->name);
    s->office_key = fold_key(mem, arena_fmt(mem, "%s %s", s->ministry, s->office ? s->office : ""));
    s->outcomes = s->outputs = 0;
    for (size_t i = 0; i < s->indicators; i++) {
        s->outcomes += strcmp(s->indicator[i].kind, "outcome") == 0;
        s->outputs += strcmp(s->indicator[i].kind, "output") == 0;
        s->indicator[i].name_key = fold_key(mem, s->indicator[i].name);
    }
    for (size_t i = 0; i < s->payees; i++)
        payee_keys(mem, &s->payee[i]);
    s->payee_count = payee_count(s);
    headline(s);
    s->flags = flags_of(s) & ~s->silent;
    crypto_hash_sha256(s->sha, (const unsigned char *)s->raw, s->raw_n);
}
