/* sheet_look.c -- what is looked for in a review sheet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/sheet_check_in.h"

#include "base/alike.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { LARGE = 10 }; /* billions of yen: below, amounts may leap */

bool
look_is_outcome(const SheetIndicator *x)
{
    return strcmp(x->kind, "outcome") == 0;
}

static int64_t
limit(const Look *k, int64_t otherwise)
{
    return json_int(k->row, "limit", otherwise);
}

static const char *
yen_of(const Look *k, int64_t yen)
{
    return yen % 1000000 == 0 ? arena_fmt(k->c->mem, "%s百万円", number_commas(k->c->mem, yen / 1000000)) : arena_fmt(k->c->mem, "%s円", number_commas(k->c->mem, yen));
}

bool
look_has_goal(const Look *k, const SheetIndicator *x)
{
    return x->goal_text && !text_blank(x->goal_text) && !rules_word_is(k->rules, "no_unit", text_key(k->c->mem, x->goal_text));
}

bool
look_no_outcome(Look *k)
{
    if (k->sheet->outcomes > 0 || look_lacking(k, k->sheet, "outcome"))
        return false;
    look_say(k, k->sheet->name, NULL);
    return true;
}

bool
look_no_output(Look *k)
{
    if (k->sheet->outputs > 0 || look_lacking(k, k->sheet, "output"))
        return false;
    look_say(k, k->sheet->name, NULL);
    return true;
}

/* Years of an indicator that have a target, and that have an actual value. */
static void
years_with(const SheetIndicator *x, size_t *targets, size_t *actuals)
{
    *targets = *actuals = 0;
    for (size_t i = 0; i < x->values; i++) {
        *targets += x->value[i].has_target;
        *actuals += x->value[i].has_actual;
    }
}

static bool
says_nothing(const Look *k, const char *name)
{
    const char *key = text_key(k->c->mem, name);
    return text_chars(key) < 4 || rules_word_is(k->rules, "no_unit", key);
}

/* A target told in words: 前年度以上, 約3割とする. */
static bool
target_in_words(const Look *k, const char *text)
{
    const char *key = text ? text_key(k->c->mem, text) : "";
    if (rules_word_in(k->rules, "target_words", key))
        return true;
    for (const char *p = key; *p; p++)
        if (*p >= '0' && *p <= '9' && !(p[1] >= '0' && p[1] <= '9') && rules_word_begins(k->rules, "target_units", p + 1))
            return true;
    return false;
}

bool
look_no_target(Look *k)
{
    bool   found = false;
    size_t targets, actuals;
    for (size_t i = 0; i < k->sheet->indicators; i++) {
        const SheetIndicator *x = &k->sheet->indicator[i];
        years_with(x, &targets, &actuals);
        if (!look_is_outcome(x) || targets > 0 || look_has_goal(k, x) || (says_nothing(k, x->name) && !text_blank(x->name)) || target_in_words(k, x->name) || target_in_words(k, x->target))
            continue;
        look_say(k, text_blank(x->name) ? x->target : x->name, text_blank(x->name) ? NULL : x->target);
        found = true;
    }
    return found;
}

bool
look_last_year(Look *k)
{
    bool   found = false;
    size_t targets, actuals;
    for (size_t i = 0; i < k->sheet->indicators; i++) {
        const SheetIndicator *x = &k->sheet->indicator[i];
        years_with(x, &targets, &actuals);
        if (!look_is_outcome(x) || targets > 0 || actuals < 2 || !look_has_goal(k, x) || x->goal_fy <= k->sheet->fy)
            continue;
        look_say(k, x->name, arena_fmt(k->c->mem, "%s%s（%lld年度）", x->goal_text, x->unit ? x->unit : "", (long long)x->goal_fy));
        found = true;
    }
    return found;
}

bool
look_over_budget(Look *k)
{
    bool found = false;
    for (size_t i = 0; i < k->sheet->moneys; i++) {
        const SheetMoney *m = &k->sheet->money[i];
        unsigned          both = 1u << MONEY_EXECUTED | 1u << MONEY_CURRENT;
        if ((m->has & both) != both || m->yen[MONEY_CURRENT] <= 0 || m->yen[MONEY_EXECUTED] - m->yen[MONEY_CURRENT] <= limit(k, 1000000))
            continue;
        look_say(k, arena_fmt(k->c->mem, "%lld年度 執行額 %s", (long long)m->fy, yen_of(k, m->yen[MONEY_EXECUTED])), arena_fmt(k->c->mem, "予算計 %s", yen_of(k, m->yen[MONEY_CURRENT])));
        found = true;
    }
    return found;
}

/* Seen when the sheet came in, with its payees at hand. */
bool
look_doubled_payee(Look *k)
{
    if (!(k->sheet->noted & FLAG_DOUBLED_PAYEE))
        return false;
    look_say(k, k->sheet->name, NULL);
    return true;
}

