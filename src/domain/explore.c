/* explore.c -- see explore.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * First which indicators, in the narrow rows of indicator_face alone; then the sheets, names and values of one page of
 * them. Words are looked up in the index of sheets before they are held against the texts of single indicators. */
#include "domain/explore.h"

#include "base/number.h"
#include "domain/indicator_face.h"
#include "domain/query_in.h"
#include "format/json.h"
#include "store/db.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 24, LOOKED = 160 }; /* sheets looked at for the first rows: at once, and at most */
typedef struct {
    int64_t ref, place;
} Key;
typedef struct {
    Key   *v;
    size_t n;
} Keys;

static bool
is_year(const Term *t)
{
    return t->kind == TERM_FIELD && query_fields[t->field].kind == FIELD_YEAR;
}

/* The terms at the top that ask for something else than the indicator. */
static Query
others(Ctx *c, const Query *q, bool years)
{
    Query rest = *q;
    Term *root = NEW(c->mem, Term), **to = &root->first;
    *root = *q->root;
    root->first = NULL;
    for (const Term *t = q->root->first; t; t = t->next) {
        if (query_of_indicator(t, true) || (!years && is_year(t)))
            continue;
        Term *copy = NEW(c->mem, Term);
        *copy = *t;
        copy->next = NULL;
        *to = copy;
        to = &copy->next;
    }
    rest.root = root;
    return rest;
}

static void
of_indicator(Ctx *c, const Query *q, SqlBuild *b)
{
    for (const Term *t = q->root->first; t && ok(c); t = t->next) {
        if (!query_of_indicator(t, true))
            continue;
        sql_add(b, SQL(" AND ("), NOV);
        query_indicator_term(c, b, t);
        sql_add(b, SQL(")"), NOV);
    }
}

/* The sheets that have every word in one of their indicators; NULL where the query has no word at its top. */
static const Docs *
sheets_with(Ctx *c, const Query *q)
{
    Docs *docs = NULL;
    (void)search_map(c); /* what the index says is of now */
    for (const Term *t = q->root->first; t && ok(c); t = t->next) {
        bool word = t->kind == TERM_WORD || (t->kind == TERM_FIELD && query_fields[t->field].kind == FIELD_INDICATOR);
        if (!word || t->n == 0)
            continue;
        Docs *one = search_word(c, ZONE_INDICATOR, t->cp, t->n);
        if (docs)
            docs_and(docs, one);
        else
            docs = one;
    }
    return docs;
}

/* Sheets in the order of their numbers; all where no word asks for some. */
typedef struct {
    int64_t *v;
    size_t   n;
    bool     all;
} Sheets;

static Sheets
sheets_of(Ctx *c, const Query *q)
{
    const Docs      *d = sheets_with(c, q);
    const SearchMap *map = search_map(c);
    Sheets           s = { .all = !d };
    if (!d || !ok(c))
        return s;
    s.v = NEWN(c->mem, int64_t, docs_count(d) + 1);
    for (size_t w = 0; map && w < d->words; w++)
        for (uint64_t bits = d->bits[w]; bits; bits &= bits - 1) {
            int64_t i = (int64_t)(w * 64) + __builtin_ctzll(bits);
            if (i <= map->max && map->live[i] && map->kind[i] == SEARCH_SHEET)
                s.v[s.n++] = map->ref[i];
        }
    qsort(s.v, s.n, sizeof *s.v, number_rising);
    return s;
}

static bool
has_year(const Query *q)
{
    for (const Term *t = q->root->first; t; t = t->next)
        if (is_year(t))
            return true;
    return false;
}

