/* rs_compose.c -- a sheet as a document: what the store has of it, with the tables of this run in place of theirs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs.h"

#include "domain/texts.h"
#include "format/json.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = RS_TABLES + 1 };
typedef struct {
    Rs             *r;
    const RsLayout *l;
    json_t         *part[PARTS];  /* lists of rows, whole: with the columns of the head; the last: keys of the outline */
    const SpoolRow *first[PARTS]; /* of this run; NULL: from the store */
    size_t          n;            /* parts there can be */
} Compose;

static json_t *
row_json(Compose *k, const SpoolRow *row)
{
    json_error_t e;
    const char  *text = spool_text(k->r->spool, k->r->scratch, row);
    return text ? json_keep(k->r->scratch, json_loadb(text, row->n, 0, &e)) : NULL;
}

/* Rows of one member and part, from a to the first of another. */
static size_t
take_member(Compose *k, const SpoolRow *row, size_t a, size_t b, json_t **list)
{
    size_t e = a;
    *list = json_keep(k->r->scratch, json_array());
    for (; e < b && row[e].part == row[a].part && row[e].member == row[a].member; e++) {
        json_t *one = row_json(k, &row[e]);
        if (one)
            json_array_append(*list, one);
    }
    return e;
}

static void
say_twice(Compose *k, const SpoolRow *row, const char *part)
{
    Arena *mem = k->r->scratch;
    run_problem(k->r->i->run, k->r->member[row->member].name, row->line, part, "warning",
                arena_fmt(mem, "予算事業ID %lld の %s が違う内容で二度ある。後のものを取った。", (long long)row->project, part),
                arena_fmt(mem, "%s of programme %lld stands twice with different content; the later one was taken.", part, (long long)row->project));
}

/* The parts that this run brings for the sheet; of a part that comes in two files the later file holds. */
static bool
take_run(Compose *k, const SpoolRow *row, size_t a, size_t b)
{
    bool any = false;
    while (a < b) {
        json_t *list;
        int     p = row[a].part;
        size_t  e = take_member(k, row, a, b, &list);
        if (!k->r->member[row[a].member].bad) {
            size_t n = json_array_size(list);
            if (p == RS_DETAILS(k->l)) { /* an outline is one row */
                json_t *last = json_array_get(list, n - 1);
                for (size_t i = 0; i + 1 < n; i++)
                    if (!json_equal(json_array_get(list, i), last)) {
                        say_twice(k, &row[e - 1], "details");
                        break;
                    }
                list = last;
            }
            if (k->first[p] && !json_equal(k->part[p], list))
                say_twice(k, &row[a], p == RS_DETAILS(k->l) ? "details" : k->l->table[p].id);
            k->part[p] = list;
            k->first[p] = &row[a];
            any = true;
        }
        a = e;
    }
    return any;
}

static bool
is_head(const RsLayout *l, const char *key)
{
    for (size_t i = 0; i < l->heads; i++)
        if (strcmp(l->table[0].column[i].name, key) == 0)
            return true;
    return false;
}

static bool
is_table(const RsLayout *l, const char *key)
{
    for (size_t t = 0; t < l->tables; t++)
        if (strcmp(l->table[t].id, key) == 0)
            return true;
    return false;
}

/* A column of the head as a row has it: its own, or the sheet's. "" in a row says that the cell was empty. */
static void
expand(const RsLayout *l, json_t *rows, const json_t *doc)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        for (size_t h = 0; h < l->heads; h++) {
            const char *name = l->table[0].column[h].name;
            json_t     *own = json_object_get(row, name), *sheet = json_object_get(doc, name);
            if (own && json_is_string(own) && *json_string_value(own) == 0)
                json_object_del(row, name);
            else if (!own && sheet)
                json_object_set(row, name, sheet);
        }
}

static void
reduce(const RsLayout *l, json_t *rows, const json_t *doc)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        for (size_t h = 0; h < l->heads; h++) {
            const char *name = l->table[0].column[h].name;
            json_t     *own = json_object_get(row, name), *sheet = json_object_get(doc, name);
            if (own && sheet && json_equal(own, sheet))
                json_object_del(row, name);
            else if (!own && sheet)
                json_object_set_new(row, name, json_string(""));
        }
}

