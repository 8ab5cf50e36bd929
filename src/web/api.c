/* api.c -- /api/v1, reading: the objects of the pages as JSON; lists in pieces, or whole as a table.
 * SPDX-License-Identifier: Apache-2.0
 *
 * docs/openapi.yaml describes every answer, and a test holds both against each other. */
#include "web/web.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "engine/schedule.h"
#include "format/json.h"

#include <limits.h>
#include <string.h>

enum { PIECE = 100, PIECE_MOST = 1000, LEDGER_MOST = 100000 };
#define KEYS(...) (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

void
web_problem(Web *w)
{
    static const struct { int status; const char *title; } titles[] = {
        { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
        { 409, "Conflict" }, { 413, "Content Too Large" }, { 422, "Unprocessable Content" }, { 429, "Too Many Requests" }, { 500, "Internal Server Error" },
    };
    Err         e = w->c->err;
    const char *title = "Error";
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == w->q->status)
            title = titles[i].title;
    w->c->err = (Err){ 0 };
    web_json(w, json_keep(w->c->mem, json_pack("{ss ss si ss? s{si ss? ss?}}", "type", "about:blank", "title", title, "status", w->q->status, "detail", e.text,
                                               "error", "status", w->q->status, "text", e.text, "where", e.field)));
    w->q->type = "application/problem+json";
}

/* ?name=N within the bounds; INVALID when it is not a number or outside. */
static int64_t
number(Web *w, const char *name, int64_t otherwise, int64_t least, int64_t most)
{
    const char *s = req_query(w->q, name);
    int64_t     n = otherwise;
    if (s && (!number_int(s, &n) || n < least || n > most)) {
        fail(w->c, ERR_INVALID, name, T(w, "%s は %lld から %lld までの整数です。", "%s is a whole number from %lld to %lld."), name, (long long)least, (long long)most);
        return otherwise;
    }
    return n;
}

/* The address of the next piece: the query as it came, with another offset. */
static const char *
next_piece(Web *w, int64_t limit, int64_t offset)
{
    static const char *const kept[] = { "q", "order", "level", "code", "subject", "state", "from", "to" };
    Buf *b = buf_in(w->c->mem);
    buf_fmt(b, "%s?limit=%lld&offset=%lld", w->q->path, (long long)limit, (long long)offset);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (req_query(w->q, kept[i]))
            buf_fmt(b, "&%s=%s", kept[i], url_part(w->c->mem, req_query(w->q, kept[i])));
    return buf_text(b);
}

void
web_list(Web *w, const char *name, const json_t *rows, const char *const *keys, size_t n)
{
    const char *format = req_query(w->q, "format");
    int64_t     limit = number(w, "limit", PIECE, 1, PIECE_MOST), offset = number(w, "offset", 0, 0, INT64_MAX / 2);
    if (!ok(w->c) || web_csv(w, name, rows, keys, n))
        return;
    if (format && strcmp(format, "json") != 0) {
        fail(w->c, ERR_INVALID, "format", T(w, "形式「%s」はありません。json か csv です。", "There is no format %s; it is json or csv."), format);
        return;
    }
    int64_t total = (int64_t)json_array_size(rows);
    json_t *items = json_array();
    for (int64_t i = offset; i < total && i < offset + limit; i++)
        json_array_append(items, json_array_get(rows, (size_t)i));
    web_json(w, json_keep(w->c->mem, json_pack("{so sI sI sI so}", "items", items, "total", (json_int_t)total, "limit", (json_int_t)limit, "offset",
                                               (json_int_t)offset, "next", json_maybe(offset + limit < total ? next_piece(w, limit, offset + limit) : NULL))));
}

static int64_t
id_of(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id) || id <= 0)
        fail(w->c, ERR_NOT_FOUND, NULL, T(w, "番号「%s」のものはありません。", "There is nothing with the number %s."), w->arg);
    return id;
}

void
api_programmes(Web *w)
{
    web_list(w, "programmes", programme_list(w->c, req_query(w->q, "q"), req_query(w->q, "order")),
             KEYS("id", "key", "name", "kind", "fy", "request_yen", "total_yen", "total_qualifier", "from_fy", "to_fy", "division", "committee", "errors", "warnings", "notices"));
}

void
api_programme(Web *w)
{
    const char *day = req_query(w->q, "as_of");
    if (day && (strlen(day) != 10 || !day_find(w->c->mem, day) || strcmp(day_find(w->c->mem, day), day) != 0)) {
        fail(w->c, ERR_INVALID, "as_of", T(w, "as_of は 2026-04-01 の形の日付です。", "as_of is a day like 2026-04-01."));
        return;
    }
    int64_t id = programme_find(w->c, w->arg);
    json_t *r = id ? programme_show(w->c, id, day) : NULL;
    if (r && !can(w->c, ACT_FINDING_READ))
        json_object_set_new(r, "findings", json_array());
    json_t *schedule = r ? schedule_of(w->c, r) : NULL;
    if (schedule)
        json_object_set(r, "schedule", schedule);
    web_json(w, r);
}

