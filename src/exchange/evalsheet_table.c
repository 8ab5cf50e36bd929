/* evalsheet_table.c -- tables of indicators, each with year columns and notes of its own.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <string.h>

typedef struct {
    const json_t *how;
    const char   *label, *years_label;
    size_t        head, years;  /* lines of the heading row and of the row of years */
    size_t        unit_column;  /* SIZE_MAX when there is none */
    const char   *group;
    size_t        first;        /* index of the table's first indicator in the record */
    size_t        notes;
} Table;

/* Whether the row heads columns of years. A row of figures like 2010 is none: its first cell is a name, and none
 * of its cells says 年 or an era. */
static bool
years_in(const Line *l)
{
    Year   y;
    size_t years = 0, others = 0, plain = 0;
    for (size_t k = 1; k < l->cells; k++) {
        if (!*l->cell[k])
            continue;
        bool year = year_read(l->cell[k], &y);
        years += year;
        others += !year;
        plain += year && strspn(l->cell[k], "0123456789") == strlen(l->cell[k]);
    }
    return years > 0 && others <= 1 && (!*l->key || plain < years);
}

/* Whether a table of indicators begins on the line: its words, and a second cell that speaks of years or is one. */
static bool
begins(const Sheet *s, const json_t *how, size_t i)
{
    const Line *l = &s->v[i];
    if (l->cells < 2 || strlen(l->key) > 300 || !word_in(json_path(how, "match"), l->key))
        return false;
    if (years_in(l))
        return true;
    for (size_t k = 1; k < l->cells; k++)
        if (word_in(json_path(how, "words.years"), text_key(s->c->mem, l->cell[k])))
            return true;
    return i + 1 < s->to && years_in(&s->v[i + 1]) && !*s->v[i + 1].key;
}

/* 【…】 in front is a group, ※ behind is a note, a unit may stand in the last brackets. */
static void
name_cell(Sheet *s, const Table *t, json_t *one, const char *cell, size_t i)
{
    Arena      *mem = s->c->mem;
    const char *p = text_trim(mem, cell), *close = text_starts(p, "【") ? strstr(p, "】") : NULL, *star = NULL;
    const char *group = close ? arena_strn(mem, p + strlen("【"), (size_t)(close - p) - strlen("【")) : t->group;
    if (close)
        p = text_trim(mem, close + strlen("】"));
    for (const char *q = p; *q && !star; text_next(&q))
        star = word_at(words_of(s, "notes.in_cell"), q) && q > p ? q : NULL;
    if (star) {
        Year        y;
        const char *at;
        bool        dated = year_find(star, &y, &at);
        json_array_append_new(json_path(one, "notes"), json_pack("{so ss ss sn so}", "fy", dated ? json_integer(y.year) : json_null(), "kind", dated ? "baseline" : "note",
                                                                 "text", star, "value", "source", source_of(s, i, i + 1)));
        p = text_trim(mem, arena_strn(mem, p, (size_t)(star - p)));
    }
    p = text_trim(mem, text_replace(mem, p, "\n", ""));
    json_object_set_new(one, "group", json_maybe(group));
    json_object_set_new(one, "name", json_string(p));
    json_object_set_new(one, "unit", json_null());
    const char *open = NULL;
    for (const char *q = p; *q; text_next(&q))
        open = *q == '(' || text_starts(q, "（") || *q == '[' || text_starts(q, "［") ? q : open;
    if (open && (text_ends(p, "）") || text_ends(p, ")") || text_ends(p, "]") || text_ends(p, "］"))) {
        const char *in = open + ((unsigned char)*open < 128 ? 1 : 3), *key;
        char       *unit = arena_strn(mem, in, strlen(in) - ((unsigned char)p[strlen(p) - 1] < 128 ? 1 : 3));
        const char *w = word_at(words_of(s, "unit_note"), unit);
        unit = w ? unit + strlen(w) + (text_starts(unit + strlen(w), "：") ? 3 : unit[strlen(w)] == ':') : unit;
        key = text_key(mem, unit);
        if (word_is(words_of(s, "units"), key))
            json_object_set_new(one, "unit", json_string(unit));
    }
}

