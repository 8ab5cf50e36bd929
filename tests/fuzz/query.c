/* query.c -- fuzz: whatever is typed into the search box.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/query.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena *mem = arena_new((size_t)256 << 20);
    Ctx    c = { .mem = mem, .now = "2026-01-01T00:00:00Z", .actor = "fuzz" };
    char  *s = arena_strn(mem, (const char *)p, n);
    if (text_is_utf8(s, strlen(s))) {
        const Query *q = query_read(&c, s);
        if (!q || !q->root || q->root->kind != TERM_AND || c.err.kind != ERR_NONE)
            abort(); /* it never fails for what is typed */
    }
    arena_free(mem);
    return 0;
}
