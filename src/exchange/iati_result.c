/* iati_result.c -- indicators as results: outputs, outcomes and long-term outcomes, with values by year.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two sources are gathered into one list and kept apart in it: indicators of the evaluation record, and those of review
 * sheets, where an indicator that has the same kind, stage, name and unit in several years is one and the newest sheet
 * that tells a value wins. Several indicators under one heading (the table of a record, the target of a sheet) are one
 * result. */
#include "exchange/iati_in.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* [{type, title, indicators:[{id,name,unit,about,group,ascending,baseline,values:{fy:{target,target_text,actual,actual_text,
 * calendar,note}}}]}]; type is a code of IATI. */
static json_t *
result_at(json_t *results, const char *type, const char *title)
{
    size_t  i;
    json_t *r;
    json_array_foreach(results, i, r)
        if (strcmp(json_text(r, "type"), type) == 0 && strcmp(json_text(r, "title"), title) == 0)
            return r;
    r = json_pack("{ss ss s[]}", "type", type, "title", title, "indicators");
    json_array_append_new(results, r);
    return r;
}

static json_t *
value_at(Iati *x, json_t *k, int64_t fy)
{
    const char *key = arena_fmt(x->c->mem, "%04lld", (long long)fy);
    json_t     *values = json_object_get(k, "values"), *v = json_object_get(values, key);
    if (!v) {
        json_object_set_new(values, key, json_object());
        v = json_object_get(values, key);
    }
    return v;
}

/* The kind of year of a column: calendar, or fiscal; *unstated when the paper does not say. */
static bool
calendar_year(Iati *x, const json_t *indicator, int64_t fy, bool *unstated)
{
    size_t      i;
    json_t     *col;
    const char *kind = "unstated";
    json_array_foreach(json_path(indicator, "columns"), i, col)
        if (json_int(col, "fy", 0) == fy && json_str(col, "year_kind"))
            kind = json_text(col, "year_kind");
    *unstated = *unstated || strcmp(kind, "unstated") == 0;
    return strcmp(json_text(json_object_get(x->map, "year_kinds"), kind), "calendar") == 0;
}

static const char *
notes_of(Iati *x, const json_t *indicator, int64_t fy)
{
    Buf    *b = buf_in(x->c->mem);
    size_t  i;
    json_t *n;
    json_array_foreach(json_path(indicator, "notes"), i, n)
        if (json_int(n, "fy", 0) == fy && !text_blank(json_text(n, "text")))
            buf_fmt(b, "%s%s", b->n ? "\n" : "", json_text(n, "text"));
    return b->n ? buf_text(b) : NULL;
}

static void
record_values(Iati *x, const json_t *from, json_t *k, bool *unstated)
{
    const char *year;
    json_t     *v;
    int64_t     last = 0;
    json_object_foreach(json_path(from, "values"), year, v)
    {
        int64_t     fy = strtoll(year, NULL, 10);
        json_t     *to = value_at(x, k, fy), *n = json_object_get(v, "value");
        const char *note = notes_of(x, from, fy), *q = json_text(v, "qualifier");
        json_object_set_new(to, "calendar", json_boolean(calendar_year(x, from, fy, unstated)));
        if (json_is_number(n))
            json_object_set(to, "actual", n);
        const char *word = iati_word(x, q, false);
        json_object_set_new(to, "actual_text", json_maybe(json_is_number(n) && strcmp(q, "exact") == 0 ? NULL : arena_fmt(x->c->mem, "%s%s%s", json_text(v, "text"), *word ? " " : "", word)));
        json_object_set_new(to, "note", json_maybe(note));
        if (json_is_number(n) && fy < x->from_fy && fy > last)
            last = fy;
    }
    if (last) /* the programme's own beginning, unless the paper names a base (below) */
        json_object_set_new(k, "baseline", json_pack("{sI sO ss so}", "fy", (json_int_t)last, "value", json_path(value_at(x, k, last), "actual"), "word", "baseline",
                                                     "text", json_maybe(json_str(value_at(x, k, last), "actual_text"))));
}

/* The first number in a text like "※令和2年度は約4兆円" cannot be told from a year: what stands as a value is taken, else only the text. */
static void
record_baseline(const json_t *from, json_t *k)
{
    size_t  i;
    json_t *n;
    json_array_foreach(json_path(from, "notes"), i, n)
        if (strcmp(json_text(n, "kind"), "baseline") == 0 && json_int(n, "fy", 0) > 0) {
            json_object_set_new(k, "baseline", json_pack("{sI ss}", "fy", (json_int_t)json_int(n, "fy", 0), "text", json_text(n, "text")));
            if (json_is_number(json_path(n, "value")))
                json_object_set(json_object_get(k, "baseline"), "value", json_path(n, "value"));
        }
}

