/* filter.c -- see filter.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/filter.h"

#include "base/text.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "format/html.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

static const struct Place {
    const char *name, *path, *params, *ja, *en;
    Act         act;
    bool        counted;
} places[] = {
#define PLACE(name, path, act, params, counted, ja, en) { #name, path, params, ja, en, ACT_##act, counted },
#include "domain/places.def"
#undef PLACE
};
enum { PLACES = sizeof places / sizeof *places };

static const struct Place *
place_named(const char *name)
{
    for (size_t i = 0; name && i < PLACES; i++)
        if (strcmp(places[i].name, name) == 0)
            return &places[i];
    return NULL;
}

static json_t *
words_of(Arena *mem, const char *list)
{
    size_t  n;
    char  **w = text_split(mem, list, " ", &n);
    json_t *out = json_keep(mem, json_array());
    for (size_t i = 0; i < n; i++)
        if (*w[i])
            json_array_append_new(out, json_string(w[i]));
    return out;
}

json_t *
filter_places(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    for (size_t i = 0; i < PLACES; i++)
        if (can(c, places[i].act))
            json_array_append_new(out, json_pack("{ss ss sO ss ss}", "name", places[i].name, "path", places[i].path, "params", words_of(c->mem, places[i].params), "ja", places[i].ja, "en", places[i].en));
    return out;
}

static int64_t
own_account(Ctx *c)
{
    return db_int(c, SQL("SELECT id FROM account WHERE login = $1 AND closed_at IS NULL"), V(c->actor));
}

/* The newest document there is; what comes later is new. -1 and not 0 in an empty store: 0 is what a row of before says. */
static int64_t
newest_document(Ctx *c)
{
    int64_t n = db_int(c, SQL("SELECT coalesce(max(id), 0) FROM search_doc"), NOV);
    return n ? n : -1;
}

/* The name as it is kept; NULL with INVALID. Marks that turn the direction of writing would let one name pass for another. */
static const char *
good_name(Ctx *c, const char *name)
{
    const char *title = text_squeeze(c->mem, name ? name : "");
    if (*title && text_chars(title) <= FILTER_NAME && strcmp(text_shown(c->mem, title), title) == 0)
        return title;
    fail(c, ERR_INVALID, "name", L(c, "名前は1文字以上%d文字以下で、見えない文字を使わずに付けてください。", "give a name of 1 to %d characters, without signs that are not seen"), (int)FILTER_NAME);
    return NULL;
}

/* The parameters of the place's address, as text; NULL with INVALID. */
static const char *
good_params(Ctx *c, const struct Place *p, const json_t *params)
{
    json_t     *kept = json_keep(c->mem, json_object()), *known = words_of(c->mem, p->params), *v, *w;
    const char *name;
    size_t      i;
    json_object_foreach(params, name, v)
    {
        bool good = false;
        json_array_foreach(known, i, w) good = good || strcmp(json_string_value(w), name) == 0;
        if (!good || !json_is_string(v) || text_chars(json_string_value(v)) > FILTER_VALUE) {
            fail(c, ERR_INVALID, name, L(c, "「%s」は一覧「%s」の条件ではないか、長すぎます。", "%s is no condition of the list %s, or too long"), name, L(c, p->ja, p->en));
            return NULL;
        }
        if (*json_string_value(v))
            json_object_set(kept, name, v);
    }
    return json_object_size(kept) ? json_canonical(c->mem, kept) : "";
}

static void
noted(Ctx *c, const char *act, int64_t id, json_t *payload)
{
    ledger_act(c, act, arena_fmt(c->mem, "filter:%lld", (long long)id), payload ? json_canonical(c->mem, json_keep(c->mem, payload)) : "");
}

