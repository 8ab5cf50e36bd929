/* body.c -- what a request carries: form fields, files, or bytes as they are.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library hands over pieces of any size: a field or a file goes on as long as the offset is not 0. Files have
 * no name on the disk (O_TMPFILE, or unlinked at once), so nothing can be left over: not by a client that breaks
 * off, not by kill -9. Their path is the descriptor's in /proc. */
#include "net/http_in.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { UNASKED = 64 << 10, FIELD_BYTES = 1 << 20, FIELDS = 1000, NAME_BYTES = 200, FILES = 64, SLACK = 16 << 20 };
static const size_t form_bytes = (size_t)4 << 20; /* a megabyte of fields, percent-encoded */

static void
close_file(void *arg)
{
    close(((File *)arg)->fd);
}

static int
nameless(Arena *mem)
{
    const char *dir = getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/tmp";
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    char *name = arena_fmt(mem, "%s/kanmon-XXXXXX", dir); /* a file system without O_TMPFILE */
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    return fd;
}

/* "C:\papers\report.docx" -> "report.docx"; browsers send UTF-8, old scripts CP932. */
static const char *
file_name(Arena *mem, const char *sent)
{
    size_t n;
    if (!text_is_utf8(sent, strlen(sent)) && !(sent = text_iconv(mem, "CP932", sent, strlen(sent), &n)))
        return "upload";
    for (const char *cut; (cut = strpbrk(sent, "/\\"));)
        sent = cut + 1;
    char *name = text_trim(mem, text_head(mem, sent, NAME_BYTES));
    for (char *p = name; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '_';
    return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 ? name : "upload";
}

static bool
file_open(Exchange *x, const char *field, const char *name, const char *type)
{
    Body *b = &x->body;
    int   fd = ++b->files_n <= FILES ? nameless(x->q.mem) : -1;
    if (fd < 0) {
        b->problem = b->files_n > FILES ? 413 : 507;
        return false;
    }
    File *f = b->file = NEW(x->q.mem, File);
    f->fd = fd;
    arena_defer(x->q.mem, close_file, f);
    f->up = (Upload){ .field = arena_str(x->q.mem, field), .name = file_name(x->q.mem, name),
                      .type = type && text_is_utf8(type, strlen(type)) ? arena_str(x->q.mem, type) : NULL,
                      .path = arena_fmt(x->q.mem, "/proc/self/fd/%d", fd) };
    f->next = b->files;
    b->files = f;
    return true;
}

static bool
file_more(Body *b, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(b->file->fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            b->problem = 507;
            return false;
        }
        p += k;
        n -= (size_t)k;
        b->file->up.n += (size_t)k;
    }
    return true;
}

static bool
field_open(Exchange *x, const char *name)
{
    Body *b = &x->body;
    if (++b->fields_n > FIELDS) {
        b->problem = 413;
        return false;
    }
    Field *f = b->field = NEW(x->q.mem, Field);
    f->name = arena_str(x->q.mem, name);
    f->text = buf_in(x->q.mem);
    f->next = b->fields;
    b->fields = f;
    return true;
}

/* The library's own call for each piece of a form. */
static enum MHD_Result
piece(void *arg, enum MHD_ValueKind kind, const char *name, const char *file, const char *type, const char *coding, const char *p, uint64_t at, size_t n)
{
    Exchange *x = arg;
    Body     *b = &x->body;
    (void)kind, (void)coding;
    if (b->problem)
        return MHD_NO;
    if (!name || strlen(name) > NAME_BYTES || !text_is_utf8(name, strlen(name))) {
        b->problem = 400;
        return MHD_NO;
    }
    /* A first piece may be empty and come again with offset 0. */
    if (file) {
        bool same = b->file && b->file->up.n == at && (at > 0 || (strcmp(b->file->up.field, name) == 0 && strcmp(b->file->up.name, file_name(x->q.mem, file)) == 0));
        b->field = NULL;
        return (same || file_open(x, name, file, type)) && file_more(b, p, n) ? MHD_YES : MHD_NO;
    }
    b->file = NULL;
    bool same = b->field && b->field->text->n == at && strcmp(b->field->name, name) == 0;
    if (!same && !field_open(x, name))
        return MHD_NO;
    if ((b->field_bytes += n) > FIELD_BYTES) {
        b->problem = 413;
        return MHD_NO;
    }
    buf_addn(b->field->text, p, n);
    return MHD_YES;
}

