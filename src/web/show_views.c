/* show_views.c -- the evaluation itself: views, items and criteria, the overall judgement, remarks; policies; people.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/text.h"
#include "format/json.h"

#include <string.h>

static void
criteria(Web *w, const json_t *r, const json_t *item, size_t i, size_t j)
{
    Html   *h = &w->h;
    size_t  k;
    json_t *cr;
    html(h, "<ul>");
    json_array_foreach(json_path(item, "criteria"), k, cr)
    {
        bool quantitative = strcmp(json_text(cr, "kind"), "quantitative") == 0;
        html(h, "<li><span class=\"badge\">%s</span> ", quantitative ? T(w, "定量的", "quantitative") : T(w, "定性的", "qualitative"));
        if (json_flag(cr, "merged"))
            html(h, "<span class=\"soft\">%s</span> ", T(w, "（上の項目と共通の評価基準）", "(shared with the item above)"));
        if (json_has(cr, "text"))
            html(h, "<span lang=\"ja\">%s</span>", json_text(cr, "text"));
        else
            html(h, "<span class=\"soft\">%s</span>", json_flag(cr, "explicit_none") ? T(w, "「—」と記載（基準なし）", "printed as a dash: none") : T(w, "記載なし", "none"));
        web_source(w, r, cr);
        show_signs_at(w, r, arena_fmt(w->c->mem, "views[%zu].items[%zu].criteria[%zu]", i, j, k));
        html(h, "</li>");
    }
    html(h, "</ul>");
    if (json_has(item, "judgement")) {
        html(h, "<p><strong>%s</strong></p>", T(w, "評価", "Judgement"));
        show_text(w, json_text(item, "judgement"));
    }
}

void
show_views(Web *w, const json_t *r)
{
    static const Column cols[] = { { .ja = "評価項目", .en = "Item", .head = true }, { .ja = "評価基準", .en = "Criteria" } };
    Html   *h = &w->h;
    size_t  i, j;
    json_t *v, *item;
    section_begin(w, "views", T(w, "各観点からの評価", "Evaluation"));
    if (json_array_size(json_path(r, "views")) == 0)
        web_empty(w, T(w, "観点ごとの評価は記録されていません。", "No evaluation by views is recorded."), T(w, "評価票の「各観点からの評価」から読み取ります。", "It is read from that part of the sheet."), NULL, NULL);
    json_array_foreach(json_path(r, "views"), i, v)
    {
        html(h, "<h3>");
        web_term(w, json_text(v, "view"));
        web_source(w, r, v);
        html(h, "</h3>");
        if (json_has(v, "verdict"))
            html(h, "<p lang=\"ja\"><strong>%s</strong></p>", json_text(v, "verdict"));
        table_begin(w, arena_fmt(w->c->mem, T(w, "%sの評価項目と評価基準", "Items and criteria of %s"), json_text(v, "view")), cols, COUNT(cols), false);
        json_array_foreach(json_path(v, "items"), j, item)
        {
            row_begin(w, NULL);
            cell(w, &cols[0]);
            web_term(w, json_text(item, "item"));
            cell(w, &cols[1]);
            criteria(w, r, item, i, j);
            row_end(w);
        }
        table_end(w);
        show_folded(w, T(w, "評価の本文を読む", "Read the evaluation"), json_text(v, "narrative"));
    }
    section_end(w);
}

static void
part(Web *w, const json_t *r, const char *ja, const char *en, const char *path)
{
    if (text_blank(json_text(r, path)))
        return;
    html(&w->h, "<h3>%s", T(w, ja, en));
    web_source_of(w, r, path);
    html(&w->h, "</h3>");
    show_text(w, json_text(r, path));
}

/* Remarks as a list, or what the paper says in their place. */
static void
remarks(Web *w, const json_t *r, const char *title, const char *list, const char *state, const char *text)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    html(h, "<h3>%s", title);
    web_source_of(w, r, list);
    html(h, "</h3>");
    show_findings_at(w, r, list);
    if (json_array_size(json_path(r, list)) > 0) {
        html(h, "<ol class=\"long\" lang=\"ja\">");
        json_array_foreach(json_path(r, list), i, x) html(h, "<li>%s</li>", json_string_value(x));
        html(h, "</ol>");
    } else if (strcmp(json_text(r, state), "blank") == 0) {
        html(h, "<p class=\"soft\">%s</p>", T(w, "空欄（何も書かれていない）", "left blank"));
    } else {
        html(h, "<p lang=\"ja\">%s</p>", text_blank(json_text(r, text)) ? "—" : json_text(r, text));
    }
}

static void
pairs(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *p;
    if (json_array_size(json_path(r, "remark_pairs")) == 0)
        return;
    html(h, "<h3>%s</h3><dl class=\"facts\">", T(w, "前回の指摘事項と対応状況", "Earlier remarks and what was done"));
    json_array_foreach(json_path(r, "remark_pairs"), i, p)
    {
        html(h, "<dt lang=\"ja\">%s", json_text(p, "remark"));
        web_source(w, r, p);
        html(h, "</dt><dd lang=\"ja\">");
        html_lines(h, json_has(p, "answer") ? json_text(p, "answer") : T(w, "（対応の記載なし）", "(no answer stated)"));
        html(h, "</dd>");
    }
    html(h, "</dl>");
}

