/* similar_find.c -- who may be like a programme: by the index, by payees; the years of one programme together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/similar_in.h"

#include "base/fold.h"
#include "base/text.h"
#include "domain/organisation.h"
#include "format/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 240, PAYEE_LINES = 400 };

typedef struct {
    Similar         *s;
    const SearchMap *map;
    double          *doc;     /* by document */
    double          *found;   /* by programme */
    uint32_t        *payees;
    int64_t          max;     /* greatest programme */
} Field;

/* What of the programme's texts each document holds; of a programme its best document counts. */
static void
by_words(Field *f)
{
    Similar    *s = f->s;
    const Gist *g = &s->gist;
    for (size_t i = 0; i < s->units.n; i++) {
        const GistUnit *u = &s->units.v[i];
        double          points = u->weight * zone_weight(s->k, g->text[g->of[u->at]].zone);
        for (size_t j = 0; points > 0 && j < u->docs; j++)
            if (u->doc[j] > 0 && u->doc[j] <= f->map->max)
                f->doc[u->doc[j]] += points;
    }
    for (int64_t i = 1; i <= f->map->max; i++) {
        int64_t p = f->map->programme[i];
        if (f->doc[i] > 0 && f->map->live[i] && f->doc[i] > f->found[p])
            f->found[p] = f->doc[i];
    }
}

static int
by_yen(const void *a, const void *b)
{
    const BodyPayee *x = a, *y = b;
    return x->yen != y->yen ? (x->yen < y->yen ? 1 : -1) : 0;
}

static void
one_payee(Field *f, int64_t organisation, const char *name, int64_t programmes)
{
    Similar *s = f->s;
    double   all = (double)f->max + 2, points = log(all / (double)(programmes + 1)) / log(all);
    Rows    *r = db_query(s->c, SQL("SELECT DISTINCT y.programme_id FROM sheet_payee p JOIN sheet_face y ON y.sheet_id = p.sheet_id WHERE p.organisation_id = $1 AND p.kind = 'payee' ORDER BY y.programme_id LIMIT 400"), V(organisation));
    while (db_next(r)) {
        int64_t p = row_int(r, 0);
        if (p <= 0 || p > f->max)
            continue;
        f->payees[p] |= 1u << s->payees;
        f->found[p] += points;
    }
    s->payee[s->payees++] = (SimilarPayee){ .name = name, .weight = points };
}

/* The largest payees that have a corporate number; who is paid by very many says nothing. */
static void
by_payees(Field *f)
{
    Similar *s = f->s;
    size_t   n = s->gist.payees.n < PAYEE_LINES ? s->gist.payees.n : PAYEE_LINES, looked = 0;
    if (!s->gist.payees.kind || strcmp(s->gist.payees.kind, "payee") != 0)
        return;
    const char **key = NEWN(s->c->mem, const char *, n + 1);
    qsort(s->gist.payees.v, n, sizeof *s->gist.payees.v, by_yen);
    for (size_t i = 0; i < n && (int64_t)looked < s->k->payees && s->payees < 32 && ok(s->c); i++) {
        const BodyPayee *p = &s->gist.payees.v[i];
        const char      *k = organisation_key(s->c->mem, p->number, p->name);
        bool             met = !k || text_starts(k, "n:");
        for (size_t j = 0; j < looked && !met; j++)
            met = strcmp(key[j], k) == 0;
        if (met)
            continue;
        key[looked++] = k;
        int64_t     id = 0, programmes = 0;
        const char *name = NULL;
        Rows       *r = db_query(s->c, SQL("SELECT o.id, o.name, t.programmes FROM organisation o JOIN organisation_sum t ON t.organisation_id = o.id WHERE o.org_key = $1"), V(k));
        if (db_next(r)) {
            id = row_int(r, 0);
            name = row_text(r, 1);
            programmes = row_int(r, 2);
        }
        db_done(r);
        if (id && programmes > 1 && programmes <= s->k->payee_programmes)
            one_payee(f, id, name, programmes);
    }
}

/* The name without what is of a year: parts in brackets that speak of one, and what stands behind 年度. */
static const char *
timeless(Similar *s, const char *name)
{
    Buf        *b = buf_in(s->c->mem);
    const char *t = text_replace(s->c->mem, text_replace(s->c->mem, name, "（", "("), "）", ")");
    while (*t) {
        const char *end = *t == '(' ? strchr(t, ')') : NULL;
        bool        year = false;
        size_t      i;
        json_t     *x;
        if (end) {
            const char *in = arena_strn(s->c->mem, t, (size_t)(end - t));
            json_array_foreach(json_path(s->k->tree, "of_a_year"), i, x) year = year || strstr(in, json_string_value(x)) != NULL;
        }
        if (year)
            t = end + 1;
        else
            buf_char(b, *t++);
    }
    return fold_key(s->c->mem, buf_text(b));
}

static Candidate
row_of(Similar *s, const Rows *r)
{
    return (Candidate){ .id = row_int(r, 0), .key = row_text(r, 1), .name = row_text(r, 2), .ministry = row_null(r, 3) ? "" : row_text(r, 3), .office = row_text(r, 4), .fy = row_int(r, 5),
                        .from_fy = row_int(r, 6), .to_fy = row_int(r, 7), .yen = row_null(r, 8) ? -1 : row_int(r, 8), .version = row_int(r, 9), .sheet = row_int(r, 10),
                        .same = timeless(s, row_text(r, 2)) };
}

#define CANDIDATE                                                                                                                            \
    "SELECT f.programme_id, p.key, f.name, f.ministry, f.office_key, f.fy, f.from_fy, f.to_fy, f.money_yen, f.version_id, f.sheet_id" \
    " FROM programme_face f JOIN programme p ON p.id = f.programme_id WHERE f.programme_id "

