/* evalsheet_cover.c -- cover and placed lines, planned evaluations, table of money.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* First block of a kind in a list of blocks; NULL when none. */
static const json_t *
block_of(const json_t *blocks, const char *kind)
{
    size_t  i;
    json_t *b;
    json_array_foreach(blocks, i, b)
        if (strcmp(json_text(b, "kind"), kind) == 0)
            return b;
    return NULL;
}

static bool
is_open(const char *p)
{
    return *p == '(' || text_starts(p, "（");
}

/* Whether a figure stands in the text. */
static bool
cell_digit(const char *t)
{
    for (uint32_t cp; (cp = text_next(&t));)
        if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19))
            return true;
    return false;
}

static bool
is_close(const char *p)
{
    return *p == ')' || text_starts(p, "）");
}

/* "date_text" beside "date": the day that a printed date means stands in the field without _text. */
static void
put_day(Sheet *s, const char *field, const char *text, size_t line)
{
    const char *day = day_find(s->c->mem, text);
    if (json_has(s->rec, field))
        return;
    put_text(s, field, text, line, line + 1);
    if (text_ends(field, "_text") && day)
        put(s, arena_strn(s->c->mem, field, strlen(field) - strlen("_text")), json_string(day));
}

/* A title may begin on the first line of its part and end on the next, which holds the word. */
static void
put_placed(Sheet *s, const char *field, const json_t *match, size_t k, size_t from)
{
    Arena      *mem = s->c->mem;
    const char *text = text_trim(mem, s->v[k].text), *first = text_trim(mem, s->v[from].text);
    bool        two = false;
    const char *w;
    for (size_t i = 0; match && k == from + 1 && (w = json_string_value(json_array_get(words_of(s, "joints.title_ends"), i))); i++)
        two = two || text_ends(s->v[from].key, w);
    put_text(s, field, two ? arena_fmt(mem, "%s %s", first, text) : text, two ? from : k, k + 1);
}

void
read_placed(Sheet *s, const json_t *blocks, size_t from, size_t to)
{
    size_t  i, free_from = from;
    json_t *b;
    json_array_foreach(blocks, i, b)
    {
        const char   *kind = json_text(b, "kind"), *field = json_text(b, "field");
        const json_t *match = json_path(b, "match");
        bool          dated = text_ends(field, "_text") && (strcmp(kind, "right") == 0 || strcmp(kind, "centre") == 0);
        if (strcmp(kind, "title") != 0 && strcmp(kind, "centre") != 0 && strcmp(kind, "right") != 0)
            continue;
        for (size_t k = match ? from : free_from; k < to; k++) {
            const Line *l = &s->v[k];
            bool        date = day_find(s->c->mem, l->text) != NULL && text_chars(l->key) < 24;
            if (text_blank(l->text) || is_rule_row(l) || is_row(l) || (match ? !word_in(match, l->key) : dated ? !date : date))
                continue;
            if (dated)
                put_day(s, field, text_trim(s->c->mem, l->text), k);
            else if (!json_has(s->rec, field))
                put_placed(s, field, strcmp(kind, "title") == 0 ? match : NULL, k, from);
            free_from = k + 1;
            break;
        }
    }
}

/* What a cell states behind a label: the label's place, where its text begins and ends. */
typedef struct {
    const char *name, *at, *from, *to;
} Piece;

/* The earliest place of one of the words; the longest word where two begin together or overlap. */
static bool
piece_find(const json_t *words, const char *cell, bool bracketed, Piece *out)
{
    const char *w;
    for (size_t i = 0; (w = json_string_value(json_array_get(words, i))); i++)
        for (const char *p = cell; (p = strstr(p, w)); p += strlen(w)) {
            bool in = (p > cell && p[-1] == '(') || (p - cell >= 3 && text_starts(p - 3, "（"));
            if (bracketed && !in)
                continue;
            if (!out->at || p < out->at) {
                out->at = out->from = p;
                out->from += strlen(w);
            }
            break;
        }
    return out->at != NULL;
}

/* The year printed before 要求額 belongs to it. */
static void
take_year(const char *cell, Piece *p, int *fy)
{
    Year        y;
    const char *at, *from = cell;
    while (from < p->at && year_find(from, &y, &at) && y.end <= p->at) {
        const char *gap = y.end;
        while (*gap == ' ' || text_starts(gap, "　"))
            gap += *gap == ' ' ? 1 : 3;
        if (gap == p->at) {
            *fy = y.year;
            p->at = at;
            return;
        }
        from = y.end;
    }
}

