/* settle.c -- see settle.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/settle.h"

#include "base/buf.h"
#include "domain/intake.h"
#include "exchange/accept.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

static Accept
of_reading(const char *name, const json_t *reading)
{
    return (Accept){ .name = name, .kind = json_text(reading, "kind"), .encoding = json_str(reading, "encoding"), .text = json_text(reading, "text"),
                     .records = json_path(reading, "records"), .findings = json_path(reading, "findings"), .notes = json_path(reading, "notes") };
}

/* Notes have the shape of findings: the schema of the record knows it. */
static bool
notes_check(Ctx *c, const char *name, const json_t *notes)
{
    json_t *probe = json_keep(c->mem, json_pack("{ss sO}", "name", "notes", "findings", json_is_array(notes) ? notes : json_keep(c->mem, json_array())));
    return record_check(c, name, probe);
}

bool
settle_reading(Ctx *c, int64_t id, const char *worker, const json_t *reading)
{
    Accept  a = of_reading(arena_fmt(c->mem, "intake:%lld", (long long)id), reading);
    json_t *report = NULL;
    if (!*a.kind || strlen(a.kind) > 40 || !json_str(reading, "text"))
        return fail(c, ERR_INVALID, a.name, L(c, "読み取りの答えの形が正しくありません。", "The reader's answer does not have the shape of a reading."));
    if (!accept_text_fits(c, a.name, strlen(a.text)) || !records_check(c, a.name, a.records) || !notes_check(c, a.name, a.notes))
        return false;
    if (!intake_progress(c, id, worker, 70, "checks") || !accept_check(c, &a) || !intake_progress(c, id, worker, 85, "compare") ||
        !accept_compare(c, &a, &report))
        return false;
    json_t *kept = json_keep(c->mem, json_pack("{ss ss? ss sO sO sO}", "kind", a.kind, "encoding", a.encoding, "text", a.text, "records", a.records,
                                               "findings", a.findings, "notes", json_is_array(a.notes) ? a.notes : json_keep(c->mem, json_array())));
    return intake_read_done(c, id, worker, kept, report);
}

const char *
settle_seen(Ctx *c, const json_t *report)
{
    Buf    *b = buf_in(c->mem);
    size_t  i;
    json_t *row;
    json_array_foreach(report, i, row)
        buf_fmt(b, "%s%lld", i ? "," : "", (long long)json_int(row, "base", 0));
    return buf_text(b);
}

json_t *
settle_show(Ctx *c, int64_t id, bool *renewed)
{
    json_t *row = intake_show(c, id), *report = NULL;
    *renewed = false;
    if (!row || strcmp(json_text(row, "state"), "read") != 0)
        return row;
    Accept a = of_reading(json_text(row, "name"), json_path(row, "reading"));
    if (!accept_compare(c, &a, &report))
        return NULL;
    *renewed = strcmp(settle_seen(c, report), settle_seen(c, json_path(row, "report"))) != 0;
    json_object_set(row, "report", report);
    return row;
}

static bool
is_chosen(const json_t *chosen, size_t place)
{
    size_t  i;
    json_t *one;
    json_array_foreach(chosen, i, one)
        if (json_is_integer(one) && json_integer_value(one) == (json_int_t)place)
            return true;
    return chosen == NULL;
}

/* The chosen part of a paper; NULL with INVALID when nothing, or nothing of it, was chosen. */
static bool
choose(Ctx *c, const Accept *whole, const json_t *report, const json_t *chosen, Accept *part)
{
    size_t  i;
    json_t *rec;
    *part = *whole;
    part->records = json_keep(c->mem, json_array());
    part->findings = json_keep(c->mem, json_array());
    json_array_foreach(whole->records, i, rec)
    {
        if (!is_chosen(chosen, i) || strcmp(json_text(json_array_get(report, i), "result"), "double") == 0)
            continue;
        json_array_append(part->records, rec);
        json_array_append(part->findings, json_array_get(whole->findings, i));
    }
    if (json_array_size(part->records) == 0)
        return fail(c, ERR_INVALID, "programmes", L(c, "受け入れる事業を一つ以上選んでください。", "Choose at least one programme to accept."));
    return true;
}

/* What was done, in the order of the paper: rows of the store, and "left" for those not chosen. */
static json_t *
whole_report(Ctx *c, const json_t *compared, const json_t *chosen, const json_t *done)
{
    json_t *out = json_keep(c->mem, json_array()), *row;
    size_t  i, next = 0;
    json_array_foreach(compared, i, row)
    {
        bool taken = is_chosen(chosen, i) && strcmp(json_text(row, "result"), "double") != 0;
        json_t *copy = json_copy(row), *d = taken ? json_array_get(done, next++) : NULL;
        json_object_update(copy, d);
        if (!taken)
            json_object_set_new(copy, "result", json_string("left"));
        json_array_append_new(out, copy);
    }
    return out;
}

static bool
store_chosen(Ctx *c, int64_t id, const Accept *a, const json_t *chosen, const char *seen, json_t **compared, json_t **report)
{
    Accept  part = { 0 };
    json_t *done = NULL;
    if (!intake_accepted(c, id) || !accept_compare(c, a, compared))
        return false;
    if (strcmp(settle_seen(c, *compared), seen) != 0)
        return fail(c, ERR_CONFLICT, "seen",
                    L(c, "読み取りのあとで、同じ事業が別の操作で変わりました。何も保存していません。新しい差分を確かめて、もう一度受け入れてください。",
                      "A programme was changed by someone else after this paper was read. Nothing was stored; look at the new difference and accept again."));
    if (!choose(c, a, *compared, chosen, &part) || !accept_store(c, &part, false, &done))
        return false;
    *report = whole_report(c, *compared, chosen, done);
    return intake_report(c, id, *report);
}

bool
settle_accept(Ctx *c, int64_t id, const json_t *chosen, const char *seen, json_t **report)
{
    json_t *row = intake_show(c, id), *compared = NULL;
    size_t  n = 0;
    *report = NULL;
    if (!row)
        return false;
    if (strcmp(json_text(row, "state"), "read") != 0)
        return fail(c, ERR_CONFLICT, NULL, L(c, "受付 %lld は、受け入れられる状態ではありません（%s）。", "intake %lld is not in a state to be accepted (%s)."), (long long)id,
                    json_text(row, "state"));
    Accept a = of_reading(json_text(row, "name"), json_path(row, "reading"));
    a.bytes = intake_bytes(c, id, &n);
    a.n = n;
    if (!a.bytes)
        return false;
    tx_begin(c);
    (void)store_chosen(c, id, &a, chosen, seen ? seen : settle_seen(c, json_path(row, "report")), &compared, report); /* the Ctx keeps the failure */
    if (tx_end(c))
        return true;
    if (c->err.kind == ERR_CONFLICT && compared) {
        Ctx after = *c;
        after.err = (Err){ 0 };
        (void)intake_report(&after, id, compared); /* a page computes it again anyway */
    }
    return false;
}

