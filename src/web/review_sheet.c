/* review_sheet.c -- one review sheet, whole, as it came: every key and number as the publisher gives them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "web/show.h"

#include <string.h>

enum { ROWS_OPEN = 60, DEEP = 4 };

static const struct { const char *key, *anchor, *en; } parts[] = {
#define PART(key, anchor, en) { key, anchor, en },
#include "web/sheet_parts.def"
#undef PART
};

static const char *
english(const char *key)
{
    for (size_t i = 0; i < COUNT(parts); i++)
        if (strcmp(parts[i].key, key) == 0)
            return parts[i].en;
    return NULL;
}

static const char *
anchor_of(Web *w, const char *key, size_t no)
{
    for (size_t i = 0; i < COUNT(parts); i++)
        if (strcmp(parts[i].key, key) == 0 && *parts[i].anchor)
            return parts[i].anchor;
    return arena_fmt(w->c->mem, "part-%zu", no);
}

/* The key as printed, and in English beside it where the page is. */
static const char *
label(Web *w, const char *key)
{
    const char *en = w->c->lang == LANG_EN ? english(key) : NULL;
    return en ? arena_fmt(w->c->mem, "%s (%s)", en, key) : key;
}

static void value(Web *w, const json_t *v, int depth);

/* Members of one object in a cell: "年度 2018, 成果実績 3". */
static void
members(Web *w, const json_t *o, int depth)
{
    const char *key;
    json_t     *v;
    html(&w->h, "<dl class=\"years\">");
    json_object_foreach(o, key, v)
    {
        html(&w->h, "<div><dt>%s</dt><dd>", label(w, key));
        value(w, v, depth + 1);
        html(&w->h, "</dd></div>");
    }
    html(&w->h, "</dl>");
}

/* As it came: a real number with the digits that tell it from its neighbours. */
static void
value(Web *w, const json_t *v, int depth)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    if (json_is_string(v)) {
        html(h, "<span lang=\"ja\">");
        html_lines(h, json_string_value(v));
        html(h, "</span>");
    } else if (json_is_integer(v)) {
        html(h, "%lld", (long long)json_integer_value(v));
    } else if (json_is_real(v)) {
        html(h, "%s", arena_fmt(w->c->mem, "%.15g", json_real_value(v)));
    } else if (json_is_boolean(v)) {
        html(h, "%s", json_is_true(v) ? T(w, "はい", "yes") : T(w, "いいえ", "no"));
    } else if (json_is_object(v) && depth < DEEP) {
        members(w, v, depth);
    } else if (json_is_array(v) && depth < DEEP && json_array_size(v) > 0) {
        json_array_foreach(v, i, x)
        {
            html(h, i && !json_is_object(x) ? "、" : "");
            value(w, x, depth + 1);
        }
    } else {
        html(h, "<span class=\"soft\">%s</span>", T(w, "記載なし", "none"));
    }
}

/* A list of objects: a column for every key that any row has, in the order they are met. */
static void
table(Web *w, const char *key, const json_t *rows)
{
    Column  cols[64];
    size_t  n = 0, i, k;
    json_t *row, *v, *met = json_keep(w->c->mem, json_object());
    const char *name;
    json_array_foreach(rows, i, row)
        json_object_foreach(row, name, v)
            if (n < COUNT(cols) && !json_object_get(met, name)) {
                json_object_set_new(met, name, json_true());
                cols[n] = (Column){ .key = name, .ja = label(w, name), .en = label(w, name), .number = json_is_number(v), .head = n == 0 };
                n++;
            }
    table_begin(w, arena_fmt(w->c->mem, T(w, "%sの表", "Table of %s"), label(w, key)), cols, n, true);
    json_array_foreach(rows, i, row)
    {
        if (i == ROWS_OPEN) {
            table_end(w);
            html(&w->h, "<details><summary>%s</summary>", arena_fmt(w->c->mem, T(w, "残りの %zu 行を表示", "Show the other %zu rows"), json_array_size(rows) - i));
            table_begin(w, arena_fmt(w->c->mem, T(w, "%s（続き）", "%s, continued"), label(w, key)), cols, n, true);
        }
        row_begin(w, NULL);
        for (k = 0; k < n; k++) {
            cell(w, &cols[k]);
            value(w, json_object_get(row, cols[k].key), 0);
        }
        row_end(w);
    }
    table_end(w);
    if (json_array_size(rows) > ROWS_OPEN)
        html(&w->h, "</details>");
}

static bool
is_table(const json_t *v)
{
    return json_is_array(v) && json_is_object(json_array_get(v, 0));
}

/* First everything that is one value, then every list as a section. */
static void
body(Web *w, const json_t *doc)
{
    const char *key;
    json_t     *v;
    size_t      no = 0;
    section_begin(w, "basic", T(w, "記載事項", "As stated"));
    html(&w->h, "<dl class=\"facts\">");
    json_object_foreach(doc, key, v)
    {
        if (is_table(v) || json_is_null(v) || *key == '_')
            continue;
        html(&w->h, "<dt>%s</dt><dd>", label(w, key));
        value(w, v, 0);
        html(&w->h, "</dd>");
    }
    html(&w->h, "</dl>");
    section_end(w);
    json_object_foreach(doc, key, v)
    {
        no++;
        if (!is_table(v))
            continue;
        section_begin(w, anchor_of(w, key, no), label(w, key));
        table(w, key, v);
        section_end(w);
    }
}

