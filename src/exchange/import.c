/* import.c -- see import.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/import.h"

#include "domain/lineage.h"
#include "domain/organisation.h"
#include "domain/permission.h"
#include "domain/ror.h"
#include "engine/sheet_check.h"
#include "format/json.h"
#include "store/db.h"
#include "store/search.h"

#include <string.h>

static const struct {
    const char *kind;
    bool (*guess)(const char *name, const char *head, size_t n);
    bool (*read)(Import *i);
    bool        gathers;
    const char *ja, *en;
} kinds[] = {
#define IMPORT(kind, guess, read, gathers, ja, en) { kind, guess, read, gathers, ja, en },
#include "exchange/imports.def"
#undef IMPORT
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *
import_guess(Ctx *c, const char *path, const char *as)
{
    if (as) {
        for (int i = 0; i < KINDS; i++)
            if (strcmp(kinds[i].kind, as) == 0)
                return kinds[i].kind;
        return NULL;
    }
    Ctx in = *c;
    in.mem = arena_new(0);
    const char *kind = NULL, *name;
    Source     *s = source_open(&in, path);
    for (int tries = 0; s && !kind && tries < 20 && (name = source_next(s)); tries++) {
        Lines  l;
        size_t n = 64 << 10;
        lines_begin(&l, s);
        const char *head = lines_peek(&l, &n);
        for (int i = 0; i < KINDS && !kind && ok(&in); i++)
            if (kinds[i].guess(name, head, n))
                kind = kinds[i].kind;
        lines_end(&l);
        if (tries == 0 && !kind && source_done(s) >= source_size(s))
            continue;
    }
    arena_free(in.mem); /* what failed here will fail again, with its reason, where the file is read */
    return kind;
}

bool
import_gathers(const char *kind)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].gathers;
    return false;
}

void
import_said(Import *i, int64_t rows)
{
    if (i->progress)
        i->progress(i->arg, i->size ? i->done : source_done(i->source), i->size ? i->size : source_size(i->source), rows);
}

bool
import_file(Import *i, const char *kind, json_t **report)
{
    Ctx  *c = i->c;
    bool  good = false;
    *report = NULL;
    if (!may(c, ACT_IMPORT_WRITE))
        return false;
    i->in = *c;
    i->in.mem = arena_new(0);
    i->in.db = NULL;
    const char *slash = strrchr(i->path, '/');
    i->name = slash && slash[1] ? slash + 1 : i->path;
    if (i->path_n > 1)
        i->name = arena_fmt(c->mem, "%s + %zu", i->name, i->path_n - 1);
    i->changes = json_keep(c->mem, json_array());
    i->source = source_open(&i->in, i->path);
    if (!i->source)
        fail(c, i->in.err.kind, arena_str(c->mem, i->in.err.field), "%s", arena_str(c->mem, i->in.err.text));
    else if ((i->run = run_begin(c, kind, i->name, source_size(i->source), i->dry_run))) {
        for (int k = 0; k < KINDS; k++)
            if (strcmp(kinds[k].kind, kind) == 0)
                good = kinds[k].read(i);
        bool whole = ok(&i->in);
        const SourceDamage *d = source_damage(i->source);
        if (d)
            run_problem(i->run, d->file, d->line, NULL, "error", d->ja, d->en);
        else if (!whole)
            run_problem(i->run, i->in.err.field ? i->in.err.field : i->name, 0, NULL, "error", i->in.err.text, i->in.err.text);
        if (good && !i->dry_run)
            search_tidy(c, run_count(i->run)->made > 5000);
        if (good && !i->dry_run)
            (void)(lineage_settle(c) && organisation_catch_up(c) && ror_match(c, NULL)); /* the Ctx keeps what fails */
        if (good && !i->dry_run && run_count(i->run)->made + run_count(i->run)->changed > 0)
            sheet_check_run(c, false);
        *report = run_end(i->run, good && whole && !i->unfinished);
        if (i->tables)
            json_object_set(*report, "tables", i->tables);
        json_object_set(*report, "changes", i->changes);
    }
    arena_free(i->in.mem);
    return good && ok(c);
}

json_t *
import_kinds(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array());
    for (int i = 0; i < KINDS; i++)
        json_array_append_new(out, json_pack("{ss ss ss}", "kind", kinds[i].kind, "text", kinds[i].ja, "text_en", kinds[i].en));
    return out;
}
