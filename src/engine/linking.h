/* linking.h -- links decided by a person, with all that follows from it in one transaction.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A confirmed "same" and its undoing move sheets (domain/lineage.h), and with them what the checks say of a programme's years
 * and what is counted by year and ministry. Faces decide links through here, so that no list, count or page ever shows the
 * state before; the domain alone knows no checks. Arguments and failures are those of domain/lineage.h. */
#ifndef ENGINE_LINKING_H
#define ENGINE_LINKING_H

#include "base/ctx.h"

bool linking_add(Ctx *c, int64_t from, const char *to, const char *kind, int64_t *id);
bool linking_confirm(Ctx *c, int64_t id, const char *kind);
bool linking_confirm_all(Ctx *c, const int64_t *id, size_t n, int64_t *done);
bool linking_undo(Ctx *c, int64_t id);

#endif
