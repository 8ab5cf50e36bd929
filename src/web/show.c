/* show.c -- what the sections of a programme's page share.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/text.h"
#include "domain/permission.h"
#include "engine/schedule.h"
#include "format/json.h"
#include "format/plot.h"

#include <stdlib.h>
#include <string.h>

void
section_begin(Web *w, const char *id, const char *title)
{
    html(&w->h, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id, title);
}

void
section_end(Web *w)
{
    html(&w->h, "</section>\n");
}

void
web_source_of(Web *w, const json_t *r, const char *path)
{
    json_t *at = json_object_get(json_path(r, "sources"), path);
    if (at)
        web_source(w, r, json_keep(w->c->mem, json_pack("{sO}", "source", at)));
}

const char *
finding_brief(Web *w, const json_t *f)
{
    const char *s = T(w, json_text(f, "text"), json_text(f, "text_en"));
    const char *cut = strstr(s, w->c->lang == LANG_JA ? "：「" : ": \"");
    const char *stop = cut ? NULL : strstr(s, w->c->lang == LANG_JA ? "。" : ". "); /* what an importer says: its first sentence */
    if (stop && stop - s < 200)
        cut = stop;
    return web_capital(w, cut ? arena_strn(w->c->mem, s, (size_t)(cut - s)) : text_head(w->c->mem, s, 60));
}

/* "=budget" is the field alone; "periods[1]" is of "periods", "indicators[0].values.2020" of "indicators[0]", "indicators[10]" not of "indicators[1]". */
static bool
is_of(const char *field, const char *of)
{
    size_t n = strlen(of);
    if (*of == '=')
        return strcmp(field, of + 1) == 0;
    return strncmp(field, of, n) == 0 && (field[n] == 0 || field[n] == '.' || field[n] == '[');
}

void
show_findings_at(Web *w, const json_t *r, const char *field)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *f;
    bool    any = false;
    if (!can(w->c, ACT_FINDING_READ))
        return;
    json_array_foreach(json_path(r, "findings"), i, f)
    {
        if (!is_of(json_text(f, "field"), field))
            continue;
        if (!any)
            html(h, "<ul class=\"notes\" aria-label=\"%s\">", T(w, "ここへの所見", "Findings about this"));
        any = true;
        html(h, "<li><span class=\"badge level %s\">%s</span><a class=\"quiet\" href=\"#finding-%zu\">%s</a></li>", json_text(f, "level"), web_level(w, json_text(f, "level")), i + 1,
             text_head(w->c->mem, text_replace(w->c->mem, T(w, json_text(f, "text"), json_text(f, "text_en")), "\n", " "), 110));
    }
    if (any)
        html(h, "</ul>");
}

void
show_signs_at(Web *w, const json_t *r, const char *field)
{
    size_t  i;
    json_t *f;
    bool    any = false;
    if (!can(w->c, ACT_FINDING_READ))
        return;
    json_array_foreach(json_path(r, "findings"), i, f)
    {
        if (!is_of(json_text(f, "field"), field))
            continue;
        if (!any)
            html(&w->h, "<span class=\"signs\">");
        any = true;
        html(&w->h, "<a class=\"badge level %s\" href=\"#finding-%zu\"><span class=\"hidden\">%s: </span>%s</a>", json_text(f, "level"), i + 1, web_level(w, json_text(f, "level")), finding_brief(w, f));
    }
    if (any)
        html(&w->h, "</span>");
}

void
show_text(Web *w, const char *text)
{
    html(&w->h, "<div class=\"long\" lang=\"ja\">");
    html_paragraphs(&w->h, text);
    html(&w->h, "</div>");
}

void
show_folded(Web *w, const char *label, const char *text)
{
    if (!text || text_blank(text))
        return;
    html(&w->h, "<details><summary>%s</summary>", label);
    show_text(w, text);
    html(&w->h, "</details>");
}

const char *
web_indicator_type(Web *w, const char *type)
{
    return strcmp(type, "output") == 0 ? T(w, "アウトプット", "output") : strcmp(type, "outcome") == 0 ? T(w, "アウトカム", "outcome") : strcmp(type, "activity") == 0 ? T(w, "アクティビティ", "activity") : type;
}

/* "2019: 4,178人, 2020: 1,017人" for those who hear the plot. */
static const char *
in_words(Web *w, const json_t *values)
{
    Buf        *b = buf_in(w->c->mem);
    const char *fy;
    json_t     *v;
    json_object_foreach(values, fy, v)
        buf_fmt(b, "%s%s: %s", b->n ? T(w, "、", ", ") : "", fy, json_text(v, "text"));
    return buf_text(b);
}

void
show_plot(Web *w, const char *id, const json_t *x)
{
    const char *unit = json_text(x, "unit");
    if (!plot_has_values(json_path(x, "values")))
        return;
    html(&w->h, "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">", T(w, "図", "Plot"));
    plot_series(&w->h, &(PlotSeries){
        .id = id, .title = json_text(x, "name"), .desc = in_words(w, json_path(x, "values")), .unit = *unit ? arena_fmt(w->c->mem, T(w, "単位：%s", "in %s"), unit) : "",
        .values = json_path(x, "values"), .notes = json_path(x, "notes"), .japanese = w->c->lang == LANG_JA,
        .about = T(w, "概数（約）", "about"), .at_least = T(w, "以上", "at least"), .reset = T(w, "累積値のリセット", "count begins anew"),
        .broken = T(w, "縦軸は途中から", "axis does not begin at 0") });
    html(&w->h, "</div>");
}

const char *
web_evaluation(Web *w, const char *evaluation)
{
    const char *colon = strchr(evaluation, ':');
    const char *type = colon ? arena_strn(w->c->mem, evaluation, (size_t)(colon - evaluation)) : evaluation;
    return colon ? arena_fmt(w->c->mem, T(w, "%s（%s）", "%s (%s)"), schedule_label(w->c, type), web_fy_short(w, strtoll(colon + 1, NULL, 10))) : schedule_label(w->c, type);
}
