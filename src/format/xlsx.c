/* xlsx.c -- an Excel file made in memory, and the measures of Japanese text in its cells.
 * SPDX-License-Identifier: Apache-2.0 */
#include "format/xlsx.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

static time_t
instant(const char *utc)
{
    struct tm tm = { 0 };
    return utc && strptime(utc, "%Y-%m-%dT%H:%M:%S", &tm) ? timegm(&tm) : 0;
}

bool
xlsx_begin(Ctx *c, const char *title, const char *author, bool constant_memory, Xlsx *out)
{
    *out = (Xlsx){ .fd = memfd_create("xlsx", MFD_CLOEXEC) };
    if (out->fd < 0)
        return fail(c, ERR_BROKEN, NULL, L(c, "Excel の書き出しの準備ができません: %s", "an Excel file could not be begun: %s"), strerror(errno));
    lxw_workbook_options o = { .constant_memory = constant_memory, .use_zip64 = LXW_FALSE };
    out->book = workbook_new_opt(arena_fmt(c->mem, "/proc/self/fd/%d", out->fd), &o);
    if (!out->book) {
        close(out->fd);
        return fail(c, ERR_BROKEN, NULL, L(c, "Excel の書き出しの準備ができません。", "an Excel file could not be begun"));
    }
    lxw_doc_properties p = { .title = arena_fmt(c->mem, "%s", title ? title : ""), .author = arena_fmt(c->mem, "%s", author ? author : "kanmon"),
                             .created = instant(c->now) };
    workbook_set_properties(out->book, &p);
    return true;
}

bool
xlsx_end(Ctx *c, Xlsx *x, Buf *out)
{
    lxw_error e = workbook_close(x->book);
    if (ok(c) && e != LXW_NO_ERROR)
        fail(c, ERR_BROKEN, NULL, L(c, "Excel の書き出しに失敗しました: %s", "the Excel file could not be written: %s"), lxw_strerror(e));
    if (ok(c) && (lseek(x->fd, 0, SEEK_SET) != 0 || buf_read_fd(out, x->fd, (size_t)200 << 20) != 0))
        fail(c, ERR_BROKEN, NULL, L(c, "Excel の書き出しに失敗しました: %s", "the Excel file could not be written: %s"), strerror(errno));
    close(x->fd);
    x->fd = -1;
    return ok(c);
}

const char *
xlsx_sheet_name(Arena *mem, Xlsx *x, const char *wish)
{
    char  *s = arena_str(mem, wish && *wish ? wish : "Sheet");
    size_t units = 0;
    for (char *p = s; *p; p++)
        if (strchr("[]:*?/\\'", *p))
            *p = ' ';
    s = text_squeeze(mem, s);
    for (int no = 1; no < 1000; no++) {
        const char *tail = no == 1 ? "" : arena_fmt(mem, " (%d)", no), *p = s, *end = s;
        units = 0;
        for (uint32_t u; (u = text_next(&p)) != 0; end = p) {
            units += u > 0xFFFF ? 2 : 1;
            if (units + strlen(tail) > 31)
                break;
        }
        const char *name = arena_fmt(mem, "%s%s", text_trim(mem, arena_strn(mem, s, (size_t)(end - s))), tail);
        bool        used = text_blank(name);
        for (int i = 0; i < x->n; i++)
            used = used || strcasecmp(x->names[i], name) == 0;
        if (used)
            continue;
        if (x->n < (int)(sizeof x->names / sizeof *x->names))
            x->names[x->n++] = name;
        return name;
    }
    return NULL;
}

const char *
xlsx_text(Arena *mem, const char *s)
{
    enum { MOST = 32767 };
    size_t      units = 0;
    const char *p = s, *end = s;
    bool        plain = true;
    for (uint32_t u; (u = text_next(&p)) != 0; end = p) {
        units += u > 0xFFFF ? 2 : 1;
        if (units > MOST - 1)
            break;
        plain = plain && !text_is_control(u);
    }
    if (plain && *end == 0)
        return s;
    char *t = arena_fmt(mem, "%.*s%s", (int)(end - s), s, *end ? "…" : "");
    return text_printable(mem, t);
}

static double
width_of(uint32_t u)
{
    int w = utf8proc_charwidth((utf8proc_int32_t)u);
    /* ambiguous ones (①, ※, Ⅱ, −, …) are full-width in Japanese fonts, half in the tables of Unicode */
    if (w == 1 && u >= 0x2010)
        w = 2;
    return w < 0 ? 0 : w;
}

double
xlsx_columns(const char *s)
{
    double most = 0, now = 0;
    for (uint32_t u; (u = text_next(&s)) != 0;) {
        now = u == '\n' ? 0 : now + width_of(u);
        most = now > most ? now : most;
    }
    return most;
}

int
xlsx_lines(const char *s, double columns)
{
    int    lines = 1;
    double now = 0, most = columns < 2 ? 2 : columns;
    for (uint32_t u; (u = text_next(&s)) != 0;) {
        double w = width_of(u);
        if (u == '\n' || now + w > most) {
            lines++;
            now = 0;
        }
        now += u == '\n' ? 0 : w;
    }
    return lines;
}
