/* registers.c -- the register of research organisations and lines of the budget: taken in, compared, recognised.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/text.h"
#include "domain/budget.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/ror.h"
#include "exchange/import.h"
#include "format/json.h"
#include "format/objects.h"
#include "store/db.h"

#include <stdlib.h>
#include <zstd.h>

static json_t *
take(Ctx *c, const char *text, bool dry)
{
    json_t     *report = NULL;
    const char *path = test_file(c, "a.json", text, strlen(text)), *kind = import_guess(c, path, NULL);
    c->role = ROLE_OPERATOR;
    CHECK(kind != NULL);
    Import i = { .c = c, .path = path, .dry_run = dry, .threads = 2 };
    if (kind && !import_file(&i, kind, &report))
        fprintf(stderr, "  %s\n", c->err.text ? c->err.text : "?");
    CHECK(report != NULL);
    return report;
}

#define V2(id, name, ja, status)                                                                                       \
    "{\"id\":\"https://ror.org/" id "\",\"names\":[{\"lang\":\"ja\",\"types\":[\"label\"],\"value\":\"" ja             \
    "\"},{\"lang\":\"en\",\"types\":[\"ror_display\",\"label\"],\"value\":\"" name                                     \
    "\"}],\"locations\":[{\"geonames_details\":{\"country_code\":\"JP\"}}],\"types\":[\"Education\",\"funder\"],\"status\":\"" status "\"}"
#define V1(id, name, ja)                                                                                               \
    "{\"id\":\"https://ror.org/" id "\",\"name\":\"" name "\",\"aliases\":[\"" name " Inc\"],\"acronyms\":[\"ABC\"],\"labels\":[{\"label\":\"" ja       \
    "\",\"iso639\":\"ja\"}],\"country\":{\"country_code\":\"JP\"},\"types\":[\"Facility\"],\"status\":\"active\"}"

static void
body(Ctx *c, const char *key, const char *name_key)
{
    tx_begin(c);
    db_run(c, SQL("INSERT INTO organisation (org_key, name, name_key) VALUES ($1, $2, $2)"), V(key, name_key));
    tx_end(c);
}

static const char *
ror_of(Ctx *c, const char *key)
{
    return db_text(c, SQL("SELECT ror FROM organisation WHERE org_key = $1"), V(key));
}

TEST(ror_of_both_schemas_names_bodies)
{
    Ctx *c = test_store();
    body(c, "a", "関門大学");
    body(c, "b", "国立大学法人関門大学");
    body(c, "c", "同名の研究所");
    body(c, "d", "終わった研究所");
    body(c, "e", "航法の研究所");
    body(c, "f", "国立大学法人大");
    const char *text = V2("000000001", "Kanmon University", "関門大学", "active") "\n" V1("000000002", "Navigation Institute", "航法の研究所") "\n"
        V2("000000003", "One", "同名の研究所", "active") "\n" V2("000000004", "Two", "同名の研究所", "active") "\n" V2("000000005", "Gone", "終わった研究所", "withdrawn") "\n"
        V2("000000006", "Short", "大", "active") "\n{\"id\":\"https://ror.org/1\",\"names\":[]}\n{\"id\":\"https://ror.org/000000007\",\"names\":[],\"status\":\"active\"}\n"
        "{\"id\":\"https://ror.org/000000008\",\"name\":\"x\",\"status\":\"merged\"}\n[1]\n{\"id\":";
    json_t *r = take(c, text, false);
    CHECK(json_int(r, "new", 0) == 6 && json_int(r, "broken", 0) == 5 && json_int(r, "read", 0) == 11 && json_flag(r, "finished"));
    CHECK_STR(json_text(r, "problems.0.field"), "id");
    CHECK(json_int(r, "problems.0.line", 0) == 7 && json_int(r, "problems.4.line", 0) == 11);
    CHECK_STR(ror_of(c, "a"), "https://ror.org/000000001");
    CHECK_STR(ror_of(c, "b"), "https://ror.org/000000001");
    CHECK_STR(ror_of(c, "e"), "https://ror.org/000000002");
    CHECK(!ror_of(c, "c") && !ror_of(c, "d") && !ror_of(c, "f"));
    CHECK(db_int(c, SQL("SELECT count(*) FROM ror_name n JOIN ror r ON r.id = n.ror_id WHERE r.ror = 'https://ror.org/000000002'"), NOV) == 4);
    CHECK_STR(db_text(c, SQL("SELECT kinds FROM ror WHERE ror = 'https://ror.org/000000001'"), NOV), "education funder");
    /* Again: the same. A status that changed: a difference, and the body is no longer recognised. */
    r = take(c, text, false);
    CHECK(json_int(r, "same", 0) == 6 && json_int(r, "new", 0) == 0 && json_int(r, "changed", 0) == 0);
    r = take(c, V2("000000001", "Kanmon University", "関門大学", "withdrawn"), false);
    CHECK(json_int(r, "changed", 0) == 1 && db_int(c, SQL("SELECT count(*) FROM ror"), NOV) == 6);
    CHECK_STR(json_text(r, "changes.0.changes.0.path"), "status");
    CHECK(!ror_of(c, "a") && !ror_of(c, "b"));
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why));
}

