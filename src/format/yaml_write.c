/* yaml_write.c -- see yaml_write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/yaml_write.h"

#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { ROW = 240 }; /* bytes of a row of a list that stands on one line */

static int
take(void *to, unsigned char *bytes, size_t n)
{
    buf_addn(to, bytes, n);
    return 1;
}

static void
send(yaml_emitter_t *e, yaml_event_t *event, int made)
{
    if (!made || !yaml_emitter_emit(e, event))
        die("a tree cannot be written as YAML: %s", e->problem ? e->problem : "no memory");
}

static void
scalar(yaml_emitter_t *e, const char *s, yaml_scalar_style_t style)
{
    yaml_event_t v;
    send(e, &v, yaml_scalar_event_initialize(&v, NULL, NULL, (yaml_char_t *)(uintptr_t)s, (int)strlen(s), 1, 1, style));
}

static bool
is_scalar(const json_t *j)
{
    return !json_is_object(j) && !json_is_array(j);
}

/* An object of short values only. */
static bool
is_row(const json_t *j)
{
    const char *key;
    json_t     *v;
    size_t      n = 0;
    json_object_foreach(j, key, v)
    {
        if (!is_scalar(v) || (json_is_string(v) && strchr(json_string_value(v), '\n')))
            return false;
        n += strlen(key) + 4 + (json_is_string(v) ? strlen(json_string_value(v)) : 8);
    }
    return n <= ROW;
}

static void
number(yaml_emitter_t *e, const json_t *j)
{
    char s[64];
    if (json_is_integer(j))
        snprintf(s, sizeof s, "%lld", (long long)json_integer_value(j));
    else
        snprintf(s, sizeof s, "%.15g", json_real_value(j));
    if (json_is_real(j) && strtod(s, NULL) != json_real_value(j))
        snprintf(s, sizeof s, "%.17g", json_real_value(j));
    if (json_is_real(j) && !strchr(s, '.')) { /* 1e+20 and 3 are read as numbers only with a point */
        char *exponent = strchr(s, 'e'), rest[16] = "";
        if (exponent)
            snprintf(rest, sizeof rest, "%s", exponent);
        snprintf(exponent ? exponent : s + strlen(s), 24, ".0%s", rest);
    }
    scalar(e, s, YAML_PLAIN_SCALAR_STYLE);
}

static void tree(yaml_emitter_t *e, const json_t *j, bool in_list);

static void
object(yaml_emitter_t *e, const json_t *j, bool in_list)
{
    yaml_event_t v;
    const char  *key;
    json_t      *member;
    bool         flow = json_object_size(j) == 0 || (in_list && is_row(j));
    send(e, &v, yaml_mapping_start_event_initialize(&v, NULL, NULL, 1, flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE));
    json_object_foreach(j, key, member)
    {
        bool plain = strspn(key, "abcdefghijklmnopqrstuvwxyz_-") == strlen(key) && *key;
        scalar(e, key, plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE);
        tree(e, member, false);
    }
    send(e, &v, yaml_mapping_end_event_initialize(&v));
}

static void
tree(yaml_emitter_t *e, const json_t *j, bool in_list)
{
    yaml_event_t v;
    size_t       i;
    json_t      *one;
    if (json_is_object(j)) {
        object(e, j, in_list);
    } else if (json_is_array(j)) {
        send(e, &v, yaml_sequence_start_event_initialize(&v, NULL, NULL, 1, json_array_size(j) == 0 ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE));
        json_array_foreach(j, i, one) tree(e, one, true);
        send(e, &v, yaml_sequence_end_event_initialize(&v));
    } else if (json_is_number(j)) {
        number(e, j);
    } else if (json_is_string(j)) {
        scalar(e, json_string_value(j), YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    } else {
        scalar(e, json_is_true(j) ? "true" : json_is_false(j) ? "false" : "null", YAML_PLAIN_SCALAR_STYLE);
    }
}

void
yaml_write(const json_t *j, Buf *out)
{
    yaml_emitter_t e;
    yaml_event_t   v;
    if (!yaml_emitter_initialize(&e))
        die("no memory for a YAML writer");
    yaml_emitter_set_output(&e, take, out);
    yaml_emitter_set_unicode(&e, 1);
    yaml_emitter_set_width(&e, -1);
    send(&e, &v, yaml_stream_start_event_initialize(&v, YAML_UTF8_ENCODING));
    send(&e, &v, yaml_document_start_event_initialize(&v, NULL, NULL, NULL, 1));
    tree(&e, j, false);
    send(&e, &v, yaml_document_end_event_initialize(&v, 1));
    send(&e, &v, yaml_stream_end_event_initialize(&v));
    yaml_emitter_delete(&e);
}
