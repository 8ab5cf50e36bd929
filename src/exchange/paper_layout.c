/* paper_layout.c -- blocks flow over pages: spacing, what stays together, bookmarks, page numbers.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rules of the page: a heading is followed by at least two lines (or the first row) of what it heads; no paragraph
 * leaves one line alone at the foot or the head of a page; a part begins a page. */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <string.h>

Op *
op_add(Flow *f, Op op)
{
    PdfPage *page = &f->out->pages[f->out->n - 1];
    if (page->n == page->room) {
        size_t room = page->room ? page->room * 2 : 128;
        Op    *more = NEWN(f->set.c->mem, Op, room);
        if (page->n)
            memcpy(more, page->ops, page->n * sizeof *more);
        page->ops = more;
        page->room = room;
    }
    page->ops[page->n] = op;
    return &page->ops[page->n++];
}

Tag *
tag_add(Arena *mem, Tag *parent, const char *name)
{
    Tag *t = NEW(mem, Tag);
    *t = (Tag){ .name = name, .parent = parent };
    if (!parent)
        return t;
    *(parent->last ? &parent->last->next : &parent->first) = t;
    parent->last = t;
    return t;
}

void
leaf_begin(Flow *f, Tag *of)
{
    Tag *leaf = tag_add(f->set.c->mem, of, "Span");
    leaf->leaf = true;
    op_add(f, (Op){ .kind = OP_BEGIN, .tag = leaf });
}

void
new_page(Flow *f)
{
    Pages *o = f->out;
    if (o->n == o->room) {
        size_t   room = o->room ? o->room * 2 : 16;
        PdfPage *more = NEWN(f->set.c->mem, PdfPage, room);
        if (o->n)
            memcpy(more, o->pages, o->n * sizeof *more);
        o->pages = more;
        o->room = room;
    }
    o->pages[o->n++] = (PdfPage){ 0 };
    f->y = TEXT_TOP;
    f->fresh = true;
}

static double
x_of(const SetLine *l, size_t at)
{
    int x = 0;
    pango_layout_line_index_to_x(l->line, (int)(at - l->para_from), FALSE, &x);
    return (double)x / PANGO_SCALE;
}

void
put_set_line(Flow *f, const SetText *t, size_t k, double x, double top, const Mark *marks, size_t mark_count)
{
    const SetLine *l = &t->v[k];
    /* The Noto CJK fonts stand 0.88 em above the baseline and 0.12 below. */
    double base = top + (t->face->leading - t->face->size) / 2 + t->face->size * 0.88;
    op_add(f, (Op){ .kind = OP_LINE, .x = x + l->x, .y = base, .w = l->width, .line = l->line, .text = arena_strn(f->set.c->mem, t->text + l->from, l->n) });
    for (size_t i = 0; i < mark_count; i++) {
        size_t from = marks[i].from > l->from ? marks[i].from : l->from, end = marks[i].from + marks[i].n;
        end = end < l->from + l->n ? end : l->from + l->n;
        if (from >= end)
            continue;
        double left = x_of(l, from), right = x_of(l, end);
        op_add(f, (Op){ .kind = OP_LINK, .x = x + l->x + left, .y = top, .w = right - left, .h = t->face->leading,
                        .text = paper_url(f->set.c, f->p, marks[i].ref) });
    }
}

typedef struct {
    SetStyle    set;
    double      before, after;
    const char *tag; /* structure */
} Style;

static Style
style_of(const Block *b)
{
    static const Style heads[] = { { { .face = FACE_H1 }, 15, 4, "H2" }, { { .face = FACE_H2 }, 11, 3, "H3" },
                                   { { .face = FACE_H3 }, 10, 1, "H4" }, { { .face = FACE_H4 }, 4, 0, "H5" } };
    Style st = { { .face = FACE_BODY, .indent = INDENT_ALL }, 0, 2, "P" };
    switch (b->kind) {
    case BLOCK_TITLE:
        st = (Style){ { .face = b->level == 1 ? FACE_TITLE : FACE_SUBTITLE, .align = ALIGN_CENTER }, b->level == 1 ? 6 : 4, b->level == 1 ? 10 : 8, b->level == 1 ? "H1" : "H2" };
        break;
    case BLOCK_HEADING: st = heads[b->level < 1 ? 0 : b->level > 4 ? 3 : b->level - 1]; break;
    case BLOCK_CENTER: st = (Style){ { .face = FACE_BODY, .align = ALIGN_CENTER }, 0, 4, "P" }; break;
    case BLOCK_RIGHT: st = (Style){ { .face = FACE_BODY, .align = ALIGN_RIGHT }, 0, 4, "P" }; break;
    case BLOCK_NOTE: st = (Style){ { .face = FACE_NOTE, .indent = INDENT_ITEMS }, 3, 1, b->plain_from ? "Note" : "P" }; break;
    default: break;
    }
    st.set.plain_from = b->plain_from;
    return st;
}

