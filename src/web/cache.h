/* cache.h -- pages already drawn, kept while the store says the same.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every act is on the ledger, so a page drawn at a head of the ledger holds until the head moves: no page has to be
 * named when something changes. A cache belongs to one worker thread (no locks) and to one store. Whoever keeps a
 * page names in its key everything the page may depend on: also the session, so that no page is ever shown to
 * another person. Least recently used pages go first. */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct PageCache PageCache;
typedef struct {
    const char *body, *type; /* the cache's own, until the next call */
    size_t      n;
} CachedPage;

PageCache *page_cache_new(size_t max_bytes);
void page_cache_free(PageCache *k);
/* The page kept under the key when it was drawn at this stamp; false else. */
bool page_cache_get(PageCache *k, const char *key, const char *stamp, CachedPage *out);
/* Keeps a copy; a page of more than an eighth of max_bytes is not kept. A new stamp empties the cache. */
void page_cache_put(PageCache *k, const char *key, const char *stamp, const CachedPage *page);

#endif
