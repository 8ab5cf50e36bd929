/* budget_find.c -- lines of the budget found and shown, with the programmes that name their section.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A sheet names the section (項) it is paid from, not the line (事項) below it: a section has one line in most cases, and
 * 31 at most (FY2024). Where it has several, which of them pays a programme no paper says. */
#include "domain/budget.h"

#include "base/fold.h"
#include "domain/query_plain.h"
#include "domain/sheet_body.h"
#include "format/json.h"

#include <string.h>

const char *
budget_section_key(Arena *mem, const char *ministry, const char *organisation, const char *section)
{
    return arena_fmt(mem, "%s|%s|%s", fold_key(mem, ministry ? ministry : ""), fold_key(mem, organisation ? organisation : ""), fold_key(mem, section ? section : ""));
}

const char *
budget_account_label(const Ctx *c, const char *account)
{
    static const struct { const char *key, *ja, *en; } names[] = { { "general", "一般会計", "general account" }, { "special", "特別会計", "special account" }, { "agency", "政府関係機関", "government agency" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].key, account) == 0)
            return L(c, names[i].ja, names[i].en);
    return account;
}

static const struct {
    const char *sort;
    Sql         up, down;
} orders[] = {
    { "fy", { " ORDER BY l.fy, l.id" }, { " ORDER BY l.fy DESC, l.id" } },
    { "ministry", { " ORDER BY l.ministry, l.fy DESC, l.id" }, { " ORDER BY l.ministry DESC, l.fy DESC, l.id" } },
    { "name", { " ORDER BY l.name, l.fy DESC, l.id" }, { " ORDER BY l.name DESC, l.fy DESC, l.id" } },
    { "money", { " ORDER BY l.amount NULLS LAST, l.id" }, { " ORDER BY l.amount DESC NULLS LAST, l.id" } },
    { "spent", { " ORDER BY l.spent NULLS LAST, l.id" }, { " ORDER BY l.spent DESC NULLS LAST, l.id" } },
};

static const PlainField fields[] = {
    { "fy", { "l.fy" }, PLAIN_NUMBER }, { "money", { "l.amount" }, PLAIN_NUMBER }, { "executed", { "l.spent" }, PLAIN_NUMBER },
    { "ministry", { "l.ministry" }, PLAIN_MINISTRY }, { "office", { "coalesce(l.organisation, '')" }, PLAIN_TEXT },
    { "kind", { "(l.budget_kind || CASE l.account WHEN 'general' THEN '一般会計' WHEN 'special' THEN '特別会計' ELSE '政府関係機関' END)" }, PLAIN_TEXT },
    { "name", { "l.name_key" }, PLAIN_TEXT },
};

static void
where(Ctx *c, const BudgetAsk *ask, const Query *q, SqlBuild *b)
{
    sql_add(b, SQL(" FROM budget_item l WHERE 1 = 1"), NOV);
    if (ask->section)
        sql_add(b, SQL(" AND l.section_key = $1"), V(ask->section));
    query_plain(c, q, b, SQL("l.name_key"), fields, sizeof fields / sizeof *fields);
}

static const Sql columns = { "SELECT l.id, l.fy, l.account, l.budget_kind, l.ministry, l.organisation, l.section, l.name, l.amount, l.previous, l.spent, l.carried_out, l.description,"
    " (SELECT count(DISTINCT s.programme_id) FROM sheet_section y JOIN review_sheet s ON s.id = y.sheet_id WHERE y.section_key = l.section_key AND y.fy = l.fy AND s.newest = 1)" };

static json_t *
yen_or_null(Rows *r, int col)
{
    return row_null(r, col) ? json_null() : json_integer(row_int(r, col));
}

static json_t *
row_of(Rows *r)
{
    return json_pack("{sI sI ss ss ss so so ss so so so so so sI}", "id", (json_int_t)row_int(r, 0), "fy", (json_int_t)row_int(r, 1), "account", row_text(r, 2), "budget_kind", row_text(r, 3), "ministry", row_text(r, 4),
                     "organisation", json_maybe(row_text(r, 5)), "section", json_maybe(row_text(r, 6)), "name", row_text(r, 7), "amount", yen_or_null(r, 8), "previous", yen_or_null(r, 9), "spent", yen_or_null(r, 10),
                     "carried_out", yen_or_null(r, 11), "description", json_maybe(row_text(r, 12)), "programmes", (json_int_t)row_int(r, 13));
}

