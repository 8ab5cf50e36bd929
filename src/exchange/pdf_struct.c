/* pdf_struct.c -- what pdfinfo -struct-text prints, read as a tree and put in lines.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two columns of indent a level; an element is its type and, in brackets, how it is set; an attribute begins
 * with a slash; text stands in quotes and may go over lines. Types: ISO 32000-1, 14.8.4. */
#include "exchange/pdf_struct.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 100, COLUMNS = 64, SPAN = 1000, SEARCHES = 2000, NEAR = 1 << 16 };

typedef enum { INLINE, BLOCK, GROUP, TABLE, ROW, CELL, ITEM, NOTE, SKIP } Kind;

typedef struct Node {
    Kind         kind;
    bool         label;  /* the mark of an item or a note: what follows stands on its line */
    int          rows, cols;
    const char  *text;   /* of content; NULL for an element */
    struct Node *first, *last, *next;
} Node;

static const struct {
    const char *type;
    Kind        kind;
} kinds[] = {
    { "Document", GROUP }, { "Part", GROUP }, { "Art", GROUP }, { "Sect", GROUP }, { "Div", GROUP }, { "NonStruct", GROUP },
    { "BlockQuote", GROUP }, { "L", GROUP }, { "LBody", GROUP }, { "THead", GROUP }, { "TBody", GROUP }, { "TFoot", GROUP },
    { "P", BLOCK }, { "H", BLOCK }, { "H1", BLOCK }, { "H2", BLOCK }, { "H3", BLOCK }, { "H4", BLOCK }, { "H5", BLOCK }, { "H6", BLOCK },
    { "Caption", BLOCK }, { "BibEntry", BLOCK }, { "Table", TABLE }, { "TR", ROW }, { "TH", CELL }, { "TD", CELL }, { "LI", ITEM },
    { "Note", NOTE }, { "TOC", SKIP }, { "TOCI", SKIP }, { "Index", SKIP }, { "Private", SKIP },
};

/* ---- the print to a tree ---- */

static Node *
add(Arena *mem, Node *to, Kind kind, const char *text)
{
    Node *n = NEW(mem, Node);
    *n = (Node){ .kind = kind, .text = text, .rows = 1, .cols = 1 };
    *(to->last ? &to->last->next : &to->first) = n;
    to->last = n;
    return n;
}

static Node *
element(Arena *mem, Node *to, const char *type)
{
    size_t n = strcspn(type, " :\n");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].type) == n && strncmp(kinds[i].type, type, n) == 0)
            return add(mem, to, kinds[i].kind, NULL);
    Node *e = add(mem, to, INLINE, NULL);
    e->label = n == 3 && strncmp(type, "Lbl", 3) == 0;
    return e;
}

static void
attribute(Node *of, const char *p)
{
    int *to = text_starts(p, "/RowSpan ") ? &of->rows : text_starts(p, "/ColSpan ") ? &of->cols : NULL;
    int  n = to ? atoi(p + strlen("/RowSpan ")) : 0;
    if (n > 0)
        *to = n < SPAN ? n : SPAN;
}

/* From the quote at p to the one that ends a line; *end: behind it. */
static const char *
quoted(Arena *mem, const char *p, const char **end)
{
    const char *to = ++p;
    while ((to = strchr(to, '"')) && to[1] != '\n' && to[1])
        to++;
    *end = to ? to + 1 : p + strlen(p);
    return arena_strn(mem, p, to ? (size_t)(to - p) : strlen(p));
}

static Node *
tree(Ctx *c, const char *p)
{
    Node *root = NEW(c->mem, Node), *at[DEPTH + 1] = { root };
    root->kind = GROUP;
    for (size_t depth = 0; *p; p += *p == '\n') {
        size_t indent = strspn(p, " ");
        p += indent;
        size_t level = indent / 2 < DEPTH ? indent / 2 : DEPTH - 1;
        level = level < depth ? level : depth;
        if (*p == '"')
            add(c->mem, at[level], INLINE, quoted(c->mem, p, &p));
        else if (*p == '/')
            attribute(at[depth], p);
        else if (*p && *p != '\n' && *p != '(' && !text_starts(p, "Object ")) {
            at[level + 1] = element(c->mem, at[level], p);
            depth = level + 1;
        }
        p += strcspn(p, "\n");
    }
    return root;
}

/* ---- the tree to lines ---- */

typedef struct {
    Ctx  *c;
    Buf  *out;
    Buf   line;
    bool  begun;  /* a line stands open, though it may be empty */
    bool  glue;   /* a label was read: the next block goes on in its line */
    bool  noted;  /* notes are being read, behind their rule */
} Lines;

static void lay(Lines *l, const Node *n, bool cell);

static void
flush(Lines *l, bool cell)
{
    if (!l->begun && l->line.n == 0)
        return;
    if (!cell || l->line.n) {
        buf_addn(l->out, buf_text(&l->line), l->line.n);
        buf_char(l->out, cell ? '\v' : '\n');
    }
    buf_clear(&l->line);
    l->begun = l->glue = false;
}

static void
content(Lines *l, const char *s)
{
    for (; *s; s++)
        if (*s == '\n' || *s == '\r' || *s == '\t')
            buf_char(&l->line, ' ');
        else
            buf_char(&l->line, *s);
}

static void
children(Lines *l, const Node *n, bool cell)
{
    for (const Node *k = n->first; k; k = k->next)
        lay(l, k, cell);
}

