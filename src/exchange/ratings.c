/* ratings.c -- evaluations under other frameworks as CSV, by a source description (catalog/sources, kind ratings).
 * SPDX-License-Identifier: Apache-2.0
 *
 * Which file it is its head says: the description whose columns are all there. A row without a number, a name, or with a grade that is
 * not of the scale is reported with its place; a strange grade costs only itself, the printed word is kept. Of two rows with one key the
 * first holds, so that the same file gives the same store every time. */
#include "exchange/import.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/framework.h"
#include "domain/rated.h"
#include "format/csv.h"
#include "format/json.h"

#include <string.h>

enum { BATCH = 1000, COLUMNS = 200, GRADES = 40, FACTS = 24 };

typedef struct {
    Import       *i;
    Arena        *mem;       /* of the batch */
    const char   *file;
    const json_t *source, *framework;
    Rated        *rated;
    const char   *name[COLUMNS];   /* the head as printed */
    const json_t *column[COLUMNS]; /* what it is, by the description; NULL: only kept */
    size_t        columns, n;
    RatedRow     *row;
    Map           seen;
    Csv           v;
} Taking;

static void
problem(Taking *t, const char *field, const char *level, const char *ja, const char *en)
{
    run_problem(t->i->run, t->file, t->v.line, field, level, ja, en);
}

/* Whether the first line holds the names of all columns that a source must have. */
static bool
head_fits(const json_t *source, const char *line)
{
    size_t  i;
    json_t *k;
    json_array_foreach(json_path(source, "columns"), i, k)
        if (!json_has(k, "optional") && !strstr(line, json_text(k, "name")))
            return false;
    return json_array_size(json_path(source, "columns")) > 0;
}

bool
ratings_guess(const char *name, const char *head, size_t n)
{
    const char *end = memchr(head, '\n', n);
    Ctx         c = { .mem = arena_new(0) };
    size_t      i;
    bool        found = false;
    json_t     *s;
    (void)name;
    if (end && memchr(head, ',', (size_t)(end - head))) {
        const char *line = arena_strn(c.mem, head, (size_t)(end - head));
        json_array_foreach(framework_sources(&c), i, s) found = found || head_fits(s, line);
    }
    arena_free(c.mem);
    return found;
}

/* The cell as UTF-8, trimmed; NULL when its bytes are no text. */
static const char *
cell_text(Taking *t, const CsvCell *k)
{
    size_t      n;
    const char *s = k->s;
    if (!text_is_utf8(s, k->n))
        s = text_iconv(t->mem, "CP932", k->s, k->n, &n);
    return s ? text_trim(t->mem, s) : NULL;
}

static bool
take_head(Taking *t)
{
    Ctx    *c = t->i->c;
    size_t  i, k;
    json_t *s, *x;
    Buf    *line = buf_in(c->mem);
    t->columns = t->v.cells < COLUMNS ? t->v.cells : COLUMNS;
    for (i = 0; i < t->columns; i++) {
        const char *name = cell_text(t, &t->v.cell[i]);
        t->name[i] = arena_str(c->mem, name ? name : "");
        t->column[i] = NULL;
        buf_fmt(line, "%s\n", t->name[i]);
    }
    t->source = NULL;
    json_array_foreach(framework_sources(c), i, s)
        if (!t->source && head_fits(s, buf_text(line)))
            t->source = s;
    t->framework = t->source ? framework_named(c, json_text(t->source, "framework")) : NULL;
    if (!ok(c) || !t->framework) {
        problem(t, NULL, "error", "見出しの列が、どの評定の取込み定義（catalog/sources の kind: ratings）にも合わない。このファイルは取り込まない。", "the columns fit no source description of ratings (catalog/sources, kind: ratings); the file was left out.");
        return false;
    }
    json_array_foreach(json_path(t->source, "columns"), k, x)
        for (i = 0; i < t->columns; i++)
            if (strcmp(t->name[i], json_text(x, "name")) == 0)
                t->column[i] = x;
    return true;
}

/* "01/15/2026" by day-mdy, or as it is printed. */
static const char *
day_of(Taking *t, const json_t *column, const char *s)
{
    int m, d, y;
    if (strcmp(json_text(column, "type"), "day-mdy") == 0 && sscanf(s, "%2d/%2d/%4d", &m, &d, &y) == 3)
        return arena_fmt(t->mem, "%04d-%02d-%02d", y, m, d);
    return s;
}

