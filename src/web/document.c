/* document.c -- documents, and one of them line by line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "domain/document.h"
#include "format/json.h"

#include <limits.h>
#include <stdlib.h>

void
page_documents(Web *w)
{
    json_t *rows = document_list(w->c), *d, *p;
    size_t  i, j;
    Html   *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, T(w, "文書", "Documents"), "documents");
    html(h, "<ul>");
    json_array_foreach(rows, i, d)
    {
        html(h, "<li><a href=\"/documents/%lld\">%s</a> <span class=\"soft\">%s · %lld bytes · SHA-256 %s</span><ul>", (long long)json_int(d, "id", 0), json_text(d, "name"),
             json_text(d, "received_at"), (long long)json_int(d, "bytes", 0), json_text(d, "sha256"));
        json_array_foreach(json_path(d, "programmes"), j, p) html(h, "<li><a href=\"/programmes/%s\">%s</a></li>", json_text(p, "key"), json_text(p, "name"));
        html(h, "</ul></li>");
    }
    html(h, "</ul>");
    layout_end(w);
}

void
page_document(Web *w)
{
    int64_t id = strtoll(w->arg, NULL, 10);
    json_t *d = document_show(w->c, id), *l;
    size_t  i;
    if (!d)
        return;
    layout_begin(w, json_text(d, "name"), "documents");
    html(&w->h, "<ol class=\"lines\">");
    json_array_foreach(document_lines(w->c, id, 1, INT_MAX), i, l) html(&w->h, "<li id=\"l%lld\">%s</li>\n", (long long)json_int(l, "no", 0), json_text(l, "text"));
    html(&w->h, "</ol>");
    layout_end(w);
}
