/* search.c -- one box, everything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"
#include "domain/programme.h"
#include "format/json.h"

void
page_search(Web *w)
{
    const char *text = req_query(w->q, "q");
    bool        asked = text && !text_blank(text);
    json_t     *p = asked ? programme_list(w->c, text, NULL) : NULL, *x = asked ? indicator_list(w->c, text) : NULL, *row;
    size_t      i;
    Html       *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, T(w, "検索", "Search"), "");
    html(h, "<p>%s: %s</p><h2>%s (%zu)</h2><ul>", T(w, "探した語", "Words"), text ? text : "-", T(w, "事業", "Programmes"), json_array_size(p));
    json_array_foreach(p, i, row) html(h, "<li><a href=\"/programmes/%s\">%s</a></li>", json_text(row, "key"), json_text(row, "name"));
    html(h, "</ul><h2>%s (%zu)</h2><ul>", T(w, "指標", "Indicators"), json_array_size(x));
    json_array_foreach(x, i, row) html(h, "<li><a href=\"/indicators/%lld\">%s</a> <span class=\"soft\">%s</span></li>", (long long)json_int(row, "id", 0), json_text(row, "name"), json_text(row, "programme"));
    html(h, "</ul>");
    layout_end(w);
}
