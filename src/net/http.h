/* http.h -- the HTTP library behind one small face. Knows no noun and no database.
 * SPDX-License-Identifier: Apache-2.0
 *
 * GET, HEAD and POST. One Req lives until its answer is made; its memory is q->mem. Poll mode with a pool of
 * threads: the library's epoll mode was seen to stall above about 128 connections on a thread.
 *
 * Bodies: urlencoded and multipart forms are read piece by piece: fields up to 1 MiB in all, files into nameless
 * temporary files that end with the request however it ends; any other body is spooled whole as an upload named
 * "body". What is too large, too many or malformed is not given to the handler as a request: handle() is then
 * called with q->status already set (400, 413, 414, 431, 503, 507) and only writes the page that says so.
 *
 * Answers: a 200 to GET carries an ETag, and the same again is answered 304; text over 1 KiB is compressed for
 * a client that takes gzip (answer.c says when not). A connection that takes too long over its header, its body
 * or our answer is cut (watch.c). What a request used is given back when its answer is made: while a client takes it, only
 * its bytes are held, and only so many of all clients together. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct {
    const char *field, *name, *type; /* form field; file name without folders, UTF-8; content type as sent, or NULL */
    const char *path;                /* temporary file: /proc/self/fd/N, readable until the request ends */
    size_t      n;                   /* bytes */
} Upload;

typedef struct Req {
    Arena      *mem;
    const char *method; /* "GET" (also for HEAD), "POST", or another word as it came */
    const char *path;   /* decoded, UTF-8, no ".." */
    const char *target; /* path and query as they came, ASCII: for coming back after signing in */
    const char *peer;   /* address of the other side; of X-Forwarded-For only from a loopback proxy */
    bool        tls;    /* the client speaks TLS to our (loopback) proxy */
    void       *conn, *state; /* the library's own */
    int         status;
    const char *type;   /* default text/html; charset=utf-8 */
    const char *save_as; /* file name of a download (any UTF-8); NULL for a page */
    const char *location; /* redirect: set with status 303 */
    const char *allow;  /* with status 405: "GET, POST" */
    int         refresh; /* seconds after which a browser loads the page again; 0: never */
    int         retry_after; /* seconds, with status 429 or 503 */
    bool        cacheable; /* may be kept for a year: the address names the content */
    bool        secret; /* nobody may keep it, not even the browser: a token or a password form is on it */
    bool        forget; /* the browser is asked to forget what it kept of us: sign-out */
    Buf        *out;
    void       *worker; /* what worker_start gave this thread */
} Req;

/* Query parameter, form field, cookie, request header; NULL when absent or not UTF-8. */
const char *req_query(Req *q, const char *name);
const char *req_field(Req *q, const char *name);
const char *req_cookie(Req *q, const char *name);
const char *req_head(Req *q, const char *name);
/* Every parameter of the address in its order, at most max; those that are not UTF-8 are left out. */
typedef struct {
    const char *name, *value;
} QueryPart;
size_t req_queries(Req *q, QueryPart *out, size_t max);
/* An uploaded file, or the whole body as "body"; NULL when absent or empty. */
const Upload *req_upload(Req *q, const char *field);
/* The i-th (from 0) of several files in one field. */
const Upload *req_upload_at(Req *q, const char *field, size_t i);
/* Path=/; HttpOnly; SameSite=Lax; max_age 0 ends it, under 0 it ends with the browser; Secure where q->tls. */
void req_set_cookie(Req *q, const char *name, const char *value, long max_age);
/* Status 303 to a path of ours; anything that is not ("//host", "http:") goes to "/". */
void req_redirect(Req *q, const char *path);

typedef struct {
    const char *listen;  /* "127.0.0.1:8080", "[::1]:8080", "[::]:8080" for both kinds, "localhost:8080" */
    unsigned    workers; /* threads */
    size_t      max_body; /* bytes of an upload; 0 means 64 MiB */
    size_t      memory;   /* bytes that a request may use (arena_on_full says what comes then); 0 means 512 MiB */
    size_t      held;     /* bytes of answers that wait for their clients to take them, in all; past it a large one is refused with 503; 0 means 512 MiB */
    unsigned    patience; /* seconds for a header, and for a body or an answer before its rate counts; 0 means 20 */
    void *(*worker_start)(void *arg); /* once a thread */
    void  (*worker_stop)(void *worker);
    void  (*handle)(Req *q);
    size_t (*body_limit)(Req *q); /* asked by the header of a body over 64 KiB: how much of it may come, at most max_body; NULL: max_body */
    bool  (*slow)(const Req *q); /* this one takes long: do it aside, on one of two more threads; NULL: none does */
    bool  again; /* when it breaks off, the server begins again in its place (again.h) */
    void *arg;
} HttpServer;

/* Serves until SIGINT or SIGTERM; ready(port, arg) is called once it listens. 0, or -1. */
int http_serve(const HttpServer *s, void (*ready)(int port, void *arg), void *arg);

#endif
