/* http.c -- libmicrohttpd's callbacks: a request in pieces becomes a Req, the handler's Req an answer.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library calls begin() when it has read the request line, handle() when it has the header, again for every
 * piece of a body and once more at its end, and done() when the answer is out or the client is gone: an Exchange
 * lives from begin() to done(). */
#include "net/http_in.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { HEADS = 100, QUERIES = 200, TARGET = 8000, CONNECTIONS = 2000, SILENCE_S = 15 };

static const char *
value(struct MHD_Connection *conn, enum MHD_ValueKind kind, const char *name)
{
    const char *s = NULL;
    size_t      n = 0;
    if (MHD_lookup_connection_value_n(conn, kind, name, strlen(name), &s, &n) == MHD_NO || !s)
        return NULL;
    return text_is_utf8(s, n) ? s : NULL;
}

const char *
req_query(Req *q, const char *name)
{
    return value(q->conn, MHD_GET_ARGUMENT_KIND, name);
}

const char *
req_cookie(Req *q, const char *name)
{
    return value(q->conn, MHD_COOKIE_KIND, name);
}

const char *
req_head(Req *q, const char *name)
{
    return value(q->conn, MHD_HEADER_KIND, name);
}

typedef struct {
    const char *name, *last;
} Wanted;

static enum MHD_Result
keep_last(void *arg, enum MHD_ValueKind kind, const char *name, const char *v)
{
    Wanted *w = arg;
    (void)kind;
    if (strcasecmp(name, w->name) == 0)
        w->last = v;
    return MHD_YES;
}

const char *
head_value(struct MHD_Connection *conn, const char *name)
{
    Wanted w = { .name = name };
    MHD_get_connection_values(conn, MHD_HEADER_KIND, keep_last, &w);
    return w.last && text_is_utf8(w.last, strlen(w.last)) ? w.last : NULL;
}

/* The address as text; an IPv4 address that came over IPv6 as IPv4. */
static const char *
address(Arena *mem, const struct sockaddr *a)
{
    char s[INET6_ADDRSTRLEN] = "";
    if (a && a->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, s, sizeof s);
    else if (a && a->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, s, sizeof s);
    return arena_str(mem, text_starts(s, "::ffff:") && strchr(s, '.') ? s + 7 : s);
}

/* What a proxy on this machine says of its client is believed: the last entry is the one it wrote itself.
 * From anywhere else the headers are a client's invention. */
static void
origin(Exchange *x)
{
    Req *q = &x->q;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(q->conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    q->peer = address(q->mem, info ? info->client_addr : NULL);
    if (!text_starts(q->peer, "127.") && strcmp(q->peer, "::1") != 0)
        return;
    const char *proto = head_value(q->conn, "X-Forwarded-Proto"), *chain = head_value(q->conn, "X-Forwarded-For");
    q->tls = proto && strcasecmp(proto, "https") == 0;
    if (!chain)
        return;
    const char    *comma = strrchr(chain, ',');
    const char    *last = text_trim(q->mem, comma ? comma + 1 : chain);
    unsigned char  raw[16];
    if (inet_pton(AF_INET, last, raw) == 1 || inet_pton(AF_INET6, last, raw) == 1)
        q->peer = text_starts(last, "::ffff:") && strchr(last, '.') ? last + 7 : last;
}

typedef struct {
    int  hosts, lengths, codings;
    bool bad;
} Headers;

static enum MHD_Result
see_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *v, size_t n)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"; /* RFC 9110, 5.6.2 */
    Headers *h = arg;
    (void)kind;
    h->hosts += strcasecmp(name, "Host") == 0;
    h->lengths += strcasecmp(name, "Content-Length") == 0;
    h->bad = h->bad || name_n == 0 || strspn(name, token) != name_n;
    for (size_t i = 0; i < n; i++)
        h->bad = h->bad || v[i] == 0x7f || (v[i] >= 0 && v[i] < 0x20 && v[i] != '\t');
    if (strcasecmp(name, "Transfer-Encoding") == 0)
        h->bad = h->bad || h->codings++ > 0 || !v || strcasecmp(v, "chunked") != 0;
    return MHD_YES;
}

