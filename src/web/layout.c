/* layout.c -- the frame: head, navigation, language, search.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/web.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "format/json.h"

#include <string.h>

static void
switch_language(Web *w)
{
    Html *h = &w->h;
    html(h, "<form class=\"lang\" method=\"get\" action=\"%s\">", w->q->path);
    static const char *const kept[] = { "q", "order", "level", "code", "line" };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (req_query(w->q, kept[i]))
            html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", kept[i], req_query(w->q, kept[i]));
    html(h, "<button name=\"lang\" value=\"%s\" lang=\"%s\">%s</button></form>", T(w, "en", "ja"), T(w, "en", "ja"), T(w, "English", "日本語"));
}

void
layout_begin(Web *w, const char *title, const char *here)
{
    static const struct { const char *key, *url, *ja, *en; } nav[] = {
        { "home", "/", "ホーム", "Home" }, { "programmes", "/programmes", "事業", "Programmes" }, { "findings", "/findings", "所見", "Findings" },
        { "documents", "/documents", "文書", "Documents" }, { "ledger", "/ledger", "台帳", "Ledger" },
    };
    Html *h = &w->h;
    html(h, "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<title>%s — kanmon</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/assets/kanmon.css\"></head><body>"
            "<a class=\"skip\" href=\"#main\">%s</a><header><a class=\"name\" href=\"/\">関門 kanmon</a><nav aria-label=\"%s\"><ul>",
         T(w, "ja", "en"), title, T(w, "本文へ", "To the content"), T(w, "主な案内", "Main"));
    for (size_t i = 0; i < sizeof nav / sizeof *nav; i++) {
        html(h, "<li><a href=\"%s\"", nav[i].url);
        if (strcmp(nav[i].key, here) == 0)
            html(h, " aria-current=\"page\"");
        html(h, ">%s</a></li>", T(w, nav[i].ja, nav[i].en));
    }
    html(h, "</ul></nav><form role=\"search\" action=\"/search\"><label for=\"find\">%s</label><input id=\"find\" name=\"q\" type=\"search\"><button>%s</button></form>",
         T(w, "検索", "Search"), T(w, "探す", "Go"));
    switch_language(w);
    html(h, "</header><main id=\"main\"><h1>%s</h1>\n", title);
}

void
layout_end(Web *w)
{
    html(&w->h, "</main><footer><p>kanmon · <a href=\"/api/v1/programmes\">API</a></p></footer></body></html>\n");
}

void
page_asset(Web *w)
{
    const char *name = w->arg;
    bool        safe = name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == 0 && *name != '.' && text_ends(name, ".css");
    if (!safe || buf_read_file(w->q->out, data_path(w->c->mem, arena_fmt(w->c->mem, "assets/%s", name)), 1 << 20) != 0)
        fail(w->c, ERR_NOT_FOUND, NULL, "%s", T(w, "この資産はありません。", "There is no such asset."));
    else
        w->q->type = "text/css; charset=utf-8";
}
