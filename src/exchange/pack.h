/* pack.h -- the programme packs that come with kanmon (programmes/<key>/programme.yaml).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_PACK_H
#define EXCHANGE_PACK_H

#include "base/ctx.h"

/* The key of the pack whose programme bears this name (matched as text_key), or NULL: a paper does not know the
 * key, and an officer looks for "jaxa", not for a number. */
const char *pack_key(Ctx *c, const char *name);

/* Writes the programme's records into the folder (made when it is not there): programme.yaml, and one file for each later
 * evaluation (interim-2026.yaml). Files that exist are never written over. */
bool pack_write(Ctx *c, int64_t programme, const char *dir, size_t *files);

#endif
