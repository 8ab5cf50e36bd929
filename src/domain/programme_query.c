/* programme_query.c -- the query language of lists, and lists of programmes in pages of rows.
 * SPDX-License-Identifier: Apache-2.0
 *
 * One statement text for every query: a part that was not asked for is given a value that switches its line off.
 * The column stands before the switch, because PostgreSQL takes the type of a parameter from where it is met first.
 * The store sorts and cuts, so that a page of fifty costs fifty rows. */
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
        { "finding:", &q->finding, NULL, NULL }, { "indicator:", &q->indicator, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!text_starts(w, parts[i].head))
            continue;
        const char *v = w + strlen(parts[i].head);
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

/* "100%" -> "%100\%%": the text anywhere in a column, by LIKE with ESCAPE '\'. */
static const char *
anywhere(Arena *mem, const char *s)
{
    if (!s || !*s)
        return "";
    s = text_replace(mem, text_replace(mem, text_replace(mem, s, "\\", "\\\\"), "%", "\\%"), "_", "\\_");
    return arena_fmt(mem, "%%%s%%", s);
}

enum { VALUES = 12 + QUERY_WORDS };

static const Sql where = {
    " FROM programme p JOIN programme_version v ON v.id = p.main_version"
    " WHERE (v.request_fy = $1 OR $1 = 0)"
    " AND ((v.from_fy <= $2 AND (v.to_fy >= $2 OR v.to_fy IS NULL)) OR $2 = 0)"
    " AND (EXISTS (SELECT 1 FROM evaluation_plan e WHERE e.version_id = v.id AND e.fy = $3) OR $3 = 0)"
    " AND (v.request_yen > $4 OR $4 < 0) AND (v.request_yen < $5 OR $5 < 0)"
    " AND (v.total_yen > $6 OR $6 < 0) AND (v.total_yen < $7 OR $7 < 0)"
    " AND ($8 = '' OR lower(v.committee) LIKE $8 ESCAPE '\\') AND ($9 = '' OR lower(v.division) LIKE $9 ESCAPE '\\')"
    " AND ($10 = '' OR v.kind = $10)"
    " AND ($11 = '' OR EXISTS (SELECT 1 FROM finding f WHERE f.version_id = v.id AND (f.code = $11 OR f.level = $11)))"
    " AND ($12 = '' OR EXISTS (SELECT 1 FROM indicator_version n JOIN indicator i ON i.id = n.indicator_id"
    " WHERE n.version_id = v.id AND i.name_key LIKE $12 ESCAPE '\\'))"
    " AND ($13 = '' OR v.search_key LIKE $13 ESCAPE '\\') AND ($14 = '' OR v.search_key LIKE $14 ESCAPE '\\')"
    " AND ($15 = '' OR v.search_key LIKE $15 ESCAPE '\\') AND ($16 = '' OR v.search_key LIKE $16 ESCAPE '\\')"
    " AND ($17 = '' OR v.search_key LIKE $17 ESCAPE '\\') AND ($18 = '' OR v.search_key LIKE $18 ESCAPE '\\')"
};

static void
values_of(Ctx *c, const ProgrammeQuery *q, Val *v)
{
    const int64_t numbers[] = { q->fy, q->runs, q->evaluation, q->money_more, q->money_less, q->total_more, q->total_less };
    size_t        n = 0;
    for (; n < sizeof numbers / sizeof *numbers; n++)
        v[n] = val_int(numbers[n]);
    v[n++] = val_text(anywhere(c->mem, q->committee ? text_nfkc(c->mem, q->committee) : NULL));
    v[n++] = val_text(anywhere(c->mem, q->division ? text_nfkc(c->mem, q->division) : NULL));
    v[n++] = val_text(q->kind ? q->kind : "");
    v[n++] = val_text(q->finding ? q->finding : "");
    v[n++] = val_text(anywhere(c->mem, q->indicator ? text_key(c->mem, q->indicator) : NULL));
    for (size_t i = 0; i < QUERY_WORDS; i++)
        v[n++] = val_text(i < q->n ? anywhere(c->mem, text_key(c->mem, q->words[i])) : "");
}

