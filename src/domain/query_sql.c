/* query_sql.c -- the query language: the tree to documents and to SQL over programme_face.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words of three characters and more come out of the index as a superset (store/search.h). Up to VERIFY documents are
 * looked through letter by letter, and where the word does not stand so, they are read and folded, up to READ bytes of
 * them; beyond that the superset stands, since all pairs of a long word standing apart in one text
 * is rare, and reading thousands of texts is not what a list may cost. Faces say so (find.h: exact). */
#include "domain/query_in.h"

#include "base/fold.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/flags.h"
#include "domain/ministry.h"
#include "domain/permission.h"
#include "domain/texts.h"

#include <stdlib.h>
#include <string.h>

enum { VERIFY = 200, READ = 512 << 10 };

bool
query_holds(const uint32_t *text, size_t n, const Term *word, size_t from, size_t *at)
{
    for (size_t i = from; word->n && i + word->n <= n; i++)
        if (text[i] == word->cp[0] && memcmp(text + i, word->cp, word->n * sizeof *text) == 0) {
            *at = i;
            return true;
        }
    return false;
}

typedef struct {
    Term *const *word;
    size_t       n;
    uint64_t     seen;
    uint32_t    *cp;
    size_t       room;
    Docs        *docs;
    size_t       read; /* bytes read and folded */
    bool         left; /* a document was left unread */
} Check;

static bool
check_text(void *arg, const DocText *t)
{
    Check *k = arg;
    size_t at;
    if (k->room < t->n * 2 + 32) {
        k->room = t->n * 3 + 4096;
        free(k->cp);
        k->cp = malloc(k->room * sizeof *k->cp);
        if (!k->cp)
            die("no memory for a search");
    }
    size_t n = fold_into(t->text, t->n, k->cp, k->room);
    for (size_t i = 0; i < k->n; i++)
        if (!(k->seen >> i & 1) && (k->word[i]->zone == ZONE_ALL || k->word[i]->zone == t->zone) && query_holds(k->cp, n, k->word[i], 0, &at))
            k->seen |= 1ull << i;
    return k->seen + 1 < 1ull << k->n;
}

static bool
check_doc(void *arg, Ctx *in, int64_t doc, char *body, size_t n)
{
    Check *k = arg;
    k->seen = 0;
    for (size_t i = 0; i < k->n; i++)
        if (k->word[i]->zone == ZONE_ALL && texts_plain(body, n, k->word[i]->text))
            k->seen |= 1ull << i;
    if (k->seen + 1 == 1ull << k->n)
        return true;
    if (k->read + n > READ && k->read > 0) {
        k->left = true;
        return true;
    }
    k->read += n;
    const Quick *q = texts_read(in, doc, body, n);
    if (q)
        texts_walk(q, check_text, k);
    if (q && k->seen + 1 < 1ull << k->n)
        k->docs->bits[doc / 64] &= ~(1ull << (doc % 64));
    return true;
}

/* Drops the documents whose texts do not hold all of the words. */
static void
verify(Ctx *c, const SearchMap *map, Docs *d, Term *const *word, size_t n, bool *exact)
{
    bool longer = false;
    for (size_t i = 0; i < n; i++)
        longer = longer || word[i]->n > 2;
    if (!longer)
        return;
    if (docs_count(d) > VERIFY) {
        *exact = false;
        return;
    }
    Check k = { .word = word, .n = n, .docs = d };
    texts_bodies(c, map, d, check_doc, &k);
    *exact = *exact && !k.left;
    free(k.cp);
}

static bool
year_fits(const Term *t, int64_t fy)
{
    switch (t->op) {
    case '<': return fy < t->low;
    case '>': return fy > t->low;
    case 'l': return fy <= t->low;
    case 'g': return fy >= t->low;
    case 'r': return fy >= t->low && fy <= t->high;
    default: return fy == t->low;
    }
}

/* Only live documents, and of the years that the query asks for at its top. */
static void
narrow(const Query *q, const SearchMap *map, Docs *d)
{
    const Term *year[8];
    size_t      n = 0;
    for (const Term *t = q->root->first; t; t = t->next)
        if (t->kind == TERM_FIELD && query_fields[t->field].kind == FIELD_YEAR && n < 8)
            year[n++] = t;
    for (size_t w = 0; w < d->words; w++)
        for (uint64_t bits = d->bits[w]; bits; bits &= bits - 1) {
            size_t doc = w * 64 + (size_t)__builtin_ctzll(bits);
            bool   keep = (int64_t)doc <= map->max && map->live[doc];
            for (size_t i = 0; i < n && keep; i++)
                keep = year_fits(year[i], map->fy[doc]);
            if (!keep)
                d->bits[w] &= ~(1ull << (doc % 64));
        }
}

