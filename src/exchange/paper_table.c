/* paper_table.c -- the ruled tables: cover, budget, plan, indicators, criteria, pairs, addresses.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Columns are shares of the paper's width. A table keeps its empty cells: they are there to be filled. */
#include "exchange/paper_in.h"

#include "base/number.h"
#include "base/text.h"

#include <string.h>

Block *
table_add(Build *b, const char *field, const double *widths, int columns, int head_rows)
{
    Block  *t = block_add(b, BLOCK_TABLE, "", field);
    double *w = NEWN(b->c->mem, double, columns);
    memcpy(w, widths, (size_t)columns * sizeof *w);
    t->widths = w;
    t->column_count = columns;
    t->head_rows = head_rows;
    return t;
}

CellRow *
row_add(Build *b, Block *table, const char *field)
{
    size_t n = table->row_count;
    if ((n & (n - 1)) == 0) { /* room is the next power of two */
        CellRow *more = NEWN(b->c->mem, CellRow, n ? n * 2 : 1);
        if (n)
            memcpy(more, table->rows, n * sizeof *more);
        table->rows = more;
    }
    CellRow *r = &table->rows[table->row_count++];
    *r = (CellRow){ .cells = NEWN(b->c->mem, Cell, table->column_count), .field = field && *field ? field : NULL };
    return r;
}

Cell *
cell_add(Block *table, CellRow *row, const char *text)
{
    if (row->n >= (size_t)table->column_count)
        die("a table of ours has more cells than columns");
    Cell *cell = &row->cells[row->n++];
    cell->text = text ? text : "";
    return cell;
}

Cell *
head_add(Block *table, CellRow *row, const char *text)
{
    Cell *cell = cell_add(table, row, text);
    cell->head = true;
    cell->align = ALIGN_CENTER;
    return cell;
}

void
cell_marks(Cell *cell, const Marks *m)
{
    cell->marks = m->v;
    cell->mark_count = m->n;
}

/* "{era}年度要求額：{text}" with the members of `from`; {era} is its fiscal_year in the Japanese calendar, {kind} the
 * label of the form for new and extended programmes. */
static const char *
fill(const Build *b, const json_t *labels, const char *format, const json_t *from)
{
    Arena      *mem = b->c->mem;
    const char *s = text_replace(mem, format, "{text}", json_text(from, "text"));
    int         fy = (int)json_int(from, "fiscal_year", 0);
    s = text_replace(mem, s, "{name}", json_text(b->rec, "name"));
    s = text_replace(mem, s, "{kind}", form_text(b, labels, json_text(b->rec, "kind")));
    s = text_replace(mem, s, "{fy}", fy ? arena_fmt(mem, "%d", fy) : "");
    return text_replace(mem, s, "{era}", fy ? era_year(mem, fy) : "");
}

/* One line of the cover's cell; a text that already says what it is ("令和6年度要求額：970百万円") stands as it is. */
static const char *
cover_line(const Build *b, const json_t *row, const char *field)
{
    const json_t *from = json_path(b->rec, field), *labels = json_path(row, "labels");
    const char   *text = json_text(from, "text");
    if (json_is_object(from) && (!*text || strstr(text, "：")))
        return text;
    return from ? fill(b, labels, form_text(b, labels, field), from) : "";
}

void
put_cover_head(Build *b, const json_t *node)
{
    static const double ja[] = { 0.16, 0.84 }, en[] = { 0.22, 0.78 };
    Block  *t = table_add(b, "request", L(b->c, ja, en), 2, 0);
    size_t  i, k;
    json_t *row, *field;
    json_array_foreach(json_path(node, "rows"), i, row)
    {
        CellRow *r = row_add(b, t, "request");
        head_add(t, r, form_text(b, row, "label"));
        Buf *all = buf_in(b->c->mem);
        json_array_foreach(json_path(row, "fields"), k, field)
        {
            const char *line = cover_line(b, row, json_string_value(field));
            if (*line)
                buf_fmt(all, "%s%s", all->n ? "\n" : "", line);
        }
        Cell  *cell = cell_add(t, r, arena_str(b->c->mem, buf_text(all)));
        Marks  m = { 0 };
        cell->right_from = 2;
        static const struct { const char *field, *ja, *en; } numbers[] = {
            { "request", "要求額", "Requested" }, { "total", "研究事業総額", "Total" }, { "period", "研究事業期間", "Period" } };
        for (size_t n = 0; n < 3; n++) {
            const char *text = json_text(b->rec, arena_fmt(b->c->mem, "%s.text", numbers[n].field)), *colon = strstr(text, "：");
            mark_number(b, &m, cell->text, cell->text + strcspn(cell->text, "\n"), colon ? colon + strlen("：") : text, numbers[n].field,
                        L(b->c, numbers[n].ja, numbers[n].en));
        }
        cell_marks(cell, &m);
    }
}

