/* launched_in.h -- shared by the files of launched.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_LAUNCHED_IN_H
#define DOMAIN_LAUNCHED_IN_H

#include "domain/launched.h"

#include "domain/programme_in.h"
#include "format/json.h"
#include "store/db.h"

/* One sheet of a launched programme, as the comparison needs it. */
typedef struct {
    int64_t     id, fy, from_fy, to_fy, line;
    const char *source, *key, *name, *kind, *number, *ministry, *office, *chief, *on, *file;
    json_t     *body; /* read when asked for, NULL before */
} LaunchedSheet;

typedef struct {
    Ctx                 *c;
    const json_t        *record;
    const char          *on; /* day of the report */
    const LaunchedSheet *sheet;
    size_t               sheets; /* newest first */
    json_t              *rows;
} Launch;

/* A row, appended to l->rows; both sides may be NULL. The caller adds what is special. */
json_t *launched_row(Launch *l, const char *part, const char *item, const char *item_en, const char *evaluated, const char *launched, const char *verdict);
/* Where the evaluated side stands: an object with "source", or a path of record.sources. */
void launched_from(Launch *l, json_t *row, const json_t *at, const char *path);
/* The sheet that the other side was taken from, and the table it stands in. */
void launched_by(Launch *l, json_t *row, const LaunchedSheet *s, const char *table);
void launched_note(json_t *row, const char *ja, const char *en);
/* The text of a sheet's body at the first of these paths that has one; "" without. */
const char *launched_text(Launch *l, const LaunchedSheet *s, const char *const *paths);

void launched_money(Launch *l);
void launched_indicators(Launch *l);
void launched_texts(Launch *l);

#endif
