/* filter.c -- see filter.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/filter.h"

#include "base/text.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

static int64_t
own_account(Ctx *c)
{
    return db_int(c, SQL("SELECT id FROM account WHERE login = $1 AND closed_at IS NULL"), V(c->actor));
}

bool
filter_save(Ctx *c, const char *name, const char *query, const char *sort)
{
    if (!may(c, ACT_FILTER_WRITE))
        return false;
    const char *title = text_squeeze(c->mem, name ? name : "");
    if (!*title || text_chars(title) > FILTER_NAME)
        return fail(c, ERR_INVALID, "name", L(c, "絞り込みの名前は1文字以上%d文字以下で付けてください。", "give the filter a name of 1 to %d characters"), (int)FILTER_NAME);
    query = text_squeeze(c->mem, query ? query : "");
    if (strlen(query) > FILTER_QUERY)
        return fail(c, ERR_INVALID, "query", L(c, "検索式が長すぎます（%dバイトまで）。", "the query is too long (at most %d bytes)"), (int)FILTER_QUERY);
    tx_begin(c);
    int64_t who = own_account(c);
    if (ok(c) && !who)
        fail(c, ERR_DENIED, NULL, "%s", L(c, "絞り込みの保存にはサインインが必要です。", "sign in to save filters"));
    int64_t others = db_int(c, SQL("SELECT count(*) FROM filter WHERE account_id = $1 AND name <> $2"), V(who, title));
    if (ok(c) && others >= FILTER_MOST)
        fail(c, ERR_CONFLICT, "name", L(c, "保存できる絞り込みは%d件までです。使わないものを消してください。", "at most %d filters can be kept; drop one first"), (int)FILTER_MOST);
    int64_t id = db_int(c,
        SQL("INSERT INTO filter (account_id, name, query, sort, saved_at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query, sort = excluded.sort, saved_at = excluded.saved_at RETURNING id"),
        V(who, title, query, sort ? sort : "", c->now));
    ledger_act(c, "filter.save", arena_fmt(c->mem, "filter:%lld", (long long)id), json_canonical(c->mem, json_keep(c->mem, json_pack("{ss ss}", "name", title, "query", query))));
    return tx_end(c);
}

bool
filter_drop(Ctx *c, int64_t id)
{
    if (!may(c, ACT_FILTER_WRITE))
        return false;
    tx_begin(c);
    int64_t who = own_account(c);
    if (ok(c) && !db_int(c, SQL("SELECT count(*) FROM filter WHERE id = $1 AND account_id = $2"), V(id, who)))
        fail(c, ERR_NOT_FOUND, "filter", "%s", L(c, "その絞り込みはありません。", "there is no such filter of yours"));
    db_run(c, SQL("DELETE FROM filter WHERE id = $1 AND account_id = $2"), V(id, who));
    ledger_act(c, "filter.drop", arena_fmt(c->mem, "filter:%lld", (long long)id), "");
    return tx_end(c);
}

json_t *
filter_list(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT f.id, f.name, f.query, f.sort, f.saved_at FROM filter f JOIN account a ON a.id = f.account_id WHERE a.login = $1 ORDER BY f.name, f.id LIMIT 100"),
        V(c->actor));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss ss}", "id", (json_int_t)row_int(r, 0), "name", row_text(r, 1), "query", row_text(r, 2),
                                             "sort", row_text(r, 3), "saved_at", row_text(r, 4)));
    return out;
}
