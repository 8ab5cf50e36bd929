/* indicator.c -- one indicator: its definition, its values, and how versions of the record gave them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include <stdio.h>
#include <string.h>

/* Its versions from rows alone, oldest first: [{version_id,version,evaluation,recorded_at,actor,document_id,place,main,
 * indicator:{unit,scope,values}}]. */
static json_t *
versions_of(Ctx *c, int64_t id)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT n.id, v.id, v.version, v.evaluation, v.recorded_at, v.actor, v.document_id, n.place, n.unit, n.scope, p.main_version, p.id"
            " FROM indicator_version n JOIN programme_version v ON v.id = n.version_id JOIN programme p ON p.id = v.programme_id"
            " WHERE n.indicator_id = $1 ORDER BY v.id, n.place LIMIT 200"),
        V(id));
    while (db_next(r)) {
        json_t *row = json_pack("{sI sI sI ss ss ss sI}", "id", (json_int_t)row_int(r, 0), "version_id", (json_int_t)row_int(r, 1), "version", (json_int_t)row_int(r, 2),
                                "evaluation", row_text(r, 3), "recorded_at", row_text(r, 4), "actor", row_text(r, 5), "place", (json_int_t)row_int(r, 7));
        json_object_set_new(row, "document_id", row_null(r, 6) ? json_null() : json_integer(row_int(r, 6)));
        json_object_set_new(row, "main", json_boolean(row_int(r, 1) == row_int(r, 10)));
        json_object_set_new(row, "programme_id", json_integer(row_int(r, 11)));
        json_object_set_new(row, "indicator", json_pack("{so so s{}}", "unit", json_maybe(row_text(r, 8)), "scope", json_maybe(row_text(r, 9)), "values"));
        json_array_append_new(out, row);
    }
    r = db_query(c,
        SQL("SELECT o.indicator_version_id, o.fy, o.value, o.qualifier, o.text FROM observation o JOIN indicator_version n ON n.id = o.indicator_version_id"
            " WHERE n.indicator_id = $1 ORDER BY o.indicator_version_id, o.fy LIMIT 20000"),
        V(id));
    while (db_next(r)) {
        size_t  i;
        json_t *v;
        char    fy[24];
        snprintf(fy, sizeof fy, "%lld", (long long)row_int(r, 1));
        json_array_foreach(out, i, v)
            if (json_int(v, "id", 0) == row_int(r, 0))
                json_object_set_new(json_path(v, "indicator.values"), fy,
                                    json_pack("{so ss ss}", "value", row_null(r, 2) ? json_null() : json_real(row_real(r, 2)), "qualifier", row_text(r, 3), "text", row_text(r, 4)));
    }
    return out;
}

/* Findings that speak of the indicator at a place of the record. */
static json_t *
findings_of(Ctx *c, const json_t *record, int64_t place)
{
    json_t     *out = json_array(), *f;
    const char *field = arena_fmt(c->mem, "indicators[%lld]", (long long)place);
    size_t      i, n = strlen(field);
    json_array_foreach(json_path(record, "findings"), i, f)
        if (strncmp(json_text(f, "field"), field, n) == 0)
            json_array_append(out, f);
    return out;
}

json_t *
indicator_show(Ctx *c, int64_t id)
{
    json_t *versions = versions_of(c, id), *v, *shown = NULL;
    size_t  i;
    json_array_foreach(versions, i, v) /* the one of the version that lists show, else the newest */
        if (!shown || json_flag(v, "main") || !json_flag(shown, "main"))
            shown = v;
    int64_t programme = json_int(shown, "programme_id", 0), place = json_int(shown, "place", 0);
    json_t *rec = shown ? programme_show_evaluation(c, programme, json_text(shown, "evaluation"), NULL) : NULL;
    json_t *now = json_array_get(json_path(rec, "indicators"), (size_t)place);
    if (!now || json_int(now, "id", 0) != id) {
        fail(c, ERR_NOT_FOUND, "indicator", L(c, "指標 %lld はありません。", "there is no indicator %lld"), (long long)id);
        return NULL;
    }
    json_t *out = json_keep(c->mem, json_deep_copy(now));
    json_object_set_new(out, "place", json_integer(place));
    json_object_set_new(out, "version_id", json_integer(json_int(shown, "version_id", 0)));
    json_object_set_new(out, "programme", json_pack("{sI ss ss}", "id", (json_int_t)programme, "key", json_text(rec, "key"), "name", json_text(rec, "name")));
    json_object_set_new(out, "key", json_string(json_text(rec, "key")));
    json_object_set(out, "document", json_path(rec, "document") ? json_path(rec, "document") : json_null());
    json_object_set_new(out, "findings", findings_of(c, rec, place));
    json_object_set(out, "versions", versions);
    return out;
}
