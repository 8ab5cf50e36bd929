/* similar.c -- programmes like one: worked out or kept from before, and told in words.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Working it out costs some milliseconds, too much for every page of every programme; so what came out is kept in the store, short
 * (similar_kept), by whoever asked first. Names and amounts of the programmes are read anew when it is told. */
#include "domain/similar_in.h"

#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* 1,880,000,000 -> 18.8億円 / 1,880 million yen. */
static const char *
size_ja(Ctx *c, int64_t yen)
{
    double oku = (double)yen / 1e8;
    return oku >= 10000 ? arena_fmt(c->mem, "%.1f兆円", oku / 1e4) : oku >= 100 ? arena_fmt(c->mem, "%.0f億円", oku) : oku >= 1 ? arena_fmt(c->mem, "%.1f億円", oku) : arena_fmt(c->mem, "%.0f百万円", (double)yen / 1e6);
}

static const char *
size_en(Ctx *c, int64_t yen)
{
    return yen >= 1000000000 ? arena_fmt(c->mem, "%.1f billion yen", (double)yen / 1e9) : arena_fmt(c->mem, "%.0f million yen", (double)yen / 1e6);
}

static const char *
joined(Ctx *c, const json_t *values, const char *between)
{
    Buf    *b = buf_in(c->mem);
    size_t  i;
    json_t *x;
    json_array_foreach(values, i, x) buf_fmt(b, "%s%s", i ? between : "", json_string_value(x));
    return buf_text(b);
}

/* A reason in words. */
static json_t *
told_reason(Ctx *c, const json_t *r)
{
    static const struct { const char *kind, *ja, *en; } listed[] = { { "words", "同じ語", "words in common" }, { "payees", "同じ支出先", "same payees" }, { "policies", "同じ施策・計画", "same policies" },
        { "office", "同じ課室", "same division" }, { "bureau", "同じ局", "same bureau" }, { "ministry", "同じ府省", "same ministry" }, { "method", "同じ実施方法", "same way of carrying out" } };
    const char   *kind = json_text(r, "k"), *ja = "", *en = "";
    const json_t *v = json_path(r, "v");
    int64_t       a = json_int(v, "0", 0), b = json_int(v, "1", 0);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (strcmp(listed[i].kind, kind) == 0) {
            ja = arena_fmt(c->mem, "%s: %s", listed[i].ja, joined(c, v, "、"));
            en = arena_fmt(c->mem, "%s: %s", listed[i].en, joined(c, v, ", "));
        }
    if (strcmp(kind, "money") == 0) {
        ja = arena_fmt(c->mem, "規模が近い: %sと%s", size_ja(c, a), size_ja(c, b));
        en = arena_fmt(c->mem, "of near size: %s and %s", size_en(c, a), size_en(c, b));
    } else if (strcmp(kind, "years") == 0) {
        ja = arena_fmt(c->mem, b == 9999 ? "期間が重なる: %lld年度から" : a == b ? "期間が重なる: %lld年度" : "期間が重なる: %lld～%lld年度", (long long)a, (long long)b);
        en = arena_fmt(c->mem, b == 9999 ? "years in common: from FY%lld" : a == b ? "years in common: FY%lld" : "years in common: FY%lld-%lld", (long long)a, (long long)b);
    }
    return json_pack("{ss ss ss sO sO}", "kind", kind, "ja", ja, "en", en, "values", v, "points", json_path(r, "p"));
}

static json_t *
told_row(Ctx *c, const Candidate *o, const json_t *short_row)
{
    json_t *why = json_array(), *r;
    size_t  i;
    json_array_foreach(json_path(short_row, "r"), i, r) json_array_append_new(why, told_reason(c, r));
    return json_pack("{sI ss ss ss so so so so sO sO so}", "id", (json_int_t)o->id, "key", o->key, "name", o->name, "ministry", o->ministry, "fy", o->fy ? json_integer(o->fy) : json_null(), "from_fy",
                     o->from_fy ? json_integer(o->from_fy) : json_null(), "to_fy", o->to_fy ? json_integer(o->to_fy) : json_null(), "money_yen", o->yen >= 0 ? json_integer(o->yen) : json_null(), "score",
                     json_path(short_row, "s"), "years", json_path(short_row, "y"), "reasons", why);
}

static const Candidate *
row_of(const Candidate *v, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].id == id && v[i].key)
            return &v[i];
    return NULL;
}

