/* plot.h -- small plots as SVG, readable in black and white.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FORMAT_PLOT_H
#define FORMAT_PLOT_H

#include "format/html.h"

#include <jansson.h>

/* A line of {year: {value, text}}; years without a value are gaps, a note of kind "reset" is a
 * dashed line before its year and breaks the line. Nothing is drawn when no value is known. */
void plot_series(Html *h, const char *title, const json_t *values, const json_t *notes);

#endif
