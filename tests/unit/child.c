/* child.c -- other programs under limits, and a reader that has confined itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/child.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static ChildResult
run_sh(Ctx *c, const char *script, ChildLimits l)
{
    const char *const argv[] = { "/bin/sh", "-c", script, NULL };
    ChildResult       r;
    CHECK(child_run(c->mem, argv, &l, &r));
    return r;
}

TEST(child_output_input_and_exit)
{
    Ctx        *c = test_ctx();
    ChildResult r = run_sh(c, "cat; echo to the other end >&2; exit 3", (ChildLimits){ .in = "関門", .in_n = 6 });
    CHECK(r.exit == 3 && r.why == NULL);
    CHECK_STR(buf_text(r.out), "関門");
    CHECK_STR(buf_text(r.err), "to the other end\n");
    const char *const none[] = { "no-such-program-of-kanmon", NULL };
    CHECK(child_run(c->mem, none, &(ChildLimits){ 0 }, &r));
    CHECK(r.exit == -1);
    CHECK_STR(r.why, "not found");
}

TEST(child_large_input_and_output)
{
    Ctx   *c = test_ctx();
    size_t n = 8 << 20;
    char  *p = arena_alloc(c->mem, n);
    memset(p, 'a', n);
    ChildResult r = run_sh(c, "cat", (ChildLimits){ .in = p, .in_n = n });
    CHECK(r.exit == 0 && r.out->n == n && memcmp(r.out->p, p, n) == 0);
}

TEST(child_closed_environment)
{
    Ctx *c = test_ctx();
    setenv("KANMON_SECRET", "s3cret", 1);
    int fd = open("/dev/null", O_RDONLY); /* without CLOEXEC, as a careless library would */
    ChildResult r = run_sh(c, "env; pwd; for i in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$i ] && echo open $i; done; umask; id -u", (ChildLimits){ 0 });
    close(fd);
    unsetenv("KANMON_SECRET");
    CHECK(r.exit == 0);
    CHECK(strstr(buf_text(r.out), "LANG=C.UTF-8") != NULL);
    CHECK(strstr(buf_text(r.out), "s3cret") == NULL);
    CHECK(strstr(buf_text(r.out), "open") == NULL);
    if (getuid() == 0)
        CHECK(strstr(buf_text(r.out), "\n65534\n") != NULL);
}

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

TEST(child_time)
{
    Ctx        *c = test_ctx();
    ChildResult r = run_sh(c, "while :; do :; done", (ChildLimits){ .seconds = 1 });
    CHECK(r.exit == -1);
    CHECK_STR(r.why, "time");
    /* sleeping costs no processor time: the wall ends it, and what it started */
    double t = seconds();
    r = run_sh(c, "sleep 60 & sleep 60", (ChildLimits){ .seconds = 1 });
    t = seconds() - t;
    CHECK(t > 2.5 && t < 20);
    CHECK_STR(r.why, "time");
    /* a program that ends and leaves another holding its output does not hold us */
    t = seconds();
    r = run_sh(c, "sleep 60 & echo done", (ChildLimits){ .seconds = 10 });
    CHECK(seconds() - t < 10);
    CHECK(r.exit == 0);
    CHECK_STR(buf_text(r.out), "done\n");
}

TEST(child_memory_output_signal)
{
    Ctx        *c = test_ctx();
    ChildResult r = run_sh(c, "exec awk 'BEGIN { s = \"0123456789\"; while (1) s = s s }'", (ChildLimits){ .memory = 64 << 20 });
    CHECK(r.exit == -1);
    CHECK_STR(r.why, "memory");
    r = run_sh(c, "exec cat /dev/zero", (ChildLimits){ .output = 100000 });
    CHECK(r.exit == -1 && r.out->n == 100000);
    CHECK_STR(r.why, "output");
    r = run_sh(c, "exec cat /dev/zero >&2", (ChildLimits){ .seconds = 1 });
    CHECK(r.err->n == 64 << 10);
    r = run_sh(c, "kill -SEGV $$", (ChildLimits){ 0 });
    CHECK(r.exit == -1);
    CHECK_STR(r.why, "signal 11");
}

