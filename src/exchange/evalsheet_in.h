/* evalsheet_in.h -- lines of a report made plain, shared by the readers of its parts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A Line keeps its number; `text` has heading marks, bold marks and HTML tags taken away,
 * cells divided by TAB; `key` is for matching. Sections are found by numbers, never by the
 * depth of a heading, which these papers mix (regime 6.15). */
#ifndef EXCHANGE_EVALSHEET_IN_H
#define EXCHANGE_EVALSHEET_IN_H

#include "base/ctx.h"
#include "exchange/form_in.h"
#include "format/json.h"

typedef struct {
    int         no;
    const char *text, *key;
    char      **cell;
    size_t      cells;
} Line;

typedef struct {
    Ctx    *c;
    Line   *v;
    size_t  from, to; /* the lines of one part: from <= i < to */
    json_t *rec;
} Sheet;

/* First line in [from, to) whose key starts with / holds `key`; `to` when none. */
size_t line_starts(const Sheet *s, size_t from, size_t to, const char *key);
size_t line_holds(const Sheet *s, size_t from, size_t to, const char *key);
json_t *source_of(const Sheet *s, size_t from, size_t to);
/* Paragraphs of lines [from, to): blank lines and table rows left out, words cut by a page joined. */
const char *prose(const Sheet *s, size_t from, size_t to);
void note(Sheet *s, const char *code, const char *level, size_t line, const char *field, const char *ja, const char *en);
bool is_rule_row(const Line *l);

void read_cover(Sheet *s);
void read_rosters(Sheet *s, size_t from, size_t to);
void read_overview(Sheet *s, size_t from, size_t to);
bool read_form(Sheet *s, size_t from, size_t to);
void read_evaluations(Sheet *s, const char *place, const char *text, size_t from, size_t to);

#endif
