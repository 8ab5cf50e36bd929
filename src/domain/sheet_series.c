/* sheet_series.c -- indicators followed from sheet to sheet, as versions of one.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sheets give indicators no number: the same one is known again by its name, by the years that two sheets both state with
 * the same value, and by the likeness of names. Pairs are scored and taken from the best down, each indicator once. What
 * changed between two sheets (name, statement of the target, unit, goal, goal year) begins a new version; why both were
 * taken for one stands in its bridge, so that a reader can disagree. Nothing is written: it is worked out when it is asked for. */
#include "domain/sheet_years_in.h"

#include "base/fold.h"
#include "format/json.h"
#include "store/db.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS_MOST = 24, MOST = 4000 };

typedef struct {
    int64_t fy;
    double  v[2];   /* actual, target */
    bool    has[2];
} Year;
typedef struct {
    int64_t     sheet, sheet_fy, place, goal_fy;
    const char *kind, *stage, *name, *key, *target, *unit, *goal, *target_key, *unit_key, *goal_key;
    Year        year[YEARS_MOST];
    size_t      years;
    long        series;
} Indicator;
typedef struct {
    Indicator *v;
    size_t     n;
} Indicators;
typedef struct {
    double score, likeness;
    int    agreed, differed;
    size_t indicator;
    long   series;
} Pair;

static const char *
key_or_empty(Arena *mem, const char *s)
{
    return s ? fold_key(mem, s) : "";
}

static Indicators
indicators_of(Ctx *c, int64_t programme)
{
    Indicators all = { .v = NEWN(c->mem, Indicator, 64) };
    size_t     size = 64;
    Rows      *r = db_query(c,
        SQL("SELECT s.id, s.sheet_fy, k.place, k.kind, k.stage, k.name, k.target, k.unit, k.goal_text, k.goal_fy FROM review_sheet s JOIN sheet_indicator k ON k.sheet_id = s.id"
            " WHERE s.programme_id = $1 AND s.newest = 1 ORDER BY s.sheet_fy, s.id, k.place LIMIT $2"),
        V(programme, MOST));
    while (db_next(r)) {
        if (all.n == size) {
            Indicator *old = all.v;
            all.v = NEWN(c->mem, Indicator, size *= 2);
            memcpy(all.v, old, all.n * sizeof *old);
        }
        Indicator *k = &all.v[all.n++];
        *k = (Indicator){ .sheet = row_int(r, 0), .sheet_fy = row_int(r, 1), .place = row_int(r, 2), .kind = row_text(r, 3), .stage = row_text(r, 4), .name = row_text(r, 5),
                          .target = row_text(r, 6), .unit = row_text(r, 7), .goal = row_text(r, 8), .goal_fy = row_int(r, 9), .series = -1 };
        k->key = fold_key(c->mem, k->name);
        k->target_key = key_or_empty(c->mem, k->target);
        k->unit_key = key_or_empty(c->mem, k->unit);
        k->goal_key = key_or_empty(c->mem, k->goal);
    }
    r = db_query(c,
        SQL("SELECT s.id, v.place, v.fy, v.actual, v.target FROM review_sheet s JOIN sheet_value v ON v.sheet_id = s.id WHERE s.programme_id = $1 AND s.newest = 1"
            " ORDER BY s.sheet_fy, s.id, v.place, v.fy LIMIT $2"),
        V(programme, (int64_t)MOST * YEARS_MOST));
    size_t at = 0;
    while (db_next(r)) {
        for (size_t tried = 0; all.n && tried <= all.n && (all.v[at].sheet != row_int(r, 0) || all.v[at].place != row_int(r, 1)); tried++)
            at = (at + 1) % all.n;
        if (all.n == 0 || all.v[at].sheet != row_int(r, 0) || all.v[at].years == YEARS_MOST)
            continue;
        Year *y = &all.v[at].year[all.v[at].years++];
        *y = (Year){ row_int(r, 2), { row_real(r, 3), row_real(r, 4) }, { !row_null(r, 3), !row_null(r, 4) } };
    }
    return all;
}

/* Pairs of neighbouring characters that both have, over all they have (Dice 1945); 0..1. */
static double
likeness(Arena *mem, const char *a, const char *b)
{
    Fold   x = fold_text(mem, a, strlen(a), false), y = fold_text(mem, b, strlen(b), false);
    size_t both = 0, n = x.n > 300 ? 300 : x.n, m = y.n > 300 ? 300 : y.n;
    bool   used[300] = { false };
    if (n < 2 || m < 2)
        return 0;
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t k = 0; k + 1 < m; k++)
            if (!used[k] && x.cp[i] == y.cp[k] && x.cp[i + 1] == y.cp[k + 1]) {
                used[k] = true;
                both++;
                break;
            }
    return 2.0 * (double)both / (double)(n + m - 2);
}

