/* fold.c -- see fold.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The common ranges are handled by arithmetic, since a national store folds tens of millions of characters;
 * whatever is left goes through utf8proc one character at a time. */
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const struct {
    uint32_t from, to;
} kanji[] = {
#define KANJI(from, to) { from, to },
#include "base/kanji.def"
#undef KANJI
};
enum { KANJIS = sizeof kanji / sizeof *kanji };

/* The same by place, since most characters of a national store are kanji and almost none of them changes; 0 = as it is.
 * The few beyond U+9FFF stand behind the table, apart from each other by their last digit. */
enum { KANJI_FIRST = 0x4E00, KANJI_LAST = 0x9FFF, KANJI_ROOM = KANJI_LAST - KANJI_FIRST + 1 };
static const uint16_t kanji_at[KANJI_ROOM + 16] = {
#define KANJI(from, to) [(from) <= KANJI_LAST ? (from) - KANJI_FIRST : KANJI_ROOM + ((from) & 15)] = (to),
#include "base/kanji.def"
#undef KANJI
};

/* U+FF61..U+FF9D: half-width punctuation and kana to what they stand for. */
static const uint16_t half[] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC,
    0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF,
    0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF,
    0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3,
};

static uint32_t
kanji_fold(uint32_t cp)
{
    if (cp >= KANJI_FIRST && cp <= KANJI_LAST)
        return kanji_at[cp - KANJI_FIRST] ? kanji_at[cp - KANJI_FIRST] : cp;
    size_t lo = 0, hi = KANJIS;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (kanji[mid].from < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < KANJIS && kanji[lo].from == cp ? kanji[lo].to : cp;
}

/* Kana at U+3041..U+3096 and U+30A1..U+30F6 share one order: `k` is the katakana. 0 = falls away. */
static uint32_t
kana_fold(uint32_t k)
{
    switch (k) {
    case 0x30A1: case 0x30A3: case 0x30A5: case 0x30A7: case 0x30A9: /* small a i u e o */
    case 0x30C3: case 0x30E3: case 0x30E5: case 0x30E7: case 0x30EE: /* tsu ya yu yo wa */
        return k + 1;
    case 0x30C2: return 0x30B8; /* di: ji */
    case 0x30C5: return 0x30BA; /* du: zu */
    case 0x30F0: return 0x30A4; /* wi: i */
    case 0x30F1: return 0x30A8; /* we: e */
    case 0x30F5: return 0x30AB; /* small ka */
    case 0x30F6: return 0x30B1; /* small ke */
    default: return k;
    }
}

/* The voiced form of a half-width kana followed by U+FF9E or U+FF9F, or by a combining mark; 0 when there is none. */
static uint32_t
voiced(uint32_t k, uint32_t mark)
{
    bool half_voiced = mark == 0xFF9F || mark == 0x309A;
    if (mark != 0xFF9E && mark != 0x3099 && !half_voiced)
        return 0;
    uint32_t base = k >= 0x30A1 ? 0x30A0 : 0x3040, r = k - base;
    if (r >= 0x2F && r <= 0x3B && (r - 0x2F) % 3 == 0) /* ha hi hu he ho */
        return k + (half_voiced ? 2 : 1);
    if (half_voiced)
        return 0;
    if (r >= 0x0B && r <= 0x21 && r % 2 == 1) /* ka .. ti: each unvoiced one is followed by its voiced form */
        return k + 1;
    if (r == 0x24 || r == 0x26 || r == 0x28) /* tu te to */
        return k + 1;
    return r == 0x06 && base == 0x30A0 ? 0x30F4 : 0; /* u: vu */
}

static uint32_t
next(const unsigned char **p, const unsigned char *end)
{
    const unsigned char *s = *p;
    if (*s < 0x80) {
        *p = s + 1;
        return *s;
    }
    if (*s >= 0xE0 && *s < 0xF0 && end - s >= 3) {
        *p = s + 3;
        return (uint32_t)(*s & 15) << 12 | (uint32_t)(s[1] & 63) << 6 | (s[2] & 63);
    }
    utf8proc_int32_t cp;
    utf8proc_ssize_t k = utf8proc_iterate(s, end - s, &cp);
    *p = s + (k > 0 ? k : 1);
    return k > 0 ? (uint32_t)cp : 0xFFFD;
}

typedef struct {
    uint32_t *cp, *at, place;
    size_t    n, room;
} Out;

static void
out(Out *o, uint32_t cp)
{
    if (o->n == o->room)
        return;
    o->cp[o->n] = cp;
    if (o->at)
        o->at[o->n] = o->place;
    o->n++;
}

static void
rare(Out *o, uint32_t cp)
{
    utf8proc_int32_t v[32];
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, v, 32,
        (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_IGNORE | UTF8PROC_CASEFOLD), NULL);
    /* One character decomposed may compose again: U+30AC is not left as ka and a mark. */
    n = n > 0 && n <= 32 ? utf8proc_normalize_utf32(v, n, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE)) : 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t ch = (uint32_t)v[i];
        utf8proc_category_t cat = utf8proc_category(v[i]);
        if (cat == UTF8PROC_CATEGORY_ZS || cat == UTF8PROC_CATEGORY_CC || cat == UTF8PROC_CATEGORY_CF || cat == UTF8PROC_CATEGORY_ZL || cat == UTF8PROC_CATEGORY_ZP)
            continue;
        if (ch >= 0x30A1 && ch <= 0x30F6)
            ch = kana_fold(ch);
        out(o, ch == 0x2010 || ch == 0x2011 || ch == 0x2013 || ch == 0x2014 || ch == 0x2015 || ch == 0x2212 ? '-' : ch == 0x301C ? '~' : kanji_fold(ch));
    }
}

