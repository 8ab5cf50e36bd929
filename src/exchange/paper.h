/* paper.h -- a printed paper as blocks; every output format draws the same blocks.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A form file (catalog/forms, docs/forms.md) with a record (docs/record.md) makes a Paper; paper_html,
 * paper_md, paper_pdf, paper_docx and paper_xlsx draw it. All texts are UTF-8 in the arena, never NULL
 * unless said. A form is a view: nothing here is stored.
 *
 *     Paper p;
 *     PaperWish wish = { .type = "ex-ante", .parts = "all" };
 *     return paper_build(c, record, &wish, &p) && paper_pdf(c, &p, out); */
#ifndef EXCHANGE_PAPER_H
#define EXCHANGE_PAPER_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

typedef enum { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;

/* Bytes [from, from + n) of a text are a number that has a permanent address (domain/number.h): a link to
 * paper_url(ref) where the format can, plain text where it cannot. In order, never overlapping. */
typedef struct {
    size_t      from, n;
    const char *ref;        /* "v12.i7.2019" */
} Mark;

typedef struct {
    const char *text;       /* line feeds are breaks */
    int         colspan;    /* 0 and 1 mean one */
    int         rowspan;    /* 0 and 1 mean one; covered cells are left out of their rows */
    bool        head;       /* heading cell: shaded */
    Align       align;
    int         right_from; /* lines from this one on (the first is 1) stand at the right; 0: none */
    const Mark *marks;
    size_t      mark_count;
} Cell;
typedef struct {
    Cell       *cells;
    size_t      n;
    const char *field;      /* record path this row shows; may be NULL */
} CellRow;

typedef enum {
    BLOCK_PART,             /* begins a page (the first: the paper); text names it in the outline, "" when it is not named */
    BLOCK_TITLE,            /* centred; level 1 large, 2 the title of a list of names */
    BLOCK_HEADING,          /* levels 1..4: "1.", "(1)", "①" or 【】, ○; never the last thing on a page */
    BLOCK_TEXT,             /* paragraphs divided by line feeds (see para_kind); "" stays an empty line to fill */
    BLOCK_CENTER, BLOCK_RIGHT,
    BLOCK_NOTE,             /* small: ※ under a table, footnotes, legends */
    BLOCK_TABLE,
    BLOCK_RULE              /* a short rule before footnotes */
} BlockKind;

typedef struct {
    BlockKind     kind;
    int           level;
    bool          middle;   /* PART: what follows stands in the middle of its page (title page) */
    const char   *text;     /* all but TABLE and RULE */
    size_t        plain_from; /* HEADING: from this byte on the text is the value, not the heading. NOTE: the bytes before it
                                are a footnote's raised mark. 0: neither */
    const Mark   *marks;    /* in text */
    size_t        mark_count;
    CellRow      *rows;     /* TABLE */
    size_t        row_count;
    int           head_rows; /* repeated when the table breaks over pages */
    bool          plain;     /* no rules drawn: lists of names */
    const double *widths;    /* share of each column, sum 1; column_count of them */
    int           column_count;
    const char   *field;     /* record path it shows, for the page that reads it beside its source; may be NULL */
} Block;

typedef struct {
    const char *title, *lang, *author;
    const char *date;       /* UTC instant of the version printed, or "" */
    const char *footer;     /* small, on every page: programme, version, address; "" for none */
    const char *base_url;   /* "https://kanmon.example.go.jp", or "" */
    const char *form;       /* id of the form: "mext-ex-ante" */
    Block      *blocks;
    size_t      n;
} Paper;

typedef struct {
    const char *type;       /* "ex-ante", "interim", "ex-post" */
    const char *parts;      /* NULL, "all", or a comma list of the form's parts: cover,title-page,rosters,overview,form,addresses */
    const char *base_url;   /* NULL or "": addresses are printed without host */
    bool        no_addresses; /* no links on numbers, no table of their addresses, no footer: the paper alone */
} PaperWish;

/* The record a paper of this type shows: the newest evaluation of the type that is held, else the one before it
 * (ex-post: interim, ex-ante; interim: ex-ante), which paper_build prefills. as_of as in programme_show. */
const json_t *paper_record(Ctx *c, int64_t programme, const char *type, const char *as_of);
/* Walks the form of the wished type. A record of another type is prefilled for it (paper_prefill.c). INVALID for
 * an unknown part; NOT_FOUND when there is no form of the type. */
bool paper_build(Ctx *c, const json_t *record, const PaperWish *wish, Paper *out);
/* base_url + "/n/" + ref, in the arena. */
const char *paper_url(Ctx *c, const Paper *p, const char *ref);

/* How a paragraph is set: its first line indented, its mark hanging before it, or flush (a heading of the
 * paragraphs after it). *mark_bytes: length of the mark with the space behind it. */
typedef enum { PARA_PROSE, PARA_ITEM, PARA_FLUSH } ParaKind;
ParaKind para_kind(const char *line, size_t *mark_bytes);

/* The article alone, or a whole page with its print CSS inside. */
bool paper_html(Ctx *c, const Paper *p, bool whole_page, Buf *out);
bool paper_md(Ctx *c, const Paper *p, Buf *out);
/* Whether a text is Markdown with tables as paper_md writes them, and its text without Markdown's escapes, line for line. */
bool paper_md_is(const char *text);
char *paper_md_plain(Arena *mem, const char *text);
/* INVALID when no font of the machine has a glyph for a character (named). */
bool paper_pdf(Ctx *c, const Paper *p, Buf *out);
bool paper_docx(Ctx *c, const Paper *p, Buf *out);
bool paper_xlsx(Ctx *c, const Paper *p, Buf *out);

/* The formats a paper can be had in, by name ("pdf") or by the ending of a file ("評価票.pdf"); NULL when unknown. */
typedef struct {
    const char *name, *type; /* ending; media type */
    bool        text;        /* may be written to a terminal */
    bool      (*write)(Ctx *c, const Paper *p, Buf *out);
    const char *ja, *en;     /* as on a button */
} PaperFormat;
extern const PaperFormat paper_formats[];
extern const size_t      paper_format_count;
const PaperFormat *paper_format(const char *name_or_file);

#endif
