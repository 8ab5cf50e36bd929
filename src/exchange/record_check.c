/* record_check.c -- see record_check.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/record_check.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <regex.h>
#include <string.h>

/* BYTES of all texts of one record, MOST of all records of a paper: a page writes each sign as up to five bytes, in the
 * memory of one request. The founding paper has 0.15 MB a programme. */
enum { DEPTH = 40, NODES = 2000000, RECORDS = 1000, PATTERNS = 16, BYTES = 8 << 20, MOST = 32 << 20 };

typedef struct {
    Ctx          *c;
    const char   *where;
    const json_t *schema;
    size_t        nodes, patterns, bytes, before; /* bytes: of texts and names so far; before: of earlier records */
    struct {
        const char *text;
        regex_t     re;
    } pattern[PATTERNS];
} Checker;

const json_t *
record_schema(Ctx *c)
{
    return yaml_read_file(c, data_path(c->mem, "catalog/record.yaml"));
}

static const json_t *
resolve(const json_t *schema, const json_t *node)
{
    const char *ref = json_str(node, "$ref");
    return ref && text_starts(ref, "#/$defs/") ? json_object_get(json_object_get(schema, "$defs"), ref + 8) : node;
}

static bool
bad(Checker *k, const char *path, const char *ja, const char *en)
{
    Ctx *c = k->c;
    const char *at = *path ? path : "/";
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "%s: %s", k->where, at), L(c, "%s の項目 %s：%s（項目の形は docs/record.md）。", "%s, field %s: %s (docs/record.md describes the fields)."),
                k->where, at, L(c, ja, en));
}

static bool
is_type(const char *type, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT: return strcmp(type, "object") == 0;
    case JSON_ARRAY: return strcmp(type, "array") == 0;
    case JSON_STRING: return strcmp(type, "string") == 0;
    case JSON_INTEGER: return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
    case JSON_REAL: return strcmp(type, "number") == 0;
    case JSON_NULL: return strcmp(type, "null") == 0;
    default: return strcmp(type, "boolean") == 0;
    }
}

static bool
check_type(Checker *k, const json_t *node, const json_t *v, const char *path)
{
    const json_t *type = json_object_get(node, "type");
    bool          fits = !type || (json_is_string(type) && is_type(json_string_value(type), v));
    Buf          *want = buf_in(k->c->mem);
    size_t        i;
    json_t       *one;
    json_array_foreach(type, i, one)
    {
        fits = fits || is_type(json_string_value(one), v);
        buf_fmt(want, "%s%s", i ? " / " : "", json_string_value(one));
    }
    if (fits)
        return true;
    const char *s = json_is_string(type) ? json_string_value(type) : buf_text(want);
    return bad(k, path, arena_fmt(k->c->mem, "型は %s です", s), arena_fmt(k->c->mem, "must be %s", s));
}

static bool
check_enum(Checker *k, const json_t *node, const json_t *v, const char *path)
{
    const json_t *words = json_object_get(node, "enum");
    size_t        i;
    json_t       *one;
    json_array_foreach(words, i, one)
        if (json_equal(one, v))
            return true;
    if (!words)
        return true;
    const char *s = json_canonical(k->c->mem, words);
    return bad(k, path, arena_fmt(k->c->mem, "%s のどれかです", s), arena_fmt(k->c->mem, "must be one of %s", s));
}

static bool
fits_pattern(Checker *k, const char *pattern, const char *s)
{
    size_t i = 0;
    while (i < k->patterns && k->pattern[i].text != pattern)
        i++;
    if (i == k->patterns) {
        if (i == PATTERNS || regcomp(&k->pattern[i].re, pattern, REG_EXTENDED | REG_NOSUB) != 0)
            die("catalog/record.yaml: the pattern %s cannot be used", pattern);
        k->pattern[k->patterns++].text = pattern;
    }
    return regexec(&k->pattern[i].re, s, 0, NULL, 0) == 0;
}

static bool
check_string(Checker *k, const json_t *node, const char *s, const char *path)
{
    int64_t     most = json_int(node, "maxLength", 400000), least = json_int(node, "minLength", 0);
    const char *pattern = json_str(node, "pattern");
    if (strlen(s) > (size_t)most && (int64_t)text_chars(s) > most)
        return bad(k, path, arena_fmt(k->c->mem, "%lld 文字までです", (long long)most), arena_fmt(k->c->mem, "may have %lld characters", (long long)most));
    if (least > 0 && text_blank(s))
        return bad(k, path, "空にはできません", "must not be empty");
    if (pattern && !fits_pattern(k, pattern, s))
        return bad(k, path, arena_fmt(k->c->mem, "「%.80s」は形 %s に合いません", s, pattern), arena_fmt(k->c->mem, "\"%.80s\" does not have the form %s", s, pattern));
    return true;
}

