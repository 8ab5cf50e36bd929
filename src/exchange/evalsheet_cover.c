/* evalsheet_cover.c -- cover, overview, planned evaluations.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/number.h"
#include "base/text.h"

#include <string.h>

static json_t *
money(Ctx *c, const char *text)
{
    Amount  a = amount_read(c->mem, text);
    int64_t yen = 0;
    bool    known = amount_yen(&a, &yen);
    return json_pack("{so ss ss}", "yen", known ? json_integer(yen) : json_null(), "qualifier", qualifier_name(a.qualifier), "text", text);
}

/* What follows `label` and a colon, up to the next bracket or line feed. */
static const char *
after(Ctx *c, const char *cell, const char *label)
{
    const char *p = strstr(cell, label);
    if (!p)
        return NULL;
    p += strlen(label);
    if (text_starts(p, "："))
        p += strlen("：");
    else if (*p == ':')
        p++;
    const char *end = p;
    while (*end && *end != '\n' && *end != '(' && *end != ')' && !text_starts(end, "）") && !text_starts(end, "研究事業期間") &&
           !(text_starts(end, "（") && end > p + 0 && strstr(end, "研究事業総額")))
        text_next(&end);
    return text_trim(c->mem, arena_strn(c->mem, p, (size_t)(end - p)));
}

void
read_evaluations(Sheet *s, const char *place, const char *text, size_t from, size_t to)
{
    static const struct { const char *word, *type; } kinds[] = { { "中間評価", "interim" }, { "事後評価", "ex-post" }, { "追跡評価", "follow-up" } };
    json_t *list = json_path(s->rec, "evaluations");
    for (size_t k = 0; k < 3; k++) {
        const char *p = strstr(text, kinds[k].word), *at, *end;
        if (!p)
            continue;
        end = p + strlen(kinds[k].word);
        while (*end && !text_starts(end, "。") && !text_starts(end, "中間評価") && !text_starts(end, "事後評価") && !text_starts(end, "追跡評価") && *end != '\n')
            text_next(&end);
        const char *part = text_trim(s->c->mem, arena_strn(s->c->mem, p, (size_t)(end - p)));
        const char *key = text_key(s->c->mem, part);
        Year        y;
        bool        dated = year_find(part, &y, &at) && y.kind == YEAR_FISCAL;
        const char *cycle = strstr(key, "年おき"), *nth = strstr(key, "年目");
        int         every = cycle && cycle > key && cycle[-1] >= '1' && cycle[-1] <= '9' ? cycle[-1] - '0' : 0;
        int         year_n = nth && nth > key && nth[-1] >= '1' && nth[-1] <= '9' ? nth[-1] - '0' : 0;
        const char *rule = strstr(key, "終了後1年") ? "end+1" : strstr(key, "終了年度") ? "end" : year_n ? "year-n" : NULL;
        if (!dated && !every && !rule)
            continue;
        json_array_append_new(list, json_pack("{ss so so so so ss ss ss so}", "type", kinds[k].type, "fy", dated ? json_integer(y.year) : json_null(),
            "every_years", every ? json_integer(every) : json_null(), "year_n", year_n ? json_integer(year_n) : json_null(), "rule", json_maybe(rule),
            "place", place, "text", part, "basis", "planned", "source", source_of(s, from, to)));
    }
}

static json_t *
period(Sheet *s, const char *place, const char *text, size_t line)
{
    Span   sp = { 0 };
    bool   known = span_read(s->c->mem, text, &sp);
    json_t *p = json_pack("{so so sb ss so}", "from_fy", known ? json_integer(sp.from) : json_null(), "to_fy",
                          known && sp.to ? json_integer(sp.to) : json_null(), "open", sp.open, "text", text, "source", source_of(s, line, line + 1));
    json_t *here = json_copy(p);
    json_object_set_new(here, "place", json_string(place));
    json_array_append_new(json_path(s->rec, "periods"), here);
    return p;
}

