/* docx.c -- Word files to lines: lists, tables, tracked changes, notes; and what is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "exchange/intake.h"
#include "format/json.h"
#include "format/zip.h"

#define NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define P(t) "<w:p><w:r><w:t>" t "</w:t></w:r></w:p>"
#define TC(pr, t) "<w:tc><w:tcPr>" pr "</w:tcPr>" P(t) "</w:tc>"

typedef struct {
    const char *body, *numbering, *styles, *footnotes;
} Word;

static Buf *
word(Ctx *c, Word w)
{
    const char *rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                       "<Relationship Id=\"n\" Type=\"" REL "/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"s\" Type=\"" REL "/styles\" Target=\"styles.xml\"/>"
                       "<Relationship Id=\"f\" Type=\"" REL "/footnotes\" Target=\"/word/footnotes.xml\"/></Relationships>",
               *root = "<Relationships><Relationship Id=\"r\" Type=\"" REL "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    const char *doc = arena_fmt(c->mem, "<w:document " NS "><w:body>%s</w:body></w:document>", w.body);
    const char *num = arena_fmt(c->mem, "<w:numbering " NS ">%s</w:numbering>", w.numbering ? w.numbering : "");
    const char *sty = arena_fmt(c->mem, "<w:styles " NS ">%s</w:styles>", w.styles ? w.styles : "");
    const char *foot = arena_fmt(c->mem, "<w:footnotes " NS ">%s</w:footnotes>", w.footnotes ? w.footnotes : "");
    ZipPart     parts[] = { { "_rels/.rels", root, strlen(root), false },   { "word/document.xml", doc, strlen(doc), false },
                            { "word/_rels/document.xml.rels", rels, strlen(rels), false }, { "word/numbering.xml", num, strlen(num), false },
                            { "word/styles.xml", sty, strlen(sty), false }, { "word/footnotes.xml", foot, strlen(foot), false } };
    Buf        *b = buf_in(c->mem);
    CHECK(zip_write(c, parts, 6, b));
    return b;
}

static const char *
text_of(Ctx *c, Word w)
{
    Buf   *b = word(c, w);
    Intake in;
    if (!intake_read(c, "report.docx", b->p, b->n, &in)) {
        fprintf(stderr, "  %s\n", c->err.text);
        return NULL;
    }
    CHECK_STR(in.kind, "docx");
    return in.text;
}

TEST(docx_paragraphs_runs_breaks)
{
    Ctx *c = test_ctx();
    CHECK_STR(text_of(c, (Word){ .body = "<w:p><w:r><w:t xml:space=\"preserve\">事業名 </w:t></w:r><w:hyperlink r:id=\"x\" xmlns:r=\"u\"><w:r><w:t>関門</w:t></w:r></w:hyperlink></w:p>"
                                         "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r></w:p>"
                                         "<w:p><w:r><w:t>前</w:t><w:br w:type=\"page\"/><w:t>次の頁</w:t></w:r></w:p>"
                                         "<w:p><w:r><w:ruby><w:rt><w:r><w:t>かんもん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>関門</w:t></w:r></w:rubyBase></w:ruby></w:r>"
                                         "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r></w:p>"
                                         "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>" }),
              "事業名 関門\n甲\v乙\t丙-丁\n前\n次の頁\n関門\n7\n");
}

TEST(docx_tables)
{
    Ctx *c = test_ctx();
    /* gridSpan and vMerge become empty cells; breaks in a cell stay in its line; an inner table keeps its words */
    CHECK_STR(text_of(c, (Word){ .body = "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>"
                                         "<w:tr>" TC("", "評価項目") TC("<w:gridSpan w:val=\"2\"/>", "評価基準") "</w:tr>"
                                         "<w:tr>" TC("<w:vMerge w:val=\"restart\"/>", "意義") TC("", "定性的") "<w:tc>" P("一か。") "<w:p/>" P("二か。") "</w:tc></w:tr>"
                                         "<w:tr>" TC("<w:vMerge/>", "見えない") TC("", "定量的") "<w:tc><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p></w:tc></w:tr>"
                                         "<w:tr>" TC("", "x") TC("", "") "<w:tc><w:tbl><w:tr>" TC("", "内") TC("", "側") "</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>" P("後") }),
              "評価項目\t評価基準\t\n意義\t定性的\t一か。\v二か。\n\t定量的\ta b\vc\nx\t\t内  側\n後\n");
    /* a table of one column is a frame */
    CHECK_STR(text_of(c, (Word){ .body = "<w:tbl><w:tr><w:tc>" P("【目標・指標】") P("○達成目標") "<w:tbl><w:tr>" TC("", "年度") TC("", "R6") "</w:tr></w:tbl></w:tc></w:tr></w:tbl>" }),
              "【目標・指標】\n○達成目標\n年度\tR6\n");
    /* edges a millimetre apart are one; without widths each counts */
    CHECK_STR(text_of(c, (Word){ .body = "<w:tbl><w:tblGrid><w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"50\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>"
                                         "<w:tr>" TC("", "a") TC("<w:gridSpan w:val=\"2\"/>", "b") "</w:tr><w:tr>" TC("<w:gridSpan w:val=\"2\"/>", "c") TC("", "d") "</w:tr></w:tbl>" }),
              "a\tb\nc\td\n");
    CHECK_STR(text_of(c, (Word){ .body = "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC("", "b") TC("", "c") "</w:tr><w:tr>" TC("", "a") TC("", "b") TC("", "c")
                                         "</w:tr></w:tbl>" }),
              "\tb\tc\na\tb\tc\n");
}

