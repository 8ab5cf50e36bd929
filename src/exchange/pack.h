/* pack.h -- the programme packs that come with kanmon (programmes/<key>/programme.yaml).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef EXCHANGE_PACK_H
#define EXCHANGE_PACK_H

#include "base/ctx.h"

/* The key of the pack whose programme bears this name (matched as text_key), or NULL: a paper does not know the
 * key, and an officer looks for "jaxa", not for a number. */
const char *pack_key(Ctx *c, const char *name);

#endif
