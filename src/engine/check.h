/* check.h -- the officer's second pair of eyes: rules (catalog/rules) over a record.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reads a record (docs/record.md), touches no database. Returns a JSON array of findings
 * (domain/finding.h), import findings of the record included, kept by c->mem. */
#ifndef ENGINE_CHECK_H
#define ENGINE_CHECK_H

#include "base/ctx.h"

#include <jansson.h>

json_t *check_record(Ctx *c, const json_t *record);
/* Every check: [{code,level,title,title_en,rule,source,advice,advice_en}] for docs/checks.md and the settings page. */
json_t *check_catalogue(Ctx *c);

#endif
