/* rs_sheet.c -- a document of the review-sheet system to a sheet: money, indicators, payees, flow, path, remarks.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Which column is which comes from the catalogue (rs_layout.h). Normalised beside what is printed (docs/import.md):
 * money carried to the next year is minus, as JUDGIT! prints it; what is asked for the next year stands with that year;
 * a 0 printed as execution of a year that is not over is no value. */
#include "exchange/rs.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/sheet_body.h"
#include "format/json.h"

#include <math.h>
#include <string.h>

typedef struct {
    SheetBatch     *b;
    Arena          *mem;
    const Rs       *r;
    const RsLayout *l;
    const Quick    *doc;
    Sheet          *s;
} Making;

/* The first row of the table that a field stands in; rows of the head are the document itself. */
static const Quick *
rows(const Making *m, RsField f)
{
    const Quick *q = m->l->of[f] ? quick_get(m->doc, m->l->of[f]) : NULL;
    return q && q->kind == QUICK_ARRAY ? q->v.first : NULL;
}

static size_t
row_count(const Making *m, RsField f)
{
    const Quick *q = m->l->of[f] ? quick_get(m->doc, m->l->of[f]) : NULL;
    return q && q->kind == QUICK_ARRAY ? q->n : 0;
}

static const char *
as_text(const Making *m, const Quick *q)
{
    if (!q)
        return NULL;
    if (q->kind == QUICK_INT)
        return arena_fmt(m->mem, "%lld", (long long)q->v.i);
    return q->kind == QUICK_TEXT && q->n > 0 ? q->v.text : NULL;
}

/* The text of a field in a row, NULL for an empty cell. */
static const char *
text(const Making *m, const Quick *row, RsField f)
{
    return m->l->field[f] ? as_text(m, quick_get(row, m->l->field[f]->name)) : NULL;
}

/* Texts of all columns of a field, with spaces between; NULL when all are empty. */
static const char *
joined(const Making *m, const Quick *row, RsField f, const char *leave_out)
{
    Buf *b = buf_in(m->mem);
    for (const RsColumn *k = m->l->field[f]; k; k = k->next) {
        const char *t = as_text(m, quick_get(row, k->name));
        if (t && !(leave_out && strcmp(t, leave_out) == 0))
            buf_fmt(b, b->n ? " %s" : "%s", t);
    }
    return b->n ? text_squeeze(m->mem, buf_text(b)) : NULL;
}

static bool
cell_amount(const Making *m, const Quick *q, double *v)
{
    if (q && (q->kind == QUICK_INT || q->kind == QUICK_REAL)) {
        *v = q->kind == QUICK_INT ? (double)q->v.i : q->v.r;
        return true;
    }
    const char *t = as_text(m, q);
    return t && rs_amount(m->mem, t, v);
}

/* Yen of a field: its columns added; false when none has an amount. */
static bool
yen(const Making *m, const Quick *row, RsField f, int64_t *out)
{
    double sum = 0, v;
    bool   any = false;
    for (const RsColumn *k = m->l->field[f]; k; k = k->next)
        if (cell_amount(m, quick_get(row, k->name), &v)) {
            sum += v;
            any = true;
        }
    if (!any || !(fabs(sum) <= 9e15)) /* an amount beyond that was reported where the row was read */
        return false;
    *out = llround(sum);
    return true;
}

static int64_t
year(const Making *m, const Quick *row, RsField f)
{
    double v;
    return m->l->field[f] && cell_amount(m, quick_get(row, m->l->field[f]->name), &v) && v >= 1868 && v <= 2100 ? (int64_t)v : 0;
}

/* The row of a year and an account: made when there is none yet. */
static SheetMoney *
money_at(Making *m, int64_t fy, const char *account)
{
    Sheet *s = m->s;
    for (size_t i = 0; i < s->moneys; i++)
        if (s->money[i].fy == fy && strcmp(s->money[i].account, account) == 0)
            return &s->money[i];
    s->money[s->moneys] = (SheetMoney){ .fy = fy, .account = account };
    return &s->money[s->moneys++];
}

