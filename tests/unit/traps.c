/* traps.c -- what an importer must survive: the 21 points of regime 6, one test each, read by hand.
 * SPDX-License-Identifier: Apache-2.0
 *
 * tests/data/traps.txt is a report of our own that holds each of them; where the founding document is at hand the same is
 * asked of it. */
#include "harness.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "exchange/evalsheet.h"
#include "format/json.h"

static json_t *
records(Ctx *c, const char *path)
{
    Buf *b = buf_in(c->mem);
    CHECK(buf_read_file(b, path, 1 << 20) == 0);
    json_t *all = evalsheet_read(c, buf_text(b), b->n);
    if (!all)
        fprintf(stderr, "  %s: %s\n", path, c->err.text);
    CHECK(all != NULL);
    return all;
}

/* Programme `i` of our report, and of the founding document (NULL when that is not here). */
static json_t *
ours(Ctx *c, size_t i)
{
    return json_array_get(records(c, "tests/data/traps.txt"), i);
}

static json_t *
seed(Ctx *c, size_t i)
{
    const char *path = shared_path(c, "data/founding/mext-ex-ante-2023-08.txt");
    if (!path)
        test_skip("the founding document is not here (../shared)");
    return path ? json_array_get(records(c, path), i) : NULL;
}

static size_t
count(const json_t *rec, const char *code, int64_t line)
{
    size_t  i, n = 0;
    json_t *f;
    json_array_foreach(json_path(rec, "findings"), i, f)
        n += strcmp(json_text(f, "code"), code) == 0 && (!line || json_int(f, "line", 0) == line);
    return n;
}

static const json_t *
member(const json_t *rec, int roster, const char *name)
{
    size_t  i;
    json_t *m;
    json_array_foreach(json_path(json_array_get(json_path(rec, "rosters"), (size_t)roster), "members"), i, m)
        if (strcmp(json_text(m, "name"), name) == 0)
            return m;
    return NULL;
}

TEST(trap_01_split_names_are_mended_by_overlap_and_kept_raw)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0), *m = member(r, 0, "小早川久美子"), *e = member(r, 0, "早乙女三千代");
    CHECK(m && !json_has(m, "family") && !json_flag(m, "participated"));
    CHECK_STR(json_text(m, "raw"), "小早川久美子\t美子※\t株式会社極光研究所代表取締役");
    CHECK_STR(json_text(m, "repaired_by"), "overlap");
    CHECK(json_number_value(json_path(m, "confidence")) < 0.7 && count(r, "IMP-ROSTER-OVERLAP", 57) == 1);
    CHECK(e && json_flag(e, "participated"));
    CHECK_STR(json_text(e, "repaired_by"), "space");
    CHECK_STR(json_text(e, "affiliation"), "南方大学学長");
    CHECK_STR(json_text(member(r, 1, "寒川 晴"), "family"), "寒川");
    const json_t *s = seed(c, 0), *k = s ? member(s, 0, "佐々木久美子") : NULL;
    CHECK(!s || (k && !json_flag(k, "participated") && count(s, "IMP-ROSTER-OVERLAP", 0) == 1));
}

TEST(trap_02_variants_of_one_affiliation_and_misprints_are_reported_not_mended)
{
    Ctx          *c = test_ctx();
    json_t       *all = records(c, "tests/data/traps.txt");
    const json_t *a = json_array_get(all, 0), *b = json_array_get(all, 1);
    CHECK_STR(json_text(member(a, 0, "氷見 仁二"), "affiliation"), "株式会社グルーヴ計測顧問");
    CHECK_STR(json_text(member(b, 0, "氷見 仁二"), "affiliation"), "株式会社グループ計測顧問");
    CHECK(count(b, "IMP-ROSTER-VARIANT", 0) == 1 && count(a, "IMP-ROSTER-VARIANT", 0) == 0);
    CHECK_STR(json_text(member(a, 0, "髙橋 德行"), "affiliation"), "西方大学プロポスト");
    CHECK(count(a, "IMP-MISPRINT", 60) == 1 && count(b, "IMP-MISPRINT", 0) == 0);
    const json_t *s = seed(c, 3);
    CHECK(!s || (count(s, "IMP-ROSTER-VARIANT", 0) == 1 && count(s, "IMP-MISPRINT", 0) == 1));
}

