/* rs_lay_out.c -- sheets of another source, and records, in the layout of the review-sheet system.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The reverse of rs_sheet.c: fields to columns. Texts that have no field of their own (purpose, outline) are named by
 * catalog/exchange/rs.yaml. */
#include "exchange/rs_write.h"

#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Ctx            *c;
    const RsLayout *l;
    const json_t   *map;
    json_t         *doc;
} Lay;

static json_t *
table(Lay *y, RsField f)
{
    const char *id = y->l->of[f] ? y->l->of[f] : "?";
    json_t     *rows = json_object_get(y->doc, id);
    if (!rows) {
        json_object_set_new(y->doc, id, json_array());
        rows = json_object_get(y->doc, id);
    }
    return rows;
}

static void
put(Lay *y, json_t *row, RsField f, json_t *v)
{
    const char *s = json_string_value(v);
    if (v && y->l->field[f] && !json_is_null(v) && !(s && text_blank(s)))
        json_object_set_new(row, y->l->field[f]->name, v);
    else
        json_decref(v);
}

static void
put_text(Lay *y, json_t *row, RsField f, const char *s)
{
    if (s)
        put(y, row, f, json_string(s));
}

/* The word that a table prints for one of ours: output -> アウトプット; itself when it has none. */
static const char *
printed(const json_t *words, const char *ours)
{
    const char *key;
    json_t     *v;
    json_object_foreach(words, key, v)
        if (ours && strcmp(json_string_value(v), ours) == 0)
            return key;
    return ours;
}

static void
head(Lay *y, const char *kind, int64_t fy, int64_t project, const char *name, const char *ministry, const char *office)
{
    put_text(y, y->doc, RS_KIND, kind);
    put(y, y->doc, RS_YEAR, json_integer(fy));
    if (project)
        put(y, y->doc, RS_PROJECT, json_integer(project));
    put_text(y, y->doc, RS_NAME, name);
    put_text(y, y->doc, RS_MINISTRY, ministry);
    put_text(y, y->doc, RS_OFFICE, ministry);
    const RsColumn *bureau = y->l->field[RS_OFFICE] ? y->l->field[RS_OFFICE]->next : NULL;
    if (bureau && office && !text_blank(office))
        json_object_set_new(y->doc, bureau->name, json_string(office));
}

static void
outline(Lay *y, const json_t *from, const char *which, int64_t from_fy, int64_t to_fy, const char *number)
{
    json_t     *row = json_object(), *v;
    const char *column;
    json_object_foreach(json_object_get(y->map, which), column, v)
    {
        const char *s = json_str(from, json_string_value(v));
        if (s && !text_blank(s))
            json_object_set_new(row, column, json_string(s));
    }
    if (from_fy)
        put(y, row, RS_FROM, json_integer(from_fy));
    if (to_fy)
        put(y, row, RS_TO, json_integer(to_fy));
    put_text(y, row, RS_OLD_NUMBER, number);
    json_array_append_new(table(y, RS_FROM), row);
}

/* The row of a year, made when there is none yet. */
static json_t *
money_row(Lay *y, int64_t fy)
{
    json_t *rows = table(y, RS_MONEY_YEAR), *row;
    size_t  i;
    json_array_foreach(rows, i, row)
        if (json_int(row, y->l->field[RS_MONEY_YEAR]->name, 0) == fy)
            return row;
    row = json_object();
    put(y, row, RS_MONEY_YEAR, json_integer(fy));
    json_array_append_new(rows, row);
    return row;
}

static const struct { const char *member; RsField field; bool minus, before; } of_money[] = {
    { "initial", RS_TOTAL_INITIAL, false, false }, { "supplementary", RS_TOTAL_SUPPLEMENTARY, false, false }, { "carried_in", RS_TOTAL_IN, false, false },
    { "carried_out", RS_TOTAL_OUT, true, false }, { "reserve", RS_TOTAL_RESERVE, false, false }, { "current", RS_TOTAL_CURRENT, false, false },
    { "executed", RS_TOTAL_EXECUTED, false, false }, { "request", RS_TOTAL_REQUEST, false, true }, /* asked for the next year */
};

