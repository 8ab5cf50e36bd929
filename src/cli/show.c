/* show.c -- kanmon show and kanmon indicator: one object for people; --json has everything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/programme.h"
#include "domain/sheet_years.h"
#include "engine/schedule.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
fact(Cli *k, const char *ja, const char *en, const char *value)
{
    table_fact(L(&k->c, ja, en), value);
}

static const char *
type_word(const Ctx *c, const char *type)
{
    return strcmp(type, "output") == 0 ? L(c, "アウトプット", "output") : L(c, "アウトカム", "outcome");
}

/* "R1年 4,178人 · R2年 1,017人" */
static const char *
values_of(Cli *k, const json_t *x)
{
    Buf        *b = buf_in(k->c.mem);
    const char *fy;
    json_t     *v;
    json_object_foreach(json_path(x, "values"), fy, v)
        buf_fmt(b, "%s%s: %s", buf_text(b)[0] ? " · " : "", fy, json_text(v, "text"));
    return buf_text(b);
}

static void
indicators(Cli *k, const json_t *rec)
{
    size_t  i;
    json_t *x;
    table_head(L(&k->c, "指標", "Indicators"));
    json_array_foreach(json_path(rec, "indicators"), i, x)
    {
        table_text(arena_fmt(k->c.mem, "%lld  %s  %s", (long long)json_int(x, "id", 0), type_word(&k->c, json_text(x, "type")), text_squeeze(k->c.mem, json_text(x, "name"))), 2);
        if (*values_of(k, x))
            table_text(values_of(k, x), 6);
    }
}

static void
people(Cli *k, const json_t *rec)
{
    size_t  r, m;
    json_t *ros, *mem;
    table_head(L(&k->c, "名簿", "Rosters"));
    json_array_foreach(json_path(rec, "rosters"), r, ros)
    {
        size_t absent = 0;
        json_array_foreach(json_path(ros, "members"), m, mem)
            absent += json_is_false(json_path(mem, "participated"));
        table_text(arena_fmt(k->c.mem, L(&k->c, "%s  %zu名（※ %zu名）", "%s  %zu members (%zu marked ※)"), json_text(ros, "body"), json_array_size(json_path(ros, "members")), absent), 2);
    }
}

static void
schedule(Cli *k, const json_t *rec)
{
    size_t  i;
    json_t *row;
    table_head(L(&k->c, "評価の予定と規則", "Evaluations, planned and due"));
    json_array_foreach(json_path(rec, "schedule"), i, row)
        if (json_has(row, "planned") || strcmp(json_text(row, "due.force"), "must") == 0) /* what agencies do is in --json */
            table_text(json_text(row, k->c.lang == LANG_JA ? "text" : "text_en"), 2);
}

static void
show_programme(Cli *k, const json_t *rec)
{
    Ctx    *c = &k->c;
    size_t  i, n[3] = { 0 };
    json_t *x;
    table_head(arena_fmt(c->mem, "%s  %s", json_text(rec, "key"), json_text(rec, "name")));
    fact(k, "要求額", "requested", table_yen(k, json_path(rec, "request.yen"), json_text(rec, "request.text")));
    fact(k, "総額", "total", table_yen(k, json_path(rec, "total.yen"), json_text(rec, "total.text")));
    fact(k, "期間", "period", json_text(rec, "period.text"));
    fact(k, "主管課", "division", json_text(rec, "division"));
    fact(k, "課長", "chief", json_text(rec, "chief"));
    fact(k, "委員会", "committee", json_text(rec, "committee"));
    fact(k, "達成目標", "objectives", json_text(rec, "objectives"));
    indicators(k, rec);
    schedule(k, rec);
    table_head(L(c, "上位施策", "Upper policies"));
    json_array_foreach(json_path(rec, "policies"), i, x)
        table_text(arena_fmt(c->mem, "%s  %s", json_text(x, "name"), json_text(x, "decided")), 2);
    people(k, rec);
    json_array_foreach(json_path(rec, "findings"), i, x)
        n[strcmp(json_text(x, "level"), "error") == 0 ? 0 : strcmp(json_text(x, "level"), "warning") == 0 ? 1 : 2]++;
    table_head(arena_fmt(c->mem, L(c, "所見: 要修正 %zu・要確認 %zu・参考 %zu（kanmon check %s）", "Findings: to correct %zu, to confirm %zu, to note %zu (kanmon check %s)"), n[0], n[1], n[2],
                         json_text(rec, "key")));
    fact(k, "版", "version", arena_fmt(c->mem, "%lld  %s", (long long)json_int(rec, "version", 0), json_text(rec, "recorded_at")));
    fact(k, "文書", "document", json_text(rec, "document.name"));
}

/* What is known of a programme from its review sheets alone. */
static void
show_sheets(Cli *k, const json_t *row)
{
    static const Column cols[] = { { "fy", "年度", "year", false, true }, { "number", "事業番号", "number", false, false }, { "name", "事業名", "name", false, false },
                                   { "outcomes", "成果指標", "outcomes", true, false }, { "outputs", "活動指標", "outputs", true, false }, { "payees", "支出先", "payees", true, false } };
    Ctx *c = &k->c;
    table_head(arena_fmt(c->mem, "%s  %s", json_text(row, "key"), json_text(row, "name")));
    fact(k, "府省庁", "ministry", json_text(row, "ministry"));
    fact(k, "担当", "office", json_text(row, "division"));
    fact(k, "予算額", "budget", table_yen(k, json_path(row, "money_yen"), ""));
    fact(k, "執行額", "executed", table_yen(k, json_path(row, "executed_yen"), ""));
    table_text(L(c, "行政事業レビューシートから読み取った事業。評価書はまだ取り込まれていない。", "Known from review sheets; no evaluation report of it was taken in yet."), 2);
    table_print(k, json_path(row, "sheets_held"), cols, sizeof cols / sizeof *cols, NULL);
}

