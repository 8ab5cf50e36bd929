/* lineage.c -- links decided: made, confirmed, rejected, undone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/lineage_in.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/programme.h"

#include <string.h>

static const struct {
    const char *name, *ja, *en, *back_ja, *back_en;
} kinds[] = {
#define LINK(name, ja, en, back_ja, back_en) { name, ja, en, back_ja, back_en },
#include "domain/link_kinds.def"
#undef LINK
};
enum { KINDS = sizeof kinds / sizeof *kinds };

bool
link_is_kind(const char *kind)
{
    for (int i = 0; i < KINDS; i++)
        if (kind && strcmp(kinds[i].name, kind) == 0)
            return true;
    return false;
}

json_t *
link_kinds(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    for (int i = 0; i < KINDS; i++)
        json_array_append_new(out, json_pack("{ss ss ss ss ss}", "name", kinds[i].name, "ja", kinds[i].ja, "en", kinds[i].en, "back_ja", kinds[i].back_ja, "back_en", kinds[i].back_en));
    return out;
}

const char *
link_kind_label(const Ctx *c, const char *kind, bool from)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, kind) == 0)
            return from ? L(c, kinds[i].ja, kinds[i].en) : L(c, kinds[i].back_ja, kinds[i].back_en);
    return kind;
}

const char *
link_state_label(const Ctx *c, const char *state)
{
    return strcmp(state, "proposed") == 0 ? L(c, "確認待ち", "to be decided") : strcmp(state, "confirmed") == 0 ? L(c, "確認済み", "confirmed") : strcmp(state, "rejected") == 0 ? L(c, "別の事業", "rejected") : state;
}

const char *
link_basis_label(const Ctx *c, const char *basis)
{
    static const struct { const char *name, *ja, *en; } words[] = {
        { "own-link", "シート自身の記載", "the sheet's own words" }, { "number", "公表元の事業番号", "the publisher's number" }, { "name", "名称などの類似", "likeness" },
        { "pack", "事業定義", "the programme's pack" }, { "person", "担当者の登録", "a person" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, basis) == 0)
            return L(c, words[i].ja, words[i].en);
    return basis;
}

typedef struct {
    int64_t     id, from, to; /* to 0: waits */
    const char *kind, *state, *basis, *key;
} Link;

static bool
load(Ctx *c, int64_t id, Link *l)
{
    *l = (Link){ .kind = "", .state = "", .basis = "", .key = "" };
    Rows *r = db_query(c, SQL("SELECT id, from_id, coalesce(to_id, 0), kind, state, basis, to_key FROM programme_link WHERE id = $1"), V(id));
    if (db_next(r))
        *l = (Link){ row_int(r, 0), row_int(r, 1), row_int(r, 2), row_text(r, 3), row_text(r, 4), row_text(r, 5), row_text(r, 6) };
    db_done(r);
    if (ok(c) && !l->id)
        fail(c, ERR_NOT_FOUND, "link", L(c, "関係 %lld はありません。kanmon link list か /links で番号を確かめてください。", "there is no link %lld; kanmon link list or /links shows them"), (long long)id);
    return ok(c);
}

static bool
act(Ctx *c, const char *deed, int64_t id, json_t *payload)
{
    return ledger_act(c, deed, arena_fmt(c->mem, "link:%lld", (long long)id), json_canonical(c->mem, json_keep(c->mem, payload)));
}

int64_t
link_write(Ctx *c, int64_t from, int64_t to, const char *to_key, const char *kind, const char *state, double score, const char *reasons, const char *basis)
{
    bool decided = strcmp(state, "proposed") != 0;
    return db_int(c,
        SQL("INSERT INTO programme_link (from_id, to_id, to_key, kind, state, score, reasons, basis, made_at, made_by, decided_at, decided_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (from_id, to_key, kind) DO NOTHING RETURNING id"),
        V(from, to ? val_int(to) : VAL_NONE, to_key, kind, state, score > 0 ? val_real(score) : VAL_NONE, reasons, basis, c->now, c->actor, decided ? val_text(c->now) : VAL_NONE,
          decided ? val_text(c->actor) : VAL_NONE));
}

