/* field.c -- paths in a record as words and as places on the programme's page.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/buf.h"
#include "base/text.h"
#include "format/json.h"

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

/* What a member of a list is called by people; NULL where it has no name of its own. */
static const char *
called(const json_t *v)
{
    static const char *const names[] = { "name", "item", "view", "body" };
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *s = json_is_object(v) ? json_str(v, names[i]) : NULL;
        if (s && !text_blank(s))
            return s;
    }
    return NULL;
}

const char *
web_field(Web *w, const json_t *record, const char *path)
{
    Buf          *b = buf_in(w->c->mem);
    const json_t *v = record;
    for (const char *p = path; *p;) {
        size_t      n = strcspn(p, ".["), begin = b->n;
        const char *name = arena_strn(w->c->mem, p, n);
        int         i = find(p, n);
        buf_fmt(b, "%s%s", b->n ? " › " : "", i >= 0 ? T(w, fields[i].ja, fields[i].en) : name);
        v = json_object_get(v, name);
        for (p += n; *p == '[';) {
            size_t at = strtoul(p + 1, NULL, 10);
            v = json_array_get(v, at);
            p += strcspn(p, "]");
            p += *p == ']';
            if (*p == '.' && called(v)) { /* the way to what is meant: by name */
                b->n = begin;
                buf_fmt(b, "%s%s", begin ? " › " : "", text_head(w->c->mem, text_squeeze(w->c->mem, called(v)), 24));
            } else {
                buf_fmt(b, " %zu", at + 1);
            }
        }
        p += *p == '.';
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
