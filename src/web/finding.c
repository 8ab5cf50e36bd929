/* finding.c -- what checks noticed: by level, by kind, by programme.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/finding.h"
#include "domain/programme.h"
#include "engine/check.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 50 };

/* Where it is: on the programme's page, and in the document. */
static void
place(Web *w, const json_t *record, const json_t *f)
{
    Html       *h = &w->h;
    long long   line = (long long)json_int(f, "line", 0), doc = (long long)(record ? json_int(record, "document.id", 0) : json_int(f, "document_id", 0));
    const char *key = record ? json_text(record, "key") : json_text(f, "programme_key");
    html(h, "<p class=\"where\"><a class=\"quiet\" href=\"%s\">%s</a>", web_field_url(w, key, json_text(f, "field")), web_field(w, record, json_text(f, "field")));
    if (doc && line && web_can_go(w, "/documents/:id"))
        html(h, " <a class=\"quiet\" href=\"/documents/%lld?lines=%lld-%lld&amp;of=%s#l%lld\">%s</a>", doc, line, line, url_part(w->c->mem, key), line, arena_fmt(w->c->mem, T(w, "原文 %lld行", "line %lld"), line));
    html(h, "</p>");
}

/* The readings of one finding side by side; what stands behind the title when there are none. */
static void
readings(Web *w, const json_t *f)
{
    Html       *h = &w->h;
    const char *whole = T(w, json_text(f, "text"), json_text(f, "text_en"));
    size_t      i;
    json_t     *x;
    if (json_array_size(json_path(f, "readings")) == 0) {
        html(h, "<p>%s</p>", whole);
        return;
    }
    html(h, "<div class=\"readings\">");
    json_array_foreach(json_path(f, "readings"), i, x)
    {
        if (!json_string_value(x))
            continue;
        html(h, "<blockquote lang=\"ja\">");
        html_lines(h, *json_string_value(x) ? text_head(w->c->mem, json_string_value(x), 300) : T(w, "（空欄）", "(blank)"));
        html(h, "</blockquote>");
    }
    html(h, "</div>");
}