static void
drop_bracket(const char *cell, Piece *p)
{
    while (p->at > cell && (p->at[-1] == ' ' || p->at[-1] == '\n' || p->at[-1] == '(' || (p->at - cell >= 3 && (text_starts(p->at - 3, "（") || text_starts(p->at - 3, "　")))))
        p->at -= (unsigned char)p->at[-1] < 128 ? 1 : 3;
}

/* The text of a piece without its colon and the bracket that closes around it; a unit in brackets behind the
 * label, as in 要求額（百万円）, goes behind the figure. */
static const char *
piece_text(Arena *mem, const Piece *p)
{
    char       *t = text_trim(mem, arena_strn(mem, p->from, (size_t)(p->to - p->from)));
    const char *unit = "";
    if (is_open(t)) {
        const char *in = t + (*t == '(' ? 1 : 3), *close = in;
        while (*close && !is_close(close))
            text_next(&close);
        unit = arena_strn(mem, in, (size_t)(close - in));
        t = text_trim(mem, *close ? close + (*close == ')' ? 1 : 3) : "");
    }
    t = text_trim(mem, t + (text_starts(t, "：") ? 3 : *t == ':' ? 1 : 0));
    int depth = 0;
    for (const char *q = t; *q; text_next(&q)) {
        depth += is_open(q) ? 1 : is_close(q) ? -1 : 0;
        if (depth < 0) {
            t = text_trim(mem, arena_strn(mem, t, (size_t)(q - t)));
            break;
        }
    }
    t = text_trim(mem, text_replace(mem, t, "\n", " "));
    return *unit && *t && cell_digit(t) ? arena_fmt(mem, "%s%s", t, unit) : t;
}

/* The cell of the cover's first row with the lines below it, up to the note or the first box. */
static const char *
head_cell(Sheet *s, const json_t *blocks, size_t head, size_t to, size_t *end)
{
    Arena        *mem = s->c->mem;
    Buf          *b = buf_in(mem);
    const json_t *notes = json_path(block_of(blocks, "note"), "match");
    size_t        i = head;
    for (; i < to; i++) {
        const Line *l = &s->v[i];
        if (i > head && (text_starts(l->key, "【") || word_at(notes, l->key)))
            break;
        if (i == head && l->cells == 1) { /* 事業名　…: label and name in one cell */
            const json_t *labels = json_path(block_of(blocks, "cover-head"), "rows.0.match");
            const char   *p = l->text, *w = word_at(labels, l->key);
            for (const char *q = p; w && *q && strlen(text_key(mem, arena_strn(mem, l->text, (size_t)(q - l->text)))) < strlen(w); text_next(&q))
                p = q;
            if (w)
                text_next(&p);
            buf_add(b, text_trim(mem, p + (text_starts(text_trim(mem, p), "：") ? (size_t)(strstr(p, "：") - p) + 3 : 0)));
            continue;
        }
        for (size_t k = i == head && l->cells > 1; k < l->cells; k++)
            if (*l->cell[k] && !is_rule_row(l))
                buf_fmt(b, "%s%s", !b->n ? "" : k ? " " : text_cut(buf_text(b), l->cell[k]) ? "" : "\n", l->cell[k]);
    }
    *end = i;
    return arena_str(mem, buf_text(b));
}

static void
cover_head(Sheet *s, const json_t *row, const char *cell, size_t from, size_t to)
{
    Arena        *mem = s->c->mem;
    const json_t *w = json_path(row, "words");
    Piece         v[5] = { { .name = "new" }, { .name = "extended" }, { .name = "request" }, { .name = "total" }, { .name = "period" } };
    const char   *name_end = cell + strlen(cell);
    int           fy = 0;
    for (size_t i = 0; i < 5; i++) {
        if (!piece_find(json_path(w, v[i].name), cell, i < 2, &v[i]))
            continue;
        if (i == 2)
            take_year(cell, &v[i], &fy);
        drop_bracket(cell, &v[i]);
        name_end = v[i].at < name_end ? v[i].at : name_end;
    }
    for (size_t i = 0; i < 5; i++) {
        v[i].to = cell + strlen(cell);
        for (size_t k = 0; v[i].at && k < 5; k++)
            if (v[k].at && v[k].at >= v[i].from && v[k].at < v[i].to)
                v[i].to = v[k].at;
    }
    const char *name = text_trim(mem, arena_strn(mem, cell, (size_t)(name_end - cell)));
    const char *line = strchr(name, '\n');
    put_text(s, "name", text_squeeze(mem, line ? text_replace(mem, name, "\n", "") : name), from, to);
    put(s, "kind", v[0].at ? json_string("new") : v[1].at ? json_string("extended") : json_null());
    for (size_t i = 2; i < 4; i++) {
        if (!v[i].at)
            continue;
        json_t *m = money(s, piece_text(mem, &v[i]), "");
        if (i == 2)
            json_object_set_new(m, "fiscal_year", fy ? json_integer(fy) : json_null());
        json_object_set_new(m, "source", source_of(s, from, to));
        put(s, v[i].name, m);
    }
    if (v[4].at)
        put(s, "period", period_read(s, "cover", piece_text(mem, &v[4]), from));
}

