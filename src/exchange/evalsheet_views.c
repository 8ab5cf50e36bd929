/* evalsheet_views.c -- evaluation by view: which views a paper has, their tables of items, what was judged.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Names of views, items, kinds and columns come from the framework that the form names; a committee may add a view
 * or a column of grades (regime 1.5). */
#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { VIEWS_MAX = 12, NONE = -1, CELL_MAX = 100000 };

typedef struct {
    int item, kind, criterion, done, judgement, grade;
} Columns;

typedef struct {
    Sheet        *s;
    const json_t *how, *frame, *raw; /* framework: words as keys, and as written */
    json_t       *view, *item;
    Columns       at;
    bool          open;       /* rows of a table of items go on */
    const char   *kind, *text; /* of the row above, for rows that share its cells */
    size_t        last;       /* line of the last row */
} Reading;

typedef struct {
    size_t      line;
    int         no;   /* heading_number; 0 when none */
    const char *name; /* as the framework writes it, or as printed when it does not know the view */
    bool        known;
} View;

/* A heading's or label's bare text: number, marks and brackets around it taken away; *wrapped when there were any. */
static const char *
bare(Arena *mem, const char *text, bool *wrapped)
{
    static const char *const pairs[][2] = { { "（", "）" }, { "(", ")" }, { "<", ">" }, { "＜", "＞" }, { "【", "】" }, { "〈", "〉" }, { "「", "」" }, { "［", "］" }, { "[", "]" } };
    static const char *const marks[] = { "○", "●", "◎", "◆", "■", "□", "・", "- " };
    const char *t = text_trim(mem, text);
    *wrapped = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(t, marks[i])) {
            t = text_trim(mem, t + strlen(marks[i]));
            *wrapped = true;
        }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (text_starts(t, pairs[i][0]) && text_ends(t, pairs[i][1]) && strlen(t) > strlen(pairs[i][0]) + strlen(pairs[i][1])) {
            *wrapped = true;
            return text_trim(mem, arena_strn(mem, t + strlen(pairs[i][0]), strlen(t) - strlen(pairs[i][0]) - strlen(pairs[i][1])));
        }
    return t;
}

/* The framework's view whose name the key begins with; NULL when none. */
static const char *
view_named(const Reading *r, const char *key)
{
    Arena      *mem = r->s->c->mem;
    size_t      i;
    json_t     *v;
    const char *name = NULL, *k;
    json_array_foreach(json_path(r->raw, "views"), i, v)
    {
        k = text_key(mem, json_text(v, "name.ja"));
        if (text_starts(key, k) && strlen(key) <= strlen(k) + 24)
            name = json_text(v, "name.ja");
    }
    json_array_foreach(json_path(r->raw, "other_views"), i, v)
    {
        k = text_key(mem, json_string_value(v));
        if (text_starts(key, k) && strlen(key) <= strlen(k) + 24)
            name = json_string_value(v);
    }
    return name;
}

/* Whether a table of items begins within a few lines: what makes an unknown heading a view. */
static bool
table_follows(const Reading *r, size_t i, size_t to)
{
    size_t seen = 0;
    for (i++; i < to && seen < 4; i++) {
        const Line *l = &r->s->v[i];
        seen += !text_blank(l->text);
        if (l->cells > 1 && word_at(json_path(r->frame, "columns.item"), l->key))
            return true;
    }
    return false;
}

static size_t
find_views(Reading *r, size_t from, size_t to, View *out)
{
    Sheet *s = r->s;
    size_t n = 0;
    for (size_t i = from; i < to && n < VIEWS_MAX; i++) {
        const Line *l = &s->v[i];
        const char *rest = l->cell[0], *known;
        bool        wrapped;
        if (is_row(l) || l->used || !*l->key || strlen(l->key) > 120)
            continue;
        int         no = heading_number(l->cell[0], &rest);
        const char *name = bare(s->c->mem, no ? rest : l->cell[0], &wrapped), *key = text_key(s->c->mem, name);
        bool        again = false;
        known = view_named(r, key);
        for (size_t k = 0; known && k < n; k++)
            again = again || strcmp(out[k].name, known) == 0;
        if (known && !again && (no || wrapped || strcmp(key, text_key(s->c->mem, known)) == 0))
            out[n++] = (View){ i, no, known, true };
        else if (!known && n > 0 && no && out[n - 1].no && no == out[n - 1].no + 1 && table_follows(r, i, to))
            out[n++] = (View){ i, no, name, false };
    }
    return n;
}

