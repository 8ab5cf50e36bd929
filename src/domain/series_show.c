/* series_show.c -- public series read: beside an indicator, with definition, source and licence.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/series_in.h"

#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static json_t *
both(const json_t *def, const char *member)
{
    return json_pack("{so so}", "ja", json_maybe(json_str(json_path(def, member), "ja")), "en", json_maybe(json_str(json_path(def, member), "en")));
}

/* Values of the whole as a plot wants them, and of each part. */
static void
values(Ctx *c, json_t *out, int64_t id, const json_t *countries)
{
    json_t *whole = json_object(), *parts = json_array(), *part = NULL;
    Rows   *r = db_query(c, SQL("SELECT part, year, value FROM series_value WHERE series_id = $1 AND newest = 1 ORDER BY part, year"), V(id));
    while (db_next(r)) {
        const char *code = row_text(r, 0), *year = arena_fmt(c->mem, "%lld", (long long)row_int(r, 1));
        double      v = row_real(r, 2);
        if (!*code) {
            json_object_set_new(whole, year, json_pack("{sf ss ss}", "value", v, "qualifier", "exact", "text", number_commas(c->mem, (int64_t)v)));
            continue;
        }
        if (!part || strcmp(json_text(part, "code"), code) != 0) {
            const json_t *k = json_object_get(countries, code);
            part = json_pack("{ss so so s{}}", "code", code, "name", json_string(k ? json_text(k, "ja") : code), "name_en", json_string(k ? json_text(k, "en") : code), "values");
            json_array_append_new(parts, part);
        }
        json_object_set_new(json_object_get(part, "values"), year, json_real(v));
    }
    json_object_set_new(out, "values", whole);
    json_object_set_new(out, "parts", parts);
}

static void
revised(Ctx *c, json_t *out, int64_t id)
{
    json_t *list = json_array();
    Rows   *r = db_query(c,
        SQL("SELECT v.year, v.part, v.value, b.value, v.taken_at FROM series_value v JOIN series_value b ON b.series_id = v.series_id AND b.year = v.year AND b.part = v.part AND b.version = v.version - 1"
            " WHERE v.series_id = $1 ORDER BY v.taken_at DESC, v.year, v.part LIMIT 200"),
        V(id));
    while (db_next(r))
        json_array_append_new(list, json_pack("{sI ss sf sf ss}", "year", (json_int_t)row_int(r, 0), "part", row_text(r, 1), "value", row_real(r, 2), "before", row_real(r, 3), "taken_at", row_text(r, 4)));
    json_object_set_new(out, "revised", list);
}

/* What the catalogue warns of, and what the import saw in the data. */
static json_t *
notes_of(const json_t *def, const json_t *stored)
{
    json_t *out = json_array(), *x;
    size_t  i;
    for (int k = 0; k < 2; k++)
        json_array_foreach(k ? stored : json_path(def, "caveats"), i, x)
            json_array_append_new(out, json_pack("{so ss ss ss}", "fy", json_int(x, "year", 0) ? json_integer(json_int(x, "year", 0)) : json_null(), "kind", k ? "asymmetric" : "caveat", "text", json_text(x, "ja"), "text_en", json_text(x, "en")));
    return out;
}

static json_t *
one(Ctx *c, const json_t *def, const json_t *countries)
{
    static const char *const words[] = { "name", "definition", "unit", "source" };
    json_t *out = NULL;
    int64_t id = 0;
    Rows   *r = db_query(c, SQL("SELECT s.id, s.taken_at, s.notes, i.name FROM series s LEFT JOIN import_run i ON i.id = s.run_id WHERE s.series_key = $1"), V(json_text(def, "key")));
    if (db_next(r)) {
        json_t *notes = json_keep(c->mem, json_loads(row_text(r, 2), 0, NULL));
        id = row_int(r, 0);
        out = json_pack("{ss ss ss so ss so so}", "key", json_text(def, "key"), "dataset", json_text(def, "dataset"), "taken_at", row_text(r, 1), "file", json_maybe(row_text(r, 3)), "licence", json_text(def, "licence"),
                        "url", json_maybe(json_str(def, "url")), "notes", notes_of(def, notes));
    }
    db_done(r);
    if (!out)
        return NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        json_t *b = json_keep(c->mem, both(def, words[i]));
        json_object_set(out, words[i], json_path(b, "ja"));
        json_object_set(out, arena_fmt(c->mem, "%s_en", words[i]), json_path(b, "en"));
    }
    values(c, out, id, countries);
    revised(c, out, id);
    return out;
}

json_t *
series_of_indicator(Ctx *c, int64_t indicator)
{
    json_t     *out = json_keep(c->mem, json_array()), *def;
    const char *name = NULL, *key = NULL;
    size_t      i;
    Rows       *r = db_query(c, SQL("SELECT i.name, p.key FROM indicator i JOIN programme p ON p.id = i.programme_id WHERE i.id = $1"), V(indicator));
    if (db_next(r)) {
        name = row_text(r, 0);
        key = row_text(r, 1);
    }
    db_done(r);
    if (!name || db_int(c, SQL("SELECT count(*) FROM series"), NOV) == 0)
        return out;
    json_t *all = series_catalog(c), *countries = series_countries(c);
    json_array_foreach(json_path(all, "series"), i, def)
    {
        bool    mine = strcmp(json_text(def, "programme"), key) == 0 && strcmp(text_key(c->mem, json_text(def, "indicator")), text_key(c->mem, name)) == 0;
        json_t *x = mine ? one(c, def, countries) : NULL;
        if (x)
            json_array_append_new(out, x);
    }
    return out;
}

static void
row(json_t *out, const json_t *s, const char *year, const char *part, const json_t *country, double value)
{
    json_array_append_new(out, json_pack("{sO sO sO sI ss so so sf sO sO sO}", "series", json_path(s, "key"), "name", json_path(s, "name"), "name_en", json_path(s, "name_en"), "year", (json_int_t)strtoll(year, NULL, 10), "part", part,
                                         "country", country ? json_incref(json_path(country, "name")) : json_null(), "country_en", country ? json_incref(json_path(country, "name_en")) : json_null(), "value", value, "unit",
                                         json_path(s, "unit"), "source", json_path(s, "source"), "licence", json_path(s, "licence")));
}

json_t *
series_rows(Ctx *c, const json_t *series)
{
    json_t     *out = json_keep(c->mem, json_array()), *s, *p, *v;
    size_t      i, k;
    const char *year;
    json_array_foreach(series, i, s)
    {
        json_object_foreach(json_path(s, "values"), year, v) row(out, s, year, "", NULL, json_number_value(json_object_get(v, "value")));
        json_array_foreach(json_path(s, "parts"), k, p) json_object_foreach(json_path(p, "values"), year, v) row(out, s, year, json_text(p, "code"), p, json_number_value(v));
    }
    return out;
}
