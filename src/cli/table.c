/* table.c -- see table.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PIPE_ROOM = 100, LEAST_TEXT = 16, LABEL = 14 };

size_t
table_room(void)
{
    struct winsize w = { 0 };
    if (!isatty(STDOUT_FILENO))
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 20 ? w.ws_col : 80;
}

static void
pad(size_t n)
{
    while (n-- > 0)
        putchar(' ');
}

static const char *
cell(Arena *mem, const json_t *row, const Column *col)
{
    const json_t *v = json_path(row, col->key);
    if (json_is_integer(v))
        return col->plain ? arena_fmt(mem, "%lld", (long long)json_integer_value(v)) : number_commas(mem, json_integer_value(v));
    if (json_is_real(v))
        return arena_fmt(mem, "%g", json_real_value(v));
    return json_is_string(v) ? text_shown(mem, text_squeeze(mem, json_string_value(v))) : "-";
}

/* Cuts the widest text column so that a line fits the terminal. */
static void
fit(const Column *cols, size_t n, size_t *width)
{
    size_t room = table_room(), all = 0, widest = n;
    for (size_t j = 0; j < n; j++) {
        all += width[j] + (j ? 2 : 0);
        if (!cols[j].number && !cols[j].plain && (widest == n || width[j] > width[widest]))
            widest = j;
    }
    if (room && all > room && widest < n) {
        size_t over = all - room;
        width[widest] = width[widest] > over + LEAST_TEXT ? width[widest] - over : LEAST_TEXT;
    }
}

static void
line(Arena *mem, const Column *cols, size_t n, const size_t *width, const char *const *cells)
{
    for (size_t j = 0; j < n; j++) {
        const char *s = text_fit(mem, cells[j], width[j]);
        size_t      gap = width[j] - text_width(s);
        if (j)
            pad(2);
        if (cols[j].number || cols[j].plain)
            pad(gap);
        fputs(s, stdout);
        if (!cols[j].number && !cols[j].plain && j + 1 < n)
            pad(gap);
    }
    putchar('\n');
}

void
table_print(Cli *k, const json_t *rows, const Column *cols, size_t n, const char *sum)
{
    Arena       *mem = k->c.mem;
    size_t      *width = NEWN(mem, size_t, n + 1), i, j, rows_n = json_array_size(rows);
    const char **cells = NEWN(mem, const char *, n + 1), **all = NEWN(mem, const char *, rows_n * n + 1);
    json_t      *row;
    for (j = 0; j < n; j++) {
        cells[j] = L(&k->c, cols[j].ja, cols[j].en);
        width[j] = text_width(cells[j]);
    }
    json_array_foreach(rows, i, row)
        for (j = 0; j < n; j++) {
            const char *s = all[i * n + j] = cell(mem, row, &cols[j]);
            width[j] = text_width(s) > width[j] ? text_width(s) : width[j];
        }
    fit(cols, n, width);
    line(mem, cols, n, width, cells);
    for (i = 0; i < rows_n; i++)
        line(mem, cols, n, width, all + i * n);
    if (sum)
        cli_say("%s\n", sum);
}

/* Signs that do not begin a line (JIS X 4051, the common ones): they hang over the end of the one before. */
static bool
hangs(uint32_t cp)
{
    static const uint32_t signs[] = { 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0x30FB, 0xFF1A, 0xFF1B, 0xFF09, 0x300D, 0x300F, 0x3011, 0x30FC, ')', ',', '.', ':', ';' };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == cp)
            return true;
    return false;
}

/* Length in bytes of what fits into so many columns, at least one character; a line feed ends it. Latin words are kept. */
static size_t
piece(const char *s, size_t columns)
{
    const char *p = s, *end = s, *blank = NULL;
    size_t      n = 0;
    while (*p && *p != '\n') {
        const char *at = p;
        uint32_t    cp = text_next(&p);
        char        one[8] = { 0 };
        memcpy(one, at, (size_t)(p - at));
        n += text_width(one);
        if (n > columns && end > s && !hangs(cp))
            return (size_t)((cp < 0x80 && cp != ' ' && blank ? blank : end) - s);
        end = p;
        if (cp == ' ')
            blank = p;
        else if (cp >= 0x80)
            blank = p;
    }
    return (size_t)(end - s);
}

static void
wrapped(const char *text, size_t indent, size_t first)
{
    size_t room = table_room() ? table_room() : PIPE_ROOM, columns = room > indent + 20 ? room - indent : 20;
    bool   begun = false;
    for (const char *p = text; *p || !begun; begun = true) {
        size_t n = piece(p, columns);
        pad(begun ? indent : first);
        cli_say("%.*s\n", (int)n, p);
        p += n;
        while (*p == ' ')
            p++;
        if (*p == '\n')
            p++;
    }
}

void
table_text(const char *text, size_t indent)
{
    wrapped(text, indent, indent);
}

void
table_fact(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    size_t w = text_width(label);
    cli_say("%s", label);
    if (w + 1 > LABEL) {
        putchar('\n');
        wrapped(value, LABEL, LABEL);
    } else {
        wrapped(value, LABEL, LABEL - w);
    }
}

void
table_head(const char *text)
{
    bool bold = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    fputs(bold ? "\n\033[1m" : "\n", stdout);
    cli_say("%s", text);
    fputs(bold ? "\033[0m\n" : "\n", stdout);
}

const char *
table_yen(Cli *k, const json_t *yen, const char *otherwise)
{
    if (!json_is_integer(yen))
        return otherwise && *otherwise ? otherwise : "-";
    return arena_fmt(k->c.mem, L(&k->c, "%s百万円", "%s million yen"), yen_million(k->c.mem, json_integer_value(yen)));
}
