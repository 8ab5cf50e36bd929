/* http_in.h -- what the files of net/ share; nobody else includes it but the test of watch.c.
 * SPDX-License-Identifier: Apache-2.0
 *
 * http.c: the library's callbacks. body.c: bodies in. answer.c: answers out. watch.c: connections against the
 * clock. slow.c: requests that take long. again.c: what happens when the process breaks off. */
#ifndef NET_HTTP_IN_H
#define NET_HTTP_IN_H

#include "net/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>
#include <zlib.h>

typedef struct Conn  Conn;
typedef struct Watch Watch;
typedef struct Slow  Slow;

typedef struct {
    const HttpServer *s;
    Watch            *watch;
    Slow             *slow;   /* NULL: nothing is */
    pthread_key_t     thread; /* a Thread each */
} Net;

/* What one serving thread keeps. */
typedef struct {
    const HttpServer *s;
    void             *worker;
    z_stream          z;
    bool              z_ready;
} Thread;

typedef struct Field {
    struct Field *next;
    const char   *name;
    Buf          *text;
} Field;

typedef struct File {
    struct File *next;
    Upload       up;
    int          fd;
} File;

typedef struct {
    struct MHD_PostProcessor *post; /* NULL: not a form */
    bool   spool;          /* whole into the file "body" */
    size_t max;            /* bytes */
    size_t got;            /* bytes */
    size_t field_bytes, fields_n, files_n;
    Field *fields, *field; /* newest first; the one being read */
    File  *files, *file;
    int    problem;        /* status, once something is wrong */
} Body;

typedef struct Cookie {
    struct Cookie *next;
    const char    *text;
} Cookie;

/* One request on its way. */
typedef struct Exchange {
    struct Exchange *next; /* in the queue of slow.c */
    Req         q;
    Net        *net;
    Conn       *watched;
    const char *target;
    bool        begun, worked, queued; /* header seen; handler done; answer with the library */
    Body        body;
    Cookie     *cookies;
} Exchange;

/* A request header, NULL when absent or not UTF-8; the last one when it came more than once. */
const char *head_value(struct MHD_Connection *conn, const char *name);

/* again.c: a server that breaks off (die, a signal of a fault) begins again under the same number, with the socket that
 * clients knock at kept open. again_socket: that socket, -1 at a first beginning. again_prepare: from now on, with `fd`. */
int again_socket(void);
void again_prepare(int fd);

/* Looks at the header of a body: 0, or the status that refuses it before a byte is read. */
int body_begin(Exchange *x);
/* A piece; false when the connection is not worth reading on. */
bool body_more(Exchange *x, const char *p, size_t n);
/* Everything came: 0 or a status. */
int body_end(Exchange *x);

/* What this thread keeps, its worker begun; worker NULL when that did not work. */
Thread *this_thread(Net *net);
/* The handler, on this thread; problem: the status it is to explain, or 0. */
void work(Exchange *x, int problem);
enum MHD_Result answer(Exchange *x);
void thread_end(void *thread);

/* slow.c: takes a request over from the serving thread; false when there is no room. Stop it before the library. */
Slow *slow_start(Net *net);
bool slow_take(Slow *s, Exchange *x);
void slow_stop(Slow *s);

/* Connections against the clock. A connection is in one of these phases; each has its own deadline. */
typedef enum { PHASE_HEADER, PHASE_BODY, PHASE_WORK, PHASE_ANSWER } Phase;
Watch *watch_start(unsigned patience, size_t held);
void watch_stop(Watch *w);
/* May one more connection of this address come in? */
bool watch_admits(Watch *w, const struct sockaddr *addr, socklen_t n);
Conn *watch_add(Watch *w, int fd, const struct sockaddr *addr);
void watch_drop(Watch *w, Conn *k);
/* May an answer of so many bytes wait until its client has taken it? Then it is counted until the next phase. */
bool watch_holds(Watch *w, Conn *k, size_t bytes);
/* `bytes`: of the body so far, or of the answer. */
void watch_phase(Watch *w, Conn *k, Phase phase, size_t bytes);

#endif
