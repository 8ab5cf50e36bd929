/* evalsheet_roster.c -- lists of members: split names, marks, groups, shifted and continued rows.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Four layouts: 姓 | 名 | 所属 in three cells; "姓 名 所属" or 氏名 | 所属 in one or two; headings of classes between
 * the names; a table with a heading row, where a class stands in front. Repairs (regime 6.1-6.5, 6.11) keep the raw row,
 * lower the confidence and raise a finding. A name whose parts cannot be told apart keeps family and given empty. */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <string.h>

enum { LEGEND_MAX = 20, TEXT_MAX = 4000 };

typedef struct {
    const char *group;
    int         role, name, family, given, affiliation; /* columns by the heading row; -1 when there is none */
    bool        headed;                                 /* a heading row was read */
    json_t     *roster, *last;
    size_t      last_line;
} List;

/* One of the raw signs of a list at the beginning of `s`. */
static const char *
sign_at(const Sheet *s, const char *path, const char *text)
{
    return word_at(json_path(s->p->words_raw, path), text);
}

static const char *
skip_space(const char *s)
{
    while (*s == ' ' || text_starts(s, "　") || text_starts(s, "\xc2\xa0"))
        s += *s == ' ' ? 1 : *s == '\xc2' ? 2 : 3;
    return s;
}

static const char *
take_mark(const Sheet *s, const char *p, const char **mark)
{
    const char *m;
    if (text_starts(p, "- "))
        p += 2;
    while ((m = sign_at(s, "rosters.marks", p))) {
        *mark = m;
        p = skip_space(p + strlen(m));
    }
    return skip_space(p);
}

/* A text without the signs of absence at its end; *absent when there was one. */
static char *
take_absent(const Sheet *s, const char *text, bool *absent)
{
    char       *t = text_trim(s->c->mem, text);
    const char *w;
    for (size_t i = 0; (w = json_string_value(json_array_get(json_path(s->p->words_raw, "rosters.absent"), i))); i++)
        while (*t && text_ends(t, w)) {
            t = text_trim(s->c->mem, arena_strn(s->c->mem, t, strlen(t) - strlen(w)));
            *absent = true;
            i = 0;
        }
    return t;
}

static void
say_repair(Sheet *s, size_t line, const char *repaired, bool unsure, const char *name)
{
    const char *code = strcmp(repaired, "overlap") == 0 ? "IMP-ROSTER-OVERLAP" : strcmp(repaired, "space") == 0 ? "IMP-ROSTER-SPLIT" : "IMP-ROSTER-SHIFT";
    note(s, code, unsure ? "warning" : "notice", line, "rosters",
         arena_fmt(s->c->mem, "名簿の「%s」は姓と名の区切りまたは列がずれている。原文を残し、確認を求める。", name),
         arena_fmt(s->c->mem, "The roster row of %s is split or shifted wrongly. The row is kept as printed; please confirm.", name));
}

static bool
add_member(Sheet *s, List *l, size_t line, const char *family, const char *given, const char *affiliation, const char *repaired)
{
    Arena      *mem = s->c->mem;
    const char *mark = NULL;
    bool        out = false;
    family = take_absent(s, take_mark(s, family, &mark), &out);
    given = take_absent(s, given, &out);
    affiliation = take_absent(s, affiliation, &out);
    const char *name = *given ? arena_fmt(mem, "%s %s", family, given) : family;
    if (*given && text_chars(family) > text_chars(given) && text_ends(family, given)) {
        repaired = "overlap"; /* 佐々木久美子 | 美子 */
        name = family;
    } else if (!*given && !repaired) {
        repaired = "space";
    }
    bool unsure = repaired && strcmp(repaired, "shift") != 0;
    if (repaired)
        say_repair(s, line, repaired, unsure, name);
    l->last = json_pack("{ss so so so so so ss sb ss sf so so}", "name", name, "family", unsure ? json_null() : json_string(family), "given",
                        unsure ? json_null() : json_string(given), "mark", json_maybe(mark), "group", json_maybe(l->group), "role", json_null(),
                        "affiliation", affiliation, "participated", !out, "raw", s->v[line].text, "confidence",
                        unsure ? 0.6 : repaired ? 0.9 : 1.0, "repaired_by", json_maybe(repaired), "source", source_of(s, line, line + 1));
    l->last_line = line;
    json_t *members = json_path(l->roster, "members");
    json_array_append_new(members, l->last);
    return json_array_size(members) <= MEMBERS_MAX || refuse(s, line, "名簿の行が多すぎます（%s）。", "there are too many members in a list (%s)", arena_fmt(s->c->mem, "%d", (int)MEMBERS_MAX));
}

