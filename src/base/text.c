/* text.c -- UTF-8, NFKC, matching keys, splitting.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include "base/buf.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool
text_is_utf8(const char *s, size_t n)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
    utf8proc_ssize_t        left = (utf8proc_ssize_t)n;
    while (left > 0) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t k = utf8proc_iterate(p, left, &cp);
        if (k <= 0 || cp == 0)
            return false;
        p += k;
        left -= k;
    }
    return true;
}

uint32_t
text_next(const char **s)
{
    utf8proc_int32_t cp;
    if (!**s)
        return 0;
    size_t left = strnlen(*s, 4);
    utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)*s, (utf8proc_ssize_t)left, &cp);
    if (k <= 0) {
        ++*s;
        return 0xFFFD;
    }
    *s += k;
    return (uint32_t)cp;
}

size_t
text_chars(const char *s)
{
    size_t n = 0;
    while (text_next(&s))
        n++;
    return n;
}

static size_t
columns_of(uint32_t cp)
{
    int w = utf8proc_charwidth((utf8proc_int32_t)cp);
    return w > 0 ? (size_t)w : 0;
}

size_t
text_width(const char *s)
{
    size_t n = 0;
    for (uint32_t cp; (cp = text_next(&s));)
        n += columns_of(cp);
    return n;
}

char *
text_fit(Arena *mem, const char *s, size_t columns)
{
    const char *p = s, *end = s;
    size_t      n = 0;
    if (text_width(s) <= columns)
        return arena_str(mem, s);
    for (uint32_t cp; (cp = text_next(&p)) && n + columns_of(cp) < columns; end = p)
        n += columns_of(cp);
    return arena_fmt(mem, "%.*s…", (int)(end - s), s);
}

char *
text_nfkc(Arena *mem, const char *s)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t  n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &out,
         (utf8proc_option_t)(UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
    if (n < 0) {
        free(out);
        return arena_str(mem, s);
    }
    char *r = arena_strn(mem, (const char *)out, (size_t)n);
    free(out);
    return r;
}

static bool
is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B) ||
           cp == 0x202F || cp == 0xFEFF;
}

/* Old and new forms that public papers mix in one name. */
static const struct {
    uint32_t from, to;
} variants[] = {
    { 0x5FB7, 0x5FB3 }, /* 德 徳 */ { 0x9AD9, 0x9AD8 }, /* 髙 高 */ { 0xFA11, 0x5D0E }, /* 﨑 崎 */
    { 0x6FF1, 0x6D5C }, /* 濱 浜 */ { 0x6FF5, 0x6D5C }, /* 濵 浜 */ { 0x908A, 0x8FBA }, /* 邊 辺 */
    { 0x9089, 0x8FBA }, /* 邉 辺 */ { 0x9F4B, 0x658E }, /* 齋 斎 */ { 0x9F4A, 0x6589 }, /* 齊 斉 */
    { 0x6FA4, 0x6CA2 }, /* 澤 沢 */ { 0x570B, 0x56FD }, /* 國 国 */ { 0x5EE3, 0x5E83 }, /* 廣 広 */
    { 0x5B78, 0x5B66 }, /* 學 学 */ { 0x6AFB, 0x685C }, /* 櫻 桜 */ { 0x5DBD, 0x5CB3 }, /* 嶽 岳 */
    { 0x7026, 0x702C }, /* 瀦 瀬 */ { 0x9DD7, 0x9D0E }, /* 鷗 鴎 */ { 0x9EA4, 0x9EA5 }, { 0x5742, 0x5742 },
};

static uint32_t
fold(uint32_t cp)
{
    switch (cp) {
    case 0x301C: case 0x223C: case 0x2053: return '~';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    default: break;
    }
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (variants[i].from == cp)
            return variants[i].to;
    return cp;
}

char *
text_key(Arena *mem, const char *s)
{
    const char *p = text_nfkc(mem, s);
    char       *out = arena_alloc(mem, strlen(p) * 2 + 4), *o = out;
    for (uint32_t cp; (cp = text_next(&p));) {
        if (is_space(cp))
            continue;
        cp = fold((uint32_t)utf8proc_tolower((utf8proc_int32_t)cp));
        o += utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)o);
    }
    *o = 0;
    return out;
}

