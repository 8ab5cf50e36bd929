/* iati_check.c -- the structure of an IATI file, by the grammar that was taken out of the standard's schemas.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A content model there is a sequence of elements with bounds, with wildcards for elements of other namespaces between
 * them, and no element can be meant by two places at once: reading from left to right without looking ahead decides. */
#include "exchange/iati_check.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

enum { DEPTH = 64 };

const char *
iati_path(Ctx *c, const xmlNode *e)
{
    const char *path = "";
    for (int depth = 0; e && e->type == XML_ELEMENT_NODE && depth < DEPTH; e = e->parent, depth++) {
        int n = 1;
        for (const xmlNode *p = e->prev; p; p = p->prev)
            n += p->type == XML_ELEMENT_NODE && xmlStrEqual(p->name, e->name);
        path = arena_fmt(c->mem, "/%s[%d]%s", (const char *)e->name, n, path);
    }
    return path;
}

void
iati_finding(IatiCheck *k, const xmlNode *at, const char *code, const char *ja, const char *en)
{
    const json_t *rule = json_object_get(json_object_get(k->rules, "rules"), code);
    const char   *level = rule ? json_text(rule, "level") : "error";
    bool          error = strcmp(level, "error") == 0;
    k->errors += error;
    k->warnings += !error;
    k->structure += error && k->in_structure;
    if (json_array_size(k->findings) >= IATI_FINDINGS)
        return;
    json_array_append_new(k->findings, json_pack("{ss ss sI ss ss ss ss ss}", "code", code, "level", level, "line", (json_int_t)xmlGetLineNo((xmlNode *)(uintptr_t)at), "path",
                                                 iati_path(k->c, at), "text", ja, "text_en", en, "advice", json_text(rule, "advice"), "advice_en", json_text(rule, "advice_en")));
}

static void
say(IatiCheck *k, const xmlNode *at, const char *code, const char *ja, const char *en, const char *what, const char *more)
{
    what = text_head(k->c->mem, what, 80);
    more = text_head(k->c->mem, more, 200);
    iati_finding(k, at, code, text_replace(k->c->mem, text_replace(k->c->mem, ja, "{1}", what), "{2}", more),
                 text_replace(k->c->mem, text_replace(k->c->mem, en, "{1}", what), "{2}", more));
}

static const char *
namespace_of(const xmlNode *e)
{
    return e->ns && e->ns->href ? (const char *)e->ns->href : "";
}

static void
check_attributes(IatiCheck *k, const xmlNode *e, const json_t *type)
{
    const json_t *rows = json_object_get(type, "attributes");
    const char   *name;
    json_t       *row;
    for (const xmlAttr *a = e->properties; a; a = a->next) {
        const char *uri = a->ns ? (const char *)a->ns->href : "", *value = a->children && a->children->content ? (const char *)a->children->content : "";
        bool        xml = strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0;
        const char *key = xml ? arena_fmt(k->c->mem, "xml:%s", (const char *)a->name) : (const char *)a->name;
        row = *uri && !xml ? NULL : json_object_get(rows, key);
        if (!row && *uri && (json_flag(type, "foreign") || strcmp(uri, "http://www.w3.org/2001/XMLSchema-instance") == 0)) {
            if (xml && strcmp(key, "xml:lang") == 0 && !xml_is_type("lang", value)) /* known wherever it stands */
                say(k, e, "IATI-VALUE", "属性 {1} の値「{2}」は言語コードではない", "attribute {1}: \"{2}\" is no language code", key, value);
        } else if (!row) {
            say(k, e, "IATI-ATTRIBUTE", "属性 {1} は {2} に付けられない", "attribute {1} is not allowed on {2}", key, (const char *)e->name);
        } else if (!xml_is_type(json_text(row, "is"), value)) {
            say(k, e, "IATI-VALUE", arena_fmt(k->c->mem, "属性 {1} の値「{2}」は %s ではない", json_text(row, "is")),
                arena_fmt(k->c->mem, "attribute {1}: \"{2}\" is no %s", json_text(row, "is")), key, value);
        }
    }
    json_object_foreach(rows, name, row)
        if (json_flag(row, "needed") && !xmlHasProp((xmlNode *)(uintptr_t)e, (const xmlChar *)name))
            say(k, e, "IATI-ATTRIBUTE-MISSING", "必要な属性 {1} が {2} にない", "the attribute {1}, which {2} needs, is missing", name, (const char *)e->name);
}

static void check_element(IatiCheck *k, const xmlNode *e, const char *type_name, int depth);

/* What could have stood there, for a person. */
static const char *
expected(IatiCheck *k, const json_t *content, size_t at, int64_t had)
{
    Buf *b = buf_in(k->c->mem);
    for (size_t i = at; i < json_array_size(content); i++) {
        const json_t *p = json_array_get(content, i);
        int64_t       most = json_int(p, "most", INT64_MAX), least = json_int(p, "least", 0), n = i == at ? had : 0;
        if (json_str(p, "name") && n < most)
            buf_fmt(b, "%s%s", b->n ? ", " : "", json_text(p, "name"));
        if (least > n)
            break;
    }
    return b->n ? buf_text(b) : "-";
}

