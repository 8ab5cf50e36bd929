/* base.c -- numbers, eras, spans, text keys.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/number.h"
#include "base/text.h"

static int
year_of(const char *s)
{
    Year y;
    return year_read(s, &y) ? y.year : 0;
}

TEST(years_of_every_form)
{
    CHECK(year_of("令和6年度") == 2024);
    CHECK(year_of("令和 6 年度") == 2024);
    CHECK(year_of("令和元年") == 2019);
    CHECK(year_of("R1年") == 2019);
    CHECK(year_of("H30年") == 2018);
    CHECK(year_of("平成37年度") == 2025);
    CHECK(year_of("２０２４年度") == 2024);
    CHECK(year_of("R6（初年度）") == 2024);
    CHECK(year_of("昭和64年") == 1989);
    CHECK(year_of("9999") == 0);
    CHECK(year_of("R&D") == 0);
}

TEST(spans)
{
    Ctx *c = test_ctx();
    Span s;
    CHECK(span_read(c->mem, "令和6年度～令和10年度", &s) && s.from == 2024 && s.to == 2028 && !s.open);
    CHECK(span_read(c->mem, "2024 年度 ~ 2028 年度", &s) && s.from == 2024 && s.to == 2028);
    CHECK(span_read(c->mem, "令和元-5年度", &s) && s.from == 2019 && s.to == 2023);
    CHECK(span_read(c->mem, "令和6～10年度", &s) && s.from == 2024 && s.to == 2028);
    CHECK(span_read(c->mem, "令和6年度～（終了時期未定）", &s) && s.from == 2024 && s.open);
    CHECK(span_read(c->mem, "令和6年度～", &s) && s.open && s.to == 0);
}

TEST(amounts)
{
    Ctx    *c = test_ctx();
    int64_t yen = 0;
    Amount  a = amount_read(c->mem, "4,178人");
    CHECK(a.known && a.value == 4178 && a.qualifier == Q_EXACT);
    CHECK_STR(a.unit, "人");
    a = amount_read(c->mem, "30億円～");
    CHECK(a.qualifier == Q_AT_LEAST && amount_yen(&a, &yen) && yen == 3000000000);
    a = amount_read(c->mem, "約4兆円");
    CHECK(a.qualifier == Q_ABOUT && amount_yen(&a, &yen) && yen == 4000000000000);
    a = amount_read(c->mem, "970百万円");
    CHECK(amount_yen(&a, &yen) && yen == 970000000);
    CHECK(amount_read(c->mem, "—").qualifier == Q_NONE);
    CHECK(amount_read(c->mem, "-").qualifier == Q_NONE);
    CHECK(amount_read(c->mem, "未定").qualifier == Q_UNDECIDED);
    CHECK(amount_read(c->mem, "調整中").qualifier == Q_PENDING);
    CHECK(!amount_read(c->mem, "99999999999999999999999999999").known);
}

TEST(days_and_keys)
{
    Ctx *c = test_ctx();
    CHECK_STR(day_find(c->mem, "（令和3年3月26日閣議決定）"), "2021-03-26");
    CHECK_STR(day_find(c->mem, "（2023 年 6 月 9 日閣議決定）"), "2023-06-09");
    CHECK_STR(day_find(c->mem, "(令和5年8月現在)"), "2023-08");
    CHECK(day_find(c->mem, "令和6年度") == NULL);
    CHECK_STR(text_key(c->mem, "Ｒ＆Ｄ　髙橋 德行～"), "r&d高橋徳行~");
    CHECK_STR(era_year(c->mem, 2019), "令和元");
    CHECK_STR(number_commas(c->mem, -1234567), "-1,234,567");
    CHECK(!text_is_utf8("\xff", 1));
}

TEST(data_files_loaded_before_are_opened_no_more)
{
    Arena       *mem = test_ctx()->mem;
    const char  *folder = data_path(mem, "catalog/rules"), *file = arena_fmt(mem, "%s/checks.yaml", folder);
    size_t       n = 0, before = 0, disk = 0, kept = 0;
    const char **names = data_names(mem, folder, &disk);
    CHECK(disk > 0 && names[0] != NULL);
    CHECK(data_read(mem, file, &before) != NULL && before > 100);
    CHECK(data_preload("catalog"));
    CHECK(data_read(mem, file, &n) == data_read(mem, file, &n) && n == before);
    (void)data_names(mem, folder, &kept);
    CHECK(kept == disk);
    CHECK(!data_read(mem, arena_fmt(mem, "%s/none.yaml", folder), &n) && n == 0);
    (void)data_names(mem, data_path(mem, "catalog/none"), &n);
    CHECK(n == 0);
}

static void
note_full(void *arg)
{
    ++*(int *)arg;
}

TEST(an_arena_that_is_watched_says_when_it_is_full)
{
    Arena *mem = arena_new(1 << 20);
    int    called = 0;
    arena_on_full(mem, note_full, &called);
    arena_alloc(mem, 1 << 19);
    CHECK(called == 0 && !arena_full(mem));
    memset(arena_alloc(mem, 1 << 20), 1, 1 << 20); /* past the cap, and still memory */
    CHECK(called == 1 && arena_full(mem));
    arena_alloc(mem, 1 << 20);
    CHECK(called == 1); /* said once */
    arena_reset(mem);
    CHECK(!arena_full(mem));
    arena_alloc(mem, 2 << 20);
    arena_on_full(mem, note_full, &called);
    CHECK(called == 2); /* who comes later is told at once */
    arena_free(mem);
}

TEST(work_stops_at_the_memory_of_a_request)
{
    Ctx  c = { .mem = arena_new(1 << 20), .lang = LANG_EN }, own = c;
    int  turns = 0;
    ctx_limit(&c);
    while (ok(&c) && turns < 100) {
        arena_alloc(c.mem, 100 << 10);
        turns++;
    }
    CHECK(turns == 11 && c.err.kind == ERR_TOO_LARGE && err_status(c.err.kind) == 413);
    CHECK(strstr(c.err.text, "more memory than one request may use") != NULL);
    arena_reset(c.mem);
    c.err = (Err){ 0 };
    Buf *b = buf_in(c.mem);
    b->max = 1000;
    ctx_limit(&c);
    for (turns = 0; ok(&c) && turns < 100; turns++)
        buf_add(b, "a hundred bytes or so of what grows and grows and grows");
    CHECK(c.err.kind == ERR_TOO_LARGE && b->n <= 1000 && buf_text(b)[b->n] == 0);
    buf_fmt(b, "%01000d", 1);
    CHECK(b->n <= 1000);
    own.mem = arena_new(1 << 16);
    ctx_limit(&own);
    arena_alloc(own.mem, 1 << 17);
    c.err = (Err){ 0 };
    CHECK(!ctx_join(&c, &own) && c.err.kind == ERR_TOO_LARGE);
    arena_free(own.mem);
    CHECK(strlen(c.err.text) > 40); /* the words are ours now */
    arena_free(c.mem);
}