static void
katakana(Out *o, uint32_t k, const unsigned char **p, const unsigned char *end)
{
    static const uint32_t va[] = { 0x30D0, 0, 0x30D3, 0, 0, 0, 0x30D9, 0, 0x30DC };
    const unsigned char *q = *p;
    uint32_t mark = q < end ? next(&q, end) : 0, v = voiced(k, mark);
    if (v) {
        *p = q;
        k = v;
        mark = q < end ? next(&q, end) : 0;
    }
    if (mark >= 0xFF67 && mark <= 0xFF6B)
        mark = half[mark - 0xFF61];
    if (k == 0x30F4) { /* vu with a small vowel is ba bi be bo; alone it is bu */
        bool small = mark >= 0x30A1 && mark <= 0x30A9 && va[mark - 0x30A1];
        if (small)
            *p = q;
        out(o, small ? va[mark - 0x30A1] : 0x30D6);
        return;
    }
    out(o, kana_fold(k));
}

static void
fold(Out *o, const char *s, size_t n)
{
    const unsigned char *start = (const unsigned char *)s, *p = start, *end = p + n;
    while (p < end) {
        o->place = (uint32_t)(p - start);
        uint32_t cp = next(&p, end);
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            cp -= 0xFEE0;
        if (cp < 0x80) {
            if (cp > 0x20 && cp != 0x7F)
                out(o, cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        } else if (cp >= KANJI_FIRST && cp <= KANJI_LAST) {
            out(o, kanji_fold(cp));
        } else if (cp == 0x30FC || cp == 0x30FB || cp == 0x3000 || cp == 0xFF70 || cp == 0xFF65) {
            continue;
        } else if (cp >= 0x3041 && cp <= 0x3096) {
            uint32_t mark = 0;
            if (p < end && *p == 0xE3) {
                const unsigned char *q = p;
                mark = next(&q, end);
                uint32_t v = voiced(cp, mark);
                if (v) {
                    cp = v;
                    p = q;
                }
            }
            out(o, kana_fold(cp + 0x60) - 0x60);
        } else if (cp >= 0x30A1 && cp <= 0x30F6) {
            katakana(o, cp, &p, end);
        } else if (cp >= 0xFF66 && cp <= 0xFF9D) {
            katakana(o, half[cp - 0xFF61], &p, end);
        } else if (cp == 0x3001 || cp == 0x3002 || (cp >= 0x3008 && cp <= 0x3011)) {
            out(o, cp);
        } else {
            rare(o, cp);
        }
    }
}

size_t
fold_into(const char *s, size_t n, uint32_t *cp, size_t room)
{
    Out o = { .cp = cp, .room = room };
    fold(&o, s, n);
    return o.n;
}

Fold
fold_text(Arena *mem, const char *s, size_t n, bool places)
{
    /* The longest growth is one ligature of three bytes to 18 letters (U+FDFA); such text is cut, not overrun. */
    size_t room = n * 2 + 32;
    Out    o = { .cp = NEWN(mem, uint32_t, room), .at = places ? NEWN(mem, uint32_t, room + 1) : NULL, .room = room };
    fold(&o, s, n);
    if (o.at)
        o.at[o.n] = (uint32_t)n;
    return (Fold){ o.cp, o.at, o.n };
}

char *
fold_key(Arena *mem, const char *s)
{
    uint32_t small[600];
    size_t   n = strlen(s);
    Fold     f = { .cp = small };
    if (n * 2 + 32 > sizeof small / sizeof *small)
        f = fold_text(mem, s, n, false);
    else
        f.n = fold_into(s, n, small, sizeof small / sizeof *small);
    char  out[4 * 600 + 1], *heap = f.cp == small ? NULL : arena_alloc(mem, f.n * 4 + 1), *o = heap ? heap : out;
    char *from = o;
    for (size_t i = 0; i < f.n; i++)
        o += utf8proc_encode_char((utf8proc_int32_t)f.cp[i], (utf8proc_uint8_t *)o);
    *o = 0;
    return heap ? heap : arena_strn(mem, from, (size_t)(o - from));
}
