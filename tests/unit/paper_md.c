/* paper_md.c -- a paper as Markdown comes back as the same record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/data.h"
#include "domain/programme.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "exchange/paper.h"
#include "format/json.h"
#include "format/yaml.h"

/* What the paper says when it is read back, against the record it was printed from. */
static size_t
differences(Ctx *c, const json_t *record, const char *type, const char *name)
{
    PaperWish wish = { .type = type, .base_url = "https://kanmon.example.go.jp" };
    Paper     p;
    Buf      *b = buf_in(c->mem);
    Intake    in;
    size_t    i;
    json_t   *d, *stored = json_keep(c->mem, json_copied(record));
    json_object_set_new(stored, "version_id", json_integer(12)); /* so that the list of addresses is printed too */
    if (!paper_build(c, stored, &wish, &p) || !paper_md(c, &p, b) || !intake_read(c, "x.md", buf_text(b), b->n, &in))
        return 999;
    json_t *read = evalsheet_read(c, in.text, in.n);
    if (json_array_size(read) != 1)
        return 999;
    json_object_set(json_array_get(read, 0), "key", json_object_get(record, "key")); /* a paper does not know its key */
    json_t *list = record_diff(c, record, json_array_get(read, 0));
    json_array_foreach(list, i, d) fprintf(stderr, "  %s: %s: %.900s -> %.900s\n", name, json_text(d, "path"), json_canonical(c->mem, json_path(d, "old")), json_canonical(c->mem, json_path(d, "new")));
    return json_array_size(list);
}

TEST(markdown_of_the_packs_comes_back)
{
    static const char *const keys[] = { "asean", "bio", "genai", "jaxa" };
    for (size_t i = 0; i < 4; i++) {
        Ctx    *c = test_ctx();
        json_t *rec = yaml_read_file(c, data_path(c->mem, arena_fmt(c->mem, "programmes/%s/programme.yaml", keys[i])));
        CHECK(differences(c, rec, "ex-ante", keys[i]) == 0);
    }
}

TEST(markdown_of_papers_that_were_read_comes_back)
{
    static const char *const papers[] = { "tests/data/report.txt", "tests/data/interim.txt", "tests/data/ex-post.txt", "tests/data/traps.txt", "tests/data/plain.txt" };
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        Ctx   *c = test_ctx();
        Buf   *b = buf_in(c->mem);
        CHECK(buf_read_file(b, data_path(c->mem, papers[i]), 1 << 22) == 0);
        json_t *all = evalsheet_read(c, buf_text(b), b->n), *rec;
        size_t  k;
        CHECK(json_array_size(all) > 0);
        json_array_foreach(all, k, rec) CHECK(differences(c, rec, json_text(rec, "form.type"), papers[i]) == 0);
    }
}

TEST(markdown_of_the_founding_document_comes_back)
{
    Ctx        *c = test_ctx();
    const char *path = shared_path(c, "data/founding/mext-ex-ante-2023-08.txt");
    Buf        *b = buf_in(c->mem);
    if (!path) {
        test_skip("the founding document is not here (../shared)");
        return;
    }
    CHECK(buf_read_file(b, path, 1 << 24) == 0);
    json_t *all = evalsheet_read(c, buf_text(b), b->n), *rec;
    size_t  k;
    CHECK(json_array_size(all) == 4);
    json_array_foreach(all, k, rec) CHECK(differences(c, rec, "ex-ante", json_text(rec, "name")) == 0);
}
