/* take.c -- commands that write: init, import, backup, restore.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "exchange/accept.h"
#include "exchange/import.h"
#include "exchange/record_check.h"
#include "format/json.h"
#include "store/db.h"

#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHORT = 80 };

int
cmd_init(Cli *k)
{
    if (!cli_open(k, true) || !cli_checked(k))
        return cli_error(k);
    cli_tell(L(&k->c, "kanmon: データベース %s を使えます。\n", "kanmon: %s is ready\n"), k->store);
    return 0;
}

static const char *
result_word(const Ctx *c, const char *result)
{
    static const struct {
        const char *key, *ja, *en;
    } words[] = { { "new", "新規", "new" }, { "changed", "変更", "changed" }, { "same", "変更なし", "unchanged" }, { "double", "重複", "twice" } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, result) == 0)
            return L(c, words[i].ja, words[i].en);
    return result;
}

/* One change as a person reads it: the field in words, both sides short. */
static void
say_change(Ctx *c, const json_t *d)
{
    const json_t *schema = record_schema(c);
    const char   *path = json_text(d, "path");
    cli_say("  %s: %s -> %s\n", record_label(c, schema, NULL, path), text_head(c->mem, text_squeeze(c->mem, record_value(c, schema, path, json_path(d, "old"))), SHORT),
           text_head(c->mem, text_squeeze(c->mem, record_value(c, schema, path, json_path(d, "new"))), SHORT));
}

static void
say_report(Ctx *c, const char *file, const json_t *report)
{
    size_t  i, j;
    json_t *row, *d;
    json_array_foreach(report, i, row)
    {
        cli_say(L(c, "%s: %s  %s  %s（所見 %lld件）\n", "%s: %s  %s  %s (findings: %lld)\n"), file, result_word(c, json_text(row, "result")), json_text(row, "key"),
               json_text(row, "name"), (long long)json_int(row, "findings", 0));
        json_array_foreach(json_path(row, "changes"), j, d)
            say_change(c, d);
    }
}

static bool
import_one(Cli *k, const char *file, json_t *all)
{
    Ctx   *c = &k->c;
    Buf   *b = buf_in(c->mem);
    Accept a = { 0 };
    json_t *report = NULL;
    const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    if (buf_read_file(b, file, (size_t)64 << 20) != 0)
        return fail(c, ERR_INVALID, file, errno == EFBIG ? L(c, "%s は 64 MiB を超えています。文書の上限です。分けてください。", "%s is larger than 64 MiB, the limit for a paper; split it") : L(c, "%s を読めません。名前と権限を確かめてください。", "%s cannot be read; look at its name and rights"), file);
    if (!accept_read(c, base, buf_text(b), b->n, &a) || !accept_store(c, &a, k->dry_run, &report))
        return false;
    if (!k->json)
        say_report(c, base, report);
    json_array_append_new(all, json_pack("{ss sO sO}", "file", base, "programmes", report, "findings", a.findings));
    return true;
}

/* Takes the file in, and with it the later ones of a kind that is read together; their kinds are cleared. 1: some rows
 * could not be taken. */
static int
import_together(Cli *k, const char **kind, int i, json_t *all)
{
    const char **paths = NEWN(k->c.mem, const char *, k->n), *mine = kind[i];
    size_t       n = 0;
    for (int j = i; j < k->n; j++)
        if (j == i || (kind[j] && import_gathers(mine) && strcmp(kind[j], mine) == 0)) {
            paths[n++] = k->args[j];
            kind[j] = NULL;
        }
    return cli_bulk(k, mine, paths, n, all);
}

int
cmd_import(Cli *k)
{
    if (k->n == 0)
        return cli_usage("import");
    if (!cli_open(k, true))
        return cli_error(k);
    json_t      *all = json_keep(k->c.mem, json_array());
    int          code = 0;
    const char **kind = NEWN(k->c.mem, const char *, k->n);
    bool        *many = NEWN(k->c.mem, bool, k->n);
    for (int i = 0; i < k->n; i++)
        many[i] = (kind[i] = import_guess(&k->c, k->args[i], k->as)) != NULL;
    for (int i = 0; i < k->n; i++) {
        if (many[i] && !kind[i])
            continue; /* went with one before it */
        if (many[i] && import_together(k, kind, i, all) == 1)
            code = 1;
        if (!ok(&k->c) || (!many[i] && !import_one(k, k->args[i], all))) {
            bool json = k->json;
            k->json = false;
            code = cli_error(k);
            k->json = json;
            json_array_append_new(all, json_pack("{ss ss}", "file", k->args[i], "error", k->c.err.text));
            k->c.err = (Err){ 0 };
        }
    }
    if (k->json)
        cli_json(k, all);
    return code;
}

int
cmd_backup(Cli *k)
{
    if (k->n != 1)
        return cli_usage("backup");
    if (!cli_open(k, false) || !db_backup(&k->c, k->args[0]))
        return cli_error(k);
    cli_tell(L(&k->c, "kanmon: %s に書きました。\n", "kanmon: %s was written\n"), k->args[0]);
    return 0;
}

/* What SQLite would take for the rest of the store, and mix into the one that is put there. */
static bool
place_is_free(Cli *k)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        const char *path = arena_fmt(k->c.mem, "%s%s", k->store, tails[i]);
        if (access(path, F_OK) == 0)
            return fail(&k->c, ERR_CONFLICT, path, L(&k->c, "%s がすでにあります。先に別の場所へ移してください（復元は、すでにあるデータベースには書きません）。", "%s exists; move it away first: a restore never writes over a store"), path);
    }
    return true;
}

int
cmd_restore(Cli *k)
{
    Ctx        *c = &k->c;
    int64_t     rows = 0, broken = 0;
    const char *why = NULL;
    if (k->n != 1)
        return cli_usage("restore");
    if (!place_is_free(k) || !db_open(c, k->args[0], true))
        return cli_error(k);
    bool good = db_sound(c, &why) && ledger_verify(c, &rows, &broken, &why) && ledger_documents_held(c, &broken, &why);
    if (!good && ok(c))
        fail(c, ERR_INVALID, k->args[0], L(c, "%s は復元しません。操作履歴の %lld 番：%s", "%s was not restored; act %lld of the ledger: %s"), k->args[0], (long long)broken, why ? why : "?");
    if (!good || !db_backup(c, k->store))
        return cli_error(k);
    cli_tell(L(c, "kanmon: %s を復元しました（記録 %lld 件を確かめました）\n", "kanmon: %s was restored, %lld acts verified\n"), k->store, (long long)rows);
    return 0;
}
