/* http.h -- the HTTP library behind one small face. Knows no noun and no database.
 * SPDX-License-Identifier: Apache-2.0
 *
 * GET, HEAD and POST. One Req lives for one request; its memory is q->mem. Poll mode with a pool of
 * threads: the library's epoll mode was seen to stall above about 128 connections on a thread. Form bodies
 * (urlencoded, multipart) are read by the library's post processor: fields up to 1 MiB in all, files to
 * temporary files that end with the request; other bodies are spooled whole as an upload named "body".
 * Larger than the limit: 413. Answers to GET carry an ETag; the same again is answered 304. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct {
    const char *field, *name, *type; /* form field; file name without folders, UTF-8; content type as sent */
    const char *path;                /* temporary file */
    size_t      n;                   /* bytes */
} Upload;

typedef struct Req {
    Arena      *mem;
    const char *method; /* "GET" (also for HEAD) or "POST" */
    const char *path;   /* decoded, UTF-8, no ".." */
    const char *peer;   /* address of the other side; of X-Forwarded-For only from a loopback proxy */
    void       *conn, *state; /* the library's own */
    int         status;
    const char *type;   /* default text/html; charset=utf-8 */
    const char *save_as; /* file name of a download (any UTF-8); NULL for a page */
    const char *location; /* redirect: set with status 303 */
    bool        cacheable; /* may be kept for a year: the address names the content */
    Buf        *out;
    void       *worker; /* what worker_start gave this thread */
} Req;

/* Query parameter, form field, cookie, request header; NULL when absent or not UTF-8. */
const char *req_query(Req *q, const char *name);
const char *req_field(Req *q, const char *name);
const char *req_cookie(Req *q, const char *name);
const char *req_head(Req *q, const char *name);
/* An uploaded file, or the whole body as "body"; NULL when absent or empty. */
const Upload *req_upload(Req *q, const char *field);
/* Path=/; HttpOnly; SameSite=Lax; max_age 0 ends it; Secure where the request came over TLS (X-Forwarded-Proto of a
 * loopback proxy). */
void req_set_cookie(Req *q, const char *name, const char *value, long max_age);
/* Status 303 to a path of ours. */
void req_redirect(Req *q, const char *path);

typedef struct {
    const char *listen;  /* "127.0.0.1:8080", "[::1]:8080" */
    unsigned    workers; /* threads */
    size_t      max_body; /* bytes of an upload; 0 means 64 MiB */
    void *(*worker_start)(void *arg); /* once a thread */
    void  (*worker_stop)(void *worker);
    void  (*handle)(Req *q);
    void *arg;
} HttpServer;

/* Serves until SIGINT or SIGTERM; ready(port, arg) is called once it listens. 0, or -1. */
int http_serve(const HttpServer *s, void (*ready)(int port, void *arg), void *arg);

#endif
