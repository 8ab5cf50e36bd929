/* slow.c -- requests that take long, on threads of their own, so that pages do not wait behind them.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A serving thread polls hundreds of connections: while it computes a password hash or prints a sheet all of them
 * wait. Such a request is set aside (the library suspends its connection), done by one of two threads here, and its
 * connection resumed. At most 64 wait; more are told to come again. */
#include "net/http_in.h"

#include <stdlib.h>

enum { THREADS = 2, WAITING = 64 };

struct Slow {
    Net            *net;
    pthread_mutex_t lock;
    pthread_cond_t  more;
    pthread_t       threads[THREADS];
    Exchange       *first, **last;
    size_t          n;
    bool            stop;
};

static void *
slow_run(void *arg)
{
    Slow *s = arg;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (!s->first && !s->stop)
            pthread_cond_wait(&s->more, &s->lock);
        Exchange *x = s->first;
        if (!x)
            break;
        if (!(s->first = x->next))
            s->last = &s->first;
        s->n--;
        pthread_mutex_unlock(&s->lock);
        work(x, 0);
        struct MHD_Connection *conn = x->q.conn;
        MHD_resume_connection(conn); /* from here on x is the serving thread's again */
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

Slow *
slow_start(Net *net)
{
    Slow *s = calloc(1, sizeof *s);
    if (!s)
        die("no memory for the slow threads");
    s->net = net;
    s->last = &s->first;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->more, NULL);
    for (size_t i = 0; i < THREADS; i++)
        if (pthread_create(&s->threads[i], NULL, slow_run, s) != 0)
            die("no thread for slow requests");
    return s;
}

bool
slow_take(Slow *s, Exchange *x)
{
    pthread_mutex_lock(&s->lock);
    bool room = !s->stop && s->n < WAITING;
    if (room) {
        MHD_suspend_connection(x->q.conn);
        *s->last = x;
        s->last = &x->next;
        s->n++;
        pthread_cond_signal(&s->more);
    }
    pthread_mutex_unlock(&s->lock);
    return room;
}

void
slow_stop(Slow *s)
{
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->more);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(s->threads[i], NULL); /* what waited is done: the library cannot stop with connections suspended */
    pthread_cond_destroy(&s->more);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
