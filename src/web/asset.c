/* asset.c -- style sheet and mark, read once at start and addressed by their content.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The address of an asset holds a hash of its bytes, so a browser may keep it for a year and a changed
 * asset is a new address. Several files make one asset, in this order. */
#include "web/web.h"

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "domain/document.h"

#include <string.h>

static struct {
    const char *name, *ending, *type, *files[8];
    char        hash[13];
    Buf         bytes;
} assets[] = {
    { .name = "kanmon", .ending = "css", .type = "text/css; charset=utf-8", .files = { "tokens.css", "base.css", "parts.css", "account.css", "sheet.css", "print.css" } },
    { .name = "kanmon", .ending = "svg", .type = "image/svg+xml", .files = { "kanmon.svg" } },
};
enum { ASSETS = sizeof assets / sizeof *assets };

void
web_assets_load(void)
{
    Arena *mem = arena_new(0);
    for (size_t i = 0; i < ASSETS; i++) {
        buf_clear(&assets[i].bytes);
        assets[i].bytes.max = 1 << 20;
        for (size_t k = 0; k < sizeof assets[i].files / sizeof *assets[i].files && assets[i].files[k]; k++) {
            const char *path = data_path(mem, arena_fmt(mem, "assets/%s", assets[i].files[k]));
            if (buf_read_file(&assets[i].bytes, path, 1 << 20) != 0)
                die("%s cannot be read: kanmon needs its assets/ folder beside it (or KANMON_DATA=folder)", path);
        }
        const char *h = sha256_hex(mem, buf_text(&assets[i].bytes), assets[i].bytes.n);
        memcpy(assets[i].hash, h, sizeof assets[i].hash - 1);
    }
    arena_free(mem);
}

const char *
web_asset(Web *w, const char *ending)
{
    for (size_t i = 0; i < ASSETS; i++)
        if (strcmp(assets[i].ending, ending) == 0)
            return arena_fmt(w->c->mem, "/assets/%s-%s.%s", assets[i].name, assets[i].hash, assets[i].ending);
    die("there is no asset of kind %s", ending);
}

void
page_asset(Web *w)
{
    for (size_t i = 0; i < ASSETS; i++) {
        const char *now = arena_fmt(w->c->mem, "%s-%s.%s", assets[i].name, assets[i].hash, assets[i].ending);
        /* A page from before an update asks for the old address: it gets the new bytes, to be asked for again. */
        if (strcmp(w->arg, now) != 0 && !(text_starts(w->arg, assets[i].name) && text_ends(w->arg, strrchr(now, '.'))))
            continue;
        buf_addn(w->q->out, buf_text(&assets[i].bytes), assets[i].bytes.n);
        w->q->type = assets[i].type;
        w->q->cacheable = strcmp(w->arg, now) == 0;
        return;
    }
    fail(w->c, ERR_NOT_FOUND, NULL, "%s", T(w, "この資産はありません。", "There is no such asset."));
}
