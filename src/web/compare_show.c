/* compare_show.c -- what is compared: facts and figures in one table, money as pictures of one scale, outcomes, payees, remarks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/compare.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/compare.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/sheet_years.h"

#include <string.h>

/* "values.2" of the row. */
static const json_t *
value_of(const json_t *row, size_t i)
{
    const json_t *v = json_array_get(json_path(row, "values"), i);
    return json_is_null(v) ? NULL : v;
}

static bool
is_unit(const json_t *row, const char *unit)
{
    return strcmp(json_text(row, "unit"), unit) == 0;
}

/* One column for the item, one a programme. */
static Column *
columns(Web *w, const json_t *programmes, const char *ja, const char *en)
{
    Column *cols = NEWN(w->c->mem, Column, COMPARE_MOST + 1);
    size_t  i;
    json_t *p;
    cols[0] = (Column){ .ja = ja, .en = en, .head = true };
    json_array_foreach(programmes, i, p)
        cols[i + 1] = (Column){ .ja = json_text(p, "name"), .en = json_text(p, "name") };
    return cols;
}

/* A bar under a figure, as long as its share of the row's largest: sizes are seen before they are read. */
static void
bar(Web *w, const json_t *row, const json_t *v)
{
    double  most = 0;
    size_t  i;
    json_t *x;
    json_array_foreach(json_path(row, "values"), i, x)
        most = json_number_value(x) > most ? json_number_value(x) : most;
    if (most <= 0 || json_number_value(v) < 0)
        return;
    html(&w->h, "<svg class=\"part\" aria-hidden=\"true\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\"><rect width=\"100\" height=\"6\" class=\"ground edge\"/><rect width=\"%.1f\" height=\"6\" class=\"done\"/></svg>",
         json_number_value(v) / most * 100);
}

static void
figure(Web *w, const json_t *row, const json_t *v)
{
    Html *h = &w->h;
    if (!v)
        html(h, "<span class=\"soft\">—</span>");
    else if (json_is_string(v)) {
        const char *s = json_string_value(v);
        if (text_chars(s) > 160)
            html(h, "<details class=\"more\"><summary lang=\"ja\">%s</summary><p lang=\"ja\">%s</p></details>", text_head(w->c->mem, text_squeeze(w->c->mem, s), 100), s);
        else {
            html(h, "<span lang=\"ja\">");
            html_lines(h, s);
            html(h, "</span>");
        }
    } else if (is_unit(row, "yen")) {
        web_million(w, v, NULL);
        html(h, " <span class=\"unit\">%s</span>", T(w, "百万円", "million yen"));
    } else if (is_unit(row, "percent"))
        html(h, "%.1f%%", json_number_value(v));
    else if (is_unit(row, "year"))
        html(h, "%s", web_fy_short(w, json_integer_value(v)));
    else
        html(h, "%s", years_number(w, json_number_value(v)));
    if (v && json_is_number(v) && !is_unit(row, "year"))
        bar(w, row, v);
}

/* The row's value of each programme. */
static void
figures(Web *w, const json_t *row, const Column *cols, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        cell(w, &cols[k + 1]);
        figure(w, row, value_of(row, k));
    }
}

/* Money by year and lists have sections of their own. */
static bool
is_fact(const json_t *row)
{
    return strcmp(json_text(row, "table"), "facts") == 0;
}

