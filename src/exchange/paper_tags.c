/* paper_tags.c -- the structure of a PDF, added behind the end of the file that cairo wrote.
 * SPDX-License-Identifier: Apache-2.0
 *
 * cairo 1.16 begins a table anew on each page, knows no spans of cells, and cannot say that a document is structured
 * or in which language it is. An update behind the end (ISO 32000-1, 7.5.6) mends all of it: cairo's leaves keep
 * their objects, so that the pages' own lists of them stay true, and get the parents they should have; containers are new objects. A
 * screen reader then meets one table with its merged cells, and so does whoever imports the paper. */
#include "exchange/paper_set.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Ctx     *c;
    Buf     *b;
    size_t  *at;       /* offset of each object of cairo's file, by number */
    int      count;    /* objects, with those that are added */
    int      had;      /* objects of cairo's file */
    int      tree;     /* the root of the structure */
    size_t  *moved;    /* new offset by number; 0: as it was */
} Update;

static bool
broken(Ctx *c, const char *what)
{
    return fail(c, ERR_BROKEN, "pdf", L(c, "cairo の PDF に %s が見つかりません。", "%s was not found in a PDF made by cairo"), what);
}

static long
last_xref(const Buf *b)
{
    for (size_t i = b->n; i-- > 9;)
        if (memcmp(b->p + i - 9, "startxref", 9) == 0)
            return strtol(b->p + i, NULL, 10);
    return -1;
}

/* Offsets of all objects: "xref\n0 N\n", then 20 bytes each. */
static bool
read_table(Update *u, const char *table)
{
    char *end;
    if (!text_starts(table, "xref\n0 "))
        return false;
    u->had = (int)strtol(table + strlen("xref\n0 "), &end, 10);
    if (u->had < 1 || u->had > 1000000 || *end++ != '\n')
        return false;
    u->at = NEWN(u->c->mem, size_t, u->had);
    for (int i = 0; i < u->had; i++, end += 20) {
        if ((size_t)(end - (const char *)u->b->p) + 20 > u->b->n)
            return false;
        u->at[i] = (size_t)strtoul(end, NULL, 10);
        if (u->at[i] >= u->b->n)
            return false;
    }
    u->count = u->had;
    return true;
}

/* What stands between "<<" and ">>" of an object; "" when it is no dictionary. */
static const char *
dictionary(const Update *u, int no)
{
    const char *head = arena_fmt(u->c->mem, "%d 0 obj\n<<", no), *at = (const char *)u->b->p + u->at[no];
    if (!text_starts(at, head))
        return "";
    const char *end = strstr(at, "\nendobj");
    while (end && end > at && end[-1] != '>')
        end--;
    at += strlen(head);
    return end && end - at >= 2 ? arena_strn(u->c->mem, at, (size_t)(end - at) - 2) : "";
}

static void
begin_object(Update *u, int no)
{
    u->moved[no] = u->b->n;
    buf_fmt(u->b, "%d 0 obj\n<<", no);
}

static void
end_object(Update *u)
{
    buf_add(u->b, ">>\nendobj\n");
}

/* Numbers the containers, depth first. */
static void
number(Update *u, Tag *t)
{
    if (!t->leaf)
        t->object = u->count++;
    for (Tag *k = t->first; k; k = k->next)
        number(u, k);
}

static void
write_container(Update *u, const Tag *t)
{
    begin_object(u, t->object);
    buf_fmt(u->b, " /Type /StructElem\n   /S /%s\n   /P %d 0 R\n", t->name, t->parent ? t->parent->object : u->tree);
    bool head = strcmp(t->name, "TH") == 0;
    if (head || t->rows > 1 || t->cols > 1) {
        buf_add(u->b, "   /A << /O /Table");
        if (t->rows > 1)
            buf_fmt(u->b, " /RowSpan %d", t->rows);
        if (t->cols > 1)
            buf_fmt(u->b, " /ColSpan %d", t->cols);
        buf_add(u->b, head ? t->row_head ? " /Scope /Row >>\n" : " /Scope /Column >>\n" : " >>\n");
    }
    buf_add(u->b, "   /K [");
    for (const Tag *k = t->first; k; k = k->next)
        buf_fmt(u->b, " %d 0 R", k->object);
    buf_add(u->b, " ]\n");
    end_object(u);
}

