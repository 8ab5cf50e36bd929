/* docx_list.c -- numbers as Word prints them: ECMA-376 17.9 (numbering) and 17.18.59 (number formats).
 * SPDX-License-Identifier: Apache-2.0
 *
 * A paragraph names a list (numId) and a level, itself or through its style and the styles that one is based on. A list
 * is an instance of an abstract list; instances share the counters of their abstract list until one overrides a start. */
#include "exchange/docx_list.h"

#include "base/text.h"
#include "format/xml.h"

#include <stdlib.h>
#include <string.h>

/* More than any paper has; hostile files must not make the searches long. */
enum { MOST = 3000, LEVELS = 9, CHAIN = 12, FAR = 32000 };

typedef struct {
    const char    *id;
    const xmlNode *node;
    int            at[LEVELS]; /* counter of each level; -1 before the first */
} Abstract;

typedef struct {
    const char    *id;
    const xmlNode *node;
    size_t         abstract; /* index + 1; 0 when it names none */
    bool           started[LEVELS];
} Num;

typedef struct {
    const char    *id, *name, *based;
    const xmlNode *ppr;
} Style;

struct DocxLists {
    Abstract *abs;
    Num      *nums;
    Style    *styles;
    size_t    abs_n, num_n, style_n;
};

static const char *
val(const xmlNode *parent, const char *child)
{
    return xml_attr(xml_child(parent, child), "val");
}

static size_t
count(const xmlNode *root, const char *name)
{
    size_t n = 0;
    for (const xmlNode *e = xml_child(root, name); e && n < MOST; e = xml_next(e->next, name))
        n++;
    return n;
}

static void
read_numbering(DocxLists *l, Arena *mem, const xmlNode *root)
{
    l->abs = NEWN(mem, Abstract, count(root, "abstractNum") + 1);
    l->nums = NEWN(mem, Num, count(root, "num") + 1);
    for (const xmlNode *e = xml_child(root, "abstractNum"); e && l->abs_n < MOST; e = xml_next(e->next, "abstractNum")) {
        Abstract *a = &l->abs[l->abs_n++];
        *a = (Abstract){ .id = xml_attr(e, "abstractNumId"), .node = e };
        for (int i = 0; i < LEVELS; i++)
            a->at[i] = -1;
    }
    for (const xmlNode *e = xml_child(root, "num"); e && l->num_n < MOST; e = xml_next(e->next, "num")) {
        const char *to = val(e, "abstractNumId");
        Num        *n = &l->nums[l->num_n++];
        *n = (Num){ .id = xml_attr(e, "numId"), .node = e };
        for (size_t i = 0; to && i < l->abs_n && !n->abstract; i++)
            if (l->abs[i].id && strcmp(l->abs[i].id, to) == 0)
                n->abstract = i + 1;
    }
}

DocxLists *
docx_lists(Ctx *c, const xmlNode *numbering, const xmlNode *styles)
{
    DocxLists *l = NEW(c->mem, DocxLists);
    read_numbering(l, c->mem, numbering);
    l->styles = NEWN(c->mem, Style, count(styles, "style") + 1);
    for (const xmlNode *e = xml_child(styles, "style"); e && l->style_n < MOST; e = xml_next(e->next, "style")) {
        Style *s = &l->styles[l->style_n++];
        s->id = xml_attr(e, "styleId");
        s->name = val(e, "name");
        s->based = val(e, "basedOn");
        s->ppr = xml_child(e, "pPr");
    }
    return l;
}

static const Style *
style_of(const DocxLists *l, const char *id)
{
    for (size_t i = 0; id && i < l->style_n; i++)
        if (l->styles[i].id && strcmp(l->styles[i].id, id) == 0)
            return &l->styles[i];
    return NULL;
}

const char *
docx_style_name(const DocxLists *l, const xmlNode *paragraph)
{
    const Style *s = style_of(l, val(xml_child(paragraph, "pPr"), "pStyle"));
    return s && s->name ? s->name : "";
}

const xmlNode *
docx_style_ppr(const DocxLists *l, const xmlNode *paragraph)
{
    const Style *s = style_of(l, val(xml_child(paragraph, "pPr"), "pStyle"));
    return s ? s->ppr : NULL;
}

/* The list and level a paragraph stands in; false for none. A style may give the list and the paragraph the level. */
static bool
list_of(const DocxLists *l, const xmlNode *p, const char **id, int *level)
{
    const xmlNode *ppr = xml_child(p, "pPr"), *np = xml_child(ppr, "numPr");
    const char    *num = val(np, "numId"), *lvl = val(np, "ilvl");
    const Style   *s = style_of(l, val(ppr, "pStyle"));
    for (int i = 0; i < CHAIN && s && (!num || !lvl); i++, s = style_of(l, s->based)) {
        const xmlNode *inherited = xml_child(s->ppr, "numPr");
        num = num ? num : val(inherited, "numId");
        lvl = lvl ? lvl : val(inherited, "ilvl");
    }
    *id = num;
    *level = lvl ? atoi(lvl) : 0;
    return num && strcmp(num, "0") != 0 && *level >= 0 && *level < LEVELS;
}

