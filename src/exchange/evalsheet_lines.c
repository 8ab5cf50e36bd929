/* evalsheet_lines.c -- lines made plain; paragraphs; findings.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Tags that these papers hold when they passed through a converter. What only looks like a tag (<留意事項>,
 * <R5>) is text. */
static const char *const tags[] = { "b", "strong", "i", "em", "u", "s", "p", "br", "hr", "ul", "ol", "li", "sup", "sub", "span", "div", "font", "center",
                                    "a", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th", "small", "big", "ruby", "rt", "del", "ins" };
enum { TAG_MAX = 500, KEY_BYTES = 1200 };

/* The end of the tag at `s`, its name in `name`; NULL when `s` begins no tag. */
static const char *
tag_end(const char *s, char name[8], bool *closing)
{
    const char *p = s + 1;
    size_t      n = 0;
    *closing = *p == '/';
    p += *closing;
    for (; n < 7 && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (n && *p >= '1' && *p <= '6')); p++)
        name[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    name[n] = 0;
    if (!n || !(*p == '>' || *p == ' ' || *p == '/'))
        return NULL;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strcmp(name, tags[i]) == 0) {
            const char *end = memchr(p, '>', strnlen(p, TAG_MAX));
            return end ? end + 1 : NULL;
        }
    return NULL;
}

/* &lt; &gt; &amp; &quot; &nbsp; -> the sign; how many bytes it took, 0 when none. */
static size_t
entity(const char *s, char *out)
{
    static const struct { const char *name; char sign; } v[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&nbsp;", ' ' }, { "&#39;", '\'' } };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (text_starts(s, v[i].name)) {
            *out = v[i].sign;
            return strlen(v[i].name);
        }
    return 0;
}

/* Tags away, <li> and <br> as \v, entities as signs; a raised mark is noted. */
static char *
untag(Arena *mem, const char *s, Line *l)
{
    char *out = arena_alloc(mem, strlen(s) + 1), *o = out, name[8];
    bool  closing, text = false;
    while (*s) {
        size_t      n = *s == '&' ? entity(s, o) : 0;
        const char *end = *s == '<' ? tag_end(s, name, &closing) : NULL;
        if (n) {
            s += n;
            o++;
            text = true;
        } else if (!end) {
            text = text || (*s != ' ' && *s != '\t');
            *o++ = *s++;
        } else {
            if (!closing && o > out && (strcmp(name, "li") == 0 || strcmp(name, "br") == 0)) {
                while (o > out + 1 && o[-1] == ' ')
                    o--;
                *o++ = '\v';
            }
            if (!closing && strcmp(name, "sup") == 0 && !l->sup) {
                size_t k = strcspn(end, "<");
                l->sup = k > 0 && k < 8 ? arena_strn(mem, end, k) : NULL;
                l->sup_first = !text;
            }
            s = end;
        }
    }
    *o = 0;
    return out;
}

/* "| a | b\|c |" -> "a\tb|c". */
static char *
unpipe(Arena *mem, const char *s)
{
    char *out = arena_alloc(mem, strlen(s) + 1), *o = out;
    for (s += *s == '|', s += strspn(s, " "); *s; s++) {
        if (*s == '\\' && s[1] == '|') {
            *o++ = *++s;
        } else if (*s != '|') {
            *o++ = *s;
        } else {
            while (o > out && o[-1] == ' ')
                o--;
            if (!s[1 + strspn(s + 1, " ")])
                break;
            *o++ = '\t';
            s += strspn(s + 1, " ");
        }
    }
    *o = 0;
    return out;
}

static bool
is_pipe_row(const char *s)
{
    size_t n = strlen(s);
    while (n && s[n - 1] == ' ')
        n--;
    return n > 1 && *s == '|' && s[n - 1] == '|';
}

/* Markdown's \[ \< \* as the sign itself, in place. */
static void
unescape(char *s)
{
    char *o = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1] && strchr("[]<>*_#|`~\\", s[1]))
            s++;
        *o++ = *s;
    }
    *o = 0;
}

/* Trims in place: lines are ours, and a paper has hundreds of thousands. */
static char *
trim(char *s)
{
    char *from = NULL, *to = s;
    for (const char *p = s, *at = s; *p; at = p) {
        uint32_t cp = text_next(&p);
        bool     space = cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x202F || cp == 0xFEFF;
        if (space)
            continue;
        if (!from)
            from = s + (at - s);
        to = s + (p - s);
    }
    if (!from)
        return s + strlen(s);
    *to = 0;
    return from;
}

/* A cell of its own, where a break inside is a line feed. */
static char *
own_cell(Arena *mem, char *s)
{
    if (!strchr(s, '\v'))
        return s;
    char *cell = arena_str(mem, s);
    for (char *p = cell; *p; p++)
        if (*p == '\v')
            *p = '\n';
    return cell;
}

/* The key of a cell; of a long one its beginning, which is all that is matched. */
static const char *
key_of(Arena *mem, Arena *scratch, const char *cell)
{
    size_t n = strnlen(cell, KEY_BYTES);
    while (n && n == KEY_BYTES && ((unsigned char)cell[n] & 0xC0) == 0x80)
        n--;
    const char *key = arena_str(mem, text_key(scratch, arena_strn(scratch, cell, n)));
    arena_reset(scratch);
    return key;
}

