/* look.c -- commands that read: list, show, check, indicator, search, ledger; and serve.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/account.h"
#include "domain/document.h"
#include "domain/explore.h"
#include "domain/filter.h"
#include "domain/finding.h"
#include "domain/ledger.h"
#include "domain/programme.h"
#include "engine/schedule.h"
#include "exchange/form.h"
#include "format/json.h"
#include "job/job.h"
#include "store/db.h"
#include "web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
cli_words(Cli *k, int from)
{
    Buf *b = buf_in(k->c.mem);
    for (int i = from; i < k->n; i++)
        buf_fmt(b, "%s%s", i > from ? " " : "", k->args[i]);
    return buf_text(b);
}

static void
lines(const json_t *rows, const char *const *keys)
{
    size_t  i;
    json_t *row;
    json_array_foreach(rows, i, row)
        for (int j = 0; keys[j]; j++) {
            const json_t *v = json_path(row, keys[j]);
            if (json_is_integer(v))
                cli_say("%lld", (long long)json_integer_value(v));
            else
                cli_say("%s", json_is_string(v) ? json_string_value(v) : "-");
            putchar(keys[j + 1] ? '\t' : '\n');
        }
}

int
cmd_list(Cli *k)
{
    static const Column programmes[] = { { "id", "番号", "id", false, true }, { "key", "キー", "key", false, false }, { "fy", "年度", "year", false, true },
                                         { "request_yen", "要求額（円）", "requested (yen)", true, false }, { "errors", "要修正", "errors", true, false },
                                         { "warnings", "要確認", "warnings", true, false }, { "name", "事業名", "name", false, false } };
    static const Column indicators[] = { { "id", "番号", "id", false, true }, { "programme_key", "事業", "programme", false, false }, { "type", "種別", "type", false, false },
                                         { "latest", "直近の値", "latest", false, false }, { "planned", "目標", "target", false, false }, { "ratio", "実績÷目標（%）", "ratio (%)", false, false }, { "unit", "単位", "unit", false, false }, { "name", "指標", "indicator", false, false } };
    static const Column documents[] = { { "id", "番号", "id", false, true }, { "kind", "種類", "kind", false, false }, { "received_at", "受け取り", "received", false, false },
                                        { "sha256", "SHA-256", "SHA-256", false, false }, { "name", "ファイル", "file", false, false } };
    static const Column findings[] = { { "level", "段階", "level", false, false }, { "code", "コード", "code", false, false }, { "programme_key", "事業", "programme", false, false },
                                       { "line", "行", "line", false, true }, { "text", "内容", "finding", false, false } };
    static const Column searches[] = { { "id", "番号", "id", false, true }, { "owner", "利用者", "person", false, false }, { "shared", "共有", "shared", false, false }, { "place", "一覧", "list", false, false },
                                       { "name", "名前", "name", false, false }, { "query", "検索式", "query", false, false } };
    const char *what = k->n > 0 ? k->args[0] : "programmes", *query, *sort;
    bool        down;
    if (!cli_open(k, false))
        return cli_error(k);
    query = cli_query(k, strcmp(what, "programmes") == 0 || strcmp(what, "indicators") == 0);
    down = k->order && *k->order == '-';
    sort = down ? k->order + 1 : k->order;
    json_t *rows, *page = NULL;
    const Column *cols = programmes;
    size_t        n = sizeof programmes / sizeof *programmes;
    if (strcmp(what, "indicators") == 0)
        rows = json_path(page = explore(&k->c, &(ExploreAsk){ .query = query, .sort = sort, .down = down, .from = cli_offset(k), .limit = cli_limit(k, 0) }), "rows"), cols = indicators, n = sizeof indicators / sizeof *indicators;
    else if (strcmp(what, "documents") == 0)
        rows = document_list(&k->c), cols = documents, n = sizeof documents / sizeof *documents;
    else if (strcmp(what, "findings") == 0)
        rows = finding_list(&k->c, 0, NULL, NULL), cols = findings, n = sizeof findings / sizeof *findings;
    else if (strcmp(what, "searches") == 0)
        rows = filter_list(&k->c, NULL), (void)filter_news(&k->c, rows, 0), cols = searches, n = sizeof searches / sizeof *searches;
    else
        rows = json_path(page = programme_found(&k->c, &(ProgrammeAsk){ .query = query,
            .sort = sort, .down = down, .from = cli_offset(k), .limit = cli_limit(k, 0) }), "rows");
    cli_problems(k, page);
    if (k->json || !ok(&k->c))
        return cli_json(k, rows);
    const char *sum = arena_fmt(k->c.mem, L(&k->c, "%zu 件", "%zu in all"), json_array_size(rows));
    if (json_has(page, "reached"))
        sum = arena_fmt(k->c.mem, L(&k->c, "全 %lld 件のうち %zu 件。目標を達成 %lld、未達 %lld、比なし %lld", "%lld in all, %zu shown; target reached %lld, missed %lld, no ratio %lld"), (long long)json_int(page, "total", 0),
                        json_array_size(rows), (long long)json_int(page, "reached", 0), (long long)json_int(page, "missed", 0), (long long)json_int(page, "without", 0));
    table_print(k, rows, cols, n, sum);
    return 0;
}

int
cmd_forms(Cli *k)
{
    static const char *const ja[] = { "id", "type", "valid.from", "valid.to", "file", "title.ja", NULL };
    static const char *const en[] = { "id", "type", "valid.from", "valid.to", "file", "title.en", NULL };
    json_t *rows = form_list(&k->c);
    if (k->json || !ok(&k->c))
        return cli_json(k, rows);
    lines(rows, k->c.lang == LANG_JA ? ja : en);
    return 0;
}

int
cmd_ledger(Cli *k)
{
    static const char *const keys[] = { "seq", "at", "actor", "act", "subject", "hash", NULL };
    if (!cli_open(k, false))
        return cli_error(k);
    if (k->n == 0) {
        json_t *rows = ledger_list(&k->c, NULL, 0, 1000);
        if (k->json || !ok(&k->c))
            return cli_json(k, rows);
        lines(rows, keys);
        return 0;
    }
    if (strcmp(k->args[0], "verify") != 0)
        return cli_usage("ledger");
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    bool        good = ledger_verify(&k->c, &rows, &broken, &why) && ledger_documents_held(&k->c, &broken, &why);
    if (!ok(&k->c))
        return cli_error(k);
    if (k->json)
        cli_json(k, json_keep(k->c.mem, json_pack("{sb sI sI ss?}", "ok", good, "acts", (json_int_t)rows, "broken", (json_int_t)broken, "why", why)));
    else if (good)
        cli_say(L(&k->c, "記録 %lld 件、つながりも中身も確かです\n", "%lld acts, the chain holds and so does what they are about\n"), (long long)rows);
    else if (broken)
        cli_say(L(&k->c, "%lld 番の記録（act %lld）が壊れています：%s\n", "broken at act %lld (%lld): %s\n"), (long long)broken, (long long)broken, why);
    else
        cli_say("%s\n", why);
    return good ? 0 : 1;
}

static void
ready(int port, void *arg)
{
    Cli *k = arg;
    cli_say("http://localhost:%d/\n", port);
    if (k->first)
        cli_say(L(&k->c, "最初の管理者を決めるリンク（一回、7 日間）: http://localhost:%d/first/%s\n", "link for the first administrator (once, 7 days): http://localhost:%d/first/%s\n"), port, k->first);
    fflush(stdout);
    if (k->port_file) {
        const char *s = arena_fmt(k->c.mem, "%d\n", port);
        (void)file_write_whole(k->port_file, s, strlen(s)); /* a convenience for scripts */
    }
}

