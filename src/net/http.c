/* http.c -- libmicrohttpd: requests in, whole answers out.
 * SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static pthread_key_t     worker_key;
static const HttpServer *server; /* read only once the threads run */

static const char *
value(Req *q, enum MHD_ValueKind kind, const char *name)
{
    const char *s = MHD_lookup_connection_value(q->conn, kind, name);
    return s && text_is_utf8(s, strlen(s)) ? s : NULL;
}

const char *
req_query(Req *q, const char *name)
{
    return value(q, MHD_GET_ARGUMENT_KIND, name);
}

const char *
req_cookie(Req *q, const char *name)
{
    return value(q, MHD_COOKIE_KIND, name);
}

const char *
req_head(Req *q, const char *name)
{
    return value(q, MHD_HEADER_KIND, name);
}

typedef struct Cookie {
    struct Cookie *next;
    const char    *text;
} Cookie;

void
req_set_cookie(Req *q, const char *name, const char *v, long max_age)
{
    Cookie *k = NEW(q->mem, Cookie);
    k->text = arena_fmt(q->mem, "%s=%s; Path=/; SameSite=Lax; HttpOnly; Max-Age=%ld", name, v, max_age);
    k->next = q->state;
    q->state = k;
}

static enum MHD_Result
answer(Req *q)
{
    static const char *const heads[][2] = {
        { "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
        { "Cache-Control", "no-cache" },
    };
    struct MHD_Response *r = MHD_create_response_from_buffer(q->out->n, (void *)(uintptr_t)buf_text(q->out), MHD_RESPMEM_MUST_COPY);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        MHD_add_response_header(r, heads[i][0], heads[i][1]);
    MHD_add_response_header(r, "Content-Type", q->type);
    if (q->save_as)
        MHD_add_response_header(r, "Content-Disposition", arena_fmt(q->mem, "attachment; filename=\"%s\"", q->save_as));
    for (const Cookie *k = q->state; k; k = k->next)
        MHD_add_response_header(r, "Set-Cookie", k->text);
    enum MHD_Result ok = MHD_queue_response(q->conn, (unsigned)q->status, r);
    MHD_destroy_response(r);
    return ok;
}

static enum MHD_Result
handle(void *arg, struct MHD_Connection *conn, const char *url, const char *method, const char *version, const char *data, size_t *size,
       void **state)
{
    static char begun;
    (void)arg, (void)version, (void)data;
    if (!*state) {
        *state = &begun;
        return MHD_YES;
    }
    if (*size) {
        *size = 0; /* a body is read and dropped: no method that has one is served */
        return MHD_YES;
    }
    Arena *mem = arena_new((size_t)512 << 20);
    Req    q = { .mem = mem, .path = url, .method = strcmp(method, "HEAD") == 0 ? "GET" : method, .conn = conn, .status = 200, .type = "text/html; charset=utf-8", .out = buf_in(mem) };
    q.worker = pthread_getspecific(worker_key);
    if (!q.worker && (q.worker = server->worker_start(server->arg)))
        pthread_setspecific(worker_key, q.worker);
    if (!text_is_utf8(url, strlen(url)) || strstr(url, "..")) {
        q.status = 400;
        buf_add(q.out, "400: not a path of ours");
    } else if (!q.worker) {
        q.status = 503;
        buf_add(q.out, "503: the store cannot be opened");
    } else {
        server->handle(&q);
    }
    enum MHD_Result r = answer(&q);
    arena_free(mem);
    return r;
}

int
http_serve(const HttpServer *s, void (*ready)(int port, void *arg), void *arg)
{
    char        host[64];
    const char *colon = strrchr(s->listen, ':');
    long        port = colon ? strtol(colon + 1, NULL, 10) : -1;
    if (!colon || (size_t)(colon - s->listen) >= sizeof host || port < 0 || port > 65535)
        return -1;
    memcpy(host, s->listen, (size_t)(colon - s->listen));
    host[colon - s->listen] = 0;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
    if (inet_pton(AF_INET, host, &at.sin_addr) != 1)
        return -1;
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    server = s;
    pthread_key_create(&worker_key, s->worker_stop);
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD, (uint16_t)port, NULL, NULL, handle, NULL, MHD_OPTION_SOCK_ADDR, &at,
                                            MHD_OPTION_THREAD_POOL_SIZE, s->workers > 1 ? s->workers : 0u, MHD_OPTION_CONNECTION_TIMEOUT, 15u,
                                            MHD_OPTION_CONNECTION_LIMIT, 2000u, MHD_OPTION_END);
    if (!d)
        return -1;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT);
    ready(info ? info->port : (int)port, arg);
    int sig;
    sigwait(&stop, &sig);
    MHD_stop_daemon(d);
    return 0;
}
