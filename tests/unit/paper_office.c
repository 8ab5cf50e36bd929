/* paper_office.c -- papers as Word and Excel files: valid, linked, and read again as they were.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "base/data.h"
#include "base/text.h"
#include "domain/programme.h"
#include "exchange/evalsheet.h"
#include "exchange/intake.h"
#include "exchange/paper.h"
#include "format/json.h"
#include "format/xml.h"
#include "format/yaml.h"
#include "format/zip.h"

static const char *const packs[] = { "asean", "bio", "genai", "jaxa" };

static json_t *
pack(Ctx *c, const char *key)
{
    return yaml_read_file(c, data_path(c->mem, arena_fmt(c->mem, "programmes/%s/programme.yaml", key)));
}

static Buf *
docx_of(Ctx *c, const json_t *record, const char *base_url)
{
    Paper     p;
    PaperWish wish = { .type = "ex-ante", .base_url = base_url, .no_addresses = !base_url };
    Buf      *b = buf_in(c->mem);
    CHECK(paper_build(c, record, &wish, &p) && paper_docx(c, &p, b));
    if (!ok(c))
        fprintf(stderr, "  %s\n", c->err.text);
    return b;
}

static const char *
part_of(Ctx *c, const Buf *b, const char *path)
{
    size_t n = 0;
    Unzip *z = unzip_open(c, "a.docx", b->p, b->n, NULL);
    return z ? unzip_take(c, z, path, &n) : NULL;
}

/* The children that ECMA-376 lets an element have, in the order it wants them; only those we write. */
static const struct {
    const char *element, *order;
} orders[] = {
    { "pPr", " pStyle keepNext keepLines pageBreakBefore widowControl pBdr spacing ind jc outlineLvl " },
    { "rPr", " rStyle rFonts color kern sz szCs u vertAlign lang " },
    { "tblPr", " tblStyle tblW tblInd tblBorders tblLayout tblCellMar " },
    { "trPr", " cantSplit tblHeader " },
    { "tcPr", " tcW gridSpan vMerge shd vAlign " },
    { "sectPr", " footerReference pgSz pgMar cols " },
    { "tbl", " tblPr tblGrid tr " },
    { "tr", " trPr tc " },
    { "style", " name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr " },
    { "tblBorders", " top left bottom right insideH insideV " },
    { "tblCellMar", " top left bottom right " },
};

static int
bad_order(const xmlNode *e)
{
    int bad = 0;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        const char *at = orders[i].order;
        if (!xml_is(e, orders[i].element))
            continue;
        for (const xmlNode *k = xml_next(e->children, NULL); k; k = xml_next(k->next, NULL)) {
            char name[64];
            snprintf(name, sizeof name, " %s ", (const char *)k->name);
            const char *found = strstr(at, name);
            if (!found) {
                fprintf(stderr, "  %s stands wrongly in %s\n", (const char *)k->name, (const char *)e->name);
                bad++;
            } else
                at = found;
        }
    }
    /* a cell ends with a paragraph */
    if (xml_is(e, "tc")) {
        const xmlNode *last = NULL;
        for (const xmlNode *k = xml_next(e->children, NULL); k; k = xml_next(k->next, NULL))
            last = k;
        bad += !xml_is(last, "p");
    }
    for (const xmlNode *k = xml_next(e->children, NULL); k; k = xml_next(k->next, NULL))
        bad += bad_order(k);
    return bad;
}

TEST(paper_docx_is_valid)
{
    Ctx *c = test_ctx();
    for (size_t i = 0; i < 4; i++) {
        json_t *rec = pack(c, packs[i]);
        json_object_set_new(rec, "version_id", json_integer(12));
        Buf *b = docx_of(c, rec, "https://kanmon.example.jp");
        static const char *const files[] = { "word/document.xml", "word/styles.xml", "word/footer1.xml", "word/settings.xml" };
        for (size_t k = 0; k < 4; k++) {
            const char    *s = part_of(c, b, files[k]);
            const xmlNode *root = s ? xml_read(c, "a.docx", files[k], s, strlen(s)) : NULL;
            CHECK(root && bad_order(root) == 0);
        }
        const char *types = part_of(c, b, "[Content_Types].xml"), *core = part_of(c, b, "docProps/core.xml");
        CHECK(types && strstr(types, "/word/footer1.xml") && core && strstr(core, "<dc:language>ja-JP<"));
    }
    CHECK(ok(c));
}

