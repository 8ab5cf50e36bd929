/* paper_xlsx.c -- a paper as an Excel file: one sheet a part, set like the official Excel forms.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The tables of a part differ in their columns, so its sheet has a column for each edge that any of them has, and cells are
 * merged over those they cover; text runs over all. Excel does not fit the height of merged cells: it is reckoned
 * here. Numbers with an address are numbers with their unit in the format, when that prints what the paper printed. */
#include "exchange/paper.h"

#include "base/text.h"
#include "format/xlsx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGES = 96, TOTAL = 92 /* half-width characters over the page */, TALLEST = 25 /* lines of one row; Excel ends at 409 points */ };

typedef enum { LOOK_TEXT, LOOK_TITLE, LOOK_SUBTITLE, LOOK_HEAD1, LOOK_HEAD2, LOOK_NOTE, LOOK_CELL, LOOK_CELL_HEAD, LOOK_PLAIN } Look;

enum { OPEN_TOP = 1, OPEN_BOTTOM = 2 };

typedef struct {
    Look        look;
    Align       align;
    bool        link;
    int         open;   /* OPEN_TOP, OPEN_BOTTOM: no rule there */
    const char *number; /* its format; NULL for text */
    lxw_format *format;
} Style;

typedef struct {
    const char *ref, *sheet;
    int         row;
} Place;

typedef struct {
    Ctx           *c;
    const Paper   *p;
    Xlsx           x;
    lxw_worksheet *w;
    const char    *name;           /* of the sheet */
    double         edge[EDGES];    /* 0 .. 1 */
    int            edges, row;
    Style          styles[256];
    size_t         style_n;
    Place         *places;         /* rows of the table of addresses */
    size_t         place_n;
} Book;

/* ---- styles ---- */

