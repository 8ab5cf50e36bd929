/* xml_write.c -- see xml_write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/xml_write.h"

#include "base/text.h"

#include <libxml/xmlwriter.h>

struct XmlOut {
    xmlTextWriter *w;
    Buf           *to, clean;
};

static int
take(void *to, const char *bytes, int n)
{
    buf_addn(to, bytes, (size_t)n);
    return n;
}

static void
finish(void *arg)
{
    XmlOut *x = arg;
    xmlFreeTextWriter(x->w);
    x->w = NULL;
    buf_free(&x->clean);
}

XmlOut *
xml_out(Arena *mem, Buf *to)
{
    XmlOut          *x = NEW(mem, XmlOut);
    xmlOutputBuffer *o = xmlOutputBufferCreateIO(take, NULL, to, NULL);
    x->to = to;
    x->w = o ? xmlNewTextWriter(o) : NULL;
    if (!x->w)
        die("no memory for an XML writer");
    arena_defer(mem, finish, x);
    xmlTextWriterSetIndent(x->w, 1);
    xmlTextWriterStartDocument(x->w, NULL, "UTF-8", NULL);
    return x;
}

/* What XML 1.0 can hold: no control characters but tab and line feeds, no U+FFFE and U+FFFF; CR becomes a line feed. */
static const xmlChar *
clean(XmlOut *x, const char *s)
{
    buf_clear(&x->clean);
    buf_add(&x->clean, "");
    while (*s) {
        const char *from = s;
        uint32_t    u = text_next(&s);
        if (u == '\r')
            buf_add(&x->clean, *s == '\n' ? "" : "\n");
        else if (u == 0xFFFD && s - from == 1)
            buf_add(&x->clean, "\xEF\xBF\xBD"); /* a byte that was no UTF-8 */
        else if ((u >= 32 && u != 0x7F && u != 0xFFFE && u != 0xFFFF) || u == '\t' || u == '\n')
            buf_addn(&x->clean, from, (size_t)(s - from));
    }
    return (const xmlChar *)buf_text(&x->clean);
}

void
xml_open(XmlOut *x, const char *name)
{
    xmlTextWriterStartElement(x->w, (const xmlChar *)name);
}

void
xml_put(XmlOut *x, const char *name, const char *value)
{
    if (value)
        xmlTextWriterWriteAttribute(x->w, (const xmlChar *)name, clean(x, value));
}

void
xml_say(XmlOut *x, const char *text)
{
    xmlTextWriterWriteString(x->w, clean(x, text));
}

void
xml_close(XmlOut *x)
{
    xmlTextWriterEndElement(x->w);
}

void
xml_flush(XmlOut *x)
{
    xmlTextWriterFlush(x->w);
}

void
xml_end(XmlOut *x)
{
    xmlTextWriterEndDocument(x->w);
    xmlTextWriterFlush(x->w);
}
