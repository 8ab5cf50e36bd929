/* show_money.c -- money by year and state: bars and the table behind them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

enum { MOST = 40 };

static const struct { const char *key, *ja, *en; } states[] = { { "request", "要求額", "Requested" }, { "budget", "予算額", "Budget" }, { "executed", "執行額", "Executed" } };

static const char *
state_word(Web *w, const char *state)
{
    for (size_t i = 0; i < COUNT(states); i++)
        if (strcmp(states[i].key, state) == 0)
            return T(w, states[i].ja, states[i].en);
    return state;
}

static bool
has_state(const json_t *r, const char *state)
{
    size_t  i;
    json_t *b;
    json_array_foreach(json_path(r, "budget"), i, b)
        if (strcmp(json_text(b, "state"), state) == 0)
            return true;
    return false;
}

/* The group of a budget column: its year once, or a gap. */
static PlotGroup *
group_of(Web *w, PlotGroup *groups, size_t *n, const json_t *b)
{
    const char *label = json_has(b, "fy") ? arena_fmt(w->c->mem, "%lld", (long long)json_int(b, "fy", 0)) : json_flag(b, "elided") ? "…" : text_head(w->c->mem, json_text(b, "label"), 6);
    for (size_t i = 0; i < *n; i++)
        if (strcmp(groups[i].label, label) == 0)
            return &groups[i];
    if (*n == MOST)
        return &groups[MOST - 1];
    groups[*n] = (PlotGroup){ .label = label, .gap = json_flag(b, "elided"),
                              .under = json_has(b, "fy") && w->c->lang == LANG_JA ? era_year(w->c->mem, (int)json_int(b, "fy", 0)) : NULL };
    return &groups[(*n)++];
}

/* Over a bar: as printed (30億円～); to a reader of English the figure on the axis, or the word for there being none. */
static const char *
bar_word(Web *w, const json_t *b)
{
    const char *qualifier = web_qualifier(w, json_text(b, "qualifier"));
    if (w->c->lang == LANG_JA || (!json_has(b, "yen") && !*qualifier))
        return text_squeeze(w->c->mem, json_text(b, "text"));
    return json_has(b, "yen") ? number_commas(w->c->mem, json_int(b, "yen", 0) / 1000000) : qualifier;
}

static void
bars(Web *w, const json_t *r)
{
    PlotGroup *groups = NEWN(w->c->mem, PlotGroup, MOST);
    PlotBars   p = { .id = "money-plot", .title = T(w, "年度別の予算", "Money by fiscal year"), .unit = T(w, "百万円", "million yen"), .groups = groups, .japanese = w->c->lang == LANG_JA };
    Buf       *words = buf_in(w->c->mem);
    size_t     i, of[COUNT(states)] = { 0 };
    json_t    *b;
    for (i = 0; i < COUNT(states); i++)
        if (has_state(r, states[i].key)) {
            of[i] = p.series_count;
            p.series[p.series_count++] = T(w, states[i].ja, states[i].en);
        }
    json_array_foreach(json_path(r, "budget"), i, b)
    {
        if (json_flag(b, "total"))
            continue;
        PlotGroup *g = group_of(w, groups, &p.n, b);
        for (size_t k = 0; k < COUNT(states); k++)
            if (strcmp(states[k].key, json_text(b, "state")) == 0)
                g->bars[of[k]] = (PlotBar){ .there = true, .known = json_has(b, "yen"), .value = (double)json_int(b, "yen", 0) / 1e6,
                                            .open = strcmp(json_text(b, "qualifier"), "at-least") == 0, .text = bar_word(w, b) };
        buf_fmt(words, "%s%s %s", words->n ? T(w, "、", ", ") : "", json_text(b, "label"), json_text(b, "text"));
    }
    p.desc = buf_text(words);
    if (p.n == 0)
        return;
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_bars(&w->h, &p);
    html(&w->h, "</div>");
}

static void
rows(Web *w, const json_t *r)
{
    static const Column cols[] = {
        { .ja = "年度", .en = "Fiscal year", .head = true }, { .ja = "区分", .en = "State" },
        { .ja = "金額", .en = "Amount", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
        { .ja = "表記", .en = "As printed" }, { .ja = "出典", .en = "Source" },
    };
    size_t  i;
    json_t *b;
    table_begin(w, T(w, "年度別の予算の表", "Money by fiscal year"), cols, web_columns(w, r, COUNT(cols)), false);
    json_array_foreach(json_path(r, "budget"), i, b)
    {
        const char *qualifier = json_text(b, "qualifier");
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "%s", json_flag(b, "total") ? T(w, "総額", "Total") : json_has(b, "fy") ? web_fy(w, json_int(b, "fy", 0)) : json_flag(b, "elided") ? T(w, "（途中の年度は省略）", "(years left out)") : json_text(b, "label"));
        cell(w, &cols[1]);
        html(&w->h, "%s", state_word(w, json_text(b, "state")));
        cell(w, &cols[2]);
        if (json_has(b, "yen"))
            html(&w->h, "<a class=\"quiet\" href=\"/n/v%lld.b%zu\">", (long long)json_int(r, "version_id", 0), i + 1);
        web_million(w, json_path(b, "yen"), json_flag(b, "elided") ? "—" : web_qualifier(w, qualifier));
        if (json_has(b, "yen"))
            html(&w->h, "</a>");
        if (json_has(b, "yen") && *web_qualifier(w, qualifier))
            html(&w->h, " %s", web_qualifier(w, qualifier));
        cell(w, &cols[3]);
        html(&w->h, "<span lang=\"ja\">%s</span>", json_text(b, "text"));
        show_signs_at(w, r, arena_fmt(w->c->mem, "budget[%zu]", i));
        web_source_cell(w, &cols[4], r, b);
        row_end(w);
    }
    table_end(w);
}

void
show_money(Web *w, const json_t *r)
{
    section_begin(w, "money", T(w, "予算", "Money"));
    html(&w->h, "<dl class=\"facts\">");
    fact_begin(w, T(w, "要求額", "Request"));
    html(&w->h, "%s ", web_yen(w, json_path(r, "request.yen"), json_text(r, "request.text")));
    html(&w->h, "<span class=\"soft\">%s</span>", web_fy(w, json_int(r, "request.fiscal_year", 0)));
    web_source(w, r, json_path(r, "request"));
    fact_end(w);
    fact_begin(w, T(w, "総額", "Total"));
    html(&w->h, "%s", json_has(r, "total.yen") ? web_yen(w, json_path(r, "total.yen"), NULL) : *web_qualifier(w, json_text(r, "total.qualifier")) ? web_qualifier(w, json_text(r, "total.qualifier")) : "—");
    web_source(w, r, json_path(r, "total"));
    fact_end(w);
    html(&w->h, "</dl>");
    show_findings_at(w, r, "total");
    show_findings_at(w, r, "request");
    if (json_array_size(json_path(r, "budget")) == 0) {
        web_empty(w, T(w, "年度別の金額は記録されていません。", "No amounts by year are recorded."), T(w, "概要の予算の表から読み取ります。", "They are read from the table in the overview."), NULL, NULL);
    } else {
        bars(w, r);
        rows(w, r);
    }
    show_findings_at(w, r, "=budget");
    section_end(w);
}
