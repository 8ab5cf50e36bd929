/* links.c -- links of programmes: the queue of those to be decided, both sides beside each other.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/lineage.h"
#include "domain/ministry.h"
#include "domain/permission.h"
#include "domain/programme.h"
#include "engine/linking.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 20 };

static const FileColumn file_cols[] = {
    { "id", "番号", "Number" }, { "state", "状態", "State" }, { "kind", "種類", "Kind" }, { "score", "点", "Score" }, { "basis", "根拠", "Basis" }, { "from.key", "事業", "Programme" }, { "from.name", "事業名", "Name" },
    { "from.ministry", "府省庁", "Ministry" }, { "from.first_fy", "最初のシート", "First sheet" }, { "from.budget_yen", "予算額", "Budget" }, { "to_key", "相手", "Other" }, { "to.name", "相手の事業名", "Name of the other" },
    { "to.ministry", "相手の府省庁", "Ministry of the other" }, { "to.last_fy", "相手の最後のシート", "Last sheet of the other" }, { "to.budget_yen", "相手の予算額", "Budget of the other" },
    { "decided_at", "判断日時", "Decided" }, { "decided_by", "判断した人", "Decided by" },
};

static const char *
asked(Web *w, const char *name)
{
    const char *s = req_query(w->q, name);
    return s && *s ? s : NULL;
}

/* One side: what is needed to see whether it is the other. */
static void
side(Web *w, const json_t *x, const char *head, const char *waits)
{
    Html *h = &w->h;
    html(h, "<div><h4>%s</h4>", head);
    if (!x || json_is_null(x)) {
        html(h, "<p>%s <span class=\"badge\">%s</span></p></div>", link_key_label(w->c, waits), T(w, "シート待ち", "waits for its sheet"));
        return;
    }
    html(h, "<p><a href=\"/programmes/%s\" lang=\"ja\">%s</a></p><dl class=\"how\">", url_part(w->c->mem, json_text(x, "key")), json_text(x, "name"));
    html(h, "<dt>%s</dt><dd lang=\"ja\">%s %s</dd>", T(w, "担当", "Owner"), json_text(x, "ministry"), text_squeeze(w->c->mem, json_text(x, "office")));
    html(h, "<dt>%s</dt><dd>%s</dd>", T(w, "期間", "Period"), json_has(x, "from_fy") || json_has(x, "to_fy") ? web_period(w, json_int(x, "from_fy", 0), json_int(x, "to_fy", 0), !json_has(x, "to_fy")) : "—");
    if (json_int(x, "sheets", 0) > 0)
        html(h, "<dt>%s</dt><dd>%s%s</dd>", T(w, "シート", "Sheets"), json_int(x, "first_fy", 0) == json_int(x, "last_fy", 0) ? web_fy(w, json_int(x, "last_fy", 0))
                 : arena_fmt(w->c->mem, "%lld–%lld", (long long)json_int(x, "first_fy", 0), (long long)json_int(x, "last_fy", 0)),
             json_has(x, "number") ? arena_fmt(w->c->mem, T(w, "（事業番号 %s）", " (number %s)"), json_text(x, "number")) : "");
    if (json_int(x, "records", 0) > 0)
        html(h, "<dt>%s</dt><dd>%s</dd>", T(w, "評価書", "Evaluation"), T(w, "記録あり", "recorded"));
    html(h, "<dt>%s</dt><dd>%s</dd></dl></div>", T(w, "予算額", "Budget"), web_yen(w, json_path(x, "budget_yen"), NULL));
}

static void
button(Web *w, long long id, const char *act, const char *label, const char *look)
{
    web_form_begin(w, arena_fmt(w->c->mem, "/links/%lld/%s", id, act));
    html(&w->h, "<input type=\"hidden\" name=\"back\" value=\"%s\"><button class=\"%s\">%s</button></form>", web_here(w, "done", NULL, NULL), look, label);
}

