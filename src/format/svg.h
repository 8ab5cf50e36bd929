/* svg.h -- text in pictures: how wide it is, where it breaks; ticks of an axis.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The fonts of a reader are not known here, so widths are by class: a full-width letter is one em, a Latin letter or
 * digit about 0.58, a space and thin marks 0.32. Boxes are drawn with that much room to spare. */
#ifndef FORMAT_SVG_H
#define FORMAT_SVG_H

#include "format/html.h"

#include <stdbool.h>

/* Width in em. */
double svg_width(const char *text);
/* Lines of at most `em` em; a line does not begin with 、。）」 and the like nor end with （「, and a Latin word is
 * not cut where it fits a line (JIS X 4051, the plain part). Line feeds break. At most `most` lines: the last then
 * ends with …. *n lines in the arena. */
char **svg_wrap(Arena *mem, const char *text, double em, size_t most, size_t *n);
/* <text> with a <tspan> a line: x is the left, middle or right edge by anchor ("start", "middle", "end"), y the
 * base line of the first; returns the base line after the last. */
double svg_lines(Html *h, double x, double y, double size, const char *anchor, const char *cls, char **lines, size_t n);
void svg_text(Html *h, double x, double y, double size, const char *anchor, const char *cls, const char *text);
/* Opens <svg class="plot" role="img"> with title and description, and a white ground; close with </svg>. */
void svg_begin(Html *h, const char *id, const char *cls, double wide, double high, const char *title, const char *desc);

/* An axis from low to high with about `want` steps of 1, 2 or 5 times a power of ten. */
typedef struct {
    double low, high, step;
    int    decimals;
} Axis;
Axis svg_axis(double low, double high, int want);

/* Six fills that differ in black and white: svg_fills defines them for the picture `id`, svg_box draws with the k-th. */
void svg_fills(Html *h, const char *id);
void svg_box(Html *h, const char *id, size_t k, double x, double y, double wide, double high);
/* The text of a tick of an axis. */
const char *svg_tick(Html *h, const Axis *a, double v);
/* What one on the axis stands for, so that ticks stay short: 兆 億 万, trillion billion million; *word "" and 1 for small values. */
double svg_scale(double high, bool japanese, const char **word);

#endif
