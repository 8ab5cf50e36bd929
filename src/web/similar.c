/* similar.c -- programmes like this one, with the reasons: part of the programme's page, a page of its own, API, files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "domain/compare.h"
#include "domain/programme.h"
#include "domain/similar.h"
#include "format/json.h"
#include "web/api.h"

#include <string.h>

enum { MOST = 50 };
static const char says_ja[] = "目的・概要・指標・事業名に共通する語（まれな語ほど重い）、支出先、施策、担当課、規模、期間の近さから選んでいます。上ほど似ています。",
                  says_en[] = "Chosen by the words that purpose, outline, indicators and names have in common (rare ones weigh more), by payees, policies, office, size and years. The most alike stand first.";

static void
one(Web *w, const json_t *x)
{
    Html   *h = &w->h;
    size_t  i, years = json_array_size(json_path(x, "years"));
    json_t *why;
    html(h, "<li class=\"hit\"><h3><a lang=\"ja\" href=\"/programmes/%s\">%s</a></h3><p class=\"soft small\">", url_part(w->c->mem, json_text(x, "key")), json_text(x, "name"));
    if (*json_text(x, "ministry"))
        html(h, "<span lang=\"ja\">%s</span> · ", json_text(x, "ministry"));
    html(h, "%s", json_has(x, "from_fy") ? web_period_short(w, json_int(x, "from_fy", 0), json_int(x, "to_fy", 0), !json_has(x, "to_fy")) : web_fy_short(w, json_int(x, "fy", 0)));
    if (json_int(x, "money_yen", 0) > 0)
        html(h, " · %s", web_yen(w, json_path(x, "money_yen"), NULL));
    if (years)
        html(h, " · %s", arena_fmt(w->c->mem, years == 1 ? T(w, "同じ名前のものがほかに%zu件", "%zu other of that name") : T(w, "同じ名前のものがほかに%zu件", "%zu others of that name"), years));
    html(h, "</p><ul class=\"reasons\">");
    json_array_foreach(json_path(x, "reasons"), i, why) html(h, "<li>%s</li>", T(w, json_text(why, "ja"), json_text(why, "en")));
    html(h, "</ul></li>");
}

static void
list(Web *w, const json_t *found)
{
    size_t  i;
    json_t *x;
    html(&w->h, "<ol class=\"hits\">");
    json_array_foreach(json_path(found, "similar"), i, x) one(w, x);
    html(&w->h, "</ol>");
}

/* This one and the most alike, side by side. */
static void
compare_link(Web *w, const char *key, const json_t *found)
{
    Buf    *to = buf_in(w->c->mem);
    size_t  i;
    json_t *x;
    if (!web_can_go(w, "/compare"))
        return;
    buf_fmt(to, "/compare?p=%s", key);
    json_array_foreach(json_path(found, "similar"), i, x)
        if (i + 1 < COMPARE_MOST)
            buf_fmt(to, "&p=%s", url_part(w->c->mem, json_text(x, "key")));
    html(&w->h, "<p class=\"small no-print\"><a href=\"%s\">%s</a></p>", buf_text(to), T(w, "この事業と、似ている上位の事業を並べて比べる", "This one and the most alike side by side"));
}

/* Others of the same ministry and name: most likely this programme in other years, which nobody has linked yet. */
static void
same_name(Web *w, const json_t *found)
{
    Html   *h = &w->h;
    size_t  i, n = json_array_size(json_path(found, "same_name"));
    json_t *x;
    if (n == 0)
        return;
    html(h, "<p class=\"small\">%s", T(w, "同じ府省の同じ名前の事業は、同じ事業の別の年度とみて除いています: ", "Programmes of the same ministry and name are taken for other years of this one and left out: "));
    json_array_foreach(json_path(found, "same_name"), i, x)
        html(h, "%s<a href=\"/programmes/%s\">%s</a>", i ? T(w, "、", ", ") : "", url_part(w->c->mem, json_text(x, "key")), json_int(x, "fy", 0) ? web_fy_short(w, json_int(x, "fy", 0)) : json_text(x, "key"));
    html(h, "</p>");
}

