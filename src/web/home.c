/* home.c -- what waits for the person who looks, programmes at a glance, what was done lately.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A task stands here while the state of things asks for it, and goes when the state changes, not when it is clicked. */
#include "web/part.h"

#include "base/number.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/intake.h"
#include "domain/ledger.h"
#include "domain/lineage.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "engine/check.h"
#include "engine/schedule.h"
#include "format/json.h"

#include <string.h>

enum { AT_A_GLANCE = 8, IN_A_CARD = 4, IN_A_ROW = 4, PAPERS = 5, LATELY = 8 };

/* One card: its heading with how many, why it stands here. */
static void
card_begin(Web *w, const char *title, int64_t n, const char *unit, const char *why)
{
    html(&w->h, "<li><h3>%s <span class=\"n\"><strong>%s</strong>%s</span></h3><p class=\"soft\">%s</p>", title, number_commas(w->c->mem, n), unit, why);
}

static void
card_end(Web *w, const char *href, const char *link)
{
    html(&w->h, "<p class=\"go\"><a class=\"button second small\" href=\"%s\">%s</a></p></li>", href, link);
}

/* Contradictions in papers that someone has to settle. */
static bool
errors_card(Web *w)
{
    json_t *counts = finding_counts(w->c, 0, "error"), *catalogue, *row, *rule;
    int64_t n = 0;
    size_t  i, k;
    json_array_foreach(counts, i, row) n += json_int(row, "count", 0);
    if (n == 0)
        return false;
    catalogue = check_catalogue(w->c);
    card_begin(w, T(w, "修正が必要な所見", "Findings to correct"), n, T(w, "件", ""), T(w, "文書の中で食い違う記載、規則に合わない記載です。", "Papers that contradict themselves, or a rule."));
    html(&w->h, "<ul class=\"rows\">");
    json_array_foreach(counts, i, row)
    {
        const char *title = json_text(row, "code");
        if (i == IN_A_CARD)
            break;
        json_array_foreach(catalogue, k, rule)
            if (strcmp(json_text(rule, "code"), title) == 0)
                title = web_capital(w, T(w, json_text(rule, "title"), json_text(rule, "title_en")));
        html(&w->h, "<li><a href=\"/findings?level=error&amp;code=%s\">%s</a> <span class=\"n\">%s</span></li>", url_part(w->c->mem, json_text(row, "code")), title, number_commas(w->c->mem, json_int(row, "count", 0)));
    }
    html(&w->h, "</ul>");
    card_end(w, "/findings?level=error", T(w, "所見を確認する", "Look at them"));
    return true;
}

/* Evaluations that papers plan for this fiscal year and the next, by year and kind. */
static bool
evaluations_card(Web *w)
{
    int64_t     total = 0, now = fiscal_year_of(web_today(w));
    json_t     *rows = evaluation_plans(w->c, now, now + 1, IN_A_CARD, &total), *row;
    const char *before = "";
    size_t      i;
    if (total == 0)
        return false;
    card_begin(w, T(w, "予定の近い評価", "Evaluations coming up"), total, T(w, "件", ""), T(w, "今年度と来年度に行うと文書に書かれた評価です。", "Planned in the papers for this fiscal year and the next."));
    json_array_foreach(rows, i, row)
    {
        const char *head = arena_fmt(w->c->mem, "%s %s", web_fy_short(w, json_int(row, "fy", 0)), schedule_label(w->c, json_text(row, "type")));
        if (strcmp(head, before) != 0)
            html(&w->h, "%s<h4>%s</h4><ul class=\"rows\">", i ? "</ul>" : "", head);
        html(&w->h, "<li><a lang=\"ja\" href=\"/programmes/%s#schedule\">%s</a></li>", url_part(w->c->mem, json_text(row, "key")), json_text(row, "name"));
        before = head;
    }
    html(&w->h, "</ul>");
    if (total > IN_A_CARD)
        html(&w->h, "<p class=\"soft\">%s</p>", arena_fmt(w->c->mem, T(w, "ほか%s件", "and %s more"), number_commas(w->c->mem, total - IN_A_CARD)));
    card_end(w, arena_fmt(w->c->mem, "/programmes?q=evaluation%%3A%lld", (long long)now), T(w, "今年度に評価する事業", "Those of this fiscal year"));
    return true;
}