static const struct { const char *sort; Sql up, down; } orders[] = {
    { "name", { " ORDER BY v.name, p.id" }, { " ORDER BY v.name DESC, p.id DESC" } },
    { "fy", { " ORDER BY v.request_fy NULLS LAST, p.id" }, { " ORDER BY v.request_fy DESC NULLS LAST, p.id" } },
    { "money", { " ORDER BY v.request_yen NULLS LAST, p.id" }, { " ORDER BY v.request_yen DESC NULLS LAST, p.id" } },
    { "total", { " ORDER BY v.total_yen NULLS LAST, p.id" }, { " ORDER BY v.total_yen DESC NULLS LAST, p.id" } },
    { "period", { " ORDER BY v.from_fy NULLS LAST, v.to_fy NULLS LAST, p.id" }, { " ORDER BY v.from_fy DESC NULLS LAST, v.to_fy DESC NULLS FIRST, p.id" } },
    { "division", { " ORDER BY v.division NULLS LAST, p.id" }, { " ORDER BY v.division DESC NULLS LAST, p.id" } },
    { "committee", { " ORDER BY v.committee NULLS LAST, p.id" }, { " ORDER BY v.committee DESC NULLS LAST, p.id" } },
    { "indicators", { " ORDER BY 14, p.id" }, { " ORDER BY 14 DESC, p.id" } },
    { "evaluation", { " ORDER BY 15 NULLS LAST, p.id" }, { " ORDER BY 15 DESC NULLS LAST, p.id" } },
    { "findings", { " ORDER BY 17, 18, 19, p.id" }, { " ORDER BY 17 DESC, 18 DESC, 19 DESC, p.id" } },
    { "recorded", { " ORDER BY v.recorded_at, p.id" }, { " ORDER BY v.recorded_at DESC, p.id DESC" } },
};

static Sql
order_of(const char *sort, bool down)
{
    for (size_t i = 0; sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, sort) == 0)
            return down ? orders[i].down : orders[i].up;
    return SQL(" ORDER BY p.id");
}

static json_t *
list_row(Rows *r)
{
    static const struct { const char *name; bool text; } cols[] = {
        { "id", false }, { "key", true }, { "name", true }, { "kind", true }, { "version", false }, { "fy", false }, { "request_yen", false },
        { "total_yen", false }, { "total_qualifier", true }, { "from_fy", false }, { "to_fy", false }, { "division", true }, { "committee", true },
        { "indicators", false }, { "evaluation_fy", false }, { "recorded_at", true }, { "errors", false }, { "warnings", false }, { "notices", false },
    };
    json_t *row = json_object();
    for (int i = 0; i < (int)(sizeof cols / sizeof *cols); i++)
        json_object_set_new(row, cols[i].name, row_null(r, i) ? json_null() : cols[i].text ? json_string(row_text(r, i)) : json_integer(row_int(r, i)));
    return row;
}

json_t *
programme_page(Ctx *c, const ProgrammeAsk *ask, int64_t *total)
{
    static const Sql head = { "SELECT p.id, p.key, v.name, v.kind, v.version, v.request_fy, v.request_yen, v.total_yen, v.total_qualifier,"
        " v.from_fy, v.to_fy, v.division, v.committee,"
        " (SELECT count(*) FROM indicator_version n WHERE n.version_id = v.id),"
        " (SELECT min(e.fy) FROM evaluation_plan e WHERE e.version_id = v.id AND e.fy >= $19), v.recorded_at,"
        " (SELECT count(*) FROM finding f WHERE f.version_id = v.id AND f.level = 'error'),"
        " (SELECT count(*) FROM finding f WHERE f.version_id = v.id AND f.level = 'warning'),"
        " (SELECT count(*) FROM finding f WHERE f.version_id = v.id AND f.level = 'notice')" };
    ProgrammeQuery q = programme_query_read(c, ask->query);
    Val            v[VALUES + 3];
    values_of(c, &q, v);
    v[VALUES] = val_int(fiscal_year_of(c->now));
    v[VALUES + 1] = val_int(ask->limit > 0 ? ask->limit : 10000);
    v[VALUES + 2] = val_int(ask->from > 0 ? ask->from : 0);
    if (total)
        *total = db_int(c, sql_join(c->mem, SQL("SELECT count(*)"), where), VALUES, v);
    json_t *out = json_keep(c->mem, json_array());
    Sql     all = sql_join(c->mem, sql_join(c->mem, head, where), sql_join(c->mem, order_of(ask->sort, ask->down), SQL(" LIMIT $20 OFFSET $21")));
    Rows   *r = db_query(c, all, VALUES + 3, v);
    while (db_next(r))
        json_array_append_new(out, list_row(r));
    return out;
}

