/* budget.c -- lines of the budget on the command line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/budget.h"
#include "format/json.h"

#include <string.h>

/* What a paper's account is called: the papers' own words. */
static void
name_accounts(Cli *k, json_t *rows)
{
    static const char *const names[][3] = { { "general", "一般会計", "general" }, { "special", "特別会計", "special" }, { "agency", "政府関係機関", "agency" } };
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        for (int a = 0; a < 3; a++)
            if (strcmp(json_text(row, "account"), names[a][0]) == 0)
                json_object_set_new(row, "account_name", json_string(L(&k->c, names[a][1], names[a][2])));
}

int
cmd_budget(Cli *k)
{
    static const Column cols[] = { { "fy", "年度", "year", true, true }, { "account_name", "会計", "account", false, false }, { "budget_kind", "予算種別", "paper", false, false },
                                   { "ministry", "所管", "ministry", false, false }, { "section", "項", "section", false, false }, { "name", "事項", "line", false, false },
                                   { "amount", "金額（円）", "yen", true, false }, { "spent", "支出済（円）", "spent (yen)", true, false } };
    int64_t fy = 0, total = 0;
    Buf    *words = buf_in(k->c.mem);
    for (int i = 0; i < k->n; i++) {
        if (text_starts(k->args[i], "fy:") && !number_int(k->args[i] + 3, &fy))
            return cli_usage("budget");
        if (!text_starts(k->args[i], "fy:"))
            buf_fmt(words, "%s ", k->args[i]);
    }
    if (!cli_open(k, false))
        return cli_error(k);
    json_t *rows = budget_find(&k->c, buf_text(words), fy, cli_limit(k, k->json ? 10000 : 50), cli_offset(k), &total);
    if (k->json || !ok(&k->c))
        return cli_json(k, rows);
    name_accounts(k, rows);
    table_print(k, rows, cols, sizeof cols / sizeof *cols,
                arena_fmt(k->c.mem, L(&k->c, "%lld 件のうち %zu 件。補正予算は改められた全額なので、同じ年度の種別を足し合わせない。", "%2$zu of %1$lld lines. A supplementary budget prints the whole amended amount: papers of one year are not added."),
                          (long long)total, json_array_size(rows)));
    return 0;
}
