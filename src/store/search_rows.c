/* search_rows.c -- segments as bytes: read, written, melted together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/search_in.h"

#include <stdlib.h>
#include <string.h>

static void
put(Buf *b, uint64_t v)
{
    char   s[10];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        s[n++] = (char)(v | 0x80);
    s[n++] = (char)v;
    buf_addn(b, s, n);
}

static uint64_t
get(const unsigned char **p, const unsigned char *end)
{
    uint64_t v = 0;
    for (int shift = 0; *p < end && shift < 64; shift += 7) {
        unsigned char ch = *(*p)++;
        v |= (uint64_t)(ch & 0x7F) << shift;
        if (ch < 0x80)
            break;
    }
    return v;
}

RowReader
row_reader(int64_t first, const void *data, size_t n)
{
    return (RowReader){ .p = data, .end = (const unsigned char *)data + n, .gram = (uint64_t)first };
}

bool
row_next(RowReader *r)
{
    if (r->p >= r->end)
        return false;
    r->gram += get(&r->p, r->end);
    uint64_t n = get(&r->p, r->end);
    r->bitmap = n & 1;
    r->n = (size_t)(n >> 1);
    if (r->n > (size_t)(r->end - r->p))
        r->n = (size_t)(r->end - r->p);
    r->docs = r->p;
    r->p += r->n;
    return true;
}

static void
list_add(DocList *l, int64_t doc)
{
    if (l->n == l->size) {
        l->size = l->size * 2 + 64;
        l->v = realloc(l->v, l->size * sizeof *l->v);
        if (!l->v)
            die("no memory for an index");
    }
    l->v[l->n++] = doc;
}

void
row_docs(const RowReader *r, DocList *out)
{
    const unsigned char *p = r->docs, *end = p + r->n;
    uint64_t             doc = 0;
    out->n = 0;
    if (!r->bitmap) {
        while (p < end)
            list_add(out, (int64_t)(doc += get(&p, end)));
        return;
    }
    for (doc = get(&p, end) * 8; p < end; p++, doc += 8)
        for (unsigned bits = *p; bits; bits &= bits - 1)
            list_add(out, (int64_t)doc + __builtin_ctz(bits));
}

void
writer_begin(RowWriter *w, Ctx *c, int64_t segment)
{
    *w = (RowWriter){ .c = c, .segment = segment };
    w->rows = db_bulk_begin(c, SQL("search_gram"), SQL("segment, first, data"), 3);
}

static void
flush(RowWriter *w)
{
    if (w->row.n == 0)
        return;
    db_bulk_row(w->rows, (Val[]){ val_int(w->segment), val_int((int64_t)w->first), val_blob(w->row.p, w->row.n) });
    w->bytes += (int64_t)w->row.n;
    buf_clear(&w->row);
}

void
writer_add(RowWriter *w, uint64_t gram, const int64_t *doc, size_t n)
{
    if (n == 0)
        return;
    buf_clear(&w->one);
    int64_t base = doc[0] / 8, bytes = doc[n - 1] / 8 - base + 1;
    for (size_t i = 0; i < n; i++)
        put(&w->one, (uint64_t)(doc[i] - (i ? doc[i - 1] : 0)));
    bool bitmap = bytes + 4 < (int64_t)w->one.n;
    if (bitmap) {
        buf_clear(&w->one);
        put(&w->one, (uint64_t)base);
        size_t head = w->one.n;
        char   zero[256] = { 0 };
        for (int64_t left = bytes; left > 0; left -= 256)
            buf_addn(&w->one, zero, left > 256 ? 256 : (size_t)left);
        for (size_t i = 0; i < n; i++)
            w->one.p[head + (size_t)(doc[i] / 8 - base)] |= (char)(1 << (doc[i] % 8));
    }
    if (w->row.n + w->one.n > ROW_BYTES)
        flush(w);
    if (w->row.n == 0)
        w->first = w->last = gram;
    put(&w->row, gram - w->last);
    put(&w->row, (uint64_t)w->one.n << 1 | bitmap);
    buf_addn(&w->row, w->one.p, w->one.n);
    w->last = gram;
    w->postings += (int64_t)n;
}

bool
writer_end(RowWriter *w)
{
    flush(w);
    buf_free(&w->row);
    buf_free(&w->one);
    db_bulk_end(w->rows);
    return db_run(w->c, SQL("INSERT INTO search_segment (id, bytes, postings) VALUES ($1, $2, $3)"), V(w->segment, w->bytes, w->postings));
}

/* One of the segments being melted: its rows come a few at a time. */
typedef struct {
    int64_t   segment, last;
    Arena    *mem;
    RowReader row[16];
    int       n, at;
    bool      end;
} Source;

