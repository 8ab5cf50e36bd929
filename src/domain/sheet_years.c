/* sheet_years.c -- sheets, money, remarks of a programme over the years; payees and texts from the bodies.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme.h"
#include "domain/sheet_years_in.h"

#include "base/number.h"
#include "domain/organisation.h"
#include "domain/sheet_body.h"
#include "domain/texts.h"
#include "format/json.h"
#include "store/db.h"

#include <math.h>
#include <string.h>

const char *const sheet_money_states[MONEY_STATES] = {
#define MONEY(name, ja, en) #name,
#include "domain/money_states.def"
#undef MONEY
};

static json_t *
number_or_null(Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_integer(row_int(r, col));
}

json_t *
sheet_years_sheets(Ctx *c, int64_t programme)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT id, sheet_key, source, sheet_fy, number, kind, name, ministry, office, chief, from_fy, to_fy, outcomes, outputs, payees, flags, recorded_at"
            " FROM review_sheet WHERE programme_id = $1 AND newest = 1 ORDER BY sheet_fy, id LIMIT 200"),
        V(programme));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss sI ss? ss? ss ss ss? ss? so so sI sI sI sI ss}", "id", (json_int_t)row_int(r, 0), "sheet_key", row_text(r, 1), "source", row_text(r, 2),
                                             "fy", (json_int_t)row_int(r, 3), "number", row_text(r, 4), "kind", row_text(r, 5), "name", row_text(r, 6), "ministry", row_text(r, 7), "office", row_text(r, 8),
                                             "chief", row_text(r, 9), "from_fy", number_or_null(r, 10), "to_fy", number_or_null(r, 11), "outcomes", (json_int_t)row_int(r, 12), "outputs",
                                             (json_int_t)row_int(r, 13), "payees", (json_int_t)row_int(r, 14), "flags", (json_int_t)row_int(r, 15), "recorded_at", row_text(r, 16)));
    return out;
}

/* The newest statement that has the figure; older ones that differ go beside it. */
static void
state(json_t *year, const char *name, int64_t yen, int64_t sheet, int64_t sheet_fy)
{
    json_t *has = json_object_get(year, name);
    if (!json_is_object(has)) {
        json_object_set_new(year, name, json_pack("{sI sI sI s[]}", "yen", (json_int_t)yen, "sheet_id", (json_int_t)sheet, "sheet_fy", (json_int_t)sheet_fy, "older"));
        return;
    }
    if (json_int(has, "yen", 0) != yen)
        json_array_append_new(json_object_get(has, "older"), json_pack("{sI sI sI}", "yen", (json_int_t)yen, "sheet_id", (json_int_t)sheet, "sheet_fy", (json_int_t)sheet_fy));
}

/* A year of which every state is 0 or missing in every statement says only that the form had a column for it. */
static bool
empty_year(const json_t *year)
{
    for (int i = 0; i < MONEY_STATES; i++) {
        const json_t *s = json_object_get(year, sheet_money_states[i]);
        if (json_is_object(s) && (json_int(s, "yen", 0) != 0 || json_array_size(json_path(s, "older")) > 0))
            return false;
    }
    return true;
}

