/* portfolio.c -- all programmes at once: ministry, year and money, what was spent, who has targets and who reached them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/api.h"
#include "web/scale.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/portfolio.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

static const Column cols[] = {
    { .ja = "年度", .en = "Year", .head = true },
    { .ja = "シート", .en = "Sheets", .number = true },
    { .ja = "予算計", .en = "Budget", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .ja = "終わった年度の予算計", .en = "Budget of the finished year", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .ja = "その執行額", .en = "Executed of it", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .ja = "執行率", .en = "Execution", .number = true },
    { .ja = "数値目標あり", .en = "With a number as target", .number = true },
    { .ja = "数値目標なし", .en = "Without", .number = true },
    { .ja = "目標の達成", .en = "Targets reached", .number = true },
};

static void
one_row(Web *w, const Column *head, const json_t *row, const char *ministry, int64_t fy)
{
    Html *h = &w->h;
    row_begin(w, NULL);
    cell(w, head);
    if (ministry)
        html(h, "<a lang=\"ja\" href=\"%s\">%s</a>", web_here(w, "q", arena_fmt(w->c->mem, "ministry:%s", ministry), "fy", NULL, NULL), ministry);
    else
        html(h, "%s", fy ? web_fy_short(w, fy) : T(w, "計", "All"));
    cell(w, &cols[1]);
    scale_count(w, json_int(row, "sheets", 0), ministry, fy, NULL);
    for (int i = 0; i < 3; i++) {
        static const char *const money[] = { "budget_yen", "spent_budget_yen", "executed_yen" };
        cell(w, &cols[2 + i]);
        html(h, "%s", number_commas(w->c->mem, (json_int(row, money[i], 0) + 500000) / 1000000));
    }
    cell(w, &cols[5]);
    html(h, "%s", scale_share(w, json_path(row, "execution")));
    cell(w, &cols[6]);
    scale_count(w, json_int(row, "quantified", 0), ministry, fy, "has:target");
    cell(w, &cols[7]);
    scale_count(w, json_int(row, "without", 0), ministry, fy, "-has:target");
    cell(w, &cols[8]);
    html(h, "%s <span class=\"soft small\">%s/%s</span>", scale_share(w, json_path(row, "attainment")), number_commas(w->c->mem, json_int(row, "attained", 0)), number_commas(w->c->mem, json_int(row, "judged", 0)));
    row_end(w);
}

/* Trillions, or 100 millions where all of it is small. */
static void
money_picture(Web *w, const json_t *years)
{
    size_t     n = json_array_size(years), i;
    json_t    *y;
    PlotGroup *g = NEWN(w->c->mem, PlotGroup, n + 1);
    double     most = 0;
    Buf       *words = buf_in(w->c->mem);
    json_array_foreach(years, i, y)
        most = (double)json_int(y, "spent_budget_yen", 0) > most ? (double)json_int(y, "spent_budget_yen", 0) : most;
    bool   large = most >= 1e12;
    double unit = large ? 1e12 : 1e8;
    json_array_foreach(years, i, y)
    {
        double a = (double)json_int(y, "spent_budget_yen", 0) / unit, b = (double)json_int(y, "executed_yen", 0) / unit;
        g[i].label = web_fy_short(w, json_int(y, "fy", 0));
        g[i].bars[0] = (PlotBar){ .value = a, .known = true, .there = true, .text = arena_fmt(w->c->mem, "%.1f", a) };
        g[i].bars[1] = (PlotBar){ .value = b, .known = true, .there = true, .text = arena_fmt(w->c->mem, "%.1f", b) };
        buf_fmt(words, "%s%s %.1f / %.1f", words->n ? T(w, "、", ", ") : "", g[i].label, a, b);
    }
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "図", "Plot"));
    plot_bars(&w->h, &(PlotBars){ .id = "spent", .title = T(w, "シートの年度ごと、終わった年度の予算計と執行額", "Budget and execution of the finished year, by year of the sheets"), .desc = buf_text(words),
                                  .unit = large ? T(w, "兆円", "trillion yen") : T(w, "億円", "100 million yen"), .series = { T(w, "予算計", "Budget"), T(w, "執行額", "Executed") }, .series_count = 2,
                                  .groups = g, .n = n, .japanese = w->c->lang == LANG_JA });
    html(&w->h, "</div>");
}

