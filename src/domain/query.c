/* query.c -- the query language: text to a tree.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/query_in.h"

#include "base/fold.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const QueryField query_fields[] = {
#define FIELD(name, ja, kind, what, what_en) { #name, ja, FIELD_##kind },
#include "domain/query.def"
#undef FIELD
};
const size_t query_field_count = sizeof query_fields / sizeof *query_fields;

typedef struct {
    Ctx        *c;
    Query      *q;
    const char *p;
    int         depth, deep, terms; /* open brackets; calls into one another; words and fields so far */
} Reader;

static void
problem(Reader *r, const char *ja, const char *en)
{
    json_array_append_new(r->q->problems, json_pack("{ss ss}", "text", ja, "text_en", en));
}

/* The signs of the language in full width as in half width, outside quotes: ｍｏｎｅｙ＞１０億 is money>10億, （ ） are brackets,
 * “ ” are quotes, ≧ is >=. What a sign stands for as a letter of a word does not change by it (base/fold.h). */
static const char *
half_width(Arena *mem, const char *s)
{
    Buf *b = buf_in(mem);
    bool quoted = false;
    while (*s) {
        const char *from = s;
        uint32_t    cp = text_next(&s);
        if (cp == 0x201C || cp == 0x201D || cp == 0xFF02)
            cp = '"';
        quoted = quoted != (cp == '"');
        if (cp == '"')
            buf_char(b, '"');
        else if (!quoted && (cp == 0x2267 || cp == 0x2266))
            buf_add(b, cp == 0x2267 ? ">=" : "<=");
        else if (!quoted && cp >= 0xFF01 && cp <= 0xFF5E)
            buf_char(b, (char)(cp - 0xFF01 + '!'));
        else
            buf_addn(b, from, (size_t)(s - from));
    }
    return buf_text(b);
}