static void
from_record(Iati *x, json_t *results)
{
    size_t  i;
    json_t *from;
    json_array_foreach(json_path(x->record, "indicators"), i, from)
    {
        const char *type = json_text(json_object_get(x->map, "results"), json_text(from, "type")), *title = json_text(from, "table_label");
        json_t     *r = result_at(results, *type ? type : "9", text_blank(title) ? iati_word(x, json_text(from, "type"), false) : title);
        json_t     *k = json_pack("{sI ss ss? ss? s{}}", "id", (json_int_t)json_int(from, "id", 0), "name", json_text(from, "name"), "unit", json_str(from, "unit"), "group",
                                  json_str(from, "group"), "values");
        bool        unstated = false;
        record_values(x, from, k, &unstated);
        record_baseline(from, k);
        const char *note = notes_of(x, from, 0);
        json_object_set_new(k, "about", json_maybe(note));
        json_object_set_new(k, "unstated", json_boolean(unstated && json_object_size(json_object_get(k, "values")) > 0));
        json_array_append_new(json_path(r, "indicators"), k);
    }
}

static json_t *
same_indicator(json_t *result, const json_t *from)
{
    size_t  i;
    json_t *k;
    json_array_foreach(json_path(result, "indicators"), i, k)
        if (strcmp(json_text(k, "name"), json_text(from, "name")) == 0 && strcmp(json_text(k, "unit"), json_text(from, "unit")) == 0)
            return k;
    k = json_pack("{ss ss? s{}}", "name", json_text(from, "name"), "unit", json_str(from, "unit"), "values");
    json_array_append_new(json_path(result, "indicators"), k);
    return k;
}

/* A target value as printed: a number goes to the year it is for, else it is told. */
static void
sheet_goal(Iati *x, const json_t *from, json_t *k)
{
    const char *text = json_str(from, "goal_text");
    int64_t     fy = json_int(from, "goal_fy", 0);
    if (!text || text_blank(text))
        return;
    Amount a = amount_read(x->c->mem, text);
    if (fy == 0) {
        json_object_set_new(k, "about", json_string(arena_fmt(x->c->mem, "%s：%s", iati_word(x, "goal", false), text)));
        return;
    }
    json_t *v = value_at(x, k, fy);
    if (a.known && a.qualifier == Q_EXACT && text_blank(a.unit)) {
        if (!json_is_number(json_object_get(v, "target")))
            json_object_set_new(v, "target", json_real(a.value));
    } else {
        json_object_set_new(v, "target_text", json_string(text));
    }
}

/* Whether less is better, where the newest sheet says so. */
static bool
downward(Iati *x, const json_t *from)
{
    const json_t *how = json_object_get(x->map, "direction");
    size_t        i;
    json_t       *row;
    json_array_foreach(x->body ? json_object_get(x->body, json_text(how, "list")) : NULL, i, row)
    {
        const char *name = json_string_value(json_object_get(row, json_text(how, "name"))), *way = json_string_value(json_object_get(row, json_text(how, "column")));
        if (name && way && strcmp(name, json_text(from, "name")) == 0)
            return strcmp(way, json_text(how, "down")) == 0;
    }
    return false;
}

static void
from_sheets(Iati *x, json_t *results)
{
    size_t  i, j, n;
    json_t *sheet, *from, *v;
    json_array_foreach(x->sheets, i, sheet)
        json_array_foreach(json_path(sheet, "indicators"), j, from)
        {
            const char *type = json_text(json_object_get(x->map, "results"), json_text(from, "kind")), *title = json_text(from, "target");
            bool        far = strcmp(json_text(from, "stage"), json_text(x->map, "impact.stage")) == 0;
            if (!*type)
                continue;
            json_t *r = result_at(results, far ? json_text(x->map, "impact.type") : type, text_blank(title) ? iati_word(x, far ? "long" : json_text(from, "kind"), false) : title);
            json_t *k = same_indicator(r, from);
            json_array_foreach(json_path(from, "values"), n, v)
            {
                json_t *to = value_at(x, k, json_int(v, "fy", 0));
                for (int m = 0; m < 2; m++)
                    if (json_is_number(json_path(v, m ? "target" : "actual")))
                        json_object_set(to, m ? "target" : "actual", json_path(v, m ? "target" : "actual"));
            }
            sheet_goal(x, from, k);
            if (sheet == x->newest && downward(x, from))
                json_object_set_new(k, "ascending", json_false());
        }
}

static const char *
measure_of(Iati *x, const json_t *k)
{
    const char *year;
    json_t     *v, *word;
    size_t      i;
    bool        number = json_is_number(json_path(k, "baseline.value")), words = false;
    json_object_foreach(json_path(k, "values"), year, v)
    {
        number = number || json_is_number(json_object_get(v, "target")) || json_is_number(json_object_get(v, "actual"));
        words = words || json_str(v, "target_text");
    }
    if (words && !number) /* one without any value yet is not qualitative for that */
        return "5";
    json_array_foreach(json_object_get(x->map, "percentages"), i, word)
        if (strcmp(json_text(k, "unit"), json_string_value(word)) == 0)
            return "2";
    return "1";
}

