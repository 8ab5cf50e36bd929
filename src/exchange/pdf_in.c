/* pdf_in.c -- pages of pdftotext without what repeats on each.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A line at the top or bottom of its page is a running head or foot when the same line, digits aside, stands in the
 * same place of most pages; a number there is a page number when it counts with the pages. Nothing is taken
 * from a page's middle, so a table that ends a page loses no figure. */
#include "exchange/pdf_in.h"

#include "base/child.h"
#include "base/text.h"
#include "exchange/pdf_struct.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE = 3, LIMIT = 48 << 20, STRUCT_SECONDS = 20, STRUCT_PARTS = 50 };

/* Divides the text of the pages from the print of the structure: a sign that stands in no text. */
#define STRUCTURE "\x1D\n"

static bool
refuse(Ctx *c, const char *name, const char *ja, const char *en)
{
    return fail(c, ERR_INVALID, name, "%s", L(c, arena_fmt(c->mem, "%s: %s", name, ja), arena_fmt(c->mem, "%s: %s", name, en)));
}

static void
notice(Ctx *c, json_t *notes, const char *code, const char *level, const char *ja, const char *en)
{
    json_array_append_new(notes, json_pack("{ss ss sn ss ss ss}", "code", code, "level", level, "line", "field", "file", "text", ja, "text_en", en));
    (void)c;
}

/* ---- the converter ---- */

static bool
whole_file(const char *p, size_t n)
{
    size_t look = n < 8192 ? n : 8192;
    return memmem(p + n - look, look, "%%EOF", 5) != NULL;
}

static bool
said_why(Ctx *c, const char *name, const ChildResult *r)
{
    const char *err = buf_text(r->err);
    if (strstr(err, "ncorrect password") || r->exit == 3)
        return refuse(c, name, "パスワードで保護された PDF です。保護を外して保存し直してください。", "the PDF is protected by a password; save it without one");
    if (r->why && strcmp(r->why, "not found") == 0)
        return fail(c, ERR_BROKEN, name, L(c, "PDF を読むには pdftotext（poppler-utils）が要ります。この機械にはありません。管理者に知らせるか、docx かテキストで渡してください。",
                                           "reading a PDF needs pdftotext (poppler-utils), which this machine lacks; tell the operator, or give docx or text"));
    if (r->why && (strcmp(r->why, "time") == 0 || strcmp(r->why, "memory") == 0 || strcmp(r->why, "output") == 0))
        return fail(c, ERR_INVALID, name, L(c, "%s: PDF の読み取りが上限（%s）を超えました。必要なページだけにするか、docx で渡してください。",
                                            "%s: reading the PDF went over the limit of %s; give only the pages needed, or docx"), name, r->why);
    return refuse(c, name, "PDF として読めません。壊れているか、途中で切れています。開けるか確かめ、もう一度送ってください。",
                  "it cannot be read as a PDF: damaged or cut off; check that it opens, and send it again");
}

/* What the PDF says of its structure, behind its pages. A PDF without any, or whose structure cannot be had, is read by
 * how it looks. */
static void
add_structure(Ctx *c, const void *bytes, size_t n, const char **text, size_t *text_n, json_t *notes)
{
    static const char *const argv[] = { "pdfinfo", "-struct-text", "-enc", "UTF-8", "-", NULL };
    const ChildLimits        limits = { .seconds = STRUCT_SECONDS, .memory = (size_t)1 << 30, .output = LIMIT, .in = bytes, .in_n = n };
    ChildResult              r;
    if (!child_run(c->mem, argv, &limits, &r))
        return;
    if (r.why && strcmp(r.why, "not found") != 0)
        notice(c, notes, "IMP-PDF-STRUCTURE", "notice", "PDF の構造（タグ）は大きすぎて読まず、見た目から読んだ。表の区切りを原本と見比べること。",
               "The structure (tags) of the PDF was too large to read; it was read by how it looks. Compare its tables with the original.");
    if (r.why || r.exit != 0 || r.out->n == 0)
        return;
    const char *both = arena_fmt(c->mem, "%s" STRUCTURE "%s", *text, buf_text(r.out));
    *text_n = strlen(both);
    *text = both;
}

