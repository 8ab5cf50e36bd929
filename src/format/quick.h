/* quick.h -- JSON read fast, for files of many documents: a read-only tree inside the text itself.
 * SPDX-License-Identifier: Apache-2.0
 *
 * jansson is for documents that are built and changed; it copies every string and every key. Bulk import and the
 * reading of stored sheets need neither: here strings are unescaped and ended where they stand, so the text is
 * spent by reading. What is accepted is what jansson accepts (RFC 8259, valid UTF-8 without U+0000), with at most
 * 64 levels; of a key given twice the last holds, as there. */
#ifndef FORMAT_QUICK_H
#define FORMAT_QUICK_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { QUICK_NULL, QUICK_TRUE, QUICK_FALSE, QUICK_INT, QUICK_REAL, QUICK_TEXT, QUICK_ARRAY, QUICK_OBJECT } QuickKind;
typedef struct Quick Quick;
struct Quick {
    QuickKind    kind;
    uint32_t     n;     /* bytes of a text; members of an array or object */
    const char  *key;   /* in an object */
    union {
        const char *text;
        int64_t     i;
        double      r;
        Quick      *first;
    } v;
    Quick       *next;
};

/* Why a text is refused, in both languages: "a comma or } is missing". */
typedef struct {
    const char *ja, *en;
} QuickWhy;
/* Reads all of `text` (n bytes, and one byte behind them that may be written). NULL on an error: *at is the byte. */
const Quick *quick_read(Arena *mem, char *text, size_t n, size_t *at, QuickWhy *why);
/* Member of an object; NULL when absent or when q is no object. */
const Quick *quick_get(const Quick *q, const char *key);
/* The text, or NULL when absent, null or something else. */
const char *quick_text(const Quick *q, const char *key);
/* Whole number in *out; a real without a fraction counts. false when absent, null or something else. */
bool quick_int(const Quick *q, const char *key, int64_t *out);
bool quick_real(const Quick *q, const char *key, double *out);
/* Whether the bytes are UTF-8 without U+0000; the first bad one in *at. */
bool quick_utf8(const char *s, size_t n, size_t *at);

#endif