TEST(ror_comes_as_one_list_and_twice)
{
    Ctx    *c = test_store();
    json_t *r = take(c, "\xEF\xBB\xBF[\n  " V2("000000001", "A {x}", "あ［ ］", "active") ",\n  " V1("000000002", "B \\\" }", "い") ",\n  " V2("000000001", "A two", "あ", "active") "\n]\n", false);
    CHECK(json_int(r, "new", 0) == 2 && json_int(r, "warnings", 0) == 1 && json_int(r, "broken", 0) == 0 && json_flag(r, "finished"));
    CHECK(json_int(r, "problems.0.line", 0) == 4);
    CHECK_STR(db_text(c, SQL("SELECT name FROM ror WHERE ror = 'https://ror.org/000000001'"), NOV), "A two");
    r = take(c, "[" V2("000000003", "C", "う", "active") "," V2("000000004", "D", "え", "active") ",{\"id\":\"ht", false);
    CHECK(json_int(r, "new", 0) == 2 && json_int(r, "broken", 0) == 1 && !json_flag(r, "finished"));
    CHECK(json_int(take(c, V2("000000005", "E", "お", "active"), true), "new", 0) == 1 && db_int(c, SQL("SELECT count(*) FROM ror"), NOV) == 4);
}

#define LINE(id, amount, more)                                                                                         \
    "{\"id\":\"" id "\",\"documentId\":\"202411001\",\"accountType\":\"general\",\"budgetType\":\"当初予算\",\"ministry\":\"文部科学省\",\"organization\":\"文部科学本省\",\"specialAccount\":\"\"," \
    "\"sectionName\":\"科学技術振興費\",\"name\":\"ｽｰﾊﾟｰｺﾝﾋﾟｭｰﾀの共用に必要な経費\",\"amount\":" amount ",\"previousAmount\":null" more "}"

