/* launched_texts.c -- indicators and purposes beside each other: matched by likeness, the reason shown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/launched_in.h"

#include "base/alike.h"
#include "base/text.h"

#include <string.h>

enum { INDICATORS = 200 };
static const double LIKE_ENOUGH = 0.5;

typedef struct {
    const char          *name, *kind, *unit, *goal, *values;
    const LaunchedSheet *sheet;
    const char          *table;
    bool                 taken;
} Launched;

/* Targets and actuals of one indicator by year: "2024: 目標 10、実績 8". */
static const char *
values_of(Launch *l, int64_t sheet, int64_t place)
{
    Buf  *b = buf_in(l->c->mem);
    Rows *r = db_query(l->c, SQL("SELECT fy, target, actual FROM sheet_value WHERE sheet_id = $1 AND place = $2 ORDER BY fy LIMIT 20"), V(sheet, place));
    while (db_next(r)) {
        buf_fmt(b, "%s%lld:", b->n ? "; " : "", (long long)row_int(r, 0));
        if (!row_null(r, 1))
            buf_fmt(b, " 目標 %.10g", row_real(r, 1));
        if (!row_null(r, 2))
            buf_fmt(b, " 実績 %.10g", row_real(r, 2));
    }
    return buf_text(b);
}

static void
add(Launched *v, size_t *n, Launched one)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(v[i].name, one.name) == 0 && strcmp(v[i].kind, one.kind) == 0)
            return;
    if (*n < INDICATORS && !text_blank(one.name))
        v[(*n)++] = one;
}

/* Of the newest sheet that has indicators; without their table, what the path from activity to outcome (3-2) calls them. */
static size_t
launched_list(Launch *l, Launched *v)
{
    size_t n = 0;
    for (size_t i = 0; i < l->sheets && n == 0; i++) {
        const LaunchedSheet *s = &l->sheet[i];
        Rows *r = db_query(l->c, SQL("SELECT place, kind, name, unit, target, goal_text, goal_fy FROM sheet_indicator WHERE sheet_id = $1 AND kind <> 'activity' ORDER BY place LIMIT 200"), V(s->id));
        int64_t place[INDICATORS];
        while (db_next(r) && n < INDICATORS) {
            const char *goal = row_text(r, 5) ? row_null(r, 6) ? row_text(r, 5) : arena_fmt(l->c->mem, "%s（%lld年度）", row_text(r, 5), (long long)row_int(r, 6)) : NULL, *target = row_text(r, 4);
            place[n] = row_int(r, 0);
            v[n++] = (Launched){ .name = target && *target && !strstr(row_text(r, 2), target) ? arena_fmt(l->c->mem, "%s（%s）", target, row_text(r, 2)) : row_text(r, 2), .kind = row_text(r, 1), .unit = row_text(r, 3),
                                 .goal = goal, .sheet = s, .table = "3-1" };
        }
        db_done(r);
        for (size_t k = 0; k < n; k++)
            v[k].values = values_of(l, s->id, place[k]);
        if (n > 0)
            break;
        r = db_query(l->c, SQL("SELECT from_kind, from_text, to_kind, to_text FROM sheet_path WHERE sheet_id = $1 ORDER BY place LIMIT 400"), V(s->id));
        while (db_next(r))
            for (int k = 0; k < 4; k += 2)
                if (row_text(r, k) && row_text(r, k + 1) && !strstr(row_text(r, k), "activity") && !strstr(row_text(r, k), "アクティビティ"))
                    add(v, &n, (Launched){ .name = row_text(r, k + 1), .kind = strstr(row_text(r, k), "outcome") || strstr(row_text(r, k), "アウトカム") ? "outcome" : "output", .sheet = s, .table = "3-2" });
    }
    return n;
}

/* The words that both have: 「国際共著論文数」. */
static const char *
shared_words(Ctx *c, const char *a, const char *b)
{
    Shared s[4];
    Buf   *out = buf_in(c->mem);
    size_t n = alike_shared(c->mem, a, b, 3, s, 4);
    for (size_t i = 0; i < n; i++)
        buf_fmt(out, "「%s」", arena_strn(c->mem, a + s[i].a, s[i].a_n));
    return buf_text(out);
}

static const char *
evaluated_text(Ctx *c, const json_t *x)
{
    Buf        *b = buf_in(c->mem);
    const char *fy;
    json_t     *v;
    buf_fmt(b, "%s", text_squeeze(c->mem, json_text(x, "name")));
    if (json_has(x, "unit"))
        buf_fmt(b, "（%s）", json_text(x, "unit"));
    json_object_foreach(json_path(x, "values"), fy, v)
        if (json_has(v, "value"))
            buf_fmt(b, "; %s: %s", fy, json_text(v, "text"));
    return buf_text(b);
}

