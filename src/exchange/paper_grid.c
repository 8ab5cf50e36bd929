/* paper_grid.c -- ruled tables over pages: heading rows again on each, cells that span, rows taller than a page.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A piece of the table is what stands on one page. Each cell keeps how many of its lines are done; heights are
 * found anew for every piece, so that a cell cut by a page goes on where it stopped. */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <string.h>

typedef struct {
    const Cell *cell;
    int         row, col, rows, cols;
    double      x, w;      /* of the cell's box, from the left of the text */
    double      hang;      /* room for a mark ◎●○ before the text of a plain table's first column */
    SetText     text;
    size_t      done;
    Tag        *tag, *paragraph; /* of the structure; the paragraph that is being set */
} GridCell;

typedef struct Grid {
    const Block *b;
    GridCell    *cells;
    size_t       n;
    double      *top;      /* of each row in the piece being made */
    double       pad_x, pad_y;
    double      *widths;   /* of the columns */
} Grid;
enum { HANG = 12, ABOVE = 4 };

static const char *
role_mark(const char *text)
{
    static const char *const marks[] = { "◎", "●", "○" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(text, marks[i]))
            return marks[i];
    return NULL;
}

static bool
any_role_mark(const Block *b)
{
    for (size_t i = 0; i < b->row_count; i++)
        if (b->rows[i].n && role_mark(b->rows[i].cells[0].text))
            return true;
    return false;
}

static FaceName
cell_face(const Grid *g, const Cell *cell)
{
    return cell->head ? FACE_HEAD : g->b->plain || cell->right_from ? FACE_BODY : FACE_TABLE;
}

static void
set_cell(Flow *f, Grid *g, GridCell *x)
{
    const Block *b = g->b;
    SetStyle     st = { .face = cell_face(g, x->cell), .align = x->cell->align, .indent = x->cell->head ? INDENT_NONE : INDENT_ITEMS, .right_from = x->cell->right_from };
    for (int k = 0; k < x->col + x->cols; k++)
        *(k < x->col ? &x->x : &x->w) += g->widths[k];
    x->hang = b->plain && x->col == 0 && any_role_mark(b) ? HANG : 0;
    if (x->hang > 0 && role_mark(x->cell->text))
        st.indent = INDENT_NONE;
    set_text(&f->set, x->cell->text, x->w - 2 * g->pad_x - x->hang, st, &x->text);
    if (x->hang > 0 && role_mark(x->cell->text) && x->text.n) { /* the mark stands before the column, so that names line up */
        double w = set_width(&f->set, role_mark(x->cell->text), FACE_BODY);
        x->text.v[0].x -= w < x->hang ? w : x->hang;
    }
}

/* Columns of names are as wide as the widest name wants, up to a third of the paper; the last takes what is left. */
static void
fit_names(Flow *f, Grid *g)
{
    const Block *b = g->b;
    double       left = TEXT_W;
    for (int k = 0; k + 1 < b->column_count; k++) {
        double want = 3 * EM;
        for (size_t r = 0; r < b->row_count; r++) {
            const Cell *cell = (size_t)k < b->rows[r].n ? &b->rows[r].cells[k] : NULL;
            double      w = cell && cell->colspan < 2 ? set_width(&f->set, cell->text, FACE_BODY) : 0;
            want = w > want ? w : want;
        }
        want += 2 * g->pad_x + (k == 0 && any_role_mark(b) ? HANG : 0) + EM;
        g->widths[k] = want < TEXT_W / 3 ? want : TEXT_W / 3;
        left -= g->widths[k];
    }
    g->widths[b->column_count - 1] = left;
}

struct Grid *
grid_set(Flow *f, const Block *b)
{
    Arena *mem = f->set.c->mem;
    Grid  *g = NEW(mem, Grid);
    int   *covered = NEWN(mem, int, b->column_count + 1);
    size_t cells = 0;
    *g = (Grid){ .b = b, .top = NEWN(mem, double, b->row_count + 1), .pad_x = b->plain ? 3 : 5, .pad_y = b->plain ? 0.5 : 3 };
    for (size_t r = 0; r < b->row_count; r++)
        cells += b->rows[r].n;
    g->cells = NEWN(mem, GridCell, cells + 1);
    g->widths = NEWN(mem, double, b->column_count + 1);
    for (int k = 0; k < b->column_count; k++)
        g->widths[k] = b->widths[k] * TEXT_W;
    if (b->plain)
        fit_names(f, g);
    for (size_t r = 0; r < b->row_count; r++) {
        int col = 0;
        for (size_t k = 0; k < b->rows[r].n; k++) {
            const Cell *cell = &b->rows[r].cells[k];
            while (col < b->column_count && covered[col] > (int)r)
                col++;
            int wide = cell->colspan > 1 ? cell->colspan : 1, high = cell->rowspan > 1 ? cell->rowspan : 1;
            if (col + wide > b->column_count)
                die("a table of ours has a row wider than its columns");
            for (int j = col; j < col + wide; j++)
                covered[j] = (int)r + high;
            GridCell *x = &g->cells[g->n++];
            *x = (GridCell){ .cell = cell, .row = (int)r, .col = col, .rows = high, .cols = wide };
            set_cell(f, g, x);
            col += wide;
        }
    }
    return g;
}

