/* paper_roster.c -- lists of members, each in its own layout, with the marks and legends it prints.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Layouts of docs/record.md: "name-split" family | given | affiliation; "list" name | affiliation; "headed" the
 * same under headings of groups; "table" ruled, with a heading row and, where members have groups, a column of them.
 * ※ (did not take part) is printed from the record of participation, never typed. */
#include "exchange/paper_in.h"

#include "base/text.h"

#include <string.h>

static const char *
marked(Build *b, const json_t *m, const char *name)
{
    return arena_fmt(b->c->mem, "%s%s", json_text(m, "mark"), name);
}

/* The legend of those who did not take part; its first sign is their mark. */
static const char *
absent_legend(const Build *b, const json_t *node)
{
    return form_text(b, json_path(node, "labels"), "absent");
}

static const char *
absent_sign(Build *b, const json_t *node)
{
    const char *legend = absent_legend(b, node), *end = legend;
    text_next(&end);
    return arena_strn(b->c->mem, legend, (size_t)(end - legend));
}

static const char *
absent_mark(Build *b, const json_t *node, const json_t *m)
{
    return json_is_false(json_object_get(m, "participated")) ? absent_sign(b, node) : "";
}

static const char *
whole_name(Build *b, const json_t *node, const json_t *m)
{
    return marked(b, m, arena_fmt(b->c->mem, "%s%s", json_text(m, "name"), absent_mark(b, node, m)));
}

static const char *
member_field(Build *b, size_t roster, size_t member)
{
    return arena_fmt(b->c->mem, "rosters.%zu.members.%zu", roster, member);
}

static bool
any_group(const json_t *members)
{
    size_t  i;
    json_t *m;
    json_array_foreach(members, i, m)
        if (json_has(m, "group"))
            return true;
    return false;
}

static void
put_split(Build *b, const json_t *node, const json_t *members, size_t no)
{
    static const double widths[] = { 0.13, 0.13, 0.74 };
    Block  *t = table_add(b, arena_fmt(b->c->mem, "rosters.%zu", no), widths, 3, 0);
    size_t  i;
    json_t *m;
    t->plain = true;
    json_array_foreach(members, i, m)
    {
        CellRow    *r = row_add(b, t, member_field(b, no, i));
        const char *family = json_text(m, "family"), *given = json_text(m, "given");
        bool        whole = !*family; /* the name's parts cannot be told apart */
        if (whole) {
            cell_add(t, r, whole_name(b, node, m))->colspan = 2;
        } else {
            cell_add(t, r, marked(b, m, family));
            cell_add(t, r, arena_fmt(b->c->mem, "%s%s", given, absent_mark(b, node, m)));
        }
        cell_add(t, r, json_text(m, "affiliation"));
    }
}

/* Members [from, to) as name | affiliation without rules. */
static void
put_list(Build *b, const json_t *node, const json_t *members, size_t no, size_t from, size_t to)
{
    static const double widths[] = { 0.26, 0.74 };
    Block *t = table_add(b, arena_fmt(b->c->mem, "rosters.%zu", no), widths, 2, 0);
    t->plain = true;
    for (size_t i = from; i < to; i++) {
        const json_t *m = json_array_get(members, i);
        CellRow      *r = row_add(b, t, member_field(b, no, i));
        cell_add(t, r, whole_name(b, node, m));
        cell_add(t, r, json_text(m, "affiliation"));
    }
}

static size_t
group_end(const json_t *members, size_t from)
{
    size_t      to = from + 1;
    const char *group = json_text(json_array_get(members, from), "group");
    while (to < json_array_size(members) && strcmp(group, json_text(json_array_get(members, to), "group")) == 0)
        to++;
    return to;
}

static void
put_headed(Build *b, const json_t *node, const json_t *members, size_t no)
{
    for (size_t i = 0, to; i < json_array_size(members); i = to) {
        const char *group = json_text(json_array_get(members, i), "group");
        to = group_end(members, i);
        if (*group)
            block_add(b, BLOCK_HEADING, group, NULL)->level = 4;
        put_list(b, node, members, no, i, to);
    }
}

