/* evalsheet_plan.c -- planned evaluations, the table of money, plan and upper policies.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* The number that stands directly before one of the words; 0 when none. */
static int
number_before(const json_t *words, const char *key)
{
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *w = json_string_value(json_array_get(words, i)), *p = strstr(key, w);
        if (p && p > key && p[-1] >= '0' && p[-1] <= '9')
            return p - key > 1 && p[-2] >= '0' && p[-2] <= '9' ? (p[-2] - '0') * 10 + p[-1] - '0' : p[-1] - '0';
    }
    return 0;
}

/* 終了後1年以内: how many years behind the end; 0 when nothing is said. */
static int
years_after_end(const Sheet *s, const char *key)
{
    const char *w = word_in(words_of(s, "evaluations.after_end"), key), *p = w ? strstr(key, w) + strlen(w) : "";
    int         n = *p >= '0' && *p <= '9' ? *p - '0' : 0;
    if (n && p[1] >= '0' && p[1] <= '9')
        n = n * 10 + *++p - '0';
    return n && text_starts(p + 1, "年") ? n : 0;
}

/* The type of evaluation whose word begins at `p`; *n is the length of the word. */
static const char *
type_at(const json_t *types, const char *p, size_t *n)
{
    size_t  i;
    json_t *t;
    json_array_foreach(types, i, t)
    {
        const char *w = word_at(json_path(t, "match"), p);
        if (w) {
            *n = strlen(w);
            return json_text(t, "type");
        }
    }
    return NULL;
}

static bool
same_plan(const json_t *a, const char *type, int fy, const char *place)
{
    return strcmp(json_text(a, "type"), type) == 0 && strcmp(json_text(a, "place"), place) == 0 && json_int(a, "fy", 0) == fy;
}

static void
add_plan(Sheet *s, const char *type, const char *place, const char *part, int fy, size_t from, size_t to)
{
    const char *key = text_key(s->c->mem, part), *rule = NULL;
    int         every = number_before(words_of(s, "evaluations.every"), key), nth = number_before(words_of(s, "evaluations.nth"), key);
    json_t     *list = list_at(s, "evaluations"), *r;
    size_t      i;
    int after = years_after_end(s, key);
    if (after) {
        rule = arena_fmt(s->c->mem, "end+%d", after);
        nth = 0;
    }
    json_array_foreach(words_of(s, "evaluations.rules"), i, r)
        if (!rule && word_in(json_path(r, "match"), key))
            rule = json_text(r, "rule");
    if (!rule && nth)
        rule = "year-n";
    if (!fy && !every && !rule)
        return;
    json_array_foreach(list, i, r)
        if (same_plan(r, type, fy, place))
            return;
    json_array_append_new(list, json_pack("{ss so so so so ss ss ss so}", "type", type, "fy", fy ? json_integer(fy) : json_null(), "every_years",
        every ? json_integer(every) : json_null(), "year_n", nth ? json_integer(nth) : json_null(), "rule", json_maybe(rule), "place", place, "text", part,
        "basis", "planned", "source", source_of(s, from, to)));
}

void
evaluations_in(Sheet *s, const char *place, const char *text, size_t from, size_t to)
{
    const json_t *types = words_of(s, "evaluations.types");
    size_t        n = 0, other = 0, count = 0;
    for (const char *p = text; *p && count < 50; ) {
        const char *type = type_at(types, p, &n);
        if (!type) {
            text_next(&p);
            continue;
        }
        const char *end = p + n;
        while (*end && *end != '\n' && !text_starts(end, "。") && !type_at(types, end, &other))
            text_next(&end);
        const char *part = text_trim(s->c->mem, arena_strn(s->c->mem, p, (size_t)(end - p))), *at;
        Year        y;
        bool        dated = false;
        for (const char *q = part; year_find(q, &y, &at); q = y.end)
            if (y.kind == YEAR_FISCAL) {
                add_plan(s, type, place, part, y.year, from, to);
                dated = true;
                count++;
            }
        if (!dated)
            add_plan(s, type, place, part, 0, from, to);
        count++;
        p = end;
    }
}

