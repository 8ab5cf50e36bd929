/* number.h -- permanent short addresses of numbers: "v12.i7.2019".
 * SPDX-License-Identifier: Apache-2.0
 *
 * An address names a version of a programme and a field of its record (docs/record.md):
 *   v<version id>.request | total | period | period.overview | period.form
 *                .b<n> budget   .e<n> planned evaluation   .i<n>.<year> indicator      counted from 1
 * A version is never changed, so an address says the same for ever; beside it stands what the newest version says. */
#ifndef DOMAIN_NUMBER_H
#define DOMAIN_NUMBER_H

#include "base/ctx.h"

#include <jansson.h>

/* {"ref","programme":{id,key,name},"evaluation","version","version_id","recorded_at","field":"indicators.6.values.2019",
 *  "what","what_en","text","value","unit","qualifier","source":{..}|null,"document":{id,name}|null,"lines":[{no,text}],
 *  "indicator_id"|null, "present":{"version","recorded_at","text","value","ref","changed","gone"}}.
 * lines only for those who may read documents. NOT_FOUND for what is no address or names nothing. */
json_t *number_show(Ctx *c, const char *ref);

#endif