void
compare_facts(Web *w, const json_t *compared, const json_t *rows, bool differ)
{
    Html         *h = &w->h;
    const json_t *programmes = json_path(compared, "programmes");
    size_t        n = json_array_size(programmes), i, same = 0;
    json_t       *row;
    Column       *cols = columns(w, programmes, "項目", "Item");
    json_array_foreach(rows, i, row)
        same += is_fact(row) && json_flag(row, "same");
    html(h, "<section id=\"facts\"><h2>%s</h2>", T(w, "ひと目で比べる", "At a glance"));
    if (same > 0)
        html(h, "<p class=\"small no-print\"><a href=\"%s#facts\">%s</a></p>", web_here(w, "differ", differ ? NULL : "1", NULL),
             differ ? T(w, "同じ項目も表示する", "Show what is the same, too") : arena_fmt(w->c->mem, T(w, "違う項目だけを表示する（同じ項目 %zu 行を隠す）", "Show only what differs (hide %zu rows that are the same)"), same));
    table_begin(w, T(w, "事業を並べた表", "Programmes side by side"), cols, n + 1, true);
    json_array_foreach(rows, i, row)
    {
        if (!is_fact(row) || (differ && json_flag(row, "same")))
            continue;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", T(w, json_text(row, "item"), json_text(row, "item_en")));
        if (json_flag(row, "same"))
            html(h, " <span class=\"badge\">%s</span>", T(w, "同じ", "same"));
        figures(w, row, cols, n);
        row_end(w);
    }
    table_end(w);
    html(h, "</section>");
}

static double
million(const json_t *year, const char *state)
{
    return (double)json_int(year, state, 0) / 1e6;
}

static const json_t *
year_in(const json_t *p, int64_t fy)
{
    size_t  i;
    json_t *y;
    json_array_foreach(json_path(p, "money.years"), i, y)
        if (json_int(y, "fy", 0) == fy)
            return y;
    return NULL;
}

enum { PARTS = 5 };
static const struct { const char *state, *ja, *en; } parts[] = {
    { "initial", "当初予算", "Initial" }, { "supplementary", "補正予算", "Supplementary" }, { "carried_in", "前年度から繰越し", "Carried in" }, { "reserve", "予備費等", "Reserve" },
    { "carried_out", "翌年度へ繰越し", "Carried out" },
};

/* The years of all on one axis, so that a year stands in the same place in every picture. */
static PlotStack
stack_of(Web *w, const json_t *p, const json_t *years, size_t no)
{
    size_t          n = json_array_size(years), i;
    PlotStackGroup *g = NEWN(w->c->mem, PlotStackGroup, n + 1);
    Buf            *words = buf_in(w->c->mem);
    json_t         *fy;
    PlotStack       s = { .id = arena_fmt(w->c->mem, "money-%zu", no), .title = arena_fmt(w->c->mem, T(w, "%zu %sの予算と執行", "%zu Money of %s"), no, json_text(p, "name")), .unit = T(w, "百万円", "million yen"), .groups = g, .n = n,
                    .japanese = w->c->lang == LANG_JA, .small = true, .beside = T(w, "執行額", "Executed"), .mark = T(w, "要求額", "Requested"), .part_count = PARTS };
    for (size_t k = 0; k < PARTS; k++)
        s.parts[k] = T(w, parts[k].ja, parts[k].en);
    json_array_foreach(years, i, fy)
    {
        const json_t *y = year_in(p, json_integer_value(fy));
        g[i] = (PlotStackGroup){ .label = arena_fmt(w->c->mem, "’%02d", (int)(json_integer_value(fy) % 100)), .has_beside = json_has(y, "executed"), .beside = million(y, "executed"), .has_mark = json_has(y, "request"),
                                 .mark = million(y, "request") };
        for (size_t k = 0; k < PARTS; k++) {
            g[i].has[k] = json_has(y, parts[k].state);
            g[i].part[k] = million(y, parts[k].state);
        }
        if (!g[i].has[0] && !g[i].has[1] && json_has(y, "current")) { /* only the sum is stated */
            g[i].has[0] = true;
            g[i].part[0] = million(y, "current");
        }
        if (y)
            buf_fmt(words, "%s%lld: %s %s", words->n ? T(w, "、", "; ") : "", (long long)json_integer_value(fy), s.beside, json_has(y, "executed") ? years_number(w, g[i].beside) : "—");
    }
    s.desc = buf_text(words);
    return s;
}