static const RsField of_total[MONEY_COUNT] = { RS_TOTAL_INITIAL, RS_TOTAL_SUPPLEMENTARY, RS_TOTAL_IN, RS_TOTAL_OUT, RS_TOTAL_RESERVE, RS_TOTAL_CURRENT, RS_TOTAL_EXECUTED, RS_TOTAL_REQUEST };
static const RsField of_account[MONEY_COUNT] = { RS_INITIAL, RS_SUPPLEMENTARY, RS_IN, RS_FIELDS, RS_RESERVE, RS_CURRENT, RS_EXECUTED, RS_REQUEST };

static void
money_put(Making *m, const Quick *row, int64_t fy, const char *account, const RsField *of)
{
    for (int k = 0; k < MONEY_COUNT; k++) {
        int64_t v;
        if (of[k] == RS_FIELDS || !yen(m, row, of[k], &v) || (k == MONEY_EXECUTED && v == 0 && fy >= m->s->fy))
            continue;
        SheetMoney *at = money_at(m, k == MONEY_REQUEST ? fy + 1 : fy, account);
        at->yen[k] = (at->has >> k & 1 ? at->yen[k] : 0) + (k == MONEY_OUT ? -v : v);
        at->has |= 1u << k;
    }
}

/* Rows of totals and of accounts stand in one table; two rows of one account and year are added. */
static void
money(Making *m)
{
    int64_t v;
    m->s->money = SHEET_LIST(m->b, SheetMoney, 2 * row_count(m, RS_MONEY_YEAR));
    for (const Quick *row = rows(m, RS_MONEY_YEAR); row; row = row->next) {
        int64_t     fy = year(m, row, RS_MONEY_YEAR);
        const char *account = joined(m, row, RS_MONEY_ACCOUNT, NULL);
        bool        total = false;
        for (int k = 0; k < MONEY_COUNT; k++)
            total = total || yen(m, row, of_total[k], &v);
        if (fy && total)
            money_put(m, row, fy, "", of_total);
        else if (fy)
            money_put(m, row, fy, account && strcmp(account, "一般会計 一般会計") == 0 ? "一般会計" : account ? account : "会計区分なし", of_account);
    }
}

static const char *
word(const json_t *map, const char *printed)
{
    const char *w = printed ? json_string_value(json_object_get(map, printed)) : NULL;
    return w ? w : printed;
}

static bool
same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* 3-1: the rows of one indicator follow each other; values stand under the years. */
static SheetIndicator *
goal_of(Making *m, const Quick *row, const char *kind)
{
    Sheet      *s = m->s;
    const char *name = text(m, row, RS_GOAL_NAME), *target = text(m, row, RS_GOAL_TARGET), *stage = word(m->l->stages, text(m, row, RS_GOAL_STAGE));
    if (!name)
        name = target ? target : "";
    for (size_t i = 0; i < s->indicators; i++) {
        SheetIndicator *k = &s->indicator[i];
        if (strcmp(k->kind, kind) == 0 && same_text(k->name, name) && same_text(k->target, target) && same_text(k->stage, stage))
            return k;
    }
    SheetIndicator *k = &s->indicator[s->indicators++];
    *k = (SheetIndicator){ .kind = kind, .stage = stage, .name = name, .target = target, .unit = text(m, row, RS_GOAL_UNIT) };
    k->value = SHEET_LIST(m->b, SheetValue, 128);
    return k;
}

static SheetValue *
value_at(SheetIndicator *k, int64_t fy)
{
    for (size_t i = 0; i < k->values; i++)
        if (k->value[i].fy == fy)
            return &k->value[i];
    if (k->values == 128)
        return NULL;
    k->value[k->values] = (SheetValue){ .fy = fy };
    return &k->value[k->values++];
}

static void
goal_values(Making *m, const Quick *row, const char *what, SheetIndicator *k)
{
    for (const Quick *cell = row->v.first; cell; cell = cell->next) {
        int64_t fy;
        double  v;
        if (!number_int(cell->key, &fy) || fy < 1990 || fy > 2100)
            continue;
        const char *printed = as_text(m, cell);
        bool        number = cell_amount(m, cell, &v);
        if (strcmp(what, "year") == 0)
            k->goal_fy = fy > k->goal_fy ? fy : k->goal_fy;
        SheetValue *at = number && strcmp(what, "year") != 0 && strcmp(what, "rate") != 0 ? value_at(k, fy) : NULL;
        if (at && strcmp(what, "target") == 0) {
            at->target = v;
            at->has_target = true;
        } else if (at) {
            at->actual = v;
            at->has_actual = true;
        }
        if (strcmp(what, "target") == 0 && printed && fy >= k->goal_fy)
            k->goal_text = printed;
    }
}

