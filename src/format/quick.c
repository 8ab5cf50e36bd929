/* quick.c -- see quick.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/quick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 64 };
typedef struct {
    Arena      *mem;
    char       *p, *end;
    QuickWhy    why;
    int         depth;
    Quick      *free; /* nodes come in blocks */
    size_t      left;
} Reader;

static bool value(Reader *r, Quick *q);

static bool
bad(Reader *r, const char *ja, const char *en)
{
    if (!r->why.en)
        r->why = (QuickWhy){ ja, en };
    return false;
}

static void
space(Reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r'))
        r->p++;
}

/* Length of the UTF-8 sequence at p, 0 when it is wrong (overlong, surrogate, cut off, too large). */
static size_t
sequence(const unsigned char *p, const unsigned char *end)
{
    size_t left = (size_t)(end - p);
    if (*p >= 0xC2 && *p <= 0xDF)
        return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if ((*p & 0xF0) == 0xE0) {
        if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
            return 0;
        return (*p == 0xE0 && p[1] < 0xA0) || (*p == 0xED && p[1] > 0x9F) ? 0 : 3;
    }
    if (*p >= 0xF0 && *p <= 0xF4) {
        if (left < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80)
            return 0;
        return (*p == 0xF0 && p[1] < 0x90) || (*p == 0xF4 && p[1] > 0x8F) ? 0 : 4;
    }
    return 0;
}

bool
quick_utf8(const char *s, size_t n, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end) {
        size_t k = *p > 0 && *p < 0x80 ? 1 : *p ? sequence(p, end) : 0;
        if (k == 0) {
            *at = (size_t)(p - (const unsigned char *)s);
            return false;
        }
        p += k;
    }
    return true;
}

static int
hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char ch = p[i];
        int  d = ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -1;
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

static char *
put(char *o, uint32_t cp)
{
    if (cp < 0x80) {
        *o++ = (char)cp;
    } else if (cp < 0x800) {
        *o++ = (char)(0xC0 | cp >> 6);
        *o++ = (char)(0x80 | (cp & 63));
    } else if (cp < 0x10000) {
        *o++ = (char)(0xE0 | cp >> 12);
        *o++ = (char)(0x80 | (cp >> 6 & 63));
        *o++ = (char)(0x80 | (cp & 63));
    } else {
        *o++ = (char)(0xF0 | cp >> 18);
        *o++ = (char)(0x80 | (cp >> 12 & 63));
        *o++ = (char)(0x80 | (cp >> 6 & 63));
        *o++ = (char)(0x80 | (cp & 63));
    }
    return o;
}

/* The escape behind a backslash at r->p; writes to *o and steps over it. */
static bool
escape(Reader *r, char **o)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->end - r->p < 2)
        return bad(r, "文字列の途中で終わっている", "the text ends inside a string");
    char        ch = r->p[1];
    const char *k = ch ? strchr(from, ch) : NULL;
    if (k) {
        *(*o)++ = to[k - from];
        r->p += 2;
        return true;
    }
    if (ch != 'u' || r->end - r->p < 6)
        return bad(r, "\\ の次が JSON の書き方ではない", "a backslash is followed by no escape of JSON");
    int cp = hex4(r->p + 2);
    if (cp <= 0 || (cp >= 0xDC00 && cp < 0xE000))
        return cp == 0 ? bad(r, "文字列の中の \\u0000 は受け付けない", "\\u0000 is not accepted in a text") : bad(r, "\\u の次が文字ではない", "\\u is not followed by a character");
    r->p += 6;
    if (cp >= 0xD800 && cp < 0xDC00) {
        int low = r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u' ? hex4(r->p + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return bad(r, "サロゲートの後半がない", "the second half of a surrogate pair is missing");
        r->p += 6;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    *o = put(*o, (uint32_t)cp);
    return true;
}