json_t *
programme_list(Ctx *c, const char *query, const char *order)
{
    bool down = order && (strcmp(order, "money") == 0 || strcmp(order, "fy") == 0);
    return programme_page(c, &(ProgrammeAsk){ .query = query, .sort = order, .down = down }, NULL);
}

json_t *
programme_words(Ctx *c, const char *column)
{
    json_t *out = json_keep(c->mem, json_array());
    bool    years = strcmp(column, "fy") == 0;
    Sql     sql = years ? SQL("SELECT DISTINCT v.request_fy FROM programme p JOIN programme_version v ON v.id = p.main_version"
                              " WHERE v.request_fy IS NOT NULL ORDER BY 1 DESC LIMIT 60")
                        : SQL("SELECT DISTINCT v.committee FROM programme p JOIN programme_version v ON v.id = p.main_version"
                              " WHERE v.committee IS NOT NULL AND v.committee <> '' ORDER BY 1 LIMIT 60");
    Rows   *r = db_query(c, sql, NOV);
    while (db_next(r))
        json_array_append_new(out, years ? json_integer(row_int(r, 0)) : json_string(row_text(r, 0)));
    return out;
}

json_t *
indicator_list(Ctx *c, const char *query)
{
    json_t        *out = json_keep(c->mem, json_array());
    ProgrammeQuery q = programme_query_read(c, query);
    Val            v[QUERY_WORDS];
    for (size_t i = 0; i < QUERY_WORDS; i++)
        v[i] = val_text(i < q.n ? anywhere(c->mem, text_key(c->mem, q.words[i])) : "");
    Rows *r = db_query(c,
        SQL("SELECT i.id, p.id, p.key, p.name, i.name, i.type, v.unit,"
            " (SELECT o.text FROM observation o WHERE o.indicator_version_id = v.id ORDER BY o.fy DESC LIMIT 1)"
            " FROM indicator i JOIN programme p ON p.id = i.programme_id"
            " JOIN indicator_version v ON v.indicator_id = i.id AND v.id = (SELECT max(w.id) FROM indicator_version w WHERE w.indicator_id = i.id)"
            " WHERE ($1 = '' OR i.name_key LIKE $1 ESCAPE '\\') AND ($2 = '' OR i.name_key LIKE $2 ESCAPE '\\')"
            " AND ($3 = '' OR i.name_key LIKE $3 ESCAPE '\\') AND ($4 = '' OR i.name_key LIKE $4 ESCAPE '\\')"
            " AND ($5 = '' OR i.name_key LIKE $5 ESCAPE '\\') AND ($6 = '' OR i.name_key LIKE $6 ESCAPE '\\')"
            " ORDER BY p.id, i.id LIMIT 10000"),
        QUERY_WORDS, v);
    while (db_next(r))
        json_array_append_new(out, json_pack("{sI sI ss ss ss ss so so}", "id", (json_int_t)row_int(r, 0), "programme_id",
            (json_int_t)row_int(r, 1), "programme_key", row_text(r, 2), "programme", row_text(r, 3), "name", row_text(r, 4),
            "type", row_text(r, 5), "unit", json_maybe(row_text(r, 6)), "latest", json_maybe(row_text(r, 7))));
    return out;
}
