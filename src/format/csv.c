/* csv.c -- see csv.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/csv.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 << 10 };

void
csv_begin(Csv *v, Ctx *c, Source *s)
{
    *v = (Csv){ .c = c, .s = s, .size = 4 * CHUNK, .text_size = CHUNK, .room = 64, .next = 1 };
    v->buf = malloc(v->size);
    v->text = malloc(v->text_size);
    v->cell = malloc(v->room * sizeof *v->cell);
    if (!v->buf || !v->text || !v->cell)
        die("no memory for a file");
}

void
csv_end(Csv *v)
{
    free(v->buf);
    free(v->text);
    free(v->cell);
    *v = (Csv){ 0 };
}

/* Reads more behind what is there, moving the record that is being cut to the front; false at the end. */
static bool
more(Csv *v)
{
    if (v->end)
        return false;
    if (v->at > 0) {
        memmove(v->buf, v->buf + v->at, v->n - v->at);
        v->n -= v->at;
        v->at = 0;
    }
    if (v->size - v->n < CHUNK && !(v->buf = realloc(v->buf, v->size *= 2)))
        die("no memory for a file");
    size_t k = source_read(v->s, v->buf + v->n, v->size - v->n);
    v->n += k;
    v->end = k == 0;
    return k > 0;
}

static void
skip_mark(Csv *v)
{
    if (v->begun)
        return;
    v->begun = true;
    while (v->n < 3 && more(v))
        ;
    if (v->n >= 3 && memcmp(v->buf, "\xEF\xBB\xBF", 3) == 0)
        v->at = 3;
}

const char *
csv_peek(Csv *v, size_t *n)
{
    skip_mark(v);
    while (v->n - v->at < *n && more(v))
        ;
    if (v->n - v->at < *n)
        *n = v->n - v->at;
    return v->buf + v->at;
}

/* The byte `i` of the record, or -1 at the end of the file. */
static int
byte(Csv *v, size_t i)
{
    while (v->at + i >= v->n)
        if (!more(v))
            return -1;
    return (unsigned char)v->buf[v->at + i];
}

static void
put(Csv *v, int ch)
{
    if (v->text_n == v->text_size && !(v->text = realloc(v->text, v->text_size *= 2)))
        die("no memory for a file");
    v->text[v->text_n++] = (char)ch;
}

/* Ends a cell that began at `from` of the text; places become pointers when the record is whole. */
static void
close_cell(Csv *v, size_t from)
{
    if (v->cells == v->room && !(v->cell = realloc(v->cell, (v->room *= 2) * sizeof *v->cell)))
        die("no memory for a file");
    v->cell[v->cells++] = (CsvCell){ .s = NULL, .n = v->text_n - from };
    put(v, 0);
}

/* One cell from byte *i on; *i ends behind its comma or line end. CSV_ROW: the record ended with it; CSV_END: another follows. */
static CsvStep
cut_cell(Csv *v, size_t *i)
{
    size_t from = v->text_n;
    int    ch = byte(v, *i);
    bool   quoted = ch == '"';
    if (quoted)
        for (++*i;; ++*i) {
            ch = byte(v, *i);
            if (ch < 0)
                return CSV_OPEN_QUOTE;
            if (*i > CSV_RECORD_BYTES)
                return CSV_LARGE;
            if (ch == '"' && byte(v, ++*i) != '"')
                break;
            put(v, ch);
        }
    for (;; ++*i) {
        ch = byte(v, *i);
        bool last = ch < 0 || ch == '\n' || (ch == '\r' && (byte(v, *i + 1) == '\n' || byte(v, *i + 1) < 0));
        if (last || ch == ',') {
            close_cell(v, from);
            v->torn = ch < 0;
            *i += ch < 0 ? 0 : ch == '\r' ? 2 : 1;
            return last ? CSV_ROW : CSV_END;
        }
        if (quoted)
            return CSV_JUNK;
        if (*i > CSV_RECORD_BYTES)
            return CSV_LARGE;
        put(v, ch);
    }
}

static int64_t
lines_in(const char *p, size_t n)
{
    int64_t lines = 0;
    for (const char *e = p + n; p < e && (p = memchr(p, '\n', (size_t)(e - p))); p++)
        lines++;
    return lines;
}

/* Steps over the first line of what stands at v->at. */
static void
skip_line(Csv *v)
{
    for (;;) {
        const char *e = memchr(v->buf + v->at, '\n', v->n - v->at);
        if (e) {
            v->at = (size_t)(e - v->buf) + 1;
            v->next = v->line + 1;
            return;
        }
        v->at = v->n;
        if (!more(v)) {
            v->torn = true;
            return;
        }
    }
}

CsvStep
csv_next(Csv *v)
{
    size_t i = 0;
    skip_mark(v);
    for (int ch; (ch = byte(v, 0)) == '\n' || (ch == '\r' && byte(v, 1) == '\n');) {
        v->at += ch == '\r' ? 2 : 1;
        v->next++;
    }
    v->line = v->next;
    v->cells = v->text_n = 0;
    if (byte(v, 0) < 0)
        return CSV_END;
    CsvStep step;
    while ((step = cut_cell(v, &i)) == CSV_END)
        if (v->cells > CSV_CELLS) {
            step = CSV_LARGE;
            break;
        }
    if (v->end && !ok(v->c))
        return CSV_END;
    if (step != CSV_ROW) {
        skip_line(v);
        return step;
    }
    v->from = v->at;
    v->to = v->at + i;
    v->next = v->line + lines_in(v->buf + v->from, i);
    v->at += i;
    for (size_t k = 0, at = 0; k < v->cells; at += v->cell[k++].n + 1)
        v->cell[k].s = v->text + at;
    return CSV_ROW;
}

void
csv_again(Csv *v)
{
    if (v->next <= v->line + 1)
        return;
    v->at = v->from;
    skip_line(v);
}
