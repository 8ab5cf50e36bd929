/* form_check.c -- a form file against its vocabulary: every key, kind, number and path, with file and line.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two lists say all there is: form_keys.def (which key may stand where, and in which shape) and
 * form_kinds.def (which kinds there are). A form that passes can be walked without asking again. */
#include "exchange/form_in.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"

#include <string.h>

typedef enum { IN_NONE, IN_FORM, IN_VALID, IN_MATCH, IN_PART, IN_BLOCK, IN_SECTION, IN_ROW, IN_VARIANT, IN_CHOICE, IN_REASON, IN_WHEN, IN_POLICIES } Where;
typedef enum {
    SHAPE_TEXT, SHAPE_ID, SHAPE_TYPE, SHAPE_DAY, SHAPE_BOTH, SHAPE_WORDS, SHAPE_PART, SHAPE_KIND, SHAPE_FIELD, SHAPE_FIELDS,
    SHAPE_NUMBER, SHAPE_FLAG, SHAPE_WORDMAP, SHAPE_LABELS, SHAPE_SCALARS, SHAPE_FRAME, SHAPE_ONE, SHAPE_MANY
} Shape;

static const struct {
    Where       where;
    const char *key;
    Shape       shape;
    Where       inner;
    bool        must;
} keys[] = {
#define FORM_KEY(where, key, shape, inner, must) { where, #key, shape, inner, must },
#include "exchange/form_keys.def"
#undef FORM_KEY
};

static const struct {
    const char *word;
    bool        block, section;
    const char *needs;
} kinds[] = {
#define FORM_KIND(word, block, section, needs) { word, block, section, needs },
#include "exchange/form_kinds.def"
#undef FORM_KIND
};

#define COUNT(v) (sizeof(v) / sizeof *(v))

typedef struct {
    Ctx          *c;
    const char   *file;
    const json_t *lines;
} Check;

static bool one(Check *k, Where where, const json_t *j, const char *path);

static bool
bad(Check *k, const char *path, const char *ja, const char *en, const char *what)
{
    Ctx    *c = k->c;
    int64_t line = json_integer_value(json_object_get(k->lines, path));
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "%s:%lld", k->file, (long long)line), L(c, "%s:%lld: 様式ファイルの %s「%s」: %s", "%s:%lld: form file, %s \"%s\": %s"),
                k->file, (long long)line, *path ? path : "/", what, L(c, ja, en));
}

