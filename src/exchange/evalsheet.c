/* evalsheet.c -- a report to programmes: where each begins, which form it is written in, its parts.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A programme is known by its evaluation sheet (the part "form" of a form file): the title of the sheet, then its first
 * section. What stands before it, back to the last section of the sheet before, is its cover, title page, lists and
 * overview, each found by the words of the form. A sheet without a title is read in the form that fits best. */
#include "exchange/evalsheet.h"

#include "exchange/evalsheet_in.h"
#include "exchange/form.h"

#include "base/text.h"

#include <string.h>

enum { SHEETS_MAX = PROGRAMMES_MAX, TITLE_BYTES = 240, PARTS = 6, NEAR = 12 };
enum { COVER, TITLE, ROSTERS, OVERVIEW, FORM, ADDRESSES };

typedef struct {
    size_t        title, first, last; /* title line (or first), first section, last of its top sections */
    const json_t *form;               /* keyed */
    bool          guessed;
} Found;

typedef struct {
    size_t at[PARTS];   /* where each part begins; `none` where the programme has none */
    size_t from, to;
    size_t cover_row;
} Package;

static const json_t *
part_of(const json_t *form, const char *name)
{
    size_t  i;
    json_t *p;
    json_array_foreach(json_path(form, "parts"), i, p)
        if (strcmp(json_text(p, "part"), name) == 0)
            return p;
    return NULL;
}

static const json_t *
block_of(const json_t *part, const char *kind)
{
    size_t  i;
    json_t *b;
    json_array_foreach(json_path(part, "blocks"), i, b)
        if (strcmp(json_text(b, "kind"), kind) == 0)
            return b;
    return NULL;
}

/* A line that can be a title: one cell, short, no sentence, not in a table of contents. */
static bool
is_title(const Line *l)
{
    size_t n = strlen(l->key);
    return n > 0 && n <= TITLE_BYTES && !is_row(l) && !strstr(l->key, "。") && !((l->key[n - 1] >= '0' && l->key[n - 1] <= '9') && (strstr(l->key, "…") || strstr(l->key, "...")));
}

/* The key without brackets and notes around it equals or ends with one of the words. */
static bool
names_sheet(const json_t *words, const char *key)
{
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *w = json_string_value(json_array_get(words, i)), *p = strstr(key, w);
        if (p && strlen(key) <= strlen(w) + 60 && (!p[strlen(w)] || strchr("([<", p[strlen(w)]) || text_starts(p + strlen(w), "【")))
            return true;
    }
    return false;
}

static bool
is_section(const json_t *section, const Line *l)
{
    const char *rest, *own;
    return section && strlen(l->key) <= 2 * TITLE_BYTES && heading_number(l->cell[0], &rest) == heading_number(json_text(section, "no"), &own) &&
           word_in(json_path(section, "match"), l->key);
}

/* The form whose sheet the line is the title of, by type and the day printed below it; NULL when none. */
static const json_t *
titled(const Paper *p, size_t i)
{
    const Line   *l = &p->v[i];
    const json_t *best = NULL;
    const char   *day = NULL, *rest;
    size_t        k;
    json_t       *f;
    if (!is_title(l) || heading_number(l->cell[0], &rest))
        return NULL;
    json_array_foreach(p->forms, k, f)
    {
        if (!names_sheet(json_path(f, "match.sheet"), l->key))
            continue;
        for (size_t j = i; !day && j < p->n && j < i + 6; j++)
            day = strlen(p->v[j].key) < 120 ? day_find(p->c->mem, p->v[j].text) : NULL;
        /* In force on that day; else the form that is nearest, which form_all gives in the order of ids. */
        const char *from = json_text(f, "valid.from"), *to = json_str(f, "valid.to");
        bool        now = day && strncmp(from, day, strlen(day)) <= 0 && (!to || strncmp(to, day, strlen(day)) >= 0);
        if (!best || now)
            best = f;
    }
    return best;
}

static const json_t *
first_section(const json_t *form)
{
    return json_array_get(json_path(part_of(form, "form"), "sections"), 0);
}

/* Sections of the form that stand between two lines: how well a form fits a sheet without a title. */
static size_t
fits(Sheet *s, const json_t *form, size_t from, size_t to)
{
    size_t  i, n = 0;
    json_t *sec;
    json_array_foreach(json_path(part_of(form, "form"), "sections"), i, sec)
    {
        size_t at = section_find(s, sec, from, to);
        n += at < to;
    }
    return n;
}

