/* rated_counts.c -- a portfolio of ratings: grades by year, region, sector; own ratings against independent ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/rated.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/api.h"
#include "web/show.h"

#include <string.h>

enum { COLUMNS = 20, YEARS = 20, GROUPS = 10 };

/* The address of the list behind a count: the page's own filters and these. */
static const char *
list_href(Web *w, const json_t *f, const char *by, const json_t *value, const char *criterion, const char *grade)
{
    Arena      *mem = w->c->mem;
    Buf        *b = buf_in(mem);
    QueryPart   part[32];
    size_t      n = req_queries(w->q, part, COUNT(part));
    const char *q = req_query(w->q, "q"), *more = NULL, *v = NULL;
    if (value && strcmp(by, "fy") == 0)
        more = json_is_integer(value) ? arena_fmt(mem, "fy:%lld", (long long)json_integer_value(value)) : NULL;
    else if (value && strcmp(by, "kind") == 0)
        more = arena_fmt(mem, "kind:%s", json_string_value(value) ? json_string_value(value) : "");
    else if (value)
        v = json_is_string(value) ? json_string_value(value) : "-";
    buf_fmt(b, "/ratings?framework=%s", url_part(mem, json_text(f, "key")));
    if ((q && !text_blank(q)) || more)
        buf_fmt(b, "&q=%s", url_part(mem, arena_fmt(mem, "%s%s%s", q && !text_blank(q) ? arena_fmt(mem, more ? "(%s)" : "%s", text_squeeze(mem, q)) : "", q && !text_blank(q) && more ? " " : "", more ? more : "")));
    for (size_t i = 0; i < n; i++)
        if ((framework_row(f, "facts", part[i].name) && !(v && strcmp(part[i].name, by) == 0)) || strcmp(part[i].name, "apart") == 0)
            buf_fmt(b, "&%s=%s", part[i].name, url_part(mem, part[i].value ? part[i].value : ""));
    if (v)
        buf_fmt(b, "&%s=%s", by, url_part(mem, v));
    if (grade)
        buf_fmt(b, "&grade=%s", url_part(mem, arena_fmt(mem, "%s:%s", criterion, grade)));
    return buf_text(b);
}

static void
count(Web *w, int64_t n, const char *href)
{
    if (n == 0)
        html(&w->h, "<span class=\"soft\">0</span>");
    else
        html(&w->h, "<a href=\"%s\">%s</a>", href, number_commas(w->c->mem, n));
}

static const char *
value_word(Web *w, const json_t *f, const char *by, const json_t *v)
{
    if (json_is_integer(v))
        return arena_fmt(w->c->mem, "%lld", (long long)json_integer_value(v));
    if (!json_is_string(v) || !*json_string_value(v))
        return T(w, "記載なし", "not stated");
    return strcmp(by, "kind") == 0 ? rated_word(w, f, "kinds", json_string_value(v)) : json_string_value(v);
}

static const char *
percent(Web *w, const json_t *row)
{
    return json_has(row, "share") ? arena_fmt(w->c->mem, "%.1f%%", 100 * json_number_value(json_path(row, "share"))) : "—";
}

/* Every column a stack of grades; years as they come, else the groups with the most evaluations, numbered as in the table. */
static void
picture(Web *w, const json_t *f, const char *criterion, const char *by, const json_t *rows)
{
    const json_t   *grades = framework_grades(f, criterion);
    size_t          n = json_array_size(rows), parts = json_array_size(grades), i, k, fy = strcmp(by, "fy") == 0, most = fy ? YEARS : GROUPS;
    PlotStackGroup *g = NEWN(w->c->mem, PlotStackGroup, most + 1);
    PlotStack       p = { .id = "ratings-plot", .title = T(w, "評定の内訳", "Ratings"), .unit = T(w, "件", "evaluations"), .groups = g, .part_count = parts, .japanese = w->c->lang == LANG_JA };
    Buf            *words = buf_in(w->c->mem);
    if (parts > STACK_PARTS)
        return;
    for (k = 0; k < parts; k++)
        p.parts[k] = framework_word(w->c, json_array_get(grades, k));
    for (i = fy && n > most ? n - most : 0; i < n && p.n < most; i++) {
        const json_t *row = json_array_get(rows, i);
        if (fy && !json_has(row, "value"))
            continue;
        PlotStackGroup *one = &g[p.n++];
        *one = (PlotStackGroup){ .label = fy ? value_word(w, f, by, json_path(row, "value")) : arena_fmt(w->c->mem, "%zu", i + 1) };
        for (k = 0; k < parts; k++) {
            one->has[k] = true;
            one->part[k] = (double)json_integer_value(json_object_get(json_path(row, "grades"), json_text(json_array_get(grades, k), "key")));
        }
        buf_fmt(words, "%s%s: %s", words->n ? T(w, "、", "; ") : "", value_word(w, f, by, json_path(row, "value")), percent(w, row));
    }
    if (p.n == 0)
        return;
    p.desc = buf_text(words);
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", p.title);
    plot_stack(&w->h, &p);
    html(&w->h, "</div>");
    if (fy && n > most)
        html(&w->h, "<p class=\"soft small\">%s</p>", arena_fmt(w->c->mem, T(w, "図は最近の%d年分、表はすべての年です。", "The picture has the last %d years, the table all."), YEARS));
    if (!fy)
        html(&w->h, "<p class=\"soft small\">%s</p>", arena_fmt(w->c->mem, n > most ? T(w, "図の番号は表の行の番号です（はじめの%zu行）。", "Numbers in the picture are rows of the table (the first %zu).") : T(w, "図の番号は表の行の番号です（%zu行）。", "Numbers in the picture are rows of the table (%zu)."), n < most ? n : most));
}

