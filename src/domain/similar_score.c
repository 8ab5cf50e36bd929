/* similar_score.c -- one programme held against another, reason by reason.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/similar_in.h"

#include "base/fold.h"
#include "base/text.h"
#include "format/json.h"

#include <math.h>
#include <string.h>

enum { LISTED = 3 };

/* One reason, short: its kind, what both have, points. */
static void
reason(json_t *to, const char *kind, json_t *values, double points)
{
    json_array_append_new(to, json_pack("{ss so sf}", "k", kind, "v", values, "p", round(points * 1000) / 1000));
}

static double
of_words(Similar *s, const Gist *o, json_t *to)
{
    GistWord w[SIMILAR_WORDS];
    size_t   n = gist_words(s->c, s->k, &s->gist, &s->units, o, w, SIMILAR_WORDS);
    double   points = 0, factor = 1, longer = ((double)o->n) / weight(s->k, "length");
    json_t  *values = json_array();
    for (size_t i = 0; i < n; i++) {
        points += w[i].weight * factor;
        factor *= weight(s->k, "next");
        if ((int64_t)i < s->k->words)
            json_array_append_new(values, json_string(w[i].text));
    }
    points /= 0.75 + 0.25 * (longer < 1 ? 1 : longer > 3 ? 3 : longer);
    points = fmin(points, weight(s->k, "words_most"));
    if (n > 0)
        reason(to, "words", values, points);
    else
        json_decref(values);
    return points;
}

static double
of_payees(Similar *s, const Candidate *o, json_t *to)
{
    double  points = 0;
    json_t *values = json_array();
    for (size_t i = 0; i < s->payees; i++)
        if (o->payees >> i & 1) {
            points += s->payee[i].weight * weight(s->k, "payee");
            json_array_append_new(values, json_string(s->payee[i].name));
        }
    points = fmin(points, weight(s->k, "payees_most"));
    if (json_array_size(values) > 0)
        reason(to, "payees", values, points);
    else
        json_decref(values);
    return points;
}

static double
of_lists(Similar *s, const Gist *o, json_t *to, bool policy)
{
    const char *const *a = policy ? s->gist.policy : s->gist.method, *const *b = policy ? o->policy : o->method;
    size_t             n = policy ? s->gist.policies : s->gist.methods, m = policy ? o->policies : o->methods;
    double             points = 0;
    json_t            *values = json_array();
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (strcmp(a[i], b[j]) == 0) {
                if (json_array_size(values) < LISTED)
                    json_array_append_new(values, json_string(text_head(s->c->mem, a[i], 40)));
                points += weight(s->k, policy ? "policy" : "method");
            }
    points = fmin(points, weight(s->k, policy ? "policies_most" : "method"));
    if (json_array_size(values) == 0)
        json_decref(values);
    else
        reason(to, policy ? "policies" : "method", values, points);
    return points;
}

/* The office without the ministry's name and spaces. */
static const char *
office_of(Ctx *c, const Candidate *o)
{
    const char *office = text_replace(c->mem, o->office, " ", ""), *ministry = fold_key(c->mem, o->ministry);
    return text_starts(office, ministry) ? office + strlen(ministry) : office;
}

/* What both offices begin with, up to the last sign that ends the name of a bureau, or of a division. */
static const char *
shared_office(Similar *s, const char *a, const char *b, const char *list)
{
    const char *p = a, *q = b, *end = NULL, *signs = json_text(s->k->tree, list);
    for (uint32_t x; *p && *q && (x = text_next(&p)) == text_next(&q);)
        for (const char *k = signs; *k;)
            if (text_next(&k) == x)
                end = p;
    return end ? arena_strn(s->c->mem, a, (size_t)(end - a)) : NULL;
}

/* The folded name of an office as the programme's own paper prints it; NULL where it cannot be told. */
static const char *
printed_office(Similar *s, const char *folded)
{
    const char *office = s->office;
    Fold        f = fold_text(s->c->mem, office ? office : "", office ? strlen(office) : 0, true);
    for (size_t n = 1; n <= f.n; n++)
        if (strcmp(fold_key(s->c->mem, arena_strn(s->c->mem, office, f.at[n])), folded) == 0)
            return text_squeeze(s->c->mem, arena_strn(s->c->mem, office, f.at[n]));
    return NULL;
}

static double
of_office(Similar *s, const Candidate *o, json_t *to)
{
    const Candidate *a = &s->own;
    if (!*a->ministry || strcmp(a->ministry, o->ministry) != 0)
        return 0;
    const char *x = office_of(s->c, a), *y = office_of(s->c, o), *division = shared_office(s, x, y, "divisions"), *bureau = division ? division : shared_office(s, x, y, "bureaus");
    if (bureau) {
        const char *printed = printed_office(s, bureau);
        reason(to, division ? "office" : "bureau", json_pack("[s]", printed ? printed : bureau), weight(s->k, division ? "office" : "bureau"));
        return weight(s->k, division ? "office" : "bureau");
    }
    reason(to, "ministry", json_pack("[s]", a->ministry), weight(s->k, "ministry"));
    return weight(s->k, "ministry");
}

/* Nothing at ten times, all at the same size; said from twice on. */
static double
of_money(Similar *s, const Candidate *o, json_t *to)
{
    if (s->own.yen <= 0 || o->yen <= 0)
        return 0;
    double apart = fabs(log10((double)s->own.yen / (double)o->yen)), points = apart < 1 ? (1 - apart) * weight(s->k, "money") : 0;
    if (apart <= log10(2))
        reason(to, "money", json_pack("[II]", (json_int_t)s->own.yen, (json_int_t)o->yen), points);
    return points;
}

static double
of_years(Similar *s, const Candidate *o, json_t *to)
{
    const Candidate *a = &s->own;
    if (!a->from_fy || !o->from_fy)
        return 0;
    int64_t from = a->from_fy > o->from_fy ? a->from_fy : o->from_fy, end = a->to_fy ? a->to_fy : 9999, other = o->to_fy ? o->to_fy : 9999, last = end < other ? end : other;
    if (from > last)
        return 0;
    reason(to, "years", json_pack("[II]", (json_int_t)from, (json_int_t)last), weight(s->k, "years"));
    return weight(s->k, "years");
}

json_t *
similar_score(Similar *s, const Candidate *o)
{
    Gist    g;
    json_t *why = json_keep(s->c->mem, json_array()), *years = json_keep(s->c->mem, json_array());
    if (!gist_read(s->c, s->k, o->version, o->sheet, false, &g))
        return NULL;
    double words = of_words(s, &g, why), payees = of_payees(s, o, why), score = words + payees;
    score += of_lists(s, &g, why, true) + of_office(s, o, why) + of_lists(s, &g, why, false) + of_money(s, o, why) + of_years(s, o, why);
    if ((words < weight(s->k, "least_words") && payees <= 0) || score < weight(s->k, "least"))
        return NULL;
    for (size_t i = 0; i < o->other_years; i++)
        json_array_append_new(years, json_integer(o->years[i]));
    return json_keep(s->c->mem, json_pack("{sI sf sO sO}", "i", (json_int_t)o->id, "s", round(score * 1000) / 1000, "y", years, "r", why));
}
