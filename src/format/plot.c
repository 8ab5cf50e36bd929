/* plot.c -- a series over years: see plot.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The axis begins at 0 unless all values lie in the upper part of it; then it is broken, with the wave that
 * Japanese papers use for it, and the key says so. */
#include "format/plot.h"

#include "base/number.h"
#include "format/json.h"
#include "format/svg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_YEARS = 80 };

typedef struct {
    int         year;
    bool        known;
    double      value;
    const char *text, *qualifier;
} Point;

typedef struct {
    Point  v[MOST_YEARS];
    size_t n;
    double low, high;
    bool   any, about, at_least;
} Points;

static bool
reset_at(const json_t *notes, int year)
{
    size_t  i;
    json_t *n;
    json_array_foreach(notes, i, n)
        if (strcmp(json_text(n, "kind"), "reset") == 0 && json_int(n, "fy", 0) == year)
            return true;
    return false;
}

/* The years in order, those between that the paper does not name included. */
static Points
points_of(const json_t *values)
{
    Points      p = { .n = 0 };
    int         from = 9999, to = 0;
    const char *fy;
    json_t     *v;
    json_object_foreach(values, fy, v)
    {
        int year = (int)strtol(fy, NULL, 10);
        from = year < from ? year : from;
        to = year > to ? year : to;
    }
    for (int year = from; year <= to && p.n < MOST_YEARS; year++) {
        char key[16];
        snprintf(key, sizeof key, "%d", year);
        v = json_object_get(values, key);
        Point *at = &p.v[p.n++];
        *at = (Point){ year, json_has(v, "value"), json_number_value(json_path(v, "value")), json_text(v, "text"), json_text(v, "qualifier") };
        if (!at->known)
            continue;
        p.low = p.any && p.low < at->value ? p.low : at->value;
        p.high = p.any && p.high > at->value ? p.high : at->value;
        p.any = true;
        p.about = p.about || strcmp(at->qualifier, "about") == 0;
        p.at_least = p.at_least || strcmp(at->qualifier, "at-least") == 0;
    }
    return p;
}

bool
plot_has_values(const json_t *values)
{
    return points_of(values).any;
}

static void
point_mark(Html *h, double x, double y, const char *qualifier, double r)
{
    if (strcmp(qualifier, "about") == 0)
        html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"dot ring\"/>", x, y, r);
    else if (strcmp(qualifier, "at-least") == 0)
        html(h, "<path d=\"M%.1f %.1fl%.1f %.1fh%.1fz\" class=\"dot\"/>", x, y - r * 1.3, r * 1.2, r * 2.2, -r * 2.4);
    else
        html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"dot\"/>", x, y, r);
}

typedef struct {
    double      left, step, top, floor, right;
    Axis        y;
    double      unit;  /* what one on the axis stands for */
    const char *scale; /* "万", "億", "million"; "" for one */
    bool        broken;
} Frame;

static double
x_of(const Frame *f, size_t i)
{
    return f->left + f->step * ((double)i + 0.5);
}

static double
y_of(const Frame *f, double v)
{
    return f->floor - (v - f->y.low) / (f->y.high - f->y.low) * (f->floor - f->top);
}

static void
scale_of(Frame *f, double high, bool japanese)
{
    static const struct { double one; const char *ja, *en; } scales[] = { { 1e12, "兆", "trillion" }, { 1e9, NULL, "billion" }, { 1e8, "億", NULL }, { 1e6, NULL, "million" }, { 1e4, "万", NULL } };
    f->unit = 1;
    f->scale = "";
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        const char *word = japanese ? scales[i].ja : scales[i].en;
        if (word && high >= scales[i].one * 10) {
            f->unit = scales[i].one;
            f->scale = word;
            return;
        }
    }
}

static const char *
tick_text(Html *h, const Frame *f, double v)
{
    v /= f->unit;
    double step = f->y.step / f->unit;
    if (step >= 1)
        return number_commas(h->mem, (int64_t)(v + (v < 0 ? -0.5 : 0.5)));
    return arena_fmt(h->mem, "%.*f", step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3, v);
}

static void
axes(Html *h, const PlotSeries *p, const Points *pts, const Frame *f)
{
    for (double v = f->y.low; v <= f->y.high + f->y.step / 2; v += f->y.step) {
        double y = y_of(f, v);
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", f->left, y, f->right, y, v == f->y.low ? "axis" : "grid");
        svg_text(h, f->left - 8, y + 4, 12, "end", "soft", tick_text(h, f, v));
    }
    for (size_t i = 0; i < pts->n; i++) {
        int  year = pts->v[i].year;
        bool every = pts->n <= 16 || i % (pts->n / 12 + 1) == 0 || i + 1 == pts->n;
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"axis\"/>", x_of(f, i), f->floor, x_of(f, i), f->floor + 4);
        if (!every)
            continue;
        svg_text(h, x_of(f, i), f->floor + 19, 13, "middle", "ink", arena_fmt(h->mem, "%d", year));
        if (p->japanese)
            svg_text(h, x_of(f, i), f->floor + 35, 12, "middle", "soft", era_year(h->mem, year));
    }
    if (p->unit && *p->unit)
        svg_text(h, f->left, 14, 12, "start", "soft", arena_fmt(h->mem, p->japanese ? "（%s%s）" : "(%s%s)", *f->scale && !p->japanese ? arena_fmt(h->mem, "%s ", f->scale) : f->scale, p->unit));
    else if (*f->scale)
        svg_text(h, f->left, 14, 12, "start", "soft", arena_fmt(h->mem, p->japanese ? "（%s）" : "(%s)", f->scale));
    if (f->broken) /* the wave over the foot of the axis */
        html(h, "<path d=\"M%.1f %.1fq4 -5 8 0t8 0m-16 5q4 -5 8 0t8 0\" class=\"wave\"/>", f->left - 8, f->floor - 8);
}