static SetText *
text_of(Flow *f, size_t i)
{
    const Block *b = &f->p->blocks[i];
    Style        st = style_of(b);
    SetText     *t = &f->texts[i];
    if (!t->face)
        set_text(&f->set, b->text, TEXT_W, st.set, t);
    return t;
}

static struct Grid *
grid_of(Flow *f, size_t i)
{
    if (!f->grids[i])
        f->grids[i] = grid_set(f, &f->p->blocks[i]);
    return f->grids[i];
}

/* Whether line k is a paragraph that heads the next one, like （人材の養成）. */
static bool
heads_next(Flow *f, const SetText *t, size_t k)
{
    const SetLine *l = &t->v[k];
    size_t         mark = 0;
    return k + 1 < t->n && l->first && l->last && para_kind(arena_strn(f->set.c->mem, t->text + l->from, l->n), &mark) == PARA_FLUSH;
}

/* The height that block i and, behind a heading, the beginning of what it heads must find on one page. */
static double
need(Flow *f, size_t i)
{
    double sum = 0;
    for (; i < f->p->n && ok(f->set.c); i++) {
        const Block *b = &f->p->blocks[i];
        Style        st = style_of(b);
        if (b->kind == BLOCK_TABLE)
            return sum + grid_need(grid_of(f, i));
        if (b->kind == BLOCK_PART || b->kind == BLOCK_RULE)
            return sum + 10;
        SetText *t = text_of(f, i);
        size_t   least = ok(f->set.c) && heads_next(f, t, 0) ? 3 : 2;
        if (b->kind != BLOCK_HEADING && b->kind != BLOCK_TITLE)
            return sum + st.before + (double)(t->n < least ? t->n : least) * faces[st.set.face].leading;
        sum += st.before + st.after + (double)t->n * faces[st.set.face].leading;
    }
    return sum;
}

/* How many of the `left` lines of a paragraph go on this page: all, or so many that two stay together on both sides. */
static size_t
lines_here(const Flow *f, double leading, size_t left, bool begun)
{
    double room = (TEXT_BOTTOM - f->y + 0.01) / leading;
    size_t fit = room > 0 ? (size_t)room : 0;
    if (fit >= left)
        return left;
    if (left - fit == 1 && fit > 0)
        fit--;
    return !begun && fit < 2 && !f->fresh ? 0 : fit;
}

static void
place_text(Flow *f, size_t i, const Style *st)
{
    const Block *b = &f->p->blocks[i];
    SetText     *t = text_of(f, i);
    double       leading = faces[st->set.face].leading;
    for (size_t k = 0; k < t->n && ok(f->set.c);) {
        size_t end = k;
        while (end + 1 < t->n && !t->v[end].last)
            end++;
        if (st->set.indent == INDENT_ALL && !f->fresh && heads_next(f, t, k) && f->y + 3 * leading > TEXT_BOTTOM + 0.01)
            new_page(f);
        Tag *paragraph = tag_add(f->set.c->mem, f->out->root, st->tag);
        for (bool begun = false; k <= end;) {
            size_t here = lines_here(f, leading, end + 1 - k, begun);
            if (here == 0) {
                new_page(f);
                here = lines_here(f, leading, end + 1 - k, true);
            }
            leaf_begin(f, paragraph);
            for (; here > 0; here--, k++, f->y += leading)
                put_set_line(f, t, k, TEXT_X, f->y, b->marks, b->mark_count);
            op_add(f, (Op){ .kind = OP_END });
            f->fresh = false;
            begun = true;
        }
    }
}

