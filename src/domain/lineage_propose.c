/* lineage_propose.c -- programmes that ended and others that began: pairs that may be one, with the reasons.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every programme that has sheets is a span of years. One that ended is held against those that began in the next three
 * years. To compare all with all would be 16 million pairs at 4,000 programmes a year, so candidates come from blocks: programmes of the
 * same ministry that share rare pairs of characters of the name, and, for transfers, programmes of any ministry with the
 * very same name. Of these the eight most alike are scored. Purposes are read only where the name alone does not tell.
 *
 *   score = 0.50 name (0.60 for the very same) + 0.15 office + 0.15 first year + 0.20 money or purpose, at most 1,
 *           less 0.06 for each year between: of two that are as like, the one that ended last was before it
 *
 * A pair is proposed at 0.55 and above, and only the best of each new programme and what comes within 0.05 of it. */
#include "domain/lineage_in.h"

#include "base/alike.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/ledger.h"
#include "domain/permission.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 3, CANDIDATES = 8, RARE = 400, PURPOSES = 6000 };
static const double ENOUGH = 0.55, NEAR = 0.05;

typedef struct {
    int64_t     id, sheet_first, sheet_last, first, last, from_fy, to_fy, budget_first, budget_last; /* yen, -1: none */
    const char *name, *name_key, *ministry, *office_first, *office_last, *office; /* office: as printed on the newest sheet */
    Pairs       pairs;
} Life;

typedef struct {
    Life  *v;
    size_t  n;
    Map     block;  /* "ministry pair" -> place in list */
    struct { size_t *at, n, size; } *list;
    size_t  lists, list_size;
    int64_t compared, read, proposed, known;
} Field;

static void
load(Ctx *c, Field *f)
{
    size_t room = (size_t)db_int(c, SQL("SELECT count(DISTINCT programme_id) FROM review_sheet WHERE newest = 1"), NOV);
    f->v = NEWN(c->mem, Life, room + 1);
    Rows *r = db_query(c,
        SQL("SELECT s.programme_id, s.id, s.sheet_fy, coalesce(s.from_fy, 0), coalesce(s.to_fy, 0), coalesce(s.budget_yen, -1), s.name, s.name_key, s.ministry, coalesce(s.office_key, ''), coalesce(s.office, '')"
            " FROM review_sheet s WHERE s.newest = 1 ORDER BY s.programme_id, s.sheet_fy, s.id"),
        NOV);
    while (db_next(r)) {
        bool   new = f->n == 0 || f->v[f->n - 1].id != row_int(r, 0);
        Life *p = new ? &f->v[f->n++] : &f->v[f->n - 1];
        if (new)
            *p = (Life){ .id = row_int(r, 0), .sheet_first = row_int(r, 1), .first = row_int(r, 2), .budget_first = row_int(r, 5), .office_first = row_text(r, 9) };
        p->sheet_last = row_int(r, 1);
        p->last = row_int(r, 2);
        p->from_fy = row_int(r, 3);
        p->to_fy = row_int(r, 4);
        p->budget_last = row_int(r, 5);
        p->name = row_text(r, 6);
        p->name_key = row_text(r, 7);
        p->ministry = row_text(r, 8);
        p->office_last = row_text(r, 9);
        p->office = row_text(r, 10);
    }
}

static void
put(Ctx *c, Field *f, const char *key, size_t at)
{
    int64_t *place = map_get(&f->block, key);
    if (!place) {
        if (f->lists == f->list_size) {
            size_t size = f->list_size * 2 + 4096;
            void  *more = arena_alloc(c->mem, size * sizeof *f->list);
            if (f->lists)
                memcpy(more, f->list, f->lists * sizeof *f->list);
            f->list = more;
            f->list_size = size;
        }
        map_put(&f->block, key, (int64_t)f->lists++);
        place = map_get(&f->block, key);
    }
    size_t k = (size_t)*place;
    if (f->list[k].n == f->list[k].size) {
        size_t  size = f->list[k].size * 2 + 4;
        size_t *more = NEWN(c->mem, size_t, size);
        if (f->list[k].n)
            memcpy(more, f->list[k].at, f->list[k].n * sizeof *more);
        f->list[k].at = more;
        f->list[k].size = size;
    }
    f->list[k].at[f->list[k].n++] = at;
}

static const char *
block_key(Ctx *c, const char *ministry, uint64_t pair)
{
    return arena_fmt(c->mem, "%s %llx", ministry, (unsigned long long)pair);
}

/* All that ended before the newest year, under their rare pairs and under their name. */
static void
index_ended(Ctx *c, Field *f, int64_t newest)
{
    for (size_t i = 0; i < f->n; i++) {
        Life *p = &f->v[i];
        p->pairs = pairs_of(c->mem, p->name);
        if (p->last >= newest)
            continue;
        for (size_t k = 0; k < p->pairs.n; k++)
            put(c, f, block_key(c, p->ministry, p->pairs.pair[k]), i);
        put(c, f, arena_fmt(c->mem, "= %s", p->name_key), i);
    }
}

