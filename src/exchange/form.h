/* form.h -- official forms as data (catalog/forms, docs/forms.md): loaded, checked, chosen.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A form is the JSON tree of its file, checked against the vocabulary; it belongs to the arena. */
#ifndef EXCHANGE_FORM_H
#define EXCHANGE_FORM_H

#include "base/ctx.h"

#include <jansson.h>

/* The form of a type ("ex-ante", "interim", "ex-post") in force on a day (NULL: today), or by its id.
 * NOT_FOUND when there is none; INVALID (file:line) when the file breaks the vocabulary. */
const json_t *form_load(Ctx *c, const char *type_or_id, const char *day);
/* One file, checked; for a form that is not (yet) in the catalogue. */
const json_t *form_file(Ctx *c, const char *path);
/* The form of a type that was in force on a day or, when none was, the nearest one: a paper older than
 * every form we hold is still read. NULL (no error) when the catalogue has no form of the type. */
const json_t *form_nearest(Ctx *c, const char *type, const char *day);
/* The form a paper was written in, by its match words: NULL (no error) when none fits. */
const json_t *form_guess(Ctx *c, const char *text);
/* Every form file, checked: [{id,type,title,valid,file}]. */
json_t *form_list(Ctx *c);
/* Every form, whole, in the order of their ids. */
const json_t *form_all(Ctx *c);

#endif