static bool
source_next(Ctx *c, Source *s)
{
    for (;;) {
        while (s->at < s->n) {
            if (row_next(&s->row[s->at]))
                return true;
            s->at++;
        }
        if (s->end || !ok(c))
            return false;
        arena_reset(s->mem);
        Ctx in = *c;
        in.mem = s->mem;
        Rows *r = db_query(&in, SQL("SELECT first, data FROM search_gram WHERE segment = $1 AND first > $2 ORDER BY first LIMIT 16"), V(s->segment, s->last));
        for (s->n = s->at = 0; db_next(r); s->n++) {
            size_t      n;
            const void *data = row_blob(r, 1, &n);
            s->last = row_int(r, 0);
            s->row[s->n] = row_reader(s->last, data, n);
        }
        s->end = s->n < 16;
        if (!ok(&in))
            return fail(c, in.err.kind, "search", "%s", arena_str(c->mem, in.err.text));
    }
}

static int
by_doc(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Documents of the smallest gram of all sources, live ones only, rising. */
static uint64_t
gather(Ctx *c, Source *s, bool *more, int n, const SearchMap *map, DocList *one, DocList *all)
{
    uint64_t gram = UINT64_MAX;
    for (int i = 0; i < n; i++)
        if (more[i] && s[i].row[s[i].at].gram < gram)
            gram = s[i].row[s[i].at].gram;
    all->n = 0;
    bool sorted = true;
    for (int i = 0; i < n; i++) {
        if (!more[i] || s[i].row[s[i].at].gram != gram)
            continue;
        row_docs(&s[i].row[s[i].at], one);
        for (size_t k = 0; k < one->n; k++)
            if (one->v[k] > 0 && one->v[k] <= map->max && map->live[one->v[k]]) {
                sorted = sorted && (all->n == 0 || all->v[all->n - 1] < one->v[k]);
                list_add(all, one->v[k]);
            }
        more[i] = source_next(c, &s[i]);
    }
    if (!sorted)
        qsort(all->v, all->n, sizeof *all->v, by_doc);
    return gram;
}

static bool
melt(Ctx *c, const int64_t *segment, int n)
{
    const SearchMap *map = search_map(c);
    Source          *s = NEWN(c->mem, Source, n);
    bool            *more = NEWN(c->mem, bool, n), any = false;
    DocList          one = { 0 }, all = { 0 };
    RowWriter        w;
    if (!map)
        return false;
    writer_begin(&w, c, db_int(c, SQL("SELECT max(id) + 1 FROM search_segment"), NOV));
    for (int i = 0; i < n; i++) {
        s[i] = (Source){ .segment = segment[i], .last = -1, .mem = arena_new(0) };
        more[i] = source_next(c, &s[i]);
        any = any || more[i];
    }
    while (any && ok(c)) {
        uint64_t gram = gather(c, s, more, n, map, &one, &all);
        writer_add(&w, gram, all.v, all.n);
        any = false;
        for (int i = 0; i < n; i++)
            any = any || more[i];
    }
    writer_end(&w);
    for (int i = 0; i < n; i++) {
        db_run(c, SQL("DELETE FROM search_gram WHERE segment = $1"), V(segment[i]));
        db_run(c, SQL("DELETE FROM search_segment WHERE id = $1"), V(segment[i]));
        arena_free(s[i].mem);
    }
    free(one.v);
    free(all.v);
    return ok(c);
}

/* Small segments go first; a large one is only written again when what would join it is a good part of it. */
bool
search_tidy(Ctx *c, bool all)
{
    int64_t segment[256], bytes[256], sum = 0;
    int     n = 0;
    tx_begin(c);
    if (db_is_postgres(c->db))
        db_run(c, SQL("SELECT pg_advisory_xact_lock(7302)"), NOV);
    Rows *r = db_query(c, SQL("SELECT id, bytes FROM search_segment ORDER BY bytes, id LIMIT 256"), NOV);
    for (; db_next(r); n++) {
        segment[n] = row_int(r, 0);
        bytes[n] = row_int(r, 1);
    }
    if (n > 1 && ok(c) && (all || n > 8)) {
        int take = all ? n : 0;
        for (; take < n && (take < 2 || bytes[take] < sum * 4); take++)
            sum += bytes[take];
        /* Lists of documents join without sorting when the older segment comes first. */
        for (int i = 0; i < take; i++)
            for (int k = i + 1; k < take; k++)
                if (segment[k] < segment[i]) {
                    int64_t t = segment[i];
                    segment[i] = segment[k];
                    segment[k] = t;
                }
        melt(c, segment, take);
    }
    return tx_end(c);
}
