/* evalsheet.c -- a report of our own: other words, full-width numbers, other committees.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "engine/check.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "format/json.h"
#include "format/yaml.h"

static const char *
report(Ctx *c)
{
    Buf *b = buf_in(c->mem);
    CHECK(buf_read_file(b, "tests/data/report.txt", 1 << 20) == 0);
    return buf_text(b);
}

TEST(another_report_of_the_form)
{
    Ctx        *c = test_ctx();
    const char *t = report(c);
    json_t     *all = evalsheet_read(c, t, strlen(t)), *r = json_array_get(all, 0);
    CHECK(json_array_size(all) == 1);
    CHECK_STR(json_text(r, "name"), "海底観測網の高度化");
    CHECK_STR(json_text(r, "kind"), "extended");
    CHECK(json_int(r, "request.yen", 0) == 1200000000 && json_int(r, "request.fiscal_year", 0) == 2026);
    CHECK(json_int(r, "total.yen", 0) == 6000000000);
    CHECK(json_int(r, "period.from_fy", 0) == 2026 && json_int(r, "period.to_fy", 0) == 2030);
    CHECK_STR(json_text(r, "chief"), "試験 太郎");
    CHECK_STR(json_text(r, "committee"), "海洋委員会");
    CHECK(json_array_size(json_path(r, "rosters.0.members")) == 2);
    CHECK(!json_flag(r, "rosters.0.members.1.participated") && json_flag(r, "rosters.0.members.0.participated"));
    CHECK(json_int(r, "evaluations.0.fy", 0) == 2028);
    CHECK(json_int(r, "budget.1.yen", 0) == 1000000000);
    CHECK_STR(json_text(r, "budget.1.qualifier"), "about");
    CHECK(json_int(r, "indicators.0.values.2023.value", 0) == 10);
    CHECK_STR(json_text(r, "indicators.0.unit"), "点");
    CHECK_STR(json_text(r, "indicators.0.values.2025.qualifier"), "about");
    CHECK(json_array_size(json_path(r, "views")) == 3);
    CHECK_STR(json_text(r, "policies.0.decided"), "2023-04-28");
    CHECK_STR(json_text(r, "overall.remarks.0"), "予備の観測点を持つこと。");
    CHECK_STR(json_text(r, "overall.remarks_state"), "given");
}

TEST(a_cut_report_is_refused_at_every_length)
{
    Ctx        *c = test_ctx();
    const char *t = report(c), *sum = strstr(t, "５．総合評価");
    for (const char *p = t; p < sum; p += 37) {
        Ctx    *d = c;
        char   *part = arena_strn(c->mem, t, (size_t)(p - t));
        size_t  n = strlen(part);
        while (n > 0 && !text_is_utf8(part, n))
            part[--n] = 0;
        CHECK(evalsheet_read(d, part, n) == NULL && d->err.kind == ERR_INVALID && d->err.field);
        d->err = (Err){ 0 };
    }
}

TEST(any_encoding_gives_the_same_text)
{
    Ctx        *c = test_ctx();
    Intake      in;
    const char *s = "事業名\t海底\r\n評価票", *want = "事業名\t海底\n評価票";
    CHECK(intake_read(c, "a", s, strlen(s), &in));
    CHECK_STR(in.text, want);
    CHECK(intake_read(c, "a", "\x8e\x96\x8b\xc6\x96\xbc\x09\x8a\x43\x92\xea", 11, &in));
    CHECK_STR(in.text, "事業名\t海底");
    CHECK_STR(in.encoding, "CP932");
    CHECK(intake_read(c, "a", "\xff\xfe\x8b\x4e\x6d\x69", 6, &in));
    CHECK_STR(in.encoding, "UTF-16LE");
    CHECK(!intake_read(c, "a", "", 0, &in) && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    CHECK(!intake_read(c, "a", "\x7f\x45\x4c\x46\x00\x01\xff\xfe\x00", 9, &in) && c->err.kind == ERR_INVALID);
}

TEST(yaml_types_and_refusals)
{
    Ctx        *c = test_ctx();
    const char *s = "a: no\nb: 12\nc: \"12\"\nd: [1, null, true]\ne: 007\n";
    json_t     *j = yaml_read(c, "x", s, strlen(s));
    CHECK_STR(json_text(j, "a"), "no");
    CHECK(json_int(j, "b", 0) == 12 && json_str(j, "c") && json_array_size(json_path(j, "d")) == 3);
    CHECK_STR(json_text(j, "e"), "007");
    s = "a: 1\na: 2\n";
    CHECK(!yaml_read(c, "x", s, strlen(s)));
    CHECK_STR(c->err.field, "x:2");
}

TEST(a_sound_report_raises_no_error)
{
    Ctx        *c = test_ctx();
    const char *t = report(c);
    json_t     *f = check_record(c, json_array_get(evalsheet_read(c, t, strlen(t)), 0)), *x;
    size_t      i;
    CHECK(ok(c));
    json_array_foreach(f, i, x) CHECK(strcmp(json_text(x, "level"), "error") != 0);
}
