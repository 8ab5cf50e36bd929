/* compare.c -- programmes side by side: the choice in the address, the page, its files, its API; and the ticks in lists that lead here.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The address is the whole choice: /compare?p=KEY&p=KEY. A list is a form of ticks that sends it; everything works
 * without script, and an address can be kept and sent on. */
#include "web/compare.h"

#include "base/text.h"
#include "domain/compare.h"
#include "format/json.h"
#include "web/api.h"

#include <string.h>

enum { PARTS = 40 };

/* All ?p= of the address. */
static const char **
asked(Web *w, size_t *n)
{
    QueryPart    part[PARTS];
    size_t       all = req_queries(w->q, part, PARTS);
    const char **key = NEWN(w->c->mem, const char *, PARTS);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (strcmp(part[i].name, "p") == 0 && part[i].value && !text_blank(part[i].value))
            key[(*n)++] = part[i].value;
    return key;
}

/* The address of these programmes but one. */
static const char *
address(Web *w, const char *path, const json_t *programmes, size_t without)
{
    Buf    *b = buf_in(w->c->mem);
    size_t  i;
    json_t *p;
    buf_add(b, path);
    json_array_foreach(programmes, i, p)
        if (i != without)
            buf_fmt(b, "%sp=%s", strchr(buf_text(b), '?') ? "&" : "?", url_part(w->c->mem, json_text(p, "key")));
    return buf_text(b);
}

static void
choice(Web *w, const json_t *programmes)
{
    Html   *h = &w->h;
    size_t  n = json_array_size(programmes), i;
    json_t *p;
    if (n > 0) {
        html(h, "<ul class=\"chips taken\" aria-label=\"%s\">", T(w, "並べている事業", "Programmes side by side"));
        json_array_foreach(programmes, i, p)
            html(h, "<li><a lang=\"ja\" href=\"/programmes/%s\">%s</a><a class=\"no-print\" href=\"%s\" aria-label=\"%s\">×</a></li>", url_part(w->c->mem, json_text(p, "key")), json_text(p, "name"),
                 address(w, "/compare", programmes, i), arena_fmt(w->c->mem, T(w, "「%s」を外す", "Take away %s"), json_text(p, "name")));
        html(h, "</ul>");
    }
    if (n < COMPARE_MOST) {
        html(h, "<form class=\"filters\" action=\"/compare\">");
        json_array_foreach(programmes, i, p) html(h, "<input type=\"hidden\" name=\"p\" value=\"%s\">", json_text(p, "key"));
        html(h, "<div class=\"field most\"><label for=\"add\">%s</label><input id=\"add\" name=\"p\"></div><button class=\"second\">%s</button></form>",
             T(w, "事業を加える（事業名か識別名）", "Add a programme (its name or key)"), T(w, "加える", "Add"));
        html(h, "<p class=\"small no-print\"><a href=\"%s\">%s</a></p>", address(w, "/programmes", programmes, n), T(w, "一覧から選ぶ", "Choose from the list"));
    }
}

static void
problems(Web *w, const json_t *list)
{
    size_t  i;
    json_t *p;
    if (json_array_size(list) == 0)
        return;
    html(&w->h, "<div class=\"banner warning\" role=\"status\"><h2>%s</h2><ul>", T(w, "並べられなかったものがあります", "Some could not be compared"));
    json_array_foreach(list, i, p) html(&w->h, "<li>%s</li>", T(w, json_text(p, "text"), json_text(p, "text_en")));
    html(&w->h, "</ul></div>");
}

static bool
file(Web *w, const json_t *programmes, const json_t *rows)
{
    static const char *const values[COMPARE_MOST] = { "values.0", "values.1", "values.2", "values.3", "values.4", "values.5" };
    FileColumn cols[COMPARE_MOST + 4] = { { "part", "区分", "Part" }, { "item", "項目", "Item" }, { "fy", "年度", "Fiscal year" }, { "unit", "単位（yen＝円、percent＝%）", "Unit" } };
    size_t     i, n = 4;
    json_t    *p;
    if (w->c->lang == LANG_EN) {
        cols[0].key = "part_en";
        cols[1].key = "item_en";
    }
    json_array_foreach(programmes, i, p)
        cols[n++] = (FileColumn){ values[i], json_text(p, "name"), json_text(p, "name") };
    return web_file(w, "compare", T(w, "事業の比較", "Comparison"), rows, cols, n);
}

