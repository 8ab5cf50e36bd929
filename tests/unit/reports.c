/* reports.c -- reports of our own in other forms, layouts, line breaks and encodings, against readings by hand.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "exchange/lines.h"
#include "exchange/record_check.h"
#include "format/json.h"

static const char *
file(Ctx *c, const char *name)
{
    Buf *b = buf_in(c->mem);
    CHECK(buf_read_file(b, arena_fmt(c->mem, "tests/data/%s", name), 1 << 20) == 0);
    return buf_text(b);
}

static json_t *
read_text(Ctx *c, const char *text)
{
    json_t *all = evalsheet_read(c, text, strlen(text));
    if (!all)
        fprintf(stderr, "  %s\n", c->err.text);
    CHECK(all && records_check(c, "test", all));
    return all;
}

static json_t *
report(Ctx *c, const char *name)
{
    return json_array_get(read_text(c, file(c, name)), 0);
}

static bool
found(const json_t *rec, const char *code)
{
    size_t  i;
    json_t *f;
    json_array_foreach(json_path(rec, "findings"), i, f)
        if (strcmp(json_text(f, "code"), code) == 0)
            return true;
    return false;
}

TEST(an_interim_report)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "interim.txt");
    CHECK_STR(json_text(r, "name"), "深海生物資源の探索と利用");
    CHECK_STR(json_text(r, "form.type"), "interim");
    CHECK_STR(json_text(r, "form.as_of"), "2018-07");
    CHECK_STR(json_text(r, "report.result_title"), "深海生物資源に関する 研究開発課題の中間評価結果");
    CHECK_STR(json_text(r, "report.council"), "科学技術・学術審議会");
    CHECK_STR(json_text(r, "report.body"), "研究計画・評価分科会");
    CHECK_STR(json_text(r, "committee"), "海洋フロンティア委員会");
    CHECK(json_int(r, "period.from_fy", 0) == 2016 && json_int(r, "period.to_fy", 0) == 2020);
    CHECK(!json_has(r, "request") && !json_has(r, "objectives"));
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 4 && !json_flag(r, "rosters.0.members.3.participated"));
    CHECK_STR(json_text(r, "rosters.0.members.1.role"), "主査代理");
    CHECK_STR(json_text(r, "rosters.0.members.3.name"), "浦島 竜之介");
    CHECK(json_int(r, "evaluations.0.fy", 0) == 2018 && json_int(r, "evaluations.1.fy", 0) == 2021);
    CHECK_STR(json_text(r, "overview.necessity"), "深海の酵素は産業上の価値が高く、継続することが妥当である。");
    CHECK_STR(json_text(r, "overview.organisation"), "代表機関：第三大学\n分担機関：海洋計測研究所、磯部水産株式会社");
    CHECK(found(r, "IMP-FORM-NEAREST") && !found(r, "IMP-SECTION-MISSING"));
}

TEST(an_interim_report_states_money_by_year_and_state)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "interim.txt"), *b = json_path(r, "budget");
    CHECK(json_array_size(b) == 8);
    CHECK_STR(json_text(r, "overview.budget_unit"), "百万円");
    CHECK(json_int(b, "1.yen", 0) == 1200000000 && json_int(b, "1.fy", 0) == 2017);
    CHECK_STR(json_text(b, "1.state"), "budget");
    CHECK_STR(json_text(b, "3.qualifier"), "about");
    CHECK(json_int(b, "3.yen", 0) == 2450000000 && json_flag(b, "3.total"));
    CHECK(json_int(b, "4.yen", 0) == 448500000);
    CHECK_STR(json_text(b, "4.state"), "executed");
    CHECK_STR(json_text(b, "6.qualifier"), "none");
}

TEST(an_interim_report_judges_items_and_answers_remarks)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "interim.txt"), *i = json_path(r, "views.0.items");
    CHECK(json_array_size(json_path(r, "views")) == 3 && json_array_size(i) == 2);
    CHECK_STR(json_text(i, "0.grade"), "A");
    CHECK_STR(json_text(i, "0.done"), "食品と洗剤の企業が関心を示している。");
    CHECK_STR(json_text(i, "0.judgement"), "以上から、基準を満たすと評価できる。");
    CHECK_STR(json_text(i, "1.done"), "深海の航海は国の船で行った。");
    CHECK_STR(json_text(i, "1.judgement"), "民間では行えず、国が行う必要がある。");
    CHECK_STR(json_text(i, "1.code"), "public-money");
    CHECK_STR(json_text(r, "views.1.items.0.judgement"), "目標の20件を超えており、有効性は高いと評価できる。");
    CHECK_STR(json_text(r, "results.progress"), "採取は計画どおりに進み、酵素の評価は半年早い。\n企業への受渡しも始まった。");
    CHECK(json_array_size(json_path(r, "remark_pairs")) == 2);
    CHECK_STR(json_text(r, "remark_pairs.0.remark"), "企業の参画を早めること。");
    CHECK_STR(json_text(r, "remark_pairs.0.answer"), "２年目から２社が加わった。\nさらに１社と協議している。");
    CHECK_STR(json_text(r, "direction"), "continue");
    CHECK_STR(json_text(r, "direction_text"), "本課題は「継続」する。");
    CHECK_STR(json_text(r, "direction_reason"), "計画以上に進んでいる。中止や方向転換の要因はない。");
    CHECK(json_array_size(json_path(r, "overall.other")) == 2 && json_int(r, "sources.direction_text.line_from", 0) == 134);
}

TEST(an_interim_report_keeps_the_tables_of_indicators)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "interim.txt"), *i = json_path(r, "indicators");
    CHECK(json_array_size(i) == 3 && json_array_size(json_path(r, "plan")) == 4 && json_array_size(json_path(r, "policies")) == 2);
    CHECK_STR(json_text(r, "policies.1.decided"), "2016-01-22");
    CHECK_STR(json_text(i, "0.unit"), "点");
    CHECK(json_int(i, "0.values.2015.value", 0) == 120 && json_array_size(json_path(i, "0.columns")) == 3);
    CHECK_STR(json_text(i, "1.unit"), "回");
    CHECK_STR(json_text(i, "1.notes.0.kind"), "note");
    CHECK(json_int(i, "2.values.2017.value", 0) == 2 && json_array_size(json_path(i, "2.notes")) == 0);
    CHECK_STR(json_text(i, "2.columns.0.year_kind"), "fiscal");
}

TEST(an_ex_post_report)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "ex-post.txt");
    CHECK_STR(json_text(r, "name"), "雲粒の三次元観測");
    CHECK_STR(json_text(r, "form.type"), "ex-post");
    CHECK_STR(json_text(r, "report.council"), "科学技術・学術審議会");
    CHECK_STR(json_text(r, "report.body"), "研究計画・評価分科会");
    CHECK_STR(json_text(r, "rosters.0.body"), "大気観測委員会");
    CHECK_STR(json_text(r, "rosters.0.layout"), "headed");
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 5);
    CHECK_STR(json_text(r, "rosters.0.members.1.affiliation"), "気象計測株式会社取締役／第五大学客員教授、気象データ活用推進協議会理事");
    CHECK_STR(json_text(r, "rosters.0.members.2.given"), "Schmidt");
    CHECK(!json_flag(r, "rosters.0.members.3.participated"));
    CHECK_STR(json_text(r, "rosters.0.members.4.role"), "専門委員");
    CHECK_STR(json_text(r, "evaluations.2.type"), "follow-up");
    CHECK(json_int(r, "evaluations.2.fy", 0) == 2032);
    CHECK_STR(json_text(r, "evaluations.3.rule"), "end+3");
    CHECK(json_int(r, "budget.8.yen", 0) == 190000000);
    CHECK_STR(json_text(r, "results.attainment"), "所期の目標はすべて達成した。");
    CHECK_STR(json_text(r, "overall.result"), "三次元の観測を世界で初めて行い、所期の目標を達成した。");
    CHECK_STR(json_text(r, "prospects"), "観測装置を海外に広げる。");
    CHECK_STR(json_text(r, "overall.other_state"), "none-stated");
}

TEST(an_ex_post_report_with_pipes_and_a_fourth_view)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "ex-post.txt"), *v = json_path(r, "views");
    CHECK(json_array_size(v) == 4 && found(r, "IMP-VIEW-UNKNOWN"));
    CHECK_STR(json_text(v, "3.view"), "国際性");
    CHECK_STR(json_text(v, "3.no"), "④");
    CHECK_STR(json_text(v, "3.items.0.judgement"), "おおむね達成した。");
    CHECK_STR(json_text(v, "0.items.1.done"), "論文41本、特許3件。");
    CHECK(json_array_size(json_path(v, "0.items.1.criteria")) == 2);
    CHECK_STR(json_text(v, "0.items.1.criteria.1.text"), "特許数");
    CHECK(json_array_size(json_path(r, "policies")) == 2 && !json_has(r, "policies.1.decided"));
    CHECK(json_array_size(json_path(r, "remark_pairs")) == 3 && !json_has(r, "remark_pairs.2.answer"));
    CHECK_STR(json_text(r, "remark_pairs.1.answer"), "連絡会を年2回開いた。\nデータを渡した。");
    CHECK(json_int(r, "indicators.0.values.2029.value", 0) == 51);
}

TEST(a_paper_in_columns_of_spaces)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "layout.txt"); /* as pdftotext -layout prints it */
    CHECK_STR(json_text(r, "name"), "火山観測の自動化");
    CHECK(json_int(r, "request.yen", 0) == 1500000000 && json_int(r, "total.yen", 0) == 7500000000);
    CHECK_STR(json_text(r, "chief"), "火口 太郎");
    CHECK_STR(json_text(r, "overview.purpose"), "火山の観測を自動化し、噴火の前の小さな変化を捉える。山頂に人が行かなくても観測が続くようにする。");
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 4 && !json_flag(r, "rosters.0.members.2.participated"));
    CHECK_STR(json_text(r, "rosters.0.members.1.name"), "浅間 正");
    CHECK_STR(json_text(r, "rosters.0.members.1.affiliation"), "国立研究開発法人火山研究機構 観測部門上席研究員");
    CHECK(json_array_size(json_path(r, "budget")) == 5 && json_int(r, "budget.1.yen", 0) == 1500000000 && json_flag(r, "budget.2.elided"));
    CHECK_STR(json_text(r, "plan.1.label"), "プランを推進するにあたっての大目標");
    CHECK_STR(json_text(r, "policies.1.decided"), "2026-03-26");
    CHECK_STR(json_text(r, "indicators.1.name"), "自動の観測点によって得られた警報の数");
    CHECK_STR(json_text(r, "indicators.0.table_label"), "プログラム全体に関連する アウトプット指標");
    CHECK(json_int(r, "indicators.1.values.2025.value", 0) == 12 && json_array_size(json_path(r, "indicators.2.columns")) == 3);
    CHECK_STR(json_text(r, "views.0.items.0.item"), "社会的・経済的意義"); /* its label stands between its two rows */
    CHECK(json_array_size(json_path(r, "views.0.items.0.criteria")) == 3);
    CHECK_STR(json_text(r, "views.0.items.0.criteria.2.kind"), "quantitative");
    CHECK_STR(json_text(r, "views.0.items.1.item"), "国費を用いた研究開発としての意義");
    CHECK_STR(json_text(r, "views.0.items.1.criteria.0.text"), "国が行う必要があるか。また、民間では行えないものであるか。");
    CHECK_STR(json_text(r, "overall.remarks.1"), "隣の県と、観測で得られたデータをどのように分け合うかを事業の始まる前に決めておくこと。");
    CHECK_STR(json_text(r, "evaluations.3.rule"), "end+1");
    CHECK(!found(r, "IMP-SECTION-MISSING") && !found(r, "IMP-ITEMS-MISSING"));
}

