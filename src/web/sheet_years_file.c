/* sheet_years_file.c -- the tables of a programme's years as rows: files for people, lists of /api/v1 for programs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/sheet_years.h"

#include "domain/programme.h"
#include "domain/sheet_years.h"
#include "format/json.h"
#include "web/api.h"

#include <stdlib.h>
#include <string.h>

/* One row for each statement: the newest of a state has newest true, older ones that differ follow it. */
static void
money_rows(json_t *out, const json_t *money)
{
    size_t  i, k;
    json_t *y, *o;
    json_array_foreach(money, i, y)
        for (int s = 0; s < MONEY_STATES; s++) {
            const json_t *has = json_object_get(y, sheet_money_states[s]);
            if (!json_is_object(has))
                continue;
            json_array_append_new(out, json_pack("{sO ss sO sb sO sO sO}", "fy", json_path(y, "fy"), "state", sheet_money_states[s], "yen", json_path(has, "yen"), "newest", 1, "sheet_id", json_path(has, "sheet_id"), "sheet_fy",
                                                 json_path(has, "sheet_fy"), "rate", strcmp(sheet_money_states[s], "executed") == 0 ? json_path(y, "rate") : json_path(y, "none")));
            json_array_foreach(json_path(has, "older"), k, o)
                json_array_append_new(out, json_pack("{sO ss sO sb sO sO sn}", "fy", json_path(y, "fy"), "state", sheet_money_states[s], "yen", json_path(o, "yen"), "newest", 0, "sheet_id", json_path(o, "sheet_id"), "sheet_fy",
                                                     json_path(o, "sheet_fy"), "rate"));
        }
}

static void
value_row(json_t *out, const json_t *s, size_t no, const json_t *year, const char *what, const json_t *x, bool newest)
{
    size_t        version = (size_t)json_int(x, "version", 1);
    const json_t *v = json_array_get(json_path(s, "versions"), version ? version - 1 : 0);
    json_array_append_new(out, json_pack("{sI ss ss? ss? ss? sO ss sO sb sI sO sO ss? sO}", "series", (json_int_t)no, "kind", json_text(s, "kind"), "name", json_str(v, "name"), "target_text", json_str(v, "target"), "unit",
                                         json_str(v, "unit"), "fy", json_path(year, "fy"), "what", what, "value", json_path(x, "value"), "newest", newest, "version", (json_int_t)version, "sheet_id",
                                         json_path(x, "sheet_id"), "sheet_fy", json_path(x, "sheet_fy"), "goal_text", json_str(v, "goal_text"), "goal_fy", json_path(v, "goal_fy")));
}

static void
indicator_rows(json_t *out, const json_t *series)
{
    static const char *const what[] = { "actual", "target" };
    size_t  i, j, m;
    json_t *s, *y, *o;
    json_array_foreach(series, i, s)
        json_array_foreach(json_path(s, "values"), j, y)
            for (int k = 0; k < 2; k++) {
                const json_t *x = json_object_get(y, what[k]);
                if (!json_is_object(x))
                    continue;
                value_row(out, s, i + 1, y, what[k], x, true);
                json_array_foreach(json_path(x, "older"), m, o) value_row(out, s, i + 1, y, what[k], o, false);
            }
}

static void
payee_rows(Web *w, json_t *out, const json_t *sheets)
{
    size_t  i, k;
    json_t *s, *x;
    json_array_foreach(sheets, i, s)
    {
        json_t *paid = json_int(s, "payees", 0) ? sheet_payees(w->c, json_int(s, "id", 0)) : NULL;
        json_array_foreach(json_path(paid, "payees"), k, x)
        {
            json_t *row = json_copy(x);
            json_object_set(row, "sheet_id", json_path(s, "id"));
            json_object_set(row, "sheet_fy", json_path(s, "fy"));
            json_array_append_new(out, row);
        }
    }
}

static const FileColumn money_cols[] = { { "fy", "年度", "Fiscal year" }, { "state", "区分", "State" }, { "yen", "金額（円）", "Yen" }, { "newest", "最新の記載", "Newest statement" }, { "sheet_fy", "シートの年度", "Sheet of" },
    { "sheet_id", "シート", "Sheet" }, { "rate", "執行率（%）", "Rate (%)" } };
static const FileColumn indicator_cols[] = { { "series", "系列", "Series" }, { "kind", "種別", "Kind" }, { "version", "版", "Version" }, { "name", "指標", "Indicator" }, { "target_text", "成果目標", "Target stated" }, { "unit", "単位", "Unit" },
    { "fy", "年度", "Fiscal year" }, { "what", "実績・目標", "Actual or target" }, { "value", "値", "Value" }, { "newest", "最新の記載", "Newest statement" }, { "goal_text", "最終目標値", "Goal" }, { "goal_fy", "目標最終年度", "Year of the goal" },
    { "sheet_fy", "シートの年度", "Sheet of" }, { "sheet_id", "シート", "Sheet" } };
