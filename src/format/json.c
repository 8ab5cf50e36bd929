/* json.c -- see json.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

static void
drop(void *j)
{
    json_decref(j);
}

json_t *
json_keep(Arena *mem, json_t *j)
{
    if (j)
        arena_defer(mem, drop, j);
    return j;
}

json_t *
json_share(const json_t *j)
{
    return json_incref((json_t *)(uintptr_t)j);
}

json_t *
json_copied(const json_t *j)
{
    return json_copy((json_t *)(uintptr_t)j);
}

json_t *
json_row(json_t *rows, const char *name, int64_t number)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        int64_t at = json_integer_value(json_object_get(row, name));
        if (at == number)
            return row;
        if (at > number)
            break;
    }
    row = json_object();
    json_object_set_new(row, name, json_integer(number));
    json_array_insert_new(rows, i, row);
    return row;
}

json_t *
json_path(const json_t *j, const char *path)
{
    json_t *at = (json_t *)(uintptr_t)j;
    while (at && path && *path) {
        size_t n = strcspn(path, ".");
        char   part[96];
        if (n >= sizeof part)
            return NULL;
        memcpy(part, path, n);
        part[n] = 0;
        at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(part, NULL, 10)) : json_object_get(at, part);
        path += n + (path[n] == '.');
    }
    return at;
}

const char *
json_str(const json_t *j, const char *path)
{
    return json_string_value(json_path(j, path));
}

const char *
json_text(const json_t *j, const char *path)
{
    const char *s = json_str(j, path);
    return s ? s : "";
}

int64_t
json_int(const json_t *j, const char *path, int64_t otherwise)
{
    const json_t *v = json_path(j, path);
    return json_is_integer(v) ? (int64_t)json_integer_value(v) : otherwise;
}

bool
json_has(const json_t *j, const char *path)
{
    const json_t *v = json_path(j, path);
    return v && !json_is_null(v);
}

bool
json_flag(const json_t *j, const char *path)
{
    return json_is_true(json_path(j, path));
}

const char *
json_canonical(Arena *mem, const json_t *j)
{
    char *s = json_dumps(j, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (!s)
        die("a JSON tree of ours cannot be written");
    const char *r = arena_str(mem, s);
    free(s);
    return r;
}

json_t *
json_read(Arena *mem, const char *text, size_t n, const char **why)
{
    json_error_t e;
    json_t      *j = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
    if (!j)
        *why = arena_fmt(mem, "line %d, column %d: %s", e.line, e.column, e.text);
    return json_keep(mem, j);
}

json_t *
json_maybe(const char *s)
{
    return s ? json_string(s) : json_null();
}
