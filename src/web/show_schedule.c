/* show_schedule.c -- when the programme is evaluated: what the paper plans beside what the rules ask for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "engine/schedule.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

enum { LANES = 12, MARKS = 24 };

typedef struct {
    PlotLane lanes[LANES];
    PlotMark marks[LANES][MARKS];
    size_t   n;
    int      from, to;
} Picture;

static void
put(Picture *p, size_t lane, PlotMark m)
{
    if (p->lanes[lane].n == MARKS || !m.from)
        return;
    p->marks[lane][p->lanes[lane].n++] = m;
    p->from = !p->from || m.from < p->from ? m.from : p->from;
    p->to = m.from > p->to ? m.from : p->to;
    p->to = m.to > p->to ? m.to : p->to;
}

static size_t
lane_of(Picture *p, const char *label)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->lanes[i].label, label) == 0)
            return i;
    if (p->n == LANES)
        return LANES - 1;
    p->lanes[p->n] = (PlotLane){ .label = label, .marks = p->marks[p->n] };
    return p->n++;
}

static void
period_lanes(Web *w, const json_t *r, Picture *p)
{
    size_t  i;
    json_t *one;
    json_array_foreach(json_path(r, "periods"), i, one)
    {
        const char *place = json_text(one, "place");
        const char *label = strcmp(place, "cover") == 0 ? T(w, "実施期間（表紙）", "Period (cover)") : strcmp(place, "overview") == 0 ? T(w, "実施期間（概要）", "Period (overview)") : T(w, "実施期間（評価票）", "Period (sheet)");
        bool        open = !json_has(one, "to_fy");
        put(p, lane_of(p, label), (PlotMark){ .kind = open ? MARK_OPEN_SPAN : MARK_SPAN, .from = (int)json_int(one, "from_fy", 0), .to = (int)json_int(one, "to_fy", 0),
                                              .text = open ? T(w, "終了時期未定", "no end set") : NULL });
    }
    if (p->n == 0 && json_has(r, "period.from_fy"))
        put(p, lane_of(p, T(w, "実施期間", "Period")), (PlotMark){ .kind = json_has(r, "period.to_fy") ? MARK_SPAN : MARK_OPEN_SPAN, .from = (int)json_int(r, "period.from_fy", 0), .to = (int)json_int(r, "period.to_fy", 0) });
}

static void
picture(Web *w, const json_t *r, const json_t *rows)
{
    Picture *p = NEW(w->c->mem, Picture);
    size_t   i, k;
    json_t  *row, *reading;
    period_lanes(w, r, p);
    json_array_foreach(rows, i, row)
    {
        size_t lane = lane_of(p, schedule_label(w->c, json_text(row, "type")));
        bool   wrong = strcmp(json_text(row, "state"), "conflict") == 0;
        if (json_int(row, "due.from_fy", 0) != json_int(row, "due.to_fy", 0))
            put(p, lane, (PlotMark){ .kind = MARK_RANGE, .from = (int)json_int(row, "due.from_fy", 0), .to = (int)json_int(row, "due.to_fy", 0) });
        put(p, lane, (PlotMark){ .kind = MARK_DUE, .from = (int)json_int(row, "due.fy", 0) });
        json_array_foreach(json_path(row, "readings"), k, reading)
            put(p, lane, (PlotMark){ .kind = MARK_PLAN, .from = (int)json_int(reading, "fy", 0), .wrong = wrong });
    }
    if (!p->from)
        return;
    if (p->to - p->from > 22)
        p->to = p->from + 22;
    html(&w->h, "<figure><figcaption>%s</figcaption><div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">",
         T(w, "● 文書にある予定（×は規則または他の記載と合わないもの）　◇ 規則による時期　├─┤ 規則が許す範囲　┆ 今年度", "● planned in the paper (× does not agree)   ◇ due by rule   ├─┤ years the rule allows   ┆ this fiscal year"),
         T(w, "評価の時期の図", "Evaluations over the years"));
    plot_time(&w->h, &(PlotTime){ .id = "schedule-plot", .title = T(w, "評価の時期", "Evaluations over the years"), .desc = T(w, "実施期間と、文書にある評価の予定、規則による時期。内容は次の表と同じ。", "The period, evaluations planned and due by rule; the same as the table below."),
                                  .from = p->from, .to = p->to, .now = fiscal_year_of(web_today(w)), .now_text = T(w, "今年度", "this year"), .lanes = p->lanes, .n = p->n, .japanese = w->c->lang == LANG_JA });
    html(&w->h, "</div></figure>");
}

static void
state_badge(Web *w, const char *state)
{
    static const struct { const char *key, *cls, *ja, *en; } words[] = {
        { "agrees", "good", "一致", "agrees" }, { "conflict", "error level", "不一致", "conflict" }, { "missing", "warning level", "予定の記載なし", "not planned" }, { "undecided", "notice", "判断できない", "cannot be told" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, state) == 0)
            html(&w->h, "<span class=\"badge %s\">%s%s</span>", words[i].cls, i == 0 ? "✓ " : "", T(w, words[i].ja, words[i].en));
}

static const Column cols[] = {
    { .ja = "評価", .en = "Evaluation", .head = true }, { .ja = "文書にある予定", .en = "Planned in the paper" }, { .ja = "規則による時期", .en = "Due by rule" }, { .ja = "照合", .en = "Comparison" },
};

static void
due(Web *w, const json_t *d)
{
    Html       *h = &w->h;
    long long   from = (long long)json_int(d, "from_fy", 0), to = (long long)json_int(d, "to_fy", 0);
    const char *url = json_text(d, "rule.url");
    if (!json_is_object(d)) {
        html(h, "—");
        return;
    }
    html(h, "%s", json_has(d, "fy") ? web_fy(w, json_int(d, "fy", 0)) : T(w, "年度は未確定", "year not certain"));
    if (from && to && from != to)
        html(h, " <span class=\"soft\">%s</span>", arena_fmt(w->c->mem, T(w, "（%lld–%lldの範囲）", "(%lld–%lld allowed)"), from, to));
    html(h, "<br><span class=\"soft\">%s", T(w, json_text(d, "rule.title"), json_text(d, "rule.title_en")));
    if (strcmp(json_text(d, "force"), "practice") == 0)
        html(h, "%s", T(w, "（義務ではない）", " (not binding)"));
    html(h, "</span>");
    if (*url) /* the whole source is on the page of rules; here its name on hover */
        html(h, " <a class=\"src\" href=\"%s\" rel=\"noreferrer\" title=\"%s\">%s</a>", url_outside(w->c->mem, url), T(w, json_text(d, "rule.source"), json_text(d, "rule.source_en")), T(w, "規則の出典", "source of the rule"));
    else
        html(h, " <span class=\"soft small\">%s</span>", T(w, json_text(d, "rule.source"), json_text(d, "rule.source_en")));
}

