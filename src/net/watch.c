/* watch.c -- connections against the clock: the defence against clients that are slow on purpose.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library's own timeout is one of silence: a client that sends a byte every ten seconds keeps its place for
 * ever. Here every phase of a connection has a deadline of its own, which only bytes enough (RATE) move on. Once
 * a second one thread shuts down the sockets that are late; the library then sees their end and cleans up. A socket is shut
 * only under the lock, and the library tells us (watch_drop) before it closes one, so the number cannot have
 * become another connection's meanwhile.
 *
 * One address may hold 256 connections, so that one machine cannot take all 2,000; of IPv6 the first 64 bits are
 * the address, since one machine can have all the rest. Loopback is not counted: all clients of a proxy come from there.
 *
 * An answer is held until its client has taken it, and clients that ask for large files and do not read them cost us only memory: a
 * large answer is refused while those held are too many, of all clients together, or of one address a quarter of that. */
#include "net/http_in.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 1024, EACH = 256, ANSWER_S = 900, LARGE = 1 << 20, SHARE = 4 /* of what is held, for one address */ };

struct Conn {
    Conn         *next, *prev;
    int           fd;
    unsigned char addr[16]; /* IPv6; IPv4 mapped */
    bool          here;            /* loopback */
    int64_t       since, deadline; /* seconds; deadline 0 = none */
    size_t        held;            /* bytes of its answer */
};

struct Watch {
    pthread_mutex_t lock;
    pthread_cond_t  wake;
    pthread_t       thread;
    Conn           *all;
    int64_t         patience; /* seconds */
    size_t          held;     /* bytes at most */
    bool            stop;
};

static int64_t
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void *
watch_run(void *arg)
{
    Watch *w = arg;
    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        if (w->all)
            pthread_cond_timedwait(&w->wake, &w->lock, &until);
        else
            pthread_cond_wait(&w->wake, &w->lock);
        int64_t now = seconds();
        for (Conn *k = w->all; k; k = k->next)
            if (k->deadline && k->deadline < now) {
                shutdown(k->fd, SHUT_RDWR);
                k->deadline = 0;
            }
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

Watch *
watch_start(unsigned patience, size_t held)
{
    Watch             *w = calloc(1, sizeof *w);
    pthread_condattr_t monotonic;
    if (!w)
        die("no memory for the connections");
    w->patience = patience ? patience : 20;
    w->held = held ? held : (size_t)512 << 20;
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&w->thread, NULL, watch_run, w) != 0)
        die("no thread to watch the connections");
    return w;
}

void
watch_stop(Watch *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    while (w->all)
        watch_drop(w, w->all);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

static bool
plain_address(const struct sockaddr *addr, unsigned char out[16])
{
    memset(out, 0, 16);
    if (addr && addr->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)addr;
        out[10] = out[11] = 0xff;
        memcpy(out + 12, &four->sin_addr, 4);
    } else if (addr && addr->sa_family == AF_INET6) {
        memcpy(out, &((const struct sockaddr_in6 *)(const void *)addr)->sin6_addr, 16);
    }
    static const unsigned char six[16] = { [15] = 1 }, four[12] = { [10] = 0xff, [11] = 0xff };
    bool                       here = memcmp(out, six, 16) == 0;
    if (memcmp(out, four, 12) != 0)
        memset(out + 8, 0, 8);
    return here || (out[10] == 0xff && out[11] == 0xff && out[12] == 127);
}

bool
watch_admits(Watch *w, const struct sockaddr *addr, socklen_t n)
{
    unsigned char at[16];
    int           held = 0;
    (void)n;
    if (plain_address(addr, at))
        return true;
    pthread_mutex_lock(&w->lock);
    for (const Conn *k = w->all; k; k = k->next)
        held += memcmp(k->addr, at, 16) == 0;
    pthread_mutex_unlock(&w->lock);
    return held < EACH;
}

Conn *
watch_add(Watch *w, int fd, const struct sockaddr *addr)
{
    Conn *k = calloc(1, sizeof *k);
    if (!k)
        die("no memory for a connection");
    k->fd = fd;
    k->here = plain_address(addr, k->addr); /* all are watched */
    pthread_mutex_lock(&w->lock);
    k->next = w->all;
    if (w->all)
        w->all->prev = k;
    else
        pthread_cond_signal(&w->wake);
    w->all = k;
    k->deadline = seconds() + w->patience;
    pthread_mutex_unlock(&w->lock);
    return k;
}

void
watch_drop(Watch *w, Conn *k)
{
    pthread_mutex_lock(&w->lock);
    if (k->prev)
        k->prev->next = k->next;
    else
        w->all = k->next;
    if (k->next)
        k->next->prev = k->prev;
    pthread_mutex_unlock(&w->lock);
    free(k);
}

bool
watch_holds(Watch *w, Conn *k, size_t bytes)
{
    size_t all = bytes, of_address = k && !k->here ? bytes : 0;
    if (!k)
        return true;
    pthread_mutex_lock(&w->lock);
    for (const Conn *o = bytes > LARGE ? w->all : NULL; o; o = o->next) {
        all += o->held;
        of_address += !k->here && memcmp(o->addr, k->addr, 16) == 0 ? o->held : 0;
    }
    bool may = bytes <= LARGE || (all <= w->held && of_address <= w->held / SHARE) || all == bytes; /* one alone always may */
    k->held = may ? bytes : 0;
    pthread_mutex_unlock(&w->lock);
    return may;
}

void
watch_phase(Watch *w, Conn *k, Phase phase, size_t bytes)
{
    if (!k)
        return;
    int64_t now = seconds();
    pthread_mutex_lock(&w->lock);
    switch (phase) {
    case PHASE_HEADER:
        k->deadline = now + w->patience;
        k->held = 0;
        break;
    case PHASE_BODY:
        if (bytes == 0)
            k->since = now;
        k->deadline = k->since + w->patience + (int64_t)(bytes / RATE);
        break;
    case PHASE_WORK: k->deadline = 0; break;
    case PHASE_ANSWER: k->deadline = now + w->patience + (int64_t)(bytes / RATE < ANSWER_S ? bytes / RATE : ANSWER_S); break;
    }
    pthread_mutex_unlock(&w->lock);
}
