/* iati_check.h -- whether a file is an IATI file as the standard asks: structure first, then rules beyond it.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The structure (elements, order, how often, attributes, types) is catalog/exchange/iati-grammar.yaml; what the schemas of
 * the standard cannot say (codes, dates that fit, languages, currencies) is catalog/exchange/iati-rules.yaml. */
#ifndef EXCHANGE_IATI_CHECK_H
#define EXCHANGE_IATI_CHECK_H

#include "base/ctx.h"
#include "format/xml.h"

#include <jansson.h>

enum { IATI_FINDINGS = 1000 }; /* of one file; more are only counted */

/* Whether a file begins as XML with an element of IATI. */
bool iati_guess(const char *head, size_t n);
/* The grammar and the rules, read once for many files. */
typedef struct {
    const json_t *grammar, *rules;
} IatiBook;
bool iati_book(Ctx *c, IatiBook *out);
/* {file, version, root, activities, errors, warnings, structure (errors of the structure alone), findings:
 * [{code,level,line,path,text,text_en,advice,advice_en}]}; NULL with c->err when it is no XML. */
json_t *iati_check(Ctx *c, const IatiBook *book, const char *name, const char *bytes, size_t n);

/* For iati_rules.c: notes one finding. `code` is a row of iati-rules.yaml; texts are made by the caller. */
typedef struct IatiCheck IatiCheck;
struct IatiCheck {
    Ctx          *c;
    const json_t *grammar, *rules;
    json_t       *findings;
    int64_t       errors, warnings, structure, activities;
    bool          in_structure;
};
void iati_finding(IatiCheck *k, const xmlNode *at, const char *code, const char *ja, const char *en);
/* "iati-activity[2]/result[1]/indicator[1]" */
const char *iati_path(Ctx *c, const xmlNode *e);
/* The rules beyond the structure, over a file whose root is known. */
void iati_rules(IatiCheck *k, const xmlNode *root);

#endif
