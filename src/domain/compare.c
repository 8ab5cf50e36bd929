/* compare.c -- what is known of each of the programmes to be compared: see compare.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/compare.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/indicator_face.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "domain/sheet_body.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "store/db.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOP = 5 };

static json_t *
percent(double part, double whole)
{
    return whole > 0 ? json_real(round(part / whole * 1000) / 10) : json_null();
}

static json_t *
year_of(json_t *years, int64_t fy)
{
    json_t *y = json_row(years, "fy", fy);
    if (json_object_size(y) > 1)
        return y;
    json_object_set_new(y, "rate", json_null());
    for (int k = 0; k < MONEY_STATES; k++)
        json_object_set_new(y, sheet_money_states[k], json_null());
    return y;
}

static void
state_if_absent(json_t *years, int64_t fy, const char *state, const json_t *yen)
{
    json_t *y = fy > 0 && json_is_integer(yen) ? year_of(years, fy) : NULL;
    if (y && !json_has(y, state))
        json_object_set_new(y, state, json_share(yen));
}

/* A report's budget table says what was asked for, given and spent; it stands where no sheet speaks. */
static void
money_of_record(json_t *years, const json_t *record)
{
    static const struct { const char *said, *state; } states[] = { { "request", "request" }, { "budget", "current" }, { "executed", "executed" } };
    size_t  i;
    json_t *b;
    state_if_absent(years, json_int(record, "request.fiscal_year", 0), "request", json_path(record, "request.yen"));
    json_array_foreach(json_path(record, "budget"), i, b)
        for (size_t k = 0; k < sizeof states / sizeof *states && !json_flag(b, "total"); k++)
            if (strcmp(json_text(b, "state"), states[k].said) == 0)
                state_if_absent(years, json_int(b, "fy", 0), states[k].state, json_path(b, "yen"));
}

/* The newest year that states it. */
static const json_t *
newest(const json_t *years, const char *state)
{
    for (size_t i = json_array_size(years); i-- > 0;)
        if (json_has(json_array_get(years, i), state))
            return json_array_get(years, i);
    return NULL;
}

static json_t *
value_or_null(const json_t *x, const char *path)
{
    return json_has(x, path) ? json_incref(json_path(x, path)) : json_null();
}

static json_t *
money(Ctx *c, int64_t id, const json_t *record)
{
    json_t *years = json_array(), *y;
    int64_t budget = 0, executed = 0;
    size_t  i;
    json_array_foreach(sheet_years_money(c, id), i, y)
        for (int k = 0; k < MONEY_STATES; k++)
            state_if_absent(years, json_int(y, "fy", 0), sheet_money_states[k], json_path(json_object_get(y, sheet_money_states[k]), "yen"));
    money_of_record(years, record);
    json_array_foreach(years, i, y)
    {
        if (!json_has(y, "current") || !json_has(y, "executed"))
            continue;
        json_object_set_new(y, "rate", percent((double)json_int(y, "executed", 0), (double)json_int(y, "current", 0)));
        budget += json_int(y, "current", 0);
        executed += json_int(y, "executed", 0);
    }
    const json_t *b = newest(years, "current"), *e = newest(years, "executed");
    return json_pack("{so so so so so so so so so}", "years", years, "budget_fy", value_or_null(b, "fy"), "budget_yen", value_or_null(b, "current"), "executed_fy", value_or_null(e, "fy"), "executed_yen",
                     value_or_null(e, "executed"), "rate", value_or_null(e, "rate"), "sum_budget_yen", budget ? json_integer(budget) : json_null(), "sum_executed_yen", budget ? json_integer(executed) : json_null(),
                     "sum_rate", percent((double)executed, (double)budget));
}

/* The newest year of a series that has both, else the newest actual. */
static void
judge(json_t *out, const json_t *values)
{
    json_t *v;
    size_t  i;
    json_array_foreach(values, i, v)
    {
        bool both = json_has(v, "actual") && json_has(v, "target");
        if (json_has(v, "actual"))
            json_object_set(out, "latest", json_path(v, "actual"));
        if (!both)
            continue;
        double target = json_number_value(json_path(v, "target"));
        json_object_set(out, "fy", json_path(v, "fy"));
        json_object_set(out, "actual", json_path(v, "actual"));
        json_object_set(out, "planned", json_path(v, "target"));
        json_object_set_new(out, "ratio", percent(json_number_value(json_path(v, "actual")), target));
    }
}

