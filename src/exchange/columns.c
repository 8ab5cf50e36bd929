/* columns.c -- columns that stand under each other become cells, for papers without a TAB.
 * SPDX-License-Identifier: Apache-2.0
 *
 * pdftotext -layout, and people with a space bar, put the columns of a table under each other. A run of two spaces or
 * more parts a line; lines that stand together are a block; the columns of a block are its ink with the rivers of white
 * between. A heading cell that stretches over a river belongs to the column it begins in. A line with ink in one
 * column only goes on with what stands above it, so a cell of three lines is one cell again; a label in the middle of a
 * stretched cell belongs to the first row of it.
 *
 * A block needs two lines that are parted: one line alone with a gap in it is no table. */
#include "exchange/lines.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/form_in.h"

#include <string.h>

enum { SEGMENTS = 40, WIDTH = 400, COLUMNS = 40, GAP = 2, BLOCK = 1000, LABEL = 12, SHORT = 4 };

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
    return !v[i].prose && ((i > 0 && v[i - 1].n == v[i].n) || (i + 1 < n && v[i + 1].n == v[i].n));
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
    char  *cell[COLUMNS];
    short  end[COLUMNS]; /* where the last line of each cell ended */
    size_t parts;        /* of the row's first line: a line that goes on has no more */
    int    first, last;
    bool  label_only; /* one line with ink in the first column only */
} Row;

typedef struct {
    Arena     *mem;
    Row       *row;      /* rows of the block */
    size_t     n, group; /* group: first row behind the last blank line */
    size_t     columns;
    const int *x;
    int        reach[COLUMNS]; /* how far the widest line of each column goes */
    bool       blanks;   /* blank lines part the block's rows */
    bool       full;     /* the last label ran as far as that: it may go on below */
    size_t     labelled; /* the row that label belongs to */
} Table;

static void
add(Table *t, Row *r, size_t k, const Segment *s)
{
    const char *had = r->cell[k], *glue = "";
    size_t      n = had ? strlen(had) : 0;
    if (n && (text_starts(s->from, "・") || text_starts(s->from, "※")))
        glue = "\v"; /* a new entry of the cell */
    else if (n && k > 0 && r->end[k] < t->reach[k] - SHORT)
        glue = "\v"; /* its line ended before the column did */
    else if (n && (unsigned char)had[n - 1] < 128 && (unsigned char)*s->from < 128)
        glue = " ";
    r->end[k] = brief(s->x1);
    r->cell[k] = arena_fmt(t->mem, "%s%s%.*s", had ? had : "", glue, (int)s->n, s->from);
}

static Row *
begin(Table *t, const RawLine *l)
{
    Row *r = &t->row[t->n++];
    *r = (Row){ .first = l->first, .last = l->last };
    return r;
}

/* The first row of the group that still wants its label: labels of stretched cells stand in the middle of them. */
static Row *
unlabelled(Table *t)
{
    for (size_t i = t->group; i < t->n; i++)
        if (!t->row[i].cell[0])
            return &t->row[i];
    return NULL;
}

/* The row that a line of one part belongs to; NULL when it is a row of its own. */
static Row *
row_for_one(Table *t, size_t k)
{
    if (k > 0)
        return t->n ? &t->row[t->n - 1] : NULL;
    Row *r = unlabelled(t);
    if (r)
        return r;
    return t->n > t->group && t->full && t->labelled >= t->group ? &t->row[t->labelled] : NULL;
}

/* The same for a line of several parts: it goes on with the row above when that one's label waited for it, or when the
 * label ran full and blank lines part the rows. */
static Row *
row_for_more(Table *t, size_t k, size_t parts)
{
    Row *last = t->n > t->group ? &t->row[t->n - 1] : NULL;
    if (last && k > 0 && last->label_only)
        return last;
    return last && k == 0 && t->blanks && t->full && t->labelled == t->n - 1 && parts <= last->parts ? last : NULL;
}

