/* json.c -- fuzz: JSON from outside, by both readers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"
#include "format/quick.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static size_t
count(const Quick *q)
{
    size_t all = 1, members = 0;
    if (q->kind == QUICK_ARRAY || q->kind == QUICK_OBJECT)
        for (const Quick *m = q->v.first; m; m = m->next) {
            all += count(m);
            members++;
        }
    if ((q->kind == QUICK_ARRAY || q->kind == QUICK_OBJECT) && members != q->n)
        abort();
    return all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena      *mem = arena_new((size_t)512 << 20);
    const char *why = NULL;
    size_t      at = 0;
    char       *s = arena_strn(mem, (const char *)p, n);
    json_t     *j = json_read(mem, s, n, &why);
    if (!j && !why)
        abort(); /* a refusal says why */
    QuickWhy     reason = { 0 };
    const Quick *q = quick_read(mem, s, n, &at, &reason);
    if (q ? count(q) == 0 : !reason.en || at > n)
        abort();
    arena_free(mem);
    return 0;
}
