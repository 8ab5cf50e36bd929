/* squeeze.c -- see squeeze.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/squeeze.h"

#include <stdlib.h>
#include <zdict.h>
#include <zstd.h>

enum { LEVEL = 3 };
struct Squeeze {
    ZSTD_CCtx  *in;
    ZSTD_DCtx  *out;
    ZSTD_CDict *cd;
    ZSTD_DDict *dd;
};

Squeeze *
squeeze_new(const void *dictionary, size_t n)
{
    Squeeze *s = calloc(1, sizeof *s);
    if (!s || !(s->in = ZSTD_createCCtx()) || !(s->out = ZSTD_createDCtx()))
        die("no memory for a compressor");
    if (dictionary) {
        s->cd = ZSTD_createCDict(dictionary, n, LEVEL);
        s->dd = ZSTD_createDDict(dictionary, n);
    }
    return s;
}

void
squeeze_free(void *p)
{
    Squeeze *s = p;
    if (!s)
        return;
    ZSTD_freeCCtx(s->in);
    ZSTD_freeDCtx(s->out);
    ZSTD_freeCDict(s->cd);
    ZSTD_freeDDict(s->dd);
    free(s);
}

const void *
squeeze(Squeeze *s, Arena *mem, const void *p, size_t n, size_t *out)
{
    size_t room = ZSTD_compressBound(n);
    void  *heap = malloc(room);
    if (!heap)
        die("no memory for a compressor");
    size_t k = s->cd ? ZSTD_compress_usingCDict(s->in, heap, room, p, n, s->cd) : ZSTD_compressCCtx(s->in, heap, room, p, n, LEVEL);
    if (ZSTD_isError(k))
        die("compression failed: %s", ZSTD_getErrorName(k));
    const void *r = arena_strn(mem, heap, k);
    free(heap);
    *out = k;
    return r;
}

char *
unsqueeze(Squeeze *s, Arena *mem, const void *p, size_t n, size_t max, size_t *out)
{
    unsigned long long size = ZSTD_getFrameContentSize(p, n);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > max)
        return NULL;
    char  *r = arena_alloc(mem, (size_t)size + 1);
    size_t k = s->dd ? ZSTD_decompress_usingDDict(s->out, r, (size_t)size, p, n, s->dd) : ZSTD_decompressDCtx(s->out, r, (size_t)size, p, n);
    if (ZSTD_isError(k) || k != size)
        return NULL;
    *out = k;
    return r;
}

const void *
squeeze_train(Arena *mem, const void *samples, const size_t *sizes, size_t count, size_t size, size_t *out)
{
    void  *d = arena_alloc(mem, size);
    size_t k = ZDICT_trainFromBuffer(d, size, samples, sizes, (unsigned)count);
    if (ZDICT_isError(k))
        return NULL;
    *out = k;
    return d;
}
