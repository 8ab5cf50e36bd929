/* finding.c -- what checks noticed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "domain/finding.h"
#include "format/json.h"

#include <string.h>

void
web_findings(Web *w, const json_t *rows, bool programme)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *f;
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><caption>%zu%s</caption><thead><tr><th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "所見の表", "Table of findings"), json_array_size(rows),
         T(w, " 件", " findings"), T(w, "段階", "Level"), T(w, "内容", "Finding"), T(w, "規則", "Rule"), T(w, "すること", "What to do"));
    json_array_foreach((json_t *)(uintptr_t)rows, i, f)
    {
        const char *level = json_text(f, "level");
        html(h, "<tr><td><span class=\"badge %s\">%s</span><td>", level, strcmp(level, "error") == 0 ? T(w, "誤り", "error") : strcmp(level, "warning") == 0 ? T(w, "注意", "warning") : T(w, "通知", "notice"));
        if (programme)
            html(h, "<a href=\"/programmes/%s#findings\">%s</a> ", json_text(f, "programme_key"), json_text(f, "programme"));
        html(h, "%s <span class=\"soft\">%s", T(w, json_text(f, "text"), json_text(f, "text_en")), json_text(f, "code"));
        if (json_has(f, "line"))
            html(h, " · %s %lld", T(w, "行", "line"), (long long)json_int(f, "line", 0));
        html(h, "</span><td>%s <span class=\"soft\">%s</span><td>%s</tr>", json_text(f, "rule.title"), json_text(f, "rule.source"), T(w, json_text(f, "advice"), json_text(f, "advice_en")));
    }
    html(h, "</tbody></table></div>");
}

void
page_findings(Web *w)
{
    static const char *const keys[] = { "level", "code", "programme_key", "programme", "line", "field", "text", "text_en", "advice" };
    static const struct { const char *level, *ja, *en; } levels[] = { { "", "すべて", "all" }, { "error", "誤り", "errors" }, { "warning", "注意", "warnings" }, { "notice", "通知", "notices" } };
    json_t *rows = finding_list(w->c, 0, req_query(w->q, "level"), req_query(w->q, "code"));
    if (!ok(w->c) || web_csv(w, "findings", rows, keys, sizeof keys / sizeof *keys))
        return;
    layout_begin(w, T(w, "所見", "Findings"), "findings");
    html(&w->h, "<p class=\"filters\">");
    for (size_t i = 0; i < 4; i++)
        html(&w->h, "<a href=\"/findings?level=%s\">%s</a> ", levels[i].level, T(w, levels[i].ja, levels[i].en));
    html(&w->h, "<a href=\"/findings?format=csv\">CSV</a></p>");
    web_findings(w, rows, true);
    layout_end(w);
}
