/* series.c -- public series beside an indicator: plot, table, definition, source and licence; its file and API.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/programme.h"
#include "domain/series.h"
#include "format/json.h"
#include "web/api.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 40 };

static void
facts(Web *w, const json_t *s)
{
    Html *h = &w->h;
    html(h, "<dl class=\"facts\">");
    fact(w, T(w, "定義", "Definition"), T(w, json_text(s, "definition"), json_text(s, "definition_en")));
    fact(w, T(w, "単位", "Unit"), T(w, json_text(s, "unit"), json_text(s, "unit_en")));
    fact_begin(w, T(w, "出典", "Source"));
    html(h, "%s", T(w, json_text(s, "source"), json_text(s, "source_en")));
    if (json_has(s, "url"))
        html(h, " <a href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, json_text(s, "url")), json_text(s, "url"));
    fact_end(w);
    fact(w, T(w, "利用条件", "Licence"), json_text(s, "licence"));
    fact_begin(w, T(w, "取込み", "Taken in"));
    web_time(w, json_text(s, "taken_at"));
    html(h, " <span class=\"soft\">%s</span>", json_text(s, "file"));
    fact_end(w);
    html(h, "</dl>");
}

static void
notes(Web *w, const json_t *s)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *x;
    if (json_array_size(json_path(s, "notes")) == 0 && json_array_size(json_path(s, "revised")) == 0)
        return;
    html(h, "<ul class=\"small\" aria-label=\"%s\">", T(w, "注記", "Notes"));
    json_array_foreach(json_path(s, "notes"), i, x) html(h, "<li>%s</li>", T(w, json_text(x, "text"), json_text(x, "text_en")));
    json_array_foreach(json_path(s, "revised"), i, x)
        if (i < 20)
            html(h, "<li>%s</li>", arena_fmt(w->c->mem, T(w, "%lld年%sの値は %.10g に改められた（前は %.10g）。", "The value of %lld%s was revised to %.10g (before: %.10g)."), (long long)json_int(x, "year", 0),
                                             *json_text(x, "part") ? arena_fmt(w->c->mem, " %s ", json_text(x, "part")) : "", json_number_value(json_path(x, "value")), json_number_value(json_path(x, "before"))));
    html(h, "</ul>");
}

/* Years down, the whole and its countries across. */
static void
table(Web *w, const json_t *s)
{
    Html       *h = &w->h;
    const char *year;
    size_t      i;
    json_t     *v, *p;
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">%s</th>", T(w, json_text(s, "name"), json_text(s, "name_en")), T(w, "暦年", "Year"), T(w, "計", "All"));
    json_array_foreach(json_path(s, "parts"), i, p)
        if (i < PARTS)
            html(h, "<th scope=\"col\" class=\"n\">%s</th>", T(w, json_text(p, "name"), json_text(p, "name_en")));
    html(h, "</tr></thead><tbody>");
    json_object_foreach(json_path(s, "values"), year, v)
    {
        html(h, "<tr><th scope=\"row\">%s</th><td class=\"n\"><strong>%s</strong></td>", year, json_text(v, "text"));
        json_array_foreach(json_path(s, "parts"), i, p)
            if (i < PARTS) {
                const json_t *one = json_object_get(json_path(p, "values"), year);
                html(h, "<td class=\"n\">%s</td>", one ? number_commas(w->c->mem, (int64_t)json_number_value(one)) : "—");
            }
        html(h, "</tr>");
    }
    html(h, "</tbody></table></div>");
}

void
show_series(Web *w, int64_t indicator)
{
    Html   *h = &w->h;
    json_t *all = series_of_indicator(w->c, indicator), *s;
    size_t  i;
    if (json_array_size(all) == 0)
        return;
    section_begin(w, "public-series", T(w, "公的な系列", "Public series"));
    html(h, "<p>%s</p><p class=\"small\">%s <a href=\"/api/v1/indicators/%lld/series?format=csv\">CSV</a> · <a href=\"/api/v1/indicators/%lld/series?format=xlsx\">Excel</a></p>",
         T(w, "公開された統計から続きを追う別の系列です。定義も出典も評価書の値とは異なり、上の値には混ぜていません。", "Series from published statistics that go on from here. Definition and source differ from the report's, and they are not mixed into the values above."), T(w, "この系列を保存：", "Keep these:"), (long long)indicator, (long long)indicator);
    json_array_foreach(all, i, s)
    {
        const char *name = T(w, json_text(s, "name"), json_text(s, "name_en"));
        html(h, "<h3>%s</h3>", name);
        show_plot(w, arena_fmt(w->c->mem, "public-%zu", i + 1), json_keep(w->c->mem, json_pack("{ss ss sO s[]}", "name", name, "unit", T(w, json_text(s, "unit"), json_text(s, "unit_en")), "values", json_path(s, "values"), "notes")));
        facts(w, s);
        notes(w, s);
        html(h, "<details><summary>%s</summary>", T(w, "年ごとの値の表", "Table of the yearly values"));
        table(w, s);
        html(h, "</details>");
    }
    section_end(w);
}

void
api_indicator_series(Web *w)
{
    int64_t id = api_id(w);
    json_t *all = ok(w->c) && indicator_show(w->c, id) ? series_of_indicator(w->c, id) : NULL;
    if (!all || !ok(w->c))
        return;
    static const char *const keys[] = { "series", "name", "name_en", "year", "part", "country", "country_en", "value", "unit", "source", "licence" };
    web_list(w, "series", web_wants_file(w) ? series_rows(w->c, all) : all, keys, COUNT(keys));
}