/* Every style that the text uses exists; every link leads somewhere; bookmarks have one name each. */
TEST(paper_docx_names_hold)
{
    Ctx    *c = test_ctx();
    json_t *rec = pack(c, "bio");
    json_object_set_new(rec, "version_id", json_integer(12));
    for (int host = 0; host < 2; host++) {
        Buf        *b = docx_of(c, rec, host ? "https://kanmon.example.jp" : "");
        const char *doc = part_of(c, b, "word/document.xml"), *styles = part_of(c, b, "word/styles.xml"), *rels = part_of(c, b, "word/_rels/document.xml.rels");
        int         links = 0;
        for (const char *p = doc; (p = strstr(p, "Style w:val=\"")) != NULL; p++) {
            const char *from = p + strlen("Style w:val=\"");
            CHECK(strstr(styles, arena_fmt(c->mem, "w:styleId=\"%.*s\"", (int)strcspn(from, "\""), from)) != NULL);
        }
        for (const char *p = doc; (p = strstr(p, "<w:hyperlink ")) != NULL; p++, links++) {
            const char *from = strchr(p, '"') + 1;
            const char *to = arena_fmt(c->mem, host ? "Id=\"%.*s\"" : "w:name=\"%.*s\"", (int)strcspn(from, "\""), from);
            CHECK(strstr(host ? rels : doc, to) != NULL);
        }
        CHECK(links > 20);
        CHECK(strstr(rels, "https://kanmon.example.jp/n/v12.i1.2021") != NULL || !host);
        for (const char *p = doc; (p = strstr(p, "w:name=\"")) != NULL; p++) {
            const char *name = arena_strn(c->mem, p, strcspn(p + strlen("w:name=\""), "\"") + strlen("w:name=\"") + 1);
            CHECK(strstr(p + 1, name) == NULL);
        }
    }
}

/* Blocks made by hand: what a table, a merged cell, a break and a hostile text become, and that they are read again. */
TEST(paper_docx_blocks_come_back)
{
    Ctx                *c = test_ctx();
    static const double widths[] = { 0.2, 0.3, 0.5 };
    Cell    head[] = { { .text = "評価項目", .head = true, .rowspan = 2 }, { .text = "評価基準", .head = true, .colspan = 2 } };
    Cell    head2[] = { { .text = "別", .head = true }, { .text = "文", .head = true } };
    Cell    one[] = { { .text = "意義\n（先導性）", .rowspan = 2 }, { .text = "定性的" }, { .text = "・甲か。\n・乙か。" } };
    Cell    two[] = { { .text = "定量的" }, { .text = "<script>&\"'\x01" } };
    CellRow rows[] = { { head, 2, NULL }, { head2, 2, NULL }, { one, 3, NULL }, { two, 2, NULL } };
    Block   blocks[] = { { .kind = BLOCK_PART, .text = "" }, { .kind = BLOCK_TITLE, .text = "題", .level = 1 }, { .kind = BLOCK_HEADING, .text = "(1) 必要性", .level = 2 },
                         { .kind = BLOCK_TABLE, .text = "", .rows = rows, .row_count = 4, .head_rows = 2, .widths = widths, .column_count = 3 },
                         { .kind = BLOCK_TEXT, .text = "　字下げした文。\n① 一\n二行目" }, { .kind = BLOCK_TEXT, .text = "" }, { .kind = BLOCK_RULE, .text = "" },
                         { .kind = BLOCK_NOTE, .text = "1 注" }, { .kind = BLOCK_PART, .text = "" },
                         { .kind = BLOCK_TABLE, .text = "", .rows = rows + 1, .row_count = 1, .widths = widths, .column_count = 2, .plain = true } };
    Paper   p = { .title = "題", .lang = "ja", .author = "", .date = "", .footer = "", .base_url = "", .form = "f", .blocks = blocks, .n = sizeof blocks / sizeof *blocks };
    Buf    *b = buf_in(c->mem), *again = buf_in(c->mem);
    Intake  in;
    CHECK(paper_docx(c, &p, b) && paper_docx(c, &p, again) && b->n == again->n && memcmp(b->p, again->p, b->n) == 0);
    CHECK(intake_read(c, "a.docx", b->p, b->n, &in));
    CHECK_STR(text_replace(c->mem, in.text, "\n\n", "\n"),
              "題\n(1) 必要性\n評価項目\t評価基準\t\n\t別\t文\n意義\v（先導性）\t定性的\t・甲か。\v・乙か。\n\t定量的\t<script>&\"'\n　字下げした文。\n① 一\n二行目\n----------\n1 注\n別\t文\n");
    const char *doc = part_of(c, b, "word/document.xml");
    int         heads = 0;
    for (const char *q = doc; (q = strstr(q, "<w:tblHeader/>")) != NULL; q++)
        heads++;
    CHECK(heads == 2 && strstr(doc, "<w:vMerge w:val=\"continue\"/>") && strstr(doc, "&lt;script&gt;&amp;") && strstr(doc, "w:hint=\"eastAsia\""));
}

