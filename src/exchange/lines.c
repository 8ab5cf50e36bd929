/* lines.c -- pages, and lines broken at a margin.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A paper is taken as broken at a margin W when no line is wider than W (up to 120 columns) and a good part of
 * its lines end within three columns of W, most of them in the middle of a sentence. Kinsoku lets a line end up to three
 * columns early. A full line goes on in the next one unless that one begins something. */
#include "exchange/lines.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/form_in.h"

#include <string.h>

enum { WIDEST = 120, NARROWEST = 24, SLACK = 3, FEWEST = 5, SHORT_CELL = 10 };

int
text_columns(const char *s)
{
    int n = 0;
    for (uint32_t cp; (cp = text_next(&s));)
        n += cp == '\f' || cp == '\v' ? 0 : cp < 0x2000 ? 1 : cp >= 0xFF61 && cp <= 0xFF9F ? 1 : 2;
    return n;
}

static bool
starts_any(const char *s, const char *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_starts(s, v[i]))
            return true;
    return false;
}

bool
line_begins(const char *s)
{
    static const char *const marks[] = { "・", "○", "●", "◎", "◆", "■", "□", "※", "【", "<", "＜", "〈", "- ", "* ", "#", "|", "　", "---" };
    const char *rest;
    return starts_any(s, marks, sizeof marks / sizeof *marks) || heading_number(s, &rest) != 0;
}

bool
line_closes(const char *s)
{
    static const char *const ends[] = { "。", "．", "」", "：", ":", "か", "）", ")", "】", ">", "＞" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(s, ends[i]))
            return true;
    return false;
}

/* "- 3 -", "3", "3/15": what a printer puts at the foot of a page. */
static bool
is_page_number(const char *s)
{
    size_t digits = 0, others = 0;
    for (uint32_t cp; (cp = text_next(&s));) {
        if (cp >= 0xFF10 && cp <= 0xFF19)
            cp -= 0xFEE0;
        if (cp >= '0' && cp <= '9')
            digits++;
        else if (cp == '-' || cp == '/' || cp == 0x2010 || cp == 0x2013 || cp == 0x2014 || cp == 0x2015 || cp == 0x2212 || cp == 0xFF0D)
            others++;
        else if (cp != ' ' && cp != 0x3000 && cp != '\f')
            return false;
    }
    return digits > 0 && digits <= 4 && others <= 4;
}

/* A lone number goes when a page ends behind it or dashes frame it; form feeds go everywhere. */
static void
pages(RawText *t)
{
    size_t out = 0;
    for (size_t i = 0; i < t->n; i++) {
        RawLine l = t->v[i];
        size_t  next = i + 1;
        while (next < t->n && next < i + 4 && text_blank(t->v[next].s) && *t->v[next].s != '\f')
            next++;
        bool end = next < t->n && *t->v[next].s == '\f';
        if (is_page_number(l.s) && (end || (strchr(l.s, '-') && strlen(l.s) > 2 && strspn(l.s, "- 0123456789") == strlen(l.s))))
            continue;
        while (*l.s == '\f')
            l.s++;
        t->v[out++] = l;
    }
    t->n = out;
}

static const char *
unindent(const char *s)
{
    while (*s == ' ' || text_starts(s, "　"))
        s += *s == ' ' ? 1 : strlen("　");
    return s;
}

static int
indent(const char *s)
{
    int n = 0;
    for (; *s == ' ' || text_starts(s, "　"); s += *s == ' ' ? 1 : strlen("　"))
        n += *s == ' ' ? 1 : 2;
    return n;
}

