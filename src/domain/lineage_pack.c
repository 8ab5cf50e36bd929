/* lineage_pack.c -- links that come with packs (programmes/<key>/links.yaml), and links that waited for a sheet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/lineage_in.h"

#include "base/data.h"
#include "domain/ledger.h"
#include "domain/programme.h"
#include "format/yaml.h"

#include <string.h>

/* What is said of a link of a pack, kept with it. */
static const char *
reasons_of(Ctx *c, const json_t *x)
{
    const char *name = json_str(x, "name"), *ministry = json_text(x, "ministry");
    long long   id = (long long)json_int(x, "project", 0);
    const char *ja = arena_fmt(c->mem, "行政事業レビュー（RSシステム）の予算事業ID %lld%s（%s）。%s", id, name ? arena_fmt(c->mem, "「%s」", name) : "", ministry, json_text(x, "why.ja"));
    const char *en = arena_fmt(c->mem, "Budget project %lld of the review system%s (%s). %s", id, name ? arena_fmt(c->mem, ", \"%s\"", name) : "", ministry, json_text(x, "why.en"));
    return json_canonical(c->mem, json_keep(c->mem, json_pack("[{ss ss ss? ss}]", "ja", ja, "en", en, "name", name, "ministry", ministry)));
}

static bool
write_link(Ctx *c, int64_t from, const char *key, const char *kind, const char *reasons)
{
    int64_t id = link_write(c, from, 0, key, kind, "confirmed", 0, reasons, "pack");
    return !id || ledger_act(c, "link.add", arena_fmt(c->mem, "link:%lld", (long long)id),
                             json_canonical(c->mem, json_keep(c->mem, json_pack("{ss ss sI ss}", "kind", kind, "to", key, "from", (json_int_t)from, "basis", "pack"))));
}

/* The links of one pack that the store does not have. */
static bool
pack_links(Ctx *c, const char *file)
{
    Ctx     quiet = *c; /* a pack that cannot be read must not stand in the way of other papers; tests/unit/lineage.c reads them */
    json_t *pack = yaml_read_file(&quiet, file), *x;
    size_t  i;
    int64_t from = pack ? programme_by_key(c, json_text(pack, "key")) : 0;
    if (!from)
        return ok(c);
    json_array_foreach(json_path(pack, "links"), i, x)
    {
        const char *kind = json_text(x, "kind"), *key = arena_fmt(c->mem, "rs-project:%lld", (long long)json_int(x, "project", 0));
        if (!link_is_kind(kind) || json_int(x, "project", 0) <= 0)
            return fail(c, ERR_INVALID, file, L(c, "%s の %zu 件目の kind か project が正しくありません。", "%s: kind or project of link %zu is not right"), file, i + 1);
        if (db_int(c, SQL("SELECT count(*) FROM programme_link WHERE from_id = $1 AND to_key = $2"), V(from, key)) > 0)
            continue;
        tx_begin(c);
        if (ok(c))
            (void)write_link(c, from, key, kind, reasons_of(c, x)); /* the Ctx keeps the error for tx_end */
        if (!tx_end(c))
            return false;
    }
    return ok(c);
}

/* Links that waited and whose sheet is here now: by the number of its programme, or by its own key. One act for all. */
static bool
arrivals(Ctx *c)
{
    enum { MOST = 20000 };
    int64_t *id = NEWN(c->mem, int64_t, MOST), *to = NEWN(c->mem, int64_t, MOST);
    json_t  *list = json_keep(c->mem, json_array());
    size_t   n = 0;
    Rows    *r = db_query(c,
        SQL("SELECT l.id, min(s.programme_id) FROM programme_link l JOIN review_sheet s ON s.project_id = CASE WHEN substr(l.to_key, 1, 11) = 'rs-project:' THEN CAST(substr(l.to_key, 12) AS INTEGER) END"
            " WHERE l.to_id IS NULL AND s.newest = 1 GROUP BY l.id UNION ALL SELECT l.id, min(s.programme_id) FROM programme_link l JOIN review_sheet s ON s.sheet_key = l.to_key"
            " WHERE l.to_id IS NULL AND s.newest = 1 GROUP BY l.id ORDER BY 1"),
        NOV);
    while (db_next(r))
        if (n < MOST) {
            id[n] = row_int(r, 0);
            to[n++] = row_int(r, 1);
            json_array_append_new(list, json_integer(row_int(r, 0)));
        }
    if (n == 0)
        return ok(c);
    tx_begin(c);
    for (size_t i = 0; i < n && ok(c); i++) {
        db_run(c, SQL("UPDATE programme_link SET to_id = $1 WHERE id = $2 AND to_id IS NULL"), V(to[i], id[i]));
        if (db_int(c, SQL("SELECT count(*) FROM programme_link WHERE id = $1 AND kind = 'same' AND state = 'confirmed'"), V(id[i])))
            lineage_gather_both(c, db_int(c, SQL("SELECT from_id FROM programme_link WHERE id = $1"), V(id[i])), to[i]);
    }
    ledger_act(c, "link.arrive", arena_fmt(c->mem, "link:%lld", (long long)id[0]), json_canonical(c->mem, json_keep(c->mem, json_pack("{sO}", "links", list))));
    return tx_end(c);
}

bool
lineage_settle(Ctx *c)
{
    size_t       n = 0;
    const char  *dir = data_path(c->mem, "programmes");
    const char **name = data_names(c->mem, dir, &n);
    for (size_t i = 0; i < n && ok(c); i++) {
        size_t      bytes;
        const char *file = arena_fmt(c->mem, "%s/%s/links.yaml", dir, name[i]);
        if (data_read(c->mem, file, &bytes) && !pack_links(c, file))
            return false;
    }
    return ok(c) && arrivals(c);
}
