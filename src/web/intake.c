/* intake.c -- papers that come in: upload, how far they are, what accepting would do, accept or drop.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A page of a paper that is being read asks the browser to load it again (Refresh); ?watch=0 turns that off, for
 * people who read slowly or hear the page. */
#include "web/intake.h"

#include "base/buf.h"
#include "base/number.h"
#include "domain/intake.h"
#include "exchange/settle.h"
#include "format/json.h"
#include "job/job.h"

#include <string.h>

enum { WATCH_SECONDS = 2, LIST_MOST = 500, AT_ONCE = 20, FILE_MOST = 64 << 20 };

const char *
intake_state(Web *w, const char *state)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "received", "順番待ち", "waiting" }, { "reading", "読み取り中", "being read" }, { "read", "確認待ち", "to be decided" },
        { "refused", "読み取れません", "not read" }, { "accepted", "受け入れ済み", "accepted" }, { "dropped", "取り下げ", "dropped" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, state) == 0)
            return T(w, words[i].ja, words[i].en);
    return state;
}

static const char *
step_words(Web *w, const char *step)
{
    static const struct { const char *key, *ja, *en; } words[] = {
        { "waiting", "読み取りの順番を待っています", "It waits for its turn to be read" },
        { "text", "文字を取り出しています", "The text is taken out" },
        { "records", "事業・指標・名簿を読み取っています", "Programmes, indicators and rosters are read" },
        { "checks", "規則に照らして点検しています", "What was read is checked against the rules" },
        { "compare", "登録済みの記録と比べています", "It is compared with the records we have" },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i].key, step) == 0)
            return T(w, words[i].ja, words[i].en);
    return "";
}

static void
upload_form(Web *w, const char *wrong)
{
    Html *h = &w->h;
    html(h, "<section class=\"banner\"><h2>%s</h2>", T(w, "文書を送る", "Send papers"));
    web_form_upload(w, "/import");
    html(h, "<div class=\"field\"><label for=\"file\">%s</label><span class=\"hint\" id=\"file-hint\">%s</span>", T(w, "文書（複数選べます）", "Papers (one or more)"),
         T(w, "評価票・評価書（テキスト、Word、PDF）または事業定義（YAML）。一つ 64 MiB、一度に 20 個まで。文字コードは UTF-8、UTF-16、Shift_JIS。",
           "Evaluation reports (text, Word, PDF) or packs (YAML). Up to 64 MiB each, 20 at once. Encodings: UTF-8, UTF-16, Shift_JIS."));
    if (wrong)
        html(h, "<span class=\"wrong\" id=\"file-wrong\" role=\"alert\">%s</span>", wrong);
    html(h, "<input id=\"file\" name=\"file\" type=\"file\" multiple required aria-describedby=\"%s\"></div>", wrong ? "file-wrong file-hint" : "file-hint");
    html(h, "<p class=\"soft\">%s</p><p><button>%s</button></p></form></section>\n",
         T(w, "受け入れるまで記録には入りません。読み取った内容を見られるのは、取り込みの権利を持つ人だけです。受け入れた文書と記録は、読む権利のあるすべての人に見えます。送った人と時刻は操作履歴に残ります。",
           "Nothing enters the records before it is accepted. Until then only people with the right to bring papers in see it; an accepted paper and its records are seen by everyone who may read. "
           "Who sent it and when is kept in the ledger."),
         T(w, "送って読み取る", "Send and read"));
}

static void
list(Web *w)
{
    static const Column cols[] = {
        { .key = "name", .ja = "文書", .en = "Paper", .head = true }, { .key = "state", .ja = "状態", .en = "State" },
        { .key = "programmes", .ja = "事業", .en = "Programmes", .number = true }, { .key = "received_at", .ja = "受付日時", .en = "Received" },
        { .key = "actor", .ja = "送った人", .en = "Sent by" },
    };
    json_t *rows = intake_list(w->c, req_query(w->q, "state"), LIST_MOST), *row;
    size_t  i;
    Html   *h = &w->h;
    if (!rows || !ok(w->c))
        return;
    if (json_array_size(rows) == 0) {
        web_empty(w, T(w, "届いた文書はまだありません。", "No paper has come in yet."), T(w, "上の欄から文書を送ると、ここに並びます。", "Papers sent with the form above are listed here."), NULL, NULL);
        return;
    }
    html(h, "<h2>%s</h2>", T(w, "届いた文書の一覧", "Papers that came in"));
    table_begin(w, T(w, "届いた文書の一覧", "Papers that came in"), cols, COUNT(cols), true);
    json_array_foreach(rows, i, row)
    {
        row_begin(w, NULL);
        cell(w, &cols[0]);
        html(h, "<a href=\"/import/%lld\">%s</a>", (long long)json_int(row, "id", 0), json_text(row, "name"));
        cell(w, &cols[1]);
        html(h, "<span class=\"badge\">%s</span>", intake_state(w, json_text(row, "state")));
        cell(w, &cols[2]);
        html(h, "%lld", (long long)json_int(row, "programmes", 0));
        cell(w, &cols[3]);
        web_time(w, json_text(row, "received_at"));
        cell(w, &cols[4]);
        html(h, "%s", web_actor(w, json_text(row, "actor")));
        row_end(w);
    }
    table_end(w);
}

