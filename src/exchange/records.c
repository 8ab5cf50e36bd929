/* records.c -- see records.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/records.h"

#include "base/text.h"
#include "domain/document.h"
#include "format/json.h"
#include "format/objects.h"
#include "store/db.h"

#include <string.h>

void
records_problem(Records *r, const char *field, const char *level, const char *ja, const char *en)
{
    run_problem(r->i->run, r->file, r->line, field, level, ja, en);
}

void
records_once(Records *r, const char *key, const char *field)
{
    if (map_get(&r->seen, key))
        records_problem(r, field, "warning", arena_fmt(r->mem, "同じもの（%s）が二度ある。後のものを取った。", key), arena_fmt(r->mem, "%s stands twice; the later one was taken.", key));
    else
        map_put(&r->seen, key, 1);
}

const char *
records_text(Records *r, const json_t *record, const char *path)
{
    const char *t = json_str(record, path);
    return t && !text_blank(t) ? text_trim(r->mem, t) : NULL;
}

static void
take(Records *r, const char *text, size_t n)
{
    json_error_t e;
    run_count(r->i->run)->read++;
    if (n == SIZE_MAX) {
        records_problem(r, NULL, "error", "1件が 64 MiB を超える。取り込まない。", "a record is larger than 64 MiB; it was left out.");
        return;
    }
    json_t *j = json_keep(r->mem, json_loadb(text, n, 0, &e));
    if (!j)
        records_problem(r, NULL, "error", arena_fmt(r->mem, "JSON として読めない: %s", e.text), arena_fmt(r->mem, "this is no JSON: %s", e.text));
    else if (!json_is_object(j))
        records_problem(r, NULL, "error", "1件（{ } で囲んだもの）ではない。", "this is no record (an object in braces).");
    else {
        json_object_del(j, "_path");
        r->n += r->take(r, j, sha256_hex(r->mem, text, n), r->state);
    }
}

static bool
flush(Records *r)
{
    bool good = ok(r->i->c) && r->store(r, r->state);
    arena_reset(r->mem);
    r->n = 0;
    import_said(r->i, run_count(r->i->run)->read);
    return good;
}

bool
records_import(Import *i, const char *under, RecordTake fn, RecordStore store, void *state)
{
    Records     r = { .i = i, .mem = arena_new(0), .take = fn, .store = store, .state = state, .seen.mem = i->in.mem };
    const char *name, *text;
    size_t      n, held = 0;
    bool        good = true;
    while (good && (name = source_next(i->source))) {
        Objects o;
        r.file = arena_str(i->in.mem, name);
        objects_begin(&o, &i->in, i->source, under);
        while (good && (text = objects_next(&o, &n))) {
            r.line = o.line;
            take(&r, text, n);
            held += n == SIZE_MAX ? 0 : n;
            if (r.n >= RECORDS_BATCH || held > (16 << 20)) {
                good = flush(&r);
                held = 0;
            }
        }
        if (o.cut) {
            r.line = o.line;
            records_problem(&r, NULL, "error", "記録の並びが途中で終わっているか、ほかのものが混じっている。ここまでを取り込んだ。", "the list of records is not closed, or something else stands in it; what came before was taken in.");
            i->unfinished = true;
        }
        objects_end(&o);
    }
    if (good)
        good = flush(&r);
    map_free(&r.seen);
    arena_free(r.mem);
    return good;
}
