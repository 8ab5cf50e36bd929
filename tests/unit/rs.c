/* rs.c -- tables of the RS system: put together to sheets in any order, broken in every way, compared and counted.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/find.h"
#include "domain/ledger.h"
#include "domain/lineage.h"
#include "domain/permission.h"
#include "domain/sheet_years.h"
#include "exchange/import.h"
#include "exchange/rs.h"
#include "format/csv.h"
#include "format/json.h"
#include "format/zip.h"
#include "store/db.h"

#include <stdlib.h>
#include <zstd.h>

static const char *const tables[] = { "1-1", "1-2", "1-3", "1-4", "1-5", "2-1", "2-2", "3-1", "3-2", "4-1", "5-1", "5-2", "5-3", "5-4", "6-1" };
enum { TABLES = sizeof tables / sizeof *tables };

static const char *
table(Ctx *c, const char *id)
{
    Buf *b = buf_in(c->mem);
    if (buf_read_file(b, arena_fmt(c->mem, "tests/data/rs/%s.csv", id), 1 << 20) != 0)
        die("no fixture %s", id);
    return buf_text(b);
}

static json_t *
take_all(Ctx *c, const char *const *paths, size_t n, const char *kind, bool dry)
{
    json_t *report = NULL;
    c->role = ROLE_OPERATOR;
    Import  i = { .c = c, .path = paths[0], .paths = paths, .path_n = n, .dry_run = dry, .threads = 2 };
    if (!import_file(&i, kind, &report))
        fprintf(stderr, "  %s: %s\n", paths[0], c->err.text ? c->err.text : "?");
    CHECK(report != NULL);
    return report;
}

static json_t *
take(Ctx *c, const char *path)
{
    return take_all(c, &path, 1, "rs-csv", false);
}

static json_t *
take_text(Ctx *c, const char *text)
{
    return take(c, test_file(c, "table.csv", text, strlen(text)));
}

static int64_t
count(Ctx *c, Sql sql)
{
    return db_int(c, sql, NOV);
}

static const char *
hashes(Ctx *c)
{
    Buf  *b = buf_in(c->mem);
    Rows *r = db_query(c, SQL("SELECT sheet_key, sha256 FROM review_sheet WHERE newest = 1 ORDER BY sheet_key"), NOV);
    while (db_next(r))
        buf_fmt(b, "%s %s\n", row_text(r, 0), row_text(r, 1));
    return buf_text(b);
}

TEST(rs_tables_become_sheets)
{
    Ctx    *c = test_store();
    json_t *r = take(c, "tests/data/rs");
    CHECK(json_int(r, "new", 0) == 3 && json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 0 && json_flag(r, "finished"));
    CHECK(json_int(r, "tables.2-1", 0) == 9 && json_int(r, "tables.3-1", 0) == 12 && json_object_size(json_path(r, "tables")) == TABLES);
    CHECK(count(c, SQL("SELECT sum(row_count) FROM sheet_part WHERE part = '2-1'")) == 9);
    CHECK_STR(db_text(c, SQL("SELECT office FROM review_sheet WHERE sheet_key = 'rs:2024:9001'"), NOV), "研究振興局 参事官（情報担当）");
    CHECK_STR(db_text(c, SQL("SELECT chief FROM review_sheet WHERE sheet_key = 'rs:2024:9001'"), NOV), "関門 一");
    CHECK(count(c, SQL("SELECT from_fy * 10000 + to_fy FROM review_sheet WHERE project_id = 9001")) == 20192026);
    /* Money: what is asked for stands with its year, what is carried out is minus, several supplementary budgets are one sum. */
    CHECK(count(c, SQL("SELECT supplementary FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.project_id = 9001 AND m.fy = 2023 AND m.account = '一般会計'")) == 1500000);
    CHECK(count(c, SQL("SELECT carried_out FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.project_id = 9001 AND m.fy = 2023 AND m.account = ''")) == -500000);
    CHECK(count(c, SQL("SELECT reserve FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.project_id = 9001 AND m.fy = 2023 AND m.account = ''")) == -200000);
    CHECK(count(c, SQL("SELECT request FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.project_id = 9002 AND m.fy = 2025 AND m.account = ''")) == 7000000000001);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_money WHERE fy = 2024 AND executed IS NOT NULL")) == 0);
    CHECK(count(c, SQL("SELECT executed_yen FROM review_sheet WHERE project_id = 9001")) == 12500000);
    /* Indicators with values where their table came, from the logic model where it did not. */
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_indicator WHERE kind = 'outcome' AND stage IN ('短期', '長期')")) == 2);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_value WHERE fy = 2026 AND target = 1200 AND actual IS NULL")) == 1);
    CHECK(count(c, SQL("SELECT outputs FROM review_sheet WHERE project_id = 9002")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_payee WHERE kind = 'payee' AND yen IN (8000000, 4000000)")) == 2 && count(c, SQL("SELECT payees FROM review_sheet WHERE project_id = 9001")) == 2);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_payee WHERE kind = 'contract' AND yen = 5000000000")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM organisation WHERE number = '3010401011971'")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_flow")) == 2 && count(c, SQL("SELECT count(*) FROM sheet_path")) == 4);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_remark")) == 6 && count(c, SQL("SELECT count(*) FROM sheet_remark WHERE kind = 'past' AND fy = 2022 AND answer IS NULL")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'merged' AND basis = 'own-link' AND to_id IS NOT NULL AND to_key = 'rs-project:9002'")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'related' AND to_id IS NULL AND to_key = 'rs-project:12345'")) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'same' AND to_id IS NULL AND to_key = 'judgit:2023:文部科学省:2023-文科-22-0291'")) == 1);
    CHECK(json_int(find(c, "スーパーコンピュータ", 5, 0), "total", 0) == 1 && json_int(find(c, "ministry:こども家庭庁 学び", 5, 0), "total", 0) == 1);
    CHECK(json_int(find(c, "indicator:利用者の論文数 has:sheet", 5, 0), "total", 0) == 1);
    int64_t     n, broken;
    const char *why;
    CHECK(ledger_verify(c, &n, &broken, &why) && n == 2); /* taken in, and checked */
}