/* Column labels in the order they first stand in the record. */
static size_t
budget_columns(Build *b, const char **labels, size_t room)
{
    size_t  n = 0, i;
    json_t *one;
    json_array_foreach(json_path(b->rec, "budget"), i, one)
    {
        size_t k = 0;
        while (k < n && strcmp(labels[k], json_text(one, "label")) != 0)
            k++;
        if (k == n && n < room)
            labels[n++] = json_text(one, "label");
    }
    return n;
}

static void
budget_row(Build *b, Block *t, const json_t *state, const char *const *labels, size_t n)
{
    const char *label = form_text(b, state, "label"), *want = json_text(state, "state");
    CellRow    *r = row_add(b, t, "budget");
    size_t      i;
    json_t     *one;
    head_add(t, r, label);
    for (size_t k = 0; k < n; k++) {
        Cell *cell = cell_add(t, r, "");
        cell->align = ALIGN_CENTER;
        json_array_foreach(json_path(b->rec, "budget"), i, one)
        {
            if (*cell->text || strcmp(json_text(one, "label"), labels[k]) != 0 || strcmp(json_text(one, "state"), want) != 0)
                continue;
            Marks m = { 0 };
            cell->text = json_text(one, "text");
            mark_number(b, &m, cell->text, cell->text, json_flag(one, "elided") ? "" : cell->text, arena_fmt(b->c->mem, "b%zu", i + 1),
                        arena_fmt(b->c->mem, "%s %s", label, labels[k]));
            cell_marks(cell, &m);
        }
    }
}

void
put_budget(Build *b, const json_t *node)
{
    enum { MOST = 24 };
    const char *labels[MOST];
    double      widths[MOST + 1] = { 0.2 };
    size_t      n = budget_columns(b, labels, MOST), i;
    json_t     *state;
    if (n == 0)
        labels[n++] = "";
    for (size_t k = 0; k < n; k++)
        widths[k + 1] = 0.8 / (double)n;
    /* One year alone does not fill the width of the paper. */
    if (n == 1)
        widths[0] = 0.5, widths[1] = 0.5;
    const char *unit = json_text(b->rec, "overview.budget_unit");
    if (*unit)
        block_add(b, BLOCK_RIGHT, text_replace(b->c->mem, form_text(b, json_path(node, "labels"), "unit"), "{text}", unit), "budget");
    Block   *t = table_add(b, "budget", widths, (int)n + 1, 1);
    CellRow *head = row_add(b, t, "budget");
    head_add(t, head, form_text(b, json_path(node, "labels"), "year"));
    for (size_t k = 0; k < n; k++)
        head_add(t, head, labels[k]);
    json_array_foreach(json_path(node, "rows"), i, state) budget_row(b, t, state, labels, n);
}

void
put_plan(Build *b, const json_t *node)
{
    static const double widths[] = { 0.26, 0.74 };
    const char *field = json_text(node, "field"), *upper = json_text(node, "policies.label");
    Block      *t = table_add(b, field, widths, 2, 0);
    size_t      i;
    json_t     *one;
    bool        said = false;
    json_array_foreach(json_path(b->rec, field), i, one)
    {
        CellRow *r = row_add(b, t, arena_fmt(b->c->mem, "%s.%zu", field, i));
        head_add(t, r, json_text(one, "label"))->align = ALIGN_LEFT;
        cell_add(t, r, json_text(one, "text"));
        said = said || strcmp(json_text(one, "label"), upper) == 0;
    }
    if (said || !*upper)
        return;
    Buf *all = buf_in(b->c->mem);
    json_array_foreach(json_path(b->rec, json_text(node, "policies.field")), i, one)
        buf_fmt(all, "%s・%s", i ? "\n" : "", json_text(one, "text"));
    CellRow *r = row_add(b, t, json_text(node, "policies.field"));
    head_add(t, r, upper)->align = ALIGN_LEFT;
    cell_add(t, r, arena_str(b->c->mem, buf_text(all)));
}

