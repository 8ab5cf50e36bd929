/* filter.c -- saved filters belong to one person; lists in pages; the ledger narrowed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/account.h"
#include "domain/document.h"
#include "domain/filter.h"
#include "domain/finding.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "format/json.h"
#include "store/db.h"

static void
as(Ctx *c, const char *login, int role)
{
    c->err = (Err){ 0 };
    c->actor = login;
    c->role = role;
}

static Ctx *
two_people(void)
{
    Ctx        *c = test_store();
    const char *token = NULL;
    as(c, "cli:test", ROLE_OPERATOR);
    CHECK(account_add(c, "hana", "花", "a long pass phrase 1", ROLE_OFFICER, &token));
    CHECK(account_add(c, "taro", "太郎", "a long pass phrase 2", ROLE_READER, &token));
    return c;
}

static bool
keep(Ctx *c, const char *name, const char *query, const char *sort)
{
    return filter_save(c, &(FilterNew){ .name = name, .query = query, .sort = sort }, NULL);
}

TEST(a_filter_belongs_to_one_person)
{
    Ctx *c = two_people();
    as(c, "hana", ROLE_OFFICER);
    CHECK(keep(c, " 大きな  要求 ", "money>20億", "money desc"));
    CHECK(keep(c, "新規", "kind:新規", ""));
    json_t *mine = filter_list(c, NULL);
    CHECK(json_array_size(mine) == 2);
    CHECK_STR(json_text(mine, "0.name"), "大きな 要求");
    CHECK_STR(json_text(mine, "0.sort"), "money desc");
    int64_t id = json_int(mine, "0.id", 0);
    as(c, "taro", ROLE_READER);
    CHECK(json_array_size(filter_list(c, NULL)) == 0);
    CHECK(!filter_drop(c, id) && c->err.kind == ERR_NOT_FOUND);
    as(c, "hana", ROLE_OFFICER);
    CHECK(keep(c, "大きな 要求", "money>30億", ""));
    CHECK(json_array_size(filter_list(c, NULL)) == 2);
    CHECK_STR(json_text(filter_list(c, NULL), "0.query"), "money>30億");
    CHECK(filter_drop(c, id) && json_array_size(filter_list(c, NULL)) == 1);
    CHECK(json_int(ledger_list(c, "filter:1", 0, 10), "0.seq", 0) > 0);
}

TEST(a_filter_needs_a_name_a_person_and_room)
{
    Ctx *c = two_people();
    as(c, "guest", ROLE_GUEST);
    CHECK(!keep(c, "名", "fy:2024", "") && c->err.kind != ERR_NONE);
    as(c, "cli:nobody", ROLE_OPERATOR);
    CHECK(!keep(c, "名", "fy:2024", "") && c->err.kind == ERR_DENIED);
    as(c, "hana", ROLE_OFFICER);
    CHECK(!keep(c, "  ", "fy:2024", "") && c->err.kind == ERR_INVALID);
    as(c, "hana", ROLE_OFFICER);
    CHECK(!keep(c, "あいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあ", "fy:2024", "") && c->err.kind == ERR_INVALID);
    as(c, "hana", ROLE_OFFICER);
    for (int i = 0; i < FILTER_MOST; i++)
        CHECK(keep(c, arena_fmt(c->mem, "絞り込み%d", i), "fy:2024", ""));
    CHECK(!keep(c, "もう一つ", "fy:2024", "") && c->err.kind == ERR_CONFLICT);
    as(c, "hana", ROLE_OFFICER);
    CHECK(keep(c, "絞り込み0", "fy:2025", "")); /* an old name is no new filter */
}