TEST(rs_tables_come_in_any_order_and_again)
{
    Ctx        *c = test_store(), *two = test_store();
    const char *all = "tests/data/rs";
    take(c, all);
    for (size_t i = TABLES; i-- > 0;) {
        json_t *r = take(two, arena_fmt(two->mem, "tests/data/rs/%s.csv", tables[i]));
        CHECK(json_int(r, "broken", 0) == 0 && json_flag(r, "finished"));
    }
    CHECK_STR(hashes(two), hashes(c));
    CHECK(count(two, SQL("SELECT max(version) FROM review_sheet WHERE project_id = 9001")) == TABLES && count(two, SQL("SELECT count(*) FROM review_sheet WHERE newest = 1")) == 3);
    CHECK(count(two, SQL("SELECT count(*) FROM programme")) == 3 && count(two, SQL("SELECT count(*) FROM sheet_part p JOIN review_sheet s ON s.id = p.sheet_id WHERE s.newest = 1 AND s.project_id = 9001")) == TABLES);
    CHECK(count(two, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1")) == count(c, SQL("SELECT count(*) FROM sheet_money")));
    json_t *r = take(two, all);
    CHECK(json_int(r, "same", 0) == 3 && json_int(r, "changed", 0) == 0);
    /* A changed table is a new version of the sheets that it changes, and of no other; a table of some programmes leaves the others. */
    r = take_text(two, text_replace(two->mem, table(two, "2-1"), "12500000", "12600000"));
    CHECK(json_int(r, "changed", 0) == 1 && json_int(r, "same", 0) == 2);
    CHECK_STR(json_text(r, "changes.0.changes.0.path"), "2-1[2].執行額（合計）");
    CHECK(count(two, SQL("SELECT executed_yen FROM review_sheet WHERE newest = 1 AND project_id = 9001")) == 12600000);
    CHECK(count(two, SQL("SELECT count(*) FROM sheet_remark m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1")) == 6);
}

TEST(rs_zips_as_they_are_downloaded)
{
    Ctx        *c = test_store(), *two = test_store();
    const char *paths[TABLES], *folder = NULL;
    take(c, "tests/data/rs");
    for (size_t i = 0; i < TABLES; i++) { /* one zip a table, all of them in one folder */
        Buf    *zip = buf_in(two->mem);
        ZipPart part = { arena_fmt(two->mem, "%s_RS_2024_表.csv", tables[i]), table(two, tables[i]), strlen(table(two, tables[i])), true };
        CHECK(zip_write(two, &part, 1, zip));
        paths[i] = i == 0 ? test_file(two, "1-1_RS_2024.zip", zip->p, zip->n) : arena_fmt(two->mem, "%s/%s_RS_2024.zip", folder, tables[i]);
        folder = i == 0 ? arena_strn(two->mem, paths[0], (size_t)(strrchr(paths[0], '/') - paths[0])) : folder;
        CHECK(file_write_whole(paths[i], zip->p, zip->n) == 0);
    }
    CHECK_STR(import_guess(two, paths[3], NULL), "rs-csv");
    CHECK(json_int(take_all(two, paths, TABLES, "rs-csv", false), "new", 0) == 3);
    CHECK_STR(hashes(two), hashes(c));
    CHECK(json_int(take(two, folder), "same", 0) == 3);
    CHECK_STR(db_text(two, SQL("SELECT file FROM sheet_part p JOIN review_sheet s ON s.id = p.sheet_id WHERE s.project_id = 9001 AND part = '2-1'"), NOV), "2-1_RS_2024_表.csv");
    /* The same table from two files of one run: the later one holds, and it is said where they differ. */
    const char *both[] = { "tests/data/rs/6-1.csv", test_file(two, "6-1.csv", text_replace(two->mem, table(two, "6-1"), "端数", "はすう"), strlen(text_replace(two->mem, table(two, "6-1"), "端数", "はすう"))) };
    json_t     *r = take_all(two, both, 2, "rs-csv", false);
    CHECK(json_int(r, "changed", 0) == 1 && json_int(r, "same", 0) == 2 && json_int(r, "warnings", 0) == 1);
    CHECK(strstr(json_text(r, "problems.0.text"), "9001") && json_int(find(two, "はすう処理", 5, 0), "total", 0) == 1);
}

TEST(rs_dry_run_writes_nothing)
{
    Ctx        *c = test_store();
    const char *path = "tests/data/rs";
    json_t     *r = take_all(c, &path, 1, "rs-csv", true);
    CHECK(json_int(r, "new", 0) == 3 && count(c, SQL("SELECT count(*) FROM review_sheet")) == 0 && count(c, SQL("SELECT count(*) FROM ledger")) == 0);
}

TEST(rs_broken_rows_cost_only_themselves)
{
    Ctx        *c = test_store();
    const char *t = table(c, "6-1"), *first = strstr(t, "\r\n") + 2;
    Buf        *b = buf_in(c->mem);
    buf_addn(b, t, (size_t)(first - t));
    buf_add(b, "レビューシート,2024,1,一つ目,19,文部科学省,文部科学省,,,,,,,\"二行の\n備考\"\r\n");                      /* 2, 3 */
    buf_add(b, "レビューシート,2024,,名だけ,19,文部科学省,文部科学省,,,,,,,備考\r\n");                                      /* 4: no id */
    buf_add(b, "レビューシート,9999,2,年,19,文部科学省,文部科学省,,,,,,,備考\r\n");                                         /* 5: a year of 9999 */
    buf_add(b, "レビューシート,2024,3,\"閉じない,19,文部科学省,文部科学省,,,,,,,備考\r\n");                                 /* 6: a quote never closed */
    buf_add(b, "レビューシート,2024,4,\"後ろ\"に字,19,文部科学省,文部科学省,,,,,,,備考\r\n");                               /* 7: text behind a quote */
    buf_add(b, "レビューシート,2024,5,列が足りない,19\r\n");                                                                /* 8 */
    buf_add(b, "レビューシート,2024,6,\xff\xfe,19,文部科学省,文部科学省,,,,,,,備考\r\n");                                   /* 9: no text */
    buf_add(b, "レビューシート,2024,7,,19,文部科学省,文部科学省,,,,,,,備考\r\n\r\n");                                       /* 10: no name; 11: blank */
    buf_add(b, "レビューシート,2024,9.5,半分,19,文部科学省,文部科学省,,,,,,,備考\r\n");                                     /* 12: id is no number */
    buf_add(b, "レビューシート,2024,8,終わり,19,文部科学省,文部科学省,,,,,,,最後");                                         /* 13: no line end */
    json_t *r = take_text(c, buf_text(b));
    static const int lines[] = { 4, 5, 6, 7, 8, 9, 10, 12 };
    size_t           i;
    json_t          *p;
    CHECK(json_int(r, "new", 0) == 2 && json_int(r, "broken", 0) == 8 && json_array_size(json_path(r, "problems")) == 8);
    json_array_foreach(json_path(r, "problems"), i, p)
        CHECK(i < 8 && json_int(p, "line", 0) == lines[i]);
    CHECK_STR(json_text(r, "problems.0.field"), "予算事業ID");
    CHECK_STR(json_text(r, "problems.1.field"), "事業年度");
    CHECK(json_int(find(c, "二行の備考", 5, 0), "total", 0) == 1);
    CHECK(count(c, SQL("SELECT count(*) FROM import_problem")) == 8);
}

TEST(rs_cells_that_are_no_value_stay_as_printed)
{
    Ctx    *c = test_store();
    json_t *r = take_text(c, text_replace(c->mem, text_replace(c->mem, table(c, "2-1"), ",13500000,0,0.0,", ",1e40,たくさん,0.0,"), ",2023,12000000,", ",99999,12000000,"));
    CHECK(json_int(r, "new", 0) == 3 && json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 3);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.project_id = 9001 AND m.account = '' AND m.fy = 2024 AND m.current IS NULL AND m.initial = 13000000")) == 1);
    CHECK(json_int(find(c, "たくさん", 5, 0), "total", 0) == 1);
}

TEST(rs_a_file_that_is_not_whole_is_left_out_and_named)
{
    Ctx        *c = test_store();
    const char *t = table(c, "2-1"), *lacking = text_replace(c->mem, t, "執行額（合計）,", "実施額,");
    char       *z = arena_alloc(c->mem, ZSTD_compressBound(strlen(t)));
    size_t      n = ZSTD_compress(z, ZSTD_compressBound(strlen(t)), t, strlen(t), 3);
    const char *paths[] = { test_file(c, "2-1.csv", lacking, strlen(lacking)), test_file(c, "cut.csv.zst", z, n / 2), "tests/data/rs/6-1.csv", test_file(c, "other.csv", "a,b\n1,2\n", 8) };
    json_t     *r = take_all(c, paths, 4, "rs-csv", false);
    CHECK(json_int(r, "new", 0) == 3 && !json_flag(r, "finished") && json_int(r, "tables.6-1", 0) == 3 && !json_path(r, "tables.2-1"));
    CHECK_STR(json_text(r, "problems.0.field"), "執行額（合計）");
    CHECK(strstr(json_text(r, "problems.0.text"), "ない") && strstr(json_text(r, "problems.0.text_en"), "lacks the column"));
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_money")) == 0 && json_int(r, "broken", 0) == 3);
}

TEST(rs_columns_are_found_by_name)
{
    Ctx        *c = test_store(), *two = test_store();
    const char *t = table(c, "5-2");
    take_text(c, t);
    /* Half width for full width, no mark in front, LF, another column behind. */
    Buf *b = buf_in(two->mem);
    for (const char *p = text_replace(two->mem, text_replace(two->mem, t + 3, "\r", ""), "支出元の支出先ブロック,", "支出元の 支出先ﾌﾞﾛｯｸ,"); *p;) {
        size_t n = strcspn(p, "\n");
        buf_addn(b, p, n);
        buf_add(b, b->n == n ? ",新しい列\n" : ",\n");
        p += n + (p[n] == '\n');
    }
    json_t *r = take_text(two, buf_text(b));
    CHECK(json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 1);
    CHECK_STR(json_text(r, "problems.0.field"), "新しい列");
    CHECK_STR(hashes(two), hashes(c));
}

/* A plain file has no checksum: one that ends inside a row is cut off, and must not take rows from the table that is there. */
TEST(rs_a_table_that_ends_inside_a_row_replaces_nothing)
{
    Ctx        *c = test_store();
    const char *whole = table(c, "2-1");
    size_t      n = strlen(whole);
    take_text(c, table(c, "1-2"));
    CHECK(json_int(take_text(c, whole), "broken", 0) == 0);
    int64_t had = count(c, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1"));
    while (whole[n - 1] == '\n' || whole[n - 1] == '\r')
        n--;
    json_t *r = take(c, test_file(c, "cut.csv", whole, n * 3 / 4));
    CHECK(!json_flag(r, "finished") && json_int(r, "changed", 0) == 0 && strstr(json_text(r, "problems.1.text_en"), "middle of a row"));
    CHECK(had > 0 && count(c, SQL("SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1")) == had);
    r = take(c, test_file(c, "unended.csv", whole, n)); /* only the last line end is not there */
    CHECK(json_int(r, "broken", 0) == 0 && json_int(r, "changed", 0) == 0 && json_int(r, "same", 0) > 0);
}

TEST(rs_cp932_is_read_and_said)
{
    Ctx *c = test_store();
    Buf *b = buf_in(c->mem);
    FILE *f = popen("iconv -f UTF-8 -t CP932 tests/data/rs/6-1.csv -c 2>/dev/null", "r");
    for (int ch; f && (ch = getc(f)) != EOF;)
        buf_char(b, (char)ch);
    if (!f || pclose(f) != 0 || b->n == 0) {
        test_skip("there is no iconv program");
        return;
    }
    CHECK_STR(import_guess(c, test_file(c, "a.csv", b->p, b->n), NULL), "rs-csv");
    json_t *r = take(c, test_file(c, "a.csv", b->p, b->n));
    CHECK(json_int(r, "new", 0) == 3 && json_int(r, "broken", 0) == 0 && json_int(r, "warnings", 0) == 1 && strstr(json_text(r, "problems.0.text"), "CP932"));
    CHECK(json_int(find(c, "端数処理", 5, 0), "total", 0) == 1);
}

/* One table of one sheet, its rows without the head columns; whether a payee is said to stand there twice. */
static bool
doubled(const char *columns, const char *rows)
{
    Ctx  *c = test_store();
    Buf  *b = buf_in(c->mem);
    char *all = arena_str(c->mem, rows), *rest = NULL;
    buf_fmt(b, "シート種別,事業年度,予算事業ID,事業名,府省庁の建制順,政策所管府省庁,府省庁,局・庁,部,課,室,班,係,%s\r\n", columns);
    for (char *row = strtok_r(all, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest))
        buf_fmt(b, "レビューシート,2024,9001,試験,19,文部科学省,文部科学省,,,,,,,%s\r\n", row);
    json_t *r = take_text(c, buf_text(b));
    CHECK(json_int(r, "new", 0) == 1 && json_int(r, "broken", 0) == 0);
    return (count(c, SQL("SELECT flags FROM review_sheet")) & FLAG_DOUBLED_PAYEE) != 0;
}

TEST(rs_rows_of_one_payee_are_told_apart_by_all_they_say)
{
    static const char items[] = "支出先ブロック番号,支出先名,法人番号,契約概要,費目,使途,金額";
    CHECK(doubled(items, "A,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000\nA,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000"));
    CHECK(!doubled(items, "A,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000\nA,試験株式会社,3010401011971,運用業務,人件費,研究員の給与,5000000"));
    CHECK(!doubled(items, "A,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000\nA,試験株式会社,3010401011971,運用業務,事業費,技術員の給与,5000000"));
    CHECK(!doubled(items, "A,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000\nB,試験株式会社,3010401011971,運用業務,人件費,技術員の給与,5000000"));
    CHECK(!doubled(items, "A,試験株式会社,3010401011971,書籍,消耗品費,書籍の購入,7000\nA,試験株式会社,3010401011971,書籍,消耗品費,書籍の購入,7000"));
    static const char sums[] = "支出先ブロック番号,支出先ブロック名,支出先の数,事業を行う上での役割,ブロックの合計支出額,支出先名,法人番号,所在地,法人種別,その他支出先,支出先の合計支出額,契約概要,金額,契約方式等,具体的な契約方式等,入札者数（応募者数）,"
                               "落札率（％）,一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）,その他の契約";
    CHECK(doubled(sums, "A,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,\nA,,,,,試験株式会社,3010401011971,,,,,運用業務,8000000,一般競争,,2,91.5,,\n"
                        "A,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,\nA,,,,,試験株式会社,3010401011971,,,,,運用業務,8000000,一般競争,,2,91.5,,"));
    CHECK(!doubled(sums, "A,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,\nA,,,,,試験株式会社,3010401011971,,,,,運用業務,8000000,一般競争,,2,91.5,,\n"
                         "A,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,\nA,,,,,試験株式会社,3010401011971,,,,,監視業務,8000000,一般競争,,2,91.5,,"));
    CHECK(!doubled(sums, "A,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,\nA,,,,,試験株式会社,3010401011971,,,,8000000,,,,,,,,")); /* nothing is said of either */
}

TEST(rs_kinds_are_guessed)
{
    Ctx        *c = test_ctx();
    const char *line = "{\"projectId\":4,\"projectName\":\"x\",\"ministry\":\"y\"}\n";
    for (size_t i = 0; i < TABLES; i++)
        CHECK_STR(import_guess(c, arena_fmt(c->mem, "tests/data/rs/%s.csv", tables[i]), NULL), "rs-csv");
    CHECK_STR(import_guess(c, test_file(c, "rs2025.ndjson", line, strlen(line)), NULL), "rs-details");
    CHECK(import_gathers("rs-csv") && !import_gathers("review-sheets"));
}

TEST(rs_details_stand_beside_the_tables)
{
    Ctx        *c = test_store();
    const char *text = "{\"projectId\":9001,\"projectName\":\"計算科学の基盤づくり\",\"ministry\":\"文部科学省\",\"bureau\":\"研究振興局\",\"purpose\":\"計算機の利用を広げる。\",\"startYear\":2019,\"endYear\":null,\"oldProjectNumber\":\"\"}\n"
                       "{\"projectName\":\"番号がない\",\"ministry\":\"文部科学省\"}\n[]\n{\"projectId\":\n"
                       "{\"projectId\":9009,\"projectName\":\"新しい事業\",\"ministry\":\"総務省\",\"bureau\":\"\",\"startYear\":null,\"endYear\":null}\n"
                       "{\"projectId\":9009,\"projectName\":\"新しい事業（改）\",\"ministry\":\"総務省\",\"bureau\":\"\",\"startYear\":null,\"endYear\":null}\n";
    const char *path = test_file(c, "rs2025-details.ndjson", text, strlen(text)), *nameless = test_file(c, "details.ndjson", text, strlen(text));
    take(c, "tests/data/rs");
    json_t *r = take_all(c, &path, 1, "rs-details", false);
    CHECK(json_int(r, "new", 0) == 2 && json_int(r, "broken", 0) == 3 && json_int(r, "warnings", 0) == 1 && json_int(r, "tables.details", 0) == 3);
    CHECK(count(c, SQL("SELECT count(*) FROM programme")) == 4);
    CHECK(count(c, SQL("SELECT count(DISTINCT programme_id) FROM review_sheet WHERE project_id = 9001 AND from_fy = 2019")) == 1);
    CHECK_STR(db_text(c, SQL("SELECT name FROM review_sheet WHERE sheet_key = 'rs:2025:9009'"), NOV), "新しい事業（改）");
    CHECK(count(c, SQL("SELECT flags FROM review_sheet WHERE sheet_key = 'rs:2025:9009'")) == 0);
    r = take_all(c, &path, 1, "rs-details", false);
    CHECK(json_int(r, "same", 0) == 2 && json_int(r, "changed", 0) == 0);
    CHECK(json_int(take_all(c, &nameless, 1, "rs-details", false), "broken", 0) == 1);
    /* The tables of that year come later: one sheet of both. */
    r = take_text(c, text_replace(c->mem, table(c, "2-1"), "シート,2024,", "シート,2025,"));
    CHECK(json_int(r, "changed", 0) == 1 && json_int(r, "new", 0) == 2);
    CHECK(count(c, SQL("SELECT count(*) FROM sheet_part p JOIN review_sheet s ON s.id = p.sheet_id WHERE s.newest = 1 AND s.sheet_key = 'rs:2025:9001'")) == 2);
    CHECK(json_int(find(c, "fy:2025 計算機の利用を広げる", 5, 0), "total", 0) == 1);
}

/* The outline of the next year hides neither money nor indicators of the year that has them, and its texts are followed. */
TEST(rs_an_outline_hides_nothing)
{
    Ctx        *c = test_store();
    const char *text = "{\"projectId\":9001,\"projectName\":\"計算科学の基盤づくり（改）\",\"ministry\":\"文部科学省\",\"bureau\":\"研究振興局\",\"purpose\":\"計算機の利用を世界に広げる。\",\"overview\":\"計算資源の共用，利用者の支援\"}\n";
    const char *path = test_file(c, "rs2025-details.ndjson", text, strlen(text));
    take(c, "tests/data/rs");
    int64_t id = count(c, SQL("SELECT programme_id FROM review_sheet WHERE sheet_key = 'rs:2024:9001'"));
    int64_t money = db_int(c, SQL("SELECT money_yen FROM programme_face WHERE programme_id = $1"), V(id)), outcomes = db_int(c, SQL("SELECT outcomes FROM programme_face WHERE programme_id = $1"), V(id));
    CHECK(money > 0 && outcomes > 0);
    take_all(c, &path, 1, "rs-details", false);
    CHECK(db_int(c, SQL("SELECT money_yen FROM programme_face WHERE programme_id = $1"), V(id)) == money);
    CHECK(db_int(c, SQL("SELECT outcomes FROM programme_face WHERE programme_id = $1"), V(id)) == outcomes);
    CHECK(db_int(c, SQL("SELECT fy FROM programme_face WHERE programme_id = $1"), V(id)) == 2025);
    CHECK_STR(db_text(c, SQL("SELECT name FROM programme_face WHERE programme_id = $1"), V(id)), "計算科学の基盤づくり（改）");
    json_t *texts = json_path(sheet_years(c, id), "texts");
    CHECK_STR(json_text(texts, "0.ja"), "事業目的");
    CHECK(json_array_size(json_path(texts, "0.versions")) == 2 && json_int(texts, "0.sheet_fy", 0) == 2025);
    CHECK(json_array_size(json_path(texts, "1.versions")) == 1 && json_int(texts, "1.sheet_fy", 0) == 2025); /* only the width of a mark differs */
}

/* 統合元 on one sheet and 統合先 on the other are one matter. */
TEST(rs_a_merger_told_by_both_sheets_is_told_once)
{
    Ctx *c = test_store();
    take(c, "tests/data/rs");
    take_text(c, text_replace(c->mem, table(c, "1-5"), "海洋地球課,,,,,,,", "海洋地球課,,,,1,9001,計算科学の基盤づくり,統合先"));
    int64_t a = count(c, SQL("SELECT programme_id FROM review_sheet WHERE sheet_key = 'rs:2024:9001'")), b = count(c, SQL("SELECT programme_id FROM review_sheet WHERE sheet_key = 'rs:2024:9002' AND newest = 1"));
    CHECK(count(c, SQL("SELECT count(*) FROM programme_link WHERE kind = 'related' AND to_key = 'rs-project:9001'")) == 1); /* what the other sheet says is kept */
    json_t *of_a = json_path(lineage_of(c, a), "links"), *of_b = json_path(lineage_of(c, b), "links");
    CHECK(json_array_size(of_a) == 2 && json_array_size(of_b) == 1);
    CHECK_STR(json_text(of_a, "0.kind"), "merged"); /* and one that waits for its old number */
    CHECK_STR(json_text(of_b, "0.kind"), "merged");
}

TEST(rs_old_numbers_name_sheets)
{
    Ctx        *c = test_store();
    const char *key[8];
    CHECK(rs_old_numbers(c->mem, "２０２３－文科－２２－００３０", "文部科学省", key, 8) == 1);
    CHECK_STR(key[0], "judgit:2023:文部科学省:2023-文科-22-0030");
    CHECK(rs_old_numbers(c->mem, "2021環境新220011、2022 環境 新22 0009", "環境省", key, 8) == 2);
    CHECK_STR(key[1], "judgit:2022:環境省:2022-環境-新22-0009");
    CHECK(rs_old_numbers(c->mem, "2023国交22017201", "国土交通省", key, 8) == 1);
    CHECK_STR(key[0], "judgit:2023:国土交通省:2023-国交-22-0172-01");
    CHECK(rs_old_numbers(c->mem, "2023-府-22-0118", "こども家庭庁", key, 8) == 1);
    CHECK_STR(key[0], "judgit:2023:内閣府:2023-府-22-0118");
    CHECK(rs_old_numbers(c->mem, "0333", "文部科学省", key, 8) == 0 && rs_old_numbers(c->mem, "政策: 15 施策: 21", "文部科学省", key, 8) == 0 && rs_old_numbers(c->mem, "--", NULL, key, 8) == 0);
    /* The sheet of that number is here: one programme, whatever the name. */
    const char *old = "{\"公開年度\":2023,\"事業名\":\"計算の基盤\",\"府省庁\":\"文部科学省\",\"事業番号\":\"2023-文科-22-0291\",\"予算\":[],\"支出先\":[],\"アウトカム\":[],\"アウトプット\":[],\"関連する過去のレビューシート\":[]}\n";
    const char *path = test_file(c, "a.ndjson", old, strlen(old));
    CHECK(json_int(take_all(c, &path, 1, "review-sheets", false), "new", 0) == 1);
    take(c, "tests/data/rs");
    CHECK(count(c, SQL("SELECT count(DISTINCT programme_id) FROM review_sheet WHERE number = '2023-文科-22-0291' OR project_id = 9001")) == 1 && count(c, SQL("SELECT count(*) FROM programme")) == 3);
}

TEST(csv_is_cut_as_it_was_meant)
{
    Ctx        *c = test_ctx();
    const char *text = "\xEF\xBB\xBFname,\"a \"\"b\"\" c\",\r\n\r\n1,\"two\r\nlines\",x\"y\n\"last\"";
    Ctx         in = *c;
    Source     *s = source_open(&in, test_file(c, "a.csv", text, strlen(text)));
    Csv         v;
    CHECK(s && source_next(s));
    csv_begin(&v, &in, s);
    CHECK(csv_next(&v) == CSV_ROW && v.cells == 3 && v.line == 1);
    CHECK_STR(v.cell[1].s, "a \"b\" c");
    CHECK(v.cell[2].n == 0);
    CHECK(csv_next(&v) == CSV_ROW && v.cells == 3 && v.line == 3);
    CHECK_STR(v.cell[1].s, "two\r\nlines");
    CHECK_STR(v.cell[2].s, "x\"y");
    CHECK(csv_next(&v) == CSV_ROW && v.cells == 1 && v.line == 5);
    CHECK_STR(v.cell[0].s, "last");
    CHECK(csv_next(&v) == CSV_END);
    csv_end(&v);
}
