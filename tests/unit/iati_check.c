/* iati_check.c -- files are held against the structure and the rules of IATI.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "exchange/iati_check.h"
#include "format/json.h"

#define HEAD                                                                                                           \
    "<iati-activities version=\"2.03\"><iati-activity xml:lang=\"ja\" default-currency=\"JPY\"><iati-identifier>JP-X-1</iati-identifier>" \
    "<reporting-org ref=\"JP-X\" type=\"10\"><narrative>省</narrative></reporting-org><title><narrative>名</narrative></title>" \
    "<description><narrative>文</narrative></description><participating-org role=\"1\"><narrative>省</narrative></participating-org>" \
    "<activity-status code=\"2\"/><activity-date type=\"1\" iso-date=\"2024-04-01\"/><recipient-country code=\"JP\"/><sector code=\"43082\"/>"
#define TAIL "</iati-activity></iati-activities>"

static json_t *
checked(Ctx *c, const char *xml)
{
    static IatiBook book; /* one for all tests, in memory of its own */
    static Ctx      kept;
    if (!book.rules) {
        kept = *c;
        kept.mem = arena_new(0);
        if (!iati_book(&kept, &book))
            return NULL;
    }
    return iati_check(c, &book, "a.xml", xml, strlen(xml));
}

/* The one finding that the text must give. */
static void
only(const char *xml, const char *code, int line)
{
    Ctx    *c = test_ctx();
    json_t *r = checked(c, xml);
    CHECK(json_array_size(json_path(r, "findings")) == 1);
    CHECK_STR(json_text(r, "findings.0.code"), code);
    CHECK(!line || json_int(r, "findings.0.line", 0) == line);
    CHECK(*json_text(r, "findings.0.text") && *json_text(r, "findings.0.text_en") && *json_text(r, "findings.0.advice") && *json_text(r, "findings.0.advice_en"));
}

TEST(a_good_iati_file_has_no_findings)
{
    Ctx    *c = test_ctx();
    json_t *r = checked(c, HEAD TAIL);
    CHECK(r && json_array_size(json_path(r, "findings")) == 0 && json_int(r, "activities", 0) == 1);
    CHECK_STR(json_text(r, "version"), "2.03");
}

TEST(the_structure_of_an_iati_file)
{
    only(HEAD "<nonsense/>" TAIL, "IATI-ELEMENT", 0);
    only(HEAD "\n<activity-scope code=\"4\"/>" TAIL, "IATI-ELEMENT", 2); /* behind what it must stand before */
    only(HEAD "<budget><period-start iso-date=\"2024-04-01\"/>\n<value value-date=\"2024-04-01\">1</value></budget>" TAIL, "IATI-ELEMENT", 2);
    only(HEAD "<result type=\"1\"><title><narrative>x</narrative></title></result>" TAIL, "IATI-MISSING", 0);
    only(HEAD "<collaboration-type/>" TAIL, "IATI-ATTRIBUTE-MISSING", 0);
    only(HEAD "<collaboration-type code=\"1\" colour=\"red\"/>" TAIL, "IATI-ATTRIBUTE", 0);
    only(HEAD "<collaboration-type code=\"1\">text</collaboration-type>" TAIL, "IATI-TEXT", 0);
    only(HEAD "<capital-spend percentage=\"ten\"/>" TAIL, "IATI-VALUE", 0);
    only("<html/>", "IATI-ROOT", 1);
    only(HEAD "<x xmlns=\"http://example.org/\" y=\"1\"><z/></x>" "<fss extraction-date=\"2024-01-01\"/>" TAIL, "IATI-ELEMENT", 0); /* own elements come last */
}

TEST(elements_of_other_namespaces_are_their_owners_matter)
{
    Ctx    *c = test_ctx();
    json_t *r = checked(c, HEAD "<x xmlns=\"http://example.org/\" y=\"1\"><narrative/></x>" TAIL);
    CHECK(r && json_array_size(json_path(r, "findings")) == 0);
}

#define INDICATOR(measure, in) HEAD "<result type=\"1\"><title><narrative>x</narrative></title><indicator measure=\"" measure "\"><title><narrative>x</narrative></title>" in "</indicator></result>" TAIL
#define PERIOD(from, to, in) "<period><period-start iso-date=\"" from "\"/><period-end iso-date=\"" to "\"/>" in "</period>"

TEST(rules_beyond_the_structure_of_an_iati_file)
{
    only(INDICATOR("1", PERIOD("2024-04-01", "2025-03-31", "<actual value=\"many\"/>")), "IATI-NUMBER", 0);
    only(INDICATOR("5", PERIOD("2024-04-01", "2025-03-31", "<actual value=\"1\"/>")), "IATI-QUALITATIVE", 0);
    only(INDICATOR("1", PERIOD("2024-04-01", "2025-03-31", "<actual/>")), "IATI-VALUE-MISSING", 0);
    only(INDICATOR("1", PERIOD("2025-04-01", "2025-03-31", "<actual value=\"1\"/>")), "IATI-PERIOD", 0);
    only(INDICATOR("7", ""), "IATI-CODE", 0);
    only(HEAD "<budget><period-start iso-date=\"2024-04-01\"/><period-end iso-date=\"2026-03-31\"/><value value-date=\"2024-04-01\">1</value></budget>" TAIL, "IATI-BUDGET-YEAR", 0);
    only(HEAD "<budget><period-start iso-date=\"2024-04-01\"/><period-end iso-date=\"2025-03-31\"/><value currency=\"yen\" value-date=\"2024-04-01\">1</value></budget>" TAIL, "IATI-CURRENCY-CODE", 0);
}

TEST(an_iati_file_with_entities_is_refused)
{
    Ctx *c = test_ctx();
    CHECK(!checked(c, "<!DOCTYPE x [<!ENTITY a \"b\">]><iati-activities version=\"2.03\">&a;</iati-activities>") && c->err.kind == ERR_INVALID);
    c->err = (Err){ 0 };
    CHECK(!checked(c, "<iati-activities") && c->err.kind == ERR_INVALID);
}

TEST(values_of_simple_types)
{
    static const struct { const char *type, *good, *bad; } rows[] = {
        { "date", "2024-02-29", "2023-02-29" }, { "date", "2024-02-01+09:00", "2024-2-1" }, { "dateTime", "2024-02-01T24:00:00", "2024-02-01T24:00:01" },
        { "dateTime", " 2024-02-01T00:00:00.5Z\n", "2024-02-01" }, { "decimal", "-.5", "1e3" }, { "decimal", "+1.", "1,000" }, { "boolean", "true", "yes" },
        { "int", "-2147483648", "2147483648" }, { "positiveInteger", "0001", "000" }, { "nonNegativeInteger", "-0", "-1" }, { "lang", "ja-JP", "日本語" },
        { "NMTOKEN", "a:b-1", "a b" }, { "anyURI", "https://example.org/あ い", "http://[::1" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(xml_is_type(rows[i].type, rows[i].good));
        if (xml_is_type(rows[i].type, rows[i].bad))
            test_fail(__FILE__, __LINE__, rows[i].bad);
    }
}
