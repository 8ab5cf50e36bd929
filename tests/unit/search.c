/* search.c -- folding, fast JSON, the text index and the query language.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/fold.h"
#include "domain/explore.h"
#include "domain/find.h"
#include "domain/programme.h"
#include "domain/query.h"
#include "format/json.h"
#include "format/quick.h"
#include "format/squeeze.h"
#include "store/db.h"
#include "store/search.h"

#include <stdlib.h>

TEST(words_written_differently_fold_alike)
{
    static const char *const pairs[][2] = {
        { "ＡＳＥＡＮ", "asean" }, { "ｽｰﾊﾟｰｺﾝﾋﾟｭｰﾀ", "スーパーコンピューター" }, { "ｶﾞﾝ", "ガン" }, { "ウィルス", "ウイルス" }, { "國際學術", "国際学術" },
        { "ヴァイオリン", "バイオリン" }, { "ｳﾞｧｲｵﾘﾝ", "バイオリン" }, { "１２３㈱", "123(株)" }, { "研究 開\n発", "研究開発" }, { "高﨑", "髙崎" }, { "カ\xE3\x82\x99ス", "ガス" },
        { "か\xE3\x82\x99く", "がく" }, { "①", "1" }, { "ハンヅ", "ハンズ" }, { "日・ASEAN", "日ASEAN" }, { "𠮷野", "吉野" },
    };
    Ctx *c = test_ctx();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        CHECK_STR(fold_key(c->mem, pairs[i][0]), fold_key(c->mem, pairs[i][1]));
    CHECK(strcmp(fold_key(c->mem, "ハス"), fold_key(c->mem, "バス")) != 0);
    Fold f = fold_text(c->mem, "ｶﾞﾝ研", strlen("ｶﾞﾝ研"), true);
    CHECK(f.n == 3 && f.at[0] == 0 && f.at[1] == 6 && f.at[2] == 9 && f.at[3] == 12);
}

/* Both readers say the same of every text: taken or refused, and what was read. */
static void
same_json(Ctx *c, const char *text)
{
    size_t       at, n = strlen(text);
    QuickWhy     why;
    json_error_t e;
    json_t      *j = json_loadb(text, n, JSON_DECODE_ANY, &e);
    const Quick *q = quick_read(c->mem, arena_strn(c->mem, text, n), n, &at, &why);
    if (!!j != !!q)
        fprintf(stderr, "  %s: jansson %s, quick %s\n", text, j ? "yes" : "no", q ? "yes" : why.en);
    CHECK(!!j == !!q);
    if (j && q && q->kind == QUICK_TEXT)
        CHECK_STR(q->v.text, json_string_value(j));
    if (j && q && q->kind == QUICK_REAL)
        CHECK(q->v.r == json_real_value(j));
    if (j && q && q->kind == QUICK_INT)
        CHECK(q->v.i == json_integer_value(j));
    json_decref(j);
}

TEST(the_fast_reader_agrees_with_jansson)
{
    static const char *const texts[] = {
        "{}", "[]", "null", "true", "[1,2,3]", "{\"a\":1,\"a\":2}", "\"\\u65e5\\u672c\"", "\"\\ud840\\udfb7\"", "\"\\ud840\"", "\"\\udfb7\"", "\"\\u0000\"", "\"a\\qb\"",
        "\"\x01\"", "13.0", "-0.5", "1e3", "1E+2", "0.1", "123456789.123", "3.14159265358979312", "1e400", "01", "-", "1.", ".5", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}",
        "\"abc", "[1 2]", "{} x", "", " ", "9223372036854775807", "9223372036854775808", "\xff", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "tru", "nulls", "\"日本\\n\"",
        "-5", "0", "-0", "[[[[[[]]]]]]", "{\"k\":{\"k\":[{}]}}", "1e-5", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "0.30000000000000004", "5e-324", "\t[ 1 , 2 ]\r\n",
    };
    Ctx *c = test_ctx();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_json(c, texts[i]);
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    size_t   at;
    QuickWhy why;
    CHECK(!quick_read(c->mem, arena_strn(c->mem, deep, 200), 200, &at, &why) && *why.ja && *why.en);
    char         doc[] = "{\"a\":{\"x\":[1,\"zwei\",2.5]},\"n\":7,\"r\":13.0,\"t\":\"\\u65e5\"}";
    const Quick *q = quick_read(c->mem, doc, strlen(doc), &at, &why);
    int64_t      n = 0;
    CHECK(quick_int(q, "n", &n) && n == 7 && quick_int(q, "r", &n) && n == 13 && !quick_int(q, "t", &n));
    CHECK_STR(quick_text(q, "t"), "日");
    CHECK_STR(quick_get(quick_get(q, "a"), "x")->v.first->next->v.text, "zwei");
}

