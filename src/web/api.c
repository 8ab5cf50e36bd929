/* api.c -- /api/v1, reading: the objects of the pages as JSON; lists in pieces, or whole as a table.
 * SPDX-License-Identifier: Apache-2.0
 *
 * docs/openapi.yaml describes every answer, and a test holds both against each other. */
#include "web/api.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/explore.h"
#include "domain/find.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/sheet_years.h"
#include "engine/schedule.h"
#include "format/json.h"

#include <limits.h>
#include <string.h>

enum { LEDGER_MOST = 10000 };

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

int64_t
api_id(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id) || id <= 0)
        fail(w->c, ERR_NOT_FOUND, NULL, T(w, "番号「%s」のものはありません。", "There is nothing with the number %s."), w->arg);
    return id;
}

/* What the store says of a list that was asked for by a query: {"rows","total","problems"}. */
static void
found(Web *w, const char *name, Piece p, const json_t *answer, const char *const *keys, size_t n)
{
    if (answer)
        api_piece(w, name, p, json_path(answer, "rows"), json_int(answer, "total", 0), json_path(answer, "problems"), keys, n);
}

void
api_programmes(Web *w)
{
    bool        iati = web_wants_iati(w);
    Piece       p = iati ? api_bounds(w) : api_asked(w);
    const char *dir = req_query(w->q, "dir");
    ProgrammeAsk ask = { .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0, .from = p.offset, .limit = p.limit };
    ask.query = ok(w->c) ? api_query(w, &ask.sort, &ask.down) : NULL;
    if (iati) {
        json_t *some = ok(w->c) ? programme_found(w->c, &ask) : NULL;
        if (some)
            web_iati(w, "programmes", json_path(some, "rows"), 0);
        return;
    }
    found(w, "programmes", p, ok(w->c) ? programme_found(w->c, &ask) : NULL,
          KEYS("id", "key", "name", "kind", "version", "fy", "request_yen", "total_yen", "total_qualifier", "from_fy", "to_fy", "division", "committee", "ministry", "indicators",
               "evaluation_fy", "recorded_at", "errors", "warnings", "notices"));
}

void
api_programme(Web *w)
{
    const char *day = req_query(w->q, "as_of");
    if (day && (strlen(day) != 10 || !day_find(w->c->mem, day) || strcmp(day_find(w->c->mem, day), day) != 0)) {
        fail(w->c, ERR_INVALID, "as_of", T(w, "as_of は 2026-04-01 の形の日付です。", "as_of is a day like 2026-04-01."));
        return;
    }
    const char *format = req_query(w->q, "format");
    int64_t id = programme_find(w->c, w->arg);
    if (id && web_wants_iati(w)) {
        web_iati(w, w->arg, NULL, id);
        return;
    }
    if (id && format && strcmp(format, "json") != 0) {
        fail(w->c, ERR_INVALID, "format", T(w, "形式「%s」はありません。json か iati です。", "There is no format %s; it is json or iati."), format);
        return;
    }
    bool    now = !day && !req_query(w->q, "evaluation");
    json_t *r = id && now ? sheet_years_programme(w->c, id) : NULL;
    if (r) {
        web_json(w, r);
        return;
    }
    r = id ? programme_show_evaluation(w->c, id, req_query(w->q, "evaluation"), day) : NULL;
    if (r && !can(w->c, ACT_FINDING_READ))
        json_object_set_new(r, "findings", json_array());
    json_t *schedule = r ? schedule_of(w->c, r) : NULL;
    if (schedule)
        json_object_set(r, "schedule", schedule);
    web_json(w, r);
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
    const char *dir = req_query(w->q, "dir");
    Piece       p = api_asked(w);
    const char *q = ok(w->c) ? api_query(w, NULL, NULL) : NULL;
    found(w, "indicators", p, ok(w->c) ? explore(w->c, &(ExploreAsk){ .query = q, .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0, .from = p.offset, .limit = p.limit }) : NULL,
          KEYS("id", "programme_id", "programme_key", "programme", "type", "name", "unit", "latest", "target", "goal_text", "goal_fy", "fy", "ministry", "year", "actual", "planned", "ratio", "reached", "less_is_better", "final_only"));
}

void
api_indicator(Web *w)
{
    int64_t id = api_id(w);
    json_t *x = ok(w->c) ? indicator_show(w->c, id) : NULL;
    if (x && !can(w->c, ACT_FINDING_READ))
        json_object_set_new(x, "findings", json_array());
    web_json(w, x);
}

void
api_documents(Web *w)
{
    web_list(w, "documents", document_list(w->c), KEYS("id", "name", "kind", "sha256", "bytes", "received_at", "actor"));
}

