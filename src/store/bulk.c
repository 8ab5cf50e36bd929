/* bulk.c -- statements built of pieces, sets of ids, many rows at once.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/backend.h"

#include <ctype.h>
#include <string.h>

SqlBuild *
sql_build(Arena *mem)
{
    SqlBuild *b = NEW(mem, SqlBuild);
    b->mem = mem;
    b->text = buf_in(mem);
    return b;
}

void
sql_add(SqlBuild *b, Sql piece, size_t n, const Val *v)
{
    for (const char *p = piece.text; *p;) {
        if (*p != '$' || !isdigit((unsigned char)p[1])) {
            buf_char(b->text, *p++);
            continue;
        }
        size_t no = 0;
        for (p++; isdigit((unsigned char)*p); p++)
            no = no * 10 + (size_t)(*p - '0');
        if (no == 0 || no > n)
            die("value $%zu is not given in: %s", no, piece.text);
        buf_fmt(b->text, "$%zu", b->n + no);
    }
    if (b->n + n > sizeof b->v / sizeof *b->v)
        die("too many values in: %s", buf_text(b->text));
    for (size_t i = 0; i < n; i++)
        b->v[b->n++] = v[i];
}

Sql
sql_built(const SqlBuild *b)
{
    return (Sql){ buf_text(b->text) };
}

Sql
sql_in_ids(Ctx *c)
{
    return db_is_postgres(c->db) ? SQL(" = ANY ($1::bigint[])") : SQL(" IN (SELECT value FROM json_each($1))");
}

Sql
sql_from_ids(Ctx *c)
{
    return db_is_postgres(c->db) ? SQL(" unnest($1::bigint[]) WITH ORDINALITY AS ids(id, place)")
                                 : SQL(" (SELECT value AS id, key AS place FROM json_each($1)) AS ids");
}

Val
db_ids(Ctx *c, const int64_t *id, size_t n)
{
    bool pg = db_is_postgres(c->db);
    Buf *b = buf_in(c->mem);
    buf_char(b, pg ? '{' : '[');
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, i ? ",%lld" : "%lld", (long long)id[i]);
    buf_char(b, pg ? '}' : ']');
    return val_text(buf_text(b));
}

Bulk *
db_bulk_begin(Ctx *c, Sql table, Sql columns, int n)
{
    Bulk *b = NEW(c->mem, Bulk);
    *b = (Bulk){ .c = c, .table = table.text, .columns = columns.text, .n = n, .rows = buf_in(c->mem) };
    Buf *sql = buf_in(c->mem);
    buf_fmt(sql, "INSERT INTO %s (%s) VALUES (", table.text, columns.text);
    for (int i = 1; i <= n; i++)
        buf_fmt(sql, i > 1 ? ", $%d" : "$%d", i);
    buf_add(sql, ")");
    b->sql = buf_text(sql);
    if (c->db->depth == 0)
        die("many rows outside a transaction: %s", b->sql);
    return b;
}

void
db_bulk_row(Bulk *b, const Val *v)
{
    if (ok(b->c))
        (void)b->c->db->backend->bulk_row(b->c, b->c->db, b, v); /* the Ctx keeps the error for db_bulk_end */
}

bool
db_bulk_end(Bulk *b)
{
    return b->c->db->backend->bulk_end(b->c, b->c->db, b);
}

bool
db_reserve(Ctx *c, Sql table, size_t n, int64_t *ids)
{
    if (n == 0)
        return ok(c);
    SqlBuild *b = sql_build(c->mem);
    if (!db_is_postgres(c->db)) {
        sql_add(b, SQL("SELECT coalesce(max(id), 0) FROM "), NOV);
        sql_add(b, table, NOV);
        int64_t first = db_int(c, sql_built(b), NOV);
        for (size_t i = 0; i < n; i++)
            ids[i] = first + 1 + (int64_t)i;
        return ok(c);
    }
    sql_add(b, SQL("SELECT nextval(pg_get_serial_sequence('"), NOV);
    sql_add(b, table, NOV);
    sql_add(b, SQL("', 'id')) AS id FROM generate_series(1, $1) ORDER BY 1"), V((int64_t)n));
    Rows *r = db_query(c, sql_built(b), b->n, b->v);
    for (size_t i = 0; i < n && db_next(r); i++)
        ids[i] = row_int(r, 0);
    while (db_next(r))
        ;
    return ok(c);
}

bool
db_lock(Ctx *c, const char *name)
{
    return ok(c) && c->db->backend->lock(c, c->db, name);
}

void
db_unlock(Ctx *c)
{
    c->db->backend->unlock(c->db);
}

void **
db_keep(Db *db, void (*drop)(void *))
{
    size_t i = 0;
    while (db->slot[i].drop && db->slot[i].drop != drop)
        if (++i == sizeof db->slot / sizeof *db->slot)
            die("too many kinds of things are kept beside a store");
    db->slot[i].drop = drop;
    return &db->slot[i].kept;
}
