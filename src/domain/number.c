/* number.c -- see number.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/number.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/permission.h"
#include "domain/programme_in.h"
#include "domain/source.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t     version;
    char        kind;      /* 'f' a field of its own, 'p' one of periods, 'b', 'e', 'i' */
    size_t      place;     /* from 0 */
    const char *name;      /* 'f', 'p': request, overview ...; 'i': the year */
} Address;

static bool
digits(const char **p, int64_t *n)
{
    const char *s = *p;
    *n = 0;
    while (*s >= '0' && *s <= '9' && s - *p < 15)
        *n = *n * 10 + (*s++ - '0');
    bool any = s > *p && **p != '0';
    *p = s;
    return any;
}

static bool
address_read(Arena *mem, const char *ref, Address *out)
{
    static const char *const own[] = { "request", "total", "period" }, *const places[] = { "period.overview", "period.form" };
    const char *p = ref;
    int64_t     n = 0;
    *out = (Address){ 0 };
    if (*p++ != 'v' || !digits(&p, &out->version) || *p++ != '.')
        return false;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(p, own[i]) == 0)
            return out->kind = 'f', out->name = own[i], true;
    for (size_t i = 0; i < 2; i++)
        if (strcmp(p, places[i]) == 0)
            return out->kind = 'p', out->name = places[i] + strlen("period."), true;
    if (!strchr("bei", *p) || !*p)
        return false;
    out->kind = *p++;
    if (!digits(&p, &n))
        return false;
    out->place = (size_t)n - 1;
    if (out->kind != 'i')
        return *p == 0;
    out->name = *p == '.' ? arena_str(mem, p + 1) : "";
    return strlen(out->name) == 4 && out->name[strspn(out->name, "0123456789")] == 0;
}

/* The field in the record, and the path to it; NULL when the record has none such. */
static json_t *
field_of(Arena *mem, const json_t *rec, const Address *a, const char **path)
{
    static const struct { char kind; const char *list; } lists[] = { { 'b', "budget" }, { 'e', "evaluations" }, { 'i', "indicators" } };
    size_t  i;
    json_t *one;
    *path = a->name;
    if (a->kind == 'f')
        return json_path(rec, a->name);
    if (a->kind == 'p') {
        json_array_foreach(json_path(rec, "periods"), i, one)
            if (strcmp(json_text(one, "place"), a->name) == 0) {
                *path = arena_fmt(mem, "periods.%zu", i);
                return one;
            }
        return NULL;
    }
    for (i = 0; i < 3; i++)
        if (lists[i].kind == a->kind) {
            *path = a->kind == 'i' ? arena_fmt(mem, "indicators.%zu.values.%s", a->place, a->name) : arena_fmt(mem, "%s.%zu", lists[i].list, a->place);
            return json_path(rec, *path);
        }
    return NULL;
}

static const char *
what(Arena *mem, const json_t *rec, const Address *a, const json_t *field, bool en)
{
    const char *type = json_text(field, "type");
    switch (a->kind) {
    case 'f':
        if (strcmp(a->name, "request") == 0)
            return en ? arena_fmt(mem, "Requested for fiscal year %lld", (long long)json_int(field, "fiscal_year", 0))
                      : arena_fmt(mem, "%s年度要求額", era_year(mem, (int)json_int(field, "fiscal_year", 0)));
        return strcmp(a->name, "total") == 0 ? (en ? "Total of the programme" : "研究事業総額") : en ? "Period of the programme" : "研究事業期間";
    case 'p': return strcmp(a->name, "form") == 0 ? (en ? "Period, evaluation sheet" : "開発・事業期間（評価票）") : en ? "Period, overview" : "課題実施期間（概要）";
    case 'b': return arena_fmt(mem, en ? "Budget %s" : "予算 %s", json_text(field, "label"));
    case 'e':
        return strcmp(type, "interim") == 0 ? (en ? "Year of the interim evaluation" : "中間評価の時期")
               : strcmp(type, "ex-post") == 0 ? (en ? "Year of the ex-post evaluation" : "事後評価の時期") : en ? "Year of the follow-up evaluation" : "追跡評価の時期";
    default: break;
    }
    size_t      i;
    json_t     *col;
    const char *label = a->name;
    json_array_foreach(json_path(rec, arena_fmt(mem, "indicators.%zu.columns", a->place)), i, col)
        if (json_int(col, "fy", 0) == strtoll(a->name, NULL, 10))
            label = json_text(col, "label");
    return arena_fmt(mem, "%s %s", json_text(rec, arena_fmt(mem, "indicators.%zu.name", a->place)), label);
}