#define LVL(i, fmt, text) "<w:lvl w:ilvl=\"" i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" fmt "\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define LI(num, lvl, t) "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" lvl "\"/><w:numId w:val=\"" num "\"/></w:numPr></w:pPr><w:r><w:t>" t "</w:t></w:r></w:p>"

TEST(docx_lists)
{
    Ctx *c = test_ctx();
    CHECK_STR(text_of(c, (Word){ .numbering = "<w:abstractNum w:abstractNumId=\"0\">" LVL("0", "decimalFullWidth", "%1．") LVL("1", "decimal", "（%2）") LVL("2", "decimalEnclosedCircle", "%3")
                                              "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">" LVL("0", "bullet", "\xEF\x82\xB7") "</w:abstractNum>"
                                              "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"
                                              "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>",
                                 .styles = "<w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
                                           "<w:style w:styleId=\"H2\"><w:basedOn w:val=\"H1\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style>"
                                           "<w:style w:styleId=\"T1\"><w:name w:val=\"toc 1\"/></w:style>",
                                 .body = "<w:p><w:pPr><w:pStyle w:val=\"T1\"/></w:pPr><w:r><w:t>１．課題名　3</w:t></w:r></w:p>"
                                         "<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>課題名</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"H2\"/></w:pPr><w:r><w:t>目的</w:t></w:r></w:p>"
                                         "<w:p><w:pPr><w:pStyle w:val=\"H2\"/></w:pPr><w:r><w:t>概要</w:t></w:r></w:p>" LI("1", "2", "い") LI("1", "2", "ろ") LI("1", "0", "課題概要")
                                         LI("1", "1", "関係") LI("1", "2", "は") LI("2", "0", "点") LI("0", "0", "なし") LI("3", "0", "九") }),
              "１． 課題名\n（1） 目的\n（2） 概要\n① い\n② ろ\n２． 課題概要\n（1） 関係\n① は\n・点\nなし\n９． 九\n");
}

TEST(docx_tracked_changes_notes_boxes)
{
    Ctx   *c = test_ctx();
    Buf   *b = word(c, (Word){ .footnotes = "<w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/><w:t>出典は白書。</w:t></w:r></w:p></w:footnote>"
                                            "<w:footnote w:id=\"3\"><w:p><w:r><w:t>己を指す</w:t><w:footnoteReference w:id=\"3\"/></w:r></w:p></w:footnote>",
                             .body = "<w:p><w:r><w:t>予算は</w:t></w:r><w:del><w:r><w:delText>10</w:delText><w:t>10</w:t></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>億円</w:t>"
                                     "<w:footnoteReference w:id=\"2\"/></w:r></w:p>"
                                     "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>つなが</w:t></w:r></w:p>" P("る")
                                     "<w:tbl><w:tr>" TC("", "残る") TC("", "1") "</w:tr><w:tr><w:trPr><w:del/></w:trPr>" TC("", "消える") TC("", "2") "</w:tr></w:tbl>"
                                     "<w:p><w:r><w:AlternateContent xmlns:w=\"mc\"><w:Choice><x:txbxContent xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                                     "<x:p><x:r><x:t>箱</x:t></x:r></x:p></x:txbxContent></w:Choice><w:Fallback>" P("箱") "</w:Fallback></w:AlternateContent><w:t>箱の段落</w:t>"
                                     "<w:footnoteReference w:id=\"3\"/><w:commentReference w:id=\"1\"/></w:r></w:p>" });
    Intake in;
    CHECK(intake_read(c, "report.docx", b->p, b->n, &in));
    CHECK_STR(in.text, "予算は12億円<sup>1</sup>\nつながる\n残る\t1\n箱の段落<sup>2</sup>\n箱\n----------\n<sup>1</sup> 出典は白書。\n<sup>2</sup> 己を指す\n");
    CHECK(json_array_size(in.notes) == 3);
    CHECK_STR(json_text(in.notes, "0.code"), "IMP-DOCX-INSERTED");
    CHECK_STR(json_text(in.notes, "1.code"), "IMP-DOCX-DELETED");
    CHECK(json_int(in.notes, "1.line", 0) == 1 && strstr(json_text(in.notes, "1.text"), "3 件") != NULL);
    CHECK_STR(json_text(in.notes, "2.code"), "IMP-DOCX-COMMENT");
}

