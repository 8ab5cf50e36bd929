/* check.c -- each check on a record of our own: found where it must be, silent where it must not.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "engine/check.h"
#include "exchange/evalsheet.h"
#include "format/json.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The report of our own as a record of its own that a test may change. */
static json_t *
sound(Ctx *c)
{
    Buf *b = buf_in(c->mem);
    CHECK(buf_read_file(b, "tests/data/report.txt", 1 << 20) == 0);
    return json_keep(c->mem, json_deep_copy(json_array_get(evalsheet_read(c, buf_text(b), b->n), 0)));
}

static const json_t *
finding(const json_t *all, const char *code)
{
    size_t  i;
    json_t *f;
    json_array_foreach(all, i, f)
        if (strcmp(json_text(f, "code"), code) == 0)
            return f;
    return NULL;
}

static bool
found(Ctx *c, const json_t *rec, const char *code)
{
    const json_t *all = check_record(c, rec);
    CHECK(ok(c));
    return finding(all, code) != NULL;
}

static void
set_text(json_t *rec, const char *path, const char *name, const char *value)
{
    json_object_set_new(*path ? json_path(rec, path) : rec, name, json_string(value));
}

TEST(periods_and_years_told_in_words)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c);
    CHECK(!found(c, r, "CHK-PERIOD") && !found(c, r, "CHK-DURATION") && !found(c, r, "CHK-NAME"));
    set_text(r, "overall", "summary", "支援期間が４年を想定している。");
    CHECK(found(c, r, "CHK-DURATION"));
    set_text(r, "overall", "summary", "支援期間が 5 年を想定している。中間評価は3年目に行う。");
    CHECK(!found(c, r, "CHK-DURATION"));
    set_text(r, "", "cost_effect", "国費総額60億円（６年）に見合う。");
    CHECK(found(c, r, "CHK-DURATION"));
    set_text(r, "form", "name", "海底観測網の強化");
    CHECK(found(c, r, "CHK-NAME"));
    set_text(r, "form", "name", "海底観測網 の高度化");
    CHECK(!found(c, r, "CHK-NAME"));
}

static json_t *
evaluation(const char *type, int fy, const char *place)
{
    return json_pack("{ss si ss ss so so so}", "type", type, "fy", fy, "place", place, "text", "評価の予定", "rule", json_null(), "year_n", json_null(), "every_years", json_null());
}

static void
plan(json_t *r, json_t *list)
{
    json_object_set_new(r, "evaluations", list);
}

TEST(evaluations_against_rule_and_period)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c); /* 2026 to 2030: interim due 2028, ex-post 2030 */
    CHECK(!found(c, r, "CHK-EVAL-RULE") && !found(c, r, "CHK-INTERIM-MISSING") && !found(c, r, "CHK-EVAL-OUTSIDE"));
    plan(r, json_pack("[oo]", evaluation("interim", 2026, "overview"), evaluation("ex-post", 2030, "overview")));
    CHECK(found(c, r, "CHK-EVAL-RULE") && !found(c, r, "CHK-EVAL-OUTSIDE"));
    plan(r, json_pack("[o]", evaluation("ex-post", 2025, "overview")));
    CHECK(found(c, r, "CHK-EVAL-OUTSIDE") && found(c, r, "CHK-INTERIM-MISSING") && !found(c, r, "CHK-EX-POST-MISSING"));
    CHECK(found(c, r, "CHK-EVAL-NOT-IN-SUMMARY"));
    plan(r, json_pack("[o]", evaluation("interim", 2028, "summary")));
    CHECK(found(c, r, "CHK-EX-POST-MISSING") && found(c, r, "CHK-EVAL-NOT-IN-OVERVIEW") && !found(c, r, "CHK-INTERIM-MISSING"));
    plan(r, json_pack("[oo]", evaluation("interim", 2028, "overview"), evaluation("interim", 2029, "summary")));
    CHECK(found(c, r, "CHK-EVAL-YEAR"));
    plan(r, json_pack("[oo]", evaluation("interim", 2028, "overview"), evaluation("follow-up", 2033, "overview")));
    CHECK(!found(c, r, "CHK-FOLLOW-UP"));
    json_object_set_new(json_path(r, "period"), "to_fy", json_integer(2029)); /* four years: no interim is asked for */
    plan(r, json_pack("[o]", evaluation("ex-post", 2029, "overview")));
    CHECK(!found(c, r, "CHK-INTERIM-MISSING"));
}

