/* web.h -- pages: what a handler is given, and the frame around every page.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A page holds no SQL and no rights: it asks domain/ and writes Html. Routes are rows of
 * routes.def with ":id" segments and the right they need. Language: ?lang=ja|en, kept in a cookie.
 * Every page works without script. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/ctx.h"
#include "domain/account.h"
#include "format/html.h"
#include "net/http.h"

#include <jansson.h>

typedef struct {
    Req        *q;
    Ctx        *c;
    Html        h;
    const char *arg, *arg2; /* the ":id" segments, decoded */
    Account     who;        /* who asks; id 0 for a guest. w->c->actor and w->c->role say the same to domain/ */
    const char *csrf;       /* of the session; NULL for guests and API tokens */
    struct {
        const char *login, *name;
    } named;                /* the person named last (web_actor): lists name the same one again and again */
    struct { const json_t *record; bool yes; } sourced; /* of web_sourced */
    json_t     *terms;      /* of web_term */
    const char *as_of;      /* instant of the newest act on the ledger, for pages that are read from records; else NULL */
} Web;

#define T(w, ja, en) L((w)->c, ja, en)

/* A form that changes something: <form method="post"> with the field that proves that the page was ours (csrf). Every
 * POST form begins with one of these and ends with html(h, "</form>"); dispatch refuses a POST without it, so a
 * handler need not look. `action` is a path of ours. web_form_upload is for forms with files (multipart). */
void web_form_begin(Web *w, const char *action);
void web_form_upload(Web *w, const char *action);

/* session.c: fills w->who, w->csrf, c->actor and c->role; a guest may only what is PUBLIC, or with guests_read what the
 * column "guest" of acts.def says. */
void web_who(Web *w, bool guests_read);
/* A POST came from our own page (or a program with a token); else DENIED. */
bool web_post_is_ours(Web *w, bool field); /* field: also the field of the form */
/* `to` when it is a path of ours, else "/": where to go after signing in. */
const char *web_path_of_ours(const char *to);
/* A guest who asked for a page that needs a person is sent to sign in; true when that was done. */
bool web_to_sign_in(Web *w);
/* Signs in this browser. */
bool web_sign_in(Web *w, const char *login, const char *password);
/* In the head of every page: who is signed in, and out. */
void web_person(Web *w);
/* "管理者・担当者" */
const char *web_roles(Web *w, int set);

/* <!doctype> ... <main><h1>; here = key of the place in the menu (layout.c): "home", "programmes", ... or "".
 * crumbs: the pages between home and this one. layout_begin: without any. */
typedef struct {
    const char *title, *here;
    struct {
        const char *href, *text;
    } crumbs[4];
} Page;
void layout_open(Web *w, const Page *p);
void layout_begin(Web *w, const char *title, const char *here);
void layout_end(Web *w);
void web_json(Web *w, const json_t *j);
/* An answer of /api/v1 that is a list, from all its rows: web/api.h says how it is cut. */
void web_list(Web *w, const char *name, const json_t *rows, const char *const *keys, size_t n);
/* The error of w->c as {"error":{"status","text","where"}} and the members of RFC 9457; clears it. */
void web_problem(Web *w);
/* Answers the rows as csv when ?format=csv; true when it did. */
bool web_csv(Web *w, const char *name, const json_t *rows, const char *const *keys, size_t n);
/* One cell of text, in quotes; what a spreadsheet would take for a formula gets a ' before it. */
void web_csv_text(Web *w, const char *s);
/* Findings (domain/finding.h), those of one programme and kind together: what to do, the rule, and of each both readings
 * and its place. record: the programme's record, or NULL where the rows are of finding_page and say their programme. */
void web_findings(Web *w, const json_t *record, const json_t *rows);
/* The address the house gives out (KANMON_URL), else the host that was asked; "" when neither can be told. */
const char *web_own_address(Web *w);
/* ?format=iati: programmes as IATI activities. web_iati writes the file of these programmes ([{id}]) or of one; the link. */
bool web_wants_iati(Web *w);
void web_iati(Web *w, const char *name, const json_t *rows, int64_t one);
void web_iati_link(Web *w, const char *key);
/* 970000000 -> 970百万円 / 970 million yen; "-" when absent, the text when there is no figure. */
const char *web_yen(Web *w, const json_t *yen, const char *otherwise);

#define ROUTE(method, pattern, handler, act) void handler(Web *w);
#include "web/routes.def"
#undef ROUTE

/* The table of routes, for the documents and the tests made from it. */
typedef struct {
    const char *method, *pattern;
    void (*fn)(Web *w);
    Act act;
} Route;
const Route *web_routes(size_t *n);
/* Whether GET of this row of routes.def exists and the person may: a link is shown only then. */
bool web_can_go(const Web *w, const char *pattern);
/* Reads the assets (asset.c), once, before the threads begin. The address of the one of a kind: "css", "svg". */
void web_assets_load(void);
const char *web_asset(Web *w, const char *ending);

typedef struct {
    const char *store, *listen; /* url of the database; address and port */
    unsigned    workers;
    size_t      memory; /* bytes that one request may use; 0: 512 MiB */
    bool        guests_read;    /* --public */
} WebServer;
/* Serves until a signal. 0, or -1 when the address cannot be had. */
int web_serve(const WebServer *s, void (*ready)(int port, void *), void *arg);

#endif
