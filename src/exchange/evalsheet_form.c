/* evalsheet_form.c -- the evaluation sheet: plan, purpose, indicators, views, overall.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"

#include <string.h>

/* The line in [from, to) whose heading number is n. */
static size_t
numbered(const Sheet *s, size_t from, size_t to, int n, const char *word)
{
    const char *rest;
    for (; from < to; from++)
        if (heading_number(s->v[from].cell[0], &rest) == n && strstr(s->v[from].key, word))
            return from;
    return to;
}

static const char *
heading_text(const Sheet *s, size_t i)
{
    const char *rest = "";
    heading_number(s->v[i].cell[0], &rest);
    return rest;
}

static void
policies(Sheet *s, size_t i, const char *text)
{
    Arena *mem = s->c->mem;
    size_t n = 0;
    /* Each policy closes with the bracket of its decision; "、" also stands inside names. */
    char **v = text_split(mem, text_replace(mem, text_replace(mem, text_replace(mem, text, "\n", ""), "）", "）\n"), ")", ")\n"), "\n", &n);
    for (size_t k = 0; k < n; k++) {
        char *one = text_trim(mem, v[k]);
        while (text_starts(one, "・"))
            one = text_trim(mem, one + strlen("・"));
        const char *open = strstr(one, "（"), *p = strstr(one, "(");
        if (!*one)
            continue;
        size_t      w = strlen("（");
        if (!open && p) {
            open = p;
            w = 1;
        }
        const char *when = open ? text_replace(mem, text_replace(mem, open + w, "）", ""), ")", "") : NULL;
        json_array_append_new(json_path(s->rec, "policies"),
                              json_pack("{ss so so ss so}", "name", open ? text_trim(mem, arena_strn(mem, one, (size_t)(open - one))) : one, "decided",
                                        json_maybe(when ? day_find(mem, when) : NULL), "decided_text", json_maybe(when), "text", one, "source",
                                        source_of(s, i, i + 1)));
    }
}

static void
plan(Sheet *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        if (l->cells < 2 || is_rule_row(l) || !*l->cell[1])
            continue;
        json_array_append_new(json_path(s->rec, "plan"),
                              json_pack("{ss ss so}", "label", l->cell[0], "text", l->cell[1], "source", source_of(s, i, i + 1)));
        if (strcmp(l->key, "上位施策") == 0)
            policies(s, i, l->cell[1]);
    }
}

static void
indicator_name(Sheet *s, json_t *one, const char *cell, size_t i)
{
    Arena      *mem = s->c->mem;
    const char *p = text_trim(mem, cell), *close = text_starts(p, "【") ? strstr(p, "】") : NULL;
    json_object_set_new(one, "group", close ? json_stringn(p + strlen("【"), (size_t)(close - p) - strlen("【")) : json_null());
    if (close)
        p = text_trim(mem, close + strlen("】"));
    const char *star = strstr(p, "※");
    if (star) {
        Year        y;
        const char *at;
        json_array_append_new(json_path(one, "notes"),
                              json_pack("{so ss ss sn so}", "fy", year_find(star, &y, &at) ? json_integer(y.year) : json_null(), "kind", "baseline", "text",
                                        star, "value", "source", source_of(s, i, i + 1)));
        p = text_trim(mem, arena_strn(mem, p, (size_t)(star - p)));
    }
    json_object_set_new(one, "name", json_string(p));
    json_object_set_new(one, "unit", json_null());
    static const char *const units[] = { "億円", "百万円", "円", "人", "件", "回", "本", "%", "％", "ノード・時間積" };
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (text_ends(p, arena_fmt(mem, "（%s）", units[k])) || text_ends(p, arena_fmt(mem, "(%s)", units[k])))
            json_object_set_new(one, "unit", json_string(units[k]));
}

