/* evalsheet_walk.c -- the sections of a form found in a paper, and each handed to the reader of its kind.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A heading is found by number and words. Depth of headings and marks of level are not looked at (regime 6.15). Where a
 * converter lost the numbers, a line that is the title itself will do; that raises a finding. */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <string.h>

enum { SECTIONS_MAX = 40, HEADING_BYTES = 400 };

static const struct {
    const char *kind;
    bool (*read)(Sheet *s, const json_t *how, size_t from, size_t to);
} readers[] = {
    { "prose", read_prose },         { "inline", read_inline }, { "inline-period", read_period }, { "evaluations", read_evaluations },
    { "budget", read_budget },       { "plan", read_plan },     { "indicators", read_indicators }, { "views", read_views },
    { "judgements", read_views },    { "remarks", read_remarks }, { "pairs", read_pairs },         { "choice", read_choice },
    { "footnotes", read_footnotes }, { "rosters", read_rosters },
};

const char *
heading_text(const Sheet *s, size_t i)
{
    const char *rest = s->v[i].cell[0];
    heading_number(s->v[i].cell[0], &rest);
    return rest;
}

/* Bytes of `text` whose key is `key`; 0 when it does not begin with it. */
static size_t
key_length(Arena *mem, const char *text, const char *key)
{
    for (const char *p = text; *p && (size_t)(p - text) < HEADING_BYTES;) {
        text_next(&p);
        const char *part = text_key(mem, arena_strn(mem, text, (size_t)(p - text)));
        if (strcmp(part, key) == 0)
            return (size_t)(p - text);
        if (!text_starts(key, part))
            return 0;
    }
    return 0;
}

static const char *
skip_colon(Arena *mem, const char *p)
{
    const char *t = text_trim(mem, p);
    if (*t == ':' || text_starts(t, "："))
        t = text_trim(mem, t + (*t == ':' ? 1 : strlen("：")));
    return t;
}

/* Titles that a section may bear: its own, or those of its variants. */
static size_t
title_length(const Sheet *s, const json_t *section, const char *text)
{
    Arena  *mem = s->c->mem;
    size_t  n = json_has(section, "title.ja") ? key_length(mem, text, text_key(mem, json_text(section, "title.ja"))) : 0;
    size_t  i;
    json_t *v;
    json_array_foreach(json_path(section, "variants"), i, v)
        if (!n)
            n = key_length(mem, text, text_key(mem, json_text(v, "title.ja")));
    return n;
}

const char *
heading_rest(const Sheet *s, const json_t *section, size_t i)
{
    Arena      *mem = s->c->mem;
    const Line *l = &s->v[i];
    const char *text = heading_text(s, i), *rest = "";
    size_t      n = title_length(s, section, text);
    if (n) {
        rest = text + n;
    } else {
        /* Another wording: what stands behind the word and a space, a colon or nothing more. */
        const char *word = word_in(json_path(section, "match"), l->key);
        for (const char *p = text; word && *p; text_next(&p)) {
            size_t k = key_length(mem, p, word);
            if (!k)
                continue;
            rest = p + k;
            rest += strcspn(rest, " :\t");
            if (strstr(p + k, "　") && strstr(p + k, "　") < rest)
                rest = strstr(p + k, "　");
            break;
        }
    }
    rest = skip_colon(mem, rest);
    for (size_t k = 1; k < l->cells; k++)
        if (*l->cell[k])
            rest = *rest ? arena_fmt(mem, "%s %s", rest, l->cell[k]) : l->cell[k];
    return rest;
}

/* A line of a table of contents: the title, dots, a page. */
static bool
is_contents(const Line *l)
{
    size_t n = strlen(l->key);
    return n > 4 && l->key[n - 1] >= '0' && l->key[n - 1] <= '9' && (strstr(l->key, "…") || strstr(l->key, "....") || strstr(l->key, "・・・"));
}

size_t
section_find(const Sheet *s, const json_t *section, size_t from, size_t to)
{
    const char   *rest, *title = text_key(s->c->mem, json_text(section, "title.ja"));
    const json_t *match = json_path(section, "match");
    int           no = heading_number(json_text(section, "no"), &rest);
    size_t        loose = to;
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        int         n = l->used ? 0 : heading_number(l->cell[0], &rest);
        if (!*l->key || strlen(l->key) > HEADING_BYTES || is_contents(l))
            continue;
        if (n == no && word_in(match, l->key))
            return i;
        /* The same figure in another style of number, or none at all: only the title itself will do. */
        if (loose == to && *title && !l->used && strlen(l->key) <= strlen(title) + 12 && (!n || n % 100 == no % 100) && strcmp(text_key(s->c->mem, n ? rest : l->cell[0]), title) == 0)
            loose = i;
    }
    return loose;
}

static void
variant(Sheet *s, const json_t *section, size_t at, bool found)
{
    const char *field = json_str(section, "variant_field"), *id = "none";
    size_t      i;
    json_t     *v;
    if (!field)
        return;
    for (i = json_array_size(json_path(section, "variants")); found && i > 0; i--) {
        v = json_array_get(json_path(section, "variants"), i - 1);
        if (word_in(json_path(v, "match"), s->v[at].key))
            id = json_text(v, "id");
    }
    put(s, field, json_string(id));
}

static const char *
label(Sheet *s, const json_t *section, bool ja)
{
    const json_t *t = json_path(section, "title");
    if (!t)
        t = json_path(section, "variants.0.title");
    return arena_fmt(s->c->mem, "%s %s", json_text(section, "no"), json_text(t, ja ? "ja" : "en"));
}

