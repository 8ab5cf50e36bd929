/* session.c -- who is signed in: sign-in, sessions, tokens of programs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/account_in.h"

#include "base/text.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <string.h>

enum { SESSIONS = 20, TOKENS = 20, DEVICES = 20 };

/* Of IPv6 the first 64 bits: that is what one customer is given, and he can change the rest at will. Written out in full:
 * "2001:db8::5" and "2001:db8:0:0:1:2:3:4" are of one customer. */
static const char *
peer_scope(Arena *mem, const char *peer)
{
    struct in6_addr      a = { 0 };
    const unsigned char *b = a.s6_addr;
    if (!peer || inet_pton(AF_INET6, peer, &a) != 1)
        return arena_fmt(mem, "peer:%s", peer && *peer ? peer : "-");
    if (IN6_IS_ADDR_V4MAPPED(&a))
        return arena_fmt(mem, "peer:%d.%d.%d.%d", b[12], b[13], b[14], b[15]);
    return arena_fmt(mem, "peer:%x:%x:%x:%x:", b[0] << 8 | b[1], b[2] << 8 | b[3], b[4] << 8 | b[5], b[6] << 8 | b[7]);
}

/* From the token, which only the browser has: nothing more to keep, and a page of another session has another one. */
static const char *
csrf_of(Arena *mem, const char *token)
{
    unsigned char h[16];
    char         *hex = arena_alloc(mem, 33);
    const char   *s = arena_fmt(mem, "kanmon form|%s", token);
    crypto_generichash(h, sizeof h, (const unsigned char *)s, strlen(s), NULL, 0);
    return sodium_bin2hex(hex, 33, h, sizeof h);
}

static int64_t
device_find(Ctx *c, const char *device, int64_t account)
{
    if (!device || strlen(device) != 64 || !account)
        return 0;
    return db_int(c, SQL("SELECT id FROM account_device WHERE token_sha256 = $1 AND account_id = $2 AND seen_at > $3"),
                  V(secret_hash(c->mem, device), account, time_plus(c->mem, c->now, -DEVICE_S)));
}

static const char *
device_keep(Ctx *c, int64_t account, int64_t known, const char *device)
{
    if (known) {
        db_run(c, SQL("UPDATE account_device SET seen_at = $2 WHERE id = $1"), V(known, c->now));
        return device;
    }
    const char *fresh = secret_new(c->mem);
    db_run(c, SQL("DELETE FROM account_device WHERE account_id = $1 AND id NOT IN (SELECT id FROM account_device WHERE account_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2)"),
           V(account, DEVICES - 1));
    db_run(c, SQL("INSERT INTO account_device (token_sha256, account_id, seen_at) VALUES ($1, $2, $3)"), V(secret_hash(c->mem, fresh), account, c->now));
    return fresh;
}

static const char *
session_new(Ctx *c, int64_t account, const SignIn *in)
{
    const char *token = secret_new(c->mem);
    db_run(c, SQL("DELETE FROM account_session WHERE ends_at < $1"), V(c->now));
    db_run(c, SQL("DELETE FROM account_session WHERE account_id = $1 AND id NOT IN (SELECT id FROM account_session WHERE account_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2)"),
           V(account, SESSIONS - 1));
    db_run(c, SQL("INSERT INTO account_session (token_sha256, account_id, began_at, seen_at, ends_at, peer, agent) VALUES ($1, $2, $3, $3, $4, $5, $6)"),
           V(secret_hash(c->mem, token), account, c->now, time_plus(c->mem, c->now, SESSION_S), in->peer ? in->peer : "", in->agent ? text_head(c->mem, in->agent, 200) : ""));
    return token;
}

/* The last allowed failure is an act: an administrator should see that someone tries. */
static void
failed_sign_in(Ctx *c, const char *scope, const char *login, int64_t account, const char *peer)
{
    int64_t n = db_int(c, SQL("SELECT count(*) FROM account_attempt WHERE scope = $1 AND at > $2"), V(scope, time_plus(c->mem, c->now, -WINDOW_S)));
    if (n < TRIES_LOGIN || !account)
        return;
    tx_begin(c);
    account_act(c, "account.locked", account, account_payload(c, login, "peer", peer ? peer : ""));
    tx_end(c);
}