/* Words of a line, at most `max`; the last one keeps the rest. */
static size_t
words_in(Arena *mem, const char *t, const char **v, size_t max)
{
    size_t n = 0;
    for (t = skip_space(t); *t && n < max; t = skip_space(t)) {
        const char *end = t;
        while (*end && *end != ' ' && !text_starts(end, "　") && !text_starts(end, "\xc2\xa0"))
            text_next(&end);
        v[n] = n + 1 == max ? text_trim(mem, t) : arena_strn(mem, t, (size_t)(end - t));
        n++;
        t = end;
    }
    return n;
}

/* Japanese family and given names have one to five signs; names in Latin letters may be longer. */
static bool
is_name_part(const char *w)
{
    bool latin = ((unsigned char)*w | 32) >= 'a' && ((unsigned char)*w | 32) <= 'z';
    return *w && text_chars(w) <= (latin ? 20 : 5) && !(*w >= '0' && *w <= '9');
}

static bool
is_role(const Sheet *s, const char *cell)
{
    const char *key = strlen(cell) < 60 ? text_key(s->c->mem, cell) : "";
    return word_is(words_of(s, "rosters.roles"), key);
}

/* A name in one cell: "姓 名" with its mark. */
static bool
add_named(Sheet *s, List *l, size_t line, const char *cell, const char *affiliation, const char *repaired)
{
    const char *mark = NULL, *v[2], *name = take_mark(s, cell, &mark);
    bool        out = false;
    if (words_in(s->c->mem, name, v, 2) == 2 && is_name_part(v[0]) && is_name_part(take_absent(s, v[1], &out)))
        return add_member(s, l, line, arena_fmt(s->c->mem, "%s%s", mark ? mark : "", v[0]), v[1], affiliation, repaired);
    return add_member(s, l, line, cell, "", affiliation, repaired);
}

static void
heading_row(Sheet *s, List *l, const Line *v)
{
    static const char *const names[] = { "rosters.name", "rosters.affiliation", "rosters.role", "rosters.family", "rosters.given" };
    int *const               at[] = { &l->name, &l->affiliation, &l->role, &l->family, &l->given };
    for (size_t i = 0; i < 5; i++)
        *at[i] = -1;
    for (size_t k = 0; k < v->cells; k++) {
        const char *key = text_key(s->c->mem, v->cell[k]);
        for (size_t i = 0; i < 5; i++)
            if (*key && *at[i] < 0 && (i < 3 ? word_at(words_of(s, names[i]), key) != NULL : word_is(words_of(s, names[i]), key)) && !(i == 3 && l->name >= 0)) {
                *at[i] = (int)k;
                break;
            }
    }
    if (l->name < 0 && l->family < 0)
        l->name = 0;
    int first = l->name >= 0 ? l->name : l->family;
    if (l->role < 0 && first > 0 && !*v->cell[first - 1])
        l->role = first - 1; /* the class of members stands in front, under an empty heading */
    if (l->affiliation < 0)
        l->affiliation = (l->given > first ? l->given : first) + 1;
    l->headed = true;
    json_object_set_new(l->roster, "layout", json_string("table"));
}

static bool
is_heading_row(const Sheet *s, const Line *v)
{
    bool name = false, place = false;
    for (size_t k = 0; k < v->cells; k++) {
        const char *key = strlen(v->cell[k]) < 60 ? text_key(s->c->mem, v->cell[k]) : "";
        name = name || word_at(words_of(s, "rosters.name"), key) || word_is(words_of(s, "rosters.family"), key);
        place = place || word_at(words_of(s, "rosters.affiliation"), key);
    }
    return name && place;
}