TEST(a_kept_search_is_shared_renamed_and_opened)
{
    Ctx    *c = two_people();
    int64_t id = 0;
    as(c, "taro", ROLE_READER);
    CHECK(!filter_save(c, &(FilterNew){ .name = "共有", .query = "fy:2024", .shared = true }, &id) && c->err.kind == ERR_DENIED);
    as(c, "hana", ROLE_OFFICER);
    json_t *level = json_keep(c->mem, json_pack("{ss ss}", "level", "error", "code", ""));
    CHECK(filter_save(c, &(FilterNew){ .name = "要修正", .place = "findings", .params = level, .shared = true }, &id));
    CHECK_STR(json_text(filter_one(c, id), "href"), "/findings?level=error");
    CHECK(keep(c, "私の", "量子 money>10億", "money desc"));
    CHECK_STR(json_text(filter_named(c, "私の"), "href"), "/programmes?q=%E9%87%8F%E5%AD%90%20money%3E10%E5%84%84&sort=money&dir=desc");
    CHECK(!filter_rename(c, id, "私の") && c->err.kind == ERR_CONFLICT);
    as(c, "hana", ROLE_OFFICER);
    CHECK(filter_rename(c, id, "直す所見"));
    as(c, "taro", ROLE_EVALUATOR);
    CHECK(json_array_size(filter_list(c, NULL)) == 1 && !json_flag(filter_list(c, NULL), "0.mine"));
    CHECK_STR(json_text(filter_named(c, "直す所見"), "owner_name"), "花");
    CHECK(!filter_named(c, "私の") && c->err.kind == ERR_NOT_FOUND);
    as(c, "taro", ROLE_EVALUATOR);
    CHECK(!filter_share(c, id, false) && c->err.kind == ERR_NOT_FOUND); /* it is not his */
    as(c, "taro", ROLE_EVALUATOR);
    CHECK(!filter_drop(c, id) && c->err.kind == ERR_NOT_FOUND);
    as(c, "taro", ROLE_READER); /* who may not read findings is not led to them */
    CHECK(json_array_size(filter_list(c, NULL)) == 0);
    CHECK(!filter_one(c, id) && c->err.kind == ERR_NOT_FOUND);
    as(c, "cli:root", ROLE_OPERATOR);
    CHECK(json_array_size(filter_list(c, NULL)) == 2);
    CHECK_STR(json_text(filter_named(c, "hana/私の"), "query"), "量子 money>10億");
    as(c, "taro", ROLE_ADMIN); /* who manages people may take a shared one away, not a private one */
    CHECK(filter_drop(c, id));
    as(c, "hana", ROLE_OFFICER);
    id = json_int(filter_named(c, "私の"), "id", 0);
    as(c, "taro", ROLE_ADMIN);
    CHECK(!filter_drop(c, id) && c->err.kind == ERR_NOT_FOUND);
}

TEST(a_kept_search_refuses_what_no_list_has)
{
    static const char *const names[] = { "a\xE2\x80\xAE" "b", "a\x07" "b", "" };
    Ctx *c = two_people();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        as(c, "hana", ROLE_OFFICER);
        CHECK(!keep(c, names[i], "fy:2024", "") && c->err.kind == ERR_INVALID);
    }
    as(c, "hana", ROLE_OFFICER);
    CHECK(!filter_save(c, &(FilterNew){ .name = "a", .place = "nowhere" }, NULL) && c->err.kind == ERR_INVALID);
    as(c, "hana", ROLE_OFFICER);
    CHECK(!filter_save(c, &(FilterNew){ .name = "a", .params = json_keep(c->mem, json_pack("{ss}", "level", "error")) }, NULL) && c->err.kind == ERR_INVALID); /* programmes have no level */
    as(c, "hana", ROLE_OFFICER);
    CHECK(!filter_save(c, &(FilterNew){ .name = "a", .query = arena_fmt(c->mem, "%01200d", 7) }, NULL) && c->err.kind == ERR_INVALID);
    as(c, "hana", ROLE_OFFICER);
    CHECK(keep(c, "<script>alert(1)</script>", "\"><b>", "")); /* only text: pages escape it */
}

static json_t *planned(Ctx *c, const char *name, int from);