static void
table(Web *w, const json_t *f, const char *criterion, const char *by, const json_t *found)
{
    const json_t *grades = framework_grades(f, criterion);
    Column        c[COLUMNS];
    size_t        n = 0, i, k;
    json_t       *g, *row, *rows = json_path(found, "rows"), *with = json_keep(w->c->mem, json_copy(rows));
    c[n++] = (Column){ .ja = "区分", .en = "Group", .head = true };
    c[n++] = (Column){ .ja = "評定あり", .en = "Rated", .number = true };
    for (i = 0; i < json_array_size(grades) && n < COLUMNS - 2; i++) {
        g = json_array_get(grades, i);
        c[n++] = (Column){ .ja = json_text(g, "ja"), .en = json_text(g, "en"), .number = true };
    }
    c[n++] = (Column){ .ja = "評定なし", .en = "Not rated", .number = true };
    c[n++] = (Column){ .ja = "達成の割合", .en = "Share reached", .number = true };
    json_array_append(with, json_path(found, "all"));
    table_begin(w, T(w, "評定の件数", "Counts of ratings"), c, n, true);
    json_array_foreach(with, i, row)
    {
        bool          all = i == json_array_size(rows);
        const json_t *value = all ? NULL : json_path(row, "value");
        row_begin(w, NULL);
        cell(w, &c[0]);
        html(&w->h, all ? "<strong>%s</strong>" : "%s", all ? T(w, "計", "All") : arena_fmt(w->c->mem, strcmp(by, "fy") == 0 ? "%.0s%s" : "%s. %s", arena_fmt(w->c->mem, "%zu", i + 1), value_word(w, f, by, value)));
        cell(w, &c[1]);
        html(&w->h, "%s", number_commas(w->c->mem, json_int(row, "rated", 0)));
        for (k = 2; k < n - 2; k++) {
            const char *key = json_text(json_array_get(grades, k - 2), "key");
            cell(w, &c[k]);
            count(w, json_integer_value(json_object_get(json_path(row, "grades"), key)), list_href(w, f, by, value, criterion, key));
        }
        cell(w, &c[n - 2]);
        count(w, json_int(row, "unrated", 0), list_href(w, f, by, value, criterion, ""));
        cell(w, &c[n - 1]);
        html(&w->h, "%s", percent(w, row));
        row_end(w);
    }
    table_end(w);
}

/* Own ratings down, independent ones across. */
static void
disconnect(Web *w, const json_t *f, const char *criterion, const json_t *found)
{
    const json_t *grades = framework_grades(f, criterion), *matrix = json_path(found, "matrix"), *apart = json_path(found, "apart");
    int64_t       over = json_int(apart, "over", 0), under = json_int(apart, "under", 0), same = json_int(apart, "same", 0);
    Column        c[COLUMNS] = { { .ja = "自己評定 ＼ 評定", .en = "Self \\ independent", .head = true } };
    size_t        n = 1, i, k;
    section_begin(w, "disconnect", T(w, "自己評定と独立の評定の差", "Self-ratings against independent ratings"));
    if (over + under + same == 0) {
        html(&w->h, "<p>%s</p>", T(w, "自己評定と独立の評定の両方がある評価は、ここにありません。", "No evaluation here has both a self-rating and an independent one."));
        section_end(w);
        return;
    }
    html(&w->h, "<p>%s</p>", arena_fmt(w->c->mem, T(w, "両方のある %lld 件のうち、自己の方が高いもの %lld、同じもの %lld、低いもの %lld。差（自己が高い割合−低い割合）は %.1f ポイント。", "Of %lld with both, the self-rating is higher in %lld, the same in %lld, lower in %lld; higher less lower: %.1f points."),
         (long long)(over + under + same), (long long)over, (long long)same, (long long)under, 100.0 * (double)(over - under) / (double)(over + under + same)));
    for (i = 0; i < json_array_size(grades); i++)
        c[n++] = (Column){ .ja = json_text(json_array_get(grades, i), "ja"), .en = json_text(json_array_get(grades, i), "en"), .number = true };
    table_begin(w, T(w, "自己評定と評定の表", "Self by independent"), c, n, true);
    for (i = json_array_size(grades); i > 0; i--) {
        const json_t *own = json_array_get(grades, i - 1), *line = json_object_get(matrix, json_text(own, "key"));
        row_begin(w, NULL);
        cell(w, &c[0]);
        html(&w->h, "%s", framework_word(w->c, own));
        for (k = 1; k < n; k++) {
            int64_t v = json_integer_value(json_object_get(line, json_text(json_array_get(grades, k - 1), "key")));
            cell(w, &c[k]);
            html(&w->h, i == k ? "<strong>%s</strong>" : "%s", number_commas(w->c->mem, v));
        }
        row_end(w);
    }
    table_end(w);
    section_end(w);
}