static bool
check_number(Checker *k, const json_t *node, const json_t *v, const char *path)
{
    const json_t *least = json_object_get(node, "minimum"), *most = json_object_get(node, "maximum");
    double        x = json_number_value(v);
    if ((least && x < json_number_value(least)) || (most && x > json_number_value(most)))
        return bad(k, path, arena_fmt(k->c->mem, "%.0f から %.0f までです", least ? json_number_value(least) : -1e18, most ? json_number_value(most) : 1e18),
                   arena_fmt(k->c->mem, "must be from %.0f to %.0f", least ? json_number_value(least) : -1e18, most ? json_number_value(most) : 1e18));
    return true;
}

static bool check_value(Checker *k, const json_t *node, const json_t *v, const char *path, int depth);

static bool
check_object(Checker *k, const json_t *node, const json_t *v, const char *path, int depth)
{
    const json_t *known = json_object_get(node, "properties"), *other = json_object_get(node, "additionalProperties");
    const char   *pattern = json_str(node, "propertyNames.pattern"), *key;
    json_t       *one;
    size_t        i;
    if ((int64_t)json_object_size(v) > json_int(node, "maxProperties", 1000))
        return bad(k, path, "項目が多すぎます", "has too many members");
    json_array_foreach(json_object_get(node, "required"), i, one)
        if (!json_has(v, json_string_value(one)))
            return bad(k, path, arena_fmt(k->c->mem, "%s がありません", json_string_value(one)), arena_fmt(k->c->mem, "%s is missing", json_string_value(one)));
    json_object_foreach(v, key, one)
    {
        const json_t *inner = json_object_get(known, key);
        const char   *at = arena_fmt(k->c->mem, "%s%s%.100s", path, *path ? "." : "", key);
        k->bytes += strlen(key);
        if (pattern && !fits_pattern(k, pattern, key))
            return bad(k, at, arena_fmt(k->c->mem, "名前は形 %s です", pattern), arena_fmt(k->c->mem, "must be named like %s", pattern));
        if (!check_value(k, inner ? inner : other, one, at, depth))
            return false;
    }
    return true;
}

static bool
check_value(Checker *k, const json_t *node, const json_t *v, const char *path, int depth)
{
    node = node ? resolve(k->schema, node) : NULL;
    if (json_is_string(v))
        k->bytes += json_string_length(v);
    if (k->bytes - k->before > BYTES || k->bytes > MOST)
        return bad(k, path, "文字が多すぎます（一つの事業に 8 MiB、一つの文書に 32 MiB まで）。文書を分けてください", "holds too much text (8 MiB a programme, 32 MiB a paper); split the paper");
    if (depth > DEPTH || ++k->nodes > NODES)
        return bad(k, path, "深すぎるか、大きすぎます", "is nested too deep, or too large");
    if (!check_type(k, node, v, path) || !check_enum(k, node, v, path))
        return false;
    if (json_is_string(v))
        return check_string(k, node, json_string_value(v), path);
    if (json_is_number(v))
        return check_number(k, node, v, path);
    if (json_is_object(v))
        return check_object(k, node, v, path, depth + 1);
    if (json_is_array(v) && (int64_t)json_array_size(v) > json_int(node, "maxItems", 100000))
        return bad(k, path, "項目が多すぎます", "has too many members");
    size_t  i;
    json_t *one;
    json_array_foreach(v, i, one)
        if (!check_value(k, json_object_get(node, "items"), one, arena_fmt(k->c->mem, "%s[%zu]", path, i), depth + 1))
            return false;
    return true;
}

static bool
check_with(Checker *k, const json_t *records, bool many)
{
    size_t  i;
    json_t *one;
    bool    good = k->schema != NULL;
    if (good && many && (!json_is_array(records) || json_array_size(records) == 0 || json_array_size(records) > RECORDS))
        good = bad(k, "", "記録の並び（1件から1000件）です", "must be a list of 1 to 1,000 records");
    else if (good && !many)
        good = check_value(k, k->schema, records, "", 0);
    else
        json_array_foreach(records, i, one)
        {
            k->before = k->bytes;
            good = good && check_value(k, k->schema, one, json_array_size(records) == 1 ? "" : arena_fmt(k->c->mem, "[%zu]", i), 0);
        }
    for (i = 0; i < k->patterns; i++)
        regfree(&k->pattern[i].re);
    return good;
}

bool
record_check(Ctx *c, const char *where, const json_t *record)
{
    Checker k = { .c = c, .where = where, .schema = record_schema(c) };
    return check_with(&k, record, false);
}

bool
records_check(Ctx *c, const char *where, const json_t *records)
{
    Checker k = { .c = c, .where = where, .schema = record_schema(c) };
    return check_with(&k, records, true);
}