static void
target_picture(Web *w, const json_t *years)
{
    size_t     n = json_array_size(years), i;
    json_t    *y;
    PlotGroup *g = NEWN(w->c->mem, PlotGroup, n + 1);
    Buf       *words = buf_in(w->c->mem);
    json_array_foreach(years, i, y)
    {
        int64_t of = json_int(y, "sheets", 0), judged = json_int(y, "judged", 0);
        double  a = of ? (double)json_int(y, "quantified", 0) * 100 / (double)of : 0, b = judged ? (double)json_int(y, "attained", 0) * 100 / (double)judged : 0;
        g[i].label = web_fy_short(w, json_int(y, "fy", 0));
        g[i].bars[0] = (PlotBar){ .value = a, .known = true, .there = true, .text = arena_fmt(w->c->mem, "%.0f", a) };
        g[i].bars[1] = (PlotBar){ .value = b, .known = judged > 0, .there = true, .text = judged > 0 ? arena_fmt(w->c->mem, "%.0f", b) : "—" };
        buf_fmt(words, "%s%s %.0f%% / %.0f%%", words->n ? T(w, "、", ", ") : "", g[i].label, a, b);
    }
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "図", "Plot"));
    plot_bars(&w->h, &(PlotBars){ .id = "targets", .title = T(w, "数値目標のあるシートと、達成した目標", "Sheets with a number as target, and targets reached"), .desc = buf_text(words), .unit = "%",
                                  .series = { T(w, "数値目標のあるシート", "Sheets with a target"), T(w, "達成した目標", "Targets reached") }, .series_count = 2, .groups = g, .n = n,
                                  .japanese = w->c->lang == LANG_JA });
    html(&w->h, "</div>");
}

static const FileColumn file_cols[] = {
    { "ministry", "府省", "Ministry" }, { "fy", "年度", "Fiscal year" }, { "sheets", "シートの数", "Sheets" }, { "budget_yen", "予算計（円）", "Budget (yen)" },
    { "spent_budget_yen", "終わった年度の予算計（円）", "Budget of the finished year (yen)" }, { "executed_yen", "その執行額（円）", "Executed of it (yen)" }, { "execution", "執行率", "Execution" },
    { "outcomes", "成果指標のあるシート", "Sheets with an outcome" }, { "quantified", "数値目標のあるシート", "Sheets with a number as target" }, { "without", "数値目標のないシート", "Sheets without" },
    { "judged", "目標と実績のそろった成果指標", "Outcomes with target and actual" }, { "attained", "うち達成", "Of these reached" }, { "attainment", "達成の割合", "Share reached" },
};

static void
year_chips(Web *w, const json_t *years, int64_t fy)
{
    size_t  i;
    json_t *y;
    html(&w->h, "<ul class=\"chips no-print\" aria-label=\"%s\">", T(w, "年度を選ぶ", "Choose a year"));
    json_array_foreach(years, i, y)
    {
        int64_t at = json_int(y, "fy", 0);
        html(&w->h, "<li><a href=\"%s#ministries\"", web_here(w, "fy", arena_fmt(w->c->mem, "%lld", (long long)at), NULL));
        if (at == fy)
            html(&w->h, " aria-current=\"true\"");
        html(&w->h, ">%s</a></li>", web_fy_short(w, at));
    }
    html(&w->h, "</ul>");
}

