/* paper_html.c -- a paper as an article of HTML; alone, or as a whole page that prints on A4.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Widths are classes (w10 .. w90 in assets/sheet.css): the pages' content policy admits no inline style. */
#include "exchange/paper_html.h"

#include "base/data.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

typedef struct {
    Ctx             *c;
    const Paper     *p;
    const PaperView *view;
    Html            *h;
    int              last;   /* level of the last heading: none is skipped */
    int              tables;
    const char      *under;  /* the last heading */
    bool             open, chosen;
} Draw;

/* Text with its numbers as links and its line feeds as breaks. */
static void
put_marked(Draw *d, const char *text, const Mark *marks, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        html_lines(d->h, arena_strn(d->c->mem, text + at, marks[i].from - at));
        html(d->h, "<a class=\"number\" href=\"%s\">%s</a>", paper_url(d->c, d->p, marks[i].ref), arena_strn(d->c->mem, text + marks[i].from, marks[i].n));
        at = marks[i].from + marks[i].n;
    }
    html_lines(d->h, text + at);
}

/* The marks of bytes [from, from + n), counted from there. */
static Mark *
marks_within(Draw *d, const Mark *marks, size_t count, size_t from, size_t n, size_t *found)
{
    Mark *v = NEWN(d->c->mem, Mark, count + 1);
    *found = 0;
    for (size_t i = 0; i < count; i++)
        if (marks[i].from >= from && marks[i].from + marks[i].n <= from + n)
            v[(*found)++] = (Mark){ marks[i].from - from, marks[i].n, marks[i].ref };
    return v;
}

static void
put_line(Draw *d, const char *text, size_t from, size_t n, const Mark *marks, size_t count)
{
    size_t k = 0;
    Mark  *v = marks_within(d, marks, count, from, n, &k);
    put_marked(d, arena_strn(d->c->mem, text + from, n), v, k);
}

/* The chosen field gets an id once, for the address of the page to point to. */
static void
attributes(Draw *d, const char *base, const char *field)
{
    bool chosen = field && d->view->chosen && strcmp(field, d->view->chosen) == 0;
    html(d->h, " class=\"%s%s\"", base, chosen ? " chosen" : "");
    if (chosen && !d->chosen) {
        html(d->h, " id=\"field\"");
        d->chosen = true;
    }
}

static void
beside(Draw *d, const char *field)
{
    if (field && d->view->beside)
        d->view->beside(d->h, field, d->view->arg);
}

static void
put_paragraphs(Draw *d, const Block *b, const char *what)
{
    static const char *const names[] = { "prose", "item", "flush" };
    html(d->h, "<div");
    attributes(d, what, b->field);
    html(d->h, ">");
    beside(d, b->field);
    for (size_t at = 0;;) {
        size_t      n = strcspn(b->text + at, "\n"), mark = 0;
        const char *line = arena_strn(d->c->mem, b->text + at, n);
        html(d->h, "<p class=\"%s\">", strcmp(what, "text") == 0 ? names[para_kind(line, &mark)] : "line");
        size_t raised = at == 0 && b->kind == BLOCK_NOTE ? b->plain_from : 0;
        if (raised)
            html(d->h, "<sup>%s</sup>", arena_strn(d->c->mem, b->text, raised));
        put_line(d, b->text, at + raised, n - raised, b->marks, b->mark_count);
        html(d->h, "%s</p>", n == 0 ? "\xC2\xA0" : "");
        at += n;
        if (!b->text[at++])
            break;
    }
    html(d->h, "</div>\n");
}

static void
put_heading(Draw *d, const Block *b, int level, const char *what)
{
    int n = d->view->top + level;
    if (n > d->last + 1)
        n = d->last + 1;
    if (n > 6)
        n = 6;
    d->last = n;
    d->under = b->text;
    html(d->h, "<h%d", n);
    attributes(d, what, b->field);
    html(d->h, ">");
    size_t label = b->plain_from ? b->plain_from : strlen(b->text);
    put_line(d, b->text, 0, label, b->marks, b->mark_count);
    if (b->text[label]) {
        html(d->h, "<span class=\"value\">");
        put_line(d, b->text, label, strlen(b->text) - label, b->marks, b->mark_count);
        html(d->h, "</span>");
    }
    html(d->h, "</h%d>\n", n);
}

static void
put_cell(Draw *d, const Cell *cell, bool in_head)
{
    static const char *const aligns[] = { "", "c", "r" };
    const char *tag = cell->head && *cell->text ? "th" : "td";
    html(d->h, "<%s", tag);
    if (cell->head && *cell->text)
        html(d->h, " scope=\"%s\"", in_head ? (cell->colspan > 1 ? "colgroup" : "col") : "row");
    if (cell->colspan > 1)
        html(d->h, " colspan=\"%d\"", cell->colspan);
    if (cell->rowspan > 1)
        html(d->h, " rowspan=\"%d\"", cell->rowspan);
    html(d->h, " class=\"%s\">", aligns[cell->align]);
    if (!cell->right_from) {
        put_marked(d, cell->text, cell->marks, cell->mark_count);
    } else {
        int    line = 1;
        size_t at = 0;
        for (;; line++) {
            size_t n = strcspn(cell->text + at, "\n");
            html(d->h, "<div class=\"%s\">", line >= cell->right_from ? "r" : "");
            put_line(d, cell->text, at, n, cell->marks, cell->mark_count);
            html(d->h, "</div>");
            at += n;
            if (!cell->text[at++])
                break;
        }
    }
    html(d->h, "</%s>", tag);
}

