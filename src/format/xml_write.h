/* xml_write.h -- XML written through libxml2: every text and every attribute is escaped, nothing else can be written.
 * SPDX-License-Identifier: Apache-2.0
 *
 *     XmlOut *x = xml_out(c->mem, to);
 *     xml_open(x, "title"); xml_put(x, "lang", "ja"); xml_say(x, title); xml_close(x);
 *     xml_end(x);
 *
 * Characters that XML cannot hold are left out. Names of elements and attributes are ours and literals. */
#ifndef FORMAT_XML_WRITE_H
#define FORMAT_XML_WRITE_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct XmlOut XmlOut;
/* Begins a document of UTF-8, indented. The bytes are in `to` after xml_end, or before as far as they came. */
XmlOut *xml_out(Arena *mem, Buf *to);
void xml_open(XmlOut *x, const char *name);
/* An attribute of the element just opened; NULL value: none. */
void xml_put(XmlOut *x, const char *name, const char *value);
void xml_say(XmlOut *x, const char *text);
void xml_close(XmlOut *x);
/* Everything written so far goes to the buffer. */
void xml_flush(XmlOut *x);
void xml_end(XmlOut *x);

#endif
