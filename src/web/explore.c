/* explore.c -- all indicators: filtered in the address, sorted, each with target against actual; how far targets were reached.
 * SPDX-License-Identifier: Apache-2.0
 *
 * As in the list of programmes the address holds one query (?q=); the form has fields, and what it sends becomes a query.
 * Terms of the query that the fields can show are shown there, everything else stays among the words as it was typed. */
#include "web/api.h"
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/explore.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

enum { STEP = 50, FIELDS = 7 };

/* Fields of the form: how each begins in a query. */
static const struct {
    const char *name, *head;
} fields[FIELDS] = { { "type", "type:" }, { "ministry", "ministry:" }, { "fy", "fy:" }, { "unit", "unit:" }, { "more", "attainment>=" }, { "less", "attainment<=" }, { "has", "has:" } };

typedef struct {
    const char *value[FIELDS]; /* NULL: not asked */
    const char *words;         /* the rest of the query */
} Form;

/* The next piece of a query with its quotes; NULL at the end. */
static const char *
piece(Arena *mem, const char **s)
{
    const char *from = *s + strspn(*s, " "), *p = from;
    for (bool quoted = false; *p && (quoted || *p != ' '); p++)
        quoted ^= *p == '"';
    *s = p;
    return p > from ? arena_strn(mem, from, (size_t)(p - from)) : NULL;
}

static int
field_of(const char *one)
{
    for (int i = 0; i < FIELDS; i++)
        if (text_starts(one, fields[i].head) && one[strlen(fields[i].head)])
            return i;
    return -1;
}

/* A query with brackets or "or" cannot be shown in fields: it stays whole. */
static Form
form_of(Web *w, const char *q)
{
    Arena      *mem = w->c->mem;
    Form        f = { .words = "" };
    Buf        *rest = buf_in(mem);
    const char *at = text_squeeze(mem, q ? q : ""), *one;
    bool        whole = strpbrk(at, "()|") || strstr(at, " OR ") || strstr(at, "または");
    while ((one = piece(mem, &at))) {
        int i = whole ? -1 : field_of(one);
        if (i >= 0 && !f.value[i])
            f.value[i] = text_replace(mem, one + strlen(fields[i].head), "\"", "");
        else
            buf_fmt(rest, "%s%s", rest->n ? " " : "", one);
    }
    f.words = buf_text(rest);
    return f;
}

/* Sends the browser to the query that the fields say. */
static bool
fields_to_query(Web *w)
{
    if (!req_query(w->q, "fields"))
        return false;
    Arena      *mem = w->c->mem;
    const char *words = req_query(w->q, "words"), *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    Buf        *q = buf_in(mem), *to = buf_in(mem);
    buf_add(q, text_squeeze(mem, words ? words : ""));
    for (int i = 0; i < FIELDS; i++) {
        const char *v = req_query(w->q, fields[i].name);
        if (!v || text_blank(v))
            continue;
        v = text_replace(mem, text_squeeze(mem, v), "\"", "");
        buf_fmt(q, strchr(v, ' ') ? "%s%s\"%s\"" : "%s%s%s", q->n ? " " : "", fields[i].head, v);
    }
    buf_fmt(to, "/indicators?q=%s", url_part(mem, buf_text(q)));
    if (sort && *sort)
        buf_fmt(to, "&sort=%s&dir=%s", url_part(mem, sort), dir && strcmp(dir, "desc") == 0 ? "desc" : "asc");
    req_redirect(w->q, buf_text(to));
    return true;
}

typedef struct {
    const char *value, *ja, *en;
} Choice;

static void
option(Web *w, const char *value, const char *label, const char *chosen)
{
    html(&w->h, "<option value=\"%s\"", value);
    if (strcmp(chosen, value) == 0)
        html(&w->h, " selected");
    html(&w->h, ">%s</option>", label);
}

