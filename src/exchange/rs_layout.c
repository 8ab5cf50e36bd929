/* rs_layout.c -- see rs_layout.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rs_layout.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <ctype.h>
#include <string.h>

static const char FILE_NAME[] = "catalog/sources/rs-csv.yaml", DETAILS[] = "catalog/sources/rs-details.yaml";
static const char *const field_names[RS_FIELDS] = {
#define FIELD(name, code) code,
#include "exchange/rs_fields.def"
#undef FIELD
};
static const char *const type_names[] = { "text", "number", "year", "yen", "share", "flag" };

const char *
rs_field_name(RsField f)
{
    return field_names[f];
}

static bool
wrong(Ctx *c, const char *where, const char *what)
{
    return fail(c, ERR_INVALID, FILE_NAME, L(c, "%s の %s が正しくありません（%s）。", "%s: %s is not as it must be (%s)."), FILE_NAME, where, what);
}

static bool
column_read(Ctx *c, const char *table, const json_t *row, RsColumn *out)
{
    const char *name = json_is_string(row) ? json_string_value(row) : json_text(row, "name"), *field = json_str(row, "field"), *type = json_str(row, "type");
    size_t      i;
    json_t     *also;
    *out = (RsColumn){ .name = arena_str(c->mem, name), .match = text_key(c->mem, name), .field = -1, .optional = json_flag(row, "optional") };
    if (!*name)
        return wrong(c, table, "name");
    for (int f = 0; field && f < RS_FIELDS && out->field < 0; f++)
        out->field = strcmp(field_names[f], field) == 0 ? f : -1;
    if (field && out->field < 0)
        return wrong(c, table, field);
    size_t t = 0;
    while (type && t < sizeof type_names / sizeof *type_names && strcmp(type_names[t], type) != 0)
        t++;
    if (t == sizeof type_names / sizeof *type_names)
        return wrong(c, table, type);
    out->type = (RsType)t;
    const json_t *list = json_path(row, "also");
    out->also = NEWN(c->mem, const char *, json_array_size(list) + 1);
    json_array_foreach(list, i, also)
        out->also[out->alsos++] = text_key(c->mem, json_string_value(also) ? json_string_value(also) : "");
    return ok(c);
}

static void
year_columns(Ctx *c, RsTable *t, int64_t from, int64_t to)
{
    for (int64_t y = from; y <= to; y++) {
        const char *name = arena_fmt(c->mem, "%lld", (long long)y);
        t->column[t->columns++] = (RsColumn){ .name = name, .match = name, .field = -1, .optional = true };
    }
}

static bool
table_read(Ctx *c, const json_t *head, const json_t *row, RsTable *t)
{
    size_t  i;
    json_t *col;
    int64_t from = json_int(row, "years.0", 0), to = json_int(row, "years.1", -1);
    *t = (RsTable){ .id = json_str(row, "id"), .title = json_text(row, "title"), .title_en = json_text(row, "title_en") };
    if (!t->id || to - from > 200)
        return wrong(c, "tables", t->id ? "years" : "id");
    t->column = NEWN(c->mem, RsColumn, json_array_size(head) + json_array_size(json_path(row, "columns")) + (size_t)(to - from + 1));
    json_array_foreach(head, i, col)
    {
        RsColumn *k = &t->column[t->columns++];
        column_read(c, "head", col, k);
        k->head = true;
        const char *other = json_string_value(json_object_get(json_object_get(row, "head"), k->name));
        if (other)
            k->match = text_key(c->mem, other);
    }
    json_array_foreach(json_path(row, "columns"), i, col)
        column_read(c, t->id, col, &t->column[t->columns++]);
    year_columns(c, t, from, to);
    return ok(c);
}

/* Fields to their columns, in order; the head's stand in every table and count once. */
static bool
index_fields(Ctx *c, RsLayout *l)
{
    for (size_t t = l->tables; t-- > 0;)
        for (size_t k = l->table[t].columns; k-- > 0;) {
            RsColumn *col = &l->table[t].column[k];
            if (col->field < 0 || (col->head && t > 0))
                continue;
            const char *of = col->head ? "" : l->table[t].id;
            if (l->of[col->field] && strcmp(l->of[col->field], of) != 0)
                return wrong(c, l->table[t].id, rs_field_name((RsField)col->field));
            col->next = l->field[col->field];
            l->field[col->field] = col;
            l->of[col->field] = of;
        }
    static const RsField needed[] = { RS_PROJECT, RS_YEAR, RS_NAME, RS_MINISTRY };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!l->field[needed[i]] || *l->of[needed[i]])
            return wrong(c, "head", rs_field_name(needed[i]));
    return true;
}

