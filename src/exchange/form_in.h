/* form_in.h -- inside of form.c: the schema, and numbers of headings.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_FORM_IN_H
#define EXCHANGE_FORM_IN_H

#include "base/ctx.h"

#include <jansson.h>

#define FORM_FORMAT "kanmon-form-1"

/* A file's tree against the vocabulary; false with "file:line" and what is wrong. `lines` from yaml_read_lines. */
bool form_check(Ctx *c, const char *file, const json_t *form, const json_t *lines);
/* The number a heading begins with: "3." -> 3, "(2)" -> 102, "①" -> 201, "i)" -> 301; 0 when none. *rest is what
 * follows, spaces skipped. Full-width digits, brackets and Roman numerals count. */
int heading_number(const char *text, const char **rest);

#endif
