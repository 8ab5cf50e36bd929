/* xml_type.c -- values of the simple types of XML Schema (https://www.w3.org/TR/xmlschema-2/), by their lexical rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/xml.h"

#include "base/text.h"

#include <libxml/uri.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* So many digits as a number, stepped over; -1 when they are not there. */
static int
digits(const char **s, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++, (*s)++) {
        if (**s < '0' || **s > '9')
            return -1;
        v = v * 10 + (**s - '0');
    }
    return v;
}

static bool
zone(const char *s)
{
    if (!*s || strcmp(s, "Z") == 0)
        return true;
    if (*s != '+' && *s != '-')
        return false;
    s++;
    int h = digits(&s, 2);
    if (h < 0 || *s++ != ':')
        return false;
    int m = digits(&s, 2);
    return !*s && m >= 0 && m < 60 && (h < 14 || (h == 14 && m == 0));
}

/* YYYY-MM-DD, more digits for years beyond 9999, a minus for years before our era. */
static bool
day(const char **s)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const char      *p = *s + (**s == '-');
    size_t           n = strspn(p, DIGITS);
    if (n < 4 || n > 9 || (n > 4 && *p == '0'))
        return false;
    long year = strtol(p, NULL, 10);
    p += n;
    if (year == 0 || *p++ != '-')
        return false;
    int month = digits(&p, 2);
    if (month < 1 || month > 12 || *p++ != '-')
        return false;
    int  d = digits(&p, 2);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    *s = p;
    return d >= 1 && d <= days[month - 1] + (month == 2 && leap);
}

static bool
instant(const char *s)
{
    if (!day(&s) || *s++ != 'T')
        return false;
    int h = digits(&s, 2), m = h < 0 || *s++ != ':' ? -1 : digits(&s, 2), sec = m < 0 || *s++ != ':' ? -1 : digits(&s, 2);
    if (sec < 0 || m > 59 || sec > 59 || h > 24 || (h == 24 && (m || sec)))
        return false;
    if (*s == '.') {
        size_t n = strspn(s + 1, DIGITS);
        if (n == 0)
            return false;
        s += n + 1;
    }
    return zone(s);
}

static bool
decimal(const char *s)
{
    s += *s == '+' || *s == '-';
    size_t whole = strspn(s, DIGITS), part = 0;
    s += whole;
    if (*s == '.') {
        part = strspn(s + 1, DIGITS);
        s += part + 1;
    }
    return !*s && whole + part > 0;
}

/* A whole number in [low, high]; high "" for none. Compared as text, since it may have any number of digits. */
static bool
whole(const char *s, bool negative, const char *low, const char *high)
{
    bool minus = *s == '-';
    s += *s == '+' || *s == '-';
    size_t n = strspn(s, DIGITS);
    if (n == 0 || s[n])
        return false;
    while (*s == '0' && s[1])
        s++;
    n = strlen(s);
    if (minus && strcmp(s, "0") != 0)
        return negative && (n < strlen(low) || (n == strlen(low) && strcmp(s, low) <= 0));
    if (!negative && strcmp(low, "1") == 0 && strcmp(s, "0") == 0)
        return false;
    return !*high || n < strlen(high) || (n == strlen(high) && strcmp(s, high) <= 0);
}

/* RFC 3066: up to eight letters, then parts of up to eight letters or digits. */
static bool
language(const char *s)
{
    size_t n = strspn(s, letters);
    if (n < 1 || n > 8)
        return false;
    for (s += n; *s; s += n) {
        if (*s++ != '-')
            return false;
        n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS);
        if (n < 1 || n > 8)
            return false;
    }
    return true;
}

/* Nearly every text can be made a URI by escaping; what no escaping mends is refused. */
static bool
address(const char *s)
{
    char   buf[8192];
    size_t n = strlen(s);
    if (n >= sizeof buf)
        return true;
    for (size_t i = 0; i <= n; i++)
        buf[i] = (s[i] & 0x80) || (s[i] && strchr("\"<>[\\]^`{|} ", s[i])) ? '_' : s[i];
    xmlURI *u = xmlParseURI(buf);
    xmlFreeURI(u);
    return !*s || u != NULL;
}

bool
xml_is_type(const char *type, const char *value)
{
    bool good;
    if (strcmp(type, "string") == 0)
        return true;
    Arena      *mem = arena_new(0);
    const char *s = value + strspn(value, " \t\r\n");
    size_t      n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    const char *p = s = arena_strn(mem, s, n);
    if (strcmp(type, "date") == 0)
        good = day(&p) && zone(p);
    else if (strcmp(type, "dateTime") == 0)
        good = instant(s);
    else if (strcmp(type, "decimal") == 0)
        good = decimal(s);
    else if (strcmp(type, "boolean") == 0)
        good = strcmp(s, "true") == 0 || strcmp(s, "false") == 0 || strcmp(s, "1") == 0 || strcmp(s, "0") == 0;
    else if (strcmp(type, "int") == 0)
        good = whole(s, true, "2147483648", "2147483647");
    else if (strcmp(type, "positiveInteger") == 0)
        good = whole(s, false, "1", "");
    else if (strcmp(type, "nonNegativeInteger") == 0)
        good = whole(s, false, "0", "");
    else if (strcmp(type, "NMTOKEN") == 0)
        good = xmlValidateNMToken((const xmlChar *)s, 0) == 0;
    else if (strcmp(type, "lang") == 0)
        good = !*value || language(s); /* xml:lang="" takes a language back */
    else if (strcmp(type, "anyURI") == 0)
        good = address(s);
    else
        die("xml_is_type: no type %s", type);
    arena_free(mem);
    return good;
}