/* Papers that were read and wait for someone to accept them. */
static bool
intake_card(Web *w)
{
    json_t *rows = intake_list(w->c, "read", 100), *row;
    size_t  i, n = json_array_size(rows);
    if (n == 0)
        return false;
    card_begin(w, T(w, "受け入れを待つ文書", "Papers waiting to be accepted"), (int64_t)n, T(w, "件", ""), T(w, "読み取りが終わりました。違いを確かめて、受け入れるか取り下げてください。", "They were read. Look at the differences, then accept or drop them."));
    html(&w->h, "<ul class=\"rows\">");
    json_array_foreach(rows, i, row)
    {
        if (i == IN_A_CARD)
            break;
        html(&w->h, "<li><a href=\"/import/%lld\">%s</a></li>", (long long)json_int(row, "id", 0), json_text(row, "name"));
    }
    html(&w->h, "</ul>");
    card_end(w, "/import", T(w, "取り込みを開く", "Open the imports"));
    return true;
}

/* Programmes of different years that may be one: nothing is linked before a person says so. */
static bool
links_card(Web *w)
{
    int64_t     n = json_int(link_counts(w->c), "proposed", 0);
    json_t     *rows, *row;
    size_t      i;
    if (n == 0)
        return false;
    rows = link_page(w->c, &(LinkAsk){ .state = "proposed", .limit = IN_A_CARD }, NULL);
    card_begin(w, T(w, "確認を待つ事業の関係", "Links to confirm"), n, T(w, "件", ""), T(w, "番号や名称が変わっても同じ事業と思われる組です。", "Programmes that seem to go on under another number or name."));
    html(&w->h, "<ul class=\"rows\">");
    json_array_foreach(rows, i, row)
        html(&w->h, "<li><a lang=\"ja\" href=\"/links?programme=%s\">%s</a></li>", url_part(w->c->mem, json_text(row, "from.key")), json_text(row, "from.name"));
    html(&w->h, "</ul>");
    card_end(w, "/links", T(w, "関係を確認する", "Look at them"));
    return true;
}

static void
waiting(Web *w)
{
    Html *h = &w->h;
    bool  any = false, takes = can(w->c, ACT_IMPORT_WRITE) && web_can_go(w, "/import");
    html(h, "<div class=\"above\"><p class=\"soft\">%s</p>", web_day(w, web_today(w)));
    if (takes)
        html(h, "<p><a class=\"button small\" href=\"/import\">%s</a></p>", T(w, "文書を取り込む", "Import a paper"));
    html(h, "</div><h2>%s</h2><ul class=\"work\">", T(w, "対応が必要なこと", "To do"));
    if (takes)
        any = intake_card(w);
    if (can(w->c, ACT_FINDING_READ))
        any = errors_card(w) || any;
    any = evaluations_card(w) || any;
    if (can(w->c, ACT_LINK_WRITE) && web_can_go(w, "/links"))
        any = links_card(w) || any;
    html(h, "</ul>");
    if (!any)
        html(h, "<p class=\"soft\">%s</p>", T(w, "いま対応が必要なことはありません。", "Nothing waits for you."));
}

static const Column cols[] = {
    { .ja = "事業名", .en = "Programme", .head = true },
    { .ja = "要求額", .en = "Request", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .ja = "総額", .en = "Total", .unit_ja = "百万円", .unit_en = "million yen", .number = true },
    { .ja = "実施期間", .en = "Period" }, { .ja = "次の評価", .en = "Next evaluation" }, { .ja = "所見", .en = "Findings" },
};

