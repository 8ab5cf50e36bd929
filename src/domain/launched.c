/* launched.c -- see launched.h: the targets, their sheets, and what is said once: name, owner, period.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/launched_in.h"

#include "base/alike.h"
#include "base/fold.h"
#include "base/text.h"
#include "domain/lineage.h"
#include "domain/texts.h"

#include <stdlib.h>
#include <string.h>

json_t *
launched_row(Launch *l, const char *part, const char *item, const char *item_en, const char *evaluated, const char *launched, const char *verdict)
{
    json_t *row = json_pack("{ss ss ss ss? so so ss? ss? so so so so so ss so so so}", "part", part, "item", item, "item_en", item_en, "evaluated", evaluated, "evaluated_yen", json_null(), "evaluated_source", json_null(),
                            "evaluated_on", evaluated ? l->on : NULL, "launched", launched, "launched_yen", json_null(), "sheet_id", json_null(), "sheet", json_null(), "launched_on", json_null(),
                            "launched_source", json_null(), "verdict", verdict, "score", json_null(), "note", json_null(), "note_en", json_null());
    json_array_append_new(l->rows, row);
    return row;
}

void
launched_from(Launch *l, json_t *row, const json_t *at, const char *path)
{
    const json_t *source = at ? json_path(at, "source") : path ? json_object_get(json_path(l->record, "sources"), path) : NULL;
    if (source)
        json_object_set_new(row, "evaluated_source", json_share(source));
}

static const char *
sheet_name(Ctx *c, const LaunchedSheet *s)
{
    return arena_fmt(c->mem, "%s %lld", strcmp(s->source, "rs") == 0 ? "RS" : "JUDGIT!", (long long)s->fy);
}

/* The table of a sheet with the file and the line of its first row there; a source without tables has the sheet's own line. */
void
launched_by(Launch *l, json_t *row, const LaunchedSheet *s, const char *table)
{
    Ctx    *c = l->c;
    json_t *at = NULL;
    json_object_set_new(row, "sheet_id", json_integer(s->id));
    json_object_set_new(row, "sheet", json_string(sheet_name(c, s)));
    json_object_set_new(row, "launched_on", json_string(s->on));
    if (table) {
        Rows *r = db_query(c, SQL("SELECT part, file, line FROM sheet_part WHERE sheet_id = $1 AND part IN ($2, $3, 'details')"
                                   " ORDER BY CASE part WHEN $2 THEN 0 WHEN $3 THEN 1 ELSE 2 END LIMIT 1"), V(s->id, table, strcmp(table, "3-1") == 0 ? "3-2" : "1-2"));
        if (db_next(r))
            at = json_pack("{ss ss sI}", "table", row_text(r, 0), "file", row_text(r, 1), "line", (json_int_t)row_int(r, 2));
        db_done(r);
    }
    json_object_set_new(row, "launched_source", at ? at : json_pack("{so ss sI}", "table", json_null(), "file", s->file, "line", (json_int_t)s->line));
}

void
launched_note(json_t *row, const char *ja, const char *en)
{
    json_object_set_new(row, "note", json_string(ja));
    json_object_set_new(row, "note_en", json_string(en));
}

const char *
launched_text(Launch *l, const LaunchedSheet *s, const char *const *paths)
{
    LaunchedSheet *m = (LaunchedSheet *)(uintptr_t)s; /* a body is read once */
    size_t         n = 0;
    json_error_t   e;
    char          *raw = m->body ? NULL : sheet_body(l->c, m->id, &n);
    if (raw)
        m->body = json_keep(l->c->mem, json_loadb(raw, n, 0, &e));
    for (int i = 0; m->body && paths[i]; i++)
        if (json_str(m->body, paths[i]) && !text_blank(json_text(m->body, paths[i])))
            return json_text(m->body, paths[i]);
    return "";
}

/* Same when one holds the other, folded: 研究振興局参事官（情報担当） and 研究振興局 参事官（情報担当）. */
static const char *
compare_texts(Ctx *c, const char *a, const char *b)
{
    const char *x = fold_key(c->mem, a), *y = fold_key(c->mem, b);
    if (!*x || !*y)
        return *x ? "only-evaluated" : *y ? "only-launched" : "none";
    return strstr(x, y) || strstr(y, x) ? "same" : "differs";
}

