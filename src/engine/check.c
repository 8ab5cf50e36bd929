/* check.c -- runs the table of checks over a paper and says what they find.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/check_in.h"

#include "engine/schedule.h"

enum { SHOWN = 80 }; /* characters of a reading inside the sentence; readings[] keeps it whole */

static const struct {
    const char *code;
    void (*fn)(Check *k);
} table[] = {
#define CHECK(code, fn) { code, fn },
#include "engine/checks.def"
#undef CHECK
};
enum { CHECKS = sizeof table / sizeof *table };

static const json_t *
row_of(const Rules *r, const char *code)
{
    size_t  i;
    json_t *row;
    EACH(r->checks, i, row)
        if (strcmp(json_text(row, "code"), code) == 0)
            return row;
    return NULL;
}

/* The first line from..to that holds the first `chars` characters of a phrase; 0 when none does. */
static int64_t
line_with(const Check *k, int64_t from, int64_t to, const char *phrase, size_t chars)
{
    const char *end = phrase;
    while (chars-- > 0 && *end)
        text_next(&end);
    const char *key = key_of(k, arena_strn(k->c->mem, phrase, (size_t)(end - phrase)));
    for (int64_t n = from; *key && from > 0 && n <= to && n <= (int64_t)k->line_n; n++)
        if (strstr(key_of(k, k->lines[n - 1]), key))
            return n;
    return 0;
}

int64_t
place_of(const Check *k, const json_t *at, const char *phrase)
{
    int64_t from = json_int(at, "source.line_from", k->from), to = json_int(at, "source.line_to", json_has(at, "source.line_from") ? from : k->to);
    int64_t line = phrase ? line_with(k, from, to, phrase, 24) : 0; /* longer first: a paper repeats its phrases */
    if (!line && phrase)
        line = line_with(k, from, to, phrase, 12);
    return line ? line : json_int(at, "source.line_from", 0);
}

/* The lines of the record in its document: from the first source to the last. */
static void
bounds(Check *k, const json_t *j)
{
    const char *key;
    size_t      i;
    json_t     *v;
    if (json_has(j, "source.line_from")) {
        int64_t from = json_int(j, "source.line_from", 0), to = json_int(j, "source.line_to", from);
        k->from = k->from && k->from < from ? k->from : from;
        k->to = k->to > to ? k->to : to;
    }
    if (json_is_array(j))
        EACH(j, i, v) bounds(k, v);
    else if (json_is_object(j))
        json_object_foreach(j, key, v)
            if (strcmp(key, "source") != 0 && strcmp(key, "findings") != 0)
                bounds(k, v);
}

static const char *
quoted(const Check *k, Lang lang, const char *a, const char *b)
{
    Arena      *mem = k->c->mem;
    const char *x = text_head(mem, text_squeeze(mem, a), SHOWN), *y = b ? text_head(mem, text_squeeze(mem, b), SHOWN) : NULL;
    if (lang == LANG_JA)
        return y && *y ? arena_fmt(mem, "：「%s」と「%s」", x, y) : arena_fmt(mem, "：「%s」", x);
    return y && *y ? arena_fmt(mem, ": \"%s\" and \"%s\"", x, y) : arena_fmt(mem, ": \"%s\"", x);
}

static void
put(Check *k, const char *field, int64_t line, const char *a, const char *b, const char *ja, const char *en)
{
    const json_t *rule = k->rule ? k->rule : rule_find(&k->rules, json_text(k->row, "rule"));
    Arena        *mem = k->c->mem;
    json_t *f = json_pack("{ss ss ss so}", "code", json_text(k->row, "code"), "level", json_text(k->row, "level"), "field", field, "line",
                          line ? json_integer(line) : json_null());
    json_object_set_new(f, "text", json_string(arena_fmt(mem, "%s%s%s", json_text(k->row, "title"), quoted(k, LANG_JA, a, b), ja)));
    json_object_set_new(f, "text_en", json_string(arena_fmt(mem, "%s%s%s", json_text(k->row, "title_en"), quoted(k, LANG_EN, a, b), en)));
    json_object_set_new(f, "readings", b ? json_pack("[ss]", a, b) : json_pack("[s]", a));
    json_object_set_new(f, "rule", rule_cite(&k->rules, rule));
    json_object_set(f, "advice", json_path(k->row, "advice"));
    json_object_set(f, "advice_en", json_path(k->row, "advice_en"));
    json_array_append_new(k->out, f);
}

void
say(Check *k, const char *field, const json_t *at, const char *a, const char *b)
{
    put(k, field, place_of(k, at, a), a, b, "", "");
}

void
say_marked(Check *k, const char *field, const json_t *at, const char *mark, const char *a, const char *b)
{
    put(k, field, place_of(k, at, mark), a, b, "", "");
}

void
say_more(Check *k, const char *field, const json_t *at, const char *a, const char *b, const char *ja, const char *en)
{
    put(k, field, place_of(k, at, a), a, b, ja, en);
}

/* Whether a check looks at papers of this form on this day. */
static bool
looks_at(const Check *k, const json_t *row)
{
    const json_t *forms = json_path(row, "for");
    const char   *type = json_text(k->rec, "form.type");
    size_t        i;
    json_t       *f;
    if (json_has(row, "valid") && !rule_holds(&k->rules, row))
        return false;
    if (!rule_find(&k->rules, json_text(row, "rule")))
        return false; /* the rule did not hold then */
    EACH(forms, i, f)
        if (strcmp(json_string_value(f), type) == 0)
            return true;
    return !forms && *type;
}

