/* data.c -- finds the data folder once for each call; cheap enough, no state.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/data.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
data_path(Arena *mem, const char *relative)
{
    const char *env = getenv("KANMON_DATA");
    if (env && *env)
        return arena_fmt(mem, "%s/%s", env, relative);
    char    exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        for (int up = 0; up < 4; up++) {
            char *slash = strrchr(exe, '/');
            if (!slash)
                break;
            *slash = 0;
            const char *p = arena_fmt(mem, "%s/catalog", exe);
            if (access(p, R_OK) == 0)
                return arena_fmt(mem, "%s/%s", exe, relative);
            p = arena_fmt(mem, "%s/share/kanmon/catalog", exe);
            if (access(p, R_OK) == 0)
                return arena_fmt(mem, "%s/share/kanmon/%s", exe, relative);
        }
    }
    return arena_str(mem, relative);
}
