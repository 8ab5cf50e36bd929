/* rated.c -- evaluations under other frameworks: the list, one evaluation, those of a programme.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/rated.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "web/api.h"
#include "web/show.h"

#include <string.h>

enum { STEP = 50, COLUMNS = 12, FILE_COLUMNS = 60 };

json_t *
rated_framework(Web *w)
{
    const char *asked = req_query(w->q, "framework");
    json_t     *held = rated_held(w->c), *x;
    const char *most = NULL;
    int64_t     n = 0;
    size_t      i;
    json_array_foreach(held, i, x)
        if (json_int(x, "evaluations", 0) > n) {
            n = json_int(x, "evaluations", 0);
            most = json_text(x, "framework");
        }
    const char *key = asked && *asked ? asked : most;
    json_t     *f = key ? framework_named(w->c, key) : NULL;
    if (key && !f && ok(w->c))
        fail(w->c, ERR_NOT_FOUND, "framework", T(w, "枠組み「%s」はありません。", "There is no framework %s."), key);
    return f;
}

RatedAsk
rated_asked(Web *w, const json_t *f)
{
    const char *dir = req_query(w->q, "dir");
    RatedAsk    ask = { .framework = json_text(f, "key"), .query = req_query(w->q, "q"), .grade = req_query(w->q, "grade"), .apart = req_query(w->q, "apart"), .sort = req_query(w->q, "sort"), .down = dir && strcmp(dir, "desc") == 0 };
    size_t      i;
    json_t     *x;
    json_array_foreach(json_path(f, "facts"), i, x)
    {
        const char *v = req_query(w->q, json_text(x, "key"));
        if (!v || !*v || ask.facts == RATED_FACTS)
            continue;
        ask.fact[ask.facts] = json_text(x, "key");
        ask.value[ask.facts++] = strcmp(v, "-") == 0 ? "" : v; /* "-": where nothing is said */
    }
    return ask;
}

const char *
rated_word(Web *w, const json_t *f, const char *list, const char *key)
{
    const json_t *row = framework_row(f, list, key);
    return row ? framework_word(w->c, row) : key;
}

static void
tabs(Web *w, const json_t *f, const char *here)
{
    static const struct { const char *key, *url, *ja, *en; } pages[] = { { "list", "/ratings", "一覧", "List" }, { "counts", "/ratings-portfolio", "全体像", "Portfolio" } };
    Html *h = &w->h;
    html(h, "<nav class=\"tabs\" aria-label=\"%s\"><ul>", T(w, "評定のページ", "Pages of ratings"));
    for (size_t i = 0; i < COUNT(pages); i++) {
        html(h, "<li><a href=\"%s?framework=%s\"", pages[i].url, url_part(w->c->mem, json_text(f, "key")));
        if (strcmp(pages[i].key, here) == 0)
            html(h, " aria-current=\"page\"");
        html(h, ">%s</a></li>", T(w, pages[i].ja, pages[i].en));
    }
    html(h, "</ul></nav>");
}

static void
option(Web *w, const char *value, const char *chosen, const char *word)
{
    html(&w->h, "<option value=\"%s\"", value);
    if (chosen && strcmp(chosen, value) == 0)
        html(&w->h, " selected");
    html(&w->h, ">%s</option>", word);
}

static void
frameworks_field(Web *w, const json_t *f)
{
    json_t *held = rated_held(w->c), *x, *one;
    size_t  i;
    if (json_array_size(held) < 2) {
        html(&w->h, "<input type=\"hidden\" name=\"framework\" value=\"%s\">", json_text(f, "key"));
        return;
    }
    html(&w->h, "<div class=\"field\"><label for=\"r-framework\">%s</label><select id=\"r-framework\" name=\"framework\">", T(w, "枠組み", "Framework"));
    json_array_foreach(held, i, x)
        if ((one = framework_named(w->c, json_text(x, "framework"))))
            option(w, json_text(one, "key"), json_text(f, "key"), framework_word(w->c, json_path(one, "name")));
    html(&w->h, "</select></div>");
}