static bool
follows(const Life *old, const Life *new)
{
    return old->id != new->id && new->first > old->last && new->first - old->last <= GAP;
}

typedef struct {
    size_t at;
    double score, name;
    bool   office, start, moved, money, text;
} Pick;

static int
by_name(const void *a, const void *b)
{
    const Pick *x = a, *y = b;
    return x->name != y->name ? (x->name < y->name ? 1 : -1) : x->at < y->at ? -1 : x->at > y->at;
}

/* The old programmes whose names are most like the new one's. */
static size_t
candidates(Ctx *c, Field *f, size_t new, uint16_t *count, size_t *seen, Pick *out)
{
    Life *p = &f->v[new];
    size_t n = 0, k = 0;
    for (size_t i = 0; i < p->pairs.n; i++) {
        int64_t *place = map_get(&f->block, block_key(c, p->ministry, p->pairs.pair[i]));
        if (!place || f->list[*place].n > RARE)
            continue;
        for (size_t j = 0; j < f->list[*place].n; j++) {
            size_t at = f->list[*place].at[j];
            if (follows(&f->v[at], p) && count[at]++ == 0)
                seen[n++] = at;
        }
    }
    int64_t *same = map_get(&f->block, arena_fmt(c->mem, "= %s", p->name_key));
    for (size_t j = 0; same && j < f->list[*same].n; j++)
        if (follows(&f->v[f->list[*same].at[j]], p) && count[f->list[*same].at[j]]++ == 0)
            seen[n++] = f->list[*same].at[j];
    Pick *all = NEWN(c->mem, Pick, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool rare = count[seen[i]] * 4 >= p->pairs.n || strcmp(f->v[seen[i]].name_key, p->name_key) == 0;
        count[seen[i]] = 0;
        if (rare)
            all[k++] = (Pick){ .at = seen[i], .name = alike(&p->pairs, &f->v[seen[i]].pairs) };
    }
    f->compared += (int64_t)k;
    qsort(all, k, sizeof *all, by_name);
    k = k > CANDIDATES ? CANDIDATES : k;
    memcpy(out, all, k * sizeof *out);
    return k;
}

/* The same amount of the same year on both sheets: the old one's next budget is the new one's last. */
static bool
same_money(Ctx *c, const Life *old, const Life *new)
{
    return db_int(c,
        SQL("SELECT count(*) FROM sheet_money a JOIN sheet_money b ON b.sheet_id = $2 AND b.fy = a.fy AND b.account = '' WHERE a.sheet_id = $1 AND a.account = ''"
            " AND ((a.initial = b.initial AND a.initial > 0) OR (a.current = b.current AND a.current > 0) OR (a.executed = b.executed AND a.executed > 0))"),
        V(old->sheet_last, new->sheet_first)) > 0;
}

static bool
same_purpose(Ctx *c, Field *f, const Life *old, const Life *new)
{
    if (f->read >= PURPOSES)
        return false;
    f->read += 2;
    Ctx in = *c;
    in.mem = arena_new(0);
    Pairs a = pairs_of(in.mem, lineage_purpose(&in, old->sheet_last, 600)), b = pairs_of(in.mem, lineage_purpose(&in, new->sheet_first, 600));
    bool  same = alike(&a, &b) >= 0.5;
    arena_free(in.mem);
    return same;
}

static void
score(Ctx *c, Field *f, const Life *new, Pick *p)
{
    const Life *old = &f->v[p->at];
    p->moved = strcmp(old->ministry, new->ministry) != 0;
    p->office = !p->moved && strcmp(old->office_last, new->office_first) == 0;
    p->start = old->from_fy && old->from_fy == new->from_fy;
    if (p->name < 0.3)
        return;
    p->money = same_money(c, old, new);
    if (p->name < 0.95 && !p->money)
        p->text = same_purpose(c, f, old, new);
    p->score = (p->name > 0.999 ? 0.60 : 0.50 * p->name) + (p->office ? 0.15 : 0) + (p->start ? 0.15 : 0) + (p->money || p->text ? 0.20 : 0);
    p->score = (p->score > 1 ? 1 : p->score) - 0.06 * (double)(new->first - old->last - 1);
}

static void
reason(json_t *list, const char *ja, const char *en)
{
    json_array_append_new(list, json_pack("{ss ss}", "ja", ja, "en", en));
}

