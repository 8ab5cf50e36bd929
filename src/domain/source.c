/* source.c -- see source.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/source.h"

#include "format/json.h"

#include <string.h>

static bool
take(const json_t *source, int *from, int *to)
{
    int a = (int)json_int(source, "line_from", 0), b = (int)json_int(source, "line_to", a);
    if (!a)
        return false;
    if (!*from || a < *from)
        *from = a;
    if (b > *to)
        *to = b;
    return true;
}

static bool
take_list(const json_t *list, int *from, int *to)
{
    size_t  i;
    json_t *one;
    bool    any = false;
    json_array_foreach(list, i, one) any = take(json_object_get(one, "source"), from, to) || any;
    return any;
}

bool
record_source(Arena *mem, const json_t *record, const char *path, int *from, int *to)
{
    *from = *to = 0;
    for (char *at = arena_str(mem, path); *at;) {
        const json_t *node = json_path(record, at);
        if (take(json_object_get(node, "source"), from, to) || take(json_object_get(json_object_get(record, "sources"), at), from, to) ||
            take_list(node, from, to))
            return true;
        char *dot = strrchr(at, '.');
        if (!dot)
            return false;
        *dot = 0;
    }
    return false;
}

bool
record_span(const json_t *record, int *from, int *to)
{
    const char *key;
    size_t      i;
    json_t     *v;
    *from = *to = 0;
    bool any = false;
    if (json_is_array(record)) {
        json_array_foreach(record, i, v)
        {
            int  a = 0, b = 0;
            bool here = record_span(v, &a, &b);
            any = here || any;
            *from = here && (!*from || a < *from) ? a : *from;
            *to = here && b > *to ? b : *to;
        }
        return any;
    }
    any = take(record, from, to);
    json_object_foreach(record, key, v)
    {
        int a = 0, b = 0;
        if (strcmp(key, "findings") == 0 || strcmp(key, "schedule") == 0 || !record_span(v, &a, &b))
            continue;
        any = true;
        *from = !*from || a < *from ? a : *from;
        *to = b > *to ? b : *to;
    }
    return any;
}
