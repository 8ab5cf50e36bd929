/* check_text.c -- how names and texts are compared by the checks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "base/buf.h"

/* The place of a text among those kept. */
static size_t
place(const Keys *kept, const char *s)
{
    size_t i = (((uintptr_t)s >> 3) * 2654435761u) & (kept->size - 1);
    while (kept->v[i].from && kept->v[i].from != s)
        i = (i + 1) & (kept->size - 1);
    return i;
}

static void
grow(Arena *mem, Keys *kept)
{
    Keys old = *kept;
    kept->size = old.size ? old.size * 2 : 1 << 10;
    kept->v = arena_alloc(mem, kept->size * sizeof *kept->v);
    for (size_t i = 0; i < old.size; i++)
        if (old.v[i].from)
            kept->v[place(kept, old.v[i].from)] = old.v[i];
}

const char *
key_of(const Check *k, const char *s)
{
    Keys *kept = k->kept;
    if (kept->n * 2 >= kept->size)
        grow(k->c->mem, kept);
    size_t i = place(kept, s);
    if (!kept->v[i].from) {
        kept->v[i].key = text_key(k->c->mem, s);
        kept->v[i].from = s;
        kept->n++;
    }
    return kept->v[i].key;
}

const char *
bare_key(const Check *k, const char *s)
{
    const char *key = key_of(k, s);
    Buf        *b = buf_in(k->c->mem);
    int         depth = 0;
    for (const char *p = key; *p; p++) {
        if (*p == '(')
            depth++;
        if (!depth)
            buf_char(b, *p);
        if (*p == ')' && depth > 0)
            depth--;
    }
    const char *out = buf_text(b);
    return text_ends(out, "等") ? arena_strn(k->c->mem, out, strlen(out) - strlen("等")) : out;
}

const char *
measure_key(const Check *k, const char *s)
{
    const char *key = text_replace(k->c->mem, bare_key(k, s), "件数", "数");
    return text_replace(k->c->mem, key, "の数", "数");
}

bool
is_measure(const Check *k, const char *name)
{
    return rules_word_ends(&k->rules, "measure_words", bare_key(k, name));
}

int
measures_in(const Check *k, const char *name)
{
    const char *key = bare_key(k, name);
    size_t      i, n, j;
    json_t     *w;
    int         count = 0;
    EACH(json_path(k->rules.keys, "joiners"), i, w)
        key = text_replace(k->c->mem, key, json_string_value(w), "\n");
    char **part = text_split(k->c->mem, key, "\n", &n);
    for (j = 0; j < n; j++)
        count += *part[j] && rules_word_ends(&k->rules, "measure_words", part[j]);
    return count;
}

const char *
listed(const Check *k, const json_t *names)
{
    Buf    *b = buf_in(k->c->mem);
    size_t  i;
    json_t *n;
    EACH(names, i, n)
        buf_fmt(b, "%s%s", i ? "、" : "", json_string_value(n));
    return buf_text(b);
}

/* What is not prose of the paper, or stands a second time elsewhere in the record. */
static bool
passed_over(const char *key)
{
    static const char *const names[] = { "source", "findings", "raw", "schedule", "family", "given", "other_text", "remarks_text", "evaluations_text", "period_text",
                                         "verdict", "document", "recorded_at", "recorded_by", "key", "format", "columns", "substitution_note", "decided_text", "names" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], key) == 0)
            return true;
    return false;
}

static void
walk(Check *k, EachText *fn, void *arg, const char *path, const json_t *at, const json_t *j)
{
    const char *key;
    size_t      i;
    json_t     *v;
    if (json_is_string(j)) {
        fn(k, path, at, json_string_value(j), arg);
    } else if (json_is_array(j)) {
        EACH(j, i, v)
            walk(k, fn, arg, FIELD(k, "%s[%zu]", path, i), at, v);
    } else if (json_is_object(j)) {
        at = json_has(j, "source") ? j : at;
        json_object_foreach(j, key, v)
            if (!passed_over(key))
                walk(k, fn, arg, *path ? FIELD(k, "%s.%s", path, key) : key, at, v);
    }
}

/* Prose that hangs on the record itself (purpose, summary ...) belongs to the sheet. */
void
each_text(Check *k, EachText *fn, void *arg)
{
    walk(k, fn, arg, "", json_path(k->rec, "form"), k->rec);
}

int
distance(const Check *k, const char *a, const char *b, int most)
{
    size_t n = text_chars(a), m = text_chars(b);
    if ((n > m ? n - m : m - n) > (size_t)most)
        return most + 1;
    uint32_t *y = NEWN(k->c->mem, uint32_t, m + 1);
    int      *d = NEWN(k->c->mem, int, m + 1);
    for (size_t j = 0; j < m; j++)
        y[j] = text_next(&b);
    for (size_t j = 0; j <= m; j++)
        d[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        uint32_t x = text_next(&a);
        int      diagonal = d[0];
        d[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int same = diagonal + (x != y[j - 1]), other = (d[j] < d[j - 1] ? d[j] : d[j - 1]) + 1;
            diagonal = d[j];
            d[j] = same < other ? same : other;
        }
    }
    return d[m] > most ? most + 1 : d[m];
}
