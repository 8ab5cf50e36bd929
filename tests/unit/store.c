/* store.c -- versions, ledger and transactions on a real store.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/document.h"
#include "domain/ledger.h"
#include "domain/programme.h"
#include "format/json.h"
#include "store/db.h"

static json_t *
record(Ctx *c, const char *name, int value)
{
    return json_keep(c->mem, json_pack("{ss ss s{si si} s[{ss ss ss s{s{si ss ss}} s[]}]}", "key", "k1", "name", name, "period", "from_fy", 2024, "to_fy",
                                       2028, "indicators", "type", "output", "name", "採択件数", "unit", "件", "values", "2024", "value", value,
                                       "qualifier", "exact", "text", "x", "notes"));
}

TEST(a_changed_record_is_a_new_version)
{
    Ctx      *c = test_store();
    int64_t   id = 0;
    PutResult r;
    CHECK(programme_put(c, record(c, "試験事業", 3), 0, &id, &r) && r == PUT_NEW);
    CHECK(programme_put(c, record(c, "試験事業", 3), 0, &id, &r) && r == PUT_SAME);
    c->now = "2026-02-01T00:00:00Z";
    CHECK(programme_put(c, record(c, "試験事業", 4), 0, &id, &r) && r == PUT_CHANGED);
    CHECK(json_int(programme_show(c, id, NULL), "indicators.0.values.2024.value", 0) == 4);
    CHECK(json_int(programme_show(c, id, "2026-01-15"), "indicators.0.values.2024.value", 0) == 3);
    json_t *h = programme_history(c, id);
    CHECK(json_array_size(h) == 2 && json_array_size(json_path(h, "0.changes")) == 1);
    CHECK_STR(json_text(h, "0.changes.0.path"), "indicators[0].values.2024.value");
    CHECK(json_array_size(json_path(indicator_show(c, 1), "versions")) == 2);
}

TEST(the_ledger_names_the_first_broken_link)
{
    Ctx        *c = test_store();
    int64_t     rows, broken;
    const char *why;
    for (int i = 0; i < 5; i++) {
        tx_begin(c);
        ledger_act(c, "test", "x:1", "{}");
        CHECK(tx_end(c));
    }
    CHECK(ledger_verify(c, &rows, &broken, &why) && rows == 5);
    db_run(c, SQL("UPDATE ledger SET payload = $1 WHERE seq = 3"), V("{\"a\":1}"));
    CHECK(!ledger_verify(c, &rows, &broken, &why) && broken == 3);
}

TEST(a_statement_left_open_does_not_hold_the_store_back)
{
    Ctx *c = test_store(), *writer = test_ctx();
    CHECK(db_open(writer, db_url(c->db), false));
    tx_begin(c);
    ledger_act(c, "test", "x:1", "{}");
    CHECK(tx_end(c));
    Rows *left = db_query(c, SQL("SELECT seq FROM ledger"), NOV);
    CHECK(db_next(left)); /* and never again, nor db_done: a mistake */
    tx_begin(writer);
    ledger_act(writer, "test", "x:2", "{}");
    CHECK(tx_end(writer));
    CHECK(db_rest(c->db) == (db_is_postgres(c->db) ? 0 : 1));
    CHECK(db_int(c, SQL("SELECT max(seq) FROM ledger"), NOV) == 2);
    tx_begin(c);
    CHECK(db_rest(c->db) == 1 && ok(c));
    CHECK(db_rest(c->db) == 0);
    if (db_is_postgres(c->db))
        db_done(left);
    db_close(writer->db);
}

TEST(hostile_text_is_only_text)
{
    Ctx        *c = test_store();
    int64_t     id = 0;
    PutResult   r;
    const char *bad = "'; DROP TABLE programme; -- <script>alert(1)</script> ../../etc/passwd \"";
    CHECK(programme_put(c, record(c, bad, 1), 0, &id, &r));
    CHECK_STR(json_text(programme_show(c, id, NULL), "name"), bad);
    CHECK(json_array_size(programme_list(c, "money>10億", NULL)) == 0);
    CHECK(json_array_size(programme_list(c, "採択", NULL)) == 1);
}

TEST(a_failure_rolls_everything_back)
{
    Ctx *c = test_store();
    tx_begin(c);
    document_put(c, "a", "text", "abc", 3, "abc");
    fail(c, ERR_INVALID, NULL, "on purpose");
    CHECK(!tx_end(c));
    c->err = (Err){ 0 };
    CHECK(db_int(c, SQL("SELECT count(*) FROM document"), NOV) == 0);
    CHECK(db_int(c, SQL("SELECT count(*) FROM ledger"), NOV) == 0);
}

static json_t *
small_record(Ctx *c, const char *type, const char *as_of, const char *chief)
{
    return json_keep(c->mem, json_pack("{ss ss ss s{si si ss} s{ss ss}}", "format", "kanmon-record-1", "name", "段階試験事業", "chief", chief,
                                       "period", "from_fy", 2024, "to_fy", 2028, "text", "令和6～10年度", "form", "type", type, "as_of", as_of));
}

TEST(each_evaluation_keeps_its_own_versions)
{
    Ctx      *c = test_store();
    int64_t   id = 0, again = 0;
    PutResult result = PUT_SAME;
    CHECK(programme_put(c, small_record(c, "ex-ante", "2023-08", "甲"), 0, &id, &result) && result == PUT_NEW);
    CHECK(programme_put(c, small_record(c, "interim", "2026-08", "乙"), 0, &again, &result) && again == id);
    CHECK(programme_put(c, small_record(c, "interim", "2027-02", "乙"), 0, &again, &result) && result == PUT_CHANGED); /* February is still fiscal 2026 */
    CHECK(programme_put(c, small_record(c, "interim", "2026-08", "丙"), 0, &again, &result) && result == PUT_CHANGED);
    CHECK(programme_put(c, small_record(c, "interim", "2029-08", "丁"), 0, &again, &result) && result == PUT_NEW);
    CHECK_STR(json_str(programme_show(c, id, NULL), "chief"), "甲");
    CHECK_STR(json_str(programme_show_evaluation(c, id, "interim:2026", NULL), "chief"), "丙");
    CHECK_STR(json_str(programme_show_evaluation(c, id, "interim", NULL), "chief"), "丁");
    CHECK(json_array_size(json_path(programme_show(c, id, NULL), "evaluations_held")) == 3);
    CHECK(!programme_show_evaluation(c, id, "ex-post", NULL) && c->err.kind == ERR_NOT_FOUND);
}