static const json_t *
best_form(Paper *p, size_t from, size_t to)
{
    Sheet         s = { .c = p->c, .p = p, .v = p->v, .from = from, .to = to };
    const json_t *best = NULL;
    size_t        i, most = 0;
    json_t       *f;
    json_array_foreach(p->forms, i, f)
    {
        size_t n = fits(&s, f, from, to);
        if (n > most) {
            most = n;
            best = f;
        }
    }
    return best;
}

/* Every evaluation sheet of the paper, in order. A title without its first section counts only when no sheet
 * follows it: a paper that was cut there. */
static size_t
find_sheets(Paper *p, Found *v)
{
    size_t        n = 0, title = SIZE_MAX, i;
    const json_t *form = NULL;
    for (i = 0; i < p->n && n < SHEETS_MAX; i++) {
        const json_t *f = titled(p, i);
        if (f) {
            title = i;
            form = f;
            continue;
        }
        const json_t *any = form ? form : json_array_get(p->forms, 0);
        if (!is_section(first_section(any), &p->v[i]))
            continue;
        bool near = title != SIZE_MAX;
        v[n++] = (Found){ near ? title : i, i, i, form, !near };
        title = SIZE_MAX;
        form = NULL;
    }
    if (title != SIZE_MAX && n < SHEETS_MAX)
        v[n++] = (Found){ title, SIZE_MAX, title, form, false };
    for (i = 0; i < n; i++) {
        size_t to = i + 1 < n ? v[i + 1].title : p->n;
        if (!v[i].form)
            v[i].form = best_form(p, v[i].title, to);
        Sheet   s = { .c = p->c, .p = p, .v = p->v, .from = v[i].title, .to = to };
        size_t  k;
        json_t *sec;
        json_array_foreach(json_path(part_of(v[i].form, "form"), "sections"), k, sec)
        {
            size_t at = v[i].first == SIZE_MAX ? to : section_find(&s, sec, v[i].last, to);
            v[i].last = at < to ? at : v[i].last;
        }
    }
    return n;
}

/* A title page goes on with a day, a list of members or the overview; a sentence about results does not. */
static bool
page_follows(const Sheet *s, const json_t *form, size_t i)
{
    const json_t *list = part_of(form, "rosters"), *over = part_of(form, "overview");
    for (size_t seen = 0; ++i < s->to && seen < NEAR;) {
        const Line *l = &s->v[i];
        if (text_blank(l->text))
            continue;
        seen++;
        if ((is_title(l) && strlen(l->key) < 60 && day_find(s->c->mem, l->text)) || is_section(json_array_get(json_path(over, "sections"), 0), l) ||
            (list && roster_begins(s, json_path(block_of(list, "rosters"), "match"), i)))
            return true;
    }
    return false;
}

/* The part that begins on the line, by the words of the form; PARTS when none. */
static int
part_at(const Sheet *s, const json_t *form, size_t i)
{
    const Line   *l = &s->v[i];
    const char   *rest;
    const json_t *cover = part_of(form, "cover"), *page = part_of(form, "title-page"), *list = part_of(form, "rosters"), *over = part_of(form, "overview");
    const json_t *end = part_of(form, "addresses");
    if (!*l->key || strlen(l->key) > 2 * TITLE_BYTES)
        return PARTS;
    const char *word = cover ? word_at(json_path(block_of(cover, "cover-head"), "rows.0.match"), l->key) : NULL;
    if (word && (is_row(l) ? !l->key[strlen(word)] || strchr(":(", l->key[strlen(word)]) : true) && !strstr(l->key, "。"))
        return COVER;
    if (is_section(json_array_get(json_path(over, "sections"), 0), l))
        return OVERVIEW;
    if (!is_title(l) || heading_number(l->cell[0], &rest))
        return PARTS;
    if (end && word_at(json_path(end, "match"), l->key))
        return ADDRESSES;
    const json_t *title = json_path(block_of(page, "title"), "match");
    for (size_t k = 0; k < json_array_size(title); k++)
        if (text_ends(l->key, json_string_value(json_array_get(title, k))) && page_follows(s, form, i))
            return TITLE;
    if (list && roster_begins(s, json_path(block_of(list, "rosters"), "match"), i))
        return ROSTERS;
    return PARTS;
}

/* The line above that belongs to what begins on `i`: the report's title over the cover, the overview's own title. */
static size_t
line_above(const Sheet *s, size_t i, size_t from, const json_t *match)
{
    size_t near = 0;
    for (size_t k = i; k > from && near < NEAR; k--) {
        const Line *l = &s->v[k - 1];
        if (text_blank(l->text))
            continue;
        near++;
        if (match ? is_title(l) && word_in(match, l->key) : true)
            return k - 1;
    }
    return i;
}

