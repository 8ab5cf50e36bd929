/* paper_pdf.c -- laid pages to a PDF through cairo: embedded subsets, structure, bookmarks, links.
 * SPDX-License-Identifier: Apache-2.0
 *
 * To cairo the structure is a flat row of leaves; what they make up is added behind the file's end (paper_tags.c). */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <cairo/cairo-pdf.h>
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
    Tag             *root, *open; /* open: the leaf whose text is being drawn */
    Tag            **leaves;      /* in the order of drawing */
    size_t           leaf_count;
    const Op       **links;       /* of the open leaf: cairo marks no text behind a link inside an element */
    size_t           link_count;
} Out;

static void
draw_link(Out *o, const Op *op, Tag *of)
{
    o->leaves[o->leaf_count] = tag_add(o->c->mem, of, "Link");
    o->leaves[o->leaf_count++]->leaf = true;
    cairo_tag_begin(o->cr, CAIRO_TAG_LINK, arena_fmt(o->c->mem, "rect=[%.2f %.2f %.2f %.2f] uri='%s'", op->x, op->y, op->w, op->h, quoted(o->c->mem, op->text)));
    cairo_tag_end(o->cr, CAIRO_TAG_LINK);
}

static void
draw_end(Out *o)
{
    Tag *of = o->open->parent;
    cairo_tag_end(o->cr, "P");
    o->open = NULL;
    for (size_t i = 0; i < o->link_count; i++)
        draw_link(o, o->links[i], of);
    o->link_count = 0;
}

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
        if (o->open)
            o->links[o->link_count++] = op;
        else
            draw_link(o, op, o->root);
        break;
    case OP_OUTLINE: draw_outline(o, op); break;
    case OP_BEGIN:
        cairo_tag_begin(cr, "P", NULL);
        o->open = o->leaves[o->leaf_count++] = op->tag;
        break;
    case OP_END: draw_end(o); break;
    }
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
    Out  o = { .c = c, .to = cairo_pdf_surface_create_for_stream(take, b, PAGE_W, PAGE_H), .root = pages.root };
    size_t ops = 0;
    for (size_t i = 0; i < pages.n; i++)
        ops += pages.pages[i].n;
    o.leaves = NEWN(c->mem, Tag *, ops + 1);
    o.links = NEWN(c->mem, const Op *, ops + 1);
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
    if (!paper_tags(c, b, pages.root, o.leaves, o.leaf_count, p->lang))
        return false;
    buf_addn(out, b->p, b->n);
    return true;
}
