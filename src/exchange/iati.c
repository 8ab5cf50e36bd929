/* iati.c -- the frame of an IATI file and of an activity: who, what, when, where.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The order of elements is the standard's (iati-grammar.yaml); a test holds every file against it. */
#include "exchange/iati_in.h"

#include "base/data.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/ministry.h"
#include "domain/programme.h"
#include "domain/review_rows.h"
#include "format/json.h"
#include "format/xml.h"
#include "format/yaml.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static void
put_pairs(Iati *x, va_list ap)
{
    for (const char *name; (name = va_arg(ap, const char *));)
        xml_put(x->x, name, va_arg(ap, const char *));
}

void
iati_open(Iati *x, const char *name, ...)
{
    va_list ap;
    va_start(ap, name);
    xml_open(x->x, name);
    put_pairs(x, ap);
    va_end(ap);
}

void
iati_one(Iati *x, const char *name, ...)
{
    va_list ap;
    va_start(ap, name);
    xml_open(x->x, name);
    put_pairs(x, ap);
    xml_close(x->x);
    va_end(ap);
}

void
iati_narrative(Iati *x, const char *text, const char *en)
{
    if (text && !text_blank(text)) {
        xml_open(x->x, "narrative");
        xml_say(x->x, text);
        xml_close(x->x);
    }
    if (en && !text_blank(en)) {
        iati_open(x, "narrative", "xml:lang", "en", NULL);
        xml_say(x->x, en);
        xml_close(x->x);
    }
}

void
iati_told(Iati *x, const char *name, const char *text, const char *en)
{
    if (!text || text_blank(text))
        return;
    xml_open(x->x, name);
    iati_narrative(x, text, en);
    xml_close(x->x);
}

const char *
iati_word(const Iati *x, const char *name, bool en)
{
    return json_text(json_object_get(json_object_get(x->map, "words"), name), en ? "en" : "ja");
}

const char *
iati_first_day(Iati *x, int64_t year, bool calendar)
{
    return arena_fmt(x->c->mem, "%04lld-%s", (long long)year, calendar ? "01-01" : "04-01");
}

const char *
iati_last_day(Iati *x, int64_t year, bool calendar)
{
    return arena_fmt(x->c->mem, "%04lld-%s", (long long)(calendar ? year : year + 1), calendar ? "12-31" : "03-31");
}

const char *
iati_decimal(Iati *x, double v)
{
    char *s = arena_fmt(x->c->mem, "%.6f", v);
    if (fabs(v) >= 1e15)
        return arena_fmt(x->c->mem, "%.0f", v);
    for (size_t n = strlen(s); n > 0 && (s[n - 1] == '0' || s[n - 1] == '.'); n--) {
        bool point = s[n - 1] == '.';
        s[n - 1] = 0;
        if (point)
            break;
    }
    return strcmp(s, "-0") == 0 ? "0" : s;
}

const char *
iati_organisation(Iati *x, const char *number)
{
    return number && *number ? arena_fmt(x->c->mem, "%s-%s", json_text(x->map, "register"), number) : NULL;
}

const char *
iati_identifier(Iati *x, const char *key)
{
    return arena_fmt(x->c->mem, "%s-%s", x->org_ref, key);
}

/* The reporting organisation: what the catalogue sets for all, or the ministry. */
static void
reporting_org(Iati *x)
{
    const json_t *fixed = json_object_get(x->map, "reporter");
    iati_open(x, "reporting-org", "ref", x->org_ref, "type", fixed ? json_text(fixed, "type") : json_text(x->map, "organisation_type"), "secondary-reporter", fixed ? "1" : NULL, NULL);
    if (fixed)
        iati_narrative(x, json_text(fixed, "name.ja"), json_text(fixed, "name.en"));
    else
        iati_narrative(x, x->ministry, ministry_english(x->c->mem, x->ministry));
    xml_close(x->x);
}

static void
find_owner(Iati *x, const char *named)
{
    const json_t *fixed = json_object_get(x->map, "reporter");
    x->ministry = named && *named ? named : json_text(x->map, "otherwise");
    const char *number = json_string_value(json_object_get(json_object_get(x->map, "organisations"), x->ministry)), *english = ministry_english(x->c->mem, x->ministry);
    if (fixed)
        x->org_ref = json_text(fixed, "ref");
    else /* a ministry without a number of its own is told by its name */
        x->org_ref = number ? iati_organisation(x, number) : arena_fmt(x->c->mem, "%s-%s", json_text(x->map, "register_of_names"), english ? text_replace(x->c->mem, english, " ", "-") : x->ministry);
}

