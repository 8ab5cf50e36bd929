/* series.c -- values counted into public series and stored.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/series_in.h"

#include "base/data.h"
#include "base/map.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "format/yaml.h"

#include <stdlib.h>
#include <string.h>

enum { SERIES = 32, CELLS = 20000, FIRST_YEAR = 1900, LAST_YEAR = 2100 };

typedef struct {
    const json_t *def;
    bool          own;
    json_t       *notes;
} One;

typedef struct {
    int         series;
    int64_t     year;
    const char *part;
    double      value;
} Cell;

struct SeriesTake {
    Ctx        *c;
    Run        *run;
    const char *dataset;
    One         one[SERIES];
    size_t      n, cells;
    Cell       *cell;
    Map         at;      /* "series year part" -> cell */
    json_t     *country; /* alpha-3 -> alpha-2 */
    const json_t *groups;
};

json_t *
series_catalog(Ctx *c)
{
    return yaml_read_file(c, data_path(c->mem, "catalog/series.yaml"));
}

json_t *
series_countries(Ctx *c)
{
    size_t      n, lines = 0, cells;
    const char *text = data_read(c->mem, data_path(c->mem, "catalog/codes/countries.tsv"), &n);
    json_t     *out = json_keep(c->mem, json_object());
    char      **line = text_split(c->mem, text ? text : "", "\n", &lines);
    for (size_t i = 0; i < lines; i++) {
        char **v = text_split(c->mem, line[i], "\t", &cells);
        if (*line[i] != '#' && cells == 4)
            json_object_set_new(out, v[0], json_pack("{ss ss ss}", "alpha3", v[1], "ja", v[2], "en", v[3]));
    }
    return out;
}

static void
drop_map(void *m)
{
    map_free(m);
}

SeriesTake *
series_take(Ctx *c, Run *run, const char *dataset)
{
    json_t *all = series_catalog(c), *x, *countries = all ? series_countries(c) : NULL;
    size_t  i;
    if (!all)
        return NULL;
    SeriesTake *t = NEW(c->mem, SeriesTake);
    *t = (SeriesTake){ .c = c, .run = run, .dataset = dataset, .cell = NEWN(c->mem, Cell, CELLS), .at.mem = c->mem, .groups = json_path(all, "groups"), .country = json_keep(c->mem, json_object()) };
    arena_defer(c->mem, drop_map, &t->at);
    json_array_foreach(json_path(all, "series"), i, x)
        if (strcmp(json_text(x, "dataset"), dataset) == 0 && t->n < SERIES)
            t->one[t->n++] = (One){ .def = x, .own = json_flag(x, "own"), .notes = json_keep(c->mem, json_array()) };
    const char *two;
    json_object_foreach(countries, two, x) json_object_set_new(t->country, json_text(x, "alpha3"), json_string(two));
    return t;
}

static bool
is_in(const SeriesTake *t, const json_t *set, const char *country)
{
    size_t  i;
    json_t *x;
    if (json_is_string(set) && strcmp(json_string_value(set), "*") == 0)
        return true;
    if (json_is_string(set))
        set = json_object_get(t->groups, json_string_value(set));
    json_array_foreach(set, i, x)
        if (strcmp(json_string_value(x), country) == 0)
            return true;
    return false;
}

static const char *
alpha2(const SeriesTake *t, const char *code)
{
    const json_t *two = strlen(code) == 3 ? json_object_get(t->country, code) : NULL;
    return two ? json_string_value(two) : code;
}

static bool
wants(const SeriesTake *t, const One *s, const char *from, const char *to)
{
    return s->own == (strcmp(from, to) == 0) && is_in(t, json_path(s->def, "from"), from) && is_in(t, json_path(s->def, "to"), to);
}

/* The side of a series that has many countries is its part. */
static const char *
part_of(const One *s, const char *from, const char *to)
{
    const json_t *f = json_path(s->def, "from"), *g = json_path(s->def, "to");
    return json_is_string(f) ? from : json_is_string(g) ? to : "";
}

static void
put(SeriesTake *t, int series, int64_t year, const char *part, double value)
{
    Ctx        *c = t->c;
    const char *key = arena_fmt(c->mem, "%d %lld %s", series, (long long)year, part);
    int64_t    *at = map_get(&t->at, key);
    if (at) {
        t->cell[*at].value += value;
        return;
    }
    if (t->cells == CELLS) {
        fail(c, ERR_INVALID, t->dataset, L(c, "系列の値が多すぎます（%d 件まで）。", "too many values for the series (at most %d)"), (int)CELLS);
        return;
    }
    map_put(&t->at, key, (int64_t)t->cells);
    t->cell[t->cells++] = (Cell){ series, year, arena_str(c->mem, part), value };
}