TEST(era_and_gregorian_years_side_by_side)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c);
    set_text(r, "", "purpose", "令和6年度（2024年度）に始まり、2030年度（令和12年度）に終わる。令和5年度（2024年3月）に決まった。");
    CHECK(!found(c, r, "CHK-ERA"));
    set_text(r, "", "purpose", "令和６年度 （ 2025 年度）に始まる。");
    CHECK(found(c, r, "CHK-ERA"));
    set_text(r, "", "purpose", "2024年度（令和7年度）に始まる。");
    CHECK(found(c, r, "CHK-ERA"));
}

static json_t *
money(int fy, long long yen, const char *state, bool total)
{
    return json_pack("{so ss sI ss ss sb sb ss}", "fy", fy ? json_integer(fy) : json_null(), "label", total ? "総額" : "R", "yen", (json_int_t)yen, "qualifier", "exact",
                     "text", "x円", "elided", 0, "total", total, "state", state);
}

TEST(money_on_the_cover_and_in_the_table)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c); /* asks 1.2 billion of FY2026, total 6 billion */
    json_object_set_new(r, "budget", json_pack("[ooo]", money(2026, 1200000000, "request", false), money(2027, 4800000000, "request", false), money(0, 6000000000, "request", true)));
    CHECK(!found(c, r, "CHK-BUDGET-SUM") && !found(c, r, "CHK-BUDGET-REQUEST") && !found(c, r, "CHK-BUDGET-QUALIFIER") && !found(c, r, "CHK-BELOW-THRESHOLD"));
    json_object_set_new(r, "budget", json_pack("[ooo]", money(2026, 1300000000, "request", false), money(2027, 4800000000, "request", false), money(0, 6000000000, "request", true)));
    CHECK(found(c, r, "CHK-BUDGET-SUM") && found(c, r, "CHK-BUDGET-REQUEST"));
    json_object_set_new(r, "budget", json_pack("[oo]", money(2026, 100, "budget", false), money(2026, 101, "executed", false)));
    CHECK(found(c, r, "CHK-BUDGET-EXECUTED"));
    json_object_set_new(r, "budget", json_pack("[oo]", money(2026, 101, "budget", false), money(2026, 101, "executed", false)));
    CHECK(!found(c, r, "CHK-BUDGET-EXECUTED"));
    json_object_set_new(json_path(r, "total"), "yen", json_integer(999999999));
    CHECK(found(c, r, "CHK-BELOW-THRESHOLD") && !found(c, r, "CHK-TOTAL-UNKNOWN"));
    json_object_set_new(json_path(r, "total"), "yen", json_integer(30000000000));
    CHECK(found(c, r, "CHK-NATIONAL-COUNCIL"));
    json_object_set_new(json_path(r, "total"), "yen", json_integer(29999999999));
    CHECK(!found(c, r, "CHK-NATIONAL-COUNCIL"));
    json_object_set_new(json_path(r, "total"), "yen", json_null());
    CHECK(strstr(json_text(finding(check_record(c, r), "CHK-TOTAL-UNKNOWN"), "text"), "それだけで事前評価の義務の額に届く"));
}

static void
name_indicator(json_t *r, const char *type, const char *name)
{
    set_text(r, "indicators.0", "name", name);
    set_text(r, "indicators.0", "type", type);
}

