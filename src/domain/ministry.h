/* ministry.h -- the names ministries go by (catalog/codes/ministries.tsv).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_MINISTRY_H
#define DOMAIN_MINISTRY_H

#include "base/arena.h"

/* 文科省, 文科, "Ministry of Education ...", 文部科学省 -> 文部科学省; NULL when it is none of them. */
const char *ministry_named(Arena *mem, const char *text);
/* The first ministry whose full name stands in the text (文部科学省事前評価書); NULL when there is none. */
const char *ministry_in(Arena *mem, const char *text);
/* 文部科学省 -> its English name; NULL when the list has none. */
const char *ministry_english(Arena *mem, const char *name);

#endif
