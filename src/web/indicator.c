/* indicator.c -- one indicator: its definition, its values as plot and table, the lines it was read from.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "format/json.h"
#include "format/plot.h"

#include <stdlib.h>
#include <string.h>

static const char *
scope_word(Web *w, const char *scope)
{
    return strcmp(scope, "policy") == 0 ? T(w, "施策全体", "the whole policy") : strcmp(scope, "programme") == 0 ? T(w, "プログラム全体", "the programme as a whole") : scope;
}

static void
definition(Web *w, const json_t *x)
{
    Html *h = &w->h;
    section_begin(w, "definition", T(w, "定義", "Definition"));
    html(h, "<dl class=\"facts\">");
    fact_begin(w, T(w, "名称", "Name"));
    html(h, "<span lang=\"ja\">%s</span>", json_text(x, "name"));
    web_source(w, x, x);
    fact_end(w);
    fact(w, T(w, "種別", "Type"), web_indicator_type(w, json_text(x, "type")));
    fact(w, T(w, "単位", "Unit"), json_text(x, "unit"));
    fact(w, T(w, "対象の範囲", "Covers"), scope_word(w, json_text(x, "scope")));
    if (json_has(x, "group"))
        fact(w, T(w, "まとまり", "Group"), text_squeeze(w->c->mem, json_text(x, "group")));
    if (json_has(x, "table_label"))
        fact(w, T(w, "評価票の表", "Table of the sheet"), text_squeeze(w->c->mem, json_text(x, "table_label")));
    html(h, "</dl>");
    show_findings_at(w, x, arena_fmt(w->c->mem, "indicators[%lld]", (long long)json_int(x, "place", 0)));
    section_end(w);
}

static const char *
year_kind(Web *w, const json_t *x, const char *fy)
{
    size_t  i;
    json_t *col;
    json_array_foreach(json_path(x, "columns"), i, col)
        if (json_int(col, "fy", 0) == strtoll(fy, NULL, 10))
            return strcmp(json_text(col, "year_kind"), "fiscal") == 0 ? T(w, "年度", "fiscal year") : strcmp(json_text(col, "year_kind"), "calendar") == 0 ? T(w, "暦年", "calendar year") : T(w, "年（年度か暦年かは記載なし）", "year (fiscal or calendar not stated)");
    return "";
}

/* What all years are, or NULL when they differ. */
static const char *
one_kind(Web *w, const json_t *x)
{
    const char *fy, *kind = NULL;
    json_t     *v;
    json_object_foreach(json_path(x, "values"), fy, v)
    {
        if (kind && strcmp(kind, year_kind(w, x, fy)) != 0)
            return NULL;
        kind = year_kind(w, x, fy);
    }
    return kind;
}

static bool
note_at(const json_t *x, const char *fy, const char *kind)
{
    size_t  i;
    json_t *n;
    json_array_foreach(json_path(x, "notes"), i, n)
        if (json_int(n, "fy", 0) == strtoll(fy, NULL, 10) && strcmp(json_text(n, "kind"), kind) == 0)
            return true;
    return false;
}

static void
values(Web *w, const json_t *x)
{
    static const Column cols[] = {
        { .ja = "年", .en = "Year", .head = true }, { .ja = "値（表記のまま）", .en = "Value as printed", .number = true }, { .ja = "性質", .en = "Qualifier" }, { .ja = "この値のアドレス", .en = "Address of the number" },
    };
    Html       *h = &w->h;
    const char *fy, *kind = one_kind(w, x);
    json_t     *v;
    table_begin(w, T(w, "値の表", "Table of values"), cols, COUNT(cols), false);
    json_object_foreach(json_path(x, "values"), fy, v)
    {
        const char *qualifier = web_qualifier(w, json_text(v, "qualifier")), *address = arena_fmt(w->c->mem, "/n/v%lld.i%lld.%s", (long long)json_int(x, "version_id", 0), (long long)json_int(x, "place", 0) + 1, fy);
        row_begin(w, arena_fmt(w->c->mem, "fy%s", fy));
        cell(w, &cols[0]);
        html(h, "%s <span class=\"soft small\">%s%s</span>", fy, w->c->lang == LANG_JA ? era_year(w->c->mem, (int)strtol(fy, NULL, 10)) : "", kind ? "" : year_kind(w, x, fy));
        cell(w, &cols[1]);
        html(h, "<span lang=\"ja\">%s</span>", *json_text(v, "text") ? json_text(v, "text") : "—");
        cell(w, &cols[2]);
        html(h, "%s", *qualifier ? qualifier : T(w, "確定値", "exact"));
        if (note_at(x, fy, "reset"))
            html(h, "<br><span class=\"badge\">%s</span>", T(w, "この年から数え直し", "counted anew from here"));
        cell(w, &cols[3]);
        html(h, "<a class=\"quiet\" href=\"%s\"><code>%s</code></a>", address, address);
        row_end(w);
    }
    table_end(w);
    if (kind && *kind)
        html(h, "<p class=\"soft small\">%s%s</p>", T(w, "年の種別：", "The years are: "), kind);
}

