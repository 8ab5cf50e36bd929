/* data.h -- where the program finds its data files (catalog, programmes, schema, assets).
 * SPDX-License-Identifier: Apache-2.0
 *
 * $KANMON_DATA, else the folder that holds them beside or above the program, else the build's. */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/arena.h"

/* "catalog/forms/ex-ante.yaml" -> path in the arena (whether or not it exists). */
const char *data_path(Arena *mem, const char *relative);

#endif
