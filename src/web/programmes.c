/* programmes.c -- the list of programmes: filters as form fields and as a query in the address, columns that sort.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The address holds one thing, ?q= in the query language of programme.h. The form has fields; what it sends is put
 * into a query and the browser is sent there, so that an address can be read, kept and changed by hand. */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/programme.h"
#include "format/json.h"

#include <string.h>

enum { STEP = 50 };

/* A value as one word of a query. */
static void
add_word(Web *w, Buf *b, const char *head, const char *value)
{
    bool quote = strpbrk(value, " ") != NULL;
    value = text_replace(w->c->mem, value, "\"", "");
    if (*value)
        buf_fmt(b, "%s%s%s%s%s", b->n ? " " : "", head, quote ? "\"" : "", value, quote ? "\"" : "");
}

static void
add_number(Web *w, Buf *b, const char *head, int64_t n, int64_t absent)
{
    if (n != absent)
        add_word(w, b, head, arena_fmt(w->c->mem, "%lld", (long long)n));
}

static void
add_yen(Web *w, Buf *b, const char *head, int64_t yen)
{
    Arena *mem = w->c->mem;
    if (yen < 0)
        return;
    if (yen % 100000000 == 0)
        add_word(w, b, head, arena_fmt(mem, "%lld億", (long long)(yen / 100000000)));
    else if (yen % 1000000 == 0)
        add_word(w, b, head, arena_fmt(mem, "%lld百万円", (long long)(yen / 1000000)));
    else
        add_word(w, b, head, arena_fmt(mem, "%lld円", (long long)yen));
}

static const char *
query_text(Web *w, const ProgrammeQuery *q)
{
    Buf *b = buf_in(w->c->mem);
    for (size_t i = 0; i < q->n; i++)
        if (q->words[i])
            add_word(w, b, "", q->words[i]);
    add_number(w, b, "fy:", q->fy, 0);
    add_number(w, b, "runs:", q->runs, 0);
    add_number(w, b, "evaluation:", q->evaluation, 0);
    add_yen(w, b, "money>", q->money_more);
    add_yen(w, b, "money<", q->money_less);
    add_yen(w, b, "total>", q->total_more);
    add_yen(w, b, "total<", q->total_less);
    const struct { const char *head, *value; } texts[] = { { "committee:", q->committee }, { "division:", q->division },
        { "kind:", q->kind }, { "indicator:", q->indicator }, { "ministry:", q->ministry }, { "has:", q->has }, { "finding:", q->finding } };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i].value)
            add_word(w, b, texts[i].head, texts[i].value);
    return buf_text(b);
}

/* 億円 as typed in a field ("10", "１０", "0.5", "10億円") to yen; -1 when it is none. */
static int64_t
oku(Web *w, const char *name)
{
    const char *s = req_query(w->q, name);
    Amount      a = amount_read(w->c->mem, s ? s : "");
    int64_t     yen = 0;
    if (!a.known)
        return -1;
    if (!*a.unit)
        return (int64_t)(a.value * 1e8 + 0.5);
    if (strcmp(a.unit, "億") == 0)
        a.unit = "億円";
    return amount_yen(&a, &yen) ? yen : -1;
}

/* A field of the form; NULL when it is blank. */
static const char *
field_text(Web *w, const char *name)
{
    const char *v = req_query(w->q, name);
    return v && !text_blank(v) ? text_squeeze(w->c->mem, v) : NULL;
}

/* The form's fields over the query that stood in the address; true when there were fields and the browser is sent on. */
static bool
fields_to_query(Web *w)
{
    if (!req_query(w->q, "fields"))
        return false;
    ProgrammeQuery q = programme_query_read(w->c, req_query(w->q, "q")), said = programme_query_read(w->c, req_query(w->q, "words"));
    const char    *committee = req_query(w->q, "committee"), *finding = req_query(w->q, "finding");
    memcpy(q.words, said.words, sizeof q.words);
    q.n = said.n;
    q.fy = web_number(w, "fy", 1900, 2999, 0);
    q.evaluation = web_number(w, "evaluation", 1900, 2999, 0);
    q.money_more = oku(w, "more");
    q.money_less = oku(w, "less");
    q.committee = committee && !text_blank(committee) ? text_squeeze(w->c->mem, committee) : NULL;
    q.finding = finding && *finding ? finding : NULL;
    q.ministry = field_text(w, "ministry");
    q.kind = field_text(w, "kind");
    q.has = field_text(w, "has");
    const char *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    Buf        *to = buf_in(w->c->mem);
    buf_fmt(to, "/programmes?q=%s", url_part(w->c->mem, query_text(w, &q)));
    if (sort && *sort)
        buf_fmt(to, "&sort=%s&dir=%s", url_part(w->c->mem, sort), dir && strcmp(dir, "desc") == 0 ? "desc" : "asc");
    req_redirect(w->q, buf_text(to));
    return true;
}

