/* filter.c -- searches a person keeps: shown above each list, kept, opened, renamed, shared, dropped; on the first page; API.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A link to one goes by /filters/ID, which notes that the person looked and leads on to the list. A page that says how much is new
 * is not kept in the cache: looking is no act of the ledger. */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/filter.h"
#include "domain/permission.h"
#include "format/json.h"
#include "web/api.h"

#include <string.h>

enum { NEWS = 12 };

static bool
keeps(Web *w)
{
    return w->who.id && can(w->c, ACT_FILTER_WRITE);
}

/* Those of one place, or of all, with how much is new. */
static json_t *
mine_of(Web *w, const char *place)
{
    json_t *rows = filter_list(w->c, place);
    if (filter_news(w->c, rows, NEWS) > 0)
        w->q->secret = true;
    return rows;
}

static const json_t *
place_row(Web *w, const char *name)
{
    json_t *all = filter_places(w->c), *p;
    size_t  i;
    json_array_foreach(all, i, p)
        if (strcmp(json_text(p, "name"), name) == 0)
            return p;
    return NULL;
}

static const char *
sort_asked(Web *w)
{
    const char *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    return sort && *sort ? arena_fmt(w->c->mem, "%s %s", sort, dir && strcmp(dir, "desc") == 0 ? "desc" : "asc") : "";
}

/* The parameters of the place that this address has. */
static json_t *
params_asked(Web *w, const json_t *place)
{
    json_t *out = json_keep(w->c->mem, json_object()), *p;
    size_t  i;
    json_array_foreach(json_path(place, "params"), i, p)
    {
        const char *v = req_query(w->q, json_string_value(p));
        if (v && !text_blank(v))
            json_object_set_new(out, json_string_value(p), json_string(v));
    }
    return out;
}

static void
new_badge(Web *w, const json_t *f)
{
    int64_t n = json_int(f, "new", 0);
    if (n > 0)
        html(&w->h, " <span class=\"badge level notice\">%s</span>", arena_fmt(w->c->mem, T(w, "新着・更新 %s", "%s new"), number_commas(w->c->mem, n)));
}

static void
chips(Web *w, const json_t *mine, const char *query, const json_t *params)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *f;
    html(h, "<ul class=\"chips no-print\" aria-label=\"%s\">", T(w, "保存した検索", "Kept searches"));
    json_array_foreach(mine, i, f)
    {
        bool on = strcmp(json_text(f, "query"), query ? text_squeeze(w->c->mem, query) : "") == 0 && json_equal(json_path(f, "params"), params);
        html(h, "<li><a href=\"/filters/%lld\"", (long long)json_int(f, "id", 0));
        if (on)
            html(h, " aria-current=\"true\"");
        if (!json_flag(f, "mine"))
            html(h, " title=\"%s\"", arena_fmt(w->c->mem, T(w, "%sさんが共有", "shared by %s"), json_text(f, "owner_name")));
        html(h, ">%s", json_text(f, "name"));
        if (!json_flag(f, "mine"))
            html(h, " <span class=\"small\">%s</span>", T(w, "（共有）", "(shared)"));
        html(h, "</a>");
        new_badge(w, f);
        html(h, "</li>");
    }
    html(h, "</ul>");
}

