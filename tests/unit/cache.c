/* cache.c -- pages kept while the ledger's head stands.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "web/cache.h"

static bool
holds(PageCache *k, const char *key, const char *stamp, const char *body)
{
    CachedPage p = { 0 };
    return page_cache_get(k, key, stamp, &p) && p.n == strlen(body) && memcmp(p.body, body, p.n) == 0;
}

static void
put(PageCache *k, const char *key, const char *stamp, const char *body)
{
    page_cache_put(k, key, stamp, &(CachedPage){ .body = body, .type = "text/html", .n = strlen(body) });
}

TEST(a_page_is_kept_until_the_stamp_moves)
{
    PageCache *k = page_cache_new(1000);
    put(k, "/a", "1", "page a");
    put(k, "/b", "1", "page b");
    CHECK(holds(k, "/a", "1", "page a") && holds(k, "/b", "1", "page b"));
    CHECK(!holds(k, "/a", "2", "page a"));
    put(k, "/b", "2", "page b, later");
    CHECK(holds(k, "/b", "2", "page b, later"));
    CHECK(!holds(k, "/a", "2", "page a") && !holds(k, "/a", "1", "page a"));
    page_cache_free(k);
}

TEST(the_cache_stays_within_its_bytes)
{
    PageCache *k = page_cache_new(800);
    char       key[16], body[101];
    memset(body, 'x', 100);
    body[100] = 0;
    for (int i = 0; i < 200; i++) {
        snprintf(key, sizeof key, "/%d", i);
        put(k, key, "1", body);
        CHECK(holds(k, "/0", "1", body)); /* used all the time: it stays */
    }
    int kept = 0;
    for (int i = 0; i < 200; i++) {
        snprintf(key, sizeof key, "/%d", i);
        kept += holds(k, key, "1", body);
    }
    CHECK(kept == 8);
    char large[200];
    memset(large, 'y', sizeof large - 1);
    large[sizeof large - 1] = 0;
    put(k, "/large", "1", large);
    CHECK(!holds(k, "/large", "1", large));
    page_cache_free(k);
}