static void
titles(Iati *x)
{
    const char *name = json_str(x->record, "name"), *en = json_string_value(json_object_get(json_object_get(x->map, "english"), x->key));
    if (!name && x->newest)
        name = json_text(x->newest, "name");
    if (json_str(x->record, "name_en"))
        en = json_text(x->record, "name_en");
    xml_open(x->x, "title");
    iati_narrative(x, name && !text_blank(name) ? name : x->key, en);
    xml_close(x->x);
}

static int
described(Iati *x, const json_t *rows, const json_t *from)
{
    size_t  i;
    json_t *row;
    int     n = 0;
    json_array_foreach(rows, i, row)
    {
        const char *text = from ? json_str(from, json_text(row, "field")) : NULL;
        if (!text || text_blank(text))
            continue;
        iati_open(x, "description", "type", json_text(row, "type"), NULL);
        iati_narrative(x, text, NULL);
        xml_close(x->x);
        n++;
    }
    return n;
}

static void
descriptions(Iati *x)
{
    int         n = described(x, json_object_get(x->map, "descriptions"), x->record) + described(x, json_object_get(x->map, "sheet_descriptions"), x->body);
    const char *money = iati_money_printed(x);
    if (n == 0) { /* the standard asks for one */
        iati_open(x, "description", "type", "1", NULL);
        iati_narrative(x, json_str(x->record, "name") ? json_text(x->record, "name") : x->newest ? json_text(x->newest, "name") : x->key, NULL);
        xml_close(x->x);
    }
    if (money) {
        iati_open(x, "description", "type", "4", NULL);
        iati_narrative(x, money, NULL);
        xml_close(x->x);
    }
}

static const char *
receiver_type(Iati *x, const char *name)
{
    size_t  i, j;
    json_t *row, *word;
    json_array_foreach(json_object_get(x->map, "receiver_types"), i, row)
        json_array_foreach(json_object_get(row, "words"), j, word)
            if (json_flag(row, "ends") ? text_ends(name, json_string_value(word)) : strstr(name, json_string_value(word)) != NULL)
                return json_text(row, "type");
    return NULL;
}

/* Those who received money by the newest sheet, each once. */
static void
receivers(Iati *x)
{
    json_t *seen = json_keep(x->c->mem, json_object()), *row, *p;
    size_t  i, j;
    json_array_foreach(json_object_get(x->map, "payees"), i, row)
        json_array_foreach(x->body ? json_object_get(x->body, json_text(row, "list")) : NULL, j, p)
        {
            const char *name = json_string_value(json_object_get(p, json_text(row, "name")));
            const json_t *number = json_object_get(p, json_text(row, "number"));
            if (!name || text_blank(name) || json_object_get(seen, name) || (int64_t)json_object_size(seen) >= json_int(x->map, "payees_most", 40))
                continue;
            json_object_set_new(seen, name, json_true());
            const char *digits = json_is_integer(number) ? arena_fmt(x->c->mem, "%lld", (long long)json_integer_value(number)) : json_string_value(number);
            iati_open(x, "participating-org", "ref", digits && strlen(digits) == 13 ? iati_organisation(x, digits) : NULL, "type", receiver_type(x, name), "role", "4", NULL);
            iati_narrative(x, name, NULL);
            xml_close(x->x);
        }
}

static void
participants(Iati *x)
{
    static const char *const roles[] = { "1", "2" }; /* funding, accountable */
    const char *number = json_string_value(json_object_get(json_object_get(x->map, "organisations"), x->ministry));
    for (size_t i = 0; i < 2; i++) {
        iati_open(x, "participating-org", "ref", iati_organisation(x, number), "type", json_text(x->map, "organisation_type"), "role", roles[i], NULL);
        iati_narrative(x, x->ministry, ministry_english(x->c->mem, x->ministry));
        xml_close(x->x);
    }
    receivers(x);
}