TEST(columns_of_full_width_spaces)
{
    Ctx    *c = test_ctx();
    RawText t;
    CHECK(lines_read(c, "名簿\n◎山田　一郎　第一大学教授\n川口　花子　第二大学准教授\n\n本文は　一つだけ空けても表ではない。\n", &t));
    CHECK_STR(t.v[1].s, "◎山田\t一郎\t第一大学教授");
    CHECK_STR(t.v[2].s, "川口\t花子\t第二大学准教授");
    CHECK_STR(t.v[4].s, "本文は　一つだけ空けても表ではない。");
    CHECK(lines_read(c, "年度　　　　　　R8　　R9\n概算要求予定額　12億円　10億円\n", &t));
    CHECK_STR(t.v[0].s, "年度\tR8\tR9");
    CHECK_STR(t.v[1].s, "概算要求予定額\t12億円\t10億円");
    CHECK(lines_read(c, "a\tb\n年度      R8\n概算要求   12億円\n", &t)); /* a paper with TABs is left alone */
    CHECK_STR(t.v[1].s, "年度      R8");
}

TEST(a_paper_wrapped_at_40_columns)
{
    Ctx          *c = test_ctx();
    const json_t *r = report(c, "wrapped.txt");
    CHECK_STR(json_text(r, "objectives"), "全国の河川の水温を毎時間測り、上流から下流までの変化を地図の上で誰もが見られるようにする。");
    CHECK_STR(json_text(r, "purpose"), "全国の河川の水温を毎時間測り、上流から下流までの変化を地図の上で誰もが見られるようにする。また、測った値を（国の機関に限らず）誰もが使えるようにする。\n"
                                       "この目的のために、観測器の費用を下げる。");
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 3);
    CHECK_STR(json_text(r, "rosters.0.members.1.affiliation"), "国立研究開発法人水環境研究所上席研究員・第二大学大学院客員教授");
    CHECK(json_int(r, "request.yen", 0) == 980000000 && json_int(r, "period.to_fy", 0) == 2031);
    CHECK(json_array_size(json_path(r, "budget")) == 4 && json_int(r, "budget.3.yen", 0) == 4900000000);
    CHECK_STR(json_text(r, "indicators.0.name"), "橋を使った観測点の数（国の機関が置いたもの）");
    CHECK_STR(json_text(r, "indicators.0.notes.0.text"), "※R7年は集計の途中であるため、次の評価のときに改めて示すこととする。");
    CHECK_STR(json_text(r, "views.0.items.0.criteria.0.text"), "河川の水温の変化から、魚や農業への影響を早く知ることができるか。");
    CHECK_STR(json_text(r, "overall.policy"), "水循環基本計画が掲げる「健全な水循環の維持」に貢献することが見込まれる。");
    CHECK(json_array_size(json_path(r, "overall.remarks")) == 2);
    CHECK(json_int(r, "sources.purpose.line_to", 0) > json_int(r, "sources.purpose.line_from", 0) + 3);
}

