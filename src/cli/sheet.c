/* sheet.c -- kanmon sheet: an official paper of a programme as HTML, PDF, Word, Excel or Markdown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/buf.h"
#include "domain/programme.h"
#include "exchange/paper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const PaperFormat *
wished_format(Cli *k)
{
    const char        *asked = k->format ? k->format : k->out && strrchr(k->out, '.') ? k->out : "html";
    const PaperFormat *f = paper_format(asked);
    Buf               *known = buf_in(k->c.mem);
    for (size_t i = 0; !f && i < paper_format_count; i++)
        buf_fmt(known, "%s%s", i ? ", " : "", paper_formats[i].name);
    if (!f)
        fail(&k->c, ERR_INVALID, "format", L(&k->c, "\"%s\" という形式では出せない。--format は %s のどれか。", "there is no format \"%s\"; --format is one of %s"), asked, buf_text(known));
    return f;
}

/* To the file, whole or not at all; or to standard output. */
static int
hand_over(Cli *k, const PaperFormat *f, const Buf *b)
{
    Ctx *c = &k->c;
    if (k->out && strcmp(k->out, "-") != 0) {
        if (file_write_whole(k->out, b->p, b->n) != 0) {
            fail(c, ERR_BROKEN, k->out, L(c, "%s に書けない: %s", "%s cannot be written: %s"), k->out, strerror(errno));
            return cli_error(k);
        }
        return 0;
    }
    if (!f->text && isatty(STDOUT_FILENO)) {
        fail(c, ERR_INVALID, "-o", L(c, "%s を端末には出さない。-o FILE で書き先を示すか、パイプにつなぐ。", "%s is not written to a terminal; name a file with -o FILE, or pipe it"), f->name);
        return cli_error(k);
    }
    if (fwrite(b->p, 1, b->n, stdout) != b->n || fflush(stdout) != 0) {
        fail(c, ERR_BROKEN, "-", L(c, "標準出力に書けない: %s", "standard output cannot be written: %s"), strerror(errno));
        return cli_error(k);
    }
    return 0;
}

int
cmd_sheet(Cli *k)
{
    Ctx        *c = &k->c;
    Buf        *b = buf_in(c->mem);
    Paper       p;
    const char *type = k->type ? k->type : "ex-ante", *url = k->url ? k->url : getenv("KANMON_URL");
    PaperWish   wish = { .type = type, .parts = k->parts, .base_url = url, .no_addresses = k->no_addresses };
    if (k->n != 1)
        return cli_usage("sheet");
    const PaperFormat *f = wished_format(k);
    if (!f || !cli_open(k, false))
        return cli_error(k);
    int64_t       id = programme_find(c, k->args[0]);
    const json_t *record = id ? paper_record(c, id, type, k->as_of) : NULL;
    if (!record || !paper_build(c, record, &wish, &p) || !f->write(c, &p, b))
        return cli_error(k);
    return hand_over(k, f, b);
}