TEST(what_is_new_since_the_last_look_is_counted)
{
    Ctx      *c = two_people();
    int64_t   id = 0, programme = 0;
    PutResult r;
    as(c, "hana", ROLE_OFFICER);
    CHECK(programme_put(c, planned(c, "量子の事業", 2024), 0, &programme, &r));
    CHECK(filter_save(c, &(FilterNew){ .name = "量子", .query = "量子" }, &id));
    json_t *mine = filter_list(c, NULL);
    CHECK(filter_news(c, mine, 9) == 0 && json_int(mine, "0.new", -1) == 0);
    CHECK(programme_put(c, planned(c, "量子の第二事業", 2025), 0, &programme, &r));
    CHECK(programme_put(c, planned(c, "宇宙の事業", 2025), 0, &programme, &r));
    mine = filter_list(c, NULL);
    CHECK(filter_news(c, mine, 9) == 1 && json_int(mine, "0.new", -1) == 1);
    mine = filter_list(c, NULL);
    CHECK(filter_news(c, mine, 0) == 0 && json_has(mine, "0.id") && !json_has(mine, "0.new")); /* not counted is not none */
    as(c, "taro", ROLE_OFFICER);
    filter_seen(c, id); /* another's look is not hers */
    as(c, "hana", ROLE_OFFICER);
    mine = filter_list(c, NULL);
    CHECK(filter_news(c, mine, 9) == 1);
    filter_seen(c, id);
    mine = filter_list(c, NULL);
    CHECK(filter_news(c, mine, 9) == 0);
}

static json_t *
planned(Ctx *c, const char *name, int from)
{
    return json_keep(c->mem, json_pack("{ss s{si si} s[{ss ss sn ss si} {ss ss ss} {ss ss si}]}", "name", name, "period", "from_fy", from, "to_fy", from + 4, "evaluations",
        "type", "interim", "text", "3年目", "fy", "rule", "year-n", "year_n", 3, "type", "ex-post", "text", "終了年度", "rule", "end", "type", "follow-up", "text", "x", "fy", from + 9));
}

TEST(planned_evaluations_are_listed_by_year)
{
    Ctx      *c = test_store();
    int64_t   id = 0, total = 0;
    PutResult r;
    CHECK(programme_put(c, planned(c, "甲事業", 2024), 0, &id, &r));
    CHECK(programme_put(c, planned(c, "乙事業", 2026), 0, &id, &r));
    json_t *list = evaluation_plans(c, 2026, 2028, 10, &total);
    CHECK(total == 3 && json_array_size(list) == 3);
    CHECK_STR(json_text(list, "0.name"), "甲事業");
    CHECK(json_int(list, "0.fy", 0) == 2026 && json_int(list, "1.fy", 0) == 2028);
    CHECK(json_array_size(evaluation_plans(c, 2026, 2028, 1, &total)) == 1 && total == 3);
    CHECK(json_array_size(evaluation_plans(c, 2040, 2041, 10, &total)) == 0 && total == 0);
    CHECK(json_int(programme_list(c, "evaluation:2033", NULL), "0.id", 0) > 0);
}

static json_t *
found(Ctx *c, const char *code, const char *level)
{
    return json_keep(c->mem, json_pack("{ss ss ss ss ss}", "code", code, "level", level, "field", "period", "text", "所見", "text_en", "finding"));
}

TEST(findings_come_in_pages_and_only_those_of_today)
{
    Ctx      *c = test_store();
    int64_t   id = 0, total = 0;
    PutResult r;
    CHECK(programme_put(c, planned(c, "甲事業", 2024), 0, &id, &r));
    json_t *all = json_keep(c->mem, json_array());
    for (int i = 0; i < 7; i++)
        json_array_append(all, found(c, i < 2 ? "CHK-A" : "CHK-B", i < 2 ? "notice" : "error"));
    CHECK(finding_put(c, id, NULL, all));
    json_t *page = finding_page(c, &(FindingAsk){ .from = 4, .limit = 2 }, &total);
    CHECK(total == 7 && json_array_size(page) == 2);
    CHECK_STR(json_text(page, "0.code"), "CHK-B");
    CHECK_STR(json_text(page, "1.code"), "CHK-A");
    CHECK(json_array_size(finding_page(c, &(FindingAsk){ .level = "notice" }, &total)) == 2 && total == 2);
    json_t *counts = finding_counts(c, 0, NULL);
    CHECK(json_array_size(counts) == 2 && json_int(counts, "0.count", 0) == 5 && json_int(counts, "1.programmes", 0) == 1);
    c->now = "2026-05-01T00:00:00Z";
    json_t *later = json_keep(c->mem, json_deep_copy(planned(c, "甲事業", 2024)));
    json_object_set_new(later, "division", json_string("新しい課"));
    CHECK(programme_put(c, later, 0, &id, &r) && r == PUT_CHANGED);
    CHECK(json_array_size(finding_page(c, &(FindingAsk){ .limit = 50 }, &total)) == 0 && total == 0); /* those of the version before are history */
}

