/* pdf.c -- PDF files to lines: pages put together, and what is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/child.h"
#include "base/text.h"
#include "exchange/intake.h"
#include "exchange/pdf_in.h"
#include "exchange/pdf_struct.h"
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

static const char *
structure(Ctx *c, const char *print)
{
    Buf *b = buf_in(c->mem);
    return pdf_struct_lines(c, print, b) ? buf_text(b) : "(none)";
}

/* As Word and LibreOffice tag their PDFs, and as pdfinfo prints it. */
TEST(pdf_structure_to_lines)
{
    Ctx *c = test_ctx();
    CHECK_STR(structure(c, ""), "(none)");
    CHECK_STR(structure(c, "Document\n  H1 (block)\n    Span (inline)\n      \"評価\"\n    Span (inline)\n      \"票\"\n  P (block):\n     /TextAlign /Justify\n    \"\"\n"
                           "  P (block)\n    \"一行目の\"\n    Link (inline)\n      Object 48 0\n      \"続き\"\n"),
              "評価票\n\n一行目の続き\n");
    CHECK_STR(structure(c, "L (block)\n  LI (block)\n    Lbl (inline)\n      \"・\"\n    LBody (block)\n      P (block)\n        \"甲\"\n  LI (block)\n    Lbl (inline)\n      \"・\"\n"
                           "    LBody (block)\n      \"乙\"\nTOC\n  TOCI\n    \"目次 1\"\n"),
              "・甲\n・乙\n");
    /* spans fill the columns they cover; a break in a cell is VT; a heading row may stand in a group */
    CHECK_STR(structure(c, "Table (block)\n  THead\n    TR\n      TH:\n         /Scope /Column\n         /ColSpan 2\n        P (block)\n          \"項目\"\n      TH\n        \"基準\"\n"
                           "  TBody\n    TR\n      TD:\n         /RowSpan 2\n        \"意義\"\n      TD\n        \"定性的\"\n      TD\n        P (block)\n          \"甲か。\"\n        P (block)\n          \"乙か。\"\n"
                           "    TR\n      TD\n        \"定量的\"\n      TD\n"),
              "項目\t\t基準\n意義\t定性的\t甲か。\v乙か。\n\t定量的\t\n");
    CHECK_STR(structure(c, "Table (block)\n  TR\n    TD\n      P (block)\n        \"枠の一\"\n      P (block)\n        \"枠の二\"\n"), "枠の一\n枠の二\n");
    CHECK_STR(structure(c, "P (block)\n  \"本文\"\nNote (block)\n  \"1 注\"\nNote (block)\n  \"2 注\"\n"), "本文\n----------\n1 注\n2 注\n");
    CHECK_STR(structure(c, "P (block)\n  \"二行に\nわたる \"引用\" の文\"\n"), "二行に わたる \"引用\" の文\n");
}

/* What a page shows and the structure lacks is told; when it lacks much, the pages are read as they look. */
TEST(pdf_structure_is_held_against_the_pages)
{
    Ctx    *c = test_ctx();
    json_t *notes = json_array();
    const char *prose = "観測網の高度化について述べる長い文章である。", *shown = "", *print = "";
    for (int i = 0; i < 20; i++) {
        shown = arena_fmt(c->mem, "%s第%d段 %s\n", shown, i, prose);
        print = arena_fmt(c->mem, "%sP (block)\n  \"第%d段 %s\"\n", print, i, prose);
    }
    const char *good = pages(c, arena_fmt(c->mem, "%s\f\x1D\n%s", shown, print), notes);
    CHECK(text_starts(good, "第0段 観測網") && json_array_size(notes) == 0);
    const char *more = pages(c, arena_fmt(c->mem, "%s上書き870\n\f\x1D\n%s", shown, print), notes);
    CHECK(!strstr(more, "上書き") && json_array_size(notes) == 1);
    CHECK_STR(json_text(notes, "0.code"), "IMP-PDF-UNTAGGED");
    CHECK(strstr(json_text(notes, "0.text"), "「上書き870」") != NULL);
    const char *looks = pages(c, arena_fmt(c->mem, "%s\f\x1D\nP (block)\n  \"第0段\"\n", shown), notes);
    CHECK(strstr(looks, "第19段 観測網") != NULL);
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