/* Indicators of one printed table: the same label and the same years. */
static bool
same_table(const json_t *a, const json_t *b)
{
    return strcmp(json_text(a, "table_label"), json_text(b, "table_label")) == 0 && json_equal(json_path(a, "columns"), json_path(b, "columns"));
}

static const char *
indicator_cell(Build *b, const json_t *one)
{
    Buf    *all = buf_in(b->c->mem);
    size_t  i;
    json_t *n;
    if (json_has(one, "group"))
        buf_fmt(all, "【%s】\n", json_text(one, "group"));
    buf_add(all, json_text(one, "name"));
    json_array_foreach(json_path(one, "notes"), i, n)
        if (strcmp(json_text(n, "kind"), "baseline") == 0)
            buf_fmt(all, "\n%s", json_text(n, "text"));
    return arena_str(b->c->mem, buf_text(all));
}

/* Whether the unit stands in no other place of the row: its name's last brackets or its values. */
static bool
needs_unit(Build *b, const json_t *one)
{
    const char *unit = json_text(one, "unit"), *name = json_text(one, "name"), *fy;
    json_t     *v;
    if (!*unit || text_ends(name, arena_fmt(b->c->mem, "%s）", unit)) || text_ends(name, arena_fmt(b->c->mem, "%s)", unit)))
        return false;
    json_object_foreach(json_path(one, "values"), fy, v)
        if (strstr(json_text(v, "text"), unit))
            return false;
    return true;
}

static void
indicator_row(Build *b, Block *t, const json_t *one, size_t place)
{
    Arena   *mem = b->c->mem;
    CellRow *r = row_add(b, t, arena_fmt(mem, "indicators.%zu", place));
    size_t   i;
    json_t  *col;
    cell_add(t, r, indicator_cell(b, one));
    json_array_foreach(json_path(one, "columns"), i, col)
    {
        const char *fy = arena_fmt(mem, "%lld", (long long)json_int(col, "fy", 0));
        const char *text = json_text(one, arena_fmt(mem, "values.%s.text", fy));
        Cell       *cell = cell_add(t, r, text);
        Marks       m = { 0 };
        cell->align = ALIGN_CENTER;
        /* "-" is no number and has no address */
        if (strcmp(json_text(one, arena_fmt(mem, "values.%s.qualifier", fy)), "none") != 0)
            mark_number(b, &m, cell->text, cell->text, text, arena_fmt(mem, "i%zu.%s", place + 1, fy),
                        arena_fmt(mem, "%s %s", json_text(one, "name"), json_text(col, "label")));
        cell_marks(cell, &m);
    }
    if (r->n < (size_t)t->column_count) /* the column of units */
        cell_add(t, r, needs_unit(b, one) ? json_text(one, "unit") : "")->align = ALIGN_CENTER;
}

/* ※ notes beneath the table, each once; a baseline stands in the cell of its indicator. */
static void
indicator_notes(Build *b, size_t from, size_t to)
{
    const json_t *list = json_path(b->rec, "indicators");
    const char   *last = "";
    for (size_t i = from; i < to; i++) {
        size_t  k;
        json_t *n;
        json_array_foreach(json_path(json_array_get(list, i), "notes"), k, n)
        {
            const char *text = json_text(n, "text");
            if (strcmp(json_text(n, "kind"), "baseline") == 0 || strcmp(text, last) == 0)
                continue;
            block_add(b, BLOCK_NOTE, text, arena_fmt(b->c->mem, "indicators.%zu", i));
            last = text;
        }
    }
}

