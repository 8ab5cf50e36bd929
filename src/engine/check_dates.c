/* check_dates.c -- periods, evaluation years, dates of the paper.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "base/number.h"

#include <stdlib.h>

static const json_t *
cover_period(const Check *k)
{
    return json_has(k->rec, "period.from_fy") ? json_path(k->rec, "period") : json_path(k->rec, "periods.0");
}

void
check_period(Check *k)
{
    const json_t *cover = cover_period(k);
    size_t        i;
    json_t       *p, *b;
    EACH(json_path(k->rec, "periods"), i, p)
        if (p != cover && (json_int(cover, "from_fy", 0) != json_int(p, "from_fy", 0) || json_int(cover, "to_fy", 0) != json_int(p, "to_fy", 0)))
            say_marked(k, FIELD(k, "periods[%zu]", i), p, json_text(p, "text"), json_text(cover, "text"), json_text(p, "text"));
    EACH(json_path(k->rec, "budget"), i, b)
        if (json_has(cover, "to_fy") && rules_word_in(&k->rules, "open_end", key_of(k, json_text(b, "label"))))
            say_marked(k, FIELD(k, "budget[%zu]", i), b, json_text(b, "label"), json_text(cover, "text"), json_text(b, "label"));
}

/* Digits behind `p` followed by 年, where it counts years (not 年度, 年目, 年おき, 年以内, 年後). */
static int
years_at(const char *p)
{
    static const char *const not_years[] = { "度", "目", "おき", "以内", "後", "ごと", "程度", "前" };
    char *end;
    long  n = strtol(p, &end, 10);
    if (end == p || n <= 0 || n > 99 || !text_starts(end, "年"))
        return 0;
    for (size_t i = 0; i < sizeof not_years / sizeof *not_years; i++)
        if (text_starts(end + strlen("年"), not_years[i]))
            return 0;
    return (int)n;
}

/* "支援期間が5年", "300億円(10年)": years told in words; 0 when there are none. */
static int
years_told(const Check *k, const char *key)
{
    size_t  i;
    json_t *w;
    EACH(json_path(k->rules.keys, "durations"), i, w)
    {
        const char *p = strstr(key, json_string_value(w));
        for (const char *q = p ? p + strlen(json_string_value(w)) : NULL; q && *q && q < p + strlen(json_string_value(w)) + 12; q++)
            if (*q >= '0' && *q <= '9')
                return years_at(q);
    }
    for (const char *p = strstr(key, "円("); p; p = strstr(p + 1, "円("))
        if (years_at(p + strlen("円(")) && strchr(p, ')'))
            return years_at(p + strlen("円("));
    return 0;
}

void
check_duration(Check *k)
{
    static const char *const fields[] = { "overall.summary", "cost_effect", "total.text" };
    const json_t *cover = cover_period(k);
    int64_t       span = json_has(cover, "to_fy") ? json_int(cover, "to_fy", 0) - json_int(cover, "from_fy", 0) + 1 : 0;
    for (size_t i = 0; span && i < sizeof fields / sizeof *fields; i++) {
        int told = years_told(k, key_of(k, json_text(k->rec, fields[i])));
        if (told && told != span)
            say(k, fields[i], i ? cover : json_path(k->rec, "overall"), json_text(k->rec, fields[i]), json_text(cover, "text"));
    }
}

void
check_name(Check *k)
{
    const char *a = json_text(k->rec, "name"), *b = json_text(k->rec, "form.name");
    if (*a && *b && strcmp(key_of(k, a), key_of(k, b)) != 0)
        say_marked(k, "form.name", json_path(k->rec, "form"), b, a, b);
}

