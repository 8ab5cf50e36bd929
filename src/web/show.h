/* show.h -- the sections of a programme's page, one file for each kind of thing.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WEB_SHOW_H
#define WEB_SHOW_H

#include "web/part.h"

/* Each writes one <section id=...> of the record r with its heading. */
void show_about(Web *w, const json_t *r);
void show_pathway(Web *w, const json_t *r);
void show_indicators(Web *w, const json_t *r);
void show_money(Web *w, const json_t *r);
void show_schedule(Web *w, const json_t *r);
void show_policies(Web *w, const json_t *r);
void show_people(Web *w, const json_t *r);
void show_views(Web *w, const json_t *r);
void show_lineage(Web *w, const json_t *r);
/* Public series beside an indicator, a section; nothing where it has none. */
void show_series(Web *w, int64_t indicator);
/* A table of the links of a programme, without a heading; false where there is none. */
bool show_links(Web *w, int64_t id);
/* Programmes like it, the first few with their reasons. */
void show_similar(Web *w, const json_t *r);
void show_overall(Web *w, const json_t *r);
void show_findings(Web *w, const json_t *r);
void show_record(Web *w, const json_t *r);

void section_begin(Web *w, const char *id, const char *title);
void section_end(Web *w);
/* The findings that speak of a field ("period", "indicators[0]"; also of what is inside it), one line each with a link
 * to the whole below; nothing when there are none. */
void show_findings_at(Web *w, const json_t *r, const char *field);
/* The same as small signs with a few words each, where what they speak of stands beside. */
void show_signs_at(Web *w, const json_t *r, const char *field);
/* The findings of a record in the order in which they are shown, each with "no" for its address. */
json_t *findings_in_order(Web *w, const json_t *findings);
/* What a finding says in a few words: its text up to the readings. */
const char *finding_brief(Web *w, const json_t *f);
/* Text of a record: Japanese, whatever the language of the page. */
void show_text(Web *w, const char *text);
/* Long text folded behind its first words. */
void show_folded(Web *w, const char *label, const char *text);
/* The plot of an indicator with its words. */
void show_plot(Web *w, const char *id, const json_t *indicator);

/* Evaluations of the programme under other frameworks (rated.c); nothing where there are none. */
void show_ratings(Web *w, int64_t programme);

#endif