static void
money_pictures(Web *w, const json_t *programmes, const json_t *years, bool own)
{
    Html     *h = &w->h;
    PlotStack s[COMPARE_MOST];
    double    low = 0, high = 0, a, b;
    size_t    i;
    json_t   *p;
    json_array_foreach(programmes, i, p)
    {
        s[i] = stack_of(w, p, years, i + 1);
        plot_stack_bounds(&s[i], &a, &b);
        low = a < low ? a : low;
        high = b > high ? b : high;
    }
    html(h, "<div class=\"many\">");
    json_array_foreach(programmes, i, p)
    {
        if (!own) {
            s[i].low = low;
            s[i].high = high;
        }
        html(h, "<div class=\"one\"><h3><a lang=\"ja\" href=\"/programmes/%s#years-money\">%s</a></h3><div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", url_part(w->c->mem, json_text(p, "key")), json_text(p, "name"), s[i].title);
        plot_stack(h, &s[i]);
        html(h, "</div></div>");
    }
    html(h, "</div><div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "凡例", "Key"));
    s[0].id = "money-key";
    s[0].title = T(w, "凡例", "Key");
    s[0].desc = "";
    plot_stack_key(h, &s[0]);
    html(h, "</div>");
}

/* 0 or absent of every programme. */
static bool
nothing(const json_t *row)
{
    size_t  i;
    json_t *v;
    json_array_foreach(json_path(row, "values"), i, v)
        if (json_number_value(v) != 0)
            return false;
    return true;
}

void
compare_money(Web *w, const json_t *compared, const json_t *rows, bool own)
{
    Html         *h = &w->h;
    const json_t *programmes = json_path(compared, "programmes"), *years = json_path(compared, "years");
    size_t        n = json_array_size(programmes), i;
    json_t       *row;
    Column       *cols = columns(w, programmes, "年度と区分", "Year and state");
    html(h, "<section id=\"money\"><h2>%s</h2>", T(w, "年度別の予算と執行", "Money by year"));
    if (json_array_size(years) == 0) {
        web_empty(w, T(w, "選んだ事業には金額の記載がありません。", "None of the programmes states any money."), T(w, "シートや評価票を取り込むと、ここに並びます。", "It stands here when a sheet or report that states some is taken in."), NULL, NULL);
        html(h, "</section>");
        return;
    }
    html(h, "<p class=\"small\">%s <a class=\"no-print\" href=\"%s#money\">%s</a></p>", own ? T(w, "目盛りは事業ごとに違います。", "Each picture has its own scale.") : T(w, "目盛りはすべて同じです。", "All pictures have one scale."),
         web_here(w, "scale", own ? NULL : "own", NULL), own ? T(w, "同じ目盛りで見る", "Use one scale") : T(w, "事業ごとの目盛りで見る", "A scale for each"));
    money_pictures(w, programmes, years, own);
    html(h, "<details><summary>%s</summary><p class=\"soft small\">%s</p>", T(w, "年度別の金額の表", "Table of the amounts"), T(w, "どの事業でも0か記載のない行は省きました（保存した表にはあります）。", "Rows that are 0 or absent of every programme are left out (saved tables have them)."));
    table_begin(w, T(w, "年度別の金額", "Amounts by year"), cols, n + 1, true);
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_text(row, "table"), "money.years") != 0 || nothing(row))
            continue;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s %s", web_fy_short(w, json_int(row, "fy", 0)), T(w, json_text(row, "item"), json_text(row, "item_en")));
        figures(w, row, cols, n);
        row_end(w);
    }
    table_end(w);
    html(h, "</details></section>");
}

static void
outcome_plot(Web *w, const json_t *x)
{
    const json_t *values = json_path(x, "values");
    size_t        n = json_array_size(values), i;
    PlotAim      *aim = NEWN(w->c->mem, PlotAim, n + 1);
    json_t       *v;
    json_array_foreach(values, i, v)
        aim[i] = (PlotAim){ .year = (int)json_int(v, "fy", 0), .has_actual = json_has(v, "actual"), .has_target = json_has(v, "target"), .actual = json_number_value(json_path(v, "actual")),
                            .target = json_number_value(json_path(v, "target")) };
    plot_aims_spark(&w->h, arena_fmt(w->c->mem, T(w, "%s：実績（丸）と目標（四角）", "%s: actual (discs) and target (squares)"), text_squeeze(w->c->mem, json_text(x, "name"))), aim, n);
}

