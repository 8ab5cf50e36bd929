/* table_xlsx.c -- rows of JSON to one worksheet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table_xlsx.h"

#include "base/text.h"
#include "format/json.h"
#include "format/xlsx.h"

#include <string.h>

enum { MAX_ROWS = 1048575, MAX_COLUMNS = 256, LOOK = 500 };

typedef struct {
    lxw_format *head, *text, *number, *plain, *real;
} Styles;

/* 2,024 is no year: years and identifiers are printed without separators. */
static bool
is_name_of_number(const char *key)
{
    static const char *const whole[] = { "fy", "year", "id", "no", "line" }, *const tails[] = { "_fy", "_year", "_id", "_no" };
    const char              *dot = strrchr(key, '.'), *k = dot ? dot + 1 : key;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(k, whole[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (text_ends(k, tails[i]))
            return true;
    return false;
}

/* What a cell shows when it is not a number. */
static const char *
shown(Ctx *c, const json_t *v)
{
    Buf          *b;
    size_t        i;
    const json_t *m;
    if (!v || json_is_null(v))
        return "";
    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_boolean(v))
        return json_is_true(v) ? L(c, "はい", "yes") : L(c, "いいえ", "no");
    if (json_is_integer(v))
        return arena_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    if (json_is_real(v))
        return arena_fmt(c->mem, "%.15g", json_real_value(v));
    if (!json_is_array(v))
        return json_canonical(c->mem, v);
    b = buf_in(c->mem);
    json_array_foreach(v, i, m)
    {
        buf_add(b, i ? "、" : "");
        buf_add(b, shown(c, m));
    }
    return buf_text(b);
}

static void
cell(Ctx *c, lxw_worksheet *w, lxw_row_t row, lxw_col_t col, const char *key, const json_t *v, const Styles *st)
{
    const json_int_t exact = (json_int_t)1 << 53; /* Excel counts in doubles */
    if (json_is_integer(v) && json_integer_value(v) <= exact && json_integer_value(v) >= -exact) {
        worksheet_write_number(w, row, col, (double)json_integer_value(v), is_name_of_number(key) ? st->plain : st->number);
    } else if (json_is_real(v)) {
        worksheet_write_number(w, row, col, json_real_value(v), st->real);
    } else {
        const char *s = xlsx_text(c->mem, shown(c, v));
        if (*s)
            worksheet_write_string(w, row, col, s, st->text);
    }
}

static Styles
styles(lxw_workbook *b)
{
    Styles       st;
    lxw_format **all[] = { &st.head, &st.text, &st.number, &st.plain, &st.real };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        lxw_format *f = *all[i] = workbook_add_format(b);
        format_set_font_name(f, "游ゴシック");
        format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
        format_set_border(f, LXW_BORDER_HAIR);
    }
    format_set_bold(st.head);
    format_set_bg_color(st.head, 0xE8F1FE);
    format_set_bottom(st.head, LXW_BORDER_THIN);
    format_set_text_wrap(st.head);
    format_set_text_wrap(st.text);
    format_set_num_format(st.number, "#,##0");
    format_set_num_format(st.plain, "0");
    format_set_num_format(st.real, "#,##0.###");
    return st;
}

/* As wide as the first rows want, within a page. */
static double
column_width(Ctx *c, const char *key, const char *label, const json_t *rows)
{
    double w = xlsx_columns(label) + 2;
    for (size_t i = 0; i < json_array_size(rows) && i < LOOK; i++) {
        const json_t *v = json_path(json_array_get(rows, i), key);
        double        k = xlsx_columns(shown(c, v)) * (json_is_number(v) ? 1.35 : 1) + 2;
        w = k > w ? k : w;
    }
    return w < 6 ? 6 : w > 60 ? 60 : w;
}

static void
page(lxw_worksheet *w, size_t n, size_t rows)
{
    worksheet_freeze_panes(w, 1, 0);
    worksheet_autofilter(w, 0, 0, (lxw_row_t)rows, (lxw_col_t)(n - 1));
    worksheet_repeat_rows(w, 0, 0);
    worksheet_set_paper(w, 9); /* A4 */
    worksheet_set_landscape(w);
    worksheet_fit_to_pages(w, 1, 0);
    worksheet_set_footer(w, "&C&P / &N");
}

bool
table_xlsx(Ctx *c, const char *title, const char *const *keys, const char *const *labels, size_t n, const json_t *rows, Buf *out)
{
    Xlsx          x;
    size_t        i;
    const json_t *row;
    if (json_array_size(rows) > MAX_ROWS || n == 0 || n > MAX_COLUMNS)
        return fail(c, ERR_INVALID, NULL, L(c, "Excel の表に入るのは %d 行までです。絞り込むか CSV をお使いください。", "an Excel sheet takes %d rows; filter the table, or take the CSV"), MAX_ROWS);
    if (!xlsx_begin(c, title, NULL, true, &x))
        return false;
    Styles         st = styles(x.book);
    lxw_worksheet *w = workbook_add_worksheet(x.book, xlsx_sheet_name(c->mem, &x, title));
    for (size_t k = 0; k < n; k++)
        worksheet_set_column(w, (lxw_col_t)k, (lxw_col_t)k, column_width(c, keys[k], labels[k], rows), NULL);
    for (size_t k = 0; k < n; k++)
        worksheet_write_string(w, 0, (lxw_col_t)k, xlsx_text(c->mem, labels[k]), st.head);
    json_array_foreach(rows, i, row)
        for (size_t k = 0; k < n; k++)
            cell(c, w, (lxw_row_t)(i + 1), (lxw_col_t)k, keys[k], json_path(row, keys[k]), &st);
    page(w, n, json_array_size(rows));
    return xlsx_end(c, &x, out);
}
