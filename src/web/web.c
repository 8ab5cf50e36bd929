/* web.c -- routes, language, errors; one store a thread.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "domain/permission.h"
#include "domain/store.h"
#include "format/json.h"
#include "web/cache.h"
#include "web/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Route routes[] = {
#define ROUTE(method, pattern, handler, act) { #method, pattern, handler, ACT_##act },
#include "web/routes.def"
#undef ROUTE
};

/* What one serving thread has. */
typedef struct {
    void            *db;
    PageCache       *pages;
    const WebServer *s;
} Worker;
enum { PAGES_BYTES = 8 << 20 };

static void
worker_stop(void *arg)
{
    Worker *k = arg;
    domain_close_store(k->db);
    page_cache_free(k->pages);
    free(k);
}

static void *
worker_start(void *arg)
{
    const WebServer *s = arg;
    void            *db = domain_open_store(s->store);
    Worker          *k = db ? malloc(sizeof *k) : NULL;
    if (k)
        *k = (Worker){ .db = db, .pages = page_cache_new(PAGES_BYTES), .s = s };
    return k;
}

bool
web_can_go(const Web *w, const char *pattern)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (strcmp(routes[i].pattern, pattern) == 0 && strcmp(routes[i].method, "GET") == 0)
            return can(w->c, routes[i].act);
    return false;
}

const Route *
web_routes(size_t *n)
{
    *n = sizeof routes / sizeof *routes;
    return routes;
}