static void
goals(Making *m)
{
    m->s->indicator = SHEET_LIST(m->b, SheetIndicator, row_count(m, RS_GOAL_KIND));
    for (const Quick *row = rows(m, RS_GOAL_KIND); row; row = row->next) {
        const char *kind = word(m->l->kinds, text(m, row, RS_GOAL_KIND)), *what = word(m->l->goal_rows, text(m, row, RS_GOAL_ROW));
        if (!kind || (strcmp(kind, "output") != 0 && strcmp(kind, "outcome") != 0))
            continue;
        SheetIndicator *k = goal_of(m, row, kind);
        if (what)
            goal_values(m, row, what, k);
    }
}

/* Where the table of targets has not come, what the logic model names are the indicators, without values. */
static void
goals_of_path(Making *m)
{
    Sheet *s = m->s;
    s->indicator = SHEET_LIST(m->b, SheetIndicator, 2 * s->paths);
    for (size_t i = 0; i < 2 * s->paths; i++) {
        const SheetPath *p = &s->path[i / 2];
        const char      *kind = i % 2 ? p->to_kind : p->from_kind, *name = i % 2 ? p->to_text : p->from_text, *stage = i % 2 ? p->to_stage : p->from_stage;
        bool             known = !kind || !name || (strcmp(kind, "output") != 0 && strcmp(kind, "outcome") != 0);
        for (size_t k = 0; k < s->indicators && !known; k++)
            known = strcmp(s->indicator[k].kind, kind) == 0 && same_text(s->indicator[k].name, name) && same_text(s->indicator[k].stage, stage);
        if (!known)
            s->indicator[s->indicators++] = (SheetIndicator){ .kind = kind, .stage = stage, .name = name, .target = name };
    }
}

static void
paths(Making *m)
{
    Sheet *s = m->s;
    s->path = SHEET_LIST(m->b, SheetPath, row_count(m, RS_PATH_FROM_KIND));
    for (const Quick *row = rows(m, RS_PATH_FROM_KIND); row; row = row->next) {
        SheetPath p = { .from_no = text(m, row, RS_PATH_FROM_NO), .from_kind = word(m->l->kinds, text(m, row, RS_PATH_FROM_KIND)), .from_stage = word(m->l->stages, text(m, row, RS_PATH_FROM_STAGE)),
                        .from_text = text(m, row, RS_PATH_FROM_TEXT), .to_no = text(m, row, RS_PATH_TO_NO), .to_kind = word(m->l->kinds, text(m, row, RS_PATH_TO_KIND)),
                        .to_stage = word(m->l->stages, text(m, row, RS_PATH_TO_STAGE)), .to_text = text(m, row, RS_PATH_TO_TEXT), .why = text(m, row, RS_PATH_WHY) };
        if (p.from_text || p.to_text)
            s->path[s->paths++] = p;
    }
}

/* In 5-1 a payee's contracts stand in rows of their own behind the row with its sum: they are its work. */
static bool
more_work(Making *m, SheetPayee *last, const char *name, const char *work)
{
    if (!last || !work || !same_text(last->name, name))
        return false;
    last->work = last->work ? arena_fmt(m->mem, "%s / %s", last->work, work) : work;
    return true;
}

static void
payees_of(Making *m, const char *kind, const RsField of[5], bool sums)
{
    int64_t     no = 0;
    SheetPayee *last = NULL;
    for (const Quick *row = rows(m, of[1]); row; row = row->next) {
        SheetPayee p = { .kind = kind, .block = text(m, row, of[0]), .name = text(m, row, of[1]), .number = text(m, row, of[2]), .work = joined(m, row, of[4], NULL), .fy = m->s->fy - 1 };
        p.has_yen = yen(m, row, of[3], &p.yen);
        if (sums && !p.has_yen && !more_work(m, last, p.name, p.work))
            last = NULL;
        if ((sums && !p.has_yen) || (!p.name && !p.number && !p.has_yen))
            continue;
        p.no = ++no;
        last = &m->s->payee[m->s->payees++];
        *last = p;
    }
}

