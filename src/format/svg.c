/* svg.c -- see svg.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/svg.h"

#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static double
letter_width(uint32_t ch)
{
    if (ch < 0x80)
        return strchr(" .,:;'|!ijl()[]", (int)ch) ? 0.32 : strchr("mwMW%@", (int)ch) ? 0.86 : ch >= 'A' && ch <= 'Z' ? 0.66 : 0.57;
    if (ch < 0x2e80)
        return ch < 0x250 ? 0.6 : 1.0;
    return ch >= 0xff61 && ch <= 0xffdc ? 0.5 : 1.0;
}

double
svg_width(const char *text)
{
    double      w = 0;
    const char *p = text;
    uint32_t    ch;
    while ((ch = text_next(&p)))
        w += letter_width(ch);
    return w;
}

static bool
among(const char *set, uint32_t ch)
{
    uint32_t k;
    while ((k = text_next(&set)))
        if (k == ch)
            return true;
    return false;
}

static bool
no_start(uint32_t ch)
{
    return among("、。，．・：；？！）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.)]}!?:;%", ch);
}

static bool
no_end(uint32_t ch)
{
    return among("（〔［｛〈《「『【([{", ch);
}

static bool
of_word(uint32_t ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || among("-_/.,'’&", ch) || (ch >= 0xc0 && ch < 0x250);
}

/* Where the line that begins at s ends: the last place where breaking is allowed within `em`, else where it is full. */
static const char *
line_end(const char *s, double em)
{
    const char *p = s, *fit = NULL;
    double      w = 0;
    uint32_t    last = 0;
    while (*p && *p != '\n') {
        const char *at = p;
        uint32_t    ch = text_next(&p);
        bool        may = at > s && !no_start(ch) && !no_end(last) && !(of_word(last) && of_word(ch));
        if (may)
            fit = at;
        w += letter_width(ch);
        if (w > em && at > s && ch != ' ')
            return fit ? fit : at;
        last = ch;
    }
    return p;
}

char **
svg_wrap(Arena *mem, const char *text, double em, size_t most, size_t *n)
{
    char      **out = NEWN(mem, char *, most + 1);
    const char *p = text ? text : "";
    *n = 0;
    while (*p && *n < most) {
        const char *e = line_end(p, em);
        out[*n] = text_trim(mem, arena_strn(mem, p, (size_t)(e - p)));
        if (*out[*n])
            ++*n;
        p = e;
        while (*p == ' ' || *p == '\n')
            p++;
    }
    if (*p && *n) { /* room for … is made by taking the last letter */
        char *last = out[*n - 1];
        out[*n - 1] = text_head(mem, last, text_chars(last) > 1 ? text_chars(last) - 1 : 1);
        if (!text_ends(out[*n - 1], "…"))
            out[*n - 1] = arena_fmt(mem, "%s…", out[*n - 1]);
    }
    return out;
}

double
svg_lines(Html *h, double x, double y, double size, const char *anchor, const char *cls, char **lines, size_t n)
{
    html(h, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\" text-anchor=\"%s\" class=\"%s\">", x, y, size, anchor, cls);
    for (size_t i = 0; i < n; i++)
        html(h, "<tspan x=\"%.1f\" y=\"%.1f\">%s</tspan>", x, y + (double)i * size * 1.4, lines[i]);
    html(h, "</text>");
    return y + (double)n * size * 1.4;
}

void
svg_text(Html *h, double x, double y, double size, const char *anchor, const char *cls, const char *text)
{
    html(h, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\" text-anchor=\"%s\" class=\"%s\">%s</text>", x, y, size, anchor, cls, text);
}

void
svg_begin(Html *h, const char *id, const char *cls, double wide, double high, const char *title, const char *desc)
{
    html(h, "<svg class=\"%s\" role=\"img\" aria-labelledby=\"%s-t %s-d\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\"><title id=\"%s-t\">%s</title><desc id=\"%s-d\">%s</desc>"
            "<rect width=\"100%%\" height=\"100%%\" class=\"ground\"/>",
         cls, id, id, wide, high, wide, high, id, title, id, desc);
}

Axis
svg_axis(double low, double high, int want)
{
    Axis a = { low, high, 1, 0 };
    if (!(high > low))
        a.high = high = low + 1;
    double raw = (high - low) / want, ten = pow(10, floor(log10(raw))), k = raw / ten;
    a.step = (k <= 1 ? 1 : k <= 2 ? 2 : k <= 5 ? 5 : 10) * ten;
    a.low = floor(low / a.step + 1e-9) * a.step;
    a.high = ceil(high / a.step - 1e-9) * a.step;
    a.decimals = a.step >= 1 ? 0 : (int)ceil(-log10(a.step) - 1e-9);
    return a;
}

void
svg_fills(Html *h, const char *id)
{
    html(h, "<defs><pattern id=\"%s-f1\" width=\"6\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"5\" class=\"ground\"/><line x1=\"0\" y1=\"2.5\" x2=\"6\" y2=\"2.5\" class=\"hatch2\"/></pattern>"
            "<pattern id=\"%s-f2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" class=\"ground\"/><circle cx=\"3\" cy=\"3\" r=\"1.5\" class=\"fill0\"/></pattern>", id, id);
    html(h, "<pattern id=\"%s-f3\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" class=\"ground\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" class=\"hatch\"/></pattern>"
            "<pattern id=\"%s-f5\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\"><rect width=\"7\" height=\"7\" class=\"ground\"/><path d=\"M0 0L7 7M7 0L0 7\" class=\"hatch\"/></pattern></defs>", id, id);
}

void
svg_box(Html *h, const char *id, size_t k, double x, double y, double wide, double high)
{
    k %= 6;
    if (k == 0)
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"fill0\"/>", x, y, wide, high);
    else if (k == 4)
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"edge ground\"/>", x, y, wide, high);
    else
        html(h, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"url(#%s-f%zu)\" class=\"edge\"/>", x, y, wide, high, id, k);
}

const char *
svg_tick(Html *h, const Axis *a, double v)
{
    if (a->step >= 1)
        return number_commas(h->mem, (int64_t)(v + (v < 0 ? -0.5 : 0.5)));
    return arena_fmt(h->mem, "%.*f", a->decimals > 6 ? 6 : a->decimals, v);
}

double
svg_scale(double high, bool japanese, const char **word)
{
    static const struct { double one; const char *ja, *en; } scales[] = { { 1e12, "兆", "trillion" }, { 1e9, NULL, "billion" }, { 1e8, "億", NULL }, { 1e6, NULL, "million" }, { 1e4, "万", NULL } };
    *word = "";
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        const char *its = japanese ? scales[i].ja : scales[i].en;
        if (its && high >= scales[i].one * 10) {
            *word = its;
            return scales[i].one;
        }
    }
    return 1;
}
