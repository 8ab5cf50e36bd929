/* similar_text.c -- what programmes say, and the words that two of them have in common.
 * SPDX-License-Identifier: Apache-2.0
 *
 * No dictionary of words: a word is a stretch of one script (kanji, katakana, letters) that stands in both texts and begins or
 * ends where a stretch of that script does, so that 創薬 of 創薬等研究 is one and 薬品開 of 医薬品開発 is not. How rare it is tells
 * the index: its rarest pair of characters (inverse document frequency, Spärck Jones 1972). */
#include "domain/similar_in.h"

#include "base/fold.h"
#include "base/text.h"
#include "domain/texts.h"
#include "format/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Ctx            *c;
    const Likeness *k;
    Gist           *g;
} Reading;

/* Takes the phrases that say nothing out of the characters from..to. */
static void
blank_generic(const Reading *r, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (!(r->g->script[at] & SCRIPT_GENERIC))
            continue;
        r->g->script[at] &= (uint8_t)~SCRIPT_GENERIC;
        for (size_t i = 0; i < r->k->generics; i++) {
            size_t n = r->k->generic[i].n;
            if (at + n > to || memcmp(r->g->cp + at, r->k->generic[i].cp, n * sizeof(uint32_t)) != 0)
                continue;
            for (size_t j = at; j < at + n; j++) /* another may begin inside */
                r->g->script[j] &= SCRIPT_GENERIC;
        }
    }
}

/* A number alone is no word: years, counts, paragraphs. */
static void
blank_numbers(Gist *g, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t end = i;
        bool   letter = false;
        for (; end < to && g->script[end] == SCRIPT_LATIN; end++)
            letter = letter || g->cp[end] >= 'a';
        if (!letter)
            memset(g->script + i, SCRIPT_NONE, end - i);
        i = end > i ? end : i + 1;
    }
}

/* Whether what fell away between two characters parts words: a middle dot, or a space within one script; a line feed does
 * not, papers break lines anywhere. */
static bool
parted(const char *text, uint32_t a, uint32_t b, uint32_t left, uint32_t right)
{
    bool space = false, feed = false;
    for (uint32_t i = a + 1; i < b; i++) {
        if (b - i >= 3 && memcmp(text + i, "・", 3) == 0)
            return true;
        space = space || text[i] == ' ' || (b - i >= 3 && memcmp(text + i, "\xE3\x80\x80", 3) == 0);
        feed = feed || text[i] == '\n';
    }
    return space && !feed && (left >= 0x3000) == (right >= 0x3000);
}

static void
put(const Reading *r, size_t to, uint32_t cp, uint32_t at)
{
    Gist *g = r->g;
    g->cp[to] = cp;
    g->at[to] = at;
    g->script[to] = cp < 0x10000 ? r->k->script[cp] : SCRIPT_NONE;
    g->of[to] = (uint8_t)g->texts;
}

static void
add_text(Reading *r, const char *text, size_t bytes, Zone zone)
{
    Gist  *g = r->g;
    size_t room = (size_t)r->k->characters > g->n ? (size_t)r->k->characters - g->n : 0;
    if (g->texts == GIST_TEXTS || room < 2)
        return;
    if (bytes > room * 4) /* no character has more, so that what is cut off would not be kept */
        for (bytes = room * 4; ((unsigned char)text[bytes] & 0xC0) == 0x80;)
            bytes--;
    Fold   f = fold_text(r->c->mem, text, bytes, true);
    size_t from = g->n, to = from, most = from + room - 1;
    for (size_t i = 0; i < f.n && to < most; i++) {
        if (i > 0 && to + 1 < most && parted(text, f.at[i - 1], f.at[i], f.cp[i - 1], f.cp[i]))
            put(r, to++, ',', f.at[i]);
        put(r, to++, f.cp[i], f.at[i]);
    }
    put(r, to, ',', (uint32_t)bytes); /* words do not reach over the end of a text */
    g->text[g->texts++] = (GistText){ .text = text, .bytes = bytes, .zone = zone };
    blank_generic(r, from, to);
    blank_numbers(g, from, to);
    g->n = to + 1;
}

static void
add_listed(const Reading *r, const char **list, size_t *n, const char *text)
{
    text = text_squeeze(r->c->mem, text);
    while (text_starts(text, "・"))
        text += strlen("・");
    for (size_t i = 0; i < *n; i++)
        if (strcmp(list[i], text) == 0)
            return;
    if (*n < GIST_LISTED && *text && !(likeness_label(r->k, text) & LABEL_NOTHING))
        list[(*n)++] = text;
}

