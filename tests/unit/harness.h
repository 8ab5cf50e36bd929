/* harness.h -- TEST(name) { CHECK(...); } and nothing else.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Tests register themselves before main; harness.c runs them all (or those whose name
 * holds argv[1]) and ends with the line "N passed, N failed, N skipped". */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include "base/ctx.h"

#include <stdio.h>
#include <string.h>

void test_add(const char *name, void (*fn)(void));
void test_fail(const char *file, int line, const char *what);
void test_skip(const char *why);
/* A fresh context: arena, clock 2026-01-01T00:00:00Z, Japanese, the operator, no store. */
Ctx *test_ctx(void);
/* A fresh context with an empty migrated store: SQLite in a temporary folder, or the
 * PostgreSQL of $KANMON_TEST_PG in a schema of its own. */
Ctx *test_store(void);
/* An empty folder of the test's own; it goes when the test is over. */
const char *test_dir(Ctx *c);
/* Bytes as a file of that name in a folder of its own; its path. */
const char *test_file(Ctx *c, const char *name, const void *p, size_t n);
/* The text as a file of that kind and name, imported by the operator; false with c->err. */
bool test_import(Ctx *c, const char *kind, const char *name, const char *text);
/* ../shared/<path> when it is there, else NULL (then call test_skip and return). */
const char *shared_path(Ctx *c, const char *path);

#define TEST(name)                                                                                                     \
    static void test_##name(void);                                                                                     \
    __attribute__((constructor)) static void add_##name(void) { test_add(#name, test_##name); }                        \
    static void test_##name(void)
#define CHECK(cond)                                                                                                    \
    do {                                                                                                               \
        if (!(cond))                                                                                                   \
            test_fail(__FILE__, __LINE__, #cond);                                                                      \
    } while (0)
#define CHECK_STR(a, b)                                                                                                \
    do {                                                                                                               \
        const char *a_ = (a), *b_ = (b);                                                                               \
        if (!a_ || !b_ || strcmp(a_, b_) != 0) {                                                                       \
            fprintf(stderr, "  got:  %s\n  want: %s\n", a_ ? a_ : "(null)", b_ ? b_ : "(null)");                       \
            test_fail(__FILE__, __LINE__, #a " == " #b);                                                               \
        }                                                                                                              \
    } while (0)

#endif
