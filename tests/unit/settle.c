/* settle.c -- from a reading to the store: compared, accepted as it was seen, or not at all.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/intake.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "exchange/settle.h"
#include "format/json.h"
#include "store/db.h"

static json_t *
record(Ctx *c, const char *name, const char *division)
{
    return json_keep(c->mem, json_pack("{ss s{si si} ss s[]}", "name", name, "period", "from_fy", 2024, "to_fy", 2028, "division", division, "indicators"));
}

/* A paper with these records, read and waiting for a decision. */
static int64_t
paper(Ctx *c, const char *bytes, json_t *records)
{
    int64_t id = intake_add(c, "x.txt", bytes, strlen(bytes));
    CHECK(intake_take(c, "w") == id);
    json_t *reading = json_keep(c->mem, json_pack("{ss ss ss sO s[]}", "kind", "evaluation-sheet", "encoding", "UTF-8", "text", bytes, "records", records, "notes"));
    CHECK(settle_reading(c, id, "w", reading));
    if (!ok(c))
        fprintf(stderr, "  %s\n", c->err.text);
    return id;
}

static Ctx *
officer(void)
{
    Ctx *c = test_store();
    c->role = ROLE_OFFICER;
    c->actor = "hanako";
    return c;
}

TEST(what_is_accepted_is_what_was_foretold)
{
    Ctx    *c = officer();
    bool    renewed = true;
    json_t *report = NULL, *records = json_keep(c->mem, json_pack("[O O O]", record(c, "甲事業", "一課"), record(c, "乙事業", "一課"), record(c, "甲事業", "二課")));
    int64_t id = paper(c, "one", records);
    json_t *row = settle_show(c, id, &renewed);
    CHECK(!renewed);
    CHECK_STR(settle_seen(c, json_path(row, "report")), "0,0,0");
    CHECK_STR(json_text(row, "report.0.result"), "new");
    CHECK_STR(json_text(row, "report.2.result"), "double");
    CHECK(settle_accept(c, id, json_keep(c->mem, json_pack("[i i]", 0, 2)), "0,0,0", &report));
    CHECK_STR(json_text(report, "0.result"), "new");
    CHECK_STR(json_text(report, "1.result"), "left");
    CHECK_STR(json_text(report, "2.result"), "left");
    CHECK(json_array_size(programme_list(c, NULL, NULL)) == 1);
    CHECK(!settle_accept(c, id, NULL, NULL, &report) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    id = paper(c, "two", json_keep(c->mem, json_pack("[O O]", record(c, "甲事業", "一課"), record(c, "乙事業", "一課"))));
    row = settle_show(c, id, &renewed);
    CHECK_STR(json_text(row, "report.0.result"), "same");
    CHECK_STR(json_text(row, "report.1.result"), "new");
    CHECK(!settle_accept(c, id, json_keep(c->mem, json_array()), NULL, &report) && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    CHECK(settle_accept(c, id, NULL, NULL, &report));
    CHECK_STR(json_text(report, "0.result"), "same");
    CHECK(json_array_size(programme_list(c, NULL, NULL)) == 2);
}

TEST(nothing_is_stored_over_a_change_that_was_not_seen)
{
    Ctx    *c = officer();
    bool    renewed = false;
    json_t *report = NULL;
    int64_t one = paper(c, "one", json_keep(c->mem, json_pack("[O O]", record(c, "甲事業", "一課"), record(c, "乙事業", "一課"))));
    int64_t two = paper(c, "two", json_keep(c->mem, json_pack("[O]", record(c, "甲事業", "二課"))));
    const char *seen = settle_seen(c, json_path(settle_show(c, one, &renewed), "report"));
    CHECK(settle_accept(c, two, NULL, NULL, &report));
    CHECK(!settle_accept(c, one, NULL, seen, &report) && c->err.kind == ERR_CONFLICT && strcmp(c->err.field, "seen") == 0);
    c->err = (Err){ 0 };
    CHECK(json_array_size(programme_list(c, NULL, NULL)) == 1);
    json_t *row = settle_show(c, one, &renewed);
    CHECK_STR(json_text(row, "state"), "read");
    CHECK_STR(json_text(row, "report.0.result"), "changed");
    CHECK_STR(json_text(row, "report.0.changes.0.path"), "division");
    CHECK(settle_accept(c, one, NULL, settle_seen(c, json_path(row, "report")), &report));
    CHECK_STR(json_text(programme_show(c, programme_find(c, "甲事業"), NULL), "division"), "一課");
}

TEST(an_answer_that_is_no_reading_is_refused)
{
    static const char *const answers[] = {
        "{}", "[]", "{\"kind\":\"pack\",\"text\":\"x\",\"records\":[]}", "{\"kind\":\"pack\",\"text\":\"x\",\"records\":[{\"name\":1}],\"notes\":[]}",
        "{\"kind\":\"pack\",\"text\":\"x\",\"records\":[{\"name\":\"a\"}],\"notes\":[{\"code\":1}]}", "{\"kind\":\"pack\",\"text\":5,\"records\":[{\"name\":\"a\"}]}",
    };
    Ctx    *c = officer();
    int64_t id = intake_add(c, "x", "x", 1);
    CHECK(intake_take(c, "w") == id);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        const char *why = NULL;
        CHECK(!settle_reading(c, id, "w", json_read(c->mem, answers[i], strlen(answers[i]), &why)) && c->err.kind == ERR_INVALID);
        c->err = (Err){ 0 };
    }
    CHECK_STR(json_text(intake_show(c, id), "state"), "reading");
}