/* Payments are those of the year before the sheet's. What the ministry spends itself (国自らが支出する間接経費) has no payee. */
static void
payees(Making *m)
{
    static const RsField of_payee[] = { RS_PAYEE_BLOCK, RS_PAYEE_NAME, RS_PAYEE_NUMBER, RS_PAYEE_YEN, RS_PAYEE_WORK },
                         of_expense[] = { RS_EXPENSE_BLOCK, RS_EXPENSE_NAME, RS_EXPENSE_NUMBER, RS_EXPENSE_YEN, RS_EXPENSE_WORK },
                         of_contract[] = { RS_CONTRACT_BLOCK, RS_CONTRACT_NAME, RS_CONTRACT_NUMBER, RS_CONTRACT_YEN, RS_CONTRACT_WORK };
    m->s->payee = SHEET_LIST(m->b, SheetPayee, row_count(m, RS_PAYEE_NAME) + row_count(m, RS_EXPENSE_NAME) + row_count(m, RS_CONTRACT_NAME));
    payees_of(m, "payee", of_payee, true);
    payees_of(m, "expense", of_expense, false);
    payees_of(m, "contract", of_contract, false);
}

static void
flows(Making *m)
{
    m->s->flow = SHEET_LIST(m->b, SheetFlow, row_count(m, RS_FLOW_TO));
    for (const Quick *row = rows(m, RS_FLOW_TO); row; row = row->next) {
        SheetFlow f = { .from = text(m, row, RS_FLOW_FROM), .to = text(m, row, RS_FLOW_TO), .from_name = text(m, row, RS_FLOW_FROM_NAME), .to_name = text(m, row, RS_FLOW_TO_NAME),
                        .note = text(m, row, RS_FLOW_NOTE) };
        if (f.to || f.to_name)
            m->s->flow[m->s->flows++] = f;
    }
}

static bool
says_nothing(const Making *m, const char *t)
{
    size_t  i;
    json_t *w;
    if (!t || text_blank(t))
        return true;
    const char *trimmed = text_trim(m->mem, t);
    json_array_foreach(m->l->nothing, i, w)
        if (strcmp(json_string_value(w), trimmed) == 0)
            return true;
    return false;
}

static void
remark_of(Making *m, const RsRemark *k, const Quick *row)
{
    Sheet *s = m->s;
    double fy = 0;
    SheetRemark w = { .kind = k->kind, .category = k->category ? as_text(m, quick_get(row, k->category)) : NULL, .text = as_text(m, quick_get(row, k->text)),
                      .answer = k->answer ? as_text(m, quick_get(row, k->answer)) : NULL };
    if (k->fy && cell_amount(m, quick_get(row, k->fy), &fy) && fy >= 1868 && fy <= 2100)
        w.fy = (int64_t)fy;
    /* 所見 without a text still decides (現状通り); a mere "not to be inspected this year" is no remark. */
    bool decides = w.category && (strcmp(k->kind, "team") == 0 || strcmp(k->kind, "answer") == 0);
    if (says_nothing(m, w.text) && says_nothing(m, w.answer) && !decides)
        return;
    for (size_t i = 0; i < s->remarks; i++) /* rows of one sheet repeat what is said once */
        if (same_text(s->remark[i].kind, w.kind) && same_text(s->remark[i].category, w.category) && same_text(s->remark[i].text, w.text) && same_text(s->remark[i].answer, w.answer) && s->remark[i].fy == w.fy)
            return;
    s->remark[s->remarks++] = w;
}

static void
remarks(Making *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->l->remarks; i++) {
        const Quick *q = quick_get(m->doc, m->l->remark[i].table);
        n += q && q->kind == QUICK_ARRAY ? q->n : 0;
    }
    m->s->remark = SHEET_LIST(m->b, SheetRemark, n);
    for (size_t i = 0; i < m->l->remarks; i++) {
        const Quick *q = quick_get(m->doc, m->l->remark[i].table);
        for (const Quick *row = q && q->kind == QUICK_ARRAY ? q->v.first : NULL; row; row = row->next)
            remark_of(m, &m->l->remark[i], row);
    }
}

