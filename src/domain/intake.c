/* intake.c -- see intake.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Who owns a row while it is read is one column, and every write of a worker names itself in its WHERE: a
 * worker that was thought dead and comes back changes nothing. */
#include "domain/intake.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <string.h>

enum { NAME_CHARS = 200 };

static const char *
subject(Ctx *c, int64_t id)
{
    return arena_fmt(c->mem, "intake:%lld", (long long)id);
}

static bool
none(Ctx *c, int64_t id)
{
    return fail(c, ERR_NOT_FOUND, NULL, L(c, "受付 %lld はありません。", "There is no intake %lld."), (long long)id);
}

/* The last part of a path of either kind, without what a terminal or a page could be misled by: control
 * characters and the marks that turn the direction of writing. */
static const char *
plain_name(Ctx *c, const char *name)
{
    Buf *b = buf_in(c->mem);
    for (const char *p = name; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    for (const char *p = name, *from = p; *p; from = p) {
        uint32_t ch = text_next(&p);
        if (ch >= 0x20 && ch != 0x7F && !(ch >= 0x80 && ch < 0xA0) && !(ch >= 0x202A && ch <= 0x202E) && !(ch >= 0x2066 && ch <= 0x2069) && ch != 0xFFFD)
            buf_addn(b, from, (size_t)(p - from));
    }
    const char *s = text_trim(c->mem, buf_text(b));
    if (text_chars(s) > NAME_CHARS)
        s = text_head(c->mem, s, NAME_CHARS - 1);
    return *s && strcmp(s, ".") != 0 && strcmp(s, "..") != 0 ? s : L(c, "名前のない文書", "unnamed paper");
}

static int64_t
waiting(Ctx *c, const char *hash)
{
    return db_int(c, SQL("SELECT id FROM intake WHERE sha256 = $1 AND state IN ('received', 'reading', 'read')"), V(hash));
}

int64_t
intake_add(Ctx *c, const char *name, const void *bytes, size_t n)
{
    if (!may(c, ACT_IMPORT_WRITE))
        return 0;
    if (n == 0) {
        fail(c, ERR_INVALID, "file", L(c, "「%s」は空です。中身のある文書を選んでください。", "%s is empty; choose a paper with something in it."), plain_name(c, name));
        return 0;
    }
    const char *hash = sha256_hex(c->mem, bytes, n);
    int64_t     id = waiting(c, hash);
    if (id || !ok(c))
        return id;
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    char  *b64 = arena_alloc(c->mem, size);
    sodium_bin2base64(b64, size, bytes, n, sodium_base64_VARIANT_ORIGINAL);
    tx_begin(c);
    id = db_int(c,
        SQL("INSERT INTO intake (name, sha256, bytes, content, state, percent, step, tries, actor, received_at)"
            " VALUES ($1, $2, $3, $4, 'received', 0, 'waiting', 0, $5, $6) ON CONFLICT DO NOTHING RETURNING id"),
        V(plain_name(c, name), hash, (int64_t)n, b64, c->actor, c->now));
    if (id)
        ledger_act(c, "intake.add", subject(c, id), arena_fmt(c->mem, "{\"sha256\":\"%s\"}", hash));
    if (!tx_end(c))
        return 0;
    return id ? id : waiting(c, hash); /* another request brought the same bytes a moment before */
}

int64_t
intake_take(Ctx *c, const char *worker)
{
    /* Where two takers wait for the same row the second finds it taken, and asks for the next one. */
    for (int i = 0; i < 16 && ok(c); i++) {
        int64_t id = db_int(c,
            SQL("UPDATE intake SET state = 'reading', percent = 5, step = 'text', tries = tries + 1, taken_by = $1, beat_at = $2"
                " WHERE state = 'received' AND id = (SELECT min(id) FROM intake WHERE state = 'received') RETURNING id"),
            V(worker, c->now));
        if (id || db_int(c, SQL("SELECT count(*) FROM intake WHERE state = 'received'"), NOV) == 0)
            return id;
    }
    return 0;
}

static bool
end_one(Ctx *c, int64_t id, const char *place, const char *why, const char *why_en)
{
    db_run(c, SQL("UPDATE intake SET state = 'refused', percent = 100, step = 'done', place = $1, why = $2, why_en = $3, taken_by = NULL WHERE id = $4"),
           V(place, why, why_en, id));
    return ledger_act(c, "intake.refuse", subject(c, id), json_canonical(c->mem, json_keep(c->mem, json_pack("{ss? ss}", "place", place, "why", why))));
}

bool
intake_recover(Ctx *c, const char *dead, const char *before)
{
    /* Asked every few seconds: the usual answer costs no transaction. */
    if (db_int(c, SQL("SELECT count(*) FROM intake WHERE state = 'reading'"), NOV) == 0)
        return ok(c);
    tx_begin(c);
    Rows *r = db_query(c,
        SQL("SELECT id FROM intake WHERE state = 'reading' AND tries >= $3 AND (taken_by = $1 OR beat_at < $2) ORDER BY id"),
        V(dead ? dead : "", before, INTAKE_TRIES));
    int64_t ids[64];
    size_t  n = 0;
    while (db_next(r))
        if (n < sizeof ids / sizeof *ids)
            ids[n++] = row_int(r, 0);
    for (size_t i = 0; i < n; i++)
        end_one(c, ids[i], NULL, arena_fmt(c->mem, "読み取りが%d回続けて途中で終わりました。文書を分けるか、テキスト（UTF-8）で保存して、もう一度お試しください。", INTAKE_TRIES),
                arena_fmt(c->mem, "Reading it ended %d times before it was done. Split the paper or save it as text (UTF-8), and try again.", INTAKE_TRIES));
    db_run(c,
        SQL("UPDATE intake SET state = 'received', percent = 0, step = 'waiting', taken_by = NULL, beat_at = NULL"
            " WHERE state = 'reading' AND tries < $3 AND (taken_by = $1 OR beat_at < $2)"),
        V(dead ? dead : "", before, INTAKE_TRIES));
    return tx_end(c);
}

json_t *
intake_workers(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c, SQL("SELECT DISTINCT taken_by FROM intake WHERE state = 'reading' AND taken_by IS NOT NULL ORDER BY taken_by LIMIT 1000"), NOV);
    while (db_next(r))
        json_array_append_new(out, json_string(row_text(r, 0)));
    return out;
}

