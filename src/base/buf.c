/* buf.c -- growing buffer, whole files in and out.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Makes room for more; false when the buffer takes no more. */
static bool
grow(Buf *b, size_t more)
{
    size_t max = b->max ? b->max : (size_t)256 << 20;
    if (more > max || b->n > max - more) {
        if (!b->mem || !arena_fill(b->mem))
            die("output larger than %zu bytes", max);
        return false;
    }
    if (b->n + more + 1 <= b->size)
        return true;
    size_t size = b->size ? b->size : 256;
    while (size < b->n + more + 1)
        size *= 2;
    char *p = realloc(b->p, size);
    if (!p)
        die("no memory for %zu bytes", size);
    b->p = p;
    b->size = size;
    return true;
}

static void
free_both(void *arg)
{
    buf_free(arg);
}

Buf *
buf_in(Arena *mem)
{
    Buf *b = NEW(mem, Buf);
    b->mem = mem;
    arena_defer(mem, free_both, b);
    return b;
}

void
buf_free(Buf *b)
{
    free(b->p);
    *b = (Buf){ .max = b->max, .mem = b->mem };
}

void
buf_clear(Buf *b)
{
    b->n = 0;
    if (b->p)
        b->p[0] = 0;
}

void
buf_addn(Buf *b, const void *p, size_t n)
{
    if (!grow(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void
buf_add(Buf *b, const char *s)
{
    buf_addn(b, s, strlen(s));
}

void
buf_char(Buf *b, char ch)
{
    buf_addn(b, &ch, 1);
}

void
buf_fmt(Buf *b, const char *fmt, ...)
{
    va_list ap, two;
    va_start(ap, fmt);
    va_copy(two, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        die("a format of ours is wrong: %s", fmt);
    if (grow(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, two);
        b->n += (size_t)n;
    }
    va_end(two);
    va_end(ap);
}

const char *
buf_text(const Buf *b)
{
    return b->p ? b->p : "";
}

int
buf_read_fd(Buf *b, int fd, size_t max)
{
    char part[65536];
    for (;;) {
        ssize_t n = read(fd, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            return 0;
        if (b->n + (size_t)n > max) {
            errno = EFBIG;
            return -1;
        }
        buf_addn(b, part, (size_t)n);
    }
}

int
buf_read_file(Buf *b, const char *path, size_t max)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int r = buf_read_fd(b, fd, max);
    int e = errno;
    close(fd);
    errno = e;
    return r;
}

int
file_write_whole(const char *path, const void *p, size_t n)
{
    Buf name = { 0 };
    buf_fmt(&name, "%s.part-%ld", path, (long)getpid());
    int fd = open(name.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int bad = fd < 0;
    for (const char *s = p; !bad && n > 0;) {
        ssize_t k = write(fd, s, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0) {
            bad = 1;
        } else {
            s += k;
            n -= (size_t)k;
        }
    }
    if (fd >= 0) {
        bad = bad || fsync(fd) != 0;
        bad = close(fd) != 0 || bad;
        bad = bad || rename(name.p, path) != 0;
        if (bad) {
            int e = errno;
            unlink(name.p);
            errno = e;
        }
    }
    buf_free(&name);
    return bad ? -1 : 0;
}
