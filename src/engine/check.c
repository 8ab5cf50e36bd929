/* check.c -- each check reads the record and adds findings; words and thresholds are data.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check.h"

#include "base/data.h"
#include "base/number.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

typedef struct {
    Ctx          *c;
    const json_t *rec, *rules;
    json_t       *out;
} Check;

/* Adds a finding; a and b are the two readings (b may be NULL). */
static void
say(Check *k, const char *code, const char *field, const json_t *at, const char *a, const char *b)
{
    size_t  i;
    json_t *row, *rule = NULL;
    json_array_foreach(json_path(k->rules, "checks"), i, row)
        if (strcmp(json_text(row, "code"), code) == 0)
            rule = row;
    if (!rule)
        die("catalog/rules/checks.yaml lacks %s", code);
    Arena  *mem = k->c->mem;
    json_t *f = json_pack("{ss ss ss}", "code", code, "level", json_text(rule, "level"), "field", field);
    json_object_set_new(f, "line", json_has(at, "source.line_from") ? json_integer(json_int(at, "source.line_from", 0)) : json_null());
    json_object_set_new(f, "text", json_string(arena_fmt(mem, b ? "%s：「%s」と「%s」" : "%s：「%s」", json_text(rule, "title"), a, b)));
    json_object_set_new(f, "text_en", json_string(arena_fmt(mem, b ? "%s: \"%s\" and \"%s\"" : "%s: \"%s\"", json_text(rule, "title_en"), a, b)));
    json_object_set_new(f, "readings", b ? json_pack("[ss]", a, b) : json_pack("[s]", a));
    json_object_set_new(f, "rule", json_pack("{ss ss}", "title", json_text(rule, "rule"), "source", json_text(rule, "source")));
    json_object_set(f, "advice", json_path(rule, "advice"));
    json_object_set(f, "advice_en", json_path(rule, "advice_en"));
    json_array_append_new(k->out, f);
}

static void
periods(Check *k)
{
    const json_t *cover = json_path(k->rec, "period");
    size_t        i;
    json_t       *p;
    json_array_foreach(json_path(k->rec, "periods"), i, p)
        if (json_int(cover, "from_fy", 0) != json_int(p, "from_fy", 0) || json_int(cover, "to_fy", 0) != json_int(p, "to_fy", 0))
            say(k, "CHK-PERIOD", arena_fmt(k->c->mem, "periods[%zu]", i), p, json_text(cover, "text"), json_text(p, "text"));
}

/* Fiscal year that a statement means, by the programme's period; 0 when it cannot be told. */
static int64_t
year_meant(const Check *k, const json_t *e)
{
    int64_t     from = json_int(k->rec, "period.from_fy", 0), to = json_int(k->rec, "period.to_fy", 0);
    const char *rule = json_text(e, "rule");
    if (json_int(e, "fy", 0))
        return json_int(e, "fy", 0);
    if (strcmp(rule, "end") == 0)
        return to;
    if (strcmp(rule, "year-n") == 0 && from && json_int(e, "year_n", 0))
        return from + json_int(e, "year_n", 0) - 1;
    return 0;
}

