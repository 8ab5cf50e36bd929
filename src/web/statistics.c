/* statistics.c -- what the checks found in review sheets, by check, year and ministry; every count opens the list.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/api.h"
#include "web/scale.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/portfolio.h"
#include "format/json.h"
#include "format/plot.h"

#include <string.h>

/* By flags.def: the catalogue of checks says more, and is not read for every page. */
static json_t *
all_checks(Web *w)
{
    json_t *out = json_keep(w->c->mem, json_array());
#define FLAG(name, code, ja, en) json_array_append_new(out, json_pack("{ss ss ss}", "code", code, "title", ja, "title_en", en));
#include "domain/flags.def"
#undef FLAG
    return out;
}

static int64_t
found_in(const json_t *row, const char *code)
{
    return json_int(json_path(row, "flags"), code, 0);
}

/* The rows of one year or ministry; NULL when there are none. */
static const json_t *
row_of(const json_t *rows, const char *ministry, int64_t fy)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        if ((!ministry || strcmp(json_text(row, "ministry"), ministry) == 0) && (!fy || json_int(row, "fy", 0) == fy))
            return row;
    return NULL;
}

/* A heading and one column a year. */
static Column *
year_columns(Web *w, const char *ja, const char *en, const json_t *years, size_t *n)
{
    size_t  i;
    json_t *y;
    Column *cols = NEWN(w->c->mem, Column, json_array_size(years) + 1);
    cols[0] = (Column){ .ja = ja, .en = en, .head = true };
    json_array_foreach(years, i, y)
    {
        const char *fy = web_fy_short(w, json_int(y, "fy", 0));
        cols[i + 1] = scale_column(fy, fy, true);
    }
    *n = json_array_size(years) + 1;
    return cols;
}

static void
count_cell(Web *w, const Column *col, const json_t *row, const char *ministry, const char *code)
{
    cell(w, col);
    if (!row) {
        html(&w->h, "<span class=\"soft\">—</span>");
        return;
    }
    int64_t n = found_in(row, code), of = json_int(row, "sheets", 0);
    scale_count(w, n, ministry, json_int(row, "fy", 0), arena_fmt(w->c->mem, "finding:%s", code));
    if (n > 0 && of > 0)
        html(&w->h, " <span class=\"soft small\">%.1f%%</span>", (double)n * 100 / (double)of);
}

/* Checks down, years across. */
static void
by_check(Web *w, const json_t *years, const json_t *checks, const char *code)
{
    size_t  n, i, k;
    json_t *y, *x;
    Column *cols = year_columns(w, "点検", "Check", years, &n);
    html(&w->h, "<h2>%s</h2>", T(w, "点検と年度", "By check and year"));
    table_begin(w, T(w, "点検と年度ごとのシートの数", "Sheets by check and year"), cols, n, true);
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(&w->h, "%s", T(w, "シートの数", "Sheets"));
    json_array_foreach(years, k, y)
    {
        cell(w, &cols[k + 1]);
        scale_count(w, json_int(y, "sheets", 0), NULL, json_int(y, "fy", 0), NULL);
    }
    row_end(w);
    json_array_foreach(checks, i, x)
    {
        bool on = strcmp(json_text(x, "code"), code) == 0;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "<a href=\"%s\"", web_here(w, "code", json_text(x, "code"), NULL));
        if (on)
            html(&w->h, " aria-current=\"true\"");
        html(&w->h, ">%s</a>", T(w, json_text(x, "title"), json_text(x, "title_en")));
        json_array_foreach(years, k, y)
            count_cell(w, &cols[k + 1], y, NULL, json_text(x, "code"));
        row_end(w);
    }
    table_end(w);
}

/* Ministries down, years across, of one check. */
static void
by_ministry(Web *w, const json_t *rows, const json_t *years, const json_t *ministries, const json_t *check)
{
    size_t      n, i, k;
    json_t     *y, *m;
    const char *code = json_text(check, "code");
    Column     *cols = year_columns(w, "府省", "Ministry", years, &n);
    html(&w->h, "<h2 id=\"ministries\">%s</h2>", arena_fmt(w->c->mem, T(w, "府省と年度：%s", "By ministry and year: %s"), T(w, json_text(check, "title"), json_text(check, "title_en"))));
    table_begin(w, T(w, "府省と年度ごとのシートの数", "Sheets by ministry and year"), cols, n, true);
    json_array_foreach(ministries, i, m)
    {
        const char *name = json_text(m, "ministry");
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "<span lang=\"ja\">%s</span>", name);
        json_array_foreach(years, k, y)
            count_cell(w, &cols[k + 1], row_of(rows, name, json_int(y, "fy", 0)), name, code);
        row_end(w);
    }
    table_end(w);
}