static void
outcome_item(Web *w, const json_t *p, const json_t *x)
{
    Html       *h = &w->h;
    const char *name = text_squeeze(w->c->mem, json_text(x, "name"));
    if (!*name) /* some sheets leave the name out and state only what is aimed at */
        name = text_squeeze(w->c->mem, json_text(x, "target"));
    html(h, "<li><p>");
    if (json_has(x, "id"))
        html(h, "<a lang=\"ja\" href=\"/indicators/%lld\">%s</a>", (long long)json_int(x, "id", 0), name);
    else
        html(h, "<a lang=\"ja\" href=\"/programmes/%s#years-indicators\">%s</a>", url_part(w->c->mem, json_text(p, "key")), name);
    html(h, "</p><div class=\"reached\">");
    outcome_plot(w, x);
    html(h, "<p>");
    if (json_has(x, "planned"))
        html(h, "<span class=\"soft small\">%s</span> %s <span class=\"soft small\">%s</span> %s", T(w, "実績", "actual"), years_number(w, json_number_value(json_path(x, "actual"))), T(w, "／目標", "of"),
             years_number(w, json_number_value(json_path(x, "planned"))));
    else
        html(h, "<span class=\"soft small\">%s</span> %s", T(w, "直近の実績", "latest"), json_has(x, "latest") ? years_number(w, json_number_value(json_path(x, "latest"))) : "—");
    html(h, " <span class=\"unit\" lang=\"ja\">%s</span> <span class=\"soft small\">%s</span>", text_head(w->c->mem, text_squeeze(w->c->mem, json_text(x, "unit")), 20), json_has(x, "fy") ? web_fy_short(w, json_int(x, "fy", 0)) : "");
    if (json_has(x, "ratio"))
        html(h, "<br><strong>%.1f%%</strong>", json_number_value(json_path(x, "ratio")));
    if (json_has(x, "reached"))
        html(h, " <span class=\"badge\">%s</span>", json_flag(x, "reached") ? T(w, "達成", "reached") : T(w, "未達", "missed"));
    if (json_flag(x, "less_is_better"))
        html(h, " <span class=\"soft small\">%s</span>", T(w, "小さいほどよい", "less is better"));
    html(h, "</p></div></li>");
}

/* One block a programme, beside each other where there is room. */
static bool
block_begin(Web *w, const json_t *p, const json_t *list, const char *none)
{
    html(&w->h, "<div class=\"one\"><h3><a lang=\"ja\" href=\"/programmes/%s\">%s</a></h3>", url_part(w->c->mem, json_text(p, "key")), json_text(p, "name"));
    if (json_array_size(list) == 0)
        html(&w->h, "<p class=\"soft\">%s</p></div>", none);
    return json_array_size(list) > 0;
}

void
compare_outcomes(Web *w, const json_t *compared)
{
    Html   *h = &w->h;
    size_t  i, k;
    json_t *p, *x;
    html(h, "<section id=\"outcomes\"><h2>%s</h2><p class=\"small soft\">%s</p><div class=\"many\">", T(w, "成果指標の目標と実績", "Outcomes: target and actual"),
         T(w, "目標と実績のそろった最も新しい年度です。小さいほどよい指標では、100%を下回るほうがよいことがあります。丸は実績、四角は目標、太字は実績÷目標。", "Of the newest year that has both. Where less is better, below 100% may be good. Discs: actual; squares: target; bold: actual over target."));
    json_array_foreach(json_path(compared, "programmes"), i, p)
    {
        if (!block_begin(w, p, json_path(p, "outcomes"), T(w, "成果指標がありません。", "No outcome indicator.")))
            continue;
        html(h, "<ul class=\"outcomes\">");
        json_array_foreach(json_path(p, "outcomes"), k, x) outcome_item(w, p, x);
        html(h, "</ul></div>");
    }
    html(h, "</div></section>");
}

