/* ror.h -- the register of research organisations (ROR): names in every language, kept as it is published; and the bodies
 * that receive money, recognised in it by name.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A record that comes again replaces what was there: it is a copy of a public register, whose own identifier and
 * history are elsewhere. organisation.ror is set where exactly one active organisation of the register has the very same
 * name (folded, base/fold.h), also without the legal form in front (国立大学法人東京大学 is 東京大学; the forms are
 * catalog/codes/legal-forms.tsv); then only among organisations in Japan, and names of four signs or more. */
#ifndef DOMAIN_ROR_H
#define DOMAIN_ROR_H

#include "domain/run.h"

typedef struct { const char *lang, *name; } RorName;
typedef struct {
    const char *ror, *name, *country, *status, *kinds; /* kinds: "education funder" */
    RorName    *names;
    size_t      n;
    const char *sha256;
} RorRecord;

typedef struct Ror Ror;
/* What the store knows of the register. NULL with c->err. */
Ror *ror_begin(Ctx *c, Run *run);
/* A batch in one transaction with one act of the ledger. Of an identifier given twice the later record holds. Differences
 * go to `changes` as those of sheets do. */
bool ror_store(Ror *r, const RorRecord *record, size_t n, json_t *changes);
void ror_free(Ror *r);
/* Recognises the bodies anew; does nothing while the register is empty. How many have one: *matched (may be NULL). */
bool ror_match(Ctx *c, int64_t *matched);

#endif
