/* import.c -- files of many records: counted, compared, broken in every way.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/explore.h"
#include "domain/find.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/sheet_years.h"
#include "exchange/import.h"
#include "format/json.h"
#include "format/zip.h"
#include "store/db.h"

#include <iconv.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* A sheet of our own in the shape that JUDGIT! publishes. */
static const char *
sheet(Ctx *c, int fy, const char *number, const char *name, const char *group, double executed)
{
    return arena_fmt(c->mem, "{\"_path\":\"x\",\"ID\":1,\"事業ID\":%s,\"公開年度\":%d,\"事業名\":\"%s\",\"開始年度\":2010,\"終了年度\":null,\"府省庁\":\"文部科学省\",\"事業番号2\":\"%s\",\"事業番号\":\"%s\","
        "\"担当部局庁\":\"研究振興局\",\"担当課室\":\"参事官\\n（情報担当）\",\"作成責任者\":\"関門　一\",\"会計区分\":[\"一般会計\"],\"事業目的\":\"計算基盤の利用を広げる。\",\"事業概要\":\"ｽｰﾊﾟｰｺﾝﾋﾟｭｰﾀの共用。\","
        "\"予算\":[{\"年度\":%d,\"当初予算\":13.0,\"補正予算\":0.0,\"前年度から繰越し\":2.5,\"翌年度へ繰越し\":-1.0,\"予備費等\":0.0,\"予算計\":14.5,\"執行額\":%.1f},{\"年度\":%d,\"当初予算\":13.0,\"予算計\":13.0},{\"年度\":%d,\"要求額\":13.6}],"
        "\"支出先\":[{\"年度\":%d,\"グループ\":\"A\",\"番号\":1,\"支出先名\":\"試験株式会社\",\"法人番号\":\"3010401011971\",\"業務概要\":\"運用\",\"支出額\":8.0},{\"年度\":%d,\"グループ\":\"A\",\"番号\":2,\"支出先名\":\"個人Ａ\",\"法人番号\":null,\"業務概要\":\"\",\"支出額\":null}],"
        "\"アウトカム\":[{\"成果目標\":\"利用を広げる\",\"成果指標\":\"利用者の論文数\",\"単位\":\"本\",\"目標値\":\"120\",\"目標最終年度\":2025,\"成果実績\":[{\"年度\":%d,\"成果実績\":100.0,\"目標値\":110.0},{\"年度\":%d,\"成果実績\":null,\"目標値\":120.0}]}],"
        "\"アウトプット\":[{\"活動指標\":\"採択課題数\",\"単位\":\"件\",\"活動実績\":[{\"年度\":%d,\"活動実績\":10.0,\"当初見込み\":12.0}]}],\"関連する過去のレビューシート\":[]}",
        group, fy, name, number, number, fy - 1, executed, fy, fy + 1, fy - 1, fy - 1, fy - 1, fy, fy - 1);
}

static json_t *
take(Ctx *c, const char *path, bool dry)
{
    json_t *report = NULL;
    c->role = ROLE_OPERATOR;
    Import  i = { .c = c, .path = path, .dry_run = dry, .threads = 2 };
    if (!import_file(&i, "review-sheets", &report))
        fprintf(stderr, "  %s: %s\n", path, c->err.text ? c->err.text : "?");
    CHECK(report != NULL);
    return report;
}

static json_t *
take_text(Ctx *c, const char *text)
{
    return take(c, test_file(c, "a.ndjson", text, strlen(text)), false);
}

static int64_t
rows(Ctx *c, const char *table)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT count(*) FROM "), NOV);
    sql_add(b, strcmp(table, "money") == 0 ? SQL("sheet_money") : strcmp(table, "payee") == 0 ? SQL("sheet_payee") : strcmp(table, "value") == 0 ? SQL("sheet_value")
               : strcmp(table, "organisation") == 0 ? SQL("organisation") : strcmp(table, "programme") == 0 ? SQL("programme") : strcmp(table, "ledger") == 0 ? SQL("ledger") : SQL("review_sheet"), NOV);
    return db_int(c, sql_built(b), NOV);
}

