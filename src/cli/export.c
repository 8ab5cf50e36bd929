/* export.c -- kanmon export: programmes for others.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/number.h"
#include "domain/programme.h"
#include "exchange/iati.h"
#include "exchange/pack.h"
#include "exchange/rs_write.h"
#include "format/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* Files of the RS layout, each opened when its first row comes. */
enum { OPEN_MOST = 400 };
typedef struct {
    Cli        *k;
    const char *dir, *name[OPEN_MOST];
    FILE       *f[OPEN_MOST];
    size_t      n;
} Tables;

static bool
take_rows(void *arg, const char *file, const char *head, size_t head_n, const char *rows, size_t n)
{
    Tables *t = arg;
    Ctx    *c = &t->k->c;
    size_t  i = 0;
    while (i < t->n && strcmp(t->name[i], file) != 0)
        i++;
    if (i == t->n) {
        const char *path = arena_fmt(c->mem, "%s/%s", t->dir, file);
        if (i == OPEN_MOST || !(t->f[i] = fopen(path, "wbx")))
            return fail(c, errno == EEXIST ? ERR_CONFLICT : ERR_BROKEN, path, errno == EEXIST ? L(c, "%s はすでにあります。別のフォルダを示してください。%s", "%s is there already; name another folder%s") : L(c, "%s に書けない: %s", "%s cannot be written: %s"), path,
                        errno == EEXIST ? "" : strerror(errno));
        t->name[t->n++] = arena_str(c->mem, file);
        fwrite(head, 1, head_n, t->f[i]);
    }
    return fwrite(rows, 1, n, t->f[i]) == n || fail(c, ERR_BROKEN, file, L(c, "%s に書けない: %s", "%s cannot be written: %s"), file, strerror(errno));
}

static bool
make_folder(Ctx *c, const char *dir)
{
    return mkdir(dir, 0777) == 0 || errno == EEXIST || fail(c, ERR_BROKEN, dir, L(c, "フォルダ %s を作れない: %s", "the folder %s cannot be made: %s"), dir, strerror(errno));
}

static bool
closed(FILE *f)
{
    bool written = fflush(f) == 0;
    return fclose(f) == 0 && written;
}

static int
export_rs(Cli *k)
{
    Ctx     *c = &k->c;
    Tables   t = { .k = k, .dir = k->out ? k->out : "." };
    size_t   n = 0;
    int64_t  sheets = 0, fy = 0;
    time_t   began = time(NULL);
    if (k->year && !number_int(k->year, &fy))
        return cli_usage("export");
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t *id = chosen(k, 1, &n);
    RsWrite *w = ok(c) && make_folder(c, t.dir) ? rs_write_begin(c, k->parts, fy, take_rows, &t) : NULL;
    for (size_t i = 0; w && i < n && rs_write_programme(w, id[i], &sheets); i++)
        progress(k, i + 1, n, began);
    for (size_t i = 0; i < t.n; i++)
        if (!closed(t.f[i]))
            fail(c, ERR_BROKEN, t.name[i], L(c, "%s に書けない: %s", "%s cannot be written: %s"), t.name[i], strerror(errno));
    if (ok(c) && t.n == 0)
        fail(c, ERR_NOT_FOUND, NULL, L(c, "書き出すシートがありません。", "There is no sheet to write."));
    if (!ok(c))
        return cli_error(k);
    json_t *files = json_keep(c->mem, json_array());
    for (size_t i = 0; i < t.n; i++)
        json_array_append_new(files, json_string(arena_fmt(c->mem, "%s/%s", t.dir, t.name[i])));
    if (k->json)
        return cli_json(k, json_keep(c->mem, json_pack("{sI sO}", "sheets", (json_int_t)sheets, "files", files)));
    for (size_t i = 0; i < t.n; i++)
        printf("%s\n", json_string_value(json_array_get(files, i)));
    fprintf(stderr, L(c, "シート %lld 件、ファイル %zu 個\n", "%lld sheets, %zu files\n"), (long long)sheets, t.n);
    return 0;
}

static int
export_pack(Cli *k)
{
    size_t files = 0;
    if (k->n != 3)
        return cli_usage("export");
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t id = programme_find(&k->c, k->args[1]);
    if (!id || !pack_write(&k->c, id, k->args[2], &files))
        return cli_error(k);
    fprintf(stderr, L(&k->c, "%s に %zu 個のファイルを書いた\n", "%s: %zu files written\n"), k->args[2], files);
    return 0;
}

int
cmd_export(Cli *k)
{
    const char *what = k->n > 0 ? k->args[0] : "";
    if (strcmp(what, "iati") == 0)
        return export_iati(k);
    if (strcmp(what, "rs") == 0)
        return export_rs(k);
    if (strcmp(what, "pack") == 0)
        return export_pack(k);
    return cli_usage("export");
}
