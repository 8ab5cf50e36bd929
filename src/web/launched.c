/* launched.c -- a programme as it was evaluated beside as it was launched: page, files and API.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/alike.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/launched.h"
#include "domain/lineage.h"
#include "domain/programme.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/api.h"

#include <stdlib.h>
#include <string.h>

static const FileColumn file_cols[] = {
    { "project_id", "予算事業ID", "Budget project" }, { "ministry", "府省庁", "Ministry" }, { "part", "区分", "Part" }, { "item", "項目", "Item (ja)" }, { "item_en", "項目（英語）", "Item" },
    { "evaluated", "評価時", "As evaluated" }, { "evaluated_yen", "評価時（円）", "As evaluated (yen)" }, { "evaluated_on", "評価の時点", "Evaluated on" }, { "document_lines", "原文の行", "Lines of the document" },
    { "launched", "実施後", "As launched" }, { "launched_yen", "実施後（円）", "As launched (yen)" }, { "sheet", "シート", "Sheet" }, { "launched_on", "シートの取込日", "Sheet taken in on" }, { "sheet_table", "表", "Table" },
    { "sheet_file", "ファイル", "File" }, { "sheet_line", "行", "Line" }, { "verdict", "比較", "Comparison" }, { "score", "類似度", "Likeness" }, { "note", "差異", "Difference (ja)" }, { "note_en", "差異（英語）", "Difference" },
};

static void
verdict(Web *w, const json_t *row)
{
    static const struct { const char *code, *ja, *en, *look; } words[] = {
        { "same", "同じ", "same", "good" }, { "differs", "異なる", "differs", "level warning" }, { "only-evaluated", "評価時のみ", "evaluated only", "level notice" },
        { "only-launched", "実施側のみ", "launched only", "level notice" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].code, json_text(row, "verdict")) == 0)
            html(&w->h, "<span class=\"badge %s\">%s</span>", words[i].look, T(w, words[i].ja, words[i].en));
    if (json_has(row, "note"))
        html(&w->h, " <span class=\"small\">%s</span>", T(w, json_text(row, "note"), json_text(row, "note_en")));
}

/* Where the launched side stands: sheet, table, file and line. */
static void
sheet_source(Web *w, const json_t *row)
{
    Html *h = &w->h;
    if (!json_has(row, "sheet"))
        return;
    html(h, "<br><span class=\"soft small\">%s", json_text(row, "sheet"));
    if (json_has(row, "launched_source.table"))
        html(h, " %s", strcmp(json_text(row, "launched_source.table"), "details") == 0 ? T(w, "概要", "outline") : arena_fmt(w->c->mem, T(w, "表%s", "table %s"), json_text(row, "launched_source.table")));
    if (json_int(row, "launched_source.line", 0) > 0)
        html(h, " <span title=\"%s\">%s</span>", json_text(row, "launched_source.file"), arena_fmt(w->c->mem, T(w, "%lld行", "line %lld"), (long long)json_int(row, "launched_source.line", 0)));
    html(h, "</span>");
}

/* A cell's text: as printed, "; " between its parts as lines. */
static void
said(Web *w, const json_t *row, const char *side)
{
    if (!json_has(row, side)) {
        html(&w->h, "<span class=\"soft\">—</span>");
        return;
    }
    html(&w->h, "<span lang=\"ja\">");
    html_lines(&w->h, text_replace(w->c->mem, json_text(row, side), "; ", "\n"));
    html(&w->h, "</span>");
}

static void
part_table(Web *w, const json_t *record, const json_t *rows, const char *const *parts, const char *title, const char *label)
{
    static const Column cols[] = { { .ja = "項目", .en = "Item", .head = true }, { .ja = "評価時（事前評価）", .en = "As evaluated" }, { .ja = "実施後（レビューシート）", .en = "As launched" }, { .ja = "比較", .en = "Comparison" } };
    Html   *h = &w->h;
    size_t  i;
    json_t *row;
    bool    open = false;
    json_array_foreach(rows, i, row)
    {
        bool mine = false;
        for (int k = 0; parts[k]; k++)
            mine = mine || strcmp(parts[k], json_text(row, "part")) == 0;
        if (!mine)
            continue;
        if (!open) {
            html(h, "<h3>%s</h3>", title);
            table_begin(w, arena_fmt(w->c->mem, "%s %s", title, label), cols, COUNT(cols), true);
        }
        open = true;
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", T(w, json_text(row, "item"), json_text(row, "item_en")));
        cell(w, &cols[1]);
        said(w, row, "evaluated");
        if (json_has(row, "evaluated"))
            web_source(w, record, json_keep(w->c->mem, json_pack("{sO}", "source", json_path(row, "evaluated_source"))));
        cell(w, &cols[2]);
        said(w, row, "launched");
        sheet_source(w, row);
        cell(w, &cols[3]);
        verdict(w, row);
        row_end(w);
    }
    if (open)
        table_end(w);
}

