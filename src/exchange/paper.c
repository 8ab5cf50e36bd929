/* paper.c -- a form and a record to blocks: parts, sections and their plain kinds.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The order, the numbers and the words of a paper stand in its form file; here is only how each kind of row is
 * set. Tables are in paper_table.c, lists of names in paper_roster.c. */
#include "exchange/paper_in.h"

#include "base/number.h"
#include "base/text.h"
#include "exchange/form.h"

#include <string.h>

const char *
form_text(const Build *b, const json_t *node, const char *key)
{
    const json_t *v = json_object_get(node, key);
    if (json_is_object(v)) {
        const json_t *here = json_object_get(v, b->c->lang == LANG_EN ? "en" : "ja");
        v = here ? here : json_object_get(v, "ja");
    }
    return json_is_string(v) ? json_string_value(v) : "";
}

Block *
block_add(Build *b, BlockKind kind, const char *text, const char *field)
{
    Paper *p = b->out;
    if (p->n == b->room) {
        size_t room = b->room ? b->room * 2 : 64;
        Block *more = NEWN(b->c->mem, Block, room);
        if (p->n)
            memcpy(more, p->blocks, p->n * sizeof *more);
        p->blocks = more;
        b->room = room;
    }
    Block *block = &p->blocks[p->n++];
    *block = (Block){ .kind = kind, .level = 1, .text = text ? text : "", .field = field && *field ? field : NULL };
    return block;
}

void
block_marks(Block *block, const Marks *m)
{
    block->marks = m->v;
    block->mark_count = m->n;
}

static void
mark_add(Build *b, Marks *m, Mark one)
{
    Mark  *v = NEWN(b->c->mem, Mark, m->n + 1);
    size_t at = 0;
    while (at < m->n && m->v[at].from < one.from)
        at++;
    if ((at < m->n && one.from + one.n > m->v[at].from) || (at > 0 && m->v[at - 1].from + m->v[at - 1].n > one.from))
        return;
    if (m->n) {
        memcpy(v, m->v, at * sizeof *v);
        memcpy(v + at + 1, m->v + at, (m->n - at) * sizeof *v);
    }
    v[at] = one;
    m->v = v;
    m->n++;
}

static void
address_add(Build *b, const char *ref, const char *text, const char *label)
{
    for (size_t i = 0; i < b->address_count; i++)
        if (strcmp(b->addresses[i].ref, ref) == 0)
            return;
    if (b->address_count == b->address_room) {
        size_t   room = b->address_room ? b->address_room * 2 : 32;
        Address *more = NEWN(b->c->mem, Address, room);
        if (b->address_count)
            memcpy(more, b->addresses, b->address_count * sizeof *more);
        b->addresses = more;
        b->address_room = room;
    }
    b->addresses[b->address_count++] = (Address){ ref, text, label };
}

void
mark_number(Build *b, Marks *m, const char *text, const char *from, const char *number, const char *field, const char *label)
{
    const char *at = b->version && *number ? strstr(from, number) : NULL;
    if (!at)
        return;
    const char *ref = arena_fmt(b->c->mem, "v%lld.%s", (long long)b->version, field);
    mark_add(b, m, (Mark){ (size_t)(at - text), strlen(number), ref });
    address_add(b, ref, number, label);
}

/* The year a planned evaluation names ("令和8年度"), or the words that give it ("3年目", "3 年おき"). */
static const char *
evaluation_year(Arena *mem, const char *text)
{
    static const char *const words[] = { "年目", "年おき", "年ごと", "年毎" };
    Year        y;
    const char *at;
    if (year_find(text, &y, &at))
        return arena_strn(mem, at, (size_t)(y.end - at));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *end = strstr(text, words[i]), *p = end;
        while (p && p > text && (p[-1] == ' ' || (p[-1] >= '0' && p[-1] <= '9')))
            p--;
        if (p && p < end) {
            p += strspn(p, " ");
            return arena_strn(mem, p, (size_t)(end - p) + strlen(words[i]));
        }
    }
    return "";
}

