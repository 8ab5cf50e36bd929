/* rs.h -- review sheets of the RS system: from tables and outlines to sheets.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A sheet is a JSON document that grows with its tables: the columns of the head once, the outline's own keys if an
 * outline came, and each table that came under its number ("2-1") as a list of rows, texts as printed, whole numbers as
 * numbers, empty cells left out. It is the same whatever the order in which the tables came:
 *   {"シート種別":"レビューシート","事業年度":2024,"予算事業ID":4,"事業名":"...",...,"1-2":[{"事業の目的":"...",...}],...}
 * A column of the head stands in a row only where it differs from the sheet's. */
#ifndef EXCHANGE_RS_H
#define EXCHANGE_RS_H

#include "exchange/rs_layout.h"
#include "exchange/rs_spool.h"
#include "exchange/sheets.h"

enum { RS_MEMBERS = 60000 };
typedef struct {
    const char *name;
    bool        bad;  /* damaged or not as it must be: none of its rows is used */
    int         part;
    int64_t     rows;
} RsMember;
typedef struct {
    Import         *i;
    Ctx            *in;     /* of the file that is being read */
    const RsLayout *layout;
    Spool          *spool;
    Arena          *mem;    /* as long as the import */
    RsMember       *member;
    size_t          members;
    int64_t         base, bytes; /* of files before this one; of all */
    /* composing */
    Arena          *scratch;
    size_t          at;     /* of the spool's rows */
    bool            any;    /* the store has sheets of this source */
} Rs;
/* The number of the part that outlines are: behind all tables. */
#define RS_DETAILS(layout) ((int)(layout)->tables)

/* One member of the source into the spool. Problems are reported; false only when the import cannot go on. */
bool rs_read_csv(Rs *r, Source *s, const char *name);
bool rs_read_details(Rs *r, Source *s, const char *name);
/* Tells how far the reading came. */
void rs_said(Rs *r, const Source *s, int64_t rows);
/* The next sheet of the spool as a document (SheetReader). */
bool rs_compose(Import *i, void *state, RawSheet *out);
/* A document to a sheet (SheetMaker). */
bool rs_sheet(SheetBatch *b, const Quick *doc, Sheet *s);

/* An amount as printed: -1,234, 7127469000.0, full width; false for anything else. */
bool rs_amount(Arena *mem, const char *s, double *out);
/* Keys of the JUDGIT! sheets that an old programme number names: 2023-文科-22-0030, 2023厚労220261, several in one text.
 * `ministry` is the sheet's own, for codes that no ministry is known by. How many, at most `room`. */
size_t rs_old_numbers(Arena *mem, const char *text, const char *ministry, const char **key, size_t room);

#endif
