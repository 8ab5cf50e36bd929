/* child.h -- other programs, run under limits: converters and readers of foreign files.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A child gets a closed environment (PATH, LANG=C.UTF-8, KANMON_DATA), no inherited descriptors, limits on
 * time, memory, files and output, no new privileges, no network; where we are root it becomes "nobody". */
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
} ChildLimits;

typedef struct {
    int         exit;      /* exit code; -1 when ended by a signal or a limit */
    const char *why;       /* "time", "memory", "output", "signal N", "not found", NULL when it ended by itself */
    Buf        *out, *err; /* err: first 64 KiB */
} ChildResult;

/* Runs argv[0] (looked up in PATH) to its end. false only when no process could be made. */
bool child_run(Arena *mem, const char *const *argv, const ChildLimits *limits, ChildResult *result);
/* From now on this process may compute, allocate, read and write what is open, and end: no opening of files, no
 * sockets, no new programs (seccomp). Called by readers of foreign bytes after everything needed is loaded. */
bool child_confine(void);

#endif
