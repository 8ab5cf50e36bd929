/* intake_paper.c -- what a paper says, before it is accepted: each programme, its difference, its findings.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/intake.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/record_check.h"
#include "exchange/settle.h"
#include "format/json.h"

#include <string.h>

enum { CHANGES_MOST = 500, CONTEXT = 60, AROUND = 1 };

/* The text of the paper by line, for the lines behind findings. */
typedef struct {
    char **v;
    size_t n;
} Lines;

static Lines
lines_of(Web *w, const json_t *row)
{
    Lines l;
    l.v = text_split(w->c->mem, json_text(row, "reading.text"), "\n", &l.n);
    return l;
}

static void
result_badge(Web *w, const char *result)
{
    static const struct { const char *key, *style, *ja, *en; } words[] = {
        { "new", "good", "新しい事業", "new programme" }, { "changed", "warning", "変更あり", "changed" }, { "same", "", "変更なし", "unchanged" },
        { "double", "error", "同じ文書に二度あります", "twice in this paper" }, { "left", "", "受け入れていません", "not accepted" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, result) == 0)
            html(&w->h, " <span class=\"badge %s\">%s</span>", words[i].style, T(w, words[i].ja, words[i].en));
}

static void
source_lines(Web *w, const Lines *l, int64_t line)
{
    Html *h = &w->h;
    if (line < 1 || (size_t)line > l->n)
        return;
    size_t from = (size_t)line > AROUND ? (size_t)line - AROUND : 1, to = (size_t)line + AROUND < l->n ? (size_t)line + AROUND : l->n;
    while (to < l->n && text_blank(l->v[to - 1])) /* a place that begins with a blank line goes on to its words */
        to++;
    html(h, "<ol class=\"lines\" aria-label=\"%s\">", T(w, "文書のこの箇所", "This place in the paper"));
    for (size_t no = from; no <= to; no++) {
        if (no != (size_t)line && text_blank(l->v[no - 1]))
            continue;
        html(h, "<li class=\"%s\"><span class=\"no\">%zu</span><span class=\"text\">%s</span></li>", no == (size_t)line ? "on" : "", no, text_head(w->c->mem, l->v[no - 1], 400));
    }
    html(h, "</ol>");
}

static void
one_finding(Web *w, const Lines *l, const json_t *schema, const json_t *record, const json_t *f)
{
    Html       *h = &w->h;
    const char *text = T(w, json_text(f, "text"), json_has(f, "text_en") ? json_text(f, "text_en") : json_text(f, "text"));
    html(h, "<li><p>%s", text);
    if (json_has(f, "advice"))
        html(h, " <span class=\"soft\">→ %s</span>", T(w, json_text(f, "advice"), json_has(f, "advice_en") ? json_text(f, "advice_en") : json_text(f, "advice")));
    html(h, "<br><span class=\"soft small\">%s", json_text(f, "code"));
    if (json_has(f, "field"))
        html(h, " · %s", record_label(w->c, schema, record, json_text(f, "field")));
    if (json_has(f, "line"))
        html(h, " · %s", arena_fmt(w->c->mem, T(w, "%lld行", "line %lld"), (long long)json_int(f, "line", 0)));
    html(h, "</span></p>");
    source_lines(w, l, json_int(f, "line", 0));
    html(h, "</li>");
}

static void
findings(Web *w, const Lines *l, const json_t *schema, const json_t *record, const json_t *list)
{
    static const char *const levels[] = { "error", "warning", "notice" };
    Html   *h = &w->h;
    size_t  i;
    json_t *f;
    if (json_array_size(list) == 0) {
        html(h, "<p>%s</p>", T(w, "所見はありません。", "There are no findings."));
        return;
    }
    for (size_t k = 0; k < COUNT(levels); k++) {
        size_t n = 0;
        json_array_foreach(list, i, f) n += strcmp(json_text(f, "level"), levels[k]) == 0;
        if (n == 0)
            continue;
        if (k < 2)
            html(h, "<h4>");
        else
            html(h, "<details><summary>");
        web_badge(w, levels[k]);
        html(h, " %s", arena_fmt(w->c->mem, n == 1 ? T(w, "%zu件", "%zu finding") : T(w, "%zu件", "%zu findings"), n));
        html(h, k < 2 ? "</h4><ul>" : "</summary><ul>");
        json_array_foreach(list, i, f)
            if (strcmp(json_text(f, "level"), levels[k]) == 0)
                one_finding(w, l, schema, record, f);
        html(h, k < 2 ? "</ul>" : "</ul></details>");
    }
}

