/* child.c -- runs a program to its end, or to the end of its limits.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server has threads, so between fork and exec only system calls are made: everything that needs memory or
 * a library (the path, the environment, the filter) is made before the fork, and ids are set by the raw calls, since
 * libc's setuid signals all threads. Memory of the parent is not touched after a failure: the child tells its errno
 * through a pipe that exec closes. */
#include "base/child.h"

#include "base/sandbox.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
enum { NOBODY = 65534, ERR_KEEP = 64 << 10 };

/* Set once, when the process ends. */
static atomic_bool ending;

void
child_stop_all(void)
{
    atomic_store(&ending, true);
}

/* All that the child needs, made before the fork. */
typedef struct {
    const char        *path;
    char *const       *argv, *const *env;
    struct sock_fprog  filter;
    unsigned           seconds;
    size_t             memory;
    bool               own;
    int                in, out, err, tell; /* the child's ends */
} Start;

typedef struct {
    int   to[2]; /* out, err: the parent's ends; -1 when at their end */
    Buf  *buf[2];
    size_t room[2];
    bool  too_long;
} Ends;

static void
shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static _Noreturn void
give_up(int tell)
{
    int     e = errno;
    ssize_t n = write(tell, &e, sizeof e);
    (void)n;
    _exit(127);
}

static bool
limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit now, r = { soft, hard };
    if (getrlimit((__rlimit_resource_t)what, &now) == 0 && now.rlim_max != RLIM_INFINITY && r.rlim_max > now.rlim_max) {
        r.rlim_max = now.rlim_max;
        r.rlim_cur = r.rlim_cur < r.rlim_max ? r.rlim_cur : r.rlim_max;
    }
    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool
set_limits(const Start *s)
{
    bool ok = limit(RLIMIT_CPU, s->seconds, s->seconds + 1) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NOFILE, 64, 64);
    /* a sanitizer reserves terabytes of addresses for its shadow */
    if (!(s->own && SANITIZED))
        ok = ok && limit(RLIMIT_AS, s->memory, s->memory);
    return ok;
}

static bool
become_nobody(const Start *s)
{
    if (s->own || syscall(SYS_geteuid) != 0)
        return true;
    return limit(RLIMIT_NPROC, 128, 128) && syscall(SYS_setgroups, 0, NULL) == 0 && syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) == 0 &&
           syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY) == 0;
}

static bool
install_filter(const Start *s)
{
    unsigned self = (unsigned)syscall(SYS_getpid);
    for (unsigned i = 0; i < s->filter.len; i++)
        if (BPF_CLASS(s->filter.filter[i].code) == BPF_JMP && s->filter.filter[i].k == SANDBOX_SELF)
            s->filter.filter[i].k = self;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &s->filter, 0, 0) == 0;
}

/* In the child: system calls only. All signals are blocked on entry. */
static _Noreturn void
begin(const Start *s, pid_t parent)
{
    struct sigaction plain = { .sa_handler = SIG_DFL };
    sigset_t         none;
    for (int sig = 1; sig < 65; sig++)
        sigaction(sig, &plain, NULL);
    sigemptyset(&none);
    setpgid(0, 0);
    /* 3 is the pipe to tell failures; all others close */
    int tell = fcntl(s->tell, F_DUPFD_CLOEXEC, 64);
    if (dup2(s->in, 0) < 0 || dup2(s->out, 1) < 0 || dup2(s->err, 2) < 0 || tell < 0 || dup3(tell, 3, O_CLOEXEC) < 0)
        give_up(s->tell);
    if (syscall(SYS_close_range, 4U, ~0U, 0U) != 0)
        for (int fd = 4; fd < 65536; fd++)
            close(fd);
    umask(077);
    if (chdir("/") != 0 || !set_limits(s) || !become_nobody(s))
        give_up(3);
    /* after the change of user, which clears it */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != parent)
        give_up(3);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (!install_filter(s))
        give_up(3);
    execve(s->path, s->argv, s->env);
    give_up(3);
}

