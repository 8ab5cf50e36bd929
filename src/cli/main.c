/* main.c -- options and dispatch.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/docs.h"

#include "base/number.h"
#include "base/text.h"
#include "base/version.h"
#include "domain/face.h"
#include "domain/budget.h"
#include "domain/organisation.h"
#include "domain/permission.h"
#include "format/json.h"
#include "store/db.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *usage, *help;
    int (*fn)(Cli *k);
} commands[] = {
#define COMMAND(name, usage, help, fn) { name, usage, help, fn },
#include "cli/commands.def"
#undef COMMAND
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct {
    const char *name, *ja, *example;
} helps[] = {
#define HELP(name, ja, example) { name, ja, example },
#include "cli/help.def"
#undef HELP
};
static const struct {
    const char *name, *value, *ja, *en;
} options[] = {
#define OPTION(name, value, ja, en) { name, value, ja, en },
#include "cli/options.def"
#undef OPTION
};

static const char general[] =
    "  --store FILE|postgresql://...  the store (default $KANMON_STORE, else kanmon.db)\n"
    "  --json                         one JSON document on standard output\n"
    "  --lang ja|en                   language of messages (default ja)\n"
    "  --help, --version\n";
static const char general_ja[] =
    "  --store FILE|postgresql://...  データベース（既定は $KANMON_STORE、なければ kanmon.db）\n"
    "  --json                         結果を JSON で標準出力に出す\n"
    "  --lang ja|en                   メッセージの言語（既定は ja）\n"
    "  --help, --version\n";

int
cli_usage(const char *command)
{
    for (int i = 0; command && i < COMMANDS; i++)
        if (strcmp(commands[i].name, command) == 0) {
            fprintf(stderr, "usage: kanmon %s\n", commands[i].usage);
            return 2;
        }
    fprintf(stderr, "usage: kanmon COMMAND [OPTIONS]; kanmon --help lists the commands\n");
    return 2;
}

bool
cli_open(Cli *k, bool make)
{
    if (!make && !strstr(k->store, "://") && access(k->store, R_OK) != 0)
        return fail(&k->c, ERR_NOT_FOUND, k->store, L(&k->c, "データベース %s がありません。作るには: kanmon init --store %s", "there is no store at %s; make one with: kanmon init --store %s"), k->store, k->store);
    return db_open(&k->c, k->store, !make) && (!make || (db_migrate(&k->c) && face_catch_up(&k->c) && organisation_catch_up(&k->c) && budget_catch_up(&k->c)));
}

static void
say(FILE *to, const char *fmt, va_list ap)
{
    Arena *mem = arena_new(0);
    fputs(text_shown(mem, arena_vfmt(mem, fmt, ap)), to);
    arena_free(mem);
}

void
cli_say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(stdout, fmt, ap);
    va_end(ap);
}

void
cli_tell(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(stderr, fmt, ap);
    va_end(ap);
}

int
cli_json(Cli *k, const json_t *j)
{
    if (!ok(&k->c))
        return cli_error(k);
    char *s = json_dumps(j, JSON_INDENT(1) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    for (const char *p = s ? s : "null"; *p; p++) { /* the control characters that JSON need not escape, and terminals obey */
        bool high = (unsigned char)*p == 0xC2 && (unsigned char)p[1] >= 0x80 && (unsigned char)p[1] < 0xA0;
        if (high || *p == 0x7F)
            printf("\\u%04x", (unsigned char)*(p += high));
        else
            putchar(*p);
    }
    putchar('\n');
    free(s);
    return 0;
}

int
cli_error(Cli *k)
{
    Err *e = &k->c.err;
    if (e->field && !strstr(e->text, e->field))
        cli_tell("kanmon: %s: %s\n", e->field, e->text);
    else
        cli_tell("kanmon: %s\n", e->text ? e->text : "?");
    if (k->json)
        printf("{\"error\": %s}\n", json_canonical(k->c.mem, json_keep(k->c.mem, json_pack("{ss? ss?}", "where", e->field, "text", e->text))));
    return 1;
}

/* The row of help.def of a command; -1 where it has none yet. */
static int
help_of(const char *command)
{
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
        if (strcmp(helps[i].name, command) == 0)
            return (int)i;
    return -1;
}

/* What a command is for, in the language of the reader. */
static const char *
purpose(const Ctx *c, int i)
{
    int at = help_of(commands[i].name);
    return at < 0 ? commands[i].help : L(c, helps[at].ja, commands[i].help);
}

