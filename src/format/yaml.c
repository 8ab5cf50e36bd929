/* yaml.c -- libyaml events to a JSON tree, without recursion.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/yaml.h"

#include "base/data.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH = 64 };

typedef struct {
    Ctx        *c;
    const char *name;
    json_t     *open[DEPTH];
    char       *key[DEPTH]; /* of an object: the key read, waiting for its value */
    const char *path[DEPTH];
    int         depth;
    json_t     *root, *lines; /* lines: NULL when nobody asks where a value stood */
} Reader;

static bool
bad(Reader *r, const yaml_mark_t *at, const char *what)
{
    return fail(r->c, ERR_INVALID, arena_fmt(r->c->mem, "%s:%zu", r->name, at->line + 1), "%s:%zu:%zu: %s", r->name, at->line + 1,
                at->column + 1, what);
}

static json_t *
plain(const char *s)
{
    int64_t n;
    if (strcmp(s, "null") == 0 || strcmp(s, "~") == 0 || !*s)
        return json_null();
    if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0)
        return json_boolean(*s == 't');
    const char *d = *s == '-' ? s + 1 : s;
    size_t      k = strspn(d, "0123456789");
    if (k > 0 && !d[k] && (d[0] != '0' || k == 1) && number_int(s, &n))
        return json_integer(n);
    if (k > 0 && k < 40 && d[k] == '.' && (d[0] != '0' || k == 1)) {
        size_t      f = strspn(d + k + 1, "0123456789");
        const char *e = d + k + 1 + f;
        char       *end;
        double      v = strtod(s, &end);
        bool        whole = !*e || ((*e == 'e' || *e == 'E') && strspn(e + 1 + (e[1] == '+' || e[1] == '-'), "0123456789") > 0);
        if (f > 0 && whole && !*end && isfinite(v))
            return json_real(v);
    }
    return NULL;
}

/* The dotted path of the value that is about to be hung. */
static const char *
path_next(const Reader *r)
{
    if (!r->depth)
        return "";
    const char *in = r->path[r->depth - 1], *dot = *in ? "." : "";
    if (json_is_array(r->open[r->depth - 1]))
        return arena_fmt(r->c->mem, "%s%s%zu", in, dot, json_array_size(r->open[r->depth - 1]));
    const char *key = r->key[r->depth - 1];
    return arena_fmt(r->c->mem, "%s%s%s", in, dot, key ? key : "");
}

/* Hangs a value where it belongs; takes the reference. */
static bool
hang(Reader *r, json_t *v, const yaml_mark_t *at)
{
    if (r->lines)
        json_object_set_new(r->lines, path_next(r), json_integer((json_int_t)at->line + 1));
    if (!r->depth) {
        r->root = v;
        return true;
    }
    json_t *in = r->open[r->depth - 1];
    char  **key = &r->key[r->depth - 1];
    if (json_is_array(in))
        return json_array_append_new(in, v) == 0;
    if (!*key) {
        json_decref(v);
        return bad(r, at, "a key must be plain text");
    }
    if (json_object_get(in, *key)) {
        json_decref(v);
        return bad(r, at, arena_fmt(r->c->mem, "the key \"%s\" stands twice", *key));
    }
    int e = json_object_set_new(in, *key, v);
    *key = NULL;
    return e == 0;
}

static bool
scalar(Reader *r, const yaml_event_t *e)
{
    const char *s = (const char *)e->data.scalar.value;
    if (strlen(s) != e->data.scalar.length)
        return bad(r, &e->start_mark, "a NUL byte is in the text");
    if (r->depth && json_is_object(r->open[r->depth - 1]) && !r->key[r->depth - 1]) {
        r->key[r->depth - 1] = arena_str(r->c->mem, s);
        return true;
    }
    json_t *v = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? plain(s) : NULL;
    return hang(r, v ? v : json_string(s), &e->start_mark);
}

static bool
open_one(Reader *r, json_t *v, const yaml_event_t *e)
{
    if (r->depth == DEPTH) {
        json_decref(v);
        return bad(r, &e->start_mark, "nested deeper than 64");
    }
    const char *path = r->lines ? path_next(r) : "";
    if (!hang(r, v, &e->start_mark))
        return false;
    r->path[r->depth] = path;
    r->key[r->depth] = NULL;
    r->open[r->depth++] = v;
    return true;
}

static bool
take(Reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT: return scalar(r, e);
    case YAML_SEQUENCE_START_EVENT: return open_one(r, json_array(), e);
    case YAML_MAPPING_START_EVENT: return open_one(r, json_object(), e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: r->depth--; return true;
    case YAML_ALIAS_EVENT: return bad(r, &e->start_mark, "aliases are not read; write the value out");
    default: return true;
    }
}

json_t *
yaml_read_lines(Ctx *c, const char *name, const char *text, size_t n, json_t *lines)
{
    Reader        r = { .c = c, .name = name, .lines = lines };
    yaml_parser_t p;
    if (!ok(c) || !yaml_parser_initialize(&p))
        return NULL;
    yaml_parser_set_input_string(&p, (const unsigned char *)text, n);
    for (bool more = true; more;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&p, &e)) {
            bad(&r, &p.problem_mark, p.problem ? p.problem : "not YAML");
            break;
        }
        more = take(&r, &e) && e.type != YAML_DOCUMENT_END_EVENT && e.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&p);
    json_keep(c->mem, r.root);
    if (ok(c) && !r.root)
        fail(c, ERR_INVALID, name, "%s is empty", name);
    return ok(c) ? r.root : NULL;
}

json_t *
yaml_read(Ctx *c, const char *name, const char *text, size_t n)
{
    return yaml_read_lines(c, name, text, n, NULL);
}

json_t *
yaml_read_file(Ctx *c, const char *path)
{
    size_t      n;
    const char *text = data_read(c->mem, path, &n);
    if (!text) {
        fail(c, ERR_BROKEN, path, "%s cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    return yaml_read(c, path, text, n);
}