static int64_t
year_of(Taking *t, const json_t *column, const char *s)
{
    int64_t v = 0;
    Year    y;
    if (!*s)
        return 0;
    if (number_int(s, &v) && v >= 1900 && v <= 2100)
        return v;
    if (year_read(s, &y) && y.year >= 1900 && y.year <= 2100)
        return y.year;
    problem(t, json_text(column, "name"), "warning", arena_fmt(t->mem, "%s の「%s」は年度ではない。この欄を除いて取り込んだ。", json_text(column, "name"), s), arena_fmt(t->mem, "%s '%s' is no year; the row was taken without it.", json_text(column, "name"), s));
    return 0;
}

static const char *
kind_of(Taking *t, const char *s)
{
    size_t  i, k;
    json_t *x, *p;
    json_array_foreach(json_path(t->framework, "kinds"), i, x)
    {
        if (strcmp(json_text(x, "key"), s) == 0)
            return json_text(x, "key");
        json_array_foreach(json_path(x, "printed"), k, p)
            if (strcmp(json_string_value(p), s) == 0)
                return json_text(x, "key");
    }
    if (*s)
        problem(t, "kind", "warning", arena_fmt(t->mem, "評価の種類「%s」は枠組みにない。印刷のまま残した。", s), arena_fmt(t->mem, "the kind of evaluation '%s' is not of the framework; it was kept as printed.", s));
    return s;
}

static void
take_field(Taking *t, RatedRow *r, const json_t *column, const char *s)
{
    const char *field = json_text(column, "field");
    if (strcmp(field, "number") == 0)
        r->number = s;
    else if (strcmp(field, "name") == 0)
        r->name = s;
    else if (strcmp(field, "programme") == 0 && *s)
        r->programme = s;
    else if (strcmp(field, "as_of") == 0 && *s)
        r->as_of = day_of(t, column, s);
    else if (strcmp(field, "kind") == 0)
        r->kind = kind_of(t, s);
    else if (strcmp(field, "fy") == 0)
        r->fy = year_of(t, column, s);
    else if (strcmp(field, "from") == 0)
        r->from_fy = year_of(t, column, s);
    else if (strcmp(field, "to") == 0)
        r->to_fy = year_of(t, column, s);
}

static void
take_grade(Taking *t, RatedRow *r, const json_t *column, const char *s)
{
    bool        rated;
    RatedGrade *g = &r->grade[r->grades];
    if (!*s || r->grades == GRADES)
        return;
    *g = (RatedGrade){ .criterion = json_text(column, "rating"), .rater = json_text(column, "rater"), .printed = s };
    g->grade = framework_grade(t->framework, g->criterion, s, &g->step, &rated);
    if (rated && !g->grade)
        problem(t, json_text(column, "name"), "warning", arena_fmt(t->mem, "%s の評定「%s」は枠組みの尺度にない。評定なしとして、印刷のまま残した。", json_text(column, "name"), s),
                arena_fmt(t->mem, "%s '%s' is no grade of the scale; it was kept as printed, without a grade.", json_text(column, "name"), s));
    r->grades++;
}

/* How many steps the own rating of the main criterion lies above the independent one. */
static int64_t
apart_of(const Taking *t, const RatedRow *r)
{
    const char *main = json_text(t->framework, "main");
    int64_t     own = 0, other = 0;
    for (size_t i = 0; i < r->grades; i++)
        if (r->grade[i].grade && strcmp(r->grade[i].criterion, main) == 0)
            *(strcmp(r->grade[i].rater, "self") == 0 ? &own : &other) = r->grade[i].step;
    return own && other ? own - other : INT64_MIN;
}

static const char *
key_of(Taking *t, const RatedRow *r)
{
    size_t  i;
    json_t *k;
    Buf    *b = buf_in(t->mem);
    buf_add(b, r->framework);
    json_array_foreach(json_path(t->source, "key"), i, k)
    {
        const char *f = json_string_value(k);
        buf_fmt(b, ":%s", strcmp(f, "number") == 0 ? r->number : strcmp(f, "kind") == 0 ? r->kind : strcmp(f, "fy") == 0 && r->fy ? arena_fmt(t->mem, "%lld", (long long)r->fy) : "");
    }
    return buf_text(b);
}

