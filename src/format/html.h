/* html.h -- HTML that escapes by construction.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The format string is our own markup and must be a literal (a variable does not
 * pass -Wformat-security); every %s is escaped for text and for quoted attributes.
 * Numbers: %lld with a (long long), %d, %zu, %.1f as in printf. There is no way to
 * pass markup as a value. Links go through html_link / %s with a Url made by url_of,
 * which admits only paths of ours, or url_outside (http and https only). */
#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H

#include "base/buf.h"

typedef struct {
    Arena *mem;
    Buf   *out;
} Html;

void html(Html *h, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Escaped text with line feeds as <br>, or as paragraphs <p>. */
void html_lines(Html *h, const char *text);
void html_paragraphs(Html *h, const char *text);
/* Bytes that are markup of ours already (a finished SVG, an asset). */
void html_raw(Html *h, const Buf *markup);
/* Percent-encoded path segment in the arena. */
char *url_part(Arena *mem, const char *s);
/* The address itself when it is http(s), else "#". */
const char *url_outside(Arena *mem, const char *s);

#endif