static int
column(const Reading *r, const Line *l, const char *name, bool whole)
{
    const json_t *words = json_path(r->frame, arena_fmt(r->s->c->mem, "columns.%s", name));
    for (size_t k = 0; k < l->cells; k++) {
        const char *key = text_key(r->s->c->mem, l->cell[k]);
        if (*key && (whole ? word_is(words, key) : word_at(words, key) != NULL))
            return (int)k;
    }
    return NONE;
}

static bool
is_kind(const Reading *r, const char *cell)
{
    const char *key = strlen(cell) < 60 ? text_key(r->s->c->mem, cell) : "";
    size_t      i;
    json_t     *k;
    json_array_foreach(json_path(r->frame, "kinds"), i, k)
        if (word_at(json_path(k, "match"), key))
            return true;
    return false;
}

/* The one kind the cell names; NULL when it names none or several. */
static const char *
kind_of(const Reading *r, const char *cell)
{
    const char *key = text_key(r->s->c->mem, cell), *id = NULL;
    size_t      i, n = 0;
    json_t     *k;
    json_array_foreach(json_path(r->frame, "kinds"), i, k)
        if (word_in(json_path(k, "match"), key)) {
            id = json_text(k, "id");
            n++;
        }
    return n == 1 ? id : NULL;
}

static void
heading_row(Reading *r, const Line *l)
{
    Columns c = { column(r, l, "item", false), column(r, l, "kind", true), column(r, l, "criterion", false), column(r, l, "done", false),
                  column(r, l, "judgement", false), column(r, l, "grade", true) };
    if (c.criterion == NONE)
        c.criterion = c.item + 1;
    r->at = c;
}

static const char *
cell_at(const Line *l, int k)
{
    return k >= 0 && (size_t)k < l->cells ? l->cell[k] : "";
}

/* The heading 評価基準 stands over two columns where the rows say 定性的 in the first of them. */
static void
settle(Reading *r, const Line *l)
{
    if (r->at.kind != NONE)
        return;
    if (is_kind(r, cell_at(l, r->at.criterion))) {
        r->at.kind = r->at.criterion;
        r->at.criterion++;
    } else if (r->at.criterion - 1 > r->at.item && is_kind(r, cell_at(l, r->at.criterion - 1))) {
        r->at.kind = r->at.criterion - 1; /* the heading stands in the middle of both */
    }
}

static const json_t *
catalogue_item(const Reading *r, const char *label)
{
    Arena      *mem = r->s->c->mem;
    const char *key = text_key(mem, label);
    size_t      i, j;
    json_t     *v, *it;
    json_array_foreach(json_path(r->raw, "views"), i, v) json_array_foreach(json_path(v, "items"), j, it)
        if (strcmp(text_key(mem, json_text(it, "name.ja")), key) == 0)
            return it;
    return NULL;
}

static void
new_item(Reading *r, const char *label, size_t line)
{
    Arena        *mem = r->s->c->mem;
    const char   *open = strstr(label, "（"), *half = strchr(label, '(');
    const json_t *whole = catalogue_item(r, label);
    if (!open || (half && half < open))
        open = half;
    if (whole || open == label)
        open = NULL;
    const char   *name = open ? text_trim(mem, arena_strn(mem, label, (size_t)(open - label))) : label;
    const json_t *known = whole ? whole : catalogue_item(r, name);
    const char   *aspects = open ? text_trim(mem, text_replace(mem, text_replace(mem, open + (*open == '(' ? 1 : 3), "）", ""), ")", "")) : NULL;
    r->item = json_pack("{ss ss so so s[] sn so}", "item", label, "name", name, "code", known ? json_string(json_text(known, "id")) : json_null(), "aspects",
                        json_maybe(aspects), "criteria", "narrative", "source", source_of(r->s, line, line + 1));
    json_array_append_new(json_path(r->view, "items"), r->item);
}