static void
hidden(Web *w, const char *name, const char *value)
{
    html(&w->h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

static void
save_form(Web *w, const char *place, const char *query, const json_t *params)
{
    Html         *h = &w->h;
    const char   *name;
    const json_t *v;
    web_form_begin(w, "/filters");
    hidden(w, "place", place);
    hidden(w, "q", query ? query : "");
    hidden(w, "sort", sort_asked(w));
    json_object_foreach(params, name, v) hidden(w, name, json_string_value(v));
    html(h, "<div class=\"filters\"><div class=\"field grow\"><label for=\"f-name\">%s</label><input id=\"f-name\" name=\"name\" required maxlength=\"60\"></div>", T(w, "いまの条件に名前を付けて保存する", "Name these conditions to keep them"));
    if (can(w->c, ACT_FILTER_SHARE))
        html(h, "<div class=\"field\"><label><input type=\"checkbox\" name=\"shared\" value=\"1\"> %s</label></div>", T(w, "全員と共有する", "Share with all"));
    html(h, "<button class=\"second\">%s</button></div></form>", T(w, "保存する", "Save"));
}

void
web_filters(Web *w, const char *place)
{
    Html         *h = &w->h;
    const json_t *p = keeps(w) ? place_row(w, place) : NULL;
    const char   *query = req_query(w->q, "q");
    size_t        i;
    if (!p)
        return;
    json_t *mine = mine_of(w, place), *params = params_asked(w, p), *f;
    bool    asked = (query && !text_blank(query)) || json_object_size(params) > 0;
    if (json_array_size(mine) > 0)
        chips(w, mine, query, params);
    if (!asked && json_array_size(mine) == 0)
        return;
    html(h, "<details class=\"no-print\"><summary>%s</summary>", T(w, "検索を保存・整理する", "Save and tidy searches"));
    if (asked)
        save_form(w, place, query, params);
    json_array_foreach(mine, i, f)
    {
        if (!json_flag(f, "mine"))
            continue;
        web_form_begin(w, arena_fmt(w->c->mem, "/filters/%lld/drop", (long long)json_int(f, "id", 0)));
        hidden(w, "back", json_text(p, "path"));
        html(h, "<p><button class=\"second small\">%s</button> <code class=\"soft\">%s</code></p></form>", arena_fmt(w->c->mem, T(w, "「%s」を消す", "Drop \"%s\""), json_text(f, "name")), json_text(f, "query"));
    }
    html(h, "<p class=\"small\"><a href=\"/filters\">%s</a></p></details>", T(w, "保存した検索の一覧（名前を変える・共有する）", "All kept searches (rename, share)"));
}

/* What it asks for, in one line. */
static void
conditions(Web *w, const json_t *f)
{
    const json_t *p = place_row(w, json_text(f, "place")), *v;
    const char   *name;
    html(&w->h, "<span class=\"soft small\">%s</span>", p ? T(w, json_text(p, "ja"), json_text(p, "en")) : json_text(f, "place"));
    if (*json_text(f, "query"))
        html(&w->h, " <code lang=\"ja\">%s</code>", json_text(f, "query"));
    json_object_foreach(json_path(f, "params"), name, v) html(&w->h, " <code>%s=%s</code>", name, json_string_value(v));
}

void
web_filters_home(Web *w)
{
    Html   *h = &w->h;
    json_t *all = keeps(w) ? mine_of(w, NULL) : NULL, *f;
    size_t  i;
    if (json_array_size(all) == 0)
        return;
    html(h, "<h2>%s</h2><ul class=\"rows kept\">", T(w, "保存した検索", "Kept searches"));
    json_array_foreach(all, i, f)
    {
        if (i == NEWS)
            break;
        html(h, "<li><a href=\"/filters/%lld\">%s</a>", (long long)json_int(f, "id", 0), json_text(f, "name"));
        new_badge(w, f);
        if (!json_flag(f, "mine"))
            html(h, " <span class=\"soft small\">%s</span>", arena_fmt(w->c->mem, T(w, "%sさんが共有", "shared by %s"), json_text(f, "owner_name")));
        html(h, " ");
        conditions(w, f);
        html(h, "</li>");
    }
    html(h, "</ul><p class=\"small\"><a href=\"/filters\">%s</a></p>", arena_fmt(w->c->mem, T(w, "すべて（%zu件）を見る・整理する", "All %zu of them"), json_array_size(all)));
}

static const Column cols[] = { { .ja = "名前", .en = "Name", .head = true }, { .ja = "一覧と条件", .en = "List and conditions" }, { .ja = "保存した人", .en = "Kept by" }, { .ja = "保存した日", .en = "Kept on" }, { .ja = "整理", .en = "Tidy" } };

static void
tidy(Web *w, const json_t *f)
{
    Html       *h = &w->h;
    long long   id = (long long)json_int(f, "id", 0);
    bool        mine = json_flag(f, "mine"), shared = json_flag(f, "shared");
    const char *name = json_text(f, "name");
    if (mine) {
        html(h, "<details><summary>%s</summary>", T(w, "名前を変える", "Rename"));
        web_form_begin(w, arena_fmt(w->c->mem, "/filters/%lld/name", id));
        html(h, "<div class=\"filters\"><div class=\"field\"><label for=\"n-%lld\">%s</label><input id=\"n-%lld\" name=\"name\" required maxlength=\"60\" value=\"%s\"></div><button class=\"second small\">%s</button></div></form></details>", id, arena_fmt(w->c->mem, T(w, "「%s」の新しい名前", "New name of %s"), name), id, name,
             T(w, "変える", "Rename"));
    }
    if (mine && (shared || can(w->c, ACT_FILTER_SHARE))) {
        web_form_begin(w, arena_fmt(w->c->mem, "/filters/%lld/share", id));
        hidden(w, "shared", shared ? "0" : "1");
        html(h, "<button class=\"second small\" aria-label=\"%s\">%s</button></form> ", arena_fmt(w->c->mem, shared ? T(w, "「%s」の共有をやめる", "Stop sharing %s") : T(w, "「%s」を全員と共有する", "Share %s with all"), name), shared ? T(w, "共有をやめる", "Stop sharing") : T(w, "全員と共有する", "Share with all"));
    }
    if (mine || (shared && can(w->c, ACT_ACCOUNT_MANAGE))) {
        web_form_begin(w, arena_fmt(w->c->mem, "/filters/%lld/drop", id));
        hidden(w, "back", "/filters");
        html(h, "<button class=\"second small\" aria-label=\"%s\">%s</button></form>", arena_fmt(w->c->mem, T(w, "「%s」を消す", "Drop %s"), name), T(w, "消す", "Drop"));
    }
}

void
page_filters(Web *w)
{
    Html   *h = &w->h;
    json_t *all = mine_of(w, NULL), *f;
    size_t  i;
    layout_begin(w, T(w, "保存した検索", "Kept searches"), "");
    html(h, "<p class=\"soft small\">%s</p>", T(w, "検索や一覧の条件に付けた名前です。検索結果や一覧の上の「検索を保存・整理する」から保存できます。", "Names given to the conditions of a search or list; kept from \"Save and tidy searches\" above each of them."));
    if (json_array_size(all) == 0) {
        web_empty(w, T(w, "保存した検索はまだありません。", "No search is kept yet."), T(w, "検索するか一覧を絞り込み、その条件に名前を付けてください。", "Search, or narrow a list, and give the conditions a name."), "/programmes", T(w, "事業の一覧", "Programmes"));
        layout_end(w);
        return;
    }
    table_begin(w, T(w, "保存した検索", "Kept searches"), cols, COUNT(cols), true);
    json_array_foreach(all, i, f)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a href=\"/filters/%lld\">%s</a>", (long long)json_int(f, "id", 0), json_text(f, "name"));
        if (json_flag(f, "shared"))
            html(h, " <span class=\"badge\">%s</span>", T(w, "共有", "shared"));
        new_badge(w, f);
        cell(w, &cols[1]);
        html(h, "<div>");
        conditions(w, f);
        html(h, "</div>");
        cell(w, &cols[2]);
        html(h, "%s", json_text(f, "owner_name"));
        cell(w, &cols[3]);
        html(h, "%s", web_day(w, time_plus(w->c->mem, json_text(f, "saved_at"), 9 * 3600)));
        cell(w, &cols[4]);
        html(h, "<div class=\"tidy\">");
        tidy(w, f);
        html(h, "</div>");
        row_end(w);
    }
    table_end(w);
    layout_end(w);
}