static const char *
fold(Arena *mem, const char *text, int width)
{
    Buf *b = buf_in(mem);
    int  x = 0;
    for (const char *p = text; *p;) {
        const char *at = p;
        char        one[5] = "";
        text_next(&p);
        memcpy(one, at, (size_t)(p - at));
        int w = *at == '\t' ? 1 : text_columns(one);
        if (*at != '\n' && x + w > width) {
            buf_char(b, '\n');
            x = 0;
        }
        x = *at == '\n' ? 0 : x + w;
        buf_add(b, one);
    }
    return buf_text(b);
}

static json_t *
bare(const json_t *j)
{
    const char *k;
    json_t     *v, *out;
    size_t      i;
    if (json_is_object(j)) {
        out = json_object();
        json_object_foreach(j, k, v)
            if (strcmp(k, "source") != 0 && strcmp(k, "sources") != 0 && strcmp(k, "raw") != 0 && strcmp(k, "findings") != 0)
                json_object_set_new(out, k, bare(v));
        return out;
    }
    if (!json_is_array(j))
        return json_share(j);
    out = json_array();
    json_array_foreach(j, i, v) json_array_append_new(out, bare(v));
    return out;
}

static const char *
same_form(Ctx *c, const json_t *rec)
{
    return json_canonical(c->mem, json_keep(c->mem, bare(rec)));
}