TEST(sheets_come_in_once_and_changes_are_versions)
{
    Ctx        *c = test_store();
    const char *a = sheet(c, 2018, "0291", "計算基盤の共用", "7", 9), *b = sheet(c, 2019, "0280", "計算基盤の共用", "7", 10), *d = sheet(c, 2019, "0001", "別の事業", "null", 1);
    const char *all = arena_fmt(c->mem, "%s\n%s\n%s\n", a, b, d);
    json_t     *r = take_text(c, all);
    CHECK(json_int(r, "new", 0) == 3 && json_int(r, "broken", 0) == 0 && json_flag(r, "finished"));
    CHECK(rows(c, "sheet") == 3 && rows(c, "programme") == 2 && rows(c, "money") == 9 && rows(c, "payee") == 6 && rows(c, "value") == 9 && rows(c, "organisation") == 2);
    CHECK(rows(c, "ledger") == 2); /* the import and the checks behind it */
    r = take_text(c, all);
    CHECK(json_int(r, "same", 0) == 3 && rows(c, "sheet") == 3 && rows(c, "ledger") == 2);
    /* The same sheet with other white space and another path says the same. */
    r = take_text(c, text_replace(c->mem, text_replace(c->mem, a, "\"_path\":\"x\"", "\"_path\": \"y\""), "\"ID\":1", "\"ID\" : 1"));
    CHECK(json_int(r, "same", 0) == 1 && rows(c, "sheet") == 3);
    r = take_text(c, sheet(c, 2018, "0291", "計算基盤の共用", "7", 12.5));
    CHECK(json_int(r, "changed", 0) == 1 && rows(c, "sheet") == 4 && rows(c, "ledger") == 4);
    CHECK_STR(json_text(r, "changes.0.changes.0.path"), "予算[0].執行額");
    CHECK(db_int(c, SQL("SELECT count(*) FROM review_sheet WHERE newest = 1"), NOV) == 3);
    CHECK(db_int(c, SQL("SELECT executed FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.sheet_fy = 2018 AND m.fy = 2017"), NOV) == 12500000);
    CHECK(db_int(c, SQL("SELECT carried_out FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.sheet_fy = 2018 AND m.fy = 2017"), NOV) == -1000000);
    json_t *page = programme_found(c, &(ProgrammeAsk){ .query = "スパコン OR スーパーコンピュータ", .sort = "money" });
    CHECK(json_int(page, "total", 0) == 2 && json_int(page, "rows.0.sheets", 0) == 2);
    CHECK(json_int(page, "rows.0.money_yen", 0) == 13000000 && json_int(page, "rows.0.executed_yen", 0) == 10000000);
    CHECK(json_int(find(c, "payee:試験株式会社 fy:2018", 5, 0), "total", 0) == 1 && json_int(find(c, "indicator:論文数", 5, 0), "total", 0) == 2);
    CHECK(json_int(explore(c, &(ExploreAsk){ .query = "論文 has:sheet", .limit = 5 }), "total", 0) == 2);
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why));
}

TEST(a_dry_run_says_the_same_and_writes_nothing)
{
    Ctx        *c = test_store();
    const char *text = arena_fmt(c->mem, "%s\n%s\n", sheet(c, 2018, "0291", "計算", "7", 9), sheet(c, 2018, "0292", "別", "8", 9));
    json_t     *r = take(c, test_file(c, "a.ndjson", text, strlen(text)), true);
    CHECK(json_int(r, "new", 0) == 2 && rows(c, "sheet") == 0 && rows(c, "ledger") == 0);
}