static Buf *
xlsx_of(Ctx *c, const char *key, const char *base_url)
{
    Paper     p;
    PaperWish wish = { .type = "ex-ante", .base_url = base_url };
    json_t   *rec = pack(c, key);
    Buf      *b = buf_in(c->mem);
    json_object_set_new(rec, "version_id", json_integer(12));
    CHECK(paper_build(c, rec, &wish, &p) && paper_xlsx(c, &p, b));
    if (!ok(c))
        fprintf(stderr, "  %s\n", c->err.text);
    return b;
}

/* The sheet of a name, by the order of the workbook. */
static const char *
sheet_of(Ctx *c, const Buf *b, const char *name)
{
    const char *book = part_of(c, b, "xl/workbook.xml"), *at = book ? strstr(book, arena_fmt(c->mem, "<sheet name=\"%s\"", name)) : NULL;
    int         no = 0;
    for (const char *p = book; at && p <= at; p = strstr(p + 1, "<sheet name="), no++)
        if (!p)
            break;
    return at ? part_of(c, b, arena_fmt(c->mem, "xl/worksheets/sheet%d.xml", no - 1)) : NULL;
}

TEST(paper_xlsx_sheets_numbers_links)
{
    Ctx        *c = test_ctx();
    Buf        *b = xlsx_of(c, "asean", "https://kanmon.example.jp");
    const char *form = sheet_of(c, b, "事前評価票"), *cover = sheet_of(c, b, "表紙"), *styles = part_of(c, b, "xl/styles.xml"), *book = part_of(c, b, "xl/workbook.xml");
    CHECK(cover && form && strstr(form, "<v>4178</v>") && strstr(form, "<v>13280</v>") && strstr(form, "<v>29141</v>"));
    CHECK(styles && strstr(styles, "#,##0&quot;人&quot;") != NULL);
    CHECK(form && strstr(form, "<mergeCell ") && strstr(form, "<hyperlink ") && strstr(form, "paperSize=\"9\"") && strstr(form, "fitToHeight=\"0\""));
    CHECK(book && strstr(book, "_xlnm.Print_Titles") != NULL);
    const char *addresses = sheet_of(c, b, "数値の所在");
    if (!addresses)
        fprintf(stderr, "  %s\n", book);
    CHECK(addresses && strstr(addresses, "state=\"frozen\"") != NULL);
    /* without a host a number leads to its row in the table of addresses */
    b = xlsx_of(c, "asean", "");
    form = sheet_of(c, b, "事前評価票");
    CHECK(form && strstr(form, "location=\"'数値の所在'!A") != NULL);
    CHECK(ok(c));
}