static json_t *
outcome(const json_t *from, json_t *values)
{
    json_t *out = json_pack("{so so so so so sn sn sn sn sn so so so so}", "name", json_maybe(json_str(from, "name")), "target", json_maybe(json_str(from, "target")), "unit", json_maybe(json_str(from, "unit")), "goal_text",
                            json_maybe(json_str(from, "goal_text")), "goal_fy", value_or_null(from, "goal_fy"), "fy", "actual", "planned", "ratio", "latest", "values", values, "id", value_or_null(from, "id"), "sheet_id",
                            value_or_null(from, "sheet_id"), "place", value_or_null(from, "place"));
    judge(out, values);
    return out;
}

static json_t *
values_of_series(const json_t *series)
{
    json_t *out = json_array(), *v;
    size_t  i;
    json_array_foreach(json_path(series, "values"), i, v)
        json_array_append_new(out, json_pack("{sO so so}", "fy", json_path(v, "fy"), "actual", value_or_null(v, "actual.value"), "target", value_or_null(v, "target.value")));
    return out;
}

/* A report's table has one row of values and no targets beside them. */
static json_t *
values_of_record(Ctx *c, const json_t *indicator)
{
    const json_t *values = json_path(indicator, "values");
    const char  **fy = NEWN(c->mem, const char *, json_object_size(values) + 1), *k;
    json_t       *out = json_array(), *v;
    size_t        n = 0;
    json_object_foreach(values, k, v)
        fy[n++] = k;
    qsort(fy, n, sizeof *fy, text_rising);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(out, json_pack("{sI so sn}", "fy", (json_int_t)strtoll(fy[i], NULL, 10), "actual", value_or_null(json_object_get(values, fy[i]), "value"), "target"));
    return out;
}

/* Whether the target was reached, where the checks have said which way is better. */
static void
reach(Ctx *c, json_t *row)
{
    int64_t bits = json_has(row, "sheet_id") && json_has(row, "planned") ? db_int(c, SQL("SELECT bits FROM indicator_face WHERE ref = $1 AND place = $2"), V(json_int(row, "sheet_id", 0), json_int(row, "place", 0))) : 0;
    double  actual = json_number_value(json_path(row, "actual")), planned = json_number_value(json_path(row, "planned"));
    bool    known = bits & MARK_JUDGED, down = bits & MARK_DOWNWARD;
    json_object_set_new(row, "less_is_better", known ? json_boolean(down) : json_null());
    json_object_set_new(row, "reached", known ? json_boolean(down ? actual <= planned : actual >= planned) : json_null());
}

typedef struct {
    int64_t outcomes, outputs, quantified, judged, reached;
    json_t *rows;
} Counted;

static void
count(Ctx *c, Counted *k, const char *kind, json_t *row)
{
    if (strcmp(kind, "outcome") != 0) {
        k->outputs++;
        json_decref(row);
        return;
    }
    bool    target = strpbrk(text_key(c->mem, json_text(row, "goal_text")), "0123456789") != NULL;
    size_t  i;
    json_t *v;
    json_array_foreach(json_path(row, "values"), i, v)
        target = target || json_has(v, "target");
    k->outcomes++;
    k->quantified += target;
    k->judged += json_has(row, "planned");
    reach(c, row);
    k->reached += json_flag(row, "reached");
    json_array_append_new(k->rows, row);
}

static void
indicators(Ctx *c, json_t *out, int64_t id, const json_t *record)
{
    json_t *series = sheet_years_series(c, id), *s;
    int64_t last = 0;
    size_t  i;
    Counted k = { .rows = json_array() };
    json_array_foreach(series, i, s)
        last = json_int(s, "last_sheet_fy", 0) > last ? json_int(s, "last_sheet_fy", 0) : last;
    json_array_foreach(series, i, s)
        if (json_int(s, "last_sheet_fy", 0) == last)
            count(c, &k, json_text(s, "kind"), outcome(s, values_of_series(s)));
    if (json_array_size(series) == 0)
        json_array_foreach(json_path(record, "indicators"), i, s) count(c, &k, json_text(s, "type"), outcome(s, values_of_record(c, s)));
    json_object_set_new(out, "outcomes", k.rows);
    json_object_set_new(out, "indicators", json_pack("{sI sI sI sI sI}", "outcomes", (json_int_t)k.outcomes, "outputs", (json_int_t)k.outputs, "quantified", (json_int_t)k.quantified, "judged", (json_int_t)k.judged,
                                                       "reached", (json_int_t)k.reached));
}

static int
largest(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    int64_t p = json_int(*x, "yen", 0), q = json_int(*y, "yen", 0);
    return p < q ? 1 : p > q ? -1 : strcmp(json_text(*x, "name"), json_text(*y, "name"));
}

