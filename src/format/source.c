/* source.c -- see source.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Three layers, each asked by the one above it: raw bytes (a file or a zip member), the decoder (zstd, gzip or none, by
 * the first bytes), and tar when the decoded bytes are one. Folders and zips step from raw to raw. */
#include "format/source.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>
#include <zstd.h>

enum { CHUNK = 128 << 10, RATIO = 400, FREE = 64 << 20 };
struct Source {
    Ctx           *c;
    char          *path, *name;
    struct dirent **entry;      /* of a folder */
    int            entries, entry_at;
    int            fd;
    zip_t         *zip;
    zip_file_t    *member;
    zip_int64_t    members, member_at;
    int64_t        size, done;
    char          *raw;         /* bytes as stored */
    size_t         raw_n, raw_at;
    enum { PLAIN, ZSTD, GZIP } kind;
    ZSTD_DStream  *zstd;
    z_stream       gzip;
    bool           gzip_open, frame_end, raw_end;
    int64_t        in, out;     /* of this member, for the ratio */
    char          *head;        /* decoded bytes looked at to see whether it is a tar */
    size_t         head_n, head_at;
    bool           tar;
    int64_t        tar_left, tar_pad;
    bool           single_given;
    SourceDamage   damage;
};

static bool
damaged(Source *s, const char *ja, const char *en)
{
    const char *slash = strrchr(s->path, '/'), *file = slash && slash[1] ? slash + 1 : s->path;
    if ((s->entry || s->zip || s->tar) && s->name)
        file = arena_fmt(s->c->mem, "%s/%s", file, s->name);
    if (!s->damage.ja)
        s->damage = (SourceDamage){ .file = file, .ja = ja, .en = en };
    return fail(s->c, ERR_INVALID, file, L(s->c, "%s: %s", "%s: %s"), file, L(s->c, ja, en));
}

const SourceDamage *
source_damage(const Source *s)
{
    return s->damage.ja ? &s->damage : NULL;
}

static size_t
raw_read(Source *s, char *p, size_t n)
{
    if (s->member) {
        zip_int64_t k = zip_fread(s->member, p, n);
        if (k < 0)
            return damaged(s, "zip の中のファイルが壊れています。もう一度入手してください。", "a file in the zip is damaged; fetch it again.");
        s->done += k;
        return (size_t)k;
    }
    ssize_t k;
    do
        k = read(s->fd, p, n);
    while (k < 0 && errno == EINTR);
    if (k < 0)
        return damaged(s, "読み取り中に入出力の誤りが起きました。", "an input error happened while reading.");
    s->done += k;
    return (size_t)k;
}

static bool
raw_fill(Source *s)
{
    if (s->raw_at < s->raw_n)
        return true;
    s->raw_at = 0;
    s->raw_n = raw_read(s, s->raw, CHUNK);
    s->in += (int64_t)s->raw_n;
    s->raw_end = s->raw_n == 0;
    return s->raw_n > 0;
}

static size_t
unzstd(Source *s, char *p, size_t n)
{
    ZSTD_outBuffer o = { p, n, 0 };
    while (o.pos == 0 && ok(s->c)) {
        if (!raw_fill(s)) {
            if (!s->frame_end && ok(s->c))
                damaged(s, "zstd の途中で切れています。もう一度入手してください。", "the zstd stream is cut off; fetch it again.");
            break;
        }
        ZSTD_inBuffer i = { s->raw, s->raw_n, s->raw_at };
        size_t        k = ZSTD_decompressStream(s->zstd, &o, &i);
        s->raw_at = i.pos;
        if (ZSTD_isError(k)) {
            damaged(s, "zstd の中身が壊れています。もう一度入手してください。", "the zstd stream is damaged; fetch it again.");
            break;
        }
        s->frame_end = k == 0;
    }
    return o.pos;
}

