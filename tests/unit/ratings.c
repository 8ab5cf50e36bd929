/* ratings.c -- frameworks that rate are data: what the catalogue holds is whole, grades are told apart, ratings follow a programme.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/framework.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/rated.h"
#include "exchange/import.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>

TEST(frameworks_of_the_catalogue_are_whole)
{
    Ctx    *c = test_ctx();
    json_t *all = frameworks(c), *f, *s, *k;
    size_t  i, j;
    CHECK(ok(c) && json_array_size(all) >= 2);
    json_array_foreach(all, i, f)
    {
        CHECK(framework_named(c, json_text(f, "key")) != NULL && *json_text(f, "source.url") && *json_text(f, "valid.from"));
        CHECK(framework_good(f, json_text(f, "main")) > 1);
    }
    /* Every column of a source is something that its framework has. */
    json_array_foreach(framework_sources(c), i, s)
    {
        f = framework_named(c, json_text(s, "framework"));
        CHECK(f != NULL && json_array_size(json_path(s, "key")) > 0);
        json_array_foreach(json_path(s, "columns"), j, k)
        {
            CHECK(!json_has(k, "rating") || (framework_row(f, "criteria", json_text(k, "rating")) && (strcmp(json_text(k, "rater"), "independent") == 0 || strcmp(json_text(k, "rater"), "self") == 0)));
            CHECK(!json_has(k, "fact") || framework_row(f, "facts", json_text(k, "fact")));
            CHECK(json_has(k, "rating") || json_has(k, "fact") || json_has(k, "field"));
        }
    }
}

TEST(a_grade_is_one_of_its_scale_or_none)
{
    Ctx          *c = test_ctx();
    const json_t *wb = framework_named(c, "wb-ieg"), *jp = framework_named(c, "jp-sabcd");
    static const struct { bool jp; const char *criterion, *printed, *grade; int64_t step; bool rated; } asked[] = {
        { false, "outcome", "Highly Satisfactory", "HS", 6, true }, { false, "outcome", "Highly Unsatisfactory", "HU", 1, true }, { false, "outcome", "High", NULL, 0, true }, { false, "me", "High", "HIGH", 4, true },
        { false, "outcome", "Not Rated", NULL, 0, false }, { false, "outcome", "", NULL, 0, false }, { false, "nothing", "High", NULL, 0, true }, { true, "overall", "S", "S", 5, true }, { true, "overall", "Ｓ", "S", 5, true },
        { true, "overall", "s", NULL, 0, true }, { true, "overall", "評価対象外", NULL, 0, false } };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        int64_t     step;
        bool        rated;
        const char *g = framework_grade(asked[i].jp ? jp : wb, asked[i].criterion, asked[i].printed, &step, &rated);
        CHECK((!g && !asked[i].grade) || (g && asked[i].grade && strcmp(g, asked[i].grade) == 0));
        CHECK(step == asked[i].step && rated == asked[i].rated);
    }
    CHECK(framework_named(c, "nothing") == NULL && framework_named(c, NULL) == NULL && ok(c));
}

static json_t *
take(Ctx *c, const char *path)
{
    json_t *report = NULL;
    c->role = ROLE_OPERATOR;
    CHECK_STR(import_guess(c, path, NULL), "ratings");
    CHECK(import_file(&(Import){ .c = c, .path = path, .threads = 1 }, "ratings", &report));
    return report;
}

TEST(ratings_stand_beside_a_programme_and_go_with_it)
{
    Ctx    *c = test_store();
    int64_t id = 0, n, broken;
    const char *why;
    id = db_int(c, SQL("INSERT INTO programme (key, name, name_key) VALUES ('asean', 'a', 'a') RETURNING id"), NOV);
    json_t *r = take(c, "tests/data/ratings-jp.csv");
    CHECK(json_int(r, "new", 0) == 7 && json_int(r, "broken", 0) == 3 && json_flag(r, "finished"));
    CHECK(json_int(take(c, "tests/data/ratings-wb.csv"), "new", 0) == 4);
    CHECK(json_int(take(c, "tests/data/ratings-wb.csv"), "same", 0) == 4);
    json_t *its = rated_found(c, &(RatedAsk){ .programme = id });
    CHECK(json_int(its, "total", 0) == 2 && json_int(its, "rows.0.fy", 0) == 2033 && json_int(its, "rows.0.apart", 0) == 1);
    CHECK_STR(json_text(its, "rows.1.ratings.overall.self.grade"), "S");
    CHECK_STR(json_text(its, "rows.1.facts.ministry"), "文部科学省");
    /* The programme became one with another: its ratings are found there. */
    int64_t other = db_int(c, SQL("INSERT INTO programme (key, name, name_key) VALUES ('other', 'b', 'b') RETURNING id"), NOV);
    db_run(c, SQL("UPDATE programme SET same_as = $1 WHERE id = $2"), V(other, id));
    CHECK(json_int(rated_found(c, &(RatedAsk){ .programme = other }), "total", 0) == 2);
    static const struct { RatedAsk ask; int64_t total; } asked[] = {
        { { .query = "" }, 11 }, { { .framework = "wb-ieg" }, 4 }, { { .query = "roads OR 橋" }, 2 }, { { .query = "fy:2001" }, 2 }, { { .query = "kind:interim -fy:2020" }, 4 }, { { .grade = "overall:S" }, 1 }, { { .grade = "self.overall:S" }, 1 },
        { { .grade = "overall:", .framework = "jp-sabcd" }, 2 }, { { .apart = "over" }, 3 }, { { .apart = "both" }, 5 }, { { .fact = { "region" }, .value = { "South Asia" }, .facts = 1 }, 2 },
        { { .framework = "wb-ieg", .fact = { "sector" }, .value = { "" }, .facts = 1 }, 2 }, { { .query = "ministry:国交省" }, 4 } };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        int64_t total = json_int(rated_found(c, &asked[i].ask), "total", -1);
        if (total != asked[i].total)
            fprintf(stderr, "  case %zu: %lld\n", i, (long long)total);
        CHECK(total == asked[i].total);
    }
    CHECK(ok(c) && ledger_verify(c, &n, &broken, &why));
}