/* A name without what stands in brackets or behind ※, of its first line. */
static const char *
bare(const Look *k, const char *name)
{
    char       *s = arena_str(k->c->mem, name), *to = s;
    const char *p = s;
    int         depth = 0;
    for (; *p && *p != '\n' && strncmp(p, "※", 3) != 0;) {
        const char *from = p;
        uint32_t    cp = text_next(&p);
        depth += cp == '(' || cp == 0xFF08 || cp == 0x3010;
        for (; depth == 0 && from < p;)
            *to++ = *from++;
        depth -= depth > 0 && (cp == ')' || cp == 0xFF09 || cp == 0x3011);
    }
    *to = 0;
    const char *key = text_key(k->c->mem, s);
    size_t      n = strlen(key);
    return n > 3 && strcmp(key + n - 3, "。") == 0 ? arena_strn(k->c->mem, key, n - 3) : key;
}

bool
look_output_as_outcome(Look *k)
{
    bool found = false;
    for (size_t i = 0; i < k->sheet->indicators; i++) {
        const SheetIndicator *x = &k->sheet->indicator[i];
        const char           *key = look_is_outcome(x) ? bare(k, x->name) : "", *same = NULL;
        if (!*key)
            continue;
        for (size_t j = 0; j < k->sheet->indicators && !same; j++)
            if (strcmp(k->sheet->indicator[j].kind, "output") == 0 && text_chars(key) > 3 && strcmp(k->sheet->indicator[j].name_key, x->name_key) == 0)
                same = k->sheet->indicator[j].name;
        if (!same && (!rules_word_ends(k->rules, "sheet_outputs.ends", key) || rules_word_in(k->rules, "sheet_outputs.except", text_key(k->c->mem, x->name))))
            continue;
        look_say(k, x->name, same ? arena_fmt(k->c->mem, "活動指標：%s", same) : x->target);
        found = true;
    }
    return found;
}

/* Of two texts, in per cent. */
static int64_t
alike_percent(const Pairs *a, const Pairs *b)
{
    return a->n + b->n == 0 ? 100 : (int64_t)(pairs_common(a, b) * 200 / (a->n + b->n));
}

static const char *
whole(Look *k, const SheetIndicator *x)
{
    return arena_fmt(k->c->mem, "%s %s", x->name, x->target ? x->target : "");
}

static bool
ended(const Look *k, const SheetIndicator *x)
{
    return rules_word_in(k->rules, "ended_outcomes", text_key(k->c->mem, x->name)) || (x->target && rules_word_in(k->rules, "ended_outcomes", text_key(k->c->mem, x->target)));
}

bool
look_indicator_lost(Look *k)
{
    const SheetFacts *s = k->sheet, *b = k->before;
    bool              found = false;
    if (!b || look_lacking(k, s, "outcome") || look_lacking(k, b, "outcome") || s->outcomes == 0 || s->outcomes >= b->outcomes || (s->to_fy && s->to_fy < s->fy))
        return false;
    Pairs *name = NEWN(k->c->mem, Pairs, s->indicators), *all = NEWN(k->c->mem, Pairs, s->indicators);
    for (size_t j = 0; j < s->indicators; j++) {
        name[j] = pairs_of(k->c->mem, bare(k, s->indicator[j].name));
        all[j] = pairs_of(k->c->mem, whole(k, &s->indicator[j]));
    }
    for (size_t i = 0; i < b->indicators; i++) {
        const SheetIndicator *x = &b->indicator[i];
        if (!look_is_outcome(x) || says_nothing(k, x->name) || ended(k, x) || (x->goal_fy && x->goal_fy < s->fy))
            continue;
        Pairs   mine = pairs_of(k->c->mem, bare(k, x->name)), mine_all = pairs_of(k->c->mem, whole(k, x));
        int64_t best = 0;
        for (size_t j = 0; j < s->indicators; j++) {
            int64_t one = alike_percent(&mine, &name[j]), two = alike_percent(&mine_all, &all[j]);
            best = one > best ? one : best;
            best = two > best ? two : best;
        }
        if (best >= limit(k, 45))
            continue;
        look_say(k, x->name, x->target);
        found = true;
    }
    return found;
}

/* The scale at the head of a unit (万, 百万 ...), and the rest. */
static const char *
scale(const Look *k, const char *unit, const char **rest)
{
    size_t  i;
    json_t *w;
    *rest = unit;
    json_array_foreach(json_path(k->rules->keys, "unit_scales"), i, w)
        if (text_starts(unit, json_string_value(w))) {
            *rest = unit + strlen(json_string_value(w));
            return json_string_value(w);
        }
    return "";
}

static bool
in_group(const json_t *group, const char *unit)
{
    size_t  i;
    json_t *w;
    json_array_foreach(group, i, w)
        if (strcmp(json_string_value(w), unit) == 0)
            return true;
    return false;
}