static void
of_sheets(Ctx *c, const Query *q, SqlBuild *b, bool *exact, const Sheets *some)
{
    Query rest = others(c, q, true);
    if (has_year(q)) {
        sql_add(b, SQL(" FROM sheet_face s JOIN indicator_face i ON i.ref = s.sheet_id WHERE 1 = 1"), NOV);
        query_sheets(c, &rest, b, exact);
    } else if (some->all) {
        sql_add(b, SQL(" FROM programme_face f JOIN indicator_face i ON i.ref = f.sheet_id WHERE 1 = 1"), NOV);
        query_where(c, &rest, b, NULL, exact);
    } else { /* from the sheets named to their programmes: the other way each programme of the store would be asked */
        sql_add(b, SQL(" FROM sheet_face s CROSS JOIN programme_face f CROSS JOIN indicator_face i WHERE f.programme_id = s.programme_id AND f.sheet_id = s.sheet_id AND i.ref = s.sheet_id"), NOV);
        query_where(c, &rest, b, NULL, exact);
    }
    of_indicator(c, q, b);
    if (some->all)
        return;
    sql_add(b, SQL(" AND s.sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, some->v, some->n)));
}

static void
of_reports(Ctx *c, const Query *q, SqlBuild *b, bool *exact)
{
    Query rest = others(c, q, false);
    sql_add(b, SQL(" FROM indicator x JOIN programme_face f ON f.programme_id = x.programme_id JOIN indicator_face i ON i.ref = -x.id WHERE 1 = 1"), NOV);
    for (const Term *t = q->root->first; t; t = t->next)
        if (is_year(t)) {
            sql_add(b, SQL(" AND "), NOV);
            query_compared(b, SQL("i.fy"), t);
        }
    query_where(c, &rest, b, NULL, exact);
    of_indicator(c, q, b);
}

/* " FROM (SELECT i... UNION ALL SELECT i...) u" of all that fit: of evaluation reports, of these sheets, or both. */
static SqlBuild *
fitting(Ctx *c, const Query *q, bool *exact, bool reports, const Sheets *sheets)
{
    static const Sql columns = { "SELECT i.ref AS ref, i.place AS place, i.band AS band, i.tenths AS tenths, i.head AS head, i.ministry AS ministry, i.fy AS fy" };
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL(" FROM ("), NOV);
    if (reports) {
        sql_add(b, columns, NOV);
        of_reports(c, q, b, exact);
    }
    if (reports && sheets)
        sql_add(b, SQL(" UNION ALL "), NOV);
    if (sheets) {
        sql_add(b, columns, NOV);
        of_sheets(c, q, b, exact, sheets);
    }
    sql_add(b, SQL(") u"), NOV);
    return b;
}

/* One pass over all that fit, in no order: it counts the bands and keeps the first from + limit of the order asked for. Sorting and
 * grouping in SQL were two passes, and the sorters of SQLite took longer than this. */
typedef struct {
    Key         key;
    bool        absent;
    int64_t     number;
    const char *text;
} Item;
typedef struct {
    Sql     columns;
    bool    text, down;
    Item   *v; /* a heap: the last in order on top */
    size_t  n, most, room;
    int64_t band[BANDS * 2], total;
} Pass;

/* Whether a comes before b: absent values last whichever way, then as they stand. */
static bool
before(const Pass *p, const Item *a, const Item *b)
{
    if (a->absent != b->absent)
        return b->absent;
    int by = p->text ? (a->absent ? 0 : strcmp(a->text, b->text)) : a->number < b->number ? -1 : a->number > b->number;
    if (by)
        return p->down ? by > 0 : by < 0;
    if (a->key.ref != b->key.ref) {
        if ((a->key.ref < 0) != (b->key.ref < 0))
            return a->key.ref < 0;
        return a->key.ref < 0 ? a->key.ref > b->key.ref : a->key.ref < b->key.ref;
    }
    return a->key.place < b->key.place;
}

static void
sink(Pass *p, size_t at)
{
    for (size_t child; (child = at * 2 + 1) < p->n; at = child) {
        if (child + 1 < p->n && before(p, &p->v[child], &p->v[child + 1]))
            child++;
        if (!before(p, &p->v[at], &p->v[child]))
            return;
        Item x = p->v[at];
        p->v[at] = p->v[child];
        p->v[child] = x;
    }
}

static void
keep(Pass *p, const Item *x)
{
    if (p->n == p->most) {
        if (p->most == 0 || !before(p, x, &p->v[0]))
            return;
        p->v[0] = *x;
        sink(p, 0);
        return;
    }
    size_t at = p->n++;
    for (p->v[at] = *x; at > 0 && before(p, &p->v[(at - 1) / 2], &p->v[at]); at = (at - 1) / 2) {
        Item y = p->v[at];
        p->v[at] = p->v[(at - 1) / 2];
        p->v[(at - 1) / 2] = y;
    }
}

/* What is sorted by. */
static const struct {
    const char *sort;
    bool        text;
    Sql         columns;
} orders[] = {
    { NULL, false, { "SELECT u.ref, u.place, u.band, 0" } },          { "attainment", false, { "SELECT u.ref, u.place, u.band, u.tenths" } }, { "fy", false, { "SELECT u.ref, u.place, u.band, u.fy" } },
    { "name", true, { "SELECT u.ref, u.place, u.band, u.head" } }, { "ministry", true, { "SELECT u.ref, u.place, u.band, u.ministry" } },
};

static Pass
pass_begin(const ExploreAsk *ask, int64_t limit)
{
    size_t by = 0;
    for (size_t i = 1; ask->sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, ask->sort) == 0)
            by = i;
    return (Pass){ .columns = orders[by].columns, .text = orders[by].text, .down = ask->down && by > 0, .most = (size_t)(limit + (ask->from > 0 ? ask->from : 0)) };
}

