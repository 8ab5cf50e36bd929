/* document.c -- files by content hash.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/document.h"

#include "base/text.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

const char *
sha256_hex(Arena *mem, const void *p, size_t n)
{
    unsigned char h[crypto_hash_sha256_BYTES];
    char         *out = arena_alloc(mem, sizeof h * 2 + 1);
    crypto_hash_sha256(h, p ? p : (const void *)"", n);
    sodium_bin2hex(out, sizeof h * 2 + 1, h, sizeof h);
    return out;
}

int64_t
document_put(Ctx *c, const char *name, const char *kind, const void *bytes, size_t n, const char *text)
{
    const char *hash = sha256_hex(c->mem, bytes, n);
    int64_t     id = db_int(c, SQL("SELECT id FROM document WHERE sha256 = $1"), V(hash));
    if (id || !ok(c))
        return id;
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    char  *b64 = arena_alloc(c->mem, size);
    sodium_bin2base64(b64, size, bytes, n, sodium_base64_VARIANT_ORIGINAL);
    id = db_int(c,
        SQL("INSERT INTO document (name, kind, sha256, bytes, content, text, received_at, actor)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id"),
        V(name, kind, hash, (int64_t)n, b64, text, c->now, c->actor));
    ledger_act(c, "document.put", arena_fmt(c->mem, "document:%lld", (long long)id),
               arena_fmt(c->mem, "{\"sha256\":\"%s\"}", hash));
    return ok(c) ? id : 0;
}

static json_t *
one(Rows *r)
{
    return json_pack("{sI ss ss ss sI ss ss}", "id", (json_int_t)row_int(r, 0), "name", row_text(r, 1), "kind",
                     row_text(r, 2), "sha256", row_text(r, 3), "bytes", (json_int_t)row_int(r, 4), "received_at",
                     row_text(r, 5), "actor", row_text(r, 6));
}

static void
add_programmes(Ctx *c, json_t *doc)
{
    json_t *list = json_array();
    Rows   *r = db_query(c,
        SQL("SELECT DISTINCT p.id, p.key, p.name FROM programme p JOIN programme_version v ON v.programme_id = p.id"
            " WHERE v.document_id = $1 ORDER BY p.id"),
        V(json_int(doc, "id", 0)));
    while (db_next(r))
        json_array_append_new(list, json_pack("{sI ss ss}", "id", (json_int_t)row_int(r, 0), "key", row_text(r, 1), "name", row_text(r, 2)));
    json_object_set_new(doc, "programmes", list);
}

json_t *
document_show(Ctx *c, int64_t id)
{
    json_t *doc = NULL;
    Rows   *r = db_query(c, SQL("SELECT id, name, kind, sha256, bytes, received_at, actor FROM document WHERE id = $1"), V(id));
    while (db_next(r))
        doc = json_keep(c->mem, one(r));
    if (!doc) {
        fail(c, ERR_NOT_FOUND, "document", "there is no document %lld", (long long)id);
        return NULL;
    }
    add_programmes(c, doc);
    return doc;
}

json_t *
document_page(Ctx *c, int64_t from, int64_t limit, int64_t *total)
{
    json_t *out = json_keep(c->mem, json_array());
    if (total)
        *total = db_int(c, SQL("SELECT count(*) FROM document"), NOV);
    Rows *r = db_query(c, SQL("SELECT id, name, kind, sha256, bytes, received_at, actor FROM document ORDER BY id DESC LIMIT $1 OFFSET $2"), V(limit, from));
    while (db_next(r))
        json_array_append_new(out, one(r));
    size_t  i;
    json_t *doc;
    json_array_foreach(out, i, doc)
        add_programmes(c, doc);
    return out;
}

json_t *
document_list(Ctx *c)
{
    return document_page(c, 0, 1000, NULL);
}

int64_t
document_line_count(Ctx *c, int64_t id)
{
    return db_int(c, SQL("SELECT length(text) - length(replace(text, $2, '')) + CASE WHEN text = '' OR substr(text, length(text), 1) = $2 THEN 0 ELSE 1 END"
                         " FROM document WHERE id = $1"), V(id, "\n"));
}

json_t *
document_lines(Ctx *c, int64_t id, int64_t from, int64_t to)
{
    json_t     *out = json_keep(c->mem, json_array());
    const char *text = db_text(c, SQL("SELECT text FROM document WHERE id = $1"), V(id));
    int64_t     no = 1;
    for (const char *p = text; p && *p && no <= to; no++) {
        size_t n = strcspn(p, "\n");
        if (no >= from)
            json_array_append_new(out, json_pack("{sI ss%}", "no", (json_int_t)no, "text", p, n));
        p += n + (p[n] == '\n');
    }
    return out;
}
