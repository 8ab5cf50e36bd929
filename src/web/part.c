/* part.c -- tables, facts, badges: see part.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/source.h"
#include "format/json.h"

#include <string.h>

static void
head_cell(Web *w, const Column *col)
{
    Html       *h = &w->h;
    const char *by = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    bool        sorted = col->sort && by && strcmp(by, col->sort) == 0, down = dir && strcmp(dir, "desc") == 0;
    html(h, "<th scope=\"col\" role=\"columnheader\" class=\"%s\"", col->number ? "n" : "");
    if (sorted)
        html(h, " aria-sort=\"%s\"", down ? "descending" : "ascending");
    html(h, ">");
    if (col->sort)
        html(h, "<a class=\"sort\" href=\"%s\">%s</a>", web_here(w, "sort", col->sort, "dir", sorted && !down ? "desc" : "asc", "from", NULL, NULL), T(w, col->ja, col->en));
    else
        html(h, "%s", T(w, col->ja, col->en));
    if (col->unit_ja)
        html(h, " <span class=\"unit\">%s</span>", T(w, col->unit_ja, col->unit_en));
    html(h, "</th>");
}

void
table_begin(Web *w, const char *label, const Column *cols, size_t n, bool cards)
{
    Html *h = &w->h;
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table role=\"table\" class=\"%s\"><thead role=\"rowgroup\"><tr role=\"row\">", label, cards ? "cards" : "");
    for (size_t i = 0; i < n; i++)
        head_cell(w, &cols[i]);
    html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
}

void
row_begin(Web *w, const char *id)
{
    if (id)
        html(&w->h, "<tr role=\"row\" id=\"%s\">", id);
    else
        html(&w->h, "<tr role=\"row\">");
}

void
cell(Web *w, const Column *col)
{
    Html *h = &w->h;
    if (col->head)
        html(h, "<th scope=\"row\" role=\"rowheader\">");
    else if (col->unit_ja)
        html(h, "<td role=\"cell\" class=\"%s\" data-h=\"%s\">", col->number ? "n" : "", arena_fmt(w->c->mem, T(w, "%s（%s）", "%s (%s)"), T(w, col->ja, col->en), T(w, col->unit_ja, col->unit_en)));
    else
        html(h, "<td role=\"cell\" class=\"%s\" data-h=\"%s\">", col->number ? "n" : "", T(w, col->ja, col->en));
}

void
row_end(Web *w)
{
    html(&w->h, "</tr>\n");
}

void
table_end(Web *w)
{
    html(&w->h, "</tbody></table></div>\n");
}

void
web_empty(Web *w, const char *says, const char *do_this, const char *href, const char *link)
{
    html(&w->h, "<div class=\"empty\"><p><strong>%s</strong></p><p>%s", says, do_this);
    if (href)
        html(&w->h, " <a href=\"%s\">%s</a>", href, link);
    html(&w->h, "</p></div>");
}

void
web_million(Web *w, const json_t *yen, const char *otherwise)
{
    Arena *mem = w->c->mem;
    if (json_is_integer(yen))
        html(&w->h, "<data value=\"%lld\" title=\"%s\">%s</data>", (long long)json_integer_value(yen),
             arena_fmt(mem, T(w, "%s円", "%s yen"), number_commas(mem, json_integer_value(yen))), yen_million(mem, json_integer_value(yen)));
    else
        html(&w->h, "<span class=\"soft\">%s</span>", otherwise && *otherwise ? otherwise : "—");
}

const char *
web_actor(Web *w, const char *actor)
{
    if (strcmp(actor, "cli:system") == 0)
        return T(w, "コマンド操作", "command line");
    if (text_starts(actor, "cli:"))
        return arena_fmt(w->c->mem, T(w, "コマンド操作（%s）", "command line (%s)"), actor + 4);
    if (strcmp(actor, "system") == 0)
        return T(w, "自動処理", "by itself");
    if (!w->who.id) /* that an officer did it is public; who it was is not */
        return T(w, "担当者", "an officer");
    if (!w->named.login || strcmp(w->named.login, actor) != 0) {
        const char *name = account_name(w->c, actor);
        w->named.login = actor;
        w->named.name = name ? name : actor;
    }
    return w->named.name;
}

const char *
web_kind(Web *w, const char *kind)
{
    return strcmp(kind, "new") == 0 ? T(w, "新規", "new") : strcmp(kind, "extended") == 0 ? T(w, "拡充", "extended") : kind;
}

