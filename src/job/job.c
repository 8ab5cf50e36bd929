/* job.c -- see job.h.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The worker is one thread with a connection of its own. It sleeps on a condition that job_wake signals, and
 * looks by itself every few seconds, since a paper may have come in through another server over the same
 * store. While a child reads, it gives a sign of life on the row; a worker that is killed gives none, and the row
 * goes back to be read by whoever comes first. */
#include "job/job.h"

#include "base/buf.h"
#include "base/child.h"
#include "base/text.h"
#include "domain/intake.h"
#include "domain/permission.h"
#include "exchange/intake.h"
#include "exchange/settle.h"
#include "format/json.h"
#include "store/db.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_SECONDS = 2, BEAT_SECONDS = 2, DEAD_SECONDS = 120, READ_SECONDS = 120 };

typedef struct {
    char       *store, *name; /* name: "host pid start" */
    Db         *db;
    pthread_t   thread;
    atomic_bool stop;
} Job;

/* What is read at the moment, for the callback of the child. */
typedef struct {
    Job    *job;
    Ctx    *c;
    int64_t id;
    int     percent;
    const char *step;
    time_t  beat;
    bool    lost; /* the row is no longer ours */
} Reading;

/* The one door bell of the process: job_wake has no worker to name. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t  rung;
    bool            ringing;
} bell = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };

void
job_wake(void)
{
    pthread_mutex_lock(&bell.lock);
    bell.ringing = true;
    pthread_cond_broadcast(&bell.rung);
    pthread_mutex_unlock(&bell.lock);
}

static void
wait_for_bell(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_SECONDS;
    pthread_mutex_lock(&bell.lock);
    while (!bell.ringing && pthread_cond_timedwait(&bell.rung, &bell.lock, &until) == 0)
        ;
    bell.ringing = false;
    pthread_mutex_unlock(&bell.lock);
}

/* When a process began, in clock ticks since boot: a number that is used again has another. 0: no such process. */
static unsigned long long
began(Arena *mem, long pid)
{
    Buf *b = buf_in(mem);
    if (buf_read_file(b, arena_fmt(mem, "/proc/%ld/stat", pid), 4096) != 0)
        return 0;
    const char *p = strrchr(buf_text(b), ')'); /* the name before it may hold anything */
    for (int field = 2; p && field < 22; field++)
        p = strchr(p + 1, ' ');
    return p ? strtoull(p + 1, NULL, 10) : 0;
}

static char *
worker_name(Arena *mem, long pid)
{
    char host[256] = "?";
    (void)gethostname(host, sizeof host - 1); /* "?" is a name, too */
    for (char *p = host; *p; p++)
        if (*p == ' ')
            *p = '_';
    return arena_fmt(mem, "%s %ld %llu", host, pid, began(mem, pid));
}