static void
chip(Web *w, const char *name, const char *key, const char *chosen, const char *word)
{
    html(&w->h, "<li><a href=\"%s\"", web_here(w, name, key, NULL));
    if (strcmp(chosen, key) == 0)
        html(&w->h, " aria-current=\"true\"");
    html(&w->h, ">%s</a></li>", word);
}

static void
chips(Web *w, const json_t *f, const char *name, const char *label, const char *list, const char *chosen)
{
    bool    by = strcmp(name, "by") == 0;
    size_t  i;
    json_t *x;
    html(&w->h, "<ul class=\"chips no-print\" aria-label=\"%s\">", label);
    if (by) {
        chip(w, name, "fy", chosen, T(w, "評価年度", "Year"));
        chip(w, name, "kind", chosen, T(w, "種類", "Kind"));
    }
    json_array_foreach(json_path(f, list), i, x)
        if (!by || json_has(x, "group"))
            chip(w, name, json_text(x, "key"), chosen, framework_word(w->c, x));
    html(&w->h, "</ul>");
}

static const char *
chosen(Web *w, const char *name, const char *otherwise)
{
    const char *s = req_query(w->q, name);
    return s && *s ? s : otherwise;
}

/* The rows as a file: one line a group, a column a grade. */
static size_t
file_columns(Web *w, const json_t *grades, FileColumn *c)
{
    size_t n = 0, i;
    c[n++] = (FileColumn){ "value", "区分", "Group" };
    c[n++] = (FileColumn){ "rated", "評定あり", "Rated" };
    for (i = 0; i < json_array_size(grades) && n < COLUMNS - 3; i++) {
        const json_t *g = json_array_get(grades, i);
        c[n++] = (FileColumn){ arena_fmt(w->c->mem, "grades.%s", json_text(g, "key")), json_text(g, "ja"), json_text(g, "en") };
    }
    c[n++] = (FileColumn){ "unrated", "評定なし", "Not rated" };
    c[n++] = (FileColumn){ "good", "達成", "Reached" };
    c[n++] = (FileColumn){ "share", "達成の割合", "Share reached" };
    return n;
}

void
page_ratings_portfolio(Web *w)
{
    json_t *f = rated_page(w);
    if (!f)
        return;
    RatedAsk      ask = rated_asked(w, f);
    const char   *by = chosen(w, "by", "fy"), *criterion = chosen(w, "criterion", json_text(f, "main"));
    FileColumn    files[COLUMNS];
    json_t       *found = rated_counts(w->c, &ask, criterion, "independent", by);
    if (!found || web_file(w, "ratings-portfolio", framework_word(w->c, json_path(f, "name")), json_path(found, "rows"), files, file_columns(w, framework_grades(f, criterion), files)))
        return;
    Html *h = &w->h;
    layout_open(w, &(Page){ .title = T(w, "ほかの枠組みによる評価の全体像", "Portfolio of ratings"), .here = "ratings", .crumbs = { { "/ratings", T(w, "ほかの枠組みによる評価", "Ratings under other frameworks") } } });
    rated_head(w, f, &ask, "counts", "/ratings-portfolio", found);
    html(h, "<h2 id=\"criterion\">%s</h2>", T(w, "評価項目", "Criterion"));
    chips(w, f, "criterion", T(w, "評価項目を選ぶ", "Choose a criterion"), "criteria", criterion);
    html(h, "<h2 id=\"by\">%s</h2>", T(w, "分け方", "Counted by"));
    chips(w, f, "by", T(w, "分け方を選ぶ", "Choose how to count"), "facts", by);
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>%s</dd></div></dl>", T(w, "評定のある評価", "Rated"), number_commas(w->c->mem, json_int(found, "all.rated", 0)), T(w, "達成の割合", "Share reached"), percent(w, json_path(found, "all")),
         T(w, "評定なし", "Not rated"), number_commas(w->c->mem, json_int(found, "all.unrated", 0)));
    picture(w, f, criterion, by, json_path(found, "rows"));
    web_downloads(w);
    html(h, "<div class=\"wide\">");
    table(w, f, criterion, by, found);
    disconnect(w, f, criterion, found);
    html(h, "</div>");
    layout_end(w);
}

void
api_ratings_portfolio(Web *w)
{
    json_t *f = rated_framework(w);
    if (ok(w->c) && !f)
        fail(w->c, ERR_NOT_FOUND, "framework", "%s", T(w, "ほかの枠組みによる評価がまだありません。", "There are no evaluations under other frameworks yet."));
    RatedAsk ask = rated_asked(w, f);
    web_json(w, f ? rated_counts(w->c, &ask, chosen(w, "criterion", json_text(f, "main")), chosen(w, "rater", "independent"), chosen(w, "by", "fy")) : NULL);
}
