/* schedule.c -- what is due by rule, what is planned, and whether they agree.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two steps kept apart: schedule_due knows rules and no paper; the join knows sentences of the paper and the years
 * each can mean. A sentence that cannot be turned into a year ("at the end" of an open period) is kept and makes
 * its row undecided rather than wrong. */
#include "engine/schedule.h"

#include "base/number.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { OPEN_YEARS = 10 }; /* how far an open period is drawn */

/* Anchor of a rule: "from+1", "to-1", "to". false when the anchor year is not known. */
static bool
anchor(const char *at, const ScheduleOf *of, int *fy)
{
    bool from = text_starts(at, "from");
    int  base = from ? of->from_fy : of->to_fy;
    *fy = base + (int)strtol(at + (from ? 4 : 2), NULL, 10);
    return base != 0;
}

/* Whether the conditions of a rule hold; *certain turns false where they hang on a total that is not known. */
static bool
applies(const json_t *rule, const ScheduleOf *of, bool *certain)
{
    const char *object = json_text(rule, "object");
    int64_t     years = json_int(rule, "when.min_years", 0), yen = json_int(rule, "when.min_yen", 0);
    bool        open = !of->to_fy;
    *certain = true;
    if (strcmp(object, "any") != 0 && strcmp(object, of->object) != 0)
        return false;
    if (open && (years || json_flag(rule, "when.open")) && !json_flag(rule, "when.open"))
        return false;
    if (!open && (years ? of->to_fy - of->from_fy + 1 < years : json_flag(rule, "when.open")))
        return false;
    if (!yen || of->at_least >= yen)
        return true;
    *certain = of->total >= 0;
    return of->total < 0 || of->total >= yen;
}

static void
add_due(Ctx *c, const Rules *r, json_t *out, const json_t *rule, const int *fy, bool certain)
{
    int64_t early = json_int(rule, "early", 0), late = json_int(rule, "late", 0);
    json_t *row = json_pack("{ss ss so sb so}", "type", json_text(rule, "evaluation"), "force", json_text(rule, "force"), "fy",
                            fy ? json_integer(*fy) : json_null(), "certain", certain, "rule", rule_cite(r, rule));
    json_object_set_new(row, "from_fy", fy ? json_integer(*fy - early) : json_null());
    json_object_set_new(row, "to_fy", fy ? json_integer(*fy + late) : json_null());
    json_object_set_new(row, "every_years", json_has(rule, "every") ? json_integer(json_int(rule, "every", 0)) : json_null());
    json_object_set_new(row, "from_end", json_boolean(text_starts(json_text(rule, "at"), "to")));
    json_array_append_new(out, row);
    (void)c;
}

static void
due_by(Ctx *c, const Rules *r, json_t *out, const json_t *rule, const ScheduleOf *of, bool certain)
{
    int     fy, every = (int)json_int(rule, "every", 0);
    size_t  i;
    json_t *w;
    if (every > 0) {
        int end = of->to_fy ? of->to_fy : of->from_fy + OPEN_YEARS;
        for (fy = of->from_fy + (int)json_int(rule, "first", every) - 1; fy < end; fy += every)
            add_due(c, r, out, rule, &fy, certain);
        return;
    }
    bool known = anchor(json_text(rule, "at"), of, &fy);
    if (!json_has(rule, "waves") || !known) {
        add_due(c, r, out, rule, known ? &fy : NULL, certain);
        return;
    }
    json_array_foreach(json_path(rule, "waves"), i, w)
    {
        fy = of->to_fy + (int)json_integer_value(w);
        add_due(c, r, out, rule, &fy, certain);
    }
}

json_t *
schedule_due(Ctx *c, const Rules *r, const ScheduleOf *of)
{
    json_t     *out = json_keep(c->mem, json_array()), *rule;
    size_t      i;
    const char *unsure = ""; /* a total that is not known is said once for each type */
    json_array_foreach(r->rules, i, rule)
    {
        bool certain;
        if (strcmp(json_text(rule, "kind"), "schedule") != 0 || !rule_holds(r, rule) || !of->from_fy || !applies(rule, of, &certain))
            continue;
        if (!certain && strcmp(unsure, json_text(rule, "evaluation")) == 0)
            continue;
        if (!certain)
            unsure = json_text(rule, "evaluation");
        due_by(c, r, out, rule, of, certain);
    }
    return out;
}

