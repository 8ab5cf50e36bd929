/* ctx.h -- what every function that can fail is given first.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Errors are sticky: the first failure stays in c->err, database calls after it
 * do nothing, and the face (page, command, job) reports it once. fail() is the
 * only way to fail, and returns false so that `return fail(...)` reads well. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    ERR_NONE,
    ERR_NOT_FOUND, /* no such thing, or not for your eyes       404 */
    ERR_DENIED,    /* the matrix of rights says no              403 */
    ERR_INVALID,   /* what was given cannot be accepted         422 */
    ERR_CONFLICT,  /* the thing is in a state that forbids this 409 */
    ERR_SIGN_IN,   /* who are you? sign in first                401 */
    ERR_LIMIT,     /* too many tries; wait                      429 */
    ERR_TOO_LARGE, /* needs more memory than one request may use 413 */
    ERR_BROKEN     /* disk, database or network failed          500 */
} ErrKind;

typedef enum { LANG_JA, LANG_EN } Lang;

typedef struct {
    ErrKind     kind;
    const char *field; /* field, or file:line of the input; may be NULL */
    const char *text;  /* a sentence for a person */
} Err;

struct Db;

typedef struct {
    Arena      *mem;   /* dies with the request or the job */
    struct Db  *db;    /* NULL where no store is open */
    const char *actor; /* who acts: login name, "system", or "cli:<user>" */
    const char *now;   /* the only clock: UTC, 2026-11-24T01:02:03Z */
    int         role;  /* domain/permission.h; the command line acts as the operator of the machine */
    Lang        lang;
    Err         err;   /* first failure wins */
} Ctx;

/* One sentence in both languages; a format may stand in each, with the same values in the same order:
 * fail(c, ERR_INVALID, name, L(c, "%s は空です。", "%s is empty"), name). */
#define L(c, ja, en) ((c)->lang == LANG_JA ? (ja) : (en))

/* Notes the first failure; always false. `text` is a printf format. */
bool fail(Ctx *c, ErrKind kind, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static inline bool
ok(const Ctx *c)
{
    return c->err.kind == ERR_NONE;
}
/* From now on reaching the cap of c->mem is a failure of c (TOO_LARGE) and not the end of the process: loops that ask the
 * database or ok() stop there. `c` must live until ctx_limit_end, or as long as the arena. A Ctx with memory of its own
 * inside another has a limit of its own: own.mem = arena_new(0); ctx_limit(&own). */
void ctx_limit(Ctx *c);
void ctx_limit_end(Ctx *c);
/* Takes the failure of a Ctx with memory of its own into c, before that memory goes; true when there was none. */
bool ctx_join(Ctx *c, const Ctx *own);
/* HTTP status of an error kind. */
int err_status(ErrKind kind);
/* The current second as UTC text in the arena. */
const char *now_text(Arena *mem);
/* `at` and so many seconds (also backwards), as text that sorts by time; "" when `at` is no time. */
const char *time_plus(Arena *mem, const char *at, long seconds);

#endif
