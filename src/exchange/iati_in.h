/* iati_in.h -- shared by the parts of the writer of IATI files.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_IATI_IN_H
#define EXCHANGE_IATI_IN_H

#include "exchange/iati.h"
#include "format/xml_write.h"

#include <jansson.h>

struct Iati {
    Ctx          *c;
    const json_t *map; /* catalog/exchange/iati.yaml */
    const char   *url;
    XmlOut       *x;
    /* the programme at hand */
    const json_t *record, *sheets, *newest, *body; /* newest: sheet; NULL where there is none */
    const char   *key, *ministry, *org_ref;
    int64_t       id, from_fy, to_fy;
};

/* One element without content; attributes in pairs, ended by NULL: iati_one(x, "budget", "type", "1", NULL). */
void iati_one(Iati *x, const char *name, ...) __attribute__((sentinel));
/* Opens an element with attributes. */
void iati_open(Iati *x, const char *name, ...) __attribute__((sentinel));
/* <name><narrative>text</narrative></name>, with a second narrative where `en` is given; nothing for a blank text. */
void iati_narrative(Iati *x, const char *text, const char *en);
void iati_told(Iati *x, const char *name, const char *text, const char *en);
/* Both languages of words.NAME of the catalogue. */
const char *iati_word(const Iati *x, const char *name, bool en);
/* "2024-04-01" and "2025-03-31" of a fiscal year, or January to December of a calendar year. */
const char *iati_first_day(Iati *x, int64_t year, bool calendar);
const char *iati_last_day(Iati *x, int64_t year, bool calendar);
/* 43.5, 970000000: a decimal without an exponent. */
const char *iati_decimal(Iati *x, double v);
/* The identifier of an activity by the key of its programme. */
const char *iati_identifier(Iati *x, const char *key);
/* 法人番号 as an identifier of an organisation; NULL for none. */
const char *iati_organisation(Iati *x, const char *number);

void iati_money(Iati *x);                  /* budget, planned-disbursement, transaction */
const char *iati_money_printed(Iati *x);   /* figures that are no plain numbers, as printed; NULL for none */
void iati_results(Iati *x);

#endif
