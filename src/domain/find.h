/* find.h -- search with ranks and snippets.
 * SPDX-License-Identifier: Apache-2.0
 *
 * {"query","total","exact","limit","offset","problems":[{text,text_en}],
 *  "hits":[{...row of programme_page, "marks":[[from,length]..] in the name,
 *           "document":{"kind":"sheet"|"report","id","fy"},      the text the snippets are from
 *           "matches": number of sheets and reports that hold all words,
 *           "snippets":[{"label","label_en","text","marks":[[from,length]..]}]}]}
 *
 * from and length count characters (code points). Ranked: words in the name, then in indicators, then anywhere; within
 * one rank those whose newest text holds the words, the newest first. exact false: total is at most this (a long word of
 * which only the pairs were looked up). */
#ifndef DOMAIN_FIND_H
#define DOMAIN_FIND_H

#include "base/ctx.h"

#include <jansson.h>

json_t *find(Ctx *c, const char *query, int64_t limit, int64_t offset);

#endif