TEST(child_writes_no_files_and_kills_no_others)
{
    Ctx        *c = test_ctx();
    char        dir[] = "/tmp/kanmon-child-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    CHECK(chmod(dir, 0777) == 0);
    ChildResult r = run_sh(c, arena_fmt(c->mem, "echo x > %s/new && exit 9; mkdir %s/d && exit 9; kill -0 %ld && exit 9; exit 5", dir, dir, (long)getpid()), (ChildLimits){ 0 });
    CHECK(r.exit == 5);
    CHECK(rmdir(dir) == 0);
}

/* A server on loopback that the child must not reach; the same program outside the limits does. */
TEST(child_no_network)
{
    Ctx               *c = test_ctx();
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t          n = sizeof a;
    int                fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(fd, 4) == 0 && getsockname(fd, (struct sockaddr *)&a, &n) == 0);
    const char *script = arena_fmt(c->mem, "exec 3<>/dev/tcp/127.0.0.1/%d && echo reached", ntohs(a.sin_port));
    const char *const argv[] = { "bash", "-c", script, NULL };
    ChildResult       r;
    CHECK(child_run(c->mem, argv, &(ChildLimits){ 0 }, &r));
    if (r.why) {
        test_skip("no bash here to try a connection with");
    } else {
        CHECK(r.exit != 0 && strstr(buf_text(r.out), "reached") == NULL);
        CHECK(strstr(buf_text(r.err), "not permitted") != NULL);
        CHECK(system(arena_fmt(c->mem, "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d'", ntohs(a.sin_port))) == 0);
    }
    close(fd);
}

static void *
many(void *arg)
{
    Arena *mem = arena_new(0);
    int   *bad = arg;
    for (int i = 0; i < 20; i++) {
        const char *const argv[] = { "/bin/echo", "x", NULL };
        ChildResult       r;
        *bad += !child_run(mem, argv, &(ChildLimits){ 0 }, &r) || r.exit != 0 || strcmp(buf_text(r.out), "x\n") != 0;
    }
    arena_free(mem);
    return NULL;
}

TEST(child_from_many_threads)
{
    pthread_t t[4];
    int       bad[4] = { 0 };
    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&t[i], NULL, many, &bad[i]) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(pthread_join(t[i], NULL) == 0 && bad[i] == 0);
}

/* Runs fn in a process that has confined itself; its exit code, or minus the signal. */
static int
confined(int (*fn)(int fd), int fd)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(child_confine() ? fn(fd) : 99);
    int status = 0;
    CHECK(waitpid(pid, &status, 0) == pid);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int
reads_and_computes(int fd)
{
    char    part[64];
    ssize_t n = read(fd, part, sizeof part);
    Arena  *mem = arena_new(0);
    size_t  k = 0;
    char   *t = n > 0 ? text_iconv(mem, "CP932", "\x8e\x96\x8b\xc6", 4, &k) : NULL;
    char   *big = arena_alloc(mem, 8 << 20);
    memset(big, 1, 8 << 20);
    return t && strcmp(t, "事業") == 0 ? 7 : 1;
}

static int
opens(int fd)
{
    (void)fd;
    if (open("/etc/hostname", O_RDONLY) >= 0 || errno != EPERM)
        return 1;
    if (unlink("/etc/hostname-kanmon") == 0 || errno != EPERM)
        return 2;
    return 7;
}

static int
makes_socket(int fd)
{
    (void)fd;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 2;
}

static int
runs(int fd)
{
    (void)fd;
    char *const argv[] = { (char[]){ "true" }, NULL };
    execv("/bin/true", argv);
    return 2;
}

TEST(confined_process_computes_but_opens_nothing)
{
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    CHECK(confined(reads_and_computes, fd) == 7);
    CHECK(confined(opens, fd) == 7);
    CHECK(confined(makes_socket, fd) == -31);
    CHECK(confined(runs, fd) == -31);
    close(fd);
}

static bool
three_times(void *arg)
{
    int *left = arg;
    return --*left >= 0;
}

TEST(child_ends_when_nobody_waits_any_more)
{
    Ctx        *c = test_ctx();
    int         left = 3;
    double      t = seconds();
    ChildResult r = run_sh(c, "echo begun; exec sleep 60", (ChildLimits){ .go_on = three_times, .arg = &left });
    CHECK(seconds() - t < 20 && r.exit == -1 && left < 0);
    CHECK_STR(r.why, "stopped");
}
