/* review_known.c -- recognising: which sheet, which programme.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/review_in.h"

#include "base/alike.h"
#include "store/db.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

uint64_t
review_hash(const char *s)
{
    unsigned char h[16];
    uint64_t      v;
    crypto_generichash(h, sizeof h, (const unsigned char *)s, strlen(s), NULL, 0);
    memcpy(&v, h, sizeof v);
    return v;
}

static KnownProgramme *
programme_at(Review *r, int64_t id)
{
    if ((size_t)id >= r->programmes) {
        size_t n = (size_t)id * 2 + 4096;
        r->programme = realloc(r->programme, n * sizeof *r->programme);
        if (!r->programme)
            die("no memory for %zu programmes", n);
        memset(r->programme + r->programmes, 0, (n - r->programmes) * sizeof *r->programme);
        r->programmes = n;
    }
    return &r->programme[id];
}

static void
remember(Review *r, const char *key, KnownSheet k, int64_t fy, uint64_t name, int64_t group, int64_t project)
{
    char     text[64];
    int64_t *at = map_get(&r->sheets, key);
    if (!at && r->knowns == r->known_size) {
        r->known_size = r->known_size * 2 + 4096;
        r->known = realloc(r->known, r->known_size * sizeof *r->known);
        if (!r->known)
            die("no memory for %zu sheets", r->known_size);
    }
    if (!at) {
        map_put(&r->sheets, key, (int64_t)r->knowns);
        r->known[r->knowns++] = k;
    } else {
        r->known[*at] = k;
    }
    KnownProgramme *p = programme_at(r, k.programme);
    if (fy >= 1990 && fy < 2054)
        p->years |= 1ull << (fy - 1990);
    if (fy >= p->newest) {
        p->newest = fy;
        p->name = name;
    }
    if (group) {
        snprintf(text, sizeof text, "g:%lld", (long long)group);
        int64_t *first = map_get(&r->groups, text);
        if (first && *first != k.programme) /* a second programme of that number goes by its name */
            snprintf(text, sizeof text, "g:%lld:%llx", (long long)group, (unsigned long long)name);
        if (!map_get(&r->groups, text))
            map_put(&r->groups, text, k.programme);
    }
    if (project && (snprintf(text, sizeof text, "p:%lld", (long long)project), !map_get(&r->groups, text)))
        map_put(&r->groups, text, k.programme);
}

static void
said_year(Said *d, int64_t fy, bool initial, int64_t yen)
{
    int64_t i = fy - d->fy + 5;
    if (i >= 0 && i < SAID)
        (initial ? d->initial : d->executed)[i] = yen;
}

static Said *
said_new(Review *r, int64_t fy, const char *name)
{
    Said *d = NEW(r->c->mem, Said);
    *d = (Said){ .name = arena_str(r->c->mem, name ? name : ""), .fy = fy };
    for (int i = 0; i < SAID; i++)
        d->initial[i] = d->executed[i] = INT64_MIN;
    return d;
}

static Said *
said_by(Review *r, const Sheet *s)
{
    Said *d = said_new(r, s->fy, s->name);
    for (size_t i = 0; i < s->moneys; i++)
        for (int executed = 0; executed < 2; executed++)
            if (!*s->money[i].account && s->money[i].has >> (executed ? MONEY_EXECUTED : MONEY_INITIAL) & 1)
                said_year(d, s->money[i].fy, !executed, s->money[i].yen[executed ? MONEY_EXECUTED : MONEY_INITIAL]);
    return d;
}

