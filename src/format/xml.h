/* xml.h -- XML of strangers through libxml2: no entities, no network, no document types.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nodes are libxml2's own and belong to the arena. Names are compared without prefix; where two vocabularies share a
 * name, xml_in tells them apart by the end of the namespace. */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "base/buf.h"
#include "base/ctx.h"

#include <libxml/tree.h>

/* The root element of `n` bytes; NULL with INVALID, naming file, part and line. `part` may be NULL. */
const xmlNode *xml_read(Ctx *c, const char *name, const char *part, const char *bytes, size_t n);
bool xml_is(const xmlNode *e, const char *local);
/* Namespace ends with `ns`: xml_in(e, "wordprocessingml/2006/main"). */
bool xml_in(const xmlNode *e, const char *ns);
/* First child element so named; NULL when there is none, or e is NULL. */
const xmlNode *xml_child(const xmlNode *e, const char *local);
/* Next sibling element from `e` on (itself included) with this name; NULL name: any. */
const xmlNode *xml_next(const xmlNode *e, const char *local);
/* `n` bytes of UTF-8 as text or attribute value: & < > " escaped, characters that XML cannot hold left out. */
void xml_text(Buf *out, const char *s, size_t n);
/* Value of an attribute by its name without prefix; NULL when absent. Valid as long as the document. */
const char *xml_attr(const xmlNode *e, const char *local);
/* The text of an element and all in it, in the arena. */
const char *xml_content(Arena *mem, const xmlNode *e);
/* Whether a text is a value of a simple type of XML Schema: string, anyURI, date, dateTime, decimal, boolean, int,
 * positiveInteger, nonNegativeInteger, NMTOKEN, lang (of xml:lang). Any other type ends the process. */
bool xml_is_type(const char *type, const char *value);

#endif
