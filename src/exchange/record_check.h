/* record_check.h -- records that came from outside: held against catalog/record.yaml, and its words for fields.
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a pack, a confined reader or the API gives is a record only after this: later floors read it without
 * asking for types again. The schema knows these words of JSON Schema: type, enum, properties, required,
 * additionalProperties, propertyNames.pattern, items, maxItems, maxProperties, minLength, maxLength, minimum,
 * maximum, pattern (POSIX extended), $ref to $defs. Keys it does not name are let through, within the bounds of
 * depth and size. */
#ifndef EXCHANGE_RECORD_CHECK_H
#define EXCHANGE_RECORD_CHECK_H

#include "base/ctx.h"

#include <jansson.h>

/* The schema; NULL with c->err. */
const json_t *record_schema(Ctx *c);
/* One record. INVALID names file and path ("x.yaml: indicators[2].unit") and says what was expected there. */
bool record_check(Ctx *c, const char *where, const json_t *record);
/* An array of 1 to 1,000 records. */
bool records_check(Ctx *c, const char *where, const json_t *records);
/* "indicators[3].values.2024.text" in words: "指標 4「派遣者数」› 値 › 2024 › 原文". Names of array members are taken from
 * the record. An unknown path comes back as it is. */
const char *record_label(Ctx *c, const json_t *schema, const json_t *record, const char *path);
/* A value at that path as a person reads it: yen with commas, yes and no, lists and objects in lines "label：value"
 * without what only says how they were read. "" for null. */
const char *record_value(Ctx *c, const json_t *schema, const char *path, const json_t *v);

#endif