/* yen, fiscal year or value: whatever the field's number is. */
static json_t *
value_of(const json_t *field)
{
    static const char *const names[] = { "yen", "value", "fy" };
    for (size_t i = 0; i < 3; i++)
        if (json_is_number(json_path(field, names[i])))
            return json_incref(json_path(field, names[i]));
    return json_null();
}

/* The same field in another version: the same indicator, the same year and state of money, the same evaluation named at
 * the same place. False when that version has none. */
static bool
same_in(Arena *mem, const json_t *old, const json_t *now, const Address *a, Address *out)
{
    *out = *a;
    if (a->kind == 'f' || a->kind == 'p')
        return true;
    const char   *list = a->kind == 'b' ? "budget" : a->kind == 'e' ? "evaluations" : "indicators";
    const char   *one = a->kind == 'b' ? "label" : a->kind == 'e' ? "place" : "name", *two = a->kind == 'b' ? "state" : "type";
    const json_t *was = json_array_get(json_path(old, list), a->place);
    size_t        i;
    json_t       *is;
    json_array_foreach(json_path(now, list), i, is)
        if (strcmp(text_key(mem, json_text(is, one)), text_key(mem, json_text(was, one))) == 0 && strcmp(json_text(is, two), json_text(was, two)) == 0) {
            out->place = i;
            return true;
        }
    return false;
}

static const char *
ref_of(Arena *mem, int64_t version, const Address *a)
{
    if (a->kind == 'f')
        return arena_fmt(mem, "v%lld.%s", (long long)version, a->name);
    if (a->kind == 'p')
        return arena_fmt(mem, "v%lld.period.%s", (long long)version, a->name);
    return a->kind == 'i' ? arena_fmt(mem, "v%lld.i%zu.%s", (long long)version, a->place + 1, a->name)
                          : arena_fmt(mem, "v%lld.%c%zu", (long long)version, a->kind, a->place + 1);
}

static json_t *
present(Ctx *c, int64_t programme, const json_t *old, const Address *a, const json_t *field)
{
    int64_t newest = programme_version_at(c, programme, record_evaluation(c, old), NULL);
    json_t *now = newest == a->version ? NULL : programme_body(c, newest);
    Address b;
    const char *path;
    json_t     *is = now ? (same_in(c->mem, old, now, a, &b) ? field_of(c->mem, now, &b, &path) : NULL) : NULL;
    Rows       *r = db_query(c, SQL("SELECT version, recorded_at FROM programme_version WHERE id = $1"), V(newest));
    json_t     *out = json_object();
    while (db_next(r)) {
        json_object_set_new(out, "version", json_integer(row_int(r, 0)));
        json_object_set_new(out, "recorded_at", json_string(row_text(r, 1)));
    }
    if (!now) {
        is = (json_t *)(uintptr_t)field;
        b = *a;
    }
    json_object_set_new(out, "gone", json_boolean(!is));
    json_object_set_new(out, "text", json_maybe(json_str(is, "text")));
    json_object_set_new(out, "value", is ? value_of(is) : json_null());
    json_object_set_new(out, "ref", is ? json_string(ref_of(c->mem, newest, &b)) : json_null());
    json_t *before = value_of(field);
    json_object_set_new(out, "changed", json_boolean(!is || strcmp(json_text(is, "text"), json_text(field, "text")) != 0 || !json_equal(json_path(out, "value"), before)));
    json_decref(before);
    return out;
}