static void
programmes(Web *w)
{
    Html   *h = &w->h;
    int64_t total = 0;
    json_t *rows = programme_page(w->c, &(ProgrammeAsk){ .sort = "recorded", .down = true, .limit = AT_A_GLANCE }, &total), *row;
    size_t  i;
    html(h, "<h2>%s</h2>", T(w, "事業の現況", "Programmes at a glance"));
    if (total == 0) {
        web_empty(w, T(w, "事業がまだありません。", "There are no programmes yet."), T(w, "事前評価書などの文書を取り込むと、ここに並びます。", "Take in an evaluation report and its programmes stand here."),
                  web_can_go(w, "/import") ? "/import" : NULL, T(w, "文書を取り込む", "Take in a paper"));
        return;
    }
    table_begin(w, T(w, "事業の現況", "Programmes at a glance"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, row)
    {
        const char *key = url_part(w->c->mem, json_text(row, "key"));
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a>", key, json_text(row, "name"));
        cell(w, &cols[1]);
        web_million(w, json_path(row, "request_yen"), NULL);
        cell(w, &cols[2]);
        web_million(w, json_path(row, "total_yen"), web_qualifier(w, json_text(row, "total_qualifier")));
        cell(w, &cols[3]);
        html(h, "<span class=\"narrow\">%s</span>", web_period_short(w, json_int(row, "from_fy", 0), json_int(row, "to_fy", 0), !json_has(row, "to_fy")));
        cell(w, &cols[4]);
        html(h, "%s", json_has(row, "evaluation_fy") ? web_fy_short(w, json_int(row, "evaluation_fy", 0)) : "—");
        cell(w, &cols[5]);
        web_counts(w, row, can(w->c, ACT_FINDING_READ) ? arena_fmt(w->c->mem, "/findings?programme=%s", key) : NULL, true);
        row_end(w);
    }
    table_end(w);
    if (total > AT_A_GLANCE)
        html(h, "<p><a href=\"/programmes\">%s</a></p>", arena_fmt(w->c->mem, T(w, "すべての事業（%s件）", "All programmes (%s)"), number_commas(w->c->mem, total)));
}

static const Column came[] = { { .ja = "文書", .en = "Paper", .head = true }, { .ja = "事業", .en = "Programmes" }, { .ja = "受け取った日時", .en = "Received" }, { .ja = "送った人", .en = "Sent by" } };

static void
papers(Web *w)
{
    Html   *h = &w->h;
    int64_t total = 0;
    json_t *rows = document_page(w->c, 0, PAPERS, &total), *d, *p;
    size_t  i, k;
    if (total == 0)
        return;
    html(h, "<h2>%s</h2>", T(w, "最近届いた文書", "Papers that came in"));
    table_begin(w, T(w, "最近届いた文書", "Papers that came in"), came, COUNT(came), true);
    json_array_foreach(rows, i, d)
    {
        row_begin(w, NULL);
        cell(w, &came[0]);
        html(h, "<a href=\"/documents/%lld\">%s</a>", (long long)json_int(d, "id", 0), json_text(d, "name"));
        cell(w, &came[1]);
        html(h, "<span>");
        json_array_foreach(json_path(d, "programmes"), k, p)
        {
            if (k == IN_A_ROW) {
                html(h, "%s", arena_fmt(w->c->mem, T(w, "ほか%zu件", "and %zu more"), json_array_size(json_path(d, "programmes")) - k));
                break;
            }
            html(h, "<a lang=\"ja\" href=\"/programmes/%s\">%s</a><br>", url_part(w->c->mem, json_text(p, "key")), json_text(p, "name"));
        }
        html(h, "%s</span>", json_array_size(json_path(d, "programmes")) ? "" : "—");
        cell(w, &came[2]);
        web_time(w, json_text(d, "received_at"));
        cell(w, &came[3]);
        html(h, "%s", web_actor(w, json_text(d, "actor")));
        row_end(w);
    }
    table_end(w);
    if (total > PAPERS)
        html(h, "<p><a href=\"/documents\">%s</a></p>", arena_fmt(w->c->mem, T(w, "すべての文書（%s件）", "All papers (%s)"), number_commas(w->c->mem, total)));
}

static const Column late[] = { { .ja = "日時", .en = "When" }, { .ja = "操作", .en = "Act", .head = true }, { .ja = "対象", .en = "On" }, { .ja = "操作した人", .en = "Who" } };

void
page_home(Web *w)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *row;
    layout_begin(w, T(w, "ホーム", "Home"), "home");
    waiting(w);
    web_filters_home(w);
    programmes(w);
    if (can(w->c, ACT_DOCUMENT_READ))
        papers(w);
    if (can(w->c, ACT_LEDGER_READ)) {
        html(h, "<h2>%s</h2>", T(w, "最近の操作", "Done lately"));
        table_begin(w, T(w, "最近の操作", "Done lately"), late, COUNT(late), true);
        json_array_foreach(ledger_told(w->c, &(LedgerAsk){ .limit = LATELY }, NULL), i, row)
        {
            row_begin(w, NULL);
            cell(w, &late[0]);
            web_time(w, json_text(row, "at"));
            cell(w, &late[1]);
            html(h, "%s", ledger_act_label(w->c, json_text(row, "act")));
            cell(w, &late[2]);
            web_subject(w, json_text(row, "subject"), json_str(row, "named"));
            cell(w, &late[3]);
            html(h, "%s", json_has(row, "who") ? json_text(row, "who") : web_actor(w, json_text(row, "actor")));
            row_end(w);
        }
        table_end(w);
        html(h, "<p><a href=\"/ledger\">%s</a></p>", T(w, "操作履歴を開く", "Open the ledger"));
    }
    layout_end(w);
}
