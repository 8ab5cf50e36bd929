/* ledger.c -- every act: who, when, what, on what; in pages, narrowed, verified on demand, as a proof file.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Verifying reads the whole chain, so it is asked for (?verify=1) and not done on each view. The proof file
 * (?format=ndjson) has the rows as they are hashed, oldest first, so that anyone can compute the chain again. */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 100, PROOF = 100000 };

static const Column cols[] = {
    { .key = "seq", .ja = "番号", .en = "No.", .number = true }, { .key = "at", .ja = "日時", .en = "When" }, { .key = "act", .ja = "操作", .en = "Act", .head = true },
    { .key = "subject", .ja = "対象", .en = "On" }, { .key = "actor", .ja = "操作した人", .en = "Who" }, { .key = "hash", .ja = "ハッシュ値", .en = "Hash" },
};
static const FileColumn file_cols[] = {
    { "seq", "番号", "No." }, { "at", "日時（UTC）", "When (UTC)" }, { "actor", "操作した人", "Who" }, { "act", "操作の符号", "Act" }, { "subject", "対象の符号", "Subject" },
    { "payload", "内容", "Payload" }, { "payload_sha256", "内容のハッシュ値", "Hash of the payload" }, { "prev_hash", "前の記録のハッシュ値", "Hash before" }, { "hash", "ハッシュ値", "Hash" },
};

void
web_subject(Web *w, const char *subject, const char *named)
{
    static const struct { const char *kind, *url; } pages[] = { { "programme", "/programmes/" }, { "document", "/documents/" }, { "intake", "/import/" } };
    const char *colon = strchr(subject, ':');
    if (!colon) {
        html(&w->h, "%s", subject);
        return;
    }
    const char *kind = arena_strn(w->c->mem, subject, (size_t)(colon - subject)), *label = arena_fmt(w->c->mem, "%s %s", ledger_act_label(w->c, kind), colon + 1);
    for (size_t i = 0; i < COUNT(pages); i++)
        if (strcmp(pages[i].kind, kind) == 0 && web_can_go(w, arena_fmt(w->c->mem, "%s:id", pages[i].url))) {
            if (named && *named)
                html(&w->h, "<span><a lang=\"ja\" href=\"%s%s\">%s</a> <span class=\"soft small\">%s</span></span>", pages[i].url, url_part(w->c->mem, colon + 1), named, label);
            else
                html(&w->h, "<a href=\"%s%s\">%s</a>", pages[i].url, url_part(w->c->mem, colon + 1), label);
            return;
        }
    if (named && *named && strcmp(kind, "account") == 0) /* a name of anything else is for those who may open it */
        html(&w->h, "<span>%s <span class=\"soft small\">%s</span></span>", named, label);
    else
        html(&w->h, "%s", label);
}

static const char *
asked(Web *w, const char *name)
{
    const char *s = req_query(w->q, name);
    return s && *s ? text_squeeze(w->c->mem, s) : NULL;
}

/* One JSON object a line; the last line says where to go on when there is more. */
static void
proof(Web *w, LedgerAsk ask)
{
    size_t  i;
    json_t *r;
    ask.oldest = true;
    ask.limit = PROOF;
    ask.before_seq = web_number(w, "after", 0, INT64_MAX, 0);
    json_array_foreach(ledger_page(w->c, &ask, NULL), i, r)
    {
        buf_add(w->q->out, json_canonical(w->c->mem, r));
        buf_char(w->q->out, '\n');
    }
    w->q->type = "application/x-ndjson; charset=utf-8";
    w->q->save_as = arena_fmt(w->c->mem, "ledger-%s.ndjson", web_today(w));
}

static void
verified(Web *w)
{
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    bool        good = ledger_verify(w->c, &rows, &broken, &why);
    if (!ok(w->c))
        return;
    if (good)
        html(&w->h, "<div class=\"banner good\" role=\"status\"><h2>%s</h2><p>%s</p></div>", T(w, "記録はつながっています（改ざんはありません）", "The chain holds: nothing was altered"),
             arena_fmt(w->c->mem, T(w, "%s件のハッシュ値をすべて計算し直し、一致しました。", "All %s acts were hashed again and agree."), number_commas(w->c->mem, rows)));
    else
        html(&w->h, "<div class=\"banner error\" role=\"alert\"><h2>%s</h2><p>%s %s</p></div>", broken ? arena_fmt(w->c->mem, T(w, "%s番の記録でつながりが切れています", "The chain breaks at act %s"), number_commas(w->c->mem, broken))
                    : T(w, "操作履歴にないものがあります", "Something is on no act"), why,
             T(w, "この番号より前は確かです。バックアップと見比べ、管理者に知らせてください。", "What is before it holds. Compare with a backup and tell the administrator."));
}