static bool
room(Ctx *c, int64_t who, const char *title, bool shared)
{
    int64_t others = db_int(c, SQL("SELECT count(*) FROM filter WHERE account_id = $1 AND name <> $2"), V(who, title));
    if (ok(c) && others >= FILTER_MOST)
        return fail(c, ERR_CONFLICT, "name", L(c, "保存できる検索は%d件までです。使わないものを消してください。", "at most %d searches can be kept; drop one first"), (int)FILTER_MOST);
    if (shared && db_int(c, SQL("SELECT count(*) FROM filter WHERE shared = 1 AND NOT (account_id = $1 AND name = $2)"), V(who, title)) >= FILTER_SHARED)
        return fail(c, ERR_CONFLICT, "shared", L(c, "共有できる検索は全体で%d件までです。", "at most %d searches can be shared in all"), (int)FILTER_SHARED);
    return ok(c);
}

bool
filter_save(Ctx *c, const FilterNew *f, int64_t *id)
{
    if (!may(c, ACT_FILTER_WRITE) || (f->shared && !may(c, ACT_FILTER_SHARE)))
        return false;
    const struct Place *p = place_named(f->place ? f->place : "programmes");
    const char *title = good_name(c, f->name), *query = text_squeeze(c->mem, f->query ? f->query : ""), *sort = text_squeeze(c->mem, f->sort ? f->sort : "");
    if (!title)
        return false;
    if (!p || !can(c, p->act))
        return fail(c, ERR_INVALID, "place", L(c, "一覧「%s」はありません。", "there is no list %s"), f->place ? f->place : "");
    if (strlen(query) > FILTER_QUERY || strlen(sort) > FILTER_VALUE)
        return fail(c, ERR_INVALID, "query", L(c, "検索式が長すぎます（%dバイトまで）。", "the query is too long (at most %d bytes)"), (int)FILTER_QUERY);
    const char *rest = good_params(c, p, f->params);
    if (!rest)
        return false;
    tx_begin(c);
    int64_t who = own_account(c), new = 0;
    if (ok(c) && !who)
        fail(c, ERR_DENIED, NULL, "%s", L(c, "検索の保存にはサインインが必要です。", "sign in to keep searches"));
    if (ok(c) && room(c, who, title, f->shared))
        new = db_int(c,
            SQL("INSERT INTO filter (account_id, name, place, query, sort, rest, shared, seen_doc, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                " ON CONFLICT (account_id, name) DO UPDATE SET place = excluded.place, query = excluded.query, sort = excluded.sort, rest = excluded.rest, shared = excluded.shared,"
                " seen_doc = excluded.seen_doc, saved_at = excluded.saved_at RETURNING id"),
            V(who, title, p->name, query, sort, rest, f->shared ? 1 : 0, newest_document(c), c->now));
    noted(c, "filter.save", new, json_pack("{ss ss ss sb}", "name", title, "place", p->name, "query", query, "shared", f->shared));
    if (!tx_end(c))
        return false;
    if (id)
        *id = new;
    return true;
}

/* In a transaction: the row is the actor's; NOT_FOUND else. */
static bool
is_own(Ctx *c, int64_t id, int64_t who)
{
    if (ok(c) && !db_int(c, SQL("SELECT count(*) FROM filter WHERE id = $1 AND account_id = $2"), V(id, who)))
        fail(c, ERR_NOT_FOUND, "filter", "%s", L(c, "その検索は、あなたが保存したものの中にありません。", "there is no such search of yours"));
    return ok(c);
}

bool
filter_rename(Ctx *c, int64_t id, const char *name)
{
    const char *title = may(c, ACT_FILTER_WRITE) ? good_name(c, name) : NULL;
    if (!title)
        return false;
    tx_begin(c);
    int64_t who = own_account(c);
    if (is_own(c, id, who) && db_int(c, SQL("SELECT count(*) FROM filter WHERE account_id = $1 AND name = $2 AND id <> $3"), V(who, title, id)))
        fail(c, ERR_CONFLICT, "name", L(c, "「%s」という名前の検索がもうあります。", "there is a search named %s already"), title);
    db_run(c, SQL("UPDATE filter SET name = $1 WHERE id = $2"), V(title, id));
    noted(c, "filter.rename", id, json_pack("{ss}", "name", title));
    return tx_end(c);
}