static bool
same_value(double a, double b)
{
    return fabs(a - b) <= 1e-6 * (fabs(a) + fabs(b)) + 1e-9;
}

/* Years that both state: the same value (0 says little and does not count), or another. */
static void
compare_years(const Indicator *a, const Indicator *b, Pair *p)
{
    for (size_t i = 0; i < a->years; i++)
        for (size_t k = 0; k < b->years; k++) {
            const Year *x = &a->year[i], *y = &b->year[k];
            if (x->fy != y->fy || !x->has[0] || !y->has[0])
                continue;
            if (!same_value(x->v[0], y->v[0]))
                p->differed++;
            else
                p->agreed += x->v[0] != 0;
        }
}

static Pair
pair_of(Arena *mem, const Indicator *last, const Indicator *now)
{
    Pair p = { .score = 0 };
    bool name = strcmp(last->key, now->key) == 0 && *now->key, unit = strcmp(last->unit_key, now->unit_key) == 0;
    if (strcmp(last->kind, now->kind) != 0 || last->sheet == now->sheet)
        return p;
    compare_years(last, now, &p);
    p.likeness = name ? 1 : likeness(mem, last->name, now->name);
    if (!name && p.agreed < 2 && !(p.likeness >= 0.6 && unit) && !(p.agreed >= 1 && p.likeness >= 0.3))
        return p;
    p.score = 3 * p.likeness + (unit ? 0.5 : 0) + 0.7 * (p.agreed > 3 ? 3 : p.agreed) - 0.3 * (p.differed > 3 ? 3 : p.differed) +
              (*now->target_key && strcmp(last->target_key, now->target_key) == 0 ? 1 : 0) - 0.1 * (double)(now->sheet_fy - last->sheet_fy);
    if (p.score <= 0)
        p.score = 0.01;
    return p;
}

static int
best_first(const void *a, const void *b)
{
    const Pair *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->indicator != y->indicator ? (x->indicator < y->indicator ? -1 : 1) : (x->series > y->series) - (x->series < y->series);
}

/* Gives the indicators of one sheet (from..to) their series; `last` is the newest member of each series. */
static long
follow(Ctx *c, Indicators *all, size_t from, size_t to, size_t *last, long n, Pair *bridge)
{
    Pair  *pair = NEWN(c->mem, Pair, (to - from) * (size_t)n + 1);
    size_t pairs = 0;
    bool  *taken = NEWN(c->mem, bool, (size_t)n + 1);
    for (size_t i = from; i < to; i++)
        for (long s = 0; s < n; s++) {
            Pair p = pair_of(c->mem, &all->v[last[s]], &all->v[i]);
            p.indicator = i;
            p.series = s;
            if (p.score > 0)
                pair[pairs++] = p;
        }
    qsort(pair, pairs, sizeof *pair, best_first);
    for (size_t k = 0; k < pairs; k++)
        if (all->v[pair[k].indicator].series < 0 && !taken[pair[k].series]) {
            taken[pair[k].series] = true;
            all->v[pair[k].indicator].series = pair[k].series;
            bridge[pair[k].indicator] = pair[k];
        }
    for (size_t i = from; i < to; i++) {
        if (all->v[i].series < 0)
            all->v[i].series = n++;
        last[all->v[i].series] = i;
    }
    return n;
}

static json_t *
changes_of(const Indicator *old, const Indicator *now)
{
    json_t *out = json_array();
    const struct { bool is; const char *what; } changed[] = { { strcmp(old->key, now->key) != 0, "name" }, { strcmp(old->target_key, now->target_key) != 0, "target" },
        { strcmp(old->unit_key, now->unit_key) != 0, "unit" }, { strcmp(old->goal_key, now->goal_key) != 0, "goal" }, { old->goal_fy != now->goal_fy, "goal_fy" } };
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (changed[i].is)
            json_array_append_new(out, json_string(changed[i].what));
    return out;
}

static json_t *
version_of(const Indicator *k, json_t *changed, const Pair *bridge)
{
    json_t *out = json_pack("{sI sI sI sI ss ss? ss? ss? ss? so so}", "sheet_id", (json_int_t)k->sheet, "place", (json_int_t)k->place, "from_sheet_fy", (json_int_t)k->sheet_fy, "to_sheet_fy",
                            (json_int_t)k->sheet_fy, "name", k->name, "stage", k->stage, "target", k->target, "unit", k->unit, "goal_text", k->goal, "goal_fy",
                            k->goal_fy ? json_integer(k->goal_fy) : json_null(), "changed", changed);
    json_object_set_new(out, "bridge", bridge ? json_pack("{sb sf sI sI}", "same_name", bridge->likeness >= 1, "likeness", round(bridge->likeness * 100) / 100, "agreed", (json_int_t)bridge->agreed, "differed",
                                                          (json_int_t)bridge->differed)
                                              : json_null());
    return out;
}