void
mark_evaluations(Build *b, Marks *m, const char *text, const char *place)
{
    size_t  i;
    json_t *e;
    json_array_foreach(json_path(b->rec, "evaluations"), i, e)
    {
        const char *said = json_text(e, "text"), *at = *said ? strstr(text, said) : NULL, *type = json_text(e, "type");
        if (!at || strcmp(json_text(e, "place"), place) != 0)
            continue;
        mark_number(b, m, text, at, evaluation_year(b->c->mem, said), arena_fmt(b->c->mem, "e%zu", i + 1),
                    strcmp(type, "interim") == 0 ? L(b->c, "中間評価の時期", "Year of the interim evaluation")
                    : strcmp(type, "ex-post") == 0 ? L(b->c, "事後評価の時期", "Year of the ex-post evaluation")
                                                   : L(b->c, "追跡評価の時期", "Year of the follow-up evaluation"));
    }
}

ParaKind
para_kind(const char *line, size_t *mark_bytes)
{
    static const char *const items[] = { "・", "- ", "●", "○", "※", "i) ", "ii) ", "iii) ", "iv) ", "v) " };
    static const char *const open[] = { "（", "(", "<", "＜", "【", "［" }, *const shut[] = { "）", ")", ">", "＞", "】", "］" };
    const char *p = line, *q = line;
    uint32_t    cp = text_next(&q);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (text_starts(line, items[i]))
            p = line + strlen(items[i]);
    if (cp >= 0x2460 && cp <= 0x2473) /* ① to ⑳ */
        p = q;
    if (p == line && (cp == '(' || cp == 0xFF08) && *q >= '1' && *q <= '9') {
        q += strspn(q, "0123456789");
        p = *q == ')' ? q + 1 : text_starts(q, "）") ? q + strlen("）") : line;
    }
    while (p > line && (*p == ' ' || text_starts(p, "　")))
        p += *p == ' ' ? 1 : strlen("　");
    *mark_bytes = (size_t)(p - line);
    if (p > line)
        return PARA_ITEM;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (text_starts(line, open[i]) && text_ends(line, shut[i]) && text_chars(line) < 40)
            return PARA_FLUSH;
    return PARA_PROSE;
}

const char *
paper_url(Ctx *c, const Paper *p, const char *ref)
{
    return arena_fmt(c->mem, "%s/n/%s", p->base_url, ref);
}

/* The record's text of a row; `else` of the form where the record has none. */
static const char *
value(const Build *b, const json_t *node)
{
    const char *s = json_text(b->rec, json_text(node, "field"));
    return *s ? s : form_text(b, node, "else");
}

static Block *
put_text(Build *b, const json_t *node, BlockKind kind)
{
    const char *s = value(b, node);
    if (!*s && kind != BLOCK_TEXT)
        return NULL;
    return block_add(b, kind, s, json_text(node, "field"));
}

static void put_nodes(Build *b, const json_t *list);
static void put_sections(Build *b, const json_t *list, int level);

static void
put_title(Build *b, const json_t *node)
{
    put_text(b, node, BLOCK_TITLE);
}

static void
put_centre(Build *b, const json_t *node)
{
    put_text(b, node, BLOCK_CENTER);
}

static void
put_right(Build *b, const json_t *node)
{
    put_text(b, node, BLOCK_RIGHT);
}

static void
put_note(Build *b, const json_t *node)
{
    put_text(b, node, BLOCK_NOTE);
}

/* 【label】 and its text; what is empty stays an empty line. `bracket` names a second field printed behind in （）. */
static void
put_boxed(Build *b, const json_t *node)
{
    block_add(b, BLOCK_HEADING, arena_fmt(b->c->mem, "【%s】", form_text(b, node, "label")), json_text(node, "field"))->level = 3;
    if (json_has(node, "blocks")) {
        put_nodes(b, json_path(node, "blocks"));
        return;
    }
    const char *s = value(b, node), *more = json_text(b->rec, json_text(node, "bracket"));
    if (json_has(node, "bracket") && *more)
        s = arena_fmt(b->c->mem, "%s （%s）", s, more);
    block_add(b, BLOCK_TEXT, s, json_text(node, "field"));
}

