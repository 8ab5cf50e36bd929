/* sheet_years.c -- a programme over the years: its page where only sheets know it, money, sheets, remarks, texts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/show.h"

#include <math.h>
#include <string.h>

const YearSection year_sections[] = {
    { "years-money", "年度別の予算と執行", "Money by year", years_money },
    { "years-budget", "予算の事項", "Budget lines", years_budget },
    { "years-indicators", "指標の目標と実績", "Targets and actuals", years_indicators },
    { "years-payees", "支出先と資金の流れ", "Payees and flow of money", years_payees },
    { "years-remarks", "点検・所見と対応", "Findings and answers", years_remarks },
    { "years-texts", "目的・概要の変化", "Purpose and outline", years_texts },
    { "years-sheets", "レビューシート", "Review sheets", years_sheets },
};
const size_t year_sections_n = COUNT(year_sections);

enum { EXECUTED = 6, REQUEST = 7 };
static const struct { const char *ja, *en; } states[MONEY_STATES] = {
#define MONEY(name, ja, en) { ja, en },
#include "domain/money_states.def"
#undef MONEY
};

const char *
years_sheet_href(Web *w, int64_t sheet, const char *place)
{
    return arena_fmt(w->c->mem, "/sheets/%lld%s%s", (long long)sheet, place ? "#" : "", place ? place : "");
}

const char *
years_sheet_words(Web *w, int64_t sheet_fy)
{
    return arena_fmt(w->c->mem, T(w, "%sのシート", "sheet of %s"), web_fy_short(w, sheet_fy));
}

void
years_source(Web *w, int64_t sheet, int64_t sheet_fy, const char *place)
{
    html(&w->h, "<a class=\"src\" href=\"%s\">%s</a>", years_sheet_href(w, sheet, place), years_sheet_words(w, sheet_fy));
}

void
years_save(Web *w, const char *href)
{
    const char *more = strchr(href, '?') ? "&" : "?";
    html(&w->h, "<p class=\"small no-print\">%s <a href=\"%s%sformat=xlsx\" rel=\"nofollow\">Excel</a> · <a href=\"%s%sformat=csv\" rel=\"nofollow\">CSV</a></p>", T(w, "この表を保存：", "Save this table:"),
         href, more, href, more);
}

const char *
years_number(Web *w, double v)
{
    double whole = floor(fabs(v) + 1e-9), rest = fabs(v) - whole;
    if (fabs(v) >= 9e15)
        return arena_fmt(w->c->mem, "%.3g", v);
    const char *head = number_commas(w->c->mem, (int64_t)whole), *tail = rest > 0.0005 ? arena_fmt(w->c->mem, "%.3f", rest) + 1 : "";
    size_t n = strlen(tail);
    while (n > 0 && tail[n - 1] == '0')
        n--;
    return arena_fmt(w->c->mem, "%s%s%.*s", v < 0 && (whole > 0 || n > 0) ? "-" : "", head, (int)(n > 1 ? n : 0), tail);
}

static double
million(const json_t *year, const char *state)
{
    return (double)json_int(json_object_get(year, state), "yen", 0) / 1e6;
}

/* Whether any year has more than 0 to say of a state: a column of zeros is left out, with a word. */
static bool
said(const json_t *money, int k)
{
    size_t  i;
    json_t *y;
    json_array_foreach(money, i, y)
    {
        const json_t *s = json_object_get(y, sheet_money_states[k]);
        if (json_is_object(s) && (json_int(s, "yen", 0) != 0 || json_array_size(json_path(s, "older")) > 0))
            return true;
    }
    return k == EXECUTED;
}

