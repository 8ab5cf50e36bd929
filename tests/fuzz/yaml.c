/* yaml.c -- fuzz: packs and catalogues.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/yaml.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    Arena *mem = arena_new((size_t)512 << 20);
    Ctx    c = { .mem = mem, .now = "2026-01-01T00:00:00Z", .actor = "fuzz" };
    (void)yaml_read(&c, "fuzz.yaml", (const char *)p, n); /* an error is an answer too */
    arena_free(mem);
    return 0;
}