static void
where_from(Web *w, const json_t *s)
{
    Html       *h = &w->h;
    const char *url = json_str(s, "url");
    section_begin(w, "origin", T(w, "出典", "Source"));
    html(h, "<dl class=\"facts\"><dt>%s</dt><dd>", T(w, "公開されたアドレス", "Published at"));
    if (url && strcmp(url_outside(w->c->mem, url), "#") != 0)
        html(h, "<a href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, url), url);
    else
        html(h, "%s", T(w, "データに記載なし", "not in the data"));
    html(h, "</dd>");
    fact(w, T(w, "シートの識別名", "Key of the sheet"), json_text(s, "sheet_key"));
    fact(w, T(w, "公開データ中の位置", "Place in the data"), json_text(s, "body._path"));
    fact(w, T(w, "取り込んだファイル", "File taken in"), arena_fmt(w->c->mem, T(w, "%s の %lld 行", "%s, line %lld"), json_text(s, "file"), (long long)json_int(s, "line", 0)));
    fact_begin(w, T(w, "取り込んだ日時", "Taken in"));
    web_time(w, json_text(s, "recorded_at"));
    fact_end(w);
    fact(w, "SHA-256", json_text(s, "sha256"));
    html(h, "</dl>");
    section_end(w);
}

static void
noticed(Web *w, const json_t *s)
{
    static const struct { unsigned bit; const char *ja, *en; } flags[] = {
#define FLAG(name, code, ja, en) { FLAG_##name, ja, en },
#include "domain/flags.def"
#undef FLAG
    };
    unsigned set = (unsigned)json_int(s, "flags", 0);
    if (!set)
        return;
    html(&w->h, "<ul class=\"notes\">");
    for (size_t i = 0; i < COUNT(flags); i++)
        if (set & flags[i].bit)
            html(&w->h, "<li><span class=\"badge level warning\">%s</span> %s</li>", T(w, "気付き", "noticed"), T(w, flags[i].ja, flags[i].en));
    html(&w->h, "</ul>");
}

static void
versions(Web *w, const json_t *s)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *v;
    if (json_array_size(json_path(s, "versions")) < 2)
        return;
    if (!json_flag(s, "newest"))
        html(h, "<div class=\"banner\"><p>%s <a href=\"/sheets/%lld\">%s</a></p></div>", T(w, "これは以前の版です。公開元はその後このシートを改めました。", "This is an older version; the publisher changed the sheet since."), (long long)json_int(s, "newest_id", 0),
             T(w, "最新の版を見る", "See the newest version"));
    html(h, "<p class=\"small\">%s", T(w, "版：", "Versions: "));
    json_array_foreach(json_path(s, "versions"), i, v)
    {
        if (json_int(v, "id", 0) == json_int(s, "id", 0))
            html(h, " <strong>%lld</strong>", (long long)json_int(v, "version", 0));
        else
            html(h, " <a href=\"/sheets/%lld\">%lld</a>", (long long)json_int(v, "id", 0), (long long)json_int(v, "version", 0));
    }
    html(h, "</p>");
}

void
page_review_sheet(Web *w)
{
    json_t *s = sheet_show(w->c, w->arg);
    Html   *h = &w->h;
    if (!s)
        return;
    const char *back = arena_fmt(w->c->mem, "/programmes/%lld", (long long)json_int(s, "programme_id", 0));
    layout_open(w, &(Page){ .title = arena_fmt(w->c->mem, T(w, "%s（%sのレビューシート）", "%s (review sheet of %s)"), json_text(s, "name"), web_fy_short(w, json_int(s, "fy", 0))), .here = "programmes",
                            .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { back, json_text(s, "name") } } });
    html(h, "<p class=\"lead\"><span class=\"badge\" lang=\"ja\">%s</span> <span lang=\"ja\">%s %s</span> · %s</p>", json_text(s, "kind"), json_text(s, "ministry"), json_text(s, "office"), json_text(s, "number"));
    versions(w, s);
    noticed(w, s);
    html(h, "<p><a href=\"%s\">%s</a> · <a href=\"/api/v1/sheets/%lld\">JSON</a></p><p class=\"soft small\">%s</p>", back, T(w, "この事業のすべての年度を見る", "All years of this programme"), (long long)json_int(s, "id", 0),
         T(w, "項目も数字も、公開されたデータのままです（JUDGIT! の金額は百万円単位）。", "Keys and numbers are as published (amounts of JUDGIT! are million yen)."));
    html(h, "<div class=\"wide\">");
    body(w, json_path(s, "body"));
    html(h, "</div>");
    json_t *paid = json_int(s, "payees", 0) ? sheet_payees(w->c, json_int(s, "id", 0)) : NULL;
    if (paid) {
        section_begin(w, "flow", T(w, "資金の流れ", "Flow of money"));
        years_flow(w, paid);
        section_end(w);
    }
    where_from(w, s);
    layout_end(w);
}
