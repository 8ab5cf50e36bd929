/* search.c -- grams of texts, segments written, words looked up.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/search_in.h"

#include "base/fold.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

void
grams_free(Grams *g)
{
    free(g->v);
    free(g->spare);
    free(g->cp);
    *g = (Grams){ 0 };
}

void
grams_reset(Grams *g)
{
    g->n = 0;
    memset(g->lately, 0, sizeof g->lately);
}

static void *
grow(void *p, size_t n, size_t one)
{
    p = realloc(p, n * one);
    if (!p)
        die("no memory for an index");
    return p;
}

void
grams_add(Grams *g, size_t doc, Zone zone, const char *text, size_t n)
{
    if (g->room < n * 2 + 32)
        g->cp = grow(g->cp, g->room = n * 3 + 4096, sizeof *g->cp);
    size_t k = fold_into(text, n, g->cp, g->room);
    if (g->size < g->n + k)
        g->v = grow(g->v, g->size = (g->n + k) * 2 + (1 << 16), sizeof *g->v);
    for (size_t i = 0; i < k; i++) {
        uint64_t  v = GRAM(zone, g->cp[i], i + 1 < k ? g->cp[i + 1] : 0) << 19 | doc;
        uint64_t *at = &g->lately[v * 0x9E3779B97F4A7C15ull >> 52];
        if (*at == v + 1)
            continue;
        *at = v + 1;
        g->v[g->n++] = v;
    }
}

/* Radix sort by gram, 12 bits at a time. It is stable and documents came in rising order, so their part of the number
 * needs no sorting. */
void
grams_sort(Grams *g)
{
    if (g->spare_size < g->n)
        g->spare = grow(g->spare, g->spare_size = g->n + g->n / 4, sizeof *g->spare);
    uint64_t *a = g->v, *b = g->spare;
    for (int shift = 19; shift < 64; shift += 12) {
        size_t at[4096] = { 0 }, sum = 0;
        for (size_t i = 0; i < g->n; i++)
            at[a[i] >> shift & 4095]++;
        if (g->n && at[a[0] >> shift & 4095] == g->n)
            continue;
        for (int i = 0; i < 4096; i++) {
            size_t k = at[i];
            at[i] = sum;
            sum += k;
        }
        for (size_t i = 0; i < g->n; i++)
            b[at[a[i] >> shift & 4095]++] = a[i];
        uint64_t *t = a;
        a = b;
        b = t;
    }
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (n == 0 || a[n - 1] != a[i])
            a[n++] = a[i];
    if (a != g->v) {
        size_t size = g->size;
        g->spare = g->v;
        g->v = a;
        g->size = g->spare_size;
        g->spare_size = size;
    }
    g->n = n;
}

void
grams_join(Grams *to, const Grams *const *from, const size_t *first, size_t n)
{
    size_t at[16] = { 0 }, sum = 0;
    if (n > 16)
        die("too many batches to join");
    for (size_t i = 0; i < n; i++)
        sum += from[i]->n;
    if (to->size < sum)
        to->v = grow(to->v, to->size = sum, sizeof *to->v);
    to->n = 0;
    while (to->n < sum) {
        uint64_t gram = UINT64_MAX;
        for (size_t i = 0; i < n; i++)
            if (at[i] < from[i]->n && from[i]->v[at[i]] >> 19 < gram)
                gram = from[i]->v[at[i]] >> 19;
        for (size_t i = 0; i < n; i++)
            for (; at[i] < from[i]->n && from[i]->v[at[i]] >> 19 == gram; at[i]++)
                to->v[to->n++] = from[i]->v[at[i]] + first[i];
    }
}

bool
search_add(Ctx *c, const Grams *g, const int64_t *doc, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || doc[i];
    if (!any || !ok(c))
        return ok(c);
    if (db_is_postgres(c->db))
        db_run(c, SQL("SELECT pg_advisory_xact_lock(7302)"), NOV);
    int64_t   segment = db_int(c, SQL("SELECT coalesce(max(id), 0) + 1 FROM search_segment"), NOV);
    RowWriter w;
    DocList   list = { .v = NEWN(c->mem, int64_t, n), .size = n };
    writer_begin(&w, c, segment);
    for (size_t i = 0; i < g->n;) {
        uint64_t gram = g->v[i] >> 19;
        list.n = 0;
        for (; i < g->n && g->v[i] >> 19 == gram; i++) {
            size_t k = (size_t)(g->v[i] & (GRAMS_DOCS - 1));
            if (k < n && doc[k])
                list.v[list.n++] = doc[k];
        }
        writer_add(&w, gram, list.v, list.n);
    }
    return writer_end(&w);
}