static void
picture(Web *w, const json_t *years, const json_t *check)
{
    size_t      n = json_array_size(years), i;
    json_t     *y;
    PlotGroup  *g = NEWN(w->c->mem, PlotGroup, n + 1);
    Buf        *words = buf_in(w->c->mem);
    const char *title = T(w, json_text(check, "title"), json_text(check, "title_en"));
    json_array_foreach(years, i, y)
    {
        int64_t of = json_int(y, "sheets", 0);
        double  v = of ? (double)found_in(y, json_text(check, "code")) * 100 / (double)of : 0;
        g[i].label = web_fy_short(w, json_int(y, "fy", 0));
        g[i].bars[0] = (PlotBar){ .value = v, .known = true, .there = true, .text = arena_fmt(w->c->mem, "%.1f", v) };
        buf_fmt(words, "%s%s %.1f%%", words->n ? T(w, "、", ", ") : "", g[i].label, v);
    }
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "図", "Plot"));
    plot_bars(&w->h, &(PlotBars){ .id = "share", .title = arena_fmt(w->c->mem, T(w, "シートに占める割合：%s", "Share of the sheets: %s"), title), .desc = buf_text(words), .unit = "%",
                                  .series = { title }, .series_count = 1, .groups = g, .n = n, .japanese = w->c->lang == LANG_JA });
    html(&w->h, "</div>");
}

static const FileColumn file_cols[] = {
    { "ministry", "府省", "Ministry" }, { "fy", "年度", "Fiscal year" }, { "sheets", "シートの数", "Sheets" },
#define FLAG(name, code, ja, en) { "flags." code, ja, en },
#include "domain/flags.def"
#undef FLAG
};

void
page_statistics(Web *w)
{
    const char *q = req_query(w->q, "q"), *code = req_query(w->q, "code");
    json_t     *all = portfolio(w->c, q, 0), *rows = json_path(all, "rows"), *checks = all_checks(w), *x;
    size_t      i;
    if (!ok(w->c) || web_file(w, "statistics", T(w, "レビューシートの点検", "Checks of review sheets"), rows, file_cols, COUNT(file_cols)))
        return;
    const json_t *chosen = NULL;
    json_array_foreach(checks, i, x)
        if (strcmp(json_text(x, "code"), code && *code ? code : "output-as-outcome") == 0)
            chosen = x;
    if (!chosen)
        chosen = json_array_get(checks, 0);
    json_t *years = portfolio_by(w->c, rows, "fy"), *state = portfolio_state(w->c);
    layout_open(w, &(Page){ .title = T(w, "レビューシートの統計", "Statistics of review sheets"), .here = "statistics", .crumbs = { { "/portfolio", T(w, "全体像", "Portfolio") } } });
    html(&w->h, "<p class=\"lead\">%s %s</p>", T(w, "すべてのレビューシートを同じ規則で点検した件数です。数を選ぶと、その事業の一覧が開きます。", "How many review sheets each check speaks of. A count opens the list of its programmes."),
         arena_fmt(w->c->mem, T(w, "点検済み %s／%s 枚。", "%s of %s sheets checked."), number_commas(w->c->mem, json_int(state, "checked", 0)), number_commas(w->c->mem, json_int(state, "sheets", 0))));
    web_filters(w, "statistics");
    scale_form(w, "/statistics", "ministry:文部科学省 money>10億", "code", code);
    web_problems(w, json_path(all, "problems"));
    if (json_array_size(rows) == 0) {
        web_empty(w, T(w, "この条件に合うレビューシートはありません。", "No review sheet fits these conditions."), T(w, "条件を減らすか、kanmon import でシートを取り込んでください。", "Take a condition away, or take sheets in with kanmon import."),
                  "/statistics", T(w, "条件をすべて外す", "Show all"));
        layout_end(w);
        return;
    }
    web_downloads(w);
    by_check(w, years, checks, json_text(chosen, "code"));
    scale_lacking(w);
    picture(w, years, chosen);
    by_ministry(w, rows, years, portfolio_by(w->c, rows, "ministry"), chosen);
    layout_end(w);
}

void
api_statistics(Web *w)
{
    json_t *all = portfolio(w->c, req_query(w->q, "q"), 0);
    web_list(w, "statistics", json_path(all, "rows"), KEYS("ministry", "fy", "sheets", "outcomes", "quantified", "without", "judged", "attained", "flags.no-outcome", "flags.no-output",
        "flags.no-target", "flags.final-year-only", "flags.over-budget", "flags.doubled-payee", "flags.output-as-outcome", "flags.indicator-lost", "flags.unit-changed", "flags.negative-amount",
        "flags.enormous-amount"));
}