char *
text_trim(Arena *mem, const char *s)
{
    const char *from = NULL, *to = s;
    for (const char *p = s, *at = s; *p; at = p) {
        uint32_t cp = text_next(&p);
        if (is_space(cp))
            continue;
        if (!from)
            from = at;
        to = p;
    }
    return from ? arena_strn(mem, from, (size_t)(to - from)) : arena_str(mem, "");
}

char *
text_squeeze(Arena *mem, const char *s)
{
    char *out = arena_alloc(mem, strlen(s) + 1), *o = out;
    bool  gap = false;
    for (const char *p = s; *p;) {
        const char *at = p;
        if (is_space(text_next(&p))) {
            gap = true;
            continue;
        }
        if (gap && o > out)
            *o++ = ' ';
        gap = false;
        memcpy(o, at, (size_t)(p - at));
        o += p - at;
    }
    *o = 0;
    return out;
}

bool
text_is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFE || cp == 0xFFFF;
}

const char *
text_printable(Arena *mem, const char *s)
{
    const char *p = s, *from = s;
    uint32_t    cp;
    while ((cp = text_next(&p)) && !text_is_control(cp))
        ;
    if (!cp)
        return s;
    Buf *b = buf_in(mem);
    for (p = s; *p; from = p)
        if (!text_is_control(text_next(&p)))
            buf_addn(b, from, (size_t)(p - from));
    return buf_text(b);
}

static bool
is_order(uint32_t cp)
{
    return text_is_control(cp) || cp == 0x200E || cp == 0x200F || cp == 0x2028 || cp == 0x2029 ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

const char *
text_shown(Arena *mem, const char *s)
{
    Buf *b = buf_in(mem);
    for (const char *from = s; *s; from = s) {
        if (is_order(text_next(&s)))
            buf_add(b, "\xEF\xBF\xBD");
        else
            buf_addn(b, from, (size_t)(s - from));
    }
    return buf_text(b);
}

bool
text_starts(const char *s, const char *head)
{
    return strncmp(s, head, strlen(head)) == 0;
}

bool
text_ends(const char *s, const char *tail)
{
    size_t n = strlen(s), k = strlen(tail);
    return n >= k && memcmp(s + n - k, tail, k) == 0;
}

bool
text_blank(const char *s)
{
    while (s && *s)
        if (!is_space(text_next(&s)))
            return false;
    return true;
}

int
text_rising(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *
text_replace(Arena *mem, const char *s, const char *from, const char *to)
{
    size_t k = strlen(from);
    Buf    b = { 0 };
    for (const char *at; k && (at = strstr(s, from)); s = at + k) {
        buf_addn(&b, s, (size_t)(at - s));
        buf_add(&b, to);
    }
    buf_add(&b, s);
    char *r = arena_strn(mem, b.p, b.n);
    buf_free(&b);
    return r;
}

char **
text_split(Arena *mem, const char *s, const char *sep, size_t *n)
{
    size_t parts = 1, k = strlen(sep);
    for (const char *p = s; (p = strstr(p, sep)); p += k)
        parts++;
    char **v = NEWN(mem, char *, parts + 1);
    *n = 0;
    for (const char *at; (at = strstr(s, sep)); s = at + k)
        v[(*n)++] = arena_strn(mem, s, (size_t)(at - s));
    v[(*n)++] = arena_str(mem, s);
    return v;
}

char *
text_head(Arena *mem, const char *s, size_t chars)
{
    const char *p = s;
    while (chars-- > 0 && *p)
        text_next(&p);
    if (!*p)
        return arena_str(mem, s);
    return arena_fmt(mem, "%.*s…", (int)(p - s), s);
}

char *
text_iconv(Arena *mem, const char *from, const char *p, size_t n, size_t *out_n)
{
    *out_n = 0;
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return NULL;
    size_t size = n * 4 + 4, left = size - 1, in_left = n;
    char  *out = arena_alloc(mem, size), *o = out;
    char  *in = arena_strn(mem, p, n);
    size_t r = iconv(cd, &in, &in_left, &o, &left);
    iconv_close(cd);
    if (r == (size_t)-1 || in_left > 0)
        return NULL;
    *out_n = (size_t)(o - out);
    return out;
}
