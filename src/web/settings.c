/* settings.c -- what this kanmon judges by: checks, rules and their sources, forms, the matrix of rights; as read from
 * the catalogue, to look at. They are changed in the files of catalog/, not here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/permission.h"
#include "engine/check.h"
#include "engine/rules.h"
#include "exchange/form.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *key, *ja, *en;
} parts[] = { { "checks", "点検", "Checks" }, { "rules", "規則と値", "Rules and values" }, { "regulations", "根拠となる規程", "Regulations" }, { "forms", "様式", "Forms" }, { "rights", "権限", "Rights" } };

/* "2017-04-01" to null -> 平成29年4月1日（土）から. */
static void
valid(Web *w, const json_t *x)
{
    const char *from = json_text(x, "valid.from"), *to = json_text(x, "valid.to");
    if (!*from && !*to)
        html(&w->h, "%s", T(w, "期間の定めなし", "no days set"));
    else
        html(&w->h, "%s%s%s%s", *from ? T(w, "", "from ") : "", web_day(w, from), *from ? T(w, "から", "") : "", *to ? arena_fmt(w->c->mem, T(w, "%sまで", " to %s"), web_day(w, to)) : "");
}

static void
outside(Web *w, const char *url)
{
    if (*url)
        html(&w->h, " <a class=\"src\" href=\"%s\" rel=\"noreferrer\">%s</a>", url_outside(w->c->mem, url), T(w, "原典", "text"));
}

static void
checks(Web *w)
{
    static const Column cols[] = { { .ja = "点検", .en = "Check", .head = true }, { .ja = "段階", .en = "Level" }, { .ja = "何を見るか", .en = "What it looks at" }, { .ja = "対応", .en = "What to do" }, { .ja = "規則と出典", .en = "Rule and source" } };
    Html   *h = &w->h;
    json_t *list = check_catalogue(w->c), *x;
    size_t  i;
    bool    en = w->c->lang == LANG_EN;
    if (!ok(w->c))
        return;
    html(h, "<h2>%s <span class=\"soft small\">%s</span></h2>", T(w, "点検", "Checks"), arena_fmt(w->c->mem, T(w, "%zu件", "%zu checks"), json_array_size(list)));
    table_begin(w, T(w, "点検の表", "Table of checks"), cols, COUNT(cols), true);
    json_array_foreach(list, i, x)
    {
        row_begin(w, json_text(x, "code"));
        cell(w, &cols[0]);
        html(h, "%s<br><a class=\"quiet\" href=\"/findings?code=%s\"><code>%s</code></a>", T(w, json_text(x, "title"), json_text(x, "title_en")), url_part(w->c->mem, json_text(x, "code")), json_text(x, "code"));
        cell(w, &cols[1]);
        web_badge(w, json_text(x, "level"));
        cell(w, &cols[2]);
        html(h, "%s", json_has(x, "why") ? T(w, json_text(x, "why"), json_text(x, "why_en")) : "—");
        cell(w, &cols[3]);
        html(h, "%s", T(w, json_text(x, "advice"), json_text(x, "advice_en")));
        cell(w, &cols[4]);
        html(h, "%s<br><span class=\"soft\">%s</span>", en && json_has(x, "rule_en") ? json_text(x, "rule_en") : json_text(x, "rule"), en && json_has(x, "source_en") ? json_text(x, "source_en") : json_text(x, "source"));
        row_end(w);
    }
    table_end(w);
}

/* When a rule falls due, by the period of the programme: "to+3" -> 終了年度の3年後. */
static const char *
due_words(Web *w, const char *at)
{
    bool       end = text_starts(at, "to"), start = text_starts(at, "from");
    const char *n = at + (end ? 2 : start ? 4 : 0);
    long        years = strtol(n, NULL, 10);
    if ((!end && !start) || (*n && *n != '+' && *n != '-'))
        return at;
    if (years == 0)
        return end ? T(w, "終了年度", "last fiscal year") : T(w, "開始年度", "first fiscal year");
    if (years == -1)
        return end ? T(w, "終了の前年度", "year before the last") : T(w, "開始の前年度", "year before the start");
    return arena_fmt(w->c->mem, years > 0 ? (end ? T(w, "終了の%ld年後", "%ld years after the end") : T(w, "開始の%ld年後", "%ld years after the start"))
                                          : (end ? T(w, "終了の%ld年前", "%ld years before the end") : T(w, "開始の%ld年前", "%ld years before the start")), labs(years));
}

