/* evalsheet_lineage.c -- which programme came before, and which comes after, as the sentences of a paper say it.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A programme that is named in quotes 「…事業」, or right behind a word like 前身である, and beside it one of the
 * catalogue's words (lineage in paper-words.yaml). A programme that is only named is no lineage: nothing is guessed. */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <string.h>

enum { NAME_CHARS = 80, BEFORE = 48, KINSHIP_MAX = 50 };

typedef struct {
    Sheet      *s;
    size_t      line, next; /* what stands on; the line its text goes on in, or the same */
    const char *text;       /* of both */
    size_t      own;        /* bytes of it on the first: a name begins there */
} Place;

/* From an opening bracket to behind its end, brackets of the same kind inside it counted; NULL when it stays open. */
static const char *
bracket_end(const char *p, const char *open, const char *close)
{
    size_t depth = 0;
    while (*p) {
        if (text_starts(p, open)) {
            depth++;
            p += strlen(open);
        } else if (text_starts(p, close)) {
            p += strlen(close);
            if (--depth == 0)
                return p;
        } else {
            text_next(&p);
        }
    }
    return NULL;
}

/* What stands in the bracket behind a name, and where the sentence goes on. */
static const char *
in_bracket(Arena *mem, const char *p, const char **inside)
{
    static const char *const pairs[][2] = { { "（", "）" }, { "(", ")" } };
    *inside = "";
    for (size_t i = 0; i < 2; i++) {
        const char *end = text_starts(p, pairs[i][0]) ? bracket_end(p, pairs[i][0], pairs[i][1]) : NULL;
        if (!end)
            continue;
        p += strlen(pairs[i][0]);
        *inside = arena_strn(mem, p, (size_t)(end - p) - strlen(pairs[i][1]));
        return end;
    }
    return p;
}

static bool
is_programme(const Sheet *s, const char *name)
{
    const json_t *ends = words_of(s, "lineage.names");
    const char   *key = text_key(s->c->mem, name);
    bool          ends_so = false;
    for (size_t i = 0; i < json_array_size(ends); i++) {
        const char *w = json_string_value(json_array_get(ends, i));
        ends_so = ends_so || (text_ends(key, w) && strlen(key) > strlen(w) + 6);
    }
    return ends_so && text_chars(name) <= NAME_CHARS && strcmp(key, text_key(s->c->mem, json_text(s->rec, "name"))) != 0;
}

/* The part of a bracket that tells years: 令和元-5年度. */
static const char *
years_of(Arena *mem, const char *inside)
{
    size_t n = 0;
    char **part = text_split(mem, text_replace(mem, inside, "，", "、"), "、", &n);
    for (size_t i = 0; i < n; i++)
        if (strstr(part[i], "年") && (strpbrk(text_nfkc(mem, part[i]), "0123456789") || strstr(part[i], "元")))
            return text_trim(mem, part[i]);
    return NULL;
}

/* `end`: behind the name. */
static void
add(const Place *at, const char *kind, const char *name, const char *end, const char *inside)
{
    json_t *list = list_at(at->s, "lineage"), *x;
    size_t  i;
    const char *years = years_of(at->s->c->mem, inside);
    json_array_foreach(list, i, x)
        if (strcmp(json_text(x, "kind"), kind) == 0 && strcmp(text_key(at->s->c->mem, json_text(x, "name")), text_key(at->s->c->mem, name)) == 0)
            return;
    if (i < KINSHIP_MAX)
        json_array_append_new(list, json_pack("{ss ss ss* so}", "kind", kind, "name", name, "period_text", years, "source",
                                              source_of(at->s, at->line, (size_t)(end - at->text) > at->own ? at->next + 1 : at->line + 1)));
}

/* The kind that the words before and behind a quoted name say; NULL when they say none. */
static const char *
said(const Sheet *s, const char *before, const char *after)
{
    const char *had = text_key(s->c->mem, before), *rest = text_key(s->c->mem, after);
    size_t      i;
    json_t     *k;
    json_array_foreach(words_of(s, "lineage.kinds"), i, k)
    {
        const json_t *words = json_path(k, "before");
        for (size_t j = 0; j < json_array_size(words); j++)
            if (text_ends(had, json_string_value(json_array_get(words, j))))
                return json_text(k, "kind");
        if (word_at(json_path(k, "after"), rest))
            return json_text(k, "kind");
    }
    return NULL;
}