static void
fact_fields(Web *w, const json_t *f)
{
    size_t  i, j;
    json_t *x, *v, *values;
    json_array_foreach(json_path(f, "facts"), i, x)
    {
        const char *key = json_text(x, "key"), *chosen = req_query(w->q, key);
        if (!json_has(x, "group") || json_array_size(values = rated_values(w->c, json_text(f, "key"), key)) == 0)
            continue;
        html(&w->h, "<div class=\"field\"><label for=\"r-%s\">%s</label><select id=\"r-%s\" name=\"%s\">", key, framework_word(w->c, x), key, key);
        option(w, "", chosen ? chosen : "", T(w, "すべて", "All"));
        json_array_foreach(values, j, v) option(w, json_string_value(v), chosen, json_string_value(v));
        option(w, "-", chosen, T(w, "記載なし", "not stated"));
        html(&w->h, "</select></div>");
    }
}

static void
form(Web *w, const json_t *f, const RatedAsk *ask, const char *action)
{
    Html       *h = &w->h;
    const char *main = json_text(f, "main");
    size_t      i;
    json_t     *g;
    html(h, "<form class=\"filters\" action=\"%s\" aria-label=\"%s\"><div class=\"field most\"><label for=\"r-q\">%s</label><input id=\"r-q\" name=\"q\" value=\"%s\" placeholder=\"fy:2015..2020\"></div>", action,
         T(w, "評定の絞り込み", "Filter of ratings"), T(w, "語または検索式（fy: from: to: kind: name: number:）", "Words or a query (fy: from: to: kind: name: number:)"), ask->query ? ask->query : "");
    frameworks_field(w, f);
    html(h, "<div class=\"field\"><label for=\"r-grade\">%s</label><select id=\"r-grade\" name=\"grade\">", rated_word(w, f, "criteria", main));
    option(w, "", ask->grade ? ask->grade : "", T(w, "すべて", "All"));
    for (i = json_array_size(framework_grades(f, main)); i > 0; i--) {
        g = json_array_get(framework_grades(f, main), i - 1);
        option(w, arena_fmt(w->c->mem, "%s:%s", main, json_text(g, "key")), ask->grade, framework_word(w->c, g));
    }
    option(w, arena_fmt(w->c->mem, "%s:", main), ask->grade, T(w, "評定なし", "Not rated"));
    if (ask->grade && *ask->grade && !text_starts(ask->grade, arena_fmt(w->c->mem, "%s:", main)))
        option(w, ask->grade, ask->grade, ask->grade);
    html(h, "</select></div><div class=\"field\"><label for=\"r-apart\">%s</label><select id=\"r-apart\" name=\"apart\">", T(w, "自己評定との差", "Self-rating"));
    static const struct { const char *key, *ja, *en; } aparts[] = { { "", "問わない", "any" }, { "both", "両方ある", "both are there" }, { "over", "自己の方が高い", "self is higher" }, { "same", "同じ", "the same" }, { "under", "自己の方が低い", "self is lower" } };
    for (i = 0; i < COUNT(aparts); i++)
        option(w, aparts[i].key, ask->apart ? ask->apart : "", T(w, aparts[i].ja, aparts[i].en));
    html(h, "</select></div>");
    fact_fields(w, f);
    html(h, "<button>%s</button></form>", T(w, "絞り込む", "Apply"));
}

json_t *
rated_page(Web *w)
{
    json_t *f = rated_framework(w);
    if (f || !ok(w->c))
        return f;
    layout_begin(w, T(w, "ほかの枠組みによる評価", "Ratings under other frameworks"), "ratings");
    web_empty(w, T(w, "ほかの枠組みによる評価がまだありません。", "There are no evaluations under other frameworks yet."),
              T(w, "kanmon import で、評定の CSV（世界銀行 IEG、中間・事後評価の評定）を取り込むと並びます。", "They stand here once ratings (CSV of the World Bank's IEG, or of interim and ex-post evaluations) were taken in with kanmon import."), NULL, NULL);
    layout_end(w);
    return NULL;
}

