/* ledger.c -- the chain of acts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * On PostgreSQL the tail is taken under an advisory lock of the transaction, so that
 * two writers cannot take the same seq; SQLite has one writer (BEGIN IMMEDIATE). */
#include "domain/ledger.h"

#include "domain/document.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

static const char *
chain(Arena *mem, int64_t seq, const char *at, const char *actor, const char *act, const char *subject,
      const char *payload_hash, const char *prev)
{
    const char *s = arena_fmt(mem, "%lld|%s|%s|%s|%s|%s|%s", (long long)seq, at, actor, act, subject, payload_hash, prev);
    return sha256_hex(mem, s, strlen(s));
}

bool
ledger_act(Ctx *c, const char *act, const char *subject, const char *payload)
{
    if (!ok(c))
        return false;
    if (db_is_postgres(c->db))
        db_run(c, SQL("SELECT pg_advisory_xact_lock(7301)"), NOV);
    int64_t     seq = 1;
    const char *prev = "";
    Rows       *r = db_query(c, SQL("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"), NOV);
    while (db_next(r)) {
        seq = row_int(r, 0) + 1;
        prev = row_text(r, 1);
    }
    const char *p = payload ? payload : "";
    const char *ph = sha256_hex(c->mem, p, strlen(p));
    const char *hash = chain(c->mem, seq, c->now, c->actor, act, subject, ph, prev);
    return db_run(c,
        SQL("INSERT INTO ledger (seq, at, actor, act, subject, payload, payload_sha256, prev_hash, hash)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        V(seq, c->now, c->actor, act, subject, p, ph, prev, hash));
}

json_t *
ledger_list(Ctx *c, const char *subject, int64_t before_seq, int limit)
{
    return ledger_page(c, &(LedgerAsk){ .subject = subject, .before_seq = before_seq, .limit = limit }, NULL);
}

bool
ledger_verify(Ctx *c, int64_t *rows, int64_t *broken, const char **why)
{
    *rows = *broken = 0;
    *why = NULL;
    Arena      *loop = arena_new(0);
    char        prev[65] = "";
    Rows *r = db_query(c, SQL("SELECT seq, at, actor, act, subject, payload, payload_sha256, prev_hash, hash FROM ledger ORDER BY seq"), NOV);
    while (db_next(r)) {
        int64_t     seq = row_int(r, 0);
        const char *p = row_text(r, 5), *ph = row_text(r, 6);
        if (*broken)
            continue;
        ++*rows;
        if (seq != *rows)
            *why = arena_fmt(c->mem, L(c, "%lld 番がありません", "row %lld is missing"), (long long)*rows);
        else if (strcmp(sha256_hex(loop, p, strlen(p)), ph) != 0)
            *why = L(c, "内容が指紋と合いません", "the payload does not match its hash");
        else if (strcmp(row_text(r, 7), prev) != 0)
            *why = L(c, "前の記録とつながっていません", "it does not follow the row before it");
        else if (strcmp(chain(loop, seq, row_text(r, 1), row_text(r, 2), row_text(r, 3), row_text(r, 4), ph, prev), row_text(r, 8)) != 0)
            *why = L(c, "指紋が内容と合いません", "its hash does not match its content");
        if (*why)
            *broken = *rows;
        memcpy(prev, row_text(r, 8), strnlen(row_text(r, 8), 64));
        prev[64] = 0;
        arena_reset(loop);
    }
    arena_free(loop);
    return ok(c) && *broken == 0 && ledger_records_held(c, broken, why);
}

bool
ledger_head(Ctx *c, const char **hash, const char **at)
{
    Rows *r = db_query(c, SQL("SELECT hash, at FROM ledger ORDER BY seq DESC LIMIT 1"), NOV);
    *hash = *at = "";
    while (db_next(r)) {
        *hash = row_text(r, 0);
        *at = row_text(r, 1);
    }
    return ok(c);
}