static void
other_identifiers(Iati *x)
{
    json_t *seen = json_keep(x->c->mem, json_object()), *s;
    size_t  i;
    json_array_foreach(x->sheets, i, s)
    {
        const char *number = json_str(s, "number"), *at = number ? arena_fmt(x->c->mem, "%lld:%s", (long long)json_int(s, "fy", 0), number) : NULL;
        if (at && *number && !json_object_get(seen, at)) {
            json_object_set_new(seen, at, json_true());
            iati_one(x, "other-identifier", "ref", at, "type", json_text(x->map, "number_type"), NULL);
        }
        const char *project = json_has(s, "project_id") ? arena_fmt(x->c->mem, "%lld", (long long)json_int(s, "project_id", 0)) : NULL;
        if (!project || json_object_get(seen, project))
            continue;
        json_object_set_new(seen, project, json_true());
        iati_open(x, "other-identifier", "ref", project, "type", json_text(x->map, "project_type"), NULL);
        xml_open(x->x, "owner-org");
        iati_narrative(x, json_text(x->map, "project_owner.ja"), json_text(x->map, "project_owner.en"));
        xml_close(x->x);
        xml_close(x->x);
    }
}

/* Status and dates by the calendar: a day that has not come is planned; one that a review sheet tells and that has come is
 * taken as it happened. */
static void
status_and_dates(Iati *x)
{
    const char *today = arena_strn(x->c->mem, x->c->now, 10);
    const char *from = iati_first_day(x, x->from_fy, false), *to = x->to_fy ? iati_last_day(x, x->to_fy, false) : NULL;
    bool        begun = strcmp(from, today) <= 0, ended = to && strcmp(to, today) < 0;
    iati_one(x, "activity-status", "code", !begun ? "1" : ended ? "4" : "2", NULL);
    iati_one(x, "activity-date", "type", "1", "iso-date", from, NULL);
    if (begun && x->newest)
        iati_one(x, "activity-date", "type", "2", "iso-date", from, NULL);
    if (to)
        iati_one(x, "activity-date", "type", "3", "iso-date", to, NULL);
    if (ended && x->newest && json_int(x->newest, "fy", 0) > x->to_fy)
        iati_one(x, "activity-date", "type", "4", "iso-date", to, NULL);
}

static void
contact(Iati *x)
{
    const char *division = json_str(x->record, "division");
    if (!division && x->newest)
        division = json_str(x->newest, "office");
    if (!division || text_blank(division))
        return;
    iati_open(x, "contact-info", "type", "1", NULL);
    iati_told(x, "organisation", x->ministry, ministry_english(x->c->mem, x->ministry));
    iati_told(x, "department", division, NULL);
    xml_close(x->x);
}

static void
where_and_what(Iati *x)
{
    iati_one(x, "recipient-country", "code", json_text(x->map, "country"), NULL);
    if (x->record) {
        iati_one(x, "sector", "vocabulary", json_text(x->map, "sector.vocabulary"), "code", json_text(x->map, "sector.code"), NULL);
        return;
    }
    iati_open(x, "sector", "vocabulary", json_text(x->map, "sector_by_ministry.vocabulary"), "code", x->ministry, NULL);
    iati_narrative(x, x->ministry, ministry_english(x->c->mem, x->ministry));
    xml_close(x->x);
}

static void
link_to(Iati *x, const char *url, const char *format, const json_t *row)
{
    iati_open(x, "document-link", "url", url, "format", format, NULL);
    xml_open(x->x, "title");
    iati_narrative(x, json_text(row, "ja"), json_text(row, "en"));
    xml_close(x->x);
    iati_one(x, "category", "code", json_text(row, "category"), NULL);
    iati_one(x, "language", "code", json_text(x->map, "language"), NULL);
    xml_close(x->x);
}

static void
documents(Iati *x)
{
    size_t  i;
    json_t *row;
    json_array_foreach(json_object_get(x->map, "sheet_links"), i, row)
    {
        const char *url = x->body ? json_str(x->body, json_text(row, "field")) : NULL;
        url = url ? text_trim(x->c->mem, url) : NULL;
        if (url && (text_starts(url, "https://") || text_starts(url, "http://")) && !strpbrk(url, " \n\t\"<>\\^`{|}") && xml_is_type("anyURI", url))
            link_to(x, url, "text/html", row);
    }
    json_array_foreach(x->url ? json_object_get(x->map, "documents") : NULL, i, row)
        if (!json_flag(row, "report") || x->record)
            link_to(x, arena_fmt(x->c->mem, "%s%s", x->url, text_replace(x->c->mem, json_text(row, "path"), "{key}", x->key)), json_text(row, "format"), row);
}

static void
related(Iati *x)
{
    json_t *links = review_linked(x->c, x->id), *l, *seen = json_keep(x->c->mem, json_object());
    size_t  i;
    json_array_foreach(links, i, l)
    {
        const char *type = json_string_value(json_object_get(json_object_get(x->map, "related"), json_text(l, "kind")));
        if (!type || json_object_get(seen, json_text(l, "key")))
            continue;
        json_object_set_new(seen, json_text(l, "key"), json_true());
        iati_one(x, "related-activity", "ref", iati_identifier(x, json_text(l, "key")), "type", type, NULL);
    }
}

