/* web.h -- pages: what a handler is given, and the frame around every page.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A page holds no SQL and no rights: it asks domain/, engine/, exchange/, and writes Html.
 * Routes are rows of routes.def: ROUTE(method, pattern, handler, access) with ":name" segments;
 * access is PUBLIC, READER (signed in or the public view) or ADMIN. Language: ?lang=ja|en sets a
 * cookie; say via T(w, "日本語", "English"). Every page works without script. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/ctx.h"
#include "format/html.h"
#include "net/http.h"

#include <jansson.h>

typedef struct {
    Req        *q;
    Ctx        *c;        /* database open; c->lang set; c->actor = login or "guest" */
    Html        h;        /* writes into q->out */
    const char *user;     /* login name or NULL */
    const char *csrf;     /* token for forms */
    const char *args[4];  /* ":name" segments, in order, decoded */
} Web;

#define T(w, ja, en) ((w)->c->lang == LANG_JA ? (ja) : (en))

/* <!doctype> ... <main>; here = nav word: "home","programmes","findings","documents","search","ledger","settings". */
void layout_begin(Web *w, const char *title, const char *here);
void layout_end(Web *w);
/* Answers a JSON document. */
void web_json(Web *w, int status, const json_t *j);
/* An error page (or JSON under /api/) from c->err. */
void web_error(Web *w);
/* Table as csv when ?format=csv, xlsx when ?format=xlsx: true when it was answered. keys = member names. */
bool web_export(Web *w, const char *name, const json_t *rows, const char *const *keys, const char *const *heads, size_t n);

#define ROUTE(method, pattern, handler, access) void handler(Web *w);
#include "web/routes.def"
#undef ROUTE

/* Serves until a signal. store = url of the database. */
int web_serve(const char *store, const char *listen, int workers, void (*ready)(int port, void *), void *arg);

#endif