static const char *
cell_at(const Line *v, int k)
{
    return k >= 0 && (size_t)k < v->cells ? v->cell[k] : "";
}

static void
continues(Sheet *s, List *l, const char *more, size_t line)
{
    const char *had = l->last ? json_text(l->last, "affiliation") : "";
    if (!l->last || strlen(had) > TEXT_MAX)
        return;
    json_object_set_new(l->last, "affiliation", json_string(arena_fmt(s->c->mem, "%s%s", had, more)));
    json_object_set_new(json_path(l->last, "source"), "line_to", json_integer(s->v[line].last));
    l->last_line = line;
}

/* Rows under a heading row. A row that begins one column to the left (a page cut its class off) is shifted back. */
static bool
headed_row(Sheet *s, List *l, size_t i)
{
    Line       *v = &s->v[i];
    const char *role = cell_at(v, l->role), *name = cell_at(v, l->name >= 0 ? l->name : l->family), *given = cell_at(v, l->given), *place = cell_at(v, l->affiliation);
    bool        shifted = l->role >= 0 && *role && *name && !*place && !is_role(s, role);
    if (shifted)
        return add_named(s, l, i, role, name, "shift");
    if (l->role >= 0 && *role)
        l->group = role;
    if (l->name >= 0 && l->affiliation > l->name + 1) { /* 氏名 stands over two columns, 姓 and 名 */
        const char *second = cell_at(v, l->name + 1);
        if (*name && *second && l->name + 2 == l->affiliation)
            return add_member(s, l, i, name, second, place, NULL);
        name = *name ? name : second;
    }
    if (!*name) {
        if (*place)
            continues(s, l, place, i);
        return true;
    }
    if (l->given >= 0)
        return add_member(s, l, i, name, given, place, NULL);
    return add_named(s, l, i, name, place, NULL);
}

static bool
table_row(Sheet *s, List *l, size_t i)
{
    Line *v = &s->v[i];
    if (is_heading_row(s, v)) {
        heading_row(s, l, v);
        return true;
    }
    if (l->headed)
        return headed_row(s, l, i);
    size_t n = v->cells, k = n > 2 && (is_role(s, v->cell[0]) || (!*v->cell[0] && *v->cell[1])) ? 1 : 0; /* a class in front, without a heading row */
    if (k && *v->cell[0])
        l->group = v->cell[0];
    if (!*v->cell[k]) {
        continues(s, l, v->cell[n - 1], i);
        return true;
    }
    const char *mark = NULL, *w[2];
    bool        whole = words_in(s->c->mem, take_mark(s, v->cell[k], &mark), w, 2) == 2;
    if (n - k > 2 && !whole) {
        if (strcmp(json_text(l->roster, "layout"), "list") == 0)
            json_object_set_new(l->roster, "layout", json_string("name-split"));
        return add_member(s, l, i, v->cell[k], v->cell[k + 1], v->cell[k + 2], NULL);
    }
    if (n - k == 2 && !whole && is_name_part(v->cell[k]) && is_name_part(v->cell[k + 1]) && text_chars(v->cell[k + 1]) < 4)
        return add_member(s, l, i, v->cell[k], v->cell[k + 1], "", NULL);
    return add_named(s, l, i, v->cell[k], k + 1 < n ? v->cell[k + 1] : "", NULL);
}

/* "◎：主査  ○：主査代理", "※本評価には参加していない": what the marks mean. */
static bool
is_legend(const Sheet *s, const char *text)
{
    const char *t = skip_space(text), *m;
    while (*t == '(' || text_starts(t, "（"))
        t = skip_space(t + (*t == '(' ? 1 : 3));
    if (sign_at(s, "rosters.absent", t))
        return true;
    if (!(m = sign_at(s, "rosters.marks", t)))
        return false;
    t = skip_space(t + strlen(m));
    if (sign_at(s, "rosters.legend", t))
        return true;
    const char *end = t;
    while (*end && *end != ' ' && !text_starts(end, "　") && !text_starts(end, "、") && !sign_at(s, "rosters.marks", end))
        text_next(&end);
    return is_role(s, arena_strn(s->c->mem, t, (size_t)(end - t)));
}

