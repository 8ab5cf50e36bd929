/* docx_in.c -- the body of a Word file to lines.
 * SPDX-License-Identifier: Apache-2.0
 *
 * ECMA-376 part 1, 17.2-17.4 (paragraphs, runs, tables), 17.13.5 (tracked changes). A paragraph grows in d->line until
 * its mark; a deleted mark joins it with the next. Where text goes (body or cell) decides how lines end. */
#include "exchange/docx_part.h"

#include "base/text.h"
#include "format/xml.h"

#include <stdlib.h>
#include <string.h>

enum { LIMIT = 48 << 20, NOTES = 1 << 20, NESTED = 16, GRID = 256, NARROW = 120 /* twips: 2 mm */ };

static bool blocks(Docx *d, const xmlNode *parent, Buf *to, bool cell);

static bool
w(const xmlNode *e, const char *local)
{
    return xml_is(e, local) && (xml_in(e, "wordprocessingml/2006/main") || xml_in(e, "wordprocessingml/main"));
}

static void
lost(Docx *d, Loss *l)
{
    if (!l->n++)
        l->line = d->line_no;
}

static void
end_line(Docx *d, Buf *to, bool cell)
{
    if (cell)
        buf_char(to, '\v');
    else {
        buf_char(to, '\n');
        d->line_no++;
    }
}

/* ---- runs ---- */

static void
text_of(Buf *line, const xmlNode *t, bool cell)
{
    for (const xmlNode *n = t->children; n; n = n->next)
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
            for (const char *p = (const char *)n->content; *p; p++)
                buf_char(line, *p == '\n' || *p == '\r' || (*p == '\t' && cell) ? ' ' : *p);
}

/* The text boxes of a drawing, in their order. Of alternatives only the first is drawn. */
static bool
boxes(Docx *d, const xmlNode *e, bool cell)
{
    bool good = true;
    for (const xmlNode *k = e->children; k && good; k = k->next) {
        if (w(k, "txbxContent")) {
            /* the paragraph around the box is not finished yet: its line waits */
            Buf *line = d->line, own = { 0 };
            d->line = &own;
            good = blocks(d, k, d->boxes, cell);
            buf_free(&own);
            d->line = line;
        } else if (k->type == XML_ELEMENT_NODE && !(xml_is(k, "Fallback") && xml_child(e, "Choice"))) {
            if (xml_is(k, "pic") || xml_is(k, "imagedata"))
                lost(d, &d->picture);
            good = boxes(d, k, cell);
        }
    }
    return good;
}

static const xmlNode *
note_of(const xmlNode *root, const char *kind, const char *id)
{
    for (const xmlNode *e = xml_child(root, kind); e && id; e = xml_next(e->next, kind)) {
        const char *own = xml_attr(e, "id");
        if (own && strcmp(own, id) == 0)
            return e;
    }
    return NULL;
}

static bool
note_reference(Docx *d, const xmlNode *ref)
{
    bool           foot = w(ref, "footnoteReference");
    const xmlNode *note = note_of(foot ? d->footnotes : d->endnotes, foot ? "footnote" : "endnote", xml_attr(ref, "id"));
    if (!note || d->in_note) /* a note that refers to itself would not end */
        return true;
    buf_fmt(d->line, "<sup>%d</sup>", ++d->foot_no);
    Buf *line = d->line, *outside = d->boxes, own = { 0 }, inside = { 0 }, text = { 0 };
    d->line = &own;
    d->boxes = &inside;
    d->in_note = true;
    bool good = blocks(d, note, &text, true);
    d->in_note = false;
    d->line = line;
    d->boxes = outside;
    buf_fmt(d->foot, "<sup>%d</sup> %s\n", d->foot_no, text_trim(d->c->mem, buf_text(&text)));
    buf_free(&own);
    buf_free(&inside);
    buf_free(&text);
    return good && (d->foot->n <= NOTES || fail(d->c, ERR_INVALID, d->name, L(d->c, "%s の脚注が大きすぎます（上限 1 MiB）。", "the footnotes of %s are too large (the limit is 1 MiB)"), d->name));
}

static void
page_or_line_break(Docx *d, const xmlNode *br, Buf *to, bool cell)
{
    const char *type = xml_attr(br, "type");
    if (!type || strcmp(type, "textWrapping") == 0)
        buf_char(d->line, '\v');
    else if (d->line->n) {
        buf_addn(to, d->line->p, d->line->n);
        end_line(d, to, cell);
        buf_clear(d->line);
    }
}