TEST(the_ledger_is_narrowed_and_walked_in_pages)
{
    Ctx    *c = test_store();
    int64_t total = 0;
    for (int i = 1; i <= 25; i++) {
        tx_begin(c);
        c->actor = i % 2 ? "hana" : "taro";
        ledger_act(c, i % 5 ? "programme.put" : "document.put", arena_fmt(c->mem, i % 5 ? "programme:%d" : "document:%d", i), "{}");
        CHECK(tx_end(c));
    }
    json_t *first = ledger_page(c, &(LedgerAsk){ .limit = 10 }, &total);
    CHECK(total == 25 && json_int(first, "0.seq", 0) == 25 && json_int(first, "9.seq", 0) == 16);
    json_t *next = ledger_page(c, &(LedgerAsk){ .limit = 10, .before_seq = 16 }, NULL);
    CHECK(json_int(next, "0.seq", 0) == 15);
    CHECK(json_array_size(ledger_page(c, &(LedgerAsk){ .subject = "document", .limit = 100 }, &total)) == 5 && total == 5);
    CHECK(json_array_size(ledger_page(c, &(LedgerAsk){ .subject = "programme:1", .limit = 100 }, &total)) == 1); /* not programme:11 */
    CHECK(json_array_size(ledger_page(c, &(LedgerAsk){ .actor = "taro", .act = "document.put", .limit = 100 }, &total)) == 2);
    CHECK(json_int(ledger_page(c, &(LedgerAsk){ .oldest = true, .before_seq = 20, .limit = 3 }, NULL), "0.seq", 0) == 21);
    CHECK_STR(ledger_act_label(c, "programme.put"), "事業を登録");
    CHECK_STR(ledger_act_label(c, "no.such"), "no.such");
}

TEST(the_ledger_is_told_with_the_names_of_people_and_things)
{
    Ctx        *c = test_store();
    int64_t     total = 0;
    const char *token = NULL;
    c->role = ROLE_OPERATOR;
    CHECK(account_add(c, "hana", "佐藤 花子", "tests open the barrier gate", ROLE_OFFICER, &token));
    tx_begin(c);
    c->actor = "hana";
    int64_t doc = document_put(c, "報告書.txt", "evaluation-sheet", "x", 1, "x");
    ledger_act(c, "programme.put", "programme:77", "{}"); /* a programme that is not there has no name */
    ledger_act(c, "programme.put", "programme:no number", "{}");
    CHECK(tx_end(c));
    json_t *told = ledger_told(c, &(LedgerAsk){ .limit = 10 }, &total);
    CHECK(ok(c) && total == 4 && json_array_size(told) == 4);
    CHECK_STR(json_text(told, "0.who"), "佐藤 花子");
    CHECK(!json_has(told, "0.named") && !json_has(told, "1.named"));
    CHECK_STR(json_text(told, "2.subject"), arena_fmt(c->mem, "document:%lld", (long long)doc));
    CHECK_STR(json_text(told, "2.named"), "報告書.txt");
    CHECK_STR(json_text(told, "3.named"), "佐藤 花子");
    CHECK_STR(account_name(c, "hana"), "佐藤 花子");
    CHECK(!account_name(c, "nobody"));
}

TEST(lines_of_a_document_are_counted)
{
    Ctx *c = test_store();
    static const struct { const char *text; int64_t lines; } cases[] = { { "一\n二\n三", 3 }, { "一\n二\n", 2 }, { "一", 1 }, { "\n\n", 2 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tx_begin(c);
        int64_t id = document_put(c, "a.txt", "text", cases[i].text, strlen(cases[i].text), cases[i].text);
        CHECK(tx_end(c));
        CHECK(document_line_count(c, id) == cases[i].lines);
        CHECK((int64_t)json_array_size(document_lines(c, id, 1, 100)) == cases[i].lines);
    }
}
