/* paper.c -- forms and records to blocks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/data.h"
#include "exchange/paper.h"
#include "format/json.h"
#include "format/yaml.h"

static json_t *
pack(Ctx *c, const char *key)
{
    return yaml_read_file(c, data_path(c->mem, arena_fmt(c->mem, "programmes/%s/programme.yaml", key)));
}

static bool
build(Ctx *c, const char *key, const char *parts, Paper *p)
{
    json_t   *rec = pack(c, key);
    PaperWish wish = { .type = "ex-ante", .parts = parts };
    json_object_set_new(rec, "version_id", json_integer(12));
    return paper_build(c, rec, &wish, p);
}

static const Block *
heading(const Paper *p, const char *begin)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->blocks[i].kind == BLOCK_HEADING && strncmp(p->blocks[i].text, begin, strlen(begin)) == 0)
            return &p->blocks[i];
    return NULL;
}

static const Cell *
cell_of(const Paper *p, const char *text)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t r = 0; r < p->blocks[i].row_count; r++)
            for (size_t k = 0; k < p->blocks[i].rows[r].n; k++)
                if (strcmp(p->blocks[i].rows[r].cells[k].text, text) == 0)
                    return &p->blocks[i].rows[r].cells[k];
    return NULL;
}

TEST(paper_headings_come_from_the_form)
{
    Ctx  *c = test_ctx();
    Paper p;
    CHECK(build(c, "asean", "all", &p));
    CHECK(heading(&p, "3. 予算（概算要求予定額）の総額") != NULL);
    CHECK(heading(&p, "(1) 関係する政策目標と上位施策との関係") != NULL);
    CHECK(heading(&p, "1. 課題名　日ASEAN") || heading(&p, "1. 課題名　日 ASEAN"));
    CHECK(build(c, "bio", "all", &p));
    CHECK(heading(&p, "(1) 関係する分野別研究開発プラン名") != NULL);
    c->lang = LANG_EN;
    CHECK(build(c, "bio", "form", &p));
    CHECK(heading(&p, "5. Overall evaluation") != NULL);
    CHECK(p.blocks[0].kind == BLOCK_PART);
}

TEST(paper_every_table_fills_its_grid)
{
    static const char *const keys[] = { "asean", "bio", "genai", "jaxa" };
    Ctx  *c = test_ctx();
    Paper p;
    for (size_t k = 0; k < 4; k++) {
        CHECK(build(c, keys[k], "all", &p));
        for (size_t i = 0; i < p.n; i++) {
            const Block *b = &p.blocks[i];
            size_t       cells = 0;
            for (size_t r = 0; r < b->row_count; r++)
                for (size_t j = 0; j < b->rows[r].n; j++) {
                    const Cell *x = &b->rows[r].cells[j];
                    cells += (size_t)(x->colspan ? x->colspan : 1) * (size_t)(x->rowspan ? x->rowspan : 1);
                }
            CHECK(cells == b->row_count * (size_t)b->column_count);
            double sum = 0;
            for (int j = 0; j < b->column_count; j++)
                sum += b->widths[j];
            CHECK(b->kind != BLOCK_TABLE || (sum > 0.999 && sum < 1.001));
        }
    }
}

TEST(paper_a_shared_criterion_stretches_over_both_items)
{
    Ctx  *c = test_ctx();
    Paper p;
    CHECK(build(c, "genai", "form", &p));
    const Cell *x = cell_of(&p, "目的の達成に向け、適切かつ効率的な研究を推進するための体制が整備されているか");
    CHECK(x && x->rowspan == 2);
}

TEST(paper_numbers_have_addresses)
{
    Ctx  *c = test_ctx();
    Paper p;
    CHECK(build(c, "bio", "all", &p));
    const Cell *x = cell_of(&p, "917");
    CHECK(x && x->mark_count == 1);
    CHECK_STR(x ? x->marks[0].ref : "", "v12.i1.2021");
    CHECK_STR(paper_url(c, &p, "v12.i1.2021"), "/n/v12.i1.2021");
    const Block *last = &p.blocks[p.n - 1];
    CHECK(last->kind == BLOCK_TABLE && last->row_count > 8);
    PaperWish wish = { .type = "ex-ante", .no_addresses = true };
    CHECK(paper_build(c, pack(c, "bio"), &wish, &p));
    CHECK_STR(p.footer, "");
    CHECK(cell_of(&p, "917") && cell_of(&p, "917")->mark_count == 0);
}

TEST(paper_legends_only_where_someone_is_marked)
{
    Ctx  *c = test_ctx();
    Paper p;
    size_t absent = 0;
    CHECK(build(c, "jaxa", "rosters", &p));
    for (size_t i = 0; i < p.n; i++)
        absent += p.blocks[i].kind == BLOCK_NOTE && strstr(p.blocks[i].text, "※") != NULL;
    CHECK(absent == 0);
    CHECK(build(c, "bio", "rosters", &p));
    for (size_t i = 0; i < p.n; i++)
        absent += p.blocks[i].kind == BLOCK_NOTE && strstr(p.blocks[i].text, "※本評価には参加していない") != NULL;
    CHECK(absent == 1);
}

TEST(paper_unknown_parts_are_refused_by_name)
{
    Ctx      *c = test_ctx();
    Paper     p;
    PaperWish wish = { .type = "ex-ante", .parts = "cover,nothing" };
    CHECK(!paper_build(c, pack(c, "bio"), &wish, &p));
    CHECK(c->err.kind == ERR_INVALID && strstr(c->err.text, "nothing"));
}

TEST(paragraphs_are_told_apart)
{
    size_t n = 0;
    CHECK(para_kind("・ 共同研究", &n) == PARA_ITEM && n == strlen("・ "));
    CHECK(para_kind("① 取組", &n) == PARA_ITEM && n == strlen("① "));
    CHECK(para_kind("（１）取組", &n) == PARA_PROSE);
    CHECK(para_kind("(2) 取組", &n) == PARA_ITEM && n == 4);
    CHECK(para_kind("（人材の養成）", &n) == PARA_FLUSH);
    CHECK(para_kind("本事業は、必要である。", &n) == PARA_PROSE);
}
