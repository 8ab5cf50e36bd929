/* show_record.c -- the end of a programme's page: all findings, where the record came from, what was before it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/text.h"
#include "domain/permission.h"
#include "format/json.h"

#include <string.h>

void
show_findings(Web *w, const json_t *r)
{
    if (!can(w->c, ACT_FINDING_READ))
        return;
    section_begin(w, "findings", T(w, "所見", "Findings"));
    if (json_array_size(json_path(r, "findings")) == 0)
        html(&w->h, "<p>%s</p>", T(w, "点検で気づいた点はありません。", "The checks noticed nothing."));
    else
        html(&w->h, "<p class=\"soft\">%s</p>", T(w, "関門は食い違う記載を直さず、両方を残して知らせます。", "Kanmon mends nothing by itself: both readings stay, and the difference is told."));
    html(&w->h, "<div class=\"finds\">");
    web_findings(w, r, findings_in_order(w, json_path(r, "findings")));
    html(&w->h, "</div>");
    section_end(w);
}

void
show_record(Web *w, const json_t *r)
{
    Html       *h = &w->h;
    const char *key = url_part(w->c->mem, json_text(r, "key"));
    section_begin(w, "record", T(w, "記録と出典", "Record and source"));
    html(h, "<dl class=\"facts\">");
    fact_begin(w, T(w, "報告書", "Report"));
    html(h, "<span lang=\"ja\">%s %s</span> <span class=\"soft\">%s</span>", json_text(r, "report.title"), json_text(r, "report.subtitle"), web_day(w, json_text(r, "report.date")));
    fact_end(w);
    fact_begin(w, T(w, "評価票の時点", "Sheet as of"));
    html(h, "%s", *json_text(r, "form.as_of") ? web_day(w, json_text(r, "form.as_of")) : "—");
    web_source(w, r, json_path(r, "form"));
    fact_end(w);
    fact_begin(w, T(w, "読み取った文書", "Read from"));
    if (json_has(r, "document.id"))
        html(h, "<a href=\"/documents/%lld?of=%s\">%s</a> <span class=\"soft small\">SHA-256 <code>%s</code></span>", (long long)json_int(r, "document.id", 0), key, json_text(r, "document.name"), text_head(w->c->mem, json_text(r, "document.sha256"), 16));
    else
        html(h, "—");
    fact_end(w);
    fact_begin(w, T(w, "記録", "Recorded"));
    html(h, "%s ", arena_fmt(w->c->mem, T(w, "第%lld版", "version %lld"), (long long)json_int(r, "version", 0)));
    web_time(w, json_text(r, "recorded_at"));
    html(h, " %s · <a href=\"/programmes/%s/history\">%s</a>", web_actor(w, json_text(r, "recorded_by")), key, T(w, "変更の履歴", "what changed"));
    fact_end(w);
    fact_begin(w, T(w, "データ", "Data"));
    html(h, "<a href=\"/api/v1/programmes/%s\">JSON</a>", key);
    web_iati_link(w, json_text(r, "key"));
    fact_end(w);
    html(h, "</dl>");
    section_end(w);
}