static void
make_rows(Table *t, const RawLine *in, const Parts *v, size_t n)
{
    bool gap = false;
    t->n = t->group = t->labelled = 0;
    t->full = false;
    for (size_t i = 0; i < n; i++) {
        const Parts *p = &v[i];
        if (p->blank) {
            gap = true;
            continue;
        }
        if (gap)
            t->group = t->n;
        gap = false;
        size_t k = column_of(&p->v[0], t->x, t->columns);
        Row   *r = p->n == 1 ? row_for_one(t, k) : row_for_more(t, k, p->n);
        bool   fresh = !r;
        r = r ? r : begin(t, &in[i]);
        if (fresh || r->label_only)
            r->parts = p->n;
        r->label_only = fresh && p->n == 1 && k == 0;
        for (size_t j = 0; j < p->n; j++)
            add(t, r, column_of(&p->v[j], t->x, t->columns), &p->v[j]);
        r->last = in[i].last;
        if (k == 0) {
            t->full = p->v[0].x1 >= t->reach[0] - 1 && t->reach[0] - t->x[0] >= LABEL;
            t->labelled = (size_t)(r - t->row);
        }
    }
}

/* What the widest line of each column reaches, and whether blank lines stand in the block. */
static void
measure(Table *t, const Parts *v, size_t n)
{
    t->blanks = false;
    for (size_t k = 0; k < t->columns; k++)
        t->reach[k] = 0;
    for (size_t i = 0; i < n; i++) {
        t->blanks = t->blanks || v[i].blank;
        for (size_t j = 0; j < v[i].n; j++) {
            const Segment *s = &v[i].v[j];
            size_t         k = column_of(s, t->x, t->columns);
            bool           inside = k + 1 == t->columns || s->x1 <= t->x[k + 1];
            t->reach[k] = inside && s->x1 > t->reach[k] ? s->x1 : t->reach[k];
        }
    }
}

/* Where no rivers part the columns, but every line has as many parts, the parts are the cells. */
static bool
emit_parts(const Table *t, const RawLine *in, const Parts *v, size_t n, RawText *out)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].blank || v[i].n < 2 || v[i].n != v[0].n || v[i].n <= t->columns)
            return false;
    for (size_t i = 0; i < n; i++) {
        Buf b = { 0 };
        for (size_t k = 0; k < v[i].n; k++)
            buf_fmt(&b, "%s%.*s", k ? "\t" : "", (int)v[i].v[k].n, v[i].v[k].from);
        out->v[out->n++] = (RawLine){ arena_strn(t->mem, buf_text(&b), b.n), in[i].first, in[i].last };
        buf_free(&b);
    }
    return true;
}

static void
emit(const Table *t, RawText *out)
{
    for (size_t i = 0; i < t->n; i++) {
        const Row *r = &t->row[i];
        Buf        b = { 0 };
        size_t     used = 0;
        for (size_t k = 0; k < t->columns; k++)
            used = r->cell[k] ? k : used;
        for (size_t k = 0; k < t->columns && (used || k == 0); k++)
            buf_fmt(&b, "%s%s", k ? "\t" : "", r->cell[k] ? r->cell[k] : "");
        out->v[out->n++] = (RawLine){ arena_strn(t->mem, buf_text(&b), b.n), r->first, r->last };
        buf_free(&b);
    }
}

void
lines_columns(Arena *mem, RawText *t)
{
    RawText in = *t;
    Shape  *shape = NEWN(mem, Shape, in.n + 1);
    Parts  *parts = NEWN(mem, Parts, BLOCK);
    Table   table = { .mem = mem, .row = NEWN(mem, Row, BLOCK) };
    t->v = NEWN(mem, RawLine, in.n + 1);
    t->n = 0;
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
        table.columns = columns(parts, 0, end - i, x);
        if (table.columns == 0)
            x[table.columns++] = 0;
        table.x = x;
        if (!emit_parts(&table, &in.v[i], parts, end - i, t)) {
            measure(&table, parts, end - i);
            make_rows(&table, &in.v[i], parts, end - i);
            emit(&table, t);
        }
        t->columns = true;
        i = end;
    }
}
