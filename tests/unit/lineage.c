/* lineage.c -- one programme over many years: proposals, decisions, what moves and what comes back.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/alike.h"
#include "base/data.h"
#include "domain/ledger.h"
#include "domain/lineage.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/review.h"
#include "format/json.h"
#include "format/squeeze.h"
#include "format/yaml.h"
#include "store/db.h"

#include <stdlib.h>

/* A sheet of our own, straight into the store. */
static void
put_sheet(Ctx *c, Sheet s, int64_t budget)
{
    Run        *run = run_begin(c, "review-sheets", "own.ndjson", 1, false);
    Review     *r = run ? review_begin(c, run) : NULL;
    SheetMoney *m = NEWN(c->mem, SheetMoney, 1);
    Sheet      *one = NEW(c->mem, Sheet);
    Grams       g = { 0 };
    CHECK(r != NULL);
    if (!r)
        return;
    m[0] = (SheetMoney){ .fy = s.fy - 1, .account = "", .has = 1u << MONEY_INITIAL, .yen = { budget } };
    *one = s;
    one->source = s.source ? s.source : "judgit";
    one->key = s.key ? s.key : arena_fmt(c->mem, "judgit:%lld:%s:%s", (long long)s.fy, s.ministry, s.number);
    one->money = m;
    one->moneys = 1;
    if (!one->raw)
        one->raw = arena_fmt(c->mem, "{\"事業目的\":\"%s\",\"n\":\"%s %lld\"}", "研究の国際化を進める。", one->key, (long long)budget);
    one->raw_n = strlen(one->raw);
    review_finish(c->mem, one);
    Squeeze *z = squeeze_new(NULL, 0);
    one->body = squeeze(z, c->mem, one->raw, one->raw_n, &one->body_n);
    squeeze_free(z);
    grams_sort(&g);
    json_t *changes = json_keep(c->mem, json_array());
    CHECK(review_store(r, (Sheet *const[]){ one }, 1, &g, 0, changes));
    grams_free(&g);
    review_free(r);
    run_end(run, true);
    if (!ok(c))
        fprintf(stderr, "  %s\n", c->err.text);
}

static Sheet
sheet(int64_t fy, const char *number, const char *name, const char *office)
{
    return (Sheet){ .fy = fy, .number = number, .name = name, .ministry = "文部科学省", .office = office, .from_fy = 2015 };
}

static int64_t
programmes(Ctx *c)
{
    int64_t total = 0;
    programme_page(c, &(ProgrammeAsk){ .query = "" }, &total);
    return total;
}

static int64_t
sheets_of(Ctx *c, int64_t programme)
{
    return db_int(c, SQL("SELECT count(*) FROM review_sheet WHERE programme_id = $1"), V(programme));
}

TEST(likeness_is_of_pairs_of_characters)
{
    Ctx  *c = test_ctx();
    Pairs a = pairs_of(c->mem, "国際共著論文数"), b = pairs_of(c->mem, "国際 共著論文数"), d = pairs_of(c->mem, "橋梁の補修"), none = pairs_of(c->mem, "");
    CHECK(alike(&a, &b) == 1 && alike(&a, &d) == 0 && alike(&a, &none) == 0);
    CHECK(alike_named(c->mem, "国際共著論文数", "ASEANとの持続的な共創関係の構築（本事業を通じた国際共著論文数）") > 0.7);
    CHECK(alike_named(c->mem, "国際共著論文数", "ASEANとの持続的な共創関係の構築（参加するASEAN諸国の数）") < 0.5);
    CHECK(alike_named(c->mem, "海外への研究者の派遣者数（中長期）", "国際頭脳循環の推進（本事業を通じた海外への研究者・学生の派遣者数と海外からの研究者・学生の受け入れ者数）") > 0.5);
    Shared s[4];
    size_t n = alike_shared(c->mem, "本事業の 国際共著論文数", "国際共著論文数の増加", 3, s, 4);
    CHECK(n == 1 && s[0].b == 0 && s[0].b_n == strlen("国際共著論文数") && s[0].a == strlen("本事業の "));
}