static void
about_name(Launch *l, const LaunchedSheet *s)
{
    const char *name = json_text(l->record, "name");
    json_t     *row = launched_row(l, "name", "事業名", "name", name, s->name, compare_texts(l->c, name, s->name));
    Pairs       a = pairs_of(l->c->mem, name), b = pairs_of(l->c->mem, s->name);
    json_object_set_new(row, "score", json_real(alike(&a, &b)));
    launched_from(l, row, l->record, NULL);
    launched_by(l, row, s, "1-2");
}

static void
about_owner(Launch *l, const LaunchedSheet *s)
{
    const char *division = json_text(l->record, "division");
    json_t     *row = launched_row(l, "owner", "担当局課", "bureau and division", division, s->office ? s->office : NULL, compare_texts(l->c, division, s->office ? s->office : ""));
    launched_from(l, row, NULL, "division");
    launched_by(l, row, s, "1-1");
}

static void
about_chief(Launch *l, const LaunchedSheet *s)
{
    const char *chief = json_text(l->record, "chief");
    if (!s->chief || !*s->chief) /* the outline alone does not name one */
        return;
    json_t *row = launched_row(l, "owner", "課長等（作成責任者）", "officer responsible", *chief ? chief : NULL, s->chief, compare_texts(l->c, chief, s->chief));
    launched_from(l, row, NULL, "chief");
    launched_by(l, row, s, "1-1");
}

static void
about_year(Launch *l, const LaunchedSheet *s, bool last)
{
    Ctx        *c = l->c;
    int64_t     e = json_int(l->record, last ? "period.to_fy" : "period.from_fy", 0), was = last ? s->to_fy : s->from_fy;
    const char *a = e ? arena_fmt(c->mem, "%lld", (long long)e) : last ? "未定" : NULL, *b = was ? arena_fmt(c->mem, "%lld", (long long)was) : last ? "予定なし" : NULL;
    const char *verdict = e && was ? (e == was ? "same" : "differs") : e ? (last ? "differs" : "only-evaluated") : was ? (last ? "differs" : "only-launched") : "same";
    json_t     *row = launched_row(l, "period", last ? "終了（予定）年度" : "開始年度", last ? "last fiscal year" : "first fiscal year", a, b, verdict);
    launched_from(l, row, json_path(l->record, "period"), NULL);
    launched_by(l, row, s, "1-2");
    if (e && was && e != was) {
        long long d = (long long)(was - e);
        launched_note(row, arena_fmt(c->mem, "%lld年%s", d < 0 ? -d : d, d < 0 ? "早い" : "遅い"), arena_fmt(c->mem, "%lld year%s %s", d < 0 ? -d : d, d == 1 || d == -1 ? "" : "s", d < 0 ? "earlier" : "later"));
    }
}

static void
about_first(Launch *l, const LaunchedSheet *s)
{
    about_year(l, s, false);
}

static void
about_last(Launch *l, const LaunchedSheet *s)
{
    about_year(l, s, true);
}

static LaunchedSheet *
sheets_of(Ctx *c, int64_t programme, size_t *n)
{
    LaunchedSheet *s = NEWN(c->mem, LaunchedSheet, 100);
    *n = 0;
    Rows *r = db_query(c,
        SQL("SELECT s.id, s.source, s.sheet_fy, s.name, s.kind, s.number, s.ministry, s.office, s.chief, coalesce(s.from_fy, 0), coalesce(s.to_fy, 0), s.line, coalesce(i.name, ''), s.recorded_at, s.sheet_key"
            " FROM review_sheet s LEFT JOIN import_run i ON i.id = s.run_id WHERE s.programme_id = $1 AND s.newest = 1 ORDER BY s.sheet_fy DESC, s.id DESC LIMIT 100"),
        V(programme));
    while (db_next(r))
        s[(*n)++] = (LaunchedSheet){ .id = row_int(r, 0), .source = row_text(r, 1), .fy = row_int(r, 2), .name = row_text(r, 3), .kind = row_text(r, 4), .number = row_text(r, 5), .ministry = row_text(r, 6),
                                     .office = row_text(r, 7), .chief = row_text(r, 8), .from_fy = row_int(r, 9), .to_fy = row_int(r, 10), .line = row_int(r, 11), .file = row_text(r, 12),
                                     .on = arena_strn(c->mem, row_text(r, 13), 10), .key = row_text(r, 14) };
    return s;
}

