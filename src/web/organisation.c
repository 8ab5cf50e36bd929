/* organisation.c -- who received money: the list of organisations, and the page of one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/organisation.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/api.h"
#include "web/show.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 50, MINISTRIES = 5, PROGRAMMES = 100, YEARS = 24 };

static const Column cols[] = {
    { .key = "name", .ja = "支出先", .en = "Organisation", .sort = "name", .head = true },
    { .key = "number", .ja = "法人番号", .en = "Corporate number" },
    { .key = "yen", .ja = "受け取った額の計", .en = "Received in all", .unit_ja = "百万円", .unit_en = "million yen", .sort = "yen", .number = true },
    { .key = "programmes", .ja = "事業", .en = "Programmes", .sort = "programmes", .number = true },
    { .key = "lines", .ja = "記載", .en = "Lines", .sort = "lines", .number = true },
    { .key = "years", .ja = "年数", .en = "Years", .sort = "years", .number = true },
    { .key = "last_fy", .ja = "期間", .en = "From, to", .sort = "last" },
};
static const FileColumn file_cols[] = {
    { "org_key", "識別名", "Key" }, { "number", "法人番号", "Corporate number" }, { "name", "支出先", "Organisation" }, { "ror", "ROR", "ROR" }, { "yen", "受け取った額の計（円）", "Received in all (yen)" },
    { "lines", "記載の行数", "Lines" }, { "sheets", "シート", "Sheets" }, { "programmes", "事業", "Programmes" }, { "years", "年数", "Years" }, { "first_fy", "最初の年度", "First year" }, { "last_fy", "最後の年度", "Last year" },
};

static OrganisationAsk
asked(Web *w)
{
    const char *dir = req_query(w->q, "dir"), *sort = req_query(w->q, "sort");
    return (OrganisationAsk){ .text = req_query(w->q, "q"), .numbered = req_query(w->q, "number"), .sort = sort && *sort ? sort : "yen", .down = sort && *sort ? dir && strcmp(dir, "desc") == 0 : true };
}

static void
ask_form(Web *w, const OrganisationAsk *ask)
{
    static const struct { const char *value, *ja, *en; } kinds[] = { { "", "すべて", "All" }, { "with", "法人番号のあるもの", "With a corporate number" }, { "without", "法人番号のないもの", "Without a corporate number" } };
    Html *h = &w->h;
    html(h, "<form class=\"filters\" action=\"/organisations\" aria-label=\"%s\"><div class=\"field most\"><label for=\"o-q\">%s</label><input id=\"o-q\" name=\"q\" value=\"%s\"></div>", T(w, "支出先の絞り込み", "Filter of organisations"),
         T(w, "名称または法人番号", "Name or corporate number"), ask->text);
    html(h, "<div class=\"field\"><label for=\"o-number\">%s</label><select id=\"o-number\" name=\"number\">", T(w, "法人番号", "Corporate number"));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        html(h, "<option value=\"%s\"", kinds[i].value);
        if (ask->numbered && strcmp(ask->numbered, kinds[i].value) == 0)
            html(h, " selected");
        html(h, ">%s</option>", T(w, kinds[i].ja, kinds[i].en));
    }
    html(h, "</select></div><button>%s</button></form>", T(w, "絞り込む", "Apply"));
}

static void
list_row(Web *w, const json_t *o)
{
    Html   *h = &w->h;
    int64_t first = json_int(o, "first_fy", 0), last = json_int(o, "last_fy", 0);
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(h, "<a lang=\"ja\" href=\"%s\">%s</a>", organisation_href(w, json_text(o, "org_key")), text_blank(json_text(o, "name")) ? json_text(o, "org_key") : json_text(o, "name"));
    cell(w, &cols[1]);
    if (json_has(o, "number"))
        html(h, "%s", json_text(o, "number"));
    else
        html(h, "<span class=\"badge\">%s</span>", T(w, "なし（名称だけ）", "none (by name)"));
    cell(w, &cols[2]);
    web_million(w, json_path(o, "yen"), NULL);
    cell(w, &cols[3]);
    html(h, "%s", number_commas(w->c->mem, json_int(o, "programmes", 0)));
    cell(w, &cols[4]);
    html(h, "%s", number_commas(w->c->mem, json_int(o, "lines", 0)));
    cell(w, &cols[5]);
    html(h, "%lld", (long long)json_int(o, "years", 0));
    cell(w, &cols[6]);
    html(h, first == 0 ? "—" : "%lld–%lld", (long long)first, (long long)last);
    row_end(w);
}

/* Sums that are being made again are not of now: said, and the page is not kept. */
static void
due(Web *w)
{
    if (!organisation_is_due(w->c))
        return;
    w->q->secret = true;
    html(&w->h, "<div class=\"banner warning\"><p>%s</p></div>", T(w, "シートの取り込みが進行中、または途中で止まったため、一覧の合計は取り込み前のものです。取り込みが終わると改まります。", "Sheets are being taken in, or an import was cut off: the sums of this list are of before. They are made again when it ends."));
}

