/* rs_csv.c -- one table of the review-sheet system into the spool, row by row, each cell looked at.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs.h"

#include "base/number.h"
#include "base/text.h"
#include "format/csv.h"
#include "format/json.h"
#include "format/quick.h"

#include <math.h>
#include <string.h>

typedef struct {
    Rs              *r;
    Csv              v;
    const char      *file;
    size_t           member;
    const RsTable   *table;
    const RsColumn **column; /* of the file's columns; NULL: not in the catalogue, kept under `name` */
    const char     **name;
    size_t          *place;  /* the file's columns in the order of the catalogue */
    size_t           n;
    bool             cp932, said;
    Buf             *row;
} Reading;

static void
problem(Reading *d, const char *field, const char *level, const char *ja, const char *en)
{
    run_problem(d->r->i->run, d->file, d->v.line, field, level, ja, en);
}

/* A cell as UTF-8 in the scratch arena; NULL when it is neither that nor CP932. */
static const char *
cell_text(Reading *d, CsvCell cell)
{
    size_t n, at;
    if (!d->cp932)
        return quick_utf8(cell.s, cell.n, &at) ? cell.s : NULL;
    return text_iconv(d->r->scratch, "CP932", cell.s, cell.n, &n);
}

/* Names of the first row: in UTF-8, else in CP932; the table that they are of. */
static bool
names(Reading *d)
{
    Arena       *mem = d->r->mem;
    const char **key = NEWN(d->r->scratch, const char *, d->v.cells);
    d->n = d->v.cells;
    d->name = NEWN(mem, const char *, d->n);
    for (int round = 0; round < 2; round++) {
        size_t good = 0;
        d->cp932 = round == 1;
        for (size_t i = 0; i < d->n; i++) {
            const char *t = cell_text(d, d->v.cell[i]);
            d->name[i] = t ? arena_str(mem, text_trim(d->r->scratch, t)) : "";
            key[i] = text_key(d->r->scratch, d->name[i]);
            good += t != NULL;
        }
        d->table = good == d->n ? rs_layout_table(d->r->layout, d->file, key, d->n) : NULL;
        if (d->table)
            break;
    }
    if (!d->table) {
        problem(d, NULL, "error", "列の見出しが RSシステムのどの表にも合わない。UTF-8 または CP932（Shift_JIS）の CSV で、1行目に見出しがあることを確かめる。このファイルは取り込まない。",
                "the names of the columns fit no table of the RS system; it must be CSV in UTF-8 or CP932 (Shift_JIS) with names in its first line. The file was left out.");
        return false;
    }
    if (d->cp932)
        problem(d, NULL, "warning", "文字コードは CP932（Shift_JIS）とみて読んだ。", "read as CP932 (Shift_JIS).");
    d->column = NEWN(mem, const RsColumn *, d->n);
    for (size_t i = 0; i < d->n; i++)
        d->column[i] = rs_layout_column(d->table, key[i]);
    return true;
}

/* Every column that must be there is, once; the order of the catalogue is the order of the cells in a row. */
static bool
columns(Reading *d)
{
    size_t at = 0;
    bool   good = true;
    Arena *mem = d->r->mem;
    d->place = NEWN(mem, size_t, d->n + 1);
    for (size_t k = 0; k < d->table->columns; k++) {
        const RsColumn *c = &d->table->column[k];
        size_t          times = 0;
        for (size_t i = 0; i < d->n; i++)
            if (d->column[i] == c) {
                d->place[at] = i;
                at += times++ == 0;
            }
        if (times == 1 || (times == 0 && c->optional))
            continue;
        good = false;
        problem(d, c->name, "error",
                arena_fmt(mem, times ? "%s（%s）の列「%s」が二つある。このファイルは取り込まない。一つにして、もう一度取り込んでください。" : "%s（%s）の列「%s」がない。このファイルは取り込まない。入手し直すか、列の名が変わったのなら catalog/sources/rs-csv.yaml に新しい名を書き、もう一度取り込んでください。", d->table->id, d->table->title, c->name),
                arena_fmt(mem, times ? "table %s (%s) has the column %s twice; the file was left out. Leave one and import it again." : "table %s (%s) lacks the column %s; the file was left out. Fetch it again or, where the column has a new name, write that into catalog/sources/rs-csv.yaml, and import it again.", d->table->id, d->table->title_en, c->name));
    }
    for (size_t i = 0; i < d->n; i++)
        if (!d->column[i] && *d->name[i]) {
            d->place[at++] = i;
            problem(d, d->name[i], "warning", arena_fmt(mem, "%s の列「%s」は目録（catalog/sources/rs-csv.yaml）にない。文字のまま残した。", d->table->id, d->name[i]),
                    arena_fmt(mem, "the column %s of table %s is not in the catalogue (catalog/sources/rs-csv.yaml); it was kept as text.", d->name[i], d->table->id));
        }
    d->n = at;
    return good;
}