/* Parts that this run does not bring, from the sheet as the store has it. */
static bool
take_store(Compose *k, int64_t fy, int64_t project)
{
    Ctx    *c = k->r->i->c, in = *c;
    size_t  n;
    in.mem = k->r->scratch;
    int64_t id = db_int(&in, SQL("SELECT coalesce(max(id), 0) FROM review_sheet WHERE sheet_key = $1 AND newest = 1"), V(arena_fmt(in.mem, "rs:%lld:%lld", (long long)fy, (long long)project)));
    char   *body = id && ok(&in) ? sheet_body(&in, id, &n) : NULL;
    if (!ok(&in))
        return fail(c, in.err.kind, "store", "%s", arena_str(c->mem, in.err.text));
    json_error_t e;
    json_t      *doc = body ? json_keep(in.mem, json_loadb(body, n, 0, &e)) : NULL, *v;
    const char  *key;
    if (!doc)
        return true;
    for (size_t t = 0; t < k->l->tables; t++)
        if (!k->part[t] && (v = json_object_get(doc, k->l->table[t].id))) {
            expand(k->l, v, doc);
            k->part[t] = v;
        }
    if (k->part[RS_DETAILS(k->l)])
        return true;
    json_t *rest = json_keep(in.mem, json_object());
    json_object_foreach(doc, key, v)
        if (!is_head(k->l, key) && !is_table(k->l, key))
            json_object_set(rest, key, v);
    if (json_object_size(rest) > 0)
        k->part[RS_DETAILS(k->l)] = rest;
    return true;
}

/* The document; *parts: what it was made of, in memory that lives as long as the import. */
static json_t *
whole(Compose *k, int64_t fy, SheetPart *parts, size_t *n)
{
    const RsLayout *l = k->l;
    json_t         *doc = json_keep(k->r->scratch, json_object()), *v;
    const char     *key;
    const json_t   *from = NULL;
    for (size_t t = 0; t < l->tables && !from; t++)
        from = json_array_get(k->part[t], 0);
    for (size_t h = 0; h < l->heads; h++)
        if ((v = json_object_get(from, l->table[0].column[h].name)))
            json_object_set(doc, l->table[0].column[h].name, v);
    if (!from)
        json_object_set_new(doc, l->field[RS_YEAR]->name, json_integer(fy));
    json_object_foreach(k->part[RS_DETAILS(l)], key, v)
        if (!is_head(l, key) && !is_table(l, key))
            json_object_set(doc, key, v);
    for (size_t p = 0; p < k->n; p++) {
        if (!k->part[p])
            continue;
        bool            table = p < l->tables;
        const SpoolRow *row = k->first[p];
        if (table) {
            reduce(l, k->part[p], doc);
            json_object_set(doc, l->table[p].id, k->part[p]);
        }
        parts[(*n)++] = (SheetPart){ .part = table ? l->table[p].id : "details", .file = row ? k->r->member[row->member].name : NULL, .line = row ? row->line : 0,
                                     .rows = table ? (int64_t)json_array_size(k->part[p]) : 1 };
    }
    return doc;
}

bool
rs_compose(Import *i, void *state, RawSheet *out)
{
    Rs             *r = state;
    size_t          n;
    const SpoolRow *row = spool_rows(r->spool, &n);
    while (r->at < n && ok(i->c)) {
        size_t a = r->at, b = a;
        while (b < n && row[b].fy == row[a].fy && row[b].project == row[a].project)
            b++;
        r->at = b;
        i->done = r->bytes + (int64_t)((double)r->bytes * (double)b / (double)n);
        arena_reset(r->scratch);
        Compose k = { .r = r, .l = r->layout, .n = r->layout->tables + 1 };
        if (!take_run(&k, row, a, b) || (r->any && !take_store(&k, row[a].fy, row[a].project)))
            continue;
        SheetPart *parts = NEWN(r->mem, SheetPart, k.n);
        size_t     part_n = 0;
        json_t    *doc = whole(&k, row[a].fy, parts, &part_n);
        char      *text = json_dumps(doc, JSON_COMPACT);
        size_t     size = strlen(text);
        *out = (RawSheet){ .text = arena_strn(r->scratch, text, size), .n = size, .part = parts, .parts = part_n };
        free(text);
        for (size_t p = 0; p < k.n && !out->file; p++)
            if (k.first[p]) {
                out->file = r->member[k.first[p]->member].name;
                out->line = k.first[p]->line;
            }
        return true;
    }
    return false;
}
