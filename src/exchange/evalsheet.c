/* evalsheet.c -- a report to lines, lines to programmes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/evalsheet.h"

#include "exchange/evalsheet_in.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* HTML tags away; <li> and <br> break. What only looks like a tag (<留意事項>) stays. */
static char *
untag(Arena *mem, const char *s)
{
    char *out = arena_alloc(mem, strlen(s) + 1), *o = out;
    while (*s) {
        const char *end = *s == '<' ? strchr(s, '>') : NULL;
        bool tag = end && (s[1] == '/' || (s[1] >= 'a' && s[1] <= 'z') || (s[1] >= 'A' && s[1] <= 'Z'));
        if (!tag) {
            *o++ = *s++;
            continue;
        }
        if (o > out && (text_starts(s, "<li") || text_starts(s, "<br")))
            *o++ = '\v';
        s = end + 1;
    }
    *o = 0;
    return out;
}

static Line
plain(Arena *mem, char *raw, int no)
{
    Line  l = { .no = no };
    char *s = untag(mem, raw);
    s += strspn(s, "#");
    s = text_replace(mem, s, "**", "");
    l.text = text_ends(s, "\t") || *s == '\t' ? s : text_trim(mem, s);
    l.cell = text_split(mem, l.text, "\t", &l.cells);
    for (size_t i = 0; i < l.cells; i++)
        l.cell[i] = text_trim(mem, text_replace(mem, l.cell[i], "\v", "\n"));
    l.key = text_key(mem, l.cell[0]);
    return l;
}

bool
is_rule_row(const Line *l)
{
    return text_starts(l->key, "-----");
}

size_t
line_starts(const Sheet *s, size_t from, size_t to, const char *key)
{
    while (from < to && !text_starts(s->v[from].key, key))
        from++;
    return from;
}

size_t
line_holds(const Sheet *s, size_t from, size_t to, const char *key)
{
    while (from < to && !strstr(s->v[from].key, key))
        from++;
    return from;
}

json_t *
source_of(const Sheet *s, size_t from, size_t to)
{
    while (to > from + 1 && text_blank(s->v[to - 1].text))
        to--;
    return json_pack("{si si}", "line_from", s->v[from].no, "line_to", s->v[to > from ? to - 1 : from].no);
}

void
note(Sheet *s, const char *code, const char *level, size_t line, const char *field, const char *ja, const char *en)
{
    json_array_append_new(json_path(s->rec, "findings"),
                          json_pack("{ss ss si ss ss ss}", "code", code, "level", level, "line", s->v[line].no, "field", field, "text", ja,
                                    "text_en", en));
}

static bool
is_marker(const char *t)
{
    static const char *const marks[] = { "・", "- ", "①", "②", "③", "④", "⑤", "⑥", "i)", "ii)", "iii)", "（", "(", "<", "＜", "○", "※" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(t, marks[i]))
            return true;
    return false;
}

static bool
is_cut(const char *before, const char *next)
{
    static const char *const ends[] = { "。", "．", "）", ")", "」", "：", ":", "か", "か。" };
    if (!*before || is_marker(next) || text_chars(before) < 18)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(before, ends[i]))
            return false;
    return true;
}

const char *
prose(const Sheet *s, size_t from, size_t to)
{
    Arena      *mem = s->c->mem;
    Buf        *b = buf_in(mem);
    const char *last = "";
    for (size_t i = from; i < to; i++) {
        const Line *l = &s->v[i];
        const char *t = text_replace(mem, text_trim(mem, l->text), "\v", "\n");
        if (text_blank(t) || is_rule_row(l) || (l->cells > 1 && *l->cell[1]))
            continue;
        if (text_starts(t, "- ・"))
            t += 2;
        if (b->n)
            buf_add(b, is_cut(last, t) ? "" : "\n");
        buf_add(b, t);
        last = t;
    }
    return arena_str(mem, buf_text(b));
}

static json_t *
new_record(void)
{
    return json_pack("{ss sn ss sn s{} s[] s[] s[] s[] s[] s[] s[] s[] s[] s[] s[]}", "format", "kanmon-record-1", "key", "name", "", "kind",
                     "report", "periods", "cover_indicators", "rosters", "budget", "evaluations", "plan", "policies", "indicators", "views",
                     "footnotes", "findings");
}

static void
read_report(Sheet *s, size_t top)
{
    json_t *r = json_path(s->rec, "report");
    for (size_t i = 0; i < top; i++) {
        const char *k = s->v[i].key, *t = s->v[i].text, *day = day_find(s->c->mem, t);
        if (strstr(k, "評価書"))
            json_object_set_new(r, "title", json_string(t));
        else if (*k == '(' && strstr(k, "年度"))
            json_object_set_new(r, "subtitle", json_string(t));
        else if (day) {
            json_object_set_new(r, "date", json_string(day));
            json_object_set_new(r, "date_text", json_string(t));
        }
    }
    for (size_t i = s->from; i < s->to; i++)
        if (text_ends(s->v[i].key, "評価結果") && s->v[i].cells == 1) {
            json_object_set_new(r, "result_title", json_string(s->v[i].text));
            break;
        }
    json_object_set_new(r, "council", json_string("科学技術・学術審議会"));
    json_object_set_new(r, "body", json_string("研究計画・評価分科会"));
}

static json_t *
read_one(Ctx *c, Line *v, size_t top, size_t from, size_t to)
{
    Sheet  s = { c, v, from, to, json_keep(c->mem, new_record()) };
    size_t form = line_holds(&s, from, to, "評価票");
    size_t over = line_starts(&s, from, form, "1.課題実施期間");
    size_t list = line_holds(&s, from, over, "名簿");
    if (form == to) {
        fail(c, ERR_INVALID, arena_fmt(c->mem, "line %d", v[from].no),
             "line %d: the programme that begins here has no evaluation sheet (評価票); the paper seems to be cut off", v[from].no);
        return NULL;
    }
    read_report(&s, top);
    s.to = list;
    read_cover(&s);
    s.to = to;
    read_rosters(&s, list, over);
    read_overview(&s, over, form);
    if (!read_form(&s, form, to))
        return NULL;
    return s.rec;
}

json_t *
evalsheet_read(Ctx *c, const char *text, size_t n)
{
    (void)n;
    size_t lines = 0;
    char **raw = text_split(c->mem, text, "\n", &lines);
    Line  *v = NEWN(c->mem, Line, lines + 1);
    for (size_t i = 0; i < lines; i++)
        v[i] = plain(c->mem, raw[i], (int)i + 1);
    Sheet   all = { c, v, 0, lines, NULL };
    json_t *out = json_keep(c->mem, json_array());
    size_t  top = line_starts(&all, 0, lines, "事業名");
    for (size_t at = top; at < lines;) {
        size_t  next = line_starts(&all, at + 1, lines, "事業名");
        json_t *rec = read_one(c, v, top, at, next);
        if (!rec)
            return NULL;
        json_array_append(out, rec);
        at = next;
    }
    if (json_array_size(out) == 0) {
        fail(c, ERR_INVALID, "line 1", "no programme was found: a report has a row 事業名 for each programme");
        return NULL;
    }
    return out;
}
