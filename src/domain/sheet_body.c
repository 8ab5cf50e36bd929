/* sheet_body.c -- see sheet_body.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/sheet_body.h"

#include "base/map.h"
#include "domain/budget.h"
#include "domain/organisation.h"
#include "domain/texts.h"
#include "store/db.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *source, *kind, *list, *block, *no, *name, *number, *work, *yen;
    double      unit;
    const char *fy;
} payees[] = {
#define BODY_PAYEES(...) { __VA_ARGS__ },
#define BODY_TEXT(...)
#define BODY_URL(...)
#define BODY_SECTIONS(...)
#include "domain/sheet_body.def"
#undef BODY_PAYEES
#undef BODY_TEXT
#undef BODY_URL
#undef BODY_SECTIONS
};
static const struct {
    const char *source, *path, *ja, *en;
} texts[] = {
#define BODY_PAYEES(...)
#define BODY_TEXT(...) { __VA_ARGS__ },
#define BODY_URL(...)
#define BODY_SECTIONS(...)
#include "domain/sheet_body.def"
#undef BODY_PAYEES
#undef BODY_TEXT
#undef BODY_URL
#undef BODY_SECTIONS
};
static const struct {
    const char *source, *path;
} urls[] = {
#define BODY_PAYEES(...)
#define BODY_TEXT(...)
#define BODY_URL(...) { __VA_ARGS__ },
#define BODY_SECTIONS(...)
#include "domain/sheet_body.def"
#undef BODY_PAYEES
#undef BODY_TEXT
#undef BODY_URL
#undef BODY_SECTIONS
};
static const struct {
    const char *source, *list, *fy, *class, *account, *place, *kind, *ministry, *section, *yen, *request;
} sections[] = {
#define BODY_PAYEES(...)
#define BODY_TEXT(...)
#define BODY_URL(...)
#define BODY_SECTIONS(...) { __VA_ARGS__ },
#include "domain/sheet_body.def"
#undef BODY_PAYEES
#undef BODY_TEXT
#undef BODY_URL
#undef BODY_SECTIONS
};
#define ROWS(a) (sizeof(a) / sizeof *(a))

const Quick *
sheet_body_read(Ctx *c, int64_t sheet, const char **source)
{
    size_t      n, at;
    QuickWhy    why;
    *source = db_text(c, SQL("SELECT source FROM review_sheet WHERE id = $1"), V(sheet));
    char        *body = sheet_body(c, sheet, &n);
    const Quick *q = body ? quick_read(c->mem, body, n, &at, &why) : NULL;
    if (body && !q)
        fail(c, ERR_BROKEN, "store", L(c, "シート %lld の本文が読めません: %s", "the body of sheet %lld cannot be read: %s"), (long long)sheet, L(c, why.ja, why.en));
    return q;
}

/* A text by its path: members and places of lists, divided by "/". */
static const char *
text_at(const Quick *q, const char *path)
{
    char        step[128];
    const char *slash;
    for (; q && (slash = strchr(path, '/')) && (size_t)(slash - path) < sizeof step; path = slash + 1) {
        memcpy(step, path, (size_t)(slash - path));
        step[slash - path] = '\0';
        if (q->kind == QUICK_ARRAY) {
            const Quick *one = q->v.first;
            for (long k = strtol(step, NULL, 10); one && k > 0; k--)
                one = one->next;
            q = one;
        } else {
            q = quick_get(q, step);
        }
    }
    return q ? quick_text(q, path) : NULL;
}

/* The rule of the check (same_row in review.c): the same work too, since one payee often has several contracts of one
 * amount; not the ministry's own offices, and not amounts so small that rounding makes them alike. */
static void
mark_doubled(Ctx *c, BodyPayees *all, const char *ministry)
{
    Map met = { .mem = c->mem };
    for (size_t i = 0; i < all->n; i++) {
        BodyPayee  *p = &all->v[i];
        bool        tells = p->has_yen && p->yen >= 1000000 && *p->block && p->work && strlen(p->work) > 3 && !(p->name && ministry && strcmp(p->name, ministry) == 0);
        const char *key = tells ? organisation_key(c->mem, p->number, p->name) : NULL;
        if (!key)
            continue;
        key = arena_fmt(c->mem, "%s\t%s\t%lld\t%lld\t%s", p->block, key, (long long)p->yen, (long long)p->fy, p->work);
        p->doubled = map_get(&met, key) != NULL;
        if (!p->doubled)
            map_put(&met, key, 1);
    }
    map_free(&met);
}

