/* linking.c -- a decided link: sums of organisations and the checks of sheets are right at once, and again when it is undone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/ledger.h"
#include "domain/lineage.h"
#include "domain/organisation.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "engine/linking.h"
#include "engine/sheet_check.h"
#include "exchange/import.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>

/* A sheet of our own: one outcome in `unit`, one payee who got eight million yen. */
static const char *
sheet(Ctx *c, int fy, const char *group, const char *name, const char *unit)
{
    return arena_fmt(c->mem, "{\"ID\":1,\"事業ID\":%s,\"公開年度\":%d,\"事業名\":\"%s\",\"開始年度\":2010,\"終了年度\":null,\"府省庁\":\"文部科学省\",\"事業番号\":\"%s\",\"担当部局庁\":\"研究振興局\","
        "\"予算\":[{\"年度\":%d,\"当初予算\":14.0,\"予算計\":14.0,\"執行額\":13.0}],\"支出先\":[{\"年度\":%d,\"グループ\":\"A\",\"番号\":1,\"支出先名\":\"関門試験株式会社\",\"業務概要\":\"運用支援\",\"支出額\":8.0}],"
        "\"アウトカム\":[{\"成果目標\":\"満足を高める\",\"成果指標\":\"利用者の満足の度合い\",\"単位\":\"%s\",\"目標値\":\"90\",\"目標最終年度\":2025,\"成果実績\":[{\"年度\":2016,\"成果実績\":5.0,\"目標値\":6.0}]}],"
        "\"アウトプット\":[{\"活動指標\":\"採択課題数\",\"単位\":\"件\",\"活動実績\":[]}],\"関連する過去のレビューシート\":[]}\n",
        group, fy, name, group, fy - 1, fy - 1, unit);
}

static int64_t
paid_by(Ctx *c)
{
    json_t *rows = organisation_page(c, &(OrganisationAsk){ .text = "関門試験" }, NULL);
    return json_int(rows, "0.programmes", -1);
}

static int64_t
listed(Ctx *c, const char *query)
{
    return json_int(programme_found(c, &(ProgrammeAsk){ .query = query, .limit = 10 }), "total", -1);
}

static int64_t
one(Ctx *c, Sql sql)
{
    return db_int(c, sql, NOV);
}

/* What stands in the store is what a pass over everything would say. */
static bool
as_if_all_were_checked(Ctx *c)
{
    static const Sql sums = { "SELECT coalesce(sum(flags * (fy + length(ministry)) * sheets), 0) + coalesce(sum(judged * 7 + attained * 3), 0) FROM sheet_total" };
    int64_t was = one(c, sums), paid = paid_by(c), flags = one(c, SQL("SELECT sum(flags * programme_id) FROM programme_face")), waits = one(c, SQL("SELECT count(*) FROM sheet_face WHERE checked = 0"));
    tx_begin(c);
    organisation_due(c);
    organisation_catch_up(c);
    sheet_check_run(c, true);
    bool same = was == one(c, sums) && paid == paid_by(c) && flags == one(c, SQL("SELECT sum(flags * programme_id) FROM programme_face"));
    tx_end(c);
    return same && waits == 0 && was != 0;
}

