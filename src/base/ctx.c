/* ctx.c -- the sticky error and the clock.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/ctx.h"

#include <time.h>

bool
fail(Ctx *c, ErrKind kind, const char *field, const char *fmt, ...)
{
    if (c->err.kind != ERR_NONE)
        return false;
    va_list ap;
    va_start(ap, fmt);
    c->err.kind = kind;
    c->err.field = arena_str(c->mem, field);
    c->err.text = arena_vfmt(c->mem, fmt, ap);
    va_end(ap);
    return false;
}

static void
full(void *arg)
{
    Ctx *c = arg;
    (void)fail(c, ERR_TOO_LARGE, NULL, "%s", /* false is for callers that give up here */
               L(c, "一回の操作に使える記憶の上限を超えたので、途中で止めました。範囲を絞るか、文書を分けて、もう一度行ってください。",
                 "This needs more memory than one request may use and was stopped. Narrow it, or split the paper, and try again."));
}

void
ctx_limit(Ctx *c)
{
    arena_on_full(c->mem, full, c);
}

void
ctx_limit_end(Ctx *c)
{
    arena_on_full(c->mem, NULL, NULL);
}

bool
ctx_join(Ctx *c, const Ctx *own)
{
    return ok(own) || fail(c, own->err.kind, own->err.field, "%s", own->err.text);
}

int
err_status(ErrKind kind)
{
    switch (kind) {
    case ERR_NONE: return 200;
    case ERR_NOT_FOUND: return 404;
    case ERR_DENIED: return 403;
    case ERR_INVALID: return 422;
    case ERR_CONFLICT: return 409;
    case ERR_SIGN_IN: return 401;
    case ERR_LIMIT: return 429;
    case ERR_TOO_LARGE: return 413;
    case ERR_BROKEN: return 500;
    }
    return 500;
}

static const char *
time_text(Arena *mem, time_t t)
{
    struct tm tm = { 0 };
    gmtime_r(&t, &tm);
    char s[32];
    strftime(s, sizeof s, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return arena_str(mem, s);
}

const char *
now_text(Arena *mem)
{
    return time_text(mem, time(NULL));
}

const char *
time_plus(Arena *mem, const char *at, long seconds)
{
    struct tm   tm = { 0 };
    const char *end = at ? strptime(at, "%Y-%m-%dT%H:%M:%SZ", &tm) : NULL;
    return end && !*end ? time_text(mem, timegm(&tm) + seconds) : "";
}
