/* judgit.c -- review sheets as JUDGIT! publishes them: one JSON object a sheet, amounts in million yen.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sheets of 2021 and later have neither ID nor 事業ID; year, ministry and number together name every sheet. Number and
 * links to past sheets are read as printed; JUDGIT!'s own reading of the years of past sheets is not always right
 * (domain/review.h says what that means). */
#include "exchange/sheets.h"

#include "base/text.h"

#include <string.h>

bool
judgit_guess(const char *name, const char *head, size_t n)
{
    /* 公開年度 and 事業番号, in UTF-8 and in CP932. */
    static const char *const marks[][2] = { { "\xE5\x85\xAC\xE9\x96\x8B\xE5\xB9\xB4\xE5\xBA\xA6", "\xE4\xBA\x8B\xE6\xA5\xAD\xE7\x95\xAA\xE5\x8F\xB7" },
                                            { "\x8C\xF6\x8A\x4A\x94\x4E\x93\x78", "\x8E\x96\x8B\xC6\x94\xD4\x8D\x86" } };
    (void)name;
    for (int i = 0; i < 2 && memchr(head, '{', n < 64 ? n : 64); i++)
        if (memmem(head, n, marks[i][0], strlen(marks[i][0])) && memmem(head, n, marks[i][1], strlen(marks[i][1])))
            return true;
    return false;
}

/* q, or the next behind it that is a row (an object). */
static const Quick *
row_from(SheetBatch *b, const char *key, const Quick *q)
{
    for (; q && q->kind != QUICK_OBJECT; q = q->next)
        sheet_problem(b, key, "warning", arena_fmt(sheet_mem(b), "%s に、行（{ } で囲んだもの）でないものがある。それだけを除いて取り込んだ。", key),
                      arena_fmt(sheet_mem(b), "something in %s is no row (an object in braces); the sheet was taken without it.", key));
    return q;
}

/* The first row of a list, and how many things it has. */
static const Quick *
first_row(SheetBatch *b, const Quick *of, const char *key, size_t *n)
{
    const Quick *list = quick_get(of, key);
    bool         good = list && list->kind == QUICK_ARRAY;
    if (list && !good && list->kind != QUICK_NULL)
        sheet_problem(b, key, "warning", arena_fmt(sheet_mem(b), "%s が一覧（[ ] で囲んだもの）ではない。この欄を除いて取り込んだ。", key),
                      arena_fmt(sheet_mem(b), "%s is no list (in brackets); the sheet was taken without it.", key));
    *n = good ? list->n : 0;
    return good ? row_from(b, key, list->v.first) : NULL;
}

/* A number of a row. What else stands there is said: an amount in words is easily missed. */
static bool
real(SheetBatch *b, const Quick *row, const char *key, double *v)
{
    const Quick *q = quick_get(row, key);
    if (!q || q->kind == QUICK_NULL)
        return false;
    if (q->kind != QUICK_INT && q->kind != QUICK_REAL) {
        const char *printed = q->kind == QUICK_TEXT ? text_head(sheet_mem(b), q->v.text, 40) : "…";
        sheet_problem(b, key, "warning", arena_fmt(sheet_mem(b), "%s の「%s」は数ではないか、大きすぎる。この欄を空欄として取り込んだ（本文には残る）。", key, printed),
                      arena_fmt(sheet_mem(b), "%s: \"%s\" is no number, or too large a one; the sheet was taken with that cell empty (its text keeps it).", key, printed));
        return false;
    }
    *v = q->kind == QUICK_INT ? (double)q->v.i : q->v.r;
    return true;
}

/* The year of a row; a row that has none says nothing of any year. */
static bool
row_year(SheetBatch *b, const Quick *row, const char *field, int64_t *fy)
{
    if (quick_int(row, "年度", fy))
        return sheet_year(b, field, *fy, true);
    sheet_problem(b, field, "warning", arena_fmt(sheet_mem(b), "%s がない。この行を除いて取り込んだ。", field), arena_fmt(sheet_mem(b), "%s is missing; the sheet was taken without that row.", field));
    return false;
}

static bool
missing(SheetBatch *b, const char *field)
{
    sheet_problem(b, field, "error", arena_fmt(sheet_mem(b), "%s がない。どのシートか分からないので、このシートだけを除いて取り込んだ。", field),
                  arena_fmt(sheet_mem(b), "%s is missing; without it the sheet cannot be told from others, so it alone was left out.", field));
    return false;
}

static void
amount(SheetBatch *b, const Quick *row, const char *key, SheetMoney *m, int place)
{
    double v;
    if (real(b, row, key, &v) && sheet_yen(b, key, v, 1e6, &m->yen[place]))
        m->has |= 1u << place;
}

