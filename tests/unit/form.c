/* form.c -- form files: chosen by type, day and id; broken ones refused with file and line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "exchange/form.h"
#include "exchange/form_in.h"
#include "format/json.h"

#include <stdlib.h>
#include <unistd.h>

TEST(every_form_of_the_catalogue_is_sound)
{
    Ctx    *c = test_ctx();
    json_t *list = form_list(c);
    CHECK(ok(c) && json_array_size(list) >= 3);
    CHECK(json_array_size(form_all(c)) == json_array_size(list));
    CHECK_STR(json_text(form_load(c, "mext-ex-ante", NULL), "sheet_title.ja"), "事前評価票");
}

TEST(a_form_is_chosen_by_type_day_and_words)
{
    Ctx *c = test_ctx();
    CHECK_STR(json_text(form_load(c, "ex-ante", NULL), "id"), "mext-ex-ante");
    CHECK_STR(json_text(form_load(c, "ex-ante", "2023-08"), "id"), "mext-ex-ante");
    CHECK(!form_load(c, "ex-ante", "1999-01-01") && c->err.kind == ERR_NOT_FOUND);
    c->err = (Err){ 0 };
    CHECK_STR(json_text(form_nearest(c, "ex-ante", "1999-01-01"), "id"), "mext-ex-ante");
    CHECK(!form_nearest(c, "none", NULL) && ok(c));
    CHECK_STR(json_text(form_guess(c, "表\n事前評価票\n1. 課題名"), "type"), "ex-ante");
    CHECK_STR(json_text(form_guess(c, "（別紙）\n中間評価票\n事前評価票"), "type"), "interim");
    CHECK_STR(json_text(form_load(c, "ex-post", NULL), "type"), "ex-post");
    CHECK(!form_guess(c, "献立表") && ok(c));
}

/* The catalogue's own file with one text put in the place of another must be refused (at that line). */
static void
refuse(const char *from, const char *to, bool same_line)
{
    Ctx  *c = test_ctx();
    Buf  *b = buf_in(c->mem);
    CHECK(buf_read_file(b, data_path(c->mem, "catalog/forms/mext-ex-ante.yaml"), 1 << 20) == 0);
    const char *at = strstr(buf_text(b), from);
    CHECK(at != NULL);
    if (!at)
        return;
    const char *text = arena_fmt(c->mem, "%.*s%s%s", (int)(at - b->p), b->p, to, at + strlen(from));
    const char *path = test_file(c, "f.yaml", text, strlen(text));
    CHECK(!form_file(c, path));
    CHECK(c->err.kind == ERR_INVALID);
    int line = 1;
    for (const char *p = b->p; p < at; p++)
        line += *p == '\n';
    const char *place = arena_fmt(c->mem, "f.yaml:%d", line);
    if (same_line && (!c->err.field || !strstr(c->err.field, place) || !strstr(c->err.text, "f.yaml:"))) {
        fprintf(stderr, "  want %s, got %s: %s\n", place, c->err.field ? c->err.field : "-", c->err.text ? c->err.text : "-");
        CHECK(false && "the place of the error");
    }
}

TEST(broken_form_files_are_refused_with_their_line)
{
    refuse("format: kanmon-form-1", "format: kanmon-form-9", true);
    refuse("id: mext-ex-ante", "id: Mext Ex", true);
    refuse("type: ex-ante", "type: post-ex", true);
    refuse("2023-04-01", "April", true);
    refuse("title: {ja: 事前評価書, en: Ex-ante evaluation report}", "title: {ja: 事前評価書}", true);
    refuse("  - part: cover", "  - part: covers", true);
    refuse("title: {ja: 表紙, en: Cover}", "heading: {ja: 表紙, en: Cover}", true);
    refuse("{kind: title, field: report.title", "{kind: headline, field: report.title", true);
    refuse("{kind: title, field: report.title", "{kind: views, field: report.title", true);
    refuse("field: report.subtitle", "field: report..subtitle", true);
    refuse("match: [主管課], field: division", "match: [], field: division", true);
    refuse("match: [主管課], ", "", true);
    refuse("no: \"1.\", title: {ja: 課題名", "no: \"one\", title: {ja: 課題名", false);
    refuse("framework: mext-2017", "framework: nobody-1900", false);
    refuse("needed: true", "needed: yes", false);
    refuse("parts:", "parts: [", false);
    refuse("kind: inline, field: form.name", "field: form.name", false);
}

static int
number(const char *s)
{
    const char *rest = "";
    return heading_number(s, &rest);
}

TEST(numbers_of_headings)
{
    const char *rest;
    CHECK(heading_number("３．予算", &rest) == 3);
    CHECK_STR(rest, "予算");
    CHECK(heading_number("（２） 目的", &rest) == 102);
    CHECK_STR(rest, "目的");
    CHECK(number("⑷その他") == 104 && number("①総合評価") == 201 && number("( 3 )概要") == 103);
    CHECK(number("i) 対象") == 301 && number("Ⅳ．その他") == 304 && number("(ii) x") == 302);
    CHECK(number("2) x") == 402 && number("1　課題名") == 501 && number("1、課題名") == 1);
    CHECK(!number("2024 年度") && !number("1.5倍") && !number("課題名") && !number("") && !number("(案)") && !number("12億円"));
    CHECK(!number("is it") && !number("vi editor"));
}