void
compare_payees(Web *w, const json_t *compared)
{
    static const Column cols[] = { { .ja = "支出先", .en = "Payee", .head = true }, { .ja = "支出額", .en = "Paid", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "割合", .en = "Share", .number = true } };
    Html   *h = &w->h;
    size_t  i, k;
    json_t *p, *x;
    html(h, "<section id=\"payees\"><h2>%s</h2><p class=\"small soft\">%s</p><div class=\"many\">", T(w, "主な支出先", "Largest payees"),
         T(w, "支出先の記載がある最も新しいシートから、大きい順に五つまで。割合はシートに載った支出額の計に対するもので、再委託などは二重に数えられていることがあります。", "The largest five of the newest sheet that lists any. Shares are of all that the sheet lists; what was passed on may count twice."));
    json_array_foreach(json_path(compared, "programmes"), i, p)
    {
        if (!block_begin(w, p, json_path(p, "payees.top"), T(w, "支出先の記載がありません。", "No payee is listed.")))
            continue;
        html(h, "<p class=\"small\">");
        years_source(w, json_int(p, "payees.sheet_id", 0), json_int(p, "payees.sheet_fy", 0), "payees");
        html(h, "</p>");
        table_begin(w, arena_fmt(w->c->mem, T(w, "%zu %sの支出先", "%zu Payees of %s"), i + 1, json_text(p, "name")), cols, COUNT(cols), false);
        json_array_foreach(json_path(p, "payees.top"), k, x)
        {
            row_begin(w, NULL);
            cell(w, &cols[0]);
            if (json_has(x, "org_key") && web_can_go(w, "/organisations/:id"))
                html(h, "<a lang=\"ja\" href=\"%s\">%s</a>", organisation_href(w, json_text(x, "org_key")), json_has(x, "name") ? json_text(x, "name") : json_text(x, "org_key"));
            else
                html(h, "<span lang=\"ja\">%s</span>", json_has(x, "name") ? json_text(x, "name") : "—");
            cell(w, &cols[1]);
            web_million(w, json_path(x, "yen"), NULL);
            cell(w, &cols[2]);
            html(h, "%s", json_has(x, "share") ? arena_fmt(w->c->mem, "%.1f%%", json_number_value(json_path(x, "share"))) : "—");
            row_end(w);
        }
        table_end(w);
        html(h, "</div>");
    }
    html(h, "</div></section>");
}

/* Where each stands: the sheet the remarks are of. */
static void
remark_sources(Web *w, const Column *cols, const json_t *programmes)
{
    size_t  i;
    json_t *p;
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(&w->h, "%s", T(w, "記載のあるシート", "Stated in"));
    json_array_foreach(programmes, i, p)
    {
        const json_t *m = json_array_get(json_path(p, "remarks"), 0);
        cell(w, &cols[i + 1]);
        if (json_has(m, "sheet_id"))
            years_source(w, json_int(m, "sheet_id", 0), json_int(m, "sheet_fy", 0), "remarks");
        else
            html(&w->h, "<span class=\"soft\">%s</span>", m ? T(w, "評価票", "the report") : "—");
    }
    row_end(w);
}

void
compare_remarks(Web *w, const json_t *compared, const json_t *rows)
{
    Html         *h = &w->h;
    const json_t *programmes = json_path(compared, "programmes");
    Column       *cols = columns(w, programmes, "種別", "Kind");
    size_t        i, n = 0;
    json_t       *row;
    html(h, "<section id=\"remarks\"><h2>%s</h2>", T(w, "点検・外部の所見と、反映したこと", "Inspections, outside opinions, and what was changed"));
    json_array_foreach(rows, i, row)
        n += strcmp(json_text(row, "table"), "remarks") == 0;
    if (n == 0) {
        html(h, "<p class=\"soft\">%s</p></section>", T(w, "どの事業にも記載がありません（JUDGIT! の公表データは、これらの欄を含みません）。", "None of the programmes has any (the data published by JUDGIT! leave these parts out)."));
        return;
    }
    table_begin(w, T(w, "点検・所見と対応の表", "Remarks and answers"), cols, json_array_size(programmes) + 1, true);
    remark_sources(w, cols, programmes);
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_text(row, "table"), "remarks") != 0)
            continue;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", T(w, json_text(row, "item"), json_text(row, "item_en")));
        figures(w, row, cols, json_array_size(programmes));
        row_end(w);
    }
    table_end(w);
    html(h, "</section>");
}
