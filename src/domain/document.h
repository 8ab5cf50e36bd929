/* document.h -- files that came in: bytes by content hash, text by line.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include "base/ctx.h"

#include <jansson.h>

/* Stores bytes (once by SHA-256) and the decoded text that sources point into. Must run
 * inside a transaction. Returns the id, an old one when the bytes are known; 0 on failure. */
int64_t document_put(Ctx *c, const char *name, const char *kind, const void *bytes, size_t n, const char *text);
/* {id,name,kind,sha256,bytes,received_at,actor,programmes:[{id,key,name}]} */
json_t *document_show(Ctx *c, int64_t id);
json_t *document_list(Ctx *c);
/* Documents in pages, newest first; *total (may be NULL): how many in all. */
json_t *document_page(Ctx *c, int64_t from, int64_t limit, int64_t *total);
/* How many lines the text has. */
int64_t document_line_count(Ctx *c, int64_t id);
/* Lines from..to (1-based, inclusive) as [{no,text}]. */
json_t *document_lines(Ctx *c, int64_t id, int64_t from, int64_t to);
/* SHA-256 as hex in the arena. */
const char *sha256_hex(Arena *mem, const void *p, size_t n);

#endif
