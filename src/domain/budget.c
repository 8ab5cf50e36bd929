/* budget.c -- see budget.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/budget.h"

#include "base/fold.h"
#include "domain/keyed.h"
#include "format/json.h"

#include <string.h>

struct Budget {
    Keyed k;
};

static Val
yen(int64_t v)
{
    return v == INT64_MIN ? VAL_NONE : val_int(v);
}

static const char *
name_key(Arena *mem, const BudgetLine *k)
{
    return fold_key(mem, arena_fmt(mem, "%s %s", k->name, k->section ? k->section : ""));
}

static void
note_yen(json_t *list, const char *path, const Rows *r, int col, int64_t now)
{
    int64_t was = row_null(r, col) ? INT64_MIN : row_int(r, col);
    if (was != now)
        json_array_append_new(list, json_pack("{ss so so}", "path", path, "old", was == INT64_MIN ? json_null() : json_integer(was), "new", now == INT64_MIN ? json_null() : json_integer(now)));
}

static void
note_change(Ctx *c, int64_t id, const void *batch, size_t i, json_t *changes)
{
    const BudgetLine *k = (const BudgetLine *)batch + i;
    json_t *list = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT amount, previous, spent, carried_out, name FROM budget_item WHERE id = $1"), V(id));
    if (db_next(r)) {
        note_yen(list, "amount", r, 0, k->amount);
        note_yen(list, "previous", r, 1, k->previous);
        note_yen(list, "spent", r, 2, k->spent);
        note_yen(list, "carried_out", r, 3, k->carried_out);
        if (strcmp(row_text(r, 4), k->name) != 0)
            json_array_append_new(list, json_pack("{ss ss ss}", "path", "name", "old", row_text(r, 4), "new", k->name));
        json_array_append_new(changes, json_pack("{ss ss sI sO}", "key", k->key, "name", k->name, "fy", (json_int_t)k->fy, "changes", list));
    }
    db_done(r);
}

static void
put_new(Bulk *rows, Arena *mem, int64_t id, const BudgetLine *k, int64_t run)
{
    db_bulk_row(rows, (Val[]){ val_int(id), val_text(k->key), val_int(k->fy), val_text(k->account), val_text(k->kind), val_text(k->ministry), val_text(k->organisation), val_text(k->section),
        val_text(k->name), val_text(name_key(mem, k)), yen(k->amount), yen(k->previous), yen(k->spent), yen(k->carried_out), val_text(k->description), val_text(k->sha256), val_int(run), val_text(budget_section_key(mem, k->ministry, k->organisation, k->section)) });
}

static void
put_over(Ctx *c, int64_t id, const BudgetLine *k, int64_t run)
{
    db_run(c, SQL("UPDATE budget_item SET account = $1, budget_kind = $2, ministry = $3, organisation = $4, section = $5, name = $6, name_key = $7, description = $8 WHERE id = $9"),
           V(k->account, k->kind, k->ministry, k->organisation, k->section, k->name, name_key(c->mem, k), k->description, id));
    db_run(c, SQL("UPDATE budget_item SET amount = $1, previous = $2, spent = $3, carried_out = $4, sha256 = $5, run_id = $6, section_key = $7 WHERE id = $8"),
           V(yen(k->amount), yen(k->previous), yen(k->spent), yen(k->carried_out), k->sha256, run, budget_section_key(c->mem, k->ministry, k->organisation, k->section), id));
}

static void
write_lines(Keyed *keyed, Ctx *c, const KeyedRow *row, size_t n, const void *batch)
{
    const BudgetLine *k = batch;
    int64_t           run = run_id(keyed->run);
    Bulk *rows = db_bulk_begin(c, SQL("budget_item"), SQL("id, item_key, fy, account, budget_kind, ministry, organisation, section, name, name_key, amount, previous, spent, carried_out, description, sha256, run_id, section_key"), 18);
    for (size_t i = 0; i < n && ok(c); i++)
        if (row[i].in && !row[i].old)
            put_new(rows, c->mem, row[i].id, &k[i], run);
    db_bulk_end(rows);
    for (size_t i = 0; i < n && ok(c); i++)
        if (row[i].in && row[i].old)
            put_over(c, row[i].id, &k[i], run);
}

Budget *
budget_begin(Ctx *c, Run *run)
{
    Budget *b = NEW(c->mem, Budget);
    b->k = (Keyed){ .c = c, .run = run, .act = "budget.import", .table = SQL("budget_item"), .size = sizeof(BudgetLine), .key = offsetof(BudgetLine, key), .sha256 = offsetof(BudgetLine, sha256), .note = note_change, .write = write_lines };
    return keyed_begin(&b->k, SQL("SELECT item_key, id, sha256 FROM budget_item ORDER BY id"), NOV) ? b : NULL;
}

void
budget_free(Budget *b)
{
    if (b)
        keyed_free(&b->k);
}

bool
budget_store(Budget *b, const BudgetLine *k, size_t n, json_t *changes)
{
    return keyed_store(&b->k, k, n, changes);
}
