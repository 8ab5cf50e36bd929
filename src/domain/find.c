/* find.c -- see find.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/find.h"

#include "base/fold.h"
#include "base/text.h"
#include "domain/programme_in.h"
#include "domain/query_in.h"
#include "domain/texts.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t  programme, doc; /* doc: the one to quote */
    uint32_t score, matches;
} Hit;

static int
by_score(const void *a, const void *b)
{
    const Hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->matches != y->matches)
        return x->matches < y->matches ? 1 : -1;
    return x->programme > y->programme ? 1 : -1;
}

/* Documents of a zone that hold all plain words; NULL where the query has none. */
static Docs *
zone_docs(Ctx *c, const Query *q, Zone zone)
{
    Docs *d = NULL;
    for (const Term *t = q->root->first; t && ok(c); t = t->next) {
        if (t->kind != TERM_WORD || t->n == 0)
            continue;
        Docs *one = search_word(c, zone, t->cp, t->n);
        if (d)
            docs_and(d, one);
        else
            d = one;
    }
    return d;
}

/* Programmes that the rest of the query allows; NULL = all. */
static bool *
allowed(Ctx *c, const Query *q, int64_t max, bool *exact)
{
    if (!q->filtered)
        return NULL;
    SqlBuild *b = sql_build(c->mem);
    bool     *yes = NEWN(c->mem, bool, max + 1);
    sql_add(b, SQL("SELECT f.programme_id FROM programme_face f WHERE 1 = 1"), NOV);
    query_where(c, q, b, NULL, exact);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r))
        if (row_int(r, 0) <= max)
            yes[row_int(r, 0)] = true;
    return yes;
}

static Hit *
rank(Ctx *c, const Query *q, const SearchMap *map, const Docs *docs, size_t *n, bool *exact)
{
    int64_t     max = map->programmes;
    const Docs *name = zone_docs(c, q, ZONE_NAME), *indicator = zone_docs(c, q, ZONE_INDICATOR);
    const bool *yes = allowed(c, q, max, exact);
    int32_t    *at = NEWN(c->mem, int32_t, max + 1);
    Hit        *hit = NEWN(c->mem, Hit, docs_count(docs) + 1);
    *n = 0;
    if (!ok(c) || !name || !indicator)
        return hit;
    for (size_t w = 0; w < docs->words; w++)
        for (uint64_t bits = docs->bits[w]; bits; bits &= bits - 1) {
            int64_t doc = (int64_t)(w * 64) + __builtin_ctzll(bits), p = map->programme[doc];
            if (yes && !yes[p])
                continue;
            if (!at[p]) {
                hit[*n] = (Hit){ .programme = p };
                at[p] = (int32_t)++*n;
            }
            Hit     *h = &hit[at[p] - 1];
            uint32_t score = (DOCS_HAS(name, doc) ? 3u : DOCS_HAS(indicator, doc) ? 2u : 1u) << 16 | (uint16_t)map->fy[doc];
            h->matches++;
            if (score >= h->score) {
                h->score = score;
                h->doc = doc;
            }
        }
    qsort(hit, *n, sizeof *hit, by_score);
    return hit;
}

/* Where a word ends whose next folded character is no. `i`: what fell away behind it belongs to it (a long vowel mark),
 * white space does not. */
static size_t
word_end(const Fold *f, const char *text, size_t i)
{
    size_t end = f->at[i];
    while (end > 0 && (strchr(" \t\r\n", text[end - 1]) || (end >= 3 && memcmp(text + end - 3, "\xE3\x80\x80", 3) == 0)))
        end -= strchr(" \t\r\n", text[end - 1]) ? 1 : 3;
    return end;
}

/* Marks of all words in a folded text: [[from, length]..] in characters of `text`, within from..to (bytes). */
static json_t *
marks(const Query *q, const Fold *f, const char *text, size_t from, size_t to)
{
    json_t *out = json_array();
    size_t  done = 0; /* folded places already marked */
    for (size_t i = 0; i < f->n;) {
        size_t best = 0, at;
        for (const Term *t = q->root->first; t; t = t->next)
            if ((t->kind == TERM_WORD || (t->kind == TERM_FIELD && t->zone != ZONE_ALL)) && t->n > best && i + t->n <= f->n &&
                query_holds(f->cp, i + t->n, t, i, &at) && at == i)
                best = t->n;
        if (best && i >= done) {
            size_t a = f->at[i], b = word_end(f, text, i + best), start = 0, length = 0;
            if (a >= from && b <= to) {
                for (size_t k = from; k < a; k++)
                    start += ((unsigned char)text[k] & 0xC0) != 0x80;
                for (size_t k = a; k < b; k++)
                    length += ((unsigned char)text[k] & 0xC0) != 0x80;
                json_array_append_new(out, json_pack("[II]", (json_int_t)start, (json_int_t)length));
            }
            done = i + best;
        }
        i += best ? best : 1;
    }
    return out;
}

typedef struct {
    Ctx         *c;
    const Query *q;
    json_t      *out;
    const char  *name;
    uint32_t    *cp; /* one text folded, without places: most texts hold none of the words */
    size_t       room;
    bool         plain; /* look for the letters alone */
} Snippets;

