/* flags.c -- see flags.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/flags.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *code;
    unsigned    bit;
} flags[] = {
#define FLAG(name, code, ja, en) { code, FLAG_##name },
#include "domain/flags.def"
#undef FLAG
};
static const char head[] = "CHK-SHEET-";

unsigned
flag_named(const char *code)
{
    if (strncmp(code, head, sizeof head - 1) == 0)
        code += sizeof head - 1;
    for (int i = 0; i < FLAG_COUNT; i++)
        if (strcasecmp(flags[i].code, code) == 0)
            return flags[i].bit;
    return 0;
}

const char *
flag_check(Arena *mem, unsigned flag)
{
    for (int i = 0; i < FLAG_COUNT; i++)
        if (flags[i].bit == flag) {
            char *s = arena_fmt(mem, "%s%s", head, flags[i].code);
            for (char *p = s; *p; p++)
                if (*p >= 'a' && *p <= 'z')
                    *p = (char)(*p - 'a' + 'A');
            return s;
        }
    return "";
}
