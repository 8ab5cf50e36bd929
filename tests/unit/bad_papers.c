/* bad_papers.c -- papers that are cut, binary, of another kind, empty inside or far too large.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Either a clear error that names a line, or records with a finding; never a crash and never half of a programme. */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "exchange/lines.h"
#include "exchange/record_check.h"
#include "format/json.h"

#include <stdlib.h>
#include <time.h>

/* A context whose memory goes when the next one is asked for. */
static Ctx *
fresh(void)
{
    static Arena *mem;
    static Ctx    c;
    arena_free(mem);
    mem = arena_new(0);
    c = (Ctx){ .mem = mem, .actor = "test", .now = "2026-01-01T00:00:00Z", .lang = LANG_JA };
    return &c;
}

static bool
found(const json_t *rec, const char *code)
{
    size_t  i;
    json_t *f;
    json_array_foreach(json_path(rec, "findings"), i, f)
        if (strcmp(json_text(f, "code"), code) == 0)
            return true;
    return false;
}

/* Whether a text stops where a sentence, a list or a table does: then no reader can know that more was to come. */
static bool
ends_well(Arena *mem, const char *text)
{
    const char *t = text_trim(mem, text), *last = strrchr(t, '\n');
    last = text_trim(mem, last ? last + 1 : t);
    return line_closes(last) || text_starts(last, "特になし") || strchr(last, '\t') || text_starts(last, "-");
}

static void
cut(const char *name, const char *text, size_t n, size_t whole)
{
    Ctx        *c = fresh();
    const char *part = arena_strn(c->mem, text, n);
    Intake      in;
    bool        good = n > 0 && intake_read(c, name, part, n, &in);
    json_t     *all = good ? evalsheet_read(c, in.text, in.n) : NULL;
    if (!all) {
        CHECK(n == 0 || (c->err.kind == ERR_INVALID && c->err.field && c->err.text && *c->err.text));
        CHECK(!good || strncmp(c->err.field, "line ", 5) == 0);
        return;
    }
    CHECK(records_check(c, name, all) && json_array_size(all) >= 1 && json_array_size(all) <= whole);
    const json_t *last = json_array_get(all, json_array_size(all) - 1);
    bool said = found(last, "IMP-END-CUT") || found(last, "IMP-SECTION-MISSING") || ends_well(c->mem, in.text);
    if (!said)
        fprintf(stderr, "  %s cut at byte %zu: ...%s\n", name, n, part + (n > 60 ? n - 60 : 0));
    CHECK(said);
}

TEST(a_paper_cut_anywhere_gives_an_error_or_a_finding)
{
    static const struct { const char *name; size_t programmes; } v[] = { { "report.txt", 1 }, { "interim.txt", 1 }, { "ex-post.txt", 1 }, { "traps.txt", 2 }, { "layout.txt", 1 }, { "wrapped.txt", 1 } };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        Buf b = { 0 };
        CHECK(buf_read_file(&b, arena_fmt(fresh()->mem, "tests/data/%s", v[i].name), 1 << 20) == 0);
        for (size_t n = 0; n < b.n; n += 149 + i)
            cut(v[i].name, b.p, n, v[i].programmes);
        cut(v[i].name, b.p, b.n, v[i].programmes);
        buf_free(&b);
    }
}

/* Reads a text that must be refused, with words that the error must hold. */
static void
refused(const char *text, const char *words)
{
    Ctx *c = fresh();
    CHECK(!evalsheet_read(c, text, strlen(text)));
    if (c->err.kind != ERR_INVALID || !c->err.text || !strstr(c->err.text, words)) {
        fprintf(stderr, "  want \"%s\", got \"%s\"\n", words, c->err.text ? c->err.text : "-");
        CHECK(false && "refused with these words");
    }
}

TEST(papers_of_another_kind_are_refused)
{
    Ctx        *c = fresh();
    Intake      in;
    const char *why = NULL, *review = "行政事業レビューシート\n事業名\t深海の探索\n予算額\t100\n";
    CHECK(intake_read(c, "review.txt", review, strlen(review), &in) && !intake_guess(c, &in, &why) && why && strstr(why, "事前評価票"));
    refused("事前評価票\n\n本文だけ。\n", "1 行");
    refused(review, "評価票");
    refused("", "課題");
    refused("\n\n\n", "課題");
    c = fresh();
    char bytes[4096];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7919 % 251);
    CHECK(!intake_read(c, "a.bin", bytes, sizeof bytes, &in) && c->err.kind == ERR_INVALID);
}

