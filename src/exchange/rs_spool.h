/* rs_spool.h -- rows of many tables brought together by sheet: written to a file without a name as they come, given
 * back sheet by sheet.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The tables of one programme come in files one after the other; a sheet needs all of them at once. In memory stands 40
 * bytes a row, the rows themselves are on disk ($TMPDIR, else /tmp) and are gone with the process. */
#ifndef EXCHANGE_RS_SPOOL_H
#define EXCHANGE_RS_SPOOL_H

#include "base/ctx.h"

typedef struct {
    int64_t  fy, project;
    int64_t  offset, line;
    uint32_t n;
    uint16_t part, member; /* of the reader's own lists */
} SpoolRow;
typedef struct Spool Spool;

/* NULL with c->err when no file can be made. Closed with the arena of c. */
Spool *spool_new(Ctx *c);
/* Takes a row: its JSON text, with the number of its part (order in a sheet) and of its member (order of coming). */
bool spool_add(Spool *s, SpoolRow row, const char *text, size_t n);
/* By fiscal year, programme, part, then as they came. After this nothing is added. */
bool spool_sort(Spool *s);
const SpoolRow *spool_rows(const Spool *s, size_t *n);
/* The text of a row in `mem`; NULL with the error of spool_new's Ctx. */
const char *spool_text(Spool *s, Arena *mem, const SpoolRow *row);

#endif
