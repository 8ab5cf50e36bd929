/* plot.c -- pictures: lines of text break where Japanese allows, axes have round steps, what is unknown is drawn as such.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "format/json.h"
#include "format/plot.h"
#include "format/svg.h"

TEST(lines_do_not_begin_with_a_comma_nor_cut_a_word)
{
    Ctx   *c = test_ctx();
    size_t n;
    char **v = svg_wrap(c->mem, "研究開発、人材育成", 4, 9, &n);
    CHECK(n == 3);
    CHECK_STR(v[0], "研究開");
    CHECK_STR(v[1], "発、人材");
    v = svg_wrap(c->mem, "（支援）班の設置", 5, 9, &n);
    CHECK_STR(v[0], "（支援）班");
    v = svg_wrap(c->mem, "the transparency of models", 8, 9, &n);
    CHECK_STR(v[0], "the");
    CHECK_STR(v[1], "transparency");
    v = svg_wrap(c->mem, "一二三四五六七八九十", 4, 2, &n);
    CHECK(n == 2);
    CHECK_STR(v[1], "五六七…");
    v = svg_wrap(c->mem, "", 4, 2, &n);
    CHECK(n == 0);
    v = svg_wrap(c->mem, "、、、、、、", 2, 3, &n); /* nowhere to break: it still ends */
    CHECK(n == 3);
}

TEST(an_axis_has_round_steps)
{
    static const struct { double low, high, step, top; } cases[] = { { 0, 917, 500, 1000 }, { 0, 34246, 20000, 40000 }, { 0, 3, 1, 3 }, { 0, 0.4, 0.2, 0.4 }, { 0, 0, 0.5, 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Axis a = svg_axis(cases[i].low, cases[i].high, 3);
        CHECK(a.step > cases[i].step * 0.99 && a.step < cases[i].step * 1.01);
        CHECK(a.high > cases[i].top * 0.99 && a.high < cases[i].top * 1.01);
    }
}

static const char *
series(Ctx *c, const char *values, const char *notes)
{
    const char *why;
    Html        h = { c->mem, buf_in(c->mem) };
    plot_series(&h, &(PlotSeries){ .id = "p", .title = "題", .desc = "説明", .unit = "単位：件", .values = json_read(c->mem, values, strlen(values), &why),
                                   .notes = json_read(c->mem, notes, strlen(notes), &why), .japanese = true, .about = "概数", .at_least = "以上", .reset = "リセット", .broken = "途中から" });
    return buf_text(h.out);
}

static size_t
count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

TEST(a_series_shows_gaps_resets_and_qualifiers)
{
    Ctx        *c = test_ctx();
    const char *svg = series(c, "{\"2020\":{\"value\":791,\"qualifier\":\"exact\",\"text\":\"791\"},\"2021\":{\"value\":917,\"qualifier\":\"exact\",\"text\":\"917\"},"
                                "\"2022\":{\"value\":269,\"qualifier\":\"exact\",\"text\":\"269\"}}", "[{\"fy\":2022,\"kind\":\"reset\",\"text\":\"x\"}]");
    CHECK(count(svg, "class=\"line\"") == 1); /* not across the reset */
    CHECK(count(svg, "class=\"reset\"") == 2); /* the mark and its key */
    CHECK(count(svg, "class=\"dot\"") == 3);
    CHECK(strstr(svg, "令和2") && strstr(svg, "<title id=\"p-t\">題</title>"));
    CHECK(!strstr(svg, "途中から"));
    svg = series(c, "{\"2018\":{\"value\":29141,\"qualifier\":\"exact\",\"text\":\"29,141\"},\"2019\":{\"value\":null,\"qualifier\":\"none\",\"text\":\"—\"},"
                    "\"2020\":{\"value\":34246,\"qualifier\":\"about\",\"text\":\"約34,246\"},\"2021\":{\"value\":35000,\"qualifier\":\"at-least\",\"text\":\"35,000～\"}}", "[]");
    CHECK(count(svg, "class=\"line\"") == 1); /* the gap of 2019 is not bridged */
    CHECK(count(svg, "class=\"dot ring\"") == 2 && strstr(svg, "途中から") && strstr(svg, "—"));
    CHECK_STR(series(c, "{\"2020\":{\"value\":null,\"qualifier\":\"none\",\"text\":\"-\"}}", "[]"), "");
    CHECK(strstr(series(c, "{\"2020\":{\"value\":1,\"qualifier\":\"exact\",\"text\":\"<b>&\"}}", "[]"), "&lt;b&gt;&amp;"));
}

TEST(an_unknown_amount_is_hatched_and_not_nothing)
{
    Ctx      *c = test_ctx();
    Html      h = { c->mem, buf_in(c->mem) };
    PlotGroup groups[] = { { .label = "2024", .under = "令和6", .bars = { { .there = true, .known = true, .value = 3000, .text = "30億円" } } }, { .label = "…", .gap = true },
                           { .label = "2032", .bars = { { .there = true, .known = true, .open = true, .value = 3000, .text = "30億円～" } } }, { .label = "2033", .bars = { { .there = true, .text = "調整中" } } } };
    plot_bars(&h, &(PlotBars){ .id = "m", .title = "題", .desc = "説明", .unit = "百万円", .series = { "要求額" }, .series_count = 1, .groups = groups, .n = 4, .japanese = true });
    const char *svg = buf_text(h.out);
    CHECK(count(svg, "class=\"fill0\"/></pattern>") == 1 && strstr(svg, "url(#m-hatch)"));
    CHECK(count(svg, "class=\"up\"") == 1 && strstr(svg, "調整中") && strstr(svg, "（百万円）"));
}

TEST(the_years_of_a_period_without_end_are_an_arrow)
{
    Ctx     *c = test_ctx();
    Html     h = { c->mem, buf_in(c->mem) };
    PlotMark a[] = { { .kind = MARK_SPAN, .from = 2024, .to = 2033 } }, b[] = { { .kind = MARK_OPEN_SPAN, .from = 2024, .text = "終了時期未定" } },
             d[] = { { .kind = MARK_DUE, .from = 2026 }, { .kind = MARK_PLAN, .from = 2027, .wrong = true } };
    PlotLane lanes[] = { { "表紙", a, 1 }, { "評価票", b, 1 }, { "中間評価", d, 2 } };
    plot_time(&h, &(PlotTime){ .id = "t", .title = "題", .desc = "説明", .from = 2023, .to = 2034, .now = 2026, .now_text = "今年度", .lanes = lanes, .n = 3, .japanese = true });
    const char *svg = buf_text(h.out);
    CHECK(count(svg, "class=\"span\"") == 3); /* two bars and the arrow head */
    CHECK(count(svg, "class=\"due\"") == 1 && count(svg, "class=\"plan\"") == 1 && count(svg, "class=\"wrong\"") == 1);
    CHECK(strstr(svg, "今年度") && strstr(svg, "令和8"));
}