/* A text with the stretches that the other one has, too, set in <mark>. */
static void
marked(Web *w, const char *text, const char *other, bool first)
{
    enum { MOST = 60 };
    Shared s[MOST];
    size_t n = first ? alike_shared(w->c->mem, text, other, 4, s, MOST) : alike_shared(w->c->mem, other, text, 4, s, MOST), at = 0;
    html(&w->h, "<div class=\"long\"><p lang=\"ja\">");
    for (size_t k = 0; k < n; k++) { /* in the order of the text */
        size_t best = SIZE_MAX, pick = 0;
        for (size_t i = 0; i < n; i++) {
            size_t p = first ? s[i].a : s[i].b;
            if (p >= at && p < best)
                best = p, pick = i;
        }
        if (best == SIZE_MAX)
            break;
        size_t len = first ? s[pick].a_n : s[pick].b_n;
        html_lines(&w->h, arena_strn(w->c->mem, text + at, best - at));
        html(&w->h, "<mark>%s</mark>", arena_strn(w->c->mem, text + best, len));
        at = best + len;
    }
    html_lines(&w->h, text + at);
    html(&w->h, "</p></div>");
}

static void
one_text(Web *w, const json_t *record, const json_t *row)
{
    Html       *h = &w->h;
    const char *a = json_text(row, "evaluated"), *b = json_text(row, "launched");
    html(h, "<p>");
    verdict(w, row);
    html(h, "</p><div class=\"split\"><div><h4>%s", T(w, "評価時", "As evaluated"));
    web_source(w, record, json_keep(w->c->mem, json_pack("{sO}", "source", json_path(row, "evaluated_source"))));
    html(h, "</h4>");
    if (*a)
        marked(w, a, b, true);
    else
        html(h, "<p class=\"soft\">—</p>");
    html(h, "</div><div><h4>%s</h4>", T(w, "実施後", "As launched"));
    if (*b)
        marked(w, b, a, false);
    else
        html(h, "<p class=\"soft\">—</p>");
    sheet_source(w, row);
    html(h, "</div></div>");
}

/* The newest sheet's texts open, those of older ones folded. */
static void
texts(Web *w, const json_t *record, const json_t *rows)
{
    size_t      i;
    json_t     *row;
    const char *newest = NULL;
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_text(row, "part"), "text") != 0)
            continue;
        const char *title = arena_fmt(w->c->mem, T(w, "%s（%s）", "%s (%s)"), T(w, json_text(row, "item"), json_text(row, "item_en")), json_text(row, "sheet"));
        newest = newest ? newest : json_text(row, "sheet");
        bool old = strcmp(newest, json_text(row, "sheet")) != 0;
        if (old)
            html(&w->h, "<details><summary>%s</summary>", title);
        else
            html(&w->h, "<h3>%s</h3>", title);
        one_text(w, record, row);
        if (old)
            html(&w->h, "</details>");
    }
}

/* ---- money */

static const struct { const char *state, *ja, *en; } states[] = {
    { "request", "要求額", "Request" }, { "initial", "当初予算", "Initial" }, { "supplementary", "補正予算", "Supplementary" },
    { "current", "予算現額", "In all" },  { "executed", "執行額", "Executed" }, /* what is carried over stands in the files */
};

static const json_t *
money_at(const json_t *rows, int64_t fy, const char *state)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        if (strcmp(json_text(row, "part"), "money") == 0 && json_int(row, "fy", 0) == fy && strcmp(json_text(row, "state"), state) == 0)
            return row;
    return NULL;
}

static PlotBar
bar(Web *w, const json_t *row, const char *side)
{
    int64_t yen = json_int(row, side, 0);
    return !row || !json_has(row, side) ? (PlotBar){ 0 } : (PlotBar){ .value = (double)yen / 1e6, .known = true, .there = true, .text = number_commas(w->c->mem, (yen + (yen < 0 ? -500000 : 500000)) / 1000000) };
}

