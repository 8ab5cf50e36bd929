/* paper_md.c -- a paper as Markdown (GitHub's tables) that intake reads back into the same record.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Cells covered by a span stay empty; a table without heading rows gets an empty one, which Markdown wants.
 * Signs with a meaning in Markdown are escaped, and only they. */
#include "exchange/paper.h"

#include "base/text.h"

#include <string.h>

/* What Markdown would take for a mark of its own. A bracket alone means nothing in it, a tag does. */
static const char signs[] = "\\`*_|";

static void
put_text(Buf *out, const char *s, size_t n, bool in_cell)
{
    for (size_t i = 0; i < n; i++) {
        char ch = s[i];
        if (ch == '\n' && in_cell)
            buf_add(out, "<br>");
        else if (ch == '<')
            buf_add(out, "&lt;");
        else if (ch == '&')
            buf_add(out, "&amp;");
        else if (strchr(signs, ch) || ((i == 0 || s[i - 1] == '\n') && (ch == '#' || ch == '>')))
            buf_fmt(out, "\\%c", ch);
        else
            buf_char(out, ch);
    }
}

/* Each line a paragraph. */
static void
put_paragraphs(Buf *out, const char *s)
{
    for (;;) {
        size_t n = strcspn(s, "\n");
        if (n) {
            put_text(out, s, n, false);
            buf_add(out, "\n\n");
        }
        if (!s[n])
            return;
        s += n + 1;
    }
}

static void
put_rule_row(Buf *out, int columns, bool names_too)
{
    for (int pass = names_too ? 0 : 1; pass < 2; pass++) {
        buf_add(out, "|");
        for (int k = 0; k < columns; k++)
            buf_add(out, pass ? "---|" : " |");
        buf_add(out, "\n");
    }
}

static void
put_table(Ctx *c, Buf *out, const Block *b)
{
    int *covered = NEWN(c->mem, int, b->column_count); /* rows that a cell above still covers, by column */
    if (b->head_rows == 0)
        put_rule_row(out, b->column_count, true);
    for (size_t i = 0; i < b->row_count; i++) {
        const CellRow *r = &b->rows[i];
        size_t         k = 0;
        buf_add(out, "|");
        for (int col = 0; col < b->column_count;) {
            if (covered[col] > 0) {
                covered[col++]--;
                buf_add(out, " |");
                continue;
            }
            const Cell *x = k < r->n ? &r->cells[k++] : NULL;
            int         wide = x && x->colspan > 1 ? x->colspan : 1, high = x && x->rowspan > 1 ? x->rowspan : 1;
            buf_add(out, " ");
            if (x && *x->text) {
                put_text(out, x->text, strlen(x->text), true);
                buf_add(out, " ");
            }
            buf_add(out, "|");
            for (int j = 0; j < wide && col < b->column_count; j++, col++) {
                covered[col] = high - 1;
                if (j)
                    buf_add(out, " |");
            }
        }
        buf_add(out, "\n");
        if (i == 0 && b->head_rows > 0)
            put_rule_row(out, b->column_count, false);
    }
    buf_add(out, "\n");
}

static void
put_heading(Buf *out, const Block *b)
{
    static const char *const marks[] = { "# ", "## ", "### " };
    bool bold = b->kind == BLOCK_HEADING && b->level == 3;
    if (b->kind == BLOCK_TITLE)
        buf_add(out, marks[b->level - 1]);
    else if (b->level < 3)
        buf_add(out, marks[b->level]);
    buf_add(out, bold ? "**" : "");
    put_text(out, b->text, strlen(b->text), false);
    buf_add(out, bold ? "**\n\n" : "\n\n");
}

bool
paper_md(Ctx *c, const Paper *p, Buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        const Block *b = &p->blocks[i];
        switch (b->kind) {
        case BLOCK_PART: break;
        case BLOCK_TITLE:
        case BLOCK_HEADING: put_heading(out, b); break;
        case BLOCK_TEXT:
        case BLOCK_CENTER:
        case BLOCK_RIGHT: put_paragraphs(out, b->text); break;
        case BLOCK_NOTE:
            if (b->plain_from) {
                buf_add(out, "<sup>");
                put_text(out, b->text, b->plain_from, false);
                buf_add(out, "</sup>");
            }
            put_paragraphs(out, b->text + b->plain_from);
            break;
        case BLOCK_TABLE: put_table(c, out, b); break;
        case BLOCK_RULE: buf_add(out, "---\n\n"); break;
        }
    }
    return ok(c);
}

bool
paper_md_is(const char *text)
{
    return text_starts(text, "|---|") || strstr(text, "\n|---|");
}

char *
paper_md_plain(Arena *mem, const char *text)
{
    char *out = arena_alloc(mem, strlen(text) + 1), *o = out;
    bool  row = *text == '|';
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            row = p[1] == '|';
        /* a pipe in a row is told apart by its backslash: the reader of rows takes it away */
        if (*p == '\\' && p[1] && (p[1] == '#' || p[1] == '>' || (strchr(signs, p[1]) && !(row && p[1] == '|'))))
            p++;
        *o++ = *p;
    }
    *o = 0;
    return out;
}