bool
pdf_convert(Ctx *c, const char *name, const void *bytes, size_t n, const char **text, size_t *text_n, json_t *notes)
{
    static const char *const argv[] = { "pdftotext", "-layout", "-enc", "UTF-8", "-eol", "unix", "-", "-", NULL };
    const ChildLimits        limits = { .seconds = 60, .memory = (size_t)1 << 30, .output = LIMIT, .in = bytes, .in_n = n };
    ChildResult              r;
    *text = "";
    *text_n = 0;
    if (!whole_file(bytes, n))
        return refuse(c, name, "PDF の終わり（%%EOF）がありません。途中で切れています。もう一度送ってください。", "the PDF has no end (%%EOF): it is cut off; send it again");
    if (!child_run(c->mem, argv, &limits, &r))
        return fail(c, ERR_BROKEN, name, L(c, "pdftotext を始められません: %s", "pdftotext could not be started: %s"), strerror(errno));
    if (r.why || r.exit != 0)
        return said_why(c, name, &r);
    if (strstr(buf_text(r.err), "Syntax Error"))
        notice(c, notes, "IMP-PDF-DAMAGED", "warning", "PDF に壊れた箇所があり、補って読んだ。抜けがないか原本と見比べること。", "The PDF is damaged in places and was mended to be read; compare with the original.");
    *text = buf_text(r.out);
    *text_n = r.out->n;
    if (strlen(*text) == *text_n)
        add_structure(c, bytes, n, text, text_n, notes);
    return true;
}

/* ---- pages ---- */

typedef struct {
    char  **line;
    bool   *drop;
    size_t  n;
    size_t  edge[2][EDGE]; /* the outermost lines with text, from the top and from the bottom: index + 1 */
} Page;

static void
find_edges(Page *p)
{
    size_t k = 0;
    for (size_t i = 0; i < p->n && k < EDGE; i++)
        if (!text_blank(p->line[i]))
            p->edge[0][k++] = i + 1;
    k = 0;
    for (size_t i = p->n; i > 0 && k < EDGE; i--)
        if (!text_blank(p->line[i - 1]))
            p->edge[1][k++] = i;
}

/* Spaces away and every digit to '#': what a running line has in common on all pages. */
static char *
shape(Arena *mem, const char *line)
{
    char *s = text_key(mem, line), *to = s;
    for (char *p = s; *p; p++)
        if (*p >= '0' && *p <= '9') {
            if (to == s || to[-1] != '#')
                *to++ = '#';
        } else {
            *to++ = *p;
        }
    *to = 0;
    return s;
}

/* "- 12 -", "12", "12/34", "p.12": the number; -1 for another line. */
static int
page_number(Arena *mem, const char *line)
{
    const char *p = text_key(mem, line);
    char       *end;
    while (*p == '-' || *p == '~')
        p++;
    if (text_starts(p, "p."))
        p += 2;
    if (*p < '0' || *p > '9')
        return -1;
    long n = strtol(p, &end, 10);
    if (*end == '/')
        strtol(end + 1, &end, 10);
    while (*end == '-' || *end == '~')
        end++;
    return *end == 0 && n < 10000 ? (int)n : -1;
}

static bool
is_dashed(const char *line)
{
    const char *p = line + strspn(line, " ");
    return *p == '-' || text_starts(p, "−") || text_starts(p, "－") || text_starts(p, "–") || text_starts(p, "—") || text_starts(p, "‐");
}

static const char *
edge_line(const Page *p, int side, int k)
{
    return p->edge[side][k] ? p->line[p->edge[side][k] - 1] : NULL;
}