static void
put_columns(Draw *d, const Block *b)
{
    html(d->h, "<colgroup>");
    for (int k = 0; k < b->column_count; k++) {
        int tens = (int)(b->widths[k] * 20 + 0.5) * 5;
        html(d->h, "<col class=\"w%d\">", tens < 5 ? 5 : tens > 95 ? 95 : tens);
    }
    if (d->view->beside)
        html(d->h, "<col class=\"col-near\">");
    html(d->h, "</colgroup>");
}

static void
put_table(Draw *d, const Block *b)
{
    html(d->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table", arena_fmt(d->c->mem, L(d->c, "表 %d %s", "Table %d %s"), ++d->tables, d->under));
    attributes(d, b->plain ? "plain" : "ruled", b->field);
    html(d->h, ">");
    put_columns(d, b);
    for (size_t i = 0; i < b->row_count; i++) {
        const CellRow *r = &b->rows[i];
        bool           head = (int)i < b->head_rows;
        if (i == 0 && head)
            html(d->h, "<thead>");
        else if (i == 0)
            html(d->h, "<tbody>");
        else if ((int)i == b->head_rows)
            html(d->h, "</thead><tbody>");
        html(d->h, "<tr");
        if (r->field)
            attributes(d, "row", r->field);
        html(d->h, ">");
        for (size_t k = 0; k < r->n; k++)
            put_cell(d, &r->cells[k], head);
        if (d->view->beside) {
            html(d->h, "<td class=\"near\">");
            beside(d, r->field);
            html(d->h, "</td>");
        }
        html(d->h, "</tr>\n");
    }
    html(d->h, "</tbody></table></div>\n");
}

static void
put_part(Draw *d, const Block *b)
{
    if (d->open)
        html(d->h, "</section>\n");
    d->open = true;
    if (*b->text)
        html(d->h, "<section class=\"part%s\" aria-label=\"%s\">\n", b->middle ? " middle" : "", b->text);
    else
        html(d->h, "<section class=\"part\">\n");
}

static void
put_block(Draw *d, const Block *b)
{
    switch (b->kind) {
    case BLOCK_PART: put_part(d, b); break;
    case BLOCK_TITLE: put_heading(d, b, 0, b->level == 1 ? "title" : "title small"); break;
    case BLOCK_HEADING: put_heading(d, b, b->level, b->level < 3 ? "no" : b->level == 3 ? "boxed" : "bullet"); break;
    case BLOCK_TEXT: put_paragraphs(d, b, "text"); break;
    case BLOCK_CENTER: put_paragraphs(d, b, "centre"); break;
    case BLOCK_RIGHT: put_paragraphs(d, b, "right"); break;
    case BLOCK_NOTE: put_paragraphs(d, b, "note"); break;
    case BLOCK_TABLE: put_table(d, b); break;
    case BLOCK_RULE: html(d->h, "<hr>\n"); break;
    }
}

void
paper_html_into(Ctx *c, const Paper *p, const PaperView *view, Html *h)
{
    Draw d = { .c = c, .p = p, .view = view, .h = h, .last = view->top - 1, .under = "" };
    html(h, "<article class=\"paper\">\n");
    for (size_t i = 0; i < p->n; i++)
        put_block(&d, &p->blocks[i]);
    if (d.open)
        html(h, "</section>\n");
    html(h, "</article>\n");
}

bool
paper_html(Ctx *c, const Paper *p, bool whole_page, Buf *out)
{
    Html      h = { c->mem, out };
    PaperView view = { .top = whole_page ? 1 : 2 };
    if (!whole_page) {
        paper_html_into(c, p, &view, &h);
        return ok(c);
    }
    const char *path = data_path(c->mem, "assets/sheet.css");
    Buf        *css = buf_in(c->mem);
    if (buf_read_file(css, path, 1 << 20) != 0)
        return fail(c, ERR_BROKEN, path, L(c, "%s を読めません: %s", "%s cannot be read: %s"), path, strerror(errno));
    html(&h, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
             "<meta name=\"author\" content=\"%s\"><meta name=\"generator\" content=\"kanmon\"><title>%s</title><style>\n", p->lang, p->author, p->title);
    html_raw(&h, css);
    html(&h, "</style></head><body class=\"alone\"><main>\n");
    paper_html_into(c, p, &view, &h);
    if (*p->footer)
        html(&h, "<footer class=\"paper-foot\">%s</footer>", p->footer);
    html(&h, "</main></body></html>\n");
    return ok(c);
}
