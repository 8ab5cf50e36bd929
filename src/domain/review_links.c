/* review_links.c -- what a sheet says itself of other programmes, and what it was put together from.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/review_in.h"

#include "format/json.h"
#include "store/db.h"

#include <string.h>

static bool
link(Ctx *c, int64_t from, int64_t to, const char *key, const char *kind, const char *ja, const char *en)
{
    json_t *why = json_keep(c->mem, json_pack("[{ss ss}]", "ja", ja, "en", en));
    return db_run(c, SQL("INSERT INTO programme_link (from_id, to_id, to_key, kind, state, score, reasons, basis, made_at, made_by) VALUES ($1, $2, $3, $4, 'confirmed', NULL, $5, 'own-link', $6, $7)"
                         " ON CONFLICT (from_id, to_key, kind) DO NOTHING"),
                  V(from, to ? val_int(to) : VAL_NONE, key, kind, json_canonical(c->mem, why), c->now, c->actor));
}

/* Related programmes by their project id; one that is not here yet waits. */
static void
related(Review *r, Ctx *c, const Coming *m)
{
    for (size_t i = 0; i < m->sheet->relateds; i++) {
        const SheetRelated *k = &m->sheet->related[i];
        int64_t            *to = map_get(&r->groups, arena_fmt(c->mem, "p:%lld", (long long)k->project));
        if (to && *to == m->programme)
            continue;
        link(c, m->programme, to ? *to : 0, arena_fmt(c->mem, "rs-project:%lld", (long long)k->project), k->kind,
             arena_fmt(c->mem, "%lld年度のシートの関連事業の欄に、予算事業ID %lld を「%s」として挙げている。", (long long)m->sheet->fy, (long long)k->project, k->word),
             arena_fmt(c->mem, "the sheet of FY%lld names project %lld among its related programmes (%s).", (long long)m->sheet->fy, (long long)k->project, k->word));
    }
}

/* Old numbers typed by the office whose sheets are not here yet: the link stands and waits for them. */
static void
waiting(Review *r, Ctx *c, const Coming *m)
{
    for (size_t i = 0; m->founds && m->sheet->past_sure && i < m->sheet->pasts; i++)
        if (!map_get(&r->sheets, m->sheet->past[i]))
            link(c, m->programme, 0, m->sheet->past[i], "same", arena_fmt(c->mem, "%lld年度のシートの旧事業番号の欄がこのシートを挙げている。", (long long)m->sheet->fy),
                 arena_fmt(c->mem, "the sheet of FY%lld gives this as its old programme number.", (long long)m->sheet->fy));
}

void
review_links(Review *r, Ctx *c, const Coming *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (m[i].doc) {
            related(r, c, &m[i]);
            waiting(r, c, &m[i]);
        }
}

void
review_parts(Ctx *c, const Coming *m, size_t n)
{
    Bulk *b = db_bulk_begin(c, SQL("sheet_part"), SQL("sheet_id, part, row_count, file, line"), 5);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; m[i].doc && k < m[i].sheet->parts; k++) {
            const SheetPart *p = &m[i].sheet->part[k];
            if (p->file)
                db_bulk_row(b, (Val[]){ val_int(m[i].id), val_text(p->part), val_int(p->rows), val_text(p->file), val_int(p->line) });
        }
    db_bulk_end(b);
    for (size_t i = 0; i < n; i++) {
        bool kept = false;
        for (size_t k = 0; m[i].doc && m[i].old > 0 && k < m[i].sheet->parts; k++)
            kept = kept || !m[i].sheet->part[k].file;
        if (kept)
            db_run(c, SQL("INSERT INTO sheet_part (sheet_id, part, row_count, file, line) SELECT $1, p.part, p.row_count, p.file, p.line FROM sheet_part p WHERE p.sheet_id = $2"
                          " AND NOT EXISTS (SELECT 1 FROM sheet_part q WHERE q.sheet_id = $1 AND q.part = p.part)"), V(m[i].id, m[i].old));
    }
}