TEST(a_body_comes_back_from_its_dictionary)
{
    Ctx    *c = test_ctx();
    Buf    *all = buf_in(c->mem);
    size_t  size[200], n, dn = 0;
    for (int i = 0; i < 200; i++) {
        size_t from = all->n;
        for (int k = 0; k < 20; k++)
            buf_fmt(all, "{\"事業名\":\"第%d号の試験研究\",\"年度\":%d,\"執行額\":%d.5}", i * 7919 % 1000, 2000 + k, i * k);
        size[i] = all->n - from;
    }
    const void *d = squeeze_train(c->mem, all->p, size, 200, 8192, &dn);
    CHECK(d != NULL);
    Squeeze    *s = squeeze_new(d, dn), *plain = squeeze_new(NULL, 0);
    const void *small = squeeze(s, c->mem, all->p, size[0], &n);
    size_t      back = 0;
    char       *text = unsqueeze(s, c->mem, small, n, 1 << 20, &back);
    CHECK(text && back == size[0] && memcmp(text, all->p, back) == 0);
    CHECK(!unsqueeze(plain, c->mem, small, n, 1 << 20, &back)); /* the wrong dictionary is noticed */
    CHECK(!unsqueeze(s, c->mem, small, n - 3, 1 << 20, &back) && !unsqueeze(s, c->mem, small, n, 10, &back));
    squeeze_free(s);
    squeeze_free(plain);
}

static Docs *
word(Ctx *c, const char *text)
{
    Fold f = fold_text(c->mem, text, strlen(text), false);
    return search_word(c, ZONE_ALL, f.cp, f.n);
}

static void
put_texts(Ctx *c, const char *const *text, size_t n, int64_t first)
{
    Grams   g = { 0 };
    int64_t doc[64];
    for (size_t i = 0; i < n; i++) {
        grams_add(&g, i, ZONE_ALL, text[i], strlen(text[i]));
        doc[i] = first + (int64_t)i;
    }
    grams_sort(&g);
    tx_begin(c);
    search_add(c, &g, doc, n);
    for (size_t i = 0; i < n; i++)
        search_doc(c, doc[i], doc[i], SEARCH_SHEET, doc[i], 2020);
    search_changed(c);
    CHECK(tx_end(c));
    grams_free(&g);
    CHECK(search_map(c) != NULL);
}

TEST(any_two_characters_are_found_before_and_after_melting)
{
    Ctx *c = test_store();
    static const char *const a[] = { "量子コンピュータの研究開発", "国際共同研究の推進", "ｽﾊﾟｺﾝ整備費", "宇" };
    for (int i = 0; i < 12; i++)
        put_texts(c, a, 4, 1 + i * 4);
    for (int round = 0; round < 2; round++) {
        CHECK(docs_count(word(c, "研究")) == 24 && docs_count(word(c, "究開")) == 12 && docs_count(word(c, "スパ")) == 12);
        CHECK(docs_count(word(c, "コンピューター")) == 12 && docs_count(word(c, "開研")) == 0);
        CHECK(docs_count(word(c, "宇")) == 12 && docs_count(word(c, "発")) == 12 && docs_count(word(c, "研")) == 24);
        CHECK(DOCS_HAS(word(c, "国際"), 2) && !DOCS_HAS(word(c, "国際"), 1));
        CHECK(db_int(c, SQL("SELECT count(*) FROM search_segment"), NOV) == (round ? 1 : 12));
        CHECK(search_tidy(c, true));
    }
    db_run(c, SQL("UPDATE search_doc SET live = 0 WHERE id <= $1"), V(4));
    tx_begin(c);
    search_changed(c);
    CHECK(tx_end(c) && search_map(c));
    put_texts(c, a, 4, 101);
    CHECK(search_tidy(c, true) && docs_count(word(c, "研究")) == 24); /* two gone, two new */
}

