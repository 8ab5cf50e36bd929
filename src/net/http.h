/* http.h -- the HTTP library behind one small face. Knows no noun and no database.
 * SPDX-License-Identifier: Apache-2.0
 *
 * One Req lives for one request; all memory is q->mem. The handler fills the answer
 * (req_answer / req_redirect / req_header) and returns. Bodies of forms are parsed
 * before the handler runs: urlencoded and multipart fields, files to a temporary file. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *name, *value, *file, *path; /* file: name given; path: where the bytes are; else NULL */
    size_t      n;
} Part;

typedef struct Req {
    Arena      *mem;
    const char *method, *path;   /* path decoded, UTF-8, no "..", no NUL */
    const char *peer;            /* address text */
    void       *conn;            /* the library's own */
    Part       *parts;           /* form fields */
    size_t      part_count;
    Buf        *body;            /* raw body when not a form */
    /* answer */
    int         status;
    const char *type;            /* default text/html; charset=utf-8 */
    Buf        *out;
    struct ReqHeader *headers;
    void       *worker;          /* what the worker start function gave */
    void       *user;            /* the face's own */
} Req;

/* Query parameter, cookie, request header, form field; NULL when absent or not UTF-8. */
const char *req_query(Req *q, const char *name);
const char *req_cookie(Req *q, const char *name);
const char *req_head(Req *q, const char *name);
const char *req_field(Req *q, const char *name);
const Part *req_file(Req *q, const char *name);
void req_header(Req *q, const char *name, const char *value);
void req_redirect(Req *q, const char *path); /* 303 */

typedef struct {
    const char *listen;          /* "127.0.0.1:8080", "[::1]:8080" */
    int         workers;         /* threads */
    size_t      max_body;        /* bytes; larger gets 413 */
    void *(*worker_start)(void *arg);            /* once a thread: opens its database */
    void  (*worker_stop)(void *worker);
    void  (*handle)(Req *q);
    void  *arg;
} HttpServer;

/* Serves until SIGINT or SIGTERM; calls ready(port, arg) once it listens. 0, or -1 with
 * errno. Port 0 picks a free one. */
int http_serve(const HttpServer *s, void (*ready)(int port, void *arg));

#endif
