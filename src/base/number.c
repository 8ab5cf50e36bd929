/* number.c -- cells, eras, spans and days out of printed Japanese text.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each reader walks the original bytes so that it can say where it stopped;
 * one code point at a time is folded (full-width to half-width), which is all
 * that figures in these papers need. Era starts: 元号法 and its orders. */
#include "base/number.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    char        letter;
    int         first;
} eras[] = { { "令和", 'R', 2019 }, { "平成", 'H', 1989 }, { "昭和", 'S', 1926 }, { "大正", 'T', 1912 }, { "明治", 'M', 1868 } };

const char *
qualifier_name(Qualifier q)
{
    static const char *const names[] = { "exact", "about", "at-least", "pending", "undecided", "none" };
    return names[q];
}

static uint32_t
peek(const char *s, const char **next)
{
    const char *p = s;
    uint32_t    cp = text_next(&p);
    *next = p;
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp == 0x3000 || cp == 0xA0)
        cp = ' ';
    return cp;
}

static const char *
skip_space(const char *s)
{
    const char *next;
    for (uint32_t cp; (cp = peek(s, &next)) == ' ' || cp == '\t'; s = next)
        ;
    return s;
}

static bool
digit_at(const char *s)
{
    const char *next;
    uint32_t    cp = peek(s, &next);
    return cp >= '0' && cp <= '9';
}

/* Digits with optional commas; 0 digits gives NULL. */
static const char *
digits(const char *s, char *out, size_t size, bool commas)
{
    size_t      n = 0;
    const char *next;
    for (uint32_t cp; (cp = peek(s, &next)); s = next) {
        if (cp >= '0' && cp <= '9') {
            if (n + 1 >= size)
                return NULL;
            out[n++] = (char)cp;
        } else if (!(commas && n > 0 && cp == ',' && digit_at(next))) {
            break;
        }
    }
    out[n] = 0;
    return n ? s : NULL;
}

int
number_rising(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

bool
number_int(const char *s, int64_t *out)
{
    char        d[24];
    const char *p = skip_space(s), *next;
    bool        minus = peek(p, &next) == '-';
    p = digits(minus ? next : p, d, sizeof d, true);
    if (!p || *skip_space(p))
        return false;
    char     *end;
    long long v = strtoll(d, &end, 10);
    if (strlen(d) > 18)
        return false;
    *out = minus ? -v : v;
    return true;
}

static bool
take(const char **s, const char *word)
{
    if (!text_starts(*s, word))
        return false;
    *s += strlen(word);
    return true;
}

static bool
is_dash(uint32_t cp)
{
    return cp == '-' || cp == 0x2014 || cp == 0x2015 || cp == 0x2212 || cp == 0x2013 || cp == 0x30FC || cp == 0x2010;
}

Amount
amount_read(Arena *mem, const char *s)
{
    Amount      a = { .qualifier = Q_NONE, .unit = "" };
    const char *p = skip_space(s), *next;
    uint32_t    cp = peek(p, &next);
    if (!cp || (is_dash(cp) && !*skip_space(next)))
        return a;
    if (strstr(p, "未定")) {
        a.qualifier = Q_UNDECIDED;
        return a;
    }
    if (strstr(p, "調整中") || strstr(p, "集計中")) {
        a.qualifier = Q_PENDING;
        return a;
    }
    a.qualifier = Q_EXACT;
    if (take(&p, "約") || take(&p, "およそ"))
        a.qualifier = Q_ABOUT;
    p = skip_space(p);
    bool minus = false;
    cp = peek(p, &next);
    if ((is_dash(cp) || cp == 0x25B2 || cp == 0x25B3) && digit_at(next)) {
        minus = true;
        p = next;
    }
    char        d[24], f[24] = "";
    const char *e = digits(p, d, sizeof d, true);
    if (!e) {
        a.qualifier = Q_NONE;
        a.unit = text_trim(mem, s);
        return a;
    }
    a.whole = true;
    cp = peek(e, &next);
    if (cp == '.' && digit_at(next)) {
        e = digits(next, f, sizeof f, false);
        a.whole = false;
        if (!e)
            return (Amount){ .qualifier = Q_NONE, .unit = text_trim(mem, s) };
    }
    char num[64];
    snprintf(num, sizeof num, "%s.%s", d, *f ? f : "0");
    a.value = strtod(num, NULL) * (minus ? -1 : 1);
    a.known = true;
    char *unit = text_trim(mem, e);
    static const char *const tails[] = { "～", "~", "〜", "以上", "超" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (text_ends(unit, tails[i])) {
            unit[strlen(unit) - strlen(tails[i])] = 0;
            a.qualifier = Q_AT_LEAST;
        }
    static const char *const about[] = { "程度", "弱", "強" };
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (text_ends(unit, about[i])) {
            unit[strlen(unit) - strlen(about[i])] = 0;
            a.qualifier = Q_ABOUT;
        }
    a.unit = text_trim(mem, unit);
    return a;
}

bool
amount_yen(const Amount *a, int64_t *yen)
{
    static const struct {
        const char *unit;
        double      yen;
    } units[] = { { "円", 1 }, { "千円", 1e3 }, { "万円", 1e4 }, { "百万円", 1e6 }, { "億円", 1e8 }, { "兆円", 1e12 } };
    if (!a->known)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(a->unit, units[i].unit) == 0) {
            double v = a->value * units[i].yen;
            if (fabs(v) > 9e17)
                return false;
            *yen = (int64_t)llround(v);
            return true;
        }
    return false;
}

/* The number of a year: digits or 元. */
static const char *
year_number(const char *s, int *out)
{
    char d[8];
    s = skip_space(s);
    if (take(&s, "元")) {
        *out = 1;
        return s;
    }
    const char *e = digits(s, d, sizeof d, false);
    if (!e || strlen(d) > 4)
        return NULL;
    *out = (int)strtol(d, NULL, 10);
    return e;
}

static void
year_tail(Year *y)
{
    const char *p = skip_space(y->end);
    if (take(&p, "年度")) {
        y->kind = YEAR_FISCAL;
        y->end = p;
    } else if (take(&p, "年")) {
        y->end = p;
        p = skip_space(p);
        if (digit_at(p))
            y->kind = YEAR_CALENDAR;
    }
}

bool
year_read(const char *s, Year *out)
{
    *out = (Year){ 0 };
    s = skip_space(s);
    const char *next;
    uint32_t    cp = peek(s, &next);
    int         n = 0;
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        const char *p = s;
        bool        word = take(&p, eras[i].name);
        if (!word && cp != (uint32_t)eras[i].letter)
            continue;
        const char *e = year_number(word ? p : next, &n);
        if (!e || n < 1 || n > 99)
            continue;
        *out = (Year){ .year = eras[i].first + n - 1, .end = e };
        year_tail(out);
        return true;
    }
    const char *e = year_number(s, &n);
    if (!e || !digit_at(s) || n < 1868 || n > 2200)
        return false;
    *out = (Year){ .year = n, .end = e };
    year_tail(out);
    return true;
}