static void
indicator_row(Sheet *s, size_t head, size_t years, size_t i, const char *type)
{
    Ctx        *c = s->c;
    const Line *l = &s->v[i];
    json_t     *one = json_pack("{ss ss ss s[] s{} s[] so}", "type", type, "table_label", s->v[head].cell[0], "years_label",
                                s->v[head].cells > 1 ? s->v[head].cell[1] : "", "columns", "values", "notes", "source", source_of(s, i, i + 1));
    indicator_name(s, one, l->cell[0], i);
    bool any = false;
    for (size_t k = 1; k < s->v[years].cells; k++) {
        Year y;
        if (!year_read(s->v[years].cell[k], &y))
            continue;
        const char *text = k < l->cells ? l->cell[k] : "";
        Amount      a = amount_read(c->mem, text);
        json_array_append_new(json_path(one, "columns"),
                              json_pack("{si ss ss}", "fy", y.year, "label", s->v[years].cell[k], "year_kind", y.kind == YEAR_FISCAL ? "fiscal" : "unstated"));
        json_object_set_new(json_path(one, "values"), arena_fmt(c->mem, "%d", y.year),
                            json_pack("{so ss ss}", "value", !a.known ? json_null() : a.whole ? json_integer((json_int_t)a.value) : json_real(a.value),
                                      "qualifier", qualifier_name(a.qualifier), "text", text));
        if (a.known && *a.unit)
            json_object_set_new(one, "unit", json_string(a.unit));
        any = any || a.known;
    }
    json_object_set_new(one, "scope", !any ? json_null() : json_string(strstr(s->v[head].key, "施策") ? "policy" : "programme"));
    json_array_append_new(json_path(s->rec, "indicators"), one);
}

static void
table_note(Sheet *s, size_t first, size_t i)
{
    const char *t = s->v[i].text, *at;
    Year        y;
    bool        reset = strstr(t, "リセット") != NULL, total = strstr(t, "累積") != NULL;
    for (size_t k = first; k < json_array_size(json_path(s->rec, "indicators")); k++) {
        json_t *notes = json_path(json_array_get(json_path(s->rec, "indicators"), k), "notes");
        json_t *fy = year_find(t, &y, &at) ? json_integer(y.year) : json_null();
        if (total)
            json_array_append_new(notes, json_pack("{sn ss ss sn so}", "fy", "kind", "cumulative", "text", t, "value", "source", source_of(s, i, i + 1)));
        if (reset || !total)
            json_array_append(notes, json_keep(s->c->mem, json_pack("{sO ss ss sn so}", "fy", fy, "kind", reset ? "reset" : "note", "text", t, "value",
                                                                    "source", source_of(s, i, i + 1))));
        json_decref(fy);
    }
}

static size_t
indicators(Sheet *s, size_t from, size_t to)
{
    size_t first_table = to;
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        bool        out = strstr(l->key, "アウトプット指標") != NULL, oc = strstr(l->key, "アウトカム指標") != NULL;
        if (!(out || oc) || l->cells < 2)
            continue;
        size_t years = i + 1, first = json_array_size(json_path(s->rec, "indicators"));
        if (first_table == to)
            first_table = i;
        while (years < to && s->v[years].cells < 3)
            years++;
        size_t k = years + 1;
        for (; k < to && !(s->v[k].cells > 1 && strstr(s->v[k].key, "指標") && strstr(s->v[k].text, "過去")); k++) {
            if (s->v[k].cells > 2 && *s->v[k].key)
                indicator_row(s, i, years, k, out ? "output" : "outcome");
            else if (text_starts(s->v[k].text, "※"))
                table_note(s, first, k);
        }
        i = k - 1;
    }
    return first_table;
}

static void
criterion(json_t *item, const char *kind, const char *text, bool merged, json_t *source)
{
    const char *p = text;
    bool        none = strcmp(text, "—") == 0 || strcmp(text, "-") == 0 || strcmp(text, "―") == 0;
    for (; none || *p;) {
        const char *end = strchr(p, '\n');
        size_t      n = none ? 0 : end ? (size_t)(end - p) : strlen(p);
        json_array_append_new(json_path(item, "criteria"),
            json_pack("{ss so sb sb sO}", "kind", strstr(kind, "定量") ? "quantitative" : "qualitative", "text",
                      none ? json_null() : json_stringn(p, n), "merged", merged, "explicit_none", none, "source", source));
        if (none || !end)
            break;
        p = end + 1;
    }
    json_decref(source);
}

/* Statements of a cell: list dots, or a question mark's か。 with a space behind, begin new ones. */
static const char *
statements(Arena *mem, const char *text)
{
    const char *t = text_replace(mem, text, " ・", "\n・");
    t = text_replace(mem, t, "か。 ", "か。\n");
    Buf   *b = buf_in(mem);
    size_t n = 0;
    char **v = text_split(mem, t, "\n", &n);
    for (size_t i = 0; i < n; i++) {
        char *one = text_trim(mem, v[i]);
        while (text_starts(one, "・"))
            one = text_trim(mem, one + strlen("・"));
        if (*one)
            buf_fmt(b, "%s%s", b->n ? "\n" : "", one);
    }
    return arena_str(mem, buf_text(b));
}