/* How much two texts share at their beginning (at a character's edge). */
static size_t
shared_head(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    while (n > 0 && ((unsigned char)a[n] & 0xC0) == 0x80)
        n--;
    return n;
}

static size_t
shared_tail(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b), n = 0;
    while (n < la && n < lb && a[la - 1 - n] == b[lb - 1 - n])
        n++;
    while (n > 0 && ((unsigned char)a[la - n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* A long part that did not change, shortened to what stands next to the change. */
static const char *
near_head(Web *w, const char *s, size_t n)
{
    const char *part = arena_strn(w->c->mem, s, n);
    size_t      chars = text_chars(part);
    if (chars <= CONTEXT)
        return part;
    for (size_t skip = chars - CONTEXT; skip > 0; skip--)
        (void)text_next(&part);
    return arena_fmt(w->c->mem, "…%s", part);
}

/* One side of a change: what is only on this side stands in <del> or <ins>. */
static void
side(Web *w, const char *mine, const char *other, bool before)
{
    Html  *h = &w->h;
    size_t head = shared_head(mine, other), tail = shared_tail(mine + head, other + head);
    size_t middle = strlen(mine) - head - tail;
    if (!*mine) {
        html(h, "<span class=\"soft\">%s</span>", T(w, "（なし）", "(nothing)"));
        return;
    }
    html(h, "<div>"); /* one thing, also where a cell is laid out as a grid */
    html_lines(h, near_head(w, mine, head));
    if (middle > 0) {
        html(h, before ? "<del>" : "<ins>");
        html_lines(h, text_head(w->c->mem, arena_strn(w->c->mem, mine + head, middle), 1200));
        html(h, before ? "</del>" : "</ins>");
    }
    html_lines(h, text_head(w->c->mem, mine + head + middle, CONTEXT));
    html(h, "</div>");
}

/* Whether a change is only the figure ("request.yen") of a wording that changed too and stands in a row of its own
 * ("request.text"): the reader decides on the wording. */
static bool
follows(const json_t *list, const char *path)
{
    const char *dot = strrchr(path, '.');
    size_t      i;
    json_t     *d;
    if (!dot || (strcmp(dot, ".yen") != 0 && strcmp(dot, ".value") != 0))
        return false;
    json_array_foreach(list, i, d)
    {
        const char *other = json_text(d, "path");
        if (strncmp(other, path, (size_t)(dot - path)) == 0 && strcmp(other + (dot - path), ".text") == 0)
            return true;
    }
    return false;
}

static void
changes(Web *w, const json_t *schema, const json_t *record, const json_t *list, const char *name)
{
    static const Column cols[] = { { .key = "path", .ja = "項目", .en = "Field", .head = true }, { .key = "old", .ja = "現在の記録", .en = "Record now" },
                                   { .key = "new", .ja = "この文書", .en = "This paper" } };
    size_t  i;
    json_t *d;
    table_begin(w, arena_fmt(w->c->mem, T(w, "%s の差分", "Differences of %s"), name), cols, COUNT(cols), true);
    json_array_foreach(list, i, d)
    {
        const char *path = json_text(d, "path");
        if (i == CHANGES_MOST)
            break;
        if (follows(list, path))
            continue;
        const char *old = record_value(w->c, schema, path, json_path(d, "old")), *now = record_value(w->c, schema, path, json_path(d, "new"));
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(&w->h, "%s", record_label(w->c, schema, record, path));
        cell(w, &cols[1]);
        side(w, old, now, true);
        cell(w, &cols[2]);
        side(w, now, old, false);
        row_end(w);
    }
    table_end(w);
    if (json_array_size(list) > CHANGES_MOST)
        html(&w->h, "<p>%s</p>", arena_fmt(w->c->mem, T(w, "ほかに %zu 件の違いがあります。", "There are %zu more differences."), json_array_size(list) - CHANGES_MOST));
}

static void
outline(Web *w, const json_t *r)
{
    Arena  *mem = w->c->mem;
    size_t  people = 0, i;
    json_t *roster;
    json_array_foreach(json_path(r, "rosters"), i, roster) people += json_array_size(json_path(roster, "members"));
    html(&w->h, "<dl class=\"facts\">");
    fact(w, T(w, "期間", "Period"), json_text(r, "period.text"));
    fact(w, T(w, "要求額", "Requested"), json_has(r, "request.text") ? json_text(r, "request.text") : web_yen(w, json_path(r, "request.yen"), NULL));
    fact(w, T(w, "主管課", "Division"), json_text(r, "division"));
    fact(w, T(w, "評価票", "Evaluation form"), json_text(r, "form.title"));
    fact(w, T(w, "読み取ったもの", "What was read"),
         arena_fmt(mem, T(w, "指標 %zu、評価の観点 %zu、名簿 %zu（%zu名）、上位施策 %zu", "indicators %zu, views %zu, rosters %zu (members %zu), policies %zu"), json_array_size(json_path(r, "indicators")),
                   json_array_size(json_path(r, "views")), json_array_size(json_path(r, "rosters")), people, json_array_size(json_path(r, "policies"))));
    html(&w->h, "</dl>");
}

static void
programme(Web *w, const json_t *row, const json_t *schema, const Lines *l, size_t place)
{
    Html         *h = &w->h;
    const json_t *rec = json_array_get(json_path(row, "reading.records"), place), *rep = json_array_get(json_path(row, "report"), place);
    const char   *result = json_text(rep, "result"), *name = json_text(rec, "name");
    bool          open = strcmp(json_text(row, "state"), "read") == 0;
    html(h, "<section><h2 id=\"programme-%zu\">%s", place, name);
    result_badge(w, result);
    html(h, "</h2>");
    if (json_has(rep, "id") && json_has(rep, "key"))
        html(h, "<p><a href=\"/programmes/%s\">%s</a></p>", url_part(w->c->mem, json_text(rep, "key")), T(w, "登録済みの記録を開く", "Open the record we have"));
    if (open && strcmp(result, "double") != 0) {
        html(h, "<p><input type=\"checkbox\" id=\"p%zu\" name=\"p%zu\" value=\"1\"", place, place);
        if (strcmp(result, "same") != 0)
            html(h, " checked");
        html(h, "> <label for=\"p%zu\">%s</label></p>", place, T(w, "この事業を受け入れる", "Accept this programme"));
    }
    outline(w, rec);
    if (json_array_size(json_path(rep, "changes")) > 0) {
        html(h, "<h3>%s</h3>", open ? T(w, "現在の記録との違い", "Differences from the record we have") : T(w, "変わった項目", "What changed"));
        changes(w, schema, rec, json_path(rep, "changes"), name);
    }
    html(h, "<h3>%s</h3>", T(w, "所見", "Findings"));
    findings(w, l, schema, rec, json_array_get(json_path(row, "reading.findings"), place));
    html(h, "</section>\n");
}

static json_int_t
count_level(const json_t *list, const char *level)
{
    json_int_t n = 0;
    size_t     i;
    json_t    *f;
    json_array_foreach(list, i, f) n += strcmp(json_text(f, "level"), level) == 0;
    return n;
}

/* What there is to decide, before the long reading of it. */
static void
summary(Web *w, const json_t *row)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "new", "新しい事業 %zu", "new %zu" }, { "changed", "変更あり %zu", "changed %zu" }, { "same", "変更なし %zu", "unchanged %zu" }, { "double", "二度あるもの %zu", "twice in it %zu" },
    };
    Html         *h = &w->h;
    const json_t *report = json_path(row, "report");
    size_t        i, n = json_array_size(report), of[COUNT(words)] = { 0 };
    json_t       *one;
    Buf          *b = buf_in(w->c->mem);
    json_array_foreach(report, i, one)
        for (size_t k = 0; k < COUNT(words); k++) of[k] += strcmp(json_text(one, "result"), words[k].key) == 0;
    for (size_t k = 0; k < COUNT(words); k++)
        if (of[k])
            buf_fmt(b, "%s%s", b->n ? T(w, "、", ", ") : "", arena_fmt(w->c->mem, T(w, words[k].ja, words[k].en), of[k]));
    html(h, "<section class=\"banner\"><h2>%s</h2><p>%s <a href=\"#decide\">%s</a></p>", T(w, "読み取りました。確かめて、受け入れるかどうかを決めてください", "It was read. Look at it and decide"),
         arena_fmt(w->c->mem, T(w, "事業 %zu 件（%s）。", "Programmes: %zu (%s)."), n, buf_text(b)), T(w, "受け入れの欄へ", "To the decision"));
    html(h, "<ol>");
    json_array_foreach(report, i, one)
    {
        const json_t *list = json_array_get(json_path(row, "reading.findings"), i);
        html(h, "<li><a href=\"#programme-%zu\">%s</a>", i, json_text(one, "name"));
        result_badge(w, json_text(one, "result"));
        html(h, " ");
        web_counts(w, json_keep(w->c->mem, json_pack("{sI sI sI}", "errors", count_level(list, "error"), "warnings", count_level(list, "warning"), "notices", count_level(list, "notice"))), NULL, true);
        html(h, "</li>");
    }
    html(h, "</ol><p><button>%s</button> <span class=\"soft small\">%s</span></p></section>\n", T(w, "選んだ事業を受け入れる", "Accept the chosen programmes"),
         T(w, "下で印を付けた事業が新しい版になります。前の版は残ります。", "Those ticked below get a new version; earlier versions stay."));
}