TEST(trap_03_a_zero_for_an_o_and_a_stray_space_are_reported)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(strstr(json_text(r, "summary"), "PS/P0による") && strstr(json_text(r, "summary"), "DD S"));
    CHECK(count(r, "IMP-MISPRINT", 115) == 3);
    const json_t *s = seed(c, 1);
    CHECK(!s || count(s, "IMP-MISPRINT", 0) == 2);
}

TEST(trap_04_marks_stand_anywhere_at_a_name)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK_STR(json_text(member(r, 0, "氷見 仁二"), "mark"), "●");
    CHECK_STR(json_text(member(r, 0, "氷見 仁二"), "role"), "分科会長代理");
    CHECK(!json_flag(member(r, 0, "氷見 仁二"), "participated"));
    CHECK_STR(json_text(member(r, 0, "霜田 正"), "role"), "分科会長");
    CHECK_STR(json_text(member(r, 1, "凍野 実"), "mark"), "◎");
    CHECK(json_flag(member(json_array_get(records(c, "tests/data/traps.txt"), 1), 0, "霜田 正"), "participated") == false);
    const json_t *s = seed(c, 0);
    CHECK(!s || strcmp(json_text(member(s, 1, "菅野 了次"), "role"), "主査") == 0);
}

TEST(trap_05_half_and_full_width_match_and_are_kept_as_printed)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK_STR(json_text(r, "period.text"), "令和 9 年度～令和 18 年度");
    CHECK(json_int(r, "period.to_fy", 0) == 2036);
    CHECK_STR(json_text(r, "views.0.no"), "(1)");
    CHECK_STR(json_text(r, "views.0.view"), "必要性");
    CHECK_STR(json_text(r, "policies.0.name"), "第 7 期科学技術・イノベーション基本計画");
    Span sp;
    CHECK(span_read(c->mem, "2024 年度 ~ 2028 年度", &sp) && sp.from == 2024 && sp.to == 2028);
    CHECK(span_read(c->mem, "２０２４年度〜２０２８年度", &sp) && sp.from == 2024 && sp.to == 2028);
    const json_t *s = seed(c, 2);
    CHECK(!s || json_int(s, "period.to_fy", 0) == 2028);
}

TEST(trap_06_old_and_new_kanji_match_and_are_kept)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(member(r, 0, "髙橋 德行") && member(r, 1, "高橋 徳行"));
    CHECK_STR(text_key(c->mem, "髙橋 德行"), text_key(c->mem, "高橋徳行"));
    CHECK_STR(text_key(c->mem, "山﨑"), text_key(c->mem, "山崎"));
    const json_t *s = seed(c, 3);
    CHECK(!s || member(s, 1, "高橋 德行"));
}

TEST(trap_07_amounts_keep_their_qualifier)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0), *d = json_path(r, "indicators.1");
    CHECK(json_int(r, "request.yen", 0) == 1200000000);
    CHECK_STR(json_text(r, "request.qualifier"), "about");
    CHECK_STR(json_text(r, "request.text"), "約12億円");
    CHECK(json_int(r, "total.yen", 0) == 30000000000);
    CHECK_STR(json_text(r, "total.text"), "300億円（10年）");
    CHECK_STR(json_text(d, "values.2023.qualifier"), "none");
    CHECK_STR(json_text(d, "values.2024.text"), "—");
    CHECK_STR(json_text(d, "values.2024.qualifier"), "none");
    CHECK_STR(json_text(d, "values.2025.qualifier"), "undecided");
    CHECK_STR(json_text(r, "budget.2.qualifier"), "pending");
    CHECK_STR(json_text(r, "budget.3.qualifier"), "at-least");
    CHECK(json_int(r, "budget.3.yen", 0) == 3000000000 && !json_has(r, "budget.2.yen"));
    CHECK(json_int(r, "indicators.0.values.2023.value", 0) == 4178);
    CHECK_STR(json_text(r, "indicators.0.values.2025.qualifier"), "about");
    const json_t *s = seed(c, 3);
    CHECK(!s || (json_int(s, "total.yen", 0) == 30000000000 && strcmp(json_text(s, "budget.4.qualifier"), "at-least") == 0));
}