static bool
one_text(void *arg, const DocText *t)
{
    Reading *r = arg;
    int64_t label = likeness_label(r->k, t->ja) & ~(int64_t)LABEL_NOTHING;
    if (t->zone == ZONE_NAME || t->zone == ZONE_INDICATOR || label == LABEL_TEXT)
        add_text(r, t->text, t->n, t->zone);
    else if (label == LABEL_POLICY)
        add_listed(r, r->g->policy, &r->g->policies, t->text);
    else if (label == LABEL_METHOD)
        add_listed(r, r->g->method, &r->g->methods, t->text);
    return true;
}

/* Sheets of the RS system mark each way of carrying out with a number of its own. */
static void
flagged_methods(const Reading *r, const Quick *q)
{
    const char *head = json_text(r->k->tree, "method_flags");
    int64_t     n;
    if (!q || q->kind < QUICK_ARRAY)
        return;
    for (const Quick *m = q->v.first; m; m = m->next) {
        if (m->kind >= QUICK_ARRAY)
            flagged_methods(r, m);
        else if (q->kind == QUICK_OBJECT && text_starts(m->key, head) && quick_int(q, m->key, &n) && n > 0)
            add_listed(r, r->g->method, &r->g->methods, m->key + strlen(head));
    }
}

bool
gist_read(Ctx *c, const Likeness *k, int64_t version, int64_t sheet, bool whole, Gist *out)
{
    Reading     r = { .c = c, .k = k, .g = out };
    size_t      n = (size_t)k->characters + 2, at;
    QuickWhy    why;
    const char *source = "";
    *out = (Gist){ .cp = NEWN(c->mem, uint32_t, n), .at = NEWN(c->mem, uint32_t, n), .script = NEWN(c->mem, uint8_t, n), .of = NEWN(c->mem, uint8_t, n) };
    if (version) {
        const char  *text = db_text(c, SQL("SELECT body FROM programme_version WHERE id = $1"), V(version));
        size_t       bytes = text ? strlen(text) : 0;
        const Quick *q = text ? quick_read(c->mem, arena_strn(c->mem, text, bytes), bytes, &at, &why) : NULL;
        if (q)
            texts_walk(q, one_text, &r);
    }
    if (sheet) {
        const Quick *q = sheet_body_read(c, sheet, &source);
        if (!q)
            return false;
        texts_walk(q, one_text, &r);
        flagged_methods(&r, quick_get(q, "1-2"));
        if (whole)
            out->payees = sheet_body_payees_in(c, q, source, 0);
    }
    return ok(c);
}

enum { PLACES = 4096 /* slots of the table of pairs, a power of two */, RUN = 24 /* characters of a run of letters that are looked up */ };

static uint32_t
slot_of(uint32_t a, uint32_t b)
{
    return (uint32_t)(((uint64_t)a << 21 | b) * 0x9E3779B97F4A7C15ull >> 40) & (PLACES - 1);
}

static bool
is_pair(const Gist *g, size_t i)
{
    return i + 1 < g->n && g->script[i] != SCRIPT_NONE && g->script[i + 1] != SCRIPT_NONE;
}

static bool
begins(const Gist *g, size_t i)
{
    return i == 0 || g->script[i - 1] != g->script[i];
}

static bool
ends(const Gist *g, size_t i) /* i: behind the last */
{
    return i >= g->n || g->script[i] != g->script[i - 1];
}

/* Where each pair stands: first the first place. */
static void
places(Ctx *c, const Gist *g, GistUnits *out)
{
    out->first = NEWN(c->mem, int32_t, PLACES);
    out->next = NEWN(c->mem, int32_t, g->n + 1);
    memset(out->first, 0xFF, PLACES * sizeof *out->first);
    for (size_t i = g->n; i-- > 0;) {
        out->next[i] = -1;
        if (!is_pair(g, i))
            continue;
        uint32_t h = slot_of(g->cp[i], g->cp[i + 1]);
        out->next[i] = out->first[h];
        out->first[h] = (int32_t)i;
    }
}

/* How many characters of a unit begin here; 0: none does. */
static size_t
unit_at(const Gist *g, size_t i)
{
    Script a = (Script)g->script[i], b = i + 1 < g->n ? (Script)g->script[i + 1] : SCRIPT_NONE;
    size_t n = 1;
    if (a == SCRIPT_NONE || b == SCRIPT_NONE)
        return 0;
    if (a != b || a == SCRIPT_KANJI)
        return 2;
    if (a == SCRIPT_KATAKANA)
        return i + 2 < g->n && g->script[i + 2] == a ? 3 : 0;
    while (i + n < g->n && g->script[i + n] == a)
        n++;
    return begins(g, i) && n <= RUN ? n : 0;
}

