/* paper_pdf.c -- laid pages to a PDF through cairo: embedded subsets, structure, bookmarks, links.
 * SPDX-License-Identifier: Apache-2.0
 *
 * cairo 1.16 writes a structure but has no way to say so, nor in which language a document is: an update behind its
 * end adds both to the catalogue (ISO 32000-1, 7.5.6 incremental updates). */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <cairo/cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

static cairo_status_t
take(void *to, const unsigned char *p, unsigned n)
{
    buf_addn(to, p, n);
    return CAIRO_STATUS_SUCCESS;
}

/* Quotes and backslashes inside a tag's attribute. */
static const char *
quoted(Arena *mem, const char *s)
{
    return text_replace(mem, text_replace(mem, s, "\\", "\\\\"), "'", "\\'");
}

typedef struct {
    Ctx             *c;
    cairo_t         *cr;
    cairo_surface_t *to;
    int              parents[4]; /* the last bookmark of each level */
    size_t           page;
} Out;

static void
draw_outline(Out *o, const Op *op)
{
    int level = op->level < 3 ? op->level : 3, above = level;
    while (above > 0 && o->parents[above - 1] == 0)
        above--;
    int parent = above > 0 ? o->parents[above - 1] : CAIRO_PDF_OUTLINE_ROOT;
    o->parents[level] = cairo_pdf_surface_add_outline(o->to, parent, op->text, arena_fmt(o->c->mem, "page=%zu pos=[%.1f %.1f]", o->page, 0.0, op->y),
                                                      level < 2 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
    for (int k = level + 1; k < 4; k++)
        o->parents[k] = 0;
}

static void
draw(Out *o, const Op *op)
{
    cairo_t *cr = o->cr;
    switch (op->kind) {
    case OP_LINE:
        cairo_move_to(cr, op->x, op->y);
        pango_cairo_show_layout_line(cr, op->line);
        break;
    case OP_RULE:
        cairo_set_line_width(cr, op->thick);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_SQUARE);
        cairo_move_to(cr, op->x, op->y);
        cairo_rel_line_to(cr, op->w, op->h);
        cairo_stroke(cr);
        break;
    case OP_FILL:
        cairo_save(cr);
        cairo_set_source_rgb(cr, op->thick, op->thick, op->thick);
        cairo_rectangle(cr, op->x, op->y, op->w, op->h);
        cairo_fill(cr);
        cairo_restore(cr);
        break;
    case OP_LINK:
        cairo_tag_begin(cr, CAIRO_TAG_LINK, arena_fmt(o->c->mem, "rect=[%.2f %.2f %.2f %.2f] uri='%s'", op->x, op->y, op->w, op->h, quoted(o->c->mem, op->text)));
        cairo_tag_end(cr, CAIRO_TAG_LINK);
        break;
    case OP_OUTLINE: draw_outline(o, op); break;
    case OP_BEGIN: cairo_tag_begin(cr, op->text, NULL); break;
    case OP_END: cairo_tag_end(cr, op->text); break;
    }
}

/* The last "startxref" of a file of ours: where its cross-reference table stands. */
static long
last_xref(const Buf *b)
{
    for (size_t i = b->n; i-- > 9;)
        if (memcmp(b->p + i - 9, "startxref", 9) == 0)
            return strtol(b->p + i, NULL, 10);
    return -1;
}

/* Adds the language, "is structured" and "show the title" to the catalogue, as an update behind the file. */
static bool
add_language(Ctx *c, Buf *b, const char *lang)
{
    long        xref = last_xref(b);
    const char *trailer = xref > 0 && (size_t)xref < b->n ? strstr(b->p + xref, "trailer") : NULL;
    const char *root = trailer ? strstr(trailer, "/Root ") : NULL, *size = trailer ? strstr(trailer, "/Size ") : NULL;
    const char *info = trailer ? strstr(trailer, "/Info ") : NULL;
    long        no = root ? strtol(root + 6, NULL, 10) : 0, count = size ? strtol(size + 6, NULL, 10) : 0, about = info ? strtol(info + 6, NULL, 10) : 0;
    const char *head = arena_fmt(c->mem, "\n%ld 0 obj\n<<", no), *at = NULL;
    for (size_t i = 0; no && i + strlen(head) < b->n; i++)
        if (memcmp(b->p + i, head, strlen(head)) == 0)
            at = b->p + i + strlen(head);
    const char *end = at ? strstr(at, "\nendobj") : NULL;
    while (end && end > at && end[-1] != '>')
        end--;
    if (!end || end - at < 2)
        return fail(c, ERR_BROKEN, "pdf", "the catalogue of a PDF made by cairo was not found");
    const char *body = arena_strn(c->mem, at, (size_t)(end - at) - 2);
    size_t      place = b->n;
    buf_fmt(b, "%ld 0 obj\n<<%s   /Lang (%s)\n   /MarkInfo << /Marked true >>\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n", no, body, strcmp(lang, "en") == 0 ? "en" : "ja");
    size_t table = b->n;
    buf_fmt(b, "xref\n0 1\n0000000000 65535 f \n%ld 1\n%010zu 00000 n \ntrailer\n<< /Size %ld /Root %ld 0 R", no, place, count, no);
    if (about)
        buf_fmt(b, " /Info %ld 0 R", about);
    buf_fmt(b, " /Prev %ld >>\nstartxref\n%zu\n%%%%EOF\n", xref, table);
    return true;
}

static void
describe(Out *o, const Paper *p)
{
    cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_TITLE, p->title);
    cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_AUTHOR, p->author);
    cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_CREATOR, "kanmon");
    cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_SUBJECT, p->form);
    /* The paper is as old as the version it shows: printed again it is the same file. */
    if (*p->date) {
        cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_CREATE_DATE, p->date);
        cairo_pdf_surface_set_metadata(o->to, CAIRO_PDF_METADATA_MOD_DATE, p->date);
    }
}

bool
paper_pdf(Ctx *c, const Paper *p, Buf *out)
{
    Pages pages;
    if (!paper_layout(c, p, &pages))
        return false;
    Buf *b = buf_in(c->mem);
    Out  o = { .c = c, .to = cairo_pdf_surface_create_for_stream(take, b, PAGE_W, PAGE_H) };
    o.cr = cairo_create(o.to);
    describe(&o, p);
    for (size_t i = 0; i < pages.n; i++) {
        o.page = i + 1;
        for (size_t k = 0; k < pages.pages[i].n; k++)
            draw(&o, &pages.pages[i].ops[k]);
        cairo_show_page(o.cr);
    }
    cairo_status_t drawn = cairo_status(o.cr);
    cairo_destroy(o.cr);
    cairo_surface_finish(o.to);
    cairo_status_t done = cairo_surface_status(o.to);
    cairo_surface_destroy(o.to);
    if (drawn || done)
        return fail(c, ERR_BROKEN, "pdf", L(c, "PDF を作れません: %s", "the PDF cannot be made: %s"), cairo_status_to_string(drawn ? drawn : done));
    if (!add_language(c, b, p->lang))
        return false;
    buf_addn(out, b->p, b->n);
    return true;
}