static const char *
as_oku(Web *w, int64_t yen)
{
    return yen < 0 ? "" : yen % 100000000 == 0 ? arena_fmt(w->c->mem, "%lld", (long long)(yen / 100000000)) : arena_fmt(w->c->mem, "%.2f", (double)yen / 1e8);
}

static void
option(Web *w, const char *value, const char *label, bool on)
{
    html(&w->h, "<option value=\"%s\"", value);
    if (on)
        html(&w->h, " selected");
    html(&w->h, ">%s</option>", label);
}

static void
year_field(Web *w, const char *name, const char *label, const char *any, int64_t chosen, const json_t *years)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *y;
    bool    there = chosen == 0;
    html(h, "<div class=\"field\"><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name, label, name, name);
    option(w, "", any, chosen == 0);
    json_array_foreach(years, i, y)
    {
        there = there || json_integer_value(y) == chosen;
        option(w, arena_fmt(w->c->mem, "%lld", (long long)json_integer_value(y)), web_fy(w, json_integer_value(y)), json_integer_value(y) == chosen);
    }
    if (!there)
        option(w, arena_fmt(w->c->mem, "%lld", (long long)chosen), web_fy(w, chosen), true);
    html(h, "</select></div>");
}

static json_t *
coming_years(Web *w)
{
    json_t *years = json_keep(w->c->mem, json_array());
    int     now = fiscal_year_of(web_today(w));
    for (int y = now; y < now + 8; y++)
        json_array_append_new(years, json_integer(y));
    return years;
}

typedef struct {
    const char *value, *ja, *en;
} Choice;
static const Choice kinds[] = { { "", "指定しない", "Any" }, { "report", "評価票がある", "With a report" }, { "sheet", "レビューシートがある", "With a review sheet" }, { "new", "新規", "New" }, { "extended", "拡充", "Extended" } };
static const Choice having[] = { { "", "指定しない", "Any" }, { "indicator", "指標", "Indicator" }, { "outcome", "アウトカム", "Outcome" }, { "target", "数値目標", "Target in numbers" }, { "output", "アウトプット", "Output" },
    { "payee", "支出先", "Payee" }, { "money", "金額", "Amount" } };
static const Choice findings[] = { { "", "指定しない", "Any" }, { "error", "要修正あり", "With some to correct" }, { "warning", "要確認あり", "With some to confirm" }, { "notice", "参考あり", "With some to note" },
#define FLAG(name, code, ja, en) { code, ja, en },
#include "domain/flags.def"
#undef FLAG
};