/* Fiscal year that a statement means, by the programme's period; 0 when it cannot be told. */
static int64_t
year_meant(const Check *k, const json_t *e)
{
    int64_t     from = json_int(cover_period(k), "from_fy", 0), to = json_int(cover_period(k), "to_fy", 0);
    const char *rule = json_text(e, "rule");
    if (json_int(e, "fy", 0))
        return json_int(e, "fy", 0);
    if (strcmp(rule, "end") == 0)
        return to;
    if (strcmp(rule, "end+1") == 0)
        return to ? to + 1 : 0;
    return strcmp(rule, "year-n") == 0 && from && json_int(e, "year_n", 0) ? from + json_int(e, "year_n", 0) - 1 : 0;
}

static bool
at_place(const json_t *e, const char *place)
{
    return strcmp(json_text(e, "place"), place) == 0;
}

static bool
same_type(const json_t *a, const json_t *b)
{
    return strcmp(json_text(a, "type"), json_text(b, "type")) == 0;
}

/* Whether a place gives some year of a type that another sentence gives too: "the third year" beside FY2026 and FY2029. */
static bool
given_elsewhere(const Check *k, const json_t *a, const char *place)
{
    size_t  i;
    json_t *b;
    EACH(json_path(k->rec, "evaluations"), i, b)
        if (at_place(b, place) && same_type(a, b) && year_meant(k, a) == year_meant(k, b))
            return true;
    return false;
}

void
check_eval_year(Check *k)
{
    const json_t *list = json_path(k->rec, "evaluations");
    size_t        i, j;
    json_t       *a, *b;
    EACH(list, i, a) EACH(list, j, b)
        if (at_place(a, "overview") && at_place(b, "summary") && same_type(a, b) && year_meant(k, a) && year_meant(k, b) && year_meant(k, a) != year_meant(k, b) &&
            !given_elsewhere(k, a, "summary") && !given_elsewhere(k, b, "overview"))
            say(k, FIELD(k, "evaluations[%zu]", i), a, json_text(a, "text"), json_text(b, "text"));
}

void
check_eval_rule(Check *k)
{
    size_t  i;
    json_t *row;
    EACH(k->schedule, i, row)
    {
        int64_t fy = json_int(row, "planned.fy", 0);
        if (strcmp(json_text(row, "state"), "conflict") != 0 || !fy || (fy >= json_int(row, "due.from_fy", 0) && fy <= json_int(row, "due.to_fy", 0)))
            continue;
        k->rule = rule_find(&k->rules, json_text(row, "due.rule.id"));
        say(k, "evaluations", json_path(row, "planned"), json_text(row, "planned.text"), json_text(row, "due.rule.title"));
    }
}

void
check_eval_outside(Check *k)
{
    int64_t from = json_int(cover_period(k), "from_fy", 0), to = json_int(cover_period(k), "to_fy", 0);
    size_t  i;
    json_t *e;
    EACH(json_path(k->rec, "evaluations"), i, e)
    {
        int64_t fy = year_meant(k, e);
        bool    interim = strcmp(json_text(e, "type"), "interim") == 0;
        if (from && fy && (fy < from || (interim && to && fy > to)))
            say(k, FIELD(k, "evaluations[%zu]", i), e, json_text(e, "text"), json_text(cover_period(k), "text"));
    }
}

static bool
spoken_of(const Check *k, const char *type, const char *place)
{
    size_t  i;
    json_t *e;
    EACH(json_path(k->rec, "evaluations"), i, e)
        if (strcmp(json_text(e, "type"), type) == 0 && (!place || at_place(e, place)))
            return true;
    return false;
}

void
check_interim_missing(Check *k)
{
    const char *years = "";
    size_t      i;
    json_t     *row;
    EACH(k->schedule, i, row)
        if (strcmp(json_text(row, "type"), "interim") == 0 && strcmp(json_text(row, "state"), "missing") == 0) {
            years = FIELD(k, "%s%s%lld", years, *years ? ", " : "", (long long)json_int(row, "due.fy", 0));
            k->rule = rule_find(&k->rules, json_text(row, "due.rule.id"));
        }
    if (*years)
        say_more(k, "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL, FIELD(k, "。規則では %s 年度", years),
                 FIELD(k, "; due by rule in FY%s", years));
}

