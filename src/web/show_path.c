/* show_path.c -- 道筋: from what is done, over outputs, to outcomes and goals, as a picture and in words.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The papers have no field for it. What is done is taken from the numbered points (①②③) of the summary, else from
 * its bracketed headings, else from the first sentence of each paragraph; goals from the points of the purpose, else
 * from the sentences of the objectives. Which output leads to which outcome the papers do not say, so the arrow
 * joins the columns and the page says so. */
#include "web/show.h"

#include "base/text.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

enum { MOST = 12, BRIEF = 72 };

typedef struct {
    DiagramBox v[MOST];
    size_t     n;
} Boxes;

static void
add(Web *w, Boxes *b, const char *text)
{
    text = text_trim(w->c->mem, text);
    if (*text && b->n < MOST)
        b->v[b->n++] = (DiagramBox){ .text = text };
}

static bool
circled(const char *p)
{
    const char *q = p;
    uint32_t    ch = text_next(&q);
    return ch >= 0x2460 && ch <= 0x2473; /* ① to ⑳ */
}

/* The points ① ... of a text, each to the next point or the end of its line; none when they are headings of long
 * paragraphs. */
static void
points(Web *w, const char *text, Boxes *out)
{
    for (const char *p = text; *p; p++) {
        if (!circled(p))
            continue;
        const char *q = p + 1;
        while (*q && *q != '\n' && !circled(q))
            q++;
        const char *next = *q == '\n' ? q + 1 : q;
        if (*q == '\n' && !circled(next) && strcspn(next, "\n") > 180) { /* 60 letters and more: a paragraph */
            out->n = 0;
            return;
        }
        const char *point = arena_strn(w->c->mem, p, (size_t)(q - p)), *rest = strstr(point, " を");
        add(w, out, rest ? arena_strn(w->c->mem, point, (size_t)(rest - point)) : point);
        p = q - 1;
    }
}

/* Lines that are a heading in brackets: （支援班の設置について）. */
static void
bracketed(Web *w, const char *text, Boxes *out)
{
    size_t n;
    char **v = text_split(w->c->mem, text, "\n", &n);
    for (size_t i = 0; i < n; i++) {
        const char *s = text_replace(w->c->mem, text_replace(w->c->mem, text_trim(w->c->mem, v[i]), "（", "("), "）", ")");
        if (!text_starts(s, "(") || !text_ends(s, ")") || text_chars(s) > 32)
            continue;
        s = arena_strn(w->c->mem, s + 1, strlen(s) - 2);
        add(w, out, text_ends(s, "について") ? arena_strn(w->c->mem, s, strlen(s) - strlen("について")) : s);
    }
}

static void
sentences(Web *w, const char *text, size_t most, bool first_of_paragraph, Boxes *out)
{
    size_t n;
    char **v = text_split(w->c->mem, text, "\n", &n);
    for (size_t i = 0; i < n; i++)
        for (const char *p = v[i]; *p && out->n < most;) {
            const char *stop = strstr(p, "。");
            size_t      k = stop ? (size_t)(stop - p) + strlen("。") : strlen(p);
            add(w, out, arena_strn(w->c->mem, p, k));
            p += k;
            if (first_of_paragraph)
                break;
        }
}

/* 有効性（定量的）: the criteria that name the indicator. */
static const char *
criteria_of(Web *w, const json_t *r, const json_t *indicator)
{
    Arena  *mem = w->c->mem;
    char   *key = text_key(mem, json_text(indicator, "name"));
    Buf    *b = buf_in(mem);
    size_t  i, j, k;
    json_t *v, *it, *cr;
    json_array_foreach(json_path(r, "views"), i, v) json_array_foreach(json_path(v, "items"), j, it) json_array_foreach(json_path(it, "criteria"), k, cr)
    {
        char *text = text_key(mem, json_text(cr, "text"));
        if (*text && *key && (strstr(text, key) || (text_chars(text) >= 4 && strstr(key, text))) && !strstr(buf_text(b), json_text(v, "view")))
            buf_fmt(b, "%s%s", b->n ? "・" : "", json_text(v, "view"));
    }
    return b->n ? arena_fmt(mem, T(w, "%sの評価基準", "criterion of %s"), buf_text(b)) : NULL;
}

static void
indicators_of(Web *w, const json_t *r, const char *type, Boxes *out)
{
    size_t  i;
    json_t *x;
    json_array_foreach(json_path(r, "indicators"), i, x)
        if (strcmp(json_text(x, "type"), type) == 0 && out->n < MOST)
            out->v[out->n++] = (DiagramBox){ .text = text_squeeze(w->c->mem, json_text(x, "name")), .note = criteria_of(w, r, x), .group = json_str(x, "group"), .dashed = !plot_has_values(json_path(x, "values")) };
}