TEST(trap_08_eras_and_kinds_of_years)
{
    Ctx          *c = test_ctx();
    const json_t *a = ours(c, 0), *b = ours(c, 1);
    CHECK(json_int(b, "period.from_fy", 0) == 2025 && json_int(b, "period.to_fy", 0) == 2029);
    CHECK(json_int(a, "indicators.2.columns.0.fy", 0) == 2018 && json_int(a, "indicators.2.columns.1.fy", 0) == 2019);
    CHECK_STR(json_text(a, "indicators.2.columns.0.year_kind"), "unstated");
    CHECK_STR(json_text(a, "indicators.2.columns.2.year_kind"), "fiscal");
    CHECK(json_int(a, "indicators.0.columns.0.fy", 0) == 2023); /* each table has years of its own */
    Span sp;
    CHECK(span_read(c->mem, "令和元-5年度", &sp) && sp.from == 2019 && sp.to == 2023);
    CHECK(span_read(c->mem, "H29～33年度", &sp) && sp.from == 2017 && sp.to == 2021);
    CHECK(span_read(c->mem, "2024～28年度", &sp) && sp.from == 2024 && sp.to == 2028);
    Year y;
    CHECK(year_read("平成37年度", &y) && y.year == 2025 && year_read("R1年", &y) && y.year == 2019 && year_read("昭和64年", &y) && y.year == 1989);
    const json_t *s = seed(c, 0);
    CHECK(!s || json_int(s, "indicators.2.columns.0.fy", 0) == 2018);
}

TEST(trap_09_periods_without_an_end_and_periods_that_disagree)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(json_array_size(json_path(r, "periods")) == 3 && !json_flag(r, "periods.0.open"));
    CHECK(json_flag(r, "periods.1.open") && !json_has(r, "periods.1.to_fy"));
    CHECK_STR(json_text(r, "periods.1.text"), "令和9年度～（終了時期未定）");
    CHECK(json_flag(r, "periods.2.open") && strcmp(json_text(r, "periods.2.place"), "form") == 0);
    const json_t *s = seed(c, 3);
    CHECK(!s || (json_flag(s, "periods.1.open") && json_int(s, "period.to_fy", 0) == 2033));
}

TEST(trap_10_tables_by_tabs_with_or_without_a_rule_row)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK_STR(json_text(r, "name"), "極地氷床 観測網の整備"); /* a rule row of dashes follows */
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 6); /* no heading row: the first row is a member */
    CHECK_STR(json_text(r, "rosters.0.layout"), "name-split");
    CHECK_STR(json_text(r, "rosters.1.layout"), "table");
    CHECK(json_array_size(json_path(r, "rosters.1.members")) == 5); /* the heading row is none */
    const json_t *s = seed(c, 3);
    CHECK(!s || json_array_size(json_path(s, "rosters.0.members")) == 21);
}

TEST(trap_11_empty_cells_stretched_rows_and_a_shifted_row)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(json_array_size(json_path(r, "views.0.items.1.criteria")) == 3); /* the second row has no item of its own */
    CHECK_STR(json_text(r, "views.0.items.1.criteria.1.kind"), "qualitative");
    CHECK(json_flag(r, "views.2.items.1.criteria.0.merged"));
    CHECK_STR(json_text(r, "views.2.items.1.criteria.0.text"), "体制が整備されているか");
    CHECK_STR(json_text(member(r, 1, "寒川 晴"), "role"), "臨時委員"); /* the class above stretches down */
    CHECK_STR(json_text(member(r, 1, "吹雪 まどか"), "repaired_by"), "shift");
    CHECK_STR(json_text(member(r, 1, "吹雪 まどか"), "affiliation"), "北方大学大学院 准教授");
    CHECK_STR(json_text(member(r, 1, "吹雪 まどか"), "role"), "専門委員");
    const json_t *s = seed(c, 3);
    CHECK(!s || strcmp(json_text(member(s, 1, "山室 真澄"), "role"), "臨時委員") == 0);
}

TEST(trap_12_section_numbers_inside_cells)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK_STR(json_text(r, "form.name"), "極地氷床観測網の整備");
    CHECK_STR(json_text(r, "form.period_text"), "令和9年度～");
    CHECK_STR(json_text(r, "form.plan_variant"), "plan");
    CHECK_STR(json_text(r, "plan.0.text"), "極地観測計画工程表");
    const json_t *s = seed(c, 1);
    CHECK(!s || strcmp(json_text(s, "form.name"), "スマートバイオ創薬等研究支援事業") == 0);
}