/* "●●●●○○ 満足": as many discs as the grade has steps. */
void
rated_grade(Web *w, const json_t *f, const char *criterion, const json_t *grade)
{
    Html         *h = &w->h;
    const json_t *grades = framework_grades(f, criterion);
    int64_t       step = json_int(grade, "step", 0), good = framework_good(f, criterion);
    if (!grade || json_is_null(grade)) {
        html(h, "<span class=\"soft\">—</span>");
        return;
    }
    if (!step) {
        html(h, "<span class=\"soft\" title=\"%s\">%s</span>", json_text(grade, "printed"), T(w, "評定なし", "not rated"));
        return;
    }
    html(h, step >= good ? "<span><span class=\"badge good\">%s</span>" : "<span><span class=\"badge level warning\">%s</span>", framework_word(w->c, json_array_get(grades, (size_t)step - 1)));
    html(h, " <span class=\"soft small\" aria-hidden=\"true\">");
    for (int64_t i = 1; i <= (int64_t)json_array_size(grades); i++)
        html(h, "%s", i <= step ? "●" : "○");
    html(h, "</span></span>");
}

static const char *
years(Web *w, const json_t *e)
{
    int64_t from = json_int(e, "from_fy", 0), to = json_int(e, "to_fy", 0);
    return from && to ? arena_fmt(w->c->mem, "%lld–%lld", (long long)from, (long long)to) : from ? arena_fmt(w->c->mem, T(w, "%lldから", "from %lld"), (long long)from) : "—";
}

static void
apart_words(Web *w, const json_t *e)
{
    int64_t n = json_int(e, "apart", 0);
    if (!json_has(e, "apart"))
        html(&w->h, "<span class=\"soft\">—</span>");
    else if (n == 0)
        html(&w->h, "%s", T(w, "同じ", "the same"));
    else
        html(&w->h, "%s", arena_fmt(w->c->mem, n > 0 ? T(w, "自己が %lld 段高い", "self %lld higher") : T(w, "自己が %lld 段低い", "self %lld lower"), (long long)(n > 0 ? n : -n)));
}

/* The columns of the list: subject, two facts, years, kind, every criterion, the difference. */
static size_t
list_columns(Web *w, const json_t *f, Column *c)
{
    size_t  n = 0, i;
    json_t *x;
    c[n++] = (Column){ .key = "name", .ja = arena_fmt(w->c->mem, "%s", json_text(f, "subject.ja")), .en = web_capital(w, json_text(f, "subject.en")), .sort = "name", .head = true };
    c[n++] = (Column){ .key = "fy", .ja = "評価年度", .en = "Evaluated", .sort = "fy" };
    json_array_foreach(json_path(f, "criteria"), i, x)
        if (n < COLUMNS - 1)
            c[n++] = (Column){ .key = json_text(x, "key"), .ja = json_text(x, "ja"), .en = json_text(x, "en"), .sort = json_text(x, "key") };
    c[n++] = (Column){ .key = "apart", .ja = "自己評定との差", .en = "Self against independent", .sort = "apart" };
    return n;
}

static void
list_row(Web *w, const json_t *f, const json_t *e, const Column *c, size_t n)
{
    Html       *h = &w->h;
    size_t      i, shown = 0;
    json_t     *x;
    const char *latin = json_has(e, "programme_key") ? "ja" : "und";
    row_begin(w, NULL);
    cell(w, &c[0]);
    html(h, "<a lang=\"%s\" href=\"/ratings/%lld\">%s</a><br><span class=\"soft small\">%s", latin, (long long)json_int(e, "id", 0), json_text(e, "name"), json_text(e, "number"));
    json_array_foreach(json_path(f, "facts"), i, x)
        if (shown < 2 && json_has(json_path(e, "facts"), json_text(x, "key")) && ++shown)
            html(h, " · %s", json_string_value(json_object_get(json_path(e, "facts"), json_text(x, "key"))));
    html(h, "</span>");
    cell(w, &c[1]);
    html(h, "%s<br><span class=\"soft small\">%s</span>", json_has(e, "fy") ? arena_fmt(w->c->mem, "%lld", (long long)json_int(e, "fy", 0)) : "—", rated_word(w, f, "kinds", json_text(e, "kind")));
    for (i = 2; i < n - 1; i++) {
        const json_t *both = json_object_get(json_path(e, "ratings"), c[i].key), *self = json_object_get(both, "self");
        cell(w, &c[i]);
        rated_grade(w, f, c[i].key, json_object_get(both, "independent"));
        if (self) {
            html(h, "<br><span class=\"soft small\">%s </span>", T(w, "自己", "self"));
            rated_grade(w, f, c[i].key, self);
        }
    }
    cell(w, &c[n - 1]);
    apart_words(w, e);
    row_end(w);
}

