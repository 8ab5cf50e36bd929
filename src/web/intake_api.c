/* intake_api.c -- the same over /api/v1/imports: bring a paper in, look, accept, drop.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/api.h"
#include "web/intake.h"

#include "base/text.h"
#include "domain/intake.h"
#include "exchange/settle.h"
#include "format/json.h"
#include "job/job.h"

#include <string.h>

enum { LIST_MOST = 10000, ACCEPT_MOST = 1 << 20 };

static const char *
address(Web *w, int64_t id)
{
    return arena_fmt(w->c->mem, "/api/v1/imports/%lld", (long long)id);
}

/* A row of the intake as the API tells it: one member "programmes" instead of three lists in step. */
static json_t *
told(Web *w, const json_t *row)
{
    json_t *out = json_keep(w->c->mem, json_copied(row)), *list = json_array(), *rec;
    size_t  i;
    json_array_foreach(json_path(row, "reading.records"), i, rec)
    {
        json_t *one = json_copy(json_array_get(json_path(row, "report"), i));
        json_object_set_new(one, "place", json_integer((json_int_t)i));
        json_object_set(one, "findings", json_array_get(json_path(row, "reading.findings"), i));
        json_object_set(one, "record", rec);
        json_array_append_new(list, one);
    }
    json_object_set_new(out, "programmes", list);
    json_object_set_new(out, "kind", json_maybe(json_str(row, "reading.kind")));
    json_object_set_new(out, "encoding", json_maybe(json_str(row, "reading.encoding")));
    json_object_set_new(out, "notes", json_is_array(json_path(row, "reading.notes")) ? json_incref(json_path(row, "reading.notes")) : json_array());
    json_object_set_new(out, "seen", json_maybe(json_is_array(json_path(row, "report")) ? settle_seen(w->c, json_path(row, "report")) : NULL));
    json_object_set_new(out, "url", json_string(address(w, json_int(row, "id", 0))));
    json_object_del(out, "reading");
    json_object_del(out, "report");
    return out;
}

static void
answer_row(Web *w, int64_t id)
{
    bool    renewed = false;
    json_t *row = settle_show(w->c, id, &renewed);
    if (row)
        web_json(w, told(w, row));
}

void
api_imports(Web *w)
{
    json_t *rows = intake_list(w->c, req_query(w->q, "state"), LIST_MOST), *row;
    size_t  i;
    json_array_foreach(rows, i, row) json_object_set_new(row, "url", json_string(address(w, json_int(row, "id", 0))));
    static const char *const keys[] = { "id", "name", "state", "percent", "programmes", "bytes", "sha256", "actor", "received_at", "decided_at", "decided_by" };
    web_list(w, "imports", rows, keys, COUNT(keys));
}

void
api_import(Web *w)
{
    int64_t id = api_id(w);
    if (ok(w->c))
        answer_row(w, id);
}

/* multipart/form-data with one file in the field "file", or the paper itself as the body and its name as ?name=. */
void
api_import_add(Web *w)
{
    const Upload *file = req_upload(w->q, "file"), *body = req_upload(w->q, "body");
    const char   *name = req_query(w->q, "name");
    if (file && req_upload_at(w->q, "file", 1))
        fail(w->c, ERR_INVALID, "file", T(w, "一度に送れる文書は一つです。", "Send one paper at a time."));
    else if (!file && !body)
        fail(w->c, ERR_INVALID, "file", T(w, "文書がありません。multipart の欄 file か、本文そのものとして送ってください。", "There is no paper: send it in the multipart field file, or as the body itself."));
    else if (!file && (!name || text_blank(name)))
        fail(w->c, ERR_INVALID, "name", T(w, "本文として送る文書の名前を ?name= に書いてください。", "Give the name of a paper that is sent as the body as ?name=."));
    int64_t id = ok(w->c) ? intake_take_upload(w, file ? file : body, name) : 0;
    if (!id)
        return;
    job_wake();
    w->q->status = 202;
    w->q->location = address(w, id);
    answer_row(w, id);
}

json_t *
api_body(Web *w)
{
    const Upload *up = req_upload(w->q, "body");
    Buf          *b = buf_in(w->c->mem);
    const char   *why = NULL;
    if (!up)
        return json_keep(w->c->mem, json_object());
    json_t *j = buf_read_file(b, up->path, ACCEPT_MOST) == 0 ? json_read(w->c->mem, buf_text(b), b->n, &why) : NULL;
    if (!json_is_object(j)) {
        fail(w->c, ERR_INVALID, "body", T(w, "本文は JSON のオブジェクトです（%s）。", "The body is a JSON object (%s)."), why ? why : "-");
        return NULL;
    }
    return j;
}

/* {"programmes":[0,2],"seen":"12,0,31"}; without programmes all of them, without seen what was read last. */
void
api_import_accept(Web *w)
{
    int64_t id = api_id(w);
    json_t *asked = ok(w->c) ? api_body(w) : NULL, *report = NULL, *chosen = json_object_get(asked, "programmes"), *one;
    size_t  i;
    if (!asked)
        return;
    bool good = !chosen || json_is_array(chosen);
    json_array_foreach(chosen, i, one) good = good && json_is_integer(one);
    if (!good || (json_has(asked, "seen") && !json_str(asked, "seen"))) {
        fail(w->c, ERR_INVALID, good ? "seen" : "programmes", T(w, "programmes は番号の並び、seen は GET で得た文字列です。", "programmes is a list of places, seen the text that GET gave."));
        return;
    }
    if (settle_accept(w->c, id, chosen, json_str(asked, "seen"), &report))
        answer_row(w, id);
}

void
api_import_drop(Web *w)
{
    int64_t id = api_id(w);
    if (ok(w->c) && intake_dropped(w->c, id))
        answer_row(w, id);
}
