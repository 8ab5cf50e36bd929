/* sheet.c -- the official paper of a programme on a page, as a file, and read beside its source.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"
#include "domain/document.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/source.h"
#include "exchange/paper.h"
#include "exchange/paper_html.h"
#include "format/json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *type, *ja, *en;
} kinds[] = { { "ex-ante", "事前評価", "Ex-ante" }, { "interim", "中間評価", "Interim" }, { "ex-post", "事後評価", "Ex-post" } };

static const char *
kind_name(Web *w, const char *type)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].type, type) == 0)
            return T(w, kinds[i].ja, kinds[i].en);
    return NULL;
}

/* What numbers of a printed file link to: the address the house gives out, else the host that was asked. */
const char *
web_own_address(Web *w)
{
    const char *set = getenv("KANMON_URL"), *host = req_head(w->q, "Host");
    bool        plain = host && host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")] == 0;
    return set && *set ? set : plain ? arena_fmt(w->c->mem, "%s://%s", w->q->tls ? "https" : "http", host) : "";
}

static const char *
wished_type(Web *w)
{
    const char *type = req_query(w->q, "type");
    return type && kind_name(w, type) ? type : "ex-ante";
}

static const json_t *
record_of(Web *w, const char *type)
{
    int64_t id = programme_find(w->c, w->arg);
    return id ? paper_record(w->c, id, type, req_query(w->q, "as_of")) : NULL;
}

static bool
is_prefilled(const json_t *record, const char *type)
{
    const char *had = json_text(record, "form.type");
    return *had && strcmp(had, type) != 0;
}

static const char *
page_of(Web *w, const json_t *record, const char *tail)
{
    return arena_fmt(w->c->mem, "/programmes/%s%s", url_part(w->c->mem, json_text(record, "key")), tail);
}

static void
head(Web *w, const json_t *record, const char *type, const char *title)
{
    Html *h = &w->h;
    Page  p = { .title = title, .here = "programmes",
                .crumbs = { { "/programmes", T(w, "事業の一覧", "Programmes") }, { page_of(w, record, ""), json_text(record, "name") } } };
    layout_open(w, &p);
    web_programme_tabs(w, record, "sheet");
    html(h, "<nav class=\"kinds\" aria-label=\"%s\"><ul>", T(w, "評価の種類", "Kind of evaluation"));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        html(h, "<li><a href=\"%s?type=%s\"", page_of(w, record, "/sheet"), kinds[i].type);
        if (strcmp(kinds[i].type, type) == 0)
            html(h, " aria-current=\"true\"");
        html(h, ">%s</a></li>", T(w, kinds[i].ja, kinds[i].en));
    }
    html(h, "</ul></nav>");
}

static bool
may_read_source(Web *w, const json_t *record)
{
    return web_sourced(w, record) && can(w->c, ACT_DOCUMENT_READ);
}

static void
buttons(Web *w, const json_t *record, const char *type)
{
    Html       *h = &w->h;
    const char *as_of = req_query(w->q, "as_of");
    html(h, "<p class=\"sheet-files\">");
    for (size_t i = 0; i < paper_format_count; i++) {
        const PaperFormat *f = &paper_formats[i];
        if (strcmp(f->name, "html") == 0)
            continue;
        html(h, "<a class=\"button%s\" href=\"%s/%s.%s%s%s\">%s</a> ", i ? " second" : "", page_of(w, record, "/sheet"), type, f->name, as_of ? "?as_of=" : "",
             as_of ? url_part(w->c->mem, as_of) : "", T(w, f->ja, f->en));
    }
    if (may_read_source(w, record) && !is_prefilled(record, type))
        html(h, "<a href=\"%s?type=%s\">%s</a>", page_of(w, record, "/evaluation"), type, T(w, "もとの文書と並べて読む", "Read beside the source"));
    html(h, "</p>");
    if (is_prefilled(record, type))
        html(h, "<p class=\"banner\">%s</p>", T(w, "この評価はまだ記録されていません。前の評価から引き継いだ項目を入れた様式です。空欄は主管課と委員会が記入します。",
                                               "This evaluation is not recorded yet. The form holds what is carried over from the one before; the empty fields are for the division and the committee."));
}