/* Of a programme that was there before this import. */
static const Said *
said_of(Review *r, int64_t programme)
{
    KnownProgramme *p = programme_at(r, programme);
    if (p->said)
        return p->said;
    p->said = said_new(r, p->newest, db_text(r->c, SQL("SELECT name FROM review_sheet WHERE programme_id = $1 AND newest = 1 AND sheet_fy = $2 ORDER BY id LIMIT 1"), V(programme, p->newest)));
    Rows *q = db_query(r->c, SQL("SELECT m.fy, m.initial, m.executed FROM review_sheet s JOIN sheet_money m ON m.sheet_id = s.id AND m.account = '' WHERE s.programme_id = $1 AND s.newest = 1 AND s.sheet_fy = $2"),
                       V(programme, p->newest));
    while (db_next(q))
        for (int k = 0; k < 2; k++)
            if (!row_null(q, 1 + k))
                said_year(p->said, row_int(q, 0), k == 0, row_int(q, 1 + k));
    return p->said;
}

/* How many amounts the sheet and the newest one of a programme both state, all of them differently; 0 when one agrees. Rounding to a
 * million, and one in a hundred, are no difference. */
static int64_t
contradictions(const Said *a, const Said *b)
{
    int64_t differ = 0;
    for (int64_t i = 0; i < SAID; i++) {
        int64_t k = i + b->fy - a->fy;
        for (int executed = 0; executed < 2 && k >= 0 && k < SAID; executed++) {
            int64_t x = (executed ? a->executed : a->initial)[k], y = (executed ? b->executed : b->initial)[i];
            if (x == INT64_MIN || y == INT64_MIN || (x == 0 && y == 0))
                continue;
            if (llabs(x - y) <= 1000000 || llabs(x - y) <= llabs(x) / 100)
                return 0;
            differ++;
        }
    }
    return differ;
}

/* JUDGIT! reads from a sheet which past one it follows, and where numbers were given anew the machine took the old number for the
 * new one: in 2019 at least 37 programmes got the 事業ID of another (国際機関への分担金・拠出金 that of 都市局市街地防災推進費). A sheet that has neither
 * the name nor one amount of the programme its number names founds its own; that they are one is proposed to a person. */
static int64_t
contradicts(Review *r, int64_t programme, const Sheet *s)
{
    const KnownProgramme *p = programme_at(r, programme);
    bool                  taken = s->fy >= 1990 && s->fy < 2054 && (p->years >> (s->fy - 1990) & 1); /* then it is a split, see joins */
    if (!s->group_id || s->project_id || taken || p->name == review_hash(s->name_key))
        return 0;
    Arena      *mem = arena_new(0);
    const Said *was = said_of(r, programme);
    Pairs       old = pairs_of(mem, was->name), new = pairs_of(mem, s->name);
    bool        other = alike(&old, &new) < 0.5;
    arena_free(mem);
    int64_t n = other ? contradictions(was, said_by(r, s)) : 0;
    return n >= 2 ? n : 0;
}

void
review_knows(Review *r, const Coming *m)
{
    const Sheet *s = m->sheet;
    KnownSheet   k = { .id = m->id, .version = m->version, .programme = m->programme };
    memcpy(k.sha, s->sha, sizeof k.sha);
    remember(r, s->key, k, s->fy, review_hash(s->name_key), s->group_id, s->project_id);
    if (s->group_id && s->fy >= programme_at(r, m->programme)->newest)
        programme_at(r, m->programme)->said = said_by(r, s);
}

Review *
review_begin(Ctx *c, Run *run)
{
    Review *r = NEW(c->mem, Review);
    r->c = c;
    r->run = run;
    r->sheets.mem = r->groups.mem = r->organisations.mem = c->mem;
    Ctx in = *c;
    in.mem = arena_new(0);
    Rows *q = db_query(&in, SQL("SELECT sheet_key, id, version, programme_id, sha256, sheet_fy, name_key, coalesce(group_id, 0), coalesce(project_id, 0)"
                                " FROM review_sheet WHERE newest = 1 ORDER BY sheet_fy, id"), NOV);
    for (int64_t n = 0; db_next(q); n++) {
        KnownSheet  k = { .id = row_int(q, 1), .version = row_int(q, 2), .programme = row_int(q, 3) };
        const char *hex = row_text(q, 4);
        size_t      got = 0;
        (void)sodium_hex2bin(k.sha, sizeof k.sha, hex, strlen(hex), NULL, &got, NULL); /* a wrong one only differs */
        remember(r, row_text(q, 0), k, row_int(q, 5), review_hash(row_text(q, 6)), row_int(q, 7), row_int(q, 8));
    }
    q = db_query(&in, SQL("SELECT org_key, id FROM organisation"), NOV);
    while (db_next(q))
        map_put(&r->organisations, row_text(q, 0), row_int(q, 1));
    if (!ok(&in))
        fail(c, in.err.kind, "store", "%s", arena_str(c->mem, in.err.text));
    arena_free(in.mem);
    if (ok(c))
        return r;
    review_free(r);
    return NULL;
}

