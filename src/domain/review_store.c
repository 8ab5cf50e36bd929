/* review_store.c -- a batch of sheets into the store, in one transaction.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/review_in.h"

#include "base/fold.h"
#include "base/text.h"
#include "domain/document.h"
#include "domain/budget.h"
#include "domain/face.h"
#include "domain/ledger.h"
#include "domain/organisation.h"
#include "domain/programme.h"
#include "domain/texts.h"
#include "format/json.h"
#include "format/squeeze.h"
#include "store/db.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { DICTIONARY = 64 << 10, SAMPLES_MIN = 100, CHANGES = 200 };

const void *
review_dictionary(Review *r, const char *const *raw, const size_t *raw_n, size_t n, size_t *size, int64_t *id)
{
    Ctx  *c = r->c;
    *id = 0;
    *size = 0;
    if (r->new_dictionary) {
        *id = r->new_dictionary_id;
        *size = r->new_dictionary_n;
        return r->new_dictionary;
    }
    const char *kind = run_kind(r->run);
    Rows       *q = db_query(c, SQL("SELECT id, data FROM dictionary WHERE kind = $1 ORDER BY id DESC LIMIT 1"), V(kind));
    const void *data = NULL;
    if (db_next(q)) {
        *id = row_int(q, 0);
        data = row_blob(q, 1, size);
    }
    db_done(q);
    if (data || n < SAMPLES_MIN || run_dry(r->run))
        return data;
    Buf    *all = buf_in(c->mem);
    size_t *sizes = NEWN(c->mem, size_t, n), used = 0;
    for (size_t i = 0; i < n && used < 600; i += n > 600 ? n / 600 : 1) {
        buf_addn(all, raw[i], raw_n[i]);
        sizes[used++] = raw_n[i];
    }
    r->new_dictionary = squeeze_train(c->mem, all->p, sizes, used, DICTIONARY, &r->new_dictionary_n);
    if (!r->new_dictionary)
        return NULL;
    r->new_dictionary_id = db_int(c, SQL("SELECT coalesce(max(id), 0) + 1 FROM dictionary"), NOV);
    *id = r->new_dictionary_id;
    *size = r->new_dictionary_n;
    return r->new_dictionary;
}

/* The body before, for the difference that is shown; read as documents are, since there are few. */
static void
note_change(Ctx *c, const Coming *m, json_t *changes)
{
    size_t       n;
    json_error_t e;
    const char  *body = json_array_size(changes) < CHANGES ? sheet_body(c, m->old, &n) : NULL;
    json_t      *was = body ? json_keep(c->mem, json_loadb(body, n, 0, &e)) : NULL;
    json_t      *now = was ? json_keep(c->mem, json_loadb(m->sheet->raw, m->sheet->raw_n, 0, &e)) : NULL;
    json_t *what = now ? record_diff(c, was, now) : NULL, *d;
    size_t  i;
    json_array_foreach(what, i, d) /* a table that the sheet did not have is told by its size */
        if (json_is_null(json_object_get(d, "old")) && json_is_array(json_object_get(d, "new")))
            json_object_set_new(d, "new", json_sprintf(L(c, "%zu 行", "%zu rows"), json_array_size(json_object_get(d, "new"))));
    if (now)
        json_array_append_new(changes, json_pack("{ss ss sI sI sO}", "key", m->sheet->key, "name", m->sheet->name, "fy", (json_int_t)m->sheet->fy, "programme_id",
                                                 (json_int_t)m->programme, "changes", what));
}

/* Two texts that differ only in the order of keys, in white space or in the path they were found under say the same. */
static bool
same_content(Ctx *c, int64_t old, const Sheet *s)
{
    size_t       n;
    json_error_t e;
    const char  *body = sheet_body(c, old, &n);
    json_t      *was = body ? json_keep(c->mem, json_loadb(body, n, 0, &e)) : NULL, *now = was ? json_keep(c->mem, json_loadb(s->raw, s->raw_n, 0, &e)) : NULL;
    if (!now)
        return false;
    json_object_del(was, "_path");
    json_object_del(now, "_path");
    return json_equal(was, now);
}

