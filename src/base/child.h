/* child.h -- other programs, run under limits: converters and readers of foreign files.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A child gets a closed environment (PATH, LANG=C.UTF-8, KANMON_DATA), no inherited descriptors but its three, limits on
 * time, memory and output, no core file, no new privileges, and a filter of system calls: no sockets, no ptrace,
 * no mounts, no writing of files (standard output is a pipe), no signals to others. Where we are root it becomes
 * "nobody". Standard input is a file in memory, so a converter may seek in it as /dev/stdin. At the wall limit its
 * whole process group is killed; it also dies when the thread that started it dies.
 *
 *     ChildResult r;
 *     const char *const argv[] = { "pdftotext", "-layout", "-enc", "UTF-8", "-", "-", NULL };
 *     if (!child_run(c->mem, argv, &(ChildLimits){ .seconds = 20, .in = bytes, .in_n = n }, &r))
 *         return fail(c, ERR_BROKEN, name, "...: %s", strerror(errno));
 *     if (r.why || r.exit != 0) ...
 *
 * Our own reader of foreign bytes: argv { "/proc/self/exe", "read", ... } with .own = true. It starts under our
 * user (its data files may be for us alone), loads what it needs, then calls child_confine() and only then
 * looks at the bytes. */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/buf.h"

#include <stdbool.h>

typedef struct {
    unsigned    seconds;   /* of CPU; wall time is three times that; 0 means 30 */
    size_t      memory;    /* bytes of address space; 0 means 1 GiB */
    size_t      output;    /* bytes of standard output; 0 means 256 MiB */
    const void *in;        /* standard input; NULL for none */
    size_t      in_n;
    bool        own;       /* our own program, which confines itself: keeps our user */
    bool      (*go_on)(void *arg); /* asked every 20 ms or so while the program runs; false ends it: why = "stopped" */
    void       *arg;
} ChildLimits;

typedef struct {
    int         exit;      /* exit code; -1 when ended by a signal or a limit */
    const char *why;       /* "time", "memory", "output", "stopped", "signal N", "not found", NULL when it ended by itself */
    Buf        *out, *err; /* err: first 64 KiB; out: what came before the limit */
} ChildResult;

/* Runs argv[0] (looked up in PATH) to its end. false, with errno, only when no process could be made or
 * a limit could not be set (then nothing ran). "memory" is told from outside: the program failed and
 * either had used most of its memory or said so on standard error. */
bool child_run(Arena *mem, const char *const *argv, const ChildLimits *limits, ChildResult *result);
/* The process is ending: every child that is waited for, in any thread, is ended at once (why = "stopped"), and so is
 * every one that is still begun. */
void child_stop_all(void);
/* From now on this process (all its threads) may compute, allocate, read and write what is open, and end: no opening of
 * files, no sockets, no new programs (seccomp). Called by readers of foreign bytes after everything needed is loaded;
 * the encodings text_iconv is asked for (CP932, UTF-16, EUC-JP) are loaded by the call. A forbidden call fails
 * with EPERM, because libraries try harmless things (a locale, a log) and go on without, and a paper should not be lost
 * for that; what only hostile code would try (a new program, a socket, ptrace) kills the process, so that
 * it shows as "signal 31" in ChildResult. false when the kernel has no seccomp. */
bool child_confine(void);

#endif
