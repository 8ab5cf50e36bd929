/* sheet_check.c -- see sheet_check.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/sheet_check_in.h"

#include "base/text.h"
#include "domain/indicator_face.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/portfolio.h"
#include "engine/check.h"
#include "format/json.h"
#include "store/db.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 500, SHOWN = 80 }; /* characters of a reading inside the sentence; readings[] keeps it whole */

static const struct {
    unsigned flag;
    bool (*fn)(Look *k);
} looks[] = {
#define LOOK(flag, fn) { FLAG_##flag, fn },
#include "engine/sheet_checks.def"
#undef LOOK
};
enum { LOOKS = sizeof looks / sizeof *looks };
_Static_assert((int)LOOKS == (int)FLAG_COUNT, "every flag has a check and every check a flag");

/* What the pass keeps: the rows of checks.yaml in the order of the table. */
typedef struct {
    Rules         rules;
    const json_t *row[LOOKS], *lacking;
} Checks;

static bool
bind(Ctx *c, Checks *k)
{
    if (!check_rules(c, &k->rules))
        return false;
    k->lacking = sheet_lacking(c);
    for (int i = 0; i < LOOKS; i++) {
        const char *code = flag_check(c->mem, looks[i].flag);
        size_t      n;
        json_t     *row;
        json_array_foreach(k->rules.sheets, n, row)
            if (strcmp(json_text(row, "code"), code) == 0)
                k->row[i] = row;
        if (!k->row[i])
            return fail(c, ERR_BROKEN, "catalog/rules/checks.yaml", L(c, "catalog/rules/checks.yaml に %s がない", "catalog/rules/checks.yaml lacks %s"), code);
    }
    return true;
}

static const char *
shown(const Look *k, const char *s)
{
    return text_head(k->c->mem, text_squeeze(k->c->mem, s), SHOWN);
}

void
look_say(Look *k, const char *a, const char *b)
{
    Arena *mem = k->c->mem;
    if (!k->out)
        return;
    bool    two = b && !text_blank(b);
    json_t *f = json_pack("{ss ss sI sI}", "code", json_text(k->row, "code"), "level", json_text(k->row, "level"), "fy", (json_int_t)k->sheet->fy, "sheet_id", (json_int_t)k->sheet->id);
    json_object_set_new(f, "text", json_string(two ? arena_fmt(mem, "%s：「%s」と「%s」", json_text(k->row, "title"), shown(k, a), shown(k, b))
                                                   : arena_fmt(mem, "%s：「%s」", json_text(k->row, "title"), shown(k, a))));
    json_object_set_new(f, "text_en", json_string(two ? arena_fmt(mem, "%s: \"%s\" and \"%s\"", json_text(k->row, "title_en"), shown(k, a), shown(k, b))
                                                      : arena_fmt(mem, "%s: \"%s\"", json_text(k->row, "title_en"), shown(k, a))));
    json_object_set_new(f, "readings", two ? json_pack("[ss]", a, b) : json_pack("[s]", a));
    json_object_set_new(f, "rule", rule_cite(k->rules, rule_find(k->rules, json_text(k->row, "rule"))));
    json_object_set(f, "advice", json_path(k->row, "advice"));
    json_object_set(f, "advice_en", json_path(k->row, "advice_en"));
    json_array_append_new(k->out, f);
}

bool
look_lacking(const Look *k, const SheetFacts *s, const char *kind)
{
    size_t  i;
    json_t *x;
    json_array_foreach(k->lacking, i, x)
        if (json_int(x, "fy", 0) == s->fy && strcmp(json_text(x, "source"), s->source) == 0 && strcmp(json_text(x, "kind"), kind) == 0)
            return true;
    return false;
}

/* The programme's one sheet of the year before; where there are two, which one a sheet follows is not known. */
static const SheetFacts *
year_before(const SheetFacts *f, size_t n, size_t i)
{
    const SheetFacts *found = NULL;
    for (size_t j = 0; j < n; j++) {
        if (f[j].programme != f[i].programme || j == i)
            continue;
        if (f[j].fy == f[i].fy)
            return NULL;
        if (f[j].fy == f[i].fy - 1) {
            if (found)
                return NULL;
            found = &f[j];
        }
    }
    return found;
}

