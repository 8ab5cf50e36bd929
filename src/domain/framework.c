/* framework.c -- see framework.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/framework.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

static bool
bad(Ctx *c, const char *file, const char *what)
{
    return fail(c, ERR_INVALID, file, L(c, "%s: %s が正しくありません。", "%s: %s is not right"), file, what);
}

const json_t *
framework_row(const json_t *framework, const char *list, const char *key)
{
    size_t  i;
    json_t *row;
    json_array_foreach(json_path(framework, list), i, row)
        if (key && strcmp(json_text(row, "key"), key) == 0)
            return row;
    return NULL;
}

static const json_t *
scale_of(const json_t *framework, const char *criterion)
{
    return json_object_get(json_path(framework, "scales"), json_text(framework_row(framework, "criteria", criterion), "scale"));
}

const json_t *
framework_grades(const json_t *framework, const char *criterion)
{
    return json_path(scale_of(framework, criterion), "grades");
}

static int64_t
step_of(const json_t *grades, const char *key)
{
    size_t  i;
    json_t *g;
    json_array_foreach(grades, i, g)
        if (strcmp(json_text(g, "key"), key) == 0)
            return (int64_t)i + 1;
    return 0;
}

int64_t
framework_good(const json_t *framework, const char *criterion)
{
    return step_of(framework_grades(framework, criterion), json_text(scale_of(framework, criterion), "good"));
}

static bool
one_of(const json_t *list, const char *printed)
{
    size_t  i;
    json_t *x;
    json_array_foreach(list, i, x)
        if (json_is_string(x) && strcmp(json_string_value(x), printed) == 0)
            return true;
    return false;
}

const char *
framework_grade(const json_t *framework, const char *criterion, const char *printed, int64_t *step, bool *rated)
{
    size_t  i;
    json_t *g;
    *step = 0;
    *rated = *printed && !one_of(json_path(framework, "not_rated"), printed);
    json_array_foreach(framework_grades(framework, criterion), i, g)
        if (one_of(json_path(g, "printed"), printed)) {
            *step = (int64_t)i + 1;
            return json_text(g, "key");
        }
    return NULL;
}

const char *
framework_word(const Ctx *c, const json_t *row)
{
    return json_text(row, c->lang == LANG_JA ? "ja" : "en");
}

/* What a face would stumble over later: names without words, criteria without a scale. */
static bool
holds(Ctx *c, const char *file, const json_t *f)
{
    static const char *const lists[] = { "criteria", "kinds", "facts" };
    size_t  i;
    json_t *row;
    const char *key;
    if (!*json_text(f, "key") || !*json_text(f, "name.ja") || !*json_text(f, "name.en"))
        return bad(c, file, "key, name");
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        json_array_foreach(json_path(f, lists[k]), i, row)
            if (!*json_text(row, "key") || !*json_text(row, "ja") || !*json_text(row, "en"))
                return bad(c, file, arena_fmt(c->mem, "%s[%zu]", lists[k], i));
    json_array_foreach(json_path(f, "criteria"), i, row)
        if (json_array_size(framework_grades(f, json_text(row, "key"))) == 0 || framework_good(f, json_text(row, "key")) == 0)
            return bad(c, file, arena_fmt(c->mem, "criteria[%zu].scale", i));
    json_object_foreach(json_path(f, "scales"), key, row)
        if (json_array_size(json_path(row, "grades")) > 12)
            return bad(c, file, key);
    return framework_row(f, "criteria", json_text(f, "main")) ? true : bad(c, file, "main");
}

/* The files of a folder of the catalogue whose `member` is `value`. */
static json_t *
files(Ctx *c, const char *folder, const char *member, const char *value)
{
    json_t      *out = json_keep(c->mem, json_array());
    size_t       n = 0, bytes;
    const char  *dir = data_path(c->mem, folder);
    const char **name = data_names(c->mem, dir, &n);
    for (size_t i = 0; i < n && ok(c); i++) {
        const char *path = arena_fmt(c->mem, "%s/%s", dir, name[i]), *text = text_ends(name[i], ".yaml") ? data_read(c->mem, path, &bytes) : NULL;
        /* Large tables of other kinds are not read for nothing. */
        if (!text || !strstr(text, arena_fmt(c->mem, "\n%s: %s", member, value)))
            continue;
        json_t *one = yaml_read_file(c, path);
        if (one && strcmp(json_text(one, member), value) == 0) {
            json_object_set_new(one, "file", json_string(arena_fmt(c->mem, "%s/%s", folder, name[i])));
            json_array_append(out, one);
        }
    }
    return out;
}

json_t *
frameworks(Ctx *c)
{
    json_t *all = files(c, "catalog/frameworks", "format", "kanmon-ratings-1"), *f;
    size_t  i;
    json_array_foreach(all, i, f)
        if (ok(c) && !holds(c, json_text(f, "file"), f))
            return json_keep(c->mem, json_array());
    return all;
}

json_t *
framework_named(Ctx *c, const char *key)
{
    json_t *f;
    size_t  i;
    json_array_foreach(frameworks(c), i, f)
        if (key && strcmp(json_text(f, "key"), key) == 0)
            return f;
    return NULL;
}

json_t *
framework_sources(Ctx *c)
{
    return files(c, "catalog/sources", "kind", "ratings");
}
