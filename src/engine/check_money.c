/* check_money.c -- totals against thresholds, cover against budget table, the offices that ask.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "base/number.h"

static int64_t
line_of_rule(const Check *k, const char *rule)
{
    return rule_int(&k->rules, rule, "yen", INT64_MAX);
}

/* 970000000 -> 970百万円. */
static const char *
million(const Check *k, int64_t yen)
{
    return FIELD(k, "%s百万円", yen_million(k->c->mem, yen));
}

void
check_total_unknown(Check *k)
{
    const json_t *total = json_path(k->rec, "total");
    int64_t       asked = json_int(k->rec, "request.yen", 0), line = line_of_rule(k, "ex-ante-threshold"), council = line_of_rule(k, "national-council");
    if (json_has(total, "yen") || !total)
        return;
    if (!asked) {
        say(k, "total", total, json_text(total, "text"), NULL);
        return;
    }
    const char *ja = asked >= council ? "それだけで国の会議の評価の額に届く" : asked >= line ? "それだけで事前評価の義務の額に届く" : "義務の額に届くかは分からない";
    const char *en = asked >= council ? "which alone reaches the line of the national council" : asked >= line ? "which alone reaches the line for a compulsory evaluation"
                                                                                                  : "below the line, so it cannot be told";
    say_more(k, "total", total, json_text(total, "text"), NULL, FIELD(k, "。下限は要求額 %s で、%s", json_text(k->rec, "request.text"), ja),
             FIELD(k, "; at least the request of %lld million yen, %s", (long long)(asked / 1000000), en));
}

void
check_below_threshold(Check *k)
{
    int64_t yen = json_int(k->rec, "total.yen", -1);
    if (yen >= 0 && yen < line_of_rule(k, "ex-ante-threshold") && strcmp(json_text(k->rec, "total.qualifier"), "at-least") != 0)
        say(k, "total", json_path(k->rec, "total"), json_text(k->rec, "total.text"), million(k, line_of_rule(k, "ex-ante-threshold")));
}

void
check_national_council(Check *k)
{
    int64_t line = line_of_rule(k, "national-council"), total = json_int(k->rec, "total.yen", -1), asked = json_int(k->rec, "request.yen", 0);
    if (total >= line)
        say(k, "total", json_path(k->rec, "total"), json_text(k->rec, "total.text"), NULL);
    else if (total < 0 && asked >= line)
        say(k, "request", json_path(k->rec, "request"), json_text(k->rec, "request.text"), NULL);
}

void
check_budget_qualifier(Check *k)
{
    const json_t *total = json_path(k->rec, "total");
    size_t        i;
    json_t       *b;
    EACH(json_path(k->rec, "budget"), i, b)
        if (json_flag(b, "total") && json_has(b, "yen") && json_has(total, "yen") && strcmp(json_text(b, "state"), "executed") != 0 &&
            (strcmp(json_text(b, "qualifier"), json_text(total, "qualifier")) != 0 || json_int(b, "yen", 0) != json_int(total, "yen", 0)))
            say_marked(k, FIELD(k, "budget[%zu]", i), b, NULL, json_text(total, "text"), json_text(b, "text"));
}

/* Sum of the years of a row when each is known; false where one is not. */
static bool
summed(const Check *k, const char *state, int64_t *sum, bool *open)
{
    size_t  i, n = 0;
    json_t *b;
    *sum = 0;
    *open = false;
    EACH(json_path(k->rec, "budget"), i, b)
    {
        if (json_flag(b, "total") || strcmp(json_text(b, "state"), state) != 0)
            continue;
        if (json_flag(b, "elided") || !json_has(b, "yen"))
            return false;
        *sum += json_int(b, "yen", 0);
        *open = *open || strcmp(json_text(b, "qualifier"), "exact") != 0;
        n++;
    }
    return n > 1;
}