static bool
single_line(Sheet *s, List *l, size_t i)
{
    Line       *v = &s->v[i];
    Arena      *mem = s->c->mem;
    const char *mark = NULL, *t = take_mark(s, v->text, &mark), *w[3];
    bool        out = false;
    if (is_role(s, text_replace(mem, text_replace(mem, text_head(mem, v->text, 20), "（", ""), "）", ""))) {
        l->group = text_trim(mem, v->text);
        json_object_set_new(l->roster, "layout", json_string("headed"));
        return true;
    }
    size_t n = words_in(mem, t, w, 3);
    if (n == 3 && is_name_part(w[0]) && is_name_part(take_absent(s, w[1], &out)))
        return add_member(s, l, i, arena_fmt(mem, "%s%s", mark ? mark : "", w[0]), w[1], w[2], NULL);
    const char *head = text_head(mem, v->key, 60);
    if (word_in(words_of(s, "rosters.notes"), head) || (word_in(words_of(s, "rosters.list"), head) && text_chars(v->key) < 30)) {
        json_array_append_new(json_path(l->roster, "notes"), json_string(text_trim(mem, v->text)));
        return true;
    }
    bool cut = l->last && text_chars(s->v[l->last_line].text) >= 20;
    if (n == 2 && !cut && text_chars(w[0]) <= 10)
        return add_member(s, l, i, arena_fmt(mem, "%s%s", mark ? mark : "", w[0]), "", w[1], NULL);
    if (cut)
        continues(s, l, text_trim(mem, v->text), i);
    else
        json_array_append_new(json_path(l->roster, "notes"), json_string(text_trim(mem, v->text)));
    return true;
}

static bool
row(Sheet *s, List *l, size_t i)
{
    Line *v = &s->v[i];
    if (text_blank(v->text) || is_rule_row(v))
        return true;
    v->used = true;
    if (is_legend(s, v->text)) {
        json_t *legend = json_path(l->roster, "legend");
        if (json_array_size(legend) < LEGEND_MAX)
            json_array_append_new(legend, json_string(text_squeeze(s->c->mem, v->text)));
        return true;
    }
    return v->cells > 1 && is_row(v) ? table_row(s, l, i) : single_line(s, l, i);
}

/* What the legend says of a mark; NULL when it says nothing. */
static const char *
legend_of(const Sheet *s, const json_t *roster, const char *mark)
{
    size_t  i;
    json_t *line;
    json_array_foreach(json_path(roster, "legend"), i, line)
    {
        const char *p = strstr(json_string_value(line), mark), *sign;
        if (!p)
            continue;
        p = skip_space(p + strlen(mark));
        if ((sign = sign_at(s, "rosters.legend", p)))
            p = skip_space(p + strlen(sign));
        const char *end = p;
        while (*end && *end != ' ' && *end != ')' && !text_starts(end, "、") && !text_starts(end, "）") && !text_starts(end, "　") && !sign_at(s, "rosters.marks", end))
            text_next(&end);
        return arena_strn(s->c->mem, p, (size_t)(end - p));
    }
    return NULL;
}

/* Roles and absences by the legend, which often stands behind the names. */
static void
settle(Sheet *s, json_t *roster, size_t line)
{
    size_t      i, marked = 0;
    json_t     *m, *signs = json_path(s->p->words_raw, "rosters.absent");
    const char *legend = NULL;
    for (i = 0; i < json_array_size(signs) && !legend; i++)
        legend = legend_of(s, roster, json_string_value(json_array_get(signs, i)));
    bool other = legend && !word_in(words_of(s, "rosters.absent_words"), text_key(s->c->mem, legend));
    json_array_foreach(json_path(roster, "members"), i, m)
    {
        const char *mark = json_str(m, "mark"), *role = mark ? legend_of(s, roster, mark) : NULL;
        if (role && *role)
            json_object_set_new(m, "role", json_string(role));
        else if (json_has(m, "group"))
            json_object_set(m, "role", json_path(m, "group"));
        marked += !json_flag(m, "participated");
        if (other && !json_flag(m, "participated"))
            json_object_set_new(m, "participated", json_true());
    }
    if (marked && (other || !legend))
        note(s, "IMP-ROSTER-MARK", "warning", line, "rosters",
             arena_fmt(s->c->mem, "名簿の ※（%zu 名）の意味が「%s」である。評価への参加を確かめる。", marked, legend ? legend : "書かれていない"),
             arena_fmt(s->c->mem, "The mark on %zu members is explained as \"%s\"; confirm whether they took part.", marked, legend ? legend : "nothing"));
}

