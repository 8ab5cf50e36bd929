/* sheet_years_indicators.c -- indicators followed through the sheets: target against actual, and where the definition changed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/show.h"

#include <stdlib.h>
#include <string.h>

static const char *
version_sign(Web *w, int64_t no)
{
    return arena_fmt(w->c->mem, T(w, "第%lld版", "v%lld"), (long long)no);
}

static const char *
changed_word(Web *w, const char *what)
{
    static const struct { const char *key, *ja, *en; } words[] = { { "name", "指標の名称", "name" }, { "target", "成果目標", "statement of the target" }, { "unit", "単位", "unit" },
        { "goal", "最終目標値", "final goal" }, { "goal_fy", "目標最終年度", "year of the goal" } };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, what) == 0)
            return T(w, words[i].ja, words[i].en);
    return what;
}

static bool
changed(const json_t *version, const char *what)
{
    size_t  i;
    json_t *x;
    json_array_foreach(json_path(version, "changed"), i, x)
        if (strcmp(json_string_value(x), what) == 0)
            return true;
    return false;
}

/* The first year whose actual (or else target) is stated by the version or a later one. */
static int
first_year(const json_t *values, int64_t version)
{
    size_t  i;
    json_t *y;
    json_array_foreach(values, i, y)
    {
        int64_t of = json_has(y, "actual") ? json_int(y, "actual.version", 0) : json_int(y, "target.version", 0);
        if (of >= version)
            return (int)json_int(y, "fy", 0);
    }
    return 0;
}

/* A number and nothing else, for the flag of the goal. */
static bool
plain(Web *w, const char *text, double *v)
{
    Amount a = amount_read(w->c->mem, text);
    *v = a.value;
    return a.known && a.qualifier == Q_EXACT && !*a.unit;
}

static void
plot(Web *w, const json_t *s, size_t no)
{
    const json_t *values = json_path(s, "values"), *versions = json_path(s, "versions");
    size_t        n = json_array_size(values), i, known = 0;
    PlotAim      *aim = NEWN(w->c->mem, PlotAim, n + 1);
    PlotChange   *change = NEWN(w->c->mem, PlotChange, json_array_size(versions) + 1);
    PlotAims      p = { .id = arena_fmt(w->c->mem, "years-indicator-plot-%zu", no), .title = text_squeeze(w->c->mem, json_text(s, "name")), .unit = text_head(w->c->mem, text_squeeze(w->c->mem, json_text(s, "unit")), 14), .aims = aim,
                        .changes = change, .n = n, .japanese = w->c->lang == LANG_JA, .actual_word = T(w, "実績", "actual"), .target_word = T(w, "目標", "target"), .goal_word = T(w, "最終目標", "goal"),
                        .change_word = T(w, "定義・目標の変更（版の境）", "definition or target changed"), .goal_year = (int)json_int(s, "goal_fy", 0), .goal_text = json_text(s, "goal_text") };
    Buf          *words = buf_in(w->c->mem);
    json_t       *y, *v;
    json_array_foreach(values, i, y)
    {
        double a = json_number_value(json_path(y, "actual.value")), t = json_number_value(json_path(y, "target.value"));
        aim[i] = (PlotAim){ (int)json_int(y, "fy", 0), a, t, json_has(y, "actual"), json_has(y, "target"), years_number(w, a), years_number(w, t) };
        known += aim[i].has_actual || aim[i].has_target;
        if (aim[i].has_actual || aim[i].has_target)
            buf_fmt(words, "%s%d: %s %s", words->n ? T(w, "、", "; ") : "", aim[i].year, aim[i].has_actual ? aim[i].actual_text : "-", aim[i].has_target ? arena_fmt(w->c->mem, "(%s %s)", p.target_word, aim[i].target_text) : "");
    }
    if (known == 0) {
        html(&w->h, "<p class=\"soft small\">%s</p>", T(w, "数値の実績も目標も記載がありません。", "Neither an actual nor a target is stated as a number."));
        return;
    }
    json_array_foreach(versions, i, v)
    {
        int year = i ? first_year(values, (int64_t)i + 1) : 0;
        if (!year)
            continue;
        if (p.changed && change[p.changed - 1].year == year) { /* two versions begin at the same value: one mark */
            change[p.changed - 1].text = version_sign(w, (int64_t)i + 1);
            change[p.changed - 1].breaks = change[p.changed - 1].breaks || changed(v, "unit");
            continue;
        }
        change[p.changed++] = (PlotChange){ year, version_sign(w, (int64_t)i + 1), changed(v, "unit") };
    }
    p.desc = buf_text(words);
    p.has_goal = p.goal_year > 0 && plain(w, p.goal_text, &p.goal);
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_aims(&w->h, &p);
    html(&w->h, "</div>");
}

