/* sheet_check.c -- checks of review sheets: each found where it is, and not where it only looks so; counts open the list.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "domain/permission.h"
#include "domain/portfolio.h"
#include "domain/programme.h"
#include "engine/sheet_check.h"
#include "exchange/import.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>

/* A sheet of our own; outcomes, outputs and payees as JSON, budget and execution of the year before in million yen. */
static const char *
sheet(Ctx *c, int fy, const char *group, double budget, double executed, const char *outcomes, const char *outputs, const char *payees)
{
    return arena_fmt(c->mem, "{\"ID\":1,\"事業ID\":%s,\"公開年度\":%d,\"事業名\":\"試験事業%s\",\"開始年度\":2010,\"終了年度\":null,\"府省庁\":\"文部科学省\",\"事業番号\":\"%s\",\"担当部局庁\":\"研究振興局\","
        "\"予算\":[{\"年度\":%d,\"当初予算\":%.1f,\"予算計\":%.1f,\"執行額\":%.1f},{\"年度\":%d,\"当初予算\":20.0,\"予算計\":20.0}],\"支出先\":[%s],\"アウトカム\":[%s],\"アウトプット\":[%s],\"関連する過去のレビューシート\":[]}\n",
        group, fy, group, group, fy - 1, budget, budget, executed, fy, payees, outcomes, outputs);
}

static const char *
outcome(Ctx *c, const char *name, const char *aim, const char *unit, const char *goal, int goal_fy, const char *values)
{
    return arena_fmt(c->mem, "{\"成果目標\":\"%s\",\"成果指標\":\"%s\",\"単位\":\"%s\",\"目標値\":%s,\"目標最終年度\":%s,\"成果実績\":[%s]}", aim, name, unit, *goal ? arena_fmt(c->mem, "\"%s\"", goal) : "null",
                     goal_fy ? arena_fmt(c->mem, "%d", goal_fy) : "null", values);
}

static const char OUTPUT[] = "{\"活動指標\":\"採択課題数\",\"単位\":\"件\",\"活動実績\":[{\"年度\":2017,\"活動実績\":10.0,\"当初見込み\":12.0}]}";
static const char YEARLY[] = "{\"年度\":2016,\"成果実績\":5.0,\"目標値\":6.0},{\"年度\":2017,\"成果実績\":8.0,\"目標値\":7.0}";
static const char ACTUALS[] = "{\"年度\":2016,\"成果実績\":5.0,\"目標値\":null},{\"年度\":2017,\"成果実績\":8.0,\"目標値\":null}";

static void
take(Ctx *c, const char *text)
{
    CHECK(test_import(c, "review-sheets", "a.ndjson", text));
}

static json_t *
finding(Ctx *c, const char *key, const char *code)
{
    json_t *f;
    size_t  i;
    json_array_foreach(sheet_check_programme(c, programme_find(c, key)), i, f)
        if (strcmp(json_text(f, "code"), code) == 0)
            return f;
    return NULL;
}

static int64_t
listed(Ctx *c, const char *query)
{
    return json_int(programme_found(c, &(ProgrammeAsk){ .query = query, .limit = 10 }), "total", -1);
}