static size_t
ungzip(Source *s, char *p, size_t n)
{
    s->gzip.next_out = (Bytef *)p;
    s->gzip.avail_out = (uInt)n;
    while (s->gzip.avail_out == n && ok(s->c)) {
        if (!raw_fill(s)) {
            if (!s->frame_end && ok(s->c))
                damaged(s, "gzip の途中で切れています。もう一度入手してください。", "the gzip stream is cut off; fetch it again.");
            break;
        }
        if (s->frame_end) /* another gzip member follows */
            inflateReset(&s->gzip);
        s->gzip.next_in = (Bytef *)s->raw + s->raw_at;
        s->gzip.avail_in = (uInt)(s->raw_n - s->raw_at);
        int k = inflate(&s->gzip, Z_NO_FLUSH);
        s->raw_at = s->raw_n - s->gzip.avail_in;
        if (k != Z_OK && k != Z_STREAM_END && k != Z_BUF_ERROR) {
            damaged(s, "gzip の中身が壊れています。もう一度入手してください。", "the gzip stream is damaged; fetch it again.");
            break;
        }
        s->frame_end = k == Z_STREAM_END;
    }
    return n - s->gzip.avail_out;
}

static size_t
decoded(Source *s, char *p, size_t n)
{
    size_t k = 0;
    if (s->head_at < s->head_n) {
        k = s->head_n - s->head_at < n ? s->head_n - s->head_at : n;
        memcpy(p, s->head + s->head_at, k);
        s->head_at += k;
        return k;
    }
    if (s->kind == PLAIN) {
        if (!raw_fill(s))
            return 0;
        k = s->raw_n - s->raw_at < n ? s->raw_n - s->raw_at : n;
        memcpy(p, s->raw + s->raw_at, k);
        s->raw_at += k;
        return k;
    }
    k = s->kind == ZSTD ? unzstd(s, p, n) : ungzip(s, p, n);
    s->out += (int64_t)k;
    if (s->out > FREE && s->out / RATIO > s->in)
        return damaged(s, "展開すると 400 倍を超えます。壊れているか、悪意のあるファイルです。", "it unpacks to more than 400 times its size: damaged, or meant to do harm.");
    return ok(s->c) ? k : 0;
}

static size_t
whole(Source *s, char *p, size_t n)
{
    size_t at = 0, k;
    while (at < n && (k = decoded(s, p + at, n - at)) > 0)
        at += k;
    return at;
}

/* Sees what the first bytes are and sets the decoder; then whether a tar is inside. */
static bool
begin(Source *s)
{
    s->raw_n = s->raw_at = s->head_n = s->head_at = 0;
    s->in = s->out = s->tar_left = s->tar_pad = 0;
    s->tar = s->frame_end = s->raw_end = false;
    s->kind = PLAIN;
    if (!raw_fill(s))
        return ok(s->c);
    const unsigned char *p = (unsigned char *)s->raw;
    if (s->raw_n >= 4 && memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0) {
        s->kind = ZSTD;
        if (!s->zstd && !(s->zstd = ZSTD_createDStream()))
            die("no memory for a stream");
        ZSTD_initDStream(s->zstd);
    } else if (s->raw_n >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8) {
        s->kind = GZIP;
        if (s->gzip_open)
            inflateEnd(&s->gzip);
        memset(&s->gzip, 0, sizeof s->gzip);
        if (inflateInit2(&s->gzip, 15 + 16) != Z_OK)
            die("no memory for a stream");
        s->gzip_open = true;
    }
    size_t n = whole(s, s->head, 512);
    s->head_n = n;
    s->tar = n == 512 && memcmp(s->head + 257, "ustar", 5) == 0;
    return ok(s->c);
}

/* The name without folders and without what the decoder takes away. */
static const char *
plain_name(Source *s, const char *name)
{
    const char *slash = strrchr(name, '/');
    char       *n = arena_str(s->c->mem, slash ? slash + 1 : name);
    for (size_t i = 0; i < 2; i++)
        if (text_ends(n, i ? ".gz" : ".zst"))
            n[strlen(n) - (i ? 3 : 4)] = 0;
    free(s->name);
    return s->name = strdup(n);
}

