/* schedule.c -- due by rule as a pure function, and joined with what papers say.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "engine/schedule.h"
#include "format/json.h"

static const json_t *
due_of(Ctx *c, const char *on, int from, int to, int64_t total, const char *object)
{
    Rules r;
    CHECK(rules_load(c, on, &r));
    return schedule_due(c, &r, &(ScheduleOf){ from, to, total, 0, object });
}

/* "2026 2029": the years at which evaluations of a type are due. */
static const char *
years(Ctx *c, const json_t *rows, const char *type)
{
    const char *s = "";
    size_t      i;
    json_t     *x;
    json_array_foreach(rows, i, x)
        if (strcmp(json_text(x, "type"), type) == 0)
            s = arena_fmt(c->mem, "%s%s%lld", s, *s ? " " : "", (long long)json_int(x, "fy", 0));
    return s;
}

TEST(evaluations_fall_due_by_period_total_and_object)
{
    Ctx          *c = test_ctx();
    const json_t *five = due_of(c, "2023-08", 2024, 2028, 6000000000, "task");
    CHECK_STR(years(c, five, "ex-ante"), "2023");
    CHECK_STR(years(c, five, "interim"), "2026");
    CHECK_STR(years(c, five, "ex-post"), "2028");
    CHECK_STR(years(c, five, "follow-up-survey"), "2029 2030 2032 2034");
    CHECK_STR(years(c, five, "national-council"), "");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 2027, -1, "task"), "interim"), "");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 2033, 29999999999, "task"), "interim"), "2026 2029 2032");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 0, 0, "task"), "interim"), "2026 2029 2032");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 0, 0, "task"), "ex-post"), "0");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 0, 0, "programme"), "interim"), "2028 2033");
    CHECK_STR(years(c, due_of(c, "2023-08", 2024, 2033, 30000000000, "task"), "national-council"), "2023 2025 2033");
    CHECK(json_array_size(due_of(c, "2023-08", 0, 0, 0, "task")) == 0);
}

TEST(a_due_evaluation_cites_the_rule_of_its_day)
{
    Ctx          *c = test_ctx();
    const json_t *now = due_of(c, "2023-08", 2024, 2028, -1, "task"), *then = due_of(c, "2015-08", 2016, 2020, -1, "task");
    CHECK_STR(json_text(json_array_get(now, 0), "rule.source"),
              "文部科学省における研究及び開発に関する評価指針（平成14年6月20日 文部科学大臣決定、平成29年4月1日最終改定） 評価の実施時期");
    CHECK_STR(json_text(json_array_get(then, 0), "rule.source"),
              "文部科学省における研究及び開発に関する評価指針（平成14年6月20日 文部科学大臣決定、平成29年4月1日改定前） 評価の実施時期");
}

static json_t *
paper(Ctx *c, json_t *evaluations, int to)
{
    return json_keep(c->mem, json_pack("{s{ss} s{ss ss ss ss} s{si si} s[{ss si si}] s{si} so}", "report", "date", "2023-08", "form", "type", "ex-ante", "title", "事前評価票",
                                       "as_of", "2023-08", "as_of_text", "(令和5年8月現在)", "period", "from_fy", 2024, "to_fy", to, "periods", "place", "cover",
                                       "from_fy", 2024, "to_fy", to, "total", "yen", 0, "evaluations", evaluations));
}

static json_t *
said(const char *type, int fy, const char *rule, const char *place)
{
    return json_pack("{ss so ss ss ss}", "type", type, "fy", fy ? json_integer(fy) : json_null(), "rule", rule, "place", place, "text", "予定");
}

static const char *
states(Ctx *c, json_t *record, const char *type)
{
    const char *s = "";
    size_t      i;
    json_t     *x;
    json_array_foreach(schedule_of(c, record), i, x)
        if (strcmp(json_text(x, "type"), type) == 0)
            s = arena_fmt(c->mem, "%s%s%s", s, *s ? " " : "", json_text(x, "state"));
    return s;
}

TEST(plans_are_put_beside_what_is_due)
{
    Ctx *c = test_ctx();
    CHECK_STR(states(c, paper(c, json_pack("[o]", said("interim", 2026, "", "overview")), 2028), "interim"), "agrees");
    CHECK_STR(states(c, paper(c, json_pack("[o]", said("interim", 2026, "", "overview")), 2028), "ex-post"), "missing");
    CHECK_STR(states(c, paper(c, json_pack("[oo]", said("ex-post", 2029, "", "overview"), said("ex-post", 0, "end", "summary")), 2028), "ex-post"), "conflict");
    CHECK_STR(states(c, paper(c, json_pack("[o]", said("ex-post", 2032, "", "overview")), 2028), "ex-post"), "conflict");
    CHECK_STR(states(c, paper(c, json_pack("[o]", said("ex-post", 0, "end", "overview")), 2028), "ex-post"), "agrees");
    CHECK_STR(states(c, paper(c, json_array(), 2026), "interim"), "");
    CHECK_STR(states(c, paper(c, json_pack("[o]", said("interim", 2025, "", "overview")), 2026), "interim"), "agrees");
    CHECK_STR(states(c, paper(c, json_array(), 2028), "follow-up"), "undecided");
    CHECK_STR(states(c, paper(c, json_array(), 2028), "ex-ante"), "agrees");
}
