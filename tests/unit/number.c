/* number.c -- addresses of numbers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/data.h"
#include "domain/number.h"
#include "domain/programme.h"
#include "format/json.h"
#include "format/yaml.h"

static json_t *
bio(Ctx *c)
{
    return yaml_read_file(c, data_path(c->mem, "programmes/bio/programme.yaml"));
}

static int64_t
put(Ctx *c, json_t *rec)
{
    int64_t   id = 0;
    PutResult how;
    CHECK(programme_put(c, rec, 0, &id, &how));
    return json_int(programme_show(c, id, NULL), "version_id", 0);
}

static json_t *
at(Ctx *c, int64_t version, const char *field)
{
    return number_show(c, arena_fmt(c->mem, "v%lld.%s", (long long)version, field));
}

TEST(an_address_shows_the_number_of_its_version)
{
    Ctx    *c = test_store();
    int64_t v = put(c, bio(c));
    json_t *n = at(c, v, "request");
    CHECK(json_int(n, "value", 0) == 1880000000);
    CHECK_STR(json_text(n, "unit"), "円");
    CHECK_STR(json_text(n, "what"), "令和6年度要求額");
    CHECK(!json_flag(n, "present.changed"));
    n = at(c, v, "i1.2021");
    CHECK_STR(json_text(n, "text"), "917");
    CHECK_STR(json_text(n, "what"), "化合物提供件数 令和3年");
    CHECK(json_int(n, "indicator_id", 0) > 0);
    CHECK_STR(json_text(at(c, v, "e2"), "what"), "事後評価の時期");
    CHECK(json_int(at(c, v, "e2"), "value", 0) == 2028);
    CHECK_STR(json_text(at(c, v, "b1"), "text"), "調整中");
    CHECK_STR(json_text(at(c, v, "period.form"), "text"), "令和6年度～ 令和10年度");
}

TEST(an_address_stays_when_the_programme_changes)
{
    Ctx    *c = test_store();
    int64_t v = put(c, bio(c));
    json_t *rec = bio(c), *i = json_array_get(json_path(rec, "indicators"), 0);
    json_object_set_new(json_path(rec, "request"), "yen", json_integer(1900000000));
    json_object_set_new(json_path(rec, "request"), "text", json_string("1,900百万円"));
    json_object_set_new(json_path(i, "values.2021"), "value", json_integer(918));
    json_object_set_new(json_path(i, "values.2021"), "text", json_string("918"));
    json_array_insert(json_path(rec, "indicators"), 2, i);
    json_array_remove(json_path(rec, "indicators"), 0);
    json_array_clear(json_path(rec, "budget"));
    int64_t w = put(c, rec);
    CHECK(w != v);
    json_t *n = at(c, v, "request");
    CHECK(json_int(n, "value", 0) == 1880000000 && json_flag(n, "present.changed") && json_int(n, "present.value", 0) == 1900000000);
    n = at(c, v, "i1.2021"); /* the same indicator, now in another place */
    CHECK_STR(json_text(n, "text"), "917");
    CHECK_STR(json_text(n, "present.text"), "918");
    CHECK_STR(json_text(n, "present.ref"), arena_fmt(c->mem, "v%lld.i2.2021", (long long)w));
    CHECK(json_flag(at(c, v, "b1"), "present.gone"));
    CHECK(!json_flag(at(c, v, "i1.2020"), "present.changed"));
}

TEST(what_is_no_address_is_not_found)
{
    static const char *const wrong[] = { "", "v", "v1", "v1.", "v0.request", "v1.requests", "v1.i1", "v1.i1.", "v1.i1.20211", "v1.i0.2021", "v1.i99.2021", "v1.i1.1999",
                                         "v1.b9", "v1.b", "v1.e1x", "v99.request", "v1.period.cover", "v99999999999999999999.request", "../n", "v1.i1.2021/" };
    Ctx *c = test_store();
    (void)put(c, bio(c));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        c->err = (Err){ 0 };
        CHECK(!number_show(c, wrong[i]) && c->err.kind == ERR_NOT_FOUND);
    }
}
