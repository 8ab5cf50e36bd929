/* scale.c -- see scale.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/scale.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/portfolio.h"
#include "format/json.h"

#include <string.h>

void
scale_form(Web *w, const char *action, const char *hint, const char *keep, const char *value)
{
    Html       *h = &w->h;
    const char *q = req_query(w->q, "q");
    html(h, "<form class=\"filters\" action=\"%s\"><div class=\"field most\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" value=\"%s\" placeholder=\"%s\"></div>", action,
         T(w, "検索式で絞り込む", "Narrow by a query"), q ? q : "", hint);
    if (keep && value && *value)
        html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", keep, value);
    html(h, "<button class=\"second\">%s</button></form>", T(w, "絞り込む", "Apply"));
    web_query_help(w);
}

/* A query with an "or" in it is one thing beside others only in brackets. */
static const char *
whole(Web *w, const char *q)
{
    bool either = strstr(q, " OR ") || strstr(q, "|") || strstr(q, "または");
    return either ? arena_fmt(w->c->mem, "(%s)", q) : q;
}

void
scale_count(Web *w, int64_t n, const char *ministry, int64_t fy, const char *more)
{
    Arena      *mem = w->c->mem;
    const char *q = req_query(w->q, "q");
    if (n == 0) {
        html(&w->h, "<span class=\"soft\">0</span>");
        return;
    }
    Buf *b = buf_in(mem);
    buf_fmt(b, "kind:sheet");
    if (fy)
        buf_fmt(b, " fy:%lld", (long long)fy);
    if (ministry)
        buf_fmt(b, " ministry:%s", ministry);
    if (more && *more)
        buf_fmt(b, " %s", more);
    if (q && !text_blank(q))
        buf_fmt(b, " %s", whole(w, text_squeeze(mem, q)));
    html(&w->h, "<a href=\"/programmes?q=%s\">%s</a>", url_part(mem, buf_text(b)), number_commas(mem, n));
}

const char *
scale_share(Web *w, const json_t *share)
{
    return json_is_real(share) ? arena_fmt(w->c->mem, "%.1f%%", json_real_value(share) * 100) : "—";
}

Column
scale_column(const char *ja, const char *en, bool number)
{
    return (Column){ .ja = ja, .en = en, .number = number };
}

void
scale_lacking(Web *w)
{
    json_t *list = sheet_lacking(w->c), *x;
    size_t  i;
    Buf    *b = buf_in(w->c->mem);
    json_array_foreach(list, i, x)
        buf_fmt(b, T(w, "%s%s（%s）", "%s%s (%s)"), b->n ? T(w, "、", ", ") : "", web_fy_short(w, json_int(x, "fy", 0)),
                web_indicator_type(w, json_text(x, "kind")));
    if (b->n)
        html(&w->h, "<p class=\"small soft\">%s</p>", arena_fmt(w->c->mem, T(w, "JUDGIT! の公表データは次の年度の指標を欠く、またはほとんど欠くため、その年度の有無は事業について何も語りません：%s",
            "The data published by JUDGIT! lack these indicators or nearly so; that they are absent there says nothing of a programme: %s"), buf_text(b)));
}
