/* record_diff.c -- what differs between two records, row by row.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows of a list are held against each other by what names them (an indicator by its type and name, a member by the name),
 * so that a row put in does not make every later one a changed one. Rows without a name are matched from both ends. A
 * row that was renamed stands between the same neighbours as before, and is shown as a change of its name. */
#include "domain/programme.h"

#include "base/text.h"
#include "format/json.h"

#include <string.h>

/* What names the rows of a list, by the list's own name. */
static const struct {
    const char *list, *members[2];
} names[] = {
    { "indicators", { "type", "name" } }, { "members", { "name" } },      { "rosters", { "body" } },      { "policies", { "name" } },
    { "plan", { "label" } },              { "budget", { "state", "label" } }, { "views", { "view" } },    { "items", { "item" } },
    { "evaluations", { "type", "place" } }, { "periods", { "place" } },   { "footnotes", { "ref" } },     { "columns", { "label" } },
    { "lineage", { "kind", "name" } },    { "remark_pairs", { "remark" } },
};

typedef struct {
    Ctx    *c;
    json_t *out;
} Diff;

typedef struct {
    const json_t *v;
    size_t        n, *other; /* other[i]: the row of the other list, SIZE_MAX none */
    const char  **key;
} Side;

/* Members that say how a paper was read or where it is kept, not what it says. */
static bool
is_of_reading(const char *key)
{
    static const char *const members[] = { "source", "sources", "findings", "raw", "confidence", "repaired_by",
        "id", "version", "version_id", "recorded_at", "recorded_by", "document", "evaluation", "evaluations_held", "total_yen" };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i], key) == 0)
            return true;
    return false;
}

/* The record without what says only where it was read, and without nulls, which mean the same as an absent member: two
 * readings of one paper are equal. */
static json_t *
plain(const json_t *j)
{
    const char *k;
    json_t     *v, *out;
    size_t      i;
    if (json_is_object(j)) {
        out = json_object();
        json_object_foreach(j, k, v)
            if (!is_of_reading(k) && !json_is_null(v))
                json_object_set_new(out, k, plain(v));
        return out;
    }
    if (!json_is_array(j))
        return json_share(j);
    out = json_array();
    json_array_foreach(j, i, v) json_array_append_new(out, plain(v));
    return out;
}

static void diff_into(Diff *d, const char *path, const json_t *a, const json_t *b);

static void
changed(Diff *d, const char *path, const json_t *a, const json_t *b)
{
    json_array_append_new(d->out, json_pack("{ss so so}", "path", path, "old", a ? json_deep_copy(a) : json_null(), "new", b ? json_deep_copy(b) : json_null()));
}

/* Rows [i, i_end) stood where [j, j_end) stand now: as many are the same rows changed, else they went and came. */
static void
gap(Diff *d, const char *path, const Side *a, size_t i, size_t i_end, const Side *b, size_t j, size_t j_end)
{
    bool same = i_end - i == j_end - j;
    for (; i < i_end; i++, j += same)
        diff_into(d, arena_fmt(d->c->mem, "%s[%zu]", path, same ? j : i), json_array_get(a->v, i), same ? json_array_get(b->v, j) : NULL);
    for (; !same && j < j_end; j++)
        diff_into(d, arena_fmt(d->c->mem, "%s[%zu]", path, j), NULL, json_array_get(b->v, j));
}

/* Names of all rows; false when some row has none, or one of another. */
static bool
name_rows(Diff *d, const char *list, Side *s)
{
    size_t  k = 0, i, m;
    json_t *seen = json_keep(d->c->mem, json_object()), *x;
    while (k < sizeof names / sizeof *names && strcmp(names[k].list, list) != 0)
        k++;
    if (k == sizeof names / sizeof *names)
        return false;
    s->key = NEWN(d->c->mem, const char *, s->n + 1);
    json_array_foreach(s->v, i, x)
    {
        const char *key = "";
        for (m = 0; m < 2 && names[k].members[m]; m++)
            key = arena_fmt(d->c->mem, "%s|%s", key, text_key(d->c->mem, json_text(x, names[k].members[m])));
        if (strspn(key, "|") == strlen(key) || json_object_get(seen, key))
            return false;
        json_object_set_new(seen, key, json_integer((json_int_t)i));
        s->key[i] = key;
    }
    return true;
}

static void
match(Diff *d, Side *a, Side *b)
{
    json_t *at = json_keep(d->c->mem, json_object());
    for (size_t j = 0; j < b->n; j++)
        json_object_set_new(at, b->key[j], json_integer((json_int_t)j));
    for (size_t i = 0; i < a->n; i++) {
        const json_t *j = json_object_get(at, a->key[i]);
        a->other[i] = j ? (size_t)json_integer_value(j) : SIZE_MAX;
        if (j)
            b->other[a->other[i]] = i;
    }
}