static bool
is_known(const Gist *g, const GistUnits *u, size_t at, size_t n)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->v[i].n == n && memcmp(g->cp + u->v[i].at, g->cp + at, n * sizeof *g->cp) == 0)
            return true;
    return false;
}

static double
rareness(const Likeness *k, double docs, double n)
{
    double rare = (double)k->rare;
    if (docs <= rare * 20) /* a store of a few sheets knows nothing of rareness */
        return 0.5;
    return n > docs * k->common + 2 ? 0 : pow(log(docs / (n > rare ? n : rare)) / log(docs / rare), weight(k, "steep"));
}

/* Katakana and letters: pairs alone say nothing, the documents have to hold all of the unit. */
static void
look_up_word(Ctx *c, const Gist *g, GistUnit *u, const Likeness *k, double docs)
{
    Docs *d = search_word(c, ZONE_ALL, g->cp + u->at, u->n);
    u->docs = ok(c) ? docs_count(d) : 0;
    u->weight = rareness(k, docs, (double)u->docs);
    if (u->weight <= 0 || !ok(c))
        return;
    u->doc = NEWN(c->mem, int64_t, u->docs + 1);
    u->docs = 0;
    for (size_t w = 0; w < d->words; w++)
        for (uint64_t bits = d->bits[w]; bits; bits &= bits - 1)
            u->doc[u->docs++] = (int64_t)(w * 64) + __builtin_ctzll(bits);
}

static void
look_up(Ctx *c, const Likeness *k, const Gist *g, GistUnits *u, double docs)
{
    PairDocs *pair = NEWN(c->mem, PairDocs, u->n + 1);
    size_t    n = 0;
    for (size_t i = 0; i < u->n; i++)
        if (u->v[i].n == 2)
            pair[n++] = (PairDocs){ .zone = ZONE_ALL, .a = g->cp[u->v[i].at], .b = g->cp[u->v[i].at + 1] };
    search_pairs(c, pair, n, (size_t)(docs * k->common) + 2);
    n = 0;
    for (size_t i = 0; i < u->n && ok(c); i++) {
        GistUnit *one = &u->v[i];
        if (one->n != 2) {
            look_up_word(c, g, one, k, docs);
            continue;
        }
        one->doc = pair[n].doc;
        one->docs = pair[n].common ? 0 : pair[n].n;
        one->weight = pair[n].common ? 0 : rareness(k, docs, (double)pair[n].n);
        n++;
    }
}

bool
gist_units(Ctx *c, const Likeness *k, const Gist *g, GistUnits *out)
{
    const SearchMap *map = search_map(c);
    int64_t          spent = 0;
    *out = (GistUnits){ .v = NEWN(c->mem, GistUnit, g->n + 1) };
    places(c, g, out);
    /* Names and indicators are what a programme is; then the other texts as they come. */
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < g->n && spent < k->lookups; i++) {
            size_t n = unit_at(g, i);
            if (n == 0 || (g->text[g->of[i]].zone != ZONE_ALL) != (round == 0) || is_known(g, out, i, n))
                continue;
            out->v[out->n++] = (GistUnit){ .at = i, .n = n };
            spent += (int64_t)n - 1;
        }
    if (map && ok(c))
        look_up(c, k, g, out, (double)map->max);
    return ok(c);
}

/* The rarest unit of a stretch. */
static double
rarest(const Gist *g, const GistUnits *u, size_t at, size_t n)
{
    double best = 0;
    for (size_t i = 0; i < u->n; i++) {
        const GistUnit *one = &u->v[i];
        if (one->weight <= best)
            continue;
        for (size_t j = at; j + one->n <= at + n; j++)
            if (g->cp[j] == g->cp[one->at] && memcmp(g->cp + j, g->cp + one->at, one->n * sizeof *g->cp) == 0) {
                best = one->weight;
                break;
            }
    }
    return best;
}

/* Whether the stretch is a word, from where it stands in both. Letters are a word whole, katakana where it begins and ends
 * in one of the two. Words of kanji are mostly two characters or made of such: an even stretch is one where kanji begin in
 * both texts, a longer one where they begin or end in one, an odd one has to do both. */
