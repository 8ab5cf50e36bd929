/* evalsheet_compare.c -- what the programmes of one file print differently of one person.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The same list is printed in each programme's paper with small differences (regime 6.2, 6.20). Each list is kept as
 * printed; where one sign differs in a member's affiliation within the same body's list, a finding asks which is right. */
#include "exchange/evalsheet_in.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { SIGNS_MAX = 120, DISTANCE = 2, SHORTEST = 8 };

static size_t
signs(const char *s, uint32_t *out)
{
    size_t n = 0;
    for (uint32_t cp; n < SIGNS_MAX && (cp = text_next(&s));)
        out[n++] = cp;
    return n;
}

/* Levenshtein distance of two short texts. */
static size_t
distance(const char *a, const char *b)
{
    uint32_t x[SIGNS_MAX], y[SIGNS_MAX];
    size_t   n = signs(a, x), m = signs(b, y), row[SIGNS_MAX + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t up = row[j], best = diagonal + (x[i - 1] != y[j - 1]);
            best = up + 1 < best ? up + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = up;
            row[j] = best;
        }
    }
    return row[m];
}

static void
compare_member(Ctx *c, json_t *seen, json_t *rec, const char *body, const json_t *m)
{
    const char *place = json_text(m, "affiliation"), *key = text_key(c->mem, place);
    const char *id = arena_fmt(c->mem, "%s|%s", text_key(c->mem, body), text_key(c->mem, json_text(m, "name")));
    json_t     *had = json_object_get(seen, id);
    if (!had) {
        json_object_set_new(seen, id, json_string(place));
        return;
    }
    const char *other = text_key(c->mem, json_string_value(had));
    if (strcmp(other, key) == 0 || text_chars(key) < SHORTEST || text_chars(key) > SIGNS_MAX || text_chars(other) > SIGNS_MAX || distance(key, other) > DISTANCE)
        return;
    json_array_append_new(json_path(rec, "findings"),
        json_pack("{ss ss sO ss ss ss}", "code", "IMP-ROSTER-VARIANT", "level", "notice", "line", json_path(m, "source.line_from"), "field", "rosters",
                  "text", arena_fmt(c->mem, "%s の所属「%s」は、同じ文書の前の名簿では「%s」である。どちらも原文のまま残した。", json_text(m, "name"), place, json_string_value(had)),
                  "text_en", arena_fmt(c->mem, "The affiliation of %s is \"%s\" here and \"%s\" in the list further up. Both were kept as printed.", json_text(m, "name"), place,
                                       json_string_value(had))));
}

void
paper_compare(Ctx *c, Paper *p, json_t *records)
{
    json_t *seen = json_keep(c->mem, json_object()), *rec, *roster, *m, *done = NULL;
    size_t  i, j, k;
    (void)p;
    json_array_foreach(records, i, rec)
    {
        json_t *rosters = json_path(rec, "rosters");
        if (rosters == done) /* shared with the programme before */
            continue;
        done = rosters;
        json_array_foreach(rosters, j, roster) json_array_foreach(json_path(roster, "members"), k, m)
            compare_member(c, seen, rec, json_text(roster, "body"), m);
    }
}
