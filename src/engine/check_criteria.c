/* check_criteria.c -- views, items, criteria, verdicts, remarks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "base/buf.h"

static void
each_criterion(Check *k, const char *flag)
{
    size_t  i, j, n;
    json_t *v, *it, *cr;
    EACH(json_path(k->rec, "views"), i, v) EACH(json_path(v, "items"), j, it) EACH(json_path(it, "criteria"), n, cr)
        if (json_flag(cr, flag))
            say_marked(k, FIELD(k, "views[%zu].items[%zu].criteria[%zu]", i, j, n), cr, NULL, json_text(it, "item"), NULL);
}

void
check_criterion_empty(Check *k)
{
    each_criterion(k, "explicit_none");
}

void
check_criterion_merged(Check *k)
{
    each_criterion(k, "merged");
}

void
check_no_quant(Check *k)
{
    size_t  i, j, n, all = 0;
    json_t *v, *it, *cr;
    EACH(json_path(k->rec, "views"), i, v) EACH(json_path(v, "items"), j, it) EACH(json_path(it, "criteria"), n, cr)
    {
        all++;
        if (strcmp(json_text(cr, "kind"), "quantitative") == 0)
            return;
    }
    if (all)
        say_more(k, "views", json_path(k->rec, "views.0"), json_text(k->rec, "views.0.view"), NULL, FIELD(k, "。%zu の基準はすべて定性的", all),
                 FIELD(k, "; all %zu criteria are qualitative (定性的)", all));
}

/* All that is said under a view. */
static const char *
told(const Check *k, const json_t *view)
{
    Buf    *b = buf_in(k->c->mem);
    size_t  i;
    json_t *it;
    buf_fmt(b, "%s\n%s", json_text(view, "narrative"), json_text(view, "verdict"));
    EACH(json_path(view, "items"), i, it)
        buf_fmt(b, "\n%s", json_text(it, "narrative"));
    return key_of(k, buf_text(b));
}

/* A record without prose (a pack) cannot show that a sentence is missing. */
static bool
has_prose(const Check *k, const char *member)
{
    size_t  i;
    json_t *v;
    EACH(json_path(k->rec, "views"), i, v)
        if (json_has(v, "narrative") || (member && json_has(v, member)))
            return true;
    return false;
}

void
check_verdict_missing(Check *k)
{
    size_t  i;
    json_t *v;
    if (!has_prose(k, "verdict"))
        return;
    EACH(json_path(k->rec, "views"), i, v)
        if (!rules_word_in(&k->rules, "verdict", told(k, v)))
            say_marked(k, FIELD(k, "views[%zu].verdict", i), v, NULL, json_text(v, "view"), NULL);
}

/* The words by which an item of the catalogue is known; NULL for an item that is not in it. */
static const json_t *
item_words(const Check *k, const json_t *item)
{
    const char *name = key_of(k, json_str(item, "name") ? json_text(item, "name") : json_text(item, "item"));
    size_t      i;
    json_t     *w;
    EACH(json_path(k->rules.keys, "items"), i, w)
        if (text_starts(name, json_text(w, "item")) || text_starts(json_text(w, "item"), name))
            return json_path(w, "words");
    return NULL;
}

void
check_item_silent(Check *k)
{
    size_t  i, j, n;
    json_t *v, *it, *w;
    if (!has_prose(k, NULL))
        return;
    EACH(json_path(k->rec, "views"), i, v)
    {
        const char *text = told(k, v);
        EACH(json_path(v, "items"), j, it)
        {
            const json_t *words = item_words(k, it);
            bool          heard = !words || !*text || strstr(text, key_of(k, json_text(it, "item")));
            EACH(words, n, w)
                heard = heard || strstr(text, json_string_value(w));
            if (!heard)
                say_marked(k, FIELD(k, "views[%zu].items[%zu]", i, j), it, NULL, json_text(it, "item"), json_text(v, "view"));
        }
    }
}

void
check_remark_blank(Check *k)
{
    const char *summary = json_text(k->rec, "overall.summary");
    if (strstr(key_of(k, summary), "(3)") && strcmp(json_text(k->rec, "overall.remarks_state"), "blank") == 0)
        say(k, "overall.remarks", json_path(k->rec, "overall"), summary, NULL);
}
