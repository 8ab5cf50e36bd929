/* query_in.h -- shared by the files of query.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_QUERY_IN_H
#define DOMAIN_QUERY_IN_H

#include "domain/query.h"

typedef enum {
    FIELD_YEAR, FIELD_FROM, FIELD_TO, FIELD_MONEY, FIELD_EXECUTED, FIELD_MINISTRY, FIELD_OFFICE, FIELD_COMMITTEE, FIELD_NAME,
    FIELD_RUNS, FIELD_EVALUATION, FIELD_TOTAL,
    FIELD_INDICATOR, FIELD_PAYEE, FIELD_NUMBER, FIELD_KIND, FIELD_FINDING, FIELD_HAS,
    FIELD_TYPE, FIELD_UNIT, FIELD_ATTAINMENT, FIELD_GOAL
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
/* query_indicator.c: whether a term asks for an indicator (its type, unit, attainment, goal year, has:actual ...). In a list of
 * indicators (`list`) also words, indicator:, has:target, and what is put together of such terms alone. */
bool query_of_indicator(const Term *t, bool list);
/* Such a term as a condition over indicator_face i, and where it asks for words indicator_text t. */
void query_indicator_term(Ctx *c, SqlBuild *b, const Term *t);
/* All such terms at the top of the query, as " AND ..." asking for one indicator that fits all of them: of programme_face f, or
 * of sheet_face s. Nothing where the query has none. */
void query_one_indicator(Ctx *c, const Query *q, SqlBuild *b, bool sheets);
/* One such term inside of something else: the programme f has an indicator that fits it. */
void query_programme_indicator(Ctx *c, SqlBuild *b, const Term *t);
/* Whether any such term is at the top. */
bool query_asks_indicator(const Query *q);

#endif
