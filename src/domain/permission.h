/* permission.h -- one table of rights: role x act (domain/acts.def).
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pages, API and command line ask here and nowhere else. The first administrator is also an
 * officer until another officer exists: account.h gives people a set of roles, and may() holds
 * when any of them holds. */
#ifndef DOMAIN_PERMISSION_H
#define DOMAIN_PERMISSION_H

#include "base/ctx.h"

/* Bits of Ctx.role. 0 is a guest of a server that was not started with --public: may only what is PUBLIC. */
enum { ROLE_OPERATOR = 1, ROLE_ADMIN = 2, ROLE_OFFICER = 4, ROLE_EVALUATOR = 8, ROLE_READER = 16, ROLE_GUEST = 32 };

typedef enum {
#define ACT(name, op, admin, officer, evaluator, reader, guest, ja, en) ACT_##name,
#include "domain/acts.def"
#undef ACT
    ACT_COUNT
} Act;

/* Whether the roles of c->role may; pure. */
bool can(const Ctx *c, Act act);
/* The same, and DENIED with the reason in c->err when not. */
bool may(Ctx *c, Act act);
const char *act_name(Act act);
/* What the act lets one do, in the language of c. */
const char *act_label(const Ctx *c, Act act);
/* "admin" -> ROLE_ADMIN; 0 when there is no such role. */
int role_of(const char *name);
/* "admin,officer" for a set of roles, in the arena. */
const char *role_names(Arena *mem, int roles);

#endif