Docs *
query_docs(Ctx *c, const Query *q, bool *exact)
{
    const SearchMap *map = search_map(c);
    Docs            *d = NULL;
    Term            *word[63];
    size_t           n = 0;
    for (Term *t = q->root->first; t && ok(c); t = t->next) {
        if (t->kind != TERM_WORD)
            continue;
        Docs *one = search_word(c, t->zone, t->cp, t->n);
        if (d)
            docs_and(d, one);
        else
            d = one;
        if (n < 63)
            word[n++] = t;
    }
    if (!d || !ok(c))
        return d;
    narrow(q, map, d);
    verify(c, map, d, word, n, exact);
    return d;
}

int64_t *
query_programmes(Ctx *c, const Docs *d, size_t *n)
{
    const SearchMap *map = search_map(c);
    uint64_t        *seen = NEWN(c->mem, uint64_t, (size_t)(map ? map->programmes : 0) / 64 + 1);
    int64_t         *id = NEWN(c->mem, int64_t, docs_count(d) + 1);
    *n = 0;
    for (size_t w = 0; map && w < d->words; w++)
        for (uint64_t bits = d->bits[w]; bits; bits &= bits - 1) {
            int64_t doc = (int64_t)(w * 64) + __builtin_ctzll(bits), p = doc <= map->max && map->live[doc] ? map->programme[doc] : 0;
            if (p == 0 || (seen[p / 64] >> (p % 64) & 1))
                continue;
            seen[p / 64] |= 1ull << (p % 64);
            id[(*n)++] = p;
        }
    return id;
}

