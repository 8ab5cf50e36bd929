/* rules.c -- reads catalog/rules, refuses what does not hang together, and looks things up for a day.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/rules.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/shape.h"
#include "format/yaml.h"

#include <errno.h>
#include <string.h>

typedef struct {
    const char   *path; /* of the file */
    const json_t *tree;
    json_t       *lines;
} File;

/* A date of any precision as the first or the last day it can mean; years and months compare as text. */
static const char *
whole_day(Arena *mem, const char *s, bool last)
{
    switch (strlen(s)) {
    case 4: return arena_fmt(mem, "%s-%s", s, last ? "12-31" : "01-01");
    case 7: return arena_fmt(mem, "%s-%s", s, last ? "31" : "01");
    default: return arena_fmt(mem, "%.10s", s);
    }
}

Rules
rules_at(Ctx *c, const Rules *all, const char *on)
{
    Rules r = *all;
    r.on = whole_day(c->mem, on && *on ? on : c->now, true);
    return r;
}

static bool
read_file(Ctx *c, const char *folder, const char *name, File *f)
{
    size_t n;
    *f = (File){ .path = arena_fmt(c->mem, "%s/%s.yaml", folder, name), .lines = json_keep(c->mem, json_object()) };
    const char *text = data_read(c->mem, f->path, &n);
    if (!text)
        return fail(c, ERR_BROKEN, f->path, L(c, "%s を読めない: %s", "%s cannot be read: %s"), f->path, strerror(errno));
    f->tree = yaml_read_lines(c, f->path, text, n, f->lines);
    return f->tree != NULL;
}

static bool
refuse(Ctx *c, const File *f, const char *path, const char *ja, const char *en, const char *what)
{
    int64_t line = shape_line(f->lines, path);
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "%s:%lld", f->path, (long long)line), L(c, "%s:%lld: %s「%s」", "%s:%lld: %s \"%s\""), f->path,
                (long long)line, L(c, ja, en), what);
}

static const json_t *
find(const Rules *r, const json_t *list, const char *id, bool held)
{
    size_t  i;
    json_t *x;
    json_array_foreach(list, i, x)
        if (strcmp(json_text(x, "id"), id) == 0 && (!held || rule_holds(r, x)))
            return x;
    return NULL;
}

/* Two spans of days, open where null, that share a day. */
static bool
overlap(Arena *mem, const json_t *a, const json_t *b)
{
    const char *a0 = json_str(a, "valid.from"), *a1 = json_str(a, "valid.to"), *b0 = json_str(b, "valid.from"), *b1 = json_str(b, "valid.to");
    bool a_before = a1 && b0 && strcmp(whole_day(mem, a1, true), whole_day(mem, b0, false)) < 0;
    bool b_before = b1 && a0 && strcmp(whole_day(mem, b1, true), whole_day(mem, a0, false)) < 0;
    return !a_before && !b_before;
}

typedef bool Clash(Arena *mem, const json_t *a, const json_t *b);

static bool
always(Arena *mem, const json_t *a, const json_t *b)
{
    (void)mem;
    (void)a;
    (void)b;
    return true;
}

/* The first entry whose `member` an earlier one has too, where both clash; -1 when there is none. */
static int
twice(Arena *mem, const json_t *list, const char *member, Clash *clash)
{
    size_t  i, j;
    json_t *x, *y;
    json_array_foreach(list, j, y)
        json_array_foreach(list, i, x)
            if (i < j && strcmp(json_text(x, member), json_text(y, member)) == 0 && clash(mem, x, y))
                return (int)j;
    return -1;
}

static bool
rules_hang_together(Ctx *c, const Rules *r, const File *f)
{
    size_t  i;
    json_t *x;
    int     again = twice(c->mem, r->rules, "id", overlap);
    json_array_foreach(r->rules, i, x)
    {
        if (!find(r, r->regulations, json_text(x, "regulation"), false))
            return refuse(c, f, arena_fmt(c->mem, "rules.%zu.regulation", i), "regulations.yaml にない", "not in regulations.yaml:", json_text(x, "regulation"));
        if (strcmp(json_text(x, "kind"), "schedule") == 0 && (!json_has(x, "evaluation") || !json_has(x, "object") || !json_has(x, "force") || (!json_has(x, "at") && !json_has(x, "every"))))
            return refuse(c, f, arena_fmt(c->mem, "rules.%zu", i), "schedule には evaluation, object, force と at か every が要る", "a schedule needs evaluation, object, force, and at or every:", json_text(x, "id"));
    }
    return again < 0 || refuse(c, f, arena_fmt(c->mem, "rules.%d", again), "同じ日に有効な版が二つある", "two versions hold on one day:", json_text(json_array_get(r->rules, (size_t)again), "id"));
}

static bool
regulations_hang_together(Ctx *c, const Rules *r, const File *f)
{
    size_t  i;
    json_t *x;
    int     again = twice(c->mem, r->regulations, "id", always);
    json_array_foreach(r->regulations, i, x)
    {
        if (json_has(x, "supersedes") && !find(r, r->regulations, json_text(x, "supersedes"), false))
            return refuse(c, f, arena_fmt(c->mem, "regulations.%zu.supersedes", i), "この文書にない", "not in this file:", json_text(x, "supersedes"));
    }
    return again < 0 || refuse(c, f, arena_fmt(c->mem, "regulations.%d.id", again), "同じ id が二度ある", "the id stands twice:", json_text(json_array_get(r->regulations, (size_t)again), "id"));
}

