/* shape.c -- walks a tree and its shape together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/shape.h"

#include "base/text.h"
#include "format/json.h"

#include <string.h>

enum { DEPTH = 16 };

typedef struct {
    Ctx          *c;
    const char   *file;
    const json_t *lines;
} Walk;

int64_t
shape_line(const json_t *lines, const char *path)
{
    return json_integer_value(json_object_get(lines, path));
}

static bool
bad(Walk *w, const char *path, const char *ja, const char *en, const char *what)
{
    Ctx    *c = w->c;
    int64_t line = shape_line(w->lines, path);
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "%s:%lld", w->file, (long long)line), L(c, "%s:%lld: %s: %s「%s」", "%s:%lld: %s: %s \"%s\""), w->file,
                (long long)line, *path ? path : "/", L(c, ja, en), what);
}

static bool
only(const char *s, const char *of)
{
    return *s && !s[strspn(s, of)];
}

static bool
is_day(const char *s)
{
    size_t n = strlen(s);
    if ((n != 4 && n != 7 && n != 10) || !only(s, "0123456789-"))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((s[i] == '-') != (i == 4 || i == 7))
            return false;
    return n < 7 || (strncmp(s + 5, "01", 2) >= 0 && strncmp(s + 5, "12", 2) <= 0 && (n < 10 || (strcmp(s + 8, "01") >= 0 && strcmp(s + 8, "31") <= 0)));
}

static bool
one_of(const char *list, const char *s)
{
    size_t n = strlen(s);
    for (const char *p = list; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
        if (strncmp(p, s, n) == 0 && (p[n] == '|' || !p[n]))
            return true;
    return false;
}

static bool
fits(const char *kind, const json_t *j)
{
    const char *s = json_string_value(j);
    if (strcmp(kind, "any") == 0)
        return true;
    if (strcmp(kind, "number") == 0)
        return json_is_integer(j);
    if (strcmp(kind, "flag") == 0)
        return json_is_boolean(j);
    if (!s)
        return false;
    if (strcmp(kind, "text") == 0)
        return !text_blank(s);
    if (strcmp(kind, "id") == 0)
        return only(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (strcmp(kind, "code") == 0)
        return only(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    if (strcmp(kind, "day") == 0)
        return is_day(s);
    if (strcmp(kind, "link") == 0)
        return text_starts(s, "http://") || text_starts(s, "https://");
    if (!strchr(kind, '|'))
        die("no such shape: %s", kind);
    return one_of(kind, s);
}

static bool
scalar(Walk *w, const json_t *j, const char *kind, const char *path)
{
    if (text_ends(kind, "?")) {
        if (json_is_null(j))
            return true;
        kind = arena_strn(w->c->mem, kind, strlen(kind) - 1);
    }
    if (fits(kind, j))
        return true;
    return bad(w, path, arena_fmt(w->c->mem, "%s でなければならない。値は", kind), arena_fmt(w->c->mem, "must be %s, not", kind),
               json_is_string(j) ? json_string_value(j) : json_is_null(j) ? "null" : "?");
}

static const char *
below(Walk *w, const char *path, const char *key)
{
    return *path ? arena_fmt(w->c->mem, "%s.%s", path, key) : key;
}

static bool walk(Walk *w, const json_t *j, const json_t *shape, const char *path, int depth);

static bool
object(Walk *w, const json_t *j, const json_t *shape, const char *path, int depth)
{
    const char *key;
    json_t     *v;
    if (!json_is_object(j))
        return bad(w, path, "キーと値の組でなければならない", "must have keys", path);
    json_object_foreach(j, key, v)
    {
        const json_t *s = json_object_get(shape, key);
        if (!s)
            s = json_object_get(shape, arena_fmt(w->c->mem, "%s?", key));
        if (!s)
            return bad(w, below(w, path, key), "知らないキー", "no such key", key);
        if (!walk(w, v, s, below(w, path, key), depth + 1))
            return false;
    }
    json_object_foreach(shape, key, v)
        if (!text_ends(key, "?") && !json_object_get(j, key))
            return bad(w, path, "キーがない", "a key is missing:", key);
    return true;
}

static bool
walk(Walk *w, const json_t *j, const json_t *shape, const char *path, int depth)
{
    size_t  i;
    json_t *v;
    if (depth > DEPTH)
        return bad(w, path, "深すぎる", "too deep", path);
    if (json_is_string(shape))
        return scalar(w, j, json_string_value(shape), path);
    if (json_is_object(shape))
        return object(w, j, shape, path, depth);
    if (!json_is_array(j))
        return bad(w, path, "並びでなければならない", "must be a list", path);
    json_array_foreach(j, i, v)
        if (!walk(w, v, json_array_get(shape, 0), below(w, path, arena_fmt(w->c->mem, "%zu", i)), depth + 1))
            return false;
    return true;
}

bool
shape_check(Ctx *c, const char *file, const json_t *tree, const json_t *shape, const json_t *lines)
{
    Walk w = { c, file, lines };
    return walk(&w, tree, shape, "", 0);
}
