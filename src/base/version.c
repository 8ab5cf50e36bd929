/* version.c -- the one file that knows KANMON_VERSION (Makefile), so that a commit rebuilds no other.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/version.h"

const char kanmon_version[] = KANMON_VERSION;
