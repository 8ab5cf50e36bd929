/* sheet_years.h -- what review sheets tell of a programme over the years, as sections of its page.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_SHEET_YEARS_H
#define WEB_SHEET_YEARS_H

#include "web/part.h"

/* The sections, in their order: id and words for a table of contents. */
typedef struct {
    const char *id, *ja, *en;
    void (*write)(Web *w, const json_t *years, const char *key);
} YearSection;
extern const YearSection year_sections[];
extern const size_t      year_sections_n;
void years_money(Web *w, const json_t *years, const char *key);
void years_budget(Web *w, const json_t *years, const char *key);
void years_indicators(Web *w, const json_t *years, const char *key);
void years_payees(Web *w, const json_t *years, const char *key);
void years_remarks(Web *w, const json_t *years, const char *key);
void years_texts(Web *w, const json_t *years, const char *key);
void years_sheets(Web *w, const json_t *years, const char *key);

/* The whole page of a programme that only review sheets know; row as of programme_row. */
void years_page(Web *w, const json_t *row);
/* A link to a place on a sheet's page: "2019年度シート". */
void years_source(Web *w, int64_t sheet, int64_t sheet_fy, const char *place);
/* The address of a place on it, and its words for a title. */
const char *years_sheet_href(Web *w, int64_t sheet, const char *place);
const char *years_sheet_words(Web *w, int64_t sheet_fy);
/* Links to a table as a file: href without ?format=. */
void years_save(Web *w, const char *href);
/* The flow of money of one sheet (domain/sheet_years.h: sheet_payees) as a picture. */
void years_flow(Web *w, const json_t *paid);
/* The payees of one sheet as a table. */
void years_payee_table(Web *w, const json_t *paid);
/* A payee's or organisation's page. */
const char *organisation_href(Web *w, const char *org_key);
/* Kinds of remarks in words. */
const char *years_remark_kind(Web *w, const char *kind);
/* 12.5, 1,234, 0.04: as many decimals as it has, at most three. */
const char *years_number(Web *w, double v);

#endif