static const char *
reasons_of(Ctx *c, const Life *old, const Life *new, const Pick *p)
{
    json_t *list = json_keep(c->mem, json_array());
    reason(list, p->name > 0.999 ? "事業名が同じ（表記の違いを除く）。" : arena_fmt(c->mem, "事業名が似ている（%.2f）。", p->name),
           p->name > 0.999 ? "The names are the same but for how they are written." : arena_fmt(c->mem, "The names are alike (%.2f).", p->name));
    reason(list, arena_fmt(c->mem, "一方は%lld年度で終わり、もう一方は%lld年度から始まる。", (long long)old->last, (long long)new->first), arena_fmt(c->mem, "One ends with FY%lld, the other begins with FY%lld.", (long long)old->last, (long long)new->first));
    if (p->moved)
        reason(list, arena_fmt(c->mem, "府省庁が違う（%s → %s）：移管の可能性。", old->ministry, new->ministry), arena_fmt(c->mem, "The ministries differ (%s, then %s): perhaps a transfer.", old->ministry, new->ministry));
    if (p->office)
        reason(list, "担当局課が同じ。", "The same bureau and division.");
    if (p->start)
        reason(list, arena_fmt(c->mem, "どちらの開始年度も%lld年度。", (long long)old->from_fy), arena_fmt(c->mem, "Both say that they began in FY%lld.", (long long)old->from_fy));
    if (p->money)
        reason(list, "同じ年度の予算額か執行額が一致する。", "Both state the same budget or execution for the same year.");
    if (p->text)
        reason(list, "目的・概要の文面が似ている。", "Purpose and outline are worded alike.");
    return json_canonical(c->mem, list);
}

/* A pair with any link between them, in either direction, was proposed or decided before. */
static bool
known(Ctx *c, int64_t a, int64_t b)
{
    return db_int(c, SQL("SELECT count(*) FROM programme_link WHERE (from_id = $1 AND to_id = $2) OR (from_id = $2 AND to_id = $1)"), V(a, b)) > 0;
}

static void
propose_for(Ctx *c, Field *f, size_t new, uint16_t *count, size_t *seen, Buf *lines)
{
    Pick   pick[CANDIDATES];
    size_t n = candidates(c, f, new, count, seen, pick);
    double best = 0;
    for (size_t i = 0; i < n; i++) {
        score(c, f, &f->v[new], &pick[i]);
        best = pick[i].score > best ? pick[i].score : best;
    }
    for (size_t i = 0; i < n && ok(c); i++) {
        const Life *old = &f->v[pick[i].at];
        if (pick[i].score < ENOUGH || pick[i].score < best - NEAR)
            continue;
        if (known(c, f->v[new].id, old->id)) {
            f->known++;
            continue;
        }
        const char *why = reasons_of(c, old, &f->v[new], &pick[i]);
        if (link_write(c, f->v[new].id, old->id, arena_fmt(c->mem, "programme:%lld", (long long)old->id), pick[i].moved ? "transferred" : "same", "proposed", pick[i].score, why, "name")) {
            f->proposed++;
            buf_fmt(lines, "%lld %lld %.6f\n", (long long)f->v[new].id, (long long)old->id, pick[i].score);
        }
    }
}

json_t *
link_propose(Ctx *c)
{
    if (!may(c, ACT_LINK_WRITE))
        return NULL;
    Ctx in = *c; /* what it takes goes when it is done */
    in.mem = arena_new(0);
    Field    f = { .block.mem = in.mem };
    int64_t  newest = db_int(&in, SQL("SELECT coalesce(max(sheet_fy), 0) FROM review_sheet WHERE newest = 1"), NOV), oldest = db_int(&in, SQL("SELECT coalesce(min(sheet_fy), 0) FROM review_sheet WHERE newest = 1"), NOV), ended = 0, began = 0;
    Buf     *lines = buf_in(in.mem);
    load(&in, &f);
    index_ended(&in, &f, newest);
    uint16_t *count = NEWN(in.mem, uint16_t, f.n + 1);
    size_t   *seen = NEWN(in.mem, size_t, f.n + 1);
    tx_begin(&in);
    for (size_t i = 0; i < f.n && ok(&in); i++) {
        ended += f.v[i].last < newest;
        if (f.v[i].first <= oldest)
            continue;
        began++;
        propose_for(&in, &f, i, count, seen, lines);
    }
    json_t *out = json_keep(c->mem, json_pack("{sI sI sI sI sI}", "ended", (json_int_t)ended, "began", (json_int_t)began, "compared", (json_int_t)f.compared, "proposed", (json_int_t)f.proposed, "known", (json_int_t)f.known));
    if (f.proposed > 0)
        ledger_act(&in, "link.propose", "link", json_canonical(in.mem, json_keep(in.mem, json_pack("{sI ss}", "proposed", (json_int_t)f.proposed, "sha256", sha256_hex(in.mem, lines->p, lines->n)))));
    tx_end(&in);
    ctx_join(c, &in);
    map_free(&f.block);
    arena_free(in.mem);
    return ok(c) ? out : NULL;
}
