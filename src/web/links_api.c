/* links_api.c -- /api/v1: links of programmes, and what one programme was and became.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/api.h"

#include "domain/lineage.h"
#include "domain/programme.h"
#include "engine/linking.h"
#include "format/json.h"

#include <string.h>

void
api_links(Web *w)
{
    Piece       p = api_asked(w);
    int64_t     total = 0;
    const char *of = req_query(w->q, "programme");
    LinkAsk     ask = { .state = req_query(w->q, "state"), .kind = req_query(w->q, "kind"), .ministry = req_query(w->q, "ministry"), .query = req_query(w->q, "q"), .programme = of && *of ? programme_find(w->c, of) : 0, .from = p.offset, .limit = p.limit };
    json_t     *rows = ok(w->c) ? link_page(w->c, &ask, &total) : NULL;
    if (rows && ok(w->c))
        api_piece(w, "links", p, rows, total, NULL, KEYS("id", "state", "kind", "score", "basis", "from.key", "from.name", "from.ministry", "to_key", "to.name", "to.ministry", "made_at", "made_by", "decided_at", "decided_by"));
}

void
api_link(Web *w)
{
    int64_t id = api_id(w);
    web_json(w, ok(w->c) ? link_show(w->c, id) : NULL);
}

/* {"from":"asean","to":"rs-project:7615","kind":"launched-as"} */
void
api_link_add(Web *w)
{
    json_t *asked = api_body(w);
    int64_t id = 0, from = asked && json_str(asked, "from") ? programme_find(w->c, json_text(asked, "from")) : 0;
    if (asked && !json_str(asked, "from"))
        fail(w->c, ERR_INVALID, "from", "%s", T(w, "from に事業のキーを書いてください。", "Give the key of a programme as from."));
    if (asked && ok(w->c) && linking_add(w->c, from, json_text(asked, "to"), json_text(asked, "kind"), &id)) {
        w->q->status = 201;
        w->q->location = arena_fmt(w->c->mem, "/api/v1/links/%lld", (long long)id);
        web_json(w, link_show(w->c, id));
    }
}

/* {"kind":"successor"}, or no body: as proposed. */
void
api_link_confirm(Web *w)
{
    int64_t id = api_id(w);
    json_t *asked = ok(w->c) ? api_body(w) : NULL;
    if (asked && linking_confirm(w->c, id, json_str(asked, "kind")))
        web_json(w, link_show(w->c, id));
}

void
api_link_reject(Web *w)
{
    int64_t id = api_id(w);
    if (ok(w->c) && link_reject(w->c, id))
        web_json(w, link_show(w->c, id));
}

void
api_link_undo(Web *w)
{
    int64_t id = api_id(w);
    if (ok(w->c) && linking_undo(w->c, id))
        web_json(w, link_show(w->c, id));
}

void
api_lineage(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    web_json(w, id ? lineage_of(w->c, id) : NULL);
}
