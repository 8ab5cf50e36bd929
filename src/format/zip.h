/* zip.h -- zip files of strangers read within caps, and our own written; all in memory.
 * SPDX-License-Identifier: Apache-2.0
 *
 * What an entry says of its size is not believed: bytes are counted as they come out. A zip bomb is refused by
 * any of the caps: entries, bytes of one entry, bytes of all entries taken, growth over the packed size. */
#ifndef FORMAT_ZIP_H
#define FORMAT_ZIP_H

#include "base/buf.h"
#include "base/ctx.h"

typedef struct {
    unsigned entries; /* 0 means 4,000 */
    size_t   one;     /* 0 means 32 MiB */
    size_t   total;   /* 0 means 128 MiB */
    unsigned growth;  /* 0 means 300 times, counted beyond the first MiB */
} ZipCaps;

typedef struct Unzip Unzip;

/* The bytes must outlive the Unzip, which the arena closes. NULL with INVALID (field = name) for a damaged or
 * cut off file, or one over the caps. */
Unzip *unzip_open(Ctx *c, const char *name, const void *bytes, size_t n, const ZipCaps *caps);
size_t unzip_count(const Unzip *z);
/* Path of the i-th entry as stored; "" when it is not UTF-8. */
const char *unzip_name(const Unzip *z, size_t i);
bool        unzip_has(const Unzip *z, const char *entry);
/* An entry unpacked into the arena, NUL behind it; NULL without failure when there is none, NULL with INVALID
 * when it is damaged, encrypted or over a cap. */
const char *unzip_take(Ctx *c, Unzip *z, const char *entry, size_t *n);

typedef struct {
    const char *path;
    const void *bytes;
    size_t      n;
    bool        stored; /* not packed, as the first entry of some formats must be */
} ZipPart;

/* Adds a zip of the parts, in this order, to `out`. Same parts, same bytes: entries carry no clock. */
bool zip_write(Ctx *c, const ZipPart *parts, size_t n, Buf *out);

#endif