static void
name_row(Sheet *s, size_t i)
{
    Ctx        *c = s->c;
    const Line *l = &s->v[i];
    const char *cell = l->cells > 1 ? l->cell[1] : l->text;
    const char *end = cell;
    while (*end && *end != '\n' && !text_starts(end, "（新規") && !text_starts(end, "（拡充") && !text_starts(end, "(新規") && !text_starts(end, "(拡充") &&
           !text_starts(end, "令和"))
        text_next(&end);
    json_object_set_new(s->rec, "name", json_string(text_trim(c->mem, arena_strn(c->mem, cell, (size_t)(end - cell)))));
    json_object_set_new(s->rec, "kind", strstr(cell, "新規") ? json_string("new") : strstr(cell, "拡充") ? json_string("extended") : json_null());
    const char *ask = strstr(cell, "要求額"), *at;
    Year        y;
    if (ask) {
        const char *from = ask;
        while (from > cell && !text_starts(from, "令和") && !text_starts(from, "平成"))
            from--;
        json_t *m = money(c, after(c, cell, "要求額"));
        json_object_set_new(m, "fiscal_year", year_find(from, &y, &at) ? json_integer(y.year) : json_null());
        json_object_set_new(m, "source", source_of(s, i, i + 1));
        json_object_set_new(s->rec, "request", m);
    }
    const char *total = after(c, cell, "研究事業総額"), *span = after(c, cell, "研究事業期間");
    if (total) {
        json_t *m = money(c, total);
        json_object_set_new(m, "source", source_of(s, i, i + 1));
        json_object_set_new(s->rec, "total", m);
    }
    if (span)
        json_object_set_new(s->rec, "period", period(s, "cover", span, i));
}

/* 【...】 heads a part of the cover; its text runs to the next one. */
static const char *
boxed(Sheet *s, const char *head, size_t *from)
{
    size_t i = line_starts(s, s->from, s->to, head);
    if (i == s->to)
        return NULL;
    size_t j = i + 1;
    while (j < s->to && !text_starts(s->v[j].key, "【") && !text_ends(s->v[j].key, "評価結果"))
        j++;
    *from = i;
    return prose(s, i + 1, j);
}

static void
cover_indicators(Sheet *s, size_t from)
{
    static const struct { const char *key, *type; } kinds[] = { { "○成果指標", "outcome" }, { "○活動指標", "output" } };
    for (size_t k = 0; k < 2; k++) {
        size_t i = line_starts(s, from, s->to, kinds[k].key), j = i + 1;
        if (i == s->to)
            continue;
        while (j < s->to && !text_starts(s->v[j].key, "○") && !text_starts(s->v[j].key, "【"))
            j++;
        const char *text = prose(s, i + 1, j);
        size_t      n = 0;
        char      **v = text_split(s->c->mem, text, strstr(text, " / ") ? " / " : "、", &n);
        json_t     *names = json_array();
        for (size_t p = 0; p < n; p++)
            if (*v[p])
                json_array_append_new(names, json_string(text_trim(s->c->mem, v[p])));
        json_array_append_new(json_path(s->rec, "cover_indicators"),
                              json_pack("{ss ss so so}", "type", kinds[k].type, "text", text, "names", names, "source", source_of(s, i + 1, j)));
    }
}

static void
division(Sheet *s)
{
    size_t      at = 0;
    const char *text = boxed(s, "【主管課", &at);
    if (!text)
        return;
    const char *open = NULL;
    for (const char *p = text; *p; text_next(&p))
        if (text_starts(p, "（") || *p == '(')
            open = p;
    const char *close = open ? strstr(open, *open == '(' ? ")" : "）") : NULL;
    size_t      skip = open ? (*open == '(' ? 1 : strlen("（")) : 0;
    json_object_set_new(s->rec, "division", json_string(open ? text_trim(s->c->mem, arena_strn(s->c->mem, text, (size_t)(open - text))) : text));
    json_object_set_new(s->rec, "chief", close ? json_string(text_trim(s->c->mem, arena_strn(s->c->mem, open + skip, (size_t)(close - open) - skip))) : json_null());
}

