/* series_in.h -- shared by the files of series.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_SERIES_IN_H
#define DOMAIN_SERIES_IN_H

#include "domain/series.h"

#include "format/json.h"
#include "store/db.h"

/* catalog/series.yaml; NULL with c->err. */
json_t *series_catalog(Ctx *c);
/* catalog/codes/countries.tsv: {"JP":{alpha3,ja,en}}. */
json_t *series_countries(Ctx *c);

#endif