static json_t *
sheet_json(Ctx *c, const LaunchedSheet *s)
{
    return json_pack("{sI ss ss sI ss so so so so}", "id", (json_int_t)s->id, "source", s->source, "label", sheet_name(c, s), "fy", (json_int_t)s->fy, "name", s->name, "kind", json_maybe(s->kind), "number", json_maybe(s->number),
                     "office", json_maybe(s->office), "file", json_maybe(s->file));
}

static json_t *
target_of(Ctx *c, const json_t *record, const char *on, const json_t *link)
{
    static void (*const about[])(Launch *, const LaunchedSheet *) = { about_name, about_owner, about_chief, about_first, about_last };
    const char *key = json_text(link, "to_key");
    int64_t     project = text_starts(key, "rs-project:") ? strtoll(key + strlen("rs-project:"), NULL, 10) : json_int(link, "to.project_id", 0), programme = json_int(link, "to.id", 0);
    const char *name = json_str(link, "to.name") ? json_str(link, "to.name") : json_str(link, "reasons.0.name"), *ministry = json_str(link, "to.ministry") ? json_str(link, "to.ministry") : json_str(link, "reasons.0.ministry");
    json_t     *sheets = json_array();
    Launch      l = { .c = c, .record = record, .on = on, .rows = json_array() };
    if (programme)
        l.sheet = sheets_of(c, programme_find(c, arena_fmt(c->mem, "%lld", (long long)programme)), &l.sheets);
    for (size_t i = 0; i < l.sheets; i++)
        json_array_append_new(sheets, sheet_json(c, &l.sheet[i]));
    for (size_t k = 0; k < sizeof about / sizeof *about; k++) /* said anew every year: of the newest four */
        for (size_t i = 0; i < l.sheets && i < 4; i++)
            about[k](&l, &l.sheet[i]);
    if (l.sheets) {
        launched_money(&l);
        launched_indicators(&l);
        launched_texts(&l);
    }
    return json_pack("{so ss? ss? sb sO sO so so so}", "project_id", project ? json_integer(project) : json_null(), "ministry", ministry, "name", name, "waits", l.sheets == 0, "reasons", json_path(link, "reasons"),
                     "link_id", json_path(link, "id"), "programme", programme ? json_pack("{sI ss ss}", "id", (json_int_t)programme, "key", json_text(link, "to.key"), "name", json_text(link, "to.name")) : json_null(),
                     "sheets", sheets, "rows", l.rows);
}

/* Several parts of one fund: their money by year, added, with how many parts it is of. */
static json_t *
fund_of(Ctx *c, const json_t *targets)
{
    static const struct { const char *item, *to; } states[] = { { "当初予算", "initial" }, { "補正予算", "supplementary" }, { "執行額", "executed" }, { "要求額", "request" } };
    json_t *by = json_keep(c->mem, json_object()), *t, *row, *out = json_array();
    size_t  i, k;
    json_array_foreach(targets, i, t) json_array_foreach(json_path(t, "rows"), k, row)
    {
        if (strcmp(json_text(row, "part"), "money") != 0 || !json_has(row, "fy"))
            continue;
        const char *fy = arena_fmt(c->mem, "%lld", (long long)json_int(row, "fy", 0));
        json_t     *y = json_object_get(by, fy);
        if (!y) {
            json_object_set_new(by, fy, y = json_pack("{sO sn sn sn sn sn s{}}", "fy", json_path(row, "fy"), "requested", "initial", "supplementary", "executed", "request", "of"));
        }
        for (size_t s = 0; s < sizeof states / sizeof *states; s++)
            if (strcmp(json_text(row, "state"), states[s].to) == 0 && json_has(row, "launched_yen"))
                json_object_set_new(y, states[s].to, json_integer(json_int(y, states[s].to, 0) + json_int(row, "launched_yen", 0)));
        if (json_has(row, "evaluated_yen"))
            json_object_set(y, "requested", json_path(row, "evaluated_yen"));
        if (json_has(row, "launched_yen"))
            json_object_set_new(json_object_get(y, "of"), arena_fmt(c->mem, "%zu", i), json_true());
    }
    for (int64_t fy = 1990; fy < 2100; fy++)
        if ((t = json_object_get(by, arena_fmt(c->mem, "%lld", (long long)fy)))) {
            json_object_set_new(t, "parts", json_integer((json_int_t)json_object_size(json_object_get(t, "of"))));
            json_object_del(t, "of");
            json_array_append(out, t);
        }
    return out;
}