static void
related(Making *m)
{
    m->s->related = SHEET_LIST(m->b, SheetRelated, row_count(m, RS_RELATED_ID));
    for (const Quick *row = rows(m, RS_RELATED_ID); row; row = row->next) {
        const char *id = text(m, row, RS_RELATED_ID), *relation = text(m, row, RS_RELATED_RELATION), *kind = NULL;
        int64_t     project;
        if (!id || !number_int(id, &project) || project <= 0 || project == m->s->project_id)
            continue;
        kind = relation ? json_string_value(json_object_get(m->l->relations, relation)) : NULL;
        m->s->related[m->s->relateds++] = (SheetRelated){ .project = project, .kind = kind ? kind : "related", .word = relation ? relation : "" };
    }
}

static void
past(Making *m, const char *old)
{
    const char *key[16];
    size_t      n = old ? rs_old_numbers(m->mem, old, m->s->ministry, key, 16) : 0;
    m->s->past = SHEET_LIST(m->b, const char *, n);
    m->s->past_sure = true;
    for (size_t i = 0; i < n; i++)
        m->s->past[m->s->pasts++] = key[i];
}

/* What is said in the outline alone; a table says it better. */
static const char *
outline(const Making *m, RsField f)
{
    return m->l->detail[f] ? as_text(m, quick_get(m->doc, m->l->detail[f])) : NULL;
}

static void
outline_of(Making *m)
{
    Sheet       *s = m->s;
    const Quick *first = rows(m, RS_FROM);
    int64_t      v;
    const char  *from = outline(m, RS_FROM), *to = outline(m, RS_TO), *old = NULL;
    s->from_fy = year(m, first, RS_FROM);
    s->to_fy = year(m, first, RS_TO);
    if (!first && from && number_int(from, &v) && v >= 1868 && v <= 2100)
        s->from_fy = v;
    if (!first && to && number_int(to, &v) && v >= 1868 && v <= 2100)
        s->to_fy = v;
    for (const Quick *row = first; row && !old; row = row->next)
        old = text(m, row, RS_OLD_NUMBER);
    past(m, old ? old : outline(m, RS_OLD_NUMBER));
    for (const Quick *row = rows(m, RS_CHIEF); row && !s->chief; row = row->next)
        s->chief = text(m, row, RS_CHIEF);
}

/* The head of the sheet, from its tables or else its outline; the spool has seen to it that it is there. */
static bool
head(Making *m)
{
    Sheet      *s = m->s;
    const char *id = text(m, m->doc, RS_PROJECT);
    id = id ? id : outline(m, RS_PROJECT);
    s->fy = year(m, m->doc, RS_YEAR);
    s->source = "rs";
    s->name = text(m, m->doc, RS_NAME);
    s->name = s->name ? s->name : outline(m, RS_NAME);
    s->ministry = text(m, m->doc, RS_MINISTRY);
    s->ministry = s->ministry ? s->ministry : outline(m, RS_MINISTRY);
    s->kind = text(m, m->doc, RS_KIND);
    s->kind = s->kind ? s->kind : "レビューシート";
    if (!id || !number_int(id, &s->project_id) || !s->fy || !s->name || text_blank(s->name) || !s->ministry) {
        sheet_problem(m->b, NULL, "error", "予算事業ID、事業年度、事業名、政策所管府省庁のどれかがない。", "the project id, the year, the name or the ministry is missing.");
        return false;
    }
    s->key = arena_fmt(m->mem, "rs:%lld:%lld", (long long)s->fy, (long long)s->project_id);
    s->office = joined(m, m->doc, RS_OFFICE, s->ministry);
    s->office = s->office ? s->office : outline(m, RS_OFFICE);
    return true;
}

bool
rs_sheet(SheetBatch *b, const Quick *doc, Sheet *s)
{
    const Rs *r = sheet_state(b);
    Making    m = { .b = b, .mem = sheet_mem(b), .r = r, .l = r->layout, .doc = doc, .s = s };
    if (!head(&m))
        return false;
    outline_of(&m);
    money(&m);
    paths(&m);
    bool targets = row_count(&m, RS_GOAL_KIND) > 0, logic = row_count(&m, RS_PATH_FROM_KIND) > 0;
    if (targets)
        goals(&m);
    else
        goals_of_path(&m);
    payees(&m);
    flows(&m);
    remarks(&m);
    s->section = sheet_body_sections(m.mem, doc, s->source, &s->sections);
    related(&m);
    s->silent = (targets ? 0 : FLAG_NO_TARGET | FLAG_LAST_YEAR) | (targets || logic ? 0 : FLAG_NO_OUTCOME | FLAG_NO_OUTPUT);
    return true;
}
