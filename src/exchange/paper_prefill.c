/* paper_prefill.c -- a record made ready for the form of a later evaluation.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Carried over: what the programme is (names, period, plan, upper policies, purpose), the items and criteria fixed
 * before it began, its indicators, the money known. Asked again: the remarks of the evaluation before, as pairs with
 * an empty answer (regime 1.5, 1.7). Emptied: what the officer and the committee now write. */
#include "exchange/paper_in.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/programme.h"
#include "exchange/form.h"

#include <string.h>

static void
drop(json_t *rec, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        json_object_del(rec, names[i]);
}

static void
empty_views(json_t *rec)
{
    size_t  i, k;
    json_t *v, *item;
    json_array_foreach(json_path(rec, "views"), i, v)
    {
        static const char *const said[] = { "narrative", "verdict", "no" }, *const judged[] = { "narrative", "done", "judgement", "grade" };
        drop(v, said, 3);
        json_array_foreach(json_path(v, "items"), k, item) drop(item, judged, 4);
    }
}

static void
ask_again(json_t *pairs, const json_t *list)
{
    size_t  i;
    json_t *one;
    json_array_foreach(list, i, one)
        json_array_append_new(pairs, json_pack("{sO ss}", "remark", one, "answer", ""));
}

/* Sets "a.b" or "a" of the record. */
static void
put_path(json_t *rec, const char *path, json_t *value)
{
    const char *dot = strchr(path, '.');
    char        head[64];
    if (!dot || (size_t)(dot - path) >= sizeof head) {
        json_object_set_new(rec, path, value);
        return;
    }
    memcpy(head, path, (size_t)(dot - path));
    head[dot - path] = 0;
    if (!json_is_object(json_object_get(rec, head)))
        json_object_set_new(rec, head, json_object());
    json_object_set_new(json_object_get(rec, head), dot + 1, value);
}

/* The fiscal year a later evaluation is planned for; 0 when no place says. */
static int
planned_year(const json_t *rec, const char *type)
{
    size_t  i;
    json_t *e;
    json_array_foreach(json_path(rec, "evaluations"), i, e)
        if (strcmp(json_text(e, "type"), type) == 0 && json_has(e, "fy"))
            return (int)json_int(e, "fy", 0);
    return 0;
}

/* A year as the paper writes its years: "令和6年", "R6年", "2024年". */
static const char *
year_label(Arena *mem, const char *like, int year)
{
    const char *era = era_year(mem, year);
    bool        heisei = text_starts(era, "平成");
    if (*like == 'R' || *like == 'H')
        return arena_fmt(mem, "%s%s年", heisei ? "H" : "R", text_starts(era + strlen("令和"), "元") ? "1" : era + strlen("令和"));
    return *like >= '0' && *like <= '9' ? arena_fmt(mem, "%d年", year) : arena_fmt(mem, "%s年", era);
}

/* The three years before the evaluation: known values stay, the others are to be filled. */
static void
shift_years(Ctx *c, json_t *rec, int year)
{
    size_t  i;
    json_t *one;
    json_array_foreach(json_path(rec, "indicators"), i, one)
    {
        const char *like = json_text(one, "columns.0.label"), *kind = json_text(one, "columns.0.year_kind");
        json_t     *columns = json_array();
        for (int y = year - 3; y < year; y++)
            json_array_append_new(columns, json_pack("{si ss ss}", "fy", y, "label", year_label(c->mem, like, y), "year_kind", *kind ? kind : "unstated"));
        json_object_set_new(one, "columns", columns);
    }
}

static bool
any_state(const json_t *rec, const json_t *rows)
{
    size_t  i, k;
    json_t *row, *one;
    json_array_foreach(rows, i, row)
        json_array_foreach(json_path(rec, "budget"), k, one)
            if (strcmp(json_text(row, "state"), json_text(one, "state")) == 0)
                return true;
    return false;
}

/* A column for each year of the programme so far, and the total, where the states the form asks for are not known yet. */
static void
empty_budget(Ctx *c, json_t *rec, const json_t *section, int until)
{
    const json_t *rows = json_path(section, "rows");
    int           from = (int)json_int(rec, "period.from_fy", 0);
    const char   *state = json_text(json_array_get(rows, 0), "state");
    if (!from || until < from || until - from > 15 || any_state(rec, rows))
        return;
    json_t *list = json_array();
    for (int y = from; y <= until; y++) {
        const char *label = year_label(c->mem, "R", y);
        label = arena_fmt(c->mem, "%.*s%s", (int)(strlen(label) - strlen("年")), label, y == from ? "（初年度）" : "");
        json_array_append_new(list, json_pack("{si ss ss ss}", "fy", y, "label", label, "state", state, "text", ""));
    }
    json_array_append_new(list, json_pack("{sn ss ss ss sb}", "fy", "label", "総額", "state", state, "text", "", "total", true));
    json_object_set_new(rec, "budget", list);
}