static int64_t
id_of(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id) || id <= 0)
        fail(w->c, ERR_NOT_FOUND, "filter", "%s", T(w, "その検索はありません。", "There is no such search."));
    return ok(w->c) ? id : 0;
}

void
page_filter(Web *w)
{
    int64_t id = id_of(w);
    json_t *f = id ? filter_one(w->c, id) : NULL;
    if (!f)
        return;
    filter_seen(w->c, id);
    req_redirect(w->q, json_text(f, "href"));
}

void
post_filter(Web *w)
{
    const char   *place = req_field(w->q, "place"), *shared = req_field(w->q, "shared"), *v;
    const json_t *p = place_row(w, place && *place ? place : "programmes");
    json_t       *params = json_keep(w->c->mem, json_object()), *name;
    size_t        i;
    int64_t       id = 0;
    json_array_foreach(json_path(p, "params"), i, name)
        if ((v = req_field(w->q, json_string_value(name))) && *v)
            json_object_set_new(params, json_string_value(name), json_string(v));
    FilterNew f = { .name = req_field(w->q, "name"), .place = place && *place ? place : NULL, .query = req_field(w->q, "q"), .sort = req_field(w->q, "sort"), .params = params, .shared = shared && strcmp(shared, "1") == 0 };
    if (filter_save(w->c, &f, &id))
        req_redirect(w->q, json_text(filter_one(w->c, id), "href"));
}