/* The ways to use a command, one a line: its usage is cut at " | ". */
static void
usage_lines(Ctx *c, int i)
{
    size_t n;
    char **v = text_split(c->mem, commands[i].usage, " | ", &n);
    for (size_t k = 0; k < n; k++)
        printf("  kanmon %s%s%s\n", text_starts(v[k], commands[i].name) ? "" : commands[i].name, text_starts(v[k], commands[i].name) ? "" : " ", v[k]);
}

/* Whether a usage names an option: the whole word, "--as" is not "--as-of". */
static bool
names(const char *usage, const char *option)
{
    size_t n = strlen(option);
    for (const char *p = usage; (p = strstr(p, option)); p += n)
        if ((p == usage || p[-1] == '[' || p[-1] == ' ') && (p[n] == ' ' || p[n] == ']' || p[n] == 0))
            return true;
    return false;
}

static int
help_one(Ctx *c, int i)
{
    int at = help_of(commands[i].name);
    printf("%s\n\n", purpose(c, i));
    usage_lines(c, i);
    if (at >= 0)
        printf("\n%s\n  %s\n", L(c, "例", "Example"), helps[at].example);
    printf("\n%s\n", L(c, "指定", "Options"));
    for (size_t k = 0; k < sizeof options / sizeof *options; k++)
        if (names(commands[i].usage, options[k].name))
            printf("  %-30s %s\n", arena_fmt(c->mem, "%s%s%s", options[k].name, *options[k].value ? " " : "", options[k].value), L(c, options[k].ja, options[k].en));
    printf("%s", L(c, general_ja, general));
    return 0;
}

static int
help(Ctx *c, const char *command)
{
    for (int i = 0; i < COMMANDS; i++)
        if (command && strcmp(command, commands[i].name) == 0)
            return help_one(c, i);
    if (command)
        return cli_usage(NULL);
    printf("%s\n\n", L(c, "関門 kanmon：公的研究開発事業を、事前評価から追跡評価まで記録し、点検し、様式に印刷する", "kanmon: public R&D programmes from the ex-ante evaluation to follow-up"));
    for (int i = 0; i < COMMANDS; i++)
        printf("  %-10s %s\n", commands[i].name, purpose(c, i));
    printf("\n%s\n%s", L(c, "kanmon コマンド --help で使い方と例を示す。どのコマンドにも共通の指定：", "kanmon COMMAND --help says how it is used. With every command:"), L(c, general_ja, general));
    return 0;
}

int
cmd_docs(Cli *k)
{
    const char *what = k->n == 1 ? k->args[0] : "";
    if (strcmp(what, "rights") == 0)
        return cli_rights(k);
    if (strcmp(what, "checks") == 0)
        return docs_checks(k);
    if (strcmp(what, "cli") != 0)
        return cli_usage("docs");
    printf("# Command line\n\nMade by `kanmon docs cli` from the table behind `--help`.\n\n| command | what it does |\n|---|---|\n");
    for (int i = 0; i < COMMANDS; i++) {
        printf("| `kanmon ");
        for (const char *p = commands[i].usage; *p; p++)
            printf(*p == '|' ? "\\|" : "%c", *p);
        printf("` | %s |\n", commands[i].help);
    }
    printf("\n```\n%s```\n\nExit: 0 done, 1 done with findings of level error or bad input, 2 wrong usage.\n", general);
    return 0;
}