/* The names of the rows both lists have, in the order of one. */
static json_t *
order_of(const Side *s, const Side *names_of, bool first)
{
    json_t *out = json_array();
    for (size_t i = 0; i < s->n; i++)
        if (s->other[i] != SIZE_MAX)
            json_array_append_new(out, json_string(names_of->key[first ? i : s->other[i]] + 1));
    return out;
}

static void
by_name(Diff *d, const char *path, const Side *a, const Side *b)
{
    size_t i = 0, j = 0, last = 0;
    bool   moved = false;
    for (size_t k = 0; k < a->n; k++)
        if (a->other[k] != SIZE_MAX) {
            moved = moved || a->other[k] < last;
            last = a->other[k];
        }
    for (size_t k = 0; k < b->n && moved; k++)
        diff_into(d, arena_fmt(d->c->mem, "%s[%zu]", path, k), b->other[k] == SIZE_MAX ? NULL : json_array_get(a->v, b->other[k]), json_array_get(b->v, k));
    for (size_t k = 0; k < a->n && moved; k++)
        if (a->other[k] == SIZE_MAX)
            diff_into(d, arena_fmt(d->c->mem, "%s[%zu]", path, k), json_array_get(a->v, k), NULL);
    if (moved) {
        json_t *was = json_keep(d->c->mem, order_of(a, a, true)), *is = json_keep(d->c->mem, order_of(b, a, false));
        changed(d, path, was, is);
        return;
    }
    for (size_t k = 0; k < a->n; k++) {
        if (a->other[k] == SIZE_MAX)
            continue;
        gap(d, path, a, i, k, b, j, a->other[k]);
        j = a->other[k];
        diff_into(d, arena_fmt(d->c->mem, "%s[%zu]", path, j), json_array_get(a->v, k), json_array_get(b->v, j));
        i = k + 1;
        j++;
    }
    gap(d, path, a, i, a->n, b, j, b->n);
}

/* Rows without names: the same ones at both ends, and what is between. */
static void
by_place(Diff *d, const char *path, const Side *a, const Side *b)
{
    size_t head = 0, tail = 0;
    while (head < a->n && head < b->n && json_equal(json_array_get(a->v, head), json_array_get(b->v, head)))
        head++;
    while (head + tail < a->n && head + tail < b->n && json_equal(json_array_get(a->v, a->n - 1 - tail), json_array_get(b->v, b->n - 1 - tail)))
        tail++;
    gap(d, path, a, head, a->n - tail, b, head, b->n - tail);
}

static void
lists(Diff *d, const char *path, const json_t *x, const json_t *y)
{
    Side        a = { .v = x, .n = json_array_size(x) }, b = { .v = y, .n = json_array_size(y) };
    const char *dot = strrchr(path, '.'), *list = dot ? dot + 1 : path;
    a.other = NEWN(d->c->mem, size_t, a.n + 1);
    b.other = NEWN(d->c->mem, size_t, b.n + 1);
    for (size_t i = 0; i < b.n; i++)
        b.other[i] = SIZE_MAX;
    if (!name_rows(d, list, &a) || !name_rows(d, list, &b)) {
        by_place(d, path, &a, &b);
        return;
    }
    match(d, &a, &b);
    by_name(d, path, &a, &b);
}

static void
diff_into(Diff *d, const char *path, const json_t *a, const json_t *b)
{
    const char *k;
    json_t     *v;
    if ((!a && !b) || (a && b && json_equal(a, b)))
        return;
    if (json_is_object(a) && json_is_object(b)) {
        json_object_foreach(a, k, v)
            diff_into(d, *path ? arena_fmt(d->c->mem, "%s.%s", path, k) : k, v, json_object_get(b, k));
        json_object_foreach(b, k, v)
            if (!json_object_get(a, k))
                diff_into(d, *path ? arena_fmt(d->c->mem, "%s.%s", path, k) : k, NULL, v);
    } else if (json_is_array(a) && json_is_array(b)) {
        lists(d, path, a, b);
    } else {
        changed(d, path, a, b);
    }
}

json_t *
record_plain(const json_t *record)
{
    return plain(record);
}

json_t *
record_diff(Ctx *c, const json_t *old, const json_t *now)
{
    Diff    d = { .c = c, .out = json_keep(c->mem, json_array()) };
    json_t *a = json_keep(c->mem, plain(old)), *b = json_keep(c->mem, plain(now));
    diff_into(&d, "", a, b);
    return d.out;
}
