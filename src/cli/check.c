/* check.c -- kanmon check: the second pair of eyes, for people and for scripts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/finding.h"
#include "domain/portfolio.h"
#include "domain/programme.h"
#include "domain/sheets.h"
#include "engine/check.h"
#include "engine/sheet_check.h"
#include "format/json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a run keeps between programmes: papers of a year and the text of the last document. */
typedef struct {
    Cli         *k;
    Rules        rules;
    int64_t      year, document;
    CheckBeside *sheets;
    CheckText    text;
} Run;

static CheckText
document_text(Run *r, int64_t id)
{
    Buf    *b;
    size_t  i;
    json_t *l;
    if (!id || id == r->document)
        return id ? r->text : (CheckText){ 0 };
    b = buf_in(r->k->c.mem);
    json_array_foreach(document_lines(&r->k->c, id, 1, INT_MAX), i, l)
        buf_fmt(b, "%s\n", json_text(l, "text"));
    r->document = id;
    return r->text = check_text(&r->k->c, buf_text(b));
}

static const CheckBeside *
sheets_beside(Run *r, const json_t *rec)
{
    int64_t year = json_int(rec, "request.fiscal_year", 0);
    if (!year || !json_has(rec, "committee"))
        return NULL;
    if (year != r->year)
        r->sheets = check_beside(&r->k->c, sheets_of_year(&r->k->c, year));
    r->year = year;
    return r->sheets;
}

/* Runs the checks over the present version of an evaluation; the findings of its reading stay. */
static void
check_again(Run *r, int64_t id, const char *evaluation)
{
    Ctx    *c = &r->k->c;
    json_t *rec = programme_show_evaluation(c, id, evaluation, NULL);
    if (rec)
        finding_put(c, id, evaluation,
                    check_paper(c, &r->rules, &(CheckPaper){ rec, sheets_beside(r, rec), document_text(r, json_int(rec, "document.id", 0)) }));
}

static const char *
level_word(const Ctx *c, const char *level)
{
    if (strcmp(level, "error") == 0)
        return L(c, "要修正", "to correct");
    return strcmp(level, "warning") == 0 ? L(c, "要確認", "to confirm") : L(c, "参考", "to note");
}