/* A key without the mark in front of it: ○ is printed in three different signs. */
static const char *
unmarked(const char *key)
{
    static const char *const marks[] = { "○", "〇", "◯", "●", "・", "◆", "■", "□", "【" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(key, marks[i]))
            return key + strlen(marks[i]);
    return key;
}

static bool
labelled(const json_t *block, const char *key)
{
    const char *w, *k = unmarked(key);
    for (size_t i = 0; (w = json_string_value(json_array_get(json_path(block, "match"), i))); i++)
        if (text_starts(k, unmarked(w)))
            return true;
    return false;
}

static bool
is_box(const Line *l, const json_t *blocks)
{
    size_t  i;
    json_t *b;
    if (text_starts(l->key, "【"))
        return true;
    json_array_foreach(blocks, i, b)
        if (strcmp(json_text(b, "kind"), "boxed") == 0 && is_row(l) && labelled(b, l->key))
            return true;
    return false;
}

/* Text of a labelled block: the rest of the label's line and the lines to `to`. */
static const char *
labelled_text(Sheet *s, size_t at, size_t to, bool box)
{
    Arena      *mem = s->c->mem;
    const Line *l = &s->v[at];
    const char *close = box ? strstr(l->text, "】") : NULL, *first = close ? close + strlen("】") : "";
    const char *colon = !box ? strstr(l->text, "：") : NULL;
    if (colon)
        first = colon + strlen("：");
    else if (!close && is_row(l))
        first = strchr(l->text, '\t') + 1;
    first = text_trim(mem, text_replace(mem, first, "\v", "\n"));
    const char *body = prose(s, at + 1, to);
    return !*first ? body : *body ? arena_fmt(mem, "%s\n%s", first, body) : first;
}

/* Names in a list. "、" also stands inside names (regime 6.17): the split is a proposal, its confidence says so. */
static json_t *
cover_names(Sheet *s, const char *text, double *sure)
{
    Arena  *mem = s->c->mem;
    json_t *names = json_array();
    bool    slash = strstr(text, " / ") != NULL, lines = strchr(text, '\n') != NULL;
    int     depth = 0;
    Buf     b = { 0 };
    *sure = 1;
    for (const char *p = text;; ) {
        bool   end = !*p, cut = end;
        size_t n = 0;
        depth += is_open(p) ? 1 : is_close(p) ? -1 : 0;
        if (lines ? *p == '\n' : slash ? text_starts(p, " / ") : depth <= 0 && text_starts(p, "、"))
            cut = true, n = lines ? 1 : 3;
        if (cut) {
            const char *one = text_trim(mem, unmarked(text_trim(mem, buf_text(&b))));
            if (*one)
                json_array_append_new(names, json_string(one));
            buf_clear(&b);
            *sure = n && !lines ? (slash ? 0.9 : 0.7) : *sure;
            p += n;
        } else {
            const char *q = p;
            text_next(&q);
            buf_addn(&b, p, (size_t)(q - p));
            p = q;
        }
        if (end)
            break;
    }
    buf_free(&b);
    return names;
}

static void
cover_indicators(Sheet *s, const json_t *block, const char *text, size_t from, size_t to)
{
    double  sure = 1;
    json_t *names = cover_names(s, text, &sure);
    if (json_array_size(names) > 1 && sure < 0.8)
        note(s, "IMP-LIST-SPLIT", "notice", from, json_text(block, "field"),
             arena_fmt(s->c->mem, "「%s」を読点で %zu 個に分けた案である。原文のまま残し、確認を求める。", text_head(s->c->mem, text, 40), json_array_size(names)),
             arena_fmt(s->c->mem, "\"%s\" was split at commas into %zu names as a proposal. The text is kept as printed; please confirm.", text_head(s->c->mem, text, 40),
                       json_array_size(names)));
    json_array_append_new(list_at(s, json_text(block, "field")),
                          json_pack("{sO ss so sf so}", "type", json_path(block, "where.type"), "text", text, "names", names, "confidence", sure, "source",
                                    source_of(s, from + (to > from + 1), to)));
}

