/* alike.h -- how much two texts say the same: pairs of neighbouring characters, and the words both have.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Japanese has no spaces, so texts are compared by their pairs of neighbouring folded characters (base/fold.h): for
 * names and indicators this tells a renamed thing from another one, and anybody can check it by hand. */
#ifndef BASE_ALIKE_H
#define BASE_ALIKE_H

#include "base/arena.h"

#include <stdint.h>

/* The pairs of a folded text, sorted, each once: (first << 32 | second). A text of one character has one pair with 0. */
typedef struct {
    uint64_t *pair;
    size_t    n;
} Pairs;
Pairs pairs_of(Arena *mem, const char *text);
size_t pairs_common(const Pairs *a, const Pairs *b);
/* Twice the common pairs over all pairs (Dice): 1 for equal texts, 0 for none in common or a blank one. */
double alike(const Pairs *a, const Pairs *b);
/* Common pairs over those of the smaller (overlap): 1 when one stands in the other. */
double alike_within(const Pairs *a, const Pairs *b);

/* For names of indicators: the best of alike, and of alike_within at four fifths, over the whole of both, what stands
 * before their brackets, and what stands in those of `b`, since sheets write 目標（指標）. 0..1. */
double alike_named(Arena *mem, const char *a, const char *b);

/* Stretches of at least `least` characters that stand in both, longest first, in places of `a` and `b` as printed (bytes);
 * white space and width do not matter. At most `most`; they do not overlap in either text. */
typedef struct {
    size_t a, a_n, b, b_n;
} Shared;
size_t alike_shared(Arena *mem, const char *a, const char *b, size_t least, Shared *out, size_t most);

#endif
