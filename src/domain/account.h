/* account.h -- people who sign in: argon2id, sessions, first link, rate limit.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "base/ctx.h"

/* Makes the one-time link token for the first administrator; NULL when one exists already. */
const char *account_first_token(Ctx *c);
/* Spends the token: makes the administrator. INVALID for a spent token or a weak password (< 12 characters). */
bool account_first(Ctx *c, const char *token, const char *login, const char *password);
/* Adds a user (cli: kanmon user add); role "admin", "officer" or "reader". */
bool account_add(Ctx *c, const char *login, const char *password, const char *role);
/* Checks the password; at most 5 failures a login and peer in 15 minutes, then DENIED. Returns a new session
 * token (256 bits, hex; only its hash is stored) or NULL with c->err. */
const char *account_sign_in(Ctx *c, const char *login, const char *password, const char *peer);
/* Session token -> login and role; false when unknown or older than 12 hours. *csrf = its form token. */
bool account_session(Ctx *c, const char *token, const char **login, const char **role, const char **csrf);
bool account_sign_out(Ctx *c, const char *token);

#endif