void
series_count(SeriesTake *t, int64_t year, const char *from, const char *to, double value)
{
    from = alpha2(t, from);
    to = alpha2(t, to);
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return;
    for (size_t i = 0; i < t->n; i++) {
        if (!wants(t, &t->one[i], from, to))
            continue;
        const char *part = part_of(&t->one[i], from, to);
        put(t, (int)i, year, "", value);
        if (*part)
            put(t, (int)i, year, part, value);
    }
}

bool
series_differ(SeriesTake *t, int64_t year, const char *from, const char *to, double value, double other)
{
    bool any = false;
    from = alpha2(t, from);
    to = alpha2(t, to);
    for (size_t i = 0; i < t->n; i++) {
        if (!wants(t, &t->one[i], from, to))
            continue;
        any = true;
        json_array_append_new(t->one[i].notes, json_pack("{sI so so}", "year", (json_int_t)year,
            "ja", json_string(arena_fmt(t->c->mem, "%lld年：%s から %s は %.10g、逆向きは %.10g で一致しない。前者を値とした。", (long long)year, from, to, value, other)),
            "en", json_string(arena_fmt(t->c->mem, "%lld: %s to %s is %.10g and the other way round %.10g; the former is the value.", (long long)year, from, to, value, other))));
    }
    return any;
}

void
series_drop(SeriesTake *t, int64_t year)
{
    for (size_t i = 0; i < t->cells; i++)
        if (t->cell[i].year == year)
            t->cell[i].year = 0;
}

static void
put_value(SeriesTake *t, Ctx *c, int64_t series, const Cell *v)
{
    RunCount *count = run_count(t->run);
    int64_t   version = 0;
    bool      same = false;
    Rows     *r = db_query(c, SQL("SELECT version, value FROM series_value WHERE series_id = $1 AND year = $2 AND part = $3 AND newest = 1"), V(series, v->year, v->part));
    if (db_next(r)) {
        version = row_int(r, 0);
        same = row_real(r, 1) == v->value;
    }
    db_done(r);
    *(same ? &count->same : version ? &count->changed : &count->made) += 1;
    if (same)
        return;
    if (version)
        db_run(c, SQL("UPDATE series_value SET newest = 0 WHERE series_id = $1 AND year = $2 AND part = $3"), V(series, v->year, v->part));
    db_run(c, SQL("INSERT INTO series_value (series_id, year, part, version, newest, value, run_id, taken_at) VALUES ($1, $2, $3, $4, 1, $5, $6, $7)"),
           V(series, v->year, v->part, version + 1, v->value, run_id(t->run), c->now));
}

static int64_t
series_row(SeriesTake *t, Ctx *c, const One *s)
{
    return db_int(c,
        SQL("INSERT INTO series (series_key, dataset, run_id, taken_at, notes) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (series_key) DO UPDATE SET run_id = excluded.run_id, taken_at = excluded.taken_at, notes = excluded.notes RETURNING id"),
        V(json_text(s->def, "key"), t->dataset, run_id(t->run), c->now, json_canonical(c->mem, s->notes)));
}

bool
series_store(SeriesTake *t)
{
    Ctx     *c = t->c;
    int64_t  id[SERIES] = { 0 };
    RunCount before = *run_count(t->run);
    if (!ok(c) || run_dry(t->run)) {
        for (size_t i = 0; i < t->cells; i++)
            run_count(t->run)->made += t->cell[i].year != 0;
        return ok(c);
    }
    tx_begin(c);
    for (size_t i = 0; i < t->cells && ok(c); i++) {
        const Cell *v = &t->cell[i];
        if (v->year && !id[v->series])
            id[v->series] = series_row(t, c, &t->one[v->series]);
        if (v->year)
            put_value(t, c, id[v->series], v);
    }
    RunCount *now = run_count(t->run);
    if (now->made + now->changed > before.made + before.changed)
        ledger_act(c, "series.import", arena_fmt(c->mem, "import:%lld", (long long)run_id(t->run)),
                   json_canonical(c->mem, json_keep(c->mem, json_pack("{ss ss sI sI}", "dataset", t->dataset, "file", run_name(t->run), "new", (json_int_t)(now->made - before.made), "changed", (json_int_t)(now->changed - before.changed)))));
    run_save(t->run, c);
    return tx_end(c);
}