static void
series(Web *w, const json_t *x)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *n;
    section_begin(w, "series", T(w, "値の推移", "Values"));
    html(h, "<div class=\"split\"><div>");
    if (plot_has_values(json_path(x, "values")))
        show_plot(w, "series-plot", x);
    else
        web_empty(w, T(w, "まだ値がありません。", "There are no values yet."), T(w, "文書では「—」または空欄です。値が分かったら、出典とともに記録します。", "The paper has a dash or a blank. A value is recorded with its source once it is known."), NULL, NULL);
    html(h, "</div><div>");
    values(w, x);
    html(h, "</div></div>");
    if (json_array_size(json_path(x, "notes")) > 0) {
        html(h, "<h3>%s</h3><ul lang=\"ja\">", T(w, "注記", "Notes"));
        json_array_foreach(json_path(x, "notes"), i, n)
        {
            if (i > 0 && strcmp(json_text(n, "text"), json_text(json_array_get(json_path(x, "notes"), i - 1), "text")) == 0)
                continue;
            html(h, "<li>%s", json_text(n, "text"));
            web_source(w, x, n);
            html(h, "</li>");
        }
        html(h, "</ul>");
    }
    section_end(w);
}

/* The lines of the document that the indicator was read from, with two around them. */
static void
quoted(Web *w, const json_t *x)
{
    Html     *h = &w->h;
    long long doc = (long long)json_int(x, "document.id", 0), from = (long long)json_int(x, "source.line_from", 0), to = (long long)json_int(x, "source.line_to", from);
    size_t    i;
    json_t   *l;
    if (!doc || !from || !can(w->c, ACT_DOCUMENT_READ))
        return;
    if (to > from + 20)
        to = from + 20;
    section_begin(w, "source", T(w, "原文", "In the document"));
    html(h, "<p>%s <a href=\"/documents/%lld?lines=%lld-%lld&amp;of=%s#l%lld\">%s</a></p><blockquote class=\"quote\"><ol class=\"lines\" lang=\"ja\">", T(w, "読み取った文書：", "Read from"), doc, from, to, url_part(w->c->mem, json_text(x, "key")), from,
         json_text(x, "document.name"));
    json_array_foreach(document_lines(w->c, doc, from > 2 ? from - 2 : 1, to + 2), i, l)
    {
        long long no = (long long)json_int(l, "no", 0);
        html(h, "<li class=\"%s\"><span class=\"no\">%lld</span><span class=\"text\">%s</span></li>", no >= from && no <= to ? "on" : "", no, json_text(l, "text"));
    }
    html(h, "</ol></blockquote>");
    section_end(w);
}

/* Versions side by side: one row for each recording, one column for each year any of them has. */
static void
versions(Web *w, const json_t *x)
{
    Html       *h = &w->h;
    json_t     *years = json_keep(w->c->mem, json_object()), *v, *value;
    size_t      i;
    const char *fy;
    json_array_foreach(json_path(x, "versions"), i, v) json_object_foreach(json_path(v, "indicator.values"), fy, value) json_object_set_new(years, fy, json_true());
    section_begin(w, "versions", T(w, "記録の版", "Versions"));
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>", T(w, "版ごとの定義と値", "Definition and values by version"), T(w, "版", "Version"), T(w, "記録日時", "Recorded"), T(w, "単位", "Unit"));
    json_object_foreach(years, fy, value) html(h, "<th scope=\"col\" class=\"n\">%s</th>", fy);
    html(h, "</tr></thead><tbody>");
    json_array_foreach(json_path(x, "versions"), i, v)
    {
        html(h, "<tr><th scope=\"row\"><a href=\"/programmes/%s/history?version=%lld\">%s</a>", url_part(w->c->mem, json_text(x, "key")), (long long)json_int(v, "version", 0), arena_fmt(w->c->mem, T(w, "第%lld版", "Version %lld"), (long long)json_int(v, "version", 0)));
        if (json_flag(v, "main"))
            html(h, " <span class=\"badge good\">%s</span>", T(w, "現在", "present"));
        html(h, "</th><td>");
        web_time(w, json_text(v, "recorded_at"));
        html(h, "</td><td lang=\"ja\">%s</td>", json_has(v, "indicator.unit") ? json_text(v, "indicator.unit") : "—");
        json_object_foreach(years, fy, value) html(h, "<td class=\"n\" lang=\"ja\">%s</td>", json_text(json_object_get(json_path(v, "indicator.values"), fy), "text"));
        html(h, "</tr>");
    }
    html(h, "</tbody></table></div>");
    section_end(w);
}

void
page_indicator(Web *w)
{
    int64_t id = 0;
    json_t *x = number_int(w->arg, &id) ? indicator_show(w->c, id) : NULL;
    if (!x) {
        fail(w->c, ERR_NOT_FOUND, "indicator", T(w, "指標 %s はありません。事業のページの指標から選んでください。", "There is no indicator %s; choose one on a programme's page."), w->arg);
        return;
    }
    const char *back = arena_fmt(w->c->mem, "/programmes/%s", url_part(w->c->mem, json_text(x, "key")));
    layout_open(w, &(Page){ .title = text_squeeze(w->c->mem, json_text(x, "name")), .here = "programmes",
                            .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { back, json_text(x, "programme.name") } } });
    html(&w->h, "<p class=\"lead\"><span class=\"badge\">%s</span> <a lang=\"ja\" href=\"%s#indicator-%lld\">%s</a></p>", web_indicator_type(w, json_text(x, "type")), back, (long long)json_int(x, "place", 0) + 1, json_text(x, "programme.name"));
    series(w, x);
    show_series(w, id);
    definition(w, x);
    quoted(w, x);
    versions(w, x);
    if (can(w->c, ACT_FINDING_READ) && json_array_size(json_path(x, "findings")) > 0) {
        section_begin(w, "findings", T(w, "所見", "Findings"));
        html(&w->h, "<div class=\"finds\">");
        web_findings(w, x, findings_in_order(w, json_path(x, "findings")));
        html(&w->h, "</div>");
        section_end(w);
    }
    layout_end(w);
}
