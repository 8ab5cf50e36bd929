/* zip.c -- libzip over memory, with caps on what comes out.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/zip.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct Unzip {
    zip_t      *z;
    const char *name;
    ZipCaps     caps;
    size_t      taken;
};

static void
close_it(void *arg)
{
    zip_discard(arg);
}

static zip_t *
damaged(Ctx *c, const char *name, const char *why)
{
    fail(c, ERR_INVALID, name, L(c, "%s の zip の構造が壊れているか、途中で切れています（%s）。元のファイルを開けるか確かめ、もう一度送ってください。",
                                 "the zip structure of %s is damaged or cut off (%s); check that the original opens, and send it again"), name, why);
    return NULL;
}

static zip_t *
open_bytes(Ctx *c, const char *name, const void *bytes, size_t n)
{
    zip_error_t   e;
    zip_error_init(&e);
    zip_source_t *src = zip_source_buffer_create(bytes, n, 0, &e);
    zip_t        *z = src ? zip_open_from_source(src, ZIP_RDONLY, &e) : NULL;
    if (!z) {
        damaged(c, name, arena_str(c->mem, zip_error_strerror(&e)));
        zip_source_free(src);
    }
    zip_error_fini(&e);
    return z;
}

Unzip *
unzip_open(Ctx *c, const char *name, const void *bytes, size_t n, const ZipCaps *caps)
{
    ZipCaps k = caps ? *caps : (ZipCaps){ 0 };
    zip_t  *z = open_bytes(c, name, bytes, n);
    if (!z)
        return NULL;
    arena_defer(c->mem, close_it, z);
    Unzip *u = NEW(c->mem, Unzip);
    *u = (Unzip){ .z = z, .name = arena_str(c->mem, name),
                  .caps = { k.entries ? k.entries : 4000, k.one ? k.one : (size_t)32 << 20, k.total ? k.total : (size_t)128 << 20, k.growth ? k.growth : 300 } };
    if (zip_get_num_entries(z, 0) > (zip_int64_t)u->caps.entries) {
        fail(c, ERR_INVALID, name, L(c, "%s には %lld 個のファイルが入っています（上限 %u）。文書ではなく、展開できません。", "%s holds %lld files (the limit is %u); it is no document and was not unpacked"),
             name, (long long)zip_get_num_entries(z, 0), u->caps.entries);
        return NULL;
    }
    return u;
}

size_t
unzip_count(const Unzip *u)
{
    zip_int64_t n = zip_get_num_entries(u->z, 0);
    return n > 0 ? (size_t)n : 0;
}

const char *
unzip_name(const Unzip *u, size_t i)
{
    const char *s = zip_get_name(u->z, i, ZIP_FL_ENC_GUESS);
    return s && text_is_utf8(s, strlen(s)) ? s : "";
}

bool
unzip_has(const Unzip *u, const char *entry)
{
    return zip_name_locate(u->z, entry, ZIP_FL_NOCASE) >= 0;
}

/* Packed size of the entry, never more than the whole: what growth is counted from. */
static size_t
allowed(const Unzip *u, const zip_stat_t *st)
{
    size_t most = u->caps.one, left = u->caps.total - u->taken;
    most = left < most ? left : most;
    if (st->valid & ZIP_STAT_COMP_SIZE && st->comp_size < most / u->caps.growth) {
        size_t grown = (size_t)st->comp_size * u->caps.growth + ((size_t)1 << 20);
        most = grown < most ? grown : most;
    }
    return most;
}

static bool
pump(zip_file_t *f, Buf *b, size_t most, bool *over)
{
    char        part[65536];
    zip_int64_t n;
    while ((n = zip_fread(f, part, sizeof part)) > 0) {
        if ((size_t)n > most - b->n) {
            *over = true;
            return false;
        }
        buf_addn(b, part, (size_t)n);
    }
    return n == 0;
}

const char *
unzip_take(Ctx *c, Unzip *u, const char *entry, size_t *n)
{
    zip_stat_t  st;
    zip_int64_t at = zip_name_locate(u->z, entry, ZIP_FL_NOCASE);
    *n = 0;
    if (at < 0 || zip_stat_index(u->z, (zip_uint64_t)at, 0, &st) != 0)
        return NULL;
    if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE) {
        fail(c, ERR_INVALID, u->name, L(c, "%s はパスワードで保護されています。パスワードを外して保存し直してください。", "%s is protected by a password; save it without one"), u->name);
        return NULL;
    }
    Buf        *b = buf_in(c->mem);
    size_t      most = allowed(u, &st);
    bool        over = false;
    zip_file_t *f = zip_fopen_index(u->z, (zip_uint64_t)at, 0);
    bool        good = f && pump(f, b, most, &over);
    if (over)
        fail(c, ERR_INVALID, u->name, L(c, "%s の中の %s は展開すると %zu バイトを超えます（圧縮爆弾の疑い）。読み込みを止めました。",
                                        "%s: %s inside it unpacks to more than %zu bytes (a zip bomb?); reading was stopped"), u->name, entry, most);
    else if (!good)
        damaged(c, u->name, arena_fmt(c->mem, "%s: %s", entry, f ? zip_file_strerror(f) : zip_strerror(u->z)));
    if (f)
        zip_fclose(f);
    if (!good)
        return NULL;
    u->taken += b->n;
    *n = b->n;
    return buf_text(b);
}

static bool
add_parts(zip_t *z, const ZipPart *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].bytes, parts[i].n, 0);
        zip_int64_t   at = s ? zip_file_add(z, parts[i].path, s, ZIP_FL_ENC_UTF_8) : -1;
        if (at < 0) {
            zip_source_free(s);
            return false;
        }
        if (zip_set_file_compression(z, (zip_uint64_t)at, parts[i].stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) != 0 ||
            zip_file_set_dostime(z, (zip_uint64_t)at, 0, 0x21, 0) != 0)
            return false;
    }
    return true;
}

static bool
copy_out(zip_source_t *src, Buf *out)
{
    char        part[65536];
    zip_int64_t n;
    if (zip_source_open(src) != 0)
        return false;
    while ((n = zip_source_read(src, part, sizeof part)) > 0)
        buf_addn(out, part, (size_t)n);
    zip_source_close(src);
    return n == 0;
}

bool
zip_write(Ctx *c, const ZipPart *parts, size_t n, Buf *out)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t        *z = src ? zip_open_from_source(src, ZIP_CREATE | ZIP_TRUNCATE, &e) : NULL;
    bool          good = z != NULL;
    if (good) {
        zip_source_keep(src);
        good = add_parts(z, parts, n) && zip_close(z) == 0;
        if (!good)
            zip_discard(z);
        good = good && copy_out(src, out);
    }
    zip_source_free(src);
    zip_error_fini(&e);
    return good || fail(c, ERR_BROKEN, NULL, L(c, "zip の書き出しに失敗しました。", "the zip could not be written"));
}
