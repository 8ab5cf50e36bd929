/* programme.c -- one programme's page: what is known of it, section by section, as of now or of a day.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/sheet_years.h"
#include "format/json.h"

#include <string.h>

typedef void Section(Web *w, const json_t *r);
static void show_years(Web *w, const json_t *r);
static const struct {
    const char *id, *ja, *en;
    Section    *write;
} sections[] = {
    { "about", "概要", "What it is", show_about },
    { "pathway", "道筋", "Pathway", show_pathway },
    { "indicators", "指標", "Indicators", show_indicators },
    { "money", "予算", "Money", show_money },
    { "schedule", "評価の時期", "Evaluations due", show_schedule },
    { "lineage", "前身・後継", "Before and after", show_lineage },
    { "policies", "上位施策", "Policies", show_policies },
    { "people", "委員", "Committees", show_people },
    { "views", "各観点からの評価", "Evaluation", show_views },
    { "overall", "総合評価と指摘事項", "Overall and remarks", show_overall },
    { "findings", "所見", "Findings", show_findings },
    { "years", "年度別の実績", "Year by year", show_years },
    { "similar", "似た事業", "Programmes like this one", show_similar },
    { "record", "記録と出典", "Record and source", show_record },
};

static void
count_findings(Web *w, const json_t *r)
{
    json_t *n = json_keep(w->c->mem, json_object()), *f;
    size_t  i;
    json_array_foreach(json_path(r, "findings"), i, f)
    {
        const char *key = arena_fmt(w->c->mem, "%ss", json_text(f, "level"));
        json_object_set_new(n, key, json_integer(json_int(n, key, 0) + 1));
    }
    web_counts(w, n, NULL, true);
}

/* The next year in which the papers or the rules see an evaluation. */
static const char *
next_evaluation(Web *w, const json_t *r)
{
    int64_t now = fiscal_year_of(web_today(w)), best = 0;
    size_t  i;
    json_t *e;
    json_array_foreach(json_path(r, "evaluations"), i, e)
    {
        int64_t fy = evaluation_fy(r, e);
        if (fy >= now && (!best || fy < best))
            best = fy;
    }
    return best ? web_fy(w, best) : "—";
}

static void
glance(Web *w, const json_t *r)
{
    Html *h = &w->h;
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>", T(w, "要求額（百万円）", "Request (million yen)"));
    web_million(w, json_path(r, "request.yen"), json_text(r, "request.text"));
    html(h, "<small>%s", web_fy(w, json_int(r, "request.fiscal_year", 0)));
    web_source(w, r, json_path(r, "request"));
    html(h, "</small></dd></div><div><dt>%s</dt><dd>", T(w, "総額（百万円）", "Total (million yen)"));
    web_million(w, json_path(r, "total.yen"), *web_qualifier(w, json_text(r, "total.qualifier")) ? web_qualifier(w, json_text(r, "total.qualifier")) : json_text(r, "total.text"));
    html(h, "<small>");
    if (strcmp(json_text(r, "total.qualifier"), "at-least") == 0 || strcmp(json_text(r, "total.qualifier"), "about") == 0)
        html(h, "%s ", web_qualifier(w, json_text(r, "total.qualifier")));
    web_source(w, r, json_path(r, "total"));
    html(h, "</small></dd></div><div><dt>%s</dt><dd>%s<small>", T(w, "実施期間", "Period"), web_period_short(w, json_int(r, "period.from_fy", 0), json_int(r, "period.to_fy", 0), !json_has(r, "period.to_fy")));
    web_source(w, r, json_path(r, "period"));
    html(h, "</small></dd></div><div><dt>%s</dt><dd>%s</dd></div>", T(w, "次に予定する評価", "Next evaluation planned"), next_evaluation(w, r));
    if (can(w->c, ACT_FINDING_READ)) {
        html(h, "<div><dt><a href=\"#findings\">%s</a></dt><dd>", T(w, "所見", "Findings"));
        count_findings(w, r);
        html(h, "</dd></div>");
    }
    html(h, "</dl>");
}