static void
pass_over(Ctx *c, Pass *p, const SqlBuild *of)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, p->columns, NOV);
    sql_add(b, sql_built(of), of->n, of->v);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        Item x = { .key = { row_int(r, 0), row_int(r, 1) }, .absent = row_null(r, 3) };
        if (!x.absent && p->text)
            x.text = row_text(r, 3);
        else if (!x.absent)
            x.number = row_int(r, 3);
        int64_t band = row_int(r, 2);
        p->band[band >= 0 && band < BANDS * 2 ? band : 0]++;
        p->total++;
        if (p->n == p->room && p->n < p->most) {
            Item *more = NEWN(c->mem, Item, p->room = p->room * 2 + 128);
            if (p->n)
                memcpy(more, p->v, p->n * sizeof *more);
            p->v = more;
        }
        keep(p, &x);
    }
}

/* The items behind from, in order. */
static Keys
keys_of(Ctx *c, Pass *p, int64_t from)
{
    size_t all = p->n, skip = from > 0 ? (size_t)from : 0;
    Keys   k = { .v = NEWN(c->mem, Key, all + 1), .n = all > skip ? all - skip : 0 };
    while (p->n > 0) { /* the top is the last of those left */
        size_t at = p->n - 1;
        if (at >= skip)
            k.v[at - skip] = p->v[0].key;
        p->v[0] = p->v[at];
        p->n--;
        sink(p, 0);
    }
    return k;
}

/* The rows of the page by their key. */
typedef struct {
    Key     key;
    json_t *row;
} Entry;
typedef struct {
    Entry *v;
    size_t n;
} Index;

static int
by_key(const void *a, const void *b)
{
    const Key *x = a, *y = b;
    return x->ref != y->ref ? (x->ref < y->ref ? -1 : 1) : x->place < y->place ? -1 : x->place > y->place;
}

static json_t *
row_at(const Index *in, int64_t ref, int64_t place)
{
    Key    key = { ref, place };
    Entry *e = bsearch(&key, in->v, in->n, sizeof *in->v, by_key);
    return e ? e->row : NULL;
}

static Index
index_of(Ctx *c, const Keys *k, json_t *rows)
{
    Index in = { .v = NEWN(c->mem, Entry, k->n + 1), .n = k->n };
    for (size_t i = 0; i < k->n; i++) {
        json_t *row = json_pack("{sn sn sn sn sn sn sn sn sn sn sn sn sn}", "id", "programme_id", "programme_key", "programme", "name", "type", "unit", "latest", "target", "sheet_id", "place", "goal_text", "goal_fy");
        json_object_update_new(row, json_pack("{sn sn sn sn sn sn sn sb sb s[]}", "fy", "ministry", "year", "actual", "planned", "ratio", "reached", "less_is_better", 0, "final_only", 0, "values"));
        json_array_append_new(rows, row);
        in.v[i] = (Entry){ k->v[i], row };
    }
    qsort(in.v, in.n, sizeof *in.v, by_key);
    return in;
}

static Val
refs(Ctx *c, const Index *in, bool sheets)
{
    int64_t *id = NEWN(c->mem, int64_t, in->n + 1);
    size_t   n = 0;
    for (size_t i = 0; i < in->n; i++)
        if (sheets ? in->v[i].key.ref > 0 && (n == 0 || id[n - 1] != in->v[i].key.ref) : in->v[i].key.ref < 0)
            id[n++] = sheets ? in->v[i].key.ref : -in->v[i].key.ref;
    return db_ids(c, id, n);
}

static void
set_int(json_t *row, const char *name, const Rows *r, int col)
{
    json_object_set_new(row, name, row_null(r, col) ? json_null() : json_integer(row_int(r, col)));
}

static void
set_text(json_t *row, const char *name, const char *s)
{
    json_object_set_new(row, name, json_maybe(s));
}

/* What is the same of both: fy, ministry, bits behind `at`. */
static void
marks(json_t *row, const Rows *r, int at)
{
    int64_t bits = row_int(r, at + 2);
    set_int(row, "fy", r, at);
    set_text(row, "ministry", row_text(r, at + 1));
    if (bits & MARK_JUDGED)
        json_object_set_new(row, "reached", json_boolean(bits & MARK_REACHED));
    json_object_set_new(row, "less_is_better", json_boolean(bits & MARK_DOWNWARD));
    json_object_set_new(row, "final_only", json_boolean(bits & MARK_FINAL_ONLY));
}