static void
in_words(Web *w, const DiagramColumn *cols, size_t n)
{
    Html *h = &w->h;
    html(h, "<details><summary>%s</summary><ol>", T(w, "図の内容を文字で読む", "The picture in words"));
    for (size_t i = 0; i < n; i++) {
        html(h, "<li>%s<ul lang=\"ja\">", cols[i].head);
        for (size_t k = 0; k < cols[i].n; k++) {
            html(h, "<li>%s", cols[i].boxes[k].text);
            if (cols[i].boxes[k].group)
                html(h, "（%s）", cols[i].boxes[k].group);
            if (cols[i].boxes[k].note)
                html(h, " — %s", cols[i].boxes[k].note);
            html(h, "</li>");
        }
        html(h, "</ul></li>");
    }
    html(h, "</ol></details>");
}

/* Quantitative criteria that no indicator measures: a step of the path without a measure. */
static void
unmeasured(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    Arena  *mem = w->c->mem;
    size_t  i, j, k, m;
    json_t *v, *it, *cr, *x;
    bool    any = false;
    json_array_foreach(json_path(r, "views"), i, v) json_array_foreach(json_path(v, "items"), j, it) json_array_foreach(json_path(it, "criteria"), k, cr)
    {
        char *text = text_key(mem, json_text(cr, "text"));
        bool  measured = strcmp(json_text(cr, "kind"), "quantitative") != 0 || !*text;
        json_array_foreach(json_path(r, "indicators"), m, x)
        {
            char *key = text_key(mem, json_text(x, "name"));
            measured = measured || (*key && (strstr(text, key) || strstr(key, text)));
        }
        if (measured)
            continue;
        if (!any)
            html(h, "<h3>%s</h3><ul lang=\"ja\">", T(w, "対応する指標のない定量的な評価基準", "Quantitative criteria that no indicator measures"));
        any = true;
        html(h, "<li>%s <span class=\"soft small\">%s</span>", json_text(cr, "text"), json_text(v, "view"));
        web_source(w, r, cr);
        html(h, "</li>");
    }
    if (any)
        html(h, "</ul>");
}

void
show_pathway(Web *w, const json_t *r)
{
    Boxes       does = { .n = 0 }, outputs = { .n = 0 }, outcomes = { .n = 0 }, goals = { .n = 0 };
    const char *summary = json_text(r, "summary"), *purpose = json_text(r, "purpose"), *objectives = json_text(r, "objectives");
    points(w, summary, &does);
    if (does.n < 2)
        does.n = 0, bracketed(w, summary, &does);
    if (does.n < 2)
        does.n = 0, sentences(w, summary, 3, true, &does);
    points(w, purpose, &goals);
    if (goals.n < 2)
        goals.n = 0, sentences(w, objectives, 3, false, &goals);
    indicators_of(w, r, "output", &outputs);
    indicators_of(w, r, "outcome", &outcomes);
    const char   *none = T(w, "文書に記載がない", "not in the paper");
    DiagramColumn cols[] = {
        { T(w, "活動", "Activity"), does.v, does.n, none }, { T(w, "アウトプット", "Outputs"), outputs.v, outputs.n, none },
        { T(w, "アウトカム", "Outcomes"), outcomes.v, outcomes.n, none }, { T(w, "目標", "Goals"), goals.v, goals.n, none },
    };
    const char *title = T(w, "活動から目標までの道筋", "Pathway from activity to goals"),
               *desc = arena_fmt(w->c->mem, T(w, "活動%zu、アウトプット%zu、アウトカム%zu、目標%zu。内容は図の後に文字で示す。", "%zu activities, %zu outputs, %zu outcomes, %zu goals; in words behind the picture."), does.n, outputs.n, outcomes.n, goals.n);
    section_begin(w, "pathway", T(w, "道筋", "Pathway"));
    html(&w->h, "<figure><figcaption>%s</figcaption>", T(w, "文書に書かれた活動・指標・目標を順に並べたもの。破線の枠は値のない指標。どのアウトプットがどのアウトカムにつながるかは、文書には書かれていない。",
         "Activities, indicators and goals of the paper in order. A dashed box is an indicator without values. Which output leads to which outcome the paper does not say."));
    diagram_flow(&w->h, "path-w", title, desc, cols, COUNT(cols), false);
    diagram_flow(&w->h, "path-n", title, desc, cols, COUNT(cols), true);
    html(&w->h, "</figure>");
    in_words(w, cols, COUNT(cols));
    unmeasured(w, r);
    section_end(w);
}