/* A sentence of the paper: the year it means, 0 when it cannot be told. */
typedef struct {
    const char   *type;
    int           fy, every;
    const json_t *e;
    bool          used;
} Said;

typedef struct {
    Ctx       *c;
    ScheduleOf of;
    bool       end_differs; /* places of the paper disagree on the end */
    Said      *said;
    size_t     n;
    json_t    *out;
} Join;

static int
year_of(const Join *j, const json_t *e)
{
    const char *rule = json_text(e, "rule");
    int         end = j->of.to_fy, n = (int)json_int(e, "year_n", 0);
    if (json_int(e, "fy", 0))
        return (int)json_int(e, "fy", 0);
    if (strcmp(rule, "end") == 0)
        return end;
    if (strcmp(rule, "end+1") == 0)
        return end ? end + 1 : 0;
    return strcmp(rule, "year-n") == 0 && n ? j->of.from_fy + n - 1 : 0;
}

/* Fiscal year of "2023-08" or "2023-08-20"; 0 without a month. */
static int
fiscal(const char *day)
{
    int64_t y = 0, m = 0;
    char    a[5] = { 0 }, b[3] = { 0 };
    if (strlen(day) < 7)
        return 0;
    memcpy(a, day, 4);
    memcpy(b, day + 5, 2);
    if (!number_int(a, &y) || !number_int(b, &m))
        return 0;
    return (int)(m >= 4 ? y : y - 1);
}

/* The paper itself is an evaluation of its type, made in the year of its date. */
static const json_t *
paper_itself(Ctx *c, const json_t *record)
{
    const char *day = json_str(record, "form.as_of") ? json_text(record, "form.as_of") : json_text(record, "report.date");
    json_t *e = json_pack("{ss so ss ss so ss}", "type", json_text(record, "form.type"), "fy", fiscal(day) ? json_integer(fiscal(day)) : json_null(),
                          "place", "report", "basis", "done", "text",
                          json_string(arena_fmt(c->mem, "%s%s", json_text(record, "form.title"), json_text(record, "form.as_of_text"))), "rule", "");
    if (json_has(record, "form.source"))
        json_object_set(e, "source", json_path(record, "form.source"));
    return json_keep(c->mem, e);
}

static void
gather(Join *j, const json_t *record)
{
    const json_t *list = json_path(record, "evaluations");
    size_t        i;
    json_t       *e;
    j->said = NEWN(j->c->mem, Said, json_array_size(list) + 1);
    if (json_str(record, "form.type")) {
        const json_t *own = paper_itself(j->c, record);
        j->said[j->n++] = (Said){ json_text(own, "type"), (int)json_int(own, "fy", 0), 0, own, false };
    }
    json_array_foreach(list, i, e)
        j->said[j->n++] = (Said){ json_text(e, "type"), year_of(j, e), (int)json_int(e, "every_years", 0), e, false };
}

static json_t *
planned(const Said *s)
{
    json_t *p = json_pack("{so ss ss}", "fy", s->fy ? json_integer(s->fy) : json_null(), "text", json_text(s->e, "text"), "place", json_text(s->e, "place"));
    json_object_set_new(p, "basis", json_string(json_str(s->e, "basis") ? json_text(s->e, "basis") : "planned"));
    json_object_set(p, "source", json_path(s->e, "source") ? json_path(s->e, "source") : json_null());
    return p;
}

