/* evaluation_plan.c -- which evaluations programmes plan, by year.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include <string.h>

int64_t
evaluation_fy(const json_t *record, const json_t *e)
{
    int64_t     from = json_int(record, "period.from_fy", 0), to = json_int(record, "period.to_fy", 0), n = json_int(e, "year_n", 0);
    const char *rule = json_text(e, "rule");
    if (json_int(e, "fy", 0))
        return json_int(e, "fy", 0);
    if (strcmp(rule, "end") == 0)
        return to;
    if (strcmp(rule, "end+1") == 0)
        return to ? to + 1 : 0;
    return strcmp(rule, "year-n") == 0 && from && n ? from + n - 1 : 0;
}

json_t *
evaluation_plans(Ctx *c, int64_t from_fy, int64_t to_fy, int limit, int64_t *total)
{
    json_t *out = json_keep(c->mem, json_array());
    if (total)
        *total = db_int(c,
            SQL("SELECT count(*) FROM (SELECT DISTINCT p.id, e.type, e.fy FROM evaluation_plan e JOIN programme p ON p.main_version = e.version_id"
                " WHERE e.fy BETWEEN $1 AND $2) AS planned"),
            V(from_fy, to_fy));
    Rows *r = db_query(c,
        SQL("SELECT p.id, p.key, v.name, e.type, e.fy, min(e.text) FROM evaluation_plan e JOIN programme p ON p.main_version = e.version_id"
            " JOIN programme_version v ON v.id = e.version_id WHERE e.fy BETWEEN $1 AND $2"
            " GROUP BY p.id, p.key, v.name, e.type, e.fy ORDER BY e.fy, e.type, p.id LIMIT $3"),
        V(from_fy, to_fy, limit));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss sI ss}", "programme_id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2),
                                             "type", row_text(r, 3), "fy", (json_int_t)row_int(r, 4), "text", row_text(r, 5)));
    return out;
}