/* New, changed or the same; programmes and versions of those that come in. How many do. */
static size_t
recognise(Review *r, Ctx *c, Sheet *const *sheet, size_t n, Coming *coming, const int64_t *ids, const int64_t *docs, const int64_t *fresh)
{
    RunCount *count = run_count(r->run);
    size_t    in = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++) {
            Coming *m = &coming[i];
            if (round == 0)
                *m = (Coming){ .sheet = sheet[i] };
            if (!sheet[i] || m->doc || m->old < 0 || (round == 0 && !review_same_name(r, sheet[i])))
                continue;
            int64_t    *at = map_get(&r->sheets, sheet[i]->key);
            KnownSheet *k = at ? &r->known[*at] : NULL;
            if (k && (memcmp(k->sha, sheet[i]->sha, 32) == 0 || (!run_dry(r->run) && k->id < ids[0] && same_content(c, k->id, sheet[i])))) {
                count->same++;
                m->old = -1; /* done with */
                continue;
            }
            if (k && k->id >= ids[0])
                run_problem(r->run, sheet[i]->file, sheet[i]->line, NULL, "warning",
                            arena_fmt(c->mem, "同じシート（%s）が違う内容で二度ある。後のものを新しい版とした。", sheet[i]->key),
                            arena_fmt(c->mem, "the same sheet (%s) stands twice with different content; the later one was taken as a new version.", sheet[i]->key));
            m->old = k ? k->id : 0;
            m->version = k ? k->version + 1 : 1;
            m->id = ids[i];
            m->doc = docs[i];
            review_programme(r, m, fresh[i]);
            review_knows(r, m);
            *(k ? &count->changed : &count->made) += 1;
            in++;
        }
    return in;
}

static Val
fy_val(int64_t fy)
{
    return fy ? val_int(fy) : VAL_NONE;
}

static Val
yen_val(int64_t yen)
{
    return yen == INT64_MIN ? VAL_NONE : val_int(yen);
}

static void
put_sheets(Review *r, Ctx *c, Coming *m, size_t n, int64_t dictionary)
{
    Bulk *b = db_bulk_begin(c, SQL("review_sheet"), SQL("id, programme_id, source, sheet_key, version, newest, sheet_fy, number, project_id, group_id, kind, ministry, office, chief,"
        " name, name_key, office_key, from_fy, to_fy, budget_yen, executed_yen, outcomes, outputs, payees, flags, sha256, body, dictionary, run_id, line, recorded_at, actor"), 32);
    for (size_t i = 0; i < n; i++) {
        const Sheet *s = m[i].sheet;
        char         hex[65];
        if (!m[i].doc)
            continue;
        sodium_bin2hex(hex, sizeof hex, s->sha, sizeof s->sha);
        db_bulk_row(b, (Val[]){ val_int(m[i].id), val_int(m[i].programme), val_text(s->source), val_text(s->key), val_int(m[i].version), val_int(1), val_int(s->fy),
            val_text(s->number), fy_val(s->project_id), fy_val(s->group_id), val_text(s->kind), val_text(s->ministry), val_text(s->office), val_text(s->chief),
            val_text(s->name), val_text(s->name_key), val_text(s->office_key), fy_val(s->from_fy), fy_val(s->to_fy), yen_val(s->budget_yen), yen_val(s->executed_yen),
            val_int(s->outcomes), val_int(s->outputs), val_int(s->payee_count), val_int(s->flags), val_text(hex), val_blob(s->body, s->body_n), val_int(dictionary),
            val_int(run_id(r->run)), val_int(s->line), val_text(c->now), val_text(c->actor) });
    }
    db_bulk_end(b);
    b = db_bulk_begin(c, SQL("search_doc"), SQL("id, programme_id, kind, ref, fy, live"), 6);
    for (size_t i = 0; i < n; i++)
        if (m[i].doc)
            db_bulk_row(b, (Val[]){ val_int(m[i].doc), val_int(m[i].programme), val_int(SEARCH_SHEET), val_int(m[i].id), val_int(m[i].sheet->fy), val_int(1) });
    db_bulk_end(b);
}