/* The outermost line of a page is its number when it counts on from a neighbour's, or is set in dashes. */
static void
drop_numbers(Arena *mem, Page *pages, size_t n)
{
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < n; i++) {
            const char *line = edge_line(&pages[i], side, 0), *before = i ? edge_line(&pages[i - 1], side, 0) : NULL,
                       *next = i + 1 < n ? edge_line(&pages[i + 1], side, 0) : NULL;
            int no = line ? page_number(mem, line) : -1;
            if (no < 0)
                continue;
            if (is_dashed(line) || (before && page_number(mem, before) == no - 1) || (next && page_number(mem, next) == no + 1))
                pages[i].drop[pages[i].edge[side][0] - 1] = true;
        }
}

/* The outermost line that is not dropped yet, + 1; 0 for none within the edge. */
static size_t
outermost(const Page *p, int side)
{
    for (int i = 0; i < EDGE; i++)
        if (p->edge[side][i] && !p->drop[p->edge[side][i] - 1])
            return p->edge[side][i];
    return 0;
}

/* The shape that most pages share; NULL when fewer than half (and three) do. */
static const char *
shared_shape(const char *const *shapes, size_t n)
{
    for (size_t i = 0; i < n && i < 64; i++) {
        size_t same = 0;
        for (size_t j = 0; j < n && *shapes[i]; j++)
            same += strcmp(shapes[i], shapes[j]) == 0;
        if (same >= 3 && same * 2 >= n)
            return shapes[i];
    }
    return NULL;
}

static void
drop_running(Arena *mem, Page *pages, size_t n)
{
    const char **shapes = NEWN(mem, const char *, n + 1), *same;
    for (int side = 0; side < 2; side++)
        for (int depth = 0; depth < EDGE - 1; depth++) {
            for (size_t i = 0; i < n; i++)
                shapes[i] = outermost(&pages[i], side) ? shape(mem, pages[i].line[outermost(&pages[i], side) - 1]) : "";
            same = shared_shape(shapes, n);
            if (!same)
                break;
            for (size_t i = 0; i < n; i++)
                if (strcmp(shapes[i], same) == 0)
                    pages[i].drop[outermost(&pages[i], side) - 1] = true;
        }
}

/* Code points that stand for another only because a font of the PDF says so. */
static size_t
unfont(Arena *mem, const char *line, Buf *out)
{
    size_t folded = 0;
    for (const char *p = line, *from = p; *p; from = p) {
        uint32_t u = text_next(&p);
        bool     odd = (u >= 0x2E80 && u <= 0x2FD5) || (u >= 0xFB00 && u <= 0xFB06) || (u >= 0xF900 && u <= 0xFAD9);
        if (odd) {
            buf_add(out, text_nfkc(mem, arena_strn(mem, from, (size_t)(p - from))));
            folded++;
        } else if (u != 0xFEFF && u != 0xAD) {
            buf_addn(out, from, (size_t)(p - from));
        }
    }
    return folded;
}

static bool
readable(Ctx *c, const char *name, const char *text)
{
    size_t letters = 0, broken = 0;
    for (const char *p = text; *p;) {
        uint32_t u = text_next(&p);
        if (u > ' ' && u != 0x3000 && u != 0xA0)
            letters++;
        broken += u == 0xFFFD || (u >= 0xE000 && u <= 0xF8FF) || (u < ' ' && u != '\n' && u != '\t' && u != '\f' && u != '\r');
    }
    if (letters < 20)
        return refuse(c, name, "PDF に文字がありません（紙を読み取った画像のようです）。文字認識（OCR）をかけた PDF か、元の docx を渡してください。",
                      "the PDF holds no text (it seems to be a scan); give a PDF with recognised text (OCR), or the original docx");
    if (broken * 5 > letters)
        return refuse(c, name, "PDF の文字情報が壊れていて読めません（埋め込みフォントに対応表がない）。元の docx を渡してください。",
                      "the text of the PDF cannot be read (its fonts do not say which letters they draw); give the original docx");
    return true;
}

