/* plot.c -- see plot.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/plot.h"

#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 560, HIGH = 220, LEFT = 30, TOP = 30, FLOOR = 180 };

static bool
reset_at(const json_t *notes, int year)
{
    size_t  i;
    json_t *n;
    json_array_foreach((json_t *)(uintptr_t)notes, i, n)
        if (strcmp(json_text(n, "kind"), "reset") == 0 && json_int(n, "fy", 0) == year)
            return true;
    return false;
}

void
plot_series(Html *h, const char *title, const json_t *values, const json_t *notes)
{
    const char *fy;
    json_t     *v;
    double      top = 0, last_x = 0, last_y = 0;
    int         from = 9999, to = 0;
    json_object_foreach((json_t *)(uintptr_t)values, fy, v)
    {
        int year = atoi(fy);
        if (!json_has(v, "value"))
            continue;
        from = year < from ? year : from;
        to = year > to ? year : to;
        top = json_number_value(json_path(v, "value")) > top ? json_number_value(json_path(v, "value")) : top;
    }
    if (!to || top <= 0)
        return;
    html(h, "<svg class=\"plot\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#595959\"/>", title, WIDE, HIGH, WIDE,
         HIGH, LEFT, FLOOR, WIDE - LEFT, FLOOR);
    bool joined = false;
    for (int year = from; year <= to; year++) {
        char key[16];
        snprintf(key, sizeof key, "%d", year);
        v = json_object_get(values, key);
        double x = from == to ? WIDE / 2.0 : LEFT + 40 + (double)(year - from) / (to - from) * (WIDE - 2 * LEFT - 80);
        html(h, "<text x=\"%.1f\" y=\"%d\" font-size=\"13\" text-anchor=\"middle\">%d</text>", x, FLOOR + 20, year);
        if (reset_at(notes, year)) {
            html(h, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#1a1a1c\" stroke-dasharray=\"5 4\"/>", x - 34, TOP - 10, x - 34, FLOOR);
            joined = false;
        }
        if (!v || !json_has(v, "value")) {
            joined = false;
            continue;
        }
        double y = FLOOR - json_number_value(json_path(v, "value")) / top * (FLOOR - TOP - 10);
        if (joined)
            html(h, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#0017c1\" stroke-width=\"2\"/>", last_x, last_y, x, y);
        html(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#0017c1\"/><text x=\"%.1f\" y=\"%.1f\" font-size=\"13\" text-anchor=\"middle\">%s</text>", x, y, x, y - 9, json_text(v, "text"));
        last_x = x;
        last_y = y;
        joined = true;
    }
    html(h, "</svg>");
}
