/* objects.h -- JSON objects one by one out of a large file: one a line, a list of them, or the list under one key of an
 * object ({"metadata":{...},"items":[...]}).
 * SPDX-License-Identifier: Apache-2.0
 *
 * Objects are cut, not read: whether one is good JSON is for the reader of its text to say, and a bad one costs only
 * itself as long as its brackets match; one a line costs only its line whatever stands in it. */
#ifndef FORMAT_OBJECTS_H
#define FORMAT_OBJECTS_H

#include "format/source.h"

typedef struct {
    Ctx        *c;     /* of the source */
    Source     *s;
    const char *under; /* key of the list; NULL: the file is the list */
    char       *buf;
    size_t      n, at, size;
    int64_t     line;  /* on which the object last given begins */
    int64_t     next;
    bool        end;
    bool        cut;   /* after the end: the list was not closed, or something else stood in it */
    enum { OBJECTS_NEW, OBJECTS_LINES, OBJECTS_LIST, OBJECTS_DONE } mode;
} Objects;
enum { OBJECT_BYTES = 64 << 20 };

void objects_begin(Objects *o, Ctx *c, Source *s, const char *under);
/* The text of the next object, NOT ended by NUL, valid until the next call; NULL at the end. One longer than
 * OBJECT_BYTES is stepped over: *n = SIZE_MAX. */
const char *objects_next(Objects *o, size_t *n);
void objects_end(Objects *o);

#endif
