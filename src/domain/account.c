/* account.c -- accounts and the one-time links that begin them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/account_in.h"

#include "base/text.h"
#include "domain/document.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

enum { GIVEN = ROLE_ADMIN | ROLE_OFFICER | ROLE_EVALUATOR | ROLE_READER };

const char *
secret_hash(Arena *mem, const char *token)
{
    return sha256_hex(mem, token ? token : "", token ? strlen(token) : 0);
}

const char *
login_fold(Arena *mem, const char *login)
{
    return login ? text_key(mem, login) : "";
}

const char *
account_payload(Ctx *c, const char *login, const char *key, const char *value)
{
    return json_canonical(c->mem, json_keep(c->mem, json_pack("{ss ss}", "login", login, key, value)));
}

bool
account_act(Ctx *c, const char *act, int64_t id, const char *payload)
{
    return ledger_act(c, act, arena_fmt(c->mem, "account:%lld", (long long)id), payload);
}

void
account_lock(Ctx *c)
{
    if (ok(c) && db_is_postgres(c->db)) /* SQLite has one writer anyway */
        db_run(c, SQL("SELECT pg_advisory_xact_lock(7302)"), NOV);
}

void
account_end_all(Ctx *c, int64_t id, int64_t keep, bool tokens)
{
    db_run(c, SQL("DELETE FROM account_session WHERE account_id = $1 AND id <> $2"), V(id, keep));
    if (!tokens)
        return;
    db_run(c, SQL("UPDATE account_token SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL"), V(id, c->now));
    db_run(c, SQL("DELETE FROM account_device WHERE account_id = $1"), V(id));
    db_run(c, SQL("UPDATE account_link SET spent_at = $2 WHERE account_id = $1 AND spent_at IS NULL"), V(id, c->now));
}

const char *
account_name(Ctx *c, const char *login)
{
    return db_text(c, SQL("SELECT name FROM account WHERE login = $1"), V(login));
}

static bool
login_good(Ctx *c, const char *login)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char *const kept[] = { "guest", "system", "operator", "kanmon" };
    size_t n = strlen(login);
    if (n < 2 || n > 64 || !strchr(letters, login[0]) || strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != n)
        return fail(c, ERR_INVALID, "login", "%s", L(c, "ログイン名は半角の英小文字・数字・. _ - @ で 2～64 文字、先頭は英数字にしてください。",
                                                     "a login has 2 to 64 of a-z 0-9 . _ - @ and begins with a letter or a digit"));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(login, kept[i]) == 0)
            return fail(c, ERR_INVALID, "login", L(c, "ログイン名 %s は使えません。", "the login %s is kept for the program"), login);
    return ok(c);
}

static const char *
name_good(Ctx *c, const char *name)
{
    const char *s = name ? text_squeeze(c->mem, name) : "";
    if (strcmp(text_shown(c->mem, s), s) != 0) /* it is shown beside others, and names who did something */
        s = "";
    if (!*s || text_chars(s) > 80)
        fail(c, ERR_INVALID, "name", "%s", L(c, "氏名を 1～80 文字で入れてください。", "a name has 1 to 80 characters"));
    return s;
}

static bool
roles_good(Ctx *c, int roles)
{
    if (roles == 0 || (roles & ~GIVEN))
        return fail(c, ERR_INVALID, "roles", "%s", L(c, "役割は admin, officer, evaluator, reader のうち一つ以上を選んでください。", "choose one or more of the roles admin, officer, evaluator, reader"));
    return ok(c);
}

/* The open account of a login; 0 with NOT_FOUND. */
static int64_t
account_find(Ctx *c, const char *login, int *roles)
{
    int64_t id = 0;
    Rows   *r = db_query(c, SQL("SELECT id, roles FROM account WHERE login = $1 AND closed_at IS NULL"), V(login_fold(c->mem, login)));
    while (db_next(r)) {
        id = row_int(r, 0);
        if (roles)
            *roles = (int)row_int(r, 1);
    }
    if (!id)
        fail(c, ERR_NOT_FOUND, "login", L(c, "利用者 %s はいません（または閉じられています）。", "there is no open account %s"), login ? login : "");
    return id;
}