/* What a proxy before us and we might read differently is refused: RFC 9112, sections 3.2, 5.1, 6.1 and 6.3. Otherwise what
 * one takes for the body of a request could be the next request to the other. */
static bool
headers_clear(struct MHD_Connection *conn)
{
    Headers h = { 0 };
    MHD_get_connection_values_n(conn, MHD_HEADER_KIND, see_header, &h);
    return !h.bad && h.hosts <= 1 && h.lengths <= 1;
}

/* 0, or the status that refuses the request by its header alone. */
static int
look(Exchange *x, const char *url)
{
    Req *q = &x->q;
    if (!text_is_utf8(url, strlen(url)) || strstr(url, "..") || url[0] != '/' || strstr(q->target, "%00"))
        return 400;
    if (strlen(q->target) > TARGET)
        return 414;
    if (MHD_get_connection_values(q->conn, MHD_HEADER_KIND, NULL, NULL) > HEADS || MHD_get_connection_values(q->conn, MHD_COOKIE_KIND, NULL, NULL) > HEADS)
        return 431;
    if (MHD_get_connection_values(q->conn, MHD_GET_ARGUMENT_KIND, NULL, NULL) > QUERIES || !headers_clear(q->conn))
        return 400;
    return body_begin(x);
}

Thread *
this_thread(Net *net)
{
    Thread *t = pthread_getspecific(net->thread);
    if (!t) {
        if (!(t = calloc(1, sizeof *t)))
            die("no memory for a thread");
        t->s = net->s;
        pthread_setspecific(net->thread, t);
    }
    if (!t->worker)
        t->worker = net->s->worker_start(net->s->arg);
    return t;
}

void
thread_end(void *arg)
{
    Thread *t = arg;
    if (t->worker)
        t->s->worker_stop(t->worker);
    if (t->z_ready)
        deflateEnd(&t->z);
    free(t);
}

void
work(Exchange *x, int problem)
{
    Req *q = &x->q;
    q->worker = this_thread(x->net)->worker;
    if (problem == 400 || problem == 414)
        q->path = "/"; /* it may be no text at all */
    q->status = problem ? problem : 200;
    x->worked = true;
    watch_phase(x->net->watch, x->watched, PHASE_WORK, 0);
    if (q->worker) {
        x->net->s->handle(q);
    } else {
        q->status = 503;
        q->type = "text/plain; charset=utf-8";
        q->retry_after = 10;
        buf_add(q->out, "503: 記録簿が開けません。the store cannot be opened\n");
    }
}

static enum MHD_Result
serve(Exchange *x, int problem)
{
    if (!x->worked)
        work(x, problem);
    x->queued = true;
    return answer(x);
}

static void *
begin(void *arg, const char *target, struct MHD_Connection *conn)
{
    Net      *net = arg;
    Arena    *mem = arena_new(net->s->memory ? net->s->memory : (size_t)512 << 20);
    Exchange *x = calloc(1, sizeof *x); /* outlives the arena: see answer() */
    if (!x)
        die("no memory for a request");
    arena_on_full(mem, NULL, NULL); /* the handler's to say */
    x->net = net;
    x->target = arena_str(mem, target);
    x->q = (Req){ .mem = mem, .conn = conn, .state = x, .target = x->target, .status = 200, .type = "text/html; charset=utf-8", .out = buf_in(mem) };
    return x;
}

static void
done(void *arg, struct MHD_Connection *conn, void **state, enum MHD_RequestTerminationCode how)
{
    Exchange *x = *state;
    (void)arg, (void)conn, (void)how;
    if (!x)
        return;
    watch_phase(x->net->watch, x->watched, PHASE_HEADER, 0);
    if (x->body.post)
        MHD_destroy_post_processor(x->body.post);
    *state = NULL;
    arena_free(x->q.mem);
    free(x);
}