static bool
checks_hang_together(Ctx *c, const Rules *r, const File *f, const char *part, const json_t *list)
{
    size_t  i;
    json_t *x;
    int     again = twice(c->mem, list, "code", always);
    json_array_foreach(list, i, x)
    {
        if (!find(r, r->rules, json_text(x, "rule"), false))
            return refuse(c, f, arena_fmt(c->mem, "%s.%zu.rule", part, i), "rules.yaml にない", "not in rules.yaml:", json_text(x, "rule"));
    }
    return again < 0 || refuse(c, f, arena_fmt(c->mem, "%s.%d.code", part, again), "同じコードが二度ある", "the code stands twice:", json_text(json_array_get(list, (size_t)again), "code"));
}

static json_t *
keyed(Arena *mem, const json_t *j)
{
    const char *name;
    size_t      i;
    json_t     *v, *out;
    if (json_is_string(j))
        return json_string(text_key(mem, json_string_value(j)));
    if (json_is_array(j)) {
        out = json_array();
        json_array_foreach(j, i, v)
            json_array_append_new(out, keyed(mem, v));
        return out;
    }
    out = json_object();
    json_object_foreach(j, name, v)
        json_object_set_new(out, name, keyed(mem, v));
    return out;
}

bool
rules_read(Ctx *c, const char *folder, const char *on, Rules *out)
{
    static const char *const names[] = { "regulations", "rules", "checks", "words" };
    File shape, f[4];
    *out = (Rules){ .mem = c->mem };
    if (!read_file(c, folder, "shape", &shape))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!read_file(c, folder, names[i], &f[i]) ||
            !shape_check(c, f[i].path, f[i].tree, json_path(shape.tree, names[i]), f[i].lines))
            return false;
    out->regulations = json_path(f[0].tree, "regulations");
    out->rules = json_path(f[1].tree, "rules");
    out->checks = json_path(f[2].tree, "checks");
    out->sheets = json_path(f[2].tree, "sheets");
    out->reading = json_path(f[2].tree, "reading");
    out->words = f[3].tree;
    out->keys = json_keep(c->mem, keyed(c->mem, f[3].tree));
    *out = rules_at(c, out, on);
    return regulations_hang_together(c, out, &f[0]) && rules_hang_together(c, out, &f[1]) && checks_hang_together(c, out, &f[2], "checks", out->checks) &&
           checks_hang_together(c, out, &f[2], "sheets", out->sheets);
}

bool
rules_load(Ctx *c, const char *on, Rules *out)
{
    return rules_read(c, data_path(c->mem, "catalog/rules"), on, out);
}

bool
rule_holds(const Rules *r, const json_t *entry)
{
    const char *from = json_str(entry, "valid.from"), *to = json_str(entry, "valid.to");
    return (!from || strcmp(whole_day(r->mem, from, false), r->on) <= 0) && (!to || strcmp(r->on, whole_day(r->mem, to, true)) <= 0);
}

const json_t *
rule_find(const Rules *r, const char *id)
{
    return find(r, r->rules, id, true);
}

const json_t *
regulation_find(const Rules *r, const char *id)
{
    return find(r, r->regulations, id, false);
}

int64_t
rule_int(const Rules *r, const char *id, const char *member, int64_t otherwise)
{
    return json_int(rule_find(r, id), member, otherwise);
}

json_t *
rule_cite(const Rules *r, const json_t *rule)
{
    const json_t *g = regulation_find(r, json_text(rule, "regulation"));
    const char   *place = json_text(rule, "place"), *gap = *place ? " " : "";
    return json_pack("{ss ss ss so so so}", "id", json_text(rule, "id"), "title", json_text(rule, "title"), "title_en", json_text(rule, "title_en"),
                     "source", json_string(arena_fmt(r->mem, "%s%s%s", json_text(g, "title"), gap, place)), "source_en",
                     json_string(json_text(g, "title_en")), "url", json_maybe(json_str(g, "source")));
}

typedef bool Fits(const char *key, const char *word);

static bool
stands_in(const char *key, const char *word)
{
    return strstr(key, word) != NULL;
}

static bool
equals(const char *key, const char *word)
{
    return strcmp(key, word) == 0;
}

static bool
some(const Rules *r, const char *list, const char *key, Fits *fits)
{
    size_t  i;
    json_t *w;
    json_array_foreach(json_path(r->keys, list), i, w)
        if (fits(key, json_string_value(w)))
            return true;
    return false;
}

bool
rules_word_in(const Rules *r, const char *list, const char *key)
{
    return some(r, list, key, stands_in);
}

bool
rules_word_ends(const Rules *r, const char *list, const char *key)
{
    return some(r, list, key, text_ends);
}

bool
rules_word_begins(const Rules *r, const char *list, const char *key)
{
    return some(r, list, key, text_starts);
}

bool
rules_word_is(const Rules *r, const char *list, const char *key)
{
    return some(r, list, key, equals);
}