/* Where the parts of a programme begin, between the last section of the sheet before and its own sheet. */
static void
find_parts(const Sheet *s, const json_t *form, size_t from, const Found *sheet, Package *out)
{
    const json_t *title = json_path(block_of(part_of(form, "cover"), "title"), "match");
    for (int k = 0; k < PARTS; k++)
        out->at[k] = SIZE_MAX;
    for (size_t i = from; i < sheet->title; i++) {
        int part = part_at(s, form, i);
        if (part == PARTS || out->at[part] != SIZE_MAX)
            continue;
        out->at[part] = i;
        if (part == COVER) {
            out->cover_row = i;
            out->at[COVER] = title ? line_above(s, i, from, title) : i;
        } else if (part == ROSTERS) {
            out->at[ROSTERS] = roster_title(s, i, out->at[TITLE] != SIZE_MAX ? out->at[TITLE] + 1 : from);
        } else if (part == TITLE) {
            /* 「…に関する」 alone on the line above: a title in two lines */
            const char *w, *above = i > from && is_title(&s->v[i - 1]) ? s->v[i - 1].key : "";
            for (size_t k = 0; (w = json_string_value(json_array_get(words_of(s, "joints.title_ends"), k))); k++)
                if (text_ends(above, w))
                    out->at[TITLE] = i - 1;
        } else if (part == OVERVIEW) {
            out->at[OVERVIEW] = line_above(s, i, from, NULL);
        }
    }
    out->at[FORM] = sheet->title;
    out->from = sheet->title;
    for (int k = 0; k < ADDRESSES; k++)
        out->from = out->at[k] < out->from ? out->at[k] : out->from;
}

static json_t *
new_record(void)
{
    return json_pack("{ss sn ss sn s{} s[] s[] s[] s[] s[] s[] s[] s[] s[] s[] s[] s{}}", "format", "kanmon-record-1", "key", "name", "", "kind",
                     "report", "periods", "cover_indicators", "rosters", "budget", "evaluations", "plan", "policies", "indicators", "views",
                     "footnotes", "findings", "sources");
}

/* Where the part that begins at `at` ends: where the next one does. */
static size_t
part_end(const Package *p, size_t at)
{
    size_t end = p->to;
    for (int k = 0; k < PARTS; k++)
        if (p->at[k] != SIZE_MAX && p->at[k] > at && p->at[k] < end)
            end = p->at[k];
    return end;
}

static bool
read_overview(Sheet *s, const json_t *part, size_t from, size_t to)
{
    const json_t *first = json_array_get(json_path(part, "sections"), 0);
    size_t        at = from;
    while (at < to && !is_section(first, &s->v[at]))
        at++;
    put(s, "overview.source", source_of(s, from, to));
    if (at > from)
        put_text(s, "overview.title", s->v[from].text, from, from + 1);
    return sections_read(s, json_path(part, "sections"), from, at, to);
}

/* Behind the last section: a rule, and the notes below it. */
static size_t
sheet_end(const Sheet *s, size_t last, size_t to)
{
    for (size_t i = last + 1; i < to; i++)
        if (is_rule_row(&s->v[i]) && !is_row(&s->v[i]) && s->v[i].cells == 1) {
            const Line *next = &s->v[i + 1 < to ? i + 1 : i];
            bool        table = (i > 0 && is_row(&s->v[i - 1])) || is_row(next);
            if (!table)
                return i;
        }
    return to;
}

static bool
read_sheet(Sheet *s, const json_t *part, const Found *f, size_t to)
{
    size_t end = sheet_end(s, f->last, to);
    put(s, "form.type", json_string(json_text(s->form, "type")));
    put(s, "form.id", json_string(json_text(s->form, "id")));
    put(s, "form.source", source_of(s, f->title, to));
    if (f->first != SIZE_MAX && f->title < f->first) {
        put_text(s, "form.title", s->v[f->title].text, f->title, f->title + 1);
        read_placed(s, json_path(part, "blocks"), f->title + 1, f->first);
    }
    if (f->guessed)
        note(s, "IMP-FORM-GUESSED", "warning", f->title, "form", arena_fmt(s->c->mem, "評価票の表題がないため、節の並びから「%s」として読んだ。", json_text(s->form, "sheet_title.ja")),
             arena_fmt(s->c->mem, "The sheet has no title; by its sections it was read as \"%s\".", json_text(s->form, "sheet_title.en")));
    if (!sections_read(s, json_path(part, "sections"), f->title, f->title, end))
        return false;
    size_t  i;
    json_t *b;
    json_array_foreach(json_path(part, "after"), i, b)
        if (strcmp(json_text(b, "kind"), "footnotes") == 0 && !read_footnotes(s, b, end, to))
            return false;
    return true;
}

