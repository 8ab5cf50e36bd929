/* document.c -- papers taken in, and one of them line by line beside what was read from each line.
 * SPDX-License-Identifier: Apache-2.0
 *
 * One record at most is opened for the page: the one named by ?of=KEY. ?lines=A-B marks lines. */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/programme.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST = 50, STEP = 300 };

static const Column cols[] = {
    { .ja = "文書", .en = "Document", .head = true }, { .ja = "読み取った事業", .en = "Programmes read" }, { .ja = "受け取った日時", .en = "Received" },
    { .ja = "送った人", .en = "Sent by" }, { .ja = "大きさ", .en = "Size", .unit_ja = "バイト", .unit_en = "bytes", .number = true }, { .ja = "SHA-256", .en = "SHA-256" },
};
static const FileColumn file_cols[] = {
    { "id", "番号", "No." }, { "name", "文書", "Document" }, { "kind", "種類", "Kind" }, { "received_at", "受け取った日時（UTC）", "Received (UTC)" }, { "actor", "誰が", "By" },
    { "bytes", "大きさ（バイト）", "Size (bytes)" }, { "sha256", "SHA-256", "SHA-256" },
};

static const char *
kind_word(Web *w, const char *kind)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "evaluation-sheet", "評価書", "Evaluation report" }, { "pack", "事業定義", "Pack" }, { "review-sheets", "行政事業レビューシート", "Review sheets" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, kind) == 0)
            return T(w, words[i].ja, words[i].en);
    return kind;
}

void
page_documents(Web *w)
{
    Html   *h = &w->h;
    int64_t total = 0, from = web_number(w, "from", 0, INT64_C(1) << 40, 0);
    bool    whole = web_wants_file(w);
    json_t *rows = document_page(w->c, whole ? 0 : from, whole ? 10000 : LIST, &total), *d, *p;
    size_t  i, j;
    if (!ok(w->c) || web_file(w, "documents", T(w, "文書", "Documents"), rows, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "文書", "Documents"), "documents");
    html(h, "<p class=\"lead\">%s</p>", T(w, "取り込んだ文書です。原本のまま保存し、記録のどの項目からも元の行に戻れます。", "Papers as they came in. Every fact leads back to a line of one of them."));
    if (total == 0) {
        web_empty(w, T(w, "文書がまだありません。", "There are no documents yet."), T(w, "事前評価書などを取り込むと、ここに並びます。", "Take in an evaluation report and it stands here."), web_can_go(w, "/import") ? "/import" : NULL, T(w, "文書を取り込む", "Take in a paper"));
        layout_end(w);
        return;
    }
    html(h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の文書", total == 1 ? " document" : " documents"));
    web_downloads(w);
    html(h, "</div>");
    table_begin(w, T(w, "文書の表", "Table of documents"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, d)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a href=\"/documents/%lld\">%s</a> <span class=\"soft small narrow\">%s</span>", (long long)json_int(d, "id", 0), json_text(d, "name"), kind_word(w, json_text(d, "kind")));
        cell(w, &cols[1]);
        json_array_foreach(json_path(d, "programmes"), j, p)
        {
            if (j == 6) {
                html(h, "%s", arena_fmt(w->c->mem, T(w, "ほか%zu件", "and %zu more"), json_array_size(json_path(d, "programmes")) - j));
                break;
            }
            html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a><br>", url_part(w->c->mem, json_text(p, "key")), json_text(p, "name"));
        }
        cell(w, &cols[2]);
        web_time(w, json_text(d, "received_at"));
        cell(w, &cols[3]);
        html(h, "%s", web_actor(w, json_text(d, "actor")));
        cell(w, &cols[4]);
        html(h, "%s", number_commas(w->c->mem, json_int(d, "bytes", 0)));
        cell(w, &cols[5]);
        html(h, "<code title=\"%s\">%s</code>", json_text(d, "sha256"), arena_strn(w->c->mem, json_text(d, "sha256"), 12));
        row_end(w);
    }
    table_end(w);
    web_pages(w, from, LIST, total);
    layout_end(w);
}