static size_t
items(Sheet *s, json_t *view, size_t from, size_t to)
{
    Arena      *mem = s->c->mem;
    json_t     *item = NULL;
    const char *kind = "", *text = "";
    size_t      i = from, end = from;
    for (; i < to; i++) {
        const Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l) || strcmp(l->key, "評価項目") == 0)
            continue;
        if (l->cells < 2) {
            /* A cell cut by a page goes on in the next line of text. */
            json_t *last = item ? json_array_get(json_path(item, "criteria"), json_array_size(json_path(item, "criteria")) - 1) : NULL;
            if (last && json_str(last, "text") && strstr(json_text(last, "text"), "研究の") && text_ends(json_text(last, "text"), "の") && i == end + 1 + (i > end + 1)) {
                json_object_set_new(last, "text", json_string(arena_fmt(mem, "%s%s", json_text(last, "text"), l->text)));
                end = i + 1;
                continue;
            }
            break;
        }
        if (*l->cell[0]) {
            const char *open = strstr(l->cell[0], "（");
            const char *aspects = open ? text_replace(mem, open + strlen("（"), "）", "") : NULL;
            item = json_pack("{ss so so s[] sn so}", "item", l->cell[0], "name",
                             open ? json_stringn(l->cell[0], (size_t)(open - l->cell[0])) : json_string(l->cell[0]), "aspects", json_maybe(aspects),
                             "criteria", "narrative", "source", source_of(s, i, i + 1));
            json_array_append_new(json_path(view, "items"), item);
        }
        bool merged = item && l->cells > 1 && !*l->cell[1];
        if (!merged) {
            kind = l->cell[1];
            text = statements(mem, l->cells > 2 ? l->cell[2] : "");
        } else {
            note(s, "IMP-CRITERION-MERGED", "notice", i, "views", arena_fmt(mem, "評価項目「%s」は上の項目と評価基準を共有している。", l->cell[0]),
                 arena_fmt(mem, "The item %s shares the criterion of the item above it.", l->cell[0]));
        }
        if (item)
            criterion(item, kind, text, merged, source_of(s, i, i + 1));
        end = i + 1;
    }
    return end;
}

static void
views(Sheet *s, size_t from, size_t to)
{
    static const char *const names[] = { "必要性", "有効性", "効率性" };
    size_t at[4];
    for (size_t k = 0; k < 3; k++)
        at[k] = numbered(s, k ? at[k - 1] : from, to, 101 + (int)k, names[k]);
    at[3] = to;
    for (size_t k = 0; k < 3; k++) {
        if (at[k] == to)
            continue;
        json_t     *v = json_pack("{ss ss s[] so}", "view", names[k], "no", arena_fmt(s->c->mem, "(%zu)", k + 1), "items", "source", source_of(s, at[k], at[k + 1]));
        size_t      text = items(s, v, at[k] + 1, at[k + 1]);
        const char *body = prose(s, text, at[k + 1]), *last = strrchr(body, '\n');
        last = last ? last + 1 : body;
        json_object_set_new(v, "narrative", json_string(body));
        json_object_set_new(v, "verdict", strstr(last, "評価") && text_chars(last) < 120 ? json_string(last) : json_null());
        json_array_append_new(json_path(s->rec, "views"), v);
    }
}

static void
remarks(json_t *o, const char *name, const char *text, Arena *mem)
{
    size_t  n = 0;
    char  **v = text_split(mem, text, "\n", &n);
    json_t *list = json_array();
    bool    none = text_starts(text, "特になし");
    for (size_t i = 0; i < n && !none; i++) {
        char *one = text_trim(mem, v[i]);
        if (!*one || *one == '<')
            continue;
        while (text_starts(one, "・"))
            one = text_trim(mem, one + strlen("・"));
        json_array_append_new(list, json_string(one));
    }
    json_object_set_new(o, arena_fmt(mem, "%s_state", name), json_string(none ? "none-stated" : *text ? "given" : "blank"));
    json_object_set_new(o, arena_fmt(mem, "%s_text", name), json_string(text));
    json_object_set_new(o, name, list);
}

