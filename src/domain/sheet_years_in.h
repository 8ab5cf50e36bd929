/* sheet_years_in.h -- shared by the files of sheet_years.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_SHEET_YEARS_IN_H
#define DOMAIN_SHEET_YEARS_IN_H

#include "domain/sheet_body.h"
#include "domain/sheet_years.h"

/* Adds the texts of the next sheet to those followed so far (sheet_texts.c). */
void sheet_text_follow(Ctx *c, json_t *texts, const json_t *sheet, const BodyText *text, size_t n);

#endif