/* What holds for all of a group: its title, what to do, the rule. */
static void
group_head(Web *w, const json_t *f, size_t n, bool programme)
{
    Html *h = &w->h;
    bool  en = w->c->lang == LANG_EN;
    html(h, "<header><h3>");
    web_badge(w, json_text(f, "level"));
    html(h, " %s", finding_brief(w, f));
    if (n > 1)
        html(h, " <span class=\"soft small\">%s</span>", arena_fmt(w->c->mem, T(w, "%zu件", "%zu findings"), n));
    html(h, "</h3><a class=\"quiet\" title=\"%s\" href=\"/findings?code=%s\"><code>%s</code></a></header>", T(w, "この種類の所見をすべて見る", "All findings of this kind"), url_part(w->c->mem, json_text(f, "code")), json_text(f, "code"));
    if (programme)
        html(h, "<p><a lang=\"ja\" href=\"/programmes/%s#findings\">%s</a></p>", url_part(w->c->mem, json_text(f, "programme_key")), json_text(f, "programme"));
    html(h, "<dl class=\"how\">");
    if (json_has(f, "advice"))
        html(h, "<dt>%s</dt><dd>%s</dd>", T(w, "対応", "What to do"), T(w, json_text(f, "advice"), json_text(f, "advice_en")));
    if (json_has(f, "rule.title")) {
        html(h, "<dt>%s</dt><dd>%s <span class=\"soft\">%s</span>", T(w, "規則", "Rule"), en && json_has(f, "rule.title_en") ? json_text(f, "rule.title_en") : json_text(f, "rule.title"),
             en && json_has(f, "rule.source_en") ? json_text(f, "rule.source_en") : json_text(f, "rule.source"));
        if (json_has(f, "rule.url"))
            html(h, " <a href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, json_text(f, "rule.url")), T(w, "出典", "source"));
        html(h, "</dd>");
    }
    html(h, "</dl>");
}

void
web_findings(Web *w, const json_t *record, const json_t *rows)
{
    Html  *h = &w->h;
    size_t n = json_array_size(rows);
    for (size_t i = 0; i < n;) {
        const json_t *f = json_array_get(rows, i);
        size_t        last = i + 1;
        while (last < n && strcmp(json_text(json_array_get(rows, last), "code"), json_text(f, "code")) == 0 &&
               json_int(json_array_get(rows, last), "programme_id", 0) == json_int(f, "programme_id", 0))
            last++;
        html(h, "<article class=\"find\">");
        group_head(w, f, last - i, !record);
        html(h, "<ul class=\"places\">");
        for (; i < last; i++) {
            const json_t *one = json_array_get(rows, i);
            if (json_has(one, "no"))
                html(h, "<li id=\"finding-%lld\">", (long long)json_int(one, "no", 0));
            else
                html(h, "<li>");
            place(w, record, one);
            readings(w, one);
            html(h, "</li>");
        }
        html(h, "</ul></article>");
    }
}

static int
by_level_and_code(const void *a, const void *b)
{
    static const char *const levels[] = { "error", "warning" };
    const json_t *const *x = a, *const *y = b;
    int p = 2, q = 2;
    for (int k = 1; k >= 0; k--) {
        p = strcmp(json_text(*x, "level"), levels[k]) == 0 ? k : p;
        q = strcmp(json_text(*y, "level"), levels[k]) == 0 ? k : q;
    }
    if (p != q)
        return p - q;
    int code = strcmp(json_text(*x, "code"), json_text(*y, "code"));
    return code ? code : (int)(json_int(*x, "no", 0) - json_int(*y, "no", 0));
}

json_t *
findings_in_order(Web *w, const json_t *findings)
{
    size_t   n = json_array_size(findings);
    json_t **v = NEWN(w->c->mem, json_t *, n + 1), *out = json_keep(w->c->mem, json_array());
    for (size_t i = 0; i < n; i++) {
        v[i] = json_array_get(findings, i);
        json_object_set_new(v[i], "no", json_integer((json_int_t)i + 1));
    }
    qsort(v, n, sizeof *v, by_level_and_code);
    for (size_t i = 0; i < n; i++)
        json_array_append(out, v[i]);
    return out;
}

/* The title of a check from the catalogue; the code when the finding came from an importer. */
static const char *
title_of(Web *w, const json_t *catalogue, const char *code)
{
    size_t  i;
    json_t *row;
    json_array_foreach(catalogue, i, row)
        if (strcmp(json_text(row, "code"), code) == 0)
            return web_capital(w, T(w, json_text(row, "title"), json_text(row, "title_en")));
    return code;
}

static void
chip(Web *w, const char *level, int64_t n, const char *label)
{
    const char *now = req_query(w->q, "level");
    bool        on = strcmp(now ? now : "", level) == 0;
    html(&w->h, "<li><a href=\"%s\"", web_here(w, "level", *level ? level : NULL, "from", NULL, NULL));
    if (on)
        html(&w->h, " aria-current=\"true\"");
    html(&w->h, ">%s <span class=\"n\">%s</span></a></li>", label, number_commas(w->c->mem, n));
}

static void
levels(Web *w, const json_t *counts)
{
    static const char *const all[] = { "error", "warning", "notice" };
    int64_t n[3] = { 0 }, sum = 0;
    size_t  i, k;
    json_t *row;
    json_array_foreach(counts, i, row)
        for (k = 0; k < 3; k++)
            if (strcmp(json_text(row, "level"), all[k]) == 0) {
                n[k] += json_int(row, "count", 0);
                sum += json_int(row, "count", 0);
            }
    html(&w->h, "<ul class=\"chips\" aria-label=\"%s\">", T(w, "段階で絞り込む", "By level"));
    chip(w, "", sum, T(w, "すべて", "All"));
    for (k = 0; k < 3; k++)
        chip(w, all[k], n[k], web_level(w, all[k]));
    html(&w->h, "</ul>");
}

/* How many of each kind; a kind is a filter. */
static void
kinds(Web *w, const json_t *counts, const json_t *catalogue)
{
    static const Column cols[] = { { .ja = "所見の種類", .en = "Kind", .head = true }, { .ja = "段階", .en = "Level" }, { .ja = "件数", .en = "Findings", .number = true }, { .ja = "事業の数", .en = "Programmes", .number = true } };
    const char *level = req_query(w->q, "level");
    size_t      i;
    json_t     *row;
    html(&w->h, "<details><summary>%s</summary>", T(w, "種類ごとの件数", "Counts by kind"));
    table_begin(w, T(w, "種類ごとの件数", "Counts by kind"), cols, COUNT(cols), false);
    json_array_foreach(counts, i, row)
    {
        if (level && *level && strcmp(json_text(row, "level"), level) != 0)
            continue;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "<a href=\"%s\">%s</a> <code class=\"soft\">%s</code>", web_here(w, "code", json_text(row, "code"), "from", NULL, NULL), title_of(w, catalogue, json_text(row, "code")), json_text(row, "code"));
        cell(w, &cols[1]);
        web_badge(w, json_text(row, "level"));
        cell(w, &cols[2]);
        html(&w->h, "%s", number_commas(w->c->mem, json_int(row, "count", 0)));
        cell(w, &cols[3]);
        html(&w->h, "%s", number_commas(w->c->mem, json_int(row, "programmes", 0)));
        row_end(w);
    }
    table_end(w);
    html(&w->h, "</details>");
}