bool
similar_own(Similar *s, int64_t id)
{
    Rows *r = db_query(s->c, SQL(CANDIDATE "= $1"), V(id));
    if (db_next(r))
        s->own = row_of(s, r);
    db_done(r);
    return ok(s->c) && (s->own.id || fail(s->c, ERR_NOT_FOUND, "programme", L(s->c, "事業 %lld はありません。", "there is no programme %lld"), (long long)id));
}

static int
by_found(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return x->found != y->found ? (x->found < y->found ? 1 : -1) : x->id < y->id ? -1 : x->id > y->id;
}

/* The best of the field by number alone: those at half of the best one's points and more, else the first ROWS. */
static size_t
best(const Field *f, int64_t own, Candidate *out)
{
    size_t n = 0;
    double least = 0;
    for (int64_t p = 1; p <= f->max; p++) {
        if (p == own || f->found[p] <= least)
            continue;
        out[n++] = (Candidate){ .id = p, .found = f->found[p], .payees = f->payees[p] };
        if (n == ROWS * 4) {
            qsort(out, n, sizeof *out, by_found);
            n = ROWS;
            least = out[n - 1].found;
        }
    }
    qsort(out, n, sizeof *out, by_found);
    return n < ROWS ? n : ROWS;
}

void
similar_rows(Similar *s, Candidate *v, size_t n)
{
    int64_t  *id = NEWN(s->c->mem, int64_t, n + 1);
    SqlBuild *b = sql_build(s->c->mem);
    for (size_t i = 0; i < n; i++)
        id[i] = v[i].id;
    sql_add(b, SQL(CANDIDATE), NOV);
    sql_add(b, sql_in_ids(s->c), V(db_ids(s->c, id, n)));
    Rows *r = db_query(s->c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        Candidate one = row_of(s, r);
        for (size_t i = 0; i < n; i++)
            if (v[i].id == one.id) {
                one.found = v[i].found;
                one.payees = v[i].payees;
                v[i] = one;
            }
    }
}

static bool
is_linked(const Similar *s, const json_t *linked, int64_t id)
{
    return json_has(linked, arena_fmt(s->c->mem, "%lld", (long long)id));
}

json_t *
similar_linked(Similar *s)
{
    json_t *out = json_keep(s->c->mem, json_object());
    Rows   *r = db_query(s->c, SQL("SELECT from_id, to_id FROM programme_link WHERE state = 'confirmed' AND kind IN ('same', 'launched-as') AND (from_id = $1 OR to_id = $1) AND to_id IS NOT NULL"), V(s->own.id));
    while (db_next(r))
        for (int i = 0; i < 2; i++)
            json_object_set_new(out, arena_fmt(s->c->mem, "%lld", (long long)row_int(r, i)), json_true());
    return out;
}

static bool
is_one(const Candidate *a, const Candidate *b)
{
    return strcmp(a->same, b->same) == 0 && strcmp(a->ministry, b->ministry) == 0;
}

/* The years of one programme together: the newest stands for them, with the best points and the payees of all. */
static void
join_year(Similar *s, Candidate *kept, const Candidate *more)
{
    Candidate newest = more->fy > kept->fy ? *more : *kept;
    int64_t  *years = NEWN(s->c->mem, int64_t, kept->other_years + 2);
    for (size_t i = 0; i < kept->other_years; i++)
        years[i] = kept->years[i];
    years[kept->other_years] = newest.id == kept->id ? more->id : kept->id;
    newest.years = years;
    newest.other_years = kept->other_years + 1;
    newest.found = fmax(kept->found, more->found);
    newest.payees = kept->payees | more->payees;
    *kept = newest;
}

Candidate *
similar_candidates(Similar *s, size_t *n, json_t *same)
{
    Field f = { .s = s, .map = search_map(s->c) };
    *n = 0;
    if (!f.map || !ok(s->c))
        return NULL;
    f.max = f.map->programmes;
    f.doc = NEWN(s->c->mem, double, f.map->max + 1);
    f.found = NEWN(s->c->mem, double, f.max + 1);
    f.payees = NEWN(s->c->mem, uint32_t, f.max + 1);
    by_words(&f);
    by_payees(&f);
    Candidate    *all = NEWN(s->c->mem, Candidate, ROWS * 4 + 1), *out = NEWN(s->c->mem, Candidate, ROWS + 1);
    size_t        found = best(&f, s->own.id, all);
    const json_t *link = similar_linked(s);
    similar_rows(s, all, found);
    for (size_t i = 0; i < found; i++) {
        size_t j = 0;
        if (!all[i].key || is_linked(s, link, all[i].id))
            continue;
        if (is_one(&all[i], &s->own)) {
            json_array_append_new(same, json_integer(all[i].id));
            continue;
        }
        while (j < *n && !is_one(&out[j], &all[i]))
            j++;
        if (j < *n)
            join_year(s, &out[j], &all[i]);
        else
            out[(*n)++] = all[i];
    }
    return out;
}

bool
similar_texts(Similar *s)
{
    s->office = db_text(s->c, SQL("SELECT coalesce(v.division, y.office) FROM programme_face f LEFT JOIN programme_version v ON v.id = f.version_id LEFT JOIN review_sheet y ON y.id = f.sheet_id WHERE f.programme_id = $1"), V(s->own.id));
    return gist_read(s->c, s->k, s->own.version, s->own.sheet, true, &s->gist) && gist_units(s->c, s->k, &s->gist, &s->units);
}
