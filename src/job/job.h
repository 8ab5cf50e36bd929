/* job.h -- what happens when nobody is looking: reads papers that came in, one at a time.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server starts one worker thread with a store of its own. Each paper is read by a confined child process
 * (`kanmon read`), so that a hostile file can reach neither the store nor the network. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/ctx.h"

/* Starts the worker over the store; stop ends it within a second. NULL when the store cannot be opened.
 * false from job_stop: the worker was in the middle of a long comparison; its thread still runs, and the process is to end
 * at once (_exit). What it was at is read again by the next server. */
void *job_start(const char *store);
bool  job_stop(void *job);
/* Wakes the worker: something was added. */
void  job_wake(void);

#endif