json_t *
sheet_years_money(Ctx *c, int64_t programme)
{
    json_t *out = json_keep(c->mem, json_array()), *year = NULL;
    Rows   *r = db_query(c,
        SQL("SELECT m.fy, s.id, s.sheet_fy, m.initial, m.supplementary, m.carried_in, m.carried_out, m.reserve, m.current, m.executed, m.request FROM review_sheet s"
            " JOIN sheet_money m ON m.sheet_id = s.id WHERE s.programme_id = $1 AND s.newest = 1 AND m.account = '' ORDER BY m.fy, s.sheet_fy DESC, s.id DESC LIMIT 4000"),
        V(programme));
    while (db_next(r)) {
        if (!year || json_int(year, "fy", 0) != row_int(r, 0)) {
            year = json_pack("{sI}", "fy", (json_int_t)row_int(r, 0));
            for (int i = 0; i < MONEY_STATES; i++)
                json_object_set_new(year, sheet_money_states[i], json_null());
            json_array_append_new(out, year);
        }
        for (int i = 0; i < MONEY_STATES; i++)
            if (!row_null(r, 3 + i))
                state(year, sheet_money_states[i], row_int(r, 3 + i), row_int(r, 1), row_int(r, 2));
    }
    for (size_t i = json_array_size(out); i-- > 0;) {
        year = json_array_get(out, i);
        if (empty_year(year)) {
            json_array_remove(out, i);
            continue;
        }
        double budget = (double)json_int(year, "current.yen", 0), executed = (double)json_int(year, "executed.yen", 0);
        bool   both = budget > 0 && json_has(year, "executed.yen");
        json_object_set_new(year, "rate", both ? json_real(round(executed / budget * 1000) / 10) : json_null());
    }
    return out;
}

json_t *
sheet_years_remarks(Ctx *c, int64_t programme)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT s.id, s.sheet_fy, m.kind, m.fy, m.category, m.text, m.answer FROM review_sheet s JOIN sheet_remark m ON m.sheet_id = s.id"
            " WHERE s.programme_id = $1 AND s.newest = 1 ORDER BY s.sheet_fy DESC, s.id DESC, m.place LIMIT 2000"),
        V(programme));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI sI ss so ss? ss? ss?}", "sheet_id", (json_int_t)row_int(r, 0), "sheet_fy", (json_int_t)row_int(r, 1), "kind", row_text(r, 2), "fy", number_or_null(r, 3),
                                             "category", row_text(r, 4), "text", row_text(r, 5), "answer", row_text(r, 6)));
    return out;
}

/* What the payees of one sheet come to. */
static json_t *
payee_row(const BodyPayees *p, const json_t *sheet)
{
    int64_t yen = 0, numberless = 0, doubled = 0, unstated = 0, blocks = 0, fy = 0;
    for (size_t i = 0; i < p->n; i++) {
        const BodyPayee *x = &p->v[i];
        yen += x->yen;
        numberless += !x->number;
        doubled += x->doubled;
        unstated += !x->has_yen;
        fy = x->fy > fy ? x->fy : fy;
        bool fresh = true;
        for (size_t k = 0; k < i && fresh; k++)
            fresh = strcmp(p->v[k].block, x->block) != 0;
        blocks += fresh;
    }
    return json_pack("{ss? sI sI so sI sI sI sI sI sI}", "kind", p->kind, "sheet_id", (json_int_t)json_int(sheet, "id", 0), "sheet_fy", (json_int_t)json_int(sheet, "fy", 0), "fy", fy ? json_integer(fy) : json_null(), "lines",
                     (json_int_t)p->n, "blocks", (json_int_t)blocks, "yen", (json_int_t)yen, "numberless", (json_int_t)numberless, "doubled", (json_int_t)doubled, "unstated", (json_int_t)unstated);
}

json_t *
sheet_years(Ctx *c, int64_t programme)
{
    json_t *sheets = sheet_years_sheets(c, programme), *payees = json_array(), *texts = json_keep(c->mem, json_array()), *s;
    json_t *out = json_keep(c->mem, json_object());
    size_t  i;
    json_array_foreach(sheets, i, s)
    {
        const char  *source;
        const Quick *body = sheet_body_read(c, json_int(s, "id", 0), &source);
        BodyText     text[16];
        BodyPayees   p = sheet_body_payees_in(c, body, source, json_int(s, "fy", 0));
        if (!ok(c))
            break;
        json_array_append_new(payees, payee_row(&p, s));
        sheet_text_follow(c, texts, s, text, sheet_body_texts(body, source, text, 16));
    }
    json_object_set(out, "sheets", sheets);
    json_object_set(out, "money", sheet_years_money(c, programme));
    json_object_set(out, "series", sheet_years_series(c, programme));
    json_object_set_new(out, "payees", payees);
    json_object_set(out, "texts", texts);
    json_object_set(out, "remarks", sheet_years_remarks(c, programme));
    return ok(c) ? out : NULL;
}