static const char *
seconds_ago(Arena *mem, int seconds)
{
    time_t    t = time(NULL) - seconds;
    struct tm tm;
    char      s[32];
    gmtime_r(&t, &tm);
    strftime(s, sizeof s, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return arena_str(mem, s);
}

/* Gives back what workers of this machine left whose process is gone, and what has been silent too long. */
static void
recover(Job *job, Ctx *c)
{
    size_t  i;
    json_t *w;
    json_array_foreach(intake_workers(c), i, w)
    {
        const char *name = json_string_value(w), *space = strchr(name, ' ');
        long        pid = space ? strtol(space + 1, NULL, 10) : 0;
        const char *now = pid > 0 ? worker_name(c->mem, pid) : name;
        bool        here = space && strncmp(name, now, (size_t)(space - name) + 1) == 0;
        if (here && strcmp(name, now) != 0 && strcmp(name, job->name) != 0)
            (void)intake_recover(c, name, ""); /* a failure stays in the Ctx */
    }
    (void)intake_recover(c, NULL, seconds_ago(c->mem, DEAD_SECONDS));
}

static bool
go_on(void *arg)
{
    Reading *r = arg;
    if (atomic_load(&r->job->stop))
        return false;
    if (time(NULL) - r->beat >= BEAT_SECONDS) {
        r->beat = time(NULL);
        r->c->now = now_text(r->c->mem);
        r->lost = !intake_progress(r->c, r->id, r->job->name, r->percent, r->step);
    }
    return !r->lost;
}

/* Why a child ended by a limit, in both languages. */
static void
refuse_ended(Reading *r, const ChildResult *result)
{
    static const struct { const char *why, *ja, *en; } words[] = {
        { "time", "読み取りが時間の上限を超えたので止めました。文書を分けてください。", "Reading took longer than allowed and was stopped. Split the paper." },
        { "memory", "読み取りが記憶の上限を超えたので止めました。文書を分けてください。", "Reading needed more memory than allowed and was stopped. Split the paper." },
        { "output", "読み取った結果が大きすぎるので止めました。文書を分けてください。", "What was read is larger than allowed. Split the paper." },
        { "signal", "この文書を読む途中で読み取りが壊れて止まりました。文書には何もしていません。テキスト（UTF-8）で保存して、もう一度お試しください。",
          "Reading broke off in the middle of this paper; nothing was stored. Save it as text (UTF-8) and try again." },
        { "", "読み取りを始められませんでした。管理者に知らせてください。", "Reading could not be started; tell the administrator." },
    };
    const char *why = result->why ? result->why : result->exit == 1 ? "signal" : "";
    if (strstr(buf_text(result->err), "memory cap")) /* the arena's own limit ends the child before the system's does */
        why = "memory";
    size_t      i = 0;
    while (*words[i].why && strncmp(words[i].why, why, strlen(words[i].why)) != 0)
        i++;
    fprintf(stderr, "kanmon: intake %lld: reader ended: %s, exit %d: %.500s\n", (long long)r->id, result->why ? result->why : "-", result->exit, buf_text(result->err));
    (void)intake_refused(r->c, r->id, r->job->name, NULL, words[i].ja, words[i].en);
}

/* The reading itself does not hold: said in both languages. */
static void
refuse_reading(Reading *r, const json_t *reading)
{
    Ctx         en = *r->c;
    const char *ja = r->c->err.text;
    en.lang = LANG_EN;
    en.err = (Err){ 0 };
    bool good = settle_reading(&en, r->id, r->job->name, reading);
    r->c->err = (Err){ 0 };
    if (!good)
        (void)intake_refused(r->c, r->id, r->job->name, NULL, ja, en.err.text);
}

/* It can be read but not checked or compared within the memory that one paper may use. */
static void
refuse_large(Reading *r)
{
    r->c->err = (Err){ 0 };
    (void)intake_refused(r->c, r->id, r->job->name, NULL, "点検が記憶の上限を超えたので止めました。文書を分けてください。", "Checking needed more memory than allowed and was stopped. Split the paper.");
}

static void
take_answer(Reading *r, const ChildResult *result, json_t *notes)
{
    const char *why = NULL;
    json_t     *j = result->why ? NULL : json_read(r->c->mem, buf_text(result->out), result->out->n, &why);
    if (json_is_array(json_object_get(j, "notes")))
        json_array_extend(json_object_get(j, "notes"), notes);
    if (result->exit == 1 && json_str(j, "error.text"))
        (void)intake_refused(r->c, r->id, r->job->name, json_str(j, "error.where"), json_text(j, "error.text"),
                             json_str(j, "error.text_en") ? json_text(j, "error.text_en") : json_text(j, "error.text"));
    else if (result->exit != 0 || !j)
        refuse_ended(r, result);
    else if (!settle_reading(r->c, r->id, r->job->name, j) && r->c->err.kind == ERR_TOO_LARGE)
        refuse_large(r);
    else if (r->c->err.kind == ERR_INVALID)
        refuse_reading(r, j);
}

/* What another program must do first: the text of a PDF. false when the paper was refused, or nobody waits for it. */
static bool
convert(Reading *r, const char *name, const void **bytes, size_t *n, json_t *notes)
{
    const void *from = *bytes;
    size_t      from_n = *n;
    if (intake_convert(r->c, name, from, from_n, bytes, n, notes))
        return true;
    if (atomic_load(&r->job->stop)) {
        r->c->err = (Err){ 0 };
        (void)intake_give_back(r->c, r->id, r->job->name);
    } else if (r->c->err.kind == ERR_INVALID) {
        const char *ja = r->c->err.text, *where = r->c->err.field;
        Ctx         en = *r->c;
        en.lang = LANG_EN;
        en.err = r->c->err = (Err){ 0 };
        bool good = intake_convert(&en, name, from, from_n, bytes, n, json_keep(r->c->mem, json_array()));
        (void)intake_refused(r->c, r->id, r->job->name, where, ja, good ? ja : en.err.text);
    }
    return false;
}

static void
read_one(Job *job, Ctx *c, int64_t id)
{
    Reading      r = { .job = job, .c = c, .id = id, .percent = 30, .step = "records" };
    json_t      *row = intake_show(c, id), *notes = json_keep(c->mem, json_array());
    ChildResult  result;
    ChildLimits  limits = { .seconds = READ_SECONDS, .memory = (size_t)1536 << 20, .own = true, .go_on = go_on, .arg = &r };
    const char  *name = row ? json_text(row, "name") : "";
    const char *const argv[] = { "/proc/self/exe", "read", "--confined", "--name", name, "-", NULL };
    limits.in = row ? intake_bytes(c, id, &limits.in_n) : NULL;
    if (!limits.in || !convert(&r, name, &limits.in, &limits.in_n, notes) || !intake_progress(c, id, job->name, r.percent, r.step))
        return;
    if (!child_run(c->mem, argv, &limits, &result)) {
        fprintf(stderr, "kanmon: intake %lld: no reader could be started: %s\n", (long long)id, strerror(errno));
        (void)intake_give_back(c, id, job->name);
    } else if (result.why && strcmp(result.why, "stopped") == 0) {
        if (!r.lost)
            (void)intake_give_back(c, id, job->name);
    } else {
        take_answer(&r, &result, notes);
    }
}

/* One look at the store: everything that waits is read. false when the store failed. */
static bool
look(Job *job, Arena *mem)
{
    for (int64_t id = 0, first = 1; (id || first) && !atomic_load(&job->stop); first = 0) {
        arena_reset(mem);
        if (id)
            malloc_trim(0); /* a large paper took some hundred megabytes; the pages between two requests need twenty */
        (void)db_rest(job->db); /* it has said what it found */
        Ctx c = { .mem = mem, .db = (struct Db *)job->db, .actor = "system", .role = ROLE_OPERATOR, .now = now_text(mem) };
        ctx_limit(&c);
        recover(job, &c);
        id = intake_take(&c, job->name);
        if (id && ok(&c))
            read_one(job, &c, id);
        ctx_limit_end(&c);
        if (c.err.kind != ERR_NONE && c.err.kind != ERR_CONFLICT) {
            fprintf(stderr, "kanmon: intake: %s\n", c.err.text);
            return false;
        }
    }
    return true;
}

static bool
reopen(Job *job, Arena *mem)
{
    arena_reset(mem);
    Ctx c = { .mem = mem };
    db_close(job->db);
    job->db = db_open(&c, job->store, true) ? (Db *)c.db : NULL;
    return job->db != NULL;
}

static void *
work(void *arg)
{
    Job   *job = arg;
    Arena *mem = arena_new((size_t)2 << 30);
    while (!atomic_load(&job->stop)) {
        if (!job->db ? !reopen(job, mem) : !look(job, mem)) {
            db_close(job->db);
            job->db = NULL;
        }
        if (!atomic_load(&job->stop))
            wait_for_bell();
    }
    arena_free(mem);
    return NULL;
}

void *
job_start(const char *store)
{
    Arena *mem = arena_new(0);
    Ctx    c = { .mem = mem, .actor = "system", .role = ROLE_OPERATOR, .now = now_text(mem) };
    Job   *job = calloc(1, sizeof *job);
    if (!job)
        die("no memory for the worker");
    job->store = strdup(store);
    job->name = strdup(worker_name(mem, getpid()));
    bool good = db_open(&c, store, true);
    job->db = good ? (Db *)c.db : NULL;
    if (good) /* a server that began again in its place (net/again.c) has the name it had */
        (void)intake_recover(&c, job->name, "");
    arena_free(mem);
    /* Signals are the main thread's. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    good = good && pthread_create(&job->thread, NULL, work, job) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (good)
        return job;
    db_close(job->db);
    free(job->store);
    free(job->name);
    free(job);
    return NULL;
}

bool
job_stop(void *arg)
{
    Job            *job = arg;
    struct timespec until;
    if (!job)
        return true;
    atomic_store(&job->stop, true);
    child_stop_all();
    job_wake();
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    if (pthread_timedjoin_np(job->thread, NULL, &until) != 0)
        return false;
    db_close(job->db);
    free(job->store);
    free(job->name);
    free(job);
    return true;
}