/* Sentences that speak of a due evaluation; *differ when they give two years. The first one is the plan. */
static const Said *
matching(Join *j, const json_t *due, json_t *readings, bool *differ, bool *unclear)
{
    const Said *plan = NULL;
    int64_t     from = json_int(due, "from_fy", 0), to = json_int(due, "to_fy", 0);
    for (size_t i = 0; i < j->n; i++) {
        Said *s = &j->said[i];
        bool  cycle = s->every && s->every == json_int(due, "every_years", 0);
        if (strcmp(s->type, json_text(due, "type")) != 0)
            continue;
        if (!cycle && s->fy && (!from || s->fy < from || s->fy > to))
            continue;
        if (!cycle && !s->fy && (s->every || json_has(due, "every_years")))
            continue;
        *unclear = *unclear || (!cycle && !s->fy);
        *differ = *differ || (plan && plan->fy && s->fy && plan->fy != s->fy);
        s->used = true;
        json_array_append_new(readings, planned(s));
        if (!plan || (!plan->fy && s->fy))
            plan = s;
    }
    return plan;
}

/* The unused dated sentence of the type nearest to the due year. */
static const Said *
nearest(Join *j, const json_t *due)
{
    Said *best = NULL;
    int   fy = (int)json_int(due, "fy", 0);
    for (size_t i = 0; fy && i < j->n; i++) {
        Said *s = &j->said[i];
        if (!s->used && s->fy && strcmp(s->type, json_text(due, "type")) == 0 && (!best || abs(s->fy - fy) < abs(best->fy - fy)))
            best = s;
    }
    if (best)
        best->used = true;
    return best;
}

const char *
schedule_label(const Ctx *c, const char *type)
{
    static const struct {
        const char *type, *ja, *en;
    } names[] = { { "ex-ante", "事前評価", "Ex-ante evaluation" }, { "interim", "中間評価", "Interim evaluation" },
                  { "ex-post", "事後評価", "Ex-post evaluation" }, { "follow-up", "追跡評価", "Follow-up evaluation" },
                  { "follow-up-survey", "追跡調査", "Follow-up survey" }, { "national-council", "総合科学技術・イノベーション会議の評価", "Evaluation by the national council" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].type, type) == 0)
            return L(c, names[i].ja, names[i].en);
    return type;
}

static const char *
sentence(Ctx *c, const json_t *row, Lang lang)
{
    Ctx           as = { .mem = c->mem, .lang = lang };
    const char   *state = json_text(row, "state"), *label = schedule_label(&as, json_text(row, "type"));
    const json_t *due = json_path(row, "due");
    const char   *rule = json_text(due, lang == LANG_JA ? "rule.title" : "rule.title_en");
    const char   *said = json_text(row, "planned.text"), *when;
    if (text_ends(said, "、"))
        said = arena_strn(c->mem, said, strlen(said) - strlen("、"));
    int64_t       fy = json_int(due, "fy", 0);
    if (fy)
        when = lang == LANG_JA ? arena_fmt(c->mem, "%s年度", era_year(c->mem, (int)fy)) : arena_fmt(c->mem, "FY%lld", (long long)fy);
    else
        when = L(&as, "年度未定", "year not set");
    if (strcmp(state, "agrees") == 0 && !json_has(row, "due"))
        return arena_fmt(c->mem, L(&as, "%s：「%s」。定める規則はない。", "%s: \"%s\". No rule asks for it."), label, said);
    if (strcmp(state, "agrees") == 0)
        return arena_fmt(c->mem, L(&as, "%s：「%s」。規則（%s：%s）と合う。", "%s: \"%s\" agrees with the rule (%s: %s)."), label, said, when, rule);
    if (strcmp(state, "conflict") == 0)
        return arena_fmt(c->mem, L(&as, "%s：記載どうし、または規則（%s：%s）と合わない。「%s」", "%s: the sentences disagree with one another or with the rule (%s: %s). \"%s\""), label,
                         when, rule, said);
    if (strcmp(state, "missing") == 0)
        return arena_fmt(c->mem, L(&as, "%s：予定の記載がない。規則では%s（%s）。", "%s: none is planned; by rule %s (%s)."), label, when, rule);
    if (!json_flag(due, "certain"))
        return arena_fmt(c->mem, L(&as, "%s：総額が未定のため要否を決められない（%s）。", "%s: cannot be told while the total is unknown (%s)."), label, rule);
    if (strcmp(json_text(due, "force"), "practice") == 0)
        return arena_fmt(c->mem, L(&as, "%s：%s。義務ではない（%s）。", "%s: %s. Nobody is bound to it (%s)."), label, when, rule);
    return arena_fmt(c->mem, L(&as, "%s：終了時期が定まらず、年度を決められない（%s）。", "%s: the year cannot be told while the end is not settled (%s)."), label, rule);
}

