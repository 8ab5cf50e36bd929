/* roster.c -- the lists of members of one evaluation, as printed: marks, order, legend, who took part.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/show.h"

#include "base/text.h"
#include "domain/programme.h"
#include "format/json.h"

#include <string.h>

static const Column cols[] = {
    { .ja = "印", .en = "Mark" }, { .ja = "氏名", .en = "Name", .head = true }, { .ja = "役割", .en = "Role" }, { .ja = "所属・職名", .en = "Affiliation" },
    { .ja = "評価への参加", .en = "Took part" }, { .ja = "出典", .en = "Source" },
};

static const char *
repair_word(Web *w, const char *how)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "overlap", "姓と名が重なって印字されていたので、重なりを除いた", "family and given name were printed overlapping; the overlap was taken out" },
        { "space", "姓と名が一つの欄にあったので、空白で分けた", "both names stood in one cell and were divided at the space" },
        { "shift", "欄が左にずれていたので、元の欄に戻した", "the cells were shifted to the left and were put back" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, how) == 0)
            return T(w, words[i].ja, words[i].en);
    return how;
}

static void
member(Web *w, const json_t *r, const json_t *m, size_t body, size_t i)
{
    Html *h = &w->h;
    bool  away = json_has(m, "participated") && !json_flag(m, "participated");
    row_begin(w, arena_fmt(w->c->mem, "member-%zu-%zu", body, i + 1));
    cell(w, &cols[0]);
    html(h, "%s%s", json_text(m, "mark"), away ? "※" : "");
    cell(w, &cols[1]);
    html(h, "<span lang=\"ja\">%s</span>", json_text(m, "name"));
    if (json_has(m, "repaired_by")) {
        html(h, "<br><span class=\"badge level warning\">%s</span> <span class=\"small soft\">%s</span><br><span class=\"small soft\">%s <code lang=\"ja\">%s</code></span>", T(w, "要確認", "to confirm"), repair_word(w, json_text(m, "repaired_by")),
             T(w, "原文：", "As printed:"), text_replace(w->c->mem, json_text(m, "raw"), "\t", " ⇥ "));
    }
    cell(w, &cols[2]);
    web_term(w, json_has(m, "role") ? json_text(m, "role") : json_text(m, "group"));
    cell(w, &cols[3]);
    html(h, "<span lang=\"ja\">%s</span>", json_text(m, "affiliation"));
    cell(w, &cols[4]);
    if (away)
        html(h, "<span class=\"badge\">%s</span>", T(w, "不参加（※）", "did not (※)"));
    else
        html(h, "%s", T(w, "参加", "yes"));
    web_source_cell(w, &cols[5], r, m);
    row_end(w);
}

static void
body(Web *w, const json_t *r, const json_t *ros, size_t no)
{
    Html   *h = &w->h;
    size_t  i, away = 0, repaired = 0;
    json_t *m, *l;
    json_array_foreach(json_path(ros, "members"), i, m)
    {
        away += json_has(m, "participated") && !json_flag(m, "participated");
        repaired += json_has(m, "repaired_by");
    }
    html(h, "<section id=\"body-%zu\"><h2 lang=\"ja\">%s</h2><p>", no, text_squeeze(w->c->mem, *json_text(ros, "title") ? json_text(ros, "title") : json_text(ros, "body")));
    html(h, "%s", arena_fmt(w->c->mem, T(w, "委員%zu名、うち評価に参加していない委員%zu名。", "%zu members, %zu of whom did not take part. "), json_array_size(json_path(ros, "members")), away));
    if (repaired)
        html(h, "%s", arena_fmt(w->c->mem, T(w, "読み取りで直した行%zu件（原文を併記）。", repaired == 1 ? "%zu row was repaired while reading (as printed beside)." : "%zu rows were repaired while reading (as printed beside)."), repaired));
    web_source(w, r, ros);
    html(h, "</p>");
    if (json_array_size(json_path(ros, "legend")) + json_array_size(json_path(ros, "notes")) > 0) {
        html(h, "<p class=\"soft small\" lang=\"ja\">");
        json_array_foreach(json_path(ros, "legend"), i, l) html(h, "%s　", json_string_value(l));
        json_array_foreach(json_path(ros, "notes"), i, l) html(h, "%s　", json_string_value(l));
        html(h, "</p>");
    }
    table_begin(w, json_text(ros, "body"), cols, web_columns(w, r, COUNT(cols)), true);
    json_array_foreach(json_path(ros, "members"), i, m) member(w, r, m, no, i);
    table_end(w);
    html(h, "</section>");
}

void
page_roster(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    const char *held = req_query(w->q, "evaluation"), *day = req_query(w->q, "as_of");
    json_t *r = !id ? NULL : held && *held ? programme_show_evaluation(w->c, id, held, day) : programme_show(w->c, id, day), *ros;
    size_t  i;
    if (!r)
        return;
    layout_open(w, &(Page){ .title = T(w, "委員名簿", "Rosters"), .here = "programmes", .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") },
                            { arena_fmt(w->c->mem, "/programmes/%s", url_part(w->c->mem, json_text(r, "key"))), json_text(r, "name") } } });
    html(&w->h, "<p class=\"lead\" lang=\"ja\">%s</p>", json_text(r, "name"));
    web_programme_tabs(w, r, "roster");
    if (json_array_size(json_path(r, "rosters")) == 0)
        web_empty(w, T(w, "名簿は記録されていません。", "No roster is recorded."), T(w, "事前評価書の委員等名簿から読み取ります。", "It is read from the lists in the report."), NULL, NULL);
    json_array_foreach(json_path(r, "rosters"), i, ros) body(w, r, ros, i + 1);
    layout_end(w);
}