/* A raised mark: of a footnote set by hand, or a power. */
static bool
is_raised(const xmlNode *r)
{
    const char *v = xml_attr(xml_child(xml_child(r, "rPr"), "vertAlign"), "val");
    return v && strcmp(v, "superscript") == 0 && xml_child(r, "t");
}

static bool
run(Docx *d, const xmlNode *r, Buf *to, bool cell)
{
    const xmlNode *hidden = xml_child(xml_child(r, "rPr"), "vanish");
    const char    *off = xml_attr(hidden, "val");
    bool           good = true;
    if (hidden && !(off && (strcmp(off, "0") == 0 || strcmp(off, "false") == 0)))
        return true;
    bool raised = is_raised(r);
    buf_add(d->line, raised ? "<sup>" : "");
    for (const xmlNode *k = r->children; k && good; k = k->next) {
        if (w(k, "t"))
            text_of(d->line, k, cell);
        else if (w(k, "tab") || w(k, "ptab"))
            buf_char(d->line, cell ? ' ' : '\t');
        else if (w(k, "br"))
            page_or_line_break(d, k, to, cell);
        else if (w(k, "cr"))
            buf_char(d->line, '\v');
        else if (w(k, "noBreakHyphen"))
            buf_char(d->line, '-');
        else if (w(k, "sym"))
            buf_add(d->line, "・");
        else if (w(k, "footnoteReference") || w(k, "endnoteReference"))
            good = note_reference(d, k);
        else if (w(k, "commentReference"))
            lost(d, &d->comment);
        else if (w(k, "drawing") || w(k, "pict") || w(k, "object") || xml_is(k, "AlternateContent")) {
            good = boxes(d, k, cell);
        } else if (w(k, "ruby")) {
            for (const xmlNode *b = xml_child(xml_child(k, "rubyBase"), "r"); b && good; b = xml_next(b->next, "r"))
                good = run(d, b, to, cell);
        }
    }
    buf_add(d->line, raised ? "</sup>" : "");
    return good;
}

/* Formulas: their letters in order. */
static void
math(Docx *d, const xmlNode *e)
{
    for (const xmlNode *k = e->children; k; k = k->next) {
        if (xml_is(k, "t"))
            text_of(d->line, k, true);
        else if (k->type == XML_ELEMENT_NODE)
            math(d, k);
    }
}

static bool
inlines(Docx *d, const xmlNode *e, Buf *to, bool cell)
{
    bool good = true;
    for (const xmlNode *k = e->children; k && good; k = k->next) {
        if (w(k, "r"))
            good = run(d, k, to, cell);
        else if (w(k, "del") || w(k, "moveFrom"))
            lost(d, &d->del);
        else if (w(k, "ins") || w(k, "moveTo")) {
            lost(d, &d->ins);
            good = inlines(d, k, to, cell);
        } else if (w(k, "hyperlink") || w(k, "fldSimple") || w(k, "smartTag") || w(k, "sdtContent") || w(k, "sdt") || w(k, "customXml") || w(k, "dir") || w(k, "bdo"))
            good = inlines(d, k, to, cell);
        else if (xml_is(k, "oMath") || xml_is(k, "oMathPara"))
            math(d, k);
    }
    return good;
}

/* ---- paragraphs ---- */

#define RULE "----------"

/* An empty paragraph with a border above or below is a line drawn across: before footnotes set by hand. */
static bool
is_rule(const Docx *d, const xmlNode *p)
{
    const xmlNode *border = xml_child(xml_child(p, "pPr"), "pBdr");
    if (!border)
        border = xml_child(docx_style_ppr(d->lists, p), "pBdr");
    return (xml_child(border, "top") || xml_child(border, "bottom")) && !(xml_child(border, "left") || xml_child(border, "right"));
}

/* Notes stand where the section ends, so that a document of several papers keeps each paper's notes with it. */
static void
flush_notes(Docx *d)
{
    if (d->foot->n == 0)
        return;
    buf_add(d->out, RULE "\n");
    buf_addn(d->out, d->foot->p, d->foot->n);
    d->line_no++;
    for (size_t i = 0; i < d->foot->n; i++)
        d->line_no += d->foot->p[i] == '\n';
    buf_clear(d->foot);
}

