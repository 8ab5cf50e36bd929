/* programme_show.c -- programmes, indicators and their histories, read.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/finding.h"
#include "domain/permission.h"

#include <stdlib.h>
#include <string.h>

int64_t
programme_version_at(Ctx *c, int64_t id, const char *evaluation, const char *as_of)
{
    const char *until = as_of ? arena_fmt(c->mem, "%.10sT14:59:59Z", as_of) : "9999", *e = evaluation ? evaluation : "";
    return db_int(c,
        SQL("SELECT id FROM programme_version WHERE programme_id = $1 AND recorded_at <= $2"
            " AND ($3 = '' OR evaluation = $3 OR substr(evaluation, 1, length($3) + 1) = $3 || ':')"
            " ORDER BY CASE WHEN $3 = '' AND evaluation = 'ex-ante' THEN 0 ELSE 1 END, evaluation DESC, version DESC LIMIT 1"),
        V(id, until, e));
}

json_t *
programme_body(Ctx *c, int64_t version)
{
    const char *why = NULL;
    const char *body = db_text(c, SQL("SELECT body FROM programme_version WHERE id = $1"), V(version));
    if (!body)
        return NULL;
    json_t *j = json_read(c->mem, body, strlen(body), &why);
    if (!j)
        fail(c, ERR_BROKEN, "store", "version %lld of a record cannot be read: %s", (long long)version, why);
    return j;
}

int64_t
programme_by_key(Ctx *c, const char *key)
{
    int64_t id = db_int(c, SQL("SELECT id FROM programme WHERE key = $1"), V(key));
    return id || !ok(c) ? id : db_int(c, SQL("SELECT programme_id FROM programme_alias WHERE key = $1"), V(key));
}

const char *
programme_key_of(Ctx *c, int64_t id)
{
    return db_text(c, SQL("SELECT key FROM programme WHERE id = $1"), V(id));
}

bool
programme_key_made(const char *key)
{
    size_t      head = !key ? 0 : strncmp(key, "rs", 2) == 0 ? 2 : strchr("psj", *key) && *key ? 1 : 0;
    size_t      digits = head ? strspn(key + head, "0123456789") : 0;
    const char *rest = digits ? key + head + digits : NULL;
    return rest && (*key == 'p' || *key == 's' ? *rest == '-' : !*rest);
}

int64_t
programme_find(Ctx *c, const char *id_or_key)
{
    int64_t n = 0, id = 0;
    if (number_int(id_or_key, &n))
        id = db_int(c, SQL("SELECT id FROM programme WHERE id = $1"), V(n));
    if (!id)
        id = programme_by_key(c, id_or_key);
    if (!id)
        id = db_int(c, SQL("SELECT id FROM programme WHERE name_key = $1 ORDER BY id LIMIT 1"), V(text_key(c->mem, id_or_key)));
    if (id) /* a programme that is the same as another one is shown as that (domain/lineage.h) */
        id = db_int(c, SQL("SELECT coalesce(same_as, id) FROM programme WHERE id = $1"), V(id));
    else
        fail(c, ERR_NOT_FOUND, id_or_key, "there is no programme \"%s\"; kanmon list shows them", id_or_key);
    return id;
}

/* Gives each indicator of the record its id, for addresses. */
static void
number_indicators(Ctx *c, int64_t version, json_t *record)
{
    Rows *r = db_query(c, SQL("SELECT place, indicator_id FROM indicator_version WHERE version_id = $1 ORDER BY place"), V(version));
    while (db_next(r)) {
        json_t *one = json_array_get(json_path(record, "indicators"), (size_t)row_int(r, 0));
        if (one)
            json_object_set_new(one, "id", json_integer(row_int(r, 1)));
    }
}

