/* check_indicator.c -- indicators: cover against sheet, names, units, values, and what they claim to measure.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "base/buf.h"

static const json_t *
indicators(const Check *k)
{
    return json_path(k->rec, "indicators");
}

static bool
is_type(const json_t *x, const char *type)
{
    return strcmp(json_text(x, "type"), type) == 0;
}

/* Two names of one measure: equal, or one inside the other where the shorter says enough. */
static bool
one_measure(const Check *k, const char *a, const char *b)
{
    const char *x = measure_key(k, a), *y = measure_key(k, b);
    const char *less = strlen(x) < strlen(y) ? x : y, *more = less == x ? y : x;
    return strcmp(x, y) == 0 || (text_chars(less) >= 6 && strstr(more, less));
}

static const json_t *
on_sheet(const Check *k, const char *name)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (one_measure(k, name, json_text(x, "name")))
            return x;
    return NULL;
}

/* The name on the cover that is the same measure; *entry is the list it stands in. */
static const char *
on_cover(const Check *k, const char *name, const json_t **entry)
{
    size_t  i, j;
    json_t *c, *n;
    EACH(json_path(k->rec, "cover_indicators"), i, c) EACH(json_path(c, "names"), j, n)
        if (one_measure(k, name, json_string_value(n))) {
            if (entry)
                *entry = c;
            return json_string_value(n);
        }
    return NULL;
}

void
check_cover_indicator(Check *k)
{
    size_t  i, j;
    json_t *c, *n;
    EACH(json_path(k->rec, "cover_indicators"), i, c) EACH(json_path(c, "names"), j, n)
        if (is_measure(k, json_string_value(n)) && !on_sheet(k, json_string_value(n)))
            say(k, FIELD(k, "cover_indicators[%zu].names[%zu]", i, j), c, json_string_value(n), NULL);
}

void
check_cover_goal(Check *k)
{
    size_t  i, j;
    json_t *c, *n;
    EACH(json_path(k->rec, "cover_indicators"), i, c) EACH(json_path(c, "names"), j, n)
        if (!is_measure(k, json_string_value(n)) && !on_sheet(k, json_string_value(n)))
            say(k, FIELD(k, "cover_indicators[%zu].names[%zu]", i, j), c, json_string_value(n), NULL);
}

void
check_not_on_cover(Check *k)
{
    size_t  i;
    json_t *x;
    if (json_array_size(json_path(k->rec, "cover_indicators")) == 0)
        return;
    EACH(indicators(k), i, x)
        if (!on_cover(k, json_text(x, "name"), NULL))
            say(k, FIELD(k, "indicators[%zu]", i), x, json_text(x, "name"), NULL);
}

void
check_cover_type(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
    {
        const json_t *c = NULL;
        if (on_cover(k, json_text(x, "name"), &c) && !is_type(x, json_text(c, "type")))
            say(k, FIELD(k, "indicators[%zu].type", i), x, json_text(x, "name"), json_text(c, "text"));
    }
}

/* What a criterion counts: its own words, or those in brackets behind a question. */
static const char *
counted(const Check *k, const char *text)
{
    const char *key = text_nfkc(k->c->mem, text), *open = strchr(key, '('), *close = open ? strrchr(key, ')') : NULL;
    if (!is_measure(k, text) && close && close > open) {
        const char *inside = arena_strn(k->c->mem, open + 1, (size_t)(close - open - 1));
        if (is_measure(k, inside))
            return inside;
    }
    return text;
}

typedef void EachCriterion(Check *k, const char *field, const json_t *item, const json_t *criterion);

/* Quantitative criteria that stand on the paper themselves. */
static void
each_quantitative(Check *k, EachCriterion *fn)
{
    size_t  i, j, n;
    json_t *v, *it, *cr;
    EACH(json_path(k->rec, "views"), i, v) EACH(json_path(v, "items"), j, it) EACH(json_path(it, "criteria"), n, cr)
        if (strcmp(json_text(cr, "kind"), "quantitative") == 0 && !json_flag(cr, "explicit_none") && !json_flag(cr, "merged") && json_str(cr, "text"))
            fn(k, FIELD(k, "views[%zu].items[%zu].criteria[%zu]", i, j, n), it, cr);
}