static void
refused(const char *name, const void *bytes, size_t n, const char *says)
{
    Ctx   *c = test_ctx();
    Intake in;
    CHECK(!intake_read(c, name, bytes, n, &in) && c->err.kind == ERR_INVALID);
    if (!c->err.text || !strstr(c->err.text, says)) {
        fprintf(stderr, "  %s: %s\n", name, c->err.text ? c->err.text : "(read)");
        test_fail(__FILE__, __LINE__, says);
    }
}

TEST(docx_refusals)
{
    Ctx    *c = test_ctx();
    Buf    *good = word(c, (Word){ .body = P("x") }), *b;
    Ctx    *d = test_ctx();
    ZipPart xl = { "xl/workbook.xml", "<x/>", 4, false }, odt = { "mimetype", "application/vnd.oasis.opendocument.text", 39, true }, other = { "a.txt", "a", 1, false };
    const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
               doc[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", xls[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........W\0o\0r\0k\0b\0o\0o\0k\0";
    refused("cut.docx", good->p, good->n - 40, "壊れている");
    refused("half.docx", good->p, good->n / 2, "壊れている");
    refused("protected.docx", ole, sizeof ole, "パスワード");
    refused("old.doc", doc, sizeof doc, "docx");
    refused("old.xls", xls, sizeof xls, "Excel");
    const ZipPart *const kinds[] = { &xl, &odt, &other };
    const char *const    says[] = { "Excel のブック", "OpenDocument", "Word の文書ではありません" };
    for (int i = 0; i < 3; i++) {
        b = buf_in(d->mem);
        CHECK(zip_write(d, kinds[i], 1, b));
        refused("other.zip", b->p, b->n, says[i]);
    }
    b = word(c, (Word){ .body = "</w:body><w:body>" P("x") "<w:p>" });
    refused("broken.docx", b->p, b->n, "XML を読めません");
}

TEST(docx_hostile)
{
    Ctx        *c = test_ctx();
    const char *root = "<Relationships><Relationship Type=\"" REL "/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
               *lol = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><w:document " NS "><w:body>" P("&b;") "</w:body></w:document>";
    ZipPart     parts[] = { { "_rels/.rels", root, strlen(root), false }, { "word/document.xml", lol, strlen(lol), false } };
    Buf        *b = buf_in(c->mem), *deep = buf_in(c->mem);
    CHECK(zip_write(c, parts, 2, b));
    refused("entities.docx", b->p, b->n, "DOCTYPE");
    /* the same in UTF-16, where a search for the word would miss it */
    size_t n = strlen(lol);
    char  *wide = arena_alloc(c->mem, 2 * n + 2);
    memcpy(wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < n; i++)
        wide[2 + 2 * i] = lol[i];
    parts[1] = (ZipPart){ "word/document.xml", wide, 2 * n + 2, false };
    buf_clear(b);
    CHECK(zip_write(c, parts, 2, b));
    refused("utf16.docx", b->p, b->n, "DOCTYPE");
    /* small when packed, and minutes of work for a parser that holds each attribute against all others */
    Buf *wide_tag = buf_in(c->mem);
    buf_add(wide_tag, "<w:document " NS);
    for (int i = 0; i < 100000; i++)
        buf_fmt(wide_tag, " a%d%s=%s\">\"", i, i % 2 ? " " : "", i % 3 ? "\n" : "");
    buf_add(wide_tag, "><w:body/></w:document>");
    parts[1] = (ZipPart){ "word/document.xml", buf_text(wide_tag), wide_tag->n, false };
    buf_clear(b);
    CHECK(zip_write(c, parts, 2, b));
    refused("attributes.docx", b->p, b->n, "属性が多すぎます");
    const char *other = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><w:document " NS ">\x83\x5c</w:document>";
    parts[1] = (ZipPart){ "word/document.xml", other, strlen(other), false };
    buf_clear(b);
    CHECK(zip_write(c, parts, 2, b));
    refused("encoding.docx", b->p, b->n, "UTF-16");
    for (int i = 0; i < 40; i++)
        buf_add(deep, "<w:tbl><w:tr>" TC("", "a") "<w:tc>");
    for (int i = 0; i < 40; i++)
        buf_add(deep, "<w:p/></w:tc></w:tr></w:tbl>");
    b = word(c, (Word){ .body = buf_text(deep) });
    refused("deep.docx", b->p, b->n, "入れ子");
}
