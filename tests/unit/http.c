/* http.c -- the server as a client on a raw socket meets it: bodies in pieces, limits, slow and broken clients.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server runs in a child process with a handler that says what it was given. */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "net/http.h"
#include "net/http_in.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int gate[2]; /* a byte in it lets one slow request go on */

static bool
slow(const Req *q)
{
    return strcmp(q->path, "/slow") == 0;
}

/* The memory of a request was given back. */
static void
given_back(void *arg)
{
    (void)arg;
    if (write(gate[1], "m", 1) != 1)
        _exit(4);
}

static void
echo(Req *q)
{
    static const char *const fields[] = { "a", "b", "名" };
    char                     byte;
    if (q->status == 200 && slow(q) && read(gate[0], &byte, 1) != 1)
        q->status = 500;
    if (strcmp(q->path, "/go") == 0) {
        req_redirect(q, req_query(q, "to"));
        return;
    }
    if (strcmp(q->path, "/cookie") == 0) {
        req_set_cookie(q, "k", "v", 60);
        q->save_as = "報告 書\".csv";
    }
    buf_fmt(q->out, "%d %s %s %s peer=%s tls=%d\n", q->status, q->method, q->path, q->target, q->peer, q->tls);
    for (size_t i = 0; i < 3; i++)
        buf_fmt(q->out, "%s=[%s]\n", fields[i], req_field(q, fields[i]) ? req_field(q, fields[i]) : "-");
    for (size_t i = 0; i < 3; i++) {
        const Upload *up = i == 2 ? req_upload(q, "body") : req_upload_at(q, "file", i);
        Buf          *b = buf_in(q->mem);
        if (up && buf_read_file(b, up->path, 1 << 24) == 0)
            buf_fmt(q->out, "%s: %s %s %zu %.40s\n", up->field, up->name, up->type ? up->type : "-", up->n, buf_text(b));
    }
    if (strcmp(q->path, "/huge") == 0) {
        arena_defer(q->mem, given_back, NULL);
        for (int i = 0; i < 8 << 17; i++)
            buf_add(q->out, "8 bytes\n");
    }
    if (strcmp(q->path, "/large") == 0)
        for (int i = 0; i < 1000; i++)
            buf_add(q->out, "the same again ");
}

static void *
worker(void *arg)
{
    return arg;
}

static void
no_stop(void *arg)
{
    (void)arg;
}

static void
say_port(int port, void *arg)
{
    if (write(*(int *)arg, &port, sizeof port) != sizeof port)
        _exit(3);
}

static pid_t pid;
static int   port;

static void
start(const char *listen, size_t max_body, unsigned patience)
{
    int to[2];
    if (pipe(to) != 0)
        die("no pipe");
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        HttpServer s = { .listen = listen, .workers = 2, .max_body = max_body, .patience = patience, .held = (size_t)20 << 20, .worker_start = worker, .worker_stop = no_stop,
                         .handle = echo, .slow = slow, .arg = &s };
        _exit(http_serve(&s, say_port, &to[1]) == 0 ? 0 : 1);
    }
    close(to[1]);
    if (read(to[0], &port, sizeof port) != sizeof port)
        port = 0;
    close(to[0]);
}

