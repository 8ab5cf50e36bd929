/* filter.c -- filters a person keeps: shown above the list, saved, dropped.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/filter.h"
#include "domain/permission.h"
#include "format/json.h"

#include <string.h>

/* "/programmes?q=...&sort=money&dir=desc" */
static const char *
address(Web *w, const char *query, const char *sort)
{
    Buf        *b = buf_in(w->c->mem);
    const char *space = strchr(sort, ' ');
    buf_fmt(b, "/programmes?q=%s", url_part(w->c->mem, query));
    if (*sort)
        buf_fmt(b, "&sort=%s&dir=%s", url_part(w->c->mem, space ? arena_strn(w->c->mem, sort, (size_t)(space - sort)) : sort), space && strcmp(space, " desc") == 0 ? "desc" : "asc");
    return buf_text(b);
}

static void
save_form(Web *w, const char *query)
{
    Html       *h = &w->h;
    const char *sort = req_query(w->q, "sort"), *dir = req_query(w->q, "dir");
    web_form_begin(w, "/filters");
    html(h, "<input type=\"hidden\" name=\"q\" value=\"%s\"><input type=\"hidden\" name=\"sort\" value=\"%s\">", query, sort && *sort ? arena_fmt(w->c->mem, "%s %s", sort, dir && strcmp(dir, "desc") == 0 ? "desc" : "asc") : "");
    html(h, "<div class=\"filters\"><div class=\"field grow\"><label for=\"f-name\">%s</label><input id=\"f-name\" name=\"name\" required maxlength=\"60\"></div><button class=\"second\">%s</button></div></form>",
         T(w, "いまの条件に名前を付けて保存する", "Name these conditions to keep them"), T(w, "保存する", "Save"));
}

void
web_filters(Web *w, const char *query)
{
    Html   *h = &w->h;
    json_t *mine, *f;
    size_t  i;
    bool    asked = query && !text_blank(query);
    if (!w->who.id || !can(w->c, ACT_FILTER_WRITE))
        return;
    mine = filter_list(w->c);
    if (json_array_size(mine) > 0) {
        html(h, "<ul class=\"chips no-print\" aria-label=\"%s\">", T(w, "保存した絞り込み", "Saved filters"));
        json_array_foreach(mine, i, f)
        {
            bool on = strcmp(json_text(f, "query"), query ? text_squeeze(w->c->mem, query) : "") == 0;
            html(h, "<li><a href=\"%s\"", address(w, json_text(f, "query"), json_text(f, "sort")));
            if (on)
                html(h, " aria-current=\"true\"");
            html(h, ">%s</a></li>", json_text(f, "name"));
        }
        html(h, "</ul>");
    }
    if (!asked && json_array_size(mine) == 0)
        return;
    html(h, "<details class=\"no-print\"><summary>%s</summary>", T(w, "絞り込みを保存・整理する", "Save and tidy filters"));
    if (asked)
        save_form(w, query);
    json_array_foreach(mine, i, f)
    {
        web_form_begin(w, arena_fmt(w->c->mem, "/filters/%lld/drop", (long long)json_int(f, "id", 0)));
        html(h, "<p><button class=\"second small\">%s</button> <code class=\"soft\">%s</code></p></form>", arena_fmt(w->c->mem, T(w, "「%s」を消す", "Drop \"%s\""), json_text(f, "name")), json_text(f, "query"));
    }
    html(h, "</details>");
}

void
post_filter(Web *w)
{
    const char *query = req_field(w->q, "q"), *sort = req_field(w->q, "sort");
    if (filter_save(w->c, req_field(w->q, "name"), query, sort))
        req_redirect(w->q, address(w, query ? query : "", sort ? sort : ""));
}

void
post_filter_drop(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id))
        fail(w->c, ERR_NOT_FOUND, "filter", "%s", T(w, "その絞り込みはありません。", "There is no such filter."));
    else if (filter_drop(w->c, id))
        req_redirect(w->q, "/programmes");
}
