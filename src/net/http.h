/* http.h -- the HTTP library behind one small face. Knows no noun and no database.
 * SPDX-License-Identifier: Apache-2.0
 *
 * GET and HEAD only: nothing can be changed over the wire yet, and other methods get 405.
 * One Req lives for one request; its memory is q->mem. Poll mode with a pool of threads: the
 * library's epoll mode was seen to stall above about 128 connections on a thread. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct Req {
    Arena      *mem;
    const char *path;   /* decoded, UTF-8, no ".." */
    void       *conn;   /* the library's own */
    int         status;
    const char *type;   /* default text/html; charset=utf-8 */
    const char *save_as; /* file name of a download, ASCII; NULL for a page */
    const char *language; /* set as cookie when not NULL */
    Buf        *out;
    void       *worker; /* what worker_start gave this thread */
} Req;

/* Query parameter, cookie, request header; NULL when absent or not UTF-8. */
const char *req_query(Req *q, const char *name);
const char *req_cookie(Req *q, const char *name);
const char *req_head(Req *q, const char *name);

typedef struct {
    const char *listen;  /* "127.0.0.1:8080" */
    unsigned    workers; /* threads */
    void *(*worker_start)(void *arg); /* once a thread */
    void  (*worker_stop)(void *worker);
    void  (*handle)(Req *q);
    void *arg;
} HttpServer;

/* Serves until SIGINT or SIGTERM; ready(port, arg) is called once it listens. 0, or -1. */
int http_serve(const HttpServer *s, void (*ready)(int port, void *arg), void *arg);

#endif
