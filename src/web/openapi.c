/* openapi.c -- docs/openapi.yaml as the server gives it: one JSON document for programs, one page for people.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The schema of the record is not written twice: catalog/record.yaml, against which packs and readings are held,
 * is put in as components.schemas.Record. */
#include "web/part.h"

#include "base/data.h"
#include "base/text.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

/* "#/$defs/x" of the record to where it stands in the whole. */
static void
move_refs(Ctx *c, json_t *j)
{
    const char *key;
    json_t     *v;
    size_t      i;
    json_object_foreach(j, key, v)
    {
        const char *s = json_string_value(v);
        if (s && strcmp(key, "$ref") == 0 && text_starts(s, "#/$defs/"))
            json_string_set(v, arena_fmt(c->mem, "#/components/schemas/Record/$defs/%s", s + 8));
        else
            move_refs(c, v);
    }
    json_array_foreach(j, i, v) move_refs(c, v);
}

static json_t *
description(Ctx *c)
{
    json_t       *api = yaml_read_file(c, data_path(c->mem, "docs/openapi.yaml"));
    const json_t *schema = api ? record_schema(c) : NULL;
    json_t       *record = schema ? json_keep(c->mem, json_deep_copy(schema)) : NULL;
    if (!record)
        return NULL;
    json_object_del(record, "$schema");
    move_refs(c, record);
    json_object_set(json_path(api, "components.schemas"), "Record", record);
    return api;
}

void
api_openapi(Web *w)
{
    web_json(w, description(w->c));
}

static const char *
said(Web *w, const json_t *j, const char *en)
{
    const char *s = w->c->lang == LANG_JA ? json_str(j, "x-ja") : NULL;
    return s ? s : json_text(j, en);
}

/* A parameter may be written out or named. */
static const json_t *
parameter(const json_t *api, const json_t *p)
{
    const char *ref = json_str(p, "$ref"), *slash = ref ? strrchr(ref, '/') : NULL;
    return slash ? json_object_get(json_path(api, "components.parameters"), slash + 1) : p;
}

static const char *
values_of(Web *w, const json_t *api, const json_t *schema)
{
    Buf        *b = buf_in(w->c->mem);
    const char *ref = json_str(schema, "$ref"), *slash = ref ? strrchr(ref, '/') : NULL;
    size_t      i;
    json_t     *v;
    if (slash)
        schema = json_object_get(json_path(api, "components.schemas"), slash + 1);
    json_array_foreach(json_object_get(schema, "enum"), i, v) buf_fmt(b, "%s%s", i ? " | " : "", json_string_value(v));
    return b->n ? buf_text(b) : json_text(schema, "type");
}

static void
parameters(Web *w, const json_t *api, const json_t *list)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *one;
    if (json_array_size(list) == 0)
        return;
    html(h, "<ul>");
    json_array_foreach(list, i, one)
    {
        const json_t *p = parameter(api, one);
        html(h, "<li><code>%s</code> <span class=\"soft\">%s%s</span> %s</li>", json_text(p, "name"), values_of(w, api, json_object_get(p, "schema")),
             json_flag(p, "required") ? T(w, "、必須", ", required") : "", said(w, p, "description"));
    }
    html(h, "</ul>");
}

static void
operations(Web *w, const json_t *api, const char *tag)
{
    static const char *const methods[] = { "get", "post" };
    Html       *h = &w->h;
    const char *path;
    json_t     *item;
    html(h, "<dl class=\"facts\">");
    json_object_foreach(json_path(api, "paths"), path, item)
        for (size_t m = 0; m < COUNT(methods); m++) {
            const json_t *op = json_object_get(item, methods[m]);
            if (!op || strcmp(json_text(op, "tags.0"), tag) != 0)
                continue;
            html(h, "<dt><code>%s /api/v1%s</code></dt><dd><p>%s</p>", m ? "POST" : "GET", path, said(w, op, "summary"));
            parameters(w, api, json_object_get(op, "parameters"));
            html(h, "</dd>");
        }
    html(h, "</dl>");
}

void
page_api(Web *w)
{
    json_t *api = description(w->c), *tag;
    size_t  i;
    Html   *h = &w->h;
    if (!api)
        return;
    layout_begin(w, "API", "");
    html(h, "<p class=\"lead\">%s</p>", T(w, "画面に見えるものは、すべて同じ形のアドレスでデータとして取得できます。金額は円の整数、年度は西暦、時刻は UTC、分からないものは null です。",
                                          json_text(api, "info.description")));
    html(h, "<p>%s <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>（OpenAPI 3.1）</p>", T(w, "機械で読む仕様：", "For programs:"));
    html(h, "<p>%s <code>Authorization: Bearer kt_…</code>（<code>kanmon user token LOGIN LABEL</code>）</p>", T(w, "プログラムからは、利用者の札を添えて呼びます。できることはその利用者の権利と同じです。", "A program sends the token of a person, and may do what that person may:"));
    json_array_foreach(json_path(api, "tags"), i, tag)
    {
        html(h, "<h2>%s</h2>", said(w, tag, "name"));
        operations(w, api, json_text(tag, "name"));
    }
    layout_end(w);
}
