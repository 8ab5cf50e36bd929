/* similar_data.c -- catalog/similar.yaml: what is read, what counts how much.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/similar_in.h"

#include "base/data.h"
#include "base/fold.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <stdlib.h>
#include <string.h>

static void
drop(void *p)
{
    Likeness *k = p;
    map_free(&k->label);
    arena_free(k->mem);
    json_decref((json_t *)(uintptr_t)k->tree);
    free(k);
}

static double
number(Ctx *c, const json_t *tree, const char *name)
{
    const json_t *x = json_path(tree, name);
    if (!json_is_number(x))
        fail(c, ERR_BROKEN, "catalog/similar.yaml", L(c, "catalog/similar.yaml に数値 %s がありません。", "catalog/similar.yaml lacks the number %s"), name);
    return json_number_value(x);
}

/* The tables that every text is held against, made once. */
static void
tables(Likeness *k)
{
    static const struct { const char *list; int64_t label; } lists[] = { { "texts", LABEL_TEXT }, { "policies", LABEL_POLICY }, { "methods", LABEL_METHOD }, { "nothing", LABEL_NOTHING } };
    size_t  i;
    json_t *x;
    k->mem = arena_new(0);
    k->label = (Map){ .mem = k->mem };
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        json_array_foreach(json_path(k->tree, lists[l].list), i, x) map_put(&k->label, json_string_value(x), likeness_label(k, json_string_value(x)) | lists[l].label);
    k->script = NEWN(k->mem, uint8_t, 0x10000);
    for (uint32_t cp = 0; cp < 0x10000; cp++)
        k->script[cp] = (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ? SCRIPT_KANJI : cp >= 0x30A1 && cp <= 0x30FE ? SCRIPT_KATAKANA : (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ? SCRIPT_LATIN : SCRIPT_NONE;
    for (const char *p = json_text(k->tree, "between"); *p;)
        k->script[text_next(&p) & 0xFFFF] = SCRIPT_NONE;
    k->generic = arena_alloc(k->mem, (json_array_size(json_path(k->tree, "generic")) + 1) * sizeof *k->generic);
    json_array_foreach(json_path(k->tree, "generic"), i, x)
    {
        const char *text = json_string_value(x);
        size_t      n = fold_into(text, strlen(text), k->generic[k->generics].cp, 32);
        if (n == 0 || k->generic[k->generics].cp[0] > 0xFFFF)
            continue;
        k->generic[k->generics].n = n;
        k->script[k->generic[k->generics++].cp[0]] |= SCRIPT_GENERIC;
    }
}

/* Every list holds texts; false with c->err. */
static bool
lists_hold(Ctx *c, const json_t *tree)
{
    static const char *const lists[] = { "texts", "policies", "methods", "nothing", "generic", "of_a_year" };
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        size_t  i;
        json_t *x;
        bool    good = json_is_array(json_path(tree, lists[l]));
        json_array_foreach(json_path(tree, lists[l]), i, x) good = good && json_is_string(x) && text_chars(json_string_value(x)) <= 24;
        if (!good)
            return fail(c, ERR_BROKEN, "catalog/similar.yaml", L(c, "catalog/similar.yaml の %s は、24文字までの語の並びです。", "%s of catalog/similar.yaml is a list of words of at most 24 characters"), lists[l]);
    }
    return true;
}

const Likeness *
likeness(Ctx *c)
{
    static const char *const weights[] = { "name", "indicator", "text", "next", "steep", "length", "words_most", "payee", "payees_most", "policy", "policies_most", "ministry", "bureau", "office", "method", "money", "years", "least_words", "least" };
    void    **keep = db_keep(c->db, drop);
    if (*keep)
        return *keep;
    json_t *t = yaml_read_file(c, data_path(c->mem, "catalog/similar.yaml"));
    if (!t)
        return NULL;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        (void)number(c, t, arena_fmt(c->mem, "weights.%s", weights[i]));
    Likeness k = { .tree = t, .common = number(c, t, "limits.common") };
    const struct { const char *name; int64_t *to, most; } limits[] = { { "lookups", &k.lookups, 1000 }, { "characters", &k.characters, 20000 }, { "rare", &k.rare, 1000000 }, { "candidates", &k.candidates, 240 },
        { "payees", &k.payees, 32 }, { "payee_programmes", &k.payee_programmes, 100000 }, { "words", &k.words, SIMILAR_WORDS }, { "shown", &k.shown, 100 }, { "beside", &k.beside, 20 }, { "stale", &k.stale, 1000000 } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        double n = number(c, t, arena_fmt(c->mem, "limits.%s", limits[i].name));
        if (ok(c) && (n < 1 || n > (double)limits[i].most))
            fail(c, ERR_BROKEN, "catalog/similar.yaml", L(c, "catalog/similar.yaml の limits.%s は 1 から %lld までです。", "limits.%s of catalog/similar.yaml is from 1 to %lld"), limits[i].name, (long long)limits[i].most);
        *limits[i].to = ok(c) ? (int64_t)n : 1;
    }
    if (!lists_hold(c, t))
        return NULL;
    Likeness *kept = malloc(sizeof *kept);
    if (!kept)
        die("no memory");
    *kept = k;
    json_incref(t);
    tables(kept);
    return *keep = kept;
}

double
weight(const Likeness *k, const char *name)
{
    return json_number_value(json_object_get(json_object_get(k->tree, "weights"), name));
}

int64_t
likeness_label(const Likeness *k, const char *text)
{
    const int64_t *v = map_get(&k->label, text);
    return v ? *v : 0;
}

int64_t
similar_beside(Ctx *c)
{
    const Likeness *k = likeness(c);
    return k ? k->beside : 0;
}
