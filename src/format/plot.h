/* plot.h -- plots as SVG: no script, patterns and shapes beside colours, readable when printed in black.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words come from the caller, in the language of the page; `id` names the picture on its page. What a plot shows
 * stands in a table beside it, too: the picture has a title and a sentence for those who hear the page. */
#ifndef FORMAT_PLOT_H
#define FORMAT_PLOT_H

#include "format/html.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* A series of yearly values: {year: {value, qualifier, text}}. "about" is a hollow ring, "at-least" a triangle, no value
 * a gap with its text on the axis; a note of kind "reset" is a dashed line before its year and breaks the line. */
typedef struct {
    const char   *id, *title, *desc, *unit;
    const json_t *values, *notes;
    bool          japanese;   /* eras under the years, 万 and 億 on the axis */
    const char   *about, *at_least, *reset, *broken; /* words of the key; broken: the axis does not begin at 0 */
} PlotSeries;
void plot_series(Html *h, const PlotSeries *p);
/* The same as a small line without axes; nothing is drawn when no value is known. */
void plot_spark(Html *h, const char *title, const json_t *values, const json_t *notes);
/* Whether any value is known. */
bool plot_has_values(const json_t *values);

/* Bars by group (years), one for each of the series (states of money). An amount that is not known is a hatched box
 * with its text; at least: the bar is open at its top. gap: years left out by the paper. */
typedef struct {
    double      value;
    bool        known, open, there;
    const char *text; /* on the bar */
} PlotBar;
typedef struct {
    const char *label, *under;
    bool        gap;
    PlotBar     bars[6];
} PlotGroup;
typedef struct {
    const char      *id, *title, *desc, *unit;
    const char      *series[6]; /* names; the key is drawn when there are two and more */
    size_t           series_count;
    const PlotGroup *groups;
    size_t           n;
    bool             japanese;
} PlotBars;
void plot_bars(Html *h, const PlotBars *p);

/* Years across, a lane for each thing: spans and marks on years. */
typedef struct {
    enum { MARK_SPAN, MARK_OPEN_SPAN, MARK_PLAN, MARK_DUE, MARK_RANGE } kind; /* bar, bar without end, disc, diamond about it, bracket */
    int         from, to;
    const char *text; /* beside a mark, on a bar */
    bool        wrong; /* drawn with a cross: it disagrees */
} PlotMark;
typedef struct {
    const char     *label;
    const PlotMark *marks;
    size_t          n;
} PlotLane;
typedef struct {
    const char     *id, *title, *desc;
    int             from, to, now; /* now: the year of today, 0 for none */
    const char     *now_text;
    const PlotLane *lanes;
    size_t          n;
    bool            japanese;
} PlotTime;
void plot_time(Html *h, const PlotTime *p);

/* Boxes in columns with an arrow from each column to the next, or from top to bottom when narrow. */
typedef struct {
    const char *text, *note; /* note: small, under the text; may be NULL */
    const char *group;       /* boxes with the same group stand in one frame; NULL for none */
    bool        dashed;
} DiagramBox;
typedef struct {
    const char       *head;
    const DiagramBox *boxes;
    size_t            n;
    const char       *empty; /* in place of boxes */
} DiagramColumn;
void diagram_flow(Html *h, const char *id, const char *title, const char *desc, const DiagramColumn *cols, size_t n, bool narrow);

#endif