void
review_free(Review *r)
{
    if (!r)
        return;
    map_free(&r->sheets);
    map_free(&r->groups);
    map_free(&r->organisations);
    free(r->known);
    free(r->programme);
    r->known = NULL;
    r->programme = NULL;
}

static int64_t *
by_number(Review *r, const Sheet *s)
{
    char     text[64];
    int64_t *at = NULL;
    if (s->project_id && snprintf(text, sizeof text, "p:%lld", (long long)s->project_id) > 0)
        at = map_get(&r->groups, text);
    if (!at && s->group_id && snprintf(text, sizeof text, "g:%lld:%llx", (long long)s->group_id, (unsigned long long)review_hash(s->name_key)) > 0)
        at = map_get(&r->groups, text);
    if (!at && s->group_id && snprintf(text, sizeof text, "g:%lld", (long long)s->group_id) > 0)
        at = map_get(&r->groups, text);
    return at;
}

bool
review_same_name(Review *r, const Sheet *s)
{
    int64_t *at = by_number(r, s);
    return at && programme_at(r, *at)->name == review_hash(s->name_key);
}

/* Joins programme `id` unless another sheet of this year already did under another name: then this one is its offshoot. */
static bool
joins(Review *r, Coming *m, int64_t id)
{
    const Sheet    *s = m->sheet;
    KnownProgramme *p = programme_at(r, id);
    bool            taken = s->fy >= 1990 && s->fy < 2054 && (p->years >> (s->fy - 1990) & 1);
    if (!taken || p->name == review_hash(s->name_key)) {
        m->programme = id;
        return true;
    }
    m->link_kind = "split";
    m->link_to[m->links++] = id;
    return false;
}

/* The programmes of the past sheets that a sheet names. */
static void
past_programmes(Review *r, Coming *m)
{
    int64_t *at;
    for (size_t i = 0; i < m->sheet->pasts && m->links < 8; i++) {
        bool seen = false;
        if (!(at = map_get(&r->sheets, m->sheet->past[i])))
            continue;
        int64_t id = r->known[*at].programme;
        for (size_t k = 0; k < m->links; k++)
            seen = seen || m->link_to[k] == id;
        if (!seen)
            m->link_to[m->links++] = id;
    }
    m->link_kind = m->links > 1 ? "merged" : "same";
}

void
review_programme(Review *r, Coming *m, int64_t fresh)
{
    int64_t *at = map_get(&r->sheets, m->sheet->key);
    m->founds = false;
    m->links = 0;
    m->contradicts = 0;
    if (at) {
        m->programme = r->known[*at].programme;
        return;
    }
    if ((at = by_number(r, m->sheet)) && (m->contradicts = contradicts(r, *at, m->sheet)) > 0) {
        m->link_kind = "same";
        m->link_to[m->links++] = *at;
    } else if (at && joins(r, m, *at)) {
        return;
    }
    if (m->links == 0) {
        past_programmes(r, m);
        /* What a JUDGIT! sheet says of its past was read by machine and may be misread: it decides where the name agrees,
         * and is a proposal where it does not (lineage.h). */
        if (m->links == 1 && (m->sheet->past_sure || programme_at(r, m->link_to[0])->name == review_hash(m->sheet->name_key))) {
            int64_t one = m->link_to[0];
            m->links = 0;
            if (joins(r, m, one))
                return;
        }
    }
    m->founds = true;
    m->programme = fresh;
}