TEST(a_decided_link_leaves_no_sum_and_no_check_behind)
{
    Ctx    *c = test_store();
    int64_t id = 0;
    c->role = ROLE_OPERATOR;
    CHECK(test_import(c, "review-sheets", "a.ndjson", arena_fmt(c->mem, "%s%s%s", sheet(c, 2017, "41", "国際研究交流の推進", "％"), sheet(c, 2018, "42", "国際研究交流推進事業", "人"), sheet(c, 2018, "43", "橋梁の点検に要する経費", "％"))));
    int64_t a = programme_find(c, "国際研究交流推進事業"), b = programme_find(c, "国際研究交流の推進");
    CHECK(a && b && paid_by(c) == 3 && listed(c, "finding:unit-changed") == 0);
    /* The years of one programme now stand side by side: the unit is another one than the year before. */
    CHECK(linking_add(c, a, arena_fmt(c->mem, "%lld", (long long)b), "same", &id) && id);
    CHECK(paid_by(c) == 2 && listed(c, "finding:unit-changed") == 1 && json_array_size(sheet_check_programme(c, b)) > 0);
    CHECK(as_if_all_were_checked(c));
    CHECK(linking_undo(c, id));
    CHECK(paid_by(c) == 3 && listed(c, "finding:unit-changed") == 0);
    CHECK(as_if_all_were_checked(c));
    CHECK(linking_confirm(c, id, NULL));
    CHECK(paid_by(c) == 2 && listed(c, "finding:unit-changed") == 1 && as_if_all_were_checked(c));
    CHECK(linking_undo(c, id));
    int64_t done = 0;
    CHECK(linking_confirm_all(c, &id, 1, &done) && done == 1);
    CHECK(paid_by(c) == 2 && listed(c, "finding:unit-changed") == 1 && as_if_all_were_checked(c));
    /* Another kind moves nothing, and a refusal changes nothing. */
    CHECK(linking_undo(c, id) && linking_confirm(c, id, "successor") && paid_by(c) == 3 && as_if_all_were_checked(c));
    CHECK(!linking_confirm(c, id, NULL) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    c->role = ROLE_READER;
    CHECK(!linking_undo(c, id) && c->err.kind == ERR_DENIED);
    c->err = (Err){ 0 };
    c->role = ROLE_OPERATOR;
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why));
}

TEST(a_pack_gives_its_key_to_a_programme_of_sheets)
{
    Ctx      *c = test_store();
    int64_t   id = 0;
    PutResult result;
    CHECK(test_import(c, "review-sheets", "a.ndjson", sheet(c, 2019, "7", "鍵を持たない事業", "人")));
    int64_t     had = programme_find(c, "鍵を持たない事業");
    const char *made = programme_key_of(c, had);
    CHECK(programme_key_made(made));
    json_t *record = json_keep(c->mem, json_pack("{ss ss ss}", "format", "kanmon-record-1", "key", "trial", "name", "鍵を持たない事業"));
    CHECK(programme_put(c, record, 0, &id, &result));
    CHECK(id == had);
    CHECK_STR(programme_key_of(c, id), "trial");
    CHECK(programme_find(c, made) == id);
    /* A key that people gave stays. */
    record = json_keep(c->mem, json_pack("{ss ss ss}", "format", "kanmon-record-1", "key", "other", "name", "鍵を持たない事業"));
    CHECK(programme_put(c, record, 0, &id, &result));
    CHECK_STR(programme_key_of(c, id), "trial");
}

TEST(a_key_of_another_programme_is_refused)
{
    Ctx      *c = test_store();
    int64_t   first = 0, second = 0, id = 0;
    PutResult result;
    json_t   *one = json_keep(c->mem, json_pack("{ss ss ss}", "format", "kanmon-record-1", "key", "one", "name", "深海底の資源を調べる研究船の建造")),
           *two = json_keep(c->mem, json_pack("{ss ss ss}", "format", "kanmon-record-1", "key", "two", "name", "学校給食の栄養管理支援事業"));
    CHECK(programme_put(c, one, 0, &first, &result) && programme_put(c, two, 0, &second, &result) && first != second);
    /* The name of the one under the key of the other. */
    json_object_set_new(two, "key", json_string("one"));
    CHECK(!programme_put(c, two, 0, &id, &result));
    CHECK(c->err.kind == ERR_CONFLICT && strstr(c->err.text, "学校給食") && strstr(c->err.text, "深海底"));
    c->err = (Err){ 0 };
    tx_drop(c);
    /* A new name that no other programme has is a new name. */
    json_object_set_new(one, "name", json_string("海洋観測基盤の高度化"));
    CHECK(programme_put(c, one, 0, &id, &result) && id == first);
    /* A key made for a programme of sheets is not for a record of quite another name. */
    CHECK(test_import(c, "review-sheets", "a.ndjson", sheet(c, 2019, "7", "漁港の防波堤の補修", "人")));
    const char *made = programme_key_of(c, programme_find(c, "漁港の防波堤の補修"));
    json_t     *three = json_keep(c->mem, json_pack("{ss ss ss}", "format", "kanmon-record-1", "key", made, "name", "若手数学者の海外派遣"));
    CHECK(!programme_put(c, three, 0, &id, &result) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    tx_drop(c);
}
