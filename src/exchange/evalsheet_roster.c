/* evalsheet_roster.c -- lists of members: split names, marks, groups, shifted and continued rows.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Repairs (regime 6.1-6.5, 6.11): every one keeps the raw row, lowers the confidence and raises a
 * finding. A name whose parts cannot be told apart keeps family and given empty. */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <string.h>

typedef struct {
    const char *group;
    bool        three_columns; /* role | name | affiliation */
    json_t     *roster, *last;
} List;

static const char *
legend_role(const json_t *roster, const char *mark)
{
    size_t  i;
    json_t *l;
    json_array_foreach(json_path(roster, "legend"), i, l)
    {
        const char *p = strstr(json_string_value(l), mark);
        if (p && text_starts(p + strlen(mark), "："))
            return p + strlen(mark) + strlen("：");
        if (p && strcmp(mark, "●") == 0)
            return p + strlen(mark);
    }
    return NULL;
}

static const char *
take_mark(const char *s, const char **mark)
{
    static const char *const marks[] = { "◎", "●", "○" };
    if (text_starts(s, "- "))
        s += 2;
    for (size_t i = 0; i < 3; i++)
        if (text_starts(s, marks[i])) {
            *mark = marks[i];
            s += strlen(marks[i]);
        }
    while (*s == ' ' || text_starts(s, "　"))
        s += *s == ' ' ? 1 : strlen("　");
    return s;
}

static void
add_member(Sheet *s, List *l, size_t line, const char *family, const char *given, const char *affiliation, const char *repaired)
{
    Arena      *mem = s->c->mem;
    const char *mark = NULL;
    family = take_mark(family, &mark);
    bool out = strstr(family, "※") || strstr(given, "※");
    family = text_trim(mem, text_replace(mem, family, "※", ""));
    given = text_trim(mem, text_replace(mem, given, "※", ""));
    const char *name = *given ? arena_fmt(mem, "%s %s", family, given) : family;
    if (*given && text_chars(family) > text_chars(given) && text_ends(family, given)) {
        repaired = "overlap";
        name = family;
    } else if (!*given && !repaired) {
        repaired = "space";
    }
    bool unsure = repaired && strcmp(repaired, "shift") != 0;
    if (repaired)
        note(s, strcmp(repaired, "overlap") == 0 ? "IMP-ROSTER-OVERLAP" : strcmp(repaired, "space") == 0 ? "IMP-ROSTER-SPLIT" : "IMP-ROSTER-SHIFT",
             unsure ? "warning" : "notice", line, "rosters",
             arena_fmt(mem, "名簿の「%s」は姓と名の区切りまたは列がずれている。原文を残し、確認を求める。", name),
             arena_fmt(mem, "The roster row of %s is split or shifted wrongly. The row is kept as printed; please confirm.", name));
    l->last = json_pack("{ss so so so so so ss sb ss sf so so}", "name", name, "family", unsure ? json_null() : json_string(family), "given",
                        unsure ? json_null() : json_string(given), "mark", json_maybe(mark), "group", json_maybe(l->group), "role", json_null(),
                        "affiliation", text_trim(mem, affiliation), "participated", !out, "raw", s->v[line].text, "confidence",
                        unsure ? 0.6 : repaired ? 0.9 : 1.0, "repaired_by", json_maybe(repaired), "source", source_of(s, line, line + 1));
    json_array_append_new(json_path(l->roster, "members"), l->last);
}

/* "相澤 彰子 国立…" -> family, given, rest; a name is two short words. */
static bool
split_line(Arena *mem, const char *t, const char **family, const char **given, const char **rest)
{
    size_t n = 0;
    char **w = text_split(mem, text_replace(mem, t, "　", " "), " ", &n);
    if (n < 3 || !*w[0] || text_chars(w[0]) > 5 || !*w[1] || text_chars(w[1]) > 5)
        return false;
    *family = w[0];
    *given = w[1];
    *rest = strstr(t, w[1]) + strlen(w[1]);
    return true;
}

static bool
is_group(const char *key)
{
    static const char *const groups[] = { "主査", "主査代理", "部会長", "部会長代理", "分科会長", "委員", "臨時委員", "専門委員", "委員長", "座長" };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(key, groups[i]) == 0)
            return true;
    return false;
}