static void
put_bullet(Build *b, const json_t *node)
{
    const char   *field = json_text(node, "field");
    const json_t *v = json_path(b->rec, field);
    block_add(b, BLOCK_HEADING, form_text(b, node, "label"), field)->level = 4;
    if (!json_is_array(v)) {
        block_add(b, BLOCK_TEXT, json_text(b->rec, field), field);
        return;
    }
    Buf    *all = buf_in(b->c->mem);
    size_t  i;
    json_t *one;
    const char *type = json_text(node, "where.type");
    json_array_foreach(v, i, one)
        if (strcmp(json_text(one, "type"), type) == 0)
            buf_fmt(all, "%s%s", all->n ? "\n" : "", json_text(one, "text"));
    block_add(b, BLOCK_TEXT, arena_str(b->c->mem, buf_text(all)), field);
}

static void
put_prose(Build *b, const json_t *node)
{
    Block *block = put_text(b, node, BLOCK_TEXT);
    Marks  m = { 0 };
    if (json_flag(node, "dates"))
        mark_evaluations(b, &m, block->text, "summary");
    block_marks(block, &m);
}

static void
put_evaluations(Build *b, const json_t *node)
{
    Block *block = put_text(b, node, BLOCK_TEXT);
    Marks  m = { 0 };
    const char *period = json_text(b->rec, "overview.period_text");
    mark_number(b, &m, block->text, block->text, period, "period.overview", L(b->c, "課題実施期間", "Period"));
    mark_evaluations(b, &m, block->text, "overview");
    block_marks(block, &m);
}

/* 特になし and its like as the record has it; a blank one stays blank, a list without a text of its own gets dots. */
static void
put_remarks(Build *b, const json_t *node)
{
    const char *field = json_text(node, "field"), *text = json_text(b->rec, arena_fmt(b->c->mem, "%s_text", field));
    size_t      i;
    json_t     *one;
    Buf        *all = buf_in(b->c->mem);
    json_array_foreach(json_path(b->rec, field), i, one)
        buf_fmt(all, "%s・%s", i ? "\n" : "", json_string_value(one));
    block_add(b, BLOCK_TEXT, *text ? text : arena_str(b->c->mem, buf_text(all)), field);
}

/* The sentence of the choice as it was written, or the choice in 「」; then the reason. Nothing chosen: all of them, for
 * the officer to strike out. */
static void
put_choice(Build *b, const json_t *node)
{
    const char *field = json_text(node, "field"), *chosen = json_text(b->rec, field), *said = json_text(b->rec, arena_fmt(b->c->mem, "%s_text", field));
    size_t      i;
    json_t     *one;
    Buf        *line = buf_in(b->c->mem);
    buf_add(line, said);
    json_array_foreach(json_path(node, "choices"), i, one)
        if (!*said && (!*chosen || strcmp(chosen, json_text(one, "id")) == 0))
            buf_fmt(line, "%s「%s」", line->n ? "・" : "", form_text(b, one, "label"));
    if (json_has(node, "reason"))
        buf_fmt(line, "\n%s：%s", form_text(b, json_path(node, "reason"), "label"), json_text(b->rec, json_text(node, "reason.field")));
    block_add(b, BLOCK_TEXT, arena_str(b->c->mem, buf_text(line)), field);
}

static void
put_footnotes(Build *b, const json_t *node)
{
    size_t      i;
    json_t     *one;
    const char *field = json_text(node, "field");
    json_array_foreach(json_path(b->rec, field), i, one)
    {
        const char *ref = json_text(one, "ref"), *text = json_text(one, "text");
        if (i == 0)
            block_add(b, BLOCK_RULE, "", NULL);
        Block *note = block_add(b, BLOCK_NOTE, text_starts(text, ref) ? text : arena_fmt(b->c->mem, "%s %s", ref, text), arena_fmt(b->c->mem, "%s.%zu", field, i));
        note->plain_from = strlen(ref);
    }
}

/* Kinds whose value stands on the line of their heading. */
static void
put_inline(Build *b, const json_t *node)
{
    (void)b;
    (void)node;
}

