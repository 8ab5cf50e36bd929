/* programme.c -- a record in: found or made, compared, versioned, laid out in rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include "base/alike.h"
#include "base/fold.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/face.h"
#include "domain/ledger.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_ALIKE 0.4

static int64_t
by_name(Ctx *c, const json_t *record)
{
    return db_int(c, SQL("SELECT id FROM programme WHERE name_key = $1 AND (first_fy = $2 OR first_fy IS NULL OR $2 = 0) ORDER BY id LIMIT 1"),
                  V(text_key(c->mem, json_text(record, "name")), json_int(record, "period.from_fy", 0)));
}

/* A key written by mistake must not put a record onto another programme. A programme may take a new name under its key, so
 * the name alone says nothing: but where the name is quite another one, and either stands for a programme of its own here or the
 * key belongs to a programme that was never evaluated, the key is wrong. */
static bool
key_is_meant(Ctx *c, const json_t *record, const char *key, int64_t id)
{
    const char *name = json_text(record, "name"), *had = db_text(c, SQL("SELECT name FROM programme WHERE id = $1"), V(id));
    Pairs       a = pairs_of(c->mem, name), b = pairs_of(c->mem, had ? had : "");
    if (!ok(c) || alike(&a, &b) >= NAMES_ALIKE || alike_within(&a, &b) >= 2 * NAMES_ALIKE)
        return ok(c);
    int64_t other = by_name(c, record);
    if ((other == 0 || other == id) && db_int(c, SQL("SELECT count(*) FROM programme_version WHERE programme_id = $1"), V(id)) > 0)
        return ok(c);
    return fail(c, ERR_CONFLICT, "key", L(c, "key「%s」は別の事業「%s」のものです。記録の名称は「%s」です。key を直すか、消してください。", "the key %s is that of another programme, %s; the record is named %s. Correct the key, or leave it out."), key, had, name);
}

/* By its key, else by name and first fiscal year; 0 when there is none, or with c->err. */
static int64_t
find(Ctx *c, const json_t *record)
{
    const char *key = json_str(record, "key");
    int64_t     id = key ? programme_by_key(c, key) : 0;
    if (id)
        return key_is_meant(c, record, key, id) ? id : 0;
    return ok(c) ? by_name(c, record) : 0;
}

/* A pack gives the key that people use to a programme whose key was made by us. */
static void
take_key(Ctx *c, int64_t id, const char *key)
{
    const char *had = programme_key_of(c, id);
    if (!key || !programme_key_made(had) || strcmp(had, key) == 0 || programme_by_key(c, key))
        return;
    db_run(c, SQL("INSERT INTO programme_alias (key, programme_id) VALUES ($1, $2)"), V(had, id));
    db_run(c, SQL("UPDATE programme SET key = $1 WHERE id = $2"), V(key, id));
}

static int64_t
find_or_make(Ctx *c, json_t *record, bool *made)
{
    const char *name = json_text(record, "name"), *key = json_str(record, "key"), *name_key = text_key(c->mem, name);
    int64_t     fy = json_int(record, "period.from_fy", 0), id = find(c, record);
    *made = false;
    if (id)
        take_key(c, id, key);
    if (id || !ok(c))
        return id;
    *made = true;
    if (!key) {
        const char *h = sha256_hex(c->mem, name_key, strlen(name_key));
        key = arena_fmt(c->mem, "p%lld-%.6s", (long long)fy, h);
    }
    return db_int(c, SQL("INSERT INTO programme (key, name, name_key, first_fy) VALUES ($1, $2, $3, $4) RETURNING id"),
                  V(key, name, name_key, fy ? val_int(fy) : VAL_NONE));
}

PutResult
programme_compare(Ctx *c, const json_t *record, int64_t *id, int64_t *base, json_t **changes)
{
    json_t *now = json_keep(c->mem, json_copied(record));
    *changes = json_keep(c->mem, json_array());
    *id = find(c, record);
    *base = *id ? programme_version_at(c, *id, record_evaluation(c, record), NULL) : 0;
    json_t *had = *base ? programme_body(c, *base) : NULL;
    if (!had)
        return PUT_NEW;
    if (!json_has(record, "key"))
        json_object_set(now, "key", json_object_get(had, "key"));
    *changes = record_diff(c, had, now);
    return json_array_size(*changes) ? PUT_CHANGED : PUT_SAME;
}

static Val
maybe_int(const json_t *j, const char *path)
{
    const json_t *v = json_path(j, path);
    return json_is_integer(v) ? val_int(json_integer_value(v)) : VAL_NONE;
}

static void
put_observations(Ctx *c, int64_t iv, const json_t *values)
{
    const char *fy;
    json_t     *v;
    json_object_foreach(values, fy, v)
    {
        const json_t *n = json_object_get(v, "value");
        db_run(c, SQL("INSERT INTO observation (indicator_version_id, fy, value, qualifier, text) VALUES ($1, $2, $3, $4, $5)"),
               V(iv, strtoll(fy, NULL, 10), json_is_number(n) ? val_real(json_number_value(n)) : VAL_NONE,
                 json_str(v, "qualifier") ? json_str(v, "qualifier") : "exact", json_text(v, "text")));
    }
}

