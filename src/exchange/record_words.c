/* record_words.c -- paths and values of a record in the words of catalog/record.yaml.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/record_check.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 8 };

static const json_t *
resolve(const json_t *schema, const json_t *node)
{
    const char *ref = node ? json_str(node, "$ref") : NULL;
    return ref && text_starts(ref, "#/$defs/") ? json_object_get(json_object_get(schema, "$defs"), ref + 8) : node;
}

/* What the schema says of a member; NULL where it says nothing. */
static const json_t *
member(const json_t *node, const char *key)
{
    const json_t *inner = json_object_get(json_object_get(node, "properties"), key);
    return inner ? inner : json_object_get(node, "additionalProperties");
}

/* What a member of a list is called: 「…」 with its name, or nothing. */
static const char *
called(Ctx *c, const json_t *v)
{
    static const char *const names[] = { "name", "title", "item", "view", "label", "text", "body" };
    if (json_is_string(v))
        return arena_fmt(c->mem, L(c, "「%s」", " \"%s\""), text_head(c->mem, text_squeeze(c->mem, json_string_value(v)), 30));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *s = json_is_object(v) ? json_str(v, names[i]) : NULL;
        if (s && !text_blank(s))
            return arena_fmt(c->mem, L(c, "「%s」", " \"%s\""), text_head(c->mem, text_squeeze(c->mem, s), 30));
    }
    return "";
}

static const char *
title(Ctx *c, const json_t *outer, const json_t *inner, const char *otherwise)
{
    const char *key = L(c, "x-ja", "title"), *s = outer ? json_str(outer, key) : NULL;
    s = s || !inner ? s : json_str(inner, key);
    return s ? s : otherwise;
}

/* One step of a path: "name", "name[3]" or "[3]"; *p goes behind it. */
static void
step(Ctx *c, const json_t *schema, const char **p, const json_t **node, const json_t **v, const char **label)
{
    size_t n = strcspn(*p, ".[");
    *label = arena_strn(c->mem, *p, n);
    if (n > 0) {
        const json_t *outer = member(*node, *label);
        *v = json_object_get(*v, *label);
        *node = resolve(schema, outer);
        *label = title(c, outer, *node, *label);
        *p += n;
    }
    while (**p == '[') {
        size_t        i = strtoul(*p + 1, NULL, 10);
        const json_t *outer = json_object_get(*node, "items");
        *node = resolve(schema, outer);
        *v = json_array_get(*v, i);
        *label = arena_fmt(c->mem, "%s %zu%s", title(c, outer, *node, *label), i + 1, called(c, *v));
        *p += strcspn(*p, "]");
        *p += **p == ']';
    }
    *p += **p == '.';
}

const char *
record_label(Ctx *c, const json_t *schema, const json_t *record, const char *path)
{
    Buf          *b = buf_in(c->mem);
    const json_t *node = schema, *v = record;
    for (const char *p = path, *label; *p;) {
        step(c, schema, &p, &node, &v, &label);
        buf_fmt(b, "%s%s", b->n ? " › " : "", label);
    }
    return b->n ? buf_text(b) : path;
}

/* Members that only say how a thing was read. */
static bool
is_of_reading(const char *key)
{
    return strcmp(key, "source") == 0 || strcmp(key, "raw") == 0 || strcmp(key, "confidence") == 0 || strcmp(key, "repaired_by") == 0 || strcmp(key, "findings") == 0;
}

static void value_into(Ctx *c, const json_t *schema, const json_t *node, const json_t *v, Buf *out, int depth);

static void
object_into(Ctx *c, const json_t *schema, const json_t *node, const json_t *v, Buf *out, int depth)
{
    const char *key;
    json_t     *one;
    size_t      begin = out->n;
    json_object_foreach(v, key, one)
    {
        const json_t *outer = member(node, key), *inner = resolve(schema, outer);
        bool          empty = json_is_null(one) || ((json_is_array(one) || json_is_object(one)) && json_array_size(one) + json_object_size(one) == 0);
        if (is_of_reading(key) || empty)
            continue;
        buf_fmt(out, "%s%s%s", out->n > begin ? (depth ? L(c, "、", ", ") : "\n") : "", title(c, outer, inner, key), L(c, "：", ": "));
        value_into(c, schema, inner, one, out, depth + 1);
    }
}

static void
value_into(Ctx *c, const json_t *schema, const json_t *node, const json_t *v, Buf *out, int depth)
{
    size_t  i;
    json_t *one;
    if (depth > DEPTH)
        buf_add(out, "…");
    else if (json_is_string(v))
        buf_add(out, json_string_value(v));
    else if (json_is_integer(v) && node == json_path(schema, "$defs.yen"))
        buf_fmt(out, L(c, "%s円", "%s yen"), number_commas(c->mem, json_integer_value(v)));
    else if (json_is_integer(v))
        buf_fmt(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        buf_fmt(out, "%.10g", json_real_value(v));
    else if (json_is_boolean(v))
        buf_add(out, json_is_true(v) ? L(c, "はい", "yes") : L(c, "いいえ", "no"));
    else if (json_is_object(v))
        object_into(c, schema, node, v, out, depth);
    else
        json_array_foreach(v, i, one)
        {
            buf_add(out, i ? "\n" : "");
            value_into(c, schema, resolve(schema, json_object_get(node, "items")), one, out, depth + 1);
        }
}

const char *
record_value(Ctx *c, const json_t *schema, const char *path, const json_t *v)
{
    Buf          *b = buf_in(c->mem);
    const json_t *node = schema, *none = NULL;
    for (const char *p = path, *label; *p;)
        step(c, schema, &p, &node, &none, &label);
    if (v)
        value_into(c, schema, node, v, b, 0);
    return buf_text(b);
}
