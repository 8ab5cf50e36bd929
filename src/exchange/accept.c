/* accept.c -- see accept.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A dry run does the same work in a transaction that is rolled back, so that what it
 * foretells is what a real run does. */
#include "exchange/accept.h"

#include "base/map.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/lineage.h"
#include "domain/programme.h"
#include "domain/sheets.h"
#include "engine/check.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "exchange/pack.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "format/yaml.h"
#include "store/db.h"

#include <string.h>

enum { TEXT = 16 << 20 }; /* of a paper, pictures and fonts taken off: thousands of pages */

bool
accept_text_fits(Ctx *c, const char *name, size_t n)
{
    return n <= TEXT || fail(c, ERR_INVALID, name, L(c, "%s の本文は 16 MiB を超えています（一つの文書の上限）。分けてください。", "the text of %s is larger than 16 MiB, the limit for a paper; split it"), name);
}

static bool
read_records(Ctx *c, const Intake *in, Accept *out)
{
    const char *why = NULL;
    const char *kind = intake_guess(c, in, &why);
    if (!ok(c))
        return false;
    if (!kind)
        return fail(c, ERR_INVALID, out->name, "%s: %s", out->name, why ? why : "not a paper that kanmon knows");
    out->kind = kind;
    if (strcmp(kind, "pack") == 0) {
        json_t *one = yaml_read(c, out->name, in->text, in->n);
        if (!one)
            return false;
        out->records = json_keep(c->mem, json_pack("[O]", one));
    } else {
        out->records = evalsheet_read(c, in->text, in->n);
        if (!ok(c) && c->err.field && text_starts(c->err.field, "line ")) /* of which of several papers */
            c->err.field = arena_fmt(c->mem, "%s:%s", out->name, c->err.field + 5);
    }
    return out->records && ok(c);
}

bool
accept_parse(Ctx *c, const char *name, const void *bytes, size_t n, Accept *out)
{
    Intake in = { 0 };
    *out = (Accept){ .name = name, .bytes = bytes, .n = n };
    if (!intake_read(c, name, bytes, n, &in) || !accept_text_fits(c, name, in.n))
        return false;
    out->text = in.text;
    out->encoding = in.encoding;
    out->notes = in.notes;
    return read_records(c, &in, out) && records_check(c, name, out->records);
}

bool
accept_check(Ctx *c, Accept *a)
{
    int64_t year = json_int(json_array_get(a->records, 0), "request.fiscal_year", 0);
    a->findings = check_records(c, a->records, c->db && year ? sheets_of_year(c, year) : NULL, a->text);
    return ok(c);
}

bool
accept_read(Ctx *c, const char *name, const void *bytes, size_t n, Accept *out)
{
    return accept_parse(c, name, bytes, n, out) && accept_check(c, out);
}

/* Whether an earlier record of the paper is of the same evaluation of the same programme: of its key, or of its name and
 * first year. `seen` keeps what stood before. */
static bool
stands_before(Ctx *c, Map *seen, const json_t *rec)
{
    const char *evaluation = record_evaluation(c, rec), *key = json_str(rec, "key");
    const char *by[] = { key ? arena_fmt(c->mem, "key\n%s\n%s", key, evaluation) : NULL,
                         arena_fmt(c->mem, "name\n%s\n%lld\n%s", text_key(c->mem, json_text(rec, "name")), (long long)json_int(rec, "period.from_fy", 0), evaluation) };
    bool        before = false;
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (by[i]) {
            before = before || map_get(seen, by[i]);
            map_put(seen, by[i], 1);
        }
    return before;
}

/* A programme that has no key of people's making yet and that a pack of ours bears the name of gets the key of that pack. */
static void
give_key(Ctx *c, json_t *rec)
{
    Ctx     quiet = *c;
    int64_t had = json_has(rec, "key") ? 0 : programme_find(&quiet, json_text(rec, "name"));
    if (json_has(rec, "key") || (had && !programme_key_made(programme_key_of(&quiet, had))))
        return;
    const char *key = pack_key(c, json_text(rec, "name")); /* reads the packs: once */
    if (key)
        json_object_set_new(rec, "key", json_string(key));
}

bool
accept_compare(Ctx *c, const Accept *a, json_t **report)
{
    static const char *const names[] = { "new", "changed", "same" };
    size_t  i;
    json_t *rec;
    Map     seen = { .mem = c->mem };
    *report = json_keep(c->mem, json_array());
    json_array_foreach(a->records, i, rec)
    {
        int64_t id = 0, base = 0;
        json_t *changes = NULL;
        give_key(c, rec);
        const char *result = names[programme_compare(c, rec, &id, &base, &changes)];
        if (!ok(c))
            break;
        if (stands_before(c, &seen, rec))
            result = "double";
        json_array_append_new(*report, json_pack("{so ss? ss ss sI ss sO sI}", "id", id ? json_integer(id) : json_null(), "key", json_str(rec, "key"), "name", json_text(rec, "name"),
            "evaluation", record_evaluation(c, rec), "base", (json_int_t)base, "result", result, "changes", changes,
            "findings", (json_int_t)json_array_size(json_array_get(a->findings, i))));
    }
    map_free(&seen);
    return ok(c);
}

static json_t *
store_one(Ctx *c, json_t *rec, json_t *findings, int64_t document)
{
    static const char *const names[] = { "new", "changed", "same" };
    int64_t   id = 0;
    PutResult result = PUT_SAME;
    Ctx       quiet = *c;
    int64_t   had = programme_find(&quiet, json_str(rec, "key") ? json_str(rec, "key") : json_text(rec, "name"));
    json_t   *old = had && quiet.err.kind == ERR_NONE ? programme_show_evaluation(&quiet, had, record_evaluation(c, rec), NULL) : NULL;
    give_key(c, rec);
    if (!programme_put(c, rec, document, &id, &result))
        return NULL;
    if (result != PUT_SAME)
        finding_put(c, id, record_evaluation(c, rec), findings);
    json_t *now = programme_show_evaluation(c, id, record_evaluation(c, rec), NULL);
    if (!now)
        return NULL;
    json_t *changes = result == PUT_CHANGED && old ? json_incref(record_diff(c, old, now)) : json_array();
    return json_pack("{sI ss ss ss so sI}", "id", (json_int_t)id, "key", json_text(now, "key"), "name", json_text(now, "name"), "result",
                     names[result], "changes", changes, "findings", (json_int_t)json_array_size(json_path(now, "findings")));
}

bool
accept_store(Ctx *c, const Accept *a, bool dry_run, json_t **report)
{
    *report = json_keep(c->mem, json_array());
    size_t  i;
    json_t *rec;
    tx_begin(c);
    int64_t document = document_put(c, a->name, a->kind, a->bytes, a->n, a->text);
    Ctx     own = *c;
    own.mem = arena_new(0); /* what one programme needs is given back before the next: a report may hold a thousand */
    ctx_limit(&own);
    json_array_foreach(a->records, i, rec)
    {
        json_t *row = ok(&own) ? store_one(&own, rec, json_array_get(a->findings, i), document) : NULL;
        if (row)
            json_array_append_new(*report, row);
        if (ok(&own))
            arena_reset(own.mem);
    }
    (void)ctx_join(c, &own); /* the Ctx keeps it */
    arena_free(own.mem);
    if (!dry_run) {
        lineage_settle(c);
        return tx_end(c);
    }
    tx_drop(c);
    return ok(c);
}