/* Heading rows: the label, the years under their own heading (a paper may print none), the unit where cells need it. */
static Block *
indicator_head(Build *b, const json_t *node, const json_t *first, bool unit)
{
    enum { MOST = 12 };
    const json_t *cols = json_path(first, "columns");
    size_t        n = json_array_size(cols), i;
    double        widths[MOST + 2] = { unit ? 0.46 : 0.52 };
    n = n > MOST ? MOST : n == 0 ? 3 : n;
    for (size_t k = 0; k < n; k++)
        widths[k + 1] = 0.48 / (double)n;
    widths[n + 1] = 0.06;
    const char *label = json_text(first, "table_label"), *years = json_text(first, "years_label");
    bool        bare = json_is_string(json_path(first, "years_label")) && !*years;
    Block      *t = table_add(b, "indicators", widths, (int)n + 1 + unit, bare ? 1 : 2);
    CellRow    *r = row_add(b, t, NULL);
    head_add(t, r, *label ? label : form_text(b, node, "label"))->rowspan = bare ? 1 : 2;
    if (!bare) {
        head_add(t, r, *years ? years : form_text(b, node, "years"))->colspan = (int)n;
        if (unit)
            head_add(t, r, form_text(b, json_path(node, "labels"), "unit"))->rowspan = 2;
        r = row_add(b, t, NULL);
    }
    for (i = 0; i < n; i++)
        head_add(t, r, json_text(json_array_get(cols, i), "label"));
    if (bare && unit)
        head_add(t, r, form_text(b, json_path(node, "labels"), "unit"));
    return t;
}

/* One printed table: indicators [from, to). */
static void
indicator_table(Build *b, const json_t *node, const json_t *list, size_t from, size_t to)
{
    bool unit = false;
    for (size_t k = from; k < to; k++)
        unit = unit || needs_unit(b, json_array_get(list, k));
    Block *t = indicator_head(b, node, json_array_get(list, from), unit);
    for (size_t k = from; k < to; k++)
        indicator_row(b, t, json_array_get(list, k), k);
    indicator_notes(b, from, to);
}

void
put_indicators(Build *b, const json_t *node)
{
    const json_t *list = json_path(b->rec, json_text(node, "field"));
    const char   *type = json_text(node, "where.type");
    size_t        n = json_array_size(list), done = 0;
    for (size_t i = 0, to; i < n; i = to) {
        const json_t *first = json_array_get(list, i);
        to = i + 1;
        if (strcmp(json_text(first, "type"), type) != 0)
            continue;
        while (to < n && strcmp(json_text(json_array_get(list, to), "type"), type) == 0 && same_table(first, json_array_get(list, to)))
            to++;
        indicator_table(b, node, list, i, to);
        done++;
    }
    if (done)
        return;
    Block   *t = indicator_head(b, node, NULL, false);
    CellRow *r = row_add(b, t, NULL);
    while (r->n < (size_t)t->column_count)
        cell_add(t, r, "");
}

/* Criteria that stood in one cell: the same kind, and read from the same line where the lines are known. */
static bool
same_cell(const json_t *a, const json_t *b)
{
    return strcmp(json_text(a, "kind"), json_text(b, "kind")) == 0 && !json_flag(a, "explicit_none") && !json_flag(b, "explicit_none") &&
           json_int(a, "source.line_from", 0) == json_int(b, "source.line_from", 0);
}

static const char *
criterion_text(Build *b, const json_t *list, size_t from, size_t to)
{
    Buf *all = buf_in(b->c->mem);
    if (json_flag(json_array_get(list, from), "explicit_none"))
        return "—";
    for (size_t i = from; i < to; i++)
        buf_fmt(all, "%s%s%s", i > from ? "\n" : "", to - from > 1 ? "・" : "", json_text(json_array_get(list, i), "text"));
    return arena_str(b->c->mem, buf_text(all));
}

/* The cells of the last criterion, kind and text, stretch over one row more. */
static void
share_above(const Build *b, Block *t)
{
    for (size_t k = 0; k < 2; k++) {
        Cell *cell = &t->rows[b->criterion_row].cells[b->criterion_at + k];
        cell->rowspan = (cell->rowspan ? cell->rowspan : 1) + 1;
    }
}