/* What is to be said of one indicator: in the newest year that has target and actual, the ratio and whether it was reached. */
static SheetMark
mark_of(const Look *k, const SheetIndicator *x)
{
    const SheetValue *v = NULL;
    SheetMark         m = { .bits = 0 };
    bool              yearly = false, goal = look_has_goal(k, x), down = false;
    for (size_t j = 0; j < x->values; j++) {
        yearly = yearly || x->value[j].has_target;
        m.bits |= x->value[j].has_actual ? MARK_ACTUAL : 0;
        if (x->value[j].has_target && x->value[j].has_actual && (!v || x->value[j].fy > v->fy))
            v = &x->value[j];
    }
    m.bits |= yearly || (goal && strpbrk(text_key(k->c->mem, x->goal_text), "0123456789")) ? MARK_TARGET : 0;
    m.bits |= !yearly && goal && x->goal_fy > k->sheet->fy ? MARK_FINAL_ONLY : 0;
    if (!v)
        return m;
    down = look_downward(k, x, v->target);
    m.bits |= MARK_JUDGED | (down ? MARK_DOWNWARD : 0) | ((down ? v->actual <= v->target : v->actual >= v->target) ? MARK_REACHED : 0);
    m.has_tenths = indicator_tenths(v->actual, v->target, &m.tenths);
    return m;
}

/* Numbers as targets, and targets reached, counted of outcomes. */
static void
attainment(const Look *k, SheetFacts *s)
{
    s->quantified = s->judged = s->attained = 0;
    s->mark = NEWN(k->c->mem, SheetMark, s->indicators + 1);
    for (size_t i = 0; i < s->indicators; i++) {
        s->mark[i] = mark_of(k, &s->indicator[i]);
        if (!look_is_outcome(&s->indicator[i]))
            continue;
        s->quantified += (s->mark[i].bits & MARK_TARGET) != 0;
        s->judged += (s->mark[i].bits & MARK_JUDGED) != 0;
        s->attained += (s->mark[i].bits & MARK_REACHED) != 0;
    }
}

/* f[from..to): the sheets of one programme. */
static void
look_at(Ctx *c, const Checks *checks, SheetFacts *f, size_t from, size_t to, json_t *out)
{
    for (size_t i = from; i < to; i++) {
        Look k = { .c = c, .rules = &checks->rules, .lacking = checks->lacking, .sheet = &f[i], .before = year_before(f + from, to - from, i - from), .out = out };
        f[i].flags = 0;
        for (int n = 0; n < LOOKS; n++) {
            k.row = checks->row[n];
            if (looks[n].fn(&k))
                f[i].flags |= looks[n].flag;
        }
        attainment(&k, &f[i]);
    }
}

typedef struct {
    int64_t sheets, programmes, found[LOOKS];
} Tally;

/* f[0..n): the sheets of several programmes, one after the other; how many these are. */
static int64_t
look_at_each(Ctx *c, const Checks *checks, SheetFacts *f, size_t n)
{
    int64_t programmes = 0;
    for (size_t i = 0; i < n && ok(c); programmes++) {
        size_t to = i + 1;
        while (to < n && f[to].programme == f[i].programme)
            to++;
        look_at(c, checks, f, i, to, NULL);
        i = to;
    }
    return programmes;
}

typedef struct {
    Ctx           c; /* memory of its own, no store */
    const Checks *checks;
    SheetFacts   *f;
    size_t        n;
    int64_t       programmes;
} Half;

static void *
look_at_half(void *arg)
{
    Half *h = arg;
    h->programmes = look_at_each(&h->c, h->checks, h->f, h->n);
    return NULL;
}

/* Looking takes no store: of many sheets a second thread looks at half. What it found lives in its memory, which is given
 * back with `half`. */
static int64_t
look_at_all(Ctx *c, const Checks *checks, SheetFacts *f, size_t n, Half *half)
{
    pthread_t thread;
    size_t    cut = n / 2;
    while (cut > 0 && cut < n && f[cut].programme == f[cut - 1].programme)
        cut++;
    *half = (Half){ .c = *c, .checks = checks, .f = f + cut, .n = n - cut };
    half->c.db = NULL;
    half->c.mem = arena_new(0);
    bool    two = n > MANY && pthread_create(&thread, NULL, look_at_half, half) == 0;
    int64_t programmes = look_at_each(c, checks, f, two ? cut : n);
    if (two && pthread_join(thread, NULL) == 0)
        programmes += half->programmes;
    ctx_join(c, &half->c);
    return programmes;
}

