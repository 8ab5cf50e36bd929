/* check_people.c -- rosters: marks, chairs, affiliations, and members of the implementing body.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A mark without a reason is public and may be right; a member of the implementing body may have left the room. These
 * findings ask, they do not accuse. */
#include "engine/check_in.h"

#include "base/buf.h"

#define EACH_MEMBER(rec, r, ros, m, mem) EACH(json_path(rec, "rosters"), r, ros) EACH(json_path(ros, "members"), m, mem)

static bool
absent(const json_t *m)
{
    return json_is_false(json_path(m, "participated"));
}

/* Texts that say who carries the programme out. */
static const char *
carriers(const Check *k)
{
    static const char *const fields[] = { "name", "division", "overview.title", "overview.purpose", "overview.other", "overview.organisation", "purpose", "summary" };
    Buf    *b = buf_in(k->c->mem);
    size_t  i;
    json_t *p;
    for (i = 0; i < sizeof fields / sizeof *fields; i++)
        buf_fmt(b, "%s\n", json_text(k->rec, fields[i]));
    EACH(json_path(k->rec, "plan"), i, p)
        buf_fmt(b, "%s\n", json_text(p, "text"));
    return key_of(k, buf_text(b));
}

static bool
any_in(const json_t *words, const char *key)
{
    size_t  i;
    json_t *w;
    EACH(words, i, w)
        if (strstr(key, json_string_value(w)))
            return true;
    return false;
}

void
check_member_body(Check *k)
{
    const char *who = carriers(k);
    size_t      i, r, m;
    json_t     *body, *ros, *mem;
    EACH(json_path(k->rules.keys, "bodies"), i, body)
    {
        if (!any_in(json_path(body, "names"), who))
            continue;
        const char *name = json_text(json_array_get(json_path(k->rules.words, "bodies"), i), "names.0");
        EACH_MEMBER(k->rec, r, ros, m, mem)
        {
            const char *at = key_of(k, json_text(mem, "affiliation"));
            if (any_in(json_path(body, "affiliations"), at) && !text_starts(at, "元")) /* 元: no longer there */
                say_marked(k, FIELD(k, "rosters[%zu].members[%zu]", r, m), mem, NULL, FIELD(k, "%s %s", json_text(mem, "name"), json_text(mem, "affiliation")), name);
        }
    }
}

/* Members of a body whose mark differs in another paper of the day. */
static json_t *
differing(const Check *k, const json_t *roster)
{
    json_t     *names = json_keep(k->c->mem, json_array()), *mine;
    const char *body = key_of(k, json_text(roster, "body"));
    size_t      i;
    EACH(json_path(roster, "members"), i, mine)
    {
        bool differs = false;
        EACH_SEEN(k, k->beside, MEMBER, json_text(mine, "name"), s)
            differs = differs || (absent(mine) != s->absent && strcmp(s->body, body) == 0);
        if (differs)
            json_array_append_new(names, json_string(FIELD(k, "%s%s", json_text(mine, "name"), absent(mine) ? "※" : "")));
    }
    return names;
}

void
check_mark_differs(Check *k)
{
    size_t  r;
    json_t *ros;
    EACH(json_path(k->rec, "rosters"), r, ros)
    {
        json_t *names = differing(k, ros);
        if (json_array_size(names) > 0)
            say_marked(k, FIELD(k, "rosters[%zu]", r), ros, NULL, listed(k, names), NULL);
    }
}

/* The roster of another body that someone of the name chairs, in this paper or one beside it. */
static const json_t *
chairs(const Check *k, const json_t *person, const json_t *roster)
{
    const CheckBeside *const where[] = { k->own, k->beside };
    const char              *body = key_of(k, json_text(roster, "body"));
    for (size_t i = 0; i < sizeof where / sizeof *where; i++)
        EACH_SEEN(k, where[i], MEMBER, json_text(person, "name"), s)
            if (strcmp(s->body, body) != 0 && rules_word_is(&k->rules, "chairs", key_of(k, json_text(s->at, "role"))))
                return s->roster;
    return NULL;
}

void
check_chair_marked(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH_MEMBER(k->rec, r, ros, m, mem)
    {
        const json_t *chaired = absent(mem) ? chairs(k, mem, ros) : NULL;
        if (chaired)
            say_marked(k, FIELD(k, "rosters[%zu].members[%zu]", r, m), mem, NULL, FIELD(k, "%s※", json_text(mem, "name")), json_text(chaired, "body"));
    }
}