json_t *
budget_found(Ctx *c, const BudgetAsk *ask)
{
    json_t   *rows = json_keep(c->mem, json_array());
    Query    *q = query_read(c, ask->query);
    SqlBuild *b = sql_build(c->mem);
    Sql       order = orders[0].down;
    for (size_t i = 0; ask->sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, ask->sort) == 0)
            order = ask->down ? orders[i].down : orders[i].up;
    sql_add(b, columns, NOV);
    where(c, ask, q, b);
    sql_add(b, order, NOV);
    sql_add(b, SQL(" LIMIT $1 OFFSET $2"), V(ask->limit > 0 ? ask->limit : (int64_t)10000, ask->from));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r))
        json_array_append_new(rows, row_of(r));
    json_t *problems = json_keep(c->mem, json_deep_copy(q->problems)); /* the second walk says them again */
    b = sql_build(c->mem);
    sql_add(b, SQL("SELECT count(*)"), NOV);
    where(c, ask, q, b);
    int64_t total = db_int(c, sql_built(b), b->n, b->v);
    return ok(c) ? json_keep(c->mem, json_pack("{sO sI sO}", "rows", rows, "total", (json_int_t)total, "problems", problems)) : NULL;
}

static json_t *
programmes_of(Ctx *c, const char *section, int64_t fy)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT s.programme_id, p.key, s.name, s.ministry, s.id, s.sheet_fy, y.fy, y.budget_kind, y.items, y.yen, y.request FROM sheet_section y JOIN review_sheet s ON s.id = y.sheet_id"
            " JOIN programme p ON p.id = s.programme_id WHERE y.section_key = $1 AND y.fy = $2 AND s.newest = 1 ORDER BY y.yen DESC NULLS LAST, s.id, y.place LIMIT 2000"),
        V(section, fy));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss ss sI sI sI ss sI so so}", "programme_id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2), "ministry", row_text(r, 3), "sheet_id",
                                             (json_int_t)row_int(r, 4), "sheet_fy", (json_int_t)row_int(r, 5), "fy", (json_int_t)row_int(r, 6), "budget_kind", row_text(r, 7), "items", (json_int_t)row_int(r, 8), "yen",
                                             yen_or_null(r, 9), "request", yen_or_null(r, 10)));
    return out;
}

json_t *
budget_show(Ctx *c, int64_t id)
{
    json_t *line = NULL;
    Rows   *r = db_query(c, sql_join(c->mem, columns, SQL(", l.section_key, l.item_key FROM budget_item l WHERE l.id = $1")), V(id));
    const char *section = "";
    if (db_next(r)) {
        line = json_keep(c->mem, row_of(r));
        section = row_text(r, 14) ? row_text(r, 14) : "";
        json_object_set_new(line, "item_key", json_string(row_text(r, 15)));
    }
    db_done(r);
    if (!line) {
        fail(c, ERR_NOT_FOUND, "budget line", L(c, "予算の事項 %lld はありません。/budget-lines か kanmon budget で探してください。", "there is no budget line %lld; look in /budget-lines or kanmon budget"), (long long)id);
        return NULL;
    }
    json_t *others = budget_found(c, &(BudgetAsk){ .section = section, .limit = 500 });
    json_object_set(line, "section_lines", json_path(others, "rows"));
    json_object_set(line, "programmes_paid", programmes_of(c, section, json_int(line, "fy", 0)));
    return ok(c) ? line : NULL;
}

static json_t *
lines_of(Ctx *c, const char *section, int64_t fy)
{
    json_t *out = json_array();
    Rows   *r = db_query(c, SQL("SELECT id, budget_kind, name, amount, spent FROM budget_item WHERE section_key = $1 AND fy = $2 ORDER BY id"), V(section, fy));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI ss ss so so}", "id", (json_int_t)row_int(r, 0), "budget_kind", row_text(r, 1), "name", row_text(r, 2), "amount", yen_or_null(r, 3), "spent", yen_or_null(r, 4)));
    return out;
}

