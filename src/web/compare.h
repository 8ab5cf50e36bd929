/* compare.h -- the page of programmes side by side, in parts.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_COMPARE_H
#define WEB_COMPARE_H

#include "web/part.h"

/* The sections below the choice; compared and rows as in domain/compare.h. */
void compare_facts(Web *w, const json_t *compared, const json_t *rows, bool differ);
void compare_money(Web *w, const json_t *compared, const json_t *rows, bool own);
void compare_outcomes(Web *w, const json_t *compared);
void compare_payees(Web *w, const json_t *compared);
void compare_remarks(Web *w, const json_t *compared, const json_t *rows);

#endif