static void
without_indicator(Check *k, const char *field, const json_t *item, const json_t *cr)
{
    const char *what = counted(k, json_text(cr, "text"));
    (void)item;
    if (!on_sheet(k, what) && !on_cover(k, what, NULL))
        say(k, field, cr, json_text(cr, "text"), NULL);
}

void
check_quant_no_indicator(Check *k)
{
    each_quantitative(k, without_indicator);
}

static void
not_counted(Check *k, const char *field, const json_t *item, const json_t *cr)
{
    (void)item;
    if (measures_in(k, counted(k, json_text(cr, "text"))) == 0)
        say(k, field, cr, json_text(cr, "text"), NULL);
}

void
check_quant_not_counted(Check *k)
{
    each_quantitative(k, not_counted);
}

static void
named_otherwise(Check *k, const char *field, const json_t *item, const json_t *cr)
{
    const char   *what = counted(k, json_text(cr, "text")), *name = on_cover(k, what, NULL);
    const json_t *x = on_sheet(k, what);
    (void)item;
    if (!name && x)
        name = json_text(x, "name");
    if (name && strcmp(measure_key(k, what), measure_key(k, name)) == 0 && strcmp(bare_key(k, what), bare_key(k, name)) != 0)
        say_marked(k, field, cr, json_text(cr, "text"), what, name);
}

void
check_name_differs(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
    {
        const char *name = on_cover(k, json_text(x, "name"), NULL);
        if (name && strcmp(measure_key(k, name), measure_key(k, json_text(x, "name"))) == 0 && strcmp(bare_key(k, name), bare_key(k, json_text(x, "name"))) != 0)
            say(k, FIELD(k, "indicators[%zu].name", i), x, json_text(x, "name"), name);
    }
    each_quantitative(k, named_otherwise);
}

/* The unit that a name holds for each of its measures; false where one has none. */
static bool
unit_in_name(const Check *k, const char *name)
{
    const char *key = bare_key(k, name);
    size_t      i, n, found = 0;
    json_t     *w;
    EACH(json_path(k->rules.keys, "joiners"), i, w)
        key = text_replace(k->c->mem, key, json_string_value(w), "\n");
    char **part = text_split(k->c->mem, key, "\n", &n);
    for (size_t p = 0; p < n; p++) {
        bool has = false;
        if (!*part[p] || !rules_word_ends(&k->rules, "measure_words", part[p]))
            continue;
        EACH(json_path(k->rules.keys, "unit_in_name"), i, w)
            has = has || text_ends(part[p], json_text(w, "ends"));
        if (!has)
            return false;
        found++;
    }
    return found > 0;
}

void
check_no_unit(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (!json_has(x, "unit") && !unit_in_name(k, json_text(x, "name")))
            say(k, FIELD(k, "indicators[%zu].unit", i), x, json_text(x, "name"), NULL);
}

/* One finding for all indicators that `which` picks, at the first of them. */
static void
say_of_all(Check *k, bool (*which)(const Check *k, const json_t *x))
{
    json_t       *names = json_keep(k->c->mem, json_array()), *x;
    const json_t *first = NULL;
    size_t        i;
    EACH(indicators(k), i, x)
    {
        if (!which(k, x))
            continue;
        first = first ? first : x;
        json_array_append(names, json_path(x, "name"));
    }
    if (first)
        say_marked(k, "indicators", first, NULL, listed(k, names), NULL);
}

static bool
unit_only_in_name(const Check *k, const json_t *x)
{
    return !json_has(x, "unit") && unit_in_name(k, json_text(x, "name"));
}

void
check_unit_in_name(Check *k)
{
    say_of_all(k, unit_only_in_name);
}

static bool
no_definition(const Check *k, const json_t *x)
{
    (void)k;
    return !json_has(x, "definition");
}

void
check_no_definition(Check *k)
{
    say_of_all(k, no_definition);
}

static bool
no_target(const Check *k, const json_t *x)
{
    return !json_has(x, "target") && json_array_size(json_path(x, "targets")) == 0 && !json_has(k->rec, "targets");
}

void
check_no_target(Check *k)
{
    say_of_all(k, no_target);
}

static bool
has_value(const json_t *x)
{
    const char *fy;
    json_t     *v;
    json_object_foreach(json_path(x, "values"), fy, v)
        if (json_has(v, "value"))
            return true;
    return false;
}