void
page_sheet(Web *w)
{
    const char   *type = wished_type(w);
    const json_t *record = record_of(w, type);
    PaperWish     wish = { .type = type };
    PaperView     view = { .top = 2 };
    Paper         p;
    if (!record || !paper_build(w->c, record, &wish, &p))
        return;
    head(w, record, type, arena_fmt(w->c->mem, T(w, "%s票", "%s evaluation sheet"), kind_name(w, type)));
    buttons(w, record, type);
    paper_html_into(w->c, &p, &view, &w->h);
    layout_end(w);
}

/* "ex-ante.pdf": type and format. */
void
page_sheet_file(Web *w)
{
    const char        *dot = strrchr(w->arg2, '.');
    const char        *type = dot ? arena_strn(w->c->mem, w->arg2, (size_t)(dot - w->arg2)) : "";
    const PaperFormat *f = dot ? paper_format(dot + 1) : NULL;
    if (!f || !kind_name(w, type)) {
        fail(w->c, ERR_NOT_FOUND, "file", T(w, "%s という資料はありません。ex-ante.pdf のように、評価の種類（ex-ante, interim, ex-post）と形式を書きます。",
                                            "there is no paper %s; name the evaluation (ex-ante, interim, ex-post) and the format, as in ex-ante.pdf"), w->arg2);
        return;
    }
    const json_t *record = record_of(w, type);
    PaperWish     wish = { .type = type, .parts = req_query(w->q, "parts"), .base_url = web_own_address(w), .no_addresses = req_query(w->q, "bare") != NULL };
    Paper         p;
    if (!record || !paper_build(w->c, record, &wish, &p) || !f->write(w->c, &p, w->q->out))
        return;
    w->q->type = f->type;
    w->q->save_as = arena_fmt(w->c->mem, T(w, "%s票_%s.%s", "%s-evaluation_%s.%s"), kind_name(w, type), text_replace(w->c->mem, json_text(record, "name"), "/", "／"), f->name);
}

typedef struct {
    Web          *w;
    const json_t *record;
    const char   *type;
} Beside;

/* The link to a field's source lines: a plain link, the field chosen in the address. */
static void
source_link(Html *h, const char *field, void *arg)
{
    Beside *b = arg;
    int     from, to;
    if (!record_source(b->w->c->mem, b->record, field, &from, &to))
        return;
    const char *no = from == to ? arena_fmt(h->mem, "%d", from) : arena_fmt(h->mem, "%d–%d", from, to);
    html(h, "<a class=\"near\" href=\"%s?type=%s&amp;field=%s#field\" title=\"%s\">%s</a>", page_of(b->w, b->record, "/evaluation"), b->type, url_part(h->mem, field),
         T(b->w, "読み取った行を見る", "Show the lines this was read from"), arena_fmt(h->mem, T(b->w, "%s行", "l. %s"), no));
}

static void
lines(Web *w, int64_t document, int from, int to, int on_from, int on_to)
{
    size_t  i;
    json_t *l;
    html(&w->h, "<blockquote class=\"quote\"><ol class=\"lines\">");
    json_array_foreach(document_lines(w->c, document, from < 1 ? 1 : from, to), i, l)
    {
        long long no = json_int(l, "no", 0);
        html(&w->h, "<li class=\"%s\"><a class=\"no\" href=\"/documents/%lld#l%lld\">%lld</a><span class=\"text\">%s</span></li>\n", no >= on_from && no <= on_to ? "on" : "",
             (long long)document, no, no, json_text(l, "text"));
    }
    html(&w->h, "</ol></blockquote>");
}