void
read_cover(Sheet *s)
{
    size_t      at = s->from;
    const char *t;
    name_row(s, s->from);
    for (size_t i = s->from + 1; i < s->to && !text_starts(s->v[i].key, "【"); i++)
        if (text_starts(s->v[i].text, "※"))
            json_object_set_new(s->rec, "substitution_note", json_string(s->v[i].text));
    division(s);
    t = boxed(s, "【関係局課", &at);
    json_object_set_new(s->rec, "related_divisions", t && *t ? json_string(t) : json_null());
    t = boxed(s, "【審議会等名称】", &at);
    if (t) {
        json_object_set_new(s->rec, "council", json_string(t));
        const char *last = strrchr(t, ' ');
        json_object_set_new(s->rec, "committee", json_string(last ? last + 1 : t));
    }
    t = boxed(s, "【審議会等メンバー】", &at);
    json_object_set_new(s->rec, "members_note", json_maybe(t));
    if (boxed(s, "【目標・指標】", &at)) {
        size_t i = line_starts(s, at, s->to, "○達成目標"), j = line_starts(s, i, s->to, "○成果指標");
        if (i < s->to)
            json_object_set_new(s->rec, "objectives", json_string(prose(s, i + 1, j)));
        cover_indicators(s, at);
    }
    t = boxed(s, "【費用対効果】", &at);
    json_object_set_new(s->rec, "cost_effect", json_maybe(t));
}

static void
budget(Sheet *s, size_t from, size_t to)
{
    size_t  head = line_starts(s, from, to, "年度");
    size_t  row = head + 1;
    json_t *list = json_path(s->rec, "budget");
    while (row < to && (text_blank(s->v[row].text) || is_rule_row(&s->v[row])))
        row++;
    for (; head < to && row < to && s->v[row].cells > 1; row++)
        for (size_t k = 1; k < s->v[head].cells; k++) {
            const char *label = s->v[head].cell[k], *text = k < s->v[row].cells ? s->v[row].cell[k] : "";
            Year        y;
            bool        total = strstr(label, "総額") != NULL, elided = strcmp(label, "…") == 0;
            json_t     *m = money(s->c, text);
            json_object_set_new(m, "label", json_string(label));
            json_object_set_new(m, "fy", year_read(label, &y) ? json_integer(y.year) : json_null());
            json_object_set_new(m, "state", json_string(strstr(s->v[row].key, "執行") ? "executed" : strstr(s->v[row].key, "要求") ? "request" : "budget"));
            json_object_set_new(m, "total", json_boolean(total));
            json_object_set_new(m, "elided", json_boolean(elided));
            json_object_set_new(m, "source", source_of(s, row, row + 1));
            json_array_append_new(list, m);
        }
}

void
read_overview(Sheet *s, size_t from, size_t to)
{
    json_t *o = json_object();
    if (from >= to)
        return json_decref(o);
    size_t title = from;
    while (title > s->from && (title == from || text_blank(s->v[title].text)))
        title--;
    json_object_set_new(o, "title", json_string(s->v[title].text));
    size_t at[6] = { from, to, to, to, to, to };
    for (size_t i = from, n = 1; i < to && n < 6; i++) {
        const char *rest;
        if (heading_number(s->v[i].cell[0], &rest) == (int)n + 1)
            at[n++] = i;
    }
    const char *dates = prose(s, at[0] + 1, at[1]);
    for (size_t i = at[0] + 1; i < at[1]; i++)
        if (!text_blank(s->v[i].text)) {
            json_object_set_new(o, "period_text", json_string(s->v[i].text));
            json_decref(period(s, "overview", s->v[i].text, i));
            break;
        }
    json_object_set_new(o, "evaluations_text", json_string(dates));
    read_evaluations(s, "overview", dates, at[0] + 1, at[1]);
    json_object_set_new(o, "purpose", json_string(prose(s, at[1] + (at[1] < to), at[2])));
    for (size_t k = 2; k < 5; k++) {
        const char *rest = "";
        if (at[k] == to)
            continue;
        heading_number(s->v[at[k]].cell[0], &rest);
        if (strstr(rest, "予算")) {
            json_object_set_new(o, "budget_title", json_string(rest));
            budget(s, at[k] + 1, at[k + 1]);
        } else {
            json_object_set_new(o, strstr(rest, "必要性") ? "necessity" : strstr(rest, "体制") ? "organisation" : "other",
                                json_string(prose(s, at[k] + 1, at[k + 1])));
        }
    }
    json_object_set_new(o, "source", source_of(s, from, to));
    json_object_set_new(s->rec, "overview", o);
}
