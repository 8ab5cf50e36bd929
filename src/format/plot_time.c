/* plot_time.c -- lanes of spans and marks over years: see plot.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/plot.h"

#include "base/number.h"
#include "format/svg.h"

enum { LABEL = 168, TOP = 48, LANE = 42 };

typedef struct {
    int    from, to;
    double year; /* width of one */
    double right;
} Frame;

/* The left edge of a year, within the picture. */
static double
x_of(const Frame *f, int year)
{
    int y = year < f->from ? f->from : year > f->to + 1 ? f->to + 1 : year;
    return LABEL + (double)(y - f->from) * f->year;
}

static void
years(Html *h, const PlotTime *p, const Frame *f, double floor)
{
    for (int y = f->from; y <= f->to + 1; y++) {
        html(h, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", x_of(f, y), TOP - 6, x_of(f, y), floor);
        if (y > f->to)
            break;
        bool every = f->year >= 40 || (y - f->from) % 2 == 0;
        if (!every)
            continue;
        svg_text(h, x_of(f, y) + f->year / 2, 18, 13, "middle", "ink", arena_fmt(h->mem, "%d", y));
        if (p->japanese)
            svg_text(h, x_of(f, y) + f->year / 2, 34, 12, "middle", "soft", era_year(h->mem, y));
    }
    if (p->now < f->from || p->now > f->to)
        return;
    double x = x_of(f, p->now) + f->year / 2;
    html(h, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" class=\"now\"/>", x, TOP - 6, x, floor);
    svg_text(h, x, floor + 14, 12, "middle", "value", p->now_text);
}

static void
span(Html *h, const Frame *f, const PlotMark *m, double y)
{
    double a = x_of(f, m->from), b = m->kind == MARK_OPEN_SPAN ? f->right : x_of(f, m->to + 1);
    html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"18\" rx=\"3\" class=\"span\"/>", a + 2, y - 9, b - a - 4);
    if (m->kind == MARK_OPEN_SPAN) /* no end is set: the bar goes on as an arrow */
        html(h, "<path d=\"M%.1f %.1fl12 9l-12 9\" class=\"span\"/>", b - 2, y - 9);
    if (m->text)
        svg_text(h, a + 10, y + 4.5, 12, "start", "onbar", m->text);
}

static void
mark(Html *h, const Frame *f, const PlotMark *m, double y)
{
    double x = x_of(f, m->from) + f->year / 2;
    if (m->kind == MARK_SPAN || m->kind == MARK_OPEN_SPAN) {
        span(h, f, m, y);
        return;
    }
    if (m->kind == MARK_RANGE) {
        double a = x_of(f, m->from) + 3, b = x_of(f, m->to + 1) - 3;
        html(h, "<path d=\"M%.1f %.1fv12m0 -6H%.1fm0 -6v12\" class=\"range\"/>", a, y - 6, b);
        return;
    }
    if (m->kind == MARK_PLAN)
        html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6.5\" class=\"plan\"/>", x, y);
    else
        html(h, "<path d=\"M%.1f %.1fl13 13l-13 13l-13 -13z\" class=\"due\"/>", x, y - 13); /* a disc fits into it */
    if (m->wrong)
        html(h, "<path d=\"M%.1f %.1fl7 7m0 -7l-7 7\" class=\"wrong\"/>", x - 3.5, y - 3.5);
    if (m->text)
        svg_text(h, x + 13, y + 4.5, 12, "start", "ink", m->text);
}

void
plot_time(Html *h, const PlotTime *p)
{
    Frame  f = { .from = p->from, .to = p->to };
    int    n = p->to - p->from + 1;
    double floor = TOP + (double)p->n * LANE;
    f.year = n <= 8 ? 88 : n <= 13 ? 56 : 700.0 / n;
    f.right = LABEL + f.year * n;
    svg_begin(h, p->id, "plot", f.right + 20, floor + 24, p->title, p->desc);
    for (size_t i = 0; i < p->n; i++)
        if (i % 2 == 0)
            html(h, "<rect x=\"0\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" class=\"lane\"/>", TOP + (double)i * LANE, f.right, LANE);
    years(h, p, &f, floor);
    for (size_t i = 0; i < p->n; i++) {
        const PlotLane *lane = &p->lanes[i];
        double          y = TOP + ((double)i + 0.5) * LANE;
        size_t lines;
        char **label = svg_wrap(h->mem, lane->label, (LABEL - 12) / 13.0, 2, &lines);
        svg_lines(h, 4, lines > 1 ? y - 4 : y + 5, 13, "start", "ink", label, lines);
        for (size_t k = 0; k < lane->n; k++)
            mark(h, &f, &lane->marks[k], y);
    }
    html(h, "</svg>");
}