/* A choice; what the query says and no choice has is one more. */
static void
choices(Web *w, const char *name, const char *label, const Choice *c, size_t n, const char *chosen)
{
    bool there = !chosen;
    html(&w->h, "<div class=\"field\"><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name, label, name, name);
    for (size_t i = 0; i < n; i++) {
        bool on = chosen && strcmp(chosen, c[i].value) == 0;
        there = there || on;
        option(w, c[i].value, web_capital(w, T(w, c[i].ja, c[i].en)), on);
    }
    if (!there)
        option(w, chosen, chosen, true);
    html(&w->h, "</select></div>");
}

static void
filter_form(Web *w, const ProgrammeQuery *q)
{
    Html   *h = &w->h;
    Buf    *words = buf_in(w->c->mem);
    size_t  i;
    json_t *x;
    for (i = 0; i < q->n; i++)
        add_word(w, words, "", q->words[i]);
    html(h, "<form class=\"filters\" action=\"/programmes\" aria-label=\"%s\"><input type=\"hidden\" name=\"fields\" value=\"1\"><input type=\"hidden\" name=\"q\" value=\"%s\">", T(w, "事業の絞り込み", "Filter of programmes"), query_text(w, q));
    html(h, "<div class=\"field grow\"><label for=\"f-words\">%s</label><input id=\"f-words\" name=\"words\" value=\"%s\"></div>", T(w, "含まれる語", "Words"), buf_text(words));
    html(h, "<div class=\"field\"><label for=\"f-committee\">%s</label><input id=\"f-committee\" name=\"committee\" list=\"committees\" value=\"%s\"><datalist id=\"committees\">", T(w, "委員会", "Committee"), q->committee);
    json_array_foreach(programme_words(w->c, "committee"), i, x) html(h, "<option value=\"%s\">", json_string_value(x));
    html(h, "</datalist></div><div class=\"field\"><label for=\"f-ministry\">%s</label><input id=\"f-ministry\" name=\"ministry\" list=\"ministries\" value=\"%s\"><datalist id=\"ministries\">", T(w, "府省庁", "Ministry"), q->ministry ? q->ministry : "");
    json_array_foreach(programme_words(w->c, "ministry"), i, x) html(h, "<option value=\"%s\">", json_string_value(x));
    html(h, "</datalist></div>");
    year_field(w, "fy", T(w, "要求年度", "Requested for"), T(w, "指定しない", "Any"), q->fy, programme_words(w->c, "fy"));
    html(h, "<fieldset class=\"field\"><legend>%s</legend><div class=\"pair\"><input name=\"more\" inputmode=\"decimal\" aria-label=\"%s\" value=\"%s\"><span>–</span>"
            "<input name=\"less\" inputmode=\"decimal\" aria-label=\"%s\" value=\"%s\"></div></fieldset>",
         T(w, "要求額（億円）", "Request (100 million yen)"), T(w, "下限（億円）", "More than (100 million yen)"), as_oku(w, q->money_more),
         T(w, "上限（億円）", "Less than (100 million yen)"), as_oku(w, q->money_less));
    year_field(w, "evaluation", T(w, "評価の予定年度", "Evaluation planned in"), T(w, "指定しない", "Any"), q->evaluation, coming_years(w));
    choices(w, "kind", T(w, "種別", "Kind"), kinds, COUNT(kinds), q->kind);
    choices(w, "has", T(w, "あるもの", "Has"), having, COUNT(having), q->has);
    choices(w, "finding", T(w, "所見", "Findings"), findings, COUNT(findings), q->finding);
    const char *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    if (sort)
        html(h, "<input type=\"hidden\" name=\"sort\" value=\"%s\"><input type=\"hidden\" name=\"dir\" value=\"%s\">", sort, dir);
    html(h, "<button>%s</button></form>", T(w, "絞り込む", "Apply"));
}

/* The query by hand, and what it may say. */
static void
query_box(Web *w, const char *query)
{
    html(&w->h, "<details class=\"no-print\"><summary>%s</summary><form class=\"filters\" action=\"/programmes\"><div class=\"field most\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" value=\"%s\"></div><button class=\"second\">%s</button></form>",
         T(w, "検索式で絞り込む", "Filter by a query"), T(w, "検索式", "Query"), query, T(w, "適用", "Apply"));
    web_query_help(w);
    html(&w->h, "</details>");
}

static const Column cols[] = {
    { .key = "name", .ja = "事業名", .en = "Programme", .sort = "name", .head = true },
    { .key = "fy", .ja = "要求年度", .en = "Requested for", .sort = "fy" },
    { .key = "request_yen", .ja = "要求額", .en = "Request", .unit_ja = "百万円", .unit_en = "million yen", .sort = "money", .number = true },
    { .key = "total_yen", .ja = "総額", .en = "Total", .unit_ja = "百万円", .unit_en = "million yen", .sort = "total", .number = true },
    { .key = "from_fy", .ja = "実施期間", .en = "Period", .sort = "period" },
    { .key = "committee", .ja = "委員会", .en = "Committee", .sort = "committee" },
    { .key = "indicators", .ja = "指標", .en = "Indicators", .sort = "indicators", .number = true },
    { .key = "evaluation_fy", .ja = "次の評価", .en = "Next evaluation", .sort = "evaluation" },
    { .key = "errors", .ja = "所見", .en = "Findings", .sort = "findings" },
};

static const FileColumn file_cols[] = {
    { "key", "識別名", "Key" }, { "name", "事業名", "Programme" }, { "kind", "区分", "Kind" }, { "fy", "要求年度", "Requested for (fiscal year)" },
    { "request_yen", "要求額（円）", "Request (yen)" }, { "total_yen", "総額（円）", "Total (yen)" }, { "total_qualifier", "総額の性質", "Qualifier of the total" },
    { "from_fy", "開始年度", "First fiscal year" }, { "to_fy", "終了年度", "Last fiscal year" }, { "division", "主管課", "Division" },
    { "committee", "委員会", "Committee" }, { "indicators", "指標の数", "Indicators" }, { "evaluation_fy", "次の評価の予定年度", "Next evaluation planned in" },
    { "errors", "要修正", "Findings to correct" }, { "warnings", "要確認", "Findings to confirm" }, { "notices", "参考", "Findings to note" },
};

/* Codes of a table that is saved, in the words of the page: who opens it in Excel has not read our schema. */
static void
in_words(Web *w, json_t *rows)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        json_object_set_new(row, "kind", json_string(web_kind(w, json_text(row, "kind"))));
        json_object_set_new(row, "total_qualifier", json_string(web_qualifier(w, json_text(row, "total_qualifier"))));
    }
}

