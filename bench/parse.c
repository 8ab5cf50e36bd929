/* parse.c -- what an import is measured against: every line of standard input parsed with jansson, and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdlib.h>

int
main(void)
{
    char   *line = NULL;
    size_t  size = 0, rows = 0, bytes = 0;
    ssize_t n;
    while ((n = getline(&line, &size, stdin)) > 0) {
        json_error_t e;
        json_t      *j = json_loadb(line, (size_t)n, 0, &e);
        if (!j)
            return fprintf(stderr, "line %zu: %s\n", rows + 1, e.text), 1;
        json_decref(j);
        rows++;
        bytes += (size_t)n;
    }
    free(line);
    printf("%zu %zu\n", rows, bytes);
    return 0;
}
