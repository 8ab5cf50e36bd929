/* sheet_texts.c -- the long texts of a programme from sheet to sheet, and what changed in them.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Japanese has no spaces between words, so texts are compared by clause: cut behind 。 、 and line feeds. The longest
 * common row of clauses stays, the others are gone or new. Width of letters and white space are no change. */
#include "domain/sheet_years_in.h"

#include "base/fold.h"
#include "base/text.h"
#include "format/json.h"

#include <string.h>

enum { CLAUSES = 400 };

typedef struct {
    const char *text, *key;
} Clause;

static size_t
clauses_of(Arena *mem, const char *text, Clause *out)
{
    size_t      n = 0;
    const char *p = text, *from = text;
    uint32_t    ch;
    while ((ch = text_next(&p))) {
        bool cut = ch == 0x3002 || ch == 0x3001 || ch == '\n' || ch == 0xff0e || *p == '\0';
        if (!cut || n == CLAUSES)
            continue;
        const char *end = n == CLAUSES - 1 ? text + strlen(text) : p; /* the rest of a text that is too long is one clause */
        out[n].text = arena_strn(mem, from, (size_t)(end - from));
        out[n].key = fold_key(mem, out[n].text);
        n++;
        from = p = end;
    }
    return n;
}

static void
part(Arena *mem, json_t *parts, const char *op, const char *text)
{
    json_t *last = json_array_get(parts, json_array_size(parts) - 1);
    if (last && strcmp(json_text(last, "op"), op) == 0)
        json_object_set_new(last, "text", json_string(arena_fmt(mem, "%s%s", json_text(last, "text"), text)));
    else
        json_array_append_new(parts, json_pack("{ss ss}", "op", op, "text", text));
}

/* The longest common subsequence by the table of its lengths (Wagner and Fischer 1974), from the end. */
static json_t *
compare(Ctx *c, const char *old, const char *now)
{
    Clause   *a = NEWN(c->mem, Clause, CLAUSES), *b = NEWN(c->mem, Clause, CLAUSES);
    size_t    n = clauses_of(c->mem, old, a), m = clauses_of(c->mem, now, b), w = m + 1, i = 0, j = 0;
    uint16_t *longest = NEWN(c->mem, uint16_t, (n + 1) * w);
    json_t   *parts = json_array();
    for (i = n; i-- > 0;)
        for (j = m; j-- > 0;) {
            uint16_t down = longest[(i + 1) * w + j], right = longest[i * w + j + 1];
            longest[i * w + j] = strcmp(a[i].key, b[j].key) == 0 ? (uint16_t)(longest[(i + 1) * w + j + 1] + 1) : down > right ? down : right;
        }
    for (i = j = 0; i < n || j < m;) {
        if (i < n && j < m && strcmp(a[i].key, b[j].key) == 0) {
            part(c->mem, parts, "same", b[j++].text);
            i++;
        } else if (i < n && (j == m || longest[(i + 1) * w + j] >= longest[i * w + j + 1])) {
            part(c->mem, parts, "gone", a[i++].text);
        } else {
            part(c->mem, parts, "new", b[j++].text);
        }
    }
    return parts;
}

static json_t *
followed(json_t *texts, const BodyText *t)
{
    size_t  i;
    json_t *one;
    json_array_foreach(texts, i, one)
        if (strcmp(json_text(one, "ja"), t->ja) == 0)
            return one;
    one = json_pack("{ss ss ss s[]}", "key", t->key, "ja", t->ja, "en", t->en, "versions");
    json_array_append_new(texts, one);
    return one;
}

void
sheet_text_follow(Ctx *c, json_t *texts, const json_t *sheet, const BodyText *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!text[i].text || text_blank(text[i].text))
            continue;
        json_t     *one = followed(texts, &text[i]), *versions = json_path(one, "versions"), *last = json_array_get(versions, json_array_size(versions) - 1);
        const char *old = last ? json_text(last, "text") : NULL;
        json_object_set_new(one, "text", json_string(text[i].text));
        json_object_set(one, "sheet_id", json_path(sheet, "id"));
        json_object_set(one, "sheet_fy", json_path(sheet, "fy"));
        if (old && strcmp(fold_key(c->mem, old), fold_key(c->mem, text[i].text)) == 0)
            continue;
        json_array_append_new(versions, json_pack("{sO sO ss so}", "sheet_id", json_path(sheet, "id"), "sheet_fy", json_path(sheet, "fy"), "text", text[i].text, "parts",
                                                  old ? compare(c, old, text[i].text) : json_null()));
    }
}
