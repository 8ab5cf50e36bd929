/* organisation.c -- organisations: sums for lists, and pages of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/organisation.h"

#include "base/fold.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/query.h"
#include "domain/review_in.h"
#include "domain/sheet_face.h"
#include "format/json.h"
#include "store/db.h"

#include <string.h>

const char *
organisation_key(Arena *mem, const char *number, const char *name)
{
    if (review_corporate(number))
        return number;
    const char *key = name ? fold_key(mem, name) : "";
    return *key ? arena_fmt(mem, "n:%s", key) : NULL;
}

int64_t
organisation_find(Ctx *c, const char *which)
{
    int64_t n = 0, id = db_int(c, SQL("SELECT id FROM organisation WHERE org_key = $1"), V(which));
    if (!id && number_int(which, &n))
        id = db_int(c, SQL("SELECT id FROM organisation WHERE id = $1"), V(n));
    if (!id)
        fail(c, ERR_NOT_FOUND, "organisation", L(c, "支出先「%s」はありません。支出先の一覧で名称か法人番号を探してください。",
                                                 "there is no organisation %s; look for its name or corporate number in the list of organisations."), which);
    return id;
}

static const struct {
    const char *name;
    bool        text;
} fields[] = { { "id", false }, { "org_key", true }, { "number", true }, { "name", true }, { "ror", true }, { "yen", false }, { "lines", false },
               { "sheets", false }, { "programmes", false }, { "years", false }, { "first_fy", false }, { "last_fy", false } };

static json_t *
row_of(Rows *r)
{
    json_t *row = json_object();
    for (int i = 0; i < (int)(sizeof fields / sizeof *fields); i++)
        json_object_set_new(row, fields[i].name, row_null(r, i) ? json_null() : fields[i].text ? json_string(row_text(r, i)) : json_integer(row_int(r, i)));
    return row;
}

static const Sql columns = { "SELECT o.id, o.org_key, o.number, o.name, o.ror, s.yen, s.lines, s.sheets, s.programmes, s.years, s.first_fy, s.last_fy" };

static const struct {
    const char *sort;
    Sql         up, down;
} orders[] = {
    { "yen", { " ORDER BY s.yen, s.organisation_id" }, { " ORDER BY s.yen DESC, s.organisation_id DESC" } },
    { "name", { " ORDER BY s.name_key, s.organisation_id" }, { " ORDER BY s.name_key DESC, s.organisation_id DESC" } },
    { "lines", { " ORDER BY s.lines, s.organisation_id" }, { " ORDER BY s.lines DESC, s.organisation_id" } },
    { "programmes", { " ORDER BY s.programmes, s.organisation_id" }, { " ORDER BY s.programmes DESC, s.organisation_id" } },
    { "years", { " ORDER BY s.years, s.yen, s.organisation_id" }, { " ORDER BY s.years DESC, s.yen DESC, s.organisation_id" } },
    { "last", { " ORDER BY s.last_fy NULLS LAST, s.organisation_id" }, { " ORDER BY s.last_fy DESC NULLS LAST, s.organisation_id" } },
};

/* The words of a search, each in the name, or one number from its beginning. */
static SqlBuild *
where(Ctx *c, const OrganisationAsk *ask)
{
    SqlBuild   *b = sql_build(c->mem);
    const char *text = text_squeeze(c->mem, text_nfkc(c->mem, ask->text ? ask->text : ""));
    size_t      n;
    sql_add(b, SQL(" FROM organisation_sum s WHERE 1 = 1"), NOV);
    if (ask->numbered && strcmp(ask->numbered, "with") == 0)
        sql_add(b, SQL(" AND s.numbered = 1"), NOV);
    if (ask->numbered && strcmp(ask->numbered, "without") == 0)
        sql_add(b, SQL(" AND s.numbered = 0"), NOV);
    if (strlen(text) >= 4 && strlen(text) <= 13 && strspn(text, "0123456789") == strlen(text)) {
        sql_add(b, SQL(" AND s.organisation_id IN (SELECT id FROM organisation WHERE org_key >= $1 AND org_key < $2)"), V(text, arena_fmt(c->mem, "%s:", text)));
        return b;
    }
    char **word = text_split(c->mem, text, " ", &n);
    for (size_t i = 0; i < n && i < 8; i++)
        if (*word[i])
            sql_add(b, SQL(" AND s.name_key LIKE $1 ESCAPE '!'"), V(query_like(c, word[i])));
    return b;
}

json_t *
organisation_page(Ctx *c, const OrganisationAsk *ask, int64_t *total)
{
    SqlBuild *from = where(c, ask), *b = sql_build(c->mem);
    json_t   *out = json_keep(c->mem, json_array());
    Sql       order = orders[0].down;
    for (size_t i = 0; ask->sort && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].sort, ask->sort) == 0)
            order = ask->down ? orders[i].down : orders[i].up;
    if (total) {
        sql_add(b, SQL("SELECT count(*)"), NOV);
        sql_add(b, sql_built(from), from->n, from->v);
        *total = db_int(c, sql_built(b), b->n, b->v);
    }
    /* Cut first: only the rows of the page are looked up in the other table. */
    b = sql_build(c->mem);
    sql_add(b, columns, NOV);
    sql_add(b, SQL(" FROM (SELECT s.organisation_id, s.name_key, s.yen, s.lines, s.sheets, s.programmes, s.years, s.first_fy, s.last_fy"), NOV);
    sql_add(b, sql_built(from), from->n, from->v);
    sql_add(b, order, NOV);
    sql_add(b, SQL(" LIMIT $1 OFFSET $2) s JOIN organisation o ON o.id = s.organisation_id"), V(ask->limit ? ask->limit : 10000, ask->from));
    sql_add(b, order, NOV);
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    while (db_next(r))
        json_array_append_new(out, row_of(r));
    return out;
}

