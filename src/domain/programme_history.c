/* programme_history.c -- the versions of a programme and what changed from one to the next.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

static json_t *
versions_of(Ctx *c, int64_t id, int limit)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT v.id, v.version, v.recorded_at, v.actor, d.name, d.id, v.evaluation, v.sha256, (SELECT max(o.id) FROM programme_version o"
            " WHERE o.programme_id = v.programme_id AND o.evaluation = v.evaluation AND o.version < v.version)"
            " FROM programme_version v LEFT JOIN document d ON d.id = v.document_id WHERE v.programme_id = $1 ORDER BY v.version DESC LIMIT $2"),
        V(id, limit));
    while (db_next(r)) {
        json_t *row = json_pack("{sI sI ss ss so so ss ss}", "version_id", (json_int_t)row_int(r, 0), "version", (json_int_t)row_int(r, 1), "recorded_at", row_text(r, 2),
                                "actor", row_text(r, 3), "document", json_maybe(row_text(r, 4)), "document_id", row_null(r, 5) ? json_null() : json_integer(row_int(r, 5)),
                                "evaluation", row_text(r, 6), "sha256", row_text(r, 7));
        json_object_set_new(row, "before", row_null(r, 8) ? json_null() : json_integer(row_int(r, 8)));
        json_array_append_new(out, row);
    }
    return out;
}

json_t *
programme_versions(Ctx *c, int64_t id)
{
    return versions_of(c, id, 500);
}

json_t *
programme_changes(Ctx *c, const json_t *version)
{
    int64_t before = json_int(version, "before", 0);
    json_t *now = before ? programme_body(c, json_int(version, "version_id", 0)) : NULL, *older = now ? programme_body(c, before) : NULL;
    return older ? record_diff(c, older, now) : json_keep(c->mem, json_array());
}

json_t *
programme_history(Ctx *c, int64_t id)
{
    json_t *out = versions_of(c, id, 100), *row;
    size_t  i;
    json_array_foreach(out, i, row) json_object_set(row, "changes", programme_changes(c, row));
    return out;
}