bool
read_evaluations(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *text = plain_lines(s, from + 1, to), *end = strchr(text, '\n');
    size_t      first = from + 1;
    while (first < to && text_blank(s->v[first].text))
        first++;
    const char *span = end ? arena_strn(s->c->mem, text, (size_t)(end - text)) : text;
    put_text(s, json_text(how, "field"), text, from, to);
    if (!*span)
        return true;
    put_text(s, "overview.period_text", span, first, first + 1);
    json_t *p = period_read(s, "overview", span, first);
    if (!json_has(s->rec, "period"))
        put(s, "period", json_incref(p)); /* a paper without a cover */
    json_decref(p);
    for (size_t i = first; i < to; i++)
        evaluations_in(s, "overview", s->v[i].text, i, i + 1);
    return true;
}

static bool
has_year(const Line *l, size_t from)
{
    Year y;
    for (size_t k = from; k < l->cells; k++)
        if (year_read(l->cell[k], &y))
            return true;
    return false;
}

static const char *
budget_state(const Sheet *s, const json_t *how, const char *key)
{
    size_t      i;
    json_t     *row;
    const char *name;
    json_array_foreach(json_path(how, "rows"), i, row)
        if (word_in(json_path(row, "match"), key))
            return json_text(row, "state");
    json_object_foreach(words_of(s, "budget_states"), name, row)
        if (word_in(row, key))
            return name;
    return NULL;
}

/* （単位：百万円） above or in the table: what bare numbers are counted in. */
static const char *
unit_note(const Sheet *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        for (size_t k = 0; k < l->cells; k++) {
            const char *key = strlen(l->cell[k]) < 120 ? text_key(s->c->mem, l->cell[k]) : "", *w = word_in(words_of(s, "unit_note"), key);
            const char *p = w ? strstr(key, w) + strlen(w) : NULL;
            if (p && *p == ':')
                return arena_strn(s->c->mem, p + 1, strcspn(p + 1, ")]"));
        }
    }
    return "";
}

static void
budget_row(Sheet *s, const json_t *how, size_t head, size_t i, const char *unit)
{
    const Line *h = &s->v[head], *l = &s->v[i];
    const char *state = budget_state(s, how, l->key);
    json_t     *list = list_at(s, json_text(how, "field"));
    if (!state)
        note(s, "IMP-BUDGET-ROW", "warning", i, "budget", arena_fmt(s->c->mem, "予算表の行「%s」が何の額かを様式から判断できない。", l->cell[0]),
             arena_fmt(s->c->mem, "What the row \"%s\" of the money table states cannot be told from the form.", l->cell[0]));
    for (size_t k = 1; k < h->cells && k < l->cells + 1; k++) {
        const char *label = h->cell[k], *text = k < l->cells ? l->cell[k] : "", *key = text_key(s->c->mem, label);
        Year        y;
        if (!*label && !*text)
            continue;
        json_t *m = money(s, text, unit);
        json_object_set_new(m, "label", json_string(label));
        json_object_set_new(m, "fy", year_read(label, &y) ? json_integer(y.year) : json_null());
        json_object_set_new(m, "state", json_maybe(state));
        json_object_set_new(m, "total", json_boolean(word_in(json_path(how, "words.total"), key) != NULL));
        json_object_set_new(m, "elided", json_boolean(word_is(words_of(s, "elided"), key)));
        json_object_set_new(m, "source", source_of(s, i, i + 1));
        json_array_append_new(list, m);
    }
}

bool
read_budget(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *unit = unit_note(s, from, to);
    size_t      head = to, rows = 0;
    if (*unit)
        put(s, "overview.budget_unit", json_string(unit));
    for (size_t i = from + 1; i < to; i++) {
        Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l))
            continue;
        if (is_row(l) && (word_at(json_path(how, "words.head"), l->key) || (has_year(l, 1) && !budget_state(s, how, l->key)))) {
            head = i;
            l->used = true;
        } else if (is_row(l) && head < to) {
            if (++rows > INDICATORS_MAX)
                return refuse(s, i, "予算表の行が多すぎます（%s）。", "the money table has too many rows (%s)", arena_fmt(s->c->mem, "%d", (int)INDICATORS_MAX));
            budget_row(s, how, head, i, unit);
            l->used = true;
        }
    }
    return true;
}

static const char *
undotted(const char *p)
{
    while (text_starts(p, "・") || text_starts(p, "○") || text_starts(p, "●") || *p == '-' || *p == ' ' || text_starts(p, "　"))
        p += *p == '-' || *p == ' ' ? 1 : 3;
    return p;
}