static bool
paragraph(Docx *d, const xmlNode *p, Buf *to, bool cell)
{
    const xmlNode *ppr = xml_child(p, "pPr"), *sect = xml_child(ppr, "sectPr");
    const char    *kind = xml_attr(xml_child(sect, "type"), "val");
    if (strncasecmp(docx_style_name(d->lists, p), "toc ", 4) == 0)
        return true;
    Buf mark = { 0 };
    docx_list_mark(d->lists, p, &mark);
    if (d->line->n) /* goes on with a paragraph whose mark was deleted */
        buf_clear(&mark);
    buf_addn(d->line, buf_text(&mark), mark.n);
    bool good = inlines(d, p, to, cell);
    if (mark.n && d->line->n == mark.n) /* a number without text is an accident */
        buf_clear(d->line);
    buf_free(&mark);
    if (xml_child(xml_child(ppr, "rPr"), "del")) {
        lost(d, &d->del);
        return good;
    }
    if (d->line->n == 0 && !cell && is_rule(d, p))
        buf_add(d->line, RULE);
    if (d->line->n || !cell) {
        buf_addn(to, buf_text(d->line), d->line->n);
        end_line(d, to, cell);
    }
    buf_clear(d->line);
    if (d->boxes->n && to != d->boxes) {
        buf_addn(to, d->boxes->p, d->boxes->n);
        buf_clear(d->boxes);
    }
    if (!cell && sect && !(kind && strcmp(kind, "continuous") == 0))
        flush_notes(d);
    return good && (to->n <= LIMIT || fail(d->c, ERR_INVALID, d->name, L(d->c, "%s の本文が大きすぎます（上限 48 MiB）。", "the text of %s is too large (the limit is 48 MiB)"), d->name));
}

/* ---- tables ---- */

typedef struct {
    int  map[GRID]; /* grid column -> column printed */
    int  columns;
} Grid;

static int
number(const xmlNode *e, int otherwise)
{
    const char *v = xml_attr(e, "val");
    int         n = v ? atoi(v) : otherwise;
    return n < 0 ? 0 : n > GRID ? GRID : n;
}