bool
account_sign_in(Ctx *c, const SignIn *in, SignedIn *out)
{
    const char *login = text_head(c->mem, login_fold(c->mem, in->login), 64), *hash = NULL;
    int64_t     id = 0;
    *out = (SignedIn){ 0 };
    Rows *r = db_query(c, SQL("SELECT id, password FROM account WHERE login = $1 AND closed_at IS NULL"), V(login));
    while (db_next(r)) {
        id = row_int(r, 0);
        hash = row_text(r, 1);
    }
    int64_t     device = device_find(c, in->device, id);
    const char *strange[] = { arena_fmt(c->mem, "login:%s", login), peer_scope(c->mem, in->peer), NULL };
    const char *known[] = { arena_fmt(c->mem, "device:%lld", (long long)device), NULL };
    const char *const *scopes = device ? known : strange;
    if (!ok(c) || !attempt_begin(c, scopes, (const int[]){ TRIES_LOGIN, TRIES_PEER }))
        return false;
    if (!password_is(hash, in->password)) {
        failed_sign_in(c, scopes[0], login, id, in->peer);
        return fail(c, ERR_SIGN_IN, NULL, "%s", L(c, "ログイン名かパスワードが違います。", "the login or the password is not right"));
    }
    const char *better = password_stale(hash) ? password_hash(c, in->password) : NULL, *was = c->actor;
    c->actor = login;
    tx_begin(c);
    account_lock(c);
    attempt_right(c, scopes);
    out->token = session_new(c, id, in);
    out->device = device_keep(c, id, device, in->device);
    db_run(c, SQL("UPDATE account SET seen_at = $2, password = coalesce($3, password) WHERE id = $1"), V(id, c->now, better));
    /* closed or given another password while this one was being checked: nothing of the above holds */
    if (ok(c) && db_int(c, SQL("SELECT count(*) FROM account WHERE id = $1 AND closed_at IS NULL AND password IN ($2, $3)"), V(id, hash, better ? better : hash)) == 0)
        fail(c, ERR_SIGN_IN, NULL, "%s", L(c, "ログイン名かパスワードが違います。", "the login or the password is not right"));
    account_act(c, "account.sign_in", id, "");
    bool done = tx_end(c);
    c->actor = was;
    if (!done)
        *out = (SignedIn){ 0 };
    return done;
}

static bool
hex_token(const char *s)
{
    return s && strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

bool
account_session(Ctx *c, const char *token, Account *out)
{
    *out = (Account){ 0 };
    if (!ok(c) || !hex_token(token))
        return false;
    const char *seen = "";
    Rows *r = db_query(c, SQL("SELECT s.id, s.seen_at, a.id, a.login, a.name, a.roles FROM account_session s JOIN account a ON a.id = s.account_id"
                              " WHERE s.token_sha256 = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND a.closed_at IS NULL"),
                       V(secret_hash(c->mem, token), c->now, time_plus(c->mem, c->now, -IDLE_S)));
    while (db_next(r)) {
        seen = row_text(r, 1);
        *out = (Account){ .session = row_int(r, 0), .id = row_int(r, 2), .login = row_text(r, 3), .name = row_text(r, 4), .roles = (int)row_int(r, 5),
                          .csrf = csrf_of(c->mem, token) };
    }
    if (!ok(c) || !out->session)
        return false;
    const char *minute = time_plus(c->mem, c->now, -60);
    if (strcmp(seen, minute) < 0) /* at most once a minute, and not waiting for an import that holds the store */
        db_try(c, SQL("UPDATE account_session SET seen_at = $2 WHERE id = $1 AND seen_at < $3"), V(out->session, c->now, minute));
    return true;
}

bool
account_sign_out(Ctx *c, const char *token)
{
    Account who = { 0 };
    if (!account_session(c, token, &who))
        return ok(c);
    return account_session_end(c, who.id, who.session);
}

json_t *
account_sessions(Ctx *c, int64_t account)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT id, began_at, seen_at, peer, agent FROM account_session WHERE account_id = $1 AND ends_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC LIMIT 100"),
                         V(account, c->now, time_plus(c->mem, c->now, -IDLE_S)));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss ss}", "id", (json_int_t)row_int(r, 0), "began_at", row_text(r, 1), "seen_at", row_text(r, 2), "peer", row_text(r, 3),
                                             "agent", row_text(r, 4)));
    return out;
}

bool
account_session_end(Ctx *c, int64_t account, int64_t session)
{
    tx_begin(c);
    db_run(c, SQL("DELETE FROM account_session WHERE id = $1 AND account_id = $2"), V(session, account));
    if (ok(c) && db_changed(c->db) == 1)
        account_act(c, "account.sign_out", account, "");
    return tx_end(c);
}

