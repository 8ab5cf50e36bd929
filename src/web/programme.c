/* programme.c -- list, one programme, its roster and its history.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"
#include "domain/finding.h"
#include "domain/programme.h"
#include "format/json.h"
#include "format/plot.h"

#include <stdlib.h>
#include <string.h>

static void
facts(Web *w, const json_t *r)
{
    Html *h = &w->h;
    html(h, "<dl class=\"kv\">");
    fact(w, T(w, "目標", "Objectives"), json_text(r, "objectives"));
    fact(w, T(w, "要求額", "Requested"), arena_fmt(w->c->mem, "%s (%lld)", web_yen(w, json_path(r, "request.yen"), json_text(r, "request.text")), (long long)json_int(r, "request.fiscal_year", 0)));
    fact(w, T(w, "総額", "Total"), web_yen(w, json_path(r, "total.yen"), json_text(r, "total.text")));
    fact(w, T(w, "期間", "Period"), json_text(r, "period.text"));
    fact(w, T(w, "主管課", "Division"), arena_fmt(w->c->mem, "%s（%s）", json_text(r, "division"), json_text(r, "chief")));
    fact(w, T(w, "委員会", "Committee"), json_text(r, "committee"));
    html(h, "</dl>");
}

static void
pathway(Web *w, const json_t *r)
{
    static const char *const types[] = { "output", "outcome" };
    Html  *h = &w->h;
    size_t i;
    json_t *x;
    html(h, "<h2>%s</h2><ol class=\"path\"><li><h3>%s</h3>", T(w, "道筋", "From activity to outcome"), T(w, "活動", "Activity"));
    html_paragraphs(h, text_head(w->c->mem, json_text(r, "summary"), 240));
    for (size_t k = 0; k < 2; k++) {
        html(h, "</li><li><h3>%s</h3><ul>", k ? T(w, "アウトカム", "Outcomes") : T(w, "アウトプット", "Outputs"));
        json_array_foreach(json_path(r, "indicators"), i, x)
            if (strcmp(json_text(x, "type"), types[k]) == 0)
                html(h, "<li>%s</li>", json_text(x, "name"));
        html(h, "</ul>");
    }
    html(h, "</li></ol>");
}

static void
indicators(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x, *v;
    const char *fy;
    html(h, "<h2>%s</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "指標", "Indicators"),
         T(w, "指標の表", "Indicators"), T(w, "指標", "Indicator"), T(w, "種別", "Type"), T(w, "値", "Values"));
    json_array_foreach(json_path(r, "indicators"), i, x)
    {
        html(h, "<tr><th scope=\"row\"><a href=\"/indicators/%lld\">%s</a><td>%s<td>", (long long)json_int(x, "id", 0), json_text(x, "name"),
             strcmp(json_text(x, "type"), "output") == 0 ? T(w, "アウトプット", "output") : T(w, "アウトカム", "outcome"));
        json_object_foreach(json_path(x, "values"), fy, v) html(h, "<span class=\"soft\">%s</span> %s　", fy, json_text(v, "text"));
        web_source(w, r, x);
        html(h, "</tr>");
    }
    html(h, "</tbody></table></div>");
}

static void
plans(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    html(h, "<h2>%s</h2><ul>", T(w, "予算", "Money"));
    json_array_foreach(json_path(r, "budget"), i, x)
    {
        html(h, "<li>%s: %s", json_text(x, "label"), json_text(x, "text"));
        web_source(w, r, x);
        html(h, "</li>");
    }
    html(h, "</ul><h2>%s</h2><ul>", T(w, "評価の予定", "Evaluations planned"));
    json_array_foreach(json_path(r, "evaluations"), i, x)
    {
        html(h, "<li>%s", json_text(x, "text"));
        web_source(w, r, x);
        html(h, "</li>");
    }
    html(h, "</ul><h2>%s</h2><ul>", T(w, "上位施策", "Policies"));
    json_array_foreach(json_path(r, "policies"), i, x) html(h, "<li>%s <span class=\"soft\">%s</span></li>", json_text(x, "name"), json_text(x, "decided"));
    html(h, "</ul>");
}

static void
views(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i, j, k;
    json_t *v, *it, *cr;
    html(h, "<h2>%s</h2>", T(w, "各観点からの評価", "Evaluation"));
    json_array_foreach(json_path(r, "views"), i, v)
    {
        html(h, "<h3>%s</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", json_text(v, "view"), json_text(v, "view"),
             T(w, "評価項目", "Item"), T(w, "評価基準", "Criteria"));
        json_array_foreach(json_path(v, "items"), j, it)
        {
            html(h, "<tr><th scope=\"row\">%s<td><ul>", json_text(it, "item"));
            json_array_foreach(json_path(it, "criteria"), k, cr)
                html(h, "<li>%s: %s</li>", strcmp(json_text(cr, "kind"), "quantitative") == 0 ? T(w, "定量的", "quantitative") : T(w, "定性的", "qualitative"),
                     json_has(cr, "text") ? json_text(cr, "text") : "—");
            html(h, "</ul></tr>");
        }
        html(h, "</tbody></table></div>");
        html_paragraphs(h, json_text(v, "narrative"));
    }
    html(h, "<h3>%s</h3>", T(w, "総合評価", "Overall"));
    html_paragraphs(h, json_text(r, "overall.summary"));
    html_paragraphs(h, json_text(r, "overall.remarks_text"));
    html_paragraphs(h, json_text(r, "overall.other_text"));
}

static json_t *
record_of(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    return id ? programme_show(w->c, id, req_query(w->q, "as_of")) : NULL;
}

void
page_programme(Web *w)
{
    json_t *r = record_of(w);
    Html   *h = &w->h;
    if (!r)
        return;
    layout_begin(w, json_text(r, "name"), "programmes");
    html(h, "<p><a href=\"/programmes/%s/roster\">%s</a> · <a href=\"/programmes/%s/history\">%s</a> · <a href=\"/api/v1/programmes/%s\">JSON</a></p>", json_text(r, "key"),
         T(w, "名簿", "Roster"), json_text(r, "key"), T(w, "履歴", "History"), json_text(r, "key"));
    facts(w, r);
    pathway(w, r);
    indicators(w, r);
    plans(w, r);
    views(w, r);
    html(h, "<h2 id=\"findings\">%s</h2>", T(w, "所見", "Findings"));
    web_findings(w, finding_list(w->c, json_int(r, "id", 0), NULL, NULL), false);
    layout_end(w);
}

void
page_roster(Web *w)
{
    json_t *r = record_of(w), *ros, *m, *l;
    size_t  i, j;
    Html   *h = &w->h;
    if (!r)
        return;
    layout_begin(w, T(w, "名簿", "Roster"), "programmes");
    html(h, "<p><a href=\"/programmes/%s\">%s</a></p>", json_text(r, "key"), json_text(r, "name"));
    json_array_foreach(json_path(r, "rosters"), i, ros)
    {
        html(h, "<h2>%s</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><caption>%zu%s</caption><thead><tr><th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>",
             json_text(ros, "title"), json_text(ros, "title"), json_array_size(json_path(ros, "members")), T(w, "名", " members"), T(w, "氏名", "Name"), T(w, "役割", "Role"), T(w, "所属・職名", "Affiliation"));
        json_array_foreach(json_path(ros, "members"), j, m)
            html(h, "<tr><th scope=\"row\">%s%s%s<td>%s<td>%s</tr>", json_text(m, "mark"), json_text(m, "name"), json_flag(m, "participated") ? "" : "※", json_text(m, "role"),
                 json_text(m, "affiliation"));
        html(h, "</tbody></table></div>");
        json_array_foreach(json_path(ros, "legend"), j, l) html(h, "<p class=\"soft\">%s</p>", json_string_value(l));
    }
    layout_end(w);
}

void
page_history(Web *w)
{
    json_t *r = record_of(w), *row, *d;
    size_t  i, j;
    Html   *h = &w->h;
    if (!r)
        return;
    json_t *list = programme_history(w->c, json_int(r, "id", 0));
    layout_begin(w, T(w, "履歴", "History"), "programmes");
    html(h, "<p><a href=\"/programmes/%s\">%s</a></p>", json_text(r, "key"), json_text(r, "name"));
    json_array_foreach(list, i, row)
    {
        html(h, "<h2>%s %lld</h2><p>%s · %s · %s</p>", T(w, "版", "Version"), (long long)json_int(row, "version", 0), json_text(row, "recorded_at"), json_text(row, "actor"), json_text(row, "document"));
        html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s %lld\"><table><thead><tr><th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "変更 版", "Changes, version"), (long long)json_int(row, "version", 0), T(w, "項目", "Field"), T(w, "前", "Before"), T(w, "後", "After"));
        json_array_foreach(json_path(row, "changes"), j, d)
            html(h, "<tr><th scope=\"row\">%s<td>%s<td>%s</tr>", json_text(d, "path"), text_head(w->c->mem, json_canonical(w->c->mem, json_path(d, "old")), 120),
                 text_head(w->c->mem, json_canonical(w->c->mem, json_path(d, "new")), 120));
        html(h, "</tbody></table></div>");
    }
    layout_end(w);
}

void
page_indicator(Web *w)
{
    json_t *x = indicator_show(w->c, strtoll(w->arg, NULL, 10)), *v, *n;
    Html   *h = &w->h;
    size_t  i;
    const char *fy;
    if (!x)
        return;
    layout_begin(w, json_text(x, "name"), "programmes");
    html(h, "<p><a href=\"/programmes/%s\">%s</a></p><dl class=\"kv\">", json_text(x, "programme.key"), json_text(x, "programme.name"));
    fact(w, T(w, "種別", "Type"), strcmp(json_text(x, "type"), "output") == 0 ? T(w, "アウトプット", "output") : T(w, "アウトカム", "outcome"));
    fact(w, T(w, "単位", "Unit"), json_text(x, "unit"));
    fact(w, T(w, "範囲", "Scope"), json_text(x, "scope"));
    fact(w, T(w, "まとまり", "Group"), json_text(x, "group"));
    html(h, "</dl>");
    plot_series(h, json_text(x, "name"), json_path(x, "values"), json_path(x, "notes"));
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><caption>%s</caption><thead><tr><th scope=\"col\">%s<th scope=\"col\" class=\"n\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "値の表", "Values"), json_text(x, "years_label"),
         T(w, "年度", "Fiscal year"), T(w, "値", "Value"), T(w, "性質", "Qualifier"));
    json_object_foreach(json_path(x, "values"), fy, v) html(h, "<tr id=\"fy%s\"><th scope=\"row\">%s<td class=\"n\">%s<td>%s</tr>", fy, fy, json_text(v, "text"), json_text(v, "qualifier"));
    html(h, "</tbody></table></div>");
    json_array_foreach(json_path(x, "notes"), i, n) html(h, "<p>%s</p>", json_text(n, "text"));
    html(h, "<p>%s: %zu</p><p>", T(w, "版の数", "Versions"), json_array_size(json_path(x, "versions")));
    web_source(w, x, x);
    html(h, "</p>");
    layout_end(w);
}
