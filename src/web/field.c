/* field.c -- paths in a record as words and as places on the programme's page.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *ja, *en, *section;
} fields[] = {
#define FIELD(name, ja, en, section) { name, ja, en, section },
#include "web/fields.def"
#undef FIELD
};

static int
find(const char *name, size_t n)
{
    for (size_t i = 0; i < COUNT(fields); i++)
        if (strncmp(fields[i].name, name, n) == 0 && fields[i].name[n] == 0)
            return (int)i;
    return -1;
}

const char *
web_field(Web *w, const char *path)
{
    Buf *b = buf_in(w->c->mem);
    for (const char *p = path; *p;) {
        if (*p == '[') {
            long at = strtol(p + 1, NULL, 10);
            buf_fmt(b, " %ld", at + 1);
            p += strcspn(p, "]");
            p += *p == ']';
            continue;
        }
        if (*p == '.') {
            p++;
            continue;
        }
        size_t n = strcspn(p, ".[");
        int    i = find(p, n);
        buf_fmt(b, "%s%s", b->n ? " › " : "", i >= 0 ? T(w, fields[i].ja, fields[i].en) : arena_strn(w->c->mem, p, n));
        p += n;
    }
    return buf_text(b);
}

const char *
web_field_url(Web *w, const char *key, const char *path)
{
    const char *k = url_part(w->c->mem, key);
    int         i = find(path, strcspn(path, ".["));
    long        at = strchr(path, '[') ? strtol(strchr(path, '[') + 1, NULL, 10) : -1;
    if (text_starts(path, "rosters[")) {
        const char *m = strstr(path, ".members[");
        return m ? arena_fmt(w->c->mem, "/programmes/%s/roster#member-%ld-%ld", k, at + 1, strtol(m + 9, NULL, 10) + 1) : arena_fmt(w->c->mem, "/programmes/%s/roster#body-%ld", k, at + 1);
    }
    if (text_starts(path, "indicators[") && at >= 0)
        return arena_fmt(w->c->mem, "/programmes/%s#indicator-%ld", k, at + 1);
    return i >= 0 && *fields[i].section ? arena_fmt(w->c->mem, "/programmes/%s#%s", k, fields[i].section) : arena_fmt(w->c->mem, "/programmes/%s", k);
}