static void
evaluations(Check *k)
{
    const json_t *list = json_path(k->rec, "evaluations");
    size_t        i, j;
    json_t       *a, *b;
    bool          interim = false, ex_post = false, follow = false;
    json_array_foreach(list, i, a)
    {
        bool overview = strcmp(json_text(a, "place"), "overview") == 0;
        interim = interim || strcmp(json_text(a, "type"), "interim") == 0;
        follow = follow || strcmp(json_text(a, "type"), "follow-up") == 0;
        ex_post = ex_post || (overview && strcmp(json_text(a, "type"), "ex-post") == 0);
        json_array_foreach(list, j, b)
            if (overview && strcmp(json_text(b, "place"), "summary") == 0 && strcmp(json_text(a, "type"), json_text(b, "type")) == 0 &&
                year_meant(k, a) && year_meant(k, b) && year_meant(k, a) != year_meant(k, b))
                say(k, "CHK-EVAL-YEAR", "evaluations", a, json_text(a, "text"), json_text(b, "text"));
    }
    int64_t from = json_int(k->rec, "period.from_fy", 0), to = json_int(k->rec, "period.to_fy", 0);
    if (from && (!to || to - from + 1 >= json_int(k->rules, "thresholds.interim_from_years", 5)) && !interim)
        say(k, "CHK-INTERIM-MISSING", "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL);
    if (!ex_post)
        say(k, "CHK-EX-POST-MISSING", "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL);
    if (!follow)
        say(k, "CHK-FOLLOW-UP", "evaluations", json_path(k->rec, "overview"), json_text(k->rec, "overview.evaluations_text"), NULL);
}

static void
money(Check *k)
{
    const json_t *total = json_path(k->rec, "total");
    size_t        i;
    json_t       *b;
    if (!json_has(total, "yen"))
        say(k, "CHK-TOTAL-UNKNOWN", "total", total, json_text(total, "text"), NULL);
    else if (json_int(total, "yen", 0) >= json_int(k->rules, "thresholds.national_council_yen", INT64_MAX))
        say(k, "CHK-NATIONAL-COUNCIL", "total", total, json_text(total, "text"), NULL);
    json_array_foreach(json_path(k->rec, "budget"), i, b)
        if (json_flag(b, "total") && json_has(total, "yen") &&
            (strcmp(json_text(b, "qualifier"), json_text(total, "qualifier")) != 0 || json_int(b, "yen", 0) != json_int(total, "yen", 0)))
            say(k, "CHK-BUDGET-QUALIFIER", arena_fmt(k->c->mem, "budget[%zu]", i), b, json_text(total, "text"), json_text(b, "text"));
}

static bool
named(const Check *k, const char *name, const char *type)
{
    Arena  *mem = k->c->mem;
    size_t  i;
    json_t *ind;
    char   *key = text_key(mem, name);
    json_array_foreach(json_path(k->rec, "indicators"), i, ind)
    {
        char *other = text_key(mem, json_text(ind, "name"));
        if ((!type || strcmp(type, json_text(ind, "type")) == 0) && *other && (strstr(other, key) || strstr(key, other)))
            return true;
    }
    return false;
}

static void
cover_indicators(Check *k)
{
    size_t  i, j;
    json_t *c, *n;
    json_array_foreach(json_path(k->rec, "cover_indicators"), i, c)
        json_array_foreach(json_path(c, "names"), j, n)
            if (!named(k, json_string_value(n), json_text(c, "type")))
                say(k, "CHK-COVER-INDICATOR", arena_fmt(k->c->mem, "cover_indicators[%zu]", i), c, json_string_value(n), NULL);
}

static bool
has_note(const json_t *ind, const char *kind)
{
    size_t  i;
    json_t *n;
    json_array_foreach(json_path(ind, "notes"), i, n)
        if (strcmp(json_text(n, "kind"), kind) == 0)
            return true;
    return false;
}

static void
indicator(Check *k, size_t at, const json_t *ind)
{
    static const char *const outputs[] = { "論文数", "論文発表数", "開催した", "参画機関数", "採択件数", "発表数" };
    const char *name = json_text(ind, "name"), *field = arena_fmt(k->c->mem, "indicators[%zu]", at), *fy;
    bool        any = false;
    json_t     *v;
    json_object_foreach(json_path(ind, "values"), fy, v)
        any = any || json_has(v, "value");
    if (!json_has(ind, "unit"))
        say(k, "CHK-NO-UNIT", field, ind, name, NULL);
    if (!any)
        say(k, "CHK-NO-BASELINE", field, ind, name, NULL);
    if (strstr(name, "数・") || strstr(name, "数、") || strstr(name, "数，"))
        say(k, "CHK-TWO-MEASURES", field, ind, name, NULL);
    for (size_t i = 0; strcmp(json_text(ind, "type"), "outcome") == 0 && i < sizeof outputs / sizeof *outputs; i++)
        if (strstr(name, outputs[i]) && !strstr(name, "共著")) {
            say(k, "CHK-OUTPUT-AS-OUTCOME", field, ind, name, NULL);
            break;
        }
    if (has_note(ind, "baseline"))
        say(k, "CHK-BASELINE-IN-NOTE", field, ind, name, NULL);
    if (has_note(ind, "reset"))
        say(k, "CHK-RESET", field, ind, name, NULL);
}

static void
criteria(Check *k)
{
    size_t  i, j, n;
    json_t *v, *it, *cr;
    json_array_foreach(json_path(k->rec, "views"), i, v) json_array_foreach(json_path(v, "items"), j, it)
        json_array_foreach(json_path(it, "criteria"), n, cr)
        {
            const char *field = arena_fmt(k->c->mem, "views[%zu].items[%zu].criteria[%zu]", i, j, n);
            bool        quant = strcmp(json_text(cr, "kind"), "quantitative") == 0;
            if (json_flag(cr, "explicit_none"))
                say(k, "CHK-CRITERION-EMPTY", field, cr, json_text(it, "item"), NULL);
            else if (json_flag(cr, "merged"))
                say(k, "CHK-CRITERION-MERGED", field, cr, json_text(it, "item"), NULL);
            else if (quant && !named(k, json_text(cr, "text"), NULL))
                say(k, "CHK-QUANT-NO-INDICATOR", field, cr, json_text(cr, "text"), NULL);
        }
}

static void
people(Check *k)
{
    size_t  i, j, n;
    json_t *ros, *m, *body;
    json_array_foreach(json_path(k->rules, "implementing_bodies"), n, body)
    {
        if (!strstr(json_text(k->rec, "name"), json_text(body, "name")))
            continue;
        json_array_foreach(json_path(k->rec, "rosters"), i, ros) json_array_foreach(json_path(ros, "members"), j, m)
            if (strstr(json_text(m, "affiliation"), json_text(body, "affiliation")))
                say(k, "CHK-MEMBER-BODY", arena_fmt(k->c->mem, "rosters[%zu].members[%zu]", i, j), m, json_text(m, "name"), json_text(m, "affiliation"));
    }
}

static void
overall(Check *k)
{
    const char *summary = text_key(k->c->mem, json_text(k->rec, "overall.summary"));
    if (strstr(summary, "(3)") && strcmp(json_text(k->rec, "overall.remarks_state"), "blank") == 0)
        say(k, "CHK-REMARK-BLANK", "overall.remarks", json_path(k->rec, "overall"), json_text(k->rec, "overall.summary"), "");
    const char *a = json_text(k->rec, "report.date"), *b = json_text(k->rec, "form.as_of");
    if (*a && *b && strcmp(a, b) != 0)
        say(k, "CHK-AS-OF", "form.as_of", json_path(k->rec, "form"), json_text(k->rec, "report.date_text"), json_text(k->rec, "form.as_of_text"));
    if (json_array_size(json_path(k->rec, "indicators")) > 0 && !json_has(k->rec, "targets"))
        say(k, "CHK-NO-TARGET", "indicators", json_array_get(json_path(k->rec, "indicators"), 0), json_text(k->rec, "name"), NULL);
}

static const json_t *
rules(Ctx *c)
{
    return yaml_read_file(c, data_path(c->mem, "catalog/rules/checks.yaml"));
}

json_t *
check_record(Ctx *c, const json_t *record)
{
    Check   k = { c, record, rules(c), json_keep(c->mem, json_array()) };
    size_t  i;
    json_t *x;
    if (!k.rules)
        return k.out;
    json_array_foreach(json_path(record, "findings"), i, x)
        json_array_append(k.out, x);
    periods(&k);
    evaluations(&k);
    money(&k);
    cover_indicators(&k);
    json_array_foreach(json_path(record, "indicators"), i, x)
        indicator(&k, i, x);
    criteria(&k);
    people(&k);
    overall(&k);
    return k.out;
}

json_t *
check_catalogue(Ctx *c)
{
    return json_path(rules(c), "checks");
}
