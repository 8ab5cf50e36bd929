/* shape.h -- a tree read from YAML against the shape it must have; errors name file and line.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A shape is a tree itself: an object lists the keys that may stand ("key?" may be missing; no other key is taken),
 * a list of one shape means any number of it, and a string says what a scalar is:
 *   text  id (a-z0-9-)  code (A-Z0-9-)  day (2023, 2023-08, 2023-08-31)  number  flag  link (http or https)  any
 *   a|b|c one of these words. "day?" may be null.
 * What the shape file itself does not know is a mistake of ours and ends the process. */
#ifndef FORMAT_SHAPE_H
#define FORMAT_SHAPE_H

#include "base/ctx.h"

#include <jansson.h>

/* false with c->err (INVALID, "file:line") at the first place that does not fit. lines: yaml_read_lines. */
bool shape_check(Ctx *c, const char *file, const json_t *tree, const json_t *shape, const json_t *lines);
/* Line of a dotted path in the file; 0 when unknown. */
int64_t shape_line(const json_t *lines, const char *path);

#endif