static void
put_ruled(Build *b, const json_t *node, const json_t *members, size_t no)
{
    static const double three[] = { 0.15, 0.21, 0.64 }, two[] = { 0.26, 0.74 };
    const json_t *labels = json_path(node, "labels");
    bool          groups = any_group(members);
    Block        *t = table_add(b, arena_fmt(b->c->mem, "rosters.%zu", no), groups ? three : two, groups ? 3 : 2, 1);
    CellRow      *r = row_add(b, t, NULL);
    size_t        i, to = 0;
    json_t       *m;
    if (groups)
        head_add(t, r, "");
    head_add(t, r, form_text(b, labels, "name"));
    head_add(t, r, form_text(b, labels, "affiliation"));
    json_array_foreach(members, i, m)
    {
        r = row_add(b, t, member_field(b, no, i));
        if (groups && i == to) {
            to = group_end(members, i);
            cell_add(t, r, json_text(m, "group"))->rowspan = (int)(to - i);
        }
        cell_add(t, r, whole_name(b, node, m));
        cell_add(t, r, json_text(m, "affiliation"));
    }
}

static bool
is_used(const json_t *members, const char *absent, const char *legend)
{
    static const char *const roles[] = { "◎", "●", "○" };
    bool        role_legend = false;
    size_t      i;
    json_t     *m;
    json_array_foreach(members, i, m)
    {
        if (*absent && text_starts(legend, absent) && json_is_false(json_object_get(m, "participated")))
            return true;
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
            if (strstr(legend, roles[k]) && (role_legend = true) && strcmp(json_text(m, "mark"), roles[k]) == 0)
                return true;
    }
    return !role_legend && !(*absent && text_starts(legend, absent));
}

/* The legend lines whose marks someone bears; the ※ line also where the record was not read from a paper. */
static void
put_legend(Build *b, const json_t *node, const json_t *roster)
{
    const json_t *members = json_path(roster, "members");
    const char   *own = absent_legend(b, node), *absent = absent_sign(b, node);
    bool          said = json_has(roster, "source"); /* read from a paper: it prints what that one printed */
    size_t        i;
    json_t       *l;
    json_array_foreach(json_path(roster, "legend"), i, l)
    {
        const char *line = json_string_value(l);
        said = said || (*absent && text_starts(line, absent));
        if (is_used(members, absent, line))
            block_add(b, BLOCK_NOTE, line, NULL);
    }
    if (!said && *own && is_used(members, absent, own))
        block_add(b, BLOCK_NOTE, own, NULL);
}

static void
put_roster(Build *b, const json_t *node, const json_t *roster, size_t no)
{
    const json_t *members = json_path(roster, "members");
    const char   *layout = json_text(roster, "layout");
    size_t        i;
    json_t       *l;
    if (no > 0)
        block_add(b, BLOCK_PART, "", NULL);
    block_add(b, BLOCK_TITLE, json_text(roster, "title"), arena_fmt(b->c->mem, "rosters.%zu", no))->level = 2;
    json_array_foreach(json_path(roster, "notes"), i, l) block_add(b, BLOCK_RIGHT, json_string_value(l), NULL);
    if (strcmp(layout, "name-split") == 0)
        put_split(b, node, members, no);
    else if (strcmp(layout, "headed") == 0)
        put_headed(b, node, members, no);
    else if (strcmp(layout, "table") == 0)
        put_ruled(b, node, members, no);
    else
        put_list(b, node, members, no, 0, json_array_size(members));
    put_legend(b, node, roster);
}

void
put_rosters(Build *b, const json_t *node)
{
    size_t  i;
    json_t *roster;
    json_array_foreach(json_path(b->rec, json_text(node, "field")), i, roster) put_roster(b, node, roster, i);
}
