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

/* Columns by year, each a stack of parts (what a budget is made of; parts below 0 hang under the line), beside it one more
 * column (what was executed) with a note over it, and a diamond (what was asked for). What is absent is not drawn. */
enum { STACK_PARTS = 6 };
typedef struct {
    const char *label, *under, *note;
    double      part[STACK_PARTS], beside, mark;
    bool        has[STACK_PARTS], has_beside, has_mark;
} PlotStackGroup;
typedef struct {
    const char           *id, *title, *desc, *unit;
    const char           *parts[STACK_PARTS], *beside, *mark; /* words of the key; NULL: none of it */
    size_t                part_count;
    const PlotStackGroup *groups;
    size_t                n;
    bool                  japanese;
    bool                  small;     /* one of many beside each other: thin columns, no key */
    double                low, high; /* the scale they share; both 0: its own (plot_stack_bounds) */
} PlotStack;
void plot_stack(Html *h, const PlotStack *p);
/* What the scale has to hold; the key of many small ones as a picture of its own. */
void plot_stack_bounds(const PlotStack *p, double *low, double *high);
void plot_stack_key(Html *h, const PlotStack *p);

/* What was reached (discs, a line) against what was aimed at (squares, a dashed line) over years, in the order of years. A
 * mark is a dashed line before its year, with a number over it: the definition changed; breaks: values on both sides are
 * not comparable, and no line runs across. goal: a flag at its year. */
typedef struct {
    int         year;
    double      actual, target;
    bool        has_actual, has_target;
    const char *actual_text, *target_text;
} PlotAim;
typedef struct {
    int         year;
    const char *text;
    bool        breaks;
} PlotChange;
typedef struct {
    const char       *id, *title, *desc, *unit;
    const PlotAim    *aims;
    const PlotChange *changes;
    size_t            n, changed;
    bool              has_goal, japanese;
    int               goal_year;
    double            goal;
    const char       *goal_text, *actual_word, *target_word, *goal_word, *change_word;
} PlotAims;
void plot_aims(Html *h, const PlotAims *p);
/* The same as a small picture without axes: values of the years that stand there, the whole in `title`; nothing is drawn
 * when no value is known. */
void plot_aims_spark(Html *h, const char *title, const PlotAim *aims, size_t n);

/* Money that flows from column to column of boxes: the ribbons are as thick as what flows. Links go to the right. A node that
 * is not known has a dashed box; guess: nobody says so, the ribbon has only a dashed edge. */
typedef struct {
    const char *text, *note;
    int         column;
    bool        dashed;
} FlowNode;
typedef struct {
    size_t from, to;
    double value; /* not known: below 0 */
    bool   guess;
} FlowLink;
typedef struct {
    const char      *id, *title, *desc;
    const char      *heads[8]; /* over the columns */
    int              columns;
    const FlowNode  *nodes;
    const FlowLink  *links;
    size_t           n, m;
} PlotFlow;
void plot_flow(Html *h, const PlotFlow *p);

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
