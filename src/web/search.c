/* search.c -- one box over programmes, sheets and indicators: ranked, with the words marked where they stand.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/explore.h"
#include "domain/find.h"
#include "domain/programme.h"
#include "domain/query.h"
#include "domain/rated.h"
#include "format/json.h"

#include <string.h>

enum { STEP = 20, INDICATORS = 10 };

/* The text with its marks: [[from, length]..] in characters. */
static void
marked(Web *w, const char *text, const json_t *marks)
{
    Html       *h = &w->h;
    const char *p = text, *start = text;
    int64_t     at = 0;
    size_t      i;
    json_t     *m;
    json_array_foreach(marks, i, m)
    {
        int64_t from = json_integer_value(json_array_get(m, 0)), n = json_integer_value(json_array_get(m, 1));
        if (from < at)
            continue;
        for (; at < from && *p; at++)
            (void)text_next(&p);
        html(h, "%s", arena_strn(w->c->mem, start, (size_t)(p - start)));
        start = p;
        for (; at < from + n && *p; at++)
            (void)text_next(&p);
        html(h, "<mark>%s</mark>", arena_strn(w->c->mem, start, (size_t)(p - start)));
        start = p;
    }
    html(h, "%s", start);
}

static void
hit(Web *w, const json_t *x)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *s;
    html(h, "<li class=\"hit\"><h3>");
    web_tick(w, json_text(x, "key"), json_text(x, "name"));
    html(h, "<a lang=\"ja\" href=\"/programmes/%s\">", url_part(w->c->mem, json_text(x, "key")));
    marked(w, json_text(x, "name"), json_path(x, "marks"));
    html(h, "</a></h3><p class=\"soft small\">");
    if (json_has(x, "ministry"))
        html(h, "<span lang=\"ja\">%s</span> · ", json_text(x, "ministry"));
    html(h, "%s", web_period_short(w, json_int(x, "from_fy", 0), json_int(x, "to_fy", 0), !json_has(x, "to_fy")));
    if (json_has(x, "money_yen") || json_has(x, "request_yen"))
        html(h, " · %s", web_yen(w, json_has(x, "money_yen") ? json_path(x, "money_yen") : json_path(x, "request_yen"), NULL));
    if (json_int(x, "matches", 0) > 1)
        html(h, " · %s", arena_fmt(w->c->mem, T(w, "%lld件の文書に見つかった", "found in %lld papers"), (long long)json_int(x, "matches", 0)));
    html(h, "</p>");
    json_array_foreach(json_path(x, "snippets"), i, s)
    {
        html(h, "<p class=\"snippet\"><span class=\"soft small\">%s</span> <span lang=\"ja\">", T(w, json_text(s, "label"), json_text(s, "label_en")));
        marked(w, json_text(s, "text"), json_path(s, "marks"));
        html(h, "</span></p>");
    }
    html(h, "</li>");
}

static void
indicators(Web *w, const char *text)
{
    static const Column cols[] = { { .ja = "指標", .en = "Indicator", .head = true }, { .ja = "種別", .en = "Type" }, { .ja = "最新の値", .en = "Latest value", .number = true }, { .ja = "事業", .en = "Programme" } };
    Html   *h = &w->h;
    bool    more;
    json_t *rows = explore_rows(w->c, &(ExploreAsk){ .query = text, .limit = INDICATORS }, &more), *x;
    size_t  i;
    if (json_array_size(rows) == 0)
        return;
    const char *count = number_commas(w->c->mem, (int64_t)json_array_size(rows));
    html(h, "<section id=\"indicators\"><h2>%s <span class=\"soft small\">%s</span></h2>", T(w, "指標", "Indicators"), arena_fmt(w->c->mem, more ? T(w, "先頭の%s件", "the first %s") : T(w, "%s件", "%s found"), count));
    table_begin(w, T(w, "見つかった指標", "Indicators found"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, x)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        if (json_has(x, "id"))
            html(h, "<a lang=\"ja\" href=\"/indicators/%lld\">%s</a>", (long long)json_int(x, "id", 0), text_squeeze(w->c->mem, json_text(x, "name")));
        else
            html(h, "<span lang=\"ja\">%s</span>", text_squeeze(w->c->mem, json_text(x, "name")));
        cell(w, &cols[1]);
        html(h, "%s", web_indicator_type(w, json_text(x, "type")));
        cell(w, &cols[2]);
        html(h, "<span lang=\"ja\">%s %s</span>", json_has(x, "latest") ? json_text(x, "latest") : "—", json_text(x, "unit"));
        cell(w, &cols[3]);
        html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a>", url_part(w->c->mem, json_text(x, "programme_key")), json_text(x, "programme"));
        row_end(w);
    }
    table_end(w);
    html(h, "<p class=\"small\"><a href=\"/indicators?q=%s\">%s</a></p></section>", url_part(w->c->mem, text), T(w, "指標をすべて見る（目標と実績、達成の分布）", "All indicators (target and actual, attainment)"));
}