static void
filters(Web *w, const LedgerAsk *ask)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *a;
    html(h, "<form class=\"filters\" action=\"/ledger\" aria-label=\"%s\"><div class=\"field\"><label for=\"f-act\">%s</label><select id=\"f-act\" name=\"act\"><option value=\"\">%s</option>", T(w, "操作履歴の絞り込み", "Filter of the ledger"), T(w, "操作", "Act"), T(w, "すべて", "All"));
    json_array_foreach(ledger_acts(w->c), i, a)
    {
        html(h, "<option value=\"%s\"", json_string_value(a));
        if (ask->act && strcmp(ask->act, json_string_value(a)) == 0)
            html(h, " selected");
        html(h, ">%s</option>", ledger_act_label(w->c, json_string_value(a)));
    }
    html(h, "</select></div><div class=\"field\"><label for=\"f-actor\">%s</label><input id=\"f-actor\" name=\"actor\" value=\"%s\" autocomplete=\"off\"></div>", T(w, "操作した人（ログイン名）", "Who (login)"), ask->actor);
    html(h, "<div class=\"field\"><label for=\"f-subject\">%s</label><input id=\"f-subject\" name=\"subject\" value=\"%s\" placeholder=\"programme:1\" autocomplete=\"off\"></div><button>%s</button></form>", T(w, "対象の符号", "Subject"), ask->subject, T(w, "絞り込む", "Apply"));
}

static void
rows_of(Web *w, const json_t *list)
{
    Html   *h = &w->h;
    size_t  i;
    json_t *r;
    table_begin(w, T(w, "操作の表", "Acts"), cols, COUNT(cols), true);
    json_array_foreach(list, i, r)
    {
        row_begin(w, arena_fmt(w->c->mem, "act-%lld", (long long)json_int(r, "seq", 0)));
        cell(w, &cols[0]);
        html(h, "%s", number_commas(w->c->mem, json_int(r, "seq", 0)));
        cell(w, &cols[1]);
        web_time(w, json_text(r, "at"));
        cell(w, &cols[2]);
        html(h, "%s", ledger_act_label(w->c, json_text(r, "act")));
        cell(w, &cols[3]);
        web_subject(w, json_text(r, "subject"), json_str(r, "named"));
        cell(w, &cols[4]);
        html(h, "%s", json_has(r, "who") ? json_text(r, "who") : web_actor(w, json_text(r, "actor")));
        cell(w, &cols[5]);
        html(h, "<code title=\"%s\">%s</code>", json_text(r, "hash"), arena_strn(w->c->mem, json_text(r, "hash"), 12));
        row_end(w);
    }
    table_end(w);
}

void
page_ledger(Web *w)
{
    const char *format = req_query(w->q, "format"), *verify = req_query(w->q, "verify");
    int64_t     total = 0, before = web_number(w, "before", 1, INT64_MAX, 0);
    bool        whole = web_wants_file(w);
    LedgerAsk   ask = { .subject = asked(w, "subject"), .actor = asked(w, "actor"), .act = asked(w, "act"), .before_seq = before, .limit = whole ? PROOF : STEP };
    if (format && strcmp(format, "ndjson") == 0) {
        proof(w, ask);
        return;
    }
    json_t *list = whole ? ledger_page(w->c, &ask, NULL) : ledger_told(w->c, &ask, &total);
    if (!ok(w->c) || web_file(w, "ledger", T(w, "操作履歴", "Ledger"), list, file_cols, COUNT(file_cols)))
        return;
    layout_begin(w, T(w, "操作履歴", "Ledger"), "ledger");
    html(&w->h, "<p class=\"lead\">%s</p>", T(w, "誰がいつ何をしたかの記録です。各記録は直前の記録のハッシュ値を含むため、後から書き換えると検証で必ず分かります。", "Every act is here. Each holds the hash of the one before it, so that a later change breaks the chain."));
    if (verify && strcmp(verify, "1") == 0)
        verified(w);
    html(&w->h, "<p class=\"no-print\"><a class=\"button second small\" href=\"%s\">%s</a> <a class=\"button second small\" href=\"/ledger?format=ndjson\" rel=\"nofollow\">%s</a></p>", web_here(w, "verify", "1", NULL), T(w, "改ざんがないか検証する", "Verify that nothing was altered"), T(w, "検証用ファイルを保存（NDJSON）", "Save the proof file (NDJSON)"));
    web_filters(w, "ledger");
    filters(w, &ask);
    if (total == 0) {
        web_empty(w, T(w, "この条件に合う記録はありません。", "No act fits these conditions."), T(w, "条件を減らしてください。", "Take a condition away."), "/ledger", T(w, "すべての記録", "All acts"));
        layout_end(w);
        return;
    }
    html(&w->h, "<div class=\"above\"><h2><strong>%s</strong>%s</h2>", number_commas(w->c->mem, total), T(w, "件の記録", total == 1 ? " act" : " acts"));
    web_downloads(w);
    html(&w->h, "</div>");
    rows_of(w, list);
    long long last = (long long)json_int(json_array_get(list, json_array_size(list) - 1), "seq", 0);
    html(&w->h, "<nav class=\"pages\" aria-label=\"%s\">", T(w, "表のページ", "Pages of the table"));
    if (before)
        html(&w->h, "<a class=\"button second small\" href=\"%s\">« %s</a>", web_here(w, "before", NULL, NULL), T(w, "最新へ", "Newest"));
    if (json_array_size(list) == STEP && last > 1)
        html(&w->h, "<a class=\"button second small\" rel=\"next\" href=\"%s\">%s ›</a>", web_here(w, "before", arena_fmt(w->c->mem, "%lld", last), NULL), T(w, "これより前", "Older"));
    html(&w->h, "</nav>");
    layout_end(w);
}
