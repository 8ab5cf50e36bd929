/* pdf.c -- fuzz: what pdftotext and pdfinfo may print, to lines.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/pdf_in.h"

#include "base/buf.h"
#include "format/json.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena *mem = arena_new((size_t)1 << 30);
    Ctx    c = { .mem = mem, .now = "2026-01-01T00:00:00Z", .actor = "fuzz" };
    Buf   *text = buf_in(mem);
    (void)pdf_pages(&c, "fuzz.pdf", arena_strn(mem, (const char *)p, n), n, text, json_keep(mem, json_array())); /* an error is an answer too */
    arena_free(mem);
    return 0;
}