void
api_programme_findings(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    web_list(w, "findings", id ? finding_list(w->c, id, req_query(w->q, "level"), req_query(w->q, "code")) : NULL,
             KEYS("level", "code", "line", "field", "text", "text_en", "advice", "advice_en"));
}

void
api_history(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    web_list(w, "history", id ? programme_history(w->c, id) : NULL, KEYS("version", "recorded_at", "actor", "document", "document_id"));
}

void
api_roster(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    json_t *r = id ? programme_show(w->c, id, NULL) : NULL, *rows = json_keep(w->c->mem, json_array()), *roster, *m;
    size_t  i, j;
    json_array_foreach(json_path(r, "rosters"), i, roster)
        json_array_foreach(json_path(roster, "members"), j, m)
        {
            json_t *row = json_copy(m);
            json_object_set_new(row, "body", json_maybe(json_str(roster, "body")));
            json_object_set_new(row, "title", json_maybe(json_str(roster, "title")));
            json_array_append_new(rows, row);
        }
    web_list(w, "roster", rows, KEYS("body", "title", "mark", "name", "role", "group", "affiliation", "participated"));
}

void
api_indicators(Web *w)
{
    web_list(w, "indicators", indicator_list(w->c, req_query(w->q, "q")), KEYS("id", "programme_key", "programme", "type", "name", "unit", "latest"));
}

void
api_indicator(Web *w)
{
    int64_t id = id_of(w);
    web_json(w, ok(w->c) ? indicator_show(w->c, id) : NULL);
}

void
api_documents(Web *w)
{
    web_list(w, "documents", document_list(w->c), KEYS("id", "name", "kind", "sha256", "bytes", "received_at", "actor"));
}

void
api_document(Web *w)
{
    int64_t id = id_of(w);
    web_json(w, ok(w->c) ? document_show(w->c, id) : NULL);
}

void
api_lines(Web *w)
{
    int64_t id = id_of(w), from = number(w, "from", 1, 1, INT_MAX), to = number(w, "to", INT_MAX, 1, INT_MAX);
    if (ok(w->c) && document_show(w->c, id))
        web_list(w, "lines", document_lines(w->c, id, (int)from, (int)to), KEYS("no", "text"));
}

void
api_findings(Web *w)
{
    web_list(w, "findings", finding_list(w->c, 0, req_query(w->q, "level"), req_query(w->q, "code")),
             KEYS("level", "code", "programme_key", "programme", "line", "field", "text", "text_en", "advice", "advice_en"));
}

void
api_search(Web *w)
{
    const char *q = req_query(w->q, "q");
    if (!q || text_blank(q)) {
        fail(w->c, ERR_INVALID, "q", T(w, "探す語を ?q= に書いてください。", "Give the words to search as ?q=."));
        return;
    }
    static const char *const kinds[] = { "programme", "indicator" };
    json_t *found[] = { programme_list(w->c, q, NULL), indicator_list(w->c, q) }, *rows = json_keep(w->c->mem, json_array()), *x;
    size_t  i;
    for (int k = 0; k < 2; k++)
        json_array_foreach(found[k], i, x)
            json_array_append_new(rows, json_pack("{ss sO sO so so}", "kind", kinds[k], "id", json_path(x, "id"), "name", json_path(x, "name"), "programme_key",
                                                  json_maybe(json_str(x, k ? "programme_key" : "key")), "programme", json_maybe(json_str(x, k ? "programme" : "name"))));
    web_list(w, "search", rows, KEYS("kind", "id", "name", "programme_key", "programme"));
}

void
api_ledger(Web *w)
{
    web_list(w, "ledger", ledger_list(w->c, req_query(w->q, "subject"), 0, LEDGER_MOST),
             KEYS("seq", "at", "actor", "act", "subject", "payload", "payload_sha256", "prev_hash", "hash"));
}

void
api_ledger_verify(Web *w)
{
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    bool        good = ledger_verify(w->c, &rows, &broken, &why);
    if (!ok(w->c))
        return;
    web_json(w, json_keep(w->c->mem, json_pack("{sb sI so so}", "ok", good, "acts", (json_int_t)rows, "broken", broken ? json_integer(broken) : json_null(),
                                               "why", json_maybe(why))));
}
