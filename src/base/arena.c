/* arena.c -- chunks in a list; sanitizer builds use one chunk an allocation.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_DEBUG 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_DEBUG 1
#endif
#endif
#ifndef ARENA_DEBUG
#define ARENA_DEBUG 0
#endif

enum { CHUNK = 64 * 1024, ALIGN = 16, REST = 64 << 20 };

typedef struct Chunk {
    struct Chunk *next;
    size_t        used, size;
} Chunk;

typedef struct Defer {
    struct Defer *next;
    void (*fn)(void *);
    void *arg;
} Defer;

struct Arena {
    Chunk *chunk;
    Defer *defer;
    size_t cap, used;
    bool   watched, full;
    void (*on_full)(void *);
    void *arg;
};

void
die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("kanmon: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    abort();
}

Arena *
arena_new(size_t cap)
{
    Arena *mem = calloc(1, sizeof *mem);
    if (!mem)
        die("no memory for an arena");
    mem->cap = cap ? cap : (size_t)1 << 30;
    return mem;
}

static void
drop(Arena *mem, Chunk *keep)
{
    for (Defer *d = mem->defer; d; d = d->next)
        d->fn(d->arg);
    mem->defer = NULL;
    for (Chunk *k = mem->chunk, *next; k; k = next) {
        next = k->next;
        if (k != keep)
            free(k);
    }
    mem->chunk = keep;
    mem->used = 0;
    mem->full = false;
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
}

void
arena_free(Arena *mem)
{
    if (!mem)
        return;
    drop(mem, NULL);
    free(mem);
}

void
arena_reset(Arena *mem)
{
    Chunk *keep = mem->chunk;
    if (ARENA_DEBUG || (keep && keep->size > 16 * CHUNK))
        keep = NULL;
    drop(mem, keep);
}

bool
arena_full(const Arena *mem)
{
    return mem->full;
}

bool
arena_fill(Arena *mem)
{
    void (*fn)(void *) = mem->on_full;
    if (mem->watched && !mem->full) {
        mem->full = true;
        mem->on_full = NULL; /* once; it will want memory itself */
        if (fn)
            fn(mem->arg);
    }
    return mem->watched;
}

void
arena_on_full(Arena *mem, void (*fn)(void *), void *arg)
{
    mem->watched = true;
    mem->on_full = fn;
    mem->arg = arg;
    if (mem->full && fn) {
        mem->on_full = NULL;
        fn(arg);
    }
}

/* The cap is reached by `n` bytes more. */
static void
over(Arena *mem, size_t n)
{
    size_t most = mem->cap + mem->cap / 2 + REST;
    if (!arena_fill(mem) || n > most || mem->used > most - n)
        die("memory cap of %zu bytes reached", mem->cap);
}

/* Room that is not zeroed yet. */
static char *
take(Arena *mem, size_t n)
{
    if (n > mem->cap || mem->used > mem->cap - n)
        over(mem, n);
    size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
    if (need == 0)
        need = ALIGN;
    Chunk *k = mem->chunk;
    const size_t head = (sizeof(Chunk) + ALIGN - 1) / ALIGN * ALIGN;
    if (ARENA_DEBUG || !k || k->size - k->used < need) {
        size_t size = ARENA_DEBUG || need > CHUNK ? need : CHUNK;
        k = malloc(head + size);
        if (!k)
            die("no memory for %zu bytes", size);
        k->size = size;
        k->used = 0;
        k->next = mem->chunk;
        mem->chunk = k;
    }
    char *p = (char *)k + head + k->used;
    k->used += need;
    mem->used += need;
    return p;
}

void *
arena_alloc(Arena *mem, size_t n)
{
    return memset(take(mem, n), 0, n);
}

char *
arena_strn(Arena *mem, const char *s, size_t n)
{
    char *p = take(mem, n + 1);
    if (n)
        memcpy(p, s, n);
    p[n] = 0;
    return p;
}

char *
arena_str(Arena *mem, const char *s)
{
    return s ? arena_strn(mem, s, strlen(s)) : NULL;
}

char *
arena_vfmt(Arena *mem, const char *fmt, va_list ap)
{
    va_list two;
    va_copy(two, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        die("a format of ours is wrong: %s", fmt);
    char *p = take(mem, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, two);
    va_end(two);
    return p;
}

char *
arena_fmt(Arena *mem, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *p = arena_vfmt(mem, fmt, ap);
    va_end(ap);
    return p;
}

void
arena_defer(Arena *mem, void (*fn)(void *), void *arg)
{
    Defer *d = NEW(mem, Defer);
    d->fn = fn;
    d->arg = arg;
    d->next = mem->defer;
    mem->defer = d;
}

size_t
arena_used(const Arena *mem)
{
    return mem->used;
}
