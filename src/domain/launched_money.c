/* launched_money.c -- money by year: what the evaluation asked for, and what the sheets say was budgeted and spent.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/launched_in.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *state, *ja, *en;
    bool        always; /* shown when it is zero, too */
} states[] = {
    { "request", "要求額", "request", true },           { "initial", "当初予算", "initial budget", true },      { "supplementary", "補正予算", "supplementary budget", false },
    { "carried_in", "前年度から繰越し", "carried in", false }, { "reserve", "予備費等", "reserve", false },     { "current", "歳出予算現額", "budget in all", false },
    { "executed", "執行額", "executed", true },         { "carried_out", "翌年度へ繰越し", "carried out", false },
};
enum { STATES = sizeof states / sizeof *states };

/* What the record asks for the year: the request, else the budget table of the report. */
static const json_t *
asked(const json_t *record, int64_t fy)
{
    size_t  i;
    json_t *b;
    if (json_int(record, "request.fiscal_year", 0) == fy && json_has(record, "request.yen"))
        return json_path(record, "request");
    json_array_foreach(json_path(record, "budget"), i, b)
        if (json_int(b, "fy", 0) == fy && !json_flag(b, "total") && (json_has(b, "yen") || *json_text(b, "text")))
            return b;
    return NULL;
}

static const char *
million(Ctx *c, int64_t yen)
{
    return arena_fmt(c->mem, "%s百万円", yen_million(c->mem, yen));
}

/* The budget of a year against what was asked: in hundredths and in yen. */
static void
against(Launch *l, json_t *row, int64_t asked_yen, int64_t yen)
{
    long long d = (long long)(yen - asked_yen);
    if (asked_yen <= 0 || d == 0)
        return;
    const char *much = million(l->c, d < 0 ? -d : d);
    launched_note(row, arena_fmt(l->c->mem, "要求額の %.0f%%（%s%s）", 100.0 * (double)yen / (double)asked_yen, d < 0 ? "−" : "+", much),
                  arena_fmt(l->c->mem, "%.0f%% of the request (%s%s million yen)", 100.0 * (double)yen / (double)asked_yen, d < 0 ? "−" : "+", yen_million(l->c->mem, d < 0 ? -d : d)));
}

static void
year(Launch *l, int64_t fy, const LaunchedSheet *s, const int64_t *yen, unsigned has)
{
    const json_t *a = asked(l->record, fy);
    int64_t       asked_yen = a ? json_int(a, "yen", -1) : -1;
    for (int k = 0; k < STATES; k++) {
        bool there = has >> k & 1, weighed = a && (strcmp(states[k].state, "request") == 0 || strcmp(states[k].state, "initial") == 0);
        if (!weighed && (!there || (yen[k] == 0 && !states[k].always)))
            continue;
        const char *text = weighed ? json_text(a, "text") : NULL;
        const char *verdict = weighed && there && asked_yen >= 0 ? (yen[k] == asked_yen ? "same" : "differs") : weighed && !there ? "only-evaluated" : weighed ? "none" : "only-launched";
        json_t     *row = launched_row(l, "money", arena_fmt(l->c->mem, "%lld年度 %s", (long long)fy, states[k].ja), arena_fmt(l->c->mem, "FY%lld %s", (long long)fy, states[k].en), text && *text ? text : NULL,
                                       there ? million(l->c, yen[k]) : NULL, verdict);
        json_object_set_new(row, "fy", json_integer(fy));
        json_object_set_new(row, "state", json_string(states[k].state));
        if (there)
            json_object_set_new(row, "launched_yen", json_integer(yen[k]));
        if (weighed && asked_yen >= 0)
            json_object_set_new(row, "evaluated_yen", json_integer(asked_yen));
        if (weighed)
            launched_from(l, row, a, NULL);
        if (s)
            launched_by(l, row, s, "2-1");
        if (weighed && there && asked_yen >= 0)
            against(l, row, asked_yen, yen[k]);
    }
}

/* Each year from the newest sheet that states it. */
void
launched_money(Launch *l)
{
    enum { FIRST = 1990, YEARS = 110 };
    struct { int64_t yen[STATES]; unsigned has; size_t sheet; } *y = arena_alloc(l->c->mem, sizeof *y * YEARS);
    for (size_t i = 0; i < l->sheets; i++) {
        Rows *r = db_query(l->c,
            SQL("SELECT fy, request, initial, supplementary, carried_in, reserve, current, executed, carried_out FROM sheet_money WHERE sheet_id = $1 AND account = '' ORDER BY fy"), V(l->sheet[i].id));
        while (db_next(r)) {
            int64_t fy = row_int(r, 0) - FIRST;
            if (fy < 0 || fy >= YEARS)
                continue;
            for (int k = 0; k < STATES; k++) /* a state that the newest sheet leaves out is taken from an older one */
                if (!(y[fy].has >> k & 1) && !row_null(r, k + 1) && (!y[fy].has || y[fy].sheet == i || k == 0)) {
                    y[fy].yen[k] = row_int(r, k + 1);
                    y[fy].sheet = y[fy].has ? y[fy].sheet : i;
                    y[fy].has |= 1u << k;
                }
        }
    }
    for (int64_t i = 0; i < YEARS; i++)
        if (y[i].has || asked(l->record, FIRST + i))
            year(l, FIRST + i, y[i].has ? &l->sheet[y[i].sheet] : NULL, y[i].yen, y[i].has);
    if (json_has(l->record, "total.yen") || *json_text(l->record, "total.text")) {
        json_t *row = launched_row(l, "money", "総額", "total", json_text(l->record, "total.text"), NULL, "only-evaluated");
        if (json_has(l->record, "total.yen"))
            json_object_set(row, "evaluated_yen", json_path(l->record, "total.yen"));
        launched_from(l, row, json_path(l->record, "total"), NULL);
    }
}