TEST(a_sheet_is_told_what_is_wrong_with_it)
{
    Ctx *c = test_store();
    const char *good = outcome(c, "利用者の満足度", "満足度を高める", "％", "90", 2025, YEARLY);
    take(c, arena_fmt(c->mem, "%s%s%s%s%s%s%s%s",
        sheet(c, 2018, "1", 14, 13, good, OUTPUT, ""),
        sheet(c, 2018, "2", 14, 16, outcome(c, "研修会の開催回数（全国）", "研修を行う", "回", "4", 2020, YEARLY), OUTPUT, ""),
        sheet(c, 2018, "3", 14, 14.5, outcome(c, "導入した企業の割合", "導入を広げる", "％", "60", 2025, ACTUALS), OUTPUT, ""),
        sheet(c, 2018, "4", -3, 0, outcome(c, "認知の広がり", "認知を広げる", "人", "", 0, ACTUALS), OUTPUT, ""),
        sheet(c, 2018, "5", 14, 13, "", "", "{\"年度\":2017,\"グループ\":\"A\",\"番号\":1,\"支出先名\":\"試験株式会社\",\"業務概要\":\"運用支援\",\"支出額\":8.0},{\"年度\":2017,\"グループ\":\"A\",\"番号\":2,\"支出先名\":\"試験株式会社\",\"業務概要\":\"運用支援\",\"支出額\":8.0}"),
        sheet(c, 2018, "6", 14, 13, outcome(c, "利用率", "前年度以上とする", "％", "", 0, ACTUALS), OUTPUT, "{\"年度\":2017,\"グループ\":\"A\",\"番号\":1,\"支出先名\":\"試験株式会社\",\"業務概要\":\"運用\",\"支出額\":8.0},{\"年度\":2017,\"グループ\":\"A\",\"番号\":2,\"支出先名\":\"試験株式会社\",\"業務概要\":\"保守\",\"支出額\":8.0}"),
        sheet(c, 2018, "7", 14, 13, outcome(c, "採択課題数", "課題を採択する", "件", "9", 2020, YEARLY), OUTPUT, ""),
        sheet(c, 2018, "8", 14, 13, good, OUTPUT, "{\"年度\":2017,\"グループ\":\"A\",\"番号\":1,\"支出先名\":\"試験株式会社\",\"支出額\":9000.0}")));
    CHECK(json_array_size(sheet_check_programme(c, programme_find(c, "j1"))) == 0);
    json_t *f = finding(c, "j2", "CHK-SHEET-OUTPUT-AS-OUTCOME");
    CHECK_STR(json_text(f, "readings.0"), "研修会の開催回数（全国）");
    CHECK(f && json_int(f, "fy", 0) == 2018 && *json_text(f, "rule.source"));
    CHECK(finding(c, "j2", "CHK-SHEET-OVER-BUDGET") != NULL);
    CHECK(finding(c, "j3", "CHK-SHEET-FINAL-YEAR-ONLY") != NULL);
    CHECK(finding(c, "j3", "CHK-SHEET-OVER-BUDGET") == NULL); /* half a million is rounding */
    CHECK(finding(c, "j4", "CHK-SHEET-NO-TARGET") != NULL && finding(c, "j4", "CHK-SHEET-NEGATIVE-AMOUNT") != NULL);
    CHECK(finding(c, "j5", "CHK-SHEET-NO-OUTCOME") != NULL && finding(c, "j5", "CHK-SHEET-NO-OUTPUT") != NULL && finding(c, "j5", "CHK-SHEET-DOUBLED-PAYEE") != NULL);
    CHECK(json_array_size(sheet_check_programme(c, programme_find(c, "j6"))) == 0); /* a target in words; two contracts */
    CHECK_STR(json_text(finding(c, "j7", "CHK-SHEET-OUTPUT-AS-OUTCOME"), "readings.1"), "活動指標：採択課題数");
    CHECK(finding(c, "j8", "CHK-SHEET-ENORMOUS-AMOUNT") != NULL);
    CHECK(listed(c, "finding:over-budget") == 1 && listed(c, "finding:CHK-SHEET-NO-TARGET") == 1 && listed(c, "finding:no-such-thing") == 0);
    c->role = ROLE_READER;
    CHECK(json_array_size(sheet_check_programme(c, programme_find(c, "j2"))) == 0 && listed(c, "fy:2018 finding:over-budget") == 0);
    CHECK(json_is_null(json_path(portfolio(c, NULL, 0), "rows.0.flags")));
}

