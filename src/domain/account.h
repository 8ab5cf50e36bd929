/* account.h -- people who sign in: accounts, passwords, sessions, one-time links, tokens of programs.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Tokens are 256 random bits in hex; only their SHA-256 is stored, so that the store (and its backup) opens nothing.
 * Every change is an act on the ledger, never with a secret in its payload. Roles are a set of ROLE_* bits
 * (permission.h). account.c keeps accounts and links, session.c who is signed in, password.c passwords and attempts. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "domain/permission.h"

#include <jansson.h>

typedef struct {
    int64_t     id;
    const char *login, *name; /* name as shown */
    int         roles;
    const char *csrf;         /* form token of the session; NULL for API tokens */
    int64_t     session;      /* id; 0 for API tokens */
} Account;

/* --- accounts; all but account_me need ACCOUNT_MANAGE --- */

/* Adds a person. password NULL: a one-time invitation comes back in *token, to be spent with account_link_spend.
 * INVALID for a login that is not 2..64 of a-z 0-9 . _ - @ (capitals are folded), an empty name, roles other than
 * admin, officer, evaluator, reader, or a weak password; CONFLICT for a login that exists. */
bool account_add(Ctx *c, const char *login, const char *name, const char *password, int roles, const char **token);
/* A new one-time link for someone who forgot the password, or whose invitation ran out. */
bool account_reset(Ctx *c, const char *login, const char **token);
/* CONFLICT where no administrator who can sign in would be left. */
bool account_set_roles(Ctx *c, const char *login, int roles);
/* Ends sessions and tokens; the row stays. CONFLICT as above. */
bool account_close(Ctx *c, const char *login);
/* What a person is called; NULL for a login that nobody has. For pages that say who did a thing: no right is asked. */
const char *account_name(Ctx *c, const char *login);
/* [{id,login,name,roles:[..],created_at,closed_at,seen_at,invited}] by login. */
json_t *account_list(Ctx *c);

/* --- passwords --- */

/* old NULL: the operator of the machine sets it (ends sessions and tokens). Otherwise one's own (login is c->actor):
 * the old one must be right, tries are counted as at sign-in, and all sessions but keep_session end; so do the tokens of
 * programs unless they are to be kept: who changes a password because somebody knew it must not leave a door open that the
 * other one made. */
typedef struct {
    int64_t session; /* 0: none */
    bool    tokens;
} AccountKeep;
bool account_set_password(Ctx *c, const char *login, const char *old, const char *now, AccountKeep keep);

/* --- one-time links: /first/TOKEN, /invite/TOKEN --- */

/* A fresh token for the first administrator (older ones end); NULL when there is one (no error) or with c->err. */
const char *account_first_token(Ctx *c);
/* Whether nobody can administer this store yet. */
bool account_awaited(Ctx *c);
typedef struct {
    const char *kind; /* "first", "invite", "reset" */
    const char *login, *name; /* NULL for "first" */
    const char *ends_at;
} AccountLink;
/* NOT_FOUND for a token that is unknown, spent or over: the three are not told apart. */
bool account_link(Ctx *c, const char *token, AccountLink *out);
/* Spends it. "first" makes the account (admin and officer) of login and name; "invite" takes the name and the password;
 * "reset" only the password, and ends sessions and tokens. *login_out is who may now sign in. */
bool account_link_spend(Ctx *c, const char *token, const char *login, const char *name, const char *password, const char **login_out);

/* --- who is signed in --- */

typedef struct {
    const char *login, *password;
    const char *peer, *agent; /* address and browser, for the list of sessions */
    const char *device;       /* token of a browser in which the person signed in before; NULL */
} SignIn;
typedef struct {
    const char *token;  /* of the session */
    const char *device; /* keep it in the browser for a year */
} SignedIn;
/* SIGN_IN for a wrong login or password: same sentence, same time. LIMIT after 5 failures of a login from browsers not
 * known, 20 of a peer, or 5 of a known browser, in 15 minutes: also for the right password. */
bool account_sign_in(Ctx *c, const SignIn *in, SignedIn *out);
/* Session token -> account; false (no error) when unknown or ended: 12 hours after it began, after 60 minutes without
 * a request, when the account was closed or its password changed. One indexed query. */
bool account_session(Ctx *c, const char *token, Account *out);
bool account_sign_out(Ctx *c, const char *token);
/* One's own sessions [{id,began_at,seen_at,peer,agent}], newest first, and the end of one of them. */
json_t *account_sessions(Ctx *c, int64_t account);
bool account_session_end(Ctx *c, int64_t account, int64_t session);

/* --- tokens of programs: "kt_<hex>", made once, shown once; one year --- */

/* One's own, or as the operator of the machine; an administrator cannot make one for somebody else. */
const char *account_token_make(Ctx *c, const char *login, const char *label);
bool account_token(Ctx *c, const char *token, Account *out);
json_t *account_tokens(Ctx *c, int64_t account); /* [{id,label,made_at,used_at,ends_at}] not ended */
bool account_token_end(Ctx *c, int64_t account, int64_t id);

#endif
