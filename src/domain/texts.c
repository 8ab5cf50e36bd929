/* texts.c -- see texts.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/texts.h"

#include "format/squeeze.h"

#include <stdlib.h>
#include <string.h>

enum { SKIP = ZONE_COUNT, BODY_MAX = 64 << 20 };
static const struct {
    const char *parent, *key;
    int         zone;
    const char *ja, *en;
} places[] = {
#define PLACE(parent, key, zone, ja, en) { parent, key, zone, ja, en },
#include "domain/texts.def"
#undef PLACE
};
enum { PLACES = sizeof places / sizeof *places };
_Static_assert(PLACES < 200, "the table of places needs more slots");

typedef struct {
    bool (*fn)(void *arg, const DocText *t);
    void   *arg;
    uint8_t slot[256]; /* places by their key, from 1; 0 = free */
} Walk;

static unsigned
slot_of(const char *key)
{
    unsigned h = 17;
    for (; *key; key++)
        h = h * 31 + (unsigned char)*key;
    return h & 255;
}

static int
place_of(const Walk *w, const char *parent, const char *key)
{
    for (unsigned i = slot_of(key); w->slot[i]; i = (i + 1) & 255) {
        int at = w->slot[i] - 1;
        if (strcmp(places[at].key, key) == 0 && (places[at].parent[0] == '*' || strcmp(places[at].parent, parent) == 0))
            return at;
    }
    return -1;
}

static bool
walk(const Walk *w, const Quick *q, const char *parent, const char *key)
{
    if (q->kind < QUICK_TEXT)
        return true;
    int at = place_of(w, parent, key);
    if (at >= 0 && places[at].zone == SKIP)
        return true;
    if (q->kind == QUICK_TEXT) {
        DocText t = { .text = q->v.text, .n = q->n, .zone = ZONE_ALL, .ja = key, .en = key };
        if (at >= 0) {
            t.zone = (Zone)places[at].zone;
            t.ja = places[at].ja;
            t.en = places[at].en;
        }
        return q->n == 0 || w->fn(w->arg, &t);
    }
    if (q->kind == QUICK_ARRAY) /* members of a list stand where the list stands */
        for (const Quick *m = q->v.first; m; m = m->next)
            if (!walk(w, m, parent, key))
                return false;
    if (q->kind == QUICK_OBJECT)
        for (const Quick *m = q->v.first; m; m = m->next)
            if (!walk(w, m, key, m->key))
                return false;
    return true;
}

void
texts_walk(const Quick *doc, bool (*fn)(void *arg, const DocText *t), void *arg)
{
    Walk w = { .fn = fn, .arg = arg };
    for (int i = 0; i < PLACES; i++) {
        unsigned k = slot_of(places[i].key);
        while (w.slot[k])
            k = (k + 1) & 255;
        w.slot[k] = (uint8_t)(i + 1);
    }
    walk(&w, doc, "", "");
}

typedef struct {
    Grams *g;
    size_t no;
} Into;

static bool
into(void *arg, const DocText *t)
{
    Into *to = arg;
    grams_add(to->g, to->no, ZONE_ALL, t->text, t->n);
    if (t->zone != ZONE_ALL)
        grams_add(to->g, to->no, t->zone, t->text, t->n);
    return true;
}

void
texts_grams(const Quick *doc, Grams *g, size_t no)
{
    Into to = { g, no };
    texts_walk(doc, into, &to);
}

/* The compressors of a store, by the number of their dictionary. */
typedef struct {
    int64_t  id[64];
    Squeeze *s[64];
    int      n;
} Open;

static void
open_free(void *p)
{
    Open *o = p;
    for (int i = 0; i < o->n; i++)
        squeeze_free(o->s[i]);
    free(o);
}

static Squeeze *
squeeze_for(Ctx *c, int64_t dictionary)
{
    void **keep = db_keep(c->db, open_free);
    Open  *o = *keep;
    if (!o && !(o = *keep = calloc(1, sizeof *o)))
        die("no memory for a compressor");
    for (int i = 0; i < o->n; i++)
        if (o->id[i] == dictionary)
            return o->s[i];
    const void *data = NULL;
    size_t      n = 0;
    if (dictionary) {
        Rows *r = db_query(c, SQL("SELECT data FROM dictionary WHERE id = $1"), V(dictionary));
        if (db_next(r))
            data = row_blob(r, 0, &n);
        db_done(r);
    }
    if (!ok(c) || (dictionary && !data)) {
        fail(c, ERR_BROKEN, "store", L(c, "辞書 %lld がデータベースにありません。バックアップから戻してください。", "dictionary %lld is not in the store; restore a backup."), (long long)dictionary);
        return NULL;
    }
    int at = o->n < 64 ? o->n++ : 63;
    if (o->s[at])
        squeeze_free(o->s[at]);
    o->id[at] = dictionary;
    return o->s[at] = squeeze_new(data, n);
}

char *
sheet_body(Ctx *c, int64_t sheet, size_t *n)
{
    size_t      k = 0;
    const void *p = NULL;
    int64_t     dictionary = 0;
    Rows       *r = db_query(c, SQL("SELECT body, dictionary FROM review_sheet WHERE id = $1"), V(sheet));
    if (db_next(r)) {
        p = row_blob(r, 0, &k);
        dictionary = row_int(r, 1);
    }
    db_done(r);
    if (!ok(c))
        return NULL;
    if (!p) {
        fail(c, ERR_NOT_FOUND, "sheet", L(c, "シート %lld はありません。", "there is no sheet %lld."), (long long)sheet);
        return NULL;
    }
    Squeeze *s = squeeze_for(c, dictionary);
    char    *body = s ? unsqueeze(s, c->mem, p, k, BODY_MAX, n) : NULL;
    if (!body && ok(c))
        fail(c, ERR_BROKEN, "store", L(c, "シート %lld の本文が壊れています。バックアップから戻してください。", "the body of sheet %lld is damaged; restore a backup."), (long long)sheet);
    return body;
}

const Quick *
texts_doc(Ctx *c, const SearchMap *map, int64_t doc)
{
    char       *body = NULL;
    size_t      n = 0, at;
    const char *why;
    if (map->kind[doc] == SEARCH_SHEET) {
        body = sheet_body(c, map->ref[doc], &n);
    } else {
        const char *text = db_text(c, SQL("SELECT body FROM programme_version WHERE id = $1"), V(map->ref[doc]));
        n = text ? strlen(text) : 0;
        body = text ? arena_strn(c->mem, text, n) : NULL;
    }
    const Quick *q = body ? quick_read(c->mem, body, n, &at, &why) : NULL;
    if (body && !q)
        fail(c, ERR_BROKEN, "store", L(c, "文書 %lld の本文が読めません: %s", "the body of document %lld cannot be read: %s"), (long long)doc, why);
    return q;
}
