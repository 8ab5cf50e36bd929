/* map.c -- see map.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a: keys are numbers and names of public bodies, and nobody gains by making them collide more than linearly. */
static uint64_t
hash_of(const char *s)
{
    uint64_t h = 1469598103934665603ull;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211ull;
    return h ? h : 1;
}

static MapRow *
find(const Map *m, const char *key, uint64_t hash)
{
    size_t i = (size_t)(hash >> 7) & (m->size - 1);
    while (m->row[i].key && (m->row[i].hash != hash || strcmp(m->row[i].key, key) != 0))
        i = (i + 1) & (m->size - 1);
    return &m->row[i];
}

int64_t *
map_get(const Map *m, const char *key)
{
    if (m->n == 0)
        return NULL;
    MapRow *r = find(m, key, hash_of(key));
    return r->key ? &r->value : NULL;
}

void
map_put(Map *m, const char *key, int64_t value)
{
    if (m->n * 3 >= m->size * 2) {
        Map old = *m;
        m->size = old.size ? old.size * 2 : 1024;
        m->row = calloc(m->size, sizeof *m->row);
        if (!m->row)
            die("no memory for a table of %zu keys", m->size);
        for (size_t i = 0; i < old.size; i++)
            if (old.row[i].key)
                *find(m, old.row[i].key, old.row[i].hash) = old.row[i];
        free(old.row);
    }
    uint64_t hash = hash_of(key);
    MapRow  *r = find(m, key, hash);
    if (!r->key) {
        *r = (MapRow){ .hash = hash, .key = arena_str(m->mem, key) };
        m->n++;
    }
    r->value = value;
}

void
map_free(Map *m)
{
    free(m->row);
    *m = (Map){ 0 };
}