/* Rows and cells may stand inside content controls and the like. */
static const xmlNode *
step_into(const xmlNode *e, const char *local)
{
    for (; e; e = e->next) {
        if (w(e, local))
            return e;
        const xmlNode *inner = w(e, "sdt") ? xml_child(e, "sdtContent") : w(e, "customXml") || w(e, "smartTag") ? e : NULL;
        const xmlNode *found = inner ? step_into(inner->children, local) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static const xmlNode *
step_on(const xmlNode *e, const xmlNode *top, const char *local)
{
    for (; e && e != top; e = e->parent) {
        const xmlNode *found = step_into(e->next, local);
        if (found)
            return found;
    }
    return NULL;
}

static const xmlNode *
row_start(const xmlNode *row, int *at)
{
    *at = number(xml_child(xml_child(row, "trPr"), "gridBefore"), 0);
    return step_into(row->children, "tc");
}

static int
span(const xmlNode *tc)
{
    int n = number(xml_child(xml_child(tc, "tcPr"), "gridSpan"), 1);
    return n < 1 ? 1 : n;
}

/* A cell narrower than the tolerance keeps its right edge. */
static void
note_edges(const xmlNode *r, const int *width, bool *starts, bool *keep)
{
    int at;
    for (const xmlNode *tc = row_start(r, &at); tc && at < GRID; tc = step_on(tc, r, "tc")) {
        int end = at + span(tc) < GRID ? at + span(tc) : GRID, wide = 0;
        starts[at] = true;
        for (int i = at; i < end; i++)
            wide += width[i];
        if (wide < NARROW)
            keep[end] = true;
        at = end;
    }
}

/* Hand-drawn tables have edges that miss each other by a millimetre: an edge close behind another is taken for the same,
 * unless a cell lies between. */
static void
make_grid(const xmlNode *tbl, Grid *g)
{
    bool starts[GRID + 1] = { false }, keep[GRID + 1] = { false };
    int  width[GRID + 1] = { 0 }, n = 0, column = -1, gap = NARROW;
    for (const xmlNode *k = xml_child(xml_child(tbl, "tblGrid"), "gridCol"); k && n < GRID; k = xml_next(k->next, "gridCol")) {
        const char *v = xml_attr(k, "w");
        width[n++] = v ? atoi(v) % 100000 : 0;
    }
    for (int i = 0; i < GRID; i++)
        if (width[i] <= 0) /* a file made by a program without widths: every edge counts */
            width[i] = NARROW;
    for (const xmlNode *r = step_into(tbl->children, "tr"); r; r = step_on(r, tbl, "tr"))
        note_edges(r, width, starts, keep);
    for (int i = 0; i < GRID; i++) {
        if (starts[i] && (gap >= NARROW || keep[i])) {
            column++;
            gap = 0;
        }
        g->map[i] = column < 0 ? 0 : column;
        gap += width[i] < NARROW * 100 ? width[i] : NARROW * 100;
    }
    g->columns = column + 1;
}

static bool
cell_text(Docx *d, const xmlNode *tc, Buf *to)
{
    const xmlNode *pr = xml_child(tc, "tcPr"), *v = xml_child(pr, "vMerge"), *h = xml_child(pr, "hMerge");
    const char    *vm = xml_attr(v, "val"), *hm = xml_attr(h, "val");
    Buf            own = { 0 };
    if ((v && !(vm && strcmp(vm, "restart") == 0)) || (h && !(hm && strcmp(hm, "restart") == 0)))
        return true;
    bool        good = blocks(d, tc, &own, true);
    const char *t = text_trim(d->c->mem, buf_text(&own));
    buf_add(to, t);
    buf_free(&own);
    return good;
}

static bool
row(Docx *d, const xmlNode *r, const Grid *g, Buf *to, bool cell)
{
    int            at, column = 0;
    bool           good = true;
    const xmlNode *trpr = xml_child(r, "trPr");
    if (xml_child(trpr, "del")) {
        lost(d, &d->del);
        return true;
    }
    if (xml_child(trpr, "ins"))
        lost(d, &d->ins);
    for (const xmlNode *tc = row_start(r, &at); tc && at < GRID && good; tc = step_on(tc, r, "tc")) {
        for (; column < g->map[at]; column++)
            buf_add(to, cell ? "  " : "\t");
        good = cell_text(d, tc, to);
        at += span(tc);
    }
    for (; !cell && column < g->columns - 1; column++)
        buf_char(to, '\t');
    end_line(d, to, cell);
    return good;
}

static bool
table(Docx *d, const xmlNode *tbl, Buf *to, bool cell)
{
    Grid g = { { 0 }, 0 };
    bool good = true;
    if (++d->depth > NESTED)
        return fail(d->c, ERR_INVALID, d->name, L(d->c, "%s: 表の入れ子が深すぎます（上限 %d 段）。", "%s: tables are nested too deeply (the limit is %d)"), d->name, NESTED);
    make_grid(tbl, &g);
    for (const xmlNode *r = step_into(tbl->children, "tr"); r && good; r = step_on(r, tbl, "tr")) {
        int            at;
        const xmlNode *tc = row_start(r, &at);
        if (g.columns <= 1 && tc && !xml_child(xml_child(r, "trPr"), "del"))
            good = blocks(d, tc, to, cell); /* a frame */
        else if (tc)
            good = row(d, r, &g, to, cell);
        good = good && (to->n <= LIMIT || fail(d->c, ERR_INVALID, d->name, L(d->c, "%s の表が大きすぎます（上限 48 MiB）。", "the tables of %s are too large (the limit is 48 MiB)"), d->name));
    }
    d->depth--;
    return good;
}

static bool
is_contents(const xmlNode *sdt)
{
    const char *kind = xml_attr(xml_child(xml_child(xml_child(sdt, "sdtPr"), "docPartObj"), "docPartGallery"), "val");
    return kind && strcmp(kind, "Table of Contents") == 0;
}

static bool
blocks(Docx *d, const xmlNode *parent, Buf *to, bool cell)
{
    bool good = true;
    for (const xmlNode *k = parent->children; k && good; k = k->next) {
        if (w(k, "p"))
            good = paragraph(d, k, to, cell);
        else if (w(k, "tbl"))
            good = table(d, k, to, cell);
        else if (w(k, "sdt"))
            good = is_contents(k) || !xml_child(k, "sdtContent") || blocks(d, xml_child(k, "sdtContent"), to, cell);
        else if (w(k, "customXml") || w(k, "ins") || w(k, "moveTo"))
            good = blocks(d, k, to, cell);
        else if (xml_is(k, "AlternateContent"))
            good = blocks(d, xml_child(k, "Choice") ? xml_child(k, "Choice") : k, to, cell);
        else if (xml_is(k, "oMathPara"))
            math(d, k);
    }
    return good;
}

bool
docx_body(Docx *d, const xmlNode *root)
{
    const xmlNode *body = xml_child(root, "body");
    if (!w(root, "document") || !body)
        return fail(d->c, ERR_INVALID, d->name, L(d->c, "%s の本文（w:body）がありません。Word で開いて保存し直してください。", "%s has no body (w:body); open it in Word and save it again"), d->name);
    if (!blocks(d, body, d->out, false))
        return false;
    if (d->line->n) {
        buf_addn(d->out, d->line->p, d->line->n);
        end_line(d, d->out, false);
    }
    flush_notes(d);
    return true;
}