bool
organisation_is_due(Ctx *c)
{
    return db_int(c, SQL("SELECT due FROM organisation_state WHERE id = 1"), NOV) != 0;
}

bool
organisation_due(Ctx *c)
{
    return db_run(c, SQL("UPDATE organisation_state SET due = 1 WHERE due = 0"), NOV);
}

/* What one organisation comes to, while its lines pass by. */
typedef struct {
    int64_t  id, yen, lines, sheets, programmes, first_fy, last_fy;
    uint64_t years; /* bit y - 1990 */
} Sum;

/* By the id of a sheet: its programme, 0 where it is not the newest version. */
typedef struct {
    int64_t *programme, *met; /* met: the organisation that was last seen in the sheet */
    int64_t *seen;            /* by programme */
    int64_t  sheets, programmes;
} Sheets;

static Sheets
sheets_of(Ctx *c)
{
    Sheets s = { .sheets = db_int(c, SQL("SELECT coalesce(max(id), 0) + 1 FROM review_sheet"), NOV), .programmes = db_int(c, SQL("SELECT coalesce(max(id), 0) + 1 FROM programme"), NOV) };
    s.programme = NEWN(c->mem, int64_t, (size_t)s.sheets);
    s.met = NEWN(c->mem, int64_t, (size_t)s.sheets);
    s.seen = NEWN(c->mem, int64_t, (size_t)s.programmes);
    Rows *r = db_query(c, SQL("SELECT id, programme_id FROM review_sheet WHERE newest = 1"), NOV);
    while (db_next(r))
        if (row_int(r, 0) > 0 && row_int(r, 0) < s.sheets && row_int(r, 1) < s.programmes)
            s.programme[row_int(r, 0)] = row_int(r, 1);
    return s;
}

static void
put_sum(Bulk *b, Rows *names, const Sum *s)
{
    int64_t years = 0;
    for (uint64_t y = s->years; y; y &= y - 1)
        years++;
    while (db_next(names) && row_int(names, 0) < s->id)
        ;
    if (s->lines > 0)
        db_bulk_row(b, (Val[]){ val_int(s->id), val_text(row_text(names, 1)), val_int(!row_null(names, 2)), val_int(s->yen), val_int(s->lines), val_int(s->sheets), val_int(s->programmes), val_int(years),
                                s->first_fy ? val_int(s->first_fy) : VAL_NONE, s->last_fy ? val_int(s->last_fy) : VAL_NONE });
}

static void
add_line(Sum *s, Sheets *of, int64_t sheet, int64_t fy, int64_t yen)
{
    int64_t programme = sheet > 0 && sheet < of->sheets ? of->programme[sheet] : 0;
    if (!programme)
        return;
    s->lines++;
    s->yen += yen;
    s->sheets += of->met[sheet] != s->id;
    s->programmes += of->seen[programme] != s->id;
    of->met[sheet] = of->seen[programme] = s->id;
    if (fy < 1990 || fy >= 2054)
        return;
    s->years |= UINT64_C(1) << (fy - 1990);
    s->first_fy = !s->first_fy || fy < s->first_fy ? fy : s->first_fy;
    s->last_fy = fy > s->last_fy ? fy : s->last_fy;
}

/* Three walks in the order of keys, side by side: lines of payees come by organisation, their names too. In SQL the same
 * took three times as long, and every import of sheets ends with it. */
static void
make_sums(Ctx *c)
{
    Sheets of = sheets_of(c);
    Rows  *names = db_query(c, SQL("SELECT id, name_key, number FROM organisation ORDER BY id"), NOV);
    Rows  *r = db_query(c, SQL("SELECT organisation_id, sheet_id, fy, yen FROM sheet_payee WHERE organisation_id > 0 AND kind = 'payee' ORDER BY organisation_id, sheet_id, place"), NOV);
    Bulk  *b = db_bulk_begin(c, SQL("organisation_sum"), SQL("organisation_id, name_key, numbered, yen, lines, sheets, programmes, years, first_fy, last_fy"), 10);
    Sum    s = { 0 };
    while (db_next(r)) {
        if (row_int(r, 0) != s.id) {
            if (s.id)
                put_sum(b, names, &s);
            s = (Sum){ .id = row_int(r, 0) };
        }
        add_line(&s, &of, row_int(r, 1), row_int(r, 2), row_int(r, 3));
    }
    if (s.id)
        put_sum(b, names, &s);
    db_done(names);
    db_bulk_end(b);
}

bool
organisation_catch_up(Ctx *c)
{
    if (!ok(c) || !organisation_is_due(c))
        return ok(c);
    Ctx own = *c;
    own.mem = arena_new(0); /* names of all organisations pass through it */
    tx_begin(&own);
    sheet_face_hold(&own); /* a link that is decided at this moment counts its own (organisation_moved.c) */
    db_run(&own, SQL("DELETE FROM organisation_sum"), NOV);
    make_sums(&own);
    db_run(&own, SQL("UPDATE organisation_state SET due = 0"), NOV);
    tx_end(&own);
    ctx_join(c, &own);
    arena_free(own.mem);
    return ok(c);
}
