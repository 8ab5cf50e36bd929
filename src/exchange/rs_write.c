/* rs_write.c -- see rs_write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs_write.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "domain/programme.h"
#include "domain/review_rows.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

struct RsWrite {
    Ctx            *c;
    const RsLayout *layout;
    const json_t   *map; /* catalog/exchange/rs.yaml */
    bool            wanted[RS_TABLES];
    int64_t         fy;
    RsTake          take;
    void           *arg;
    const char     *head[RS_TABLES];
};

/* RFC 4180: quoted where it must be. */
static void
cell(Buf *b, const char *s)
{
    if (!strpbrk(s, ",\"\r\n")) {
        buf_add(b, s);
        return;
    }
    buf_char(b, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_char(b, '"');
        buf_char(b, *s);
    }
    buf_char(b, '"');
}

static void
value(Buf *b, const json_t *v)
{
    if (json_is_integer(v))
        buf_fmt(b, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        buf_fmt(b, "%.15g", json_real_value(v));
    else if (json_is_boolean(v))
        buf_add(b, json_is_true(v) ? "TRUE" : "FALSE");
    else if (json_is_string(v))
        cell(b, json_string_value(v));
}

/* A column as this table heads it; the head of one table is named otherwise. */
static const char *
heading(Ctx *c, const RsColumn *k)
{
    return strcmp(text_key(c->mem, k->name), k->match) == 0 ? k->name : k->match;
}

static const char *
head_of(RsWrite *w, const RsTable *t)
{
    Buf *b = buf_in(w->c->mem);
    buf_add(b, "\xEF\xBB\xBF");
    for (size_t i = 0; i < t->columns; i++) {
        buf_add(b, i ? "," : "");
        cell(b, heading(w->c, &t->column[i]));
    }
    buf_add(b, "\r\n");
    return buf_text(b);
}

static bool
wants(RsWrite *w, const char *tables)
{
    Ctx   *c = w->c;
    size_t n;
    char **part = text_split(c->mem, tables, ",", &n);
    for (size_t i = 0; i < n; i++) {
        const char *id = text_trim(c->mem, part[i]);
        bool        known = false;
        for (size_t t = 0; t < w->layout->tables; t++)
            if (strcmp(w->layout->table[t].id, id) == 0 || strcmp(id, "all") == 0)
                known = w->wanted[t] = true;
        if (!known)
            return fail(c, ERR_INVALID, "--parts", L(c, "RSシステムの表に「%s」はありません。1-2,2-1,3-1,3-2 のように書くか、all と書きます。", "The RS system has no table \"%s\"; write 1-2,2-1,3-1,3-2, or all."), id);
    }
    return true;
}

RsWrite *
rs_write_begin(Ctx *c, const char *tables, int64_t fy, RsTake take, void *arg)
{
    RsWrite *w = NEW(c->mem, RsWrite);
    *w = (RsWrite){ .c = c, .layout = rs_layout(c), .fy = fy, .take = take, .arg = arg };
    w->map = w->layout ? yaml_read_file(c, data_path(c->mem, "catalog/exchange/rs.yaml")) : NULL;
    if (!w->map || !wants(w, tables && *tables ? tables : json_text(w->map, "tables")))
        return NULL;
    for (size_t t = 0; t < w->layout->tables; t++)
        w->head[t] = head_of(w, &w->layout->table[t]);
    return w;
}

/* One table of a document. A row has a column of the head only where it differs from the document's ("" there: empty). */
static bool
write_table(RsWrite *w, size_t t, const json_t *doc, int64_t fy)
{
    const RsTable *table = &w->layout->table[t];
    Buf            b = { 0 };
    size_t         i;
    json_t        *row;
    json_array_foreach(json_object_get(doc, table->id), i, row)
    {
        for (size_t k = 0; k < table->columns; k++) {
            const RsColumn *col = &table->column[k];
            const json_t   *v = json_object_get(row, col->name);
            buf_add(&b, k ? "," : "");
            value(&b, v || k >= w->layout->heads ? v : json_object_get(doc, col->name));
        }
        buf_add(&b, "\r\n");
    }
    const char *file = arena_fmt(w->c->mem, "%s_RS_%lld_%s.csv", table->id, (long long)fy, text_replace(w->c->mem, table->title, "/", "／"));
    bool        good = b.n == 0 || w->take(w->arg, file, w->head[t], strlen(w->head[t]), b.p, b.n);
    buf_free(&b);
    return good;
}

static bool
write_doc(RsWrite *w, const json_t *doc, int64_t fy, int64_t *sheets)
{
    if (!doc || (w->fy && w->fy != fy))
        return ok(w->c);
    ++*sheets;
    for (size_t t = 0; t < w->layout->tables; t++)
        if (w->wanted[t] && !write_table(w, t, doc, fy))
            return false;
    return ok(w->c);
}

static bool
programme(RsWrite *w, int64_t id, int64_t *sheets)
{
    Ctx     quiet = *w->c;
    json_t *rows = review_rows(w->c, id), *sheet;
    size_t  i;
    json_array_foreach(rows, i, sheet)
    {
        json_t *body = review_body(w->c, json_int(sheet, "id", 0));
        bool    rs = strcmp(json_text(sheet, "source"), "rs") == 0;
        if (!body || !write_doc(w, rs ? body : rs_lay_out(w->c, w->layout, w->map, sheet, body, NULL), json_int(sheet, "fy", 0), sheets))
            return false;
    }
    if (json_array_size(rows) > 0 || !ok(w->c))
        return ok(w->c);
    const json_t *record = programme_show(&quiet, id, NULL);
    if (!record)
        return true; /* neither a sheet nor a record: nothing to tell */
    return write_doc(w, rs_lay_out(w->c, w->layout, w->map, NULL, NULL, record), json_int(record, "request.fiscal_year", json_int(record, "period.from_fy", 0)), sheets);
}

bool
rs_write_programme(RsWrite *w, int64_t id, int64_t *sheets)
{
    Ctx *c = w->c, own = *c;
    own.mem = arena_new(0);
    w->c = &own;
    bool good = programme(w, id, sheets);
    w->c = c;
    if (!good && own.err.kind != ERR_NONE) /* where the taker failed, it said so itself */
        c->err = (Err){ own.err.kind, arena_str(c->mem, own.err.field), arena_str(c->mem, own.err.text) };
    arena_free(own.mem);
    return good;
}