static void
overall(Sheet *s, size_t from, size_t to)
{
    size_t at[5];
    static const char *const words[] = { "評価概要", "上位施策", "指摘事項", "その他" };
    for (size_t k = 0; k < 4; k++)
        at[k] = numbered(s, k ? at[k - 1] : from, to, 101 + (int)k, words[k]);
    at[4] = to;
    for (size_t i = at[3]; i < to; i++)
        if (text_starts(s->v[i].text, "---") || strstr(s->v[i].key, "文部科学省事前評価書")) {
            at[4] = i;
            break;
        }
    json_t     *o = json_pack("{so}", "source", source_of(s, from, at[4]));
    const char *summary = prose(s, at[0] + (at[0] < to), at[1]);
    json_object_set_new(o, "summary", json_string(summary));
    read_evaluations(s, "summary", summary, at[0], at[1]);
    json_object_set_new(o, "policy", json_string(prose(s, at[1] + (at[1] < to), at[2])));
    remarks(o, "remarks", prose(s, at[2] + (at[2] < to), at[3]), s->c->mem);
    remarks(o, "other", prose(s, at[3] + (at[3] < to), at[4]), s->c->mem);
    json_object_set_new(o, "other_title", json_string(at[3] < to ? heading_text(s, at[3]) : "その他"));
    json_object_set_new(s->rec, "overall", o);
    for (size_t i = at[4]; i < to; i++)
        if (s->v[i].cells == 1 && text_chars(s->v[i].text) > 20)
            json_array_append_new(json_path(s->rec, "footnotes"), json_pack("{ss ss so}", "ref", "i", "text", s->v[i].text, "source", source_of(s, i, i + 1)));
}

bool
read_form(Sheet *s, size_t from, size_t to)
{
    Ctx   *c = s->c;
    size_t one = numbered(s, from, to, 1, "課題名"), two = numbered(s, one, to, 2, "期間"), three = numbered(s, one, to, 3, "課題概要");
    size_t four = numbered(s, three, to, 4, "各観点"), five = numbered(s, four, to, 5, "総合評価");
    if (one == to || three == to || four == to || five == to) {
        return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %d", s->v[from].no),
                    "line %d: the evaluation sheet lacks section %s; the paper is cut off or of another form", s->v[from].no,
                    one == to ? "1 (課題名)" : three == to ? "3 (課題概要)" : four == to ? "4 (各観点からの評価)" : "5 (総合評価)");
    }
    json_t *f = json_pack("{ss ss ss so}", "type", strstr(s->v[from].key, "中間") ? "interim" : strstr(s->v[from].key, "事後") ? "ex-post" : "ex-ante",
                          "title", s->v[from].text, "name", text_squeeze(c->mem, text_replace(c->mem, heading_text(s, one), "課題名", "")), "source", source_of(s, from, to));
    for (size_t i = from; i < one; i++)
        if (day_find(c->mem, s->v[i].text)) {
            json_object_set_new(f, "as_of", json_string(day_find(c->mem, s->v[i].text)));
            json_object_set_new(f, "as_of_text", json_string(s->v[i].text));
        }
    if (two < to) {
        const char *t = arena_str(c->mem, heading_text(s, two)), *p = strstr(t, "期間");
        p = text_trim(c->mem, p ? p + strlen("期間") : t);
        json_object_set_new(f, "period_text", json_string(p));
        Span   sp = { 0 };
        bool   known = span_read(c->mem, p, &sp);
        json_array_append_new(json_path(s->rec, "periods"), json_pack("{ss so so sb ss so}", "place", "form", "from_fy",
            known ? json_integer(sp.from) : json_null(), "to_fy", known && sp.to ? json_integer(sp.to) : json_null(), "open", sp.open, "text", p,
            "source", source_of(s, two, two + 1)));
    }
    json_object_set_new(s->rec, "form", f);
    size_t p1 = numbered(s, three, four, 101, "関係"), p2 = numbered(s, p1, four, 102, "目的"), p3 = numbered(s, p2, four, 103, "概要");
    json_object_set_new(f, "plan_variant", json_string(p1 == four ? "none" : strstr(s->v[p1].key, "政策目標") ? "policy" : strstr(s->v[p1].key, "分野別") ? "field-plan" : "plan"));
    plan(s, p1, p2);
    json_object_set_new(s->rec, "purpose", json_string(prose(s, p2 + (p2 < four), p3)));
    size_t tables = indicators(s, p3, four);
    json_object_set_new(s->rec, "summary", json_string(prose(s, p3 + (p3 < four), tables)));
    views(s, four, five);
    overall(s, five, to);
    if (*json_text(s->rec, "overall.summary") == 0)
        return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %d", s->v[five].no), "line %d: section 5 (総合評価) is empty; the paper is cut off", s->v[five].no);
    return true;
}
