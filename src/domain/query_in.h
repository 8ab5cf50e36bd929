/* query_in.h -- shared by the files of query.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_QUERY_IN_H
#define DOMAIN_QUERY_IN_H

#include "domain/query.h"

typedef enum {
    FIELD_YEAR, FIELD_FROM, FIELD_TO, FIELD_MONEY, FIELD_EXECUTED, FIELD_MINISTRY, FIELD_OFFICE, FIELD_COMMITTEE, FIELD_NAME,
    FIELD_RUNS, FIELD_EVALUATION, FIELD_TOTAL,
    FIELD_INDICATOR, FIELD_PAYEE, FIELD_NUMBER, FIELD_KIND, FIELD_FINDING, FIELD_HAS
} FieldKind;
typedef struct {
    const char *name, *ja;
    FieldKind   kind;
} QueryField;
extern const QueryField query_fields[];
extern const size_t query_field_count;

#endif
