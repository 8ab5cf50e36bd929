/* paper_set.h -- text set in lines, and lines, rules and links put on pages: inside of paper_pdf.c.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Measures are points (1/72 inch) from the top left of an A4 page. Pages are made whole before anything is drawn, so
 * that "n / N" is known and the layout can be tested without a file. */
#ifndef EXCHANGE_PAPER_SET_H
#define EXCHANGE_PAPER_SET_H

#include "exchange/paper.h"

#include <pango/pangocairo.h>

#define PAGE_W 595.276
#define PAGE_H 841.89
#define EM 10.5                              /* body size; 43 signs of it make a line, 39 lines of 18 points a page */
#define TEXT_W (43 * EM)
#define TEXT_X ((PAGE_W - TEXT_W) / 2)
#define TEXT_TOP 70.0
#define TEXT_BOTTOM (TEXT_TOP + 39 * 18.0)

typedef enum { FACE_TITLE, FACE_SUBTITLE, FACE_H1, FACE_H2, FACE_H3, FACE_H4, FACE_BODY, FACE_TABLE, FACE_HEAD, FACE_NOTE, FACE_FOOT, FACES } FaceName;
typedef struct {
    const char *family;
    double      size, leading;
    bool        bold;
} Face;
extern const Face faces[FACES];

typedef struct {
    PangoLayoutLine *line;
    double           x, width;  /* from the left of the box; of the line as drawn */
    size_t           from, n;   /* bytes of the whole text */
    size_t           para_from; /* first byte of its paragraph: marks and Pango count from different places */
    bool             first, last; /* of its paragraph */
} SetLine;
typedef struct {
    SetLine    *v;
    size_t      n;
    const Face *face;
    const char *text;
} SetText;

typedef struct {
    Ctx          *c;
    PangoContext *pango;
    PangoFontDescription *fonts[FACES];
} Setter;

bool setter_open(Ctx *c, const char *lang, Setter *out);
typedef enum { INDENT_NONE, INDENT_ITEMS, INDENT_ALL } IndentKind; /* no paragraph; marks hang; prose too, by one em */
typedef struct {
    FaceName   face;
    Align      align;
    IndentKind indent;
    int        right_from;  /* as in Cell */
    size_t     plain_from;  /* as in Block */
} SetStyle;
/* Lines of `text` in a box of `width`. Fails (INVALID) when the machine has no glyph for a character. */
bool set_text(Setter *s, const char *text, double width, SetStyle style, SetText *out);
/* The width of the widest line when none is broken. */
double set_width(Setter *s, const char *text, FaceName face);

/* An element of the document's structure (ISO 32000-1, 14.8): a table is one, over however many pages it goes. What is
 * drawn belongs to leaves; a paragraph that a page cuts has two. */
typedef struct Tag {
    const char *name;             /* "P", "Table", "TD"; of a leaf "Span" or "Link" */
    struct Tag *parent, *first, *last, *next;
    int         rows, cols;       /* a cell's spans, 0 and 1 mean one */
    bool        leaf, row_head;
    int         object;           /* in the file */
} Tag;
Tag *tag_add(Arena *mem, Tag *parent, const char *name);

typedef enum { OP_LINE, OP_RULE, OP_FILL, OP_LINK, OP_OUTLINE, OP_BEGIN, OP_END } OpKind;
typedef struct {
    OpKind           kind;
    double           x, y, w, h;  /* LINE: start of the baseline. RULE: w wide or h high. FILL, LINK: rectangle. OUTLINE: place */
    double           thick;       /* RULE; FILL: grey */
    PangoLayoutLine *line;
    const char      *text;        /* LINE: its text; LINK: address; OUTLINE: name */
    int              level;       /* OUTLINE: 0 the outermost */
    Tag             *tag;         /* BEGIN: the leaf that the lines up to END belong to */
} Op;
typedef struct {
    Op    *ops;
    size_t n, room;
} PdfPage;
typedef struct {
    PdfPage *pages;
    size_t   n, room;
    Tag     *root;  /* "Document" */
} Pages;

/* The structure and the language, added to a file of cairo's as an update behind its end (paper_tags.c). `leaves` in the
 * order in which they were drawn. */
bool paper_tags(Ctx *c, Buf *file, Tag *root, Tag *const *leaves, size_t n, const char *lang);

/* The paper on pages. */
bool paper_layout(Ctx *c, const Paper *p, Pages *out);

/* Shared by paper_layout.c and paper_layout_table.c. */
typedef struct {
    Setter       set;
    const Paper *p;
    Pages       *out;
    double       y;     /* where the next thing begins */
    bool         fresh; /* nothing stands on the page yet */
    SetText     *texts; /* by block; .face NULL: not set yet */
    struct Grid **grids;
} Flow;
Op *op_add(Flow *f, Op op);
/* A leaf of `of` begins here: lines up to the next OP_END are its text. */
void leaf_begin(Flow *f, Tag *of);
void new_page(Flow *f);
/* Line k of a text with the links of its marks; top is the upper edge of its leading. */
void put_set_line(Flow *f, const SetText *t, size_t k, double x, double top, const Mark *marks, size_t mark_count);

struct Grid *grid_set(Flow *f, const Block *b);
/* What must stay together at the table's beginning. */
double grid_need(const struct Grid *g);
void grid_place(Flow *f, struct Grid *g);

#endif
