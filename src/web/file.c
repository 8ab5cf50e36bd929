/* file.c -- what a table shows, as a file: CSV for programs, Excel for people.
 * SPDX-License-Identifier: Apache-2.0
 *
 * CSV as RFC 4180 with a byte order mark, without which Excel reads UTF-8 as CP932. A text that a spreadsheet would
 * take for a formula gets a quote before it. */
#include "web/part.h"

#include "base/text.h"
#include "exchange/table_xlsx.h"
#include "format/json.h"

#include <string.h>

/* Signs that a spreadsheet takes for the beginning of a formula; the full-width ones too, in Japanese. A sign alone is none:
 * papers print － for "nothing". */
static bool
begins_formula(const char *s)
{
    static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠" };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_starts(s, signs[i]))
            return s[strlen(signs[i])] != 0;
    return false;
}

void
web_csv_text(Web *w, const char *s)
{
    buf_fmt(w->q->out, "\"%s%s\"", begins_formula(s) ? "'" : "", text_replace(w->c->mem, s, "\"", "\"\""));
}

static void
csv_cell(Web *w, const json_t *v)
{
    Buf        *b = w->q->out;
    const char *s = json_string_value(v);
    if (json_is_integer(v))
        buf_fmt(b, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        buf_fmt(b, "%.15g", json_real_value(v));
    else if (s)
        web_csv_text(w, s);
}

static void
csv(Web *w, const json_t *rows, const FileColumn *cols, size_t n)
{
    Buf    *b = w->q->out;
    size_t  i;
    json_t *row;
    buf_add(b, "\xEF\xBB\xBF");
    for (size_t k = 0; k < n; k++) {
        buf_add(b, k ? "," : "");
        web_csv_text(w, T(w, cols[k].ja, cols[k].en)); /* a comparison has names of programmes there */
    }
    buf_add(b, "\r\n");
    json_array_foreach(rows, i, row)
    {
        for (size_t k = 0; k < n; k++) {
            buf_add(b, k ? "," : "");
            csv_cell(w, json_path(row, cols[k].key));
        }
        buf_add(b, "\r\n");
    }
}

bool
web_wants_file(Web *w)
{
    const char *format = req_query(w->q, "format");
    return format && (strcmp(format, "csv") == 0 || strcmp(format, "xlsx") == 0);
}

bool
web_file(Web *w, const char *name, const char *title, const json_t *rows, const FileColumn *cols, size_t n)
{
    if (!web_wants_file(w) || !ok(w->c))
        return false;
    const char *format = req_query(w->q, "format");
    w->q->save_as = arena_fmt(w->c->mem, "%s-%s.%s", name, web_today(w), format);
    if (strcmp(format, "csv") == 0) {
        w->q->type = "text/csv; charset=utf-8";
        csv(w, rows, cols, n);
        return true;
    }
    const char **keys = NEWN(w->c->mem, const char *, n), **labels = NEWN(w->c->mem, const char *, n);
    for (size_t k = 0; k < n; k++) {
        keys[k] = cols[k].key;
        labels[k] = T(w, cols[k].ja, cols[k].en);
    }
    w->q->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return table_xlsx(w->c, title, keys, labels, n, rows, w->q->out);
}

void
web_downloads(Web *w)
{
    html(&w->h, "<p class=\"small no-print\">%s <a href=\"%s\" rel=\"nofollow\">Excel</a> · <a href=\"%s\" rel=\"nofollow\">CSV</a></p>", T(w, "この表を保存：", "Save this table:"),
         web_here(w, "format", "xlsx", "from", NULL, NULL), web_here(w, "format", "csv", "from", NULL, NULL));
}