static const char *
launched_words(Ctx *c, const Launched *v)
{
    Buf *b = buf_in(c->mem);
    buf_fmt(b, "%s", text_squeeze(c->mem, v->name));
    if (v->unit && *v->unit)
        buf_fmt(b, "（%s）", v->unit);
    if (v->goal && *v->goal)
        buf_fmt(b, "; 目標値 %s", v->goal);
    if (v->values && *v->values)
        buf_fmt(b, "; %s", v->values);
    return buf_text(b);
}

static void
one_indicator(Launch *l, const json_t *x, Launched *v, size_t n)
{
    static const char *const kind_ja[] = { "アウトカム指標", "アウトプット指標" }, *const kind_en[] = { "outcome indicator", "output indicator" };
    const char *name = json_text(x, "name"), *type = json_text(x, "type");
    Launched   *best = NULL;
    double      score = 0;
    int         k = strcmp(type, "outcome") != 0;
    for (size_t i = 0; i < n; i++) {
        double s = alike_named(l->c->mem, name, v[i].name);
        if (s > score)
            score = s, best = &v[i];
    }
    bool    match = best && score >= LIKE_ENOUGH;
    bool    other = match && strcmp(best->kind, type) != 0;
    json_t *row = launched_row(l, "indicator", kind_ja[k], kind_en[k], evaluated_text(l->c, x), match ? launched_words(l->c, best) : NULL, match ? (score > 0.99 && !other ? "same" : "differs") : "only-evaluated");
    launched_from(l, row, x, NULL);
    json_object_set(row, "indicator_id", json_has(x, "id") ? json_path(x, "id") : json_null());
    if (!match) {
        if (best)
            launched_note(row, arena_fmt(l->c->mem, "似た指標はない（最も近いもの：「%s」%.2f）", text_head(l->c->mem, best->name, 40), score),
                          arena_fmt(l->c->mem, "nothing like it (nearest: \"%s\" %.2f)", text_head(l->c->mem, best->name, 40), score));
        return;
    }
    best->taken = true;
    json_object_set_new(row, "score", json_real(score));
    launched_by(l, row, best->sheet, best->table);
    const char *words = shared_words(l->c, name, best->name);
    launched_note(row, arena_fmt(l->c->mem, "共通する語%s、類似度 %.2f%s", words, score, other ? "。種別が違う" : ""),
                  arena_fmt(l->c->mem, "words in common %s, likeness %.2f%s", words, score, other ? "; another type" : ""));
}

void
launched_indicators(Launch *l)
{
    Launched *v = NEWN(l->c->mem, Launched, INDICATORS);
    size_t    n = launched_list(l, v), i;
    json_t   *x;
    json_array_foreach(json_path(l->record, "indicators"), i, x)
        one_indicator(l, x, v, n);
    for (i = 0; i < n; i++)
        if (!v[i].taken) {
            bool    outcome = strcmp(v[i].kind, "outcome") == 0;
            json_t *row = launched_row(l, "indicator", outcome ? "アウトカム指標" : "アウトプット指標", outcome ? "outcome indicator" : "output indicator", NULL, launched_words(l->c, &v[i]), "only-launched");
            launched_by(l, row, v[i].sheet, v[i].table);
        }
}

void
launched_texts(Launch *l)
{
    static const char *const purpose[] = { "1-2.0.事業の目的", "1-2.事業の目的", "事業の目的", "事業目的", "purpose", NULL }, *const outline[] = { "1-2.0.事業の概要", "1-2.事業の概要", "事業の概要", "事業概要", "overview", NULL };
    static const struct { const char *ja, *en, *path, *also; const char *const *of; } texts[] = { { "事業の目的", "purpose", "purpose", "objectives", purpose }, { "事業の概要", "outline", "summary", "overview.purpose", outline } };
    for (size_t i = 0; i < l->sheets && i < 2; i++)
        for (size_t t = 0; t < 2; t++) {
            const char *path = *json_text(l->record, texts[t].path) ? texts[t].path : texts[t].also, *a = json_text(l->record, path), *b = launched_text(l, &l->sheet[i], texts[t].of);
            if (!*a && !*b)
                continue;
            Pairs   x = pairs_of(l->c->mem, a), y = pairs_of(l->c->mem, b);
            double  score = alike(&x, &y);
            json_t *row = launched_row(l, "text", texts[t].ja, texts[t].en, *a ? a : NULL, *b ? b : NULL, *a && *b ? (score > 0.99 ? "same" : "differs") : *a ? "only-evaluated" : "only-launched");
            launched_from(l, row, NULL, path);
            launched_by(l, row, &l->sheet[i], "1-2");
            json_object_set_new(row, "score", json_real(score));
            if (*a && *b)
                launched_note(row, arena_fmt(l->c->mem, "共通する語句の割合 %.0f%%", score * 100), arena_fmt(l->c->mem, "%.0f%% in common", score * 100));
        }
}
