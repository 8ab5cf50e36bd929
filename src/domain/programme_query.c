/* programme_query.c -- a query as the fields of a form, and what the fields can offer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/programme_in.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static int64_t
query_money(Ctx *c, const char *s)
{
    Amount  a = amount_read(c->mem, s);
    int64_t yen = 0;
    if (a.known && !*a.unit)
        a.unit = "円";
    if (a.known && strcmp(a.unit, "億") == 0)
        a.unit = "億円";
    if (a.known && strcmp(a.unit, "百万") == 0)
        a.unit = "百万円";
    return amount_yen(&a, &yen) ? yen : -1;
}

/* The next word of a query at *s, a value in "quotes" kept whole without them; NULL at the end. */
static const char *
next_word(Arena *mem, const char **s)
{
    Buf        *b = buf_in(mem);
    bool        quoted = false;
    const char *p = *s;
    while (*p == ' ')
        p++;
    if (!*p)
        return NULL;
    for (; *p && (quoted || *p != ' '); p++) {
        if (*p == '"')
            quoted = !quoted;
        else
            buf_char(b, *p);
    }
    *s = p;
    return buf_text(b);
}

/* Takes one word "name:value"; false when it is a plain word. */
static bool
take_part(Ctx *c, ProgrammeQuery *q, const char *w)
{
    const struct { const char *head; const char **text; int64_t *year, *yen; } parts[] = {
        { "fy:", NULL, &q->fy, NULL }, { "runs:", NULL, &q->runs, NULL }, { "evaluation:", NULL, &q->evaluation, NULL },
        { "money>", NULL, NULL, &q->money_more }, { "money<", NULL, NULL, &q->money_less },
        { "total>", NULL, NULL, &q->total_more }, { "total<", NULL, NULL, &q->total_less },
        { "committee:", &q->committee, NULL, NULL }, { "division:", &q->division, NULL, NULL }, { "kind:", &q->kind, NULL, NULL },
        { "finding:", &q->finding, NULL, NULL }, { "indicator:", &q->indicator, NULL, NULL }, { "ministry:", &q->ministry, NULL, NULL }, { "has:", &q->has, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!text_starts(w, parts[i].head))
            continue;
        const char *v = w + strlen(parts[i].head);
        if (parts[i].text && *parts[i].text)
            return false; /* a field of the form holds one; a second condition stays as it was typed */
        if (parts[i].text)
            *parts[i].text = *v ? v : NULL;
        else if (parts[i].yen)
            *parts[i].yen = query_money(c, v);
        else
            (void)(number_int(v, parts[i].year) || (*parts[i].year = 0)); /* a year that is none narrows nothing */
        return true;
    }
    return false;
}

ProgrammeQuery
programme_query_read(Ctx *c, const char *text)
{
    ProgrammeQuery q = { .money_more = -1, .money_less = -1, .total_more = -1, .total_less = -1 };
    const char    *s = text_squeeze(c->mem, text ? text : ""), *w;
    while ((w = next_word(c->mem, &s)))
        if (*w && !take_part(c, &q, w) && q.n < QUERY_WORDS)
            q.words[q.n++] = w;
    if (q.kind && (strcmp(q.kind, "新規") == 0 || strcmp(q.kind, "拡充") == 0))
        q.kind = strcmp(q.kind, "新規") == 0 ? "new" : "extended";
    return q;
}

json_t *
programme_words(Ctx *c, const char *column)
{
    json_t *out = json_keep(c->mem, json_array());
    bool    years = strcmp(column, "fy") == 0, ministries = strcmp(column, "ministry") == 0;
    /* From one year to the next through the index, not over all texts; versions of reports first, for most programmes have
     * none. */
    Sql     sql = years ? SQL("WITH RECURSIVE y(fy) AS (SELECT max(d.fy) FROM search_doc d UNION ALL"
                              " SELECT (SELECT max(d.fy) FROM search_doc d WHERE d.fy < y.fy) FROM y WHERE y.fy IS NOT NULL)"
                              " SELECT y.fy FROM y WHERE y.fy > 0 LIMIT 60")
              : ministries ? SQL("WITH RECURSIVE y(name) AS (SELECT min(f.ministry) FROM programme_face f UNION ALL"
                                 " SELECT (SELECT min(f.ministry) FROM programme_face f WHERE f.ministry > y.name) FROM y WHERE y.name IS NOT NULL)"
                                 " SELECT y.name FROM y WHERE y.name IS NOT NULL LIMIT 60")
                        : SQL("SELECT DISTINCT v.committee FROM programme_version v CROSS JOIN programme p"
                              " WHERE p.id = v.programme_id AND p.main_version = v.id AND v.committee IS NOT NULL AND v.committee <> '' ORDER BY 1 LIMIT 60");
    Rows   *r = db_query(c, sql, NOV);
    while (db_next(r))
        json_array_append_new(out, years ? json_integer(row_int(r, 0)) : json_string(row_text(r, 0)));
    return out;
}
