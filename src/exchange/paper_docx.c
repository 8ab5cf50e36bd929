/* paper_docx.c -- a paper as a Word file: real headings, tables and links, and text that comes back when it is read again.
 * SPDX-License-Identifier: Apache-2.0
 *
 * WordprocessingML of ECMA-376 part 1; children of pPr, rPr, tcPr and sectPr stand in the order its schema wants, which
 * Word insists on. Looks are data: assets/docx/styles.xml. Every line of a text is a paragraph, so docx_in.c gives
 * the same lines again. Merged cells follow the grid: a cell above that reaches down leaves a vMerge cell here. */
#include "exchange/paper.h"

#include "base/data.h"
#include "base/text.h"
#include "format/xlsx.h"
#include "format/xml.h"
#include "format/zip.h"

#include <errno.h>
#include <string.h>

/* Twentieths of a point: A4, margins of 23 and 25 mm; half a character of 10.5 points. */
enum { PAGE_W = 11906, PAGE_H = 16838, SIDE = 1304, TOP = 1418, WIDTH = PAGE_W - 2 * SIDE, HALF = 105, COLUMNS = 64, TALL = 28 };

#define W_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

typedef struct {
    const char *ref;
    int         total, seen;
} Ref;

typedef struct {
    Ctx         *c;
    const Paper *p;
    Buf         *b;
    Ref         *refs;
    size_t       ref_n;
    int          bookmark;
    bool         next_page, begun;
    int          above; /* space before the next paragraph */
    BlockKind    before;
} Draw;

/* How one paragraph is set. */
typedef struct {
    const char *style;
    bool        keep;   /* with the next */
    int         left, hanging; /* 0, 0: as the style says */
    bool        flush;  /* no indent of the first line */
    Align       align;  /* LEFT: as the style says */
} Par;

/* ---- numbers with addresses ---- */

static Ref *
ref_of(Draw *d, const char *ref)
{
    for (size_t i = 0; i < d->ref_n; i++)
        if (strcmp(d->refs[i].ref, ref) == 0)
            return &d->refs[i];
    return NULL;
}

static void
count_marks(Draw *d, const Mark *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Ref *r = ref_of(d, m[i].ref);
        if (!r) {
            if ((d->ref_n & (d->ref_n - 1)) == 0) {
                Ref *more = NEWN(d->c->mem, Ref, d->ref_n ? d->ref_n * 2 : 1);
                if (d->ref_n)
                    memcpy(more, d->refs, d->ref_n * sizeof *more);
                d->refs = more;
            }
            r = &d->refs[d->ref_n++];
            *r = (Ref){ .ref = m[i].ref };
        }
        r->total++;
    }
}

static void
count_refs(Draw *d)
{
    for (size_t i = 0; i < d->p->n; i++) {
        const Block *k = &d->p->blocks[i];
        count_marks(d, k->marks, k->mark_count);
        for (size_t r = 0; r < k->row_count; r++)
            for (size_t j = 0; j < k->rows[r].n; j++)
                count_marks(d, k->rows[r].cells[j].marks, k->rows[r].cells[j].mark_count);
    }
}

