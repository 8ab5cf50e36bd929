/* address.c -- addresses of this page with other parameters; pages of rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"

#include <stdarg.h>
#include <string.h>

enum { PARTS = 40 };

static void
add_part(Web *w, Buf *b, const char *name, const char *value)
{
    buf_fmt(b, "%s%s=%s", b->n && strchr(buf_text(b), '?') ? "&" : "?", url_part(w->c->mem, name), url_part(w->c->mem, value));
}

/* The path, percent-encoded segment by segment. */
static void
add_path(Web *w, Buf *b)
{
    const char *p = w->q->path;
    while (*p) {
        size_t n = strcspn(p, "/");
        buf_add(b, url_part(w->c->mem, arena_strn(w->c->mem, p, n)));
        p += n;
        if (*p)
            buf_char(b, *p++);
    }
}

const char *
web_here(Web *w, ...)
{
    QueryPart   had[PARTS];
    size_t      n = req_queries(w->q, had, PARTS);
    Buf        *b = buf_in(w->c->mem);
    const char *name;
    va_list     ap;
    add_path(w, b);
    for (size_t i = 0; i < n; i++) {
        bool replaced = false;
        va_start(ap, w);
        while ((name = va_arg(ap, const char *))) {
            (void)va_arg(ap, const char *);
            replaced = replaced || strcmp(name, had[i].name) == 0;
        }
        va_end(ap);
        if (!replaced && *had[i].value)
            add_part(w, b, had[i].name, had[i].value);
    }
    va_start(ap, w);
    while ((name = va_arg(ap, const char *))) {
        const char *value = va_arg(ap, const char *);
        if (value)
            add_part(w, b, name, value);
    }
    va_end(ap);
    return buf_text(b);
}

int64_t
web_number(Web *w, const char *name, int64_t low, int64_t high, int64_t otherwise)
{
    int64_t     v = 0;
    const char *s = req_query(w->q, name);
    return s && number_int(s, &v) && v >= low && v <= high ? v : otherwise;
}

void
web_pages(Web *w, int64_t from, int64_t step, int64_t total)
{
    Html  *h = &w->h;
    Arena *mem = w->c->mem;
    if (total <= step && from <= 0)
        return;
    int64_t last = from + step < total ? from + step : total;
    html(h, "<nav class=\"pages\" aria-label=\"%s\"><p>", T(w, "表のページ", "Pages of the table"));
    if (w->c->lang == LANG_JA)
        html(h, "全%s件中 %s–%s件", number_commas(mem, total), number_commas(mem, from + 1), number_commas(mem, last));
    else
        html(h, "%s–%s of %s", number_commas(mem, from + 1), number_commas(mem, last), number_commas(mem, total));
    html(h, "</p>");
    if (from > 0)
        html(h, "<a class=\"button second small\" rel=\"prev\" href=\"%s\">‹ %s</a>", web_here(w, "from", from > step ? arena_fmt(mem, "%lld", (long long)(from - step)) : NULL, NULL), T(w, "前へ", "Previous"));
    if (last < total)
        html(h, "<a class=\"button second small\" rel=\"next\" href=\"%s\">%s ›</a>", web_here(w, "from", arena_fmt(mem, "%lld", (long long)last), NULL), T(w, "次へ", "Next"));
    html(h, "</nav>");
}