static void
figure(Web *w, const json_t *x)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *o;
    if (!json_is_object(x)) {
        html(h, "<span class=\"soft\">—</span>");
        return;
    }
    html(h, "<a class=\"quiet\" href=\"%s\" title=\"%s\">%s</a>", years_sheet_href(w, json_int(x, "sheet_id", 0), "indicators"), years_sheet_words(w, json_int(x, "sheet_fy", 0)),
         years_number(w, json_number_value(json_path(x, "value"))));
    json_array_foreach(json_path(x, "older"), i, o)
        html(h, "<br><span class=\"soft small\">%s <a class=\"quiet\" href=\"%s\">%s</a></span>", arena_fmt(w->c->mem, T(w, "%lldシート", "%lld sheet"), (long long)json_int(o, "sheet_fy", 0)),
             years_sheet_href(w, json_int(o, "sheet_id", 0), "indicators"), years_number(w, json_number_value(json_path(o, "value"))));
}

static void
value_table(Web *w, const json_t *s, size_t no)
{
    static const Column cols[] = { { .ja = "年度", .en = "Fiscal year", .head = true }, { .ja = "実績", .en = "Actual", .number = true }, { .ja = "目標", .en = "Target", .number = true },
        { .ja = "実績÷目標", .en = "Actual / target", .unit_ja = "%", .unit_en = "%", .number = true }, { .ja = "版", .en = "Version" } };
    size_t  i;
    json_t *y;
    table_begin(w, arena_fmt(w->c->mem, T(w, "指標%zu（%s）の目標と実績", "Targets and actuals of indicator %zu, %s"), no, text_squeeze(w->c->mem, json_text(s, "name"))), cols, COUNT(cols), false);
    json_array_foreach(json_path(s, "values"), i, y)
    {
        double a = json_number_value(json_path(y, "actual.value")), t = json_number_value(json_path(y, "target.value"));
        bool   both = json_has(y, "actual") && json_has(y, "target") && t != 0;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "%s", web_fy(w, json_int(y, "fy", 0)));
        cell(w, &cols[1]);
        figure(w, json_path(y, "actual"));
        cell(w, &cols[2]);
        figure(w, json_path(y, "target"));
        cell(w, &cols[3]);
        html(&w->h, "%s", both ? arena_fmt(w->c->mem, "%.1f", a / t * 100) : "—");
        cell(w, &cols[4]);
        int64_t va = json_int(y, "actual.version", 0), vt = json_int(y, "target.version", 0);
        html(&w->h, "%s", version_sign(w, va ? va : vt));
        if (va && vt && va != vt)
            html(&w->h, " / %s", version_sign(w, vt));
        row_end(w);
    }
    table_end(w);
}