/* "/Type /StructElem /S /P /P 9 0 R", then its page and what it holds, which stay. */
static bool
write_leaf(Update *u, const Tag *t)
{
    const char *body = dictionary(u, t->object), *rest = strstr(body, "/P ");
    rest = rest ? strchr(rest, '\n') : NULL;
    if (!rest)
        return broken(u->c, "StructElem");
    begin_object(u, t->object);
    buf_fmt(u->b, " /Type /StructElem\n   /S /%s\n   /P %d 0 R%s", t->name, t->parent->object, rest);
    end_object(u);
    return true;
}

static bool
write_tree(Update *u, const Tag *t)
{
    if (t->leaf)
        return write_leaf(u, t);
    write_container(u, t);
    for (const Tag *k = t->first; k; k = k->next)
        if (!write_tree(u, k))
            return false;
    return true;
}

/* cairo numbers its elements in the order they were begun. */
static bool
find_leaves(Update *u, Tag *const *leaves, size_t n)
{
    size_t found = 0;
    for (int i = 1; i < u->had; i++) {
        const char *body = u->at[i] ? dictionary(u, i) : "";
        if (text_starts(body, " /Type /StructElem")) {
            if (found < n)
                leaves[found]->object = i;
            found++;
        } else if (text_starts(body, " /Type /StructTreeRoot")) {
            u->tree = i;
        }
    }
    return found == n && (u->tree || n == 0);
}

static void
write_table(Update *u, const char *trailer, int root, long before)
{
    const char *info = strstr(trailer, "/Info ");
    size_t      table = u->b->n;
    buf_add(u->b, "xref\n0 1\n0000000000 65535 f \n");
    for (int i = 1; i < u->count; i++) {
        if (!u->moved[i])
            continue;
        int end = i;
        while (end < u->count && u->moved[end])
            end++;
        buf_fmt(u->b, "%d %d\n", i, end - i);
        for (; i < end; i++)
            buf_fmt(u->b, "%010zu 00000 n \n", u->moved[i]);
    }
    buf_fmt(u->b, "trailer\n<< /Size %d /Root %d 0 R", u->count, root);
    if (info)
        buf_fmt(u->b, " /Info %ld 0 R", strtol(info + 6, NULL, 10));
    buf_fmt(u->b, " /Prev %ld >>\nstartxref\n%zu\n%%%%EOF\n", before, table);
}

bool
paper_tags(Ctx *c, Buf *file, Tag *root, Tag *const *leaves, size_t n, const char *lang)
{
    Update      u = { .c = c, .b = file };
    long        xref = last_xref(file);
    const char *trailer = xref > 0 && (size_t)xref < file->n ? strstr((const char *)file->p + xref, "trailer") : NULL;
    const char *at = trailer ? strstr(trailer, "/Root ") : NULL;
    int         no = at ? (int)strtol(at + 6, NULL, 10) : 0;
    if (!no || !read_table(&u, (const char *)file->p + xref) || no >= u.had)
        return broken(c, "xref");
    trailer = arena_str(c->mem, trailer);
    const char *catalogue = dictionary(&u, no);
    if (!*catalogue || !find_leaves(&u, leaves, n))
        return broken(c, "StructTreeRoot");
    const char *parents = u.tree ? strstr(dictionary(&u, u.tree), "/ParentTree ") : "";
    number(&u, root);
    u.moved = NEWN(c->mem, size_t, u.count);
    begin_object(&u, no);
    buf_fmt(file, "%s   /Lang (%s)\n   /MarkInfo << /Marked true >>\n   /ViewerPreferences << /DisplayDocTitle true >>\n", catalogue, strcmp(lang, "en") == 0 ? "en" : "ja");
    end_object(&u);
    if (u.tree && parents) {
        begin_object(&u, u.tree);
        buf_fmt(file, " /Type /StructTreeRoot\n   /ParentTree %ld 0 R\n   /K [ %d 0 R ]\n", strtol(parents + strlen("/ParentTree "), NULL, 10), root->object);
        end_object(&u);
        if (!write_tree(&u, root))
            return false;
    }
    write_table(&u, trailer, no, xref);
    return true;
}
