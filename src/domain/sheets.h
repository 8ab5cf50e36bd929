/* sheets.h -- evaluation papers of one year, to be seen side by side.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_SHEETS_H
#define DOMAIN_SHEETS_H

#include "base/ctx.h"

#include <jansson.h>

/* The newest record of every evaluation that asks for money of the fiscal year and went through a committee (at most 500:
 * a ministry's committees take some dozens a year). Without id, findings and the like: the records alone. */
json_t *sheets_of_year(Ctx *c, int64_t fiscal_year);

#endif
