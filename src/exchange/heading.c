/* heading.c -- the number a heading or a list entry begins with.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Depth of headings means nothing in these papers (regime 6.15); the style of the number does. Each
 * style has its own hundred, so that "1." and "(1)" are never the same. */
#include "exchange/form_in.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { STYLE_DOT = 0, STYLE_PAREN = 100, STYLE_CIRCLE = 200, STYLE_ROMAN = 300, STYLE_HALF = 400, STYLE_SPACE = 500 };

static uint32_t
half(uint32_t cp)
{
    return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp == 0x3000 || cp == 0xA0 ? ' ' : cp;
}

static uint32_t
peek(const char *s, const char **next)
{
    *next = s;
    return half(text_next(next));
}

/* One or two digits; 0 when none or more (a year is no heading). */
static int
digits(const char **s)
{
    const char *p = *s, *next;
    int         n = 0, k = 0;
    for (uint32_t cp; (cp = peek(p, &next)) >= '0' && cp <= '9'; p = next, k++)
        n = n * 10 + (int)(cp - '0');
    if (k < 1 || k > 2)
        return 0;
    *s = p;
    return n;
}

/* i ii iii iv v vi ... in small letters or as Ⅰ Ⅱ ⅰ ⅱ. */
static int
roman(const char **s)
{
    static const char *const small[] = { "viii", "iii", "vii", "ii", "iv", "ix", "vi", "i", "v", "x" };
    static const int         value[] = { 8, 3, 7, 2, 4, 9, 6, 1, 5, 10 };
    const char *next;
    uint32_t    cp = peek(*s, &next);
    if ((cp >= 0x2160 && cp <= 0x2169) || (cp >= 0x2170 && cp <= 0x2179)) {
        *s = next;
        return (int)(cp & 0xF) + 1;
    }
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (text_starts(*s, small[i])) {
            *s += strlen(small[i]);
            return value[i];
        }
    return 0;
}

static const char *
skip_space(const char *s)
{
    const char *next;
    while (peek(s, &next) == ' ')
        s = next;
    return s;
}

int
heading_number(const char *text, const char **rest)
{
    const char *p = text, *next;
    uint32_t    cp = peek(p, &next);
    int         n;
    if (cp >= 0x2460 && cp <= 0x2473) { /* ① */
        *rest = skip_space(next);
        return STYLE_CIRCLE + (int)(cp - 0x2460) + 1;
    }
    if (cp >= 0x2474 && cp <= 0x2487) { /* ⑴ */
        *rest = skip_space(next);
        return STYLE_PAREN + (int)(cp - 0x2474) + 1;
    }
    bool paren = cp == '(';
    if (paren)
        p = skip_space(next);
    n = digits(&p);
    int style = n ? STYLE_DOT : STYLE_ROMAN;
    if (!n && !(n = roman(&p)))
        return 0;
    p = paren ? skip_space(p) : p;
    cp = peek(p, &next);
    if (paren ? cp != ')' : cp != '.' && cp != ')' && cp != 0x3001 && cp != ' ')
        return 0;
    if (!paren && cp == '.' && peek(next, &rest[0]) >= '0' && peek(next, &rest[0]) <= '9')
        return 0; /* 1.5 is a figure */
    if (style == STYLE_DOT)
        style = paren ? STYLE_PAREN : cp == ')' ? STYLE_HALF : cp == ' ' ? STYLE_SPACE : STYLE_DOT;
    else if (!paren && cp == ' ')
        return 0;
    *rest = skip_space(next);
    return style + n;
}
