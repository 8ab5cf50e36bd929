/* rs_spool.c -- see rs_spool.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };
struct Spool {
    Ctx      *c;
    int       fd;
    SpoolRow *row;
    size_t    n, size;
    char     *buf;      /* of what was not written yet */
    size_t    buf_n;
    int64_t   written;
};

static void
spool_close(void *p)
{
    Spool *s = p;
    if (s->fd >= 0)
        close(s->fd);
    free(s->row);
    free(s->buf);
    free(s);
}

Spool *
spool_new(Ctx *c)
{
    Spool      *s = calloc(1, sizeof *s);
    const char *dir = getenv("TMPDIR");
    if (!s || !(s->buf = malloc(ROOM)))
        die("no memory for an import");
    s->c = c;
    char *path = arena_fmt(c->mem, "%s/kanmon-XXXXXX", dir && *dir ? dir : "/tmp");
    s->fd = mkostemp(path, O_CLOEXEC);
    arena_defer(c->mem, spool_close, s);
    if (s->fd < 0) {
        fail(c, ERR_BROKEN, path, L(c, "一時ファイル %s を作れません（%s）。空きのある場所を環境変数 TMPDIR に書いてください。", "no temporary file can be made at %s (%s); set TMPDIR to a folder with room."), path, strerror(errno));
        return NULL;
    }
    unlink(path);
    return s;
}

static bool
flush(Spool *s)
{
    for (size_t at = 0; at < s->buf_n;) {
        ssize_t k = write(s->fd, s->buf + at, s->buf_n - at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return fail(s->c, ERR_BROKEN, "TMPDIR", L(s->c, "一時ファイルに書けません（%s）。空きのある場所を環境変数 TMPDIR に書いてください。", "the temporary file cannot be written (%s); set TMPDIR to a folder with room."), strerror(errno));
        at += (size_t)k;
    }
    s->written += (int64_t)s->buf_n;
    s->buf_n = 0;
    return true;
}

bool
spool_add(Spool *s, SpoolRow row, const char *text, size_t n)
{
    if (s->n == s->size && !(s->row = realloc(s->row, (s->size = s->size * 2 + 4096) * sizeof *s->row)))
        die("no memory for %zu rows", s->n);
    row.offset = s->written + (int64_t)s->buf_n;
    row.n = (uint32_t)n;
    s->row[s->n++] = row;
    while (n > 0) {
        size_t k = n < ROOM - s->buf_n ? n : ROOM - s->buf_n;
        memcpy(s->buf + s->buf_n, text, k);
        s->buf_n += k;
        text += k;
        n -= k;
        if (s->buf_n == ROOM && !flush(s))
            return false;
    }
    return true;
}

static int
by_sheet(const void *a, const void *b)
{
    const SpoolRow *x = a, *y = b;
    if (x->fy != y->fy)
        return x->fy < y->fy ? -1 : 1;
    if (x->project != y->project)
        return x->project < y->project ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return x->offset < y->offset ? -1 : 1;
}

bool
spool_sort(Spool *s)
{
    if (s->n > 0)
        qsort(s->row, s->n, sizeof *s->row, by_sheet);
    return flush(s);
}

const SpoolRow *
spool_rows(const Spool *s, size_t *n)
{
    *n = s->n;
    return s->row;
}

const char *
spool_text(Spool *s, Arena *mem, const SpoolRow *row)
{
    char *text = arena_alloc(mem, (size_t)row->n + 1);
    for (size_t at = 0; at < row->n;) {
        ssize_t k = pread(s->fd, text + at, row->n - at, row->offset + (off_t)at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            fail(s->c, ERR_BROKEN, "TMPDIR", L(s->c, "一時ファイルを読めません（%s）。", "the temporary file cannot be read (%s)."), strerror(errno));
            return NULL;
        }
        at += (size_t)k;
    }
    return text;
}