static void
money(SheetBatch *b, const Quick *doc, Sheet *s)
{
    size_t       n;
    const Quick *row = first_row(b, doc, "予算", &n);
    static const char *const keys[MONEY_COUNT] = { "当初予算", "補正予算", "前年度から繰越し", "翌年度へ繰越し", "予備費等", "予算計", "執行額", "要求額" };
    s->money = SHEET_LIST(b, SheetMoney, n);
    for (; row; row = row_from(b, "予算", row->next)) {
        SheetMoney *m = &s->money[s->moneys];
        if (!row_year(b, row, "予算.年度", &m->fy))
            continue;
        m->account = "";
        for (int i = 0; i < MONEY_COUNT; i++)
            amount(b, row, keys[i], m, i);
        bool twice = false;
        for (size_t k = 0; k < s->moneys; k++)
            twice = twice || s->money[k].fy == m->fy;
        if (twice) {
            sheet_problem(b, "予算.年度", "warning", arena_fmt(sheet_mem(b), "%lld 年度の予算が二度ある。初めのものを取った。", (long long)m->fy),
                          arena_fmt(sheet_mem(b), "the budget of %lld stands twice; the first was taken.", (long long)m->fy));
            *m = (SheetMoney){ 0 };
            continue;
        }
        s->moneys++;
    }
}

static void
values(SheetBatch *b, const Quick *q, const char *actual, const char *target, SheetIndicator *k)
{
    size_t       n;
    const Quick *row = first_row(b, q, actual, &n);
    k->value = SHEET_LIST(b, SheetValue, n);
    for (; row; row = row_from(b, actual, row->next)) {
        SheetValue *v = &k->value[k->values];
        bool        twice = false;
        if (!row_year(b, row, "実績.年度", &v->fy))
            continue;
        for (size_t i = 0; i < k->values; i++)
            twice = twice || k->value[i].fy == v->fy;
        if (twice) {
            sheet_problem(b, "実績.年度", "warning", arena_fmt(sheet_mem(b), "指標の %lld 年度の値が二度ある。初めのものを取った。", (long long)v->fy),
                          arena_fmt(sheet_mem(b), "an indicator has %lld twice; the first was taken.", (long long)v->fy));
            *v = (SheetValue){ 0 };
            continue;
        }
        v->has_actual = real(b, row, actual, &v->actual);
        v->has_target = real(b, row, target, &v->target);
        k->values++;
    }
}

static void
indicators(SheetBatch *b, const Quick *doc, Sheet *s)
{
    size_t       n, more;
    const Quick *outcome = first_row(b, doc, "アウトカム", &n), *output = first_row(b, doc, "アウトプット", &more);
    s->indicator = SHEET_LIST(b, SheetIndicator, n + more);
    for (const Quick *q = outcome; q; q = row_from(b, "アウトカム", q->next)) {
        SheetIndicator *k = &s->indicator[s->indicators++];
        const char     *name = quick_text(q, "成果指標"), *target = quick_text(q, "成果目標");
        *k = (SheetIndicator){ .kind = "outcome", .name = name ? name : target ? target : "", .target = target, .unit = quick_text(q, "単位"), .goal_text = quick_text(q, "目標値") };
        if (quick_int(q, "目標最終年度", &k->goal_fy) && !sheet_year(b, "目標最終年度", k->goal_fy, false))
            k->goal_fy = 0;
        values(b, q, "成果実績", "目標値", k);
    }
    for (const Quick *q = output; q; q = row_from(b, "アウトプット", q->next)) {
        SheetIndicator *k = &s->indicator[s->indicators++];
        const char     *name = quick_text(q, "活動指標");
        *k = (SheetIndicator){ .kind = "output", .name = name ? name : "", .unit = quick_text(q, "単位") };
        values(b, q, "活動実績", "当初見込み", k);
    }
}

static void
payees(SheetBatch *b, const Quick *doc, Sheet *s)
{
    size_t       n;
    const Quick *row = first_row(b, doc, "支出先", &n);
    s->payee = SHEET_LIST(b, SheetPayee, n);
    for (; row; row = row_from(b, "支出先", row->next)) {
        SheetPayee *p = &s->payee[s->payees++];
        double      yen;
        *p = (SheetPayee){ .kind = "payee", .block = quick_text(row, "グループ"), .number = quick_text(row, "法人番号"), .name = quick_text(row, "支出先名"), .work = quick_text(row, "業務概要") };
        (void)quick_int(row, "番号", &p->no);
        if (quick_int(row, "年度", &p->fy) && !sheet_year(b, "支出先.年度", p->fy, false))
            p->fy = 0;
        p->has_yen = real(b, row, "支出額", &yen) && sheet_yen(b, "支出先.支出額", yen, 1e6, &p->yen);
    }
}

/* 事業番号 as its parts print: 新30-0001, 0617-1; a part 0 is none. */
static const char *
number_of(Arena *mem, const Quick *row)
{
    static const char *const keys[] = { "事業番号1", "事業番号2", "事業番号3", "事業番号4", "事業番号5" };
    Buf *b = buf_in(mem);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *part = quick_text(row, keys[i]);
        if (part && *part)
            buf_fmt(b, "%s%s", b->n ? "-" : "", part);
    }
    return buf_text(b);
}