/* Administrators who can sign in, without `except`. */
static int64_t
admins(Ctx *c, int64_t except)
{
    int64_t n = 0;
    Rows   *r = db_query(c, SQL("SELECT roles FROM account WHERE closed_at IS NULL AND password IS NOT NULL AND id <> $1 ORDER BY id"), V(except));
    while (db_next(r))
        n += (row_int(r, 0) & ROLE_ADMIN) != 0;
    return n;
}

bool
account_awaited(Ctx *c)
{
    return admins(c, 0) == 0 && ok(c);
}

static bool
another_admin(Ctx *c, int64_t id)
{
    if (!ok(c) || admins(c, id) > 0)
        return ok(c);
    return fail(c, ERR_CONFLICT, "login", "%s", L(c, "最後の管理者です。先に別の人を管理者にしてください。", "this is the last administrator; make someone else one first"));
}

static const char *
link_new(Ctx *c, const char *kind, int64_t account)
{
    const char *token = secret_new(c->mem);
    db_run(c, SQL("UPDATE account_link SET spent_at = $1 WHERE spent_at IS NULL AND (account_id = $2 OR ($2 = 0 AND kind = 'first'))"), V(c->now, account));
    db_run(c, SQL("INSERT INTO account_link (token_sha256, kind, account_id, made_at, made_by, ends_at) VALUES ($1, $2, $3, $4, $5, $6)"),
           V(secret_hash(c->mem, token), kind, account ? val_int(account) : VAL_NONE, c->now, c->actor, time_plus(c->mem, c->now, LINK_S)));
    return ok(c) ? token : NULL;
}

static int64_t
account_new(Ctx *c, const char *login, const char *name, const char *hash, int roles)
{
    if (ok(c) && db_int(c, SQL("SELECT count(*) FROM account WHERE login = $1"), V(login)) > 0)
        fail(c, ERR_CONFLICT, "login", L(c, "ログイン名 %s はもう使われています。", "the login %s is taken"), login);
    return db_int(c, SQL("INSERT INTO account (login, name, password, roles, created_at, password_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id"),
                  V(login, name, hash, roles, c->now, hash ? c->now : NULL));
}

bool
account_add(Ctx *c, const char *login, const char *name, const char *password, int roles, const char **token)
{
    const char *folded = login_fold(c->mem, login);
    *token = NULL;
    if (!may(c, ACT_ACCOUNT_MANAGE) || !login_good(c, folded) || !roles_good(c, roles))
        return false;
    name = name_good(c, name);
    const char *hash = password && password_good(c, password, folded, name) ? password_hash(c, password) : NULL;
    tx_begin(c);
    account_lock(c);
    int64_t id = account_new(c, folded, name, hash, roles);
    if (!password)
        *token = link_new(c, "invite", id);
    account_act(c, password ? "account.add" : "account.invite", id, account_payload(c, folded, "roles", role_names(c->mem, roles)));
    return tx_end(c);
}

bool
account_reset(Ctx *c, const char *login, const char **token)
{
    *token = NULL;
    if (!may(c, ACT_ACCOUNT_MANAGE))
        return false;
    tx_begin(c);
    account_lock(c);
    int64_t id = account_find(c, login, NULL);
    bool    invited = id && db_int(c, SQL("SELECT count(*) FROM account WHERE id = $1 AND password IS NULL"), V(id)) > 0;
    *token = id ? link_new(c, invited ? "invite" : "reset", id) : NULL;
    account_act(c, "account.link", id, account_payload(c, login_fold(c->mem, login), "kind", invited ? "invite" : "reset"));
    return tx_end(c);
}

