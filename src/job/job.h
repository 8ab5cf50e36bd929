/* job.h -- what happens when nobody is looking: reads papers that came in, one at a time.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server starts one worker thread with a store of its own. Each paper is read by a confined child process
 * (`kanmon read`), so that a hostile file can reach neither the store nor the network. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/ctx.h"

/* Starts the worker over the store; stop ends it within a second. NULL when the store cannot be opened. */
void *job_start(const char *store);
void  job_stop(void *job);
/* Wakes the worker: something was added. */
void  job_wake(void);

#endif
