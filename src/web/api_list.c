/* api_list.c -- lists of /api/v1: in pieces as JSON, or whole as a file.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/api.h"

#include "base/number.h"
#include "format/json.h"

#include <string.h>

enum { PIECE = 100, PIECE_MOST = 1000, FILE_MOST = 10000, PARTS = 64 };

int64_t
api_within(Web *w, const char *name, int64_t otherwise, int64_t least, int64_t most)
{
    const char *s = req_query(w->q, name);
    int64_t     n = otherwise;
    if (s && (!number_int(s, &n) || n < least || n > most)) {
        fail(w->c, ERR_INVALID, name, T(w, "%s は %lld から %lld までの整数です。", "%s is a whole number from %lld to %lld."), name, (long long)least, (long long)most);
        return otherwise;
    }
    return n;
}

Piece
api_bounds(Web *w)
{
    return (Piece){ .limit = api_within(w, "limit", PIECE, 1, PIECE_MOST), .offset = api_within(w, "offset", 0, 0, INT32_MAX), .file = web_wants_file(w) };
}

Piece
api_asked(Web *w)
{
    const char *format = req_query(w->q, "format");
    Piece       p = api_bounds(w);
    if (format && !p.file && strcmp(format, "json") != 0)
        fail(w->c, ERR_INVALID, "format", T(w, "形式「%s」はありません。json、csv、xlsx のどれかです。", "There is no format %s; it is json, csv or xlsx."), format);
    if (p.file)
        p = (Piece){ .limit = FILE_MOST, .file = true };
    return p;
}

/* The address of the next piece: the query as it came, with another offset. */
static const char *
next_piece(Web *w, const Piece *p)
{
    QueryPart part[PARTS];
    size_t    n = req_queries(w->q, part, PARTS);
    Buf      *b = buf_in(w->c->mem);
    buf_fmt(b, "%s?limit=%lld&offset=%lld", w->q->path, (long long)p->limit, (long long)(p->offset + p->limit));
    for (size_t i = 0; i < n; i++)
        if (strcmp(part[i].name, "limit") != 0 && strcmp(part[i].name, "offset") != 0)
            buf_fmt(b, "&%s=%s", url_part(w->c->mem, part[i].name), url_part(w->c->mem, part[i].value ? part[i].value : ""));
    return buf_text(b);
}

void
api_piece(Web *w, const char *name, Piece p, const json_t *rows, int64_t total, const json_t *problems, const char *const *keys, size_t n)
{
    if (!ok(w->c))
        return;
    FileColumn *cols = NEWN(w->c->mem, FileColumn, n);
    for (size_t i = 0; i < n; i++)
        cols[i] = (FileColumn){ keys[i], keys[i], keys[i] };
    if (web_file(w, name, name, rows, cols, n))
        return;
    json_t *out = json_pack("{sO sI sI sI so}", "items", rows, "total", (json_int_t)total, "limit", (json_int_t)p.limit, "offset", (json_int_t)p.offset, "next",
                            json_maybe(p.offset + p.limit < total ? next_piece(w, &p) : NULL));
    if (json_array_size(problems) > 0)
        json_object_set_new(out, "problems", json_share(problems));
    web_json(w, json_keep(w->c->mem, out));
}

void
web_list(Web *w, const char *name, const json_t *rows, const char *const *keys, size_t n)
{
    Piece   p = api_asked(w);
    int64_t total = (int64_t)json_array_size(rows);
    json_t *items = json_keep(w->c->mem, json_array());
    for (int64_t i = p.offset; i < total && i < p.offset + p.limit; i++)
        json_array_append(items, json_array_get(rows, (size_t)i));
    api_piece(w, name, p, items, total, NULL, keys, n);
}