void
intake_paper(Web *w, const json_t *row)
{
    Html         *h = &w->h;
    const json_t *schema = record_schema(w->c), *report = json_path(row, "report");
    Lines         l = lines_of(w, row);
    bool          open = strcmp(json_text(row, "state"), "read") == 0;
    size_t        i;
    json_t       *note;
    if (!schema)
        return;
    if (json_array_size(json_path(row, "reading.notes")) > 0) {
        html(h, "<ul class=\"notes\">");
        json_array_foreach(json_path(row, "reading.notes"), i, note)
        {
            html(h, "<li>");
            web_badge(w, json_text(note, "level"));
            html(h, "%s</li>", T(w, json_text(note, "text"), json_has(note, "text_en") ? json_text(note, "text_en") : json_text(note, "text")));
        }
        html(h, "</ul>");
    }
    if (!open)
        html(h, "<section class=\"banner good\"><h2>%s</h2><p><a href=\"/programmes\">%s</a></p></section>", T(w, "受け入れました", "Accepted"), T(w, "事業の一覧を開く", "Open the list of programmes"));
    if (open) {
        web_form_begin(w, arena_fmt(w->c->mem, "/import/%lld/accept", (long long)json_int(row, "id", 0)));
        html(h, "<input type=\"hidden\" name=\"seen\" value=\"%s\">", settle_seen(w->c, report));
        summary(w, row);
    }
    for (i = 0; i < json_array_size(json_path(row, "reading.records")); i++)
        programme(w, row, schema, &l, i);
    if (open)
        html(h, "<h2 id=\"decide\">%s</h2><p class=\"soft\">%s</p><p><button>%s</button></p></form>\n", T(w, "受け入れ", "Decision"),
             T(w, "受け入れると、選んだ事業の新しい版ができ、文書の原本とともに保存されます。前の版は残ります。", "Accepting makes a new version of each chosen programme and keeps the paper with it. Earlier versions stay."),
             T(w, "選んだ事業を受け入れる", "Accept the chosen programmes"));
}
