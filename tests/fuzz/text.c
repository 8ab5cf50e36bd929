/* text.c -- fuzz: UTF-8, NFKC, keys, splitting, encodings.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const encodings[] = { "CP932", "UTF-16LE", "UTF-16BE" };
    Arena *mem = arena_new((size_t)256 << 20);
    size_t k = 0;
    char  *s = arena_strn(mem, (const char *)p, n);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        char *t = text_iconv(mem, encodings[i], (const char *)p, n, &k);
        if (t && k == strlen(t) && !text_is_utf8(t, k))
            abort();
    }
    if (text_is_utf8(s, strlen(s))) {
        char *nf = text_nfkc(mem, s), *key = text_key(mem, s);
        if (!text_is_utf8(nf, strlen(nf)) || !text_is_utf8(key, strlen(key)))
            abort();
        if (strcmp(text_key(mem, key), key) != 0 && strcmp(text_key(mem, text_key(mem, key)), text_key(mem, key)) != 0)
            abort();
        text_head(mem, s, 7);
        text_split(mem, s, "\t", &k);
    }
    text_trim(mem, s);
    text_squeeze(mem, s);
    text_replace(mem, s, "a", "bc");
    arena_free(mem);
    return 0;
}