static void
rule_value(Web *w, const json_t *x)
{
    Html *h = &w->h;
    if (json_has(x, "yen"))
        html(h, "%s", web_yen(w, json_path(x, "yen"), NULL));
    else if (json_is_integer(json_path(x, "value")))
        html(h, "%s %s", number_commas(w->c->mem, json_int(x, "value", 0)), json_text(x, "unit"));
    else if (json_is_string(json_path(x, "at")))
        html(h, "%s", due_words(w, json_text(x, "at")));
    else
        html(h, "—");
}

static const json_t *
regulation_of(const Rules *r, const json_t *rule)
{
    size_t  i;
    json_t *g;
    json_array_foreach(r->regulations, i, g)
        if (strcmp(json_text(g, "id"), json_text(rule, "regulation")) == 0)
            return g;
    return NULL;
}

static void
rules(Web *w)
{
    static const Column cols[] = { { .ja = "規則", .en = "Rule", .head = true }, { .ja = "値", .en = "Value" }, { .ja = "有効な期間", .en = "In force" }, { .ja = "根拠", .en = "Source" } };
    Html   *h = &w->h;
    Rules   r = { 0 };
    size_t  i;
    json_t *x;
    if (!rules_load(w->c, NULL, &r))
        return;
    html(h, "<h2>%s <span class=\"soft small\">%s</span></h2><p>%s</p>", T(w, "規則と値", "Rules and values"), arena_fmt(w->c->mem, T(w, "%zu件", "%zu rules"), json_array_size(r.rules)),
         T(w, "評価は、評価書の日付に有効だった版の規則で判断します。", "An evaluation is judged by the version that was in force on the day of its report."));
    table_begin(w, T(w, "規則の表", "Table of rules"), cols, COUNT(cols), true);
    json_array_foreach(r.rules, i, x)
    {
        const json_t *g = regulation_of(&r, x);
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", T(w, json_text(x, "title"), json_text(x, "title_en")));
        if (strcmp(json_text(x, "force"), "practice") == 0)
            html(h, " <span class=\"badge\">%s</span>", T(w, "慣行", "practice"));
        if (!rule_holds(&r, x))
            html(h, " <span class=\"badge notice\">%s</span>", T(w, "いまは無効", "not in force today"));
        cell(w, &cols[1]);
        rule_value(w, x);
        cell(w, &cols[2]);
        valid(w, x);
        cell(w, &cols[3]);
        html(h, "%s <span class=\"soft\">%s</span>", T(w, json_text(g, "title"), json_text(g, "title_en")), json_text(x, "place"));
        outside(w, json_text(g, "source"));
        row_end(w);
    }
    table_end(w);
}

static void
regulations(Web *w)
{
    static const Column cols[] = { { .ja = "規程", .en = "Regulation", .head = true }, { .ja = "決定者", .en = "Decided by" }, { .ja = "決定", .en = "Decided" }, { .ja = "改定", .en = "Revised" }, { .ja = "有効な期間", .en = "In force" } };
    Html   *h = &w->h;
    Rules   r = { 0 };
    size_t  i;
    json_t *x;
    if (!rules_load(w->c, NULL, &r))
        return;
    html(h, "<h2>%s</h2>", T(w, "根拠となる規程", "Regulations"));
    table_begin(w, T(w, "規程の表", "Table of regulations"), cols, COUNT(cols), true);
    json_array_foreach(r.regulations, i, x)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", T(w, json_text(x, "title"), json_text(x, "title_en")));
        outside(w, json_text(x, "source"));
        cell(w, &cols[1]);
        html(h, "%s", T(w, json_text(x, "issuer"), json_text(x, "issuer_en")));
        cell(w, &cols[2]);
        html(h, "%s", *json_text(x, "decided") ? web_day(w, json_text(x, "decided")) : "—");
        cell(w, &cols[3]);
        html(h, "%s", *json_text(x, "revised") ? web_day(w, json_text(x, "revised")) : "—");
        cell(w, &cols[4]);
        valid(w, x);
        row_end(w);
    }
    table_end(w);
}

