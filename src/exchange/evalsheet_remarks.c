/* evalsheet_remarks.c -- remarks, remarks with their answers, a choice with its reason, footnotes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* "given", "none-stated" (特になし) or "blank": an empty section is not the same as one that says there is nothing. */
static const char *
state_of(const Sheet *s, const char *text)
{
    Arena      *mem = s->c->mem;
    const char *key = text_key(mem, text_head(mem, text, 60));
    if (text_blank(text))
        return "blank";
    while (text_starts(key, "・"))
        key += strlen("・");
    const char *bare = text_replace(mem, key, "。", "");
    return word_is(words_of(s, "none"), bare) || word_is(words_of(s, "empty"), bare) ? "none-stated" : "given";
}

static const char *
undotted(const char *p)
{
    while (text_starts(p, "・") || *p == ' ' || text_starts(p, "　") || (*p == '-' && p[1] == ' '))
        p += *p == ' ' || *p == '-' ? 1 : 3;
    return p;
}

/* The section's lines: what the heading's own line says behind the title, then the rest. */
static const char *
body_of(const Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *first = json_has(how, "title_field") ? "" : heading_rest(s, how, from), *body = prose(s, from + 1, to);
    if (!*first || text_starts(first, "（") || *first == '(')
        return body;
    return *body ? arena_fmt(s->c->mem, "%s\n%s", first, body) : first;
}

/* A line alone in angle brackets names what follows and is no remark: <留意事項>. */
static bool
is_label(const char *one)
{
    return (*one == '<' && text_ends(one, ">")) || (text_starts(one, "＜") && text_ends(one, "＞"));
}

bool
read_remarks(Sheet *s, const json_t *how, size_t from, size_t to)
{
    Arena      *mem = s->c->mem;
    const char *field = json_text(how, "field"), *text = body_of(s, how, from, to), *state = state_of(s, text);
    json_t     *list = json_array();
    size_t      n = 0;
    char      **v = text_split(mem, text, "\n", &n);
    for (size_t i = 0; i < n && strcmp(state, "given") == 0; i++) {
        char *one = text_trim(mem, v[i]);
        if (*one && !is_label(one))
            json_array_append_new(list, json_string(text_trim(mem, undotted(one))));
    }
    put_text(s, arena_fmt(mem, "%s_text", field), text, from, to);
    if (!json_has(s->rec, arena_fmt(mem, "%s_text", field)))
        put(s, arena_fmt(mem, "%s_text", field), json_string(""));
    put(s, arena_fmt(mem, "%s_state", field), json_string(state));
    put(s, field, list);
    return true;
}

/* One remark being read: texts of its two members with the lines they stand on. */
typedef struct {
    Buf    *text[2];
    size_t  from, to;
    json_t *list;
    size_t  remark, answer; /* which row of the form is which member */
} Pair;

static void
pair_end(Sheet *s, Pair *p)
{
    const char *a = buf_text(p->text[0]), *b = buf_text(p->text[1]);
    bool        none = strcmp(state_of(s, a), "given") != 0;
    if (!none)
        json_array_append_new(p->list, json_pack("{ss so so}", "remark", text_trim(s->c->mem, undotted(a)), "answer",
                                                 strcmp(state_of(s, b), "blank") == 0 ? json_null() : json_string(text_trim(s->c->mem, undotted(b))), "source",
                                                 source_of(s, p->from, p->to)));
    buf_clear(p->text[0]);
    buf_clear(p->text[1]);
}