void
check_ex_post_missing(Check *k)
{
    if (!spoken_of(k, "ex-post", NULL))
        say(k, "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL);
}

/* Evaluations that `here` speaks of and `there` does not. */
static void
only_here(Check *k, const char *here, const char *there, const json_t *at)
{
    size_t  i;
    json_t *e;
    EACH(json_path(k->rec, "evaluations"), i, e)
        if (at_place(e, here) && strcmp(json_text(e, "type"), "follow-up") != 0 && !spoken_of(k, json_text(e, "type"), there))
            say_marked(k, FIELD(k, "evaluations[%zu]", i), at ? at : e, at ? json_text(at, "evaluations_text") : json_text(e, "text"), json_text(e, "text"), NULL);
}

void
check_eval_not_in_overview(Check *k)
{
    if (json_has(k->rec, "overview"))
        only_here(k, "summary", "overview", json_path(k->rec, "overview"));
}

void
check_eval_not_in_summary(Check *k)
{
    if (json_has(k->rec, "overall.summary"))
        only_here(k, "overview", "summary", NULL);
}

void
check_follow_up(Check *k)
{
    if (!spoken_of(k, "follow-up", NULL))
        say(k, "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL);
}

void
check_as_of(Check *k)
{
    const char *a = json_text(k->rec, "report.date"), *b = json_text(k->rec, "form.as_of");
    if (*a && *b && strcmp(a, b) != 0)
        say_marked(k, "form.as_of", json_path(k->rec, "form"), json_text(k->rec, "form.as_of_text"), json_text(k->rec, "report.date_text"), json_text(k->rec, "form.as_of_text"));
}

static bool
begins_era(const char *p)
{
    return text_starts(p, "令和") || text_starts(p, "平成") || text_starts(p, "昭和");
}

/* An era year and a Gregorian year, one in brackets behind the other, of the same kind, that are not the same. */
static void
eras(Check *k, const char *path, const json_t *at, const char *text, void *arg)
{
    const char *s = text_nfkc(k->c->mem, text);
    (void)arg;
    for (const char *p = s; *p; text_next(&p)) {
        bool era = begins_era(p), digits = *p >= '1' && *p <= '2' && (p == s || p[-1] < '0' || p[-1] > '9');
        Year a, b;
        if ((!era && !digits) || !year_read(p, &a))
            continue;
        const char *q = a.end + strspn(a.end, " ");
        if (*q != '(')
            continue;
        q += 1 + strspn(q + 1, " ");
        if (begins_era(q) == era || !(begins_era(q) || (*q >= '1' && *q <= '2')) || !year_read(q, &b))
            continue;
        if (a.kind == b.kind && a.year != b.year)
            say_marked(k, path, at, p, arena_strn(k->c->mem, p, (size_t)(a.end - p)), arena_strn(k->c->mem, q, (size_t)(b.end - q)));
    }
}

void
check_era(Check *k)
{
    each_text(k, eras, NULL);
}

void
check_policy_date(Check *k)
{
    size_t  i;
    json_t *p;
    EACH(json_path(k->rec, "policies"), i, p)
    {
        const char   *day = json_text(p, "decided");
        const json_t *other = NULL;
        EACH_SEEN(k, k->own, POLICY, json_text(p, "name"), s)
            if (s->m < i && json_has(s->at, "decided") && strcmp(json_text(s->at, "decided"), day) != 0)
                other = s->at;
        EACH_SEEN(k, k->beside, POLICY, json_text(p, "name"), s)
            if (json_has(s->at, "decided") && strcmp(json_text(s->at, "decided"), day) != 0)
                other = s->at;
        if (other && *day)
            say(k, FIELD(k, "policies[%zu]", i), p, json_text(p, "text"), json_text(other, "text"));
    }
}