TEST(renamed_programmes_are_proposed_and_never_joined_silently)
{
    Ctx *c = test_store();
    put_sheet(c, sheet(2021, "0101", "国際頭脳循環の推進事業", "科学技術・学術政策局"), 500000000);
    put_sheet(c, sheet(2021, "0102", "橋梁の点検に必要な経費", "研究振興局"), 70000000);
    put_sheet(c, sheet(2022, "0201", "国際頭脳循環推進事業", "科学技術・学術政策局"), 500000000);
    put_sheet(c, sheet(2022, "0202", "海底地形の調査", "研究開発局"), 30000000);
    CHECK(programmes(c) == 4);
    json_t *r = link_propose(c);
    CHECK(json_int(r, "proposed", 0) == 1 && json_int(r, "ended", 0) == 2 && json_int(r, "began", 0) == 2);
    CHECK(programmes(c) == 4); /* nothing was joined */
    int64_t total = 0;
    json_t *rows = link_page(c, &(LinkAsk){ .state = "proposed" }, &total);
    CHECK(total == 1);
    CHECK_STR(json_text(rows, "0.from.name"), "国際頭脳循環推進事業");
    CHECK_STR(json_text(rows, "0.to.name"), "国際頭脳循環の推進事業");
    CHECK_STR(json_text(rows, "0.kind"), "same");
    CHECK(json_number_value(json_path(rows, "0.score")) > 0.7 && json_array_size(json_path(rows, "0.reasons")) >= 4);
    CHECK(*json_text(rows, "0.reasons.0.ja") && *json_text(rows, "0.reasons.0.en"));
    CHECK(json_int(rows, "0.to.last_fy", 0) == 2021 && json_int(rows, "0.from.first_fy", 0) == 2022);
    r = link_propose(c);
    CHECK(json_int(r, "proposed", 9) == 0 && json_int(r, "known", 0) == 1);
    /* Rejected it stays rejected. */
    int64_t id = json_int(rows, "0.id", 0);
    CHECK(link_reject(c, id));
    CHECK(json_int(link_propose(c), "proposed", 9) == 0);
    CHECK(json_int(link_counts(c), "rejected", 0) == 1 && json_int(link_counts(c), "proposed", 9) == 0);
}

TEST(a_transfer_is_told_by_the_ministry)
{
    Ctx  *c = test_store();
    Sheet s = sheet(2022, "0201", "海底地形の調査に必要な経費", "海洋局");
    put_sheet(c, sheet(2021, "0101", "海底地形の調査に必要な経費", "研究開発局"), 500000000);
    s.ministry = "国土交通省";
    put_sheet(c, s, 500000000);
    CHECK(json_int(link_propose(c), "proposed", 0) == 1);
    CHECK_STR(json_text(link_page(c, &(LinkAsk){ 0 }, NULL), "0.kind"), "transferred");
}

TEST(a_confirmed_same_is_one_programme_and_can_be_undone)
{
    Ctx *c = test_store();
    put_sheet(c, sheet(2021, "0101", "国際頭脳循環の推進事業", "科学技術・学術政策局"), 500000000);
    put_sheet(c, sheet(2022, "0201", "国際頭脳循環推進事業", "科学技術・学術政策局"), 500000000);
    put_sheet(c, sheet(2023, "0301", "国際頭脳循環推進の事業", "科学技術・学術政策局"), 500000000);
    CHECK(json_int(link_propose(c), "proposed", 0) >= 2);
    json_t *rows = link_page(c, &(LinkAsk){ 0 }, NULL), *row;
    int64_t one = 0, two = 0, three = 0, first = 0, second = 0;
    size_t  i;
    json_array_foreach(rows, i, row)
    {
        int64_t to = json_int(row, "to.first_fy", 0), from = json_int(row, "from.first_fy", 0);
        if (to == 2021 && from == 2022)
            first = json_int(row, "id", 0), one = json_int(row, "to.id", 0), two = json_int(row, "from.id", 0);
        if (to == 2022)
            second = json_int(row, "id", 0), three = json_int(row, "from.id", 0);
    }
    CHECK(first && second && programmes(c) == 3);
    CHECK(link_confirm(c, second, NULL)); /* the later pair first: in any order the same comes out */
    CHECK(programmes(c) == 2 && sheets_of(c, two) == 2 && sheets_of(c, three) == 0);
    CHECK(link_confirm(c, first, NULL));
    CHECK(programmes(c) == 1 && sheets_of(c, one) == 3);
    CHECK(programme_find(c, arena_fmt(c->mem, "%lld", (long long)three)) == one);
    json_t *lineage = lineage_of(c, one);
    CHECK(json_array_size(json_path(lineage, "same")) == 2 && json_array_size(json_path(lineage, "links")) >= 2);
    CHECK(json_int(programme_row(c, one), "sheets", 0) == 3);
    /* A sheet changed while it stands elsewhere goes home with the others. */
    put_sheet(c, sheet(2022, "0201", "国際頭脳循環推進事業", "科学技術・学術政策局"), 510000000);
    CHECK(sheets_of(c, one) == 4);
    CHECK(!link_confirm(c, first, NULL) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(link_undo(c, first));
    CHECK(programmes(c) == 2 && sheets_of(c, one) == 1 && sheets_of(c, two) == 3);
    CHECK(link_undo(c, second));
    CHECK(programmes(c) == 3 && sheets_of(c, one) == 1 && sheets_of(c, two) == 2 && sheets_of(c, three) == 1);
    CHECK(db_int(c, SQL("SELECT count(*) FROM sheet_home"), NOV) == 0 && db_int(c, SQL("SELECT count(*) FROM programme WHERE same_as IS NOT NULL"), NOV) == 0);
    CHECK(db_int(c, SQL("SELECT count(*) FROM search_doc d JOIN review_sheet s ON s.id = d.ref WHERE d.kind = 0 AND d.programme_id <> s.programme_id"), NOV) == 0);
    CHECK(link_confirm(c, first, "successor")); /* another kind moves nothing */
    CHECK(programmes(c) == 3);
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why));
}