/* Steps `n` characters from byte `at`, forward or back, within the text. */
static size_t
step(const char *text, size_t len, size_t at, int n)
{
    for (; n < 0 && at > 0; n++)
        for (at--; at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80;)
            at--;
    for (; n > 0 && at < len; n--)
        for (at++; at < len && ((unsigned char)text[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

static bool
wanted(const Term *k, const DocText *t)
{
    return k->kind == TERM_WORD || (k->kind == TERM_FIELD && k->zone == t->zone && k->zone != ZONE_ALL);
}

static bool
holds_any(Snippets *s, const DocText *t)
{
    size_t at;
    for (const Term *k = s->q->root->first; s->plain && k; k = k->next)
        if (wanted(k, t) && k->text && *k->text && memmem(t->text, t->n, k->text, strlen(k->text)))
            return true;
    if (s->plain)
        return false;
    if (s->room < t->n * 2 + 32) {
        s->room = t->n * 3 + 4096;
        s->cp = NEWN(s->c->mem, uint32_t, s->room);
    }
    size_t n = fold_into(t->text, t->n, s->cp, s->room);
    for (const Term *k = s->q->root->first; k; k = k->next)
        if (wanted(k, t) && query_holds(s->cp, n, k, 0, &at))
            return true;
    return false;
}

static bool
snippet(void *arg, const DocText *t)
{
    Snippets *s = arg;
    size_t    first = SIZE_MAX, at, end = 0;
    if (t->zone == ZONE_NAME && strcmp(t->text, s->name) == 0)
        return true; /* the name is shown anyway */
    if (!holds_any(s, t))
        return true;
    Fold f = fold_text(s->c->mem, t->text, t->n, true);
    for (const Term *k = s->q->root->first; k; k = k->next)
        if (wanted(k, t) && query_holds(f.cp, f.n, k, 0, &at) && f.at[at] < first) {
            first = f.at[at];
            end = word_end(&f, t->text, at + k->n);
        }
    if (first == SIZE_MAX)
        return true;
    size_t from = step(t->text, t->n, first, -40), to = step(t->text, t->n, end, 80);
    json_array_append_new(s->out, json_pack("{ss ss so so}", "label", t->ja, "label_en", t->en, "text",
        json_string(arena_strn(s->c->mem, t->text + from, to - from)), "marks", marks(s->q, &f, t->text, from, to)));
    return json_array_size(s->out) < 3;
}

/* The rows of a page, and the hits they show. */
typedef struct {
    Snippets s;
    Hit     *hit;
    json_t **row;
    size_t   n;
} Page;

static bool
quote(void *arg, Ctx *in, int64_t doc, char *body, size_t n)
{
    Page        *p = arg;
    const Quick *q = texts_read(in, doc, body, n);
    for (size_t i = 0; i < p->n && q; i++)
        if (p->hit[i].doc == doc) {
            p->s.out = json_object_get(p->row[i], "snippets");
            p->s.name = json_text(p->row[i], "name");
            /* The places where it stands letter by letter; only where there are none is all of it folded. */
            p->s.plain = true;
            texts_walk(q, snippet, &p->s);
            p->s.plain = false;
            if (json_array_size(p->s.out) == 0)
                texts_walk(q, snippet, &p->s);
        }
    return true;
}

static void
complete(Ctx *c, const Query *q, const SearchMap *map, const Hit *h, json_t *row)
{
    const char *name = json_text(row, "name");
    Fold        f = fold_text(c->mem, name, strlen(name), true);
    json_object_set_new(row, "snippets", json_array());
    json_object_set_new(row, "marks", marks(q, &f, name, 0, strlen(name)));
    json_object_set_new(row, "matches", json_integer(h->matches));
    json_object_set_new(row, "document", json_pack("{ss sI sI}", "kind", map->kind[h->doc] == SEARCH_SHEET ? "sheet" : "report", "id",
                                                   (json_int_t)map->ref[h->doc], "fy", (json_int_t)map->fy[h->doc]));
}

json_t *
find(Ctx *c, const char *query, int64_t limit, int64_t offset)
{
    Query           *q = query_read(c, query);
    bool             exact = true;
    const SearchMap *map = search_map(c);
    Docs            *docs = map ? query_docs(c, q, &exact) : NULL;
    json_t          *hits = json_keep(c->mem, json_array());
    size_t           n = 0, i;
    if (!docs) { /* no word to rank by: the list, the largest first */
        json_t *page = programme_found(c, &(ProgrammeAsk){ .query = query, .sort = "money", .down = true, .from = offset, .limit = limit });
        json_object_set(page, "hits", json_path(page, "rows"));
        json_object_del(page, "rows");
        return page;
    }
    Hit     *hit = rank(c, q, map, docs, &n, &exact);
    size_t   from = (size_t)offset < n ? (size_t)offset : n, take = n - from < (size_t)limit ? n - from : (size_t)limit;
    int64_t *id = NEWN(c->mem, int64_t, take + 1);
    for (i = 0; i < take; i++)
        id[i] = hit[from + i].programme;
    json_t *row;
    Page    page = { .s = { .c = c, .q = q }, .hit = NEWN(c->mem, Hit, take + 1), .row = NEWN(c->mem, json_t *, take + 1) };
    Docs    quoted = { .bits = NEWN(c->mem, uint64_t, docs->words), .words = docs->words };
    json_array_foreach(programme_rows(c, id, take), i, row)
    {
        Hit *h = &hit[from];
        while (h->programme != json_int(row, "id", 0))
            h++;
        complete(c, q, map, h, row);
        quoted.bits[h->doc / 64] |= 1ull << (h->doc % 64);
        page.row[page.n] = row;
        page.hit[page.n++] = *h;
        json_array_append(hits, row);
    }
    texts_bodies(c, map, &quoted, quote, &page);
    return json_keep(c->mem, json_pack("{ss sI sb sI sI sO sO}", "query", q->text, "total", (json_int_t)n, "exact", exact, "limit", (json_int_t)limit,
                                       "offset", (json_int_t)offset, "problems", q->problems, "hits", hits));
}
