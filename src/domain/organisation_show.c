/* organisation_show.c -- one organisation: every payment that a sheet states to it, added up by year, ministry and programme.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/organisation.h"

#include "base/text.h"
#include "domain/sheet_body.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MOST = 200000 };

/* The payments to one block in one year by one sheet. */
typedef struct {
    int64_t     sheet, fy, sheet_fy, programme, yen, lines, doubled, unstated;
    const char *block, *ministry, *name, *number;
} Receipt;

typedef struct {
    Receipt *v;
    size_t   n, size;
} Receipts;

static Receipt *
receipt_of(Ctx *c, Receipts *all, int64_t sheet, int64_t fy, const char *block)
{
    for (size_t i = all->n; i-- > 0 && all->v[i].sheet == sheet;)
        if (all->v[i].fy == fy && strcmp(all->v[i].block, block) == 0)
            return &all->v[i];
    if (all->n == all->size) {
        Receipt *old = all->v;
        all->size = all->size * 2 + 64;
        all->v = NEWN(c->mem, Receipt, all->size);
        if (all->n)
            memcpy(all->v, old, all->n * sizeof *old);
    }
    all->v[all->n] = (Receipt){ .sheet = sheet, .fy = fy, .block = block };
    return &all->v[all->n++];
}

/* In the order of the key: a sheet's lines come together, those that say the same amount in a block one after the other. */
static Receipts
receipts_of(Ctx *c, int64_t id)
{
    Receipts all = { 0 };
    int64_t  last_yen = -1;
    Receipt *last = NULL;
    Rows    *r = db_query(c,
        SQL("SELECT p.sheet_id, p.fy, coalesce(p.block, ''), p.yen, s.programme_id, s.sheet_fy, s.ministry, s.name, s.number FROM sheet_payee p"
            " JOIN review_sheet s ON s.id = p.sheet_id WHERE p.organisation_id = $1 AND p.kind = 'payee' AND s.newest = 1"
            " ORDER BY p.sheet_id, p.fy, p.block, p.yen LIMIT $2"),
        V(id, LINES_MOST));
    while (db_next(r)) {
        Receipt *to = receipt_of(c, &all, row_int(r, 0), row_int(r, 1), row_text(r, 2));
        if (to->lines++ == 0) {
            to->programme = row_int(r, 4);
            to->sheet_fy = row_int(r, 5);
            to->ministry = row_text(r, 6);
            to->name = row_text(r, 7);
            to->number = row_text(r, 8);
        }
        if (row_null(r, 3)) {
            to->unstated++;
            last_yen = -1;
        } else {
            to->yen += row_int(r, 3);
            to->doubled += last == to && last_yen == row_int(r, 3) && last_yen > 0;
            last_yen = row_int(r, 3);
        }
        last = to;
    }
    return all;
}

static void
add_to(json_t *o, const char *key, int64_t n)
{
    json_object_set_new(o, key, json_integer(json_int(o, key, 0) + n));
}

/* The member `key` of a group, made when it is new; groups are found by their name in `index`. */
static json_t *
group_of(json_t *list, json_t *index, const char *name, json_t *fresh)
{
    json_t *one = json_object_get(index, name);
    if (one) {
        json_decref(fresh);
        return one;
    }
    json_object_set_new(fresh, "yen", json_integer(0));
    json_object_set_new(fresh, "lines", json_integer(0));
    json_object_set_new(fresh, "years", json_object());
    json_array_append(list, fresh);
    json_object_set_new(index, name, fresh);
    return fresh;
}

static int
larger(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    int64_t p = json_int(*x, "yen", 0), q = json_int(*y, "yen", 0);
    return p < q ? 1 : p > q ? -1 : 0;
}

static int
earlier(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    int64_t p = json_int(*x, "fy", 0), q = json_int(*y, "fy", 0);
    return p < q ? -1 : p > q;
}

static int
newer(const void *a, const void *b)
{
    const Receipt *x = a, *y = b;
    if (x->fy != y->fy)
        return x->fy < y->fy ? 1 : -1;
    return x->yen != y->yen ? (x->yen < y->yen ? 1 : -1) : (x->sheet > y->sheet) - (x->sheet < y->sheet);
}

static json_t *
sorted(Ctx *c, json_t *list, int (*by)(const void *, const void *))
{
    size_t   n = json_array_size(list);
    json_t **v = NEWN(c->mem, json_t *, n + 1), *out = json_keep(c->mem, json_array());
    for (size_t i = 0; i < n; i++)
        v[i] = json_array_get(list, i);
    qsort(v, n, sizeof *v, by);
    for (size_t i = 0; i < n; i++)
        json_array_append(out, v[i]);
    return out;
}