static bool
plain(Ctx *c, Arena *scratch, const RawLine *raw, Line *l)
{
    Arena *mem = c->mem;
    *l = (Line){ .no = raw->first, .last = raw->last };
    char *s = raw->s + strspn(raw->s, " ");
    s = is_pipe_row(s) ? unpipe(mem, s) : raw->s;
    if (strpbrk(s, "<&"))
        s = untag(mem, s, l);
    s += strspn(s, "#");
    if (strchr(s, '\\'))
        unescape(s);
    if (strstr(s, "**"))
        s = text_replace(mem, s, "**", "");
    if (!strchr(s, '\t')) {
        s = trim(s);
        l->text = s;
        l->cell = NEW(mem, char *);
        l->cell[0] = own_cell(mem, s);
        l->cells = 1;
    } else {
        l->text = s;
        l->cell = text_split(mem, s, "\t", &l->cells);
        if (l->cells > LINE_CELLS_MAX)
            return fail(c, ERR_INVALID, arena_fmt(mem, "line %d", l->no), L(c, "%d 行: 表の 1 行に %zu 個の欄があります（上限 %d）。", "line %d: a row of %zu cells; %d is the limit"),
                        l->no, l->cells, (int)LINE_CELLS_MAX);
        for (size_t i = 0; i < l->cells; i++)
            l->cell[i] = own_cell(mem, trim(l->cell[i]));
    }
    l->key = key_of(mem, scratch, l->cell[0]);
    return true;
}

bool
paper_lines(Paper *p, const char *text)
{
    RawText raw;
    if (!lines_read(p->c, text, &raw))
        return false;
    Arena *scratch = arena_new(0);
    bool   good = true;
    p->v = NEWN(p->c->mem, Line, raw.n + 1);
    for (p->n = 0; good && p->n < raw.n; p->n++)
        good = plain(p->c, scratch, &raw.v[p->n], &p->v[p->n]);
    p->wrapped = raw.wrap != 0;
    arena_free(scratch);
    return good;
}

bool
is_rule_row(const Line *l)
{
    const char *p = l->key;
    while (*p == '-' || *p == ':')
        p++;
    return !*p && p - l->key >= 3;
}

bool
is_row(const Line *l)
{
    for (size_t i = 1; i < l->cells; i++)
        if (*l->cell[i])
            return true;
    return false;
}

json_t *
source_of(const Sheet *s, size_t from, size_t to)
{
    while (to > from + 1 && text_blank(s->v[to - 1].text))
        to--;
    while (from + 1 < to && text_blank(s->v[from].text))
        from++;
    return json_pack("{si si}", "line_from", s->v[from].no, "line_to", s->v[to > from ? to - 1 : from].last);
}

void
note(Sheet *s, const char *code, const char *level, size_t line, const char *field, const char *ja, const char *en)
{
    json_array_append_new(json_path(s->rec, "findings"),
                          json_pack("{ss ss si ss ss ss}", "code", code, "level", level, "line", s->v[line].no, "field", field, "text", ja,
                                    "text_en", en));
}

bool
refuse(Sheet *s, size_t line, const char *ja, const char *en, const char *what)
{
    Ctx *c = s->c;
    int  no = s->v[line].no;
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "line %d", no), L(c, "%d 行: %s", "line %d: %s"), no, arena_fmt(c->mem, L(c, ja, en), what));
}

bool
text_cut(const char *before, const char *next)
{
    if (!*before || line_begins(next) || text_starts(next, "（") || text_starts(next, "(") || text_chars(before) < 18)
        return false;
    return !line_closes(before);
}

/* A row that stays prose: its cells by TABs, breaks inside as spaces. */
static char *
row_text(Arena *mem, const Line *l)
{
    Buf b = { 0 };
    for (size_t k = 0; k < l->cells; k++)
        buf_fmt(&b, "%s%s", k ? "\t" : "", l->cell[k]);
    char *t = text_trim(mem, buf_text(&b));
    buf_free(&b);
    for (char *p = t; *p; p++)
        *p = *p == '\n' ? ' ' : *p;
    return t;
}

static const char *
paragraphs(const Sheet *s, size_t from, size_t to, bool join)
{
    Arena      *mem = s->c->mem;
    Buf        *b = buf_in(mem);
    const char *last = "";
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        if (l->used || text_blank(l->text) || is_rule_row(l))
            continue;
        char *t = is_row(l) ? row_text(mem, l) : text_trim(mem, l->text);
        for (char *p = t; *p; p++)
            *p = *p == '\v' ? '\n' : *p;
        if (text_starts(t, "- ・"))
            t += 2;
        if (b->n)
            buf_add(b, join && !is_row(l) && text_cut(last, t) ? "" : "\n");
        buf_add(b, t);
        last = t;
    }
    return arena_str(mem, buf_text(b));
}

const char *
prose(const Sheet *s, size_t from, size_t to)
{
    return paragraphs(s, from, to, !s->p->wrapped);
}

const char *
plain_lines(const Sheet *s, size_t from, size_t to)
{
    return paragraphs(s, from, to, false);
}