TEST(trap_13_elided_columns_groups_and_notes_of_the_right_table)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(json_flag(r, "budget.1.elided") && !json_has(r, "budget.1.fy") && json_flag(r, "budget.4.total"));
    CHECK_STR(json_text(r, "indicators.1.group"), "データの公開に向けた指標");
    CHECK_STR(json_text(r, "indicators.1.name"), "公開したデータの量（TB）");
    CHECK_STR(json_text(r, "indicators.1.unit"), "TB");
    CHECK_STR(json_text(r, "indicators.1.notes.0.kind"), "baseline");
    CHECK(json_int(r, "indicators.1.notes.0.fy", 0) == 2022);
    CHECK_STR(json_text(r, "indicators.0.notes.0.kind"), "cumulative");
    CHECK_STR(json_text(r, "indicators.0.notes.1.kind"), "reset");
    CHECK(json_int(r, "indicators.0.notes.1.fy", 0) == 2024);
    CHECK(json_array_size(json_path(r, "indicators.2.notes")) == 0); /* the note stands under the other table */
    const json_t *s = seed(c, 3);
    CHECK(!s || strcmp(json_text(s, "indicators.4.group"), "宇宙関連市場の拡大に向けた指標") == 0);
}

TEST(trap_14_html_in_cells_and_what_only_looks_like_it)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0), *b = ours(c, 1);
    CHECK(json_array_size(json_path(r, "policies")) == 2);
    CHECK_STR(json_text(r, "policies.1.name"), "極地、海洋及び寒冷地に関する基本方針");
    CHECK_STR(json_text(r, "views.1.items.0.criteria.1.text"), "データ、画像及び音の公開数");
    CHECK(strstr(json_text(r, "overall.other_text"), "<留意事項>") != NULL);
    CHECK_STR(json_text(r, "overall.other.0"), "観測点の保守を計画に入れること。");
    CHECK_STR(json_text(b, "name"), "雪氷防災の高度化");
    CHECK_STR(json_text(b, "kind"), "extended");
    const json_t *s = seed(c, 0);
    CHECK(!s || json_array_size(json_path(s, "policies")) == 4);
}

TEST(trap_15_headings_by_number_never_by_depth)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0); /* its views are headed #####, ## and ###, its sections ##, #### and ## */
    CHECK(json_array_size(json_path(r, "views")) == 3);
    CHECK_STR(json_text(r, "views.1.verdict"), "有効性は高いと評価できる。");
    CHECK(count(r, "IMP-SECTION-MISSING", 0) == 0 && count(r, "IMP-HEADING-NUMBER", 0) == 0);
    const json_t *s = seed(c, 0);
    CHECK(!s || (json_array_size(json_path(s, "views")) == 3 && count(s, "IMP-SECTION-MISSING", 0) == 0));
}

TEST(trap_16_words_cut_by_a_page_are_joined)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(strstr(json_text(r, "purpose"), "企業における利用につなげ") != NULL);
    CHECK_STR(json_text(r, "overall.other.1"), "隣国の観測網との間で観測の時刻と方法をそろえ、結果を照合すること。");
    CHECK_STR(json_text(r, "views.0.items.1.criteria.2.text"), "ハイリスク研究や学際・融合領域・領域間連携の研究の促進、若手研究者の育成に寄与するものであるか");
    CHECK(count(r, "IMP-CELL-CUT", 142) == 1);
    const json_t *s = seed(c, 1), *p3 = s ? seed(c, 2) : NULL;
    CHECK(!s || strstr(json_text(s, "summary"), "企業における創薬") != NULL);
    CHECK(!p3 || strstr(json_text(member(p3, 1, "尾上 孝雄"), "affiliation"), "／附属図書館長") != NULL);
}