bool
year_find(const char *s, Year *out, const char **at)
{
    bool in_number = false;
    for (const char *p = s; *p;) {
        const char *next;
        uint32_t    cp = peek(p, &next);
        bool        word = cp < 128 && ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'));
        if (!in_number && year_read(p, out) && cp != ' ') {
            *at = p;
            return true;
        }
        in_number = word;
        p = next;
    }
    return false;
}

bool
span_read(Arena *mem, const char *s, Span *out)
{
    (void)mem;
    *out = (Span){ 0 };
    Year        from, to;
    const char *at;
    if (!year_find(s, &from, &at))
        return false;
    out->from = from.year;
    const char *p = skip_space(from.end), *next;
    uint32_t    cp = peek(p, &next);
    if (!(cp == 0x301C || cp == 0xFF5E || cp == '~' || is_dash(cp))) {
        out->to = from.year;
        return true;
    }
    p = skip_space(next);
    int n = 0;
    if (year_read(p, &to)) {
        out->to = to.year;
    } else if (digit_at(p) && year_number(p, &n) && n > 0 && n < 100) {
        /* 令和6～10年度, 平成37～41年度: the second number belongs to the era printed with the first; 2024～28: to its century */
        out->to = from.year / 100 * 100 + n;
        for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
            if (text_starts(at, eras[i].name) || peek(at, &next) == (uint32_t)eras[i].letter)
                out->to = eras[i].first + n - 1;
    } else {
        out->open = true;
    }
    return true;
}

const char *
day_find(Arena *mem, const char *s)
{
    Year        y;
    const char *at;
    for (const char *p = s; year_find(p, &y, &at); p = y.end) {
        char        d[8];
        const char *m = skip_space(y.end);
        if (*m == '-' || *m == '/')
            m++;
        const char *e = digits(m, d, sizeof d, false);
        if (!e || strlen(d) > 2)
            continue;
        int month = (int)strtol(d, NULL, 10);
        e = skip_space(e);
        bool iso = *e == '-' || *e == '/';
        if (month < 1 || month > 12 || !(take(&e, "月") || iso))
            continue;
        e = skip_space(iso ? e + 1 : e);
        const char *f = digits(e, d, sizeof d, false);
        if (f && strlen(d) <= 2 && (iso || text_starts(skip_space(f), "日"))) {
            int day = (int)strtol(d, NULL, 10);
            if (day >= 1 && day <= 31)
                return arena_fmt(mem, "%04d-%02d-%02d", y.year, month, day);
        }
        return arena_fmt(mem, "%04d-%02d", y.year, month);
    }
    return NULL;
}

int
fiscal_year_of(const char *day)
{
    int y = 0, m = 0;
    if (!day || sscanf(day, "%4d-%2d", &y, &m) != 2 || m < 1 || m > 12)
        return 0;
    return m >= 4 ? y : y - 1;
}

const char *
era_year(Arena *mem, int year)
{
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
        if (year >= eras[i].first) {
            int n = year - eras[i].first + 1;
            return n == 1 ? arena_fmt(mem, "%s元", eras[i].name) : arena_fmt(mem, "%s%d", eras[i].name, n);
        }
    return arena_fmt(mem, "%d", year);
}

const char *
number_commas(Arena *mem, int64_t n)
{
    char d[32], out[48];
    bool minus = n < 0;
    snprintf(d, sizeof d, "%lld", (long long)(minus ? -n : n));
    size_t k = strlen(d), o = 0;
    for (size_t i = 0; i < k; i++) {
        if (i > 0 && (k - i) % 3 == 0)
            out[o++] = ',';
        out[o++] = d[i];
    }
    out[o] = 0;
    return arena_fmt(mem, "%s%s", minus ? "-" : "", out);
}

const char *
yen_million(Arena *mem, int64_t yen)
{
    if (yen % 1000000 == 0)
        return number_commas(mem, yen / 1000000);
    return arena_fmt(mem, "%s.%03lld", number_commas(mem, yen / 1000000), (long long)llabs(yen % 1000000) / 1000);
}