TEST(names_of_indicators)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c);
    CHECK(!found(c, r, "CHK-COVER-TYPE") && !found(c, r, "CHK-TWO-MEASURES"));
    name_indicator(r, "outcome", "観測点数");
    CHECK(found(c, r, "CHK-COVER-TYPE") && !found(c, r, "CHK-OUTPUT-AS-OUTCOME"));
    name_indicator(r, "outcome", "観測点数及び観測日数の割合");
    CHECK(found(c, r, "CHK-ONE-NUMBER"));
    name_indicator(r, "outcome", "公的機関・大学への観測データの提供件数");
    CHECK(!found(c, r, "CHK-ONE-NUMBER") && !found(c, r, "CHK-TWO-MEASURES"));
    name_indicator(r, "outcome", "国際共著論文数");
    CHECK(!found(c, r, "CHK-OUTPUT-AS-OUTCOME"));
    name_indicator(r, "outcome", "査読付き論文数");
    CHECK(found(c, r, "CHK-OUTPUT-AS-OUTCOME"));
    name_indicator(r, "output", "海底機器の輸出額");
    CHECK(found(c, r, "CHK-OUTCOME-AS-OUTPUT"));
    json_object_set_new(json_path(r, "indicators.0"), "targets", json_pack("[{si si}]", "fy", 2030, "value", 20));
    json_object_set_new(json_path(r, "indicators.0"), "definition", json_string("稼働する観測点の数"));
    CHECK(!found(c, r, "CHK-NO-TARGET") && !found(c, r, "CHK-NO-DEFINITION"));
}

TEST(people_of_rosters)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c);
    CHECK(!found(c, r, "CHK-MEMBER-BODY") && !found(c, r, "CHK-MEMBER-TWICE"));
    CHECK(found(c, r, "CHK-QUORUM")); /* one of two takes part: not more than half */
    json_object_set_new(json_path(r, "rosters.0.members.1"), "participated", json_true());
    CHECK(!found(c, r, "CHK-QUORUM") && found(c, r, "CHK-LEGEND-UNUSED"));
    set_text(r, "rosters.0.members.1", "affiliation", "国立研究開発法人海洋研究開発機構 主任研究員");
    CHECK(!found(c, r, "CHK-MEMBER-BODY"));
    set_text(r, "", "summary", "JAMSTEC が観測点を増やす。");
    CHECK(found(c, r, "CHK-MEMBER-BODY"));
    set_text(r, "rosters.0.members.1", "affiliation", "元国立研究開発法人海洋研究開発機構理事");
    CHECK(!found(c, r, "CHK-MEMBER-BODY"));
    set_text(r, "rosters.0.members.1", "name", "山田一郎");
    CHECK(found(c, r, "CHK-MEMBER-TWICE"));
}

TEST(spellings_within_a_paper_and_beside_others)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c), *other = json_keep(c->mem, json_deep_copy(r));
    Rules   rules;
    CHECK(!found(c, r, "CHK-SPELLING"));
    set_text(r, "", "summary", "PS/POが見る。P0の意見も聞く。");
    CHECK(found(c, r, "CHK-SPELLING"));
    set_text(r, "", "summary", "プラットフォームを作り、プラットホームを使う。");
    CHECK(found(c, r, "CHK-SPELLING"));
    set_text(r, "", "summary", "モニタリングとモニダリングを行う。モニタリングを続ける。");
    CHECK_STR(json_text(finding(check_record(c, r), "CHK-SPELLING"), "readings.0"), "モニダリング");
    set_text(r, "", "summary", "SIP の DD S と DDS");
    CHECK_STR(json_text(finding(check_record(c, r), "CHK-SPELLING"), "readings.1"), "DDS");
    set_text(r, "", "summary", "観測点を増やす。");
    set_text(other, "", "name", "別の課題");
    set_text(other, "rosters.0.members.1", "affiliation", "株式会社グループノーツ会長");
    set_text(r, "rosters.0.members.1", "affiliation", "株式会社グルーヴノーツ会長");
    CHECK(check_rules(c, &rules));
    json_t *all = json_keep(c->mem, json_pack("[OO]", r, other));
    const json_t *f = check_paper(c, &rules, &(CheckPaper){ .record = r, .beside = check_beside(c, all) });
    CHECK_STR(json_text(finding(f, "CHK-SPELLING"), "readings.1"), "株式会社グループノーツ会長");
    json_object_set_new(json_path(other, "rosters.0.members.1"), "participated", json_true());
    f = check_paper(c, &rules, &(CheckPaper){ .record = r, .beside = check_beside(c, all) });
    CHECK_STR(json_text(finding(f, "CHK-MARK-DIFFERS"), "readings.0"), "川口 花子※");
    set_text(other, "report", "date", "2025-09");
    f = check_paper(c, &rules, &(CheckPaper){ .record = r, .beside = check_beside(c, all) });
    CHECK(!finding(f, "CHK-MARK-DIFFERS"));
}