static const char *
tar_next(Source *s)
{
    char    block[512];
    int64_t skip = s->tar_left + s->tar_pad;
    while (skip > 0) {
        size_t k = whole(s, block, skip > 512 ? 512 : (size_t)skip);
        if (k == 0)
            return NULL;
        skip -= (int64_t)k;
    }
    for (;;) {
        size_t k = whole(s, block, 512);
        if (k > 0 && k < 512)
            (void)damaged(s, "tar の途中で切れています。", "the tar is cut off."); /* the caller looks at c->err */
        if (k < 512 || !block[0])
            return NULL;
        char size[13] = { 0 }, name[101] = { 0 };
        memcpy(size, block + 124, 12);
        memcpy(name, block, 100);
        int64_t n = strtoll(size, NULL, 8);
        if (n < 0 || n > INT64_C(1) << 40) {
            damaged(s, "tar の見出しが壊れています。", "a header of the tar is damaged.");
            return NULL;
        }
        s->tar_pad = (512 - n % 512) % 512;
        if (block[156] == '0' || block[156] == 0) {
            s->tar_left = n;
            return plain_name(s, name);
        }
        for (int64_t left = n + s->tar_pad; left > 0; left -= 512) /* folders, long names, links */
            if (whole(s, block, 512) < 512)
                return NULL;
    }
}

static bool
open_file(Source *s, const char *path)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return fail(s->c, ERR_INVALID, path, L(s->c, "%s を開けません: %s", "%s cannot be opened: %s"), path, strerror(errno));
    char magic[4] = { 0 };
    if (pread(s->fd, magic, 4, 0) == 4 && memcmp(magic, "PK\3\4", 4) == 0) {
        int error = 0;
        s->zip = zip_open(path, ZIP_RDONLY, &error);
        if (!s->zip)
            return fail(s->c, ERR_INVALID, path, L(s->c, "%s は zip として読めません。途中で切れていないか確かめてください。", "%s cannot be read as a zip; see whether it is cut off."), path);
        s->members = zip_get_num_entries(s->zip, 0);
        s->member_at = 0;
    }
    return true;
}

static const char *
zip_next(Source *s)
{
    if (s->member)
        zip_fclose(s->member);
    s->member = NULL;
    while (s->member_at < s->members && ok(s->c)) {
        zip_uint64_t i = (zip_uint64_t)s->member_at++;
        const char  *name = zip_get_name(s->zip, i, ZIP_FL_ENC_GUESS);
        if (!name || text_ends(name, "/"))
            continue;
        plain_name(s, name);
        s->member = zip_fopen_index(s->zip, i, 0);
        if (!s->member) {
            damaged(s, "zip の中のファイルを開けません。", "a file in the zip cannot be opened.");
            return NULL;
        }
        return begin(s) ? s->tar ? tar_next(s) : s->name : NULL;
    }
    zip_discard(s->zip);
    s->zip = NULL;
    return NULL;
}

static void
source_close(void *p)
{
    Source *s = p;
    if (s->member)
        zip_fclose(s->member);
    if (s->zip)
        zip_discard(s->zip);
    if (s->fd >= 0)
        close(s->fd);
    if (s->gzip_open)
        inflateEnd(&s->gzip);
    ZSTD_freeDStream(s->zstd);
    for (int i = 0; i < s->entries; i++)
        free(s->entry[i]);
    free(s->entry);
    free(s->raw);
    free(s->head);
    free(s->name);
    free(s->path);
    free(s);
}

static int
visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

Source *
source_open(Ctx *c, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        fail(c, ERR_INVALID, path, L(c, "%s を開けません: %s", "%s cannot be opened: %s"), path, strerror(errno));
        return NULL;
    }
    Source *s = calloc(1, sizeof *s);
    if (!s || !(s->raw = malloc(CHUNK)) || !(s->head = malloc(512)) || !(s->path = strdup(path)))
        die("no memory for a file");
    s->c = c;
    s->fd = -1;
    s->size = st.st_size;
    arena_defer(c->mem, source_close, s);
    if (S_ISDIR(st.st_mode)) {
        s->entries = scandir(path, &s->entry, visible, alphasort);
        if (s->entries < 0)
            s->entries = 0;
        s->size = 0;
        for (int i = 0; i < s->entries; i++)
            if (stat(arena_fmt(c->mem, "%s/%s", path, s->entry[i]->d_name), &st) == 0 && S_ISREG(st.st_mode))
                s->size += st.st_size;
    }
    return s;
}