json_t *
budget_of_programme(Ctx *c, int64_t programme)
{
    json_t *out = json_keep(c->mem, json_array()), *row;
    size_t  i;
    Rows   *r = db_query(c,
        SQL("SELECT s.id, s.sheet_fy, y.fy, y.budget_kind, y.section_key, y.ministry, y.organisation, y.section, y.items, y.yen, y.request FROM review_sheet s JOIN sheet_section y ON y.sheet_id = s.id"
            " WHERE s.programme_id = $1 AND s.newest = 1 ORDER BY s.sheet_fy DESC, y.fy DESC, s.id, y.place LIMIT 500"),
        V(programme));
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI sI sI ss ss ss ss ss sI so so}", "sheet_id", (json_int_t)row_int(r, 0), "sheet_fy", (json_int_t)row_int(r, 1), "fy", (json_int_t)row_int(r, 2), "budget_kind", row_text(r, 3),
                                             "section_key", row_text(r, 4), "ministry", row_text(r, 5), "organisation", row_text(r, 6), "section", row_text(r, 7), "items", (json_int_t)row_int(r, 8), "yen", yen_or_null(r, 9),
                                             "request", yen_or_null(r, 10)));
    json_array_foreach(out, i, row)
        json_object_set_new(row, "lines", lines_of(c, json_text(row, "section_key"), json_int(row, "fy", 0)));
    return out;
}

Bulk *
budget_sections_begin(Ctx *c)
{
    return db_bulk_begin(c, SQL("sheet_section"), SQL("sheet_id, place, fy, budget_kind, section_key, ministry, organisation, section, items, yen, request"), 11);
}

void
budget_sections_put(Bulk *b, int64_t sheet, const SheetSection *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        db_bulk_row(b, (Val[]){ val_int(sheet), val_int((int64_t)i), val_int(s[i].fy), val_text(s[i].kind), val_text(s[i].key), val_text(s[i].ministry), val_text(s[i].organisation), val_text(s[i].section),
                                val_int(s[i].items), s[i].has & 1 ? val_int(s[i].yen) : VAL_NONE, s[i].has & 2 ? val_int(s[i].request) : VAL_NONE });
}

static bool
sections_of_lines(Ctx *c)
{
    enum { SOME = 40000 };
    int64_t     *id = NEWN(c->mem, int64_t, SOME);
    const char **key = NEWN(c->mem, const char *, SOME);
    size_t       n = 0;
    Rows        *r = db_query(c, SQL("SELECT id, ministry, organisation, section FROM budget_item WHERE section_key IS NULL ORDER BY id LIMIT $1"), V((int64_t)SOME));
    while (db_next(r)) {
        id[n] = row_int(r, 0);
        key[n++] = budget_section_key(c->mem, row_text(r, 1), row_text(r, 2), row_text(r, 3));
    }
    for (size_t i = 0; i < n && ok(c); i++)
        db_run(c, SQL("UPDATE budget_item SET section_key = $1 WHERE id = $2"), V(key[i], id[i]));
    return ok(c) && n == SOME;
}

static void
sections_of_sheet(Ctx *c, int64_t sheet)
{
    const char  *source;
    size_t       n = 0;
    const Quick *body = sheet_body_read(c, sheet, &source);
    SheetSection *list = body ? sheet_body_sections(c->mem, body, source, &n) : NULL;
    Bulk *b = budget_sections_begin(c);
    budget_sections_put(b, sheet, list, n);
    db_bulk_end(b);
}

bool
budget_catch_up(Ctx *c)
{
    if (!ok(c) || db_int(c, SQL("SELECT due FROM budget_state WHERE id = 1"), NOV) == 0)
        return ok(c);
    Ctx own = *c;
    own.mem = arena_new(0);
    tx_begin(&own);
    while (ok(&own) && sections_of_lines(&own))
        ;
    for (int64_t sheet = 0; ok(&own); arena_reset(own.mem)) {
        sheet = db_int(&own, SQL("SELECT coalesce(min(id), 0) FROM review_sheet WHERE source = 'rs' AND newest = 1 AND id > $1"), V(sheet));
        if (!sheet)
            break;
        if (db_int(&own, SQL("SELECT count(*) FROM sheet_section WHERE sheet_id = $1"), V(sheet)) == 0)
            sections_of_sheet(&own, sheet);
    }
    db_run(&own, SQL("UPDATE budget_state SET due = 0"), NOV);
    tx_end(&own);
    ctx_join(c, &own);
    arena_free(own.mem);
    return ok(c);
}
