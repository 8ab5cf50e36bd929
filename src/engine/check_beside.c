/* check_beside.c -- members and policies of papers, found by name: what only shows side by side.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Three hundred papers of one report have the same committee on every one of them. Looked through pair by pair that is the
 * square of the report; here each name leads to a chain of the places where it stands, in the order of the papers, and a
 * check looks only along the chain. The same is made of the paper itself, whose own rosters may name a person several
 * times. */
#include "engine/check_in.h"

struct CheckBeside {
    Arena *mem;
    Map    at; /* key of a chain -> its first place, counted from 1 */
    Seen  *v;
    size_t n, size;
    size_t papers; /* names of papers, numbered from 1 */
    bool   alone;  /* of one paper: day and body do not matter */
};

static void
drop(void *arg)
{
    map_free(arg);
}

/* Papers that are seen beside each other have one of these; NULL for a paper that is seen beside none. */
static const char *
group_of(Arena *mem, const json_t *rec)
{
    const char *date = json_text(rec, "report.date");
    return *date ? arena_fmt(mem, "%s\n%s", date, json_text(rec, "report.body")) : NULL;
}

static const char *
paper_key(Arena *mem, const json_t *rec)
{
    return arena_fmt(mem, "n%s", json_text(rec, "name"));
}

static void
add(CheckBeside *b, const char *group, SeenKind kind, const Seen *one)
{
    const char *key = arena_fmt(b->mem, "%c%s\n%s", kind, text_key(b->mem, json_text(one->at, "name")), group);
    int64_t    *first = map_get(&b->at, key);
    if (b->n == b->size) {
        Seen *old = b->v;
        b->size = b->size ? b->size * 2 : 256;
        b->v = NEWN(b->mem, Seen, b->size);
        if (old)
            memcpy(b->v, old, b->n * sizeof *old);
    }
    Seen *place = &b->v[b->n++], *head = first ? &b->v[*first - 1] : place;
    *place = *one;
    if (first)
        b->v[head->last - 1].next = b->n;
    else
        map_put(&b->at, key, (int64_t)b->n);
    head->last = b->n;
}

static void
add_paper(CheckBeside *b, const json_t *rec)
{
    const char *group = b->alone ? "" : group_of(b->mem, rec);
    const char *name = paper_key(b->mem, rec);
    size_t      r, m;
    json_t     *ros, *x;
    if (!group)
        return;
    if (!map_get(&b->at, name))
        map_put(&b->at, name, (int64_t)++b->papers);
    size_t paper = (size_t)*map_get(&b->at, name);
    EACH(json_path(rec, "rosters"), r, ros)
    {
        const char *body = text_key(b->mem, json_text(ros, "body"));
        EACH(json_path(ros, "members"), m, x)
            add(b, group, MEMBER, &(Seen){ .paper = paper, .roster = ros, .at = x, .r = r, .m = m, .body = body,
                .affiliation = text_key(b->mem, json_text(x, "affiliation")), .absent = json_is_false(json_path(x, "participated")) });
    }
    EACH(json_path(rec, "policies"), m, x)
        add(b, group, POLICY, &(Seen){ .paper = paper, .at = x, .m = m });
}

static CheckBeside *
make(Ctx *c)
{
    CheckBeside *b = NEW(c->mem, CheckBeside);
    b->mem = b->at.mem = c->mem;
    arena_defer(c->mem, drop, &b->at);
    return b;
}

CheckBeside *
check_beside(Ctx *c, const json_t *records)
{
    CheckBeside *b = make(c);
    size_t       i;
    json_t      *rec;
    EACH(records, i, rec)
        add_paper(b, rec);
    return b;
}

CheckBeside *
check_alone(Ctx *c, const json_t *record)
{
    CheckBeside *b = make(c);
    b->alone = true;
    add_paper(b, record);
    return b;
}

/* This place, or the next in its chain that is not of the paper `own`. */
static const Seen *
from(const CheckBeside *b, size_t own, size_t no)
{
    while (no && b->v[no - 1].paper == own)
        no = b->v[no - 1].next;
    return no ? &b->v[no - 1] : NULL;
}

Along
seen_first(const Check *k, const CheckBeside *b, SeenKind kind, const char *name)
{
    const char *group = !b ? NULL : b->alone ? "" : group_of(k->c->mem, k->rec);
    int64_t    *at = group ? map_get(&b->at, arena_fmt(k->c->mem, "%c%s\n%s", kind, key_of(k, name), group)) : NULL;
    int64_t    *own = at && !b->alone ? map_get(&b->at, paper_key(k->c->mem, k->rec)) : NULL;
    Along       a = { .b = b, .own = own ? (size_t)*own : 0 };
    if (at)
        a.place = from(b, a.own, (size_t)*at);
    return a;
}

void
seen_next(Along *a)
{
    a->place = from(a->b, a->own, a->place->next);
}
