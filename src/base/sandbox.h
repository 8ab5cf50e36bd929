/* sandbox.h -- the filters of system calls behind child.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/arena.h"

#include <linux/filter.h>
#include <stdbool.h>

/* The filter for programs of others as BPF in the arena, to be installed between fork and exec, where no library may be
 * called. It holds SANDBOX_SELF where the process's own id belongs; the child puts it in. */
enum { SANDBOX_SELF = 0x4B4D4F4E };
bool sandbox_filter(Arena *mem, struct sock_fprog *out);

#endif
