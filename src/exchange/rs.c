/* rs.c -- review sheets of the RS system: all files of one run are gathered, then each sheet is put together.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A table replaces what a sheet had of that table, whole; so a file that is cut off is left out whole, and sheets that
 * it does not speak of stay as they are. */
#include "exchange/rs.h"

#include "base/number.h"
#include "base/text.h"
#include "domain/texts.h"
#include "format/json.h"
#include "store/db.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool
rs_csv_guess(const char *name, const char *head, size_t n)
{
    /* 予算事業ID and 事業年度, in UTF-8 and in CP932. */
    static const char *const marks[][2] = { { "\xE4\xBA\x88\xE7\xAE\x97\xE4\xBA\x8B\xE6\xA5\xAD\x49\x44", "\xE4\xBA\x8B\xE6\xA5\xAD\xE5\xB9\xB4\xE5\xBA\xA6" },
                                            { "\x97\x5C\x8E\x5A\x8E\x96\x8B\xC6\x49\x44", "\x8E\x96\x8B\xC6\x94\x4E\x93\x78" } };
    (void)name;
    const char *end = memchr(head, '\n', n);
    size_t      line = end ? (size_t)(end - head) : n;
    for (int i = 0; i < 2; i++)
        if (memchr(head, ',', line) && memmem(head, line, marks[i][0], strlen(marks[i][0])) && memmem(head, line, marks[i][1], strlen(marks[i][1])))
            return n == 0 || head[0] != '{';
    return false;
}

bool
rs_details_guess(const char *name, const char *head, size_t n)
{
    (void)name;
    return memchr(head, '{', n < 8 ? n : 8) && memmem(head, n, "\"projectId\"", 11) && memmem(head, n, "\"projectName\"", 13) && memmem(head, n, "\"ministry\"", 10);
}

void
rs_said(Rs *r, const Source *s, int64_t rows)
{
    int64_t done = r->base + source_done(s);
    r->i->done = done < r->bytes ? done : r->bytes;
    import_said(r->i, rows);
}

/* A fiscal year in a file's name: the first 20xx that is no part of a longer number. */
static int64_t
year_in(const char *name)
{
    for (const char *p = name; *p; p++)
        if (p[0] == '2' && p[1] == '0' && isdigit((unsigned char)p[2]) && isdigit((unsigned char)p[3]) && !isdigit((unsigned char)p[4]) && (p == name || !isdigit((unsigned char)p[-1])))
            return strtoll(p, NULL, 10);
    return 0;
}

static void
take_outline(Rs *r, RsMember *m, size_t member, int64_t fy, const char *line, size_t n, int64_t no)
{
    Run          *run = r->i->run;
    json_error_t  e;
    const RsLayout *l = r->layout;
    SpoolRow      row = { .fy = fy, .line = no, .part = (uint16_t)m->part, .member = (uint16_t)member, .n = (uint32_t)n };
    json_t       *d = n == SIZE_MAX ? NULL : json_loadb(line, n, 0, &e);
    static const RsField needed[] = { RS_PROJECT, RS_NAME, RS_MINISTRY };
    if (!d)
        run_problem(run, m->name, no, NULL, "error", arena_fmt(r->scratch, "JSON として読めない: %s", n == SIZE_MAX ? "1行が長すぎる" : e.text),
                    arena_fmt(r->scratch, "this is no JSON: %s", n == SIZE_MAX ? "the line is too long" : e.text));
    for (size_t i = 0; d && i < sizeof needed / sizeof *needed; i++) {
        const char   *key = l->detail[needed[i]];
        const json_t *v = json_object_get(d, key);
        bool          good = i == 0 ? json_is_integer(v) && json_integer_value(v) > 0 && json_integer_value(v) <= INT32_MAX : json_is_string(v) && !text_blank(json_string_value(v));
        if (i == 0 && good)
            row.project = json_integer_value(v);
        if (good)
            continue;
        run_problem(run, m->name, no, key, "error", arena_fmt(r->scratch, "%s がない、または正しくない。この行は取り込まない。", key),
                    arena_fmt(r->scratch, "%s is missing or not as it must be; the row was left out.", key));
        json_decref(d);
        d = NULL;
    }
    if (d) {
        m->rows++;
        (void)spool_add(r->spool, row, line, n); /* the Ctx keeps the error */
    }
    json_decref(d);
    arena_reset(r->scratch);
}