/* Columns of the file: everything of a row, grades as their keys. */
static size_t
file_columns(Web *w, const json_t *f, FileColumn *c)
{
    static const FileColumn first[] = { { "id", "番号", "Id" }, { "framework", "枠組み", "Framework" }, { "number", "対象の番号", "Subject" }, { "name", "名称", "Name" }, { "programme_key", "事業キー", "Programme" }, { "kind", "評価の種類", "Kind" }, { "fy", "評価年度", "Evaluated" },
                                        { "from_fy", "開始年度", "From" }, { "to_fy", "終了年度", "To" }, { "as_of", "公表時点", "As of" }, { "apart", "自己評定との差（段）", "Self minus independent (steps)" } };
    size_t  n = COUNT(first), i;
    json_t *x;
    memcpy(c, first, sizeof first);
    json_array_foreach(json_path(f, "facts"), i, x)
        if (n < FILE_COLUMNS)
            c[n++] = (FileColumn){ arena_fmt(w->c->mem, "facts.%s", json_text(x, "key")), json_text(x, "ja"), json_text(x, "en") };
    json_array_foreach(json_path(f, "criteria"), i, x)
        for (int self = 0; self < 2 && n < FILE_COLUMNS; self++)
            c[n++] = (FileColumn){ arena_fmt(w->c->mem, "ratings.%s.%s.printed", json_text(x, "key"), self ? "self" : "independent"), self ? arena_fmt(w->c->mem, "%s（自己）", json_text(x, "ja")) : json_text(x, "ja"),
                                   self ? arena_fmt(w->c->mem, "%s (self)", json_text(x, "en")) : json_text(x, "en") };
    return n;
}