static void
one_row(Web *w, const json_t *r, const json_t *row)
{
    Html   *h = &w->h;
    size_t  k;
    json_t *reading;
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(h, "%s", schedule_label(w->c, json_text(row, "type")));
    cell(w, &cols[1]);
    json_array_foreach(json_path(row, "readings"), k, reading)
    {
        if (k > 0)
            html(h, "<br>");
        if (json_has(reading, "fy"))
            html(h, "<strong>%s</strong> ", web_fy_short(w, json_int(reading, "fy", 0)));
        html(h, "<span lang=\"ja\">%s</span>", text_squeeze(w->c->mem, json_text(reading, "text")));
        web_source(w, r, reading);
    }
    if (k == 0)
        html(h, "—");
    cell(w, &cols[2]);
    due(w, json_path(row, "due"));
    cell(w, &cols[3]);
    state_badge(w, json_text(row, "state"));
    row_end(w);
}

/* What is no duty, one line for each kind of it. */
static void
practice(Web *w, const json_t *rows)
{
    size_t  i;
    json_t *row;
    html(&w->h, "<details><summary>%s</summary><ul>", T(w, "義務ではないが慣行とされる時期", "Customary times that bind nobody"));
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_text(row, "due.force"), "practice") != 0 || json_array_size(json_path(row, "readings")) > 0)
            continue;
        html(&w->h, "<li>%s: ", schedule_label(w->c, json_text(row, "type")));
        due(w, json_path(row, "due"));
        html(&w->h, "</li>");
    }
    html(&w->h, "</ul></details>");
}

void
show_schedule(Web *w, const json_t *r)
{
    json_t *rows = schedule_of(w->c, r), *row, *held;
    size_t  i;
    bool    custom = false;
    if (!ok(w->c))
        return;
    section_begin(w, "schedule", T(w, "評価の時期", "Evaluations due"));
    picture(w, r, rows);
    table_begin(w, T(w, "評価の時期の表", "Evaluations planned and due"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, row)
    {
        bool only = strcmp(json_text(row, "due.force"), "practice") == 0 && json_array_size(json_path(row, "readings")) == 0;
        custom = custom || only;
        if (!only)
            one_row(w, r, row);
    }
    table_end(w);
    if (custom)
        practice(w, rows);
    show_findings_at(w, r, "evaluations");
    if (json_array_size(json_path(r, "evaluations_held")) > 1) {
        html(&w->h, "<h3>%s</h3><ul>", T(w, "記録されている評価", "Evaluations on record"));
        json_array_foreach(json_path(r, "evaluations_held"), i, held)
            html(&w->h, "<li><a href=\"%s\">%s %s</a></li>", web_here(w, "evaluation", json_text(held, "evaluation"), NULL), schedule_label(w->c, json_text(held, "type")), web_fy(w, json_int(held, "fy", 0)));
        html(&w->h, "</ul>");
    }
    section_end(w);
}