static void
put_indicators(Ctx *c, int64_t programme, int64_t version, const json_t *record)
{
    size_t  i;
    json_t *one;
    json_array_foreach(json_path(record, "indicators"), i, one)
    {
        const char *name = json_text(one, "name"), *key = text_key(c->mem, name), *type = json_text(one, "type");
        int64_t     id = db_int(c, SQL("SELECT id FROM indicator WHERE programme_id = $1 AND type = $2 AND name_key = $3"), V(programme, type, key));
        if (!id)
            id = db_int(c, SQL("INSERT INTO indicator (programme_id, name, name_key, type, search_key) VALUES ($1, $2, $3, $4, $5) RETURNING id"),
                        V(programme, name, key, type, fold_key(c->mem, name)));
        int64_t iv = db_int(c, SQL("INSERT INTO indicator_version (indicator_id, version_id, place, unit, scope) VALUES ($1, $2, $3, $4, $5) RETURNING id"),
                            V(id, version, (int64_t)i, json_str(one, "unit"), json_str(one, "scope")));
        put_observations(c, iv, json_path(one, "values"));
    }
}

const char *
record_evaluation(Ctx *c, const json_t *record)
{
    const char *type = json_str(record, "form.type") ? json_text(record, "form.type") : "ex-ante";
    const char *day = json_str(record, "form.as_of") ? json_text(record, "form.as_of") : json_text(record, "report.date");
    if (strcmp(type, "ex-ante") == 0 || strlen(day) < 7)
        return type;
    long year = strtol(day, NULL, 10), month = strtol(day + 5, NULL, 10);
    return arena_fmt(c->mem, "%s:%ld", type, month >= 4 ? year : year - 1); /* the Japanese fiscal year begins in April */
}

static void
put_plans(Ctx *c, int64_t version, const json_t *record)
{
    size_t  i;
    json_t *e;
    json_array_foreach(json_path(record, "evaluations"), i, e)
    {
        int64_t fy = evaluation_fy(record, e);
        db_run(c, SQL("INSERT INTO evaluation_plan (version_id, place, type, fy, every_years, text) VALUES ($1, $2, $3, $4, $5, $6)"),
               V(version, (int64_t)i, json_text(e, "type"), fy ? val_int(fy) : VAL_NONE, maybe_int(e, "every_years"), json_text(e, "text")));
    }
}

static int64_t
put_version(Ctx *c, int64_t id, json_t *record, int64_t document, const char *body)
{
    int64_t no = db_int(c, SQL("SELECT coalesce(max(version), 0) + 1 FROM programme_version WHERE programme_id = $1"), V(id));
    int64_t v = db_int(c,
        SQL("INSERT INTO programme_version (programme_id, version, document_id, body, sha256, search_key, recorded_at, actor, name)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id"),
        V(id, no, document ? val_int(document) : VAL_NONE, body, sha256_hex(c->mem, body, strlen(body)),
          "", c->now, c->actor, json_text(record, "name")));
    db_run(c,
        SQL("UPDATE programme_version SET kind = $1, request_fy = $2, request_yen = $3, total_yen = $4, total_qualifier = $5,"
            " from_fy = $6, to_fy = $7, division = $8, committee = $9, evaluation = $10, as_of = $11 WHERE id = $12"),
        V(json_str(record, "kind"), maybe_int(record, "request.fiscal_year"), maybe_int(record, "request.yen"),
          maybe_int(record, "total.yen"), json_str(record, "total.qualifier"), maybe_int(record, "period.from_fy"),
          maybe_int(record, "period.to_fy"), json_str(record, "division"), json_str(record, "committee"),
          record_evaluation(c, record), json_str(record, "form.as_of"), v));
    db_run(c, SQL("UPDATE finding SET present = 0 WHERE programme_id = $1 AND version_id IN"
                  " (SELECT w.id FROM programme_version w WHERE w.programme_id = $1 AND w.evaluation = $2)"),
           V(id, record_evaluation(c, record)));
    db_run(c, SQL("UPDATE programme SET main_version = $1 WHERE id = $2"), V(programme_version_at(c, id, NULL, NULL), id));
    return v;
}

bool
programme_put(Ctx *c, json_t *record, int64_t document, int64_t *id, PutResult *result)
{
    bool made = false;
    *id = 0;
    *result = PUT_SAME;
    if (text_blank(json_text(record, "name")))
        return fail(c, ERR_INVALID, "name", "a programme needs a name (事業名)");
    tx_begin(c);
    *id = find_or_make(c, record, &made);
    int64_t old = made || !*id ? 0 : programme_version_at(c, *id, record_evaluation(c, record), NULL);
    if (ok(c) && old) {
        json_t *had = programme_body(c, old);
        /* A paper does not know the key that a pack gave. */
        if (had && !json_has(record, "key"))
            json_object_set(record, "key", json_object_get(had, "key"));
        if (had && json_array_size(record_diff(c, had, record)) == 0)
            return tx_end(c);
    } else if (ok(c) && *id && !json_has(record, "key")) {
        json_object_set_new(record, "key", json_maybe(programme_key_of(c, *id)));
    }
    const char *body = json_canonical(c->mem, record);
    int64_t     v = ok(c) ? put_version(c, *id, record, document, body) : 0;
    if (ok(c)) {
        put_indicators(c, *id, v, record);
        put_plans(c, v, record);
        face_record(c, *id, v);
    }
    ledger_act(c, old ? "programme.change" : "programme.put", arena_fmt(c->mem, "programme:%lld", (long long)*id),
               arena_fmt(c->mem, "{\"version\":%lld,\"sha256\":\"%s\"}", (long long)v, sha256_hex(c->mem, body, strlen(body))));
    *result = old ? PUT_CHANGED : PUT_NEW;
    return tx_end(c);
}
