/* paper.c -- fuzz: any bytes as a paper: encodings, the evaluation report, packs, Word, and the checks over what was read.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/accept.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena *mem = arena_new((size_t)1 << 30);
    Ctx    c = { .mem = mem, .now = "2026-01-01T00:00:00Z", .actor = "fuzz" };
    Accept a = { 0 };
    if (n < 5 || p[0] != '%') /* a PDF is another program's work */
        (void)accept_read(&c, "fuzz", p, n, &a); /* an error is an answer too */
    arena_free(mem);
    return 0;
}