/* argv[0] in PATH; NULL with errno when there is none that may be run. */
static const char *
find_program(Arena *mem, const char *name)
{
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? arena_str(mem, name) : NULL;
    const char *path = getenv("PATH");
    size_t      n = 0;
    char      **dirs = text_split(mem, path && *path ? path : "/usr/local/bin:/usr/bin:/bin", ":", &n);
    for (size_t i = 0; i < n; i++) {
        const char *p = arena_fmt(mem, "%s/%s", dirs[i], name);
        if (*dirs[i] == '/' && access(p, X_OK) == 0)
            return p;
    }
    errno = ENOENT;
    return NULL;
}

static char *const *
environment(Arena *mem)
{
    const char *path = getenv("PATH"), *data = getenv("KANMON_DATA");
    char      **env = NEWN(mem, char *, 5);
    size_t      n = 0;
    env[n++] = arena_fmt(mem, "PATH=%s", path && *path ? path : "/usr/local/bin:/usr/bin:/bin");
    env[n++] = arena_str(mem, "LANG=C.UTF-8");
    if (data && *data)
        env[n++] = arena_fmt(mem, "KANMON_DATA=%s", data);
    /* the leak checker of a sanitizer build works by ptrace, which is refused */
    if (SANITIZED)
        env[n++] = arena_str(mem, "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1");
    return env;
}

/* The input as a file in memory: no writer that could block, and a converter may seek in it. */
static int
input_file(const ChildLimits *l)
{
    if (!l->in)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    int         fd = memfd_create("input", MFD_CLOEXEC);
    const char *p = l->in;
    for (size_t n = l->in_n; fd >= 0 && n > 0;) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            shut(&fd);
            break;
        }
        p += k;
        n -= (size_t)k;
    }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

static int64_t
now_ms(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Takes what has come on one end, and closes it at its end. */
static void
drain(Ends *e, int i)
{
    char    part[65536];
    ssize_t n = read(e->to[i], part, sizeof part);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        shut(&e->to[i]);
        return;
    }
    size_t keep = (size_t)n < e->room[i] ? (size_t)n : e->room[i];
    buf_addn(e->buf[i], part, keep);
    e->room[i] -= keep;
    if (i == 0 && keep < (size_t)n)
        e->too_long = true;
}

/* Reads both ends until the program has ended and they are empty, or a limit is reached. The ended program stays a
 * zombie until `reap`, so that its group's number cannot be another's when the group is killed. */
static const char *
follow(pid_t pid, Ends *e, int64_t deadline, const ChildLimits *l)
{
    bool ended = false;
    for (;;) {
        struct pollfd  p[2] = { { e->to[0], POLLIN, 0 }, { e->to[1], POLLIN, 0 } };
        siginfo_t      info = { 0 };
        int64_t        left = deadline - now_ms();
        if (left <= 0)
            return "time";
        if (atomic_load(&ending) || (l->go_on && !l->go_on(l->arg)))
            return "stopped";
        int n = poll(p, 2, ended ? 0 : (int)(left < 20 ? left : 20));
        for (int i = 0; i < 2; i++)
            if (n > 0 && e->to[i] >= 0 && p[i].revents)
                drain(e, i);
        if (e->too_long)
            return "output";
        if (ended && n <= 0)
            return NULL;
        if (!ended && (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid)) {
            ended = true;
            kill(-pid, SIGKILL); /* what it left running */
        }
    }
}

static bool
says_no_memory(const Buf *err)
{
    static const char *const words[] = { "out of memory", "Out of memory", "Out Of Memory", "bad_alloc", "annot allocate memory", "MemoryError", "memory exhausted" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(buf_text(err), words[i]))
            return true;
    return false;
}