/* A list to choose from; what stands in the address and is none of them is offered, too. */
static void
select_begin(Web *w, const char *name, const char *label, const Choice *list, size_t n, const char *chosen)
{
    bool there = !*chosen;
    html(&w->h, "<div class=\"field\"><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name, label, name, name);
    for (size_t i = 0; i < n; i++) {
        there = there || strcmp(list[i].value, chosen) == 0;
        option(w, list[i].value, T(w, list[i].ja, list[i].en), chosen);
    }
    if (!there && n > 1)
        option(w, chosen, chosen, chosen);
}

static void
text_field(Web *w, const char *name, const char *label, const char *value)
{
    html(&w->h, "<div class=\"field\"><label for=\"f-%s\">%s</label><input id=\"f-%s\" name=\"%s\" value=\"%s\"></div>", name, label, name, name, value);
}

static void
filter_form(Web *w, const Form *f)
{
    static const Choice types[] = { { "", "すべて", "Any" }, { "outcome", "アウトカム", "Outcome" }, { "output", "アウトプット", "Output" }, { "activity", "活動", "Activity" } };
    static const Choice has[] = { { "", "指定しない", "Any" }, { "target", "目標値がある", "With a target" }, { "actual", "実績がある", "With an actual" }, { "ratio", "実績÷目標を計算できる", "With a ratio of both" }, { "reached", "目標を達成", "Target reached" },
        { "missed", "目標に未達", "Target missed" }, { "final-only", "目標最終年度の目標だけ", "A target for the final year only" } };
    static const Choice any[] = { { "", "最も新しいシート", "Newest sheet" } };
    Html       *h = &w->h;
    size_t      i;
    json_t     *x;
    const char *v[FIELDS], *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    for (int k = 0; k < FIELDS; k++)
        v[k] = f->value[k] ? f->value[k] : "";
    html(h, "<form class=\"filters\" action=\"/indicators\" aria-label=\"%s\"><input type=\"hidden\" name=\"fields\" value=\"1\"><div class=\"field grow\"><label for=\"f-words\">%s</label><input id=\"f-words\" name=\"words\" value=\"%s\"></div>",
         T(w, "指標の絞り込み", "Filter of indicators"), T(w, "指標・目標に含まれる語、または検索式", "Words in the indicator or its target, or a query"), f->words);
    select_begin(w, "type", T(w, "種別", "Type"), types, COUNT(types), v[0]);
    html(h, "</select></div><div class=\"field\"><label for=\"f-ministry\">%s</label><input id=\"f-ministry\" name=\"ministry\" list=\"ministries\" value=\"%s\"><datalist id=\"ministries\">", T(w, "府省庁", "Ministry"), v[1]);
    json_array_foreach(programme_words(w->c, "ministry"), i, x) html(h, "<option value=\"%s\">", json_string_value(x));
    html(h, "</datalist></div>");
    select_begin(w, "fy", T(w, "シートの年度", "Sheets of"), any, COUNT(any), v[2]);
    bool there = !*v[2];
    json_array_foreach(programme_words(w->c, "fy"), i, x)
    {
        const char *fy = arena_fmt(w->c->mem, "%lld", (long long)json_integer_value(x));
        there = there || strcmp(fy, v[2]) == 0;
        option(w, fy, web_fy(w, json_integer_value(x)), v[2]);
    }
    there = there || strcmp(v[2], "1900..2999") == 0;
    option(w, "1900..2999", T(w, "すべての年度", "Every year"), v[2]);
    if (!there)
        option(w, v[2], v[2], v[2]);
    html(h, "</select></div>");
    select_begin(w, "has", T(w, "目標と実績", "Target and actual"), has, COUNT(has), v[6]);
    html(h, "</select></div><fieldset class=\"field\"><legend>%s</legend><div class=\"pair\"><input name=\"more\" inputmode=\"decimal\" aria-label=\"%s\" value=\"%s\"><span>–</span><input name=\"less\" inputmode=\"decimal\" aria-label=\"%s\" value=\"%s\"></div></fieldset>",
         T(w, "実績÷目標（%）", "Actual / target (%)"), T(w, "下限（%）", "At least (%)"), v[4], T(w, "上限（%）", "At most (%)"), v[5]);
    text_field(w, "unit", T(w, "単位", "Unit"), v[3]);
    if (sort)
        html(h, "<input type=\"hidden\" name=\"sort\" value=\"%s\"><input type=\"hidden\" name=\"dir\" value=\"%s\">", sort, dir);
    html(h, "<button>%s</button></form>", T(w, "絞り込む", "Apply"));
    web_query_help(w);
}

/* "75–90%" in two lines: the first for the axis, the second under it. */
static void
band_words(Web *w, const json_t *b, const char **first, const char **second)
{
    double from = json_number_value(json_path(b, "from")), below = json_number_value(json_path(b, "below"));
    *first = arena_fmt(w->c->mem, "%.0f%%", json_has(b, "from") ? from : below);
    if (from == 100)
        *second = T(w, "ちょうど", "exactly");
    else if (!json_has(b, "from"))
        *second = T(w, "未満", "and less");
    else if (!json_has(b, "below"))
        *second = T(w, "以上", "and more");
    else
        *second = arena_fmt(w->c->mem, "–%.0f%%", below);
    if (json_has(b, "from") && from > 100 && from < 100.5)
        *first = "100%+";
}

static void
distribution_plot(Web *w, const json_t *page)
{
    const json_t   *bands = json_path(page, "bands");
    size_t          n = json_array_size(bands), i;
    PlotStackGroup *g = NEWN(w->c->mem, PlotStackGroup, n + 1);
    Buf            *words = buf_in(w->c->mem);
    PlotStack       p = { .id = "attainment", .title = T(w, "実績÷目標の分布", "Actual over target"), .unit = T(w, "指標の数", "indicators"), .groups = g, .parts = { T(w, "目標を達成", "target reached"), T(w, "目標に未達", "target missed") },
                          .part_count = 2, .japanese = true };
    json_t         *b;
    json_array_foreach(bands, i, b)
    {
        if (i == 0) /* no ratio */
            continue;
        double          reached = (double)json_int(b, "reached", 0), missed = (double)json_int(b, "missed", 0);
        PlotStackGroup *one = &g[p.n++];
        band_words(w, b, &one->label, &one->under);
        one->has[0] = one->has[1] = true;
        one->part[0] = reached;
        one->part[1] = missed;
        one->note = reached + missed > 0 ? number_commas(w->c->mem, (int64_t)(reached + missed)) : NULL;
        buf_fmt(words, "%s%s%s %.0f", words->n ? T(w, "、", "; ") : "", one->label, one->under, reached + missed);
    }
    p.desc = buf_text(words);
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_stack(&w->h, &p);
    html(&w->h, "</div>");
}

/* The query of this page and a band of it. */
static const char *
narrowed(Web *w, const char *q, const json_t *b, const char *has)
{
    Buf *t = buf_in(w->c->mem);
    bool either = q && (strstr(q, " OR ") || strstr(q, "|") || strstr(q, "または"));
    if (q && !text_blank(q))
        buf_fmt(t, either ? "(%s) " : "%s ", q);
    if (json_has(b, "from"))
        buf_fmt(t, "attainment>=%.1f ", json_number_value(json_path(b, "from")));
    if (json_has(b, "below"))
        buf_fmt(t, "attainment<%.1f ", json_number_value(json_path(b, "below")));
    buf_fmt(t, "has:%s", has);
    return web_here(w, "q", buf_text(t), "from", NULL, NULL);
}

static void
distribution(Web *w, const json_t *page, const char *q)
{
    static const Column cols[] = { { .ja = "実績÷目標", .en = "Actual / target", .head = true }, { .ja = "目標を達成", .en = "Target reached", .number = true }, { .ja = "目標に未達", .en = "Target missed", .number = true } };
    Html   *h = &w->h;
    size_t  i;
    json_t *b;
    int64_t reached = json_int(page, "reached", 0), missed = json_int(page, "missed", 0), without = json_int(page, "without", 0);
    html(h, "<section id=\"attained\"><h2>%s</h2>", T(w, "目標はどれだけ達成されたか", "How far targets were reached"));
    if (reached + missed == 0) {
        html(h, "<p class=\"soft\">%s</p></section>", T(w, "目標と実績のそろった指標がありません。", "No indicator has both a target and an actual."));
        return;
    }
    html(h, "<p>%s</p>", arena_fmt(w->c->mem, T(w, "比を取れる %s 件のうち %s 件（%.1f%%）が目標を達成。残る %s 件は、目標か実績の数値がないか、目標が0です。", "Of %s with a ratio, %s (%.1f%%) reached their target. The other %s lack a number, or their target is 0."),
         number_commas(w->c->mem, reached + missed), number_commas(w->c->mem, reached), (double)reached * 100 / (double)(reached + missed), number_commas(w->c->mem, without)));
    distribution_plot(w, page);
    html(h, "<details><summary>%s</summary>", T(w, "分布の表", "Table of the distribution"));
    table_begin(w, T(w, "実績÷目標の分布の表", "Table of actual over target"), cols, COUNT(cols), true);
    json_array_foreach(json_path(page, "bands"), i, b)
    {
        const char *first, *second;
        if (i == 0)
            continue;
        band_words(w, b, &first, &second);
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s %s", first, second);
        for (int k = 0; k < 2; k++) {
            int64_t n = json_int(b, k ? "missed" : "reached", 0);
            cell(w, &cols[1 + k]);
            if (n > 0)
                html(h, "<a href=\"%s\">%s</a>", narrowed(w, q, b, k ? "missed" : "reached"), number_commas(w->c->mem, n));
            else
                html(h, "<span class=\"soft\">0</span>");
        }
        row_end(w);
    }
    table_end(w);
    html(h, "</details><p class=\"soft small\">%s</p></section>", T(w, "目標と実績のそろった最も新しい年度の、実績÷目標です。「減少」「以下」などの語がある指標は小さいほどよいとして、達成かどうかを数えます。そのため100%未満にも達成が、100%を超えても未達があります。",
        "Actual over target in the newest year that has both. Where words say so (fewer, at most) smaller is better, and reached is counted in that way: below 100% some reached their target, above it some missed it."));
}

static const Column cols[] = {
    { .ja = "指標", .en = "Indicator", .sort = "name", .head = true }, { .ja = "種別", .en = "Type" }, { .ja = "府省庁", .en = "Ministry", .sort = "ministry" }, { .ja = "シート", .en = "Sheet", .sort = "fy" },
    { .ja = "推移", .en = "Over years" }, { .ja = "実績", .en = "Actual", .number = true }, { .ja = "目標", .en = "Target", .number = true },
    { .ja = "実績÷目標", .en = "Actual / target", .sort = "attainment", .number = true },
};

static void
spark(Web *w, const json_t *x)
{
    const json_t *values = json_path(x, "values");
    size_t        n = json_array_size(values), i;
    PlotAim      *aim = NEWN(w->c->mem, PlotAim, n + 1);
    json_t       *v;
    Buf          *words = buf_in(w->c->mem);
    json_array_foreach(values, i, v)
    {
        aim[i] = (PlotAim){ .year = (int)json_int(v, "fy", 0), .has_actual = json_has(v, "actual"), .has_target = json_has(v, "target"), .actual = json_number_value(json_path(v, "actual")),
                            .target = json_number_value(json_path(v, "target")) };
        buf_fmt(words, "%s%d: %s / %s", words->n ? T(w, "、", "; ") : "", aim[i].year, aim[i].has_actual ? years_number(w, aim[i].actual) : "—", aim[i].has_target ? years_number(w, aim[i].target) : "—");
    }
    plot_aims_spark(&w->h, arena_fmt(w->c->mem, T(w, "実績／目標 %s", "actual / target %s"), buf_text(words)), aim, n);
}

/* The last value with its unit, which a report prints in the cell itself (1,565人) and a sheet beside it; a dash has none. */
static void
actual(Web *w, const json_t *x)
{
    const char *latest = json_text(x, "latest"), *unit = text_head(w->c->mem, text_squeeze(w->c->mem, json_text(x, "unit")), 20);
    if (json_has(x, "actual"))
        html(&w->h, "%s", years_number(w, json_number_value(json_path(x, "actual"))));
    else if (!strpbrk(latest, "0123456789"))
        html(&w->h, "<span lang=\"ja\">%s</span>", text_chars(latest) > 1 ? latest : "—");
    else
        html(&w->h, "<span lang=\"ja\">%s</span>", latest);
    if (*unit && !text_ends(latest, unit) && (json_has(x, "actual") || strpbrk(latest, "0123456789")))
        html(&w->h, " <span class=\"unit\" lang=\"ja\">%s</span>", unit);
}

static void
one_row(Web *w, const json_t *x)
{
    Html       *h = &w->h;
    const char *key = url_part(w->c->mem, json_text(x, "programme_key")), *name = text_head(w->c->mem, text_squeeze(w->c->mem, json_text(x, "name")), 120);
    row_begin(w, NULL);
    cell(w, &cols[0]);
    if (json_has(x, "id"))
        html(h, "<a lang=\"ja\" href=\"/indicators/%lld\">%s</a>", (long long)json_int(x, "id", 0), *name ? name : "—");
    else
        html(h, "<a lang=\"ja\" href=\"/programmes/%s#years-indicators\">%s</a>", key, *name ? name : "—");
    html(h, "<br><a class=\"quiet small\" lang=\"ja\" href=\"/programmes/%s\">%s</a>", key, json_text(x, "programme"));
    cell(w, &cols[1]);
    html(h, "<span class=\"narrow\">%s</span>", web_indicator_type(w, json_text(x, "type")));
    cell(w, &cols[2]);
    html(h, "<span class=\"narrow\" lang=\"ja\">%s</span>", json_text(x, "ministry"));
    cell(w, &cols[3]);
    if (json_has(x, "sheet_id"))
        html(h, "<a class=\"narrow\" href=\"%s\">%s</a>", years_sheet_href(w, json_int(x, "sheet_id", 0), "indicators"), web_fy_short(w, json_int(x, "fy", 0)));
    else
        html(h, "%s", T(w, "評価票", "report"));
    cell(w, &cols[4]);
    spark(w, x);
    cell(w, &cols[5]);
    actual(w, x);
    cell(w, &cols[6]);
    if (json_has(x, "planned"))
        html(h, "%s <span class=\"soft small narrow\">%s</span>", years_number(w, json_number_value(json_path(x, "planned"))), web_fy_short(w, json_int(x, "year", 0)));
    else if (json_has(x, "goal_text"))
        html(h, "<span class=\"soft small\">%s <span lang=\"ja\">%s</span> %s</span>", T(w, "最終目標", "goal"), text_head(w->c->mem, json_text(x, "goal_text"), 20), web_fy_short(w, json_int(x, "goal_fy", 0)));
    else
        html(h, "<span class=\"soft\">—</span>");
    cell(w, &cols[7]);
    html(h, "%s", json_has(x, "ratio") ? arena_fmt(w->c->mem, "%.1f%%", json_number_value(json_path(x, "ratio"))) : "—");
    if (json_has(x, "reached"))
        html(h, " <span class=\"badge\">%s</span>", json_flag(x, "reached") ? T(w, "達成", "reached") : T(w, "未達", "missed"));
    if (json_flag(x, "less_is_better"))
        html(h, "<br><span class=\"soft small\">%s</span>", T(w, "小さいほどよい", "less is better"));
    row_end(w);
}

static const FileColumn file_cols[] = {
    { "id", "指標の番号", "Indicator" }, { "programme_key", "事業の識別名", "Programme key" }, { "programme", "事業名", "Programme" }, { "ministry", "府省庁", "Ministry" }, { "type", "種別", "Type" }, { "name", "指標", "Indicator name" },
    { "target", "成果目標", "Target stated" }, { "unit", "単位", "Unit" }, { "fy", "シート・評価票の年度", "Sheet or report of" }, { "sheet_id", "シート", "Sheet" }, { "year", "実績と目標の年度", "Year of both" }, { "actual", "実績", "Actual" },
    { "planned", "目標", "Target" }, { "ratio", "実績÷目標（%）", "Actual / target (%)" }, { "reached", "達成", "Reached" }, { "less_is_better", "小さいほどよい", "Less is better" }, { "latest", "直近の実績", "Latest actual" },
    { "goal_text", "最終目標値", "Goal" }, { "goal_fy", "目標最終年度", "Year of the goal" }, { "final_only", "最終年度の目標だけ", "Final target only" },
};

/* Yes and no in words: a cell of a table knows no truth. */
static void
in_words(Web *w, json_t *rows)
{
    static const char *const flags[] = { "reached", "less_is_better", "final_only" };
    size_t  i;
    json_t *x;
    json_array_foreach(rows, i, x)
    {
        for (size_t k = 0; k < COUNT(flags); k++)
            if (json_has(x, flags[k]))
                json_object_set_new(x, flags[k], json_string(json_flag(x, flags[k]) ? T(w, "はい", "yes") : T(w, "いいえ", "no")));
        json_object_set_new(x, "type", json_string(web_indicator_type(w, json_text(x, "type"))));
    }
}

void
page_indicators(Web *w)
{
    if (fields_to_query(w))
        return;
    const char *q = req_query(w->q, "q"), *dir = req_query(w->q, "dir");
    int64_t     from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    bool        whole = web_wants_file(w), asked = q && !text_blank(q);
    json_t     *page = explore(w->c, &(ExploreAsk){ .query = q, .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0, .from = whole ? 0 : from, .limit = whole ? 0 : STEP }), *rows = json_path(page, "rows"), *x;
    size_t      i;
    if (whole)
        in_words(w, rows);
    if (!ok(w->c) || web_file(w, "indicators", T(w, "指標", "Indicators"), rows, file_cols, COUNT(file_cols)))
        return;
    Form    f = form_of(w, q);
    int64_t total = json_int(page, "total", 0);
    layout_begin(w, T(w, "指標を探す", "Indicators"), "indicators");
    html(&w->h, "<p class=\"lead\">%s</p>", T(w, "評価票とレビューシートのすべての指標を、目標と実績から探します。", "All indicators of reports and review sheets, by what they aim at and reached."));
    web_filters(w, "indicators");
    filter_form(w, &f);
    web_problems(w, json_path(page, "problems"));
    if (total == 0) {
        web_empty(w, asked ? T(w, "この条件に合う指標はありません。", "No indicator fits these conditions.") : T(w, "指標がまだありません。", "There are no indicators yet."),
                  asked ? T(w, "条件を減らすか、別の語でお試しください。", "Take a condition away, or try other words.") : T(w, "評価書かレビューシートを取り込むと、ここに並びます。", "They stand here when a report or review sheets are taken in."),
                  asked ? "/indicators" : NULL, T(w, "条件をすべて外す", "Show all"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s", number_commas(w->c->mem, total), T(w, "件の指標", total == 1 ? " indicator" : " indicators"));
    if (asked)
        html(&w->h, " <a class=\"small\" href=\"/indicators\">%s</a>", T(w, "条件をすべて外す", "Show all"));
    html(&w->h, " <a class=\"small\" href=\"#attained\">%s</a></h2>", T(w, "達成の分布", "How far targets were reached"));
    web_downloads(w);
    html(&w->h, "</div>");
    table_begin(w, T(w, "指標の表", "Indicators"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, x) one_row(w, x);
    table_end(w);
    web_pages(w, from, STEP, total);
    distribution(w, page, q);
    layout_end(w);
}

void
api_attainment(Web *w)
{
    json_t *page = explore(w->c, &(ExploreAsk){ .query = req_query(w->q, "q"), .limit = 1 });
    if (!ok(w->c))
        return;
    json_object_del(page, "rows");
    json_object_del(page, "limit");
    json_object_del(page, "offset");
    web_json(w, page);
}
