/* explore.c -- all indicators: what is asked of the indicator itself, of its programme, of its sheet; order, bands, reports.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/explore.h"
#include "domain/indicator_face.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "engine/sheet_check.h"
#include "exchange/import.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>

/* An outcome whose year 2017 (and 2016) say actual and target; "null" for none. */
static const char *
outcome(Ctx *c, const char *name, const char *aim, const char *unit, const char *actual, const char *target, const char *goal)
{
    return arena_fmt(c->mem, "{\"成果目標\":\"%s\",\"成果指標\":\"%s\",\"単位\":\"%s\",\"目標値\":%s,\"目標最終年度\":2025,\"成果実績\":[{\"年度\":2016,\"成果実績\":1.0,\"目標値\":null},{\"年度\":2017,\"成果実績\":%s,\"目標値\":%s}]}", aim, name, unit,
                     *goal ? arena_fmt(c->mem, "\"%s\"", goal) : "null", actual, target);
}

static const char *
sheet(Ctx *c, int fy, const char *group, const char *ministry, const char *outcomes)
{
    return arena_fmt(c->mem, "{\"ID\":1,\"事業ID\":%s,\"公開年度\":%d,\"事業名\":\"試験事業%s\",\"開始年度\":2010,\"府省庁\":\"%s\",\"事業番号\":\"%s\",\"予算\":[],\"支出先\":[],\"アウトカム\":[%s],"
        "\"アウトプット\":[{\"活動指標\":\"採択課題数\",\"単位\":\"件\",\"活動実績\":[{\"年度\":2017,\"活動実績\":10.0,\"当初見込み\":12.0}]}],\"関連する過去のレビューシート\":[]}\n",
        group, fy, group, ministry, group, outcomes);
}

static void
take(Ctx *c, const char *text)
{
    CHECK(test_import(c, "review-sheets", "a.ndjson", text));
}

static int64_t
found(Ctx *c, const char *query)
{
    return json_int(explore(c, &(ExploreAsk){ .query = query, .limit = 20 }), "total", -1);
}

static int64_t
programmes(Ctx *c, const char *query)
{
    return json_int(programme_found(c, &(ProgrammeAsk){ .query = query, .limit = 20 }), "total", -1);
}

/* Three programmes, the first with two years. */
static void
some(Ctx *c)
{
    take(c, arena_fmt(c->mem, "%s%s%s%s",
        sheet(c, 2017, "1", "文部科学省", outcome(c, "利用者の満足度", "満足度を高める", "％", "40.0", "80.0", "")),
        sheet(c, 2018, "1", "文部科学省", outcome(c, "利用者の満足度", "満足度を高める", "％", "88.0", "80.0", "")),
        sheet(c, 2018, "2", "環境省", arena_fmt(c->mem, "%s,%s", outcome(c, "事故の発生件数", "事故を減少させる", "件", "5.0", "10.0", ""), outcome(c, "参加した学校", "広げる", "校", "30.0", "0.0", ""))),
        sheet(c, 2018, "3", "環境省", outcome(c, "導入した企業の割合", "ﾃﾞｰﾀの利用を広げる", "％", "7.0", "null", "60"))));
}

