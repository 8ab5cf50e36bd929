/* record.c -- records from outside are held against catalog/record.yaml; fields have words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/data.h"
#include "domain/programme.h"
#include "exchange/accept.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "format/yaml.h"

#include <stdlib.h>

static json_t *
tree(Ctx *c, const char *text)
{
    const char *why = NULL;
    json_t     *j = json_read(c->mem, text, strlen(text), &why);
    if (!j)
        test_fail(__FILE__, __LINE__, why);
    return j;
}

static bool
takes(Ctx *c, const char *text, const char *place)
{
    c->err = (Err){ 0 };
    bool good = record_check(c, "x", tree(c, text));
    if (!good && (!place || strcmp(c->err.field, arena_fmt(c->mem, "x: %s", place)) != 0))
        fprintf(stderr, "  %s: %s\n", c->err.field, c->err.text);
    return good ? place == NULL : place && strcmp(c->err.field, arena_fmt(c->mem, "x: %s", place)) == 0;
}

TEST(records_of_the_wrong_shape_are_refused_with_their_place)
{
    static const struct { const char *text, *place; } cases[] = {
        { "{\"name\":\"a\"}", NULL },
        { "{\"name\":\"a\",\"new_key\":{\"x\":[1,2,{\"y\":null}]}}", NULL },
        { "[]", "/" },
        { "{}", "/" },
        { "{\"name\":null}", "/" },
        { "{\"name\":3}", "name" },
        { "{\"name\":\"　\"}", "name" },
        { "{\"name\":\"a\",\"key\":\"../x\"}", "key" },
        { "{\"name\":\"a\",\"request\":{\"yen\":1.5}}", "request.yen" },
        { "{\"name\":\"a\",\"request\":{\"yen\":9999999999999999}}", "request.yen" },
        { "{\"name\":\"a\",\"request\":[]}", "request" },
        { "{\"name\":\"a\",\"period\":{\"from_fy\":9999}}", "period.from_fy" },
        { "{\"name\":\"a\",\"report\":{\"date\":\"August\"}}", "report.date" },
        { "{\"name\":\"a\",\"indicators\":{}}", "indicators" },
        { "{\"name\":\"a\",\"indicators\":[{\"type\":\"output\",\"name\":\"n\"},{\"type\":\"x\",\"name\":\"n\"}]}", "indicators[1].type" },
        { "{\"name\":\"a\",\"indicators\":[{\"type\":\"output\",\"name\":\"n\",\"values\":{\"R6\":{}}}]}", "indicators[0].values.R6" },
        { "{\"name\":\"a\",\"indicators\":[{\"type\":\"output\",\"name\":\"n\",\"values\":{\"2024\":{\"value\":\"3\"}}}]}", "indicators[0].values.2024.value" },
        { "{\"name\":\"a\",\"rosters\":[{\"members\":[{\"name\":\"x\",\"participated\":\"yes\"}]}]}", "rosters[0].members[0].participated" },
        { "{\"name\":\"a\",\"findings\":[{\"code\":\"<b>\",\"level\":\"error\",\"text\":\"x\"}]}", "findings[0].code" },
        { "{\"name\":\"a\",\"overall\":{\"remarks\":[1]}}", "overall.remarks[0]" },
    };
    Ctx *c = test_ctx();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!takes(c, cases[i].text, cases[i].place))
            test_fail(__FILE__, __LINE__, cases[i].text);
}

TEST(records_that_are_too_deep_or_long_are_refused)
{
    Ctx *c = test_ctx();
    Buf *b = buf_in(c->mem);
    buf_add(b, "{\"name\":\"a\",\"x\":");
    for (int i = 0; i < 60; i++)
        buf_char(b, '[');
    for (int i = 0; i < 60; i++)
        buf_char(b, ']');
    buf_char(b, '}');
    CHECK(!record_check(c, "x", tree(c, buf_text(b))) && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    buf_clear(b);
    buf_add(b, "{\"name\":\"a\",\"division\":\"");
    for (int i = 0; i < 4001; i++)
        buf_add(b, "長");
    buf_add(b, "\"}");
    CHECK(!record_check(c, "x", tree(c, buf_text(b))) && strcmp(c->err.field, "x: division") == 0);
    c->err = (Err){ 0 };
    CHECK(!records_check(c, "x", tree(c, "[]")) && c->err.kind == ERR_INVALID);
    /* many texts, each of which may be as long: a page of them would fill the memory of its request */
    c->err = (Err){ 0 };
    char *text = arena_alloc(c->mem, 390001);
    memset(text, '\'', 390000);
    json_t *big = json_keep(c->mem, json_pack("{ss}", "name", "大きな事業")), *remarks = json_array();
    json_object_set_new(big, "overall", json_pack("{so}", "remarks", remarks));
    for (int i = 0; i < 21; i++)
        json_array_append_new(remarks, json_string(text));
    CHECK(record_check(c, "x", big));
    json_array_append_new(remarks, json_string(text));
    CHECK(!record_check(c, "x", big) && c->err.kind == ERR_INVALID && strstr(c->err.text, "8 MiB"));
    c->err = (Err){ 0 };
    json_array_remove(remarks, 0);
    CHECK(records_check(c, "x", json_keep(c->mem, json_pack("[OOOO]", big, big, big, big))));
    CHECK(!records_check(c, "x", json_keep(c->mem, json_pack("[OOOOO]", big, big, big, big, big))) && strstr(c->err.text, "32 MiB"));
}