void
show_similar(Web *w, const json_t *r)
{
    const char *key = url_part(w->c->mem, json_text(r, "key")), *day = req_query(w->q, "as_of");
    if (day && *day) /* it is of today, not of that day */
        return;
    json_t *found = similar_at_once(w->c, json_int(r, "id", 0));
    if (!ok(w->c) || (!found && similar_beside(w->c) == 0))
        return;
    section_begin(w, "similar", T(w, "似た事業", "Programmes like this one"));
    if (!found) {
        html(&w->h, "<p><a href=\"/programmes/%s/similar\" rel=\"nofollow\">%s</a></p>", key, T(w, "似た事業を、理由とともに調べる", "Look for programmes like this one, with the reasons"));
        section_end(w);
        return;
    }
    if (json_array_size(json_path(found, "similar")) == 0)
        html(&w->h, "<p class=\"soft\">%s</p>", T(w, "似た事業は見つかりませんでした。", "None was found."));
    else {
        list(w, found);
        compare_link(w, key, found);
    }
    html(&w->h, "<p class=\"small\"><a href=\"/programmes/%s/similar\">%s</a></p>", key, T(w, "似た事業をもっと見る・表に保存する", "More of them, and as a file"));
    section_end(w);
}

/* Reasons in one cell. */
static void
in_words(Web *w, const json_t *rows)
{
    size_t  i, j;
    json_t *x, *why;
    json_array_foreach(rows, i, x)
    {
        Buf *b = buf_in(w->c->mem);
        json_array_foreach(json_path(x, "reasons"), j, why) buf_fmt(b, "%s%s", j ? " / " : "", T(w, json_text(why, "ja"), json_text(why, "en")));
        json_object_set_new(x, "why", json_string(buf_text(b)));
    }
}

static const FileColumn file_cols[] = {
    { "key", "識別名", "Key" }, { "name", "事業名", "Programme" }, { "ministry", "府省庁", "Ministry" }, { "fy", "年度", "Fiscal year" }, { "from_fy", "開始年度", "First fiscal year" },
    { "to_fy", "終了年度", "Last fiscal year" }, { "money_yen", "金額（円）", "Yen" }, { "score", "類似度", "Likeness" }, { "why", "似ている理由", "Reasons" },
};

void
page_similar(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    json_t *found = id ? similar_programmes(w->c, id, 0) : NULL;
    if (!found)
        return;
    const char *key = url_part(w->c->mem, json_text(found, "key")), *name = json_text(found, "name");
    if (web_wants_file(w))
        in_words(w, json_path(found, "similar"));
    if (web_file(w, "similar", T(w, "似た事業", "Programmes like this one"), json_path(found, "similar"), file_cols, COUNT(file_cols)))
        return;
    layout_open(w, &(Page){ .title = T(w, "似た事業", "Programmes like this one"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { arena_fmt(w->c->mem, "/programmes/%s", key), name } } });
    html(&w->h, "<p class=\"lead\"><a lang=\"ja\" href=\"/programmes/%s\">%s</a></p><p class=\"soft small\">%s</p>", key, name, T(w, says_ja, says_en));
    if (json_array_size(json_path(found, "similar")) == 0) {
        web_empty(w, T(w, "似た事業は見つかりませんでした。", "No programme like it was found."), T(w, "共通する語・支出先をもつ事業が、取り込まれた中にありません。", "None of those taken in has enough words or payees in common."), "/search", T(w, "語で探す", "Search by words"));
    } else {
        size_t n = json_array_size(json_path(found, "similar"));
        html(&w->h, "<div class=\"above\"><h2><strong>%zu</strong>%s</h2>", n, T(w, "件の似た事業", n == 1 ? " programme" : " programmes"));
        web_downloads(w);
        html(&w->h, "</div>");
        compare_link(w, key, found);
        list(w, found);
    }
    same_name(w, found);
    layout_end(w);
}

void
api_similar(Web *w)
{
    int64_t limit = api_within(w, "limit", 0, 0, MOST), id = ok(w->c) ? programme_find(w->c, w->arg) : 0;
    json_t *found = id ? similar_programmes(w->c, id, limit) : NULL;
    if (!found)
        return;
    if (web_wants_file(w)) {
        in_words(w, json_path(found, "similar"));
        web_list(w, "similar", json_path(found, "similar"), KEYS("key", "name", "ministry", "fy", "from_fy", "to_fy", "money_yen", "score", "why"));
        return;
    }
    web_json(w, found);
}
