/* history.c -- the versions of a programme's record, and what changed from one to the next.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/programme.h"
#include "format/json.h"

#include <string.h>

enum { MOST = 400 };

static const Column cols[] = {
    { .ja = "版", .en = "Version", .head = true }, { .ja = "記録日時", .en = "Recorded" }, { .ja = "評価", .en = "Evaluation" }, { .ja = "記録した人", .en = "By" }, { .ja = "読み取った文書", .en = "Read from" },
};

static void
versions(Web *w, const json_t *list, int64_t shown)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *v;
    table_begin(w, T(w, "版の表", "Versions"), cols, COUNT(cols), true);
    json_array_foreach(list, i, v)
    {
        int64_t no = json_int(v, "version", 0);
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a href=\"%s\"", web_here(w, "version", arena_fmt(w->c->mem, "%lld", (long long)no), NULL));
        if (no == shown)
            html(h, " aria-current=\"true\"");
        html(h, ">%s</a>", arena_fmt(w->c->mem, T(w, "第%lld版", "Version %lld"), (long long)no));
        cell(w, &cols[1]);
        web_time(w, json_text(v, "recorded_at"));
        cell(w, &cols[2]);
        html(h, "%s", web_evaluation(w, json_text(v, "evaluation")));
        cell(w, &cols[3]);
        html(h, "%s", web_actor(w, json_text(v, "actor")));
        cell(w, &cols[4]);
        if (json_has(v, "document_id"))
            html(h, "<a href=\"/documents/%lld\">%s</a>", (long long)json_int(v, "document_id", 0), json_text(v, "document"));
        else
            html(h, "—");
        row_end(w);
    }
    table_end(w);
}

/* A value of a record as a person reads it. */
static void
value(Web *w, const json_t *v)
{
    Html *h = &w->h;
    if (!v || json_is_null(v))
        html(h, "<span class=\"soft\">%s</span>", T(w, "（なし）", "(none)"));
    else if (json_is_string(v))
        html(h, "<span lang=\"ja\">%s</span>", text_head(w->c->mem, json_string_value(v), 240));
    else if (json_is_boolean(v))
        html(h, "%s", json_is_true(v) ? T(w, "はい", "yes") : T(w, "いいえ", "no"));
    else if (json_is_integer(v))
        html(h, "%s", number_commas(w->c->mem, json_integer_value(v)));
    else
        html(h, "<code>%s</code>", text_head(w->c->mem, json_canonical(w->c->mem, v), 240));
}

static void
changes(Web *w, const json_t *record, const json_t *version)
{
    static const Column change[] = { { .ja = "項目", .en = "Field", .head = true }, { .ja = "前の版", .en = "Before" }, { .ja = "この版", .en = "Now" } };
    Html   *h = &w->h;
    size_t  i;
    json_t *d, *list = programme_changes(w->c, version);
    html(h, "<h2>%s</h2>", arena_fmt(w->c->mem, T(w, "第%lld版での変更", "What changed in version %lld"), (long long)json_int(version, "version", 0)));
    if (!json_has(version, "before")) {
        html(h, "<p>%s</p>", T(w, "この評価の最初の記録です。", "This is the first record of this evaluation."));
        return;
    }
    html(h, "<p><strong>%s</strong>%s", number_commas(w->c->mem, (int64_t)json_array_size(list)), T(w, "か所の変更", " changes"));
    if (json_array_size(list) > MOST)
        html(h, "%s", arena_fmt(w->c->mem, T(w, "（はじめの%d か所を表示）", " (the first %d are shown)"), (int)MOST));
    html(h, "</p>");
    table_begin(w, T(w, "変更の表", "Changes"), change, COUNT(change), true);
    json_array_foreach(list, i, d)
    {
        if (i == MOST)
            break;
        row_begin(w, NULL);
        cell(w, &change[0]);
        html(h, "%s", web_field(w, record, json_text(d, "path")));
        cell(w, &change[1]);
        value(w, json_path(d, "old"));
        cell(w, &change[2]);
        value(w, json_path(d, "new"));
        row_end(w);
    }
    table_end(w);
}

void
page_history(Web *w)
{
    int64_t     id = programme_find(w->c, w->arg);
    json_t     *list = id ? programme_versions(w->c, id) : NULL, *shown, *v;
    json_t     *row = list ? programme_row(w->c, id) : NULL;
    size_t      i;
    if (!row || !ok(w->c))
        return;
    shown = json_array_get(list, 0);
    int64_t asked = web_number(w, "version", 1, INT64_C(1) << 40, 0);
    json_array_foreach(list, i, v)
        if (json_int(v, "version", 0) == asked)
            shown = v;
    const char *key = url_part(w->c->mem, json_text(row, "key"));
    layout_open(w, &(Page){ .title = T(w, "履歴", "History"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { arena_fmt(w->c->mem, "/programmes/%s", key), json_text(row, "name") } } });
    html(&w->h, "<p class=\"lead\" lang=\"ja\">%s</p>", json_text(row, "name"));
    web_programme_tabs(w, row, "history");
    html(&w->h, "<p>%s</p>", T(w, "記録は上書きされません。変わるたびに新しい版になり、前の版もそのまま読めます。", "Nothing is overwritten: each change is a new version, and those before it can be read as they were."));
    versions(w, list, json_int(shown, "version", 0));
    if (shown)
        changes(w, json_path(shown, "record"), shown);
    if (web_can_go(w, "/ledger"))
        html(&w->h, "<p><a href=\"/ledger?subject=programme%%3A%lld\">%s</a></p>", (long long)id, T(w, "この事業の操作履歴", "Acts on this programme in the ledger"));
    layout_end(w);
}
