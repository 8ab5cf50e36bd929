/* ledger.c -- the ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"
#include "domain/ledger.h"
#include "format/json.h"

void
page_ledger(Web *w)
{
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    bool        good = ledger_verify(w->c, &rows, &broken, &why);
    json_t     *list = ledger_list(w->c, NULL, 0, 200), *r;
    size_t      i;
    Html       *h = &w->h;
    if (!ok(w->c))
        return;
    layout_begin(w, T(w, "台帳", "Ledger"), "ledger");
    if (good)
        html(h, "<p>%lld %s</p>", (long long)rows, T(w, "件の記録がつながっている。", "acts; the chain holds."));
    else
        html(h, "<p><span class=\"badge error\">%s %lld: %s</span></p>", T(w, "壊れた記録", "Broken at act"), (long long)broken, why);
    html(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\" class=\"n\">%s<th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s<th scope=\"col\">%s</tr></thead><tbody>", T(w, "記録の表", "Acts"),
         T(w, "番号", "No."), T(w, "日時", "When"), T(w, "誰が", "Who"), T(w, "何を", "What"), T(w, "指紋", "Hash"));
    json_array_foreach(list, i, r) html(h, "<tr><td class=\"n\">%lld<td>%s<td>%s<td>%s %s<td>%s</tr>", (long long)json_int(r, "seq", 0), json_text(r, "at"), json_text(r, "actor"),
                                        json_text(r, "act"), json_text(r, "subject"), text_head(w->c->mem, json_text(r, "hash"), 12));
    html(h, "</tbody></table></div>");
    layout_end(w);
}