TEST(a_paper_broken_at_any_margin_is_the_same_record)
{
    static const int widths[] = { 30, 36, 40, 41, 44, 50, 56, 64, 72, 80, 100 };
    Ctx        *c = test_ctx();
    const char *text = file(c, "plain.txt"), *want = same_form(c, read_text(c, text));
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (strcmp(same_form(c, read_text(c, fold(c->mem, text, widths[i]))), want) != 0) {
            fprintf(stderr, "  margin %d\n", widths[i]);
            CHECK(false && "the same record");
        }
}

TEST(any_line_end_and_encoding_is_the_same_record)
{
    Ctx        *c = test_ctx();
    const char *text = file(c, "plain.txt"), *want = same_form(c, read_text(c, text));
    const char *crlf = text_replace(c->mem, text, "\n", "\r\n"), *bom = arena_fmt(c->mem, "\xEF\xBB\xBF%s", crlf);
    const char *kinds[] = { text, crlf, text_replace(c->mem, text, "\n", "\r"), bom };
    Intake      in;
    for (size_t i = 0; i < 4; i++) {
        CHECK(intake_read(c, "a.txt", kinds[i], strlen(kinds[i]), &in));
        CHECK_STR(same_form(c, read_text(c, in.text)), want);
    }
    static const char *const encodings[] = { "cp932", "utf16le", "utf16be-bom" };
    for (size_t i = 0; i < 3; i++) {
        Buf *b = buf_in(c->mem);
        CHECK(buf_read_file(b, arena_fmt(c->mem, "tests/data/plain.%s", encodings[i]), 1 << 20) == 0);
        CHECK(intake_read(c, "a.txt", b->p, b->n, &in));
        CHECK_STR(same_form(c, read_text(c, in.text)), want);
    }
}