/* The row by its columns; false when it cannot be taken. */
static bool
take_cells(Taking *t, RatedRow *r, json_t *body)
{
    for (size_t i = 0; i < t->columns; i++) {
        const char   *s = cell_text(t, &t->v.cell[i]);
        const json_t *k = t->column[i];
        if (!s) {
            problem(t, t->name[i], "error", "文字として読めないバイトがある（UTF-8 でも CP932 でもない）。この行は取り込まない。", "there are bytes that are no text in UTF-8 or CP932; the row was left out.");
            return false;
        }
        /* The day of the extract is of the file: a new one does not make every row another. */
        if (strcmp(json_text(k, "field"), "as_of") != 0)
            json_object_set_new(body, t->name[i], json_string(s));
        if (!k)
            continue;
        if (json_has(k, "rating"))
            take_grade(t, r, k, s);
        else if (json_has(k, "fact") && *s && r->facts < FACTS)
            r->fact[r->facts++] = (RatedFact){ json_text(k, "fact"), s };
        else if (json_has(k, "field"))
            take_field(t, r, k, s);
    }
    for (int i = 0; i < 2; i++)
        if (!*(i ? r->name : r->number)) {
            const char *what = i ? "name" : "number";
            problem(t, what, "error", i ? "名称がない。この行は取り込まない。" : "番号がない。この行は取り込まない。", i ? "the name is missing; the row was left out." : "the number is missing; the row was left out.");
            return false;
        }
    return true;
}

static void
take_row(Taking *t)
{
    json_t   *body = json_keep(t->mem, json_object());
    RatedRow *r = &t->row[t->n];
    if (t->v.cells != t->columns) {
        problem(t, NULL, "error", arena_fmt(t->mem, "列が %zu ある（見出しは %zu）。この行は取り込まない。", t->v.cells, t->columns), arena_fmt(t->mem, "%zu cells, while the head has %zu; the row was left out.", t->v.cells, t->columns));
        csv_again(&t->v);
        return;
    }
    *r = (RatedRow){ .framework = json_text(t->framework, "key"), .number = "", .name = "", .kind = "", .line = t->v.line, .grade = NEWN(t->mem, RatedGrade, GRADES), .fact = NEWN(t->mem, RatedFact, FACTS) };
    if (!take_cells(t, r, body))
        return;
    r->apart = apart_of(t, r);
    r->key = key_of(t, r);
    r->body = json_canonical(t->mem, body);
    r->sha256 = sha256_hex(t->mem, r->body, strlen(r->body));
    if (map_get(&t->seen, r->key)) {
        problem(t, "number", "error", arena_fmt(t->mem, "同じ評価（%s）が前の行にある。前の行を残し、この行は取り込まない。", r->key), arena_fmt(t->mem, "%s stands in a row before; that one holds, and this one was left out.", r->key));
        return;
    }
    map_put(&t->seen, r->key, 1);
    t->n++;
}

static bool
flush(Taking *t)
{
    bool good = ok(t->i->c) && (t->n == 0 || rated_store(t->rated, t->row, t->n, t->i->changes));
    arena_reset(t->mem);
    t->row = NEWN(t->mem, RatedRow, BATCH + 1);
    t->n = 0;
    import_said(t->i, run_count(t->i->run)->read);
    return good;
}

static bool
take_file(Taking *t)
{
    CsvStep step;
    bool    good = true;
    csv_begin(&t->v, &t->i->in, t->i->source);
    if (csv_next(&t->v) == CSV_ROW && take_head(t)) {
        t->rated = rated_begin(t->i->c, t->i->run, json_text(t->framework, "key"));
        while (good && t->rated && (step = csv_next(&t->v)) != CSV_END) {
            run_count(t->i->run)->read++;
            if (step == CSV_ROW)
                take_row(t);
            else
                problem(t, NULL, "error", "引用符が閉じていないか、行が大きすぎる。この行は取り込まず、次の行から読み続けた。", "a quotation mark is not closed, or the row is too large; it was left out and reading went on with the next line.");
            if (t->n == BATCH)
                good = flush(t);
        }
        good = good && flush(t);
        rated_free(t->rated);
    }
    csv_end(&t->v);
    return good && ok(t->i->c);
}

bool
ratings_import(Import *i)
{
    Taking     *t = NEW(i->c->mem, Taking);
    const char *name;
    bool        good = true;
    *t = (Taking){ .i = i, .mem = arena_new(0), .seen.mem = i->in.mem };
    t->row = NEWN(t->mem, RatedRow, BATCH + 1);
    while (good && (name = source_next(i->source))) {
        t->file = arena_str(i->in.mem, name);
        good = take_file(t);
    }
    map_free(&t->seen);
    arena_free(t->mem);
    return good;
}
