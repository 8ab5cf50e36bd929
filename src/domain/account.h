/* account.h -- people who sign in: argon2id, sessions, first link, rate limit, API tokens.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Tokens are 256 random bits in hex; only their SHA-256 is stored. A session ends 12 hours after it
 * began or after 60 minutes without a request. Every change is an act on the ledger (never a secret in
 * its payload). Roles are a set of ROLE_* bits (permission.h). */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "domain/permission.h"

#include <jansson.h>

typedef struct {
    int64_t     id;
    const char *login, *name; /* name as shown */
    int         roles;
    const char *csrf;         /* form token of the session; NULL for API tokens */
} Account;

/* A fresh one-time token for the first administrator (older ones end); NULL when an administrator exists
 * (no error) or with c->err. */
const char *account_first_token(Ctx *c);
/* Spends the token: makes the first account (admin and officer). INVALID for a spent or unknown token,
 * a login that is not 2..64 of a-z 0-9 . _ - @, or a password under 12 characters or on the list of common ones. */
bool account_first(Ctx *c, const char *token, const char *login, const char *name, const char *password);
/* Adds a person. password NULL: a one-time invitation token comes back in *token, to be spent by account_first's page. */
bool account_add(Ctx *c, const char *login, const char *name, const char *password, int roles, const char **token);
bool account_set_roles(Ctx *c, const char *login, int roles);     /* CONFLICT for the last administrator */
bool account_set_password(Ctx *c, const char *login, const char *old /* NULL: operator or admin */, const char *now);
bool account_close(Ctx *c, const char *login);                    /* ends sessions and tokens; the row stays */
/* [{login,name,roles:[..],created_at,closed_at,last_seen}] */
json_t *account_list(Ctx *c);
/* Checks the password; after 5 failures of a login or 20 of a peer in 15 minutes DENIED, also for a right password.
 * A wrong login costs the same time as a wrong password. A new session token or NULL with c->err. */
const char *account_sign_in(Ctx *c, const char *login, const char *password, const char *peer);
/* Session token -> account; false (no error) when unknown, ended or closed. */
bool account_session(Ctx *c, const char *token, Account *out);
bool account_sign_out(Ctx *c, const char *token);
/* API tokens: made once, shown once; "kt_<hex>". */
const char *account_token_make(Ctx *c, const char *login, const char *label);
bool account_token(Ctx *c, const char *token, Account *out);

#endif