static bool
is_id(const char *s)
{
    return s && *s >= 'a' && *s <= 'z' && !s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static bool
is_field(const char *s)
{
    bool begin = true;
    if (!s || !*s)
        return false;
    for (; *s; s++) {
        if (begin ? !(*s >= 'a' && *s <= 'z') : !((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_' || *s == '.'))
            return false;
        begin = *s == '.';
    }
    return !begin;
}

static bool
is_day(const char *s)
{
    return s && strlen(s) == 10 && s[4] == '-' && s[7] == '-' && strspn(s, "0123456789-") == 10;
}

static bool
among(const char *s, const char *const *v, size_t n)
{
    for (size_t i = 0; s && i < n; i++)
        if (strcmp(s, v[i]) == 0)
            return true;
    return false;
}

static bool
words(const json_t *j)
{
    size_t  i;
    json_t *v;
    json_array_foreach(j, i, v)
        if (!json_is_string(v) || text_blank(json_string_value(v)))
            return false;
    return json_array_size(j) > 0;
}

static bool
wordmap(const json_t *j)
{
    const char *name;
    json_t     *v;
    json_object_foreach(j, name, v)
        if (!is_id(name) || !words(v))
            return false;
    return json_object_size(j) > 0;
}

static bool
scalars(const json_t *j)
{
    const char *name;
    json_t     *v;
    json_object_foreach(j, name, v)
        if (!is_field(name) || !(json_is_string(v) || json_is_boolean(v) || json_is_integer(v)))
            return false;
    return json_object_size(j) > 0;
}

static bool
fields(const json_t *j)
{
    size_t  i;
    json_t *v;
    json_array_foreach(j, i, v)
        if (!is_field(json_string_value(v)))
            return false;
    return json_array_size(j) > 0;
}

static bool
both(const json_t *j)
{
    return json_object_size(j) == 2 && !text_blank(json_text(j, "ja")) && !text_blank(json_text(j, "en"));
}

static bool
labels(const json_t *j)
{
    const char *name;
    json_t     *v;
    json_object_foreach(j, name, v)
        if (!is_id(name) || !both(v))
            return false;
    return json_object_size(j) > 0;
}

static bool
kind_known(Where where, const char *s)
{
    for (size_t i = 0; s && i < COUNT(kinds); i++)
        if (strcmp(s, kinds[i].word) == 0)
            return where == IN_SECTION ? kinds[i].section : kinds[i].block;
    return false;
}

static bool
shape(Check *k, Where where, size_t row, const json_t *v, const char *path)
{
    static const char *const types[] = { "ex-ante", "interim", "ex-post", "follow-up" };
    static const char *const parts[] = { "cover", "title-page", "rosters", "overview", "form", "addresses" };
    const char *s = json_string_value(v), *key = keys[row].key, *rest;
    size_t      i;
    json_t     *x;
    switch (keys[row].shape) {
    case SHAPE_TEXT: return (s && !text_blank(s)) || bad(k, path, "空でない文字が要る", "text is wanted", key);
    case SHAPE_ID: return is_id(s) || bad(k, path, "英小文字・数字・- の名前が要る", "a name of a-z, 0-9 and - is wanted", key);
    case SHAPE_TYPE: return among(s, types, COUNT(types)) || bad(k, path, "ex-ante, interim, ex-post, follow-up のどれかが要る", "one of ex-ante, interim, ex-post, follow-up is wanted", key);
    case SHAPE_PART: return among(s, parts, COUNT(parts)) || bad(k, path, "cover, title-page, rosters, overview, form, addresses のどれかが要る", "one of cover, title-page, rosters, overview, form, addresses is wanted", key);
    case SHAPE_DAY: return (json_is_null(v) && strcmp(key, "to") == 0) || is_day(s) || bad(k, path, "YYYY-MM-DD の日付が要る", "a day YYYY-MM-DD is wanted", key);
    case SHAPE_BOTH: return both(v) || bad(k, path, "{ja: …, en: …} の両方が要る", "both {ja: ..., en: ...} are wanted", key);
    case SHAPE_WORDS: return words(v) || bad(k, path, "言葉の並び [a, b] が要る", "a list of words [a, b] is wanted", key);
    case SHAPE_WORDMAP: return wordmap(v) || bad(k, path, "{名前: [言葉, …]} が要る", "{name: [word, ...]} is wanted", key);
    case SHAPE_LABELS: return labels(v) || bad(k, path, "{名前: {ja: …, en: …}} が要る", "{name: {ja: ..., en: ...}} is wanted", key);
    case SHAPE_SCALARS: return scalars(v) || bad(k, path, "{項目: 値} が要る", "{member: value} is wanted", key);
    case SHAPE_FIELD: return is_field(s) || bad(k, path, "記録の項目（a.b）が要る", "a path in the record (a.b) is wanted", key);
    case SHAPE_FIELDS: return fields(v) || bad(k, path, "記録の項目の並びが要る", "a list of paths in the record is wanted", key);
    case SHAPE_NUMBER: return (s && heading_number(s, &rest) && !*rest) || bad(k, path, "1. (1) ① のような番号が要る", "a number like 1. (1) or ① is wanted", key);
    case SHAPE_FLAG: return json_is_boolean(v) || bad(k, path, "true か false が要る", "true or false is wanted", key);
    case SHAPE_KIND: return kind_known(where, s) || bad(k, path, "ここでは使えない種別", "no such kind here", s ? s : key);
    case SHAPE_FRAME:
        return (is_id(s) && data_read(k->c->mem, data_path(k->c->mem, arena_fmt(k->c->mem, "catalog/frameworks/%s.yaml", s)), &i)) ||
               bad(k, path, "catalog/frameworks にない評価の枠組み", "no such framework in catalog/frameworks", s ? s : key);
    case SHAPE_ONE: return (json_is_object(v) || bad(k, path, "{…} が要る", "{...} is wanted", key)) && one(k, keys[row].inner, v, path);
    case SHAPE_MANY:
        if (!json_is_array(v) || json_array_size(v) == 0)
            return bad(k, path, "空でない並びが要る", "a list that is not empty is wanted", key);
        json_array_foreach(v, i, x)
        {
            const char *at = arena_fmt(k->c->mem, "%s.%zu", path, i);
            if (!(json_is_object(x) || bad(k, at, "{…} が要る", "{...} is wanted", key)) || !one(k, keys[row].inner, x, at))
                return false;
        }
        return true;
    }
    return false;
}

/* What no single key says: a kind's own needs, a section with something in it, a title or its variants. */
static bool
together(Check *k, Where where, const json_t *j, const char *path)
{
    const char *kind = json_str(j, "kind");
    for (size_t i = 0; kind && i < COUNT(kinds); i++) {
        size_t n = 0;
        char **need = strcmp(kinds[i].word, kind) == 0 ? text_split(k->c->mem, kinds[i].needs, " ", &n) : NULL;
        for (size_t p = 0; p < n; p++)
            if (!json_object_get(j, need[p]))
                return bad(k, path, "この種別に要る項目がない", "the kind cannot do without this key", need[p]);
    }
    if (kind && strcmp(kind, "boxed") == 0 && !json_object_get(j, "field") && !json_object_get(j, "blocks"))
        return bad(k, path, "field か blocks が要る", "a field or blocks are wanted", "boxed");
    if (where == IN_SECTION && !kind && !json_object_get(j, "sections"))
        return bad(k, path, "kind か sections が要る", "a kind or sections are wanted", json_text(j, "no"));
    if (where == IN_SECTION && !json_object_get(j, "title") && !json_object_get(j, "variants"))
        return bad(k, path, "title か variants が要る", "a title or variants are wanted", json_text(j, "no"));
    if (where == IN_FORM && strcmp(json_text(j, "format"), FORM_FORMAT) != 0)
        return bad(k, "format", FORM_FORMAT " が要る", FORM_FORMAT " is wanted", json_text(j, "format"));
    return true;
}

static bool
one(Check *k, Where where, const json_t *j, const char *path)
{
    const char *name;
    json_t     *v;
    json_object_foreach(j, name, v)
    {
        size_t      i = 0;
        const char *at = *path ? arena_fmt(k->c->mem, "%s.%s", path, name) : name;
        while (i < COUNT(keys) && !(keys[i].where == where && strcmp(keys[i].key, name) == 0))
            i++;
        if (i == COUNT(keys))
            return bad(k, at, "知らない項目", "no such key here", name);
        if (!shape(k, where, i, v, at))
            return false;
    }
    for (size_t i = 0; i < COUNT(keys); i++)
        if (keys[i].where == where && keys[i].must && !json_object_get(j, keys[i].key))
            return bad(k, path, "要る項目がない", "a key is missing", keys[i].key);
    return together(k, where, j, path);
}

bool
form_check(Ctx *c, const char *file, const json_t *form, const json_t *lines)
{
    Check k = { c, file, lines };
    if (!json_is_object(form))
        return bad(&k, "", "{…} が要る", "{...} is wanted", file);
    return one(&k, IN_FORM, form, "");
}