/* What is compared as it stands in the store, not folded: widths alike, and the words of has: and finding: in small letters. */
static const char *
plain_value(Reader *r, FieldKind kind, const char *s)
{
    static const struct { const char *ja, *code; } levels[] = { { "要修正", "error" }, { "要確認", "warning" }, { "参考", "notice" } };
    if (kind != FIELD_HAS && kind != FIELD_KIND && kind != FIELD_FINDING && kind != FIELD_NUMBER && kind != FIELD_TYPE)
        return s;
    char *v = text_nfkc(r->c->mem, s);
    bool  sheet = strcasecmp(v, "sheet") == 0 || strcasecmp(v, "report") == 0 || strcasecmp(v, "new") == 0 || strcasecmp(v, "extended") == 0;
    for (char *p = v; *p && (kind == FIELD_HAS || kind == FIELD_TYPE || sheet); p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    for (size_t i = 0; kind == FIELD_FINDING && i < sizeof levels / sizeof *levels; i++)
        if (strcmp(v, levels[i].ja) == 0)
            return levels[i].code;
    return v;
}

static void
blank(Reader *r)
{
    for (;;) {
        if (*r->p && strchr(" \t\r\n", *r->p))
            r->p++;
        else if (strncmp(r->p, "\xE3\x80\x80", 3) == 0) /* full-width space */
            r->p += 3;
        else
            return;
    }
}

static bool
at_blank(const char *p)
{
    return !*p || strchr(" \t\r\n", *p) || strncmp(p, "\xE3\x80\x80", 3) == 0;
}

/* One word, or what stands in quotes; *quoted says which. */
static const char *
piece(Reader *r, bool *quoted)
{
    const char *close = *r->p == '"' ? "\"" : NULL;
    *quoted = close != NULL;
    if (close) {
        const char *from = ++r->p, *to = strstr(from, close);
        if (!to)
            to = from + strlen(from);
        r->p = *to ? to + strlen(close) : to;
        return arena_strn(r->c->mem, from, (size_t)(to - from));
    }
    const char *from = r->p;
    while (!at_blank(r->p) && *r->p != '"' && !(*r->p == ')' && r->depth > 0))
        r->p++;
    return arena_strn(r->c->mem, from, (size_t)(r->p - from));
}

static Term *
term(Reader *r, TermKind kind)
{
    Term *t = NEW(r->c->mem, Term);
    t->kind = kind;
    return t;
}

enum { TERMS = 24 /* of two values at most, so that those of a statement are enough */, DEEP = 10 /* SQLite reads a hundred open tokens */ };

static Term *
word_term(Reader *r, Zone zone, const char *text)
{
    Term *t = term(r, TERM_WORD);
    if (++r->terms == TERMS + 1)
        problem(r, "語と条件は24までです。それより後ろは見ていません。", "at most 24 words and conditions; what follows was not looked at.");
    if (r->terms > TERMS)
        text = "";
    Fold  f = fold_text(r->c->mem, text, strlen(text), false);
    t->zone = zone;
    t->text = text;
    t->cp = f.cp;
    t->n = f.n;
    return t;
}

static bool
is_money(FieldKind k)
{
    return k == FIELD_MONEY || k == FIELD_EXECUTED || k == FIELD_TOTAL;
}

static bool
read_value(Reader *r, Term *t, FieldKind kind, const char *s, int64_t *out)
{
    if (is_money(kind)) {
        Amount a = amount_read(r->c->mem, s);
        if (a.known && !*a.unit)
            a.unit = "円";
        size_t n = strlen(a.unit);
        /* 10億 and 300百万 are said without 円. */
        if (a.known && n >= 3 && strcmp(a.unit + n - 3, "円") != 0)
            a.unit = arena_fmt(r->c->mem, "%s円", a.unit);
        if (a.known && amount_yen(&a, out))
            return true;
    } else if (kind == FIELD_ATTAINMENT) { /* tenths of a percent */
        Amount a = amount_read(r->c->mem, s);
        if (a.known && (!*a.unit || strcmp(a.unit, "%") == 0 || strcmp(a.unit, "％") == 0) && a.value > -1e9 && a.value < 1e9) {
            *out = (int64_t)(a.value * 10 + (a.value < 0 ? -0.5 : 0.5));
            return true;
        }
    } else {
        Year y;
        if (number_int(s, out) && *out >= 1868 && *out <= 9999)
            return true;
        if (year_read(s, &y)) {
            *out = y.year;
            return true;
        }
    }
    (void)t;
    problem(r, arena_fmt(r->c->mem, "「%s」は%sとして読めません。", s, is_money(kind) ? "金額（例 10億、500百万円）" : kind == FIELD_ATTAINMENT ? "割合（例 80、99.5%）" : "年度（例 2024、令和6年度）"),
            arena_fmt(r->c->mem, "\"%s\" cannot be read as %s.", s, is_money(kind) ? "an amount (10億, 500百万円, 1000000)" : kind == FIELD_ATTAINMENT ? "a share (80, 99.5%)" : "a year (2024, 令和6)"));
    return false;
}

static bool
is_number_field(FieldKind k)
{
    return is_money(k) || k == FIELD_YEAR || k == FIELD_FROM || k == FIELD_TO || k == FIELD_RUNS || k == FIELD_EVALUATION || k == FIELD_ATTAINMENT || k == FIELD_GOAL;
}

static Term *
field_term(Reader *r, int field, int op, const char *value)
{
    FieldKind kind = query_fields[field].kind;
    value = plain_value(r, kind, value);
    Term     *t = word_term(r, kind == FIELD_NAME ? ZONE_NAME : kind == FIELD_INDICATOR ? ZONE_INDICATOR : kind == FIELD_PAYEE ? ZONE_PAYEE : ZONE_ALL, value);
    t->kind = TERM_FIELD;
    t->field = field;
    t->op = op;
    if (r->terms > TERMS)
        return NULL;
    if (!*value) {
        problem(r, arena_fmt(r->c->mem, "%s: に値がありません。", query_fields[field].name), arena_fmt(r->c->mem, "%s: has no value.", query_fields[field].name));
        return NULL;
    }
    if (!is_number_field(kind))
        return t;
    const char *dots = NULL, *range[] = { "..", "~", "\xE3\x80\x9C" /* wave dash */, "\xEF\xBD\x9E" };
    size_t      wide = 0;
    for (size_t i = 0; i < sizeof range / sizeof *range && !dots; i++) {
        dots = strstr(value, range[i]);
        wide = strlen(range[i]);
    }
    if (dots && op == '=') {
        t->op = 'r';
        const char *a = arena_strn(r->c->mem, value, (size_t)(dots - value)), *b = dots + wide;
        t->low = INT64_MIN;
        t->high = INT64_MAX;
        return (!*a || read_value(r, t, kind, a, &t->low)) && (!*b || read_value(r, t, kind, b, &t->high)) ? t : NULL;
    }
    return read_value(r, t, kind, value, &t->low) ? t : NULL;
}

/* "ministry:", "金額>=" at the start of a word; -1 when it is no field. */
static int
field_at(const char *s, int *op, size_t *n)
{
    for (size_t i = 0; i < query_field_count; i++)
        for (int k = 0; k < 2; k++) {
            const char *name = k ? query_fields[i].ja : query_fields[i].name;
            size_t      len = strlen(name);
            if (strncasecmp(s, name, len) != 0)
                continue;
            const char *o = s + len;
            *op = *o == ':' || *o == '=' ? '=' : *o == '<' ? '<' : *o == '>' ? '>' : 0;
            if (strncmp(o, "：", 3) == 0) {
                *op = '=';
                *n = len + 3;
                return (int)i;
            }
            if (!*op)
                continue;
            bool equal = (*op == '<' || *op == '>') && o[1] == '=';
            if (equal)
                *op = *op == '<' ? 'l' : 'g';
            *n = len + 1 + equal;
            return (int)i;
        }
    return -1;
}

static Term *read_or(Reader *r);

static Term *
has_term(Reader *r, const char *what)
{
    for (size_t i = 0; i < query_field_count; i++)
        if (query_fields[i].kind == FIELD_HAS)
            return field_term(r, (int)i, '=', what);
    return NULL;
}

static Term *
read_one(Reader *r)
{
    bool quoted;
    if (r->deep == DEEP) {
        if (r->terms <= TERMS)
            problem(r, "括弧と「-」が深すぎます。その先は見ていません。", "brackets and - are too deep; what is inside was not looked at.");
        r->terms = TERMS + 1;
    }
    if ((*r->p == '-' && !at_blank(r->p + 1)) || (strncmp(r->p, "NOT", 3) == 0 && r->p[3] && at_blank(r->p + 3))) {
        r->p += *r->p == '-' ? 1 : 3;
        blank(r);
        r->deep++;
        Term *in = r->deep <= DEEP ? read_one(r) : NULL, *t = term(r, TERM_NOT);
        r->deep--;
        t->first = in;
        r->q->filtered = true;
        return in ? t : NULL;
    }
    if (*r->p == '(') {
        r->p++;
        r->depth++;
        r->deep++;
        Term *t = r->deep <= DEEP ? read_or(r) : NULL;
        r->depth--;
        r->deep--;
        blank(r);
        r->p += *r->p == ')';
        return t;
    }
    int    op = 0;
    size_t n = 0;
    int    field = field_at(r->p, &op, &n);
    if (field >= 0) {
        r->p += n;
        r->q->filtered = true;
        return field_term(r, field, op, piece(r, &quoted));
    }
    const char *w = piece(r, &quoted);
    if (!quoted && strncasecmp(w, "has-", 4) == 0 && w[4]) {
        r->q->filtered = true;
        return has_term(r, w + 4);
    }
    Term *t = word_term(r, ZONE_ALL, w);
    return t->n ? t : NULL;
}

static bool
at_or(const Reader *r, size_t *n)
{
    static const char *const words[] = { "OR", "|", "または" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(r->p, words[i], *n = strlen(words[i])) == 0 && at_blank(r->p + *n))
            return true;
    return false;
}

static Term *
read_and(Reader *r)
{
    Term  *t = term(r, TERM_AND), **to = &t->first;
    size_t n;
    for (;;) {
        blank(r);
        if (!*r->p || (*r->p == ')' && r->depth > 0) || at_or(r, &n))
            return t;
        const char *from = r->p;
        Term       *one = read_one(r);
        if (one && one->kind == TERM_AND) /* brackets around an "and" say nothing: its parts stand here */
            for (*to = one->first; *to; to = &(*to)->next)
                ;
        else if (one) {
            *to = one;
            to = &one->next;
        }
        if (r->p == from)
            r->p++; /* a lone quote or bracket */
    }
}

static Term *
read_or(Reader *r)
{
    Term  *t = read_and(r), *or = NULL, **to = NULL;
    size_t n;
    for (;;) {
        blank(r);
        if (!at_or(r, &n))
            return or ? or : t;
        r->p += n;
        Term *more = read_and(r);
        if (!or) {
            or = term(r, TERM_OR);
            or->first = t;
            to = &t->next;
            r->q->filtered = true;
        }
        *to = more;
        to = &more->next;
    }
}

Query *
query_read(Ctx *c, const char *text)
{
    Query *q = NEW(c->mem, Query);
    q->text = text ? text : "";
    q->problems = json_keep(c->mem, json_array());
    Reader r = { .c = c, .q = q, .p = half_width(c->mem, q->text) };
    Term  *t = read_or(&r);
    if (t->kind != TERM_AND) {
        Term *root = term(&r, TERM_AND);
        root->first = t;
        t = root;
    }
    q->root = t;
    return q;
}
