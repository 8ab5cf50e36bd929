/* docx.c -- fuzz: any XML as the document of a Word file, packed so that the bytes reach the reader; and any bytes as the
 * file itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/docx_in.h"

#include "base/buf.h"
#include "format/json.h"
#include "format/zip.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char types[] = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    static const char rels[] = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    Arena *mem = arena_new((size_t)1 << 30);
    Ctx    c = { .mem = mem, .now = "2026-01-01T00:00:00Z", .actor = "fuzz" }, raw = c;
    Buf   *zip = buf_in(mem), *text = buf_in(mem);
    const ZipPart parts[] = { { "[Content_Types].xml", types, sizeof types - 1, false }, { "_rels/.rels", rels, sizeof rels - 1, false },
                              { "word/document.xml", p, n, false } };
    if (zip_write(&c, parts, 3, zip))
        (void)docx_read(&c, "fuzz.docx", buf_text(zip), zip->n, text, json_keep(mem, json_array())); /* an error is an answer too */
    buf_clear(text);
    (void)docx_read(&raw, "fuzz.docx", p, n, text, json_keep(mem, json_array()));
    arena_free(mem);
    return 0;
}