static void
forms(Web *w)
{
    static const Column cols[] = { { .ja = "様式", .en = "Form", .head = true }, { .ja = "識別名", .en = "Name" }, { .ja = "有効な期間", .en = "In force" }, { .ja = "ファイル", .en = "File" } };
    Html   *h = &w->h;
    json_t *list = form_list(w->c), *x;
    size_t  i;
    if (!ok(w->c))
        return;
    html(h, "<h2>%s</h2><p>%s</p>", T(w, "様式", "Forms"), T(w, "一つのファイルが、読み取り・画面・印刷のすべてを決めます。", "One file drives the reading, the page and the print."));
    table_begin(w, T(w, "様式の表", "Table of forms"), cols, COUNT(cols), true);
    json_array_foreach(list, i, x)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", json_is_object(json_path(x, "title")) ? json_text(x, w->c->lang == LANG_JA ? "title.ja" : "title.en") : json_text(x, "title"));
        cell(w, &cols[1]);
        html(h, "<code>%s</code>", json_text(x, "id"));
        cell(w, &cols[2]);
        valid(w, x);
        cell(w, &cols[3]);
        html(h, "<code>%s</code>", strstr(json_text(x, "file"), "catalog/") ? strstr(json_text(x, "file"), "catalog/") : json_text(x, "file"));
        row_end(w);
    }
    table_end(w);
}

/* The whole matrix of domain/acts.def. */
static void
rights(Web *w)
{
    static const struct { int role; Column col; } roles[] = {
        { ROLE_OPERATOR, { .ja = "機械の管理", .en = "Operator" } }, { ROLE_ADMIN, { .ja = "管理者", .en = "Administrator" } }, { ROLE_OFFICER, { .ja = "担当者", .en = "Officer" } },
        { ROLE_EVALUATOR, { .ja = "評価者", .en = "Evaluator" } }, { ROLE_READER, { .ja = "閲覧者", .en = "Reader" } }, { ROLE_GUEST, { .ja = "サインイン前", .en = "Guest" } },
    };
    Html  *h = &w->h;
    Column cols[1 + COUNT(roles)] = { { .ja = "できること", .en = "What it lets one do", .head = true } };
    for (size_t k = 0; k < COUNT(roles); k++)
        cols[k + 1] = roles[k].col;
    html(h, "<h2>%s</h2>", T(w, "権限", "Rights"));
    table_begin(w, T(w, "権限の表", "Matrix of rights"), cols, COUNT(cols), false);
    for (int act = 0; act < ACT_COUNT; act++) {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "%s", act_label(w->c, (Act)act));
        for (size_t k = 0; k < COUNT(roles); k++) {
            Ctx  other = *w->c;
            other.role = roles[k].role;
            cell(w, &cols[k + 1]);
            html(h, "%s", can(&other, (Act)act) ? T(w, "○ できる", "✓ may") : "—");
        }
        row_end(w);
    }
    table_end(w);
}

void
page_settings(Web *w)
{
    static void (*const write[])(Web *) = { checks, rules, regulations, forms, rights };
    const char *asked = req_query(w->q, "part");
    size_t      at = 0;
    Html       *h = &w->h;
    for (size_t i = 0; asked && i < COUNT(parts); i++)
        if (strcmp(parts[i].key, asked) == 0)
            at = i;
    layout_open(w, &(Page){ .title = T(w, "規則と設定", "Rules"), .here = "settings" });
    html(h, "<p class=\"lead\">%s</p><nav class=\"tabs\" aria-label=\"%s\"><ul>", T(w, "点検・期限・様式・権限のもとになるデータです。変えるときは catalog のファイルを直します。", "What checks, dates, forms and rights stand on. To change it, change the files in catalog."), T(w, "規則と設定の種類", "Kinds"));
    for (size_t i = 0; i < COUNT(parts); i++) {
        html(h, "<li><a href=\"/settings?part=%s\"", parts[i].key);
        if (i == at)
            html(h, " aria-current=\"page\"");
        html(h, ">%s</a></li>", T(w, parts[i].ja, parts[i].en));
    }
    html(h, "</ul></nav>");
    write[at](w);
    layout_end(w);
}