/* The kinds a person may confirm it as. */
static void
confirm_form(Web *w, const json_t *l)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *k;
    long long id = (long long)json_int(l, "id", 0);
    web_form_begin(w, arena_fmt(w->c->mem, "/links/%lld/confirm", id));
    html(h, "<input type=\"hidden\" name=\"back\" value=\"%s\"><label for=\"kind-%lld\">%s</label> <select id=\"kind-%lld\" name=\"kind\">", web_here(w, "done", NULL, NULL), id, T(w, "関係", "Kind"), id);
    json_array_foreach(link_kinds(w->c), i, k)
        html(h, "<option value=\"%s\"%s>%s</option>", json_text(k, "name"), strcmp(json_text(k, "name"), json_text(l, "kind")) == 0 ? " selected" : "", T(w, json_text(k, "ja"), json_text(k, "en")));
    html(h, "</select> <button>%s</button></form>", T(w, "この関係を確認する", "Confirm"));
}

static void
one(Web *w, const json_t *l)
{
    Html       *h = &w->h;
    long long   id = (long long)json_int(l, "id", 0);
    const char *state = json_text(l, "state"), *kind = json_text(l, "kind");
    size_t      i;
    json_t     *x;
    html(h, "<div class=\"find\" id=\"link-%lld\"><h3>%s <span class=\"badge%s\">%s</span>", id, link_kind_label(w->c, kind, true), strcmp(state, "confirmed") == 0 ? " good" : "", link_state_label(w->c, state));
    if (json_has(l, "score"))
        html(h, " <span class=\"soft\">%s %.2f</span>", T(w, "類似度", "likeness"), json_number_value(json_path(l, "score")));
    html(h, "</h3><div class=\"split\">");
    bool launched = strcmp(kind, "launched-as") == 0, related = strcmp(kind, "related") == 0;
    side(w, json_path(l, "to"), launched ? T(w, "実施された事業", "Launched") : related ? T(w, "関連する事業", "Related") : T(w, "前の事業", "Before"), json_text(l, "to_key"));
    side(w, json_path(l, "from"), launched ? T(w, "評価された事業", "Evaluated") : related ? T(w, "この事業", "This one") : T(w, "後の事業", "After"), "");
    html(h, "</div>");
    if (json_array_size(json_path(l, "reasons")) > 0) {
        html(h, "<ul class=\"small\" aria-label=\"%s\">", T(w, "理由", "Reasons"));
        json_array_foreach(json_path(l, "reasons"), i, x) html(h, "<li>%s</li>", T(w, json_text(x, "ja"), json_text(x, "en")));
        html(h, "</ul>");
    }
    html(h, "<p class=\"soft small\">%s %s", T(w, "根拠：", "Basis:"), link_basis_label(w->c, json_text(l, "basis")));
    if (json_has(l, "decided_at")) {
        html(h, " · %s %s ", T(w, "判断：", "decided by"), web_actor(w, json_text(l, "decided_by")));
        web_time(w, json_text(l, "decided_at"));
    }
    html(h, "</p>");
    if (can(w->c, ACT_LINK_WRITE)) {
        html(h, "<div class=\"acts no-print\">");
        if (strcmp(state, "proposed") == 0) {
            confirm_form(w, l);
            button(w, id, "reject", T(w, "別の事業である", "Not the same"), "second");
        } else {
            button(w, id, "undo", T(w, "判断を取り消す", "Undo this decision"), "second small");
        }
        html(h, "</div>");
    }
    html(h, "</div>");
}

static void
states(Web *w, const char *state)
{
    static const char *const names[] = { "proposed", "confirmed", "rejected" };
    json_t *n = link_counts(w->c);
    html(&w->h, "<ul class=\"chips\" aria-label=\"%s\">", T(w, "状態で絞る", "By state"));
    for (size_t i = 0; i < COUNT(names); i++)
        html(&w->h, "<li><a href=\"%s\"%s>%s %s</a></li>", web_here(w, "state", names[i], "from", NULL, "done", NULL, NULL), strcmp(names[i], state) == 0 ? " aria-current=\"true\"" : "", link_state_label(w->c, names[i]),
             number_commas(w->c->mem, json_int(n, names[i], 0)));
    html(&w->h, "</ul>");
}

