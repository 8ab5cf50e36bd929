/* flags.h -- bits of review_sheet.flags (flags.def).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DOMAIN_FLAGS_H
#define DOMAIN_FLAGS_H

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

#endif