TEST(packs_and_papers_have_the_shape_of_the_record)
{
    static const char *const files[] = { "programmes/asean/programme.yaml", "programmes/bio/programme.yaml", "programmes/genai/programme.yaml", "programmes/jaxa/programme.yaml" };
    Ctx *c = test_ctx();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        CHECK(record_check(c, files[i], yaml_read_file(c, data_path(c->mem, files[i]))));
    const char *papers[] = { "tests/data/report.txt", shared_path(c, "data/founding/mext-ex-ante-2023-08.txt") };
    for (size_t i = 0; i < 2; i++) {
        Accept a = { 0 };
        Buf   *b = buf_in(c->mem);
        if (!papers[i])
            continue;
        CHECK(buf_read_file(b, papers[i], 1 << 20) == 0);
        CHECK(accept_read(c, papers[i], buf_text(b), b->n, &a) && records_check(c, papers[i], a.records));
        if (!ok(c))
            fprintf(stderr, "  %s\n", c->err.text);
    }
}

TEST(fields_have_words_in_both_languages)
{
    Ctx          *c = test_ctx();
    const json_t *s = record_schema(c), *r = tree(c, "{\"indicators\":[{},{\"name\":\"派遣者数\"}],\"rosters\":[{\"title\":\"委員名簿\",\"members\":[{\"name\":\"甲野 乙子\"}]}],\"overall\":{\"remarks\":[\"急ぐこと\"]}}");
    CHECK_STR(record_label(c, s, r, "request.yen"), "要求額 › 円");
    CHECK_STR(record_label(c, s, r, "indicators[1].values.2024.text"), "指標 2「派遣者数」 › 値 › 2024 › 原文");
    CHECK_STR(record_label(c, s, r, "rosters[0].members[0].affiliation"), "名簿 1「委員名簿」 › 構成員 1「甲野 乙子」 › 所属・職名");
    CHECK_STR(record_label(c, s, r, "overall.remarks[0]"), "総合評価 › 指摘 1「急ぐこと」");
    CHECK_STR(record_label(c, s, r, "mystery.x[2]"), "mystery › x 3");
    c->lang = LANG_EN;
    CHECK_STR(record_label(c, s, r, "indicators[1].unit"), "Indicator 2 \"派遣者数\" › Unit");
}

TEST(values_have_words_too)
{
    Ctx          *c = test_ctx();
    const json_t *s = record_schema(c), *v = tree(c, "{\"name\":\"甲野 乙子\",\"role\":null,\"affiliation\":\"某大学\",\"participated\":false,\"source\":{\"line_from\":3},\"raw\":\"x\"}");
    CHECK_STR(record_value(c, s, "rosters[0].members[3]", v), "氏名：甲野 乙子\n所属・職名：某大学\n本評価への参加：いいえ");
    CHECK_STR(record_value(c, s, "request.yen", tree(c, "[970000000]") ? json_array_get(tree(c, "[970000000]"), 0) : NULL), "970,000,000円");
    CHECK_STR(record_value(c, s, "indicators[0].values", tree(c, "{\"2024\":{\"value\":3,\"text\":\"3件\"}}")), "2024：値：3、原文：3件");
    CHECK_STR(record_value(c, s, "overall.remarks", tree(c, "[\"一\",\"二\"]")), "一\n二");
    CHECK_STR(record_value(c, s, "name", NULL), "");
    c->lang = LANG_EN;
    CHECK_STR(record_value(c, s, "budget[0]", tree(c, "{\"fy\":2024,\"yen\":5000,\"elided\":true}")), "Fiscal year: 2024\nYen: 5,000 yen\nLeft out in print: yes");
}