static void
money_plot(Web *w, const json_t *money)
{
    static const int parts[] = { 0, 1, 2, 4, 3 }; /* what is left for the next year last, under the line */
    size_t           n = json_array_size(money), i;
    PlotStackGroup  *groups = NEWN(w->c->mem, PlotStackGroup, n + 1);
    PlotStack        p = { .id = "years-money-plot", .title = T(w, "年度別の予算と執行", "Money by year"), .unit = T(w, "百万円", "million yen"), .groups = groups, .n = n,
                           .japanese = w->c->lang == LANG_JA, .beside = T(w, states[EXECUTED].ja, states[EXECUTED].en), .mark = T(w, states[REQUEST].ja, states[REQUEST].en), .part_count = 0 };
    Buf             *words = buf_in(w->c->mem);
    json_t          *y;
    int              of[COUNT(parts)] = { 0 };
    for (size_t k = 0; k < COUNT(parts); k++)
        if (parts[k] == 0 || said(money, parts[k])) {
            of[p.part_count] = parts[k];
            p.parts[p.part_count++] = T(w, states[parts[k]].ja, states[parts[k]].en);
        }
    json_array_foreach(money, i, y)
    {
        PlotStackGroup *g = &groups[i];
        int             fy = (int)json_int(y, "fy", 0);
        *g = (PlotStackGroup){ .label = arena_fmt(w->c->mem, "%d", fy), .under = p.japanese ? era_year(w->c->mem, fy) : NULL, .has_beside = json_has(y, "executed"), .beside = million(y, "executed"),
                               .has_mark = json_has(y, "request"), .mark = million(y, "request"), .note = json_has(y, "rate") ? arena_fmt(w->c->mem, "%.0f%%", json_number_value(json_path(y, "rate"))) : NULL };
        for (size_t k = 0; k < p.part_count; k++) {
            g->has[k] = json_has(y, sheet_money_states[of[k]]);
            g->part[k] = million(y, sheet_money_states[of[k]]);
        }
        if (!g->has[0] && !g->has[1] && json_has(y, "current")) { /* only the sum is stated */
            g->has[0] = true;
            g->part[0] = million(y, "current");
        }
        buf_fmt(words, "%s%d: %s %s", i ? T(w, "、", "; ") : "", fy, p.beside, json_has(y, "executed") ? years_number(w, million(y, "executed")) : "-");
    }
    p.desc = buf_text(words);
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_stack(&w->h, &p);
    html(&w->h, "</div>");
}

/* One figure, a link to its sheet; older statements that differ stand under it. */
static void
figure(Web *w, const json_t *s)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *o;
    if (!json_is_object(s)) {
        html(h, "<span class=\"soft\">—</span>");
        return;
    }
    html(h, "<a class=\"quiet\" href=\"%s\" title=\"%s\">", years_sheet_href(w, json_int(s, "sheet_id", 0), "money"), years_sheet_words(w, json_int(s, "sheet_fy", 0)));
    web_million(w, json_path(s, "yen"), NULL);
    html(h, "</a>");
    json_array_foreach(json_path(s, "older"), i, o)
    {
        html(h, "<br><span class=\"soft small\">%s <a class=\"quiet\" href=\"%s\">", arena_fmt(w->c->mem, T(w, "%lldシート", "%lld sheet"), (long long)json_int(o, "sheet_fy", 0)),
             years_sheet_href(w, json_int(o, "sheet_id", 0), "money"));
        web_million(w, json_path(o, "yen"), NULL);
        html(h, "</a></span>");
    }
}

static void
unsaid(Web *w, const json_t *money)
{
    Buf *b = buf_in(w->c->mem);
    for (int k = 0; k < MONEY_STATES; k++)
        if (!said(money, k))
            buf_fmt(b, "%s%s", b->n ? T(w, "・", ", ") : "", T(w, states[k].ja, states[k].en));
    if (b->n)
        html(&w->h, " %s", arena_fmt(w->c->mem, T(w, "%sはどの年度も0か記載がないため、列を省きました。", "Left out, being 0 or absent in every year: %s."), buf_text(b)));
}

