/* linking.c -- see linking.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/linking.h"

#include "base/number.h"
#include "domain/lineage.h"
#include "engine/sheet_check.h"
#include "store/db.h"

#include <stdlib.h>

/* The programmes that hold the sheets of both sides now, each once, and the end of the transaction. Whoever held some
 * before holds none now, or is one of these. */
static bool
settled(Ctx *c, const int64_t *link, size_t n)
{
    int64_t *at = NEWN(c->mem, int64_t, 2 * n + 1);
    size_t   found = 0;
    for (size_t i = 0; i < n && ok(c); i++)
        found += link_moved(c, link[i], at + found);
    qsort(at, found, sizeof *at, number_rising);
    for (size_t i = 0; i < found && ok(c); i++)
        if (i == 0 || at[i] != at[i - 1])
            sheet_check_again(c, at[i]);
    return tx_end(c);
}

bool
linking_add(Ctx *c, int64_t from, const char *to, const char *kind, int64_t *id)
{
    tx_begin(c);
    (void)link_add(c, from, to, kind, id); /* here and below: the Ctx keeps what fails for the end */
    return settled(c, id, 1);
}

bool
linking_confirm(Ctx *c, int64_t id, const char *kind)
{
    tx_begin(c);
    (void)link_confirm(c, id, kind);
    return settled(c, &id, 1);
}

bool
linking_confirm_all(Ctx *c, const int64_t *id, size_t n, int64_t *done)
{
    tx_begin(c);
    (void)link_confirm_all(c, id, n, done);
    return settled(c, id, n);
}

bool
linking_undo(Ctx *c, int64_t id)
{
    tx_begin(c);
    (void)link_undo(c, id);
    return settled(c, &id, 1);
}
