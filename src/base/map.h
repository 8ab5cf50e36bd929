/* map.h -- text to number, for the thousands of keys that a bulk import has to recognise.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint64_t    hash;
    const char *key;
    int64_t     value;
} MapRow;
/* Zeroed it is empty; `mem` gets the keys. */
typedef struct {
    Arena  *mem;
    MapRow *row;
    size_t  n, size;
} Map;

/* The value of a key, NULL when it is not there. The pointer lives until the next map_put. */
int64_t *map_get(const Map *m, const char *key);
/* Sets it; the key is copied. */
void map_put(Map *m, const char *key, int64_t value);
void map_free(Map *m);

#endif