TEST(broken_rows_cost_only_themselves)
{
    Ctx        *c = test_store();
    const char *good = sheet(c, 2018, "0291", "計算基盤の共用", "7", 9);
    Buf        *b = buf_in(c->mem);
    buf_fmt(b, "%s\n", good);
    buf_fmt(b, "{\"公開年度\":2018,\"事業名\":\"切れた\n");                                                                                /* 2: cut off */
    buf_fmt(b, "%s\n", text_replace(c->mem, good, "\"事業番号\":\"0291\"", "\"事業番号\":null"));                                          /* 3: no number */
    buf_fmt(b, "%s\n", text_replace(c->mem, good, "\"公開年度\":2018", "\"公開年度\":9999"));                                              /* 4: a year of 9999 */
    buf_fmt(b, "%s\n", text_replace(c->mem, good, "\"府省庁\":\"文部科学省\",", ""));                                                       /* 5: no ministry */
    buf_fmt(b, "[]\n\n");                                                                                                                  /* 6: no sheet; 7: blank */
    buf_fmt(b, "{\"事業名\":\"\xff\xfe\"}\n");                                                                                              /* 8: no UTF-8 */
    buf_fmt(b, "%s\n", text_replace(c->mem, sheet(c, 2018, "0300", "額", "9", 9), "\"当初予算\":13.0,\"補正", "\"当初予算\":1e300,\"補正"));  /* 9: enormous */
    buf_fmt(b, "%s\n", text_replace(c->mem, sheet(c, 2018, "0301", "負", "10", 9), "\"支出額\":8.0", "\"支出額\":-8.0"));                    /* 10: negative, taken */
    buf_fmt(b, "%s\n", sheet(c, 2018, "0291", "計算基盤の共用", "7", 99));                                                                   /* 11: the same again, different */
    buf_fmt(b, "%s", sheet(c, 2018, "0302", "終わり", "11", 9));                                                                             /* 12: no line feed */
    json_t *r = take_text(c, buf_text(b));
    CHECK(json_int(r, "broken", 0) == 6 && json_int(r, "new", 0) == 4 && json_int(r, "changed", 0) == 1);
    static const int lines[] = { 2, 3, 4, 5, 6, 8 };
    size_t           at = 0, i;
    json_t          *p;
    json_array_foreach(json_path(r, "problems"), i, p)
        if (strcmp(json_text(p, "level"), "error") == 0 && at < 6)
            CHECK(json_int(p, "line", 0) == lines[at++]);
    CHECK(at == 6);
    CHECK_STR(json_text(r, "problems.1.field"), "事業番号");
    CHECK(db_int(c, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.number = '0300' AND m.initial IS NULL AND m.current = 14500000"), NOV) == 1);
    CHECK(db_int(c, SQL("SELECT yen FROM sheet_payee p JOIN review_sheet s ON s.id = p.sheet_id WHERE s.number = '0301' AND p.no = 1"), NOV) == -8000000);
    CHECK(db_int(c, SQL("SELECT count(*) FROM import_problem"), NOV) == (int64_t)json_array_size(json_path(r, "problems")));
    CHECK(json_array_size(run_problems(c, json_int(r, "run", 0), 3, 1)) == 3 && json_int(run_list(c, 5), "0.broken", 0) == 6);
}

/* What is no number, no row or no list costs its cell, its row or its list, never the sheet; and it is said in both languages. */
TEST(a_cell_that_is_none_costs_itself)
{
    Ctx        *c = test_store();
    const char *good = sheet(c, 2018, "0291", "計算基盤の共用", "7", 9);
    Buf        *b = buf_in(c->mem);
    buf_fmt(b, "%s\n", text_replace(c->mem, good, "\"当初予算\":13.0,\"補正", "\"当初予算\":123456789012345678901234567890,\"補正"));                       /* 1 */
    buf_fmt(b, "%s\n", text_replace(c->mem, sheet(c, 2018, "0292", "額", "8", 9), "\"当初予算\":13.0,\"補正", "\"当初予算\":\"12百万\",\"補正"));          /* 2 */
    buf_fmt(b, "%s\n", text_replace(c->mem, sheet(c, 2018, "0293", "行", "9", 9), "\"支出先\":[", "\"支出先\":[\"株式会社\","));              /* 3 */
    buf_fmt(b, "{\"公開年度\":2018,\"事業番号\":\"0294\",\"府省庁\":\"文部科学省\",\"事業名\":\"表\",\"予算\":\"なし\"}\n");                    /* 4 */
    buf_fmt(b, "{\"公開年度\":2018,\"事業番号\":\"0295\",\"府省庁\":\"文部科学省\",\"事業名\":\"年\",\"予算\":[{\"執行額\":1.0}]}\n");        /* 5 */
    json_t *r = take_text(c, buf_text(b));
    CHECK(json_int(r, "new", 0) == 5 && json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 5);
    static const char *const field[] = { "当初予算", "当初予算", "支出先", "予算", "予算.年度" };
    for (int i = 0; i < 5; i++) {
        const json_t *p = json_array_get(json_path(r, "problems"), (size_t)i);
        CHECK(json_int(p, "line", 0) == i + 1 && strcmp(json_text(p, "text"), json_text(p, "text_en")) != 0);
        CHECK_STR(json_text(p, "field"), field[i]);
    }
    CHECK(strstr(json_text(r, "problems.0.text"), "123456789012345678901234567890") && strstr(json_text(r, "problems.1.text_en"), "12百万"));
    CHECK(db_int(c, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.number = '0291' AND m.initial IS NULL AND m.current = 14500000"), NOV) == 1);
    CHECK(db_int(c, SQL("SELECT payees FROM review_sheet WHERE number = '0293'"), NOV) > 0);
    json_t *shown = sheet_show(c, "judgit:2018:文部科学省:0291");
    CHECK(shown && json_has(shown, "body"));
    CHECK(json_int(take_text(c, buf_text(b)), "same", 0) == 5);
}

TEST(sheets_in_cp932_are_turned_into_utf8)
{
    Ctx        *c = test_store();
    const char *both = arena_fmt(c->mem, "%s\n%s\n", sheet(c, 2018, "0291", "計算基盤の共用", "7", 9), sheet(c, 2018, "0292", "表示と添付", "8", 9));
    size_t      left = strlen(both), room = left;
    char       *in = arena_str(c->mem, both), *old = arena_alloc(c->mem, room), *to = old;
    iconv_t     cd = iconv_open("CP932", "UTF-8");
    CHECK(cd != (iconv_t)-1 && iconv(cd, &in, &left, &to, &room) == 0);
    iconv_close(cd);
    const char *path = test_file(c, "old.ndjson", old, (size_t)(to - old));
    CHECK_STR(import_guess(c, path, NULL), "review-sheets");
    json_t *r = take(c, path, false);
    CHECK(json_int(r, "new", 0) == 2 && json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 1 && strstr(json_text(r, "problems.0.text"), "CP932"));
    CHECK(json_int(take_text(c, both), "same", 0) == 2);
}

TEST(files_come_plain_packed_and_cut_off)
{
    Ctx        *c = test_store();
    Buf        *b = buf_in(c->mem);
    for (int i = 0; i < 3000; i++)
        buf_fmt(b, "%s\n", sheet(c, 2018, arena_fmt(c->mem, "%04d", i), arena_fmt(c->mem, "事業その%d", i * 7919 % 3001), arena_fmt(c->mem, "%d", i + 1), i));
    size_t room = ZSTD_compressBound(b->n), n = ZSTD_compress(arena_alloc(c->mem, room), room, b->p, b->n, 3);
    char  *z = arena_alloc(c->mem, room);
    n = ZSTD_compress(z, room, b->p, b->n, 3);
    /* Cut off: what was whole is in, the damage is said, and the whole file afterwards brings the rest. */
    json_t *r = take(c, test_file(c, "cut.ndjson.zst", z, n * 9 / 10), false);
    CHECK(!json_flag(r, "finished") && json_int(r, "broken", 0) == 1 && json_int(r, "new", 0) > 1000 && json_int(r, "new", 0) < 3000);
    CHECK(strstr(json_text(r, "problems.0.text"), "途中で切れて") && strstr(json_text(r, "problems.0.text_en"), "zstd stream is cut off"));
    CHECK_STR(json_text(r, "problems.0.file"), "cut.ndjson.zst");
    CHECK(json_int(r, "problems.0.line", 0) == json_int(r, "new", 0) + 1);
    int64_t half = rows(c, "sheet");
    r = take(c, test_file(c, "whole.ndjson.zst", z, n), false);
    CHECK(json_flag(r, "finished") && json_int(r, "same", 0) == half && json_int(r, "new", 0) == 3000 - half && rows(c, "sheet") == 3000);
    uLongf  gn = compressBound(b->n);
    char   *g = arena_alloc(c->mem, gn + 64);
    z_stream s = { .next_in = (Bytef *)b->p, .avail_in = (uInt)b->n, .next_out = (Bytef *)g, .avail_out = (uInt)gn + 64 };
    CHECK(deflateInit2(&s, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK && deflate(&s, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&s);
    CHECK(json_int(take(c, test_file(c, "a.ndjson.gz", g, s.total_out), false), "same", 0) == 3000);
    CHECK(json_int(take(c, test_file(c, "a.ndjson.gz", g, s.total_out / 2), false), "broken", 0) == 1);
    Buf    *zip = buf_in(c->mem);
    ZipPart parts[] = { { "x/a.ndjson", b->p, b->n, false }, { "x/b.ndjson.zst", z, n, true } };
    CHECK(zip_write(c, parts, 2, zip));
    CHECK(json_int(take(c, test_file(c, "a.zip", zip->p, zip->n), false), "same", 0) == 6000);
    CHECK(rows(c, "sheet") == 3000 && rows(c, "programme") == 3000);
    CHECK(json_int(find(c, "事業その77", 5, 0), "total", 0) >= 1);
}

TEST(kinds_are_guessed_by_content)
{
    Ctx        *c = test_ctx();
    const char *s = sheet(c, 2018, "0291", "計算", "7", 9), *other = "format: kanmon-record-1\nkey: x\n";
    CHECK_STR(import_guess(c, test_file(c, "whatever.txt", s, strlen(s)), NULL), "review-sheets");
    CHECK(import_guess(c, test_file(c, "a.ndjson", other, strlen(other)), NULL) == NULL && import_guess(c, "/nowhere", NULL) == NULL);
    CHECK(import_guess(c, "/nowhere", "evaluation-sheet") == NULL);
    CHECK_STR(import_guess(c, "/nowhere", "review-sheets"), "review-sheets");
}

TEST(one_import_at_a_time)
{
    Ctx    *c = test_store();
    Ctx    *two = test_ctx();
    json_t *report = NULL;
    CHECK(db_lock(c, "import"));
    CHECK(db_open(two, db_url(c->db), false));
    two->role = ROLE_OPERATOR;
    const char *text = sheet(c, 2018, "0291", "計算", "7", 9);
    CHECK(!import_file(&(Import){ .c = two, .path = test_file(c, "a.ndjson", text, strlen(text)) }, "review-sheets", &report) && two->err.kind == ERR_CONFLICT);
    db_close(two->db);
    db_unlock(c);
    CHECK(json_int(take_text(c, text), "new", 0) == 1);
}

TEST(a_split_and_a_past_sheet_are_lineage)
{
    Ctx *c = test_store();
    take_text(c, sheet(c, 2018, "0100", "口腔保健の推進", "7", 9));
    json_t *r = take_text(c, arena_fmt(c->mem, "%s\n%s\n%s\n", sheet(c, 2019, "0101", "口腔保健センターの設置", "7", 9), sheet(c, 2019, "0102", "口腔保健の推進", "7", 9),
        text_replace(c->mem, sheet(c, 2019, "0103", "新しい名の事業", "null", 9), "過去のレビューシート\":[]", "過去のレビューシート\":[{\"府省庁\":\"文部科学省\",\"事業番号2\":\"0100\",\"年度\":2018}]")));
    CHECK(json_int(r, "new", 0) == 3);
    /* The one that kept its name stays the programme; the other is split off, as their publisher says. */
    CHECK(db_int(c, SQL("SELECT count(DISTINCT programme_id) FROM review_sheet WHERE name_key = (SELECT name_key FROM review_sheet WHERE number = '0102')"), NOV) == 1);
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'split' AND state = 'confirmed'"), NOV) == 1);
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'same' AND state = 'proposed' AND basis = 'own-link'"), NOV) == 1);
    CHECK(rows(c, "programme") == 3);
}

/* The publisher's number ties sheets together, but not against all that they say themselves. */
TEST(a_number_that_everything_contradicts_is_a_proposal)
{
    Ctx        *c = test_store();
    const char *past = "\"予算\":[{\"年度\":2016,\"当初予算\":900.0,\"執行額\":890.0},", *half = "\"予算\":[{\"年度\":2016,\"当初予算\":12.0,\"執行額\":9.4},";
    const char *other = text_replace(c->mem, sheet(c, 2018, "0103", "都市局市街地防災推進費", "77", 880.0), "\"予算\":[", past);
    take_text(c, arena_fmt(c->mem, "%s\n", text_replace(c->mem, sheet(c, 2017, "0102", "国際機関への分担金・拠出金", "77", 9.4), "\"予算\":[", "\"予算\":[{\"年度\":2015,\"当初予算\":12.0,\"執行額\":11.0},")));
    take_text(c, arena_fmt(c->mem, "%s\n", text_replace(c->mem, other, "13.0", "930.0")));
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme"), NOV) == 2);
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'same' AND state = 'proposed' AND basis = 'number'"), NOV) == 1);
    /* What comes after goes by its own name, in this import and in a later one. */
    take_text(c, arena_fmt(c->mem, "%s\n%s\n", sheet(c, 2019, "0104", "都市局市街地防災推進費", "77", 900.0), sheet(c, 2018, "0102", "国際機関への分担金・拠出金", "77", 9.9)));
    take_text(c, arena_fmt(c->mem, "%s\n", sheet(c, 2020, "0104", "都市局市街地防災推進費", "77", 900.0)));
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme"), NOV) == 2);
    CHECK(db_int(c, SQL("SELECT count(*) FROM (SELECT programme_id FROM review_sheet GROUP BY programme_id HAVING count(DISTINCT name) = 1 AND count(*) >= 2) AS t"), NOV) == 2);
    /* Renamed, with one amount that agrees: the number holds. */
    take_text(c, arena_fmt(c->mem, "%s\n", sheet(c, 2017, "0201", "共用計算機の整備", "78", 9.4)));
    take_text(c, arena_fmt(c->mem, "%s\n", text_replace(c->mem, sheet(c, 2018, "0202", "ハイパフォーマンス基盤費", "78", 8.0), "\"予算\":[", half)));
    CHECK(db_int(c, SQL("SELECT count(*) FROM programme"), NOV) == 3);
}

/* A year that is none costs its cell, and the report says so: the indicator is there. */
TEST(a_target_year_that_is_none_costs_its_cell)
{
    Ctx    *c = test_store();
    json_t *r = take_text(c, arena_fmt(c->mem, "%s\n", text_replace(c->mem, sheet(c, 2018, "0103", "試験", "77", 9.4), "\"目標最終年度\":2025", "\"目標最終年度\":4010")));
    CHECK(json_int(r, "warnings", 0) == 1);
    CHECK(strstr(json_text(r, "problems.0.text"), "空欄") != NULL && strstr(json_text(r, "problems.0.text"), "4010") != NULL);
    CHECK(db_int(c, SQL("SELECT count(*) FROM sheet_indicator WHERE goal_text = '120' AND goal_fy IS NULL"), NOV) == 1);
}
