/* arena.h -- memory that belongs to a request, a job or a loop body.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nobody frees a single object: the owner of the arena frees all of it.
 * Allocation never fails to the caller: when the cap is reached or memory is
 * gone the process ends with a message (die). An arena that somebody watches
 * (arena_on_full) says so instead and gives half as much and 64 MiB more, so that
 * who is in the middle of something can stop. Memory comes back zeroed.
 * Sanitizer builds give each allocation a malloc of its own, so that overruns
 * are seen. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

/* A new arena that may hold `cap` bytes; 0 means 1 GiB. */
Arena *arena_new(size_t cap);
/* Runs the deferred functions, last first, and frees everything. NULL is fine. */
void arena_free(Arena *mem);
/* Empties the arena and keeps it for the next request. */
void arena_reset(Arena *mem);
/* `n` zeroed bytes, aligned for any type. */
void *arena_alloc(Arena *mem, size_t n);
/* A copy of a string; NULL gives NULL. */
char *arena_str(Arena *mem, const char *s);
/* A copy of `n` bytes with a NUL behind them. */
char *arena_strn(Arena *mem, const char *s, size_t n);
/* printf into the arena. */
char *arena_fmt(Arena *mem, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vfmt(Arena *mem, const char *fmt, va_list ap);
/* Calls fn(arg) when the arena is reset or freed: closes files, drops JSON. */
void arena_defer(Arena *mem, void (*fn)(void *), void *arg);
/* From now on the cap is no end: once it is reached fn(arg) is called (at once where it is already; NULL: nobody),
 * which notes a failure (ctx_limit) that work then stops at. Only past the rest the process ends. */
void arena_on_full(Arena *mem, void (*fn)(void *), void *arg);
bool arena_full(const Arena *mem);
/* Something beside the arena that belongs to it (a Buf) reached a limit: as if the cap were reached. false: nobody
 * watches it. */
bool arena_fill(Arena *mem);
/* Bytes given out so far. */
size_t arena_used(const Arena *mem);

#define NEW(mem, T) ((T *)arena_alloc((mem), sizeof(T)))
#define NEWN(mem, T, n) ((T *)arena_alloc((mem), sizeof(T) * (size_t)(n)))

/* Ends the process: a bug or exhaustion, never a user's mistake. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