static const char *
key_of(Arena *mem, int64_t fy, const char *ministry, const char *number)
{
    return arena_fmt(mem, "judgit:%lld:%s:%s", (long long)fy, ministry, number);
}

static void
past(SheetBatch *b, const Quick *doc, Sheet *s)
{
    static const char key[] = "関連する過去のレビューシート";
    size_t            n;
    const Quick      *row = first_row(b, doc, key, &n);
    s->past = SHEET_LIST(b, const char *, n);
    for (; row; row = row_from(b, key, row->next)) {
        int64_t     fy;
        const char *ministry = quick_text(row, "府省庁"), *number = number_of(sheet_mem(b), row);
        if (quick_int(row, "年度", &fy) && fy >= 2010 && fy < s->fy && ministry && *number)
            s->past[s->pasts++] = key_of(sheet_mem(b), fy, ministry, number);
    }
}

static bool
judgit_sheet(SheetBatch *b, const Quick *doc, Sheet *s)
{
    Arena *mem = sheet_mem(b);
    if (doc->kind != QUICK_OBJECT) {
        sheet_problem(b, NULL, "error", "シート（{ } で囲んだもの）ではない。この行だけを除いて取り込んだ。", "this is no sheet (an object in braces); it alone was left out.");
        return false;
    }
    if (!quick_int(doc, "公開年度", &s->fy))
        return missing(b, "公開年度");
    if (s->fy < 2000 || s->fy > 2100) {
        sheet_problem(b, "公開年度", "error", arena_fmt(mem, "公開年度が %lld である。レビューシートの年度ではないので、このシートだけを除いて取り込んだ。", (long long)s->fy),
                      arena_fmt(mem, "公開年度 is %lld, no year of a review sheet; the sheet alone was left out.", (long long)s->fy));
        return false;
    }
    s->source = "judgit";
    s->ministry = quick_text(doc, "府省庁");
    s->number = quick_text(doc, "事業番号");
    s->name = quick_text(doc, "事業名");
    if (!s->ministry || !*s->ministry)
        return missing(b, "府省庁");
    if (!s->number || !*s->number)
        return missing(b, "事業番号");
    if (!s->name || text_blank(s->name))
        return missing(b, "事業名");
    s->key = key_of(mem, s->fy, s->ministry, s->number);
    s->kind = "レビューシート";
    (void)quick_int(doc, "事業ID", &s->group_id);
    if (quick_int(doc, "開始年度", &s->from_fy) && !sheet_year(b, "開始年度", s->from_fy, false))
        s->from_fy = 0;
    if (quick_int(doc, "終了年度", &s->to_fy) && !sheet_year(b, "終了年度", s->to_fy, false))
        s->to_fy = 0;
    const char *bureau = quick_text(doc, "担当部局庁"), *division = quick_text(doc, "担当課室");
    s->office = text_squeeze(mem, arena_fmt(mem, "%s %s", bureau ? bureau : "", division ? division : ""));
    s->chief = quick_text(doc, "作成責任者");
    money(b, doc, s);
    indicators(b, doc, s);
    payees(b, doc, s);
    past(b, doc, s);
    return true;
}

typedef struct {
    Lines       lines;
    const char *file;
    bool        open, whole; /* whole: one document a file, on many lines */
    Buf        *text;
} Reading;

/* A member that begins with "{" and a line feed is one pretty-printed sheet; else every line is one. */
static bool
next_member(Import *i, Reading *r)
{
    const char *name = source_next(i->source);
    size_t      n = 2;
    if (!name)
        return false;
    r->file = arena_str(i->in.mem, name);
    lines_begin(&r->lines, i->source);
    const char *head = lines_peek(&r->lines, &n);
    r->whole = n == 2 && head[0] == '{' && (head[1] == '\n' || head[1] == '\r');
    return r->open = true;
}

static bool
judgit_next(Import *i, void *state, RawSheet *out)
{
    Reading *r = state;
    for (;;) {
        if (!r->open && !next_member(i, r))
            return false;
        size_t      n;
        const char *line;
        buf_clear(r->text);
        while ((line = lines_next(&r->lines, &n))) {
            if (!r->whole && n > 0) {
                *out = (RawSheet){ .text = line, .file = r->file, .n = n, .line = r->lines.no };
                return true;
            }
            if (n == SIZE_MAX || r->text->n + n > LINE_MAX_BYTES)
                break;
            buf_addn(r->text, line, n);
            buf_char(r->text, '\n');
        }
        lines_end(&r->lines);
        r->open = false;
        if (r->whole && r->text->n > 0 && ok(&i->in)) {
            *out = (RawSheet){ .text = r->text->p, .file = r->file, .n = r->text->n, .line = 1 };
            return true;
        }
    }
}

bool
judgit_import(Import *i)
{
    Reading r = { .text = buf_in(i->c->mem) };
    bool    good = sheets_import(i, judgit_next, &r, judgit_sheet);
    if (r.open)
        lines_end(&r.lines);
    return good;
}
