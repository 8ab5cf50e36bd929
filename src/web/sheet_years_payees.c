/* sheet_years_payees.c -- who was paid, year by year: the flow from ministry to block to payee, and the table behind it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "format/plot.h"
#include "web/show.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 14, DRAWN = 18, DEEP = 5, SHOWN = 60, LINKS = 400 };

const char *
organisation_href(Web *w, const char *org_key)
{
    return arena_fmt(w->c->mem, "/organisations/%s", url_part(w->c->mem, org_key));
}

static const char *
money_words(Web *w, int64_t yen, int64_t lines)
{
    const char *money = arena_fmt(w->c->mem, T(w, "%s百万円", "%s million yen"), yen_million(w->c->mem, yen));
    return lines ? arena_fmt(w->c->mem, T(w, "%s・%lld件", "%s, %lld lines"), money, (long long)lines) : money;
}

typedef struct {
    const json_t *block;
    size_t        node, drawn; /* drawn: payees that have their own box */
    int           depth;
    int64_t       rest_yen, rest_lines;
} Drawn;

static int
larger_payee(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    int64_t p = json_int(*x, "yen", 0), q = json_int(*y, "yen", 0);
    return p < q ? 1 : p > q ? -1 : 0;
}

/* How many steps from the ministry: 1 for what it pays itself. A chain that runs in a circle stops at DEEP. */
static int
depth_of(const Drawn *d, size_t n, size_t at, int steps)
{
    size_t  i;
    json_t *from;
    int     best = 1;
    if (steps >= DEEP)
        return 1;
    json_array_foreach(json_path(d[at].block, "from"), i, from)
        for (size_t k = 0; json_is_string(from) && k < n; k++)
            if (k != at && strcmp(json_text(d[k].block, "block"), json_string_value(from)) == 0) {
                int its = depth_of(d, n, k, steps + 1) + 1;
                best = its > best ? its : best;
            }
    return best < DEEP ? best : DEEP - 1;
}

typedef struct {
    FlowNode node[BLOCKS * 2 + DRAWN + 2];
    FlowLink link[LINKS];
    size_t   n, m;
} Picture;

static void
link_to(Picture *p, size_t from, size_t to, double value, bool guess)
{
    if (p->m < LINKS && p->node[from].column < p->node[to].column)
        p->link[p->m++] = (FlowLink){ from, to, value, guess };
}

static void
block_boxes(Web *w, const json_t *paid, Picture *p, Drawn *d, size_t n)
{
    bool chain = json_flag(paid, "chain");
    p->node[p->n++] = (FlowNode){ json_text(paid, "ministry"), arena_fmt(w->c->mem, T(w, "%s年度の支出", "paid in FY%s"), arena_fmt(w->c->mem, "%lld", (long long)json_int(json_array_get(json_path(paid, "payees"), 0), "fy", 0))), 0, false };
    for (size_t k = 0; k < n; k++)
        d[k].depth = chain ? depth_of(d, n, k, 0) : 1;
    for (size_t k = 0; k < n; k++) {
        const json_t *b = d[k].block;
        const char   *name = json_has(b, "name") ? arena_fmt(w->c->mem, "%s %s", json_text(b, "block"), json_text(b, "name")) : arena_fmt(w->c->mem, T(w, "ブロック%s", "Block %s"), *json_text(b, "block") ? json_text(b, "block") : "—");
        d[k].node = p->n;
        bool          stated = json_int(b, "lines", 0) > json_int(b, "unstated", 0);
        p->node[p->n++] = (FlowNode){ name, stated ? money_words(w, json_int(b, "yen", 0), json_int(b, "lines", 0)) : T(w, "金額の記載なし", "no amount stated"), d[k].depth, !stated };
    }
    for (size_t k = 0; k < n; k++) {
        size_t  i, from = 0;
        json_t *f;
        double  yen = (double)json_int(d[k].block, "yen", 0);
        json_array_foreach(json_path(d[k].block, "from"), i, f)
            for (size_t o = 0; json_is_string(f) && o < n; o++)
                if (o != k && strcmp(json_text(d[o].block, "block"), json_string_value(f)) == 0)
                    from = d[o].node;
        link_to(p, from, d[k].node, yen > 0 ? yen : -1, !chain);
    }
}