static void
add_source(Ctx *c, json_t *out, const json_t *rec, const char *path, int64_t document)
{
    int  from = 0, to = 0;
    bool known = record_source(c->mem, rec, path, &from, &to), lines = known && document && can(c, ACT_DOCUMENT_READ);
    json_object_set_new(out, "source", known ? json_pack("{si si}", "line_from", from, "line_to", to) : json_null());
    json_object_set(out, "lines", lines ? document_lines(c, document, from, to) : json_keep(c->mem, json_array()));
}

static json_t *
not_found(Ctx *c, const char *ref)
{
    fail(c, ERR_NOT_FOUND, "ref", L(c, "「%s」という数値の所在はない。印刷物の所在を、v から最後の数字まで写してください。",
                                    "there is no number at \"%s\"; copy the address from the paper, from v to its last digit"), ref);
    return NULL;
}

json_t *
number_show(Ctx *c, const char *ref)
{
    Address     a;
    const char *path = NULL;
    json_t     *rec = address_read(c->mem, ref, &a) ? programme_body(c, a.version) : NULL;
    json_t     *field = rec ? field_of(c->mem, rec, &a, &path) : NULL;
    if (!field || json_is_null(field))
        return ok(c) ? not_found(c, ref) : NULL;
    json_t *out = json_keep(c->mem, json_object());
    int64_t programme = 0, document = 0;
    Rows   *r = db_query(c,
        SQL("SELECT p.id, p.key, v.name, v.version, v.recorded_at, d.id, d.name FROM programme_version v JOIN programme p ON p.id = v.programme_id"
            " LEFT JOIN document d ON d.id = v.document_id WHERE v.id = $1"), V(a.version));
    while (db_next(r)) {
        programme = row_int(r, 0);
        document = row_null(r, 5) ? 0 : row_int(r, 5);
        json_object_set_new(out, "programme", json_pack("{sI ss ss}", "id", (json_int_t)programme, "key", row_text(r, 1), "name", row_text(r, 2)));
        json_object_set_new(out, "version", json_integer(row_int(r, 3)));
        json_object_set_new(out, "recorded_at", json_string(row_text(r, 4)));
        json_object_set_new(out, "document", document ? json_pack("{sI ss}", "id", (json_int_t)document, "name", row_text(r, 6)) : json_null());
    }
    json_object_set_new(out, "ref", json_string(ref_of(c->mem, a.version, &a)));
    json_object_set_new(out, "version_id", json_integer(a.version));
    json_object_set_new(out, "evaluation", json_string(record_evaluation(c, rec)));
    json_object_set_new(out, "field", json_string(path));
    json_object_set_new(out, "what", json_string(what(c->mem, rec, &a, field, false)));
    json_object_set_new(out, "what_en", json_string(what(c->mem, rec, &a, field, true)));
    json_object_set_new(out, "text", json_maybe(json_str(field, "text")));
    json_object_set_new(out, "value", value_of(field));
    json_object_set_new(out, "unit", json_maybe(json_has(field, "yen") ? "円" : a.kind == 'i' ? json_str(rec, arena_fmt(c->mem, "indicators.%zu.unit", a.place)) : NULL));
    json_object_set_new(out, "qualifier", json_maybe(json_str(field, "qualifier")));
    int64_t indicator = a.kind != 'i' ? 0 : db_int(c, SQL("SELECT indicator_id FROM indicator_version WHERE version_id = $1 AND place = $2"), V(a.version, (int64_t)a.place));
    json_object_set_new(out, "indicator_id", indicator ? json_integer(indicator) : json_null());
    add_source(c, out, rec, path, document);
    json_object_set_new(out, "present", present(c, programme, rec, &a, field));
    return ok(c) ? out : NULL;
}