static void
money_plot(Web *w, const json_t *rows, const int64_t *fy, size_t n, const char *id, const char *title)
{
    PlotGroup *g = NEWN(w->c->mem, PlotGroup, n + 1);
    Buf       *b = buf_in(w->c->mem);
    size_t     k = 0;
    for (size_t i = 0; i < n; i++) {
        const json_t *asked = money_at(rows, fy[i], "request"), *initial = money_at(rows, fy[i], "initial");
        PlotBar       v[4] = { bar(w, json_has(asked, "evaluated_yen") ? asked : initial, "evaluated_yen"), bar(w, initial, "launched_yen"), bar(w, money_at(rows, fy[i], "supplementary"), "launched_yen"),
                               bar(w, money_at(rows, fy[i], "executed"), "launched_yen") };
        if (!v[0].there && !v[1].there && !v[2].there && !v[3].there)
            continue;
        g[k] = (PlotGroup){ .label = arena_fmt(w->c->mem, "%lld", (long long)fy[i]), .under = w->c->lang == LANG_JA ? era_year(w->c->mem, (int)fy[i]) : NULL };
        memcpy(g[k].bars, v, sizeof v);
        k++;
        buf_fmt(b, "%s%lld: %s / %s", b->n ? T(w, "、", ", ") : "", (long long)fy[i], v[0].there ? v[0].text : "—", v[1].there ? v[1].text : "—");
    }
    if (k == 0)
        return;
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "図", "Plot"));
    plot_bars(&w->h, &(PlotBars){ .id = id, .title = title, .desc = buf_text(b), .unit = T(w, "単位：百万円", "in million yen"), .series = { T(w, "要求額（評価時）", "Requested (as evaluated)"), T(w, "当初予算", "Initial budget"),
                                  T(w, "補正予算", "Supplementary"), T(w, "執行額", "Executed") }, .series_count = 4, .groups = g, .n = k, .japanese = w->c->lang == LANG_JA });
    html(&w->h, "</div>");
}

static void
money_cells(Web *w, const json_t *record, const json_t *rows, int64_t fy, const Column *cols)
{
    Html         *h = &w->h;
    const json_t *first = NULL, *asked = money_at(rows, fy, "request"), *initial = money_at(rows, fy, "initial");
    asked = json_has(asked, "evaluated") ? asked : initial;
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(h, "%s", web_fy(w, fy));
    cell(w, &cols[1]);
    if (json_has(asked, "evaluated")) {
        web_million(w, json_path(asked, "evaluated_yen"), json_text(asked, "evaluated"));
        web_source(w, record, json_keep(w->c->mem, json_pack("{sO}", "source", json_path(asked, "evaluated_source"))));
    } else {
        html(h, "<span class=\"soft\">—</span>");
    }
    for (size_t i = 0; i < COUNT(states); i++) {
        const json_t *row = money_at(rows, fy, states[i].state);
        first = first || !json_has(row, "sheet") ? first : row;
        cell(w, &cols[2 + i]);
        web_million(w, json_path(row, "launched_yen"), "—");
    }
    cell(w, &cols[2 + COUNT(states)]);
    if (initial)
        verdict(w, initial);
    sheet_source(w, first);
    row_end(w);
}

