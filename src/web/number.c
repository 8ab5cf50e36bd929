/* number.c -- the page behind the short address of a printed number.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "domain/number.h"
#include "format/json.h"

#include <string.h>

static const char *
exact(Web *w, const json_t *n)
{
    const json_t *v = json_path(n, "value");
    const char   *unit = json_text(n, "unit");
    if (json_is_integer(v) && strcmp(unit, "円") == 0)
        return arena_fmt(w->c->mem, T(w, "%s円", "%s yen"), number_commas(w->c->mem, json_integer_value(v)));
    if (json_is_integer(v))
        return arena_fmt(w->c->mem, "%s%s", strncmp(json_text(n, "field"), "evaluations", 11) == 0 ? web_fy(w, json_integer_value(v)) : number_commas(w->c->mem, json_integer_value(v)), unit);
    return json_is_real(v) ? arena_fmt(w->c->mem, "%g%s", json_real_value(v), unit) : T(w, "数値ではない", "not a figure");
}

static void
present(Web *w, const json_t *n)
{
    const json_t *p = json_path(n, "present");
    Html         *h = &w->h;
    if (json_flag(p, "gone")) {
        html(h, "<p>%s</p>", T(w, "今の版にはこの項目がない。", "The present version no longer has this."));
    } else if (json_flag(p, "changed")) {
        html(h, "<p>%s <strong><a href=\"/n/%s\">%s</a></strong>（", T(w, "今の版では", "The present version says"), json_text(p, "ref"), json_text(p, "text"));
        html(h, T(w, "第%lld版、", "version %lld, "), (long long)json_int(p, "version", 0));
        web_time(w, json_text(p, "recorded_at"));
        html(h, T(w, " 記録）。</p>", " recorded).</p>"));
    } else {
        html(h, "<p>%s</p>", T(w, "今の版でも同じ値である。", "The present version says the same."));
    }
}

static void
source(Web *w, const json_t *n)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *l;
    long long document = json_int(n, "document.id", 0);
    if (!document) {
        html(h, "<p>%s</p>", T(w, "この版は文書からではなく、事業定義（パック）から記録された。", "This version was recorded from a pack, not read from a paper."));
        return;
    }
    if (json_array_size(json_path(n, "lines")) == 0) {
        html(h, "<p>%s</p>", json_text(n, "document.name"));
        return;
    }
    html(h, "<p><a href=\"/documents/%lld#l%lld\">%s</a></p><blockquote class=\"quote\"><ol class=\"lines\">", document, (long long)json_int(n, "source.line_from", 1), json_text(n, "document.name"));
    json_array_foreach(json_path(n, "lines"), i, l) html(h, "<li><a class=\"no\" href=\"/documents/%lld#l%lld\">%lld</a><span class=\"text\">%s</span></li>", document,
                                                         (long long)json_int(l, "no", 0), (long long)json_int(l, "no", 0), json_text(l, "text"));
    html(h, "</ol></blockquote>");
}

void
page_number(Web *w)
{
    json_t *n = number_show(w->c, w->arg);
    Html   *h = &w->h;
    if (!n)
        return;
    const char *key = json_text(n, "programme.key"), *said = T(w, json_text(n, "what"), json_text(n, "what_en"));
    Page        page = { .title = arena_fmt(w->c->mem, T(w, "%s：%s", "%s: %s"), said, json_text(n, "text")), .here = "programmes",
                         .crumbs = { { "/programmes", T(w, "事業", "Programmes") },
                                     { arena_fmt(w->c->mem, "/programmes/%s", url_part(w->c->mem, key)), json_text(n, "programme.name") } } };
    layout_open(w, &page);
    html(h, "<dl class=\"facts\">");
    fact(w, T(w, "印刷された値", "As printed"), json_text(n, "text"));
    fact(w, T(w, "値", "Value"), exact(w, n));
    if (*web_qualifier(w, json_text(n, "qualifier")))
        fact(w, T(w, "値の性質", "Qualifier"), web_qualifier(w, json_text(n, "qualifier")));
    fact_begin(w, T(w, "どの版の値か", "As of version"));
    html(h, T(w, "第%lld版、", "version %lld, recorded "), (long long)json_int(n, "version", 0));
    web_time(w, json_text(n, "recorded_at"));
    html(h, T(w, " 記録", ""));
    fact_end(w);
    fact(w, T(w, "所在", "Address"), arena_fmt(w->c->mem, "/n/%s", json_text(n, "ref")));
    html(h, "</dl><h2>%s</h2>", T(w, "今の値", "At present"));
    present(w, n);
    html(h, "<h2>%s</h2>", T(w, "もとの資料", "Source"));
    source(w, n);
    html(h, "<ul class=\"links\"><li><a href=\"/programmes/%s/sheet\">%s</a></li>", url_part(w->c->mem, key), T(w, "評価票", "Evaluation sheet"));
    if (json_has(n, "indicator_id"))
        html(h, "<li><a href=\"/indicators/%lld\">%s</a></li>", (long long)json_int(n, "indicator_id", 0), T(w, "この指標のすべての値", "All values of this indicator"));
    html(h, "<li><a href=\"/programmes/%s/history\">%s</a></li><li><a href=\"/api/v1/n/%s\">JSON</a></li></ul>", url_part(w->c->mem, key),
         T(w, "版の履歴", "History of versions"), json_text(n, "ref"));
    layout_end(w);
}

void
api_number(Web *w)
{
    web_json(w, number_show(w->c, w->arg));
}
