/* api.h -- what the files of /api/v1 share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/part.h"

#define KEYS(...) (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

/* Which piece of a list is asked for: ?limit= (1..1000, else 100) and ?offset=; a file (?format=csv or xlsx) is the first
 * 10,000 rows whole. INVALID in w->c for what is no number or no format. */
typedef struct {
    int64_t limit, offset;
    bool    file;
} Piece;
Piece api_asked(Web *w);
/* The same without a look at the format. */
Piece api_bounds(Web *w);
/* Answers with rows that are that piece of `total`: {"items","total","limit","offset","next"} and, when there are any,
 * "problems" [{text,text_en}] of the query; as a file, the columns `keys`, headed by their keys. */
void api_piece(Web *w, const char *name, Piece p, const json_t *rows, int64_t total, const json_t *problems, const char *const *keys, size_t n);
/* The query of ?q=, of the kept search ?saved=NAME (domain/filter.h), or both; NULL for none, or with c->err. Its order in *sort and
 * *down where the address says none; sort may be NULL. */
const char *api_query(Web *w, const char **sort, bool *down);
/* The number in the address; 0 with NOT_FOUND. */
int64_t api_id(Web *w);
/* The JSON object of the body; an empty one where there is no body. NULL with INVALID. */
json_t *api_body(Web *w);
/* ?name=N within the bounds; INVALID when it is not a number or outside. */
int64_t api_within(Web *w, const char *name, int64_t otherwise, int64_t least, int64_t most);

#endif