static bool
row(Sheet *s, Table *t, size_t i)
{
    const Line *l = &s->v[i], *years = &s->v[t->years];
    json_t     *list = list_at(s, json_text(t->how, "field"));
    json_t     *one = json_pack("{sO ss ss s[] s{} s[] so}", "type", json_path(t->how, "where.type"), "table_label", t->label, "years_label",
                                t->years_label, "columns", "values", "notes", "source", source_of(s, i, i + 1));
    json_array_append_new(list, one);
    if (json_array_size(list) > INDICATORS_MAX)
        return refuse(s, i, "指標の行が多すぎます（%s）。", "there are too many rows of indicators (%s)", arena_fmt(s->c->mem, "%d", (int)INDICATORS_MAX));
    name_cell(s, t, one, l->cell[0], i);
    bool any = false;
    for (size_t k = 1; k < years->cells; k++) {
        Year y;
        if (!year_read(years->cell[k], &y))
            continue;
        const char *text = k < l->cells ? l->cell[k] : "";
        Amount      a = cell_amount(s, text);
        json_array_append_new(json_path(one, "columns"), json_pack("{si ss ss}", "fy", y.year, "label", years->cell[k], "year_kind",
            y.kind == YEAR_FISCAL ? "fiscal" : y.kind == YEAR_CALENDAR ? "calendar" : "unstated"));
        json_object_set_new(json_path(one, "values"), arena_fmt(s->c->mem, "%d", y.year),
                            json_pack("{so ss ss}", "value", !a.known ? json_null() : a.whole ? json_integer((json_int_t)a.value) : json_real(a.value),
                                      "qualifier", qualifier_name(a.qualifier), "text", text));
        if (a.known && *a.unit)
            json_object_set_new(one, "unit", json_string(a.unit));
        any = any || a.known;
    }
    if (t->unit_column < l->cells && *l->cell[t->unit_column])
        json_object_set_new(one, "unit", json_string(l->cell[t->unit_column]));
    bool policy = word_in(json_path(t->how, "words.policy"), text_key(s->c->mem, t->label)) != NULL;
    json_object_set_new(one, "scope", !any ? json_null() : json_string(policy ? "policy" : "programme"));
    return true;
}

/* A note under a table holds for its indicators: a cumulative value, a counter that began again, or plain words. */
static void
table_note(Sheet *s, Table *t, size_t i, const char *text)
{
    json_t     *list = list_at(s, json_text(t->how, "field"));
    const char *key = text_key(s->c->mem, text), *at;
    Year        y;
    bool        reset = word_in(words_of(s, "notes.reset"), key), total = word_in(words_of(s, "notes.cumulative"), key), dated = year_find(text, &y, &at);
    if (++t->notes > NOTES_MAX)
        return;
    for (size_t k = t->first; k < json_array_size(list); k++) {
        json_t *notes = json_path(json_array_get(list, k), "notes");
        if (total)
            json_array_append_new(notes, json_pack("{sn ss ss sn so}", "fy", "kind", "cumulative", "text", text, "value", "source", source_of(s, i, i + 1)));
        if (reset || !total)
            json_array_append_new(notes, json_pack("{so ss ss sn so}", "fy", dated ? json_integer(y.year) : json_null(), "kind", reset ? "reset" : "note", "text", text,
                                                   "value", "source", source_of(s, i, i + 1)));
    }
}

/* A note with the lines that a page or a margin cut from it; the last line taken. */
static size_t
note_lines(Sheet *s, Table *t, size_t i, size_t to)
{
    size_t      end = i + 1;
    const char *last = s->v[i].text;
    while (end < to && end < i + 5 && s->v[end].cells == 1 && !text_blank(s->v[end].text) && !line_closes(last) && text_chars(last) >= 18 &&
           !line_begins(s->v[end].text))
        last = s->v[end++].text;
    const char *text = prose(s, i, end);
    table_note(s, t, i, text_replace(s->c->mem, text, "\n", ""));
    for (size_t k = i; k < end; k++)
        s->v[k].used = true;
    return end - 1;
}