static Page *
split_pages(Arena *mem, const char *text, size_t *n)
{
    size_t parts = 0;
    char **raw = text_split(mem, text, "\f", &parts);
    Page  *pages = NEWN(mem, Page, parts + 1);
    for (size_t i = 0; i < parts; i++) {
        if (i + 1 == parts && text_blank(raw[i]))
            continue;
        Page *p = &pages[(*n)++];
        p->line = text_split(mem, raw[i], "\n", &p->n);
        p->drop = NEWN(mem, bool, p->n + 1);
        find_edges(p);
    }
    return pages;
}

/* Lines of pages without what repeats on each. */
static void
put_lines(Ctx *c, const char *text, Buf *out, json_t *notes)
{
    size_t count = 0, folded = 0, dropped = 0;
    Page *pages = split_pages(c->mem, text, &count);
    drop_numbers(c->mem, pages, count);
    drop_running(c->mem, pages, count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < pages[i].n; k++) {
            dropped += pages[i].drop[k];
            if (pages[i].drop[k])
                continue;
            folded += unfont(c->mem, pages[i].line[k], out);
            buf_char(out, '\n');
        }
    if (dropped)
        notice(c, notes, "IMP-PDF-RUNNING", "notice", arena_fmt(c->mem, "ページごとに繰り返す見出し・ページ番号 %zu 行を除いた。", dropped),
               arena_fmt(c->mem, "%zu lines that repeat on each page (heads, feet, page numbers) were left out.", dropped));
    if (folded)
        notice(c, notes, "IMP-PDF-LETTERS", "notice", arena_fmt(c->mem, "フォントの都合で部首などの別の字になっていた %zu 字を、本来の字に戻した。", folded),
               arena_fmt(c->mem, "%zu characters that the fonts of the PDF give as radicals or ligatures were read as the letters they stand for.", folded));
}

/* The structure's lines in place of the pages', when it has what the pages show; what it lacks is told. */
static bool
by_structure(Ctx *c, const char *print, const char *pages, Buf *out, json_t *notes)
{
    Buf      *lines = buf_in(c->mem), *clean = buf_in(c->mem);
    StructGap gap;
    if (!pdf_struct_lines(c, print, lines))
        return false;
    unfont(c->mem, buf_text(lines), clean);
    pdf_struct_compare(c, pages, buf_text(clean), &gap);
    if (gap.missing * STRUCT_PARTS > gap.letters)
        return false;
    if (gap.missing) {
        Buf *list = buf_in(c->mem);
        for (size_t i = 0; i < gap.n; i++)
            buf_fmt(list, "%s「%s」", i ? "、" : "", gap.words[i]);
        notice(c, notes, "IMP-PDF-UNTAGGED", "warning", arena_fmt(c->mem, "ページに見えるが PDF の構造（タグ）にない文字がある：%s%s。構造のほうを読んだので、原本と見比べること。", buf_text(list), gap.n == 5 ? " など" : ""),
               arena_fmt(c->mem, "The pages show what the structure (tags) of the PDF does not have: %s%s. The structure was read: compare with the original.", buf_text(list), gap.n == 5 ? " and more" : ""));
    }
    buf_addn(out, buf_text(clean), clean->n);
    return true;
}

bool
pdf_pages(Ctx *c, const char *name, const char *text, size_t n, Buf *out, json_t *notes)
{
    const char *print = memmem(text, n, STRUCTURE, strlen(STRUCTURE));
    Buf        *pages = buf_in(c->mem);
    if (!text_is_utf8(text, n))
        return refuse(c, name, "pdftotext の結果が UTF-8 ではありません。", "what pdftotext gave is not UTF-8");
    if (print)
        text = arena_strn(c->mem, text, (size_t)(print - text));
    if (!readable(c, name, text))
        return false;
    put_lines(c, text, pages, notes);
    if (!print || !by_structure(c, print + strlen(STRUCTURE), buf_text(pages), out, notes))
        buf_addn(out, buf_text(pages), pages->n);
    return true;
}