static bool
put_kind(Build *b, const json_t *node)
{
    static const struct { const char *kind; void (*put)(Build *b, const json_t *node); } kinds[] = {
        { "title", put_title }, { "centre", put_centre }, { "right", put_right }, { "note", put_note }, { "cover-head", put_cover_head },
        { "boxed", put_boxed }, { "bullet", put_bullet }, { "rosters", put_rosters }, { "inline", put_inline }, { "inline-period", put_inline },
        { "prose", put_prose }, { "evaluations", put_evaluations }, { "budget", put_budget }, { "plan", put_plan },
        { "indicators", put_indicators }, { "views", put_views }, { "judgements", put_judgements }, { "remarks", put_remarks },
        { "pairs", put_pairs }, { "choice", put_choice }, { "footnotes", put_footnotes }, { "addresses", put_addresses },
    };
    const char *kind = json_text(node, "kind");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            kinds[i].put(b, node);
            return true;
        }
    return fail(b->c, ERR_INVALID, json_text(b->form, "id"), L(b->c, "様式 %s に知らない種類 \"%s\" がある。docs/forms.md の表から選ぶ。",
                "form %s has a row of the unknown kind \"%s\"; docs/forms.md lists the kinds"), json_text(b->form, "id"), kind);
}

static bool
wanted(const Build *b, const json_t *node)
{
    const json_t *when = json_object_get(node, "when");
    return !when || strcmp(json_text(b->rec, json_text(when, "field")), json_text(when, "is")) == 0;
}

static void
put_nodes(Build *b, const json_t *list)
{
    size_t  i;
    json_t *node;
    json_array_foreach(list, i, node)
        if (ok(b->c) && wanted(b, node))
            put_kind(b, node);
}

/* "3. 予算（概算要求予定額）の総額": the paper's own wording where the record kept it, else the variant, else the form's. */
static const char *
section_title(const Build *b, const json_t *s)
{
    const char *own = json_text(b->rec, json_text(s, "title_field")), *picked = json_text(b->rec, json_text(s, "variant_field"));
    size_t      i;
    json_t     *v, *first = NULL;
    if (json_has(s, "title_field") && *own)
        return own;
    json_array_foreach(json_path(s, "variants"), i, v)
    {
        first = first ? first : v;
        if (strcmp(json_text(v, "id"), picked) == 0)
            return form_text(b, v, "title");
    }
    return first ? form_text(b, first, "title") : form_text(b, s, "title");
}

static void
put_heading(Build *b, const json_t *s, int level)
{
    const char *kind = json_text(s, "kind"), *no = json_text(s, "no"), *field = json_text(s, "field");
    const char *text = arena_fmt(b->c->mem, "%s%s%s", no, *no ? " " : "", section_title(b, s));
    Marks       m = { 0 };
    size_t      plain = 0;
    if (text_starts(kind, "inline")) {
        const char *v = value(b, s);
        plain = *v ? strlen(text) : 0;
        text = *v ? arena_fmt(b->c->mem, "%s　%s", text, v) : text;
        if (strcmp(kind, "inline-period") == 0)
            mark_number(b, &m, text, text + strlen(no), v, "period.form", L(b->c, "開発・事業期間", "Period of the project"));
    }
    Block *h = block_add(b, BLOCK_HEADING, text, field);
    h->level = level;
    h->plain_from = plain;
    block_marks(h, &m);
}

static void
put_sections(Build *b, const json_t *list, int level)
{
    size_t  i;
    json_t *s;
    json_array_foreach(list, i, s)
    {
        if (!ok(b->c) || !wanted(b, s))
            continue;
        put_heading(b, s, level);
        if (json_has(s, "kind"))
            put_kind(b, s);
        put_sections(b, json_path(s, "sections"), level < 3 ? level + 1 : 3);
        put_nodes(b, json_path(s, "then"));
    }
}

static void
put_part(Build *b, const json_t *part)
{
    const char *name = json_text(part, "part");
    if (strcmp(name, "addresses") == 0 && b->address_count == 0)
        return;
    size_t before = b->out->n;
    block_add(b, BLOCK_PART, form_text(b, part, "title"), NULL)->middle = strcmp(name, "title-page") == 0;
    put_nodes(b, json_path(part, "blocks"));
    put_sections(b, json_path(part, "sections"), 1);
    put_nodes(b, json_path(part, "after"));
    if (b->out->n == before + 1) /* nothing to say: no empty page */
        b->out->n = before;
}