/* One row must have changed: it was ours, or in the state asked for. */
static bool
was_ours(Ctx *c, int64_t id)
{
    if (!ok(c) || db_changed(c->db) == 1)
        return ok(c);
    return fail(c, ERR_CONFLICT, NULL, L(c, "受付 %lld は、ほかの操作で先に状態が変わりました。もう一度開いてください。", "intake %lld was changed by someone else first; open it again."),
                (long long)id);
}

bool
intake_progress(Ctx *c, int64_t id, const char *worker, int percent, const char *step)
{
    db_run(c, SQL("UPDATE intake SET percent = $1, step = $2, beat_at = $3 WHERE id = $4 AND state = 'reading' AND taken_by = $5"),
           V(percent, step, c->now, id, worker));
    return was_ours(c, id);
}

bool
intake_read_done(Ctx *c, int64_t id, const char *worker, const json_t *reading, const json_t *report)
{
    tx_begin(c);
    db_run(c,
        SQL("UPDATE intake SET state = 'read', percent = 100, step = 'done', reading = $1, report = $2, taken_by = NULL"
            " WHERE id = $3 AND state = 'reading' AND taken_by = $4"),
        V(json_canonical(c->mem, reading), json_canonical(c->mem, report), id, worker));
    if (was_ours(c, id))
        ledger_act(c, "intake.read", subject(c, id),
                   arena_fmt(c->mem, "{\"kind\":\"%s\",\"programmes\":%zu}", json_text(reading, "kind"), json_array_size(json_path(reading, "records"))));
    return tx_end(c);
}

bool
intake_refused(Ctx *c, int64_t id, const char *worker, const char *place, const char *why, const char *why_en)
{
    tx_begin(c);
    if (db_int(c, SQL("SELECT count(*) FROM intake WHERE id = $1 AND state = 'reading' AND taken_by = $2"), V(id, worker)) == 1)
        end_one(c, id, place, why, why_en);
    return tx_end(c);
}

bool
intake_give_back(Ctx *c, int64_t id, const char *worker)
{
    return db_run(c,
        SQL("UPDATE intake SET state = 'received', percent = 0, step = 'waiting', tries = tries - 1, taken_by = NULL, beat_at = NULL"
            " WHERE id = $1 AND state = 'reading' AND taken_by = $2"),
        V(id, worker));
}

bool
intake_report(Ctx *c, int64_t id, const json_t *report)
{
    return db_run(c, SQL("UPDATE intake SET report = $1 WHERE id = $2 AND state IN ('read', 'accepted')"), V(json_canonical(c->mem, report), id));
}