/* One option with its value; 0 not known, -1 value missing, else how many words were used. */
static int
option(Cli *k, int left, char **v)
{
    struct {
        const char *name, **to;
    } with[] = { { "--store", &k->store }, { "--as", &k->as }, { "--as-of", &k->as_of }, { "--type", &k->type },
                 { "--format", &k->format }, { "-o", &k->out }, { "--listen", &k->listen }, { "--parts", &k->parts },
                 { "--workers", &k->workers }, { "--memory", &k->memory }, { "--role", &k->role }, { "--port-file", &k->port_file },
                 { "--year", &k->year }, { "--name", &k->name }, { "--password-file", &k->password_file }, { "--url", &k->url },
                 { "--limit", &k->limit }, { "--offset", &k->offset }, { "--order", &k->order }, { "--score", &k->score }, { "--saved", &k->saved } };
    if (strcmp(v[0], "--json") == 0)
        return k->json = true, 1;
    if (strcmp(v[0], "--no-addresses") == 0)
        return k->no_addresses = true, 1;
    if (strcmp(v[0], "--explain") == 0)
        return k->explain = true, 1;
    if (strcmp(v[0], "--dry-run") == 0)
        return k->dry_run = true, 1;
    if (strcmp(v[0], "--confined") == 0)
        return k->confined = true, 1;
    if (strcmp(v[0], "--invite") == 0)
        return k->invite = true, 1;
    if (strcmp(v[0], "--public") == 0)
        return k->guests_read = true, 1;
    if (strcmp(v[0], "--lang") == 0)
        return left < 2 || (strcmp(v[1], "ja") != 0 && strcmp(v[1], "en") != 0) ? -1 : (k->c.lang = *v[1] == 'e' ? LANG_EN : LANG_JA, 2);
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        if (strcmp(v[0], with[i].name) == 0)
            return left < 2 ? -1 : (*with[i].to = v[1], 2);
    return 0;
}

/* A number that is none must not be taken for no number. */
static bool
values_good(Cli *k)
{
    const struct {
        const char *name, *value;
    } numbers[] = { { "--limit", k->limit }, { "--offset", k->offset }, { "--workers", k->workers }, { "--memory", k->memory } };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t n = 0;
        if (numbers[i].value && (!number_int(numbers[i].value, &n) || n < 0)) {
            cli_tell(L(&k->c, "kanmon: %s には 0 以上の整数を指定してください（%s は読めません）。\n", "kanmon: %s takes a whole number from 0 on; %s is none\n"), numbers[i].name, numbers[i].value);
            return false;
        }
    }
    return true;
}

static int
run(Cli *k, int argc, char **argv)
{
    const char *command = NULL;
    bool        want_help = false, rest = false; /* rest: behind "--" all are arguments */
    k->args = NEWN(k->c.mem, const char *, (size_t)argc + 1);
    for (int i = 1; i < argc;) {
        int used = rest ? 0 : option(k, argc - i, argv + i);
        if (used > 0) {
            i += used;
            continue;
        }
        const char *w = argv[i++];
        if (!rest && strcmp(w, "--") == 0)
            rest = true;
        else if (!rest && (strcmp(w, "--help") == 0 || strcmp(w, "-h") == 0))
            want_help = true;
        else if (!rest && strcmp(w, "--version") == 0)
            return printf("kanmon %s\n", kanmon_version), 0;
        else if (used < 0 || (!rest && w[0] == '-' && w[1] && !(w[1] & 0x80))) /* -宇宙 is a query */
            return fprintf(stderr, "kanmon: %s: %s\n", w, used < 0 ? strcmp(w, "--lang") == 0 ? L(&k->c, "ja か en を指定してください", "takes ja or en") : L(&k->c, "値がありません", "a value is missing")
                                                                  : L(&k->c, "この指定はありません", "no such option")), cli_usage(command);
        else if (!command)
            command = w;
        else
            k->args[k->n++] = w;
    }
    if (want_help)
        return help(&k->c, command);
    if (!values_good(k))
        return cli_usage(command);
    for (int i = 0; command && i < COMMANDS; i++)
        if (strcmp(command, commands[i].name) == 0)
            return commands[i].fn(k);
    if (command)
        fprintf(stderr, L(&k->c, "kanmon: 「%s」というコマンドはありません。\n", "kanmon: there is no command \"%s\"\n"), command);
    return cli_usage(NULL);
}

int
main(int argc, char **argv)
{
    if (sodium_init() < 0)
        die("the crypto library cannot start");
    Cli         k = { .c = { .mem = arena_new(0) } };
    const char *user = getenv("USER");
    k.c.actor = arena_fmt(k.c.mem, "cli:%s", user && *user ? user : "system");
    k.c.now = now_text(k.c.mem);
    k.c.role = ROLE_OPERATOR;
    k.store = getenv("KANMON_STORE");
    if (!k.store || !*k.store)
        k.store = "kanmon.db";
    for (int i = 1; i < argc; i++)
        if (!text_is_utf8(argv[i], strlen(argv[i])))
            return fprintf(stderr, "kanmon: argument %d is not UTF-8\n", i), 2;
    int code = run(&k, argc, argv);
    db_close(k.c.db);
    arena_free(k.c.mem);
    return code;
}
