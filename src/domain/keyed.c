/* keyed.c -- see keyed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/keyed.h"

#include "domain/ledger.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHANGES = 200 };

/* The beginning of a row's hash: what stands under a key is one row, so that 64 bits tell it from the next. */
static int64_t
mark(const char *sha256)
{
    char head[17] = { 0 };
    snprintf(head, sizeof head, "%.16s", sha256);
    return (int64_t)strtoull(head, NULL, 16);
}

bool
keyed_begin(Keyed *k, Sql query, size_t n, const Val *v)
{
    k->known.mem = k->stands.mem = k->c->mem;
    Rows *r = db_query(k->c, query, n, v);
    while (db_next(r)) {
        map_put(&k->known, row_text(r, 0), row_int(r, 1));
        map_put(&k->stands, row_text(r, 0), mark(row_text(r, 2)));
    }
    return ok(k->c);
}

void
keyed_free(Keyed *k)
{
    map_free(&k->known);
    map_free(&k->stands);
}

static const char *
text_at(const void *batch, size_t at)
{
    return *(const char *const *)(const void *)((const char *)batch + at);
}

static KeyedRow *
rows_of(const Keyed *k, Arena *mem, const void *batch, size_t n)
{
    KeyedRow *row = NEWN(mem, KeyedRow, n + 1);
    for (size_t i = 0; i < n; i++)
        row[i] = (KeyedRow){ .key = text_at(batch, i * k->size + k->key), .sha256 = text_at(batch, i * k->size + k->sha256) };
    return row;
}

/* Which rows are to be written; how many. */
static size_t
choose(Keyed *k, Ctx *c, KeyedRow *row, size_t n)
{
    Map    last = { .mem = c->mem };
    size_t in = 0;
    for (size_t i = 0; i < n; i++)
        map_put(&last, row[i].key, (int64_t)i);
    for (size_t i = 0; i < n; i++) {
        bool     holds = *map_get(&last, row[i].key) == (int64_t)i;
        int64_t *known = map_get(&k->known, row[i].key);
        int64_t *stands = map_get(&k->stands, row[i].key);
        row[i].in = holds && !(stands && *stands == mark(row[i].sha256));
        row[i].id = row[i].old = known ? *known : 0;
        in += row[i].in;
    }
    map_free(&last);
    return in;
}

static void
write_batch(Keyed *k, Ctx *c, KeyedRow *row, size_t n, const void *batch)
{
    int64_t *fresh = NEWN(c->mem, int64_t, n), news = 0, changed = 0;
    Buf     *hashes = buf_in(c->mem);
    db_reserve(c, k->table, n, fresh);
    for (size_t i = 0; i < n; i++) {
        if (!row[i].in)
            continue;
        if (!row[i].old || k->versions)
            row[i].id = fresh[i];
        *(row[i].old ? &changed : &news) += 1;
        buf_add(hashes, row[i].sha256);
    }
    k->write(k, c, row, n, batch);
    json_t *numbers = json_pack("{sI sI}", "new", (json_int_t)news, "changed", (json_int_t)changed);
    if (k->of)
        json_object_set_new(numbers, "of", json_string(k->of));
    run_act(k->run, c, k->act, numbers, hashes);
    for (size_t i = 0; i < n && ok(c); i++)
        if (row[i].in) {
            map_put(&k->known, row[i].key, row[i].id);
            map_put(&k->stands, row[i].key, mark(row[i].sha256));
        }
}

bool
keyed_store(Keyed *k, const void *batch, size_t n, json_t *changes)
{
    Ctx  c = *k->c;
    bool dry = run_dry(k->run);
    if (!ok(k->c))
        return false;
    c.mem = arena_new(0);
    KeyedRow *row = rows_of(k, c.mem, batch, n);
    size_t    in = choose(k, &c, row, n);
    RunCount *count = run_count(k->run);
    if (!dry)
        tx_begin(&c);
    for (size_t i = 0; i < n; i++) {
        *(!row[i].in ? &count->same : row[i].old ? &count->changed : &count->made) += 1;
        if (row[i].in && row[i].old && json_array_size(changes) < CHANGES)
            k->note(&c, row[i].old, batch, i, changes);
    }
    if (!dry) {
        if (in > 0)
            write_batch(k, &c, row, n, batch);
        run_save(k->run, &c);
        tx_end(&c);
    }
    ctx_join(k->c, &c);
    arena_free(c.mem);
    return ok(k->c);
}