/* A report of so many programmes, each with the same committee of thirty members. */
static json_t *
report_of(Ctx *c, int programmes)
{
    json_t *all = json_keep(c->mem, json_array());
    json_t *one = sound(c), *members = json_path(one, "rosters.0.members");
    for (int i = 0; i < 28; i++) {
        json_t *m = json_deep_copy(json_array_get(members, 1));
        json_object_set_new(m, "name", json_string(arena_fmt(c->mem, "委員 %d", i)));
        json_object_set_new(m, "affiliation", json_string(arena_fmt(c->mem, "第%d大学大学院工学研究科教授", i)));
        json_array_append_new(members, m);
    }
    for (int i = 0; i < programmes; i++) {
        json_t *rec = json_deep_copy(one);
        json_object_set_new(rec, "name", json_string(arena_fmt(c->mem, "課題 %d", i)));
        json_array_append_new(all, rec);
    }
    return all;
}

static double
time_of_checks(int programmes)
{
    Arena  *mem = arena_new(0);
    Ctx     c = *test_ctx();
    c.mem = mem;
    json_t *all = report_of(&c, programmes);
    clock_t from = clock();
    CHECK(json_array_size(check_records(&c, all, NULL, NULL)) == (size_t)programmes);
    double took = (double)(clock() - from) / CLOCKS_PER_SEC;
    arena_free(mem);
    return took;
}

TEST(checks_across_the_papers_of_a_report_grow_with_the_report)
{
    double few = time_of_checks(40), many = time_of_checks(400);
    if (many > 25 * few)
        fprintf(stderr, "  40 programmes %.2f s, 400 programmes %.2f s\n", few, many);
    CHECK(many <= 25 * few); /* ten times as many papers; pair by pair it was more than sixty times */
}

TEST(one_paper_of_many_that_differs_is_told_by_all_of_them)
{
    Ctx    *c = test_ctx();
    json_t *all = report_of(c, 6), *mine = json_array_get(all, 4);
    size_t  i;
    json_t *f;
    json_object_set_new(json_path(mine, "rosters.0.members.5"), "participated", json_true());
    set_text(mine, "rosters.0.members.7", "affiliation", "第5大学大字院工学研究科教授");
    set_text(json_array_get(all, 2), "report", "date", "2025-09"); /* of another month: beside none */
    set_text(json_array_get(all, 1), "", "name", "課題 4");        /* another paper of the same programme */
    json_array_foreach(check_records(c, all, NULL, NULL), i, f)
    {
        const json_t *mark = finding(f, "CHK-MARK-DIFFERS");
        CHECK(!mark == (i == 1 || i == 2));
        if (mark)
            CHECK_STR(json_text(mark, "readings.0"), i == 4 ? "委員 3" : "委員 3※");
    }
    f = json_array_get(check_records(c, all, NULL, NULL), 4);
    CHECK_STR(json_text(finding(f, "CHK-SPELLING"), "readings.1"), "第5大学大学院工学研究科教授");
}

