/* sheet_body.h -- what is read from the stored body of a review sheet: payees with their texts, the long texts, the address.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The store keeps a payee as organisation, block and yen; what the sheet prints beside them is read from its body, by the
 * rows of sheet_body.def. */
#ifndef DOMAIN_SHEET_BODY_H
#define DOMAIN_SHEET_BODY_H

#include "domain/review.h"
#include "format/quick.h"

#include <jansson.h>

typedef struct {
    const char *block, *name, *number, *work; /* as printed; block "" when none is */
    int64_t     fy, no, yen;
    double      printed;                      /* the number on the sheet, in its unit */
    bool        has_yen, doubled;             /* doubled: block, payee, work and amount are those of a line before */
} BodyPayee;
typedef struct {
    BodyPayee  *v;
    size_t      n;
    const char *kind; /* payee; expense: what payees spent it on, where the data have no list of payees; NULL: none */
} BodyPayees;

/* The body, read; NULL with c->err when there is no such sheet or its body is damaged. *source as in review_sheet. */
const Quick *sheet_body_read(Ctx *c, int64_t sheet, const char **source);
BodyPayees sheet_body_payees(Ctx *c, int64_t sheet);
BodyPayees sheet_body_payees_in(Ctx *c, const Quick *body, const char *source, int64_t sheet_fy);
/* The texts in the order of sheet_body.def; text NULL where the sheet has none. */
typedef struct {
    const char *key, *ja, *en, *text;
} BodyText;
size_t sheet_body_texts(const Quick *body, const char *source, BodyText *out, size_t room);
/* The budget items of the sheet added up by section, year and kind of budget, in the order of the sheet. */
SheetSection *sheet_body_sections(Arena *mem, const Quick *body, const char *source, size_t *n);
/* NULL when the sheet says none. */
const char *sheet_body_url(const Quick *body, const char *source);

#endif