static void
bookmark(Flow *f, const Block *b)
{
    int level = b->kind == BLOCK_PART ? 0 : b->kind == BLOCK_TITLE ? (b->level == 2 ? 1 : -1) : b->level <= 2 ? b->level : -1;
    if (level >= 0 && *b->text)
        op_add(f, (Op){ .kind = OP_OUTLINE, .y = b->kind == BLOCK_PART ? 0 : f->y, .text = text_squeeze(f->set.c->mem, b->text), .level = level });
}

/* The title page: its title a third down, the date and the body that decides in the lower half. */
static void
place_middle(Flow *f, size_t from, size_t to)
{
    double at[2] = { PAGE_H * 0.30, PAGE_H * 0.60 };
    for (size_t i = from; i < to && ok(f->set.c); i++) {
        const Block *b = &f->p->blocks[i];
        Style        st = style_of(b);
        f->y = at[b->kind != BLOCK_TITLE];
        st.set = (SetStyle){ .face = b->kind == BLOCK_TITLE ? FACE_TITLE : FACE_SUBTITLE, .align = ALIGN_CENTER };
        SetText *t = &f->texts[i];
        set_text(&f->set, b->text, TEXT_W, st.set, t);
        place_text(f, i, &st);
        at[b->kind != BLOCK_TITLE] = f->y + 8;
    }
}

static size_t
part_end(const Paper *p, size_t i)
{
    while (i < p->n && p->blocks[i].kind != BLOCK_PART)
        i++;
    return i;
}

static void
place(Flow *f, size_t i)
{
    const Block *b = &f->p->blocks[i];
    Style        st = style_of(b);
    double       before = f->fresh ? 0 : st.before;
    if (b->kind == BLOCK_TABLE) {
        grid_place(f, grid_of(f, i));
        return;
    }
    if (b->kind == BLOCK_RULE) {
        op_add(f, (Op){ .kind = OP_RULE, .x = TEXT_X, .y = f->y + 10, .w = TEXT_W / 3, .thick = 0.5 });
        f->y += 14;
        return;
    }
    if (!f->fresh && f->y + before - st.before + need(f, i) > TEXT_BOTTOM + 0.01) {
        new_page(f);
        before = 0;
    }
    f->y += before;
    bookmark(f, b);
    place_text(f, i, &st);
    f->y += st.after;
}

static void
page_feet(Flow *f)
{
    SetText t;
    for (size_t i = 0; i < f->out->n && ok(f->set.c); i++) {
        Flow at = *f;
        Pages one = { f->out->pages + i, 1, 1, NULL };
        at.out = &one;
        const char *no = arena_fmt(f->set.c->mem, "%zu / %zu", i + 1, f->out->n);
        if (set_text(&f->set, no, TEXT_W, (SetStyle){ .face = FACE_NOTE, .align = ALIGN_CENTER }, &t))
            put_set_line(&at, &t, 0, TEXT_X, PAGE_H - 50, NULL, 0);
        if (*f->p->footer && set_text(&f->set, f->p->footer, TEXT_W, (SetStyle){ .face = FACE_FOOT, .align = ALIGN_CENTER }, &t))
            for (size_t k = 0; k < t.n && k < 2; k++)
                put_set_line(&at, &t, k, TEXT_X, PAGE_H - 35 + (double)k * t.face->leading, NULL, 0);
    }
}

bool
paper_layout(Ctx *c, const Paper *p, Pages *out)
{
    *out = (Pages){ .root = tag_add(c->mem, NULL, "Document") };
    Flow f = { .p = p, .out = out, .texts = NEWN(c->mem, SetText, p->n + 1), .grids = NEWN(c->mem, struct Grid *, p->n + 1) };
    if (!setter_open(c, p->lang, &f.set))
        return false;
    new_page(&f);
    for (size_t i = 0; i < p->n && ok(c); i++) {
        const Block *b = &p->blocks[i];
        if (b->kind != BLOCK_PART) {
            place(&f, i);
            continue;
        }
        if (!f.fresh)
            new_page(&f);
        bookmark(&f, b);
        if (b->middle) {
            size_t end = part_end(p, i + 1);
            place_middle(&f, i + 1, end);
            i = end - 1;
        }
    }
    page_feet(&f);
    return ok(c);
}