void
years_money(Web *w, const json_t *years, const char *key)
{
    static const Column fy = { .ja = "年度", .en = "Fiscal year", .head = true }, rate = { .ja = "執行率", .en = "Rate", .unit_ja = "%", .unit_en = "%", .number = true };
    Column        cols[MONEY_STATES + 2] = { fy };
    const json_t *money = json_path(years, "money");
    size_t        i, n = 1;
    json_t       *y;
    section_begin(w, "years-money", T(w, "年度別の予算と執行", "Money by year"));
    if (json_array_size(money) == 0) {
        web_empty(w, T(w, "どのシートにも金額の記載がありません。", "No sheet states any money."), T(w, "シートの予算欄を原文で確かめてください。", "Look at the budget of the sheets as they came."), NULL, NULL);
        section_end(w);
        return;
    }
    money_plot(w, money);
    for (int k = 0; k < MONEY_STATES; k++) {
        if (!said(money, k))
            continue;
        cols[n++] = (Column){ .ja = states[k].ja, .en = states[k].en, .unit_ja = "百万円", .unit_en = "million yen", .number = true };
        if (k == EXECUTED)
            cols[n++] = rate;
    }
    table_begin(w, T(w, "年度別の予算と執行の表", "Table of money by year"), cols, n, true);
    json_array_foreach(money, i, y)
    {
        size_t at = 0;
        row_begin(w, arena_fmt(w->c->mem, "money-%lld", (long long)json_int(y, "fy", 0)));
        cell(w, &cols[at++]);
        html(&w->h, "%s", web_fy(w, json_int(y, "fy", 0)));
        for (int k = 0; k < MONEY_STATES; k++) {
            if (!said(money, k))
                continue;
            cell(w, &cols[at++]);
            figure(w, json_object_get(y, sheet_money_states[k]));
            if (k == EXECUTED) {
                cell(w, &cols[at++]);
                if (json_has(y, "rate"))
                    html(&w->h, "%.1f", json_number_value(json_path(y, "rate")));
                else
                    html(&w->h, "<span class=\"soft\">—</span>");
            }
        }
        row_end(w);
    }
    table_end(w);
    html(&w->h, "<p class=\"soft small\">%s", T(w, "各年度・各区分とも、記載のある最も新しいシートの値です。違う値を載せた以前のシートがあれば、その値を下に示します。金額はそのシートへのリンクです。執行率＝執行額÷予算計。",
         "Each figure is of the newest sheet that states it; an older sheet that states another stands under it. Figures are links to their sheet. Rate: executed over the year's budget."));
    unsaid(w, money);
    html(&w->h, "</p>");
    years_save(w, arena_fmt(w->c->mem, "/programmes/%s/years/money", key));
    section_end(w);
}

const char *
years_remark_kind(Web *w, const char *kind)
{
    static const struct { const char *key, *ja, *en; } kinds[] = {
#define REMARK(key, ja, en) { key, ja, en },
#include "domain/remark_kinds.def"
#undef REMARK
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].key, kind) == 0)
            return T(w, kinds[i].ja, kinds[i].en);
    return kind;
}

void
years_remarks(Web *w, const json_t *years, const char *key)
{
    static const Column cols[] = { { .ja = "シート", .en = "Sheet", .head = true }, { .ja = "種別", .en = "Kind" }, { .ja = "区分", .en = "Category" }, { .ja = "内容", .en = "What was said" }, { .ja = "対応", .en = "Answer" } };
    const json_t *remarks = json_path(years, "remarks");
    size_t        i;
    json_t       *m;
    section_begin(w, "years-remarks", T(w, "点検・所見と対応", "Findings and answers"));
    if (json_array_size(remarks) == 0) {
        web_empty(w, T(w, "この事業のシートには、点検結果・外部有識者の所見・対応の記載がありません。", "The sheets of this programme hold no inspection, expert opinion or answer."),
                  T(w, "JUDGIT! が公開するデータ（2015～2023年度）には、これらの欄が含まれていません。", "What JUDGIT! publishes (FY2015–2023) leaves these parts of the form out."), NULL, NULL);
        section_end(w);
        return;
    }
    table_begin(w, T(w, "点検・所見と対応の表", "Table of findings and answers"), cols, COUNT(cols), true);
    json_array_foreach(remarks, i, m)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        years_source(w, json_int(m, "sheet_id", 0), json_int(m, "sheet_fy", 0), NULL);
        cell(w, &cols[1]);
        html(&w->h, "%s %s", years_remark_kind(w, json_text(m, "kind")), json_has(m, "fy") ? web_fy_short(w, json_int(m, "fy", 0)) : "");
        cell(w, &cols[2]);
        html(&w->h, "<span lang=\"ja\">%s</span>", json_text(m, "category"));
        cell(w, &cols[3]);
        html(&w->h, "<span lang=\"ja\">");
        html_lines(&w->h, json_text(m, "text"));
        html(&w->h, "</span>");
        cell(w, &cols[4]);
        html(&w->h, "<span lang=\"ja\">");
        html_lines(&w->h, json_text(m, "answer"));
        html(&w->h, "</span>");
        row_end(w);
    }
    table_end(w);
    years_save(w, arena_fmt(w->c->mem, "/programmes/%s/years/remarks", key));
    section_end(w);
}

