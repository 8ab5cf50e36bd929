/* fold.h -- text as it is searched: one form for what a reader takes for the same word.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Alike are: full and half width, capital and small letters, old and new kanji (kanji.def), small and large kana
 * (ウィルス ウイルス), ヴァ and バ, ヂヅ and ジズ, a long vowel mark or none (コンピューター コンピュータ). White
 * space, the middle dot and characters that are not printed fall away: a line feed inside a word does no harm.
 * Everything else is NFKC. The text itself is never changed: each folded character knows where it came from. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t *cp; /* folded code points */
    uint32_t *at; /* byte in the text where each came from; at[n] = length of the text */
    size_t    n;
} Fold;

/* Folds `n` bytes of valid UTF-8. at is filled only when places is true. */
Fold fold_text(Arena *mem, const char *s, size_t n, bool places);
/* The same as UTF-8 text. */
char *fold_key(Arena *mem, const char *s);
/* Folds into room for at least n + 4 code points; how many there are. For readers of many texts. */
size_t fold_into(const char *s, size_t n, uint32_t *cp, size_t room);

#endif
