/* plot_aims.c -- what was reached against what was aimed at, over years: see plot.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/plot.h"

#include "base/number.h"
#include "format/svg.h"

enum { STEP = 66, YEARS = 40 };

typedef struct {
    double left, top, floor, right;
    int    from, to;
    Axis   y;
    double unit;
} Frame;

static double
x_of(const Frame *f, int year)
{
    return f->left + STEP * ((double)(year - f->from) + 0.5);
}

static double
y_of(const Frame *f, double v)
{
    return f->floor - (v - f->y.low) / (f->y.high - f->y.low) * (f->floor - f->top);
}

static void
reach(double v, double *low, double *high)
{
    *low = v < *low ? v : *low;
    *high = v > *high ? v : *high;
}

/* Whether the values of two years can be joined: nothing that breaks lies between. */
static bool
joined(const PlotAims *p, int a, int b)
{
    for (size_t i = 0; i < p->changed; i++)
        if (p->changes[i].breaks && p->changes[i].year > a && p->changes[i].year <= b)
            return false;
    return b - a == 1;
}

static void
lines(Html *h, const PlotAims *p, const Frame *f, bool target)
{
    const PlotAim *last = NULL;
    for (size_t i = 0; i < p->n; i++) {
        const PlotAim *at = &p->aims[i];
        if (!(target ? at->has_target : at->has_actual))
            continue;
        if (last && joined(p, last->year, at->year))
            html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x_of(f, last->year), y_of(f, target ? last->target : last->actual), x_of(f, at->year),
                 y_of(f, target ? at->target : at->actual), target ? "aim" : "line");
        last = at;
    }
}

static void
square(Html *h, double x, double y)
{
    html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" class=\"aimed\"/>", x - 5, y - 5);
}

static void
flag(Html *h, double x, double y)
{
    html(h, "<path d=\"M%.1f %.1fv-18l14 5l-14 5\" class=\"flag\"/>", x, y);
}

/* The greater of both has its figure above, the other below; one that is the same is printed once. */
static void
points(Html *h, const PlotAims *p, const Frame *f)
{
    for (size_t i = 0; i < p->n; i++) {
        const PlotAim *at = &p->aims[i];
        double         x = x_of(f, at->year), a = at->has_actual ? y_of(f, at->actual) : 0, t = at->has_target ? y_of(f, at->target) : 0;
        bool           below = at->has_actual && at->has_target && a > t;
        if (at->has_target) {
            square(h, x, t);
            if (!at->has_actual || t != a)
                svg_text(h, x, at->has_actual && !below ? t + 20 : t - 10, 12, "middle", "soft", at->target_text);
        }
        if (at->has_actual) {
            html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" class=\"dot\"/>", x, a);
            svg_text(h, x, below ? a + 20 : a - 10, 13, "middle", "value", at->actual_text);
        }
    }
    if (p->has_goal && p->goal_year >= f->from && p->goal_year <= f->to)
        flag(h, x_of(f, p->goal_year), y_of(f, p->goal));
}

static void
axes(Html *h, const PlotAims *p, const Frame *f, const char *scale)
{
    for (double v = f->y.low; v <= f->y.high + f->y.step / 2; v += f->y.step) {
        Axis shown = { f->y.low / f->unit, f->y.high / f->unit, f->y.step / f->unit, f->y.decimals };
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", f->left, y_of(f, v), f->right, y_of(f, v));
        if (shown.step < 1 && f->unit > 1)
            shown.decimals = 1;
        svg_text(h, f->left - 8, y_of(f, v) + 4, 12, "end", "soft", svg_tick(h, &shown, v / f->unit));
    }
    html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"axis\"/>", f->left, f->floor, f->right, f->floor);
    for (int y = f->from; y <= f->to; y++) {
        svg_text(h, x_of(f, y), f->floor + 19, 13, "middle", "ink", arena_fmt(h->mem, "%d", y));
        if (p->japanese)
            svg_text(h, x_of(f, y), f->floor + 35, 12, "middle", "soft", era_year(h->mem, y));
    }
    if ((p->unit && *p->unit) || *scale)
        svg_text(h, 8, 16, 12, "start", "soft", arena_fmt(h->mem, p->japanese ? "（%s%s）" : "(%s %s)", scale, p->unit ? p->unit : ""));
}

