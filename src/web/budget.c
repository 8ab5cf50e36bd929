/* budget.c -- lines of the budget: the list, one line with the programmes that name its section, a programme's sections.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/budget.h"
#include "domain/programme.h"
#include "format/json.h"
#include "web/api.h"
#include "web/show.h"

#include <string.h>

enum { STEP = 50 };

static const Column cols[] = {
    { .key = "fy", .ja = "年度", .en = "Fiscal year", .sort = "fy" },
    { .key = "budget_kind", .ja = "会計・予算種別", .en = "Account, paper" },
    { .key = "ministry", .ja = "所管", .en = "Ministry", .sort = "ministry" },
    { .key = "name", .ja = "事項", .en = "Line", .sort = "name", .head = true },
    { .key = "amount", .ja = "予算額", .en = "Budget", .unit_ja = "百万円", .unit_en = "million yen", .sort = "money", .number = true },
    { .key = "previous", .ja = "前年度・補正前", .en = "Before", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .key = "spent", .ja = "支出済", .en = "Spent", .unit_ja = "百万円", .unit_en = "million yen", .sort = "spent", .number = true },
    { .key = "programmes", .ja = "事業", .en = "Programmes", .number = true },
};
static const FileColumn file_cols[] = {
    { "id", "番号", "Id" }, { "fy", "年度", "Fiscal year" }, { "account", "会計", "Account" }, { "budget_kind", "予算種別", "Paper" }, { "ministry", "所管", "Ministry" }, { "organisation", "組織・特別会計", "Organisation or account" },
    { "section", "項", "Section" }, { "name", "事項", "Line" }, { "amount", "予算額（円）", "Budget (yen)" }, { "previous", "前年度・補正前（円）", "Before (yen)" }, { "spent", "支出済（円）", "Spent (yen)" },
    { "carried_out", "翌年度繰越（円）", "Carried over (yen)" }, { "programmes", "事業", "Programmes" }, { "description", "説明", "Description" },
};

static BudgetAsk
asked(Web *w)
{
    const char *dir = req_query(w->q, "dir");
    return (BudgetAsk){ .query = req_query(w->q, "q"), .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0 };
}

static void
form(Web *w, const char *q)
{
    Html *h = &w->h;
    html(h, "<form class=\"filters\" action=\"/budget-lines\"><div class=\"field most\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" value=\"%s\" placeholder=\"%s\"></div><button>%s</button></form>",
         T(w, "検索式で絞り込む", "Narrow by a query"), q ? q : "", "fy:2024 ministry:文部科学省 money>10億", T(w, "絞り込む", "Apply"));
    html(h, "<p class=\"soft small\">%s <code>fy:</code> <code>ministry:</code> <code>money&gt;</code> <code>executed&gt;</code> <code>kind:</code> <code>office:</code> <code>name:</code> %s</p>",
         T(w, "語は事項と項の名から探します。使える条件：", "Words are looked for in line and section. Fields:"),
         T(w, "（kind は 当初予算・補正予算・決算・一般会計・特別会計など、office は組織・特別会計、executed は支出済）", "(kind: 当初予算, 補正予算, 決算, 一般会計, 特別会計; office: organisation or special account; executed: spent)"));
}

/* A paper's yen of a section's line, with the line's own page. */
static void
line_link(Web *w, const json_t *l)
{
    html(&w->h, "<a lang=\"ja\" href=\"/budget-lines/%lld\">%s</a>", (long long)json_int(l, "id", 0), json_text(l, "name"));
}

static void
list_row(Web *w, const json_t *l)
{
    Html *h = &w->h;
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(h, "%s", web_fy_short(w, json_int(l, "fy", 0)));
    cell(w, &cols[1]);
    html(h, "%s <span class=\"badge\" lang=\"ja\">%s</span>", budget_account_label(w->c, json_text(l, "account")), json_text(l, "budget_kind"));
    cell(w, &cols[2]);
    html(h, "<span lang=\"ja\">%s</span>", *json_text(l, "ministry") ? json_text(l, "ministry") : json_text(l, "organisation"));
    cell(w, &cols[3]);
    line_link(w, l);
    html(h, "<br><span class=\"soft small\" lang=\"ja\">%s %s</span>", json_text(l, "organisation"), json_text(l, "section"));
    cell(w, &cols[4]);
    web_million(w, json_path(l, "amount"), "—");
    cell(w, &cols[5]);
    web_million(w, json_path(l, "previous"), "—");
    cell(w, &cols[6]);
    web_million(w, json_path(l, "spent"), "—");
    cell(w, &cols[7]);
    if (json_int(l, "programmes", 0) > 0)
        html(h, "<a href=\"/budget-lines/%lld#programmes\">%lld</a>", (long long)json_int(l, "id", 0), (long long)json_int(l, "programmes", 0));
    else
        html(h, "<span class=\"soft\">0</span>");
    row_end(w);
}