static bool
is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = list; *p; p += strcspn(p, ","), p += *p == ',')
        if (strncmp(p, name, n) == 0 && (p[n] == ',' || p[n] == 0))
            return true;
    return false;
}

static bool
check_parts(Ctx *c, const json_t *form, const char *parts)
{
    size_t  n = 0, i;
    char  **v = text_split(c->mem, parts, ",", &n);
    Buf    *known = buf_in(c->mem);
    json_t *part;
    json_array_foreach(json_path(form, "parts"), i, part)
        buf_fmt(known, "%s%s", i ? "," : "", json_text(part, "part"));
    for (size_t k = 0; k < n; k++)
        if (!is_listed(buf_text(known), v[k]))
            return fail(c, ERR_INVALID, "parts", L(c, "\"%s\" という部はこの様式にない。あるのは %s。", "this form has no part \"%s\"; it has %s"), v[k], buf_text(known));
    return true;
}

static const char *
footer(Build *b)
{
    if (!b->version)
        return "";
    return arena_fmt(b->c->mem, L(b->c, "%s　第%lld版（%.10s 記録）　%s/programmes/%s", "%s　version %lld (recorded %.10s)　%s/programmes/%s"), json_text(b->rec, "name"),
                     (long long)json_int(b->rec, "version", 0), json_text(b->rec, "recorded_at"), b->out->base_url, json_text(b->rec, "key"));
}

static bool
holds_control(const json_t *j)
{
    size_t      i;
    const char *key, *s = json_string_value(j);
    json_t     *v;
    for (uint32_t cp; s && (cp = text_next(&s));)
        if (text_is_control(cp))
            return true;
    json_object_foreach(json_is_object(j) ? j : NULL, key, v)
        if (holds_control(v))
            return true;
    json_array_foreach(json_is_array(j) ? j : NULL, i, v)
        if (holds_control(v))
            return true;
    return false;
}

/* A record without control characters: papers that came in may hold some, which no font has and for which Office refuses
 * a file. */
static json_t *
printable(Ctx *c, const json_t *j)
{
    size_t      i;
    const char *key, *s = json_string_value(j);
    json_t     *v, *copy = s ? json_string(text_printable(c->mem, s)) : json_copied(j);
    json_object_foreach(json_is_object(j) ? j : NULL, key, v)
        json_object_set_new(copy, key, printable(c, v));
    json_array_foreach(json_is_array(j) ? j : NULL, i, v)
        json_array_set_new(copy, i, printable(c, v));
    return copy;
}

bool
paper_build(Ctx *c, const json_t *record, const PaperWish *wish, Paper *out)
{
    *out = (Paper){ 0 };
    const json_t *form = form_load(c, wish->type, NULL);
    if (holds_control(record))
        record = json_keep(c->mem, printable(c, record));
    const char   *parts = wish->parts && strcmp(wish->parts, "all") != 0 ? wish->parts : NULL;
    if (!form || (parts && !check_parts(c, form, parts)))
        return false;
    Build   b = { .c = c, .rec = paper_prefill(c, record, form), .form = form, .out = out,
                  .version = wish->no_addresses ? 0 : json_int(record, "version_id", 0) };
    size_t  i;
    json_t *part;
    out->base_url = wish->base_url ? wish->base_url : "";
    out->lang = c->lang == LANG_EN ? "en" : "ja";
    out->form = json_text(form, "id");
    out->title = arena_fmt(c->mem, "%s　%s", json_text(record, "name"), form_text(&b, form, "title"));
    out->author = json_text(record, "division");
    out->date = json_text(record, "recorded_at");
    out->footer = footer(&b);
    json_array_foreach(json_path(form, "parts"), i, part)
        if (ok(c) && (!parts || is_listed(parts, json_text(part, "part"))))
            put_part(&b, part);
    return ok(c);
}
