/* yaml_write.h -- a JSON tree as YAML that yaml.h reads back as the same tree, through libyaml.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FORMAT_YAML_WRITE_H
#define FORMAT_YAML_WRITE_H

#include "base/buf.h"

#include <jansson.h>

/* Every text is quoted, so that none is taken for something else; short rows of a list stand on one line. */
void yaml_write(const json_t *tree, Buf *out);

#endif
