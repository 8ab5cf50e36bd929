/* account_in.h -- what account.c, session.c and password.c share; nobody else includes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_ACCOUNT_IN_H
#define DOMAIN_ACCOUNT_IN_H

#include "domain/account.h"

enum { LINK_S = 7 * 86400, SESSION_S = 12 * 3600, IDLE_S = 3600, TOKEN_S = 365 * 86400, DEVICE_S = 365 * 86400, WINDOW_S = 900 };
enum { TRIES_LOGIN = 5, TRIES_PEER = 20 };

/* 64 hex digits from the system's generator. */
const char *secret_new(Arena *mem);
const char *secret_hash(Arena *mem, const char *token);
/* Folded login: NFKC, lower case, trimmed; "" for NULL. */
const char *login_fold(Arena *mem, const char *login);
/* {"login": login, "roles": "..."} or with another key; canonical. */
const char *account_payload(Ctx *c, const char *login, const char *key, const char *value);
bool account_act(Ctx *c, const char *act, int64_t id, const char *payload);
/* Sessions but `keep` (0: none) end; with `tokens` also these. */
void account_end_all(Ctx *c, int64_t id, int64_t keep, bool tokens);
/* One writer at a time decides over accounts and attempts: inside a transaction. */
void account_lock(Ctx *c);

/* INVALID with the reason when the password is short, long, common or near the login. */
bool password_good(Ctx *c, const char *password, const char *login, const char *name);
const char *password_hash(Ctx *c, const char *password);
/* hash NULL costs the same and is false. At most two are computed at once in a process: 64 MiB each. */
bool password_is(const char *hash, const char *password);
bool password_stale(const char *hash);

/* Counts an attempt before the password is looked at, so that a hundred at once are a hundred: LIMIT when one of
 * the scopes ("login:x"; NULL ends) is full. attempt_right takes it back. */
bool attempt_begin(Ctx *c, const char *const scopes[], const int limits[]);
void attempt_right(Ctx *c, const char *const scopes[]);

#endif
