/* series.c -- public series beside indicators: counted, revised, kept apart, broken in every way.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/programme.h"
#include "domain/series.h"
#include "exchange/import.h"
#include "format/json.h"
#include "format/zip.h"
#include "store/db.h"

#include <stdlib.h>

/* The programme of the pack with its indicator. */
static int64_t
indicator(Ctx *c, const char *name)
{
    int64_t   id = 0;
    PutResult result;
    json_t   *record = json_keep(c->mem, json_pack("{ss ss ss s[{ss ss s{s{sf ss ss}}}]}", "format", "kanmon-record-1", "key", "asean", "name", "協働連携", "indicators", "type", "outcome", "name", name, "values", "2018", "value", 29141.0,
                                                   "qualifier", "exact", "text", "29,141"));
    CHECK(programme_put(c, record, 0, &id, &result));
    return db_int(c, SQL("SELECT id FROM indicator WHERE programme_id = $1"), V(id));
}

static json_t *
take(Ctx *c, const char *path, const char *kind)
{
    json_t *report = NULL;
    Import  i = { .c = c, .path = path };
    CHECK_STR(import_guess(c, path, NULL), kind);
    CHECK(import_file(&i, kind, &report));
    return report;
}

static const char MATRIX[] = "\xef\xbb\xbf%% mat2Pajek Tue\r\n*vertices 4 \r\n1 \"JP\"\r\n2 \"TH\"\r\n3 \"SG\"\r\n4 \"US\"\r\n*arcs\r\n1 1 %d \r\n1 2 %d \r\n2 1 %d \r\n1 3 5 \r\n3 1 5 \r\n1 4 900 \r\n4 1 900 \r\n";

static const char *
zip_of(Ctx *c, int own, int th, int back, const char *second)
{
    const char *a = arena_fmt(c->mem, MATRIX, own, th, back);
    ZipPart     parts[3] = { { .path = "WrldCo2018.net", .bytes = a, .n = strlen(a) }, { .path = "WrldCo2018T.vec", .bytes = "x", .n = 1 }, { .path = "WrldCo2019.net", .bytes = second, .n = strlen(second) } };
    Buf        *b = buf_in(c->mem);
    CHECK(zip_write(c, parts, 3, b));
    return test_file(c, "WrldCo_years.zip", b->p, b->n);
}

TEST(matrices_become_series_beside_the_official_values)
{
    Ctx        *c = test_store();
    int64_t     id = indicator(c, "国際共著論文数");
    const char *odd = arena_fmt(c->mem, MATRIX, 1100, 12, 13);
    json_t     *r = take(c, zip_of(c, 1000, 10, 10, odd), "country-coauthorship"), *all, *s;
    CHECK(json_int(r, "new", 0) == 8 && json_int(r, "broken", 9) == 0 && json_int(r, "warnings", 0) == 1); /* two years: own; TH, SG and their sum */
    all = series_of_indicator(c, id);
    CHECK(json_array_size(all) == 2);
    CHECK_STR(json_text(all, "0.key"), "coauthorship-jp");
    CHECK(json_number_value(json_path(all, "0.values.2018.value")) == 1000);
    s = json_array_get(all, 1);
    CHECK(json_number_value(json_path(s, "values.2018.value")) == 15 && json_number_value(json_path(s, "values.2019.value")) == 17);
    CHECK(json_array_size(json_path(s, "parts")) == 2 && *json_text(s, "parts.1.name_en"));
    CHECK(*json_text(s, "definition") && *json_text(s, "definition_en") && *json_text(s, "source") && *json_text(s, "licence"));
    CHECK(json_array_size(json_path(s, "notes")) == 3); /* two caveats and what was not symmetric in 2019 */
    CHECK_STR(json_text(s, "notes.2.kind"), "asymmetric");
    CHECK(strstr(json_text(s, "notes.2.text"), "12") && strstr(json_text(s, "notes.2.text"), "13"));
    /* The official values are as they were. */
    json_t *x = indicator_show(c, id);
    CHECK(json_object_size(json_path(x, "values")) == 1 && json_number_value(json_path(x, "values.2018.value")) == 29141);
    CHECK(db_int(c, SQL("SELECT count(*) FROM observation"), NOV) == 1);
    CHECK(json_array_size(series_rows(c, all)) == 8);
}

TEST(a_revised_series_keeps_what_was_before)
{
    Ctx        *c = test_store();
    int64_t     id = indicator(c, "国際共著論文数");
    const char *same = arena_fmt(c->mem, MATRIX, 1100, 12, 12);
    json_t     *r = take(c, zip_of(c, 1000, 10, 10, same), "country-coauthorship"), *all;
    CHECK(json_int(r, "new", 0) == 8);
    r = take(c, zip_of(c, 1000, 10, 10, same), "country-coauthorship");
    CHECK(json_int(r, "new", 9) == 0 && json_int(r, "changed", 9) == 0 && json_int(r, "same", 0) == 8);
    r = take(c, zip_of(c, 1000, 11, 11, same), "country-coauthorship");
    CHECK(json_int(r, "changed", 0) == 2); /* the country and the sum */
    all = series_of_indicator(c, id);
    CHECK(json_number_value(json_path(all, "1.values.2018.value")) == 16 && json_array_size(json_path(all, "1.revised")) == 2);
    CHECK(json_number_value(json_path(all, "1.revised.0.before")) == 15);
}