static void
money_of_sheet(Lay *y, const json_t *sheet)
{
    size_t  i, k;
    json_t *m;
    json_array_foreach(json_path(sheet, "money"), i, m)
        for (k = 0; k < sizeof of_money / sizeof *of_money; k++)
            if (!*json_text(m, "account") && json_is_integer(json_path(m, of_money[k].member))) {
                int64_t yen = json_int(m, of_money[k].member, 0), fy = json_int(m, "fy", 0);
                put(y, money_row(y, fy - of_money[k].before), of_money[k].field, json_integer(of_money[k].minus ? -yen : yen));
            }
}

static void
money_of_record(Lay *y, const json_t *record)
{
    size_t  i;
    json_t *b;
    if (json_is_integer(json_path(record, "request.yen")) && json_int(record, "request.fiscal_year", 0) > 0)
        put(y, money_row(y, json_int(record, "request.fiscal_year", 0) - 1), RS_TOTAL_REQUEST, json_integer(json_int(record, "request.yen", 0)));
    json_array_foreach(json_path(record, "budget"), i, b)
    {
        const char *state = json_text(b, "state");
        int64_t     fy = json_int(b, "fy", 0);
        if (!fy || !json_is_integer(json_path(b, "yen")) || strcmp(json_text(b, "qualifier"), "exact") != 0)
            continue;
        bool request = strcmp(state, "request") == 0;
        put(y, money_row(y, fy - request), request ? RS_TOTAL_REQUEST : strcmp(state, "executed") == 0 ? RS_TOTAL_EXECUTED : RS_TOTAL_INITIAL, json_integer(json_int(b, "yen", 0)));
    }
}

/* The four rows of an indicator: year of the goal, targets, actuals; rates are worked out by the system itself. */
static void
goal(Lay *y, const json_t *indicator, const char *kind, int no, const json_t *values)
{
    const char *key;
    json_t     *word, *v;
    json_object_foreach(y->l->goal_rows, key, word)
    {
        const char *what = json_string_value(word);
        json_t     *row = json_object();
        size_t      i;
        put(y, row, RS_GOAL_NO, json_integer(no));
        put_text(y, row, RS_GOAL_KIND, printed(y->l->kinds, kind));
        put_text(y, row, RS_GOAL_STAGE, printed(y->l->stages, json_str(indicator, "stage")));
        put_text(y, row, RS_GOAL_TARGET, json_str(indicator, "target"));
        put_text(y, row, RS_GOAL_NAME, json_str(indicator, "name"));
        put_text(y, row, RS_GOAL_UNIT, json_str(indicator, "unit"));
        put_text(y, row, RS_GOAL_ROW, key);
        json_array_foreach(values, i, v)
            if (json_is_number(json_path(v, what)))
                json_object_set(row, arena_fmt(y->c->mem, "%lld", (long long)json_int(v, "fy", 0)), json_path(v, what));
        int64_t goal_fy = json_int(indicator, "goal_fy", 0);
        if (goal_fy && strcmp(what, "year") == 0)
            json_object_set_new(row, arena_fmt(y->c->mem, "%lld", (long long)goal_fy), json_integer(1));
        if (goal_fy && strcmp(what, "target") == 0 && json_str(indicator, "goal_text") && !json_object_get(row, arena_fmt(y->c->mem, "%lld", (long long)goal_fy)))
            json_object_set_new(row, arena_fmt(y->c->mem, "%lld", (long long)goal_fy), json_string(json_text(indicator, "goal_text")));
        json_array_append_new(table(y, RS_GOAL_KIND), row);
    }
}

static void
goals_of_sheet(Lay *y, const json_t *sheet)
{
    size_t  i;
    json_t *k;
    json_array_foreach(json_path(sheet, "indicators"), i, k) goal(y, k, json_text(k, "kind"), (int)i + 1, json_path(k, "values"));
}

