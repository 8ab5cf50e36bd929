/* iati.c -- fuzz: files that are to be checked as IATI.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/iati_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static IatiBook book;
    static Ctx      kept;
    Ctx             c = { .mem = arena_new((size_t)512 << 20), .now = "2026-01-01T00:00:00Z", .actor = "fuzz" };
    if (!book.rules) {
        kept = (Ctx){ .mem = arena_new(0), .now = c.now, .actor = "fuzz" };
        if (!iati_book(&kept, &book))
            die("no catalogue of IATI");
    }
    char *text = arena_strn(c.mem, (const char *)p, n);
    (void)iati_check(&c, &book, "fuzz.xml", text, n); /* an error is an answer too */
    arena_free(c.mem);
    return 0;
}
