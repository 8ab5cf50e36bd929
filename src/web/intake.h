/* intake.h -- what the pages and the API of papers that come in share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_INTAKE_H
#define WEB_INTAKE_H

#include "web/part.h"

/* A state of domain/intake.h as a person says it. */
const char *intake_state(Web *w, const char *state);
/* Takes an uploaded file in under `name` (NULL: its own); 0 with the error in w->c. */
int64_t intake_take_upload(Web *w, const Upload *up, const char *name);
/* Places of the check boxes p0..p(n-1) that came with the form. */
json_t *intake_chosen(Web *w, size_t n);
/* The programmes of a paper that is read (with the form to accept them) or accepted. */
void intake_paper(Web *w, const json_t *row);

#endif
