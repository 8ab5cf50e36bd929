/* years.c -- review sheets over the years: indicators followed, statements that differ, texts, organisations and their sums.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/data.h"
#include "domain/organisation.h"
#include "domain/programme.h"
#include "domain/sheet_body.h"
#include "domain/sheet_years.h"
#include "exchange/import.h"
#include "format/json.h"
#include "format/plot.h"
#include "store/db.h"

#include <string.h>

static Ctx *
with_sheets(void)
{
    Ctx    *c = test_store();
    json_t *report = NULL;
    Import  i = { .c = c, .path = "tests/data/review-sheets.ndjson" };
    CHECK(import_file(&i, "review-sheets", &report));
    return c;
}

static const json_t *
year(const json_t *rows, int64_t fy)
{
    size_t  i;
    json_t *y;
    json_array_foreach(rows, i, y)
        if (json_int(y, "fy", 0) == fy)
            return y;
    return NULL;
}

TEST(the_newest_statement_counts_and_older_ones_stay)
{
    Ctx    *c = with_sheets();
    json_t *years = sheet_years(c, programme_find(c, "j900001"));
    CHECK(json_array_size(json_path(years, "sheets")) == 4);
    const json_t *y = year(json_path(years, "money"), 2015);
    CHECK(json_int(y, "executed.yen", 0) == 597500000 && json_int(y, "executed.sheet_fy", 0) == 2018);
    CHECK(json_array_size(json_path(y, "executed.older")) == 1 && json_int(json_array_get(json_path(y, "executed.older"), 0), "yen", 0) == 598000000);
    CHECK(json_number_value(json_path(y, "rate")) > 99.55 && json_number_value(json_path(y, "rate")) < 99.65);
    y = year(json_path(years, "money"), 2018); /* asked for in the sheet of 2017, given in that of 2018 */
    CHECK(json_int(y, "request.yen", 0) == 640000000 && json_int(y, "initial.yen", 0) == 620000000 && !json_has(y, "executed") && !json_has(y, "rate"));
}

/* One payee has several contracts of one amount; a line stands twice only when the work is the same too. */
TEST(contracts_of_one_amount_are_not_one_line_twice)
{
    Ctx        *c = test_store();
    QuickWhy    why;
    const char *line = "{\"年度\":2017,\"グループ\":\"B\",\"番号\":1,\"支出先名\":\"試験株式会社\",\"法人番号\":\"3010401011971\",\"業務概要\":\"%s\",\"支出額\":%s}";
    const char *rows = arena_fmt(c->mem, "{\"府省庁\":\"文部科学省\",\"支出先\":[%s,%s,%s,%s,%s]}", arena_fmt(c->mem, line, "検出器の購入", "6.0"), arena_fmt(c->mem, line, "解析装置の購入", "6.0"),
                                 arena_fmt(c->mem, line, "検出器の購入", "6.0"), arena_fmt(c->mem, line, "通信料", "0.007"), arena_fmt(c->mem, line, "通信料", "0.007"));
    size_t      at;
    BodyPayees  p = sheet_body_payees_in(c, quick_read(c->mem, arena_str(c->mem, rows), strlen(rows), &at, &why), "judgit", 2018);
    CHECK(p.n == 5 && !p.v[0].doubled && !p.v[1].doubled && p.v[2].doubled && !p.v[4].doubled);
}

TEST(an_indicator_is_followed_through_a_redefinition)
{
    Ctx          *c = with_sheets();
    json_t       *series = sheet_years_series(c, programme_find(c, "j900001"));
    const json_t *s = json_array_get(series, 0), *v = json_array_get(json_path(s, "versions"), 1);
    CHECK(json_array_size(series) == 4);
    CHECK_STR(json_text(s, "name"), "観測データを使った査読付き論文数");
    CHECK_STR(json_text(json_array_get(json_path(s, "versions"), 0), "unit"), "件");
    CHECK(json_int(v, "from_sheet_fy", 0) == 2017 && json_int(v, "to_sheet_fy", 0) == 2018 && json_array_size(json_path(v, "changed")) == 4);
    CHECK(!json_flag(v, "bridge.same_name") && json_int(v, "bridge.agreed", 0) == 2 && json_int(v, "bridge.differed", -1) == 0);
    const json_t *y = year(json_path(s, "values"), 2013), *z = year(json_path(s, "values"), 2016);
    CHECK(json_int(y, "actual.version", 0) == 1 && json_int(z, "actual.version", 0) == 2);
    CHECK(json_number_value(json_path(z, "actual.value")) == 28 && json_array_size(json_path(z, "actual.older")) == 1);
    /* Another outcome of the same sheet is not drawn into it. */
    CHECK_STR(json_text(json_array_get(series, 1), "unit"), "％");
}

TEST(texts_say_what_is_new)
{
    Ctx          *c = with_sheets();
    json_t       *years = sheet_years(c, programme_find(c, "j900001"));
    const json_t *outline = json_array_get(json_path(years, "texts"), 1), *parts = json_path(json_array_get(json_path(outline, "versions"), 1), "parts");
    CHECK(json_array_size(json_path(json_array_get(json_path(years, "texts"), 0), "versions")) == 1); /* the purpose never changed */
    CHECK(json_array_size(json_path(outline, "versions")) == 2);
    size_t  i, gone = 0, fresh = 0;
    json_t *p;
    json_array_foreach(parts, i, p)
    {
        gone += strcmp(json_text(p, "op"), "gone") == 0;
        fresh += strcmp(json_text(p, "op"), "new") == 0;
    }
    CHECK(gone == 1 && fresh == 2); /* a clause became another, a sentence came */
}

