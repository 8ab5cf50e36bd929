/* version.h -- which kanmon this is: the commit it was built from.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

extern const char kanmon_version[];

#endif