/* What begins at a line of this page: paths of the record, by line. */
typedef struct {
    Web        *w;
    const char *key;
    int64_t     from, to;
    Buf       **at; /* "path\n" lists */
} Fields;

static void
note(Fields *f, const char *path, const json_t *source)
{
    int64_t line = json_int(source, "line_from", 0);
    if (line < f->from || line > f->to || !*path)
        return;
    Buf **b = &f->at[line - f->from];
    if (!*b)
        *b = buf_in(f->w->c->mem);
    if (!strstr(buf_text(*b), arena_fmt(f->w->c->mem, "%s\n", path)))
        buf_fmt(*b, "%s\n", path);
}

static void
walk(Fields *f, const char *path, const json_t *j)
{
    const char *k;
    json_t     *v;
    size_t      i;
    if (json_is_array(j))
        json_array_foreach(j, i, v) walk(f, arena_fmt(f->w->c->mem, "%s[%zu]", path, i), v);
    if (!json_is_object(j))
        return;
    if (json_object_get(j, "source"))
        note(f, path, json_object_get(j, "source"));
    json_object_foreach(j, k, v)
    {
        if (strcmp(path, "sources") == 0)
            note(f, k, v);
        else if (strcmp(k, "source") != 0 && strcmp(k, "findings") != 0)
            walk(f, *path ? arena_fmt(f->w->c->mem, "%s.%s", path, k) : k, v);
    }
}

static void
fields_at(const Fields *f, int64_t line)
{
    Html  *h = &f->w->h;
    size_t n;
    if (!f->at || !f->at[line - f->from])
        return;
    char **v = text_split(f->w->c->mem, buf_text(f->at[line - f->from]), "\n", &n);
    for (size_t i = 0; i + 1 < n; i++)
        html(h, "%s<a class=\"quiet\" href=\"%s\">%s</a>", i ? " · " : "", web_field_url(f->w, f->key, v[i]), web_field(f->w, NULL, v[i]));
}

/* ?lines=863-865: the lines that are meant. */
static void
lines_asked(Web *w, int64_t *first, int64_t *last)
{
    const char *s = req_query(w->q, "lines"), *dash = s ? strchr(s, '-') : NULL;
    int64_t     a = 0, b = 0;
    *first = *last = 0;
    if (!s || !number_int(dash ? arena_strn(w->c->mem, s, (size_t)(dash - s)) : s, &a) || a <= 0 || (dash && !number_int(dash + 1, &b)))
        return;
    *first = a;
    *last = b >= a ? b : a;
}

static void
programmes_of(Web *w, const json_t *d, const char *of)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *p;
    if (json_array_size(json_path(d, "programmes")) == 0)
        return;
    html(h, "<h2>%s</h2><ul class=\"chips\" aria-label=\"%s\">", T(w, "行と記録の対応", "Lines and what was read from them"), T(w, "どの事業の項目を示すか", "Fields of which programme"));
    json_array_foreach(json_path(d, "programmes"), i, p)
    {
        if (i == 20)
            break;
        html(h, "<li><a lang=\"ja\" href=\"%s\"", web_here(w, "of", json_text(p, "key"), NULL));
        if (of && strcmp(of, json_text(p, "key")) == 0)
            html(h, " aria-current=\"true\"");
        html(h, ">%s</a></li>", json_text(p, "name"));
    }
    html(h, "</ul>");
    if (!of)
        html(h, "<p class=\"soft\">%s</p>", T(w, "事業を選ぶと、各行から読み取った項目が右に並びます。", "Choose a programme to see what was read from each line."));
}

