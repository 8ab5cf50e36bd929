/* intake.c -- encodings to UTF-8 lines; what is not text is refused with the reason.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Order of trials: byte order marks, UTF-8, UTF-16 without a mark (many zero bytes on one
 * side), CP932. A file that fits none is a binary. */
#include "exchange/intake.h"

#include "exchange/paper.h"

#include "base/text.h"
#include "exchange/docx_in.h"
#include "exchange/form.h"
#include "exchange/pdf_in.h"
#include "format/json.h"

#include <string.h>

enum { LIMIT = 64 << 20 };

static int
line_of(const char *p, size_t n)
{
    int no = 1;
    for (size_t i = 0; i < n; i++)
        no += p[i] == '\n';
    return no;
}

/* Bytes of valid UTF-8 at the front. */
static size_t
good_utf8(const char *p, size_t n)
{
    size_t lo = 0, hi = n;
    if (text_is_utf8(p, n))
        return n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo + 1) / 2, cut = mid;
        for (int back = 0; back < 4 && cut > 0 && cut < n && ((unsigned char)p[cut] & 0xC0) == 0x80; back++)
            cut--;
        if (text_is_utf8(p, cut))
            lo = mid;
        else
            hi = mid - 1;
    }
    return lo;
}

static const char *
utf16_side(const unsigned char *p, size_t n)
{
    size_t even = 0, odd = 0, look = n < 4096 ? n : 4096;
    for (size_t i = 0; i < look; i++)
        if (p[i] == 0 || p[i] == 0x30)
            *(i % 2 ? &odd : &even) += 1;
    if (look < 16 || n % 2)
        return NULL;
    return odd > look / 8 && odd > even * 3 ? "UTF-16LE" : even > look / 8 && even > odd * 3 ? "UTF-16BE" : NULL;
}

static bool
damaged(Ctx *c, const char *name, int line)
{
    return fail(c, ERR_INVALID, arena_fmt(c->mem, "%s:%d", name, line), L(c, "%s:%d: ここから先のバイトは UTF-8 ではありません。ファイルが壊れているか、途中で切れています。", "%s:%d: the bytes here are not UTF-8; the file is damaged or cut off"),
                name, line);
}

/* Some hundred bytes of UTF-8 with Japanese in them are no accident: the file is damaged, not in another encoding. */
static bool
begins_as_utf8(const char *p, size_t good)
{
    size_t high = 0;
    for (size_t i = 0; i < good; i++)
        high += (unsigned char)p[i] >= 0x80;
    return high >= 60;
}

static bool
convert(Ctx *c, const char *name, const char *encoding, const char *p, size_t n, size_t good, Intake *out)
{
    size_t k = 0;
    char  *t = text_iconv(c->mem, encoding, p, n, &k);
    bool   text = t && text_is_utf8(t, k);
    if (!text && begins_as_utf8(p, good))
        return damaged(c, name, line_of(p, good));
    if (!text)
        return fail(c, ERR_INVALID, name, L(c, "%s は文字の文書ではありません（UTF-8, UTF-16, CP932 のどれでもないか、途中で切れています）。テキストとして保存し直してください。", "%s is not text: its bytes fit neither UTF-8, UTF-16 nor CP932 (or it is cut off); save it as text, or as a pack"), name);
    out->encoding = encoding;
    out->text = t;
    out->n = k;
    json_array_append_new(out->notes, json_pack("{ss ss sn ss ss ss}", "code", "IMP-ENCODING", "level", "notice", "line", "field", "file", "text",
        arena_fmt(c->mem, "%s は %s から UTF-8 に変換して読んだ。", name, encoding), "text_en", arena_fmt(c->mem, "%s was converted from %s to UTF-8.", name, encoding)));
    return true;
}

static bool
decode(Ctx *c, const char *name, const char *p, size_t n, Intake *out)
{
    const unsigned char *u = (const unsigned char *)p;
    if (n >= 2 && u[0] == 0xFF && u[1] == 0xFE)
        return convert(c, name, "UTF-16LE", p + 2, n - 2, 0, out);
    if (n >= 2 && u[0] == 0xFE && u[1] == 0xFF)
        return convert(c, name, "UTF-16BE", p + 2, n - 2, 0, out);
    bool bom = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0;
    if (bom) {
        p += 3;
        n -= 3;
    }
    size_t good = good_utf8(p, n);
    if (good == n || bom || good > n / 2 + 64) {
        if (good != n)
            return damaged(c, name, line_of(p, good));
        out->encoding = bom ? "UTF-8-BOM" : "UTF-8";
        out->text = arena_strn(c->mem, p, n);
        out->n = n;
        return true;
    }
    const char *side = utf16_side(u, n);
    return convert(c, name, side ? side : "CP932", p, n, side ? 0 : good, out);
}

