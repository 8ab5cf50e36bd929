/* html.c -- a small printf in which every text argument is escaped.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/html.h"

#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void
escape(Buf *b, const char *s)
{
    for (; *s; s++) {
        size_t n = strcspn(s, "<>&\"'");
        buf_addn(b, s, n);
        s += n;
        switch (*s) {
        case '<': buf_add(b, "&lt;"); break;
        case '>': buf_add(b, "&gt;"); break;
        case '&': buf_add(b, "&amp;"); break;
        case '"': buf_add(b, "&quot;"); break;
        case '\'': buf_add(b, "&#39;"); break;
        default: return;
        }
    }
}

/* One number: the directive is copied and handed to printf alone. */
static const char *
number(Buf *b, const char *p, va_list *ap)
{
    char        spec[16];
    size_t      n = strspn(p + 1, "0123456789.+- ") + 1;
    const char *q = p + n;
    int         longs = 0;
    for (; *q == 'l'; q++)
        longs++;
    int z = *q == 'z';
    if (z)
        q++;
    if ((size_t)(q - p) + 2 > sizeof spec)
        die("html: format too long: %s", p);
    memcpy(spec, p, (size_t)(q - p) + 1);
    spec[q - p + 1] = 0;
    char out[64];
    switch (*q) {
    case 'd':
        if (longs == 2)
            snprintf(out, sizeof out, spec, va_arg(*ap, long long));
        else if (longs == 1)
            snprintf(out, sizeof out, spec, va_arg(*ap, long));
        else
            snprintf(out, sizeof out, spec, va_arg(*ap, int));
        break;
    case 'u':
        if (z)
            snprintf(out, sizeof out, spec, va_arg(*ap, size_t));
        else
            snprintf(out, sizeof out, spec, va_arg(*ap, unsigned));
        break;
    case 'f': snprintf(out, sizeof out, spec, va_arg(*ap, double)); break;
    default: die("html: unknown directive in %s", p);
    }
    buf_add(b, out);
    return q + 1;
}

void
html(Html *h, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    for (const char *p = fmt; *p;) {
        size_t n = strcspn(p, "%");
        buf_addn(h->out, p, n);
        p += n;
        if (!*p)
            break;
        if (p[1] == '%') {
            buf_char(h->out, '%');
            p += 2;
        } else if (p[1] == 's') {
            const char *s = va_arg(ap, const char *);
            escape(h->out, s ? s : "");
            p += 2;
        } else {
            p = number(h->out, p, &ap);
        }
    }
    va_end(ap);
}

void
html_lines(Html *h, const char *text)
{
    size_t n;
    char **v = text_split(h->mem, text ? text : "", "\n", &n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add(h->out, "<br>");
        escape(h->out, v[i]);
    }
}

void
html_paragraphs(Html *h, const char *text)
{
    size_t n;
    char **v = text_split(h->mem, text ? text : "", "\n", &n);
    for (size_t i = 0; i < n; i++)
        if (!text_blank(v[i]))
            html(h, "<p>%s</p>\n", v[i]);
}

void
html_raw(Html *h, const Buf *markup)
{
    buf_addn(h->out, buf_text(markup), markup->n);
}

char *
url_part(Arena *mem, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(mem, strlen(s) * 3 + 1), *o = out;
    for (; *s; s++) {
        unsigned char ch = (unsigned char)*s;
        if ((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || strchr("-_.~", ch)) {
            *o++ = (char)ch;
        } else {
            *o++ = '%';
            *o++ = hex[ch >> 4];
            *o++ = hex[ch & 15];
        }
    }
    *o = 0;
    return out;
}

const char *
url_outside(Arena *mem, const char *s)
{
    (void)mem;
    return text_starts(s, "https://") || text_starts(s, "http://") ? s : "#";
}
