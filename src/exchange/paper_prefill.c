/* paper_prefill.c -- a record made ready for the form of a later evaluation.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Carried over: what the programme is (names, period, plan, upper policies, purpose), the items and criteria fixed
 * before it began, its indicators, the money known. Asked again: the remarks of the evaluation before, as pairs with
 * an empty answer (regime 1.5, 1.7). Emptied: what the officer and the committee now write. */
#include "exchange/paper_in.h"

#include "base/text.h"
#include "domain/programme.h"

#include <string.h>

static void
drop(json_t *rec, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        json_object_del(rec, names[i]);
}

/* The field of the form's first section of a kind; NULL when it has none. */
static const char *
field_of(const json_t *list, const char *kind)
{
    size_t      i;
    json_t     *s;
    const char *found = NULL;
    json_array_foreach((json_t *)(uintptr_t)list, i, s)
    {
        if (!found && strcmp(json_text(s, "kind"), kind) == 0)
            found = json_str(s, "field");
        const char *inner = found ? NULL : field_of(json_path(s, "sections"), kind);
        found = inner ? inner : found;
    }
    return found;
}

static void
empty_views(json_t *rec)
{
    size_t  i, k;
    json_t *v, *item;
    json_array_foreach(json_path(rec, "views"), i, v)
    {
        static const char *const said[] = { "narrative", "verdict" }, *const judged[] = { "narrative", "judgement" };
        drop(v, said, 2);
        json_array_foreach(json_path(v, "items"), k, item) drop(item, judged, 2);
    }
}

static void
ask_again(json_t *pairs, const json_t *list)
{
    size_t  i;
    json_t *one;
    json_array_foreach((json_t *)(uintptr_t)list, i, one)
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

const json_t *
paper_prefill(Ctx *c, const json_t *record, const json_t *form)
{
    static const char *const spoken[] = { "overall", "sections", "direction", "footnotes", "substitution_note", "cost_effect", "members_note", "rosters" };
    static const char *const dated[] = { "date", "date_text", "title", "subtitle", "result_title" };
    static const char *const sheet[] = { "title", "as_of", "as_of_text" };
    static const char *const over[] = { "necessity", "organisation", "other", "budget_title" };
    const char *type = json_text(form, "type"), *had = json_text(record, "form.type");
    if (strcmp(type, had) == 0 || !*had)
        return record;
    json_t     *rec = json_keep(c->mem, json_deep_copy(record)), *pairs = json_array();
    const char *to = NULL;
    size_t      i;
    json_t     *part;
    ask_again(pairs, json_path(rec, "overall.remarks"));
    ask_again(pairs, json_path(rec, "overall.other"));
    json_array_foreach(json_path(form, "parts"), i, part) to = to ? to : field_of(json_path(part, "sections"), "pairs");
    drop(rec, spoken, sizeof spoken / sizeof *spoken);
    drop(json_path(rec, "report"), dated, sizeof dated / sizeof *dated);
    drop(json_path(rec, "form"), sheet, sizeof sheet / sizeof *sheet);
    drop(json_path(rec, "overview"), over, sizeof over / sizeof *over);
    empty_views(rec);
    if (to)
        put_path(rec, to, pairs);
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