static void
put_money(Ctx *c, Coming *m, size_t n)
{
    Bulk *b = db_bulk_begin(c, SQL("sheet_money"), SQL("sheet_id, fy, account, initial, supplementary, carried_in, carried_out, reserve, current, executed, request"), 11);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; m[i].doc && k < m[i].sheet->moneys; k++) {
            const SheetMoney *s = &m[i].sheet->money[k];
            Val               v[3 + MONEY_COUNT] = { val_int(m[i].id), val_int(s->fy), val_text(s->account) };
            for (int j = 0; j < MONEY_COUNT; j++)
                v[3 + j] = s->has >> j & 1 ? val_int(s->yen[j]) : VAL_NONE;
            db_bulk_row(b, v);
        }
    db_bulk_end(b);
}

static void
put_indicators(Ctx *c, Coming *m, size_t n)
{
    Bulk *b = db_bulk_begin(c, SQL("sheet_indicator"), SQL("sheet_id, place, kind, stage, name, name_key, target, unit, goal_text, goal_fy"), 10);
    Bulk *y = db_bulk_begin(c, SQL("sheet_value"), SQL("sheet_id, place, fy, actual, target"), 5);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; m[i].doc && k < m[i].sheet->indicators; k++) {
            const SheetIndicator *s = &m[i].sheet->indicator[k];
            db_bulk_row(b, (Val[]){ val_int(m[i].id), val_int((int64_t)k), val_text(s->kind), val_text(s->stage), val_text(s->name), strcmp(s->name, s->name_key) ? val_text(s->name_key) : VAL_NONE,
                                    val_text(s->target), val_text(s->unit), val_text(s->goal_text), fy_val(s->goal_fy) });
            for (size_t j = 0; j < s->values; j++)
                db_bulk_row(y, (Val[]){ val_int(m[i].id), val_int((int64_t)k), val_int(s->value[j].fy), s->value[j].has_actual ? val_real(s->value[j].actual) : VAL_NONE,
                                        s->value[j].has_target ? val_real(s->value[j].target) : VAL_NONE });
        }
    db_bulk_end(b);
    db_bulk_end(y);
}

typedef struct {
    int64_t           organisation, sheet;
    size_t            place;
    const SheetPayee *payee;
} PayeeRow;

static int
by_organisation(const void *a, const void *b)
{
    const PayeeRow *x = a, *y = b;
    if (x->organisation != y->organisation)
        return x->organisation < y->organisation ? -1 : 1;
    return x->sheet != y->sheet ? (x->sheet < y->sheet ? -1 : 1) : x->place < y->place ? -1 : 1;
}

/* Gives every payee its organisation; new ones are written. */
static size_t
organisations(Review *r, Ctx *c, Coming *m, size_t n, PayeeRow *row)
{
    size_t rows = 0, news = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; m[i].doc && k < m[i].sheet->payees; k++) {
            const SheetPayee *p = &m[i].sheet->payee[k];
            int64_t          *id = p->key ? map_get(&r->organisations, p->key) : NULL;
            row[rows++] = (PayeeRow){ id ? *id : p->key ? -1 : 0, m[i].id, k, p };
            if (p->key && !id) {
                map_put(&r->organisations, p->key, -1);
                news++;
            }
        }
    int64_t *ids = NEWN(c->mem, int64_t, news + 1);
    db_reserve(c, SQL("organisation"), news, ids);
    Bulk *o = db_bulk_begin(c, SQL("organisation"), SQL("id, org_key, number, name, name_key"), 5);
    for (size_t i = 0; i < rows && ok(c); i++) {
        const SheetPayee *p = row[i].payee;
        if (row[i].organisation != -1)
            continue;
        int64_t *id = map_get(&r->organisations, p->key);
        if (*id == -1) {
            *id = ids[at++];
            db_bulk_row(o, (Val[]){ val_int(*id), val_text(p->key), val_text(p->number), val_text(p->name), val_text(p->name_key) });
        }
        row[i].organisation = *id;
    }
    db_bulk_end(o);
    return rows;
}