BodyPayees
sheet_body_payees_in(Ctx *c, const Quick *body, const char *source, int64_t sheet_fy)
{
    BodyPayees out = { 0 };
    for (size_t s = 0; body && s < ROWS(payees) && out.n == 0; s++) {
        const Quick *list = strcmp(payees[s].source, source) == 0 ? quick_get(body, payees[s].list) : NULL;
        if (!list || list->kind != QUICK_ARRAY || list->n == 0)
            continue;
        out.v = NEWN(c->mem, BodyPayee, list->n);
        out.kind = payees[s].kind;
        for (const Quick *row = list->v.first; row; row = row->next) {
            BodyPayee  *p = &out.v[out.n];
            const char *block = quick_text(row, payees[s].block);
            *p = (BodyPayee){ .block = block ? block : "", .name = quick_text(row, payees[s].name), .number = quick_text(row, payees[s].number), .work = quick_text(row, payees[s].work) };
            if (payees[s].no)
                (void)quick_int(row, payees[s].no, &p->no);
            if (payees[s].fy)
                (void)quick_int(row, payees[s].fy, &p->fy);
            else
                p->fy = sheet_fy - 1;
            p->has_yen = quick_real(row, payees[s].yen, &p->printed) && fabs(p->printed * payees[s].unit) < 9e18;
            p->yen = p->has_yen ? (int64_t)llround(p->printed * payees[s].unit) : 0;
            out.n += p->has_yen || payees[s].fy; /* a list without years has rows that only go on about the payee above */
        }
    }
    if (out.kind && strcmp(out.kind, "payee") == 0)
        mark_doubled(c, &out, quick_text(body, "府省庁"));
    return out;
}

BodyPayees
sheet_body_payees(Ctx *c, int64_t sheet)
{
    const char  *source;
    const Quick *body = sheet_body_read(c, sheet, &source);
    return body ? sheet_body_payees_in(c, body, source, db_int(c, SQL("SELECT sheet_fy FROM review_sheet WHERE id = $1"), V(sheet))) : (BodyPayees){ 0 };
}

size_t
sheet_body_texts(const Quick *body, const char *source, BodyText *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; body && i < ROWS(texts); i++) {
        size_t at = 0;
        while (at < n && strcmp(out[at].ja, texts[i].ja) != 0)
            at++;
        if (strcmp(texts[i].source, source) != 0 || at == room || (at < n && out[at].text))
            continue;
        out[at] = (BodyText){ texts[i].path, texts[i].ja, texts[i].en, text_at(body, texts[i].path) };
        n += at == n;
    }
    return n;
}

const char *
sheet_body_url(const Quick *body, const char *source)
{
    const char *url = NULL;
    for (size_t i = 0; body && !url && i < ROWS(urls); i++)
        if (strcmp(urls[i].source, source) == 0)
            url = text_at(body, urls[i].path);
    return url;
}

/* 労働保険 and 雇用勘定 of the sheet are 労働保険特別会計 and 雇用勘定 of the budget; of the general account, the organisation. */
static const char *
section_place(Arena *mem, const Quick *row, size_t s)
{
    const char *class = quick_text(row, sections[s].class), *account = quick_text(row, sections[s].account), *place = quick_text(row, sections[s].place);
    place = place ? place : "";
    if (!class || strcmp(class, "特別会計") != 0 || !account)
        return place;
    return *place ? arena_fmt(mem, "%s特別会計 %s", account, place) : arena_fmt(mem, "%s特別会計", account);
}

static void
section_add(SheetSection *k, const Quick *row, size_t s)
{
    int64_t v;
    k->items++;
    if (quick_int(row, sections[s].yen, &v)) {
        k->yen += v;
        k->has |= 1;
    }
    if (quick_int(row, sections[s].request, &v)) {
        k->request += v;
        k->has |= 2;
    }
}

SheetSection *
sheet_body_sections(Arena *mem, const Quick *body, const char *source, size_t *n)
{
    SheetSection *out = NULL;
    *n = 0;
    for (size_t s = 0; body && s < ROWS(sections); s++) {
        const Quick *list = strcmp(sections[s].source, source) == 0 ? quick_get(body, sections[s].list) : NULL;
        if (!list || list->kind != QUICK_ARRAY)
            continue;
        out = NEWN(mem, SheetSection, list->n + 1);
        for (const Quick *row = list->v.first; row; row = row->next) {
            const char *name = quick_text(row, sections[s].section), *ministry = quick_text(row, sections[s].ministry), *kind = quick_text(row, sections[s].kind);
            int64_t     fy = 0;
            size_t      at = 0;
            if (!name || !quick_int(row, sections[s].fy, &fy))
                continue; /* a total, or an account */
            const char *place = section_place(mem, row, s), *key = budget_section_key(mem, ministry, place, name);
            kind = kind ? kind : "";
            while (at < *n && !(out[at].fy == fy && strcmp(out[at].key, key) == 0 && strcmp(out[at].kind, kind) == 0))
                at++;
            if (at == *n)
                out[(*n)++] = (SheetSection){ .fy = fy, .kind = kind, .key = key, .ministry = ministry ? ministry : "", .organisation = place, .section = name };
            section_add(&out[at], row, s);
        }
    }
    return out;
}
