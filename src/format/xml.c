/* xml.c -- libxml2 with everything that reaches outside switched off.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/xml.h"

#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>

static void
free_doc(void *arg)
{
    xmlFreeDoc(arg);
}

static const xmlNode *
refuse(Ctx *c, const char *name, const char *part, int line, const char *why)
{
    const char *at = part ? arena_fmt(c->mem, "%s: %s", name, part) : name;
    fail(c, ERR_INVALID, line > 0 ? arena_fmt(c->mem, "%s:%d", at, line) : at, L(c, "%s（%d 行目）の XML を読めません: %s", "%s, line %d: the XML cannot be read: %s"), at, line,
         why);
    return NULL;
}

/* The parser holds each attribute of an element against all others: 200,000 of them are minutes of work, in a file that
 * is small once packed. No format of ours has a hundred. A "<" cannot stand within a tag, so what begins values between
 * two of them is counted; in text, where no tag is, as many are never together. */
enum { ATTRIBUTES = 1000 };

static bool
crowded(const char *s, size_t n)
{
    size_t begun = 0;
    for (const char *p = s, *end = s + n; p < end; p++) {
        if (*p == '<')
            begun = 0;
        if (*p != '=')
            continue;
        const char *q = p + 1;
        while (q < end && (*q == ' ' || (*q >= '\t' && *q <= '\r')))
            q++;
        if (q < end && (*q == '"' || *q == '\'') && ++begun > ATTRIBUTES)
            return true;
    }
    return false;
}

/* In whatever encoding it came, as UTF-8: what is looked for before the parser runs cannot hide in another one. */
static bool
plain(Ctx *c, const char **bytes, size_t *n)
{
    const unsigned char *u = (const unsigned char *)*bytes;
    const char          *from = *n >= 2 && u[0] == 0xFF && u[1] == 0xFE ? "UTF-16LE" : *n >= 2 && u[0] == 0xFE && u[1] == 0xFF ? "UTF-16BE" : NULL;
    if (from)
        *bytes = text_iconv(c->mem, from, *bytes + 2, *n - 2, n);
    return *bytes && text_is_utf8(*bytes, *n);
}

const xmlNode *
xml_read(Ctx *c, const char *name, const char *part, const char *bytes, size_t n)
{
    if (!plain(c, &bytes, &n))
        return refuse(c, name, part, 0, L(c, "文字の符号化が UTF-8 でも UTF-16 でもありません", "its characters are neither UTF-8 nor UTF-16"));
    /* a document type could define entities that grow or reach for files; no format of ours has one */
    if (n > INT32_MAX || memmem(bytes, n, "<!DOCTYPE", 9) || memmem(bytes, n, "<!ENTITY", 8))
        return refuse(c, name, part, 0, L(c, "文書型宣言（DOCTYPE）を含む XML は受け付けません", "XML with a document type is not accepted"));
    if (crowded(bytes, n))
        return refuse(c, name, part, 0, L(c, "一つの要素に属性が多すぎます", "an element has too many attributes"));
    xmlParserCtxt *p = xmlNewParserCtxt();
    if (!p)
        die("no memory for an XML parser");
    xmlDoc     *d = xmlCtxtReadMemory(p, bytes, (int)n, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
    int         line = p->lastError.line;
    const char *why = p->lastError.message ? text_trim(c->mem, arena_str(c->mem, p->lastError.message)) : "?";
    xmlFreeParserCtxt(p);
    if (!d)
        return refuse(c, name, part, line, text_is_utf8(why, strlen(why)) ? why : "?");
    arena_defer(c->mem, free_doc, d);
    const xmlNode *root = xmlDocGetRootElement(d);
    if (d->intSubset || d->extSubset || !root)
        return refuse(c, name, part, 0, L(c, "文書型宣言（DOCTYPE）を含む XML は受け付けません", "XML with a document type is not accepted"));
    return root;
}

bool
xml_is(const xmlNode *e, const char *local)
{
    return e && e->type == XML_ELEMENT_NODE && strcmp((const char *)e->name, local) == 0;
}

bool
xml_in(const xmlNode *e, const char *ns)
{
    return e && e->ns && e->ns->href && text_ends((const char *)e->ns->href, ns);
}

const xmlNode *
xml_next(const xmlNode *e, const char *local)
{
    while (e && (e->type != XML_ELEMENT_NODE || (local && strcmp((const char *)e->name, local) != 0)))
        e = e->next;
    return e;
}

const xmlNode *
xml_child(const xmlNode *e, const char *local)
{
    return e ? xml_next(e->children, local) : NULL;
}

const char *
xml_attr(const xmlNode *e, const char *local)
{
    for (const xmlAttr *a = e && e->type == XML_ELEMENT_NODE ? e->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, local) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

const char *
xml_content(Arena *mem, const xmlNode *e)
{
    xmlChar    *s = e ? xmlNodeGetContent(e) : NULL;
    const char *out = arena_str(mem, s ? (const char *)s : "");
    xmlFree(s);
    return out;
}

void
xml_text(Buf *out, const char *s, size_t n)
{
    for (const char *end = s + n, *from = s; s < end && *s; from = s) {
        uint32_t u = text_next(&s);
        if (u == '&' || u == '<' || u == '>' || u == '"')
            buf_add(out, u == '&' ? "&amp;" : u == '<' ? "&lt;" : u == '>' ? "&gt;" : "&quot;");
        else if ((u >= 32 || u == '\t' || u == '\n') && u != 0xFFFE && u != 0xFFFF && s <= end)
            buf_addn(out, from, (size_t)(s - from));
    }
}