static void
map_free(void *p)
{
    SearchMap *m = p;
    free(m->programme);
    free(m->ref);
    free(m->fy);
    free(m->kind);
    free(m->live);
    free(m);
}

static void
docs_set(Docs *d, const RowReader *r, DocList *list)
{
    row_docs(r, list);
    for (size_t i = 0; i < list->n; i++)
        if ((size_t)list->v[i] / 64 < d->words)
            d->bits[list->v[i] / 64] |= 1ull << (list->v[i] % 64);
}

/* The map as the caller last asked for it: one search sees one state. */
static Docs *
docs_new(Ctx *c)
{
    const SearchMap *map = *db_keep(c->db, map_free);
    if (!map)
        map = search_map(c);
    Docs            *d = NEW(c->mem, Docs);
    d->words = (size_t)(map ? map->max : 0) / 64 + 1;
    d->bits = NEWN(c->mem, uint64_t, d->words);
    return d;
}

/* Every document with a gram in from..to (inclusive). One statement, so that a melting beside us is seen wholly or
 * not at all. CROSS: segments first, or SQLite walks through all rows of all segments. */
static Docs *
gram_docs(Ctx *c, uint64_t from, uint64_t to)
{
    Docs   *d = docs_new(c);
    DocList list = { 0 };
    Rows   *r = db_query(c,
        SQL("SELECT g.first, g.data FROM search_segment s CROSS JOIN search_gram g WHERE g.segment = s.id"
            " AND g.first >= coalesce((SELECT max(x.first) FROM search_gram x WHERE x.segment = s.id AND x.first <= $1), 0) AND g.first <= $2"),
        V((int64_t)from, (int64_t)to));
    while (db_next(r)) {
        size_t      n;
        const void *data = row_blob(r, 1, &n);
        RowReader   k = row_reader(row_int(r, 0), data, n);
        while (row_next(&k) && k.gram <= to)
            if (k.gram >= from)
                docs_set(d, &k, &list);
    }
    free(list.v);
    return d;
}

Docs *
search_word(Ctx *c, Zone zone, const uint32_t *cp, size_t n)
{
    if (n == 1)
        return gram_docs(c, GRAM(zone, cp[0], 0), GRAM(zone, cp[0], (1u << 21) - 1));
    Docs *d = NULL;
    for (size_t i = 0; i + 1 < n && ok(c); i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = cp[j] == cp[i] && cp[j + 1] == cp[i + 1];
        if (seen)
            continue;
        Docs *one = gram_docs(c, GRAM(zone, cp[i], cp[i + 1]), GRAM(zone, cp[i], cp[i + 1]));
        if (d)
            docs_and(d, one);
        else
            d = one;
    }
    if (d)
        return d;
    d = docs_new(c);
    memset(d->bits, 0xFF, d->words * sizeof *d->bits);
    return d;
}

static const Sql pair_rows = { "SELECT g.first, g.data FROM search_segment s CROSS JOIN search_gram g WHERE g.segment = s.id"
    " AND g.first = (SELECT max(x.first) FROM search_gram x WHERE x.segment = s.id AND x.first <= $1)" };

/* The documents of one entry, added to the pair. A bitmap is long, and so is a list of many bytes: those are not opened. */
static void
pair_add(Ctx *c, PairDocs *p, const RowReader *k, size_t most, DocList *list)
{
    if (k->bitmap || k->n > most * 2) {
        p->n += k->bitmap ? k->n * 2 : k->n;
        p->common = true;
        return;
    }
    row_docs(k, list);
    if (p->common) { /* only counted: no list of it is kept */
        p->n += list->n;
        return;
    }
    int64_t *all = NEWN(c->mem, int64_t, p->n + list->n + 1);
    if (p->doc)
        memcpy(all, p->doc, p->n * sizeof *all);
    if (list->n)
        memcpy(all + p->n, list->v, list->n * sizeof *all);
    bool rising = p->n == 0 || list->n == 0 || list->v[0] > all[p->n - 1];
    p->doc = all;
    p->n += list->n;
    p->common = p->n > most;
    if (!rising && !p->common)
        qsort(all, p->n, sizeof *all, number_rising);
}

