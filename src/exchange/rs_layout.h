/* rs_layout.h -- catalog/sources/rs-csv.yaml read: which columns the tables of the review-sheet system have, and what
 * each of them is. C knows fields, the file knows columns.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_RS_LAYOUT_H
#define EXCHANGE_RS_LAYOUT_H

#include "base/ctx.h"

#include <jansson.h>

typedef enum {
#define FIELD(name, code) RS_##name,
#include "exchange/rs_fields.def"
#undef FIELD
    RS_FIELDS
} RsField;

typedef enum { RS_TEXT, RS_NUMBER, RS_YEARLY, RS_YEN, RS_SHARE, RS_FLAG } RsType;

typedef struct RsColumn RsColumn;
struct RsColumn {
    const char     *name;   /* under which it is kept: the first official name */
    const char     *match;  /* folded, of the name this table has for it */
    const char    **also;   /* folded */
    size_t          alsos;
    int             field;  /* RsField, -1 for none */
    RsType          type;
    bool            head, optional;
    const RsColumn *next;   /* of the same field */
};

typedef struct {
    const char *id, *title, *title_en;
    RsColumn   *column;
    size_t      columns;
} RsTable;

typedef struct {
    const char *kind;
    const char *table, *category, *fy, *text, *answer; /* names of columns, NULL where there is none */
} RsRemark;

enum { RS_TABLES = 32 };
typedef struct {
    RsTable         table[RS_TABLES];
    size_t          tables;
    const RsColumn *field[RS_FIELDS]; /* the first column of each; NULL where the catalogue has none */
    const char     *of[RS_FIELDS];    /* id of the table it stands in, "" for the head */
    RsRemark       *remark;
    size_t          remarks, heads;   /* heads: the first columns of every table */
    const char     *detail[RS_FIELDS]; /* keys of catalog/sources/rs-details.yaml, NULL where there is none */
    const json_t   *nothing, *relations, *kinds, *stages, *goal_rows;
} RsLayout;

/* NULL with c->err (INVALID, the file) when the catalogue is not as it must be. */
const RsLayout *rs_layout(Ctx *c);
const char *rs_field_name(RsField f);
/* The table whose columns a header fits best, NULL when there is none near; names are folded (text_key). The name of the
 * file helps where it has a table's number (2-1_RS_2024_...). */
const RsTable *rs_layout_table(const RsLayout *l, const char *file, const char *const *name, size_t n);
/* The column of a folded name; NULL when the table has none. */
const RsColumn *rs_layout_column(const RsTable *t, const char *name);

#endif