static const xmlNode *
with_level(const xmlNode *parent, const char *name, int level)
{
    for (const xmlNode *e = xml_child(parent, name); e; e = xml_next(e->next, name)) {
        const char *at = xml_attr(e, "ilvl");
        if (at && atoi(at) == level)
            return e;
    }
    return NULL;
}

static const xmlNode *
level_node(const DocxLists *l, const Num *n, int level)
{
    const xmlNode *own = xml_child(with_level(n->node, "lvlOverride", level), "lvl");
    return own ? own : with_level(l->abs[n->abstract - 1].node, "lvl", level);
}

static int
start_of(const xmlNode *lvl)
{
    const char *s = val(lvl, "start");
    int         n = s ? atoi(s) : 1;
    return n < 0 || n > FAR ? 1 : n;
}

/* The counter of this level goes on, those below begin anew. */
static void
step(const DocxLists *l, Num *n, int level)
{
    Abstract   *a = &l->abs[n->abstract - 1];
    const char *restart = val(with_level(n->node, "lvlOverride", level), "startOverride");
    if (restart && !n->started[level])
        a->at[level] = atoi(restart) < 0 || atoi(restart) > FAR ? 1 : atoi(restart);
    else if (a->at[level] < 0)
        a->at[level] = start_of(level_node(l, n, level));
    else if (a->at[level] < FAR)
        a->at[level]++;
    n->started[level] = true;
    for (int i = level + 1; i < LEVELS; i++) {
        const char *until = val(level_node(l, n, i), "lvlRestart");
        if (!until || (strcmp(until, "0") != 0 && level < atoi(until)))
            a->at[i] = -1;
    }
}

/* Symbol fonts keep their signs in the private area; what they look like. */
static const char *
symbol(uint32_t u)
{
    static const struct {
        uint32_t    at;
        const char *like;
    } known[] = { { 0x6C, "●" }, { 0x6E, "■" }, { 0x75, "◆" }, { 0x71, "□" }, { 0xA1, "○" }, { 0xA7, "・" }, { 0xB2, "☆" }, { 0xD8, "➢" }, { 0xE8, "→" },
                  { 0xFC, "✓" }, { 0x9F, "・" }, { 0xB7, "・" }, { 0x6F, "○" }, { 0xA8, "□" }, { 0xB6, "★" } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].at == (u & 0xFF))
            return known[i].like;
    return "・";
}

static void
bullet(Buf *out, const char *text)
{
    for (const char *p = text, *from = p; *p; from = p) {
        uint32_t u = text_next(&p);
        if (u >= 0xF000 && u <= 0xF0FF)
            buf_add(out, symbol(u));
        else if (u == 0x2022 || u == 0xB7 || u == 0xFF65)
            buf_add(out, "・");
        else
            buf_addn(out, from, (size_t)(p - from));
    }
}

static void
put(Buf *out, uint32_t u)
{
    if (u < 0x80) {
        buf_char(out, (char)u);
    } else if (u < 0x800) {
        buf_char(out, (char)(0xC0 | u >> 6));
        buf_char(out, (char)(0x80 | (u & 63)));
    } else {
        buf_char(out, (char)(0xE0 | u >> 12));
        buf_char(out, (char)(0x80 | (u >> 6 & 63)));
        buf_char(out, (char)(0x80 | (u & 63)));
    }
}

/* The n-th sign of a text, going round; doubled for letters as Word does (z, aa, bb). */
static void
nth(Buf *out, const char *signs, int n, bool doubled)
{
    int         all = (int)text_chars(signs), k = (n - 1) % all;
    const char *p = signs, *from = p;
    uint32_t    u = text_next(&p);
    for (; k > 0; k--) {
        from = p;
        u = text_next(&p);
    }
    for (int i = 0; u && i < (doubled ? (n - 1) / all + 1 : 1) && i < 8; i++)
        buf_addn(out, from, (size_t)(p - from));
}

static void
roman(Buf *out, int n, bool upper)
{
    static const struct {
        int         value;
        const char *sign;
    } r[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
              { 40, "xl" },  { 10, "x" },   { 9, "ix" },  { 5, "v" },    { 4, "iv" },  { 1, "i" } };
    for (size_t i = 0; i < sizeof r / sizeof *r; i++)
        for (; n >= r[i].value && n < 4000; n -= r[i].value)
            for (const char *p = r[i].sign; *p; p++)
                buf_char(out, (char)(upper ? *p - 32 : *p));
}

static void
kanji(Buf *out, int n, const char *signs)
{
    static const char *const units[] = { "", "十", "百", "千" };
    int                      unit = 0, digits[5] = { 0 };
    if (n <= 0 || n > 9999) {
        buf_fmt(out, "%d", n);
        return;
    }
    for (; n > 0; n /= 10)
        digits[unit++] = n % 10;
    while (unit-- > 0) {
        if (digits[unit] > 1 || (digits[unit] == 1 && unit == 0))
            nth(out, signs, digits[unit], false);
        if (digits[unit])
            buf_add(out, units[unit]);
    }
}