/* The margin at which the paper's lines were broken; 0 when they were not. */
static int
margin(const RawText *t)
{
    size_t hist[WIDEST + 2] = { 0 }, open[WIDEST + 2] = { 0 }, lines = 0, over = 0;
    for (size_t i = 0; i < t->n; i++) {
        const char *s = t->v[i].s;
        if (strchr(s, '\t') || text_blank(s))
            continue;
        int w = text_columns(s);
        lines++;
        if (w > WIDEST) {
            over++;
            continue;
        }
        hist[w]++;
        open[w] += !line_closes(s);
    }
    size_t above = over;
    for (int w = WIDEST; w >= NARROWEST; w--) {
        if (above * 100 > lines)
            return 0;
        size_t full = 0, broken = 0;
        for (int k = w; k > w - SLACK - 1 && k >= 0; k--) {
            full += hist[k];
            broken += open[k];
        }
        if (hist[w] && full >= FEWEST && full * 12 >= lines && broken * 10 >= full * 6)
            return w;
        above += hist[w];
    }
    return 0;
}

static size_t
cells_of(const char *s)
{
    size_t n = 1;
    for (; (s = strchr(s, '\t')); s++)
        n++;
    return n;
}

static bool
is_full(const char *piece, int wrap)
{
    int one = text_columns(piece), wide = one;
    if (strchr(piece, '\t')) { /* a folding program may have counted a TAB to the next eighth column */
        wide = 0;
        for (const char *p = piece; *p;) {
            const char *q = p;
            uint32_t    cp = text_next(&q);
            wide = cp == '\t' ? (wide / 8 + 1) * 8 : wide + (cp < 0x2000 ? 1 : 2);
            p = q;
        }
    }
    return (one >= wrap - SLACK && one <= wrap + 2) || (wide >= wrap - SLACK && wide <= wrap + 2);
}

/* "姓 名 所属…": an entry of a list of people. */
static bool
is_named(const char *s)
{
    static const char *const marks[] = { "◎", "○", "●", "◯", "〇" };
    s = unindent(s);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        s = text_starts(s, marks[i]) ? unindent(s + strlen(marks[i])) : s;
    for (int word = 0; word < 2; word++) {
        size_t n = 0;
        for (uint32_t cp; *s && *s != ' ' && !text_starts(s, "　") && n < 7; n++)
            if ((cp = text_next(&s)) < 0x2E80 && cp != 0x203B) /* ※ */
                return false;
        if (n == 0 || n > 5 || s == unindent(s))
            return false;
        s = unindent(s);
    }
    return text_columns(s) >= 8;
}

/* Whether a line that runs full stops there: か is a question's end, or the middle of a word. */
static bool
stops(const char *s)
{
    return line_closes(s) && !text_ends(s, "か");
}

/* A sign that no line begins with, unless a program broke it there. */
static bool
is_tail(const char *s)
{
    static const char *const tails[] = { "。", "、", "）", "」", "』", "】", "，", "．", "ー", "々", "っ", "ゃ", "ゅ", "ょ" };
    return starts_any(s, tails, sizeof tails / sizeof *tails);
}

/* Whether the line whose last piece is `piece` goes on in `next`. `cells`: how many cells it has by now, of
 * `widest` that its table has; `listed`: it began with a mark; `named`: with a name; `blank`: empty lines stand between, where a page was cut. */
static bool
goes_on(const char *piece, const char *next, int wrap, bool blank, bool listed, bool named, size_t cells, size_t widest)
{
    const char *to = unindent(next), *rest;
    if (!is_full(piece, wrap) || text_blank(next))
        return false;
    if (strchr(next, '\t')) /* the first cell of a row was long, or the rest of a row follows */
        return !blank && (cells > 1 ? cells + cells_of(next) - 1 <= widest : *next == '\t' || !stops(piece));
    /* Over a page break only prose goes on: a line that runs full as well, or ends its sentence. */
    if (blank && (stops(piece) || cells > 1 || !(is_full(next, wrap) || line_closes(next))))
        return false;
    if (cells > 1 && cells == widest && text_columns(piece) < wrap - SLACK && text_columns(strrchr(piece, '\t') ? strrchr(piece, '\t') + 1 : piece) < SHORT_CELL)
        return false; /* the row is whole, and its last cell too short to have been broken */
    bool open = !stops(piece) || is_tail(to);
    if (text_starts(to, "・"))
        return open && !listed && !blank;
    if (heading_number(to, &rest))
        return open && !listed && is_full(next, wrap);
    if (line_begins(to) || (named && is_named(to)))
        return false;
    return open || (cells == 1 && indent(next) <= indent(piece));
}