/* Why both sides of a change are taken for one indicator. */
static const char *
bridge_words(Web *w, const json_t *b)
{
    Arena      *mem = w->c->mem;
    int64_t     agreed = json_int(b, "agreed", 0), differed = json_int(b, "differed", 0);
    const char *name = json_flag(b, "same_name") ? T(w, "名称が同じ", "same name")
                                                 : arena_fmt(mem, T(w, "名称の近さ %.0f%%", "names %.0f%% alike"), json_number_value(json_path(b, "likeness")) * 100);
    const char *same = agreed ? arena_fmt(mem, T(w, "、前のシートと同じ実績 %lld 年分", ", %lld years with the same actual"), (long long)agreed) : "";
    return arena_fmt(mem, "%s%s%s", name, same, differed ? arena_fmt(mem, T(w, "、違う実績 %lld 年分", ", %lld with another"), (long long)differed) : "");
}

static void
text_cell(Web *w, const json_t *v, const char *key)
{
    bool now = changed(v, key);
    html(&w->h, now ? "<mark lang=\"ja\">%s</mark>" : "<span lang=\"ja\">%s</span>", json_has(v, strcmp(key, "goal") == 0 ? "goal_text" : key) ? text_squeeze(w->c->mem, json_text(v, strcmp(key, "goal") == 0 ? "goal_text" : key)) : "—");
}

static void
version_table(Web *w, const json_t *s, size_t no)
{
    static const Column cols[] = { { .ja = "版", .en = "Version", .head = true }, { .ja = "シート", .en = "Sheets" }, { .ja = "指標の名称", .en = "Name" }, { .ja = "成果目標", .en = "Target stated" },
        { .ja = "単位", .en = "Unit" }, { .ja = "最終目標値", .en = "Goal" }, { .ja = "目標最終年度", .en = "Year" }, { .ja = "変わったこと", .en = "What changed" }, { .ja = "同じ指標とみた根拠", .en = "Why taken for one" } };
    Html   *h = &w->h;
    size_t  i, k;
    json_t *v, *x;
    table_begin(w, arena_fmt(w->c->mem, T(w, "指標%zu（%s）の定義の版", "Versions of indicator %zu, %s"), no, text_squeeze(w->c->mem, json_text(s, "name"))), cols, COUNT(cols), true);
    json_array_foreach(json_path(s, "versions"), i, v)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", version_sign(w, (int64_t)i + 1));
        cell(w, &cols[1]);
        html(h, "<a class=\"quiet\" href=\"%s\">%lld</a>", years_sheet_href(w, json_int(v, "sheet_id", 0), "indicators"), (long long)json_int(v, "from_sheet_fy", 0));
        if (json_int(v, "to_sheet_fy", 0) != json_int(v, "from_sheet_fy", 0))
            html(h, "–%lld", (long long)json_int(v, "to_sheet_fy", 0));
        static const char *const keys[] = { "name", "target", "unit", "goal" };
        for (k = 0; k < COUNT(keys); k++) {
            cell(w, &cols[2 + k]);
            text_cell(w, v, keys[k]);
        }
        cell(w, &cols[6]);
        html(h, changed(v, "goal_fy") ? "<mark>%s</mark>" : "%s", json_has(v, "goal_fy") ? arena_fmt(w->c->mem, "%lld", (long long)json_int(v, "goal_fy", 0)) : "—");
        cell(w, &cols[7]);
        json_array_foreach(json_path(v, "changed"), k, x) html(h, "%s%s", k ? T(w, "、", ", ") : "", changed_word(w, json_string_value(x)));
        if (i == 0)
            html(h, "<span class=\"soft\">—</span>");
        cell(w, &cols[8]);
        html(h, "%s", json_has(v, "bridge") ? bridge_words(w, json_path(v, "bridge")) : "—");
        row_end(w);
    }
    table_end(w);
}

