/* check_words.c -- wrong words, two spellings of one word, signs that do not meet.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The words that are known to be wrong are data. What is general: a zero in the place of the letter O, a blank inside an
 * abbreviation that the paper also writes whole, and katakana words of which one differs from another in a letter. */
#include "engine/check_in.h"

enum { TOKENS = 4096, KATAKANA_MIN = 4, AROUND = 6 };

typedef struct {
    const char   *word; /* NFKC */
    const char   *path;
    const json_t *at;
    const char   *around; /* as printed, for finding the line again */
    bool          kana;
} Token;

typedef struct {
    Token  v[TOKENS]; /* every use */
    size_t n;
} Tokens;

/* Places already spoken of: one finding a line and code, though a text may stand twice in a record. */
static bool
said_before(const Check *k, int64_t line, const char *a)
{
    size_t  i;
    json_t *f;
    EACH(k->out, i, f)
        if (strcmp(json_text(f, "code"), json_text(k->row, "code")) == 0 &&
            (line ? json_int(f, "line", 0) == line && strcmp(json_text(f, "readings.0"), a) == 0 : strcmp(json_text(f, "readings.0"), a) == 0))
            return true;
    return false;
}

static void
say_word(Check *k, const char *path, const json_t *at, const char *around, const char *wrong, const char *right)
{
    int64_t line = place_of(k, at, around);
    if (!said_before(k, line, wrong))
        say_marked(k, path, at, around, wrong, right);
}

static bool
is_katakana(uint32_t cp)
{
    return (cp >= 0x30A1 && cp <= 0x30FA) || cp == 0x30FC;
}

static bool
is_latin(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* Some characters before and after a place in a text. */
static const char *
around(Arena *mem, const char *text, const char *p)
{
    const char *from = p;
    for (int i = 0; i < AROUND && from > text; i++)
        do
            from--;
        while (from > text && (*from & 0xC0) == 0x80);
    return arena_str(mem, from);
}

static void
collect(Check *k, const char *path, const json_t *at, const char *text, void *arg)
{
    Tokens     *t = arg;
    Arena      *mem = k->c->mem;
    const char *s = text_nfkc(mem, text);
    for (const char *p = s; *p;) {
        const char *from = p, *next = p;
        uint32_t    cp = text_next(&next);
        bool        kana = is_katakana(cp);
        if (!kana && !is_latin(cp)) {
            p = next;
            continue;
        }
        while (*p && (kana ? is_katakana(cp) : is_latin(cp))) {
            p = next;
            if (*next)
                cp = text_next(&next);
        }
        const char *word = arena_strn(mem, from, (size_t)(p - from));
        if (t->n < TOKENS && (!kana || text_chars(word) >= KATAKANA_MIN))
            t->v[t->n++] = (Token){ word, path, at, around(mem, s, from), kana };
    }
}

static size_t
uses(const Tokens *t, const char *word)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += strcmp(t->v[i].word, word) == 0;
    return n;
}

static void
zeros(Check *k, const Tokens *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const Token *x = &t->v[i];
        if (x->kana || !strchr(x->word, '0') || strspn(x->word, "0123456789") > 0)
            continue;
        const char *with_o = text_replace(k->c->mem, x->word, "0", "O");
        if (uses(t, with_o))
            say_word(k, x->path, x->at, x->around, x->word, with_o);
    }
}

/* The first use of each katakana word. */
static size_t
different(const Tokens *t, size_t *first)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        size_t j = 0;
        while (t->v[i].kana && j < n && strcmp(t->v[first[j]].word, t->v[i].word) != 0)
            j++;
        if (t->v[i].kana && j == n)
            first[n++] = i;
    }
    return n;
}

static void
katakana(Check *k, const Tokens *t)
{
    size_t *first = NEWN(k->c->mem, size_t, t->n + 1), n = different(t, first);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const char *x = t->v[first[i]].word, *y = t->v[first[j]].word;
            if (i == j || distance(k, x, y, 1) != 1)
                continue;
            size_t mine = uses(t, x), other = uses(t, y);
            for (size_t u = first[i]; (mine < other || (mine == other && i > j)) && u < t->n; u++) /* the rarer is asked about; of two, the later */
                if (strcmp(t->v[u].word, x) == 0)
                    say_word(k, t->v[u].path, t->v[u].at, t->v[u].around, x, y);
        }
}

/* Groups of spellings of which a paper should use one; a word may end with the spelling. */
static void
variants(Check *k, const Tokens *t)
{
    size_t  g, i;
    json_t *group, *form;
    EACH(json_path(k->rules.words, "variants"), g, group)
    {
        const char *first = NULL;
        for (size_t n = 0; n < t->n; n++)
            EACH(group, i, form)
                if (t->v[n].kana && text_ends(t->v[n].word, json_string_value(form))) {
                    if (!first)
                        first = json_string_value(form);
                    else if (strcmp(first, json_string_value(form)) != 0)
                        say_word(k, t->v[n].path, t->v[n].at, t->v[n].around, json_string_value(form), first);
                }
    }
}