/* Labels inside a box: ○達成目標 and its like. */
static void
bullets(Sheet *s, const json_t *blocks, size_t from, size_t to)
{
    size_t  i, k;
    json_t *b, *other;
    json_array_foreach(blocks, i, b)
    {
        size_t at = from;
        while (at < to && !labelled(b, s->v[at].key))
            at++;
        if (at == to)
            continue;
        size_t end = at + 1;
        for (bool more = true; end < to; end++) {
            json_array_foreach(blocks, k, other) more = more && !labelled(other, s->v[end].key);
            if (!more)
                break;
        }
        const char *text = labelled_text(s, at, end, false);
        if (json_has(b, "where"))
            cover_indicators(s, b, text, at, end);
        else
            put_text(s, json_text(b, "field"), text, at, end);
    }
}

/* "研究振興局 情報課 （山田 太郎）": the last brackets hold a second field. */
static void
bracketed(Sheet *s, const json_t *box, const char *text, size_t from, size_t to)
{
    Arena      *mem = s->c->mem;
    const char *open = NULL, *close;
    for (const char *p = text; *p; text_next(&p))
        open = is_open(p) ? p : open;
    close = open;
    while (close && *close && !is_close(close))
        text_next(&close);
    bool whole = close && *close && text_blank(close + (*close == ')' ? 1 : 3));
    size_t skip = open && *open == '(' ? 1 : 3;
    put_text(s, json_text(box, "field"), whole ? text_trim(mem, arena_strn(mem, text, (size_t)(open - text))) : text, from, to);
    put_text(s, json_text(box, "bracket"), whole ? text_trim(mem, arena_strn(mem, open + skip, (size_t)(close - open) - skip)) : "", from, to);
}

static void
boxed(Sheet *s, const json_t *box, const json_t *blocks, size_t from, size_t to)
{
    size_t at = from;
    while (at < to && !(is_box(&s->v[at], blocks) && labelled(box, s->v[at].key)))
        at++;
    if (at == to) {
        note(s, "IMP-SECTION-MISSING", "warning", from, json_str(box, "field") ? json_text(box, "field") : "cover",
             arena_fmt(s->c->mem, "様式の【%s】が文書に見当たらない。", json_text(box, "label.ja")),
             arena_fmt(s->c->mem, "The box \"%s\" of the form was not found in the paper.", json_text(box, "label.en")));
        return;
    }
    size_t end = at + 1;
    while (end < to && !is_box(&s->v[end], blocks))
        end++;
    if (json_has(box, "blocks"))
        bullets(s, json_path(box, "blocks"), at, end);
    if (!json_has(box, "field"))
        return;
    const char *text = labelled_text(s, at, end, true);
    if (json_has(box, "bracket"))
        bracketed(s, box, text, at, end);
    else
        put_text(s, json_text(box, "field"), text, at, end);
    if (json_has(box, "last_field")) {
        const char *last = text;
        for (const char *p = text; *p; text_next(&p))
            last = *p == ' ' || *p == '/' || *p == '\n' ? p + 1 : text_starts(p, "　") || text_starts(p, "／") ? p + 3 : last;
        put_text(s, json_text(box, "last_field"), last, at, end);
    }
}

bool
read_cover(Sheet *s, const json_t *part, size_t from, size_t head, size_t to)
{
    const json_t *blocks = json_path(part, "blocks"), *b;
    size_t        end = head, i;
    const char   *cell = head_cell(s, blocks, head, to, &end);
    json_t       *row;
    read_placed(s, blocks, from, head);
    json_array_foreach(json_path(block_of(blocks, "cover-head"), "rows"), i, row)
        if (i == 0)
            cover_head(s, row, cell, head, head + 1);
    if ((b = block_of(blocks, "note")))
        for (i = head + 1; i < to && !is_box(&s->v[i], blocks); i++)
            if (word_at(json_path(b, "match"), s->v[i].key)) {
                size_t next = i + 1;
                while (next < to && !is_box(&s->v[next], blocks))
                    next++;
                put_text(s, json_text(b, "field"), prose(s, i, next), i, next);
                break;
            }
    json_array_foreach(blocks, i, row)
        if (strcmp(json_text(row, "kind"), "boxed") == 0)
            boxed(s, row, blocks, end, to);
    return ok(s->c);
}
