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

/* One term as a condition over programme_face f; a number or text compared, " column < $1". */
void query_term(Ctx *c, const Query *q, SqlBuild *b, Term *t, bool *exact);
void query_compared(SqlBuild *b, Sql column, const Term *t);
void query_text_in(Ctx *c, SqlBuild *b, Sql column, const char *text);
/* Adds a condition that nothing fits, and says why, for who may not read findings. */
bool query_findings_hidden(Ctx *c, const Query *q, SqlBuild *b);
/* query_sheet.c: whether a term can be asked of one sheet; whether the query asks so of the sheet of a year; that as
 * " AND (...)" over programme_face f. */
bool query_of_sheet(const Term *t);
bool query_of_totals(const Query *q); /* asks for nothing but year, ministry and flags */
bool query_binds_year(const Query *q);
void query_year_bound(Ctx *c, const Query *q, SqlBuild *b, bool *exact);

#endif