static bool
is_upper(char ch)
{
    return ch >= 'A' && ch <= 'Z';
}

/* "DD S" where the paper also writes DDS. */
static void
blanks(Check *k, const char *path, const json_t *at, const char *text, void *arg)
{
    Arena      *mem = k->c->mem;
    const char *s = text_nfkc(mem, text);
    for (const char *p = strchr(s, ' '); p; p = strchr(p + 1, ' ')) {
        const char *from = p, *to = p + 1;
        while (from > s && is_upper(from[-1]))
            from--;
        while (is_upper(*to))
            to++;
        if (from == p || to == p + 1 || (from > s && is_latin((unsigned char)from[-1])) || is_latin((unsigned char)*to))
            continue;
        const char *whole = arena_fmt(mem, "%.*s%.*s", (int)(p - from), from, (int)(to - p - 1), p + 1);
        if (uses(arg, whole))
            say_word(k, path, at, around(mem, s, from), arena_strn(mem, from, (size_t)(to - from)), whole);
    }
}

static void
misspelt(Check *k, const char *path, const json_t *at, const char *text, void *arg)
{
    size_t  i;
    json_t *w;
    (void)arg;
    EACH(json_path(k->rules.words, "misspelt"), i, w)
    {
        const char *wrong = json_text(w, "wrong");
        for (const char *p = strstr(text, wrong); p; p = strstr(p + strlen(wrong), wrong))
            say_word(k, path, at, around(k->c->mem, text, p), wrong, json_text(w, "right"));
    }
}

/* The same member of the same body, whose affiliation in other papers of the day differs in a letter or two. */
static void
affiliations(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH(json_path(k->rec, "rosters"), r, ros) EACH(json_path(ros, "members"), m, mem)
    {
        const char *body = key_of(k, json_text(ros, "body")), *mine = key_of(k, json_text(mem, "affiliation")), *theirs = NULL, *last = mine;
        int         agree = 1, differ = 0;
        bool        near = false, long_enough = text_chars(mine) >= 6;
        EACH_SEEN(k, k->beside, MEMBER, json_text(mem, "name"), s)
        {
            if (strcmp(s->body, body) != 0)
                continue;
            bool same = strcmp(s->affiliation, mine) == 0;
            if (!same && strcmp(s->affiliation, last) != 0) { /* papers mostly say the same: measured once */
                last = s->affiliation;
                near = long_enough && distance(k, last, mine, 2) <= 2;
            }
            agree += same;
            if (!same && near) {
                differ++;
                theirs = json_text(s->at, "affiliation");
            }
        }
        if (theirs && agree <= differ)
            say_word(k, FIELD(k, "rosters[%zu].members[%zu].affiliation", r, m), mem, json_text(mem, "affiliation"), json_text(mem, "affiliation"), theirs);
    }
}

void
check_spelling(Check *k)
{
    Tokens *t = NEW(k->c->mem, Tokens);
    each_text(k, collect, t);
    each_text(k, misspelt, NULL);
    each_text(k, blanks, t);
    zeros(k, t);
    katakana(k, t);
    variants(k, t);
    affiliations(k);
}

/* Signs in <sup> within the lines of the record: at the head of a line the foot of a note, elsewhere a reference. */
static bool
referred_to(const Check *k, const char *ref, bool *any)
{
    int64_t from = json_int(k->rec, "form.source.line_from", 0), to = json_int(k->rec, "form.source.line_to", 0);
    bool    found = false;
    for (int64_t n = from; from > 0 && n <= to && n <= (int64_t)k->line_n; n++)
        for (const char *p = strstr(k->lines[n - 1], "<sup>"); p; p = strstr(p + 1, "<sup>")) {
            const char *end = strstr(p, "</sup>");
            if (p == k->lines[n - 1] || !end)
                continue;
            *any = true;
            found = found || strcmp(arena_strn(k->c->mem, p + 5, (size_t)(end - p - 5)), ref) == 0;
        }
    return found;
}

void
check_footnote(Check *k)
{
    size_t  i;
    json_t *f;
    EACH(json_path(k->rec, "footnotes"), i, f)
    {
        bool        any = false;
        const char *ref = json_text(f, "ref");
        if (*ref && k->lines && !referred_to(k, ref, &any) && any)
            say(k, FIELD(k, "footnotes[%zu]", i), f, ref, json_text(f, "text"));
    }
}