bool
filter_share(Ctx *c, int64_t id, bool shared)
{
    if (!may(c, ACT_FILTER_WRITE) || (shared && !may(c, ACT_FILTER_SHARE)))
        return false;
    tx_begin(c);
    int64_t who = own_account(c);
    if (is_own(c, id, who) && shared && db_int(c, SQL("SELECT count(*) FROM filter WHERE shared = 1 AND id <> $1"), V(id)) >= FILTER_SHARED)
        fail(c, ERR_CONFLICT, "shared", L(c, "共有できる検索は全体で%d件までです。", "at most %d searches can be shared in all"), (int)FILTER_SHARED);
    db_run(c, SQL("UPDATE filter SET shared = $1 WHERE id = $2"), V(shared ? 1 : 0, id));
    noted(c, shared ? "filter.share" : "filter.unshare", id, NULL);
    return tx_end(c);
}

bool
filter_change(Ctx *c, int64_t id, const char *name, const bool *shared)
{
    tx_begin(c);
    if (name)
        filter_rename(c, id, name);
    if (shared && ok(c))
        filter_share(c, id, *shared);
    return tx_end(c);
}

bool
filter_drop(Ctx *c, int64_t id)
{
    if (!may(c, ACT_FILTER_WRITE))
        return false;
    tx_begin(c);
    int64_t who = own_account(c), shared = db_int(c, SQL("SELECT count(*) FROM filter WHERE id = $1 AND shared = 1"), V(id));
    if (!(shared && can(c, ACT_ACCOUNT_MANAGE)))
        (void)is_own(c, id, who);
    db_run(c, SQL("DELETE FROM filter WHERE id = $1"), V(id));
    noted(c, "filter.drop", id, NULL);
    return tx_end(c);
}

/* "/programmes?q=...&sort=money&dir=desc" */
static const char *
address(Ctx *c, const struct Place *p, const char *query, const char *sort, const json_t *params)
{
    Buf          *b = buf_in(c->mem);
    const char   *space = strchr(sort, ' '), *name;
    const json_t *v;
    buf_add(b, p->path);
    if (*query)
        buf_fmt(b, "%cq=%s", strchr(buf_text(b), '?') ? '&' : '?', url_part(c->mem, query));
    if (*sort)
        buf_fmt(b, "%csort=%s&dir=%s", strchr(buf_text(b), '?') ? '&' : '?', url_part(c->mem, space ? arena_strn(c->mem, sort, (size_t)(space - sort)) : sort), space && strcmp(space, " desc") == 0 ? "desc" : "asc");
    json_object_foreach(params, name, v) buf_fmt(b, "%c%s=%s", strchr(buf_text(b), '?') ? '&' : '?', name, url_part(c->mem, json_string_value(v)));
    return buf_text(b);
}

static json_t *
row_of(Ctx *c, const Rows *r)
{
    const char         *why, *rest = row_text(r, 5), *place = row_text(r, 2);
    const struct Place *p = place_named(place);
    json_t             *params = *rest ? json_read(c->mem, rest, strlen(rest), &why) : NULL;
    if (!p || !can(c, p->act))
        return NULL;
    if (!params)
        params = json_keep(c->mem, json_object());
    return json_pack("{sI ss ss ss ss sO sb sb ss ss ss ss sn sI}", "id", (json_int_t)row_int(r, 0), "name", row_text(r, 1), "place", place, "query", row_text(r, 3), "sort", row_text(r, 4), "params", params, "shared",
                     row_int(r, 6) != 0, "mine", strcmp(row_text(r, 7), c->actor) == 0, "owner", row_text(r, 7), "owner_name", row_text(r, 8), "saved_at", row_text(r, 9), "href", address(c, p, row_text(r, 3), row_text(r, 4), params),
                     "new", "seen_doc", (json_int_t)row_int(r, 10));
}