static json_t *
block_of(json_t *blocks, const char *name)
{
    size_t  i;
    json_t *b;
    json_array_foreach(blocks, i, b)
        if (strcmp(json_text(b, "block"), name) == 0)
            return b;
    b = json_pack("{ss sn sI sI sI s[]}", "block", name, "name", "lines", (json_int_t)0, "yen", (json_int_t)0, "unstated", (json_int_t)0, "from");
    json_array_append_new(blocks, b);
    return b;
}

/* Where a block's money comes from, as the sheet draws it; the list is empty where it does not say. */
static void
flows_of(Ctx *c, int64_t sheet, json_t *blocks, bool *chain)
{
    Rows *r = db_query(c, SQL("SELECT from_block, to_block, to_name FROM sheet_flow WHERE sheet_id = $1 ORDER BY place LIMIT 1000"), V(sheet));
    *chain = false;
    while (db_next(r)) {
        if (!row_text(r, 1))
            continue;
        json_t *b = block_of(blocks, row_text(r, 1)); /* also one that no payee of the list stands in */
        json_array_append_new(json_path(b, "from"), json_maybe(row_text(r, 0)));
        if (row_text(r, 2) && !json_has(b, "name"))
            json_object_set_new(b, "name", json_string(row_text(r, 2)));
        *chain = true;
    }
}

json_t *
sheet_payees(Ctx *c, int64_t sheet)
{
    const char  *source;
    const Quick *body = sheet_body_read(c, sheet, &source);
    BodyPayees   p = sheet_body_payees_in(c, body, source, db_int(c, SQL("SELECT sheet_fy FROM review_sheet WHERE id = $1"), V(sheet)));
    json_t      *blocks = json_keep(c->mem, json_array()), *rows = json_keep(c->mem, json_array());
    int64_t      yen = 0;
    bool         chain;
    if (!body)
        return NULL;
    for (size_t i = 0; i < p.n; i++) {
        const BodyPayee *x = &p.v[i];
        json_t          *b = block_of(blocks, x->block);
        json_object_set_new(b, "lines", json_integer(json_int(b, "lines", 0) + 1));
        json_object_set_new(b, "yen", json_integer(json_int(b, "yen", 0) + x->yen));
        json_object_set_new(b, "unstated", json_integer(json_int(b, "unstated", 0) + !x->has_yen));
        yen += x->yen;
        json_array_append_new(rows, json_pack("{so ss so ss? ss? ss? ss? so so sb}", "fy", x->fy ? json_integer(x->fy) : json_null(), "block", x->block, "no", x->no ? json_integer(x->no) : json_null(),
                                              "name", x->name, "number", x->number, "org_key", organisation_key(c->mem, x->number, x->name), "work", x->work,
                                              "printed", x->has_yen ? json_real(x->printed) : json_null(), "yen", x->has_yen ? json_integer(x->yen) : json_null(), "doubled", x->doubled));
    }
    flows_of(c, sheet, blocks, &chain);
    Rows *r = db_query(c, SQL("SELECT sheet_fy, ministry FROM review_sheet WHERE id = $1"), V(sheet));
    if (!db_next(r))
        return NULL;
    json_t *out = json_keep(c->mem, json_pack("{ss? sI sI ss ss sb sI sO sO}", "kind", p.kind, "sheet_id", (json_int_t)sheet, "sheet_fy", (json_int_t)row_int(r, 0), "ministry", row_text(r, 1), "source", source, "chain",
                                              chain, "yen", (json_int_t)yen, "blocks", blocks, "payees", rows));
    db_done(r);
    return ok(c) ? out : NULL;
}

static json_t *
versions_of(Ctx *c, const char *key, int64_t *newest)
{
    json_t *out = json_array();
    Rows   *r = db_query(c, SQL("SELECT id, version, recorded_at, newest FROM review_sheet WHERE sheet_key = $1 ORDER BY version LIMIT 500"), V(key));
    while (db_next(r)) {
        json_array_append_new(out, json_pack("{sI sI ss}", "id", (json_int_t)row_int(r, 0), "version", (json_int_t)row_int(r, 1), "recorded_at", row_text(r, 2)));
        if (row_int(r, 3))
            *newest = row_int(r, 0);
    }
    return out;
}

