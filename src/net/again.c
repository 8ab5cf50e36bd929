/* again.c -- a server that breaks off begins again in its own place.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A limit that should not be reachable, or a bug, ends the process rather than go on with half an answer (die). For the
 * people at the other requests that is an outage, so the process then runs its own program anew: same number, same
 * arguments, same listening socket, in which those who come meanwhile wait. What was in memory is gone, as after a power
 * cut; the store holds what was acknowledged, and a paper that was being read is read again, at most three times.
 *
 * Rejected: a parent that watches. It is one more process whose end must be told to the other, it hides the server's
 * number from supervisors and scripts, and gives nothing that exec does not. Where it breaks off five times within ten
 * seconds of its beginning it ends as it would have: then nothing helps but a person, or systemd.
 *
 * In the handler only system calls are made; all that exec needs is kept ready. The sanitizers need faults themselves. */
#include "net/http_in.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ARGS = 64, ENV = 512, PLACE = 3, QUICK = 5, QUICK_S = 10 };

/* Ready for the handler, which may be called at any moment: written once, before it is set. */
static struct {
    char   line[32768];          /* /proc/self/cmdline */
    char  *argv[ARGS + 1], *env[ENV + 2];
    char   mark[32];             /* "KANMON_AGAIN=n" of the next beginning */
    time_t began;
    int    fd, quick;
} ready;

#if defined(__SANITIZE_ADDRESS__)
static const int faults[] = { SIGABRT };
#else
static const int faults[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };
#endif
enum { FAULTS = sizeof faults / sizeof *faults };

static time_t
seconds(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void
broke_off(int sig)
{
    static const char again[] = " and begins again\n", ended[] = " too often: it ends\n";
    char              line[] = "kanmon: the server broke off (signal 00)";
    int               quick = seconds() - ready.began < QUICK_S ? ready.quick + 1 : 1;
    bool              more = quick <= QUICK;
    line[sizeof line - 4] = (char)('0' + sig / 10);
    line[sizeof line - 3] = (char)('0' + sig % 10);
    ssize_t n = write(2, line, sizeof line - 1);
    n = write(2, more ? again : ended, more ? sizeof again - 1 : sizeof ended - 1);
    (void)n; /* there is nobody else to tell */
    if (more) {
        ready.mark[sizeof "KANMON_AGAIN=" - 1] = (char)('0' + quick);
        if (ready.fd == PLACE ? fcntl(PLACE, F_SETFD, 0) == 0 : dup2(ready.fd, PLACE) == PLACE) {
            syscall(SYS_close_range, (unsigned)PLACE + 1, ~0U, 0U);
            execve("/proc/self/exe", ready.argv, ready.env);
        }
    }
    signal(sig, SIG_DFL);
    raise(sig);
}

/* The words of our command line. */
static bool
arguments(void)
{
    int     fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, ready.line, sizeof ready.line - 1);
    size_t  words = 0;
    if (fd >= 0)
        close(fd);
    if (n <= 0 || n == (ssize_t)sizeof ready.line - 1)
        return false;
    for (char *p = ready.line; p < ready.line + n && words < ARGS; p += strlen(p) + 1)
        ready.argv[words++] = p;
    return words > 0 && words < ARGS;
}

extern char **environ;

static bool
surroundings(void)
{
    size_t n = 0;
    for (char **e = environ; *e; e++)
        if (strncmp(*e, "KANMON_AGAIN=", strlen("KANMON_AGAIN=")) != 0) {
            if (n == ENV)
                return false;
            ready.env[n++] = *e;
        }
    strcpy(ready.mark, "KANMON_AGAIN=1");
    ready.env[n] = ready.mark;
    return true;
}

int
again_socket(void)
{
    int       on = 0;
    socklen_t n = sizeof on;
    if (!getenv("KANMON_AGAIN") || getsockopt(PLACE, SOL_SOCKET, SO_ACCEPTCONN, &on, &n) != 0 || !on)
        return -1;
    fcntl(PLACE, F_SETFD, FD_CLOEXEC);
    return PLACE;
}

void
again_prepare(int fd)
{
    const char      *was = getenv("KANMON_AGAIN");
    struct sigaction act = { .sa_handler = broke_off };
    sigset_t         set;
    if (!arguments() || !surroundings())
        return; /* a command line as long as that is a supervisor's, or a test's: it ends as it did */
    ready.fd = fd;
    ready.began = seconds();
    ready.quick = was && was[0] >= '1' && was[0] <= '9' ? was[0] - '0' : 0;
    sigemptyset(&set);
    for (size_t i = 0; i < FAULTS; i++) {
        sigaddset(&set, faults[i]);
        sigaction(faults[i], &act, NULL);
    }
    pthread_sigmask(SIG_UNBLOCK, &set, NULL); /* blocked in the one that broke off, and so in us */
}