/* "rosters[1].members[4]" -> 名簿. */
static const char *
part_of(const Ctx *c, const char *field)
{
    static const struct {
        const char *head, *ja, *en;
    } parts[] = { { "period", "期間", "period" },       { "total", "総額", "total" },           { "request", "要求額", "request" },      { "division", "主管課", "division" },
                  { "cover_ind", "表紙の指標", "cover indicators" }, { "rosters", "名簿", "rosters" }, { "budget", "予算", "budget" }, { "overview", "概要", "overview" },
                  { "evaluations", "評価時期", "evaluations" }, { "form", "評価票", "sheet" },   { "plan", "プラン", "plan" },            { "policies", "上位施策", "policies" },
                  { "indicators", "指標", "indicators" }, { "views", "各観点の評価", "views" }, { "overall", "総合評価", "overall evaluation" },
                  { "footnotes", "脚注", "footnotes" }, { "summary", "概要 (3)", "summary" },   { "purpose", "目的", "purpose" },        { "name", "課題名", "name" } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (text_starts(field, parts[i].head))
            return L(c, parts[i].ja, parts[i].en);
    return field;
}

static void
say_one(Cli *k, const json_t *f)
{
    Ctx        *c = &k->c;
    const char *text = c->lang == LANG_EN && json_str(f, "text_en") ? json_text(f, "text_en") : json_text(f, "text");
    const char *rule = json_text(f, c->lang == LANG_EN && json_str(f, "rule.title_en") ? "rule.title_en" : "rule.title");
    const char *source = json_text(f, c->lang == LANG_EN && json_str(f, "rule.source_en") ? "rule.source_en" : "rule.source");
    const char *advice = json_text(f, c->lang == LANG_EN && json_str(f, "advice_en") ? "advice_en" : "advice");
    cli_say("  %s  %s", level_word(c, json_text(f, "level")), json_text(f, "code"));
    if (json_has(f, "line"))
        cli_say(L(c, "  %lld行", "  line %lld"), (long long)json_int(f, "line", 0));
    if (json_str(f, "field"))
        cli_say("  %s", part_of(c, json_text(f, "field")));
    putchar('\n');
    table_text(text, 4);
    if (*rule)
        table_text(arena_fmt(c->mem, L(c, "規則: %s（%s）", "Rule: %s (%s)"), rule, source), 4);
    if (*advice)
        table_text(arena_fmt(c->mem, "→ %s", advice), 4);
}

typedef struct {
    size_t error, warning, notice;
} Count;

static Count
count_of(const json_t *rows, const char *key)
{
    Count   n = { 0 };
    size_t  i;
    json_t *f;
    json_array_foreach(rows, i, f)
    {
        if (key && strcmp(json_text(f, "programme_key"), key) != 0)
            continue;
        n.error += strcmp(json_text(f, "level"), "error") == 0;
        n.warning += strcmp(json_text(f, "level"), "warning") == 0;
        n.notice += strcmp(json_text(f, "level"), "notice") == 0;
    }
    return n;
}

static const char *
counted(Cli *k, Count n)
{
    return arena_fmt(k->c.mem, L(&k->c, "要修正 %zu・要確認 %zu・参考 %zu", "to correct %zu, to confirm %zu, to note %zu"), n.error, n.warning, n.notice);
}

/* Programmes in the order of their ids, each with its findings from error to notice. */
static void
say_all(Cli *k, const json_t *rows, const json_t *programmes)
{
    size_t  i, j;
    json_t *p, *f;
    json_array_foreach(programmes, i, p)
    {
        const char *key = json_text(p, "key");
        Count       n = count_of(rows, key);
        if (n.error + n.warning + n.notice == 0)
            continue;
        table_head(arena_fmt(k->c.mem, "%s  %s  (%s)", key, json_text(p, "name"), counted(k, n)));
        json_array_foreach(rows, j, f)
            if (strcmp(json_text(f, "programme_key"), key) == 0)
                say_one(k, f);
    }
    cli_say(L(&k->c, "\n計 %s\n", "\nIn all: %s\n"), counted(k, count_of(rows, NULL)));
}

static int
explain(Cli *k, const char *code)
{
    json_t *row;
    size_t  i;
    Ctx    *c = &k->c;
    bool    en = c->lang == LANG_EN;
    json_array_foreach(check_catalogue(c), i, row)
    {
        if (strcmp(json_text(row, "code"), code) != 0)
            continue;
        if (k->json)
            return cli_json(k, row);
        table_head(arena_fmt(c->mem, "%s  %s  %s", code, level_word(c, json_text(row, "level")), json_text(row, en ? "title_en" : "title")));
        table_fact(L(c, "見方", "how"), json_text(row, en ? "why_en" : "why"));
        table_fact(L(c, "規則", "rule"), json_text(row, en ? "rule_en" : "rule"));
        table_fact(L(c, "根拠", "source"), json_text(row, en ? "source_en" : "source"));
        table_fact("", json_text(row, "url"));
        table_fact(L(c, "すること", "what to do"), json_text(row, en ? "advice_en" : "advice"));
        return 0;
    }
    if (ok(c))
        fail(c, ERR_NOT_FOUND, code, L(c, "%s というコードはありません。docs/checks.md に一覧があります。", "there is no code %s; docs/checks.md lists them"), code);
    return cli_error(k);
}

/* The sheets of all programmes, by kind: tens of thousands are counted, not listed; a list asks for finding:CODE. */
static int
sheets_checked(Cli *k, bool alone)
{
    json_t *done = sheet_check_run(&k->c, true), *row;
    size_t  i;
    if (!done)
        return cli_error(k);
    if (alone && k->json)
        return cli_json(k, done);
    if (k->json || (!alone && json_int(done, "sheets", 0) == 0))
        return 0;
    printf(L(&k->c, "\nレビューシート %lld 枚（%lld 事業）\n", "\n%lld review sheets of %lld programmes\n"), (long long)json_int(done, "sheets", 0), (long long)json_int(done, "programmes", 0));
    json_array_foreach(json_path(done, "codes"), i, row)
        printf("  %6lld  %s  %s  %s\n", (long long)json_int(row, "sheets", 0), level_word(&k->c, json_text(row, "level")), json_text(row, "code"),
               json_text(row, k->c.lang == LANG_EN ? "title_en" : "title"));
    return 0;
}

static void
add_sheets(Cli *k, int64_t programme, json_t *all)
{
    json_t *row = programme_row(&k->c, programme), *f;
    size_t  i;
    json_array_foreach(sheet_check_programme(&k->c, programme), i, f)
    {
        json_object_set_new(f, "programme_id", json_integer(programme));
        json_object_set(f, "programme_key", json_path(row, "key"));
        json_object_set(f, "programme", json_path(row, "name"));
        json_array_append(all, f);
    }
}

int
cmd_check(Cli *k)
{
    Ctx    *c = &k->c;
    Run     r = { .k = k };
    size_t  i, h;
    json_t *row, *held;
    if (k->explain)
        return k->n == 1 ? explain(k, k->args[0]) : cli_usage("check");
    if (k->n > 0 && cli_is_file(k->args[0]))
        return cli_check_files(k);
    if (k->n > 1)
        return cli_usage("check");
    if (!cli_open(k, false) || !check_rules(c, &r.rules))
        return cli_error(k);
    if (k->n == 1 && strcmp(k->args[0], "sheets") == 0)
        return sheets_checked(k, true);
    int64_t only = k->n > 0 ? programme_find(c, k->args[0]) : 0;
    json_t *programmes = only ? json_keep(c->mem, json_pack("[O]", programme_row(c, only))) : programme_list(c, "has:report", NULL);
    json_array_foreach(programmes, i, row)
    {
        int64_t id = json_int(row, "id", 0);
        json_t *main = !ok(c) || json_int(row, "reports", 0) == 0 ? NULL : programme_show(c, id, NULL);
        json_array_foreach(json_path(main, "evaluations_held"), h, held)
            check_again(&r, id, json_text(held, "evaluation"));
    }
    json_t *all = finding_list(c, only, NULL, NULL);
    if (only)
        add_sheets(k, only, all);
    if (!ok(c) || (!only && sheets_checked(k, false) != 0))
        return cli_error(k);
    if (k->json)
        cli_json(k, all);
    else
        say_all(k, all, programmes);
    return count_of(all, NULL).error > 0;
}

bool
cli_checked(Cli *k)
{
    json_t *state = portfolio_state(&k->c);
    return ok(&k->c) && (json_int(state, "checked", 0) == json_int(state, "sheets", 0) || sheet_check_run(&k->c, false));
}
