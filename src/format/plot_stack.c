/* plot_stack.c -- columns of parts by year, with what was executed beside: see plot.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/plot.h"

#include "base/text.h"
#include "format/svg.h"

enum { WIDE = 30, APART = 4, GAP = 22, SMALL_WIDE = 13, SMALL_APART = 2, SMALL_GAP = 8 };

typedef struct {
    double left, top, floor, right, group, wide, apart, gap;
    Axis   y;
} Frame;

static double
y_of(const Frame *f, double v)
{
    return f->floor - (v - f->y.low) / (f->y.high - f->y.low) * (f->floor - f->top);
}

void
plot_stack_bounds(const PlotStack *p, double *low, double *high)
{
    *low = *high = 0;
    for (size_t g = 0; g < p->n; g++) {
        const PlotStackGroup *one = &p->groups[g];
        double                up = 0, down = 0;
        for (size_t k = 0; k < p->part_count; k++)
            if (one->has[k])
                *(one->part[k] < 0 ? &down : &up) += one->part[k];
        if (one->has_beside && one->beside > up)
            up = one->beside;
        if (one->has_mark && one->mark > up)
            up = one->mark;
        *high = up > *high ? up : *high;
        *low = down < *low ? down : *low;
    }
}

static void
diamond(Html *h, double x, double y)
{
    html(h, "<path d=\"M%.1f %.1fl6 6l-6 6l-6 -6z\" class=\"due\"/>", x, y - 6);
}

static void
column(Html *h, const PlotStack *p, const Frame *f, const PlotStackGroup *g, double x)
{
    double up = 0, down = 0, top = y_of(f, 0);
    for (size_t k = 0; k < p->part_count; k++) {
        double *base = g->part[k] < 0 ? &down : &up, from = *base;
        if (!g->has[k] || g->part[k] == 0)
            continue;
        *base += g->part[k];
        double a = y_of(f, from > *base ? from : *base), b = y_of(f, from > *base ? *base : from);
        svg_box(h, p->id, k, x, a, f->wide, b - a > 0.75 ? b - a : 0.75);
        top = a < top ? a : top;
    }
    double beside = x + (p->beside ? f->wide + f->apart : 0);
    if (g->has_beside) {
        double y = y_of(f, g->beside);
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"done\"/>", beside, y, f->wide, y_of(f, 0) - y > 1 ? y_of(f, 0) - y : 1);
        top = y < top ? y : top;
    }
    if (g->has_mark) {
        diamond(h, x + f->wide / 2, y_of(f, g->mark));
        top = y_of(f, g->mark) - 6 < top ? y_of(f, g->mark) - 6 : top;
    }
    if (g->note && *g->note)
        svg_text(h, x + (p->beside ? f->wide + f->apart / 2 : f->wide / 2), top - 6, 12, "middle", "value", g->note);
}

/* Words of the key, in as many lines as they need. */
static double
key_lines(Html *h, const PlotStack *p, const Frame *f, double y, bool draw)
{
    double x = f->left;
    for (size_t k = 0; k < p->part_count + 2; k++) {
        const char *word = k < p->part_count ? p->parts[k] : k == p->part_count ? p->beside : p->mark;
        if (!word)
            continue;
        double wide = 44 + svg_width(word) * 12;
        if (x + wide > f->right + 16 && x > f->left) {
            x = f->left;
            y += 20;
        }
        if (draw) {
            if (k < p->part_count)
                svg_box(h, p->id, k, x, y - 11, 18, 12);
            else if (k == p->part_count)
                html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"12\" class=\"done\"/>", x, y - 11);
            else
                diamond(h, x + 9, y - 5);
            svg_text(h, x + 24, y, 12, "start", "soft", word);
        }
        x += wide;
    }
    return y;
}

static Frame
frame(const PlotStack *p)
{
    double low = p->low, high = p->high;
    if (low == 0 && high == 0)
        plot_stack_bounds(p, &low, &high);
    Frame f = { .left = 72, .top = 44, .floor = p->small ? 200 : 260, .wide = p->small ? SMALL_WIDE : WIDE, .apart = p->small ? SMALL_APART : APART, .gap = p->small ? SMALL_GAP : GAP,
                .y = svg_axis(low, high > 0 ? high * 1.04 : 1, p->small ? 4 : 5) };
    f.group = (p->beside ? 2 * f.wide + f.apart : f.wide) + f.gap;
    f.right = f.left + f.group * (double)(p->n < 4 ? 4 : p->n);
    return f;
}

void
plot_stack(Html *h, const PlotStack *p)
{
    Frame  f = frame(p);
    double under = f.floor + (p->japanese && !p->small ? 60 : 44), end = p->small ? f.floor + 20 : key_lines(h, p, &f, under, false);
    svg_begin(h, p->id, "plot", f.right + 16, end + 10, p->title, p->desc);
    svg_fills(h, p->id);
    for (double v = f.y.low; v <= f.y.high + f.y.step / 2; v += f.y.step) {
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", f.left, y_of(&f, v), f.right, y_of(&f, v));
        svg_text(h, f.left - 8, y_of(&f, v) + 4, 12, "end", "soft", svg_tick(h, &f.y, v));
    }
    svg_text(h, f.left - 56, 16, 12, "start", "soft", arena_fmt(h->mem, p->japanese ? "（%s）" : "(%s)", p->unit));
    for (size_t g = 0; g < p->n; g++) {
        double x = f.left + f.group * (double)g;
        column(h, p, &f, &p->groups[g], x + f.gap / 2);
        svg_text(h, x + f.group / 2, f.floor + 19, p->small ? 12 : 13, "middle", "ink", p->groups[g].label);
        if (p->groups[g].under)
            svg_text(h, x + f.group / 2, f.floor + 35, 12, "middle", "soft", p->groups[g].under);
    }
    html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"axis\"/>", f.left, y_of(&f, 0), f.right, y_of(&f, 0));
    if (!p->small)
        (void)key_lines(h, p, &f, under, true);
    html(h, "</svg>");
}

void
plot_stack_key(Html *h, const PlotStack *p)
{
    Frame f = { .left = 4, .right = 640 };
    svg_begin(h, p->id, "plot", 656, key_lines(h, p, &f, 16, false) + 8, p->title, p->desc);
    svg_fills(h, p->id);
    (void)key_lines(h, p, &f, 16, true);
    html(h, "</svg>");
}
