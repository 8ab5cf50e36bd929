/* squeeze.h -- documents made small, each against a dictionary of documents like it (zstd).
 * SPDX-License-Identifier: Apache-2.0
 *
 * A review sheet of 6.5 kB becomes 1.2 kB with a dictionary and 2.1 kB without. The dictionary is kept in the store
 * with the bodies, so the store stands alone. */
#ifndef FORMAT_SQUEEZE_H
#define FORMAT_SQUEEZE_H

#include "base/arena.h"

#include <stdbool.h>

typedef struct Squeeze Squeeze;
/* dictionary NULL: none. For one thread at a time. */
Squeeze *squeeze_new(const void *dictionary, size_t n);
void squeeze_free(void *s);
/* Compressed bytes in the arena. */
const void *squeeze(Squeeze *s, Arena *mem, const void *p, size_t n, size_t *out);
/* The document, with a zero byte behind it; NULL when the bytes are not whole or larger than `max`. */
char *unsqueeze(Squeeze *s, Arena *mem, const void *p, size_t n, size_t max, size_t *out);
/* A dictionary of about `size` bytes from samples laid end to end; NULL when they are too few or too small. */
const void *squeeze_train(Arena *mem, const void *samples, const size_t *sizes, size_t count, size_t size, size_t *out);

#endif
