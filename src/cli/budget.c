/* budget.c -- lines of the budget on the command line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "domain/budget.h"
#include "format/json.h"

int
cmd_budget(Cli *k)
{
    static const Column cols[] = { { "id", "番号", "id", false, true }, { "fy", "年度", "year", true, true }, { "account_name", "会計", "account", false, false }, { "budget_kind", "予算種別", "paper", false, false },
                                   { "ministry", "所管", "ministry", false, false }, { "section", "項", "section", false, false }, { "name", "事項", "line", false, false },
                                   { "amount", "金額（円）", "yen", true, false }, { "spent", "支出済（円）", "spent (yen)", true, false }, { "programmes", "事業", "programmes", true, false } };
    Ctx    *c = &k->c;
    size_t  i;
    json_t *row;
    if (!cli_open(k, false))
        return cli_error(k);
    json_t *found = budget_found(c, &(BudgetAsk){ .query = cli_words(k, 0), .from = cli_offset(k), .limit = cli_limit(k, k->json ? 10000 : 50) });
    json_t *rows = json_path(found, "rows");
    if (found)
        cli_problems(k, found);
    if (k->json || !ok(c))
        return cli_json(k, rows);
    json_array_foreach(rows, i, row)
        json_object_set_new(row, "account_name", json_string(budget_account_label(c, json_text(row, "account"))));
    table_print(k, rows, cols, sizeof cols / sizeof *cols,
                arena_fmt(c->mem, L(c, "%lld 件のうち %zu 件。補正予算は改められた全額なので、同じ年度の種別を足し合わせない。", "Of %lld lines %zu are shown. A supplementary budget prints the whole amended amount: papers of one year are not added."),
                          (long long)json_int(found, "total", 0), json_array_size(rows)));
    return 0;
}