/* Two programmes that both have evaluation records stay two: a record belongs to what was evaluated. */
static bool
can_be_same(Ctx *c, int64_t a, int64_t b)
{
    if (a == b)
        return fail(c, ERR_CONFLICT, "to", "%s", L(c, "同じ事業どうしは結べません。", "a programme cannot be linked with itself"));
    int64_t both = db_int(c, SQL("SELECT count(DISTINCT programme_id) FROM programme_version WHERE programme_id IN ($1, $2)"), V(a, b));
    if (ok(c) && both == 2)
        return fail(c, ERR_CONFLICT, "kind", "%s", L(c, "どちらの事業にも評価書の記録があるため、一つの事業にはできません。前身（successor）などの関係を選んでください。",
            "both programmes have evaluation records, so they cannot become one; choose another kind, such as successor"));
    return ok(c);
}

static bool
decide(Ctx *c, const Link *l, const char *state, const char *kind)
{
    bool open = strcmp(state, "proposed") == 0;
    db_run(c, SQL("UPDATE programme_link SET state = $1, kind = $2, decided_at = $3, decided_by = $4 WHERE id = $5 AND state = $6"),
           V(state, kind, open ? VAL_NONE : val_text(c->now), open ? VAL_NONE : val_text(c->actor), l->id, l->state));
    if (ok(c) && db_changed(c->db) != 1)
        return fail(c, ERR_CONFLICT, "link", "%s", L(c, "ほかの人が先に決めました。もう一度見てください。", "somebody else decided it first; look again"));
    bool was = strcmp(l->kind, "same") == 0 && strcmp(l->state, "confirmed") == 0, is = strcmp(kind, "same") == 0 && strcmp(state, "confirmed") == 0;
    if (l->to && (was || is))
        lineage_gather_both(c, l->from, l->to);
    return ok(c);
}

static bool
confirm(Ctx *c, int64_t id, const char *kind)
{
    Link l;
    if (!load(c, id, &l))
        return false;
    kind = kind && *kind ? kind : l.kind;
    if (!link_is_kind(kind))
        return fail(c, ERR_INVALID, "kind", L(c, "関係の種類「%s」はありません。", "there is no kind of link \"%s\""), kind);
    if (strcmp(l.state, "proposed") != 0)
        return fail(c, ERR_CONFLICT, "link", L(c, "この関係はもう決まっています（%s）。変えるには、まず取り消してください。", "this link is decided already (%s); undo that first"), link_state_label(c, l.state));
    if (strcmp(kind, "same") == 0 && l.to && !can_be_same(c, lineage_canonical(c, l.from), lineage_canonical(c, l.to)))
        return false;
    if (strcmp(kind, l.kind) != 0 && db_int(c, SQL("SELECT count(*) FROM programme_link WHERE from_id = $1 AND to_key = $2 AND kind = $3"), V(l.from, l.key, kind)) > 0)
        return fail(c, ERR_CONFLICT, "kind", "%s", L(c, "この二つの事業には、その種類の関係がもうあります。", "these two have a link of that kind already"));
    return decide(c, &l, "confirmed", kind) && act(c, "link.confirm", id, json_pack("{ss ss sI ss}", "kind", kind, "to", l.key, "from", (json_int_t)l.from, "basis", l.basis));
}

bool
link_confirm(Ctx *c, int64_t id, const char *kind)
{
    if (!may(c, ACT_LINK_WRITE))
        return false;
    tx_begin(c);
    if (ok(c))
        (void)confirm(c, id, kind); /* the Ctx keeps the error for tx_end */
    return tx_end(c);
}

bool
link_confirm_all(Ctx *c, const int64_t *id, size_t n, int64_t *done)
{
    *done = 0;
    if (!may(c, ACT_LINK_WRITE))
        return false;
    tx_begin(c);
    for (size_t i = 0; i < n && ok(c); i++) {
        Link l;
        if (load(c, id[i], &l) && strcmp(l.state, "proposed") == 0 && confirm(c, id[i], NULL))
            ++*done;
    }
    return tx_end(c);
}

bool
link_reject(Ctx *c, int64_t id)
{
    Link l;
    if (!may(c, ACT_LINK_WRITE))
        return false;
    tx_begin(c);
    if (load(c, id, &l) && strcmp(l.state, "proposed") != 0)
        fail(c, ERR_CONFLICT, "link", L(c, "この関係はもう決まっています（%s）。変えるには、まず取り消してください。", "this link is decided already (%s); undo that first"), link_state_label(c, l.state));
    if (ok(c) && decide(c, &l, "rejected", l.kind))
        act(c, "link.reject", id, json_pack("{ss ss sI}", "kind", l.kind, "to", l.key, "from", (json_int_t)l.from));
    return tx_end(c);
}