static double
height_of(const Grid *g, const GridCell *x)
{
    return (double)(x->text.n - x->done) * x->text.face->leading + 2 * g->pad_y;
}

/* The height of row r in a piece that begins with row `first`; top[first..r] are known. `y`: where r begins. */
static double
row_height(const Grid *g, int r, int first, double y)
{
    double h = faces[FACE_TABLE].leading + 2 * g->pad_y;
    for (size_t i = 0; i < g->n; i++) {
        const GridCell *x = &g->cells[i];
        if (x->row + x->rows - 1 != r)
            continue;
        int    from = x->row > first ? x->row : first;
        double above = from < r ? y - g->top[from] : 0, want = height_of(g, x) - above;
        h = want > h ? want : h;
    }
    return h;
}

/* Rows [r, end) hang together by cells that span them; their height when they begin a piece. */
static double
group_height(Grid *g, int r, int *end)
{
    double y = 0;
    *end = r + 1;
    for (int k = r; k < *end; k++) {
        for (size_t i = 0; i < g->n; i++)
            if (g->cells[i].row == k && k + g->cells[i].rows > *end)
                *end = k + g->cells[i].rows;
        g->top[k] = y;
        y += row_height(g, k, r, y);
    }
    return y;
}

static double
heads_height(Grid *g)
{
    double y = 0;
    for (int k = 0; k < g->b->head_rows; k++) {
        g->top[k] = y;
        y += row_height(g, k, 0, y);
    }
    return y;
}

double
grid_need(const struct Grid *g)
{
    Grid  *w = (Grid *)(uintptr_t)g; /* only top[], which every piece writes anew */
    int    end = 0;
    double h = ABOVE + heads_height(w), first = (int)g->b->row_count > g->b->head_rows ? group_height(w, g->b->head_rows, &end) : 0;
    return h + (first < 160 ? first : 90);
}

typedef struct {
    int    first, last; /* rows of the piece, both in it */
    bool   cut;         /* the last row goes on in the next piece */
    double bottom;
} Piece;

/* Lines of a cell: a paragraph of the structure for each that the record has. Headings that a page repeats have none. */
static void
put_lines(Flow *f, GridCell *x, size_t start, size_t n, double left, double y)
{
    bool repeated = start == 0 && x->paragraph;
    for (size_t k = start; k < start + n; k++, y += x->text.face->leading) {
        const SetLine *l = &x->text.v[k];
        if (l->first && !repeated)
            x->paragraph = tag_add(f->set.c->mem, x->tag, "P");
        if ((l->first || k == start) && !repeated)
            leaf_begin(f, x->paragraph);
        put_set_line(f, &x->text, k, left, y, x->cell->marks, x->cell->mark_count);
        if ((l->last || k + 1 == start + n) && !repeated)
            op_add(f, (Op){ .kind = OP_END });
    }
}

static void
put_cell(Flow *f, Grid *g, GridCell *x, const Piece *p, bool again)
{
    int    end = x->row + x->rows - 1, from = x->row > p->first ? x->row : p->first, to = end < p->last ? end : p->last;
    double y0 = g->top[from], y1 = to < p->last ? g->top[to + 1] : p->bottom;
    bool   ends = end < p->last || (end == p->last && !p->cut);
    size_t start = again ? 0 : x->done, left = x->text.n - start, here = left;
    double leading = x->text.face->leading, room = (y1 - y0 - 2 * g->pad_y + 0.5) / leading;
    if (!ends)
        here = room < 0 ? 0 : (size_t)room < left ? (size_t)room : left;
    double y = y0 + g->pad_y;
    if (ends && start == 0 && !g->b->plain && (x->cell->head || x->col == 0 || x->cell->align == ALIGN_CENTER || x->rows > 1))
        y = (y0 + y1 - (double)here * leading) / 2;
    if (!g->b->plain) {
        if (x->cell->head)
            op_add(f, (Op){ .kind = OP_FILL, .x = TEXT_X + x->x, .y = y0, .w = x->w, .h = y1 - y0, .thick = 0.93 });
        op_add(f, (Op){ .kind = OP_RULE, .x = TEXT_X + x->x, .y = y0, .w = x->w, .thick = 0.5 });
        op_add(f, (Op){ .kind = OP_RULE, .x = TEXT_X + x->x, .y = y1, .w = x->w, .thick = 0.5 });
        op_add(f, (Op){ .kind = OP_RULE, .x = TEXT_X + x->x, .y = y0, .h = y1 - y0, .thick = 0.5 });
        op_add(f, (Op){ .kind = OP_RULE, .x = TEXT_X + x->x + x->w, .y = y0, .h = y1 - y0, .thick = 0.5 });
    }
    put_lines(f, x, start, here, TEXT_X + x->x + g->pad_x + x->hang, y);
    if (!again)
        x->done += here;
}