/* Statements of a cell: list marks, or か。 with a space behind, begin new ones. */
static const char *
statements(Arena *mem, const char *text)
{
    const char *t = text_replace(mem, text, " ・", "\n・");
    t = text_replace(mem, t, "か。 ", "か。\n");
    Buf   *b = buf_in(mem);
    size_t n = 0;
    char **v = text_split(mem, t, "\n", &n);
    for (size_t i = 0; i < n; i++) {
        char *one = text_trim(mem, v[i]);
        while (text_starts(one, "・"))
            one = text_trim(mem, one + strlen("・"));
        if (*one)
            buf_fmt(b, "%s%s", b->n ? "\n" : "", one);
    }
    return arena_str(mem, buf_text(b));
}

static bool
criteria(Reading *r, bool merged, size_t line)
{
    Sheet      *s = r->s;
    const char *kind = kind_of(r, r->kind);
    bool        none = word_is(words_of(s, "empty"), text_key(s->c->mem, r->text));
    size_t      n = 0;
    char      **v = text_split(s->c->mem, r->text, "\n", &n);
    for (size_t i = 0; i < n; i++) {
        if (!none && !*v[i])
            continue;
        json_array_append_new(json_path(r->item, "criteria"), json_pack("{so so sb sb so}", "kind", json_maybe(kind), "text", none ? json_null() : json_string(v[i]),
                                                                         "merged", merged, "explicit_none", none, "source", source_of(s, line, line + 1)));
        if (json_array_size(json_path(r->item, "criteria")) > ITEMS_MAX)
            return refuse(s, line, "評価基準が多すぎます（%s）。", "there are too many criteria (%s)", arena_fmt(s->c->mem, "%d", (int)ITEMS_MAX));
    }
    return true;
}

/* What a column beside the criteria says of the item; several rows of one item stand under each other. */
static bool
side_cell(Reading *r, const char *field, const Line *l, int k)
{
    const char *t = cell_at(l, k), *had = json_str(r->item, field);
    if (k == NONE || !*t)
        return true;
    if (had && strlen(had) > CELL_MAX)
        return refuse(r->s, (size_t)(l - r->s->v), "1 つの評価項目の欄が長すぎます（%s 字）。", "the cells of one item are too long (%s bytes)", "100000");
    json_object_set_new(r->item, field, json_string(had ? arena_fmt(r->s->c->mem, "%s\n%s", had, t) : t));
    return true;
}

/* The criterion that the row above left open: a page cut its cell. */
static json_t *
open_criterion(const Reading *r)
{
    const json_t *list = r->item ? json_path(r->item, "criteria") : NULL;
    json_t       *last = json_array_get(list, json_array_size(list) - 1);
    const char   *text = last ? json_text(last, "text") : "", *w;
    const json_t *ends = words_of(r->s, "joints.open_ends");
    for (size_t i = 0; *text && strlen(text) < CELL_MAX && (w = json_string_value(json_array_get(ends, i))); i++)
        if (text_ends(text, w))
            return last;
    return NULL;
}

static void
join(Reading *r, json_t *criterion, const char *text, size_t line)
{
    json_object_set_new(criterion, "text", json_string(arena_fmt(r->s->c->mem, "%s%s", json_text(criterion, "text"), text)));
    json_object_set_new(json_path(criterion, "source"), "line_to", json_integer(r->s->v[line].last));
    note(r->s, "IMP-CELL-CUT", "notice", line, "views", arena_fmt(r->s->c->mem, "ページで切れた欄の続き「%s」を前の評価基準につないだ。", text_head(r->s->c->mem, text, 30)),
         arena_fmt(r->s->c->mem, "The rest of a cell that a page had cut, \"%s\", was joined to the criterion before it.", text_head(r->s->c->mem, text, 30)));
}