static bool
details_read(Ctx *c, RsLayout *l)
{
    const json_t *y = yaml_read_file(c, data_path(c->mem, DETAILS));
    for (int f = 0; f < RS_FIELDS; f++)
        l->detail[f] = json_string_value(json_object_get(json_path(y, "fields"), field_names[f]));
    if (ok(c) && (!l->detail[RS_PROJECT] || !l->detail[RS_NAME] || !l->detail[RS_MINISTRY]))
        fail(c, ERR_INVALID, DETAILS, L(c, "%s に project、name、ministry がありません。", "%s lacks project, name or ministry."), DETAILS);
    return ok(c);
}

const RsLayout *
rs_layout(Ctx *c)
{
    size_t        i;
    json_t       *row;
    const json_t *y = yaml_read_file(c, data_path(c->mem, FILE_NAME)), *head = json_path(y, "head");
    RsLayout     *l = NEW(c->mem, RsLayout);
    if (!ok(c))
        return NULL;
    l->heads = json_array_size(head);
    json_array_foreach(json_path(y, "tables"), i, row)
        if (l->tables == RS_TABLES || !table_read(c, head, row, &l->table[l->tables++])) {
            if (ok(c))
                (void)wrong(c, "tables", "> 32"); /* the Ctx keeps it */
            return NULL;
        }
    l->remark = NEWN(c->mem, RsRemark, json_array_size(json_path(y, "remarks")) + 1);
    json_array_foreach(json_path(y, "remarks"), i, row)
        l->remark[l->remarks++] = (RsRemark){ .kind = json_text(row, "kind"), .table = json_text(row, "table"), .category = json_str(row, "category"), .fy = json_str(row, "fy"),
                                              .text = json_text(row, "text"), .answer = json_str(row, "answer") };
    l->nothing = json_path(y, "nothing");
    l->relations = json_path(y, "relations");
    l->kinds = json_path(y, "kinds");
    l->stages = json_path(y, "stages");
    l->goal_rows = json_path(y, "goal_rows");
    return details_read(c, l) && index_fields(c, l) ? l : NULL;
}

const RsColumn *
rs_layout_column(const RsTable *t, const char *name)
{
    for (size_t i = 0; i < t->columns; i++) {
        if (strcmp(t->column[i].match, name) == 0)
            return &t->column[i];
        for (size_t k = 0; k < t->column[i].alsos; k++)
            if (strcmp(t->column[i].also[k], name) == 0)
                return &t->column[i];
    }
    return NULL;
}

/* Whether the id stands in a file's name, not within other digits. */
static bool
named(const char *file, const char *id)
{
    for (const char *p = file; (p = strstr(p, id)); p++)
        if ((p == file || !isdigit((unsigned char)p[-1])) && !isdigit((unsigned char)p[strlen(id)]))
            return true;
    return false;
}

const RsTable *
rs_layout_table(const RsLayout *l, const char *file, const char *const *name, size_t n)
{
    const RsTable *best = NULL;
    long           best_score = 0;
    for (size_t t = 0; t < l->tables; t++) {
        const RsTable *table = &l->table[t];
        long           own = 0, heads = 0, strange = 0, wanted = 0;
        for (size_t i = 0; i < n; i++) {
            const RsColumn *k = rs_layout_column(table, name[i]);
            *(!k ? &strange : k->head ? &heads : &own) += 1;
        }
        for (size_t i = l->heads; i < table->columns; i++)
            wanted += !table->column[i].optional;
        long score = 2 * own - strange - (wanted - (own < wanted ? own : wanted));
        bool told = named(file, table->id);
        score += told ? 3 : 0;
        if (heads >= 3 && (own > 0 || told) && (!best || score > best_score)) {
            best = table;
            best_score = score;
        }
    }
    return best;
}
