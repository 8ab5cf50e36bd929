/* source.h -- large files read as a stream: plain, zstd, gzip, tar, zip and folders of these.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A source has members: one for a plain or compressed file, many for a zip, a tar or a folder. Memory does not grow with
 * the file. Damage (a stream cut off, a wrong checksum, bytes that unpack to more than is plausible) fails with INVALID
 * and the member's name; what was read before it stands. */
#ifndef FORMAT_SOURCE_H
#define FORMAT_SOURCE_H

#include "base/ctx.h"

#include <stddef.h>

typedef struct Source Source;
/* NULL with c->err when the path cannot be opened. Closed with the arena of c. */
Source *source_open(Ctx *c, const char *path);
/* Steps to the next member; NULL at the end or with c->err. The name is the member's own, without folders and without
 * .zst or .gz; it lives until the next step. */
const char *source_next(Source *s);
/* Where and why the reading failed, in both languages: the file as it is called on the disk (a folder, zip or tar with its member
 * behind it), and the line on which the damage is (0: not read in lines). NULL while nothing is damaged. */
typedef struct {
    const char *file, *ja, *en;
    int64_t     line;
} SourceDamage;
const SourceDamage *source_damage(const Source *s);
/* Up to n bytes of the member; 0 at its end or with c->err. */
size_t source_read(Source *s, void *p, size_t n);
/* Bytes of the file on disk: all, and read so far. */
int64_t source_size(const Source *s);
int64_t source_done(const Source *s);

/* Lines of a member, LF or CR LF ended, the last one also without. */
typedef struct {
    Source *s;
    char   *buf;
    size_t  n, at, size;
    int64_t no;          /* of the line last given, from 1 */
    bool    end, bom;    /* bom: a byte order mark stood in front, and was left out */
} Lines;
enum { LINE_MAX_BYTES = 64 << 20 };
void lines_begin(Lines *l, Source *s);
/* The next line without its end; NULL at the end. One longer than LINE_MAX_BYTES is skipped: *n = SIZE_MAX and an empty
 * text. The bytes live until the next call. */
const char *lines_next(Lines *l, size_t *n);
/* Looks at the first `n` bytes or fewer without taking them. */
const char *lines_peek(Lines *l, size_t *n);
void lines_end(Lines *l);

#endif
