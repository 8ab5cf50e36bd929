/* alike.c -- see alike.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/alike.h"

#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

enum { SHARED_CHARS = 2000 };

static int
by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

Pairs
pairs_of(Arena *mem, const char *text)
{
    Fold   f = fold_text(mem, text ? text : "", text ? strlen(text) : 0, false);
    Pairs  p = { .pair = NEWN(mem, uint64_t, f.n + 1) };
    size_t n = 0;
    if (f.n == 1)
        p.pair[n++] = (uint64_t)f.cp[0] << 32;
    for (size_t i = 0; i + 1 < f.n; i++)
        p.pair[n++] = (uint64_t)f.cp[i] << 32 | f.cp[i + 1];
    qsort(p.pair, n, sizeof *p.pair, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || p.pair[i] != p.pair[i - 1])
            p.pair[p.n++] = p.pair[i];
    return p;
}

size_t
pairs_common(const Pairs *a, const Pairs *b)
{
    size_t i = 0, k = 0, n = 0;
    while (i < a->n && k < b->n)
        if (a->pair[i] == b->pair[k])
            n++, i++, k++;
        else if (a->pair[i] < b->pair[k])
            i++;
        else
            k++;
    return n;
}

double
alike(const Pairs *a, const Pairs *b)
{
    return a->n && b->n ? 2.0 * (double)pairs_common(a, b) / (double)(a->n + b->n) : 0;
}

double
alike_within(const Pairs *a, const Pairs *b)
{
    size_t least = a->n < b->n ? a->n : b->n;
    return least ? (double)pairs_common(a, b) / (double)least : 0;
}

/* A part that stands wholly in the other counts less than an equal one, and a part of three pairs or fewer not at all. */
static double
part_alike(const Pairs *a, const char *b, Arena *mem)
{
    Pairs  p = pairs_of(mem, b);
    double d = alike(a, &p), in = a->n > 3 && p.n > 3 ? alike_within(a, &p) * 0.8 : 0;
    return d > in ? d : in;
}

/* The text itself, what stands in its outermost brackets, and what stands before them. */
static int
parts_of(Arena *mem, const char *s, const char *out[3])
{
    static const char *const open[] = { "（", "(" }, *const shut[] = { "）", ")" };
    int n = 0;
    out[n++] = s;
    for (int i = 0; i < 2 && n == 1; i++) {
        const char *from = strstr(s, open[i]), *to = NULL;
        for (const char *next = from; next && (next = strstr(next, shut[i])); next += strlen(shut[i]))
            to = next;
        if (!from || !to)
            continue;
        out[n++] = arena_strn(mem, from + strlen(open[i]), (size_t)(to - from) - strlen(open[i]));
        if (from > s)
            out[n++] = arena_strn(mem, s, (size_t)(from - s));
    }
    return n;
}

double
alike_named(Arena *mem, const char *a, const char *b)
{
    const char *x[3], *y[3];
    int         n = parts_of(mem, a, x), m = parts_of(mem, b, y);
    double      best = 0;
    for (int i = 0; i < n; i++) {
        if (i == 1) /* what stands in the brackets of the asked name only narrows it: （中長期） */
            continue;
        Pairs p = pairs_of(mem, x[i]);
        for (int k = 0; k < m; k++) {
            double d = part_alike(&p, y[k], mem);
            best = d > best ? d : best;
        }
    }
    return best;
}

static int
longest_first(const void *a, const void *b)
{
    const Shared *x = a, *y = b;
    return x->a_n != y->a_n ? (x->a_n < y->a_n ? 1 : -1) : x->a < y->a ? -1 : x->a > y->a;
}

/* Lengths of common stretches that end at each place, row by row; a stretch is noted where it cannot go on. */
static size_t
stretches(Arena *mem, const Fold *a, const Fold *b, size_t least, Shared *all, size_t room)
{
    uint16_t *row = NEWN(mem, uint16_t, b->n + 1), *last = NEWN(mem, uint16_t, b->n + 1), *swap;
    size_t    n = 0;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            row[k + 1] = a->cp[i] == b->cp[k] ? (uint16_t)(last[k] + 1) : 0;
            bool goes_on = i + 1 < a->n && k + 1 < b->n && a->cp[i + 1] == b->cp[k + 1];
            if (row[k + 1] >= least && !goes_on && n < room) {
                size_t l = row[k + 1];
                all[n++] = (Shared){ i + 1 - l, l, k + 1 - l, l };
            }
        }
        swap = last, last = row, row = swap;
    }
    return n;
}

size_t
alike_shared(Arena *mem, const char *a, const char *b, size_t least, Shared *out, size_t most)
{
    enum { ROOM = 4000 };
    Fold    x = fold_text(mem, a, strlen(a), true), y = fold_text(mem, b, strlen(b), true);
    Shared *all = NEWN(mem, Shared, ROOM);
    bool   *used_a = NEWN(mem, bool, x.n + 1), *used_b = NEWN(mem, bool, y.n + 1);
    size_t  n, got = 0;
    x.n = x.n > SHARED_CHARS ? SHARED_CHARS : x.n;
    y.n = y.n > SHARED_CHARS ? SHARED_CHARS : y.n;
    n = stretches(mem, &x, &y, least, all, ROOM);
    qsort(all, n, sizeof *all, longest_first);
    for (size_t i = 0; i < n && got < most; i++) {
        Shared s = all[i];
        bool   taken = false;
        for (size_t k = 0; k < s.a_n; k++)
            taken = taken || used_a[s.a + k] || used_b[s.b + k];
        if (taken)
            continue;
        memset(used_a + s.a, 1, s.a_n);
        memset(used_b + s.b, 1, s.b_n);
        out[got++] = (Shared){ x.at[s.a], x.at[s.a + s.a_n] - x.at[s.a], y.at[s.b], y.at[s.b + s.b_n] - y.at[s.b] };
    }
    return got;
}