static const FileColumn payee_cols[] = { { "fy", "支出年度", "Paid in" }, { "block", "ブロック", "Block" }, { "no", "番号", "No." }, { "name", "支出先", "Payee" }, { "number", "法人番号", "Corporate number" }, { "work", "業務概要", "What for" },
    { "printed", "支出額（記載のまま）", "Amount as printed" }, { "yen", "支出額（円）", "Yen" }, { "doubled", "同じ行が二度", "Stands twice" }, { "sheet_fy", "シートの年度", "Sheet of" }, { "sheet_id", "シート", "Sheet" } };
static const FileColumn remark_cols[] = { { "sheet_fy", "シートの年度", "Sheet of" }, { "sheet_id", "シート", "Sheet" }, { "kind", "種別", "Kind" }, { "fy", "年度", "Fiscal year" }, { "category", "区分", "Category" }, { "text", "内容", "What was said" },
    { "answer", "対応", "Answer" } };
static const FileColumn sheet_cols[] = { { "id", "シート", "Sheet" }, { "sheet_key", "シートの識別名", "Key" }, { "fy", "公開年度", "Published" }, { "number", "事業番号", "Number" }, { "name", "事業名", "Name" }, { "ministry", "府省庁", "Ministry" },
    { "office", "担当", "Office" }, { "chief", "作成責任者", "Author" }, { "from_fy", "開始年度", "First year" }, { "to_fy", "終了年度", "Last year" }, { "outcomes", "成果指標", "Outcomes" }, { "outputs", "活動指標", "Outputs" }, { "payees", "支出先", "Payees" } };
static const struct {
    const char       *name, *ja, *en;
    const FileColumn *cols;
    size_t            n;
} tables[] = {
    { "money", "年度別の予算と執行", "Money by year", money_cols, COUNT(money_cols) },
    { "indicators", "指標の目標と実績", "Targets and actuals", indicator_cols, COUNT(indicator_cols) },
    { "payees", "支出先", "Payees", payee_cols, COUNT(payee_cols) },
    { "remarks", "点検・所見と対応", "Findings and answers", remark_cols, COUNT(remark_cols) },
    { "sheets", "レビューシート", "Review sheets", sheet_cols, COUNT(sheet_cols) },
};

/* The rows of the table that the address names (w->arg2), and which it is; NULL with w->c->err. */
static json_t *
rows_of(Web *w, size_t *which)
{
    int64_t id = programme_find(w->c, w->arg);
    json_t *out = json_keep(w->c->mem, json_array());
    for (*which = 0; *which < COUNT(tables) && strcmp(tables[*which].name, w->arg2) != 0; ++*which)
        ;
    if (id && *which == COUNT(tables))
        fail(w->c, ERR_NOT_FOUND, "table", T(w, "表「%s」はありません。money、indicators、payees、remarks、sheets のどれかです。", "There is no table %s; it is money, indicators, payees, remarks or sheets."), w->arg2);
    if (!ok(w->c))
        return NULL;
    switch (*which) {
    case 0: money_rows(out, sheet_years_money(w->c, id)); break;
    case 1: indicator_rows(out, sheet_years_series(w->c, id)); break;
    case 2: payee_rows(w, out, sheet_years_sheets(w->c, id)); break;
    case 3: return sheet_years_remarks(w->c, id);
    default: return sheet_years_sheets(w->c, id);
    }
    return ok(w->c) ? out : NULL;
}

void
page_years_file(Web *w)
{
    size_t  k;
    json_t *rows = rows_of(w, &k);
    if (!rows)
        return;
    if (!web_wants_file(w)) {
        req_redirect(w->q, arena_fmt(w->c->mem, "/programmes/%s#years-%s", url_part(w->c->mem, w->arg), tables[k].name));
        return;
    }
    (void)web_file(w, tables[k].name, T(w, tables[k].ja, tables[k].en), rows, tables[k].cols, tables[k].n);
}

void
api_years_table(Web *w)
{
    size_t  k;
    json_t *rows = rows_of(w, &k);
    if (!rows)
        return;
    const char **keys = NEWN(w->c->mem, const char *, tables[k].n);
    for (size_t i = 0; i < tables[k].n; i++)
        keys[i] = tables[k].cols[i].key;
    web_list(w, tables[k].name, rows, keys, tables[k].n);
}

void
api_years(Web *w)
{
    int64_t id = programme_find(w->c, w->arg);
    web_json(w, id ? sheet_years(w->c, id) : NULL);
}

void
api_review_sheet(Web *w)
{
    web_json(w, sheet_show(w->c, w->arg));
}

void
api_sheet_payees(Web *w)
{
    json_t *s = sheet_show(w->c, w->arg), *paid = s ? sheet_payees(w->c, json_int(s, "id", 0)) : NULL;
    web_list(w, "payees", json_path(paid, "payees"), KEYS("fy", "block", "no", "name", "number", "org_key", "work", "printed", "yen", "doubled"));
}