TEST(attainment_is_kept_in_tenths_and_bands)
{
    int64_t t = 0;
    CHECK(indicator_tenths(1, 3, &t) && t == 333);
    CHECK(indicator_tenths(-2, 1, &t) && t == -2000);
    CHECK(!indicator_tenths(1, 0, &t) && !indicator_tenths(1e300, 1e-300, &t));
    static const struct { int64_t tenths; int band; } cases[] = { { -5, 1 }, { 0, 1 }, { 249, 1 }, { 250, 2 }, { 999, 5 }, { 1000, 6 }, { 1001, 7 }, { 1999, 10 }, { 2000, 11 }, { 900000, 11 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(indicator_band(cases[i].tenths) == cases[i].band);
}

TEST(indicators_are_asked_by_what_they_are)
{
    Ctx *c = test_store();
    some(c);
    static const struct { const char *query; int64_t n; } cases[] = {
        { "", 7 }, { "type:outcome", 4 }, { "type:アウトプット", 3 }, { "type:nothing", 0 }, { "unit:%", 2 }, { "unit:校", 1 }, { "attainment>=100", 1 }, { "attainment:50", 1 }, { "attainment:80..84", 3 },
        { "達成率<100 種別:sheet", 4 }, { "has:reached", 2 }, { "has:missed", 4 }, { "has:ratio", 5 }, { "-has:ratio", 2 }, { "has:final-only", 1 }, { "has:target type:outcome", 4 }, { "goal:2025", 4 }, { "goal<2025", 0 },
        { "満足度", 1 }, { "データ", 1 }, { "満足度 OR 事故", 2 }, { "-採択課題 type:outcome", 4 }, { "indicator:採択", 3 }, { "ministry:環境省 type:outcome", 3 }, { "name:試験事業1", 2 },
        { "fy:2017", 2 }, { "fy:2017 attainment:50", 1 }, { "fy:2018 attainment:50 ministry:文部科学省", 0 }, { "fy:2017..2018 満足度", 2 }, { "fy:2030", 0 }, { "(type:outcome attainment>=100) OR 学校", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t n = found(c, cases[i].query);
        if (n != cases[i].n)
            fprintf(stderr, "  %s: %lld, not %lld\n", cases[i].query, (long long)n, (long long)cases[i].n);
        CHECK(n == cases[i].n && ok(c));
    }
    /* A list of programmes: conditions beside each other are of one indicator; beside fy, of a sheet of that year. */
    CHECK(programmes(c, "attainment>=100") == 1 && programmes(c, "type:outcome attainment:80..84") == 0 && programmes(c, "type:output attainment:80..84") == 3);
    CHECK(programmes(c, "fy:2017 attainment:50") == 1 && programmes(c, "fy:2018 attainment:50") == 1 && programmes(c, "attainment:50 ministry:文部科学省") == 0 && programmes(c, "fy:2017 attainment>=100") == 0);
    CHECK(programmes(c, "unit:校 OR attainment>=100") == 2 && programmes(c, "-unit:校") == 2 && programmes(c, "type:outcome -unit:校") == 2);
    json_t *bad = explore(c, &(ExploreAsk){ .query = "attainment>much", .limit = 5 });
    CHECK(json_array_size(json_path(bad, "problems")) == 1 && json_int(bad, "total", 0) == 7);
}

TEST(indicators_are_sorted_counted_and_cut)
{
    Ctx *c = test_store();
    some(c);
    json_t *page = explore(c, &(ExploreAsk){ .query = "type:outcome", .sort = "attainment", .down = true, .limit = 2 });
    CHECK_STR(json_text(page, "rows.0.name"), "利用者の満足度");
    CHECK(json_number_value(json_path(page, "rows.0.ratio")) == 110 && json_int(page, "rows.0.year", 0) == 2017 && json_flag(page, "rows.0.reached") && !json_flag(page, "rows.0.less_is_better"));
    CHECK_STR(json_text(page, "rows.1.name"), "事故の発生件数");
    CHECK(json_flag(page, "rows.1.reached") && json_flag(page, "rows.1.less_is_better") && json_number_value(json_path(page, "rows.1.ratio")) == 50);
    page = explore(c, &(ExploreAsk){ .query = "type:outcome", .sort = "attainment", .down = true, .limit = 2, .from = 2 });
    CHECK(json_array_size(json_path(page, "rows")) == 2 && !json_has(page, "rows.0.ratio") && !json_has(page, "rows.1.ratio"));
    CHECK(json_has(page, "rows.0.reached") && !json_has(page, "rows.1.reached")); /* a target of 0 is judged, and has no ratio */
    CHECK(json_array_size(json_path(explore(c, &(ExploreAsk){ .query = "type:outcome", .limit = 2, .from = 9 }), "rows")) == 0);
    int64_t all = json_int(page, "reached", 0) + json_int(page, "missed", 0) + json_int(page, "without", 0);
    CHECK(all == 4 && json_int(page, "reached", 0) == 2 && json_int(page, "without", 0) == 2 && json_int(page, "bands.2.reached", 0) == 0 && json_int(page, "bands.3.reached", 0) == 1);
    static const char *const sorts[] = { "name", "ministry", "fy", "attainment", NULL };
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        for (int down = 0; down < 2; down++) { /* page after page is the whole, nothing twice */
            int64_t seen = 0, sum = 0;
            for (int64_t from = 0; from < 7; from += 3) {
                json_t *rows = json_path(explore(c, &(ExploreAsk){ .sort = sorts[i], .down = down, .from = from, .limit = 3 }), "rows"), *x;
                size_t  k;
                json_array_foreach(rows, k, x)
                {
                    seen++;
                    sum += json_int(x, "sheet_id", 0) * 10 + json_int(x, "place", 0);
                }
            }
            json_t *rows = json_path(explore(c, &(ExploreAsk){ .limit = 9 }), "rows"), *x;
            size_t  k;
            json_array_foreach(rows, k, x)
                sum -= json_int(x, "sheet_id", 0) * 10 + json_int(x, "place", 0);
            CHECK(seen == 7 && sum == 0);
        }
    bool more = false;
    CHECK(json_array_size(explore_rows(c, &(ExploreAsk){ .query = "採択", .limit = 2 }, &more)) == 2 && more);
}

TEST(indicators_of_reports_and_of_newer_sheets)
{
    Ctx    *c = test_store();
    int64_t id = 0;
    PutResult how;
    some(c);
    json_t *rec = json_keep(c->mem, json_pack("{ss ss s{sI} s[{ss ss ss s{s{sf ss ss}}}]}", "key", "a", "name", "量子計算の基盤", "request", "fiscal_year", (json_int_t)2024, "indicators", "type", "outcome", "name", "論文の数", "unit", "本", "values",
        "2020", "value", 12.0, "qualifier", "exact", "text", "12本"));
    CHECK(programme_put(c, rec, 0, &id, &how));
    json_t *page = explore(c, &(ExploreAsk){ .query = "type:outcome", .limit = 20 });
    CHECK(json_int(page, "total", 0) == 5 && json_has(page, "rows.0.id") && json_int(page, "rows.0.fy", 0) == 2024);
    CHECK_STR(json_text(page, "rows.0.latest"), "12本");
    CHECK(found(c, "論文") == 1 && found(c, "fy:2024") == 1 && found(c, "fy:2024 has:actual unit:本") == 1 && found(c, "fy:2023") == 0 && programmes(c, "unit:本") == 1);
    /* A sheet that comes again with another body: only the newest is looked at. */
    take(c, sheet(c, 2018, "3", "環境省", outcome(c, "導入した企業の割合", "広げる", "％", "66.0", "60.0", "60")));
    CHECK(found(c, "name:試験事業3 type:outcome") == 1 && found(c, "name:試験事業3 has:reached") == 1 && found(c, "fy:2018 name:試験事業3") == 2);
    CHECK(db_int(c, SQL("SELECT count(*) FROM indicator_face i WHERE i.ref > 0 AND NOT EXISTS (SELECT 1 FROM sheet_face s WHERE s.sheet_id = i.ref)"), NOV) == 0);
    CHECK(db_int(c, SQL("SELECT count(*) FROM indicator_face"), NOV) == db_int(c, SQL("SELECT count(*) FROM indicator_text"), NOV));
}
