/* check_file.c -- kanmon check FILE.xml: whether files are IATI files as the standard asks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/text.h"
#include "exchange/iati_check.h"
#include "format/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 256 << 20 };

bool
cli_is_file(const char *arg)
{
    return text_ends(arg, ".xml") || (strchr(arg, '/') && access(arg, R_OK) == 0);
}

static void
say(Cli *k, const json_t *r)
{
    Ctx        *c = &k->c;
    bool        en = c->lang == LANG_EN;
    const char *file = json_text(r, "file"), *advised = "";
    size_t      i;
    json_t     *f;
    json_array_foreach(json_path(r, "findings"), i, f)
    {
        const char *level = json_text(f, "level"), *advice = json_text(f, en ? "advice_en" : "advice");
        printf("%s:%lld: %s: %s [%s]\n    %s\n", file, (long long)json_int(f, "line", 0), strcmp(level, "error") == 0 ? L(c, "誤り", "error") : L(c, "注意", "warning"),
               json_text(f, en ? "text_en" : "text"), json_text(f, "code"), json_text(f, "path"));
        if (strcmp(advice, advised) != 0)
            printf("    %s\n", advice);
        advised = advice;
    }
    int64_t errors = json_int(r, "errors", 0), warnings = json_int(r, "warnings", 0), structure = json_int(r, "structure", 0);
    if (errors + warnings > (int64_t)i)
        printf(L(c, "このほか %lld 件\n", "and %lld more\n"), (long long)(errors + warnings) - (long long)i);
    printf(L(c, "%s: 事業 %lld 件、構造の誤り %lld、規則の誤り %lld、注意 %lld\n", "%s: %lld activities, %lld errors of structure, %lld of other rules, %lld warnings\n"), file, (long long)json_int(r, "activities", 0),
           (long long)structure, (long long)(errors - structure), (long long)warnings);
}

static json_t *
check_one(Cli *k, const IatiBook *book, const char *path)
{
    Ctx *c = &k->c;
    Buf *b = buf_in(c->mem);
    if (buf_read_file(b, path, FILE_MOST) != 0) {
        fail(c, ERR_INVALID, path, errno == EFBIG ? L(c, "%s は 256 MiB より大きいので検査できません。分けてください。", "%s is larger than 256 MiB and cannot be checked; divide it")
                                                  : L(c, "%s を読めません。", "%s cannot be read"), path);
        return NULL;
    }
    return iati_check(c, book, path, buf_text(b), b->n);
}

int
cli_check_files(Cli *k)
{
    IatiBook book;
    Ctx     *c = &k->c;
    json_t  *all = json_keep(c->mem, json_array());
    int      code = 0;
    if (!iati_book(c, &book))
        return cli_error(k);
    for (int i = 0; i < k->n; i++) {
        json_t *r = check_one(k, &book, k->args[i]);
        code = !r || json_int(r, "errors", 0) > 0 ? 1 : code;
        if (r && !k->json)
            say(k, r);
        if (!r && !k->json)
            cli_error(k);
        json_array_append_new(all, r ? json_incref(r) : json_pack("{ss ss}", "file", k->args[i], "error", c->err.text));
        c->err = (Err){ 0 };
    }
    if (k->json)
        cli_json(k, k->n == 1 ? json_array_get(all, 0) : all);
    return code;
}
