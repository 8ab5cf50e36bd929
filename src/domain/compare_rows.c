/* compare_rows.c -- the comparison as one table, a row for each thing that is said of every programme: see compare.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/compare.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/sheet_years.h"
#include "format/json.h"

#include <string.h>

typedef struct {
    Ctx          *c;
    const json_t *programmes;
    json_t       *rows;
    const char   *part, *part_en, *table;
    size_t        n;
} Table;

/* values: one for each programme, taken over. A row of which nobody says anything is left out. */
static void
row(Table *t, const char *ja, const char *en, int64_t fy, const char *unit, json_t *values)
{
    bool    any = false, same = true;
    size_t  i;
    json_t *v;
    json_array_foreach(values, i, v)
    {
        any = any || !json_is_null(v);
        same = same && json_equal(v, json_array_get(values, 0));
    }
    if (any)
        json_array_append_new(t->rows, json_pack("{ss ss ss ss ss so ss sO sb}", "table", t->table, "part", t->part, "part_en", t->part_en, "item", ja, "item_en", en, "fy", fy ? json_integer(fy) : json_null(), "unit", unit, "values", values,
                                                 "same", same && t->n > 1));
    json_decref(values);
}

static json_t *
or_null(Ctx *c, const json_t *v)
{
    const char *s = json_string_value(v);
    if (json_is_boolean(v))
        return json_string(json_is_true(v) ? L(c, "達成", "reached") : L(c, "未達", "missed"));
    return !v || (s && text_blank(s)) ? json_null() : json_share(v);
}

static void
plain(Table *t, const char *ja, const char *en, const char *unit, const char *path)
{
    json_t *values = json_array(), *p;
    size_t  i;
    json_array_foreach(t->programmes, i, p)
        json_array_append_new(values, or_null(t->c, json_path(p, path)));
    row(t, ja, en, 0, unit, values);
}

static void
money(Table *t, const json_t *years)
{
    static const struct { const char *ja, *en; } states[] = {
#define MONEY(name, ja, en) { ja, en },
#include "domain/money_states.def"
#undef MONEY
    };
    size_t  i, k;
    json_t *fy, *p, *y;
    t->table = "money.years";
    json_array_foreach(years, i, fy)
        for (int s = 0; s <= MONEY_STATES; s++) { /* the last: the rate */
            json_t *values = json_array();
            size_t  j;
            json_array_foreach(t->programmes, k, p)
            {
                json_t *found = NULL;
                json_array_foreach(json_path(p, "money.years"), j, y)
                    if (json_equal(json_path(y, "fy"), fy))
                        found = json_object_get(y, s < MONEY_STATES ? sheet_money_states[s] : "rate");
                json_array_append_new(values, or_null(t->c, found));
            }
            row(t, s < MONEY_STATES ? states[s].ja : "執行率", s < MONEY_STATES ? states[s].en : "Rate", json_integer_value(fy), s < MONEY_STATES ? "yen" : "percent", values);
        }
}

/* The i-th of a list of each programme: rows no. 1, 2 ... for each of the members. */
typedef struct {
    const char *ja, *en, *unit, *member;
} Member;

static void
listed(Table *t, const char *list, const char *ja, const char *en, const Member *member, size_t members)
{
    size_t  most = 0, i, m, no;
    json_t *p;
    t->table = list;
    json_array_foreach(t->programmes, i, p)
        most = json_array_size(json_path(p, list)) > most ? json_array_size(json_path(p, list)) : most;
    for (no = 0; no < most; no++)
        for (m = 0; m < members; m++) {
            json_t *values = json_array();
            json_array_foreach(t->programmes, i, p)
                json_array_append_new(values, or_null(t->c, json_path(json_array_get(json_path(p, list), no), member[m].member)));
            row(t, arena_fmt(t->c->mem, "%s%zu %s", ja, no + 1, member[m].ja), arena_fmt(t->c->mem, "%s %zu %s", en, no + 1, member[m].en), 0, member[m].unit, values);
        }
}

/* All remarks of a kind in one cell: category, text and answer, a line each. */
static void
remarks(Table *t, const char *kind, const char *ja, const char *en)
{
    json_t *values = json_array(), *p, *m;
    size_t  i, k, j;
    t->table = "remarks";
    json_array_foreach(t->programmes, i, p)
    {
        Buf *b = buf_in(t->c->mem);
        json_array_foreach(json_path(p, "remarks"), k, m)
        {
            static const char *const parts[] = { "category", "text", "answer" };
            for (j = 0; strcmp(json_text(m, "kind"), kind) == 0 && j < sizeof parts / sizeof *parts; j++)
                if (!text_blank(json_text(m, parts[j])))
                    buf_fmt(b, "%s%s%s", b->n ? "\n" : "", j == 2 ? "→ " : "", json_text(m, parts[j]));
        }
        json_array_append_new(values, b->n ? json_string(buf_text(b)) : json_null());
    }
    row(t, ja, en, 0, "text", values);
}