/* The evaluations of which a record was taken in by then, in the order of their life. */
static json_t *
evaluations_held(Ctx *c, int64_t id, const char *as_of)
{
    json_t     *out = json_array();
    const char *until = as_of ? arena_fmt(c->mem, "%.10sT14:59:59Z", as_of) : "9999", *last = "";
    Rows       *r = db_query(c,
        SQL("SELECT evaluation, id, version, as_of, recorded_at, document_id FROM programme_version WHERE programme_id = $1 AND recorded_at <= $2"
            " ORDER BY CASE substr(evaluation, 1, 5) WHEN 'ex-an' THEN 0 WHEN 'inter' THEN 1 WHEN 'ex-po' THEN 2 ELSE 3 END, evaluation, version DESC"),
        V(id, until));
    while (db_next(r)) {
        const char *e = row_text(r, 0), *colon = strchr(e, ':');
        if (strcmp(e, last) == 0)
            continue;
        last = e;
        json_array_append_new(out, json_pack("{ss so so sI sI so ss so}", "evaluation", e, "type",
            colon ? json_stringn(e, (size_t)(colon - e)) : json_string(e), "fy", colon ? json_integer(strtoll(colon + 1, NULL, 10)) : json_null(),
            "version_id", (json_int_t)row_int(r, 1), "version", (json_int_t)row_int(r, 2), "as_of", json_maybe(row_text(r, 3)),
            "recorded_at", row_text(r, 4), "document_id", row_null(r, 5) ? json_null() : json_integer(row_int(r, 5))));
    }
    return out;
}

json_t *
programme_show(Ctx *c, int64_t id, const char *as_of)
{
    return programme_show_evaluation(c, id, NULL, as_of);
}

/* The record of a version and what is known of it; evaluations held as of a day. */
static json_t *
show_version(Ctx *c, int64_t id, int64_t v, const char *as_of)
{
    json_t *rec = programme_body(c, v);
    if (!rec)
        return NULL;
    number_indicators(c, v, rec);
    Rows *r = db_query(c,
        SQL("SELECT v.version, v.recorded_at, v.actor, d.id, d.name, d.sha256, p.key FROM programme_version v"
            " JOIN programme p ON p.id = v.programme_id LEFT JOIN document d ON d.id = v.document_id WHERE v.id = $1"),
        V(v));
    while (db_next(r)) {
        json_object_set_new(rec, "id", json_integer(id));
        json_object_set_new(rec, "version_id", json_integer(v));
        json_object_set_new(rec, "version", json_integer(row_int(r, 0)));
        json_object_set_new(rec, "recorded_at", json_string(row_text(r, 1)));
        json_object_set_new(rec, "recorded_by", json_string(row_text(r, 2)));
        json_object_set_new(rec, "key", json_string(row_text(r, 6)));
        json_object_set_new(rec, "document", row_null(r, 3) ? json_null()
            : json_pack("{sI ss ss}", "id", (json_int_t)row_int(r, 3), "name", row_text(r, 4), "sha256", row_text(r, 5)));
    }
    json_object_set_new(rec, "total_yen", json_incref(json_has(rec, "total.yen") ? json_path(rec, "total.yen") : json_null()));
    json_object_set_new(rec, "version_id", json_integer(v));
    json_object_set_new(rec, "evaluation", json_string(record_evaluation(c, rec)));
    json_object_set_new(rec, "evaluations_held", evaluations_held(c, id, as_of));
    json_t *f = json_array();
    if (can(c, ACT_FINDING_READ)) {
        r = db_query(c, SQL("SELECT body FROM finding WHERE version_id = $1 ORDER BY id"), V(v));
        while (db_next(r))
            json_array_append_new(f, json_loads(row_text(r, 0), 0, NULL));
    }
    json_object_set_new(rec, "findings", f);
    return rec;
}

json_t *
programme_show_evaluation(Ctx *c, int64_t id, const char *evaluation, const char *as_of)
{
    int64_t v = programme_version_at(c, id, evaluation, as_of);
    if (!v) {
        fail(c, ERR_NOT_FOUND, "programme", L(c, "この事業（%lld）について、その時点・評価（%s）の記録はまだない。", "nothing was recorded of programme %lld by then (evaluation: %s)"),
             (long long)id, evaluation ? evaluation : "-");
        return NULL;
    }
    return show_version(c, id, v, as_of);
}

json_t *
programme_show_read(Ctx *c, int64_t id, int64_t document)
{
    int64_t v = db_int(c, SQL("SELECT max(id) FROM programme_version WHERE programme_id = $1 AND document_id = $2"), V(id, document));
    if (v)
        return show_version(c, id, v, NULL);
    fail(c, ERR_NOT_FOUND, "programme", L(c, "この事業はこの文書から読み取られていません。", "this programme was not read from this document"));
    return NULL;
}
