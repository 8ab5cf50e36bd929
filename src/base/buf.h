/* buf.h -- a growing byte buffer with a maximum, for building output.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The bytes live on the heap and are given back with buf_free, or by the arena
 * when the Buf was made with buf_in. `p` is always NUL-ended once something was
 * added (`buf_text` gives "" before that). Growing past `max` (default 256 MiB)
 * ends the process, or fills the arena where that is watched (arena_on_full) and
 * takes no more. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

typedef struct {
    char  *p;
    size_t n, size, max;
    Arena *mem; /* of buf_in */
} Buf;

/* A buffer that the arena frees. */
Buf *buf_in(Arena *mem);
void buf_free(Buf *b);
void buf_clear(Buf *b);
void buf_addn(Buf *b, const void *p, size_t n);
void buf_add(Buf *b, const char *s);
void buf_char(Buf *b, char ch);
void buf_fmt(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_text(const Buf *b);
/* The whole of a file, or of an open descriptor, into the buffer; false when it
 * cannot be read or is larger than `max` bytes (errno says which; EFBIG). */
int buf_read_file(Buf *b, const char *path, size_t max);
int buf_read_fd(Buf *b, int fd, size_t max);
/* Writes to a temporary file beside `path`, syncs, renames. 0 or -1 + errno. */
int file_write_whole(const char *path, const void *p, size_t n);

#endif