bool
rs_read_details(Rs *r, Source *s, const char *name)
{
    Lines       v;
    size_t      n, member = r->members;
    const char *line;
    int64_t     fy = year_in(name);
    if (r->members == RS_MEMBERS)
        return fail(r->i->c, ERR_INVALID, name, L(r->i->c, "ファイルが多すぎます（%d まで）。", "there are too many files (at most %d)."), RS_MEMBERS);
    RsMember *m = &r->member[r->members++];
    *m = (RsMember){ .name = arena_str(r->mem, name), .part = RS_DETAILS(r->layout) };
    if (!fy) {
        run_problem(r->i->run, m->name, 0, NULL, "error", "シートの年度が分からない。ファイル名に年度を入れる（rs2025-project-details.ndjson のように）。このファイルは取り込まない。",
                    "the fiscal year of the sheets is not known; put it into the file's name (as in rs2025-project-details.ndjson). The file was left out.");
        return true;
    }
    lines_begin(&v, s);
    while (ok(r->i->c) && (line = lines_next(&v, &n))) {
        if (n > 0)
            take_outline(r, m, member, fy, line, n, v.no);
        if (v.no % 500 == 0)
            rs_said(r, s, m->rows);
    }
    lines_end(&v);
    m->bad = !ok(r->in);
    return ok(r->i->c);
}

/* All members of one file. Its damage is reported and costs that member. */
static bool
read_path(Rs *r, const char *path, bool details, bool *whole)
{
    Ctx         in = r->i->in;
    const char *name;
    in.mem = arena_new(0);
    r->in = &in;
    Source *s = source_open(&in, path);
    while (s && ok(r->i->c) && (name = source_next(s)))
        if (!(details ? rs_read_details(r, s, name) : rs_read_csv(r, s, name)))
            break;
    if (!ok(&in)) {
        const SourceDamage *d = s ? source_damage(s) : NULL;
        const char         *slash = strrchr(path, '/'), *file = d ? d->file : slash && slash[1] ? slash + 1 : path;
        run_problem(r->i->run, file, d ? d->line : 0, NULL, "error", arena_fmt(r->mem, "%s このファイルは取り込まない。", d ? d->ja : in.err.text),
                    arena_fmt(r->mem, "%s The file was left out.", d ? d->en : in.err.text));
        *whole = false;
    }
    r->base += s ? source_size(s) : 0;
    arena_free(in.mem);
    r->in = NULL;
    return ok(r->i->c);
}

static void
note_tables(Rs *r)
{
    json_t *all = json_keep(r->mem, json_object());
    for (size_t t = 0; t <= r->layout->tables; t++) {
        int64_t rows = 0;
        for (size_t k = 0; k < r->members; k++)
            rows += r->member[k].part == (int)t && !r->member[k].bad ? r->member[k].rows : 0;
        if (rows > 0)
            json_object_set_new(all, t < r->layout->tables ? r->layout->table[t].id : "details", json_integer(rows));
    }
    r->i->tables = all;
}

static bool
gather(Import *i, bool details)
{
    struct stat st;
    bool        whole = true;
    Rs          r = { .i = i, .mem = i->c->mem, .layout = rs_layout(i->c) };
    if (!r.layout || !(r.spool = spool_new(i->c)))
        return false;
    r.member = NEWN(r.mem, RsMember, RS_MEMBERS);
    r.scratch = arena_new(0);
    size_t n = i->path_n ? i->path_n : 1;
    for (size_t k = 0; k < n; k++)
        if (stat(i->path_n ? i->paths[k] : i->path, &st) == 0)
            i->size += st.st_size;
    r.bytes = i->size ? i->size : 1;
    i->size = 2 * r.bytes; /* read once, written once */
    for (size_t k = 0; k < n && ok(i->c); k++)
        if (!read_path(&r, i->path_n ? i->paths[k] : i->path, details, &whole))
            break;
    bool good = ok(i->c) && spool_sort(r.spool);
    if (good) {
        note_tables(&r);
        r.any = db_int(i->c, SQL("SELECT count(*) FROM review_sheet WHERE source = 'rs'"), NOV) > 0;
        good = ok(i->c) && sheets_import(i, rs_compose, &r, rs_sheet);
    }
    i->unfinished = i->unfinished || !whole;
    arena_free(r.scratch);
    return good;
}

bool
rs_csv_import(Import *i)
{
    return gather(i, false);
}

bool
rs_details_import(Import *i)
{
    return gather(i, true);
}
