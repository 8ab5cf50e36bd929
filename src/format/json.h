/* json.h -- jansson with the arena, and short readers for our records.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Use jansson itself for building. These helpers never fail: a missing or wrongly
 * typed member reads as NULL, 0 or an empty array. Paths are dotted: "period.from_fy",
 * "rosters.0.members". */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Gives the arena one reference to drop; returns j. */
json_t *json_keep(Arena *mem, json_t *j);
json_t *json_path(const json_t *j, const char *path);
/* NULL when absent, null or not a string. */
const char *json_str(const json_t *j, const char *path);
/* "" instead of NULL. */
const char *json_text(const json_t *j, const char *path);
int64_t json_int(const json_t *j, const char *path, int64_t otherwise);
bool json_has(const json_t *j, const char *path); /* present and not null */
bool json_flag(const json_t *j, const char *path); /* true only when true */
/* Canonical text: keys sorted, compact; in the arena. For hashing and storing. */
const char *json_canonical(Arena *mem, const json_t *j);
/* Reads text with limits on depth and duplicate keys; NULL and a sentence in *why on error. */
json_t *json_read(Arena *mem, const char *text, size_t n, const char **why);
/* One reference more to a value that nobody changes, so that it stands in a second tree: jansson counts inside. NULL for NULL. */
json_t *json_share(const json_t *j);
/* Members of its own, their values shared. */
json_t *json_copied(const json_t *j);
/* The row of that number in a list that rises by it; where there is none a new one, {name: number}, put at its place. */
json_t *json_row(json_t *rows, const char *name, int64_t number);
/* json_string or json_null. */
json_t *json_maybe(const char *s);

/* jansson's own loops ask for the container anew at every step: json_array_foreach(rows_of(c), i, x) would run a query
 * for every row. Ours ask once, and take a const container. break and continue work as in any loop. */
#undef json_array_foreach
#define json_array_foreach(array, index, value)                                                                        \
    for (json_t *value##_of = (index = 0, (json_t *)(uintptr_t)(array)); value##_of; value##_of = NULL)                \
        for (; index < json_array_size(value##_of) && (value = json_array_get(value##_of, index)); index++)
#undef json_object_foreach
#define json_object_foreach(object, key, value)                                                                        \
    for (json_t *value##_of = (key = NULL, (json_t *)(uintptr_t)(object)); value##_of; value##_of = NULL)              \
        for (key = json_object_iter_key(json_object_iter(value##_of));                                                 \
             key && (value = json_object_iter_value(json_object_key_to_iter(key)));                                    \
             key = json_object_iter_key(json_object_iter_next(value##_of, json_object_key_to_iter(key))))

#endif