static void
item_rows(Build *b, const json_t *node, Block *t, const json_t *item, const char *field)
{
    const json_t *list = json_path(item, "criteria"), *labels = json_path(node, "labels");
    size_t        n = json_array_size(list), rows = 0, first = t->row_count;
    for (size_t i = 0; i < n || rows == 0;) {
        const json_t *one = json_array_get(list, i);
        size_t        to = i + 1;
        CellRow      *r = row_add(b, t, field);
        if (rows++ == 0)
            cell_add(t, r, json_text(item, "item"));
        if (json_flag(one, "merged") && first > (size_t)t->head_rows) {
            share_above(b, t);
            break;
        }
        while (to < n && same_cell(one, json_array_get(list, to)))
            to++;
        b->criterion_row = t->row_count - 1;
        b->criterion_at = r->n;
        cell_add(t, r, one ? form_text(b, labels, json_text(one, "kind")) : "")->align = ALIGN_CENTER;
        cell_add(t, r, one ? criterion_text(b, list, i, to) : "");
        i = to;
    }
    t->rows[first].cells[0].rowspan = (int)rows;
}

static void
criteria_table(Build *b, const json_t *node, const json_t *view, const char *field)
{
    static const double ja[] = { 0.3, 0.12, 0.58 }, en[] = { 0.28, 0.17, 0.55 };
    const json_t *labels = json_path(node, "labels");
    Block        *t = table_add(b, field, L(b->c, ja, en), 3, 1);
    CellRow      *head = row_add(b, t, NULL);
    size_t        i;
    json_t       *item;
    head_add(t, head, form_text(b, labels, "item"));
    head_add(t, head, form_text(b, labels, "criterion"))->colspan = 2;
    json_array_foreach(json_path(view, "items"), i, item) item_rows(b, node, t, item, arena_fmt(b->c->mem, "%s.items.%zu", field, i));
}

/* The view's narrative; those of its items under their names where it does not hold them; its verdict where neither
 * ends with it. */
static void
view_prose(Build *b, const json_t *view, const char *field)
{
    Buf        *all = buf_in(b->c->mem);
    size_t      i;
    json_t     *item;
    const char *body = json_text(view, "narrative"), *verdict = json_text(view, "verdict");
    json_array_foreach(json_path(view, "items"), i, item)
    {
        const char *one = json_text(item, "narrative");
        if (*one && !strstr(body, one))
            buf_fmt(all, "%s（%s）\n%s", all->n ? "\n" : "", json_text(item, "name"), one);
    }
    if (*body)
        buf_fmt(all, "%s%s", all->n ? "\n" : "", body);
    if (*verdict && !strstr(buf_text(all), verdict))
        buf_fmt(all, "%s%s", all->n ? "\n" : "", verdict);
    block_add(b, BLOCK_TEXT, arena_str(b->c->mem, buf_text(all)), field);
}

void
put_views(Build *b, const json_t *node)
{
    const char *base = json_text(node, "field");
    size_t      i;
    json_t     *v;
    json_array_foreach(json_path(b->rec, base), i, v)
    {
        const char *field = arena_fmt(b->c->mem, "%s.%zu", base, i), *no = json_text(v, "no");
        block_add(b, BLOCK_HEADING, arena_fmt(b->c->mem, "%s%s%s", no, *no ? " " : "", json_text(v, "view")), field)->level = 2;
        criteria_table(b, node, v, field);
        view_prose(b, v, field);
    }
}

static bool
any_grade(const json_t *view)
{
    size_t  i;
    json_t *item;
    json_array_foreach(json_path(view, "items"), i, item)
        if (*json_text(item, "grade"))
            return true;
    return false;
}

/* Interim and ex-post: beside the criteria as set before stand what was done, how it is judged and, where the committee
 * grades, the grade; empty ones are to be filled. */
