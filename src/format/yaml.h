/* yaml.h -- YAML files to JSON trees, through libyaml.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Plain scalars are typed narrowly: integers (-?[0-9]+ without leading zero), decimals (-?[0-9]+.[0-9]+), true, false, null and ~;
 * everything else, and all quoted text, is a string (no "no" -> false). Duplicate keys, aliases
 * beyond 1,000, depth beyond 64 and tags are refused. Errors name file, line and column. */
#ifndef FORMAT_YAML_H
#define FORMAT_YAML_H

#include "base/ctx.h"

#include <jansson.h>

/* The first document as a tree kept by c->mem; NULL with c->err (INVALID, "file:line"). */
json_t *yaml_read(Ctx *c, const char *name, const char *text, size_t n);
/* Also notes in the object `lines` where each value begins: dotted path -> line. For a schema's errors. */
json_t *yaml_read_lines(Ctx *c, const char *name, const char *text, size_t n, json_t *lines);
json_t *yaml_read_file(Ctx *c, const char *path);

#endif