static bool
is_latin(char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}

void
lines_unwrap(Arena *mem, RawText *t)
{
    size_t out = 0;
    t->wrap = margin(t);
    if (!t->wrap)
        return;
    for (size_t i = 0; i < t->n;) {
        RawLine l = t->v[i];
        size_t  next = i + 1, cells = cells_of(l.s), widest = out && t->v[out - 1].last + 1 == l.first && cells_of(t->v[out - 1].s) > cells ? cells_of(t->v[out - 1].s) : cells;
        bool    listed = line_begins(unindent(l.s)), named = is_named(l.s);
        Buf     b = { 0 };
        for (size_t k = i; cells > 1 && k < t->n && k < i + 6 && !text_blank(t->v[k].s); k++)
            widest = cells_of(t->v[k].s) > widest ? cells_of(t->v[k].s) : widest;
        buf_add(&b, l.s);
        for (const char *piece = l.s; next < t->n;) {
            size_t to = next;
            while (to < t->n && to < next + 3 && text_blank(t->v[to].s))
                to++;
            if (to == t->n || !goes_on(piece, t->v[to].s, t->wrap, to > next, listed, named, cells, widest))
                break;
            const char *more = strchr(t->v[to].s, '\t') ? t->v[to].s : unindent(t->v[to].s);
            if (*t->v[to].s == ' ' && indent(t->v[to].s) == 1 && indent(piece) == 0)
                buf_char(&b, ' '); /* broken at a space */
            if (b.n && is_latin(b.p[b.n - 1]) && is_latin(*more) && text_columns(piece) < t->wrap)
                buf_char(&b, ' ');
            buf_add(&b, more);
            piece = t->v[to].s;
            cells += cells_of(piece) - 1;
            l.last = t->v[to].last;
            next = to + 1;
        }
        if (next > i + 1)
            l.s = arena_strn(mem, b.p, b.n);
        buf_free(&b);
        t->v[out++] = l;
        i = next;
    }
    t->n = out;
}

static bool
has_cells(const RawText *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (strchr(t->v[i].s, '\t') || t->v[i].s[0] == '|')
            return true;
    return false;
}

bool
lines_read(Ctx *c, const char *text, RawText *out)
{
    size_t n = 1;
    for (const char *p = text; (p = strchr(p, '\n')); p++) {
        n++;
        if (p - text > TEXT_BYTES_MAX)
            return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %zu", n), L(c, "%zu 行までで %d MB を超えました。評価の文書として大きすぎます。分けてください。",
                        "up to line %zu the text passes %d MB, too much for a report; split it"), n, (int)(TEXT_BYTES_MAX >> 20));
    }
    if (strlen(text) > TEXT_BYTES_MAX)
        return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %zu", n), L(c, "%zu 行で %d MB を超えました。評価の文書として大きすぎます。", "line %zu: the text passes %d MB, too much for a report"), n,
                    (int)(TEXT_BYTES_MAX >> 20));
    if (n > LINES_MAX)
        return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %d", LINES_MAX), L(c, "%d 行より長い文書は読みません。分けてください。", "the paper is longer than %d lines; split it"),
                    (int)LINES_MAX);
    *out = (RawText){ .v = NEWN(c->mem, RawLine, n) };
    for (const char *p = text; out->n < n; out->n++) {
        const char *end = strchr(p, '\n');
        size_t      len = end ? (size_t)(end - p) : strlen(p);
        out->v[out->n] = (RawLine){ arena_strn(c->mem, p, len), (int)out->n + 1, (int)out->n + 1 };
        p += len + (end != NULL);
    }
    pages(out);
    if (!has_cells(out))
        lines_columns(c->mem, out);
    lines_unwrap(c->mem, out);
    return true;
}