void
post_filter_drop(Web *w)
{
    int64_t     id = id_of(w);
    const char *back = req_field(w->q, "back");
    if (id && filter_drop(w->c, id))
        req_redirect(w->q, back && *back ? web_path_of_ours(back) : "/programmes");
}

void
post_filter_name(Web *w)
{
    int64_t id = id_of(w);
    if (id && filter_rename(w->c, id, req_field(w->q, "name")))
        req_redirect(w->q, "/filters");
}

void
post_filter_share(Web *w)
{
    int64_t     id = id_of(w);
    const char *shared = req_field(w->q, "shared");
    if (id && filter_share(w->c, id, shared && strcmp(shared, "1") == 0))
        req_redirect(w->q, "/filters");
}

#define FILTER_KEYS KEYS("id", "name", "place", "query", "sort", "shared", "mine", "owner", "saved_at", "href", "new")

void
api_filters(Web *w)
{
    const char *place = req_query(w->q, "place");
    json_t     *rows = filter_list(w->c, place);
    filter_news(w->c, rows, NEWS);
    web_list(w, "filters", rows, FILTER_KEYS);
}

static void
answer(Web *w, int64_t id)
{
    json_t *f = id ? filter_one(w->c, id) : NULL, *rows = json_keep(w->c->mem, json_array());
    if (!f)
        return;
    json_array_append(rows, f);
    filter_news(w->c, rows, 1);
    web_json(w, f);
}

void
api_filter(Web *w)
{
    answer(w, api_id(w));
}

void
api_filter_add(Web *w)
{
    json_t *asked = api_body(w);
    int64_t id = 0;
    if (!asked)
        return;
    FilterNew f = { .name = json_str(asked, "name"), .place = json_str(asked, "place"), .query = json_str(asked, "query"), .sort = json_str(asked, "sort"), .params = json_path(asked, "params"), .shared = json_flag(asked, "shared") };
    if (!filter_save(w->c, &f, &id))
        return;
    w->q->status = 201;
    w->q->location = arena_fmt(w->c->mem, "/api/v1/filters/%lld", (long long)id);
    answer(w, id);
}

/* {"name"} and {"shared"}: what is given is changed. */
void
api_filter_change(Web *w)
{
    int64_t id = api_id(w);
    json_t *asked = ok(w->c) ? api_body(w) : NULL;
    if (!asked)
        return;
    const json_t *shared = json_object_get(asked, "shared");
    bool          share = json_is_true(shared);
    if (shared && !json_is_boolean(shared)) {
        fail(w->c, ERR_INVALID, "shared", "%s", T(w, "shared は true か false です。", "shared is true or false"));
        return;
    }
    if (filter_change(w->c, id, json_has(asked, "name") ? json_text(asked, "name") : NULL, shared ? &share : NULL))
        answer(w, id);
}

void
api_filter_drop(Web *w)
{
    int64_t id = api_id(w);
    if (ok(w->c) && filter_drop(w->c, id))
        web_json(w, json_keep(w->c->mem, json_pack("{sI sb}", "id", (json_int_t)id, "dropped", 1)));
}

const char *
api_query(Web *w, const char **sort, bool *down)
{
    const char *q = req_query(w->q, "q"), *saved = req_query(w->q, "saved"), *kept;
    json_t     *f = saved && *saved ? filter_named(w->c, saved) : NULL;
    if (!f)
        return q;
    if (strcmp(json_text(f, "place"), "search") != 0 && strcmp(json_text(f, "place"), "programmes") != 0) {
        fail(w->c, ERR_INVALID, "saved", T(w, "「%s」は事業の検索ではありません。", "%s is no search of programmes."), saved);
        return NULL;
    }
    kept = json_text(f, "sort");
    if (sort && !(*sort && **sort) && *kept) {
        const char *space = strchr(kept, ' ');
        *sort = space ? arena_strn(w->c->mem, kept, (size_t)(space - kept)) : kept;
        *down = space && strcmp(space, " desc") == 0;
    }
    return !q || text_blank(q) ? json_text(f, "query") : arena_fmt(w->c->mem, "(%s) %s", json_text(f, "query"), q);
}