static int
stop(void)
{
    int status = 0;
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

static int
dial(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int                fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval     limit = { .tv_sec = 20 };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
        die("the test server does not answer");
    return fd;
}

static void
put(int fd, const char *p, size_t n, size_t each)
{
    for (size_t at = 0; at < n; at += each)
        if (send(fd, p + at, each < n - at ? each : n - at, MSG_NOSIGNAL) < 0)
            return;
}

/* Everything the server says until it closes. */
static const char *
hear(Arena *mem, int fd)
{
    Buf *b = buf_in(mem);
    char s[4096];
    for (ssize_t k; (k = recv(fd, s, sizeof s, 0)) > 0;)
        buf_addn(b, s, (size_t)k);
    close(fd);
    return buf_text(b);
}

/* One request, sent `each` bytes at a time; the whole answer. */
static const char *
ask(Ctx *c, const char *heads, const char *body, size_t n, size_t each)
{
    int         fd = dial();
    const char *length = n ? arena_fmt(c->mem, "Content-Length: %zu\r\n", n) : "";
    const char *all = arena_fmt(c->mem, "%s\r\nHost: x\r\nConnection: close\r\n%s\r\n", heads, length);
    put(fd, all, strlen(all), each);
    put(fd, body, n, each);
    return hear(c->mem, fd);
}

#define HOLDS(text, part) CHECK(strstr((text), (part)) != NULL)

TEST(http_forms_come_in_pieces)
{
    Ctx *c = test_ctx();
    start("127.0.0.1:0", 0, 0);
    const char *form = "a=%E9%96%A2%E9%96%80+1&b=&c=x%00y&%E5%90%8D=%3Cb%3E";
    const char *parts = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n関門\r\n--XX\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\r\n"
                        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\紙\\../報告.txt\"\r\nContent-Type: text/plain\r\n\r\nline\r\n--X almost\r\n"
                        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"two\"\r\n\r\n2\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n";
    for (size_t each = 1; each < 5000; each = each * 7 + 1) {
        const char *s = ask(c, "POST /x HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded", form, strlen(form), each);
        HOLDS(s, "200 POST /x /x peer=127.0.0.1 tls=0\na=[関門 1]\nb=[]\n名=[<b>]\n");
        s = ask(c, "POST /x HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX", parts, strlen(parts), each);
        HOLDS(s, "a=[関門]\nb=[]\n名=[-]\nfile: 報告.txt text/plain 16 line\r\n--X almost\nfile: two - 1 2\n");
        s = ask(c, "POST /x HTTP/1.1\r\nContent-Type: application/json", "{\"a\": 1}", 8, each);
        HOLDS(s, "a=[-]\nb=[-]\n名=[-]\nbody: body application/json 8 {\"a\": 1}\n");
    }
    const char *old = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\x95\x5c.txt\"\r\n\r\nx\r\n--XX--\r\n"; /* 表.txt in CP932 */
    HOLDS(ask(c, "POST /x HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX", old, strlen(old), 4096), "file: 表.txt - 1 x");
    CHECK(stop() == 0);
}

TEST(http_limits_are_said)
{
    Ctx *c = test_ctx();
    start("127.0.0.1:0", 100000, 0);
    int         fd = dial();
    const char *early = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100001\r\n\r\n";
    put(fd, early, strlen(early), 4096); /* no body follows: the answer must not wait for it */
    HOLDS(hear(c->mem, fd), "HTTP/1.1 413");
    char *chunked = arena_alloc(c->mem, 200000);
    int   head = snprintf(chunked, 200, "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n");
    memset(chunked + head, 'x', 0x20000);
    strcpy(chunked + head + 0x20000, "\r\n0\r\n\r\n");
    fd = dial();
    put(fd, chunked, strlen(chunked), 4096);
    HOLDS(hear(c->mem, fd), "HTTP/1.1 413");
    const char *both = "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    fd = dial();
    put(fd, both, strlen(both), 4096);
    HOLDS(hear(c->mem, fd), "HTTP/1.1 400");
    static const char *const unclear[] = { /* a proxy might read these otherwise: see headers_clear */
        "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 33", "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length : 33",
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity", "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked",
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked", "GET /x HTTP/1.1\r\nHost: x\r\nHost: y", "GET /x HTTP/1.1\r\nHost: x\r\nX-A: a\1b", "GET /x HTTP/1.1\r\nHost: x\r\nX(A): b" };
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++) {
        const char *next = "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        fd = dial();
        put(fd, unclear[i], strlen(unclear[i]), 4096);
        put(fd, next, strlen(next), 4096);
        const char *said = hear(c->mem, fd);
        HOLDS(said, "HTTP/1.1 400");
        CHECK(!strstr(said, "/smuggled"));
    }
    Buf *many = buf_in(c->mem), *heads = buf_in(c->mem);
    for (int i = 0; i < 1001; i++)
        buf_fmt(many, "%sf%d=1", i ? "&" : "", i);
    HOLDS(ask(c, "POST /x HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded", buf_text(many), many->n, 4096), "HTTP/1.1 413");
    buf_add(heads, "GET /x HTTP/1.1");
    for (int i = 0; i < 101; i++)
        buf_fmt(heads, "\r\nX-%d: 1", i);
    HOLDS(ask(c, buf_text(heads), "", 0, 4096), "HTTP/1.1 431");
    HOLDS(ask(c, "POST /x HTTP/1.1\r\nContent-Type: multipart/form-data", "x", 1, 10), "HTTP/1.1 400");
    HOLDS(ask(c, "GET /a/../b HTTP/1.1", "", 0, 100), "HTTP/1.1 400");
    HOLDS(ask(c, "GET /a%2e%2e/b HTTP/1.1", "", 0, 100), "HTTP/1.1 400");
    HOLDS(ask(c, "GET /a%00b HTTP/1.1", "", 0, 100), "HTTP/1.1 400");
    HOLDS(ask(c, "GET /%FF HTTP/1.1", "", 0, 100), "HTTP/1.1 400");
    CHECK(stop() == 0);
}

static int
entries(const char *path)
{
    int  n = 0;
    DIR *d = opendir(path);
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

TEST(http_a_client_that_breaks_off_leaves_nothing)
{
    Ctx *c = test_ctx();
    const char *dir = test_dir(c);
    const char *was = getenv("TMPDIR") ? arena_str(c->mem, getenv("TMPDIR")) : NULL;
    setenv("TMPDIR", dir, 1);
    start("127.0.0.1:0", 0, 0);
    (void)ask(c, "GET /x HTTP/1.1", "", 0, 100);
    const char *fds = arena_fmt(c->mem, "/proc/%d/fd", (int)pid);
    int         before = entries(fds), now = 0, most = 0;
    const char *half = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 100000\r\n\r\n"
                       "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nhalf of a file, and a long line to be sure that some of it is written\r\n";
    int open[20];
    for (int i = 0; i < 20; i++) {
        open[i] = dial();
        put(open[i], half, strlen(half), 4096);
    }
    for (int tries = 0; tries < 400 && most < before + 39; tries++, poll(NULL, 0, 25))
        if ((now = entries(fds)) > most)
            most = now;
    CHECK(most >= before + 39); /* a socket and a file each; the first client's socket may still have counted before */
    CHECK(entries(dir) == 2);   /* and no name: . and .. */
    for (int i = 0; i < 20; i++)
        close(open[i]);
    for (int tries = 0; tries < 400 && (now = entries(fds)) > before; tries++)
        poll(NULL, 0, 25);
    CHECK(now <= before);
    CHECK(stop() == 0);
    rmdir(dir);
    if (was)
        setenv("TMPDIR", was, 1);
    else
        unsetenv("TMPDIR");
}

TEST(http_a_slow_client_is_cut)
{
    static const char *const starts[] = { "GET /x HTTP/1.1\r\nHost: x\r\nX-Slow: ", "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "" };
    start("127.0.0.1:0", 0, 1);
    for (size_t i = 0; i < 3; i++) {
        int           fd = dial();
        struct pollfd p = { .fd = fd, .events = POLLIN | POLLRDHUP };
        bool          cut = false;
        put(fd, starts[i], strlen(starts[i]), 4096);
        /* a byte every tenth of a second: never silent, never done */
        for (int tries = 0; tries < 100 && !cut; tries++)
            cut = poll(&p, 1, 100) > 0 || send(fd, "a", 1, MSG_NOSIGNAL) < 0;
        CHECK(cut);
        close(fd);
    }
    CHECK(stop() == 0);
}

TEST(http_pages_do_not_wait_behind_slow_requests)
{
    enum { MANY = 80 };
    Ctx *c = test_ctx();
    if (pipe(gate) != 0)
        die("no pipe");
    start("127.0.0.1:0", 0, 0);
    const char *body = "POST /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1";
    int         open[MANY];
    for (int i = 0; i < MANY; i++) {
        open[i] = dial();
        put(open[i], body, strlen(body), 4096);
    }
    for (int i = 0; i < 20; i++) /* two threads serve, and neither is held */
        HOLDS(ask(c, "GET /x HTTP/1.1", "", 0, 4096), "200 GET /x");
    int refused = 0, done = 0;
    for (int i = 0; i < MANY; i++)
        if (write(gate[1], "x", 1) != 1)
            die("no gate");
    for (int i = 0; i < MANY; i++) {
        const char *s = hear(c->mem, open[i]);
        refused += strstr(s, "HTTP/1.1 503") && strstr(s, "Retry-After: 5");
        done += strstr(s, "200 POST /slow /slow peer=127.0.0.1 tls=0\na=[1]") != NULL;
    }
    CHECK(done + refused == MANY);
    CHECK(done >= 64 && refused >= 10); /* 64 may wait, two are at work */
    int fd = dial();
    put(fd, body, strlen(body), 4096);
    CHECK(write(gate[1], "x", 1) == 1);
    CHECK(stop() == 0); /* also with one under way */
    close(fd);
}

TEST(http_answers_have_validators_and_names)
{
    Ctx *c = test_ctx();
    start("127.0.0.1:0", 0, 0);
    const char *s = ask(c, "GET /x?q=1 HTTP/1.1", "", 0, 4096), *tag = strstr(s, "ETag: ");
    HOLDS(s, "200 GET /x /x?q=1 peer=127.0.0.1 tls=0");
    HOLDS(s, "Cache-Control: private, no-cache");
    CHECK(tag != NULL);
    if (tag) {
        const char *again = arena_fmt(c->mem, "GET /x?q=1 HTTP/1.1\r\nIf-None-Match: \"a\", %.*s", (int)strcspn(tag + 6, "\r"), tag + 6);
        HOLDS(ask(c, again, "", 0, 4096), "HTTP/1.1 304");
    }
    s = ask(c, "HEAD /x HTTP/1.1", "", 0, 4096);
    HOLDS(s, "HTTP/1.1 200");
    CHECK(strstr(s, "peer=") == NULL);
    HOLDS(ask(c, "GET /large HTTP/1.1\r\nAccept-Encoding: gzip", "", 0, 4096), "Content-Encoding: gzip");
    CHECK(!strstr(ask(c, "GET /x HTTP/1.1\r\nAccept-Encoding: gzip", "", 0, 4096), "Content-Encoding"));
    CHECK(!strstr(ask(c, "GET /large HTTP/1.1\r\nAccept-Encoding: gzip;q=0", "", 0, 4096), "Content-Encoding"));
    CHECK(!strstr(ask(c, "GET /large HTTP/1.1\r\nAccept-Encoding: gzip\r\nCookie: s=1\r\nSec-Fetch-Site: cross-site", "", 0, 4096), "Content-Encoding"));
    HOLDS(ask(c, "GET /large HTTP/1.1\r\nAccept-Encoding: gzip\r\nCookie: s=1\r\nSec-Fetch-Site: same-origin", "", 0, 4096), "Content-Encoding: gzip");
    s = ask(c, "GET /cookie HTTP/1.1", "", 0, 4096);
    HOLDS(s, "Set-Cookie: k=v; Path=/; SameSite=Lax; HttpOnly; Max-Age=60\r\n");
    HOLDS(s, "filename=\"______ ____.csv\"; filename*=UTF-8''%E5%A0%B1%E5%91%8A%20%E6%9B%B8%22.csv");
    HOLDS(ask(c, "GET /cookie HTTP/1.1\r\nX-Forwarded-Proto: https", "", 0, 4096), "HttpOnly; Secure;");
    HOLDS(ask(c, "GET /x HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9", "", 0, 4096), "peer=203.0.113.9");
    HOLDS(ask(c, "GET /x HTTP/1.1\r\nX-Forwarded-For: <script>", "", 0, 4096), "peer=127.0.0.1");
    HOLDS(ask(c, "GET /go?to=/a%0d%0aX:1 HTTP/1.1", "", 0, 4096), "Location: /a%0D%0AX:1\r\n");
    HOLDS(ask(c, "GET /go?to=//evil.example HTTP/1.1", "", 0, 4096), "Location: /\r\n");
    HOLDS(ask(c, "GET /go?to=/%5cevil.example HTTP/1.1", "", 0, 4096), "Location: /\r\n");
    CHECK(stop() == 0);
}

TEST(http_listens_on_ipv6)
{
    int probe = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback };
    bool six = probe >= 0 && bind(probe, (struct sockaddr *)&at, sizeof at) == 0;
    if (probe >= 0)
        close(probe);
    if (!six) {
        test_skip("this machine has no IPv6 loopback");
        return;
    }
    Ctx *c = test_ctx();
    start("[::1]:0", 0, 0);
    at.sin6_port = htons((unsigned short)port);
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    CHECK(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    const char *s = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    put(fd, s, strlen(s), 4096);
    HOLDS(hear(c->mem, fd), "peer=::1");
    CHECK(stop() == 0);
    start("nowhere:80", 0, 0);
    CHECK(port == 0);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 1);
}

/* A connection of the address 2001:db8::N:0:0:0:last. */
static struct sockaddr_in6
of_customer(int n, int last)
{
    struct sockaddr_in6 a = { .sin6_family = AF_INET6 };
    char                s[64];
    snprintf(s, sizeof s, "2001:db8:0:%x::%x", n, last);
    CHECK(inet_pton(AF_INET6, s, &a.sin6_addr) == 1);
    return a;
}

TEST(http_one_customer_cannot_take_all_connections)
{
    Watch *w = watch_start(5, 0);
    for (int i = 0; i < 256; i++) {
        struct sockaddr_in6 a = of_customer(1, i);
        CHECK(watch_admits(w, (const struct sockaddr *)(const void *)&a, sizeof a));
        (void)watch_add(w, -1, (const struct sockaddr *)(const void *)&a);
    }
    struct sockaddr_in6 one = of_customer(1, 999), other = of_customer(2, 1), here = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    CHECK(!watch_admits(w, (const struct sockaddr *)(const void *)&one, sizeof one)); /* another of its 2^64 addresses */
    CHECK(watch_admits(w, (const struct sockaddr *)(const void *)&other, sizeof other));
    CHECK(watch_admits(w, (const struct sockaddr *)(const void *)&here, sizeof here));
    watch_stop(w);
}

TEST(http_large_answers_that_nobody_takes_are_few)
{
    enum { MANY = 6 };
    Ctx *c = test_ctx();
    int  fd[MANY], small = 128 << 10, busy = 0, whole = 0;
    char byte;
    if (pipe(gate) != 0)
        die("no pipe");
    start("127.0.0.1:0", 0, 0);
    for (int i = 0; i < MANY; i++) {
        const char *get = "GET /huge HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        fd[i] = dial();
        setsockopt(fd[i], SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        put(fd[i], get, strlen(get), 4096);
        struct pollfd p = { .fd = gate[0], .events = POLLIN };
        CHECK(poll(&p, 1, 20000) == 1 && read(gate[0], &byte, 1) == 1); /* what drew it is gone before anybody has read it */
    }
    HOLDS(ask(c, "GET /x HTTP/1.1", "", 0, 4096), "200 GET /x"); /* what is small goes on */
    for (int i = 0; i < MANY; i++) {
        const char *s = hear(c->mem, fd[i]);
        busy += strstr(s, "HTTP/1.1 503") && strstr(s, "Retry-After: 30");
        whole += strstr(s, "HTTP/1.1 200") && strlen(s) > 8 << 20;
    }
    CHECK(whole == 2 && busy == 4); /* 20 MiB may wait, of 8 each */
    HOLDS(ask(c, "GET /huge HTTP/1.1", "", 0, 4096), "HTTP/1.1 200"); /* and again, once they are taken */
    CHECK(stop() == 0);
}

TEST(http_one_customer_cannot_hold_all_answers)
{
    enum { MB = 1 << 20 };
    Watch              *w = watch_start(5, (size_t)64 * MB);
    struct sockaddr_in6 a = of_customer(1, 1), b = of_customer(1, 2), other = of_customer(2, 1);
    Conn               *one = watch_add(w, -1, (const struct sockaddr *)(const void *)&a), *two = watch_add(w, -1, (const struct sockaddr *)(const void *)&b);
    Conn               *three = watch_add(w, -1, (const struct sockaddr *)(const void *)&other);
    CHECK(watch_holds(w, one, 15 * MB));
    CHECK(!watch_holds(w, two, 2 * MB)); /* a quarter each */
    CHECK(watch_holds(w, two, MB));
    CHECK(watch_holds(w, three, 15 * MB));
    watch_phase(w, one, PHASE_HEADER, 0); /* taken */
    CHECK(watch_holds(w, two, 15 * MB));
    watch_stop(w);
}
