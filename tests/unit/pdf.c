/* pdf.c -- PDF files to lines: pages put together, and what is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/child.h"
#include "base/text.h"
#include "exchange/intake.h"
#include "exchange/pdf_in.h"
#include "format/json.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

static const char *
pages(Ctx *c, const char *text, json_t *notes)
{
    Buf *b = buf_in(c->mem);
    CHECK(pdf_pages(c, "a.pdf", text, strlen(text), b, notes));
    return buf_text(b);
}

TEST(pdf_heads_feet_and_numbers_go)
{
    Ctx    *c = test_ctx();
    json_t *notes = json_array();
    CHECK_STR(pages(c, "  事前評価書（案） 令和5年8月\n\n事業名   関門\n中略の行\n                - 1 -\n\f"
                       "  事前評価書（案） 令和5年8月\n必要性がある。\n観測点数   10\n                - 2 -\n\f"
                       "  事前評価書（案） 令和5年8月\n有効性がある。\n予算額   30\n                - 3 -\n\f", notes),
              "\n事業名   関門\n中略の行\n\n必要性がある。\n観測点数   10\n\n有効性がある。\n予算額   30\n\n");
    CHECK_STR(json_text(notes, "0.code"), "IMP-PDF-RUNNING");
    CHECK(strstr(json_text(notes, "0.text"), "6 行") != NULL);
    /* numbers without dashes only when they count with the pages; a figure that ends a page stays */
    CHECK_STR(pages(c, "課題の進捗について述べる文章である。\n7\n\f評価の観点について述べる文章である。\n8\n\f", notes),
              "課題の進捗について述べる文章である。\n\n評価の観点について述べる文章である。\n\n");
    CHECK_STR(pages(c, "課題の進捗について述べる文章である。\n700\n\f評価の観点について述べる文章である。\n8\n\f", notes),
              "課題の進捗について述べる文章である。\n700\n\n評価の観点について述べる文章である。\n8\n\n");
    json_decref(notes);
}

TEST(pdf_letters_of_fonts)
{
    Ctx    *c = test_ctx();
    json_t *notes = json_array();
    CHECK_STR(pages(c, "⽇本の⼤学等における研究開発の事前評価について①㈱\n", notes), "日本の大学等における研究開発の事前評価について①㈱\n\n");
    CHECK_STR(json_text(notes, "0.code"), "IMP-PDF-LETTERS");
    json_decref(notes);
}

/* A PDF of these pages, drawn as any program would. */
static cairo_status_t
take(void *buf, const unsigned char *p, unsigned n)
{
    buf_addn(buf, p, n);
    return CAIRO_STATUS_SUCCESS;
}

static Buf *
drawn(Ctx *c, const char *const *texts, size_t n)
{
    Buf             *b = buf_in(c->mem);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(take, b, 595, 842);
    cairo_t         *cr = cairo_create(s);
    for (size_t i = 0; i < n; i++) {
        PangoLayout          *l = pango_cairo_create_layout(cr);
        PangoFontDescription *f = pango_font_description_from_string("Noto Serif CJK JP 11");
        pango_layout_set_font_description(l, f);
        pango_layout_set_text(l, texts[i], -1);
        cairo_move_to(cr, 60, 60);
        cairo_rectangle(cr, 50, 50, 400, 300);
        cairo_stroke(cr);
        cairo_move_to(cr, 60, 60);
        if (*texts[i])
            pango_cairo_show_layout(cr, l);
        cairo_show_page(cr);
        pango_font_description_free(f);
        g_object_unref(l);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    return b;
}

static bool
no_pdftotext(void)
{
    Ctx              *c = test_ctx();
    const char *const argv[] = { "pdftotext", "-v", NULL };
    ChildResult       r;
    if (child_run(c->mem, argv, &(ChildLimits){ 0 }, &r) && !r.why)
        return false;
    test_skip("no pdftotext here (poppler-utils)");
    return true;
}

TEST(pdf_read_by_pdftotext)
{
    Ctx              *c = test_ctx();
    const char *const texts[] = { "事業名 海底観測網の高度化\n【主管課（課長名）】", "事前評価票\n１．課題名 海底観測網の高度化" };
    Buf              *b = drawn(c, texts, 2);
    Intake            in;
    const void       *converted;
    size_t            n = 0;
    if (no_pdftotext())
        return;
    CHECK(intake_read(c, "report.pdf", b->p, b->n, &in));
    CHECK_STR(in.kind, "pdf");
    CHECK(strstr(in.text, "海底観測網の高度化") && strstr(in.text, "【主管課（課長名）】") && strstr(in.text, "事前評価票"));
    /* in two steps, as a confined reader must have it, the same text comes out */
    Intake again;
    CHECK(intake_convert(c, "report.pdf", b->p, b->n, &converted, &n, in.notes));
    CHECK(n > 0 && memchr(converted, '\f', n) != NULL && intake_read(c, "report.pdf", converted, n, &again));
    CHECK_STR(again.kind, "pdf");
    CHECK_STR(again.text, in.text);
    CHECK(intake_convert(c, "a.txt", "abc", 3, &converted, &n, in.notes) && n == 3 && memcmp(converted, "abc", 3) == 0);
}

static void
refused(const char *name, const void *bytes, size_t n, const char *says)
{
    Ctx   *c = test_ctx();
    Intake in;
    CHECK(!intake_read(c, name, bytes, n, &in) && c->err.kind == ERR_INVALID);
    if (!c->err.text || !strstr(c->err.text, says)) {
        fprintf(stderr, "  %s: %s\n", name, c->err.text ? c->err.text : "(read)");
        test_fail(__FILE__, __LINE__, says);
    }
}

TEST(pdf_refusals)
{
    Ctx              *c = test_ctx();
    const char *const scan[] = { "", "" };
    Buf              *b = drawn(c, scan, 2), *whole = drawn(c, (const char *const[]){ "事業名 海底観測網の高度化である。" }, 1);
    const char       *locked = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                               "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -4/O(abcdefghijklmnopqrstuvwxyz012345)"
                               "/U(543210zyxwvutsrqponmlkjihgfedcba)>>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[(0123456789abcdef)(0123456789abcdef)]/Size 5>>\n%%EOF\n";
    const char       *rubbish = "%PDF-1.4\nnothing of the kind\n%%EOF\n";
    if (no_pdftotext())
        return;
    refused("scan.pdf", b->p, b->n, "画像");
    refused("locked.pdf", locked, strlen(locked), "パスワード");
    refused("cut.pdf", whole->p, whole->n / 2, "途中で切れて");
    refused("rubbish.pdf", rubbish, strlen(rubbish), "PDF として読めません");
    refused("name-only.pdf", "\x93\x8c\x8b\x9e\xff\xfe\x01", 7, "中身は PDF ではありません");
}
