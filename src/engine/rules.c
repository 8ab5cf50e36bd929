/* rules.c -- reads catalog/rules and looks things up for a day.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/rules.h"

#include "base/data.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

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

bool
rules_load(Ctx *c, const char *on, Rules *out)
{
    struct {
        const char    *file, *list;
        const json_t **to;
    } parts[] = { { "catalog/rules/regulations.yaml", "regulations", &out->regulations },
                  { "catalog/rules/rules.yaml", "rules", &out->rules },
                  { "catalog/rules/checks.yaml", "checks", &out->checks } };
    *out = (Rules){ .mem = c->mem };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        json_t *j = yaml_read_file(c, data_path(c->mem, parts[i].file));
        if (!j)
            return false;
        *parts[i].to = json_path(j, parts[i].list);
    }
    *out = rules_at(c, out, on);
    return true;
}

bool
rule_holds(const Rules *r, const json_t *entry)
{
    const char *from = json_str(entry, "valid.from"), *to = json_str(entry, "valid.to");
    return (!from || strcmp(whole_day(r->mem, from, false), r->on) <= 0) && (!to || strcmp(r->on, whole_day(r->mem, to, true)) <= 0);
}

static const json_t *
find(const Rules *r, const json_t *list, const char *id, bool held)
{
    size_t  i;
    json_t *x;
    json_array_foreach((json_t *)(uintptr_t)list, i, x)
        if (strcmp(json_text(x, "id"), id) == 0 && (!held || rule_holds(r, x)))
            return x;
    return NULL;
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

const json_t *
rule_words(const Rules *r, const char *name)
{
    return json_path(r->words, name);
}