TEST(paper_xlsx_numbers_print_as_the_paper_did)
{
    Ctx                *c = test_ctx();
    static const double widths[] = { 1 };
    static const struct {
        const char *text, *value, *format;
    } cells[] = { { "約1,234.50億円", "<v>1234.5</v>", "&quot;約&quot;#,##0.00&quot;億円&quot;" }, { "30億円～", "<v>30</v>", "0&quot;億円～&quot;" }, { "0", "<v>0</v>", NULL } ,
                  { "1,23人", NULL, NULL }, { "令和8年度", NULL, NULL }, { "007件", NULL, NULL }, { "3～5件", NULL, NULL }, { "未定", NULL, NULL }, { "１２件", NULL, NULL } };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        Mark    m = { 0, strlen(cells[i].text), "v1.b1" };
        Cell    x = { .text = cells[i].text, .marks = &m, .mark_count = 1 };
        CellRow r = { &x, 1, NULL };
        Block   blocks[] = { { .kind = BLOCK_PART, .text = "部" }, { .kind = BLOCK_TABLE, .text = "", .rows = &r, .row_count = 1, .widths = widths, .column_count = 1 } };
        Paper   p = { .title = "題", .lang = "ja", .author = "", .date = "", .footer = "a & b", .base_url = "https://k.example", .form = "f", .blocks = blocks, .n = 2 };
        Buf    *b = buf_in(c->mem);
        CHECK(paper_xlsx(c, &p, b));
        const char *sheet = sheet_of(c, b, "部"), *styles = part_of(c, b, "xl/styles.xml"), *strings = part_of(c, b, "xl/sharedStrings.xml");
        CHECK(sheet && strstr(sheet, "<hyperlink ") != NULL);
        if (cells[i].value)
            CHECK(sheet && strstr(sheet, cells[i].value) && (!cells[i].format || strstr(styles, cells[i].format)));
        else
            CHECK(strings && strstr(strings, cells[i].text) != NULL);
    }
    CHECK(ok(c));
}

static json_t *
read_back(Ctx *c, const Buf *docx)
{
    Intake  in;
    json_t *records = intake_read(c, "sheet.docx", docx->p, docx->n, &in) ? evalsheet_read(c, in.text, in.n) : NULL;
    if (!records)
        fprintf(stderr, "  %s\n", c->err.text);
    CHECK(json_array_size(records) == 1);
    return json_array_get(records, 0);
}

static void
same_record(Ctx *c, json_t *rec, json_t *back, const char *what)
{
    json_object_set(back, "key", json_path(rec, "key")); /* a key is ours, no paper prints it */
    const json_t *diff = record_diff(c, rec, back);
    if (json_array_size(diff))
        fprintf(stderr, "  %s: %s\n", what, json_canonical(c->mem, diff));
    CHECK(json_array_size(diff) == 0);
}

TEST(paper_docx_reads_back_as_the_same_record)
{
    for (size_t i = 0; i < 4; i++) {
        Ctx    *c = test_ctx();
        json_t *rec = pack(c, packs[i]);
        same_record(c, rec, read_back(c, docx_of(c, rec, NULL)), packs[i]);
        /* with addresses and a foot the same */
        json_object_set_new(rec, "version_id", json_integer(12));
        same_record(c, rec, read_back(c, docx_of(c, rec, "https://kanmon.example.jp")), packs[i]);
    }
}

/* An officer changes one figure in Word. */
TEST(paper_docx_an_edit_is_exactly_that_difference)
{
    Ctx        *c = test_ctx();
    json_t     *rec = pack(c, "bio");
    Buf        *b = docx_of(c, rec, NULL), *edited = buf_in(c->mem);
    Unzip      *z = unzip_open(c, "a.docx", b->p, b->n, NULL);
    size_t      n = unzip_count(z);
    ZipPart    *parts = NEWN(c->mem, ZipPart, n);
    for (size_t i = 0; i < n; i++) {
        parts[i].path = unzip_name(z, i);
        parts[i].bytes = unzip_take(c, z, parts[i].path, &parts[i].n);
        if (strcmp(parts[i].path, "word/document.xml") == 0) {
            CHECK(strstr(parts[i].bytes, ">917<") != NULL);
            parts[i].bytes = text_replace(c->mem, parts[i].bytes, ">917<", ">1,024<");
            parts[i].n = strlen(parts[i].bytes);
        }
    }
    CHECK(zip_write(c, parts, n, edited));
    json_t *back = read_back(c, edited);
    json_object_set(back, "key", json_path(rec, "key"));
    const json_t *diff = record_diff(c, rec, back);
    CHECK(json_array_size(diff) == 2);
    CHECK_STR(json_text(diff, "0.path"), "indicators[0].values.2021.value");
    CHECK(json_int(diff, "0.old", 0) == 917 && json_int(diff, "0.new", 0) == 1024);
    CHECK_STR(json_text(diff, "1.path"), "indicators[0].values.2021.text");
    CHECK_STR(json_text(diff, "1.new"), "1,024");
}