static bool
item_row(Reading *r, size_t i)
{
    Sheet      *s = r->s;
    const Line *l = &s->v[i];
    settle(r, l);
    const char *label = cell_at(l, r->at.item), *kind = cell_at(l, r->at.kind), *text = cell_at(l, r->at.criterion);
    json_t     *cut = open_criterion(r);
    if (!*label && !*kind && *text && cut && i <= r->last + 3) {
        join(r, cut, text, i);
        return true;
    }
    if (*label && !*kind && r->item && catalogue_item(r, arena_fmt(s->c->mem, "%s%s", json_text(r->item, "item"), label))) {
        const char *whole = arena_fmt(s->c->mem, "%s%s", json_text(r->item, "item"), label);
        json_object_set_new(r->item, "item", json_string(whole));
        json_object_set_new(r->item, "name", json_string(whole));
        json_object_set_new(r->item, "code", json_string(json_text(catalogue_item(r, whole), "id")));
        label = "";
    } else if (*label) {
        new_item(r, label, i);
    }
    if (!r->item || json_array_size(json_path(r->view, "items")) > ITEMS_MAX)
        return r->item ? refuse(s, i, "評価項目が多すぎます（%s）。", "there are too many items (%s)", arena_fmt(s->c->mem, "%d", (int)ITEMS_MAX)) : true;
    bool merged = *label && !*kind && !*text && r->at.kind != NONE && *r->text;
    if (merged) {
        note(s, "IMP-CRITERION-MERGED", "notice", i, "views", arena_fmt(s->c->mem, "評価項目「%s」は上の項目と評価基準を共有している。", label),
             arena_fmt(s->c->mem, "The item %s shares the criterion of the item above it.", label));
    } else {
        r->kind = *kind ? kind : *label ? "" : r->kind;
        r->text = statements(s->c->mem, text);
        if (r->at.kind == NONE && !*r->kind)
            r->kind = text_head(s->c->mem, r->text, 6); /* 【定量的】 before the statement */
    }
    return side_cell(r, "done", l, r->at.done) && side_cell(r, "judgement", l, r->at.judgement) && side_cell(r, "grade", l, r->at.grade) &&
           criteria(r, merged, i);
}

/* Rows of the view's table; what it takes is marked as used. */
static bool
items(Reading *r, size_t from, size_t to)
{
    Sheet *s = r->s;
    for (size_t i = from; i < to; i++) {
        Line *l = &s->v[i];
        if (text_blank(l->text) || is_rule_row(l) || l->used)
            continue;
        json_t *cut = open_criterion(r);
        if (l->cells < 2 || (!is_row(l) && !r->open)) {
            if (r->open && cut && !line_begins(l->text)) {
                join(r, cut, text_trim(s->c->mem, l->text), i);
                l->used = true;
                r->last = i;
                continue;
            }
            r->open = false;
            continue;
        }
        if (word_at(json_path(r->frame, "columns.item"), l->key)) {
            heading_row(r, l);
            r->open = l->used = true;
            continue;
        }
        if (!r->open && !is_kind(r, cell_at(l, r->at.kind != NONE ? r->at.kind : r->at.criterion)))
            continue; /* a table of something else: stays prose */
        r->open = l->used = true;
        if (!item_row(r, i))
            return false;
        r->last = i;
    }
    return true;
}

/* The last sentence of a text, when it says what was judged; *before is what stands in front of it. */
static const char *
last_sentence(const Reading *r, const char *text, const char **before)
{
    Arena      *mem = r->s->c->mem;
    const char *cut = text, *t = text_trim(mem, text);
    for (const char *p = t; *p; text_next(&p))
        if ((*p == '\n' || text_starts(p, "。")) && p[*p == '\n' ? 1 : 3])
            cut = p + (*p == '\n' ? 1 : 3);
    cut = cut == text ? t : cut;
    if (!word_in(json_path(r->frame, "verdict"), cut))
        return NULL;
    *before = text_trim(mem, arena_strn(mem, t, (size_t)(cut - t)));
    return cut;
}

