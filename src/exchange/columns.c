/* columns.c -- columns that stand under each other become cells, for papers without a TAB.
 * SPDX-License-Identifier: Apache-2.0
 *
 * pdftotext -layout, and people with a space bar, put the columns of a table under each other. A run of two spaces or
 * more parts a line; lines that stand together are a block; the columns of a block are its ink with the rivers of white
 * between. A heading cell that stretches over a river belongs to the column it begins in. A line with ink in one
 * column only goes on with what stands above it, so a cell of three lines is one cell again.
 *
 * A block needs two lines that are parted: one line alone with a gap in it is no table. */
#include "exchange/lines.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/form_in.h"

#include <string.h>

enum { SEGMENTS = 40, WIDTH = 400, COLUMNS = 40, GAP = 2, BLOCK = 1000 };

typedef struct {
    int         x0, x1;
    const char *from;
    size_t      n;
} Segment;

typedef struct {
    Segment v[SEGMENTS];
    size_t  n;
    bool    weak;  /* parted by single full-width spaces only */
    bool    blank;
} Parts;

/* What finding blocks needs to know of a line: all lines of a paper are kept as these. */
typedef struct {
    short         x0, x1, second; /* first part, begin of the second */
    unsigned char n;
    bool          weak, blank, prose, alone;
} Shape;

static int
wide(uint32_t cp)
{
    return cp < 0x2000 ? 1 : cp >= 0xFF61 && cp <= 0xFF9F ? 1 : 2;
}

/* Parts of a line at runs of white of `gap` columns or more. */
static void
part(const char *s, int gap, Parts *out)
{
    int x = 0, white = 0;
    *out = (Parts){ .blank = true };
    for (const char *p = s; *p;) {
        const char *at = p;
        uint32_t    cp = text_next(&p);
        bool        space = cp == ' ' || cp == 0x3000 || cp == 0xA0;
        if (space) {
            white += cp == 0x3000 ? 2 : 1;
            x += cp == 0x3000 ? 2 : 1;
            continue;
        }
        Segment *last = out->n ? &out->v[out->n - 1] : NULL;
        if (!last || (white >= gap && out->n < SEGMENTS))
            out->v[out->n++] = (Segment){ x, x, at, 0 };
        last = &out->v[out->n - 1];
        x += wide(cp);
        last->x1 = x;
        last->n = (size_t)(p - last->from);
        white = 0;
        out->blank = false;
    }
}

/* One full-width space is two columns wide and also stands inside names: a line is parted by it only beside another
 * line with as many. */
static void
part_line(const char *s, Parts *out)
{
    Parts weak;
    part(s, GAP + 1, out);
    if (out->n > 1)
        return;
    part(s, GAP, &weak);
    if (weak.n < 2)
        return;
    bool full_width = strstr(s, "　") != NULL;
    *out = weak;
    out->weak = full_width;
}

static short
brief(int x)
{
    return (short)(x > 30000 ? 30000 : x);
}

static Shape
shape_of(const char *s)
{
    Parts       p;
    const char *rest;
    part_line(s, &p);
    Shape h = { .n = (unsigned char)p.n, .weak = p.weak, .blank = p.blank };
    if (p.blank)
        return h;
    const Segment *last = &p.v[p.n - 1];
    h.x0 = brief(p.v[0].x0);
    h.x1 = brief(p.v[0].x1);
    h.second = brief(p.n > 1 ? p.v[1].x0 : 30000);
    h.prose = last->n >= 3 && memcmp(last->from + last->n - 3, "。", 3) == 0;
    /* A line of one part that belongs to no table: a label, a heading, a note. */
    s = p.v[0].from;
    h.alone = p.n == 1 && h.x0 < 4 && (heading_number(s, &rest) || text_starts(s, "【") || text_starts(s, "※") || text_starts(s, "○"));
    return h;
}

static bool
parted(const Shape *v, size_t n, size_t i)
{
    if (v[i].n < 2)
        return false;
    if (!v[i].weak)
        return true;
    return !v[i].prose && ((i > 0 && v[i - 1].weak && v[i - 1].n == v[i].n) || (i + 1 < n && v[i + 1].weak && v[i + 1].n == v[i].n));
}

/* Lines from `at` that form one block; how many of them are parted in *rows. */
static size_t
block(const Shape *v, size_t n, size_t at, size_t *rows)
{
    size_t end = at;
    int    left = 30000; /* where the second column begins at the earliest */
    *rows = 0;
    for (size_t i = at; i < n && i < at + BLOCK; i++) {
        const Shape *p = &v[i];
        if (p->blank) {
            bool goes = i + 1 < n && !v[i + 1].weak && parted(v, n, i + 1);
            if (!goes || *rows == 0)
                break;
            continue;
        }
        if (parted(v, n, i)) {
            left = p->second < left ? p->second : left;
            ++*rows;
        } else if (*rows == 0 || p->alone || (p->x0 + 2 < left && p->x1 > left + 2)) {
            break; /* ink across the first river: a paragraph */
        }
        end = i + 1;
    }
    return end;
}