/* The largest payees of the newest sheet that has any: lines of one organisation added up. */
static json_t *
payees(Ctx *c, const json_t *sheets)
{
    const json_t *paid = NULL;
    for (size_t i = json_array_size(sheets); i-- > 0 && !paid;)
        if (json_int(json_array_get(sheets, i), "payees", 0) > 0)
            paid = sheet_payees(c, json_int(json_array_get(sheets, i), "id", 0));
    if (!paid)
        return json_null();
    json_t *one = json_keep(c->mem, json_object()), *top = json_array(), *x, *has;
    size_t  i, n = 0;
    int64_t all = json_int(paid, "yen", 0);
    json_array_foreach(json_path(paid, "payees"), i, x)
    {
        const char *key = json_has(x, "org_key") ? json_text(x, "org_key") : "";
        has = json_object_get(one, key);
        if (!has)
            json_object_set_new(one, key, has = json_pack("{so so sI}", "name", json_maybe(json_str(x, "name")), "org_key", json_maybe(*key ? key : NULL), "yen", (json_int_t)0));
        json_object_set_new(has, "yen", json_integer(json_int(has, "yen", 0) + json_int(x, "yen", 0)));
    }
    json_t    **row = NEWN(c->mem, json_t *, json_object_size(one) + 1);
    const char *key;
    json_object_foreach(one, key, x)
        row[n++] = x;
    qsort(row, n, sizeof *row, largest);
    for (i = 0; i < n && i < TOP; i++) {
        json_object_set_new(row[i], "share", percent((double)json_int(row[i], "yen", 0), (double)all));
        json_array_append(top, row[i]);
    }
    return json_pack("{sO sO sI sI so}", "sheet_id", json_path(paid, "sheet_id"), "sheet_fy", json_path(paid, "sheet_fy"), "lines", (json_int_t)json_array_size(json_path(paid, "payees")), "yen", (json_int_t)all, "top", top);
}

/* What was said in the newest sheet that holds remarks; of a report, what its committee remarked. */
static json_t *
remarks(Ctx *c, int64_t id, const json_t *record)
{
    json_t *all = sheet_years_remarks(c, id), *out = json_array(), *m;
    int64_t sheet = json_int(json_array_get(all, 0), "sheet_id", 0);
    size_t  i;
    json_array_foreach(all, i, m)
        if (json_int(m, "sheet_id", 0) == sheet)
            json_array_append(out, m);
    json_array_foreach(json_path(record, "overall.remarks"), i, m)
        if (json_is_string(m))
            json_array_append_new(out, json_pack("{ss sn sn sn sO sn}", "kind", "committee", "sheet_id", "sheet_fy", "category", "text", m, "answer"));
    return out;
}

static json_t *
findings(Ctx *c, int64_t id, const json_t *row)
{
    if (!can(c, ACT_FINDING_READ))
        return json_null();
    json_t  *flags = json_array();
    unsigned bits = (unsigned)db_int(c, SQL("SELECT flags FROM programme_face WHERE programme_id = $1"), V(id));
#define FLAG(name, code, ja, en)                                                                                       \
    if (bits & FLAG_##name)                                                                                            \
        json_array_append_new(flags, json_pack("{ss ss ss}", "code", code, "ja", ja, "en", en));
#include "domain/flags.def"
#undef FLAG
    return json_pack("{so so so so}", "flags", flags, "errors", value_or_null(row, "errors"), "warnings", value_or_null(row, "warnings"), "notices", value_or_null(row, "notices"));
}

/* purpose and outline of the newest sheet, else of the report. */
static void
texts(Ctx *c, json_t *out, const json_t *sheets, const json_t *record)
{
    static const struct { const char *key, *en, *path; } wanted[] = { { "purpose", "purpose", "purpose" }, { "outline", "outline", "summary" } };
    const json_t *sheet = json_array_get(sheets, json_array_size(sheets) ? json_array_size(sheets) - 1 : 0);
    const char   *source;
    BodyText      text[16];
    const Quick  *body = sheet ? sheet_body_read(c, json_int(sheet, "id", 0), &source) : NULL;
    size_t        n = body ? sheet_body_texts(body, source, text, 16) : 0;
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        json_t *said = NULL;
        for (size_t i = 0; i < n && !said; i++)
            if (strcmp(text[i].en, wanted[k].en) == 0 && text[i].text && !text_blank(text[i].text))
                said = json_pack("{ss sO}", "text", text[i].text, "sheet_fy", json_path(sheet, "fy"));
        if (!said && json_has(record, wanted[k].path))
            said = json_pack("{sO sn}", "text", json_path(record, wanted[k].path), "sheet_fy");
        json_object_set_new(out, wanted[k].key, said ? said : json_null());
    }
}