/* ":id" in the pattern takes one segment of the path into *arg, a second one into *arg2. */
static bool
matches(Arena *mem, const char *pattern, const char *path, const char **arg, const char **arg2)
{
    const char **to = arg;
    while (*pattern) {
        if (text_starts(pattern, ":id")) {
            size_t k = strcspn(path, "/");
            if (k == 0)
                return false;
            *to = arena_strn(mem, path, k);
            to = arg2;
            path += k;
            pattern += 3;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == 0;
}

/* What net/ refused before it was a request. */
static void
refused(Web *w)
{
    static const struct { int status; const char *ja, *en; } why[] = {
        { 413, "送られたものが大きすぎるか、項目が多すぎます（ファイルは 64 MiB まで、入力欄は合わせて 1 MiB まで）。分けて送ってください。",
               "What was sent is too large or has too many parts (a file may have 64 MiB, form fields 1 MiB together); send it in pieces." },
        { 414, "アドレスが長すぎます。絞り込みの語を減らしてください。", "The address is too long; use fewer words in the filter." },
        { 431, "要求のヘッダーが多すぎます。", "The request has too many headers." },
        { 507, "サーバーの作業領域に書けません。管理者に知らせてください。", "The server cannot write to its temporary folder; tell the administrator." },
        { 503, "混み合っています。少し待ってから、もう一度送ってください。", "The server is busy; wait a little and send again." },
        { 400, "要求の形が読めません（アドレスの文字、または送信内容の区切りが壊れています）。", "The request cannot be read: its address is not text, or the parts of its body are broken." },
    };
    size_t i = 0;
    if (w->q->status == 413 && !w->who.id) {
        w->q->status = 200; /* becomes 401 */
        fail(w->c, ERR_SIGN_IN, NULL, "%s", T(w, "大きなものを送るにはサインインが必要です。", "Sign in before you send something large."));
        return;
    }
    while (i + 1 < sizeof why / sizeof *why && why[i].status != w->q->status)
        i++;
    fail(w->c, ERR_INVALID, NULL, "%s", T(w, why[i].ja, why[i].en));
}

/* On one line and without what a terminal would obey: what a client sent stands in it. */
static const char *
logged(Web *w, const char *s)
{
    return s ? text_squeeze(w->c->mem, text_shown(w->c->mem, s)) : "-";
}

/* What broke inside is for the log of the server, where the words of the database belong, and not for the wire. */
static void
broken(Web *w)
{
    const char *no = arena_fmt(w->c->mem, "%s-%04x", w->c->now, (unsigned)(uintptr_t)w->c->mem >> 4 & 0xffff);
    fprintf(stderr, "kanmon: %s %s %s: %s: %s\n", no, w->q->method, logged(w, w->q->path), logged(w, w->c->err.field), logged(w, w->c->err.text));
    w->c->err.field = NULL;
    w->c->err.text = arena_fmt(w->c->mem, T(w, "サーバーの中で失敗しました。もう一度試し、続くときは管理者にこの番号を知らせてください：%s", "Something failed inside the server. Try again, and if it stays tell the administrator this number: %s"), no);
}

static const char *
error_title(Web *w)
{
    static const struct { int status; const char *ja, *en; } titles[] = {
        { 400, "読めない要求です", "The request cannot be read" }, { 401, "サインインが必要です", "Please sign in" },
        { 403, "権限がありません", "You may not do this" }, { 404, "見つかりません", "Not found" },
        { 405, "ここではできない操作です", "Not possible here" }, { 413, "大きすぎます", "Too large" },
        { 429, "しばらくお待ちください", "Please wait" }, { 500, "サーバーの故障です", "The server failed" },
        { 503, "混み合っています", "The server is busy" },
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == w->q->status)
            return T(w, titles[i].ja, titles[i].en);
    return T(w, "できませんでした", "That did not work");
}

static void
error_page(Web *w)
{
    if (w->q->status == 200)
        w->q->status = err_status(w->c->err.kind);
    if (w->c->err.kind == ERR_BROKEN)
        broken(w);
    if (w->c->err.kind == ERR_LIMIT)
        w->q->retry_after = 900;
    if (w->c->err.kind == ERR_TOO_LARGE)
        fprintf(stderr, "kanmon: %s %s %s: stopped at the memory limit of a request (%zu bytes used)\n", w->c->now, w->q->method, logged(w, w->q->path), arena_used(w->q->mem));
    Err e = w->c->err;
    buf_clear(w->q->out);
    w->q->save_as = NULL;
    w->q->type = "text/html; charset=utf-8";
    if (text_starts(w->q->path, "/api/")) {
        web_problem(w);
        return;
    }
    w->c->err = (Err){ 0 };
    layout_begin(w, error_title(w), "");
    html(&w->h, "<p>%s</p>", e.text);
    if (w->q->status == 401)
        html(&w->h, "<p>%s <a href=\"/sign-in\">%s</a></p>", T(w, "サインインが終わっていたときは、別のタブでサインインし、前の画面に戻ってもう一度送れば、書いたものは失われません。",
             "If your session ended, sign in in another tab, go back and send again: what you wrote is not lost."), T(w, "サインイン", "Sign in"));
    else if (web_can_go(w, "/programmes"))
        html(&w->h, "<p><a href=\"/programmes\">%s</a></p>", T(w, "事業の一覧へ", "To the programmes"));
    layout_end(w);
}

/* How much a browser wants a language of two letters: "en-US,en;q=0.9,ja;q=0.8" (RFC 9110, 12.5.4); 0 when it is not named. */
static double
wanted(const char *accept, const char *language)
{
    double most = 0;
    for (const char *p = accept; p && *p; p += *p == ',') {
        p += strspn(p, " \t");
        const char *end = p + strcspn(p, ","), *q = memmem(p, (size_t)(end - p), "q=", 2);
        double      much = q && q[2] >= '0' && q[2] <= '9' ? strtod(q + 2, NULL) : q ? 0 : 1;
        if (strncasecmp(p, language, 2) == 0 && strchr("-;, \t", p[2]) && much > most)
            most = much;
        p = end;
    }
    return most;
}

static void
language(Web *w)
{
    Req        *q = w->q;
    const char *asked = req_query(q, "lang"), *kept = req_cookie(q, "lang"), *browser = req_head(q, "Accept-Language");
    const char *pick = asked ? asked : kept ? kept : wanted(browser, "en") > wanted(browser, "ja") ? "en" : "ja";
    w->c->lang = strcmp(pick, "en") == 0 ? LANG_EN : LANG_JA;
    if (asked)
        req_set_cookie(q, "lang", w->c->lang == LANG_EN ? "en" : "ja", 31536000);
}

/* Draws a page, or takes the one this session was shown at this head of the ledger. Only what is read from records is
 * kept: an answer that sets something, fails, or is a download is not. The day (of Japan) is in the key, since what is
 * due depends on it. */
static void
draw(Web *w, void (*fn)(Web *w), Act act)
{
    Req        *q = w->q;
    Worker     *k = q->worker;
    CachedPage  kept = { 0 };
    const char *head = NULL;
    bool        keep = strcmp(q->method, "GET") == 0 && (act == ACT_PROGRAMME_READ || act == ACT_DOCUMENT_READ || act == ACT_FINDING_READ);
    if (keep)
        domain_see_store(w->c); /* the page is of the state whose head it is kept under */
    if (!keep || !ledger_head(w->c, &head, &w->as_of)) {
        fn(w);
        return;
    }
    const char *key = arena_fmt(q->mem, "%d %d %s %s %s %s", w->c->lang, w->c->role, web_today(w), w->c->actor, w->csrf ? w->csrf : "-", q->target);
    if (page_cache_get(k->pages, key, head, &kept)) {
        buf_addn(q->out, kept.body, kept.n);
        q->type = arena_str(q->mem, kept.type);
        return;
    }
    fn(w);
    if (ok(w->c) && q->status == 200 && !q->save_as && !q->secret && !q->location)
        page_cache_put(k->pages, key, head, &(CachedPage){ buf_text(q->out), q->type, q->out->n });
}

/* The route of a request; NULL with NOT_FOUND, or with INVALID and status 405 for another method. */
static void
dispatch(Web *w)
{
    Req *q = w->q;
    Buf *allow = buf_in(q->mem);
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!matches(q->mem, routes[i].pattern, q->path, &w->arg, &w->arg2))
            continue;
        if (strcmp(routes[i].method, q->method) != 0) {
            buf_fmt(allow, "%s%s", allow->n ? ", " : "", strcmp(routes[i].method, "GET") == 0 ? "GET, HEAD" : routes[i].method);
            continue;
        }
        if (may(w->c, routes[i].act) && (strcmp(q->method, "POST") != 0 || web_post_is_ours(w, routes[i].act != ACT_PUBLIC)))
            draw(w, routes[i].fn, routes[i].act);
        return;
    }
    if (allow->n) {
        fail(w->c, ERR_INVALID, NULL, "%s", T(w, "このアドレスではこの操作はできません。", "this address does not take this method"));
        q->status = 405;
        q->allow = buf_text(allow);
    } else {
        fail(w->c, ERR_NOT_FOUND, NULL, "%s", T(w, "このアドレスのページはありません。", "There is no page at this address."));
    }
}