int
cmd_serve(Cli *k)
{
    const char *listen = k->listen ? k->listen : "127.0.0.1:8080";
    int64_t     workers = 2, memory = 512;
    if ((k->workers && !number_int(k->workers, &workers)) || (k->memory && !number_int(k->memory, &memory)) || workers < 1 || workers > 64 || memory < 1 || memory > 65536)
        return cli_usage("serve");
    if (!cli_open(k, true) || !cli_checked(k))
        return cli_error(k);
    if (!text_starts(listen, "127.") && !text_starts(listen, "localhost:") && !text_starts(listen, "[::1]:"))
        cli_tell(L(&k->c, "kanmon: 注意：%s では TLS なしで待ち受け、パスワードがそのまま流れます。TLS のプロキシを前に置き、127.0.0.1 で待ち受けてください（docs/security.md）。\n",
                          "kanmon: careful: %s listens without TLS and passwords pass in clear; put a TLS proxy in front and listen on 127.0.0.1 (docs/security.md)\n"), listen);
    k->first = account_first_token(&k->c);
    if (!ok(&k->c))
        return cli_error(k);
    void *job = job_start(k->store);
    if (!job) {
        fail(&k->c, ERR_BROKEN, k->store, L(&k->c, "%s を開けないので、文書の読み取りを始められません。", "%s cannot be opened to read papers that come in"), k->store);
        return cli_error(k);
    }
    int served = web_serve(&(WebServer){ .store = k->store, .listen = listen, .workers = (unsigned)workers, .memory = (size_t)memory << 20, .guests_read = k->guests_read }, ready, k);
    bool ended = job_stop(job);
    if (served != 0) {
        fail(&k->c, ERR_BROKEN, listen, L(&k->c, "%s で待ち受けられません。アドレスとポート（127.0.0.1:8080、[::1]:8080）になっていないか、ポートが使用中です。", "%s cannot be served: not an address and port (127.0.0.1:8080, [::1]:8080), or the port is in use"), listen);
        return cli_error(k);
    }
    if (!ended) { /* its thread still holds a store: nothing here may be taken away under it */
        fflush(stdout);
        _exit(0);
    }
    return 0;
}
