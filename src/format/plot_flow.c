/* plot_flow.c -- money from box to box, ribbons as thick as what flows (after Sankey 1898): see plot.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Boxes of a column stand in the order they are given, as tall as what goes through them and at least as tall as their
 * words. One scale holds for the whole picture. An amount that nobody states is a thin dashed ribbon. */
#include "format/plot.h"

#include "format/svg.h"

enum { BOX = 208, GAP = 92, TOP = 34, APART = 10, LINE = 17, COLUMNS = 8, TALL = 420 };

typedef struct {
    double x, y, high, in, out; /* in, out: how much of both sides is taken by ribbons drawn */
    double flow;                /* the larger of what comes and what goes */
    char **text, **note;
    size_t lines, notes;
} Box;

static double
thick(const FlowLink *l, double scale)
{
    double t = l->value > 0 ? l->value * scale : 0;
    return l->value < 0 ? 3 : t < 1.5 ? 1.5 : t;
}

/* Thickness for what comes into and goes out of each box. */
static void
sides(const PlotFlow *p, double scale, Box *box)
{
    for (size_t i = 0; i < p->n; i++) {
        double come = 0, go = 0;
        for (size_t k = 0; k < p->m; k++) {
            come += p->links[k].to == i ? thick(&p->links[k], scale) : 0;
            go += p->links[k].from == i ? thick(&p->links[k], scale) : 0;
        }
        box[i].flow = come > go ? come : go;
    }
}

static double
largest_column(const PlotFlow *p)
{
    double most = 0;
    for (int c = 0; c < p->columns; c++) {
        double come = 0, go = 0;
        for (size_t k = 0; k < p->m; k++) {
            double v = p->links[k].value > 0 ? p->links[k].value : 0;
            come += p->nodes[p->links[k].to].column == c ? v : 0;
            go += p->nodes[p->links[k].from].column == c ? v : 0;
        }
        most = come > most ? come : most;
        most = go > most ? go : most;
    }
    return most;
}

/* Places the boxes; the height of the tallest column. */
static double
place(Html *h, const PlotFlow *p, Box *box)
{
    double y[COLUMNS], tallest = 0;
    for (int c = 0; c < COLUMNS; c++)
        y[c] = TOP;
    for (size_t i = 0; i < p->n; i++) {
        Box *b = &box[i];
        int  c = p->nodes[i].column;
        b->text = svg_wrap(h->mem, p->nodes[i].text, (BOX - 20) / 13.0, 2, &b->lines);
        b->note = svg_wrap(h->mem, p->nodes[i].note, (BOX - 20) / 12.0, 1, &b->notes);
        double words = (double)(b->lines + b->notes) * LINE + 10;
        b->high = b->flow > words ? b->flow : words;
        b->x = (double)c * (BOX + GAP) + 8;
        b->y = y[c];
        y[c] += b->high + APART;
        tallest = y[c] > tallest ? y[c] : tallest;
    }
    for (size_t i = 0; i < p->n; i++) /* shorter columns stand in the middle */
        box[i].y += (tallest - y[p->nodes[i].column]) / 2;
    return tallest;
}

static void
ribbon(Html *h, const FlowLink *l, Box *a, Box *b, double scale)
{
    double t = thick(l, scale), x0 = a->x + BOX, x1 = b->x, mid = (x0 + x1) / 2;
    double y0 = a->y + (a->high - a->flow) / 2 + a->out, y1 = b->y + (b->high - b->flow) / 2 + b->in;
    a->out += t;
    b->in += t;
    html(h, "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fv%.1fC%.1f %.1f %.1f %.1f %.1f %.1fz\" class=\"%s\"/>", x0, y0, mid, y0, mid, y1, x1, y1, t, mid, y1 + t, mid, y0 + t, x0, y0 + t,
         l->guess || l->value < 0 ? "ribbon guess" : "ribbon");
}

void
plot_flow(Html *h, const PlotFlow *p)
{
    Box   *box = NEWN(h->mem, Box, p->n + 1);
    double most = largest_column(p), scale = most > 0 ? TALL / most : 0;
    if (p->n == 0 || p->columns > COLUMNS)
        return;
    sides(p, scale, box);
    double high = place(h, p, box);
    svg_begin(h, p->id, "plot", (double)p->columns * (BOX + GAP) - GAP + 16, high + 8, p->title, p->desc);
    for (int c = 0; c < p->columns; c++)
        svg_text(h, (double)c * (BOX + GAP) + 8, 20, 13, "start", "bold", p->heads[c]);
    for (size_t k = 0; k < p->m; k++)
        ribbon(h, &p->links[k], &box[p->links[k].from], &box[p->links[k].to], scale);
    for (size_t i = 0; i < p->n; i++) {
        Box   *b = &box[i];
        double y = b->y + (b->high - (double)(b->lines + b->notes) * LINE) / 2 + 13;
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" rx=\"3\" class=\"%s\"/>", b->x, b->y, BOX, b->high, p->nodes[i].dashed ? "box dashed" : "box");
        svg_lines(h, b->x + 10, y, 13, "start", "ink", b->text, b->lines);
        svg_lines(h, b->x + 10, y + (double)b->lines * LINE, 12, "start", "soft", b->note, b->notes);
    }
    html(h, "</svg>");
}