/* -?digits without zeros in front: a JSON number that prints as it came. */
static bool
plain_number(const char *s)
{
    size_t n = strlen(s), minus = *s == '-';
    return n > minus && n < 17 && strspn(s + minus, "0123456789") == n - minus && (s[minus] != '0' || (n == 1 && !minus));
}

static bool
is_nothing(const RsLayout *l, const char *s)
{
    size_t  i;
    json_t *w;
    json_array_foreach(l->nothing, i, w)
        if (strcmp(json_string_value(w), s) == 0)
            return true;
    return false;
}

/* Says what is wrong with a cell; it stays as printed and counts as no value. */
static void
check_cell(Reading *d, const RsColumn *k, const char *t)
{
    if (plain_number(t) && (k->type == RS_YEN ? strlen(t) < 16 : strlen(t) == 4 && (strncmp(t, "19", 2) == 0 || strncmp(t, "20", 2) == 0)))
        return;
    double      v = 0;
    bool        number = rs_amount(d->r->scratch, t, &v);
    const char *short_text = text_head(d->r->scratch, t, 40);
    if (k->type == RS_YEN && !number && !is_nothing(d->r->layout, t))
        problem(d, k->name, "warning", arena_fmt(d->r->scratch, "「%s」は金額として読めない。値のないものとして取り込んだ。", short_text),
                arena_fmt(d->r->scratch, "'%s' is no amount; taken without a value.", short_text));
    else if (k->type == RS_YEN && number && !(fabs(v) <= 9e15))
        problem(d, k->name, "warning", arena_fmt(d->r->scratch, "「%s」は金額として大きすぎる。値のないものとして取り込んだ。", short_text),
                arena_fmt(d->r->scratch, "'%s' is too large to be money; taken without a value.", short_text));
    else if (k->type == RS_YEARLY && (!number || v < 1868 || v > 2100) && !is_nothing(d->r->layout, t))
        problem(d, k->name, "warning", arena_fmt(d->r->scratch, "「%s」は年度ではない。値のないものとして取り込んだ。", short_text),
                arena_fmt(d->r->scratch, "'%s' is no fiscal year; taken without a value.", short_text));
}

static void
put_text(Buf *b, const char *s)
{
    buf_char(b, '"');
    while (*s) {
        size_t n = 0;
        while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
            n++;
        buf_addn(b, s, n);
        s += n;
        if (*s == '"' || *s == '\\')
            buf_fmt(b, "\\%c", *s++);
        else if (*s == '\n' && s++)
            buf_add(b, "\\n");
        else if (*s)
            buf_fmt(b, "\\u%04x", *s++);
    }
    buf_char(b, '"');
}

/* The row as JSON, empty cells left out. False when a cell cannot be read. */
static bool
row_json(Reading *d)
{
    buf_clear(d->row);
    for (size_t p = 0; p < d->n; p++) {
        size_t          i = d->place[p];
        const RsColumn *k = d->column[i];
        const char     *t = d->v.cell[i].n > 0 ? cell_text(d, d->v.cell[i]) : "";
        const char     *name = k ? k->name : d->name[i];
        if (!t || strlen(t) != (d->cp932 ? strlen(t) : d->v.cell[i].n)) {
            problem(d, name, "error", "文字として読めないバイトがある（UTF-8 でも CP932 でもない）。この行は取り込まない。", "there are bytes that are no text in UTF-8 or CP932; the row was left out.");
            return false;
        }
        if (!*t)
            continue;
        buf_char(d->row, d->row->n ? ',' : '{');
        put_text(d->row, name);
        buf_char(d->row, ':');
        if (k && (k->type == RS_YEN || k->type == RS_YEARLY))
            check_cell(d, k, t);
        if (k && k->type != RS_TEXT && k->type != RS_SHARE && k->type != RS_FLAG && plain_number(t))
            buf_add(d->row, t);
        else if (k && k->type == RS_FLAG && (strcmp(t, "TRUE") == 0 || strcmp(t, "FALSE") == 0))
            buf_add(d->row, *t == 'T' ? "true" : "false");
        else
            put_text(d->row, t);
    }
    buf_add(d->row, d->row->n ? "}" : "{}");
    return true;
}

static const char *
cell_of(Reading *d, const RsColumn *k)
{
    for (size_t p = 0; p < d->n; p++) /* columns of the head come first */
        if (d->column[d->place[p]] && strcmp(d->column[d->place[p]]->name, k->name) == 0)
            return cell_text(d, d->v.cell[d->place[p]]);
    return NULL;
}