/* A line that is one of the words, alone, in brackets or before a colon; *rest is what follows. */
static bool
label_line(const Reading *r, const json_t *words, const char *line, const char **rest)
{
    Arena      *mem = r->s->c->mem;
    const char *close = NULL, *t = text_trim(mem, line);
    bool        wrapped;
    static const char *const ends[] = { "：", ":", "】", "）", ")", ">", "＞" };
    for (const char *p = t; *p && p < t + 60 && !close; text_next(&p))
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (text_starts(p, ends[i]))
                close = p + strlen(ends[i]);
    const char *head = close ? arena_strn(mem, t, (size_t)(close - t)) : t;
    head = text_replace(mem, text_replace(mem, head, "：", ""), ":", "");
    head = bare(mem, head, &wrapped);
    if (!(close || wrapped) || !word_is(words, text_key(mem, head)))
        return false;
    *rest = close ? text_trim(mem, close) : "";
    return true;
}

/* What was done and how it was judged, from the text that belongs to one item. */
static void
judged(Reading *r, json_t *item, const char *text)
{
    Arena  *mem = r->s->c->mem;
    size_t  n = 0;
    char  **v = text_split(mem, text, "\n", &n);
    Buf    *part[2] = { buf_in(mem), buf_in(mem) };
    int     now = -1;
    for (size_t i = 0; i < n; i++) {
        const char *rest = v[i];
        if (label_line(r, json_path(r->frame, "labels.done"), v[i], &rest))
            now = 0;
        else if (label_line(r, json_path(r->frame, "labels.judgement"), v[i], &rest))
            now = 1;
        if (now >= 0 && *rest)
            buf_fmt(part[now], "%s%s", part[now]->n ? "\n" : "", rest);
    }
    const char *done = buf_text(part[0]), *judgement = buf_text(part[1]);
    if (now < 0) {
        const char *before = text;
        judgement = last_sentence(r, text, &before);
        done = before;
    }
    if (!json_has(item, "done"))
        json_object_set_new(item, "done", done && *done ? json_string(done) : json_null());
    if (!json_has(item, "judgement"))
        json_object_set_new(item, "judgement", judgement && *judgement ? json_string(judgement) : json_null());
}

static json_t *
item_named(const Reading *r, const char *line)
{
    Arena      *mem = r->s->c->mem;
    bool        wrapped;
    const char *rest = line, *key;
    size_t      i;
    json_t     *it;
    if (strlen(line) > 300)
        return NULL;
    int no = heading_number(line, &rest);
    key = text_key(mem, bare(mem, no ? rest : line, &wrapped));
    json_array_foreach(json_path(r->view, "items"), i, it)
        if ((no || wrapped) && (strcmp(key, text_key(mem, json_text(it, "name"))) == 0 || strcmp(key, text_key(mem, json_text(it, "item"))) == 0))
            return it;
    return NULL;
}

/* Sub-headings in brackets name the item that the text below speaks of; they follow any order, or none (regime 6.18). */
static void
narratives(Reading *r, const char *body, bool judge)
{
    Arena  *mem = r->s->c->mem;
    size_t  n = 0;
    char  **v = text_split(mem, body, "\n", &n);
    json_t *item = NULL, *items_list = json_path(r->view, "items");
    Buf    *text = buf_in(mem);
    const char *verdict = json_str(r->view, "verdict");
    bool    any = false;
    for (size_t i = 0; i <= n; i++) {
        json_t *next = i < n ? item_named(r, v[i]) : NULL;
        bool    end = i == n || next || (i + 1 == n && verdict && strcmp(v[i], verdict) == 0);
        if (end && item && text->n) {
            json_object_set_new(item, "narrative", json_string(buf_text(text)));
            if (judge)
                judged(r, item, buf_text(text));
        }
        if (next || (end && i + 1 >= n)) {
            item = next;
            buf_clear(text);
            any = any || next;
        } else if (item) {
            buf_fmt(text, "%s%s", text->n ? "\n" : "", v[i]);
        }
    }
    if (judge && !any && json_array_size(items_list) == 1)
        judged(r, json_array_get(items_list, 0), body);
}