static const json_t *
note_of(const json_t *x, const char *kind)
{
    size_t  i;
    json_t *n;
    EACH(json_path(x, "notes"), i, n)
        if (strcmp(json_text(n, "kind"), kind) == 0)
            return n;
    return NULL;
}

static bool
wider(const Check *k, const json_t *x)
{
    (void)k;
    return has_value(x) && (strcmp(json_text(x, "scope"), "policy") == 0 || strcmp(json_text(x, "scope"), "programme") == 0);
}

void
check_scope(Check *k)
{
    say_of_all(k, wider);
}

/* A new programme's output has no past by nature. */
static bool
new_output(const Check *k, const json_t *x)
{
    return is_type(x, "output") && strcmp(json_text(k->rec, "kind"), "new") == 0 && strcmp(json_text(k->rec, "form.type"), "ex-ante") == 0;
}

void
check_no_baseline(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (!has_value(x) && !note_of(x, "baseline") && !new_output(k, x))
            say(k, FIELD(k, "indicators[%zu].values", i), x, json_text(x, "name"), NULL);
}

void
check_no_past(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (!has_value(x) && !note_of(x, "baseline") && new_output(k, x))
            say(k, FIELD(k, "indicators[%zu].values", i), x, json_text(x, "name"), NULL);
}

void
check_baseline_in_note(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (!has_value(x) && note_of(x, "baseline"))
            say(k, FIELD(k, "indicators[%zu].notes", i), x, json_text(x, "name"), json_text(note_of(x, "baseline"), "text"));
}

void
check_reset(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
    {
        const json_t *n = note_of(x, "reset");
        if (n)
            say_marked(k, FIELD(k, "indicators[%zu].notes", i), n, json_text(n, "text"), json_text(x, "name"), json_text(n, "text"));
    }
}

/* Names that stand only on the cover are looked at as well; those of the sheet once. */
static void
each_name(Check *k, void (*fn)(Check *k, const char *field, const json_t *at, const char *type, const char *name))
{
    size_t  i, j;
    json_t *x, *n;
    EACH(indicators(k), i, x)
        fn(k, FIELD(k, "indicators[%zu].name", i), x, json_text(x, "type"), json_text(x, "name"));
    EACH(json_path(k->rec, "cover_indicators"), i, x) EACH(json_path(x, "names"), j, n)
        if (!on_sheet(k, json_string_value(n)))
            fn(k, FIELD(k, "cover_indicators[%zu].names[%zu]", i, j), x, json_text(x, "type"), json_string_value(n));
}

static void
two_measures(Check *k, const char *field, const json_t *at, const char *type, const char *name)
{
    (void)type;
    if (measures_in(k, name) > 1 && !has_value(at))
        say(k, field, at, name, NULL);
}

static void
two_measures_in_criterion(Check *k, const char *field, const json_t *item, const json_t *cr)
{
    const char *what = counted(k, json_text(cr, "text"));
    (void)item;
    if (measures_in(k, what) > 1 && !on_sheet(k, what) && !on_cover(k, what, NULL))
        say(k, field, cr, json_text(cr, "text"), NULL);
}

void
check_two_measures(Check *k)
{
    each_name(k, two_measures);
    each_quantitative(k, two_measures_in_criterion);
}

void
check_one_number(Check *k)
{
    size_t  i;
    json_t *x;
    EACH(indicators(k), i, x)
        if (measures_in(k, json_text(x, "name")) > 1 && has_value(x))
            say(k, FIELD(k, "indicators[%zu].values", i), x, json_text(x, "name"), NULL);
}

/* Some measure of the name counts what was done. */
static bool
counts_activity(const Check *k, const char *name)
{
    const char *key = bare_key(k, name);
    size_t      i, n;
    json_t     *w;
    if (rules_word_in(&k->rules, "outputs.except", key))
        return false;
    if (rules_word_begins(&k->rules, "outputs.begins", key))
        return true;
    EACH(json_path(k->rules.keys, "joiners"), i, w)
        key = text_replace(k->c->mem, key, json_string_value(w), "\n");
    char **part = text_split(k->c->mem, key, "\n", &n);
    for (size_t p = 0; p < n; p++)
        if (*part[p] && rules_word_ends(&k->rules, "outputs.ends", part[p]))
            return true;
    return false;
}