static void
filters(Web *w, const char *state)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *k;
    html(h, "<form class=\"filters\" action=\"/links\"><input type=\"hidden\" name=\"state\" value=\"%s\"><div class=\"field grow\"><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" value=\"%s\"></div>", state,
         T(w, "事業名の一部", "Part of a name"), asked(w, "q"));
    html(h, "<div class=\"field\"><label for=\"f-ministry\">%s</label><input id=\"f-ministry\" name=\"ministry\" value=\"%s\"></div><div class=\"field\"><label for=\"f-kind\">%s</label><select id=\"f-kind\" name=\"kind\"><option value=\"\">%s</option>",
         T(w, "府省庁", "Ministry"), asked(w, "ministry"), T(w, "関係", "Kind"), T(w, "すべて", "all"));
    json_array_foreach(link_kinds(w->c), i, k)
        html(h, "<option value=\"%s\"%s>%s</option>", json_text(k, "name"), asked(w, "kind") && strcmp(asked(w, "kind"), json_text(k, "name")) == 0 ? " selected" : "", T(w, json_text(k, "ja"), json_text(k, "en")));
    html(h, "</select></div><button class=\"second\">%s</button></form>", T(w, "絞り込む", "Filter"));
}

/* All that the page shows, by one button: each was before the person's eyes. */
static void
all_form(Web *w, const json_t *rows)
{
    size_t  i;
    json_t *l;
    if (!can(w->c, ACT_LINK_WRITE) || json_array_size(rows) < 2)
        return;
    html(&w->h, "<details class=\"no-print\"><summary>%s</summary>", T(w, "この一覧をまとめて確認する", "Confirm all of this page"));
    web_form_begin(w, "/links/confirm");
    html(&w->h, "<input type=\"hidden\" name=\"back\" value=\"%s\"><input type=\"hidden\" name=\"ids\" value=\"", web_here(w, "done", NULL, NULL));
    json_array_foreach(rows, i, l) html(&w->h, "%s%lld", i ? "," : "", (long long)json_int(l, "id", 0));
    html(&w->h, "\"><p>%s</p><button class=\"second\">%s</button></form></details>", T(w, "上に示した組を、示した関係のまま確認します。一つずつ取り消せます。", "Confirms the pairs shown here as they are; each can be undone."),
         arena_fmt(w->c->mem, T(w, "%zu 件を確認する", "Confirm these %zu"), json_array_size(rows)));
}

static void
add_form(Web *w, const Err *e)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *k;
    if (!can(w->c, ACT_LINK_WRITE))
        return;
    html(h, "<details class=\"no-print\"%s><summary>%s</summary><div class=\"narrow-form\">", e ? " open" : "", T(w, "関係を自分で登録する", "Add a link yourself"));
    web_form_begin(w, "/links");
    html(h, "<div class=\"field\"><label for=\"a-from\">%s</label><input id=\"a-from\" name=\"from\" required maxlength=\"300\" value=\"%s\"></div>", T(w, "事業（番号・キー・事業名）", "Programme (number, key or name)"), e ? req_field(w->q, "from") : asked(w, "programme"));
    html(h, "<div class=\"field\"><label for=\"a-kind\">%s</label><select id=\"a-kind\" name=\"kind\">", T(w, "関係", "Kind"));
    json_array_foreach(link_kinds(w->c), i, k) html(h, "<option value=\"%s\">%s</option>", json_text(k, "name"), T(w, json_text(k, "ja"), json_text(k, "en")));
    html(h, "</select></div><div class=\"field\"><label for=\"a-to\">%s</label><span class=\"hint\" id=\"h-to\">%s</span><input id=\"a-to\" name=\"to\" required maxlength=\"300\" value=\"%s\" aria-describedby=\"h-to\"></div><button>%s</button></form></div></details>",
         T(w, "相手の事業", "The other programme"), T(w, "番号・キー・事業名、またはまだないシートの rs-project:予算事業ID", "number, key or name; rs-project:ID for a sheet that is not here yet"), e ? req_field(w->q, "to") : "", T(w, "登録する", "Add"));
}

