/* pack_write.c -- a programme as a pack: a folder as in programmes/ that is read back as the same records.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/pack.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/programme.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "format/yaml_write.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const json_t *
resolve(const json_t *schema, const json_t *node)
{
    const char *ref = node ? json_str(node, "$ref") : NULL;
    return ref && text_starts(ref, "#/$defs/") ? json_object_get(json_object_get(schema, "$defs"), ref + 8) : node;
}

/* The same tree with members in the order in which catalog/record.yaml names them, others behind. */
static json_t *
ordered(const json_t *schema, const json_t *node, const json_t *v)
{
    const char *key;
    json_t     *one, *inner;
    size_t      i;
    node = resolve(schema, node);
    if (json_is_array(v)) {
        json_t *out = json_array();
        json_array_foreach(v, i, one) json_array_append_new(out, ordered(schema, json_object_get(node, "items"), one));
        return out;
    }
    if (!json_is_object(v))
        return json_share(v);
    json_t *out = json_object();
    json_object_foreach(json_object_get(node, "properties"), key, inner)
        if ((one = json_object_get(v, key)))
            json_object_set_new(out, key, ordered(schema, inner, one));
    json_object_foreach(v, key, one)
        if (!json_object_get(out, key))
            json_object_set_new(out, key, ordered(schema, json_object_get(node, "additionalProperties"), one));
    return out;
}

static bool
one_file(Ctx *c, const json_t *schema, int64_t programme, const char *evaluation, const char *path)
{
    json_t *shown = programme_show_evaluation(c, programme, evaluation, NULL);
    if (!shown)
        return false;
    json_t *plain = json_keep(c->mem, record_plain(shown)), *k;
    size_t  i;
    json_array_foreach(json_path(plain, "indicators"), i, k) json_object_del(k, "id");
    Buf *b = buf_in(c->mem);
    json_object_del(plain, "format");
    buf_add(b, "format: kanmon-record-1\n"); /* the first line says what the file is */
    yaml_write(json_keep(c->mem, ordered(schema, schema, plain)), b);
    return file_write_whole(path, b->p, b->n) == 0 || fail(c, ERR_BROKEN, path, L(c, "%s に書けない: %s", "%s cannot be written: %s"), path, strerror(errno));
}

bool
pack_write(Ctx *c, int64_t programme, const char *dir, size_t *files)
{
    const json_t *schema = record_schema(c), *held = schema ? json_path(programme_show(c, programme, NULL), "evaluations_held") : NULL;
    size_t        i;
    json_t       *e;
    *files = 0;
    if (!held)
        return ok(c) && fail(c, ERR_NOT_FOUND, dir, L(c, "評価書から読み取った記録がないので、事業定義にできません。", "Nothing was read from an evaluation report; there is nothing to make a pack of."));
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return fail(c, ERR_BROKEN, dir, L(c, "フォルダ %s を作れない: %s", "the folder %s cannot be made: %s"), dir, strerror(errno));
    json_array_foreach(held, i, e)
    {
        const char *evaluation = json_text(e, "evaluation"), *name = i == 0 ? "programme" : text_replace(c->mem, evaluation, ":", "-");
        const char *path = arena_fmt(c->mem, "%s/%s.yaml", dir, name);
        struct stat st;
        if (stat(path, &st) == 0)
            return fail(c, ERR_CONFLICT, path, L(c, "%s はすでにあります。別のフォルダを示してください。", "%s is there already; name another folder"), path);
        if (!one_file(c, schema, programme, evaluation, path))
            return false;
        ++*files;
    }
    return ok(c);
}