static void
put_row(Join *j, const char *type, const char *state, const Said *plan, json_t *readings, const json_t *due)
{
    json_t *row = json_pack("{ss ss so so}", "type", type, "state", state, "planned", plan ? planned(plan) : json_null(), "readings", readings);
    json_object_set_new(row, "due", due ? json_share(due) : json_null());
    json_object_set_new(row, "text", json_string(sentence(j->c, row, LANG_JA)));
    json_object_set_new(row, "text_en", json_string(sentence(j->c, row, LANG_EN)));
    int64_t fy = json_int(row, "due.fy", json_int(row, "planned.fy", 9999));
    size_t  at = json_array_size(j->out);
    for (json_t *o; at > 0 && (o = json_array_get(j->out, at - 1)) && json_int(o, "due.fy", json_int(o, "planned.fy", 9999)) > fy;)
        at--;
    json_array_insert_new(j->out, at, row);
}

static void
join_due(Join *j, const json_t *due)
{
    bool        differ = false, unclear = false, from_end = json_flag(due, "from_end");
    json_t     *readings = json_array();
    const Said *plan = matching(j, due, readings, &differ, &unclear);
    bool        bound = strcmp(json_text(due, "force"), "must") == 0;
    const char *state = "agrees";
    if (differ)
        state = "conflict";
    else if (plan && (unclear || (from_end && j->end_differs)))
        state = "undecided";
    else if (!plan && bound && (plan = nearest(j, due))) {
        state = "conflict";
        json_array_append_new(readings, planned(plan));
    } else if (!plan)
        state = bound && json_flag(due, "certain") && json_has(due, "fy") && !(from_end && j->end_differs) ? "missing" : "undecided";
    put_row(j, json_text(due, "type"), state, plan, readings, due);
}

static bool
due_is_past(const json_t *record, const json_t *due)
{
    /* An interim or ex-post paper does not repeat the evaluations before it. */
    const char *type = json_text(record, "form.type");
    int         year = fiscal(json_text(record, "report.date"));
    return strcmp(type, "ex-ante") != 0 && year && json_int(due, "to_fy", 9999) < year;
}

json_t *
schedule_join(Ctx *c, const Rules *all, const json_t *record)
{
    Rules         r = rules_at(c, all, json_str(record, "report.date"));
    const json_t *cover = json_has(record, "period.from_fy") ? json_path(record, "period") : json_path(record, "periods.0");
    Join          j = { .c = c, .out = json_keep(c->mem, json_array()) };
    const char   *object = json_text(record, "object");
    size_t        i;
    json_t       *p, *due;
    j.of = (ScheduleOf){ (int)json_int(cover, "from_fy", 0), (int)json_int(cover, "to_fy", 0), json_int(record, "total.yen", -1),
                         json_int(record, "request.yen", 0), *object ? object : "task" };
    json_array_foreach(json_path(record, "periods"), i, p)
        j.end_differs = j.end_differs || json_int(p, "to_fy", 0) != j.of.to_fy;
    gather(&j, record);
    json_array_foreach(schedule_due(c, &r, &j.of), i, due)
        if (!due_is_past(record, due))
            join_due(&j, due);
    for (i = 0; i < j.n; i++)
        if (!j.said[i].used) {
            json_t *one = json_pack("[o]", planned(&j.said[i]));
            put_row(&j, j.said[i].type, "agrees", &j.said[i], one, NULL);
        }
    return j.out;
}

json_t *
schedule_of(Ctx *c, const json_t *record)
{
    Rules r;
    if (!rules_load(c, json_str(record, "report.date"), &r))
        return NULL;
    return schedule_join(c, &r, record);
}