/* In the order of the table's key, so that pages are filled one after the other. */
static void
put_payees(Review *r, Ctx *c, Coming *m, size_t n)
{
    size_t rows = 0;
    for (size_t i = 0; i < n; i++)
        rows += m[i].doc ? m[i].sheet->payees : 0;
    PayeeRow *row = NEWN(c->mem, PayeeRow, rows + 1);
    rows = organisations(r, c, m, n, row);
    qsort(row, rows, sizeof *row, by_organisation);
    Bulk *b = db_bulk_begin(c, SQL("sheet_payee"), SQL("organisation_id, sheet_id, place, kind, fy, block, no, yen"), 8);
    for (size_t i = 0; i < rows; i++) {
        const SheetPayee *p = row[i].payee;
        db_bulk_row(b, (Val[]){ val_int(row[i].organisation), val_int(row[i].sheet), val_int((int64_t)row[i].place), val_text(p->kind), fy_val(p->fy), val_text(p->block),
                                fy_val(p->no), p->has_yen ? val_int(p->yen) : VAL_NONE });
    }
    db_bulk_end(b);
}

static void
put_texts(Ctx *c, Coming *m, size_t n)
{
    Bulk *f = db_bulk_begin(c, SQL("sheet_flow"), SQL("sheet_id, place, from_block, to_block, from_name, to_name, note"), 7);
    Bulk *p = db_bulk_begin(c, SQL("sheet_path"), SQL("sheet_id, place, from_no, from_kind, from_stage, from_text, to_no, to_kind, to_stage, to_text, why"), 11);
    Bulk *q = db_bulk_begin(c, SQL("sheet_remark"), SQL("sheet_id, place, kind, fy, category, text, answer"), 7);
    for (size_t i = 0; i < n; i++) {
        const Sheet *s = m[i].sheet;
        Val          id = val_int(m[i].id);
        for (size_t k = 0; m[i].doc && k < s->flows; k++)
            db_bulk_row(f, (Val[]){ id, val_int((int64_t)k), val_text(s->flow[k].from), val_text(s->flow[k].to), val_text(s->flow[k].from_name), val_text(s->flow[k].to_name), val_text(s->flow[k].note) });
        for (size_t k = 0; m[i].doc && k < s->paths; k++) {
            const SheetPath *t = &s->path[k];
            db_bulk_row(p, (Val[]){ id, val_int((int64_t)k), val_text(t->from_no), val_text(t->from_kind), val_text(t->from_stage), val_text(t->from_text), val_text(t->to_no),
                                    val_text(t->to_kind), val_text(t->to_stage), val_text(t->to_text), val_text(t->why) });
        }
        for (size_t k = 0; m[i].doc && k < s->remarks; k++)
            db_bulk_row(q, (Val[]){ id, val_int((int64_t)k), val_text(s->remark[k].kind), fy_val(s->remark[k].fy), val_text(s->remark[k].category), val_text(s->remark[k].text), val_text(s->remark[k].answer) });
    }
    db_bulk_end(f);
    db_bulk_end(p);
    db_bulk_end(q);
}