static void
goals_of_record(Lay *y, const json_t *record)
{
    size_t  i;
    json_t *k, *v;
    json_array_foreach(json_path(record, "indicators"), i, k)
    {
        json_t     *values = json_keep(y->c->mem, json_array());
        const char *year;
        json_object_foreach(json_path(k, "values"), year, v)
            if (json_is_number(json_path(v, "value")))
                json_array_append_new(values, json_pack("{sI sO}", "fy", (json_int_t)strtoll(year, NULL, 10), "actual", json_path(v, "value")));
        goal(y, k, json_text(k, "type"), (int)i + 1, values);
    }
}

static void
paths_of_sheet(Lay *y, const json_t *sheet)
{
    static const struct { const char *member; RsField field; } of[] = { { "from_no", RS_PATH_FROM_NO }, { "from_text", RS_PATH_FROM_TEXT }, { "to_no", RS_PATH_TO_NO }, { "to_text", RS_PATH_TO_TEXT }, { "why", RS_PATH_WHY } };
    size_t  i, k;
    json_t *p;
    json_array_foreach(json_path(sheet, "paths"), i, p)
    {
        json_t *row = json_object();
        for (k = 0; k < sizeof of / sizeof *of; k++)
            put_text(y, row, of[k].field, json_str(p, of[k].member));
        put_text(y, row, RS_PATH_FROM_KIND, printed(y->l->kinds, json_str(p, "from_kind")));
        put_text(y, row, RS_PATH_FROM_STAGE, printed(y->l->stages, json_str(p, "from_stage")));
        put_text(y, row, RS_PATH_TO_KIND, printed(y->l->kinds, json_str(p, "to_kind")));
        put_text(y, row, RS_PATH_TO_STAGE, printed(y->l->stages, json_str(p, "to_stage")));
        json_array_append_new(table(y, RS_PATH_FROM_KIND), row);
    }
}

/* A report does not say which output leads to which outcome: only that what is done leads to the outputs. */
static void
paths_of_record(Lay *y, const json_t *record)
{
    size_t  i;
    json_t *k;
    int     no = 0;
    json_array_foreach(json_path(record, "indicators"), i, k)
    {
        no++;
        if (strcmp(json_text(k, "type"), "output") != 0)
            continue;
        json_t *row = json_object();
        put(y, row, RS_PATH_FROM_NO, json_integer(1));
        put_text(y, row, RS_PATH_FROM_KIND, printed(y->l->kinds, "activity"));
        put_text(y, row, RS_PATH_FROM_TEXT, json_str(record, "summary"));
        put(y, row, RS_PATH_TO_NO, json_integer(no));
        put_text(y, row, RS_PATH_TO_KIND, printed(y->l->kinds, "output"));
        put_text(y, row, RS_PATH_TO_TEXT, json_str(k, "name"));
        json_array_append_new(table(y, RS_PATH_FROM_KIND), row);
    }
}

json_t *
rs_lay_out(Ctx *c, const RsLayout *l, const json_t *map, const json_t *sheet, const json_t *body, const json_t *record)
{
    Lay y = { .c = c, .l = l, .map = map, .doc = json_keep(c->mem, json_object()) };
    if (sheet) {
        head(&y, json_text(sheet, "kind"), json_int(sheet, "fy", 0), json_int(sheet, "project_id", 0), json_text(sheet, "name"), json_text(sheet, "ministry"), json_str(sheet, "office"));
        outline(&y, body, "sheet_texts", json_int(sheet, "from_fy", 0), json_int(sheet, "to_fy", 0), json_str(sheet, "number"));
        money_of_sheet(&y, sheet);
        goals_of_sheet(&y, sheet);
        paths_of_sheet(&y, sheet);
    } else {
        const char *ministry = json_str(record, "ministry");
        head(&y, json_text(map, "record_kind"), json_int(record, "request.fiscal_year", json_int(record, "period.from_fy", 0)), 0, json_text(record, "name"), ministry ? ministry : json_text(map, "otherwise"),
             json_str(record, "division"));
        outline(&y, record, "record_texts", json_int(record, "period.from_fy", 0), json_int(record, "period.to_fy", 0), NULL);
        money_of_record(&y, record);
        goals_of_record(&y, record);
        paths_of_record(&y, record);
    }
    return y.doc;
}