static void
policy(Sheet *s, const char *field, size_t i, const char *text, size_t bracket)
{
    Arena      *mem = s->c->mem;
    const char *one = text_trim(mem, undotted(text)), *open = bracket ? text_trim(mem, text + bracket) : NULL;
    if (!*one || json_array_size(list_at(s, field)) >= POLICIES_MAX)
        return;
    if (!open) {
        const char *full = strstr(one, "（"), *half = strchr(one, '(');
        open = !full || (half && half < full) ? half : full;
    }
    const char *when = open ? text_replace(mem, text_replace(mem, open + (*open == '(' ? 1 : 3), "）", ""), ")", "") : NULL;
    size_t      n = strlen(one) - (open ? strlen(open) : 0);
    json_array_append_new(list_at(s, field),
                          json_pack("{ss so so ss so}", "name", text_trim(mem, arena_strn(mem, one, n)), "decided", json_maybe(when ? day_find(mem, when) : NULL),
                                    "decided_text", json_maybe(when), "text", one, "source", source_of(s, i, i + 1)));
}

/* Each policy closes with the bracket that holds the day of its decision, or stands on a line of its own where no
 * policy has one; "、" and other brackets also stand inside names. With emit false only says whether there are such brackets. */
static bool
policies(Sheet *s, const char *field, size_t i, const char *text, bool dated, bool emit)
{
    Buf   *b = buf_in(s->c->mem);
    size_t open = 0;
    bool   any = false;
    for (const char *p = text, *q = p; *p; p = q) {
        text_next(&q);
        if (*p == '\n') {
            if (!dated || text_starts(q, "・") || text_starts(q, "○") || *q == '-') {
                if (emit)
                    policy(s, field, i, buf_text(b), 0);
                buf_clear(b);
                open = 0;
            }
            continue;
        }
        if (*p == '(' || text_starts(p, "（"))
            open = b->n;
        buf_addn(b, p, (size_t)(q - p));
        if ((*p == ')' || text_starts(p, "）")) && open && day_find(s->c->mem, b->p + open)) {
            if (emit)
                policy(s, field, i, buf_text(b), open);
            buf_clear(b);
            open = 0;
            any = true;
        }
    }
    if (emit)
        policy(s, field, i, buf_text(b), 0);
    return any;
}

bool
read_plan(Sheet *s, const json_t *how, size_t from, size_t to)
{
    Arena      *mem = s->c->mem;
    json_t     *list = list_at(s, json_text(how, "field")), *last = NULL;
    const char *policy_key = text_key(mem, json_text(how, "policies.label")), *field = json_text(how, "policies.field");
    Buf        *text = buf_in(mem);
    size_t      rows = 0;
    for (size_t i = from + 1; i <= to; i++) {
        Line *l = i < to ? &s->v[i] : NULL;
        if (l && (l->used || text_blank(l->text) || is_rule_row(l)))
            continue;
        if (++rows > POLICIES_MAX)
            return refuse(s, i < to ? i : from, "プランの表の行が多すぎます（%s）。", "the plan table has too many rows (%s)", arena_fmt(s->c->mem, "%d", (int)POLICIES_MAX));
        if (last && (!l || (is_row(l) && *l->cell[0]))) {
            json_object_set_new(last, "text", json_string(buf_text(text)));
            if (text_starts(text_key(mem, json_text(last, "label")), policy_key)) {
                bool dated = policies(s, field, i - 1, buf_text(text), true, false);
                size_t at = from;
                while (at + 1 < to && s->v[at].no < json_int(last, "source.line_from", 0))
                    at++;
                policies(s, field, at, buf_text(text), dated, true);
            }
        }
        if (!l)
            break;
        const char *cell = l->cells > 1 ? l->cell[1] : l->cell[0];
        if (is_row(l) && *l->cell[0]) {
            last = json_pack("{ss so}", "label", l->cell[0], "source", source_of(s, i, i + 1));
            json_array_append_new(list, last);
            buf_clear(text);
        } else if (last) { /* the cell goes on below: a page break, or a second paragraph */
            bool cut = !line_closes(buf_text(text)) && !line_begins(cell) && text->n >= 54;
            buf_add(text, cut ? "" : "\n");
            json_object_set_new(json_path(last, "source"), "line_to", json_integer(l->last));
        } else {
            continue;
        }
        buf_add(text, cell);
        l->used = true;
    }
    return true;
}