/* Signs that Unicode has in a row: from the first for 1 to the last. false when n is outside. */
static bool
in_row(Buf *out, int n, uint32_t first, int last)
{
    if (n < 1 || n > last)
        return false;
    put(out, first + (uint32_t)n - 1);
    return true;
}

static bool
circled(Buf *out, int n)
{
    return in_row(out, n, 0x2460, 20) || in_row(out, n - 20, 0x3251, 15) || in_row(out, n - 35, 0x32B1, 15);
}

static void
wide_digits(Buf *out, int n)
{
    char s[16];
    snprintf(s, sizeof s, "%d", n);
    for (const char *p = s; *p; p++)
        put(out, 0xFF10 + (uint32_t)(*p - '0'));
}

static bool
is(const char *format, const char *a)
{
    return strcmp(format, a) == 0;
}

void
docx_number(Buf *out, const char *f, int n)
{
    static const char digits[] = "一二三四五六七八九", iroha[] = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
                      aiueo[] = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    if (is(f, "none"))
        return;
    if (n > 0 && (is(f, "lowerLetter") || is(f, "upperLetter")))
        nth(out, is(f, "lowerLetter") ? "abcdefghijklmnopqrstuvwxyz" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ", n, true);
    else if (is(f, "lowerRoman") || is(f, "upperRoman"))
        roman(out, n, is(f, "upperRoman"));
    else if (is(f, "decimalFullWidth") || is(f, "decimalFullWidth2"))
        wide_digits(out, n);
    else if ((is(f, "decimalEnclosedCircle") || is(f, "decimalEnclosedCircleChinese")) && circled(out, n))
        return;
    else if (is(f, "decimalEnclosedParen") && in_row(out, n, 0x2474, 20))
        return;
    else if (is(f, "decimalEnclosedFullstop") && in_row(out, n, 0x2488, 20))
        return;
    else if (n > 0 && (is(f, "aiueo") || is(f, "aiueoFullWidth")))
        nth(out, aiueo, n, false);
    else if (n > 0 && (is(f, "iroha") || is(f, "irohaFullWidth")))
        nth(out, iroha, n, false);
    else if (is(f, "japaneseCounting") || is(f, "chineseCounting") || is(f, "chineseCountingThousand") || is(f, "taiwaneseCountingThousand"))
        kanji(out, n, digits);
    else if (is(f, "ideographTraditional") && n > 0)
        nth(out, "甲乙丙丁戊己庚辛壬癸", n, false);
    else if (is(f, "ideographZodiac") && n > 0)
        nth(out, "子丑寅卯辰巳午未申酉戌亥", n, false);
    else if (is(f, "ideographEnclosedCircle") && in_row(out, n, 0x3220, 10))
        return;
    else if (is(f, "ideographDigital") || is(f, "japaneseDigitalTenThousand")) {
        char s[16];
        snprintf(s, sizeof s, "%d", n);
        for (const char *p = s; *p; p++)
            *p == '0' ? buf_add(out, "〇") : nth(out, digits, *p - '0', false);
    } else if (is(f, "numberInDash"))
        buf_fmt(out, "- %d -", n);
    else
        buf_fmt(out, is(f, "decimalZero") ? "%02d" : "%d", n);
}

/* "（%1）" or "%1.%2" with the counters in their formats. */
static void
label(const DocxLists *l, const Num *n, int level, const xmlNode *lvl, Buf *out)
{
    const Abstract *a = &l->abs[n->abstract - 1];
    const char     *text = val(lvl, "lvlText"), *fmt = val(lvl, "numFmt");
    bool            legal = xml_child(lvl, "isLgl") != NULL;
    if (fmt && is(fmt, "bullet")) {
        bullet(out, text ? text : "・");
        return;
    }
    for (const char *p = text ? text : ""; *p; p++) {
        int k = p[0] == '%' && p[1] >= '1' && p[1] <= '9' ? p[1] - '1' : -1;
        if (k < 0) {
            buf_char(out, *p);
            continue;
        }
        p++;
        const xmlNode *at = level_node(l, n, k);
        const char    *f = val(at, "numFmt");
        if (k > level)
            continue;
        docx_number(out, legal || !f ? "decimal" : f, a->at[k] < 0 ? start_of(at) : a->at[k]);
    }
}

void
docx_list_mark(DocxLists *l, const xmlNode *paragraph, Buf *out)
{
    const char *id;
    int         level;
    Num        *n = NULL;
    if (!list_of(l, paragraph, &id, &level))
        return;
    for (size_t i = 0; i < l->num_n && !n; i++)
        if (l->nums[i].id && strcmp(l->nums[i].id, id) == 0)
            n = &l->nums[i];
    const xmlNode *lvl = n && n->abstract ? level_node(l, n, level) : NULL;
    if (!lvl)
        return;
    step(l, n, level);
    size_t was = out->n;
    label(l, n, level, lvl, out);
    const char *suffix = val(lvl, "suff");
    if (out->n > was && !(suffix && is(suffix, "nothing")) && !text_ends(buf_text(out), "・"))
        buf_char(out, ' ');
}