static const json_t *
section_of(const json_t *list, const char *kind)
{
    size_t        i;
    json_t       *s;
    const json_t *found = NULL;
    json_array_foreach(list, i, s)
    {
        if (!found && strcmp(json_text(s, "kind"), kind) == 0)
            found = s;
        found = found ? found : section_of(json_path(s, "sections"), kind);
    }
    return found;
}

/* "…の事前評価結果" of the paper before becomes "…の中間評価結果". */
static void
rename_result(Ctx *c, json_t *rec, const json_t *form)
{
    const json_t *was = form_load(c, json_text(rec, "form.type"), NULL);
    const char   *title = json_text(rec, "report.result_title"), *old = json_text(was, "sheet_title.ja"), *now = json_text(form, "sheet_title.ja");
    if (!was || !*title || !text_ends(old, "票") || !text_ends(now, "票"))
        return;
    old = arena_strn(c->mem, old, strlen(old) - strlen("票"));
    now = arena_strn(c->mem, now, strlen(now) - strlen("票"));
    json_object_set_new(json_path(rec, "report"), "result_title", json_string(text_replace(c->mem, title, old, now)));
}

const json_t *
paper_prefill(Ctx *c, const json_t *record, const json_t *form)
{
    static const char *const spoken[] = { "overall", "results", "direction", "direction_text", "direction_reason", "prospects", "remark_pairs_text", "remark_pairs_state", "footnotes", "substitution_note", "cost_effect", "members_note", "rosters" };
    static const char *const dated[] = { "date", "date_text", "title", "subtitle" };
    static const char *const sheet[] = { "title", "as_of", "as_of_text" };
    static const char *const over[] = { "necessity", "organisation", "other", "budget_title" };
    const char *type = json_text(form, "type"), *had = json_text(record, "form.type");
    if (strcmp(type, had) == 0 || !*had)
        return record;
    json_t       *rec = json_keep(c->mem, json_deep_copy(record)), *pairs = json_array();
    const json_t *asked = NULL, *money = NULL;
    int           year = planned_year(rec, type);
    size_t        i;
    json_t       *part;
    ask_again(pairs, json_path(rec, "overall.remarks"));
    ask_again(pairs, json_path(rec, "overall.other"));
    json_array_foreach(json_path(form, "parts"), i, part)
    {
        asked = asked ? asked : section_of(json_path(part, "sections"), "pairs");
        money = money ? money : section_of(json_path(part, "sections"), "budget");
    }
    rename_result(c, rec, form);
    drop(rec, spoken, sizeof spoken / sizeof *spoken);
    drop(json_path(rec, "report"), dated, sizeof dated / sizeof *dated);
    drop(json_path(rec, "form"), sheet, sizeof sheet / sizeof *sheet);
    drop(json_path(rec, "overview"), over, sizeof over / sizeof *over);
    empty_views(rec);
    if (year)
        shift_years(c, rec, year);
    if (money)
        empty_budget(c, rec, money, year ? year : (int)json_int(rec, "period.to_fy", 0));
    if (asked)
        put_path(rec, json_text(asked, "field"), pairs);
    else
        json_decref(pairs);
    return rec;
}

static bool
is_held(const json_t *record, const char *type)
{
    size_t  i;
    json_t *e;
    json_array_foreach(json_path(record, "evaluations_held"), i, e)
        if (strcmp(json_text(e, "type"), type) == 0)
            return true;
    return false;
}

const json_t *
paper_record(Ctx *c, int64_t programme, const char *type, const char *as_of)
{
    static const char *const order[] = { "ex-ante", "interim", "ex-post", "follow-up" };
    const json_t *any = programme_show(c, programme, as_of);
    size_t        at = 0;
    while (at < 4 && strcmp(order[at], type) != 0)
        at++;
    if (!any || at == 4)
        return any;
    for (size_t i = at + 1; i-- > 0;)
        if (is_held(any, order[i]))
            return programme_show_evaluation(c, programme, order[i], as_of);
    return any;
}