/* Content-Length; 0 when it is not said, SIZE_MAX when it is no number. */
static size_t
length_said(struct MHD_Connection *conn)
{
    const char *s = head_value(conn, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (!s || !*s)
        return 0;
    return strlen(s) > 15 || s[strspn(s, "0123456789")] ? SIZE_MAX : (size_t)strtoull(s, NULL, 10);
}

int
body_begin(Exchange *x)
{
    struct MHD_Connection *conn = x->q.conn;
    Body       *b = &x->body;
    const char *type = head_value(conn, MHD_HTTP_HEADER_CONTENT_TYPE);
    size_t      said = length_said(conn);
    bool        coded = head_value(conn, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL;
    bool        post = strcmp(x->q.method, "POST") == 0;
    bool        plain = post && type && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0;
    bool        parts = post && type && strncasecmp(type, "multipart/form-data", 19) == 0;
    b->max = x->net->s->max_body ? x->net->s->max_body : (size_t)64 << 20;
    if (plain && b->max > form_bytes)
        b->max = form_bytes;
    else if (parts)
        b->max += FIELD_BYTES + (64 << 10); /* the fields beside the file, and the lines between */
    if (!post && b->max > form_bytes)
        b->max = form_bytes; /* read only to be dropped */
    x->q.worker = NULL;
    if ((said > UNASKED || coded) && x->net->s->body_limit && (x->q.worker = this_thread(x->net)->worker)) {
        size_t may = x->net->s->body_limit(&x->q); /* nobody fills our disk before we know him */
        if (may < b->max)
            b->max = may;
    }
    if (said > 0 && coded)
        return 400; /* two lengths: a proxy before us may have seen another request */
    if (said > b->max)
        return 413;
    if (plain || parts) {
        b->post = MHD_create_post_processor(conn, 32 << 10, piece, x);
        if (!b->post)
            return 400; /* a boundary is missing */
    } else {
        b->spool = post && (said > 0 || coded);
    }
    return 0;
}

bool
body_more(Exchange *x, const char *p, size_t n)
{
    Body *b = &x->body;
    b->got += n;
    watch_phase(x->net->watch, x->watched, PHASE_BODY, b->got);
    if (b->got > b->max) {
        b->problem = 413;
        return b->got <= b->max + SLACK; /* reads on a little so that the client hears the answer */
    }
    if (b->problem)
        return true;
    if (b->post) {
        if (MHD_post_process(b->post, p, n) == MHD_NO && !b->problem)
            b->problem = 400;
    } else if (b->spool && (b->file || file_open(x, "body", "body", head_value(x->q.conn, MHD_HTTP_HEADER_CONTENT_TYPE)))) {
        file_more(b, p, n);
    }
    return true;
}

int
body_end(Exchange *x)
{
    Body *b = &x->body;
    if (b->post && MHD_destroy_post_processor(b->post) == MHD_NO && !b->problem)
        b->problem = 400;
    b->post = NULL;
    return b->problem;
}

const char *
req_field(Req *q, const char *name)
{
    const Exchange *x = q->state;
    const char     *found = NULL; /* the first one sent: the list has the newest first */
    for (const Field *f = x->body.fields; f; f = f->next)
        if (strcmp(f->name, name) == 0)
            found = text_is_utf8(buf_text(f->text), f->text->n) ? buf_text(f->text) : NULL;
    return found;
}

const Upload *
req_upload_at(Req *q, const char *field, size_t i)
{
    const Exchange *x = q->state;
    size_t          n = 0;
    for (const File *f = x->body.files; f; f = f->next)
        n += f->up.n > 0 && strcmp(f->up.field, field) == 0;
    for (const File *f = x->body.files; f && i < n; f = f->next)
        if (f->up.n > 0 && strcmp(f->up.field, field) == 0 && --n == i)
            return &f->up;
    return NULL;
}

const Upload *
req_upload(Req *q, const char *field)
{
    return req_upload_at(q, field, 0);
}