/* Lines of one payee in one block as one: a payee has as many lines as contracts. In the order of the sheet. */
static size_t
merged(Web *w, const json_t *all, json_t **v)
{
    json_t *met = json_keep(w->c->mem, json_object()), *x;
    size_t  i, n = 0;
    json_array_foreach(all, i, x)
    {
        const char *key = json_has(x, "org_key") ? arena_fmt(w->c->mem, "%s\t%s", json_text(x, "block"), json_text(x, "org_key")) : arena_fmt(w->c->mem, "%zu", i);
        json_t     *one = json_object_get(met, key);
        if (!one) {
            one = json_copy(x);
            json_object_set_new(one, "lines", json_integer(0));
            json_object_set_new(met, key, one);
            v[n++] = one;
        } else if (json_has(x, "yen")) {
            json_object_set_new(one, "yen", json_integer(json_int(one, "yen", 0) + json_int(x, "yen", 0)));
        }
        json_object_set_new(one, "lines", json_integer(json_int(one, "lines", 0) + 1));
    }
    return n;
}

/* The largest payees have boxes of their own, the others of a block share one. */
static void
payee_boxes(Web *w, const json_t *paid, Picture *p, Drawn *d, size_t n)
{
    const json_t *all = json_path(paid, "payees");
    size_t        rows = json_array_size(all);
    json_t      **v = NEWN(w->c->mem, json_t *, rows + 1);
    bool         *own = NEWN(w->c->mem, bool, rows + 1);
    rows = merged(w, all, v);
    qsort(v, rows, sizeof *v, larger_payee);
    for (size_t i = 0; i < rows && i < DRAWN; i++)
        own[i] = true;
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < rows; i++) {
            if (strcmp(json_text(v[i], "block"), json_text(d[k].block, "block")) != 0)
                continue;
            if (own[i]) {
                double yen = (double)json_int(v[i], "yen", 0);
                p->node[p->n] = (FlowNode){ json_has(v[i], "name") ? json_text(v[i], "name") : T(w, "（名称なし）", "(no name)"), json_has(v[i], "yen") ? money_words(w, json_int(v[i], "yen", 0), json_int(v[i], "lines", 1) > 1 ? json_int(v[i], "lines", 0) : 0) : T(w, "金額の記載なし", "no amount stated"), d[k].depth + 1, !json_has(v[i], "number") };
                link_to(p, d[k].node, p->n++, yen > 0 ? yen : -1, false);
            } else {
                d[k].rest_lines += json_int(v[i], "lines", 1);
                d[k].rest_yen += json_int(v[i], "yen", 0);
            }
        }
        if (d[k].rest_lines == 0)
            continue;
        p->node[p->n] = (FlowNode){ arena_fmt(w->c->mem, T(w, "ほか %lld 件", "%lld more"), (long long)d[k].rest_lines), money_words(w, d[k].rest_yen, 0), d[k].depth + 1, false };
        link_to(p, d[k].node, p->n++, d[k].rest_yen > 0 ? (double)d[k].rest_yen : -1, false);
    }
}

void
years_flow(Web *w, const json_t *paid)
{
    Drawn         d[BLOCKS] = { 0 };
    Picture      *p = NEW(w->c->mem, Picture);
    const json_t *blocks = json_path(paid, "blocks");
    size_t        n = json_array_size(blocks) < BLOCKS ? json_array_size(blocks) : BLOCKS;
    int           deepest = 1, columns = 2;
    if (n == 0)
        return;
    for (size_t k = 0; k < n; k++)
        d[k].block = json_array_get(blocks, k);
    block_boxes(w, paid, p, d, n);
    for (size_t k = 0; k < n; k++)
        deepest = d[k].depth > deepest ? d[k].depth : deepest;
    payee_boxes(w, paid, p, d, n);
    for (size_t i = 0; i < p->n; i++)
        columns = p->node[i].column >= columns ? p->node[i].column + 1 : columns;
    PlotFlow f = { .id = "years-flow", .title = T(w, "府省から支出先への資金の流れ", "Flow of money from the ministry to payees"), .columns = columns, .nodes = p->node, .links = p->link, .n = p->n, .m = p->m };
    f.desc = arena_fmt(w->c->mem, T(w, "支出先 %zu 件、ブロック %zu。詳しくは下の表にある。", "%zu payee lines in %zu blocks; the table below has them all."), json_array_size(json_path(paid, "payees")), json_array_size(blocks));
    f.heads[0] = T(w, "府省", "Ministry");
    f.heads[1] = T(w, "ブロック", "Block");
    for (int c = 2; c <= deepest; c++)
        f.heads[c] = T(w, "支出先・次のブロック", "Payee, or next block");
    if (columns > deepest + 1)
        f.heads[deepest + 1] = T(w, "支出先", "Payee");
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", f.title);
    plot_flow(&w->h, &f);
    html(&w->h, "</div><p class=\"soft small\">%s%s%s</p>",
         json_flag(paid, "chain") ? T(w, "帯の太さは金額。ブロックの順は、シートの資金の流れのとおり。", "Ribbons are as thick as the amounts; blocks follow each other as the sheet draws them.")
                                  : T(w, "帯の太さは金額。破線の帯：このデータには資金の流れ図が含まれないため、府省からの支出か、他のブロックからの再委託かは分かりません。", "Ribbons are as thick as the amounts. Dashed ribbons: these data do not hold the sheet's chart of flows, so a block may be paid by the ministry or by another block."),
         T(w, "破線の枠：法人番号の記載がない支出先、金額の記載がないブロック。", " Dashed boxes: payees without a corporate number, blocks without an amount."), json_array_size(blocks) > n ? T(w, "ブロックが多いため、図は初めの14だけです。", " The picture has the first 14 blocks only.") : "");
}