void
show_overall(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    section_begin(w, "overall", T(w, "総合評価と指摘事項", "Overall and remarks"));
    part(w, r, "課題の進捗状況", "Progress", "results.progress");
    part(w, r, "課題の達成状況", "Attainment", "results.attainment");
    part(w, r, "評価概要", "Summary of the evaluation", "overall.summary");
    part(w, r, "総合評価", "Result", "overall.result");
    part(w, r, "上位施策への貢献", "Contribution to policies", "overall.policy");
    pairs(w, r);
    if (json_has(r, "direction")) {
        part(w, r, "今後の研究開発の方向性", "Direction from here", "direction_text");
        show_text(w, json_text(r, "direction_reason"));
    }
    if (json_has(r, "overall.remarks_state"))
        remarks(w, r, T(w, "改善に向けた指摘事項", "Remarks for improvement"), "overall.remarks", "overall.remarks_state", "overall.remarks_text");
    if (json_has(r, "overall.other_state"))
        remarks(w, r, json_has(r, "overall.other_title") && w->c->lang == LANG_JA ? json_text(r, "overall.other_title") : T(w, "その他", "Other points"), "overall.other", "overall.other_state", "overall.other_text");
    part(w, r, "今後の展望", "Prospects", "prospects");
    if (json_array_size(json_path(r, "footnotes")) > 0) {
        html(h, "<h3>%s</h3><ul class=\"small\" lang=\"ja\">", T(w, "脚注", "Footnotes"));
        json_array_foreach(json_path(r, "footnotes"), i, x)
        {
            html(h, "<li>%s", json_text(x, "text"));
            web_source(w, r, x);
            html(h, "</li>");
        }
        html(h, "</ul>");
    }
    /* those of the two lists stand beside them already */
    show_findings_at(w, r, "=overall");
    show_findings_at(w, r, "overall.summary");
    show_findings_at(w, r, "overall.result");
    show_findings_at(w, r, "overall.policy");
    section_end(w);
}

void
show_policies(Web *w, const json_t *r)
{
    static const Column cols[] = { { .ja = "上位施策", .en = "Policy", .head = true }, { .ja = "決定日", .en = "Decided on" }, { .ja = "出典", .en = "Source" } };
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    section_begin(w, "policies", T(w, "上位施策", "Policies"));
    if (json_array_size(json_path(r, "plan")) > 0) {
        html(h, "<dl class=\"facts\">");
        json_array_foreach(json_path(r, "plan"), i, x)
        {
            if (strcmp(json_text(x, "label"), "上位施策") == 0 && json_array_size(json_path(r, "policies")) > 0)
                continue; /* they stand in the table below, with their dates */
            html(h, "<dt>");
            web_term(w, json_text(x, "label"));
            html(h, "</dt><dd lang=\"ja\">");
            if (text_chars(json_text(x, "text")) > 240)
                show_folded(w, text_head(w->c->mem, json_text(x, "text"), 50), json_text(x, "text"));
            else
                html_lines(h, json_text(x, "text"));
            web_source(w, r, x);
            html(h, "</dd>");
        }
        html(h, "</dl>");
    }
    if (json_array_size(json_path(r, "policies")) > 0) {
        table_begin(w, T(w, "上位施策と決定日", "Policies and when they were decided"), cols, web_columns(w, r, COUNT(cols)), false);
        json_array_foreach(json_path(r, "policies"), i, x)
        {
            row_begin(w, NULL);
            cell(w, &cols[0]);
            html(h, "<span lang=\"ja\">%s</span>", json_text(x, "name"));
            cell(w, &cols[1]);
            html(h, "%s", json_has(x, "decided") ? web_day(w, json_text(x, "decided")) : json_text(x, "decided_text"));
            web_source_cell(w, &cols[2], r, x);
            row_end(w);
        }
        table_end(w);
    } else {
        html(h, "<p class=\"soft\">%s</p>", T(w, "上位施策の記載はありません。", "No policies are stated."));
    }
    show_findings_at(w, r, "policies");
    section_end(w);
}

void
show_people(Web *w, const json_t *r)
{
    static const Column cols[] = {
        { .ja = "会議体", .en = "Body", .head = true }, { .ja = "委員", .en = "Members", .unit_ja = "名", .unit_en = "persons", .number = true },
        { .ja = "長・代理", .en = "Chair and deputy" }, { .ja = "不参加の委員（※）", .en = "Did not take part (※)" }, { .ja = "出典", .en = "Source" },
    };
    Html   *h = &w->h;
    size_t  i, j;
    json_t *ros, *m;
    section_begin(w, "people", T(w, "委員", "Committees"));
    table_begin(w, T(w, "会議体の表", "Table of committees"), cols, web_columns(w, r, COUNT(cols)), true);
    json_array_foreach(json_path(r, "rosters"), i, ros)
    {
        bool any = false;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a lang=\"ja\" href=\"/programmes/%s/roster#body-%zu\">%s</a>", url_part(w->c->mem, json_text(r, "key")), i + 1, json_text(ros, "body"));
        cell(w, &cols[1]);
        html(h, "%zu", json_array_size(json_path(ros, "members")));
        cell(w, &cols[2]);
        json_array_foreach(json_path(ros, "members"), j, m)
            if (json_has(m, "role") && (strstr(json_text(m, "role"), "長") || strstr(json_text(m, "role"), "主査"))) {
                html(h, "<span lang=\"ja\">%s%s</span>%s", json_text(m, "mark"), json_text(m, "name"), T(w, "（", " ("));
                web_term(w, json_text(m, "role"));
                html(h, "%s<br>", T(w, "）", ")"));
            }
        cell(w, &cols[3]);
        json_array_foreach(json_path(ros, "members"), j, m)
            if (json_has(m, "participated") && !json_flag(m, "participated")) {
                html(h, "%s<span lang=\"ja\">%s※</span>", any ? T(w, "、", ", ") : "", json_text(m, "name"));
                any = true;
            }
        if (!any)
            html(h, "—");
        web_source_cell(w, &cols[4], r, ros);
        row_end(w);
    }
    table_end(w);
    show_findings_at(w, r, "rosters");
    section_end(w);
}
