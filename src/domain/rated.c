/* rated.c -- evaluations under other frameworks on their way into the store.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/rated_in.h"

#include "base/buf.h"
#include "base/fold.h"
#include "domain/keyed.h"
#include "format/json.h"

#include <string.h>

struct Rated {
    Keyed k;
};

json_t *
rated_difference(Ctx *c, const char *was, const char *is)
{
    json_t     *old = json_keep(c->mem, json_loads(was, 0, NULL)), *now = json_keep(c->mem, json_loads(is, 0, NULL)), *v, *list = json_keep(c->mem, json_array());
    const char *key;
    json_object_foreach(now, key, v)
        if (!json_equal(v, json_object_get(old, key)))
            json_array_append_new(list, json_pack("{ss sO? sO}", "path", key, "old", json_object_get(old, key), "new", v));
    json_object_foreach(old, key, v)
        if (!json_object_get(now, key))
            json_array_append_new(list, json_pack("{ss sO sn}", "path", key, "old", v, "new"));
    return list;
}

static void
note_change(Ctx *c, int64_t old, const void *batch, size_t i, json_t *changes)
{
    const RatedRow *k = (const RatedRow *)batch + i;
    const char     *was = db_text(c, SQL("SELECT body FROM rated WHERE id = $1"), V(old));
    if (was)
        json_array_append_new(changes, json_pack("{ss ss sI sO}", "key", k->key, "name", k->name, "fy", (json_int_t)k->fy, "changes", rated_difference(c, was, k->body)));
}

static Val
fy_val(int64_t fy)
{
    return fy ? val_int(fy) : VAL_NONE;
}

static Val
programme_val(Ctx *c, const char *key)
{
    int64_t id = key ? db_int(c, SQL("SELECT coalesce(same_as, id) FROM programme WHERE key = $1"), V(key)) : 0;
    return id ? val_int(id) : VAL_NONE;
}

/* What a word is looked for in: name, number, facts. */
static const char *
key_of(Ctx *c, const RatedRow *k)
{
    Buf *b = buf_in(c->mem);
    buf_fmt(b, "%s %s", k->name, k->number);
    for (size_t i = 0; i < k->facts; i++)
        buf_fmt(b, " %s", k->fact[i].value);
    return fold_key(c->mem, buf_text(b));
}

static void
write_rows(Keyed *keyed, Ctx *c, const KeyedRow *row, size_t n, const void *batch)
{
    const RatedRow *k = batch;
    int64_t        *version = NEWN(c->mem, int64_t, n + 1);
    Val            *programme = NEWN(c->mem, Val, n + 1);
    for (size_t i = 0; i < n && ok(c); i++) {
        version[i] = 1;
        programme[i] = row[i].in ? programme_val(c, k[i].programme) : VAL_NONE;
        if (!row[i].in || !row[i].old)
            continue;
        version[i] = 1 + db_int(c, SQL("SELECT version FROM rated WHERE id = $1"), V(row[i].old));
        db_run(c, SQL("UPDATE rated SET newest = 0 WHERE id = $1"), V(row[i].old));
    }
    Bulk *rows = db_bulk_begin(c, SQL("rated"), SQL("id, framework, rated_key, version, newest, number, programme_id, name, name_key, kind, fy, from_fy, to_fy, as_of, apart, body, sha256, run_id, line, recorded_at, actor"), 21);
    Bulk *grades = db_bulk_begin(c, SQL("rating"), SQL("rated_id, criterion, rater, grade, step, printed"), 6), *facts = db_bulk_begin(c, SQL("rated_fact"), SQL("rated_id, fact, value"), 3);
    for (size_t i = 0; i < n && ok(c); i++) {
        if (!row[i].in)
            continue;
        Val id = val_int(row[i].id);
        db_bulk_row(rows, (Val[]){ id, val_text(k[i].framework), val_text(k[i].key), val_int(version[i]), val_int(1), val_text(k[i].number), programme[i], val_text(k[i].name), val_text(key_of(c, &k[i])), val_text(k[i].kind),
                                   fy_val(k[i].fy), fy_val(k[i].from_fy), fy_val(k[i].to_fy), val_text(k[i].as_of), k[i].apart == INT64_MIN ? VAL_NONE : val_int(k[i].apart), val_text(k[i].body), val_text(k[i].sha256),
                                   val_int(run_id(keyed->run)), val_int(k[i].line), val_text(c->now), val_text(c->actor) });
        for (size_t g = 0; g < k[i].grades; g++)
            db_bulk_row(grades, (Val[]){ id, val_text(k[i].grade[g].criterion), val_text(k[i].grade[g].rater), val_text(k[i].grade[g].grade), k[i].grade[g].grade ? val_int(k[i].grade[g].step) : VAL_NONE, val_text(k[i].grade[g].printed) });
        for (size_t f = 0; f < k[i].facts; f++)
            db_bulk_row(facts, (Val[]){ id, val_text(k[i].fact[f].fact), val_text(k[i].fact[f].value) });
    }
    db_bulk_end(rows);
    db_bulk_end(grades);
    db_bulk_end(facts);
}

Rated *
rated_begin(Ctx *c, Run *run, const char *framework)
{
    Rated *r = NEW(c->mem, Rated);
    r->k = (Keyed){ .c = c, .run = run, .act = "ratings.import", .of = framework, .table = SQL("rated"), .versions = true, .size = sizeof(RatedRow), .key = offsetof(RatedRow, key), .sha256 = offsetof(RatedRow, sha256), .note = note_change, .write = write_rows };
    return keyed_begin(&r->k, SQL("SELECT rated_key, id, sha256 FROM rated WHERE framework = $1 AND newest = 1 ORDER BY id"), V(framework)) ? r : NULL;
}

void
rated_free(Rated *r)
{
    if (r)
        keyed_free(&r->k);
}

bool
rated_store(Rated *r, const RatedRow *k, size_t n, json_t *changes)
{
    return keyed_store(&r->k, k, n, changes);
}
