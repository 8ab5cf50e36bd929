/* series.c -- public data sets counted into series: country matrices in Pajek files, moves of scholars in CSV.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A Pajek matrix is "*vertices N", N lines `1 "AF"`, "*arcs", lines "from to count" in both directions; the diagonal is the
 * country's own count. One file is one year, told by its name (WrldCo2019.net). A year whose file is not whole is left out. */
#include "exchange/import.h"

#include "base/text.h"
#include "domain/series.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTRIES = 400, CODE = 8 };

bool
coauthorship_guess(const char *name, const char *head, size_t n)
{
    const char *h = n > 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? head + 3 : head;
    return text_ends(name, ".net") && n > 40 && (memcmp(h, "*vertices", 9) == 0 || (*h == '%' && memchr(h, '*', n - 3 < 200 ? n - 3 : 200))) && strncmp(name, "WrldCo", 6) == 0;
}

typedef struct {
    char    code[COUNTRIES + 1][CODE];
    double *m; /* (N+1) x (N+1) */
    int64_t n, seen, arcs;
    int     part; /* 0 before, 1 vertices, 2 arcs */
} Matrix;

static const char *
vertex(Matrix *x, const char *s)
{
    char       *end;
    long        no = strtol(s, &end, 10);
    const char *from = strchr(end, '"'), *to = from ? strchr(from + 1, '"') : NULL;
    if (no < 1 || no > x->n || !to || to - from - 1 >= CODE || to == from + 1)
        return "vertex";
    memcpy(x->code[no], from + 1, (size_t)(to - from - 1));
    x->seen++;
    return NULL;
}

static const char *
arc(Matrix *x, const char *s)
{
    char  *end;
    long   a = strtol(s, &end, 10), b = strtol(end, &end, 10);
    char  *was = end;
    double v = strtod(end, &end);
    if (a < 1 || a > x->n || b < 1 || b > x->n || end == was || !(v >= 0) || v > 1e12)
        return "arc";
    x->m[a * (x->n + 1) + b] = v;
    x->arcs++;
    return NULL;
}

/* One line; what it is no good as, or NULL. */
static const char *
matrix_line(Ctx *c, Matrix *x, const char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    if (!*s || *s == '%')
        return NULL;
    if (strncmp(s, "*vertices", 9) == 0) {
        x->n = strtol(s + 9, NULL, 10);
        if (x->n < 1 || x->n > COUNTRIES)
            return "*vertices";
        x->m = NEWN(c->mem, double, (x->n + 1) * (x->n + 1));
        x->part = 1;
        return NULL;
    }
    if (*s == '*') {
        x->part = 2;
        return x->m && x->seen == x->n ? NULL : "*vertices";
    }
    return x->part == 1 ? vertex(x, s) : x->part == 2 ? arc(x, s) : "*vertices";
}

static void
count_matrix(Import *i, SeriesTake *t, const Matrix *x, int64_t year, const char *name)
{
    int64_t wide = x->n + 1, odd = 0;
    for (int64_t a = 1; a <= x->n; a++)
        for (int64_t b = 1; b <= x->n; b++) {
            double v = x->m[a * wide + b], w = x->m[b * wide + a];
            if (v > 0 || w > 0)
                series_count(t, year, x->code[a], x->code[b], v);
            if (v != w && a != b) {
                odd += a < b;
                series_differ(t, year, x->code[a], x->code[b], v, w);
            }
        }
    if (odd > 0)
        run_problem(i->run, name, 0, NULL, "warning", arena_fmt(i->c->mem, "%lld年の行列は対称でない（%lld 組が食い違う）。どちらの値も残した。", (long long)year, (long long)odd),
                    arena_fmt(i->c->mem, "the matrix of %lld is not symmetric (%lld pairs differ); both readings were kept.", (long long)year, (long long)odd));
}

/* The year in "WrldCo2019.net"; 0 without one. */
static int64_t
year_of(const char *name)
{
    while (*name && !isdigit((unsigned char)*name))
        name++;
    int64_t y = strtoll(name, NULL, 10);
    return y >= 1900 && y <= 2100 ? y : 0;
}