bool
account_set_roles(Ctx *c, const char *login, int roles)
{
    if (!may(c, ACT_ACCOUNT_MANAGE) || !roles_good(c, roles))
        return false;
    tx_begin(c);
    account_lock(c);
    int     had = 0;
    int64_t id = account_find(c, login, &had);
    if ((had & ROLE_ADMIN) && !(roles & ROLE_ADMIN))
        another_admin(c, id);
    if (had != roles) {
        db_run(c, SQL("UPDATE account SET roles = $2 WHERE id = $1"), V(id, roles));
        account_act(c, "account.roles", id, account_payload(c, login_fold(c->mem, login), "roles", role_names(c->mem, roles)));
    }
    return tx_end(c);
}

bool
account_close(Ctx *c, const char *login)
{
    if (!may(c, ACT_ACCOUNT_MANAGE))
        return false;
    tx_begin(c);
    account_lock(c);
    int     had = 0;
    int64_t id = account_find(c, login, &had);
    if (had & ROLE_ADMIN)
        another_admin(c, id);
    db_run(c, SQL("UPDATE account SET closed_at = $2, password = NULL WHERE id = $1"), V(id, c->now));
    account_end_all(c, id, 0, true);
    account_act(c, "account.close", id, account_payload(c, login_fold(c->mem, login), "roles", role_names(c->mem, had)));
    return tx_end(c);
}

json_t *
account_list(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    if (!may(c, ACT_ACCOUNT_MANAGE))
        return out;
    Rows *r = db_query(c, SQL("SELECT id, login, name, roles, created_at, closed_at, seen_at, password IS NULL FROM account ORDER BY login LIMIT 10000"), NOV);
    while (db_next(r)) {
        json_t *roles = json_array();
        for (int bit = ROLE_ADMIN; bit <= ROLE_READER; bit <<= 1)
            if (row_int(r, 3) & bit)
                json_array_append_new(roles, json_string(role_names(c->mem, bit)));
        json_array_append_new(out, json_pack("{sI ss ss so ss ss? ss? sb}", "id", (json_int_t)row_int(r, 0), "login", row_text(r, 1), "name", row_text(r, 2), "roles", roles,
                                             "created_at", row_text(r, 4), "closed_at", row_text(r, 5), "seen_at", row_text(r, 6), "invited",
                                             (int)(row_int(r, 7) && row_null(r, 5))));
    }
    return out;
}

bool
account_set_password(Ctx *c, const char *login, const char *old, const char *now, AccountKeep keep)
{
    const char *folded = login_fold(c->mem, login);
    const char *scopes[] = { arena_fmt(c->mem, "own:%s", folded), NULL };
    if (!may(c, old ? ACT_ACCOUNT_OWN : ACT_ACCOUNT_MANAGE))
        return false;
    if (old ? strcmp(folded, c->actor) != 0 : c->role != ROLE_OPERATOR)
        return fail(c, ERR_DENIED, NULL, "%s", L(c, "他の人のパスワードは決められません。利用者の画面で一回限りのリンクを作って渡してください。",
                                                 "you cannot set the password of somebody else; make a one-time link for them on the page of users"));
    int64_t id = account_find(c, folded, NULL);
    if (!ok(c) || !password_good(c, now, folded, NULL))
        return false;
    if (old) {
        if (!attempt_begin(c, scopes, (const int[]){ TRIES_LOGIN }))
            return false;
        if (!password_is(db_text(c, SQL("SELECT password FROM account WHERE id = $1"), V(id)), old))
            return fail(c, ERR_INVALID, "old", "%s", L(c, "今のパスワードが違います。", "the present password is not right"));
    }
    const char *hash = password_hash(c, now);
    tx_begin(c);
    account_lock(c);
    db_run(c, SQL("UPDATE account SET password = $2, password_at = $3 WHERE id = $1 AND closed_at IS NULL"), V(id, hash, c->now));
    attempt_right(c, scopes);
    account_end_all(c, id, keep.session, !old || !keep.tokens);
    account_act(c, "account.password", id, account_payload(c, folded, "by", old ? "owner" : "operator"));
    return tx_end(c);
}