void
check_budget_sum(Check *k)
{
    size_t  i;
    json_t *b;
    EACH(json_path(k->rec, "budget"), i, b)
    {
        int64_t sum, total = json_int(b, "yen", 0);
        bool    open, exact = strcmp(json_text(b, "qualifier"), "exact") == 0;
        if (json_flag(b, "total") && json_has(b, "yen") && summed(k, json_text(b, "state"), &sum, &open) && !open && exact && sum != total)
            say_marked(k, FIELD(k, "budget[%zu]", i), b, NULL, json_text(b, "text"), million(k, sum));
    }
}

void
check_budget_request(Check *k)
{
    size_t  i;
    json_t *b;
    EACH(json_path(k->rec, "budget"), i, b)
        if (!json_flag(b, "total") && strcmp(json_text(b, "state"), "request") == 0 && json_has(b, "yen") && json_has(k->rec, "request.yen") && json_int(b, "fy", 0) &&
            json_int(b, "fy", 0) == json_int(k->rec, "request.fiscal_year", 0) && strcmp(json_text(b, "qualifier"), "exact") == 0 &&
            json_int(b, "yen", 0) != json_int(k->rec, "request.yen", 0))
            say_marked(k, FIELD(k, "budget[%zu]", i), b, NULL, json_text(k->rec, "request.text"), json_text(b, "text"));
}

void
check_budget_pending(Check *k)
{
    const char *title = json_text(k->rec, "overview.budget_title");
    size_t      i;
    json_t     *b;
    EACH(json_path(k->rec, "budget"), i, b)
    {
        if (json_has(k->rec, "request.yen") && json_int(b, "fy", 0) == json_int(k->rec, "request.fiscal_year", -1) && strcmp(json_text(b, "qualifier"), "pending") == 0)
            say_marked(k, FIELD(k, "budget[%zu]", i), b, NULL, json_text(k->rec, "request.text"), json_text(b, "text"));
        if (rules_word_in(&k->rules, "pending", key_of(k, title)) && json_has(b, "yen") && strcmp(json_text(b, "qualifier"), "exact") == 0) {
            say(k, "overview.budget_title", json_path(k->rec, "overview"), title, FIELD(k, "%s %s", json_text(b, "label"), json_text(b, "text")));
            return;
        }
    }
}

void
check_budget_elided(Check *k)
{
    size_t  i;
    json_t *b;
    EACH(json_path(k->rec, "budget"), i, b)
        if (json_flag(b, "elided"))
            say_marked(k, FIELD(k, "budget[%zu]", i), b, NULL, json_text(b, "label"), NULL);
}

void
check_budget_executed(Check *k)
{
    size_t  i, j;
    json_t *b, *x;
    EACH(json_path(k->rec, "budget"), i, b) EACH(json_path(k->rec, "budget"), j, x)
        if (strcmp(json_text(b, "state"), "budget") == 0 && strcmp(json_text(x, "state"), "executed") == 0 && json_int(b, "fy", 0) == json_int(x, "fy", -1) &&
            json_has(b, "yen") && json_int(x, "yen", 0) > json_int(b, "yen", 0))
            say_marked(k, FIELD(k, "budget[%zu]", j), x, NULL, json_text(x, "text"), json_text(b, "text"));
}

/* The ministries that a text names, in the order of the list. */
static json_t *
ministries(const Check *k, const char *text)
{
    json_t *out = json_keep(k->c->mem, json_array()), *m;
    size_t  i;
    EACH(json_path(k->rules.words, "ministries"), i, m)
        if (strstr(text, json_string_value(m)))
            json_array_append(out, m);
    return out;
}

void
check_request_share(Check *k)
{
    const char *other = json_text(k->rec, "overview.other");
    json_t     *names = ministries(k, other);
    if (!rules_word_in(&k->rules, "shared_request", key_of(k, other)) || json_array_size(names) < 2)
        return;
    say_marked(k, "request", json_path(k->rec, "overview"), other, json_text(k->rec, "request.text"), other);
}

void
check_division_bureau(Check *k)
{
    const char *division = json_text(k->rec, "division");
    if (*division && !rules_word_in(&k->rules, "bureaus", key_of(k, division)))
        say(k, "division", json_path(k->rec, "division_at"), division, NULL);
}