static void
output_as_outcome(Check *k, const char *field, const json_t *at, const char *type, const char *name)
{
    if (strcmp(type, "outcome") == 0 && counts_activity(k, name))
        say(k, field, at, name, NULL);
}

void
check_output_as_outcome(Check *k)
{
    each_name(k, output_as_outcome);
}

static void
outcome_as_output(Check *k, const char *field, const json_t *at, const char *type, const char *name)
{
    if (strcmp(type, "output") == 0 && rules_word_in(&k->rules, "outcomes", bare_key(k, name)))
        say(k, field, at, name, NULL);
}

void
check_outcome_as_output(Check *k)
{
    each_name(k, outcome_as_output);
}

/* Whether two names share two characters in a row once words that say nothing are taken out. */
static bool
share_words(const Check *k, const char *a, const char *b)
{
    const char *x = bare_key(k, a), *y = bare_key(k, b);
    size_t      i;
    json_t     *w;
    EACH(json_path(k->rules.keys, "common"), i, w)
    {
        x = text_replace(k->c->mem, x, json_string_value(w), "\n");
        y = text_replace(k->c->mem, y, json_string_value(w), "\n");
    }
    for (const char *p = x; *p;) {
        const char *q = p;
        uint32_t    one = text_next(&q), two = 0;
        const char *end = q;
        if (*q)
            two = text_next(&end);
        /* hiragana are grammar, not matter */
        bool matter = two && one >= 0x30A0 && two >= 0x30A0;
        if (matter && strstr(y, arena_strn(k->c->mem, p, (size_t)(end - p))))
            return true;
        p = q;
    }
    return false;
}

void
check_outcome_far(Check *k)
{
    json_t *outputs = json_keep(k->c->mem, json_array()), *x, *o;
    size_t  i, j;
    EACH(indicators(k), i, x)
        if (is_type(x, "output"))
            json_array_append(outputs, json_path(x, "name"));
    EACH(indicators(k), i, x)
    {
        bool fed = false;
        if (!is_type(x, "outcome") || !rules_word_in(&k->rules, "wide", bare_key(k, json_text(x, "name"))))
            continue;
        EACH(outputs, j, o)
            fed = fed || share_words(k, json_text(x, "name"), json_string_value(o));
        if (!fed)
            say_marked(k, FIELD(k, "indicators[%zu]", i), x, NULL, json_text(x, "name"), listed(k, outputs));
    }
}

static const char *
column_span(const Check *k, const json_t *x)
{
    const json_t *cols = json_path(x, "columns");
    size_t        n = json_array_size(cols);
    return n ? FIELD(k, "%s～%s", json_text(json_array_get(cols, 0), "label"), json_text(json_array_get(cols, n - 1), "label")) : "";
}

static bool
same_years(const json_t *a, const json_t *b)
{
    const json_t *x = json_path(a, "columns"), *y = json_path(b, "columns");
    size_t        i;
    json_t       *c;
    if (json_array_size(x) != json_array_size(y))
        return false;
    EACH(x, i, c)
        if (json_int(c, "fy", 0) != json_int(json_array_get(y, i), "fy", 0))
            return false;
    return true;
}

void
check_year_columns(Check *k)
{
    const json_t *first = json_array_get(indicators(k), 0);
    const char   *seen = "";
    size_t        i;
    json_t       *x;
    EACH(indicators(k), i, x)
        if (json_array_size(json_path(x, "columns")) > 0 && !same_years(first, x) && strcmp(seen, column_span(k, x)) != 0) {
            seen = column_span(k, x); /* once a table */
            say_marked(k, FIELD(k, "indicators[%zu].columns", i), x, NULL, column_span(k, first), seen);
        }
}

void
check_year_kind(Check *k)
{
    size_t  i, j;
    json_t *x, *col;
    EACH(indicators(k), i, x) EACH(json_path(x, "columns"), j, col)
        if (strcmp(json_text(col, "year_kind"), "unstated") == 0) {
            say_marked(k, FIELD(k, "indicators[%zu].columns", i), x, NULL, column_span(k, x), NULL);
            return;
        }
}
