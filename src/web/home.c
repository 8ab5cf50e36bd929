/* home.c -- what waits, at a glance.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "domain/finding.h"
#include "domain/programme.h"
#include "format/json.h"

void
page_home(Web *w)
{
    json_t *rows = programme_list(w->c, NULL, NULL), *row;
    size_t  i;
    Html   *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, T(w, "公的研究開発事業", "Public R&D programmes"), "home");
    html(h, "<h2>%s</h2><ul>", T(w, "事業", "Programmes"));
    json_array_foreach(rows, i, row)
    {
        if (i == 20)
            break;
        html(h, "<li><a href=\"/programmes/%s\">%s</a> <span class=\"soft\">%s</span></li>", json_text(row, "key"), json_text(row, "name"), web_yen(w, json_path(row, "request_yen"), NULL));
    }
    html(h, "</ul><h2>%s</h2>", T(w, "矛盾と欠落", "Contradictions"));
    web_findings(w, finding_list(w->c, 0, "error", NULL), true);
    html(h, "<p><a href=\"/findings\">%s</a></p>", T(w, "すべての所見", "All findings"));
    layout_end(w);
}