static const Column payee_cols[] = { { .ja = "支出先", .en = "Payee", .head = true }, { .ja = "ブロック", .en = "Block" }, { .ja = "番号", .en = "No.", .number = true }, { .ja = "法人番号", .en = "Corporate number" },
    { .ja = "支出額", .en = "Amount", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "業務概要", .en = "What for" } };

static void
payee_row(Web *w, const json_t *x)
{
    Html *h = &w->h;
    row_begin(w, NULL);
    cell(w, &payee_cols[0]);
    if (json_has(x, "org_key"))
        html(h, "<a lang=\"ja\" href=\"%s\">%s</a>", organisation_href(w, json_text(x, "org_key")), text_blank(json_text(x, "name")) ? json_text(x, "number") : json_text(x, "name"));
    else
        html(h, "<span class=\"soft\">%s</span>", T(w, "（名称も番号もない）", "(neither name nor number)"));
    if (json_flag(x, "doubled"))
        html(h, " <span class=\"badge level warning\">%s</span>", T(w, "同じ行が二度", "stands twice"));
    cell(w, &payee_cols[1]);
    html(h, "%s", json_text(x, "block"));
    cell(w, &payee_cols[2]);
    if (json_has(x, "no"))
        html(h, "%lld", (long long)json_int(x, "no", 0));
    cell(w, &payee_cols[3]);
    if (!json_has(x, "number"))
        html(h, "<span class=\"soft\">%s</span>", T(w, "記載なし", "none"));
    else if (strcmp(json_text(x, "number"), json_text(x, "org_key")) == 0)
        html(h, "%s", json_text(x, "number"));
    else
        html(h, "%s <span class=\"badge level warning\">%s</span>", json_text(x, "number"), T(w, "検査数字が合わない", "wrong check digit"));
    cell(w, &payee_cols[4]);
    web_million(w, json_path(x, "yen"), NULL);
    cell(w, &payee_cols[5]);
    html(h, "<span lang=\"ja\">%s</span>", json_text(x, "work"));
    row_end(w);
}

void
years_payee_table(Web *w, const json_t *paid)
{
    const json_t *all = json_path(paid, "payees");
    size_t        n = json_array_size(all), i;
    json_t       *x;
    table_begin(w, T(w, "支出先の表", "Payees"), payee_cols, COUNT(payee_cols), true);
    json_array_foreach(all, i, x)
    {
        if (i == SHOWN) {
            table_end(w);
            html(&w->h, "<details><summary>%s</summary>", arena_fmt(w->c->mem, T(w, "残りの %zu 件を表示", "Show the other %zu"), n - SHOWN));
            table_begin(w, T(w, "支出先の表（続き）", "Payees, continued"), payee_cols, COUNT(payee_cols), true);
        }
        payee_row(w, x);
    }
    table_end(w);
    if (n > SHOWN)
        html(&w->h, "</details>");
}

