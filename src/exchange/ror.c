/* ror.c -- the register of research organisations as it is published (CC0): JSON of schema 2 (names[], locations[]) and
 * schema 1 (name, labels[], aliases[], acronyms[], country), also both in one file, one a line or as one list.
 * SPDX-License-Identifier: Apache-2.0 */
#include "domain/ror.h"

#include "base/buf.h"
#include "base/text.h"
#include "exchange/records.h"
#include "format/json.h"

#include <string.h>

static const char ADDRESS[] = "https://ror.org/";

bool
ror_guess(const char *name, const char *head, size_t n)
{
    (void)name;
    return memchr(head, '{', n < 64 ? n : 64) && memmem(head, n, ADDRESS, sizeof ADDRESS - 1) && memmem(head, n, "\"status\"", 8) &&
           (memmem(head, n, "\"names\"", 7) || memmem(head, n, "\"aliases\"", 9));
}

typedef struct {
    Ror       *ror;
    RorRecord *record;
    size_t     n;
} Batch;

static void
add_name(RorRecord *k, const char *lang, const char *name)
{
    if (!name || text_blank(name))
        return;
    for (size_t i = 0; i < k->n; i++)
        if (strcmp(k->names[i].name, name) == 0)
            return;
    k->names[k->n++] = (RorName){ lang, name };
}

static void
names_2(const json_t *record, RorRecord *k)
{
    size_t  i, t;
    json_t *one, *type;
    json_array_foreach(json_path(record, "names"), i, one)
    {
        const char *name = json_str(one, "value");
        json_array_foreach(json_path(one, "types"), t, type)
            if (json_is_string(type) && strcmp(json_string_value(type), "ror_display") == 0)
                k->name = name;
        add_name(k, json_str(one, "lang"), name);
    }
    k->country = json_str(record, "locations.0.geonames_details.country_code");
}

static void
names_1(const json_t *record, RorRecord *k)
{
    size_t  i;
    json_t *one;
    k->name = json_str(record, "name");
    add_name(k, NULL, k->name);
    json_array_foreach(json_path(record, "labels"), i, one)
        add_name(k, json_str(one, "iso639"), json_str(one, "label"));
    json_array_foreach(json_path(record, "aliases"), i, one)
        add_name(k, NULL, json_string_value(one));
    json_array_foreach(json_path(record, "acronyms"), i, one)
        add_name(k, NULL, json_string_value(one));
    k->country = json_str(record, "country.country_code");
}

static const char *
kinds_of(Arena *mem, const json_t *record)
{
    size_t  i;
    json_t *one;
    Buf    *b = buf_in(mem);
    json_array_foreach(json_path(record, "types"), i, one)
        if (json_is_string(one))
            buf_fmt(b, b->n ? " %s" : "%s", text_key(mem, json_string_value(one)));
    return buf_text(b);
}

static bool
take(Records *r, const json_t *record, const char *sha256, void *state)
{
    Batch      *b = state;
    const char *id = json_str(record, "id"), *status = json_str(record, "status");
    RorRecord   k = { .ror = id, .status = status, .sha256 = sha256 };
    if (!id || !text_starts(id, ADDRESS) || strlen(id) != sizeof ADDRESS - 1 + 9) {
        records_problem(r, "id", "error", "ROR の ID（https://ror.org/ と9字）がない。この件は取り込まない。", "there is no ROR id (https://ror.org/ and nine signs); the record was left out.");
        return false;
    }
    size_t room = json_array_size(json_path(record, "names")) + json_array_size(json_path(record, "labels")) + json_array_size(json_path(record, "aliases")) + json_array_size(json_path(record, "acronyms")) + 1;
    k.names = NEWN(r->mem, RorName, room);
    if (json_path(record, "names"))
        names_2(record, &k);
    else
        names_1(record, &k);
    k.name = k.name ? k.name : k.n ? k.names[0].name : NULL;
    if (!k.name || text_blank(k.name)) {
        records_problem(r, json_path(record, "names") ? "names" : "name", "error", "名前がない。この件は取り込まない。", "there is no name; the record was left out.");
        return false;
    }
    if (!status || (strcmp(status, "active") != 0 && strcmp(status, "inactive") != 0 && strcmp(status, "withdrawn") != 0)) {
        records_problem(r, "status", "error", arena_fmt(r->mem, "status が「%s」である（active、inactive、withdrawn のどれか）。この件は取り込まない。", status ? status : ""),
                        arena_fmt(r->mem, "status is '%s', none of active, inactive, withdrawn; the record was left out.", status ? status : ""));
        return false;
    }
    k.kinds = kinds_of(r->mem, record);
    records_once(r, id, "id");
    b->record[b->n++] = k;
    return true;
}

static bool
store(Records *r, void *state)
{
    Batch *b = state;
    bool   good = ror_store(b->ror, b->record, b->n, r->i->changes);
    b->n = 0;
    return good;
}

bool
ror_import(Import *i)
{
    Batch b = { .ror = ror_begin(i->c, i->run), .record = NEWN(i->c->mem, RorRecord, RECORDS_BATCH + 1) };
    bool  good = b.ror && records_import(i, NULL, take, store, &b);
    ror_free(b.ror);
    return good;
}
