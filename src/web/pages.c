/* pages.c -- home, findings, documents, search, ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/web.h"

#include "base/text.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/ledger.h"
#include "domain/programme.h"
#include "format/json.h"

#include <limits.h>
#include <stdlib.h>
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

void
page_ledger(Web *w)
{
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    bool        good = ledger_verify(w->c, &rows, &broken, &why);
    json_t     *list = ledger_list(w->c, NULL, 0, 200), *r;
    size_t      i;
    Html       *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, T(w, "台帳", "Ledger"), "ledger");
    if (good)
        html(h, "<p>%lld %s</p>", (long long)rows, T(w, "件の記録がつながっている。", "acts; the chain holds."));
    else
        html(h, "<p><span class=\"badge error\">%s %lld: %s</span></p>", T(w, "壊れた記録", "Broken at act"), (long long)broken, why);
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\" class=\"n\">%s<th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "記録の表", "Acts"),
         T(w, "番号", "No."), T(w, "日時", "When"), T(w, "誰が", "Who"), T(w, "何を", "What"), T(w, "指紋", "Hash"));
    json_array_foreach(list, i, r) html(h, "<tr><td class=\"n\">%lld<td>%s<td>%s<td>%s %s<td>%s</tr>", (long long)json_int(r, "seq", 0), json_text(r, "at"), json_text(r, "actor"),
                                        json_text(r, "act"), json_text(r, "subject"), text_head(w->c->mem, json_text(r, "hash"), 12));
    html(h, "</tbody></table></div>");
    layout_end(w);
}