static lxw_format *
make_format(Book *k, const Style *s)
{
    static const double sizes[] = { 10.5, 16, 13, 12, 11, 9, 10.5, 10.5, 10.5 };
    lxw_format         *f = workbook_add_format(k->x.book);
    bool                cell = s->look == LOOK_CELL || s->look == LOOK_CELL_HEAD, title = s->look == LOOK_TITLE || s->look == LOOK_SUBTITLE;
    format_set_font_name(f, "游ゴシック");
    format_set_font_size(f, sizes[s->look]);
    if (s->link)
        format_set_shrink(f);
    else
        format_set_text_wrap(f);
    format_set_align(f, s->align == ALIGN_CENTER || title ? LXW_ALIGN_CENTER : s->align == ALIGN_RIGHT ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    format_set_align(f, s->look == LOOK_CELL_HEAD || s->align == ALIGN_CENTER || title ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
    if (title || s->look == LOOK_HEAD1 || s->look == LOOK_HEAD2)
        format_set_bold(f);
    if (cell)
        format_set_border(f, LXW_BORDER_THIN);
    if (s->open & OPEN_TOP)
        format_set_top(f, LXW_BORDER_NONE);
    if (s->open & OPEN_BOTTOM)
        format_set_bottom(f, LXW_BORDER_NONE);
    if (s->look == LOOK_CELL_HEAD)
        format_set_bg_color(f, 0xF1F1F4);
    if (s->number)
        format_set_num_format(f, s->number);
    if (s->link) {
        format_set_font_color(f, 0x0017C1);
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
    }
    return f;
}

static lxw_format *
format_of(Book *k, Style want)
{
    for (size_t i = 0; i < k->style_n; i++) {
        const Style *s = &k->styles[i];
        if (s->look == want.look && s->align == want.align && s->link == want.link && s->open == want.open && (s->number == want.number || (s->number && want.number && strcmp(s->number, want.number) == 0)))
            return s->format;
    }
    want.format = make_format(k, &want);
    if (k->style_n < sizeof k->styles / sizeof *k->styles)
        k->styles[k->style_n++] = want;
    return want.format;
}

/* ---- numbers ---- */

/* "約4,178人" as 4178 in the format "約"#,##0"人"; false for what such a format would not print again. */
static bool
as_number(Arena *mem, const char *s, double *value, const char **format)
{
    size_t before = strcspn(s, "0123456789"), digits = strspn(s + before, "0123456789,.");
    const char *body = arena_strn(mem, s + before, digits), *tail = s + before + digits, *dot = strchr(body, '.');
    const char *plain = text_replace(mem, body, ",", "");
    size_t whole = dot ? (size_t)(dot - body) : digits, decimals = dot ? strlen(dot + 1) : 0;
    if (digits == 0 || digits > 20 || before > 12 || strlen(tail) > 30 || strpbrk(tail, "0123456789\"\n\\") || memchr(s, '"', before) || memchr(s, '-', before) || strstr(tail, "年"))
        return false;
    if ((dot && (decimals == 0 || decimals > 8 || strchr(dot + 1, '.') || strchr(dot, ','))) || (whole > 1 && *plain == '0' && plain[1] != '.'))
        return false;
    bool grouped = strchr(body, ',') != NULL;
    for (size_t i = 0; grouped && i < whole; i++)
        if ((body[i] == ',') != ((whole - i) % 4 == 0))
            return false;
    if (strlen(plain) > 15)
        return false;
    *value = strtod(plain, NULL);
    const char *places = decimals ? arena_fmt(mem, ".%.*s", (int)decimals, "00000000") : "";
    *format = arena_fmt(mem, "%s%s%s%s", before ? arena_fmt(mem, "\"%.*s\"", (int)before, s) : "", grouped ? "#,##0" : "0", places, *tail ? arena_fmt(mem, "\"%s\"", tail) : "");
    return true;
}

/* Where the link of a number leads: its address, or its row in the table of addresses. */
static const char *
target(Book *k, const char *ref)
{
    if (*k->p->base_url)
        return paper_url(k->c, k->p, ref);
    for (size_t i = 0; i < k->place_n; i++)
        if (strcmp(k->places[i].ref, ref) == 0)
            return arena_fmt(k->c->mem, "internal:'%s'!A%d", k->places[i].sheet, k->places[i].row + 1);
    return NULL;
}

static void
note_place(Book *k, const char *ref)
{
    if ((k->place_n & (k->place_n - 1)) == 0) {
        Place *more = NEWN(k->c->mem, Place, k->place_n ? k->place_n * 2 : 1);
        if (k->place_n)
            memcpy(more, k->places, k->place_n * sizeof *more);
        k->places = more;
    }
    k->places[k->place_n++] = (Place){ ref, k->name, k->row };
}

/* ---- cells ---- */

typedef struct {
    int r, c, r2, c2;
} Area;

/* Writes a text, or a number, with its link, over an area. */
static void
put(Book *k, Area a, const char *text, Style s, const Mark *marks, size_t mark_n)
{
    Arena      *mem = k->c->mem;
    double      value = 0;
    const char *shown = xlsx_text(mem, text), *link = mark_n == 1 ? target(k, marks[0].ref) : NULL;
    bool        is_address = mark_n == 1 && strcmp(text, paper_url(k->c, k->p, marks[0].ref)) == 0;
    bool        is_number = mark_n == 1 && !is_address && marks[0].n == strlen(text) && as_number(mem, text, &value, &s.number);
    if (is_address) {
        note_place(k, marks[0].ref);
        link = *k->p->base_url ? link : NULL;
        s.link = link != NULL;
    }
    lxw_format *f = format_of(k, s);
    lxw_row_t   r = (lxw_row_t)a.r;
    lxw_col_t   c = (lxw_col_t)a.c;
    if (a.r2 > a.r || a.c2 > a.c)
        worksheet_merge_range(k->w, r, c, (lxw_row_t)a.r2, (lxw_col_t)a.c2, "", f);
    if (link)
        worksheet_write_url_opt(k->w, r, c, link, f, is_number || !*shown ? NULL : shown, NULL);
    if (is_number)
        worksheet_write_number(k->w, r, c, value, f);
    else if (!link && *shown)
        worksheet_write_string(k->w, r, c, shown, f);
    else if (!link)
        worksheet_write_blank(k->w, r, c, f);
}

static void
row_height(Book *k, int row, int lines, double size)
{
    worksheet_set_row(k->w, (lxw_row_t)row, (lines < 1 ? 1 : lines) * size * 1.5 + 4, NULL);
}

static double
columns(const Book *k, int from, int to)
{
    return (k->edge[to] - k->edge[from]) * TOTAL;
}

/* A text over the whole width, in one row. */
static void
line(Book *k, const char *text, Look look, Align align, const Mark *marks, size_t n)
{
    static const double sizes[] = { 10.5, 16, 13, 12, 11, 9, 10.5, 10.5, 10.5 };
    int last = k->edges - 2;
    put(k, (Area){ k->row, 0, k->row, last }, text, (Style){ .look = look, .align = align }, marks, n);
    row_height(k, k->row, xlsx_lines(text, TOTAL * 10.5 / sizes[look] - 2), sizes[look]);
    k->row++;
}

/* As much of a paragraph as one row can show, cut behind a sentence. */
static size_t
fitting(const char *s, size_t n, Arena *mem)
{
    if (xlsx_lines(arena_strn(mem, s, n), TOTAL - 2) <= TALLEST)
        return n;
    size_t good = 0, most = 0;
    int    chars = 0;
    for (const char *p = s; p < s + n && chars < TALLEST * (TOTAL / 2 - 2);) {
        uint32_t u = text_next(&p);
        chars++;
        most = (size_t)(p - s);
        if (u == 0x3002)
            good = most;
    }
    return good ? good : most;
}

static void
paragraphs(Book *k, const Block *b)
{
    Arena *mem = k->c->mem;
    for (size_t from = 0;;) {
        size_t n = strcspn(b->text + from, "\n");
        for (size_t done = 0; done < n || (n == 0 && done == 0);) {
            size_t      part = fitting(b->text + from + done, n - done, mem), mark = 0;
            const char *s = arena_strn(mem, b->text + from + done, part);
            bool        first = done == 0 && para_kind(s, &mark) == PARA_PROSE && *s && !text_starts(s, "　");
            const Mark *m = NULL;
            size_t      ms = 0;
            for (size_t i = 0; i < b->mark_count; i++)
                if (b->marks[i].from >= from + done && b->marks[i].from < from + done + part && ms++ == 0)
                    m = &b->marks[i];
            line(k, first ? arena_fmt(mem, "　%s", s) : s, LOOK_TEXT, ALIGN_LEFT, m, ms);
            done += part;
            if (part == 0)
                break;
        }
        from += n;
        if (b->text[from++] == 0)
            return;
    }
}

/* ---- tables ---- */

static int
edge_at(const Book *k, double x)
{
    int best = 0;
    for (int i = 1; i < k->edges; i++)
        if (fabs(k->edge[i] - x) < fabs(k->edge[best] - x))
            best = i;
    return best;
}

static void
measure(Book *k, const Area *a, const Cell *x, int first, int *lines)
{
    int need = xlsx_lines(x->text, columns(k, a->c, a->c2 + 1) - 2), have = 0;
    for (int r = a->r; r <= a->r2; r++)
        have += lines[r - first];
    if (need > have)
        lines[a->r2 - first] += need - have;
}

/* The column edges of a table among those of the sheet; the number of its columns. */
static int
own_edges(const Book *k, const Block *t, int *edge)
{
    int    n = t->column_count < EDGES - 1 ? t->column_count : EDGES - 1;
    double x = 0;
    for (int i = 0; i < n; x += t->widths[i++])
        edge[i] = edge_at(k, x);
    edge[n] = k->edges - 1;
    return n;
}

static Style
style_of(const Block *t, const Cell *x)
{
    return (Style){ .look = t->plain ? LOOK_PLAIN : x && x->head ? LOOK_CELL_HEAD : LOOK_CELL, .align = x ? x->align : ALIGN_LEFT };
}

typedef struct {
    const int *edge;
    int        n, first, left[EDGES]; /* left: rows that the cell above still reaches down */
    int       *lines;
} Layout;

/* One row: measured (first the cells of one row, in a second pass those of several) or written. */
static void
row(Book *k, const Block *t, Layout *g, int r, int pass)
{
    const CellRow *row = &t->rows[r];
    size_t         next = 0;
    for (int c = 0; c < g->n;) {
        if (g->left[c] > 0) {
            g->left[c++]--;
            continue;
        }
        const Cell *x = next < row->n ? &row->cells[next++] : NULL;
        int         span = x && x->colspan > 1 ? x->colspan : 1, down = x && x->rowspan > 1 ? x->rowspan : 1, below = (int)t->row_count - r;
        span = span > g->n - c ? g->n - c : span;
        down = down > below ? below : down;
        Area a = { g->first + r, g->edge[c], g->first + r + down - 1, g->edge[c + span] - 1 };
        k->row = g->first + r;
        if (pass < 2 && x && (down > 1) == (pass == 1))
            measure(k, &a, x, g->first, g->lines);
        if (pass == 2 && a.c2 >= a.c)
            put(k, a, x ? x->text : "", style_of(t, x), x ? x->marks : NULL, x ? x->mark_count : 0);
        for (int i = c; i < c + span; i++)
            g->left[i] = down - 1;
        c += span;
    }
}

/* A cell whose later lines stand at the right: a row for each line, without rules between. */
static void
lined_row(Book *k, const Block *t, const int *edge, const CellRow *row)
{
    Arena *mem = k->c->mem;
    int    n = 1;
    for (size_t i = 0; i < row->n; i++)
        if (row->cells[i].right_from)
            for (const char *p = row->cells[i].text; (p = strchr(p, '\n')) != NULL; p++)
                n++;
    for (size_t i = 0; i < row->n && (int)i < t->column_count; i++) {
        const Cell *x = &row->cells[i];
        Area        a = { k->row, edge[i], k->row + n - 1, edge[i + 1] - 1 };
        if (!x->right_from)
            put(k, a, x->text, style_of(t, x), x->marks, x->mark_count);
        size_t from = 0;
        for (int no = 1; x->right_from && no <= n; no++) {
            size_t      len = strcspn(x->text + from, "\n"), ms = 0;
            const Mark *m = NULL;
            Style       s = style_of(t, x);
            for (size_t j = 0; j < x->mark_count; j++)
                if (x->marks[j].from >= from && x->marks[j].from < from + len && ms++ == 0)
                    m = &x->marks[j];
            s.align = no >= x->right_from ? ALIGN_RIGHT : s.align;
            s.open = (no > 1 ? OPEN_TOP : 0) | (no < n ? OPEN_BOTTOM : 0);
            a.r = a.r2 = k->row + no - 1;
            put(k, a, arena_strn(mem, x->text + from, len), s, m, ms);
            row_height(k, a.r, xlsx_lines(arena_strn(mem, x->text + from, len), columns(k, a.c, a.c2 + 1) - 2), 10.5);
            from += len + (x->text[from + len] != 0);
        }
    }
    k->row += n;
}

static bool
has_right(const Block *t)
{
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t i = 0; i < t->rows[r].n; i++)
            if (t->rows[r].cells[i].right_from)
                return true;
    return false;
}

static void
table(Book *k, const Block *t)
{
    int    edge[EDGES];
    Layout g = { .edge = edge, .n = own_edges(k, t, edge), .first = k->row, .lines = NEWN(k->c->mem, int, t->row_count + 1) };
    if (has_right(t)) {
        for (size_t r = 0; r < t->row_count; r++)
            lined_row(k, t, edge, &t->rows[r]);
        k->row++;
        return;
    }
    for (size_t r = 0; r < t->row_count; r++)
        g.lines[r] = 1;
    for (int pass = 0; pass < 3; pass++)
        for (size_t r = 0; r < t->row_count; r++)
            row(k, t, &g, (int)r, pass);
    for (size_t r = 0; r < t->row_count; r++)
        row_height(k, g.first + (int)r, g.lines[r], 10.5);
    k->row = g.first + (int)t->row_count + 1;
}

/* ---- sheets ---- */

/* The edges of all tables of blocks [from, to); edges closer than a hundredth of the width are one. */
static void
find_edges(Book *k, size_t from, size_t to)
{
    k->edges = 2;
    k->edge[0] = 0;
    k->edge[1] = 1;
    for (size_t i = from; i < to; i++) {
        double x = 0;
        for (int j = 0; j + 1 < k->p->blocks[i].column_count; j++) {
            x += k->p->blocks[i].widths[j];
            if (k->edges == EDGES || fabs(k->edge[edge_at(k, x)] - x) < 0.01)
                continue;
            int at = k->edges++;
            for (; at > 0 && k->edge[at - 1] > x; at--)
                k->edge[at] = k->edge[at - 1];
            k->edge[at] = x;
        }
    }
    for (int i = 0; i + 1 < k->edges; i++)
        worksheet_set_column(k->w, (lxw_col_t)i, (lxw_col_t)i, columns(k, i, i + 1), NULL);
}

/* A sheet that is one table keeps its heading in sight and repeats it in print. */
static void
page(Book *k, size_t from, size_t to, int head_row)
{
    const Block *only = NULL;
    int          tables = 0;
    for (size_t i = from; i < to; i++)
        if (k->p->blocks[i].kind == BLOCK_TABLE && tables++ == 0)
            only = &k->p->blocks[i];
    if (tables == 1 && only->head_rows > 0 && only->row_count > 8) {
        worksheet_repeat_rows(k->w, (lxw_row_t)head_row, (lxw_row_t)(head_row + only->head_rows - 1));
        worksheet_freeze_panes(k->w, (lxw_row_t)(head_row + only->head_rows), 0);
    }
    worksheet_set_paper(k->w, 9); /* A4 */
    worksheet_set_portrait(k->w);
    worksheet_fit_to_pages(k->w, 1, 0);
    worksheet_set_margins(k->w, 0.7, 0.7, 0.8, 0.8);
    worksheet_center_horizontally(k->w);
    worksheet_gridlines(k->w, LXW_HIDE_ALL_GRIDLINES);
    const char *foot = text_head(k->c->mem, text_replace(k->c->mem, k->p->footer, "&", "&&"), 200);
    worksheet_set_footer(k->w, arena_fmt(k->c->mem, "&C&8%s\n&P / &N", foot));
}

static void
block(Book *k, const Block *b)
{
    switch (b->kind) {
    case BLOCK_PART: break;
    case BLOCK_TITLE: line(k, b->text, b->level > 1 ? LOOK_SUBTITLE : LOOK_TITLE, ALIGN_CENTER, b->marks, b->mark_count); break;
    case BLOCK_HEADING:
        if (k->row > 0 && b->level < 3)
            k->row++;
        line(k, b->text, b->level < 2 ? LOOK_HEAD1 : LOOK_HEAD2, ALIGN_LEFT, b->marks, b->mark_count);
        break;
    case BLOCK_TEXT: paragraphs(k, b); break;
    case BLOCK_CENTER: line(k, b->text, LOOK_TEXT, ALIGN_CENTER, b->marks, b->mark_count); break;
    case BLOCK_RIGHT: line(k, b->text, LOOK_TEXT, ALIGN_RIGHT, b->marks, b->mark_count); break;
    case BLOCK_NOTE: line(k, b->text, LOOK_NOTE, ALIGN_LEFT, b->marks, b->mark_count); break;
    case BLOCK_TABLE: table(k, b); break;
    case BLOCK_RULE: k->row++; break;
    }
}

static void
sheet(Book *k, lxw_worksheet *w, const char *name, size_t from, size_t to)
{
    int head_row = 0;
    k->w = w;
    k->name = name;
    k->row = k->p->blocks[from].middle ? 12 : 0;
    find_edges(k, from, to);
    for (size_t i = from; i < to; i++) {
        if (k->p->blocks[i].kind == BLOCK_TABLE)
            head_row = k->row;
        block(k, &k->p->blocks[i]);
    }
    page(k, from, to, head_row);
}

/* A part without a name is called by its title. */
static const char *
wish(const Paper *p, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (p->blocks[i].kind == BLOCK_TITLE || (p->blocks[i].kind == BLOCK_PART && *p->blocks[i].text))
            return p->blocks[i].text;
    return p->title;
}

bool
paper_xlsx(Ctx *c, const Paper *p, Buf *out)
{
    enum { MOST = 60 };
    Book           k = { .c = c, .p = p };
    size_t         from[MOST + 1], n = 0;
    lxw_worksheet *sheets[MOST];
    const char    *names[MOST];
    for (size_t i = 0; i < p->n && n < MOST; i++)
        if (i == 0 || p->blocks[i].kind == BLOCK_PART)
            from[n++] = i;
    from[n] = p->n;
    if (n == 0)
        return fail(c, ERR_INVALID, NULL, L(c, "印刷する部がありません。", "there is nothing to print"));
    if (!xlsx_begin(c, p->title, p->author, false, &k.x))
        return false;
    for (size_t i = 0; i < n; i++) {
        names[i] = xlsx_sheet_name(c->mem, &k.x, wish(p, from[i], from[i + 1]));
        sheets[i] = workbook_add_worksheet(k.x.book, names[i]);
        if (!sheets[i])
            fail(c, ERR_BROKEN, NULL, "a worksheet named \"%s\" could not be made", names[i]);
    }
    /* from the last: the table of addresses is behind, and the numbers before it lead to its rows */
    for (size_t i = n; i-- > 0 && ok(c);)
        sheet(&k, sheets[i], names[i], from[i], from[i + 1]);
    return xlsx_end(c, &k.x, out);
}