/* The body whose list a title names: its last name, without the words for a list, brackets and the bodies above it. */
static const char *
body_in(Sheet *s, const char *title)
{
    Arena      *mem = s->c->mem;
    const char *v[12], *body = "", *w;
    char       *t = text_squeeze(mem, title);
    for (const char *open; (open = strstr(t, "（")) || (open = strchr(t, '('));) {
        const char *close = *open == '(' ? strchr(open, ')') : strstr(open, "）");
        t = arena_fmt(mem, "%.*s %s", (int)(open - t), t, close ? close + (*open == '(' ? 1 : 3) : "");
    }
    for (size_t i = 0; (w = json_string_value(json_array_get(json_path(s->p->words_raw, "rosters.list"), i))); i++)
        t = text_replace(mem, t, w, " ");
    size_t n = words_in(mem, t, v, 12);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; (w = json_string_value(json_array_get(json_path(s->p->words_raw, "rosters.council"), k))); k++)
            if (text_ends(v[i], w))
                body = v[i];
    for (bool more = true; more;) { /* 研究計画・評価分科会海洋委員会 without a space */
        more = false;
        for (size_t k = 0; (w = json_string_value(json_array_get(json_path(s->p->words_raw, "rosters.council"), k))); k++) {
            const char *at = strstr(body, w);
            if (at && at > body && at[strlen(w)]) {
                body = at + strlen(w);
                more = true;
            }
        }
    }
    return *body ? body : text_trim(mem, t);
}

bool
roster_begins(const Sheet *s, const json_t *match, size_t i)
{
    const Line *l = &s->v[i];
    const char *rest;
    return !is_row(l) && *l->key && strlen(l->key) < 180 && word_in(match, l->key) && !strstr(l->key, "。") && !heading_number(l->cell[0], &rest) &&
           !text_starts(l->key, "【") && !word_in(words_of(s, "rosters.notes"), l->key);
}

/* The first line of a list's title: the body may stand on the one or two lines above. */
size_t
roster_title(const Sheet *s, size_t i, size_t from)
{
    const char *top = json_string_value(json_array_get(words_of(s, "rosters.council"), 0));
    size_t      first = i;
    for (size_t back = 1; back <= 2 && !strstr(s->v[i].key, top) && i >= from + back; back++) {
        const Line *l = &s->v[i - back];
        if (!is_row(l) && !l->used && strstr(l->key, top) && strlen(l->key) < 180)
            first = i - back;
    }
    return first;
}

bool
read_rosters(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const json_t *match = json_path(how, "match");
    size_t        i = from;
    while (i < to && !roster_begins(s, match, i))
        i++;
    while (i < to) {
        size_t next = i + 1, first = roster_title(s, i, from);
        while (next < to && !roster_begins(s, match, next))
            next++;
        size_t end = next < to ? roster_title(s, next, i + 1) : to;
        while (end > i + 1 && text_blank(s->v[end - 1].text))
            end--;
        const char *title = first < i ? arena_fmt(s->c->mem, "%s %s", s->v[first].text, s->v[i].text) : s->v[i].text;
        List        l = { .role = -1, .name = -1, .family = -1, .given = -1, .affiliation = -1 };
        l.roster = json_pack("{ss ss ss s[] s[] s[] so}", "body", body_in(s, title), "title", title, "layout", "list", "legend", "notes", "members", "source",
                             source_of(s, first, end));
        json_array_append_new(list_at(s, json_text(how, "field")), l.roster);
        for (size_t k = i + 1; k < end; k++)
            if (!row(s, &l, k))
                return false;
        settle(s, l.roster, i);
        i = next;
    }
    return ok(s->c);
}
