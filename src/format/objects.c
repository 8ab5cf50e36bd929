/* objects.c -- see objects.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/objects.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 << 10 };

void
objects_begin(Objects *o, Ctx *c, Source *s, const char *under)
{
    *o = (Objects){ .c = c, .s = s, .under = under, .size = 4 * CHUNK, .next = 1 };
    o->buf = malloc(o->size);
    if (!o->buf)
        die("no memory for a file");
}

void
objects_end(Objects *o)
{
    free(o->buf);
    o->buf = NULL;
}

static bool
more(Objects *o)
{
    if (o->end)
        return false;
    if (o->at > 0) {
        memmove(o->buf, o->buf + o->at, o->n - o->at);
        o->n -= o->at;
        o->at = 0;
    }
    if (o->size - o->n < CHUNK && !(o->buf = realloc(o->buf, o->size *= 2)))
        die("no memory for a file");
    size_t k = source_read(o->s, o->buf + o->n, o->size - o->n);
    o->n += k;
    o->end = k == 0;
    return k > 0;
}

/* The byte `i` behind the place, -1 at the end. */
static int
byte(Objects *o, size_t i)
{
    while (o->at + i >= o->n)
        if (!more(o))
            return -1;
    return (unsigned char)o->buf[o->at + i];
}

static int
skip_space(Objects *o, bool commas)
{
    int ch;
    while ((ch = byte(o, 0)) == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || (commas && ch == ',')) {
        o->next += ch == '\n';
        o->at++;
    }
    return ch;
}

/* Bytes of a text from its quotation mark to the one that ends it; SIZE_MAX when it has no end. */
static size_t
text_size(Objects *o, size_t i)
{
    size_t from = i++;
    for (int ch; (ch = byte(o, i)) >= 0; i++) {
        if (ch == '\\')
            i++;
        else if (ch == '"')
            return i + 1 - from;
        if (i > OBJECT_BYTES)
            break;
    }
    return SIZE_MAX;
}

/* Steps into the list under the key: only texts at the first level count. */
static bool
find_list(Objects *o)
{
    int    depth = 0;
    size_t key = strlen(o->under);
    for (int ch; (ch = byte(o, 0)) >= 0;) {
        size_t n = 1;
        o->next += ch == '\n';
        depth += (ch == '{' || ch == '[') - (ch == '}' || ch == ']');
        if (ch == '"') {
            n = text_size(o, 0);
            if (n == SIZE_MAX)
                return false;
            bool found = depth == 1 && n == key + 2 && memcmp(o->buf + o->at + 1, o->under, key) == 0;
            o->at += n;
            if (found && skip_space(o, false) == ':') {
                o->at++;
                if (skip_space(o, false) == '[') {
                    o->at++;
                    return true;
                }
            }
            continue;
        }
        o->at += n;
    }
    return false;
}

static void
begin(Objects *o)
{
    while (o->n < 3 && more(o))
        ;
    if (o->n >= 3 && memcmp(o->buf, "\xEF\xBB\xBF", 3) == 0)
        o->at = 3;
    int ch = skip_space(o, false);
    if (o->under || ch == '[') {
        o->mode = OBJECTS_LIST;
        if (!o->under)
            o->at++;
        else if (!find_list(o)) {
            o->mode = OBJECTS_DONE;
            o->cut = ok(o->c);
        }
    } else {
        o->mode = ch < 0 ? OBJECTS_DONE : OBJECTS_LINES;
    }
}

static const char *
next_line(Objects *o, size_t *n)
{
    bool large = false;
    for (size_t i = 0;;) {
        char *e = o->n > o->at + i ? memchr(o->buf + o->at + i, '\n', o->n - o->at - i) : NULL;
        i = e ? (size_t)(e - o->buf) - o->at : o->n - o->at;
        if (!e && i > OBJECT_BYTES) {
            large = true;
            o->at = o->n;
            i = 0;
        }
        if (!e && more(o))
            continue;
        if (!e && ((i == 0 && !large) || !ok(o->c)))
            return NULL;
        const char *line = o->buf + o->at;
        o->line = o->next++;
        o->at += i + (e != NULL);
        while (i > 0 && (line[i - 1] == '\r' || line[i - 1] == ' '))
            i--;
        if (i == 0 && !large) {
            if (!e)
                return NULL;
            continue;
        }
        *n = large ? SIZE_MAX : i;
        return line;
    }
}

static const char *
next_in_list(Objects *o, size_t *n)
{
    int    depth = 0, ch = skip_space(o, true);
    size_t i = 0;
    o->line = o->next;
    o->mode = OBJECTS_DONE; /* unless an object is there */
    if (ch != '{') {
        o->cut = ch != ']' && ok(o->c);
        return NULL;
    }
    do {
        ch = byte(o, i);
        if (ch == '"') {
            size_t text = text_size(o, i);
            if (text == SIZE_MAX)
                break;
            for (size_t k = i; k < i + text; k++)
                o->next += o->buf[o->at + k] == '\n';
            i += text;
            continue;
        }
        depth += (ch == '{' || ch == '[') - (ch == '}' || ch == ']');
        o->next += ch == '\n';
        i++;
    } while (depth > 0 && ch >= 0 && i <= OBJECT_BYTES);
    if (depth > 0) {
        o->cut = ok(o->c);
        return NULL;
    }
    o->mode = OBJECTS_LIST;
    const char *text = o->buf + o->at;
    o->at += i;
    *n = i;
    return text;
}

const char *
objects_next(Objects *o, size_t *n)
{
    if (o->mode == OBJECTS_NEW)
        begin(o);
    return o->mode == OBJECTS_LINES ? next_line(o, n) : o->mode == OBJECTS_LIST ? next_in_list(o, n) : NULL;
}
