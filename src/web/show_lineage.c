/* show_lineage.c -- before and after a programme: links with who says so, and the document's own words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/text.h"
#include "domain/lineage.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "format/json.h"

#include <string.h>

/* What the paper itself says: 前身 and 後継, and the policies it stands under. */
static void
own_words(Web *w, const json_t *r)
{
    static const struct { const char *key, *ja, *en; } kinds[] = {
        { "predecessor", "前身", "Predecessor" }, { "successor", "後継", "Successor" }, { "merged", "統合", "Merged" }, { "split", "分割", "Split" },
        { "transferred", "移管", "Transferred" }, { "re-instrumented", "実施方法の変更", "Change of instrument" },
    };
    Html   *h = &w->h;
    size_t  i, k;
    json_t *x;
    if (json_array_size(json_path(r, "lineage")) == 0)
        return;
    html(h, "<h3>%s</h3><dl class=\"facts\">", T(w, "文書の記載", "In the document"));
    json_array_foreach(json_path(r, "lineage"), i, x)
    {
        const char *word = json_text(x, "kind");
        for (k = 0; k < COUNT(kinds); k++)
            if (strcmp(kinds[k].key, word) == 0)
                word = T(w, kinds[k].ja, kinds[k].en);
        html(h, "<dt>%s</dt><dd><span lang=\"ja\">%s</span> <span class=\"soft\" lang=\"ja\">%s</span>", word, json_text(x, "name"), json_text(x, "period_text"));
        web_source(w, r, x);
        html(h, "</dd>");
    }
    html(h, "</dl>");
}

static void
other_side(Web *w, const json_t *l, bool from)
{
    const json_t *x = json_path(l, from ? "to" : "from");
    Html         *h = &w->h;
    if (!x || json_is_null(x)) {
        html(h, "%s <span class=\"badge\">%s</span>", link_key_label(w->c, json_text(l, "to_key")), T(w, "シート待ち", "waits for its sheet"));
        if (json_has(l, "reasons.0.ministry"))
            html(h, " <span lang=\"ja\">%s</span>", json_text(l, "reasons.0.ministry"));
        return;
    }
    html(h, "<a href=\"/programmes/%s\" lang=\"ja\">%s</a> <span class=\"soft\" lang=\"ja\">%s</span>", url_part(w->c->mem, json_text(x, "key")), json_text(x, "name"), json_text(x, "ministry"));
    if (json_has(x, "first_fy"))
        html(h, " <span class=\"soft\">%lld–%lld</span>", (long long)json_int(x, "first_fy", 0), (long long)json_int(x, "last_fy", 0));
}

static void
row(Web *w, const json_t *l, int64_t id, const json_t *same)
{
    static const Column cols[] = { { .ja = "関係", .en = "Relation", .head = true }, { .ja = "事業", .en = "Programme" }, { .ja = "根拠", .en = "Basis" } };
    Html   *h = &w->h;
    bool    from = json_int(l, "from.id", 0) == id;
    size_t  i;
    json_t *x;
    json_array_foreach(same, i, x) from = from || json_int(x, "id", 0) == json_int(l, "from.id", 0);
    row_begin(w, NULL);
    cell(w, &cols[0]);
    html(h, "%s", link_kind_label(w->c, json_text(l, "kind"), from));
    if (strcmp(json_text(l, "state"), "confirmed") != 0)
        html(h, " <span class=\"badge\">%s</span>", link_state_label(w->c, json_text(l, "state")));
    cell(w, &cols[1]);
    other_side(w, l, from);
    cell(w, &cols[2]);
    html(h, "<span class=\"small\">%s", link_basis_label(w->c, json_text(l, "basis")));
    if (json_array_size(json_path(l, "reasons")) > 0)
        html(h, "%s%s", T(w, "：", ": "), T(w, json_text(l, "reasons.0.ja"), json_text(l, "reasons.0.en")));
    html(h, "</span>");
    row_end(w);
}

/* The links of a programme by its id, without a heading; false where it has none. */
bool
show_links(Web *w, int64_t id)
{
    static const Column cols[] = { { .ja = "関係", .en = "Relation", .head = true }, { .ja = "事業", .en = "Programme" }, { .ja = "根拠", .en = "Basis" } };
    json_t *x = lineage_of(w->c, id), *l;
    size_t  i, n = 0;
    json_array_foreach(json_path(x, "links"), i, l) n += strcmp(json_text(l, "state"), "rejected") != 0;
    if (n == 0)
        return false;
    table_begin(w, T(w, "ほかの事業との関係", "Links with other programmes"), cols, COUNT(cols), true);
    for (int proposed = 0; proposed < 2; proposed++)
        json_array_foreach(json_path(x, "links"), i, l)
            if (strcmp(json_text(l, "state"), proposed ? "proposed" : "confirmed") == 0)
                row(w, l, id, json_path(x, "same"));
    table_end(w);
    return true;
}

void
show_lineage(Web *w, const json_t *r)
{
    section_begin(w, "lineage", T(w, "前身・後継", "Before and after"));
    int64_t id = json_int(r, "id", 0);
    bool    any = show_links(w, id);
    if (!any && json_array_size(json_path(r, "lineage")) == 0)
        html(&w->h, "<p class=\"soft\">%s</p>", T(w, "記録されていません。", "None recorded."));
    own_words(w, r);
    if (web_can_go(w, "/links"))
        html(&w->h, "<p class=\"no-print\"><a href=\"/links?programme=%lld\">%s</a></p>", (long long)id, can(w->c, ACT_LINK_WRITE) ? T(w, "この事業の関係を見る・登録する", "See or add links of this programme") : T(w, "この事業の関係を見る", "See links of this programme"));
    section_end(w);
}