static size_t
unit_column(const Sheet *s, const json_t *how, size_t head, size_t years)
{
    for (size_t line = head; line <= years; line++)
        for (size_t k = 1; k < s->v[line].cells; k++)
            if (word_is(json_path(how, "words.unit"), text_key(s->c->mem, s->v[line].cell[k])))
                return k;
    return SIZE_MAX;
}

/* Rows of one table; the line behind it. */
static size_t
table(Sheet *s, Table *t, size_t to)
{
    size_t i = t->head;
    for (; i <= t->years && i < to; i++)
        s->v[i].used = true;
    for (; i < to; i++) {
        Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l))
            continue;
        if (word_at(words_of(s, "notes.marks"), l->key)) {
            i = note_lines(s, t, i, to);
            continue;
        }
        if (l->cells < 2 || years_in(l) || word_in(json_path(t->how, "words.years"), text_key(s->c->mem, l->text)))
            break; /* prose, or the next table */
        l->used = true;
        if (l->cells == 2 && !is_row(l)) {
            t->group = l->cell[0];
            continue;
        }
        if (!*l->key) /* a second line of the cells above: nothing that can be told apart */
            continue;
        if (l->cells > 1 && !is_row(l) && text_starts(l->cell[0], "【")) {
            t->group = text_replace(s->c->mem, text_replace(s->c->mem, l->cell[0], "【", ""), "】", "");
            continue;
        }
        if (!row(s, t, i))
            return to;
    }
    return i;
}

/* Labels of the table: of years on the heading row, or on the row above it where the heading took two lines. */
static void
labels(Sheet *s, Table *t, size_t from)
{
    Arena      *mem = s->c->mem;
    const Line *h = &s->v[t->head];
    size_t      above = t->head;
    t->label = h->cell[0];
    t->years_label = "";
    for (size_t k = 1; k < h->cells; k++)
        if (t->years != t->head && *h->cell[k] && !*t->years_label)
            t->years_label = h->cell[k];
    while (t->years == t->head && above > from && text_blank(s->v[above - 1].text))
        above--;
    if (t->years != t->head || above == from || s->v[above - 1].used || !is_row(&s->v[above - 1]) || years_in(&s->v[above - 1]))
        return;
    Line *l = &s->v[above - 1];
    for (size_t k = 1; k < l->cells; k++)
        if (word_in(json_path(t->how, "words.years"), text_key(mem, l->cell[k]))) {
            t->years_label = l->cell[k];
            t->label = *l->cell[0] ? arena_fmt(mem, "%s %s", l->cell[0], t->label) : t->label;
            l->used = true;
            return;
        }
}

bool
read_indicators(Sheet *s, const json_t *how, size_t from, size_t to)
{
    for (size_t i = from; i < to && ok(s->c); i++) {
        if (s->v[i].used || !begins(s, how, i))
            continue;
        Table t = { .how = how, .head = i, .years = i, .first = json_array_size(list_at(s, json_text(how, "field"))) };
        while (t.years < to && t.years < i + 6 && !years_in(&s->v[t.years]))
            t.years++;
        if (t.years == to || !years_in(&s->v[t.years])) {
            note(s, "IMP-YEARS-MISSING", "warning", i, "indicators", arena_fmt(s->c->mem, "指標の表「%s」に年の見出しがない。", s->v[i].cell[0]),
                 arena_fmt(s->c->mem, "The table \"%s\" has no row of years.", s->v[i].cell[0]));
            t.years = i;
        }
        labels(s, &t, from);
        t.unit_column = unit_column(s, how, t.head, t.years);
        i = table(s, &t, to) - 1;
    }
    return ok(s->c);
}