static enum MHD_Result
handle(void *arg, struct MHD_Connection *conn, const char *url, const char *method, const char *version, const char *data, size_t *size, void **state)
{
    Exchange *x = *state;
    (void)arg, (void)version;
    if (!x)
        return MHD_NO;
    if (!x->begun) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
        x->begun = true;
        x->watched = info ? info->socket_context : NULL;
        x->q.path = arena_str(x->q.mem, url);
        x->q.method = strcmp(method, "HEAD") == 0 ? "GET" : arena_str(x->q.mem, method);
        watch_phase(x->net->watch, x->watched, PHASE_BODY, 0);
        origin(x);
        int problem = look(x, url);
        if (problem) /* queued here, before any body: the library then closes the connection behind it */
            return serve(x, problem);
        return MHD_YES;
    }
    if (x->queued) { /* its memory is gone */
        *size = 0;
        return MHD_YES;
    }
    if (*size) {
        bool more = body_more(x, data, *size);
        *size = 0;
        return more ? MHD_YES : MHD_NO;
    }
    if (x->worked) /* by slow.c */
        return serve(x, 0);
    int problem = body_end(x);
    if (!problem && x->net->slow && x->net->s->slow(&x->q)) {
        if (slow_take(x->net->slow, x))
            return MHD_YES;
        problem = 503;
        x->q.retry_after = 5;
    }
    return serve(x, problem);
}

static enum MHD_Result
admit(void *arg, const struct sockaddr *addr, socklen_t n)
{
    return watch_admits(((Net *)arg)->watch, addr, n) ? MHD_YES : MHD_NO;
}

static void
connection(void *arg, struct MHD_Connection *conn, void **socket_state, enum MHD_ConnectionNotificationCode what)
{
    Net *net = arg;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *fd = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
        int no = fd ? fd->connect_fd : -1;
        const union MHD_ConnectionInfo *addr = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        *socket_state = watch_add(net->watch, no, addr ? addr->client_addr : NULL);
    } else if (*socket_state) {
        watch_drop(net->watch, *socket_state);
        *socket_state = NULL;
    }
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080" -> an address; false when it is none. */
static bool
listen_address(const char *s, struct sockaddr_storage *out)
{
    char        host[64];
    const char *colon = strrchr(s, ':');
    size_t      n = colon ? (size_t)(colon - s) : 0;
    char       *end = NULL;
    long        port = colon && colon[1] ? strtol(colon + 1, &end, 10) : -1;
    if (!colon || !end || *end || n >= sizeof host || port < 0 || port > 65535)
        return false;
    memcpy(host, s, n);
    host[n] = 0;
    *out = (struct sockaddr_storage){ 0 };
    if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;
        host[n - 1] = 0;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((unsigned short)port);
        return inet_pton(AF_INET6, host + 1, &six->sin6_addr) == 1;
    }
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
    four->sin_family = AF_INET;
    four->sin_port = htons((unsigned short)port);
    return inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &four->sin_addr) == 1;
}

static struct MHD_Daemon *
start(Net *net, const struct sockaddr_storage *at, int socket)
{
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (at->ss_family == AF_INET6 ? MHD_USE_DUAL_STACK : 0);
    unsigned workers = net->s->workers > 1 ? net->s->workers : 0;
    return MHD_start_daemon(flags, 0, admit, net, handle, net, MHD_OPTION_SOCK_ADDR, at, MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_THREAD_POOL_SIZE, workers,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 << 10, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_URI_LOG_CALLBACK, begin, net, MHD_OPTION_NOTIFY_COMPLETED, done, net,
                            MHD_OPTION_NOTIFY_CONNECTION, connection, net, MHD_OPTION_END);
}

int
http_serve(const HttpServer *s, void (*ready)(int port, void *arg), void *arg)
{
    struct sockaddr_storage at;
    Net                     net = { .s = s };
    sigset_t                stop;
    if (!listen_address(s->listen, &at))
        return -1;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    pthread_key_create(&net.thread, thread_end);
    net.watch = watch_start(s->patience, s->held);
    if (s->slow)
        net.slow = slow_start(&net);
    struct MHD_Daemon *d = start(&net, &at, s->again ? again_socket() : -1);
    if (d) {
        const union MHD_DaemonInfo *ear = MHD_get_daemon_info(d, MHD_DAEMON_INFO_LISTEN_FD);
        if (s->again && ear)
            again_prepare(ear->listen_fd);
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT);
        ready(info ? info->port : 0, arg);
        int sig;
        sigwait(&stop, &sig);
        if (net.slow)
            slow_stop(net.slow);
        MHD_stop_daemon(d);
    }
    watch_stop(net.watch);
    pthread_key_delete(net.thread);
    return d ? 0 : -1;
}
