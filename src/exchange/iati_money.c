/* iati_money.c -- money by fiscal year: budgets, what is planned, what was executed.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A figure of a year is that of the newest sheet that tells it; a request of the evaluation record stands where no sheet
 * tells one. Figures that are about, at least, pending or undecided are no budgets: they are told as printed. */
#include "exchange/iati_in.h"

#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* Columns of a sheet's total, and states of a record's budget that mean the same. */
static const char *const columns[] = { "initial", "current", "request", "executed" };
static const struct { const char *state, *column; } states[] = { { "request", "request" }, { "budget", "initial" }, { "executed", "executed" } };

static void
note_figure(Iati *x, json_t *years, int64_t fy, const char *column, const json_t *yen, bool always)
{
    const char *key = arena_fmt(x->c->mem, "%04lld", (long long)fy);
    json_t     *year = json_object_get(years, key);
    if (!json_is_integer(yen) || fy < 1868 || fy > 2200)
        return;
    if (!year) {
        json_object_set_new(years, key, json_object());
        year = json_object_get(years, key);
    }
    if (always || !json_object_get(year, column))
        json_object_set_new(year, column, json_share(yen));
}

static void
from_record(Iati *x, json_t *years)
{
    size_t  i;
    json_t *b;
    json_array_foreach(json_path(x->record, "budget"), i, b)
        for (size_t k = 0; k < sizeof states / sizeof *states; k++)
            if (strcmp(json_text(b, "state"), states[k].state) == 0 && strcmp(json_text(b, "qualifier"), "exact") == 0 && !json_flag(b, "total"))
                note_figure(x, years, json_int(b, "fy", 0), states[k].column, json_path(b, "yen"), false);
    if (strcmp(json_text(x->record, "request.qualifier"), "exact") == 0)
        note_figure(x, years, json_int(x->record, "request.fiscal_year", 0), "request", json_path(x->record, "request.yen"), false);
}

/* {"2024": {"initial": yen, ...}} in the order of the years. */
static json_t *
figures(Iati *x)
{
    json_t *years = json_keep(x->c->mem, json_object()), *sheet, *m;
    size_t  i, j, k;
    json_array_foreach(x->sheets, i, sheet)
        json_array_foreach(json_path(sheet, "money"), j, m)
            for (k = 0; k < sizeof columns / sizeof *columns; k++)
                if (!*json_text(m, "account"))
                    note_figure(x, years, json_int(m, "fy", 0), columns[k], json_path(m, columns[k]), true);
    from_record(x, years);
    return years;
}

static void
value(Iati *x, const char *day, int64_t yen)
{
    iati_open(x, "value", "currency", json_text(x->map, "currency"), "value-date", day, NULL);
    xml_say(x->x, arena_fmt(x->c->mem, "%lld", (long long)yen));
    xml_close(x->x);
}

static void
period(Iati *x, int64_t fy)
{
    iati_one(x, "period-start", "iso-date", iati_first_day(x, fy, false), NULL);
    iati_one(x, "period-end", "iso-date", iati_last_day(x, fy, false), NULL);
}

static void
budget(Iati *x, int64_t fy, const char *column, int64_t yen)
{
    const json_t *how = json_object_get(json_object_get(x->map, "budgets"), column);
    if (yen <= 0 || !how)
        return;
    iati_open(x, "budget", "type", json_text(how, "type"), "status", json_text(how, "status"), NULL);
    period(x, fy);
    value(x, iati_first_day(x, fy, false), yen);
    xml_close(x->x);
}

static void
provider(Iati *x)
{
    const char *number = json_string_value(json_object_get(json_object_get(x->map, "organisations"), x->ministry));
    iati_open(x, "provider-org", "ref", iati_organisation(x, number), "type", json_text(x->map, "organisation_type"), NULL);
    iati_narrative(x, x->ministry, NULL);
    xml_close(x->x);
}

/* One kind of element for all years, since the standard wants the kinds one after the other. */
enum Kind { BUDGETS, PLANNED, EXECUTED };

static void
year_as(Iati *x, enum Kind kind, int64_t fy, const json_t *year)
{
    int64_t initial = json_int(year, "initial", 0), current = json_int(year, "current", 0), request = json_int(year, "request", 0), executed = json_int(year, "executed", 0);
    int64_t plan = current > 0 ? current : initial > 0 ? initial : request;
    if (kind == BUDGETS) {
        if (initial > 0)
            budget(x, fy, "initial", initial);
        else
            budget(x, fy, "request", request);
        if (current != initial)
            budget(x, fy, "current", current);
    } else if (kind == PLANNED && !json_object_get(year, "executed") && plan > 0) {
        iati_open(x, "planned-disbursement", "type", json_text(x->map, "planned"), NULL);
        period(x, fy);
        value(x, iati_first_day(x, fy, false), plan);
        provider(x);
        xml_close(x->x);
    } else if (kind == EXECUTED && executed > 0 && strncmp(iati_last_day(x, fy, false), x->c->now, 10) <= 0) {
        iati_open(x, "transaction", "ref", arena_fmt(x->c->mem, "executed-%lld", (long long)fy), NULL);
        iati_one(x, "transaction-type", "code", json_text(x->map, "transaction"), NULL);
        iati_one(x, "transaction-date", "iso-date", iati_last_day(x, fy, false), NULL);
        value(x, iati_last_day(x, fy, false), executed);
        iati_told(x, "description", iati_word(x, "executed", false), iati_word(x, "executed", true));
        provider(x);
        xml_close(x->x);
    }
}

void
iati_money(Iati *x)
{
    json_t      *years = figures(x), *year;
    size_t       n = 0;
    const char **order = NEWN(x->c->mem, const char *, json_object_size(years) + 1), *key;
    json_object_foreach(years, key, year)
        order[n++] = key;
    qsort(order, n, sizeof *order, text_rising);
    for (int kind = BUDGETS; kind <= EXECUTED; kind++)
        for (size_t i = 0; i < n; i++)
            year_as(x, (enum Kind)kind, strtoll(order[i], NULL, 10), json_object_get(years, order[i]));
}

const char *
iati_money_printed(Iati *x)
{
    Buf    *b = buf_in(x->c->mem);
    size_t  i;
    json_t *row;
    json_array_foreach(json_path(x->record, "budget"), i, row)
        if (strcmp(json_text(row, "qualifier"), "exact") != 0 && !json_flag(row, "elided") && !text_blank(json_text(row, "text")))
            buf_fmt(b, "%s%s %s", b->n ? "\n" : "", json_text(row, "label"), json_text(row, "text"));
    if (json_str(x->record, "total.text") && !text_blank(json_text(x->record, "total.text")))
        buf_fmt(b, "%s%s", b->n ? "\n" : "", json_text(x->record, "total.text"));
    return b->n ? arena_fmt(x->c->mem, "%s\n%s", iati_word(x, "money", false), buf_text(b)) : NULL;
}