static const char *
difference(Ctx *c, const char *old, const char *now)
{
    json_t *a = json_keep(c->mem, json_loads(old, 0, NULL)), *b = json_keep(c->mem, json_loads(now, 0, NULL)), *x;
    Buf    *out = buf_in(c->mem);
    size_t  i;
    CHECK(a && b);
    json_array_foreach(record_diff(c, a, b), i, x)
    {
        char *was = json_dumps(json_path(x, "old"), JSON_ENCODE_ANY | JSON_COMPACT), *is = json_dumps(json_path(x, "new"), JSON_ENCODE_ANY | JSON_COMPACT);
        buf_fmt(out, "%s%s %s>%s", i ? " ; " : "", json_text(x, "path"), was, is);
        free(was);
        free(is);
    }
    return buf_text(out);
}

TEST(rows_of_lists_are_compared_by_name)
{
    Ctx *c = test_ctx();
    CHECK_STR(difference(c, "{\"a\":1,\"b\":null,\"source\":{\"line_from\":1}}", "{\"a\":1,\"source\":{\"line_from\":2}}"), "");
    /* put in, taken out, changed, renamed in its place */
    CHECK_STR(difference(c, "{\"members\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "{\"members\":[{\"name\":\"x\"},{\"name\":\"a\"},{\"name\":\"b\"}]}"), "members[0] null>{\"name\":\"x\"}");
    CHECK_STR(difference(c, "{\"members\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\",\"role\":\"r\"}]}", "{\"members\":[{\"name\":\"b\"},{\"name\":\"c\",\"role\":\"s\"}]}"),
              "members[0] {\"name\":\"a\"}>null ; members[1].role \"r\">\"s\"");
    CHECK_STR(difference(c, "{\"members\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}", "{\"members\":[{\"name\":\"a\"},{\"name\":\"B\"},{\"name\":\"x\"}]}"), "members[1].name \"b\">\"B\" ; members[2].name \"c\">\"x\"");
    /* another order is a change, and said once */
    CHECK_STR(difference(c, "{\"members\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "{\"members\":[{\"name\":\"b\"},{\"name\":\"a\",\"role\":\"r\"}]}"),
              "members[1].role null>\"r\" ; members [\"a\",\"b\"]>[\"b\",\"a\"]");
    /* two of one name, or rows that have none: by their places, from both ends */
    CHECK_STR(difference(c, "{\"members\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "{\"members\":[{\"name\":\"a\"}]}"), "members[1] {\"name\":\"a\"}>null");
    CHECK_STR(difference(c, "{\"remarks\":[\"p\",\"q\",\"r\"]}", "{\"remarks\":[\"p\",\"x\",\"q\",\"r\"]}"), "remarks[1] null>\"x\"");
    CHECK_STR(difference(c, "{\"remarks\":[\"p\",\"q\"]}", "{\"remarks\":[\"p\",\"z\"]}"), "remarks[1] \"q\">\"z\"");
    /* deep: the item of a view */
    CHECK_STR(difference(c, "{\"views\":[{\"view\":\"v\",\"items\":[{\"item\":\"i\",\"grade\":\"A\"}]}]}", "{\"views\":[{\"view\":\"u\",\"items\":[]},{\"view\":\"v\",\"items\":[{\"item\":\"h\"},{\"item\":\"i\",\"grade\":\"B\"}]}]}"),
              "views[0] null>{\"view\":\"u\",\"items\":[]} ; views[1].items[0] null>{\"item\":\"h\"} ; views[1].items[1].grade \"A\">\"B\"");
}
