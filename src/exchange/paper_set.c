/* paper_set.c -- Japanese text in lines: Pango breaks them (kinsoku by its rules for "ja"), and the slack of a
 * full line is shared between its signs.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pango's own justification widens only the few spaces of a Japanese line ("日 ASEAN 科学"); official papers
 * spread the slack over all signs, words in Latin letters staying whole. */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <hb.h>
#include <string.h>

#define SERIF "Noto Serif CJK JP"
#define SANS "Noto Sans CJK JP"

const Face faces[FACES] = {
    [FACE_TITLE] = { SANS, 16, 26, true },       [FACE_SUBTITLE] = { SANS, 12.5, 20, true }, [FACE_H1] = { SANS, 11.5, 19, true },
    [FACE_H2] = { SANS, EM, 18, true },          [FACE_H3] = { SANS, EM, 18, true },         [FACE_H4] = { SANS, EM, 18, false },
    [FACE_BODY] = { SERIF, EM, 18, false },      [FACE_TABLE] = { SERIF, 9.5, 15, false },   [FACE_HEAD] = { SANS, 9.5, 15, false },
    [FACE_NOTE] = { SERIF, 9, 14, false },       [FACE_FOOT] = { SERIF, 6.5, 9, false },
};

static void
drop(void *object)
{
    g_object_unref(object);
}

static void
drop_font(void *font)
{
    pango_font_description_free(font);
}