static bool
missing(Sheet *s, const json_t *section, size_t from)
{
    Ctx *c = s->c;
    if (json_flag(section, "needed"))
        return refuse(s, from, "ここから始まる部分に「%s」がありません。途中で切れているか、別の様式です。",
                      "the part that begins here lacks section \"%s\"; the paper is cut off or of another form", label(s, section, true));
    note(s, "IMP-SECTION-MISSING", "warning", from, json_str(section, "field") ? json_text(section, "field") : "form",
         arena_fmt(c->mem, "様式の「%s」が文書に見当たらない。", label(s, section, true)),
         arena_fmt(c->mem, "Section \"%s\" of the form was not found in the paper.", label(s, section, false)));
    variant(s, section, from, false);
    return true;
}

static bool
read_one(Sheet *s, const char *kind, const json_t *how, size_t from, size_t to)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(readers[i].kind, kind) == 0)
            return readers[i].read(s, how, from, to) && ok(s->c);
    return true;
}

/* Objects that the sections inside fill (overall, results) stand where the whole section does. */
static void
group_source(Sheet *s, const json_t *section, size_t from, size_t to)
{
    size_t  i;
    json_t *sub;
    json_array_foreach(json_path(section, "sections"), i, sub)
    {
        const char *field = json_text(sub, "field"), *dot = strchr(field, '.');
        json_t     *in = dot ? json_path(s->rec, arena_strn(s->c->mem, field, (size_t)(dot - field))) : NULL;
        if (json_is_object(in) && !json_has(in, "source"))
            json_object_set_new(in, "source", source_of(s, from, to));
    }
}

static bool
section_read(Sheet *s, const json_t *section, size_t from, size_t to)
{
    size_t      i;
    json_t     *block;
    const char *rest, *title = json_str(section, "title_field");
    if (heading_number(s->v[from].cell[0], &rest) != heading_number(json_text(section, "no"), &rest))
        note(s, "IMP-HEADING-NUMBER", "notice", from, json_str(section, "field") ? json_text(section, "field") : "form",
             arena_fmt(s->c->mem, "見出し「%s」の番号が様式（%s）と違う。", s->v[from].cell[0], json_text(section, "no")),
             arena_fmt(s->c->mem, "The heading \"%s\" does not bear the number of the form (%s).", s->v[from].cell[0], json_text(section, "no")));
    variant(s, section, from, true);
    if (title)
        put(s, title, json_string(heading_text(s, from)));
    /* Tables behind the prose take their lines first; what is left is prose. */
    json_array_foreach(json_path(section, "then"), i, block)
        if (!read_one(s, json_text(block, "kind"), block, from + 1, to))
            return false;
    if (json_has(section, "kind") && !read_one(s, json_text(section, "kind"), section, from, to))
        return false;
    if (json_has(section, "sections") && !sections_read(s, json_path(section, "sections"), from, from + 1, to))
        return false;
    group_source(s, section, from, to);
    const char *field = json_str(section, "field");
    bool        empty = !field || (json_is_string(json_path(s->rec, field)) ? !*json_text(s->rec, field) : !json_has(s->rec, field));
    if (json_flag(section, "needed") && field && empty)
        return refuse(s, from, "「%s」が空です。文書が途中で切れています。", "section \"%s\" is empty; the paper is cut off", label(s, section, true));
    return true;
}

bool
sections_read(Sheet *s, const json_t *sections, size_t head, size_t from, size_t to)
{
    size_t  at[SECTIONS_MAX], n = json_array_size(sections), cursor = from;
    if (n > SECTIONS_MAX)
        n = SECTIONS_MAX;
    for (size_t k = 0; k < n; k++) {
        at[k] = section_find(s, json_array_get(sections, k), cursor, to);
        if (at[k] < to)
            cursor = at[k] + 1;
    }
    for (size_t k = 0; k < n; k++) {
        const json_t *one = json_array_get(sections, k);
        size_t        end = to;
        for (size_t j = n; j > k + 1; j--)
            if (at[j - 1] < to)
                end = at[j - 1];
        if (!(at[k] == to ? missing(s, one, head) : section_read(s, one, at[k], end)))
            return false;
    }
    return true;
}

json_t *
period_read(Sheet *s, const char *place, const char *text, size_t line)
{
    Span    sp = { 0 };
    bool    known = span_read(s->c->mem, text, &sp);
    json_t *p = json_pack("{so so sb ss so}", "from_fy", known ? json_integer(sp.from) : json_null(), "to_fy",
                          known && sp.to ? json_integer(sp.to) : json_null(), "open", sp.open, "text", text, "source", source_of(s, line, line + 1));
    json_t *here = json_copy(p);
    json_object_set_new(here, "place", json_string(place));
    json_array_append_new(list_at(s, "periods"), here);
    return p;
}

bool
read_prose(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *first = json_has(how, "no") && !json_has(how, "title_field") ? heading_rest(s, how, from) : "";
    const char *body = prose(s, from + json_has(how, "no"), to);
    if (*first && !text_starts(first, "（") && *first != '(')
        body = *body ? arena_fmt(s->c->mem, "%s\n%s", first, body) : first;
    put_text(s, json_text(how, "field"), body, from, to);
    if (!json_has(s->rec, json_text(how, "field")))
        put(s, json_text(how, "field"), json_string(""));
    if (json_flag(how, "dates"))
        evaluations_in(s, "summary", body, from, to);
    return true;
}

bool
read_inline(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *t = heading_rest(s, how, from);
    if (!*t)
        t = prose(s, from + 1, to);
    put_text(s, json_text(how, "field"), text_squeeze(s->c->mem, t), from, to);
    return true;
}

bool
read_period(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *t = heading_rest(s, how, from);
    if (!*t)
        t = text_squeeze(s->c->mem, plain_lines(s, from + 1, to));
    put_text(s, json_text(how, "field"), t, from, to);
    json_decref(period_read(s, "form", t, from));
    return true;
}
