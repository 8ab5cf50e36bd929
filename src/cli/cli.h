/* cli.h -- the command line: options every command has, and the table of commands.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Exit: 0 done, 1 done with findings of level error or bad input, 2 wrong usage. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/ctx.h"

#include <jansson.h>

typedef struct {
    Ctx         c;
    const char *store;
    bool        json, dry_run, confined, invite, guests_read, no_addresses, explain;
    const char *as, *as_of, *type, *format, *out, *listen, *parts, *workers, *memory, *role, *port_file, *name, *password_file, *url,
                *limit, *offset, *order, *score, *saved;
    const char *year;  /* of sheets that are written */
    const char *first; /* link for the first administrator, while there is none */
    const char **args;
    int          n;
} Cli;

/* Opens the store named by --store or KANMON_STORE; make = create and migrate. */
bool cli_open(Cli *k, bool make);
/* Has the checks look at review sheets that wait for them: those of an import that was cut off, or of an older schema. */
bool cli_checked(Cli *k);
/* Prints one JSON document, or says the error of the Ctx; the exit code. */
int cli_json(Cli *k, const json_t *j);
int cli_error(Cli *k);
int cli_usage(const char *command);
/* printf for people, on standard output and on standard error: what texts of papers could order a terminal to do is
 * taken out (text_shown). JSON and papers go out as they are. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* kanmon docs rights: who may do what, made from domain/acts.def and web/routes.def. */
int cli_rights(Cli *k);
/* The arguments from the `from`-th on, with a space between. */
const char *cli_words(Cli *k, int from);
/* The query of the command: its words from the `from`-th on, those of the kept search --saved NAME, or both; NULL with c->err. Its order
 * goes into k->order where none is given. */
const char *cli_query(Cli *k, int from);
/* --limit (else `otherwise`) and --offset (else 0). */
int64_t cli_limit(const Cli *k, int64_t otherwise);
int64_t cli_offset(const Cli *k);
/* Takes in files of many records of one kind: 0 or 1 as commands end (k->c.err tells whether the store failed). */
int cli_bulk(Cli *k, const char *kind, const char *const *paths, size_t n, json_t *all);
/* Whether an argument of check is a file, and not a programme; whether these files are IATI files. */
bool cli_is_file(const char *arg);
int cli_check_files(Cli *k);
/* Says what a query's problems are, on standard error. */
void cli_problems(Cli *k, const json_t *page);

#define COMMAND(name, usage, help, fn) int fn(Cli *k);
#include "cli/commands.def"
#undef COMMAND

#endif
