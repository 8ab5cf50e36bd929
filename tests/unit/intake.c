/* intake.c -- papers on their way in: one taker, one row for the same bytes, nothing lost with a worker.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "domain/intake.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "format/json.h"
#include "store/db.h"

static Ctx *
officer(void)
{
    Ctx *c = test_store();
    c->role = ROLE_OFFICER;
    c->actor = "hanako";
    return c;
}

static const char *
state(Ctx *c, int64_t id)
{
    return json_text(intake_show(c, id), "state");
}

TEST(the_same_bytes_wait_once)
{
    Ctx    *c = officer();
    int64_t a = intake_add(c, "報告書.txt", "abc", 3), b = intake_add(c, "another.txt", "abc", 3), d = intake_add(c, "x.txt", "abd", 3);
    CHECK(a > 0 && a == b && d > a && ok(c));
    size_t n = 0;
    CHECK(memcmp(intake_bytes(c, a, &n), "abc", 3) == 0 && n == 3);
    CHECK(intake_dropped(c, a));
    CHECK_STR(state(c, a), "dropped");
    CHECK(intake_add(c, "again.txt", "abc", 3) != a);
    CHECK(!intake_bytes(c, a, &n) && c->err.kind == ERR_NOT_FOUND);
}

TEST(names_of_uploads_are_made_plain)
{
    static const struct { const char *given, *kept; } names[] = {
        { "../../x", "x" }, { "C:\\secret\\報告書.docx", "報告書.docx" }, { "<script>alert(1)<\\/script>.txt", "script>.txt" },
        { "<script>.txt", "<script>.txt" }, { "a\n\x1b[31mb", "a[31mb" }, { "..", "名前のない文書" }, { "", "名前のない文書" }, { "a\xE2\x80\xAE""cod", "acod" },
    };
    Ctx *c = officer();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int64_t id = intake_add(c, names[i].given, &i, 1);
        CHECK_STR(json_text(intake_show(c, id), "name"), names[i].kept);
    }
    char name[5000];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = 0;
    CHECK(strlen(json_text(intake_show(c, intake_add(c, name, "long", 4)), "name")) < 210);
}

TEST(one_worker_reads_a_paper)
{
    Ctx    *c = officer();
    int64_t a = intake_add(c, "a", "a", 1), b = intake_add(c, "b", "b", 1);
    json_t *reading = json_keep(c->mem, json_pack("{ss s[{}] s[]}", "kind", "pack", "records", "findings"));
    CHECK(intake_take(c, "w1") == a && intake_take(c, "w2") == b && intake_take(c, "w3") == 0);
    CHECK(intake_progress(c, a, "w1", 40, "records"));
    CHECK(!intake_progress(c, a, "w2", 50, "records") && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(!intake_read_done(c, a, "w2", reading, json_path(reading, "records")) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(!intake_dropped(c, a) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    CHECK(intake_read_done(c, a, "w1", reading, json_path(reading, "records")));
    CHECK(json_int(json_array_get(intake_list(c, "read", 10), 0), "programmes", 0) == 1);
    CHECK(intake_refused(c, b, "w2", "b:3", "壊れている", "damaged"));
    CHECK_STR(json_text(intake_show(c, b), "why_en"), "damaged");
    CHECK(intake_accepted(c, a));
    CHECK(!intake_accepted(c, a) && c->err.kind == ERR_CONFLICT);
    c->err = (Err){ 0 };
    int64_t     rows, broken;
    const char *why;
    CHECK(ledger_verify(c, &rows, &broken, &why) && rows == 5);
}

TEST(what_a_dead_worker_left_is_read_again_but_not_for_ever)
{
    Ctx    *c = officer();
    int64_t a = intake_add(c, "a", "a", 1);
    c->now = "2026-01-01T00:00:00Z";
    for (int i = 0; i < INTAKE_TRIES; i++) {
        CHECK(intake_take(c, "host 1 2") == a);
        CHECK_STR(json_text(json_keep(c->mem, json_pack("{so}", "w", json_incref(json_array_get(intake_workers(c), 0)))), "w"), "host 1 2");
        CHECK(intake_recover(c, NULL, "2025-12-31T00:00:00Z"));
        CHECK_STR(state(c, a), "reading");
        CHECK(i % 2 ? intake_recover(c, "host 1 2", "2025-01-01T00:00:00Z") : intake_recover(c, NULL, "2026-01-02T00:00:00Z"));
        CHECK_STR(state(c, a), i < INTAKE_TRIES - 1 ? "received" : "refused");
    }
    int64_t b = intake_add(c, "b", "b", 1);
    for (int i = 0; i < 9; i++)
        CHECK(intake_take(c, "w") == b && intake_give_back(c, b, "w"));
    CHECK_STR(state(c, b), "received");
}

TEST(intake_is_for_those_who_may)
{
    Ctx *c = officer();
    c->role = ROLE_READER;
    CHECK(intake_add(c, "a", "a", 1) == 0 && c->err.kind == ERR_DENIED);
    c->err = (Err){ 0 };
    CHECK(!intake_list(c, NULL, 10) && c->err.kind == ERR_DENIED);
}