static json_t *
year_row(json_t *values, int64_t fy)
{
    json_t *y = json_row(values, "fy", fy);
    if (json_object_size(y) == 1)
        json_object_update_new(y, json_pack("{sn sn}", "actual", "target"));
    return y;
}

/* Members come from the newest to the oldest: the first that has a value states it, others that differ stand beside. */
static void
state_values(json_t *values, const Indicator *k, int64_t version)
{
    static const char *const names[] = { "actual", "target" };
    for (size_t i = 0; i < k->years; i++)
        for (int w = 0; w < 2; w++) {
            if (!k->year[i].has[w])
                continue;
            json_t *row = year_row(values, k->year[i].fy), *has = json_object_get(row, names[w]);
            if (!json_is_object(has))
                json_object_set_new(row, names[w], json_pack("{sf sI sI sI s[]}", "value", k->year[i].v[w], "sheet_id", (json_int_t)k->sheet, "sheet_fy", (json_int_t)k->sheet_fy, "version",
                                                             (json_int_t)version, "older"));
            else if (!same_value(json_number_value(json_object_get(has, "value")), k->year[i].v[w]))
                json_array_append_new(json_object_get(has, "older"), json_pack("{sf sI sI sI}", "value", k->year[i].v[w], "sheet_id", (json_int_t)k->sheet, "sheet_fy", (json_int_t)k->sheet_fy, "version",
                                                                               (json_int_t)version));
        }
}

static json_t *
series_of(Ctx *c, const Indicators *all, long no, const Pair *bridge)
{
    json_t          *versions = json_array(), *values = json_array();
    const Indicator *before = NULL, *first = NULL;
    int64_t         *version = NEWN(c->mem, int64_t, all->n + 1);
    for (size_t i = 0; i < all->n; i++) {
        const Indicator *k = &all->v[i];
        if (k->series != no)
            continue;
        json_t *changed = before ? changes_of(before, k) : json_array();
        if (!before || json_array_size(changed) > 0)
            json_array_append_new(versions, version_of(k, changed, before ? &bridge[i] : NULL));
        else
            json_decref(changed);
        json_object_set_new(json_array_get(versions, json_array_size(versions) - 1), "to_sheet_fy", json_integer(k->sheet_fy));
        version[i] = (int64_t)json_array_size(versions);
        first = first ? first : k;
        before = k;
    }
    for (size_t i = all->n; i-- > 0;)
        if (all->v[i].series == no)
            state_values(values, &all->v[i], version[i]);
    return json_pack("{ss ss? ss ss? ss? ss? so sI sI sI sI so so}", "kind", before->kind, "stage", before->stage, "name", before->name, "target", before->target, "unit", before->unit, "goal_text", before->goal,
                     "goal_fy", before->goal_fy ? json_integer(before->goal_fy) : json_null(), "sheet_id", (json_int_t)before->sheet, "place", (json_int_t)before->place, "first_sheet_fy", (json_int_t)first->sheet_fy,
                     "last_sheet_fy", (json_int_t)before->sheet_fy, "versions", versions, "values", values);
}

/* Outcomes first: they are what the programme is for. */
static int
rank(const json_t *x)
{
    const char *kind = json_text(x, "kind");
    return strcmp(kind, "outcome") == 0 ? 0 : strcmp(kind, "output") == 0 ? 1 : 2;
}

static int
order(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    if (rank(*x) != rank(*y))
        return rank(*x) - rank(*y);
    int64_t p = json_int(*x, "last_sheet_fy", 0), q = json_int(*y, "last_sheet_fy", 0);
    if (p != q)
        return p < q ? 1 : -1;
    return (int)(json_int(*x, "place", 0) - json_int(*y, "place", 0));
}

json_t *
sheet_years_series(Ctx *c, int64_t programme)
{
    Indicators all = indicators_of(c, programme);
    json_t    *out = json_keep(c->mem, json_array());
    size_t    *last = NEWN(c->mem, size_t, all.n + 1), to;
    Pair      *bridge = NEWN(c->mem, Pair, all.n + 1);
    long       n = 0;
    for (size_t i = 0; i < all.n; i = to) {
        for (to = i; to < all.n && all.v[to].sheet == all.v[i].sheet; to++)
            ;
        n = follow(c, &all, i, to, last, n, bridge);
    }
    json_t **v = NEWN(c->mem, json_t *, (size_t)n + 1);
    for (long s = 0; s < n; s++)
        v[s] = json_keep(c->mem, series_of(c, &all, s, bridge));
    qsort(v, (size_t)n, sizeof *v, order);
    for (long s = 0; s < n; s++)
        json_array_append(out, v[s]);
    return out;
}