static void
flags(Table *t)
{
    json_t *values = json_array(), *p, *f;
    size_t  i, k;
    json_array_foreach(t->programmes, i, p)
    {
        Buf *b = buf_in(t->c->mem);
        json_array_foreach(json_path(p, "findings.flags"), k, f) buf_fmt(b, "%s%s", b->n ? "\n" : "", L(t->c, json_text(f, "ja"), json_text(f, "en")));
        json_array_append_new(values, b->n ? json_string(buf_text(b)) : json_null());
    }
    row(t, "レビューシートの点検", "Checks of the newest sheet", 0, "text", values);
    plain(t, "要修正", "To correct", "count", "findings.errors");
    plain(t, "要確認", "To confirm", "count", "findings.warnings");
    plain(t, "参考", "To note", "count", "findings.notices");
}

static void
part(Table *t, const char *ja, const char *en)
{
    t->table = "facts";
    t->part = ja;
    t->part_en = en;
}

static void
money_facts(Table *t)
{
    plain(t, "最新の予算計の年度", "Year of the newest budget", "year", "money.budget_fy");
    plain(t, "最新の予算計", "Newest budget in all", "yen", "money.budget_yen");
    plain(t, "最新の執行額の年度", "Year of the newest execution", "year", "money.executed_fy");
    plain(t, "最新の執行額", "Newest executed", "yen", "money.executed_yen");
    plain(t, "その執行率", "Its rate", "percent", "money.rate");
    plain(t, "予算計の合計（執行額のある年度）", "Budget of the years with an execution", "yen", "money.sum_budget_yen");
    plain(t, "執行額の合計", "Executed in them", "yen", "money.sum_executed_yen");
    plain(t, "全体の執行率", "Rate of all", "percent", "money.sum_rate");
}

static void
indicator_facts(Table *t)
{
    static const Member members[] = { { "名称", "name", "text", "name" }, { "成果目標", "target stated", "text", "target" }, { "単位", "unit", "text", "unit" }, { "最終目標値", "goal", "text", "goal_text" },
        { "目標最終年度", "year of the goal", "year", "goal_fy" }, { "年度", "year", "year", "fy" }, { "実績", "actual", "number", "actual" }, { "目標", "target", "number", "planned" },
        { "実績÷目標", "actual / target", "percent", "ratio" }, { "達成", "reached", "text", "reached" }, { "直近の実績", "latest actual", "number", "latest" } };
    plain(t, "成果指標（アウトカム）", "Outcome indicators", "count", "indicators.outcomes");
    plain(t, "うち数値目標あり", "Of them with a number as target", "count", "indicators.quantified");
    plain(t, "うち目標と実績がそろう", "Of them with target and actual", "count", "indicators.judged");
    plain(t, "うち目標を達成", "Of them target reached", "count", "indicators.reached");
    plain(t, "活動指標（アウトプット）", "Output indicators", "count", "indicators.outputs");
    listed(t, "outcomes", "成果指標", "Outcome", members, sizeof members / sizeof *members);
}

static void
payee_facts(Table *t)
{
    static const Member members[] = { { "名称", "name", "text", "name" }, { "支出額", "amount", "yen", "yen" }, { "割合", "share", "percent", "share" } };
    plain(t, "支出先のシートの年度", "Sheet of", "year", "payees.sheet_fy");
    plain(t, "支出先（行）", "Payee lines", "count", "payees.lines");
    plain(t, "支出額の計（記載のまま）", "Paid in all, as stated", "yen", "payees.yen");
    listed(t, "payees.top", "支出先", "Payee", members, sizeof members / sizeof *members);
}

json_t *
compare_rows(Ctx *c, const json_t *compared)
{
    Table t = { .c = c, .programmes = json_path(compared, "programmes"), .rows = json_keep(c->mem, json_array()), .n = json_array_size(json_path(compared, "programmes")) };
    part(&t, "概要", "About");
    plain(&t, "府省庁", "Ministry", "text", "ministry");
    plain(&t, "担当", "Office", "text", "division");
    plain(&t, "事業番号", "Number", "text", "number");
    plain(&t, "開始年度", "First year", "year", "from_fy");
    plain(&t, "終了年度", "Last year", "year", "to_fy");
    plain(&t, "事業の目的", "Purpose", "text", "purpose.text");
    plain(&t, "事業の概要", "Outline", "text", "outline.text");
    part(&t, "予算と執行", "Money");
    money_facts(&t);
    money(&t, json_path(compared, "years"));
    part(&t, "指標", "Indicators");
    indicator_facts(&t);
    part(&t, "支出先", "Payees");
    payee_facts(&t);
    part(&t, "点検・所見と対応", "Remarks and answers");
    remarks(&t, "committee", "評価の指摘事項", "Remarks of the evaluation");
#define REMARK(key, ja, en) remarks(&t, key, ja, en);
#include "domain/remark_kinds.def"
#undef REMARK
    part(&t, "所見", "Findings");
    flags(&t);
    return t.rows;
}