static void
key_line(Html *h, const PlotSeries *p, const Points *pts, const Frame *f, bool reset, double y)
{
    double x = f->left;
    if (pts->about) {
        html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"dot ring\"/>", x + 6, y - 4);
        svg_text(h, x + 16, y, 12, "start", "soft", p->about);
        x += 28 + svg_width(p->about) * 12;
    }
    if (pts->at_least) {
        point_mark(h, x + 6, y - 4, "at-least", 4);
        svg_text(h, x + 16, y, 12, "start", "soft", p->at_least);
        x += 28 + svg_width(p->at_least) * 12;
    }
    if (reset) {
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"reset\"/>", x + 6, y - 11, x + 6, y + 2);
        svg_text(h, x + 16, y, 12, "start", "soft", p->reset);
        x += 28 + svg_width(p->reset) * 12;
    }
    if (f->broken)
        svg_text(h, x, y, 12, "start", "soft", p->broken);
}

void
plot_series(Html *h, const PlotSeries *p)
{
    Points pts = points_of(p->values);
    Frame  f = { .left = 64, .top = 40, .floor = 220 };
    bool   joined = false, reset = false;
    double last_x = 0, last_y = 0;
    if (!pts.any)
        return;
    f.step = pts.n <= 4 ? 96 : pts.n <= 9 ? 78 : 700.0 / (double)pts.n;
    f.right = f.left + f.step * (double)pts.n;
    f.broken = pts.low > 0 && pts.low > pts.high * 0.62 && pts.high > pts.low;
    f.y = svg_axis(f.broken ? pts.low - (pts.high - pts.low) * 0.35 : pts.low < 0 ? pts.low : 0, pts.high > 0 ? pts.high * 1.02 : 1, 4);
    f.broken = f.broken && f.y.low > 0;
    scale_of(&f, pts.high, p->japanese);
    for (size_t i = 0; i < pts.n; i++)
        reset = reset || reset_at(p->notes, pts.v[i].year);
    bool key = pts.about || pts.at_least || reset || f.broken;
    svg_begin(h, p->id, "plot", f.right + 16 > 300 ? f.right + 16 : 300, f.floor + (p->japanese ? 44 : 28) + (key ? 22 : 0), p->title, p->desc);
    axes(h, p, &pts, &f);
    for (size_t i = 0; i < pts.n; i++) {
        const Point *at = &pts.v[i];
        double       x = x_of(&f, i), y = at->known ? y_of(&f, at->value) : f.floor;
        if (reset_at(p->notes, at->year)) {
            html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"reset\"/>", x - f.step / 2, f.top - 14, x - f.step / 2, f.floor);
            joined = false;
        }
        if (at->known && joined)
            html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"line\"/>", last_x, last_y, x, y);
        joined = at->known;
        last_x = x;
        last_y = y;
    }
    for (size_t i = 0; i < pts.n; i++) {
        const Point *at = &pts.v[i];
        double       x = x_of(&f, i);
        bool         labelled = pts.n <= 12 || i + 1 == pts.n || at->value == pts.high || at->value == pts.low;
        if (!at->known) {
            svg_text(h, x, f.floor - 8, 12, "middle", "soft", *at->text ? at->text : "—");
            continue;
        }
        point_mark(h, x, y_of(&f, at->value), at->qualifier, 4.5);
        if (labelled)
            svg_text(h, x, y_of(&f, at->value) - 10, 13, "middle", "value", at->text);
    }
    if (key)
        key_line(h, p, &pts, &f, reset, f.floor + (p->japanese ? 58 : 42));
    html(h, "</svg>");
}

void
plot_spark(Html *h, const char *title, const json_t *values, const json_t *notes)
{
    enum { WIDE = 128, HIGH = 36, EDGE = 6 };
    Points pts = points_of(values);
    double last_x = 0, last_y = 0, low, span;
    bool   joined = false;
    if (!pts.any)
        return;
    low = pts.low > pts.high * 0.62 ? pts.low - (pts.high - pts.low) * 0.5 : pts.low < 0 ? pts.low : 0;
    span = pts.high > low ? pts.high - low : 1;
    html(h, "<svg class=\"spark\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><line x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>", title,
         (int)WIDE, (int)HIGH, (int)WIDE, (int)HIGH, HIGH - 1.5, (int)WIDE, HIGH - 1.5);
    for (size_t i = 0; i < pts.n; i++) {
        const Point *at = &pts.v[i];
        double       x = pts.n == 1 ? WIDE / 2.0 : EDGE + (double)i / (double)(pts.n - 1) * (WIDE - 2 * EDGE);
        double       y = HIGH - EDGE - (at->value - low) / span * (HIGH - 2 * EDGE);
        if (reset_at(notes, at->year)) {
            double rx = i ? (x + EDGE + (double)(i - 1) / (double)(pts.n - 1) * (WIDE - 2 * EDGE)) / 2 : x - 4;
            html(h, "<line x1=\"%.1f\" y1=\"2\" x2=\"%.1f\" y2=\"%d\" class=\"reset\"/>", rx, rx, (int)HIGH - 2);
            joined = false;
        }
        if (at->known && joined)
            html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"line\"/>", last_x, last_y, x, y);
        if (at->known)
            point_mark(h, x, y, at->qualifier, 3);
        joined = at->known;
        last_x = x;
        last_y = y;
    }
    html(h, "</svg>");
}