const char *
account_token_make(Ctx *c, const char *login, const char *label)
{
    const char *folded = login_fold(c->mem, login), *name = label ? text_head(c->mem, text_squeeze(c->mem, label), 80) : "";
    const char *token = arena_fmt(c->mem, "kt_%s", secret_new(c->mem));
    if (!may(c, ACT_ACCOUNT_OWN))
        return NULL;
    if (c->role != ROLE_OPERATOR && strcmp(folded, c->actor) != 0) {
        fail(c, ERR_DENIED, NULL, "%s", L(c, "他の人のトークンは作れません。", "you cannot make a token for somebody else"));
        return NULL;
    }
    if (!*name) {
        fail(c, ERR_INVALID, "label", "%s", L(c, "トークンの用途を書いてください。", "say what the token is for"));
        return NULL;
    }
    tx_begin(c);
    account_lock(c);
    int64_t id = db_int(c, SQL("SELECT id FROM account WHERE login = $1 AND closed_at IS NULL"), V(folded));
    if (ok(c) && !id)
        fail(c, ERR_NOT_FOUND, "login", L(c, "利用者 %s はいません（または閉じられています）。", "there is no open account %s"), folded);
    if (ok(c) && json_array_size(account_tokens(c, id)) >= TOKENS)
        fail(c, ERR_CONFLICT, NULL, L(c, "トークンは一人 %d 個までです。使わないものを終えてください。", "a person has at most %d tokens; end one that is not used"), TOKENS);
    int64_t no = db_int(c, SQL("INSERT INTO account_token (token_sha256, account_id, label, made_at, ends_at) VALUES ($1, $2, $3, $4, $5) RETURNING id"),
                        V(secret_hash(c->mem, token), id, name, c->now, time_plus(c->mem, c->now, TOKEN_S)));
    account_act(c, "account.token", id, account_payload(c, folded, "token", arena_fmt(c->mem, "%lld %s", (long long)no, name)));
    return tx_end(c) ? token : NULL;
}

bool
account_token(Ctx *c, const char *token, Account *out)
{
    *out = (Account){ 0 };
    if (!ok(c) || !token || strncmp(token, "kt_", 3) != 0 || !hex_token(token + 3))
        return false;
    int64_t     no = 0;
    const char *used = "";
    Rows *r = db_query(c, SQL("SELECT t.id, t.used_at, a.id, a.login, a.name, a.roles FROM account_token t JOIN account a ON a.id = t.account_id"
                              " WHERE t.token_sha256 = $1 AND t.ends_at > $2 AND t.ended_at IS NULL AND a.closed_at IS NULL"),
                       V(secret_hash(c->mem, token), c->now));
    while (db_next(r)) {
        no = row_int(r, 0);
        used = row_null(r, 1) ? "" : row_text(r, 1);
        *out = (Account){ .id = row_int(r, 2), .login = row_text(r, 3), .name = row_text(r, 4), .roles = (int)row_int(r, 5) };
    }
    if (!ok(c) || !no)
        return false;
    if (strcmp(used, time_plus(c->mem, c->now, -60)) < 0)
        db_try(c, SQL("UPDATE account_token SET used_at = $2 WHERE id = $1"), V(no, c->now));
    return true;
}

json_t *
account_tokens(Ctx *c, int64_t account)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT id, label, made_at, used_at, ends_at FROM account_token WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY id DESC LIMIT 100"),
                         V(account, c->now));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss? ss}", "id", (json_int_t)row_int(r, 0), "label", row_text(r, 1), "made_at", row_text(r, 2), "used_at", row_text(r, 3),
                                             "ends_at", row_text(r, 4)));
    return out;
}

bool
account_token_end(Ctx *c, int64_t account, int64_t id)
{
    tx_begin(c);
    db_run(c, SQL("UPDATE account_token SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL"), V(id, account, c->now));
    if (ok(c) && db_changed(c->db) == 1)
        account_act(c, "account.token_end", account, arena_fmt(c->mem, "{\"token\":%lld}", (long long)id));
    else if (ok(c))
        fail(c, ERR_NOT_FOUND, "token", L(c, "このトークンはないか、もう終わっています。", "there is no such token, or it has ended already"));
    return tx_end(c);
}