static const char *
unit_key(const Look *k, const char *unit)
{
    const char *key = text_key(k->c->mem, unit), *open = strpbrk(key, "([");
    if (open && open > key)
        key = arena_strn(k->c->mem, key, (size_t)(open - key));
    return key;
}

static bool
same_unit(const Look *k, const char *a, const char *b)
{
    const char *x, *y, *sx = scale(k, unit_key(k, a), &x), *sy = scale(k, unit_key(k, b), &y);
    size_t      i;
    json_t     *group;
    if (strcmp(sx, sy) != 0)
        return false;
    Pairs of_x = pairs_of(k->c->mem, x), of_y = pairs_of(k->c->mem, y);
    if (strcmp(x, y) == 0 || strstr(x, y) || strstr(y, x) || (text_chars(x) > 3 && alike_percent(&of_x, &of_y) >= 50))
        return true;
    json_array_foreach(json_path(k->rules->keys, "same_units"), i, group)
        if (in_group(group, x) && in_group(group, y))
            return true;
    return false;
}

/* The one outcome of this folded name, NULL where there is none or more. */
static const SheetIndicator *
only_one(const SheetFacts *s, const char *key)
{
    const SheetIndicator *one = NULL;
    for (size_t i = 0; i < s->indicators; i++) {
        const SheetIndicator *x = &s->indicator[i];
        if (!look_is_outcome(x) || strcmp(x->name_key, key) != 0)
            continue;
        if (one)
            return NULL;
        one = x;
    }
    return one;
}

static bool
says_unit(const Look *k, const char *unit)
{
    return unit && !text_blank(unit) && !rules_word_is(k->rules, "no_unit", text_key(k->c->mem, unit));
}

bool
look_unit_changed(Look *k)
{
    bool found = false;
    for (size_t i = 0; k->before && i < k->sheet->indicators; i++) {
        const SheetIndicator *x = &k->sheet->indicator[i];
        if (!look_is_outcome(x) || !*x->name_key || !only_one(k->sheet, x->name_key))
            continue;
        const SheetIndicator *was = only_one(k->before, x->name_key);
        if (!was || !says_unit(k, x->unit) || !says_unit(k, was->unit) || same_unit(k, x->unit, was->unit))
            continue;
        look_say(k, arena_fmt(k->c->mem, "%s：%s", x->name, was->unit), x->unit);
        found = true;
    }
    return found;
}

bool
look_negative(Look *k)
{
    static const int kinds[] = { MONEY_INITIAL, MONEY_CURRENT, MONEY_EXECUTED, MONEY_REQUEST };
    static const char *const names[] = { "当初予算", "予算計", "執行額", "要求額" };
    bool found = false;
    for (size_t i = 0; i < k->sheet->moneys; i++)
        for (size_t j = 0; j < sizeof kinds / sizeof *kinds; j++) {
            const SheetMoney *m = &k->sheet->money[i];
            if (!(m->has >> kinds[j] & 1) || m->yen[kinds[j]] >= 0)
                continue;
            look_say(k, arena_fmt(k->c->mem, "%lld年度 %s", (long long)m->fy, names[j]), yen_of(k, m->yen[kinds[j]]));
            found = true;
        }
    if (!found && k->sheet->noted & FLAG_NEGATIVE) {
        look_say(k, "支出先の額", NULL);
        found = true;
    }
    return found;
}

static int64_t
spent_or_given(const SheetMoney *m)
{
    int64_t most = 0;
    for (int j = 0; j < MONEY_COUNT; j++)
        if (m->has >> j & 1 && j != MONEY_OUT && m->yen[j] > most)
            most = m->yen[j];
    return most;
}

bool
look_enormous(Look *k)
{
    const SheetFacts *s = k->sheet;
    bool              found = false;
    for (size_t i = 0; i < s->moneys; i++) {
        int64_t v = 0, others = 0;
        for (int j = MONEY_CURRENT; j <= MONEY_EXECUTED; j++)
            if (s->money[i].has >> j & 1 && s->money[i].yen[j] > v)
                v = s->money[i].yen[j];
        for (size_t o = 0; o < s->moneys; o++)
            if (o != i && spent_or_given(&s->money[o]) > others)
                others = spent_or_given(&s->money[o]);
        if (v <= LARGE * INT64_C(1000000000) || others <= 0 || v / others < limit(k, 200))
            continue;
        look_say(k, arena_fmt(k->c->mem, "%lld年度 %s", (long long)s->money[i].fy, yen_of(k, v)), arena_fmt(k->c->mem, "ほかの年度は最大 %s", yen_of(k, others)));
        found = true;
    }
    if (!found && s->noted & FLAG_ENORMOUS) {
        look_say(k, "支出先の額", NULL);
        found = true;
    }
    return found;
}

bool
look_downward(const Look *k, const SheetIndicator *x, double target)
{
    return target == 0 || rules_word_in(k->rules, "downward", text_key(k->c->mem, x->name)) || (x->target && rules_word_in(k->rules, "downward", text_key(k->c->mem, x->target)));
}