/* Adds everything up in one walk over the receipts, which are the newest first. */
static void
add_up(Ctx *c, const Receipts *all, json_t *out)
{
    json_t *years = json_keep(c->mem, json_array()), *ministries = json_keep(c->mem, json_array()), *programmes = json_keep(c->mem, json_array()),
           *receipts = json_array(), *of_year = json_keep(c->mem, json_object()), *of_ministry = json_keep(c->mem, json_object()),
           *of_programme = json_keep(c->mem, json_object());
    int64_t doubled = 0, unstated = 0;
    for (size_t i = 0; i < all->n; i++) {
        const Receipt *x = &all->v[i];
        const char    *fy = arena_fmt(c->mem, "%lld", (long long)x->fy), *id = arena_fmt(c->mem, "%lld", (long long)x->programme);
        json_t        *year = group_of(years, of_year, fy, json_pack("{so sI}", "fy", x->fy ? json_integer(x->fy) : json_null(), "doubled", (json_int_t)0));
        json_t        *ministry = group_of(ministries, of_ministry, x->ministry, json_pack("{ss sI}", "ministry", x->ministry, "programmes", (json_int_t)0));
        json_t        *programme = json_object_get(of_programme, id);
        if (!programme) {
            add_to(ministry, "programmes", 1);
            programme = group_of(programmes, of_programme, id, json_pack("{sI ss ss}", "programme_id", (json_int_t)x->programme, "programme", x->name, "ministry", x->ministry));
        }
        json_t *groups[] = { year, ministry, programme };
        for (int k = 0; k < 3; k++) {
            add_to(groups[k], "yen", x->yen);
            add_to(groups[k], "lines", x->lines);
        }
        add_to(json_path(year, "years"), x->ministry, x->yen);
        add_to(year, "doubled", x->doubled);
        add_to(json_path(ministry, "years"), fy, x->yen);
        json_t *cell = json_object_get(json_path(programme, "years"), fy);
        if (!cell) {
            cell = json_pack("{sI sI sI}", "yen", (json_int_t)0, "lines", (json_int_t)0, "sheet_id", (json_int_t)x->sheet);
            json_object_set_new(json_path(programme, "years"), fy, cell);
        }
        add_to(cell, "yen", x->yen);
        add_to(cell, "lines", x->lines);
        doubled += x->doubled;
        unstated += x->unstated;
        json_array_append_new(receipts, json_pack("{so sI ss ss sI sI ss? ss sI sI sI sI}", "fy", x->fy ? json_integer(x->fy) : json_null(), "programme_id", (json_int_t)x->programme,
                                                  "programme", x->name, "ministry", x->ministry, "sheet_id", (json_int_t)x->sheet, "sheet_fy", (json_int_t)x->sheet_fy, "number", x->number,
                                                  "block", x->block, "yen", (json_int_t)x->yen, "lines", (json_int_t)x->lines, "doubled", (json_int_t)x->doubled, "unstated", (json_int_t)x->unstated));
    }
    size_t  i;
    json_t *y;
    json_array_foreach(years, i, y)
    {
        json_object_set(y, "ministries", json_path(y, "years"));
        json_object_del(y, "years");
    }
    json_object_set(out, "years", sorted(c, years, earlier));
    json_object_set(out, "ministries", sorted(c, ministries, larger));
    json_object_set(out, "programmes", sorted(c, programmes, larger));
    json_object_set_new(out, "receipts", receipts);
    json_object_set_new(out, "doubled", json_integer(doubled));
    json_object_set_new(out, "unstated", json_integer(unstated));
}

/* As printed in the newest sheets that name it. */
static json_t *
names_of(Ctx *c, const Receipts *all, const char *key)
{
    json_t *out = json_keep(c->mem, json_array()), *index = json_keep(c->mem, json_object());
    int64_t seen[ORGANISATION_NAME_SHEETS];
    size_t  n = 0;
    for (size_t i = 0; i < all->n && n < ORGANISATION_NAME_SHEETS && ok(c); i++) {
        bool before = false;
        for (size_t k = 0; k < n; k++)
            before = before || seen[k] == all->v[i].sheet;
        if (before)
            continue;
        seen[n++] = all->v[i].sheet;
        BodyPayees p = sheet_body_payees(c, all->v[i].sheet);
        for (size_t k = 0; k < p.n; k++) {
            const char *its = p.v[k].name ? organisation_key(c->mem, p.v[k].number, p.v[k].name) : NULL;
            if (!its || strcmp(its, key) != 0)
                continue;
            json_t *one = json_object_get(index, p.v[k].name);
            if (!one) {
                one = json_pack("{ss sI sI sI}", "name", p.v[k].name, "lines", (json_int_t)0, "sheet_id", (json_int_t)all->v[i].sheet, "sheet_fy", (json_int_t)all->v[i].sheet_fy);
                json_object_set(index, p.v[k].name, one);
                json_array_append_new(out, one);
            }
            add_to(one, "lines", 1);
        }
    }
    return out;
}

json_t *
organisation_show(Ctx *c, int64_t id)
{
    Rows *r = db_query(c, SQL("SELECT id, org_key, number, name, ror FROM organisation WHERE id = $1"), V(id));
    if (!db_next(r)) {
        fail(c, ERR_NOT_FOUND, "organisation", L(c, "支出先 %lld はありません。", "there is no organisation %lld."), (long long)id);
        return NULL;
    }
    json_t *out = json_keep(c->mem, json_pack("{sI ss ss? ss ss?}", "id", (json_int_t)row_int(r, 0), "org_key", row_text(r, 1), "number", row_text(r, 2), "name", row_text(r, 3), "ror", row_text(r, 4)));
    db_done(r);
    Receipts all = receipts_of(c, id);
    qsort(all.v, all.n, sizeof *all.v, newer);
    add_up(c, &all, out);
    int64_t yen = 0, lines = 0;
    for (size_t i = 0; i < all.n; i++) {
        yen += all.v[i].yen;
        lines += all.v[i].lines;
    }
    json_t *met = json_keep(c->mem, json_object());
    for (size_t i = 0; i < all.n; i++)
        json_object_set_new(met, arena_fmt(c->mem, "%lld", (long long)all.v[i].sheet), json_true());
    json_object_set_new(out, "yen", json_integer(yen));
    json_object_set_new(out, "lines", json_integer(lines));
    json_object_set_new(out, "sheets", json_integer((json_int_t)json_object_size(met)));
    json_object_set(out, "names", names_of(c, &all, json_text(out, "org_key")));
    return ok(c) ? out : NULL;
}