static json_t *
one(Ctx *c, int64_t id)
{
    static const char *const of_row[] = { "id", "key", "name", "kind", "ministry", "division", "from_fy", "to_fy", "sheets", "reports", "sheet_id", "sheet_fy" };
    const json_t *row = programme_row(c, id), *record = json_int(row, "reports", 0) ? programme_show(c, id, NULL) : NULL, *sheets = sheet_years_sheets(c, id);
    json_t       *out = json_keep(c->mem, json_object());
    if (!ok(c))
        return NULL;
    for (size_t i = 0; i < sizeof of_row / sizeof *of_row; i++)
        json_object_set_new(out, of_row[i], value_or_null(row, of_row[i]));
    json_object_set_new(out, "number", value_or_null(json_array_get(sheets, json_array_size(sheets) ? json_array_size(sheets) - 1 : 0), "number"));
    texts(c, out, sheets, record);
    json_object_set_new(out, "money", money(c, id, record));
    indicators(c, out, id, record);
    json_object_set_new(out, "payees", payees(c, sheets));
    json_object_set_new(out, "remarks", remarks(c, id, record));
    json_object_set_new(out, "findings", findings(c, id, row));
    return ok(c) ? out : NULL;
}

static void
problem(json_t *problems, const char *ja, const char *en)
{
    json_array_append_new(problems, json_pack("{ss ss}", "text", ja, "text_en", en));
}

/* 0 with a problem noted where it cannot be compared. */
static int64_t
chosen(Ctx *c, const char *key, const int64_t *have, size_t n, json_t *problems)
{
    const char *shown = text_head(c->mem, key, 60);
    int64_t     id = programme_find(c, key);
    if (c->err.kind == ERR_NOT_FOUND) {
        c->err = (Err){ 0 };
        problem(problems, arena_fmt(c->mem, "事業「%s」はありません。識別名か事業名を、事業の一覧で確かめてください。", shown),
                arena_fmt(c->mem, "There is no programme \"%s\". Look for its key or name in the list of programmes.", shown));
        return 0;
    }
    for (size_t i = 0; i < n && ok(c); i++)
        if (have[i] == id) {
            problem(problems, arena_fmt(c->mem, "「%s」は、すでに選んだ事業と同じです。一度だけ並べました。", shown), arena_fmt(c->mem, "\"%s\" is a programme already chosen; it stands once.", shown));
            return 0;
        }
    if (n == COMPARE_MOST && ok(c)) {
        problem(problems, arena_fmt(c->mem, "並べられるのは%d事業までです。「%s」は入れていません。どれかを外してから加えてください。", COMPARE_MOST, shown),
                arena_fmt(c->mem, "At most %d programmes can be compared; \"%s\" was left out. Take one away first.", COMPARE_MOST, shown));
        return 0;
    }
    return ok(c) ? id : 0;
}

static json_t *
years_of(Ctx *c, const json_t *programmes)
{
    json_t *out = json_array(), *p, *y;
    size_t  i, k, n = 0;
    json_array_foreach(programmes, i, p)
        n += json_array_size(json_path(p, "money.years"));
    int64_t *fy = NEWN(c->mem, int64_t, n + 1);
    n = 0;
    json_array_foreach(programmes, i, p)
        json_array_foreach(json_path(p, "money.years"), k, y) fy[n++] = json_int(y, "fy", 0);
    qsort(fy, n, sizeof *fy, number_rising);
    for (i = 0; i < n; i++)
        if (i == 0 || fy[i] != fy[i - 1])
            json_array_append_new(out, json_integer(fy[i]));
    return out;
}

json_t *
compare_show(Ctx *c, const char *const *keys, size_t n)
{
    json_t *programmes = json_keep(c->mem, json_array()), *problems = json_keep(c->mem, json_array());
    int64_t have[COMPARE_MOST];
    size_t  m = 0;
    for (size_t i = 0; i < n && ok(c); i++) {
        int64_t id = text_blank(keys[i]) ? 0 : chosen(c, text_trim(c->mem, keys[i]), have, m, problems);
        json_t *p = id ? one(c, id) : NULL;
        if (!p)
            continue;
        have[m++] = id;
        json_array_append(programmes, p);
    }
    return ok(c) ? json_keep(c->mem, json_pack("{sO so sO}", "programmes", programmes, "years", years_of(c, programmes), "problems", problems)) : NULL;
}