json_t *
launched_show(Ctx *c, int64_t programme)
{
    json_t *row = programme_row(c, programme), *targets = json_array(), *l;
    size_t  i;
    if (!row)
        return NULL;
    json_t     *out = json_keep(c->mem, json_pack("{s{sO sO sO} sn sn so so}", "programme", "id", json_path(row, "id"), "key", json_path(row, "key"), "name", json_path(row, "name"), "document", "evaluated_on",
                                                  "targets", targets, "fund", json_array()));
    json_t     *record = json_has(row, "version") ? programme_show_evaluation(c, programme, "ex-ante", NULL) : NULL;
    if (!record)
        return ok(c) ? out : NULL;
    const char *on = json_text(record, "report.date");
    json_object_set(out, "document", json_path(record, "document"));
    json_object_set_new(out, "evaluated_on", json_string(on));
    json_array_foreach(link_page(c, &(LinkAsk){ .programme = programme, .kind = "launched-as", .state = "confirmed", .limit = 20 }, NULL), i, l)
        if (json_int(l, "from.id", 0) == programme && ok(c))
            json_array_append_new(targets, target_of(c, record, on, l));
    if (json_array_size(targets) > 1)
        json_object_set_new(out, "fund", fund_of(c, targets));
    return ok(c) ? out : NULL;
}

json_t *
launched_rows(Ctx *c, const json_t *launched)
{
    json_t *out = json_keep(c->mem, json_array()), *t, *row;
    size_t  i, k;
    json_array_foreach(json_path(launched, "targets"), i, t)
    {
        json_array_foreach(json_path(t, "rows"), k, row)
        {
            json_t *one = json_copy(row);
            json_object_set(one, "project_id", json_path(t, "project_id"));
            json_object_set(one, "ministry", json_path(t, "ministry"));
            json_object_set_new(one, "document_lines", json_has(row, "evaluated_source.line_from") ? json_string(arena_fmt(c->mem, "%lld-%lld", (long long)json_int(row, "evaluated_source.line_from", 0),
                                (long long)json_int(row, "evaluated_source.line_to", json_int(row, "evaluated_source.line_from", 0)))) : json_null());
            json_object_set(one, "sheet_table", json_has(row, "launched_source.table") ? json_path(row, "launched_source.table") : json_null());
            json_object_set(one, "sheet_file", json_has(row, "launched_source.file") ? json_path(row, "launched_source.file") : json_null());
            json_object_set(one, "sheet_line", json_has(row, "launched_source.line") ? json_path(row, "launched_source.line") : json_null());
            json_array_append_new(out, one);
        }
        if (json_flag(t, "waits"))
            json_array_append_new(out, json_pack("{sO sO ss ss ss ss ss ss}", "project_id", json_path(t, "project_id"), "ministry", json_path(t, "ministry"), "part", "sheet", "item", "レビューシート", "item_en", "review sheet",
                                                 "verdict", "waits", "note", "この府省のシートはまだ取り込まれていない。", "note_en", "the sheet of this ministry was not taken in yet."));
    }
    return out;
}

bool
launched_any(Ctx *c, int64_t programme)
{
    return db_int(c, SQL("SELECT count(*) FROM programme_link WHERE from_id = $1 AND kind = 'launched-as' AND state = 'confirmed'"), V(programme)) > 0;
}