static bool
is_word(const Gist *g, size_t at, const Gist *o, size_t i, size_t n)
{
    Script head = (Script)g->script[at], tail = (Script)g->script[at + n - 1];
    bool   first = begins(g, at) || begins(o, i), last = ends(g, at + n) || ends(o, i + n);
    bool   first_both = begins(g, at) && begins(o, i), last_both = ends(g, at + n) && ends(o, i + n);
    if ((head == SCRIPT_LATIN && !first_both) || (tail == SCRIPT_LATIN && !last_both))
        return false;
    if (head == SCRIPT_KANJI && tail == SCRIPT_KANJI)
        return (first && last) || (n % 2 == 0 && (first_both || (n >= 4 && (first || last))));
    return first && last && (n > 2 || head == SCRIPT_LATIN);
}

/* The longest word that begins at these places in both; 0 when there is none. */
static size_t
word_at(const Gist *g, size_t at, const Gist *o, size_t i)
{
    size_t n = 0;
    while (i + n < o->n && at + n < g->n && o->script[i + n] != SCRIPT_NONE && g->script[at + n] != SCRIPT_NONE && g->cp[at + n] == o->cp[i + n])
        n++;
    while (n > 1 && !is_word(g, at, o, i, n))
        n--;
    return n > 1 ? n : 0;
}

double
zone_weight(const Likeness *k, Zone z)
{
    return weight(k, z == ZONE_NAME ? "name" : z == ZONE_INDICATOR ? "indicator" : "text");
}

static int
by_weight(const void *a, const void *b)
{
    const GistWord *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : x->at < y->at ? -1 : x->at > y->at;
}

/* Keeps the word once, with its best weight. */
static void
add_word(const Gist *g, GistWord *out, size_t *n, size_t room, GistWord w)
{
    for (size_t i = 0; i < *n; i++)
        if (out[i].n == w.n && memcmp(g->cp + out[i].at, g->cp + w.at, w.n * sizeof *g->cp) == 0) {
            if (w.weight > out[i].weight)
                out[i].weight = w.weight;
            return;
        }
    if (*n < room)
        out[(*n)++] = w;
}

static bool
inside(const Gist *g, const GistWord *small, const GistWord *large)
{
    for (size_t i = 0; i + small->n <= large->n; i++)
        if (memcmp(g->cp + small->at, g->cp + large->at + i, small->n * sizeof *g->cp) == 0)
            return true;
    return false;
}

/* Without those that stand inside a longer one; it takes over the better weight. */
static size_t
longest(const Gist *g, GistWord *w, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        for (; j < n; j++)
            if (j != i && w[j].n > w[i].n && inside(g, &w[i], &w[j]))
                break;
        if (j < n && w[i].weight > w[j].weight)
            w[j].weight = w[i].weight;
        w[i].text = j < n ? "" : NULL;
    }
    for (size_t i = 0; i < n; i++)
        if (!w[i].text)
            w[kept++] = w[i];
    return kept;
}

/* The word of the programme asked of that begins at place i of the other text. */
static GistWord
best_at(const Gist *g, const GistUnits *u, const Gist *o, size_t i)
{
    GistWord w = { 0 };
    for (int32_t j = u->first[slot_of(o->cp[i], o->cp[i + 1])]; j >= 0; j = u->next[j]) {
        size_t n = word_at(g, (size_t)j, o, i);
        if (n > w.n)
            w = (GistWord){ .at = (size_t)j, .n = n };
    }
    return w;
}

/* As it is printed, without line feeds and what fell away behind it. */
static const char *
printed(Ctx *c, const Gist *g, const GistWord *w)
{
    const GistText *t = &g->text[g->of[w->at]];
    uint32_t        from = g->at[w->at], to = g->at[w->at + w->n];
    if (to < from || to > t->bytes)
        to = (uint32_t)t->bytes;
    while (to > from + 3 && strncmp(t->text + to - 3, "・", 3) == 0)
        to -= 3;
    const char *text = text_squeeze(c->mem, arena_strn(c->mem, t->text + from, to - from));
    return g->script[w->at] == SCRIPT_LATIN ? text : text_replace(c->mem, text, " ", "");
}

size_t
gist_words(Ctx *c, const Likeness *k, const Gist *g, const GistUnits *u, const Gist *o, GistWord *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < o->n;) {
        GistWord w = is_pair(o, i) ? best_at(g, u, o, i) : (GistWord){ 0 };
        if (w.n == 0) {
            i++;
            continue;
        }
        w.weight = rarest(g, u, w.at, w.n) * sqrt(zone_weight(k, g->text[g->of[w.at]].zone) * zone_weight(k, o->text[o->of[i]].zone));
        if (w.weight > 0)
            add_word(g, out, &n, room, w);
        i += w.n;
    }
    n = longest(g, out, n);
    qsort(out, n, sizeof *out, by_weight);
    for (size_t i = 0; i < n; i++)
        out[i].text = printed(c, g, &out[i]);
    return n;
}