static const char *
file_next(Source *s, const char *path, const char *name)
{
    plain_name(s, name);
    if (!open_file(s, path))
        return NULL;
    if (s->zip)
        return zip_next(s);
    return begin(s) ? s->tar ? tar_next(s) : s->name : NULL;
}

const char *
source_next(Source *s)
{
    if (!ok(s->c))
        return NULL;
    const char *name = s->tar ? tar_next(s) : NULL;
    if (name || !ok(s->c))
        return name;
    s->tar = false;
    if (s->zip && ((name = zip_next(s)) || !ok(s->c)))
        return name;
    while (s->entry && s->entry_at < s->entries) {
        const char *entry = s->entry[s->entry_at++]->d_name, *path = arena_fmt(s->c->mem, "%s/%s", s->path, entry);
        struct stat st;
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && ((name = file_next(s, path, entry)) || !ok(s->c)))
            return name;
    }
    if (s->entry || s->single_given)
        return NULL;
    s->single_given = true;
    return file_next(s, s->path, s->path);
}

size_t
source_read(Source *s, void *p, size_t n)
{
    if (!ok(s->c))
        return 0;
    if (!s->tar)
        return decoded(s, p, n);
    if (s->tar_left == 0)
        return 0;
    size_t k = decoded(s, p, (int64_t)n < s->tar_left ? n : (size_t)s->tar_left);
    s->tar_left -= (int64_t)k;
    if (k == 0 && ok(s->c))
        damaged(s, "tar の途中で切れています。", "the tar is cut off.");
    return k;
}

int64_t
source_size(const Source *s)
{
    return s->size;
}

int64_t
source_done(const Source *s)
{
    return s->done;
}

void
lines_begin(Lines *l, Source *s)
{
    *l = (Lines){ .s = s, .size = 1 << 20 };
    l->buf = malloc(l->size);
    if (!l->buf)
        die("no memory for a file");
}

void
lines_end(Lines *l)
{
    free(l->buf);
    l->buf = NULL;
}

/* Reads more behind what is there; false at the end. */
static bool
more(Lines *l)
{
    if (l->end)
        return false;
    if (l->at > 0) {
        memmove(l->buf, l->buf + l->at, l->n - l->at);
        l->n -= l->at;
        l->at = 0;
    }
    if (l->size - l->n < CHUNK) {
        l->buf = realloc(l->buf, l->size *= 2);
        if (!l->buf)
            die("no memory for a file");
    }
    bool   first = l->no == 0 && l->n == 0;
    size_t k = source_read(l->s, l->buf + l->n, l->size - l->n);
    l->n += k;
    l->end = k == 0;
    if (first && l->n >= 3 && memcmp(l->buf, "\xEF\xBB\xBF", 3) == 0) {
        l->bom = true;
        l->at = 3;
    }
    return k > 0;
}

const char *
lines_peek(Lines *l, size_t *n)
{
    while (l->n - l->at < *n && more(l))
        ;
    if (l->n - l->at < *n)
        *n = l->n - l->at;
    return l->buf + l->at;
}

/* Drops bytes up to the next line feed. */
static void
skip_line(Lines *l)
{
    do {
        char *e = memchr(l->buf + l->at, '\n', l->n - l->at);
        if (e) {
            l->at = (size_t)(e - l->buf) + 1;
            return;
        }
        l->at = l->n;
    } while (more(l));
}

const char *
lines_next(Lines *l, size_t *n)
{
    size_t looked = 0;
    for (;;) {
        char *from = l->buf + l->at, *e = l->n > l->at + looked ? memchr(from + looked, '\n', l->n - l->at - looked) : NULL;
        if (!e && l->n - l->at > LINE_MAX_BYTES) {
            skip_line(l);
            l->no++;
            *n = SIZE_MAX;
            return "";
        }
        looked = l->n - l->at;
        if (!e && more(l))
            continue;
        from = l->buf + l->at;
        if (!e && (l->n == l->at || !ok(l->s->c))) { /* half a line of a damaged file is no line */
            l->s->damage.line = l->no + 1;
            return NULL;
        }
        *n = e ? (size_t)(e - from) : l->n - l->at;
        l->at += *n + (e != NULL);
        l->no++;
        if (*n > 0 && from[*n - 1] == '\r')
            --*n;
        return from;
    }
}