static void
table(Web *w, const char *label, const json_t *rows)
{
    size_t  i;
    json_t *l;
    table_begin(w, label, cols, COUNT(cols), true);
    json_array_foreach(rows, i, l) list_row(w, l);
    table_end(w);
}

void
page_budget_lines(Web *w)
{
    int64_t   from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    BudgetAsk ask = asked(w);
    ask.from = web_wants_file(w) ? 0 : from;
    ask.limit = web_wants_file(w) ? 0 : STEP;
    json_t *found = budget_found(w->c, &ask);
    if (!found || web_file(w, "budget-lines", T(w, "予算の事項", "Budget lines"), json_path(found, "rows"), file_cols, COUNT(file_cols)))
        return;
    int64_t total = json_int(found, "total", 0);
    layout_open(w, &(Page){ .title = T(w, "予算の事項", "Budget lines"), .here = "budget-lines", .crumbs = { { "/portfolio", T(w, "全体像", "Portfolio") } } });
    html(&w->h, "<p class=\"soft small\">%s</p>", T(w, "財務省の予算書・決算書の事項です。補正予算は改められた全額なので、同じ年度の予算種別を足し合わせないでください。事業の数は、その年度にこの事項の項を歳出予算項目に挙げたレビューシートの事業です。",
         "Lines of the budget and settlement papers of the Ministry of Finance. A supplementary budget prints the whole amended amount: papers of one year are not added. Programmes: those whose review sheets name the section of the line among their budget items of that year."));
    form(w, ask.query);
    web_filters(w, "budget");
    web_problems(w, json_path(found, "problems"));
    if (total == 0) {
        bool any = ask.query && !text_blank(ask.query);
        web_empty(w, any ? T(w, "この条件に合う事項はありません。", "No line fits.") : T(w, "予算の事項がまだありません。", "There are no budget lines yet."),
                  any ? T(w, "語を短くするか、年度を外してお試しください。", "Try a shorter word, or leave the year out.") : T(w, "kanmon import で予算書・決算書の事項（JSON）を取り込むと並びます。", "They stand here once lines of budget papers (JSON) were taken in with kanmon import."),
                  any ? "/budget-lines" : NULL, T(w, "すべて表示", "Show all"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の事項", total == 1 ? " line" : " lines"));
    web_downloads(w);
    html(&w->h, "</div>");
    table(w, T(w, "予算の事項の表", "Budget lines"), json_path(found, "rows"));
    web_pages(w, from, STEP, total);
    layout_end(w);
}

static const FileColumn paid_cols[] = {
    { "key", "キー", "Key" }, { "name", "事業名", "Programme" }, { "ministry", "府省庁", "Ministry" }, { "fy", "年度", "Fiscal year" }, { "budget_kind", "予算種別", "Paper" }, { "items", "目の数", "Items" }, { "yen", "予算額（円）", "Budget (yen)" },
    { "request", "翌年度要求額（円）", "Request for the next year (yen)" }, { "sheet_fy", "シートの年度", "Sheet of" }, { "sheet_id", "シート", "Sheet" },
};

/* The programmes whose sheets name the line's section in its year. */
static void
paid(Web *w, const json_t *l)
{
    static const Column c[] = { { .ja = "事業", .en = "Programme", .head = true }, { .ja = "予算種別", .en = "Paper" }, { .ja = "目", .en = "Items", .number = true },
                                { .ja = "予算額", .en = "Budget", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "翌年度要求", .en = "Request", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "出典", .en = "Source" } };
    Html   *h = &w->h;
    size_t  i, lines = 0;
    json_t *x, *rows = json_path(l, "programmes_paid");
    json_array_foreach(json_path(l, "section_lines"), i, x)
        lines += json_int(x, "fy", 0) == json_int(l, "fy", 0) && strcmp(json_text(x, "budget_kind"), json_text(l, "budget_kind")) == 0;
    section_begin(w, "programmes", T(w, "この項から支出する事業", "Programmes paid from this section"));
    if (json_array_size(rows) == 0) {
        html(h, "<p>%s</p>", T(w, "この年度にこの項を歳出予算項目に挙げたレビューシートは、ここにありません（歳出予算項目の表は2024年度からのRSシステムのシートにあります）。", "No review sheet here names this section among its budget items of that year (sheets of the RS system, from 2024 on, have that table)."));
        section_end(w);
        return;
    }
    html(h, "<p class=\"soft small\">%s", T(w, "レビューシートの歳出予算項目（表2-2）が挙げる所管・組織・項が、この事項と同じものです。", "Their budget items (table 2-2 of the sheet) name the ministry, organisation and section of this line."));
    if (lines > 1)
        html(h, " <strong>%s</strong>", arena_fmt(w->c->mem, T(w, "この項には事項が %zu 件あり、どの事項からかはシートに書かれていません。", "The section has %zu lines; which of them pays, the sheets do not say."), lines));
    html(h, "</p>");
    table_begin(w, T(w, "支出する事業の表", "Table of programmes"), c, COUNT(c), true);
    json_array_foreach(rows, i, x)
    {
        row_begin(w, NULL);
        cell(w, &c[0]);
        html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a> <span class=\"soft small\" lang=\"ja\">%s</span>", url_part(w->c->mem, json_text(x, "key")), json_text(x, "name"), json_text(x, "ministry"));
        cell(w, &c[1]);
        html(h, "<span lang=\"ja\">%s</span>", json_text(x, "budget_kind"));
        cell(w, &c[2]);
        html(h, "%lld", (long long)json_int(x, "items", 0));
        cell(w, &c[3]);
        web_million(w, json_path(x, "yen"), "—");
        cell(w, &c[4]);
        web_million(w, json_path(x, "request"), "—");
        cell(w, &c[5]);
        years_source(w, json_int(x, "sheet_id", 0), json_int(x, "sheet_fy", 0), "money");
        row_end(w);
    }
    table_end(w);
    section_end(w);
}

void
page_budget_line(Web *w)
{
    int64_t id = 0;
    (void)number_int(w->arg, &id); /* 0 is no line */
    json_t *l = budget_show(w->c, id);
    if (!l || web_file(w, "budget-line", json_text(l, "name"), json_path(l, "programmes_paid"), paid_cols, COUNT(paid_cols)))
        return;
    Html *h = &w->h;
    layout_open(w, &(Page){ .title = json_text(l, "name"), .here = "budget-lines", .crumbs = { { "/budget-lines", T(w, "予算の事項", "Budget lines") } } });
    html(h, "<p class=\"lead\">%s <span class=\"badge\" lang=\"ja\">%s</span> <span lang=\"ja\">%s %s %s</span></p>", budget_account_label(w->c, json_text(l, "account")), json_text(l, "budget_kind"), json_text(l, "ministry"), json_text(l, "organisation"), json_text(l, "section"));
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>", T(w, "年度", "Fiscal year"), web_fy(w, json_int(l, "fy", 0)), T(w, "予算額（百万円）", "Budget (million yen)"));
    web_million(w, json_path(l, "amount"), "—");
    html(h, "</dd></div><div><dt>%s</dt><dd>", T(w, "前年度・補正前（百万円）", "Before (million yen)"));
    web_million(w, json_path(l, "previous"), "—");
    html(h, "</dd></div><div><dt>%s</dt><dd>", T(w, "支出済（百万円）", "Spent (million yen)"));
    web_million(w, json_path(l, "spent"), "—");
    html(h, "</dd></div></dl>");
    if (json_has(l, "description"))
        html(h, "<p lang=\"ja\">%s</p>", json_text(l, "description"));
    html(h, "<div class=\"above\"><span></span>");
    web_downloads(w);
    html(h, "</div><div class=\"wide\">");
    paid(w, l);
    section_begin(w, "section", T(w, "同じ項の事項（年度・予算種別別）", "Lines of the same section, by year and paper"));
    table(w, T(w, "同じ項の事項", "Lines of the same section"), json_path(l, "section_lines"));
    section_end(w);
    html(h, "</div>");
    layout_end(w);
}

/* A section of a programme's page: what it is paid from. */
void
years_budget(Web *w, const json_t *years, const char *key)
{
    static const Column c[] = { { .ja = "年度", .en = "Year" }, { .ja = "予算種別", .en = "Paper" }, { .ja = "項", .en = "Section", .head = true }, { .ja = "シートの予算額", .en = "Budget in the sheet", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
                                { .ja = "予算書の事項", .en = "Lines of the budget" }, { .ja = "出典", .en = "Source" } };
    int64_t id = programme_find(w->c, w->arg);
    json_t *rows = id ? budget_of_programme(w->c, id) : NULL, *x, *l;
    Html   *h = &w->h;
    size_t  i, k;
    (void)years;
    section_begin(w, "years-budget", T(w, "予算の事項", "Budget lines"));
    if (json_array_size(rows) == 0) {
        html(h, "<p class=\"soft\">%s</p>", T(w, "歳出予算項目（表2-2）のあるシートがありません。", "No sheet of it has a table of budget items (2-2)."));
        section_end(w);
        return;
    }
    html(h, "<p class=\"soft small\">%s</p>", T(w, "シートが挙げる項と、予算書でその項の下にある事項です。事項の額は項の全体で、この事業だけのものではありません。", "The sections that its sheets name, and the lines below them in the budget. A line's amount is of all that is paid from it, not of this programme alone."));
    table_begin(w, T(w, "項と事項の表", "Sections and lines"), c, COUNT(c), true);
    json_array_foreach(rows, i, x)
    {
        row_begin(w, NULL);
        cell(w, &c[0]);
        html(h, "%s", web_fy_short(w, json_int(x, "fy", 0)));
        cell(w, &c[1]);
        html(h, "<span lang=\"ja\">%s</span>", json_text(x, "budget_kind"));
        cell(w, &c[2]);
        html(h, "<span lang=\"ja\">%s</span><br><span class=\"soft small\" lang=\"ja\">%s %s</span>", json_text(x, "section"), json_text(x, "ministry"), json_text(x, "organisation"));
        cell(w, &c[3]);
        web_million(w, json_path(x, "yen"), "—");
        cell(w, &c[4]);
        if (json_array_size(json_path(x, "lines")) == 0)
            html(h, "<span class=\"soft\">%s</span>", T(w, "この年度の予算書は取り込まれていない", "no paper of that year was taken in"));
        json_array_foreach(json_path(x, "lines"), k, l)
        {
            html(h, "%s<span class=\"badge\" lang=\"ja\">%s</span> ", k ? "<br>" : "", json_text(l, "budget_kind"));
            line_link(w, l);
            html(h, " <span class=\"soft small\">%s</span>", web_yen(w, json_path(l, "amount"), NULL));
        }
        cell(w, &c[5]);
        years_source(w, json_int(x, "sheet_id", 0), json_int(x, "sheet_fy", 0), "money");
        row_end(w);
    }
    table_end(w);
    years_save(w, arena_fmt(w->c->mem, "/api/v1/programmes/%s/budget-lines", key));
    section_end(w);
}

/* --- /api/v1 */

void
api_budget_lines(Web *w)
{
    Piece     p = api_asked(w);
    BudgetAsk ask = asked(w);
    ask.from = p.offset;
    ask.limit = p.limit;
    json_t *found = ok(w->c) ? budget_found(w->c, &ask) : NULL;
    if (found)
        api_piece(w, "budget-lines", p, json_path(found, "rows"), json_int(found, "total", 0), json_path(found, "problems"),
                  KEYS("id", "fy", "account", "budget_kind", "ministry", "organisation", "section", "name", "amount", "previous", "spent", "carried_out", "programmes", "description"));
}

void
api_budget_line(Web *w)
{
    int64_t id = api_id(w);
    web_json(w, ok(w->c) ? budget_show(w->c, id) : NULL);
}

void
api_programme_budget(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    web_list(w, "budget-lines", id ? budget_of_programme(w->c, id) : NULL, KEYS("fy", "budget_kind", "ministry", "organisation", "section", "items", "yen", "request", "sheet_fy", "sheet_id"));
}