static void
key_line(Html *h, const PlotAims *p, const Frame *f, bool goal, double y)
{
    double x = f->left;
    html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" class=\"dot\"/>", x + 6, y - 4);
    svg_text(h, x + 16, y, 12, "start", "soft", p->actual_word);
    x += 30 + svg_width(p->actual_word) * 12;
    square(h, x + 6, y - 4);
    svg_text(h, x + 16, y, 12, "start", "soft", p->target_word);
    x += 30 + svg_width(p->target_word) * 12;
    if (goal) {
        flag(h, x + 4, y + 3);
        svg_text(h, x + 22, y, 12, "start", "soft", arena_fmt(h->mem, "%s %s", p->goal_word, p->goal_text));
        x += 36 + svg_width(p->goal_word) * 12 + svg_width(p->goal_text) * 12;
    }
    if (p->changed) {
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"reset\"/>", x + 4, y - 12, x + 4, y + 3);
        svg_text(h, x + 12, y, 12, "start", "soft", p->change_word);
    }
}

void
plot_aims(Html *h, const PlotAims *p)
{
    double low = 0, high = 0, wide = 0;
    Frame  f = { .left = 72, .top = 46, .floor = 220, .from = 9999, .to = 0 };
    for (size_t i = 0; i < p->n; i++) {
        const PlotAim *at = &p->aims[i];
        if (!at->has_actual && !at->has_target)
            continue;
        f.from = at->year < f.from ? at->year : f.from;
        f.to = at->year > f.to ? at->year : f.to;
        if (at->has_actual)
            reach(at->actual, &low, &high);
        if (at->has_target)
            reach(at->target, &low, &high);
    }
    if (f.to == 0 || f.to - f.from >= YEARS)
        return;
    bool goal = p->has_goal && p->goal_year >= f.from && p->goal_year <= f.to + 6;
    if (goal) {
        f.to = p->goal_year > f.to ? p->goal_year : f.to;
        reach(p->goal, &low, &high);
    }
    const char *scale;
    f.unit = svg_scale(high, p->japanese, &scale);
    f.y = svg_axis(low, high > 0 ? high * 1.05 : low < 0 ? 0 : 1, 4);
    f.right = f.left + STEP * (double)(f.to - f.from + 1);
    wide = f.left + 150 + (svg_width(p->actual_word) + svg_width(p->target_word) + (p->changed ? svg_width(p->change_word) : 0) + (goal ? svg_width(p->goal_word) + svg_width(p->goal_text) : 0)) * 12;
    double under = f.floor + (p->japanese ? 58 : 42);
    svg_begin(h, p->id, "plot", f.right + 16 > wide ? f.right + 16 : wide, under + 10, p->title, p->desc);
    axes(h, p, &f, scale);
    for (size_t i = 0; i < p->changed; i++) {
        double x = x_of(&f, p->changes[i].year) - STEP / 2.0;
        if (p->changes[i].year < f.from || p->changes[i].year > f.to)
            continue;
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"reset\"/>", x, f.top - 14, x, f.floor);
        svg_text(h, x, f.top - 18, 12, "middle", "value", p->changes[i].text);
    }
    lines(h, p, &f, true);
    lines(h, p, &f, false);
    points(h, p, &f);
    key_line(h, p, &f, goal, under);
    html(h, "</svg>");
}

void
plot_aims_spark(Html *h, const char *title, const PlotAim *aims, size_t n)
{
    enum { WIDE = 128, HIGH = 40, EDGE = 7 };
    double low = 0, high = 0;
    bool   any = false;
    for (size_t i = 0; i < n; i++) {
        any = any || aims[i].has_actual || aims[i].has_target;
        if (aims[i].has_actual)
            reach(aims[i].actual, &low, &high);
        if (aims[i].has_target)
            reach(aims[i].target, &low, &high);
    }
    if (!any)
        return;
    double span = high > low ? high - low : 1, years = n > 1 ? aims[n - 1].year - aims[0].year : 0, zero = HIGH - EDGE + low / span * (HIGH - 2 * EDGE);
    html(h, "<svg class=\"spark\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><line x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>", title, (int)WIDE,
         (int)HIGH, (int)WIDE, (int)HIGH, zero, (int)WIDE, zero);
    for (int target = 1; target >= 0; target--) { /* what was reached lies over what was aimed at */
        double last_x = 0, last_y = 0;
        bool   joins = false;
        for (size_t i = 0; i < n; i++) {
            bool   has = target ? aims[i].has_target : aims[i].has_actual;
            double x = years > 0 ? EDGE + (aims[i].year - aims[0].year) / years * (WIDE - 2 * EDGE) : WIDE / 2.0;
            double y = HIGH - EDGE - ((target ? aims[i].target : aims[i].actual) - low) / span * (HIGH - 2 * EDGE);
            if (has && joins)
                html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", last_x, last_y, x, y, target ? "aim" : "line");
            if (has && target)
                html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" class=\"aimed\"/>", x - 4, y - 4);
            else if (has)
                html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" class=\"dot\"/>", x, y);
            joins = has;
            last_x = x;
            last_y = y;
        }
    }
    html(h, "</svg>");
}