static void
add_ids(Ctx *c, SqlBuild *b, const Docs *d)
{
    size_t   n;
    int64_t *id = query_programmes(c, d, &n);
    sql_add(b, SQL("f.programme_id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, id, n)));
}

static void
add_word(Ctx *c, const Query *q, SqlBuild *b, Term *t, bool *exact)
{
    if (t->n == 0) {
        sql_add(b, SQL("1 = 1"), NOV);
        return;
    }
    Docs *d = search_word(c, t->zone, t->cp, t->n);
    if (!ok(c))
        return;
    narrow(q, search_map(c), d);
    verify(c, search_map(c), d, &t, 1, exact);
    add_ids(c, b, d);
}

void
query_compared(SqlBuild *b, Sql column, const Term *t)
{
    sql_add(b, column, NOV);
    switch (t->op) {
    case '<': sql_add(b, SQL(" < $1"), V(t->low)); break;
    case '>': sql_add(b, SQL(" > $1"), V(t->low)); break;
    case 'l': sql_add(b, SQL(" <= $1"), V(t->low)); break;
    case 'g': sql_add(b, SQL(" >= $1"), V(t->low)); break;
    case 'r': sql_add(b, SQL(" BETWEEN $1 AND $2"), V(t->low, t->high)); break;
    default: sql_add(b, SQL(" = $1"), V(t->low)); break;
    }
}

const char *
query_like(Ctx *c, const char *text)
{
    const char *key = fold_key(c->mem, text);
    key = text_replace(c->mem, key, "!", "!!");
    key = text_replace(c->mem, key, "%", "!%");
    return arena_fmt(c->mem, "%%%s%%", text_replace(c->mem, key, "_", "!_"));
}

void
query_text_in(Ctx *c, SqlBuild *b, Sql column, const char *text)
{
    sql_add(b, SQL("lower("), NOV);
    sql_add(b, column, NOV);
    sql_add(b, SQL(") LIKE $1 ESCAPE '!'"), V(query_like(c, text)));
}

/* Who may not read findings cannot ask for programmes by them either. */
bool
query_findings_hidden(Ctx *c, const Query *q, SqlBuild *b)
{
    if (can(c, ACT_FINDING_READ))
        return false;
    sql_add(b, SQL("1 = 0"), NOV);
    json_array_append_new(q->problems, json_pack("{ss ss}", "text", "所見で絞り込むには、所見を読める役割が必要です。", "text_en", "To narrow by findings you need a role that may read them."));
    return true;
}

static void
add_finding(Ctx *c, const Query *q, SqlBuild *b, const char *code)
{
    if (query_findings_hidden(c, q, b))
        return;
    unsigned flag = flag_named(code);
    if (flag) {
        sql_add(b, SQL("f.flags & $1 <> 0"), V((int64_t)flag));
        return;
    }
    sql_add(b, SQL("EXISTS (SELECT 1 FROM finding x WHERE x.version_id = f.version_id AND (x.code = $1 OR lower(x.code) = lower($1) OR x.level = lower($1)))"), V(code));
}

static void
add_kind(SqlBuild *b, const char *kind)
{
    const char *k = strcmp(kind, "新規") == 0 ? "new" : strcmp(kind, "拡充") == 0 ? "extended" : kind;
    if (strcmp(k, "report") == 0 || strcmp(k, "評価票") == 0)
        sql_add(b, SQL("f.reports > 0"), NOV);
    else if (strcmp(k, "sheet") == 0 || strcmp(k, "レビューシート") == 0)
        sql_add(b, SQL("f.sheets > 0"), NOV);
    else
        sql_add(b, SQL("(f.kind = $1 OR f.sheet_id IN (SELECT s.id FROM review_sheet s WHERE s.kind = $1))"), V(k));
}

static bool
add_has(Ctx *c, const Query *q, SqlBuild *b, const char *what)
{
    static const struct {
        const char *what, *ja;
        Sql         sql;
    } has[] = {
        { "indicator", "指標", { "f.outcomes + f.outputs > 0" } },   { "outcome", "アウトカム", { "f.outcomes > 0" } },
        { "output", "アウトプット", { "f.outputs > 0" } },           { "report", "評価票", { "f.reports > 0" } },
        { "sheet", "シート", { "f.sheets > 0" } },                   { "payee", "支出先", { "f.payees > 0" } },
        { "money", "金額", { "f.money_yen IS NOT NULL" } },        { "target", "目標値", { "EXISTS (SELECT 1 FROM sheet_face y WHERE y.sheet_id = f.sheet_id AND y.quantified > 0)" } },
                 { "finding", "所見", { "(f.flags <> 0 OR EXISTS (SELECT 1 FROM finding x WHERE x.version_id = f.version_id))" } },
    };
    for (size_t i = 0; i < sizeof has / sizeof *has; i++)
        if (strcmp(has[i].what, what) == 0 || strcmp(has[i].ja, what) == 0) {
            if (strcmp(has[i].what, "finding") != 0 || !query_findings_hidden(c, q, b))
                sql_add(b, has[i].sql, NOV);
            return true;
        }
    return false;
}

static void
add_number(SqlBuild *b, const char *text)
{
    int64_t id = -1;
    (void)number_int(text, &id); /* -1 finds nothing */
    sql_add(b, SQL("f.programme_id IN (SELECT s.programme_id FROM review_sheet s WHERE s.newest = 1 AND (s.number = $1 OR s.project_id = $2))"), V(text, id));
}

/* Who was paid, by the 13 digits: those stand in no text that the index has. */
static bool
add_payee_number(Ctx *c, SqlBuild *b, const Term *t)
{
    char *number = NEWN(c->mem, char, 14);
    if (t->n != 13)
        return false;
    for (size_t i = 0; i < 13; i++) {
        if (t->cp[i] < '0' || t->cp[i] > '9')
            return false;
        number[i] = (char)t->cp[i];
    }
    sql_add(b, SQL("f.programme_id IN (SELECT y.programme_id FROM organisation o JOIN sheet_payee x ON x.organisation_id = o.id JOIN sheet_face y ON y.sheet_id = x.sheet_id"
                   " WHERE o.org_key = $1 AND x.kind = 'payee')"), V(number));
    return true;
}

static void
add_field(Ctx *c, const Query *q, SqlBuild *b, Term *t, bool *exact)
{
    switch (query_fields[t->field].kind) {
    case FIELD_YEAR:
        sql_add(b, SQL("f.programme_id IN (SELECT d.programme_id FROM search_doc d WHERE d.live = 1 AND "), NOV);
        query_compared(b, SQL("d.fy"), t);
        sql_add(b, SQL(")"), NOV);
        break;
    case FIELD_FROM: query_compared(b, SQL("f.from_fy"), t); break;
    case FIELD_TO: query_compared(b, SQL("f.to_fy"), t); break;
    case FIELD_RUNS:
        sql_add(b, SQL("f.from_fy <= $1 AND coalesce(f.to_fy, 9999) >= $2"), V(t->op == 'r' ? t->high : t->low, t->low));
        break;
    case FIELD_EVALUATION:
        sql_add(b, SQL("EXISTS (SELECT 1 FROM evaluation_plan e WHERE e.version_id = f.version_id AND "), NOV);
        query_compared(b, SQL("e.fy"), t);
        sql_add(b, SQL(")"), NOV);
        break;
    case FIELD_TOTAL:
        sql_add(b, SQL("EXISTS (SELECT 1 FROM programme_version x WHERE x.id = f.version_id AND "), NOV);
        query_compared(b, SQL("x.total_yen"), t);
        sql_add(b, SQL(")"), NOV);
        break;
    case FIELD_MONEY: query_compared(b, SQL("f.money_yen"), t); break;
    case FIELD_EXECUTED: query_compared(b, SQL("f.executed_yen"), t); break;
    case FIELD_MINISTRY: {
        const char *name = ministry_named(c->mem, t->text);
        if (name)
            sql_add(b, SQL("f.ministry = $1"), V(name));
        else
            query_text_in(c, b, SQL("f.ministry"), t->text);
        break;
    }
    case FIELD_OFFICE: query_text_in(c, b, SQL("f.office_key"), t->text); break;
    case FIELD_COMMITTEE: query_text_in(c, b, SQL("f.committee_key"), t->text); break;
    case FIELD_PAYEE:
        if (!add_payee_number(c, b, t))
            add_word(c, q, b, t, exact);
        break;
    case FIELD_NAME: case FIELD_INDICATOR: add_word(c, q, b, t, exact); break;
    case FIELD_NUMBER: add_number(b, t->text); break;
    case FIELD_KIND: add_kind(b, t->text); break;
    case FIELD_FINDING: add_finding(c, q, b, t->text); break;
    case FIELD_TYPE: case FIELD_UNIT: case FIELD_ATTAINMENT: case FIELD_GOAL: query_programme_indicator(c, b, t); break;
    case FIELD_HAS:
        if (query_of_indicator(t, false)) {
            query_programme_indicator(c, b, t);
            break;
        }
        if (!add_has(c, q, b, t->text)) {
            sql_add(b, SQL("1 = 0"), NOV);
            json_array_append_new(q->problems, json_pack("{ss ss}", "text", arena_fmt(c->mem, "has:%s は分かりません。", t->text), "text_en",
                                                         arena_fmt(c->mem, "has:%s is not known.", t->text)));
        }
        break;
    }
}

void
query_term(Ctx *c, const Query *q, SqlBuild *b, Term *t, bool *exact)
{
    switch (t->kind) {
    case TERM_WORD: add_word(c, q, b, t, exact); return;
    case TERM_FIELD: add_field(c, q, b, t, exact); return;
    case TERM_NOT:
        /* What is not known does not fit, and so does not fit the contrary either: NULL counts as false first. */
        sql_add(b, SQL("NOT coalesce(("), NOV);
        query_term(c, q, b, t->first, exact);
        sql_add(b, SQL("), 1 = 0)"), NOV);
        return;
    case TERM_AND: case TERM_OR: break;
    }
    if (!t->first)
        sql_add(b, SQL("1 = 1"), NOV);
    for (Term *k = t->first; k; k = k->next) {
        sql_add(b, k == t->first ? SQL("(") : t->kind == TERM_OR ? SQL(" OR (") : SQL(" AND ("), NOV);
        query_term(c, q, b, k, exact);
        sql_add(b, SQL(")"), NOV);
    }
}

void
query_where(Ctx *c, const Query *q, SqlBuild *b, const Docs *words, bool *exact)
{
    bool bound = query_binds_year(q);
    if (bound)
        query_year_bound(c, q, b, exact);
    for (Term *t = q->root->first; t && ok(c); t = t->next) {
        if (t->kind == TERM_WORD || (bound && query_of_sheet(t)) || query_of_indicator(t, false))
            continue;
        sql_add(b, SQL(" AND ("), NOV);
        query_term(c, q, b, t, exact);
        sql_add(b, SQL(")"), NOV);
    }
    if (!bound)
        query_one_indicator(c, q, b, false);
    if (words && ok(c))
        query_in_docs(c, b, words);
}

void
query_in_docs(Ctx *c, SqlBuild *b, const Docs *d)
{
    sql_add(b, SQL(" AND "), NOV);
    add_ids(c, b, d);
}