static void
judge(Arena *mem, const Start *s, int status, const struct rusage *use, const char *why, ChildResult *r)
{
    bool failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    r->exit = WIFEXITED(status) && !why ? WEXITSTATUS(status) : -1;
    r->why = why;
    if (why || !failed)
        return;
    bool cpu = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU ||
               (WTERMSIG(status) == SIGKILL && use->ru_utime.tv_sec + use->ru_stime.tv_sec >= (time_t)s->seconds));
    /* the peak of a child begins with the pages of the parent that it was forked from: only more than ours says anything */
    struct rusage ours = { 0 };
    getrusage(RUSAGE_SELF, &ours);
    bool full = (use->ru_maxrss > ours.ru_maxrss && (size_t)use->ru_maxrss * 1024 > s->memory / 4 * 3) || says_no_memory(r->err);
    if (cpu)
        r->why = "time";
    else if (full)
        r->why = "memory";
    else if (WIFSIGNALED(status))
        r->why = arena_fmt(mem, "signal %d", WTERMSIG(status));
    if (r->why)
        r->exit = -1;
}

/* The errno the child told before exec; 0 when exec went well. */
static int
told(int fd)
{
    int     e = 0;
    ssize_t n;
    do
        n = read(fd, &e, sizeof e);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof e ? e : 0;
}

static pid_t
start(Start *s)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        begin(s, parent);
    int e = errno;
    if (pid > 0)
        setpgid(pid, pid);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = e;
    return pid;
}

static pid_t
reap(pid_t pid, int *status, struct rusage *use)
{
    pid_t w;
    do
        w = wait4(pid, status, 0, use);
    while (w < 0 && errno == EINTR);
    return w;
}

/* After the fork: reads, ends, judges. false with errno when the child could not be made ready. */
static bool
attend(Arena *mem, const Start *s, pid_t pid, int tell, Ends *e, const ChildLimits *l, ChildResult *r)
{
    int           status = 0, bad = told(tell);
    struct rusage use = { 0 };
    const char   *why = bad ? NULL : follow(pid, e, now_ms() + (int64_t)s->seconds * 3000, l);
    kill(-pid, SIGKILL);
    if (reap(pid, &status, &use) < 0)
        return false;
    if (bad == ENOENT || bad == EACCES || bad == ENOEXEC) {
        r->why = "not found";
        r->exit = -1;
        return true;
    }
    errno = bad;
    if (bad)
        return false;
    judge(mem, s, status, &use, why, r);
    return true;
}

bool
child_run(Arena *mem, const char *const *argv, const ChildLimits *limits, ChildResult *result)
{
    Start  s = { .seconds = limits->seconds ? limits->seconds : 30, .memory = limits->memory ? limits->memory : (size_t)1 << 30, .own = limits->own };
    size_t most = limits->output ? limits->output : (size_t)256 << 20;
    int    out[2] = { -1, -1 }, err[2] = { -1, -1 }, tell[2] = { -1, -1 };
    *result = (ChildResult){ .exit = -1, .out = buf_in(mem), .err = buf_in(mem) };
    result->out->max = most;
    s.path = find_program(mem, argv[0]);
    if (!s.path) {
        result->why = "not found";
        return true;
    }
    s.argv = (char *const *)(uintptr_t)argv;
    s.env = environment(mem);
    if (!sandbox_filter(mem, &s.filter))
        return false;
    s.in = input_file(limits);
    bool  ok = s.in >= 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0 && pipe2(tell, O_CLOEXEC) == 0;
    s.out = out[1];
    s.err = err[1];
    s.tell = tell[1];
    pid_t pid = ok ? start(&s) : -1;
    int   e = errno;
    shut(&s.in);
    shut(&out[1]);
    shut(&err[1]);
    shut(&tell[1]);
    errno = e;
    Ends ends = { { out[0], err[0] }, { result->out, result->err }, { most, ERR_KEEP }, false };
    ok = pid > 0 && attend(mem, &s, pid, tell[0], &ends, limits, result);
    e = errno;
    shut(&ends.to[0]);
    shut(&ends.to[1]);
    shut(&tell[0]);
    errno = e;
    return ok;
}
