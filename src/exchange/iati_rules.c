/* iati_rules.c -- rules of the IATI Standard that its schemas cannot say; words and levels are iati-rules.yaml.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/iati_check.h"

#include "base/map.h"
#include "base/text.h"
#include "format/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 64 };

typedef struct {
    IatiCheck     *k;
    const xmlNode *activity; /* the one we are in */
    Map            identifiers;
} Walk;

static void
note(Walk *w, const xmlNode *at, const char *code, const char *ja, const char *en, const char *value)
{
    Arena *mem = w->k->c->mem;
    value = text_head(mem, value, 80);
    iati_finding(w->k, at, code, text_replace(mem, ja, "{1}", value), text_replace(mem, en, "{1}", value));
}

static const char *
attr(const xmlNode *e, const char *name)
{
    const char *s = e ? xml_attr(e, name) : NULL;
    return s ? s : "";
}

static void
check_codes(Walk *w, const xmlNode *e)
{
    size_t  i, j;
    json_t *row, *v;
    json_array_foreach(json_object_get(w->k->rules, "codes"), i, row)
    {
        const char *value = xml_attr(e, json_text(row, "attribute"));
        bool        known = false;
        if (!value || !xml_is(e, json_text(row, "element")) || (json_str(row, "in") && !xml_is(e->parent, json_text(row, "in"))))
            continue;
        json_array_foreach(json_object_get(row, "values"), j, v) known = known || strcmp(json_string_value(v), value) == 0;
        if (!known)
            note(w, e, "IATI-CODE", arena_fmt(w->k->c->mem, "%s の %s「{1}」はコード表にない", (const char *)e->name, json_text(row, "attribute")),
                 arena_fmt(w->k->c->mem, "%s of %s: \"{1}\" is not in the code list", json_text(row, "attribute"), (const char *)e->name), value);
    }
}

static void
check_narrative(Walk *w, const xmlNode *e)
{
    bool said = false;
    for (const xmlNode *p = e; p && p->type == XML_ELEMENT_NODE; p = p->parent)
        said = said || *attr(p, "lang");
    if (!said)
        note(w, e, "IATI-LANG", "文章の言語が書かれていない：{1}", "the language of this text is not said: {1}", text_squeeze(w->k->c->mem, xml_content(w->k->c->mem, e)));
    if (text_blank(xml_content(w->k->c->mem, e)))
        note(w, e, "IATI-EMPTY", "narrative が空である{1}", "the narrative is empty{1}", "");
}

