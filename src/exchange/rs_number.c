/* rs_number.c -- amounts and old programme numbers as the tables print them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs.h"

#include "base/text.h"
#include "domain/ministry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool
rs_amount(Arena *mem, const char *s, double *out)
{
    char *t = text_trim(mem, text_replace(mem, text_nfkc(mem, s), ",", "")), *end = NULL;
    if (!*t || strspn(t, "0123456789.-+eE") != strlen(t))
        return false;
    *out = strtod(t, &end);
    return end && !*end;
}

/* So many digits at *p, as a number; *p goes behind them. */
static bool
digits(const char **p, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, ++*p) {
        if (!isdigit((unsigned char)**p))
            return false;
        *out = *out * 10 + (**p - '0');
    }
    return true;
}

static void
dash(const char **p)
{
    while (**p == '-')
        ++*p;
}

/* 2023-文科-新22-0030(-01) at p, dashes or none; NULL when it is none. *year, *who (the code of the ministry) and the
 * number as JUDGIT! prints it. */
static const char *
number_at(Arena *mem, const char *p, int *year, const char **who)
{
    static const char FRESH[] = "新";
    int               shaped, serial, sub = 0;
    if (!digits(&p, 4, year) || *year < 2013 || *year > 2100)
        return NULL;
    dash(&p);
    const char *from = p;
    while (*p && *p != '-' && !isdigit((unsigned char)*p) && strncmp(p, FRESH, sizeof FRESH - 1) != 0 && (size_t)(p - from) < 24)
        p++;
    *who = arena_strn(mem, from, (size_t)(p - from));
    dash(&p);
    bool fresh = strncmp(p, FRESH, sizeof FRESH - 1) == 0;
    p += fresh ? sizeof FRESH - 1 : 0;
    if (!**who || !digits(&p, 2, &shaped))
        return NULL;
    dash(&p);
    if (!digits(&p, 4, &serial))
        return NULL;
    const char *q = p;
    dash(&q);
    if (!digits(&q, 2, &sub) || isdigit((unsigned char)*q))
        sub = 0;
    const char *base = arena_fmt(mem, "%d-%s-%s%02d-%04d", *year, *who, fresh ? FRESH : "", shaped, serial);
    return sub ? arena_fmt(mem, "%s-%02d", base, sub) : base;
}

size_t
rs_old_numbers(Arena *mem, const char *text, const char *ministry, const char **key, size_t room)
{
    size_t      n = 0;
    const char *t = text_replace(mem, text_nfkc(mem, text), " ", "");
    for (const char *p = t; *p && n < room; p++) {
        int         year;
        const char *who, *number;
        if ((p > t && isdigit((unsigned char)p[-1])) || !(number = number_at(mem, p, &year, &who)))
            continue;
        const char *named = ministry_named(mem, who);
        if (named || ministry)
            key[n++] = arena_fmt(mem, "judgit:%d:%s:%s", year, named ? named : ministry, number);
        p += 3;
    }
    return n;
}
