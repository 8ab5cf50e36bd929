/* evalsheet_words.c -- the catalogue's words as keys; amounts; putting fields into the record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/data.h"
#include "base/text.h"
#include "format/yaml.h"

#include <string.h>

const json_t *
words_load(Ctx *c)
{
    const char   *path = data_path(c->mem, "catalog/codes/paper-words.yaml");
    const json_t *w = yaml_read_file(c, path);
    static const char *const lists[] = { "none", "empty", "pending", "undecided", "elided", "unit_note", "units", "evaluations.types", "evaluations.rules",
        "evaluations.every", "evaluations.nth", "evaluations.after_end", "about", "joints.title_ends", "notes.marks", "notes.in_cell", "notes.reset", "notes.cumulative", "rosters.marks", "rosters.absent", "rosters.list",
        "rosters.name", "rosters.affiliation", "rosters.notes", "rosters.roles", "rosters.council", "joints.open_ends", "ends", "misprints", "lineage.names",
        "lineage.kinds" };
    for (size_t i = 0; w && i < sizeof lists / sizeof *lists; i++)
        if (json_array_size(json_path(w, lists[i])) == 0) {
            fail(c, ERR_INVALID, path, L(c, "%s に「%s」の並びがありません。", "%s lacks the list \"%s\""), path, lists[i]);
            return NULL;
        }
    return w;
}

json_t *
keyed(Ctx *c, const json_t *j)
{
    const char *name;
    json_t     *v, *out;
    size_t      i;
    if (json_is_object(j)) {
        out = json_object();
        json_object_foreach(j, name, v)
            json_object_set_new(out, name, keyed(c, v));
        return out;
    }
    if (!json_is_array(j))
        return json_share(j);
    out = json_array();
    json_array_foreach(j, i, v)
        json_array_append_new(out, json_is_string(v) ? json_string(text_key(c->mem, json_string_value(v))) : keyed(c, v));
    return out;
}

const char *
word_in(const json_t *list, const char *key)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *w = json_string_value(json_array_get(list, i));
        if (w && *w && strstr(key, w))
            return w;
    }
    return NULL;
}

const char *
word_at(const json_t *list, const char *key)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *w = json_string_value(json_array_get(list, i));
        if (w && *w && text_starts(key, w))
            return w;
    }
    return NULL;
}

bool
word_is(const json_t *list, const char *key)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), key) == 0)
            return true;
    return false;
}

const json_t *
words_of(const Sheet *s, const char *path)
{
    return json_path(s->p->words, path);
}

Amount
cell_amount(const Sheet *s, const char *text)
{
    const char *key = text_key(s->c->mem, text);
    if (!*key || word_is(words_of(s, "empty"), key))
        return (Amount){ .qualifier = Q_NONE, .unit = "" };
    Amount a = amount_read(s->c->mem, text);
    if (a.known)
        return a;
    if (word_in(words_of(s, "undecided"), key))
        a = (Amount){ .qualifier = Q_UNDECIDED, .unit = "" };
    else if (word_in(words_of(s, "pending"), key))
        a = (Amount){ .qualifier = Q_PENDING, .unit = "" };
    return a;
}

/* "億円(10年)" -> "億円": what stands in brackets behind a unit explains it. */
static const char *
bare_unit(Arena *mem, const char *unit)
{
    const char *open = strstr(unit, "（"), *half = strchr(unit, '(');
    if (!open || (half && half < open))
        open = half;
    return open ? text_trim(mem, arena_strn(mem, unit, (size_t)(open - unit))) : unit;
}

json_t *
money(const Sheet *s, const char *text, const char *unit)
{
    Amount  a = cell_amount(s, text);
    int64_t yen = 0;
    if (a.known && a.qualifier == Q_EXACT && word_in(words_of(s, "about"), text_key(s->c->mem, a.unit)))
        a.qualifier = Q_ABOUT;
    a.unit = bare_unit(s->c->mem, a.unit);
    if (a.known && !*a.unit)
        a.unit = unit;
    bool known = amount_yen(&a, &yen);
    return json_pack("{so ss ss}", "yen", known ? json_integer(yen) : json_null(), "qualifier", qualifier_name(a.qualifier), "text", text);
}

const json_t *
framework(Sheet *s, const char *id, bool raw)
{
    Ctx          *c = s->c;
    const json_t *had = json_object_get(s->p->frames, id);
    if (!had) {
        const char *path = data_path(c->mem, arena_fmt(c->mem, "catalog/frameworks/%s.yaml", id));
        json_t     *f = yaml_read_file(c, path);
        if (!f)
            return NULL;
        if (json_array_size(json_path(f, "views")) == 0 || json_array_size(json_path(f, "kinds")) == 0 || json_array_size(json_path(f, "columns.item")) == 0) {
            fail(c, ERR_INVALID, path, L(c, "%s に views, kinds, columns.item のどれかがありません。", "%s lacks views, kinds or columns.item"), path);
            return NULL;
        }
        json_object_set_new(s->p->frames, id, json_pack("{so sO}", "keyed", keyed(c, f), "raw", f));
        had = json_object_get(s->p->frames, id);
    }
    return json_path(had, raw ? "raw" : "keyed");
}

void
put(Sheet *s, const char *field, json_t *v)
{
    json_t     *at = s->rec;
    const char *dot;
    for (; (dot = strchr(field, '.')); field = dot + 1) {
        const char *name = arena_strn(s->c->mem, field, (size_t)(dot - field));
        json_t     *in = json_object_get(at, name);
        if (!json_is_object(in)) {
            in = json_object();
            json_object_set_new(at, name, in);
        }
        at = in;
    }
    json_object_set_new(at, field, v);
}

void
put_text(Sheet *s, const char *field, const char *text, size_t from, size_t to)
{
    put(s, field, text_blank(text) ? json_null() : json_string(text));
    json_t *sources = json_object_get(s->rec, "sources");
    if (!text_blank(text))
        json_object_set_new(sources, field, source_of(s, from, to));
}

json_t *
list_at(Sheet *s, const char *field)
{
    json_t *v = json_path(s->rec, field);
    if (!json_is_array(v)) {
        v = json_array();
        put(s, field, v);
    }
    return v;
}
