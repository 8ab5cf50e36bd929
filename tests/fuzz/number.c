/* number.c -- fuzz: amounts, years, spans, days as papers print them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena      *mem = arena_new((size_t)64 << 20);
    char       *s = arena_strn(mem, (const char *)p, n);
    int64_t     v = 0;
    Year        y = { 0 };
    Span        sp = { 0 };
    const char *at = NULL;
    if (text_is_utf8(s, strlen(s))) {
        Amount a = amount_read(mem, s);
        if (amount_yen(&a, &v) && !a.known)
            abort();
        number_int(s, &v);
        if (year_read(s, &y) && (y.end < s || y.end > s + strlen(s)))
            abort();
        if (year_find(s, &y, &at) && (at < s || at > s + strlen(s)))
            abort();
        span_read(mem, s, &sp);
        const char *day = day_find(mem, s);
        if (day && strlen(day) != 7 && strlen(day) != 10)
            abort();
    }
    arena_free(mem);
    return 0;
}