static void
quoted(const Place *at)
{
    static const char *const marks[][2] = { { "「", "」" }, { "『", "』" } };
    Arena                   *mem = at->s->c->mem;
    for (size_t m = 0; m < 2; m++)
        for (const char *p = at->text; (p = strstr(p, marks[m][0])) && (size_t)(p - at->text) < at->own;) {
            const char *from = p + strlen(marks[m][0]), *end = bracket_end(p, marks[m][0], marks[m][1]), *inside, *start = p;
            if (!end)
                break;
            const char *name = text_squeeze(mem, arena_strn(mem, from, (size_t)(end - from) - strlen(marks[m][1])));
            p = from;
            if (!is_programme(at->s, name))
                continue;
            const char *rest = in_bracket(mem, end, &inside), *back = (size_t)(start - at->text) > BEFORE ? start - BEFORE : at->text;
            while (((unsigned char)*back & 0xC0) == 0x80)
                back++;
            const char *kind = said(at->s, arena_strn(mem, back, (size_t)(start - back)), arena_strn(mem, rest, strcspn(rest, "\n")));
            if (kind)
                add(at, kind, name, end, inside);
            p = end;
        }
}

/* 前身である海洋観測事業（…）: from behind the word to the first end of a programme's name. */
static void
named(const Place *at, const json_t *kind, const char *word)
{
    const Sheet  *s = at->s;
    const json_t *ends = words_of(s, "lineage.names");
    for (const char *p = at->text; (p = strstr(p, word)) && (size_t)(p - at->text) < at->own;) {
        const char *from = p += strlen(word), *end = NULL, *inside;
        for (const char *q = from; *q && !end && text_chars(arena_strn(s->c->mem, from, (size_t)(q - from))) < NAME_CHARS;) {
            if (text_starts(q, "。") || text_starts(q, "、") || text_starts(q, "「") || text_starts(q, "『") || *q == '\n')
                break;
            for (size_t i = 0; i < json_array_size(ends) && !end; i++) {
                const char *w = json_string_value(json_array_get(ends, i)), *behind = q + strlen(w);
                uint32_t    next = text_starts(q, w) ? text_next(&behind) : 0;
                if (text_starts(q, w) && !(next >= 0x4E00 && next <= 0x9FFF))
                    end = q + strlen(w);
            }
            text_next(&q);
        }
        const char *name = end ? text_squeeze(s->c->mem, arena_strn(s->c->mem, from, (size_t)(end - from))) : "";
        if (!end || !is_programme(s, name))
            continue;
        (void)in_bracket(s->c->mem, end, &inside);
        add(at, json_text(kind, "kind"), name, end, inside);
    }
}

void
read_lineage(Sheet *s)
{
    for (size_t i = s->from; i < s->to; i++) {
        const Line *l = &s->v[i];
        Place       at = { .s = s, .line = i, .next = i, .text = l->text, .own = strlen(l->text) };
        if (is_row(l) || text_blank(l->text))
            continue;
        size_t next = i + 1;
        while (next < s->to && text_blank(s->v[next].text))
            next++;
        /* a name or a sentence that a page cut */
        if (!line_closes(l->text) && next < s->to && !is_row(&s->v[next]) && !line_begins(s->v[next].text)) {
            at.text = arena_fmt(s->c->mem, "%s%s", l->text, s->v[next].text);
            at.next = next;
        }
        const char *key = text_key(s->c->mem, at.text);
        if (!word_in(words_of(s, "lineage.names"), key))
            continue;
        quoted(&at);
        size_t  k;
        json_t *kind;
        json_array_foreach(json_path(s->p->words_raw, "lineage.kinds"), k, kind)
            for (size_t j = 0; j < json_array_size(json_path(kind, "named")); j++)
                named(&at, kind, json_string_value(json_array_get(json_path(kind, "named"), j)));
    }
}