/* Which member of the pair the line is a label of (-1: none); *rest what follows the label on its line. */
static int
member_at(const Sheet *s, const json_t *rows, const char *line, const char **rest)
{
    static const char *const opens[] = { "<", "＜", "【", "（", "(", "［", "[", "〈", "○", "●", "■", "◆", "・" };
    static const char *const ends[] = { ">", "＞", "】", "）", ")", "］", "]", "〉", "：", ":", "　" };
    Arena      *mem = s->c->mem;
    const char *t = text_trim(mem, line), *p = t;
    size_t      i;
    json_t     *row;
    bool        opened = false;
    if (heading_number(t, &p) == 0)
        p = t;
    for (i = 0; i < sizeof opens / sizeof *opens; i++)
        if (text_starts(p, opens[i])) {
            p += strlen(opens[i]);
            opened = true;
            break;
        }
    json_array_foreach(rows, i, row)
    {
        const char *w = word_at(json_path(row, "match"), text_key(mem, text_head(mem, p, 40)));
        if (!w)
            continue;
        const char *q = p;
        for (size_t k = 0; *q && k < 24; k++, text_next(&q))
            for (size_t e = 0; e < sizeof ends / sizeof *ends; e++)
                if (text_starts(q, ends[e])) {
                    *rest = q + strlen(ends[e]);
                    *rest = text_trim(mem, text_starts(*rest, "：") ? *rest + 3 : **rest == ':' ? *rest + 1 : *rest);
                    return (int)i;
                }
        *rest = "";
        if (text_blank(q) && (opened || text_chars(t) < 16))
            return (int)i;
    }
    return -1;
}

/* ①…②… on both sides: entries that bear the same number belong together. */
static bool
pairs_by_number(Sheet *s, Pair *p)
{
    Arena  *mem = s->c->mem;
    size_t  n[2] = { 0, 0 };
    char  **v[2];
    const char *rest, *entry[2][21] = { { NULL } };
    for (int k = 0; k < 2; k++) {
        int at = 0, count = 0;
        v[k] = text_split(mem, buf_text(p->text[k]), "\n", &n[k]);
        for (size_t i = 0; i < n[k]; i++) {
            int no = heading_number(v[k][i], &rest) % 100;
            if (no > 0 && no <= 20 && no == at + 1) {
                entry[k][at = no] = rest;
                count++;
            } else if (at) {
                entry[k][at] = arena_fmt(mem, "%s\n%s", entry[k][at], v[k][i]);
            } else if (*v[k][i]) {
                return false;
            }
            if (n[k] > 200)
                return false;
        }
        if (count < 2)
            return false;
    }
    for (int no = 1; no <= 20; no++)
        if (entry[0][no])
            json_array_append_new(p->list, json_pack("{ss so so}", "remark", entry[0][no], "answer", json_maybe(entry[1][no]), "source", source_of(s, p->from, p->to)));
    buf_clear(p->text[0]);
    buf_clear(p->text[1]);
    return true;
}

/* A table of two columns or more whose heading names both members. */
static bool
pairs_table(Sheet *s, Pair *p, const json_t *rows, size_t from, size_t to)
{
    int    column[2] = { -1, -1 };
    size_t head = from, k;
    for (; head < to && (column[0] < 0 || column[1] < 0); head++) {
        column[0] = column[1] = -1;
        for (k = 0; k < s->v[head].cells && s->v[head].cells > 1; k++)
            for (int m = 0; m < 2; m++)
                if (word_in(json_path(json_array_get(rows, (size_t)m), "match"), text_key(s->c->mem, text_head(s->c->mem, s->v[head].cell[k], 40))))
                    column[m] = (int)k;
    }
    if (column[0] < 0 || column[1] < 0 || column[0] == column[1])
        return false;
    s->v[head - 1].used = true;
    for (size_t i = head; i < to; i++) {
        Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l) || l->cells < 2)
            continue;
        const char *a = (size_t)column[0] < l->cells ? l->cell[column[0]] : "", *b = (size_t)column[1] < l->cells ? l->cell[column[1]] : "";
        if (*a && p->text[0]->n)
            pair_end(s, p);
        if (*a)
            p->from = i;
        p->to = i + 1;
        buf_fmt(p->text[0], "%s%s", *a && p->text[0]->n ? "\n" : "", a);
        buf_fmt(p->text[1], "%s%s", *b && p->text[1]->n ? "\n" : "", b);
        l->used = true;
    }
    pair_end(s, p);
    return true;
}

