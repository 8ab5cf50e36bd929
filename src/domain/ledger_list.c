/* ledger_list.c -- the ledger in pages of rows, and its acts in words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ledger.h"

#include "base/text.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

/* The rows asked for: `head` before them, `foot` behind. */
static Rows *
ask_rows(Ctx *c, const LedgerAsk *ask, Sql head, Sql foot, int64_t *total)
{
    static const Sql where = { " FROM ledger WHERE (subject = $1 OR $1 = '' OR substr(subject, 1, length($1) + 1) = $1 || ':')"
                               " AND (actor = $2 OR $2 = '') AND (act = $3 OR $3 = '')" };
    const char *subject = ask->subject ? ask->subject : "", *actor = ask->actor ? ask->actor : "", *act = ask->act ? ask->act : "";
    Sql         tail = ask->oldest ? SQL(" AND seq > $4 ORDER BY seq LIMIT $5") : SQL(" AND seq < $4 ORDER BY seq DESC LIMIT $5");
    if (total)
        *total = db_int(c, sql_join(c->mem, SQL("SELECT count(*)"), where), V(subject, actor, act));
    return db_query(c, sql_join(c->mem, sql_join(c->mem, sql_join(c->mem, head, where), tail), foot),
        V(subject, actor, act, ask->before_seq > 0 || ask->oldest ? ask->before_seq : INT64_MAX, ask->limit));
}

/* The number behind the colon of a subject; NULL where there is none: PostgreSQL fails on what is no number. */
#define NUMBER_FROM(at) "CASE WHEN length(l.subject) BETWEEN " at " AND 24 AND ltrim(substr(l.subject, " at "), '0123456789') = ''" \
                        " THEN CAST(substr(l.subject, " at ") AS BIGINT) END"

/* The name of what a subject points at is looked up for the rows of the page only, not for the whole chain. */
json_t *
ledger_told(Ctx *c, const LedgerAsk *ask, int64_t *total)
{
    static const Sql head = { "SELECT l.seq, l.at, l.act, l.subject, l.hash, l.actor,"
                              " CASE WHEN l.subject LIKE 'programme:%' THEN (SELECT name FROM programme WHERE id = " NUMBER_FROM("11") ")"
                              " WHEN l.subject LIKE 'document:%' THEN (SELECT name FROM document WHERE id = " NUMBER_FROM("10") ")"
                              " WHEN l.subject LIKE 'intake:%' THEN (SELECT name FROM intake WHERE id = " NUMBER_FROM("8") ")"
                              " WHEN l.subject LIKE 'account:%' THEN (SELECT name FROM account WHERE id = " NUMBER_FROM("9") ") END,"
                              " (SELECT name FROM account WHERE login = l.actor) FROM (SELECT seq, at, act, subject, hash, actor" };
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = ask_rows(c, ask, head, SQL(") l ORDER BY l.seq DESC"), total);
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss ss ss ss? ss?}", "seq", (json_int_t)row_int(r, 0), "at", row_text(r, 1), "act", row_text(r, 2), "subject", row_text(r, 3),
                                             "hash", row_text(r, 4), "actor", row_text(r, 5), "named", row_null(r, 6) ? NULL : row_text(r, 6), "who", row_null(r, 7) ? NULL : row_text(r, 7)));
    return out;
}

json_t *
ledger_page(Ctx *c, const LedgerAsk *ask, int64_t *total)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = ask_rows(c, ask, SQL("SELECT seq, at, actor, act, subject, payload, payload_sha256, prev_hash, hash"), SQL(""), total);
    while (db_next(r))
        json_array_append_new(out,
            json_pack("{sI ss ss ss ss ss ss ss ss}", "seq", (json_int_t)row_int(r, 0), "at", row_text(r, 1), "actor",
                      row_text(r, 2), "act", row_text(r, 3), "subject", row_text(r, 4), "payload", row_text(r, 5),
                      "payload_sha256", row_text(r, 6), "prev_hash", row_text(r, 7), "hash", row_text(r, 8)));
    return out;
}

const char *
ledger_act_label(const Ctx *c, const char *act)
{
    static const struct { const char *act, *ja, *en; } labels[] = {
#define DEED(act, ja, en) { act, ja, en },
#include "domain/deeds.def"
#undef DEED
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].act, act) == 0)
            return L(c, labels[i].ja, labels[i].en);
    return act;
}

json_t *
ledger_acts(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT DISTINCT act FROM ledger ORDER BY 1 LIMIT 100"), NOV);
    while (db_next(r))
        json_array_append_new(out, json_string(row_text(r, 0)));
    return out;
}