static void
imports(Web *w, const char *wrong)
{
    layout_begin(w, T(w, "取り込み", "Import papers"), "import");
    upload_form(w, wrong);
    list(w);
    layout_end(w);
}

void
page_imports(Web *w)
{
    imports(w, NULL);
}

int64_t
intake_take_upload(Web *w, const Upload *up, const char *name)
{
    Buf *b = buf_in(w->c->mem);
    if (up->n > FILE_MOST) { /* a form as a whole may be a little larger than a file in it */
        w->q->status = 413;
        fail(w->c, ERR_INVALID, "file", T(w, "文書は一つ 64 MiB までです。分けて送ってください。", "A paper may have 64 MiB; send it in pieces."));
        return 0;
    }
    if (buf_read_file(b, up->path, up->n + 1) != 0) {
        fail(w->c, ERR_BROKEN, "file", T(w, "送られたファイルを作業領域から読めません。管理者に知らせてください。", "The file that was sent cannot be read from the temporary folder; tell the administrator."));
        return 0;
    }
    return intake_add(w->c, name && *name ? name : up->name ? up->name : "", buf_text(b), b->n);
}

void
post_imports(Web *w)
{
    int64_t       id = 0, n = 0;
    const Upload *up;
    for (; n < AT_ONCE && (up = req_upload_at(w->q, "file", (size_t)n)); n++)
        if (!(id = intake_take_upload(w, up, NULL)))
            break;
    if (id)
        job_wake();
    if (n == 0 && ok(w->c))
        fail(w->c, ERR_INVALID, "file", T(w, "ファイルが選ばれていないか、空です。文書を選んでから送ってください。", "No file was chosen, or it is empty. Choose a paper and send it."));
    if (w->c->err.kind == ERR_INVALID) {
        const char *wrong = w->c->err.text;
        w->c->err = (Err){ 0 };
        w->q->status = w->q->status == 200 ? 422 : w->q->status;
        imports(w, wrong);
    } else if (ok(w->c)) {
        req_redirect(w->q, n == 1 ? arena_fmt(w->c->mem, "/import/%lld", (long long)id) : "/import");
    }
}

static int64_t
id_of(Web *w)
{
    int64_t id = 0;
    if (!number_int(w->arg, &id) || id <= 0)
        fail(w->c, ERR_NOT_FOUND, NULL, T(w, "受付番号 %s の文書はありません。", "There is no intake %s."), w->arg);
    return id;
}

static void
facts(Web *w, const json_t *row)
{
    Arena *mem = w->c->mem;
    html(&w->h, "<dl class=\"facts\">");
    fact(w, T(w, "状態", "State"), intake_state(w, json_text(row, "state")));
    fact_begin(w, T(w, "受付", "Received"));
    web_time(w, json_text(row, "received_at"));
    html(&w->h, " %s", web_actor(w, json_text(row, "actor")));
    fact_end(w);
    if (json_has(row, "decided_at")) {
        fact_begin(w, T(w, "決定", "Decided"));
        web_time(w, json_text(row, "decided_at"));
        html(&w->h, " %s", web_actor(w, json_text(row, "decided_by")));
        fact_end(w);
    }
    fact_begin(w, T(w, "ファイル", "File"));
    html(&w->h, "%s", arena_fmt(mem, T(w, "%s バイト", "%s bytes"), number_commas(mem, json_int(row, "bytes", 0))));
    if (json_has(row, "reading.encoding"))
        html(&w->h, " · %s", json_text(row, "reading.encoding"));
    html(&w->h, " <span class=\"soft small\">SHA-256 <code>%s</code></span>", json_text(row, "sha256"));
    fact_end(w);
    html(&w->h, "</dl>\n");
}

static void
drop_form(Web *w, const json_t *row, const char *label)
{
    web_form_begin(w, arena_fmt(w->c->mem, "/import/%lld/drop", (long long)json_int(row, "id", 0)));
    html(&w->h, "<p><button class=\"second\">%s</button></p></form>\n", label);
}