bool
read_pairs(Sheet *s, const json_t *how, size_t from, size_t to)
{
    Arena        *mem = s->c->mem;
    const json_t *rows = json_path(how, "rows");
    const char   *field = json_text(how, "field"), *text = body_of(s, how, from, to), *state = state_of(s, text);
    Pair          p = { { buf_in(mem), buf_in(mem) }, from + 1, to, json_array(), 0, 1 };
    size_t        n = 0;
    int           now = -1;
    put_text(s, arena_fmt(mem, "%s_text", field), text, from, to);
    put(s, field, p.list);
    if (!pairs_table(s, &p, rows, from + 1, to)) {
        for (size_t i = from + 1; i < to; i++) {
            const Line *l = &s->v[i];
            const char *rest = text_replace(mem, l->text, "\v", "\n");
            int         m = text_blank(l->text) ? -1 : member_at(s, rows, l->text, &rest);
            if (text_blank(l->text) || is_rule_row(l))
                continue;
            if (m == 0 && (p.text[0]->n || p.text[1]->n)) {
                if (!pairs_by_number(s, &p))
                    pair_end(s, &p);
            }
            if (m == 0)
                p.from = i;
            now = m >= 0 ? m : now;
            p.to = i + 1;
            if (now >= 0 && *rest)
                buf_fmt(p.text[now], "%s%s", p.text[now]->n ? "\n" : "", text_trim(mem, rest));
            n++;
        }
        if (!pairs_by_number(s, &p))
            pair_end(s, &p);
    }
    if (strcmp(state, "given") == 0 && json_array_size(p.list) == 0)
        state = now >= 0 ? "none-stated" : "given";
    put(s, arena_fmt(mem, "%s_state", field), json_string(state));
    if (strcmp(state, "given") == 0 && json_array_size(p.list) == 0)
        note(s, "IMP-PAIRS-UNCLEAR", "warning", from, field, "指摘事項と対応状況の組に分けられない。原文のまま残した。",
             "The remarks and what was done could not be told apart. The text was kept as printed.");
    return true;
}

/* How often a choice is named in the text, and whether it is marked (「継続」, ○継続). */
static int
named(const json_t *choice, const char *key)
{
    int         best = 0;
    const char *w;
    static const char *const marks[] = { "○", "〇", "◯", "●", "☑", "■", "✓", "✔", "レ", "◎" };
    for (size_t i = 0; (w = json_string_value(json_array_get(json_path(choice, "match"), i))); i++)
        for (const char *p = key; (p = strstr(p, w)); p += strlen(w)) {
            int this = 1;
            for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
                size_t n = strlen(marks[m]);
                const char *b = p - (p - key >= 3 && text_starts(p - 3, "「") ? 3 : 0);
                if ((size_t)(b - key) >= n && text_starts(b - n, marks[m]))
                    this = 3;
            }
            if (this < 2 && p - key >= 3 && text_starts(p - 3, "「"))
                this = 2;
            best = this > best ? this : best;
        }
    return best;
}

bool
read_choice(Sheet *s, const json_t *how, size_t from, size_t to)
{
    Arena        *mem = s->c->mem;
    const char   *field = json_text(how, "field"), *body = body_of(s, how, from, to), *reason = NULL, *statement = body;
    const json_t *why = json_path(how, "reason");
    size_t        n = 0, i, hits = 0;
    char        **v = text_split(mem, body, "\n", &n);
    json_t       *choice, *one = NULL;
    int           best = 0;
    size_t        off = 0;
    for (i = 0; i < n && !reason; off += strlen(v[i]) + 1, i++) {
        const char *rest = v[i];
        json_t     *rows = json_keep(mem, json_pack("[O]", why));
        if (why && member_at(s, rows, v[i], &rest) == 0) {
            Buf *b = buf_in(mem);
            buf_add(b, rest);
            for (size_t k = i + 1; k < n; k++)
                buf_fmt(b, "%s%s", b->n ? "\n" : "", v[k]);
            reason = buf_text(b);
            statement = arena_strn(mem, body, off);
        }
    }
    if (!reason && n > 1) { /* no label: the first paragraph states, the rest gives reasons */
        statement = v[0];
        reason = body + strlen(v[0]) + 1;
    }
    const char *key = text_key(mem, text_head(mem, statement, 400));
    json_array_foreach(json_path(how, "choices"), i, choice)
    {
        int k = named(choice, key);
        if (k > best)
            hits = 0, best = k, one = choice;
        hits += k && k == best;
    }
    put_text(s, arena_fmt(mem, "%s_text", field), text_trim(mem, statement), from, to);
    put(s, field, hits == 1 ? json_incref(json_path(one, "id")) : json_null());
    if (why)
        put_text(s, json_text(why, "field"), reason ? text_trim(mem, reason) : "", from, to);
    if (hits != 1)
        note(s, "IMP-CHOICE-UNCLEAR", "warning", from, field, arena_fmt(mem, "「%s」から一つの選択を読み取れない。", text_head(mem, text_squeeze(mem, statement), 60)),
             arena_fmt(mem, "One choice cannot be told from \"%s\".", text_head(mem, text_squeeze(mem, statement), 60)));
    return true;
}