static const char *
programme_key(Ctx *c, const Sheet *s, bool split)
{
    if (s->project_id && !split)
        return arena_fmt(c->mem, "rs%lld", (long long)s->project_id);
    if (s->group_id && !split)
        return arena_fmt(c->mem, "j%lld", (long long)s->group_id);
    return arena_fmt(c->mem, "s%lld-%.10s", (long long)s->fy, sha256_hex(c->mem, s->key, strlen(s->key)));
}

static void
put_programmes(Ctx *c, Coming *m, size_t n)
{
    Bulk *b = db_bulk_begin(c, SQL("programme"), SQL("id, key, name, name_key, first_fy"), 5);
    for (size_t i = 0; i < n; i++)
        if (m[i].doc && m[i].founds)
            db_bulk_row(b, (Val[]){ val_int(m[i].programme), val_text(programme_key(c, m[i].sheet, m[i].links > 0)), val_text(m[i].sheet->name),
                                    val_text(text_key(c->mem, m[i].sheet->name)), fy_val(m[i].sheet->from_fy) });
    db_bulk_end(b);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; m[i].doc && m[i].founds && k < m[i].links; k++) {
            bool        sure = strcmp(m[i].link_kind, "split") == 0, number = sure || m[i].contradicts > 0;
            const char *why = sure ? "[{\"ja\":\"公表元の事業IDが同じで、同じ年に別名のシートがある。\",\"en\":\"its publisher gives it the same programme id, and another sheet of that year has another name.\"}]"
                                   : "[{\"ja\":\"シートが過去のシートとして挙げているが、事業名が違う。\",\"en\":\"the sheet names it as a past sheet, but the name differs.\"}]";
            if (m[i].contradicts > 0)
                why = arena_fmt(c->mem, "[{\"ja\":\"公表元の事業IDは同じだが、事業名が違い、両方のシートが載せる %lld 件の金額がどれも一致しない。\","
                                        "\"en\":\"its publisher gives it the same programme id, but the name differs, and so do all %lld amounts that both sheets state.\"}]",
                                (long long)m[i].contradicts, (long long)m[i].contradicts);
            db_run(c, SQL("INSERT INTO programme_link (from_id, to_id, to_key, kind, state, score, reasons, basis, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
                          " ON CONFLICT (from_id, to_key, kind) DO NOTHING"),
                   V(m[i].programme, m[i].link_to[k], arena_fmt(c->mem, "programme:%lld", (long long)m[i].link_to[k]), m[i].link_kind, sure ? "confirmed" : "proposed",
                     sure ? VAL_NONE : val_real(m[i].contradicts > 0 ? 0.3 : 0.6), why, number ? "number" : "own-link", c->now, c->actor));
        }
}

/* Versions that have a follower now. */
static void
retire(Ctx *c, Coming *m, size_t n)
{
    int64_t *old = NEWN(c->mem, int64_t, n);
    size_t   k = 0;
    for (size_t i = 0; i < n; i++)
        if (m[i].doc && m[i].old > 0)
            old[k++] = m[i].old;
    if (k == 0)
        return;
    SqlBuild *b = sql_build(c->mem);
    sql_add(b, SQL("UPDATE review_sheet SET newest = 0 WHERE id"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, old, k)));
    db_run(c, sql_built(b), b->n, b->v);
    b = sql_build(c->mem);
    sql_add(b, SQL("UPDATE search_doc SET live = 0 WHERE kind = 0 AND ref"), NOV);
    sql_add(b, sql_in_ids(c), V(db_ids(c, old, k)));
    db_run(c, sql_built(b), b->n, b->v);
}

/* One act for the batch; its payload names the rows by one hash over theirs. */
static bool
act(Review *r, Ctx *c, Coming *m, size_t n)
{
    Buf    *hashes = buf_in(c->mem);
    int64_t news = 0, changed = 0, first = 0, last = 0;
    for (size_t i = 0; i < n; i++)
        if (m[i].doc) {
            buf_addn(hashes, m[i].sheet->sha, 32);
            *(m[i].old ? &changed : &news) += 1;
            first = first ? first : m[i].id;
            last = m[i].id;
        }
    json_t *numbers = json_pack("{sI sI sI sI}", "sheets_from", (json_int_t)first, "sheets_to", (json_int_t)last, "new", (json_int_t)news, "changed", (json_int_t)changed);
    return run_act(r->run, c, "review.import", numbers, hashes);
}