/* Which day's knowledge is shown, and the choice of another. */
static void
as_of(Web *w, const json_t *r)
{
    Html       *h = &w->h;
    const char *day = req_query(w->q, "as_of"), *held = req_query(w->q, "evaluation");
    if (day && *day) {
        html(h, "<div class=\"banner\"><h2>%s</h2><p>", arena_fmt(w->c->mem, T(w, "%sの時点で知られていた内容です", "As it was known on %s"), web_day(w, day)));
        html(h, "%s <a href=\"%s\">%s</a></p></div>", T(w, "それより後に記録されたことは含みません。", "What was recorded later is not in it."), web_here(w, "as_of", NULL, NULL), T(w, "現在の内容に戻る", "Back to what is known now"));
    }
    html(h, "<details class=\"no-print\"><summary>");
    html(h, "%s ", arena_fmt(w->c->mem, T(w, "第%lld版", "Version %lld"), (long long)json_int(r, "version", 0)));
    html(h, "%s", T(w, "（記録日時 ", "(recorded "));
    web_time(w, json_text(r, "recorded_at"));
    html(h, "%s</summary><form class=\"filters\" action=\"/programmes/%s\"><div class=\"field\"><label for=\"as-of\">%s</label><input id=\"as-of\" type=\"date\" name=\"as_of\" max=\"%s\" value=\"%s\"></div>",
         T(w, "）・別の日の時点で見る", "); see it as of another day"), url_part(w->c->mem, json_text(r, "key")), T(w, "この日の終わりまでの記録", "What was known at the end of"), web_today(w), day);
    if (held)
        html(h, "<input type=\"hidden\" name=\"evaluation\" value=\"%s\">", held);
    html(h, "<button class=\"second\">%s</button></form></details>", T(w, "表示する", "Show"));
}

/* What review sheets tell of a programme that has a report too; nothing where there are none. */
static void
show_years(Web *w, const json_t *r)
{
    if (json_array_size(sheet_years_sheets(w->c, json_int(r, "id", 0))) == 0)
        return;
    json_t     *years = sheet_years(w->c, json_int(r, "id", 0));
    const char *key = url_part(w->c->mem, json_text(r, "key"));
    section_begin(w, "years", T(w, "年度別の実績", "Year by year"));
    html(&w->h, "<p class=\"soft small\">%s</p>", T(w, "行政事業レビューシートによる。", "As review sheets tell it."));
    section_end(w);
    html(&w->h, "<div class=\"wide\">");
    for (size_t i = 0; years && i < year_sections_n; i++)
        year_sections[i].write(w, years, key);
    html(&w->h, "</div>");
}

static void
contents(Web *w, const json_t *r)
{
    Html *h = &w->h;
    const char *day = req_query(w->q, "as_of");
    bool  past = day && *day, sheets = json_array_size(sheet_years_sheets(w->c, json_int(r, "id", 0))) > 0;
    html(h, "<nav class=\"toc\" aria-label=\"%s\"><h2>%s</h2><ol>", T(w, "このページの目次", "On this page"), T(w, "このページの目次", "On this page"));
    for (size_t i = 0; i < COUNT(sections); i++)
        if ((strcmp(sections[i].id, "similar") != 0 || !past) && (strcmp(sections[i].id, "findings") != 0 || can(w->c, ACT_FINDING_READ)) && (strcmp(sections[i].id, "years") != 0 || sheets))
            html(h, "<li><a href=\"#%s\">%s</a></li>", sections[i].id, T(w, sections[i].ja, sections[i].en));
    html(h, "</ol></nav>");
}

static json_t *
record_of(Web *w)
{
    int64_t     id = programme_find(w->c, w->arg);
    const char *held = req_query(w->q, "evaluation"), *day = req_query(w->q, "as_of");
    if (day && !*day)
        day = NULL;
    return !id ? NULL : held && *held ? programme_show_evaluation(w->c, id, held, day) : programme_show(w->c, id, day);
}

/* A programme that only review sheets know has no report yet: what its newest sheet says, from the row of the list. */
static bool
sheet_only(Web *w)
{
    if (w->c->err.kind != ERR_NOT_FOUND || req_query(w->q, "as_of") || req_query(w->q, "evaluation"))
        return false;
    Err was = w->c->err;
    w->c->err = (Err){ 0 };
    int64_t id = programme_find(w->c, w->arg);
    json_t *row = id ? sheet_years_programme(w->c, id) : NULL;
    if (!row) {
        w->c->err = was;
        return false;
    }
    years_page(w, row);
    return true;
}

