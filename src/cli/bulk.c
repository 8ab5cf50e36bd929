/* bulk.c -- the command line of bulk imports: progress while they run, what became of the rows afterwards.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/number.h"
#include "domain/run.h"
#include "exchange/import.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    Cli   *k;
    double began, said;
} Watch;

static double
clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
progress(void *arg, int64_t done, int64_t size, int64_t rows)
{
    Watch *w = arg;
    double now = clock_now(), took = now - w->began;
    if (!isatty(2) || now - w->said < 0.2)
        return;
    w->said = now;
    double share = size > 0 ? (double)done / (double)size : 0;
    int    bar = (int)(share * 30), left = share > 0.01 ? (int)(took / share - took + 0.5) : 0;
    fprintf(stderr, L(&w->k->c, "\r[%.*s%.*s] %3d%%  %lld 件  毎秒 %.0f 件  残り %d:%02d  ", "\r[%.*s%.*s] %3d%%  %lld rows  %.0f a second  %d:%02d left  "), bar,
            "##############################", 30 - bar, "..............................", (int)(share * 100), (long long)rows, took > 0 ? (double)rows / took : 0.0, left / 60, left % 60);
}

/* Rows by table, of imports that put sheets together. */
static void
say_tables(const Ctx *c, const json_t *tables)
{
    const char *id;
    json_t     *n;
    json_object_foreach(tables, id, n)
        cli_say(L(c, "  表 %s: %lld 行\n", "  table %s: %lld rows\n"), id, (long long)json_integer_value(n));
}

static void
say(Cli *k, const json_t *report, double took)
{
    Ctx    *c = &k->c;
    size_t  i, j;
    json_t *p, *d;
    if (isatty(2))
        fprintf(stderr, "\r%70s\r", "");
    json_array_foreach(json_path(report, "problems"), i, p)
    {
        int64_t line = json_int(p, "line", 0);
        cli_tell("%s%s: %s%s%s: %s\n", json_text(p, "file"), line ? arena_fmt(c->mem, ":%lld", (long long)line) : "", json_text(p, "field"), *json_text(p, "field") ? ": " : "",
                 json_text(p, "level"), json_text(p, c->lang == LANG_JA ? "text" : "text_en"));
    }
    int64_t unsaid = json_int(report, "broken", 0) + json_int(report, "warnings", 0) - (int64_t)i;
    if (unsaid > 0)
        cli_tell(L(c, "このほか %lld 件（kanmon imports %lld で見られます）\n", "and %lld more (kanmon imports %lld shows them)\n"), (long long)unsaid, (long long)json_int(report, "run", 0));
    json_array_foreach(json_path(report, "changes"), i, p)
    {
        cli_say(L(c, "変わった: %s %s\n", "changed: %s %s\n"), json_text(p, "key"), json_text(p, "name"));
        json_array_foreach(json_path(p, "changes"), j, d)
        {
            char *a = json_dumps(json_path(d, "old"), JSON_ENCODE_ANY), *b = json_dumps(json_path(d, "new"), JSON_ENCODE_ANY);
            cli_say("  %s: %.200s -> %.200s\n", json_text(d, "path"), a ? a : "", b ? b : "");
            free(a);
            free(b);
        }
    }
    say_tables(c, json_path(report, "tables"));
    cli_say(L(c, "%s (%s): 新規 %lld、変更 %lld、同じ %lld、取り込めない行 %lld、注意 %lld、%.1f 秒\n", "%s (%s): %lld new, %lld changed, %lld the same, %lld broken rows, %lld warnings, %.1f s\n"),
           json_text(report, "file"), json_text(report, "kind"), (long long)json_int(report, "new", 0), (long long)json_int(report, "changed", 0), (long long)json_int(report, "same", 0),
           (long long)json_int(report, "broken", 0), (long long)json_int(report, "warnings", 0), took);
    if (!json_flag(report, "finished"))
        cli_say("%s", L(c, "  ファイルの終わりまで読めなかった。読めた所までは取り込んだ。直したファイルを取り込めば、続きが入る。\n",
                        "  The file could not be read to its end. What could be read is in; import the mended file, and the rest comes in.\n"));
    else if (json_int(report, "new", 0) + json_int(report, "changed", 0) == 0 && json_int(report, "same", 0) > 0)
        cli_say("%s", L(c, "  何も変わっていない。\n", "  Nothing has changed.\n"));
}

int
cli_bulk(Cli *k, const char *kind, const char *const *paths, size_t n, json_t *all)
{
    Watch   w = { .k = k, .began = clock_now() };
    Import  i = { .c = &k->c, .path = paths[0], .paths = paths, .path_n = n, .dry_run = k->dry_run, .progress = progress, .arg = &w };
    json_t *report = NULL;
    bool    good = import_file(&i, kind, &report);
    if (report) {
        json_object_set_new(report, "seconds", json_real(clock_now() - w.began));
        json_array_append(all, report);
        if (!k->json)
            say(k, report, clock_now() - w.began);
    }
    return good && json_int(report, "broken", 0) == 0 ? 0 : 1;
}

int
cmd_imports(Cli *k)
{
    if (k->n > 1)
        return cli_usage("imports");
    if (!cli_open(k, false))
        return cli_error(k);
    Ctx    *c = &k->c;
    int64_t id = 0;
    if (k->n == 1 && !number_int(k->args[0], &id))
        return cli_usage("imports");
    json_t *rows = k->n == 1 ? run_problems(c, id, cli_limit(k, 10000), cli_offset(k)) : run_list(c, (int)cli_limit(k, 100)), *row;
    size_t  i;
    if (k->json || !ok(c))
        return cli_json(k, rows);
    json_array_foreach(rows, i, row)
        if (k->n == 1)
            cli_say("%s:%lld\t%s\t%s\t%s\n", json_text(row, "file"), (long long)json_int(row, "line", 0), json_text(row, "level"), json_text(row, "field"),
                   json_text(row, c->lang == LANG_JA ? "text" : "text_en"));
        else
            cli_say("%lld\t%s\t%s\t%s\t%s\t%lld\t%lld\t%lld\t%lld\t%s\n", (long long)json_int(row, "id", 0), json_text(row, "started_at"),
                   json_str(row, "ended_at") ? json_text(row, "ended_at") : L(c, "途中まで", "unfinished"), json_text(row, "kind"), json_text(row, "actor"),
                   (long long)json_int(row, "new", 0), (long long)json_int(row, "changed", 0), (long long)json_int(row, "same", 0), (long long)json_int(row, "broken", 0), json_text(row, "name"));
    return 0;
}
