/* docx_file.c -- the package of a Word file: which parts it has, and what it is when it is no Word file.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/docx_in.h"

#include "exchange/docx_part.h"

#include "base/text.h"
#include "format/json.h"
#include "format/xml.h"
#include "format/zip.h"

#include <string.h>

static const xmlNode *
part(Ctx *c, Unzip *z, const char *name, const char *path)
{
    size_t      n = 0;
    const char *bytes = unzip_take(c, z, path, &n);
    return bytes ? xml_read(c, name, path, bytes, n) : NULL;
}

/* Where a relationship whose type ends so leads, as a path in the zip; NULL when there is none. */
static const char *
related(Ctx *c, const xmlNode *rels, const char *folder, const char *type)
{
    for (const xmlNode *e = xml_child(rels, "Relationship"); e; e = xml_next(e->next, "Relationship")) {
        const char *t = xml_attr(e, "Type"), *to = xml_attr(e, "Target"), *mode = xml_attr(e, "TargetMode");
        if (t && to && text_ends(t, type) && !(mode && strcmp(mode, "External") == 0))
            return *to == '/' ? arena_str(c->mem, to + 1) : arena_fmt(c->mem, "%s%s", folder, to);
    }
    return NULL;
}

static bool
other_kind(Ctx *c, Unzip *z, const char *name)
{
    size_t      n = 0;
    const char *mime = unzip_take(c, z, "mimetype", &n);
    if (!ok(c))
        return false;
    if (unzip_has(z, "xl/workbook.xml") || unzip_has(z, "xl/workbook.bin"))
        return fail(c, ERR_INVALID, name, L(c, "%s は Excel のブックです。評価書は Word（docx）、PDF、テキストで渡してください（表だけでは評価書として読めません）。",
                                            "%s is an Excel workbook; give the report as Word (docx), PDF or text"), name);
    if (unzip_has(z, "ppt/presentation.xml"))
        return fail(c, ERR_INVALID, name, L(c, "%s は PowerPoint です。評価書は Word（docx）、PDF、テキストで渡してください。", "%s is a PowerPoint file; give the report as Word (docx), PDF or text"), name);
    if (mime && text_starts(mime, "application/vnd.oasis.opendocument"))
        return fail(c, ERR_INVALID, name, L(c, "%s は OpenDocument です。Word 形式（docx）か PDF で保存し直してください。", "%s is an OpenDocument file; save it as Word (docx) or PDF"), name);
    return fail(c, ERR_INVALID, name, L(c, "%s は zip ですが Word の文書ではありません。中の評価書を取り出して渡してください。", "%s is a zip but no Word document; take the report out of it"), name);
}

static void
note_loss(Docx *d, json_t *notes, const Loss *l)
{
    if (l->n)
        json_array_append_new(notes, json_pack("{ss ss si ss ss ss}", "code", l->code, "level", "notice", "line", l->line, "field", "file", "text",
                                               arena_fmt(d->c->mem, l->ja, l->n), "text_en", arena_fmt(d->c->mem, l->en, l->n)));
}

bool
docx_read(Ctx *c, const char *name, const void *bytes, size_t n, Buf *text, json_t *notes)
{
    Unzip *z = unzip_open(c, name, bytes, n, NULL);
    if (!z)
        return false;
    const char *main_part = related(c, part(c, z, name, "_rels/.rels"), "", "/officeDocument");
    if (ok(c) && (!main_part || !unzip_has(z, main_part) || unzip_has(z, "xl/workbook.xml") || unzip_has(z, "ppt/presentation.xml")))
        return other_kind(c, z, name);
    if (!ok(c))
        return false;
    const char *slash = strrchr(main_part, '/');
    const char *folder = slash ? arena_strn(c->mem, main_part, (size_t)(slash - main_part) + 1) : "";
    const xmlNode    *rels = part(c, z, name, arena_fmt(c->mem, "%s_rels/%s.rels", folder, slash ? slash + 1 : main_part)), *roots[4];
    const char *const types[4] = { "/numbering", "/styles", "/footnotes", "/endnotes" };
    for (int i = 0; i < 4; i++) {
        const char *where = related(c, rels, folder, types[i]);
        roots[i] = where ? part(c, z, name, where) : NULL;
    }
    const xmlNode *document = part(c, z, name, main_part);
    if (!ok(c))
        return false;
    Docx d = { .c = c, .name = name, .lists = docx_lists(c, roots[0], roots[1]), .footnotes = roots[2], .endnotes = roots[3], .out = text, .line = buf_in(c->mem),
               .boxes = buf_in(c->mem), .foot = buf_in(c->mem), .line_no = 1,
               .ins = { "変更履歴の挿入 %d 件を、承諾した形で読んだ。", "%d tracked insertions were read as accepted.", "IMP-DOCX-INSERTED", 0, 0 },
               .del = { "変更履歴の削除 %d 件を、承諾した形で除いた。", "%d tracked deletions were left out as accepted.", "IMP-DOCX-DELETED", 0, 0 },
               .comment = { "コメント %d 件は読み込んでいない。", "%d comments were not read.", "IMP-DOCX-COMMENT", 0, 0 },
               .picture = { "図 %d 点の中の文字は読めない。", "Words inside %d pictures cannot be read.", "IMP-DOCX-PICTURE", 0, 0 } };
    if (!docx_body(&d, document))
        return false;
    note_loss(&d, notes, &d.ins);
    note_loss(&d, notes, &d.del);
    note_loss(&d, notes, &d.comment);
    note_loss(&d, notes, &d.picture);
    return true;
}

bool
ole_refuse(Ctx *c, const char *name, const void *bytes, size_t n)
{
    static const char protected[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t", book[] = "W\0o\0r\0k\0b\0o\0o\0k";
    if (memmem(bytes, n, protected, sizeof protected - 1))
        return fail(c, ERR_INVALID, name, L(c, "%s はパスワードで保護された Office ファイルです。パスワードを外して（ファイル › 情報 › 文書の保護）保存し直してください。",
                                            "%s is an Office file protected by a password; save it without one (File, Info, Protect Document)"), name);
    if (memmem(bytes, n, word, sizeof word - 1))
        return fail(c, ERR_INVALID, name, L(c, "%s は古い Word 形式（.doc）です。Word で開き、「名前を付けて保存」で docx か PDF にしてください。",
                                            "%s is in the old Word format (.doc); open it in Word and save it as docx or PDF"), name);
    if (memmem(bytes, n, book, sizeof book - 1))
        return fail(c, ERR_INVALID, name, L(c, "%s は古い Excel 形式（.xls）です。評価書は Word（docx）、PDF、テキストで渡してください。",
                                            "%s is in the old Excel format (.xls); give the report as Word (docx), PDF or text"), name);
    return fail(c, ERR_INVALID, name, L(c, "%s は古い Office 形式のファイルです。docx か PDF で保存し直してください。", "%s is in an old Office format; save it as docx or PDF"), name);
}
