/* read.c -- kanmon read: takes one paper apart and prints what is in it; touches no store.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server runs it for each upload as `kanmon read --confined -`: it loads the catalog, gives up all it does
 * not need, and only then looks at the bytes. A refusal is told in both languages, since it is kept for
 * readers of either. */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/child.h"
#include "base/data.h"
#include "exchange/accept.h"
#include "exchange/intake.h"
#include "format/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT = 64 << 20 };

/* Whatever a library would fetch at its first use: the seed of jansson's tables, the catalog. */
static bool
confine(Ctx *c)
{
    json_object_seed(0);
    if (!data_preload("catalog"))
        return fail(c, ERR_BROKEN, "catalog", L(c, "カタログのファイルが読めません：%s", "the files of the catalog cannot be read: %s"), strerror(errno));
    if (!child_confine())
        return fail(c, ERR_BROKEN, "seccomp", L(c, "この機械では読み取りを閉じ込められません（seccomp がありません）。", "this machine cannot confine a reader (no seccomp)"));
    return true;
}

/* What another program must do with the bytes (the text of a PDF) is done before. */
static bool
convert(Ctx *c, const char *name, Buf *b, json_t *notes)
{
    const void *out = NULL;
    size_t      n = 0;
    if (!intake_convert(c, name, buf_text(b), b->n, &out, &n, notes))
        return false;
    if (out != buf_text(b)) {
        buf_clear(b);
        buf_addn(b, out, n);
    }
    return true;
}

static bool
read_bytes(Cli *k, Buf *b)
{
    const char *file = k->args[0];
    bool        in = strcmp(file, "-") == 0;
    if ((in ? buf_read_fd(b, STDIN_FILENO, LIMIT) : buf_read_file(b, file, LIMIT)) == 0)
        return true;
    if (errno == EFBIG)
        return fail(&k->c, ERR_INVALID, file, L(&k->c, "%s は 64 MiB を超えています（文書の上限）。分けてください。", "%s is larger than 64 MiB, the limit for a paper; split it"), file);
    return fail(&k->c, ERR_INVALID, file, L(&k->c, "%s が読めません：%s", "%s cannot be read: %s"), file, strerror(errno));
}

/* The refusal in the other language: the same reading again. */
static const char *
said_in(Cli *k, Lang lang, const char *name, const Buf *b)
{
    Ctx    c = { .mem = k->c.mem, .now = k->c.now, .actor = k->c.actor, .role = k->c.role, .lang = lang };
    Accept a = { 0 };
    if (k->c.lang == lang)
        return k->c.err.text;
    return accept_parse(&c, name, buf_text(b), b->n, &a) && accept_check(&c, &a) ? k->c.err.text : c.err.text;
}

static int
refuse(Cli *k, const char *name, const Buf *b)
{
    const Err *e = &k->c.err;
    json_t    *j = json_pack("{s{ss? ss ss}}", "error", "where", e->field, "text", said_in(k, LANG_JA, name, b), "text_en", said_in(k, LANG_EN, name, b));
    fprintf(stderr, "kanmon: %s\n", e->text);
    puts(json_canonical(k->c.mem, json_keep(k->c.mem, j)));
    return 1;
}

static int
read_paper(Cli *k)
{
    Ctx        *c = &k->c;
    Buf        *b = buf_in(c->mem);
    Accept      a = { 0 };
    json_t     *notes = json_keep(c->mem, json_array());
    const char *slash = strrchr(k->args[0], '/');
    const char *name = k->name ? k->name : slash ? slash + 1 : k->args[0];
    if (!read_bytes(k, b) || (k->confined && !(convert(c, name, b, notes) && confine(c))))
        return refuse(k, name, b);
    if (!accept_parse(c, name, buf_text(b), b->n, &a) || !accept_check(c, &a))
        return refuse(k, name, b);
    json_array_extend(a.notes, notes);
    json_t *j = json_pack("{ss ss? ss sO sO sO}", "kind", a.kind, "encoding", a.encoding, "text", a.text, "records", a.records, "findings", a.findings, "notes", a.notes);
    json_keep(c->mem, j);
    return j ? cli_json(k, j) : (fail(c, ERR_BROKEN, name, "what was read cannot be written as JSON"), refuse(k, name, b));
}

int
cmd_read(Cli *k)
{
    if (k->n != 1)
        return cli_usage("read");
    int code = read_paper(k);
    if (!k->confined)
        return code;
    /* Nothing that runs at the end of a process (leak checkers, exit handlers) may open what it wants now. */
    fflush(stdout);
    fflush(stderr);
    _exit(code);
}
