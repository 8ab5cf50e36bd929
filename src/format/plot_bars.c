/* plot_bars.c -- bars by year: see plot.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * An unknown amount is not a bar of no height: it is a hatched box with its word, as tall as the largest bar is
 * half, so that a missing figure is seen and not read as nothing. */
#include "format/plot.h"

#include "base/number.h"
#include "format/svg.h"

enum { MOST_LINES = 3 };

typedef struct {
    double left, top, floor, right, bar, group;
    Axis   y;
} Frame;

/* Four fills that differ in black and white; the names are referred to by class. */
static void
patterns(Html *h, const char *id)
{
    html(h, "<defs><pattern id=\"%s-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" class=\"ground\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" class=\"hatch\"/></pattern>"
            "<pattern id=\"%s-dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" class=\"ground\"/><circle cx=\"3\" cy=\"3\" r=\"1.5\" class=\"fill0\"/></pattern>"
            "<pattern id=\"%s-lines\" width=\"6\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"5\" class=\"ground\"/><line x1=\"0\" y1=\"2.5\" x2=\"6\" y2=\"2.5\" class=\"hatch2\"/></pattern></defs>",
         id, id, id);
}

static const char *
fill_of(Html *h, const char *id, size_t k)
{
    static const char *const names[] = { "", "lines", "dots" };
    return k % 3 == 0 ? "" : arena_fmt(h->mem, "url(#%s-%s)", id, names[k % 3]);
}

static void
box(Html *h, const char *id, size_t k, double x, double y, double w, double high)
{
    const char *fill = fill_of(h, id, k);
    if (*fill)
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" class=\"edge\"/>", x, y, w, high, fill);
    else
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"fill0\"/>", x, y, w, high);
}

static void
one_bar(Html *h, const PlotBars *p, const Frame *f, const PlotBar *b, size_t k, double x)
{
    size_t n;
    if (!b->there)
        return;
    double half = f->floor - (f->floor - f->top) * 0.5, y = b->known ? f->floor - b->value / f->y.high * (f->floor - f->top) : half;
    if (b->known)
        box(h, p->id, k, x, y, f->bar, f->floor - y);
    else
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"url(#%s-hatch)\" class=\"edge unknown\"/>", x, y, f->bar, f->floor - y, p->id);
    if (b->open) { /* at least: an arrow goes on upwards */
        html(h, "<path d=\"M%.1f %.1fv-16m-5 6l5 -6l5 6\" class=\"up\"/>", x + f->bar / 2, y - 2);
        y -= 20;
    }
    char **lines = svg_wrap(h->mem, b->text, f->bar * 1.35 / 12, MOST_LINES, &n);
    svg_lines(h, x + f->bar / 2, y - 7 - (double)(n ? n - 1 : 0) * 12 * 1.4, 12, "middle", "value", lines, n);
}

static void
key_line(Html *h, const PlotBars *p, double x, double y)
{
    for (size_t k = 0; k < p->series_count; k++) {
        box(h, p->id, k, x, y - 11, 18, 12);
        svg_text(h, x + 24, y, 12, "start", "soft", p->series[k]);
        x += 44 + svg_width(p->series[k]) * 12;
    }
}

static double
highest(const PlotBars *p)
{
    double high = 0;
    for (size_t g = 0; g < p->n; g++)
        for (size_t k = 0; k < p->series_count; k++)
            if (p->groups[g].bars[k].known && p->groups[g].bars[k].value > high)
                high = p->groups[g].bars[k].value;
    return high;
}

void
plot_bars(Html *h, const PlotBars *p)
{
    double high = highest(p);
    Frame  f = { .left = high > 0 ? 64 : 16, .top = 56, .floor = high > 0 ? 220 : 148, .y = svg_axis(0, high > 0 ? high : 1, 4) };
    bool   key = p->series_count > 1;
    f.bar = p->series_count > 1 ? (p->n > 7 ? 36 : 44) : 64; /* nine years of two bars still fit a page */
    f.group = f.bar * (double)p->series_count + 40;
    f.right = f.left;
    for (size_t g = 0; g < p->n; g++)
        f.right += p->groups[g].gap ? 40 : f.group;
    svg_begin(h, p->id, "plot", f.right + 16 > 240 ? f.right + 16 : 240, f.floor + 46 + (key ? 24 : 0), p->title, p->desc);
    patterns(h, p->id);
    for (double v = f.y.low; high > 0 && v <= f.y.high + f.y.step / 2; v += f.y.step) {
        double y = f.floor - v / f.y.high * (f.floor - f.top);
        html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", f.left, y, f.right, y);
        svg_text(h, f.left - 8, y + 4, 12, "end", "soft", f.y.step >= 1 ? number_commas(h->mem, (int64_t)(v + 0.5)) : arena_fmt(h->mem, "%.1f", v));
    }
    if (high > 0)
        svg_text(h, f.left, 14, 12, "start", "soft", arena_fmt(h->mem, p->japanese ? "（%s）" : "(%s)", p->unit));
    double x = f.left;
    for (size_t g = 0; g < p->n; g++) {
        const PlotGroup *one = &p->groups[g];
        double           wide = one->gap ? 40 : f.group;
        svg_text(h, x + wide / 2, f.floor + 19, 13, "middle", "ink", one->label);
        if (one->under)
            svg_text(h, x + wide / 2, f.floor + 35, 12, "middle", "soft", one->under);
        for (size_t k = 0; !one->gap && k < p->series_count; k++)
            one_bar(h, p, &f, &one->bars[k], k, x + 20 + (double)k * f.bar);
        x += wide;
    }
    html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"axis\"/>", f.left, f.floor, f.right, f.floor);
    if (key)
        key_line(h, p, f.left, f.floor + 60);
    html(h, "</svg>");
}