TEST(a_matrix_that_is_not_whole_is_left_out)
{
    static const char *const broken[] = { "*vertices 3\r\n1 \"JP\"\r\n2 \"TH\"\r\n*arcs\r\n1 2 5\r\n", "*vertices 2\r\n1 \"JP\"\r\n2 \"TH\"\r\n*arcs\r\n1 9 5\r\n", "*vertices 2\r\n1 \"JP\"\r\n2 \"TH\"\r\n*arcs\r\n1 2 x\r\n",
                                          "*vertices 99999999\r\n", "*vertices 2\r\n1 \"JP\"\r\n2 \"TH\"\r\n", "1 2 3\r\n", "*vertices 2\r\n1 \"JP\"\r\n2 \"TH\"\r\n*arcs\r\n1 2 -5\r\n" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        Ctx    *c = test_store();
        json_t *r = take(c, zip_of(c, 1000, 10, 10, broken[i]), "country-coauthorship");
        CHECK(json_int(r, "broken", 0) == 1 && json_int(r, "new", 0) == 4); /* the other year stands */
        CHECK_STR(json_text(r, "problems.0.file"), "WrldCo2019.net");
        CHECK(db_int(c, SQL("SELECT count(*) FROM series_value WHERE year = 2019"), NOV) == 0);
    }
}

TEST(moves_are_counted_by_year_and_country)
{
    Ctx              *c = test_store();
    int64_t           id = indicator(c, "海外からの研究者の受入れ者数（中長期）");
    static const char text[] = "migrationfrom,migrationto,year,n_migrations,n_migrations_back,netmigrations\nTH,JP,2013.0,51,25,26\nSGP,JPN,2013.0,4,1,3\nTH,JP,2014.0,7,0,7\nTH,US,2014.0,70,0,7\n,JP,2014.0,3,0,3\nTH,JP,2014.5,1,0,1\nTH,JP\nTH,JP,2014.0,x,0,1\nJP,TH,2014.0,9,0,1\n";
    json_t           *r = take(c, test_file(c, "flows.csv", text, sizeof text - 1), "scholar-mobility");
    CHECK(json_int(r, "broken", 0) == 3);
    CHECK_STR(json_text(r, "problems.0.field"), "year");
    CHECK(json_int(r, "problems.0.line", 0) == 7);
    json_t *all = series_of_indicator(c, id);
    CHECK(json_array_size(all) == 1);
    CHECK_STR(json_text(all, "0.key"), "mobility-asean-jp");
    CHECK(json_number_value(json_path(all, "0.values.2013.value")) == 55 && json_number_value(json_path(all, "0.values.2014.value")) == 7); /* alpha-3 codes are the same countries */
}

TEST(the_published_data_give_the_reference_totals)
{
    static const int jp_asean[] = { 595, 532, 629, 634, 623, 421, 213, 11 }, asean_jp[] = { 322, 349, 379, 448, 434, 317, 216, 13 };
    static const struct { const char *code; int y2020, y2023; } with[] = { { "BN", 22, 25 }, { "ID", 2034, 2348 }, { "KH", 119, 128 }, { "LA", 46, 47 }, { "MM", 194, 104 }, { "MY", 1364, 1399 }, { "PH", 536, 563 }, { "SG", 1331, 1477 }, { "TH", 1641, 1799 }, { "VN", 1327, 1218 } };
    Ctx        *c = test_store();
    const char *matrices = shared_path(c, "data/country-coauthorship/WrldCo_years.zip"), *flows = shared_path(c, "data/scholar-mobility/openalex_2023_V1_scholarlymigration_countryflows.csv.zst");
    if (!matrices || !flows) {
        test_skip("the public series are not here (../shared/data)");
        return;
    }
    CHECK(json_int(take(c, matrices, "country-coauthorship"), "broken", 9) == 0);
    CHECK(json_int(take(c, flows, "scholar-mobility"), "broken", 9) == 0);
    for (int k = 0; k < 2; k++)
        for (int y = 0; y < 8; y++)
            CHECK(db_int(c, SQL("SELECT CAST(v.value AS INTEGER) FROM series_value v JOIN series s ON s.id = v.series_id WHERE s.series_key = $1 AND v.year = $2 AND v.part = '' AND v.newest = 1"),
                         V(k ? "mobility-asean-jp" : "mobility-jp-asean", (int64_t)2016 + y)) == (k ? asean_jp : jp_asean)[y]);
    for (size_t i = 0; i < 10; i++)
        for (int k = 0; k < 2; k++)
            CHECK(db_int(c, SQL("SELECT CAST(v.value AS INTEGER) FROM series_value v JOIN series s ON s.id = v.series_id WHERE s.series_key = 'coauthorship-jp-asean' AND v.year = $1 AND v.part = $2 AND v.newest = 1"),
                         V((int64_t)(k ? 2023 : 2020), with[i].code)) == (k ? with[i].y2023 : with[i].y2020));
    CHECK(db_int(c, SQL("SELECT count(DISTINCT year) FROM series_value v JOIN series s ON s.id = v.series_id WHERE s.series_key = 'coauthorship-jp'"), NOV) == 23);
}