/* A long part that did not change: its beginning and its end. */
static const char *
shortened(Web *w, const char *text)
{
    const char *p = text;
    size_t      n = text_chars(text);
    if (n <= 120)
        return text;
    for (size_t i = 0; i + 40 < n; i++)
        (void)text_next(&p);
    return arena_fmt(w->c->mem, "%s %s", text_head(w->c->mem, text, 40), p);
}

/* The text of one sheet with what is gone and what is new against the one before. */
static void
difference(Web *w, const json_t *v)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *p;
    html(h, "<p class=\"diff\" lang=\"ja\">");
    json_array_foreach(json_path(v, "parts"), i, p)
    {
        const char *op = json_text(p, "op"), *text = json_text(p, "text");
        if (strcmp(op, "gone") == 0)
            html(h, "<del>%s</del>", text);
        else if (strcmp(op, "new") == 0)
            html(h, "<ins>%s</ins>", text);
        else
            html(h, "%s", shortened(w, text));
    }
    html(h, "</p>");
}

void
years_texts(Web *w, const json_t *years, const char *key)
{
    Html   *h = &w->h;
    size_t  i, k;
    json_t *t;
    (void)key;
    section_begin(w, "years-texts", T(w, "目的・概要の変化", "Purpose and outline"));
    json_array_foreach(json_path(years, "texts"), i, t)
    {
        const json_t *versions = json_path(t, "versions");
        html(h, "<h3>%s</h3>", T(w, json_text(t, "ja"), json_text(t, "en")));
        show_text(w, json_text(t, "text"));
        html(h, "<p class=\"small\">");
        years_source(w, json_int(t, "sheet_id", 0), json_int(t, "sheet_fy", 0), NULL);
        html(h, " <span class=\"soft\">%s</span></p>", json_array_size(versions) > 1 ? "" : T(w, "どのシートでも同じです。", "the same in every sheet"));
        if (json_array_size(versions) < 2)
            continue;
        html(h, "<details><summary>%s</summary>", arena_fmt(w->c->mem, T(w, "変わった年 %zu 回：前のシートとの違い", "changed %zu times: what differs from the sheet before"), json_array_size(versions) - 1));
        for (k = json_array_size(versions); k-- > 1;) {
            const json_t *v = json_array_get(versions, k);
            html(h, "<h4>");
            years_source(w, json_int(v, "sheet_id", 0), json_int(v, "sheet_fy", 0), NULL);
            html(h, "</h4>");
            difference(w, v);
        }
        html(h, "</details>");
    }
    if (json_array_size(json_path(years, "texts")) == 0)
        web_empty(w, T(w, "目的・概要の記載がありません。", "No purpose or outline is stated."), T(w, "シートの原文で確かめてください。", "Look at the sheets as they came."), NULL, NULL);
    section_end(w);
}

void
years_sheets(Web *w, const json_t *years, const char *key)
{
    static const Column cols[] = { { .ja = "公開年度", .en = "Published", .head = true }, { .ja = "事業番号", .en = "Number" }, { .ja = "事業名", .en = "Name" }, { .ja = "担当", .en = "Office" },
        { .ja = "成果指標", .en = "Outcomes", .number = true }, { .ja = "活動指標", .en = "Outputs", .number = true }, { .ja = "支出先", .en = "Payees", .number = true } };
    Html   *h = &w->h;
    size_t  i;
    json_t *s;
    section_begin(w, "years-sheets", T(w, "レビューシート", "Review sheets"));
    table_begin(w, T(w, "レビューシートの表", "Table of review sheets"), cols, COUNT(cols), true);
    json_array_foreach(json_path(years, "sheets"), i, s)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a href=\"%s\">%s</a>", years_sheet_href(w, json_int(s, "id", 0), NULL), web_fy(w, json_int(s, "fy", 0)));
        cell(w, &cols[1]);
        html(h, "%s", json_text(s, "number"));
        cell(w, &cols[2]);
        html(h, "<span lang=\"ja\">%s</span>", json_text(s, "name"));
        cell(w, &cols[3]);
        html(h, "<span lang=\"ja\">%s %s</span>", json_text(s, "ministry"), json_text(s, "office"));
        cell(w, &cols[4]);
        html(h, "%lld", (long long)json_int(s, "outcomes", 0));
        cell(w, &cols[5]);
        html(h, "%lld", (long long)json_int(s, "outputs", 0));
        cell(w, &cols[6]);
        html(h, "%lld", (long long)json_int(s, "payees", 0));
        row_end(w);
    }
    table_end(w);
    years_save(w, arena_fmt(w->c->mem, "/programmes/%s/years/sheets", key));
    section_end(w);
}

