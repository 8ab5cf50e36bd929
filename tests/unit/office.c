/* office.c -- zip, Word and Excel files: read within caps, written so that they come back.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "exchange/table_xlsx.h"
#include "format/zip.h"

#include <jansson.h>

static Buf *
zip_of(Ctx *c, const ZipPart *parts, size_t n)
{
    Buf *b = buf_in(c->mem);
    CHECK(zip_write(c, parts, n, b));
    return b;
}

TEST(zip_there_and_back)
{
    Ctx    *c = test_ctx();
    ZipPart parts[] = { { "mimetype", "x/y", 3, true }, { "word/文書.xml", "<a/>", 4, false } };
    Buf    *b = zip_of(c, parts, 2), *again = zip_of(c, parts, 2);
    size_t  n = 0;
    Unzip  *z = unzip_open(c, "a.zip", b->p, b->n, NULL);
    CHECK(z && unzip_count(z) == 2 && unzip_has(z, "mimetype") && !unzip_has(z, "nothing"));
    CHECK_STR(unzip_take(c, z, "word/文書.xml", &n), "<a/>");
    CHECK(n == 4 && unzip_take(c, z, "nothing", &n) == NULL && ok(c));
    CHECK(b->n == again->n && memcmp(b->p, again->p, b->n) == 0);
}

TEST(zip_bombs_and_damage)
{
    Ctx    *c = test_ctx();
    size_t  big = 24 << 20, n = 0;
    char   *zeros = arena_alloc(c->mem, big);
    ZipPart bomb = { "word/document.xml", zeros, big, false };
    Buf    *b = zip_of(c, &bomb, 1);
    CHECK(b->n < 64 << 10);
    Unzip *z = unzip_open(c, "bomb.docx", b->p, b->n, NULL);
    CHECK(z && unzip_take(c, z, "word/document.xml", &n) == NULL);
    CHECK(c->err.kind == ERR_INVALID && strstr(c->err.text, "word/document.xml"));

    Ctx    *d = test_ctx();
    ZipPart two[] = { { "a", zeros, 3000, true }, { "b", zeros, 3000, true } };
    Buf    *t = zip_of(d, two, 2);
    z = unzip_open(d, "total.zip", t->p, t->n, &(ZipCaps){ .total = 5000 });
    CHECK(z && unzip_take(d, z, "a", &n) && n == 3000 && unzip_take(d, z, "b", &n) == NULL && d->err.kind == ERR_INVALID);
    Ctx *e = test_ctx();
    CHECK(unzip_open(e, "many.zip", t->p, t->n, &(ZipCaps){ .entries = 1 }) == NULL && e->err.kind == ERR_INVALID);
    Ctx *f = test_ctx();
    CHECK(unzip_open(f, "cut.zip", t->p, t->n / 2, NULL) == NULL && f->err.kind == ERR_INVALID);
    CHECK_STR(f->err.field, "cut.zip");
    t->p[60] ^= 0x55; /* inside the bytes of "a": the checksum tells */
    Ctx *g = test_ctx();
    z = unzip_open(g, "bad.zip", t->p, t->n, NULL);
    CHECK(z && unzip_take(g, z, "a", &n) == NULL && g->err.kind == ERR_INVALID);
}

TEST(table_to_xlsx)
{
    Ctx                     *c = test_ctx();
    static const char *const keys[] = { "name", "from_fy", "yen", "note.text", "list" }, *const labels[] = { "事業名", "開始年度", "要求額", "注", "人" };
    json_t *rows = json_pack("[{ss si sI s{ss} s[ss]} {ss sn sf}]", "name", "=1+1", "from_fy", 2024, "yen", (json_int_t)300000000000, "note", "text", "<調整中> & \"引用\"",
                             "list", "甲", "乙", "name", "二", "from_fy", "yen", 0.5);
    Buf    *b = buf_in(c->mem);
    size_t  n = 0;
    CHECK(table_xlsx(c, "事業: 一覧/2024", keys, labels, 5, rows, b));
    json_decref(rows);
    Unzip      *z = unzip_open(c, "t.xlsx", b->p, b->n, NULL);
    const char *sheet = z ? unzip_take(c, z, "xl/worksheets/sheet1.xml", &n) : NULL;
    CHECK(sheet && strstr(sheet, "<v>300000000000</v>") && strstr(sheet, "<v>2024</v>") && strstr(sheet, "=1+1</t>") && !strstr(sheet, "<f>"));
    CHECK(sheet && strstr(sheet, "&lt;調整中&gt; &amp; \"引用\"") && strstr(sheet, "甲、乙") && strstr(sheet, "state=\"frozen\""));
    const char *book = z ? unzip_take(c, z, "xl/workbook.xml", &n) : NULL;
    CHECK(book && strstr(book, "name=\"事業 一覧 2024\"") && strstr(book, "_xlnm.Print_Titles"));
}
