/* data.c -- finds the data folder once for each call, unless its files were loaded before.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/data.h"

#include "base/buf.h"
#include "base/text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT = 16 << 20, DEPTH = 8 };

typedef struct Kept {
    struct Kept *next;
    const char  *path;
    Buf         *bytes;
} Kept;

/* Written by data_preload before there are threads, read only afterwards. */
static struct {
    Arena      *mem;
    const char *root;
    Kept       *files;
} loaded;

static const char *
root_of(Arena *mem)
{
    const char *env = getenv("KANMON_DATA");
    if (env && *env)
        return env;
    char    exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        for (int up = 0; up < 4; up++) {
            char *slash = strrchr(exe, '/');
            if (!slash)
                break;
            *slash = 0;
            if (access(arena_fmt(mem, "%s/catalog", exe), R_OK) == 0)
                return arena_str(mem, exe);
            if (access(arena_fmt(mem, "%s/share/kanmon/catalog", exe), R_OK) == 0)
                return arena_fmt(mem, "%s/share/kanmon", exe);
        }
    }
    return NULL;
}

const char *
data_path(Arena *mem, const char *relative)
{
    const char *root = loaded.root ? loaded.root : root_of(mem);
    return root ? arena_fmt(mem, "%s/%s", root, relative) : arena_str(mem, relative);
}

static const Kept *
kept(const char *path)
{
    const Kept *k = loaded.files;
    while (k && strcmp(k->path, path) != 0)
        k = k->next;
    return k;
}

const char *
data_read(Arena *mem, const char *path, size_t *n)
{
    const Kept *k = kept(path);
    Buf        *b = k ? k->bytes : buf_in(mem);
    *n = 0;
    if (!k && buf_read_file(b, path, LIMIT) != 0)
        return NULL;
    *n = b->n;
    return buf_text(b);
}

typedef struct {
    const char **v;
    size_t       n, room;
} Names;

static void
name_add(Arena *mem, Names *names, const char *name)
{
    if (names->n == names->room) {
        const char **more = NEWN(mem, const char *, names->room * 2 + 32);
        if (names->n)
            memcpy(more, names->v, names->n * sizeof *more);
        names->v = more;
        names->room = names->room * 2 + 32;
    }
    names->v[names->n++] = name;
}

const char **
data_names(Arena *mem, const char *path, size_t *n)
{
    Names  names = { 0 };
    size_t len = strlen(path);
    for (const Kept *k = loaded.files; k; k = k->next)
        if (strncmp(k->path, path, len) == 0 && k->path[len] == '/' && !strchr(k->path + len + 1, '/'))
            name_add(mem, &names, k->path + len + 1);
    DIR *d = names.n ? NULL : opendir(path);
    for (const struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.')
            name_add(mem, &names, arena_str(mem, e->d_name));
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.v, names.n, sizeof *names.v, text_rising);
    *n = names.n;
    return names.v;
}

static bool
keep_below(const char *path, int depth)
{
    struct stat st;
    if (depth == 0 || stat(path, &st) != 0)
        return false;
    if (!S_ISDIR(st.st_mode)) {
        Kept *k = NEW(loaded.mem, Kept);
        *k = (Kept){ loaded.files, path, buf_in(loaded.mem) };
        loaded.files = k;
        return buf_read_file(k->bytes, path, LIMIT) == 0;
    }
    DIR *d = opendir(path);
    bool good = d != NULL;
    for (const struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.')
            good = keep_below(arena_fmt(loaded.mem, "%s/%s", path, e->d_name), depth - 1) && good;
    if (d)
        closedir(d);
    return good;
}

bool
data_preload(const char *relative)
{
    if (!loaded.mem)
        loaded.mem = arena_new(0);
    if (!loaded.root)
        loaded.root = root_of(loaded.mem) ? root_of(loaded.mem) : ".";
    return keep_below(arena_fmt(loaded.mem, "%s/%s", loaded.root, relative), DEPTH);
}