TEST(trap_17_lists_are_split_as_a_proposal_and_kept_whole)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0), *n = json_path(r, "cover_indicators.0");
    CHECK(json_array_size(json_path(n, "names")) == 3);
    CHECK_STR(json_text(n, "names.1"), "警報・注意報（極地、寒冷地）の発出数"); /* the comma in brackets does not split */
    CHECK_STR(json_text(n, "text"), "予測誤差の縮小率、警報・注意報（極地、寒冷地）の発出数、海面水位の予測の利用国数");
    CHECK(json_number_value(json_path(n, "confidence")) < 0.8 && count(r, "IMP-LIST-SPLIT", 0) == 1);
    CHECK(json_array_size(json_path(r, "cover_indicators.1.names")) == 2);
    CHECK(json_array_size(json_path(r, "views.0.items.0.criteria")) == 2);
    CHECK_STR(json_text(r, "views.0.items.0.criteria.1.text"), "他の分野に広がるものであるか。");
    const json_t *s = seed(c, 2);
    CHECK(!s || json_array_size(json_path(s, "cover_indicators.0.names")) == 4);
}

TEST(trap_18_narratives_in_another_order_find_their_item)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK_STR(json_text(r, "views.0.items.0.narrative"), "氷床の研究を導く。");
    CHECK_STR(json_text(r, "views.0.items.1.narrative"), "極地の観測は民間では行えない1。");
    CHECK_STR(json_text(r, "views.0.verdict"), "以上により、必要性は高いと評価できる。");
    CHECK(!json_has(r, "views.1.items.0.narrative"));
    const json_t *s = seed(c, 2);
    CHECK(!s || text_starts(json_text(s, "views.0.items.1.narrative"), "「統合イノベーション戦略 2023」(2023年6月9日"));
}

TEST(trap_19_a_footnote_and_its_reference_bear_different_marks)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0);
    CHECK(json_array_size(json_path(r, "footnotes")) == 1);
    CHECK_STR(json_text(r, "footnotes.0.ref"), "i");
    CHECK_STR(json_text(r, "footnotes.0.text"), "i 南極条約による。");
    CHECK(count(r, "IMP-FOOTNOTE-MARK", 192) == 1);
    CHECK(strstr(json_text(r, "overall.other_text"), "南極条約") == NULL);
    const json_t *s = seed(c, 0);
    CHECK(!s || count(s, "IMP-FOOTNOTE-MARK", 0) == 1);
}

TEST(trap_20_each_programme_of_a_file_has_its_own_papers)
{
    Ctx    *c = test_ctx();
    json_t *all = records(c, "tests/data/traps.txt"), *a = json_array_get(all, 0), *b = json_array_get(all, 1);
    CHECK(json_array_size(all) == 2);
    CHECK(json_array_size(json_path(a, "rosters")) == 2 && json_array_size(json_path(b, "rosters")) == 1);
    CHECK(json_flag(member(a, 0, "霜田 正"), "participated") && !json_flag(member(b, 0, "霜田 正"), "participated"));
    CHECK(!json_flag(member(a, 0, "氷見 仁二"), "participated") && json_flag(member(b, 0, "氷見 仁二"), "participated"));
    CHECK_STR(json_text(b, "report.title"), "文部科学省事前評価書"); /* printed once, in front of both */
    CHECK_STR(json_text(b, "report.result_title"), "雪氷に関する 研究開発課題の事前評価結果");
    CHECK(json_int(b, "form.source.line_from", 0) > json_int(a, "form.source.line_to", 0));
    const json_t *s = seed(c, 1);
    CHECK(!s || !json_flag(member(s, 0, "林 隆之"), "participated"));
}

TEST(trap_21_contradictions_come_in_as_they_are)
{
    Ctx          *c = test_ctx();
    const json_t *r = ours(c, 0), *b = ours(c, 1);
    CHECK_STR(json_text(r, "name"), "極地氷床 観測網の整備");
    CHECK_STR(json_text(r, "form.name"), "極地氷床観測網の整備");
    CHECK_STR(json_text(r, "overall.remarks_state"), "blank"); /* cited in (1), yet empty */
    CHECK(strstr(json_text(r, "overall.summary"), "(3) 及び (4)") != NULL);
    CHECK_STR(json_text(b, "overall.remarks_state"), "none-stated");
    CHECK(json_int(b, "evaluations.1.fy", 0) == 2030); /* against the last year in the summary */
    CHECK_STR(json_text(b, "evaluations.3.rule"), "end");
    CHECK_STR(json_text(r, "form.as_of"), "2026-07");
    CHECK_STR(json_text(r, "report.date"), "2026-08");
    const json_t *s = seed(c, 2);
    CHECK(!s || (json_int(s, "evaluations.1.fy", 0) == 2029 && strcmp(json_text(s, "evaluations.3.rule"), "end") == 0));
}