/* At the opening quote. The string ends up NUL-ended where it stood. */
static bool
string(Reader *r, const char **text, uint32_t *n)
{
    char *from = ++r->p, *o = from;
    for (;;) {
        char *run = r->p;
        while (r->p < r->end) {
            unsigned char ch = (unsigned char)*r->p;
            if (ch == '"' || ch == '\\' || ch < 0x20)
                break;
            size_t k = ch < 0x80 ? 1 : sequence((unsigned char *)r->p, (unsigned char *)r->end);
            if (k == 0)
                return bad(r, "ここのバイトは UTF-8 ではない", "the bytes here are not UTF-8");
            r->p += k;
        }
        if (o != run)
            memmove(o, run, (size_t)(r->p - run));
        o += r->p - run;
        if (r->p == r->end)
            return bad(r, "文字列の途中で終わっている", "the text ends inside a string");
        if (*r->p == '"')
            break;
        if (*r->p != '\\')
            return bad(r, "文字列の中に制御文字がそのままある", "a control character stands in a string unescaped");
        if (!escape(r, &o))
            return false;
    }
    if (o - from > UINT32_MAX)
        return bad(r, "文字列が長すぎる", "a string is too long");
    r->p++;
    *o = 0;
    *text = from;
    *n = (uint32_t)(o - from);
    return true;
}

static bool
real(Reader *r, Quick *q, const char *from)
{
    char   copy[512];
    size_t n = (size_t)(r->p - from);
    if (n >= sizeof copy)
        return bad(r, "数の桁が多すぎる", "a number has too many digits");
    memcpy(copy, from, n);
    copy[n] = 0;
    q->kind = QUICK_REAL;
    q->v.r = strtod(copy, NULL);
    return isfinite(q->v.r) || bad(r, "数が大きすぎる", "a number is too large");
}

/* Mantissas below 2^53 over a power of ten up to 10^22 are exact in one division; others go to strtod. */
static bool
number(Reader *r, Quick *q)
{
    static const double ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    const char *from = r->p;
    bool        minus = *r->p == '-', fraction = false;
    uint64_t    m = 0;
    int         digits = 0, places = 0;
    r->p += minus;
    if (r->p == r->end || *r->p < '0' || *r->p > '9')
        return bad(r, "数に数字がない", "a number has no digits");
    if (*r->p == '0' && r->end - r->p > 1 && r->p[1] >= '0' && r->p[1] <= '9')
        return bad(r, "数が 0 で始まっている", "a number begins with 0");
    for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++, digits++)
        m = m * 10 + (uint64_t)(*r->p - '0');
    if (r->p < r->end && *r->p == '.') {
        fraction = true;
        for (r->p++; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++, digits++, places++)
            m = m * 10 + (uint64_t)(*r->p - '0');
        if (places == 0)
            return bad(r, "小数点の後に数字がない", "digits are missing behind a decimal point");
    }
    if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
        r->p++;
        r->p += r->p < r->end && (*r->p == '+' || *r->p == '-');
        const char *e = r->p;
        while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
            r->p++;
        return r->p == e ? bad(r, "指数に数字がない", "an exponent has no digits") : real(r, q, from);
    }
    if (!fraction && (digits < 19 || (digits == 19 && m <= INT64_MAX))) {
        q->kind = QUICK_INT;
        q->v.i = minus ? -(int64_t)m : (int64_t)m;
        return true;
    }
    if (!fraction)
        return bad(r, "整数が大きすぎる", "a whole number is too large");
    if (digits > 15 || places > 22)
        return real(r, q, from);
    q->kind = QUICK_REAL;
    q->v.r = (double)m / ten[places];
    if (minus)
        q->v.r = -q->v.r;
    return true;
}

static Quick *
node(Reader *r)
{
    if (r->left == 0) {
        r->left = 128;
        r->free = NEWN(r->mem, Quick, r->left);
    }
    r->left--;
    return r->free++;
}