void
page_organisations(Web *w)
{
    int64_t         total = 0, from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    bool            whole = web_wants_file(w);
    OrganisationAsk ask = asked(w);
    ask.from = whole ? 0 : from;
    ask.limit = whole ? 0 : STEP;
    json_t *rows = organisation_page(w->c, &ask, &total), *o;
    size_t  i;
    if (!ok(w->c) || web_file(w, "organisations", T(w, "支出先", "Organisations"), rows, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "支出先の一覧", "Organisations"), "organisations");
    due(w);
    html(&w->h, "<p class=\"soft small\">%s</p>", T(w, "レビューシートに支出先として記載された法人・団体・個人です。法人番号で、番号がなければ名称で一つとみなします。額は記載の合計で、他へ再委託した分も含みます。",
         "Whom review sheets name as payees, one by corporate number, else by name. Amounts are the sums of what is stated, with what was passed on to others."));
    web_filters(w, "organisations");
    ask_form(w, &ask);
    if (total == 0) {
        bool any = ask.text && !text_blank(ask.text);
        web_empty(w, any ? T(w, "この条件に合う支出先はありません。", "No organisation fits.") : T(w, "支出先がまだありません。", "There are no organisations yet."),
                  any ? T(w, "名称の一部、または法人番号のはじめの数字でお試しください。", "Try a part of the name, or the first digits of the number.") : T(w, "kanmon import でレビューシートを取り込むと並びます。", "They stand here once review sheets were taken in with kanmon import."), any ? "/organisations" : NULL, T(w, "すべて表示", "Show all"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の支出先", total == 1 ? " organisation" : " organisations"));
    web_downloads(w);
    html(&w->h, "</div>");
    table_begin(w, T(w, "支出先の表", "Organisations"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, o) list_row(w, o);
    table_end(w);
    web_pages(w, from, STEP, total);
    layout_end(w);
}

/* Years across, the largest ministries as parts, the others together. */
static void
plot(Web *w, const json_t *o)
{
    const json_t   *years = json_path(o, "years"), *ministries = json_path(o, "ministries");
    size_t          n = json_array_size(years) < YEARS ? json_array_size(years) : YEARS, m = json_array_size(ministries), own = m <= STACK_PARTS ? m : MINISTRIES;
    PlotStackGroup *g = NEWN(w->c->mem, PlotStackGroup, n + 1);
    PlotStack       p = { .id = "organisation-plot", .title = T(w, "受け取った額の推移", "Received by year"), .unit = T(w, "百万円", "million yen"), .groups = g, .part_count = own + (m > own), .japanese = w->c->lang == LANG_JA };
    Buf            *words = buf_in(w->c->mem);
    for (size_t k = 0; k < own; k++)
        p.parts[k] = json_text(json_array_get(ministries, k), "ministry");
    if (m > own)
        p.parts[own] = arena_fmt(w->c->mem, T(w, "ほか %zu 府省", "%zu other ministries"), m - own);
    for (size_t i = 0; i < n; i++) {
        const json_t *y = json_array_get(years, i);
        int           fy = (int)json_int(y, "fy", 0);
        double        rest = (double)json_int(y, "yen", 0) / 1e6;
        if (!fy)
            continue;
        PlotStackGroup *one = &g[p.n++];
        *one = (PlotStackGroup){ .label = arena_fmt(w->c->mem, "%d", fy), .under = p.japanese ? era_year(w->c->mem, fy) : NULL };
        for (size_t k = 0; k < own; k++) {
            one->has[k] = true;
            one->part[k] = (double)json_integer_value(json_object_get(json_path(y, "ministries"), p.parts[k])) / 1e6;
            rest -= one->part[k];
        }
        one->has[own] = m > own;
        one->part[own < STACK_PARTS ? own : 0] += m > own ? rest : 0;
        buf_fmt(words, "%s%d: %s", words->n ? T(w, "、", "; ") : "", fy, yen_million(w->c->mem, json_int(y, "yen", 0)));
    }
    p.desc = buf_text(words);
    if (p.n == 0)
        return;
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_stack(&w->h, &p);
    html(&w->h, "</div>");
}

/* A row for each of `rows`, a column for each year; cells by `cell_of`. */
static void
matrix(Web *w, const json_t *o, const json_t *rows, const char *name, const char *ja, const char *en, size_t most)
{
    const json_t *years = json_path(o, "years");
    Column        c[YEARS + 4] = { { .ja = ja, .en = en, .head = true }, { .ja = "計", .en = "Sum", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "記載", .en = "Lines", .number = true } };
    size_t        n = 3, i, k;
    json_t       *row, *y;
    bool          programme = strcmp(name, "programme") == 0;
    json_array_foreach(years, i, y)
        if (n < COUNT(c)) {
            c[n].ja = c[n].en = json_has(y, "fy") ? arena_fmt(w->c->mem, "%lld", (long long)json_int(y, "fy", 0)) : T(w, "年度なし", "no year");
            c[n++].number = true;
        }
    table_begin(w, T(w, ja, en), c, n, true);
    json_array_foreach(rows, i, row)
    {
        if (i == most)
            break;
        row_begin(w, NULL);
        cell(w, &c[0]);
        if (programme)
            html(&w->h, "<a lang=\"ja\" href=\"/programmes/%lld\">%s</a> <span class=\"soft small\" lang=\"ja\">%s</span>", (long long)json_int(row, "programme_id", 0), json_text(row, name), json_text(row, "ministry"));
        else
            html(&w->h, "<span lang=\"ja\">%s</span>", json_text(row, name));
        cell(w, &c[1]);
        web_million(w, json_path(row, "yen"), NULL);
        cell(w, &c[2]);
        html(&w->h, "%lld", (long long)json_int(row, "lines", 0));
        for (k = 3; k < n; k++) {
            const char   *fy = arena_fmt(w->c->mem, "%lld", (long long)json_int(json_array_get(years, k - 3), "fy", 0));
            const json_t *v = json_object_get(json_path(row, "years"), fy);
            cell(w, &c[k]);
            if (json_is_object(v))
                html(&w->h, "<a class=\"quiet\" href=\"%s\">", years_sheet_href(w, json_int(v, "sheet_id", 0), "payees"));
            web_million(w, json_is_object(v) ? json_path(v, "yen") : v, "");
            if (json_is_object(v))
                html(&w->h, "</a>");
        }
        row_end(w);
    }
    table_end(w);
}

static void
identity(Web *w, const json_t *o)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    section_begin(w, "identity", T(w, "支出先の記載", "As stated"));
    html(h, "<dl class=\"facts\">");
    fact_begin(w, T(w, "法人番号", "Corporate number"));
    html(h, "%s", json_has(o, "number") ? json_text(o, "number") : T(w, "どのシートにも記載がないか、検査数字が合わない。名称だけで一つとみなした。", "None is stated, or its check digit is wrong; taken for one by its name alone."));
    fact_end(w);
    fact_begin(w, "ROR");
    if (json_has(o, "ror"))
        html(h, "<a href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, json_text(o, "ror")), json_text(o, "ror"));
    else
        html(h, "%s", T(w, "対応するものが分かっていない", "not known"));
    fact_end(w);
    fact_begin(w, T(w, "シートでの名称", "Names as printed"));
    json_array_foreach(json_path(o, "names"), i, x)
    {
        html(h, "%s<span lang=\"ja\">%s</span> <span class=\"soft small\">%s</span>", i ? "<br>" : "", json_text(x, "name"), arena_fmt(w->c->mem, T(w, "%lld行", "%lld lines"), (long long)json_int(x, "lines", 0)));
        years_source(w, json_int(x, "sheet_id", 0), json_int(x, "sheet_fy", 0), "payees");
    }
    if (json_array_size(json_path(o, "names")) == 0)
        html(h, "<span lang=\"ja\">%s</span>", json_text(o, "name"));
    html(h, "<br><span class=\"soft small\">%s</span>", arena_fmt(w->c->mem, T(w, "新しい方から %d シートまでを見た。", "looked at in the newest %d sheets at most."), ORGANISATION_NAME_SHEETS));
    fact_end(w);
    html(h, "</dl>");
    section_end(w);
}

static void
honest(Web *w, const json_t *o)
{
    Html   *h = &w->h;
    int64_t doubled = json_int(o, "doubled", 0), unstated = json_int(o, "unstated", 0);
    if (!json_has(o, "number"))
        html(h, "<div class=\"banner warning\"><p>%s</p></div>", T(w, "法人番号がないため、同じ名称の別の支出先が混ざっていることがあります（「個人A」「その他」など）。", "Without a corporate number: different payees with the same name (個人A, その他) may be mixed here."));
    html(h, "<p class=\"soft small\">%s", T(w, "額は記載の合計で、他へ再委託した分も含みます。", "Amounts are sums of what is stated, with what was passed on to others."));
    if (doubled)
        html(h, " <strong>%s</strong>", arena_fmt(w->c->mem, T(w, "同じシートの同じブロックに同じ額で二度書かれた行が %lld 行あり、合計に含めています。", "%lld lines say the same amount in the same block of the same sheet again; they are in the sum."), (long long)doubled));
    if (unstated)
        html(h, " %s", arena_fmt(w->c->mem, T(w, "金額のない行が %lld 行あります。", "%lld lines state no amount."), (long long)unstated));
    html(h, "</p>");
}

static const FileColumn receipt_cols[] = {
    { "fy", "年度", "Fiscal year" }, { "ministry", "府省庁", "Ministry" }, { "programme", "事業", "Programme" }, { "programme_id", "事業の番号", "Programme id" }, { "number", "事業番号", "Number" }, { "block", "ブロック", "Block" },
    { "yen", "支出額（円）", "Yen" }, { "lines", "行数", "Lines" }, { "doubled", "同じ額の行", "Same amount" }, { "unstated", "金額なし", "No amount" }, { "sheet_fy", "シートの年度", "Sheet of" }, { "sheet_id", "シート", "Sheet" },
};

void
page_organisation(Web *w)
{
    int64_t id = organisation_find(w->c, w->arg);
    json_t *o = id ? organisation_show(w->c, id) : NULL;
    Html   *h = &w->h;
    if (!o || web_file(w, "organisation", json_text(o, "name"), json_path(o, "receipts"), receipt_cols, COUNT(receipt_cols)))
        return;
    const json_t *years = json_path(o, "years"), *programmes = json_path(o, "programmes");
    layout_open(w, &(Page){ .title = text_blank(json_text(o, "name")) ? json_text(o, "org_key") : json_text(o, "name"), .here = "organisations", .crumbs = { { "/organisations", T(w, "支出先の一覧", "Organisations") } } });
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>", T(w, "受け取った額の計（百万円）", "Received in all (million yen)"));
    web_million(w, json_path(o, "yen"), NULL);
    html(h, "</dd></div><div><dt>%s</dt><dd>%zu</dd></div><div><dt>%s</dt><dd>%zu</dd></div><div><dt>%s</dt><dd>%zu</dd></div><div><dt>%s</dt><dd>%lld</dd></div></dl>", T(w, "府省", "Ministries"), json_array_size(json_path(o, "ministries")),
         T(w, "事業", "Programmes"), json_array_size(programmes), T(w, "年度", "Years"), json_array_size(years), T(w, "シートの記載", "Lines in sheets"), (long long)json_int(o, "lines", 0));
    honest(w, o);
    html(h, "<div class=\"wide\">");
    section_begin(w, "by-year", T(w, "年度・府省別", "By year and ministry"));
    plot(w, o);
    matrix(w, o, json_path(o, "ministries"), "ministry", "府省", "Ministry", SIZE_MAX);
    section_end(w);
    section_begin(w, "by-programme", T(w, "事業別", "By programme"));
    if (json_array_size(programmes) > PROGRAMMES)
        html(h, "<p class=\"soft small\">%s</p>", arena_fmt(w->c->mem, T(w, "額の大きい方から %d 事業。すべては下のファイルにあります。", "The %d largest; all are in the file below."), PROGRAMMES));
    matrix(w, o, programmes, "programme", "事業", "Programme", PROGRAMMES);
    web_downloads(w);
    section_end(w);
    html(h, "</div>");
    identity(w, o);
    layout_end(w);
}

void
api_organisations(Web *w)
{
    Piece           p = api_asked(w);
    OrganisationAsk ask = asked(w);
    int64_t         total = 0;
    ask.from = p.offset;
    ask.limit = p.limit;
    json_t *rows = ok(w->c) ? organisation_page(w->c, &ask, &total) : NULL;
    api_piece(w, "organisations", p, rows, total, NULL, KEYS("id", "org_key", "number", "name", "ror", "yen", "lines", "sheets", "programmes", "years", "first_fy", "last_fy"));
}

void
api_organisation(Web *w)
{
    int64_t id = organisation_find(w->c, w->arg);
    web_json(w, id ? organisation_show(w->c, id) : NULL);
}

void
api_receipts(Web *w)
{
    int64_t id = organisation_find(w->c, w->arg);
    json_t *o = id ? organisation_show(w->c, id) : NULL;
    web_list(w, "receipts", json_path(o, "receipts"), KEYS("fy", "ministry", "programme", "programme_id", "number", "block", "yen", "lines", "doubled", "unstated", "sheet_fy", "sheet_id"));
}