static void
handle(Req *q)
{
    const Worker *k = q->worker;
    Ctx c = { .mem = q->mem, .db = k->db, .actor = "guest", .now = now_text(q->mem) };
    Web w = { .q = q, .c = &c, .h = { q->mem, q->out } };
    language(&w);
    ctx_limit(&c); /* a request that wants too much costs itself, and says so */
    web_who(&w, k->s->guests_read);
    if (q->status != 200)
        refused(&w);
    else if (ok(&c))
        dispatch(&w);
    if (!ok(&c) && !web_to_sign_in(&w))
        error_page(&w);
    ctx_limit_end(&c);
    domain_rest_store(k->db);
}

void
web_json(Web *w, const json_t *j)
{
    if (!ok(w->c))
        return;
    char *s = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)); /* 36.8, not 36.799999999999997 */
    w->q->type = "application/json";
    buf_add(w->q->out, s ? s : "null");
    free(s);
}

bool
web_csv(Web *w, const char *name, const json_t *rows, const char *const *keys, size_t n)
{
    const char *format = req_query(w->q, "format");
    size_t      i;
    json_t     *row;
    if (!format || strcmp(format, "csv") != 0)
        return false;
    Buf *b = w->q->out;
    buf_add(b, "\xEF\xBB\xBF");
    for (size_t k = 0; k < n; k++)
        buf_fmt(b, "%s%s", k ? "," : "", keys[k]);
    buf_add(b, "\r\n");
    json_array_foreach(rows, i, row)
    {
        for (size_t k = 0; k < n; k++) {
            const json_t *v = json_path(row, keys[k]);
            const char   *s = json_string_value(v);
            buf_add(b, k ? "," : "");
            if (json_is_integer(v))
                buf_fmt(b, "%lld", (long long)json_integer_value(v));
            else if (s)
                web_csv_text(w, s);
        }
        buf_add(b, "\r\n");
    }
    w->q->type = "text/csv; charset=utf-8";
    w->q->save_as = arena_fmt(w->c->mem, "%s.csv", name);
    return true;
}

const char *
web_yen(Web *w, const json_t *yen, const char *otherwise)
{
    if (!json_is_integer(yen))
        return otherwise && *otherwise ? otherwise : "-";
    return arena_fmt(w->c->mem, T(w, "%s百万円", "%s million yen"), yen_million(w->c->mem, json_integer_value(yen)));
}

/* The body of somebody who is not signed in is a form of a few lines. */
static size_t
body_limit(Req *q)
{
    Worker *k = q->worker;
    Ctx     c = { .mem = q->mem, .db = k->db, .now = now_text(q->mem) };
    Web     w = { .q = q, .c = &c };
    web_who(&w, false);
    return w.who.id ? SIZE_MAX : (size_t)64 << 10;
}

/* What computes for long: password hashes, papers to be read or printed. To be done aside, so that pages do not wait behind it. */
static bool
slow(const Req *q)
{
    static const char *const posts[] = { "/sign-in", "/first/", "/invite/", "/account/password", "/import", "/api/v1/imports" };
    if (strcmp(q->method, "GET") == 0 && strstr(q->path, "/sheet/"))
        return true;
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        if (strcmp(q->method, "POST") == 0 && text_starts(q->path, posts[i]))
            return true;
    return false;
}

int
web_serve(const WebServer *s, void (*ready)(int port, void *), void *arg)
{
    web_assets_load();
    HttpServer http = { .listen = s->listen, .workers = s->workers, .memory = s->memory, .worker_start = worker_start, .worker_stop = worker_stop, .handle = handle, .slow = slow, .body_limit = body_limit, .again = true,
                        .arg = (void *)(uintptr_t)s };
    return http_serve(&http, ready, arg);
}
