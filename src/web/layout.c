/* layout.c -- the frame: head, menu, language, search, breadcrumb, foot.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/version.h"
#include "format/json.h"

#include <string.h>

/* The same page with the same filters in the other language. */
static void
languages(Web *w)
{
    static const struct { Lang lang; const char *code, *name; } all[] = { { LANG_JA, "ja", "日本語" }, { LANG_EN, "en", "English" } };
    Html *h = &w->h;
    html(h, "<ul class=\"lang\" aria-label=\"%s\">", T(w, "表示の言語", "Language"));
    for (size_t i = 0; i < COUNT(all); i++) {
        html(h, "<li><a href=\"%s\" lang=\"%s\" hreflang=\"%s\"", web_here(w, "lang", all[i].code, NULL), all[i].code, all[i].code);
        if (w->c->lang == all[i].lang)
            html(h, " aria-current=\"true\"");
        html(h, ">%s</a></li>", all[i].name);
    }
    html(h, "</ul>");
}

/* A place in the menu is shown where its page exists and the person may see it; from the ledger on it is about keeping
 * the house, which stands apart from the work. */
static void
menu(Web *w, const char *here)
{
    static const struct { const char *key, *url, *ja, *en; } places[] = {
        { "home", "/", "ホーム", "Home" },
        { "programmes", "/programmes", "事業", "Programmes" },
        { "indicators", "/indicators", "指標", "Indicators" },
        { "links", "/links", "事業の関係", "Links" },
        { "organisations", "/organisations", "支出先", "Organisations" },
        { "budget-lines", "/budget-lines", "予算の事項", "Budget lines" },
        { "ratings", "/ratings", "他の評定", "Ratings" },
        { "portfolio", "/portfolio", "全体像", "Portfolio" },
        { "statistics", "/statistics", "統計", "Statistics" },
        { "findings", "/findings", "所見", "Findings" },
        { "import", "/import", "取り込み", "Import" },
        { "documents", "/documents", "文書", "Documents" },
        { "ledger", "/ledger", "操作履歴", "Ledger" },
        { "users", "/users", "利用者", "People" },
        { "settings", "/settings", "規則と設定", "Rules" },
    };
    Html *h = &w->h;
    html(h, "<nav class=\"menu\" aria-label=\"%s\"><div class=\"in\"><ul>", T(w, "主な案内", "Main"));
    for (size_t i = 0; i < COUNT(places); i++) {
        if (!web_can_go(w, places[i].url))
            continue;
        html(h, strcmp(places[i].key, "ledger") == 0 ? "<li class=\"apart\"><a href=\"%s\"" : "<li><a href=\"%s\"", places[i].url);
        if (strcmp(places[i].key, here) == 0)
            html(h, " aria-current=\"page\"");
        html(h, ">%s</a></li>", T(w, places[i].ja, places[i].en));
    }
    html(h, "</ul></div></nav>");
}

static void
head(Web *w, const char *title)
{
    Html *h = &w->h;
    html(h, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<title>%s — 関門 kanmon</title><link rel=\"icon\" type=\"image/svg+xml\" href=\"%s\"><link rel=\"stylesheet\" href=\"%s\"></head><body>",
         T(w, "ja", "en"), title, web_asset(w, "svg"), web_asset(w, "css"));
    html(h, "<a class=\"skip\" href=\"#main\">%s</a><header class=\"top\"><div class=\"in\"><a class=\"name\" href=\"/\">"
            "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><rect width=\"32\" height=\"32\" rx=\"6\" fill=\"#0017c1\"/><path d=\"M5 9h22M7 13h18M10 9v16M22 9v16M16 13v12\" "
            "fill=\"none\" stroke=\"#fff\" stroke-width=\"2.5\" stroke-linecap=\"round\"/></svg>%s <span>%s</span></a>",
         T(w, "本文へ移る", "Skip to the content"), T(w, "関門", "Kanmon"), T(w, "公的研究開発の評価と記録", "Public R&D, evaluated and on record"));
    if (web_can_go(w, "/search")) /* a guest of a closed store has nothing to search */
        html(h, "<form role=\"search\" action=\"/search\"><label class=\"hidden\" for=\"find\">%s</label><input id=\"find\" name=\"q\" type=\"search\" placeholder=\"%s\"><button class=\"second\">%s</button></form>",
         T(w, "事業・指標・本文を検索", "Search programmes, indicators, text"), T(w, "事業・指標・本文", "Programmes, indicators, text"), T(w, "検索", "Search"));
    languages(w);
    web_person(w);
    html(h, "</div></header>");
}

void
layout_open(Web *w, const Page *p)
{
    Html *h = &w->h;
    head(w, p->title);
    menu(w, p->here);
    if (strcmp(p->here, "home") != 0) {
        html(h, "<nav class=\"crumbs\" aria-label=\"%s\"><ol><li><a href=\"/\">%s</a></li>", T(w, "現在の位置", "You are here"), T(w, "ホーム", "Home"));
        for (size_t i = 0; i < COUNT(p->crumbs) && p->crumbs[i].text; i++)
            html(h, "<li><a href=\"%s\">%s</a></li>", p->crumbs[i].href, p->crumbs[i].text);
        html(h, "<li><span aria-current=\"page\">%s</span></li></ol></nav>", p->title);
    }
    html(h, "<main id=\"main\" tabindex=\"-1\"><h1>%s</h1>\n", p->title);
}

void
layout_begin(Web *w, const char *title, const char *here)
{
    layout_open(w, &(Page){ .title = title, .here = here });
}

void
layout_end(Web *w)
{
    Html *h = &w->h;
    bool  dated = w->as_of && *w->as_of;
    html(h, "</main><footer class=\"foot\"><div class=\"in\"><p>%s %s</p><p>%s ", T(w, "関門", "Kanmon"), kanmon_version, dated ? T(w, "記録の最終更新", "Records last changed") : T(w, "表示した時刻", "Shown at"));
    web_time(w, dated ? w->as_of : w->c->now);
    html(h, " %s</p>", T(w, "（日本時間）", "(Japan)"));
    if (web_can_go(w, "/api"))
        html(h, "<p><a href=\"/api\">%s</a></p>", T(w, "同じ内容をデータで取得する（API）", "The same as data (API)"));
    html(h, "</div></footer></body></html>\n");
}

void
web_programme_tabs(Web *w, const json_t *r, const char *here)
{
    static const struct { const char *key, *pattern, *tail, *ja, *en; } tabs[] = {
        { "page", "/programmes/:id", "", "事業の記録", "Record" },
        { "sheet", "/programmes/:id/sheet", "/sheet", "評価票", "Evaluation sheet" },
        { "launched", "/programmes/:id/launched", "/launched", "評価時と実施後", "As launched" },
        { "roster", "/programmes/:id/roster", "/roster", "委員名簿", "Rosters" },
        { "history", "/programmes/:id/history", "/history", "履歴", "History" },
    };
    Html *h = &w->h;
    html(h, "<nav class=\"tabs\" aria-label=\"%s\"><ul>", T(w, "この事業のページ", "Pages of this programme"));
    for (size_t i = 0; i < COUNT(tabs); i++) {
        if (!web_can_go(w, tabs[i].pattern))
            continue;
        html(h, "<li><a href=\"/programmes/%s%s\"", url_part(w->c->mem, json_text(r, "key")), tabs[i].tail);
        if (strcmp(tabs[i].key, here) == 0)
            html(h, " aria-current=\"page\"");
        html(h, ">%s</a></li>", T(w, tabs[i].ja, tabs[i].en));
    }
    html(h, "</ul></nav>");
}