/* What was worked out, with the programmes' rows as they are now. What has become the programme itself since is left out. */
static json_t *
told(Similar *s, const json_t *kept, int64_t limit)
{
    const json_t *rows = json_path(kept, "rows"), *same = json_path(kept, "same"), *link = similar_linked(s);
    size_t        m = json_array_size(rows), n = m + json_array_size(same), i;
    Candidate    *v = NEWN(s->c->mem, Candidate, n + 1);
    json_t       *out = json_keep(s->c->mem, json_array()), *named = json_keep(s->c->mem, json_array()), *x;
    json_array_foreach(rows, i, x) v[i].id = json_int(x, "i", 0);
    json_array_foreach(same, i, x) v[m + i].id = json_integer_value(x);
    similar_rows(s, v, n);
    json_array_foreach(rows, i, x)
    {
        const Candidate *o = row_of(v, n, json_int(x, "i", 0));
        if (o && !json_has(link, arena_fmt(s->c->mem, "%lld", (long long)o->id)) && (int64_t)json_array_size(out) < limit)
            json_array_append_new(out, told_row(s->c, o, x));
    }
    json_array_foreach(same, i, x)
    {
        const Candidate *o = row_of(v, n, json_integer_value(x));
        if (o && !json_has(link, arena_fmt(s->c->mem, "%lld", (long long)o->id)))
            json_array_append_new(named, json_pack("{sI ss ss sI}", "id", (json_int_t)o->id, "key", o->key, "name", o->name, "fy", (json_int_t)o->fy));
    }
    return ok(s->c) ? json_keep(s->c->mem, json_pack("{sI ss ss sO sO sO}", "programme_id", (json_int_t)s->own.id, "key", s->own.key, "name", s->own.name, "similar", out, "same_name", named, "read", json_path(kept, "read"))) : NULL;
}

static int
by_score(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    double        m = json_number_value(json_object_get(x, "s")), n = json_number_value(json_object_get(y, "s"));
    return m != n ? (m < n ? 1 : -1) : json_int(x, "i", 0) < json_int(y, "i", 0) ? -1 : 1;
}

/* {"rows":[short rows, the most like first],"same":[ids],"read"}. */
static json_t *
worked_out(Similar *s, int64_t most)
{
    Ctx    *c = s->c;
    json_t *same = json_keep(c->mem, json_array()), *rows = json_keep(c->mem, json_array());
    size_t  n = 0, like = 0, read = 0;
    if (!similar_texts(s))
        return NULL;
    Candidate *o = similar_candidates(s, &n, same);
    json_t   **row = NEWN(c->mem, json_t *, n + 1);
    Ctx        in = *c; /* what is read of one candidate goes before the next is read */
    in.mem = arena_new(0);
    s->c = &in;
    for (; read < n && (int64_t)read < s->k->candidates && ok(&in); read++) {
        row[like] = json_incref(similar_score(s, &o[read]));
        if (row[like])
            json_keep(c->mem, row[like++]);
        arena_reset(in.mem);
    }
    s->c = c;
    if (!ok(&in))
        fail(c, in.err.kind, "similar", "%s", in.err.text);
    arena_free(in.mem);
    if (!ok(c))
        return NULL;
    qsort(row, like, sizeof *row, by_score);
    for (size_t i = 0; i < like && (int64_t)i < most; i++)
        json_array_append(rows, row[i]);
    return json_keep(c->mem, json_pack("{sO sO sI}", "rows", rows, "same", same, "read", (json_int_t)read));
}

/* What was worked out before, while not many documents came in since; NULL when it has to be done (again). */
static json_t *
kept(Similar *s, int64_t docs)
{
    const char *why, *body = NULL;
    int64_t     then = 0;
    Rows       *r = db_query(s->c, SQL("SELECT docs, body FROM similar_kept WHERE programme_id = $1"), V(s->own.id));
    if (db_next(r)) {
        then = row_int(r, 0);
        body = row_text(r, 1);
    }
    db_done(r);
    return body && docs - then <= docs / s->k->stale ? json_read(s->c->mem, body, strlen(body), &why) : NULL;
}

/* Beside something else the answer must come at once: in a store of more documents only what was kept. */
enum { AT_ONCE = 2000 };

static json_t *
programmes(Ctx *c, int64_t programme, int64_t limit, bool beside)
{
    Similar          s = { .c = c, .k = likeness(c) };
    const SearchMap *map = s.k ? search_map(c) : NULL;
    if (!map || !similar_own(&s, programme))
        return NULL;
    bool    many = limit > s.k->shown;
    json_t *found = many ? NULL : kept(&s, map->max);
    if (!found && ok(c) && !(beside && map->max > AT_ONCE)) {
        found = worked_out(&s, many ? limit : s.k->shown);
        if (found && !many)
            (void)db_try(c, SQL("INSERT INTO similar_kept (programme_id, docs, body) VALUES ($1, $2, $3) ON CONFLICT (programme_id) DO UPDATE SET docs = excluded.docs, body = excluded.body"),
                         V(s.own.id, map->max, json_canonical(c->mem, found))); /* who cannot write now has the answer anyway */
    }
    return found ? told(&s, found, limit ? limit : s.k->shown) : NULL;
}

json_t *
similar_programmes(Ctx *c, int64_t programme, int64_t limit)
{
    return programmes(c, programme, limit, false);
}

json_t *
similar_at_once(Ctx *c, int64_t programme)
{
    int64_t limit = similar_beside(c);
    return limit ? programmes(c, programme, limit, true) : NULL;
}