/* A finding of the reading that a check has said of the same line. */
static bool
covered(const Check *k, const json_t *finding)
{
    const char *by = "";
    size_t      i;
    json_t     *x;
    EACH(k->rules.reading, i, x)
        if (strcmp(json_text(x, "code"), json_text(finding, "code")) == 0)
            by = json_text(x, "covered_by");
    EACH(k->out, i, x)
        if (*by && strcmp(json_text(x, "code"), by) == 0 && json_int(x, "line", 0) == json_int(finding, "line", -1))
            return true;
    return false;
}

bool
check_bound(Ctx *c, const Rules *rules)
{
    size_t  i;
    json_t *row;
    for (i = 0; i < CHECKS; i++)
        if (!row_of(rules, table[i].code))
            return fail(c, ERR_BROKEN, "catalog/rules/checks.yaml", L(c, "catalog/rules/checks.yaml に %s がない", "catalog/rules/checks.yaml lacks %s"), table[i].code);
    EACH(rules->checks, i, row)
    {
        size_t n = 0;
        while (n < CHECKS && strcmp(table[n].code, json_text(row, "code")) != 0)
            n++;
        if (n == CHECKS)
            return fail(c, ERR_BROKEN, "catalog/rules/checks.yaml", L(c, "catalog/rules/checks.yaml の %s を調べる関数がない", "no function looks for %s of catalog/rules/checks.yaml"),
                        json_text(row, "code"));
    }
    return true;
}

bool
check_rules(Ctx *c, Rules *out)
{
    return rules_load(c, NULL, out) && check_bound(c, out);
}

json_t *
check_paper(Ctx *c, const Rules *rules, const CheckPaper *p)
{
    Check   k = { .c = c, .kept = NEW(c->mem, Keys), .rec = p->record, .beside = p->beside, .own = check_alone(c, p->record),
                  .lines = p->text.line, .line_n = p->text.n, .out = json_keep(c->mem, json_array()) };
    size_t  i;
    json_t *f;
    k.rules = rules_at(c, rules, json_str(p->record, "report.date"));
    bounds(&k, p->record);
    k.schedule = schedule_join(c, rules, p->record);
    for (i = 0; i < CHECKS; i++) {
        k.row = row_of(&k.rules, table[i].code);
        k.rule = NULL;
        if (looks_at(&k, k.row))
            table[i].fn(&k);
    }
    size_t own = 0; /* findings of the reading stand first */
    EACH(json_path(p->record, "findings"), i, f)
        if (strncmp(json_text(f, "code"), "CHK-", 4) != 0 && !covered(&k, f))
            json_array_insert(k.out, own++, f);
    return k.out;
}

json_t *
check_record(Ctx *c, const json_t *record)
{
    Rules r;
    return check_rules(c, &r) ? check_paper(c, &r, &(CheckPaper){ .record = record }) : NULL;
}

CheckText
check_text(Ctx *c, const char *text)
{
    CheckText t = { 0 };
    if (text)
        t.line = text_split(c->mem, text, "\n", &t.n);
    return t;
}

/* The records, and behind them those of the store that they do not replace: what is read now stands for what was read before. */
static json_t *
seen_together(Ctx *c, const json_t *records, const json_t *store)
{
    json_t *all = json_keep(c->mem, json_array()), *rec;
    Map     names = { .mem = c->mem };
    size_t  i;
    EACH(records, i, rec)
    {
        json_array_append(all, rec);
        map_put(&names, text_key(c->mem, json_text(rec, "name")), 1);
    }
    EACH(store, i, rec)
        if (!map_get(&names, text_key(c->mem, json_text(rec, "name"))))
            json_array_append(all, rec);
    map_free(&names);
    return all;
}

json_t *
check_records(Ctx *c, const json_t *records, const json_t *store, const char *text)
{
    json_t *out = json_keep(c->mem, json_array()), *rec;
    Rules   r;
    size_t  i;
    if (!check_rules(c, &r))
        return NULL;
    CheckPaper paper = { .beside = check_beside(c, seen_together(c, records, store)), .text = check_text(c, text) };
    Ctx        one = *c;
    one.mem = arena_new(0); /* what one paper needs is given back before the next */
    ctx_limit(&one);
    for (i = 0; ok(&one) && (rec = json_array_get(records, i)); i++) {
        paper.record = rec;
        json_array_append(out, check_paper(&one, &r, &paper));
        if (ok(&one))
            arena_reset(one.mem);
    }
    bool good = ctx_join(c, &one);
    arena_free(one.mem);
    return good ? out : NULL;
}

/* A row of checks.yaml with what its rule says in place of the rule's id. */
static json_t *
with_rule(const Rules *r, const json_t *row)
{
    json_t *one = json_deep_copy(row), *cite = rule_cite(r, rule_find(r, json_text(row, "rule")));
    json_object_set(one, "rule", json_path(cite, "title"));
    json_object_set(one, "rule_en", json_path(cite, "title_en"));
    json_object_set(one, "source", json_path(cite, "source"));
    json_object_set(one, "source_en", json_path(cite, "source_en"));
    json_object_set(one, "url", json_path(cite, "url"));
    json_decref(cite);
    return one;
}

json_t *
check_catalogue(Ctx *c)
{
    json_t *out = json_keep(c->mem, json_array()), *row;
    Rules   r;
    size_t  i;
    if (!check_rules(c, &r))
        return out;
    EACH(r.checks, i, row)
        json_array_append_new(out, with_rule(&r, row));
    EACH(r.sheets, i, row)
        json_array_append_new(out, with_rule(&r, row));
    EACH(r.reading, i, row)
        json_array_append(out, row);
    return out;
}