TEST(years_are_seen_together)
{
    Ctx *c = test_store();
    const char *stays = outcome(c, "利用者の満足度", "満足度を高める", "％", "90", 2025, YEARLY), *goes = outcome(c, "共同研究に発展した件数", "共同研究を増やす", "件", "30", 2025, YEARLY);
    const char *done = outcome(c, "手引きを用いた学校", "手引きを用いる", "校", "30", 2017, YEARLY);
    take(c, arena_fmt(c->mem, "%s%s%s", sheet(c, 2017, "1", 14, 13, arena_fmt(c->mem, "%s,%s", stays, goes), OUTPUT, ""), sheet(c, 2017, "2", 14, 13, arena_fmt(c->mem, "%s,%s", stays, done), OUTPUT, ""),
        sheet(c, 2017, "3", 14, 13, arena_fmt(c->mem, "%s,%s", stays, goes), OUTPUT, "")));
    take(c, arena_fmt(c->mem, "%s%s%s", sheet(c, 2018, "1", 14, 13, stays, OUTPUT, ""), sheet(c, 2018, "2", 14, 13, outcome(c, "利用者の満足度", "満足度を高める", "%", "90", 2025, YEARLY), OUTPUT, ""),
        sheet(c, 2018, "3", 14, 16, arena_fmt(c->mem, "%s,%s", outcome(c, "利用者の満足度", "満足度を高める", "万人", "90", 2025, YEARLY), goes), OUTPUT, "")));
    CHECK_STR(json_text(finding(c, "j1", "CHK-SHEET-INDICATOR-LOST"), "readings.0"), "共同研究に発展した件数");
    CHECK(finding(c, "j2", "CHK-SHEET-INDICATOR-LOST") == NULL); /* its target year was over */
    CHECK(finding(c, "j2", "CHK-SHEET-UNIT-CHANGED") == NULL);   /* the same sign in another width */
    CHECK_STR(json_text(finding(c, "j3", "CHK-SHEET-UNIT-CHANGED"), "readings.1"), "万人");
    /* Beside fy: a flag is of the sheet of that year. */
    CHECK(listed(c, "finding:over-budget") == 1 && listed(c, "fy:2018 finding:over-budget") == 1 && listed(c, "fy:2017 finding:over-budget") == 0);
    CHECK(listed(c, "fy:2017 -finding:over-budget kind:sheet") == 3 && listed(c, "fy:2018 ministry:文科省 has:target") == 3 && listed(c, "fy:2018 ministry:外務省") == 0);
    /* Totals say what the sheets say, also while some wait for the checks. */
    json_t *totals = portfolio(c, "ministry:文部科学省", 0), *live = portfolio(c, "ministry:文部科学省 has:sheet", 0);
    CHECK(json_array_size(json_path(totals, "rows")) == 2 && json_equal(json_path(totals, "rows"), json_path(live, "rows")));
    CHECK(json_int(json_path(totals, "rows.1"), "executed_yen", 0) == 42000000 && json_int(json_path(totals, "rows.1"), "spent_budget_yen", 0) == 42000000);
    CHECK(json_int(json_path(totals, "rows.0"), "judged", 0) == 6 && json_int(json_path(totals, "rows.0"), "attained", 0) == 6);
    db_run(c, SQL("UPDATE sheet_face SET checked = 0 WHERE fy = 2018"), NOV);
    db_run(c, SQL("UPDATE sheet_total SET sheets = sheets + 5"), NOV);
    CHECK(json_equal(json_path(portfolio(c, "ministry:文部科学省", 0), "rows"), json_path(live, "rows")));
    CHECK(json_int(portfolio_state(c), "checked", 0) == 3);
    json_t *again = sheet_check_run(c, false);
    CHECK(json_int(again, "programmes", 0) == 3 && json_int(portfolio_state(c), "checked", 0) == 6);
    CHECK(json_int(sheet_check_run(c, false), "sheets", -1) == 0); /* nothing waits: nothing is done */
}