json_t *
sheet_show(Ctx *c, const char *which)
{
    int64_t id = 0, newest = 0;
    if (!number_int(which, &id) || db_int(c, SQL("SELECT count(*) FROM review_sheet WHERE id = $1"), V(id)) == 0)
        id = db_int(c, SQL("SELECT id FROM review_sheet WHERE sheet_key = $1 AND newest = 1"), V(which));
    if (!id && ok(c))
        fail(c, ERR_NOT_FOUND, "sheet", L(c, "シート「%s」はありません。事業のページの「年度別の実績」から選んでください。", "there is no sheet %s; choose one on the page of its programme."), which);
    Rows *r = db_query(c,
        SQL("SELECT s.id, s.sheet_key, s.source, s.sheet_fy, s.number, s.kind, s.name, s.ministry, s.office, s.chief, s.from_fy, s.to_fy, s.outcomes, s.outputs, s.payees, s.flags, s.recorded_at,"
            " s.version, s.newest, s.programme_id, s.run_id, s.line, s.sha256, i.name FROM review_sheet s LEFT JOIN import_run i ON i.id = s.run_id WHERE s.id = $1"),
        V(id));
    if (!db_next(r))
        return NULL;
    json_t *out = json_keep(c->mem, json_pack("{sI ss ss sI ss? ss? ss ss ss? ss? so so sI sI sI sI ss sI sb sI sI sI ss ss?}", "id", (json_int_t)row_int(r, 0), "sheet_key", row_text(r, 1), "source", row_text(r, 2),
        "fy", (json_int_t)row_int(r, 3), "number", row_text(r, 4), "kind", row_text(r, 5), "name", row_text(r, 6), "ministry", row_text(r, 7), "office", row_text(r, 8), "chief", row_text(r, 9),
        "from_fy", number_or_null(r, 10), "to_fy", number_or_null(r, 11), "outcomes", (json_int_t)row_int(r, 12), "outputs", (json_int_t)row_int(r, 13), "payees", (json_int_t)row_int(r, 14), "flags",
        (json_int_t)row_int(r, 15), "recorded_at", row_text(r, 16), "version", (json_int_t)row_int(r, 17), "newest", row_int(r, 18) != 0, "programme_id", (json_int_t)row_int(r, 19), "run_id",
        (json_int_t)row_int(r, 20), "line", (json_int_t)row_int(r, 21), "sha256", row_text(r, 22), "file", row_text(r, 23)));
    db_done(r);
    json_object_set_new(out, "versions", versions_of(c, json_text(out, "sheet_key"), &newest));
    json_object_set_new(out, "newest_id", json_integer(newest));
    size_t       n;
    json_error_t e = { .text = "" };
    const char  *body = sheet_body(c, id, &n);
    json_t      *whole = body ? json_keep(c->mem, json_loadb(body, n, 0, &e)) : NULL; /* of a key given twice the last holds, as at import */
    if (!whole) {
        fail(c, ERR_BROKEN, "store", L(c, "シート %lld の本文が読めません: %s", "the body of sheet %lld cannot be read: %s"), (long long)id, e.text);
        return NULL;
    }
    json_object_set(out, "body", whole);
    const char  *source;
    const Quick *q = sheet_body_read(c, id, &source);
    json_object_set_new(out, "url", json_maybe(q ? sheet_body_url(q, source) : NULL));
    return ok(c) ? out : NULL;
}

json_t *
sheet_years_programme(Ctx *c, int64_t programme)
{
    json_t *row = programme_row(c, programme);
    if (!row || json_has(row, "version") || !json_has(row, "sheet_id"))
        return NULL;
    json_object_set(row, "sheets_held", sheet_years_sheets(c, programme));
    return row;
}
