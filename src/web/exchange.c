/* exchange.c -- programmes as files for others: IATI.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "exchange/iati.h"
#include "format/json.h"

#include <string.h>

enum { IATI_MOST = 1000 };

bool
web_wants_iati(Web *w)
{
    const char *format = req_query(w->q, "format");
    return format && strcmp(format, "iati") == 0;
}

void
web_iati(Web *w, const char *name, const json_t *rows, int64_t one)
{
    int64_t id[IATI_MOST];
    size_t  i, n = one != 0;
    json_t *row;
    id[0] = one;
    json_array_foreach(rows, i, row)
        if (n < IATI_MOST)
            id[n++] = json_int(row, "id", 0);
    if (!iati_write(w->c, web_own_address(w), id, n, w->q->out))
        return;
    w->q->type = "application/xml; charset=utf-8";
    w->q->save_as = arena_fmt(w->c->mem, "%s-%s.xml", one ? name : "iati", web_today(w));
}

/* Beside other files of a list: what it shows from here on, at most 1,000; key: one programme. */
void
web_iati_link(Web *w, const char *key)
{
    Html       *h = &w->h;
    const char *label = T(w, "IATI（国際援助透明性イニシアティブ）形式のXML", "XML of IATI (International Aid Transparency Initiative)");
    if (!web_can_go(w, "/api/v1/programmes/:id"))
        return;
    if (key) {
        html(h, " · <a href=\"/api/v1/programmes/%s?format=iati\" rel=\"nofollow\" title=\"%s\">IATI</a>", url_part(w->c->mem, key), label);
        return;
    }
    const char *q = req_query(w->q, "q"), *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    html(h, "<p class=\"small no-print\"><a href=\"/api/v1/programmes?format=iati&amp;limit=%d&amp;q=%s&amp;sort=%s&amp;dir=%s\" rel=\"nofollow\" title=\"%s\">IATI</a></p>", IATI_MOST, url_part(w->c->mem, q ? q : ""),
         url_part(w->c->mem, sort ? sort : ""), url_part(w->c->mem, dir ? dir : ""), label);
}