/* What the framework is, and what its grades mean. */
static void
explain(Web *w, const json_t *f)
{
    Html       *h = &w->h;
    size_t      i, j;
    json_t     *x, *g;
    const char *key;
    html(h, "<details><summary>%s</summary><dl class=\"facts\">", T(w, "この枠組み（評価者・出典・尺度）", "The framework: who rates, source, scales"));
    fact(w, T(w, "評価者", "Who rates"), framework_word(w->c, json_path(f, "owner")));
    fact(w, T(w, "内容", "What it is"), framework_word(w->c, json_path(f, "about")));
    fact_begin(w, T(w, "出典", "Source"));
    html(h, "<a href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, json_text(f, "source.url")), framework_word(w->c, json_path(f, "source")));
    fact_end(w);
    fact(w, T(w, "有効", "Valid"), arena_fmt(w->c->mem, json_has(f, "valid.to") && strcmp(json_text(f, "valid.to"), "null") != 0 ? "%s–%s" : "%s–", json_text(f, "valid.from"), json_text(f, "valid.to")));
    json_object_foreach(json_path(f, "scales"), key, x)
    {
        Buf *of = buf_in(w->c->mem);
        json_array_foreach(json_path(f, "criteria"), i, g)
            if (strcmp(json_text(g, "scale"), key) == 0)
                buf_fmt(of, "%s%s", of->n ? T(w, "・", ", ") : "", framework_word(w->c, g));
        fact_begin(w, arena_fmt(w->c->mem, T(w, "尺度（%s）", "Scale (%s)"), buf_text(of)));
        for (j = json_array_size(json_path(x, "grades")); j > 0; j--) {
            g = json_array_get(json_path(x, "grades"), j - 1);
            const char *meaning = json_text(g, w->c->lang == LANG_JA ? "meaning_ja" : "meaning_en");
            html(h, "%lld. <strong>%s</strong>%s%s%s<br>", (long long)j, framework_word(w->c, g), *meaning ? T(w, "：", ": ") : "", meaning, strcmp(json_text(g, "key"), json_text(x, "good")) == 0 ? T(w, "（ここから上を「達成」と数える）", " (from here on counted as reached)") : "");
        }
        fact_end(w);
    }
    html(h, "</dl></details>");
}

void
rated_head(Web *w, const json_t *f, const RatedAsk *ask, const char *here, const char *action, const json_t *found)
{
    html(&w->h, "<p class=\"lead\">%s</p>", framework_word(w->c, json_path(f, "name")));
    tabs(w, f, here);
    if (strcmp(here, "list") == 0)
        explain(w, f);
    form(w, f, ask, action);
    web_problems(w, json_path(found, "problems"));
}

void
page_ratings(Web *w)
{
    json_t *f = rated_page(w);
    if (!f)
        return;
    int64_t    from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    RatedAsk   ask = rated_asked(w, f);
    FileColumn files[FILE_COLUMNS];
    Column     cols[COLUMNS];
    ask.from = web_wants_file(w) ? 0 : from;
    ask.limit = web_wants_file(w) ? 0 : STEP;
    json_t *found = rated_found(w->c, &ask), *e;
    size_t  n = list_columns(w, f, cols), i;
    if (!found || web_file(w, "ratings", framework_word(w->c, json_path(f, "name")), json_path(found, "rows"), files, file_columns(w, f, files)))
        return;
    int64_t total = json_int(found, "total", 0);
    layout_begin(w, T(w, "ほかの枠組みによる評価", "Ratings under other frameworks"), "ratings");
    rated_head(w, f, &ask, "list", "/ratings", found);
    if (total == 0) {
        web_empty(w, T(w, "この条件に合う評価はありません。", "No evaluation fits."), T(w, "条件を減らしてお試しください。", "Take a condition away."), "/ratings", T(w, "すべて表示", "Show all"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の評価", total == 1 ? " evaluation" : " evaluations"));
    web_downloads(w);
    html(&w->h, "</div><div class=\"wide\">");
    table_begin(w, T(w, "評価の表", "Evaluations"), cols, n, true);
    json_array_foreach(json_path(found, "rows"), i, e) list_row(w, f, e, cols, n);
    table_end(w);
    html(&w->h, "</div>");
    web_pages(w, from, STEP, total);
    layout_end(w);
}

static void
grades_table(Web *w, const json_t *f, const json_t *e, const char *label)
{
    static const Column c[] = { { .ja = "評価項目", .en = "Criterion", .head = true }, { .ja = "評定", .en = "Independent rating" }, { .ja = "自己評定", .en = "Self-rating" }, { .ja = "印刷のまま", .en = "As printed" }, { .ja = "意味", .en = "Meaning" } };
    size_t  i;
    json_t *x;
    table_begin(w, label, c, COUNT(c), true);
    json_array_foreach(json_path(f, "criteria"), i, x)
    {
        const char   *key = json_text(x, "key");
        const json_t *both = json_object_get(json_path(e, "ratings"), key), *other = json_object_get(both, "independent");
        if (!both)
            continue;
        const json_t *g = json_has(other, "step") ? json_array_get(framework_grades(f, key), (size_t)json_int(other, "step", 1) - 1) : NULL;
        row_begin(w, NULL);
        cell(w, &c[0]);
        html(&w->h, "%s", framework_word(w->c, x));
        cell(w, &c[1]);
        rated_grade(w, f, key, other);
        cell(w, &c[2]);
        rated_grade(w, f, key, json_object_get(both, "self"));
        cell(w, &c[3]);
        html(&w->h, "%s", json_text(other, "printed"));
        cell(w, &c[4]);
        html(&w->h, "%s", json_text(g, w->c->lang == LANG_JA ? "meaning_ja" : "meaning_en"));
        row_end(w);
    }
    table_end(w);
}

static void
changes(Web *w, const json_t *e)
{
    Html   *h = &w->h;
    size_t  i, j;
    json_t *v, *d;
    section_begin(w, "versions", T(w, "版と差分", "Versions and differences"));
    html(h, "<ul>");
    json_array_foreach(json_path(e, "versions"), i, v)
    {
        html(h, "<li><a href=\"/ratings/%lld\">%s</a> ", (long long)json_int(v, "id", 0), arena_fmt(w->c->mem, T(w, "第%lld版", "version %lld"), (long long)json_int(v, "version", 0)));
        web_time(w, json_text(v, "recorded_at"));
        json_array_foreach(json_path(v, "changes"), j, d)
            html(h, "<br><span class=\"small\">%s: <del>%s</del> → <ins>%s</ins></span>", json_text(d, "path"), json_text(d, "old"), json_text(d, "new"));
        html(h, "</li>");
    }
    html(h, "</ul>");
    section_end(w);
}

void
page_rating(Web *w)
{
    int64_t id = 0;
    (void)number_int(w->arg, &id); /* 0 is no evaluation */
    json_t     *e = rated_show(w->c, id), *f = e ? framework_named(w->c, json_text(e, "framework")) : NULL, *x, *v;
    Html       *h = &w->h;
    const char *key;
    size_t      i;
    if (!e || !f)
        return;
    layout_open(w, &(Page){ .title = json_text(e, "name"), .here = "ratings", .crumbs = { { arena_fmt(w->c->mem, "/ratings?framework=%s", json_text(f, "key")), framework_word(w->c, json_path(f, "name")) } } });
    html(h, "<p class=\"lead\">%s <span class=\"badge\">%s</span></p>", json_text(e, "number"), rated_word(w, f, "kinds", json_text(e, "kind")));
    if (!json_flag(e, "newest"))
        html(h, "<div class=\"banner warning\"><p>%s <a href=\"/ratings/%lld\">%s</a></p></div>", T(w, "これは古い版です。", "This is an old version."), (long long)json_int(e, "versions.0.id", 0), T(w, "最新の版を見る", "See the newest one"));
    html(h, "<dl class=\"glance\"><div><dt>%s</dt><dd>", rated_word(w, f, "criteria", json_text(f, "main")));
    rated_grade(w, f, json_text(f, "main"), json_path(json_object_get(json_path(e, "ratings"), json_text(f, "main")), "independent"));
    html(h, "</dd></div><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>", T(w, "評価年度", "Evaluated"), json_has(e, "fy") ? arena_fmt(w->c->mem, "%lld", (long long)json_int(e, "fy", 0)) : "—", T(w, "期間", "Period"), years(w, e), T(w, "自己評定との差", "Self against independent"));
    apart_words(w, e);
    html(h, "</dd></div></dl>");
    if (json_has(e, "programme_key"))
        html(h, "<p><a href=\"/programmes/%s#ratings\">%s</a></p>", url_part(w->c->mem, json_text(e, "programme_key")), T(w, "この事業のページへ", "The page of the programme"));
    explain(w, f);
    html(h, "<div class=\"wide\">");
    section_begin(w, "grades", T(w, "評定", "Ratings"));
    grades_table(w, f, e, T(w, "評定の表", "Table of ratings"));
    section_end(w);
    section_begin(w, "facts", T(w, "対象", "The subject"));
    html(h, "<dl class=\"facts\">");
    json_array_foreach(json_path(f, "facts"), i, x)
        if (json_object_get(json_path(e, "facts"), json_text(x, "key"))) {
            const char *value = json_string_value(json_object_get(json_path(e, "facts"), json_text(x, "key")));
            fact_begin(w, framework_word(w->c, x));
            html(h, "<a href=\"/ratings?framework=%s&amp;%s=%s\">%s</a>", url_part(w->c->mem, json_text(f, "key")), json_text(x, "key"), url_part(w->c->mem, value), value);
            fact_end(w);
        }
    fact(w, T(w, "出典", "Source"), arena_fmt(w->c->mem, T(w, "%s の %lld行（公表時点 %s）", "%s, line %lld (as of %s)"), json_text(e, "source.file"), (long long)json_int(e, "source.line", 0), json_has(e, "as_of") ? json_text(e, "as_of") : "—"));
    html(h, "</dl><details><summary>%s</summary><dl class=\"facts\">", T(w, "印刷のままの行", "The row as printed"));
    json_object_foreach(json_path(e, "body"), key, v) fact(w, key, json_string_value(v));
    html(h, "</dl></details>");
    section_end(w);
    if (json_array_size(json_path(e, "others")) > 0) {
        Column cols[COLUMNS];
        size_t n = list_columns(w, f, cols);
        section_begin(w, "others", T(w, "同じ対象のほかの評価", "Other evaluations of the same subject"));
        table_begin(w, T(w, "ほかの評価の表", "Other evaluations"), cols, n, true);
        json_array_foreach(json_path(e, "others"), i, x) list_row(w, f, x, cols, n);
        table_end(w);
        section_end(w);
    }
    changes(w, e);
    html(h, "</div>");
    layout_end(w);
}

/* Those of one programme, as a section of its page; nothing where there are none. */
void
show_ratings(Web *w, int64_t programme)
{
    json_t *found = rated_found(w->c, &(RatedAsk){ .programme = programme, .limit = 100 }), *e, *f;
    size_t  i;
    if (json_int(found, "total", 0) == 0)
        return;
    section_begin(w, "ratings", T(w, "ほかの枠組みによる評定", "Ratings under other frameworks"));
    html(&w->h, "<div class=\"wide\">");
    json_array_foreach(json_path(found, "rows"), i, e)
    {
        f = framework_named(w->c, json_text(e, "framework"));
        if (!f)
            continue;
        html(&w->h, "<h3><a href=\"/ratings/%lld\">%s%s</a> <span class=\"soft small\">%s</span></h3>", (long long)json_int(e, "id", 0), rated_word(w, f, "kinds", json_text(e, "kind")),
             json_has(e, "fy") ? arena_fmt(w->c->mem, T(w, "（%s）", " (%s)"), web_fy(w, json_int(e, "fy", 0))) : "", framework_word(w->c, json_path(f, "name")));
        html(&w->h, "<p>%s ", T(w, "自己評定との差：", "Self against independent:"));
        apart_words(w, e);
        html(&w->h, "</p>");
        grades_table(w, f, e, arena_fmt(w->c->mem, T(w, "評定の表 %zu", "Table of ratings %zu"), i + 1));
    }
    html(&w->h, "</div>");
    section_end(w);
}

/* --- /api/v1 */

void
api_frameworks(Web *w)
{
    json_t *all = frameworks(w->c), *held = rated_held(w->c), *f, *x;
    size_t  i, j;
    json_array_foreach(all, i, f)
    {
        json_object_set_new(f, "evaluations", json_integer(0));
        json_array_foreach(held, j, x)
            if (strcmp(json_text(x, "framework"), json_text(f, "key")) == 0)
                json_object_set(f, "evaluations", json_path(x, "evaluations"));
    }
    web_list(w, "frameworks", all, KEYS("key", "name.ja", "name.en", "owner.ja", "owner.en", "main", "evaluations"));
}

void
api_ratings(Web *w)
{
    Piece   p = api_asked(w);
    json_t *f = ok(w->c) ? rated_framework(w) : NULL;
    if (!ok(w->c))
        return;
    RatedAsk   ask = rated_asked(w, f);
    FileColumn files[FILE_COLUMNS];
    const char *keys[FILE_COLUMNS];
    size_t     n = file_columns(w, f, files);
    for (size_t i = 0; i < n; i++)
        keys[i] = files[i].key;
    ask.from = p.offset;
    ask.limit = p.limit;
    json_t *found = rated_found(w->c, &ask);
    if (found)
        api_piece(w, "ratings", p, json_path(found, "rows"), json_int(found, "total", 0), json_path(found, "problems"), keys, n);
}

void
api_rating(Web *w)
{
    int64_t id = api_id(w);
    web_json(w, ok(w->c) ? rated_show(w->c, id) : NULL);
}
