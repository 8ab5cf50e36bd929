/* export.c -- kanmon export: programmes for others.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "domain/programme.h"
#include "exchange/iati.h"
#include "format/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMMES = 100000 };

/* A file that appears whole or not at all, or standard output. */
typedef struct {
    FILE       *f;
    const char *path, *part; /* NULL for standard output */
} Target;

static bool
target_open(Cli *k, Target *t)
{
    Ctx *c = &k->c;
    *t = (Target){ .f = stdout };
    if (!k->out || strcmp(k->out, "-") == 0)
        return true;
    t->path = k->out;
    t->part = arena_fmt(c->mem, "%s.part-%ld", k->out, (long)getpid());
    t->f = fopen(t->part, "wb");
    return t->f || fail(c, ERR_BROKEN, k->out, L(c, "%s に書けない: %s", "%s cannot be written: %s"), k->out, strerror(errno));
}

static bool
target_close(Cli *k, Target *t)
{
    Ctx *c = &k->c;
    bool good = fflush(t->f) == 0 && !ferror(t->f);
    if (t->part) {
        good = good && fsync(fileno(t->f)) == 0;
        good = fclose(t->f) == 0 && good;
        if (good && ok(c) && rename(t->part, t->path) == 0)
            return true;
        int why = errno;
        unlink(t->part);
        errno = why;
    }
    if (!good)
        fail(c, ERR_BROKEN, k->out, L(c, "%s に書けない: %s", "%s cannot be written: %s"), k->out ? k->out : "-", strerror(errno));
    return ok(c);
}

/* The programmes that all the arguments name, else those that fit the arguments as a query; none: all. */
static int64_t *
chosen(Cli *k, int from, size_t *n)
{
    Ctx     *c = &k->c;
    int64_t *id = NEWN(c->mem, int64_t, PROGRAMMES);
    *n = 0;
    for (int i = from; i < k->n; i++) {
        Ctx     quiet = *c;
        int64_t one = programme_find(&quiet, k->args[i]);
        if (!one || quiet.err.kind != ERR_NONE)
            break;
        id[(*n)++] = one;
    }
    if (*n > 0 && *n == (size_t)(k->n - from))
        return id;
    *n = 0;
    json_t *page = programme_found(c, &(ProgrammeAsk){ .query = cli_words(k, from), .limit = PROGRAMMES }), *row;
    size_t  i;
    cli_problems(k, page);
    json_array_foreach(json_path(page, "rows"), i, row)
        if (*n < PROGRAMMES)
            id[(*n)++] = json_int(row, "id", 0);
    if (ok(c) && *n == 0)
        fail(c, ERR_NOT_FOUND, NULL, L(c, "「%s」に合う事業はありません。kanmon list で確かめてください。", "No programme fits \"%s\"; kanmon list shows them."), cli_words(k, from));
    return id;
}

static void
progress(Cli *k, size_t done, size_t all, time_t began)
{
    if (isatty(2) && time(NULL) > began)
        fprintf(stderr, L(&k->c, "\r%zu / %zu 件%s", "\r%zu of %zu%s"), done, all, done == all ? "\n" : "");
}

static int
export_iati(Cli *k)
{
    Ctx        *c = &k->c;
    Buf        *b = buf_in(c->mem);
    size_t      n = 0;
    Target      t;
    const char *url = k->url ? k->url : getenv("KANMON_URL");
    time_t      began = time(NULL);
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t *id = chosen(k, 1, &n);
    if (!ok(c) || !target_open(k, &t))
        return cli_error(k);
    Iati *x = iati_begin(c, url, b);
    for (size_t i = 0; x && i < n && iati_programme(x, id[i]); i++) {
        iati_flush(x);
        fwrite(b->p, 1, b->n, t.f);
        buf_clear(b);
        progress(k, i + 1, n, began);
    }
    if (x && ok(c) && iati_end(x))
        fwrite(b->p, 1, b->n, t.f);
    return target_close(k, &t) ? 0 : cli_error(k);
}

int
cmd_export(Cli *k)
{
    const char *what = k->n > 0 ? k->args[0] : "";
    if (strcmp(what, "iati") == 0)
        return export_iati(k);
    return cli_usage("export");
}