static const char *
number_text(Arena *mem, int no)
{
    static const char *const roman[] = { "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x" };
    switch (no / 100) {
    case 1: return arena_fmt(mem, "(%d)", no % 100);
    case 2: return arena_fmt(mem, "\xe2\x91%c", 0x9f + no % 100); /* ① */
    case 3: return arena_fmt(mem, "%s)", roman[(no % 100 - 1) % 10]);
    case 4: return arena_fmt(mem, "%d)", no % 100);
    default: return arena_fmt(mem, "%d.", no % 100);
    }
}

static bool
view_read(Reading *r, const View *v, size_t to, bool judge)
{
    Sheet *s = r->s;
    r->view = json_pack("{ss so s[] so}", "view", v->name, "no", v->no ? json_string(number_text(s->c->mem, v->no)) : json_null(), "items", "source",
                        source_of(s, v->line, to));
    r->item = NULL;
    r->at = (Columns){ 0, NONE, 1, NONE, NONE, NONE };
    r->kind = r->text = "";
    r->open = false;
    json_array_append_new(list_at(s, json_text(r->how, "field")), r->view);
    if (!v->known)
        note(s, "IMP-VIEW-UNKNOWN", "notice", v->line, "views", arena_fmt(s->c->mem, "評価の枠組みにない観点「%s」を文書のとおりに読んだ。", v->name),
             arena_fmt(s->c->mem, "The view \"%s\" is not in the framework; it was read as printed.", v->name));
    if (!items(r, v->line + 1, to))
        return false;
    if (json_array_size(json_path(r->view, "items")) == 0)
        note(s, "IMP-ITEMS-MISSING", "warning", v->line, "views", arena_fmt(s->c->mem, "観点「%s」に評価項目の表がない。", v->name),
             arena_fmt(s->c->mem, "The view \"%s\" has no table of items.", v->name));
    const char *body = prose(s, v->line + 1, to), *last = strrchr(body, '\n');
    last = last ? last + 1 : body;
    bool verdict = word_in(json_path(r->frame, "verdict"), last) && (int64_t)text_chars(text_head(s->c->mem, last, 200)) < json_int(r->frame, "narrative.short", 120);
    json_object_set_new(r->view, "narrative", json_maybe(*body ? body : NULL));
    json_object_set_new(r->view, "verdict", verdict ? json_string(last) : json_null());
    narratives(r, body, judge);
    return true;
}

bool
read_views(Sheet *s, const json_t *how, size_t from, size_t to)
{
    const char *id = json_text(how, "framework");
    Reading     r = { .s = s, .how = how, .frame = framework(s, id, false), .raw = framework(s, id, true) };
    View        v[VIEWS_MAX];
    if (!r.frame || !r.raw)
        return false;
    list_at(s, json_text(how, "field"));
    size_t n = find_views(&r, from + 1, to, v);
    if (json_has(how, "text_field"))
        put_text(s, json_text(how, "text_field"), prose(s, from + 1, n ? v[0].line : to), from, n ? v[0].line : to);
    for (size_t k = 0; k < n; k++)
        if (!view_read(&r, &v[k], k + 1 < n ? v[k + 1].line : to, strcmp(json_text(how, "kind"), "judgements") == 0))
            return false;
    size_t  i;
    json_t *known;
    json_array_foreach(json_path(r.raw, "views"), i, known)
    {
        bool have = false;
        for (size_t k = 0; k < n; k++)
            have = have || strcmp(v[k].name, json_text(known, "name.ja")) == 0;
        if (!have)
            note(s, "IMP-VIEW-MISSING", "warning", from, "views", arena_fmt(s->c->mem, "観点「%s」が文書に見当たらない。", json_text(known, "name.ja")),
                 arena_fmt(s->c->mem, "The view \"%s\" was not found in the paper.", json_text(known, "name.en")));
    }
    return ok(s->c);
}
