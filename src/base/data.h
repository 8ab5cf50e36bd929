/* data.h -- where the program finds its data files (catalog, programmes, schema, assets).
 * SPDX-License-Identifier: Apache-2.0
 *
 * $KANMON_DATA, else the folder that holds them beside or above the program, else the working folder. Files read
 * through data_read may be loaded before (data_preload): then nothing is opened any more, which a reader of
 * foreign bytes needs once it is confined (base/child.h). */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/arena.h"

#include <stdbool.h>

/* "catalog/forms/ex-ante.yaml" -> path in the arena (whether or not it exists). */
const char *data_path(Arena *mem, const char *relative);
/* The bytes of a data file, by the path that data_path gave; NULL with errno. At most 16 MiB. */
const char *data_read(Arena *mem, const char *path, size_t *n);
/* Names in a data folder, by its data_path, sorted; *n = 0 when there is no such folder. */
const char **data_names(Arena *mem, const char *path, size_t *n);
/* Keeps every file below the folder ("catalog") in memory until the process ends. Call it before there are
 * threads. false when something there cannot be read. */
bool data_preload(const char *relative);

#endif