static const FileColumn file_cols[] = {
    { "level", "段階", "Level" }, { "code", "符号", "Code" }, { "programme_key", "識別名", "Key" }, { "programme", "事業名", "Programme" }, { "field", "項目", "Field" }, { "line", "原文の行", "Line" },
    { "text", "所見（日本語）", "Finding (Japanese)" }, { "text_en", "所見（英語）", "Finding (English)" }, { "rule.title", "規則", "Rule" }, { "rule.source", "規則の出典", "Source of the rule" },
    { "advice", "対応（日本語）", "What to do (Japanese)" }, { "advice_en", "対応（英語）", "What to do (English)" },
};

/* What narrows the list, each with a way to take it away. */
static void
narrowed(Web *w, const char *code, const char *programme, const json_t *catalogue)
{
    if (!code && !programme)
        return;
    html(&w->h, "<ul class=\"chips\" aria-label=\"%s\">", T(w, "絞り込みの条件", "Conditions"));
    if (programme)
        html(&w->h, "<li><a href=\"%s\">%s <span lang=\"ja\">%s</span> ✕<span class=\"hidden\">%s</span></a></li>", web_here(w, "programme", NULL, "from", NULL, NULL), T(w, "事業：", "Programme: "), programme, T(w, "（外す）", " (take away)"));
    if (code)
        html(&w->h, "<li><a href=\"%s\">%s %s ✕<span class=\"hidden\">%s</span></a></li>", web_here(w, "code", NULL, "from", NULL, NULL), T(w, "種類：", "Kind: "), title_of(w, catalogue, code), T(w, "（外す）", " (take away)"));
    html(&w->h, "</ul>");
}

static const char *
asked(Web *w, const char *name)
{
    const char *s = req_query(w->q, name);
    return s && *s ? s : NULL;
}

void
page_findings(Web *w)
{
    const char *of = asked(w, "programme"), *code = asked(w, "code"), *level = asked(w, "level");
    int64_t     programme = of ? programme_find(w->c, of) : 0, total = 0, from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    bool        whole = web_wants_file(w);
    if (!ok(w->c))
        return;
    json_t *rows = finding_page(w->c, &(FindingAsk){ .programme = programme, .level = level, .code = code, .from = whole ? 0 : from, .limit = whole ? 0 : STEP }, &total);
    json_t *counts = finding_counts(w->c, programme, NULL), *catalogue = check_catalogue(w->c);
    if (!ok(w->c) || web_file(w, "findings", T(w, "所見", "Findings"), rows, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "所見", "Findings"), "findings");
    html(&w->h, "<p class=\"lead\">%s</p>", T(w, "文書の中の食い違い、規則に合わない点、欠けている項目です。関門は直さずに両方の記載を残します。", "Contradictions in a paper, what does not agree with a rule, what is missing. Kanmon mends nothing: both readings stay."));
    web_filters(w, "findings");
    levels(w, counts);
    narrowed(w, code, programme ? json_text(rows, "0.programme") : NULL, catalogue);
    kinds(w, counts, catalogue);
    if (total == 0) {
        web_empty(w, T(w, "この条件に合う所見はありません。", "No finding fits these conditions."), level || code || programme ? T(w, "条件を外すと、ほかの所見が見られます。", "Take a condition away to see others.") : T(w, "文書を取り込むと、点検の結果がここに並びます。", "What checks notice in papers stands here."),
                  level || code || programme ? "/findings" : NULL, T(w, "すべての所見", "All findings"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の所見", total == 1 ? " finding" : " findings"));
    web_downloads(w);
    html(&w->h, "</div><div class=\"finds\">");
    web_findings(w, NULL, rows);
    html(&w->h, "</div>");
    web_pages(w, from, STEP, total);
    layout_end(w);
}