const char *
web_qualifier(Web *w, const char *q)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "about", "約", "about" }, { "at-least", "以上", "at least" }, { "pending", "調整中", "being settled" },
        { "undecided", "未定", "undecided" }, { "none", "値なし", "no value" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, q) == 0)
            return T(w, words[i].ja, words[i].en);
    return "";
}

void
fact_begin(Web *w, const char *label)
{
    html(&w->h, "<dt>%s</dt><dd>", label);
}

void
fact_end(Web *w)
{
    html(&w->h, "</dd>\n");
}

void
fact(Web *w, const char *label, const char *value)
{
    fact_begin(w, label);
    html_lines(&w->h, value && *value ? value : "—");
    fact_end(w);
}

void
web_source(Web *w, const json_t *record, const json_t *at)
{
    long long doc = (long long)json_int(record, "document.id", 0), from = (long long)json_int(at, "source.line_from", 0),
              to = (long long)json_int(at, "source.line_to", from);
    if (!doc || !from)
        return;
    const char *lines = from == to ? arena_fmt(w->c->mem, "%lld", from) : arena_fmt(w->c->mem, "%lld–%lld", from, to);
    html(&w->h, " <a class=\"src\" href=\"/documents/%lld?lines=%lld-%lld&amp;of=%s#l%lld\" title=\"%s\">%s</a>", doc, from, to, url_part(w->c->mem, json_text(record, "key")), from,
         T(w, "読み取った文書のこの行を開く", "Open the lines this was read from"), arena_fmt(w->c->mem, from == to ? T(w, "原文 %s行", "line %s") : T(w, "原文 %s行", "lines %s"), lines));
}

bool
web_sourced(Web *w, const json_t *record)
{
    int from, to;
    if (w->sourced.record != record) {
        w->sourced.record = record;
        w->sourced.yes = json_has(record, "document.id") && record_span(record, &from, &to);
    }
    return w->sourced.yes;
}

size_t
web_columns(Web *w, const json_t *record, size_t n)
{
    return web_sourced(w, record) ? n : n - 1;
}

void
web_source_cell(Web *w, const Column *col, const json_t *record, const json_t *at)
{
    if (!web_sourced(w, record))
        return;
    cell(w, col);
    web_source(w, record, at);
}

const char *
web_capital(Web *w, const char *s)
{
    return *s >= 'a' && *s <= 'z' ? arena_fmt(w->c->mem, "%c%s", *s - 'a' + 'A', s + 1) : s;
}

const char *
web_level(Web *w, const char *level)
{
    return strcmp(level, "error") == 0 ? T(w, "要修正", "to correct") : strcmp(level, "warning") == 0 ? T(w, "要確認", "to confirm") : T(w, "参考", "to note");
}

void
web_badge(Web *w, const char *level)
{
    html(&w->h, "<span class=\"badge level %s\">%s</span>", level, web_level(w, level));
}

void
web_counts(Web *w, const json_t *row, const char *href, bool brief)
{
    static const char *const levels[] = { "error", "warning", "notice" }, *const keys[] = { "errors", "warnings", "notices" };
    Html *h = &w->h;
    bool  any = false;
    if (json_is_null(json_path(row, keys[0]))) { /* not for this person */
        html(h, "<span class=\"soft\">—</span>");
        return;
    }
    html(h, "<span class=\"counts\">");
    for (size_t i = 0; i < COUNT(levels); i++) {
        long long   n = (long long)json_int(row, keys[i], 0);
        const char *word = web_level(w, levels[i]), *many = number_commas(w->c->mem, n);
        if (n == 0)
            continue;
        any = true;
        if (href)
            html(h, "<a class=\"badge level %s\" href=\"%s%slevel=%s\"", levels[i], href, strchr(href, '?') ? "&" : "?", levels[i]);
        else
            html(h, "<span class=\"badge level %s\"", levels[i]);
        if (brief)
            html(h, " title=\"%s\"><span class=\"hidden\">%s </span>%s</%s>", word, word, many, href ? "a" : "span");
        else
            html(h, ">%s %s</%s>", word, many, href ? "a" : "span");
    }
    if (!any)
        html(h, "<span class=\"soft\">%s</span>", T(w, "なし", "none"));
    html(h, "</span>");
}