static void
take_sheets(Ctx *c, const Index *in)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT k.sheet_id, k.place, k.name, k.kind, k.unit, k.target, k.goal_text, k.goal_fy, p.id, p.key, coalesce(f.name, s.name), i.fy, i.ministry, i.bits FROM indicator_face i"
                   " JOIN sheet_indicator k ON k.sheet_id = i.ref AND k.place = i.place JOIN review_sheet s ON s.id = i.ref JOIN programme p ON p.id = s.programme_id"
                   " LEFT JOIN programme_face f ON f.programme_id = p.id WHERE i.ref"), NOV);
    sql_add(b, sql_in_ids(c), V(refs(c, in, true)));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        json_t *row = row_at(in, row_int(r, 0), row_int(r, 1));
        if (!row)
            continue;
        set_int(row, "sheet_id", r, 0);
        set_int(row, "place", r, 1);
        set_text(row, "name", row_text(r, 2));
        set_text(row, "type", row_text(r, 3));
        set_text(row, "unit", row_text(r, 4));
        set_text(row, "target", row_text(r, 5));
        set_text(row, "goal_text", row_text(r, 6));
        set_int(row, "goal_fy", r, 7);
        set_int(row, "programme_id", r, 8);
        set_text(row, "programme_key", row_text(r, 9));
        set_text(row, "programme", row_text(r, 10));
        marks(row, r, 11);
    }
    b = sql_build(c->mem);
    sql_add(b, SQL("SELECT v.sheet_id, v.place, v.fy, v.actual, v.target FROM sheet_value v WHERE v.sheet_id"), NOV);
    sql_add(b, sql_in_ids(c), V(refs(c, in, true)));
    sql_add(b, SQL(" ORDER BY v.sheet_id, v.place, v.fy"), NOV);
    r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        json_t *row = row_at(in, row_int(r, 0), row_int(r, 1));
        if (!row)
            continue;
        double  actual = row_real(r, 3), target = row_real(r, 4);
        int64_t tenths;
        json_array_append_new(json_object_get(row, "values"), json_pack("{sI so so}", "fy", (json_int_t)row_int(r, 2), "actual", row_null(r, 3) ? json_null() : json_real(actual), "target",
                                                                         row_null(r, 4) ? json_null() : json_real(target)));
        if (!row_null(r, 3))
            set_text(row, "latest", arena_fmt(c->mem, "%.10g", actual));
        if (row_null(r, 3) || row_null(r, 4))
            continue;
        json_object_set_new(row, "year", json_integer(row_int(r, 2)));
        json_object_set_new(row, "actual", json_real(actual));
        json_object_set_new(row, "planned", json_real(target));
        json_object_set_new(row, "ratio", indicator_tenths(actual, target, &tenths) ? json_real((double)tenths / 10) : json_null());
    }
}

static void
take_reports(Ctx *c, const Index *in)
{
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("SELECT x.id, x.name, x.type, v.unit, p.id, p.key, coalesce(f.name, p.name), i.fy, i.ministry, i.bits FROM indicator x JOIN indicator_face i ON i.ref = -x.id"
                   " JOIN programme p ON p.id = x.programme_id LEFT JOIN programme_face f ON f.programme_id = p.id"
                   " JOIN indicator_version v ON v.id = (SELECT max(y.id) FROM indicator_version y WHERE y.indicator_id = x.id) WHERE x.id"), NOV);
    sql_add(b, sql_in_ids(c), V(refs(c, in, false)));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        json_t *row = row_at(in, -row_int(r, 0), 0);
        if (!row)
            continue;
        set_int(row, "id", r, 0);
        set_text(row, "name", row_text(r, 1));
        set_text(row, "type", row_text(r, 2));
        set_text(row, "unit", row_text(r, 3));
        set_int(row, "programme_id", r, 4);
        set_text(row, "programme_key", row_text(r, 5));
        set_text(row, "programme", row_text(r, 6));
        marks(row, r, 7);
    }
    b = sql_build(c->mem);
    sql_add(b, SQL("SELECT v.indicator_id, o.fy, o.value, o.text FROM indicator_version v JOIN observation o ON o.indicator_version_id = v.id"
                   " WHERE v.id = (SELECT max(y.id) FROM indicator_version y WHERE y.indicator_id = v.indicator_id) AND v.indicator_id"), NOV);
    sql_add(b, sql_in_ids(c), V(refs(c, in, false)));
    sql_add(b, SQL(" ORDER BY v.indicator_id, o.fy"), NOV);
    r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r)) {
        json_t *row = row_at(in, -row_int(r, 0), 0);
        if (!row)
            continue;
        json_array_append_new(json_object_get(row, "values"), json_pack("{sI so sn}", "fy", (json_int_t)row_int(r, 1), "actual", row_null(r, 2) ? json_null() : json_real(row_real(r, 2)), "target"));
        set_text(row, "latest", row_text(r, 3));
    }
}