bool
search_pairs(Ctx *c, PairDocs *pair, size_t n, size_t most)
{
    DocList list = { 0 };
    Ctx     in = *c; /* rows of 12 kB, two or three a pair: gone before the next is looked up */
    in.mem = arena_new(0);
    for (size_t i = 0; i < n && ok(&in); i++) {
        int64_t gram = (int64_t)GRAM(pair[i].zone, pair[i].a, pair[i].b);
        pair[i].doc = NULL;
        pair[i].n = 0;
        pair[i].common = false;
        Rows *r = db_query(&in, pair_rows, V(gram));
        while (db_next(r)) {
            size_t      k;
            const void *data = row_blob(r, 1, &k);
            RowReader   e = row_reader(row_int(r, 0), data, k);
            while (row_next(&e) && e.gram <= (uint64_t)gram)
                if (e.gram == (uint64_t)gram)
                    pair_add(c, &pair[i], &e, most, &list);
        }
        arena_reset(in.mem);
    }
    if (!ok(&in))
        fail(c, in.err.kind, in.err.field, "%s", L(c, "索引が読めません。", "the index cannot be read"));
    arena_free(in.mem);
    free(list.v);
    for (size_t i = 0; i < n; i++)
        if (pair[i].common)
            pair[i].doc = NULL;
    return ok(c);
}

void
docs_and(Docs *a, const Docs *b)
{
    for (size_t i = 0; i < a->words; i++)
        a->bits[i] &= i < b->words ? b->bits[i] : 0;
}

size_t
docs_count(const Docs *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->words; i++)
        n += (size_t)__builtin_popcountll(d->bits[i]);
    return n;
}

static SearchMap *
map_read(Ctx *c, int64_t generation)
{
    SearchMap *m = grow(NULL, 1, sizeof *m);
    int64_t    max = db_int(c, SQL("SELECT coalesce(max(id), 0) FROM search_doc"), NOV);
    size_t     n = (size_t)max + 1;
    *m = (SearchMap){ .generation = generation, .max = max, .programme = calloc(n, sizeof(int64_t)), .ref = calloc(n, sizeof(int64_t)),
                      .fy = calloc(n, sizeof(int16_t)), .kind = calloc(n, 1), .live = calloc(n, 1) };
    if (!m->programme || !m->ref || !m->fy || !m->kind || !m->live)
        die("no memory for an index");
    Rows *r = db_query(c, SQL("SELECT id, programme_id, kind, ref, fy FROM search_doc WHERE live = 1 AND id <= $1"), V(max));
    while (db_next(r)) {
        int64_t i = row_int(r, 0);
        m->programme[i] = row_int(r, 1);
        m->kind[i] = (uint8_t)row_int(r, 2);
        m->ref[i] = row_int(r, 3);
        m->fy[i] = (int16_t)row_int(r, 4);
        m->live[i] = 1;
        if (m->programme[i] > m->programmes)
            m->programmes = m->programme[i];
    }
    return m;
}

const SearchMap *
search_map(Ctx *c)
{
    void      **keep = db_keep(c->db, map_free);
    SearchMap  *m = *keep;
    int64_t     now = db_int(c, SQL("SELECT generation FROM search_state WHERE id = 1"), NOV);
    if (m && (m->generation == now || !ok(c)))
        return m;
    if (m)
        map_free(m);
    *keep = NULL;
    m = map_read(c, now);
    *keep = m;
    return m;
}

bool
search_doc(Ctx *c, int64_t doc, int64_t programme, int kind, int64_t ref, int64_t fy)
{
    return db_run(c, SQL("INSERT INTO search_doc (id, programme_id, kind, ref, fy, live) VALUES ($1, $2, $3, $4, $5, 1)"), V(doc, programme, kind, ref, fy));
}

bool
search_changed(Ctx *c)
{
    return db_run(c, SQL("UPDATE search_state SET generation = generation + 1 WHERE id = 1"), NOV);
}