bool
link_undo(Ctx *c, int64_t id)
{
    Link l;
    if (!may(c, ACT_LINK_WRITE))
        return false;
    tx_begin(c);
    if (load(c, id, &l) && strcmp(l.state, "proposed") == 0)
        fail(c, ERR_CONFLICT, "link", "%s", L(c, "この関係はまだ決まっていません。", "this link is not decided yet"));
    if (ok(c) && decide(c, &l, "proposed", l.kind))
        act(c, "link.undo", id, json_pack("{ss ss sI ss}", "kind", l.kind, "to", l.key, "from", (json_int_t)l.from, "was", l.state));
    return tx_end(c);
}

const char *
link_key_label(Ctx *c, const char *key)
{
    size_t n = 0;
    char **part = text_split(c->mem, key, ":", &n);
    if (n == 2 && strcmp(part[0], "rs-project") == 0)
        return arena_fmt(c->mem, L(c, "予算事業ID %s", "budget project ID %s"), part[1]);
    if (n == 2 && strcmp(part[0], "programme") == 0)
        return arena_fmt(c->mem, L(c, "事業 %s", "programme %s"), part[1]);
    if (n == 4 && strcmp(part[0], "judgit") == 0)
        return arena_fmt(c->mem, L(c, "%s年度 %s 事業番号%s のシート", "the sheet of fiscal year %s, %s, number %s"), part[1], part[2], part[3]);
    if (n == 3 && strcmp(part[0], "rs") == 0)
        return arena_fmt(c->mem, L(c, "%s年度 予算事業ID %s のシート", "the sheet of fiscal year %s, budget project ID %s"), part[1], part[2]);
    return key;
}

/* "rs-project:7159" names a sheet that may come later; everything else must be here. */
static bool
target(Ctx *c, const char *to, int64_t *id, const char **key)
{
    int64_t n = 0;
    *id = 0;
    if (text_starts(to, "rs-project:")) {
        if (!number_int(to + strlen("rs-project:"), &n) || n <= 0)
            return fail(c, ERR_INVALID, "to", L(c, "「%s」の予算事業IDが読めません。rs-project:7615 のように書きます。", "%s has no budget project id; write rs-project:7615"), to);
        *key = arena_fmt(c->mem, "rs-project:%lld", (long long)n);
        *id = db_int(c, SQL("SELECT programme_id FROM review_sheet WHERE project_id = $1 AND newest = 1 ORDER BY sheet_fy DESC LIMIT 1"), V(n));
        return ok(c);
    }
    *id = programme_find(c, to);
    *key = arena_fmt(c->mem, "programme:%lld", (long long)*id);
    return ok(c);
}

bool
link_add(Ctx *c, int64_t from, const char *to, const char *kind, int64_t *id)
{
    int64_t     other;
    const char *key = "";
    *id = 0;
    if (!may(c, ACT_LINK_WRITE))
        return false;
    if (!link_is_kind(kind))
        return fail(c, ERR_INVALID, "kind", L(c, "関係の種類「%s」はありません。", "there is no kind of link \"%s\""), kind ? kind : "");
    if (!to || text_blank(to))
        return fail(c, ERR_INVALID, "to", "%s", L(c, "相手の事業を、番号・キー・事業名か rs-project:予算事業ID で書いてください。", "name the other programme by number, key or name, or as rs-project:ID"));
    tx_begin(c);
    if (target(c, text_trim(c->mem, to), &other, &key) && from == other)
        fail(c, ERR_CONFLICT, "to", "%s", L(c, "同じ事業どうしは結べません。", "a programme cannot be linked with itself"));
    if (ok(c) && strcmp(kind, "same") == 0 && other)
        (void)can_be_same(c, lineage_canonical(c, from), lineage_canonical(c, other));
    *id = ok(c) ? link_write(c, from, other, key, kind, "confirmed", 0, "[]", "person") : 0;
    if (ok(c) && !*id)
        fail(c, ERR_CONFLICT, "to", "%s", L(c, "この二つの事業には、その種類の関係がもうあります。", "these two have a link of that kind already"));
    if (ok(c) && other && strcmp(kind, "same") == 0)
        lineage_gather_both(c, from, other);
    if (ok(c))
        act(c, "link.add", *id, json_pack("{ss ss sI}", "kind", kind, "to", key, "from", (json_int_t)from));
    return tx_end(c);
}

size_t
link_moved(Ctx *c, int64_t id, int64_t at[2])
{
    Link l;
    if (!ok(c) || !load(c, id, &l) || !l.to || strcmp(l.kind, "same") != 0)
        return 0;
    at[0] = lineage_canonical(c, l.from);
    at[1] = lineage_canonical(c, l.to);
    return at[0] == at[1] ? 1 : 2;
}