TEST(organisations_are_known_by_number_or_by_name)
{
    Ctx    *c = with_sheets();
    int64_t total = 0, id = organisation_find(c, "8999900000001");
    json_t *o = organisation_show(c, id);
    CHECK_STR(organisation_key(c->mem, "8999900000001", "x"), "8999900000001");
    CHECK_STR(organisation_key(c->mem, "1999900000002", "国立大学 法人"), "n:国立大学法人"); /* the check digit is wrong */
    CHECK(organisation_key(c->mem, NULL, "") == NULL);
    CHECK(json_int(o, "yen", 0) == 335000000 && json_int(o, "lines", 0) == 5 && json_int(o, "doubled", 0) == 1);
    CHECK(json_array_size(json_path(o, "names")) == 2);
    json_t *rows = organisation_page(c, &(OrganisationAsk){ .text = "青波", .sort = "yen", .down = true }, &total);
    CHECK(total == 1 && json_int(json_array_get(rows, 0), "yen", 0) == 335000000 && json_int(json_array_get(rows, 0), "years", 0) == 4);
    rows = organisation_page(c, &(OrganisationAsk){ .numbered = "without", .limit = 3 }, &total);
    CHECK(total == 72 && json_array_size(rows) == 3 && !json_has(json_array_get(rows, 0), "number"));
    rows = organisation_page(c, &(OrganisationAsk){ .text = "69999" }, &total);
    CHECK(total == 1 && json_int(json_array_get(rows, 0), "programmes", 0) == 2);
    CHECK(!organisation_is_due(c));
    tx_begin(c);
    organisation_due(c);
    tx_end(c);
    CHECK(organisation_is_due(c) && organisation_catch_up(c) && !organisation_is_due(c));
    (void)organisation_page(c, &(OrganisationAsk){ .text = NULL }, &total);
    CHECK(total == 76);
}

static size_t
count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

TEST(pictures_of_years_can_be_read_without_colour)
{
    Ctx           *c = test_ctx();
    Html           h = { c->mem, buf_in(c->mem) };
    PlotStackGroup g[2] = { { .label = "2015", .note = "96%", .part = { 520, 100, -40 }, .has = { true, true, true }, .beside = 580, .has_beside = true }, { .label = "2016", .mark = 560, .has_mark = true } };
    plot_stack(&h, &(PlotStack){ .id = "s", .title = "題", .desc = "説明", .unit = "百万円", .parts = { "当初", "補正", "翌年度へ" }, .part_count = 3, .beside = "執行", .mark = "要求", .groups = g, .n = 2, .japanese = true });
    const char *svg = buf_text(h.out);
    CHECK(count(svg, "url(#s-f1)") == 2 && count(svg, "class=\"done\"") == 2 && count(svg, "class=\"due\"") == 2 && strstr(svg, "96%") && strstr(svg, "執行"));

    h.out = buf_in(c->mem);
    PlotAim    aim[3] = { { 2014, 18, 20, true, true, "18", "20" }, { 2015, 25, 24, true, true, "25", "24" }, { 2016, 27, 0, true, false, "27", "" } };
    PlotChange at = { 2016, "第2版", true };
    PlotAims   p = { .id = "a", .title = "題", .desc = "説明", .unit = "件", .aims = aim, .n = 3, .changes = &at, .changed = 1, .has_goal = true, .goal_year = 2018, .goal = 60, .goal_text = "60", .actual_word = "実績", .target_word = "目標",
                     .goal_word = "最終目標", .change_word = "変更", .japanese = true };
    plot_aims(&h, &p);
    svg = buf_text(h.out);
    CHECK(count(svg, "class=\"line\"") == 1 && count(svg, "class=\"aim\"") == 1); /* no line across the mark */
    CHECK(count(svg, "class=\"reset\"") == 2 && strstr(svg, "第2版") && count(svg, "class=\"flag\"") == 2);
    h.out = buf_in(c->mem);
    at.breaks = false;
    plot_aims(&h, &p);
    CHECK(count(buf_text(h.out), "class=\"line\"") == 2);
    h.out = buf_in(c->mem);
    p.n = 0;
    plot_aims(&h, &p);
    CHECK_STR(buf_text(h.out), "");

    h.out = buf_in(c->mem);
    FlowNode node[] = { { "文部科学省", NULL, 0, false }, { "ブロックA", "400百万円", 1, false }, { "<機構>", "400百万円", 2, false }, { "個人A", NULL, 2, true } };
    FlowLink link[] = { { 0, 1, 400, true }, { 1, 2, 400, false }, { 1, 3, -1, false } };
    plot_flow(&h, &(PlotFlow){ .id = "f", .title = "題", .desc = "説明", .heads = { "府省", "ブロック", "支出先" }, .columns = 3, .nodes = node, .links = link, .n = 4, .m = 3 });
    svg = buf_text(h.out);
    CHECK(count(svg, "class=\"ribbon guess\"") == 2 && count(svg, "class=\"ribbon\"") == 1 && count(svg, "class=\"box dashed\"") == 1 && strstr(svg, "&lt;機構&gt;"));
}