int
cmd_show(Cli *k)
{
    if (k->n != 1)
        return cli_usage("show");
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t id = programme_find(&k->c, k->args[0]);
    json_t *sheets = id && !k->as_of ? sheet_years_programme(&k->c, id) : NULL;
    if (sheets && !k->json) {
        show_sheets(k, sheets);
        return 0;
    }
    if (sheets)
        return cli_json(k, sheets);
    json_t *rec = id ? programme_show(&k->c, id, k->as_of) : NULL;
    json_t *rows = rec ? schedule_of(&k->c, rec) : NULL;
    if (rows)
        json_object_set(rec, "schedule", rows);
    if (k->json || !ok(&k->c))
        return cli_json(k, rec);
    show_programme(k, rec);
    return 0;
}

/* The indicator as it was known at the end of a day: its newest version recorded by then, and the versions before. */
static json_t *
known_by(Cli *k, const json_t *now)
{
    const char *until = arena_fmt(k->c.mem, "%.10sT23:59:59Z", k->as_of);
    json_t     *out = json_keep(k->c.mem, json_deep_copy(now)), *kept = json_array(), *v, *then = NULL;
    size_t      i;
    json_array_foreach(json_path(now, "versions"), i, v)
        if (strcmp(json_text(v, "recorded_at"), until) <= 0) {
            json_array_append(kept, v);
            then = json_path(v, "indicator");
        }
    if (!then) {
        json_decref(kept);
        fail(&k->c, ERR_NOT_FOUND, "indicator", L(&k->c, "%s の時点では、この指標は記録されていません。", "nothing was recorded of this indicator by %s"), k->as_of);
        return NULL;
    }
    json_object_update(out, then);
    json_object_set_new(out, "versions", kept);
    return out;
}

/* The lines of the document that a place points to, quoted. */
static void
quote(Cli *k, const json_t *x, const json_t *at)
{
    int64_t from = json_int(at, "source.line_from", 0), to = json_int(at, "source.line_to", from), id = json_int(x, "document.id", 0);
    size_t  i;
    json_t *l;
    if (!id || !from)
        return;
    json_array_foreach(document_lines(&k->c, id, from, to), i, l)
        table_text(arena_fmt(k->c.mem, L(&k->c, "%s %lld行「%s」", "%s line %lld \"%s\""), json_text(x, "document.name"), (long long)json_int(l, "no", 0),
                             text_squeeze(k->c.mem, json_text(l, "text"))), 4);
}

static void
explain(Cli *k, const json_t *x)
{
    size_t  i;
    json_t *v;
    Ctx    *c = &k->c;
    table_head(L(c, "定義", "Definition"));
    table_text(json_str(x, "definition") ? json_text(x, "definition") : L(c, "文書に定義の記載がない。", "The document gives none."), 2);
    fact(k, "表の見出し", "table", json_text(x, "table_label"));
    table_head(L(c, "版", "Versions"));
    json_array_foreach(json_path(x, "versions"), i, v)
        table_text(arena_fmt(c->mem, "%s  %s", json_text(v, "recorded_at"), values_of(k, json_path(v, "indicator"))), 2);
    table_head(L(c, "出典", "Source"));
    quote(k, x, x);
    json_array_foreach(json_path(x, "notes"), i, v)
        quote(k, x, v);
}

static void
show_indicator(Cli *k, const json_t *x)
{
    static const Column cols[] = { { "fy", "年度", "year", false, true }, { "text", "値", "value", false, false }, { "qualifier", "性質", "kind", false, false } };
    json_t     *rows = json_keep(k->c.mem, json_array()), *v;
    const char *fy;
    size_t      i;
    table_head(text_squeeze(k->c.mem, json_text(x, "name")));
    fact(k, "事業", "programme", arena_fmt(k->c.mem, "%s  %s", json_text(x, "programme.key"), json_text(x, "programme.name")));
    fact(k, "種別", "type", type_word(&k->c, json_text(x, "type")));
    fact(k, "単位", "unit", json_text(x, "unit"));
    fact(k, "範囲", "scope", json_text(x, "scope"));
    fact(k, "まとまり", "group", json_text(x, "group"));
    putchar('\n');
    json_object_foreach(json_path(x, "values"), fy, v)
        json_array_append_new(rows, json_pack("{sI ss ss}", "fy", (json_int_t)strtoll(fy, NULL, 10), "text", json_text(v, "text"), "qualifier", json_text(v, "qualifier")));
    table_print(k, rows, cols, sizeof cols / sizeof *cols, NULL);
    json_array_foreach(json_path(x, "notes"), i, v)
        table_text(json_text(v, "text"), 2);
    if (k->explain)
        explain(k, x);
}

int
cmd_indicator(Cli *k)
{
    if (k->n != 1)
        return cli_usage("indicator");
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t id = 0;
    if (!number_int(k->args[0], &id)) {
        fail(&k->c, ERR_INVALID, "indicator", L(&k->c, "「%s」は指標の番号ではありません。番号は kanmon list indicators で分かります。", "\"%s\" is no number of an indicator; kanmon list indicators tells them"), k->args[0]);
        return cli_error(k);
    }
    json_t *x = indicator_show(&k->c, id);
    if (x && k->as_of)
        x = known_by(k, x);
    if (k->json || !ok(&k->c))
        return cli_json(k, x);
    show_indicator(k, x);
    return 0;
}