bool
setter_open(Ctx *c, const char *lang, Setter *out)
{
    *out = (Setter){ .c = c };
    out->pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
    arena_defer(c->mem, drop, out->pango);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(out->pango, o);
    cairo_font_options_destroy(o);
    pango_cairo_context_set_resolution(out->pango, 72);
    pango_context_set_round_glyph_positions(out->pango, FALSE);
    /* The papers are Japanese also where their labels are English: kinsoku holds for both. */
    (void)lang;
    pango_context_set_language(out->pango, pango_language_from_string("ja"));
    for (int i = 0; i < FACES; i++) {
        out->fonts[i] = pango_font_description_new();
        arena_defer(c->mem, drop_font, out->fonts[i]);
        pango_font_description_set_family(out->fonts[i], faces[i].family);
        pango_font_description_set_size(out->fonts[i], (int)(faces[i].size * PANGO_SCALE));
        pango_font_description_set_weight(out->fonts[i], faces[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    }
    return true;
}

static PangoLayout *
layout_of(Setter *s, const char *text, size_t n, FaceName face)
{
    PangoLayout *l = pango_layout_new(s->pango);
    arena_defer(s->c->mem, drop, l);
    pango_layout_set_font_description(l, s->fonts[face]);
    pango_layout_set_text(l, text, (int)n);
    return l;
}

/* Names the first character without a glyph. */
static bool
no_glyph(Setter *s, const char *text, size_t n, FaceName face)
{
    const char *p = text;
    while (p < text + n) {
        const char *q = p;
        text_next(&q);
        if (pango_layout_get_unknown_glyphs_count(layout_of(s, p, (size_t)(q - p), face)) > 0)
            break;
        p = q;
    }
    const char *q = p;
    uint32_t    cp = text_next(&q);
    Ctx        *c = s->c;
    return fail(c, ERR_INVALID, "font",
                L(c, "「%.*s」(U+%04X) を印刷できる書体がこの機械にない。PDF では文字を落とさない。書体を入れる（Debian: apt install fonts-noto-cjk）か、その文字を改める。",
                  "this machine has no font with the character \"%.*s\" (U+%04X), and a PDF loses no character; install one (Debian: apt install fonts-noto-cjk) or change the character"),
                (int)(q - p), p, (unsigned)cp);
}

double
set_width(Setter *s, const char *text, FaceName face)
{
    int w = 0;
    pango_layout_get_size(layout_of(s, text, strlen(text), face), &w, NULL);
    return (double)w / PANGO_SCALE;
}

static bool
is_wide(uint32_t cp)
{
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFF00 && cp <= 0xFF60) || (cp >= 0x20000 && cp <= 0x3FFFF) ||
           (cp >= 0x2460 && cp <= 0x24FF) || cp == 0x2014 || cp == 0x2015 || cp == 0x2026;
}

/* Visits the places of a line where it may be widened: behind a space, and beside a Japanese sign. add 0 only counts. */
static int
widen(PangoLayoutLine *line, int add)
{
    const char       *text = pango_layout_get_text(line->layout);
    PangoGlyphInfo   *before = NULL;
    bool              open = false;
    int               places = 0;
    for (GSList *l = line->runs; l; l = l->next) {
        PangoGlyphItem   *run = l->data;
        PangoGlyphString *g = run->glyphs;
        if (run->item->analysis.level % 2)
            return 0; /* written from the right: left alone */
        for (int i = 0; i < g->num_glyphs; i++) {
            if (!g->glyphs[i].attr.is_cluster_start) {
                before = &g->glyphs[i];
                continue;
            }
            const char *p = text + run->item->offset + g->log_clusters[i];
            uint32_t    cp = text_next(&p);
            bool        wide = is_wide(cp);
            if (before && (open || wide)) {
                before->geometry.width += add;
                places++;
            }
            open = wide || cp == ' ';
            before = &g->glyphs[i];
        }
    }
    return places;
}

static double
line_width(PangoLayoutLine *line)
{
    PangoRectangle r;
    pango_layout_line_get_extents(line, NULL, &r);
    return (double)r.width / PANGO_SCALE;
}

/* Fills a line that does not end its paragraph. A line cut short by a long word stays ragged. */
static double
justify(PangoLayoutLine *line, double width, double room, double em)
{
    double slack = room - width;
    if (slack <= 0.05)
        return width;
    int places = widen(line, 0);
    if (places < 1 || slack / places > em * 0.15)
        return width;
    widen(line, (int)(slack * PANGO_SCALE / places));
    return room;
}

typedef struct {
    double left, hang; /* of the first line; of the others */
} Indent;

static Indent
indent_of(Setter *s, const char *para, const SetStyle *st)
{
    size_t   mark = 0;
    ParaKind kind = para_kind(para, &mark);
    bool     numbered = *para == '(' || text_starts(para, "（"); /* in a cell the number of a heading, with prose behind it */
    if (st->indent == INDENT_NONE || kind == PARA_FLUSH || (st->indent == INDENT_ITEMS && (kind == PARA_PROSE || numbered)))
        return (Indent){ 0, 0 };
    if (kind == PARA_PROSE)
        return (Indent){ faces[st->face].size, 0 };
    return (Indent){ 0, set_width(s, arena_strn(s->c->mem, para, mark), st->face) };
}

/* Pango takes away the glyph of a space at which it breaks a line; whoever copies the text from the PDF, or reads it in
 * again, should have it. It keeps its width of nothing. */
static void
keep_space(PangoLayoutLine *line)
{
    GSList         *l = g_slist_last(line->runs);
    PangoGlyphItem *run = l ? l->data : NULL;
    int             last = run ? run->glyphs->num_glyphs - 1 : -1;
    hb_codepoint_t  glyph;
    if (last < 0 || run->item->analysis.level % 2 || run->glyphs->glyphs[last].glyph != PANGO_GLYPH_EMPTY)
        return;
    const char *p = pango_layout_get_text(line->layout) + run->item->offset + run->glyphs->log_clusters[last];
    uint32_t    cp = text_next(&p);
    if ((cp == ' ' || cp == 0x3000) && hb_font_get_nominal_glyph(pango_font_get_hb_font(run->item->analysis.font), cp, &glyph))
        run->glyphs->glyphs[last].glyph = glyph;
}

static void
add_line(Setter *s, SetText *out, SetLine one)
{
    if ((out->n & (out->n - 1)) == 0) {
        SetLine *more = NEWN(s->c->mem, SetLine, out->n ? out->n * 2 : 1);
        if (out->n)
            memcpy(more, out->v, out->n * sizeof *more);
        out->v = more;
    }
    out->v[out->n++] = one;
}

static void
attribute(PangoAttrList *list, PangoAttribute *a, size_t from, size_t to)
{
    a->start_index = (guint)from;
    a->end_index = (guint)to;
    pango_attr_list_insert(list, a);
}

/* The value behind a heading's label in the face of the body; a footnote's mark small and raised. */
static void
two_faces(Setter *s, PangoLayout *l, const SetStyle *st, size_t n)
{
    PangoAttrList *list = pango_attr_list_new();
    if (st->face == FACE_NOTE) {
        attribute(list, pango_attr_rise_new((int)(faces[FACE_NOTE].size * 0.35 * PANGO_SCALE)), 0, st->plain_from);
        attribute(list, pango_attr_scale_new(0.7), 0, st->plain_from);
    } else {
        attribute(list, pango_attr_font_desc_new(s->fonts[FACE_BODY]), st->plain_from, n);
    }
    pango_layout_set_attributes(l, list);
    pango_attr_list_unref(list);
}

static bool
set_paragraph(Setter *s, SetText *out, size_t from, size_t n, double width, const SetStyle *st)
{
    const char *para = arena_strn(s->c->mem, out->text + from, n);
    Indent      in = indent_of(s, para, st);
    PangoLayout *l = layout_of(s, para, n, st->face);
    if (st->plain_from)
        two_faces(s, l, st, n);
    pango_layout_set_width(l, (int)((width + 0.01) * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_indent(l, (int)((in.left > 0 ? in.left : -in.hang) * PANGO_SCALE));
    if (pango_layout_get_unknown_glyphs_count(l) > 0)
        return no_glyph(s, para, n, st->face);
    int lines = pango_layout_get_line_count(l);
    for (int i = 0; i < lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line(l, i);
        double           left = i == 0 ? in.left : in.hang, w = line_width(line);
        if (st->align == ALIGN_LEFT && i + 1 < lines && st->face != FACE_HEAD)
            w = justify(line, w, width - left, faces[st->face].size);
        keep_space(line);
        double x = st->align == ALIGN_LEFT ? left : st->align == ALIGN_RIGHT ? width - w : (width - w) / 2;
        add_line(s, out, (SetLine){ .line = line, .x = x, .width = w, .from = from + (size_t)line->start_index, .n = (size_t)line->length,
                                    .para_from = from, .first = i == 0, .last = i + 1 == lines });
    }
    return true;
}

bool
set_text(Setter *s, const char *text, double width, SetStyle style, SetText *out)
{
    int line = 1;
    *out = (SetText){ .face = &faces[style.face], .text = text };
    for (size_t at = 0;; line++) {
        size_t   n = strcspn(text + at, "\n");
        SetStyle here = style;
        if (style.right_from && line >= style.right_from)
            here.align = ALIGN_RIGHT;
        if (!set_paragraph(s, out, at, n, width, &here))
            return false;
        at += n;
        if (!text[at++])
            return true;
    }
}