/* The next programmes, in one transaction; false at the end. */
static bool
some(Ctx *c, const Checks *checks, int64_t *after, bool all, Tally *t)
{
    size_t n = 0;
    Half   half;
    tx_begin(c);
    sheet_face_hold(c);
    SheetFacts *f = sheet_facts(c, after, all, 0, &n);
    t->programmes += look_at_all(c, checks, f, n, &half);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < LOOKS; k++)
            t->found[k] += (f[i].flags & looks[k].flag) != 0;
    t->sheets += (int64_t)n;
    if (n > 0) {
        sheet_totals_drop(c);
        sheet_face_put(c, f, n);
    } else if (t->sheets > 0) {
        sheet_totals_make(c);
    }
    arena_free(half.c.mem);
    return tx_end(c) && n > 0;
}

json_t *
sheet_check_run(Ctx *c, bool all)
{
    Checks  checks = { 0 };
    Tally   t = { 0 };
    int64_t after = 0;
    if (!bind(c, &checks))
        return NULL;
    for (bool more = true; more && ok(c);) {
        Ctx in = *c;
        in.mem = arena_new(0);
        more = some(&in, &checks, &after, all, &t);
        ctx_join(c, &in);
        arena_free(in.mem);
    }
    json_t *codes = json_keep(c->mem, json_array()), *brief = json_keep(c->mem, json_object());
    for (int i = 0; i < LOOKS; i++) {
        const json_t *row = checks.row[i];
        json_array_append_new(codes, json_pack("{ss ss ss ss sI}", "code", json_text(row, "code"), "level", json_text(row, "level"), "title", json_text(row, "title"), "title_en",
                                               json_text(row, "title_en"), "sheets", (json_int_t)t.found[i]));
        json_object_set_new(brief, json_text(row, "code"), json_integer(t.found[i]));
    }
    if (t.sheets > 0 && ok(c)) {
        tx_begin(c);
        json_t *p = json_keep(c->mem, json_pack("{sI sI sO}", "sheets", (json_int_t)t.sheets, "programmes", (json_int_t)t.programmes, "found", brief));
        ledger_act(c, "review.check", "sheets", json_canonical(c->mem, p));
        tx_end(c);
    }
    return ok(c) ? json_keep(c->mem, json_pack("{sI sI sO}", "sheets", (json_int_t)t.sheets, "programmes", (json_int_t)t.programmes, "codes", codes)) : NULL;
}

json_t *
sheet_check_programme(Ctx *c, int64_t programme)
{
    json_t *found = json_keep(c->mem, json_array()), *out = json_keep(c->mem, json_array());
    Checks  checks = { 0 };
    int64_t after = 0;
    size_t  n = 0;
    if (!can(c, ACT_FINDING_READ) || !bind(c, &checks))
        return out;
    SheetFacts *f = sheet_facts(c, &after, true, programme, &n);
    look_at(c, &checks, f, 0, n, found);
    for (size_t i = json_array_size(found); i > 0; i--) { /* the newest sheet first, in the order of the checks within it */
        size_t from = i - 1;
        while (from > 0 && json_int(json_array_get(found, from - 1), "sheet_id", 0) == json_int(json_array_get(found, i - 1), "sheet_id", 0))
            from--;
        for (size_t k = from; k < i; k++)
            json_array_append(out, json_array_get(found, k));
        i = from + 1;
    }
    return out;
}

bool
sheet_check_again(Ctx *c, int64_t programme)
{
    Checks  checks = { 0 };
    int64_t after = 0;
    size_t  n = 0;
    if (!ok(c) || !bind(c, &checks))
        return false;
    tx_begin(c);
    sheet_face_hold(c);
    SheetFacts *f = sheet_facts(c, &after, true, programme, &n);
    look_at_each(c, &checks, f, n);
    sheet_face_put(c, f, n);
    if (sheet_totals_any(c)) /* else a pass is under way, or waits for the end of an import, and makes them */
        sheet_totals_again(c, f, n);
    return tx_end(c);
}
