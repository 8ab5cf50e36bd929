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

/* A body as it stands in the store; NULL with c->err. */
static char *
opened(Ctx *c, int64_t sheet, int64_t dictionary, const void *p, size_t k, size_t *n)
{
    Squeeze *s = squeeze_for(c, dictionary);
    char    *body = s ? unsqueeze(s, c->mem, p, k, BODY_MAX, n) : NULL;
    if (!body && ok(c))
        fail(c, ERR_BROKEN, "store", L(c, "シート %lld の本文が壊れています。バックアップから戻してください。", "the body of sheet %lld is damaged; restore a backup."), (long long)sheet);
    return body;
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
    return opened(c, sheet, dictionary, p, k, n);
}

typedef struct {
    int64_t     ref, doc, dictionary;
    const void *p;
    size_t      k;
} Packed;

static int
by_ref(const void *a, const void *b)
{
    const Packed *x = a, *y = b;
    return x->ref < y->ref ? -1 : x->ref > y->ref;
}

/* The documents of one kind; the statement gives reference, bytes and, of sheets, the dictionary. */
static bool
bodies_of(Ctx *c, const SearchMap *map, const Docs *docs, int kind, TextsBody *fn, void *arg)
{
    Packed  *all = NEWN(c->mem, Packed, docs_count(docs) + 1), *one;
    int64_t *id = NEWN(c->mem, int64_t, docs_count(docs) + 1);
    size_t   n = 0;
    for (size_t w = 0; w < docs->words; w++)
        for (uint64_t bits = docs->bits[w]; bits; bits &= bits - 1) {
            int64_t doc = (int64_t)(w * 64) + __builtin_ctzll(bits);
            if (doc <= map->max && map->live[doc] && map->kind[doc] == kind)
                all[n++] = (Packed){ .ref = map->ref[doc], .doc = doc };
        }
    if (n == 0)
        return ok(c);
    qsort(all, n, sizeof *all, by_ref);
    for (size_t i = 0; i < n; i++)
        id[i] = all[i].ref;
    Rows *r = db_query(c, sql_join(c->mem, kind == SEARCH_SHEET ? SQL("SELECT id, body, dictionary FROM review_sheet WHERE id ")
                                                                 : SQL("SELECT id, body, 0 FROM programme_version WHERE id "), sql_in_ids(c)), V(db_ids(c, id, n)));
    while (db_next(r))
        if ((one = bsearch(&(Packed){ .ref = row_int(r, 0) }, all, n, sizeof *all, by_ref))) {
            one->dictionary = row_int(r, 2);
            if (kind == SEARCH_SHEET)
                one->p = row_blob(r, 1, &one->k);
            else if ((one->p = row_text(r, 1)))
                one->k = strlen(one->p);
        }
    Ctx in = *c;
    in.mem = arena_new(0);
    for (size_t i = 0; i < n && ok(c) && ok(&in); i++) {
        size_t k = all[i].k;
        char  *body = !all[i].p ? NULL : kind == SEARCH_SHEET ? opened(&in, all[i].ref, all[i].dictionary, all[i].p, all[i].k, &k) : arena_strn(in.mem, all[i].p, k);
        if (body)
            fn(arg, &in, all[i].doc, body, k);
        arena_reset(in.mem);
    }
    if (!ok(&in))
        fail(c, in.err.kind, "search", L(c, "索引の文書が読めません。", "a document of the index cannot be read."));
    arena_free(in.mem);
    return ok(c);
}

bool
texts_bodies(Ctx *c, const SearchMap *map, const Docs *docs, TextsBody *fn, void *arg)
{
    return bodies_of(c, map, docs, SEARCH_SHEET, fn, arg) && bodies_of(c, map, docs, SEARCH_REPORT, fn, arg);
}

const Quick *
texts_read(Ctx *c, int64_t doc, char *body, size_t n)
{
    size_t       at;
    QuickWhy     why;
    const Quick *q = quick_read(c->mem, body, n, &at, &why);
    if (!q)
        fail(c, ERR_BROKEN, "store", L(c, "文書 %lld の本文が読めません: %s", "the body of document %lld cannot be read: %s"), (long long)doc, L(c, why.ja, why.en));
    return q;
}

/* The key of the text around `at`: "key":"...at...". NULL where it stands in a list, is itself a key, or is no text. */
static const char *
key_around(const char *body, const char *at, size_t *n)
{
    const char *p = at, *end;
    for (;; p--) { /* to the quote that opens the text */
        if (p == body)
            return NULL;
        if (p[-1] != '"')
            continue;
        size_t strokes = 0;
        while (p - 2 - strokes >= body && p[-2 - (ptrdiff_t)strokes] == '\\')
            strokes++;
        if (strokes % 2 == 0)
            break;
    }
    if (p < body + 2)
        return NULL;
    for (p -= 2; p > body && (*p == ' ' || *p == '\n'); p--)
        ;
    if (p <= body || *p != ':')
        return NULL;
    for (p--; p > body && *p == ' '; p--)
        ;
    if (p <= body || *p != '"')
        return NULL;
    for (end = p--; p > body && *p != '"' && *p != '\\'; p--)
        ;
    *n = (size_t)(end - p - 1);
    return *p == '"' ? p + 1 : NULL;
}

/* What makes one character of two when text is folded (base/fold.h): a mark behind, and a small vowel behind a vu. */
static bool
melts(const char *after, size_t n)
{
    static const char marks[][4] = { "\u3099", "\u309A", "\uFF9E", "\uFF9F" };
    for (size_t i = 0; n >= 3 && i < sizeof marks / sizeof *marks; i++)
        if (memcmp(after, marks[i], 3) == 0)
            return true;
    return false;
}

static bool
small_kana(const char *word)
{
    static const char small[][4] = { "ァ", "ィ", "ゥ", "ェ", "ォ", "\uFF67", "\uFF68", "\uFF69", "\uFF6A", "\uFF6B" };
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (strncmp(word, small[i], 3) == 0)
            return true;
    return false;
}

/* Whether the letters can stand in a JSON body outside of texts: in numbers, true, false and null. */
static bool
outside(const char *word)
{
    return word[strspn(word, "0123456789+-.eEtrufalsn")] == 0;
}

bool
texts_plain(const char *body, size_t n, const char *word)
{
    size_t      k = strlen(word), len;
    const char *p = body, *end = body + n, *key;
    if (k == 0 || outside(word) || strpbrk(word, "\"\\/\n\t") || (k >= 3 && (melts(word, k) || small_kana(word))))
        return false;
    for (int tries = 0; tries < 8 && (p = memmem(p, (size_t)(end - p), word, k)); tries++, p += k) {
        bool skipped = melts(p + k, (size_t)(end - p) - k) || !(key = key_around(body, p, &len));
        for (int i = 0; i < PLACES && !skipped; i++)
            skipped = places[i].zone == SKIP && strlen(places[i].key) == len && memcmp(places[i].key, key, len) == 0;
        if (!skipped)
            return true;
    }
    return false;
}
