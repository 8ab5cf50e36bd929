/* evalsheet_in.h -- shared by the readers of an evaluation report's parts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A Line keeps the lines of the paper it came from; `text` has heading marks, bold marks, HTML tags and table pipes
 * taken away, cells divided by TAB, breaks inside a cell as \v; `key` (of the first cell) is for matching.
 *
 * Every word that a paper is searched for comes from its form file, the framework it names or
 * catalog/codes/paper-words.yaml; these trees are kept with their words as keys (text_key), so that matching is strstr. */
#ifndef EXCHANGE_EVALSHEET_IN_H
#define EXCHANGE_EVALSHEET_IN_H

#include "base/ctx.h"
#include "base/number.h"
#include "exchange/form_in.h"
#include "exchange/lines.h"
#include "format/json.h"

typedef struct {
    int         no, last;
    const char *text, *key;
    char      **cell;      /* trimmed; breaks inside as \n */
    size_t      cells;
    const char *sup;       /* a raised mark on this line: footnote or reference to one; NULL when none */
    bool        sup_first; /* it begins the line: a footnote's own mark */
    bool        used;      /* a table reader took it: not prose */
} Line;

/* Reading one report. */
typedef struct {
    Ctx          *c;
    Line         *v;
    size_t        n;
    bool          wrapped;           /* lines were broken at a margin and have been made whole */
    const json_t *words, *words_raw; /* catalog/codes/paper-words.yaml, keyed and as written */
    const json_t *forms;             /* keyed */
    json_t       *frames;            /* frameworks by id, keyed beside raw: {id: {keyed, raw}} */
} Paper;

/* One programme of it: lines from <= i < to. */
typedef struct {
    Ctx          *c;
    Paper        *p;
    Line         *v;
    size_t        from, to;
    json_t       *rec;
    const json_t *form; /* keyed */
} Sheet;

enum { INDICATORS_MAX = 2000, MEMBERS_MAX = 2000, ITEMS_MAX = 200, NOTES_MAX = 50, POLICIES_MAX = 200, PROGRAMMES_MAX = 1000 };

/* evalsheet_lines.c */
bool paper_lines(Paper *p, const char *text);
json_t *source_of(const Sheet *s, size_t from, size_t to);
bool is_rule_row(const Line *l);
bool is_row(const Line *l); /* two cells or more with something in the second or later */
/* Paragraphs of lines [from, to): blank lines and rows that a table reader took left out, words cut by a page joined. */
const char *prose(const Sheet *s, size_t from, size_t to);
/* Whether a page cut `before` in the middle of a sentence that `next` continues. */
bool text_cut(const char *before, const char *next);
/* The same, line by line. */
const char *plain_lines(const Sheet *s, size_t from, size_t to);
void note(Sheet *s, const char *code, const char *level, size_t line, const char *field, const char *ja, const char *en);
/* "line N" for c->err, and false: the paper cannot be taken. */
bool refuse(Sheet *s, size_t line, const char *ja, const char *en, const char *what);

/* evalsheet_words.c */
const json_t *words_load(Ctx *c);
/* A copy of a tree with every text inside its lists made a key. */
json_t *keyed(Ctx *c, const json_t *j);
/* The word of the list that the key holds / begins with / is; NULL when none. */
const char *word_in(const json_t *list, const char *key);
const char *word_at(const json_t *list, const char *key);
bool word_is(const json_t *list, const char *key);
/* A list of paper-words.yaml by its path, keyed. */
const json_t *words_of(const Sheet *s, const char *path);
/* A cell with its qualifier by the catalogue's words; `unit` for bare numbers of a table of money, "" when none. */
Amount cell_amount(const Sheet *s, const char *text);
json_t *money(const Sheet *s, const char *text, const char *unit);
const json_t *framework(Sheet *s, const char *id, bool raw);
/* Sets record.a.b; takes the reference. put_text also notes the source of the field. Blank text is null. */
void put(Sheet *s, const char *field, json_t *v);
void put_text(Sheet *s, const char *field, const char *text, size_t from, size_t to);
json_t *list_at(Sheet *s, const char *field);

/* evalsheet_walk.c: `how` is the section or block of the form, [from, to) its lines with the heading first. */
size_t section_find(const Sheet *s, const json_t *section, size_t from, size_t to);
/* `head`: the line that stands for the whole when a section is missing. */
bool sections_read(Sheet *s, const json_t *sections, size_t head, size_t from, size_t to);
/* The heading without its number; what follows the title on its line. */
const char *heading_text(const Sheet *s, size_t i);
const char *heading_rest(const Sheet *s, const json_t *section, size_t i);
json_t *period_read(Sheet *s, const char *place, const char *text, size_t line);

/* Readers of the kinds (form_kinds.def). false only with c->err. */
bool read_prose(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_inline(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_period(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_evaluations(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_budget(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_plan(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_indicators(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_views(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_remarks(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_pairs(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_choice(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_rosters(Sheet *s, const json_t *how, size_t from, size_t to);
bool read_footnotes(Sheet *s, const json_t *how, size_t from, size_t to);

bool read_cover(Sheet *s, const json_t *part, size_t from, size_t head, size_t to);
/* Lines placed by their kind (title, centre, right, note) at the head of a part. */
void read_placed(Sheet *s, const json_t *blocks, size_t from, size_t to);
void evaluations_in(Sheet *s, const char *place, const char *text, size_t from, size_t to);
/* Whether a roster's list begins on the line; the first line of its title, which may stand above. */
bool roster_begins(const Sheet *s, const json_t *match, size_t i);
size_t roster_title(const Sheet *s, size_t i, size_t from);
/* Programmes before and after this one, as sentences of the paper say it (evalsheet_lineage.c). */
void read_lineage(Sheet *s);
/* What the programmes of one file say differently of one person; misprints; footnote marks. */
void paper_compare(Ctx *c, Paper *p, json_t *records);
void paper_signs(Sheet *s);

#endif