/* The record and the sheets of a programme; NOT_FOUND when it has neither. */
static bool
gather(Iati *x, int64_t programme)
{
    Ctx *c = x->c, quiet = *c;
    x->id = programme;
    x->record = programme_show(&quiet, programme, NULL);
    if (quiet.err.kind != ERR_NONE && quiet.err.kind != ERR_NOT_FOUND)
        c->err = quiet.err;
    x->sheets = ok(c) ? review_rows(c, programme) : NULL;
    x->newest = json_array_get(x->sheets, json_array_size(x->sheets) - 1);
    x->body = x->newest ? review_body(c, json_int(x->newest, "id", 0)) : NULL;
    json_t *row = ok(c) ? programme_row(c, programme) : NULL;
    if (!row)
        return false;
    x->key = json_text(row, "key");
    x->from_fy = json_int(row, "from_fy", 0);
    x->to_fy = json_int(row, "to_fy", 0);
    if (x->from_fy == 0 && x->newest)
        x->from_fy = json_int(json_array_get(x->sheets, 0), "fy", 0);
    if (x->from_fy == 0)
        x->from_fy = json_int(x->record, "request.fiscal_year", 0);
    if (x->from_fy == 0)
        x->from_fy = fiscal_year_of(c->now);
    find_owner(x, json_str(row, "ministry"));
    return ok(c);
}

static bool
activity(Iati *x, int64_t programme)
{
    if (!gather(x, programme))
        return false;
    const char *updated = json_str(x->record, "recorded_at") ? json_text(x->record, "recorded_at") : NULL, *sheet = x->newest ? json_str(x->newest, "recorded_at") : NULL;
    if (sheet && (!updated || strcmp(sheet, updated) > 0))
        updated = sheet;
    iati_open(x, "iati-activity", "xml:lang", json_text(x->map, "language"), "default-currency", json_text(x->map, "currency"), "last-updated-datetime", updated, NULL);
    xml_open(x->x, "iati-identifier");
    xml_say(x->x, iati_identifier(x, x->key));
    xml_close(x->x);
    reporting_org(x);
    titles(x);
    descriptions(x);
    participants(x);
    other_identifiers(x);
    status_and_dates(x);
    contact(x);
    where_and_what(x);
    iati_money(x);
    documents(x);
    related(x);
    iati_results(x);
    xml_close(x->x);
    return ok(x->c);
}

/* Each programme has memory of its own, so that thousands can be written one after the other. */
bool
iati_programme(Iati *x, int64_t programme)
{
    Ctx *c = x->c, own = *c;
    own.mem = arena_new(0);
    x->c = &own;
    bool good = activity(x, programme);
    x->c = c;
    if (!good)
        c->err = (Err){ own.err.kind, arena_str(c->mem, own.err.field), arena_str(c->mem, own.err.text) };
    arena_free(own.mem);
    return good;
}

Iati *
iati_begin(Ctx *c, const char *url, Buf *out)
{
    Iati *x = NEW(c->mem, Iati);
    x->c = c;
    x->map = yaml_read_file(c, data_path(c->mem, "catalog/exchange/iati.yaml"));
    if (!x->map)
        return NULL;
    size_t n = url ? strlen(url) : 0;
    x->url = n == 0 ? NULL : url[n - 1] == '/' ? arena_strn(c->mem, url, n - 1) : url;
    x->x = xml_out(c->mem, out);
    iati_open(x, "iati-activities", "version", json_text(x->map, "version"), "generated-datetime", c->now, NULL);
    return x;
}

void
iati_flush(Iati *x)
{
    xml_flush(x->x);
}

bool
iati_end(Iati *x)
{
    xml_end(x->x);
    return ok(x->c);
}

bool
iati_write(Ctx *c, const char *url, const int64_t *programme, size_t n, Buf *out)
{
    if (n == 0)
        return fail(c, ERR_INVALID, "format", L(c, "条件に合う事業がないので、IATI のファイルは作れません（一件以上必要です）。", "No programme fits; an IATI file needs at least one."));
    Iati *x = iati_begin(c, url, out);
    for (size_t i = 0; x && i < n; i++)
        if (!iati_programme(x, programme[i]))
            return false;
    return x && iati_end(x);
}