static void
aside(Web *w, const json_t *record, const char *field)
{
    Html   *h = &w->h;
    int64_t document = json_int(record, "document.id", 0);
    int     from = 0, to = 0, first = 0, last = 0;
    bool    chosen = field && record_source(w->c->mem, record, field, &from, &to);
    html(h, "<aside class=\"source\" id=\"source\" tabindex=\"0\" aria-label=\"%s\"><h2>%s</h2><p><a href=\"/documents/%lld\">%s</a></p>", T(w, "もとの文書", "Source document"),
         T(w, "もとの文書", "Source document"), (long long)document, json_text(record, "document.name"));
    if (chosen) {
        html(h, from == to ? T(w, "<p>選んだ項目は %d 行から読み取りました。</p>", "<p>The chosen field was read from line %d.</p>")
                           : T(w, "<p>選んだ項目は %d～%d 行から読み取りました。</p>", "<p>The chosen field was read from lines %d to %d.</p>"), from, to);
        lines(w, document, from - 2, to + 2, from, to);
        html(h, "<p><a href=\"%s\">%s</a></p>", web_here(w, "field", NULL, NULL), T(w, "この事業の行をすべて見る", "All lines of this programme"));
    } else if (record_span(record, &first, &last)) {
        html(h, "<p>%s</p>", T(w, "評価票の「○行」を選ぶと、その項目を読み取った行だけを表示します。", "Choose a line number in the paper to see only the lines that field was read from."));
        lines(w, document, first, last, 0, 0);
    }
    html(h, "</aside>");
}

/* There is nothing to read it beside: the sheet as it is printed, and how the document would come in. */
static void
sheet_alone(Web *w, const json_t *record, const char *type, const Paper *p)
{
    Html     *h = &w->h;
    PaperView view = { .top = 2 };
    head(w, record, type, arena_fmt(w->c->mem, T(w, "%s票（もとの文書なし）", "%s evaluation sheet, without a source document"), kind_name(w, type)));
    if (is_prefilled(record, type))
        web_empty(w, T(w, "この評価はまだ記録されていないので、もとの文書がありません。", "This evaluation is not recorded yet, so it has no source document."),
                  T(w, "下は、前の評価から引き継いだ項目を入れた様式です。評価書ができたら取り込むと、ここで一行ずつ並べて読めます。",
                    "Below is the form with what is carried over from the one before. Once the report is there and taken in, each field can be read here beside its lines."),
                  web_can_go(w, "/import") ? "/import" : NULL, T(w, "評価書を取り込む", "Import a report"));
    else
        web_empty(w, T(w, "この評価の記録は、文書ではなく事業定義から来たので、並べて読むもとの文書がありません。", "This evaluation was recorded from a pack, not from a document: there is no source to read it beside."),
                  T(w, "下は、記録を様式に印刷したものです。もとの評価書（テキスト、Word、PDF）を取り込むと、同じ事業の記録と比べられ、受け入れた項目は読み取った行と並べて読めます。",
                    "Below is the record as the form prints it. Take in the report itself (text, Word, PDF): it is compared with this record, and what is accepted can be read beside its lines."),
                  web_can_go(w, "/import") ? "/import" : NULL, T(w, "評価書を取り込む", "Import a report"));
    paper_html_into(w->c, p, &view, h);
    layout_end(w);
}

void
page_evaluation(Web *w)
{
    const char   *type = wished_type(w), *field = req_query(w->q, "field");
    const json_t *record = record_of(w, type);
    PaperWish     wish = { .type = type, .no_addresses = true };
    Paper         p;
    if (!record || !paper_build(w->c, record, &wish, &p))
        return;
    if (!may_read_source(w, record) || is_prefilled(record, type)) {
        sheet_alone(w, record, type, &p);
        return;
    }
    Beside    b = { w, record, type };
    PaperView view = { .beside = source_link, .arg = &b, .chosen = field, .top = 2 };
    head(w, record, type, arena_fmt(w->c->mem, T(w, "%s票をもとの文書と並べて読む", "%s evaluation sheet beside its source"), kind_name(w, type)));
    html(&w->h, "<p><a href=\"%s?type=%s\">%s</a></p><div class=\"beside-source\">", page_of(w, record, "/sheet"), type, T(w, "評価票だけを見る", "The sheet alone"));
    aside(w, record, field);
    paper_html_into(w->c, &p, &view, &w->h);
    html(&w->h, "</div>");
    layout_end(w);
}