/* Lines behind a rule; their own mark in front: "i 例えば…", "1) …", "※1 …". */
bool
read_footnotes(Sheet *s, const json_t *how, size_t from, size_t to)
{
    Arena *mem = s->c->mem;
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l) || is_row(l))
            continue;
        const char *ref = l->sup_first ? l->sup : NULL, *rest = l->text;
        if (!ref && heading_number(l->text, &rest))
            ref = text_trim(mem, arena_strn(mem, l->text, (size_t)(rest - l->text)));
        size_t word = strcspn(l->text, " ");
        if (!ref && word < 4 && l->text[word] == ' ' && (unsigned char)*l->text < 128)
            ref = arena_strn(mem, l->text, word);
        size_t end = i + 1;
        while (end < to && !s->v[end].sup_first && !text_blank(s->v[end].text) && heading_number(s->v[end].text, &rest) == 0)
            end++;
        json_array_append_new(list_at(s, json_text(how, "field")), json_pack("{so ss so}", "ref", json_maybe(ref), "text", prose(s, i, end), "source", source_of(s, i, end)));
        i = end - 1;
    }
    return true;
}

/* A reference and its footnote that bear different marks (regime 6.19). */
static void
footnote_marks(Sheet *s)
{
    json_t     *seen = json_keep(s->c->mem, json_object());
    const char *other = NULL;
    size_t      count = 0;
    for (size_t i = s->from; i < s->to && count < NOTES_MAX; i++) {
        const Line *l = &s->v[i];
        if (l->sup && !l->sup_first) {
            json_object_set_new(seen, l->sup, json_true());
            other = l->sup;
        } else if (l->sup && !json_object_get(seen, l->sup)) {
            count++;
            note(s, "IMP-FOOTNOTE-MARK", "notice", i, "footnotes",
                 arena_fmt(s->c->mem, "脚注「%s」に対応する印が本文にない（本文の印は「%s」）。", l->sup, other ? other : "なし"),
                 arena_fmt(s->c->mem, "No reference in the text bears the mark of footnote \"%s\" (the text has \"%s\").", l->sup, other ? other : "none"));
        }
    }
}

static void
misprints(Sheet *s)
{
    size_t  i;
    json_t *m;
    json_array_foreach(json_path(s->p->words_raw, "misprints"), i, m)
    {
        size_t count = 0, first = s->from;
        for (size_t k = s->from; k < s->to; k++)
            if (strstr(s->v[k].text, json_text(m, "seen")) && count++ == 0)
                first = k;
        if (count)
            note(s, "IMP-MISPRINT", "notice", first, "text",
                 arena_fmt(s->c->mem, "「%s」は「%s」の誤記と思われる（%zu 行）。原文のまま残した。", json_text(m, "seen"), json_text(m, "likely"), count),
                 arena_fmt(s->c->mem, "\"%s\" is probably a misprint of \"%s\" (%zu lines). The text was kept as printed.", json_text(m, "seen"), json_text(m, "likely"), count));
    }
}

void
paper_signs(Sheet *s)
{
    footnote_marks(s);
    misprints(s);
}