TEST(links_need_a_right_and_say_what_is_wrong)
{
    Ctx    *c = test_store();
    int64_t id = 0, a, b;
    put_sheet(c, sheet(2021, "0101", "甲の事業", "局"), 1);
    put_sheet(c, sheet(2021, "0102", "乙の事業", "局"), 2);
    a = programme_find(c, "甲の事業");
    b = programme_find(c, "乙の事業");
    c->role = ROLE_READER;
    CHECK(!link_add(c, a, "乙の事業", "successor", &id) && c->err.kind == ERR_DENIED);
    c->err = (Err){ 0 };
    CHECK(!link_propose(c) && c->err.kind == ERR_DENIED);
    c->err = (Err){ 0 };
    c->role = ROLE_OFFICER;
    CHECK(!link_add(c, a, "乙の事業", "cousin", &id) && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    CHECK(!link_add(c, a, "甲の事業", "related", &id) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(!link_add(c, a, "rs-project:x", "related", &id) && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    CHECK(link_add(c, a, "乙の事業", "successor", &id) && id);
    CHECK(!link_add(c, a, "乙の事業", "successor", &id) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(!link_reject(c, 999) && c->err.kind == ERR_NOT_FOUND);
    c->err = (Err){ 0 };
    CHECK(link_add(c, a, "rs-project:4242", "launched-as", &id));
    CHECK(json_flag(link_show(c, id), "waits"));
    /* The sheet comes: the link has it. */
    put_sheet(c, (Sheet){ .source = "rs", .key = "rs:2024:4242", .project_id = 4242, .fy = 2024, .number = "4242", .name = "甲の新事業", .ministry = "文部科学省", .office = "局" }, 3);
    CHECK(lineage_settle(c));
    CHECK(!json_flag(link_show(c, id), "waits"));
    CHECK_STR(json_text(link_show(c, id), "to.name"), "甲の新事業");
    CHECK(b > 0);
}

TEST(packs_say_what_their_programmes_were_launched_as)
{
    Ctx                     *c = test_store();
    static const char *const keys[] = { "asean", "bio", "genai", "jaxa" };
    static const int         counts[] = { 1, 1, 1, 4 };
    for (int i = 0; i < 4; i++) {
        json_t *pack = yaml_read_file(c, data_path(c->mem, arena_fmt(c->mem, "programmes/%s/links.yaml", keys[i])));
        CHECK(pack && (int)json_array_size(json_path(pack, "links")) == counts[i]);
        CHECK_STR(json_text(pack, "key"), keys[i]);
    }
    json_t   *record = json_keep(c->mem, json_pack("{ss ss ss s{si si}}", "format", "kanmon-record-1", "key", "jaxa", "name", "資金供給機能の強化", "period", "from_fy", 2024, "to_fy", 2033));
    int64_t   id = 0;
    PutResult result;
    CHECK(programme_put(c, record, 0, &id, &result) && lineage_settle(c));
    json_t *links = json_path(lineage_of(c, id), "links"), *l;
    size_t  i;
    CHECK(json_array_size(links) == 4);
    json_array_foreach(links, i, l) CHECK(json_flag(l, "waits") && strcmp(json_text(l, "state"), "confirmed") == 0 && strcmp(json_text(l, "basis"), "pack") == 0);
    int64_t acts = db_int(c, SQL("SELECT count(*) FROM ledger"), NOV);
    CHECK(lineage_settle(c) && db_int(c, SQL("SELECT count(*) FROM ledger"), NOV) == acts); /* again: nothing new */
}
