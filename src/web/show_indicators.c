/* show_indicators.c -- a programme's indicators with small plots; outcomes and outputs of the cover.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

static const Column cols[] = {
    { .ja = "指標", .en = "Indicator", .head = true }, { .ja = "単位", .en = "Unit" }, { .ja = "推移", .en = "Course" }, { .ja = "値", .en = "Values" }, { .ja = "出典", .en = "Source" },
};

/* The head of a value: 令和3 for a Japanese reader, the year of a fiscal or calendar year as it is; other heads stay. */
static const char *
era_or_year(Web *w, const char *fy)
{
    int64_t year = 0;
    return w->c->lang == LANG_JA && number_int(fy, &year) && year > 1988 ? era_year(w->c->mem, (int)year) : fy;
}

static void
values(Web *w, const json_t *x)
{
    Html       *h = &w->h;
    const char *fy;
    json_t     *v;
    html(h, "<dl class=\"years\">");
    json_object_foreach(json_path(x, "values"), fy, v)
    {
        html(h, "<div><dt title=\"%s\">%s</dt><dd lang=\"ja\">%s", fy, era_or_year(w, fy), *json_text(v, "text") ? json_text(v, "text") : "—");
        if (strcmp(json_text(v, "qualifier"), "none") == 0)
            html(h, "<span class=\"hidden\">%s</span>", T(w, "（値なし）", " (no value)"));
        html(h, "</dd></div>");
    }
    html(h, "</dl>");
}

static void
one_row(Web *w, const json_t *r, const json_t *x, size_t i)
{
    Html   *h = &w->h;
    size_t  k;
    json_t *n;
    row_begin(w, arena_fmt(w->c->mem, "indicator-%zu", i + 1));
    cell(w, &cols[0]);
    if (json_has(x, "group"))
        html(h, "<span class=\"soft small\" lang=\"ja\">%s</span><br>", text_squeeze(w->c->mem, json_text(x, "group")));
    html(h, "<a lang=\"ja\" href=\"/indicators/%lld\">%s</a>", (long long)json_int(x, "id", 0), text_squeeze(w->c->mem, json_text(x, "name")));
    json_array_foreach(json_path(x, "notes"), k, n)
        if (k == 0 || strcmp(json_text(n, "text"), json_text(json_array_get(json_path(x, "notes"), k - 1), "text")) != 0)
            html(h, "<br><span class=\"soft small\" lang=\"ja\">%s</span>", json_text(n, "text"));
    show_signs_at(w, r, arena_fmt(w->c->mem, "indicators[%zu]", i));
    cell(w, &cols[1]);
    html(h, "<span lang=\"ja\">%s</span>", json_has(x, "unit") ? json_text(x, "unit") : "—");
    cell(w, &cols[2]);
    if (plot_has_values(json_path(x, "values")))
        plot_spark(h, arena_fmt(w->c->mem, T(w, "%sの推移", "Course of %s"), json_text(x, "name")), json_path(x, "values"), json_path(x, "notes"));
    else
        html(h, "<span class=\"soft narrow\">%s</span>", T(w, "値なし", "no values"));
    cell(w, &cols[3]);
    values(w, x);
    web_source_cell(w, &cols[4], r, x);
    row_end(w);
}

static void
of_type(Web *w, const json_t *r, const char *type)
{
    size_t  i;
    json_t *x;
    bool    any = false;
    json_array_foreach(json_path(r, "indicators"), i, x)
    {
        if (strcmp(json_text(x, "type"), type) != 0)
            continue;
        if (!any) {
            html(&w->h, "<h3>%s</h3>", strcmp(type, "output") == 0 ? T(w, "アウトプット", "Outputs") : T(w, "アウトカム", "Outcomes"));
            if (json_has(x, "table_label"))
                html(&w->h, "<p class=\"soft small\" lang=\"ja\">%s %s</p>", text_squeeze(w->c->mem, json_text(x, "table_label")), json_text(x, "years_label"));
            table_begin(w, arena_fmt(w->c->mem, T(w, "%sの表", "Table of %ss"), web_indicator_type(w, type)), cols, web_columns(w, r, COUNT(cols)), true);
        }
        any = true;
        one_row(w, r, x, i);
    }
    if (any)
        table_end(w);
}

/* What the cover calls outcome and output, which may be other words than those of the sheet. */
static void
cover(Web *w, const json_t *r)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    if (json_array_size(json_path(r, "cover_indicators")) == 0)
        return;
    html(h, "<h3>%s</h3><dl class=\"facts\">", T(w, "表紙に書かれた指標", "Indicators on the cover"));
    json_array_foreach(json_path(r, "cover_indicators"), i, x)
    {
        html(h, "<dt>%s</dt><dd><span lang=\"ja\">%s</span>", web_capital(w, web_indicator_type(w, json_text(x, "type"))), json_text(x, "text"));
        web_source(w, r, x);
        show_findings_at(w, r, arena_fmt(w->c->mem, "cover_indicators[%zu]", i));
        html(h, "</dd>");
    }
    html(h, "</dl>");
}

void
show_indicators(Web *w, const json_t *r)
{
    section_begin(w, "indicators", T(w, "指標", "Indicators"));
    if (json_array_size(json_path(r, "indicators")) == 0)
        web_empty(w, T(w, "指標は記録されていません。", "No indicators are recorded."), T(w, "評価票の指標の表から読み取ります。", "They are read from the tables of the sheet."), NULL, NULL);
    of_type(w, r, "output");
    of_type(w, r, "outcome");
    cover(w, r);
    show_findings_at(w, r, "=indicators");
    section_end(w);
}