static json_t *
programme(Ctx *c, const char *key, const char *name, const char *indicator, int64_t yen, int64_t fy)
{
    json_t *rec = json_keep(c->mem, json_pack("{ss ss ss s{sI sI} s{sI} s[{ss ss ss s{} s[]}] ss ss s{ss}}", "key", key, "name", name, "kind", "new", "request",
        "fiscal_year", (json_int_t)fy, "yen", (json_int_t)yen, "period", "from_fy", (json_int_t)fy, "indicators", "type", "outcome", "name", indicator, "unit", "件",
        "values", "notes", "purpose", "研究力の向上を目指す。", "committee", "情報委員会", "report", "title", "文部科学省事前評価書"));
    int64_t   id;
    PutResult r;
    CHECK(programme_put(c, rec, 0, &id, &r));
    return rec;
}

static int64_t
count(Ctx *c, const char *query)
{
    json_t *page = programme_found(c, &(ProgrammeAsk){ .query = query, .limit = 2 });
    if (!ok(c))
        fprintf(stderr, "  %s: %s\n", query, c->err.text);
    CHECK(ok(c));
    return json_int(page, "total", -1);
}

TEST(the_query_language_narrows_lists)
{
    Ctx *c = test_store();
    programme(c, "a", "量子計算の基盤", "論文数", 3000000000, 2024);
    programme(c, "b", "宇宙戦略", "打上げ回数", 500000000, 2025);
    programme(c, "c", "量子センサ", "論文の被引用数", 900000000, 2026);
    static const struct {
        const char *query;
        int64_t     n;
    } cases[] = {
        { "", 3 }, { "量子", 2 }, { "量子 計算", 1 }, { "\"量子計算\"", 1 }, { "\"量子 計\"", 1 }, { "-量子", 1 }, { "量子 OR 宇宙", 3 }, { "(量子 OR 宇宙) money<20億", 2 },
        { "money>10億", 1 }, { "money>=5億", 3 }, { "money<=500百万円", 1 }, { "金額>9億", 1 }, { "fy:2024..2025", 2 }, { "fy>2024", 2 }, { "年度:令和6年度", 1 },
        { "ministry:文部科学省", 3 }, { "府省：文科省", 3 }, { "ministry:経産", 0 }, { "committee:情報", 3 }, { "indicator:論文", 2 }, { "indicator:論文 -name:計算", 1 },
        { "has:indicator", 3 }, { "has-sheet", 0 }, { "-has:sheet", 3 }, { "kind:新規", 3 }, { "kind:report", 3 }, { "kind:拡充", 0 }, { "finding:error", 0 }, { "from:2026", 1 },
        { "研究力", 3 }, { "zzz", 0 }, { "量", 2 }, { "NOT 宇宙 量子", 2 }, { "量子|宇宙", 0 }, { "量子 | 宇宙", 3 }, { "'; DROP TABLE programme;--", 0 }, { "100%_", 0 },
        /* the same in any width, case and old kanji */
        { "ｍｏｎｅｙ＞１０億", 1 }, { "Money>10億", 1 }, { "金額≧５億", 3 }, { "fy：２０２４～２０２５", 2 }, { "fy:2024〜2025", 2 }, { "ministry:文部科學省", 3 }, { "ministry:MEXT", 3 }, { "府省＝ｍｅｘｔ", 3 },
        { "（量子　ＯＲ　宇宙）　ｍｏｎｅｙ＜２０億", 2 }, { "“量子計算”", 1 }, { "HAS:Indicator", 3 }, { "ｈａｓ：指標", 3 }, { "Has-Indicator", 3 }, { "kind:ＮＥＷ", 3 }, { "finding:要修正", 0 }, { "－量子", 1 }, { "has:ｱｳﾄｶﾑ", 3 },
        { "payee:1234567890123", 0 }, { "indicator:論文　", 2 }, { "量子 \"宇宙：\"", 0 },
        /* brackets that only hold together, or were never closed */
        { "量子 (計算 基盤)", 1 }, { "量子 (宇宙)", 0 }, { "（量子", 2 }, { "量子 ()", 2 }, { "量子 (計算 OR センサ)", 2 }, { "-(量子 計算)", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t n = count(c, cases[i].query);
        if (n != cases[i].n)
            fprintf(stderr, "  %s: %lld, not %lld\n", cases[i].query, (long long)n, (long long)cases[i].n);
        CHECK(n == cases[i].n);
    }
    CHECK(json_int(find(c, "量子 (宇宙)", 10, 0), "total", -1) == 0 && json_int(find(c, "量子 (計算)", 10, 0), "total", -1) == 1);
    json_t *page = programme_found(c, &(ProgrammeAsk){ .query = "量子", .sort = "money", .down = true, .limit = 1, .from = 1 });
    CHECK(json_int(page, "total", 0) == 2 && json_array_size(json_path(page, "rows")) == 1);
    CHECK_STR(json_text(page, "rows.0.key"), "c");
    CHECK(json_array_size(json_path(programme_found(c, &(ProgrammeAsk){ .query = "fy:いつか money>x has:y" }), "problems")) == 3);
    CHECK(json_int(explore(c, &(ExploreAsk){ .query = "論文", .limit = 1 }), "total", 0) == 2 && json_array_size(json_path(explore(c, &(ExploreAsk){ .query = "論文", .limit = 1 }), "rows")) == 1);
    CHECK(json_int(explore(c, &(ExploreAsk){ .query = "name:計算", .limit = 9 }), "total", 0) == 1);
}

TEST(what_is_typed_never_breaks_the_query)
{
    static const char *const typed[] = { "(", ")", "((((", "-", "--", "\"", "\"\"", "OR", "OR OR", "a OR", "| |", "fy:", "fy", "money>", ":", "()", "( OR )", "-(", "has:", "a:b:c", "name:\"",
                                         "NOT", "NOT NOT NOT", "ー", "　", "fy:2024..", "fy:..2024", "fy:..", "\xE3\x80\x80量子\xE3\x80\x80" };
    Ctx *c = test_store();
    programme(c, "a", "量子計算の基盤", "論文数", 3000000000, 2024);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        find(c, typed[i], 5, 0);
        explore(c, &(ExploreAsk){ .query = typed[i], .limit = 5 });
        if (!ok(c))
            fprintf(stderr, "  %s: %s\n", typed[i], c->err.text);
        CHECK(ok(c));
    }
    Buf *b = buf_in(c->mem);
    for (int i = 0; i < 3000; i++)
        buf_add(b, i % 3 ? "-(" : "money>1 ");
    CHECK(json_array_size(json_path(find(c, buf_text(b), 5, 0), "problems")) > 0 && ok(c));
}