static void
money(Web *w, const json_t *record, const json_t *rows, const char *id, const char *label)
{
    static const Column cols[] = {
        { .ja = "年度", .en = "Year", .head = true }, { .ja = "評価時の要求額", .en = "Requested as evaluated", .number = true }, { .ja = "要求額", .en = "Request", .number = true }, { .ja = "当初予算", .en = "Initial", .number = true },
        { .ja = "補正予算", .en = "Supplementary", .number = true }, { .ja = "予算現額（繰越し等を含む）", .en = "In all, with carry-overs", .number = true }, { .ja = "執行額", .en = "Executed", .number = true },
        { .ja = "当初予算の差と出典", .en = "Initial against requested; source" },
    };
    int64_t fy[110];
    size_t  n = 0, i;
    json_t *row, *total = NULL;
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_text(row, "part"), "money") != 0)
            continue;
        if (!json_has(row, "fy"))
            total = row;
        else if (n < COUNT(fy) && (n == 0 || fy[n - 1] != json_int(row, "fy", 0)))
            fy[n++] = json_int(row, "fy", 0);
    }
    if (n == 0)
        return;
    const char *title = T(w, "年度ごとの予算（百万円）", "Money by year (million yen)");
    html(&w->h, "<h3>%s</h3>", title);
    money_plot(w, rows, fy, n, id, arena_fmt(w->c->mem, "%s %s", title, label));
    table_begin(w, arena_fmt(w->c->mem, "%s %s", title, label), cols, COUNT(cols), true);
    for (i = 0; i < n; i++)
        money_cells(w, record, rows, fy[i], cols);
    table_end(w);
    if (total) {
        html(&w->h, "<p class=\"small\">%s <span lang=\"ja\">%s</span>", T(w, "評価時の総額：", "Total as evaluated:"), json_text(total, "evaluated"));
        web_source(w, record, json_keep(w->c->mem, json_pack("{sO}", "source", json_path(total, "evaluated_source"))));
        html(&w->h, "</p>");
    }
}

/* ---- the page */

static const char *
target_title(Web *w, const json_t *t)
{
    const char *name = json_str(t, "name") ? json_text(t, "name") : T(w, "（名称はシートを待つ）", "(name waits for the sheet)");
    return arena_fmt(w->c->mem, T(w, "%s（%s）", "%s (%s)"), name, json_text(t, "ministry"));
}

static void
why(Web *w, const json_t *t)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    html(h, "<p class=\"small\">");
    if (json_has(t, "project_id"))
        html(h, "%s ", arena_fmt(w->c->mem, T(w, "予算事業ID %lld", "Budget project %lld"), (long long)json_int(t, "project_id", 0)));
    if (json_has(t, "programme"))
        html(h, "<a href=\"/programmes/%s\">%s</a> ", url_part(w->c->mem, json_text(t, "programme.key")), T(w, "この事業のページ", "its own page"));
    json_array_foreach(json_path(t, "reasons"), i, x) html(h, "<span class=\"soft\">%s</span>", T(w, json_text(x, "ja"), json_text(x, "en")));
    html(h, "</p>");
}

static void
target(Web *w, const json_t *record, const json_t *t, size_t no)
{
    static const char *const about[] = { "name", "owner", "period", NULL }, *const indicators[] = { "indicator", NULL };
    Html       *h = &w->h;
    const char *id = arena_fmt(w->c->mem, "target-%zu", no + 1), *title = target_title(w, t);
    section_begin(w, id, title);
    why(w, t);
    if (json_flag(t, "waits")) {
        web_empty(w, T(w, "シート待ち：この府省のレビューシートはまだ取り込まれていません。", "Waits: no review sheet of this ministry was taken in yet."),
                  T(w, "関係は登録してあります。シートを取り込めば、ここに並びます（kanmon import）。", "The link stands; once the sheet is imported it is shown here (kanmon import)."), NULL, NULL);
        section_end(w);
        return;
    }
    const json_t *rows = json_path(t, "rows");
    part_table(w, record, rows, about, T(w, "名称・担当・期間", "Name, owner, period"), title);
    money(w, record, rows, arena_fmt(w->c->mem, "money-%zu", no + 1), title);
    part_table(w, record, rows, indicators, T(w, "指標と目標", "Indicators and targets"), title);
    html(h, "<p class=\"soft small\">%s</p>", T(w, "指標は名称の類似で対応づけました（共通する語と類似度を示します）。対応しないものは片側だけに示します。", "Indicators are matched by likeness of their names (words in common and likeness are shown); those without a match stand on one side only."));
    texts(w, record, rows);
    section_end(w);
}