static void
links_page(Web *w, const Err *e)
{
    const char *state = asked(w, "state") ? asked(w, "state") : "proposed", *of = asked(w, "programme");
    int64_t     total = 0, from = web_number(w, "from", 0, INT64_C(1) << 40, 0), programme = of ? programme_find(w->c, of) : 0;
    bool        whole = web_wants_file(w);
    const char *ministry = asked(w, "ministry") ? ministry_in(w->c->mem, asked(w, "ministry")) : NULL;
    LinkAsk     ask = { .state = of ? NULL : state, .kind = asked(w, "kind"), .query = asked(w, "q"), .ministry = ministry ? ministry : asked(w, "ministry"), .programme = programme, .from = whole ? 0 : from, .limit = whole ? 0 : STEP };
    json_t     *rows = ok(w->c) ? link_page(w->c, &ask, &total) : NULL, *l;
    size_t      i;
    if (!rows || !ok(w->c) || web_file(w, "links", T(w, "事業の関係", "Links of programmes"), rows, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "事業の関係", "Links of programmes"), "links");
    if (e)
        html(&w->h, "<div class=\"banner error\" role=\"alert\"><p>%s</p></div>", e->text);
    html(&w->h, "<p class=\"lead\">%s</p>", T(w, "番号や名称が変わった事業を、同じ事業としてつなぐ候補です。人が確かめるまで、何もつながりません。", "Programmes that may go on under another number or name. Nothing is joined until a person confirms it."));
    web_filters(w, "links");
    states(w, state);
    filters(w, state);
    if (total == 0)
        web_empty(w, T(w, "この条件に合う関係はありません。", "No link fits these conditions."), T(w, "候補は kanmon link propose で作ります。", "kanmon link propose looks for candidates."), NULL, NULL);
    else {
        html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の関係", total == 1 ? " link" : " links"));
        web_downloads(w);
        html(&w->h, "</div><div class=\"finds\">");
        json_array_foreach(rows, i, l) one(w, l);
        html(&w->h, "</div>");
        if (strcmp(state, "proposed") == 0)
            all_form(w, rows);
        web_pages(w, from, STEP, total);
    }
    add_form(w, e);
    layout_end(w);
}

void
page_links(Web *w)
{
    links_page(w, NULL);
}

/* Back to where the person was, or the page with what went wrong. */
static void
answer(Web *w, bool done)
{
    Err e = w->c->err;
    if (done) {
        req_redirect(w->q, req_field(w->q, "back") ? web_path_of_ours(req_field(w->q, "back")) : "/links");
        return;
    }
    if (e.kind == ERR_BROKEN || e.kind == ERR_DENIED || e.kind == ERR_SIGN_IN)
        return;
    w->q->status = err_status(e.kind);
    w->c->err = (Err){ 0 };
    links_page(w, &e);
}

static int64_t
id_of(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id))
        fail(w->c, ERR_NOT_FOUND, "link", T(w, "関係 %s はありません。", "There is no link %s."), w->arg);
    return id;
}

void
post_link_confirm(Web *w)
{
    int64_t id = id_of(w);
    answer(w, ok(w->c) && linking_confirm(w->c, id, req_field(w->q, "kind")));
}

void
post_link_reject(Web *w)
{
    int64_t id = id_of(w);
    answer(w, ok(w->c) && link_reject(w->c, id));
}

void
post_link_undo(Web *w)
{
    int64_t id = id_of(w);
    answer(w, ok(w->c) && linking_undo(w->c, id));
}

void
post_links_confirm(Web *w)
{
    int64_t     id[STEP], done = 0;
    size_t      parts = 0, n = 0;
    const char *ids = req_field(w->q, "ids");
    char      **part = text_split(w->c->mem, ids ? ids : "", ",", &parts);
    for (size_t i = 0; i < parts && n < STEP; i++)
        if (number_int(part[i], &id[n]))
            n++;
    answer(w, linking_confirm_all(w->c, id, n, &done));
}

void
post_link_add(Web *w)
{
    const char *from = req_field(w->q, "from");
    int64_t     id = 0, programme = from && *from ? programme_find(w->c, from) : 0;
    if (!from || !*from)
        fail(w->c, ERR_INVALID, "from", "%s", T(w, "事業を書いてください。", "Name a programme."));
    bool done = ok(w->c) && linking_add(w->c, programme, req_field(w->q, "to"), req_field(w->q, "kind"), &id);
    if (done)
        req_redirect(w->q, arena_fmt(w->c->mem, "/links?state=confirmed&programme=%lld#link-%lld", (long long)programme, (long long)id));
    else
        answer(w, false);
}