static void
one_value(Iati *x, const char *name, const json_t *k, const json_t *number, const char *text, const char *note)
{
    if (!json_is_number(number) && !text && !note)
        return;
    iati_open(x, name, "value", json_is_number(number) ? iati_decimal(x, json_number_value(number)) : NULL, NULL);
    if (json_str(k, "group"))
        iati_one(x, "dimension", "name", iati_word(x, "group", false), "value", json_text(k, "group"), NULL);
    if (text || note) {
        xml_open(x->x, "comment");
        iati_narrative(x, arena_fmt(x->c->mem, "%s%s%s", text ? text : "", text && note ? "\n" : "", note ? note : ""), NULL);
        xml_close(x->x);
    }
    xml_close(x->x);
}

static void
baseline(Iati *x, const json_t *k)
{
    const json_t *b = json_path(k, "baseline"), *number = json_path(b, "value");
    if (!b)
        return;
    int64_t fy = json_int(b, "fy", 0);
    iati_open(x, "baseline", "year", arena_fmt(x->c->mem, "%lld", (long long)fy), "iso-date", iati_last_day(x, fy, false), "value", json_is_number(number) ? iati_decimal(x, json_number_value(number)) : NULL, NULL);
    if (json_str(k, "group"))
        iati_one(x, "dimension", "name", iati_word(x, "group", false), "value", json_text(k, "group"), NULL);
    const char *ja = json_str(b, "word") ? iati_word(x, json_text(b, "word"), false) : NULL, *en = json_str(b, "word") ? iati_word(x, json_text(b, "word"), true) : NULL;
    const char *text = json_str(b, "text");
    xml_open(x->x, "comment");
    iati_narrative(x, arena_fmt(x->c->mem, "%s%s%s", ja ? ja : "", ja && text ? "：" : "", text ? text : ""), en);
    xml_close(x->x);
    xml_close(x->x);
}

static void
periods(Iati *x, const json_t *k)
{
    const json_t *values = json_path(k, "values");
    const char  **order = NEWN(x->c->mem, const char *, json_object_size(values) + 1), *year;
    json_t       *v;
    size_t        n = 0;
    json_object_foreach(values, year, v)
        order[n++] = year;
    qsort(order, n, sizeof *order, text_rising);
    for (size_t i = 0; i < n; i++) {
        int64_t fy = strtoll(order[i], NULL, 10);
        v = json_object_get(values, order[i]);
        if (fy < 1 || fy > 9998)
            continue;
        xml_open(x->x, "period");
        iati_one(x, "period-start", "iso-date", iati_first_day(x, fy, json_flag(v, "calendar")), NULL);
        iati_one(x, "period-end", "iso-date", iati_last_day(x, fy, json_flag(v, "calendar")), NULL);
        one_value(x, "target", k, json_object_get(v, "target"), json_str(v, "target_text"), NULL);
        one_value(x, "actual", k, json_object_get(v, "actual"), json_str(v, "actual_text"), json_str(v, "note"));
        xml_close(x->x);
    }
}

static void
indicator(Iati *x, const json_t *k)
{
    const char *unit = json_str(k, "unit"), *about = json_str(k, "about"), *id = json_int(k, "id", 0) ? arena_fmt(x->c->mem, "%lld", (long long)json_int(k, "id", 0)) : NULL;
    const json_t *up = json_object_get(k, "ascending");
    iati_open(x, "indicator", "measure", measure_of(x, k), "ascending", up && json_is_false(up) ? "0" : "1", "aggregation-status", "0", NULL);
    iati_told(x, "title", text_blank(json_text(k, "name")) ? iati_word(x, "none", false) : json_text(k, "name"), NULL);
    bool unstated = json_flag(k, "unstated");
    if ((unit && !text_blank(unit)) || about || unstated) {
        xml_open(x->x, "description");
        Buf *ja = buf_in(x->c->mem);
        if (unit && !text_blank(unit))
            buf_fmt(ja, "%s：%s", iati_word(x, "unit", false), unit);
        if (about)
            buf_fmt(ja, "%s%s", ja->n ? "\n" : "", about);
        if (unstated)
            buf_fmt(ja, "%s%s", ja->n ? "\n" : "", iati_word(x, "unstated", false));
        iati_narrative(x, buf_text(ja), unstated ? iati_word(x, "unstated", true) : NULL);
        xml_close(x->x);
    }
    if (id)
        iati_one(x, "reference", "vocabulary", json_text(x->map, "vocabulary"), "code", id, "indicator-uri", x->url ? arena_fmt(x->c->mem, "%s/indicators/%s", x->url, id) : NULL, NULL);
    baseline(x, k);
    periods(x, k);
    xml_close(x->x);
}

void
iati_results(Iati *x)
{
    json_t *results = json_keep(x->c->mem, json_array()), *r, *k;
    size_t  i, j;
    from_record(x, results);
    from_sheets(x, results);
    json_array_foreach(results, i, r)
    {
        iati_open(x, "result", "type", json_text(r, "type"), "aggregation-status", "0", NULL);
        iati_told(x, "title", json_text(r, "title"), NULL);
        json_array_foreach(json_path(r, "indicators"), j, k) indicator(x, k);
        xml_close(x->x);
    }
}
