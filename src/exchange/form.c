/* form.c -- form files: found, read, checked, chosen.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/form.h"

#include "base/data.h"
#include "base/text.h"
#include "exchange/form_in.h"
#include "format/json.h"
#include "format/yaml.h"

#include <errno.h>
#include <string.h>

enum { GUESS_BYTES = 1 << 20 };

const json_t *
form_file(Ctx *c, const char *path)
{
    size_t      n = 0;
    const char *text = data_read(c->mem, path, &n);
    json_t     *lines = json_keep(c->mem, json_object());
    if (!text) {
        fail(c, ERR_BROKEN, path, L(c, "%s を読めません: %s", "%s cannot be read: %s"), path, strerror(errno));
        return NULL;
    }
    const json_t *form = yaml_read_lines(c, path, text, n, lines);
    return form && form_check(c, path, form, lines) ? form : NULL;
}

/* Paths of the form files in the order of their names. */
static const char **
files(Ctx *c, size_t *n)
{
    const char  *folder = data_path(c->mem, "catalog/forms");
    size_t       names = 0;
    const char **name = data_names(c->mem, folder, &names), **v = NEWN(c->mem, const char *, names + 1);
    *n = 0;
    for (size_t i = 0; i < names; i++)
        if (text_ends(name[i], ".yaml"))
            v[(*n)++] = arena_fmt(c->mem, "%s/%s", folder, name[i]);
    if (!*n)
        fail(c, ERR_BROKEN, folder, L(c, "様式のフォルダ %s に様式がありません。", "the folder of forms %s holds none"), folder);
    return v;
}

const json_t *
form_all(Ctx *c)
{
    size_t       n = 0;
    const char **v = files(c, &n);
    json_t      *all = json_keep(c->mem, json_array());
    for (size_t i = 0; ok(c) && i < n; i++) {
        const json_t *form = form_file(c, v[i]);
        if (form)
            json_array_append_new(all, json_share(form));
    }
    return ok(c) ? all : NULL;
}

json_t *
form_list(Ctx *c)
{
    size_t       n = 0;
    const char **v = files(c, &n);
    json_t      *out = json_keep(c->mem, json_array());
    for (size_t i = 0; ok(c) && i < n; i++) {
        const json_t *form = form_file(c, v[i]);
        const char   *slash = strrchr(v[i], '/');
        if (form)
            json_array_append_new(out, json_pack("{sO sO sO sO ss}", "id", json_path(form, "id"), "type", json_path(form, "type"), "title",
                                                 json_path(form, "title"), "valid", json_path(form, "valid"), "file", slash ? slash + 1 : v[i]));
    }
    return out;
}

/* The form of a type that has the latest beginning among those in force; NULL when none is. */
static const json_t *
in_force(const json_t *all, const char *type, const char *day)
{
    const json_t *best = NULL;
    size_t        i;
    json_t       *f;
    json_array_foreach(all, i, f)
    {
        const char *from = json_text(f, "valid.from"), *to = json_str(f, "valid.to");
        if (strcmp(json_text(f, "type"), type) != 0 || strncmp(from, day, strlen(day)) > 0 || (to && strncmp(to, day, strlen(day)) < 0))
            continue;
        if (!best || strcmp(from, json_text(best, "valid.from")) > 0)
            best = f;
    }
    return best;
}

const json_t *
form_load(Ctx *c, const char *type_or_id, const char *day)
{
    size_t        i;
    json_t       *f;
    const json_t *all = ok(c) ? form_all(c) : NULL;
    if (!all)
        return NULL;
    json_array_foreach(all, i, f)
        if (strcmp(json_text(f, "id"), type_or_id) == 0)
            return f;
    const json_t *best = in_force(all, type_or_id, day && *day ? day : arena_strn(c->mem, c->now, 10));
    if (!best)
        fail(c, ERR_NOT_FOUND, type_or_id, L(c, "様式「%s」がありません。kanmon forms で一覧を見てください。", "there is no form \"%s\"; kanmon forms lists them"), type_or_id);
    return best;
}

const json_t *
form_nearest(Ctx *c, const char *type, const char *day)
{
    const json_t *all = form_all(c), *best = all ? in_force(all, type, day && *day ? day : arena_strn(c->mem, c->now, 10)) : NULL;
    size_t        i;
    json_t       *f;
    json_array_foreach((best ? NULL : all), i, f)
    {
        if (strcmp(json_text(f, "type"), type) != 0)
            continue;
        /* Before the first form: the earliest; behind the last: the latest. */
        int than = best ? strcmp(json_text(f, "valid.from"), json_text(best, "valid.from")) : 0;
        bool after = day && strcmp(json_text(f, "valid.from"), day) < 0;
        if (!best || (after ? than > 0 : than < 0))
            best = f;
    }
    return best;
}

/* The type whose word stands first in the text; NULL when none does. */
static const char *
first_type(const json_t *all, const char *words, const char *text)
{
    size_t      i, j, at = SIZE_MAX;
    const char *type = NULL;
    json_t     *f, *w;
    json_array_foreach(all, i, f) json_array_foreach(json_path(f, words), j, w)
    {
        const char *p = strstr(text, json_string_value(w));
        if (p && (size_t)(p - text) < at) {
            at = (size_t)(p - text);
            type = json_text(f, "type");
        }
    }
    return type;
}

const json_t *
form_guess(Ctx *c, const char *text)
{
    const json_t *all = form_all(c);
    const char   *type = first_type(all, "match.sheet", text);
    if (!type)
        type = first_type(all, "match.report", text);
    if (!type) { /* 事 前 評 価 票: a centred title is often spaced out */
        const char *key = text_key(c->mem, arena_strn(c->mem, text, strnlen(text, GUESS_BYTES)));
        type = first_type(all, "match.sheet", key);
        type = type ? type : first_type(all, "match.report", key);
    }
    return type ? form_nearest(c, type, NULL) : NULL;
}