/* Some programs write a few bytes before the mark, and readers of PDF allow a kilobyte. */
static bool
is_pdf(const void *bytes, size_t n)
{
    return memmem(bytes, n < 1024 ? n : 1024, "%PDF-", 5) != NULL;
}

static bool
named_pdf(Ctx *c, const char *name)
{
    const char *key = text_key(c->mem, name);
    return text_ends(key, ".pdf");
}

static bool
read_word(Ctx *c, const char *name, const void *bytes, size_t n, Intake *out)
{
    Buf *b = buf_in(c->mem);
    if (!docx_read(c, name, bytes, n, b, out->notes))
        return false;
    out->kind = "docx";
    out->encoding = "UTF-8";
    out->text = buf_text(b);
    out->n = b->n;
    return true;
}

static bool
read_pages(Ctx *c, const char *name, const char *text, size_t n, Intake *out)
{
    Buf *b = buf_in(c->mem);
    if (!pdf_pages(c, name, text, n, b, out->notes))
        return false;
    out->kind = "pdf";
    out->encoding = "UTF-8";
    out->text = buf_text(b);
    out->n = b->n;
    return true;
}

static bool
fits(Ctx *c, const char *name, size_t n)
{
    if (n == 0)
        return fail(c, ERR_INVALID, name, L(c, "%s は空です。", "%s is empty"), name);
    if (n > LIMIT)
        return fail(c, ERR_INVALID, name, L(c, "%s は 64 MiB を超えています（文書の上限）。分けてください。", "%s is larger than 64 MiB, the limit for a paper; split it"), name);
    return true;
}

bool
intake_convert(Ctx *c, const char *name, const void *bytes, size_t n, const void **out, size_t *out_n, json_t *notes)
{
    const char *text = "";
    *out = bytes;
    *out_n = n;
    if (!fits(c, name, n))
        return false;
    if (!is_pdf(bytes, n))
        return true;
    if (!pdf_convert(c, name, bytes, n, &text, out_n, notes))
        return false;
    *out = text;
    return true;
}

bool
intake_read(Ctx *c, const char *name, const void *bytes, size_t n, Intake *out)
{
    static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    const char       *text = "";
    size_t            text_n = 0;
    *out = (Intake){ .kind = "text", .notes = json_keep(c->mem, json_array()) };
    if (!fits(c, name, n))
        return false;
    if (n > 4 && memcmp(bytes, "PK\3\4", 4) == 0)
        return read_word(c, name, bytes, n, out);
    if (n > 8 && memcmp(bytes, ole, 8) == 0)
        return ole_refuse(c, name, bytes, n);
    if (named_pdf(c, name) && !is_pdf(bytes, n) && !text_is_utf8(bytes, n))
        return fail(c, ERR_INVALID, name, L(c, "%s は名前は PDF ですが、中身は PDF ではありません。", "%s is named a PDF but is none"), name);
    if (is_pdf(bytes, n))
        return pdf_convert(c, name, bytes, n, &text, &text_n, out->notes) && read_pages(c, name, text, text_n, out);
    if (named_pdf(c, name))
        return read_pages(c, name, bytes, n, out);
    if (!decode(c, name, bytes, n, out))
        return false;
    char *t = text_replace(c->mem, out->text, "\r\n", "\n");
    for (char *p = t; *p; p++)
        if (*p == '\r')
            *p = '\n';
    out->text = paper_md_is(t) ? paper_md_plain(c->mem, t) : t;
    out->n = strlen(out->text);
    return true;
}

const char *
intake_guess(Ctx *c, const Intake *in, const char **why)
{
    const char *p = in->text;
    while (*p == '#' || *p == '\n') {
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    if (text_starts(p, "format: kanmon-record-1"))
        return "pack";
    if (form_guess(c, in->text))
        return "evaluation-sheet";
    *why = L(c, "評価の様式（事前評価票など）の表題が見当たらず、事業定義（1 行目が format: kanmon-record-1）でもありません。評価書の全体を含むファイルか確かめてください。",
             "this bears the title of no evaluation form (kanmon forms lists them) and is no pack (first line format: kanmon-record-1)");
    return NULL;
}
