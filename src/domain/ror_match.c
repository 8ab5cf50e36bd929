/* ror_match.c -- bodies that receive money, recognised in the register of research organisations (ror.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ror.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

enum { SEVERAL = -1, SHORTEST = 4 };
typedef struct {
    Map          any, japan;  /* folded name -> organisation of the register, SEVERAL where more than one has it */
    const char **form;        /* folded legal forms */
    size_t       forms;
} Names;

static void
add(Map *m, const char *name, int64_t id)
{
    int64_t *at = map_get(m, name);
    if (!at)
        map_put(m, name, id);
    else if (*at != id)
        *at = SEVERAL;
}

static void
read_names(Ctx *c, Names *n)
{
    n->any.mem = n->japan.mem = c->mem;
    Rows *r = db_query(c, SQL("SELECT n.name_key, n.ror_id, r.country FROM ror_name n JOIN ror r ON r.id = n.ror_id WHERE r.status = 'active' ORDER BY n.ror_id, n.place"), NOV);
    while (db_next(r)) {
        const char *key = row_text(r, 0), *country = row_text(r, 2);
        if (text_chars(key) < 2)
            continue;
        add(&n->any, key, row_int(r, 1));
        if (country && strcmp(country, "JP") == 0)
            add(&n->japan, key, row_int(r, 1));
    }
    size_t      size = 0, k = 0;
    const char *text = data_read(c->mem, data_path(c->mem, "catalog/codes/legal-forms.tsv"), &size);
    char      **line = text ? text_split(c->mem, arena_strn(c->mem, text, size), "\n", &k) : NULL;
    n->form = NEWN(c->mem, const char *, k + 1);
    for (size_t i = 0; i < k; i++)
        if (line[i][0] && line[i][0] != '#')
            n->form[n->forms++] = fold_key(c->mem, line[i]);
}

/* The one organisation that goes by this name; 0 for none or several. */
static int64_t
one(const Names *n, const char *name_key)
{
    int64_t *at = map_get(&n->any, name_key);
    if (at)
        return *at == SEVERAL ? 0 : *at;
    for (size_t i = 0; i < n->forms; i++)
        if (text_starts(name_key, n->form[i]) && text_chars(name_key + strlen(n->form[i])) >= SHORTEST)
            return (at = map_get(&n->japan, name_key + strlen(n->form[i]))) && *at != SEVERAL ? *at : 0;
    return 0;
}

static int64_t
set(Ctx *c, const Names *n, int64_t *matched)
{
    int64_t changed = 0;
    Rows   *r = db_query(c, SQL("SELECT o.id, o.name_key, coalesce(r.id, 0), o.ror IS NOT NULL FROM organisation o LEFT JOIN ror r ON r.ror = o.ror ORDER BY o.id"), NOV);
    size_t  k = 0, room = 1024;
    struct { int64_t body, ror; } *todo = arena_alloc(c->mem, room * sizeof *todo);
    while (db_next(r)) {
        int64_t found = one(n, row_text(r, 1));
        *matched += found != 0;
        if (found == row_int(r, 2) && (found || !row_int(r, 3)))
            continue;
        if (k == room) {
            void *larger = arena_alloc(c->mem, 2 * room * sizeof *todo);
            memcpy(larger, todo, room * sizeof *todo);
            todo = larger;
            room *= 2;
        }
        todo[k].body = row_int(r, 0);
        todo[k++].ror = found;
    }
    for (size_t i = 0; i < k; i++, changed++)
        db_run(c, SQL("UPDATE organisation SET ror = (SELECT ror FROM ror WHERE id = $1) WHERE id = $2"), V(todo[i].ror, todo[i].body));
    return changed;
}

bool
ror_match(Ctx *c, int64_t *matched)
{
    int64_t dummy = 0, changed;
    Ctx     in = *c;
    if (!matched)
        matched = &dummy;
    *matched = 0;
    if (!ok(c) || db_int(c, SQL("SELECT id FROM ror LIMIT 1"), NOV) == 0)
        return ok(c);
    in.mem = arena_new(0);
    Names n = { 0 };
    read_names(&in, &n);
    tx_begin(&in);
    changed = set(&in, &n, matched);
    if (changed > 0)
        ledger_act(&in, "ror.match", "ror:1", json_canonical(in.mem, json_keep(in.mem, json_pack("{sI sI}", "changed", (json_int_t)changed, "matched", (json_int_t)*matched))));
    tx_end(&in);
    map_free(&n.any);
    map_free(&n.japan);
    ctx_join(c, &in);
    arena_free(in.mem);
    return ok(c);
}
