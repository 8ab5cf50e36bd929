/* docs.h -- documents that the program prints of its own data; tests hold the files in docs/ against them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_DOCS_H
#define CLI_DOCS_H

#include "cli/cli.h"

/* docs/checks.md: every check, rule and regulation of catalog/rules. */
int docs_checks(Cli *k);

#endif
