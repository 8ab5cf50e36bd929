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

const xmlNode *
xml_read(Ctx *c, const char *name, const char *part, const char *bytes, size_t n)
{
    /* a document type could define entities that grow or reach for files; no format of ours has one. In UTF-16 the
     * search misses it, and the check behind the parser refuses it. */
    if (n > INT32_MAX || memmem(bytes, n, "<!DOCTYPE", 9) || memmem(bytes, n, "<!ENTITY", 8))
        return refuse(c, name, part, 0, L(c, "文書型宣言（DOCTYPE）を含む XML は受け付けません", "XML with a document type is not accepted"));
    xmlParserCtxt *p = xmlNewParserCtxt();
    if (!p)
        die("no memory for an XML parser");
    xmlDoc     *d = xmlCtxtReadMemory(p, bytes, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
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
