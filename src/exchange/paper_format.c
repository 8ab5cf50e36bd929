/* paper_format.c -- the formats of a paper; to add one: a function in paper_<name>.c and a row here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/paper.h"

#include "base/text.h"

#include <string.h>

static bool
whole_html(Ctx *c, const Paper *p, Buf *out)
{
    return paper_html(c, p, true, out);
}

const PaperFormat paper_formats[] = {
    { "pdf", "application/pdf", false, paper_pdf, "PDF", "PDF" },
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, paper_docx, "Word", "Word" },
    { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, paper_xlsx, "Excel", "Excel" },
    { "html", "text/html; charset=utf-8", true, whole_html, "HTML", "HTML" },
    { "md", "text/markdown; charset=utf-8", true, paper_md, "Markdown", "Markdown" },
};
const size_t paper_format_count = sizeof paper_formats / sizeof *paper_formats;

const PaperFormat *
paper_format(const char *name_or_file)
{
    const char *dot = strrchr(name_or_file, '.'), *name = dot ? dot + 1 : name_or_file;
    for (size_t i = 0; i < paper_format_count; i++)
        if (strcasecmp(paper_formats[i].name, name) == 0)
            return &paper_formats[i];
    return NULL;
}