static bool
write_batch(Review *r, Ctx *c, Coming *m, size_t n, const Grams *g, int64_t dictionary, const int64_t *docs)
{
    int64_t *touched = NEWN(c->mem, int64_t, n), *doc = NEWN(c->mem, int64_t, n);
    size_t   k = 0;
    for (size_t i = 0; i < n; i++) {
        doc[i] = m[i].doc ? docs[i] : 0;
        if (m[i].doc)
            touched[k++] = m[i].programme;
    }
    search_add(c, g, doc, n);
    if (r->new_dictionary && r->new_dictionary_id == dictionary && db_int(c, SQL("SELECT count(*) FROM dictionary WHERE id = $1"), V(dictionary)) == 0)
        db_run(c, SQL("INSERT INTO dictionary (id, kind, data) VALUES ($1, $2, $3)"), V(dictionary, run_kind(r->run), val_blob(r->new_dictionary, r->new_dictionary_n)));
    put_programmes(c, m, n);
    put_sheets(r, c, m, n, dictionary);
    retire(c, m, n);
    put_money(c, m, n);
    put_indicators(c, m, n);
    put_payees(r, c, m, n);
    put_texts(c, m, n);
    Bulk *sections = budget_sections_begin(c);
    for (size_t i = 0; i < n; i++)
        if (m[i].doc)
            budget_sections_put(sections, m[i].id, m[i].sheet->section, m[i].sheet->sections);
    db_bulk_end(sections);
    review_parts(c, m, n);
    review_links(r, c, m, n);
    search_changed(c);
    face_refresh(c, touched, k);
    organisation_due(c);
    return act(r, c, m, n);
}

bool
review_store(Review *r, Sheet *const *sheet, size_t n, const Grams *g, int64_t dictionary, json_t *changes)
{
    Ctx      b = *r->c;
    int64_t *ids, *docs, *fresh;
    if (!ok(r->c) || n == 0)
        return ok(r->c);
    b.mem = arena_new(0);
    ids = NEWN(b.mem, int64_t, n);
    docs = NEWN(b.mem, int64_t, n);
    fresh = NEWN(b.mem, int64_t, n);
    Coming *m = NEWN(b.mem, Coming, n);
    run_count(r->run)->read += (int64_t)n;
    if (run_dry(r->run)) {
        for (size_t i = 0; i < n; i++)
            ids[i] = docs[i] = fresh[i] = INT64_MAX / 2 + (int64_t)i; /* numbers that nothing has */
        for (size_t i = 0; i < n; i++)
            fresh[i] = 1;
        recognise(r, &b, sheet, n, m, ids, docs, fresh);
    } else {
        tx_begin(&b);
        if (db_is_postgres(b.db))
            db_run(&b, SQL("SELECT pg_advisory_xact_lock(7302)"), NOV);
        db_reserve(&b, SQL("review_sheet"), n, ids);
        db_reserve(&b, SQL("search_doc"), n, docs);
        db_reserve(&b, SQL("programme"), n, fresh);
        size_t in = ok(&b) ? recognise(r, &b, sheet, n, m, ids, docs, fresh) : 0;
        if (in > 0) {
            for (size_t i = 0; i < n; i++)
                if (m[i].old > 0 && m[i].old < ids[0])
                    note_change(&b, &m[i], changes);
            write_batch(r, &b, m, n, g, dictionary, docs);
        }
        run_save(r->run, &b);
        tx_end(&b);
    }
    ctx_join(r->c, &b);
    arena_free(b.mem);
    return ok(r->c);
}