static void
table_row(Sheet *s, List *l, size_t i)
{
    Line       *v = &s->v[i];
    const char *family = "", *given = "", *rest = "", *mark = NULL;
    char      **cell = v->cells > 1 ? v->cell : NULL;
    if (strstr(v->text, "氏名")) {
        l->three_columns = v->cells > 2;
        json_object_set_new(l->roster, "layout", json_string("table"));
        return;
    }
    if (l->three_columns) {
        bool shifted = v->cells > 2 && !*cell[2] && *cell[1];
        if (!shifted && *cell[0])
            l->group = cell[0];
        const char *name = shifted ? cell[0] : cell[1];
        if (!split_line(s->c->mem, arena_fmt(s->c->mem, "%s x", name), &family, &given, &rest))
            family = name;
        add_member(s, l, i, family, given, shifted ? cell[1] : v->cells > 2 ? cell[2] : "", shifted ? "shift" : NULL);
        return;
    }
    const char *head = take_mark(cell[0], &mark);
    if (split_line(s->c->mem, arena_fmt(s->c->mem, "%s x", head), &family, &given, &rest)) {
        add_member(s, l, i, arena_fmt(s->c->mem, "%s%s", mark ? mark : "", family), given, cell[1], NULL);
    } else if (v->cells > 2) {
        add_member(s, l, i, cell[0], cell[1], cell[2], NULL);
    } else {
        add_member(s, l, i, cell[0], "", cell[1], NULL);
    }
}

static void
row(Sheet *s, List *l, size_t i)
{
    Arena      *mem = s->c->mem;
    Line       *v = &s->v[i];
    const char *family, *given, *rest, *mark = NULL;
    if (text_blank(v->text) || is_rule_row(v))
        return;
    if (text_starts(v->text, "※") || strstr(v->text, "◎：")) {
        json_array_append_new(json_path(l->roster, "legend"), json_string(text_squeeze(mem, v->text)));
        return;
    }
    if (v->cells > 1) {
        table_row(s, l, i);
        return;
    }
    if (is_group(v->key)) {
        l->group = v->text;
        json_object_set_new(l->roster, "layout", json_string("headed"));
        return;
    }
    if (strstr(v->key, "敬称略") || strstr(v->key, "現在") || strstr(v->key, "名簿")) {
        json_array_append_new(json_path(l->roster, "notes"), json_string(v->text));
        return;
    }
    const char *t = take_mark(v->text, &mark);
    if (split_line(mem, t, &family, &given, &rest)) {
        add_member(s, l, i, arena_fmt(mem, "%s%s", mark ? mark : "", family), given, rest, NULL);
    } else if (l->last) {
        const char *old = json_text(l->last, "affiliation");
        json_object_set_new(l->last, "affiliation", json_string(arena_fmt(mem, "%s%s", old, text_trim(mem, v->text))));
    }
}

static void
roles(json_t *roster)
{
    size_t  i;
    json_t *m;
    json_array_foreach(json_path(roster, "members"), i, m)
    {
        const char *mark = json_str(m, "mark"), *role = mark ? legend_role(roster, mark) : NULL;
        const char *group = json_str(m, "group");
        if (role) {
            size_t n = strcspn(role, " ");
            const char *comma = strstr(role, "、");
            if (comma && (size_t)(comma - role) < n)
                n = (size_t)(comma - role);
            json_object_set_new(m, "role", json_stringn(role, n));
        } else if (group) {
            json_object_set_new(m, "role", json_string(group));
        }
    }
}

void
read_rosters(Sheet *s, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t next = i + 1, first = i;
        /* The list's name may stand on the line above, the next list begins where another 名簿 does. */
        while (next < to && !(strstr(s->v[next].key, "名簿") && s->v[next].cells == 1))
            next++;
        for (size_t back = 1; back <= 2 && !strstr(s->v[i].key, "審議会") && i > s->from + back; back++)
            if (strstr(s->v[i - back].key, "審議会") && s->v[i - back].cells == 1)
                first = i - back;
        size_t end = next;
        for (size_t back = 1; next < to && back <= 2 && next > i + back; back++)
            if (strstr(s->v[next - back].key, "審議会") && s->v[next - back].cells == 1)
                end = next - back;
        if (next == to)
            while (end > i + 1 && (text_blank(s->v[end - 1].text) || text_ends(s->v[end - 1].key, "の概要") ||
                   (s->v[end - 1].cells == 1 && strcmp(s->v[end - 1].key, text_key(s->c->mem, json_text(s->rec, "name"))) == 0)))
                end--;
        const char *title = first < i ? arena_fmt(s->c->mem, "%s %s", s->v[first].text, s->v[i].text) : s->v[i].text;
        const char *key = text_key(s->c->mem, title), *committee = json_text(s->rec, "committee");
        bool        lower = *committee && strstr(key, text_key(s->c->mem, committee));
        List        l = { .roster = json_pack("{ss ss ss s[] s[] s[] so}", "body", lower ? committee : "研究計画・評価分科会", "title", title,
                                              "layout", "list", "legend", "notes", "members", "source", source_of(s, first, end)) };
        if (s->v[i + 1 < end ? i + 2 < end ? i + 2 : i + 1 : i].cells > 2)
            json_object_set_new(l.roster, "layout", json_string("name-split"));
        for (size_t k = i + 1; k < end; k++)
            row(s, &l, k);
        roles(l.roster);
        json_array_append_new(json_path(s->rec, "rosters"), l.roster);
        i = next;
    }
}