static json_t *
rows_of(Ctx *c, const Keys *k)
{
    json_t *rows = json_keep(c->mem, json_array());
    Index   in = index_of(c, k, rows);
    bool    sheets = in.n > 0 && in.v[in.n - 1].key.ref > 0, reports = in.n > 0 && in.v[0].key.ref < 0;
    if (sheets)
        take_sheets(c, &in);
    if (reports)
        take_reports(c, &in);
    return rows;
}

/* How many stand in each band, reached or not. */
static void
bands_of(json_t *page, const Pass *p)
{
    int64_t judged[2] = { 0 };
    json_t *bands = json_array();
    for (int i = 0; i < BANDS; i++) {
        bool known = i > 0;
        json_array_append_new(bands, json_pack("{so so sI sI}", "from", known && i > 1 ? json_real((double)indicator_band_from[i] / 10) : json_null(), "below",
                                               known && i + 1 < BANDS ? json_real((double)indicator_band_from[i + 1] / 10) : json_null(), "reached", (json_int_t)p->band[i * 2 + 1], "missed", (json_int_t)p->band[i * 2]));
        for (int k = 0; known && k < 2; k++)
            judged[k] += p->band[i * 2 + k];
    }
    json_object_set_new(page, "bands", bands);
    json_object_set_new(page, "reached", json_integer(judged[1]));
    json_object_set_new(page, "missed", json_integer(judged[0]));
    json_object_set_new(page, "without", json_integer(p->total - judged[0] - judged[1]));
    json_object_set_new(page, "total", json_integer(p->total));
}

/* Sheets and reports are asked by one query, which then says the same twice. */
static json_t *
once(json_t *problems)
{
    for (size_t i = json_array_size(problems); i-- > 1;)
        for (size_t k = 0; k < i; k++)
            if (json_equal(json_array_get(problems, i), json_array_get(problems, k))) {
                json_array_remove(problems, i);
                break;
            }
    return problems;
}

json_t *
explore(Ctx *c, const ExploreAsk *ask)
{
    Query   *q = query_read(c, ask->query);
    bool     exact = true;
    int64_t  limit = ask->limit > 0 ? ask->limit : 10000;
    json_t  *page = json_keep(c->mem, json_object());
    Sheets   sheets = sheets_of(c, q);
    Pass     p = pass_begin(ask, limit);
    pass_over(c, &p, fitting(c, q, &exact, true, &sheets));
    bands_of(page, &p);
    Keys k = keys_of(c, &p, ask->from);
    json_object_set(page, "rows", rows_of(c, &k));
    json_object_update_new(page, json_pack("{sb sI sI ss sO}", "exact", exact, "limit", (json_int_t)limit, "offset", (json_int_t)(ask->from > 0 ? ask->from : 0), "query", q->text, "problems", once(q->problems)));
    return page;
}

json_t *
explore_rows(Ctx *c, const ExploreAsk *ask, bool *more)
{
    Query *q = query_read(c, ask->query);
    Sheets sheets = sheets_of(c, q), some = { .all = sheets.all };
    bool   exact = true;
    Pass   p = pass_begin(&(ExploreAsk){ 0 }, ask->limit + 1);
    pass_over(c, &p, fitting(c, q, &exact, true, NULL));
    if (sheets.all && p.n < p.most)
        pass_over(c, &p, fitting(c, q, &exact, false, &sheets));
    /* They come in the order of the sheets: the first few that have enough are all that is looked at. */
    size_t at = 0;
    for (size_t step = FIRST; at < sheets.n && at < LOOKED && p.n < p.most && ok(c); at += some.n, step *= 2) {
        some.v = sheets.v + at;
        some.n = sheets.n - at < step ? sheets.n - at : step;
        pass_over(c, &p, fitting(c, q, &exact, false, &some));
    }
    Keys k = keys_of(c, &p, 0);
    bool over = (int64_t)k.n > ask->limit;
    *more = over || (!sheets.all && at < sheets.n); /* of a long word whose pairs many sheets hold apart, not all are looked at */
    k.n -= over;
    return rows_of(c, &k);
}