static void
glance(Web *w, const json_t *row, const json_t *years)
{
    Html         *h = &w->h;
    const json_t *sheets = json_path(years, "sheets");
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>", T(w, "予算額（百万円）", "Budget (million yen)"));
    web_million(w, json_path(row, "money_yen"), NULL);
    html(h, "</dd></div><div><dt>%s</dt><dd>", T(w, "執行額（百万円）", "Executed (million yen)"));
    web_million(w, json_path(row, "executed_yen"), NULL);
    html(h, "</dd></div><div><dt>%s</dt><dd>%s</dd></div>", T(w, "実施期間", "Period"), web_period_short(w, json_int(row, "from_fy", 0), json_int(row, "to_fy", 0), !json_has(row, "to_fy")));
    html(h, "<div><dt>%s</dt><dd><a href=\"#years-sheets\">%zu</a><small>%s–%s</small></dd></div>", T(w, "レビューシート", "Review sheets"), json_array_size(sheets),
         web_fy_short(w, json_int(json_array_get(sheets, 0), "fy", 0)), web_fy_short(w, json_int(json_array_get(sheets, json_array_size(sheets) - 1), "fy", 0)));
    html(h, "<div><dt>%s</dt><dd>%lld / %lld</dd></div></dl>", T(w, "成果指標・活動指標", "Outcomes, outputs"), (long long)json_int(row, "outcomes", 0), (long long)json_int(row, "outputs", 0));
}

void
years_page(Web *w, const json_t *row)
{
    Html       *h = &w->h;
    const char *key = url_part(w->c->mem, json_text(row, "key"));
    json_t     *years = sheet_years(w->c, json_int(row, "id", 0));
    if (!years)
        return;
    layout_open(w, &(Page){ .title = json_text(row, "name"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") } } });
    html(h, "<p class=\"lead\"><span lang=\"ja\">%s %s</span></p><p class=\"soft small\">%s</p>", json_text(row, "ministry"), json_text(row, "division"),
         T(w, "行政事業レビューシートから読み取った事業です。評価書はまだ取り込まれていません。", "Known from review sheets; no evaluation report of it was taken in yet."));
    glance(w, row, years);
    html(h, "<div class=\"beside\"><nav class=\"toc\" aria-label=\"%s\"><h2>%s</h2><ol>", T(w, "このページの目次", "On this page"), T(w, "このページの目次", "On this page"));
    for (size_t i = 0; i < year_sections_n; i++)
        html(h, "<li><a href=\"#%s\">%s</a></li>", year_sections[i].id, T(w, year_sections[i].ja, year_sections[i].en));
    html(h, "<li><a href=\"#lineage\">%s</a></li><li><a href=\"#similar\">%s</a></li></ol></nav><div class=\"wide\">", T(w, "前身・後継", "Before and after"), T(w, "似た事業", "Programmes like this one"));
    for (size_t i = 0; i < year_sections_n; i++)
        year_sections[i].write(w, years, key);
    show_lineage(w, row);
    show_similar(w, row);
    if (web_can_go(w, "/api/v1/programmes/:id")) {
        html(h, "<p class=\"small no-print\"><a href=\"/api/v1/programmes/%s\" rel=\"nofollow\">JSON</a>", key);
        web_iati_link(w, json_text(row, "key"));
        html(h, "</p>");
    }
    html(h, "</div></div>");
    layout_end(w);
}