/* Names, dates and the period that a paper without a cover gives elsewhere. */
static void
settle(Sheet *s)
{
    if (text_blank(json_text(s->rec, "name")) && json_has(s->rec, "form.name"))
        put(s, "name", json_string(json_text(s->rec, "form.name")));
    const char *day = json_text(s->rec, "form.as_of");
    if (!*day)
        day = json_text(s->rec, "report.date");
    const char *from = json_text(s->form, "valid.from"), *to = json_str(s->form, "valid.to");
    if (*day && (strncmp(from, day, strlen(day)) > 0 || (to && strncmp(to, day, strlen(day)) < 0)))
        note(s, "IMP-FORM-NEAREST", "notice", s->from, "form", arena_fmt(s->c->mem, "%s の様式は登録されていない。最も近い「%s」（%s から）で読んだ。", day, json_text(s->form, "id"), from),
             arena_fmt(s->c->mem, "No form of %s is in the catalogue; it was read by the nearest one, %s (in force from %s).", day, json_text(s->form, "id"), from));
    size_t n = json_array_size(json_path(s->rec, "rosters"));
    for (size_t i = n; i > 0 && !json_has(s->rec, "committee"); i--) {
        const char *body = json_text(json_array_get(json_path(s->rec, "rosters"), i - 1), "body");
        if (*body && strcmp(body, json_text(s->rec, "report.body")) != 0)
            put(s, "committee", json_string(body));
    }
    /* "council body" printed on one line of the title page */
    const char *council = json_text(s->rec, "report.council"), *space = strrchr(council, ' ');
    if (space && !json_has(s->rec, "report.body")) {
        put(s, "report.body", json_string(space + 1));
        put(s, "report.council", json_string(text_trim(s->c->mem, arena_strn(s->c->mem, council, (size_t)(space - council)))));
    }
}

/* What stands once in front of several programmes holds for each of them. */
static void
inherit(Sheet *s, const Package *p, const json_t *before)
{
    if (!before)
        return;
    const char *name;
    json_t     *v;
    json_object_foreach(json_path(before, "report"), name, v)
        if (!json_has(json_path(s->rec, "report"), name))
            json_object_set(json_path(s->rec, "report"), name, v);
    if (p->at[COVER] != SIZE_MAX || p->at[TITLE] != SIZE_MAX || p->at[ROSTERS] != SIZE_MAX || json_array_size(json_path(before, "rosters")) == 0)
        return;
    json_object_set(s->rec, "rosters", json_path(before, "rosters"));
    note(s, "IMP-ROSTER-SHARED", "notice", s->from, "rosters", "この課題の前に名簿がないため、文書の前の名簿を共通のものとして読んだ。",
         "No list of members stands before this programme; the one further up was taken as common to both.");
}

static json_t *
read_package(Paper *p, const Found *f, const Package *k, const json_t *before)
{
    Sheet         s = { p->c, p, p->v, k->from, k->to, json_keep(p->c->mem, new_record()), f->form };
    const json_t *cover = part_of(f->form, "cover"), *page = part_of(f->form, "title-page"), *over = part_of(f->form, "overview");
    if (k->at[COVER] != SIZE_MAX && !read_cover(&s, cover, k->at[COVER], k->cover_row, part_end(k, k->cover_row)))
        return NULL;
    if (k->at[TITLE] != SIZE_MAX)
        read_placed(&s, json_path(page, "blocks"), k->at[TITLE], part_end(k, k->at[TITLE]));
    if (k->at[ROSTERS] != SIZE_MAX && !read_rosters(&s, block_of(part_of(f->form, "rosters"), "rosters"), k->at[ROSTERS], part_end(k, k->at[ROSTERS])))
        return NULL;
    if (k->at[OVERVIEW] != SIZE_MAX && !read_overview(&s, over, k->at[OVERVIEW], part_end(k, k->at[OVERVIEW])))
        return NULL;
    if (!read_sheet(&s, part_of(f->form, "form"), f, part_end(k, f->title)))
        return NULL;
    inherit(&s, k, before);
    settle(&s);
    read_lineage(&s);
    paper_signs(&s);
    return s.rec;
}

