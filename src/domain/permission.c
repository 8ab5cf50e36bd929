/* permission.c -- see permission.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/permission.h"

#include "base/buf.h"

#include <string.h>

static const struct {
    const char *name, *ja, *en;
    int         roles;
} acts[ACT_COUNT] = {
#define ACT(name, op, admin, officer, evaluator, reader, guest, ja, en)                                                \
    { #name, ja, en, (op) | (admin) << 1 | (officer) << 2 | (evaluator) << 3 | (reader) << 4 | (guest) << 5 },
#include "domain/acts.def"
#undef ACT
};

static const char *const roles[] = { "operator", "admin", "officer", "evaluator", "reader", "guest" };

bool
can(const Ctx *c, Act act)
{
    return act == ACT_PUBLIC || (acts[act].roles & c->role) != 0;
}

bool
may(Ctx *c, Act act)
{
    if (can(c, act))
        return true;
    if (c->role == 0 || c->role == ROLE_GUEST)
        return fail(c, ERR_SIGN_IN, NULL, L(c, "サインインが必要です：%s。", "sign in first: %s"), act_label(c, act));
    return fail(c, ERR_DENIED, NULL, L(c, "この役割（%s）にはできないこと：%s。必要なら管理者に役割を頼んでください。",
                                       "not for this role (%s): %s; ask an administrator for a role that may"),
                role_names(c->mem, c->role), act_label(c, act));
}

const char *
act_name(Act act)
{
    return acts[act].name;
}

const char *
act_label(const Ctx *c, Act act)
{
    return L(c, acts[act].ja, acts[act].en);
}

int
role_of(const char *name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i], name) == 0)
            return 1 << i;
    return 0;
}

const char *
role_names(Arena *mem, int set)
{
    Buf *b = buf_in(mem);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (set & 1 << i)
            buf_fmt(b, "%s%s", b->n ? "," : "", roles[i]);
    return buf_text(b);
}