void
api_document(Web *w)
{
    int64_t id = api_id(w);
    web_json(w, ok(w->c) ? document_show(w->c, id) : NULL);
}

void
api_lines(Web *w)
{
    int64_t id = api_id(w), from = api_within(w, "from", 1, 1, INT_MAX), to = api_within(w, "to", INT_MAX, 1, INT_MAX);
    if (ok(w->c) && document_show(w->c, id))
        web_list(w, "lines", document_lines(w->c, id, from, to), KEYS("no", "text"));
}

static void
findings(Web *w, int64_t programme)
{
    Piece      p = api_asked(w);
    int64_t    total = 0;
    FindingAsk ask = { .programme = programme, .level = req_query(w->q, "level"), .code = req_query(w->q, "code"), .from = p.offset, .limit = p.limit };
    if (!ok(w->c))
        return;
    json_t *rows = finding_page(w->c, &ask, &total);
    api_piece(w, "findings", p, rows, total, NULL,
              KEYS("level", "code", "programme_key", "programme", "line", "field", "text", "text_en", "advice", "advice_en"));
}

void
api_findings(Web *w)
{
    findings(w, 0);
}

void
api_programme_findings(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    if (id)
        findings(w, id);
}

static void
add_hits(json_t *rows, const json_t *found, bool indicators)
{
    size_t  i;
    json_t *x;
    json_array_foreach(found, i, x)
        json_array_append_new(rows, json_pack("{ss sO sO so so}", "kind", indicators ? "indicator" : "programme", "id", json_path(x, "id"), "name", json_path(x, "name"),
                                              "programme_key", json_maybe(json_str(x, indicators ? "programme_key" : "key")), "programme",
                                              json_maybe(json_str(x, indicators ? "programme" : "name"))));
}

void
api_search(Web *w)
{
    const char *q = api_query(w, NULL, NULL);
    if (!ok(w->c))
        return;
    if (!q || text_blank(q)) {
        fail(w->c, ERR_INVALID, "q", T(w, "探す語を ?q= に書いてください。", "Give the words to search as ?q=."));
        return;
    }
    Piece p = api_asked(w);
    if (!ok(w->c))
        return;
    /* Programmes by rank, then indicators: a piece may reach from the ones into the others. A file is not ranked. */
    json_t *page = p.file ? programme_found(w->c, &(ProgrammeAsk){ .query = q, .limit = p.limit }) : find(w->c, q, p.limit, p.offset);
    json_t *rows = json_keep(w->c->mem, json_array());
    int64_t programmes = json_int(page, "total", 0);
    add_hits(rows, json_path(page, p.file ? "rows" : "hits"), false);
    int64_t left = p.limit - (int64_t)json_array_size(rows);
    json_t *rest = explore(w->c, &(ExploreAsk){ .query = q, .from = p.offset > programmes ? p.offset - programmes : 0, .limit = left > 0 ? left : 1 });
    if (left > 0)
        add_hits(rows, json_path(rest, "rows"), true);
    api_piece(w, "search", p, rows, programmes + json_int(rest, "total", 0), json_path(page, "problems"), KEYS("kind", "id", "name", "programme_key", "programme"));
}

void
api_ledger(Web *w)
{
    const char *subject = req_query(w->q, "subject"), *actor = req_query(w->q, "actor"), *act = req_query(w->q, "act");
    int64_t     total = 0;
    Piece       p = api_asked(w);
    /* Acts are numbered without a gap: what an offset passes over can be told by number. Narrowed, it is read and cut. */
    bool        whole = !subject && !actor && !act;
    LedgerAsk   ask = { .subject = subject, .actor = actor, .act = act, .limit = whole ? (int)p.limit : LEDGER_MOST };
    if (!ok(w->c))
        return;
    if (whole && p.offset > 0) {
        json_t *newest = ledger_list(w->c, NULL, 0, 1);
        ask.before_seq = json_int(json_array_get(newest, 0), "seq", 0) - p.offset + 1;
    }
    json_t *rows = whole && p.offset > 0 && ask.before_seq <= 0 ? json_keep(w->c->mem, json_array()) : ledger_page(w->c, &ask, &total);
    static const char *const keys[] = { "seq", "at", "actor", "act", "subject", "payload", "payload_sha256", "prev_hash", "hash" };
    if (whole) {
        if (p.offset > 0)
            total = json_int(json_array_get(ledger_list(w->c, NULL, 0, 1), 0), "seq", 0);
        api_piece(w, "ledger", p, rows, total, NULL, keys, sizeof keys / sizeof *keys);
    } else {
        web_list(w, "ledger", rows, keys, sizeof keys / sizeof *keys);
    }
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