static void
one_row(Web *w, const json_t *row)
{
    Html       *h = &w->h;
    const char *key = url_part(w->c->mem, json_text(row, "key"));
    row_begin(w, NULL);
    cell(w, &cols[0]);
    web_tick(w, json_text(row, "key"), json_text(row, "name"));
    html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a>", key, json_text(row, "name"));
    if (json_has(row, "kind"))
        html(h, " <span class=\"soft small\">%s</span>", web_kind(w, json_text(row, "kind")));
    cell(w, &cols[1]);
    html(h, "%s", web_fy_short(w, json_int(row, "fy", 0)));
    cell(w, &cols[2]);
    web_million(w, json_path(row, "request_yen"), NULL);
    cell(w, &cols[3]);
    web_million(w, json_path(row, "total_yen"), web_qualifier(w, json_text(row, "total_qualifier")));
    cell(w, &cols[4]);
    html(h, "<span class=\"narrow\">%s</span>", web_period_short(w, json_int(row, "from_fy", 0), json_int(row, "to_fy", 0), !json_has(row, "to_fy")));
    cell(w, &cols[5]);
    html(h, "<span lang=\"ja\">%s</span>", json_text(row, "committee"));
    cell(w, &cols[6]);
    html(h, "%lld", (long long)json_int(row, "indicators", 0));
    cell(w, &cols[7]);
    html(h, "%s", json_has(row, "evaluation_fy") ? web_fy_short(w, json_int(row, "evaluation_fy", 0)) : "—");
    cell(w, &cols[8]);
    web_counts(w, row, arena_fmt(w->c->mem, "/findings?programme=%s", key), true);
    row_end(w);
}

void
page_programmes(Web *w)
{
    if (fields_to_query(w))
        return;
    const char    *query = req_query(w->q, "q"), *dir = req_query(w->q, "dir");
    int64_t        total = 0, from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    bool           whole = web_wants_file(w);
    ProgrammeQuery q = programme_query_read(w->c, query);
    json_t        *found = programme_found(w->c, &(ProgrammeAsk){ .query = query, .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0,
                                                               .from = whole ? 0 : from, .limit = whole ? 0 : STEP }), *rows = json_path(found, "rows"), *row;
    total = json_int(found, "total", 0);
    size_t         i;
    if (whole)
        in_words(w, rows);
    if (!ok(w->c) || web_file(w, "programmes", T(w, "事業", "Programmes"), rows, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "事業の一覧", "Programmes"), "programmes");
    web_filters(w, "programmes");
    filter_form(w, &q);
    query_box(w, query);
    web_problems(w, json_path(found, "problems"));
    if (total == 0) {
        bool any = query && !text_blank(query);
        web_empty(w, any ? T(w, "この条件に合う事業はありません。", "No programme fits these conditions.") : T(w, "事業がまだありません。", "There are no programmes yet."),
                  any ? T(w, "条件を減らすか、別の語でお試しください。", "Take a condition away, or try other words.") : T(w, "事前評価書などの文書を取り込むと、ここに並びます。", "Take in an evaluation report and its programmes stand here."),
                  any ? "/programmes" : web_can_go(w, "/import") ? "/import" : NULL, any ? T(w, "条件をすべて外す", "Show all") : T(w, "文書を取り込む", "Take in a paper"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s", number_commas(w->c->mem, total), T(w, "件の事業", total == 1 ? " programme" : " programmes"));
    if (query && !text_blank(query))
        html(&w->h, " <a class=\"small\" href=\"/programmes\">%s</a>", T(w, "条件をすべて外す", "Show all"));
    html(&w->h, "</h2>");
    web_downloads(w);
    web_iati_link(w, NULL);
    html(&w->h, "</div>");
    table_begin(w, T(w, "事業の表", "Programmes"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, row) one_row(w, row);
    table_end(w);
    web_ticks(w);
    web_pages(w, from, STEP, total);
    layout_end(w);
}
