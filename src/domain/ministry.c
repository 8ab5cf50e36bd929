/* ministry.c -- see ministry.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ministry.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/fold.h"
#include "base/text.h"

#include <string.h>

static char **
rows(Arena *mem, size_t *n)
{
    Buf *b = buf_in(mem);
    *n = 0;
    if (buf_read_file(b, data_path(mem, "catalog/codes/ministries.tsv"), 1 << 16) != 0)
        return NULL;
    return text_split(mem, buf_text(b), "\n", n);
}

const char *
ministry_named(Arena *mem, const char *text)
{
    size_t      n, k;
    char      **row = rows(mem, &n);
    const char *key = fold_key(mem, text);
    for (size_t i = 0; i < n; i++) {
        if (row[i][0] == '#')
            continue;
        char **cell = text_split(mem, row[i], "\t", &k);
        for (size_t j = 0; j < k; j++)
            if (*key && strcmp(fold_key(mem, cell[j]), key) == 0)
                return cell[0];
    }
    return NULL;
}

const char *
ministry_in(Arena *mem, const char *text)
{
    size_t n, k;
    char **row = rows(mem, &n);
    for (size_t i = 0; text && i < n; i++) {
        char **cell = text_split(mem, row[i], "\t", &k);
        if (row[i][0] != '#' && *cell[0] && strstr(text, cell[0]))
            return cell[0];
    }
    return NULL;
}

const char *
ministry_english(Arena *mem, const char *name)
{
    size_t n, k;
    char **row = rows(mem, &n);
    for (size_t i = 0; name && i < n; i++) {
        char **cell = text_split(mem, row[i], "\t", &k);
        if (row[i][0] != '#' && k >= 4 && strcmp(cell[0], name) == 0)
            return cell[3];
    }
    return NULL;
}