/* All years at a glance; a year is chosen by its link. */
static void
year_table(Web *w, const json_t *payees, int64_t chosen)
{
    static const Column cols[] = { { .ja = "支出年度", .en = "Paid in", .head = true }, { .ja = "件数", .en = "Lines", .number = true }, { .ja = "ブロック", .en = "Blocks", .number = true },
        { .ja = "支出額の計", .en = "Sum", .unit_ja = "百万円", .unit_en = "million yen", .number = true }, { .ja = "法人番号なし", .en = "Without number", .number = true }, { .ja = "同じ行が二度", .en = "Doubled", .number = true },
        { .ja = "出典", .en = "Source" } };
    Html   *h = &w->h;
    size_t  i;
    json_t *p;
    table_begin(w, T(w, "支出先の年度別の表", "Payees by year"), cols, COUNT(cols), true);
    json_array_foreach(payees, i, p)
    {
        if (json_int(p, "lines", 0) == 0)
            continue;
        const char *fy = json_has(p, "fy") ? web_fy(w, json_int(p, "fy", 0)) : T(w, "（年度の記載なし）", "(no year stated)");
        row_begin(w, NULL);
        cell(w, &cols[0]);
        if (json_int(p, "sheet_id", 0) == chosen)
            html(h, "<strong>%s</strong> <span class=\"badge\">%s</span>", fy, T(w, "表示中", "shown"));
        else
            html(h, "<a href=\"%s#years-payees\">%s</a>", web_here(w, "payees", arena_fmt(w->c->mem, "%lld", (long long)json_int(p, "sheet_id", 0)), NULL), fy);
        cell(w, &cols[1]);
        html(h, "%lld", (long long)json_int(p, "lines", 0));
        cell(w, &cols[2]);
        html(h, "%lld", (long long)json_int(p, "blocks", 0));
        cell(w, &cols[3]);
        web_million(w, json_path(p, "yen"), NULL);
        cell(w, &cols[4]);
        html(h, "%lld", (long long)json_int(p, "numberless", 0));
        cell(w, &cols[5]);
        html(h, "%lld", (long long)json_int(p, "doubled", 0));
        cell(w, &cols[6]);
        years_source(w, json_int(p, "sheet_id", 0), json_int(p, "sheet_fy", 0), "payees");
        row_end(w);
    }
    table_end(w);
}

void
years_payees(Web *w, const json_t *years, const char *key)
{
    Html         *h = &w->h;
    const json_t *payees = json_path(years, "payees"), *chosen = NULL;
    int64_t       asked = web_number(w, "payees", 1, INT64_MAX, 0);
    size_t        i;
    json_t       *p;
    json_array_foreach(payees, i, p)
        if (json_int(p, "lines", 0) > 0 && (!chosen || !asked || json_int(chosen, "sheet_id", 0) != asked))
            chosen = p;
    section_begin(w, "years-payees", T(w, "支出先と資金の流れ", "Payees and flow of money"));
    if (!chosen) {
        web_empty(w, T(w, "どのシートにも支出先の記載がありません。", "No sheet names a payee."), T(w, "執行前の事業や、支出先を載せないシートではこうなります。", "So it is before any money is spent, and for sheets that leave payees out."), NULL, NULL);
        section_end(w);
        return;
    }
    year_table(w, payees, json_int(chosen, "sheet_id", 0));
    html(h, "<p class=\"soft small\">%s</p>", T(w, "支出額の計は行の単純な合計です。再委託先にも同じ資金が記載されるため、実際の支出より大きくなることがあります。", "The sum is that of the lines. Money passed on is stated again for who got it, so it can be more than was spent."));
    json_t *paid = sheet_payees(w->c, json_int(chosen, "sheet_id", 0));
    if (paid) {
        html(h, "<h3>%s</h3>", json_has(chosen, "fy") ? web_fy(w, json_int(chosen, "fy", 0)) : years_sheet_words(w, json_int(chosen, "sheet_fy", 0)));
        if (strcmp(json_text(paid, "kind"), "expense") == 0)
            html(h, "<p class=\"soft small\">%s</p>", T(w, "支出先の表（5-1）がデータにないため、費目・使途の表（5-3）の行を示します。", "The data have no table of payees (5-1); these are the lines of expense items (5-3)."));
        years_flow(w, paid);
        years_payee_table(w, paid);
        years_save(w, arena_fmt(w->c->mem, "/programmes/%s/years/payees", key));
    }
    section_end(w);
}