TEST(hits_are_ranked_and_marked)
{
    Ctx *c = test_store();
    programme(c, "a", "基盤の整備", "ﾛｹｯﾄの数", 1, 2024);
    programme(c, "b", "小型ロケットの開発", "論文数", 1, 2020);
    json_t *f = find(c, "ロケット", 10, 0);
    CHECK(json_int(f, "total", 0) == 2 && json_flag(f, "exact"));
    CHECK_STR(json_text(f, "hits.0.key"), "b"); /* in the name before in an indicator, though older */
    CHECK(json_int(f, "hits.0.marks.0.0", -1) == 2 && json_int(f, "hits.0.marks.0.1", -1) == 4);
    CHECK_STR(json_text(f, "hits.1.snippets.0.text"), "ﾛｹｯﾄの数");
    CHECK(json_int(f, "hits.1.snippets.0.marks.0.1", -1) == 4);
    int64_t   id;
    PutResult r;
    json_t   *rec = programme(c, "a", "基盤の整備", "衛星の数", 1, 2024); /* the word is gone in the new version */
    CHECK(programme_put(c, rec, 0, &id, &r) && r == PUT_SAME);
    CHECK(json_int(find(c, "ロケット", 10, 0), "total", 0) == 1 && json_int(find(c, "衛星", 10, 0), "total", 0) == 1);
}