static bool
members(Reader *r, Quick *q, bool object)
{
    Quick **to = &q->v.first;
    char    close = object ? '}' : ']';
    q->kind = object ? QUICK_OBJECT : QUICK_ARRAY;
    if (++r->depth > DEPTH)
        return bad(r, "入れ子が 64 段を超える", "more than 64 levels");
    r->p++;
    space(r);
    if (r->p < r->end && *r->p == close) {
        r->p++;
        r->depth--;
        return true;
    }
    for (;;) {
        Quick   *one = node(r);
        uint32_t n;
        space(r);
        if (object) {
            if (r->p == r->end || *r->p != '"')
                return bad(r, "引用符で囲んだ項目名がない", "a key in quotes is missing");
            if (!string(r, &one->key, &n))
                return false;
            space(r);
            if (r->p == r->end || *r->p != ':')
                return bad(r, "項目名の後に : がない", "a colon is missing behind a key");
            r->p++;
        }
        if (!value(r, one))
            return false;
        *to = one;
        to = &one->next;
        q->n++;
        space(r);
        if (r->p < r->end && *r->p == ',') {
            r->p++;
            continue;
        }
        if (r->p == r->end || *r->p != close)
            return r->p == r->end ? bad(r, "[ ] か { } の途中で終わっている", "the text ends inside a list or object") : object ? bad(r, ", か } がない", "a comma or } is missing") : bad(r, ", か ] がない", "a comma or ] is missing");
        r->p++;
        r->depth--;
        return true;
    }
}

static bool
word(Reader *r, Quick *q, const char *w, QuickKind kind)
{
    size_t n = strlen(w);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, w, n) != 0)
        return bad(r, "JSON の値ではない", "this is no value of JSON");
    r->p += n;
    q->kind = kind;
    return true;
}

static bool
value(Reader *r, Quick *q)
{
    space(r);
    if (r->p == r->end)
        return bad(r, "値がある所で終わっている", "the text ends where a value is awaited");
    switch (*r->p) {
    case '"': q->kind = QUICK_TEXT; return string(r, &q->v.text, &q->n);
    case '{': return members(r, q, true);
    case '[': return members(r, q, false);
    case 't': return word(r, q, "true", QUICK_TRUE);
    case 'f': return word(r, q, "false", QUICK_FALSE);
    case 'n': return word(r, q, "null", QUICK_NULL);
    default: return (*r->p >= '0' && *r->p <= '9') || *r->p == '-' ? number(r, q) : bad(r, "JSON の値ではない", "this is no value of JSON");
    }
}

const Quick *
quick_read(Arena *mem, char *text, size_t n, size_t *at, QuickWhy *why)
{
    Reader r = { .mem = mem, .p = text, .end = text + n };
    Quick *q = node(&r);
    if (value(&r, q)) {
        space(&r);
        if (r.p == r.end)
            return q;
        bad(&r, "終わりの後にまだ文字がある", "more text follows the end of the document");
    }
    *at = (size_t)(r.p - text);
    *why = r.why;
    return NULL;
}

const Quick *
quick_get(const Quick *q, const char *key)
{
    const Quick *found = NULL;
    if (!q || q->kind != QUICK_OBJECT)
        return NULL;
    for (const Quick *m = q->v.first; m; m = m->next)
        if (strcmp(m->key, key) == 0)
            found = m;
    return found;
}

const char *
quick_text(const Quick *q, const char *key)
{
    const Quick *m = quick_get(q, key);
    return m && m->kind == QUICK_TEXT ? m->v.text : NULL;
}

bool
quick_int(const Quick *q, const char *key, int64_t *out)
{
    const Quick *m = quick_get(q, key);
    if (m && m->kind == QUICK_REAL && m->v.r > -9e15 && m->v.r < 9e15 && m->v.r == floor(m->v.r)) {
        *out = (int64_t)m->v.r;
        return true;
    }
    if (m && m->kind == QUICK_INT)
        *out = m->v.i;
    return m && m->kind == QUICK_INT;
}

bool
quick_real(const Quick *q, const char *key, double *out)
{
    const Quick *m = quick_get(q, key);
    if (m && m->kind == QUICK_REAL)
        *out = m->v.r;
    else if (m && m->kind == QUICK_INT)
        *out = (double)m->v.i;
    else
        return false;
    return true;
}
