/* flags.h -- bits of review_sheet.flags and sheet_face.flags (flags.def).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_FLAGS_H
#define DOMAIN_FLAGS_H

#include "base/arena.h"

enum {
#define FLAG(name, code, ja, en) FLAG_NO_##name,
#include "domain/flags.def"
#undef FLAG
    FLAG_COUNT
};
enum {
#define FLAG(name, code, ja, en) FLAG_##name = 1 << FLAG_NO_##name,
#include "domain/flags.def"
#undef FLAG
};

/* The bit of a code as it is asked for ("no-target" or "CHK-SHEET-NO-TARGET"); 0 for none. */
unsigned flag_named(const char *code);
/* "CHK-SHEET-NO-TARGET" of a bit. */
const char *flag_check(Arena *mem, unsigned flag);

#endif