TEST(a_form_with_nothing_in_it)
{
    Ctx        *c = fresh();
    const char *t = "事前評価票\n1. 課題名\n2. 開発・事業期間\n3. 課題概要\n(1) 関係するプラン名と上位施策との関係\n(2) 目的\n(3) 概要\n"
                    "4. 各観点からの評価\n5. 総合評価\n(1) 評価概要\n(2) 上位施策への貢献見込み\n(3) 指摘事項\n(4) その他\n";
    CHECK(!evalsheet_read(c, t, strlen(t)) && c->err.kind == ERR_INVALID && strncmp(c->err.field, "line ", 5) == 0);
    c = fresh();
    t = text_replace(c->mem, text_replace(c->mem, t, "課題名\n", "課題名 空の課題\n"), "評価概要\n", "評価概要\n実施する。\n");
    json_t       *all = evalsheet_read(c, t, strlen(t));
    const json_t *r = json_array_get(all, 0);
    CHECK(all && records_check(c, "empty", all));
    CHECK_STR(json_text(r, "name"), "空の課題");
    CHECK_STR(json_text(r, "overall.remarks_state"), "blank");
    CHECK(found(r, "IMP-VIEW-MISSING") && json_array_size(json_path(r, "views")) == 0 && json_array_size(json_path(r, "indicators")) == 0);
}

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *
times(Arena *mem, const char *unit, size_t n)
{
    size_t k = strlen(unit);
    char  *s = arena_alloc(mem, k * n + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(s + i * k, unit, k);
    return s;
}

/* Our report with one of its texts replaced: read or refused, but within the time. */
static void
bounded(const char *what, const char *from, const char *to, double most)
{
    Arena *mem = arena_new(0);
    Buf    b = { 0 };
    CHECK(buf_read_file(&b, "tests/data/report.txt", 1 << 20) == 0);
    char  *text = text_replace(mem, b.p, from, to);
    double start = seconds();
    Ctx   *c = fresh();
    json_t *all = evalsheet_read(c, text, strlen(text));
    double took = seconds() - start;
    CHECK(all ? json_array_size(all) == 1 : c->err.kind == ERR_INVALID && c->err.field != NULL);
    if (getenv("SHOW"))
        fprintf(stderr, "  %s: %.2f\n", what, took);
    if (took > most)
        fprintf(stderr, "  %s took %.1f s\n", what, took);
    CHECK(took <= most);
    buf_free(&b);
    arena_free(mem);
}

TEST(hostile_shapes_take_bounded_time)
{
    Arena *mem = arena_new(0);
    double most = 5; /* of processor time, under sanitizers; what is quadratic takes minutes */
    bounded("a line of 1 MB", "観測点を増やす。", times(mem, "観測点を増やす。", 42000), most);
    bounded("a line of 1 MB of one word", "観測点を増やす。", times(mem, "観", 350000), most);
    bounded("open brackets", "観測点を増やす。", times(mem, "<", 1000000), most);
    bounded("open brackets with names", "観測点を増やす。", times(mem, "<b", 500000), most);
    bounded("nested tags", "観測点を増やす。", times(mem, "<b><p><ul><li>", 60000), most);
    bounded("900 columns", "観測点数\t10点", times(mem, "観測点数\t", 900), most);
    bounded("2,000 columns", "観測点数\t10点", times(mem, "観測点数\t", 2000), most);
    bounded("30,000 rows of an indicator", "観測点数\t10点\t12点\t約15点\n", times(mem, "観測点数\t10点\t12点\t約15点\n", 30000), most);
    bounded("30,000 notes of a table", "観測点数\t10点\t12点\t約15点\n", times(mem, "観測点数\t1\t2\t3\n※注\n", 30000), most);
    bounded("30,000 members", "川口\t花子※\t第二大学准教授\n", times(mem, "川口\t花子※\t第二大学准教授\n", 30000), most);
    bounded("30,000 continued affiliations", "川口\t花子※\t第二大学准教授\n", times(mem, "\t\t第二大学准教授\n", 30000), most);
    bounded("30,000 criteria", "社会的・経済的意義\t定量的\t観測点数\n", times(mem, "社会的・経済的意義\t定量的\t観測点数\n", 30000), most);
    bounded("30,000 headings", "観測点を増やす。", times(mem, "\n（３）概要\n", 30000), most);
    bounded("30,000 policies", "海洋基本計画（令和5年4月28日閣議決定）", times(mem, "計画（令和5年4月28日決定）", 30000), most);
    bounded("30,000 evaluations", "実施すべきである。", times(mem, "中間評価 令和8年度、", 30000), most);
    bounded("30,000 boxes", "【費用対効果】\n", times(mem, "【費用対効果】\n", 30000), most);
    bounded("30,000 brackets in a title", "海底観測網の高度化の概要\n", times(mem, "（", 30000), most);
    arena_free(mem);
}

TEST(more_programmes_than_a_paper_holds)
{
    Arena *mem = arena_new(0);
    char  *t = times(mem, "事前評価票\n1. 課題名 あ\n", 3000);
    Ctx   *c = fresh();
    CHECK(!evalsheet_read(c, t, strlen(t)) && c->err.kind == ERR_INVALID);
    arena_free(mem);
}