static bool
currency_code(const char *s)
{
    return strlen(s) == 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

/* Amounts are elements `value`, and in other lists `loan-status` or `forecast`, that bear a value-date. */
static void
check_currency(Walk *w, const xmlNode *e)
{
    const char *own = xml_attr(e, "currency"), *otherwise = attr(w->activity, "default-currency");
    if (own && !currency_code(own))
        note(w, e, "IATI-CURRENCY-CODE", "通貨「{1}」は通貨コードではない", "\"{1}\" is no currency", own);
    if (!own && !*otherwise && xml_attr(e, "value-date") && xml_is(e, "value"))
        note(w, e, "IATI-CURRENCY", "金額 {1} の通貨が書かれていない", "the currency of {1} is not said", text_squeeze(w->k->c->mem, xml_content(w->k->c->mem, e)));
}

static int64_t
days_of(const char *date)
{
    /* days since a fixed day, by the civil calendar (Howard Hinnant, chrono-compatible low-level date algorithms) */
    int64_t y = strtoll(date, NULL, 10), m = strtoll(date + 5, NULL, 10), d = strtoll(date + 8, NULL, 10);
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy;
}

static void
check_period(Walk *w, const xmlNode *e)
{
    const char *from = attr(xml_child(e, "period-start"), "iso-date"), *to = attr(xml_child(e, "period-end"), "iso-date");
    if (!xml_is_type("date", from) || !xml_is_type("date", to) || *from == '-' || *to == '-')
        return;
    if (strncmp(from, to, 10) > 0)
        note(w, e, "IATI-PERIOD", "期間 {1} は終わりが始まりより前である", "the period {1} ends before it begins", arena_fmt(w->k->c->mem, "%s – %s", from, to));
    else if (xml_is(e, "budget") && days_of(to) - days_of(from) > 366)
        note(w, e, "IATI-BUDGET-YEAR", "予算の期間 {1} は一年より長い", "the budget runs for more than a year: {1}", arena_fmt(w->k->c->mem, "%s – %s", from, to));
}

/* One baseline, target or actual of an indicator. */
static void
check_value(Walk *w, const xmlNode *e, const char *measure)
{
    const char *value = xml_attr(e, "value");
    if (strcmp(measure, "5") == 0) {
        if (value)
            note(w, e, "IATI-QUALITATIVE", "質的な指標に値「{1}」がある", "a qualitative indicator has the value \"{1}\"", value);
    } else if (!value || !*value) {
        if (!xml_child(e, "comment"))
            note(w, e, "IATI-VALUE-MISSING", "{1} に値も comment もない", "{1} has neither a value nor a comment", (const char *)e->name);
    } else if ((strcmp(measure, "1") == 0 || strcmp(measure, "2") == 0) && !xml_is_type("decimal", value)) {
        note(w, e, "IATI-NUMBER", "値「{1}」は数ではない", "the value \"{1}\" is no number", value);
    }
}

static void
check_indicator(Walk *w, const xmlNode *e)
{
    const char *measure = attr(e, "measure");
    for (const xmlNode *b = xml_next(e->children, NULL); b; b = xml_next(b->next, NULL)) {
        if (xml_is(b, "baseline"))
            check_value(w, b, measure);
        for (const xmlNode *v = xml_is(b, "period") ? xml_next(b->children, NULL) : NULL; v; v = xml_next(v->next, NULL))
            if (xml_is(v, "target") || xml_is(v, "actual"))
                check_value(w, v, measure);
    }
}

static void
check_identifier(Walk *w, const xmlNode *a)
{
    const xmlNode *e = xml_child(a, "iati-identifier"), *org = xml_child(a, "reporting-org");
    Arena         *mem = w->k->c->mem;
    const char    *id = text_trim(mem, xml_content(mem, e));
    if (!e)
        return;
    if (!*id || map_get(&w->identifiers, id))
        note(w, e, "IATI-IDENTIFIER", *id ? "識別子 {1} は二度目である" : "識別子が空である{1}", *id ? "the identifier {1} stands here for the second time" : "the identifier is empty{1}", id);
    map_put(&w->identifiers, id, 1);
    const char *ref = attr(org, "ref");
    for (const xmlNode *o = xml_next(a->children, "other-identifier"); o && *ref; o = xml_next(o->next, "other-identifier"))
        if (strcmp(attr(o, "type"), "B1") == 0 && text_starts(id, attr(o, "ref")))
            return;
    if (*id && *ref && !text_starts(id, ref))
        note(w, e, "IATI-IDENTIFIER-ORG", "識別子 {1} は報告機関の識別子で始まっていない", "the identifier {1} does not begin with that of the reporting organisation", id);
}

/* Percentages of these elements: they make 100, or one stands alone without any. */
static void
check_percent(Walk *w, const xmlNode *a, const char *one, const char *other)
{
    double sum = 0;
    int    n = 0, with = 0;
    bool   many = false;
    const char *vocabulary = NULL;
    for (const xmlNode *e = xml_next(a->children, NULL); e; e = xml_next(e->next, NULL)) {
        if (!xml_is(e, one) && !xml_is(e, other))
            continue;
        n++;
        many = many || (vocabulary && strcmp(vocabulary, attr(e, "vocabulary")) != 0);
        vocabulary = attr(e, "vocabulary");
        with += *attr(e, "percentage") != 0;
        sum += strtod(attr(e, "percentage"), NULL);
    }
    if (!many && n > 1 && (with != n || fabs(sum - 100) > 0.05))
        note(w, a, "IATI-PERCENTAGE", arena_fmt(w->k->c->mem, "%s の割合の合計が {1} である", one), arena_fmt(w->k->c->mem, "the percentages of %s make {1}", one), arena_fmt(w->k->c->mem, "%.10g", sum));
}

static bool
in_every_transaction(const xmlNode *a, const char *one, const char *other)
{
    const xmlNode *t = xml_child(a, "transaction");
    bool           all = t != NULL;
    for (; t; t = xml_next(t->next, "transaction"))
        all = all && (xml_child(t, one) || xml_child(t, other));
    return all;
}

static void
check_activity(Walk *w, const xmlNode *a)
{
    bool start = false;
    check_identifier(w, a);
    for (const xmlNode *d = xml_next(a->children, "activity-date"); d; d = xml_next(d->next, "activity-date")) {
        const char *type = attr(d, "type"), *day = attr(d, "iso-date");
        start = start || strcmp(type, "1") == 0 || strcmp(type, "2") == 0;
        if ((strcmp(type, "2") == 0 || strcmp(type, "4") == 0) && xml_is_type("date", day) && strncmp(day, w->k->c->now, 10) > 0)
            note(w, d, "IATI-ACTUAL-DATE", "実際の日付として {1} が書かれているが、まだ来ていない", "{1} is given as an actual date, but has not come yet", day);
    }
    if (!start)
        note(w, a, "IATI-START", "開始日（activity-date の 1 か 2）がない{1}", "there is no start date (activity-date 1 or 2){1}", "");
    check_percent(w, a, "recipient-country", "recipient-region");
    check_percent(w, a, "sector", "sector");
    if (!xml_child(a, "sector") && !in_every_transaction(a, "sector", "sector"))
        note(w, a, "IATI-SECTOR", "分野（sector）が書かれていない{1}", "no sector is given{1}", "");
    if (!xml_child(a, "recipient-country") && !xml_child(a, "recipient-region") && !in_every_transaction(a, "recipient-country", "recipient-region"))
        note(w, a, "IATI-RECIPIENT", "対象の国・地域が書かれていない{1}", "no country or region is given{1}", "");
}

static void
walk(Walk *w, const xmlNode *e, int depth)
{
    if (depth > DEPTH || (e->ns && e->ns->href))
        return; /* other namespaces are their owners' matter */
    check_codes(w, e);
    check_currency(w, e);
    if (xml_is(e, "iati-activity")) {
        w->activity = e;
        check_activity(w, e);
    } else if (xml_is(e, "narrative")) {
        check_narrative(w, e);
    } else if (xml_is(e, "indicator")) {
        check_indicator(w, e);
    }
    if (xml_child(e, "period-start"))
        check_period(w, e);
    for (const xmlNode *child = xml_next(e->children, NULL); child; child = xml_next(child->next, NULL))
        walk(w, child, depth + 1);
}

void
iati_rules(IatiCheck *k, const xmlNode *root)
{
    Walk        w = { .k = k, .identifiers = { .mem = k->c->mem } };
    const char *version = xml_attr(root, "version");
    if (version && strcmp(version, json_text(k->rules, "version")) != 0)
        note(&w, root, "IATI-VERSION", "{1} 版のファイルである", "this is a file of version {1}", version);
    walk(&w, root, 0);
    map_free(&w.identifiers);
}