TEST(many_programmes_and_forms_in_one_file)
{
    Ctx    *c = test_ctx();
    json_t *all = read_text(c, arena_fmt(c->mem, "%s\n%s\n%s\n%s", file(c, "interim.txt"), file(c, "traps.txt"), file(c, "ex-post.txt"), file(c, "report.txt")));
    static const char *const names[] = { "深海生物資源の探索と利用", "極地氷床 観測網の整備", "雪氷防災の高度化", "雲粒の三次元観測", "海底観測網の高度化" };
    static const char *const types[] = { "interim", "ex-ante", "ex-ante", "ex-post", "ex-ante" };
    CHECK(json_array_size(all) == 5);
    for (size_t i = 0; i < 5; i++) {
        CHECK_STR(json_text(json_array_get(all, i), "name"), names[i]);
        CHECK_STR(json_text(json_array_get(all, i), "form.type"), types[i]);
        CHECK(!found(json_array_get(all, i), "IMP-SECTION-MISSING"));
    }
    CHECK_STR(json_text(json_array_get(all, 3), "overall.other_state"), "none-stated");
    CHECK(json_array_size(json_path(json_array_get(all, 0), "overall.other")) == 2); /* nothing of the next paper hangs on it */
    CHECK(json_array_size(json_path(json_array_get(all, 4), "rosters")) == 1);
}

TEST(one_list_in_front_of_several_programmes)
{
    Ctx        *c = test_ctx();
    const char *a = file(c, "interim.txt"), *body = strstr(a, "深海生物資源の探索と利用の概要");
    json_t     *all = read_text(c, arena_fmt(c->mem, "%s\n%s", a, text_replace(c->mem, body, "深海生物資源の探索と利用", "海底の泥の利用")));
    const json_t *second = json_array_get(all, 1);
    CHECK(json_array_size(all) == 2);
    CHECK_STR(json_text(second, "name"), "海底の泥の利用");
    CHECK(json_array_size(json_path(second, "rosters.0.members")) == 4 && found(second, "IMP-ROSTER-SHARED"));
    CHECK_STR(json_text(second, "report.date"), "2018-08");
    CHECK_STR(json_text(second, "committee"), "海洋フロンティア委員会");
}

TEST(headings_that_lost_their_numbers_or_bear_others)
{
    Ctx        *c = test_ctx();
    const char *t = file(c, "report.txt");
    t = text_replace(c->mem, t, "（２）目的", "目的");
    t = text_replace(c->mem, t, "５．総合評価", "Ⅴ．総合評価");
    t = text_replace(c->mem, t, "（１）評価概要", "①評価概要");
    const json_t *r = json_array_get(read_text(c, t), 0);
    CHECK_STR(json_text(r, "purpose"), "観測の空白をなくす。");
    CHECK_STR(json_text(r, "overall.summary"), "実施すべきである。中間評価は3年目に行う。");
    CHECK(found(r, "IMP-HEADING-NUMBER"));
}