bool
intake_accepted(Ctx *c, int64_t id)
{
    if (!may(c, ACT_IMPORT_WRITE))
        return false;
    tx_begin(c);
    db_run(c, SQL("UPDATE intake SET state = 'accepted', content = '', decided_at = $1, decided_by = $2 WHERE id = $3 AND state = 'read'"), V(c->now, c->actor, id));
    if (was_ours(c, id))
        ledger_act(c, "intake.accept", subject(c, id), "");
    return tx_end(c);
}

bool
intake_dropped(Ctx *c, int64_t id)
{
    if (!may(c, ACT_IMPORT_WRITE))
        return false;
    if (db_int(c, SQL("SELECT count(*) FROM intake WHERE id = $1"), V(id)) == 0)
        return none(c, id);
    tx_begin(c);
    db_run(c,
        SQL("UPDATE intake SET state = 'dropped', content = '', reading = NULL, report = NULL, decided_at = $1, decided_by = $2"
            " WHERE id = $3 AND state IN ('received', 'read', 'refused')"),
        V(c->now, c->actor, id));
    if (was_ours(c, id))
        ledger_act(c, "intake.drop", subject(c, id), "");
    return tx_end(c);
}

static json_t *
one(Rows *r)
{
    static const char *const names[] = { "id", "name", "sha256", "bytes", "state", "percent", "step", "place", "why", "why_en", "actor",
                                         "received_at", "decided_at", "decided_by" };
    json_t *row = json_object();
    for (int i = 0; i < 14; i++)
        json_object_set_new(row, names[i], i == 0 || i == 3 || i == 5 ? json_integer(row_int(r, i)) : json_maybe(row_text(r, i)));
    return row;
}

static json_t *
tree(Ctx *c, const char *text)
{
    const char *why = NULL;
    json_t     *j = text ? json_read(c->mem, text, strlen(text), &why) : NULL;
    return j ? j : json_keep(c->mem, json_null());
}

json_t *
intake_show(Ctx *c, int64_t id)
{
    if (!may(c, ACT_IMPORT_WRITE))
        return NULL;
    json_t *row = NULL;
    Rows   *r = db_query(c,
        SQL("SELECT id, name, sha256, bytes, state, percent, step, place, why, why_en, actor, received_at, decided_at, decided_by, reading, report"
            " FROM intake WHERE id = $1"),
        V(id));
    while (db_next(r)) {
        row = json_keep(c->mem, one(r));
        json_object_set(row, "reading", tree(c, row_text(r, 14)));
        json_object_set(row, "report", tree(c, row_text(r, 15)));
        json_object_set_new(row, "kind", json_maybe(json_str(row, "reading.kind")));
    }
    if (!row)
        none(c, id);
    return row;
}

json_t *
intake_list(Ctx *c, const char *state, int limit)
{
    if (!may(c, ACT_IMPORT_WRITE))
        return NULL;
    json_t *out = json_keep(c->mem, json_array());
    Rows   *r = db_query(c,
        SQL("SELECT id, name, sha256, bytes, state, percent, step, place, why, why_en, actor, received_at, decided_at, decided_by, report"
            " FROM intake WHERE $1 = '' OR state = $1 ORDER BY id DESC LIMIT $2"),
        V(state ? state : "", limit));
    while (db_next(r)) {
        json_t *row = one(r);
        json_object_set_new(row, "programmes", json_integer((json_int_t)json_array_size(tree(c, row_text(r, 14)))));
        json_array_append_new(out, row);
    }
    return out;
}

const void *
intake_bytes(Ctx *c, int64_t id, size_t *n)
{
    const char *b64 = db_text(c, SQL("SELECT content FROM intake WHERE id = $1"), V(id));
    *n = 0;
    if (!b64 || !*b64) {
        fail(c, ERR_NOT_FOUND, NULL, L(c, "受付 %lld のファイルはもうありません。", "The file of intake %lld is no longer kept."), (long long)id);
        return NULL;
    }
    size_t size = strlen(b64) / 4 * 3 + 1;
    void  *out = arena_alloc(c->mem, size);
    if (sodium_base642bin(out, size, b64, strlen(b64), NULL, n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
        fail(c, ERR_BROKEN, "store", L(c, "受付 %lld のファイルが壊れています。", "The file of intake %lld is damaged."), (long long)id);
        return NULL;
    }
    return out;
}