/* Draws rows first..last of a piece, each cell in the row where the piece first shows it. */
static void
put_rows(Flow *f, Grid *g, const Piece *p, bool again)
{
    for (int r = p->first; r <= p->last; r++)
        for (size_t i = 0; i < g->n; i++) {
            GridCell *x = &g->cells[i];
            int       shown = x->row > p->first ? x->row : p->first;
            if (shown == r && x->row + x->rows > p->first)
                put_cell(f, g, x, p, again);
        }
}

static void
put_heads(Flow *f, Grid *g, bool again)
{
    Piece p = { 0, g->b->head_rows - 1, false, 0 };
    if (g->b->head_rows == 0)
        return;
    for (int k = 0; k < g->b->head_rows; k++) {
        g->top[k] = f->y;
        if (again) /* heading cells are all done: their height is that of the first time */
            for (size_t i = 0; i < g->n; i++)
                if (g->cells[i].row == k)
                    g->cells[i].done = 0;
    }
    for (int k = 0; k < g->b->head_rows; k++) {
        g->top[k] = f->y;
        f->y += row_height(g, k, 0, f->y);
    }
    p.bottom = f->y;
    put_rows(f, g, &p, false);
}

/* Whether every line of row r's own cells stands already. */
static bool
row_done(const Grid *g, int r)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->cells[i].row + g->cells[i].rows - 1 == r && g->cells[i].done < g->cells[i].text.n)
            return false;
    return true;
}

/* Fills one page from row r on; gives the row that begins the next piece. */
static int
place_piece(Flow *f, Grid *g, int r)
{
    const int rows = (int)g->b->row_count;
    Piece     p = { .first = r };
    int       group = r;
    double    whole = TEXT_BOTTOM - TEXT_TOP;
    put_heads(f, g, r > g->b->head_rows || g->cells[0].done > 0);
    f->fresh = false;
    for (; r < rows; r++) {
        if (r == group) { /* cells that span rows stay on one page when they are not large */
            double *kept = g->top, y = f->y, h;
            g->top = NEWN(f->set.c->mem, double, rows + 1);
            h = group_height(g, r, &group);
            g->top = kept;
            if (r > p.first && y + h > TEXT_BOTTOM + 0.01 && h < whole * 0.4)
                break;
        }
        double h = row_height(g, r, p.first, f->y), room = TEXT_BOTTOM - f->y;
        g->top[r] = f->y;
        if (h <= room + 0.01) {
            f->y += h;
            continue;
        }
        p.cut = r == p.first || (h > whole * 0.35 && room > 5 * faces[FACE_TABLE].leading + 2 * g->pad_y);
        if (p.cut) {
            f->y = TEXT_BOTTOM;
            r++;
        }
        break;
    }
    p.last = r - 1;
    p.bottom = f->y;
    if (p.last >= p.first)
        put_rows(f, g, &p, false);
    return p.cut && !row_done(g, p.last) ? p.last : r;
}

/* The table's place in the structure: whole, wherever pages cut it. */
static void
tag_grid(Flow *f, Grid *g)
{
    Arena *mem = f->set.c->mem;
    Tag   *table = tag_add(mem, f->out->root, "Table"), *row = NULL;
    for (size_t i = 0, r = 0; i < g->n; i++) {
        GridCell *x = &g->cells[i];
        for (; r <= (size_t)x->row; r++)
            row = tag_add(mem, table, "TR");
        x->tag = tag_add(mem, row, x->cell->head ? "TH" : "TD");
        x->tag->rows = x->rows;
        x->tag->cols = x->cols;
        x->tag->row_head = x->row >= g->b->head_rows;
    }
}

void
grid_place(Flow *f, struct Grid *g)
{
    const int rows = (int)g->b->row_count, heads = g->b->head_rows < rows ? g->b->head_rows : rows;
    if (!ok(f->set.c))
        return;
    if (!f->fresh && f->y + grid_need(g) > TEXT_BOTTOM + 0.01)
        new_page(f);
    f->y += f->fresh ? 0 : ABOVE;
    tag_grid(f, g);
    for (int r = heads;;) {
        r = place_piece(f, g, r);
        if (r >= rows)
            break;
        new_page(f);
    }
    f->y += 8;
}