static void
fund(Web *w, const json_t *x)
{
    static const Column cols[] = { { .ja = "年度", .en = "Year", .head = true }, { .ja = "評価時の要求額", .en = "Requested as evaluated", .number = true }, { .ja = "当初予算の計", .en = "Initial, in all", .number = true },
                                   { .ja = "補正予算の計", .en = "Supplementary, in all", .number = true }, { .ja = "執行額の計", .en = "Executed, in all", .number = true }, { .ja = "シートのある府省", .en = "Ministries with a sheet", .number = true } };
    static const char *const keys[] = { "requested", "initial", "supplementary", "executed" };
    size_t  i, n = json_array_size(json_path(x, "targets"));
    json_t *row;
    if (json_array_size(json_path(x, "fund")) == 0)
        return;
    section_begin(w, "fund", T(w, "全体（百万円）", "All parts together (million yen)"));
    html(&w->h, "<p>%s</p>", arena_fmt(w->c->mem, T(w, "一つの事業が %zu の事業になりました。シートのあるものだけを足しています。", "One programme became %zu. Only those with a sheet are added."), n));
    table_begin(w, T(w, "全体の予算", "Money of all parts"), cols, COUNT(cols), true);
    json_array_foreach(json_path(x, "fund"), i, row)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "%s", web_fy(w, json_int(row, "fy", 0)));
        for (size_t k = 0; k < COUNT(keys); k++) {
            cell(w, &cols[k + 1]);
            web_million(w, json_path(row, keys[k]), "—");
        }
        cell(w, &cols[5]);
        html(&w->h, "%lld / %zu", (long long)json_int(row, "parts", 0), n);
        row_end(w);
    }
    table_end(w);
    section_end(w);
}

static void
nothing(Web *w, const json_t *row)
{
    bool can_link = web_can_go(w, "/links");
    web_empty(w, T(w, "実施された事業との関係がまだありません。", "No launched programme is linked yet."),
              json_has(row, "version") ? T(w, "関係の種類「実施された事業」を登録すると、レビューシートと並べて比べます。", "Add a link \"launched as\" and the review sheets are shown beside the evaluation.")
                                       : T(w, "この事業には事前評価の記録がありません。", "There is no ex-ante record of this programme."),
              can_link && json_has(row, "version") ? "/links" : NULL, T(w, "事業の関係", "Links of programmes"));
}

void
page_launched(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    json_t *x = id ? launched_show(w->c, id) : NULL, *t;
    json_t *record = x && json_array_size(json_path(x, "targets")) ? programme_show_evaluation(w->c, id, "ex-ante", NULL) : NULL;
    size_t  i;
    if (!x || !ok(w->c) || web_file(w, arena_fmt(w->c->mem, "launched-%s", json_text(x, "programme.key")), T(w, "評価時と実施後", "As evaluated and as launched"), launched_rows(w->c, x), file_cols, COUNT(file_cols)))
        return;
    json_t *row = programme_row(w->c, id);
    layout_open(w, &(Page){ .title = T(w, "評価時と実施後", "As evaluated and as launched"), .here = "programmes",
                            .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { arena_fmt(w->c->mem, "/programmes/%s", url_part(w->c->mem, json_text(x, "programme.key"))), json_text(x, "programme.name") } } });
    web_programme_tabs(w, row, "launched");
    if (!record) {
        nothing(w, row);
        layout_end(w);
        return;
    }
    html(&w->h, "<p>%s</p>", arena_fmt(w->c->mem, T(w, "%s の事前評価の記載を、実施された事業のレビューシートの記載と並べています。どちらの記載も直さず、出典を示します。", "What the ex-ante evaluation of %s says, beside what the review sheets of the launched programme say. Neither is mended; each has its source."),
                                    web_day(w, json_text(x, "evaluated_on"))));
    web_downloads(w);
    if (json_array_size(json_path(x, "targets")) > 1) {
        html(&w->h, "<nav class=\"toc\" aria-label=\"%s\"><ol>", T(w, "このページの目次", "On this page"));
        json_array_foreach(json_path(x, "targets"), i, t) html(&w->h, "<li><a href=\"#target-%zu\">%s</a></li>", i + 1, target_title(w, t));
        html(&w->h, "</ol></nav>");
    }
    fund(w, x);
    json_array_foreach(json_path(x, "targets"), i, t) target(w, record, t, i);
    layout_end(w);
}

void
api_launched(Web *w)
{
    int64_t     id = programme_find(w->c, w->arg);
    json_t     *x = id ? launched_show(w->c, id) : NULL;
    FileColumn *cols = NEWN(w->c->mem, FileColumn, COUNT(file_cols));
    for (size_t i = 0; i < COUNT(file_cols); i++)
        cols[i] = (FileColumn){ file_cols[i].key, file_cols[i].key, file_cols[i].key };
    if (x && ok(w->c) && !web_file(w, "launched", "launched", web_wants_file(w) ? launched_rows(w->c, x) : NULL, cols, COUNT(file_cols)))
        web_json(w, x);
}
