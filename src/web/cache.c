/* cache.c -- see cache.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A fixed table of slots, probed by the hash of the key; the pages are long and few, so the table is short. */
#include "web/cache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1024, PROBES = 8 };

typedef struct {
    char    *key, *body, *type;
    size_t   n;
    uint64_t used; /* tick of the last use */
} Slot;

struct PageCache {
    Slot     slot[SLOTS];
    size_t   bytes, max;
    uint64_t tick;
    char    *stamp;
};

static char *
copy(const char *s, size_t n)
{
    char *p = malloc(n + 1);
    if (!p)
        die("no memory for a page of %zu bytes", n);
    memcpy(p, s, n);
    p[n] = 0;
    return p;
}

static void
drop(PageCache *k, Slot *s)
{
    if (!s->key)
        return;
    k->bytes -= s->n;
    free(s->key);
    free(s->body);
    free(s->type);
    *s = (Slot){ 0 };
}

static void
empty(PageCache *k)
{
    for (size_t i = 0; i < SLOTS; i++)
        drop(k, &k->slot[i]);
}

PageCache *
page_cache_new(size_t max_bytes)
{
    PageCache *k = calloc(1, sizeof *k);
    if (!k)
        die("no memory for the page cache");
    k->max = max_bytes;
    k->stamp = copy("", 0);
    return k;
}

void
page_cache_free(PageCache *k)
{
    if (!k)
        return;
    empty(k);
    free(k->stamp);
    free(k);
}

/* FNV-1a. */
static size_t
first_slot(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 1099511628211u;
    return (size_t)(h % SLOTS);
}

bool
page_cache_get(PageCache *k, const char *key, const char *stamp, CachedPage *out)
{
    if (strcmp(k->stamp, stamp) != 0)
        return false;
    size_t at = first_slot(key);
    for (size_t i = 0; i < PROBES; i++) {
        Slot *s = &k->slot[(at + i) % SLOTS];
        if (s->key && strcmp(s->key, key) == 0) {
            s->used = ++k->tick;
            *out = (CachedPage){ s->body, s->type, s->n };
            return true;
        }
    }
    return false;
}

/* The least recently used page of all goes, until there is room. */
static void
make_room(PageCache *k, size_t n)
{
    while (k->bytes + n > k->max) {
        Slot *oldest = NULL;
        for (size_t i = 0; i < SLOTS; i++)
            if (k->slot[i].key && (!oldest || k->slot[i].used < oldest->used))
                oldest = &k->slot[i];
        if (!oldest)
            return;
        drop(k, oldest);
    }
}

void
page_cache_put(PageCache *k, const char *key, const char *stamp, const CachedPage *page)
{
    if (page->n > k->max / 8)
        return;
    if (strcmp(k->stamp, stamp) != 0) {
        empty(k);
        free(k->stamp);
        k->stamp = copy(stamp, strlen(stamp));
    }
    size_t at = first_slot(key);
    Slot  *to = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        Slot *s = &k->slot[(at + i) % SLOTS];
        if (s->key && strcmp(s->key, key) == 0) {
            to = s;
            break;
        }
        if (!to || (to->key && (!s->key || s->used < to->used)))
            to = s;
    }
    drop(k, to);
    make_room(k, page->n);
    *to = (Slot){ copy(key, strlen(key)), copy(page->body, page->n), copy(page->type, strlen(page->type)), page->n, ++k->tick };
    k->bytes += page->n;
}
