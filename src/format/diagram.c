/* diagram.c -- boxes in columns with an arrow from each to the next: see plot.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The arrow joins columns, not boxes: the papers say which outputs and outcomes there are, not which leads to which. */
#include "format/plot.h"

#include "format/svg.h"

#include <string.h>

enum { SIZE = 13, SMALL = 12, LINES = 6, ROOM = 9, GAP = 8, ARROW = 40, HEAD = 38, GROUP = 22 };

typedef struct {
    Html  *h;
    double wide; /* of a column */
    bool   draw; /* else only measured */
} Pen;

static double
box(Pen *k, const DiagramBox *b, double x, double y, double wide)
{
    size_t n, m = 0;
    char **text = svg_wrap(k->h->mem, b->text, (wide - 2 * ROOM) / SIZE, LINES, &n), **note = NULL;
    if (b->note)
        note = svg_wrap(k->h->mem, b->note, (wide - 2 * ROOM) / SMALL, 2, &m);
    double high = 2 * ROOM + (double)n * SIZE * 1.4 + (m ? 3 + (double)m * SMALL * 1.4 : 0) - 4;
    if (!k->draw)
        return high;
    html(k->h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\" class=\"box%s\"/>", x, y, wide, high, b->dashed ? " dashed" : "");
    double at = svg_lines(k->h, x + ROOM, y + ROOM + SIZE - 2, SIZE, "start", "ink", text, n);
    if (m)
        svg_lines(k->h, x + ROOM, at + 2, SMALL, "start", "soft", note, m);
    return high;
}

/* Boxes from y on, those of a group in a frame; returns the height. */
static double
boxes(Pen *k, const DiagramColumn *c, double x, double y)
{
    double at = y;
    for (size_t i = 0; i < c->n;) {
        const char *group = c->boxes[i].group;
        size_t      last = i;
        while (group && last + 1 < c->n && c->boxes[last + 1].group && strcmp(c->boxes[last + 1].group, group) == 0)
            last++;
        double inner = group ? k->wide - 36 : k->wide - 20, start = at;
        if (group) {
            size_t n;
            char **label = svg_wrap(k->h->mem, group, (k->wide - 32) / SMALL, 3, &n);
            if (k->draw)
                svg_lines(k->h, x + 18, at + GROUP - 5, SMALL, "start", "group", label, n);
            at += GROUP + ((double)n - 1) * SMALL * 1.4;
        }
        for (; i <= last; i++)
            at += box(k, &c->boxes[i], x + (group ? 18 : 10), at, inner) + GAP;
        if (group) {
            if (k->draw)
                html(k->h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\" class=\"frame\"/>", x + 10, start, k->wide - 20, at - start);
            at += GAP;
        }
    }
    if (c->n == 0) {
        DiagramBox none = { .text = c->empty ? c->empty : "—", .dashed = true };
        at += box(k, &none, x + 10, at, k->wide - 20) + GAP;
    }
    return at - y;
}

static void
head(Pen *k, const char *text, double x, double y)
{
    html(k->h, "<path d=\"M%.1f %.1fh%.1fv28h%.1fz\" class=\"head\"/>", x, y, k->wide, -k->wide);
    svg_text(k->h, x + k->wide / 2, y + 19, 14, "middle", "onbar bold", text);
}

static void
arrow_right(Html *h, double x, double y)
{
    html(h, "<path d=\"M%.1f %.1fh18v-8l14 14l-14 14v-8h-18z\" class=\"arrow\"/>", x + 4, y - 6);
}

static void
arrow_down(Html *h, double x, double y)
{
    html(h, "<path d=\"M%.1f %.1fv14h-8l14 14l14 -14h-8v-14z\" class=\"arrow\"/>", x - 6, y + 5);
}

void
diagram_flow(Html *h, const char *id, const char *title, const char *desc, const DiagramColumn *cols, size_t n, bool narrow)
{
    double wide = narrow ? 320 : 924, high = 0, sum = 0, heights[8];
    Pen    k = { h, narrow ? 318 : (wide - 2 - ARROW * ((double)n - 1)) / (double)n, false };
    if (n > 8)
        n = 8;
    for (size_t i = 0; i < n; i++) {
        heights[i] = HEAD + boxes(&k, &cols[i], 0, 0) + 4;
        high = heights[i] > high ? heights[i] : high;
        sum += heights[i] + ARROW;
    }
    svg_begin(h, id, narrow ? "diagram only-narrow" : "diagram only-wide", wide, narrow ? sum - ARROW + 2 : high + 2, title, desc);
    k.draw = true;
    double x = 1, y = 1;
    for (size_t i = 0; i < n; i++) {
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"column\"/>", x, y, k.wide, narrow ? heights[i] : high);
        head(&k, cols[i].head, x, y);
        boxes(&k, &cols[i], x, y + HEAD);
        if (narrow) {
            y += heights[i];
            if (i + 1 < n)
                arrow_down(h, x + k.wide / 2, y);
            y += ARROW;
        } else {
            x += k.wide;
            if (i + 1 < n)
                arrow_right(h, x, 1 + high / 2);
            x += ARROW;
        }
    }
    html(h, "</svg>");
}