const char *
account_first_token(Ctx *c)
{
    const char *token = NULL;
    tx_begin(c);
    account_lock(c);
    if (ok(c) && admins(c, 0) == 0 && ok(c))
        token = link_new(c, "first", 0);
    return tx_end(c) ? token : NULL;
}

static int64_t
link_find(Ctx *c, const char *token, AccountLink *out, int64_t *account, int *roles)
{
    int64_t id = 0;
    *out = (AccountLink){ 0 };
    Rows *r = db_query(c, SQL("SELECT l.id, l.kind, l.ends_at, a.id, a.login, a.name, a.roles FROM account_link l LEFT JOIN account a ON a.id = l.account_id"
                              " WHERE l.token_sha256 = $1 AND l.spent_at IS NULL AND l.ends_at > $2 AND a.closed_at IS NULL"),
                       V(secret_hash(c->mem, token), c->now));
    while (db_next(r)) {
        id = row_int(r, 0);
        *out = (AccountLink){ .kind = row_text(r, 1), .ends_at = row_text(r, 2), .login = row_text(r, 4), .name = row_text(r, 5) };
        *account = row_null(r, 3) ? 0 : row_int(r, 3);
        *roles = row_null(r, 6) ? ROLE_ADMIN | ROLE_OFFICER : (int)row_int(r, 6);
    }
    if (!id)
        fail(c, ERR_NOT_FOUND, NULL, "%s", L(c, "このリンクは使えません（使用済み、期限切れ、または写し間違い）。最初の管理者のリンクはサーバーを起動し直すと新しく表示され、招待は管理者が作り直せます。",
                                             "this link cannot be used (spent, over, or not copied whole). The one for the first administrator is printed anew when the server starts; an administrator can make a new invitation"));
    return id;
}

bool
account_link(Ctx *c, const char *token, AccountLink *out)
{
    int64_t account = 0;
    int     roles = 0;
    return link_find(c, token, out, &account, &roles) != 0;
}

bool
account_link_spend(Ctx *c, const char *token, const char *login, const char *name, const char *password, const char **login_out)
{
    AccountLink link = { 0 };
    int64_t     account = 0, no = link_find(c, token, &link, &account, &(int){ 0 });
    bool        first = no && strcmp(link.kind, "first") == 0;
    *login_out = NULL;
    if (!no)
        return false;
    const char *folded = first ? login_fold(c->mem, login) : link.login;
    if (first && !login_good(c, folded))
        return false;
    name = name_good(c, strcmp(link.kind, "reset") == 0 || (!first && !name) ? link.name : name);
    if (!ok(c) || !password_good(c, password, folded, name))
        return false;
    const char *hash = password_hash(c, password);
    const char *was = c->actor;
    c->actor = folded;
    tx_begin(c);
    account_lock(c);
    db_run(c, SQL("UPDATE account_link SET spent_at = $2 WHERE id = $1 AND spent_at IS NULL"), V(no, c->now));
    if (ok(c) && db_changed(c->db) != 1)
        fail(c, ERR_CONFLICT, NULL, "%s", L(c, "このリンクはたった今使われました。", "this link was spent a moment ago"));
    if (first && ok(c) && admins(c, 0) > 0)
        fail(c, ERR_CONFLICT, NULL, "%s", L(c, "管理者はもういます。招待を頼んでください。", "there is an administrator already; ask for an invitation"));
    if (first) {
        account = account_new(c, folded, name, hash, ROLE_ADMIN | ROLE_OFFICER);
    } else {
        db_run(c, SQL("UPDATE account SET password = $2, name = $3, password_at = $4 WHERE id = $1 AND closed_at IS NULL"), V(account, hash, name, c->now));
        account_end_all(c, account, 0, true);
    }
    account_act(c, first ? "account.first" : strcmp(link.kind, "invite") == 0 ? "account.join" : "account.password", account, account_payload(c, folded, "by", link.kind));
    if (tx_end(c))
        *login_out = folded;
    c->actor = was;
    return ok(c);
}