/* How many evaluations under other frameworks hold the words; the list has them. */
static void
ratings(Web *w, const char *text)
{
    json_t *found = rated_found(w->c, &(RatedAsk){ .query = text, .limit = 5 }), *e;
    size_t  i;
    if (json_int(found, "total", 0) == 0)
        return;
    html(&w->h, "<section id=\"ratings\"><h2>%s <span class=\"soft small\">%s</span></h2><ul>", T(w, "ほかの枠組みによる評価", "Ratings under other frameworks"), arena_fmt(w->c->mem, T(w, "%s件", "%s found"), number_commas(w->c->mem, json_int(found, "total", 0))));
    json_array_foreach(json_path(found, "rows"), i, e)
        html(&w->h, "<li><a href=\"/ratings/%lld\">%s</a> <span class=\"soft small\">%s</span></li>", (long long)json_int(e, "id", 0), json_text(e, "name"), json_text(e, "number"));
    html(&w->h, "</ul><p class=\"small\"><a href=\"/ratings?framework=%s&amp;q=%s\">%s</a></p></section>", url_part(w->c->mem, json_text(found, "rows.0.framework")), url_part(w->c->mem, text), T(w, "一覧の表で見る", "As a table"));
}

void
web_problems(Web *w, const json_t *problems)
{
    size_t  i;
    json_t *p;
    if (json_array_size(problems) == 0)
        return;
    html(&w->h, "<div class=\"banner warning\" role=\"status\"><h2>%s</h2><ul>", T(w, "検索式の一部を読み取れませんでした", "Part of the query was not understood"));
    json_array_foreach(problems, i, p) html(&w->h, "<li>%s</li>", T(w, json_text(p, "text"), json_text(p, "text_en")));
    html(&w->h, "</ul></div>");
}

void
web_query_help(Web *w)
{
    static const struct { const char *name, *ja_name, *ja, *en; } fields[] = {
#define FIELD(name, ja_name, kind, ja, en) { #name, ja_name, ja, en },
#include "domain/query.def"
#undef FIELD
    };
    static const struct { const char *what, *ja, *en; } signs[] = {
        { "量子 計算", "両方の語を含む", "both words" }, { "\"量子 計算機\"", "この並びのまま含む", "as they stand together" }, { "創薬 OR 医薬", "どちらかを含む", "either" },
        { "-廃止", "この語を含まない", "without the word" }, { "money>10億 money<50億", "金額の範囲", "amounts between" }, { "fy:2022..2024", "年度の範囲", "years between" },
    };
    html(&w->h, "<details><summary>%s</summary><dl class=\"facts\">", T(w, "検索式の書き方", "How to write a query"));
    for (size_t i = 0; i < COUNT(signs); i++)
        html(&w->h, "<dt><code lang=\"ja\">%s</code></dt><dd>%s</dd>", signs[i].what, T(w, signs[i].ja, signs[i].en));
    for (size_t i = 0; i < COUNT(fields); i++)
        html(&w->h, "<dt><code>%s:</code> <span class=\"soft\" lang=\"ja\">%s:</span></dt><dd>%s</dd>", fields[i].name, fields[i].ja_name, T(w, fields[i].ja, fields[i].en));
    html(&w->h, "</dl></details>");
}

static void
box(Web *w, const char *text)
{
    html(&w->h, "<form class=\"filters\" role=\"search\" aria-label=\"%s\" action=\"/search\"><div class=\"field most\"><label for=\"f-find\">%s</label><input id=\"f-find\" name=\"q\" type=\"search\" value=\"%s\"></div><button>%s</button></form>",
         T(w, "検索の語", "Words to search"), T(w, "探す語、または検索式", "Words, or a query"), text, T(w, "検索", "Search"));
    web_query_help(w);
}

void
page_search(Web *w)
{
    const char *text = req_query(w->q, "q");
    bool        asked = text && !text_blank(text);
    int64_t     from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    json_t     *found = asked ? find(w->c, text, STEP, from) : NULL, *x;
    int64_t     total = json_int(found, "total", 0);
    size_t      i;
    Html       *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, asked ? arena_fmt(w->c->mem, T(w, "「%s」の検索結果", "Search: %s"), text_head(w->c->mem, text, 40)) : T(w, "検索", "Search"), "");
    box(w, text);
    web_filters(w, "search");
    web_problems(w, json_path(found, "problems"));
    html(h, "<p class=\"soft small\">%s</p>", T(w, "事業名・評価書の本文・レビューシート・指標の全文から探します。全角と半角、新旧の字体、かなの違いは区別しません。", "Names, reports, review sheets and indicators are searched whole; widths, old and new characters and kana alike are found."));
    if (asked && total == 0)
        web_empty(w, T(w, "見つかりませんでした。", "Nothing was found."), T(w, "語を短くするか、減らしてお試しください。2文字から探せます。", "Try fewer or shorter words; two characters are enough."), "/programmes", T(w, "事業の一覧", "All programmes"));
    if (total > 0) {
        html(h, "<section id=\"programmes\"><h2>%s <span class=\"soft small\">%s</span></h2>", T(w, "事業", "Programmes"),
             arena_fmt(w->c->mem, json_is_false(json_path(found, "exact")) ? T(w, "最大で%s件", "at most %s found") : T(w, "%s件", "%s found"), number_commas(w->c->mem, total)));
        html(h, "<p class=\"small\"><a href=\"/programmes?q=%s\">%s</a></p><ol class=\"hits\">", url_part(w->c->mem, text), T(w, "一覧の表で見る（並べ替え・保存ができます）", "As a table that can be sorted and saved"));
        json_array_foreach(json_path(found, "hits"), i, x) hit(w, x);
        html(h, "</ol>");
        web_ticks(w);
        web_pages(w, from, STEP, total);
        html(h, "</section>");
    }
    if (asked && from == 0) {
        indicators(w, text);
        ratings(w, text);
    }
    layout_end(w);
}