static void
pager(Web *w, int64_t from, int64_t total)
{
    Html *h = &w->h;
    html(h, "<nav class=\"pages\" aria-label=\"%s\"><p>%s</p>", T(w, "文書のページ", "Pages of the document"),
         arena_fmt(w->c->mem, T(w, "%lld–%lld行（全%lld行）", "lines %lld–%lld of %lld"), (long long)from, (long long)(from + STEP - 1 < total ? from + STEP - 1 : total), (long long)total));
    if (from > 1)
        html(h, "<a class=\"button second small\" rel=\"prev\" href=\"%s\">‹ %s</a>", web_here(w, "from", arena_fmt(w->c->mem, "%lld", (long long)(from - STEP)), "lines", NULL, NULL), T(w, "前の行", "Lines before"));
    if (from + STEP <= total)
        html(h, "<a class=\"button second small\" rel=\"next\" href=\"%s\">%s ›</a>", web_here(w, "from", arena_fmt(w->c->mem, "%lld", (long long)(from + STEP)), "lines", NULL, NULL), T(w, "次の行", "Lines after"));
    html(h, "</nav>");
}

static void
lines(Web *w, int64_t id, Fields *f, int64_t first, int64_t last)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *l;
    html(h, "<ol class=\"lines\" lang=\"ja\">");
    json_array_foreach(document_lines(w->c, id, f->from, f->to), i, l)
    {
        long long no = (long long)json_int(l, "no", 0);
        html(h, "<li id=\"l%lld\" class=\"%s\"><a class=\"no\" href=\"#l%lld\">%lld</a><span class=\"text\">%s</span><span class=\"of\" lang=\"%s\">", no, no >= first && no <= last ? "on" : "", no, no, json_text(l, "text"), T(w, "ja", "en"));
        fields_at(f, no);
        html(h, "</span></li>\n");
    }
    html(h, "</ol>");
}

void
page_document(Web *w)
{
    int64_t     id = 0, first, last;
    json_t     *d = number_int(w->arg, &id) ? document_show(w->c, id) : NULL, *r = NULL;
    const char *of = req_query(w->q, "of");
    Html       *h = &w->h;
    if (!d) {
        fail(w->c, ERR_NOT_FOUND, "document", T(w, "文書 %s はありません。", "There is no document %s."), w->arg);
        return;
    }
    lines_asked(w, &first, &last);
    int64_t total = document_line_count(w->c, id), from = web_number(w, "from", 1, total > 0 ? total : 1, first && first <= total ? (first - 1) / STEP * STEP + 1 : 1);
    from = (from - 1) / STEP * STEP + 1;
    Fields f = { .w = w, .from = from, .to = from + STEP - 1 };
    if (of && *of) {
        int64_t programme = programme_find(w->c, of);
        r = programme ? programme_show_read(w->c, programme, id) : NULL;
        f.key = json_text(r, "key");
        f.at = NEWN(w->c->mem, Buf *, STEP);
        if (r)
            walk(&f, "", r);
    }
    if (!ok(w->c))
        return;
    layout_open(w, &(Page){ .title = json_text(d, "name"), .here = "documents", .crumbs = { { "/documents", T(w, "文書", "Documents") } } });
    html(h, "<dl class=\"facts\">");
    fact(w, T(w, "種類", "Kind"), kind_word(w, json_text(d, "kind")));
    fact_begin(w, T(w, "受け取り", "Received"));
    web_time(w, json_text(d, "received_at"));
    html(h, " %s", web_actor(w, json_text(d, "actor")));
    fact_end(w);
    fact(w, T(w, "大きさ", "Size"), arena_fmt(w->c->mem, T(w, "%sバイト、%s行", "%s bytes, %s lines"), number_commas(w->c->mem, json_int(d, "bytes", 0)), number_commas(w->c->mem, total)));
    fact_begin(w, T(w, "SHA-256", "SHA-256"));
    html(h, "<code>%s</code>", json_text(d, "sha256"));
    fact_end(w);
    html(h, "</dl>");
    programmes_of(w, d, of);
    pager(w, from, total);
    lines(w, id, &f, first, last);
    if (total > STEP)
        pager(w, from, total);
    layout_end(w);
}