#define FILTERS "SELECT f.id, f.name, f.place, f.query, f.sort, f.rest, f.shared, a.login, a.name, f.saved_at, f.seen_doc FROM filter f JOIN account a ON a.id = f.account_id"

static json_t *
rows_of(Ctx *c, Rows *r)
{
    json_t *out = json_keep(c->mem, json_array()), *row;
    while (db_next(r))
        if ((row = row_of(c, r)))
            json_array_append_new(out, row);
    return out;
}

/* The operator of the machine is nobody in the table and sees all; else one has to be somebody. */
json_t *
filter_list(Ctx *c, const char *place)
{
    int64_t all = (c->role & ROLE_OPERATOR) != 0;
    if (!can(c, ACT_FILTER_WRITE))
        return json_keep(c->mem, json_array());
    return rows_of(c, db_query(c, SQL(FILTERS " WHERE (a.login = $1 OR f.shared = 1 OR $2 = 1) AND ($3 = '' OR f.place = $3) ORDER BY CASE WHEN a.login = $1 THEN 0 ELSE 1 END, f.name, f.id LIMIT 300"),
                               V(c->actor, all, place ? place : "")));
}

json_t *
filter_one(Ctx *c, int64_t id)
{
    int64_t all = (c->role & ROLE_OPERATOR) != 0;
    json_t *rows = can(c, ACT_FILTER_WRITE) ? rows_of(c, db_query(c, SQL(FILTERS " WHERE f.id = $1 AND (a.login = $2 OR f.shared = 1 OR $3 = 1)"), V(id, c->actor, all))) : NULL;
    if (json_array_size(rows) == 0 && ok(c))
        fail(c, ERR_NOT_FOUND, "filter", "%s", L(c, "その検索はありません。消されたか、共有が終わっています。", "there is no such search; it was dropped, or is no longer shared"));
    return json_array_get(rows, 0);
}

json_t *
filter_named(Ctx *c, const char *name)
{
    bool        all = (c->role & ROLE_OPERATOR) != 0;
    const char *slash = all ? strchr(name, '/') : NULL, *login = slash ? arena_strn(c->mem, name, (size_t)(slash - name)) : c->actor;
    json_t     *rows = !can(c, ACT_FILTER_WRITE) ? NULL : rows_of(c,
        db_query(c, SQL(FILTERS " WHERE (a.login = $1 AND f.name = $2) OR (f.shared = 1 AND f.name = $3) ORDER BY CASE WHEN a.login = $1 THEN 0 ELSE 1 END, f.id LIMIT 10"), V(login, slash ? slash + 1 : name, name)));
    if (json_array_size(rows) == 0 && ok(c))
        fail(c, ERR_NOT_FOUND, name, L(c, "「%s」という名前の検索は保存されていません。", "no search named %s is kept"), name);
    return json_array_get(rows, 0);
}

int64_t
filter_news(Ctx *c, json_t *rows, size_t most)
{
    int64_t newest = newest_document(c), sum = 0;
    size_t  i, looked = 0;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const struct Place *p = place_named(json_text(row, "place"));
        int64_t             seen = json_int(row, "seen_doc", 0);
        json_object_del(row, "seen_doc"); /* only for this */
        if (!json_flag(row, "mine") || !p || !p->counted || seen == 0)
            continue;
        if (seen < newest && looked++ >= most)
            continue;
        int64_t n = seen < newest ? programme_newer(c, json_text(row, "query"), seen) : 0;
        json_object_set_new(row, "new", json_integer(n));
        sum += n;
    }
    return sum;
}

void
filter_seen(Ctx *c, int64_t id)
{
    int64_t newest = newest_document(c);
    (void)db_try(c, SQL("UPDATE filter SET seen_doc = $1 WHERE id = $2 AND seen_doc <> $1 AND account_id = (SELECT a.id FROM account a WHERE a.login = $3)"), V(newest, id, c->actor));
}