TEST(a_paper_is_judged_by_the_rules_of_its_day)
{
    Ctx    *c = test_ctx();
    json_t *r = sound(c);
    CHECK_STR(json_text(finding(check_record(c, r), "CHK-FOLLOW-UP"), "rule.source"),
              "文部科学省における研究及び開発に関する評価指針（平成14年6月20日 文部科学大臣決定、平成29年4月1日最終改定） 追跡評価");
    set_text(r, "report", "date", "2015-08"); /* the rule on follow-up holds from April 2017 */
    CHECK(!found(c, r, "CHK-FOLLOW-UP"));
    set_text(r, "form", "type", "ex-post"); /* a new ex-post paper has no total to expect */
    json_object_set_new(json_path(r, "total"), "yen", json_null());
    CHECK(!found(c, r, "CHK-TOTAL-UNKNOWN"));
}

/* catalog/rules with one text of one file replaced: what is said against it, or "" when it is taken. */
static const char *
refusal(Ctx *c, const char *file, const char *from, const char *to)
{
    static const char *const files[] = { "shape", "regulations", "rules", "checks", "words" };
    const char *dir = test_dir(c);
    Rules r;
    for (size_t i = 0; i < 5; i++) {
        Buf *b = buf_in(c->mem);
        CHECK(buf_read_file(b, arena_fmt(c->mem, "catalog/rules/%s.yaml", files[i]), 1 << 20) == 0);
        const char *s = buf_text(b), *at = strcmp(files[i], file) == 0 ? strstr(s, from) : NULL;
        CHECK(strcmp(files[i], file) != 0 || at);
        s = at ? arena_fmt(c->mem, "%.*s%s%s", (int)(at - s), s, to, at + strlen(from)) : s;
        CHECK(file_write_whole(arena_fmt(c->mem, "%s/%s.yaml", dir, files[i]), s, strlen(s)) == 0);
    }
    const char *said = rules_read(c, dir, NULL, &r) && check_bound(c, &r) ? "" : c->err.text;
    c->err = (Err){ 0 };
    for (size_t i = 0; i < 5; i++)
        unlink(arena_fmt(c->mem, "%s/%s.yaml", dir, files[i]));
    rmdir(dir);
    return said;
}

TEST(rule_files_that_do_not_hold_together_are_refused_with_their_line)
{
    Ctx *c = test_ctx();
    c->lang = LANG_EN;
    CHECK_STR(refusal(c, "rules", "yen: 1000000000", "yen: 1000000000"), "");
    CHECK(strstr(refusal(c, "rules", "yen: 1000000000", "yen: 十億"), "rules.yaml:15: rules.0.yen: must be number, not \"十億\""));
    CHECK(strstr(refusal(c, "rules", "  - id: national-council\n", "  - id: national-council\n    colour: red\n"), "no such key \"colour\""));
    CHECK(strstr(refusal(c, "rules", "    regulation: policy-evaluation-order\n", "    regulation: nowhere\n"), "not in regulations.yaml: \"nowhere\""));
    CHECK(strstr(refusal(c, "rules", "valid: {from: \"2002-06-20\", to: \"2017-03-31\"}", "valid: {from: \"2002-06-20\", to: \"2017-04-01\"}"), "two versions hold on one day"));
    CHECK(strstr(refusal(c, "regulations", "from: \"2016-12-21\"", "from: \"2016-13-21\""), "must be day"));
    CHECK(strstr(refusal(c, "checks", "code: CHK-PERIOD", "code: CHK-PERIODS"), "checks.yaml lacks CHK-PERIOD"));
    CHECK(strstr(refusal(c, "checks", "level: error", "level: grave"), "must be error|warning|notice"));
    CHECK(strstr(refusal(c, "words", "chairs:", "chair:"), "no such key \"chair\""));
}

TEST(a_threshold_is_data)
{
    Ctx *c = test_ctx();
    CHECK_STR(refusal(c, "rules", "yen: 30000000000", "yen: 60000000000"), "");
    Rules r;
    CHECK(check_rules(c, &r) && rule_int(&r, "national-council", "yen", 0) == 30000000000);
    Rules then = rules_at(c, &r, "2001");
    CHECK(rule_int(&then, "ex-ante-threshold", "yen", 0) == 0); /* before the Act there was no such line */
    then = rules_at(c, &r, "2002-04");
    CHECK(rule_int(&then, "ex-ante-threshold", "yen", 0) == 1000000000);
}