static void
judgement_table(Build *b, const json_t *node, const json_t *view, const char *field)
{
    static const double graded[] = { 0.16, 0.09, 0.23, 0.24, 0.19, 0.09 }, plain[] = { 0.17, 0.09, 0.25, 0.27, 0.22 };
    static const char *const sides[] = { "done", "judgement", "grade" };
    const json_t *labels = json_path(node, "labels");
    bool          grade = any_grade(view);
    Block        *t = table_add(b, field, grade ? graded : plain, grade ? 6 : 5, 1);
    CellRow      *head = row_add(b, t, NULL);
    size_t        i;
    json_t       *item;
    head_add(t, head, form_text(b, labels, "item"));
    head_add(t, head, form_text(b, labels, "criterion"))->colspan = 2;
    for (size_t k = 0; k < (grade ? 3 : 2); k++)
        head_add(t, head, form_text(b, labels, sides[k]));
    json_array_foreach(json_path(view, "items"), i, item)
    {
        size_t first = t->row_count;
        item_rows(b, node, t, item, arena_fmt(b->c->mem, "%s.items.%zu", field, i));
        for (size_t k = 0; k < (grade ? 3 : 2); k++)
            cell_add(t, &t->rows[first], json_text(item, sides[k]))->rowspan = (int)(t->row_count - first);
    }
}

void
put_judgements(Build *b, const json_t *node)
{
    const char *base = json_text(node, "field"), *before = json_text(b->rec, json_text(node, "text_field"));
    size_t      i;
    json_t     *v;
    if (json_has(node, "text_field") && *before)
        block_add(b, BLOCK_TEXT, before, json_text(node, "text_field"));
    json_array_foreach(json_path(b->rec, base), i, v)
    {
        const char *field = arena_fmt(b->c->mem, "%s.%zu", base, i), *no = json_text(v, "no"), *name = json_text(v, "view");
        block_add(b, BLOCK_HEADING, *no ? arena_fmt(b->c->mem, "%s %s", no, name) : arena_fmt(b->c->mem, "<%s>", name), field)->level = 3;
        judgement_table(b, node, v, field);
        view_prose(b, v, field);
    }
}

/* <指摘事項> and <対応状況> in pairs: as the paper had them under labels, else a column a row of the form. Without any
 * pair: an empty one to fill. */
void
put_pairs(Build *b, const json_t *node)
{
    static const double widths[] = { 0.5, 0.5 };
    const char   *field = json_text(node, "field"), *said = json_text(b->rec, arena_fmt(b->c->mem, "%s_text", field));
    const json_t *list = json_path(b->rec, field), *columns = json_path(node, "rows");
    if (*said && !strchr(said, '\t')) {
        block_add(b, BLOCK_TEXT, said, field);
        return;
    }
    Block        *t = table_add(b, field, widths, 2, 1);
    CellRow      *r = row_add(b, t, NULL);
    size_t        n = json_array_size(list);
    for (size_t k = 0; k < 2; k++)
        head_add(t, r, form_text(b, json_array_get(columns, k), "label"));
    for (size_t i = 0; i < n || i == 0; i++) {
        r = row_add(b, t, arena_fmt(b->c->mem, "%s.%zu", field, i));
        for (size_t k = 0; k < 2; k++)
            cell_add(t, r, json_text(json_array_get(list, i), json_text(json_array_get(columns, k), "field")));
    }
}

/* Where each number of the paper opens: behind the paper, so that its body stays as the form has it. */
void
put_addresses(Build *b, const json_t *node)
{
    static const double widths[] = { 0.46, 0.28, 0.26 };
    const json_t *labels = json_path(node, "labels");
    block_add(b, BLOCK_TITLE, form_text(b, labels, "title"), NULL)->level = 2;
    Block   *t = table_add(b, NULL, widths, 3, 1);
    CellRow *r = row_add(b, t, NULL);
    head_add(t, r, form_text(b, labels, "what"));
    head_add(t, r, form_text(b, labels, "number"));
    head_add(t, r, form_text(b, labels, "address"));
    for (size_t i = 0; i < b->address_count; i++) {
        const Address *a = &b->addresses[i];
        Mark          *m = NEW(b->c->mem, Mark);
        r = row_add(b, t, NULL);
        cell_add(t, r, a->label);
        cell_add(t, r, a->text)->align = ALIGN_CENTER;
        Cell *cell = cell_add(t, r, paper_url(b->c, b->out, a->ref));
        *m = (Mark){ 0, strlen(cell->text), a->ref };
        cell->marks = m;
        cell->mark_count = 1;
    }
}