TEST(a_choice_must_be_one)
{
    Ctx        *c = test_ctx();
    const char *t = file(c, "interim.txt");
    const json_t *r = json_array_get(read_text(c, text_replace(c->mem, t, "「継続」する", "「継続」、「中止」、「方向転換」する")), 0);
    CHECK(!json_has(r, "direction") && found(r, "IMP-CHOICE-UNCLEAR"));
    r = json_array_get(read_text(c, text_replace(c->mem, t, "「継続」する", "継続、○中止、方向転換とする")), 0);
    CHECK_STR(json_text(r, "direction"), "stop");
    r = json_array_get(read_text(c, text_replace(c->mem, t, "本課題は「継続」する。\n理由：", "方向転換する。\n")), 0);
    CHECK_STR(json_text(r, "direction"), "change");
    CHECK(text_starts(json_text(r, "direction_reason"), "計画以上に"));
}

TEST(pairs_of_remarks_by_number)
{
    Ctx        *c = test_ctx();
    const char *t = file(c, "interim.txt"), *from = strstr(t, "＜指摘事項＞"), *to = strstr(t, "（５）今後");
    const char *pairs = "【指摘事項】\n①参画を早めること。\n②公開すること。\n【対応状況】\n①２社が加わった。\n②公開した。\n表も出した。\n\n";
    const json_t *r = json_array_get(read_text(c, arena_fmt(c->mem, "%.*s%s%s", (int)(from - t), t, pairs, to)), 0);
    CHECK(json_array_size(json_path(r, "remark_pairs")) == 2);
    CHECK_STR(json_text(r, "remark_pairs.0.answer"), "２社が加わった。");
    CHECK_STR(json_text(r, "remark_pairs.1.remark"), "公開すること。");
    CHECK_STR(json_text(r, "remark_pairs.1.answer"), "公開した。\n表も出した。");
    r = json_array_get(read_text(c, arena_fmt(c->mem, "%.*s＜指摘事項＞\n特になし\n＜対応状況＞\n－\n\n%s", (int)(from - t), t, to)), 0);
    CHECK(json_array_size(json_path(r, "remark_pairs")) == 0);
    CHECK_STR(json_text(r, "remark_pairs_state"), "none-stated");
    r = json_array_get(read_text(c, arena_fmt(c->mem, "%.*s%s", (int)(from - t), t, to)), 0);
    CHECK_STR(json_text(r, "remark_pairs_state"), "blank");
}

/* Sentences in place of the report's purpose: "kind name|period" each, or "" when the paper only names a programme. */
static void
kin(const char *sentence, const char *expected)
{
    Ctx          *c = test_ctx();
    char         *text = text_replace(c->mem, file(c, "report.txt"), "観測の空白をなくす。", arena_fmt(c->mem, "観測の空白をなくす。%s", sentence));
    const json_t *x = json_path(json_array_get(read_text(c, text), 0), "lineage");
    Buf          *b = buf_in(c->mem);
    size_t        i;
    json_t       *k;
    CHECK(strstr(text, sentence) != NULL);
    json_array_foreach(x, i, k)
        buf_fmt(b, "%s%s %s|%s", i ? ";" : "", json_text(k, "kind"), json_text(k, "name"), json_text(k, "period_text"));
    CHECK_STR(buf_text(b), expected);
}

TEST(kinship_of_programmes_is_read_by_words)
{
    kin("「海底観測基盤事業」（平成28年度～令和2年度、以下「基盤事業」という。）を実施してきた。", "predecessor 海底観測基盤事業|平成28年度～令和2年度");
    kin("本事業は、前身である『海の基盤プロジェクト』の後に始まる。", "predecessor 海の基盤プロジェクト|");
    kin("前身である海底観測基盤事業（平成28年度から）では", "predecessor 海底観測基盤事業|平成28年度から");
    kin("終了後は、後継の「海底防災プログラム」で続ける。", "successor 海底防災プログラム|");
    kin("令和8年度に「津波観測事業」と統合し、「地震観測事業」の成果を使う。", "merged 津波観測事業|;predecessor 地震観測事業|");
    kin("「海底観測基盤事業」の成果を使い、「海底観測基盤事業」を発展させる。", "predecessor 海底観測基盤事業|");
    /* named, or nothing of the kind: no kinship */
    kin("「津波観測事業」や「統合イノベーション戦略」と連携する。", "");
    kin("「海底観測網の高度化事業化」を発展させる。", "");
    kin("前身である研究会の事業化の検討を受けた。", "");
    kin("「とじない事業の成果を", "");
}