/* Columns of a block: runs of ink between rivers that at least four lines in five leave white. */
static size_t
columns(const Parts *v, size_t from, size_t to, int x[COLUMNS])
{
    int    ink[WIDTH] = { 0 };
    int    lines = 0;
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        lines += v[i].n > 1;
        for (size_t k = 0; k < v[i].n && v[i].n > 1; k++)
            for (int c = v[i].v[k].x0; c < v[i].v[k].x1 && c < WIDTH; c++)
                ink[c]++;
    }
    int few = lines < 3 ? 0 : lines / 5 + (lines < 5);
    for (int c = 0, white = GAP; c < WIDTH; c++) { /* a column begins where ink follows a river */
        bool dark = ink[c] > few;
        if (dark && white >= GAP && n < COLUMNS)
            x[n++] = c;
        white = dark ? 0 : white + 1;
    }
    return n;
}

/* The column a segment belongs to: the last one that begins before its middle of the first few signs. */
static size_t
column_of(const Segment *s, const int *x, size_t n)
{
    size_t k = 0;
    int    mid = s->x0 + (s->x1 - s->x0 < 6 ? (s->x1 - s->x0) / 2 : 3);
    while (k + 1 < n && x[k + 1] <= mid)
        k++;
    return k;
}

typedef struct {
    Arena  *mem;
    Buf    *cell[COLUMNS];
    size_t  n;
    int     first, last;
    int     reach;  /* right end of the first cell's last line */
    bool    any, gap; /* gap: a blank line stands before what comes */
    RawText *out;
} Table;

static void
add(Table *t, size_t k, const Segment *s)
{
    Buf *b = t->cell[k];
    if (b->n && (text_starts(s->from, "・") || text_starts(s->from, "※")))
        buf_char(b, '\v'); /* a new entry of the cell */
    else if (b->n && (unsigned char)b->p[b->n - 1] < 128 && (unsigned char)*s->from < 128)
        buf_char(b, ' ');
    buf_addn(b, s->from, s->n);
    if (k == 0)
        t->reach = s->x1;
}

static void
flush(Table *t)
{
    if (!t->any)
        return;
    Buf    row = { 0 };
    size_t used = 0;
    for (size_t k = 0; k < t->n; k++)
        used = t->cell[k]->n ? k + 1 : used;
    for (size_t k = 0; k < t->n; k++) {
        if (k && (used > 1 || k < used))
            buf_char(&row, '\t');
        buf_addn(&row, t->cell[k]->p ? t->cell[k]->p : "", t->cell[k]->n);
        buf_clear(t->cell[k]);
    }
    t->out->v[t->out->n++] = (RawLine){ arena_strn(t->mem, buf_text(&row), row.n), t->first, t->last };
    buf_free(&row);
    t->any = false;
}

/* Whether a line of the block begins a row of its own. */
static bool
new_row(const Table *t, const Parts *p, const int *x)
{
    if (!t->any)
        return true;
    size_t k = column_of(&p->v[0], x, t->n);
    if (p->n > 1)
        return !(k > 0 && !t->cell[k]->n && t->cell[0]->n && !t->gap); /* a label waited for its row */
    if (k > 0)
        return false;
    /* The label goes on below when its line ran into the river; else it is a line of its own. */
    return t->gap || t->n < 2 || t->reach < x[1] - 6;
}

static void
make_rows(Table *t, const RawLine *in, const Parts *v, size_t n, const int *x)
{
    for (size_t i = 0; i < n; i++) {
        const Parts *p = &v[i];
        if (p->blank) {
            t->gap = true;
            continue;
        }
        if (new_row(t, p, x)) {
            flush(t);
            t->first = in[i].first;
        }
        for (size_t k = 0; k < p->n; k++)
            add(t, column_of(&p->v[k], x, t->n), &p->v[k]);
        t->any = true;
        t->gap = false;
        t->last = in[i].last;
    }
    flush(t);
}

void
lines_columns(Arena *mem, RawText *t)
{
    RawText in = *t;
    Shape  *shape = NEWN(mem, Shape, in.n + 1);
    Parts  *parts = NEWN(mem, Parts, BLOCK);
    Table   table = { .mem = mem, .out = t };
    t->v = NEWN(mem, RawLine, in.n + 1);
    t->n = 0;
    for (size_t k = 0; k < COLUMNS; k++)
        table.cell[k] = buf_in(mem);
    for (size_t i = 0; i < in.n; i++)
        shape[i] = shape_of(in.v[i].s);
    for (size_t i = 0; i < in.n;) {
        size_t rows = 0, end = block(shape, in.n, i, &rows);
        int    x[COLUMNS];
        if (rows < 2) {
            t->v[t->n++] = in.v[i++];
            continue;
        }
        for (size_t k = i; k < end; k++)
            part_line(in.v[k].s, &parts[k - i]);
        table.n = columns(parts, 0, end - i, x);
        if (table.n == 0)
            x[table.n++] = 0;
        table.any = table.gap = false;
        table.reach = 0;
        make_rows(&table, &in.v[i], parts, end - i, x);
        t->columns = true;
        i = end;
    }
}