/* The list of addresses that a paper of ours ends with is no part of its last section. */
static void
find_addresses(const Sheet *s, const Found *sheet, Package *k)
{
    for (size_t i = sheet->last + 1; i < k->to && k->at[ADDRESSES] == SIZE_MAX; i++)
        if (part_at(s, sheet->form, i) == ADDRESSES)
            k->at[ADDRESSES] = i;
}

/* A cover, title page or overview behind the last sheet: a programme whose sheet was cut off. */
static bool
left_over(Paper *p, const Found *last)
{
    Sheet  s = { .c = p->c, .p = p, .v = p->v, .to = p->n };
    size_t forms = last ? 1 : json_array_size(p->forms);
    for (size_t k = 0; k < forms; k++)
        for (size_t i = last ? last->last + 1 : 0; i < p->n; i++) {
            int part = part_at(&s, last ? last->form : json_array_get(p->forms, k), i);
            if (part == ADDRESSES)
                break;
            if (part == COVER || part == TITLE || part == OVERVIEW)
                return !refuse(&s, i, "ここから始まる課題に評価票がありません。文書が途中で切れています。%s",
                               "the programme that begins here has no evaluation sheet; the paper seems to be cut off%s", "");
        }
    return false;
}

/* A paper that stops in the middle of a sentence: it may have been cut off. */
static void
paper_end(Paper *p, const Package *k, json_t *rec)
{
    Sheet       s = { .c = p->c, .p = p, .v = p->v, .from = k->from, .to = k->to, .rec = rec };
    size_t      i = k->at[ADDRESSES] != SIZE_MAX ? k->at[ADDRESSES] : k->to;
    while (i > k->from && text_blank(p->v[i - 1].text))
        i--;
    if (i == k->from)
        return;
    const Line *l = &p->v[i - 1];
    if (line_closes(text_trim(p->c->mem, l->text)) || is_rule_row(l) || word_is(words_of(&s, "none"), l->key) || word_is(words_of(&s, "ends"), l->key))
        return;
    const char *text = text_head(p->c->mem, text_squeeze(p->c->mem, l->text), 40);
    note(&s, "IMP-END-CUT", "notice", i - 1, "form", arena_fmt(p->c->mem, "文書の最後の行「%s」は文の途中で終わっている。切れていないか確かめる。", text),
         arena_fmt(p->c->mem, "The last line of the paper, \"%s\", does not end a sentence; confirm that nothing was cut off.", text));
}

static json_t *
read_all(Paper *p)
{
    Ctx     *c = p->c;
    Found   *v = NEWN(c->mem, Found, SHEETS_MAX);
    size_t   n = find_sheets(p, v);
    json_t  *out = json_keep(c->mem, json_array()), *before = NULL;
    Package *k = NEWN(c->mem, Package, n + 1);
    if (n == SHEETS_MAX) {
        fail(c, ERR_INVALID, "line 1", L(c, "課題が %d 件以上あります。ファイルを分けてください。", "the paper holds %d programmes or more; split it"), (int)SHEETS_MAX);
        return NULL;
    }
    if (left_over(p, n ? &v[n - 1] : NULL))
        return NULL;
    if (n == 0) {
        fail(c, ERR_INVALID, "line 1", L(c, "課題が見つかりません。評価票（1. 課題名 …）のある文書を指定してください。", "no programme was found: a report has an evaluation sheet (評価票) for each programme"));
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        Sheet s = { .c = c, .p = p, .v = p->v, .to = p->n };
        find_parts(&s, v[i].form, i ? v[i - 1].last + 1 : 0, &v[i], &k[i]);
        k[i].to = p->n;
        if (i)
            k[i - 1].to = k[i].from;
    }
    for (size_t i = 0; i < n; i++) {
        find_addresses(&(Sheet){ .c = c, .p = p, .v = p->v, .to = p->n }, &v[i], &k[i]);
        json_t *rec = read_package(p, &v[i], &k[i], before);
        if (!rec)
            return NULL;
        json_array_append(out, rec);
        before = rec;
    }
    paper_compare(c, p, out);
    paper_end(p, &k[n - 1], before);
    return out;
}

json_t *
evalsheet_read(Ctx *c, const char *text, size_t n)
{
    Paper         p = { .c = c };
    const json_t *forms = ok(c) ? form_all(c) : NULL;
    (void)n;
    p.words_raw = forms ? words_load(c) : NULL;
    if (!p.words_raw)
        return NULL;
    p.words = json_keep(c->mem, keyed(c, p.words_raw));
    p.forms = json_keep(c->mem, keyed(c, forms));
    p.frames = json_keep(c->mem, json_object());
    return paper_lines(&p, text) ? read_all(&p) : NULL;
}