static void
one(Web *w, const json_t *s, size_t no)
{
    Html         *h = &w->h;
    const json_t *versions = json_path(s, "versions");
    size_t        n = json_array_size(versions);
    html(h, "<div class=\"aims\" id=\"years-indicator-%zu\"><h4 lang=\"ja\">%s</h4>", no, text_squeeze(w->c->mem, json_text(s, "name")));
    if (json_has(s, "target") && strcmp(json_text(s, "target"), json_text(s, "name")) != 0)
        html(h, "<p class=\"small\"><span class=\"soft\">%s</span> <span lang=\"ja\">%s</span></p>", T(w, "成果目標：", "Target stated:"), text_squeeze(w->c->mem, json_text(s, "target")));
    html(h, "<p class=\"small soft\">");
    if (json_has(s, "unit"))
        html(h, "%s <span lang=\"ja\">%s</span> · ", T(w, "単位", "unit"), text_squeeze(w->c->mem, json_text(s, "unit")));
    if (json_has(s, "goal_text") || json_has(s, "goal_fy"))
        html(h, "%s <span lang=\"ja\">%s</span> %s · ", T(w, "最終目標", "goal"), json_text(s, "goal_text"), json_has(s, "goal_fy") ? web_fy_short(w, json_int(s, "goal_fy", 0)) : "");
    if (json_int(s, "first_sheet_fy", 0) == json_int(s, "last_sheet_fy", 0))
        html(h, "%s", arena_fmt(w->c->mem, T(w, "%lld年度のシート", "sheet of FY%lld"), (long long)json_int(s, "last_sheet_fy", 0)));
    else
        html(h, "%s", arena_fmt(w->c->mem, T(w, "%lld～%lld年度のシート", "sheets of FY%lld–%lld"), (long long)json_int(s, "first_sheet_fy", 0), (long long)json_int(s, "last_sheet_fy", 0)));
    if (n > 1)
        html(h, " · <strong>%s</strong>", arena_fmt(w->c->mem, T(w, "定義・目標の変更 %zu 回", "changed %zu times"), n - 1));
    html(h, "</p>");
    plot(w, s, no);
    if (json_array_size(json_path(s, "values")) > 0) {
        html(h, "<details><summary>%s</summary>", T(w, "値の表", "Table of values"));
        value_table(w, s, no);
        html(h, "</details>");
    }
    if (n > 1) {
        html(h, "<details><summary>%s</summary>", arena_fmt(w->c->mem, T(w, "定義の版（%zu）", "Versions of the definition (%zu)"), n));
        version_table(w, s, no);
        html(h, "</details>");
    }
    html(h, "</div>");
}

void
years_indicators(Web *w, const json_t *years, const char *key)
{
    Html         *h = &w->h;
    const json_t *series = json_path(years, "series");
    size_t        i;
    json_t       *s;
    const char   *kind = "";
    section_begin(w, "years-indicators", T(w, "指標の目標と実績", "Targets and actuals"));
    if (json_array_size(series) == 0) {
        web_empty(w, T(w, "どのシートにも指標がありません。", "No sheet has an indicator."), T(w, "定量的な目標を設定できない理由が「目的・概要の変化」に記載されていることがあります。", "Why none can be set may stand under purpose and outline."), NULL, NULL);
        section_end(w);
        return;
    }
    html(h, "<p class=\"soft small\">%s</p>", T(w, "同じ指標を年ごとのシートの間でたどったものです。名称・成果目標・単位・最終目標が変わったところで新しい版とし、その根拠を「定義の版」に示します。値はそのシートへのリンクです。",
         "The same indicator followed from sheet to sheet. Where its name, target, unit or goal changed a new version begins; why it is taken for the same stands with the versions. Values are links to their sheet."));
    json_array_foreach(series, i, s)
    {
        if (strcmp(kind, json_text(s, "kind")) != 0) {
            kind = json_text(s, "kind");
            if (i)
                html(h, "</div>");
            html(h, "<h3>%s</h3><div class=\"aims-all\">", web_indicator_type(w, kind));
        }
        one(w, s, i + 1);
    }
    html(h, "</div>");
    years_save(w, arena_fmt(w->c->mem, "/programmes/%s/years/indicators", key));
    section_end(w);
}
