/* ledger_held.c -- whether the store still says what the ledger says it was given.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The chain shows that no act was changed. A figure could still be changed beside it, in the record that an act was
 * about: so each act that gave a hash is held against what is stored under it, and what is stored against the acts. */
#include "domain/ledger.h"

#include "domain/document.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <string.h>

enum { AT_ONCE = 20 };

/* The hash that an act gave: {"7": {"seq": 12, "sha256": "..."}} by version or document. */
static json_t *
given(Ctx *c, const char *act, const char *other, const char *key)
{
    json_t *out = json_keep(c->mem, json_object());
    Rows   *r = db_query(c, SQL("SELECT seq, subject, payload FROM ledger WHERE act IN ($1, $2) ORDER BY seq"), V(act, other));
    while (db_next(r)) {
        const char *why = NULL, *s = row_text(r, 2), *colon = strchr(row_text(r, 1), ':');
        json_t     *p = json_read(c->mem, s, strlen(s), &why);
        const char *id = key ? arena_fmt(c->mem, "%lld", (long long)json_int(p, key, 0)) : colon ? colon + 1 : "";
        json_object_set_new(out, id, json_pack("{sI ss}", "seq", (json_int_t)row_int(r, 0), "sha256", json_text(p, "sha256")));
    }
    return out;
}

static bool
wrong(int64_t *broken, const char **why, const json_t *act, const char *text)
{
    *broken = json_int(act, "seq", 0);
    *why = text;
    return false;
}

/* One stored thing against its act, which is then done with. */
static bool
held(Ctx *c, json_t *acts, int64_t id, const char *hash, const char *what, int64_t *broken, const char **why)
{
    const char *key = arena_fmt(c->mem, "%lld", (long long)id);
    json_t     *act = json_object_get(acts, key);
    if (!act)
        return wrong(broken, why, NULL, arena_fmt(c->mem, L(c, "操作履歴にない%s（番号 %s）があります", "%s %s is on no act of the ledger"), what, key));
    if (strcmp(json_text(act, "sha256"), hash) != 0)
        return wrong(broken, why, act, arena_fmt(c->mem, L(c, "%s（番号 %s）の内容が、この記録のときと違います", "%s %s is not what it was at this act"), what, key));
    json_object_del(acts, key);
    return true;
}

/* Acts whose thing is gone. */
static bool
none_left(Ctx *c, json_t *acts, const char *what, int64_t *broken, const char **why)
{
    const char *id;
    json_t     *act;
    json_object_foreach(acts, id, act)
        return wrong(broken, why, act, arena_fmt(c->mem, L(c, "%s（番号 %s）がなくなっています", "%s %s is gone"), what, id));
    return ok(c);
}

bool
ledger_records_held(Ctx *c, int64_t *broken, const char **why)
{
    const char *what = L(c, "事業の版", "version");
    json_t     *acts = given(c, "programme.put", "programme.change", "version");
    bool        more = true, good = true;
    int64_t     last = 0;
    *broken = 0;
    *why = NULL;
    while (more && good && ok(c)) {
        more = false;
        Rows *r = db_query(c, SQL("SELECT id, body, sha256 FROM programme_version WHERE id > $1 ORDER BY id LIMIT $2"), V(last, AT_ONCE));
        while (db_next(r)) {
            const char *body = row_text(r, 1);
            more = true;
            last = row_int(r, 0);
            good = good && held(c, acts, last, sha256_hex(c->mem, body, strlen(body)), what, broken, why);
        }
    }
    return good && none_left(c, acts, what, broken, why);
}

/* The SHA-256 of the bytes behind base64. */
static const char *
hash_of(Arena *mem, const char *b64)
{
    size_t size = strlen(b64) / 4 * 3 + 1, n = 0;
    void  *out = arena_alloc(mem, size);
    return sodium_base642bin(out, size, b64, strlen(b64), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 ? sha256_hex(mem, out, n) : "";
}

bool
ledger_documents_held(Ctx *c, int64_t *broken, const char **why)
{
    const char *what = L(c, "文書", "document");
    json_t     *acts = given(c, "document.put", "document.put", NULL);
    bool        more = true, good = true;
    int64_t     last = 0;
    Arena      *loop = arena_new(0);
    *broken = 0;
    *why = NULL;
    while (more && good && ok(c)) {
        more = false;
        Rows *r = db_query(c, SQL("SELECT id, content FROM document WHERE id > $1 ORDER BY id LIMIT 1"), V(last));
        while (db_next(r)) {
            more = true;
            last = row_int(r, 0);
            good = good && held(c, acts, last, hash_of(loop, row_text(r, 1)), what, broken, why);
        }
        arena_reset(loop);
    }
    arena_free(loop);
    return good && none_left(c, acts, what, broken, why);
}