static void
tables(Web *w, const json_t *rows, const json_t *years, int64_t fy)
{
    Column  by_year[COUNT(cols)], by_ministry[COUNT(cols)];
    size_t  i;
    json_t *row;
    memcpy(by_year, cols, sizeof cols);
    memcpy(by_ministry, cols, sizeof cols);
    by_ministry[0] = (Column){ .ja = "府省", .en = "Ministry", .head = true };
    html(&w->h, "<h2>%s</h2>", T(w, "年度ごと", "By year"));
    table_begin(w, T(w, "年度ごとの予算・執行・目標", "Money and targets by year"), by_year, COUNT(cols), true);
    json_array_foreach(years, i, row)
        one_row(w, &by_year[0], row, NULL, json_int(row, "fy", 0));
    table_end(w);
    scale_lacking(w);
    money_picture(w, years);
    target_picture(w, years);
    html(&w->h, "<h2 id=\"ministries\">%s</h2>", arena_fmt(w->c->mem, T(w, "府省ごと：%s", "By ministry: %s"), web_fy(w, fy)));
    year_chips(w, years, fy);
    table_begin(w, T(w, "府省ごとの予算・執行・目標", "Money and targets by ministry"), by_ministry, COUNT(cols), true);
    json_array_foreach(rows, i, row)
        if (json_int(row, "fy", 0) == fy)
            one_row(w, &by_ministry[0], row, json_text(row, "ministry"), fy);
    table_end(w);
}

void
page_portfolio(Web *w)
{
    json_t *all = portfolio(w->c, req_query(w->q, "q"), 0), *rows = json_path(all, "rows");
    if (!ok(w->c) || web_file(w, "portfolio", T(w, "全体像", "Portfolio"), rows, file_cols, COUNT(file_cols)))
        return;
    json_t *years = portfolio_by(w->c, rows, "fy");
    int64_t fy = web_number(w, "fy", 1900, 2999, json_int(json_array_get(years, json_array_size(years) - 1), "fy", 0));
    layout_begin(w, T(w, "全体像", "Portfolio"), "portfolio");
    html(&w->h, "<p class=\"lead\">%s", T(w, "レビューシートを府省と年度で数え、足し合わせたものです。数を選ぶと、その事業の一覧が開きます。", "Review sheets counted and added up by ministry and year. A count opens the list of its programmes."));
    if (web_can_go(w, "/statistics"))
        html(&w->h, " <a href=\"/statistics\">%s</a>", T(w, "点検の統計", "Statistics of the checks"));
    html(&w->h, "</p>");
    web_filters(w, "portfolio");
    scale_form(w, "/portfolio", "ministry:文部科学省 研究開発 money>10億", "fy", req_query(w->q, "fy"));
    web_problems(w, json_path(all, "problems"));
    if (json_array_size(rows) == 0) {
        web_empty(w, T(w, "この条件に合うレビューシートはありません。", "No review sheet fits these conditions."), T(w, "条件を減らすか、kanmon import でシートを取り込んでください。", "Take a condition away, or take sheets in with kanmon import."),
                  "/portfolio", T(w, "条件をすべて外す", "Show all"));
        layout_end(w);
        return;
    }
    web_downloads(w);
    tables(w, rows, years, fy);
    html(&w->h, "<p class=\"small soft\">%s</p>", T(w, "予算計はシートの年度のもの、執行率はシートが報告する最も新しい終わった年度のものです。目標の達成は、目標値と実績値のそろった成果指標を最も新しい年度で比べ、「減少」「以下」などの語があるものは小さいほどよいとして数えます。",
        "Budget is of the sheets' own year; execution of the newest finished year they report. Targets reached: outcomes with target and actual, compared in their newest such year; where words say so (fewer, at most), smaller is better."));
    layout_end(w);
}

void
api_portfolio(Web *w)
{
    json_t *all = portfolio(w->c, req_query(w->q, "q"), 0);
    web_list(w, "portfolio", json_path(all, "rows"), KEYS("ministry", "fy", "sheets", "budget_yen", "spent_budget_yen", "executed_yen", "execution", "outcomes", "quantified", "without", "judged", "attained",
        "attainment"));
}