void
page_programme(Web *w)
{
    json_t *r = record_of(w);
    Html   *h = &w->h;
    if (!r && sheet_only(w))
        return;
    if (!r)
        return;
    layout_open(w, &(Page){ .title = json_text(r, "name"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") } } });
    html(h, "<p class=\"lead\">");
    if (json_has(r, "kind"))
        html(h, "<span class=\"badge\">%s</span> ", web_kind(w, json_text(r, "kind")));
    html(h, "<span lang=\"ja\">%s</span></p>", json_text(r, "division"));
    web_programme_tabs(w, r, "page");
    as_of(w, r);
    glance(w, r);
    html(h, "<div class=\"beside\">");
    contents(w, r);
    html(h, "<div>");
    for (size_t i = 0; i < COUNT(sections); i++) {
        if (strcmp(sections[i].id, "findings") == 0)
            show_ratings(w, json_int(r, "id", 0));
        sections[i].write(w, r);
    }
    html(h, "</div></div>");
    layout_end(w);
}

/* Where a period stands, in words. */
static const char *
place_word(Web *w, const char *place)
{
    return strcmp(place, "cover") == 0 ? T(w, "表紙", "Cover") : strcmp(place, "overview") == 0 ? T(w, "概要", "Overview") : strcmp(place, "form") == 0 ? T(w, "評価票", "Sheet") : strcmp(place, "summary") == 0 ? T(w, "総合評価", "Overall") : place;
}

/* Every reading of the period beside the others; those that differ from the cover say so. */
static void
periods(Web *w, const json_t *r)
{
    static const Column cols[] = { { .ja = "書かれた場所", .en = "Where", .head = true }, { .ja = "表記", .en = "As printed" }, { .ja = "読み取り", .en = "Read as" }, { .ja = "出典", .en = "Source" } };
    size_t  i;
    json_t *p;
    if (json_array_size(json_path(r, "periods")) < 2) {
        html(&w->h, "%s", web_period(w, json_int(r, "period.from_fy", 0), json_int(r, "period.to_fy", 0), !json_has(r, "period.to_fy")));
        web_source(w, r, json_path(r, "period"));
        return;
    }
    table_begin(w, T(w, "実施期間の記載", "The period as stated"), cols, web_columns(w, r, COUNT(cols)), true);
    json_array_foreach(json_path(r, "periods"), i, p)
    {
        bool same = json_int(p, "from_fy", 0) == json_int(r, "period.from_fy", 0) && json_int(p, "to_fy", 0) == json_int(r, "period.to_fy", 0);
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "%s", place_word(w, json_text(p, "place")));
        cell(w, &cols[1]);
        html(&w->h, "<span lang=\"ja\">%s</span>", json_text(p, "text"));
        cell(w, &cols[2]);
        html(&w->h, "%s", web_period(w, json_int(p, "from_fy", 0), json_int(p, "to_fy", 0), json_flag(p, "open") || !json_has(p, "to_fy")));
        if (!same)
            html(&w->h, " <span class=\"badge level error\">%s</span>", T(w, "表紙と異なる", "not as on the cover"));
        web_source_cell(w, &cols[3], r, p);
        row_end(w);
    }
    table_end(w);
    show_findings_at(w, r, "period");
    show_findings_at(w, r, "periods");
}

static void
text_fact(Web *w, const json_t *r, const char *label, const char *path)
{
    const char *text = json_text(r, path);
    if (text_blank(text))
        return;
    fact_begin(w, label);
    if (text_chars(text) > 420)
        show_folded(w, text_head(w->c->mem, text_replace(w->c->mem, text, "\n", " "), 60), text);
    else
        show_text(w, text);
    web_source_of(w, r, path);
    fact_end(w);
}

void
show_about(Web *w, const json_t *r)
{
    Html *h = &w->h;
    section_begin(w, "about", T(w, "概要", "What it is"));
    html(h, "<dl class=\"facts\">");
    text_fact(w, r, T(w, "達成目標", "Objectives"), "objectives");
    text_fact(w, r, T(w, "目的", "Purpose"), "purpose");
    text_fact(w, r, T(w, "事業の内容", "What is done"), "summary");
    fact_begin(w, T(w, "実施期間", "Period"));
    periods(w, r);
    fact_end(w);
    fact_begin(w, T(w, "主管課（課長）", "Division (chief)"));
    html(h, "<span lang=\"ja\">%s</span>", json_has(r, "chief") ? arena_fmt(w->c->mem, "%s（%s）", json_text(r, "division"), json_text(r, "chief")) : json_text(r, "division"));
    web_source_of(w, r, "division");
    fact_end(w);
    text_fact(w, r, T(w, "関係局課", "Other divisions"), "related_divisions");
    text_fact(w, r, T(w, "審議会等", "Council"), "council");
    text_fact(w, r, T(w, "費用対効果", "Cost and effect"), "cost_effect");
    html(h, "</dl>");
    section_end(w);
}
