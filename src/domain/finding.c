/* finding.c -- findings of a programme's present version.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/finding.h"

#include "domain/document.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme_in.h"

#include <string.h>

/* The stored findings of a version and the new ones are the same, in the same order. */
static bool
same_findings(Ctx *c, int64_t version, const json_t *findings)
{
    size_t n = 0;
    bool   same = true;
    Rows  *r = db_query(c, SQL("SELECT body FROM finding WHERE version_id = $1 ORDER BY id"), V(version));
    while (db_next(r)) {
        json_t *f = json_array_get(findings, n++);
        same = same && f && strcmp(json_canonical(c->mem, f), row_text(r, 0)) == 0;
    }
    return same && n == json_array_size(findings);
}

bool
finding_put(Ctx *c, int64_t programme, const char *evaluation, const json_t *findings)
{
    int64_t v = programme_version_at(c, programme, evaluation, NULL);
    size_t  i;
    json_t *f;
    tx_begin(c);
    if (same_findings(c, v, findings))
        return tx_end(c);
    db_run(c, SQL("DELETE FROM finding WHERE version_id = $1"), V(v));
    json_array_foreach(findings, i, f)
        db_run(c, SQL("INSERT INTO finding (programme_id, version_id, code, level, line, body) VALUES ($1, $2, $3, $4, $5, $6)"),
               V(programme, v, json_text(f, "code"), json_text(f, "level"),
                 json_is_integer(json_path(f, "line")) ? val_int(json_int(f, "line", 0)) : VAL_NONE, json_canonical(c->mem, f)));
    const char *all = json_canonical(c->mem, findings);
    ledger_act(c, "finding.put", arena_fmt(c->mem, "programme:%lld", (long long)programme),
               arena_fmt(c->mem, "{\"version_id\":%lld,\"findings\":%zu,\"sha256\":\"%s\"}", (long long)v, json_array_size(findings),
                         sha256_hex(c->mem, all, strlen(all))));
    return tx_end(c);
}

json_t *
finding_page(Ctx *c, const FindingAsk *ask, int64_t *total)
{
    json_t     *out = json_keep(c->mem, json_array());
    const char *level = ask->level ? ask->level : "", *code = ask->code ? ask->code : "";
    if (total)
        *total = 0;
    if (!can(c, ACT_FINDING_READ)) /* here, so that no page, search, API or export can forget it */
        return out;
    if (total)
        *total = db_int(c,
            SQL("SELECT count(*) FROM finding f WHERE f.present = 1 AND (f.programme_id = $1 OR $1 = 0) AND (f.level = $2 OR $2 = '') AND (f.code = $3 OR $3 = '')"),
            V(ask->programme, level, code));
    Rows *r = db_query(c,
        SQL("SELECT f.body, p.id, p.key, p.name, v.document_id, v.evaluation FROM finding f JOIN programme p ON p.id = f.programme_id"
            " JOIN programme_version v ON v.id = f.version_id WHERE f.present = 1 AND (f.programme_id = $1 OR $1 = 0) AND (f.level = $2 OR $2 = '') AND (f.code = $3 OR $3 = '')"
            " ORDER BY CASE f.level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, p.id, f.code, f.line, f.id LIMIT $4 OFFSET $5"),
        V(ask->programme, level, code, ask->limit > 0 ? ask->limit : (int64_t)10000, ask->from > 0 ? ask->from : (int64_t)0));
    while (db_next(r)) {
        json_t *f = json_loads(row_text(r, 0), 0, NULL);
        if (!f)
            continue;
        json_object_set_new(f, "programme_id", json_integer(row_int(r, 1)));
        json_object_set_new(f, "programme_key", json_string(row_text(r, 2)));
        json_object_set_new(f, "programme", json_string(row_text(r, 3)));
        json_object_set_new(f, "document_id", row_null(r, 4) ? json_null() : json_integer(row_int(r, 4)));
        json_object_set_new(f, "evaluation", json_string(row_text(r, 5)));
        json_array_append_new(out, f);
    }
    return out;
}

json_t *
finding_list(Ctx *c, int64_t programme, const char *level, const char *code)
{
    return finding_page(c, &(FindingAsk){ .programme = programme, .level = level, .code = code }, NULL);
}

json_t *
finding_counts(Ctx *c, int64_t programme, const char *level)
{
    json_t *out = json_keep(c->mem, json_array());
    if (!can(c, ACT_FINDING_READ))
        return out;
    Rows *r = db_query(c,
        SQL("SELECT f.code, f.level, count(*), count(DISTINCT f.programme_id) FROM finding f"
            " WHERE f.present = 1 AND (f.programme_id = $1 OR $1 = 0) AND (f.level = $2 OR $2 = '')"
            " GROUP BY f.code, f.level ORDER BY CASE f.level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, 3 DESC, f.code LIMIT 200"),
        V(programme, level ? level : ""));
    while (db_next(r))
        json_array_append_new(out, json_pack("{ss ss sI sI}", "code", row_text(r, 0), "level", row_text(r, 1), "count", (json_int_t)row_int(r, 2),
                                             "programmes", (json_int_t)row_int(r, 3)));
    return out;
}