static void
in_progress(Web *w, const json_t *row)
{
    Html       *h = &w->h;
    const char *watch = req_query(w->q, "watch");
    long long   percent = (long long)json_int(row, "percent", 0);
    bool        on = !watch || strcmp(watch, "0") != 0;
    html(h, "<section class=\"banner\"><h2>%s</h2><p role=\"status\">%s</p><p><progress max=\"100\" value=\"%lld\" aria-label=\"%s\">%lld %%</progress> %lld %%</p>",
         intake_state(w, json_text(row, "state")), step_words(w, json_text(row, "step")), percent, T(w, "読み取りの進み", "How far the reading is"), percent, percent);
    if (on)
        html(h, "<p class=\"soft\">%s <a href=\"?watch=0\">%s</a></p>", T(w, "この画面は2秒ごとに更新されます。", "This page is loaded again every two seconds."), T(w, "自動の更新を止める", "Stop that"));
    else
        html(h, "<p><a href=\"?watch=0\">%s</a> <a href=\"?\">%s</a></p>", T(w, "今の状態を見る", "Look again"), T(w, "自動で更新する", "Load it again by itself"));
    html(h, "</section>");
    w->q->refresh = on ? WATCH_SECONDS : 0;
    if (strcmp(json_text(row, "state"), "received") == 0)
        drop_form(w, row, T(w, "この文書を取り下げる", "Drop this paper"));
}

static void
refused(Web *w, const json_t *row)
{
    Html *h = &w->h;
    html(h, "<section class=\"banner error\"><h2>%s</h2><p>%s</p>", T(w, "この文書は読み取れませんでした", "This paper could not be read"),
         T(w, json_text(row, "why"), json_has(row, "why_en") ? json_text(row, "why_en") : json_text(row, "why")));
    if (json_has(row, "place"))
        html(h, "<p>%s %s</p>", T(w, "場所：", "Place:"), json_text(row, "place"));
    html(h, "<p>%s <a href=\"/import\">%s</a></p></section>", T(w, "記録には何も入っていません。", "Nothing entered the records."), T(w, "直した文書を送る", "Send a corrected paper"));
    drop_form(w, row, T(w, "この文書を取り下げる", "Drop this paper"));
}

static void
paper(Web *w, const json_t *row, const char *said)
{
    const char *state = json_text(row, "state");
    layout_open(w, &(Page){ .title = json_text(row, "name"), .here = "import", .crumbs = { { "/import", T(w, "取り込み", "Import papers") } } });
    if (said)
        html(&w->h, "<section class=\"banner warning\" role=\"alert\"><h2>%s</h2><p>%s</p></section>", T(w, "まだ受け入れていません", "Not accepted yet"), said);
    facts(w, row);
    if (strcmp(state, "received") == 0 || strcmp(state, "reading") == 0)
        in_progress(w, row);
    else if (strcmp(state, "refused") == 0)
        refused(w, row);
    else if (strcmp(state, "dropped") == 0)
        html(&w->h, "<section class=\"banner\"><h2>%s</h2><p>%s <a href=\"/import\">%s</a></p></section>", T(w, "取り下げた文書です", "This paper was dropped"),
             T(w, "ファイルと読み取った内容は消しました。", "Its file and what was read are gone."), T(w, "文書を送る", "Send a paper"));
    else
        intake_paper(w, row);
    if (strcmp(state, "read") == 0)
        drop_form(w, row, T(w, "この文書を受け入れずに取り下げる", "Drop this paper without accepting it"));
    layout_end(w);
}

void
page_import(Web *w)
{
    bool    renewed = false;
    int64_t id = id_of(w);
    json_t *row = ok(w->c) ? settle_show(w->c, id, &renewed) : NULL;
    if (row)
        paper(w, row, renewed ? T(w, "読み取ったあとで、同じ事業の記録が変わりました。下の差分は今の記録と比べたものです。",
                                  "The records of these programmes changed after the paper was read; the differences below are against the present records.") : NULL);
}

json_t *
intake_chosen(Web *w, size_t n)
{
    json_t *out = json_keep(w->c->mem, json_array());
    for (size_t i = 0; i < n; i++)
        if (req_field(w->q, arena_fmt(w->c->mem, "p%zu", i)))
            json_array_append_new(out, json_integer((json_int_t)i));
    return out;
}

void
post_import_accept(Web *w)
{
    int64_t     id = id_of(w);
    bool        renewed = false;
    json_t     *row = ok(w->c) ? settle_show(w->c, id, &renewed) : NULL, *report = NULL;
    const char *seen = req_field(w->q, "seen");
    if (!row)
        return;
    if (settle_accept(w->c, id, intake_chosen(w, json_array_size(json_path(row, "report"))), seen ? seen : "", &report)) {
        req_redirect(w->q, arena_fmt(w->c->mem, "/import/%lld", (long long)id));
        return;
    }
    /* What the person must look at again is shown at once, with the reason over it. */
    if (w->c->err.kind != ERR_INVALID && !(w->c->err.kind == ERR_CONFLICT && w->c->err.field))
        return;
    const char *said = w->c->err.text;
    w->q->status = err_status(w->c->err.kind);
    w->c->err = (Err){ 0 };
    if ((row = settle_show(w->c, id, &renewed)))
        paper(w, row, said);
}

void
post_import_drop(Web *w)
{
    int64_t id = id_of(w);
    if (ok(w->c) && intake_dropped(w->c, id))
        req_redirect(w->q, "/import");
}
