/* text.h -- UTF-8 and Japanese text.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Originals are always kept; text_nfkc and text_key give what is matched and
 * sorted beside them. All results live in the arena. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Valid UTF-8 without NUL, surrogates or overlong forms. */
bool text_is_utf8(const char *s, size_t n);
/* Reads one code point at *s and steps over it; 0 at the end; 0xFFFD and one
 * byte forward where the bytes are wrong. */
uint32_t text_next(const char **s);
/* Number of code points. */
size_t text_chars(const char *s);
/* Columns on a terminal: two for kanji, kana and full-width signs, none for marks that combine. */
size_t text_width(const char *s);
/* The beginning that fits into so many columns, with … when cut. */
char *text_fit(Arena *mem, const char *s, size_t columns);
/* Compatibility composition (full-width digits and letters to half-width,
 * half-width kana to full-width). Invalid input comes back as a copy. */
char *text_nfkc(Arena *mem, const char *s);
/* For matching: NFKC, lower case, all white space gone, wave dashes and long
 * hyphens as '~' and '-', variant kanji (徳德 高髙 崎﨑 ...) folded. */
char *text_key(Arena *mem, const char *s);
/* Without white space (also full-width and no-break) at both ends. */
char *text_trim(Arena *mem, const char *s);
/* Control characters but TAB and line feed, and the two code points that are none: nothing prints them, XML forbids most. */
bool text_is_control(uint32_t cp);
/* `s` without them; `s` itself when it holds none. */
const char *text_printable(Arena *mem, const char *s);
/* For terminals and logs: U+FFFD in the place of what they would obey and not show: control characters but TAB and line
 * feed, and the marks that turn the direction of writing. */
const char *text_shown(Arena *mem, const char *s);
/* White-space runs (line feeds too) to one space, trimmed. */
char *text_squeeze(Arena *mem, const char *s);
bool text_starts(const char *s, const char *head);
bool text_ends(const char *s, const char *tail);
bool text_blank(const char *s);
/* For qsort over const char *, by bytes. */
int text_rising(const void *a, const void *b);
/* `s` with every `from` replaced by `to`. */
char *text_replace(Arena *mem, const char *s, const char *from, const char *to);
/* Splits at each `sep`; *n parts, none trimmed; "" gives one part. */
char **text_split(Arena *mem, const char *s, const char *sep, size_t *n);
/* First `chars` code points, with … when cut. */
char *text_head(Arena *mem, const char *s, size_t chars);
/* Bytes in the named encoding ("CP932", "UTF-16LE" ...) to UTF-8; NULL when
 * they are not valid in it. *out_n is the length. */
char *text_iconv(Arena *mem, const char *from, const char *p, size_t n, size_t *out_n);

#endif