void
page_compare(Web *w)
{
    size_t       n;
    const char **key = asked(w, &n), *differ = req_query(w->q, "differ"), *scale = req_query(w->q, "scale");
    json_t      *compared = compare_show(w->c, key, n), *programmes = json_path(compared, "programmes"), *rows = compared ? compare_rows(w->c, compared) : NULL;
    if (!ok(w->c) || file(w, programmes, rows))
        return;
    layout_open(w, &(Page){ .title = T(w, "事業を並べて比べる", "Programmes side by side"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") } } });
    html(&w->h, "<p class=\"lead\">%s</p>", T(w, "六つまでの事業を並べます。このページのアドレスに、選んだ事業がすべて入っています。", "Up to six programmes side by side. The address of this page holds the whole choice."));
    problems(w, json_path(compared, "problems"));
    choice(w, programmes);
    if (json_array_size(programmes) == 0) {
        web_empty(w, T(w, "まだ事業を選んでいません。", "No programme has been chosen yet."), T(w, "事業の一覧で、比べたい事業に印を付けてください。", "Tick the programmes in the list."), "/programmes", T(w, "事業の一覧", "Programmes"));
        layout_end(w);
        return;
    }
    web_downloads(w);
    compare_facts(w, compared, rows, differ && *differ);
    compare_money(w, compared, rows, scale && strcmp(scale, "own") == 0);
    compare_outcomes(w, compared);
    compare_payees(w, compared);
    compare_remarks(w, compared, rows);
    layout_end(w);
}

void
api_compare(Web *w)
{
    size_t       n;
    const char **key = asked(w, &n);
    if (n == 0) {
        fail(w->c, ERR_INVALID, "p", T(w, "比べる事業を ?p=KEY&p=KEY のように書いてください（六つまで）。", "Give the programmes to compare as ?p=KEY&p=KEY (at most six)."));
        return;
    }
    json_t *compared = compare_show(w->c, key, n), *rows = compared ? compare_rows(w->c, compared) : NULL;
    if (!ok(w->c) || file(w, json_path(compared, "programmes"), rows))
        return;
    json_object_set(compared, "rows", rows);
    web_json(w, compared);
}

void
web_ticks(Web *w)
{
    Html        *h = &w->h;
    size_t       n, i;
    const char **key = asked(w, &n);
    if (!web_can_go(w, "/compare"))
        return;
    html(h, "<form id=\"compare\" class=\"ticks no-print\" action=\"/compare\">");
    for (i = 0; i < n; i++)
        html(h, "<label><input type=\"checkbox\" name=\"p\" value=\"%s\" checked> %s</label> ", key[i], text_head(w->c->mem, key[i], 30));
    html(h, "<button class=\"second small\">%s</button> <span class=\"small soft\">%s</span></form>", T(w, "印を付けた事業を比べる", "Compare the ticked"), T(w, "六つまで", "at most six"));
}

void
web_tick(Web *w, const char *key, const char *name)
{
    size_t       n, i;
    const char **had = asked(w, &n);
    if (!web_can_go(w, "/compare"))
        return;
    for (i = 0; i < n; i++)
        if (strcmp(had[i], key) == 0) { /* the form sends it already */
            html(&w->h, "<input type=\"checkbox\" class=\"tick no-print\" checked disabled aria-label=\"%s\"> ", arena_fmt(w->c->mem, T(w, "「%s」は選択済み", "%s is chosen"), name));
            return;
        }
    html(&w->h, "<input type=\"checkbox\" class=\"tick no-print\" form=\"compare\" name=\"p\" value=\"%s\" aria-label=\"%s\"> ", key, arena_fmt(w->c->mem, T(w, "「%s」を比べる", "Compare %s"), name));
}