TEST(budget_lines_are_kept_in_yen)
{
    Ctx        *c = test_store();
    const char *head = "{\"metadata\":{\"fiscalYear\":2024,\"budgetTypes\":[\"当初予算\"],\"items\":[{\"a\":1}],\"notes\":[\"\\\"items\\\":[\"]},\"summary\":{\"items\":[]},\"items\":[";
    const char *text = arena_fmt(c->mem, "%s%s,%s,%s,%s,7]}", head, LINE("general-1", "16329803800000", ""), LINE("general-2", "-5", ",\"spent\":\"many\""), LINE("", "1", ""), LINE("general-3", "1e30", ""));
    json_t     *r = take(c, text, false);
    CHECK(json_int(r, "new", 0) == 3 && json_int(r, "broken", 0) == 2 && json_int(r, "warnings", 0) == 2 && !json_flag(r, "finished"));
    CHECK(db_int(c, SQL("SELECT amount FROM budget_item WHERE item_key = '2024:general-1' AND previous IS NULL"), NOV) == INT64_C(16329803800000));
    CHECK(db_int(c, SQL("SELECT amount FROM budget_item WHERE item_key = '2024:general-2' AND spent IS NULL"), NOV) == -5);
    text = arena_fmt(c->mem, "%s%s,%s]}", head, LINE("general-1", "16329803800001", ""), LINE("general-2", "-5", ",\"spent\":\"many\""));
    r = take(c, text, false);
    CHECK(json_int(r, "changed", 0) == 1 && json_int(r, "same", 0) == 1 && json_flag(r, "finished"));
    CHECK_STR(json_text(r, "changes.0.changes.0.path"), "amount");
    CHECK(json_int(r, "changes.0.changes.0.new", 0) == INT64_C(16329803800001));
    json_t *found = budget_found(c, &(BudgetAsk){ .query = "スーパーコンピュータ　振興費 fy:2024", .from = 1, .limit = 1 });
    CHECK(json_int(found, "total", 0) == 3 && json_array_size(json_path(found, "rows")) == 1 && json_int(found, "rows.0.amount", 0) == -5);
    static const struct { const char *query; int64_t total; } asked[] = {
        { "スーパーコンピュータ fy:2023", 0 }, { "", 3 }, { "ministry:文科省 kind:当初予算", 3 }, { "ministry:環境省", 0 }, { "money>1000億", 1 }, { "money<0 OR money>1000億", 2 }, { "-スーパーコンピュータ", 0 },
        { "kind:一般会計 name:共用", 3 }, { "kind:特別会計", 0 }, { "office:文部科学本省", 3 }, { "indicator:論文", 0 } };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        json_t *f = budget_found(c, &(BudgetAsk){ .query = asked[i].query });
        if (json_int(f, "total", -1) != asked[i].total)
            fprintf(stderr, "  %s: %lld\n", asked[i].query, (long long)json_int(f, "total", -1));
        CHECK(json_int(f, "total", -1) == asked[i].total && json_array_size(json_path(f, "problems")) == (strcmp(asked[i].query, "indicator:論文") == 0));
    }
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why) && n == 2);
}

TEST(national_registers_are_taken_whole)
{
    Ctx        *c = test_store();
    const char *lines = shared_path(c, "data/budget-lines/mof-jikou-2024.json.zst");
    if (!lines) {
        test_skip("../shared is not here");
        return;
    }
    json_t *report = NULL;
    c->role = ROLE_OPERATOR;
    CHECK_STR(import_guess(c, lines, NULL), "budget-lines");
    CHECK(import_file(&(Import){ .c = c, .path = lines }, "budget-lines", &report));
    CHECK(json_int(report, "new", 0) == 4283 && json_int(report, "broken", 0) == 0 && json_int(report, "warnings", 0) == 0);
    CHECK(db_int(c, SQL("SELECT sum(amount) FROM budget_item WHERE account = 'special'"), NOV) == INT64_C(712877489393000));
}

/* One key in two batches of a file: the later one holds, also where the file is given again. */
static void
two_batches(Ctx *c)
{
    Run    *run = run_begin(c, "budget-lines", "own", 1, false);
    Budget *b = budget_begin(c, run);
    json_t *changes = json_keep(c->mem, json_array());
    for (int i = 0; i < 2; i++) {
        BudgetLine line = { .key = "2024-1", .account = "一般会計", .kind = "当初予算", .ministry = "文部科学省", .organisation = "本省", .name = i ? "後の事項" : "前の事項",
                            .sha256 = i ? "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                            .fy = 2024, .amount = 1 + i, .previous = INT64_MIN, .spent = INT64_MIN, .carried_out = INT64_MIN };
        CHECK(budget_store(b, &line, 1, changes));
    }
    budget_free(b);
    run_end(run, true);
}

TEST(the_last_row_of_a_key_holds_whenever_it_comes)
{
    Ctx *c = test_store();
    for (int pass = 0; pass < 3; pass++) {
        two_batches(c);
        CHECK(db_int(c, SQL("SELECT count(*) FROM budget_item"), NOV) == 1);
        CHECK_STR(db_text(c, SQL("SELECT name FROM budget_item"), NOV), "後の事項");
    }
}