/* A bookmark's name: letters, digits and _, at most 40 (17.13.6.2). `kind` n: the number in the paper, a: its address. */
static const char *
bookmark_name(Draw *d, char kind, const char *ref)
{
    char *s = arena_fmt(d->c->mem, "%c_%.37s", kind, ref);
    for (char *p = s; *p; p++)
        if (!((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
            *p = '_';
    return s;
}

/* ---- runs ---- */

static void
run(Draw *d, const char *s, size_t n, const char *style)
{
    Buf *b = d->b;
    if (n == 0)
        return;
    buf_add(b, "<w:r><w:rPr>");
    if (style)
        buf_fmt(b, "<w:rStyle w:val=\"%s\"/>", style);
    /* signs that both scripts have (①, ※, “) take the Japanese font */
    buf_add(b, strcmp(d->p->lang, "ja") == 0 ? "<w:rFonts w:hint=\"eastAsia\"/>" : "");
    buf_add(b, style && strcmp(style, "Raised") == 0 ? "<w:vertAlign w:val=\"superscript\"/></w:rPr>" : "</w:rPr>");
    for (const char *end = s + n, *p = s; p < end; p++) {
        const char *from = p;
        while (p < end && *p != '\t' && *p != '\v' && *p != '\n')
            p++;
        if (p > from) {
            buf_add(b, "<w:t xml:space=\"preserve\">");
            xml_text(b, from, (size_t)(p - from));
            buf_add(b, "</w:t>");
        }
        if (p < end)
            buf_add(b, *p == '\t' ? "<w:tab/>" : "<w:br/>");
    }
    buf_add(b, "</w:r>");
}

/* A number that has an address. With a host the link leads there; without one, from the number to its row in the table of
 * addresses and back. */
static void
number(Draw *d, const Mark *m, const char *s)
{
    Buf        *b = d->b;
    Ref        *r = ref_of(d, m->ref);
    bool        host = *d->p->base_url, first = r->seen++ == 0;
    const char *own = bookmark_name(d, first ? 'n' : 'a', m->ref), *other = bookmark_name(d, first ? 'a' : 'n', m->ref);
    const char *url = paper_url(d->c, d->p, m->ref);
    bool        link = host || (r->total > 1 && r->seen <= 2), mark = r->seen <= 2;
    if (mark)
        buf_fmt(b, "<w:bookmarkStart w:id=\"%d\" w:name=\"%s\"/>", ++d->bookmark, own);
    if (link && host)
        buf_fmt(b, "<w:hyperlink r:id=\"link%zu\">", (size_t)(r - d->refs));
    else if (link)
        buf_fmt(b, "<w:hyperlink w:anchor=\"%s\">", other);
    run(d, s, m->n, strncmp(s, url, m->n) == 0 && url[m->n] == 0 ? "Hyperlink" : link ? "NumberLink" : NULL);
    if (link)
        buf_add(b, "</w:hyperlink>");
    if (mark)
        buf_fmt(b, "<w:bookmarkEnd w:id=\"%d\"/>", d->bookmark);
}

/* Bytes [from, to) of a text, of which some are marked numbers. */
static void
runs(Draw *d, const char *text, size_t from, size_t to, const Mark *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (marks[i].from >= from && marks[i].from + marks[i].n <= to) {
            run(d, text + from, marks[i].from - from, NULL);
            number(d, &marks[i], text + marks[i].from);
            from = marks[i].from + marks[i].n;
        }
    run(d, text + from, to - from, NULL);
}

/* ---- paragraphs ---- */

static void
begin_par(Draw *d, Par set)
{
    Buf *b = d->b;
    buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", set.style);
    if (set.keep)
        buf_add(b, "<w:keepNext/>");
    if (d->next_page)
        buf_add(b, "<w:pageBreakBefore/>");
    if (d->above)
        buf_fmt(b, "<w:spacing w:before=\"%d\"/>", d->above);
    if (set.hanging)
        buf_fmt(b, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>", set.left, set.hanging);
    else if (set.flush)
        buf_add(b, "<w:ind w:firstLine=\"0\"/>");
    if (set.align != ALIGN_LEFT)
        buf_fmt(b, "<w:jc w:val=\"%s\"/>", set.align == ALIGN_CENTER ? "center" : "right");
    buf_add(b, "</w:pPr>");
    d->next_page = false;
    d->above = 0;
    d->begun = true;
}

/* A footnote begins with its mark, raised. */
static void
whole(Draw *d, const Block *k, const char *style)
{
    bool   note = k->kind == BLOCK_NOTE && k->field && text_starts(k->field, "footnotes");
    size_t mark = note ? strcspn(k->text, " ") : 0;
    begin_par(d, (Par){ .style = style });
    if (mark && mark <= 8)
        run(d, k->text, mark, "Raised");
    else
        mark = 0;
    runs(d, k->text, mark, strlen(k->text), k->marks, k->mark_count);
    buf_add(d->b, "</w:p>");
}

static void
gap(Draw *d)
{
    begin_par(d, (Par){ .style = "Gap" });
    buf_add(d->b, "</w:p>");
}

static Par
par_of_line(Draw *d, const char *line)
{
    size_t mark = 0;
    switch (para_kind(line, &mark)) {
    case PARA_ITEM: {
        int hang = (int)(xlsx_columns(arena_strn(d->c->mem, line, mark)) * HALF);
        return (Par){ .style = "Item", .left = 2 * HALF + hang, .hanging = hang };
    }
    case PARA_FLUSH: return (Par){ .style = "Flush" };
    case PARA_PROSE: break;
    }
    return (Par){ .style = "BodyText", .flush = text_starts(line, "　") };
}

/* Each line of a text is a paragraph. */
static void
paragraphs(Draw *d, const Block *k)
{
    for (size_t from = 0;;) {
        size_t      n = strcspn(k->text + from, "\n");
        const char *line = arena_strn(d->c->mem, k->text + from, n);
        begin_par(d, par_of_line(d, line));
        runs(d, k->text, from, from + n, k->marks, k->mark_count);
        buf_add(d->b, "</w:p>");
        from += n;
        if (k->text[from++] == 0)
            return;
    }
}

/* ---- tables ---- */

typedef struct {
    int width[COLUMNS], n;
    int left[COLUMNS], span[COLUMNS]; /* rows that the cell above still reaches down, and its columns */
} Grid;

static Grid
grid_of(const Block *k)
{
    Grid g = { .n = k->column_count < COLUMNS ? k->column_count : COLUMNS };
    int  used = 0;
    for (int i = 0; i < g.n; i++) {
        g.width[i] = i + 1 < g.n ? (int)(k->widths[i] * WIDTH) : WIDTH - used;
        used += g.width[i];
    }
    return g;
}

static int
wide(const Grid *g, int at, int span)
{
    int w = 0;
    for (int i = at; i < at + span && i < g->n; i++)
        w += g->width[i];
    return w;
}

static void
cell_lines(Draw *d, const Cell *x, bool keep)
{
    size_t from = 0;
    for (int no = 1;; no++) {
        size_t n = strcspn(x->text + from, "\n");
        Align  align = x->right_from && no >= x->right_from ? ALIGN_RIGHT : x->align;
        size_t mark = 0;
        Par    set = { .style = x->head ? "CellHead" : "Cell", .keep = keep, .align = align };
        if (align == ALIGN_LEFT && !x->head && para_kind(arena_strn(d->c->mem, x->text + from, n), &mark) == PARA_ITEM)
            set.left = set.hanging = (int)(xlsx_columns(arena_strn(d->c->mem, x->text + from, mark)) * HALF * 20 / 21);
        begin_par(d, set);
        runs(d, x->text, from, from + n, x->marks, x->mark_count);
        buf_add(d->b, "</w:p>");
        from += n;
        if (x->text[from++] == 0)
            return;
    }
}

static void
cell(Draw *d, const Grid *g, int at, int span, const char *merge, const Cell *x, bool keep)
{
    Buf *b = d->b;
    buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", wide(g, at, span));
    if (span > 1)
        buf_fmt(b, "<w:gridSpan w:val=\"%d\"/>", span);
    if (merge)
        buf_fmt(b, "<w:vMerge w:val=\"%s\"/>", merge);
    if (x && x->head)
        buf_add(b, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F1F1F4\"/>");
    if (x && (x->head || x->align != ALIGN_LEFT))
        buf_add(b, "<w:vAlign w:val=\"center\"/>");
    buf_add(b, "</w:tcPr>");
    if (x)
        cell_lines(d, x, keep);
    else
        buf_add(b, "<w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr></w:p>");
    buf_add(b, "</w:tc>");
}

/* Lines of the tallest cell: a row longer than most of a page may be divided, others stay whole. */
static int
height(const Grid *g, const CellRow *r)
{
    int most = 1, at = 0;
    for (size_t k = 0; k < r->n; k++) {
        int span = r->cells[k].colspan > 1 ? r->cells[k].colspan : 1;
        int lines = xlsx_lines(r->cells[k].text, (double)wide(g, at, span) / HALF - 2);
        most = lines > most ? lines : most;
        at += span;
    }
    return most;
}

static void
row(Draw *d, Grid *g, const Block *t, size_t no)
{
    const CellRow *r = &t->rows[no];
    bool           head = (int)no < t->head_rows, keep = head && no + 1 < t->row_count;
    size_t         k = 0;
    buf_add(d->b, "<w:tr><w:trPr>");
    if (height(g, r) < TALL)
        buf_add(d->b, "<w:cantSplit/>");
    if (head)
        buf_add(d->b, "<w:tblHeader/>");
    buf_add(d->b, "</w:trPr>");
    for (int at = 0; at < g->n;) {
        if (g->left[at] > 0) {
            int span = g->span[at];
            g->left[at]--;
            cell(d, g, at, span, "continue", NULL, keep);
            at += span;
            continue;
        }
        const Cell *x = k < r->n ? &r->cells[k++] : NULL;
        int         span = x && x->colspan > 1 ? x->colspan : 1, down = x && x->rowspan > 1 ? x->rowspan : 1;
        span = span > g->n - at ? g->n - at : span;
        g->left[at] = down - 1;
        g->span[at] = span;
        cell(d, g, at, span, down > 1 ? "restart" : NULL, x, keep);
        at += span;
    }
    buf_add(d->b, "</w:tr>");
}

static void
table(Draw *d, const Block *t)
{
    Grid g = grid_of(t);
    if (d->next_page || (d->before != BLOCK_HEADING && d->before != BLOCK_TITLE && d->before != BLOCK_TABLE))
        gap(d);
    buf_fmt(d->b, "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
            t->plain ? "PlainTable" : "RuledTable", WIDTH);
    for (int i = 0; i < g.n; i++)
        buf_fmt(d->b, "<w:gridCol w:w=\"%d\"/>", g.width[i]);
    buf_add(d->b, "</w:tblGrid>");
    for (size_t i = 0; i < t->row_count; i++)
        row(d, &g, t, i);
    buf_add(d->b, "</w:tbl>");
    /* two tables that touch would become one */
    gap(d);
}

/* ---- parts ---- */

static void
section(Draw *d)
{
    buf_fmt(d->b, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"/>"
                  "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"1304\" w:left=\"%d\" w:header=\"680\" w:footer=\"567\" w:gutter=\"0\"/><w:cols w:space=\"425\"/></w:sectPr>",
            PAGE_W, PAGE_H, TOP, SIDE, SIDE);
}

/* What stands in the middle of its page begins a third down it: LibreOffice knows no vertical centring of a page. */
static void
part(Draw *d, const Block *k)
{
    d->next_page = d->begun;
    d->above = k->middle ? PAGE_H / 3 - TOP : 0;
}

static void
block(Draw *d, const Block *k)
{
    static const char *const headings[] = { "Heading1", "Heading1", "Heading2", "Heading3", "Heading4" };
    switch (k->kind) {
    case BLOCK_PART: part(d, k); break;
    case BLOCK_TITLE: whole(d, k, k->level > 1 ? "Subtitle" : "Title"); break;
    case BLOCK_HEADING: whole(d, k, headings[k->level > 4 ? 4 : k->level < 1 ? 1 : k->level]); break;
    case BLOCK_TEXT: paragraphs(d, k); break;
    case BLOCK_CENTER: whole(d, k, "Centre"); break;
    case BLOCK_RIGHT: whole(d, k, "Right"); break;
    case BLOCK_NOTE: whole(d, k, "Note"); break;
    case BLOCK_TABLE: table(d, k); break;
    case BLOCK_RULE: whole(d, k, "Rule"); break;
    }
}

/* ---- the package ---- */

static const char *
footer_part(Draw *d)
{
    Buf *b = buf_in(d->c->mem);
    buf_add(b, XML_HEAD "<w:ftr " W_NS ">");
    if (*d->p->footer) {
        buf_add(b, "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">");
        xml_text(b, d->p->footer, strlen(d->p->footer));
        buf_add(b, "</w:t></w:r></w:p>");
    }
    buf_add(b, "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>"
               "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>");
    return buf_text(b);
}

static const char *
relations_part(Draw *d)
{
    static const char *const parts[][2] = { { "styles", "styles.xml" }, { "settings", "settings.xml" }, { "fontTable", "fontTable.xml" }, { "footer", "footer1.xml" } };
    Buf *b = buf_in(d->c->mem);
    buf_add(b, XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_fmt(b, "<Relationship Id=\"%s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s\" Target=\"%s\"/>", parts[i][0], parts[i][0], parts[i][1]);
    for (size_t i = 0; i < d->ref_n && *d->p->base_url; i++) {
        const char *url = paper_url(d->c, d->p, d->refs[i].ref);
        buf_fmt(b, "<Relationship Id=\"link%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" TargetMode=\"External\" Target=\"", i);
        xml_text(b, url, strlen(url));
        buf_add(b, "\"/>");
    }
    buf_add(b, "</Relationships>");
    return buf_text(b);
}

static void
property(Buf *b, const char *name, const char *more, const char *value)
{
    buf_fmt(b, "<%s%s>", name, more);
    xml_text(b, value, strlen(value));
    buf_fmt(b, "</%s>", name);
}

static const char *
core_part(Draw *d)
{
    const Paper *p = d->p;
    const char  *when = *p->date ? p->date : d->c->now, *is_date = " xsi:type=\"dcterms:W3CDTF\"";
    Buf         *b = buf_in(d->c->mem);
    buf_add(b, XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                        "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    property(b, "dc:title", "", p->title);
    property(b, "dc:creator", "", p->author);
    property(b, "dc:language", "", strcmp(p->lang, "ja") == 0 ? "ja-JP" : "en");
    property(b, "dcterms:created", is_date, when);
    property(b, "dcterms:modified", is_date, when);
    buf_add(b, "</cp:coreProperties>");
    return buf_text(b);
}

static const char *
document_part(Draw *d)
{
    buf_add(d->b, XML_HEAD "<w:document " W_NS "><w:body>");
    for (size_t i = 0; i < d->p->n; i++) {
        block(d, &d->p->blocks[i]);
        d->before = d->p->blocks[i].kind;
    }
    section(d);
    buf_add(d->b, "</w:body></w:document>");
    return buf_text(d->b);
}

bool
paper_docx(Ctx *c, const Paper *p, Buf *out)
{
    static const char app[] = XML_HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>kanmon</Application></Properties>";
    static const char *const files[][2] = { { "[Content_Types].xml", "content_types" }, { "_rels/.rels", "rels" },         { "word/styles.xml", "styles" },
                                            { "word/settings.xml", "settings" },        { "word/fontTable.xml", "fontTable" } };
    enum { FILES = sizeof files / sizeof *files };
    Draw    d = { .c = c, .p = p, .b = buf_in(c->mem) };
    ZipPart parts[FILES + 5];
    count_refs(&d);
    for (size_t i = 0; i < FILES; i++) {
        const char *path = data_path(c->mem, arena_fmt(c->mem, "assets/docx/%s.xml", files[i][1]));
        parts[i] = (ZipPart){ .path = files[i][0] };
        parts[i].bytes = data_read(c->mem, path, &parts[i].n);
        if (!parts[i].bytes)
            return fail(c, ERR_BROKEN, path, L(c, "%s が読めません: %s", "%s cannot be read: %s"), path, strerror(errno));
    }
    const char *const made[][2] = { { "word/document.xml", document_part(&d) }, { "word/_rels/document.xml.rels", relations_part(&d) }, { "word/footer1.xml", footer_part(&d) },
                                    { "docProps/core.xml", core_part(&d) },     { "docProps/app.xml", app } };
    for (size_t i = 0; i < 5; i++)
        parts[FILES + i] = (ZipPart){ made[i][0], made[i][1], strlen(made[i][1]), false };
    return zip_write(c, parts, FILES + 5, out);
}