static void
one_matrix(Import *i, SeriesTake *t, const char *name)
{
    Lines       l;
    size_t      n;
    const char *s, *bad = NULL;
    Ctx         in = *i->c; /* the matrix goes when it is counted */
    int64_t     year = year_of(name);
    in.mem = arena_new(0);
    Matrix *x = NEW(in.mem, Matrix);
    lines_begin(&l, i->source);
    while (!bad && (s = lines_next(&l, &n))) {
        char line[200];
        snprintf(line, sizeof line, "%.*s", (int)(n < sizeof line ? n : sizeof line - 1), s);
        bad = n == SIZE_MAX ? "line" : matrix_line(&in, x, line);
    }
    run_count(i->run)->read += x->arcs;
    if (!bad && (!year || !ok(&i->in) || x->part != 2 || x->arcs == 0))
        bad = year ? "*arcs" : "year";
    if (bad)
        run_problem(i->run, name, l.no, bad, "error", "行列として読めない。この年は取り込まない。", "it cannot be read as a matrix; this year was left out.");
    else
        count_matrix(i, t, x, year, name);
    lines_end(&l);
    arena_free(in.mem);
}

bool
coauthorship_import(Import *i)
{
    const char *name;
    SeriesTake *t = series_take(i->c, i->run, "country-coauthorship");
    while (t && (name = source_next(i->source))) {
        name = arena_str(i->c->mem, name);
        if (text_ends(name, ".net") && strncmp(name, "WrldCo", 6) == 0)
            one_matrix(i, t, name);
        if (i->progress)
            i->progress(i->arg, source_done(i->source), source_size(i->source), run_count(i->run)->read);
    }
    return t && series_store(t);
}

bool
mobility_guess(const char *name, const char *head, size_t n)
{
    static const char first[] = "migrationfrom,migrationto,year,n_migrations";
    (void)name;
    return n > sizeof first && memcmp(head, first, sizeof first - 1) == 0;
}

/* "JP,VN,2013.0,51,25,26": years are written as floats. The member at fault, or NULL. */
static const char *
move(SeriesTake *t, char *s)
{
    char  *v[4], *end;
    size_t k = 0;
    for (char *p = s; k < 4; k++) {
        v[k] = p;
        p = strchr(p, ',');
        if (!p && k < 3)
            return "columns";
        if (p)
            *p++ = 0;
    }
    for (size_t side = 0; side < 2; side++) /* a blank country is one that is not known; it is of no pair */
        if (strlen(v[side]) == 1 || strlen(v[side]) > 3)
            return side ? "migrationto" : "migrationfrom";
    double year = strtod(v[2], &end);
    if (*end || year != floor(year) || year < 1900 || year > 2100)
        return "year";
    double n = strtod(v[3], &end);
    if (end == v[3] || *end || !(n >= 0) || n > 1e12)
        return "n_migrations";
    if (*v[0] && *v[1] && strcmp(v[0], v[1]) != 0)
        series_count(t, (int64_t)year, v[0], v[1], n);
    return NULL;
}

bool
mobility_import(Import *i)
{
    const char *name, *s;
    SeriesTake *t = series_take(i->c, i->run, "scholar-mobility");
    while (t && (name = source_next(i->source))) {
        Lines  l;
        size_t n;
        name = arena_str(i->c->mem, name);
        lines_begin(&l, i->source);
        while ((s = lines_next(&l, &n))) {
            char line[200];
            if (l.no == 1 || n == 0)
                continue;
            snprintf(line, sizeof line, "%.*s", (int)(n < sizeof line ? n : sizeof line - 1), s);
            const char *bad = n >= sizeof line ? "line" : move(t, line);
            run_count(i->run)->read++;
            if (bad)
                run_problem(i->run, name, l.no, bad, "error", "この行の値が読めない。", "a value of this row cannot be read.");
            if (i->progress && l.no % 20000 == 0)
                i->progress(i->arg, source_done(i->source), source_size(i->source), run_count(i->run)->read);
        }
        lines_end(&l);
    }
    return t && series_store(t);
}