/* Rows may stand in groups; a row is not looked for inside a row. */
static const Node *
collect(const Node *n, const Node **rows, size_t *count)
{
    for (const Node *k = n->first; k; k = k->next)
        if (k->kind == ROW) {
            if (rows)
                rows[*count] = k;
            ++*count;
        } else if (k->kind == GROUP) {
            collect(k, rows, count);
        }
    return n;
}

static const char *
cell_text(Lines *l, const Node *cell)
{
    Lines in = { .c = l->c, .out = buf_in(l->c->mem) };
    children(&in, cell, true);
    flush(&in, true);
    buf_free(&in.line);
    const char *t = buf_text(in.out);
    size_t      n = in.out->n;
    while (n && (t[n - 1] == '\v' || t[n - 1] == ' '))
        n--;
    return text_trim(l->c->mem, arena_strn(l->c->mem, t, n));
}

static void
row(Lines *l, const Node *tr, int covered[COLUMNS], int columns, bool cell)
{
    int column = 0;
    for (const Node *k = tr->first; k; k = k->next) {
        if (k->kind != CELL)
            continue;
        for (; column < COLUMNS && covered[column] > 0; column++)
            buf_char(&l->line, cell ? ' ' : '\t');
        buf_add(&l->line, cell_text(l, k));
        for (int i = 0; i < k->cols && column < COLUMNS; i++, column++) {
            covered[column] = k->rows;
            if (column + 1 < columns)
                buf_char(&l->line, cell ? ' ' : '\t');
        }
    }
    for (; column + 1 < columns; column++)
        buf_char(&l->line, cell ? ' ' : '\t');
    for (int i = 0; i < COLUMNS; i++)
        covered[i] -= covered[i] > 0;
    l->begun = true;
    flush(l, cell);
}

static int
width(const Node *tr)
{
    int n = 0;
    for (const Node *k = tr->first; k; k = k->next)
        n += k->kind == CELL && n < COLUMNS ? k->cols : 0;
    return n < COLUMNS ? n : COLUMNS;
}

static void
table(Lines *l, const Node *n, bool cell)
{
    int          covered[COLUMNS] = { 0 }, columns = 0;
    size_t       count = 0;
    const Node **rows;
    flush(l, cell);
    collect(n, NULL, &count);
    rows = NEWN(l->c->mem, const Node *, count + 1);
    count = 0;
    collect(n, rows, &count);
    for (size_t i = 0; i < count; i++)
        columns = width(rows[i]) > columns ? width(rows[i]) : columns;
    for (size_t i = 0; i < count; i++) {
        if (columns > 1) {
            row(l, rows[i], covered, columns, cell);
            continue;
        }
        for (const Node *k = rows[i]->first; k; k = k->next) { /* a frame */
            children(l, k, cell);
            flush(l, cell);
        }
    }
}

static void
note(Lines *l, const Node *n, bool cell)
{
    flush(l, cell);
    if (!l->noted && !cell) {
        buf_add(&l->line, "----------");
        flush(l, cell);
    }
    l->noted = true;
    l->begun = true;
    children(l, n, cell);
    flush(l, cell);
}

static void
lay(Lines *l, const Node *n, bool cell)
{
    if (n->text) {
        content(l, n->text);
        return;
    }
    if (n->kind != INLINE && n->kind != NOTE && n->kind != SKIP)
        l->noted = l->noted && n->kind == GROUP;
    switch (n->kind) {
    case INLINE:
        children(l, n, cell);
        l->glue = l->glue || n->label;
        break;
    case GROUP: children(l, n, cell); break;
    case TABLE: table(l, n, cell); break;
    case NOTE: note(l, n, cell); break;
    case SKIP: break;
    default: /* paragraphs, items; rows and cells without a table */
        if (!l->glue)
            flush(l, cell);
        l->begun = true;
        l->glue = false;
        children(l, n, cell);
        flush(l, cell);
    }
}

bool
pdf_struct_lines(Ctx *c, const char *print, Buf *out)
{
    Lines l = { .c = c, .out = out };
    Node *root = tree(c, print);
    if (!root->first)
        return false;
    lay(&l, root, false);
    flush(&l, false);
    buf_free(&l.line);
    return true;
}

/* ---- the pages against the structure ---- */

void
pdf_struct_compare(Ctx *c, const char *pages, const char *lines, StructGap *out)
{
    const char *key = text_key(c->mem, lines), *at = key, *end = key + strlen(key);
    size_t      count = 0, searches = 0;
    char      **words = text_split(c->mem, text_replace(c->mem, text_replace(c->mem, text_replace(c->mem, pages, "\n", " "), "\f", " "), "　", " "), " ", &count);
    *out = (StructGap){ 0 };
    for (size_t i = 0; i < count; i++) {
        const char *w = text_key(c->mem, words[i]), *found;
        size_t      n = strlen(w);
        if (n == 0)
            continue;
        /* words stand in the order of the pages, most of them: looked for near the last one, then everywhere */
        found = memmem(at, (size_t)(end - at) < NEAR ? (size_t)(end - at) : NEAR, w, n);
        if (!found && searches < SEARCHES) {
            searches++;
            found = memmem(key, (size_t)(end - key), w, n);
        }
        out->letters += text_chars(w);
        if (found) {
            at = found >= at ? found + n : at;
            continue;
        }
        out->missing += text_chars(w);
        if (out->n < sizeof out->words / sizeof *out->words)
            out->words[out->n++] = text_head(c->mem, words[i], 40);
    }
}