static void
check_content(IatiCheck *k, const xmlNode *e, const json_t *type, const char *ns, int depth)
{
    const json_t *content = json_object_get(type, "content"), *p = json_array_get(content, 0);
    size_t        at = 0;
    int64_t       had = 0;
    for (const xmlNode *child = xml_next(e->children, NULL); child; child = xml_next(child->next, NULL)) {
        bool   fits = false, ours = strcmp(namespace_of(child), ns) == 0 && !*namespace_of(child);
        size_t was = at;
        int64_t was_had = had;
        for (; p; p = json_array_get(content, ++at), had = 0) {
            if (json_flag(p, "anything"))
                return;
            fits = json_flag(p, "any") ? *namespace_of(child) && strcmp(namespace_of(child), ns) != 0
                                       : ours && xml_is(child, json_text(p, "name")) && had < json_int(p, "most", INT64_MAX);
            if (fits || had < json_int(p, "least", 0))
                break;
        }
        if (!fits) {
            say(k, child, "IATI-ELEMENT", "要素 {1} はここに置けない。ここに置けるもの：{2}", "element {1} is not allowed here; what could stand here: {2}", (const char *)child->name,
                expected(k, content, was, was_had));
            return; /* what follows cannot be told from a consequence */
        }
        had++;
        if (!json_flag(p, "any"))
            check_element(k, child, json_text(p, "is"), depth + 1);
    }
    for (; p; p = json_array_get(content, ++at), had = 0)
        if (had < json_int(p, "least", 0)) {
            say(k, e, "IATI-MISSING", "{2} に必要な要素 {1} がない", "element {1} is missing in {2}", json_text(p, "name"), (const char *)e->name);
            return;
        }
}

static void
check_text(IatiCheck *k, const xmlNode *e, const json_t *type)
{
    const char *is = json_str(type, "text");
    Buf        *b = buf_in(k->c->mem);
    for (const xmlNode *n = e->children; n; n = n->next)
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE || n->type == XML_ENTITY_REF_NODE) && n->content)
            buf_add(b, (const char *)n->content);
    if (is && !xml_is_type(is, buf_text(b)))
        say(k, e, "IATI-VALUE", arena_fmt(k->c->mem, "{2} の内容「{1}」は %s ではない", is), arena_fmt(k->c->mem, "the content \"{1}\" of {2} is no %s", is), buf_text(b), (const char *)e->name);
    else if (!is && !text_blank(buf_text(b)))
        say(k, e, "IATI-TEXT", "{2} に直接書かれた文字「{1}」は置けない（narrative の中に書く）", "text \"{1}\" may not stand in {2} itself; it belongs into a narrative", text_trim(k->c->mem, buf_text(b)),
            (const char *)e->name);
}

static void
check_element(IatiCheck *k, const xmlNode *e, const char *type_name, int depth)
{
    const json_t *type = json_object_get(json_object_get(k->grammar, "types"), type_name);
    if (depth > DEPTH) {
        say(k, e, "IATI-ELEMENT", "要素の入れ子が深すぎる（{1}、{2}）", "elements are nested too deeply ({1}, {2})", (const char *)e->name, "64");
        return;
    }
    if (!type)
        die("catalog/exchange/iati-grammar.yaml has no type %s", type_name);
    check_attributes(k, e, type);
    bool anything = json_flag(json_array_get(json_object_get(type, "content"), 0), "anything");
    if (json_str(type, "text") && !anything && xml_next(e->children, NULL))
        say(k, xml_next(e->children, NULL), "IATI-ELEMENT", "要素 {1} は {2} の中に置けない", "element {1} is not allowed in {2}", (const char *)xml_next(e->children, NULL)->name, (const char *)e->name);
    else if (!anything)
        check_content(k, e, type, namespace_of(e), depth);
    if (!anything)
        check_text(k, e, type);
}

bool
iati_guess(const char *head, size_t n)
{
    n = n > 4096 ? 4096 : n;
    return memmem(head, n, "<iati-activities", 16) || memmem(head, n, "<iati-organisations", 19) || memmem(head, n, "<iati-activity", 14);
}

bool
iati_book(Ctx *c, IatiBook *out)
{
    out->grammar = yaml_read_file(c, data_path(c->mem, "catalog/exchange/iati-grammar.yaml"));
    out->rules = out->grammar ? yaml_read_file(c, data_path(c->mem, "catalog/exchange/iati-rules.yaml")) : NULL;
    return out->rules != NULL;
}

json_t *
iati_check(Ctx *c, const IatiBook *book, const char *name, const char *bytes, size_t n)
{
    const xmlNode *root = xml_read(c, name, NULL, bytes, n);
    IatiCheck      k = { .c = c, .grammar = book->grammar, .rules = book->rules, .findings = json_keep(c->mem, json_array()), .in_structure = true };
    if (!root)
        return NULL;
    const json_t *kind = json_object_get(json_object_get(k.grammar, "roots"), (const char *)root->name);
    if (!kind || strcmp(namespace_of(root), json_text(kind, "namespace")) != 0)
        say(&k, root, "IATI-ROOT", "最上位の要素 {1} は IATI の要素ではない（{2} などで始める）", "the outermost element {1} is none of IATI; a file begins with {2}", (const char *)root->name, "iati-activities");
    else
        check_element(&k, root, json_text(kind, "is"), 0);
    for (const xmlNode *a = xml_next(root->children, "iati-activity"); a; a = xml_next(a->next, "iati-activity"))
        k.activities++;
    k.in_structure = false;
    iati_rules(&k, root);
    const char *version = xml_attr(root, "version");
    return json_keep(c->mem, json_pack("{ss ss? ss sI sI sI sI sO}", "file", name, "version", version, "root", (const char *)root->name, "activities", (json_int_t)k.activities, "errors", (json_int_t)k.errors,
                                       "warnings", (json_int_t)k.warnings, "structure", (json_int_t)k.structure, "findings", k.findings));
}