void
check_layer_marked(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH_MEMBER(k->rec, r, ros, m, mem)
    {
        if (absent(mem) || rules_word_is(&k->rules, "chairs", key_of(k, json_text(mem, "role"))))
            continue;
        EACH_SEEN(k, k->own, MEMBER, json_text(mem, "name"), above)
            if (above->r != r && above->absent)
                say_marked(k, FIELD(k, "rosters[%zu].members[%zu]", r, m), mem, NULL, json_text(mem, "name"), json_text(above->roster, "body"));
    }
}

static const char *
without_separators(const Check *k, const char *affiliation)
{
    const char *key = key_of(k, affiliation);
    size_t      i;
    json_t     *w;
    EACH(json_path(k->rules.keys, "affiliation_separators"), i, w)
        key = text_replace(k->c->mem, key, json_string_value(w), "");
    return key;
}

/* The same person on an earlier list of the paper. */
static const json_t *
listed_before(const Check *k, const json_t *person, size_t roster)
{
    const Seen *s = seen_first(k, k->own, MEMBER, json_text(person, "name")).place;
    return s && s->r < roster ? s->at : NULL;
}

void
check_affiliation(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH_MEMBER(k->rec, r, ros, m, mem)
    {
        const json_t *before = listed_before(k, mem, r);
        if (before && strcmp(without_separators(k, json_text(before, "affiliation")), without_separators(k, json_text(mem, "affiliation"))) != 0)
            say_marked(k, FIELD(k, "rosters[%zu].members[%zu].affiliation", r, m), mem, NULL, FIELD(k, "%s %s", json_text(mem, "name"), json_text(mem, "affiliation")),
                       json_text(before, "affiliation"));
    }
}

void
check_affiliation_style(Check *k)
{
    json_t       *names = json_keep(k->c->mem, json_array()), *ros, *mem;
    const json_t *first = NULL;
    size_t        r, m;
    EACH_MEMBER(k->rec, r, ros, m, mem)
    {
        const json_t *before = listed_before(k, mem, r);
        const char   *a = json_text(before, "affiliation"), *b = json_text(mem, "affiliation");
        if (!before || strcmp(a, b) == 0 || strcmp(without_separators(k, a), without_separators(k, b)) != 0)
            continue;
        first = first ? first : mem;
        json_array_append(names, json_path(mem, "name"));
    }
    if (first)
        say_marked(k, "rosters", first, NULL, listed(k, names), NULL);
}

static bool
borne(const json_t *roster, const char *mark)
{
    size_t  i;
    json_t *m;
    EACH(json_path(roster, "members"), i, m)
        if (strcmp(json_text(m, "mark"), mark) == 0 || (strcmp(mark, "※") == 0 && absent(m)))
            return true;
    return false;
}

/* Each sign of the legend ("◎：主査 ○：主査代理") that no member bears. */
void
check_legend_unused(Check *k)
{
    static const char *const marks[] = { "◎", "○", "●", "※", "△", "□", "◇" };
    size_t  r, l;
    json_t *ros, *line;
    EACH(json_path(k->rec, "rosters"), r, ros) EACH(json_path(ros, "legend"), l, line)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const char *at = strstr(json_string_value(line), marks[i]);
            if (at && !borne(ros, marks[i]))
                say(k, FIELD(k, "rosters[%zu].legend[%zu]", r, l), ros, at, NULL);
        }
}

void
check_quorum(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH(json_path(k->rec, "rosters"), r, ros)
    {
        size_t all = json_array_size(json_path(ros, "members")), there = 0;
        EACH(json_path(ros, "members"), m, mem)
            there += !absent(mem);
        if (all && (int64_t)(there * 100) <= rule_int(&k->rules, "quorum", "value", 50) * (int64_t)all)
            say_marked(k, FIELD(k, "rosters[%zu]", r), ros, NULL, FIELD(k, "%s %zu/%zu", json_text(ros, "body"), there, all), NULL);
    }
}

void
check_member_twice(Check *k)
{
    size_t  r, m;
    json_t *ros, *mem;
    EACH_MEMBER(k->rec, r, ros, m, mem)
    {
        Along a = seen_first(k, k->own, MEMBER, json_text(mem, "name"));
        while (a.place && a.place->r < r)
            seen_next(&a);
        if (a.place && a.place->r == r && a.place->m < m) /* said once of a member, however often he stood before */
            say_marked(k, FIELD(k, "rosters[%zu].members[%zu]", r, m), mem, NULL, json_text(mem, "name"), NULL);
    }
}