/* Whether the row says which sheet it is of. */
static bool
key_of(Reading *d, SpoolRow *row)
{
    const RsLayout *l = d->r->layout;
    Arena          *mem = d->r->scratch;
    const RsColumn *id = l->field[RS_PROJECT], *fy = l->field[RS_YEAR], *name = l->field[RS_NAME], *ministry = l->field[RS_MINISTRY];
    const char     *t = cell_of(d, id), *y = cell_of(d, fy);
    if (!t || !number_int(t, &row->project) || row->project <= 0 || row->project > INT32_MAX) {
        problem(d, id->name, "error", arena_fmt(mem, "%s が「%s」である。どの事業の行か分からないので取り込まない。", id->name, t ? t : ""),
                arena_fmt(mem, "%s is '%s'; without it the programme is not known, so the row was left out.", id->name, t ? t : ""));
        return false;
    }
    if (!y || !number_int(y, &row->fy) || row->fy < 2000 || row->fy > 2100) {
        problem(d, fy->name, "error", arena_fmt(mem, "%s が「%s」である。レビューシートの年度ではないので、この行は取り込まない。", fy->name, y ? y : ""),
                arena_fmt(mem, "%s is '%s', no year of a review sheet; the row was left out.", fy->name, y ? y : ""));
        return false;
    }
    for (int i = 0; i < 2; i++) {
        const RsColumn *k = i ? ministry : name;
        const char     *v = cell_of(d, k);
        if (!v || text_blank(v)) {
            problem(d, k->name, "error", arena_fmt(mem, "%s がない。この行は取り込まない。", k->name), arena_fmt(mem, "%s is missing; the row was left out.", k->name));
            return false;
        }
    }
    return true;
}

/* False when the row has not as many cells as the head. */
static bool
take_row(Reading *d, size_t cells)
{
    RsMember *m = &d->r->member[d->member];
    SpoolRow  row = { .line = d->v.line, .part = (uint16_t)m->part, .member = (uint16_t)d->member };
    if (d->v.cells != cells) {
        problem(d, NULL, "error", arena_fmt(d->r->scratch, "列が %zu ある（見出しは %zu）。この行は取り込まない。", d->v.cells, cells),
                arena_fmt(d->r->scratch, "%zu cells, while the head has %zu; the row was left out.", d->v.cells, cells));
        csv_again(&d->v);
        return false;
    }
    if (!key_of(d, &row) || !row_json(d))
        return true;
    row.n = (uint32_t)d->row->n;
    m->rows++;
    (void)spool_add(d->r->spool, row, d->row->p, d->row->n); /* the Ctx keeps the error */
    return true;
}

static void
all_rows(Reading *d)
{
    static const char *const ja[] = { "引用符（\"）が閉じていない。この行は取り込まず、次の行から読み続けた。", "閉じた引用符の後ろに文字がある。この行は取り込まず、次の行から読み続けた。",
                                      "1行が大きすぎる（8 MiB、4,096 列まで）。この行は取り込まず、次の行から読み続けた。" };
    static const char *const en[] = { "a quotation mark is never closed; the row was left out and reading went on with the next line.",
                                      "text stands behind a closing quotation mark; the row was left out and reading went on with the next line.",
                                      "the row is too large (8 MiB, 4,096 columns); it was left out and reading went on with the next line." };
    size_t  cells = d->v.cells;
    CsvStep step;
    int64_t n = 0;
    bool    whole = true;
    while (ok(d->r->in) && ok(d->r->i->c) && (step = csv_next(&d->v)) != CSV_END) {
        whole = step == CSV_ROW && take_row(d, cells);
        if (step != CSV_ROW)
            problem(d, NULL, "error", ja[step - CSV_OPEN_QUOTE], en[step - CSV_OPEN_QUOTE]);
        arena_reset(d->r->scratch);
        if (++n % 500 == 0)
            rs_said(d->r, d->v.s, d->r->member[d->member].rows);
    }
    if (whole || !d->v.torn)
        return;
    problem(d, NULL, "error", "ファイルが行の途中で終わっている。切れた表で前の表を置き換えないよう、このファイルは取り込まない。入手し直して、もう一度取り込んでください。",
            "the file ends in the middle of a row. A table that is cut off must not replace one that is whole, so the file was left out; fetch it again and import it.");
    d->r->member[d->member].bad = d->r->i->unfinished = true;
}

bool
rs_read_csv(Rs *r, Source *s, const char *name)
{
    Reading d = { .r = r, .file = arena_str(r->mem, name), .member = r->members, .row = buf_in(r->mem) };
    if (r->members == RS_MEMBERS)
        return fail(r->i->c, ERR_INVALID, name, L(r->i->c, "ファイルが多すぎます（%d まで）。", "there are too many files (at most %d)."), RS_MEMBERS);
    csv_begin(&d.v, r->in, s);
    r->member[r->members++] = (RsMember){ .name = d.file, .part = -1 };
    CsvStep step = csv_next(&d.v);
    if (step == CSV_ROW) {
        if (names(&d)) {
            RsMember *m = &r->member[d.member];
            m->part = (int)(d.table - r->layout->table);
            m->bad = !columns(&d);
            arena_reset(r->scratch);
            if (!m->bad)
                all_rows(&d);
            m->bad = m->bad || !ok(r->in);
        }
    } else if (ok(r->in)) {
        problem(&d, NULL, "error", "CSV の見出しの行がない。このファイルは取り込まない。", "there is no line of column names; the file was left out.");
    }
    csv_end(&d.v);
    return ok(r->i->c);
}
